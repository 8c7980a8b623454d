/* SPDX-License-Identifier: Apache-2.0 */
/* How far the segments of a store reach, those that were let go included, and their lines in the
 * order in which they came. */
#pragma once
#include "event/segment_file.h"

enum segment_extent_state { EXTENT_SEALED, EXTENT_OPEN, EXTENT_DAMAGED, EXTENT_RETIRED };

struct segment_extent {
    uint64_t number;
    enum segment_extent_state state;
    uint64_t records;               /* 0 of a damaged one: nobody knows */
    int64_t first_us, last_us;      /* when its lines came in; INT64_MIN: not known */
    struct text reason;             /* of a retired one */
    const struct block_head *heads; /* of an open one: its blocks, and what the journal has */
    size_t head_count;
};

/* All segments that there are or were, by number. What cannot be read is damaged. Faults: missing,
 * broken: the folder. */
MUST bool segment_extents(struct turn *turn, const char *folder, struct segment_extent **extents,
                          size_t *count);

/* When the lines of a segment from one index to before another came in: as near as its blocks tell.
 */
void segment_extent_times(struct turn *turn, const char *folder,
                          const struct segment_extent *extent, uint64_t from, uint64_t to,
                          int64_t *first_us, int64_t *last_us);

/*
 * Hands the lines of a segment, from one index to before another, to take, in their order, also
 * those that only the journal has. after is called when a block's lines have been handed over,
 * before they go; NULL: nobody asks. timed: blocks with no line of the time, as searches go by it,
 * are passed by. damage is told of a block that cannot be read, and it goes on behind it; NULL:
 * that is a fault. *reached: the index behind the last that was handed over. Faults: missing, the
 * segment was let go; broken, what cannot be read; those of the callbacks.
 */
struct segment_walk {
    const char *folder;
    uint64_t segment, from, to;
    bool (*take)(void *context, struct turn *turn, struct segment_position at,
                 const struct segment_record *record);
    bool (*after)(void *context, struct turn *turn);
    void (*damage)(void *context, const char *words);
    bool timed;
    int64_t since_us, until_us;
    void *context;
};
MUST bool segment_walk(struct turn *turn, const struct segment_walk *walk, uint64_t *reached);
