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
