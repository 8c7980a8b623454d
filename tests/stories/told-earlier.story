# SPDX-License-Identifier: Apache-2.0
story An earlier telling is proven: the clocks of the case run from it, what was received stays, and lateness is by correction
given staff of DPH, DTA

at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 14:00
at 13:00
SIRT_LEAD of DPH responds to R1 "recalled it"
expect B2 of R1 fulfilled on time
invalid: SOC_ANALYST does incident.told incident=R1 told="2025-09-09 15:00" told_basis="a log" name="the desk" channel=phone
expect invalid naming "told"
invalid: SOC_ANALYST does incident.told incident=R1 told="2025-09-09 08:40" name="the desk" channel=phone
expect invalid naming "told_basis"
missing: ISO of DTA does incident.told incident=R1 told="2025-09-09 08:40" told_basis="a log" name="the desk" channel=phone

at 15:00
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 08:40" told_basis="the list of calls" name="Dora of the helpdesk" channel=phone what="a list is out"
expect R1.told is 2025-09-09 08:40
expect B2 of R1 due 12:40 and starts 08:40 and fulfilled late 20m by correction
expect B2 of R1 due 14:00 and superseded
expect timeline of R1 contains "Dora of the helpdesk"
expect deviation in R1 "an earlier telling came to light"
# As it was known then: on time.
expect B2 of R1 as known 2025-09-09 14:59 due 14:00 and fulfilled on time
# A later one is of record, and moves nothing.
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 09:30" told_basis="a mail" name="the ISO" channel=mail
expect R1.told is 2025-09-09 08:40
expect timeline of R1 contains "an earlier telling is proven already"
expect ledger verifies

story What was merged into a case that is not open is not taken apart; a detection that came by a merger goes back with it
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH detected 2025-09-09 09:00 as R1
at 11:00
reporter reports "a list is out" about DPH detected 2025-09-08 20:00 as R2
expect A10 of R1 due Wed 2025-09-10 09:00
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one list"
expect A10 of R1 due Tue 2025-09-09 20:00 and open
SOC_ANALYST does incident.unmerge incident=R2 reason="two lists"
expect R1.detected is 2025-09-09 09:00
expect 2 A10 of R1 owed
expect A10 of R1 due Wed 2025-09-10 09:00 and open
expect A10 of R2 due Tue 2025-09-09 20:00 and open

at 12:00
reporter reports "the third" about DPH as R3
SOC_ANALYST does incident.merge incident=R3 into=R2 reason="one list"
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one list"
refused: SOC_ANALYST does incident.unmerge incident=R3 reason="not that one"
expect refused naming "is not open"
SIRT_LEAD of DPH does incident.state incident=R1 statement=none answer=none text="our own test"
SOC_DIRECTOR does incident.move incident=R1 move=dismiss
refused: SOC_ANALYST does incident.unmerge incident=R2 reason="not that one"
expect refused naming "False positive"
expect ledger verifies
