# SPDX-License-Identifier: Apache-2.0
# Clauses of who works on what, each as its entry in the catalogue says it.

story The designee of a body without a secretariat is away: the deputy hears and has the tasks
given person hana is AGENCY_HEAD of IND-N
given person tim is SCIO_EQ of IND-N
given person una is SCIO_EQ of IND-N as deputy
given person pat at IND-N
given staff
tim is absent from 2025-09-08 to 2025-09-12
at Wed 2025-09-10 03:00
proves AD2022-1-IMP-2.1
pat reports "an odd mail" about IND-N as R1
expect notice to una about A5 of R1 accepted at 03:00
expect A6 of R1 starts 03:00 and owed by una
expect no A6 of R1 owed by tim
expect no notice to tim of R1
una reads A6 of R1
expect answer.owed_by.capacity is SCIO_EQ
expect answer.owed_by.within is deputy
una sees R1
una does incident.confirm incident=R1 decision=soc_confirmed note="we have it"
expect A6 of R1 fulfilled on time
reporter reports "another one" about IND-N as R2
expect notice to una about A5 of R2 accepted at 03:00
expect ledger verifies

story Without all three properties an assessment is refused
given staff of DPH
at Tue 2025-09-09 10:05
SOC_ANALYST reports "the portal does not answer: a flood of requests" about DPH as R1
proves IS005-7-SIRT-3
invalid: SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="the network" {types: [denial-of-service], impact: {availability: full}}
expect invalid naming "impact"
expect invalid naming "state confidentiality and integrity"
expect R1.classification is absent
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="the network" {types: [denial-of-service], impact: {confidentiality: none, integrity: none, availability: full}}
expect R1.classification.impact.availability is full
SIRT_LEAD of DPH does incident.count
expect answer.impact.availability.full is 1
expect answer.impact.confidentiality.none is 1
expect answer.impact.confidentiality.full is absent
invalid: SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector="the network" reason="worse" {types: [denial-of-service], impact: {availability: partial, integrity: some}}
expect ledger verifies

story The equivalent of a SCIO has each rule of a SCIO, and those that are added later
given staff of DPH
given person tim at IND-N
given person hana is AGENCY_HEAD of IND-N
at Tue 2025-09-09 09:00
house does role.assign role=SCIO_EQ organisation=IND-N person=tim kind=incumbent
at 09:01
proves AD2022-1-REP-3.1
SCIO of DPH does obligation.office role=SCIO organisation=EOHHS as SCIOS
expect SCIOS.items contains A5
expect SCIOS.items contains A6
expect SCIOS.items contains A9
expect SCIOS.items lacks A3
tim does obligation.office role=SCIO_EQ organisation=IND-N as HIS
expect HIS.items is $SCIOS.items
expect HIS.heading is "SCIO equivalent of Independent Commission N (demo)"
expect HIS.in_place_of is SCIO
expect HIS.holders.0.name is tim
tim does obligation.office
expect answer.items is $SCIOS.items
given policy from 2025-09-09 09:05 where obligations rules.A3.owed_by.1.role is SCIO,
    obligations rules.A3.owed_by.1.scope is secretariat, pack version is "later"
at 09:05
tim does obligation.office role=SCIO_EQ organisation=IND-N as HIS2
expect HIS2.items contains A3
SCIO of DPH does obligation.office role=SCIO organisation=EOHHS
expect answer.items is $HIS2.items
# What he does counts, in his own name and capacity, and for lack of no title.
reporter reports "a disk is missing" about IND-N as R1
expect A6 of R1 owed by tim
tim does incident.confirm incident=R1 decision=soc_confirmed note="we have it"
expect A6 of R1 fulfilled on time
tim reads A6 of R1
expect answer.owed_by.name is tim
expect answer.owed_by.capacity is SCIO_EQ
invalid: tim does obligation.office role=KING
expect invalid naming "role"
expect ledger verifies

