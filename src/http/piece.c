/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces that pages are made of: times, countdowns, labels, tables, and any answer at all. */
#include "base/zone.h"
#include "http/inside.h"

static struct text twin(const struct value *map, struct arena *arena, const char *name)
{
    return value_get_text(map, text_format(arena, "%s_local", name).data);
}

void piece_time(struct page *page, struct text utc, struct text local)
{
    if (utc.size > 0)
        html_element(&page->html, "time", WITH({"datetime", utc}, {"title", utc}),
                     local.size > 0 ? local : utc);
}

void piece_when(struct page *page, const struct value *map, const char *name)
{
    piece_time(page, value_get_text(map, name), twin(map, page->arena, name));
}

void piece_now(struct page *page)
{
    int64_t whole_us = page->request->now_us - page->request->now_us % SECOND_US;
    const struct pack *pack = house_pack(page->door->house);
    struct text utc = instant_utc(page->arena, whole_us);
    piece_time(page, utc,
               pack == NULL ? utc : instant_people(page->arena, pack->calendar.zone, whole_us));
}

struct text piece_span(struct arena *arena, int64_t span_us)
{
    static const struct {
        int64_t us;
        const char *name;
    } units[] = {{DAY_US, "d"}, {HOUR_US, "h"}, {MINUTE_US, "min"}, {SECOND_US, "s"}};
    for (size_t i = 0; i < 4; i++) {
        int64_t whole = span_us / units[i].us;
        if (whole == 0)
            continue;
        int64_t rest = i == 3 ? 0 : span_us % units[i].us / units[i + 1].us;
        if (rest == 0)
            return text_format(arena, "%lld %s", (long long)whole, units[i].name);
        return text_format(arena, "%lld %s %lld %s", (long long)whole, units[i].name,
                           (long long)rest, units[i + 1].name);
    }
    return TEXT("0 s");
}

struct text piece_countdown(struct page *page, struct text due_utc, bool late)
{
    int64_t due_us;
    struct turn turn = {.arena = page->arena, .now_us = page->request->now_us};
    if (due_utc.size == 0 || !instant_parse(&turn, "due", due_utc, NULL, &due_us))
        return TEXT_NONE;
    int64_t left_us = due_us - page->request->now_us;
    struct text span = piece_span(page->arena, left_us < 0 ? -left_us : left_us);
    const char *words = left_us >= 0 ? "in " : late ? "late by " : "now, for ";
    return text_format(page->arena, "%s%.*s", words, TEXT_SHOW(span));
}

void piece_mark(struct page *page, const char *kind, struct text text)
{
    html_element(&page->html, "span", WITH({"class", text_format(page->arena, "mark %s", kind)}),
                 text);
}

void piece_row(struct page *page, const char *term, struct text text)
{
    if (text.size == 0)
        return;
    html_open(&page->html, "div", BARE);
    html_element(&page->html, "dt", BARE, text_of(term));
    html_element(&page->html, "dd", BARE, text);
    html_close(&page->html);
}

static struct text clause_id(const struct value *clause)
{
    struct text id = value_get_text(clause, "clause");
    if (clause->kind != VALUE_MAP)
        return clause->text;
    return id.size > 0 ? id : value_get_text(clause, "id");
}

void piece_clauses(struct page *page, const struct value *list)
{
    for (size_t i = 0; list != NULL && i < list->count && list->kind == VALUE_LIST; i++) {
        struct text id = clause_id(list->items[i]);
        if (i > 0)
            html_text(&page->html, TEXT(", "));
        html_link(&page->html,
                  text_format(page->arena, "/policy/clauses/%.*s",
                              TEXT_SHOW(percent_encode(page->arena, id))),
                  id);
    }
}

void piece_next(struct page *page, const struct value *list, const char *cursor)
{
    struct text next = list_next(page->arena, list);
    struct pairs query = {0};
    if (next.size == 0)
        return;
    for (size_t i = 0; i < page->query.count; i++)
        if (!text_is(page->query.items[i].name, cursor))
            pairs_add(page->arena, &query, text_string(page->arena, page->query.items[i].name),
                      page->query.items[i].value);
    pairs_add(page->arena, &query, cursor, next);
    html_open(&page->html, "p", WITH({"class", TEXT("next")}));
    html_element(&page->html, "a",
                 WITH({"rel", TEXT("next")},
                      {"href", text_format(page->arena, "?%.*s",
                                           TEXT_SHOW(pairs_write(page->arena, &query)))}),
                 TEXT("Show more"));
    html_close(&page->html);
}

