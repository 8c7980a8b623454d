# SPDX-License-Identifier: Apache-2.0
# Clauses of what is listened to, each as its entry in the catalogue says it.

story A source that is silent for longer than it may be is an alarm, and less is covered
given staff of DPH
at Tue 2025-09-09 08:30
house does source.report watch=w1 source=fw state=heard last="2025-09-09 08:30" limit_seconds=3600
house does source.report watch=w1 source=vpn state=heard last="2025-09-09 08:30" limit_seconds=3600
house does source.report watch=w2 source=dns state=heard last="2025-09-09 08:30" limit_seconds=3600
house does source.report watch=w2 source=mail state=heard last="2025-09-09 08:30" limit_seconds=3600
SOC_ANALYST does source.coverage
expect answer.sources is 4
expect answer.heard is 4
expect answer.watches is 2
expect answer.percent is 100
at 10:00:00
expect nobody owes C20 of all
at 10:00:01
house does source.report watch=w1 source=fw state=silent at="2025-09-09 10:00" last="2025-09-09 09:00" limit_seconds=3600
proves AD2022-1-MON-1
expect C20 of all owed by SOC_ANALYST, owed to SOC_DIRECTOR, due 10:00, overdue
SOC_DIRECTOR does notice.list
expect answer.items has 1 items
expect answer.items.0.subject is "A source of logs is silent"
expect answer.items.0.serves.0.rule is C20
expect answer.items.0.accepted is 2025-09-09T14:00:01Z
SOC_ANALYST does source.list
expect answer.items.0.source is fw
expect answer.items.0.state is silent
SOC_ANALYST does source.coverage
expect answer.heard is 3
expect answer.silent is 1
expect answer.percent is 75
# It is healthy again when it is heard, and not because somebody says so.
missing: SOC_ANALYST does source.report watch=w1 source=fw state=heard
missing: SOC_DIRECTOR does source.report watch=w1 source=fw state=heard
at 10:20
house does source.report watch=w1 source=fw state=heard at="2025-09-09 10:20" last="2025-09-09 10:20" limit_seconds=3600
SOC_ANALYST does source.coverage
expect answer.percent is 100
expect C20 of all fulfilled late 20m
refused: ISO of DPH does source.coverage
stranger: reporter does source.coverage
expect ledger verifies

story Assets whose logs nobody listens to are named, with since when
given staff of DPH, DTA
given asset DESK-5 of DPH rated low
given asset DESK-6 of DPH rated unrated interim low
at Mon 2025-09-08 20:00
given asset DB-1 of DPH rated critical
at 20:01
given asset DB-2 of DPH rated critical
at 20:02
given asset DB-3 of DPH rated high
at 20:03
given asset DB-4 of DPH
at 21:00
# Whoever keeps an asset says which source shows it, in words that lead to one.
invalid: ISO of DPH does asset.change asset=DB-2 source="db-2" reason="its logs"
expect invalid naming "source"
invalid: ISO of DPH does asset.change asset=DB-2 rating=ripe reason="its logs"
expect invalid naming "rating"
invalid: ISO of DPH does asset.change asset=DB-2 source="w1/db-2"
expect invalid naming "reason"
missing: ISO of DTA does asset.change asset=DB-2 source="w1/db-2" reason="not ours"
ISO of DPH does asset.change asset=DB-2 source="w1/db-2" reason="its logs"
expect answer.version is 2
expect answer.rating is critical
ISO of DPH does asset.change asset=DB-3 source="w1/db-3" reason="its logs"
house does source.report watch=w1 source=db-2 state=heard last="2025-09-08 21:00" limit_seconds=3600
house does source.report watch=w1 source=db-3 state=heard last="2025-09-08 21:00" limit_seconds=3600
at 23:00
house does source.report watch=w1 source=db-2 state=silent at="2025-09-08 23:00" last="2025-09-08 22:00" limit_seconds=3600
at Tue 2025-09-09 00:05
proves SEC43-OBJ-6
SOC_ANALYST does source.coverage
expect answer.items has 4 items
expect answer.items.0.name is DB-1
expect answer.items.0.says is "no source"
expect answer.items.0.met is false
expect answer.items.1.name is DB-2
expect answer.items.1.says is "silent for 2 h 5 min"
expect answer.items.1.met is false
expect answer.items.2.name is DB-3
expect answer.items.2.says is "heard"
expect answer.items.2.met is true
# What is not rated counts as the worst, until somebody gives it an interim rating.
expect answer.items.3.name is DB-4
expect answer.items.3.says is "no source"
expect ledger verifies

story Assets that nobody has rated for a month are listed, with whose they are and how old
given staff of DPH, DTA
at Fri 2025-08-01 09:00
given asset A1 of DPH
at 09:01
given asset A2 of DTA rated unrated interim low
given asset A3 of DPH rated high
given asset A4 of DPH
at Sun 2025-08-31 09:00
# After thirty days, not on the thirtieth.
CISO does asset.unrated
expect answer.items has 0 items
given asset A5 of DPH
at Mon 2025-09-01 09:01
ISO of DPH does asset.change asset=A4 rating=medium reason="looked at"
proves IS005-7-CISO-3
CISO does asset.unrated
expect answer.items has 2 items
expect answer.items.0.name is A1
expect answer.items.0.short is DPH
expect answer.items.0.age_days is 31
expect answer.items.1.name is A2
expect answer.items.1.short is DTA
expect answer.items.1.age_days is 31
CISO does asset.unrated days=0
expect answer.items has 3 items
stranger: reporter does asset.unrated
expect ledger verifies
