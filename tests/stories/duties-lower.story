# SPDX-License-Identifier: Apache-2.0
# Every duty that a Medium or a Low case opens by its rating, side by side, as duties-high has those of a High one.
story Every duty of a Medium case, of a Low one, and of one that was High: nobody is reached, and nobody does anything
given staff of DPH, DOR
given person tom is ASSET_SUPPORT of DPH
given asset LAB of DPH rated low supported by tom
channel refuses

at Tue 2025-09-09 10:00
HELPDESK of DPH does report.call {what: "a list was sent out", organisation: DPH, told: "2025-09-09 09:50", told_basis: "our log"} as R3
HELPDESK of DPH does report.call {what: "the kiosk is defaced", organisation: DPH, told: "2025-09-09 09:50", told_basis: "our log"} as R4
reporter reports "names were seen" about DPH as R5
SOC_ANALYST evaluates R3: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST adds DOR to R3
SOC_ANALYST evaluates R4: no indication, priority 4, action "clean it"
SOC_ANALYST attaches LAB to R4 adverse yes
SOC_ANALYST evaluates R5: data restricted confirmed, priority 1, action "stop it"
SOC_ANALYST evaluates R5: data internal confirmed, priority 2, action "stop it"
SOC_DIRECTOR does incident.call_off incident=R5 reason="nobody saw it"
expect B2 of R3 owed by SIRT_LEAD of DPH due 13:50 and open
expect B7.notify of R3 owed to AGENCY_HEAD of DOR owed by SIRT_LEAD of DOR due 10:00 and open
expect B7.notify of R3 owed to AGENCY_HEAD of DPH owed by SIRT_LEAD of DPH due 10:00 and open
expect B7.notify of R3 owed to CISO owed by SIRT_LEAD of DPH due 10:00 and open
expect B7.last of R3 owed to AGENCY_HEAD of DOR owed by SIRT_LEAD of DOR due 14:00 and open
expect B7.last of R3 owed to AGENCY_HEAD of DPH owed by SIRT_LEAD of DPH due 13:50 and open
expect B7.last of R3 owed to CISO owed by SIRT_LEAD of DPH due 13:50 and open
expect A12 of R3 owed to AGENCY_HEAD of DPH owed by SOC_ANALYST due 2025-09-10 10:00 and open
expect A12 of R3 owed to ISO of DPH owed by SOC_ANALYST due 2025-09-10 10:00 and open
expect A12 of R3 owed to SCIO of DPH owed by SOC_ANALYST due 2025-09-10 10:00 and open
expect A13 of R3 owed to SCIO of DPH owed by ISO of DPH due 13:50 and open
expect A13 of R3 owed to SOC_ANALYST owed by ISO of DPH due 13:50 and open
expect A9 of R4 owed to CIO owed by SCIO of DPH due 17:00 and open
expect A9 of R4 owed to CISO owed by SCIO of DPH due 17:00 and open
expect B3 of R4 owed by SIRT_LEAD of DPH due 2025-09-10 17:00 and open
expect B8.notify of R4 owed to tom owed by SIRT_LEAD of DPH due 10:00 and open
expect B8.last of R4 owed to tom owed by SIRT_LEAD of DPH due 2025-09-10 17:00 and open
expect A12 of R4 owed to AGENCY_HEAD of DPH owed by SOC_ANALYST due 2025-09-16 10:00 and open
expect A12 of R4 owed to ISO of DPH owed by SOC_ANALYST due 2025-09-16 10:00 and open
expect A12 of R4 owed to SCIO of DPH owed by SOC_ANALYST due 2025-09-16 10:00 and open
expect A13 of R4 owed to SCIO of DPH owed by ISO of DPH due 2025-09-10 17:00 and open
expect A13 of R4 owed to SOC_ANALYST owed by ISO of DPH due 2025-09-10 17:00 and open
expect B11 of R4 owed by ESO due 2025-09-10 17:00 and open
expect B12 of R4 owed by SIRT_LEAD of DPH due 2025-09-10 17:00 and open
expect B7.lowered of R5 owed to AGENCY_HEAD of DPH owed by SIRT_LEAD of DPH due 10:00 and open
expect B7.lowered of R5 owed to CISO owed by SIRT_LEAD of DPH due 10:00 and open

# The ladders of four hours, and of the next business day: warned before, told at the due, and climbed to the end.
at 14:00:01
expect notice to SIRT_LEAD of DPH about B2 of R3 subject "Due soon" at 11:50
expect notice to SIRT_LEAD of DPH about B2 of R3 subject "Due soon" at 12:50
expect notice to SIRT_LEAD of DPH about B7.last of R3 subject "Due soon" at 11:50
expect notice to SIRT_LEAD of DPH about B7.last of R3 subject "Due soon" at 12:50
expect every B2 of R3 overdue and level 1
expect every B7.notify of R3 overdue and level 2
expect every B7.lowered of R5 overdue and level 2
expect B7.last of R3 owed to CISO overdue and level 1
at 18:00
expect every B2 of R3 overdue and level 2
expect every B7.last of R3 overdue and level 2
at 19:00
expect A9 of R4 owed to CIO overdue and level 1
at Wed 2025-09-10 17:00:01
expect notice to SIRT_LEAD of DPH about B3 of R4 at 2025-09-10 09:00
expect notice to SIRT_LEAD of DPH about B8.last of R4 at 2025-09-10 09:00
expect every B3 of R4 overdue and level 1
expect every B8.last of R4 overdue and level 1
expect every B8.notify of R4 overdue and level 2
expect every B11 of R4 overdue and level 0
at Thu 2025-09-11 09:00
expect every B3 of R4 overdue and level 2
expect every B8.last of R4 overdue and level 2
at Fri 2025-09-12 17:00:01
expect every A9 of R4 overdue and level 3
SOC_DIRECTOR explains every duty of R3 because "no line out of the house"
SOC_DIRECTOR explains every duty of R4 because "no line out of the house"
SOC_DIRECTOR explains every duty of R5 because "no line out of the house"
expect every B2 of R3 overdue and explained
expect every B7.notify of R3 overdue and explained
expect every B7.last of R3 overdue and explained
expect every B7.lowered of R5 overdue and explained
expect every A9 of R4 overdue and explained
expect every B3 of R4 overdue and explained
expect every B8.notify of R4 overdue and explained
expect every B8.last of R4 overdue and explained
# By hand, and done, late.
SOC_DIRECTOR attests notice to CISO of R3 about B7.notify by phone number "617-555-0100"
expect B7.notify of R3 owed to CISO fulfilled late 3d7h1s and evidence E3
expect B7.last of R3 owed to CISO fulfilled late
SOC_DIRECTOR attests notice to CISO of R5 about B7.lowered by phone number "617-555-0100"
expect B7.lowered of R5 owed to CISO fulfilled late 3d7h1s and evidence E3
SOC_DIRECTOR attests notice to tom of R4 about B8.notify by phone number "617-555-0100"
expect B8.notify of R4 owed to tom fulfilled late 3d7h1s and evidence E3
expect B8.last of R4 owed to tom fulfilled late 2d1s
SIRT_LEAD of DPH responds to R3 "recalled it"
expect every B2 of R3 fulfilled late
SIRT_LEAD of DPH responds to R4 "cleaned it"
expect every B3 of R4 fulfilled late 2d1s
expect ledger verifies
