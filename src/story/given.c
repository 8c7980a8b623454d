/* SPDX-License-Identifier: Apache-2.0 */
/* What is given, through the same actions as an administrator's. */
#include "story/inside.h"

struct value *input_copy(struct arena *arena, const struct value *input)
{
    struct value *copy = value_map(arena);
    for (size_t i = 0; i < input->count; i++)
        value_set(arena, copy, text_string(arena, input->members[i].name), input->members[i].value);
    return copy;
}

static struct given *given_find(struct given *given, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(given[i].name, name))
            return &given[i];
    return NULL;
}

static void person_keep(struct stage *stage, struct text name, struct text id)
{
    stage->people = arena_grow(stage->turn.arena, stage->people, stage->people_count,
                               &stage->people_capacity, sizeof *stage->people);
    stage->people[stage->people_count++] = (struct given){.name = name, .id = id};
}

/* ---- organisations ---- */

/* Dates alone are whole days, and both ends belong to a period: as people say it. */
static bool period_end(struct stage *stage, struct value *input, const char *name,
                       const struct spoken *moment)
{
    if (moment->kind == MOMENT_DATE)
        value_set_text(stage->turn.arena, input, name, moment->text);
    return moment->kind == MOMENT_DATE || stage_instant_set(stage, input, name, moment, TEXT_NONE);
}

static bool period_set(struct stage *stage, struct value *input, const struct spoken *from,
                       const struct spoken *to)
{
    return period_end(stage, input, "from", from) && period_end(stage, input, "to", to);
}

static void text_default(struct stage *stage, struct value *input, const char *name,
                         struct text text)
{
    if (!value_has(input, name))
        value_set_text(stage->turn.arena, input, name, text);
}

static bool organisation_known(struct stage *stage, struct text name, bool *known)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    value_set_text(stage->turn.arena, input, "organisation", name);
    *known = stage_ask(stage, "organisation.read", input, &answer);
    if (stage->turn.fault.kind == FAULT_MISSING)
        fault_clear(&stage->turn);
    return stage->turn.fault.kind == FAULT_NONE;
}

static bool organisation_bound(struct stage *stage, const struct statement *statement)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    value_set_text(stage->turn.arena, input, "organisation", statement->name);
    value_set_text(stage->turn.arena, input, "binding",
                   value_get_text(statement->input, "binding"));
    value_set_text(stage->turn.arena, input, "basis", TEXT("as the story says"));
    if (!period_set(stage, input, &statement->from, &statement->to))
        return false;
    if (!value_has(input, "from"))
        value_set_text(stage->turn.arena, input, "from",
                       instant_utc(stage->turn.arena, stage->now_us));
    return stage_ask(stage, "organisation.bind", input, &answer);
}

static bool given_organisation(struct stage *stage, const struct statement *statement)
{
    struct value *input = input_copy(stage->turn.arena, statement->input);
    struct value *answer;
    bool known;
    if (!organisation_known(stage, statement->name, &known))
        return false;
    if (known)
        return !value_has(input, "binding") || organisation_bound(stage, statement);
    if (input->count == 1)
        return fail_field(&stage->turn, "organisation",
                          "the policy's chart has no organisation %.*s; to make one write: "
                          "organisation %.*s \"Its name\" of EOHHS type agency binding mandatory",
                          TEXT_SHOW(statement->name), TEXT_SHOW(statement->name));
    text_default(stage, input, "name", statement->name);
    const struct value *home = value_get_item(house_pack(stage->house)->organisations, "home", 0);
    if (home != NULL)
        text_default(stage, input, "branch", home->text);
    text_default(stage, input, "type", TEXT("agency"));
    text_default(stage, input, "binding", TEXT("mandatory"));
    return stage_ask(stage, "organisation.create", input, &answer);
}

/* ---- people ---- */

static bool contacts_verify(struct stage *stage, struct value *person)
{
    struct value *contacts = value_get(person, "contacts");
    for (size_t i = 0; contacts != NULL && i < contacts->count; i++) {
        struct value *input = value_map(stage->turn.arena);
        struct value *answer;
        value_set_text(stage->turn.arena, input, "contact",
                       value_get_text(contacts->items[i], "id"));
        value_set_text(stage->turn.arena, input, "how", TEXT("as the story says"));
        if (!stage_ask(stage, "contact.verify", input, &answer))
            return false;
    }
    return true;
}

