# SPDX-License-Identifier: Apache-2.0
# The lines of the table of recalculation that move a clock or whoever answers for it.
story Detection corrected: earlier makes what is past late by correction, later shortens nothing that was done
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a file is gone" about DPH as R1 detected 2025-09-09 09:00
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect A10 of R1 due Wed 2025-09-10 09:00 and open
expect A11 of R1 due Wed 2025-09-10 17:00 and open
at 12:00
SOC_ANALYST detects R1 at 2025-09-07 09:00 because "the log says so"
expect A10 of R1 due Mon 2025-09-08 09:00 and overdue by correction
expect A10 of R1 due Wed 2025-09-10 09:00 as known 11:00
expect no A10 of R1 overdue as known 11:00
expect no A10 of R1 owed and due Wed 2025-09-10 09:00
expect B3 of R1 due Wed 2025-09-10 17:00
expect ledger verifies

story The person who answers is another one: the due stays, and the former owes nothing
given staff of DPH without SIRT_LEAD
given person sam is SIRT_LEAD of DPH to 2025-09-09 12:00
given person tea is SIRT_LEAD of DPH from 2025-09-09 12:00:01
at Tue 2025-09-09 10:00
reporter reports "a file is gone" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect B3 of R1 owed by sam and due Wed 2025-09-10 17:00
at 12:01
expect B3 of R1 owed by tea and due Wed 2025-09-10 17:00
expect B3 of R1 open
expect sam owes nothing of R1
expect B3 of R1 owed by sam as known 11:00
expect notice to tea about B3 of R1 accepted
expect ledger verifies

story Detection corrected to a later start while nothing was sent: the dues move on, the days before are called off, and what was late stays of record
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a file is gone" about DPH as R1 detected 2025-09-08 08:00
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect 2 A10 of R1 due Tue 2025-09-09 08:00 and overdue
expect 1 A11 of R1 due Tue 2025-09-09 17:00 and open
expect 2 A15.first of R1 due Tue 2025-09-09 08:00 and overdue
at 11:00
SOC_ANALYST detects R1 at 2025-09-09 09:00 because "the clock of that server was wrong"
expect 2 A10 of R1 due Wed 2025-09-10 09:00 and open
expect 2 A10 of R1 owed
expect no A10 of R1 owed and by correction
expect 2 A10 of R1 due Tue 2025-09-09 08:00 and superseded by A10
expect 2 A10 of R1 due Tue 2025-09-09 08:00 and overdue and late 150m as known 10:30
expect A11 of R1 due Tue 2025-09-09 17:00 and cancelled because corrected
expect 1 A11 of R1 due Wed 2025-09-10 17:00 and open
expect 1 A11 of R1 owed
expect 2 A15.first of R1 due Wed 2025-09-10 09:00 and open
# What does not count from the detection stays where it was.
expect B3 of R1 due Wed 2025-09-10 17:00 and open
# The clock of what was called off stands still, and the new one runs.
at Wed 2025-09-10 09:00:01
expect 2 A10 of R1 overdue and due Wed 2025-09-10 09:00
expect A11 of R1 due Tue 2025-09-09 17:00 and cancelled
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect 2 A10 of R1 fulfilled late 1s and not by correction
# Later still, with the follow-up sent: its lateness is the new one's, none, and what it was stays readable.
at 10:00
SOC_ANALYST detects R1 at 2025-09-09 09:30 because "the log says so"
expect 2 A10 of R1 due Wed 2025-09-10 09:30 and fulfilled on time
expect 2 A10 of R1 due Wed 2025-09-10 09:00 and fulfilled late 1s as known 09:30
expect ledger verifies

story Detection corrected, both figures of the case: as known then and as corrected
given staff of DPH
at Tue 2025-09-09 09:30
reporter reports "mail rules nobody made" about DPH detected 2025-09-09 09:00 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
at Wed 2025-09-10 08:30
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
CISO does obligation.sheet incident=R1 as BEFORE
expect BEFORE.by_correction is 0
expect BEFORE.missed is 0
at Thu 2025-09-11 10:00
SOC_ANALYST detects R1 at 2025-09-08 06:00 because "the log of the mail server"
# Two follow-ups and two written notices late, a day missed: five by correction alone.
CISO does obligation.sheet incident=R1 as CORRECTED
expect CORRECTED.by_correction is 5
expect CORRECTED.missed is 1
CISO does obligation.sheet incident=R1 as_of="2025-09-10 08:30" as THEN
expect THEN.by_correction is 0
expect THEN.missed is 0
expect THEN.late is $BEFORE.late
expect THEN.met is $BEFORE.met
expect THEN.open is $BEFORE.open
expect THEN.count is $BEFORE.count
invalid: CISO does obligation.sheet incident=R1 as_of="2025-09-12 08:30"
expect invalid naming "as_of"
# Taken back, the follow-up was in time; the day stays missed, and the written notice is late by its new due, too.
at 11:00
SOC_ANALYST detects R1 at 2025-09-09 09:00 because "that log was of another server"
expect 2 A10 of R1 due Wed 2025-09-10 09:00 and fulfilled on time
CISO does obligation.sheet incident=R1
expect answer.by_correction is 3
expect answer.missed is 1
CISO does obligation.sheet incident=R1 as_of="2025-09-11 10:30" as SECOND
expect SECOND.by_correction is 5
expect SECOND.missed is 1
expect ledger verifies

