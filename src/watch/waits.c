/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/waits.h"
#include <stdlib.h>

void waits_note(struct waits *waits, const struct event_stream *stream, uint32_t number,
                uint32_t line)
{
    bool first;
    uint64_t group = event_stream_group(stream, &first);
    if (group != 0 && waits->count < sizeof waits->all / sizeof *waits->all)
        waits->all[waits->count++] = (struct wait){group, line, number, first};
}

uint32_t waits_first(const struct waits *waits, uint32_t stream, uint64_t group, uint32_t line)
{
    for (size_t i = waits->count; i > 0; i--) {
        const struct wait *wait = &waits->all[i - 1];
        if (wait->first && wait->group == group && wait->stream == stream)
            return wait->line;
    }
    return line;
}

static bool is_old(const struct batch *batch, uint32_t line)
{
    if (line < BATCH_LINES_MAX || line - BATCH_LINES_MAX >= WAITS_MAX)
        return false;
    int64_t waited_us = batch->received_us - batch->carried[line - BATCH_LINES_MAX].heard_us;
    return waited_us >= WAITS_US || waited_us < -(int64_t)WAITS_US; /* the clock was set back */
}

/* The newest first: to them the most is still to come. One line that is not old holds its group. */
void waits_hold(const struct waits *waits, struct event_stream *const *streams,
                const struct batch *batch, struct answer *answer)
{
    struct stream_room room = {
        .groups = WAITS_GROUPS_MAX, .lines = WAITS_MAX, .bytes = WAITS_BYTES};
    for (size_t i = waits->count; i > 0 && batch->last == 0; i--) {
        const struct wait *wait = &waits->all[i - 1];
        if (!is_old(batch, wait->line))
            (void)event_stream_hold(streams[wait->stream], wait->group, &room);
    }
    answer->waits_refused += (uint32_t)room.refused;
    answer->grouped |= waits->count > 0;
}

static int line_order(const void *a, const void *b)
{
    const uint32_t *one = a;
    const uint32_t *other = b;
    bool carried = *one >= BATCH_LINES_MAX;
    if (carried != (*other >= BATCH_LINES_MAX))
        return carried ? -1 : 1;
    return (*one > *other) - (*one < *other);
}

void waits_end(struct waits *waits, struct event_stream *const *streams, struct answer *answer)
{
    struct stream_room none = {0};
    answer->waits_count = 0;
    for (size_t i = 0; i < waits->count && answer->waits_count < WAITS_MAX; i++) {
        const struct wait *wait = &waits->all[i];
        if (event_stream_hold(streams[wait->stream], wait->group, &none))
            answer->waits[answer->waits_count++] = wait->line;
    }
    qsort(answer->waits, answer->waits_count, sizeof *answer->waits, line_order);
    for (size_t i = 0; i < waits->count; i++)
        event_stream_forget(streams[waits->all[i].stream]);
    waits->count = 0;
}
