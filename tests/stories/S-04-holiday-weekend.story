# SPDX-License-Identifier: Apache-2.0
story S-04 The holiday weekend
given staff of DPH

at Fri 2025-10-10 16:30
reporter reports "a screen shows advertisements" about DPH detected 2025-10-10 16:30 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "wait for Tuesday"

expect B3 of R1 due Tue 2025-10-14 17:00 and open

expect every A10 of R1 due Sat 2025-10-11 16:30 and open
at Sat 2025-10-11 15:00
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect every A10 of R1 fulfilled on time
expect B3 of R1 open

at Mon 2025-10-13 12:00
expect B3 of R1 open
at Tue 2025-10-14 09:00
expect B3 of R1 open
at Tue 2025-10-14 16:59:59
SIRT_LEAD of DPH responds to R1 "cleaned it"
expect B3 of R1 fulfilled on time
expect ledger verifies
