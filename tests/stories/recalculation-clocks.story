# SPDX-License-Identifier: Apache-2.0
# The lines of the table of recalculation that move a clock or whoever answers for it.
story Detection corrected: earlier makes what is past late by correction, later shortens nothing that was done
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a file is gone" about DPH as R1 detected 2025-09-09 09:00
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect A10 of R1 due Wed 2025-09-10 09:00 and open
expect A11 of R1 due Wed 2025-09-10 17:00 and open
at 12:00
SOC_ANALYST detects R1 at 2025-09-07 09:00 because "the log says so"
expect A10 of R1 due Mon 2025-09-08 09:00 and overdue by correction
expect A10 of R1 due Wed 2025-09-10 09:00 as known 11:00
expect no A10 of R1 overdue as known 11:00
expect no A10 of R1 owed and due Wed 2025-09-10 09:00
expect B3 of R1 due Wed 2025-09-10 17:00
expect ledger verifies

story The person who answers is another one: the due stays, and the former owes nothing
given staff of DPH without SIRT_LEAD
given person sam is SIRT_LEAD of DPH to 2025-09-09 12:00
given person tea is SIRT_LEAD of DPH from 2025-09-09 12:00:01
at Tue 2025-09-09 10:00
reporter reports "a file is gone" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect B3 of R1 owed by sam and due Wed 2025-09-10 17:00
at 12:01
expect B3 of R1 owed by tea and due Wed 2025-09-10 17:00
expect B3 of R1 open
expect sam owes nothing of R1
expect B3 of R1 owed by sam as known 11:00
expect notice to tea about B3 of R1 accepted
expect ledger verifies
