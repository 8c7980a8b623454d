/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/inside.h"

bool pen_empty(const struct pen *pen)
{
    return pen->batch == NULL || (pen->batch->count == 0 && pen->batch->marks_bytes == 0);
}

static bool batch_fits(const struct batch *batch, uint32_t lines, size_t bytes, size_t mark_bytes)
{
    return lines <= BATCH_LINES_MAX - batch->count && bytes <= BATCH_BYTES - batch->bytes
           && mark_bytes <= BATCH_MARKS_BYTES - batch->marks_bytes;
}

bool pen_fits(const struct pen *pen, size_t bytes, size_t mark_bytes)
{
    return pen->batch == NULL || batch_fits(pen->batch, 1, bytes, mark_bytes);
}

static void batch_post(struct pen *pen)
{
    sources_tally(pen->sources, pen->batch, TALLY_TAKEN);
    pen->need = ring_post(pen->ring, pen->batch) + 1;
    pen->batch = NULL;
}

/* A batch into which so much goes. */
static bool pen_room(struct pen *pen, uint32_t lines, size_t bytes, size_t mark_bytes)
{
    if (pen->batch != NULL && !batch_fits(pen->batch, lines, bytes, mark_bytes))
        batch_post(pen);
    if (pen->batch != NULL)
        return true;
    if (pen->spares_count > 0)
        pen->batch = pen->spares[--pen->spares_count];
    else
        pen->batch = ring_take(pen->ring, pen->wait);
    if (pen->batch == NULL)
        return false;
    pen->batch->received_us = clock_now_us(&pen->clock);
    return true;
}

bool pen_write(struct pen *pen, uint32_t source, struct text line, uint32_t flags)
{
    if (!pen_room(pen, 1, line.size, 0))
        return false;
    struct batch *batch = pen->batch;
    flags |= pen->sources->all[source].format << LINE_FORMAT_SHIFT;
    batch->lines[batch->count++] =
        (struct line){batch->bytes, (uint32_t)line.size, source, flags, EVENT_TIME_NONE};
    if (line.size > 0)
        memcpy(batch->data + batch->bytes, line.data, line.size);
    batch->bytes += (uint32_t)line.size;
    return true;
}

bool pen_context(struct pen *pen, uint32_t source, struct text lines)
{
    if (!pen_room(pen, 0, 0, 0))
        return false;
    struct batch *batch = pen->batch;
    if (batch->contexts_count == CONTEXTS_MAX
        || lines.size > CONTEXTS_BYTES - batch->contexts_bytes)
        return false;
    batch->contexts[batch->contexts_count++] =
        (struct context){batch->count, batch->contexts_bytes, (uint32_t)lines.size, source};
    if (lines.size > 0)
        memcpy(batch->context_data + batch->contexts_bytes, lines.data, lines.size);
    batch->contexts_bytes += (uint32_t)lines.size;
    return true;
}

bool pen_write_long(struct pen *pen, uint32_t source, struct text *line)
{
    while (line->size > LINE_BYTES_MAX) {
        if (!pen_write(pen, source, (struct text){line->data, LINE_BYTES_MAX}, LINE_CUT))
            return false;
        line->data += LINE_BYTES_MAX;
        line->size -= LINE_BYTES_MAX;
    }
    return pen_write(pen, source, *line, 0);
}

bool pen_mark(struct pen *pen, struct text key, struct text value)
{
    size_t size = key.size + value.size + 2;
    if (size > BATCH_MARKS_BYTES || !pen_room(pen, 0, 0, size))
        return false;
    char *out = pen->batch->marks + pen->batch->marks_bytes;
    memcpy(out, key.data, key.size);
    out[key.size] = '\t';
    memcpy(out + key.size + 1, value.data, value.size);
    out[size - 1] = '\n';
    pen->batch->marks_bytes += (uint32_t)size;
    return true;
}

/* At worst each batch has room left for all but a byte of a line of the largest size. */
bool pen_reserve(struct pen *pen, size_t lines, size_t bytes)
{
    size_t need = bytes / (BATCH_BYTES - LINE_BYTES_MAX) + lines / BATCH_LINES_MAX + 1;
    if (need > PEN_SPARES_MAX || pen->spares_count >= need)
        return need <= PEN_SPARES_MAX;
    size_t more = need - pen->spares_count;
    if (!ring_take_many(pen->ring, pen->spares + pen->spares_count, more))
        return false;
    pen->spares_count += more;
    return true;
}

void pen_post(struct pen *pen)
{
    if (!pen_empty(pen))
        batch_post(pen);
    while (pen->spares_count > 0)
        ring_return(pen->ring, pen->spares[--pen->spares_count]);
}
