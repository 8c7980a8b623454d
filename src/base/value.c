/* SPDX-License-Identifier: Apache-2.0 */
#include "base/value.h"

static struct value *value_new(struct arena *arena, enum value_kind kind)
{
    struct value *value = arena_take(arena, sizeof *value);
    value->kind = kind;
    return value;
}

struct value *value_null(struct arena *arena)
{
    return value_new(arena, VALUE_NULL);
}

struct value *value_boolean(struct arena *arena, bool boolean)
{
    struct value *value = value_new(arena, VALUE_BOOLEAN);
    value->boolean = boolean;
    return value;
}

struct value *value_integer(struct arena *arena, int64_t integer)
{
    struct value *value = value_new(arena, VALUE_INTEGER);
    value->integer = integer;
    return value;
}

struct value *value_real(struct arena *arena, double real)
{
    struct value *value = value_new(arena, VALUE_REAL);
    value->real = real;
    return value;
}

struct value *value_text(struct arena *arena, struct text text)
{
    struct value *value = value_new(arena, VALUE_TEXT);
    value->text = text;
    return value;
}

struct value *value_list(struct arena *arena)
{
    return value_new(arena, VALUE_LIST);
}

struct value *value_map(struct arena *arena)
{
    return value_new(arena, VALUE_MAP);
}

struct value *value_append(struct arena *arena, struct value *list, struct value *item)
{
    list->items = arena_grow(arena, list->items, list->count, &list->capacity, sizeof *list->items);
    list->items[list->count++] = item;
    return item;
}

static struct member *value_member(const struct value *map, const char *name)
{
    if (map == NULL || map->kind != VALUE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (text_is(map->members[i].name, name))
            return &map->members[i];
    return NULL;
}

struct value *value_set(struct arena *arena, struct value *map, const char *name,
                        struct value *value)
{
    struct member *member = value_member(map, name);
    if (member == NULL) {
        map->members =
            arena_grow(arena, map->members, map->count, &map->capacity, sizeof *map->members);
        member = &map->members[map->count++];
        member->name = text_of(name);
    }
    member->value = value;
    return value;
}

void value_set_text(struct arena *arena, struct value *map, const char *name, struct text text)
{
    value_set(arena, map, name, value_text(arena, text));
}

void value_set_integer(struct arena *arena, struct value *map, const char *name, int64_t integer)
{
    value_set(arena, map, name, value_integer(arena, integer));
}

void value_set_boolean(struct arena *arena, struct value *map, const char *name, bool boolean)
{
    value_set(arena, map, name, value_boolean(arena, boolean));
}

struct value *value_get(const struct value *map, const char *name)
{
    const struct member *member = value_member(map, name);
    return member == NULL ? NULL : member->value;
}

bool value_has(const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    return value != NULL && value->kind != VALUE_NULL;
}

struct text value_get_text(const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    return value == NULL ? TEXT_NONE : value->text;
}

int64_t value_get_integer(const struct value *map, const char *name, int64_t otherwise)
{
    const struct value *value = value_get(map, name);
    return value == NULL || value->kind != VALUE_INTEGER ? otherwise : value->integer;
}

bool value_get_boolean(const struct value *map, const char *name, bool otherwise)
{
    const struct value *value = value_get(map, name);
    return value == NULL || value->kind != VALUE_BOOLEAN ? otherwise : value->boolean;
}

size_t value_get_count(const struct value *map, const char *name)
{
    const struct value *value = value_get(map, name);
    return value == NULL || value->kind != VALUE_LIST ? 0 : value->count;
}

struct value *value_get_item(const struct value *map, const char *name, size_t index)
{
    const struct value *value = value_get(map, name);
    return value == NULL || value->kind != VALUE_LIST || index >= value->count
               ? NULL
               : value->items[index];
}
