# SPDX-License-Identifier: Apache-2.0
story B9 The report after the incident: written from the case, complete, approved by another
given staff of DPH
given asset HOST-A of DPH rated medium
at Tue 2025-09-09 09:00
reporter reports "a virus was found" about DPH as R1
SOC_ANALYST attaches HOST-A to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="mail of that sender is held"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=isolated evidence="port 7 is down"
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=cleaned evidence="scan 44 is clean"
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.hold incident=R1 asset=HOST-A outcome=restored evidence="scan 46 is clean"
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
expect every B9 of R1 due Tue 2025-09-23 12:00 and open

# The cause: a task that needs it is not done without a motive, or the word that it is undetermined.
at 13:00
SIRT_LEAD of DPH does cause.state incident=R1
expect invalid naming "cause"
SIRT_LEAD of DPH does cause.state incident=R1 cause="a mail" undetermined="or not"
expect invalid naming "cause"
SIRT_LEAD of DPH does cause.state incident=R1 cause="an attachment was opened" attack=phishing
proves IS005-6.5.2.3
SIRT_LEAD of DPH does task.settle incident=R1 task=cause state=done
expect refused naming "motive or 'undetermined' required"
SIRT_LEAD of DPH does cause.state incident=R1 cause="an attachment was opened" attack=phishing motive=undetermined
SIRT_LEAD of DPH does task.settle incident=R1 task=cause state=done
SIRT_LEAD of DPH does task.settle incident=R1 task=legal state=excused
expect invalid naming "because"
SIRT_LEAD of DPH does task.settle incident=R1 task=legal state=excused because="no law was touched"
SIRT_LEAD of DPH does task.settle incident=R1 task=tea state=done
expect invalid naming "task"
SIRT_LEAD of DPH does loss.state incident=R1 low="20,000.00" high="35000" basis="two hundred hours"
SIRT_LEAD of DPH does loss.state incident=R1 low="9" high="8" basis="x"
expect invalid naming "high"
SIRT_LEAD of DPH does lesson.add incident=R1 kind=learned what="call the clinic first"
SOC_ANALYST does review.read incident=R1
expect answer.cause.motive is undetermined
expect answer.cause.statement is 2
expect answer.loss.high is "35000.00"
expect answer.lessons has 1 items
expect answer.tasks has 9 items
expect answer.tasks_settled is 2

# An action is due on a day of the calendar, which no holiday moves.
SIRT_LEAD of DPH does corrective.open incident=R1 what="patch the gateway" as FIX
SIRT_LEAD of DPH does incident.guards incident=R1
expect answer contains "patch the gateway"
SIRT_LEAD of DPH does corrective.change incident=R1 corrective=$FIX.corrective role=ISO organisation=DPH due="2025-10-13"
expect answer.role_title contains "security officer"
SIRT_LEAD of DPH does corrective.change incident=R1 corrective=$FIX.corrective state=done
expect invalid naming "proof"

at Mon 2025-09-22 09:00
SIRT_LEAD of DPH sends post-incident of R1
expect answer.complete is false
SIRT_LEAD of DPH does document.prepare incident=R1 document=post-incident as PIR
expect PIR.content.cause.value contains "an attachment was opened"
expect PIR.content.scope.value contains "$20000.00 to $35000.00"
expect PIR.content.lessons.value contains "call the clinic first"
expect PIR.content.actions.value contains "patch the gateway"
expect PIR.content.duties.value contains "B9"
expect PIR.content.timeline.value contains "mail of that sender is held"
SIRT_LEAD of DPH sends post-incident of R1 complete as V
expect V.complete is true
SIRT_LEAD of DPH does document.approve incident=R1 id=$V.id
expect refused naming "it is approved by one of"
SOC_ANALYST does document.approve incident=R1 id=$V.id
expect refused
AGENCY_HEAD of DPH does document.approve incident=R1 id=$V.id note="as it was"
expect answer.approvals has 1 items
expect every B9 of R1 fulfilled on time
expect B9 of R1 fulfilled and evidence E4
AGENCY_HEAD of DPH does document.approve incident=R1 id=$V.id
expect clash

proves IS005-6.4.1.2
at Mon 2025-10-13 23:59:59
SOC_ANALYST does corrective.list incident=R1
expect answer.items.0.state is open
at Tue 2025-10-14 00:00
SOC_ANALYST does corrective.list incident=R1
expect answer.items.0.state is overdue
SIRT_LEAD of DPH does corrective.change incident=R1 corrective=$FIX.corrective state=done proof="change 8812"
expect answer.state is done
expect ledger verifies

story B9 Who sent it does not approve it, in whatever role
given person vera is SIRT_LEAD of DPH and AGENCY_HEAD of DPH
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "pumps stand still" about DPH as R1 safety yes
vera sends post-incident of R1
expect answer.complete is false
CISO does document.approve incident=R1 id=$answer.id
expect refused naming "not complete"
vera sends post-incident of R1 complete as V
vera does document.approve incident=R1 id=$V.id
expect refused naming "who sent it does not approve it"
SOC_ANALYST sends post-incident of R1 history "none" as LATER
CISO does document.approve incident=R1 id=$V.id
expect clash

story B9 Nobody approves it: it is overdue, and the CISO hears of it
given staff of DPH
at Tue 2025-09-09 11:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware], impact: {confidentiality: none, integrity: partial, availability: none}}
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="isolated"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all services run"
at 12:00
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
at Tue 2025-09-23 12:00:01
proves IS005-6.2.1.4b
expect every B9 of R1 due Tue 2025-09-23 12:00 and overdue and product default
at Fri 2025-09-26 12:00:01
expect notice to CISO about B9 accepted at 2025-09-26 12:00
