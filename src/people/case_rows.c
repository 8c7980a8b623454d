/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/* ---- lists ---- */

bool list_insert(struct change *change, struct text scope, int64_t sort_us, struct text incident)
{
    return change_write(change,
                        "INSERT INTO case_list (scope, sort_us, incident) VALUES ($1, $2, $3)"
                        " ON CONFLICT (scope, incident) DO NOTHING",
                        BIND(cell_text(scope), cell_integer(sort_us), cell_text(incident)));
}

bool list_insert_person(struct change *change, struct text incident, struct text person)
{
    return change_write(change,
                        "INSERT INTO case_list (scope, sort_us, incident)"
                        " SELECT 'person:' || $1, sort_us, incident FROM case_list"
                        " WHERE scope = 'all' AND incident = $2"
                        " ON CONFLICT (scope, incident) DO NOTHING",
                        BIND(cell_text(person), cell_text(incident)));
}

bool list_delete_person(struct change *change, struct text incident, struct text person)
{
    return change_write(change,
                        "DELETE FROM case_list WHERE scope = 'person:' || $1 AND incident = $2"
                        " AND NOT EXISTS (SELECT 1 FROM case_grant g WHERE g.person = $1"
                        " AND g.incident = $2 AND g.until_us = " CURRENT ")",
                        BIND(cell_text(person), cell_text(incident)));
}

bool list_select(struct turn *turn, struct text scope, const struct listed *behind, size_t limit,
                 struct listed **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident, sort_us FROM case_list WHERE scope = $1"
                      " AND (sort_us < $2 OR (sort_us = $2 AND incident < $3))"
                      " ORDER BY sort_us DESC, incident DESC LIMIT $4",
                      BIND(cell_text(scope), cell_integer(behind->sort_us),
                           cell_text(behind->incident), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct listed){rows_text(&rows, i, 0), rows_integer(&rows, i, 1)};
    return true;
}

bool list_delete(struct change *change, struct text scope, struct text incident)
{
    return change_write(change, "DELETE FROM case_list WHERE scope = $1 AND incident = $2",
                        BIND(cell_text(scope), cell_text(incident)));
}

bool list_select_between(struct turn *turn, struct text scope, int64_t from_us, int64_t to_us,
                         size_t limit, struct listed **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident, sort_us FROM case_list WHERE scope = $1"
                      " AND sort_us >= $2 AND sort_us <= $3"
                      " ORDER BY sort_us DESC, incident DESC LIMIT $4",
                      BIND(cell_text(scope), cell_integer(from_us), cell_integer(to_us),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct listed){rows_text(&rows, i, 0), rows_integer(&rows, i, 1)};
    return true;
}

#define LIST_HAS "SELECT COUNT(*) FROM case_list WHERE scope = $1 AND incident = $2"

bool list_select_has(struct turn *turn, struct text scope, struct text incident, bool *listed)
{
    struct rows rows;
    if (!store_select(turn, LIST_HAS, BIND(cell_text(scope), cell_text(incident)), &rows))
        return false;
    *listed = rows_integer(&rows, 0, 0) > 0;
    return true;
}

/* ---- restricted cases, excluded persons ---- */

#define STANDING                                                                                   \
    "SELECT (SELECT COUNT(*) FROM case_restriction r"                                              \
    " WHERE r.incident = $1 AND r.until_us = " CURRENT "),"                                        \
    " (SELECT COUNT(*) FROM case_exclusion e"                                                      \
    " WHERE e.incident = $1 AND e.until_us = " CURRENT " AND e.person = $2)"

bool standing_select(struct turn *turn, struct text incident, struct text person,
                     struct standing_to *standing)
{
    struct rows rows;
    if (!store_select(turn, STANDING, BIND(cell_text(incident), cell_text(person)), &rows))
        return false;
    *standing = (struct standing_to){.restricted = rows_integer(&rows, 0, 0) > 0,
                                     .excluded = rows_integer(&rows, 0, 1) > 0};
    return true;
}

