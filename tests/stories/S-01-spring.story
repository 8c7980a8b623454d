# SPDX-License-Identifier: Apache-2.0
story S-01 Spring: an hour that is not there
proves IS005-6.4.4-MT

given staff of DPH

at Sun 2025-03-09 00:30 EST
reporter reports "files went to the wrong people" about DPH detected Sat 2025-03-08 14:00 as R1
at +5m
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "recall the mail"
expect rating of R1 medium evaluated
expect B2 of R1 due 2025-03-09 05:30 EDT, starts 2025-03-09 00:30 EST and open
expect B2 of R1 due 2025-03-09T09:30:00Z
expect no B2 of R1 due 2025-03-09 04:30

proves SEC43-ISO-6
expect every A10 of R1 due Sun 2025-03-09 15:00 EDT and open

# A time that the clocks skip is refused, with both readings.
SIRT_LEAD of DPH does incident.respond incident=R1 action="locked the mailbox" at="2025-03-09 02:30"
expect invalid naming "at"
at 03:30
SIRT_LEAD of DPH responds to R1 "locked the mailbox" at 2025-03-09 03:10
expect B2 of R1 fulfilled on time at 2025-03-09 03:10 EDT
expect ledger verifies
