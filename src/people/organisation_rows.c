/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

#define COLUMNS                                                                                    \
    "SELECT o.id, o.short_name, o.name, o.branch, o.type, o.parent, o.secretariat, o.has_scio,"    \
    " (SELECT b.binding FROM organisation_binding b WHERE b.organisation = o.id"                   \
    "   AND b.until_us = " CURRENT " AND b.from_us <= $1 AND b.to_us > $1"                         \
    "   ORDER BY b.from_us DESC, b.entry_us DESC, b.id DESC LIMIT 1),"                             \
    " (SELECT u.short_name FROM organisation u WHERE u.id = o.parent"                              \
    "   AND u.until_us = " CURRENT "),"                                                            \
    " (SELECT s.short_name FROM organisation s WHERE s.id = o.secretariat"                         \
    "   AND s.until_us = " CURRENT ")"                                                             \
    " FROM organisation o WHERE o.until_us = " CURRENT

static void page_fill(struct turn *turn, const struct rows *rows, struct organisation_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++)
        page->items[i] = (struct organisation){
            .id = rows_text(rows, i, 0),
            .short_name = rows_text(rows, i, 1),
            .name = rows_text(rows, i, 2),
            .branch = rows_text(rows, i, 3),
            .type = rows_text(rows, i, 4),
            .parent = rows_text(rows, i, 5),
            .secretariat = rows_text(rows, i, 6),
            .has_scio = rows_integer(rows, i, 7) != 0,
            .binding = rows_text(rows, i, 8),
            .parent_short = rows_text(rows, i, 9),
            .secretariat_short = rows_text(rows, i, 10),
        };
}

bool organisation_select(struct turn *turn, struct text id, int64_t at_us,
                         struct organisation_page *page)
{
    struct rows rows;
    if (!store_select(turn, COLUMNS " AND o.id = $2", BIND(cell_integer(at_us), cell_text(id)),
                      &rows))
        return false;
    page_fill(turn, &rows, page);
    return true;
}

bool organisation_select_stated(struct turn *turn, struct text folded, struct text id,
                                int64_t at_us, struct organisation_page *page)
{
    struct rows rows;
    if (!store_select(turn,
                      COLUMNS " AND (o.short_folded = $2 OR o.name_folded = $2 OR o.id = $3)"
                              " ORDER BY o.id LIMIT 2",
                      BIND(cell_integer(at_us), cell_text(folded), cell_text(id)), &rows))
        return false;
    page_fill(turn, &rows, page);
    return true;
}

bool organisation_select_short(struct turn *turn, struct text short_name,
                               struct organisation_page *page)
{
    struct rows rows;
    if (!store_select(
            turn, COLUMNS " AND o.short_folded = $2",
            BIND(cell_integer(turn->now_us), cell_text(text_lower(turn->arena, short_name))),
            &rows))
        return false;
    page_fill(turn, &rows, page);
    return true;
}

bool organisation_select_after(struct turn *turn, struct text short_folded, int64_t at_us,
                               size_t limit, struct organisation_page *page)
{
    struct rows rows;
    if (!store_select(
            turn, COLUMNS " AND o.short_folded > $2 ORDER BY o.short_folded LIMIT $3",
            BIND(cell_integer(at_us), cell_text(short_folded), cell_integer((int64_t)limit)),
            &rows))
        return false;
    page_fill(turn, &rows, page);
    return true;
}

bool organisation_insert(struct change *change, const struct organisation *organisation)
{
    struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO organisation (id, version, entry_us, until_us, short_name, short_folded, name,"
        " name_folded, branch, type, parent, secretariat, has_scio)"
        " VALUES ($1, 1, $2, " CURRENT ", $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        BIND(cell_text(organisation->id), cell_integer(turn->now_us),
             cell_text(organisation->short_name),
             cell_text(text_lower(turn->arena, organisation->short_name)),
             cell_text(organisation->name), cell_text(text_lower(turn->arena, organisation->name)),
             cell_text(organisation->branch), cell_text(organisation->type),
             cell_text(organisation->parent), cell_text(organisation->secretariat),
             cell_integer(organisation->has_scio)));
}

bool organisation_binding_insert(struct change *change, struct text organisation,
                                 struct text binding, struct text basis, int64_t from_us,
                                 int64_t to_us)
{
    struct turn *turn = change_turn(change);
    struct text id;
    return id_new(turn, &id)
           && change_write(change,
                           "INSERT INTO organisation_binding (id, entry_us, until_us, organisation,"
                           " binding, basis, from_us, to_us)"
                           " VALUES ($1, $2, " CURRENT ", $3, $4, $5, $6, $7)",
                           BIND(cell_text(id), cell_integer(turn->now_us), cell_text(organisation),
                                cell_text(binding), cell_text(basis), cell_integer(from_us),
                                cell_integer(to_us)));
}

bool organisation_binding_select(struct turn *turn, struct text organisation,
                                 struct binding **bindings, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT binding, basis, from_us, to_us, entry_us FROM organisation_binding"
                      " WHERE organisation = $1 AND until_us = " CURRENT
                      " ORDER BY from_us DESC, entry_us DESC, id DESC",
                      BIND(cell_text(organisation)), &rows))
        return false;
    *count = rows.count;
    *bindings = arena_array(turn->arena, rows.count, sizeof **bindings);
    for (size_t i = 0; i < rows.count; i++)
        (*bindings)[i] = (struct binding){
            .binding = rows_text(&rows, i, 0),
            .basis = rows_text(&rows, i, 1),
            .from_us = rows_integer(&rows, i, 2),
            .to_us = rows_integer(&rows, i, 3),
            .entry_us = rows_integer(&rows, i, 4),
        };
    return true;
}

bool organisation_select_bodies(struct turn *turn, struct text secretariat, struct text **ids,
                                size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id FROM organisation WHERE secretariat = $1 AND id <> $1"
                      " AND until_us = " CURRENT " ORDER BY id",
                      BIND(cell_text(secretariat)), &rows))
        return false;
    *count = rows.count;
    *ids = arena_array(turn->arena, rows.count + 1, sizeof **ids);
    for (size_t i = 0; i < rows.count; i++)
        (*ids)[i] = rows_text(&rows, i, 0);
    return true;
}
