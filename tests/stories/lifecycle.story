# SPDX-License-Identifier: Apache-2.0
story Each phase waits for its guards, and a refused move says what is missing
given staff of DPH
given asset HOST-A of DPH rated medium
given asset HOST-B of DPH rated medium

at Tue 2025-09-09 09:00
reporter reports "a virus was found on two hosts" about DPH as R1
expect R1.state is reported

# The state waits for the evaluation; what is done to contain it is taken all the same.
at 09:05
refused: SOC_ANALYST does incident.move incident=R1 move=contain reason="it spreads"
proves IS005-6.2.1.2
expect refused naming "prioritisation is missing"
expect timeline of R1 contains "refused"
SIRT_LEAD of DPH does incident.measure incident=R1 what="port 7 is off" at=09:04
expect R1.state is reported
expect R1.measures.0.what is "port 7 is off"
expect R1.responding is "2025-09-09T13:04:00Z"

at 09:10
SOC_ANALYST attaches HOST-A to R1 adverse yes
SOC_ANALYST attaches HOST-B to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
expect R1.state is evaluated
refused: SOC_ANALYST does incident.move incident=R1 move=close
proves IS005-6.2.1
expect refused naming "Containment comes before it"
expect refused naming "Recovery comes before it"
expect refused naming "Post-incident comes before it"
expect refused naming "The post-incident report is approved"

story The phases one after the other, each guard refused once and met once
given staff of DPH
given asset HOST-A of DPH rated medium
given asset HOST-B of DPH rated medium

at Tue 2025-09-09 09:00
reporter reports "a virus was found on two hosts" about DPH as R1
SOC_ANALYST attaches HOST-A to R1 adverse yes
SOC_ANALYST attaches HOST-B to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
expect rating of R1 medium
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
expect refused naming "a type, the source and the vector"
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect refused naming "Recovery comes before it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm at 09:20
expect R1.state is confirmed
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=contain
expect refused naming "no measure of containment is recorded"
at 09:30
SIRT_LEAD of DPH does incident.measure incident=R1 what="mail of that sender is held"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
expect R1.state is containment

# "Contained" waits for every affected asset: isolated, or said why it need not be.
at 11:00
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
proves IS005-6.5.2.2
expect refused naming "HOST-A: nothing is said of it"
expect refused naming "HOST-B: nothing is said of it"
at 11:05
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=isolated evidence="port 7 is down"
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
expect refused naming "HOST-B: nothing is said of it"
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-B outcome=not_needed evidence="powered off"
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
expect R1.state is eradication

at 12:00
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=recover
expect refused naming "HOST-A: isolated"
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=cleaned evidence="scan 44 is clean"
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
expect R1.state is recovery

# One asset is clean, the other in quarantine again.
at 13:00
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-B outcome=isolated evidence="it was switched on"
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
proves IS005-6.2.1.3
expect refused naming "HOST-B: isolated"
expect refused naming "The state of the services is stated"
at 14:00
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-B outcome=restored evidence="back on port 7" checked="scan 45 is clean"
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=restored evidence="scan 46 is clean"
invalid: SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=none_applies text="all run"
expect invalid naming "restored, partly_restored, not_touched"
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect R1.state is post_incident
expect R1.resolved is there
expect nobody owes A11 of R1
expect nobody owes A12 of R1

# It comes again on a restored asset, and only there.
at 15:00
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=recur reason="the same beacon"
expect refused naming "asset and reason"
SIRT_LEAD of DPH does incident.move incident=R1 move=recur reason="the same beacon" asset=HOST-A
expect R1.state is containment
expect R1.resolved is absent
expect timeline of R1 contains "the same beacon"
# What came again until it was resolved begins anew from now.
expect 1 A11 of R1 owed
expect A11 of R1 starts 15:00 and open
expect A12 of R1 starts 15:00 and open
expect ledger verifies

story A measure tells when the response began, and when that was entered
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a console is open" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "close it"
at 10:30
SIRT_LEAD of DPH does incident.measure incident=R1 what="the console is closed" at 10:12
proves SEC43-TRM-4
expect R1.responding is "2025-09-09T14:12:00Z"
expect R1.measures.0.at is "2025-09-09T14:12:00Z"
expect R1.measures.0.entry is "2025-09-09T14:30:00Z"
expect B3 of R1 fulfilled at 10:12
expect B11 of R1 fulfilled at 10:12
expect ledger verifies

story B12 Each affected asset is off the networks, or something else is done in its place
given staff of DPH
given asset PUMP of DPH rated medium
given asset SHARE of DPH rated medium
given asset PRINTER of DPH rated low
at Tue 2025-09-09 10:00
reporter reports "two hosts call home" about DPH as R1
SOC_ANALYST attaches PUMP to R1 adverse yes
SOC_ANALYST attaches SHARE to R1 adverse yes
SOC_ANALYST attaches PRINTER to R1 adverse no
SOC_ANALYST evaluates R1: no indication, priority 2, action "cut them off"
expect 2 B12 of R1 due 14:00 and open
at 11:00
SIRT_LEAD of DPH does incident.hold incident=R1 asset=SHARE outcome=isolated evidence="switch 4, port 12 is down" at 10:50
expect 1 B12 of R1 fulfilled at 10:50
expect 1 B12 of R1 open
invalid: SIRT_LEAD of DPH does incident.hold incident=R1 asset=PUMP outcome=infeasible evidence="a patient hangs on it"
expect invalid naming "alternate"
invalid: SIRT_LEAD of DPH does incident.hold incident=R1 asset=PUMP outcome=infeasible evidence="a patient hangs on it" alternate="it talks to its console only"
expect invalid naming "review"
SIRT_LEAD of DPH does incident.hold incident=R1 asset=PUMP outcome=infeasible evidence="a patient hangs on it" alternate="it talks to its console only" review="2025-09-10 09:00"
expect every B12 of R1 fulfilled on time
expect B12 of R1 evidence E7
expect ledger verifies

story B11 Every measure needed, by when the response starts
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "malware is on a server" about DPH safety yes as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "stop it"
expect B11 of R1 due 10:00 and open
at 10:16
proves IS005-6.5.1
expect B11 of R1 overdue and level 1
expect notice to SOC_DIRECTOR accepted at 10:15 subject "Overdue"
expect notice to CISO accepted at 10:15 subject "Overdue"
at 11:01
SIRT_LEAD of DPH does incident.measure incident=R1 what="the server is off"
expect B11 of R1 fulfilled late 1h1m
