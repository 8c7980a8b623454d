# SPDX-License-Identifier: Apache-2.0
# The table of recalculation: what an event does to duties that stand, and the story that holds each part to account.
# Here: (1) to (8), the stories of this file in their order. The others by file and number: clocks is
# recalculation-clocks.story, agency, merge, none and reopened likewise.
#
# detected_at corrected
#   earlier: A10, A11 anew, past dues late by correction, old dues kept   clocks 1, S-07 1; A15 too: clocks 4
#   earlier, the day is over: missed by correction, to be explained       S-07 1; not over yet: S-07 2
#   later: dues move on, days before are called off, lateness of record   clocks 3, S-07 1
#   lateness is fulfilled minus the new due                               S-07 1 (26 h 30 min), clocks 3
#   item 1 of the High report                                             clocks 5
#   figures as known then and as corrected                                clocks 4 (the sheet), S-07 1
#   after the resolution: the days up to it alone                         reopened 3
# received_at: a proven earlier telling is a report of its own            told-earlier 1, 3; received stays: told-earlier 1
# rating upgraded
#   the row's duties at that instant, nothing is taken away               clocks 6, S-06
#   response due: the earlier of the two                                  clocks 6 (the old one), S-06 and (1) (the new one)
# rating downgraded
#   no due is longer                                                      (1), (7)
#   unsent notices only with reason by the rater's superior               (1), (2)
#   ever High or Medium stays, but for the CISO's word of an error        S-06, lifecycle-ends 6; Medium: reopened 1
# agency added
#   head, management, SIRT, helpdesk, SCIO and ISO, from when it is said  agency 1, obligation-states 7
#   from affected_from where that is later                                agency 2, obligation-states 4
#   before the evaluation, of its own will, after the resolution          agency 4, agency 3, reopened 3
# agency removed
#   open ones cancelled with the reason, also its SCIO's                  agency 5, (3)
#   sent ones stay, waiting letters do not go, grants end                 agency 5, (3)
# false positive
#   pending cancelled, sent ones corrected, the record stays              none 1, lifecycle-ends 1, void-case 1
#   figures leave it out, the audit does not                              none 1
# merge
#   the earliest telling and detection, either way, and back              merge 1, S-18, told-earlier 2
#   duplicates fold into the earliest due                                 merge 1, 3, obligation-states 6, (4), (5)
#   evidence carries over                                                 merge 2
#   another agency comes with it, and goes; twice                         merge 4
# reopened, come again
#   daily and status clocks begin from then                               reopened 1, 2, lifecycle 2, void-case 1
#   no second follow-up; a new incident owes one                          reopened 1, void-case 1
#   the high-water mark                                                   reopened 1 (Medium), 2 (High)
# role vacant or changed: whoever stands in, due when it was              clocks 2, S-08 1, 2, C22-vacancy 1
# delivery bounced: owed again, due when it was                           S-20 1, 2, 4
# policy changed: what runs keeps its version                             S-22, clocks 7 (also a corrected clock)
# exception granted or expired: there are no exceptions yet
# calendar changed: what is open moves, what is met stays, of record      (6), clocks 8, S-05 2
# the server's clock
#   down: missed instants in order, dues where they were                  S-25-outage 1
#   set back: alarm, no entry before the last, both times in it           clocks 9, S-25-outage 2
story A rating that is lowered: what was sent stays, and what was not is called off by a superior alone
given staff of DPH
given person ana is SOC_ANALYST
given asset LAB-7 of DPH rated low
at Mon 2025-09-08 09:00
somebody reports "a list is on the web" about DPH as R1
at 09:30
ana evaluates R1: data public confirmed, priority 4, action "look"
expect rating of R1 low
expect B3 of R1 due Tue 2025-09-09 17:00
# Raised while no mail goes out: the CISO is told of nothing yet.
at 10:00
channel mail fails
ana learns R1: data restricted confirmed
expect R1.rating is high
expect 4 B4 of R1 owed
expect every B4 of R1 due 10:00
expect notice to CIO about B4 queued
expect B1 of R1 due 10:00
expect B3 of R1 superseded by B1
expect B5.first of R1 due 10:00
# The analyst thinks better of it. Nobody's due is longer, and nothing is called off.
at 10:20
ana evaluates R1: data internal confirmed, priority 2, action "take it down"
expect R1.rating is medium
expect R1.ever is high
expect B1 of R1 overdue and due 10:00
expect 4 B4 of R1 overdue
expect notice to CIO about B4 queued
expect no B7 of R1
expect no B2 of R1
refused: ana does incident.call_off incident=R1 reason="it was internal"
expect refused naming "superior"
refused: SIRT_LEAD of DPH does incident.call_off incident=R1 reason="it was internal"
# Her superior does it, with the reason: Medium tells the CISO and the head, in the place of High, and nobody else.
at 10:30
SOC_DIRECTOR does incident.call_off incident=R1 reason="nobody saw it"
expect B4 of R1 owed to CIO and cancelled because "lowered: nobody saw it"
expect B4 of R1 owed to SOC_ANALYST and cancelled
expect B4 of R1 owed to CISO and superseded by B7
expect B4 of R1 owed to AGENCY_HEAD of DPH and superseded by B7
expect no B4 of R1 owed
expect 2 B7.lowered of R1 due 10:00
expect 2 B7.lowered of R1 overdue
expect notice to ana about B4 suppressed
expect no notice to CIO about B4
expect notice to CIO about A9 queued
expect notice to CISO about B7 queued
expect no notice to CISO about B4 queued
expect B4 of R1 owed to CIO and overdue as known 10:25
expect timeline of R1 contains "nobody saw it"
at 10:40
channel mail accepts
at 11:40
expect every B7.lowered of R1 fulfilled
expect no notice to CIO about B4 accepted
expect no notice to CISO about B4 accepted
# It rises again: a new cycle, and whoever the row names is told, also those who were told nothing.
at 12:00
ana learns R1: safety yes
expect R1.rating is high
expect 4 B4 of R1 due 12:00 and fulfilled on time
expect notice to CIO about B4 accepted at 12:00
expect notice to CISO about B4 accepted at 12:00
expect 1 B1.response of R1

