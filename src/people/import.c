/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Persons and organisations from a table as offices keep them: CSV (RFC 4180), the first line with
 * the names of the fields of person.create or organisation.create. All of it is entered or nothing,
 * and what is wrong is named with its line.
 */
#include "people/import.h"
#include "base/json.h"
#include "people/inside.h"
#include <string.h>

enum { IMPORT_COLUMNS_MAX = 20, IMPORT_ROWS_MAX = 5000 };

/* A table on its way: where the next cell begins, and in which line of the text that is. */
struct csv {
    struct text rest;
    size_t line;
    bool line_ended; /* by the cell read last */
};

static char csv_first(const struct csv *csv)
{
    return text_empty(csv->rest) ? '\0' : csv->rest.data[0];
}

static char csv_take(struct csv *csv)
{
    char byte = csv->rest.data[0];
    csv->rest = (struct text){csv->rest.data + 1, csv->rest.size - 1};
    csv->line += byte == '\n';
    return byte;
}

/* A comma, the end of the line or of the text stands behind every cell. */
static bool cell_end(struct turn *turn, struct csv *csv)
{
    csv->line_ended = true;
    if (csv_first(csv) == '\r' && csv->rest.size > 1 && csv->rest.data[1] == '\n')
        csv_take(csv);
    if (text_empty(csv->rest))
        return true;
    if (csv_first(csv) != '\n' && csv_first(csv) != ',')
        return fail_field(turn, "csv",
                          "line %zu: behind a closing quote stands a comma, or nothing", csv->line);
    csv->line_ended = csv_take(csv) == '\n';
    return true;
}

static bool cell_quoted(struct turn *turn, struct csv *csv, struct text *cell)
{
    struct builder built_cell = {.arena = turn->arena};
    size_t begun = csv->line;
    csv_take(csv);
    for (;;) {
        if (text_empty(csv->rest))
            return fail_field(turn, "csv", "line %zu: the quote that begins here is never closed",
                              begun);
        char byte = csv_take(csv);
        if (byte == '"' && csv_first(csv) != '"')
            break;
        if (byte == '"')
            csv_take(csv);
        build_byte(&built_cell, byte);
    }
    *cell = text_trim(built(&built_cell));
    return cell_end(turn, csv);
}

static bool cell_read(struct turn *turn, struct csv *csv, struct text *cell)
{
    const char *begin = csv->rest.data;
    size_t size = 0;
    if (csv_first(csv) == '"')
        return cell_quoted(turn, csv, cell);
    while (size < csv->rest.size && begin[size] != ',' && begin[size] != '\n'
           && begin[size] != '\r')
        size++;
    *cell = text_trim((struct text){begin, size});
    csv->rest = (struct text){begin + size, csv->rest.size - size};
    return cell_end(turn, csv);
}

/* One line as cells; lines without any are passed over. *count 0: there are no more. */
static bool row_read(struct turn *turn, struct csv *csv, struct text *cells, size_t *count,
                     size_t *line)
{
    *count = 0;
    while (!text_empty(csv->rest) && *count == 0) {
        *line = csv->line;
        csv->line_ended = false;
        while (!csv->line_ended) {
            if (*count == IMPORT_COLUMNS_MAX)
                return fail_field(turn, "csv", "line %zu: more than %d columns", *line,
                                  IMPORT_COLUMNS_MAX);
            if (!cell_read(turn, csv, &cells[*count]))
                return false;
            ++*count;
        }
        if (*count == 1 && text_empty(cells[0]))
            *count = 0;
    }
    return true;
}

static const struct field *column_field(const struct field *fields, struct text name)
{
    for (const struct field *field = fields; field->name != NULL; field++)
        if (text_is(name, field->name) && strcmp(field->name, "password") != 0)
            return field;
    return NULL;
}

static bool header_check(struct turn *turn, const struct field *fields, const struct text *names,
                         size_t count)
{
    if (count == 0)
        return fail_field(turn, "csv", "the first line names the columns; there is none");
    for (size_t i = 0; i < count; i++) {
        if (column_field(fields, names[i]) == NULL)
            return fail_field(turn, "csv", "line 1: there is no column \"%.*s\"",
                              TEXT_SHOW(names[i]));
        for (size_t j = 0; j < i; j++)
            if (text_equal(names[i], names[j]))
                return fail_field(turn, "csv", "line 1: the column \"%.*s\" stands there twice",
                                  TEXT_SHOW(names[i]));
    }
    return true;
}

static struct value *row_input(struct turn *turn, const struct field *fields,
                               const struct text *names, const struct text *cells, size_t count)
{
    struct value *input = value_map(turn->arena);
    for (size_t i = 0; i < count; i++) {
        const struct field *field = column_field(fields, names[i]);
        if (text_empty(cells[i]))
            continue;
        if (field->type == FIELD_BOOLEAN && (text_is(cells[i], "yes") || text_is(cells[i], "no")))
            value_set_boolean(turn->arena, input, field->name, text_is(cells[i], "yes"));
        else
            value_set_text(turn->arena, input, field->name, cells[i]);
    }
    return input;
}

/* What was wrong with a row is said with its line; what has nothing to do with it stays. */
static bool row_fault(struct turn *turn, size_t line)
{
    struct fault fault = turn->fault;
    if (fault.kind != FAULT_INVALID && fault.kind != FAULT_MISSING && fault.kind != FAULT_CLASH
        && fault.kind != FAULT_REFUSED)
        return false;
    fault_clear(turn);
    bool named = fault.field[0] == '\0' || strstr(fault.message, fault.field) != NULL;
    return fail_field(turn, "csv", "line %zu: %s%s%s", line, named ? "" : fault.field,
                      named ? "" : ": ", fault.message);
}

bool import_rows(struct change *change, const struct value *input,
                 const struct importing *importing, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text names[IMPORT_COLUMNS_MAX];
    struct text cells[IMPORT_COLUMNS_MAX];
    size_t columns;
    size_t count;
    size_t line;
    int64_t entered = 0;
    struct csv csv = {.rest = value_get_text(input, "csv"), .line = 1};
    if (text_starts(csv.rest, TEXT("\xef\xbb\xbf"))) /* as some programs begin UTF-8 */
        csv.rest = (struct text){csv.rest.data + 3, csv.rest.size - 3};
    if (!row_read(turn, &csv, names, &columns, &line)
        || !header_check(turn, importing->fields, names, columns))
        return false;
    while (row_read(turn, &csv, cells, &count, &line) && count > 0) {
        struct value *made;
        if (count != columns)
            return fail_field(turn, "csv", "line %zu has %zu cells, and the first line %zu columns",
                              line, count, columns);
        if (entered == IMPORT_ROWS_MAX)
            return fail_field(turn, "csv", "line %zu: at most %d at once", line, IMPORT_ROWS_MAX);
        struct value *row = row_input(turn, importing->fields, names, cells, count);
        if (!field_check(turn, importing->fields, row, NULL)
            || !importing->write(change, row, &made))
            return row_fault(turn, line);
        entered++;
    }
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "entered", entered);
    return turn->fault.kind == FAULT_NONE
           && (entered > 0 || fail_field(turn, "csv", "there is nothing below the first line"));
}
