# SPDX-License-Identifier: Apache-2.0
story An agency's own ladder, only ever faster: the designee hears at minute ten
given staff of DPH, DTA
given person dan is SCIO of EOHHS as designee 1
at Tue 2025-09-09 08:00
refused: AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-scio rung=1 minutes=16 reason="we are few"
expect refused naming "only a faster ladder"
missing: AGENCY_HEAD of DTA does setting.ladder organisation=DPH ladder=L-scio rung=1 minutes=10 reason="for them"
invalid: AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-none rung=1 minutes=10 reason="ours"
expect invalid naming "ladder"
invalid: AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-scio rung=3 minutes=10 reason="ours"
expect invalid naming "rung"
invalid: AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-4h rung=1 minutes=10 reason="a warning"
expect invalid naming "rung"
AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-scio rung=1 minutes=10 reason="our patients wait"
expect answer.minutes is 10
AGENCY_HEAD of DTA does setting.ladder organisation=DTA ladder=L-scio rung=2 minutes=20 reason="and ours"

at 09:00
reporter reports "pumps stand still" about DPH safety yes as R1
reporter reports "doors stand open" about DTA safety yes as R2
expect A6 of R1 due 09:00 and open
at 09:09:59
expect A6 of R1 level 0
expect no notice to dan
at 09:10
proves IS005-6.1.4.4
expect A6 of R1 level 1
expect notice to dan accepted at 09:10
expect A6 of R2 level 0
expect no notice to dan
at 09:15
expect A6 of R2 level 1
expect notice to dan accepted at 09:15
at 09:20
expect A6 of R2 level 2
expect A6 of R1 level 1
at 09:30
expect A6 of R1 level 2

# Both are listed beside what the policy says; what nobody has set is no difference.
proves SEC43-EXS-3
CISO does setting.differences secretariat=EOHHS
expect answer.items has 2 items
expect answer.items contains DPH
expect answer.items contains DTA
expect answer.items.0.verdict is "permitted difference: stricter"
expect answer.items.1.verdict is "permitted difference: stricter"
expect answer.items.0.policy_minutes is at least 15
expect answer.items contains "our patients wait"
CISO does setting.differences secretariat=EOPSS
expect answer.items has 0 items
invalid: CISO does setting.differences secretariat=NOWHERE

# Back to the policy's: what runs keeps its ladder.
AGENCY_HEAD of DPH does setting.ladder organisation=DPH ladder=L-scio rung=1 reason="the ward is closed"
at 11:00
reporter reports "pumps stand still again" about DPH safety yes as R3
at 11:14:59
expect A6 of R3 level 0
at 11:15
expect A6 of R3 level 1
expect ledger verifies
