# SPDX-License-Identifier: Apache-2.0
story C5 A matter for the Governor's counsel is referred at once; who is late with it is named
given staff of DPH
at Tue 2025-09-09 13:50
reporter reports "a letter threatens to publish records" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "ask counsel"
expect no C5 of R1
# It is the SOC's to say, and with a reason.
refused: SIRT_LEAD of DPH does incident.state incident=R1 statement=referral answer=suitable text="a question of law"
expect refused naming "SEC43-ITD-6"
invalid: SOC_ANALYST does incident.state incident=R1 statement=referral answer=suitable
expect invalid naming "text"
expect no C5 of R1
GOV_COUNSEL does not see R1
at 14:00
proves SEC43-ITD-6
SOC_ANALYST does incident.state incident=R1 statement=referral answer=suitable text="the letter is addressed to the Governor"
expect C5 of R1 due 14:00 and owed to GOV_COUNSEL and open
expect no notice to SOC_DIRECTOR about C5 of R1
at 14:14:59
expect no notice to SOC_DIRECTOR about C5 of R1
at 14:15
expect C5 of R1 overdue and level 1
expect notice to SOC_DIRECTOR about C5 of R1 accepted at 14:15
expect no notice to CISO about C5 of R1
at 14:19
# What is not whole refers nothing.
SOC_ANALYST sends referral of R1 matter "a letter threatens to publish records"
expect C5 of R1 overdue
at 14:20
SOC_ANALYST sends referral of R1 complete
expect 1 C5 of R1
expect C5 of R1 fulfilled late 20m and due 14:00 and evidence E4
expect notice to GOV_COUNSEL of R1 subject "referred to you" accepted at 14:20
GOV_COUNSEL sees R1
GOV_COUNSEL does document.list incident=R1
expect answer.items.0.document is referral
expect answer.items.0.complete is true
expect timeline of R1 contains "the letter is addressed to the Governor"
expect ledger verifies

story C5 Referred by hand with a receipt, and found to be none of theirs
given staff of DPH
at Tue 2025-09-09 14:00
reporter reports "a letter threatens to publish records" about DPH as R1
SOC_DIRECTOR does incident.state incident=R1 statement=referral answer=suitable text="it names the Governor"
invalid: SOC_DIRECTOR does incident.state incident=R1 statement=referred answer=referred text="handed over"
expect invalid naming "who"
at 14:05
SOC_DIRECTOR does incident.state incident=R1 statement=referred answer=referred text="handed over, receipt 7" who="the counsel on duty"
expect C5 of R1 fulfilled late 5m and evidence E6
reporter reports "another letter" about DPH as R2
SOC_ANALYST does incident.state incident=R2 statement=referral answer=suitable text="another one"
expect C5 of R2 open
SOC_ANALYST does incident.state incident=R2 statement=referral answer=not_suitable text="a joke, and its author is known"
expect C5 of R2 cancelled because not_suitable
expect nobody owes C5 of R2
