# SPDX-License-Identifier: Apache-2.0
story A link in a message: to look at it changes nothing, to acknowledge is an act
given person head is AGENCY_HEAD of DPH
given staff of DPH

at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
# A mail scanner follows the link.
at 10:01
head opens link of notice about A1 of R1
expect answer.subject contains "New security incident"
expect answer.body contains "A security incident was reported."
expect answer.body lacks "a stranger is logged in"
expect answer.acknowledged is false
expect notice to head about A1 not acknowledged

at 10:04
head acknowledges by link notice about A1 of R1
expect answer.acknowledged is true
expect notice to head about A1 acknowledged at 10:04
expect notice to head about A1 accepted at 10:00
# It was told on time before, and stays so.
expect A1 of R1 owed to head fulfilled on time and evidence E1
at 10:05
head acknowledges by link notice about A1 of R1
expect notice to head about A1 acknowledged at 10:04
# The link is good for two weeks, and for no other message.
at 2025-10-22 10:00:01
missing: head opens link of notice about A1 of R1
missing: head acknowledges by link notice about A1 of R1
missing: somebody does notice.open token=0123456789abcdef0123456789abcdef01234567
expect ledger verifies

story A duty that wants an acknowledgement is fulfilled by nothing less
given person head is AGENCY_HEAD of DPH
given staff of DPH
given policy from Mon 2025-10-06 00:00
  where obligations rules.A1.steps.1.stop.1.fact is notice.acknowledged,
  pack version is "ack"

at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
expect notice to head about A1 accepted at 10:00
expect A1 of R1 owed to head open
at 10:09
head acknowledges by link notice about A1 of R1
expect A1 of R1 owed to head fulfilled late 9m and evidence E2
at 10:11
AGENCY_MGMT of DPH acknowledges notice about A1 of R1
expect A1 of R1 owed to AGENCY_MGMT fulfilled late 11m and evidence E2
refused: SOC_ANALYST acknowledges notice to head about A1 of R1
expect ledger verifies

story Nobody acknowledges: somebody is asked to call, and what was fulfilled stays so
given person head is AGENCY_HEAD of DPH
given person dee is AGENCY_HEAD of DPH as designee 1
given staff of DPH

at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
expect notice to head about A1 accepted at 10:00
at 10:30
AGENCY_MGMT of DPH acknowledges notice about A1 of R1
at 11:59:59
expect no notice subject "Not acknowledged"
at 12:00
expect notice to SOC_ANALYST subject "Not acknowledged" accepted at 12:00
expect A1 of R1 owed to head fulfilled on time and evidence E1
# Nobody is asked after whoever has acknowledged, or was called.
expect 1 notice subject "Not acknowledged"
at 14:00
expect notice to dee subject "Not acknowledged" accepted at 14:00
expect 2 notices subject "Not acknowledged"
at 14:05
SOC_ANALYST attests notice to head about A1 of R1 by phone number "617-555-0100" at 14:04
at Thu 2025-10-09 14:00
expect 2 notices subject "Not acknowledged"
expect A1 of R1 owed to head fulfilled on time and evidence E1
expect ledger verifies

story A house that slept asks once
given person head is AGENCY_HEAD of DPH
given person dee is AGENCY_HEAD of DPH as designee 1
given staff of DPH
at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
AGENCY_MGMT of DPH acknowledges notice about A1 of R1
the house is down from 10:05 to 16:00
expect 1 notice subject "Not acknowledged"
expect notice to dee subject "Not acknowledged" accepted at 16:00
