# SPDX-License-Identifier: Apache-2.0
story C21 The CIO directs agencies to block an address: who has not done it at the instant is overdue, and the CIO sees it
given staff of DCR, DEP, EOTSS
at Tue 2025-09-09 09:00
invalid: CIO does direction.give says="Block 192.0.2.7 at every edge" by="2025-09-09 08:59" {organisations: [DCR]}
expect invalid naming "by"
invalid: CIO does direction.give says="Block 192.0.2.7 at every edge" by="2025-09-09 18:00" {organisations: [DCR, NOWHERE]}
expect invalid naming "organisations"
# Nobody directs in that place, however high.
refused: SOC_DIRECTOR does direction.give says="Block it" by="2025-09-09 18:00" {organisations: [DCR]}
stranger: reporter does direction.give says="Block it" by="2025-09-09 18:00" {organisations: [DCR]}
refused: CISO does direction.give says="Block it" by="2025-09-09 18:00" {organisations: [DCR]}
CIO does direction.give says="Block 192.0.2.7 at every edge" by="2025-09-09 18:00" agencies=true {organisations: [EOEEA, DCR]} as ORDER
expect ORDER.bodies contains DCR
expect ORDER.bodies contains DEP
expect ORDER.bodies contains EOEEA
expect C21 due 18:00 and open owed by AGENCY_HEAD of DCR
expect C21 due 18:00 and open owed by AGENCY_HEAD of DEP
expect C21 owed to CIO
AGENCY_HEAD of DCR does notice.list
expect answer.items contains "A direction to you"

at 10:00
AGENCY_HEAD of DCR does direction.list
expect answer.items has 1 items
expect answer.items.0.says contains "192.0.2.7"
expect answer.items.0.bodies has 1 items
expect answer.items.0.bodies.0.state is open
AGENCY_HEAD of DCR does direction.see direction=$ORDER.direction organisation=DCR
clash: AGENCY_HEAD of DCR does direction.see direction=$ORDER.direction organisation=DCR
# Nobody says it of another's, and of a body to which it does not go it looks like nothing.
missing: AGENCY_HEAD of DCR does direction.done direction=$ORDER.direction organisation=DEP proof="we heard so"
missing: CIO does direction.done direction=$ORDER.direction organisation=EOTSS proof="we heard so"
at 17:00
AGENCY_HEAD of DEP does direction.done direction=$ORDER.direction organisation=DEP proof="change 4711" at="2025-09-09 16:30"
expect C21 for DEP fulfilled on time at 16:30

at 18:00:01
proves IS005-7-CIO-2
expect C21 for DCR overdue
expect C21 for DCR clause IS005-7-CIO-2
CIO does direction.list
expect answer.items.0.bodies contains overdue
expect answer.items.0.bodies contains done
expect answer.items.0.bodies contains "change 4711"
CIO does obligation.list owed=all
expect answer.items contains DCR
ISO of DCR does notice.list
expect answer.items contains "Overdue"
# Nobody but the CIO, or one who formally acts, changes it.
refused: SOC_DIRECTOR does direction.change direction=$ORDER.direction withdrawn=true reason="enough"
refused: CISO does direction.change direction=$ORDER.direction by="2025-09-12 18:00" reason="more time"
expect refused naming "IS005-7-CIO-2"
AGENCY_HEAD of DCR does direction.done direction=$ORDER.direction organisation=DCR proof="change 4712"
expect C21 for DCR fulfilled late 1s
CIO does direction.list
expect answer.items.0.bodies contains "done late"

story C21 A direction is extended by one who acts, and withdrawn: what is done stays done
given staff of DCR, DEP
given person carl is CIO from 2025-09-09 08:00 as acting
at Tue 2025-09-09 09:00
CIO does direction.give says="Change the keys" by="2025-09-10 18:00" {organisations: [DCR, DEP]} as ORDER
AGENCY_HEAD of DEP does direction.done direction=$ORDER.direction organisation=DEP proof="list of keys"
invalid: CIO does direction.change direction=$ORDER.direction reason="what?"
expect invalid naming "by"
carl does direction.change direction=$ORDER.direction by="2025-09-12 18:00" reason="the vendor is late"
expect C21 for DCR due 2025-09-12 18:00 and open
expect C21 for DCR due 2025-09-10 18:00 and cancelled because changed
expect 1 C21 for DEP fulfilled
at 2025-09-11 09:00
CIO does direction.change direction=$ORDER.direction withdrawn=true reason="the keys were never out"
expect nobody owes C21
clash: CIO does direction.change direction=$ORDER.direction withdrawn=true reason="again"
CIO does direction.list
expect answer.items.0.bodies contains withdrawn
expect answer.items.0.reason is "the keys were never out"
AGENCY_HEAD of DCR does direction.done direction=$ORDER.direction organisation=DCR proof="done even so"
expect answer.bodies contains "done even so"
expect ledger verifies
