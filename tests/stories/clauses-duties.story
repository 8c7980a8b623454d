# SPDX-License-Identifier: Apache-2.0
# Clauses of duties that run late, each as its entry in the catalogue says it.

story A written notice that does not come: the target is missed, and every day it is asked for, and why
given staff of DTA
at Tue 2025-09-09 09:00
reporter reports "names were copied" about DTA detected 2025-09-09 09:00 as R1
SOC_ANALYST evaluates R1: data restricted confirmed pii, priority 1, action "stop it"
expect A15.first of R1 due Wed 2025-09-10 09:00 and open and product default
proves SEC43-POL-4
# On the dot it is still in time.
at Wed 2025-09-10 09:00
expect A15.first of R1 open
at 09:00:01
expect every A15.first of R1 overdue
at 09:01
expect 1 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
expect notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?" accepted at 09:01
at Thu 2025-09-11 09:01
expect 2 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
at Fri 2025-09-12 09:01
expect 3 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
# The answer is kept, with who gave it; and so is the lateness.
AGENCY_HEAD of DTA reads A15.first of R1
AGENCY_HEAD of DTA does obligation.explain obligation=$answer.obligation explanation="counsel read it twice"
expect answer.explanation is "counsel read it twice"
expect A15.first of R1 overdue and explained
at 10:00
SCIO of DTA sends written-notice of R1 complete
expect every A15.first of R1 fulfilled late 2d1h
at Sat 2025-09-13 12:00
expect 3 notice to AGENCY_HEAD of DTA about A15 subject "Late, and why?"
expect ledger verifies

story A duty that was late: the close wants the reason, and the sheet keeps the lateness
given staff of DTA without FUSION_CENTER
at Tue 2025-09-09 10:00
channel refuses from 10:00 to 11:59
reporter reports "letters went to the wrong people" about DTA as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "call them back"
expect B7.notify of R1 owed to CISO and due 10:00
SIRT_LEAD of DTA does incident.measure incident=R1 what="the mailing is stopped"
SIRT_LEAD of DTA does incident.classify incident=R1 certainty=actual source="a wrong list" vector="the post" {types: [unlawful-disclosure]}
SIRT_LEAD of DTA does incident.move incident=R1 move=confirm
SIRT_LEAD of DTA does incident.move incident=R1 move=contain
SIRT_LEAD of DTA does incident.move incident=R1 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R1 move=recover
SIRT_LEAD of DTA does incident.state incident=R1 statement=service answer=not_touched text="nothing stood still"
SIRT_LEAD of DTA does incident.move incident=R1 move=resolve
SIRT_LEAD of DTA does cause.state incident=R1 cause="two lists were mixed up" motive=mistake
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
SIRT_LEAD of DTA does task.settle incident=R1 task=evidence state=done because="the list is kept"
at 12:00
SOC_ANALYST attests notice to CISO of R1 about B7 by phone number "617-555-0100"
expect B7.notify of R1 owed to CISO and fulfilled late 2h and evidence E3
SIRT_LEAD of DTA sends post-incident of R1 complete
CISO does document.approve incident=R1 id=$answer.id
CISO waives every duty of R1 because "all of it is told by telephone"
proves SEC43-POL-0
refused: SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect refused naming "unexplained"
CISO does obligation.sheet incident=R1
expect answer.late is at least 1
expect answer.open is 0
SOC_DIRECTOR explains every duty of R1 because "mail outage, phoned at 12:00"
SIRT_LEAD of DTA does incident.move incident=R1 move=close
expect R1.state is closed
at Wed 2025-09-10 09:00
CISO does obligation.sheet incident=R1
expect answer.late is at least 1
expect answer.items contains "2 h"
expect answer.items contains "mail outage, phoned at 12:00"
expect answer.open is 0
expect answer.missed is 0
expect answer.waived is at least 1
expect B7.notify of R1 owed to CISO and fulfilled late 2h and explained
expect ledger verifies
