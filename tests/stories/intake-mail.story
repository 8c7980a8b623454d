# SPDX-License-Identifier: Apache-2.0
story A mail in the night
given staff of DPH

at Sun 2025-10-12 03:12
mail from nurse@dph.example.org subject "Red screens" "Every screen asks for money." as R1
expect answer.became is report
expect R1.told is 2025-10-12 03:12
expect R1.title is "Red screens"
expect R1.reports.0.channel is mail
expect R1.reports.0.contact is nurse@dph.example.org
expect R1.reports.0.told_basis contains "not verified"
expect rating of R1 low provisional
# Nobody said which agency it is about: the SOC hears of it at once.
expect notice to SOC_ANALYST about A4 accepted within 1m
expect A4 of R1 fulfilled on time and evidence E1

at +2m
SOC_ANALYST adds DPH to R1
expect notice to AGENCY_HEAD of DPH about A1 accepted

# Whoever wrote it hears that it came, and what to do and not to do.
SOC_ANALYST does notice.list incident=R1
expect answer.items contains "We have your report"
expect answer.items contains "whoever reported it"
expect answer.items lacks "nurse@dph.example.org"

# The same mail once more is no second report; an answer and an automatic reply are none either.
at +3m
mail from nurse@dph.example.org subject "Red screens" "More of them." id two as R2
mail from nurse@dph.example.org subject "Red screens" "More of them." id two
expect answer.became is duplicate
mail from SOC@example.org "we are on it" answers notice to SOC_ANALYST about A4 of R1
expect answer.became is reply
expect timeline of R1 contains "we are on it"
mail from nobody "I am on holiday" automatic answers notice to SOC_ANALYST about A4 of R1
expect answer.became is automatic
mail from away@example.org "I am on holiday" automatic
expect answer.became is automatic
SOC_ANALYST does incident.list
expect answer.items has 2 items
expect at most 5 notices to anyone within 1h of R1
expect ledger verifies

story A mail is told when it is received, whatever its Date says
given staff of DPH
at 2025-11-02T06:31:10Z
proves AD2022-1-CON-1
mail from reporter@example.org subject "odd" "something is odd" dated "Sun, 2 Nov 2025 01:30:00 -0500" as R1
expect R1.told is 2025-11-02 01:31:10 EST
expect R1.reports.0.told_basis contains "Sun, 2 Nov 2025 01:30:00 -0500"
expect R1.reports.0.entry is 2025-11-02 01:31:10 EST

story S-20 By mail: what comes back reopens what it fulfilled
given person head is AGENCY_HEAD of DPH phone 617-555-0100
given staff of DPH

at Wed 2025-10-08 10:00:05
HELPDESK of DPH reports "a stranger is logged in" about DPH told 2025-10-08 10:00 basis "the call log" as R1
expect A1 of R1 owed to head due 10:00 and fulfilled late 5s and evidence E1

# Late is not lost.
at 10:15
mail delays notice to head about A1 of R1 because "450 come again"
expect answer.became is delay
expect A1 of R1 owed to head fulfilled late 5s

at 10:22
mail from nobody returns notice to head about A1 of R1 because "550 5.1.1 no such user"
expect answer.became is bounce
expect notice to head about A1 failed at 10:22
expect A1 of R1 owed to head due 10:00 and overdue and late 22m
expect timeline of R1 contains "550 5.1.1 no such user"
# Returned once more, by another server on the way: nothing more happens.
mail from nobody returns notice to head about A1 of R1 because "550 5.1.1 no such user" id again
expect A1 of R1 owed to head due 10:00 and overdue

at 10:31
SOC_ANALYST attests notice to head about A1 of R1 by phone number "617-555-0100" at 10:31
expect A1 of R1 owed to head due 10:00 and fulfilled late 31m at 10:31 and evidence E3
expect ledger verifies
