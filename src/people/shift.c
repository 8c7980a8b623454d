/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rosters: who is on duty, or on call, in a role from one instant up to the next. A shift is kept
 * in instants; a plan that repeats is meant by the clock on the wall, so that a night shift is an
 * hour longer in autumn and an hour shorter in spring. A time on the wall that comes twice is the
 * first of the two, one that is skipped is the instant of the skip.
 */
#include "people/inside.h"
#include <stdlib.h>

static bool shift_keep(struct change *change, const struct shift *shift)
{
    const struct assignment held = {.role = shift->role, .organisation = shift->organisation};
    return shift_write(change, shift) && role_watch(change, &held, shift->from_us);
}

bool shift_finish(struct change *change, struct shift *shift, int64_t end_us)
{
    shift->to_us = end_us > shift->from_us ? end_us : shift->from_us;
    return shift_keep(change, shift);
}

bool shift_read(struct turn *turn, struct text id, struct shift *shift)
{
    struct shift_page page;
    if (!shift_select(turn, id, &page))
        return false;
    if (page.count == 0)
        return fail(turn, FAULT_MISSING, "There is no such shift.");
    *shift = page.items[0];
    return true;
}

/* Whoever is on duty acts in the role: it must be held by then, and by no guest. */
static bool shift_held(struct turn *turn, const struct shift *shift)
{
    const struct place place = {.organisation = shift->organisation, .somewhere = true};
    struct standing_page page;
    if (!role_select_holders(turn, shift->role, &place, shift->from_us, KNOWN_NOW, &page))
        return false;
    for (size_t i = 0; i < page.count; i++)
        if (text_equal(page.items[i].assignment.person, shift->person)
            && page.items[i].assignment.holding != HOLDING_HOSTED)
            return true;
    return fail_field(turn, "person",
                      "%.*s does not hold the role when the shift begins: assign it "
                      "first.",
                      TEXT_SHOW(shift->name));
}

static bool shift_free(struct turn *turn, const struct shift *shift)
{
    struct shift_page page;
    if (!shift_select_overlap(turn, shift, &page))
        return false;
    return page.count == 0
           || fail_field(
               turn, "from", "%.*s is on duty from %s on already: end that shift first.",
               TEXT_SHOW(shift->name),
               instant_people(turn->arena, turn->pack->calendar.zone, page.items[0].from_us).data);
}

bool shift_enter(struct change *change, struct shift *shift)
{
    struct turn *turn = change_turn(change);
    return shift_held(turn, shift) && shift_free(turn, shift) && id_new(turn, &shift->id)
           && shift_keep(change, shift);
}

bool shift_give(struct change *change, struct shift *shift)
{
    struct turn *turn = change_turn(change);
    return shift_held(turn, shift) && shift_free(turn, shift) && shift_keep(change, shift);
}

/* The n-th time that a plan comes: the same times on the wall, so many days later. */
static void plan_time(const struct zone *zone, const struct shift *first, int days,
                      struct shift *shift)
{
    struct civil from = zone_civil(zone, first->from_us);
    struct civil to = zone_civil(zone, first->to_us);
    shift->from_us = zone_date_time(zone, date_add(from.date, days), from.hour, from.minute);
    shift->to_us = zone_date_time(zone, date_add(to.date, days), to.hour, to.minute);
}

static bool plan_day(enum shift_repeat repeat, struct date date, int days)
{
    int weekday = date_weekday(date);
    switch (repeat) {
    case REPEAT_DAILY: return true;
    case REPEAT_WEEKDAYS: return weekday >= 1 && weekday <= 5;
    case REPEAT_WEEKLY: return days % 7 == 0;
    case REPEAT_NONE:
    default: return false;
    }
}

bool shift_plan(struct change *change, const struct shift *first, enum shift_repeat repeat,
                struct date through, int64_t *entered)
{
    struct turn *turn = change_turn(change);
    const struct zone *zone = turn->pack->calendar.zone;
    struct date date = zone_civil(zone, first->from_us).date;
    int64_t last = date_days(through) - date_days(date);
    *entered = 0;
    if (last < 0 || last > SHIFT_PLAN_DAYS_MAX)
        return fail_field(turn, "through",
                          "A plan goes on for %d days at most, and not back in "
                          "time.",
                          SHIFT_PLAN_DAYS_MAX);
    for (int days = 0; days <= last; days++) {
        struct shift shift = *first;
        if (days > 0) {
            if (!plan_day(repeat, date_add(date, days), days))
                continue;
            plan_time(zone, first, days, &shift);
        }
        if (shift.from_us >= shift.to_us)
            continue; /* the clocks skip all of it */
        if (!shift_enter(change, &shift))
            return false;
        ++*entered;
    }
    return true;
}

/* ---- gaps ---- */

static int by_beginning(const void *left, const void *right)
{
    const struct span *a = left;
    const struct span *b = right;
    return a->from_us < b->from_us ? -1 : a->from_us > b->from_us;
}

struct coverage {
    struct turn *turn;
    struct span *spans;
    size_t count, capacity;
};

static void cover(struct coverage *coverage, int64_t from_us, int64_t to_us)
{
    if (from_us >= to_us)
        return;
    coverage->spans = arena_grow(coverage->turn->arena, coverage->spans, coverage->count,
                                 &coverage->capacity, sizeof *coverage->spans);
    coverage->spans[coverage->count++] = (struct span){.from_us = from_us, .to_us = to_us};
}

/* What is left of the person's time on duty when the times away are taken out; these are in order.
 */
static void cover_present(struct coverage *coverage, const struct span *duty,
                          const struct span *away, size_t away_count)
{
    int64_t from_us = duty->from_us;
    for (size_t i = 0; i < away_count; i++) {
        if (!text_equal(away[i].person, duty->person) || away[i].to_us <= from_us)
            continue;
        cover(coverage, from_us, away[i].from_us < duty->to_us ? away[i].from_us : duty->to_us);
        from_us = away[i].to_us;
    }
    cover(coverage, from_us, duty->to_us);
}

static void gap_add(struct coverage *gaps, int64_t from_us, int64_t to_us, int64_t end_us)
{
    cover(gaps, from_us, to_us < end_us ? to_us : end_us);
}

bool shift_gaps(struct turn *turn, const struct place *place, struct text role, struct span window,
                struct span **gaps, size_t *count)
{
    struct coverage coverage = {.turn = turn};
    struct coverage found = {.turn = turn};
    struct span *duty;
    struct span *away;
    size_t duty_count;
    size_t away_count;
    if (!shift_select_spans(turn, role, place->organisation, window, &duty, &duty_count)
        || !shift_select_away(turn, role, place->organisation, window, &away, &away_count))
        return false;
    for (size_t i = 0; i < duty_count; i++)
        cover_present(&coverage, &duty[i], away, away_count);
    if (coverage.count > 1)
        qsort(coverage.spans, coverage.count, sizeof *coverage.spans, by_beginning);
    int64_t until_us = window.from_us;
    for (size_t i = 0; i < coverage.count && until_us < window.to_us; i++) {
        gap_add(&found, until_us, coverage.spans[i].from_us, window.to_us);
        until_us = coverage.spans[i].to_us > until_us ? coverage.spans[i].to_us : until_us;
    }
    gap_add(&found, until_us, window.to_us, window.to_us);
    *gaps = found.spans;
    *count = found.count;
    return true;
}
