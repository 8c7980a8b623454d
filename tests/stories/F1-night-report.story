# SPDX-License-Identifier: Apache-2.0
story F1 A report in the night
given staff of DPH
given person tom
given asset EHR of DPH rated critical supported by tom

at Sun 2025-10-12 03:12
reporter reports "every screen asks for money" about DPH safety unknown as R1
at +4m
SOC_ANALYST attaches EHR to R1 adverse yes
expect rating of R1 high provisional matched R2
at +6m
SOC_ANALYST evaluates R1: data restricted potential pii, safety no, priority 1, action "isolate"
expect rating of R1 high evaluated
at +9m
SIRT_LEAD of DPH responds to R1 "pulled the plug of the segment"
at 04:12
# Everyone whom the rules name was told …
expect notice to AGENCY_HEAD of DPH about A1 accepted within 1h
expect notice to AGENCY_MGMT of DPH about A1 accepted within 1h
expect notice to SIRT_LEAD of DPH about A2 accepted within 1h
expect notice to HELPDESK of DPH about A3 accepted within 1h
expect notice to SOC_ANALYST about A4 accepted within 1h
expect notice to SCIO of DPH about A5 accepted within 1h
expect notice to NETOPS about A8 accepted within 1h
expect notice to CIO about A9 accepted within 1h
expect notice to CISO about A9 accepted within 1h
expect notice to CIO about B4 accepted within 1h
expect notice to CISO about B4 accepted within 1h
expect notice to SOC_ANALYST about B4 accepted within 1h
expect notice to AGENCY_HEAD of DPH about B4 accepted within 1h
expect notice to SECRETARY about B6 accepted within 1h
# … and nobody more than five times in the first hour.
expect at most 5 notices to anyone within 1h of R1
expect ledger verifies