story Whoever may lower lowers with a reason: what waits is called off at once, and B5 is owed anew when it rises
given staff of DPH
at Mon 2025-09-08 09:00
channel mail fails
somebody reports "smoke in the room" about DPH safety yes as R1
expect rating of R1 high provisional
expect B5.first of R1 due 09:00
expect 4 B4 of R1 due 09:00 and owed
# The first evaluation ends what was provisional, a word of nobody's needed.
at 09:10
SOC_ANALYST evaluates R1: safety no, priority 4, action "look"
expect every B4 of R1 cancelled because evaluated
expect every B5.first of R1 cancelled because evaluated
expect every B5.complete of R1 cancelled because evaluated
expect B3 of R1 due Tue 2025-09-09 17:00
expect nobody owes B5 of R1
# It rises: each is owed again.
at 09:20
SOC_ANALYST does incident.override incident=R1 rating=high reason="it spreads"
expect 4 B4 of R1 due 09:20 and owed
expect B5.first of R1 due 09:20
expect B5.complete of R1 due Tue 2025-09-09 17:00 and open
expect 3 A12 of R1 due 13:20 and open
# Nobody is his own superior: what the one who raised it takes back stays owed.
at 09:25
SOC_ANALYST does incident.override incident=R1 rating=low reason="it does not"
expect rating of R1 low
expect 4 B4 of R1 due 09:20 and owed
# Raised once more while the first word of it waits still: that is the one.
at 09:30
CISO does incident.override incident=R1 rating=high reason="it burns"
expect 4 B4 of R1 owed and due 09:20
refused: CISO does incident.call_off incident=R1 reason="no"
expect refused naming "was not lowered"
at 09:40
SOC_DIRECTOR does incident.override incident=R1 rating=low reason="a candle"
expect 4 B4 of R1 owed and due 09:20
refused: SOC_DIRECTOR does incident.call_off incident=R1 reason="a candle"
expect refused naming "superior"
CISO does incident.call_off incident=R1 reason="a candle"
expect no B4 of R1 owed
expect no B7 of R1 owed
expect 4 B4 of R1 cancelled because "lowered: a candle"
expect B5.complete of R1 open

story An agency that is removed: what waits for it is not sent, what was sent stays, and added again it is owed again
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall them"
at 10:30
channel mail fails
SOC_ANALYST adds DTA to R1
expect B4 of R1 owed to AGENCY_HEAD of DTA due 10:30 and open
expect notice to AGENCY_HEAD of DTA about B4 queued
expect AGENCY_HEAD of DTA sees R1
# Long enough that it is late, and others are asked about it.
at 10:50
expect B4 of R1 owed to AGENCY_HEAD of DTA overdue
at 11:00
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="another folder"
expect no obligations of R1 for DTA and owed
expect B4 of R1 owed to AGENCY_HEAD of DTA and cancelled because "organisation removed: another folder"
expect B4 of R1 owed to AGENCY_HEAD of DTA and overdue as known 10:55
expect no notice to AGENCY_HEAD of DTA queued
expect no notice to ISO of DTA queued
expect no notice to SIRT_LEAD of DTA queued
expect no notice to HELPDESK of DTA queued
expect AGENCY_HEAD of DTA does not see R1
expect notice to AGENCY_HEAD of DTA about B4 suppressed
# Those of the others wait still.
expect B4 of R1 owed to AGENCY_HEAD of DPH and fulfilled
at 11:30
channel mail accepts
at 12:30
expect no notice to AGENCY_HEAD of DTA accepted
expect no notice to ISO of DTA accepted
expect no notice to SIRT_LEAD of DTA accepted
expect no notice to HELPDESK of DTA accepted
expect no notice to AGENCY_MGMT of DTA accepted
SOC_ANALYST adds DTA to R1
expect B4 of R1 owed to AGENCY_HEAD of DTA due 12:30 and fulfilled on time
expect notice to AGENCY_HEAD of DTA about B4 accepted at 12:30
expect 2 A10 of R1 for DTA and owed and due Wed 2025-09-10 12:30
expect A11 of R1 for DTA and open due Wed 2025-09-10 17:00
expect AGENCY_HEAD of DTA sees R1
# What was sent stays when it is removed once more.
at 13:00
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="not that one either"
expect B4 of R1 owed to AGENCY_HEAD of DTA and fulfilled on time
expect notice to AGENCY_HEAD of DTA about B4 accepted at 12:30
expect AGENCY_HEAD of DTA does not see R1
expect ledger verifies

