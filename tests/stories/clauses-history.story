# SPDX-License-Identifier: Apache-2.0
# Clauses of what an incident is held against when it is over.

story Earlier incidents are proposed to whoever may read them, counted to whoever may count them, and else not there
given staff of DTA, DPH
given person erin is ERM
at Mon 2025-09-08 09:00
# Before the time that counts; all of them told long before the house was.
SIRT_LEAD of DTA reports "an odd mail, long ago" about DTA as R0 told 2024-08-05 09:00 basis "our log"
SIRT_LEAD of DTA reports "an odd mail asks for passwords" about DTA as R1 told 2025-03-03 09:00 basis "our log"
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
SOC_ANALYST does incident.classify incident=R1 certainty=actual source=external vector="a mail" {types: [credential-compromise], impact: {confidentiality: partial, integrity: none, availability: none}}
SIRT_LEAD of DTA reports "another odd mail" about DTA as R2 told 2025-05-05 09:00 basis "our log"
SOC_ANALYST evaluates R2: no indication, priority 2, action "look"
SOC_ANALYST does incident.classify incident=R2 certainty=actual source=external vector="a mail" {types: [credential-compromise], impact: {confidentiality: partial, integrity: none, availability: none}}
SIRT_LEAD of DTA reports "mails in the name of the director" about DTA as R3 told 2025-07-07 09:00 basis "our log"
SOC_ANALYST evaluates R3: no indication, priority 2, action "look"
SOC_ANALYST does incident.classify incident=R3 certainty=actual source=external vector="a mail" {types: [credential-compromise], impact: {confidentiality: partial, integrity: none, availability: none}}
# One for named people only, and one of another body that is none of this.
SOC_DIRECTOR reports "a colleague wrote such mails" about DTA as R9
SOC_DIRECTOR does access.restrict incident=R9 reason="a colleague is suspected"
SIRT_LEAD of DPH reports "a door stood open" about DPH as R8
at Tue 2025-09-09 09:00
SIRT_LEAD of DTA reports "the fourth odd mail" about DTA as R4
SOC_ANALYST evaluates R4: no indication, priority 2, action "look"
SIRT_LEAD of DTA does incident.classify incident=R4 certainty=actual source=external vector="a mail" {types: [credential-compromise], impact: {confidentiality: partial, integrity: none, availability: none}}
SOC_DIRECTOR does grant.create incident=R4 person=erin ground="what it means for the enterprise"
SIRT_LEAD of DTA does incident.move incident=R4 move=confirm
SIRT_LEAD of DTA does incident.measure incident=R4 what="mail of that sender is held"
SIRT_LEAD of DTA does incident.move incident=R4 move=contain
SIRT_LEAD of DTA does incident.move incident=R4 move=eradicate
SIRT_LEAD of DTA does incident.move incident=R4 move=recover
SIRT_LEAD of DTA does incident.state incident=R4 statement=service answer=not_touched text="all ran"
SIRT_LEAD of DTA does incident.move incident=R4 move=resolve
expect R4.state is post_incident
proves IS005-6.2.1.4a
SOC_ANALYST does incident.history incident=R4
expect answer.items has 3 items
expect answer.items contains $R1.number
expect answer.items contains $R2.number
expect answer.items contains $R3.number
expect answer.items contains "the same type"
expect answer.items contains "the same organisation, DTA"
expect answer.restricted is 0
expect answer.note is absent
# Somebody who may count the others, and read this one alone.
erin does incident.history incident=R4
expect answer.items has 0 items
expect answer.restricted is 3
expect answer.note is "3 related, restricted"
expect answer.items lacks $R1.number
# What one may not even count is not there.
erin does not see R9
missing: erin does incident.history incident=R1
missing: ISO of DPH does incident.history incident=R4
SOC_DIRECTOR does incident.history incident=R4
expect answer.items has 4 items
expect answer.items lacks $R8.number
expect answer.items lacks $R0.number
# The later ones are no history.
SOC_ANALYST does incident.history incident=R2
expect answer.items contains $R1.number
expect answer.items lacks $R3.number
expect answer.items lacks $R4.number
expect ledger verifies
