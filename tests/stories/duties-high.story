# SPDX-License-Identifier: Apache-2.0
# Every duty that a High case opens, side by side: what is due when, from whom and to whom; each ladder to its end; what is
# told and done late, and its explanation.
story Every duty of a High case: nobody is reached, and nobody does anything
given staff of DPH, DOR
given person adele is HR_CONTACT of DPH at DPH
given asset SRV of DPH rated high
channel refuses
at Tue 2025-09-09 10:00
HELPDESK of DPH does report.call {what: "records are gone", organisation: DPH, told: "2025-09-09 09:50", told_basis: "our log"} as R1
SOC_ANALYST attaches SRV to R1 adverse yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm"
SIRT_LEAD of DPH does incident.state incident=R1 statement=intrusion_over answer=over text="it is quiet"
SCIO of DPH does communication.log incident=R1 counterpart="a reporter" media=true channel=phone
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=needed text="many ask"
SOC_ANALYST does incident.state incident=R1 statement=referral answer=suitable text="a question of law"
ISO of DPH does investigation.open incident=R1 what="interviews"
SCIO of DPH does communication.send incident=R1 person=adele content="please wait"
SIRT_LEAD of DPH does request.make incident=R1 person=adele question="send the logs"
SOC_ANALYST does incident.update incident=R1 status="nothing new"
SOC_ANALYST adds DOR to R1
SCIO of DPH sends written-notice of R1 nature_circumstances "a list"
SOC_ANALYST attests notice to SCIO of DOR about A5 by phone number "617-555-0100"
expect A1 of R1 owed to AGENCY_HEAD of DOR owed by PERSONNEL of DOR due 10:00 and open
expect A1 of R1 owed to AGENCY_HEAD of DPH owed by PERSONNEL of DPH due 09:50 and overdue
expect A1 of R1 owed to AGENCY_MGMT of DOR owed by PERSONNEL of DOR due 10:00 and open
expect A1 of R1 owed to AGENCY_MGMT of DPH owed by PERSONNEL of DPH due 09:50 and overdue
expect A2 of R1 owed to SIRT_LEAD of DOR owed by SOC_ANALYST due 10:00 and open
expect A2 of R1 owed to SIRT_LEAD of DPH owed by SOC_ANALYST due 09:50 and overdue
expect A3 of R1 owed to HELPDESK of DOR owed by SOC_ANALYST due 10:00 and open
expect A3 of R1 owed to HELPDESK of DPH owed by SOC_ANALYST due 09:50 and overdue
expect A4 of R1 owed to SOC_ANALYST owed by SERVICE_DESK due 09:50 and overdue
expect A5 of R1 owed to SCIO of DOR owed by AGENCY_MGMT of DOR due 10:00 and fulfilled
expect A5 of R1 owed to SCIO of DPH owed by AGENCY_MGMT of DPH due 09:50 and overdue
expect A6 of R1 owed to SOC_ANALYST owed by SCIO of DOR due 10:00 and open
expect A7 of R1 owed by SOC_ANALYST due 09:50 and fulfilled
expect A8 of R1 owed to NETOPS owed by SERVICE_DESK due 09:50 and overdue
expect A8 of R1 owed to SOC_ANALYST owed by SERVICE_DESK due 09:50 and overdue
expect A9 of R1 owed to CIO owed by SCIO of DPH due 10:00 and open
expect A9 of R1 owed to CISO owed by SCIO of DPH due 10:00 and open
expect A10 of R1 owed to SIRT_LEAD owed by DESIGNATED_CONTACT of DOR due 2025-09-10 10:00 and open
expect A10 of R1 owed to SIRT_LEAD owed by DESIGNATED_CONTACT of DPH due 2025-09-10 09:50 and open
expect A10 of R1 owed to SOC_ANALYST owed by DESIGNATED_CONTACT of DOR due 2025-09-10 10:00 and open
expect A10 of R1 owed to SOC_ANALYST owed by DESIGNATED_CONTACT of DPH due 2025-09-10 09:50 and open
expect A11 of R1 owed to SOC_ANALYST owed by DESIGNATED_CONTACT of DOR due 2025-09-10 17:00 and open
expect A11 of R1 owed to SOC_ANALYST owed by DESIGNATED_CONTACT of DPH due 2025-09-10 17:00 and open
expect A12 of R1 owed to AGENCY_HEAD of DPH owed by SOC_ANALYST due 14:00 and open
expect A12 of R1 owed to ISO of DPH owed by SOC_ANALYST due 14:00 and open
expect A12 of R1 owed to SCIO of DPH owed by SOC_ANALYST due 14:00 and open
expect A13 of R1 owed to SCIO of DPH owed by ISO of DPH due 10:50 and open
expect A13 of R1 owed to SOC_ANALYST owed by ISO of DPH due 10:50 and open
expect A14 of R1 owed to CISO owed by ISO of DPH due 10:00 and open
expect A15.first of R1 owed to PARTNER owed by AGENCY_HEAD of DPH due 2025-09-10 09:50 and fulfilled
expect A15.first of R1 owed to SERVICE_DESK owed by AGENCY_HEAD of DPH due 2025-09-10 09:50 and fulfilled
expect A15.complete of R1 owed to PARTNER owed by AGENCY_HEAD of DPH due 2025-09-10 17:00 and open
expect A15.complete of R1 owed to SERVICE_DESK owed by AGENCY_HEAD of DPH due 2025-09-10 17:00 and open
expect A16.sent of R1 owed to SOC_ANALYST owed by SCIO of DPH due 10:00 and open
expect A16.logged of R1 owed to SOC_ANALYST owed by SCIO of DPH due 11:00 and open
expect A17 of R1 owed to SIRT_LEAD of DPH owed by adele due 11:00 and open
expect A17 of R1 owed to SOC_ANALYST owed by adele due 11:00 and open
expect B1.provisional of R1 owed by SIRT_LEAD of DPH due 09:50 and cancelled because evaluated
expect B1.response of R1 owed by SIRT_LEAD of DPH due 09:50 and overdue
expect B4 of R1 owed to AGENCY_HEAD of DOR owed by SIRT_LEAD of DOR due 10:00 and open
expect B4 of R1 owed to AGENCY_HEAD of DPH owed by SIRT_LEAD of DPH due 10:00 and open
expect B4 of R1 owed to CIO owed by SIRT_LEAD of DPH due 10:00 and open
expect B4 of R1 owed to CISO owed by SIRT_LEAD of DPH due 10:00 and open
expect B4 of R1 owed to SOC_ANALYST owed by SIRT_LEAD of DPH due 10:00 and open
expect B5.first of R1 owed to SOC_ANALYST owed by SIRT_LEAD of DPH due 10:00 and open
expect B5.complete of R1 owed to SOC_ANALYST owed by SIRT_LEAD of DPH due 2025-09-10 17:00 and open
expect B6.first of R1 owed to CIO owed by SOC_DIRECTOR due 10:00 and open
expect B6.first of R1 owed to CISO owed by SOC_DIRECTOR due 10:00 and open
expect B6.first of R1 owed to SECRETARY owed by SOC_DIRECTOR due 10:00 and open
expect B6.update of R1 owed to CIO owed by SOC_DIRECTOR due 10:00 and open
expect B6.update of R1 owed to CISO owed by SOC_DIRECTOR due 10:00 and open
expect B6.update of R1 owed to SECRETARY owed by SOC_DIRECTOR due 10:00 and open
expect B11 of R1 owed by ESO due 09:50 and overdue
expect B12 of R1 owed by SIRT_LEAD of DPH due 11:00 and open
expect C5 of R1 owed to GOV_COUNSEL owed by SOC_ANALYST due 10:00 and open
expect C6 of R1 owed to FUSION_CENTER owed by SOC_DIRECTOR due 10:00 and open
expect C7 of R1 owed to CIO owed by SOC_DIRECTOR due 10:00 and open
expect C7 of R1 owed to CISO owed by SOC_DIRECTOR due 10:00 and open
expect C8.first of R1 owed to SERVICE_DESK owed by AGENCY_HEAD of DPH due 10:00 and open
expect C8.first of R1 owed to SOC_ANALYST owed by AGENCY_HEAD of DPH due 10:00 and open
expect C8.steps of R1 owed to SOC_ANALYST owed by AGENCY_HEAD of DPH due 2025-09-10 10:00 and open
expect C8.during of R1 owed to ISO of DPH owed by ISO of DPH due 2025-09-10 10:00 and open
expect C8.after of R1 owed to ISO of DPH owed by ISO of DPH due 2025-09-10 10:00 and open
expect C12.first of R1 owed to EOTSS_COMMS owed by SOC_ANALYST due 10:00 and open
expect C12.first of R1 owed to SEC_COMMS of DPH owed by SOC_ANALYST due 10:00 and open
expect C12.added of R1 owed to SEC_COMMS of DOR owed by SOC_ANALYST due 10:00 and open
expect C12.update of R1 owed to EOTSS_COMMS owed by SOC_ANALYST due 10:00 and open
expect C12.update of R1 owed to SEC_COMMS of DPH owed by SOC_ANALYST due 10:00 and open

