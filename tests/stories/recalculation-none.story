# SPDX-License-Identifier: Apache-2.0
# The line "false positive" of the table of recalculation (recalculation.story has it); void-case.story has what comes after.
story A false positive: what is pending is cancelled, what was sent is corrected, the record stays, figures leave it out and the audit does not
given staff of DPH without FUSION_CENTER
at Tue 2025-09-09 12:00
reporter reports "one" about DPH known since 11:50 as R1
reporter reports "two" about DPH known since 11:00 as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "look"
SIRT_LEAD of DPH does loss.state incident=R1 low="100.00" hours=1 basis="overtime"
SIRT_LEAD of DPH does loss.state incident=R2 low="7,000.00" hours=9 basis="overtime"
SIRT_LEAD of DPH does incident.classify incident=R2 certainty=actual source=unknown vector="mail" {types: [malware], impact: {confidentiality: partial, integrity: none, availability: none}}
CISO does delay.sum organisation=DPH year=2025 as BEFORE
expect BEFORE.incidents is 2
expect BEFORE.set_aside is 0
expect BEFORE.items.8.reports is 2
expect BEFORE.items.8.worst is "60 min"
CISO does loss.sum organisation=DPH year=2025
expect answer.high is "7100.00"
CISO does incident.count
expect answer.ratings.medium is 2
expect answer.impact.confidentiality.partial is 1
# Somebody has a letter that was sent, somebody one that waits, somebody owes what is late.
channel mail fails
at 12:30
SIRT_LEAD of DPH does incident.override incident=R2 rating=high reason="it spreads"
expect B4 of R2 owed to CIO and owed
at 16:30
expect B1.response of R2 overdue
CISO does obligation.sheet incident=R2 as OWED
SOC_ANALYST does incident.state incident=R2 statement=none answer=none text="our own drill"
SOC_DIRECTOR does incident.move incident=R2 move=dismiss
channel mail accepts
expect no obligations of R2 owed
expect B1.response of R2 cancelled because void
expect every A10 of R2 cancelled because void
expect every A11 of R2 cancelled because void
expect every B4 of R2 not owed
expect B4 of R2 owed to CIO and cancelled because void
# Sent ones stay, and whoever was told is told that it no longer holds; whoever was not is told nothing.
expect A1 of R2 owed to AGENCY_HEAD of DPH and fulfilled on time
expect B7.notify of R2 owed to CISO and fulfilled on time
expect notice to AGENCY_HEAD of DPH of R2 subject "Correction"
expect notice to CISO of R2 subject "Correction"
expect notice to CIO of R2 about B4 suppressed
at 17:30
expect no notice to CIO of R2 about B4 accepted
# The record stays, each duty as it was known.
expect B1.response of R2 overdue as known 16:20
SOC_ANALYST does incident.list
expect answer.items contains "$R2.number"
expect timeline of R2 contains "our own drill"
CISO does obligation.sheet incident=R2 as SHEET
expect SHEET.open is 0
expect SHEET.late is 0
CISO does obligation.sheet incident=R2 as_of="2025-09-09 16:20" as THEN
expect THEN.late is $OWED.late
expect THEN.open is $OWED.open
# The figures leave it out, and say so.
CISO does delay.sum organisation=DPH year=2025
expect answer.incidents is 1
expect answer.set_aside is 1
expect answer.items.8.reports is 1
expect answer.items.8.worst is "10 min"
CISO does loss.sum organisation=DPH year=2025
expect answer.high is "100.00"
expect answer.hours is 1
expect answer.incidents is 1
expect answer.set_aside is 1
CISO does incident.count
expect answer.count is "2"
expect answer.ratings.medium is 1
expect answer.ratings.high is absent
expect answer.states.false_positive is 1
expect answer.impact.confidentiality.partial is absent
# A case again, it counts again.
CISO does incident.move incident=R2 move=reopen reason="it was none of ours"
CISO does loss.sum organisation=DPH year=2025
expect answer.high is "7100.00"
expect answer.set_aside is 0
CISO does delay.sum organisation=DPH year=2025
expect answer.items.8.reports is 2
CISO does incident.count
expect answer.ratings.high is 1
expect ledger verifies

story Of cases that were merged the reports count, each with its delay, and one case
given staff of DPH
at Tue 2025-09-09 12:00
reporter reports "one" about DPH known since 11:50 as R1
reporter reports "two" about DPH known since 11:00 as R2
SOC_ANALYST does incident.merge incident=R2 into=R1 reason="one event"
CISO does delay.sum organisation=DPH year=2025
expect answer.incidents is 1
expect answer.set_aside is 1
expect answer.items.8.reports is 2
expect answer.items.8.worst is "60 min"
SOC_ANALYST does incident.unmerge incident=R2 reason="two"
CISO does delay.sum organisation=DPH year=2025
expect answer.incidents is 2
expect answer.set_aside is 0
# Whoever may not count them is not told of what was set aside either.
AGENCY_HEAD of DPH does incident.list
SOC_ANALYST does incident.state incident=R2 statement=none answer=none text="our own drill"
SOC_ANALYST does incident.move incident=R2 move=dismiss
reporter does delay.sum organisation=DPH year=2025
expect stranger
