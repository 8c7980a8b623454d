# SPDX-License-Identifier: Apache-2.0
# Every duty that takes longer than an hour, side by side: who is warned before it is due, and who hears that it is late.
story Everybody is told of a High case, and then nothing more is done
given staff of DPH
given person adele is HR_CONTACT of DPH at DPH
given asset SRV of DPH rated high
at Tue 2025-09-09 10:00
reporter reports "records are gone" about DPH detected 2025-09-09 10:00 as R1
SOC_ANALYST attaches SRV to R1 adverse yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SIRT_LEAD of DPH responds to R1 "isolated the ward"
SCIO of DPH confirms soc_confirmed of R1
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH sends high-report of R1 description "records"
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm"
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_over answer=over text="it is quiet"
SIRT_LEAD of DPH does request.make incident=R1 person=adele question="send the logs"
# At half and at three quarters of the time who owes it is warned; at the due the head of the agency and the CISO hear.
at 11:00
expect notice to ISO of DPH about A13 of R1 subject "Due soon" at 10:30
expect notice to ISO of DPH about A13 of R1 subject "Due soon" at 10:45
expect notice to adele about A17 of R1 subject "Due soon" at 10:30
expect notice to adele about A17 of R1 subject "Due soon" at 10:45
expect notice to SIRT_LEAD of DPH about B12 of R1 subject "Due soon" at 10:30
expect notice to SIRT_LEAD of DPH about B12 of R1 subject "Due soon" at 10:45
at 11:00:01
expect every A13 of R1 overdue and level 1
expect every A17 of R1 overdue and level 1
expect every B12 of R1 overdue and level 1
at 15:00
expect every A13 of R1 overdue and level 2
expect every A17 of R1 overdue and level 2
expect every B12 of R1 overdue and level 2
expect notice to SCIO of DPH about B12 of R1 subject "Overdue" at 15:00
expect notice to SOC_ANALYST about A12 of R1 at 12:00
expect notice to SOC_ANALYST about A12 of R1 subject "Due soon" at 13:00
expect 3 A12 of R1 due 14:00 and overdue and level 1
at 18:00
expect 3 A12 of R1 due 14:00 and missed and level 2
at Wed 2025-09-10 10:00
expect notice to DESIGNATED_CONTACT of DPH about A10 of R1 subject "Due soon" at 2025-09-10 04:00
expect notice to DESIGNATED_CONTACT of DPH about A10 of R1 subject "Due soon" at 2025-09-10 08:00
expect notice to AGENCY_HEAD of DPH about A15.first of R1 subject "Due soon" at 2025-09-10 08:00
expect notice to AGENCY_HEAD of DPH about C8.steps of R1 subject "Due soon" at 2025-09-10 08:00
expect notice to ISO of DPH about C8.during of R1 subject "Due soon" at 2025-09-10 08:00
expect notice to ISO of DPH about C8.after of R1 subject "Due soon" at 2025-09-10 08:00
at 17:00
expect notice to DESIGNATED_CONTACT of DPH about A11 of R1 subject "Due soon" at 2025-09-10 15:00
expect notice to SIRT_LEAD of DPH about B5.complete of R1 subject "Due soon" at 2025-09-10 15:00
expect A11 of R1 due 17:00 and open and level 1
expect B5.complete of R1 due 17:00 and open and level 1
expect every A10 of R1 overdue and level 1
expect every A15.first of R1 overdue and level 1
expect every C8.steps of R1 overdue and level 1
at 22:00
expect every A10 of R1 overdue and level 2
expect notice to CISO about A10 of R1 subject "Overdue" at 22:00
at Thu 2025-09-11 17:00
expect A11 of R1 due 2025-09-10 17:00 and overdue and level 2
expect every B5.complete of R1 overdue and level 2
expect every C8.during of R1 overdue and level 2
expect notice to SCIO of DPH about B5.complete of R1 subject "Overdue" at 17:00
at Sat 2025-09-13 17:00
expect A11 of R1 due 2025-09-10 17:00 and missed and level 3
expect every B5.complete of R1 overdue and level 3
expect every A15.first of R1 overdue and level 3
expect every C8.steps of R1 overdue and level 3
expect every C8.during of R1 overdue and level 3
expect every C8.after of R1 overdue and level 3
expect notice to CISO about C8.after of R1 subject "Overdue" at 10:00
SOC_DIRECTOR explains every duty of R1 because "nobody could be spared"
expect every A10 of R1 overdue and explained
expect every A13 of R1 overdue and explained
expect every A15.first of R1 overdue and explained
expect every A17 of R1 overdue and explained
expect every B5.complete of R1 overdue and explained
expect every B12 of R1 overdue and explained
expect every C8.steps of R1 overdue and explained
expect every C8.during of R1 overdue and explained
expect every C8.after of R1 overdue and explained
expect A11 of R1 due 2025-09-10 17:00 and missed and explained
expect A12 of R1 due 2025-09-09 14:00 and missed and explained
# What is done after all is late, and stays explained; what was missed stays missed.
SIRT_LEAD of DPH sends high-report of R1 complete
expect every B5.complete of R1 fulfilled late 3d and explained
SCIO of DPH sends written-notice of R1 nature_circumstances "a list"
expect every A15.first of R1 fulfilled late 3d7h
expect every A15.complete of R1 due Sun 2025-09-14 17:00 and open
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_steps answer=taken text="each by the list"
expect every C8.steps of R1 fulfilled late 3d7h
ISO of DPH does incident.state incident=R1 statement=intrusion_during answer=followed text="by the list" who="Ida Iso, DPH"
expect every C8.during of R1 fulfilled late 3d7h
ISO of DPH does incident.state incident=R1 statement=intrusion_after answer=followed text="by the list" who="Ida Iso, DPH"
expect every C8.after of R1 fulfilled late 3d7h
SIRT_LEAD of DPH does incident.hold incident=R1 asset=SRV outcome=isolated evidence="port 7 is down"
expect every B12 of R1 fulfilled late 4d6h
at Wed 2025-09-17 17:00:01
expect notice to AGENCY_HEAD of DPH about A15.complete of R1 subject "Due soon" at 2025-09-14 15:00
expect every A15.complete of R1 overdue and level 3 and late 3d1s
expect ledger verifies
