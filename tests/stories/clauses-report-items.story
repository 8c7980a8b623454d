# SPDX-License-Identifier: Apache-2.0
# Items of the report on a High incident, and where they come from.

story Malware that also took data away: both types are in the report, and the rating uses both
given staff of DPH
given asset LAB-7 of DPH rated low
at Tue 2025-09-09 10:00
reporter reports "a share is gone, and a stranger has the list" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "look"
expect rating of R1 low
invalid: SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [ransom-note]}
expect invalid naming "types"
invalid: SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: []}
at 10:20
proves IS005-6.4.3.1.5
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="a mail" {types: [malware, unlawful-disclosure]}
expect rating of R1 medium matched R5, R7
expect R1.types_counted has 2 items
expect R1.types_counted.0 is malware
expect R1.types_counted.1 is unlawful-disclosure
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report
expect answer.content.type.value contains "Malware; Unlawful disclosure"
# What somebody says of the assets and the data counts in place of what the types count as.
at 10:30
SIRT_LEAD of DPH attaches LAB-7 to R1 adverse yes
expect R1.types_counted has 1 items
expect R1.types_counted.0 is unlawful-disclosure
expect rating of R1 medium
SOC_ANALYST evaluates R1: data restricted potential, priority 1, action "call counsel"
expect rating of R1 high matched R4, not matched R5, R7
expect R1.types_counted is absent
# The report with an empty type is not taken for complete, and says so.
SIRT_LEAD of DPH sends high-report of R1 complete type "Malware; Unlawful disclosure"
expect answer.elements.4.code is type
expect answer.elements.4.settled is true
expect answer.elements.4.value is "Malware; Unlawful disclosure"
expect ledger verifies

story A type that is named before the evaluation counts in it, until more is said
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a list is on the street" about DPH as R1
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=potential source=unknown vector=unknown {types: [unlawful-disclosure]}
SOC_ANALYST evaluates R1: no indication, priority 3, action "look"
expect rating of R1 medium matched R7
SOC_ANALYST evaluates R1: data internal excluded, priority 4, action "nothing"
expect rating of R1 low
expect R1.types_counted is absent
