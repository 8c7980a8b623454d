# SPDX-License-Identifier: Apache-2.0
# The line "reopen / recurrence" of the table of recalculation (recalculation.story has it); what was void and is a case
# again stands in void-case.story.
story A closed case is reopened: daily reports and status updates begin from then, the follow-up does not, the high-water mark stays, and it closes again
given staff of DPH without FUSION_CENTER
given asset HOST of DPH rated medium
at Tue 2025-09-09 09:00
reporter reports "letters went to the wrong people" about DPH as R1
SOC_ANALYST attaches HOST to R1 adverse yes
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "call them back"
SIRT_LEAD of DPH does incident.measure incident=R1 what="the mailing is stopped"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source="a wrong list" vector="the post" {types: [unlawful-disclosure]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST outcome=isolated evidence="port 7 is down"
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST outcome=cleaned evidence="scan 1 is clean"
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST outcome=restored evidence="back on port 7" checked="scan 2 is clean"
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=not_touched text="nothing stood still"
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect every A12 of R1 cancelled because resolved
expect every A11 of R1 cancelled because resolved
# Medium becomes Low, and is in the record as it was.
CISO does incident.override incident=R1 rating=low reason="it was an old list"
expect R1.ever is medium
SIRT_LEAD of DPH does cause.state incident=R1 cause="two lists were mixed up" motive=mistake
SIRT_LEAD of DPH does incident.state incident=R1 statement=legal answer=none_applies text="no law applies" who="Cleo Counsel"
SIRT_LEAD of DPH does incident.state incident=R1 statement=notices answer=not_needed text="no notice is owed" who="Cleo Counsel"
SIRT_LEAD of DPH does loss.state incident=R1 low="0" basis="postage only"
SIRT_LEAD of DPH does task.settle incident=R1 task=validity state=done because="letters came back"
SIRT_LEAD of DPH does task.settle incident=R1 task=containment state=done because="the mailing is stopped"
SIRT_LEAD of DPH does task.settle incident=R1 task=cause state=done because="two lists were mixed up"
SIRT_LEAD of DPH does task.settle incident=R1 task=facts state=done because="in the timeline"
SIRT_LEAD of DPH does task.settle incident=R1 task=assessment state=done because="40 letters"
SIRT_LEAD of DPH does task.settle incident=R1 task=quarantine state=done because="one host"
SIRT_LEAD of DPH does task.settle incident=R1 task=timelines state=done because="a day"
SIRT_LEAD of DPH does task.settle incident=R1 task=legal state=done because="counsel was asked"
SIRT_LEAD of DPH does task.settle incident=R1 task=evidence state=done because="the list is kept"
at Mon 2025-09-15 10:00
SIRT_LEAD of DPH sends post-incident of R1 complete
CISO does document.approve incident=R1 id=$answer.id
CISO waives every duty of R1 because "told by telephone"
SOC_DIRECTOR explains every duty of R1 because "told by telephone"
at 11:00
SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect R1.state is closed
at Wed 2025-09-17 10:00
expect no obligations of R1 owed
CISO does incident.move incident=R1 move=reopen reason="more letters came back"
expect R1.state is post_incident
expect R1.ever is medium
expect 1 A11 of R1 starts Wed 2025-09-17 10:00 and due Thu 2025-09-18 17:00 and open
expect 3 A12 of R1 starts Wed 2025-09-17 10:00 and due Wed 2025-09-24 10:00 and open
expect 1 A11 of R1 owed
expect 3 A12 of R1 owed
expect no A10 of R1 owed
expect every A10 of R1 due Wed 2025-09-10 09:00 and fulfilled on time
expect no B9 of R1 owed
# What the highest rating asks for before the close is asked again.
SIRT_LEAD of DPH does incident.guards incident=R1
expect answer.moves.0.guards.1.guard is report_approved
expect answer.moves.0.guards.1.because lacks "not asked"
# A day later the report is owed, an update was sent, and what is not due yet ends with the case.
at Thu 2025-09-18 16:00
SOC_ANALYST sends status-update of R1 complete
at 17:00:01
expect 1 A11 of R1 overdue
expect 1 A11 of R1 open and due Fri 2025-09-19 17:00
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect refused naming "A11"
DESIGNATED_CONTACT of DPH does document.daily incident=R1 series="2025-09-18"
expect A11 of R1 due Thu 2025-09-18 17:00 and fulfilled late 1s
SOC_DIRECTOR explains every duty of R1 because "she typed slowly"
SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect R1.state is closed
expect A11 of R1 due Fri 2025-09-19 17:00 and cancelled because closed
expect 3 A12 of R1 due Thu 2025-09-25 16:00 and cancelled because closed
expect no obligations of R1 owed
# It comes again on the restored asset: containment, and the clocks from then; the same case owes no second follow-up.
at Tue 2025-09-23 08:00
SIRT_LEAD of DPH does incident.move incident=R1 move=recur reason="the same beacon" asset=HOST
expect R1.state is containment
expect R1.ever is medium
expect 1 A11 of R1 starts 08:00 and due Wed 2025-09-24 17:00 and open
expect 3 A12 of R1 starts 08:00 and due Tue 2025-09-30 08:00 and open
expect no A10 of R1 owed
# Taken up as an incident of its own it owes one, and the earlier is offered beside it.
at 09:00
reporter reports "the same beacon, elsewhere" about DPH as R2
SOC_ANALYST attaches HOST to R2 adverse yes
expect 2 A10 of R2 due Wed 2025-09-24 09:00 and open
expect 1 A11 of R2 due Wed 2025-09-24 17:00 and open
expect ledger verifies

story A reopened High case: the update is due by its interval from the reopening, as directed before; a removed agency has none of it
given staff of DPH, DTA
at Tue 2025-09-09 09:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall it"
SOC_ANALYST adds DTA to R1
expect 6 A12 of R1 due 13:00 and open
at 10:00
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="another folder"
reporter reports "another list was sent out" about DPH as R2
SOC_ANALYST evaluates R2: data restricted confirmed, priority 1, action "recall it"
CIO does interval.direct incident=R2 rule=A12 minutes=60 reason="the Governor asks"
at 11:00
SIRT_LEAD of DPH does incident.state incident=R1 statement=none answer=none text="our own drill"
SOC_ANALYST does incident.move incident=R1 move=dismiss
SIRT_LEAD of DPH does incident.state incident=R2 statement=none answer=none text="our own drill"
SOC_ANALYST does incident.move incident=R2 move=dismiss
expect no obligations of R1 owed
at Wed 2025-09-10 12:00
CISO does incident.move incident=R1 move=reopen reason="it was none of ours"
CISO does incident.move incident=R2 move=reopen reason="it was none of ours"
expect 3 A12 of R1 starts 12:00 and due 16:00 and open
expect 3 A12 of R1 owed
expect 1 A11 of R1 due Thu 2025-09-11 17:00 and open
expect no obligations of R1 for DTA and owed
expect R1.ever is high
expect 3 A12 of R2 starts 12:00 and due 13:00 and open
at 12:30
SOC_ANALYST sends status-update of R2 complete
expect 3 A12 of R2 due 13:30 and open
# Added again, it has them from then.
at 14:00
SOC_ANALYST adds DTA to R1
expect 3 A12 of R1 for DTA and due 18:00 and open
expect 1 A11 of R1 for DTA and due Thu 2025-09-11 17:00 and open
expect ledger verifies

story What is resolved owes no more days or updates: not by an agency that is added, a rating that rises or a detection that is corrected
given staff of DPH, DTA
at Tue 2025-09-09 09:00
reporter reports "letters went to the wrong people" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "call them back"
SIRT_LEAD of DPH does incident.measure incident=R1 what="the mailing is stopped"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source="a wrong list" vector="the post" {types: [unlawful-disclosure]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=not_touched text="nothing stood still"
at Thu 2025-09-11 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect A11 of R1 due Thu 2025-09-11 17:00 and cancelled because resolved
expect nobody owes A12 of R1
SOC_ANALYST adds DTA to R1
expect no A11 of R1 for DTA
expect no A12 of R1 for DTA
# It was an incident there, too: the follow-up is owed.
expect 2 A10 of R1 for DTA and due Fri 2025-09-12 12:00 and open
at 12:30
SOC_ANALYST learns R1: data restricted confirmed
expect R1.rating is high
expect no A12 of R1 owed
# Corrected to an earlier day: the days up to the resolution come to light, those after it are none.
SOC_ANALYST detects R1 at Mon 2025-09-08 09:00 because "the log says so"
expect 1 A11 of R1 due Tue 2025-09-09 17:00 and missed because "missed by correction"
expect 1 A11 of R1 due Wed 2025-09-10 17:00 and overdue
expect no A11 of R1 owed and due Thu 2025-09-11 17:00
at Fri 2025-09-12 18:00
expect no A11 of R1 owed and due Thu 2025-09-11 17:00
expect no A11 of R1 due Fri 2025-09-12 17:00
expect ledger verifies
