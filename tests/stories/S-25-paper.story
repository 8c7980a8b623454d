# SPDX-License-Identifier: Apache-2.0
story S-25 What was kept on paper while the house was down
given staff of DPH

at Sat 2025-10-11 11:00
reporter reports "before" about DPH as R0
the house is down from 2025-10-11 12:00 to 2025-10-13 09:00
at Mon 2025-10-13 09:10
HELPDESK of DPH does report.paper {reports: [{told: "2025-10-11 14:00", told_basis: "sheet 1, taken down by H.", what: "screens are red", organisation: DPH, human_safety: no}, {told: "2025-10-12 22:30", told_basis: "sheet 2", what: "a letter with a stick in it", organisation: DPH}]}
expect answer.items has 2 items
expect answer.items.0.told is 2025-10-11 14:00
expect answer.items.0.deviation contains "entered at"
expect answer.items.1.told is 2025-10-12 22:30
HELPDESK of DPH does report.mine as MINE
expect MINE.items has 2 items
expect MINE.items.0.entry is 2025-10-13 09:10
expect MINE.items.0.channel is paper
SOC_ANALYST does incident.list
expect answer.items has 3 items
# The clocks run from the telling: everyone is told late, and nobody is told twice.
expect A1 of all starts 2025-10-11 14:00
expect A1 of all starts 2025-10-12 22:30
expect at most 3 notices to AGENCY_HEAD of DPH about A1
invalid: HELPDESK of DPH does report.paper {reports: [{told: "2025-10-13 10:00", told_basis: "sheet 3", what: "not yet"}]}
stranger: reporter does report.paper {reports: [{told: "2025-10-12 10:00", told_basis: "sheet 3", what: "who"}]}
expect ledger verifies

story A reporter without a sign-in adds and corrects, and sees what to do
given staff of DPH
at Thu 2025-10-09 09:10
reporter reports "it began at nine" about DPH as R1
reporter reads receipt of R1
expect answer.state is reported
expect answer.now has 4 items
expect answer.not_now has 3 items
at +10m
reporter does report.add number=$R1.number receipt=$R1.receipt what="two screens"
reporter does report.add number=$R1.number receipt=$R1.receipt what="it began at eight" corrects=0
expect answer.what is "it began at nine"
expect answer.statements has 2 items
expect answer.statements.1.corrects is 0
expect timeline of R1 contains "the reporter corrects: it began at eight"
missing: reporter does report.add number=$R1.number receipt=ABCDEFGHJKMN what="not mine"
