/* SPDX-License-Identifier: Apache-2.0 */
#include "base/value.h"
#include "tap.h"

static void test_map(struct arena *arena)
{
    struct value *map = value_map(arena);
    value_set_text(arena, map, "name", TEXT("Fusion Center"));
    value_set_integer(arena, map, "count", 14);
    value_set_boolean(arena, map, "sticky", true);
    value_set(arena, map, "none", value_null(arena));
    ok(map->count == 4 && text_is(map->members[0].name, "name"), "members keep their order");
    value_set_integer(arena, map, "count", 15);
    ok(map->count == 4 && value_get_integer(map, "count", 0) == 15, "setting again replaces");
    ok(text_is(value_get_text(map, "name"), "Fusion Center"), "text is read");
    ok(value_get_boolean(map, "sticky", false), "a boolean is read");
    ok(value_get(map, "none") != NULL && !value_has(map, "none"), "null is there, but is nothing");
}

static void test_absent(struct arena *arena)
{
    struct value *map = value_map(arena);
    value_set(arena, map, "none", value_null(arena));
    ok(value_get(NULL, "a") == NULL && value_get(value_list(arena), "a") == NULL,
       "nothing and a list have no members");
    ok(text_empty(value_get_text(map, "none")) && text_empty(value_get_text(map, "absent")),
       "null and absent text are empty");
    ok(value_get_integer(map, "absent", 7) == 7 && value_get_integer(map, "none", 7) == 7,
       "null and absent numbers are the default");
    ok(value_get_boolean(map, "absent", true), "an absent boolean is the default");
    ok(value_get_count(map, "absent") == 0 && value_get_item(map, "absent", 0) == NULL,
       "an absent list has no items");
}

static void test_list(struct arena *arena)
{
    struct value *map = value_map(arena);
    struct value *list = value_set(arena, map, "list", value_list(arena));
    for (int64_t i = 0; i < 1000; i++)
        value_append(arena, list, value_integer(arena, i));
    bool kept = value_get_count(map, "list") == 1000;
    for (size_t i = 0; kept && i < 1000; i++)
        kept = value_get_item(map, "list", i)->integer == (int64_t)i;
    ok(kept, "a list grows and keeps its order");
    ok(value_get_item(map, "list", 1000) == NULL, "past its end there is nothing");
    struct value *real = value_real(arena, 0.5);
    ok(real->kind == VALUE_REAL && real->real == 0.5, "a real number is a value too");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    test_map(arena);
    test_absent(arena);
    test_list(arena);
    arena_free(arena);
    return tap_end();
}
