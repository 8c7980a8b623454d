# SPDX-License-Identifier: Apache-2.0
story S-22 The policy changes at midnight
given staff of DPH
given policy from 2026-02-01 00:00
  where obligations rules.B2.steps.1.due.amount is "2 h",
  pack version is "1.4"

at Sat 2026-01-31 23:30
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "recall it"
expect B2 of R1 due 2026-02-01 03:30 under 2026.1

at Sun 2026-02-01 00:10
reporter reports "a list was sent out" about DPH as R2
SOC_ANALYST evaluates R2: data internal potential, priority 2, action "recall it"
expect B2 of R2 due 2026-02-01 02:10 under 1.4
expect B2 of R1 due 2026-02-01 03:30 under 2026.1 and open

# What runs keeps its version: seen from later, each is under its own.
at 2026-02-01 03:00
expect B2 of R2 overdue under 1.4
expect B2 of R1 open
SIRT_LEAD of DPH responds to R1 "recalled it"
expect B2 of R1 fulfilled on time under 2026.1
SIRT_LEAD of DPH responds to R2 "recalled it"
expect B2 of R2 fulfilled late 50m under 1.4
at 2026-02-09 09:00
expect B2 of R1 under 2026.1
expect B2 of R2 under 1.4
SIRT_LEAD of DPH does incident.state incident=R1 statement=none answer=none text="our own drill"
SOC_ANALYST does incident.move incident=R1 move=dismiss
SIRT_LEAD of DPH does incident.state incident=R2 statement=none answer=none text="our own drill"
SOC_ANALYST does incident.move incident=R2 move=dismiss
expect nobody owes A11 of R1
expect nobody owes A11 of R2

# The audit, more than a year later.
at Thu 2027-03-04 09:00
expect B2 of R1 due 2026-02-01 03:30 under 2026.1 and fulfilled on time
expect B2 of R2 due 2026-02-01 02:10 under 1.4 and fulfilled late
expect ledger verifies
