# SPDX-License-Identifier: Apache-2.0
story An alert that opens a case by the policy is a report by a sensor, and rates nothing
given person dee is ISO of DOR
given staff of DPH
given person ana is SOC_ANALYST

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding="r1/host7/1" rule=r1 title="A shell was connected" level=high entity=host7 organisation=DPH first="2025-09-12 09:57" last="2025-09-12 09:58" found="2025-09-12 09:58:30" says="Image was /bin/nc" count=3 tags=["attack.t1059", "incident.malware"] events=[{segment: 4, position: 17, source: "dmz", line: "execve nc -e"}]
expect answer.alert is there
expect answer.incident is absent
expect answer.state is absent
ana does alert.list
expect answer.items.0.state is case
expect answer.items.0.outcome is opened
expect answer.items.0.ground is harm-under-way
expect answer.items.0.type is malware
ana does incident.read incident=$answer.items.0.incident as R1
expect R1.title is "A shell was connected: host7"
expect R1.told is 2025-09-12 10:00
expect R1.detected is 2025-09-12 09:58:30
expect R1.reports.0.channel is sensor
expect R1.reports.0.what contains "Image was /bin/nc"
expect R1.reports.0.what contains "Line 17 of segment 4, from dmz: execve nc -e"
expect R1.reports.0.what contains "Events: 3"
expect R1.reports.0.told_basis contains "an alert of the watch w1"
expect R1.reports.0.stated is DPH
expect R1.classification.types.0 is malware
expect R1.classification.certainty is potential
expect R1.classification.source is unknown
expect R1.classification.occurred is 2025-09-12 09:57
expect R1.classification.impact is absent
# Clocks begin as for any report; the impact is unknown, and what it is called counts until somebody says more.
expect rating of R1 medium provisional
expect A1 of R1 owed to AGENCY_HEAD of DPH due 10:00 and fulfilled on time and evidence E1
expect notice to SOC_ANALYST about A4 accepted at 10:00
expect A10 of R1 starts 09:58:30
expect B1.provisional of R1 owed

# The same finding again is the same alert and the same case, whatever came of it before.
at +1m
house does alert.raise watch=w1 finding="r1/host7/1" rule=r1 title="A shell was connected" level=high entity=host7 organisation=DPH first="2025-09-12 09:57" last="2025-09-12 10:00" says="more" count=9 tags=["incident.malware"]
ana does incident.list
expect answer.items has 1 items
ana does alert.case incident=R1
expect answer.items has 1 items
expect answer.items.0.count is 9
# Another of the same rule about the same host joins it; so does one of the same type.
house does alert.raise watch=w1 finding="r1/host7/2" rule=r1 title="A shell was connected" level=high entity=host7 organisation=DPH first="2025-09-12 10:01" tags=["incident.malware"]
at +1s
house does alert.raise watch=w1 finding="r2/host7/1" rule=r2 title="A program in a temporary folder" level=medium entity=host7 organisation=DPH first="2025-09-12 10:01" tags=["incident.malware"]
# Of another host, of another agency, or of nobody: none of it.
house does alert.raise watch=w1 finding="r2/host8/1" rule=r2 title="Elsewhere" level=medium entity=host8 organisation=DPH first="2025-09-12 10:01" tags=["incident.malware"]
house does alert.raise watch=w1 finding="r2/host7/2" rule=r2 title="Of others" level=medium entity=host7 organisation=DOR first="2025-09-12 10:01" tags=["incident.malware"]
house does alert.raise watch=w1 finding="r2//1" rule=r2 title="Of nobody" level=medium first="2025-09-12 10:01" tags=["incident.malware"]
ana does alert.case incident=R1
expect answer.items has 3 items
expect answer.items.0.outcome is joined
expect answer.items.0.ground is part-of-something
expect answer.items.2.outcome is opened
expect timeline of R1 contains "an alert belongs to it: A program in a temporary folder: host7"
ana does alert.list state=open
expect answer.items has 3 items
expect answer.items.0.outcome is waits
ana does incident.list
expect answer.items has 1 items

