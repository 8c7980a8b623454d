# SPDX-License-Identifier: Apache-2.0
# Clauses of the first hour, each as its entry in the catalogue says it.

story A report on a holiday weekend: everybody is told within the minute, and the delay is shown
given staff of DPH
at Sun 2025-10-12 23:55
reporter reports "files have strange endings" about DPH known since 23:40 as R1
at +60s
proves IS005-6.4.2.1
expect notice to AGENCY_HEAD of DPH about A1 by 23:56
expect notice to AGENCY_MGMT of DPH about A1 by 23:56
expect notice to SIRT_LEAD of DPH about A2 by 23:56
expect notice to HELPDESK of DPH about A3 by 23:56
expect notice to SCIO of EOHHS about A5 by 23:56
expect notice to SOC_ANALYST about A4 by 23:56
expect R1.reports.0.delay_s is 900

story A Low one on a Friday afternoon before a holiday names the days that were skipped
given staff of DPH
at Fri 2025-10-10 16:30
reporter reports "a kiosk shows an old page" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
proves IS005-6.4.4-LT
expect B3 of R1 due Tue 2025-10-14 17:00 and open
SOC_ANALYST reads B3 of R1
expect answer.skipped contains "skipped Sat, Sun, Columbus Day"
expect answer.skipped contains "2025-10-13"

story The highest row counts, and every row that holds is shown
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "a share is open to everybody" about DPH safety no as R1
at +10m
SOC_ANALYST evaluates R1: safety no, asset medium adverse, liability 0 to 1000000.00,
    data internal potential, priority 2, action "close it"
proves IS005-6.4.4
expect rating of R1 high matched R3, R5, R7, not matched R1, R2, R4
expect R1.rows.2.matched is true
expect R1.rows.4.matched is true
expect R1.rows.6.matched is true

story A critical situation is told to the leadership whatever the rating
given staff of DPH
at Tue 2025-09-09 15:00
reporter reports "it spreads from host to host" about DPH safety no as R1
SOC_ANALYST evaluates R1: safety no, asset medium adverse, priority 1, action "isolate"
expect rating of R1 medium evaluated
expect no B6 of R1 owed
at 16:00
SOC_ANALYST does incident.flag incident=R1 flag=critical_situation reason="three more hosts in ten minutes"
proves IS005-7-SOC-3
expect B6 of R1 due 16:00 and to SECRETARY
expect B6 of R1 due 16:00 and to CIO
expect notice to SECRETARY about B6 accepted by 16:01
expect rating of R1 medium

story A loss of public data is told to the leadership although it is Low
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "a public data set is gone" about DPH as R1
SOC_ANALYST evaluates R1: safety no, data public confirmed, priority 4, action "restore"
expect rating of R1 low evaluated
at 09:30
SOC_ANALYST does incident.flag incident=R1 flag=loss_of_data reason="no copy was kept"
proves AD2022-1-RSP-12
expect B6 of R1 due 09:30 and to SECRETARY
expect rating of R1 low

story The first protective action counts from when it was taken, and keeps when it was entered
given staff of DPH
at Tue 2025-09-09 10:00
reporter reports "a screen is locked" about DPH as R1
at 10:30
SIRT_LEAD of DPH responds to R1 "the port was switched off" at 10:12
proves SEC43-TRM-4
expect R1.responding is 2025-09-09 10:12
SOC_ANALYST reads timeline of R1
expect answer.items.0.at is 2025-09-09 10:12
expect answer.items.0.entry is 2025-09-09 10:30

story A lost laptop is a potential incident, whatever was on it
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "my laptop is gone; the disk is encrypted" about DPH as R1
SOC_ANALYST does incident.classify incident=R1 certainty=potential other="lost device" source=unknown vector=unknown {impact: {confidentiality: potential, integrity: none, availability: none}}
proves IS005-6.3.1
expect A1 of R1 fulfilled
expect A4 of R1 fulfilled
expect A5 of R1 fulfilled
expect R1.classification.certainty is potential
expect R1.classification.impact.confidentiality is potential
