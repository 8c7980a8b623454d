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
