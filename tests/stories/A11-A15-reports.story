# SPDX-License-Identifier: Apache-2.0
story A11 A report for each day, until it is resolved
given staff of DPH
at Fri 2025-10-31 15:00
reporter reports "a scan of our hosts" about DPH detected 2025-10-31 15:00 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "watch"
SOC_ANALYST does document.days incident=R1
expect answer.items has 0 items
expect A11 of R1 due Sat 2025-11-01 17:00
at Sat 2025-11-01 10:00
SOC_ANALYST does document.days incident=R1
expect answer.items has 1 items
expect answer.items.0.day is "2025-11-01"
expect answer.items.0.state is owed
DESIGNATED_CONTACT of DPH does document.daily incident=R1 as DAY
expect DAY.complete is true
expect DAY.series is "2025-11-01"
expect DAY.elements.1.value is "No change."
expect A11 of R1 due 2025-11-01 17:00 and fulfilled on time and evidence E4
# Never two for one day; to correct one is another version of it.
DESIGNATED_CONTACT of DPH does document.daily incident=R1
expect clash
DESIGNATED_CONTACT of DPH sends daily-status of R1 changes "one host more" as SECOND
expect SECOND.series is "2025-11-01"
expect SECOND.number is 2
at Sun 2025-11-02 17:00
expect A11 of R1 due Sun 2025-11-02 17:00 and open
at 17:00:01
expect A11 of R1 due Sun 2025-11-02 17:00 and overdue
SOC_ANALYST does document.days incident=R1
expect answer.items has 2 items
expect answer.items.0.state is sent
expect answer.items.1.state is overdue
at 18:00
DESIGNATED_CONTACT of DPH does document.daily incident=R1
expect A11 of R1 due Sun 2025-11-02 17:00 and fulfilled late 1h
at Mon 2025-11-03 16:00
DESIGNATED_CONTACT of DPH does document.daily incident=R1
SOC_ANALYST does document.days incident=R1
expect answer.items has 3 items
expect answer.items.1.state is late
expect answer.items.2.state is sent

# Resolved before the cut-off of Tuesday, so that none is owed for it.
at Tue 2025-11-04 09:50
SIRT_LEAD of DPH does incident.state incident=R1 statement=none answer=none text="a scan we had ordered"
at 10:00
SOC_ANALYST does incident.move incident=R1 move=dismiss
proves SEC43-ISO-7
expect A11 of R1 due Sat 2025-11-01 17:00
expect A11 of R1 due Sun 2025-11-02 17:00
expect A11 of R1 due Mon 2025-11-03 17:00
expect nobody owes A11 of R1
at Wed 2025-11-05 09:00
SOC_ANALYST does document.days incident=R1
expect answer.items has 3 items
expect answer.items.2.day is "2025-11-03"
expect no A11 of R1 due Tue 2025-11-04 17:00 and owed

story S-04 The follow-up counts for its day, and may say that the response has not begun
given staff of DPH
at Fri 2025-10-10 16:30
reporter reports "a screen shows advertisements" about DPH detected 2025-10-10 16:30 as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "wait for Tuesday"
at Sat 2025-10-11 15:00
SOC_ANALYST does document.prepare incident=R1 document=follow-up
expect answer.content.response.value contains "The response has not started; it is due Tue 2025-10-14 17:00:00 EDT."
DESIGNATED_CONTACT of DPH sends follow-up of R1 complete
expect answer.complete is true
expect answer.elements.2.value contains "has not started"
expect every A10 of R1 fulfilled on time
expect A11 of R1 due 2025-10-11 17:00 and fulfilled on time
SOC_ANALYST does document.days incident=R1
expect answer.items.0.state is sent
expect answer.items.0.document is follow-up
at Mon 2025-10-13 09:00
SOC_ANALYST does document.days incident=R1
expect answer.items.1.state is missed
expect answer.items.2.state is owed
# A report of a day that is over is taken, for that day.
DESIGNATED_CONTACT of DPH does document.daily incident=R1 series="2025-10-12"
SOC_ANALYST does document.days incident=R1
expect answer.items.1.state is late
expect answer.items.2.state is owed
expect A11 of R1 due Sun 2025-10-12 17:00 and fulfilled late 16h
expect A11 of R1 due Mon 2025-10-13 17:00 and open

