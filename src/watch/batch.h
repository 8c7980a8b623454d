/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Batches of lines. They lie in memory that the worker processes see, and nothing in them is a
 * pointer; no worker can write there, so that one that hostile bytes have taken over changes no
 * line, neither of its own batch nor of another's. What it makes of a batch it writes into its
 * answer, in memory that no other worker has, and that is not believed: whoever reads it outside
 * copies first, and looks then.
 */
#pragma once
#include "watch/found.h"
#include <stdatomic.h>

enum {
    BATCH_LINES_MAX = 8192,
    BATCH_BYTES = 1024 * 1024,
    BATCH_MARKS_BYTES = 16 * 1024,
    BATCH_WANTED_WORDS = (SIGMA_RULES_MAX + INDICATOR_LISTS_MAX) / 64 + 1,
    SOURCES_MAX = 16384,
    CONTEXTS_MAX = 64, /* headers in a batch */
    CONTEXT_BYTES_MAX = 16 * 1024,
    CONTEXTS_BYTES = 64 * 1024,
    CHUNK_LINES_MAX = 4096,
    CHUNK_BYTES = 4 * 1024 * 1024,
    WAITS_MAX = 512,           /* lines that wait for more at the end of a batch */
    WAITS_GROUPS_MAX = 128,    /* that are of so many events */
    WAITS_BYTES = 256 * 1024,  /* and so long together */
    WAITS_US = 2 * 1000 * 1000 /* without more they wait so long */
};

enum line_flag {
    LINE_CUT = 1,      /* the line goes on in the next of its source: it was too long for one */
    LINE_PARSED = 2,   /* a worker read it */
    LINE_BAD = 4,      /* a worker died of it: it is kept, and not read again */
    LINE_HEADLESS = 8, /* a row of a table whose columns nothing named */
    LINE_ANSWERED = LINE_PARSED | LINE_HEADLESS /* what workers say */
};

/* Above the flags stands the format of the line: its number among all, from 1; 0: found out. */
enum { LINE_FORMAT_SHIFT = 16 };

struct line {
    uint32_t at, size; /* in the data of its batch */
    uint32_t source;
    uint32_t flags;
    int64_t event_us; /* when it happened by its own account, as its worker answered */
};

/*
 * A line of a batch before, kept already, that waited for the rest of its event. Of a batch it has
 * a number behind those of all lines, from BATCH_LINES_MAX.
 */
struct carried {
    uint32_t at, size; /* in the data of those that are carried */
    uint32_t source, flags;
    int64_t received_us;
    int64_t heard_us; /* from when on it waits */
};

/* Lines that say what the columns of others are, and stand before them in their file: they are read
 * again before a line of the batch, and are no events. */
struct context {
    uint32_t before; /* the line */
    uint32_t at, size, source;
};

struct batch {
    int64_t received_us;   /* when its first line came */
    uint32_t count, bytes; /* lines, and bytes of data used */
    uint32_t marks_bytes;
    uint32_t from;    /* the first line that is still to be read */
    uint32_t hunts;   /* lines of history: only rules that are wanted look at them */
    uint32_t last;    /* nothing comes after it that its lines could wait for */
    uint32_t joined;  /* it was given what waited before it */
    uint32_t grouped; /* it has lines that can wait */
    uint32_t flushed; /* it has no lines: what waits at this input, counted from 1, was old */
    uint32_t chunk;   /* its one line is a chunk of an event log, whose records become lines */
    uint32_t until;   /* of those, before which it is to be read; 0: all */
    uint32_t waits_count, carried_count;
    uint32_t waits[WAITS_MAX]; /* lines that wait, carried ones first: of those before the one that
                                  is still to be read; at the end, of all */
    int64_t newest_us; /* the latest time that an event gives, not far ahead of its arrival */
    uint64_t wanted[BATCH_WANTED_WORDS]; /* a bit for each rule, by its number, and behind
                                            them for each list */
    char marks[BATCH_MARKS_BYTES];       /* lines "KEY\tVALUE": durable together with the batch */
    uint32_t contexts_count, contexts_bytes;
    struct context contexts[CONTEXTS_MAX];
    struct carried carried[WAITS_MAX];
    struct line lines[BATCH_LINES_MAX];
    char data[BATCH_BYTES];
    char carried_data[WAITS_BYTES];
    char context_data[CONTEXTS_BYTES];
};

/* A record of a chunk, as a line. */
struct chunk_line {
    uint64_t number, written; /* as evtx_record */
    uint32_t at, size;        /* among the bytes */
    bool whole;
};

/* What a worker makes of a chunk, from the first record that was still to be read. */
struct chunk_answer {
    uint32_t count;
    bool over, sound, whole; /* no record is left; as evtx_chunk has it */
    struct chunk_line lines[CHUNK_LINES_MAX];
    char bytes[CHUNK_BYTES];
};

/* What a worker makes of the lines of a batch, from the first that was still to be read. */
struct answer {
    _Atomic uint32_t hand; /* the line that it has in hand */
    uint32_t hits_count, hits_lost, notes_bytes;
    uint32_t waits_count, waits_refused; /* events for which there was no room to wait */
    uint32_t grouped;                    /* there were lines that can wait */
    uint32_t waits[WAITS_MAX];
    int64_t newest_us;
    uint32_t flags[BATCH_LINES_MAX]; /* of the lines, those that are its own to say */
    int64_t event_us[BATCH_LINES_MAX];
    struct hit hits[HITS_MAX];
    char notes[BATCH_NOTES_BYTES];
    struct chunk_answer chunk;
};

/* Is it one of the lines, or one of those that are carried? */
static inline bool batch_has(const struct batch *batch, uint32_t number)
{
    return number < batch->count
           || (number >= BATCH_LINES_MAX && number - BATCH_LINES_MAX < batch->carried_count);
}

/* How many lines it has: never more than fit. */
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
