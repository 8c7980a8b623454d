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
