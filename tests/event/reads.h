/* SPDX-License-Identifier: Apache-2.0 */
/* Lines read as a source, and what became of them as JSON, to be compared. */
#pragma once
#include "base/file.h"
#include "event/format.h"
#include "event/print.h"
#include "tap.h"
#include <stdlib.h>

/* Where lines are read. The events are printed behind each other, each with a line feed. */
struct reads {
    struct arena *arena; /* of what was printed */
    struct event_stream *stream;
    struct builder out;
    int64_t received_us;
    uint64_t count;
    struct event last; /* its numbers; its fields are gone when the next one is read */
};

static inline void reads_take(void *context, const struct event *event, uint64_t line)
{
    struct reads *reads = context;
    event_print(&reads->out, event, line, false);
    build_byte(&reads->out, '\n');
    reads->count++;
    reads->last = *event;
}

/* format NULL: detected. Lines come in on 2026-07-03 at 12:00 UTC. */
static inline struct reads *reads_new(struct arena *arena, const char *format,
                                      const struct zone *zone)
{
    struct reads *reads = arena_take(arena, sizeof *reads);
    struct stream_settings settings = {.zone = zone};
    if (format != NULL)
        settings.format = event_format_find(text_of(format));
    *reads = (struct reads){
        .arena = arena, .out = {.arena = arena}, .received_us = INT64_C(1783080000) * SECOND_US};
    struct event_reader *reader = event_reader_new(arena, NULL);
    reads->stream = event_stream_new(arena, reader, &settings, reads_take, reads);
    return reads;
}

/* The line in memory of exactly its size, so that a read past its end is seen. */
static inline void reads_line(struct reads *reads, struct text line)
{
    char *exact = malloc(line.size > 0 ? line.size : 1);
    if (exact == NULL)
        abort();
    if (line.size > 0)
        memcpy(exact, line.data, line.size);
    event_stream_line(reads->stream, (struct text){exact, line.size}, reads->received_us);
    free(exact);
}

/* All lines of a text, and the end; what was printed since the last time. */
static inline struct text reads_all(struct reads *reads, const char *lines)
{
    reads->out.size = 0;
    struct text rest = text_of(lines);
    while (rest.size > 0)
        reads_line(reads, text_cut(rest, '\n', &rest));
    event_stream_end(reads->stream);
    return built(&reads->out);
}

/* A source of its own, detected, whose lines are printed as wanted. */
static inline void reads_as(struct arena *arena, const char *format, const char *lines,
                            const char *wanted, const char *what)
{
    struct reads *reads = reads_new(arena, format, NULL);
    struct text got = reads_all(reads, lines);
    if (!ok(text_is(got, wanted), "%s", what))
        printf("# wanted: %s# got:    %.*s", wanted, TEXT_SHOW(got));
}

/* A source of its own, detected: one event, with this among what is printed. */
static inline void reads_with(struct arena *arena, const char *lines, const char *part,
                              const char *what)
{
    struct reads *reads = reads_new(arena, NULL, NULL);
    struct text got = reads_all(reads, lines);
    if (!ok(reads->count == 1 && text_contains(got, text_of(part)), "%s", what))
        printf("# wanted: %s\n# got:    %.*s\n", part, TEXT_SHOW(got));
}

/* A file of real logs, below $REVERE_DATA or ../shared/data beside the sources; empty, and a skip,
 * when it is not there. */
static inline struct text reads_data(struct arena *arena, const char *name)
{
    struct turn turn = {.arena = arena};
    struct text bytes = TEXT_NONE;
    const char *folder = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    struct text path = folder != NULL ? text_format(arena, "%s/%s", folder, name)
                                      : text_format(arena, "%s/../shared/data/%s",
                                                    source == NULL ? "." : source, name);
    if (!file_exists(path.data) || !file_read(&turn, path.data, 512 << 20, &bytes))
        tap_skip(text_format(arena, "%s is not here", name).data);
    return bytes;
}
