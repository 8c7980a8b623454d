# SPDX-License-Identifier: Apache-2.0
# Clauses of what other products say, each as its entry in the catalogue says it.

story What a service that detects and responds says stands in the SOC's queue, whole and with both times
given staff of CPCS
at 2025-09-09T02:00:05Z
proves AUD-CPCS-10.2
house does alert.raise watch=mdr finding="case 4711" rule=vendor title="A credential was dumped" level=high entity=host7 first="2025-09-09T02:00:00Z" {record: {case: 4711, verdict: "malicious", ours: true}} as A1
SOC_ANALYST does alert.list state=open
expect answer.items has 1 items
expect answer.items.0.watch is mdr
expect answer.items.0.first is 2025-09-09T02:00:00Z
expect answer.items.0.raised is 2025-09-09T02:00:05Z
SOC_ANALYST does alert.read alert=$A1.alert
expect answer.record.case is 4711
expect answer.record.verdict is malicious
# Nobody of an agency reads it, and whoever brings alerts reads none.
missing: ISO of CPCS does alert.read alert=$A1.alert
expect ledger verifies

story Twelve copies of one message are one alert with a count of twelve
given staff of CPCS
at Tue 2025-09-09 08:00
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:00"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:01"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:01"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:02"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:02"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:02"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:03"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:03"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:04"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:04"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:05"
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:04"
at 08:06
# One that counts by itself is believed, in whatever order it comes.
house does alert.raise watch=mail_web_filter finding="message 9" rule=blocked title="A message was blocked" first="2025-09-09 08:00" count=7
house does alert.raise watch=mail_web_filter finding="message 10" rule=blocked title="A message was blocked" first="2025-09-09 08:04"
proves AUD-CPCS-10.3
SOC_ANALYST does alert.list
expect answer.items has 2 items
expect answer.items.1.watch is mail_web_filter
expect answer.items.1.count is 12
expect answer.items.1.first is 2025-09-09 08:00
expect answer.items.1.last is 2025-09-09 08:05
expect answer.items.0.count is 1
expect ledger verifies
