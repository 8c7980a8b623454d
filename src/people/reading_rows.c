/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool reading_insert(struct change *change, const struct reading *reading)
{
    return change_write(
        change,
        "INSERT INTO read_log (id, batch, at_us, person, capacity, action, incident, asked,"
        " outcome, shown, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        BIND(cell_text(reading->id), cell_text(reading->batch), cell_integer(reading->at_us),
             cell_text(reading->person), cell_text(reading->capacity), cell_text(reading->action),
             cell_text(reading->incident), cell_text(reading->asked), cell_text(reading->outcome),
             cell_integer(reading->shown), cell_integer(change_turn(change)->now_us)));
}

#define READINGS                                                                                   \
    "SELECT id, batch, at_us, person, capacity, action, incident, asked, outcome, shown"           \
    " FROM read_log WHERE "
#define READINGS_PAGE                                                                              \
    " AND (at_us < $2 OR (at_us = $2 AND id < $3)) ORDER BY at_us DESC, id DESC LIMIT $4"

bool reading_select(struct turn *turn, const struct readings_query *query, struct reading **list,
                    size_t *count)
{
    struct rows rows;
    bool of_case = !text_empty(query->incident);
    if (!store_select(turn,
                      of_case ? READINGS "incident = $1" READINGS_PAGE
                              : READINGS "person = $1" READINGS_PAGE,
                      BIND(cell_text(of_case ? query->incident : query->person),
                           cell_integer(query->before_us), cell_text(query->before_id),
                           cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct reading){.id = rows_text(&rows, i, 0),
                                      .batch = rows_text(&rows, i, 1),
                                      .at_us = rows_integer(&rows, i, 2),
                                      .person = rows_text(&rows, i, 3),
                                      .capacity = rows_text(&rows, i, 4),
                                      .action = rows_text(&rows, i, 5),
                                      .incident = rows_text(&rows, i, 6),
                                      .asked = rows_text(&rows, i, 7),
                                      .outcome = rows_text(&rows, i, 8),
                                      .shown = rows_integer(&rows, i, 9)};
    return true;
}
