# SPDX-License-Identifier: Apache-2.0
# B12: an affected asset is taken off every network, or it is said why it cannot be.

story A server with two interfaces: off one of them, it is isolated in part, and the duty goes on
given staff of DPH
given asset SRV-2 of DPH rated medium in "Boston, room 4"
at Tue 2025-09-09 10:00
house does asset.connect asset=SRV-2 network=MAGNet
house does asset.connect asset=SRV-2 network="Agency Wi-Fi"
clash: house does asset.connect asset=SRV-2 network=MAGNet
reporter reports "a server calls out" about DPH as R1
SOC_ANALYST evaluates R1: data internal confirmed, priority 2, action "isolate"
SOC_ANALYST attaches SRV-2 to R1 adverse yes
expect B12 of R1 due 14:00 and open
SIRT_LEAD of DPH does incident.hold incident=R1 asset=SRV-2 outcome=ordered evidence="ticket 12, to the network office"
expect R1.assets.0.outcome is ordered
expect B12 of R1 open
at 10:10
proves IS005-6.5.2.6
SIRT_LEAD of DPH does incident.disconnect incident=R1 asset=SRV-2 network=MAGNet evidence="port 7 is down"
expect R1.assets.0.outcome is partly_isolated
expect R1.assets.0.networks has 2 items
expect R1.assets.0.networks.0.network is "Agency Wi-Fi"
expect R1.assets.0.networks.0.connected is true
expect R1.assets.0.networks.1.network is MAGNet
expect R1.assets.0.networks.1.connected is false
expect R1.assets.0.networks.1.since is 2025-09-09 10:10
expect B12 of R1 due 14:00 and open
# Nor does anybody's word make it isolated.
refused: SIRT_LEAD of DPH does incident.hold incident=R1 asset=SRV-2 outcome=isolated evidence="it is off"
expect refused naming "Agency Wi-Fi"
expect refused naming "IS005-6.5.2.6"
invalid: SIRT_LEAD of DPH does incident.hold incident=R1 asset=SRV-2 outcome=infeasible evidence="it feeds the pumps"
expect invalid naming "alternate"
invalid: SIRT_LEAD of DPH does incident.hold incident=R1 asset=SRV-2 outcome=infeasible evidence="it feeds the pumps" alternate="a rule on the switch"
expect invalid naming "review"
invalid: SIRT_LEAD of DPH does incident.disconnect incident=R1 asset=SRV-2 network="Guest Wi-Fi" evidence="off"
expect invalid naming "Agency Wi-Fi, MAGNet"
clash: SIRT_LEAD of DPH does incident.disconnect incident=R1 asset=SRV-2 network=MAGNet evidence="again"
missing: AGENCY_HEAD of DPH does incident.disconnect incident=R1 asset=SRV-2 network="Agency Wi-Fi" evidence="off"
SIRT_LEAD of DPH does incident.classify incident=R1 certainty=actual source=unknown vector=unknown other="a call out"
SIRT_LEAD of DPH does incident.move incident=R1 move=confirm
SIRT_LEAD of DPH does incident.measure incident=R1 what="the call is blocked"
SIRT_LEAD of DPH does incident.move incident=R1 move=contain
refused: SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
expect refused naming "SRV-2: partly_isolated"
at 10:25
SIRT_LEAD of DPH does incident.disconnect incident=R1 asset=SRV-2 network="Agency Wi-Fi" evidence="the account is locked" at=10:20
expect R1.assets.0.outcome is isolated
expect B12 of R1 fulfilled on time
expect B12 of R1 fulfilled at 10:20
SIRT_LEAD of DPH does incident.move incident=R1 move=eradicate
expect ledger verifies

story An asset whose networks nobody entered is isolated on somebody's word, as it was
given staff of DPH
given asset LAB-7 of DPH rated medium
at Tue 2025-09-09 10:00
reporter reports "odd pop-ups" about DPH as R1
SOC_ANALYST evaluates R1: no indication, priority 3, action "look"
SOC_ANALYST attaches LAB-7 to R1 adverse yes
SIRT_LEAD of DPH does incident.hold incident=R1 asset=LAB-7 outcome=isolated evidence="the plug is out"
expect B12 of R1 fulfilled
invalid: SIRT_LEAD of DPH does incident.disconnect incident=R1 asset=LAB-7 network=MAGNet evidence="off"
expect invalid naming "it has none"