story A12 Status updates are numbered, and go to those who may read the case
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect A12 of R1 due 14:00
at 11:00
SOC_ANALYST does document.prepare incident=R1 document=status-update
expect answer.content.number.value is "1"
expect answer.content.next_update.value contains "Tue 2025-09-09 15:00:00 EDT"
SOC_ANALYST sends status-update of R1 complete since_last "two pumps run again"
expect answer.series is "1"
expect answer.recipients has 3 items
expect notice to SCIO of DPH accepted at 11:00
expect notice to AGENCY_HEAD of DPH accepted at 11:00
expect A12 of R1 fulfilled on time
# With each update the leadership hears that there is one.
expect every B6.update of R1 due 11:00 and fulfilled on time
expect notice to CIO about B6 accepted at 11:00
at 14:00
SOC_ANALYST sends status-update of R1 since_last "all run"
expect answer.series is "2"
expect answer.complete is false
SOC_ANALYST does document.send incident=R1 document=status-update series="1"
expect answer.series is "1"
expect answer.number is 2

story A15 Notice in writing: as much as is known, and the rest when it is
given staff of DTA
at Tue 2025-09-09 09:00
reporter reports "names were copied" about DTA detected 2025-09-09 09:00 as R1
SOC_ANALYST evaluates R1: data restricted confirmed pii, priority 1, action "stop it"
expect A15.first of R1 due Wed 2025-09-10 09:00
at 15:00
proves SEC43-POL-4.1
SCIO of DTA does document.send incident=R1 document=written-notice complete=true,
  { content: {acquisition_or_use: {value: "yes"}, recipient_rules: {value: "contact person named: Ada"}} }
expect refused naming "SEC43-POL-4.1"
SCIO of DTA does document.send incident=R1 document=written-notice,
  { content: {acquisition_or_use: {value: "unknown"}, recipient_rules: {value: "contact person named: Ada"}} }
expect answer.complete is false
expect timeline of R1 contains "content 2 outstanding"
proves SEC43-POL-4.2
SCIO of DTA does document.send incident=R1 document=written-notice,
  { content: {nature_circumstances: {value: "a list was copied"}, acquisition_or_use: {value: "unknown"},
    recipient_rules: {value: "contact person named: Ada"}} }
expect answer.missing has 1 items
expect answer.missing.0.why contains "leaves it open"
at 15:01
expect A15.first of R1 fulfilled on time
expect A15.complete of R1 open
at Wed 2025-09-10 15:00
expect notice to AGENCY_HEAD of DTA about A15 accepted at 2025-09-10 15:00
at 16:00
SCIO of DTA does document.send incident=R1 document=written-notice complete=true,
  { content: {nature_circumstances: {value: "a list was copied"}, acquisition_or_use: {value: "yes"},
    recipient_rules: {value: "contact person named: Ada"}} }
expect answer.complete is true
expect every A15.complete of R1 fulfilled
# The rule that names the contact person.
proves SEC43-POL-4.3
SCIO of DTA does document.send incident=R1 document=written-notice complete=true,
  { content: {nature_circumstances: {value: "a list was copied"}, acquisition_or_use: {value: "yes"}} }
expect refused naming "SEC43-POL-4.3"
SCIO of DTA does document.send incident=R1 document=written-notice complete=true,
  { content: {nature_circumstances: {value: "a list was copied"}, acquisition_or_use: {value: "yes"},
    recipient_rules: {value: "contact person named: Ada"}} }
expect answer.complete is true
SCIO of DTA does document.send incident=R1 document=written-notice,
  { content: {acquisition_or_use: {value: "perhaps"}} }
expect invalid naming "content.acquisition_or_use.value"
expect ledger verifies

story A version is kept as it was sent: the same bytes whenever it is asked for
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "<script>alert(1)</script>" about DPH as R1 safety yes
SIRT_LEAD of DPH sends high-report of R1 description "<script>alert(2)</script> & more", pending "none" as V
SOC_ANALYST does document.render incident=R1 id=$V.id as ONCE
expect ONCE.body contains "&lt;script&gt;alert(2)&lt;/script&gt; &amp; more"
expect ONCE.body lacks "<script>"
expect ONCE.body contains $V.sha256
SOC_ANALYST does document.render incident=R1 id=$V.id format=text
expect answer.body contains "<script>alert(2)</script> & more"
at Wed 2025-09-10 13:00
SIRT_LEAD of DPH sends high-report of R1 description "another" as W
SOC_ANALYST does document.render incident=R1 id=$V.id as AGAIN
expect AGAIN.body is $ONCE.body
SOC_ANALYST does incident.render incident=R1
expect answer.body contains "Timeline, oldest first"
DESIGNATED_CONTACT of DPH does document.render incident=R1 id=00000000-0000-7000-8000-000000000000
expect missing
