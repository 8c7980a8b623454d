# SPDX-License-Identifier: Apache-2.0
# Whoever is bound by nothing owes nothing: rule by rule, and the SOC hears of it all the same.
story A voluntary body's cases of every rating
given staff of CPCS, DPH
given asset PC of CPCS rated low
given asset FILES of CPCS rated medium
channel refuses

at Tue 2025-09-09 10:00
reporter reports "a laptop is gone" about CPCS safety yes as R1
expect A4 of R1 due 10:00
expect A8 of R1 due 10:00
expect no A1 of R1
expect no A2 of R1
expect no A3 of R1
expect no A5 of R1
expect no A10 of R1
expect no A11 of R1
expect no A15.first of R1
expect no B1.provisional of R1
expect no B5.first of R1
expect no B5.complete of R1
expect B4 of R1 owed to CISO due 10:00
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect no A13 of R1
expect no B1.response of R1
expect no B5.first of R1
expect no B5.complete of R1
reporter reports "a list was sent out" about CPCS as R2
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect no B2 of R2
SOC_ANALYST learns R2: data restricted confirmed
expect no B1.response of R2
expect no B5.first of R2
reporter reports "the kiosk is defaced" about CPCS as R3
SOC_ANALYST evaluates R3: no indication, priority 4, action "clean it"
expect no B3 of R3
expect no B8.notify of R3
expect no B8.last of R3
SOC_ANALYST attaches PC to R3 adverse no
expect no B8.notify of R3
expect no B8.last of R3
SOC_ANALYST learns R3: data internal confirmed
expect no B2 of R3

# An earlier telling, and being affected by another's case, bind it no more.
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 08:40" told_basis="a log" name="the desk" channel=phone
expect A4 of R1 due 08:40
expect no A1 of R1
expect no A2 of R1
expect no A3 of R1
expect no A5 of R1
reporter reports "letters went astray" about DPH as R4
SOC_ANALYST adds CPCS to R4
expect A1 of R4 for DPH
expect no A1 of R4 for CPCS
expect no A2 of R4 for CPCS
expect no A3 of R4 for CPCS
expect no A5 of R4 for CPCS
expect no A10 of R4 for CPCS
expect no A11 of R4 for CPCS
# Each report tells once, and each body that is added is told once.
expect 2 A1 of R4
expect 1 A2 of R4
expect 1 A3 of R4
expect 1 A5 of R4
SOC_ANALYST detects R4 at 09:00
expect no A10 of R4 for CPCS
expect no A15.first of R4 for CPCS
expect ledger verifies

story A vacancy of a voluntary body is its own matter
given staff of CPCS without ISO
given person ines is ISO of CPCS to 2025-09-11
at Wed 2025-09-10 09:00
at Fri 2025-09-12 00:00
expect nobody owes C22.vacancy of all
expect no C22.vacancy of all for CPCS
