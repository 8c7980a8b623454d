/* SPDX-License-Identifier: Apache-2.0 */
/* The coverage ledger, asked: what of a segment a version of a rule has seen, and which of many
 * versions have not. */
#pragma once
#include "event/coverage.h"

#define COVERAGE_NONE ((enum coverage_how)0) /* nobody looked */

struct coverage_part {
    uint64_t from, to;
    enum coverage_how how; /* the best there was: live, then history, hunt, unreadable, none */
    int64_t at_us;         /* when; 0: never */
};

/* Lines that some of the versions have not seen, though they can be read. */
struct coverage_gap {
    uint64_t from, to;
    const uint64_t *missing; /* a bit for each version */
};

struct coverage_view;

/* For these versions; both must stay. */
struct coverage_view *coverage_view_new(struct arena *arena, const struct coverage *coverage,
                                        const struct sha256 *digests, size_t count);

/* What the version of that number saw of lines 0 to before records, in their order, all of them. */
size_t coverage_view_parts(const struct coverage_view *view, struct arena *arena, size_t version,
                           uint64_t segment, uint64_t records, struct coverage_part **parts);

/* What of these lines some version of those wanted has not seen; wanted: a bit for each version. */
size_t coverage_view_gaps(const struct coverage_view *view, struct arena *arena,
                          const uint64_t *wanted, uint64_t segment, uint64_t records,
                          struct coverage_gap **gaps);

/* How many numbers the bits of so many versions take. */
static inline size_t coverage_words(size_t count)
{
    return (count + 63) / 64;
}

static inline bool coverage_bit(const uint64_t *bits, size_t at)
{
    return (bits[at / 64] >> (at % 64) & 1) != 0;
}

static inline void coverage_bit_set(uint64_t *bits, size_t at)
{
    bits[at / 64] |= UINT64_C(1) << (at % 64);
}
