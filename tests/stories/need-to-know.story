# SPDX-License-Identifier: Apache-2.0

story A restricted case is for named people only
given staff of DPH
given person ana is SOC_ANALYST
given person nora is SOC_ANALYST
at Tue 2025-09-09 09:00
reporter reports "somebody writes threats to a nurse" about DPH as R1
expect ana sees R1
expect SIRT_LEAD of DPH sees R1
expect HELPDESK of DPH sees R1
missing: ana does access.restrict incident=R1 reason="a threat to a person"
SOC_DIRECTOR does access.restrict incident=R1 reason="a threat to a person" {named: [nora]}
expect answer.restricted is true
expect ana does not see R1
expect SIRT_LEAD of DPH does not see R1
expect HELPDESK of DPH does not see R1
expect nora sees R1
expect SOC_DIRECTOR sees R1
expect CISO sees R1
ana does obligation.list owed=all
expect answer.items has 0 items
ana does notice.list {}
expect answer.items has 0 items
# What comes after is told to the named, or to whoever stands in where nobody is.
at 09:05
nora evaluates R1: safety yes, priority 1, action "speak with the nurse"
expect no notice to ana about B4
expect notice to nora about B4
expect A7 of R1 fulfilled
SOC_DIRECTOR does access.open incident=R1 reason="the police have it"
expect ana sees R1
expect SIRT_LEAD of DPH sees R1
clash: SOC_DIRECTOR does access.open incident=R1 reason="again"
expect ledger verifies

story A suspect is passed over in silence
given person sam is SCIO of EOHHS
given person dora is SCIO of EOHHS as designee 1
given staff of DPH
at Tue 2025-09-09 22:00
reporter reports "records were looked up" about DPH as R1
expect sam sees R1
expect A6 of R1 open and owed by sam
missing: SOC_ANALYST does access.exclude incident=R1 person=sam reason="his account"
CISO does access.exclude incident=R1 person=sam reason="his account did it"
expect answer.excluded.0.name is sam
expect sam does not see R1
missing: sam reads R1
sam does obligation.list owed=all
expect answer.items has 0 items
sam does notice.list {}
expect answer.items has 0 items
# His duty is somebody else's, with its old due, and his approvals go around him.
expect A6 of R1 due 22:00 and open and owed by dora
expect dora sees R1
missing: sam confirms soc_confirmed of R1
dora confirms soc_confirmed of R1
expect A6 of R1 fulfilled on time
at 22:30
CISO evaluates R1: safety yes, priority 1, action "close the account"
expect no notice to sam at 22:30
# Nobody who reads the case reads there who is suspected.
SIRT_LEAD of DPH reads timeline of R1
expect answer.items lacks "sam"
invalid: CISO does grant.create incident=R1 person=sam ground="he asks"
clash: CISO does access.exclude incident=R1 person=sam reason="again"
invalid: CISO does access.exclude incident=R1 person=CISO reason="myself"
CISO does access.readmit incident=R1 person=sam reason="it was another"
missing: sam reads R1
CISO does grant.create incident=R1 person=sam ground="cleared"
expect sam sees R1
expect ledger verifies

story The glass is broken, and others are told
given staff of DPH
at Tue 2025-09-09 02:00
reporter reports "the site is down" about DPH as R1
missing: SOC_ANALYST does access.break_glass incident=R1 reason="nobody answers"
missing: SIRT_LEAD of DPH does access.break_glass incident=R1 reason="nobody answers"
SOC_DIRECTOR does access.break_glass incident=R1 reason="counsel must be asked now, and nobody answers" as G1
expect G1.kind is emergency
expect G1.to is 2025-09-10 02:00
expect notice to CISO accepted at 02:00 subject "Emergency access"
expect notice to CIO accepted at 02:00 subject "Emergency access"
expect no notice to SOC_DIRECTOR subject "Emergency access"
expect deviation in R1 "let himself in"
CISO does access.list incident=R1
expect answer.items contains "broke the glass: counsel must be asked now"
expect ledger verifies

