/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who holds a role changes by an act, and by the mere passing of time: an assignment ends at
 * midnight, an absence becomes too long. The house notices both, and tells the obligations by
 * facts: that hands have changed (role.changed), and of a role that must not stay empty, that it is
 * vacant, absent for too long, or filled again (SM-16).
 *
 * Nothing depends on being awake. role_clock holds the instant up to which time was heard; the next
 * one is the first beginning or end behind it of anything that is kept, or the instant at which an
 * absence becomes too long. Whoever wakes late goes through all instants in their order, so that
 * the facts are the same as if he had been awake.
 */
#include "people/inside.h"
#include "policy/due.h"

enum { WATCH_INSTANTS_MAX = 200 }; /* of one role.pass; the tick asks again */

static const char *const state_names[] = {
    [ROLE_FILLED] = "filled",
    [ROLE_ACTING] = "acting",
    [ROLE_ABSENT] = "absent",
    [ROLE_VACANT] = "vacant",
};

const char *role_state_name(enum role_state_kind state)
{
    return state_names[state];
}

enum role_state_kind role_state_named(struct text name)
{
    for (int i = ROLE_FILLED; i <= ROLE_VACANT; i++)
        if (text_is(name, state_names[i]))
            return (enum role_state_kind)i;
    return ROLE_FILLED;
}

/* ---- how a role stands ---- */

/* When an absence that began at since_us becomes too long: the midnight after the last of so many
 * business days, each of them whole. */
static int64_t too_long_us(const struct pack *pack, int64_t since_us)
{
    const struct zone *zone = pack->calendar.zone;
    const struct closures none = {.count = 0};
    struct date date = zone_civil(zone, since_us).date;
    if (pack->long_absence_days == 0)
        return OPEN_US;
    if (zone_date_start(zone, date) < since_us)
        date = date_add(date, 1);
    for (int days = 0; days < pack->long_absence_days; date = date_add(date, 1))
        days += calendar_business(&pack->calendar, none, date);
    return zone_date_start(zone, date);
}

/* Since when the person has been away without a break, of an absence that covers at_us. */
static bool away_since(struct turn *turn, struct text person, int64_t at_us, int64_t *since_us)
{
    struct span *away;
    size_t count;
    *since_us = at_us;
    if (!absence_select_before(turn, person, at_us, &away, &count))
        return false;
    for (size_t i = 0; i < count; i++) /* the latest end first */
        if (away[i].to_us >= *since_us && away[i].from_us < *since_us)
            *since_us = away[i].from_us;
    return true;
}

/* All incumbents are away: too long since the last of them went? */
static bool judge_absence(struct turn *turn, const struct standing_page *page, int64_t at_us,
                          struct role_state *state)
{
    int64_t last_us = INT64_MIN;
    for (size_t i = 0; i < page->count; i++) {
        const struct assignment *assignment = &page->items[i].assignment;
        int64_t since_us;
        if (assignment->holding != HOLDING_INCUMBENT)
            continue;
        if (!away_since(turn, assignment->person, at_us, &since_us))
            return false;
        if (assignment->from_us > since_us)
            since_us = assignment->from_us;
        last_us = since_us > last_us ? since_us : last_us;
    }
    int64_t limit_us = too_long_us(turn->pack, last_us);
    state->state = at_us >= limit_us ? ROLE_ABSENT : ROLE_FILLED;
    state->since_us = at_us >= limit_us ? limit_us : at_us;
    state->next_us = at_us >= limit_us ? OPEN_US : limit_us;
    return true;
}

static bool judge(struct turn *turn, const struct watched *watched, int64_t at_us,
                  struct role_state *state)
{
    struct standing_page page;
    bool incumbent = false;
    bool present = false;
    bool acting = false;
    if (!role_select_holders(turn, watched->role, &watched->place, at_us, KNOWN_NOW, &page))
        return false;
    for (size_t i = 0; i < page.count; i++) {
        const struct standing *standing = &page.items[i];
        if (standing->assignment.holding == HOLDING_INCUMBENT) {
            incumbent = true;
            present = present || !standing->absent;
        }
        acting = acting || (standing->assignment.holding == HOLDING_ACTING && !standing->absent);
    }
    *state = (struct role_state){.since_us = at_us, .next_us = OPEN_US};
    state->state = present ? ROLE_FILLED : acting ? ROLE_ACTING : ROLE_VACANT;
    return present || acting || !incumbent || judge_absence(turn, &page, at_us, state);
}

/* ---- what is told ---- */

static bool fact_place(struct turn *turn, const struct watched *watched, int64_t at_us,
                       struct fact *fact)
{
    struct organisation body;
    fact_set_text(fact, FIELD_OF_ROLE, watched->role);
    fact_set_time(fact, FIELD_OF_AT, at_us);
    if (!text_empty(watched->place.incident))
        fact_set_text(fact, FIELD_OF_INCIDENT, watched->place.incident);
    if (text_empty(watched->place.organisation))
        return true;
    if (!organisation_read(turn, watched->place.organisation, at_us, &body))
        return false;
    fact_set_text(fact, FIELD_OF_ORGANISATION, body.id);
    fact_set_text(fact, FIELD_OF_BINDING, body.binding);
    fact_set_text(fact, FIELD_OF_BRANCH, body.branch);
    return true;
}

