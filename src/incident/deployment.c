/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People who work on a case that is not their body's: a team put together for it, personnel lent,
 * guests. It is proposed, people are named for it, and whoever has the right sends them. From then
 * on they see that case, in the role that the policy gives to their kind, until it is ended or its
 * time is over; nothing has to be done for the end to hold. What was agreed stays to be read.
 */
#include "incident/deployment.h"
#include "base/id.h"
#include "incident/inside.h"
#include "policy/choice.h"
#include "policy/lifecycle.h"
#include "policy/permission.h"

/* From where to where each move leads. */
static const struct {
    const char *move, *from, *to;
} steps[] = {
    {"stand_up", PROPOSED, "stood_up"},          {"withdraw", PROPOSED, STOOD_DOWN},
    {"deploy", "stood_up", "deployed"},          {"stand_down", "stood_up", "standing_down"},
    {"stand_down", "deployed", "standing_down"}, {"end", "standing_down", STOOD_DOWN},
};
enum { STEPS = sizeof steps / sizeof *steps };

/* ---- what is asked of all of them ---- */

static const char *kind_clause(const struct turn *turn, const struct deployment_kind *kind)
{
    return text_string(turn->arena, kind->clauses.items[0]);
}

static bool kind_of(struct turn *turn, const struct deployment *deployment,
                    const struct deployment_kind **kind)
{
    *kind = lifecycle_deployment(turn->pack, deployment->kind);
    return *kind != NULL
           || fail(turn, FAULT_REFUSED, "the policy of today has no deployment of this kind");
}

/* Where it stands now: one whose time is over is, though nobody ended it. */
struct text deployment_state(const struct turn *turn, const struct deployment *deployment)
{
    bool timed = !text_is(deployment->state, PROPOSED) && deployment->to_us <= turn->now_us;
    return timed ? TEXT(STOOD_DOWN) : deployment->state;
}

bool deployment_opens(struct text state)
{
    return !text_is(state, PROPOSED) && !text_is(state, STOOD_DOWN);
}

static bool deployment_asked(struct turn *turn, const struct value *input,
                             struct incident *incident, struct deployment *deployment)
{
    bool found;
    return incident_known(turn, input, incident)
           && deployment_rows_one(turn, value_get_text(input, "deployment"), deployment, &found)
           && incident_has(turn, incident, found, deployment->incident);
}

/* Who reads the case knows of it; to send somebody is for those who have the right. */
static bool may_deploy(struct turn *turn, const struct incident *incident,
                       const struct deployment_kind *kind)
{
    struct object object = incident_object(turn, incident, true);
    if (can_right(turn, RIGHT_DEPLOY, AREA_CASE, LEVEL_WRITE, &object))
        return true;
    const struct names *who = &turn->pack->rights[RIGHT_DEPLOY];
    const struct role *role = who->count == 0 ? NULL : pack_role(turn->pack, who->items[0]);
    struct text title = role == NULL ? TEXT("nobody, by this policy") : role->title;
    return fail_clause(turn, kind_clause(turn, kind), "who is sent, and until when, decides: %.*s",
                       TEXT_SHOW(title));
}

/* ---- writing ---- */

bool deployment_keep(struct change *change, const struct incident *incident,
                     struct deployment *deployment, const char *verb, struct text what,
                     const struct value *input)
{
    struct turn *turn = change_turn(change);
    const struct deployment_kind *kind = lifecycle_deployment(turn->pack, deployment->kind);
    deployment->author = turn->actor.person;
    deployment->author_name = turn->actor.name;
    deployment->capacity = turn->actor.capacity;
    deployment->entry_us = turn->now_us;
    struct text line =
        text_format(turn->arena, "%.*s: %.*s",
                    TEXT_SHOW(kind == NULL ? deployment->kind : kind->name), TEXT_SHOW(what));
    return deployment_rows_write(change, deployment)
           && incident_note(change, incident, verb, line, turn->now_us, TEXT_NONE, input);
}

/* ---- proposing ---- */

static bool propose_for(struct turn *turn, const struct value *input,
                        const struct deployment_kind *kind, struct deployment *deployment)
{
    struct text stated = value_get_text(input, "organisation");
    struct organisation body;
    bool found;
    if (!text_empty(kind->at) && !text_empty(stated))
        return fail_field(turn, "organisation", "\"%.*s\" is for %.*s: leave it out",
                          TEXT_SHOW(kind->name), TEXT_SHOW(kind->at));
    if (text_empty(kind->at) && text_empty(stated))
        return fail_field(turn, "organisation", "say which body gets the people");
    if (!organisation_find(turn, text_empty(kind->at) ? stated : kind->at, turn->now_us, &body,
                           &found))
        return false;
    deployment->organisation = body.id;
    return found
           || fail_field(turn, "organisation", "no organisation is called so; give its short name");
}

