/* SPDX-License-Identifier: Apache-2.0 */
/* Event logs of Windows: their chunks are read by a worker, and what comes back are lines. */
#pragma once
#include "watch/inside.h"

/* The batch for chunks, which goes no round: empty. */
struct batch *ring_chunk(struct ring *ring);

/* One at a time: the batch, until worker_chunk_end. */
struct batch *worker_chunk_begin(struct workers *workers);
void worker_chunk_end(struct workers *workers);

enum chunk_end {
    CHUNK_READ,
    CHUNK_DIED,  /* the reader did, of the record *hand; the chunk is kept as evidence */
    CHUNK_UNREAD /* nobody can read now */
};

/* The chunk in the batch is read, from the record batch->from on. *answer is the worker's own
 * memory, which it can still write to. */
enum chunk_end worker_chunk(struct workers *workers, struct batch *batch,
                            const struct answer **answer, uint32_t *hand);

/* The same in the worker; room: of EVTX_RECORD_BYTES_MAX; plant as of watch_foreman. */
void chunk_work(const struct batch *batch, struct answer *answer, char *room,
                void (*plant)(const char *line, size_t size));

/* Reads the marks of event logs; before anything is kept. */
MUST bool evtx_open(struct turn *turn, struct input *input);
void *evtx_run(void *context);
void evtx_free(struct evtx *evtx);
