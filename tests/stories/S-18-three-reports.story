# SPDX-License-Identifier: Apache-2.0
story S-18 Three reports, one event
given staff of DPH

at Tue 2025-09-09 09:05
house does mail.receive {sender: "nina@example.org", recipient: "reports@example.org", raw: "Date: Tue, 9 Sep 2025 08:50:00 -0400", letter: {text: "our files cannot be opened", date: "2025-09-09T12:50:00Z"}} as MAIL
at 09:10
reporter reports "the files on drive H are odd" about DPH as R3
at 09:30
HELPDESK of DPH reports "a nurse called: files are locked" about DPH told 08:40 by phone basis "the call log" as R1
expect R1.told is "2025-09-09T12:40:00Z"
SOC_ANALYST adds DPH to MAIL

# Each has its own clocks, from its own telling; the time in the head of a mail is not believed.
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
SOC_ANALYST evaluates MAIL: data internal confirmed, priority 2, action "look"
SOC_ANALYST evaluates R3: data internal confirmed, priority 2, action "look"
expect B2 of R1 due 12:40 and open
expect B2 of MAIL due 13:05 and open
expect B2 of R3 due 13:10 and open

# The same organisation, at about the same time: offered to whoever may see them.
SOC_ANALYST does incident.candidates incident=R3
expect answer.items has 2 items

at 09:40
SOC_ANALYST does incident.merge incident=MAIL into=R3 reason="the same drive"
expect B2 of R3 due 13:05 and open
SOC_ANALYST does incident.merge incident=R1 into=R3 reason="the same drive"
expect R1.state is merged
expect R1.merged_into is there
expect R3.told is "2025-09-09T12:40:00Z"
expect R3.reports has 3 items
expect R3.merged has 2 items
expect B2 of R3 due 12:40 and open
expect nobody owes B2 of R1
expect nobody owes B2 of MAIL
refused: SOC_ANALYST does incident.merge incident=R3 into=R1 reason="the other way"
expect refused naming "is not open"
refused: SOC_ANALYST does incident.merge incident=R3 into=R3 reason="itself"
expect refused naming "into itself"

# It was two events after all: both sets of clocks are as they were.
at 10:00
SOC_ANALYST does incident.unmerge incident=R1 reason="another drive"
expect R1.state is evaluated
expect R1.told is "2025-09-09T12:40:00Z"
expect R3.told is "2025-09-09T13:05:00Z"
expect R3.reports has 2 items
expect B2 of R1 due 12:40 and open
expect B2 of R3 due 13:05 and open
SOC_ANALYST does incident.unmerge incident=MAIL reason="another drive"
expect R3.told is "2025-09-09T13:10:00Z"
expect B2 of MAIL due 13:05 and open
expect B2 of R3 due 13:10 and open
refused: SOC_ANALYST does incident.unmerge incident=MAIL reason="again"
expect refused naming "not merged"
SIRT_LEAD of DPH responds to R1 "drive H is off"
expect B2 of R1 fulfilled on time
expect B2 of R3 open
expect ledger verifies
