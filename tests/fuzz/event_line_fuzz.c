/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes, a source is read: its lines become events whose fields lie in memory that is
 * there, and within the limits. The first byte is the number of a format; from the last one on, it
 * is detected. */
#include "event/format.h"
#include "event/print.h"
#include "target.h"

struct seen {
    struct arena *arena;
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
    insist(event->count <= EVENT_FIELDS_MAX && line > 0 && event->raw.size > 0);
    for (size_t i = 0; i < event->count; i++) {
        touch(seen, event->fields[i].name);
        touch(seen, event->fields[i].value);
    }
    touch(seen, event->raw);
    arena_clear(seen->arena);
    struct builder out = {.arena = seen->arena};
    event_print(&out, event, line, true);
    insist(text_utf8(built(&out)));
    seen->events++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *arena = arena_new(1 << 28);
    struct event_names *names = event_names_new(arena);
    event_names_add(names, TEXT("message"));
    struct event_reader *reader = event_reader_new(arena, names);
    struct seen seen = {.arena = arena_new(1 << 28)};
    size_t formats = 0;
    while (event_formats()[formats].name != NULL)
        formats++;
    struct stream_settings settings = {
        .format = data[0] < formats ? &event_formats()[data[0]] : NULL,
    };
    struct event_stream *stream = event_stream_new(arena, reader, &settings, taken, &seen);
    event_stream_file(stream, (struct text){(const char *)data + 1, size - 1},
                      INT64_C(1783080000000000));
    arena_free(seen.arena);
    arena_free(arena);
    return 0;
}
