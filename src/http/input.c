/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pairs of a query or a form become the typed map that an action's field table wants. Nothing is
 * judged here: what does not fit stays text, what is unknown stays under its name, and field_check
 * says what is wrong with it. Pure; fuzzed.
 */
#include "base/json.h"
#include "http/inside.h"

static const struct field *field_named(const struct field *table, struct text name)
{
    for (const struct field *field = table; field != NULL && field->name != NULL; field++)
        if (text_is(name, field->name))
            return field;
    return NULL;
}

static struct value *truth(struct arena *arena, struct text text)
{
    static const char *const yes[] = {"true", "yes", "on", "1"};
    static const char *const no[] = {"false", "no", "off", "0"};
    for (size_t i = 0; i < 4; i++) {
        if (text_is(text, yes[i]))
            return value_boolean(arena, true);
        if (text_is(text, no[i]))
            return value_boolean(arena, false);
    }
    return value_text(arena, text);
}

static struct value *any(struct turn *turn, struct text text)
{
    struct value *read;
    struct fault before = turn->fault;
    if (text.size > 0 && (text.data[0] == '{' || text.data[0] == '[')) {
        if (json_read(turn, text, "the field", &read))
            return read;
        turn->fault = before; /* then it is a text that begins with a bracket */
    }
    return value_text(turn->arena, text);
}

static struct value *scalar(struct turn *turn, const struct field *field, struct text text)
{
    int64_t integer;
    switch (field->type) {
    case FIELD_INTEGER:
        if (text_integer(text_trim(text), &integer))
            return value_integer(turn->arena, integer);
        break;
    case FIELD_BOOLEAN: return truth(turn->arena, text_trim(text));
    case FIELD_ANY: return any(turn, text);
    case FIELD_MONEY:
    case FIELD_INSTANT:
    case FIELD_DATE:
    case FIELD_WORD:
    case FIELD_ID: return value_text(turn->arena, text_trim(text));
    case FIELD_TEXT:
    case FIELD_LIST:
    case FIELD_MAP:
    case FIELD_NAMES: break;
    }
    return value_text(turn->arena, text);
}

static void put(struct turn *turn, const struct field *field, struct value **slot, struct text rest,
                struct text value, int depth);

/* The member of a map, made if it is not there. The name is copied for its NUL. */
static struct value **member_slot(struct arena *arena, struct value *map, struct text name)
{
    const char *string = text_string(arena, name);
    if (value_get(map, string) == NULL)
        value_set(arena, map, string, value_null(arena));
    for (size_t i = 0; i < map->count; i++)
        if (text_is(map->members[i].name, string))
            return &map->members[i].value;
    return &map->members[0].value;
}

static struct value *become(struct arena *arena, struct value **slot, enum value_kind kind)
{
    if ((*slot)->kind != kind)
        *slot = kind == VALUE_LIST ? value_list(arena) : value_map(arena);
    return *slot;
}

/* "[3]" or "[3].rating": the entry's number, and what follows. */
static bool list_index(struct text rest, size_t *index, struct text *after)
{
    int64_t number;
    if (rest.size < 3 || rest.data[0] != '[')
        return false;
    struct text digits = text_cut((struct text){rest.data + 1, rest.size - 1}, ']', after);
    if (after->data == NULL || !text_integer(digits, &number) || number < 0 || number >= ITEMS_MAX)
        return false;
    *index = (size_t)number;
    return true;
}

static void put_list(struct turn *turn, const struct field *field, struct value **slot,
                     struct text rest, struct text value, int depth)
{
    struct arena *arena = turn->arena;
    struct value *list = become(arena, slot, VALUE_LIST);
    size_t index;
    struct text after;
    if (list_index(rest, &index, &after)) {
        while (list->count <= index)
            value_append(arena, list, value_null(arena));
        put(turn, field->items, &list->items[index], after, value, depth + 1);
        return;
    }
    while (value.data != NULL) { /* one entry a line */
        struct text line = text_trim(text_cut(value, '\n', &value));
        if (line.size > 0)
            value_append(arena, list, scalar(turn, field->items, line));
    }
}

/* The longest part before a dot or a bracket; rest begins with it. */
static struct text name_cut(struct text name, struct text *rest)
{
    size_t end = 0;
    while (end < name.size && name.data[end] != '.' && name.data[end] != '[')
        end++;
    *rest = (struct text){name.data + end, name.size - end};
    return (struct text){name.data, end};
}

static void put_map(struct turn *turn, const struct field *table, struct value *map,
                    struct text name, struct text value, int depth)
{
    struct text rest;
    struct text first = name_cut(name, &rest);
    const struct field *field = field_named(table, first);
    if (field == NULL) {
        *member_slot(turn->arena, map, name) = value_text(turn->arena, value);
        return;
    }
    put(turn, field, member_slot(turn->arena, map, first), rest, value, depth + 1);
}

/* A map of free names: "name: value" a line, or one name behind a dot. */
static void put_names(struct turn *turn, const struct field *field, struct value **slot,
                      struct text rest, struct text value, int depth)
{
    struct value *map = become(turn->arena, slot, VALUE_MAP);
    if (rest.size > 1 && rest.data[0] == '.') {
        struct text after;
        struct text name = name_cut((struct text){rest.data + 1, rest.size - 1}, &after);
        put(turn, field->items, member_slot(turn->arena, map, name), after, value, depth + 1);
        return;
    }
    while (value.data != NULL) {
        struct text content;
        struct text line = text_trim(text_cut(value, '\n', &value));
        struct text name = text_trim(text_cut(line, ':', &content));
        struct text after;
        struct text first = name_cut(name, &after);
        if (first.size > 0)
            put(turn, field->items, member_slot(turn->arena, map, first), after, text_trim(content),
                depth + 1);
    }
}

static void put(struct turn *turn, const struct field *field, struct value **slot, struct text rest,
                struct text value, int depth)
{
    struct arena *arena = turn->arena;
    if (depth > NESTING_MAX) {
        *slot = value_text(arena, value);
        return;
    }
    switch (field->type) {
    case FIELD_LIST: put_list(turn, field, slot, rest, value, depth); return;
    case FIELD_NAMES: put_names(turn, field, slot, rest, value, depth); return;
    case FIELD_MAP:
        if (rest.size > 1 && rest.data[0] == '.') {
            put_map(turn, field->members, become(arena, slot, VALUE_MAP),
                    (struct text){rest.data + 1, rest.size - 1}, value, depth);
            return;
        }
        break;
    case FIELD_TEXT:
    case FIELD_INTEGER:
    case FIELD_BOOLEAN:
    case FIELD_MONEY:
    case FIELD_INSTANT:
    case FIELD_DATE:
    case FIELD_WORD:
    case FIELD_ID:
    case FIELD_ANY: break;
    }
    *slot = scalar(turn, field, value);
}

void input_put(struct turn *turn, const struct field *table, struct value *map, struct text name,
               struct text value)
{
    if (value.size > 0)
        put_map(turn, table, map, name, value, 0);
}

void input_finish(struct value *value)
{
    size_t kept = 0;
    if (value->kind == VALUE_MAP)
        for (size_t i = 0; i < value->count; i++)
            input_finish(value->members[i].value);
    if (value->kind != VALUE_LIST)
        return;
    for (size_t i = 0; i < value->count; i++) {
        input_finish(value->items[i]);
        if (value->items[i]->kind != VALUE_NULL)
            value->items[kept++] = value->items[i];
    }
    value->count = kept;
}
