# SPDX-License-Identifier: Apache-2.0
story A12 An interval is directed by the CIO or the SOC Director, and by nobody else
given staff of DPH
at Tue 2025-09-09 06:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect 3 A12 of R1 due 10:00 and open
at 10:00
SOC_ANALYST sends status-update of R1 complete since_last "two pumps run again"
expect 3 A12 of R1 due 10:00 and fulfilled on time
expect 3 A12 of R1 due 14:00 and open
at 11:10
proves AD2022-1-RSP-2.1
refused: CISO does interval.direct incident=R1 rule=A12 minutes=60 reason="I ask"
missing: AGENCY_HEAD of DPH does interval.direct incident=R1 rule=A12 minutes=60 reason="I ask"
CIO does interval.direct incident=R1 rule=B2 minutes=60 reason="hourly"
expect invalid naming "rule"
CIO does interval.direct incident=R1 rule=A12 minutes=60 reason="hourly until it is over"
expect answer.moved is 3
expect 3 A12 of R1 due 12:10 and open
at 12:00
SOC_ANALYST sends status-update of R1 complete since_last "all run"
expect 3 A12 of R1 due 12:10 and fulfilled on time
expect 3 A12 of R1 due 13:00 and open
# A longer interval takes nothing from the one that runs; it counts from the next on.
at 12:30
SOC_DIRECTOR does interval.direct incident=R1 rule=A12 minutes=480 reason="it is quiet"
expect answer.moved is 0
expect 3 A12 of R1 due 13:00 and open
at 12:50
SOC_ANALYST sends status-update of R1 complete since_last "nothing new"
expect 3 A12 of R1 due 20:50 and open
# Of one that nobody sends, the next is owed all the same.
at Wed 2025-09-10 01:00
expect 3 A12 of R1 due 2025-09-09 20:50 and missed because "period passed"
expect 3 A12 of R1 due 2025-09-10 04:50 and open
expect ledger verifies
