/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line from the world, as fields.
 *
 * A line comes in as bytes and becomes an event: its fields in the order in which they stood, each
 * with its name, its value and its kind. Structure is flattened: a leaf inside objects is named by
 * its path ("winlog.event_data.Image"), a member of a list has the list's own name, so that a list
 * is simply a field that stands more than once. Objects and lists themselves are fields as well, of
 * a kind that equals nothing: that is how a rule can tell an empty list from one that is missing.
 *
 * Nothing here fails: a line that no format understands is an event with the line as its "message".
 * Nothing here allocates for each event either: names and values are spans into the line, or, where
 * they had to be unescaped, into the reader's scratch memory, which the next event uses again.
 */
#pragma once
#include "base/text.h"

/* What a value was. Only the first four compare with anything. */
enum event_kind {
    EVENT_TEXT,
    EVENT_NUMBER, /* value is its decimal text, as it was written */
    EVENT_TRUE,   /* value is "true" */
    EVENT_FALSE,  /* value is "false" */
    EVENT_NULL,
    EVENT_OBJECT, /* its leaves follow */
    EVENT_LIST    /* its members follow, under the same name */
};

enum {
    EVENT_NAME_NONE = 0,          /* the id of a name that nobody asks for */
    EVENT_FIELDS_MAX = 4096,      /* of one event; more are left out, and event.cut says so */
    EVENT_DEPTH_MAX = 64,         /* objects and lists inside each other; deeper is left out */
    EVENT_NAMES_MAX = 65536,      /* different names that somebody asks for */
    EVENT_BYTES_MAX = 1024 * 1024 /* of a line that is read into fields; of a longer one, so many */
};

#define EVENT_TIME_NONE INT64_MIN

struct event_field {
    struct text name;     /* its path, keys joined by dots */
    struct text value;    /* a text's bytes, unescaped; empty for null, objects and lists */
    uint32_t id;          /* of the name among the names asked for, or EVENT_NAME_NONE */
    enum event_kind kind; /* of the value */
    bool top;             /* the whole name is one key at the top: "a.b", not b inside of a */
};

struct event {
    struct text raw; /* the line, whole and as it came */
    struct event_field *fields;
    size_t count;
    int64_t time_us;    /* when it happened by its own account, UTC, or EVENT_TIME_NONE */
    uint32_t sources;   /* which set of log sources it belongs to (event/source.h); 0: none known */
    bool cut;           /* the line had more than the limits let in */
    const char *format; /* what it was read as (event/format.h), or NULL: a line nobody reads */
};

/* --- the names that somebody asks for ----------------------------------------------------------
 */

/*
 * A frozen table of the field names which rules, mappings and searches ask for, so that a field is
 * looked up once when it is read and compared as a number ever after. Made before the first line
 * is read, and used by any number of threads; new rules bring a new table.
 */
struct event_names;

/* An empty table in the arena. */
struct event_names *event_names_new(struct arena *arena);

/* The id of the name, which is added if it is not there: from 1, without gaps. A table that is full
 * (EVENT_NAMES_MAX) answers EVENT_NAME_NONE. The name is copied. */
uint32_t event_names_add(struct event_names *names, struct text name);

/* The id of the name, or EVENT_NAME_NONE. */
uint32_t event_names_find(const struct event_names *names, struct text name);

/* How many there are: ids are 1 to this. */
uint32_t event_names_count(const struct event_names *names);

/* The name of an id that the table gave. */
struct text event_names_at(const struct event_names *names, uint32_t id);

/* --- reading -----------------------------------------------------------------------------------
 */

/*
 * Where events are made: the memory one event uses, and the next one uses again. One a thread. What
 * an event points to stays until the next event_begin on the same reader.
 */
struct event_reader;

/* names NULL: nothing is looked up. The reader lives in the arena. */
struct event_reader *event_reader_new(struct arena *arena, const struct event_names *names);

/* Other names from now on, as when the rules were read anew. */
void event_reader_names(struct event_reader *reader, const struct event_names *names);

/* From now on names lose their spaces ("Source Name" is SourceName), as rules write those of
 * Windows; or keep them, as they do at first. */
void event_reader_strip_spaces(struct event_reader *reader, bool strip);

/* An event without fields, of this line. */
void event_begin(struct event_reader *reader, struct text raw, struct event *event);

/* Adds a field and looks its name up; past EVENT_FIELDS_MAX it sets event->cut instead. */
void event_add(struct event_reader *reader, struct event *event, struct text name,
               struct text value, enum event_kind kind, bool top);

/* size bytes of scratch memory that live as long as the event; never NULL. The bytes are not
 * cleared. */
char *event_scratch(struct event_reader *reader, size_t size) __attribute__((returns_nonnull));

/* The first field of that name: as one key at the top, or else by its path; or NULL. For rules and
 * mappings there is a faster way, by id; this one is for a few names of a few events. */
const struct event_field *event_find(const struct event *event, struct text name);

/* Where the field's name is looked up under another spelling: adds a second field that has the
 * value of the first. Nothing happens when there is a field of that name already. */
void event_alias(struct event_reader *reader, struct event *event, struct text from,
                 struct text name);
