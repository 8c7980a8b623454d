/* SPDX-License-Identifier: Apache-2.0 */
/* People for a demonstration: nobody real, and nobody who can be written to. */
#include "people/inside.h"
#include <ctype.h>

struct demo {
    struct change *change;
    struct turn *turn;
    const struct pack *pack;
    struct holder *people;
    size_t count;
    size_t capacity;
};

/* "soc-director.dph@example.org" */
static struct text demo_address(struct arena *arena, struct text role, struct text short_name)
{
    struct builder address = {.arena = arena};
    for (size_t i = 0; i < role.size; i++)
        build_byte(&address,
                   role.data[i] == '_' ? '-' : (char)tolower((unsigned char)role.data[i]));
    if (!text_empty(short_name))
        build_byte(&address, '.');
    build(&address, text_lower(arena, short_name));
    build(&address, TEXT("@example.org"));
    return built(&address);
}

static bool demo_enter(struct demo *demo, const struct role *role,
                       const struct organisation *organisation, struct text name,
                       struct person *person)
{
    *person = (struct person){
        .name = name, .organisation = organisation->id, .from_us = 0, .to_us = OPEN_US};
    struct contact contact = {
        .kind = TEXT("mail"),
        .address = demo_address(demo->turn->arena, role->code, organisation->short_name),
        .purpose = TEXT("demonstration"),
        .status = TEXT("active"),
        .verified_us = demo->turn->now_us,
        .verified_by = demo->turn->actor.person,
    };
    struct assignment assignment = {
        .role = role->code,
        .organisation = organisation->id,
        .holding = HOLDING_INCUMBENT,
        .from_us = 0,
        .to_us = OPEN_US,
        .basis = TEXT("demonstration"),
    };
    if (!person_enter(demo->change, person))
        return false;
    contact.owner = person->id;
    assignment.person = person->id;
    return contact_enter(demo->change, &contact) && role_assign(demo->change, &assignment);
}

/* One person for the role at the organisation (of an empty id: the enterprise), once. */
static bool demo_person(struct demo *demo, const struct role *role,
                        const struct organisation *organisation)
{
    struct arena *arena = demo->turn->arena;
    struct text name = text_format(arena, "Demo %.*s%s%.*s", TEXT_SHOW(role->title),
                                   text_empty(organisation->id) ? "" : " of ",
                                   TEXT_SHOW(organisation->short_name));
    struct person person;
    bool found;
    if (!person_find(demo->turn, name, &person, &found)
        || (!found && !demo_enter(demo, role, organisation, name, &person)))
        return false;
    for (size_t i = 0; i < demo->count; i++)
        if (text_equal(demo->people[i].person, person.id))
            return true;
    demo->people =
        arena_grow(arena, demo->people, demo->count, &demo->capacity, sizeof *demo->people);
    demo->people[demo->count++] = (struct holder){
        .person = person.id,
        .name = name,
        .role = role->code,
        .asked = role->code,
        .organisation = organisation->id,
        .address = demo_address(arena, role->code, organisation->short_name),
    };
    return true;
}

/* The role's person for one of the named organisations, where such a body has the role. */
static bool demo_body(struct demo *demo, const struct role *role, struct text short_name)
{
    struct organisation body;
    struct organisation place;
    struct place where;
    if (!organisation_named(demo->turn, "organisations", short_name, &body)
        || !role_place(demo->turn, role->scope, body.id, TEXT_NONE, &where))
        return false;
    bool outside = text_empty(body.secretariat);
    if (!where.somewhere || (!outside && role_outside(demo->pack, role->code)))
        return true;
    if (!organisation_read(demo->turn, where.organisation, demo->turn->now_us, &place))
        return false;
    return (role_names_exempt(role) && !place.has_scio) || demo_person(demo, role, &place);
}

static bool demo_role(struct demo *demo, const struct role *role, const struct names *organisations)
{
    static const struct organisation enterprise = {.has_scio = false};
    if (role->scope == PARTY_INCIDENT)
        return true; /* given on a case */
    if (role->scope == PARTY_ENTERPRISE)
        return demo_person(demo, role, &enterprise);
    for (size_t i = 0; i < organisations->count; i++)
        if (!demo_body(demo, role, organisations->items[i]))
            return false;
    return true;
}

bool people_demo(struct change *change, const struct pack *pack, const struct names *organisations,
                 struct holder **people, size_t *count)
{
    struct demo demo = {.change = change, .turn = change_turn(change), .pack = pack};
    for (size_t i = 0; i < pack->roles_count; i++)
        if (!demo_role(&demo, &pack->roles[i], organisations))
            return false;
    *people = demo.people;
    *count = demo.count;
    struct value *payload = value_map(demo.turn->arena);
    value_set_integer(demo.turn->arena, payload, "people", (int64_t)demo.count);
    return change_entry(
        change, "people.demo",
        text_format(demo.turn->arena, "policy/%.*s/roles.yaml", TEXT_SHOW(pack->name)), TEXT_NONE,
        payload, NULL);
}