/* "AGENCY_HEAD of DPH" -> agency-head.dph@example.org */
static struct text mail_of(struct arena *arena, struct text name)
{
    struct builder mail = {.arena = arena};
    struct text lower = text_lower(arena, name);
    for (size_t i = 0; i < lower.size; i++) {
        char byte = lower.data[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        build_byte(&mail, plain ? byte : '-');
    }
    build(&mail, TEXT("@example.org"));
    return built(&mail);
}

static bool person_create(struct stage *stage, struct text name, struct value *input)
{
    struct value *answer;
    if (!value_has(input, "mail"))
        value_set_text(stage->turn.arena, input, "mail", mail_of(stage->turn.arena, name));
    if (text_empty(value_get_text(input, "mail"))) {
        struct value *rest = value_map(stage->turn.arena);
        for (size_t i = 0; i < input->count; i++)
            if (!text_is(input->members[i].name, "mail"))
                value_set(stage->turn.arena, rest,
                          text_string(stage->turn.arena, input->members[i].name),
                          input->members[i].value);
        input = rest;
    }
    if (!stage_ask(stage, "person.create", input, &answer))
        return false;
    person_keep(stage, name, value_get_text(answer, "id"));
    return contacts_verify(stage, answer);
}

static bool post_give(struct stage *stage, struct text person, const struct post *post)
{
    struct arena *arena = stage->turn.arena;
    struct value *input = value_map(arena);
    struct value *answer;
    value_set_text(arena, input, "role", post->role);
    value_set_text(arena, input, "person", person);
    value_set_text(arena, input, "kind", post->holding);
    if (!text_empty(post->organisation))
        value_set_text(arena, input, "organisation", post->organisation);
    if (text_is(post->holding, "designee"))
        value_set_integer(arena, input, "n", post->rank);
    return period_set(stage, input, &post->from, &post->to)
           && stage_ask(stage, "role.assign", input, &answer);
}

static bool given_person(struct stage *stage, const struct statement *statement)
{
    if (given_find(stage->people, stage->people_count, statement->name) == NULL
        && !person_create(stage, statement->name, input_copy(stage->turn.arena, statement->input)))
        return false;
    for (size_t i = 0; i < statement->posts_count; i++)
        if (!post_give(stage, stage_person(stage, statement->name), &statement->posts[i]))
            return false;
    return true;
}

/* ---- staff ---- */

static bool listed(const struct value *list, struct text name)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (text_equal(list->items[i]->text, name))
            return true;
    return false;
}

/* Somebody in a role that nobody holds of their own right yet. */
static bool staff_member(struct stage *stage, const struct role *role, struct text organisation)
{
    struct arena *arena = stage->turn.arena;
    struct value *input = value_map(arena);
    struct value *holders;
    struct post post = {.role = role->code, .holding = TEXT("incumbent")};
    if (!role_holders(stage, role->code, organisation, stage->now_us, &holders))
        return false;
    if (holders != NULL && holders->count > 0
        && !text_is(value_get_text(holders->items[0], "kind"), "fallback"))
        return true;
    struct text name = role->code;
    if (!text_empty(organisation)) {
        name = text_format(arena, "%.*s of %.*s", TEXT_SHOW(role->code), TEXT_SHOW(organisation));
        post.organisation = organisation;
        value_set_text(arena, input, "organisation", organisation);
    }
    value_set_text(arena, input, "name", name);
    return person_create(stage, name, input) && post_give(stage, stage_person(stage, name), &post);
}

static bool scope_of_body(enum party_scope scope)
{
    return scope == PARTY_ORGANISATION || scope == PARTY_SECRETARIAT;
}

/* Does the pack name another office where a secretariat has none of its own? */
static bool exempts(const struct role *role)
{
    for (size_t i = 0; i < role->fallback_count; i++)
        if (role->fallback[i].body == BODY_EXEMPT)
            return true;
    return false;
}

/* A body outside of every secretariat, or in one without such an office, has none to fill. */
static bool office_there(struct stage *stage, const struct role *role, struct text organisation,
                         bool *there)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    *there = true;
    if (role->scope != PARTY_SECRETARIAT)
        return true;
    value_set_text(stage->turn.arena, input, "organisation", organisation);
    if (!stage_ask(stage, "organisation.read", input, &answer))
        return false;
    *there = value_has(answer, "secretariat");
    if (!*there || !exempts(role))
        return true;
    value_set_text(stage->turn.arena, input, "organisation", value_get_text(answer, "secretariat"));
    if (!stage_ask(stage, "organisation.read", input, &answer))
        return false;
    *there = value_get_boolean(answer, "scio", false);
    return true;
}