# Nobody is told of anything, nobody does anything: every ladder that climbs within three hours is climbed to its end.
at 12:45
expect every A1 of R1 overdue and level 5
expect every A2 of R1 overdue and level 5
expect every A3 of R1 overdue and level 5
expect every A4 of R1 overdue and level 5
expect A5 of R1 owed to SCIO of DPH overdue and level 5
expect every A6 of R1 overdue and level 2
expect every A8 of R1 overdue and level 5
expect every A14 of R1 overdue and level 5
expect every A16.sent of R1 overdue and level 5
expect every A16.logged of R1 overdue and level 4
expect every B1.response of R1 overdue and level 5
expect every B4 of R1 overdue and level 5
expect every B5.first of R1 overdue and level 5
expect every B6.first of R1 overdue and level 5
expect every B6.update of R1 overdue and level 5
expect every B11 of R1 overdue and level 3
expect every C5 of R1 overdue and level 2
expect every C6 of R1 overdue and level 5
expect every C7 of R1 overdue and level 5
expect every C8.first of R1 overdue and level 5
expect every C12.first of R1 overdue and level 5
expect every C12.added of R1 overdue and level 5
expect every C12.update of R1 overdue and level 5
# At the third rung the CISO hears, and the CIO of what is High by then, also where it was owed before anybody rated it.
expect notice to CISO about A1 of R1 subject "Overdue"
expect notice to CIO about A1 of R1 subject "Overdue"
SOC_DIRECTOR explains every duty of R1 because "no line out of the house"
expect every A1 of R1 overdue and explained
expect every A2 of R1 overdue and explained
expect every A3 of R1 overdue and explained
expect every A4 of R1 overdue and explained
expect A5 of R1 owed to SCIO of DPH overdue and explained
expect every A6 of R1 overdue and explained
expect every A8 of R1 overdue and explained
expect every A13 of R1 overdue and explained
expect every A14 of R1 overdue and explained
expect every A16.sent of R1 overdue and explained
expect every A16.logged of R1 overdue and explained
expect every A17 of R1 overdue and explained
expect every B1.response of R1 overdue and explained
expect every B4 of R1 overdue and explained
expect every B5.first of R1 overdue and explained
expect every B6.first of R1 overdue and explained
expect every B6.update of R1 overdue and explained
expect every B11 of R1 overdue and explained
expect every B12 of R1 overdue and explained
expect every C5 of R1 overdue and explained
expect every C6 of R1 overdue and explained
expect every C7 of R1 overdue and explained
expect every C8.first of R1 overdue and explained
expect every C12.first of R1 overdue and explained
expect every C12.added of R1 overdue and explained
expect every C12.update of R1 overdue and explained

