# SPDX-License-Identifier: Apache-2.0
story S-05 The fourth of July on a Saturday
given staff of DPH

at Thu 2026-07-02 15:00
reporter reports "a mouse moves by itself" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
# Saturday the fourth gives no Friday off.
expect B3 of R1 due Fri 2026-07-03 17:00
at Fri 2026-07-03 15:00
reporter reports "another one" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "look at it"
expect B3 of R2 due Mon 2026-07-06 17:00

story S-05 A closure declared on the morning of the due
given staff of DPH

at Thu 2026-07-02 15:00
reporter reports "a mouse moves by itself" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
reporter reports "a second mouse" about DPH as R2
SOC_ANALYST evaluates R2: no indication, priority 4, action "look at it"
at Thu 2026-07-02 16:00
SIRT_LEAD of DPH responds to R2 "looked at it"
expect B3 of R2 fulfilled
at Fri 2026-07-03 08:00
house does calendar.close date=2026-07-03 reason="declared by the Governor"
# What is owed moves, with its history; what is met stays as it was.
expect B3 of R1 due Mon 2026-07-06 17:00
expect B3 of R2 fulfilled
expect B3 of R2 due Fri 2026-07-03 17:00

story S-05 The fourth of July on a Sunday
given staff of DPH

at Fri 2027-07-02 15:00
reporter reports "a mouse moves by itself" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look at it"
# Monday the fifth is the day on which it is observed.
expect B3 of R1 due Tue 2027-07-06 17:00
