# SPDX-License-Identifier: Apache-2.0
# What incidents cost, how soon they are reported, and who is asked why it was not sooner.

story A Medium case: it closes with its loss stated, and the loss is in the agency's year
given staff of DTA, DPH
at Tue 2025-09-09 09:00
reporter reports "a service stands still" about DTA as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "restore"
at Fri 2025-09-12 10:00
SIRT_LEAD of DTA does incident.guards incident=R1
SIRT_LEAD of DTA does incident.classify incident=R1 certainty=actual source="a wrong rule" vector=unknown other="an outage"
SIRT_LEAD of DTA does incident.move incident=R1 move=confirm
SIRT_LEAD of DTA does incident.measure incident=R1 what="the rule is taken back"
SIRT_LEAD of DTA does incident.move incident=R1 move=contain
SIRT_LEAD of DTA does incident.move incident=R1 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R1 move=recover
SIRT_LEAD of DTA does incident.state incident=R1 statement=service answer=restored text="all run"
SIRT_LEAD of DTA does incident.move incident=R1 move=resolve
proves SEC43-OBJ-3
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "SEC43-OBJ-3"
invalid: SIRT_LEAD of DTA does loss.state incident=R1 low="12,500.001" basis="overtime"
SIRT_LEAD of DTA does loss.state incident=R1 low="12,500.00" hours=9 data="none" basis="overtime of the night"
SIRT_LEAD of DTA does review.read incident=R1
expect answer.loss.low is "12500.00"
expect answer.loss.hours is 9
expect answer.loss.data is none
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused
SIRT_LEAD of DTA does incident.guards incident=R1
expect answer contains "the loss is stated"
CISO does loss.sum organisation=DTA year=2025
expect answer.high is "12500.00"
expect answer.low is "12500.00"
expect answer.hours is 9
expect answer.stated is 1
expect answer.items.0.number is "$R1.number"
# The secretariat above has it, another agency and another year have not.
CISO does loss.sum organisation=EOHHS year=2025
expect answer.high is "12500.00"
CISO does loss.sum organisation=DPH year=2025
expect answer.high is "0.00"
CISO does loss.sum organisation=DTA year=2024
expect answer.incidents is 0
invalid: CISO does loss.sum organisation=NOBODY year=2025
# Whoever may not see the case is not told by a sum.
AGENCY_HEAD of DPH does loss.sum organisation=DTA year=2025
expect answer.high is "0.00"
expect answer.incidents is 0
stranger: somebody does loss.sum organisation=DTA year=2025
# What is stated anew counts in place of it.
SIRT_LEAD of DTA does loss.state incident=R1 low="0" high="20,000" hours=9 basis="the bill has come"
CISO does loss.sum organisation=DTA year=2025
expect answer.low is "0.00"
expect answer.high is "20000.00"
expect ledger verifies

story Delays of a month: the median and the worst
given staff of DPH
at Mon 2025-09-01 12:00
reporter reports "one" about DPH known since 11:55 as R1
at Tue 2025-09-09 12:00
reporter reports "two" about DPH known since 11:50 as R2
at Tue 2025-09-30 23:59
reporter reports "three" about DPH known since 18:59 as R3
reporter reports "nobody says since when" about DPH as R4
at Wed 2025-10-01 00:00
reporter reports "the next month" about DPH known since 2025-09-30 23:00 as R5
proves AD2022-1-REP-1.3
CISO does delay.sum organisation=DPH year=2025
expect answer.items.8.month is 2025-09
expect answer.items.8.reports is 3
expect answer.items.8.unknown is 1
expect answer.items.8.median_s is 600
expect answer.items.8.median is "10 min"
expect answer.items.8.worst_s is 18000
expect answer.items.8.worst is "300 min"
expect answer.items.9.reports is 1
expect answer.items.9.median is "60 min"
expect answer.items.7.reports is 0
AGENCY_HEAD of DPH does delay.sum organisation=DPH year=2025
expect answer.items.8.median is "10 min"
# Of four, the middle lies between two.
reporter does report.call what="four" organisation=DPH known_since="2025-10-01T03:40:00Z" as R6
CISO does delay.sum organisation=DPH year=2025
expect answer.items.9.median is "40 min"

story Detected at nine, reported at twenty to ten: it is taken at once, and the ISO is asked why
given person ivy is ISO of DPH
given staff of DPH without ISO
at Tue 2025-09-09 09:40
proves SEC43-ISO-5
reporter reports "a login at night" about DPH detected 09:00 as R1
expect R1.state is reported
expect A1 of R1 fulfilled
expect R1.reports.0.delay_s is 2400
expect A17 of R1 owed by ivy
ivy does request.mine
expect answer.items has 1 items
expect answer.items.0.question contains "Why was it not reported at once?"
expect answer.items.0.question contains "40 min later"
expect notice to ivy subject "question"
at 09:50
ivy does request.answer request=$answer.items.0.request answer="the night shift waited for the morning"
expect A17 of R1 fulfilled
SOC_ANALYST does request.list incident=R1
expect answer contains "the night shift waited for the morning"
# A quarter of an hour is no delay that anybody is asked about, and nor is a body that takes part of its own will.
at 11:00
reporter reports "another" about DPH detected 10:45 as R2
expect R2.reports.0.delay_s is 900
expect no A17 of R2
reporter reports "a third" about DPH detected 10:44:59 as R3
expect A17 of R3 owed by ivy
reporter reports "a fourth" about CPCS detected 08:00 as R4
expect no A17 of R4
reporter reports "whose, nobody knows" detected 08:00 as R5
expect no A17 of R5
expect R5.reports.0.delay_s is 10800
expect ledger verifies
