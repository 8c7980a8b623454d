# SPDX-License-Identifier: Apache-2.0
# Clauses of who keeps the policy, and of what is asked and proposed of it.

story A deadline changed by somebody without the right: refused, of record, and proposed instead
given staff of DPH
given person eva is ERM
given person ana is SOC_ANALYST
at Tue 2025-09-09 10:00
expect policy B2 rated medium from 2025-09-10 10:00 due 2025-09-10 14:00
proves IS005-4.1a
refused: ana does setting.due rule=B2 rating=medium minutes=60 reason="four hours are long"
expect refused naming "propose the change"
refused: ana does setting.clause clause=SEC43-ISO-6 counts=false reason="old"
expect refused naming "proposal.make"
house does ledger.list limit=20
expect answer.items contains "setting.refuse"
expect answer.items contains "due/B2"
expect answer.items contains "clause/SEC43-ISO-6"
ana does proposal.make clause=IS005-6.4.4-MT change="an hour" reason="four hours are long" as P
expect P.state is waiting
eva does proposal.list state=waiting
expect answer.items has 1 items
expect answer.items.0.clause is IS005-6.4.4-MT
expect answer.items.0.what is "an hour"
expect answer.items.0.by is ana
expect answer.items.0.capacity is SOC_ANALYST
expect policy B2 rated medium from 2025-09-10 10:00 due 2025-09-10 14:00
# Nobody else reads that list, or decides.
refused: ana does proposal.list
refused: ana does proposal.decide proposal=$P.proposal decision=accepted answer="why not"
refused: SYSADMIN does proposal.list
missing: eva does proposal.decide proposal=01992ec7-a560-7000-b91e-cd060b494871 decision=accepted answer="why not"
expect ledger verifies

story A question goes to the owner's mailbox once it is verified, and is answered for everybody
given staff of DPH
given person eva is ERM
given person ana is SOC_ANALYST
at Tue 2025-09-09 09:00
invalid: ana does proposal.ask question="who is meant?"
expect invalid naming "clause"
invalid: ana does proposal.ask clause=IS005-99 question="who is meant?"
expect invalid naming "clause"
# Printed is not tried: nothing is sent, and nothing is lost.
ana does proposal.ask clause=IS005-6.4.2.1 question="also at night?" as Q0
expect Q0.mailbox is ""
expect Q0.notice is ""
SYSADMIN does contact.verify contact=Standards@state.ma.us how="they answered" verifier="Eva of ERM" on=2025-09-08
ana does proposal.ask topic="who is told at night" question="also at night?" as Q0
expect Q0.mailbox is ""
SYSADMIN does contact.verify contact=ERM@mass.gov how="they answered"
ana does proposal.ask topic="who is told at night" question="also at night?" as Q0
expect Q0.mailbox is ERM@mass.gov
house does notice.read notice=$Q0.notice
expect answer.subject is "Question about the policy"
at 10:00
proves IS005-4.1e
ISO of DPH does proposal.ask clause=IS005-6.4.4 question="which assets are meant?" as Q
expect Q.mailbox is ERM@mass.gov
house does notice.read notice=$Q.notice
expect answer.to.address is ERM@mass.gov
expect answer.channel is mail
expect answer.subject is "Question about IS005-6.4.4"
expect answer.state is delivered
expect answer.body lacks "which assets"
eva does proposal.list state=waiting
expect answer.items has 4 items
expect answer.items.3.age_days is 0
expect answer.items.3.kind is question
expect answer.items.3.what is "which assets are meant?"
expect answer.items.3.by is "ISO of DPH"
proves SEC43-CON-1
at 10:01
ana does proposal.ask clause=SEC43-ISO-6 question="of which hour?" as Q2
expect Q2.legacy is true
expect Q2.mailbox is ERM@mass.gov
house does notice.read notice=$Q2.notice
expect answer.subject is "Question about legacy clause SEC43-ISO-6"
expect answer.to.address is ERM@mass.gov
expect answer lacks "Standards@state.ma.us"
# Answered: with the question, for everybody, and without who asked.
at Thu 2025-09-11 10:00
invalid: eva does proposal.decide proposal=$Q.proposal decision=accepted answer="all that run"
expect invalid naming "decision"
eva does proposal.decide proposal=$Q.proposal decision=answered answer="all that run"
clash: eva does proposal.decide proposal=$Q.proposal decision=answered answer="or not"
HELPDESK of DPH does proposal.answers clause=IS005-6.4.4
expect answer.items has 1 items
expect answer.items.0.answer is "all that run"
expect answer.items.0 lacks "ISO of DPH"
ISO of DPH does proposal.mine
expect answer.items has 1 items
expect answer.items.0.state is answered
expect answer.items.0.decided_by is eva
expect answer.items.0.age_days is 2
ana does proposal.mine
expect answer.items has 4 items
expect answer.items lacks "which assets"
expect ledger verifies

story A board recommends: it waits for the owner of the policy, and no rule has changed
given staff of DPH
given person eva is ERM
given person bea is BOARD of EOTSS
at Tue 2025-09-09 15:00
bea does proposal.make clause=IS005-6.4.4-MT change="Medium within 2 hours" reason="four are long" body="Enterprise Security Board" made=2025-09-09
invalid: bea does proposal.make topic=dues change=x reason=y made=2025-09-10
expect invalid naming "made"
invalid: bea does proposal.make topic=dues change=x reason=y made=2015-09-09
expect invalid naming "made"
at Wed 2025-09-10 09:00
proves SEC43-ESB-1
eva does proposal.list
expect answer.items has 1 items
expect answer.items.0.what is "Medium within 2 hours"
expect answer.items.0.by is bea
expect answer.items.0.body is "Enterprise Security Board"
expect answer.items.0.made is 2025-09-09 00:00
expect answer.items.0.state is waiting
expect policy B2 rated medium from 2025-09-10 10:00 due 2025-09-10 14:00
eva does proposal.decide proposal=$answer.items.0.proposal decision=accepted answer="with the next version"
expect answer.state is accepted
expect policy B2 rated medium from 2025-09-10 10:00 due 2025-09-10 14:00
eva does proposal.list state=waiting
expect answer.items has 0 items
expect ledger verifies
