/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may see a case, beyond the matrix: grants by hand, a case shown to named people only, people
 * kept away from it, and the glass that is broken in an emergency. Whoever lacks the right to one
 * of these finds nothing there, as with any other deed.
 */
#include "incident/life.h"
#include "notice/notice.h"
#include "policy/choice.h"

static bool access_about(struct turn *turn, const struct value *input, enum right right,
                         struct object *object)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        return false;
    *object = incident_object(turn, &incident, found);
    object->exists = found && can_right(turn, right, AREA_CASE, LEVEL_READ, object);
    return turn->fault.kind == FAULT_NONE;
}

bool access_grant_about(struct turn *turn, const struct value *input, struct object *object)
{
    return access_about(turn, input, RIGHT_GRANT, object);
}

bool access_restrict_about(struct turn *turn, const struct value *input, struct object *object)
{
    return access_about(turn, input, RIGHT_RESTRICT, object);
}

bool access_exclude_about(struct turn *turn, const struct value *input, struct object *object)
{
    return access_about(turn, input, RIGHT_EXCLUDE, object);
}

bool access_readers_about(struct turn *turn, const struct value *input, struct object *object)
{
    return access_about(turn, input, RIGHT_READERS, object);
}

bool access_break_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &found))
        return false;
    *object = incident_object(turn, &incident, found);
    object->exists = found && can_break_glass(turn, object);
    return turn->fault.kind == FAULT_NONE;
}

bool access_ended_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct grant grant;
    struct incident incident = {.id = TEXT_NONE};
    bool found;
    if (!people_grant_find(turn, value_get_text(input, "grant"), &grant, &found)
        || (found && !incident_rows_incident_id(turn, grant.incident, &incident, &found)))
        return false;
    *object = incident_object(turn, &incident, found);
    object->exists = found && can_right(turn, RIGHT_GRANT, AREA_CASE, LEVEL_READ, object);
    return turn->fault.kind == FAULT_NONE;
}

/* The case of the input, and the capacity in which the actor has the right. */
static bool access_begin(struct turn *turn, const struct value *input, enum right right,
                         struct incident *incident)
{
    if (!incident_known(turn, input, incident))
        return false;
    struct object object = incident_object(turn, incident, true);
    return can_right(turn, right, AREA_CASE, LEVEL_READ, &object)
           || fail(turn, FAULT_MISSING, "there is nothing here by that name");
}

/* ---- grants ---- */

static struct value *grant_value(struct turn *turn, const struct grant *grant)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "grant", grant->id);
    value_set_text(turn->arena, said, "person", grant->person);
    value_set_text(turn->arena, said, "name", grant->person_name);
    value_set_text(turn->arena, said, "role", grant->role);
    value_set_text(turn->arena, said, "ground", grant->ground);
    value_set_text(turn->arena, said, "kind", text_of(grant_kind_name(grant->kind)));
    value_set_text(turn->arena, said, "by", grant->author);
    value_set_boolean(turn->arena, said, "live", grant->live);
    answer_time(turn, said, "from", grant->from_us);
    answer_time(turn, said, "to", grant->to_us == INT64_MAX ? TIME_NONE : grant->to_us);
    answer_time(turn, said, "ended", grant->until_us == INT64_MAX ? TIME_NONE : grant->until_us);
    if (!text_empty(grant->end_reason))
        value_set_text(turn->arena, said, "end_reason", grant->end_reason);
    return said;
}

static bool grant_time(struct turn *turn, const struct value *input, const char *name,
                       int64_t *at_us)
{
    return !value_has(input, name)
           || instant_parse(turn, name, value_get_text(input, name), turn->pack->calendar.zone,
                            at_us);
}

static bool grant_period(struct turn *turn, const struct value *input, struct grant *grant)
{
    grant->from_us = turn->now_us;
    grant->to_us = INT64_MAX;
    if (!grant_time(turn, input, "from", &grant->from_us)
        || !grant_time(turn, input, "to", &grant->to_us))
        return false;
    if (grant->to_us <= turn->now_us)
        return fail_field(turn, "to", "This is over already: give an instant that is to come.");
    return grant->from_us < grant->to_us
           || fail_field(turn, "to", "It ends before it begins: give a `to` after `from`.");
}

/* A grant in a role lives while the role is held, so it must be one of the policy's. */
static bool grant_role(struct turn *turn, const struct value *input, struct grant *grant)
{
    grant->role = value_get_text(input, "role");
    return text_empty(grant->role) || pack_role(turn->pack, grant->role) != NULL
           || fail_choice(turn, "role", "role", grant->role, "roles");
}

