/* SPDX-License-Identifier: Apache-2.0 */
/* The table of log sources, made ready when it is read: an event costs a few comparisons. */
#include "event/source.h"
#include "base/embedded.h"
#include "base/field.h"
#include "base/yaml.h"
#include "event/inside.h"

extern const struct embedded event_tables[];

/* The set of the events of one channel, id and type; the empty text stands for any. */
struct place {
    struct text channel, id, type;
    uint32_t set;
};

/* A field that says where an event belongs: by its values, or by being there. */
struct mark {
    struct text has;
    struct text *values;
    uint32_t *sets; /* of each value */
    size_t count;
    uint32_t set; /* of any other value; 0: none */
};

struct alias {
    struct text name, from;
};

struct set {
    struct event_source *list;
    size_t count;
};

struct event_sources {
    struct arena *arena;
    struct set *sets; /* [0] is the empty one */
    uint32_t set_count;
    size_t set_capacity;
    uint32_t *slots; /* of places, open addressing: index + 1 */
    uint32_t slot_mask;
    struct place *places;
    size_t place_count, place_capacity;
    uint32_t elsewhere; /* the set of a channel that the table does not know */
    struct mark *marks;
    size_t mark_count, mark_capacity;
    struct alias *aliases;
    size_t alias_count, alias_capacity;
};

/* One row as it was read, kept until the places are made. */
struct row {
    struct text channel, has;
    struct text *ids, *types, *values;
    size_t id_count, type_count, value_count;
    struct event_source *list;
    size_t count;
};

struct sheet {
    struct turn *turn;
    const char *file;
    struct event_sources *sources;
    struct row *rows;
    size_t row_count;
};

/* ---- sets ---- */

static int compare_sources(const struct event_source *a, const struct event_source *b)
{
    int order = text_compare(a->product, b->product);
    if (order == 0)
        order = text_compare(a->category, b->category);
    return order == 0 ? text_compare(a->service, b->service) : order;
}

/* Adds a source where it is not there yet, so that equal sets are written alike. */
static void set_insert(struct set *set, const struct event_source *source)
{
    size_t at = 0;
    while (at < set->count && compare_sources(&set->list[at], source) < 0)
        at++;
    if (at < set->count && compare_sources(&set->list[at], source) == 0)
        return;
    memmove(set->list + at + 1, set->list + at, (set->count - at) * sizeof *set->list);
    set->list[at] = *source;
    set->count++;
}

static bool sets_equal(const struct set *a, const struct set *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (compare_sources(&a->list[i], &b->list[i]) != 0)
            return false;
    return true;
}

uint32_t event_sources_set(struct event_sources *sources, const struct event_source *list,
                           size_t count)
{
    struct set set = {arena_array(sources->arena, count + 1, sizeof *list), 0};
    for (size_t i = 0; i < count; i++)
        set_insert(&set, &list[i]);
    for (uint32_t number = 0; number <= sources->set_count; number++)
        if (sets_equal(&sources->sets[number], &set))
            return number;
    if (sources->set_count == EVENT_SETS_MAX)
        return 0;
    uint32_t number = ++sources->set_count;
    sources->sets = arena_grow(sources->arena, sources->sets, number, &sources->set_capacity,
                               sizeof *sources->sets);
    for (size_t i = 0; i < set.count; i++)
        set.list[i] = (struct event_source){text_copy(sources->arena, set.list[i].product),
                                            text_copy(sources->arena, set.list[i].category),
                                            text_copy(sources->arena, set.list[i].service)};
    sources->sets[number] = set;
    return number;
}

uint32_t event_sources_count(const struct event_sources *sources)
{
    return sources->set_count;
}

const struct event_source *event_sources_of(const struct event_sources *sources, uint32_t set,
                                            size_t *count)
{
    *count = set <= sources->set_count ? sources->sets[set].count : 0;
    return *count == 0 ? NULL : sources->sets[set].list;
}

/* ---- places ---- */

/* Windows takes the names of its channels in any case, and so do those who send them on. */
static bool same_channel(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || strncasecmp(a.data, b.data, a.size) == 0);
}

static uint64_t channel_hash(struct text channel)
{
    uint64_t hash = channel.size;
    for (size_t i = 0; i < channel.size; i++)
        hash = (hash ^ ((unsigned char)channel.data[i] | 0x20U)) * UINT64_C(1099511628211);
    return hash;
}

