# SPDX-License-Identifier: Apache-2.0
# Clauses of duties that run late, each as its entry in the catalogue says it.

story A written notice that does not come: the target is missed, and every day it is asked for, and why
given staff of DTA
at Tue 2025-09-09 09:00
reporter reports "names were copied" about DTA detected 2025-09-09 09:00 as R1
SOC_ANALYST evaluates R1: data restricted confirmed pii, priority 1, action "stop it"
expect A15.first of R1 due Wed 2025-09-10 09:00 and open and product default
proves SEC43-POL-4
# On the dot it is still in time.
at Wed 2025-09-10 09:00
expect A15.first of R1 open
at 09:00:01
expect every A15.first of R1 overdue
at 09:01
expect 1 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
expect notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?" accepted at 09:01
at Thu 2025-09-11 09:01
expect 2 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
at Fri 2025-09-12 09:01
expect 3 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
# The answer is kept, with who gave it; and so is the lateness.
AGENCY_HEAD of DTA reads A15.first of R1
AGENCY_HEAD of DTA does obligation.explain obligation=$answer.obligation explanation="counsel read it twice"
expect answer.explanation is "counsel read it twice"
expect A15.first of R1 overdue and explained
at 10:00
SCIO of DTA sends written-notice of R1 complete
expect every A15.first of R1 fulfilled late 2d1h
at Sat 2025-09-13 12:00
expect 3 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
expect ledger verifies
