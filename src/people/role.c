/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"
#include "policy/choice.h"
#include <stdlib.h>

static const char *const holding_names[HOLDINGS] = {
    [HOLDING_INCUMBENT] = "incumbent", [HOLDING_ACTING] = "acting",
    [HOLDING_DESIGNEE] = "designee",   [HOLDING_DEPUTY] = "deputy",
    [HOLDING_FALLBACK] = "fallback",   [HOLDING_HOSTED] = "hosted",
};

const char *holding_name(enum holding holding)
{
    return holding_names[holding];
}

bool holding_named(struct text name, enum holding *holding)
{
    for (int i = 0; i < HOLDINGS; i++)
        if (text_is(name, holding_names[i])) {
            *holding = (enum holding)i;
            return true;
        }
    return false;
}

bool role_defined(struct turn *turn, struct text code, const struct role **role)
{
    const struct role *named[2] = {NULL, NULL};
    size_t count = turn->pack == NULL ? 0 : pack_roles_named(turn->pack, code, named, 2);
    *role = named[0];
    if (count == 0)
        return fail_choice(turn, "role", "role", code, "roles");
    return count == 1
           || fail_field(turn, "role", "\"%.*s\" is %.*s and %.*s now: say which of them.",
                         TEXT_SHOW(code), TEXT_SHOW(named[0]->code), TEXT_SHOW(named[1]->code));
}

bool role_place(struct turn *turn, enum party_scope scope, struct text organisation,
                struct text incident, struct place *place)
{
    struct organisation body;
    *place = (struct place){.somewhere = true};
    if (scope == PARTY_ENTERPRISE)
        return true;
    if (scope == PARTY_INCIDENT) {
        place->incident = incident;
        place->somewhere = !text_empty(incident);
        return true;
    }
    place->organisation = organisation;
    place->somewhere = !text_empty(organisation);
    if (scope != PARTY_SECRETARIAT || !place->somewhere)
        return true;
    if (!organisation_read(turn, organisation, turn->now_us, &body))
        return false;
    place->organisation = body.secretariat;
    place->somewhere = !text_empty(body.secretariat);
    return true;
}

/* What the pack says of the role: who may act for it, and whether several may hold it at once. */
static bool role_open(struct turn *turn, const struct role *role,
                      const struct assignment *assignment)
{
    struct standing_page page;
    if (assignment->holding == HOLDING_DESIGNEE && !role->delegable)
        return fail_field(turn, "kind",
                          "By the policy no designee acts for the role \"%.*s\": somebody may hold "
                          "it acting.",
                          TEXT_SHOW(role->title));
    if (assignment->holding != HOLDING_INCUMBENT || !role->exclusive)
        return true;
    if (!role_select_incumbent(turn, assignment, &page))
        return false;
    return page.count == 0
           || fail_field(turn, "person", "%.*s holds the role \"%.*s\" in that time: end it first.",
                         TEXT_SHOW(page.items[0].name), TEXT_SHOW(role->title));
}

static bool role_nowhere(struct turn *turn, const struct role *role, struct text organisation)
{
    if (role->scope == PARTY_INCIDENT)
        return fail_field(turn, "role", "The role \"%.*s\" is held on a case: assign it there.",
                          TEXT_SHOW(role->title));
    return fail_field(turn, "organisation", "The role \"%.*s\" is held for an organisation%s.",
                      TEXT_SHOW(role->title),
                      role->scope == PARTY_SECRETARIAT && !text_empty(organisation)
                          ? " of a secretariat, and this one belongs to none"
                          : ": say for which");
}

/* The first entry for bodies outside every secretariat: their office of that kind, or NULL. */
static const struct substitute *outside_office(const struct role *role)
{
    for (size_t s = 0; s < role->fallback_count; s++)
        if (role->fallback[s].body == BODY_OUTSIDE)
            return &role->fallback[s];
    return NULL;
}

bool role_outside(const struct pack *pack, struct text code)
{
    for (size_t r = 0; r < pack->roles_count; r++) {
        const struct substitute *office = outside_office(&pack->roles[r]);
        for (size_t p = 0; office != NULL && p < office->parties_count; p++)
            if (text_equal(office->parties[p].role, code))
                return true;
    }
    return false;
}

bool role_names_exempt(const struct role *role)
{
    for (size_t i = 0; i < role->fallback_count; i++)
        if (role->fallback[i].body == BODY_EXEMPT)
            return true;
    return false;
}

/* Where the pack names another office instead, nobody holds this one. */
static bool role_exempt(struct turn *turn, const struct role *role, struct text organisation)
{
    struct organisation body;
    if (role->scope != PARTY_SECRETARIAT || !role_names_exempt(role))
        return true;
    if (!organisation_read(turn, organisation, turn->now_us, &body))
        return false;
    return body.has_scio
           || fail_field(turn, "organisation",
                         "%.*s has no such office: the policy names another in its place.",
                         TEXT_SHOW(body.short_name));
}

