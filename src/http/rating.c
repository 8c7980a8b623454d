/* SPDX-License-Identifier: Apache-2.0 */
/* The impact table as people see it: every row, in its order, and which of them hold. */
#include "http/inside.h"

static void row_rating(struct page *page, struct table *table, const struct value *row)
{
    struct text rating = value_get_text(row, "rating");
    table_cell(page, table);
    piece_mark(page, text_format(page->arena, "rating %.*s", TEXT_SHOW(rating)).data,
               piece_label(page->arena, rating));
    html_close(&page->html);
}

static void rating_row(struct page *page, struct table *table, const struct value *row)
{
    struct html *html = &page->html;
    bool matched = value_get_boolean(row, "matched", false);
    table->column = 0;
    html_open(html, "tr",
              WITH({"role", TEXT("row")}, {"class", matched ? TEXT("lit") : TEXT("unlit")}));
    table_text(page, table, value_get_text(row, "says"));
    row_rating(page, table, row);
    table_cell(page, table);
    if (matched)
        piece_mark(page, "matched", TEXT("Holds"));
    else
        html_text(html, TEXT("Does not hold"));
    html_close(html);
    table_cell(page, table);
    piece_clauses(page, value_get(row, "clauses"));
    html_close(html);
    html_close(html);
}

void piece_rating(struct page *page, const struct value *rows)
{
    static const char *const columns[] = {"If", "the rating is", "Here", "Clause", NULL};
    struct table table;
    table_begin(page, &table, TEXT("The impact table: every row is tried, and the highest counts"),
                columns);
    for (size_t i = 0; i < rows->count; i++)
        rating_row(page, &table, rows->items[i]);
    table_end(page);
}
