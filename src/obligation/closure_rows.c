/* SPDX-License-Identifier: Apache-2.0 */
/* The days that are closed, and how far what is owed has been gone through for each. */
#include "obligation/rows.h"

static struct closures closures_load(struct turn *turn, const struct rows *rows)
{
    struct date *dates = arena_array(turn->arena, rows->count + 1, sizeof *dates);
    for (size_t i = 0; i < rows->count; i++)
        dates[i] = date_of_days(rows_integer(rows, i, 0));
    return (struct closures){dates, rows->count};
}

bool obligation_rows_closures(struct turn *turn, struct closures *closures)
{
    struct rows rows;
    if (!store_select(turn, "SELECT day FROM calendar_closure ORDER BY day", BIND_NONE, &rows))
        return false;
    *closures = closures_load(turn, &rows);
    return true;
}

bool closure_rows_before(struct turn *turn, const struct moving *moving, struct closures *closures)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT c.day FROM calendar_closure c WHERE c.day <> $1 AND NOT EXISTS"
                      " (SELECT 1 FROM calendar_moving m WHERE m.day = c.day AND m.place > $2)"
                      " ORDER BY c.day",
                      BIND(cell_integer(date_days(moving->day)), cell_integer(moving->place)),
                      &rows))
        return false;
    *closures = closures_load(turn, &rows);
    return true;
}

bool closure_rows_reason(struct turn *turn, struct date day, struct text *reason)
{
    struct rows rows;
    if (!store_select(turn, "SELECT reason FROM calendar_closure WHERE day = $1",
                      BIND(cell_integer(date_days(day))), &rows))
        return false;
    *reason = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    return true;
}

bool obligation_rows_closure_insert(struct change *change, struct date date, struct text reason,
                                    struct text source)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO calendar_closure (day, reason, source, author, entry_us)"
                        " VALUES ($1, $2, $3, $4, $5)",
                        BIND(cell_integer(date_days(date)), cell_text(reason), cell_text(source),
                             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

/* ---- how far it has come ---- */

bool moving_rows_next(struct turn *turn, struct moving *moving, bool *found)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT place, version, day, after_due_us, after_obligation, seen, moved,"
                      " next_us FROM calendar_moving WHERE until_us = $1 AND next_us < $2"
                      " ORDER BY place LIMIT 1",
                      BIND(cell_integer(CURRENT), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *moving = (struct moving){.place = rows_integer(&rows, 0, 0),
                                  .version = rows_integer(&rows, 0, 1),
                                  .day = date_of_days(rows_integer(&rows, 0, 2)),
                                  .after_due_us = rows_integer(&rows, 0, 3),
                                  .after = rows_text(&rows, 0, 4),
                                  .seen = rows_integer(&rows, 0, 5),
                                  .moved = rows_integer(&rows, 0, 6),
                                  .next_us = rows_integer(&rows, 0, 7)};
    return true;
}

bool moving_rows_place(struct turn *turn, int64_t *place)
{
    struct rows rows;
    if (!store_select(turn, "SELECT MAX(place) FROM calendar_moving", BIND_NONE, &rows))
        return false;
    *place = rows_null(&rows, 0, 0) ? 1 : rows_integer(&rows, 0, 0) + 1;
    return true;
}

bool moving_rows_write(struct change *change, struct moving *moving)
{
    int64_t now_us = change_turn(change)->now_us;
    if (moving->version > 0
        && !change_write(
            change,
            "UPDATE calendar_moving SET until_us = $1 WHERE place = $2"
            " AND version = $3",
            BIND(cell_integer(now_us), cell_integer(moving->place), cell_integer(moving->version))))
        return false;
    moving->version++;
    return change_write(
        change,
        "INSERT INTO calendar_moving (place, version, day, after_due_us,"
        " after_obligation, seen, moved, next_us, entry_us, until_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        BIND(cell_integer(moving->place), cell_integer(moving->version),
             cell_integer(date_days(moving->day)), cell_integer(moving->after_due_us),
             cell_text(moving->after), cell_integer(moving->seen), cell_integer(moving->moved),
             cell_integer(moving->next_us), cell_integer(now_us), cell_integer(CURRENT)));
}
