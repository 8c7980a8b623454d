/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/inside.h"

#define SEGMENT_COLUMNS                                                                            \
    "SELECT store, number, watch, state, root, previous, chain, says, reason, records, "           \
    "raw_bytes, "                                                                                  \
    "first_us, last_us, sealed_us, reported_us, version FROM segment "

static struct segment segment_load(const struct rows *rows, size_t row)
{
    return (struct segment){.store = rows_text(rows, row, 0),
                            .number = rows_integer(rows, row, 1),
                            .watch = rows_text(rows, row, 2),
                            .state = rows_text(rows, row, 3),
                            .root = rows_text(rows, row, 4),
                            .previous = rows_text(rows, row, 5),
                            .chain = rows_text(rows, row, 6),
                            .says = rows_text(rows, row, 7),
                            .reason = rows_text(rows, row, 8),
                            .records = rows_integer(rows, row, 9),
                            .raw_bytes = rows_integer(rows, row, 10),
                            .first_us = rows_integer(rows, row, 11),
                            .last_us = rows_integer(rows, row, 12),
                            .sealed_us = rows_integer(rows, row, 13),
                            .reported_us = rows_integer(rows, row, 14),
                            .version = rows_integer(rows, row, 15)};
}

bool alert_segment_select(struct turn *turn, struct text store, int64_t number,
                          struct segment *segment, bool *found)
{
    struct rows rows;
    if (!store_select(turn, SEGMENT_COLUMNS "WHERE store = $1 AND number = $2 AND until_us = $3",
                      BIND(cell_text(store), cell_integer(number), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count > 0;
    *segment = *found ? segment_load(&rows, 0) : (struct segment){0};
    return true;
}

bool alert_segment_select_page(struct turn *turn, struct text chain, struct text after_store,
                               int64_t after_number, size_t limit, struct segment **segments,
                               size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      SEGMENT_COLUMNS "WHERE until_us = $1 AND (store > $2 OR (store = $2 AND"
                                      " number > $3)) AND ($4 = '' OR chain = $4)"
                                      " ORDER BY store, number LIMIT $5",
                      BIND(cell_integer(INT64_MAX), cell_text(after_store),
                           cell_integer(after_number), cell_text(chain),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *segments = arena_array(turn->arena, rows.count + 1, sizeof **segments);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*segments)[i] = segment_load(&rows, i);
    return true;
}

bool alert_segment_count(struct turn *turn, int64_t *all, int64_t *missing, int64_t *changed)
{
    struct rows rows;
    *all = *missing = *changed = 0;
    if (!store_select(turn,
                      "SELECT chain, COUNT(*) FROM segment WHERE until_us = $1 GROUP BY chain",
                      BIND(cell_integer(INT64_MAX)), &rows))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        struct text chain = rows_text(&rows, i, 0);
        int64_t count = rows_integer(&rows, i, 1);
        *all += count;
        *missing += text_is(chain, "missing") ? count : 0;
        *changed += text_is(chain, "changed") ? count : 0;
    }
    return true;
}

bool alert_segment_write(struct change *change, const struct segment *segment)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE segment SET until_us = $1 WHERE store = $2 AND number = $3 AND "
                        "until_us = $4",
                        BIND(cell_integer(turn->now_us), cell_text(segment->store),
                             cell_integer(segment->number), cell_integer(INT64_MAX)))
           && change_write(
               change,
               "INSERT INTO segment (store, number, version, watch, state, root, previous, chain, "
               "says, reason, records, raw_bytes, first_us, last_us, sealed_us, reported_us, "
               "author, entry_us, until_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
               "$12, $13, $14, $15, $16, $17, $18, $19)",
               BIND(cell_text(segment->store), cell_integer(segment->number),
                    cell_integer(segment->version), cell_text(segment->watch),
                    cell_text(segment->state), cell_text(segment->root),
                    cell_text(segment->previous), cell_text(segment->chain),
                    cell_text(segment->says), cell_text(segment->reason),
                    cell_integer(segment->records), cell_integer(segment->raw_bytes),
                    cell_integer(segment->first_us), cell_integer(segment->last_us),
                    cell_integer(segment->sealed_us), cell_integer(segment->reported_us),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(INT64_MAX)));
}
