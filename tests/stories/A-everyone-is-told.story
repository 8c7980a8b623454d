# SPDX-License-Identifier: Apache-2.0
story A1 A2 A3 A4 A5 A8 Everyone whom the rules name is told of a report, at any hour
given staff of DPH

at Sun 2025-10-12 23:55
reporter reports "my files are encrypted" about DPH known since 2025-10-12 23:40 as R1

expect notice to AGENCY_HEAD of DPH about A1 accepted at 23:55
expect notice to AGENCY_MGMT of DPH about A1 accepted at 23:55
expect notice to SIRT_LEAD of DPH about A2 accepted at 23:55
expect notice to HELPDESK of DPH about A3 accepted at 23:55
expect notice to SOC_ANALYST about A4 accepted at 23:55
expect notice to SCIO of DPH about A5 accepted at 23:55
expect 2 A1 of R1 due 23:55 and fulfilled on time and evidence E1
expect every A2 of R1 fulfilled on time
expect every A3 of R1 fulfilled on time
expect every A4 of R1 fulfilled on time
expect every A5 of R1 fulfilled on time

# One message for a person, however many duties it serves.
expect at most 1 notices to anyone of R1

proves SEC43-ITD-4
expect R1.number is there
expect every A8 of R1 due 23:55 and fulfilled on time
expect notice to NETOPS about A8 accepted at 23:55
expect notice to SOC_ANALYST about A8 accepted at 23:55
expect ledger verifies

story A5 In a secretariat without such an officer, and outside of every secretariat
proves AD2022-1-REP-3
given staff of DPH
given organisation IND-N
given person tim is SCIO_EQ of IND-N
given person hana is AGENCY_HEAD of IND-N

at Tue 2025-09-09 10:00
reporter reports "a disk is missing" about IND-N as R1
expect holder of SCIO of IND-N is tim
expect notice to tim about A5 accepted at 10:00
expect no notice to SCIO of DPH
expect A6 of R1 owed by tim
expect ledger verifies

story A5 The designee is told while the office is vacant
proves AD2022-1-REP-1
given staff of EOHLC without SCIO
given person dana is SCIO of EOHLC from 2025-09-01 to 2025-09-30 as designee 1

at Tue 2025-09-09 22:00
reporter reports "the site is down" about EOHLC as R1
SOC_ANALYST does role.holder role=SCIO organisation=EOHLC
expect answer.gap is true
expect answer.holders.0.kind is designee
expect notice to dana about A5 accepted at 22:00
expect A5 of R1 fulfilled on time
expect ledger verifies

story A1 A notice that no channel takes is owed until somebody tells by hand
given staff of DPH
channel mail refuses

at Tue 2025-09-09 10:00
reporter reports "the door was open" about DPH as R1
expect no A1 of R1 fulfilled
at 10:00:01
expect every A1 of R1 overdue
at 10:20
SOC_ANALYST attests notice to AGENCY_HEAD of DPH about A1 by phone number "617-555-0100" at 10:12
expect A1 of R1 owed to AGENCY_HEAD and fulfilled late 12m and evidence E3
expect A1 of R1 owed to AGENCY_MGMT and overdue
expect ledger verifies

story A4 A voluntary body's report reaches the SOC, and owes nothing else
given staff of CPCS
at Tue 2025-09-09 10:00
reporter reports "a laptop is gone" about CPCS as R1
expect every A4 of R1 fulfilled on time
expect no A1 of R1
expect no A2 of R1
expect no A5 of R1
expect no B1.provisional of R1

story A4 A report about nobody knows whom reaches the SOC
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "it smells odd" about "the office upstairs" as R1
expect A4 of R1 fulfilled on time
expect notice to SOC_ANALYST about A4 accepted
expect ledger verifies