# Who may read the case reads its alerts; to others there is neither.
AGENCY_HEAD of DPH does alert.case incident=R1
expect answer.items has 3 items
missing: dee does alert.case incident=R1
dee does alert.list
expect answer.items has 0 items
expect ledger verifies

story An alert finds the case that goes on, and not one that is over
given staff of DPH
given person ana is SOC_ANALYST

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding="r1/h/1" rule=r1 title=One level=critical entity=h organisation=DPH first="2025-09-12 10:00"
ana does alert.list
ana does incident.read incident=$answer.items.0.incident as R1
reporter reports "the same by telephone" about DPH as R2
ana does incident.merge incident=R1 into=R2 reason="one event"
at 10:10
house does alert.raise watch=w1 finding="r1/h/2" rule=r1 title=Two level=critical entity=h organisation=DPH first="2025-09-12 10:10"
ana does alert.case incident=R2
expect answer.items has 1 items
expect answer.items.0.title is Two
# Later than the policy's span since the last of them, it is a case of its own.
at Sun 2025-09-14 10:00
house does alert.raise watch=w1 finding="r1/h/3" rule=r1 title=Three level=critical entity=h organisation=DPH first="2025-09-14 10:00"
ana does alert.list
expect answer.items.0.outcome is opened
ana does incident.read incident=$answer.items.0.incident as R3
expect R3.title is "Three: h"
# Over: what comes next is another.
ana does incident.state incident=R3 statement=none answer=none text="a test of ours"
SOC_DIRECTOR does incident.move incident=R3 move=dismiss
at +5m
house does alert.raise watch=w1 finding="r1/h/4" rule=r1 title=Four level=critical entity=h organisation=DPH first="2025-09-14 10:05"
ana does alert.list
expect answer.items.0.outcome is opened
expect answer.items.0.incident is not $R3.number
expect ledger verifies

story A flood of alerts is no flood of cases
given policy from 2025-09-01 00:00 where alerts flood.cases is 2, alerts flood.lines is 1
given staff of DPH
given person ana is SOC_ANALYST

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding=b rule=r1 title=B level=critical entity=b first="2025-09-12 10:00"
at 10:01
house does alert.raise watch=w1 finding=a rule=r1 title=A level=critical entity=a first="2025-09-12 10:00"
house does alert.raise watch=w1 finding=c rule=r1 title=C level=critical entity=c first="2025-09-12 10:00"
house does alert.raise watch=w1 finding=d rule=r1 title=D level=critical entity=d first="2025-09-12 10:00"
ana does incident.list
expect answer.items has 2 items
ana does alert.list state=open
expect answer.items has 2 items
expect answer.items.0.outcome is flood
# The SOC is told once that alerts wait.
ana does notice.list
expect answer.items contains "Revere: more alerts than may open cases"
CISO does notice.list
expect answer.items lacks "Revere: more alerts than may open cases"
# A flood about one host is one case: with one line of its timeline, one that says there are more, and all of them counted.
house does alert.raise watch=w1 finding=a2 rule=r1 title=A2 level=critical entity=a first="2025-09-12 10:00"
house does alert.raise watch=w1 finding=a3 rule=r1 title=A3 level=critical entity=a first="2025-09-12 10:00"
house does alert.raise watch=w1 finding=a4 rule=r1 title=A4 level=critical entity=a first="2025-09-12 10:00"
ana does alert.list state=case
ana does incident.read incident=$answer.items.3.incident as R1
expect R1.title is "A: a"
ana does alert.case incident=R1
expect answer.items has 4 items
expect answer.items lacks C
ana does incident.timeline incident=R1
expect answer.items lacks A4
expect timeline of R1 contains "more alerts belong to it"

