/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/* ---- lists ---- */

bool list_insert(struct change *change, struct text scope, int64_t sort_us, struct text incident)
{
    return change_write(change,
                        "INSERT INTO case_list (scope, sort_us, incident) VALUES ($1, $2, $3)"
                        " ON CONFLICT (scope, incident) DO NOTHING",
                        BIND(cell_text(scope), cell_integer(sort_us), cell_text(incident)));
}

bool list_insert_person(struct change *change, struct text incident, struct text person)
{
    return change_write(change,
                        "INSERT INTO case_list (scope, sort_us, incident)"
                        " SELECT 'person:' || $1, sort_us, incident FROM case_list"
                        " WHERE scope = 'all' AND incident = $2"
                        " ON CONFLICT (scope, incident) DO NOTHING",
                        BIND(cell_text(person), cell_text(incident)));
}

bool list_select(struct turn *turn, struct text scope, const struct listed *behind, size_t limit,
                 struct listed **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident, sort_us FROM case_list WHERE scope = $1"
                      " AND (sort_us < $2 OR (sort_us = $2 AND incident < $3))"
                      " ORDER BY sort_us DESC, incident DESC LIMIT $4",
                      BIND(cell_text(scope), cell_integer(behind->sort_us),
                           cell_text(behind->incident), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct listed){rows_text(&rows, i, 0), rows_integer(&rows, i, 1)};
    return true;
}

bool list_delete(struct change *change, struct text scope, struct text incident)
{
    return change_write(change, "DELETE FROM case_list WHERE scope = $1 AND incident = $2",
                        BIND(cell_text(scope), cell_text(incident)));
}

bool list_select_between(struct turn *turn, struct text scope, int64_t from_us, int64_t to_us,
                         size_t limit, struct listed **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident, sort_us FROM case_list WHERE scope = $1"
                      " AND sort_us >= $2 AND sort_us <= $3"
                      " ORDER BY sort_us DESC, incident DESC LIMIT $4",
                      BIND(cell_text(scope), cell_integer(from_us), cell_integer(to_us),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct listed){rows_text(&rows, i, 0), rows_integer(&rows, i, 1)};
    return true;
}
