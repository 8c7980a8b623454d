# SPDX-License-Identifier: Apache-2.0
story S-03 One second before midnight, and at midnight

given staff of DPH

at Thu 2025-10-09 23:59:59
reporter reports "the printer is odd" about DPH as R1
expect rating of R1 low provisional response immediate
expect B1.provisional of R1 due now and open

at Fri 2025-10-10 00:00
reporter reports "the scanner is odd" about DPH as R2

at +5m
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
SOC_ANALYST evaluates R2: no indication, priority 4, action "look at it"
expect B1.provisional of R1 cancelled because evaluated
expect B3 of R1 due Fri 2025-10-10 17:00
expect B3 of R2 due Tue 2025-10-14 17:00

at 2025-10-10 17:00
expect B3 of R1 open
at 17:00:01
expect B3 of R1 overdue, late 1s
SIRT_LEAD of DPH responds to R1 "changed the driver"
expect B3 of R1 fulfilled late 1s and evidence E5
expect B3 of R2 open
expect ledger verifies
