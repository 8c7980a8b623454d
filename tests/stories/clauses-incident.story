# SPDX-License-Identifier: Apache-2.0
story A detection is told twice: both stay, the earlier counts, and what hangs on it is computed again
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "files are odd" about DPH detected 09:00 as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
expect A15.first of R1 due Wed 2025-09-10 09:00 and open
at 10:30
proves IS005-6.4.2.2b
SIRT_LEAD of DPH detects R1 at 2025-09-09 07:30 because "a log shows it"
expect R1.detected is "2025-09-09T11:30:00Z"
expect A15.first of R1 due Wed 2025-09-10 07:30 and open
expect timeline of R1 contains "a log shows it"
SOC_ANALYST does incident.timeline incident=R1
expect answer contains "2025-09-09T11:30:00Z"
expect ledger verifies

story A Critical asset makes a Medium incident High in the instant in which it is added
given staff of DPH
given asset DB-1 of DPH rated critical
at Tue 2025-09-09 13:00
reporter reports "a query ran twice" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
expect rating of R1 medium
at 15:00
proves IS005-6.4.3.1.9
SIRT_LEAD of DPH attaches DB-1 to R1 adverse yes
expect rating of R1 high
expect B4 of R1 starts 15:00 and due 15:00 and fulfilled on time
expect notice to CIO about B4 accepted at 15:00
expect notice to CISO about B4 accepted at 15:00
expect B5.first of R1 due 15:00
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.affected.value contains "DB-1, rated critical"

story What the High report says of discoverers, phase and measures
given person tess is SIRT_LEAD of DPH
given staff of DPH
given asset H-1 of DPH rated medium
given asset H-2 of DPH rated medium
given asset H-3 of DPH rated medium
given asset H-4 of DPH rated medium
given asset H-5 of DPH rated medium
at Tue 2025-09-09 13:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SOC_ANALYST attaches H-1 to R1
SOC_ANALYST attaches H-2 to R1
SOC_ANALYST attaches H-3 to R1
SOC_ANALYST attaches H-4 to R1
SOC_ANALYST attaches H-5 to R1
tess does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
tess does incident.move incident=R1 move=confirm
tess does incident.measure incident=R1 what="the ward is cut off"
tess does incident.move incident=R1 move=contain
at 13:06
tess does incident.hold incident=R1 asset=H-1 outcome=isolated evidence="port 7 is down" at=13:05
tess does incident.hold incident=R1 asset=H-2 outcome=isolated evidence="port 8 is down" at=13:06
at 13:10
proves IS005-6.4.3.1.7
tess does document.prepare incident=R1 document=high-report as BEGUN
expect BEGUN.content.response_status.value contains "Containment, 2 of 5 assets quarantined"
proves IS005-6.4.3.1.12
expect BEGUN.content.measures.value contains "containment, Tue 2025-09-09 13:05:00 EDT: H-1 isolated, port 7 is down (tess)"
expect BEGUN.content.measures.value contains "containment, Tue 2025-09-09 13:00:00 EDT: the ward is cut off"
tess sends high-report of R1 discoverers "automatic detection: SIEM rule R-114"
expect answer.elements.2.code is discoverers
expect answer.elements.2.settled is true
expect answer.elements.2.value is "automatic detection: SIEM rule R-114"
SOC_ANALYST does document.list incident=R1
expect answer.items.0.complete is false
expect ledger verifies

