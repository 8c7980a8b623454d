/* SPDX-License-Identifier: Apache-2.0 */
/* Who is sent where: how a deployment is shown, the board of all of them, and what may be asked. */
#include "incident/deployment.h"
#include "incident/inside.h"
#include "policy/lifecycle.h"
#include "policy/permission.h"

enum { DEPLOYMENT_BYTES_MAX = 2000, DEPLOYMENTS_SCAN_MAX = 2000 };

static const char *const move_words[] = {"stand_up", "deploy", "stand_down",
                                         "withdraw", "end",    NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_DEPLOYMENT                                                                           \
    {                                                                                              \
        .name = "deployment", .type = FIELD_ID, .needed = true, .listed = "deployment.list",       \
        .help = "Its id."                                                                          \
    }

static const struct field propose_fields[] = {
    FIELD_INCIDENT,
    {.name = "kind",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "deployments",
     .label = "What kind",
     .help = "One of the policy's."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .suggests = "organisations",
     .label = "For which body",
     .help = "Where the kind does not say it: who gets the people."},
    {.name = "purpose",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = DEPLOYMENT_BYTES_MAX,
     .label = "What for",
     .help = "What they are to do."},
    {.name = "from",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .label = "From",
     .help = "A day or an instant: 2026-07-03 19:00. Left out: at once."},
    {.name = "to",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 40,
     .label = "To",
     .help = "The last day, or the last second; then it ends by itself."},
    {.name = NULL},
};

static const struct field add_fields[] = {
    FIELD_INCIDENT,
    FIELD_DEPLOYMENT,
    {.name = "person",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = PEOPLE_NAME_BYTES_MAX,
     .listed = "person.list",
     .help = "Whom: id, whole name or verified mail address."},
    {.name = "lead", .type = FIELD_BOOLEAN, .label = "Leads", .help = "One of them does."},
    {.name = "authority",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = DEPLOYMENT_BYTES_MAX,
     .label = "By whose authority",
     .help = "Who of the person's own body agrees, and what the person may do."},
    {.name = "engagement",
     .type = FIELD_TEXT,
     .least = 1,
     .most = DEPLOYMENT_BYTES_MAX,
     .label = "Contract or record of the engagement",
     .help = "Needed of whoever is of a body that the policy does not bind."},
    {.name = NULL},
};

static const struct field move_fields[] = {
    FIELD_INCIDENT,
    FIELD_DEPLOYMENT,
    {.name = "move",
     .type = FIELD_WORD,
     .needed = true,
     .words = move_words,
     .help = "stand_up: they see the incident; deploy: they are at work; stand_down: they hand "
             "over; end: they see it no more; withdraw: it was proposed and is not wanted."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = DEPLOYMENT_BYTES_MAX,
     .label = "Why",
     .help = "It stays with the incident."},
    {.name = NULL},
};

static const struct field list_fields[] = {
    {.name = "incident", .type = FIELD_ID, .help = "Of this incident alone, by its number."},
    FIELDS_PAGE,
    {.name = NULL},
};

/* ---- the answer ---- */

static bool body_name(struct turn *turn, struct text id, struct text *name)
{
    struct organisation body;
    *name = TEXT_NONE;
    if (text_empty(id))
        return true;
    if (!organisation_read(turn, id, turn->now_us, &body))
        return false;
    *name = body.short_name;
    return true;
}

static bool say_members(struct turn *turn, const struct deployment *deployment, struct value *said)
{
    struct deployed *list;
    size_t count;
    struct value *members = value_set(turn->arena, said, "members", value_list(turn->arena));
    if (!deployment_rows_members(turn, deployment->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, members, value_map(turn->arena));
        struct person person;
        if (!person_read(turn, list[i].person, &person))
            return false;
        value_set_text(turn->arena, one, "person", list[i].person);
        value_set_text(turn->arena, one, "name", person.name);
        value_set_text(turn->arena, one, "home", person.organisation_short);
        value_set_boolean(turn->arena, one, "lead", list[i].lead);
        value_set_text(turn->arena, one, "authority", list[i].authority);
        if (!text_empty(list[i].engagement))
            value_set_text(turn->arena, one, "engagement", list[i].engagement);
        answer_time(turn, one, "since", list[i].since_us);
    }
    return true;
}

bool deployment_value(struct turn *turn, const struct incident *incident,
                      const struct deployment *deployment, struct value *said)
{
    const struct deployment_kind *kind = lifecycle_deployment(turn->pack, deployment->kind);
    struct text state = deployment_state(turn, deployment);
    struct text body;
    if (!body_name(turn, deployment->organisation, &body))
        return false;
    value_set_text(turn->arena, said, "deployment", deployment->id);
    value_set_text(turn->arena, said, "incident", incident->number);
    value_set_text(turn->arena, said, "kind", deployment->kind);
    value_set_text(turn->arena, said, "name", kind == NULL ? deployment->kind : kind->name);
    value_set_text(turn->arena, said, "organisation", body);
    value_set_text(turn->arena, said, "purpose", deployment->purpose);
    value_set_text(turn->arena, said, "state", state);
    value_set_text(turn->arena, said, "reason", deployment->reason);
    value_set_text(turn->arena, said, "by", deployment->author_name);
    value_set_text(turn->arena, said, "capacity", deployment->capacity);
    answer_time(turn, said, "from", deployment->from_us);
    if (deployment->to_us != INT64_MAX)
        answer_time(turn, said, "to", deployment->to_us - SECOND_US);
    value_set_boolean(turn->arena, said, "end_proposed",
                      deployment->ending_us != TIME_NONE && !text_is(state, STOOD_DOWN));
    answer_time(turn, said, "end_proposed_at", deployment->ending_us);
    answer_time(turn, said, "entry", deployment->entry_us);
    return say_members(turn, deployment, said);
}

/* ---- the board ---- */

static bool deployment_shown(struct turn *turn, const struct deployment *deployment,
                             struct value *items)
{
    struct incident incident;
    bool found;
    if (!incident_rows_incident_id(turn, deployment->incident, &incident, &found))
        return false;
    struct object object = incident_object(turn, &incident, found);
    if (!found || !can(turn, AREA_CASE, LEVEL_READ, &object))
        return turn->fault.kind == FAULT_NONE;
    return deployment_value(turn, &incident, deployment,
                            value_append(turn->arena, items, value_map(turn->arena)));
}

/* Of a role that may be lent, those whom nothing has. */
static bool say_free_of(struct turn *turn, struct text role, struct value *list)
{
    struct appointee *given;
    size_t count;
    if (!people_given(turn, role, TEXT_NONE, &given, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool busy = given[i].absent;
        if (!busy && !deployment_rows_busy(turn, given[i].person, &busy))
            return false;
        if (busy)
            continue;
        struct value *one = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, one, "person", given[i].person);
        value_set_text(turn->arena, one, "name", given[i].name);
        value_set_text(turn->arena, one, "role", role);
    }
    return true;
}

/* Who could be sent is shown to those who send: who is away tells of cases. */
static bool say_free(struct turn *turn, struct value *answer)
{
    const struct lifecycle *life = turn->pack->life;
    const struct object everywhere = {.exists = true};
    struct value *list = value_list(turn->arena);
    if (!can_right(turn, RIGHT_DEPLOY, AREA_CASE, LEVEL_WRITE, &everywhere))
        return turn->fault.kind == FAULT_NONE;
    for (size_t i = 0; life != NULL && i < life->deployments_count; i++)
        for (size_t j = 0; j < life->deployments[i].lends.count; j++)
            if (!say_free_of(turn, life->deployments[i].lends.items[j], list))
                return false;
    value_set(turn->arena, answer, "free", list);
    return true;
}

static bool deployment_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    struct incident incident = {.id = TEXT_NONE};
    struct deployments_query query = {.limit = page_limit(input)};
    struct value *items = value_list(turn->arena);
    bool known = true;
    bool more = true;
    if (!page_after(turn, input, &cursor)
        || (value_has(input, "incident")
            && !incident_rows_incident(turn, value_get_text(input, "incident"), &incident, &known)))
        return false;
    query.incident = known ? incident.id : TEXT("none");
    for (size_t scanned = 0;
         more && items->count < query.limit && scanned < DEPLOYMENTS_SCAN_MAX;) {
        struct deployment *list;
        size_t count;
        query.after_us = cursor.key;
        query.after_id = cursor.id;
        if (!deployment_rows_list(turn, &query, &list, &count))
            return false;
        more = count == query.limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < query.limit; i++) {
            cursor = (struct cursor){list[i].opened_us, list[i].id};
            if (!deployment_shown(turn, &list[i], items))
                return false;
        }
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more || items->count == query.limit)
        page_next(turn, *answer, cursor);
    return value_has(input, "incident") ? turn->fault.kind == FAULT_NONE : say_free(turn, *answer);
}

