# SPDX-License-Identifier: Apache-2.0
# The lines "agency added" and "agency removed" of the table of recalculation (recalculation.story has it).
story An agency of another secretariat is added to a High case: its head, management, SIRT, helpdesk, SCIO and ISO owe and are owed from when that is said
given staff of DPH, DOR
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall them"
expect SCIO of DOR does not see R1
at 14:00
SCIO of DPH confirms soc_confirmed of R1
SOC_ANALYST does contact.record incident=R1 between="ISO, SOC, SCIO" joint=true what="we work together"
expect every A13 of R1 fulfilled
at 15:00
SOC_ANALYST adds DOR to R1 from 2025-09-09 11:00
expect A1 of R1 owed to AGENCY_HEAD of DOR due 15:00 and fulfilled on time
expect A1 of R1 owed to AGENCY_MGMT of DOR due 15:00 and fulfilled on time
expect A2 of R1 owed to SIRT_LEAD of DOR due 15:00 and fulfilled on time
expect A3 of R1 owed to HELPDESK of DOR due 15:00 and fulfilled on time
expect A5 of R1 owed to SCIO of DOR due 15:00 and fulfilled on time
# Each secretariat confirms for itself: what the first has confirmed is not the second's word.
expect A6 of R1 owed by SCIO of DPH and fulfilled at 14:00
expect A6 of R1 owed by SCIO of DOR due 15:00 and open
expect B4 of R1 owed to AGENCY_HEAD of DOR due 15:00 and fulfilled on time
expect 2 A10 of R1 for DOR and owed by DESIGNATED_CONTACT of DOR and due Wed 2025-09-10 15:00 and open
expect 1 A11 of R1 for DOR and owed by DESIGNATED_CONTACT of DOR and due Wed 2025-09-10 17:00 and open
expect 3 A12 of R1 for DOR and due 19:00 and open
expect A12 of R1 owed to AGENCY_HEAD of DOR
expect A12 of R1 owed to SCIO of DOR
expect A12 of R1 owed to ISO of DOR
# Agency, SOC and SCIO get in touch for this agency too, whatever they have said of the other.
expect 2 A13 of R1 for DOR and owed by ISO of DOR and due 16:00 and open
expect 2 A15.first of R1 for DOR and owed by AGENCY_HEAD of DOR and due Wed 2025-09-10 15:00 and open
expect AGENCY_HEAD of DOR sees R1
expect SIRT_LEAD of DOR sees R1
expect SCIO of DOR sees R1
expect ISO of DOR sees R1
# The response and the report of the fourteen items are the case's, once.
expect 1 B1.response of R1
expect 1 B5.first of R1
# The first agency's clocks are what they were.
expect 2 A10 of R1 for DPH and due Wed 2025-09-10 10:00 and open
expect 1 A11 of R1 for DPH and due Wed 2025-09-10 17:00 and open
# What one agency does is done for that one.
at 15:10
SCIO of DOR confirms soc_confirmed of R1
expect A6 of R1 owed by SCIO of DOR and fulfilled late 10m
ISO of DOR does contact.record incident=R1 between="ISO, SOC, SCIO" joint=true what="we work together"
expect 2 A13 of R1 for DOR and fulfilled on time
DESIGNATED_CONTACT of DOR sends follow-up of R1 complete
expect 2 A10 of R1 for DOR and fulfilled on time
expect 2 A10 of R1 for DPH and open
SOC_ANALYST sends status-update of R1 complete
expect no A12 of R1 owed and due 19:00
expect 6 A12 of R1 due 19:10 and open
at 15:20
SCIO of DOR sends written-notice of R1
expect 2 A15.complete of R1 for DOR and open
expect no A15.complete of R1 for DPH
expect ledger verifies

