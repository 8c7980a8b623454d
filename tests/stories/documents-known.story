# SPDX-License-Identifier: Apache-2.0
story A High report begins with what the case knows, says from where, and keeps what a person wrote
given staff of DPH
given asset HOST-A of DPH rated high
at Tue 2025-09-09 09:00
reporter reports "pumps stand still" about DPH as R1 safety yes
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report as EMPTY
expect EMPTY.content.type is absent
expect EMPTY.content.location is absent
expect EMPTY.content.recovery_expectation is absent
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" scope="third floor, network 7" {types: [malware, denial-of-service], impact: {confidentiality: none, integrity: none, availability: full}}
SIRT_LEAD of DPH does task.settle incident=R1 task=timelines state=done because="by Friday noon, likely"
SIRT_LEAD of DPH does task.settle incident=R1 task=evidence state=done because="disk image 14"
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report as BEGUN
expect BEGUN.from is case
expect BEGUN.content.type.value is "Malware; Denial of service (actual)"
expect BEGUN.elements.4.source is "the case: its classification"
expect BEGUN.content.location.value is "third floor, network 7"
expect BEGUN.content.recovery_expectation.value is "by Friday noon, likely"
expect BEGUN.elements.9.source is "the case: the task of the response team"
expect BEGUN.content.stakeholders.value contains "B4"
expect BEGUN.content.stakeholders.value contains "Chief Information Officer"
expect BEGUN.content.evidence.value is "disk image 14"

# What a person wrote stays, in a draft and in a version; the house fills in the rest.
SIRT_LEAD of DPH does document.draft incident=R1 document=high-report { content: {type: {value: "a worm"}} }
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report as MINE
expect MINE.content.type.value is "a worm"
expect MINE.elements.4.source is "your draft"
expect MINE.elements.7.source is "the case: the sites of its assets, and its classification"
SIRT_LEAD of DPH sends high-report of R1 type "a worm of 2025"
SOC_ANALYST does document.prepare incident=R1 document=high-report as THEIRS
expect THEIRS.content.type.value is "a worm of 2025"
expect THEIRS.elements.4.source contains "version 1, sent by"
expect THEIRS.content.location.value is "third floor, network 7"

# A draft is what was typed so far: a half time is kept, and asked for when it is sent.
SIRT_LEAD of DPH does document.draft incident=R1 document=high-report { content: {detected_at: {value: "yesterday, about"}, type: {value: "x", outstanding: "or not"}} }
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.detected_at.value is "yesterday, about"
SIRT_LEAD of DPH does document.draft incident=R1 document=high-report { content: {colour: {value: "red"}} }
expect invalid naming "content"
SIRT_LEAD of DPH sends high-report of R1 detected_at "yesterday, about"
expect invalid naming "content.detected_at.value"

# A plan is no document of a case, and the minimum notice is a message.
SIRT_LEAD of DPH does document.prepare incident=R1 document=irp
expect invalid naming "document"
SIRT_LEAD of DPH does document.draft incident=R1 document=response-procedure { content: {} }
expect invalid naming "document"
SIRT_LEAD of DPH sends minimum-notice of R1 number "1"
expect invalid naming "document"
expect ledger verifies

story An answer that is put right is told to whoever asked
given person lena is SIRT_LEAD of DPH
given staff of DPH
given person adele is HR_CONTACT of DPH at DPH
at Tue 2025-09-09 13:00
reporter reports "pumps stand still" about DPH as R1 safety yes
lena does request.make incident=R1 person=adele question="where are the logs?" as Q
at 14:00
adele does request.answer request=$Q.request answer="on the share"
expect no notice to lena subject "an answer is put right"
at 14:30
adele does request.answer request=$Q.request answer="on the other share" corrects=1
expect 1 notice to lena subject "an answer is put right" accepted at 14:30
# Not to whoever is kept away by now.
CISO does access.exclude incident=R1 person=lena reason="may be the one"
at 15:00
adele does request.answer request=$Q.request answer="on neither" corrects=1
expect 1 notice to lena subject "an answer is put right"

story Related cases are proposed, by what they have in common, and only to whoever may see them
given staff of DPH, DTA
given asset HOST-A of DPH rated medium
given person ann is AUDITOR
at Tue 2025-09-09 09:00
reporter reports "a pop-up" about DPH as OLD
at Thu 2025-09-18 09:00
reporter reports "a pop-up" about DTA as OTHER
reporter reports "the same pop-up" about DPH as R1
reporter reports "a noise" about DTA as NOISE
SOC_ANALYST attaches HOST-A to R1
SOC_ANALYST does incident.candidates incident=R1
expect answer.items has 0 items
SOC_ANALYST attaches HOST-A to OTHER
SOC_ANALYST does incident.candidates incident=R1
expect answer.items has 1 items
expect answer.items.0.because.0 is "the same asset, HOST-A"
SOC_ANALYST does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [malware]}
SOC_ANALYST does incident.classify incident=NOISE certainty=actual source=unknown vector=unknown {types: [malware]}
SOC_ANALYST does incident.classify incident=OLD certainty=actual source=unknown vector=unknown {types: [malware]}
SOC_ANALYST does incident.candidates incident=R1
expect answer.items has 2 items
expect answer.items.1.because.0 is "the same type, Malware"
# Classified anew, it has that type no more.
SOC_ANALYST does incident.classify incident=NOISE certainty=actual source=unknown vector=unknown reason="it was a fan" {types: [denial-of-service]}
SOC_ANALYST does incident.candidates incident=R1
expect answer.items has 1 items
# The agency's own sees nothing of another agency's case.
SIRT_LEAD of DPH does incident.candidates incident=R1
expect answer.items has 0 items
reporter reports "again" about DPH as AGAIN
SOC_ANALYST does incident.candidates incident=R1
expect answer.items has 2 items
expect answer.items.1.because.0 is "the same organisation, DPH"
