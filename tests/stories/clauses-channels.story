# SPDX-License-Identifier: Apache-2.0
# Clauses of the contacts that older documents print, each as its entry in the catalogue says it.

story A fresh house: what was printed in 2014 is there, and not used before somebody says who tried it
given staff of DPH
at Tue 2025-09-09 10:00
proves SEC43-CON-2
SYSADMIN does channel.list
expect answer.items has 11 items
expect answer.items.0.address is "(866) 888-2808"
expect answer.items.0.kind is phone
expect answer.items.0.active is false
expect answer.items.0.says is "legacy 2014, verify"
expect answer.items.0.clause is SEC43-CON-2
expect answer.items.3.address is "CommonHelpServiceDesk@MassMail.state.ma.us"
expect answer.items.3.kind is mail
expect answer.items.3.active is false
expect answer.items.3.says is "legacy 2014, verify"
invalid: SYSADMIN does contact.verify contact="(866) 888-2808" how="rang them up"
expect invalid naming "verifier"
invalid: SYSADMIN does contact.verify contact="(866) 888-2808" how="rang them up" verifier="Ana Bell"
expect invalid naming "on"
invalid: SYSADMIN does contact.verify contact="(866) 888-2808" how="rang them up" verifier="Ana Bell" on=2025-09-10
expect invalid naming "on"
SYSADMIN does channel.list
expect answer.items.0.active is false
SYSADMIN does contact.verify contact="(866) 888-2808" how="rang them up" verifier="Ana Bell" on=2025-09-08
SYSADMIN does channel.list
expect answer.items.0.active is true
expect answer.items.0.says is "in use"
expect answer.items.0.verifier is "Ana Bell"
expect answer.items.0.verified_at is 2025-09-08 00:00
expect answer.items.3.active is false
# What people are reached by is not among them.
expect answer.items lacks "example.org"
SYSADMIN does channel.list limit=3
expect answer.items has 3 items
SYSADMIN does channel.list limit=200 after=$answer.next
expect answer.items has 8 items
expect ledger verifies

story A follow-up report addressed to the team of 2014 reaches its successor, and the log says so
given person ana is SOC_ANALYST
given person dee is DESIGNATED_CONTACT of DPH
given staff of DPH
at Tue 2025-09-09 09:00
reporter reports "pumps stand still" about DPH as R1
SOC_ANALYST evaluates R1: data internal potential, priority 2, action "look"
at 10:00
proves SEC43-CON-3
dee does document.send incident=R1 document=follow-up to=CSIRT {content: {summary: {value: "two wards"}}} as D
expect timeline of R1 contains "CSIRT -> SOC (successor)"
expect notice to ana subject "Follow-up report" accepted at 10:00
expect D.recipients contains "ana"
expect A10 of R1 fulfilled on time
at 10:05
# By its address, too; and a name that no office has is said to be none.
dee does document.send incident=R1 document=follow-up to=CSIRT@state.ma.us {content: {summary: {value: "three wards"}}}
invalid: dee does document.send incident=R1 document=follow-up to=CSIRT2 {content: {summary: {value: "three wards"}}}
expect invalid naming "to"
invalid: dee does document.send incident=R1 document=follow-up to=STANDARDS {content: {summary: {value: "three wards"}}}
expect invalid naming "to"
expect ledger verifies

story A fresh house: the Fusion Center is to be told, and by telephone, for its address is not verified
given person ana is SOC_ANALYST
given staff of DPH without FUSION_CENTER
at Tue 2025-09-09 10:00
reporter reports "the pumps answer to somebody else" about DPH as R1
SOC_ANALYST does incident.flag incident=R1 flag=public_safety reason="the ward is at risk"
proves SEC43-CON-4
expect C6 of R1 due 10:00 and open
expect no notice about C6
ana reads C6 of R1
expect answer.by_hand has 1 items
expect answer.by_hand.0.how is "by telephone or in person"
expect answer.by_hand.0.address is fusion@pol.state.ma.us
expect answer.by_hand.0.verified is false
ana does incident.state incident=R1 statement=fusion_center answer=told text="by telephone" who="Sergeant Watch, CFC"
expect C6 of R1 fulfilled
ana reads C6 of R1
expect answer.by_hand is absent
# Tried, it is said to be; somebody holds the role, and a message goes.
SYSADMIN does contact.verify contact=fusion@pol.state.ma.us how="they answered" verifier="Ana Bell" on=2025-09-09
reporter reports "a street sign shows something else" about DPH as R2
SOC_ANALYST does incident.flag incident=R2 flag=public_safety reason="drivers are led astray"
ana reads C6 of R2
expect answer.by_hand.0.verified is true
expect ledger verifies
