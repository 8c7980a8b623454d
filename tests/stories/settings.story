# SPDX-License-Identifier: Apache-2.0
story A stricter time of an agency's own: a looser one is refused, what has begun stays as it was
proves IS005-1.1
given staff of DPH, DTA

at Tue 2025-09-09 08:00
reporter reports "a list was sent out" about DPH as R0
SOC_ANALYST evaluates R0: data internal confirmed, priority 2, action "recall it"
expect B2 of R0 due 12:00
at 08:30
refused: AGENCY_HEAD of DPH does setting.local organisation=DPH rule=B2 minutes=360 reason="we are few"
expect refused naming "IS005-6.4.4-MT"
refused: AGENCY_HEAD of DPH does setting.local organisation=DPH rule=B2 minutes=241 reason="a minute more"
# Nobody sets it for others, and nobody without the office.
missing: AGENCY_HEAD of DTA does setting.local organisation=DPH rule=B2 minutes=120 reason="for them"
stranger: reporter does setting.local organisation=DPH rule=B2 minutes=120 reason="who"
AGENCY_HEAD of DPH does setting.local organisation=DPH rule=B2 minutes=120 reason="our patients wait"
expect answer.minutes is 120
at 09:00
reporter reports "another list" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
reporter reports "a list of theirs" about DTA as R2
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 11:00
expect B2 of R2 due 13:00
expect B2 of R0 due 12:00
# The duty itself says what was set, by whom and why.
SOC_ANALYST reads B2 of R1
expect answer.why.settings.0.minutes is 120
expect answer.why.settings.0.of is organisation
expect answer.why.settings.0.by contains "AGENCY_HEAD"
expect answer.why.settings.0.reason is "our patients wait"
SOC_ANALYST reads B2 of R0
expect answer.why.settings is absent
at 11:00:01
expect B2 of R1 overdue
expect B2 of R0 open
expect ledger verifies

story A time of the whole house: from its instant on, by whom the rule names, and back again
given staff of DPH, DTA
at Tue 2025-09-09 08:00
reporter reports "a list was sent out" about DPH as R0
SOC_ANALYST evaluates R0: data internal confirmed, priority 2, action "recall it"
expect B2 of R0 due 12:00 and not product default
refused: CISO does setting.due rule=B2 minutes=300 reason="longer"
expect refused naming "IS005-6.4.4-MT"
invalid: CISO does setting.due rule=B2 minutes=60 from="2025-09-09 07:00" reason="from before"
expect invalid naming "from"
invalid: CISO does setting.due rule=B2 rating=high minutes=60 reason="of what"
expect invalid naming "rating"
invalid: CISO does setting.due rule=B2.end minutes=60 reason="of what"
expect invalid naming "rule"
refused: CISO does setting.due rule=B1 minutes=5 reason="at once is at once"
refused: HELPDESK of DPH does setting.due rule=B2 minutes=60 reason="I ask"
CISO does setting.due rule=B2 minutes=60 from="2025-09-09 12:00" reason="a wave of them"
# An organisation can only be stricter than its house, from when the house is.
refused: AGENCY_HEAD of DTA does setting.local organisation=DTA rule=B2 minutes=90 from="2025-09-09 13:00" reason="ours"
AGENCY_HEAD of DTA does setting.local organisation=DTA rule=B2 minutes=30 reason="ours"
at 11:59:59
reporter reports "before" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 15:59:59
at 12:00
reporter reports "after" about DPH as R2
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
reporter reports "theirs" about DTA as R3
SOC_ANALYST evaluates R3: data internal confirmed, priority 2, action "recall it"
expect B2 of R2 due 13:00
expect B2 of R3 due 12:30
SOC_ANALYST reads B2 of R3
expect answer.why.settings has 2 items
at 14:00
CISO does setting.due rule=B2 reason="the wave is over"
reporter reports "later" about DPH as R4
SOC_ANALYST evaluates R4: data internal confirmed, priority 2, action "recall it"
expect B2 of R4 due 18:00
expect B2 of R2 due 13:00
AGENCY_HEAD of DPH does setting.list
expect answer.items has 3 items
expect answer.items.0.as_the_policy is true
expect answer.items.0.in_force is false
expect answer.items.1.organisation is DTA
expect answer.items.1.in_force is true
expect answer.items.2.minutes is 60
expect answer.items.2.by contains "CISO"
expect answer.items.2.reason is "a wave of them"
stranger: reporter does setting.list
expect ledger verifies

