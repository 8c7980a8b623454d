/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

static struct text role_title(const struct turn *turn, struct text code)
{
    const struct role *role = turn->pack == NULL ? NULL : pack_role(turn->pack, code);
    return role == NULL ? code : role->title;
}

/* The short name of an organisation, or empty for none. */
static bool short_name(struct turn *turn, struct text id, struct text *name)
{
    struct organisation_page page;
    *name = TEXT_NONE;
    if (text_empty(id))
        return true;
    if (!organisation_select(turn, id, turn->now_us, &page))
        return false;
    *name = page.count == 0 ? id : page.items[0].short_name;
    return true;
}

struct value *assignment_show(struct turn *turn, const struct standing *standing)
{
    struct arena *arena = turn->arena;
    const struct assignment *assignment = &standing->assignment;
    struct value *map = value_map(arena);
    value_set_text(arena, map, "assignment", assignment->id);
    value_set_text(arena, map, "role", assignment->role);
    value_set_text(arena, map, "title", role_title(turn, assignment->role));
    if (!text_empty(assignment->organisation))
        value_set_text(arena, map, "organisation", standing->organisation_short);
    value_set_text(arena, map, "person", assignment->person);
    value_set_text(arena, map, "name", standing->name);
    value_set_text(arena, map, "kind", text_of(holding_name(assignment->holding)));
    if (assignment->holding == HOLDING_DESIGNEE)
        value_set_integer(arena, map, "n", assignment->rank);
    value_set_text(arena, map, "basis", assignment->basis);
    value_set_boolean(arena, map, "absent", standing->absent);
    period_show(turn, map, assignment->from_us, assignment->to_us);
    return map;
}

static bool assignment_read(struct turn *turn, struct text id, struct standing *standing)
{
    struct standing_page page;
    if (!role_select(turn, id, &page))
        return false;
    if (page.count == 0)
        return fail(turn, FAULT_MISSING, "There is no such assignment of a role.");
    *standing = page.items[0];
    return true;
}

bool assignment_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct standing_page page;
    if (!role_select(turn, value_get_text(input, "assignment"), &page))
        return false;
    object->exists = page.count > 0;
    if (object->exists)
        object->organisation = page.items[0].assignment.organisation;
    return true;
}

/* The permission is asked where the role reaches, not where it is said to be held: a role of the
 * enterprise is in no organisation, and one of a secretariat is the secretariat's to give. */
bool role_place_about(struct turn *turn, const struct value *input, struct object *object)
{
    const struct role *role = NULL;
    struct place place;
    if (!organisation_about(turn, input, object))
        return false;
    if (turn->pack == NULL || !object->exists
        || pack_roles_named(turn->pack, value_get_text(input, "role"), &role, 1) != 1)
        return true;
    if (!role_place(turn, role->scope, object->organisation, TEXT_NONE, &place))
        return false;
    object->organisation = place.organisation;
    return true;
}

static bool assignment_wanted(struct turn *turn, const struct value *input,
                              struct assignment *assignment)
{
    struct person person;
    struct organisation organisation = {.has_scio = false};
    struct text stated = value_get_text(input, "organisation");
    if (!person_named(turn, "person", value_get_text(input, "person"), &person)
        || (!text_empty(stated) && !organisation_named(turn, "organisation", stated, &organisation))
        || !period_read(turn, input, &assignment->from_us, &assignment->to_us))
        return false;
    assignment->person = person.id;
    assignment->organisation = organisation.id;
    return holding_named(value_get_text(input, "kind"), &assignment->holding)
           || fail_field(turn, "kind", "It is no way to hold a role.");
}

