# SPDX-License-Identifier: Apache-2.0
story S-03 One second before midnight
proves IS005-6.4.4-LT

given staff of DPH
given person ana is SOC_ANALYST
given person tom
given asset LAB-7 of DPH rated low supported by tom

at Thu 2025-10-09 23:59:59
reporter reports "the printer is odd" about DPH as R1
expect rating of R1 low, provisional

at +5m
ana evaluates R1: no indication, priority 4, action "look at it"
expect B3 of R1 due 2025-10-10 17:00 and open

at 2025-10-10 17:00:01
expect B3 of R1 overdue
SIRT_LEAD of DPH responds to R1 "unplugged it"
expect B3 of R1 fulfilled late 1s
expect ledger verifies