#define EXCLUDED                                                                                   \
    "SELECT person FROM case_exclusion WHERE incident = $1 AND until_us = " CURRENT " ORDER BY id"

bool exclusion_persons(struct turn *turn, struct text incident, struct text **persons,
                       size_t *count)
{
    struct rows rows;
    if (!store_select(turn, EXCLUDED, BIND(cell_text(incident)), &rows))
        return false;
    *persons = arena_array(turn->arena, rows.count + 1, sizeof **persons);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*persons)[i] = rows_text(&rows, i, 0);
    return true;
}

static struct question question_of_two(struct arena *arena, const char *sql, struct text first,
                                       struct text second)
{
    struct cell *cells = arena_array(arena, 2, sizeof *cells);
    cells[0] = cell_text(first);
    cells[1] = cell_text(second);
    return (struct question){sql, cells, 2};
}

void standing_questions(struct arena *arena, struct text incident, struct question *two)
{
    struct cell *cells = arena_array(arena, 1, sizeof *cells);
    cells[0] = cell_text(incident);
    two[0] = question_of_two(arena, STANDING, incident, TEXT_NONE);
    two[1] = (struct question){EXCLUDED, cells, 1};
}

bool standing_ahead(struct turn *turn, const struct text *incidents, size_t count,
                    struct text person)
{
    struct question *asked = arena_array(turn->arena, count, sizeof *asked);
    for (size_t i = 0; i < count; i++)
        asked[i] = question_of_two(turn->arena, STANDING, incidents[i], person);
    return store_ahead(turn, asked, count);
}

bool list_ahead(struct turn *turn, struct text scope, const struct text *incidents, size_t count)
{
    struct question *asked = arena_array(turn->arena, count, sizeof *asked);
    for (size_t i = 0; i < count; i++)
        asked[i] = question_of_two(turn->arena, LIST_HAS, scope, incidents[i]);
    return store_ahead(turn, asked, count);
}

bool restriction_insert(struct change *change, struct text id, struct text incident,
                        struct text reason)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO case_restriction (id, entry_us, until_us, incident, reason, author)"
        " VALUES ($1, $2, " CURRENT ", $3, $4, $5)",
        BIND(cell_text(id), cell_integer(turn->now_us), cell_text(incident), cell_text(reason),
             cell_text(turn->actor.person)));
}

bool restriction_finish(struct change *change, struct text incident)
{
    return change_write(
        change,
        "UPDATE case_restriction SET until_us = $1 WHERE incident = $2 AND until_us = " CURRENT,
        BIND(cell_integer(change_turn(change)->now_us), cell_text(incident)));
}

bool exclusion_insert(struct change *change, struct text id, struct text incident,
                      struct text person, struct text reason)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO case_exclusion (id, entry_us, until_us, incident, person, reason, author)"
        " VALUES ($1, $2, " CURRENT ", $3, $4, $5, $6)",
        BIND(cell_text(id), cell_integer(turn->now_us), cell_text(incident), cell_text(person),
             cell_text(reason), cell_text(turn->actor.person)));
}

bool exclusion_finish(struct change *change, struct text incident, struct text person)
{
    return change_write(
        change,
        "UPDATE case_exclusion SET until_us = $1 WHERE incident = $2"
        " AND person = $3 AND until_us = " CURRENT,
        BIND(cell_integer(change_turn(change)->now_us), cell_text(incident), cell_text(person)));
}

bool exclusion_select(struct turn *turn, struct text incident, struct excluded **list,
                      size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT e.person, p.name, e.reason, e.author, e.entry_us FROM case_exclusion e"
            " JOIN person p ON p.id = e.person AND p.until_us = " CURRENT
            " WHERE e.incident = $1 AND e.until_us = " CURRENT " ORDER BY e.id",
            BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct excluded){rows_text(&rows, i, 0), rows_text(&rows, i, 1),
                                       rows_text(&rows, i, 2), rows_text(&rows, i, 3),
                                       rows_integer(&rows, i, 4)};
    return true;
}
