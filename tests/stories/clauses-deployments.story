# SPDX-License-Identifier: Apache-2.0
# Clauses of people who work on an incident that is not their body's.

story A team put together for one incident sees it from when it stands up to when it has stood down
given person dora is SOC_DIRECTOR
given staff of DPH, DTA
given organisation ACME "Acme Forensics" type company branch private binding contractual without secretariat
given person una at DTA
given person umberto at DPH
given person uri at EOTSS
given person ursula at DTA
given person vic at ACME
at Wed 2025-09-10 10:00
reporter reports "pumps stand still" about DPH as R1
reporter reports "another matter" about DTA as R2
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
invalid: SOC_ANALYST does deployment.propose incident=R1 kind=nothing purpose="forensics"
expect invalid naming "kind"
invalid: SOC_ANALYST does deployment.propose incident=R1 kind=team organisation=DPH purpose="forensics"
expect invalid naming "organisation"
SOC_ANALYST does deployment.propose incident=R1 kind=team purpose="forensics of the pumps" as D
expect answer.state is proposed
expect answer.organisation is EOTSS
una does not see R1
# A lead, and two members at least.
refused: SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="now"
expect refused naming "AD2022-1-RSP-4"
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=una lead=true authority="the ISO of DTA agrees"
clash: SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=una authority="again"
invalid: SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=umberto lead=true authority="their ISO"
expect invalid naming "lead"
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=umberto authority="their ISO"
refused: SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="now"
expect refused naming "at least 2 members"
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=uri authority="their director"
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=ursula authority="the ISO of DTA agrees"
# Of a vendor, the contract.
refused: SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=vic authority="their lawyer"
expect refused naming "AD2022-1-RSP-4"
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=vic authority="their lawyer" engagement="contract 4711, 2025-08-01"
expect answer.members has 5 items
# Named is not sent; and only the director of the SOC sends, or whoever acts in that office.
vic does not see R1
refused: SOC_ANALYST does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="now"
expect refused naming "AD2022-1-RSP-4"
missing: SIRT_LEAD of DTA does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="now"
refused: SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=deploy reason="now"
SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="it spreads"
expect answer.state is stood_up
expect answer.members.0.since is 2025-09-10 10:00
vic sees R1
una sees R1
vic does not see R2
expect notice to vic of R1 subject "you are sent to work on it"
SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=deploy reason="on their way"
expect answer.state is deployed
vic does incident.list
expect answer.items has 1 items
# What is owed is owed by those of the body, not by guests.
expect B5.first of R1 owed by "SIRT_LEAD of DPH"
SOC_DIRECTOR does deployment.list
expect answer.items has 1 items
expect answer.items.0.members has 5 items
at Fri 2025-09-12 16:30
SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=stand_down reason="it is over; they hand over"
vic sees R1
refused: SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=umberto authority="late"
at 17:00
SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=end reason="handed over"
expect answer.state is stood_down
at 17:01
proves AD2022-1-RSP-4
missing: vic reads R1
vic does not see R1
una does not see R1
SOC_DIRECTOR does deployment.list incident=R1
expect answer.items.0.state is stood_down
expect answer.items.0.members.4.engagement is "contract 4711, 2025-08-01"
refused: SOC_DIRECTOR does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="again"
expect timeline of R1 contains "stood down. handed over"
expect ledger verifies

