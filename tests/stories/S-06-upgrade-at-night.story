# SPDX-License-Identifier: Apache-2.0
story S-06 Low upgraded to High at night, and down again by a person only
given staff of DPH
given asset LAB-7 of DPH rated critical
given asset LAB-8 of DPH rated medium

at Fri 2025-10-10 16:30
reporter reports "a screen shows advertisements" about DPH detected 2025-10-10 16:30 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "wait for Tuesday"
expect B3 of R1 due Tue 2025-10-14 17:00 and open

at Sat 2025-10-11 02:10
SOC_ANALYST attaches LAB-7 to R1 adverse yes
expect rating of R1 high matched R2
expect every B4 of R1 due 02:10 and fulfilled on time
expect notice to CIO about B4 accepted at 02:10
expect notice to CISO about B4 accepted at 02:10
expect notice to AGENCY_HEAD of DPH about B4 accepted at 02:10
expect B1 of R1 due 02:10 and open
expect B3 of R1 superseded by B1
expect B5.first of R1 due 02:10 and open
expect every B12 of R1 due 03:10 and open

# On Sunday the facts fall to Medium: proposed, and done by nobody.
at Sun 2025-10-12 12:00
SOC_ANALYST attaches LAB-8 to R1 adverse yes
SOC_ANALYST attaches LAB-7 to R1 adverse no
expect R1.rating is high
expect timeline of R1 contains "evaluate again to lower it"
expect B12 of R1 cancelled because excused
at 13:00
SOC_ANALYST evaluates R1: no indication, priority 3, action "clean it"
expect R1.rating is medium
expect R1.ever is high
expect B1 of R1 overdue due Sat 2025-10-11 02:10
expect B5.complete of R1 open
expect no B2 of R1

# What High asks for after recovery stays, until it is declared an error.
at Mon 2025-10-13 09:00
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "IS005-6.4.4-HP"
expect refused naming "The fourteen items are complete"
CISO does incident.rating_error incident=R1 rating=high reason="LAB-7 is a training system"
expect R1.ever is medium
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "IS005-6.4.4-MP"
SIRT_LEAD of DPH does incident.guards incident=R1
expect ledger verifies