story Documents are confidential until two offices say otherwise
proves IS005-6.4.5.2
given staff of DPH
given person eve is ESO
given person cato is CISO_DESIGNEE and ESO
given person audrey is AUDITOR
at Tue 2025-09-09 09:00
reporter reports "a laptop with files is lost" about DPH as R1 name "Rita Reporter" contact "555"
CISO does grant.create incident=R1 person=audrey ground="an engagement"
audrey reads R1
expect answer.confidentiality is undecided
expect answer.reports.0.withheld is "confidential (undecided)"
expect answer.reports.0.what is absent
expect answer.title is "confidential (undecided)"
audrey does incident.list
expect answer.items.0.title is "confidential (undecided)"
expect answer lacks "laptop"
audrey does document.prepare incident=R1 document=follow-up
expect answer.withheld is "confidential (undecided)"
expect answer lacks "laptop"
audrey does incident.timeline incident=R1
expect answer lacks "laptop"
audrey does incident.candidates incident=R1
SOC_ANALYST does incident.list
expect answer.items.0.title is "a laptop with files is lost"
SOC_ANALYST reads R1
expect answer.reports.0.what is "a laptop with files is lost"
missing: SOC_ANALYST does confidentiality.decide incident=R1 decision=not_confidential reason="no"
missing: AGENCY_HEAD of DPH does confidentiality.decide incident=R1 decision=not_confidential reason="no"
# One office, or one person for both, does not lift it.
cato does confidentiality.decide incident=R1 decision=not_confidential reason="nothing in it"
expect answer.confidentiality is undecided
refused: cato as ESO does confidentiality.decide incident=R1 decision=not_confidential reason="nothing in it"
eve does confidentiality.decide incident=R1 decision=not_confidential reason="agreed"
expect answer.confidentiality is not_confidential
audrey reads R1
expect answer.reports.0.what is "a laptop with files is lost"
expect answer.reports.0.withheld is absent
# Either office alone makes it confidential again.
eve does confidentiality.decide incident=R1 decision=confidential reason="names are in it"
audrey reads R1
expect answer.confidentiality is confidential
expect answer.reports.0.withheld is confidential
# Who reported is for those who handle it (D-43).
expect answer.reports.0.name is ""
SOC_ANALYST reads R1
expect answer.reports.0.name is "Rita Reporter"
SCIO of DPH reads R1
expect answer.reports.0.name is ""
expect ledger verifies

story A role elsewhere does not keep a case open that was opened to it here
given person lena is SIRT_LEAD of DPH from 2025-09-01 to 2025-09-10 12:00
given person lena is SIRT_LEAD of DTA
given staff of DPH, DTA
at Tue 2025-09-09 09:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
lena sees R1
at Wed 2025-09-10 12:00
lena sees R1
at 12:00:01
lena does not see R1
expect holder of SIRT_LEAD of DTA is lena

story Whoever is kept from one case is kept from the one that it becomes a part of
given person sam is SCIO of EOHHS
given staff of DPH
given person nora is SOC_ANALYST
given person erin is ERM
at Tue 2025-09-09 09:00
reporter reports "records were looked up" about DPH as R1
reporter reports "records, once more" about DPH as R2
erin does incident.count {}
expect answer.count is "2"
expect answer.states.reported is 2
missing: erin reads R1
CISO does access.exclude incident=R1 person=sam reason="his account"
SOC_DIRECTOR does access.restrict incident=R1 reason="an insider" {named: [nora]}
expect sam sees R2
expect SIRT_LEAD of DPH sees R2
erin does incident.count {}
expect answer.count is "1"
SIRT_LEAD of DPH does incident.count {}
expect answer.count is "1"
CISO does incident.merge incident=R1 into=$R2.number reason="one event"
expect sam does not see R2
expect SIRT_LEAD of DPH does not see R2
expect nora sees R2
erin does incident.count {}
expect answer.count is "0"
CISO does incident.count {}
expect answer.count is "2"
expect ledger verifies

story Who wrote the mail that reported a case is known to those who handle it, and to nobody else who reads it
given staff of DPH

at Sun 2025-10-12 03:12
mail from nurse@dph.example.org subject "Red screens" "Every screen asks for money." as R1
at +2m
SOC_ANALYST adds DPH to R1
mail from nurse@dph.example.org "And the printers." answers notice to SOC_ANALYST about A4 of R1
expect answer.became is reply
mail from head@dph.example.org "I look into it." answers notice to SOC_ANALYST about A4 of R1

SOC_ANALYST does mail.list incident=R1
expect answer.items contains "nurse@dph.example.org"
expect answer.items.2.sender is nurse@dph.example.org
expect answer.items.2.sender_shown is yes
SOC_ANALYST does mail.read mail=$answer.items.2.mail raw=true
expect answer.raw contains "RnJvbTog"
AGENCY_HEAD of DPH does mail.list incident=R1
expect answer.items has 3 items
expect answer.items contains "Every screen asks for money."
expect answer.items lacks "nurse"
expect answer.items lacks "head@dph"
expect answer.items.0.sender_shown is no
refused: AGENCY_HEAD of DPH does mail.read mail=$answer.items.2.mail raw=true
AGENCY_HEAD of DPH does mail.read mail=$answer.items.2.mail
expect answer.letter.text contains "Every screen"
expect answer.sender is absent
expect answer.letter.from is absent

# The same holds of what is written of them, in the timeline and in the log of communications.
AGENCY_HEAD of DPH does incident.timeline incident=R1
expect answer.items contains "And the printers."
expect answer.items contains "whoever reported it"
expect answer.items contains "head@dph.example.org"
expect answer.items lacks "nurse"
AGENCY_HEAD of DPH does communication.list incident=R1
expect answer.items lacks "nurse"
SOC_ANALYST does incident.timeline incident=R1
expect answer.items contains "And the printers."
expect ledger verifies
