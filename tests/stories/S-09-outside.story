# SPDX-License-Identifier: Apache-2.0
story S-09 A body outside any secretariat, and EOTSS itself
given staff of DPH
given person hana is AGENCY_HEAD of IND-N
given person tim is SCIO_EQ of IND-N

at Tue 2025-09-09 10:00
reporter reports "a disk is missing" about IND-N as R1
expect every A5 of R1 owed to SCIO and fulfilled on time
expect notice to tim about A5 accepted at 10:00
expect A6 of R1 owed by tim
expect no notice to SCIO of DPH
SOC_ANALYST does role.holder role=SCIO organisation=IND-N
expect answer.gap is false

# Without designation: the head and the SOC, and a gap.
at 2025-09-10 09:00
house does person.leave person=tim reason="resigned"
at 09:05
reporter reports "another one" about IND-N as R2
expect notice to hana about A5 of R2 accepted at 09:05
expect notice to SOC_DIRECTOR about A5 of R2 accepted at 09:05
expect A6 of R2 owed by hana
SOC_ANALYST does role.holder role=SCIO organisation=IND-N
expect answer.gap is true
SOC_ANALYST does role.gaps organisation=IND-N
expect answer.items.1.role is SCIO_EQ
expect answer.items.1.state is vacant
expect answer.items.1.holders.0.name is hana
expect C22.vacancy of all owed by hana
expect ledger verifies

story S-09 EOTSS has no such office, and nothing is missing there
proves AD2022-1-DEF-SCIO
given staff of EOTSS
at Tue 2025-09-09 10:00
SOC_ANALYST reports "somebody is in our network" about EOTSS as R1
expect no A5 of R1
expect no A6 of R1
expect every A4 of R1 fulfilled on time
SOC_ANALYST evaluates R1: data confidential confirmed, priority 1, action "cut it off"
expect notice to CISO about B4 accepted at 10:00
expect notice to CIO about B4 accepted at 10:00
expect B5.first of R1
SOC_ANALYST does role.holder role=SCIO organisation=EOTSS
expect answer.gap is false
expect answer.holders.0.role is CISO
SOC_ANALYST does role.gaps organisation=EOTSS
expect answer.items has 0 items
house does role.assign role=SCIO organisation=EOTSS person=CISO kind=incumbent
expect invalid naming organisation
expect ledger verifies
