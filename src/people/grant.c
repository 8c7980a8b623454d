/* SPDX-License-Identifier: Apache-2.0 */
/* Need to know, case by case: who may see a case, since when, and on what ground. */
#include "people/inside.h"

static bool grant_line(struct change *change, struct text id, struct text incident,
                       struct text person, struct text role, struct text ground, int64_t until_us)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "person", person);
    value_set_text(turn->arena, payload, "role", role);
    value_set_text(turn->arena, payload, "ground", ground);
    period_show(turn, payload, turn->now_us, until_us);
    return change_entry(change, "grant.create",
                        text_format(turn->arena, "grant/%.*s", TEXT_SHOW(id)), incident, payload,
                        NULL);
}

bool people_grant(struct change *change, struct text incident, struct text person, struct text role,
                  struct text ground, int64_t until_us)
{
    struct turn *turn = change_turn(change);
    struct text id;
    bool found;
    if (!grant_select_live(turn, incident, person, &role, &found))
        return false;
    return found
           || (id_new(turn, &id)
               && grant_insert(change, id, incident, person, role, ground, until_us)
               && list_insert_person(change, incident, person)
               && grant_line(change, id, incident, person, role, ground, until_us));
}

bool people_granted(struct turn *turn, struct text incident, struct text person, bool *granted)
{
    return grant_select_live(turn, incident, person, NULL, granted);
}
