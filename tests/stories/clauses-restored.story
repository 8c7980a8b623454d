# SPDX-License-Identifier: Apache-2.0
story What is restored was seen to be clean, and the time it took is held against what it may take
given staff of DPH
given asset PORTAL of DPH rated high
given asset PAYROLL of DPH rated medium
at Tue 2025-09-09 09:00
invalid: ISO of DPH does asset.change asset=PORTAL objective_minutes=-1 reason="never"
expect invalid naming "objective_minutes"
ISO of DPH does asset.change asset=PORTAL objective_minutes=240 reason="patients book by it"
expect answer.objective_minutes is 240
ISO of DPH does asset.change asset=PORTAL rating=critical reason="and nothing else books"
expect answer.objective_minutes is 240
reporter reports "the portal shows strange pages" about DPH as R1
SOC_ANALYST attaches PORTAL to R1 adverse yes
reporter reports "and the payroll" about DPH as R2
SOC_ANALYST attaches PAYROLL to R2 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 1, action "take it off"
at 10:00
SIRT_LEAD of DPH does incident.hold incident=R1 asset=PORTAL outcome=isolated evidence="port 7 is down"
SIRT_LEAD of DPH does incident.hold incident=R2 asset=PAYROLL outcome=isolated evidence="port 8 is down"
at 15:00
proves SEC43-OBJ-5
refused: SIRT_LEAD of DPH does incident.hold incident=R1 asset=PORTAL outcome=restored evidence="it is up again"
expect refused naming "IS005-6.2.1.3"
expect refused naming "cleaned first"
SIRT_LEAD of DPH does incident.hold incident=R1 asset=PORTAL outcome=restored evidence="it is up again" checked="scan 45 is clean"
SOC_ANALYST reads R1
expect answer.assets contains "restored, RTO exceeded by 1 h"
expect answer.assets contains "scan 45 is clean"
expect answer.assets.0.out_minutes is 300

# Told of as cleaned, it needs no second check; of what nobody set an objective for nothing is said.
SIRT_LEAD of DPH does incident.hold incident=R2 asset=PAYROLL outcome=cleaned evidence="scan 46 is clean"
invalid: SIRT_LEAD of DPH does incident.hold incident=R2 asset=PAYROLL outcome=restored evidence="up" out_since="2025-09-09 16:00"
expect invalid naming "out_since"
SIRT_LEAD of DPH does incident.hold incident=R2 asset=PAYROLL outcome=restored evidence="up" out_since="2025-09-09 09:30"
SOC_ANALYST reads R2
expect answer.assets.0.out_minutes is 330
expect answer.assets.0.says is "restored"

# It goes off again: out of service anew, and in time this time.
at 16:00
SIRT_LEAD of DPH does incident.hold incident=R1 asset=PORTAL outcome=isolated evidence="it was seen again"
at 19:59:59
SIRT_LEAD of DPH does incident.hold incident=R1 asset=PORTAL outcome=restored evidence="up" checked="scan 47 is clean"
SOC_ANALYST reads R1
expect answer.assets.0.says is "restored within its RTO of 4 h"
expect answer.assets.0.out_minutes is 239
expect ledger verifies
