# SPDX-License-Identifier: Apache-2.0
# Clauses of the documents themselves, each as its entry in the catalogue says it.

story Which document stood on a day: a draft never does
at Tue 2025-09-09 10:00
proves IS005-9
reporter does policy.document document=IS005 day=2024-12-24
expect answer.in_force is false
expect answer.version is absent
expect answer.governing.document is IS009
expect answer.governing.number is "IS.009"
reporter does policy.document document=IS005 day=2024-12-31
expect answer.governing.document is IS009
reporter does policy.document document=IS005 day=2025-01-01
expect answer.in_force is true
expect answer.governing.document is IS005
expect answer.version is "1.3"
expect answer.versions has 4 items
expect answer.versions.0.revised_by contains "McDermott"
expect answer.versions.0.in_force is false
expect answer.versions.2.version is "1.2"
expect answer.versions.2.in_force is false
expect answer.versions.3.in_force is true
# Nothing stands in the place of what nothing came before.
reporter does policy.document document=SEC400 day=2003-02-05
expect answer.governing is absent
missing: reporter does policy.document document=SEC999
invalid: reporter does policy.document document=IS005 day=2025-02-30

story The directive: its sources, its one version, and that nothing before it cites it
given staff of DPH
at Mon 2022-01-31 23:59
reporter reports "an odd mail" about DPH as R1
at Tue 2022-02-01 00:00
reporter reports "another" about DPH as R2
proves AD2022-1-HDR-1
SOC_ANALYST does policy.document document=AD2022-1
expect answer.number is "2022-1"
expect answer.kind is directive
expect answer.sources is "7D §§ 2, 3, 4, 4B (heading) / 4A (text)"
expect answer.status is in_force
expect answer.in_force is true
expect answer.defects.0 contains "4B"
proves AD2022-1-CHG-1
SOC_ANALYST does policy.document document=AD2022-1 day=2025-09-09
expect answer.versions has 1 items
expect answer.versions.0.version is "1.0.0"
expect answer.versions.0.revised_by is "Curtis Wood"
expect answer.versions.0.dated is 2022-02-01
SOC_ANALYST does policy.document document=AD2022-1 day=2022-01-31
expect answer.versions has 0 items
expect answer.in_force is false
SOC_ANALYST reads A5 of R1
expect answer.clauses contains SEC43-POL-1
expect answer.clauses lacks AD2022-1-REP-1
expect answer.clauses lacks AD2022-1-REP-3
SOC_ANALYST reads A5 of R2
expect answer.clauses contains SEC43-POL-1
expect answer.clauses contains AD2022-1-REP-1
expect answer.clauses contains AD2022-1-REP-3

story The review of the policy of 2014 lapsed, and its history is there
at Tue 2025-09-09 10:00
proves SEC43-HIST-1
reporter does policy.document document=SEC43
expect answer.number is "ITD-SEC-4.3"
expect answer.review is "next review 2015-01-17, lapsed since 2015-01-18"
expect answer.lapsed_since is 2015-01-18
expect answer.history has 4 items
expect answer.history.0.number is "ITD-Sec-4.00"
expect answer.history.0.dated is 2003-02-06
expect answer.history.1.number is "ITD-SEC-4.2"
expect answer.history.1.dated is 2010-06-18
expect answer.history.2.dated is 2012-01-31
expect answer.history.3.number is "ITD-SEC-4.3"
expect answer.history.3.dated is 2014-03-06
reporter does policy.document document=SEC43 day=2015-01-17
expect answer.review is "next review 2015-01-17"
expect answer.lapsed_since is absent

story A citation is found by the body's number first, then by the one printed elsewhere
at Tue 2025-09-09 10:00
proves IS005-HDR-2
reporter does policy.search words="IS.005 section 8"
expect answer.items.0.kind is body
expect answer.items.0.section is "8"
expect answer.items.0.says is "IS.005 section 8 (Control Mapping)"
expect answer.items.1.kind is alias
expect answer.items.1.section is "6.4"
expect answer.items.1.says is "TOC 8 = body 6.4 Incident Reporting and Escalation"
expect answer.note contains "body govern"
reporter does policy.search words="is.005 6.4.4"
expect answer.items.0.kind is body
expect answer.items.0.section is "6.4.4"
# A number that nothing has finds nothing of the kind; words find clauses.
reporter does policy.search words="IS.005 section 99"
expect answer.items has 0 items
reporter does policy.search words="tabletops held regularly"
expect answer.items contains IS005-6.2.1.1b
reporter does policy.search words="is005-6.4.4-lt"
expect answer.items.0.clause is IS005-6.4.4-LT
invalid: reporter does policy.search words=""