static bool tell(struct change *change, enum fact_kind kind, const struct watched *watched,
                 int64_t at_us)
{
    struct fact fact = {.kind = kind};
    return fact_place(change_turn(change), watched, at_us, &fact) && change_fact(change, &fact);
}

static bool empty(enum role_state_kind state)
{
    return state == ROLE_VACANT || state == ROLE_ABSENT;
}

/* A role that nobody ever held is shown as a gap, and starts no clock: nobody knows its first day.
 */
static bool tell_state(struct change *change, const struct watched *watched,
                       const struct role_state *before, const struct role_state *after)
{
    if (before->version == 0 || before->state == after->state)
        return true;
    if (after->state == ROLE_VACANT)
        return tell(change, FACT_ROLE_VACANT, watched, after->since_us);
    if (after->state == ROLE_ABSENT)
        return tell(change, FACT_ROLE_ABSENT, watched, after->since_us);
    return !empty(before->state) || tell(change, FACT_ROLE_FILLED, watched, after->since_us);
}

static bool kept_state(const struct pack *pack, const struct watched *watched)
{
    const struct role *role = pack == NULL ? NULL : pack_role(pack, watched->role);
    return role != NULL && role->mandatory && role->scope != PARTY_INCIDENT;
}

/* As it stood at at_us. What is entered late is told of with its own time, since_us. */
static bool watch(struct change *change, const struct watched *watched, int64_t at_us,
                  int64_t since_us)
{
    struct turn *turn = change_turn(change);
    struct role_state before;
    struct role_state after;
    if (!tell(change, FACT_ROLE_CHANGED, watched, at_us))
        return false;
    if (!kept_state(turn->pack, watched))
        return true;
    if (!role_state_select(turn, watched, &before) || !judge(turn, watched, at_us, &after))
        return false;
    if (before.version == 0 && after.state == ROLE_VACANT)
        return true;
    if (after.since_us > since_us && after.state != ROLE_ABSENT)
        after.since_us = since_us;
    if (before.version > 0 && after.since_us < before.since_us)
        after.since_us = before.since_us;
    after.version = before.version;
    if (before.version > 0 && before.state == after.state && before.next_us == after.next_us)
        return true;
    return tell_state(change, watched, &before, &after)
           && role_state_write(change, watched, &after);
}

/* ---- the passing of time ---- */

bool people_next(struct turn *turn, int64_t *next_us)
{
    int64_t done_us;
    return role_clock_select(turn, &done_us) && watch_select_next(turn, done_us, next_us);
}

static bool pass_instant(struct change *change, int64_t at_us, int64_t *told)
{
    struct watched *watched;
    size_t count;
    if (!watch_select_at(change_turn(change), at_us, &watched, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!watch(change, &watched[i], at_us, at_us))
            return false;
    *told += (int64_t)count;
    return true;
}

/* A house in which time was never heard begins with what it finds. */
static bool pass_first(struct change *change, int64_t *told)
{
    struct turn *turn = change_turn(change);
    struct watched *watched;
    size_t count;
    if (!watch_select_all(turn, &watched, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!watch(change, &watched[i], turn->now_us, turn->now_us))
            return false;
    *told = (int64_t)count;
    return role_clock_write(change, turn->now_us);
}

static bool pass(struct change *change, int64_t *told)
{
    struct turn *turn = change_turn(change);
    int64_t done_us;
    if (!role_clock_select(turn, &done_us))
        return false;
    if (done_us == TIME_NONE)
        return pass_first(change, told);
    for (int i = 0; i < WATCH_INSTANTS_MAX; i++) {
        int64_t next_us;
        if (!watch_select_next(turn, done_us, &next_us))
            return false;
        if (next_us > turn->now_us)
            break;
        if (!pass_instant(change, next_us, told))
            return false;
        done_us = next_us;
    }
    return role_clock_write(change, done_us);
}

/* ---- what is entered ---- */

/* What time has brought comes before what is entered now. */
static bool caught_up(struct change *change)
{
    int64_t told = 0;
    int64_t done_us;
    return role_clock_select(change_turn(change), &done_us)
           && (done_us == TIME_NONE || pass(change, &told));
}

bool role_watch(struct change *change, const struct assignment *assignment, int64_t since_us)
{
    const struct watched watched = {.role = assignment->role,
                                    .place = {.organisation = assignment->organisation,
                                              .incident = assignment->incident,
                                              .somewhere = true}};
    int64_t now_us = change_turn(change)->now_us;
    return caught_up(change)
           && watch(change, &watched, now_us, since_us < now_us ? since_us : now_us);
}

bool role_watch_person(struct change *change, struct text person, int64_t since_us)
{
    struct turn *turn = change_turn(change);
    int64_t now_us = turn->now_us;
    struct watched *watched;
    size_t count;
    if (!caught_up(change) || !watch_select_person(turn, person, &watched, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!watch(change, &watched[i], now_us, since_us < now_us ? since_us : now_us))
            return false;
    return true;
}

bool role_pass_write(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    int64_t told = 0;
    (void)input;
    if (!pass(change, &told))
        return false;
    *answer = value_map(turn->arena);
    value_set_integer(turn->arena, *answer, "roles", told);
    return change_entry(change, "role.pass", TEXT("roles"), TEXT_NONE, *answer, NULL);
}
