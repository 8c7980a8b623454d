# SPDX-License-Identifier: Apache-2.0
story D-19 One person in two offices: one message, two duties, two capacities
given staff of DPH without CIO, SECRETARY
given person kim is CIO and SECRETARY

at Tue 2025-09-09 10:00
reporter reports "files are gone" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "call them"
proves IS005-7-CIO-1
expect B4 of R1 owed to CIO and fulfilled on time
expect B6.first of R1 owed to SECRETARY and fulfilled on time
expect at most 1 notices to kim of R1
expect notice to kim about B4 accepted at 10:00
kim does me
expect answer.capacities has 2 items
kim as CIO does incident.read incident=R1
kim as SECRETARY does role.list limit=1
# What one capacity may not do, the other does not lend.
missing: kim as SECRETARY does role.assign role=RECORDS organisation=DPH person=ISO kind=incumbent
kim as CIO does role.assign role=PARTNER person=SOC_DIRECTOR kind=incumbent
house does ledger.list limit=1
expect answer.items.0.entry.cap is CIO
expect ledger verifies

story A designee acts as such, and the ledger says so
proves IS005-4.1c
given staff of DPH without CISO
given person cora is CISO
given person dan is CISO as designee 1 from 2025-09-01 to 2025-09-30
cora is absent from 2025-09-08 to 2025-09-12

at Wed 2025-09-10 10:00
expect holder of CISO is dan
dan does role.assign role=PARTNER person=SOC_DIRECTOR kind=incumbent
house does ledger.list limit=1
expect answer.items.0.entry.cap is "CISO designee"
at Sat 2025-09-13 00:00
expect holder of CISO is cora
expect ledger verifies

story The coordinator of one case: fallbacks, appointment, and the end of it
given staff of DPH
given person cleo
at Tue 2025-09-09 10:00
reporter reports "files are gone" about DPH as R1
reporter reports "and here" about DPH as R2
SOC_ANALYST evaluates R1: safety yes, priority 1, action "call them"
expect cleo does not see R1
SIRT_LEAD of DPH does incident.appoint incident=R1 role=IR_COORD person=cleo basis="knows the files"
expect cleo sees R1
expect cleo does not see R2
missing: cleo does incident.appoint incident=R2 role=IR_COORD person=cleo
SIRT_LEAD of DPH does incident.relieve incident=R1 role=IR_COORD reason="done"
expect cleo does not see R1
expect ledger verifies
