# SPDX-License-Identifier: Apache-2.0
story A false positive of a High incident needs two people, and whoever was told is told so
given person ana is SIRT_LEAD of DPH
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "a mail asks for passwords" about DPH safety yes as R1
SOC_ANALYST evaluates R1: safety yes, priority 1, action "look"
expect notice to CIO about B4 accepted
at 13:50
refused: ana does incident.move incident=R1 move=dismiss
expect refused naming "what shows that it was none"
ana does incident.state incident=R1 statement=none answer=none text="it was our own drill mail"
refused: ana does incident.move incident=R1 move=dismiss
expect refused naming "cannot be the second"
expect R1.state is evaluated
at 14:00
SOC_ANALYST does incident.move incident=R1 move=dismiss
expect R1.state is false_positive
proves IS005-6.5.2.1
expect nobody owes B1 of R1
expect nobody owes B5 of R1
expect B1 of R1 cancelled because void
expect notice to CIO subject "Correction" accepted
expect notice to AGENCY_HEAD of DPH subject "Correction" accepted

# It stays of record, and is only reopened by whom the policy names.
expect R1.title contains "passwords"
at 15:00
refused: SOC_ANALYST does incident.move incident=R1 move=reopen reason="it was none of ours"
expect refused naming "none of the roles"
refused: CISO does incident.move incident=R1 move=reopen
expect refused naming "the reason"
CISO does incident.move incident=R1 move=reopen reason="it was none of ours"
expect R1.state is post_incident
expect ledger verifies

story A false positive of a Low incident needs a note, and no second person
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "a screen flickers" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 4, action "look"
SOC_ANALYST does incident.state incident=R1 statement=none answer=none text="the lamp flickers"
SOC_ANALYST does incident.move incident=R1 move=dismiss
expect R1.state is false_positive
refused: SOC_ANALYST evaluates R1: safety yes, priority 1, action "no"
expect refused naming "reopen it first"

# A fact is taken even so, and says when it was entered.
SOC_ANALYST does incident.measure incident=R1 what="the lamp is off"
expect deviation in R1 "False positive"
expect ledger verifies

story A case that was High before it was evaluated is no false positive by one person's word
given person eve is SOC_ANALYST
given staff of DPH
at Tue 2025-09-09 13:00
reporter reports "a monitor stopped" about DPH safety yes as R1
expect rating of R1 high provisional
expect notice to CIO about B4 accepted
eve evaluates R1: safety no, priority 4, action "none"
expect rating of R1 low evaluated
eve does incident.state incident=R1 statement=none answer=none text="a plug came loose"
refused: eve does incident.move incident=R1 move=dismiss
expect refused naming "cannot be the second"
expect R1.state is evaluated
SOC_DIRECTOR does incident.move incident=R1 move=dismiss
expect R1.state is false_positive
expect notice to CIO subject "Correction" accepted

# Lowered before anybody evaluates it: that it was High is not forgotten.
at 14:00
reporter reports "a monitor stopped again" about DPH safety yes as R2
eve learns R2: safety no
expect rating of R2 low provisional
eve does incident.state incident=R2 statement=none answer=none text="the same plug"
refused: eve does incident.move incident=R2 move=dismiss
expect refused naming "cannot be the second"

# What was never High is dismissed by one; nothing is written about a report that a Low case does not owe.
reporter reports "a lamp is out" about DPH as R3
eve does incident.state incident=R3 statement=none answer=none text="it is a lamp"
eve does incident.move incident=R3 move=dismiss
expect R3.state is false_positive
expect ledger verifies

story Out of scope with a named person, a reason and a second reader
given staff of DPH
given person eve is SOC_ANALYST
at Tue 2025-09-09 13:00
reporter reports "my neighbour is loud" about DPH as R1
refused: eve does incident.move incident=R1 move=exclude
expect refused naming "why it is out of scope"
invalid: eve does incident.state incident=R1 statement=outside answer=outside text="no system is touched"
expect invalid naming "who"
eve does incident.state incident=R1 statement=outside answer=outside text="no system is touched" who="Eve, SOC"
refused: eve does incident.move incident=R1 move=exclude
expect refused naming "cannot be the second"
SOC_DIRECTOR does incident.move incident=R1 move=exclude
expect R1.state is out_of_scope
expect nobody owes A7 of R1
SOC_DIRECTOR does incident.move incident=R1 move=reopen reason="a system is touched"
expect R1.state is post_incident
expect ledger verifies

story A rating above or below the table is set by whom the policy names, and stays to be seen
given staff of DPH
given asset HOST of DPH rated medium
at Tue 2025-09-09 10:00
reporter reports "files are gone" about DPH as R1
refused: SOC_DIRECTOR does incident.override incident=R1 rating=high reason="it looks bad"
expect refused naming "evaluate it first"
SOC_ANALYST attaches HOST to R1 adverse yes
SOC_ANALYST evaluates R1: no indication, priority 2, action "look"
expect rating of R1 medium
refused: SOC_ANALYST does incident.override incident=R1 rating=low reason="it is nothing"
expect refused naming "for lowering"
at 10:20
SOC_ANALYST does incident.override incident=R1 rating=high reason="it spreads"
expect R1.rating is high
expect B4 of R1 owed to CIO due 10:20
expect B1 of R1 due 10:20
expect R1.overrides.0.reason is "it spreads"
expect R1.overrides.0.computed is medium

