# SPDX-License-Identifier: Apache-2.0
# What is owed when all works again.
story What is owed when all works again: nobody writes, nobody decides
given staff of DPH without IR_COORD
channel refuses
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
reporter reports "the kiosk is defaced" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "clean it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R2 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.measure incident=R2 what="cleaned"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R2 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R2 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.move incident=R2 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.state incident=R2 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
SIRT_LEAD of DPH does incident.move incident=R2 move=resolve
expect B9 of R1 owed to AGENCY_HEAD of DPH owed by SIRT_LEAD of DPH due 2025-09-23 12:00 and open
expect B9 of R1 owed to CISO owed by SIRT_LEAD of DPH due 2025-09-23 12:00 and open
expect B6.final of R1 owed to CIO owed by SOC_DIRECTOR due 2025-09-23 12:00 and open
expect B6.final of R1 owed to CISO owed by SOC_DIRECTOR due 2025-09-23 12:00 and open
expect B6.final of R1 owed to SECRETARY owed by SOC_DIRECTOR due 2025-09-23 12:00 and open
expect 1 B10 of R2 owed by SIRT_LEAD of DPH due 12:00 and open
expect no B9 of R2
expect no B10 of R1
expect no B6.final of R2
at 12:20
expect every B10 of R2 overdue and level 0
SOC_DIRECTOR explains every duty of R2 because "she was away"
expect every B10 of R2 overdue and explained
SIRT_LEAD of DPH does incident.state incident=R2 statement=report answer=wanted text="for the others"
expect every B10 of R2 fulfilled late 20m and explained
expect B9 of R2 owed to CISO due 2025-09-23 12:00 and open
# Somebody wants one of a Low case, and it is owed from when all worked again. Two hours before, who owes it is warned.
at Tue 2025-09-23 12:00
expect notice to SIRT_LEAD of DPH about B9 of R1 subject "Due soon" at 10:00
at 12:00:01
expect every B9 of R1 overdue and level 1
expect every B6.final of R1 overdue and level 0
at Fri 2025-09-26 12:00
expect every B9 of R1 overdue and level 3
SOC_DIRECTOR explains every duty of R1 because "she was away"
expect every B9 of R1 overdue and explained
expect every B6.final of R1 overdue and explained
SOC_DIRECTOR sends leadership-briefing of R1 complete, stage "final"
expect every B6.final of R1 fulfilled late 3d
SIRT_LEAD of DPH sends post-incident of R1 complete as V
CISO does document.approve incident=R1 id=$V.id
expect every B9 of R1 fulfilled late 3d and explained
expect ledger verifies

story What is owed when all works again is waived by its authority
given staff of DPH without IR_COORD
channel refuses
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
reporter reports "the kiosk is defaced" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "clean it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R2 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.measure incident=R2 what="cleaned"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R2 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R2 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.move incident=R2 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.state incident=R2 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
SIRT_LEAD of DPH does incident.move incident=R2 move=resolve
CISO waives every duty of R2 because "an exercise of ours"
expect every B10 of R2 waived
CISO waives every duty of R1 because "an exercise of ours"
expect every B9 of R1 waived
expect every B6.final of R1 waived

story What is owed when all works again rests
given staff of DPH without IR_COORD
channel refuses
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
reporter reports "the kiosk is defaced" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "clean it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R2 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.measure incident=R2 what="cleaned"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R2 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R2 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.move incident=R2 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.state incident=R2 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
SIRT_LEAD of DPH does incident.move incident=R2 move=resolve
CISO suspends every duty of R2 until 2025-09-30 12:00 because "they move"
expect every B10 of R2 suspended
CISO suspends every duty of R1 until 2025-09-30 12:00 because "they move"
expect every B9 of R1 suspended
expect every B6.final of R1 suspended

story What is owed when all works again goes with its case into another
given staff of DPH without IR_COORD
channel refuses
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
reporter reports "the kiosk is defaced" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "clean it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R2 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.measure incident=R2 what="cleaned"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R2 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R2 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.move incident=R2 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.state incident=R2 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
SIRT_LEAD of DPH does incident.move incident=R2 move=resolve
reporter reports "pumps stood still" about DPH as R3
SOC_ANALYST does incident.merge incident=R1 into=R3 reason="one"
SOC_ANALYST does incident.merge incident=R2 into=R3 reason="one"
expect every B9 of R1 superseded by B9
expect every B6.final of R1 superseded by B6
expect every B10 of R2 superseded by B10
expect no obligations of R1 owed
expect B9 of R3 due 2025-09-23 12:00 and open

story What is done on time when all works again
given staff of DPH without IR_COORD
channel refuses
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
reporter reports "the kiosk is defaced" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "clean it"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector=unknown {types: [internal-scan]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R2 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.measure incident=R2 what="cleaned"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R2 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R2 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.move incident=R2 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
SIRT_LEAD of DPH does incident.state incident=R2 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
SIRT_LEAD of DPH does incident.move incident=R2 move=resolve
SIRT_LEAD of DPH does incident.state incident=R2 statement=report answer=not_wanted text="it was a scan"
expect every B10 of R2 fulfilled on time and evidence E5
expect no B9 of R2
at 13:00
SOC_DIRECTOR sends leadership-briefing of R1 complete, stage "final"
expect every B6.final of R1 fulfilled on time and evidence E4