#define ON_CASE(of_level) .area = AREA_CASE, .level = (of_level), .about = incident_about

const struct action deployment_actions[] = {
    {.name = "deployment.list",
     .title = "Who is sent where",
     .method = METHOD_GET,
     .route = "/deployments",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = deployment_list,
     .item = "deployment",
     .known_by = {"name", "incident", "state"},
     .help =
         "Teams put together, personnel lent and guests, on the incidents I may read: those "
         "that are not over, or all of one incident. Whoever may send people sees who is free."},
    {.name = "deployment.propose",
     .title = "Propose to send people",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/deployments",
     .fields = propose_fields,
     ON_CASE(LEVEL_WRITE),
     .write = deployment_propose,
     .help = "A response team for this incident, personnel for another body, guests. Nobody sees "
             "the incident by it until it stands up."},
    {.name = "deployment.add",
     .title = "Name somebody for it",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/deployments/{deployment}/members",
     .fields = add_fields,
     ON_CASE(LEVEL_WRITE),
     .write = deployment_add,
     .help = "With whose authority, and, of an outsider, the contract or the record of the "
             "engagement."},
    {.name = "deployment.move",
     .title = "Stand up, deploy, stand down, end",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/deployments/{deployment}",
     .fields = move_fields,
     ON_CASE(LEVEL_WRITE),
     .write = deployment_move,
     .help = "From when it stands up until it has ended, or its time is over, its people see the "
             "incident, and no other by it."},
    {.name = NULL},
};
