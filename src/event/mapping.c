/* SPDX-License-Identifier: Apache-2.0 */
/* Mappings as they are read, and what they do to an event. */
#include "event/mapping.h"
#include "base/embedded.h"
#include "base/field.h"
#include "base/yaml.h"
#include "event/inside.h"

extern const struct embedded event_tables[]; /* [1] is mappings.yaml */

struct pair {
    struct text name, from;
};

struct mapping {
    struct text name;
    struct text *formats;
    struct text *values;
    size_t format_count, value_count;
    struct text has; /* empty: whatever the fields are */
    struct pair *fields;
    struct text *prefixes, *leaves;
    size_t field_count, prefix_count, leaf_count;
    struct pair said; /* the fields with the program's name, and with what it said */
    struct event_source *list;
    size_t source_count;
    uint32_t set; /* 0: the event belongs where it belongs */
};

struct event_mappings {
    struct arena *arena;
    struct mapping *list[EVENT_MAPPINGS_MAX];
    size_t count;
};

/* ---- reading ---- */

static const struct field name_item[] = {{.type = FIELD_TEXT, .least = 1, .most = 256}};
static const struct field pair_table[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 256},
    {.name = "from", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 256},
    {0},
};
static const struct field pair_item[] = {{.type = FIELD_MAP, .members = pair_table}};
static const struct field source_table[] = {
    {.name = "product", .type = FIELD_TEXT, .least = 1, .most = 64},
    {.name = "category", .type = FIELD_TEXT, .least = 1, .most = 64},
    {.name = "service", .type = FIELD_TEXT, .least = 1, .most = 64},
    {0},
};
static const struct field source_item[] = {{.type = FIELD_MAP, .members = source_table}};
static const struct field said_table[] = {
    {.name = "program", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 256},
    {.name = "message", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 256},
    {0},
};
static const struct field mapping_table[] = {
    {.name = "mapping", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 64},
    {.name = "about", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 400},
    {.name = "everybody", .type = FIELD_BOOLEAN, .needed = true},
    {.name = "formats", .type = FIELD_LIST, .least = 1, .most = 32, .items = name_item},
    {.name = "has", .type = FIELD_TEXT, .least = 1, .most = 256},
    {.name = "is", .type = FIELD_LIST, .least = 1, .most = 64, .items = name_item},
    {.name = "fields", .type = FIELD_LIST, .least = 1, .most = 256, .items = pair_item},
    {.name = "prefixes", .type = FIELD_LIST, .least = 1, .most = 16, .items = name_item},
    {.name = "leaves", .type = FIELD_LIST, .least = 1, .most = 16, .items = name_item},
    {.name = "daemon", .type = FIELD_MAP, .members = said_table},
    {.name = "sources", .type = FIELD_LIST, .least = 1, .most = 8, .items = source_item},
    {0},
};
static const struct field mapping_item[] = {{.type = FIELD_MAP, .members = mapping_table}};
static const struct field file_table[] = {
    {.name = "mappings",
     .type = FIELD_LIST,
     .needed = true,
     .least = 1,
     .most = EVENT_MAPPINGS_MAX,
     .items = mapping_item},
    {0},
};

struct event_mappings *event_mappings_new(struct turn *turn)
{
    struct event_mappings *mappings = arena_take(turn->arena, sizeof *mappings);
    mappings->arena = turn->arena;
    return mappings;
}

static struct text *texts_of(struct arena *arena, const struct value *list, size_t *count)
{
    *count = list == NULL ? 0 : list->count;
    struct text *texts = arena_array(arena, *count + 1, sizeof *texts);
    for (size_t i = 0; i < *count; i++)
        texts[i] = text_copy(arena, list->items[i]->text);
    return texts;
}

static struct pair pair_of(struct arena *arena, const struct value *map, const char *name,
                           const char *from)
{
    return (struct pair){text_copy(arena, value_get_text(map, name)),
                         text_copy(arena, value_get_text(map, from))};
}

static void sources_of(struct arena *arena, const struct value *list, struct mapping *mapping)
{
    mapping->source_count = list == NULL ? 0 : list->count;
    mapping->list = arena_array(arena, mapping->source_count + 1, sizeof *mapping->list);
    for (size_t i = 0; i < mapping->source_count; i++)
        mapping->list[i] =
            (struct event_source){text_copy(arena, value_get_text(list->items[i], "product")),
                                  text_copy(arena, value_get_text(list->items[i], "category")),
                                  text_copy(arena, value_get_text(list->items[i], "service"))};
}

