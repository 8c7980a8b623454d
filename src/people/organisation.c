/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool organisation_read(struct turn *turn, struct text id, int64_t at_us,
                       struct organisation *organisation)
{
    struct organisation_page page;
    if (!organisation_select(turn, id, at_us, &page))
        return false;
    if (page.count == 0)
        return fail(turn, FAULT_MISSING, "There is no such organisation.");
    *organisation = page.items[0];
    return true;
}

bool organisation_find(struct turn *turn, struct text stated, int64_t at_us,
                       struct organisation *organisation, bool *found)
{
    struct organisation_page page;
    struct text folded = text_lower(turn->arena, text_trim(stated));
    *found = false;
    if (text_empty(folded))
        return true;
    if (!organisation_select_stated(turn, folded, folded, at_us, &page))
        return false;
    *found = page.count == 1;
    if (*found)
        *organisation = page.items[0];
    return true;
}

bool organisation_named(struct turn *turn, const char *field, struct text stated,
                        struct organisation *organisation)
{
    bool found;
    if (!organisation_find(turn, stated, turn->now_us, organisation, &found))
        return false;
    return found
           || fail_field(turn, field,
                         "No one organisation is called \"%.*s\": give its short name, its full "
                         "name or its id.",
                         TEXT_SHOW(stated));
}

bool organisation_bound(const struct organisation *organisation)
{
    return text_is(organisation->binding, "mandatory");
}

bool organisation_within(struct turn *turn, struct text organisation, struct text within,
                         bool *inside)
{
    struct text id = organisation;
    *inside = false;
    for (int depth = 0; depth < ORGANISATION_DEPTH_MAX && !text_empty(id); depth++) {
        struct organisation_page page;
        if (text_equal(id, within)) {
            *inside = true;
            return true;
        }
        if (!organisation_select(turn, id, turn->now_us, &page))
            return false;
        id = page.count == 0 ? TEXT_NONE : page.items[0].parent;
    }
    return true;
}

bool organisation_enter(struct change *change, const struct organisation *organisation,
                        struct text basis, int64_t bound_from_us)
{
    struct turn *turn = change_turn(change);
    struct organisation_page page;
    if (!organisation_select_short(turn, organisation->short_name, &page))
        return false;
    if (page.count > 0)
        return fail_field(turn, "short", "%.*s is called %.*s already: choose another short name.",
                          TEXT_SHOW(page.items[0].name), TEXT_SHOW(page.items[0].short_name));
    return organisation_insert(change, organisation)
           && organisation_bind(change, organisation->id, organisation->binding, basis,
                                bound_from_us, OPEN_US);
}

bool organisation_bind(struct change *change, struct text organisation, struct text binding,
                       struct text basis, int64_t from_us, int64_t to_us)
{
    return organisation_binding_insert(change, organisation, binding, basis, from_us, to_us);
}

bool people_bodies(struct turn *turn, struct text organisation, struct text **ids, size_t *count)
{
    *count = 0;
    *ids = arena_array(turn->arena, 1, sizeof **ids);
    if (!text_empty(organisation) && !organisation_select_bodies(turn, organisation, ids, count))
        return false;
    (*ids)[(*count)++] = organisation;
    return true;
}
