/* SPDX-License-Identifier: Apache-2.0 */
/* Outside bytes as a path, a query and a form: routing, decoding, typing, escaping. The first line
 * is the target, the rest the body. */
#include "base/json.h"
#include "http/inside.h"
#include "target.h"
#include <assert.h>

static const char *const words[] = {"red", "green", NULL};
static const struct field text_field = {.type = FIELD_TEXT};
static const struct field members[] = {{.name = "name", .type = FIELD_TEXT},
                                       {.name = "tags", .type = FIELD_LIST, .items = &text_field},
                                       {.name = NULL}};
static const struct field map_field = {.type = FIELD_MAP, .members = members};
static const struct field fields[] = {{.name = "thing", .type = FIELD_ID},
                                      {.name = "count", .type = FIELD_INTEGER},
                                      {.name = "ready", .type = FIELD_BOOLEAN},
                                      {.name = "word", .type = FIELD_WORD, .words = words},
                                      {.name = "map", .type = FIELD_MAP, .members = members},
                                      {.name = "list", .type = FIELD_LIST, .items = &map_field},
                                      {.name = "names", .type = FIELD_NAMES, .items = &map_field},
                                      {.name = "any", .type = FIELD_ANY},
                                      {.name = NULL}};
static const struct action actions[] = {{.name = "a", .route = "/things/{thing}", .fields = fields},
                                        {.name = "b", .route = "/{thing}/x", .fields = fields}};

static void put_all(struct turn *turn, struct value *map, struct text form)
{
    struct pairs pairs = {0}, again = {0};
    (void)pairs_read(turn->arena, form, &pairs);
    for (size_t i = 0; i < pairs.count; i++)
        input_put(turn, fields, map, pairs.items[i].name, pairs.items[i].value);
    input_finish(map);
    if (!pairs_read(turn->arena, pairs_write(turn->arena, &pairs), &again))
        return;
    for (size_t i = 0; i < again.count; i++)
        assert(text_equal(again.items[i].value, pairs.items[i].value));
}

/* Nothing that came in stands in the page as markup. */
static void show(struct arena *arena, struct text text)
{
    struct html html;
    html_begin(&html, arena);
    html_element(&html, "p", WITH({"title", text}), text);
    struct text page = html_end(&html);
    size_t opened = 0;
    for (size_t i = 0; i < page.size; i++)
        opened += page.data[i] == '<';
    assert(opened == 3 && text_utf8(page));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct action *table[] = {&actions[0], &actions[1]};
    unsigned methods;
    bool forever;
    struct pairs path_fields = {0};
    struct text query, body, target = {(const char *)data, size};
    struct arena *arena = arena_new(SIZE_MAX);
    struct turn turn = {.arena = arena};
    struct value *map = value_map(arena);
    target = text_cut(target, '\n', &body);
    struct text path = text_cut(target, '?', &query);
    (void)route_find(arena, table, 2, METHOD_GET, path, &path_fields, &methods);
    for (size_t i = 0; i < path_fields.count; i++)
        input_put(&turn, fields, map, path_fields.items[i].name, path_fields.items[i].value);
    if (tile_public(path, &forever))
        assert(!text_contains(path, TEXT("..")));
    put_all(&turn, map, query);
    put_all(&turn, map, body);
    if (!field_check(&turn, fields, map, NULL))
        assert(turn.fault.kind == FAULT_INVALID);
    show(arena, body);
    arena_free(arena);
    return 0;
}