static struct mapping *mapping_of(struct arena *arena, const struct value *map)
{
    struct mapping *mapping = arena_take(arena, sizeof *mapping);
    const struct value *fields = value_get(map, "fields");
    mapping->name = text_copy(arena, value_get_text(map, "mapping"));
    mapping->has = text_copy(arena, value_get_text(map, "has"));
    mapping->formats = texts_of(arena, value_get(map, "formats"), &mapping->format_count);
    mapping->values = texts_of(arena, value_get(map, "is"), &mapping->value_count);
    mapping->prefixes = texts_of(arena, value_get(map, "prefixes"), &mapping->prefix_count);
    mapping->leaves = texts_of(arena, value_get(map, "leaves"), &mapping->leaf_count);
    mapping->field_count = fields == NULL ? 0 : fields->count;
    mapping->fields = arena_array(arena, mapping->field_count + 1, sizeof *mapping->fields);
    for (size_t i = 0; i < mapping->field_count; i++)
        mapping->fields[i] = pair_of(arena, fields->items[i], "name", "from");
    if (value_has(map, "daemon"))
        mapping->said = pair_of(arena, value_get(map, "daemon"), "program", "message");
    sources_of(arena, value_get(map, "sources"), mapping);
    return mapping;
}

static bool mapping_check(struct turn *turn, const struct value *map, const char *source)
{
    const struct value *formats = value_get(map, "formats");
    if (value_has(map, "is") && !value_has(map, "has"))
        return fail_field(turn, "is", "%s:%d: is: it says nothing without the field of \"has\".",
                          source, map->line);
    if (!value_has(map, "has") && formats == NULL)
        return fail_field(turn, "has", "%s:%d: name the formats, or the field an event must have.",
                          source, map->line);
    for (size_t i = 0; formats != NULL && i < formats->count; i++)
        if (event_format_find(formats->items[i]->text) == NULL
            && !text_is(formats->items[i]->text, "evtx"))
            return fail_field(turn, "formats", "%s:%d: formats: there is no format \"%.*s\".",
                              source, formats->items[i]->line, TEXT_SHOW(formats->items[i]->text));
    return true;
}

static bool file_open(struct turn *turn, struct text yaml, const char *source,
                      const struct value **list)
{
    struct value *map;
    if (!yaml_read(turn, yaml, source, &map))
        return false;
    if (map->kind != VALUE_MAP)
        return fail_field(turn, "mappings", "%s:1: a file of mappings must be a map.", source);
    if (!field_check(turn, file_table, map, source))
        return false;
    *list = value_get(map, "mappings");
    for (size_t i = 0; i < (*list)->count; i++)
        if (!mapping_check(turn, (*list)->items[i], source))
            return false;
    return true;
}

static bool mapping_add(struct turn *turn, struct event_mappings *mappings, const struct value *map)
{
    if (mappings->count == EVENT_MAPPINGS_MAX)
        return fail_field(turn, "mappings", "There are more than %d mappings.", EVENT_MAPPINGS_MAX);
    mappings->list[mappings->count++] = mapping_of(mappings->arena, map);
    return true;
}

bool event_mappings_read(struct turn *turn, struct event_mappings *mappings, struct text yaml,
                         const char *source, bool all)
{
    const struct value *list;
    if (!file_open(turn, yaml, source, &list))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if ((all || value_get_boolean(list->items[i], "everybody", false))
            && !mapping_add(turn, mappings, list->items[i]))
            return false;
    return true;
}

static struct text own(void)
{
    return (struct text){event_tables[1].bytes, event_tables[1].size};
}

bool event_mappings_own(struct turn *turn, struct event_mappings *mappings)
{
    return event_mappings_read(turn, mappings, own(), event_tables[1].name, false);
}

bool event_mappings_add(struct turn *turn, struct event_mappings *mappings, struct text name)
{
    const struct value *list;
    struct builder known = {.arena = turn->arena};
    if (!file_open(turn, own(), event_tables[1].name, &list))
        return false;
    for (size_t i = 0; i < list->count; i++) {
        struct text each = value_get_text(list->items[i], "mapping");
        if (text_equal(each, name))
            return mapping_add(turn, mappings, list->items[i]);
        build_format(&known, " %.*s", TEXT_SHOW(each));
    }
    return fail_field(turn, "mapping", "There is no mapping \"%.*s\". Known are%.*s.",
                      TEXT_SHOW(name), TEXT_SHOW(built(&known)));
}

