# SPDX-License-Identifier: Apache-2.0
# Who takes an incident up.

story An agency without a response team: the SOC is assigned, and the gap is recorded
given staff of DPH without SIRT_LEAD, SIRT_MEMBER
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
proves IS005-7-SIRT-1
expect R1.team.code is soc
expect R1.team.by_hand is false
expect R1.team.since is 2025-09-09 10:00
expect R1.team.gap has 1 items
expect R1.team.gap.0 is IS005-6.1.4.2
expect deviation in R1 "DPH has no response team of its own that is there (IS005-6.1.4.2)"
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
expect B5.first of R1 owed by SOC_DIRECTOR
SOC_ANALYST does role.gaps organisation=DPH
expect answer.items.0.role is SIRT_LEAD
expect answer.items.0.state is vacant
# No incident goes to a team that nobody would answer for.
refused: SOC_DIRECTOR does incident.assign incident=R1 team=agency reason="they know the house"
expect refused naming "IS005-7-SIRT-1"
refused: SOC_DIRECTOR does incident.assign incident=R1 team=enterprise reason="it is wide"
invalid: SOC_DIRECTOR does incident.assign incident=R1 team=nobody reason="it is wide"
expect invalid naming "team"
invalid: SOC_DIRECTOR does incident.assign incident=R1 team=soc
expect R1.team.code is soc
# Somebody is named, and it is theirs: let in, and told.
at +10m
given person lea is SIRT_LEAD of DPH
SOC_DIRECTOR does incident.assign incident=R1 team=agency reason="there is a lead now"
expect R1.team.code is agency
expect R1.team.because is "there is a lead now"
expect R1.team.by_hand is true
expect R1.team.gap.0 is IS005-6.1.4.2
lea sees R1
expect notice to lea subject "it is yours"
missing: lea does incident.assign incident=INC-2025-AAAAA team=soc reason="not mine"
expect ledger verifies

story An agency with a response team: it is theirs, and nothing is missing
given person lou is SIRT_MEMBER of DPH
given staff of DPH without SIRT_LEAD, SIRT_MEMBER
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
expect R1.team.code is agency
expect R1.team.name contains "DPH"
expect R1.team.gap has 0 items
expect no deviation in R1
# Whoever is away is not there.
lou is absent from 2025-09-09 11:00 to 2025-09-10 11:00
at 12:00
reporter reports "once more" about DPH as R2
expect R2.team.code is soc
expect R2.team.gap.0 is IS005-6.1.4.2

story The team of the enterprise before the SOC: let in and told
given staff of DPH without SIRT_LEAD, SIRT_MEMBER
given person ent is SIRT_LEAD of EOTSS
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
expect R1.team.code is enterprise
expect R1.team.name contains "EOTSS"
expect R1.team.gap.0 is IS005-6.1.4.2
ent sees R1
expect notice to ent subject "it is yours"

story Nobody knows yet whose it is: the SOC has it until the agency is named
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" as R1
expect R1.team.code is soc
expect R1.team.gap has 0 items
at 10:20
SOC_ANALYST adds DPH to R1
expect R1.team.code is agency
expect R1.team.since is 2025-09-09 10:20
expect timeline of R1 contains "taken up by: Response team of the agency, DPH"