static uint32_t place_slot(const struct event_sources *sources, struct text channel, struct text id,
                           struct text type)
{
    uint64_t hash = channel_hash(channel) + 3 * name_hash(id) + 7 * name_hash(type);
    uint32_t slot = (uint32_t)(hash ^ hash >> 32) & sources->slot_mask;
    for (; sources->slots[slot] != 0; slot = (slot + 1) & sources->slot_mask) {
        const struct place *place = &sources->places[sources->slots[slot] - 1];
        if (same_channel(place->channel, channel) && text_equal(place->id, id)
            && text_equal(place->type, type))
            break;
    }
    return slot;
}

static const struct place *place_at(const struct event_sources *sources, struct text channel,
                                    struct text id, struct text type)
{
    uint32_t number = sources->slots[place_slot(sources, channel, id, type)];
    return number == 0 ? NULL : &sources->places[number - 1];
}

static bool holds(const struct text *list, size_t count, struct text wanted)
{
    bool found = count == 0; /* a row that names none means any */
    for (size_t i = 0; i < count && !found; i++)
        found = text_equal(list[i], wanted);
    return found;
}

/* Every row that holds for the place goes into its set. */
static void place_make(struct sheet *sheet, struct text channel, struct text id, struct text type)
{
    struct event_sources *sources = sheet->sources;
    if (place_at(sources, channel, id, type) != NULL)
        return;
    struct event_source *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct row *row = &sheet->rows[i];
        if (!same_channel(row->channel, channel) || !holds(row->ids, row->id_count, id)
            || !holds(row->types, row->type_count, type))
            continue;
        for (size_t k = 0; k < row->count; k++) {
            list = arena_grow(sources->arena, list, count, &capacity, sizeof *list);
            list[count++] = row->list[k];
        }
    }
    struct place place = {channel, id, type, event_sources_set(sources, list, count)};
    sources->places = arena_grow(sources->arena, sources->places, sources->place_count,
                                 &sources->place_capacity, sizeof *sources->places);
    uint32_t slot = place_slot(sources, channel, id, type);
    sources->places[sources->place_count++] = place;
    sources->slots[slot] = (uint32_t)sources->place_count;
}

static void places_make(struct sheet *sheet)
{
    size_t wanted = 16;
    for (size_t i = 0; i < sheet->row_count; i++)
        wanted += (sheet->rows[i].id_count + 1) * (sheet->rows[i].type_count + 1);
    uint32_t slots = 64;
    while (slots < wanted * 2)
        slots *= 2;
    sheet->sources->slots = arena_array(sheet->sources->arena, slots, sizeof(uint32_t));
    sheet->sources->slot_mask = slots - 1;
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct row *row = &sheet->rows[i];
        if (text_empty(row->channel))
            continue;
        place_make(sheet, row->channel, TEXT_NONE, TEXT_NONE);
        for (size_t k = 0; k < row->id_count; k++) {
            place_make(sheet, row->channel, row->ids[k], TEXT_NONE);
            for (size_t n = 0; n < row->type_count; n++)
                place_make(sheet, row->channel, row->ids[k], row->types[n]);
        }
    }
}

/* ---- reading the table ---- */

static bool fail_line(struct sheet *sheet, int line, const char *field, const char *todo)
{
    return fail_field(sheet->turn, field, "%s:%d: %s", sheet->file, line, todo);
}

/* A text, a number, or a list of them. */
static bool texts_read(struct sheet *sheet, const struct value *row, const char *name,
                       struct text **list, size_t *count)
{
    const struct value *value = value_get(row, name);
    *count = 0;
    if (value == NULL)
        return true;
    size_t items = value->kind == VALUE_LIST ? value->count : 1;
    *list = arena_array(sheet->turn->arena, items, sizeof **list);
    for (size_t i = 0; i < items; i++) {
        const struct value *item = value->kind == VALUE_LIST ? value->items[i] : value;
        if (item->kind == VALUE_MAP || item->kind == VALUE_LIST || text_empty(item->text))
            return fail_line(sheet, row->line, name, "it must be a text or a list of texts.");
        (*list)[(*count)++] = item->text;
    }
    return true;
}

static bool known_names(struct sheet *sheet, const struct value *map, const char *const *names)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *const *name = names;
        while (*name != NULL && !text_is(map->members[i].name, *name))
            name++;
        if (*name == NULL)
            return fail_line(sheet, map->members[i].line,
                             text_string(sheet->turn->arena, map->members[i].name),
                             "this name is not known here: see docs/sources.5.");
    }
    return true;
}

