/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/*
 * Assignments of persons who are here at $1, as known at $2, with whether each is absent then and
 * the address at which the product writes to the person.
 */
#define STANDING                                                                                   \
    "SELECT a.id, a.role, a.organisation, a.person, a.holding, a.rank, a.from_us, a.to_us,"        \
    " a.basis, p.name,"                                                                            \
    " (SELECT c.address FROM contact c WHERE c.owner = a.person AND c.kind = 'mail'"               \
    "   AND c.status = 'active' AND c.verified_us IS NOT NULL"                                     \
    "   AND c.entry_us <= $2 AND c.until_us > $2 ORDER BY c.entry_us DESC, c.id DESC LIMIT 1),"    \
    " (SELECT COUNT(*) FROM absence b WHERE b.person = a.person AND b.from_us <= $1"               \
    "   AND b.to_us > $1 AND b.entry_us <= $2 AND b.until_us > $2),"                               \
    " (SELECT o.short_name FROM organisation o WHERE o.id = a.organisation"                        \
    "   AND o.until_us = " CURRENT "), a.incident,"                                                \
    " (SELECT COUNT(*) FROM shift d WHERE d.role = a.role"                                         \
    "   AND d.organisation = a.organisation AND d.person = a.person AND d.from_us <= $1"           \
    "   AND d.to_us > $1 AND d.entry_us <= $2 AND d.until_us > $2)"                                \
    " FROM role_assignment a JOIN person p ON p.id = a.person"                                     \
    " WHERE a.entry_us <= $2 AND a.until_us > $2 AND p.entry_us <= $2 AND p.until_us > $2"

#define HERE " AND a.from_us <= $1 AND a.to_us > $1 AND p.from_us <= $1 AND p.to_us > $1"

static bool standing_fill(struct turn *turn, const struct rows *rows, struct standing_page *page)
{
    page->count = rows->count;
    page->items = arena_array(turn->arena, rows->count, sizeof *page->items);
    for (size_t i = 0; i < rows->count; i++) {
        struct standing *standing = &page->items[i];
        standing->assignment = (struct assignment){
            .id = rows_text(rows, i, 0),
            .role = rows_text(rows, i, 1),
            .organisation = rows_text(rows, i, 2),
            .person = rows_text(rows, i, 3),
            .rank = rows_integer(rows, i, 5),
            .from_us = rows_integer(rows, i, 6),
            .to_us = rows_integer(rows, i, 7),
            .basis = rows_text(rows, i, 8),
        };
        if (!holding_named(rows_text(rows, i, 4), &standing->assignment.holding))
            return fail(turn, FAULT_BROKEN, "Role assignment %.*s is held in no known way.",
                        TEXT_SHOW(standing->assignment.id));
        standing->name = rows_text(rows, i, 9);
        standing->address = rows_text(rows, i, 10);
        standing->absent = rows_integer(rows, i, 11) != 0;
        standing->organisation_short = rows_text(rows, i, 12);
        standing->assignment.incident = rows_text(rows, i, 13);
        standing->on_duty = rows_integer(rows, i, 14) != 0;
    }
    return true;
}

#define HOLDERS                                                                                    \
    STANDING HERE " AND a.role = $3 AND a.organisation = $4 AND a.incident = $5"                   \
                  " ORDER BY a.rank, a.from_us, p.name, a.id"

struct question role_question(const struct turn *turn, struct text role, const struct place *place)
{
    struct cell *cells = arena_array(turn->arena, 5, sizeof *cells);
    cells[0] = cell_integer(turn->now_us);
    cells[1] = cell_integer(KNOWN_NOW);
    cells[2] = cell_text(role);
    cells[3] = cell_text(place->organisation);
    cells[4] = cell_text(place->incident);
    return (struct question){HOLDERS, cells, 5};
}

bool role_select_holders(struct turn *turn, struct text role, const struct place *place,
                         int64_t at_us, int64_t known_us, struct standing_page *page)
{
    struct rows rows;
    return store_select(turn, HOLDERS,
                        BIND(cell_integer(at_us), cell_integer(known_us), cell_text(role),
                             cell_text(place->organisation), cell_text(place->incident)),
                        &rows)
           && standing_fill(turn, &rows, page);
}

bool role_select_person(struct turn *turn, struct text person, int64_t at_us,
                        struct standing_page *page)
{
    struct rows rows;
    return store_select(
               turn, STANDING HERE " AND a.person = $3 ORDER BY a.rank, a.from_us, p.name, a.id",
               BIND(cell_integer(at_us), cell_integer(KNOWN_NOW), cell_text(person)), &rows)
           && standing_fill(turn, &rows, page);
}

