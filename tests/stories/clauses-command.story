# SPDX-License-Identifier: Apache-2.0
# Clauses of who commands.

story A federal lead arrives: he commands nothing of the executive branch, and is written down beside
given person dora is SOC_DIRECTOR
given person dan is SOC_DIRECTOR as deputy
given person fred is PARTNER
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate"
SOC_ANALYST does command.read incident=R1
expect answer.commander.name is dora
expect answer.directed_by is CIO
proves AD2022-1-RSP-11.1
refused: SOC_ANALYST does command.name incident=R1 commander=fred direction="he leads from today"
expect refused naming "AD2022-1-RSP-11.1"
expect refused naming "aligned commander"
refused: SOC_ANALYST does command.name incident=R1 commander="Special Agent Fox" direction="he leads from today"
refused: SOC_ANALYST does command.name incident=R1 commander="SIRT_LEAD of DPH" direction="they know the house"
SOC_ANALYST does command.read incident=R1
expect answer.commander.name is dora
expect answer.history has 0 items
SOC_ANALYST does command.align incident=R1 commander="Special Agent Fox" body=FBI
expect answer.commander.name is dora
expect answer.aligned.0.name is "Special Agent Fox"
expect answer.aligned.0.body is FBI
expect timeline of R1 contains "aligned commander of FBI: Special Agent Fox"
# Another for the same body takes that place; what was said before stays.
SOC_ANALYST does command.align incident=R1 commander="Special Agent Gray" body=FBI
expect answer.aligned has 1 items
expect answer.history has 2 items
# The office itself: by the CIO's direction, and to the deputy while the director is away.
invalid: SOC_ANALYST does command.name incident=R1 commander=dan
expect invalid naming "direction"
SOC_ANALYST does command.name incident=R1 commander=dan direction="the CIO by telephone, 09:50"
expect answer.commander.name is dan
expect answer.commander.direction is "the CIO by telephone, 09:50"
SOC_ANALYST does command.name incident=R1 commander=dora direction="the CIO, she is back"
expect answer.commander.name is dora
dora is absent from 2025-09-09 11:00 to 2025-09-10 11:00
at 12:00
SOC_ANALYST does command.read incident=R1
expect answer.commander.name is dan
missing: ISO of DTA does command.read incident=R1
expect ledger verifies
