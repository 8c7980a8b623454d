# SPDX-License-Identifier: Apache-2.0
story The roots of a watch's segments follow one another, and what does not is said
given staff of DPH
given person ana is SOC_ANALYST
given person dee is ISO of DOR

at Fri 2025-09-12 10:00
house does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 1, root: 1111111111111111111111111111111111111111111111111111111111111111, previous: 0000000000000000000000000000000000000000000000000000000000000000, records: 70000, first: 2025-09-12T08:00:00Z, last: 2025-09-12T09:00:00Z}}
at 10:30
house does source.report watch=w1 source=store state=sealed {segment: {store: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, segment: 2, root: 2222222222222222222222222222222222222222222222222222222222222222, previous: 1111111111111111111111111111111111111111111111111111111111111111}}
ana does segment.list
expect answer.items.0.segment is 1
expect answer.items.0.watch is w1
expect answer.items.0.chain is sound
expect answer.items.0.root is 1111111111111111111111111111111111111111111111111111111111111111
expect answer.items.0.first is 2025-09-12T08:00:00Z
expect answer.items.0.reported is 2025-09-12T14:00:00Z
expect answer.items.1.chain is sound
ana does segment.list limit=1
expect answer.items.0.segment is 1
ana does segment.list limit=1 after=$answer.next
expect answer.items.0.segment is 2
refused: dee does segment.list
missing: ana does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 3, root: 3333333333333333333333333333333333333333333333333333333333333333}}

# One is missing: it is said until it comes.
house does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 4, root: 4444444444444444444444444444444444444444444444444444444444444444, previous: 3333333333333333333333333333333333333333333333333333333333333333}}
ana does segment.list chain=missing
expect answer.items.0.segment is 4
expect answer.items.0.says is "segment 3 of its store was never told of"
house does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 3, root: 3333333333333333333333333333333333333333333333333333333333333333, previous: 2222222222222222222222222222222222222222222222222222222222222222}}
ana does segment.list chain=sound
expect answer.items.3.segment is 4

# It goes, under the root that it had; with another, that stays with it, and the first root counts.
house does source.report watch=w1 source=store state=retired {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 1, root: 1111111111111111111111111111111111111111111111111111111111111111, retired: its time is over}}
ana does segment.list
expect answer.items.0.state is retired
expect answer.items.0.reason is "its time is over"
expect answer.items.0.chain is sound
expect answer.items.0.records is 70000
expect answer.items.0.reported is 2025-09-12T14:00:00Z
house does source.report watch=w1 source=store state=retired {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 2, root: 5555555555555555555555555555555555555555555555555555555555555555, retired: its time is over}}
ana does segment.list chain=changed
expect answer.items.0.segment is 2
expect answer.items.0.root is 2222222222222222222222222222222222222222222222222222222222222222
expect answer.items.0.says is "it was told of with the root 2222222222222222222222222222222222222222222222222222222222222222, and then with 5555555555555555555555555555555555555555555555555555555555555555"

# One that names another root before it than was told; said rightly later, it stays.
house does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 5, root: 6666666666666666666666666666666666666666666666666666666666666666, previous: 7777777777777777777777777777777777777777777777777777777777777777}}
house does source.report watch=w1 source=store state=sealed {segment: {store: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, segment: 5, root: 6666666666666666666666666666666666666666666666666666666666666666, previous: 4444444444444444444444444444444444444444444444444444444444444444}}
ana does segment.list chain=changed
expect answer.items.1.segment is 5
expect answer.items.1.says is "it names 7777777777777777777777777777777777777777777777777777777777777777 as the root before it; of segment 4 was told 4444444444444444444444444444444444444444444444444444444444444444"

# Another store is another chain.
house does source.report watch=w2 source=store state=sealed {segment: {store: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, segment: 9, root: 8888888888888888888888888888888888888888888888888888888888888888, previous: 4444444444444444444444444444444444444444444444444444444444444444}}
ana does segment.list chain=missing
expect answer.items.0.watch is w2
expect ledger verifies
