# SPDX-License-Identifier: Apache-2.0
story S-16 Money and its boundaries
given staff of DPH

at Tue 2025-09-09 10:00
reporter reports "an invoice was altered" about DPH as R1
reporter reports "an invoice was altered" about DPH as R2
reporter reports "an invoice was altered" about DPH as R3
reporter reports "an invoice was altered" about DPH as R4
reporter reports "an invoice was altered" about DPH as R5
reporter reports "an invoice was altered" about DPH as R6

proves IS005-6.4.4-M2 IS005-6.4.4-H3
SOC_ANALYST evaluates R1: liability 99,999.99, priority 3, action "call the bank"
expect rating of R1 low
SOC_ANALYST evaluates R2: liability 100000, priority 3, action "call the bank"
expect rating of R2 medium matched R6 and not matched R3
SOC_ANALYST evaluates R3: liability $999,999.99, priority 3, action "call the bank"
expect rating of R3 medium
SOC_ANALYST evaluates R4: liability 1,000,000, priority 3, action "call the bank"
expect rating of R4 high matched R3

proves IS005-6.4.4-L2
SOC_ANALYST evaluates R5: liability 20,000 to 150,000, priority 3, action "call the bank"
expect rating of R5 medium
SOC_ANALYST evaluates R6: liability 20,000 to 99,999.99, priority 3, action "call the bank"
expect rating of R6 low

reporter reports "an invoice was altered" about DPH as R7
invalid: SOC_ANALYST evaluates R7: liability 99,999.995, priority 3, action "call the bank"
invalid: SOC_ANALYST evaluates R7: liability -5, priority 3, action "call the bank"
invalid: SOC_ANALYST evaluates R7: liability 1e6, priority 3, action "call the bank"
SOC_ANALYST evaluates R7: liability financial 600,000 legal 400,000.00, priority 3, action "call"
expect rating of R7 high matched R3
reporter reports "an invoice was altered" about DPH as R8
SOC_ANALYST evaluates R8: liability 92,233,720,368,547,758.07, priority 3, action "call the bank"
expect rating of R8 high
reporter reports "an invoice was altered" about DPH as R9
SOC_ANALYST evaluates R9: liability 20,000 to 1,000,000, priority 3, action "call the bank"
expect rating of R9 high
expect ledger verifies