bool role_assign_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct assignment assignment = {
        .role = value_get_text(input, "role"),
        .rank = value_get_integer(input, "n", 1),
        .basis = value_get_text(input, "basis"),
    };
    struct standing standing;
    if (!assignment_wanted(turn, input, &assignment))
        return false;
    if (text_equal(assignment.person, turn->actor.person))
        return fail(turn, FAULT_REFUSED,
                    "nobody gives a role to himself: ask another who may assign it");
    if (!role_assign(change, &assignment) || !assignment_read(turn, assignment.id, &standing))
        return false;
    *answer = assignment_show(turn, &standing);
    return change_entry(change, "role.assign",
                        text_format(turn->arena, "assignment/%.*s", TEXT_SHOW(assignment.id)),
                        TEXT_NONE, *answer, NULL);
}

bool role_end_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct value *payload = value_map(turn->arena);
    struct standing standing;
    int64_t end_us;
    if (!assignment_read(turn, value_get_text(input, "assignment"), &standing)
        || !period_instant(turn, input, "at", turn->now_us, &end_us)
        || !role_finish(change, &standing.assignment, end_us))
        return false;
    instant_show(turn, payload, "at", end_us);
    value_set_text(turn->arena, payload, "reason", value_get_text(input, "reason"));
    *answer = assignment_show(turn, &standing);
    return change_entry(
        change, "role.end",
        text_format(turn->arena, "assignment/%.*s", TEXT_SHOW(standing.assignment.id)), TEXT_NONE,
        payload, NULL);
}

bool role_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct standing_page page;
    struct organisation organisation = {.has_scio = false};
    struct person person = {.from_us = 0};
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct role_filter filter = {.role = value_get_text(input, "role"),
                                 .ends_after_us =
                                     value_get_boolean(input, "past", false) ? 0 : turn->now_us};
    if ((value_has(input, "organisation")
         && !organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                                &organisation))
        || (value_has(input, "person")
            && !person_named(turn, "person", value_get_text(input, "person"), &person)))
        return false;
    filter.organisation = organisation.id;
    filter.person = person.id;
    if (!role_select_after(turn, &filter, value_get_text(input, "after"), limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, assignment_show(turn, &page.items[i]));
    *answer = page_show(turn, items,
                        page.count > limit ? page.items[limit - 1].assignment.id : TEXT_NONE);
    return true;
}

/* ---- who holds a role, and why ---- */

bool holder_show(struct turn *turn, const struct holder *holder, struct value *list)
{
    struct arena *arena = turn->arena;
    struct value *map = value_append(arena, list, value_map(arena));
    struct text name;
    if (!short_name(turn, holder->organisation, &name))
        return false;
    value_set_text(arena, map, "person", holder->person);
    value_set_text(arena, map, "name", holder->name);
    value_set_text(arena, map, "role", holder->role);
    value_set_text(arena, map, "title", role_title(turn, holder->role));
    if (!text_empty(name))
        value_set_text(arena, map, "organisation", name);
    value_set_text(arena, map, "kind", text_of(holding_name(holder->holding)));
    if (holder->holding == HOLDING_FALLBACK)
        value_set_text(arena, map, "within", text_of(holding_name(holder->within)));
    if (holder->within == HOLDING_DESIGNEE)
        value_set_integer(arena, map, "n", holder->rank);
    value_set_text(arena, map, "address", holder->address);
    return true;
}

