# SPDX-License-Identifier: Apache-2.0
# Duties that are kept in time, side by side; what takes their place; who is told.
story Everything is done at once
given staff of DPH, DOR
given person adele is HR_CONTACT of DPH at DPH
given asset SRV of DPH rated low
at Tue 2025-09-09 10:00
reporter reports "a screen is odd" about DPH as R2
SIRT_LEAD of DPH responds to R2 "unplugged it"
expect every B1.provisional of R2 fulfilled on time
reporter reports "records are gone" about DPH detected 2025-09-09 10:00 as R1
SOC_ANALYST attaches SRV to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect every A7 of R1 fulfilled on time and evidence E5
expect every A9 of R1 due 17:00 and open
expect every B12 of R1 due 2025-09-10 17:00 and open
SOC_ANALYST learns R1: safety yes
expect A9 of R1 due 17:00 and superseded by A9
expect A12 of R1 due 2025-09-16 10:00 and superseded by A12
expect every A9 of R1 not overdue
SIRT_LEAD of DPH responds to R1 "isolated"
expect every B1.response of R1 fulfilled on time
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
expect every B11 of R1 fulfilled on time and evidence E4
SIRT_LEAD of DPH sends high-report of R1 description "records"
expect every B5.first of R1 fulfilled on time and evidence E4
ISO of DPH does contact.record incident=R1 between="ISO, SOC, SCIO" joint=true what="the SOC isolates"
expect every A13 of R1 fulfilled on time and evidence E3
ISO of DPH does investigation.open incident=R1 what="interviews"
CISO does coordination.record incident=R1 between="ISO and CISO" what="the CISO leads"
expect every A14 of R1 fulfilled on time
SIRT_LEAD of DPH does request.make incident=R1 person=adele question="send the logs" as Q
adele does request.answer request=$Q.request answer="they are on the share"
expect every A17 of R1 fulfilled on time and evidence E4
SOC_ANALYST does incident.state incident=R1 statement=referral answer=suitable text="a question of law"
SOC_ANALYST sends referral of R1 complete
expect every C5 of R1 fulfilled on time and evidence E4
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm"
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_over answer=over text="it is quiet"
ISO of DPH does incident.state incident=R1 statement=intrusion_during answer=followed text="by the list" who="Ida Iso, DPH"
expect every C8.during of R1 fulfilled on time and evidence E5
ISO of DPH does incident.state incident=R1 statement=intrusion_after answer=followed text="by the list" who="Ida Iso, DPH"
expect every C8.after of R1 fulfilled on time and evidence E5
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_steps answer=taken text="each by the list"
expect every C8.steps of R1 fulfilled on time and evidence E4

# Who is told.
SCIO of DPH does communication.log incident=R1 counterpart="a reporter" media=true channel=phone
expect notice to SOC_ANALYST about A16.logged of R1 accepted at 10:00
SOC_ANALYST does incident.update incident=R1 status="nothing new"
expect notice to SECRETARY about B6.update of R1 accepted at 10:00
expect notice to EOTSS_COMMS about C12.update of R1 accepted at 10:00
SOC_ANALYST adds DOR to R1
expect notice to SEC_COMMS of DOR about C12.added of R1 accepted at 10:00

# What is incomplete is completed; a detection that is corrected makes a notice in writing due earlier, or later it is not.
SCIO of DPH sends written-notice of R1 nature_circumstances "a list"
expect A15.first of R1 due 2025-09-10 10:00 and fulfilled on time
expect every A15.complete of R1 due 2025-09-10 17:00 and open
SCIO of DPH sends written-notice of R1 complete
expect every A15.complete of R1 fulfilled on time
SOC_ANALYST detects R1 at 2025-09-09 08:00 because "the log says so"
expect A15.first of R1 due 2025-09-10 10:00 and superseded by A15
expect A15.first of R1 due 2025-09-10 08:00 and fulfilled on time

# An update that comes late.
at 15:00
SOC_ANALYST sends status-update of R1 complete since_last "all run"
expect 6 A12 of R1 due 14:00 and fulfilled late 1h
expect ledger verifies

