# SPDX-License-Identifier: Apache-2.0
# Whoever sees something odd says so, and needs no proof.

story A suspicious call, and no evidence: a case begins, triage is due, and her name is for the few
given staff of DPH
given person pat at DPH
at Tue 2025-09-09 10:00
reporter does report.suspect what="somebody asked for my password" organisation=DPH name="Pat Doe" contact="617-555-0142" as R1
proves IS005-6.4.2.3
expect R1.nature is suspicion
expect R1.reports.0.nature is suspicion
expect A7 of R1 due 10:00 and open
expect A3 of R1 fulfilled
expect A2 of R1 fulfilled
SOC_ANALYST does incident.read incident=R1
expect answer.reports.0.name is "Pat Doe"
expect answer.reports.0.contact is "617-555-0142"
SIRT_LEAD of DPH does incident.read incident=R1
expect answer.reports.0.name is "Pat Doe"
AGENCY_HEAD of DPH does incident.read incident=R1
expect answer.reports.0.what is "somebody asked for my password"
expect answer lacks "Pat Doe"
expect answer lacks "617-555-0142"
SCIO of DPH does incident.read incident=R1
expect answer lacks "Pat Doe"
SCIO of DPH does document.prepare incident=R1 document=high-report
expect answer lacks "Pat Doe"
# Signed in, her name stands on the line of the report: neither is that for others.
pat does report.suspect what="and a mail came after it" organisation=DPH as R2
expect R2.nature is suspicion
AGENCY_HEAD of DPH does incident.timeline incident=R2
expect answer lacks "pat"
expect answer contains "whoever reported it"
SOC_ANALYST does incident.timeline incident=R2
expect answer contains "pat"
pat does report.mine
expect answer.items has 1 items
# Nothing is asked for, and nothing is too little.
reporter does report.suspect as R3
expect R3.nature is suspicion
expect A7 of R3 open
# Said to be one, it is no suspicion any more; a report that does not say so never was.
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual other="a call" source=unknown vector="telephone"
expect R1.nature is incident
expect R1.reports.0.nature is suspicion
reporter reports "files are locked" about DPH as R4
expect R4.nature is incident
expect ledger verifies
