/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

/* What people write for "outside of every secretariat". */
static const char *const outside = "none";

static struct value *organisation_show(struct arena *arena, const struct organisation *organisation)
{
    struct value *map = value_map(arena);
    value_set_text(arena, map, "id", organisation->id);
    value_set_text(arena, map, "short", organisation->short_name);
    value_set_text(arena, map, "name", organisation->name);
    value_set_text(arena, map, "branch", organisation->branch);
    value_set_text(arena, map, "type", organisation->type);
    value_set_text(arena, map, "binding", organisation->binding);
    if (!text_empty(organisation->parent))
        value_set_text(arena, map, "parent", organisation->parent_short);
    if (!text_empty(organisation->secretariat))
        value_set_text(arena, map, "secretariat", organisation->secretariat_short);
    value_set_boolean(arena, map, "scio", organisation->has_scio);
    return map;
}

static bool bindings_show(struct turn *turn, struct text id, struct value *map)
{
    struct value *list = value_set(turn->arena, map, "bindings", value_list(turn->arena));
    struct binding *bindings;
    size_t count;
    if (!organisation_binding_select(turn, id, &bindings, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "binding", bindings[i].binding);
        value_set_text(turn->arena, item, "basis", bindings[i].basis);
        period_show(turn, item, bindings[i].from_us, bindings[i].to_us);
        instant_show(turn, item, "entry", bindings[i].entry_us);
    }
    return true;
}

static bool organisation_answer(struct turn *turn, struct text id, struct value **answer)
{
    struct organisation organisation;
    if (!organisation_read(turn, id, turn->now_us, &organisation))
        return false;
    *answer = organisation_show(turn->arena, &organisation);
    return bindings_show(turn, id, *answer) && contacts_show(turn, id, *answer);
}

bool organisation_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct organisation organisation;
    struct text stated = value_get_text(input, "organisation");
    if (text_empty(stated))
        return true;
    if (!organisation_find(turn, stated, turn->now_us, &organisation, &object->exists))
        return false;
    if (object->exists)
        object->organisation = organisation.id;
    return true;
}

bool organisation_parent_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct organisation parent;
    bool found;
    if (value_has(input, "secretariat"))
        return true; /* whose lists it will stand in is no choice of the parent's people */
    if (!organisation_find(turn, value_get_text(input, "parent"), turn->now_us, &parent, &found))
        return false;
    if (found)
        object->organisation = parent.id;
    return true;
}

/* Where the new organisation stands: below its parent, and in the secretariat that is named, its
 * own, none, or else its parent's. */
static bool organisation_place(struct turn *turn, const struct value *input,
                               struct organisation *organisation)
{
    struct organisation other;
    struct text stated = value_get_text(input, "secretariat");
    if (value_has(input, "parent")) {
        if (!organisation_named(turn, "parent", value_get_text(input, "parent"), &other))
            return false;
        organisation->parent = other.id;
        organisation->secretariat = other.secretariat;
    }
    if (text_empty(stated))
        return true;
    organisation->secretariat = TEXT_NONE;
    if (text_is(stated, outside))
        return true;
    organisation->secretariat = organisation->id;
    if (text_equal(text_lower(turn->arena, stated),
                   text_lower(turn->arena, organisation->short_name)))
        return true;
    if (!organisation_named(turn, "secretariat", stated, &other))
        return false;
    organisation->secretariat = other.id;
    return true;
}

/* A body outside every secretariat has nobody to ask in the place of a secretariat's officer, until
 * it names somebody; from the day on which it is bound it owes that. */
static bool organisation_oblige(struct change *change, struct text id, struct text binding,
                                int64_t from_us)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation;
    struct fact fact = {.kind = FACT_ORGANISATION_OBLIGED};
    if (!organisation_read(turn, id, turn->now_us, &organisation))
        return false;
    if (turn->pack == NULL || !text_empty(organisation.secretariat))
        return true;
    for (size_t i = 0; i < turn->pack->roles_count; i++) {
        struct appointee *list;
        size_t count = 0;
        if (role_outside(turn->pack, turn->pack->roles[i].code)
            && !people_given(turn, turn->pack->roles[i].code, id, &list, &count))
            return false;
        if (count > 0)
            return true;
    }
    fact_set_text(&fact, FIELD_OF_ORGANISATION, id);
    fact_set_text(&fact, FIELD_OF_BINDING, binding);
    fact_set_text(&fact, FIELD_OF_BRANCH, organisation.branch);
    fact_set_time(&fact, FIELD_OF_AT, from_us > 0 ? from_us : turn->now_us);
    return change_fact(change, &fact);
}

bool organisation_create_write(struct change *change, const struct value *input,
                               struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation = {
        .short_name = value_get_text(input, "short"),
        .name = value_get_text(input, "name"),
        .branch = value_get_text(input, "branch"),
        .type = value_get_text(input, "type"),
        .binding = value_get_text(input, "binding"),
        .has_scio = value_get_boolean(input, "scio", false),
    };
    int64_t from_us;
    return period_instant(turn, input, "from", 0, &from_us) && id_new(turn, &organisation.id)
           && organisation_place(turn, input, &organisation)
           && organisation_enter(change, &organisation, value_get_text(input, "basis"), from_us)
           && organisation_oblige(change, organisation.id, organisation.binding, from_us)
           && organisation_answer(turn, organisation.id, answer)
           && change_entry(
               change, "organisation.create",
               text_format(turn->arena, "organisation/%.*s", TEXT_SHOW(organisation.id)), TEXT_NONE,
               *answer, NULL);
}

bool organisation_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct organisation_page page;
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if (!organisation_select_after(turn, text_lower(turn->arena, value_get_text(input, "after")),
                                   turn->now_us, limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, organisation_show(turn->arena, &page.items[i]));
    *answer =
        page_show(turn, items, page.count > limit ? page.items[limit - 1].short_name : TEXT_NONE);
    return true;
}

bool organisation_read_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct organisation organisation;
    bool found;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    if (!found)
        return fail(turn, FAULT_MISSING, "There is no such organisation.");
    return organisation_answer(turn, organisation.id, answer);
}

bool organisation_bind_write(struct change *change, const struct value *input,
                             struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation;
    struct value *payload = value_map(turn->arena);
    int64_t from_us;
    int64_t to_us;
    if (!organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                            &organisation)
        || !period_read(turn, input, &from_us, &to_us)
        || !organisation_bind(change, organisation.id, value_get_text(input, "binding"),
                              value_get_text(input, "basis"), from_us, to_us)
        || !organisation_oblige(change, organisation.id, value_get_text(input, "binding"), from_us))
        return false;
    value_set_text(turn->arena, payload, "binding", value_get_text(input, "binding"));
    value_set_text(turn->arena, payload, "basis", value_get_text(input, "basis"));
    period_show(turn, payload, from_us, to_us);
    return change_entry(change, "organisation.bind",
                        text_format(turn->arena, "organisation/%.*s", TEXT_SHOW(organisation.id)),
                        TEXT_NONE, payload, NULL)
           && organisation_answer(turn, organisation.id, answer);
}
