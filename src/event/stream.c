/* SPDX-License-Identifier: Apache-2.0 */
/* A source that is read: which format a line has, and what the source's lines have in common. */
#include "event/evtx.h"
#include "event/format.h"
#include "event/inside.h"
#include "event/mapping.h"

struct event_stream {
    struct arena *arena;
    struct event_reader *reader;
    struct stream_settings settings;
    stream_take *take;
    void *context;
    const struct format *now; /* what the last line was read as */
    struct event event;
    const struct format *offered; /* to which the line is offered now */
    uint64_t line;
    struct audit *audit;     /* NULL: there was no record yet */
    struct columns *columns; /* NULL: there was no header yet */
    char *xml;               /* NULL: there was no record of a binary file yet */
};

struct event_stream *event_stream_new(struct arena *arena, struct event_reader *reader,
                                      const struct stream_settings *settings, stream_take *take,
                                      void *context)
{
    struct event_stream *stream = arena_take(arena, sizeof *stream);
    *stream = (struct event_stream){.arena = arena,
                                    .reader = reader,
                                    .settings = *settings,
                                    .take = take,
                                    .context = context,
                                    .now = settings->format};
    return stream;
}

void stream_emit_line(struct reading *reading, uint64_t line)
{
    const struct event_mappings *mappings = reading->stream->settings.mappings;
    if (mappings != NULL)
        event_mappings_apply(mappings, reading->reader, reading->event);
    reading->stream->take(reading->stream->context, reading->event, line);
}

void stream_emit(struct reading *reading)
{
    stream_emit_line(reading, reading->stream->line);
}

uint64_t stream_line_number(const struct event_stream *stream)
{
    return stream->line;
}

const struct format *stream_line_format(const struct event_stream *stream)
{
    return stream->offered;
}

void stream_number(struct event_stream *stream, uint64_t number)
{
    stream->line = number;
}

char *stream_xml(struct event_stream *stream)
{
    if (stream->xml == NULL)
        stream->xml = arena_take(stream->arena, STREAM_XML_BYTES_MAX);
    return stream->xml;
}

bool stream_hex_padded(const struct event_stream *stream)
{
    return stream->settings.hex_padded;
}

struct audit *stream_audit(struct event_stream *stream)
{
    if (stream->audit == NULL)
        stream->audit = audit_new(stream->arena);
    return stream->audit;
}

struct columns *stream_columns(struct event_stream *stream)
{
    if (stream->columns == NULL)
        stream->columns = arena_take(stream->arena, sizeof *stream->columns);
    return stream->columns;
}

/* The line as this format; true when it took it. */
static bool line_try(struct reading *reading, const struct format *format, struct text line)
{
    struct text raw = reading->event->raw;
    event_begin(reading->reader, raw, reading->event);
    reading->event->cut = raw.size > line.size + 1;
    reading->event->format = format->name;
    reading->stream->offered = format;
    switch (format->read(reading, line)) {
    case FORMAT_OTHER: return false;
    case FORMAT_EVENT: stream_emit(reading); break;
    case FORMAT_KEPT: break;
    }
    return true;
}

/* A weak format does not hold the source: the next line may be something that says more. */
static bool line_detect(struct reading *reading, struct text line)
{
    struct event_stream *stream = reading->stream;
    const struct format *before = stream->now;
    if (before != NULL && !before->weak && line_try(reading, before, line))
        return true;
    uint32_t left = reader_formats(stream->reader, FORMATS_SOURCE, line);
    for (; left != 0; left &= left - 1) {
        const struct format *format = event_formats() + __builtin_ctz(left);
        if (format == before && !format->weak)
            continue;
        if (!format->detect(line) || !line_try(reading, format, line))
            continue;
        stream->now = format;
        return true;
    }
    return false;
}

static void line_plain(struct reading *reading, struct text line)
{
    struct text raw = reading->event->raw;
    event_begin(reading->reader, raw, reading->event);
    reading->event->cut = raw.size > line.size + 1;
    put(reading, TEXT("message"), line);
    stream_emit(reading);
}

static struct reading reading_of(struct event_stream *stream, int64_t received_us)
{
    return (struct reading){.reader = stream->reader,
                            .event = &stream->event,
                            .stream = stream,
                            .zone = stream->settings.zone,
                            .received_us = received_us};
}

bool event_stream_line(struct event_stream *stream, struct text line, int64_t received_us)
{
    stream->line++;
    if (stream->audit != NULL)
        audit_line(stream->audit);
    struct reading reading = reading_of(stream, received_us);
    stream->event.raw = line;
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    if (line.size > EVENT_BYTES_MAX)
        line.size = EVENT_BYTES_MAX;
    if (line.size == 0)
        return true;
    const struct format *format = stream->settings.format;
    bool taken = format != NULL ? line_try(&reading, format, line) : line_detect(&reading, line);
    if (!taken)
        line_plain(&reading, line);
    return taken || stream->columns == NULL || stream->columns->count > 0;
}

void event_stream_file(struct event_stream *stream, struct text bytes, int64_t received_us)
{
    struct text rest = bytes;
    if (evtx_begins(bytes)) {
        struct reading reading = reading_of(stream, received_us);
        evtx_read(&reading, bytes);
        return;
    }
    if (text_starts(rest, TEXT("\xEF\xBB\xBF")))
        rest = (struct text){rest.data + 3, rest.size - 3};
    size_t work = documents_work(rest);
    while (rest.size > 0) {
        struct text document;
        size_t lines;
        if (!document_take(&rest, &work, &document, &lines)) {
            (void)event_stream_line(stream, text_cut(rest, '\n', &rest), received_us);
            continue;
        }
        uint64_t line = stream->line;
        (void)event_stream_line(stream, document, received_us);
        stream->line = line + lines;
    }
    event_stream_end(stream);
}

void event_stream_end(struct event_stream *stream)
{
    struct reading reading = reading_of(stream, EVENT_TIME_NONE);
    if (stream->audit != NULL)
        audit_end(stream->audit, &reading);
}

uint64_t event_stream_group(const struct event_stream *stream, bool *first)
{
    uint64_t group = stream->audit == NULL ? 0 : audit_group(stream->audit);
    *first = group == stream->line;
    return group;
}

bool event_stream_hold(struct event_stream *stream, uint64_t group, struct stream_room *room)
{
    return stream->audit != NULL && audit_hold(stream->audit, group, room);
}

void event_stream_forget(struct event_stream *stream)
{
    if (stream->audit != NULL)
        audit_forget(stream->audit, stream->reader);
}