bool capacities_show(struct turn *turn, struct text person, struct value *list)
{
    struct holder *holders;
    size_t count;
    if (!people_capacities(turn, person, turn->now_us, &holders, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text name;
        struct value *map = value_append(turn->arena, list, value_map(turn->arena));
        if (!short_name(turn, holders[i].organisation, &name))
            return false;
        value_set_text(turn->arena, map, "role", holders[i].role);
        value_set_text(turn->arena, map, "title", role_title(turn, holders[i].role));
        if (!text_empty(name))
            value_set_text(turn->arena, map, "organisation", name);
        value_set_text(turn->arena, map, "kind", text_of(holding_name(holders[i].holding)));
    }
    return true;
}

/* "A, B and C", each once. */
static struct text listed(struct turn *turn, const struct holder *holders, size_t count,
                          struct text (*of)(const struct turn *turn, const struct holder *holder))
{
    struct builder text = {.arena = turn->arena};
    for (size_t i = 0; i < count; i++) {
        struct text piece = of(turn, &holders[i]);
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again = again || text_equal(piece, of(turn, &holders[j]));
        if (again)
            continue;
        if (text.size > 0)
            build(&text, i + 1 == count ? TEXT(" and ") : TEXT(", "));
        build(&text, piece);
    }
    return built(&text);
}

static struct text name_of(const struct turn *turn, const struct holder *holder)
{
    (void)turn;
    return holder->name;
}

static struct text title_of(const struct turn *turn, const struct holder *holder)
{
    return role_title(turn, holder->role);
}

/* One sentence: who it is, and why not somebody else. */
static struct text reason(struct turn *turn, struct text what, const struct holder *holders,
                          size_t count, bool gap)
{
    struct arena *arena = turn->arena;
    const char *before = gap ? "Nobody holds" : "Nobody answers as";
    struct text names = listed(turn, holders, count, name_of);
    if (count == 0)
        return text_format(arena, "%s %.*s, and nobody stands in.", before, TEXT_SHOW(what));
    switch (holders[0].holding) {
    case HOLDING_INCUMBENT:
    case HOLDING_HOSTED:
        return text_format(arena, "%.*s: held by %.*s.", TEXT_SHOW(what), TEXT_SHOW(names));
    case HOLDING_ACTING:
        return text_format(arena, "%s %.*s; %.*s acts.", before, TEXT_SHOW(what), TEXT_SHOW(names));
    case HOLDING_DESIGNEE:
        return text_format(arena, "%s %.*s; %.*s is designee %d.", before, TEXT_SHOW(what),
                           TEXT_SHOW(names), (int)holders[0].rank);
    case HOLDING_DEPUTY:
        return text_format(arena, "%s %.*s; %.*s is the deputy.", before, TEXT_SHOW(what),
                           TEXT_SHOW(names));
    case HOLDING_FALLBACK:
    case HOLDINGS:
    default: break;
    }
    struct text titles = listed(turn, holders, count, title_of);
    return text_format(arena, "%s %.*s; the policy names %.*s instead: %.*s.", before,
                       TEXT_SHOW(what), TEXT_SHOW(titles), TEXT_SHOW(names));
}

bool role_holder_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct organisation organisation = {.has_scio = false};
    struct text code = value_get_text(input, "role");
    struct text stated = value_get_text(input, "organisation");
    struct holder *holders;
    size_t count;
    bool gap;
    struct moment moment;
    if ((!text_empty(stated) && !organisation_named(turn, "organisation", stated, &organisation))
        || !period_instant(turn, input, "at", turn->now_us, &moment.at_us)
        || !period_instant(turn, input, "known", KNOWN_NOW, &moment.known_us)
        || !people_resolve_known(turn, code, organisation.id, moment, NULL, &holders, &count, &gap))
        return false;
    struct arena *arena = turn->arena;
    struct text title = role_title(turn, code);
    struct text what = text_empty(organisation.id)
                           ? title
                           : text_format(arena, "%.*s for %.*s", TEXT_SHOW(title),
                                         TEXT_SHOW(organisation.short_name));
    *answer = value_map(arena);
    value_set_text(arena, *answer, "role", code);
    value_set_text(arena, *answer, "title", title);
    if (!text_empty(organisation.id))
        value_set_text(arena, *answer, "organisation", organisation.short_name);
    instant_show(turn, *answer, "at", moment.at_us);
    value_set_boolean(arena, *answer, "gap", gap);
    value_set_text(arena, *answer, "reason", reason(turn, what, holders, count, gap));
    struct value *list = value_set(arena, *answer, "holders", value_list(arena));
    for (size_t i = 0; i < count; i++)
        if (!holder_show(turn, &holders[i], list))
            return false;
    return true;
}
