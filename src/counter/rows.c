/* SPDX-License-Identifier: Apache-2.0 */
#include "counter/inside.h"

bool counter_rows_alive(struct turn *turn, struct rows *rows)
{
    return store_select(turn, "SELECT COUNT(*) FROM policy_pack", BIND_NONE, rows);
}

bool counter_rows_answer_find(struct turn *turn, struct text actor, const char *action,
                              struct text key, struct kept_answer *kept)
{
    struct rows rows;
    *kept = (struct kept_answer){.owner = actor};
    if (!store_select(
            turn,
            "SELECT hash, answer FROM kept_answer WHERE actor = $1 AND action = $2 AND key = $3",
            BIND(cell_text(actor), cell_text(text_of(action)), cell_text(key)), &rows))
        return false;
    if (rows.count == 1)
        *kept = (struct kept_answer){true, actor, rows_text(&rows, 0, 0), rows_text(&rows, 0, 1)};
    return true;
}

bool counter_rows_answer_keep(struct change *change, struct text actor, const char *action,
                              struct text key, struct text hash, struct text answer)
{
    return change_write(change,
                        "INSERT INTO kept_answer (actor, action, key, hash, answer, entry_us)"
                        " VALUES ($1, $2, $3, $4, $5, $6)",
                        BIND(cell_text(actor), cell_text(text_of(action)), cell_text(key),
                             cell_text(hash), cell_text(answer),
                             cell_integer(change_turn(change)->now_us)));
}

bool counter_rows_alarm_known(struct turn *turn, int64_t last_ms, bool *known)
{
    struct rows rows;
    if (!store_select(turn, "SELECT COUNT(*) FROM clock_alarm WHERE last_ms = $1",
                      BIND(cell_integer(last_ms)), &rows))
        return false;
    *known = rows_integer(&rows, 0, 0) > 0;
    return true;
}

bool counter_rows_alarm_insert(struct change *change, int64_t last_ms)
{
    return change_write(change, "INSERT INTO clock_alarm (last_ms, shown_us) VALUES ($1, $2)",
                        BIND(cell_integer(last_ms), cell_integer(change_turn(change)->now_us)));
}

bool counter_rows_answer_prune(struct change *change, int64_t before_us)
{
    return change_write(change, "DELETE FROM kept_answer WHERE entry_us < $1",
                        BIND(cell_integer(before_us)));
}

bool counter_rows_pack_insert(struct change *change, const struct pack *pack, struct text files,
                              int64_t from_us)
{
    return change_write(
        change, "INSERT INTO policy_pack (hash, from_us, entry_us, files) VALUES ($1, $2, $3, $4)",
        BIND(cell_text(pack->hash), cell_integer(from_us),
             cell_integer(change_turn(change)->now_us), cell_text(files)));
}

bool counter_rows_packs(struct turn *turn, struct kept_pack **packs, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT hash, files, from_us FROM policy_pack ORDER BY from_us, entry_us",
                      BIND_NONE, &rows))
        return false;
    *packs = arena_array(turn->arena, rows.count, sizeof **packs);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*packs)[i] = (struct kept_pack){rows_text(&rows, i, 0), rows_text(&rows, i, 1),
                                         rows_integer(&rows, i, 2)};
    return true;
}
