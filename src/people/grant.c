/* SPDX-License-Identifier: Apache-2.0 */
/* Need to know, case by case: who may see a case, since when, and on what ground. */
#include "people/inside.h"

static const char *const kind_names[GRANT_KINDS] = {"rule", "hand", "named", "emergency"};

const char *grant_kind_name(enum grant_kind kind)
{
    return kind_names[kind];
}

static bool grant_line(struct change *change, const char *op, const struct grant *grant)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "person", grant->person);
    value_set_text(turn->arena, payload, "role", grant->role);
    if (!text_empty(grant->organisation))
        value_set_text(turn->arena, payload, "organisation", grant->organisation);
    value_set_text(turn->arena, payload, "ground", grant->ground);
    value_set_text(turn->arena, payload, "kind", text_of(grant_kind_name(grant->kind)));
    period_show(turn, payload, grant->from_us, grant->to_us);
    if (!text_empty(grant->end_reason))
        value_set_text(turn->arena, payload, "reason", grant->end_reason);
    return change_entry(change, op, text_format(turn->arena, "grant/%.*s", TEXT_SHOW(grant->id)),
                        grant->incident, payload, NULL);
}

static bool grant_write(struct change *change, struct grant *grant)
{
    struct turn *turn = change_turn(change);
    grant->author = turn->actor.person;
    grant->entry_us = turn->now_us;
    grant->until_us = OPEN_US;
    return id_new(turn, &grant->id) && grant_insert(change, grant)
           && list_insert_person(change, grant->incident, grant->person)
           && grant_line(change, "grant.create", grant);
}

bool people_grant(struct change *change, struct text incident, const struct holder *to,
                  struct text ground, int64_t until_us)
{
    struct turn *turn = change_turn(change);
    struct grant grant = {.incident = incident,
                          .person = to->person,
                          .role = to->role,
                          .organisation = to->organisation,
                          .ground = ground,
                          .kind = GRANT_RULE,
                          .from_us = turn->now_us,
                          .to_us = until_us};
    bool found;
    bool excluded;
    if (!grant_select_held(turn, &grant, &found)
        || !people_kept_away(turn, incident, grant.person, &excluded))
        return false;
    return found || excluded || grant_write(change, &grant);
}

bool people_let_in(struct change *change, struct grant *grant)
{
    struct turn *turn = change_turn(change);
    struct standing_to standing;
    if (!standing_select(turn, grant->incident, grant->person, &standing))
        return false;
    if (standing.excluded)
        return fail_field(turn, "person",
                          "This person is kept away from the case: whoever decided that can end "
                          "it.");
    if (standing.restricted && grant->kind == GRANT_HAND)
        grant->kind = GRANT_NAMED;
    return grant_write(change, grant);
}

bool people_let_out(struct change *change, const struct grant *grant, struct text reason)
{
    struct grant ended = *grant;
    if (grant->until_us != OPEN_US)
        return true;
    ended.end_reason = reason;
    return grant_finish(change, grant->id, reason)
           && list_delete_person(change, grant->incident, grant->person)
           && grant_line(change, "grant.end", &ended);
}

bool people_granted(struct turn *turn, struct text incident, struct text person, bool *granted)
{
    return grant_select_live(turn, incident, person, false, granted);
}

bool people_grants(struct turn *turn, struct text incident, struct grant **list, size_t *count)
{
    return grant_select_incident(turn, incident, list, count);
}

bool people_grant_find(struct turn *turn, struct text id, struct grant *grant, bool *found)
{
    struct grant *list;
    size_t count;
    if (!grant_select(turn, id, &list, &count))
        return false;
    *found = count == 1;
    if (*found)
        *grant = list[0];
    return true;
}
