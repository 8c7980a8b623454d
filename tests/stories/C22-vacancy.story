# SPDX-License-Identifier: Apache-2.0
story C22 Somebody resigns: what is owed goes to whoever stands in, due when it was
proves AUD-CPCS-4.2
given staff of DPH
given organisation CPC "Committee for Public Counsel" type agency binding mandatory without secretariat
given person hana is AGENCY_HEAD of CPC
given person ivo is SCIO_EQ of CPC

at Fri 2025-09-12 16:00
reporter reports "a laptop is gone" about CPC as R1
reporter reports "another one, too" about CPC as R2
reporter reports "and a third" about CPC as R3
expect ivo owes A6 of R1
expect ivo owes A6 of R2
expect ivo owes A6 of R3
house does person.leave person=ivo at="2025-09-12 17:00" reason="resigned"
expect ivo owes A6 of R1
at 17:00:01
expect every A6 of R1 owed by hana and due 16:00
expect every A6 of R2 owed by hana and due 16:00
expect every A6 of R3 owed by hana and due 16:00
expect ivo owes nothing
expect ivo does not see R1
expect hana sees R1

story C22 A vacant role is filled for the time being on the first day
given staff of DPH without ISO
given person ines is ISO of DPH to 2025-09-11

at Wed 2025-09-10 09:00
expect nobody owes C22.vacancy of all
# She is gone at midnight: the duty is there at once, and to be done within the day.
at Fri 2025-09-12 00:00
expect C22.vacancy of all owed by AGENCY_HEAD of DPH and due 2025-09-12 23:59:59.999999 and open
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.role is ISO
expect answer.items.0.state is vacant
expect answer.items.0.since is 2025-09-12T04:00:00Z
at 15:00
given person nils is ISO of DPH as acting
expect C22.vacancy of all fulfilled on time
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.state is acting
# When the one who acts goes, it is vacant again: a duty of its own.
at Mon 2025-09-15 08:00
house does person.leave person=nils reason="another office"
expect 2 C22.vacancy of all
expect 1 C22.vacancy of all due 2025-09-15 23:59:59.999999 and open
at Tue 2025-09-16 09:00
expect 1 C22.vacancy of all overdue
given person nora is ISO of DPH
expect 1 C22.vacancy of all fulfilled late 9h
expect ledger verifies

story C22 The holder of a role is away for more than ten business days
proves AUD-CPCS-4
given staff of DPH without ISO
given person ines is ISO of DPH from 2025-08-01
ines is absent from 2025-09-02 to 2025-10-31

at Mon 2025-09-15 23:59:59
expect nobody owes C22.absence of all
at Tue 2025-09-16 00:00
expect C22.absence of all owed by AGENCY_HEAD of DPH and starts 2025-09-16 00:00 and due 2025-09-17 23:59:59.999999
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.role is ISO
expect answer.items.0.state contains absent
expect answer.items.0.holders.0.role is SCIO
at 2025-09-17 10:00
given person nils is ISO of DPH as acting
expect C22.absence of all fulfilled on time
expect no C22.vacancy of all
expect ledger verifies