void piece_empty(struct page *page, struct text what, struct text next_path, struct text next)
{
    html_open(&page->html, "div", WITH({"class", TEXT("empty")}));
    html_element(&page->html, "p", BARE, what);
    if (next_path.size > 0) {
        html_open(&page->html, "p", BARE);
        html_link(&page->html, next_path, next);
        html_close(&page->html);
    }
    html_close(&page->html);
}

void piece_done(struct page *page)
{
    const struct action *action = house_action(page->door->house, pairs_get(&page->query, "done"));
    if (action != NULL)
        html_element(&page->html, "p", WITH({"class", TEXT("note")}, {"role", TEXT("status")}),
                     text_format(page->arena, "Done: %s.", action->title));
}

void table_begin(struct page *page, struct table *table, struct text caption,
                 const char *const *columns)
{
    struct html *html = &page->html;
    *table = (struct table){.columns = columns};
    html_open(html, "table", WITH({"role", TEXT("table")}));
    html_element(html, "caption", BARE, caption);
    html_open(html, "thead", WITH({"role", TEXT("rowgroup")}));
    html_open(html, "tr", WITH({"role", TEXT("row")}));
    for (const char *const *column = columns; *column != NULL; column++)
        html_element(html, "th", WITH({"scope", TEXT("col")}, {"role", TEXT("columnheader")}),
                     text_of(*column));
    html_close(html);
    html_close(html);
    html_open(html, "tbody", WITH({"role", TEXT("rowgroup")}));
}

void table_row(struct page *page, struct table *table)
{
    table->column = 0;
    html_open(&page->html, "tr", WITH({"role", TEXT("row")}));
}

void table_cell(struct page *page, struct table *table)
{
    bool heads = table->column == 0;
    struct text label = text_of(table->columns[table->column++]);
    html_open(&page->html, heads ? "th" : "td",
              WITH({"role", heads ? TEXT("rowheader") : TEXT("cell")},
                   ONLY_IF(heads, "scope", TEXT("row")), {"data-label", label}));
}

void table_text(struct page *page, struct table *table, struct text text)
{
    table_cell(page, table);
    html_text(&page->html, text);
    html_close(&page->html);
}

void table_end(struct page *page)
{
    html_close(&page->html);
    html_close(&page->html);
}

struct text piece_role(const struct page *page, struct text code)
{
    const struct pack *pack = house_pack(page->door->house);
    const struct role *role = pack == NULL ? NULL : pack_role(pack, code);
    return role == NULL ? code : role->title;
}

/* The name of the row with this code in a list of the pack. */
static struct text pack_name(const struct page *page, const struct value *file, const char *rows,
                             struct text code)
{
    for (size_t i = 0; i < value_get_count(file, rows); i++) {
        const struct value *row = value_get_item(file, rows, i);
        if (text_equal(value_get_text(row, "code"), code))
            return value_get_text(row, "name");
    }
    return piece_label(page->arena, code);
}

struct text piece_state(const struct page *page, struct text code)
{
    const struct pack *pack = house_pack(page->door->house);
    return pack_name(page, pack == NULL ? NULL : pack->lifecycle, "states", code);
}

struct text piece_document(const struct page *page, struct text code)
{
    const struct pack *pack = house_pack(page->door->house);
    return pack_name(page, pack == NULL ? NULL : pack->elements, "documents", code);
}

struct text piece_label(struct arena *arena, struct text name)
{
    if (text_ends(name, TEXT("_us"))) /* a unit, which is not for people */
        name.size -= strlen("_us");
    struct text copy = text_copy(arena, name);
    char *letters = arena_take(arena, copy.size + 1);
    memcpy(letters, copy.data, copy.size);
    for (size_t i = 0; i < copy.size; i++)
        if (letters[i] == '_')
            letters[i] = ' ';
    if (copy.size > 0 && letters[0] >= 'a' && letters[0] <= 'z')
        letters[0] = (char)(letters[0] - ('a' - 'A'));
    return (struct text){letters, copy.size};
}
