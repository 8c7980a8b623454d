/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/*
 * A grant opens its case from from_us up to to_us, until it is ended; with a role and without an
 * end of its own, only while the person holds the role, and for the organisation for which it was
 * given. $1 is now.
 */
#define LIVE                                                                                       \
    "g.until_us = " CURRENT " AND g.from_us <= $1 AND g.to_us > $1"                                \
    " AND (g.to_us < " CURRENT " OR g.role = '' OR EXISTS ("                                       \
    "  SELECT 1 FROM role_assignment a JOIN person p ON p.id = a.person"                           \
    "  WHERE a.person = g.person AND a.role = g.role AND a.until_us = " CURRENT                    \
    "  AND (g.organisation = '' OR a.organisation = g.organisation)"                               \
    "  AND (a.incident = '' OR a.incident = g.incident)"                                           \
    "  AND a.from_us <= $1 AND a.to_us > $1 AND p.until_us = " CURRENT                             \
    "  AND p.from_us <= $1 AND p.to_us > $1))"

#define LIVE_OF "SELECT g.id FROM case_grant g WHERE " LIVE " AND g.person = $2 AND g.incident = $3"

bool grant_select_live(struct turn *turn, struct text incident, struct text person, bool named,
                       bool *found)
{
    struct rows rows;
    bool done = store_select(
        turn, named ? LIVE_OF " AND g.kind IN ('named', 'emergency') LIMIT 1" : LIVE_OF " LIMIT 1",
        BIND(cell_integer(turn->now_us), cell_text(person), cell_text(incident)), &rows);
    *found = done && rows.count > 0;
    return done;
}

bool grant_select_held(struct turn *turn, const struct grant *grant, bool *found)
{
    struct rows rows;
    bool done = store_select(turn, LIVE_OF " AND g.role = $4 AND g.organisation = $5 LIMIT 1",
                             BIND(cell_integer(turn->now_us), cell_text(grant->person),
                                  cell_text(grant->incident), cell_text(grant->role),
                                  cell_text(grant->organisation)),
                             &rows);
    *found = done && rows.count > 0;
    return done;
}

bool grant_insert(struct change *change, const struct grant *grant)
{
    return change_write(
        change,
        "INSERT INTO case_grant (id, entry_us, until_us, incident, person, role, ground, from_us,"
        " to_us, kind, author, organisation)"
        " VALUES ($1, $2, " CURRENT ", $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        BIND(cell_text(grant->id), cell_integer(grant->entry_us), cell_text(grant->incident),
             cell_text(grant->person), cell_text(grant->role), cell_text(grant->ground),
             cell_integer(grant->from_us), cell_integer(grant->to_us),
             cell_text(text_of(grant_kind_name(grant->kind))), cell_text(grant->author),
             cell_text(grant->organisation)));
}

bool grant_finish(struct change *change, struct text id, struct text reason)
{
    return change_write(
        change,
        "UPDATE case_grant SET until_us = $1, end_reason = $2"
        " WHERE id = $3 AND until_us = " CURRENT,
        BIND(cell_integer(change_turn(change)->now_us), cell_text(reason), cell_text(id)));
}

#define GRANTS                                                                                     \
    "SELECT g.id, g.incident, g.person, g.role, g.ground, g.kind, g.author, g.from_us, g.to_us,"   \
    " g.entry_us, g.until_us, g.end_reason, p.name, (CASE WHEN " LIVE " THEN 1 ELSE 0 END),"       \
    " g.organisation"                                                                              \
    " FROM case_grant g JOIN person p ON p.id = g.person AND p.until_us = " CURRENT

static enum grant_kind kind_named(struct text name)
{
    enum grant_kind kind = GRANT_RULE;
    while (kind + 1 < GRANT_KINDS && !text_is(name, grant_kind_name(kind)))
        kind++;
    return kind;
}

static void grants_load(struct turn *turn, const struct rows *rows, struct grant **list,
                        size_t *count)
{
    *list = arena_array(turn->arena, rows->count + 1, sizeof **list);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*list)[i] = (struct grant){.id = rows_text(rows, i, 0),
                                    .incident = rows_text(rows, i, 1),
                                    .person = rows_text(rows, i, 2),
                                    .role = rows_text(rows, i, 3),
                                    .ground = rows_text(rows, i, 4),
                                    .kind = kind_named(rows_text(rows, i, 5)),
                                    .author = rows_text(rows, i, 6),
                                    .from_us = rows_integer(rows, i, 7),
                                    .to_us = rows_integer(rows, i, 8),
                                    .entry_us = rows_integer(rows, i, 9),
                                    .until_us = rows_integer(rows, i, 10),
                                    .end_reason = rows_text(rows, i, 11),
                                    .person_name = rows_text(rows, i, 12),
                                    .live = rows_integer(rows, i, 13) != 0,
                                    .organisation = rows_text(rows, i, 14)};
}

bool grant_select(struct turn *turn, struct text id, struct grant **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, GRANTS " WHERE g.id = $2",
                      BIND(cell_integer(turn->now_us), cell_text(id)), &rows))
        return false;
    grants_load(turn, &rows, list, count);
    return true;
}

bool grant_select_incident(struct turn *turn, struct text incident, struct grant **list,
                           size_t *count)
{
    struct rows rows;
    if (!store_select(turn, GRANTS " WHERE g.incident = $2 ORDER BY g.id DESC",
                      BIND(cell_integer(turn->now_us), cell_text(incident)), &rows))
        return false;
    grants_load(turn, &rows, list, count);
    return true;
}
