/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batches of lines. They lie in memory shared with the worker processes, and nothing in them is a
 * pointer: a worker that hostile bytes have taken over can write whatever it likes there, so that
 * whoever reads one outside asks batch_lines and batch_line.
 */
#pragma once
#include "watch/found.h"
#include <stdatomic.h>

enum {
    BATCH_LINES_MAX = 8192,
    BATCH_BYTES = 1024 * 1024,
    BATCH_MARKS_BYTES = 16 * 1024,
    BATCH_WANTED_WORDS = SIGMA_RULES_MAX / 64 + 1,
    SOURCES_MAX = 16384
};

enum line_flag {
    LINE_CUT = 1,    /* the line goes on in the next of its source: it was too long for one */
    LINE_PARSED = 2, /* a worker read it */
    LINE_BAD = 4     /* a worker died of it: it is kept, and not read again */
};

/* Above the flags stands the format of the line: its number among all, from 1; 0: found out. */
enum { LINE_FORMAT_SHIFT = 16 };

struct line {
    uint32_t at, size; /* in the data of its batch */
    uint32_t source;
    uint32_t flags;
    int64_t event_us; /* when it happened by its own account, as a worker read it */
};

struct batch {
    int64_t received_us;   /* when its first line came */
    uint32_t count, bytes; /* lines, and bytes of data used */
    uint32_t marks_bytes;
    _Atomic uint32_t hand; /* the line in a worker's hand */
    uint32_t from;         /* the first line that is still to be read */
    uint32_t hits_count, hits_lost;
    uint32_t hunts; /* lines of history: only rules that are wanted look at them */
    struct hit hits[HITS_MAX];
    uint32_t notes_bytes;
    int64_t newest_us; /* the latest time that an event gives, not far ahead of its arrival */
    char notes[BATCH_NOTES_BYTES];
    uint64_t wanted[BATCH_WANTED_WORDS]; /* a bit for each rule, by its number */
    char marks[BATCH_MARKS_BYTES];       /* lines "KEY\tVALUE": durable together with the batch */
    struct line lines[BATCH_LINES_MAX];
    char data[BATCH_BYTES];
};

/* How many lines it has: never more than fit, whatever a worker wrote there. */
static inline uint32_t batch_lines(const struct batch *batch)
{
    uint32_t count = batch->count;
    return count < BATCH_LINES_MAX ? count : BATCH_LINES_MAX;
}

/* A copy of one of them, which points nowhere but into the batch and at a source there is. */
static inline struct line batch_line(const struct batch *batch, size_t index)
{
    struct line line = batch->lines[index];
    if (line.at > BATCH_BYTES || line.size > BATCH_BYTES - line.at)
        line.at = line.size = 0;
    if (line.source >= SOURCES_MAX)
        line.source = 0;
    return line;
}
