# SPDX-License-Identifier: Apache-2.0
# The line "merge" of the table of recalculation (recalculation.story has it).
story Told earlier here, detected earlier there: the earliest of each counts, whichever case goes into the other, and goes back
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH detected 2025-09-09 09:30 as R1
at 11:00
reporter reports "a list is out" about DPH detected 2025-09-09 06:00 as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 14:00
expect B2 of R2 due 15:00
at 11:10
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect R2.told is 2025-09-09 10:00
expect R2.detected is 2025-09-09 06:00
expect 1 B2 of R2 due 14:00 and open
expect 2 A10 of R2 due Wed 2025-09-10 06:00 and open
expect 1 A11 of R2 due Wed 2025-09-10 17:00 and open
expect 2 A15.first of R2 due Wed 2025-09-10 06:00 and open
expect no obligations of R1 owed
at 11:20
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists"
expect R2.told is 2025-09-09 11:00
expect R2.detected is 2025-09-09 06:00
expect 1 B2 of R2 due 15:00 and open
expect 1 B2 of R1 due 14:00 and open
expect 2 A10 of R1 due Wed 2025-09-10 09:30 and open
expect 2 A10 of R2 due Wed 2025-09-10 06:00 and open
at 11:30
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one list after all"
expect R1.told is 2025-09-09 10:00
expect R1.detected is 2025-09-09 06:00
expect 1 B2 of R1 due 14:00 and open
expect 2 A10 of R1 due Wed 2025-09-10 06:00 and open
expect 1 A11 of R1 due Wed 2025-09-10 17:00 and open
expect 2 A15.first of R1 due Wed 2025-09-10 06:00 and open
expect no obligations of R2 owed
at 11:40
SOC_ANALYST does incident.unmerge incident=R2 reason="two lists"
expect R1.detected is 2025-09-09 09:30
expect 2 A10 of R1 owed and due Wed 2025-09-10 09:30
expect no A10 of R1 owed and due Wed 2025-09-10 06:00
expect 1 B2 of R1 due 14:00 and open
expect 1 B2 of R2 due 15:00 and open
expect ledger verifies

story What was done on either is done on both: a response, a follow-up, a day's report, who was told
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list went to somebody else" about DPH as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
channel mail fails
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B7.notify of R1 owed to CISO and fulfilled on time
expect B7.notify of R2 owed to CISO and owed
at 10:00
SIRT_LEAD of DPH responds to R1 "recalled it"
at Wed 2025-09-10 08:00
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect 2 A10 of R2 owed
expect 1 A11 of R2 due Wed 2025-09-10 17:00 and open
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect 1 B2 of R2 fulfilled at Tue 2025-09-09 10:00
expect 2 A10 of R2 fulfilled at Wed 2025-09-10 08:00
expect every A10 of R2 evidence E4
expect 1 A11 of R2 due Wed 2025-09-10 17:00 and fulfilled on time
# Who was told of the one was told of the event.
expect 1 B7.notify of R2 owed to CISO and fulfilled at Tue 2025-09-09 09:00
channel mail accepts
# The next day is owed once.
at 17:00:01
expect 1 A11 of R2 due Thu 2025-09-11 17:00 and open
expect no A11 of R1 owed
expect ledger verifies

story Status updates of two cases: the earlier due stays, nothing that was sent ends them, and each has its own again
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list went to somebody else" about DPH as R2
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall it"
SOC_ANALYST evaluates R2: data restricted confirmed, priority 1, action "recall it"
at 10:00
SOC_ANALYST sends status-update of R1 complete
at 10:30
SOC_ANALYST sends status-update of R2 complete
expect 3 A12 of R1 open and due 14:00
expect 3 A12 of R2 open and due 14:30
at 11:00
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect 3 A12 of R2 owed
expect 3 A12 of R2 open and due 14:00
expect no A12 of R1 owed
at 13:00
SOC_ANALYST sends status-update of R2 complete
expect 3 A12 of R2 fulfilled at 13:00 and due 14:00
expect 3 A12 of R2 open and due 17:00
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists"
expect 3 A12 of R2 open and due 17:00
expect 3 A12 of R1 owed and due 14:00
expect ledger verifies

story A case into which another agency's is merged has both, and only its own again
given staff of DPH, DOR
at Tue 2025-09-09 09:00
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list came" about DOR as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
at 10:00
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one list"
expect 2 A10 of R1 for DOR and owed
expect 1 A11 of R1 for DOR and owed
expect B7.notify of R1 owed to AGENCY_HEAD of DOR and fulfilled
expect AGENCY_HEAD of DOR sees R1
expect ISO of DOR sees R1
expect 1 A6 of R1 owed by SCIO of DOR and owed
expect 1 A6 of R1 owed by SCIO of DPH and owed
at 11:00
SOC_ANALYST does incident.unmerge incident=R2 reason="two lists"
expect no obligations of R1 for DOR and owed
expect AGENCY_HEAD of DOR does not see R1
expect SIRT_LEAD of DOR does not see R1
expect ISO of DOR does not see R1
expect AGENCY_HEAD of DOR sees R2
expect 2 A10 of R2 for DOR and owed and due Wed 2025-09-10 09:00
expect 1 A6 of R2 owed by SCIO of DOR and owed
expect ledger verifies
# Once more, and once more apart: nothing is lost and nothing is owed twice.
at 12:00
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one list after all"
expect 2 A10 of R1 for DOR and owed
expect 1 A11 of R1 for DOR and owed
expect 1 A6 of R1 owed by SCIO of DOR and owed
expect no obligations of R2 owed
at 13:00
SOC_ANALYST does incident.unmerge incident=R2 reason="two lists, finally"
expect no obligations of R1 for DOR and owed
expect 2 A10 of R2 for DOR and owed and due Wed 2025-09-10 09:00
expect 1 A11 of R2 for DOR and owed
expect 1 A6 of R2 owed by SCIO of DOR and owed
expect 2 A10 of R1 for DPH and owed and due Wed 2025-09-10 09:00
expect ledger verifies
