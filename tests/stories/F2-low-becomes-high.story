# SPDX-License-Identifier: Apache-2.0
story F2 S-06 Low on the holiday weekend, and High in the night
given staff of DPH
given asset LAB-7 of DPH rated critical

at Fri 2025-10-10 16:30
reporter reports "a screen shows advertisements" about DPH detected 2025-10-10 16:30 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "wait for Tuesday"
expect rating of R1 low evaluated
expect B3 of R1 due Tue 2025-10-14 17:00 and open

at Sat 2025-10-11 02:10
SOC_ANALYST attaches LAB-7 to R1 adverse yes
expect rating of R1 high matched R2
expect B1 of R1 due 2025-10-11 02:10 and open
expect B3 of R1 superseded by B1
expect B4 of R1 owed to CIO due 02:10 and fulfilled on time
expect B4 of R1 owed to CISO due 02:10 and fulfilled on time
expect B4 of R1 owed to SOC_ANALYST due 02:10 and fulfilled on time
expect B4 of R1 owed to AGENCY_HEAD of DPH due 02:10 and fulfilled on time
expect B6 of R1 owed to SECRETARY due 02:10 and fulfilled on time
expect B5.first of R1 due 02:10 and open
# The follow-up stays due when it was.
expect every A10 of R1 due Sat 2025-10-11 16:30

# On Sunday the facts fall: nothing is lengthened, and the rating does not fall by itself.
at Sun 2025-10-12 12:00
SOC_ANALYST attaches LAB-7 to R1 adverse no
expect rating of R1 high
expect B1 of R1 overdue due 2025-10-11 02:10
expect ledger verifies
