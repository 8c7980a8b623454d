/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that are one event together, and came in two batches: as a worker sees them. It remembers
 * nothing of a batch in the next; what waits is brought to it again.
 */
#pragma once
#include "event/format.h"
#include "watch/batch.h"

/* A line that went into a group of its stream. */
struct wait {
    uint64_t group;
    uint32_t line; /* of the batch, or one that it carries */
    uint32_t stream;
    bool first; /* of its group */
};

struct waits {
    struct wait all[BATCH_LINES_MAX + 2 * WAITS_MAX];
    size_t count;
};

/* The line was read by the stream of that number. */
void waits_note(struct waits *waits, const struct event_stream *stream, uint32_t number,
                uint32_t line);

/* The first line of the group that an event is made of; the line itself where it is of none. */
uint32_t waits_first(const struct waits *waits, uint32_t stream, uint64_t group, uint32_t line);

/* What is not too old is held over the end of the batch. */
void waits_hold(const struct waits *waits, struct event_stream *const *streams,
                const struct batch *batch, struct answer *answer);

/* Behind the end: which lines wait goes into the answer, and nothing is remembered. */
void waits_end(struct waits *waits, struct event_stream *const *streams, struct answer *answer);
