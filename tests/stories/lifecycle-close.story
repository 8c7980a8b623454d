# SPDX-License-Identifier: Apache-2.0
story A Medium incident from the report to its close, each guard of the close refused once and met once
given staff of DTA without FUSION_CENTER

at Tue 2025-09-09 09:00
reporter reports "letters went to the wrong people" about DTA as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "call them back"
expect rating of R1 medium
SIRT_LEAD of DTA does incident.measure incident=R1 what="the mailing is stopped"
SIRT_LEAD of DTA does incident.classify incident=R1 certainty=actual source="a wrong list" vector="the post" {types: [unlawful-disclosure]}
SIRT_LEAD of DTA does incident.move incident=R1 move=confirm
SIRT_LEAD of DTA does incident.move incident=R1 move=contain
SIRT_LEAD of DTA does incident.move incident=R1 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R1 move=recover
SIRT_LEAD of DTA does incident.state incident=R1 statement=service answer=not_touched text="nothing stood still"
at 12:00
SIRT_LEAD of DTA does incident.move incident=R1 move=resolve
expect R1.state is post_incident
proves IS005-6.4.4-MP
expect B9 of R1 due Tue 2025-09-23 12:00 and open and product default

at Wed 2025-09-10 09:00
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "IS005-6.4.4-MP"
expect refused naming "No duty is open"
expect refused naming "SIRT's nine tasks"
expect refused naming "The cause is stated"
expect refused naming "The legal check is answered"
expect refused naming "Every notice that a law asks for"
expect refused naming "The loss is stated"
expect refused naming "Take it off the networks"
expect refused naming "no approval"
SIRT_LEAD of DTA does incident.guards incident=R1
expect answer.moves.0.move is close
expect answer.moves.0.guards has 15 items
expect answer.moves.0.free is false
expect timeline of R1 contains "refused"

# Line by line.
SIRT_LEAD of DTA does cause.state incident=R1 cause="two lists were mixed up" motive=mistake
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "The legal check is answered"
invalid: SIRT_LEAD of DTA does incident.state incident=R1 statement=legal answer=none_applies text="no law applies"
expect invalid naming "who"
SIRT_LEAD of DTA does incident.state incident=R1 statement=legal answer=none_applies text="no law applies" who="Cleo Counsel, DTA"
SIRT_LEAD of DTA does incident.state incident=R1 statement=notices answer=not_needed text="no notice is owed" who="Cleo Counsel, DTA"
SIRT_LEAD of DTA does loss.state incident=R1 low="0" basis="postage only"
SIRT_LEAD of DTA does task.settle incident=R1 task=validity state=done because="letters came back"
SIRT_LEAD of DTA does task.settle incident=R1 task=containment state=done because="the mailing is stopped"
SIRT_LEAD of DTA does task.settle incident=R1 task=cause state=done because="two lists were mixed up"
SIRT_LEAD of DTA does task.settle incident=R1 task=facts state=done because="in the timeline"
SIRT_LEAD of DTA does task.settle incident=R1 task=assessment state=done because="40 letters"
SIRT_LEAD of DTA does task.settle incident=R1 task=quarantine state=excused because="no asset is touched"
SIRT_LEAD of DTA does task.settle incident=R1 task=timelines state=done because="a day"
SIRT_LEAD of DTA does task.settle incident=R1 task=legal state=done because="counsel was asked"
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "Keep the evidence"
SIRT_LEAD of DTA does task.settle incident=R1 task=evidence state=done because="the list is kept"
# A mark that was ever set asks for its word, even when it is cleared again.
SIRT_LEAD of DTA does incident.flag incident=R1 flag=attack_intrusion reason="a worm was suspected"
SIRT_LEAD of DTA does incident.flag incident=R1 flag=public_safety reason="an address was shown"
SIRT_LEAD of DTA does incident.flag incident=R1 flag=criminal_suspected reason="a theft was suspected"
SIRT_LEAD of DTA does incident.unflag incident=R1 flag=attack_intrusion reason="there was none"
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "SEC43-ISO-4"
expect refused naming "SEC43-ITD-7"
expect refused naming "SEC43-POL-2.1"
SIRT_LEAD of DTA does incident.state incident=R1 statement=intrusion_during answer=followed text="by the list" who="Ida Iso, DTA"
SIRT_LEAD of DTA does incident.state incident=R1 statement=intrusion_after answer=followed text="by the list" who="Ida Iso, DTA"
SIRT_LEAD of DTA does incident.state incident=R1 statement=fusion_center answer=told text="by telephone" who="Ana Analyst, SOC"
SIRT_LEAD of DTA does incident.state incident=R1 statement=police answer=not_first text="nobody called them" who="Sam Scio, EOHHS"

at Wed 2025-09-10 10:00
DESIGNATED_CONTACT of DTA sends follow-up of R1 complete
expect every A10 of R1 fulfilled late 1h
at Mon 2025-09-22 10:00
SIRT_LEAD of DTA sends post-incident of R1 complete
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "no approval"
CISO does document.approve incident=R1 id=$answer.id
at Mon 2025-09-22 11:00
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "these duties are open"
CISO waives every duty of R1 because "told by telephone"
expect A10 of R1 fulfilled late 1h and not explained
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "unexplained"
SOC_DIRECTOR explains every duty of R1 because "the contact was on leave"
at Mon 2025-09-22 12:00
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect A10 of R1 fulfilled late 1h and explained
expect R1.state is closed
expect R1.closed is there
expect B9 of R1 fulfilled on time
expect ledger verifies

story High: the leadership has its final briefing, and the post-incident report its clock
given staff of DPH
at Tue 2025-09-09 08:00
reporter reports "screens are red" about DPH safety yes as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SIRT_LEAD of DPH does incident.measure incident=R1 what="the ward is cut off"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect every B6.final of R1 due Tue 2025-09-23 12:00 and open
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "The leadership has its final briefing"
at 13:00
SOC_DIRECTOR sends leadership-briefing of R1 complete, stage "update"
expect every B6.final of R1 open
at 14:00
SOC_DIRECTOR sends leadership-briefing of R1 complete, stage "final"
expect every B6.final of R1 fulfilled on time
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
SIRT_LEAD of DPH does incident.guards incident=R1
expect answer.moves.0.guards.9.guard is leadership_briefed
expect answer.moves.0.guards.9.met is true
expect every B9 of R1 due Tue 2025-09-23 12:00 and open
at Tue 2025-09-23 12:00:01
proves IS005-6.2.1.4b
expect every B9 of R1 overdue and product default
at Fri 2025-09-26 12:00
expect notice to CISO about B9 subject "Overdue"
expect ledger verifies

story Low: whether a post-incident report is written is the coordinator's to decide
given staff of DPH
at Tue 2025-09-09 08:00
reporter reports "a pop-up" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
SIRT_LEAD of DPH does incident.measure incident=R1 what="it is closed"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect B10 of R1 open
expect no B9 of R1
at 13:00
proves IS005-6.4.4-LP
refused: SOC_ANALYST does incident.state incident=R1 statement=report answer=wanted text="it may come again"
expect refused naming "IS005-6.4.4-LP"
SIRT_LEAD of DPH does incident.state incident=R1 statement=report answer=wanted text="it may come again"
expect B10 of R1 fulfilled
expect every B9 of R1 due Tue 2025-09-23 12:00 and open
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "The post-incident report is approved"
expect ledger verifies
