/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/deployment.h"
#include "incident/inside.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

bool deployment_rows_write(struct change *change, struct deployment *deployment)
{
    if (deployment->version > 0
        && !change_write(change,
                         "UPDATE deployment SET until_us = $1 WHERE id = $2 AND version = $3",
                         BIND(cell_integer(deployment->entry_us), cell_text(deployment->id),
                              cell_integer(deployment->version))))
        return false;
    deployment->version++;
    return change_write(
        change,
        "INSERT INTO deployment (id, version, incident, kind, organisation, purpose, state, reason,"
        " from_us, to_us, ending_us, author, author_name, capacity, opened_us, entry_us, until_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        BIND(cell_text(deployment->id), cell_integer(deployment->version),
             cell_text(deployment->incident), cell_text(deployment->kind),
             cell_text(deployment->organisation), cell_text(deployment->purpose),
             cell_text(deployment->state), cell_text(deployment->reason),
             cell_integer(deployment->from_us), cell_integer(deployment->to_us),
             cell_time(deployment->ending_us), cell_text(deployment->author),
             cell_text(deployment->author_name), cell_text(deployment->capacity),
             cell_integer(deployment->opened_us), cell_integer(deployment->entry_us),
             cell_integer(CURRENT)));
}

#define DEPLOYMENTS                                                                                \
    "SELECT id, incident, kind, organisation, purpose, state, reason, from_us, to_us, ending_us,"  \
    " author, author_name, capacity, version, opened_us, entry_us FROM deployment "

static struct deployment deployment_load(const struct rows *rows, size_t row)
{
    return (struct deployment){.id = rows_text(rows, row, 0),
                               .incident = rows_text(rows, row, 1),
                               .kind = rows_text(rows, row, 2),
                               .organisation = rows_text(rows, row, 3),
                               .purpose = rows_text(rows, row, 4),
                               .state = rows_text(rows, row, 5),
                               .reason = rows_text(rows, row, 6),
                               .from_us = rows_integer(rows, row, 7),
                               .to_us = rows_integer(rows, row, 8),
                               .ending_us = rows_time(rows, row, 9),
                               .author = rows_text(rows, row, 10),
                               .author_name = rows_text(rows, row, 11),
                               .capacity = rows_text(rows, row, 12),
                               .version = rows_integer(rows, row, 13),
                               .opened_us = rows_integer(rows, row, 14),
                               .entry_us = rows_integer(rows, row, 15)};
}

bool deployment_rows_one(struct turn *turn, struct text id, struct deployment *deployment,
                         bool *found)
{
    struct rows rows;
    if (!store_select(turn, DEPLOYMENTS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(CURRENT)), &rows))
        return false;
    *found = rows.count > 0;
    *deployment = *found ? deployment_load(&rows, 0) : (struct deployment){0};
    return true;
}

bool deployment_rows_list(struct turn *turn, const struct deployments_query *query,
                          struct deployment **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      DEPLOYMENTS "WHERE until_us = $1 AND (incident = $2 OR ($2 = ''"
                                  " AND state <> 'stood_down' AND to_us > $3))"
                                  " AND (opened_us > $4 OR (opened_us = $4 AND id > $5))"
                                  " ORDER BY opened_us, id LIMIT $6",
                      BIND(cell_integer(CURRENT), cell_text(query->incident),
                           cell_integer(turn->now_us), cell_integer(query->after_us),
                           cell_text(query->after_id), cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = deployment_load(&rows, i);
    return true;
}

bool deployment_rows_member_write(struct change *change, struct deployed *member)
{
    if (member->version > 0
        && !change_write(change,
                         "UPDATE deployment_member SET until_us = $1 WHERE deployment = $2"
                         " AND person = $3 AND version = $4",
                         BIND(cell_integer(member->entry_us), cell_text(member->deployment),
                              cell_text(member->person), cell_integer(member->version))))
        return false;
    member->version++;
    return change_write(change,
                        "INSERT INTO deployment_member (deployment, person, version, place, lead, "
                        "authority, engagement,"
                        " assignment, case_grant, since_us, author, entry_us, until_us)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                        BIND(cell_text(member->deployment), cell_text(member->person),
                             cell_integer(member->version), cell_integer(member->place),
                             cell_integer(member->lead), cell_text(member->authority),
                             cell_text(member->engagement), cell_text(member->assignment),
                             cell_text(member->grant), cell_time(member->since_us),
                             cell_text(change_turn(change)->actor.person),
                             cell_integer(member->entry_us), cell_integer(CURRENT)));
}

bool deployment_rows_members(struct turn *turn, struct text deployment, struct deployed **list,
                             size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT person, lead, authority, engagement, assignment, case_grant,"
                      " since_us, version, entry_us, place FROM deployment_member"
                      " WHERE deployment = $1 AND until_us = $2 ORDER BY place",
                      BIND(cell_text(deployment), cell_integer(CURRENT)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct deployed){.deployment = deployment,
                                       .person = rows_text(&rows, i, 0),
                                       .lead = rows_integer(&rows, i, 1) != 0,
                                       .authority = rows_text(&rows, i, 2),
                                       .engagement = rows_text(&rows, i, 3),
                                       .assignment = rows_text(&rows, i, 4),
                                       .grant = rows_text(&rows, i, 5),
                                       .since_us = rows_time(&rows, i, 6),
                                       .version = rows_integer(&rows, i, 7),
                                       .entry_us = rows_integer(&rows, i, 8),
                                       .place = rows_integer(&rows, i, 9)};
    return true;
}

bool deployment_rows_busy(struct turn *turn, struct text person, bool *busy)
{
    struct rows rows;
    bool done = store_select(
        turn,
        "SELECT 1 FROM deployment_member m JOIN deployment d ON d.id = m.deployment"
        " WHERE m.person = $1 AND m.until_us = $2 AND d.until_us = $2"
        " AND d.state <> 'stood_down' AND d.to_us > $3 LIMIT 1",
        BIND(cell_text(person), cell_integer(CURRENT), cell_integer(turn->now_us)), &rows);
    *busy = done && rows.count > 0;
    return done;
}