bool access_let_in(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct person person;
    struct grant grant = {.kind = GRANT_HAND, .ground = value_get_text(input, "ground")};
    if (!access_begin(turn, input, RIGHT_GRANT, &incident)
        || !person_named(turn, "person", value_get_text(input, "person"), &person)
        || !grant_role(turn, input, &grant) || !grant_period(turn, input, &grant))
        return false;
    grant.incident = incident.id;
    grant.person = person.id;
    grant.person_name = person.name;
    if (!people_let_in(change, &grant))
        return false;
    grant.live = grant.from_us <= turn->now_us;
    *answer = grant_value(turn, &grant);
    return true;
}

bool access_let_out(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct grant grant;
    bool found;
    if (!people_grant_find(turn, value_get_text(input, "grant"), &grant, &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (grant.until_us != INT64_MAX)
        return fail(turn, FAULT_CLASH, "This grant has ended already.");
    if (!people_let_out(change, &grant, value_get_text(input, "reason")))
        return false;
    grant.live = false;
    grant.until_us = turn->now_us;
    grant.end_reason = value_get_text(input, "reason");
    *answer = grant_value(turn, &grant);
    return true;
}

/* ---- a restricted case ---- */

static bool name_one(struct change *change, const struct incident *incident, struct text person,
                     struct text ground)
{
    struct grant grant = {.incident = incident->id,
                          .person = person,
                          .ground = ground,
                          .kind = GRANT_NAMED,
                          .from_us = change_turn(change)->now_us,
                          .to_us = INT64_MAX};
    return people_let_in(change, &grant);
}

/* Whoever restricts it is named, too: nobody shuts himself out. */
static bool name_all(struct change *change, const struct incident *incident,
                     const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct text reason = value_get_text(input, "reason");
    for (size_t i = 0; i < value_get_count(input, "named"); i++) {
        struct person person;
        struct text stated = value_get_item(input, "named", i)->text;
        const char *field = text_format(turn->arena, "named[%zu]", i).data;
        if (!person_named(turn, field, stated, &person)
            || !name_one(change, incident, person.id, reason))
            return false;
    }
    return turn->actor.system || name_one(change, incident, turn->actor.person, reason);
}

bool access_by_type(struct change *change, const struct incident *incident, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct standing_to standing;
    if (!people_standing(turn, incident->id, turn->actor.person, &standing))
        return false;
    return standing.restricted
           || (people_restrict(change, incident->id, reason)
               && (turn->actor.system || name_one(change, incident, turn->actor.person, reason))
               && obligation_pass_over(change, incident->id));
}

bool access_restrict(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    return access_begin(turn, input, RIGHT_RESTRICT, &incident)
           && people_restrict(change, incident.id, value_get_text(input, "reason"))
           && name_all(change, &incident, input) && obligation_pass_over(change, incident.id)
           && access_value(turn, &incident, answer);
}

bool access_open(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    return access_begin(turn, input, RIGHT_RESTRICT, &incident)
           && people_open(change, incident.id, value_get_text(input, "reason"))
           && access_value(turn, &incident, answer);
}

/* ---- excluded people ---- */

bool access_exclude(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct person person;
    if (!access_begin(turn, input, RIGHT_EXCLUDE, &incident)
        || !person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    if (text_equal(person.id, turn->actor.person))
        return fail_field(turn, "person",
                          "Nobody keeps himself away: somebody else who may has to decide it.");
    return people_exclude(change, incident.id, person.id, value_get_text(input, "reason"))
           && notice_withdraw_from(change, incident.id, person.id, TEXT("excluded"))
           && obligation_pass_over(change, incident.id) && access_value(turn, &incident, answer);
}

bool access_readmit(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct person person;
    return access_begin(turn, input, RIGHT_EXCLUDE, &incident)
           && person_named(turn, "person", value_get_text(input, "person"), &person)
           && people_readmit(change, incident.id, person.id, value_get_text(input, "reason"))
           && access_value(turn, &incident, answer);
}

/* ---- the glass ---- */

static bool broken_tell(struct change *change, const struct incident *incident, struct text role)
{
    struct turn *turn = change_turn(change);
    struct holder *holders;
    size_t count;
    bool gap;
    const struct names himself = {.items = &turn->actor.person, .count = 1};
    if (!people_resolve_for(turn, incident->id, role, TEXT_NONE, &himself, &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text notice;
        struct notice_order order = {
            .incident = incident->id,
            .kind = incident->kind,
            .template = TEXT("break-glass"),
            .to = holders[i],
            .words = {.number = incident->number,
                      .owner = turn->actor.name,
                      .contact = turn->pack->contact,
                      .told = instant_people(turn->arena, turn->pack->calendar.zone, turn->now_us)},
            .not_before_us = turn->now_us};
        if (!notice_owe(change, &order, &notice))
            return false;
    }
    return true;
}

bool access_break_glass(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    if (!incident_known(turn, input, &incident))
        return false;
    struct object object = incident_object(turn, &incident, true);
    if (!can_break_glass(turn, &object))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    struct text reason = value_get_text(input, "reason");
    struct grant grant = {.incident = incident.id,
                          .person = turn->actor.person,
                          .person_name = turn->actor.name,
                          .ground =
                              text_format(turn->arena, "broke the glass: %.*s", TEXT_SHOW(reason)),
                          .kind = GRANT_EMERGENCY,
                          .from_us = turn->now_us,
                          .to_us = turn->now_us + turn->pack->break_glass_us,
                          .live = true};
    if (!people_let_in(change, &grant)
        || !incident_note(change, &incident, "access.break_glass", grant.ground, turn->now_us,
                          TEXT("let himself in, and was let in by nobody"), input))
        return false;
    for (size_t i = 0; i < turn->pack->break_glass_told.count; i++)
        if (!broken_tell(change, &incident, turn->pack->break_glass_told.items[i]))
            return false;
    *answer = grant_value(turn, &grant);
    return true;
}

/* ---- who sees this, and why ---- */

/* A role that sees the case without a grant, and who holds it. */
static bool say_role(struct turn *turn, const struct incident *incident, const struct role *role,
                     struct value *list)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, incident->id, role->code, TEXT_NONE, NULL, &holders, &count,
                            &gap))
        return false;
    struct value *said = value_map(turn->arena);
    struct value *names = value_list(turn->arena);
    for (size_t i = 0; i < count; i++)
        if (text_equal(holders[i].role, role->code))
            value_append(turn->arena, names, value_text(turn->arena, holders[i].name));
    value_set_text(turn->arena, said, "role", role->code);
    value_set_text(turn->arena, said, "title", role->title);
    value_set(turn->arena, said, "people", names);
    if (names->count > 0)
        value_append(turn->arena, list, said);
    return true;
}

static bool say_roles(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct value *list = value_set(turn->arena, said, "by_role", value_list(turn->arena));
    for (size_t i = 0; i < turn->pack->roles_count; i++) {
        const struct role *role = &turn->pack->roles[i];
        if (role->scope == PARTY_ENTERPRISE && can_see_all(turn->pack, role->code)
            && !say_role(turn, incident, role, list))
            return false;
    }
    return true;
}

/* Who is kept away is for those alone who may decide it. */
static bool say_excluded(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct object object = incident_object(turn, incident, true);
    struct excluded *excluded;
    size_t count;
    if (!can_right(turn, RIGHT_EXCLUDE, AREA_CASE, LEVEL_READ, &object))
        return turn->fault.kind == FAULT_NONE;
    if (!people_excluded(turn, incident->id, &excluded, &count))
        return false;
    struct value *list = value_set(turn->arena, said, "excluded", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "person", excluded[i].person);
        value_set_text(turn->arena, item, "name", excluded[i].name);
        value_set_text(turn->arena, item, "reason", excluded[i].reason);
        value_set_text(turn->arena, item, "by", excluded[i].author);
        answer_time(turn, item, "since", excluded[i].entry_us);
    }
    return true;
}

bool access_value(struct turn *turn, const struct incident *incident, struct value **answer)
{
    struct standing_to standing;
    struct grant *grants;
    size_t count;
    struct value *said = value_map(turn->arena);
    struct value *items = value_list(turn->arena);
    if (!people_standing(turn, incident->id, TEXT_NONE, &standing)
        || !people_grants(turn, incident->id, &grants, &count))
        return false;
    value_set_text(turn->arena, said, "number", incident->number);
    value_set_boolean(turn->arena, said, "restricted", standing.restricted);
    value_set(turn->arena, said, "items", items);
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, grant_value(turn, &grants[i]));
    *answer = said;
    return say_roles(turn, incident, said) && say_excluded(turn, incident, said);
}

bool access_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    return access_begin(turn, input, RIGHT_READERS, &incident)
           && access_value(turn, &incident, answer);
}
