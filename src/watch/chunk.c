/* SPDX-License-Identifier: Apache-2.0 */
/* Records of a chunk of an event log as lines, in a worker. */
#include "watch/chunk.h"
#include "event/evtx.h"

struct reading_of_chunk {
    struct answer *answer;
    uint32_t used; /* of its bytes */
    uint32_t hand; /* the record, counted from the first of the chunk */
    uint32_t until;
    void (*plant)(const char *line, size_t size);
};

/* The record in hand is written down before the next is looked at: that is what tells of a death.
 */
static bool record_take(void *context, const struct evtx_record *record)
{
    struct reading_of_chunk *reading = context;
    struct chunk_answer *chunk = &reading->answer->chunk;
    if (reading->until > 0 && reading->hand == reading->until) {
        chunk->over = false;
        return false;
    }
    if (reading->plant != NULL && record->xml.size > 0)
        reading->plant(record->xml.data, record->xml.size);
    if (chunk->count == CHUNK_LINES_MAX || record->xml.size > CHUNK_BYTES - reading->used) {
        chunk->over = false;
        return false;
    }
    chunk->lines[chunk->count++] = (struct chunk_line){.number = record->number,
                                                       .written = record->written,
                                                       .at = reading->used,
                                                       .size = (uint32_t)record->xml.size,
                                                       .whole = record->whole};
    if (record->xml.size > 0)
        memcpy(chunk->bytes + reading->used, record->xml.data, record->xml.size);
    reading->used += (uint32_t)record->xml.size;
    atomic_store_explicit(&reading->answer->hand, ++reading->hand, memory_order_release);
    return true;
}

void chunk_work(const struct batch *batch, struct answer *answer, char *room,
                void (*plant)(const char *line, size_t size))
{
    struct reading_of_chunk reading = {
        .answer = answer, .hand = batch->from, .until = batch->until, .plant = plant};
    const struct line line = batch_line(batch, 0);
    bool sound;
    answer->chunk.count = 0;
    answer->chunk.over = true;
    atomic_store_explicit(&answer->hand, batch->from, memory_order_release);
    answer->chunk.whole = evtx_chunk((struct text){batch->data + line.at, line.size}, batch->from,
                                     room, record_take, &reading, &sound);
    answer->chunk.sound = sound;
}