story Detection corrected, item 1 of the High report: what is written next has it, what was sent keeps what it said
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1 safety yes detected 2025-09-09 09:00
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.detected_at.value is "2025-09-09T13:00:00Z"
SIRT_LEAD of DPH sends high-report of R1 complete detected_at "2025-09-09 09:00" as FIRST
expect every B5.first of R1 fulfilled on time
at 11:00
SOC_ANALYST detects R1 at 2025-09-08 06:00 because "the log says so"
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.detected_at.value is "2025-09-08T10:00:00Z"
SIRT_LEAD of DPH does document.read incident=R1 id=$FIRST.id
expect answer.elements.0.code is detected_at
expect answer.elements.0.value is "2025-09-09T13:00:00Z"
# Said again, later than it was told: as a suspicion.
at 11:30
SOC_ANALYST detects R1 at 2025-09-09 10:30 because "it began only then"
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.detected_at.value is "2025-09-09T14:30:00Z"
expect deviation in R1 "reported as a suspicion"
expect timeline of R1 contains "the log says so"
expect ledger verifies

story The rating rises on the day of the due: the earlier due stays, and nothing that stood is taken away
given staff of DPH
given person tom is ASSET_SUPPORT of DPH
given asset KIOSK of DPH rated low supported by tom
at Tue 2025-09-09 16:30
reporter reports "a kiosk is defaced" about DPH as R1
SOC_ANALYST attaches KIOSK to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect B3 of R1 due Wed 2025-09-10 17:00
expect B8.notify of R1 owed to tom and fulfilled
at Wed 2025-09-10 15:00
SOC_ANALYST learns R1: data internal confirmed
expect 1 B2 of R1 due 17:00 and open
expect B3 of R1 superseded by B2
expect B7.notify of R1 owed to CISO due 15:00 and fulfilled on time
expect every B7.last of R1 due 19:00 and fulfilled on time
expect 2 A10 of R1 due 16:30 and open
expect B8.notify of R1 owed to tom and fulfilled
expect B11 of R1 due 17:00 and open
at 17:00:01
expect B2 of R1 overdue
# High on top: its own due is later than that which is past already.
at 17:30
SOC_ANALYST learns R1: data restricted confirmed
expect 1 B1.response of R1 due 17:00 and overdue
expect B2 of R1 superseded by B1
expect B4 of R1 owed to CIO due 17:30 and fulfilled on time
expect every B7.notify of R1 fulfilled on time
expect ledger verifies

story The policy changes while a case runs: what runs keeps its version, also where its clock is corrected; what begins later has the new one
given staff of DPH, DTA
given policy from 2026-02-01 00:00
  where obligations rules.A10.steps.1.due.amount is "12 h",
  obligations rules.B2.steps.1.due.amount is "8 h",
  pack version is "1.4"
at Sat 2026-01-31 20:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "recall it"
expect 2 A10 of R1 due Sun 2026-02-01 20:00 under 2026.1
expect B2 of R1 due Sun 2026-02-01 00:00 under 2026.1
at Sun 2026-02-01 08:00:01
# Neither earlier nor later than it was.
expect 2 A10 of R1 due Sun 2026-02-01 20:00 under 2026.1 and open
expect B2 of R1 due Sun 2026-02-01 00:00 under 2026.1 and overdue
SOC_ANALYST detects R1 at 2026-01-31 18:00 because "the log says so"
expect 2 A10 of R1 due Sun 2026-02-01 18:00 under 2026.1 and open
expect 2 A10 of R1 owed
SOC_ANALYST does incident.told incident=R1 told="2026-01-31 19:30" told_basis="the list of calls" name="Dora" channel=phone
expect B2 of R1 due Sat 2026-01-31 23:30 under 2026.1 and overdue
# What begins now is under what is in force now.
at 09:00
SOC_ANALYST adds DTA to R1
expect 2 A10 of R1 for DTA and due Sun 2026-02-01 21:00 under 1.4 and open
expect every A10 of R1 for DPH under 2026.1
SOC_ANALYST learns R1: data restricted confirmed
expect every B4 of R1 under 1.4
expect B1.response of R1 under 1.4
expect B1.response of R1 due Sat 2026-01-31 23:30
expect ledger verifies

story A day is closed, and that is of record with every due that it moved
given staff of DPH
at Thu 2026-07-02 15:00
reporter reports "a mouse moves by itself" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
at 16:00
house does calendar.close date=2026-07-03 reason="declared by the Governor" source="executive order 9"
expect answer.moved is at least 1
CISO does ledger.list
expect answer.items contains "calendar.close"
expect answer.items contains "executive order 9"
expect answer.items contains "obligation.move"
expect B3 of R1 due Mon 2026-07-06 17:00 and open and basis "closure: declared by the Governor"
expect B3 of R1 due Fri 2026-07-03 17:00 as known 15:30
clash: house does calendar.close date=2026-07-03 reason="declared by the Governor"
expect ledger verifies

story The clock is set back: no entry is earlier than the one before it, and each says beside that what the clock showed
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list was sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
at 13:00:01
reporter reports "another" about DPH as R2
the clock is set back by 1h
SIRT_LEAD of DPH does incident.measure incident=R1 what="the mailing is stopped"
CISO does ledger.list limit=20
expect answer.items contains "the mailing is stopped"
expect answer.items.0.entry.ts is "2025-09-09T17:00:01.000Z"
expect answer.items.0.payload.clock is "2025-09-09T16:00:01.000Z"
expect answer.items contains "clock.alarm"
expect B2 of R1 due 14:00
expect ledger verifies
