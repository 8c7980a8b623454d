/* SPDX-License-Identifier: Apache-2.0 */
#include "people/can.h"
#include "people/inside.h"

/* In the order of enum shift_repeat. */
static const char *const repeat_names[] = {"none", "daily", "weekdays", "weekly", NULL};

static enum shift_repeat repeat_named(struct text name)
{
    for (int i = REPEAT_NONE; repeat_names[i] != NULL; i++)
        if (text_is(name, repeat_names[i]))
            return (enum shift_repeat)i;
    return REPEAT_NONE;
}

/* A shift ends at an instant, not with the second before it. */
static void span_show(struct turn *turn, struct value *map, int64_t from_us, int64_t until_us)
{
    instant_show(turn, map, "from", from_us);
    instant_show(turn, map, "until", until_us);
    value_set_integer(turn->arena, map, "minutes", (until_us - from_us) / MINUTE_US);
}

static struct value *shift_show(struct turn *turn, const struct shift *shift)
{
    struct value *map = value_map(turn->arena);
    value_set_text(turn->arena, map, "shift", shift->id);
    value_set_text(turn->arena, map, "role", shift->role);
    if (!text_empty(shift->organisation_short))
        value_set_text(turn->arena, map, "organisation", shift->organisation_short);
    value_set_text(turn->arena, map, "person", shift->person);
    value_set_text(turn->arena, map, "name", shift->name);
    span_show(turn, map, shift->from_us, shift->to_us);
    return map;
}

/* The role, which must be kept by a roster, and where it is held. */
static bool rostered(struct turn *turn, const struct value *input, const struct role **role,
                     struct place *place, struct organisation *organisation)
{
    struct text stated = value_get_text(input, "organisation");
    *organisation = (struct organisation){.has_scio = false};
    if (!role_defined(turn, value_get_text(input, "role"), role)
        || (!text_empty(stated) && !organisation_named(turn, "organisation", stated, organisation))
        || !role_place(turn, (*role)->scope, organisation->id, TEXT_NONE, place))
        return false;
    if ((*role)->roster == ROSTER_NONE)
        return fail_field(turn, "role", "The policy keeps no roster for the role \"%.*s\".",
                          TEXT_SHOW((*role)->title));
    return place->somewhere
           || fail_field(turn, "organisation",
                         "The role \"%.*s\" is held for an organisation: say for which.",
                         TEXT_SHOW((*role)->title));
}

static bool shift_times(struct turn *turn, const struct value *input, int64_t *from_us,
                        int64_t *to_us)
{
    const struct zone *zone = turn->pack->calendar.zone;
    return instant_parse(turn, "from", value_get_text(input, "from"), zone, from_us)
           && instant_parse(turn, "until", value_get_text(input, "until"), zone, to_us)
           && ((*from_us < *to_us && *to_us - *from_us <= SHIFT_DAYS_MAX * DAY_US)
               || fail_field(turn, "until",
                             "A shift ends after it begins, and within %d days: give such an "
                             "`until`.",
                             SHIFT_DAYS_MAX));
}

static bool shift_line(struct change *change, const char *op, struct text object,
                       struct value *payload, struct text reason)
{
    struct arena *arena = change_turn(change)->arena;
    struct value *said = value_map(arena);
    value_set(arena, said, "shift", payload);
    if (!text_empty(reason))
        value_set_text(arena, said, "reason", reason);
    return change_entry(change, op, text_format(arena, "shift/%.*s", TEXT_SHOW(object)), TEXT_NONE,
                        said, NULL);
}

/* The first one, and whatever the plan repeats. */
static bool shift_planned(struct change *change, const struct value *input, struct shift *shift,
                          int64_t *entered)
{
    struct turn *turn = change_turn(change);
    enum shift_repeat repeat = repeat_named(value_get_text(input, "repeat"));
    struct date through;
    *entered = 1;
    if (repeat == REPEAT_NONE)
        return shift_enter(change, shift);
    if (!value_has(input, "through"))
        return fail_field(turn, "through", "What repeats has a last day: give `through`.");
    return date_parse(turn, "through", value_get_text(input, "through"), &through)
           && shift_plan(change, shift, repeat, through, entered);
}

bool shift_create_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    const struct role *role;
    struct place place;
    struct organisation organisation;
    struct person person;
    struct shift shift = {.id = TEXT_NONE};
    int64_t entered;
    if (!rostered(turn, input, &role, &place, &organisation)
        || !person_named(turn, "person", value_get_text(input, "person"), &person)
        || !shift_times(turn, input, &shift.from_us, &shift.to_us))
        return false;
    shift.role = role->code;
    shift.organisation = place.organisation;
    shift.organisation_short = organisation.short_name;
    shift.person = person.id;
    shift.name = person.name;
    if (!shift_planned(change, input, &shift, &entered))
        return false;
    *answer = shift_show(turn, &shift);
    value_set_integer(turn->arena, *answer, "entered", entered);
    if (value_has(input, "repeat")) {
        value_set_text(turn->arena, *answer, "repeat", value_get_text(input, "repeat"));
        value_set_text(turn->arena, *answer, "through", value_get_text(input, "through"));
    }
    return shift_line(change, "shift.create", text_empty(shift.id) ? TEXT("plan") : shift.id,
                      *answer, TEXT_NONE);
}

