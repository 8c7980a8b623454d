# SPDX-License-Identifier: Apache-2.0
story S-02 Autumn: the hour that comes twice
proves IS005-6.4.4-MT

given staff of DPH

at Sun 2025-11-02 00:30 EDT
reporter reports "a list was sent out" about DPH detected Sat 2025-11-01 14:00 as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 2025-11-02 03:30 EST

proves SEC43-ISO-6
expect every A10 of R1 due Sun 2025-11-02 13:00 EST

# 01:30 was there twice: one of the two must be chosen.
at 2025-11-02 02:00 EST
SIRT_LEAD of DPH does incident.respond incident=R1 action="called them" at="2025-11-02 01:30"
expect invalid naming "EDT"
SIRT_LEAD of DPH responds to R1 "called them" at 2025-11-02 01:30 EST
expect R1.responding is 2025-11-02T06:30:00Z
SIRT_LEAD of DPH responds to R1 "called them before" at 2025-11-02 01:30 EDT
expect R1.responding is 2025-11-02T05:30:00Z

# 01:50 EDT was twenty minutes before 01:10 EST.
SIRT_LEAD of DPH responds to R1 "closed the share" at 2025-11-02 01:50 EDT
SIRT_LEAD of DPH responds to R1 "asked for the log" at 2025-11-02 01:10 EST
SOC_ANALYST reads timeline of R1
expect answer.items.0.what contains "called them"
expect answer.items.1.what contains "asked for the log"
expect answer.items.2.what contains "closed the share"
expect ledger verifies

story S-02 The roster has a gap in the hour that comes twice
proves IS005-7-SOC-1
given staff of DPH without SOC_ANALYST
given person ann is SOC_ANALYST from 2025-10-01
given person bob is SOC_ANALYST from 2025-10-01

at Sat 2025-11-01 09:00
house does shift.create role=SOC_ANALYST person=ann from="2025-11-01 13:00" until="2025-11-02 01:00 EDT"
house does shift.create role=SOC_ANALYST person=bob from="2025-11-02 02:00" until="2025-11-02 13:00"
ann does shift.gaps role=SOC_ANALYST from="2025-11-01 13:00" until="2025-11-02 13:00"
expect answer.covered is false
expect answer.gaps has 1 items
expect answer.gaps.0.from is 2025-11-02T05:00:00Z
expect answer.gaps.0.until is 2025-11-02T07:00:00Z
expect answer.gaps.0.minutes is 120

# Whoever is on duty is told and owes; in the gap everybody may be asked.
at Sat 2025-11-01 23:00
reporter reports "the site is slow" about DPH as R1
expect notice to ann about A4 accepted at 23:00
expect no notice to bob about A4
expect A7 of R1 owed by ann
at Sun 2025-11-02 02:00 EST
expect A7 of R1 owed by bob
expect ledger verifies
