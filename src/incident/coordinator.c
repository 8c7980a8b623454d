/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Roles on one case. Whoever is appointed sees the case as long as the role is held, in that role
 * and on that case alone; what is owed by the role goes from those whom the policy names instead to
 * the appointed, and back when they are relieved.
 */
#include "incident/inside.h"
#include "policy/permission.h"

static const char *const kinds[] = {"incumbent", "acting", "designee", "deputy", NULL};

static const struct field appoint_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "role",
     .type = FIELD_ID,
     .needed = true,
     .choices = "case_roles",
     .help = "Code of a role that the policy gives on one case."},
    {.name = "person",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = PEOPLE_NAME_BYTES_MAX,
     .listed = "person.list",
     .help = "Whom: id, whole name or verified mail address."},
    {.name = "kind", .type = FIELD_WORD, .words = kinds, .help = "Left out: as the incumbent."},
    {.name = "n",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 99,
     .help = "Of a designee: who is asked first, from 1."},
    {.name = "basis",
     .type = FIELD_TEXT,
     .least = 1,
     .most = PEOPLE_BASIS_BYTES_MAX,
     .help = "Why this person."},
    {.name = NULL},
};

static const struct field relieve_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "role",
     .type = FIELD_ID,
     .needed = true,
     .choices = "case_roles",
     .help = "Code of the role on the case."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = PEOPLE_BASIS_BYTES_MAX,
     .help = "Why it ends."},
    {.name = NULL},
};

/* The case, and the role of it; asked by somebody with the right to let people in. */
static bool appointing(struct turn *turn, const struct value *input, struct incident *incident,
                       const struct role **role)
{
    if (!incident_known(turn, input, incident))
        return false;
    struct object object = incident_object(turn, incident, true);
    if (!can_right(turn, RIGHT_GRANT, AREA_CASE, LEVEL_READ, &object))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    *role = pack_role(turn->pack, value_get_text(input, "role"));
    return (*role != NULL && (*role)->scope == PARTY_INCIDENT)
           || fail_field(turn, "role", "\"%.*s\" is no role that the policy gives on one case.",
                         TEXT_SHOW(value_get_text(input, "role")));
}

static bool appoint_write(struct change *change, const struct incident *incident,
                          const struct role *role, const struct person *person,
                          struct assignment *assignment)
{
    size_t ended;
    if (assignment->holding == HOLDING_INCUMBENT && role->exclusive
        && !role_relieve(change, incident->id, role->code, HOLDING_INCUMBENT, &ended))
        return false;
    if (!role_assign(change, assignment))
        return false;
    const struct holder to = {
        .person = person->id, .role = role->code, .organisation = assignment->organisation};
    return people_grant(change, incident->id, &to, TEXT("appointed"), INT64_MAX);
}

static bool incident_appoint(struct change *change, const struct value *input,
                             struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    const struct role *role;
    struct person person;
    if (!appointing(turn, input, &incident, &role)
        || !person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    if (text_equal(person.id, turn->actor.person))
        return fail(turn, FAULT_REFUSED,
                    "nobody gives a role to himself: ask another who may assign it");
    struct assignment assignment = {.role = role->code,
                                    .incident = incident.id,
                                    .person = person.id,
                                    .holding = HOLDING_INCUMBENT,
                                    .rank = value_get_integer(input, "n", 1),
                                    .from_us = turn->now_us,
                                    .to_us = INT64_MAX,
                                    .basis = value_get_text(input, "basis")};
    if (value_has(input, "kind"))
        (void)holding_named(value_get_text(input, "kind"), &assignment.holding);
    if (!appoint_write(change, &incident, role, &person, &assignment))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    value_set_text(turn->arena, *answer, "role", role->code);
    value_set_text(turn->arena, *answer, "person", person.id);
    value_set_text(turn->arena, *answer, "name", person.name);
    value_set_text(turn->arena, *answer, "kind", text_of(holding_name(assignment.holding)));
    return incident_note(
        change, &incident, "incident.appoint",
        text_format(turn->arena, "%.*s: %.*s", TEXT_SHOW(role->title), TEXT_SHOW(person.name)),
        turn->now_us, TEXT_NONE, *answer);
}

static bool incident_relieve(struct change *change, const struct value *input,
                             struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    const struct role *role;
    size_t ended;
    if (!appointing(turn, input, &incident, &role)
        || !role_relieve(change, incident.id, role->code, HOLDINGS, &ended))
        return false;
    if (ended == 0)
        return fail(turn, FAULT_CLASH, "Nobody holds this role on the case.");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "incident", incident.number);
    value_set_text(turn->arena, *answer, "role", role->code);
    value_set_text(turn->arena, *answer, "reason", value_get_text(input, "reason"));
    value_set_integer(turn->arena, *answer, "ended", (int64_t)ended);
    return incident_note(change, &incident, "incident.relieve",
                         text_format(turn->arena, "%.*s: nobody any more", TEXT_SHOW(role->title)),
                         turn->now_us, TEXT_NONE, *answer);
}

const struct action coordinator_actions[] = {
    {.name = "incident.appoint",
     .title = "Give somebody a role on this case",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/roles",
     .fields = appoint_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_grant_about,
     .write = incident_appoint,
     .help = "The person sees the case while holding the role, and owes what the role owes; where "
             "the role has one incumbent, the one before is relieved."},
    {.name = "incident.relieve",
     .title = "End a role on this case",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/roles/end",
     .fields = relieve_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_grant_about,
     .write = incident_relieve,
     .help = "Nobody holds it any more: whom the policy names instead is asked."},
    {.name = NULL},
};
