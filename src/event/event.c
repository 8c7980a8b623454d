/* SPDX-License-Identifier: Apache-2.0 */
/* Events are made here: fields in an array, unescaped bytes in blocks that are used again. */
#include "event/event.h"
#include "event/inside.h"

enum { SCRATCH_BYTES = 64 * 1024 };

/* Blocks are never given back, and never move while an event points into them. */
struct scratch {
    struct scratch *next;
    size_t size;
    char *bytes;
};

struct event_reader {
    struct arena *arena;
    const struct event_names *names;
    struct event_field *fields; /* EVENT_FIELDS_MAX of them */
    struct scratch *first;
    struct scratch *now;
    size_t used; /* of the block now */
    bool strip_spaces;
    struct days days;
    uint16_t formats[FORMATS_WHERE][257]; /* by the first byte; the last: of an empty line */
    char *buffers[EVENT_BUFFERS_MAX];     /* that nobody has at the moment */
    size_t buffer_count, buffers_made;
};

static struct scratch *scratch_new(struct arena *arena, size_t size)
{
    struct scratch *scratch = arena_take(arena, sizeof *scratch);
    scratch->size = size < SCRATCH_BYTES ? SCRATCH_BYTES : size;
    scratch->bytes = arena_take(arena, scratch->size);
    return scratch;
}

static void formats_note(struct event_reader *reader, size_t byte)
{
    const char first = (char)byte;
    const struct format *all = event_formats();
    for (size_t i = 0; all[i].name != NULL; i++) {
        if (!format_begins(&all[i], (struct text){&first, byte < 256}))
            continue;
        reader->formats[FORMATS_SOURCE][byte] |= (uint16_t)(1U << i);
        if (all[i].inside)
            reader->formats[all[i].weak ? FORMATS_INSIDE_WEAK : FORMATS_INSIDE][byte] |=
                (uint16_t)(1U << i);
    }
}

struct event_reader *event_reader_new(struct arena *arena, const struct event_names *names)
{
    struct event_reader *reader = arena_take(arena, sizeof *reader);
    reader->arena = arena;
    reader->names = names;
    reader->fields = arena_array(arena, EVENT_FIELDS_MAX, sizeof *reader->fields);
    reader->first = reader->now = scratch_new(arena, SCRATCH_BYTES);
    for (size_t byte = 0; byte <= 256; byte++)
        formats_note(reader, byte);
    return reader;
}

uint32_t reader_formats(const struct event_reader *reader, enum formats_where where,
                        struct text line)
{
    return reader->formats[where][line.size == 0 ? 256 : (unsigned char)line.data[0]];
}

struct days *reader_days(struct event_reader *reader)
{
    return &reader->days;
}

void event_reader_names(struct event_reader *reader, const struct event_names *names)
{
    reader->names = names;
}

void event_reader_strip_spaces(struct event_reader *reader, bool strip)
{
    reader->strip_spaces = strip;
}

static struct text without_spaces(struct event_reader *reader, struct text name)
{
    if (name.size == 0 || memchr(name.data, ' ', name.size) == NULL)
        return name;
    char *bare = event_scratch(reader, name.size);
    size_t size = 0;
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] != ' ')
            bare[size++] = name.data[i];
    return (struct text){bare, size};
}

void event_begin(struct event_reader *reader, struct text raw, struct event *event)
{
    reader->now = reader->first;
    reader->used = 0;
    *event = (struct event){.raw = raw, .fields = reader->fields, .time_us = EVENT_TIME_NONE};
}

/* What few fields need, apart from what all do. */
static __attribute__((noinline)) uint32_t field_id(struct event_reader *reader, struct text *name,
                                                   uint64_t hash)
{
    const struct event_names *names = reader->names;
    if (reader->strip_spaces) {
        *name = without_spaces(reader, *name);
        hash = name_hash(*name);
    }
    return names == NULL ? EVENT_NAME_NONE : names->slots[names_slot_hashed(names, *name, hash)];
}

void event_add_hashed(struct event_reader *reader, struct event *event, struct text name,
                      uint64_t hash, struct text value, enum event_kind kind, bool top)
{
    const struct event_names *names = reader->names;
    if (event->count == EVENT_FIELDS_MAX) {
        event->cut = true;
        return;
    }
    struct event_field *field = &event->fields[event->count++];
    *field = (struct event_field){.name = name, .value = value, .kind = kind, .top = top};
    if (reader->strip_spaces || (names != NULL && names->slots[hash & names->slot_mask] != 0))
        field->id = field_id(reader, &field->name, hash);
}

void event_add(struct event_reader *reader, struct event *event, struct text name,
               struct text value, enum event_kind kind, bool top)
{
    event_add_hashed(reader, event, name, name_hash(name), value, kind, top);
}

/* The next block that is large enough, skipping what is not: a block skipped is used again by the
 * next event. */
char *event_scratch(struct event_reader *reader, size_t size)
{
    while (reader->now->size - reader->used < size) {
        if (reader->now->next == NULL)
            reader->now->next = scratch_new(reader->arena, size);
        reader->now = reader->now->next;
        reader->used = 0;
    }
    char *bytes = reader->now->bytes + reader->used;
    reader->used += size;
    return bytes;
}

char *event_buffer_take(struct event_reader *reader)
{
    if (reader->buffer_count > 0)
        return reader->buffers[--reader->buffer_count];
    if (reader->buffers_made == EVENT_BUFFERS_MAX)
        return NULL;
    reader->buffers_made++;
    return arena_take(reader->arena, EVENT_BUFFER_BYTES);
}

void event_buffer_give(struct event_reader *reader, char *buffer)
{
    reader->buffers[reader->buffer_count++] = buffer;
}

const struct event_field *event_find(const struct event *event, struct text name)
{
    const struct event_field *found = NULL;
    for (size_t i = 0; i < event->count; i++) {
        const struct event_field *field = &event->fields[i];
        if (!text_equal(field->name, name))
            continue;
        if (field->top)
            return field;
        if (found == NULL)
            found = field;
    }
    return found;
}

void event_alias(struct event_reader *reader, struct event *event, struct text from,
                 struct text name)
{
    if (event_find(event, name) != NULL)
        return;
    size_t count = event->count; /* those added here are not asked again */
    bool top = event_find(event, from) != NULL && event_find(event, from)->top;
    for (size_t i = 0; i < count; i++) {
        const struct event_field field = event->fields[i];
        if (text_equal(field.name, from) && field.top == top)
            event_add(reader, event, name, field.value, field.kind, true);
    }
}