static bool propose_period(struct turn *turn, const struct value *input,
                           const struct deployment_kind *kind, struct deployment *deployment)
{
    if (kind->bounded && !(value_has(input, "from") && value_has(input, "to")))
        return fail_field(turn, value_has(input, "from") ? "to" : "from",
                          "\"%.*s\" has a beginning and an end: give both (%s)",
                          TEXT_SHOW(kind->name), kind_clause(turn, kind));
    return period_read(turn, input, &deployment->from_us, &deployment->to_us)
           && (deployment->to_us > turn->now_us
               || fail_field(turn, "to", "This is over already: give a time that is to come."));
}

bool deployment_propose(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct deployment fresh = {.kind = value_get_text(input, "kind"),
                               .purpose = value_get_text(input, "purpose"),
                               .state = TEXT(PROPOSED),
                               .ending_us = TIME_NONE,
                               .opened_us = turn->now_us};
    const struct deployment_kind *kind = lifecycle_deployment(turn->pack, fresh.kind);
    if (kind == NULL)
        return fail_choice(turn, "kind", "kind of deployment", fresh.kind, "deployments");
    if (!incident_known(turn, input, &incident) || !propose_for(turn, input, kind, &fresh)
        || !propose_period(turn, input, kind, &fresh) || !id_new(turn, &fresh.id))
        return false;
    fresh.incident = incident.id;
    *answer = value_map(turn->arena);
    return deployment_keep(change, &incident, &fresh, "deployment.propose",
                           text_format(turn->arena, "proposed. %.*s", TEXT_SHOW(fresh.purpose)),
                           input)
           && deployment_value(turn, &incident, &fresh, *answer);
}

/* ---- who goes ---- */

/* By what a member sees the case: the role, for as long as it lasts, and a grant beside it. */
static bool member_admit(struct change *change, const struct deployment *deployment,
                         const struct deployment_kind *kind, struct deployed *member)
{
    struct turn *turn = change_turn(change);
    member->since_us = deployment->from_us > turn->now_us ? deployment->from_us : turn->now_us;
    member->entry_us = turn->now_us;
    struct assignment assignment = {.role = member->lead ? kind->lead : kind->member,
                                    .organisation = deployment->organisation,
                                    .person = member->person,
                                    .holding = HOLDING_HOSTED,
                                    .from_us = member->since_us,
                                    .to_us = deployment->to_us,
                                    .basis = kind->name};
    struct grant grant = {.incident = deployment->incident,
                          .person = member->person,
                          .ground = kind->name,
                          .kind = GRANT_HAND,
                          .from_us = member->since_us,
                          .to_us = deployment->to_us};
    if (text_equal(member->person, turn->actor.person))
        return fail(turn, FAULT_REFUSED,
                    "nobody sends themselves: ask another who may decide who is sent");
    if (!role_assign(change, &assignment))
        return false;
    grant.role = assignment.role;
    grant.organisation = assignment.organisation;
    if (!people_let_in(change, &grant))
        return false;
    member->assignment = assignment.id;
    member->grant = grant.id;
    return deployment_rows_member_write(change, member);
}

static bool member_release(struct change *change, const struct deployed *member, struct text reason)
{
    struct grant grant;
    bool found;
    if (text_empty(member->grant))
        return true;
    return people_grant_find(change_turn(change), member->grant, &grant, &found)
           && (!found || people_let_out(change, &grant, reason))
           && role_dismiss(change, member->assignment);
}

static bool lends(const struct deployment_kind *kind, const struct holder *held)
{
    for (size_t i = 0; i < kind->lends.count; i++)
        if (text_equal(kind->lends.items[i], held->role) && held->holding != HOLDING_HOSTED)
            return true;
    return false;
}

