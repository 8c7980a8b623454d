/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as people read them: "name: value" lines, what belongs together under each other. */
#include "base/id.h"
#include "base/json.h"
#include "cli/inside.h"

enum {
    INDENT = 2,
    NAME_COLUMNS_MAX = 24, /* longer names do not push the others' values aside */
    LINE_ITEMS_MAX = 60,   /* a list of texts stands in one line up to this many bytes */
};

static const struct text local = {"_local", sizeof "_local" - 1};

static struct value *member_get(const struct value *map, struct text name, struct text suffix)
{
    for (size_t i = 0; i < map->count; i++) {
        struct text there = map->members[i].name;
        if (there.size == name.size + suffix.size && text_starts(there, name)
            && text_ends(there, suffix))
            return map->members[i].value;
    }
    return NULL;
}

static bool says_nothing(const struct value *value)
{
    return value->kind == VALUE_NULL || (value->kind == VALUE_TEXT && text_empty(value->text))
           || ((value->kind == VALUE_LIST || value->kind == VALUE_MAP) && value->count == 0);
}

bool member_shown(const struct value *map, size_t index, struct text *name,
                  const struct value **value)
{
    const struct member *member = &map->members[index];
    const struct value *twin = member_get(map, member->name, local);
    *name = member->name;
    *value = twin != NULL && !says_nothing(twin) ? twin : member->value;
    if (text_ends(member->name, local)) {
        struct text stem = {member->name.data, member->name.size - local.size};
        if (member_get(map, stem, TEXT_NONE) != NULL)
            return false;
        *name = stem;
    }
    return !says_nothing(*value);
}

static struct text scalar_line(struct arena *arena, const struct value *value)
{
    if (value->kind == VALUE_BOOLEAN)
        return value->boolean ? TEXT("yes") : TEXT("no");
    if (value->kind == VALUE_TEXT)
        return plain(arena, value->text, false);
    return value->kind == VALUE_NULL ? TEXT_NONE : json_write(arena, value);
}

/* What a thing within a line is called: its name, else the first word of it that is no id. */
static struct text map_line(struct arena *arena, const struct value *map)
{
    const struct value *named = value_get(map, "name");
    if (named != NULL && named->kind == VALUE_TEXT && !text_empty(named->text))
        return scalar_line(arena, named);
    for (size_t i = 0; i < map->count; i++) {
        const struct value *value = map->members[i].value;
        if (value->kind == VALUE_TEXT && !text_empty(value->text) && !id_valid(value->text))
            return scalar_line(arena, value);
    }
    return TEXT_NONE;
}

struct text value_line(struct arena *arena, const struct value *value)
{
    struct builder out = {.arena = arena};
    if (value->kind == VALUE_MAP)
        return map_line(arena, value);
    if (value->kind != VALUE_LIST)
        return scalar_line(arena, value);
    for (size_t i = 0; i < value->count; i++) {
        struct text item = value_line(arena, value->items[i]);
        if (!text_empty(item))
            build_format(&out, "%s%.*s", out.size > 0 ? ", " : "", TEXT_SHOW(item));
    }
    return built(&out);
}

static void spaces(struct builder *out, size_t count)
{
    while (count-- > 0)
        build_byte(out, ' ');
}

static void show_map(struct builder *out, const struct value *map, size_t indent, bool begun);
static void show_list(struct builder *out, const struct value *list, size_t indent);

/* Behind "name:" or "- ": a text of several lines goes on under its own beginning. */
static void show_text(struct builder *out, struct text text, size_t indent)
{
    struct text rest = text_trim(plain(out->arena, text, true));
    while (rest.data != NULL) {
        build(out, text_cut(rest, '\n', &rest));
        build_byte(out, '\n');
        if (rest.data != NULL)
            spaces(out, indent);
    }
}

static void show_scalar(struct builder *out, const struct value *value, size_t indent)
{
    if (value->kind == VALUE_TEXT && !text_empty(value->text))
        show_text(out, value->text, indent);
    else
        build_format(out, "%.*s\n", TEXT_SHOW(value_line(out->arena, value)));
}