story An agency that will be affected only tomorrow: nothing starts, and nobody of it is told, before
given staff of DPH, DOR
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall them"
at 11:00
SOC_ANALYST adds DOR to R1 from Wed 2025-09-10 09:00
expect every A1 of R1 for DOR scheduled
expect A2 of R1 owed to SIRT_LEAD of DOR and scheduled
expect A5 of R1 owed to SCIO of DOR and scheduled
expect B7.notify of R1 owed to AGENCY_HEAD of DOR and scheduled
expect every A10 of R1 for DOR scheduled
expect every A13 of R1 for DOR scheduled
expect no notice to AGENCY_HEAD of DOR
expect no notice to SCIO of DOR
at Wed 2025-09-10 09:00
expect A1 of R1 owed to AGENCY_HEAD of DOR due 09:00 and fulfilled on time
expect A2 of R1 owed to SIRT_LEAD of DOR due 09:00 and fulfilled on time
expect A5 of R1 owed to SCIO of DOR due 09:00 and fulfilled on time
expect A6 of R1 owed by SCIO of DOR due 09:00 and open
expect B7.notify of R1 owed to AGENCY_HEAD of DOR due 09:00 and fulfilled on time
expect 2 A10 of R1 for DOR and due Thu 2025-09-11 09:00 and open
expect 1 A11 of R1 for DOR and due Thu 2025-09-11 17:00 and open
expect no A11 of R1 for DOR and due Wed 2025-09-10 17:00
expect ledger verifies

story A body that follows of its own will is added: it owes nothing, and is told of the rating
given staff of DPH, CPCS
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall them"
at 11:00
SOC_ANALYST adds CPCS to R1
expect B4 of R1 owed to AGENCY_HEAD of CPCS due 11:00 and fulfilled on time
expect no A1 of R1 for CPCS
expect no A10 of R1 for CPCS
expect no A11 of R1 for CPCS
expect no A13 of R1 for CPCS
expect no A15.first of R1 for CPCS
expect AGENCY_HEAD of CPCS owes nothing of R1

story Two agencies before the evaluation: each has its contact and its updates; one of its own will has no contact
given staff of DPH, DOR, CPCS
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST adds DOR to R1
SOC_ANALYST adds CPCS to R1
expect no A13 of R1
expect no A12 of R1
at 10:10
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall them"
expect 2 A13 of R1 for DPH and due 14:00 and open
expect 2 A13 of R1 for DOR and due 14:00 and open
expect no A13 of R1 for CPCS
expect 3 A12 of R1 for DOR and due Wed 2025-09-10 10:10 and open

story An agency of another secretariat is removed: what is open is cancelled with the reason, what was sent stays, grants end, also its SCIO's
given staff of DPH, DOR
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall them"
SOC_ANALYST adds DOR to R1
at 11:00
expect SCIO of DOR sees R1
expect 2 A13 of R1 for DOR and open
SOC_ANALYST does incident.unaffect incident=R1 organisation=DOR reason="another folder"
expect no obligations of R1 for DOR and owed
expect A6 of R1 owed by SCIO of DOR and cancelled because "organisation removed: another folder"
expect 2 A10 of R1 for DOR and cancelled because "organisation removed: another folder"
expect 1 A11 of R1 for DOR and cancelled because "organisation removed: another folder"
expect 3 A12 of R1 for DOR and cancelled because "organisation removed: another folder"
expect 2 A13 of R1 for DOR and cancelled because "organisation removed: another folder"
expect 2 A15.first of R1 for DOR and cancelled because "organisation removed: another folder"
expect A1 of R1 owed to AGENCY_HEAD of DOR and fulfilled on time
expect A5 of R1 owed to SCIO of DOR and fulfilled on time
expect B4 of R1 owed to AGENCY_HEAD of DOR and fulfilled on time
expect notice to AGENCY_HEAD of DOR about B4 accepted at 10:00
# None of it goes over to the agency that stays: it has its own.
expect 2 A10 of R1 for DPH
expect 2 A13 of R1 for DPH
expect 3 A12 of R1 for DPH
expect AGENCY_HEAD of DOR does not see R1
expect SIRT_LEAD of DOR does not see R1
expect SCIO of DOR does not see R1
expect ISO of DOR does not see R1
expect SCIO of DPH sees R1
# The next periods are those of the agency that stays.
at Wed 2025-09-10 18:00
expect no obligations of R1 for DOR and owed
expect no notice to AGENCY_HEAD of DOR of R1 at Wed 2025-09-10 17:00
expect 1 A11 of R1 for DPH and due Thu 2025-09-11 17:00
expect ledger verifies
