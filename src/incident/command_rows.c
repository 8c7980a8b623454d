/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/command.h"
#include "incident/inside.h"

bool command_rows_insert(struct change *change, const struct commanding *command)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_command (incident, place, aligned, body, person, name, direction,"
        " author, author_name, capacity, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        BIND(cell_text(command->incident), cell_integer(command->place),
             cell_integer(command->aligned), cell_text(command->body), cell_text(command->person),
             cell_text(command->name), cell_text(command->direction), cell_text(turn->actor.person),
             cell_text(command->author_name), cell_text(command->capacity),
             cell_integer(command->entry_us)));
}

bool command_rows_all(struct turn *turn, struct text incident, struct commanding **list,
                      size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident, place, aligned, body, person, name, direction, author_name,"
                      " capacity, entry_us FROM incident_command WHERE incident = $1"
                      " ORDER BY place",
                      BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct commanding){.incident = rows_text(&rows, i, 0),
                                         .place = rows_integer(&rows, i, 1),
                                         .aligned = rows_integer(&rows, i, 2) != 0,
                                         .body = rows_text(&rows, i, 3),
                                         .person = rows_text(&rows, i, 4),
                                         .name = rows_text(&rows, i, 5),
                                         .direction = rows_text(&rows, i, 6),
                                         .author_name = rows_text(&rows, i, 7),
                                         .capacity = rows_text(&rows, i, 8),
                                         .entry_us = rows_integer(&rows, i, 9)};
    return true;
}
