# SPDX-License-Identifier: Apache-2.0
# Clauses of what made an incident possible, each as its entry in the catalogue says it.

story What a cause tells of outlives the case, until a control against it is verified
given staff of DPH, DTA
at Fri 2025-07-11 09:00
reporter reports "the gateway answers to strangers" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "patch it"
SIRT_LEAD of DPH responds to R1 "it is off"
SIRT_LEAD of DPH does incident.measure incident=R1 what="it is off"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [policy-violation]}
# An unknown cause is no weakness yet.
SIRT_LEAD of DPH does cause.state incident=R1 undetermined="the log of the gateway is gone; its disk is looked at"
SIRT_LEAD of DPH does weakness.list
expect answer.items has 0 items
SIRT_LEAD of DPH does cause.state incident=R1 cause="unpatched gateway" motive=mistake
SIRT_LEAD of DPH does cause.state incident=R1 cause="unpatched gateway, known for a month" motive=mistake
SIRT_LEAD of DPH does weakness.list as W
expect W.items has 1 items
expect W.items.0.what is "unpatched gateway"
expect W.items.0.state is open
expect W.items.0.organisation is DPH
expect W.items.0.age_days is 0
expect timeline of R1 contains "weakness, open: unpatched gateway"
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
SIRT_LEAD of DPH does incident.move incident=R1 move=recover
SIRT_LEAD of DPH does incident.state incident=R1 statement=service answer=restored text="all run"
SIRT_LEAD of DPH does incident.move incident=R1 move=resolve
CISO waives every duty of R1 because "of no account here"
SIRT_LEAD of DPH does incident.state incident=R1 statement=legal answer=none_applies text="no law applies" who="Cleo Counsel, DPH"
SIRT_LEAD of DPH does incident.state incident=R1 statement=notices answer=not_needed text="no notice is owed" who="Cleo Counsel, DPH"
SIRT_LEAD of DPH does task.settle incident=R1 task=validity state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=containment state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=cause state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=facts state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=assessment state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=quarantine state=excused because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=timelines state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=legal state=done because="as told"
SIRT_LEAD of DPH does task.settle incident=R1 task=evidence state=done because="as told"
CISO explains every duty of R1 because "of no account here"
at 10:00
proves IS005-7-CTO-2
SIRT_LEAD of DPH does incident.move incident=R1 move=close
expect R1.state is closed
SIRT_LEAD of DPH does weakness.list state=open
expect answer.items has 1 items
expect answer.items.0.what is "unpatched gateway"
invalid: SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W.items.0.weakness control="it is patched"
expect invalid naming "verified"
proves SEC43-OBJ-4
at Tue 2025-09-09 10:00
SIRT_LEAD of DPH does weakness.list
expect answer.items has 1 items
expect answer.items.0.age_days is 60
expect answer.items.0.state is open
invalid: SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W.items.0.weakness
expect invalid naming "control"
invalid: SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W.items.0.weakness control="patched" verified="scanned" accepted="we live with it"
expect invalid naming "accepted"
SIRT_LEAD of DPH does weakness.list state=open
expect answer.items has 1 items
SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W.items.0.weakness control="patched, and patched every night" verified="scanned from outside on 2025-09-08"
expect answer.state is closed
expect answer.verifier contains "SIRT_LEAD"
refused: SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W.items.0.weakness control="again" verified="again"
SIRT_LEAD of DPH does weakness.list state=open
expect answer.items has 0 items
SIRT_LEAD of DPH does weakness.list
expect answer.items.0.state is closed
expect ledger verifies

story A weakness is seen by those who may read its case, and a risk is taken in somebody's name
given staff of DPH, DTA
given person pat at DTA
at Tue 2025-09-09 10:00
reporter reports "a door stood open" about DPH as R1
reporter reports "theirs" about DTA as R2
SIRT_LEAD of DPH does weakness.open incident=R1 what="the door has no alarm" as W1
SIRT_LEAD of DTA does weakness.open incident=R2 what="no second factor" as W2
SIRT_LEAD of DPH does weakness.list
expect answer.items has 1 items
expect answer.items.0.what is "the door has no alarm"
pat does weakness.list
expect answer.items has 0 items
SOC_ANALYST does weakness.list
expect answer.items has 2 items
SIRT_LEAD of DPH does weakness.list incident=$R2.number
expect answer.items has 0 items
stranger: reporter does weakness.list
missing: SIRT_LEAD of DPH does weakness.close incident=R2 weakness=$W2.weakness accepted="not mine"
missing: SIRT_LEAD of DPH does weakness.close incident=R1 weakness=$W2.weakness accepted="not of this case"
CISO does access.restrict incident=R1 reason="an insider"
SOC_ANALYST does weakness.list
expect answer.items has 1 items
CISO does weakness.close incident=R1 weakness=$W1.weakness accepted="the building is torn down in May"
expect answer.state is accepted
expect answer.verifier is CISO
expect ledger verifies
