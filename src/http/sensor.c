/* SPDX-License-Identifier: Apache-2.0 */
/* The watches: which of them live, and what each of their sources came to. */
#include "http/inside.h"

static struct text count_text(struct page *page, const struct value *source, const char *name)
{
    return text_format(page->arena, "%lld", (long long)value_get_integer(source, name, 0));
}

/* Lines that could not be kept are seen at once. */
static void dropped_cell(struct page *page, struct table *table, const struct value *source)
{
    table_cell(page, table);
    if (value_get_integer(source, "dropped", 0) > 0)
        piece_mark(page, "overdue", count_text(page, source, "dropped"));
    else
        html_text(&page->html, TEXT("0"));
    html_close(&page->html);
}

static void source_row(struct page *page, struct table *table, const struct value *source)
{
    struct text state = value_get_text(source, "state");
    table_row(page, table);
    table_text(page, table, value_get_text(source, "source"));
    table_text(page, table, count_text(page, source, "received"));
    table_text(page, table, count_text(page, source, "parsed"));
    table_text(page, table, count_text(page, source, "stored"));
    dropped_cell(page, table, source);
    table_cell(page, table);
    piece_when(page, source, "last");
    html_close(&page->html);
    table_cell(page, table);
    if (state.size > 0)
        piece_mark(page, text_is(state, "silent") ? "overdue" : "done",
                   piece_label(page->arena, state));
    else
        html_text(&page->html, TEXT("It may be silent"));
    html_close(&page->html);
    html_close(&page->html);
}

static void watch_sources(struct page *page, const struct value *watch)
{
    static const char *const columns[] = {"Source",  "Received",   "Parsed", "Stored",
                                          "Dropped", "Last heard", "State",  NULL};
    struct table table;
    const struct value *sources = value_get(watch, "sources");
    int64_t left_out = value_get_integer(watch, "left_out", 0);
    if (sources == NULL || sources->count == 0) {
        html_element(&page->html, "p", BARE, TEXT("It has received nothing since it began."));
        return;
    }
    table_begin(page, &table, TEXT("Lines of each source since the watch began"), columns);
    for (size_t i = 0; i < sources->count; i++)
        source_row(page, &table, sources->items[i]);
    table_end(page);
    if (left_out > 0)
        html_element(
            &page->html, "p", WITH({"class", TEXT("help")}),
            text_format(page->arena, "%lld sources more are not listed.", (long long)left_out));
}

static void watch_shown(struct page *page, const struct value *watch)
{
    struct html *html = &page->html;
    bool lives = text_is(value_get_text(watch, "state"), "lives");
    html_element(html, "h2", BARE, value_get_text(watch, "watch"));
    html_open(html, "p", BARE);
    piece_mark(page, lives ? "done" : "overdue", lives ? TEXT("Lives") : TEXT("Says nothing"));
    html_text(html, TEXT(" Heard of last "));
    piece_when(page, watch, "seen");
    html_text(html, TEXT(", running since "));
    piece_when(page, watch, "began");
    html_text(html, TEXT("."));
    html_close(html);
    watch_sources(page, watch);
}

void sensors_page(struct page *page, const struct pairs *fields)
{
    struct answer answer;
    (void)fields;
    if (!page_need(page, "sensor.list", value_map(page->arena), &answer))
        return;
    page_begin(page, TEXT("Watches"), "/more");
    if (value_get_count(answer.value, "items") == 0)
        piece_empty(page,
                    TEXT("No watch has said anything to this house yet. One that names it under "
                         "\"house\" in its configuration does so within a minute "
                         "(watch.yaml(5), docs/admin.md)."),
                    TEXT_NONE, TEXT_NONE);
    for (size_t i = 0; i < value_get_count(answer.value, "items"); i++)
        watch_shown(page, value_get_item(answer.value, "items", i));
    page_end(page);
}