/* Of an office that bodies outside every secretariat have in another's place: it is filled. */
static bool role_tell_equivalent(struct change *change, const struct assignment *assignment)
{
    const struct turn *turn = change_turn(change);
    struct fact fact = {.kind = FACT_EQUIVALENT_DESIGNATED};
    if (!role_outside(turn->pack, assignment->role)
        || (assignment->holding != HOLDING_INCUMBENT && assignment->holding != HOLDING_ACTING))
        return true;
    fact_set_text(&fact, FIELD_OF_ORGANISATION, assignment->organisation);
    fact_set_text(&fact, FIELD_OF_ROLE, assignment->role);
    fact_set_time(&fact, FIELD_OF_AT, assignment->from_us > 0 ? assignment->from_us : turn->now_us);
    return change_fact(change, &fact);
}

bool role_assign(struct change *change, struct assignment *assignment)
{
    struct turn *turn = change_turn(change);
    const struct role *role;
    struct place place;
    if (!role_defined(turn, assignment->role, &role)
        || !role_place(turn, role->scope, assignment->organisation, assignment->incident, &place))
        return false;
    if (!place.somewhere)
        return role_nowhere(turn, role, assignment->organisation);
    assignment->role = role->code;
    assignment->organisation = place.organisation;
    assignment->incident = place.incident;
    return role_exempt(turn, role, place.organisation) && role_open(turn, role, assignment)
           && id_new(turn, &assignment->id) && role_write(change, assignment)
           && role_watch(change, assignment, assignment->from_us)
           && role_tell_equivalent(change, assignment);
}

bool role_finish(struct change *change, struct assignment *assignment, int64_t end_us)
{
    assignment->to_us = end_us < assignment->from_us ? assignment->from_us : end_us;
    return role_write(change, assignment) && role_watch(change, assignment, assignment->to_us);
}

bool role_dismiss(struct change *change, struct text assignment)
{
    struct turn *turn = change_turn(change);
    struct standing_page page;
    if (!role_select(turn, assignment, &page))
        return false;
    return page.count == 0 || page.items[0].assignment.to_us <= turn->now_us
           || role_finish(change, &page.items[0].assignment, turn->now_us);
}

bool role_relieve(struct change *change, struct text incident, struct text role,
                  enum holding holding, size_t *ended)
{
    struct turn *turn = change_turn(change);
    const struct place place = {.incident = incident, .somewhere = true};
    struct standing_page page;
    *ended = 0;
    if (!role_select_holders(turn, role, &place, turn->now_us, KNOWN_NOW, &page))
        return false;
    for (size_t i = 0; i < page.count; i++) {
        if (holding != HOLDINGS && page.items[i].assignment.holding != holding)
            continue;
        if (!role_finish(change, &page.items[i].assignment, turn->now_us))
            return false;
        ++*ended;
    }
    return true;
}

static int by_holding(const void *left, const void *right)
{
    const struct holder *a = left;
    const struct holder *b = right;
    if (a->holding != b->holding)
        return a->holding < b->holding ? -1 : 1;
    int order = text_compare(a->role, b->role);
    return order != 0 ? order : text_compare(a->organisation, b->organisation);
}

bool people_capacities(struct turn *turn, struct text person, int64_t at_us,
                       struct holder **holders, size_t *count)
{
    struct standing_page page;
    if (!role_select_person(turn, person, at_us, &page))
        return false;
    *count = page.count;
    *holders = arena_array(turn->arena, page.count, sizeof **holders);
    for (size_t i = 0; i < page.count; i++) {
        const struct standing *standing = &page.items[i];
        (*holders)[i] = (struct holder){
            .person = standing->assignment.person,
            .name = standing->name,
            .role = standing->assignment.role,
            .asked = standing->assignment.role,
            .organisation = standing->assignment.organisation,
            .incident = standing->assignment.incident,
            .holding = standing->assignment.holding,
            .within = standing->assignment.holding,
            .on_duty = standing->on_duty,
            .rank = standing->assignment.rank,
            .address = standing->address,
        };
    }
    if (*count > 1)
        qsort(*holders, *count, sizeof **holders, by_holding);
    return true;
}

bool people_given(struct turn *turn, struct text role, struct text organisation,
                  struct appointee **list, size_t *count)
{
    static const enum holding order[] = {HOLDING_INCUMBENT, HOLDING_ACTING, HOLDING_DESIGNEE,
                                         HOLDING_DEPUTY};
    const struct role *known;
    struct place place;
    struct standing_page page = {.count = 0};
    *count = 0;
    if (!role_defined(turn, role, &known)
        || !role_place(turn, known->scope, organisation, TEXT_NONE, &place)
        || (place.somewhere
            && !role_select_holders(turn, role, &place, turn->now_us, KNOWN_NOW, &page)))
        return false;
    *list = arena_array(turn->arena, page.count + 1, sizeof **list);
    for (size_t s = 0; s < sizeof order / sizeof *order; s++)
        for (size_t i = 0; i < page.count; i++)
            if (page.items[i].assignment.holding == order[s])
                (*list)[(*count)++] = (struct appointee){.person = page.items[i].assignment.person,
                                                         .name = page.items[i].name,
                                                         .holding = order[s],
                                                         .absent = page.items[i].absent};
    return true;
}