static bool list_fits(struct arena *arena, const struct value *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind == VALUE_MAP || list->items[i]->kind == VALUE_LIST)
            return false;
    return value_line(arena, list).size <= LINE_ITEMS_MAX;
}

static struct text name_shown(struct arena *arena, struct text name)
{
    struct text shown = text_copy(arena, plain(arena, name, false));
    for (char *at = (char *)(uintptr_t)shown.data; *at != '\0'; at++)
        *at = *at == '_' ? ' ' : *at;
    return shown;
}

static void show_member(struct builder *out, struct text name, const struct value *value,
                        size_t indent, size_t width)
{
    build_format(out, "%.*s:", TEXT_SHOW(name));
    if (value->kind == VALUE_MAP) {
        build_byte(out, '\n');
        show_map(out, value, indent + INDENT, false);
        return;
    }
    if (value->kind == VALUE_LIST && !list_fits(out->arena, value)) {
        build_byte(out, '\n');
        show_list(out, value, indent + INDENT);
        return;
    }
    size_t columns = plain_columns(name);
    spaces(out, columns < width ? width - columns + 1 : 1);
    show_scalar(out, value, indent + (columns < width ? width : columns) + 2);
}

static size_t names_width(struct arena *arena, const struct value *map)
{
    size_t width = 0;
    for (size_t i = 0; i < map->count; i++) {
        struct text name;
        const struct value *value;
        if (!member_shown(map, i, &name, &value) || value->kind == VALUE_MAP)
            continue;
        size_t columns = plain_columns(name_shown(arena, name));
        if (columns > width && columns <= NAME_COLUMNS_MAX)
            width = columns;
    }
    return width;
}

/* begun: the first line's indent is there already, behind a dash. */
static void show_map(struct builder *out, const struct value *map, size_t indent, bool begun)
{
    size_t width = names_width(out->arena, map);
    for (size_t i = 0; i < map->count; i++) {
        struct text name;
        const struct value *value;
        if (!member_shown(map, i, &name, &value))
            continue;
        if (!begun)
            spaces(out, indent);
        begun = false;
        show_member(out, name_shown(out->arena, name), value, indent, width);
    }
    if (begun)
        build_byte(out, '\n');
}

static void show_list(struct builder *out, const struct value *list, size_t indent)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        spaces(out, indent);
        build(out, TEXT("- "));
        if (item->kind == VALUE_MAP)
            show_map(out, item, indent + INDENT, true);
        else
            show_scalar(out, item, indent + INDENT);
    }
}

static bool all_maps(const struct value *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind != VALUE_MAP)
            return false;
    return true;
}

/* A map whose member "items" is a list: what else it says, the list, and how to go on. */
static void show_page(struct builder *out, const struct value *answer, size_t columns,
                      struct text more)
{
    struct value *rest = value_map(out->arena);
    const struct value *items = value_get(answer, "items");
    for (size_t i = 0; i < answer->count; i++) {
        const char *name = text_string(out->arena, answer->members[i].name);
        if (strcmp(name, "items") != 0 && strcmp(name, "next") != 0)
            value_set(out->arena, rest, name, answer->members[i].value);
    }
    show_map(out, rest, 0, false);
    if (rest->count > 0)
        build_byte(out, '\n');
    if (items->count == 0)
        build(out, TEXT("Nothing.\n"));
    else if (all_maps(items))
        table_show(out, items, columns);
    else
        show_list(out, items, 0);
    if (!text_empty(more))
        build_format(out, "There is more: add %.*s, or --all for everything.\n", TEXT_SHOW(more));
}

struct text show_answer(struct arena *arena, const struct value *answer, size_t columns,
                        struct text more)
{
    struct builder out = {.arena = arena};
    const struct value *items = value_get(answer, "items");
    if (items != NULL && items->kind == VALUE_LIST)
        show_page(&out, answer, columns, more);
    else if (answer->kind == VALUE_MAP && answer->count > 0)
        show_map(&out, answer, 0, false);
    else
        build(&out, TEXT("Done.\n"));
    return built(&out);
}
