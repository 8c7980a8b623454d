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
expect R1.types_named is "Malware; Unlawful disclosure, destruction or alteration"
expect R1.types_default is true
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
expect R1.types_default is absent
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

story Two assets, in Boston and in a cloud: the report says both places
given staff of DPH
given asset SRV-1 of DPH rated critical in "Boston, room 4"
given asset SRV-2 of DPH rated low in "Boston, room 4"
given asset APP-1 of DPH rated low in "cloud, region us-east-1"
given asset CALM-1 of DPH rated low in "Worcester"
at Tue 2025-09-09 10:00
reporter reports "both are slow" about DPH as R1
SOC_ANALYST attaches SRV-1 to R1 adverse yes
SOC_ANALYST attaches APP-1 to R1 adverse yes
SOC_ANALYST attaches SRV-2 to R1 adverse yes
SOC_ANALYST attaches CALM-1 to R1 adverse no
SOC_ANALYST evaluates R1: no indication, priority 1, action "look"
expect rating of R1 high
proves IS005-6.4.3.1.8
SIRT_LEAD of DPH does document.prepare incident=R1 document=high-report as FORM
expect FORM.content.location.value contains "Boston, room 4: SRV-"
expect FORM.content.location.value contains SRV-1
expect FORM.content.location.value contains SRV-2
expect FORM.content.location.value contains "cloud, region us-east-1: APP-1"
expect FORM.content.location.value lacks Worcester
SIRT_LEAD of DPH sends high-report of R1 location "$FORM.content.location.value"
expect answer.elements.7.code is location
expect answer.elements.7.settled is true
# Unknown is an answer that leaves it open, and wants a reason; nothing is none.
SIRT_LEAD of DPH sends high-report of R1 location "unknown"
expect answer.elements.7.settled is false
SIRT_LEAD of DPH sends high-report of R1 location outstanding "the provider has not said which region"
expect answer.elements.7.settled is false
expect answer.missing contains "the provider has not said which region"
invalid: SIRT_LEAD of DPH does document.send incident=R1 document=high-report {content: {location: {value: ""}}}
# Whoever corrects where an asset stands corrects what the next report begins with.
house does asset.change asset=APP-1 site="cloud, region us-west-2" reason="it moved"
SIRT_LEAD of DPH does document.prepare incident=R1 document=follow-up
expect R1.assets contains "us-west-2"
