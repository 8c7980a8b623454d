# SPDX-License-Identifier: Apache-2.0
story B5 The first notice goes out with what is known, and is finished item by item
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "a list was sent out" about DPH detected 2025-09-09 12:50 as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
at 13:20
SOC_ANALYST learns R1: data restricted confirmed
expect B5.first of R1 due 13:20 and open
at 13:31
proves IS005-6.4.3.1
SIRT_LEAD of DPH sends high-report of R1 detected_at "2025-09-09 12:50", discoverers "sensor R-114",
  type "disclosure", description "a list with names", response_status "recalled",
  affected "300 people", stakeholders "the owner of the list", measures "recalled 13:10",
  location outstanding "the mail server is being looked at"
expect answer.complete is false
expect answer.answered is 9
expect answer.of is 14
expect answer.missing has 5 items
expect answer.missing.0.element is reported_to_mgmt_at
expect B5.first of R1 fulfilled late 11m
expect B5.complete of R1 open
at Wed 2025-09-10 15:00
expect notice to SIRT_LEAD of DPH about B5 accepted at 2025-09-10 15:00

# Item 4 is what the program knows, and nobody types it.
proves IS005-6.4.3.1.4
expect answer.elements.3.code is notified_at
expect answer.elements.3.value contains "Tue 2025-09-09 13:00:00 EDT"
SIRT_LEAD of DPH sends high-report of R1 notified_at "2025-09-09 12:00"
expect invalid naming "content.notified_at.value"

# Item 14: nothing pending is said, not left out.
proves IS005-6.4.3.1.14
SIRT_LEAD of DPH does document.send incident=R1 document=high-report complete=true { content: {
  detected_at: {value: "2025-09-09 12:50"}, reported_to_mgmt_at: {not_applicable: "nobody was on duty"},
  discoverers: {value: "sensor R-114"}, type: {value: "disclosure"}, description: {value: "a list"},
  response_status: {value: "recalled"}, location: {value: "Boston"}, affected: {value: "300 people"},
  recovery_expectation: {not_applicable: "nothing is down"}, stakeholders: {value: "the owner"},
  measures: {value: "recalled"}, evidence: {not_applicable: "none was needed"} } }
expect refused naming "IS005-6.4.3.1.14"
SIRT_LEAD of DPH sends high-report of R1 complete pending "none"
expect answer.complete is true
expect answer.number is 2
expect B5.complete of R1 fulfilled on time
expect ledger verifies

story S-19 An instant after the report is a suspicion, and must say so
given staff of DPH without SIRT_LEAD, SIRT_MEMBER
at Tue 2025-09-09 03:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect B5.first of R1 owed by SOC_DIRECTOR
SOC_ANALYST sends high-report of R1 detected_at "2025-09-09 03:30"
expect invalid naming "reported as suspicion"
SOC_ANALYST does document.send incident=R1 document=high-report,
  { content: {detected_at: {value: "2025-09-09 03:30", note: "reported as suspicion"},
    description: {value: "pumps"}} }
expect answer.complete is false
expect answer.elements.0.value is 2025-09-09T07:30:00Z
expect B5.first of R1 fulfilled
expect B5.complete of R1 open
# Every element wrong in each way.
SOC_ANALYST sends high-report of R1 colour "red"
expect invalid naming "content"
SOC_ANALYST sends high-report of R1 detected_at not applicable "we do not know"
expect invalid naming "content.detected_at.not_applicable"
SOC_ANALYST does document.send incident=R1 document=high-report,
  { content: {type: {value: "fire", outstanding: "or not"}} }
expect invalid naming "content.type.value"
SOC_ANALYST does document.send incident=R1 document=high-report { content: {type: {}} }
expect invalid naming "content.type.value"
SOC_ANALYST does document.send incident=R1 document=high-report,
  { content: {type: {outstanding: "later", note: "soon"}} }
expect invalid naming "content.type.note"
SOC_ANALYST sends high-report of R1 detected_at "2025-11-02 01:30"
expect invalid naming "EDT"
SOC_ANALYST does document.send incident=R1 document=high-report series=3
expect invalid naming "series"
SOC_ANALYST does document.send incident=R1 document=letter
expect invalid naming "document"
expect ledger verifies

story The same hour twice: the form asks which one is meant
given staff of DPH
at Sun 2025-11-02 04:00
proves IS005-6.4.3.1.1
reporter reports "pumps stand still" about DPH as R1 safety yes
SIRT_LEAD of DPH sends high-report of R1 detected_at "2025-11-02 01:30"
expect invalid naming "EDT"
SIRT_LEAD of DPH sends high-report of R1 detected_at "2025-11-02 01:30 EDT"
expect answer.elements.0.value is 2025-11-02T05:30:00Z
SIRT_LEAD of DPH sends high-report of R1 detected_at "2025-11-02 01:30 EST"
expect answer.elements.0.value is 2025-11-02T06:30:00Z
expect answer.number is 2

story Three versions of a description, with their authors
given staff of DPH
at Tue 2025-09-09 03:00
proves IS005-6.4.3.1.6
reporter reports "pumps stand still" about DPH as R1 safety yes
SIRT_LEAD of DPH sends high-report of R1 description "a pump"
at 03:10
SIRT_LEAD of DPH sends high-report of R1 description "two pumps"
at 04:00
SOC_ANALYST sends high-report of R1 description "three pumps" as LAST
SOC_ANALYST does document.list incident=R1 document=high-report as LIST
expect LIST.items has 3 items
expect LIST.items.0.by contains "SOC_ANALYST"
expect LIST.items.0.at is 2025-09-09 04:00
expect LIST.items.2.by contains "SIRT_LEAD"
expect LIST.items.2.at is 2025-09-09 03:00
SOC_ANALYST does document.compare incident=R1 id=$LIST.items.0.id earlier=$LIST.items.2.id
expect answer.elements.5.what is changed
expect answer.elements.5.before.value is "a pump"
expect answer.elements.5.after.value is "three pumps"
expect answer.elements.4.what is unsaid
expect ledger verifies
