/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of an event log file of Windows (.evtx), for those who follow one that grows. */
#pragma once
#include "base/text.h"

enum {
    EVTX_HEADER_BYTES = 4096, /* of the file; chunks follow, each of EVTX_CHUNK_BYTES */
    EVTX_CHUNK_BYTES = 65536,
    EVTX_HEAD_BYTES = 512,              /* of a chunk: what stands before its records */
    EVTX_RECORD_BYTES_MAX = 1024 * 1024 /* of a record as XML; more is left out */
};

/* What the head of a chunk says. */
struct evtx_head {
    bool sound;           /* its sum is right; else nothing of it is believed */
    uint64_t first, last; /* numbers of its records */
};

/* Does a file begin so? */
bool evtx_begins(struct text bytes);

/* The head of a chunk, of which at least EVTX_HEAD_BYTES are there. False: it is no chunk. */
bool evtx_head(struct text bytes, struct evtx_head *head);

struct evtx_record {
    uint64_t number;
    uint64_t written; /* in units of 100 ns since 1601, as it stands there */
    struct text xml;  /* one line, as Windows shows it; empty: it cannot be read */
    bool whole;       /* nothing of it is left out */
};

/* Takes a record, which lives until it returns; false: no more are wanted now. */
typedef bool evtx_take(void *context, const struct evtx_record *record);

/* The records of a chunk, but for the first skip of them; room: of EVTX_RECORD_BYTES_MAX. *sound:
 * the sum of the records is right. False: what the chunk says to have behind the last is no record.
 */
bool evtx_chunk(struct text bytes, size_t skip, char *room, evtx_take *take, void *context,
                bool *sound);
