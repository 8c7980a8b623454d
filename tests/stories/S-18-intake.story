# SPDX-License-Identifier: Apache-2.0
# Three ways to report one event: each is told when the first of the Commonwealth was told of it.
story S-18 A call, a mail and a form
given staff of DPH

at Thu 2025-10-09 09:05
mail from nurse@dph.example.org subject "slow" "The registry is slow." dated "Thu, 9 Oct 2025 08:50:00 -0400" as MAIL
expect MAIL.told is 2025-10-09 09:05

at 09:10
reporter reports "the registry does not answer" about DPH as WEB
expect WEB.told is 2025-10-09 09:10

# The call of 08:40 is logged at 09:30; the helpdesk attests when it was told.
at 09:30
HELPDESK of DPH does report.call {name: "a nurse", contact: "617-555-0199", what: "the registry is slow", organisation: DPH, told: "2025-10-09 08:40", told_basis: "the helpdesk's log, call 17"} as CALL
expect CALL.told is 2025-10-09 08:40
expect CALL.reports.0.entry is 2025-10-09 09:30
expect CALL.reports.0.channel is phone
expect CALL.reports.0.contact is 617-555-0199
expect deviation in CALL "entered at"
expect no deviation in WEB
expect A1 of CALL starts 08:40
expect A1 of CALL late 50m

# Rated Medium, each clock runs from its own telling; the mail's Date starts none.
SOC_ANALYST adds DPH to MAIL
SOC_ANALYST evaluates CALL: liability 500,000, priority 3, action "look"
SOC_ANALYST evaluates MAIL: liability 500,000, priority 3, action "look"
SOC_ANALYST evaluates WEB: liability 500,000, priority 3, action "look"
expect B2 of CALL due 12:40
expect B2 of MAIL due 13:05
expect B2 of WEB due 13:10
expect ledger verifies

story S-18 A time that nobody attests moves no clock
given staff of DPH
at Thu 2025-10-09 09:30
reporter reports "somebody called" about DPH told 2025-10-09 08:40 basis "I say so" as R1
expect R1.told is 2025-10-09 09:30
HELPDESK of DPH does report.call {what: "somebody called", told: "2025-10-09 08:40"} as R2
expect R2.told is 2025-10-09 09:30
# What is known of it is kept all the same.
expect R2.reports.0.known_since is 2025-10-09 08:40