story A close is refused for the one task that is left, and for the cause that nobody stated
given staff of DTA
at Tue 2025-09-09 09:00
reporter reports "letters went astray" about DTA as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "call them back"
SIRT_LEAD of DTA does incident.measure incident=R1 what="the mailing is stopped"
SIRT_LEAD of DTA does incident.classify incident=R1 certainty=actual source="a wrong list" vector="the post" {types: [unlawful-disclosure]}
SIRT_LEAD of DTA does incident.move incident=R1 move=confirm
SIRT_LEAD of DTA does incident.move incident=R1 move=contain
SIRT_LEAD of DTA does incident.move incident=R1 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R1 move=recover
SIRT_LEAD of DTA does incident.state incident=R1 statement=service answer=not_touched text="nothing stood still"
SIRT_LEAD of DTA does incident.move incident=R1 move=resolve
SIRT_LEAD of DTA does task.settle incident=R1 task=validity state=done
SIRT_LEAD of DTA does task.settle incident=R1 task=containment state=done
SIRT_LEAD of DTA does task.settle incident=R1 task=facts state=done
SIRT_LEAD of DTA does task.settle incident=R1 task=assessment state=done
SIRT_LEAD of DTA does task.settle incident=R1 task=quarantine state=excused because="no asset is touched"
SIRT_LEAD of DTA does task.settle incident=R1 task=timelines state=done
SIRT_LEAD of DTA does task.settle incident=R1 task=evidence state=done
expect R1.state is post_incident
proves IS005-6.4.1.1
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "The cause is stated, or why it stays unknown"
expect refused naming "IS005-6.4.1.1"
SIRT_LEAD of DTA does cause.state incident=R1 undetermined="the list is gone, and nobody remembers" motive=undetermined
SIRT_LEAD of DTA does task.settle incident=R1 task=cause state=done
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused
SIRT_LEAD of DTA does review.read incident=R1
expect answer.tasks_settled is 8
proves IS005-6.5.2
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "IS005-6.5.2.8"
expect refused naming "Ask counsel (IS005-6.5.2.8)"
SIRT_LEAD of DTA does task.settle incident=R1 task=legal state=done because="counsel was asked"
SIRT_LEAD of DTA does incident.guards incident=R1
expect answer.moves.0.guards.2.guard is tasks_done
expect answer.moves.0.guards.2.met is true

story The scope grows: the heads of the agencies that are added hear in that instant
given staff of DPH, DTA, DCR
at Tue 2025-09-09 09:00
reporter reports "files are locked" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect no notice to AGENCY_HEAD of DTA
at 11:00
proves IS005-6.5.2.5
SOC_ANALYST adds DTA to R1
SOC_ANALYST adds DCR to R1
expect notice to AGENCY_HEAD of DTA of R1 accepted at 11:00
expect notice to AGENCY_HEAD of DCR of R1 accepted at 11:00
AGENCY_HEAD of DTA sees R1
AGENCY_HEAD of DCR sees R1

story Two reports of one event: both remain, and the earlier keeps the clock
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "files are odd" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
at 09:30
reporter reports "files are locked" about DPH as R2
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "look"
expect B2 of R2 due 13:30 and open
at 09:40
proves IS005-7-SIRT-2
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="the same drive"
expect R1.reports has 2 items
expect R1.told is "2025-09-09T13:00:00Z"
expect B2 of R1 due 13:00 and open
expect nobody owes B2 of R2
expect R2.state is merged
expect ledger verifies

story Secretary and CIO are two people: each hears in an office of their own
given person kim is CIO from 2025-01-01 to 2026-01-04 23:59:59
given person kim is SECRETARY from 2025-01-01 to 2026-01-04 23:59:59
given person sue is SECRETARY from 2026-01-05
given person cid is CIO from 2026-01-05
given staff of DPH without SECRETARY, CIO
at Tue 2026-01-06 10:00
reporter reports "pumps stand still" about DPH as R1 safety yes
proves AD2022-1-AUTH-2
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect notice to cid about B4 accepted at 10:00
expect B4 of R1 owed to CIO and fulfilled on time
expect B6.first of R1 owed to SECRETARY and fulfilled on time
expect notice to sue about B6 accepted at 10:00
expect no notice to sue about B4
expect no notice to kim

story A designee of one secretariat sees nothing of another's, until it is in scope
given staff of DPH, DCR without SCIO
given person dee is SCIO of EOHHS as designee 1 from 2025-09-09 to 2025-09-12
given person ivy is SCIO of EOEEA
at Tue 2025-09-09 10:00
reporter reports "a sluice opened" about DCR as R1
proves AD2022-1-DEF-SOC.1
dee does not see R1
missing: dee does incident.read incident=R1
dee does incident.list
expect answer.items has 0 items
ivy sees R1
SOC_ANALYST adds DPH to R1
dee sees R1
at Sat 2025-09-13 00:00
dee does not see R1

