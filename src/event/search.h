/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Searching the event store. docs/search.7 is the language:
 *
 *     failed password 10.1.2.3             words, all of them, each whole
 *     mimi*  *katz.exe                     parts of words
 *     "for invalid user"                   exactly this, anywhere in a line
 *     user=admin  src_ip=10.1.*            the value of a field
 *     source=syslog*  /port \d+ ssh/i      where it came from; a regular expression
 *     (a OR b) NOT c                       and how they go together
 *
 * A search reads the newest segment first. Blocks whose times or filters rule them out are passed
 * by unread; the others are unpacked and scanned as bytes; a line is read into fields only when a
 * field decides. Nothing that matches is ever passed by; only fields whose value a reader made
 * itself ask for a closer look, which is taken where that can be (see the manual page).
 */
#pragma once
#include "event/segment.h"
#include "event/source.h"

enum {
    SEARCH_BYTES_MAX = 4096, /* of a query */
    SEARCH_DEPTH_MAX = 32,   /* of parentheses and NOTs */
    SEARCH_TESTS_MAX = 128   /* words, values and expressions in it */
};

struct search_query;

/* Reads a query into the turn's arena. An empty one finds everything. Faults: invalid, field
 * "query", naming the byte and what to do; limit. */
MUST bool search_read(struct turn *turn, struct text query, struct search_query **read);

/* Does one record match? For few records: a search of a store does it faster. sources: which log
 * sources lines belong to; NULL: the program's own table, which is read for it. */
struct search_memory;
struct search_memory *search_memory_new(struct turn *turn, const struct search_query *query,
                                        const struct event_sources *sources);
bool search_matches(struct search_memory *memory, const struct segment_record *record);

struct search_hit {
    struct segment_position position;
    const struct segment_record *record;
};

struct search_progress {
    uint64_t blocks, blocks_total; /* seen, passed by ones included */
    uint64_t passed_by;            /* by their times or filters */
    uint64_t raw_bytes;            /* of the lines that were scanned */
    uint64_t hits;
    uint64_t damaged; /* blocks or segments that could not be read, and were said */
};

struct search_order {
    const char *folder;
    const struct search_query *query;
    int64_t since_us, until_us; /* time of a record: since <= time < until */
    uint64_t hits_max;          /* 0: all */
    /* Each match, the newest segment first and within it the newest block first; within a block in
     * the order in which they came. False ends the search. */
    bool (*take)(void *context, const struct search_hit *hit);
    /* Now and then; NULL: nobody asks. */
    void (*progress)(void *context, const struct search_progress *progress);
    /* What cannot be read, in words; the search goes on behind it. NULL: nobody asks. */
    void (*damage)(void *context, const char *words);
    void *context;
};

/* Searches a store, which may be written to meanwhile; all that was synced when it began is
 * found. Faults: missing, no such folder. */
MUST bool search_run(struct turn *turn, const struct search_order *order,
                     struct search_progress *done);
