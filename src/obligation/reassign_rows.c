/* SPDX-License-Identifier: Apache-2.0 */
#include "obligation/inside.h"

bool reassign_rows_asked(struct turn *turn, const struct asked_query *query, struct text **ids,
                         size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT obligation FROM obligation_version"
                      " WHERE asked_role = $1 AND until_us = $2 AND state IN ('open', 'overdue')"
                      " AND kind <> 'import'"
                      " AND ($3 = '' OR organisation = $3)"
                      " AND ($4 = 0 OR role <> asked_role OR person = '')"
                      " AND obligation > $5 ORDER BY obligation LIMIT $6",
                      BIND(cell_text(query->asked), cell_integer(INT64_MAX),
                           cell_text(query->organisation), cell_integer(query->standing_in),
                           cell_text(query->after), cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *count = rows.count;
    *ids = arena_array(turn->arena, rows.count, sizeof **ids);
    for (size_t i = 0; i < rows.count; i++)
        (*ids)[i] = rows_text(&rows, i, 0);
    return true;
}

bool reassign_rows_case(struct turn *turn, struct text incident, struct text after, size_t limit,
                        struct text **ids, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT obligation FROM obligation_version WHERE subject = $1"
                      " AND standing = 1 AND until_us = $2 AND obligation > $3"
                      " ORDER BY obligation LIMIT $4",
                      BIND(cell_text(incident), cell_integer(INT64_MAX), cell_text(after),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *count = rows.count;
    *ids = arena_array(turn->arena, rows.count, sizeof **ids);
    for (size_t i = 0; i < rows.count; i++)
        (*ids)[i] = rows_text(&rows, i, 0);
    return true;
}

/* ---- how far a role has been gone through ---- */

#define PASSING_COLUMNS                                                                            \
    "SELECT place, version, role, organisation, asked, body, after_obligation, seen, begun_us,"    \
    " next_us, incident FROM obligation_passing "

bool passing_rows_next(struct turn *turn, struct passing *passing, bool *found)
{
    struct rows rows;
    if (!store_select(turn,
                      PASSING_COLUMNS "WHERE until_us = $1 AND next_us < $2"
                                      " ORDER BY next_us, place LIMIT 1",
                      BIND(cell_integer(INT64_MAX), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *passing = (struct passing){.place = rows_integer(&rows, 0, 0),
                                    .version = rows_integer(&rows, 0, 1),
                                    .role = rows_text(&rows, 0, 2),
                                    .organisation = rows_text(&rows, 0, 3),
                                    .asked = rows_text(&rows, 0, 4),
                                    .body = rows_text(&rows, 0, 5),
                                    .after = rows_text(&rows, 0, 6),
                                    .seen = rows_integer(&rows, 0, 7),
                                    .begun_us = rows_integer(&rows, 0, 8),
                                    .next_us = rows_integer(&rows, 0, 9),
                                    .incident = rows_text(&rows, 0, 10)};
    return true;
}

bool passing_rows_covered(struct turn *turn, const struct passing *passing, bool *covered)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT 1 FROM obligation_passing WHERE until_us = $1 AND next_us < $2"
                      " AND role = $3 AND organisation = $4 AND incident = $5 AND seen = 0 LIMIT 1",
                      BIND(cell_integer(INT64_MAX), cell_integer(INT64_MAX),
                           cell_text(passing->role), cell_text(passing->organisation),
                           cell_text(passing->incident)),
                      &rows))
        return false;
    *covered = rows.count > 0;
    return true;
}

bool passing_rows_seen(struct turn *turn, int64_t begun_us, int64_t *seen)
{
    struct rows rows;
    *seen = 0;
    if (!store_select(turn,
                      "SELECT seen FROM obligation_passing WHERE begun_us = $1 AND version = 1",
                      BIND(cell_integer(begun_us)), &rows))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        *seen += rows_integer(&rows, i, 0);
    return true;
}

/* Behind all that have been: ids of one instant say nothing of which came first. */
static bool passing_place(struct turn *turn, int64_t *place)
{
    struct rows rows;
    if (!store_select(turn, "SELECT MAX(place) FROM obligation_passing", BIND_NONE, &rows))
        return false;
    *place = rows_null(&rows, 0, 0) ? 1 : rows_integer(&rows, 0, 0) + 1;
    return true;
}

bool passing_rows_write(struct change *change, struct passing *passing)
{
    int64_t now_us = change_turn(change)->now_us;
    if (passing->version == 0 && !passing_place(change_turn(change), &passing->place))
        return false;
    if (passing->version > 0
        && !change_write(change,
                         "UPDATE obligation_passing SET until_us = $1 WHERE place = $2"
                         " AND version = $3",
                         BIND(cell_integer(now_us), cell_integer(passing->place),
                              cell_integer(passing->version))))
        return false;
    passing->version++;
    return change_write(
        change,
        "INSERT INTO obligation_passing (place, version, role, organisation, asked, body,"
        " after_obligation, seen, begun_us, next_us, entry_us, until_us,"
        " incident) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        BIND(cell_integer(passing->place), cell_integer(passing->version), cell_text(passing->role),
             cell_text(passing->organisation), cell_text(passing->asked), cell_text(passing->body),
             cell_text(passing->after), cell_integer(passing->seen),
             cell_integer(passing->begun_us), cell_integer(passing->next_us), cell_integer(now_us),
             cell_integer(INT64_MAX), cell_text(passing->incident)));
}