story Personnel of the SOC is lent to another body until the incident has recovered
given person dora is SOC_DIRECTOR
given staff of DPH, DTA
given person fay is SOC_ANALYST
given person fox is SOC_ANALYST
at Wed 2025-09-10 10:00
reporter reports "the gateway is odd" about DTA as R1
fay evaluates R1: safety yes, priority 1, action "isolate"
# An assignment has an incident, a beginning and an end.
invalid: fay does deployment.propose incident=R1 kind=lent purpose="forensics" from=2025-09-10 to=2025-09-20
expect invalid naming "organisation"
invalid: fay does deployment.propose incident=R1 kind=lent organisation=DTA purpose="forensics" from=2025-09-10
expect invalid naming "to"
invalid: fay does deployment.propose incident=R1 kind=lent organisation=DTA purpose="forensics" to=2025-09-20
expect invalid naming "from"
invalid: fay does deployment.propose kind=lent organisation=DTA purpose="forensics" from=2025-09-10 to=2025-09-20
expect invalid naming "incident"
invalid: fay does deployment.propose incident=R1 kind=lent organisation=DTA purpose="forensics" from=2025-09-01 to=2025-09-09
fay does deployment.propose incident=R1 kind=lent organisation=DTA purpose="forensics" from=2025-09-10 to=2025-09-30 as D
invalid: fay does deployment.add incident=R1 deployment=$D.deployment person="ISO of DPH" authority="their director"
expect invalid naming "person"
fay does deployment.add incident=R1 deployment=$D.deployment person=fay authority="dora"
fay does deployment.add incident=R1 deployment=$D.deployment person=fox authority="dora"
dora does deployment.list
expect answer.free contains "dora"
expect answer.free lacks "fox"
fay does deployment.list
expect answer.free is absent
dora does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="they ask for it"
dora does deployment.move incident=R1 deployment=$D.deployment move=deploy reason="they are there"
expect answer.end_proposed is false
expect answer.to is 2025-09-30 23:59:59
SIRT_LEAD of DTA does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DTA does incident.move incident=R1 move=confirm
SIRT_LEAD of DTA does incident.measure incident=R1 what="mail of that sender is held"
SIRT_LEAD of DTA does incident.move incident=R1 move=contain
SIRT_LEAD of DTA does incident.move incident=R1 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R1 move=recover
dora does deployment.list incident=R1
expect answer.items.0.end_proposed is false
at Fri 2025-09-12 15:00
SIRT_LEAD of DTA does incident.state incident=R1 statement=service answer=restored text="all is up"
SIRT_LEAD of DTA does incident.move incident=R1 move=resolve
proves IS005-7-SOC-4
dora does deployment.list incident=R1
expect answer.items.0.end_proposed is true
expect answer.items.0.end_proposed_at is 2025-09-12 15:00
expect answer.items.0.members has 2 items
expect notice to dora of R1 subject "people sent for it may go home"
expect timeline of R1 contains "its end is proposed"
# It is proposed: they are there until somebody ends it, or the time is over.
expect answer.items.0.state is deployed
dora does deployment.move incident=R1 deployment=$D.deployment move=stand_down reason="recovered"
dora does deployment.move incident=R1 deployment=$D.deployment move=end reason="recovered"
expect answer.end_proposed is false
dora does deployment.list
expect answer.free contains "fox"
expect ledger verifies

story Somebody of the National Guard is hosted in the SOC for one incident, and no longer than agreed
given person dora is SOC_DIRECTOR
given staff of DPH, DTA
given person root is SYSADMIN
given organisation GUARD "National Guard" type unit branch military binding agreed without secretariat
given person gus at GUARD
at Mon 2025-09-01 09:00
reporter reports "pumps stand still" about DPH as INC-7
reporter reports "another matter" about DTA as R2
SOC_ANALYST does deployment.propose incident=INC-7 kind=hosted purpose="reads the logs of the pumps" from=2025-09-01 to=2025-09-30 as D
expect answer.organisation is EOTSS
expect answer.from is 2025-09-01 00:00
expect answer.to is 2025-09-30 23:59:59
SOC_ANALYST does deployment.add incident=INC-7 deployment=$D.deployment person=gus authority="his colonel" engagement="memorandum of 2025-08-29"
dora does deployment.move incident=INC-7 deployment=$D.deployment move=stand_up reason="we need him"
dora does deployment.move incident=INC-7 deployment=$D.deployment move=deploy reason="he is here"
root does password.reset person=gus reason="he begins" as P
at Tue 2025-09-30 23:59
proves AD2022-1-RSP-8
somebody does session.create name="gus@example.org" password=$P.password
expect answer.name is gus
gus does incident.list
expect answer.items has 1 items
expect answer.items.0.number is $INC-7.number
gus reads INC-7
gus does incident.measure incident=INC-7 what="the pump's log is read to its end"
missing: gus reads R2
at Wed 2025-10-01 00:01
refused: somebody does session.create name="gus@example.org" password=$P.password
expect refused naming "hosting ended"
missing: gus reads INC-7
gus does incident.list
expect answer.items has 0 items
# A wrong password tells nothing of it.
stranger: somebody does session.create name="gus@example.org" password="not his password"
dora does deployment.list incident=INC-7
expect answer.items.0.state is stood_down
dora does deployment.list
expect answer.items has 0 items
expect ledger verifies

# Whoever is of a body that the policy binds signs in as before, without the incident.
story Personnel of an agency who were guests are at home again
given person dora is SOC_DIRECTOR
given staff of DPH, DTA
given person root is SYSADMIN
given person una at DTA
at Mon 2025-09-01 09:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST does deployment.propose incident=R1 kind=hosted purpose="reads logs" from=2025-09-01 to="2025-09-01 12:00" as D
SOC_ANALYST does deployment.add incident=R1 deployment=$D.deployment person=una authority="her ISO"
dora does deployment.move incident=R1 deployment=$D.deployment move=stand_up reason="we need her"
root does password.reset person=una reason="she forgot" as P
una sees R1
at 12:00:01
una does not see R1
somebody does session.create name="una@example.org" password=$P.password
expect answer.name is una
refused: dora does deployment.move incident=R1 deployment=$D.deployment move=deploy reason="late"