bool role_select(struct turn *turn, struct text id, struct standing_page *page)
{
    struct rows rows;
    return store_select(turn, STANDING " AND a.id = $3",
                        BIND(cell_integer(turn->now_us), cell_integer(KNOWN_NOW), cell_text(id)),
                        &rows)
           && standing_fill(turn, &rows, page);
}

bool role_select_guest(struct turn *turn, struct text person, int64_t *ended_us)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT to_us FROM role_assignment WHERE person = $1 AND holding = 'hosted'"
                      " AND until_us = " CURRENT " ORDER BY to_us DESC LIMIT 1",
                      BIND(cell_text(person)), &rows))
        return false;
    *ended_us = rows.count == 0 ? TIME_NONE : rows_integer(&rows, 0, 0);
    return true;
}

bool role_select_after(struct turn *turn, const struct role_filter *filter, struct text id,
                       size_t limit, struct standing_page *page)
{
    struct rows rows;
    return store_select(turn,
                        STANDING " AND a.id > $3 AND a.to_us > $4 AND ($5 = '' OR a.role = $5)"
                                 " AND ($6 = '' OR a.organisation = $6)"
                                 " AND ($7 = '' OR a.person = $7) ORDER BY a.id LIMIT $8",
                        BIND(cell_integer(turn->now_us), cell_integer(KNOWN_NOW), cell_text(id),
                             cell_integer(filter->ends_after_us), cell_text(filter->role),
                             cell_text(filter->organisation), cell_text(filter->person),
                             cell_integer((int64_t)limit)),
                        &rows)
           && standing_fill(turn, &rows, page);
}

bool role_select_ending(struct turn *turn, struct text organisation, struct cursor cursor,
                        int64_t before_us, size_t limit, struct standing_page *page)
{
    struct rows rows;
    return store_select(turn,
                        STANDING HERE " AND (a.to_us > $3 OR (a.to_us = $3 AND a.id > $4))"
                                      " AND a.to_us < $5 AND ($6 = '' OR a.organisation = $6)"
                                      " ORDER BY a.to_us, a.id LIMIT $7",
                        BIND(cell_integer(turn->now_us), cell_integer(KNOWN_NOW),
                             cell_integer(cursor.key), cell_text(cursor.id),
                             cell_integer(before_us), cell_text(organisation),
                             cell_integer((int64_t)limit)),
                        &rows)
           && standing_fill(turn, &rows, page);
}

bool role_select_incumbent(struct turn *turn, const struct assignment *assignment,
                           struct standing_page *page)
{
    struct rows rows;
    return store_select(turn,
                        STANDING " AND a.role = $3 AND a.organisation = $4"
                                 " AND a.holding = 'incumbent' AND a.to_us > $5 AND a.from_us < $6"
                                 " AND p.to_us > $5 AND p.from_us < $6 AND a.incident = $7"
                                 " ORDER BY a.from_us LIMIT 1",
                        BIND(cell_integer(turn->now_us), cell_integer(KNOWN_NOW),
                             cell_text(assignment->role), cell_text(assignment->organisation),
                             cell_integer(assignment->from_us), cell_integer(assignment->to_us),
                             cell_text(assignment->incident)),
                        &rows)
           && standing_fill(turn, &rows, page);
}

bool role_write(struct change *change, const struct assignment *assignment)
{
    int64_t now_us = change_turn(change)->now_us;
    return change_write(
               change,
               "UPDATE role_assignment SET until_us = $1 WHERE id = $2 AND until_us = " CURRENT,
               BIND(cell_integer(now_us), cell_text(assignment->id)))
           && change_write(
               change,
               "INSERT INTO role_assignment (id, version, entry_us, until_us, role, organisation,"
               " person, holding, rank, from_us, to_us, basis, incident) VALUES"
               " ($1, (SELECT COUNT(*) + 1 FROM role_assignment WHERE id = $1), $2, " CURRENT
               ", $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               BIND(cell_text(assignment->id), cell_integer(now_us), cell_text(assignment->role),
                    cell_text(assignment->organisation), cell_text(assignment->person),
                    cell_text(text_of(holding_name(assignment->holding))),
                    cell_integer(assignment->rank), cell_integer(assignment->from_us),
                    cell_integer(assignment->to_us), cell_text(assignment->basis),
                    cell_text(assignment->incident)));
}
