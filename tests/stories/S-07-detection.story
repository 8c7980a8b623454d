# SPDX-License-Identifier: Apache-2.0
story S-07 A detection that turns out to be earlier, and both views of it
given staff of DPH

at Tue 2025-09-09 09:30
reporter reports "mail rules nobody made" about DPH detected 2025-09-09 09:00 as R1
at Wed 2025-09-10 08:30
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect every A10 of R1 due Wed 2025-09-10 09:00 and fulfilled on time
# The follow-up counts for its date.
expect A11 of R1 due Wed 2025-09-10 17:00 and fulfilled on time
at Thu 2025-09-11 10:00
SOC_ANALYST detects R1 at 2025-09-08 06:00 because "the log of the mail server"
expect 2 A10 of R1 due Tue 2025-09-09 06:00 and fulfilled late 26h30m and by correction
expect 2 A10 of R1 due Wed 2025-09-10 09:00 and superseded by A10
expect 1 A11 of R1 due Tue 2025-09-09 17:00 and missed because "missed by correction", by correction
expect 1 A11 of R1 due Wed 2025-09-10 17:00 and fulfilled on time
expect 1 A11 of R1 due Thu 2025-09-11 17:00 and open
# As known then nothing was late.
expect every A10 of R1 fulfilled on time, as known Wed 2025-09-10 12:00
expect no A11 of R1 due Tue 2025-09-09 17:00 as known Wed 2025-09-10 12:00
SOC_ANALYST reads A10 of R1 fulfilled
expect answer.late_s is 95400
expect answer.supersedes.0.late_s is 0
# What was missed is explained; that takes nothing away.
DESIGNATED_CONTACT of DPH reads A11 of R1 due 2025-09-09 17:00
DESIGNATED_CONTACT of DPH does obligation.explain obligation=$answer.obligation explanation="nobody knew of it on that day"
expect A11 of R1 due 2025-09-09 17:00 and missed and explained
# Forward, what is not due yet and lies before it is called off, and lateness stays in the record.
at 11:00
SOC_ANALYST detects R1 at 2025-09-11 08:00 because "the clock of that server was wrong"
expect 2 A10 of R1 due Fri 2025-09-12 08:00 and fulfilled on time
expect A11 of R1 due Thu 2025-09-11 17:00 and cancelled because corrected
expect A11 of R1 due Tue 2025-09-09 17:00 and missed
expect 1 A11 of R1 due Fri 2025-09-12 17:00 and open
expect ledger verifies

story A11 The days before a detection that was corrected while nobody had reported
given staff of DPH
at Tue 2025-09-09 09:30
reporter reports "mail rules nobody made" about DPH detected 2025-09-09 09:00 as R1
at Tue 2025-09-09 12:00
SOC_ANALYST detects R1 at 2025-09-08 06:00 because "the log of the mail server"
expect 1 A11 of R1 due Tue 2025-09-09 17:00 and open
expect 1 A11 of R1 due Wed 2025-09-10 17:00 and open
at Wed 2025-09-10 18:00
expect A11 of R1 due Tue 2025-09-09 17:00 and overdue
expect A11 of R1 due Wed 2025-09-10 17:00 and overdue
expect 1 A11 of R1 due Thu 2025-09-11 17:00
at Fri 2025-09-12 17:00:01
expect A11 of R1 due Tue 2025-09-09 17:00 and missed because "period passed"