static bool given_staff(struct stage *stage, const struct statement *statement)
{
    const struct pack *pack = house_pack(stage->house);
    const struct value *of = value_get(statement->input, "of");
    const struct value *without = value_get(statement->input, "without");
    for (size_t i = 0; i < pack->roles_count; i++) {
        const struct role *role = &pack->roles[i];
        if (listed(without, role->code))
            continue;
        if (role->scope == PARTY_ENTERPRISE && !staff_member(stage, role, TEXT_NONE))
            return false;
        for (size_t j = 0; scope_of_body(role->scope) && j < of->count; j++) {
            bool there;
            if (!office_there(stage, role, of->items[j]->text, &there)
                || (there && !staff_member(stage, role, of->items[j]->text)))
                return false;
        }
    }
    return true;
}

/* ---- assets, absences, channels ---- */

static bool given_asset(struct stage *stage, const struct statement *statement)
{
    struct value *input = input_copy(stage->turn.arena, statement->input);
    struct value *answer;
    struct text support = stage_person(stage, value_get_text(input, "support"));
    if (value_has(input, "support") && text_empty(support))
        return fail_field(&stage->turn, "support",
                          "nobody is called %.*s; write before: given "
                          "person %.*s",
                          TEXT_SHOW(value_get_text(input, "support")),
                          TEXT_SHOW(value_get_text(input, "support")));
    if (value_has(input, "support"))
        value_set_text(stage->turn.arena, input, "support", support);
    text_default(stage, input, "rating", TEXT("unrated"));
    if (!stage_ask(stage, "asset.create", input, &answer))
        return false;
    stage->assets = arena_grow(stage->turn.arena, stage->assets, stage->assets_count,
                               &stage->assets_capacity, sizeof *stage->assets);
    stage->assets[stage->assets_count++] =
        (struct given){.name = statement->name, .id = value_get_text(answer, "asset")};
    return true;
}

static bool given_absent(struct stage *stage, const struct statement *statement)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    struct text person = stage_person(stage, statement->name);
    if (text_empty(person))
        return fail_field(&stage->turn, "person",
                          "nobody is called %.*s; write before: given "
                          "person %.*s",
                          TEXT_SHOW(statement->name), TEXT_SHOW(statement->name));
    value_set_text(stage->turn.arena, input, "person", person);
    return period_set(stage, input, &statement->from, &statement->to)
           && stage_ask(stage, "absence.create", input, &answer);
}

static bool given_channel(struct stage *stage, const struct statement *statement)
{
    struct outage outage = {
        .channel = statement->name, .fault = statement->wanted, .to_us = INT64_MAX};
    if (!stage_moment(stage, "from", &statement->from, TEXT_NONE, &outage.from_us)
        || (statement->to.kind != MOMENT_NONE
            && !stage_moment(stage, "to", &statement->to, TEXT_NONE, &outage.to_us)))
        return false;
    stage->outages = arena_grow(stage->turn.arena, stage->outages, stage->outages_count,
                                &stage->outages_capacity, sizeof *stage->outages);
    stage->outages[stage->outages_count++] = outage;
    return true;
}

bool stage_given(struct stage *stage, const struct statement *statement)
{
    switch (statement->verb) {
    case SAYS_ORGANISATION: return given_organisation(stage, statement);
    case SAYS_PERSON: return given_person(stage, statement);
    case SAYS_STAFF: return given_staff(stage, statement);
    case SAYS_ASSET: return given_asset(stage, statement);
    case SAYS_POLICY: return stage_policy(stage, statement);
    case SAYS_CHANNEL: return given_channel(stage, statement);
    case SAYS_ABSENT: return given_absent(stage, statement);
    case SAYS_PROVES:
    case SAYS_AT:
    case SAYS_DOWN:
    case SAYS_CLOCK:
    case SAYS_ACTION:
    case SAYS_ATTEST:
    case SAYS_MAIL:
    case SAYS_READ:
    case SAYS_EACH:
    case SAYS_EXPECT:
    default: return true;
    }
}
