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
# What was received stays as it was; the proof is a report beside it, entered when it was.
expect R1.reports has 2 items
expect R1.reports.0.told is 2025-09-09 10:00
expect R1.reports.0.entry is 2025-09-09 10:00
expect R1.reports.1.told is 2025-09-09 08:40
expect R1.reports.1.entry is 2025-09-09 15:00
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

story An earlier telling is a report of its own: who is to be told of every report was to be told then
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
expect 2 A1 of R1
at 15:00
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 08:40" told_basis="the list of calls" name="Dora of the helpdesk" channel=phone what="a list is out"
expect 4 A1 of R1
expect A1 of R1 starts 10:00 and fulfilled on time
expect A1 of R1 starts 08:40 and due 08:40 and fulfilled late 80m by correction
expect A1 of R1 starts 08:40 and owed to AGENCY_MGMT and evidence E1
expect A2 of R1 starts 08:40 and fulfilled late 80m by correction
expect A3 of R1 starts 08:40 and fulfilled late 80m by correction
expect A4 of R1 starts 08:40 and fulfilled late 80m by correction
expect A5 of R1 starts 08:40 and fulfilled late 80m by correction
expect A8 of R1 starts 08:40 and fulfilled late 80m by correction
# Nobody is told a second time.
expect 1 notice to AGENCY_HEAD of DPH about A1
expect 1 notice to SOC_ANALYST about A4
# As it was known then, nobody was late.
expect no A1 of R1 as known 2025-09-09 14:59 and late
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 09:30" told_basis="a mail" name="the ISO" channel=mail
expect 4 A1 of R1
SOC_ANALYST does incident.told incident=R1 told="2025-09-09 08:40" told_basis="the list of calls" name="Dora of the helpdesk" channel=phone
expect 4 A1 of R1
expect ledger verifies

story An earlier telling on the last night of a contract: the body was bound, and is told now
given staff of DPH
given organisation SDX "Sheriff's office of X" branch county type office binding voluntary without secretariat
given organisation SDX binding contractual from 2025-07-01 to 2026-06-30
given person hal is AGENCY_HEAD of SDX
given person ida is ISO of SDX
at Wed 2026-07-01 00:10
reporter reports "a mailbox was read" about SDX as R1
expect no A1 of R1
expect no A10 of R1
expect no notice to hal
at 01:00
SOC_ANALYST does incident.told incident=R1 told="2026-06-30 23:50" told_basis="the list of calls" name="the service desk" channel=phone
expect A1 of R1 starts 2026-06-30 23:50 and owed to AGENCY_HEAD of SDX and fulfilled late 70m
expect notice to hal about A1 accepted at 01:00
expect A10 of R1 due 2026-07-02 00:10 and open
expect ledger verifies

story What a superior was told by telephone stands in the High report, with whose word it is
given person tess is SIRT_LEAD of DPH
given staff of DPH without AGENCY_MGMT
at Tue 2025-09-09 09:30
reporter reports "pumps stand still" about DPH detected 09:00 as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
at 09:40
proves IS005-6.4.3.1.2
invalid: tess does incident.told incident=R1 told="2025-09-09 08:55" told_basis="my own call" name="Sue Pervisor, head of the ward" channel=phone superior=true
expect invalid naming "told"
tess does incident.told incident=R1 told="2025-09-09 09:25" told_basis="my own call" name="Sue Pervisor, head of the ward" channel=phone superior=true
tess does document.prepare incident=R1 document=high-report as BEGUN
expect BEGUN.content.reported_to_mgmt_at.value is "Tue 2025-09-09 09:25:00 EDT, Sue Pervisor, head of the ward, 25 min after it was detected (phone, attested by tess)"
tess sends high-report of R1
expect answer.elements.1.code is reported_to_mgmt_at
tess does document.prepare incident=R1 document=high-report
expect answer.content.reported_to_mgmt_at.value contains "09:25:00 EDT, Sue Pervisor"
tess does incident.told incident=R1 told="2025-09-09 08:55" told_basis="my own call" name="Max Boss" channel=phone superior=true suspicion=true
tess does document.prepare incident=R1 document=high-report
expect answer.content.reported_to_mgmt_at.value contains "Max Boss, before it was detected, as a suspicion"
expect timeline of R1 contains "as a suspicion"
expect ledger verifies
