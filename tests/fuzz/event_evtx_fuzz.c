/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes of an event log file, its records become events or are left, in a time and a
 * memory that do not depend on what they say of themselves. */
#include "event/format.h"
#include "target.h"

enum { MEMORY_BYTES_MAX = 32 << 20 };

struct seen {
    uint64_t events;
    unsigned sum;
};

static void touch(struct seen *seen, struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        seen->sum += (unsigned char)text.data[i];
}

static void taken(void *context, const struct event *event, uint64_t line)
{
    struct seen *seen = context;
    (void)line;
    insist(event->count <= EVENT_FIELDS_MAX && event->raw.size > 0);
    for (size_t i = 0; i < event->count; i++) {
        touch(seen, event->fields[i].name);
        touch(seen, event->fields[i].value);
    }
    touch(seen, event->raw);
    seen->events++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(MEMORY_BYTES_MAX);
    struct event_reader *reader = event_reader_new(arena, NULL);
    struct seen seen = {0};
    struct stream_settings settings = {0};
    struct event_stream *stream = event_stream_new(arena, reader, &settings, taken, &seen);
    event_stream_file(stream, (struct text){(const char *)data, size}, INT64_C(1783080000000000));
    insist(seen.events <= size + 1);
    arena_free(arena);
    return 0;
}