void event_mappings_bind(struct event_mappings *mappings, struct event_sources *sources)
{
    for (size_t i = 0; i < mappings->count; i++) {
        struct mapping *mapping = mappings->list[i];
        if (mapping->source_count > 0)
            mapping->set = event_sources_set(sources, mapping->list, mapping->source_count);
    }
}

/* ---- events ---- */

/* A bit for each length that names of the event have: most mappings are told by that alone not to
 * hold. */
static uint64_t lengths_of(const struct event *event)
{
    uint64_t lengths = 0;
    for (size_t i = 0; i < event->count; i++)
        lengths |= UINT64_C(1) << (event->fields[i].name.size & 63);
    return lengths;
}

static bool among(const struct text *list, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i], text))
            return true;
    return false;
}

static bool holds(const struct mapping *mapping, const struct event *event, uint64_t lengths)
{
    if (mapping->format_count > 0
        && !among(mapping->formats, mapping->format_count, text_of(event->format)))
        return false;
    if (mapping->has.size == 0)
        return true;
    if ((lengths >> (mapping->has.size & 63) & 1) == 0)
        return false;
    const struct event_field *field = event_find(event, mapping->has);
    return field != NULL
           && (mapping->value_count == 0
               || among(mapping->values, mapping->value_count, field->value));
}

/* The part of a name behind one of the prefixes, or none. */
static struct text behind(const struct text *prefixes, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (name.size > prefixes[i].size && text_starts(name, prefixes[i]))
            return (struct text){name.data + prefixes[i].size, name.size - prefixes[i].size};
    return TEXT_NONE;
}

static bool leaf_has(const struct event *event, struct text name)
{
    for (size_t i = 0; i < event->count; i++)
        if (event->fields[i].kind != EVENT_OBJECT && text_equal(event->fields[i].name, name))
            return true;
    return false;
}

/* What is not there yet; an object is only the place of its leaves. */
static void pair_add(const struct pair *pair, struct event_reader *reader, struct event *event)
{
    size_t count = event->count;
    if (leaf_has(event, pair->name))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct event_field field = event->fields[i];
        if (field.kind != EVENT_OBJECT && text_equal(field.name, pair->from))
            event_add(reader, event, pair->name, field.value, field.kind, true);
    }
}

static void names_add(const struct mapping *mapping, struct event_reader *reader,
                      struct event *event)
{
    size_t count = event->count;
    for (size_t i = 0; i < count; i++) {
        const struct event_field field = event->fields[i];
        if (field.kind == EVENT_OBJECT)
            continue;
        struct text name = behind(mapping->prefixes, mapping->prefix_count, field.name);
        if (name.size == 0) {
            name = behind(mapping->leaves, mapping->leaf_count, field.name);
            const char *dot = name.size == 0 ? NULL : memrchr(name.data, '.', name.size);
            if (dot != NULL)
                name = (struct text){dot + 1, (size_t)(name.data + name.size - dot - 1)};
        }
        if (name.size > 0)
            event_add(reader, event, name, field.value, field.kind, true);
    }
}

static void daemon_say(const struct mapping *mapping, struct event_reader *reader,
                       struct event *event)
{
    const struct event_field *program = event_find(event, mapping->said.name);
    const struct event_field *message = event_find(event, mapping->said.from);
    const struct reading reading = {.reader = reader, .event = event};
    if (program != NULL && message != NULL && message->kind == EVENT_TEXT)
        daemon_read(&reading, program->value, message->value);
}

void event_mappings_apply(const struct event_mappings *mappings, struct event_reader *reader,
                          struct event *event)
{
    uint64_t lengths = lengths_of(event);
    for (size_t i = 0; i < mappings->count; i++) {
        const struct mapping *mapping = mappings->list[i];
        if (!holds(mapping, event, lengths))
            continue;
        for (size_t k = 0; k < mapping->field_count; k++)
            pair_add(&mapping->fields[k], reader, event);
        if (mapping->prefix_count + mapping->leaf_count > 0)
            names_add(mapping, reader, event);
        if (mapping->said.name.size > 0)
            daemon_say(mapping, reader, event);
        if (mapping->set != 0 && event->sources == 0)
            event->sources = mapping->set;
        lengths = lengths_of(event);
    }
}
