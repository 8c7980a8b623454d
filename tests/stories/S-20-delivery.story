# SPDX-License-Identifier: Apache-2.0
story S-20 Delivery is not receipt
given person head is AGENCY_HEAD of DPH phone 617-555-0100
given staff of DPH

at Wed 2025-10-08 10:00:05
HELPDESK of DPH reports "a stranger is logged in" about DPH told 2025-10-08 10:00 basis "the call log" as R1
expect A1 of R1 owed to head due 10:00 and fulfilled late 5s and evidence E1
expect notice to head about A1 accepted at 10:00:05

at 10:22
channel mail bounces notice to head about A1 of R1 because "no such user"
expect notice to head about A1 failed at 10:22
expect A1 of R1 owed to head due 10:00 and overdue and late 22m
expect notice to head about A1 not accepted

at 10:31
SOC_ANALYST attests notice to head about A1 of R1 by phone number "617-555-0100" at 10:31
expect A1 of R1 owed to head due 10:00 and fulfilled late 31m at 10:31 and evidence E3
expect notice to head about A1 attested at 10:31
expect answer.by_hand is absent
expect ledger verifies

story S-20 A call that came before the message came back counts from its own instant
given person head is AGENCY_HEAD of DPH
given staff of DPH

at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
at 10:31
channel mail bounces notice to head about A1 of R1
SOC_ANALYST attests notice to head about A1 of R1 by phone number "617-555-0100" at 10:04
expect A1 of R1 owed to head fulfilled late 4m at 10:04 and evidence E3
invalid: SOC_ANALYST attests notice to head about A1 of R1 by phone number "617" at 10:32
invalid: SOC_ANALYST attests notice to head about A1 of R1 by phone at 10:05
expect ledger verifies

story S-20 The whole mail system is down: nothing is silently sent
given person head is AGENCY_HEAD of DPH phone 617-555-0100
given person lee is SCIO of EOHHS webhook https://hooks.example.org/lee
given staff of DPH
channel mail fails from Wed 2025-10-08 09:00 to 2025-10-08 12:00

at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
expect no notice accepted
expect A1 of R1 owed to head open
expect A5 of R1 owed to lee open
# Whoever has another way is told by it within minutes, after a first, second, third and fourth attempt.
at 10:01
at 10:03
at 10:07
at 10:10
expect notice to lee about A5 channel webhook accepted at 10:07
expect A5 of R1 owed to lee fulfilled late 7m and evidence E1
# Whoever has none is called, or reads it in the product.
SOC_ANALYST attests notice to head about A1 of R1 by phone at 10:09
expect A1 of R1 owed to head fulfilled late 9m and evidence E3
HELPDESK of DPH acknowledges notice about A3 of R1
expect A3 of R1 fulfilled late 10m and evidence E1
expect A4 of R1 overdue
# When it is up again, what waits goes out with its next attempt.
at 12:03
expect notice to SOC_ANALYST about A4 accepted at 12:03
expect every A4 of R1 fulfilled
expect ledger verifies

story S-20 A message goes on by the alternate address, and by hand when none is left
given person head is AGENCY_HEAD of DPH alternate head@alternate.example phone 617-555-0100
given staff of DPH
at Wed 2025-10-08 10:00
reporter reports "a stranger is logged in" about DPH as R1
at 10:12
channel mail bounces notice to head about A1 of R1
# The alternate address takes it at once, and that is when the head was told.
expect notice to head about A1 channel mail accepted at 10:12
expect A1 of R1 owed to head fulfilled late 12m and evidence E1
at 10:40
channel mail bounces notice to head about A1 of R1
expect notice to head about A1 failed
expect answer.by_hand.phone is 617-555-0100
expect A1 of R1 owed to head overdue and due 10:00
at 10:45
missing: AGENCY_MGMT of DPH attests notice to head about A1 of R1 by phone at 10:44
HELPDESK of DPH resends notice to head about A1 of R1 by mail
expect A1 of R1 owed to head fulfilled late 45m
expect ledger verifies
