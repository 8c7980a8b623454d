/* SPDX-License-Identifier: Apache-2.0 */
/* All SQL of the ledger. */
#include "ledger/inside.h"

/* ---- the head ---- */

/* Whether there is a head at all is for head_read to say. */
bool head_lock(struct turn *turn, struct change *permit)
{
    return store_write_later(turn, permit,
                             "UPDATE ledger_head SET turns = turns + 1 WHERE head = 1", BIND_NONE);
}

/* Columns: size, edge, last_ms, and perhaps others. */
static bool head_of(struct turn *turn, const struct rows *rows, struct head *head)
{
    if (rows->count != 1)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's head is missing: restore the database from a backup.");
    head->last_ms = rows_integer(rows, 0, 2);
    if (!tree_edge_read(rows_text(rows, 0, 1), rows_integer(rows, 0, 0), &head->edge))
        return fail(turn, FAULT_BROKEN,
                    "The right edge in the ledger's head does not fit its size: somebody has "
                    "changed the row; restore the database from a backup.");
    return true;
}

bool head_read(struct turn *turn, struct head *head)
{
    struct rows rows;
    return store_select(turn, "SELECT size, edge, last_ms FROM ledger_head WHERE head = 1",
                        BIND_NONE, &rows)
           && head_of(turn, &rows, head);
}

bool head_read_last(struct turn *turn, struct head *head, struct entry_row *last, bool *found)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT h.size, h.edge, h.last_ms, e.sequence, e.entry, h.turns"
                      " FROM ledger_head h"
                      " LEFT JOIN ledger_entry e ON e.sequence ="
                      " (SELECT MAX(sequence) FROM ledger_entry) WHERE h.head = 1",
                      BIND_NONE, &rows)
        || !head_of(turn, &rows, head))
        return false;
    head->turns = rows_integer(&rows, 0, 5);
    *found = !rows_null(&rows, 0, 3);
    *last =
        (struct entry_row){.sequence = rows_integer(&rows, 0, 3), .entry = rows_text(&rows, 0, 4)};
    return true;
}

bool ledger_last(struct turn *turn, int64_t *last_ms)
{
    struct rows rows;
    if (!store_select(turn, "SELECT last_ms FROM ledger_head WHERE head = 1", BIND_NONE, &rows))
        return false;
    *last_ms = rows.count == 1 ? rows_integer(&rows, 0, 0) : 0;
    return true;
}

bool head_write(struct turn *turn, struct change *permit, const struct head *head)
{
    return store_write_later(
        turn, permit, "UPDATE ledger_head SET size = $1, edge = $2, last_ms = $3 WHERE head = 1",
        BIND(cell_integer(head->edge.size), cell_text(tree_edge_write(turn->arena, &head->edge)),
             cell_integer(head->last_ms)));
}

/* ---- writing entries ---- */

bool entry_insert(struct turn *turn, struct change *permit, const struct entry_row *row)
{
    return store_write_later(turn, permit,
                             "INSERT INTO ledger_entry (sequence, entry, leaf, pay, incident,"
                             " case_sequence) VALUES ($1, $2, $3, $4, $5, $6)",
                             BIND(cell_integer(row->sequence), cell_text(row->entry),
                                  cell_text(row->leaf), cell_text(row->pay),
                                  cell_text_or_null(row->incident), cell_time(row->case_sequence)));
}

bool payload_insert(struct turn *turn, struct change *permit, const struct entry_row *row)
{
    return store_write_later(
        turn, permit, "INSERT INTO ledger_payload (pay, salt, body) VALUES ($1, $2, $3)",
        BIND(cell_text(row->pay), cell_bytes(row->salt), cell_text(row->body)));
}

bool payload_delete(struct turn *turn, struct change *permit, int64_t sequence, int64_t *deleted)
{
    return store_write(turn, permit,
                       "DELETE FROM ledger_payload WHERE pay IN"
                       " (SELECT pay FROM ledger_entry WHERE sequence = $1)",
                       BIND(cell_integer(sequence)), deleted);
}

/* ---- reading entries ---- */

