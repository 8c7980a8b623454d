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