static bool row_read(struct sheet *sheet, const struct value *map, struct row *row)
{
    static const char *const names[] = {"channel", "event_id", "event_type", "has", "is",
                                        "product", "category", "service",    NULL};
    struct text *categories = NULL;
    size_t count;
    if (map->kind != VALUE_MAP)
        return fail_line(sheet, map->line, "sources", "each source must be a map.");
    if (!known_names(sheet, map, names)
        || !texts_read(sheet, map, "event_id", &row->ids, &row->id_count)
        || !texts_read(sheet, map, "event_type", &row->types, &row->type_count)
        || !texts_read(sheet, map, "is", &row->values, &row->value_count)
        || !texts_read(sheet, map, "category", &categories, &count))
        return false;
    row->channel = value_get_text(map, "channel");
    row->has = value_get_text(map, "has");
    if (text_empty(row->channel) == text_empty(row->has))
        return fail_line(sheet, map->line, "channel", "name either a channel or has: FIELD.");
    row->count = count == 0 ? 1 : count;
    row->list = arena_array(sheet->turn->arena, row->count, sizeof *row->list);
    for (size_t i = 0; i < row->count; i++)
        row->list[i] = (struct event_source){value_get_text(map, "product"),
                                             count == 0 ? TEXT_NONE : categories[i],
                                             value_get_text(map, "service")};
    return true;
}

/* The row for any channel that no other names. */
static void row_place(struct event_sources *sources, const struct row *row)
{
    if (text_is(row->channel, "*"))
        sources->elsewhere = event_sources_set(sources, row->list, row->count);
}

/* The set of the rows that hold when the field has the value; value NULL: of those without one. */
static uint32_t mark_set(struct sheet *sheet, struct text has, const struct text *value)
{
    struct arena *arena = sheet->sources->arena;
    struct event_source *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct row *row = &sheet->rows[i];
        if (!text_equal(row->has, has) || (value == NULL && row->value_count > 0)
            || (value != NULL && !holds(row->values, row->value_count, *value)))
            continue;
        for (size_t k = 0; k < row->count; k++) {
            list = arena_grow(arena, list, count, &capacity, sizeof *list);
            list[count++] = row->list[k];
        }
    }
    return event_sources_set(sheet->sources, list, count);
}

/* Every row of the field of the first of them. */
static void mark_make(struct sheet *sheet, const struct row *first)
{
    struct event_sources *sources = sheet->sources;
    struct mark mark = {.has = first->has, .set = mark_set(sheet, first->has, NULL)};
    size_t value_capacity = 0;
    size_t set_capacity = 0;
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct row *row = &sheet->rows[i];
        for (size_t k = 0; k < row->value_count && text_equal(row->has, mark.has); k++) {
            if (mark.count > 0 && holds(mark.values, mark.count, row->values[k]))
                continue;
            mark.values = arena_grow(sources->arena, mark.values, mark.count, &value_capacity,
                                     sizeof *mark.values);
            mark.sets =
                arena_grow(sources->arena, mark.sets, mark.count, &set_capacity, sizeof *mark.sets);
            mark.values[mark.count] = row->values[k];
            mark.sets[mark.count++] = mark_set(sheet, mark.has, &row->values[k]);
        }
    }
    sources->marks = arena_grow(sources->arena, sources->marks, sources->mark_count,
                                &sources->mark_capacity, sizeof *sources->marks);
    sources->marks[sources->mark_count++] = mark;
}

static void marks_make(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->row_count; i++) {
        bool known = text_empty(sheet->rows[i].has);
        for (size_t k = 0; k < sheet->sources->mark_count && !known; k++)
            known = text_equal(sheet->sources->marks[k].has, sheet->rows[i].has);
        if (!known)
            mark_make(sheet, &sheet->rows[i]);
    }
}

static bool rows_read(struct sheet *sheet, const struct value *list)
{
    if (list == NULL || list->kind != VALUE_LIST)
        return fail_line(sheet, 1, "sources", "there must be a list of sources.");
    sheet->rows = arena_array(sheet->turn->arena, list->count, sizeof *sheet->rows);
    for (size_t i = 0; i < list->count; i++) {
        if (!row_read(sheet, list->items[i], &sheet->rows[i]))
            return false;
        row_place(sheet->sources, &sheet->rows[i]);
        sheet->row_count++;
    }
    places_make(sheet);
    marks_make(sheet);
    return true;
}

