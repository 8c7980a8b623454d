# SPDX-License-Identifier: Apache-2.0
story S-10 What takes part of its own will owes nothing, and a contract binds from midnight to midnight
proves IS005-3.1c
given staff of DPH
given organisation SDX "Sheriff's office of X" branch county type office binding voluntary without secretariat
given organisation SDX binding contractual from 2025-07-01 to 2026-06-30
given person hal is AGENCY_HEAD of SDX
given person ida is ISO of SDX
given person sid is SIRT_LEAD of SDX

# Before the contract, and on its first night.
at Mon 2025-06-30 23:50
reporter reports "a mailbox was read" about SDX as R0
expect no A1 of R0
expect every A4 of R0 fulfilled on time
at Tue 2025-07-01 00:10
reporter reports "a mailbox was read" about SDX as R1
expect A1 of R1 owed to AGENCY_HEAD of SDX
expect A10 of R1 due 2025-07-02 00:10
# Both were none: nothing is owed on them for a year.
SOC_ANALYST does incident.state incident=R0 statement=none answer=none text="a test mailbox"
SOC_ANALYST does incident.move incident=R0 move=dismiss
SOC_ANALYST does incident.state incident=R1 statement=none answer=none text="a test mailbox"
SOC_ANALYST does incident.move incident=R1 move=dismiss
expect nobody owes A10 of R1

# The last night: what runs, runs on; what comes after it is voluntary.
at Tue 2026-06-30 23:50
reporter reports "a mailbox was read again" about SDX as R2
expect A10 of R2 due 2026-07-01 23:50 and open
at Wed 2026-07-01 00:10
reporter reports "and once more" about SDX as R3
expect A10 of R2 due 2026-07-01 23:50 and open
expect no A1 of R3
expect no A10 of R3
expect nobody owes B1.provisional of R3
expect every A4 of R3 fulfilled on time
at Thu 2026-07-02 12:00
expect A10 of R2 overdue
expect no A10 of R3
expect ledger verifies

story S-10 A report of its own will is never overdue
given staff of CPCS
at Tue 2025-09-09 10:00
reporter reports "an odd mail" about CPCS as R1
at Thu 2025-09-11 10:00
expect no A10 of R1
expect no A1 of R1
expect no C22.vacancy of R1
house does person.leave person="ISO of CPCS" reason="resigned"
at Fri 2025-09-12 12:00
expect no C22.vacancy of all
expect ledger verifies