/* Only whoever has one of the roles that the kind lends; anybody, where it names none. */
static bool member_lent(struct turn *turn, const struct deployment_kind *kind, struct text person)
{
    struct holder *held;
    size_t count;
    bool fits = kind->lends.count == 0;
    if (!people_capacities(turn, person, turn->now_us, &held, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        fits = fits || lends(kind, &held[i]);
    return fits
           || fail_field(turn, "person", "\"%.*s\" sends only people of: %.*s",
                         TEXT_SHOW(kind->name),
                         TEXT_SHOW(pack_role(turn->pack, kind->lends.items[0])->title));
}

/* Of whom the policy does not bind the body, it must be said on what the work rests; whoever is
 * lent by role is the office's own. */
static bool member_engaged(struct turn *turn, const struct deployment_kind *kind,
                           const struct person *person, struct text engagement)
{
    struct organisation home = {0};
    if (!text_empty(engagement) || kind->lends.count > 0)
        return true;
    if (!text_empty(person->organisation)
        && !organisation_read(turn, person->organisation, turn->now_us, &home))
        return false;
    return organisation_bound(&home)
           || fail_clause(turn, kind_clause(turn, kind),
                          "%.*s is of no body that the policy binds: name the contract or the "
                          "record of the engagement (engagement)",
                          TEXT_SHOW(person->name));
}

static bool member_new(struct turn *turn, const struct deployment *deployment,
                       const struct deployment_kind *kind, struct deployed *member)
{
    struct deployed *list;
    size_t count;
    if (!deployment_rows_members(turn, deployment->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (text_equal(list[i].person, member->person))
            return fail(turn, FAULT_CLASH, "This person is named for it already.");
        if (member->lead && list[i].lead)
            return fail_field(turn, "lead", "somebody leads already: one does");
    }
    member->place = (int64_t)count + 1;
    return !member->lead || !text_empty(kind->lead)
           || fail_field(turn, "lead", "nobody leads in \"%.*s\"", TEXT_SHOW(kind->name));
}

bool deployment_add(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct deployment deployment;
    const struct deployment_kind *kind;
    struct person person;
    struct deployed member = {.authority = value_get_text(input, "authority"),
                              .engagement = value_get_text(input, "engagement"),
                              .lead = value_get_boolean(input, "lead", false),
                              .since_us = TIME_NONE,
                              .entry_us = turn->now_us};
    if (!deployment_asked(turn, input, &incident, &deployment) || !kind_of(turn, &deployment, &kind)
        || !person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    struct text state = deployment_state(turn, &deployment);
    member.deployment = deployment.id;
    member.person = person.id;
    if (text_is(state, STOOD_DOWN) || text_is(state, "standing_down"))
        return fail(turn, FAULT_REFUSED, "it is over, or about to be: propose another");
    if ((deployment_opens(state) && !may_deploy(turn, &incident, kind))
        || !member_new(turn, &deployment, kind, &member) || !member_lent(turn, kind, person.id)
        || !member_engaged(turn, kind, &person, member.engagement)
        || !(deployment_opens(state) ? member_admit(change, &deployment, kind, &member)
                                     : deployment_rows_member_write(change, &member)))
        return false;
    struct text what = text_format(turn->arena, "%.*s, %.*s%s", TEXT_SHOW(person.name),
                                   TEXT_SHOW(member.authority), member.lead ? "; leads" : "");
    *answer = value_map(turn->arena);
    return incident_note(change, &incident, "deployment.add", what, turn->now_us, TEXT_NONE, input)
           && deployment_value(turn, &incident, &deployment, *answer);
}

/* ---- moving ---- */

/* Whoever leads, where one must, and enough beside. */
static bool enough(struct turn *turn, const struct deployment_kind *kind,
                   const struct deployed *list, size_t count)
{
    size_t leads = 0;
    for (size_t i = 0; i < count; i++)
        leads += list[i].lead ? 1 : 0;
    if ((text_empty(kind->lead) || leads == 1) && count - leads >= kind->least)
        return true;
    return fail_clause(turn, kind_clause(turn, kind),
                       "%sat least %zu member%s must be named before they are sent; %s%zu %s",
                       text_empty(kind->lead) ? "" : "somebody who leads and ", kind->least,
                       kind->least == 1 ? "" : "s", leads == 1 ? "one who leads and " : "",
                       count - leads, count - leads == 1 ? "is" : "are");
}

static bool members_admit(struct change *change, const struct incident *incident,
                          const struct deployment *deployment, const struct deployment_kind *kind)
{
    struct deployed *list;
    size_t count;
    if (!deployment_rows_members(change_turn(change), deployment->id, &list, &count)
        || !enough(change_turn(change), kind, list, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct holder to = {.person = list[i].person};
        if (!member_admit(change, deployment, kind, &list[i])
            || !incident_tell(change, incident, TEXT("deployment"), &to))
            return false;
    }
    return true;
}

static bool members_release(struct change *change, const struct deployment *deployment,
                            struct text reason)
{
    struct deployed *list;
    size_t count;
    if (!deployment_rows_members(change_turn(change), deployment->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!member_release(change, &list[i], reason))
            return false;
    return true;
}

/* Where the move leads from here. */
static bool step_find(struct turn *turn, struct text state, struct text move, struct text *to)
{
    for (size_t i = 0; i < STEPS; i++)
        if (text_is(move, steps[i].move) && text_is(state, steps[i].from)) {
            *to = text_of(steps[i].to);
            return true;
        }
    return fail(turn, FAULT_REFUSED, "it is %.*s: this does not come next",
                TEXT_SHOW(word_said(turn->arena, state)));
}

bool deployment_move(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text move = value_get_text(input, "move");
    struct incident incident;
    struct deployment deployment;
    const struct deployment_kind *kind;
    struct text to;
    if (!deployment_asked(turn, input, &incident, &deployment) || !kind_of(turn, &deployment, &kind)
        || !may_deploy(turn, &incident, kind)
        || !step_find(turn, deployment_state(turn, &deployment), move, &to))
        return false;
    deployment.reason = value_get_text(input, "reason");
    if ((text_is(move, "stand_up") && !members_admit(change, &incident, &deployment, kind))
        || (text_is(to, STOOD_DOWN) && !members_release(change, &deployment, deployment.reason)))
        return false;
    deployment.state = to;
    *answer = value_map(turn->arena);
    return deployment_keep(change, &incident, &deployment, "deployment.move",
                           text_format(turn->arena, "%.*s. %.*s",
                                       TEXT_SHOW(word_said(turn->arena, to)),
                                       TEXT_SHOW(deployment.reason)),
                           input)
           && deployment_value(turn, &incident, &deployment, *answer);
}