static bool aliases_read(struct sheet *sheet, const struct value *list)
{
    static const char *const names[] = {"name", "from", NULL};
    struct event_sources *sources = sheet->sources;
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct value *map = list->kind == VALUE_LIST ? list->items[i] : NULL;
        struct alias alias = {value_get_text(map, "name"), value_get_text(map, "from")};
        if (map == NULL || map->kind != VALUE_MAP || text_empty(alias.name)
            || text_empty(alias.from))
            return fail_line(sheet, list->line, "aliases",
                             "each must be a map of a name, and the field it is taken from.");
        if (!known_names(sheet, map, names))
            return false;
        sources->aliases = arena_grow(sources->arena, sources->aliases, sources->alias_count,
                                      &sources->alias_capacity, sizeof *sources->aliases);
        sources->aliases[sources->alias_count++] = alias;
    }
    return true;
}

bool event_sources_read(struct turn *turn, struct text yaml, const char *source,
                        struct event_sources **read)
{
    static const char *const names[] = {"sources", "aliases", NULL};
    struct event_sources *sources = *read = arena_take(turn->arena, sizeof *sources);
    struct sheet sheet = {.turn = turn, .file = source, .sources = sources};
    struct value *map;
    sources->arena = turn->arena;
    sources->sets = arena_grow(turn->arena, NULL, 0, &sources->set_capacity, sizeof *sources->sets);
    if (!yaml_read(turn, yaml, source, &map))
        return false;
    if (map->kind != VALUE_MAP)
        return fail_line(&sheet, 1, "sources", "a table of sources must be a map.");
    return known_names(&sheet, map, names) && rows_read(&sheet, value_get(map, "sources"))
           && aliases_read(&sheet, value_get(map, "aliases"));
}

bool event_sources_own(struct turn *turn, struct event_sources **sources)
{
    struct text yaml = {event_tables[0].bytes, event_tables[0].size};
    return event_sources_read(turn, yaml, event_tables[0].name, sources);
}

/* ---- events ---- */

/* What the event says of itself: its first field of a name, as one key at the top. */
static struct text said(const struct event *event, struct text name)
{
    for (size_t i = 0; i < event->count; i++) {
        const struct event_field *field = &event->fields[i];
        if (field->top && text_equal(field->name, name))
            return field->value;
    }
    return TEXT_NONE;
}

/* The set by the field of the mark, or 0. */
static uint32_t marked_set(const struct event *event, const struct mark *mark)
{
    bool format = text_is(mark->has, "_format");
    for (size_t i = 0; i < (format ? 1 : event->count); i++) {
        if (!format && (!event->fields[i].top || !text_equal(event->fields[i].name, mark->has)))
            continue;
        struct text value = format ? text_of(event->format) : event->fields[i].value;
        for (size_t k = 0; k < mark->count; k++)
            if (text_equal(mark->values[k], value))
                return mark->sets[k];
        return mark->set;
    }
    return 0;
}

/* The narrowest place that holds: channel, id and type; channel and id; channel. */
static uint32_t channel_set(const struct event_sources *sources, const struct event *event,
                            struct text channel)
{
    const struct place *place = NULL;
    struct text id = said(event, TEXT("EventID"));
    if (!text_empty(id) && place_at(sources, channel, id, TEXT_NONE) != NULL) {
        struct text type = said(event, TEXT("EventType"));
        place = text_empty(type) ? NULL : place_at(sources, channel, id, type);
        place = place == NULL ? place_at(sources, channel, id, TEXT_NONE) : place;
    }
    if (place == NULL)
        place = place_at(sources, channel, TEXT_NONE, TEXT_NONE);
    return place == NULL ? sources->elsewhere : place->set;
}

void event_sources_apply(const struct event_sources *sources, struct event_reader *reader,
                         struct event *event)
{
    for (size_t i = 0; i < sources->alias_count; i++)
        event_alias(reader, event, sources->aliases[i].from, sources->aliases[i].name);
    if (event->sources != 0)
        return;
    struct text channel = said(event, TEXT("Channel"));
    if (!text_empty(channel)) {
        event->sources = channel_set(sources, event, channel);
        return;
    }
    for (size_t i = 0; i < sources->mark_count && event->sources == 0; i++)
        event->sources = marked_set(event, &sources->marks[i]);
}
