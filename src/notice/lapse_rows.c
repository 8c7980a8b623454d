/* SPDX-License-Identifier: Apache-2.0 */
#include "notice/inside.h"

/* "At least the last instant" is the same as that: a message is found by its own index then, and
 * not among all that stand. */
bool rows_lapsing(struct turn *turn, struct text obligation, struct text **notices, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT DISTINCT d.notice FROM notice_duty d JOIN notice_version v"
                      " ON v.notice = d.notice WHERE (d.concerns = $1 OR d.obligation = $1)"
                      " AND v.until_us >= $2 AND v.state IN ('queued', 'failed')"
                      " ORDER BY d.notice",
                      BIND(cell_text(obligation), cell_integer(INT64_MAX)), &rows))
        return false;
    *notices = arena_array(turn->arena, rows.count + 1, sizeof **notices);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*notices)[i] = rows_text(&rows, i, 0);
    return true;
}

bool rows_lapse_insert(struct change *change, struct text notice, size_t place, struct text reason)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO notice_lapse (notice, place, reason, author, entry_us)"
                        " VALUES ($1, $2, $3, $4, $5)",
                        BIND(cell_text(notice), cell_integer((int64_t)place), cell_text(reason),
                             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

bool rows_tells(struct turn *turn, struct text obligation, bool *tells)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT 1 FROM notice_duty d JOIN notice_version v ON v.notice = d.notice"
                      " WHERE d.obligation = $1 AND v.until_us >= $2 AND v.state <> 'suppressed'"
                      " AND NOT EXISTS (SELECT 1 FROM notice_lapse l WHERE l.notice = d.notice"
                      " AND l.place = d.place) LIMIT 1",
                      BIND(cell_text(obligation), cell_integer(INT64_MAX)), &rows))
        return false;
    *tells = rows.count > 0;
    return true;
}