story Where the documents give no time, the house sets any; what comes again goes by it from the next on
given staff of DPH
at Tue 2025-09-09 08:00
reporter reports "screens are red" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "isolate"
expect A12 of R1 due 12:00 and product default
CIO does setting.due rule=A12 rating=high minutes=360 reason="four hours are too many updates"
expect A12 of R1 due 12:00
at 11:00
SOC_ANALYST sends status-update of R1 complete
expect A12 of R1 due 17:00 and not product default and open
at 13:00
reporter reports "more red screens" about DPH as R2
SOC_ANALYST evaluates R2: data restricted confirmed, priority 1, action "isolate"
expect A12 of R2 due 19:00
refused: AGENCY_HEAD of DPH does setting.local organisation=DPH rule=A12 rating=high minutes=400 reason="ours"
expect refused naming "AD2022-1-RSP-2.1"
# A day's duty keeps the calendar's hour.
refused: CISO does setting.due rule=A11 minutes=600 reason="earlier"
expect ledger verifies

story A next business day, and at the latest so many hours
given staff of DPH
at Fri 2025-10-10 08:00
CISO does setting.due rule=B3 minutes=600 reason="ten hours are enough"
at 09:00
reporter reports "a screen flickers" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect B3 of R1 due 19:00
# Never later than the policy.
CISO does setting.due rule=B3 minutes=100000 reason="as good as none"
at 10:00
reporter reports "another flickers" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "look"
expect B3 of R2 due Tue 2025-10-14 17:00

story A clause is switched off and on: a rule without one that counts opens nothing, of record
given staff of DPH
at Tue 2025-09-09 08:00
reporter reports "before" about DPH as R0
refused: SOC_DIRECTOR does setting.clause clause=SEC43-ISO-6 counts=false reason="I ask"
invalid: CISO does setting.clause clause=SEC43-ISO-99 counts=false reason="of what"
CISO does setting.clause clause=SEC43-ISO-6 counts=false from="2025-09-09 10:00" reason="the standard of 2014 is superseded"
at 09:00
reporter reports "still" about DPH as R1
expect A10 of R1 due Wed 2025-09-10 09:00
at 10:00
proves SEC43-HDR-1
reporter reports "no more" about DPH as R2
expect no A10 of R2
expect A11 of R2 open
# What runs already goes on.
expect A10 of R0 due Wed 2025-09-10 08:00 and open
expect A10 of R1 due Wed 2025-09-10 09:00 and open
CISO does setting.list
expect answer.items.0.clause is SEC43-ISO-6
expect answer.items.0.counts is false
expect answer.items.0.reason is "the standard of 2014 is superseded"
expect answer.items.0.by contains "CISO"
expect answer.items.0.from is 2025-09-09T14:00:00Z
expect ledger verifies
# One of two clauses is not enough: the duty rests on the other.
CISO does setting.clause clause=SEC43-POL-1 counts=false reason="superseded"
at 11:00
reporter reports "and this" about DPH as R3
expect A5 of R3
at 12:00
CISO does setting.clause clause=SEC43-ISO-6 counts=true reason="until the new one is out"
reporter reports "again" about DPH as R4
expect A10 of R4 due Wed 2025-09-10 12:00
expect no A10 of R2
expect A10 of R0 open
expect ledger verifies
