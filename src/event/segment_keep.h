/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long segments are kept. They go one by one and whole, the oldest first, and never while a
 * legal hold is on them. What went leaves a line behind: its root and why, so that the chain of
 * roots can still be followed, and a report for the ledger.
 */
#pragma once
#include "event/segment_file.h"

enum { SEGMENT_REASON_BYTES_MAX = 1024 };

/* Puts a hold on every segment, open ones too, that has records between the times, or takes this
 * hold from them. name: of the hold, letters, digits and "-"; reason: whose order, in words.
 * *count: how many it is on, or was. A hold is also on segments of this time that are written
 * later, until it is taken away. Faults: invalid. */
MUST bool segment_hold(struct turn *turn, const char *folder, struct text name, struct text reason,
                       int64_t from_us, int64_t to_us, size_t *count);
MUST bool segment_release(struct turn *turn, const char *folder, struct text name);

struct segment_retirement {
    size_t retired; /* segments that went */
    size_t held;    /* that would have gone, but for a hold */
    uint64_t bytes; /* of their files */
};

/* Retires the sealed segments whose last record came in before the time. Faults: broken, naming
 * what cannot be read: it stays. */
MUST bool segment_retire(struct turn *turn, const char *folder, int64_t before_us,
                         struct text reason, struct segment_retirement *retirement);

/* The root of a segment whose retirement is on record; false when none is. */
bool segment_retired(struct turn *turn, const char *folder, uint64_t number, struct sha256 *root);
