/* SPDX-License-Identifier: Apache-2.0 */
#include "compliance/inside.h"

#define DIRECTION_COLUMNS                                                                          \
    "SELECT id, says, state, reason, author, author_name, capacity, version, by_us, given_us,"     \
    " entry_us FROM direction "

static struct direction direction_load(const struct rows *rows, size_t row)
{
    return (struct direction){.id = rows_text(rows, row, 0),
                              .says = rows_text(rows, row, 1),
                              .state = rows_text(rows, row, 2),
                              .reason = rows_text(rows, row, 3),
                              .author = rows_text(rows, row, 4),
                              .author_name = rows_text(rows, row, 5),
                              .capacity = rows_text(rows, row, 6),
                              .version = rows_integer(rows, row, 7),
                              .by_us = rows_integer(rows, row, 8),
                              .given_us = rows_integer(rows, row, 9),
                              .entry_us = rows_integer(rows, row, 10)};
}

bool direction_select(struct turn *turn, struct text id, struct direction *direction, bool *found)
{
    struct rows rows;
    *direction = (struct direction){0};
    if (!store_select(turn, DIRECTION_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *direction = direction_load(&rows, 0);
    return true;
}

bool direction_select_before(struct turn *turn, struct text before, size_t limit,
                             struct direction **directions, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            DIRECTION_COLUMNS "WHERE until_us = $1 AND (id < $2 OR $2 = '')"
                              " ORDER BY id DESC LIMIT $3",
            BIND(cell_integer(INT64_MAX), cell_text(before), cell_integer((int64_t)limit)), &rows))
        return false;
    *directions = arena_array(turn->arena, rows.count + 1, sizeof **directions);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*directions)[i] = direction_load(&rows, i);
    return true;
}

bool direction_write(struct change *change, const struct direction *direction)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change, "UPDATE direction SET until_us = $1 WHERE id = $2 AND until_us = $3",
               BIND(cell_integer(turn->now_us), cell_text(direction->id), cell_integer(INT64_MAX)))
           && change_write(
               change,
               "INSERT INTO direction (id, version, says, state, reason, by_us, given_us, author,"
               " author_name, capacity, entry_us, until_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
               BIND(cell_text(direction->id), cell_integer(direction->version),
                    cell_text(direction->says), cell_text(direction->state),
                    cell_text(direction->reason), cell_integer(direction->by_us),
                    cell_integer(direction->given_us), cell_text(turn->actor.person),
                    cell_text(turn->actor.name), cell_text(turn->actor.capacity),
                    cell_integer(turn->now_us), cell_integer(INT64_MAX)));
}

bool directed_select(struct turn *turn, struct text direction, struct directed **bodies,
                     size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT organisation, version, seen_us, seen_by, done_us, done_by, proof"
                      " FROM direction_body WHERE direction = $1 AND until_us = $2"
                      " ORDER BY organisation",
                      BIND(cell_text(direction), cell_integer(INT64_MAX)), &rows))
        return false;
    *bodies = arena_array(turn->arena, rows.count + 1, sizeof **bodies);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*bodies)[i] = (struct directed){.organisation = rows_text(&rows, i, 0),
                                         .version = rows_integer(&rows, i, 1),
                                         .seen_us = rows_time(&rows, i, 2),
                                         .seen_by = rows_text(&rows, i, 3),
                                         .done_us = rows_time(&rows, i, 4),
                                         .done_by = rows_text(&rows, i, 5),
                                         .proof = rows_text(&rows, i, 6)};
    return true;
}

bool directed_write(struct change *change, struct text direction, const struct directed *body)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE direction_body SET until_us = $1 WHERE direction = $2"
                        " AND organisation = $3 AND until_us = $4",
                        BIND(cell_integer(turn->now_us), cell_text(direction),
                             cell_text(body->organisation), cell_integer(INT64_MAX)))
           && change_write(
               change,
               "INSERT INTO direction_body (direction, organisation, version, seen_us, seen_by,"
               " done_us, done_by, proof, author, entry_us, until_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               BIND(cell_text(direction), cell_text(body->organisation),
                    cell_integer(body->version), cell_time(body->seen_us), cell_text(body->seen_by),
                    cell_time(body->done_us), cell_text(body->done_by), cell_text(body->proof),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(INT64_MAX)));
}