story Two cases become one while their letters wait: nobody is told twice, and nobody is forgotten
given staff of DPH, DTA
at Tue 2025-09-09 09:00
channel mail fails
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list went to somebody else" about DTA as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B7.notify of R1 owed to AGENCY_HEAD of DPH due 09:00 and owed
at 09:10
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect no obligations of R1 owed
expect 1 B7.notify of R2 owed to CISO and owed
expect B7.notify of R2 owed to AGENCY_HEAD of DPH and owed
expect at most 2 notices to CISO about B7.notify queued
expect ledger verifies

story Two cases become one, and two again, while letters wait: each tells for itself
given staff of DPH
at Tue 2025-09-09 09:00
channel mail fails
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list went to somebody else" about DPH as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
at 09:10
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect at most 2 notices to CISO queued
at 09:20
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists"
expect B7.notify of R1 owed to CISO and owed
expect B7.notify of R2 owed to CISO and owed
expect at least 2 notices to CISO about B7.notify queued

story A day is closed: what is owed and counts it moves, also what is late already; a rest goes on
given staff of DPH
at Thu 2026-07-02 15:00
reporter reports "a mouse moves by itself" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
reporter reports "a second mouse" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "look at it"
reporter reports "a third" about DPH as R3
SOC_ANALYST evaluates R3: no indication, priority 4, action "look at it"
SIRT_LEAD of DPH responds to R3 "looked at it"
CISO reads B3 of R2
CISO does obligation.suspend obligation=$answer.obligation until="2026-07-10 12:00" reason="they move"
expect B3 of R1 due Fri 2026-07-03 17:00
at 17:00
at Fri 2026-07-03 17:00
at 17:00:01
# Declared on Saturday for the day before: it was late, and is not.
at Sat 2026-07-04 09:00
expect B3 of R1 overdue
house does calendar.close date=2026-07-03 reason="declared by the Governor"
expect B3 of R1 open and due Mon 2026-07-06 17:00
expect B3 of R1 overdue as known Sat 2026-07-04 08:00
expect B3 of R1 due Fri 2026-07-03 17:00 as known Sat 2026-07-04 08:00
expect B3 of R2 suspended and due Mon 2026-07-06 17:00
expect B3 of R3 fulfilled and due Fri 2026-07-03 17:00
at Mon 2026-07-06 17:00:01
expect B3 of R1 overdue
expect B3 of R2 suspended
at Fri 2026-07-10 12:00:01
expect B3 of R2 overdue and due Fri 2026-07-10 12:00
expect ledger verifies

story What rests or was replaced meets a lower rating
given staff of DPH
at Mon 2025-09-08 09:00
channel mail fails
reporter reports "a list is out" about DPH as R1
SOC_ANALYST evaluates R1: data public confirmed, priority 4, action "look"
at 09:05
SOC_ANALYST learns R1: data internal confirmed
expect R1.rating is medium
CISO reads B7.last of R1 owed to CISO
CISO does obligation.suspend obligation=$answer.obligation until="2025-09-12 12:00" reason="they move"
expect B7.last of R1 suspended
expect B2 of R1 due 13:05
at 09:10
CISO does incident.override incident=R1 rating=low reason="it is public"
expect no B7 of R1 owed
expect every B7.last of R1 cancelled because "lowered: it is public"
# No due is longer: Medium's stays, and Low's does not come back.
expect B2 of R1 due 13:05 and open
expect B3 of R1 superseded by B2
expect no B3 of R1 owed
at 09:15
SOC_ANALYST does incident.override incident=R1 rating=medium reason="it is not"
expect 2 B7.notify of R1 due 09:15 and owed
expect 2 B7.last of R1 due 13:15 and open
expect B2 of R1 due 13:05 and open
expect 2 notices about B7 queued

story Up, down and up again around the digest: the digest says what holds, once
given staff of DCR
at Tue 2025-09-09 16:50
reporter reports "a kiosk is defaced" about DCR as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "clean it"
expect notice to CIO about A9 queued
at 16:55
SOC_ANALYST does incident.override incident=R1 rating=high reason="it spreads"
expect notice to CIO about A9 accepted at 16:55
expect no notice to CIO about A9 queued
at 16:57
CISO does incident.override incident=R1 rating=low reason="it does not"
at 16:58
SOC_ANALYST does incident.override incident=R1 rating=high reason="it does"
expect notice to CIO about B4 accepted at 16:58
at 17:10
expect no notice to CIO accepted at 17:00
expect no A9 of R1 owed
expect at most 5 notices to CIO
