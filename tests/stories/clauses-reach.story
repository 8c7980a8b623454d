# SPDX-License-Identifier: Apache-2.0
# Clauses of who is reached about a case, each as its entry in the catalogue says it.

story Whom to call first of the agency stands before everything else of its case, with numbers of day and night
given person dee is ISO of DPH, phone "617-555-0103"
given staff of MCB, DPH without DESIGNATED_CONTACT
given person una is DESIGNATED_CONTACT of MCB, phone "617-555-0101"
given person sam is DESIGNATED_CONTACT of MCB as deputy, phone "617-555-0102"
una is absent from 2025-09-12 to 2025-09-15
at Sat 2025-09-13 22:00
reporter reports "the screen readers say nothing" about MCB as R1
SOC_ANALYST reads R1
expect answer.called_first has 1 items
expect answer.called_first.0.organisation is MCB
expect answer.called_first.0.people has 2 items
expect answer.called_first.0.people.0.name is una
expect answer.called_first.0.people.0.order is primary
expect answer.called_first.0.people.0.phone.0 is "617-555-0101"
expect answer.called_first.0.people.0.absent is true
expect answer.called_first.0.people.1.name is sam
expect answer.called_first.0.people.1.order is secondary
expect answer.called_first.0.people.1.phone.0 is "617-555-0102"
expect answer.called_first.0.people.1.absent is false
# Where nobody is named, those whom the policy puts in their place.
at 22:05
SOC_ANALYST adds DPH to R1
SOC_ANALYST reads R1
expect answer.called_first has 2 items
expect answer.called_first.1.organisation is DPH
expect answer.called_first.1.people has 1 items
expect answer.called_first.1.people.0.name is dee
expect answer.called_first.1.people.0.kind is fallback
expect answer.called_first.0.organisation is MCB
# A suspect is named to nobody.
CISO does access.exclude incident=R1 person=una reason="it was her sign-in"
SOC_ANALYST reads R1
expect answer.called_first.0.people has 1 items
expect answer.called_first.0.people.0.name is sam
expect answer.called_first.0.people.0.order is primary
expect ledger verifies

story A third party reports by the portal: the agency, its SCIO and the SOC hear at once
given staff of DTA
given person vic is THIRD_PARTY of DTA
at Sat 2025-09-13 03:00
proves SEC43-APP-4.1
vic does report.create what="malware on our gateway to your network" organisation=DTA channel=portal as R1
expect every A1 of R1 fulfilled on time
expect A2 of R1 fulfilled on time
expect A4 of R1 fulfilled on time
expect A5 of R1 fulfilled on time
expect notice to AGENCY_HEAD of DTA of R1 accepted at 03:00
expect notice to AGENCY_MGMT of DTA of R1 accepted at 03:00
expect notice to SCIO of DTA about A5 of R1 accepted at 03:00
expect notice to SOC_ANALYST about A4 of R1 accepted at 03:00
SOC_ANALYST reads R1
expect answer.reports.0.channel is portal
# What becomes of it is not the third party's to read, but the receipt is.
vic does not see R1
expect ledger verifies

story The systems of an agency that others' staff keep: they are told, and its head is
given staff of OSD, ANF
given person emb at ANF
given person tech at EOTSS
given asset HR-APP of OSD rated low supported by emb
given asset STATEWIDE of OSD rated low supported by tech
at Tue 2025-09-09 10:00
reporter reports "the internal application answers nobody" about OSD as R1
SOC_ANALYST attaches HR-APP to R1 adverse yes
SOC_ANALYST evaluates R1: asset low adverse, priority 4, action "look"
proves AUD-OSD-11
expect B8 of R1 fulfilled on time
expect notice to emb about B8 of R1 accepted at 10:00
expect no notice to tech of R1
expect no notice to HELPDESK of ANF of R1
expect notice to AGENCY_HEAD of OSD about A1 of R1 accepted at 10:00
expect no notice to AGENCY_HEAD of ANF of R1
# Of an application of the enterprise it is the enterprise's staff.
reporter reports "and the statewide one" about OSD as R2
SOC_ANALYST attaches STATEWIDE to R2 adverse yes
SOC_ANALYST evaluates R2: asset low adverse, priority 4, action "look"
expect notice to tech about B8 of R2
expect no notice to emb about B8 of R2
expect notice to AGENCY_HEAD of OSD about A1 of R2
expect ledger verifies
