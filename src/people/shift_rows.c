/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

#define SHIFT                                                                                      \
    "SELECT d.id, d.role, d.organisation, d.person, d.from_us, d.to_us, p.name,"                   \
    " (SELECT o.short_name FROM organisation o WHERE o.id = d.organisation"                        \
    "   AND o.until_us = " CURRENT ")"                                                             \
    " FROM shift d JOIN person p ON p.id = d.person AND p.until_us = " CURRENT                     \
    " WHERE d.until_us = " CURRENT

static bool shifts_fill(struct turn *turn, const struct rows *rows, struct shift_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++)
        page->items[i] = (struct shift){
            .id = rows_text(rows, i, 0),
            .role = rows_text(rows, i, 1),
            .organisation = rows_text(rows, i, 2),
            .person = rows_text(rows, i, 3),
            .from_us = rows_integer(rows, i, 4),
            .to_us = rows_integer(rows, i, 5),
            .name = rows_text(rows, i, 6),
            .organisation_short = rows_text(rows, i, 7),
        };
    return true;
}

bool shift_select(struct turn *turn, struct text id, struct shift_page *page)
{
    struct rows rows;
    return store_select(turn, SHIFT " AND d.id = $1", BIND(cell_text(id)), &rows)
           && shifts_fill(turn, &rows, page);
}

bool shift_select_overlap(struct turn *turn, const struct shift *shift, struct shift_page *page)
{
    struct rows rows;
    return store_select(turn,
                        SHIFT " AND d.person = $1 AND d.role = $2 AND d.organisation = $3"
                              " AND d.from_us < $4 AND d.to_us > $5 AND d.id <> $6"
                              " ORDER BY d.from_us LIMIT 1",
                        BIND(cell_text(shift->person), cell_text(shift->role),
                             cell_text(shift->organisation), cell_integer(shift->to_us),
                             cell_integer(shift->from_us), cell_text(shift->id)),
                        &rows)
           && shifts_fill(turn, &rows, page);
}

bool shift_select_after(struct turn *turn, const struct shift_filter *filter, struct cursor cursor,
                        size_t limit, struct shift_page *page)
{
    struct rows rows;
    return store_select(turn,
                        SHIFT " AND (d.from_us > $1 OR (d.from_us = $1 AND d.id > $2))"
                              " AND d.to_us > $3 AND ($4 = '' OR d.role = $4)"
                              " AND ($5 = '' OR d.organisation = $5)"
                              " AND ($6 = '' OR d.person = $6)"
                              " ORDER BY d.from_us, d.id LIMIT $7",
                        BIND(cell_integer(cursor.key), cell_text(cursor.id),
                             cell_integer(filter->ends_after_us), cell_text(filter->role),
                             cell_text(filter->organisation), cell_text(filter->person),
                             cell_integer((int64_t)limit)),
                        &rows)
           && shifts_fill(turn, &rows, page);
}

bool shift_write(struct change *change, const struct shift *shift)
{
    int64_t now_us = change_turn(change)->now_us;
    return change_write(change,
                        "UPDATE shift SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
                        BIND(cell_integer(now_us), cell_text(shift->id)))
           && change_write(
               change,
               "INSERT INTO shift (id, version, entry_us, until_us, role, organisation, person,"
               " from_us, to_us) VALUES"
               " ($1, (SELECT COUNT(*) + 1 FROM shift WHERE id = $1), $2, " CURRENT
               ", $3, $4, $5, $6, $7)",
               BIND(cell_text(shift->id), cell_integer(now_us), cell_text(shift->role),
                    cell_text(shift->organisation), cell_text(shift->person),
                    cell_integer(shift->from_us), cell_integer(shift->to_us)));
}

/* ---- who is really there ---- */

static void spans_fill(struct turn *turn, const struct rows *rows, struct span **spans,
                       size_t *count)
{
    *count = rows->count;
    *spans = arena_array(turn->arena, rows->count, sizeof **spans);
    for (size_t i = 0; i < rows->count; i++) {
        struct span *span = &(*spans)[i];
        *span = (struct span){.person = rows_text(rows, i, 0),
                              .from_us = rows_integer(rows, i, 1),
                              .to_us = rows_integer(rows, i, 2)};
        for (size_t c = 3; c + 1 < rows->width; c += 2) {
            int64_t from_us = rows_integer(rows, i, c);
            int64_t to_us = rows_integer(rows, i, c + 1);
            span->from_us = from_us > span->from_us ? from_us : span->from_us;
            span->to_us = to_us < span->to_us ? to_us : span->to_us;
        }
    }
}

bool shift_select_spans(struct turn *turn, struct text role, struct text organisation,
                        struct span window, struct span **spans, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT d.person, d.from_us, d.to_us, a.from_us, a.to_us, p.from_us, p.to_us"
                      " FROM shift d JOIN role_assignment a ON a.person = d.person"
                      "   AND a.role = d.role AND a.organisation = d.organisation"
                      "   AND a.until_us = " CURRENT " AND a.holding <> 'hosted'"
                      " JOIN person p ON p.id = d.person AND p.until_us = " CURRENT
                      " WHERE d.until_us = " CURRENT " AND d.role = $1 AND d.organisation = $2"
                      " AND d.to_us > $3 AND d.from_us < $4 AND a.to_us > $3 AND a.from_us < $4"
                      " ORDER BY d.from_us",
                      BIND(cell_text(role), cell_text(organisation), cell_integer(window.from_us),
                           cell_integer(window.to_us)),
                      &rows))
        return false;
    spans_fill(turn, &rows, spans, count);
    return true;
}

bool shift_select_away(struct turn *turn, struct text role, struct text organisation,
                       struct span window, struct span **spans, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT b.person, b.from_us, b.to_us FROM absence b"
                      " WHERE b.until_us = " CURRENT " AND b.to_us > $3 AND b.from_us < $4"
                      " AND EXISTS (SELECT 1 FROM shift d WHERE d.person = b.person"
                      "   AND d.role = $1 AND d.organisation = $2 AND d.until_us = " CURRENT
                      "   AND d.to_us > $3 AND d.from_us < $4)"
                      " ORDER BY b.from_us",
                      BIND(cell_text(role), cell_text(organisation), cell_integer(window.from_us),
                           cell_integer(window.to_us)),
                      &rows))
        return false;
    spans_fill(turn, &rows, spans, count);
    return true;
}
