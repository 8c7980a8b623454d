# SPDX-License-Identifier: Apache-2.0
story A9 Of a Low incident the CIO and the CISO hear in the digest
proves SEC43-POL-1
given staff of DCR

at Tue 2025-09-09 11:00
reporter reports "a kiosk is defaced" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "clean it"
expect notice to SCIO of DCR about A5 accepted at 11:00
expect every A9 of R1 due 2025-09-09 17:00 and open and product default
at 17:00:01
expect notice to CIO about A9 accepted at 2025-09-09 17:00
expect notice to CISO about A9 accepted at 2025-09-09 17:00
expect every A9 of R1 fulfilled on time

story A9 Several Low incidents of one day are one message to each
given staff of DCR, DOR
at Tue 2025-09-09 11:00
reporter reports "a kiosk is defaced" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "clean it"
at 14:00
reporter reports "spam" about DOR as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "filter it"
at 16:59:59
expect no notice to CIO about A9 of R1 accepted
at 17:00:01
expect notice to CIO about A9 of R1 accepted at 2025-09-09 17:00
expect notice to CIO about A9 of R2 accepted at 2025-09-09 17:00
expect every A9 of R1 fulfilled on time
expect every A9 of R2 fulfilled on time
CIO opens link of notice about A9 of R2
expect answer.subject is "Security incidents of the day"
expect answer.body contains ": DCR, rated low"
expect answer.body contains ": DOR, rated low"
expect answer.body lacks kiosk
# One letter, that is acknowledged and comes back as one.
CIO acknowledges by link notice about A9 of R1
expect notice to CIO about A9 of R1 acknowledged
expect notice to CIO about A9 of R2 acknowledged
channel mail bounces notice to CISO about A9 of R1
expect notice to CISO about A9 of R1 failed
expect notice to CISO about A9 of R2 failed
expect ledger verifies

story A9 Of a Low incident rated after the digest they hear on the next day
given staff of DCR
at Tue 2025-09-09 17:30
reporter reports "a kiosk is defaced" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "clean it"
expect every A9 of R1 due 2025-09-10 17:00

story A9 Of a High incident they hear at once
given staff of DCR
at Tue 2025-09-09 11:00
reporter reports "the alarm is off" about DCR as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "clear the floor"
expect notice to CIO about A9 accepted at 11:00
expect every A9 of R1 fulfilled on time

story A10 The follow-up report, in time and late
given staff of DPH
at Sat 2025-10-11 16:30
reporter reports "a scan of our hosts" about DPH detected 2025-10-11 16:00 as R1
reporter reports "a scan of our hosts" about DPH detected 2025-10-11 16:00 as R2
expect every A10 of R1 due Sun 2025-10-12 16:00
at Sun 2025-10-12 16:00
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect every A10 of R1 fulfilled on time and evidence E4
at 16:45
expect every A10 of R2 overdue
DESIGNATED_CONTACT of DPH sends follow-up of R2 complete at 16:30
expect every A10 of R2 fulfilled late 30m
expect ledger verifies

story A10 A detection that is corrected moves the due, and lateness is seen
given staff of DPH
at Tue 2025-09-09 09:30
reporter reports "mail rules nobody made" about DPH detected 2025-09-09 09:00 as R1
at Wed 2025-09-10 08:30
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect every A10 of R1 fulfilled on time
at Thu 2025-09-11 10:00
SOC_ANALYST detects R1 at 2025-09-08 06:00 because "the log of the mail server"
expect A10 of R1 due 2025-09-09 06:00 and late 26h30m
expect R1.detected is 2025-09-08 06:00