# What was computed before raises nothing again; what is new does.
at 11:00
CISO does incident.override incident=R1 rating=low reason="the files were copies"
expect R1.rating is low
SOC_ANALYST attaches HOST to R1 adverse unknown
SOC_ANALYST attaches HOST to R1 adverse yes
expect R1.ever is high
expect R1.overrides has 2 items
at 11:30
SOC_ANALYST learns R1: data restricted confirmed
expect R1.rating is high
expect R1.overrides.1.reason is "the files were copies"
expect ledger verifies

story What a High rating asks for stays, until the CISO declares that it was an error
given staff of DPH
at Mon 2025-09-08 10:00
reporter reports "names were sent out" about DPH as R1
SOC_ANALYST evaluates R1: data restricted confirmed, priority 1, action "recall"
at Tue 2025-09-09 10:00
SOC_ANALYST evaluates R1: data public confirmed, priority 4, action "none"
expect R1.rating is low
expect R1.ever is high
at Wed 2025-09-10 10:00
refused: SOC_ANALYST does incident.move incident=R1 move=close
proves IS005-6.4.4-HP
expect refused naming "IS005-6.4.4-HP"
expect refused naming "no approval of its last version"
SOC_ANALYST does incident.guards incident=R1
refused: SOC_ANALYST does incident.rating_error incident=R1 rating=high reason="it was public"
expect refused naming "for lowering"
CISO does incident.rating_error incident=R1 rating=high reason="it was on our web pages already"
expect R1.ever is low
expect R1.overrides.0.kind is error
refused: SOC_ANALYST does incident.move incident=R1 move=close
expect refused naming "Recovery comes before it"
expect ledger verifies

story Organisations come and go, each with the instant
given staff of DPH, DTA, DOR
at Tue 2025-09-09 10:00
reporter reports "a shared folder is open" about DPH as R1
SOC_ANALYST evaluates R1: data restricted potential, priority 1, action "close it"
at 11:00
SOC_ANALYST adds DTA to R1 from 10:30
expect R1.organisations.1.short is DTA
expect B4 of R1 owed to AGENCY_HEAD of DTA
expect ISO of DTA sees R1
at 12:00
SOC_ANALYST does incident.unaffect incident=R1 organisation=DTA reason="it was another folder" at 11:50
expect R1.organisations has 1 items
expect timeline of R1 contains "it was another folder"
invalid: SOC_ANALYST does incident.unaffect incident=R1 organisation=DOR reason="it never was"
expect invalid naming "organisation"
at 13:00
SOC_ANALYST adds DTA to R1
expect R1.organisations has 2 items
expect R1.organisations.1.affected_from is "2025-09-09T17:00:00Z"
# The first may go, too; the case stays.
SOC_ANALYST does incident.unaffect incident=R1 organisation=DPH reason="not theirs"
expect R1.organisations.0.short is DTA
expect ledger verifies

story Types are versions, flags are set and cleared with reasons
given staff of DCF
at Tue 2025-09-09 10:00
reporter reports "a laptop is lost, it was encrypted" about DCF as R1
SOC_ANALYST does incident.classify incident=R1 certainty=potential other="lost device" source=unknown vector=unknown {impact: {confidentiality: potential, integrity: none, availability: none}}
proves IS005-6.3.1
expect R1.classification.certainty is potential
expect R1.classification.other is "lost device"
expect R1.classification.impact.confidentiality is potential
expect every A4 of R1 due 10:00
expect every A1 of R1 due 10:00
invalid: SOC_ANALYST does incident.classify incident=R1 certainty=actual source=unknown vector=unknown {types: [legal-violation]}
expect invalid naming "say why it changes"
invalid: SOC_ANALYST does incident.classify incident=R1 certainty=actual source=unknown vector=unknown reason="found" {types: [no-such-type]}
expect invalid naming "types"
SOC_ANALYST does incident.classify incident=R1 certainty=actual source="a thief" vector="a car" reason="the police found it" {types: [legal-violation]}
expect R1.classification.version is 2
expect R1.flags.0.flag is legal_implication
expect R1.flags.0.set is true
SOC_ANALYST does incident.unflag incident=R1 flag=legal_implication reason="no law applies, says counsel"
expect R1.flags.0.set is false
invalid: SOC_ANALYST does incident.unflag incident=R1 flag=major reason="never was"
expect invalid naming "flag"
# A Low incident with loss of data is for the leadership all the same.
SOC_ANALYST evaluates R1: data public confirmed, priority 4, action "none"
at 11:00
SOC_ANALYST does incident.flag incident=R1 flag=loss_of_data reason="there is no copy"
proves AD2022-1-RSP-12
expect rating of R1 low
expect every B6.first of R1 due 11:00
expect ledger verifies

story A threat to a person is for named people only
given person ana is SOC_ANALYST
given person ben is SOC_ANALYST
given staff of DCF
at Tue 2025-09-09 10:00
reporter reports "a mail names the day and the place" about DCF safety yes as R1
expect rating of R1 high
expect ben sees R1
ana does incident.classify incident=R1 certainty=actual source=unknown vector="mail" {types: [harassment]}
ana does incident.flag incident=R1 flag=public_safety reason="a day and a place are named"
expect ana sees R1
expect ben does not see R1
expect CISO sees R1
expect R1.flags.0.flag is public_safety