story Of a case that is lowered in the same moment they are told in time
given staff of DPH
channel fails
at Tue 2025-09-09 10:00
reporter reports "names were seen" about DPH as R5
SOC_ANALYST evaluates R5: data restricted confirmed, priority 1, action "stop it"
SOC_ANALYST evaluates R5: data internal confirmed, priority 2, action "stop it"
channel accepts
SOC_DIRECTOR does incident.call_off incident=R5 reason="nobody saw it"
expect B4 of R5 owed to CISO and superseded by B7.lowered
expect B7.lowered of R5 owed to CISO and fulfilled on time
expect notice to CISO about B7.lowered of R5 accepted at 10:00

story Nobody looks at a report, and nobody responds
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a screen is odd" about DPH as R1
at 10:29:59
expect every A7 of R1 overdue and level 1
at 12:15
expect every A7 of R1 overdue and level 2
expect every B1.provisional of R1 overdue and level 4
expect notice to CISO about B1.provisional of R1 subject "Overdue"
SOC_DIRECTOR explains every duty of R1 because "the shift was ill"
expect every A7 of R1 overdue and explained
expect every B1.provisional of R1 overdue and explained
SIRT_LEAD of DPH responds to R1 "unplugged it"
expect every B1.provisional of R1 fulfilled late 2h15m and evidence E5
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect every A7 of R1 fulfilled late 2h15m
SCIO of DPH sends written-notice of R1 nature_circumstances "a list"
expect every A15.complete of R1 due 2025-09-10 17:00 and open
at 17:00:01
at Thu 2025-09-11 17:00:01
expect every A15.complete of R1 overdue and level 2
SOC_DIRECTOR explains every duty of R1 because "counsel reads it"
expect every A15.complete of R1 overdue and explained
expect ledger verifies

story An asset of a case that is rated higher is to be off the networks earlier
given staff of DPH
given asset SRV of DPH rated low
at Tue 2025-09-09 10:00
reporter reports "a host calls out" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
SOC_ANALYST attaches SRV to R1 adverse yes
expect 1 B12 of R1 due 2025-09-10 17:00 and open
at 11:00
SOC_ANALYST learns R1: safety yes
SOC_ANALYST attaches SRV to R1 adverse yes
expect B12 of R1 due 2025-09-10 17:00 and superseded by B12
expect 1 B12 of R1 due 12:00 and open

story Duties of no case that are kept in time, and who hears of them
given staff of DPH without HELPDESK
given person hugo is HELPDESK of DPH from 2025-08-01
hugo is absent from 2025-08-28 to 2025-10-31
given organisation SHF "Office of a Sheriff" branch county type office binding voluntary without secretariat
given person hana is AGENCY_HEAD of SHF
given person tim at SHF
at Fri 2025-09-12 09:00
house does source.report watch=w1 source=fw state=silent at="2025-09-12 09:00" limit_seconds=600
SOC_DIRECTOR does notice.list
expect answer.items.0.serves contains C20
house does source.report watch=w1 source=fw state=heard
expect every C20 of all fulfilled on time
CIO does direction.give says="Block 192.0.2.7" by="2025-09-12 18:00" {organisations: [DPH]} as ORDER
house does organisation.bind organisation=SHF binding=contractual basis="agreement 12" from="2025-09-12" to="2026-06-30"
at 16:00
AGENCY_HEAD of DPH does notice.list
expect answer.items.0.subject contains "Due soon"
expect answer.items.0.serves contains C21
at Sat 2025-09-13 23:00
AGENCY_HEAD of DPH does notice.list
expect answer.items contains "Due soon"
at Sun 2025-09-14 00:00
expect every C22.absence of all overdue and level 1
at Wed 2025-09-17 00:00
expect every C22.absence of all overdue and level 3
house does role.assign role=SCIO_EQ organisation=SHF person=tim kind=incumbent
expect every D7 of all fulfilled on time
given person nils is HELPDESK of DPH as acting
expect every C22.absence of all fulfilled late
