/* SPDX-License-Identifier: Apache-2.0 */
/* All SQL of the exchange room. */
#include "exchange/inside.h"

#define IMPORT_COLUMNS                                                                             \
    "SELECT i.import_id, i.place, i.name, i.bytes, i.lines, i.entry_us, MAX(b.last_line), "        \
    "CAST(SUM(b.incidents) AS BIGINT), CAST(SUM(b.rejected) AS BIGINT), "                          \
    "CAST(SUM(b.blank) AS BIGINT), CAST(SUM(b.findings) AS BIGINT) "                               \
    "FROM veris_import i LEFT JOIN veris_batch b ON b.import_id = i.import_id "
#define IMPORT_GROUP                                                                               \
    "GROUP BY i.import_id, i.place, i.name, i.bytes, i.lines, i.entry_us ORDER BY i.place "

static struct import import_load(const struct rows *rows, size_t row)
{
    return (struct import){.id = rows_text(rows, row, 0),
                           .place = rows_integer(rows, row, 1),
                           .name = rows_text(rows, row, 2),
                           .bytes = rows_integer(rows, row, 3),
                           .lines = rows_integer(rows, row, 4),
                           .entry_us = rows_integer(rows, row, 5),
                           .done = rows_integer(rows, row, 6),
                           .incidents = rows_integer(rows, row, 7),
                           .rejected = rows_integer(rows, row, 8),
                           .blank = rows_integer(rows, row, 9),
                           .findings = rows_integer(rows, row, 10)};
}

bool exchange_rows_import(struct turn *turn, struct text id, struct import *import)
{
    struct rows rows;
    *import = (struct import){.id = id};
    if (!store_select(turn, IMPORT_COLUMNS "WHERE i.import_id = $1 " IMPORT_GROUP,
                      BIND(cell_text(id)), &rows))
        return false;
    if (rows.count == 1)
        *import = import_load(&rows, 0);
    return true;
}

