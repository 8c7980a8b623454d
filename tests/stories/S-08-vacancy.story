# SPDX-License-Identifier: Apache-2.0
story S-08 The SCIO's office is vacant, and the designee's time ends at midnight
given staff of EOHLC without SCIO
given person dana is SCIO of EOHLC from 2025-09-01 to 2025-09-30 23:59:59 as designee 1
given person dirk is SCIO of EOHLC from 2025-09-01 to 2025-09-30 as designee 2

at Tue 2025-09-30 23:50
reporter reports "the site is down" about EOHLC as R1
expect notice to dana about A5 accepted at 23:50
expect A6 of R1 owed by dana and due 23:50
expect dana sees R1

# The last microsecond is still hers.
at 2025-09-30 23:59:59
expect A6 of R1 owed by dana
expect dana sees R1

at Wed 2025-10-01 00:00:00
expect every A6 of R1 owed by AGENCY_HEAD of EOHLC and due 2025-09-30 23:50 and overdue
expect no A6 of R1 owed by dana
expect dana does not see R1
expect AGENCY_HEAD of EOHLC sees R1
expect notice to AGENCY_HEAD of EOHLC at 00:00
expect notice to SOC_DIRECTOR at 00:00
SOC_ANALYST does role.holder role=SCIO organisation=EOHLC
expect answer.gap is true
expect answer.holders has 2 items
expect answer.holders.0.role is AGENCY_HEAD
expect answer.holders.1.role is SOC_DIRECTOR

# A new one is appointed: what is owed is his, due when it was.
at 2025-10-01 09:00
given person nora is SCIO of EOHLC
expect every A6 of R1 owed by nora and due 2025-09-30 23:50
expect AGENCY_HEAD of EOHLC sees R1
at +1m
nora confirms soc_confirmed of R1
expect A6 of R1 fulfilled late 9h11m
expect ledger verifies

story S-08 The designee is on leave: the next one is asked
given staff of EOHLC without SCIO
given person dana is SCIO of EOHLC from 2025-09-01 to 2025-09-30 as designee 1
given person dirk is SCIO of EOHLC from 2025-09-01 to 2025-09-30 as designee 2
dana is absent from 2025-09-29 to 2025-09-30 12:00

at Tue 2025-09-30 10:00
reporter reports "the site is down" about EOHLC as R1
expect A6 of R1 owed by dirk
expect notice to dirk about A5 accepted at 10:00
expect no notice to dana
# Back at noon and a second, she is first again.
at 2025-09-30 12:00:01
expect every A6 of R1 owed by dana and due 10:00
expect notice to dana at 12:00:01
expect ledger verifies