# What waits is decided on anew when it is raised again and the flood is over; nobody decides for an analyst meanwhile.
ana does alert.list state=open
ana does alert.close alert=$answer.items.1.alert reason="ours"
at 11:30
house does alert.raise watch=w1 finding=c rule=r1 title=C level=critical entity=c first="2025-09-12 10:00" count=5
house does alert.raise watch=w1 finding=d rule=r1 title=D level=critical entity=d first="2025-09-12 10:00" count=5
ana does incident.list
expect answer.items has 3 items
ana does alert.list state=open
expect answer.items has 0 items
ana does alert.list state=closed
expect answer.items has 1 items
expect ledger verifies

story By an analyst's word an alert becomes a case, or belongs to one
given person dee is ISO of DOR
given staff of DPH
given person ana is SOC_ANALYST

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding=a rule=r1 title=Odd level=low entity=h organisation=DPH first="2025-09-12 09:00" tags=["attack.t1110"]
at +1s
house does alert.raise watch=w1 finding=b rule=r2 title="Odd too" level=low entity=h organisation=DPH first="2025-09-12 09:30"
reporter reports "of another agency" about DOR as R9
at 10:40
ana does alert.list
missing: dee does alert.promote alert=$answer.items.1.alert reason="not mine"
ana does alert.list
ana does alert.promote alert=$answer.items.1.alert reason="seen on two hosts" type=poem
expect invalid naming "type"
ana does alert.list
ana does alert.promote alert=$answer.items.1.alert
expect invalid naming "reason"
ana does alert.list
ana does alert.promote alert=$answer.items.1.alert reason="seen on two hosts" as P
expect P.state is case
expect P.outcome is promoted
ana does incident.read incident=$P.incident as R1
expect R1.told is 2025-09-12 10:40
expect R1.detected is 2025-09-12 10:00
expect R1.reports.0.channel is sensor
expect R1.classification.types.0 is credential-compromise
expect A1 of R1 owed to AGENCY_HEAD of DPH due 10:40
ana does alert.promote alert=$P.alert reason=again
expect refused
ana does alert.list state=open
ana does alert.join alert=$answer.items.0.alert incident=R1 reason="the same account" as J
expect J.outcome is added
expect timeline of R1 contains "an alert belongs to it: Odd too. the same account"
ana does alert.join alert=$J.alert incident=R1 reason="twice"
expect refused
ana does alert.case incident=R1
expect answer.items has 2 items
# It was of another case: both say so, and it is read by those who read that one.
ana does alert.join alert=$J.alert incident=R9 reason="it was their account"
expect timeline of R1 contains "an alert is not of it: Odd too"
expect timeline of R9 contains "an alert belongs to it: Odd too"
ana does alert.case incident=R1
expect answer.items has 1 items
missing: AGENCY_HEAD of DPH does alert.read alert=$J.alert
SIRT_LEAD of DOR does alert.read alert=$J.alert
expect answer.incident is $R9.number
# To a case that one may not write, or that is not there, nothing is added: the two look the same.
missing: SIRT_LEAD of DPH does alert.join alert=$P.alert incident=R9 reason=x
missing: ana does alert.join alert=$P.alert incident=INC-2025-22222 reason=x
expect ledger verifies

story What belongs to a case for named people only is theirs
given staff of DPH
given person ana is SOC_ANALYST
given person bob is SOC_ANALYST

at Fri 2025-09-12 10:00
house does alert.raise watch=w1 finding=a rule=r1 title=Quiet level=critical entity=h first="2025-09-12 10:00"
bob does alert.list
expect answer.items has 1 items
ana does incident.read incident=$answer.items.0.incident as R1
CISO does access.restrict incident=R1 reason="about one of us" named=[ana]
bob does alert.list
expect answer.items has 0 items
ana does alert.list
expect answer.items has 1 items
missing: bob does alert.read alert=$answer.items.0.alert
missing: bob does alert.case incident=R1
expect ledger verifies
