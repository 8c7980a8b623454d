# SPDX-License-Identifier: Apache-2.0
# Need to know. What every action, list, page, count and error tells an outsider is compared byte for
# byte in tests/house/walk_test.c; these are the rules that it rests on.

story S-17 Nobody without a grant, and no trace of a case
given staff of DPH, DTA, DEP
given person colin at DPH

at Thu 2025-10-09 14:00
reporter reports "the archive is encrypted" about DPH as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "isolate the archive"
expect SIRT_LEAD of DPH sees R1
expect SCIO of DPH sees R1
expect AGENCY_HEAD of DPH sees R1
expect SOC_ANALYST sees R1
expect CIO sees R1
expect AGENCY_HEAD of DTA does not see R1
expect ISO of DEP does not see R1
expect SCIO of DEP does not see R1
expect SYSADMIN does not see R1
expect AUDITOR does not see R1
expect colin does not see R1
missing: SCIO of DEP reads R1
missing: SYSADMIN reads timeline of R1
missing: colin does access.list incident=R1
SCIO of DEP does incident.list {}
expect answer.items has 0 items
expect answer.next is absent
stranger: reporter reads R1
expect ledger verifies

story S-17 What is refused is written down, and looks like what is not there
proves IS005-6.4.5.1
given staff of DPH, DEP
at Thu 2025-10-09 14:00
reporter reports "the archive is encrypted" about DPH as R1
SIRT_LEAD of DPH reads R1
missing: SCIO of DEP reads R1
missing: SCIO of DEP does incident.read incident=INC-2025-22222
missing: SCIO of DEP responds to R1 "I was here"
SCIO of DEP does incident.list {}
expect answer.items has 0 items
SCIO of DEP does obligation.list owed=all
expect answer.items has 0 items
SCIO of DEP does notice.list incident=R1
expect answer.items has 0 items
missing: SCIO of DEP does reading.list incident=R1
CISO does reading.list incident=R1
expect answer.items has 4 items
expect answer.items contains "SIRT_LEAD of DPH"
expect answer.items contains "SCIO of DEP"
expect answer.items contains "refused"
missing: AGENCY_HEAD of DPH does reading.list incident=R1
expect ledger verifies

story A grant by hand says why, and ends when it says
given staff of DPH, DTA
given person gina is SIRT_MEMBER of DTA
given person olga is ISO of DTA as deputy
given person colin at DPH
at Thu 2025-10-09 14:00
reporter reports "the archive is encrypted" about DPH as R1
expect gina does not see R1
missing: AGENCY_HEAD of DPH does grant.create incident=R1 person=colin ground="curious"
CISO does grant.create incident=R1 person=gina ground="runs the shared archive" to="2025-10-10T14:00:00-04:00" as G1
expect G1.kind is hand
expect G1.live is true
expect gina sees R1
# A grant opens what the role may see, and no more than that.
CISO does grant.create incident=R1 person=olga ground="a mistake" as G2
expect olga does not see R1
CISO does grant.create incident=R1 person=colin ground="a witness"
expect colin does not see R1
CISO does access.list incident=R1
expect answer.items contains "a witness"
expect answer.items contains "runs the shared archive"
expect answer.items contains "rule A1"
expect answer.by_role contains "SOC_DIRECTOR"
at Fri 2025-10-10 13:59:59
expect gina sees R1
at Fri 2025-10-10 14:00
expect gina does not see R1
CISO does grant.create incident=R1 person=gina ground="once more" as G3
expect gina sees R1
CISO does grant.end grant=$G3.grant reason="it is restored"
expect gina does not see R1
clash: CISO does grant.end grant=$G3.grant reason="again"
invalid: CISO does grant.create incident=R1 person=gina ground="late" to="2025-10-10T13:00:00-04:00"
expect ledger verifies

story A grant ends with the role at midnight
given staff of DPH without SCIO
given person dora is SCIO of EOHHS from 2025-01-01 00:00 to 2025-09-30 23:59:59 as designee 1
at Tue 2025-09-30 23:50
reporter reports "the site is down" about DPH as R1
expect notice to dora about A5 accepted at 23:50
expect dora sees R1
at Tue 2025-09-30 23:59:59
expect dora sees R1
at Wed 2025-10-01 00:00:00
expect dora does not see R1
missing: dora reads R1
expect ledger verifies
