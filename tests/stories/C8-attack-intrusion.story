# SPDX-License-Identifier: Apache-2.0
story C8 An attack intrusion at night: the notice, the steps, the two checks of the ISO
given staff of DCR

at Tue 2025-09-09 02:50
reporter reports "a worm on two hosts" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
expect no C8 of R1
at 03:00
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm on two hosts"
at 03:01
proves SEC43-POL-5
expect 2 C8.first of R1 due 03:00
expect C8.first of R1 owed to SERVICE_DESK fulfilled on time and evidence E1
expect C8.first of R1 owed to SOC_ANALYST fulfilled on time and evidence E1
expect notice to SERVICE_DESK about C8 of R1 accepted at 03:00
expect notice to SOC_ANALYST about C8 of R1 accepted at 03:00
expect 1 C8.steps of R1 open
expect 1 C8.during of R1 open and owed by ISO of DCR
expect no C8.after of R1
expect notice to ISO of DCR about C8 of R1 accepted at 03:00

at 05:00
proves SEC43-ISO-4
ISO of DCR does incident.state incident=R1 statement=intrusion_during answer=followed text="by the list" who="Ida Iso, DCR"
expect C8.during of R1 fulfilled at 05:00 and evidence E5
SIRT_LEAD of DCR does incident.measure incident=R1 what="both hosts are off"
SIRT_LEAD of DCR does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
at Wed 2025-09-10 12:00
SIRT_LEAD of DCR does incident.state incident=R1 statement=intrusion_over answer=over text="both hosts are clean"
expect 1 C8.after of R1 open and owed by ISO of DCR and starts Wed 2025-09-10 12:00
expect notice to ISO of DCR about C8 of R1 accepted at Wed 2025-09-10 12:00
SIRT_LEAD of DCR does incident.move incident=R1 move=confirm
SIRT_LEAD of DCR does incident.move incident=R1 move=contain
SIRT_LEAD of DCR does incident.move incident=R1 move=eradicate
SIRT_LEAD of DCR does incident.move incident=R1 move=recover
SIRT_LEAD of DCR does incident.state incident=R1 statement=service answer=restored text="all run"
SIRT_LEAD of DCR does incident.move incident=R1 move=resolve
expect 1 C8.after of R1

at Fri 2025-09-12 09:00
refused: SIRT_LEAD of DCR does incident.move incident=R1 move=close
expect refused naming "SEC43-ISO-4"
expect refused naming "The ISO's check after the attack"
expect refused naming "C8.after"
expect refused naming "C8.steps"
ISO of DCR does incident.state incident=R1 statement=intrusion_after answer=not_followed text="the second call came late" who="Ida Iso, DCR"
SIRT_LEAD of DCR does incident.state incident=R1 statement=intrusion_steps answer=taken text="each by the list"
expect C8.after of R1 fulfilled
expect C8.steps of R1 fulfilled and evidence E4
refused: SIRT_LEAD of DCR does incident.move incident=R1 move=close
SIRT_LEAD of DCR does incident.guards incident=R1
expect answer.moves.0.guards.11.guard is intrusion_checked
expect answer.moves.0.guards.11.met is true
expect ledger verifies

story C8 An attack of which nobody says that it is over is over when all is recovered
given staff of DCR
at Tue 2025-09-09 03:00
reporter reports "a worm on two hosts" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="a worm"
SIRT_LEAD of DCR does incident.measure incident=R1 what="both hosts are off"
SIRT_LEAD of DCR does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
SIRT_LEAD of DCR does incident.move incident=R1 move=confirm
SIRT_LEAD of DCR does incident.move incident=R1 move=contain
SIRT_LEAD of DCR does incident.move incident=R1 move=eradicate
SIRT_LEAD of DCR does incident.move incident=R1 move=recover
SIRT_LEAD of DCR does incident.state incident=R1 statement=service answer=restored text="all run"
at 15:00
SIRT_LEAD of DCR does incident.move incident=R1 move=resolve
expect 1 C8.after of R1 open and starts 15:00
# One that was no attack owes no check.
at 16:00
reporter reports "a slow host" about DCR as R2
SIRT_LEAD of DCR does incident.state incident=R2 statement=intrusion_over answer=over text="there was none"
expect no C8 of R2