story The designated contact is away: the deputy is told and has the tasks, and anybody may report
given staff of DPH without DESIGNATED_CONTACT
given person tom is DESIGNATED_CONTACT of DPH
given person una is DESIGNATED_CONTACT of DPH as deputy
given person pat at DPH
tom is absent from 2025-09-08 to 2025-09-12
at Wed 2025-09-10 03:00
pat reports "an odd mail" about DPH as R1
expect A10 of R1 owed by una
expect no A10 of R1 owed by tom
SOC_ANALYST does role.holder role=DESIGNATED_CONTACT organisation=DPH
expect answer.holders.0.name is una
expect answer.holders contains deputy
reporter reports "another one" about DPH as R2
expect A10 of R2 owed by una

story The lead of the response team leaves: the deputy acts as lead, and the role is to be filled
given staff of DTA without SIRT_LEAD
given person lea is SIRT_LEAD of DTA to 2025-09-09 23:59:59
given person lou is SIRT_LEAD of DTA as deputy
at Tue 2025-09-09 23:00
SOC_ANALYST does role.gaps organisation=DTA
expect answer lacks "SIRT_LEAD"
expect no C22.vacancy of all owed by AGENCY_HEAD of DTA and clause IS005-6.1.4.2
at Wed 2025-09-10 02:00
proves IS005-6.1.4.2
reporter reports "pumps stand still" about DTA as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect notice to lou about A2 accepted at 02:00
expect no notice to lea
expect B5.first of R1 owed by lou
expect lou sees R1
SOC_ANALYST does role.gaps organisation=DTA
expect answer.items has 1 items
expect answer.items.0.role is SIRT_LEAD
expect answer.items.0.state is acting
expect answer.items.0.holders.0.name is lou
expect answer.items.0.holders.0.kind is deputy
expect C22.vacancy of all owed by AGENCY_HEAD of DTA and open and starts 2025-09-10 00:00 and clause IS005-6.1.4.2

story The contract of an information security officer ends: vacant, the duties fall to the SCIO, and it is to be filled
given staff of DPH without ISO
given person vic is ISO of DPH from 2025-07-01 to 2025-09-30 23:59:59
at Tue 2025-09-30 23:00
reporter reports "an odd mail" about DPH as R0
SOC_ANALYST evaluates R0: data internal potential, priority 2, action "ask"
vic does investigation.open incident=R0 what="a look at the mailbox"
expect A14 of R0 owed by vic
at Wed 2025-10-01 00:00:00
proves AUD-CPCS-10.6
expect A14 of R0 owed by SCIO of DPH
expect no A14 of R0 owed by vic
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.role is ISO
expect answer.items.0.state is vacant
expect answer.items.0.holders.0.role is SCIO
expect C22.vacancy of all owed by AGENCY_HEAD of DPH and open and starts 2025-10-01 00:00
expect vic does not see R0

story An agency without an ISO: vacant, and it falls to the SCIO
given staff of DPH without ISO
at Tue 2025-09-09 00:05
proves SEC43-ROL-2
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.role is ISO
expect answer.items.0.state is vacant
expect answer.items.0.holders.0.role is SCIO

story An old document names the Assistant Secretary: the Secretary is meant
given staff of DPH
at Tue 2025-09-09 10:00
proves SEC43-ASIT-1
SOC_ANALYST does role.holder role="Assistant Secretary for IT"
expect answer.holders.0.role is SECRETARY
expect answer.holders.0.name contains "SECRETARY"

story A police call that is written down later: the SOC hears then, and the delay is shown
given staff of DPH
at Tue 2025-09-09 07:00
reporter reports "a card reader is odd" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "look"
at 11:30
proves AD2022-1-REP-2
SCIO of DPH does communication.log incident=R1 counterpart="State Police" organisation="State Police" outside=true channel=phone at=08:00
expect notice to SOC_ANALYST about A16 accepted at 11:30
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items.0.soc_told is 2025-09-09T15:30:00Z
expect LOG.items.0.delay_s is 12600

story A vendor is bound to the last minute of its connection
given staff of DPH
given organisation VEN "Vendor of X" branch external type vendor binding voluntary without secretariat
given organisation VEN binding contractual from 2025-09-01 to 2025-09-30
given person hal is AGENCY_HEAD of VEN
at Tue 2025-09-30 23:59
proves SEC43-APP-2
reporter reports "a mailbox was read" about VEN as R1
expect A1 of R1 owed to AGENCY_HEAD of VEN
expect A10 of R1 due 2025-10-01 23:59
at Wed 2025-10-01 00:00
reporter reports "and another" about VEN as R2
expect no A1 of R2
expect no A10 of R2

