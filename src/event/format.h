/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formats in which the world writes its logs, and a source that is read: lines or a whole file
 * go in, events come out. What a format makes of a line is in event(5).
 *
 * A source may write several formats, and some formats need more than a line: the columns that a
 * header named, the records of one audit event. So each source is read by a stream of its own,
 * which remembers that much. Nothing here fails: a line that no format reads is an event with the
 * line as its "message", and the raw line is always kept.
 */
#pragma once
#include "base/zone.h"
#include "event/event.h"

enum {
    STREAM_COLUMNS_MAX = 512,          /* that a header names; more are left out */
    STREAM_COLUMN_BYTES_MAX = 16384,   /* of all their names */
    STREAM_AUDIT_EVENTS_MAX = 32,      /* audit events that wait for more records */
    STREAM_AUDIT_BYTES_MAX = 64 * 1024 /* of the records of one of them */
};

/* What a format made of a line. */
enum format_answer {
    FORMAT_OTHER, /* nothing: it is no line of this format */
    FORMAT_EVENT, /* an event */
    FORMAT_KEPT   /* no event yet, or all of them taken already */
};

struct reading; /* a line that is read, inside.h */

struct format {
    const char *name;   /* "rfc5424"; NULL ends the table */
    const char *help;   /* one line */
    bool weak;          /* takes almost anything: a line is offered to the others first */
    bool inside;        /* stands as the message of a syslog line as well */
    const char *begins; /* the bytes a line of it may begin with; NULL: any */
    /* Does it look like one? Quick, and allowed to be wrong. */
    bool (*detect)(struct text line);
    enum format_answer (*read)(struct reading *reading, struct text line);
};

/* All formats, the strict before the lenient. */
const struct format *event_formats(void);

/* The format of that name, or NULL. */
const struct format *event_format_find(struct text name);

/* --- a source that is read ---------------------------------------------------------------------
 */

struct stream_settings {
    const struct format *format; /* NULL: detected, line by line, the last one first */
    const struct zone *zone;     /* of times that name none; NULL: UTC */
    /* Hexadecimal numbers of event log files with all their zeros, "0x00000000000003e7", as other
     * tools write them; Windows, its agents and those who write rules say "0x3e7". */
    bool hex_padded;
    const struct event_mappings *mappings; /* more names for each event (mapping.h); NULL: none */
};

/* Takes an event, which lives until it returns. line: the number of its first line, from 1; of a
 * binary file, the number of the record. */
typedef void stream_take(void *context, const struct event *event, uint64_t line);

struct event_stream;

/* One source. The stream lives in the arena, which it uses for what it remembers and not for each
 * event. Several streams of one thread may share a reader. */
struct event_stream *event_stream_new(struct arena *arena, struct event_reader *reader,
                                      const struct stream_settings *settings, stream_take *take,
                                      void *context);

/* A line, without its line feed. received_us: when it came in, from which the year of times without
 * one is found. The events that are whole by now are taken before it returns; the line may be
 * forgotten then. False: it is a row of a table of which no header named the columns, and was taken
 * as plain text. */
bool event_stream_line(struct event_stream *stream, struct text line, int64_t received_us);

/* A whole file: lines, or one of the formats that are not made of lines. Ends the stream. */
void event_stream_file(struct event_stream *stream, struct text bytes, int64_t received_us);

/* Nothing more comes now: what waited is taken, but for what is held. The stream may go on with
 * more lines. */
void event_stream_end(struct event_stream *stream);

/*
 * Lines that are one event together, such as the records of the audit, wait in a group: the one
 * that the last line went into and waits in, by the number that its event will be taken with; 0:
 * none. *first: the line began it.
 */
uint64_t event_stream_group(const struct event_stream *stream, bool *first);

/* What may be held in all: each group takes of it. */
struct stream_room {
    size_t groups, lines, bytes;
    size_t refused; /* groups for which there was no room, each once */
};

/* The group waits on over event_stream_end. False: it has been taken, or there is no room. */
bool event_stream_hold(struct event_stream *stream, uint64_t group, struct stream_room *room);

/* What is held is dropped: whoever had it held brings its lines again. */
void event_stream_forget(struct event_stream *stream);