bool shift_give_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct shift shift;
    struct person person;
    if (!shift_read(turn, value_get_text(input, "shift"), &shift)
        || !person_named(turn, "person", value_get_text(input, "person"), &person))
        return false;
    shift.person = person.id;
    shift.name = person.name;
    if (!shift_give(change, &shift))
        return false;
    *answer = shift_show(turn, &shift);
    return shift_line(change, "shift.give", shift.id, *answer, value_get_text(input, "reason"));
}

bool shift_end_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct shift shift;
    int64_t at_us;
    if (!shift_read(turn, value_get_text(input, "shift"), &shift)
        || !period_instant(turn, input, "at", turn->now_us, &at_us))
        return false;
    if (at_us >= shift.to_us)
        return fail_field(turn, "at", "The shift is over by then: give an earlier instant.");
    if (!shift_finish(change, &shift, at_us))
        return false;
    *answer = shift_show(turn, &shift);
    return shift_line(change, "shift.end", shift.id, *answer, value_get_text(input, "reason"));
}

/* Whoever stands in for a role first is its superior, and keeps its roster. */
static bool superior(const struct turn *turn, const struct role *role)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; role->fallback_count > 0 && held != NULL && i < held->count; i++)
        for (size_t p = 0; p < role->fallback[0].parties_count; p++)
            if (text_equal(role->fallback[0].parties[p].role, held->holders[i].role))
                return true;
    return false;
}

static bool kept_about(struct turn *turn, struct text code, struct object *object)
{
    const struct role *role = NULL;
    if (turn->pack != NULL && pack_roles_named(turn->pack, code, &role, 1) == 1
        && role->scope == PARTY_ENTERPRISE && superior(turn, role))
        object->person = turn->actor.person;
    return true;
}

bool shift_place_about(struct turn *turn, const struct value *input, struct object *object)
{
    return role_place_about(turn, input, object)
           && kept_about(turn, value_get_text(input, "role"), object);
}

bool shift_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct shift_page page;
    if (!shift_select(turn, value_get_text(input, "shift"), &page))
        return false;
    object->exists = page.count > 0;
    if (object->exists)
        object->organisation = page.items[0].organisation;
    return !object->exists || kept_about(turn, page.items[0].role, object);
}

bool shift_list_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct organisation organisation = {.has_scio = false};
    struct person person = {.from_us = 0};
    struct shift_page page;
    struct cursor cursor = {.key = INT64_MIN};
    struct value *items = value_list(turn->arena);
    size_t limit = page_limit(input);
    struct shift_filter filter = {.role = value_get_text(input, "role")};
    if ((value_has(input, "organisation")
         && !organisation_named(turn, "organisation", value_get_text(input, "organisation"),
                                &organisation))
        || (value_has(input, "person")
            && !person_named(turn, "person", value_get_text(input, "person"), &person))
        || !period_instant(turn, input, "from", turn->now_us, &filter.ends_after_us)
        || !page_after(turn, input, &cursor))
        return false;
    filter.organisation = organisation.id;
    filter.person = person.id;
    if (!shift_select_after(turn, &filter, cursor, limit + 1, &page))
        return false;
    for (size_t i = 0; i < page.count && i < limit; i++)
        value_append(turn->arena, items, shift_show(turn, &page.items[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (page.count > limit)
        page_next(turn, *answer,
                  (struct cursor){page.items[limit - 1].from_us, page.items[limit - 1].id});
    return true;
}

static bool gap_window(struct turn *turn, const struct value *input, struct span *window)
{
    if (!period_instant(turn, input, "from", turn->now_us, &window->from_us)
        || !period_instant(turn, input, "until", window->from_us + SHIFT_GAPS_DAYS * DAY_US,
                           &window->to_us))
        return false;
    return (window->from_us < window->to_us
            && window->to_us - window->from_us <= SHIFT_PLAN_DAYS_MAX * DAY_US)
           || fail_field(turn, "until",
                         "Ask for a time of at most %d days that ends after it "
                         "begins.",
                         SHIFT_PLAN_DAYS_MAX);
}

bool shift_gaps_read(struct turn *turn, const struct value *input, struct value **answer)
{
    const struct role *role;
    struct place place;
    struct organisation organisation;
    struct span window;
    struct span *gaps;
    size_t count;
    if (!rostered(turn, input, &role, &place, &organisation) || !gap_window(turn, input, &window)
        || !shift_gaps(turn, &place, role->code, window, &gaps, &count))
        return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "role", role->code);
    value_set_text(turn->arena, *answer, "title", role->title);
    if (!text_empty(organisation.short_name))
        value_set_text(turn->arena, *answer, "organisation", organisation.short_name);
    instant_show(turn, *answer, "from", window.from_us);
    instant_show(turn, *answer, "until", window.to_us);
    value_set_boolean(turn->arena, *answer, "covered", count == 0);
    struct value *list = value_set(turn->arena, *answer, "gaps", value_list(turn->arena));
    for (size_t i = 0; i < count; i++)
        span_show(turn, value_append(turn->arena, list, value_map(turn->arena)), gaps[i].from_us,
                  gaps[i].to_us);
    return true;
}
