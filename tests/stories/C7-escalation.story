# SPDX-License-Identifier: Apache-2.0
story C7 When the SOC Director finds it necessary, CIO and CISO are told of an incident of any rating
proves SEC43-ITD-5
given staff of DPH, DTA

at Tue 2025-09-09 10:00
reporter reports "letters went to the wrong people" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
expect rating of R1 low
SOC_DIRECTOR reads R1
expect answer.proposals is absent

at 10:50
SOC_ANALYST adds DTA to R1
SOC_DIRECTOR reads R1
expect answer.proposals.0.statement is escalation
expect answer.proposals.0.because contains "2 organisations"
# It is for him, not for whoever else works on it.
refused: SOC_ANALYST does incident.state incident=R1 statement=escalation answer=needed text="two agencies"
expect refused naming "SEC43-ITD-5"
refused: SIRT_LEAD of DPH does incident.state incident=R1 statement=escalation answer=needed text="two agencies"
expect no C7 of R1
expect no notice to CIO about C7

at 11:00
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=needed text="two agencies on one day"
expect 2 C7 of R1 due 11:00
expect C7 of R1 owed to CIO fulfilled on time
expect C7 of R1 owed to CISO fulfilled on time
expect notice to CIO about C7 of R1 accepted at 11:00
expect notice to CISO about C7 of R1 accepted at 11:00
expect timeline of R1 contains "two agencies on one day"
SOC_DIRECTOR reads R1
expect answer.proposals is absent
expect ledger verifies

story C7 Decided against, nobody is told; decided again, they are
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "letters went to the wrong people" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=not_needed text="one letter"
expect no C7 of R1
at 12:00
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=needed text="it was not one letter"
expect 2 C7 of R1 due 12:00
at 14:00
SOC_DIRECTOR does incident.state incident=R1 statement=escalation answer=needed text="and DTA"
expect 4 C7 of R1
expect every C7 of R1 fulfilled on time
