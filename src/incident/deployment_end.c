/* SPDX-License-Identifier: Apache-2.0 */
/* When the incident has recovered, whoever was sent for it is proposed to go home. */
#include "incident/deployment.h"
#include "incident/inside.h"
#include "policy/permission.h"

enum { DEPLOYMENTS_OF_CASE_MAX = 500 };

static bool ending_tell(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    const struct names *who = &turn->pack->rights[RIGHT_DEPLOY];
    for (size_t i = 0; i < who->count; i++) {
        struct holder *holders;
        size_t count;
        bool gap;
        if (!people_resolve_for(turn, incident->id, who->items[i], TEXT_NONE, NULL, &holders,
                                &count, &gap))
            return false;
        for (size_t j = 0; j < count; j++)
            if (!incident_tell(change, incident, TEXT("deployment-ending"), &holders[j]))
                return false;
    }
    return true;
}

bool deployment_recovered(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    const struct deployments_query query = {
        .incident = incident->id, .after_us = INT64_MIN, .limit = DEPLOYMENTS_OF_CASE_MAX};
    struct deployment *list;
    size_t count;
    bool any = false;
    if (!deployment_rows_list(turn, &query, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!deployment_opens(deployment_state(turn, &list[i])) || list[i].ending_us != TIME_NONE)
            continue;
        any = true;
        list[i].ending_us = turn->now_us;
        if (!deployment_keep(change, incident, &list[i], "deployment.ending",
                             TEXT("its end is proposed"), NULL))
            return false;
    }
    return !any || ending_tell(change, incident);
}
