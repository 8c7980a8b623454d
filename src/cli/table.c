/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of things as a table whose columns stand under each other. */
#include "base/id.h"
#include "cli/inside.h"
#include <ctype.h>

enum {
    COLUMNS_MAX = 40,
    GAP = 2,         /* between two columns */
    WHOLE_MAX = 16,  /* a column no wider than this is never cut */
    SHRUNK_MIN = 12, /* and no column to less than this */
};

struct column {
    struct text name;
    struct text *cells; /* one an item; empty where the item has no such member */
    size_t width;       /* as wide as its widest cell, until the table is fitted */
    bool whole;         /* names and instants are of no use in part */
};

struct table {
    struct arena *arena;
    size_t rows, count;
    struct column columns[COLUMNS_MAX];
};

static struct column *column_named(struct table *table, struct text name)
{
    for (size_t i = 0; i < table->count; i++)
        if (text_equal(table->columns[i].name, name))
            return &table->columns[i];
    if (table->count == COLUMNS_MAX)
        return NULL;
    struct column *column = &table->columns[table->count++];
    *column = (struct column){.name = name,
                              .cells = arena_array(table->arena, table->rows, sizeof(struct text)),
                              .width = plain_columns(name),
                              .whole = true};
    return column;
}

static bool cell_whole(struct text cell)
{
    return plain_columns(cell) <= WHOLE_MAX || id_valid(cell)
           || (cell.size <= sizeof "Fri 2026-07-03 17:00:00.000000 EDT" - 1
               && text_contains(cell, TEXT(":")) && isdigit((unsigned char)cell.data[4]));
}

static void table_read(struct table *table, const struct value *items)
{
    for (size_t row = 0; row < items->count; row++) {
        const struct value *item = items->items[row];
        for (size_t i = 0; i < item->count; i++) {
            struct text name;
            const struct value *value;
            if (!member_shown(item, i, &name, &value))
                continue;
            struct text cell = value_line(table->arena, value);
            struct column *column = text_empty(cell) ? NULL : column_named(table, name);
            if (column == NULL)
                continue;
            column->cells[row] = cell;
            column->whole = column->whole && cell_whole(cell);
            if (plain_columns(cell) > column->width)
                column->width = plain_columns(cell);
        }
    }
}

static bool column_of_ids(const struct table *table, const struct column *column)
{
    for (size_t row = 0; row < table->rows; row++)
        if (!text_empty(column->cells[row]) && !id_valid(column->cells[row]))
            return false;
    return true;
}

/* A list does not begin with what nobody knows by heart, where its things have names. */
static void table_lead(struct table *table)
{
    size_t name = 0;
    while (name < table->count && !text_is(table->columns[name].name, "name"))
        name++;
    if (name == table->count || !column_of_ids(table, &table->columns[0]))
        return;
    struct column leads = table->columns[name];
    memmove(&table->columns[1], &table->columns[0], name * sizeof leads);
    table->columns[0] = leads;
}

static size_t table_width(const struct table *table)
{
    size_t width = 0;
    for (size_t i = 0; i < table->count; i++)
        width += table->columns[i].width + (i > 0 ? GAP : 0);
    return width;
}

static struct column *column_widest(struct table *table)
{
    struct column *widest = NULL;
    for (size_t i = 0; i < table->count; i++) {
        struct column *column = &table->columns[i];
        if (!column->whole && column->width > SHRUNK_MIN
            && (widest == NULL || column->width > widest->width))
            widest = column;
    }
    return widest;
}

/* Makes the widest columns narrower, and where that is not enough leaves out the last ones; these
 * are named in *left_out. */
static void table_fit(struct table *table, size_t columns, struct builder *left_out)
{
    while (table_width(table) > columns && table->count > 1) {
        struct column *widest = column_widest(table);
        if (widest != NULL) {
            widest->width--;
            continue;
        }
        struct text name = table->columns[--table->count].name;
        build_format(left_out, "%s%.*s", left_out->size > 0 ? ", " : "", TEXT_SHOW(name));
    }
}

static void cell_write(struct builder *out, struct text cell, size_t width, bool last)
{
    struct text shown = plain_cut(out->arena, cell, width);
    build(out, shown);
    for (size_t at = plain_columns(shown); at < width + GAP && !last; at++)
        build_byte(out, ' ');
}

/* Columns end at the last that has something in this row, so that no line ends in spaces. */
static void row_write(struct builder *out, const struct table *table, size_t row)
{
    size_t count = table->count;
    while (count > 0 && text_empty(table->columns[count - 1].cells[row]))
        count--;
    for (size_t i = 0; i < count; i++)
        cell_write(out, table->columns[i].cells[row], table->columns[i].width, i + 1 == count);
    build_byte(out, '\n');
}

static struct text heading(struct arena *arena, struct text name)
{
    char *upper = arena_take(arena, name.size + 1);
    for (size_t i = 0; i < name.size; i++)
        upper[i] = (char)(name.data[i] == '_' ? ' ' : toupper((unsigned char)name.data[i]));
    return (struct text){upper, name.size};
}

void table_show(struct builder *out, const struct value *items, size_t columns)
{
    struct table *table = arena_take(out->arena, sizeof *table);
    struct builder left_out = {.arena = out->arena};
    *table = (struct table){.arena = out->arena, .rows = items->count};
    table_read(table, items);
    table_lead(table);
    if (columns > 0)
        table_fit(table, columns, &left_out);
    for (size_t i = 0; i < table->count; i++)
        cell_write(out, heading(out->arena, table->columns[i].name), table->columns[i].width,
                   i + 1 == table->count);
    build_byte(out, '\n');
    for (size_t row = 0; row < table->rows; row++)
        row_write(out, table, row);
    if (left_out.size > 0)
        build_format(out, "There is no room for: %.*s. --json has everything.\n",
                     TEXT_SHOW(built(&left_out)));
}
