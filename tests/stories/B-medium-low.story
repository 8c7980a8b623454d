# SPDX-License-Identifier: Apache-2.0
story B2 B7 Medium: four hours, and the CISO and the head are told
given staff of OSD

at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about OSD as R1
at 10:40
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "recall it"
proves IS005-6.4.4-MN
expect notice to CISO about B7 accepted at 10:40
expect notice to AGENCY_HEAD of OSD about B7 accepted at 10:40
expect every B7.notify of R1 due 10:40 and fulfilled on time
expect every B7.last of R1 due 14:00 and fulfilled on time

proves IS005-6.4.4-FN1
expect B2 of R1 due 14:00 and starts 10:00
at 12:00
SIRT_LEAD of OSD responds to R1 "recalled it"
at Fri 2025-09-12 12:00
expect B2 of R1 fulfilled on time at 2025-09-09 12:00
expect ledger verifies

story Medium by each of its rows
given staff of DPH
given asset M of DPH rated medium
given asset L1 of DPH rated low
given asset L2 of DPH rated low
given asset L3 of DPH rated low

at Tue 2025-09-09 10:00
reporter reports "four hosts are slow" about DPH as R1
reporter reports "the phone list is on the web" about DPH as R2
proves IS005-6.4.4-M1
SOC_ANALYST attaches L1 to R1 adverse yes
SOC_ANALYST attaches L2 to R1 adverse yes
SOC_ANALYST attaches L3 to R1 adverse yes
expect rating of R1 low
SOC_ANALYST attaches M to R1 adverse yes
expect rating of R1 medium matched R5
proves IS005-6.4.4-M3
SOC_ANALYST learns R2: data internal confirmed
expect rating of R2 medium matched R7
at 10:30
SOC_ANALYST learns R2: data internal confirmed pii
expect rating of R2 high matched R4
expect every B4 of R2 due 10:30

story B2 An upgrade never lengthens, and lateness is never erased
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "odd mail" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect B3 of R1 due Wed 2025-09-10 17:00
at Wed 2025-09-10 15:00
SOC_ANALYST learns R1: data internal confirmed
expect rating of R1 medium
expect B3 of R1 superseded by B2
expect B2 of R1 due Wed 2025-09-10 17:00 and open
at 15:30
SOC_ANALYST learns R1: data restricted confirmed
expect B2 of R1 superseded by B1
expect B1 of R1 due 15:30 and open
expect ledger verifies

story B3 B8 Low: the next business day, and whoever supports the asset is told
given staff of DPH
given person tom
given asset KIOSK of DPH rated low supported by tom
given asset KIOSK-2 of DPH rated low supported by tom

at Tue 2025-09-09 10:00
reporter reports "the kiosk is defaced" about DPH as R1
SOC_ANALYST attaches KIOSK to R1 adverse yes
SOC_ANALYST attaches KIOSK-2 to R1 adverse yes
at 10:20
SOC_ANALYST evaluates R1: data public confirmed, liability 500.00, priority 4, action "clean it"
proves IS005-6.4.4-L1
expect rating of R1 low matched R8
expect R1.clauses contains IS005-6.4.4-L1
expect R1.clauses contains IS005-6.4.4-L2
expect B3 of R1 due Wed 2025-09-10 17:00
expect 1 notice to tom about B8 accepted at 10:20
expect every B8.notify of R1 fulfilled on time
expect every B8.last of R1 due Wed 2025-09-10 17:00 and fulfilled on time
expect ledger verifies
