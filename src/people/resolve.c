/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a role to the people who answer for it (DOMAIN 1.4), one stage after the other. Each stage
 * asks only when the one before found nobody:
 *
 *     on duty (of a role kept in shifts) · incumbents · acting · designees in order ·
 *     deputies · the pack's substitutes in order
 *
 * Who is on call is added after the designees, whoever was found before; with nobody else they
 * come before the deputies who are not on call (decision 0009). A substitute's role is resolved
 * through the stages but the last: substitutes of substitutes are not followed, so two roles may
 * name each other.
 */
#include "people/inside.h"

struct search {
    struct turn *turn;
    const struct sought *sought;
    struct holder *holders;
    size_t count;
    size_t capacity;
};

static bool excluded(const struct search *search, struct text person)
{
    const struct names *names = search->sought->excluded;
    for (size_t i = 0; names != NULL && i < names->count; i++)
        if (text_equal(names->items[i], person))
            return true;
    return false;
}

static bool answers(const struct search *search, const struct standing *standing)
{
    return !standing->absent && !excluded(search, standing->assignment.person);
}

/* The same person in the same role is one holder, whatever stands in two assignments. */
static bool already(const struct search *search, const struct assignment *assignment)
{
    for (size_t i = 0; i < search->count; i++)
        if (text_equal(search->holders[i].person, assignment->person)
            && text_equal(search->holders[i].role, assignment->role))
            return true;
    return false;
}

static void add(struct search *search, const struct standing *standing, bool substitute)
{
    const struct assignment *assignment = &standing->assignment;
    if (already(search, assignment))
        return;
    search->holders = arena_grow(search->turn->arena, search->holders, search->count,
                                 &search->capacity, sizeof *search->holders);
    search->holders[search->count++] = (struct holder){
        .person = assignment->person,
        .name = standing->name,
        .role = assignment->role,
        .asked = search->sought->role,
        .organisation = assignment->organisation,
        .incident = assignment->incident,
        .holding = substitute ? HOLDING_FALLBACK : assignment->holding,
        .within = assignment->holding,
        .on_duty = standing->on_duty,
        .rank = assignment->rank,
        .address = standing->address,
    };
}

/* Somebody of the roster: whoever works there for a while takes a shift, and owes nothing by it. */
static void add_rostered(struct search *search, const struct standing_page *page, bool substitute)
{
    for (size_t i = 0; i < page->count; i++)
        if (page->items[i].on_duty && page->items[i].assignment.holding != HOLDING_HOSTED
            && answers(search, &page->items[i]))
            add(search, &page->items[i], substitute);
}

static void add_stage(struct search *search, const struct standing_page *page, enum holding stage,
                      bool substitute)
{
    for (size_t i = 0; i < page->count; i++) {
        if (page->items[i].assignment.holding != stage || !answers(search, &page->items[i]))
            continue;
        add(search, &page->items[i], substitute);
        if (stage == HOLDING_DESIGNEE)
            return; /* they are asked in order */
    }
}

static void add_stages(struct search *search, const struct standing_page *page, enum roster roster,
                       bool substitute)
{
    static const enum holding stages[] = {HOLDING_INCUMBENT, HOLDING_ACTING, HOLDING_DESIGNEE};
    size_t before = search->count;
    if (roster == ROSTER_SHIFT)
        add_rostered(search, page, substitute);
    for (size_t s = 0; s < sizeof stages / sizeof *stages && search->count == before; s++)
        add_stage(search, page, stages[s], substitute);
    if (roster == ROSTER_ON_CALL)
        add_rostered(search, page, substitute);
    if (search->count == before)
        add_stage(search, page, HOLDING_DEPUTY, substitute);
}

/* Those who answer for the role at its place; *vacant: nobody is the incumbent, present or not. */
static bool held(struct search *search, struct text role, const struct place *place,
                 bool substitute, bool *vacant)
{
    const struct role *definition = pack_role(search->turn->pack, role);
    const struct moment moment = search->sought->moment;
    struct standing_page page;
    *vacant = true;
    if (!role_select_holders(search->turn, role, place, moment.at_us, moment.known_us, &page))
        return false;
    for (size_t i = 0; i < page.count; i++)
        if (page.items[i].assignment.holding == HOLDING_INCUMBENT)
            *vacant = false;
    add_stages(search, &page, definition == NULL ? ROSTER_NONE : definition->roster, substitute);
    return true;
}

/* What matters of the body that the role is asked for. */
struct asked_body {
    struct text id;
    bool outside; /* of every secretariat */
    bool exempt;  /* its secretariat has no such office */
};

static bool asked_body_read(struct turn *turn, struct text organisation, struct asked_body *body)
{
    struct organisation read;
    struct organisation secretariat;
    *body = (struct asked_body){.id = organisation};
    if (text_empty(organisation))
        return true;
    if (!organisation_read(turn, organisation, turn->now_us, &read))
        return false;
    body->outside = text_empty(read.secretariat);
    if (body->outside)
        return true;
    if (!organisation_read(turn, read.secretariat, turn->now_us, &secretariat))
        return false;
    body->exempt = !secretariat.has_scio;
    return true;
}

static bool applies(const struct substitute *substitute, const struct asked_body *body)
{
    switch (substitute->body) {
    case BODY_ANY: return true;
    case BODY_OUTSIDE: return body->outside;
    case BODY_EXEMPT: return body->exempt;
    }
    return false;
}

