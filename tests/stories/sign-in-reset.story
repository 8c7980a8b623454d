# SPDX-License-Identifier: Apache-2.0
# Whoever looks after the house can give somebody a new password; that it was done is told to her.
story A new password, or the end of a second factor, is told to whose it is
given staff of DPH
given person kim is AGENCY_MGMT of DPH
given person root is SYSADMIN

at Fri 2025-09-12 10:00
root does password.reset person=kim reason="she called; called back"
kim does notice.list
expect answer.items has 1 items
expect answer.items.0.subject is "Your sign-in was changed"
expect answer.items.0.to.name is kim
kim does notice.read notice=$answer.items.0.notice
expect answer.body contains "A new password was made for you"
expect answer.body contains "by root"
expect answer.body contains "call at once"

at +1m
root does totp.reset person=kim reason="lost her telephone"
kim does notice.list
expect answer.items has 2 items
kim does notice.read notice=$answer.items.0.notice
expect answer.body contains "Your second factor was taken away"

# Nobody is told what she did herself, and nobody else hears of it.
root does notice.list
expect answer.items has 0 items
refused: root does password.reset person=root reason="mine"
expect ledger verifies
