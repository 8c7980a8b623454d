# SPDX-License-Identifier: Apache-2.0
story C6 The Fusion Center is told when public safety is touched, at night as by day
proves SEC43-ITD-7
given staff of DPH

at Fri 2025-09-12 21:00
reporter reports "the pumps answer to somebody else" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "look"
expect no C6 of R1

at Sat 2025-09-13 03:00
SOC_ANALYST learns R1: safety yes
at 03:01
expect C6 of R1 owed to FUSION_CENTER due 03:00 and starts 03:00
expect notice to FUSION_CENTER about C6 of R1 accepted at 03:00
expect every B4 of R1 due 03:00
expect C6 of R1 fulfilled on time and evidence E1
# The notice is the least there is; whoever gets it opens nothing of the case.
FUSION_CENTER does not see R1

# Where it does not arrive, nothing is closed.
channel mail bounces notice to FUSION_CENTER of R1 about C6 because "no such mailbox"
expect C6 of R1 overdue
SIRT_LEAD of DPH does incident.measure incident=R1 what="the pumps are run by hand"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all run"
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "SEC43-ITD-7"
expect refused naming "C6: Public safety"

# Told by telephone is told: late, against the due that it always had.
at 03:40
invalid: SOC_ANALYST does incident.state incident=R1 statement=fusion_center answer=told text="by telephone"
expect invalid naming "who"
SOC_ANALYST does incident.state incident=R1 statement=fusion_center answer=told text="by telephone" who="Sergeant Watch, CFC"
expect C6 of R1 fulfilled late 40m and due 03:00 and evidence E3
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
SIRT_LEAD of DPH does incident.guards incident=R1
expect answer.moves.0.guards contains "public_safety_told"
expect answer.moves.0.guards.12.met is true
expect ledger verifies

story C6 Said with the report, before anybody has looked
given staff of DPH without FUSION_CENTER
at Sat 2025-09-13 03:00
reporter reports "the ward has no power" about DPH safety yes as R1
expect C6 of R1 due 03:00 and open
expect no notice to FUSION_CENTER about C6
SOC_ANALYST reads R1
expect answer.flags.0.flag is safety
at 03:16
expect C6 of R1 overdue and level 1
SOC_DIRECTOR does incident.state incident=R1 statement=fusion_center answer=told text="by radio" who="Sergeant Watch, CFC"
expect C6 of R1 fulfilled late 16m
# What turned out to be nothing voids it; a second threat marks the incident once.
SOC_ANALYST learns R1: safety yes
expect 1 C6 of R1

story C6 The mark is enough, and nothing is owed for a safety that is not threatened
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a street sign shows something else" about DPH safety no as R1
expect no C6 of R1
SOC_ANALYST does incident.flag incident=R1 flag=public_safety reason="drivers are led astray"
expect C6 of R1 due 10:00 and fulfilled on time
SOC_ANALYST learns R1: safety yes
expect 1 C6 of R1
SIRT_LEAD of DPH does incident.state incident=R1 statement=none answer=none text="a sign that was always so"
SOC_DIRECTOR does incident.move incident=R1 move=dismiss
expect notice to FUSION_CENTER corrected
