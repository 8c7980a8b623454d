/* SPDX-License-Identifier: Apache-2.0 */
/* Beginnings and ends: each arm of these statements is a look into one index. */
#include "people/inside.h"

static bool watched_fill(struct turn *turn, const struct rows *rows, struct watched **watched,
                         size_t *count)
{
    *count = rows->count;
    *watched = arena_array(turn->arena, rows->count, sizeof **watched);
    for (size_t i = 0; i < rows->count; i++)
        (*watched)[i] = (struct watched){.role = rows_text(rows, i, 0),
                                         .place = {.organisation = rows_text(rows, i, 1),
                                                   .incident = rows_text(rows, i, 2),
                                                   .somewhere = true}};
    return true;
}

bool role_clock_select(struct turn *turn, int64_t *done_us)
{
    struct rows rows;
    if (!store_select(turn, "SELECT done_us FROM role_clock", BIND_NONE, &rows))
        return false;
    *done_us = rows.count == 0 ? TIME_NONE : rows_integer(&rows, 0, 0);
    return true;
}

bool role_clock_write(struct change *change, int64_t done_us)
{
    return change_write(change,
                        "INSERT INTO role_clock (id, done_us) VALUES (1, $1)"
                        " ON CONFLICT (id) DO UPDATE SET done_us = excluded.done_us",
                        BIND(cell_integer(done_us)));
}

#define FIRST(table, column)                                                                       \
    "SELECT MIN(" column ") AS at_us FROM " table " WHERE until_us = " CURRENT " AND " column      \
    " > $1 AND " column " < " CURRENT " UNION ALL "
#define FIRST_BOTH(table) FIRST(table, "from_us") FIRST(table, "to_us")
#define FIRST_ROLE        FIRST_BOTH("role_assignment")
#define FIRST_PERSON      FIRST_BOTH("person")
#define FIRST_ABSENCE     FIRST_BOTH("absence")
#define FIRST_SHIFT       FIRST_BOTH("shift")
#define FIRST_STATE       FIRST("role_state", "next_us")

bool watch_select_next(struct turn *turn, int64_t done_us, int64_t *next_us)
{
    static const char sql[] =
        "SELECT MIN(at_us) FROM (" FIRST_ROLE FIRST_PERSON FIRST_ABSENCE FIRST_SHIFT FIRST_STATE
        "SELECT NULL AS at_us) AS boundary";
    struct rows rows;
    if (!store_select(turn, sql, BIND(cell_integer(done_us)), &rows))
        return false;
    *next_us = rows_null(&rows, 0, 0) ? INT64_MAX : rows_integer(&rows, 0, 0);
    return true;
}

#define PLACES "SELECT a.role, a.organisation, a.incident FROM "
#define PLACES_OF(column)                                                                          \
    PLACES "role_assignment a WHERE a.until_us = " CURRENT " AND a." column " = $1 UNION "
/* Of everybody of whom a row of this table begins or ends then. */
#define PLACES_BY(table, person, column)                                                           \
    PLACES table " x JOIN role_assignment a ON a.person = x." person " AND a.until_us = " CURRENT  \
                 " WHERE x.until_us = " CURRENT " AND x." column " = $1 UNION "
#define PLACES_IN(table, column)                                                                   \
    "SELECT x.role, x.organisation, '' FROM " table " x WHERE x.until_us = " CURRENT               \
    " AND x." column " = $1"
#define PLACES_ROLE   PLACES_OF("from_us") PLACES_OF("to_us")
#define PLACES_PERSON PLACES_BY("person", "id", "from_us") PLACES_BY("person", "id", "to_us")
#define AWAY_FROM     PLACES_BY("absence", "person", "from_us")
#define AWAY_TO       PLACES_BY("absence", "person", "to_us")
#define PLACES_SHIFT  PLACES_IN("shift", "from_us") " UNION " PLACES_IN("shift", "to_us")
#define PLACES_STATE  " UNION " PLACES_IN("role_state", "next_us")

bool watch_select_at(struct turn *turn, int64_t at_us, struct watched **watched, size_t *count)
{
    static const char sql[] =
        PLACES_ROLE PLACES_PERSON AWAY_FROM AWAY_TO PLACES_SHIFT PLACES_STATE " ORDER BY 1, 2, 3";
    struct rows rows;
    return store_select(turn, sql, BIND(cell_integer(at_us)), &rows)
           && watched_fill(turn, &rows, watched, count);
}

bool watch_select_all(struct turn *turn, struct watched **watched, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        "SELECT DISTINCT a.role, a.organisation, a.incident FROM role_assignment a"
                        " WHERE a.until_us = " CURRENT " AND a.incident = '' ORDER BY 1, 2, 3",
                        BIND_NONE, &rows)
           && watched_fill(turn, &rows, watched, count);
}

bool watch_select_person(struct turn *turn, struct text person, struct watched **watched,
                         size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        "SELECT DISTINCT a.role, a.organisation, a.incident FROM role_assignment a"
                        " WHERE a.until_us = " CURRENT " AND a.person = $1 ORDER BY 1, 2, 3",
                        BIND(cell_text(person)), &rows)
           && watched_fill(turn, &rows, watched, count);
}

/* ---- how a role stands ---- */

bool role_state_select(struct turn *turn, const struct watched *watched, struct role_state *state)
{
    struct rows rows;
    *state = (struct role_state){.next_us = OPEN_US};
    if (!store_select(turn,
                      "SELECT version, state, since_us, next_us FROM role_state"
                      " WHERE role = $1 AND organisation = $2 AND until_us = " CURRENT,
                      BIND(cell_text(watched->role), cell_text(watched->place.organisation)),
                      &rows))
        return false;
    if (rows.count == 0)
        return true;
    state->version = rows_integer(&rows, 0, 0);
    state->state = role_state_named(rows_text(&rows, 0, 1));
    state->since_us = rows_integer(&rows, 0, 2);
    state->next_us = rows_integer(&rows, 0, 3);
    return true;
}

bool role_state_write(struct change *change, const struct watched *watched,
                      const struct role_state *state)
{
    int64_t now_us = change_turn(change)->now_us;
    return change_write(change,
                        "UPDATE role_state SET until_us = $1 WHERE role = $2 AND organisation = $3"
                        " AND until_us = " CURRENT,
                        BIND(cell_integer(now_us), cell_text(watched->role),
                             cell_text(watched->place.organisation)))
           && change_write(
               change,
               "INSERT INTO role_state (role, organisation, version, entry_us, until_us, state,"
               " since_us, next_us) VALUES ($1, $2, $3, $4, " CURRENT ", $5, $6, $7)",
               BIND(cell_text(watched->role), cell_text(watched->place.organisation),
                    cell_integer(state->version + 1), cell_integer(now_us),
                    cell_text(text_of(role_state_name(state->state))),
                    cell_integer(state->since_us), cell_integer(state->next_us)));
}
