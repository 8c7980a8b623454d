# SPDX-License-Identifier: Apache-2.0
# Clauses of who is asked, each as its entry in the catalogue says it.

story A question for an office that nobody holds goes to whom the policy puts in its place
given staff of DPH without CDO
at Tue 2025-09-09 10:00
reporter reports "a data set is shared" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "ask"
proves AD2022-1-AUTH-10
SOC_ANALYST does role.holder role=CDO
expect answer.holders.0.role is CISO
SIRT_LEAD of DPH does request.make incident=R1 role=CDO question="which class is this data set?" as Q
expect 1 notice to CISO subject "nobody could be asked" accepted at 10:00
expect no notice to ISO of DPH subject "nobody could be asked"
CISO does request.answer request=$Q.request answer="internal"
expect deviation in R1 "nobody was there to be asked as Chief Data Officer"
expect timeline of R1 contains "answered: internal"
expect ledger verifies
