/* SPDX-License-Identifier: Apache-2.0 */
/* Any answer at all, as lists and tables, so that an action has a page from its first day. */
#include "base/id.h"
#include "base/json.h"
#include "http/inside.h"

enum { COLUMNS_MAX = 8, VIEW_DEPTH_MAX = 6 };

static void view(struct page *page, const struct value *value, struct text caption, int depth);

/* NAME_local stands with NAME, and is not shown again. */
static bool is_twin(const struct value *map, struct text name)
{
    static const char end[] = "_local";
    if (name.size <= sizeof end - 1 || !text_ends(name, TEXT("_local")))
        return false;
    struct text plain = {name.data, name.size - (sizeof end - 1)};
    for (size_t i = 0; i < map->count; i++)
        if (text_equal(map->members[i].name, plain))
            return true;
    return false;
}

static struct text scalar_text(struct arena *arena, const struct value *value)
{
    if (value->kind == VALUE_TEXT)
        return value->text;
    if (value->kind == VALUE_BOOLEAN)
        return value->boolean ? TEXT("yes") : TEXT("no");
    return value->kind == VALUE_NULL ? TEXT_NONE : json_write(arena, value);
}

/* The member in one line: a time with its twin, a text, or a list by commas. */
static void view_short(struct page *page, const struct value *map, struct text name)
{
    const char *string = text_string(page->arena, name);
    const struct value *value = value_get(map, string);
    if (value == NULL)
        return;
    if (value_has(map, text_format(page->arena, "%s_local", string).data)) {
        piece_when(page, map, string);
    } else if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->count; i++) {
            html_text(&page->html, i > 0 ? TEXT(", ") : TEXT_NONE);
            html_text(&page->html, scalar_text(page->arena, value->items[i]));
        }
    } else {
        html_text(&page->html, scalar_text(page->arena, value));
    }
}

/* What people know a thing by, then what is said of it, then what programs call it. */
enum place { PLACE_NAME, PLACE_SAID, PLACE_ID, PLACES };

static enum place place_of(struct text name, const struct value *value)
{
    if (value->kind == VALUE_TEXT && id_valid(value->text))
        return PLACE_ID;
    return text_is(name, "name") ? PLACE_NAME : PLACE_SAID;
}

static size_t columns_of(struct page *page, const struct value *row, const char **columns,
                         struct text *names)
{
    size_t count = 0;
    for (enum place place = PLACE_NAME; place < PLACES; place++)
        for (size_t i = 0; i < row->count && count < COLUMNS_MAX; i++) {
            struct text name = row->members[i].name;
            const struct value *value = row->members[i].value;
            if (value->kind == VALUE_MAP || is_twin(row, name) || place_of(name, value) != place)
                continue;
            names[count] = name;
            columns[count++] = text_string(page->arena, piece_label(page->arena, name));
        }
    columns[count] = NULL;
    return count;
}

static void view_rows(struct page *page, const struct value *list, struct text caption)
{
    const char *columns[COLUMNS_MAX + 1];
    struct text names[COLUMNS_MAX];
    struct table table;
    size_t count = columns_of(page, list->items[0], columns, names);
    if (count == 0)
        return;
    table_begin(page, &table, caption, columns);
    for (size_t i = 0; i < list->count; i++) {
        table_row(page, &table);
        for (size_t j = 0; j < count; j++) {
            table_cell(page, &table);
            view_short(page, list->items[i], names[j]);
            html_close(&page->html);
        }
        html_close(&page->html);
    }
    table_end(page);
}

static void view_map(struct page *page, const struct value *map, int depth)
{
    html_open(&page->html, "dl", BARE);
    for (size_t i = 0; i < map->count; i++) {
        const struct value *value = map->members[i].value;
        struct text name = map->members[i].name;
        bool nested = value->kind == VALUE_MAP
                      || (value->kind == VALUE_LIST && value->count > 0
                          && value->items[0]->kind == VALUE_MAP);
        if (nested || value->kind == VALUE_NULL || is_twin(map, name) || text_is(name, "next"))
            continue;
        html_open(&page->html, "div", BARE);
        html_element(&page->html, "dt", BARE, piece_label(page->arena, name));
        html_open(&page->html, "dd", BARE);
        view_short(page, map, name);
        html_close(&page->html);
        html_close(&page->html);
    }
    html_close(&page->html);
    for (size_t i = 0; i < map->count; i++) {
        const struct value *value = map->members[i].value;
        if (value->kind == VALUE_MAP
            || (value->kind == VALUE_LIST && value->count > 0
                && value->items[0]->kind == VALUE_MAP))
            view(page, value, piece_label(page->arena, map->members[i].name), depth + 1);
    }
}

static void view(struct page *page, const struct value *value, struct text caption, int depth)
{
    if (depth > VIEW_DEPTH_MAX)
        return;
    if (value->kind == VALUE_LIST && value->count > 0) {
        view_rows(page, value, caption);
    } else if (value->kind == VALUE_MAP) {
        if (depth > 0)
            html_element(&page->html, "h2", BARE, caption);
        view_map(page, value, depth);
    }
}

void piece_value(struct page *page, const struct value *value, struct text caption)
{
    const struct value *items = value_get(value, "items");
    if (items != NULL && items->count > 0)
        view(page, items, caption, 0);
    else if (items != NULL)
        piece_empty(page, TEXT("There is nothing in this list that you may see."), TEXT_NONE,
                    TEXT_NONE);
    else if (value != NULL)
        view(page, value, caption, 0);
}
