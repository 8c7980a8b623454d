# SPDX-License-Identifier: Apache-2.0
story A rating that is lowered: what was sent stays, and what was not is called off by a superior alone
given staff of DPH
given person ana is SOC_ANALYST
given asset LAB-7 of DPH rated low
at Mon 2025-09-08 09:00
somebody reports "a list is on the web" about DPH as R1
at 09:30
ana evaluates R1: data public confirmed, priority 4, action "look"
expect rating of R1 low
expect B3 of R1 due Tue 2025-09-09 17:00
# Raised while no mail goes out: the CISO is told of nothing yet.
at 10:00
channel mail fails
ana learns R1: data restricted confirmed
expect R1.rating is high
expect 4 B4 of R1 owed
expect every B4 of R1 due 10:00
expect notice to CIO about B4 queued
expect B1 of R1 due 10:00
expect B3 of R1 superseded by B1
expect B5.first of R1 due 10:00
# The analyst thinks better of it. Nobody's due is longer, and nothing is called off.
at 10:20
ana evaluates R1: data internal confirmed, priority 2, action "take it down"
expect R1.rating is medium
expect R1.ever is high
expect B1 of R1 overdue and due 10:00
expect 4 B4 of R1 overdue
expect notice to CIO about B4 queued
expect no B7 of R1
expect no B2 of R1
refused: ana does incident.call_off incident=R1 reason="it was internal"
expect refused naming "superior"
refused: SIRT_LEAD of DPH does incident.call_off incident=R1 reason="it was internal"
# Her superior does it, with the reason: Medium tells the CISO and the head, in the place of High, and nobody else.
at 10:30
SOC_DIRECTOR does incident.call_off incident=R1 reason="nobody saw it"
expect B4 of R1 owed to CIO and cancelled because "lowered: nobody saw it"
expect B4 of R1 owed to SOC_ANALYST and cancelled
expect B4 of R1 owed to CISO and superseded by B7
expect B4 of R1 owed to AGENCY_HEAD of DPH and superseded by B7
expect no B4 of R1 owed
expect 2 B7.lowered of R1 due 10:00
expect 2 B7.lowered of R1 overdue
expect notice to ana about B4 suppressed
expect no notice to CIO about B4
expect notice to CIO about A9 queued
expect notice to CISO about B7 queued
expect no notice to CISO about B4 queued
expect B4 of R1 owed to CIO and overdue as known 10:25
expect timeline of R1 contains "nobody saw it"
at 10:40
channel mail accepts
at 11:40
expect every B7.lowered of R1 fulfilled
expect no notice to CIO about B4 accepted
expect no notice to CISO about B4 accepted
# It rises again: a new cycle, and whoever the row names is told, also those who were told nothing.
at 12:00
ana learns R1: safety yes
expect R1.rating is high
expect 4 B4 of R1 due 12:00 and fulfilled on time
expect notice to CIO about B4 accepted at 12:00
expect notice to CISO about B4 accepted at 12:00
expect 1 B1.response of R1

story Whoever may lower lowers with a reason: what waits is called off at once, and B5 is owed anew when it rises
given staff of DPH
at Mon 2025-09-08 09:00
channel mail fails
somebody reports "smoke in the room" about DPH safety yes as R1
expect rating of R1 high provisional
expect B5.first of R1 due 09:00
expect 4 B4 of R1 due 09:00 and owed
# The first evaluation ends what was provisional, a word of nobody's needed.
at 09:10
SOC_ANALYST evaluates R1: safety no, priority 4, action "look"
expect every B4 of R1 cancelled because evaluated
expect every B5.first of R1 cancelled because evaluated
expect every B5.complete of R1 cancelled because evaluated
expect B3 of R1 due Tue 2025-09-09 17:00
expect nobody owes B5 of R1
# It rises: each is owed again.
at 09:20
SOC_ANALYST does incident.override incident=R1 rating=high reason="it spreads"
expect 4 B4 of R1 due 09:20 and owed
expect B5.first of R1 due 09:20
expect B5.complete of R1 due Tue 2025-09-09 17:00 and open
expect 3 A12 of R1 due 13:20 and open
# Nobody is his own superior: what the one who raised it takes back stays owed.
at 09:25
SOC_ANALYST does incident.override incident=R1 rating=low reason="it does not"
expect rating of R1 low
expect 4 B4 of R1 due 09:20 and owed
# Raised once more while the first word of it waits still: that is the one.
at 09:30
CISO does incident.override incident=R1 rating=high reason="it burns"
expect 4 B4 of R1 owed and due 09:20
refused: CISO does incident.call_off incident=R1 reason="no"
expect refused naming "was not lowered"
at 09:40
SOC_DIRECTOR does incident.override incident=R1 rating=low reason="a candle"
expect 4 B4 of R1 owed and due 09:20
refused: SOC_DIRECTOR does incident.call_off incident=R1 reason="a candle"
expect refused naming "superior"
CISO does incident.call_off incident=R1 reason="a candle"
expect no B4 of R1 owed
expect no B7 of R1 owed
expect 4 B4 of R1 cancelled because "lowered: a candle"
expect B5.complete of R1 open
