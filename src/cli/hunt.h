/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of revere hunt share: what rules have not seen yet, and that they have now. */
#pragma once
#include "cli/sigma.h"
#include "event/coverage_view.h"
#include "event/segment_extent.h"

/* What is hunted of a store, and what of it is to be said. */
struct hunt_cover {
    struct turn *turn;
    const char *folder;
    const struct sigma_rules *rules;
    struct segment_extent *extents;
    size_t extent_count;
    struct coverage_view *view; /* NULL: everything is looked at again */
    uint64_t *wanted;           /* a bit for each rule, then for each correlation */
    size_t rule_count, count;
    bool whole;                /* a correlation wants every line, seen or not */
    struct coverage_set set;   /* what looks */
    struct coverage_gap *gaps; /* of the segment in hand */
    size_t gap_count, gap_next;
    struct coverage_span *spans; /* what was looked at, and is not written down yet */
    size_t span_count, span_capacity;
    uint64_t lines, seen; /* to be looked at; that all have seen */
    const char *failed;   /* why it cannot be written down; NULL: it can */
};

/* What the rules have not seen; again: everything. partly: not all of the store is asked for, and
 * correlations are not said to have seen it. Faults: missing, the folder. */
MUST bool hunt_cover_open(struct turn *turn, const struct sigma_rules *rules, const char *folder,
                          bool again, bool partly, struct hunt_cover *cover);

/* Begins a segment: how many lines of it are to be read. */
uint64_t hunt_cover_segment(struct hunt_cover *cover, const struct segment_extent *extent);

/* Is the line to be read? They are asked for in their order. */
bool hunt_cover_wants(struct hunt_cover *cover, uint64_t at);

/* Which rules have not seen a line of the segment: NULL, they all look. */
void hunt_cover_missing(const struct hunt_cover *cover, uint64_t at, const uint64_t **missing);

/* It was looked at, or cannot be. */
void hunt_cover_saw(struct hunt_cover *cover, struct segment_position at, enum coverage_how how);

/* Writes down what was looked at so far; what does not work is not a fault of the hunt. */
void hunt_cover_write(struct hunt_cover *cover, int64_t now_us);
