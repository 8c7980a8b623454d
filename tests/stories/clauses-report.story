# SPDX-License-Identifier: Apache-2.0
# Clauses of what a report says and what is made of it, each as its entry in the catalogue says it.

story Whoever reports little is asked for more, and is taken at once all the same
given staff of DPH
given person pat at DPH
at Tue 2025-09-09 10:00
proves AD2022-1-REP-1.2
pat reports "phishing mail opened" about DPH as R1
expect answer.number is there
expect answer.questions has 3 items
expect answer.questions.0 contains "open the attachment"
expect 1 notice to pat subject "what else do you know" of R1 accepted at 10:00
expect A4 of R1 fulfilled on time
pat does report.create what="another phishing mail" organisation=DPH as A1
# They stand with the receipt, and what is answered stands with the report.
reporter does report.receipt number=$A1.number receipt=$A1.receipt
expect answer.questions has 3 items
SOC_ANALYST does incident.read incident=$A1.number
expect answer.reports.0.asked has 3 items
expect answer.reports.0.statements is absent
reporter does report.add number=$A1.number receipt=$A1.receipt what="it came at nine, and I typed no password"
SOC_ANALYST does incident.read incident=$A1.number
expect answer.reports.0.statements.0.what contains "no password"
# A report without a name is asked on its page alone; nothing is classified by a word.
reporter does report.create what="A PHISHING mail" organisation=DPH as R2
expect R2.questions has 3 items
SOC_ANALYST does incident.read incident=$R2.number
expect answer.number is $R2.number
expect answer.classification is absent
reporter does report.create what="something is odd" as R3
expect R3.number is there
expect R3.questions is absent
reporter does report.create what="" as R4
expect R4.number is there
# Whoever takes down a call asks the caller.
HELPDESK of DPH does report.call what="a threat came, and a phishing mail" organisation=DPH as R5
expect R5.questions has 6 items
HELPDESK of DPH does notice.list
expect answer.items lacks "report-questions"
# In the middle of a word it is none.
reporter does report.create what="antivirus says nothing" as R6
expect R6.questions is absent
expect ledger verifies

story How long it took to notice, to act and to mend
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "the portal is slow" about DPH detected 2025-09-09 09:00 as R1
SOC_ANALYST reads R1
expect answer.times is absent
at 09:05
SOC_ANALYST evaluates R1: no indication, priority 3, action "look"
at 09:10
SIRT_LEAD of DPH responds to R1 "traffic is turned away"
SIRT_LEAD of DPH does incident.measure incident=R1 what="traffic is turned away"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown occurred="2025-09-09 08:00" {types: [denial-of-service]}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
at 15:00
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all run"
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
proves SEC43-OBJ-1
SOC_ANALYST reads R1
expect answer.times.to_detect_s is 3600
expect answer.times.to_respond_s is 600
expect answer.times.to_remediate_s is 21600
# Detection put right, so are the times.
SOC_ANALYST detects R1 at 2025-09-09 08:30 because "the log says so"
SOC_ANALYST reads R1
expect answer.times.to_detect_s is 1800
expect answer.times.to_respond_s is 2400
expect answer.times.to_remediate_s is 23400
expect ledger verifies
