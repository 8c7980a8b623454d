# SPDX-License-Identifier: Apache-2.0
story B1 The response to a High incident is due at once
given staff of DPH

at Thu 2025-12-25 02:10
reporter reports "screens are red" about DPH safety yes as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
proves IS005-6.4.4-HT
expect B1 of R1 due 02:10 and starts 02:10 and open
at 02:22
SIRT_LEAD of DPH responds to R1 "isolated the ward"
expect B1 of R1 fulfilled late 12m at 02:22 and level 0
expect ledger verifies

story B4 Each affected agency's head is told from the instant at which it is affected
proves IS005-6.4.4-HN
given staff of DPH, DTA

at Tue 2025-09-09 10:00
reporter reports "records were taken" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed pii, priority 1, action "isolate"
expect B4 of R1 owed to SOC_ANALYST due 10:00
expect B4 of R1 owed to CIO due 10:00
expect B4 of R1 owed to CISO due 10:00
expect B4 of R1 owed to AGENCY_HEAD of DPH due 10:00
at 11:00
SOC_ANALYST adds DTA to R1
expect B4 of R1 owed to AGENCY_HEAD of DTA due 11:00
expect notice to AGENCY_HEAD of DTA about B4 accepted at 11:00
expect every B4 of R1 fulfilled on time
expect ledger verifies

story B5 The report to the SOC: nine of fourteen items
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
at 13:20
SOC_ANALYST learns R1: data restricted confirmed
expect rating of R1 high
expect B5.first of R1 due 13:20 and open
expect B5.complete of R1 due Wed 2025-09-10 17:00
at 13:31
SIRT_LEAD of DPH sends high-report of R1 description "a list with names", detected_at "2025-09-09 12:50"
expect answer.complete is false
expect B5.first of R1 fulfilled late 11m
expect B5.complete of R1 open
at Wed 2025-09-10 15:00
SIRT_LEAD of DPH sends high-report of R1 complete
expect answer.complete is true
expect B5.complete of R1 fulfilled on time
expect ledger verifies

story B6 EOTSS leadership is kept apprised of a High incident
given staff of DPH
at Tue 2025-09-09 16:00
reporter reports "the alarm is off" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "clear the floor"
expect every B6.first of R1 due 16:00 and fulfilled on time
expect notice to SECRETARY about B6 accepted at 16:00
expect notice to CIO about B6 accepted at 16:00
expect notice to CISO about B6 accepted at 16:00

story High by each of its rows
given staff of DPH
given asset A of DPH rated low
given asset B of DPH rated critical

at Mon 2025-10-13 02:50
reporter reports "pumps stand still" about DPH as R1
reporter reports "a console is open" about DPH as R2
reporter reports "names were seen" about DPH as R3
SOC_ANALYST attaches A to R2 adverse yes
SOC_ANALYST attaches B to R2 adverse no
at 03:00
proves IS005-6.4.4-H1
SOC_ANALYST learns R1: asset medium adverse, safety yes
expect rating of R1 high matched R1
expect every B4 of R1 due 03:00

proves IS005-6.4.4-H2
expect rating of R2 low
at 03:10
SOC_ANALYST attaches B to R2 adverse yes
expect rating of R2 high matched R2
expect every B4 of R2 due 03:10

# R4 alone; the check against the breach law comes with that law.
SOC_ANALYST learns R3: asset low adverse, liability 0, data public pii potential
expect rating of R3 high matched R4
expect rating of R3 not matched R1 and not matched R2 and not matched R3
expect ledger verifies
