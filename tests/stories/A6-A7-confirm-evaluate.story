# SPDX-License-Identifier: Apache-2.0
story A6 The SCIO confirms to the SOC, or others are asked
proves AD2022-1-REP-1.1
given staff of DPH
given person dora is SCIO of EOHHS as designee 1

at Tue 2025-09-09 22:00
reporter reports "the site is down" about DPH as R1
expect notice to SOC_ANALYST about A4 accepted at 22:00
expect A6 of R1 due 22:00 and open and owed by SCIO of DPH
at 22:15
expect A6 of R1 overdue and level 1
expect notice to dora at 22:15
at 22:30
expect A6 of R1 overdue and level 2
expect notice to SOC_DIRECTOR at 22:30
at 22:40
SCIO of DPH confirms soc_confirmed of R1
expect A6 of R1 fulfilled late 40m and evidence E5
expect ledger verifies

story A7 An evaluation that is late says by how much
proves AD2022-1-RSP-1
given staff of DPH

at Tue 2025-09-09 02:00
reporter reports "something is odd" about DPH as R1
expect A7 of R1 due 02:00 and open
expect B1.provisional of R1 due 02:00 and open
at 02:15
expect notice to SOC_DIRECTOR at 02:15
at 02:20
SOC_ANALYST evaluates R1: no indication, priority 3, action "ask the desk"
expect rating of R1 low evaluated
expect A7 of R1 fulfilled late 20m
expect B1.provisional of R1 cancelled because evaluated
expect B3 of R1 due Wed 2025-09-10 17:00
expect ledger verifies

story A7 Nothing may stay unknown, and not everybody evaluates
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "something is odd" about DPH as R1
invalid: SOC_ANALYST evaluates R1: safety unknown, priority 3, action "ask"
SOC_ANALYST evaluates R1: no indication, action "ask"
expect invalid naming "priority"
SOC_ANALYST evaluates R1: no indication, priority 3
expect invalid naming "action"
missing: HELPDESK of DPH evaluates R1: no indication, priority 3, action "ask"
stranger: stranger evaluates R1: no indication, priority 3, action "ask"
expect A7 of R1 open
expect rating of R1 provisional
