/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/inside.h"

enum { WATCHES_MAX = 1000 };

/* Those of which something still counts as heard, or of whose sources nothing is known: what their
 * silence is held against. */
#define COUNTED                                                                                    \
    "FROM work_watch w WHERE EXISTS (SELECT 1 FROM source s WHERE s.until_us = $1 AND"             \
    " s.watch = w.watch AND s.state = 'heard') OR NOT EXISTS (SELECT 1 FROM source s"              \
    " WHERE s.until_us = $1 AND s.watch = w.watch)"

static void lives_load(struct turn *turn, const struct rows *rows, struct live **lives,
                       size_t *count)
{
    *lives = arena_array(turn->arena, rows->count + 1, sizeof **lives);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*lives)[i] = (struct live){.watch = rows_text(rows, i, 0),
                                    .seen_us = rows_integer(rows, i, 1),
                                    .began_us = rows_integer(rows, i, 2),
                                    .detail = rows_text(rows, i, 3)};
}

bool live_write(struct turn *turn, struct chore *chore, const struct live *live)
{
    return store_chore_write(
        turn, chore,
        "INSERT INTO work_watch (watch, seen_us, began_us, detail) VALUES ($1, $2, $3, $4) ON"
        " CONFLICT (watch) DO UPDATE SET seen_us = excluded.seen_us, began_us = excluded.began_us,"
        " detail = excluded.detail",
        BIND(cell_text(live->watch), cell_integer(live->seen_us), cell_integer(live->began_us),
             cell_text(live->detail)),
        NULL);
}

bool live_select(struct turn *turn, struct live **lives, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT watch, seen_us, began_us, detail FROM work_watch ORDER BY watch LIMIT"
                      " $1",
                      BIND(cell_integer(WATCHES_MAX)), &rows))
        return false;
    lives_load(turn, &rows, lives, count);
    return true;
}

bool live_select_counted(struct turn *turn, size_t limit, struct live **lives, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT w.watch, w.seen_us, w.began_us, w.detail " COUNTED
                      " ORDER BY w.seen_us, w.watch LIMIT $2",
                      BIND(cell_integer(INT64_MAX), cell_integer((int64_t)limit)), &rows))
        return false;
    lives_load(turn, &rows, lives, count);
    return true;
}

bool live_select_least(struct turn *turn, int64_t *seen_us)
{
    struct rows rows;
    if (!store_select(turn, "SELECT w.seen_us " COUNTED " ORDER BY w.seen_us LIMIT 1",
                      BIND(cell_integer(INT64_MAX)), &rows))
        return false;
    *seen_us = rows.count == 0 ? TIME_NONE : rows_integer(&rows, 0, 0);
    return true;
}
