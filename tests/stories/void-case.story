# SPDX-License-Identifier: Apache-2.0
# What is void owes nothing by what is said of it later, and everything again when it is a case again; what stands
# for itself (who spoke with the police) is owed whatever became of the case. No fact is refused for it.
story A false positive: later facts open nothing, are taken, and whoever was added meanwhile is told at the reopening
given staff of DPH, DTA
given asset HOST of DPH rated high
at Tue 2025-09-09 10:00
reporter reports "a mail asks for passwords" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
expect 2 B7.notify of R1 fulfilled on time
at 11:00
SOC_ANALYST does incident.state incident=R1 statement=none answer=none text="it was our own drill"
SOC_ANALYST does incident.move incident=R1 move=dismiss
expect no obligations of R1 owed
expect notice to AGENCY_HEAD of DPH of R1 subject "Correction" accepted
# Who was told is owed nothing either when the message comes back.
at 11:10
channel mail bounces notice to AGENCY_HEAD of DPH of R1 about B7
expect no obligations of R1 owed
expect B7.notify of R1 owed to AGENCY_HEAD of DPH and cancelled because void
expect B7.notify of R1 owed to AGENCY_HEAD of DPH and fulfilled as known 11:05
at 11:20
SOC_ANALYST adds DTA to R1
expect deviation in R1 "False positive"
SOC_ANALYST attaches HOST to R1 adverse yes
SOC_ANALYST detects R1 at 09:00
expect no obligations of R1 owed
expect no obligations of R1 for DTA
expect no B12 of R1
expect no notice to AGENCY_HEAD of DTA of R1
expect no notice to ISO of DTA of R1
# Nothing comes of it by time either.
at Wed 2025-09-10 18:00
expect no obligations of R1 owed
expect no notice to anyone of R1 queued
at 18:30
CISO does incident.move incident=R1 move=reopen reason="it was none of ours"
expect B7.notify of R1 owed to AGENCY_HEAD of DTA due 18:30 and fulfilled on time
expect A10 of R1 for DTA due Thu 2025-09-11 18:30 and open
expect A11 of R1 for DTA due Thu 2025-09-11 17:00 and open
expect A11 of R1 for DPH due Thu 2025-09-11 17:00 and open
# The follow-up of what was a case before is none anew.
expect no A10 of R1 for DPH and owed
expect B7.notify of R1 owed to AGENCY_HEAD of DPH and cancelled
at 18:40
SOC_ANALYST attaches HOST to R1 adverse no
expect ledger verifies

story A merged case: later facts open nothing on it, and whoever was added meanwhile is told when it is one again
given staff of DPH, DTA
at Tue 2025-09-09 09:00
reporter reports "a list was sent out" about DPH as R1
reporter reports "a list went to somebody else" about DPH as R2
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
SOC_ANALYST evaluates R2: data internal confirmed, priority 2, action "recall it"
at 09:10
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list"
expect no obligations of R1 owed
at 09:20
SOC_ANALYST adds DTA to R1
expect deviation in R1 "Merged"
expect no obligations of R1 owed
expect no obligations of R1 for DTA
expect no notice to AGENCY_HEAD of DTA of R1
at 09:30
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists"
expect B7.notify of R1 owed to AGENCY_HEAD of DTA due 09:30 and fulfilled on time
expect no obligations of R2 for DTA
# Removed again before it is a case again: nobody of it is told.
at 09:40
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="another folder"
SOC_ANALYST does incident.merge incident=R1 into=R2 reason="one list after all"
SOC_ANALYST adds DTA to R1
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="another folder"
at 09:50
SOC_ANALYST does incident.unmerge incident=R1 reason="two lists"
expect no obligations of R1 for DTA and owed
expect ledger verifies

story Out of scope: later facts open nothing
given staff of DPH, DTA
given person eve is SOC_ANALYST
at Tue 2025-09-09 13:00
reporter reports "my neighbour is loud" about DPH as R1
eve does incident.state incident=R1 statement=outside answer=outside text="no system is touched" who="Eve, SOC"
SOC_DIRECTOR does incident.move incident=R1 move=exclude
expect no obligations of R1 owed
at 13:10
SOC_ANALYST adds DTA to R1
expect deviation in R1 "Out of scope"
SOC_ANALYST does incident.flag incident=R1 flag=attack_intrusion reason="somebody was in it"
expect no obligations of R1 owed
expect no C8 of R1
expect no obligations of R1 for DTA
at 13:20
SOC_DIRECTOR does incident.move incident=R1 move=reopen reason="a system is touched"
expect A1 of R1 owed to AGENCY_HEAD of DTA due 13:20 and fulfilled on time
expect A3 of R1 owed to HELPDESK of DTA due 13:20 and fulfilled on time
expect ledger verifies

story A body that was added in the same moment in which the case became none: its duties are owed again at the reopening, once
given staff of DPH, DTA
at Tue 2025-09-09 10:00
reporter reports "a mail asks for passwords" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "look"
SOC_ANALYST adds DTA to R1
SOC_ANALYST does incident.state incident=R1 statement=none answer=none text="it was our own drill"
SOC_ANALYST does incident.move incident=R1 move=dismiss
expect no obligations of R1 owed
at 11:00
CISO does incident.move incident=R1 move=reopen reason="it was none of ours"
expect A11 of R1 for DTA due Wed 2025-09-10 17:00 and open
expect 2 A10 of R1 for DTA and open
expect ledger verifies