# By hand, at a quarter to one: told late, and the explanation stays.
SOC_DIRECTOR attests notice to AGENCY_HEAD of DPH of R1 about A1 by phone number "617-555-0100"
expect A1 of R1 owed to AGENCY_HEAD of DPH fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to SIRT_LEAD of DPH of R1 about A2 by phone number "617-555-0100"
expect A2 of R1 owed to SIRT_LEAD of DPH fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to HELPDESK of DPH of R1 about A3 by phone number "617-555-0100"
expect A3 of R1 owed to HELPDESK of DPH fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to SOC_ANALYST of R1 about A4 by phone number "617-555-0100"
expect A4 of R1 owed to SOC_ANALYST fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to SCIO of DPH of R1 about A5 by phone number "617-555-0100"
expect A5 of R1 owed to SCIO of DPH fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to NETOPS of R1 about A8 by phone number "617-555-0100"
expect A8 of R1 owed to NETOPS fulfilled late 2h55m and evidence E3
SOC_DIRECTOR attests notice to CIO of R1 about A9 by phone number "617-555-0100"
expect A9 of R1 owed to CIO fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to SOC_ANALYST of R1 about A16.sent by phone number "617-555-0100"
expect A16.sent of R1 owed to SOC_ANALYST fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to SOC_ANALYST of R1 about A16.logged by phone number "617-555-0100"
expect A16.logged of R1 owed to SOC_ANALYST fulfilled late 1h45m and evidence E3
SOC_DIRECTOR attests notice to CIO of R1 about B4 by phone number "617-555-0100"
expect B4 of R1 owed to CIO fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to CIO of R1 about B6.first by phone number "617-555-0100"
expect B6.first of R1 owed to CIO fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to CIO of R1 about B6.update by phone number "617-555-0100"
expect B6.update of R1 owed to CIO fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to FUSION_CENTER of R1 about C6 by phone number "617-555-0100"
expect C6 of R1 owed to FUSION_CENTER fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to CIO of R1 about C7 by phone number "617-555-0100"
expect C7 of R1 owed to CIO fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to SERVICE_DESK of R1 about C8.first by phone number "617-555-0100"
expect C8.first of R1 owed to SERVICE_DESK fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to EOTSS_COMMS of R1 about C12.first by phone number "617-555-0100"
expect C12.first of R1 owed to EOTSS_COMMS fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to SEC_COMMS of DOR of R1 about C12.added by phone number "617-555-0100"
expect C12.added of R1 owed to SEC_COMMS of DOR fulfilled late 2h45m and evidence E3
SOC_DIRECTOR attests notice to SEC_COMMS of DPH of R1 about C12.update by phone number "617-555-0100"
expect C12.update of R1 owed to SEC_COMMS of DPH fulfilled late 2h45m and evidence E3
# And what is done late is late, against the due that it had.
CISO does coordination.record incident=R1 between="ISO and CISO" what="the CISO leads"
expect every A14 of R1 fulfilled late 2h45m
SIRT_LEAD of DPH responds to R1 "isolated the ward"
expect every B1.response of R1 fulfilled late 2h55m
expect ledger verifies
