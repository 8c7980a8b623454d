# SPDX-License-Identifier: Apache-2.0
story C20 A log source that falls silent is looked into, until it is heard again
given staff of DPH

at Fri 2025-09-12 10:00
expect nobody owes C20 of all
# Heard, and never silent before: no news.
house does source.report watch=w1 source=fw state=heard
expect nobody owes C20 of all
house does source.report watch=w1 source=fw state=silent at="2025-09-12 09:59:30" last="2025-09-12 09:49:30" limit_seconds=600
expect C20 of all owed by SOC_ANALYST, owed to SOC_DIRECTOR, due 2025-09-12 09:59:30
# Said again, it is no news; another source is a duty of its own, and so is the same name at another watch.
house does source.report watch=w1 source=fw state=silent
expect 1 C20 of all
house does source.report watch=w1 source=vpn state=silent
house does source.report watch=w2 source=fw state=silent
expect 3 C20 of all
SOC_ANALYST does source.list
expect answer.items.0.source is fw
expect answer.items.0.state is silent
expect answer.items.0.since is 2025-09-12T13:59:30Z
expect answer.items.1.source is vpn
at 10:30
house does source.report watch=w1 source=fw state=heard
expect 1 C20 of all fulfilled late 30m30s
expect 2 C20 of all overdue
at 12:00
house does source.report watch=w1 source=fw state=silent
expect 4 C20 of all
house does source.report watch=w1 source=fw state=heard
expect 2 C20 of all overdue
expect ledger verifies

story Alerts are grouped, seen by those who read cases, and closed with a reason
given staff of DPH
given person ana is SOC_ANALYST
given person dee is ISO of DOR
given person joe is AGENCY_MGMT of DPH

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding="r1/host7/1" rule=r1 title="A shell where none should be" level=high entity=host7 first="2025-09-12 09:59" says="Image was /bin/nc" count=1
house does alert.raise watch=w1 finding="r1/host7/1" rule=r1 title="A shell where none should be" level=high entity=host7 first="2025-09-12 09:58" last="2025-09-12 10:00" says="twice" count=2
at 10:05
house does alert.raise watch=w1 finding="r2/x/1" rule=r2 title="Of an agency" organisation=DPH first="2025-09-12 10:00"
ana does alert.list
expect answer.items has 2 items
expect answer.items.1.count is 2
expect answer.items.1.first is 2025-09-12T13:58:00Z
expect answer.items.1.state is open
ana does alert.close alert=$answer.items.1.alert reason="a test of ours"
expect answer.state is closed
ana does alert.list state=open
expect answer.items has 1 items
joe does alert.list
expect answer.items has 0 items
dee does alert.list
expect answer.items has 0 items
missing: ana does source.report watch=w1 source=fw state=silent
missing: ana does alert.raise watch=w1 finding=x rule=r title=t first="2025-09-12 10:00"
expect ledger verifies

story What a rule finds is suppressed by somebody, for a reason, until an end, and counted
given staff of DPH
given person ana is SOC_ANALYST
given person dee is ISO of DOR

at Fri 2025-09-12 10:00
ana does suppression.create rule=r1 until="2025-09-12 09:59" reason="it is over"
expect invalid naming "until"
ana does suppression.create rule=r1 until="2025-09-12 12:00"
expect invalid naming "reason"
dee does suppression.create rule=r1 until="2025-09-12 12:00" reason="not mine to say"
expect refused
ana does suppression.create rule=r1 entity=host7 until="2025-09-12 12:00" reason="a test of ours"
house does suppression.count suppression=$answer.suppression watch=w1 count=3 last="2025-09-12 10:20"
house does suppression.count suppression=$answer.suppression watch=w1 count=2 last="2025-09-12 10:10"
ana does suppression.list
expect answer.items.0.suppressed is 5
expect answer.items.0.last is 2025-09-12T14:20:00Z
expect answer.items.0.state is active
house does suppression.active
expect answer.items has 1 items
expect answer.items.0.entity is host7
at 12:00
house does suppression.active
expect answer.items has 0 items
ana does suppression.list
expect answer.items.0.state is ended
ana does suppression.end suppression=$answer.items.0.suppression reason="too late"
expect refused
ana does suppression.create rule=r2 until="2025-09-13 12:00" reason="noise"
ana does suppression.end suppression=$answer.suppression reason="mended"
house does suppression.active
expect answer.items has 0 items
expect ledger verifies

story What a rule finds is tuned by somebody: a value excluded, a number to reach, another level
given staff of DPH
given person ana is SOC_ANALYST