story Where the standard of 2018 went, row by row
at Tue 2025-09-09 10:00
proves AUD-OSD-3
reporter does policy.crosswalk document=IS009 section=6.5.1 day=2025-09-09
expect answer.items.0.section is "6.5.1"
expect answer.items.0.successor is "succeeded by IS.005 6.4.1 (adds distribution)"
proves AUD-OSD-3.1
expect answer.items.1.says is "6.5.1.1 -> 6.4.1.1"
expect answer.items.1.clauses.0 is IS005-6.4.1.1
proves AUD-OSD-3.2
expect answer.items.2.says is "6.5.1.2 -> 6.4.1.2"
expect answer.items.2.clauses.0 is IS005-6.4.1.2
proves AUD-OSD-3.3
expect answer.items.3.says is "6.5.1.3 -> 6.4.1.3"
expect answer.items.3.clauses.0 is IS005-6.4.1.3
proves AUD-OSD-3.4
expect answer.items.4.says is "6.5.1.4 -> 6.4.1.4"
expect answer.items.4.clauses.0 is IS005-6.4.1.4
expect answer.items has 5 items
proves AUD-OSD-4
reporter does policy.crosswalk document=IS009 section=6.5.2 day=2025-09-09 as ROWS
expect ROWS.count is 7
expect ROWS.items has 8 items
expect ROWS.items.1.sections.0 is "6.1.4.1"
expect ROWS.items.1.sections has 1 items
expect ROWS.items.2.sections.0 is "6.1.4.3"
expect ROWS.items.2.sections.1 is "6.1.4.4"
expect ROWS.items.3.sections.0 is "6.1.4.6"
expect ROWS.items.4.sections.0 is "6.1.4.7"
expect ROWS.items.5.sections.0 is "6.1.4.8"
expect ROWS.items.6.sections.0 is "6.1.4.9"
expect ROWS.items.7.sections.0 is "6.1.4.10"
expect ROWS.new has 2 items
expect ROWS.new.0 is "6.1.4.2"
expect ROWS.new.1 is "6.1.4.5"
proves AUD-OSD-4.1
reporter does policy.crosswalk document=IS009 section=6.5.2.1 day=2025-09-09
expect answer.items has 1 items
expect answer.items.0.says is "6.5.2.1 -> 6.1.4.1 (\"parties\" became \"stakeholders\")"
proves AUD-OSD-4.2
reporter does policy.crosswalk document=IS009 section=6.5.2.2 day=2025-09-09
expect answer.items.0.says is "6.5.2.2 -> 6.1.4.3 and 6.1.4.4"
proves AUD-OSD-4.3
expect ROWS.items.3.section is "6.5.2.3"
expect ROWS.items.3.clauses.0 is IS005-6.1.4.6
expect ROWS.items.3.cited is "cited gap 1 of finding OSD"
proves AUD-OSD-4.4
expect ROWS.items.4.section is "6.5.2.4"
expect ROWS.items.4.clauses.0 is IS005-6.1.4.7
expect ROWS.items.4.cited is "cited gap 2 of finding OSD"
expect ROWS.items.4.quotation is "quotation shortened in source"
proves AUD-OSD-4.5
expect ROWS.items.5.section is "6.5.2.5"
expect ROWS.items.5.clauses.0 is IS005-6.1.4.8
expect ROWS.items.5.cited is "cited gap 3 of finding OSD"
proves AUD-OSD-4.6
expect ROWS.items.6.section is "6.5.2.6"
expect ROWS.items.6.clauses.0 is IS005-6.1.4.9
expect ROWS.items.6.cited is "cited gap 4 of finding OSD"
proves AUD-OSD-4.7
expect ROWS.items.7.section is "6.5.2.7"
expect ROWS.items.7.clauses.0 is IS005-6.1.4.10
expect ROWS.items.7.cited is "cited gap 5 of finding OSD"
# Before the finding was published nothing was cited, and before its successor began there was none.
reporter does policy.crosswalk document=IS009 section=6.5.2.3 day=2024-04-24
expect answer.items.0.cited is absent
expect answer.items.0.successor is absent
reporter does policy.crosswalk document=IS009 section=6.5.2.3 day=2024-04-25
expect answer.items.0.cited is "cited gap 1 of finding OSD"
missing: reporter does policy.crosswalk document=IS900

