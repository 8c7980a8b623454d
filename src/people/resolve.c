/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a role to the people who answer for it (DOMAIN 1.4), one stage after the other. Each stage
 * asks only when the one before found nobody:
 *
 *     incumbents · acting · designees in order · deputies · the pack's substitutes in order
 *
 * A substitute's role is resolved through the first four stages only: substitutes of substitutes
 * are not followed, so two roles may name each other.
 */
#include "people/inside.h"

struct search {
    struct turn *turn;
    struct text asked;
    struct moment moment;
    const struct names *excluded;
    struct holder *holders;
    size_t count;
    size_t capacity;
};

static bool excluded(const struct search *search, struct text person)
{
    for (size_t i = 0; search->excluded != NULL && i < search->excluded->count; i++)
        if (text_equal(search->excluded->items[i], person))
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
        .asked = search->asked,
        .organisation = assignment->organisation,
        .holding = substitute ? HOLDING_FALLBACK : assignment->holding,
        .within = assignment->holding,
        .rank = assignment->rank,
        .address = standing->address,
    };
}

/* The first of the four stages that finds anybody; *vacant: nobody is the incumbent, present or
 * not. */
static bool held(struct search *search, struct text role, struct text place, bool substitute,
                 bool *vacant)
{
    static const enum holding stages[] = {HOLDING_INCUMBENT, HOLDING_ACTING, HOLDING_DESIGNEE,
                                          HOLDING_DEPUTY};
    struct standing_page page;
    size_t before = search->count;
    *vacant = true;
    if (!role_select_holders(search->turn, role, place, search->moment.at_us,
                             search->moment.known_us, &page))
        return false;
    for (size_t i = 0; i < page.count; i++)
        if (page.items[i].assignment.holding == HOLDING_INCUMBENT)
            *vacant = false;
    for (size_t s = 0; s < sizeof stages / sizeof *stages && search->count == before; s++)
        for (size_t i = 0; i < page.count; i++) {
            if (page.items[i].assignment.holding != stages[s] || !answers(search, &page.items[i]))
                continue;
            add(search, &page.items[i], substitute);
            if (stages[s] == HOLDING_DESIGNEE)
                break; /* they are asked in order */
        }
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
        struct text place;
        bool somewhere;
        bool none = true;
        if (!role_place(search->turn, party->scope, body->id, &place, &somewhere)
            || (somewhere && !held(search, party->role, place, true, &none)))
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

bool people_resolve_known(struct turn *turn, struct text role, struct text organisation,
                          struct moment moment, const struct names *excluded_persons,
                          struct holder **holders, size_t *count, bool *gap)
{
    struct search search = {
        .turn = turn, .asked = role, .moment = moment, .excluded = excluded_persons};
    struct asked_body body;
    const struct role *definition;
    struct text place;
    bool somewhere;
    *gap = true;
    if (!role_defined(turn, role, &definition) || !asked_body_read(turn, organisation, &body)
        || !role_place(turn, definition->scope, organisation, &place, &somewhere)
        || (somewhere && !held(&search, role, place, false, gap))
        || !substitutes_held(&search, definition, &body, gap))
        return false;
    *gap = *gap && definition->mandatory;
    *holders = search.holders;
    *count = search.count;
    return true;
}

bool people_resolve(struct turn *turn, struct text role, struct text organisation, int64_t at_us,
                    const struct names *excluded_persons, struct holder **holders, size_t *count,
                    bool *gap)
{
    const struct moment moment = {.at_us = at_us, .known_us = KNOWN_NOW};
    return people_resolve_known(turn, role, organisation, moment, excluded_persons, holders, count,
                                gap);
}