story A body that is not bound reports: nothing is owed by it, and the follow-up is requested
given staff of CPCS, DPH
at Tue 2025-09-09 10:00
AGENCY_HEAD of CPCS reports "an odd mail asks for our passwords" about CPCS as R1
expect every A4 of R1 fulfilled on time
SOC_ANALYST evaluates R1: data internal potential, priority 3, action "block the sender"
SIRT_LEAD of CPCS responds to R1 "the mail is gone"
at Wed 2025-09-10 10:01
proves AD2022-1-IMP-3
expect no A10 of R1
expect no A1 of R1
expect AGENCY_HEAD of CPCS owes nothing
expect ISO of CPCS owes nothing
expect SIRT_LEAD of CPCS owes nothing
expect HELPDESK of CPCS owes nothing
expect AGENCY_MGMT of CPCS owes nothing
expect DESIGNATED_CONTACT of CPCS owes nothing
expect no notice to ISO of CPCS about A10
expect no notice to CISO about A10
SOC_ANALYST reads R1
expect answer.organisations.0.binding is voluntary
expect answer.organisations.0.requested has 1 items
expect answer.organisations.0.requested.0.document is follow-up
expect answer.organisations.0.requested.0.says is "Follow-up report requested"
SOC_ANALYST adds DPH to R1
SOC_ANALYST reads R1
expect answer.organisations.1.requested is absent
expect ledger verifies

story A court that agreed to follow the policy: its duties are agreed, and nobody above it hears that they are late
given staff of TRC, DPH
given organisation TRC binding agreed from 2025-01-01
at Tue 2025-09-09 10:00
reporter reports "files have strange endings" about TRC as R1
reporter reports "and here" about DPH as R2
expect A1 of R1 fulfilled on time
expect A10 of R1 due Wed 2025-09-10 10:00 and open
SOC_ANALYST reads A10 of R2
expect answer.agreed is false
at Fri 2025-09-12 12:00
proves AD2022-1-AUTH-3
expect A10 of R1 overdue
SOC_ANALYST reads A10 of R1
expect answer.agreed is true
expect notice to ISO of TRC about A10 of R1
expect no notice to CISO about A10 of R1
expect no notice to CIO about A10 of R1
expect no notice to CISO about A11 of R1
expect no notice to SECRETARY of R1
# Of a body that is bound the CISO hears; and what the SOC itself owes is escalated as ever.
expect notice to CISO about A10 of R2
expect notice to CISO about A7 of R1
SOC_ANALYST reads A7 of R1
expect answer.agreed is false
expect ledger verifies

story A body bound by contract names somebody in the place of a SCIO within thirty days
given staff
given organisation SHF "Office of a Sheriff" branch county type office binding voluntary without secretariat
given person hana is AGENCY_HEAD of SHF
given person tim at SHF
at Tue 2025-07-01 00:00
expect nobody owes D7 of all
house does organisation.bind organisation=SHF binding=contractual basis="agreement 12" from="2025-07-01" to="2026-06-30"
expect D7 of all owed by hana, owed to SOC_DIRECTOR, for SHF and open
at Thu 2025-07-31 23:59:59
expect D7 of all open
expect D7 of all not overdue
proves AD2022-1-IMP-2
at Fri 2025-08-01 00:00
expect D7 of all overdue and product default
expect D7 of all due 2025-07-31 23:59:59.999999
expect D7 of all clause AD2022-1-IMP-2
# Until then whoever leads it is asked in that place, and is told.
reporter reports "an odd mail" about SHF as R1
expect A6 of R1 owed by hana
at 10:00
house does role.assign role=SCIO_EQ organisation=SHF person=tim kind=incumbent
expect D7 of all fulfilled late 10h
expect nobody owes D7 of all
# Whoever has named somebody owes nothing when it is bound anew; a body with a secretariat has its SCIO.
house does organisation.bind organisation=SHF binding=contractual basis="agreement 13" from="2026-07-01"
house does organisation.bind organisation=DPH binding=mandatory basis="by law"
expect 1 D7 of all
expect ledger verifies
