/* SPDX-License-Identifier: Apache-2.0 */
#include "obligation/setting.h"

bool setting_rows_all(struct turn *turn, struct setting **list, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT kind, subject, step, rating, organisation, within_us, is_off, from_us,"
            " reason, author, author_name, capacity, entry_us, place"
            " FROM obligation_setting ORDER BY place",
            BIND_NONE, &rows))
        return false;
    *count = rows.count;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct setting){.kind = rows_text(&rows, i, 0),
                                      .subject = rows_text(&rows, i, 1),
                                      .step = rows_text(&rows, i, 2),
                                      .rating = rows_text(&rows, i, 3),
                                      .organisation = rows_text(&rows, i, 4),
                                      .within_us = rows_integer(&rows, i, 5),
                                      .off = rows_integer(&rows, i, 6) != 0,
                                      .from_us = rows_integer(&rows, i, 7),
                                      .reason = rows_text(&rows, i, 8),
                                      .author = rows_text(&rows, i, 9),
                                      .author_name = rows_text(&rows, i, 10),
                                      .capacity = rows_text(&rows, i, 11),
                                      .entry_us = rows_integer(&rows, i, 12),
                                      .place = rows_integer(&rows, i, 13)};
    return true;
}

bool setting_rows_insert(struct change *change, const struct setting *setting)
{
    return change_write(
        change,
        "INSERT INTO obligation_setting (place, kind, subject, step, rating, organisation,"
        " within_us, is_off, from_us, reason, author, author_name, capacity, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        BIND(cell_integer(setting->place), cell_text(setting->kind), cell_text(setting->subject),
             cell_text(setting->step), cell_text(setting->rating), cell_text(setting->organisation),
             cell_integer(setting->within_us), cell_integer(setting->off),
             cell_integer(setting->from_us), cell_text(setting->reason), cell_text(setting->author),
             cell_text(setting->author_name), cell_text(setting->capacity),
             cell_integer(setting->entry_us)));
}
