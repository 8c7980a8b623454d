# SPDX-License-Identifier: Apache-2.0
story A13 Agency, SOC and secretariat are in touch, or the secretariat hears of it
given staff of DPH
at Tue 2025-09-09 02:00
proves SEC43-ISO-3
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect every A13 of R1 due 03:00 and open
at 03:00:01
expect every A13 of R1 overdue
expect notice to SCIO of DPH about A13 accepted at 03:00
ISO of DPH does contact.record incident=R1 between="the ISO and the night analyst" joint=false, what="they rang up"
expect every A13 of R1 overdue
at 03:10
ISO of DPH does contact.record incident=R1 between="ISO, SOC, SCIO" joint=true, what="the SOC isolates" at=03:05
expect every A13 of R1 fulfilled late 5m and evidence E3
SOC_ANALYST does contact.list incident=R1
expect answer.items has 2 items

story A14 An agency's investigation is part of the case, and the CISO leads it too
given staff of DCF
at Tue 2025-09-09 09:00
proves SEC43-ISO-8
reporter reports "a file was copied" about DCF as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "ask"
ISO of DCF does investigation.open incident=R1 what="interviews of three people"
expect A14 of R1 owed to CISO due 09:00 and open
expect notice to CISO about A14 accepted at 09:00
CISO sees R1
ISO of DCF does investigation.open what="a file of our own"
expect invalid naming "incident"
at 09:05
CISO does coordination.record incident=R1 between="ISO and CISO" what="the CISO leads, the ISO interviews"
expect every A14 of R1 fulfilled late 5m
SOC_ANALYST does contact.list incident=R1
expect answer.items.0.kind is investigation
expect answer.items.1.kind is coordination

story A16 What is told through the house, the SOC hears in the same instant
given staff of DEP
given person dan is HELPDESK of DEP
at Tue 2025-09-09 09:30
reporter reports "a console is open" about DEP as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "close it"
at 10:00
proves AD2022-1-COM-1
SCIO of DEP does communication.send incident=R1 person=dan content="please close the console on the second floor"
expect A16.sent of R1 due 10:00 and fulfilled on time
expect notice to SOC_ANALYST about A16 accepted at 10:00
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items has 1 items
expect LOG.items.0.how is sent
expect LOG.items.0.at is 2025-09-09T14:00:00Z
expect LOG.items.0.soc_told is 2025-09-09T14:00:00Z
expect LOG.items.0.delay_s is 0

story A16 What was told by phone is logged, and its delay is seen
given staff of DESE
at Tue 2025-09-09 08:30
reporter reports "a mailbox forwards" about DESE as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "ask"
at 09:40
proves AD2022-1-RSP-5
SCIO of DESE does communication.log incident=R1 counterpart="the clerk of the court" organisation="Trial Court" outside=true channel=phone at=09:00
expect A16.logged of R1 due 10:00 and fulfilled on time at 09:40
expect notice to SOC_ANALYST about A16 accepted at 09:40
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items.0.outside is true
expect LOG.items.0.soc_told is 2025-09-09T13:40:00Z
expect LOG.items.0.delay_s is 2400
expect LOG.items.0.class is metadata
# Late, it is logged all the same.
at 12:00
SCIO of DESE does communication.log incident=R1 counterpart="the mayor" channel=meeting at=09:00
expect A16.logged of R1 fulfilled late 2h

story A16 What counsel advised stays with counsel
given staff of DPH
at Tue 2025-09-09 08:30
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed pii, priority 1, action "recall it"
at 09:00
SCIO of DPH does communication.log incident=R1 counterpart="agency counsel" channel=phone class=privileged content="our advice is to wait" as C
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items.0.counterpart is "agency counsel"
expect LOG.items.0.class is privileged
expect LOG.items.0.content is absent
SOC_ANALYST does communication.read incident=R1 communication=$C.communication
expect answer.content is absent
SCIO of DPH does communication.read incident=R1 communication=$C.communication
expect answer.content is "our advice is to wait"
CISO does communication.read incident=R1 communication=$C.communication
expect answer.content is "our advice is to wait"
SOC_ANALYST does incident.timeline incident=R1
expect answer lacks "to wait"
SCIO of DPH does communication.log incident=R1 counterpart="x" channel=phone class=metadata content="y"
expect invalid naming "content"

story A17 Who is asked, answers; the head of the agency hears of silence
given staff of DPH
given person adele is HR_CONTACT of DPH at DPH
at Tue 2025-09-09 13:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
at 14:00
proves IS005-6.4.2.2a
SIRT_LEAD of DPH does request.make incident=R1 person=adele question="send the logs of the badge readers" as Q
expect A17 of R1 due 15:00 and open
expect A17 of R1 owed by adele
expect notice to adele accepted at 14:00
adele does not see R1
adele does request.mine
expect answer.items has 1 items
expect answer.items.0.question contains "badge readers"
expect answer.items.0.due is 2025-09-09T19:00:00Z
at 15:00:01
expect every A17 of R1 overdue
expect notice to AGENCY_HEAD of DPH about A17 accepted at 15:00
expect notice to ISO of DPH about A17 accepted at 15:00
at 15:20
adele does request.answer request=$Q.request answer="they are on the share"
expect every A17 of R1 fulfilled late 20m and evidence E4
adele does request.answer request=$Q.request answer="they are on the other share" corrects=1
expect answer.answers has 2 items
expect answer.answers.0.answer is "they are on the share"
expect answer.answers.1.corrects is 1
expect answer.current is "they are on the other share"
adele does request.answer request=$Q.request answer="x" corrects=9
expect invalid naming "corrects"
adele does not see R1
DESIGNATED_CONTACT of DPH does request.read request=$Q.request
expect missing
SIRT_LEAD of DPH does request.list incident=R1
expect answer.items.0.answers has 2 items
expect ledger verifies

story A17 Nobody is there to be asked: the head of the agency stands in at once
given staff of DUA without ASSET_SUPPORT, HELPDESK, INFO_OWNER
at Thu 2025-11-27 08:00
proves IS005-6.4.2.2c
reporter reports "a database answers nobody" about DUA as R1
SOC_ANALYST does request.make incident=R1 role=HELPDESK organisation=DUA question="who runs the database?"
expect answer.asked contains "AGENCY_HEAD"
expect notice to AGENCY_HEAD of DUA accepted at 08:00
expect deviation in R1 "nobody was there to be asked"
expect A17 of R1 for DUA
AGENCY_HEAD of DUA does request.answer request=$answer.request answer="I have called her in"
expect every A17 of R1 fulfilled
