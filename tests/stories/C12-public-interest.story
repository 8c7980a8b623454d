# SPDX-License-Identifier: Apache-2.0
story C12 The media ask: the incident is marked, and the communication teams are told at once
proves AD2022-1-COM-4
given staff of DPH, DOR

at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect no C12 of R1
at 15:00
ISO of DPH does communication.log incident=R1 counterpart="a reporter" organisation="the Globe" outside=true media=true channel=phone content="whether it is true"
SOC_ANALYST reads R1
expect answer.flags contains "public_interest"
expect answer.flags.0.set is true
expect 2 C12.first of R1 due 15:00
expect C12.first of R1 owed to SEC_COMMS of DPH fulfilled on time
expect C12.first of R1 owed to EOTSS_COMMS fulfilled on time
expect notice to SEC_COMMS of DPH about C12 of R1 accepted at 15:00
expect notice to EOTSS_COMMS about C12 of R1 accepted at 15:00
# Nothing of the case is opened to them.
SEC_COMMS of DPH does not see R1
# A second question tells nobody again.
at 15:30
ISO of DPH does communication.log incident=R1 counterpart="another" outside=true media=true channel=phone
expect 2 C12 of R1

# Another agency is affected: the team of its secretariat is told.
at 16:00
SOC_ANALYST adds DOR to R1
expect C12.added of R1 owed to SEC_COMMS of DOR due 16:00 and fulfilled on time
# And with each status update.
at 17:00
SOC_ANALYST does incident.update incident=R1 status="the list is recalled"
expect 3 C12.update of R1 due 17:00
expect every C12.update of R1 fulfilled on time
at 18:00
SOC_ANALYST does incident.update incident=R1 status="nothing new"
expect 6 C12.update of R1
expect every C12 of R1 fulfilled on time
expect ledger verifies

story C12 An inquiry that is logged late counts from when it came; a team that is not reached is overdue
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall it"
SOC_ANALYST reads R1
expect answer.proposals contains "public_interest"
at 16:00
channel mail refuses
ISO of DPH does communication.log incident=R1 counterpart="a reporter" media=true channel=phone at "2025-09-09 15:00"
expect every C12.first of R1 due 15:00 and overdue and late 1h
SOC_ANALYST reads R1
expect answer.proposals is absent
at 16:20
SOC_ANALYST attests notice to SEC_COMMS of DPH of R1 about C12 by phone number "617-555-0100"
expect C12 of R1 owed to SEC_COMMS of DPH fulfilled late 1h20m and evidence E3
expect C12 of R1 owed to EOTSS_COMMS overdue
# The same question logged as no question of the media marks nothing.
reporter reports "another list" about DPH as R2
ISO of DPH does communication.log incident=R2 counterpart="a neighbour" channel=phone
SOC_ANALYST reads R2
expect answer.flags has 0 items
expect no C12 of R2
