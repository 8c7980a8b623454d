# SPDX-License-Identifier: Apache-2.0
story S-25 Down from Saturday noon to Monday: what was due is late from its own time, each ladder sends its highest step once
given staff of DPH

at Sat 2025-10-11 11:00
reporter reports "screens are red" about DPH detected 2025-10-10 10:00 as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 15:00 and open
expect A11 of R1 due 2025-10-11 17:00

the house is down from 2025-10-11 12:00 to 2025-10-13 09:00
expect A11 of R1 due 2025-10-11 17:00 and overdue and late 40h
expect A11 of R1 due 2025-10-12 17:00 and overdue and late 16h
expect A11 of R1 due 2025-10-13 17:00 and open
expect B2 of R1 overdue and late 42h
expect 1 notice to SCIO of DPH about A11 of R1 at 2025-10-13 09:00
expect notice to SCIO of DPH about B2 of R1 at 2025-10-13 09:00
expect 1 notice to SCIO of DPH about B2
expect no notice to CISO about B2
# A second restart, at once and an hour later, sends nothing again.
the house is down from 2025-10-13 09:00 to 2025-10-13 09:10
the house is down for 50m
expect 1 notice to SCIO of DPH about B2
expect 1 notice to SCIO of DPH about A11 of R1
# What was written on paper meanwhile.
HELPDESK of DPH does report.paper {reports: [{told: "2025-10-11 14:00", told_basis: "sheet 1", what: "more red screens", organisation: DPH}]}
expect answer.items.0.told is 2025-10-11 14:00
HELPDESK of DPH does report.mine as MINE
expect MINE.items.0.entry is 2025-10-13 10:00
expect ledger verifies

story S-25 The clock is set back by an hour: it is noticed, told and of record; nothing fires twice, nothing is lost
given staff of DPH

at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 14:00
at 13:30
reporter reports "another list" about DPH as R2
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B2 of R2 due 17:30
at 14:00:01
expect B2 of R1 overdue
CISO does notice.list
expect answer.items lacks "The clock of Revere was set back"

the clock is set back by 1h
CISO does notice.list
expect answer.items contains "The clock of Revere was set back"
SYSADMIN does notice.list
expect answer.items has 1 items
expect answer.items.0.subject is "The clock of Revere was set back"
expect answer.items.0.accepted is 2025-09-09 13:00:01
CISO does ledger.list
expect answer.items contains "clock.alarm"
# What was late stays late; a deadline that was passed is not passed again.
expect B2 of R1 overdue and due 14:00
expect B2 of R2 due 17:30 and open
at 13:30
SYSADMIN does notice.list
expect answer.items has 1 items
SIRT_LEAD of DPH responds to R2 "recalled it"
expect B2 of R2 fulfilled on time
at 14:30
expect B2 of R1 overdue and late 30m
expect at most 1 notices to CISO about B2 of R1
expect 1 notice to AGENCY_HEAD of DPH about B2 of R1
# The clock has caught up. Another time it is told again.
reporter reports "a third list" about DPH as R3
SOC_ANALYST evaluates R3: data internal confirmed, priority 2, action "recall it"
expect B2 of R3 due 18:30
the clock is set back by 20m
SYSADMIN does notice.list
expect answer.items has 2 items
at 18:30:01
expect B2 of R3 overdue
# A step of a few seconds, as a clock that is kept right makes it, is none.
the clock is set back by 3s
SYSADMIN does notice.list
expect answer.items has 2 items
expect ledger verifies
