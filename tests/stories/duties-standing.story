# SPDX-License-Identifier: Apache-2.0
# Duties of no incident, side by side: nobody does anything; then they are explained, waived, resting.
story A source is silent, a direction is not carried out, a role is vacant, another's holder is away: nobody does anything
given staff of DPH without ISO, HELPDESK
given person ines is ISO of DPH to 2025-09-11
given person hugo is HELPDESK of DPH from 2025-08-01
hugo is absent from 2025-08-28 to 2025-10-31
given organisation SHF "Office of a Sheriff" branch county type office binding voluntary without secretariat
given person hana is AGENCY_HEAD of SHF
channel refuses
at Fri 2025-09-12 09:00
house does source.report watch=w1 source=fw state=silent at="2025-09-12 09:00" limit_seconds=600
house does organisation.bind organisation=SHF binding=contractual basis="agreement 12" from="2025-09-12" to="2026-06-30"
CIO does direction.give says="Block 192.0.2.7" by="2025-09-12 18:00" {organisations: [DPH]} as ORDER
expect C20 of all owed to SOC_DIRECTOR owed by SOC_ANALYST due 09:00 and open
expect C21 of all owed to CIO owed by AGENCY_HEAD of DPH due 18:00 and open
expect C22.vacancy of all owed by AGENCY_HEAD of DPH due 2025-09-12 23:59:59.999999 and open
expect D7 of all owed to SOC_DIRECTOR owed by hana due 2025-10-12 23:59:59.999999 and open
expect C22.absence of all owed by AGENCY_HEAD of DPH starts 2025-09-12 00:00 and open
at 11:45
expect every C20 of all overdue and level 4
at 15:59:59
AGENCY_HEAD of DPH does notice.list
expect answer.items lacks "Due soon"
at 16:00
AGENCY_HEAD of DPH does notice.list
expect answer.items contains "Due soon"
expect C21 of all open and level 0
at 22:00
AGENCY_HEAD of DPH does notice.list
expect answer.items.0.subject contains "Due soon"
expect answer.items.0.serves contains C22
at Mon 2025-09-15 18:00:01
expect every C21 of all overdue and level 3
at Tue 2025-09-16 00:00
expect C22.vacancy of all overdue and level 3
SOC_DIRECTOR reads C20 of all
SOC_DIRECTOR does obligation.explain obligation=$answer.obligation explanation="a cable"
expect C20 of all overdue and explained
CIO reads C21 of all
CIO does obligation.explain obligation=$answer.obligation explanation="the vendor"
expect C21 of all overdue and explained
SOC_DIRECTOR reads C22.vacancy of all
SOC_DIRECTOR does obligation.explain obligation=$answer.obligation explanation="nobody is found"
expect C22.vacancy of all overdue and explained
SOC_DIRECTOR reads C22.absence of all
SOC_DIRECTOR does obligation.explain obligation=$answer.obligation explanation="nobody is found"
expect C22.absence of all overdue and explained
at Sun 2025-10-12 22:00
hana does notice.list
expect answer.items.0.subject contains "Due soon"
expect answer.items.0.serves contains D7
at Thu 2025-10-16 00:00
expect D7 of all overdue and level 3
SOC_DIRECTOR reads D7 of all
SOC_DIRECTOR does obligation.explain obligation=$answer.obligation explanation="they look"
expect D7 of all overdue and explained

story Duties of no case: each is waived by its authority
given staff of DPH without ISO, HELPDESK
given person ines is ISO of DPH to 2025-09-11
given person hugo is HELPDESK of DPH from 2025-08-01
hugo is absent from 2025-08-28 to 2025-10-31
given organisation SHF "Office of a Sheriff" branch county type office binding voluntary without secretariat
given person hana is AGENCY_HEAD of SHF
channel refuses
at Fri 2025-09-12 09:00
house does source.report watch=w1 source=fw state=silent at="2025-09-12 09:00" limit_seconds=600
house does organisation.bind organisation=SHF binding=contractual basis="agreement 12" from="2025-09-12" to="2026-06-30"
CIO does direction.give says="Block 192.0.2.7" by="2025-09-12 18:00" {organisations: [DPH]} as ORDER
CISO reads C20 of all
CISO does obligation.waive obligation=$answer.obligation reason="an exercise"
expect every C20 of all waived
CISO reads C21 of all
refused: CISO does obligation.waive obligation=$answer.obligation reason="an exercise"
CIO reads C21 of all
CIO does obligation.waive obligation=$answer.obligation reason="an exercise"
expect every C21 of all waived
CISO reads C22.vacancy of all
CISO does obligation.waive obligation=$answer.obligation reason="an exercise"
expect every C22.vacancy of all waived
CISO reads C22.absence of all
CISO does obligation.waive obligation=$answer.obligation reason="an exercise"
expect every C22.absence of all waived
CISO reads D7 of all
CISO does obligation.waive obligation=$answer.obligation reason="an exercise"
expect every D7 of all waived

story Duties of no case: each is suspended by its authority
given staff of DPH without ISO, HELPDESK
given person ines is ISO of DPH to 2025-09-11
given person hugo is HELPDESK of DPH from 2025-08-01
hugo is absent from 2025-08-28 to 2025-10-31
given organisation SHF "Office of a Sheriff" branch county type office binding voluntary without secretariat
given person hana is AGENCY_HEAD of SHF
channel refuses
at Fri 2025-09-12 09:00
house does source.report watch=w1 source=fw state=silent at="2025-09-12 09:00" limit_seconds=600
house does organisation.bind organisation=SHF binding=contractual basis="agreement 12" from="2025-09-12" to="2026-06-30"
CIO does direction.give says="Block 192.0.2.7" by="2025-09-12 18:00" {organisations: [DPH]} as ORDER
CISO reads C20 of all
CISO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
expect every C20 of all suspended
CISO reads C21 of all
refused: CISO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
CIO reads C21 of all
CIO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
expect every C21 of all suspended
CISO reads C22.vacancy of all
CISO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
expect every C22.vacancy of all suspended
CISO reads C22.absence of all
CISO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
expect every C22.absence of all suspended
CISO reads D7 of all
CISO does obligation.suspend obligation=$answer.obligation until="2025-12-01 12:00" reason="an exercise"
expect every D7 of all suspended