story The contacts that the policy prints are there and inactive, until somebody says that they were tried
given staff of DPH
at Tue 2025-09-09 10:00
house does organisation.read organisation=SERVICE-DESK as DESK
expect DESK.contacts contains "(866) 888-2808"
expect DESK.contacts contains "CommonHelpServiceDesk@MassMail.state.ma.us"
expect DESK.contacts.0.status is legacy
expect DESK.contacts.0.verified is false
expect DESK.contacts.1.verified is false
expect DESK.contacts.2.verified is false
SOC_ANALYST does contact.verify contact="(866) 888-2808" how="rang them up"
expect fault
house does contact.verify contact="(866) 888-2808"
expect invalid naming "how"
house does contact.verify contact="(866) 888-2808" how="rang them up"
expect invalid naming "verifier"
house does contact.verify contact="(866) 888-2808" how="rang them up" verifier=Ana
expect invalid naming "on"
house does contact.verify contact="(866) 888-2808" how="rang them up" verifier=Ana on=2025-09-10
expect invalid naming "on"
house does contact.verify contact="(866) 888-2808" how="rang them up" verifier=Ana on=2025-09-09
house does organisation.read organisation=SERVICE-DESK
expect answer.contacts contains "2025-09-09T04:00:00Z"
expect answer.contacts contains "Ana"
expect answer.contacts contains "system:story"
expect answer.contacts contains "active"

story Two assets of one support team: one message for both
given person tom
given staff of DPH without ASSET_SUPPORT
given asset LAB-7 of DPH rated low supported by tom
given asset LAB-8 of DPH rated low supported by tom
at Tue 2025-09-09 10:00
reporter reports "odd pop-ups" about DPH as R1
SOC_ANALYST attaches LAB-7 to R1 adverse yes
SOC_ANALYST attaches LAB-8 to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect rating of R1 low
expect 2 B8 of R1
expect 1 notice to tom about B8

story A body of another branch is outside by itself, and one of this branch is not
given staff of DPH
given organisation OCA "Consumer affairs of X" branch external type agency binding voluntary without secretariat
given person oca at OCA mail "oca@example.org"
given person ann at OCABR mail "ann@example.org"
at Tue 2025-09-09 13:00
reporter reports "a list was copied" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
at 14:00
SCIO of DPH does communication.send incident=R1 person=oca content="300 residents are concerned"
expect notice to SOC_ANALYST about A16 accepted at 14:00
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items has 1 items
expect LOG.items.0.outside is true
at 15:00
SCIO of DPH does communication.send incident=R1 person=ann content="300 residents are concerned"
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items has 2 items
expect LOG.items.0.counterpart is ann
expect LOG.items.0.outside is false

story What is sent to a body outside is in the log, and the SOC has it in the same instant
given staff of DPH
given person oca at OCABR mail "oca@example.org"
at Tue 2025-09-09 13:00
reporter reports "a list was copied" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
at 14:00:00
proves AD2022-1-COM-2.1
SCIO of DPH does communication.send incident=R1 person=oca outside=true content="300 residents are concerned"
expect 1 notice to SOC_ANALYST about A16 accepted at 14:00:00
SOC_ANALYST does communication.list incident=R1 as LOG
expect LOG.items has 1 items
expect LOG.items.0.counterpart is oca
expect LOG.items.0.organisation is OCABR
expect LOG.items.0.outside is true
expect LOG.items.0.at is 2025-09-09T18:00:00Z
# The word to the SOC is linked, and has the same time.
expect LOG.items.0.soc_told is 2025-09-09T18:00:00Z
expect LOG.items.0.delay_s is 0
SOC_ANALYST does notice.read notice=$LOG.items.0.soc_notice
expect answer.accepted is 2025-09-09T18:00:00Z
expect answer.serves.0.rule is A16
# Without it nothing goes out.
refused: SCIO of DPH does communication.send incident=R1 person=oca outside=true content="once more" soc_copy=false
expect refused naming "AD2022-1-COM-1"
SOC_ANALYST does communication.list incident=R1
expect answer.items has 1 items
expect ledger verifies