at Fri 2025-09-12 10:00
ana does suppression.create rule=r1 does=exclude value=albert until="2025-09-12 12:00" reason="our scanner"
expect invalid naming "field"
ana does suppression.create rule=r1 does=exclude field=user value=albert entity=h until="2025-09-12 12:00" reason="our scanner"
expect invalid naming "entity"
ana does suppression.create rule=r1 does=threshold until="2025-09-12 12:00" reason="noise"
expect invalid naming "at_least"
ana does suppression.create rule=r1 does=threshold at_least=1 until="2025-09-12 12:00" reason="noise"
expect invalid naming "at_least"
ana does suppression.create rule=r1 does=level level=loud until="2025-09-12 12:00" reason="noise"
expect invalid naming "level"
ana does suppression.create rule=r1 field=user until="2025-09-12 12:00" reason="noise"
expect invalid naming "field"
ana does suppression.create rule=r1 does=exclude field=user value=albert until="2025-09-12 12:00" reason="our scanner"
at +1s
ana does suppression.create rule=r2 entity=h does=threshold at_least=20 until="2025-09-12 13:00" reason="noise" as T
at +1s
ana does suppression.create rule=r3 does=level level=critical until="2025-09-12 13:00" reason="it is an attack"
house does suppression.count suppression=$T.suppression watch=w1 count=19 last="2025-09-12 10:20"
house does suppression.active
# A watch that knows only suppressions does not take a tuning for one.
expect answer.items has 0 items
expect answer.tunings has 3 items
expect answer.tunings.0.field is user
expect answer.tunings.0.value is albert
expect answer.tunings.1.at_least is 20
expect answer.tunings.1.entity is h
expect answer.tunings.2.level is critical
expect answer.tunings.0.reason is absent
at 12:00
house does suppression.active
expect answer.tunings has 2 items
ana does suppression.list
expect answer.items.1.suppressed is 19
expect answer.items.1.does is threshold
expect answer.items.2.state is ended
ana does suppression.end suppression=$T.suppression reason="mended"
house does suppression.active
expect answer.tunings has 1 items
expect ledger verifies

story A watch that says nothing for too long is dead: its sources are silent by the clock, until it speaks again
given staff of DPH
given person ana is SOC_ANALYST
given person dee is ISO of DOR

at Fri 2025-09-12 10:00
house does source.report watch=w1 source=fw state=heard
house does source.report watch=w1 source=vpn state=silent at="2025-09-12 09:30"
house does source.report watch=w2 source=fw state=heard
house does sensor.live watch=w1 began="2025-09-12 08:00" sources=[{"source":"fw","received":12,"parsed":10,"stored":11,"dropped":1,"last":"2025-09-12T13:59:30Z"}]
expect answer.silent is ["vpn"]
house does sensor.live watch=w2 began="2025-09-12 08:00"
house does sensor.live watch=w3 began="2025-09-12 08:00"
expect 1 C20 of all
ana does sensor.list
expect answer.items has 3 items
expect answer.items.0.state is lives
expect answer.items.0.sources.0.stored is 11
expect answer.items.0.sources.0.state is heard
expect answer.items.0.sources.0.last is 2025-09-12T13:59:30Z
refused: dee does sensor.list
missing: ana does sensor.live watch=w1 began="2025-09-12 08:00"
missing: ana does sensor.pass since="2025-09-12 08:00"
at 10:02
# The second goes on, the others do not.
house does sensor.live watch=w2 began="2025-09-12 08:00"
expect 1 C20 of all
at 10:02:59
expect 1 C20 of all
at 10:03
# fw of the first, and the third, of whose sources nothing is known: itself. Not the second.
expect 3 C20 of all
expect C20 of all owed by SOC_ANALYST, owed to SOC_DIRECTOR, due 2025-09-12 10:03:00
house does sensor.live watch=w2 began="2025-09-12 08:00"
ana does source.list
expect answer.items.0.source is fw
expect answer.items.0.state is silent
expect answer.items.0.since is 2025-09-12T14:03:00Z
expect answer.items.3.source is watch
expect answer.items.3.state is silent
ana does sensor.list
expect answer.items.0.state is silent
expect answer.items.1.state is lives
# It speaks again: it was cut off, and heard fw all the while. That is known now, not then.
at 10:05
house does sensor.live watch=w2 began="2025-09-12 08:00"
house does sensor.live watch=w1 began="2025-09-12 08:00"
expect answer.silent is ["fw","vpn"]
house does source.report watch=w1 source=fw state=heard at="2025-09-12 10:01"
expect 1 C20 of all fulfilled late 2m
house does sensor.live watch=w3 began="2025-09-12 10:04"
expect answer.silent is ["watch"]
house does source.report watch=w3 source=watch state=heard
expect 2 C20 of all fulfilled late 2m
# The house was down, and nobody could say anything to it: that is nobody's silence.
house does sensor.live watch=w2 began="2025-09-12 08:00"
the house is down from 10:06 to 11:00
expect 2 C20 of all fulfilled late 2m
expect 3 C20 of all
at 11:01
house does sensor.live watch=w1 began="2025-09-12 10:58"
house does sensor.live watch=w2 began="2025-09-12 10:58"
at 11:03
# The third does not come back.
expect 4 C20 of all
expect ledger verifies
