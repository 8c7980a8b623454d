# SPDX-License-Identifier: Apache-2.0
# Every duty, side by side: it is waived by the authority of its rule, and by nobody else.
story Every duty is waived by its authority
given staff of DPH, DOR
given person tom
given person adele is HR_CONTACT of DPH at DPH
given asset SRV of DPH rated high
given asset LAB of DPH rated low supported by tom
channel refuses
at Tue 2025-09-09 10:00
HELPDESK of DPH does report.call {what: "records are gone", organisation: DPH, told: "2025-09-09 09:50", told_basis: "our log"} as R1
SOC_ANALYST attaches SRV to R1 adverse yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm"
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_over answer=over text="it is quiet"
SCIO of DPH does communication.log incident=R1 counterpart="a reporter" media=true channel=phone
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=needed text="many ask"
SOC_ANALYST does incident.state incident=R1 statement=referral answer=suitable text="a question of law"
ISO of DPH does investigation.open incident=R1 what="interviews"
SCIO of DPH does communication.send incident=R1 person=adele content="please wait"
SIRT_LEAD of DPH does request.make incident=R1 person=adele question="send the logs"
SOC_ANALYST does incident.update incident=R1 status="nothing new"
SOC_ANALYST adds DOR to R1
SCIO of DPH sends written-notice of R1 nature_circumstances "a list"
SOC_ANALYST attests notice to SCIO of DOR about A5 by phone number "617-555-0100"
# Of another nothing is known but that it was reported; one is Medium, one Low, and one was High and is Medium.
reporter reports "a screen is odd" about DPH as R2
reporter reports "a list was sent out" about DPH as R3
SOC_ANALYST evaluates R3: data internal confirmed, priority 2, action "recall it"
reporter reports "the kiosk is defaced" about DPH as R4
SOC_ANALYST attaches LAB to R4 adverse yes
SOC_ANALYST evaluates R4: no indication, priority 4, action "clean it"
reporter reports "names were seen" about DPH as R5
SOC_ANALYST evaluates R5: data restricted confirmed, priority 1, action "stop it"
SOC_ANALYST evaluates R5: data internal confirmed, priority 2, action "stop it"
SOC_DIRECTOR does incident.call_off incident=R5 reason="nobody saw it"
refused: SOC_DIRECTOR waives every duty of R2 because "we are busy"
SOC_DIRECTOR reads A12 of R1 owed to SCIO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R1 owed to SCIO of DOR and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R1 owed to ISO of DOR and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R1 owed to AGENCY_HEAD of DOR and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R1 owed to ISO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R1 owed to AGENCY_HEAD of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
CISO waives every duty of R1 because "an exercise of ours"
CISO waives every duty of R2 because "an exercise of ours"
SOC_DIRECTOR reads A12 of R3 owed to SCIO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R3 owed to ISO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R3 owed to AGENCY_HEAD of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
CISO waives every duty of R3 because "an exercise of ours"
SOC_DIRECTOR reads A12 of R4 owed to SCIO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R4 owed to ISO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R4 owed to AGENCY_HEAD of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
CISO waives every duty of R4 because "an exercise of ours"
SOC_DIRECTOR reads A12 of R5 owed to SCIO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R5 owed to ISO of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
SOC_DIRECTOR reads A12 of R5 owed to AGENCY_HEAD of DPH and open
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="they sit beside us"
CISO waives every duty of R5 because "an exercise of ours"
expect every A1 of R1 waived
expect every A2 of R1 waived
expect every A3 of R1 waived
expect every A4 of R1 waived
expect A5 of R1 owed to SCIO of DPH waived
expect every A6 of R1 waived
expect every A8 of R1 waived
expect every A9 of R1 waived
expect every A10 of R1 waived
expect every A11 of R1 waived
expect every A12 of R1 waived
expect every A13 of R1 waived
expect every A14 of R1 waived
expect every A15.complete of R1 waived
expect every A16.sent of R1 waived
expect every A16.logged of R1 waived
expect every A17 of R1 waived
expect every B1.response of R1 waived
expect every B4 of R1 waived
expect every B5.first of R1 waived
expect every B5.complete of R1 waived
expect every B6.first of R1 waived
expect every B6.update of R1 waived
expect every B11 of R1 waived
expect every B12 of R1 waived
expect every C5 of R1 waived
expect every C6 of R1 waived
expect every C7 of R1 waived
expect every C8.first of R1 waived
expect every C8.steps of R1 waived
expect every C8.during of R1 waived
expect every C8.after of R1 waived
expect every C12.first of R1 waived
expect every C12.added of R1 waived
expect every C12.update of R1 waived
expect every A7 of R2 waived
expect every A15.first of R2 waived
expect every B1.provisional of R2 waived
expect every B2 of R3 waived
expect every B7.notify of R3 waived
expect every B7.last of R3 waived
expect every B3 of R4 waived
expect every B8.notify of R4 waived
expect every B8.last of R4 waived
expect every B7.lowered of R5 waived
# And stays so: nothing climbs, and no period follows but those of days.
at 12:45
expect no obligations of R1 overdue
expect no obligations of R3 overdue
expect every B4 of R1 level 0
expect ledger verifies