story What a role is for, and what of it is documented only
at Tue 2025-09-09 10:00
proves IS005-7-CTO-3
reporter does policy.role role=CTO
expect answer.title is "Commonwealth Chief Technology Officer"
expect answer.clauses has 3 items
expect answer.clauses.0.clause is IS005-7-CTO-1
expect answer.clauses.0.documented_only is false
expect answer.clauses.1.clause is IS005-7-CTO-2
expect answer.clauses.1.documented_only is false
expect answer.clauses.2.clause is IS005-7-CTO-3
expect answer.clauses.2.says contains "leads technological advancement"
expect answer.clauses.2.documented_only is true
missing: reporter does policy.role role=KING

story Two seconds, two policies: a duty cites the document that governed when its clock began
given staff of DPH
at Tue 2024-12-31 23:59:59
reporter reports "the printer is odd" about DPH as R1
at Wed 2025-01-01 00:00
reporter reports "the printer is odd again" about DPH as R2
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
SOC_ANALYST evaluates R2: no indication, priority 4, action "look"
proves IS005-HDR-1
SOC_ANALYST reads B3 of R1
expect answer.documents has 1 items
expect answer.documents.0 is "IS.009"
expect answer.clauses contains IS009
expect answer.clauses lacks IS005-6.4.4-LT
expect answer.why.clauses has 1 items
expect answer.why.clauses.0.says contains "Information Security Incident Management Standard"
SOC_ANALYST reads A4 of R1
expect answer.documents contains "IS.009"
expect answer.clauses lacks IS005-6.4.2.1
SOC_ANALYST reads B3 of R2
expect answer.documents has 1 items
expect answer.documents.0 is "IS.005 v1.3"
expect answer.clauses contains IS005-6.4.4-LT
expect answer.clauses lacks IS009
SOC_ANALYST reads A4 of R2
expect answer.documents contains "IS.005 v1.3"
# Each link opens what it names: of the standard before, whose text is not held, the register's row.
SOC_ANALYST does policy.clause clause=IS009
expect answer.document is IS009
expect answer.says contains "IS.009"
expect answer.says contains "not held"
SOC_ANALYST does policy.document document=IS009 day=2024-12-31
expect answer.in_force is true
SOC_ANALYST does policy.clause clause=IS005-6.4.4-LT
expect answer.document is IS005
expect answer.says contains "business day"
missing: SOC_ANALYST does policy.clause clause=IS010
expect ledger verifies

story An adoption of one's own will: what is stricter stands, what is weaker is refused by its clause
given organisation STC "State College" type college binding voluntary without secretariat
given staff of STC
at Tue 2025-09-09 08:00
reporter reports "a list was sent out" about STC as R0
SOC_ANALYST evaluates R0: data internal confirmed, priority 3, action "recall it"
proves SEC43-APP-5
CIO does organisation.bind organisation=STC binding=agreed basis="resolution 14 of its trustees"
AGENCY_HEAD of STC does setting.local organisation=STC rule=B2 minutes=120 reason="adopted: our own rule"
expect answer.minutes is 120
refused: AGENCY_HEAD of STC does setting.local organisation=STC rule=B1 minutes=1440 reason="adopted: the next business day"
expect refused naming "IS005-6.4.4-HT"
AGENCY_HEAD of STC does setting.list
expect answer.items has 1 items
expect answer.items.0.rule is B2
at 09:00
reporter reports "another list" about STC as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "recall it"
expect B2 of R1 due 11:00
SOC_ANALYST reads B2 of R1
expect answer.agreed is true
reporter reports "screens are red" about STC as R2
SOC_ANALYST evaluates R2: data restricted confirmed, priority 1, action "isolate"
expect B1 of R2 due 09:00
SOC_ANALYST does organisation.read organisation=STC
expect answer.binding is agreed
expect ledger verifies
