# SPDX-License-Identifier: Apache-2.0
story A duty is waived by the authority of its rule, and by nobody else
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a scan of our hosts" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
SOC_ANALYST reads B3 of R1
missing: SOC_ANALYST does obligation.waive obligation=$answer.obligation reason="no need"
SOC_DIRECTOR does obligation.waive obligation=$answer.obligation reason="no need"
expect refused naming "CISO"
CISO does obligation.waive obligation=$answer.obligation reason=""
expect invalid naming "reason"
CISO does obligation.waive obligation=$answer.obligation reason="the hosts are ours"
expect B3 of R1 waived because "the hosts are ours"
CISO does obligation.waive obligation=$answer.obligation reason="again"
expect invalid naming "obligation"
at 17:00
at Thu 2025-09-11 10:00
expect B3 of R1 waived and level 0

story A duty rests for a time, and is owed again when the time is over
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a scan of our hosts" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
CISO reads B3 of R1
expect answer.due is 2025-09-10 17:00
CISO does obligation.suspend obligation=$answer.obligation until="2025-09-09 09:00" reason="they move"
expect invalid naming "until"
CISO does obligation.suspend obligation=$answer.obligation until="2025-09-12 12:00" reason="they move"
expect B3 of R1 suspended
at 17:00
at Thu 2025-09-11 10:00
expect B3 of R1 suspended and level 0 and not late
invalid: CISO does obligation.explain obligation=$answer.obligation explanation="it rests"
at Fri 2025-09-12 11:59:59
expect B3 of R1 suspended
at Fri 2025-09-12 12:00
expect B3 of R1 open and due Fri 2025-09-12 12:00
at 12:00:01
expect B3 of R1 overdue
# What is late does not rest.
CISO reads B3 of R1
CISO does obligation.suspend obligation=$answer.obligation until="2025-09-20 12:00" reason="they move"
expect invalid naming "obligation"
SIRT_LEAD of DPH responds to R1 "looked at it"
expect B3 of R1 fulfilled late 1s
SIRT_LEAD of DPH reads B3 of R1
SIRT_LEAD of DPH does obligation.explain obligation=$answer.obligation explanation="the phone was dead"
expect B3 of R1 fulfilled late 1s, explained
expect ledger verifies

story A rest that ends before the due changes nothing, and may be ended by hand
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a scan of our hosts" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
CISO reads B3 of R1
CISO does obligation.suspend obligation=$answer.obligation until="2025-09-12 12:00" reason="they move"
at 12:00
CISO does obligation.resume obligation=$answer.obligation reason="moved already"
expect B3 of R1 open and due Wed 2025-09-10 17:00
CISO does obligation.resume obligation=$answer.obligation reason="moved already"
expect invalid naming "obligation"
SIRT_LEAD of DPH does obligation.explain obligation=$answer.obligation explanation="nothing"
expect invalid naming "obligation"

story A clock that starts later is scheduled, and tells nobody before
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "the alarm is off" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "clear the floor"
SOC_ANALYST adds DTA to R1 from 2025-09-09 18:00
expect B4 of R1 owed to AGENCY_HEAD of DTA, scheduled
expect no notice to AGENCY_HEAD of DTA about B4
at 18:00
expect B4 of R1 owed to AGENCY_HEAD of DTA, due 18:00, fulfilled on time
expect notice to AGENCY_HEAD of DTA about B4 accepted at 18:00

story Nobody owes for an organisation that is not affected after all
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall them"
SOC_ANALYST adds DTA to R1
SIRT_LEAD of DPH responds to R1 "recalled them"
at 11:00
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="another agency of that name"
expect no obligations of R1 for DTA and owed
expect B7.notify of R1 for DTA and fulfilled
expect B7.last of R1 for DTA and fulfilled
expect A13 of R1 for DPH and owed
expect ledger verifies

story S-18 Two cases that are one: the earlier clock counts, and un-merging brings both back
given staff of DPH
at Tue 2025-09-09 09:05
HELPDESK of DPH does report.call {what: "a list was sent out", organisation: DPH, told: "2025-09-09 08:40", told_basis: "our log"} as R1
at 09:10
reporter reports "a list went to somebody else" about DPH as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 12:40
expect B2 of R2 due 13:10
at 09:30
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect B2 of R2 due 12:40 and open
expect 1 B2 of R2 open
expect B2 of R1 superseded by B2
expect no obligations of R1 owed
at 10:00
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists after all"
expect 1 B2 of R2 due 13:10 and open
expect 1 B2 of R1 due 12:40 and open
expect 1 B2 of R2 open
expect ledger verifies

story An agency that is added owes from when it is affected, or from when that is said
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall them"
at 15:00
SOC_ANALYST adds DTA to R1 from 2025-09-09 11:00
expect B4 of R1 owed to AGENCY_HEAD of DTA, due 15:00, fulfilled on time
expect every A10 of R1 for DTA due Wed 2025-09-10 15:00
expect every A10 of R1 for DPH due Wed 2025-09-10 10:00
expect 1 A11 of R1 for DTA due Wed 2025-09-10 17:00
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect every A10 of R1 for DPH fulfilled
expect ledger verifies

story The sheet of a case comes in pages, and its first counts
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "records were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall them"
CISO does obligation.sheet incident=R1 as S
expect S.count is "29"
expect S.items has 29 items
expect S.next is absent
CISO does obligation.sheet incident=R1 limit=10 as P
expect P.items has 10 items
expect P.open is $S.open
CISO does obligation.sheet incident=R1 limit=10 after=$P.next as Q
expect Q.items has 10 items
expect Q.count is absent
expect Q.items.0.obligation is $S.items.10.obligation
CISO does obligation.sheet incident=R1 limit=10 after=$Q.next as Z
expect Z.items has 9 items
expect Z.items.8.obligation is $S.items.28.obligation
expect Z.next is absent
invalid: CISO does obligation.sheet incident=R1 after=nonsense
