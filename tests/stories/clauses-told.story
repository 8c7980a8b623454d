# SPDX-License-Identifier: Apache-2.0
# Clauses of who is told and takes part, each as its entry in the catalogue says it.

story Two Low assets with one support: one message that lists both
given staff of DPH
given person tom is ASSET_SUPPORT of DPH
given person ute is ASSET_SUPPORT of DPH
given asset LAB-7 of DPH rated low supported by tom
given asset LAB-8 of DPH rated low supported by tom
given asset LAB-9 of DPH rated low supported by ute
at Tue 2025-09-09 10:00
reporter reports "the printer is odd" about DPH as R1
SOC_ANALYST attaches LAB-7 to R1 adverse no
SOC_ANALYST attaches LAB-8 to R1 adverse no
SOC_ANALYST attaches LAB-9 to R1 adverse no
expect no notice to tom
at +1m
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
proves IS005-6.4.4-LN
expect rating of R1 low
expect 1 notice to tom accepted at 10:01
tom does notice.list incident=R1
expect answer.items has 1 items
expect answer.items.0.serves has 2 items
expect answer.items.0.serves.0.rule is B8
expect answer.items.0.subject lacks "LAB"
tom does notice.read notice=$answer.items.0.notice
expect answer.body contains "LAB-7"
expect answer.body contains "LAB-8"
expect answer.body lacks "LAB-9"
# What is attached later is told of in a message of its own.
given asset LAB-6 of DPH rated low supported by tom
at +10m
SOC_ANALYST attaches LAB-6 to R1 adverse no
expect 2 notice to tom
expect every B8.notify of R1 fulfilled
expect 4 B8.notify of R1
expect ledger verifies

story Discovered by a rule: the third item is there, and nobody is named or asked for
given person ana is SOC_ANALYST
given staff of DPH
at Tue 2025-09-09 13:00
house does alert.raise watch=siem finding="f1" rule=R-114 title="A dump of credentials" level=low entity=host7 organisation=DPH first="2025-09-09 12:58" as A1
ana does alert.promote alert=$A1.alert reason="seen on two hosts" type=malware as P
ana does incident.read incident=$P.incident as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
proves IS005-6.4.3.1.3
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report as BEGUN
expect BEGUN.content.discoverers.value is "Automatic detection: watch siem, rule R-114"
SIRT_LEAD of DPH sends high-report of R1 discoverers "automatic detection: SIEM rule R-114"
expect answer.elements.2.code is discoverers
expect answer.elements.2.settled is true
expect answer.elements.2.value is "automatic detection: SIEM rule R-114"
expect answer.outstanding lacks "IS005-6.4.3.1.3"
expect ledger verifies

story An incident spreads to an agency of another secretariat: its officer takes part from then on
given staff of DPH, DOC
at Tue 2025-09-09 10:00
reporter reports "the printer is odd" about DPH as R1 name "Ina Reporter"
reporter reports "a list is gone" about DPH as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look at it"
SOC_ANALYST does incident.affect incident=R2 organisation=DTA
SCIO of EOPSS does not see R1
missing: SCIO of EOPSS does contact.record incident=R1 between="SOC and SCIO" what="we look, too" joint=true
at 11:00
proves AD2022-1-RSP-3
SOC_ANALYST adds DOC to R1
SCIO of EOPSS sees R1
expect notice to SCIO of EOPSS accepted at 11:00
SOC_DIRECTOR does access.list incident=R1
expect answer.items contains "SCIO of DOC"
SCIO of EOPSS does contact.record incident=R1 between="SOC and SCIO" what="we look, too" joint=true
expect timeline of R1 contains "we look, too"
# Limited to what is shared: the case, and what his own bodies owe and were told; nothing of the other secretariat's.
SCIO of EOPSS reads A10 of R1
expect answer.organisation is DOC
SCIO of EOPSS does obligation.list incident=R1 limit=200
expect answer.items contains "DOC"
expect answer.items lacks "DPH"
expect answer.items lacks "EOHHS"
SCIO of EOPSS does notice.list incident=R1 limit=200
expect answer.items contains "DOC"
expect answer.items lacks "DPH"
SCIO of EOPSS does incident.timeline incident=R1
expect answer.items contains "DOC"
SCIO of EOPSS reads R1
expect answer.reports lacks "Ina Reporter"
SCIO of EOPSS does not see R2
SCIO of EOHHS sees R1
expect ledger verifies