bool exchange_rows_imports(struct turn *turn, int64_t after, size_t limit, struct import **list,
                           size_t *count)
{
    struct rows rows;
    if (!store_select(turn, IMPORT_COLUMNS "WHERE i.place > $1 " IMPORT_GROUP "LIMIT $2",
                      BIND(cell_integer(after), cell_integer((int64_t)limit)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = import_load(&rows, i);
    return true;
}

bool exchange_rows_import_begin(struct change *change, struct import *import)
{
    struct turn *turn = change_turn(change);
    struct rows rows;
    if (!store_select(turn, "SELECT MAX(place) FROM veris_import", BIND_NONE, &rows))
        return false;
    import->place = rows_integer(&rows, 0, 0) + 1;
    import->entry_us = turn->now_us;
    return change_write(
        change,
        "INSERT INTO veris_import (import_id, place, name, bytes, lines, author, entry_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(import->id), cell_integer(import->place), cell_text(import->name),
             cell_integer(import->bytes), cell_integer(import->lines),
             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

bool exchange_rows_batch_insert(struct change *change, const struct import *import,
                                const struct batch *batch)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO veris_batch (import_id, first_line, last_line, incidents, rejected, blank, "
        "findings, author, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        BIND(cell_text(import->id), cell_integer(batch->first), cell_integer(batch->last),
             cell_integer(batch->incidents), cell_integer(batch->rejected),
             cell_integer(batch->blank), cell_integer(batch->findings),
             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

bool exchange_rows_line_insert(struct change *change, const struct import *import,
                               const struct kept_line *line)
{
    return change_write(
        change,
        "INSERT INTO veris_incident (place, source_line_number, import_id, incident, raw, "
        "original, incident_id, schema_version, entry_us) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        BIND(cell_integer(import->place), cell_integer(line->number), cell_text(import->id),
             cell_text(line->incident), cell_text(line->raw), cell_text_or_null(line->original),
             cell_text(line->incident_id), cell_text(line->schema_version),
             cell_integer(change_turn(change)->now_us)));
}

bool exchange_rows_rejected_insert(struct change *change, const struct import *import,
                                   const struct kept_line *line)
{
    return change_write(
        change,
        "INSERT INTO veris_rejected (place, source_line_number, import_id, raw, original, why, "
        "entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_integer(import->place), cell_integer(line->number), cell_text(import->id),
             cell_text(line->raw), cell_text_or_null(line->original), cell_text(line->why),
             cell_integer(change_turn(change)->now_us)));
}

/* Lists of lines have place, number, raw, original and three texts. */
static void lines_load(struct turn *turn, const struct rows *rows, struct kept_line **lines,
                       size_t *count)
{
    *lines = arena_array(turn->arena, rows->count + 1, sizeof **lines);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*lines)[i] = (struct kept_line){.place = rows_integer(rows, i, 0),
                                         .number = rows_integer(rows, i, 1),
                                         .raw = rows_text(rows, i, 2),
                                         .original = rows_text(rows, i, 3),
                                         .incident = rows_text(rows, i, 4),
                                         .incident_id = rows_text(rows, i, 5),
                                         .schema_version = rows_text(rows, i, 6),
                                         .why = rows_text(rows, i, 7)};
}

bool exchange_rows_lines(struct turn *turn, int64_t place, int64_t number, size_t limit,
                         struct kept_line **lines, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT place, source_line_number, raw, original, incident, incident_id, "
                      "schema_version, '' FROM veris_incident "
                      "WHERE place > $1 OR (place = $1 AND source_line_number > $2) "
                      "ORDER BY place, source_line_number LIMIT $3",
                      BIND(cell_integer(place), cell_integer(number), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    lines_load(turn, &rows, lines, count);
    return true;
}

bool exchange_rows_rejected(struct turn *turn, int64_t place, int64_t number, size_t limit,
                            struct kept_line **lines, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT place, source_line_number, raw, original, '', '', '', why "
                      "FROM veris_rejected "
                      "WHERE place > $1 OR (place = $1 AND source_line_number > $2) "
                      "ORDER BY place, source_line_number LIMIT $3",
                      BIND(cell_integer(place), cell_integer(number), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    lines_load(turn, &rows, lines, count);
    return true;
}

bool exchange_rows_repeated(struct turn *turn, struct text incident_id, struct kept_line *first,
                            bool *known)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT place, source_line_number FROM veris_incident "
                      "WHERE incident_id = $1 ORDER BY place, source_line_number LIMIT 1",
                      BIND(cell_text(incident_id)), &rows))
        return false;
    *known = rows.count == 1;
    if (*known)
        *first = (struct kept_line){.place = rows_integer(&rows, 0, 0),
                                    .number = rows_integer(&rows, 0, 1)};
    return true;
}

bool exchange_rows_finding_insert(struct change *change, const struct import *import,
                                  int64_t number, int64_t ordinal,
                                  const struct veris_finding *finding)
{
    return change_write(change,
                        "INSERT INTO veris_finding (import_id, source_line_number, ordinal, "
                        "oddity, path, found, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        BIND(cell_text(import->id), cell_integer(number), cell_integer(ordinal),
                             cell_text(text_of(veris_oddity_name(finding->oddity))),
                             cell_text(finding->path), cell_text(finding->found),
                             cell_integer(change_turn(change)->now_us)));
}

bool exchange_rows_findings(struct turn *turn, struct text import, int64_t number, int64_t ordinal,
                            size_t limit, struct kept_finding **findings, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT source_line_number, ordinal, oddity, path, found FROM veris_finding "
                      "WHERE import_id = $1 AND (source_line_number > $2 "
                      "OR (source_line_number = $2 AND ordinal > $3)) "
                      "ORDER BY source_line_number, ordinal LIMIT $4",
                      BIND(cell_text(import), cell_integer(number), cell_integer(ordinal),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *findings = arena_array(turn->arena, rows.count + 1, sizeof **findings);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*findings)[i] = (struct kept_finding){.number = rows_integer(&rows, i, 0),
                                               .ordinal = rows_integer(&rows, i, 1),
                                               .oddity = rows_text(&rows, i, 2),
                                               .path = rows_text(&rows, i, 3),
                                               .found = rows_text(&rows, i, 4)};
    return true;
}
