/* SPDX-License-Identifier: Apache-2.0 */
/* Where a role that must not stay empty is not held by its incumbent today, who answers instead,
 * and what ends soon. */
#include "people/inside.h"

/* Roles of the enterprise are shown on the first page, before the organisations. */
static const char *const enterprise_page = "";

struct gaps {
    struct turn *turn;
    int64_t at_us;
    struct value *items;
};

static const char *gap_word(const struct holder *holders, size_t count, bool gap,
                            const struct role_state *state)
{
    if (gap)
        return count > 0 && holders[0].holding != HOLDING_FALLBACK ? "acting" : "vacant";
    return state->version > 0 && state->state == ROLE_ABSENT ? "absent" : "away";
}

static bool gap_show(struct gaps *gaps, const struct role *role, const struct watched *watched,
                     const struct organisation *body, const struct holder *holders, size_t count,
                     bool gap)
{
    struct turn *turn = gaps->turn;
    struct role_state state;
    if (!role_state_select(turn, watched, &state))
        return false;
    struct value *map = value_append(turn->arena, gaps->items, value_map(turn->arena));
    value_set_text(turn->arena, map, "role", role->code);
    value_set_text(turn->arena, map, "title", role->title);
    if (!text_empty(body->short_name))
        value_set_text(turn->arena, map, "organisation", body->short_name);
    value_set_text(turn->arena, map, "state", text_of(gap_word(holders, count, gap, &state)));
    if (state.version > 0 && (state.state != ROLE_FILLED))
        instant_show(turn, map, "since", state.since_us);
    struct value *list = value_set(turn->arena, map, "holders", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        if (!holder_show(turn, &holders[i], list))
            return false;
    return true;
}

/* Answered by others than an incumbent, or by nobody. */
static bool gap_of(struct gaps *gaps, const struct role *role, const struct organisation *body)
{
    struct turn *turn = gaps->turn;
    struct watched watched = {.role = role->code};
    struct holder *holders;
    size_t count;
    bool gap;
    if (!role_place(turn, role->scope, body->id, TEXT_NONE, &watched.place))
        return false;
    if (!watched.place.somewhere)
        return true;
    if (!people_resolve(turn, role->code, body->id, gaps->at_us, NULL, &holders, &count, &gap))
        return false;
    bool incumbent = count > 0 && holders[0].holding == HOLDING_INCUMBENT;
    return (!gap && incumbent) || gap_show(gaps, role, &watched, body, holders, count, gap);
}

/* A role of the secretariat is shown at the secretariat, that of bodies outside only there. */
static bool held_here(struct turn *turn, const struct role *role, const struct organisation *body)
{
    if (!role->mandatory || role->scope == PARTY_INCIDENT)
        return false;
    if (text_empty(body->id) || role->scope == PARTY_ENTERPRISE)
        return text_empty(body->id) == (role->scope == PARTY_ENTERPRISE);
    if (role->scope == PARTY_SECRETARIAT)
        return text_equal(body->secretariat, body->id)
               && (body->has_scio || !role_names_exempt(role));
    return text_empty(body->secretariat) || !role_outside(turn->pack, role->code);
}

static bool gaps_of(struct gaps *gaps, const struct organisation *body)
{
    const struct pack *pack = gaps->turn->pack;
    for (size_t i = 0; pack != NULL && i < pack->roles_count; i++)
        if (held_here(gaps->turn, &pack->roles[i], body) && !gap_of(gaps, &pack->roles[i], body))
            return false;
    return true;
}

static bool gaps_page(struct gaps *gaps, const struct value *input, struct text *next)
{
    static const struct organisation enterprise = {.has_scio = false};
    struct turn *turn = gaps->turn;
    struct organisation_page page;
    size_t limit = page_limit(input);
    *next = text_of(enterprise_page);
    if (limit > GAPS_ORGANISATIONS_MAX)
        limit = GAPS_ORGANISATIONS_MAX;
    if (!value_has(input, "after") && !gaps_of(gaps, &enterprise))
        return false;
    if (!organisation_select_after(turn, text_lower(turn->arena, value_get_text(input, "after")),
                                   turn->now_us, limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        if (!gaps_of(gaps, &page.items[i]))
            return false;
    if (page.count > limit)
        *next = page.items[limit - 1].short_name;
    return true;
}

bool role_gaps_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct gaps gaps = {.turn = turn, .items = value_list(turn->arena)};
    struct organisation body;
    struct text next = TEXT_NONE;
    if (!period_instant(turn, input, "at", turn->now_us, &gaps.at_us))
        return false;
    if (value_has(input, "organisation")) {
        if (!organisation_named(turn, "organisation", value_get_text(input, "organisation"), &body)
            || !gaps_of(&gaps, &body))
            return false;
    } else if (!gaps_page(&gaps, input, &next)) {
        return false;
    }
    *answer = page_show(turn, gaps.items, next);
    return true;
}

/* ---- what ends soon ---- */

bool role_expiring_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct organisation organisation = {.has_scio = false};
    struct standing_page page;
    struct cursor cursor = {.key = turn->now_us};
    size_t limit = page_limit(input);
    int64_t days = value_get_integer(input, "days", EXPIRING_DAYS);
    struct value *items = value_list(turn->arena);
    if ((value_has(input, "organisation")
         && !organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                                &organisation))
        || !page_after(turn, input, &cursor)
        || !role_select_ending(turn, organisation.id, cursor, turn->now_us + days * DAY_US,
                               limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, assignment_show(turn, &page.items[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (page.count > limit)
        page_next(turn, *answer,
                  (struct cursor){page.items[limit - 1].assignment.to_us,
                                  page.items[limit - 1].assignment.id});
    return true;
}
