/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

#define ABSENCE                                                                                    \
    "SELECT b.id, b.person, b.from_us, b.to_us, b.reason, b.corrects, b.entry_us, p.name,"         \
    " p.organisation,"                                                                             \
    " (SELECT o.short_name FROM organisation o WHERE o.id = p.organisation"                        \
    "   AND o.until_us = " CURRENT "),"                                                            \
    " CASE WHEN b.root = '' THEN b.id ELSE b.root END"                                             \
    " FROM absence b JOIN person p ON p.id = b.person AND p.until_us = " CURRENT                   \
    " WHERE b.until_us = " CURRENT

static bool absences_fill(struct turn *turn, const struct rows *rows, struct absence_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++)
        page->items[i] = (struct absence){
            .id = rows_text(rows, i, 0),
            .person = rows_text(rows, i, 1),
            .from_us = rows_integer(rows, i, 2),
            .to_us = rows_integer(rows, i, 3),
            .reason = rows_text(rows, i, 4),
            .corrects = rows_text(rows, i, 5),
            .entry_us = rows_integer(rows, i, 6),
            .name = rows_text(rows, i, 7),
            .organisation = rows_text(rows, i, 8),
            .organisation_short = rows_text(rows, i, 9),
            .root = rows_text(rows, i, 10),
        };
    return true;
}

bool absence_select(struct turn *turn, struct text id, struct absence_page *page)
{
    struct rows rows;
    return store_select(turn, ABSENCE " AND (b.root = $1 OR (b.root = '' AND b.id = $1))",
                        BIND(cell_text(id)), &rows)
           && absences_fill(turn, &rows, page);
}

bool absence_select_after(struct turn *turn, const struct absence_filter *filter, struct text id,
                          size_t limit, struct absence_page *page)
{
    struct rows rows;
    return store_select(turn,
                        ABSENCE " AND b.id > $1 AND b.to_us > $2 AND ($3 = '' OR b.person = $3)"
                                " AND ($4 = '' OR p.organisation = $4) ORDER BY b.id LIMIT $5",
                        BIND(cell_text(id), cell_integer(filter->ends_after_us),
                             cell_text(filter->person), cell_text(filter->organisation),
                             cell_integer((int64_t)limit)),
                        &rows)
           && absences_fill(turn, &rows, page);
}

bool absence_select_before(struct turn *turn, struct text person, int64_t at_us,
                           struct span **spans, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT person, from_us, to_us FROM absence WHERE person = $1"
                      " AND from_us <= $2 AND until_us = " CURRENT " ORDER BY to_us DESC",
                      BIND(cell_text(person), cell_integer(at_us)), &rows))
        return false;
    *count = rows.count;
    *spans = arena_array(turn->arena, rows.count, sizeof **spans);
    for (size_t i = 0; i < rows.count; i++)
        (*spans)[i] = (struct span){.person = rows_text(&rows, i, 0),
                                    .from_us = rows_integer(&rows, i, 1),
                                    .to_us = rows_integer(&rows, i, 2)};
    return true;
}

bool absence_insert(struct change *change, const struct absence *absence)
{
    return change_write(
        change,
        "INSERT INTO absence (id, entry_us, until_us, person, from_us, to_us, reason, corrects,"
        " root) VALUES ($1, $2, " CURRENT ", $3, $4, $5, $6, $7, $8)",
        BIND(cell_text(absence->id), cell_integer(change_turn(change)->now_us),
             cell_text(absence->person), cell_integer(absence->from_us),
             cell_integer(absence->to_us), cell_text(absence->reason), cell_text(absence->corrects),
             cell_text(absence->root)));
}

bool absence_forget(struct change *change, struct text id)
{
    return change_write(change,
                        "UPDATE absence SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(change_turn(change)->now_us), cell_text(id)));
}