/* Columns: sequence, entry, leaf, pay, incident, case_sequence, and perhaps salt, body. */
static struct entry_row entry_row_of(const struct rows *rows, size_t row)
{
    bool whole = rows->width > 6;
    return (struct entry_row){
        .sequence = rows_integer(rows, row, 0),
        .entry = rows_text(rows, row, 1),
        .leaf = rows_text(rows, row, 2),
        .pay = rows_text(rows, row, 3),
        .incident = rows_text(rows, row, 4),
        .case_sequence = rows_time(rows, row, 5),
        .salt = whole ? rows_text(rows, row, 6) : TEXT_NONE,
        .body = whole ? rows_text(rows, row, 7) : TEXT_NONE,
    };
}

static bool entry_rows_read(struct turn *turn, const char *sql, const struct cell *parameters,
                            size_t parameter_count, struct entry_row **entries, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, sql, parameters, parameter_count, &rows))
        return false;
    *entries = arena_array(turn->arena, rows.count, sizeof **entries);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*entries)[i] = entry_row_of(&rows, i);
    return true;
}

static bool entry_one_read(struct turn *turn, const char *sql, const struct cell *parameters,
                           size_t parameter_count, struct entry_row *row, bool *found)
{
    struct entry_row *entries;
    size_t count;
    if (!entry_rows_read(turn, sql, parameters, parameter_count, &entries, &count))
        return false;
    *found = count > 0;
    if (*found)
        *row = entries[0];
    return true;
}

bool entry_last(struct turn *turn, struct entry_row *row, bool *found)
{
    return entry_one_read(turn,
                          "SELECT sequence, entry, leaf, pay, incident, case_sequence"
                          " FROM ledger_entry ORDER BY sequence DESC LIMIT 1",
                          BIND_NONE, row, found);
}

bool entry_last_of_case(struct turn *turn, struct text incident, struct entry_row *row, bool *found)
{
    return entry_one_read(turn,
                          "SELECT sequence, entry, leaf, pay, incident, case_sequence"
                          " FROM ledger_entry WHERE incident = $1"
                          " ORDER BY case_sequence DESC LIMIT 1",
                          BIND(cell_text(incident)), row, found);
}

bool entries_read(struct turn *turn, int64_t from, int64_t to, int64_t limit,
                  struct entry_row **rows, size_t *count)
{
    return entry_rows_read(turn,
                           "SELECT sequence, entry, leaf, pay, incident, case_sequence"
                           " FROM ledger_entry WHERE sequence >= $1 AND sequence < $2"
                           " ORDER BY sequence LIMIT $3",
                           BIND(cell_integer(from), cell_integer(to), cell_integer(limit)), rows,
                           count);
}

bool entries_read_whole(struct turn *turn, int64_t from, int64_t to, int64_t limit,
                        struct entry_row **rows, size_t *count)
{
    return entry_rows_read(turn,
                           "SELECT e.sequence, e.entry, e.leaf, e.pay, e.incident,"
                           " e.case_sequence, p.salt, p.body"
                           " FROM ledger_entry e LEFT JOIN ledger_payload p ON p.pay = e.pay"
                           " WHERE e.sequence >= $1 AND e.sequence < $2"
                           " ORDER BY e.sequence LIMIT $3",
                           BIND(cell_integer(from), cell_integer(to), cell_integer(limit)), rows,
                           count);
}

bool entries_read_back(struct turn *turn, int64_t before, int64_t limit, struct entry_row **rows,
                       size_t *count)
{
    return entry_rows_read(turn,
                           "SELECT e.sequence, e.entry, e.leaf, e.pay, e.incident,"
                           " e.case_sequence, p.salt, p.body"
                           " FROM ledger_entry e LEFT JOIN ledger_payload p ON p.pay = e.pay"
                           " WHERE e.sequence < $1 ORDER BY e.sequence DESC LIMIT $2",
                           BIND(cell_integer(before), cell_integer(limit)), rows, count);
}

bool payload_stray(struct turn *turn, struct text *pay)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT p.pay FROM ledger_payload p LEFT JOIN ledger_entry e"
                      " ON e.pay = p.pay WHERE e.pay IS NULL ORDER BY p.pay LIMIT 1",
                      BIND_NONE, &rows))
        return false;
    *pay = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    return true;
}
