/* SPDX-License-Identifier: Apache-2.0 */
/* Whom of each affected body one calls first, and by which number: what somebody who opens a case
 * at night needs before anything else. */
#include "incident/inside.h"

/* Nobody is named who must not know of the case. */
static bool called_may_know(struct turn *turn, const struct incident *incident, struct text person,
                            bool *may)
{
    struct standing_to standing;
    bool granted = true;
    if (!people_standing(turn, incident->id, person, &standing)
        || (standing.restricted && !people_granted(turn, incident->id, person, &granted)))
        return false;
    *may = !standing.excluded && granted;
    return true;
}

/* The verified numbers and mail addresses, those that are answered day and night first. */
static bool say_ways(struct turn *turn, struct text person, struct value *said)
{
    static const char *const kinds[] = {"phone", "mail"};
    struct contact *contacts;
    size_t count;
    if (!person_contacts(turn, person, &contacts, &count))
        return false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct value *list = value_set(turn->arena, said, kinds[k], value_list(turn->arena));
        for (size_t i = 0; i < count; i++)
            if (text_is(contacts[i].kind, kinds[k]))
                value_append(turn->arena, list, value_text(turn->arena, contacts[i].address));
    }
    return true;
}

static bool say_one(struct turn *turn, const struct incident *incident,
                    const struct appointee *given, struct value *people)
{
    static const char *const orders[] = {"primary", "secondary"};
    bool may;
    if (!called_may_know(turn, incident, given->person, &may))
        return false;
    if (!may)
        return true;
    struct text order = people->count < sizeof orders / sizeof *orders
                            ? text_of(orders[people->count])
                            : TEXT("further");
    struct value *said = value_append(turn->arena, people, value_map(turn->arena));
    value_set_text(turn->arena, said, "order", order);
    value_set_text(turn->arena, said, "name", given->name);
    value_set_text(turn->arena, said, "kind", text_of(holding_name(given->holding)));
    value_set_boolean(turn->arena, said, "absent", given->absent);
    return say_ways(turn, given->person, said);
}

/* Where nobody holds it: those whom the policy puts in its place. */
static bool say_instead(struct turn *turn, const struct incident *incident, struct text role,
                        struct text organisation, struct value *people)
{
    struct holder *holders;
    size_t count;
    bool gap;
    if (!people_resolve_for(turn, incident->id, role, organisation, NULL, &holders, &count, &gap))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct appointee given = {holders[i].person, holders[i].name, HOLDING_FALLBACK, false};
        if (!say_one(turn, incident, &given, people))
            return false;
    }
    return true;
}

static bool say_role(struct turn *turn, const struct incident *incident, struct text role,
                     struct text organisation, struct value *list)
{
    const struct role *known = pack_role(turn->pack, role);
    struct organisation body;
    struct appointee *given;
    size_t count;
    if (!organisation_read(turn, organisation, turn->now_us, &body)
        || !people_given(turn, role, organisation, &given, &count))
        return false;
    struct value *said = value_append(turn->arena, list, value_map(turn->arena));
    struct value *people = value_list(turn->arena);
    value_set_text(turn->arena, said, "organisation", body.short_name);
    value_set_text(turn->arena, said, "role", role);
    value_set_text(turn->arena, said, "title", known->title);
    value_set(turn->arena, said, "people", people);
    for (size_t i = 0; i < count; i++)
        if (!say_one(turn, incident, &given[i], people))
            return false;
    return people->count > 0 || say_instead(turn, incident, role, organisation, people);
}

bool incident_called(struct turn *turn, const struct incident *incident, struct value *said)
{
    const struct names *roles = &turn->pack->called_first;
    struct affected *affected;
    size_t count;
    struct value *list = value_set(turn->arena, said, "called_first", value_list(turn->arena));
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < roles->count; r++)
            if (!say_role(turn, incident, roles->items[r], affected[i].organisation, list))
                return false;
    return true;
}