/* All roles of one entry. *vacant: none of them has an incumbent. */
static bool substitute_held(struct search *search, const struct substitute *substitute,
                            const struct asked_body *body, bool *vacant)
{
    *vacant = true;
    for (size_t i = 0; i < substitute->parties_count; i++) {
        const struct party *party = &substitute->parties[i];
        struct place place;
        bool none = true;
        if (!role_place(search->turn, party->scope, body->id, search->sought->incident, &place)
            || (place.somewhere && !held(search, party->role, &place, true, &none)))
            return false;
        *vacant = *vacant && none;
    }
    return true;
}

/* *gap comes in as: nobody is the incumbent. An office that the pack names first for such bodies is
 * theirs: no gap while it is filled. */
static bool substitutes_held(struct search *search, const struct role *role,
                             const struct asked_body *body, bool *gap)
{
    bool first = true;
    for (size_t i = 0; i < role->fallback_count && search->count == 0; i++) {
        const struct substitute *substitute = &role->fallback[i];
        bool vacant;
        if (!applies(substitute, body))
            continue;
        if (!substitute_held(search, substitute, body, &vacant))
            return false;
        if (first && substitute->body != BODY_ANY && !vacant)
            *gap = false;
        first = false;
    }
    return true;
}

/* One role, whatever was found for others before. */
static bool role_search(struct turn *turn, const struct role *role, const struct place *place,
                        const struct asked_body *body, struct search *search, bool *gap)
{
    struct search own = {.turn = turn, .sought = search->sought};
    *gap = true;
    if ((place->somewhere && !held(&own, role->code, place, false, gap))
        || !substitutes_held(&own, role, body, gap))
        return false;
    *gap = *gap && role->mandatory;
    for (size_t i = 0; i < own.count; i++) {
        search->holders = arena_grow(turn->arena, search->holders, search->count, &search->capacity,
                                     sizeof *search->holders);
        search->holders[search->count++] = own.holders[i];
    }
    return true;
}

static bool known_roles(struct turn *turn, struct text name, const struct role **roles,
                        size_t *count)
{
    *count =
        turn->pack == NULL ? 0 : pack_roles_named(turn->pack, name, roles, ROLE_SUCCESSORS_MAX);
    if (*count > ROLE_SUCCESSORS_MAX)
        *count = ROLE_SUCCESSORS_MAX;
    return *count > 0 || role_defined(turn, name, roles);
}

bool people_resolve_sought(struct turn *turn, const struct sought *sought, struct holder **holders,
                           size_t *count, bool *gap)
{
    const struct role *roles[ROLE_SUCCESSORS_MAX];
    struct search search = {.turn = turn, .sought = sought};
    struct asked_body body;
    size_t roles_count;
    *gap = false;
    if (!known_roles(turn, sought->role, roles, &roles_count)
        || !asked_body_read(turn, sought->organisation, &body))
        return false;
    for (size_t i = 0; i < roles_count; i++) {
        struct place place;
        bool open;
        if (!role_place(turn, roles[i]->scope, sought->organisation, sought->incident, &place))
            return false;
        if (!place.somewhere && roles_count > 1)
            continue; /* of several successors those are meant that have a place here */
        if (!role_search(turn, roles[i], &place, &body, &search, &open))
            return false;
        *gap = *gap || open;
    }
    *holders = search.holders;
    *count = search.count;
    return true;
}

bool people_resolve_known(struct turn *turn, struct text role, struct text organisation,
                          struct moment moment, const struct names *excluded_persons,
                          struct holder **holders, size_t *count, bool *gap)
{
    const struct sought sought = {
        .role = role, .organisation = organisation, .moment = moment, .excluded = excluded_persons};
    return people_resolve_sought(turn, &sought, holders, count, gap);
}

bool people_resolve(struct turn *turn, struct text role, struct text organisation, int64_t at_us,
                    const struct names *excluded_persons, struct holder **holders, size_t *count,
                    bool *gap)
{
    const struct moment moment = {.at_us = at_us, .known_us = KNOWN_NOW};
    return people_resolve_known(turn, role, organisation, moment, excluded_persons, holders, count,
                                gap);
}

/* A role's selects, one of each successor that has a place here. */
static bool asking_ahead(struct turn *turn, struct text incident, const struct role_asked *asking,
                         struct question *questions, size_t *count)
{
    const struct role *roles[ROLE_SUCCESSORS_MAX];
    size_t roles_count =
        turn->pack == NULL ? 0
                           : pack_roles_named(turn->pack, asking->role, roles, ROLE_SUCCESSORS_MAX);
    for (size_t i = 0; i < roles_count && i < ROLE_SUCCESSORS_MAX; i++) {
        struct place place;
        if (!role_place(turn, roles[i]->scope, asking->organisation, incident, &place))
            return false;
        if (place.somewhere && *count < STORE_AHEAD_MAX)
            questions[(*count)++] = role_question(turn, roles[i]->code, &place);
    }
    return true;
}

bool people_ahead(struct turn *turn, struct text incident, const struct role_asked *askings,
                  size_t count)
{
    struct question *questions = arena_array(turn->arena, STORE_AHEAD_MAX, sizeof *questions);
    size_t asked = 2;
    standing_questions(turn->arena, incident, questions);
    for (size_t i = 0; i < count; i++)
        if (!asking_ahead(turn, incident, &askings[i], questions, &asked))
            return false;
    return store_ahead(turn, questions, asked);
}
