/* SPDX-License-Identifier: Apache-2.0 */
/* The clock calculus: each function at ordinary instants, over both changes of the clocks, over
 * year ends, leap days, holidays and closures; recurrences; rungs of ladders; dues by rating. */
#include "part.h"
#include "policy/due.h"
#include "tap.h"

static const struct closures none;

struct expectation {
    struct due due;
    const char *start, *end, *shows;
};

static int64_t instant(struct part *part, const char *text)
{
    int64_t us = INT64_MIN;
    fault_clear(&part->turn);
    if (!instant_parse(&part->turn, "start", text_of(text), part->pack->calendar.zone, &us))
        ok(false, "%s is an instant: %s", text, part->turn.fault.message);
    return us;
}

static const char *local(struct part *part, int64_t us)
{
    return instant_local(part->arena, part->pack->calendar.zone, us).data;
}

/* What is not written means whole seconds; ends of days are written "… end". */
static int64_t expected(struct part *part, const char *end)
{
    struct text rest;
    struct text when = text_cut(text_of(end), ' ', &rest);
    if (!text_is(rest, "end"))
        return instant(part, end);
    struct date date = {0};
    ok(date_parse(&part->turn, "end", when, &date), "%s is a date", end);
    struct civil civil = {
        .date = date, .hour = 23, .minute = 59, .second = 59, .microsecond = 999999};
    int64_t us = INT64_MIN;
    int64_t second = INT64_MIN;
    ok(zone_instant(part->pack->calendar.zone, civil, &us, &second) == CIVIL_ONE,
       "the end of %s is one instant", end);
    return us;
}

static void try_each(struct part *part, struct closures closures,
                     const struct expectation *expectations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct expectation *now = &expectations[i];
        int64_t due_us = INT64_MIN;
        bool has = due_instant(&part->pack->calendar, closures, &now->due,
                               instant(part, now->start), &due_us);
        ok(has && due_us == expected(part, now->end), "%s: %s gives %s (%s)", now->shows,
           now->start, now->end, local(part, due_us));
    }
}
#define TRY(part, closures, table) try_each(part, closures, table, sizeof table / sizeof table[0])

#define ELAPSED(hours)                                                                             \
    {                                                                                              \
        .function = DUE_ELAPSED, .amount_us = (hours)*HOUR_US                                      \
    }
#define NEXT_DAY                                                                                   \
    {                                                                                              \
        .function = DUE_NEXT_BUSINESS_DAY                                                          \
    }
#define DAYS(n)                                                                                    \
    {                                                                                              \
        .function = DUE_BUSINESS_DAYS, .days = (n)                                                 \
    }
#define DAILY                                                                                      \
    {                                                                                              \
        .function = DUE_DAILY                                                                      \
    }
#define AT(h, m)                                                                                   \
    {                                                                                              \
        .function = DUE_DAY_TIME, .hour = (h), .minute = (m)                                       \
    }
#define DAY_END(n)                                                                                 \
    {                                                                                              \
        .function = DUE_DAY_END, .days = (n)                                                       \
    }
#define YEARLY                                                                                     \
    {                                                                                              \
        .function = DUE_ANNIVERSARY                                                                \
    }
#define BY(m, d)                                                                                   \
    {                                                                                              \
        .function = DUE_DATE, .month = (m), .day = (d)                                             \
    }
#define MONTH(n)                                                                                   \
    {                                                                                              \
        .function = DUE_MONTH_END, .days = (n)                                                     \
    }
#define QUARTER                                                                                    \
    {                                                                                              \
        .function = DUE_QUARTER_END                                                                \
    }
#define YEAR                                                                                       \
    {                                                                                              \
        .function = DUE_YEAR_END                                                                   \
    }

static void test_elapsed(struct part *part)
{
    static const struct expectation table[] = {
        {{.function = DUE_IMMEDIATE},
         "2025-12-25T02:10:00-05:00",
         "2025-12-25T02:10:00-05:00",
         "immediate knows no holiday"},
        {ELAPSED(4), "2025-03-09T00:30:00-05:00", "2025-03-09T05:30:00-04:00",
         "four hours over the spring change"},
        {ELAPSED(24), "2025-03-08T14:00:00-05:00", "2025-03-09T15:00:00-04:00",
         "24 hours over the spring change"},
        {ELAPSED(4), "2025-11-02T00:30:00-04:00", "2025-11-02T03:30:00-05:00",
         "four hours over the autumn change"},
        {ELAPSED(24), "2025-11-01T14:00:00-04:00", "2025-11-02T13:00:00-05:00",
         "24 hours over the autumn change"},
        {ELAPSED(1), "2025-11-02T01:45:00-04:00", "2025-11-02T01:45:00-05:00",
         "an hour inside the repeated one"},
        {ELAPSED(4), "2026-01-31T23:30:00-05:00", "2026-02-01T03:30:00-05:00",
         "four hours over a month's end"},
        {ELAPSED(24), "2028-02-28T12:00:00-05:00", "2028-02-29T12:00:00-05:00",
         "24 hours into a leap day"},
        {{.function = DUE_EVERY, .amount_us = 7 * DAY_US},
         "2025-10-29T12:00:00-04:00",
         "2025-11-05T11:00:00-05:00",
         "every seven days are 168 hours"},
    };
    TRY(part, none, table);
}

static void test_business_days(struct part *part)
{
    static const struct expectation table[] = {
        {NEXT_DAY, "2025-10-09T23:59:59-04:00", "2025-10-10T17:00:00-04:00",
         "one second before midnight"},
        {NEXT_DAY, "2025-10-10T00:00:00-04:00", "2025-10-14T17:00:00-04:00",
         "at midnight: weekend and Columbus Day"},
        {NEXT_DAY, "2025-10-10T16:30:00-04:00", "2025-10-14T17:00:00-04:00",
         "Friday afternoon before a long weekend"},
        {NEXT_DAY, "2026-07-02T15:00:00-04:00", "2026-07-03T17:00:00-04:00",
         "4 July on a Saturday gives no Friday off"},
        {NEXT_DAY, "2026-07-03T15:00:00-04:00", "2026-07-06T17:00:00-04:00", "and no Monday off"},
        {NEXT_DAY, "2027-07-02T12:00:00-04:00", "2027-07-06T17:00:00-04:00",
         "5 July 2027 is observed"},
        {NEXT_DAY, "2025-10-07T06:00:00-04:00", "2025-10-08T17:00:00-04:00",
         "before opening: the next day, never the same"},
        {NEXT_DAY, "2025-03-07T12:00:00-05:00", "2025-03-10T17:00:00-04:00",
         "over the spring change it is 17:00 by the wall"},
        {NEXT_DAY, "2025-10-31T12:00:00-04:00", "2025-11-03T17:00:00-05:00",
         "over the autumn change too"},
        {NEXT_DAY, "2025-12-31T12:00:00-05:00", "2026-01-02T17:00:00-05:00", "over New Year"},
        {NEXT_DAY, "2027-12-31T12:00:00-05:00", "2028-01-03T17:00:00-05:00",
         "1 January on a Saturday"},
        {NEXT_DAY, "2022-12-30T12:00:00-05:00", "2023-01-03T17:00:00-05:00",
         "1 January on a Sunday: Monday is off"},
        {NEXT_DAY, "2028-02-28T09:00:00-05:00", "2028-02-29T17:00:00-05:00", "a leap day"},
        {NEXT_DAY, "2025-10-10T03:59:59Z", "2025-10-10T17:00:00-04:00",
         "the local date counts, not that of UTC"},
        {DAYS(1), "2025-11-26T12:00:00-05:00", "2025-11-28T17:00:00-05:00",
         "one business day over Thanksgiving"},
        {DAYS(5), "2025-12-19T12:00:00-05:00", "2025-12-29T17:00:00-05:00",
         "five business days over Christmas"},
        {DAYS(10), "2026-12-24T12:00:00-05:00", "2027-01-11T17:00:00-05:00",
         "ten business days over the year's end"},
    };
    TRY(part, none, table);
}

static void test_days(struct part *part)
{
    static const struct expectation table[] = {
        {DAILY, "2025-10-10T16:30:00-04:00", "2025-10-11T17:00:00-04:00",
         "daily begins the day after, a Saturday too"},
        {DAILY, "2025-10-10T23:59:59-04:00", "2025-10-11T17:00:00-04:00",
         "daily by the local date"},
        {DAILY, "2025-03-08T14:00:00-05:00", "2025-03-09T17:00:00-04:00",
         "daily on the day of the spring change"},
        {DAILY, "2027-12-31T12:00:00-05:00", "2028-01-01T17:00:00-05:00", "daily over New Year"},
        {AT(17, 0), "2025-10-10T16:59:59-04:00", "2025-10-10T17:00:00-04:00",
         "a time of day still to come"},
        {AT(17, 0), "2025-10-10T17:00:00-04:00", "2025-10-10T17:00:00-04:00",
         "a time of day that is now"},
        {AT(17, 0), "2025-10-10T17:00:01-04:00", "2025-10-11T17:00:00-04:00",
         "a time of day that has passed"},
        {AT(2, 30), "2025-03-09T00:00:00-05:00", "2025-03-09T03:00:00-04:00",
         "a time of day in the gap comes when the gap ends"},
        {AT(1, 30), "2025-11-02T00:00:00-04:00", "2025-11-02T01:30:00-04:00",
         "a time of day in the overlap is the earlier"},
        {DAY_END(0), "2025-03-09T00:00:00-05:00", "2025-03-09 end", "the end of a day of 23 hours"},
        {DAY_END(0), "2025-11-02T00:00:00-04:00", "2025-11-02 end", "the end of a day of 25 hours"},
        {DAY_END(14), "2025-10-30T10:00:00-04:00", "2025-11-13 end", "fourteen days on"},
        {DAY_END(30), "2028-01-31T10:00:00-05:00", "2028-03-01 end", "thirty days over a leap day"},
    };
    TRY(part, none, table);
}

static void test_dates(struct part *part)
{
    static const struct expectation table[] = {
        {YEARLY, "2024-02-29T12:00:00-05:00", "2025-02-28 end", "a year from a leap day"},
        {YEARLY, "2027-02-28T12:00:00-05:00", "2028-02-28 end", "a year into a leap year"},
        {YEARLY, "2025-09-08T12:00:00-04:00", "2026-09-08 end", "a year"},
        {YEARLY, "2025-12-31T23:59:59-05:00", "2026-12-31 end", "a year from New Year's Eve"},
        {BY(1, 1), "2026-01-02T00:00:00-05:00", "2027-01-01 end", "by January 1, from the 2nd"},
        {BY(1, 1), "2027-01-01T12:00:00-05:00", "2027-01-01 end", "by January 1, on the day"},
        {BY(1, 1), "2026-12-31T23:59:59-05:00", "2027-01-01 end", "by January 1, from the eve"},
        {BY(1, 1), "2027-01-01T04:59:59Z", "2027-01-01 end", "31 December here, 1 January in UTC"},
        {BY(2, 29), "2026-03-01T00:00:00-05:00", "2027-02-28 end", "29 February without one"},
        {BY(2, 29), "2027-03-01T00:00:00-05:00", "2028-02-29 end", "29 February with one"},
        {BY(6, 30), "2025-07-01T00:00:00-04:00", "2026-06-30 end", "the end of a fiscal year"},
        {MONTH(0), "2028-02-01T00:00:00-05:00", "2028-02-29 end", "the end of a leap February"},
        {MONTH(0), "2025-11-01T00:00:00-04:00", "2025-11-30 end", "the end of November"},
        {MONTH(5), "2025-08-15T12:00:00-04:00", "2025-09-08T17:00:00-04:00",
         "five business days after August, over Labor Day"},
        {MONTH(5), "2025-12-31T23:59:59-05:00", "2026-01-08T17:00:00-05:00",
         "five business days after December"},
        {MONTH(1), "2026-02-03T12:00:00-05:00", "2026-03-02T17:00:00-05:00",
         "one business day after a February that ends on a Saturday"},
        {QUARTER, "2025-01-01T00:00:00-05:00", "2025-03-31 end", "the first quarter"},
        {QUARTER, "2025-06-30T23:59:59-04:00", "2025-06-30 end", "the second, on its last second"},
        {QUARTER, "2025-07-01T00:00:00-04:00", "2025-09-30 end", "the third, on its first"},
        {QUARTER, "2025-11-02T01:30:00-05:00", "2025-12-31 end", "the fourth"},
        {YEAR, "2023-05-01T00:00:00-04:00", "2023-12-31 end", "the end of a year, a Sunday"},
    };
    TRY(part, none, table);
    int64_t due_us = 17;
    struct due gate = {.function = DUE_NONE, .reason = TEXT("a gate")};
    ok(!due_instant(&part->pack->calendar, none, &gate, 0, &due_us) && due_us == 17
           && part->turn.fault.kind == FAULT_NONE,
       "a gate has no time, and that is no fault");
}

static void test_closures(struct part *part)
{
    static const struct date dates[] = {{2026, 2, 23}, {2026, 2, 24}, {2026, 7, 3}};
    static const struct expectation table[] = {
        {NEXT_DAY, "2026-07-02T15:00:00-04:00", "2026-07-06T17:00:00-04:00",
         "a closure moves the next business day"},
        {NEXT_DAY, "2026-02-20T15:00:00-05:00", "2026-02-25T17:00:00-05:00",
         "two days of snow behind a weekend"},
        {DAYS(3), "2026-02-20T15:00:00-05:00", "2026-02-27T17:00:00-05:00",
         "and three business days"},
        {ELAPSED(4), "2026-07-02T22:00:00-04:00", "2026-07-03T02:00:00-04:00",
         "hours pass on a closed day too"},
        {DAILY, "2026-07-02T15:00:00-04:00", "2026-07-03T17:00:00-04:00", "and so do daily dues"},
        {BY(7, 3), "2026-07-02T15:00:00-04:00", "2026-07-03 end", "and dates"},
    };
    TRY(part, ((struct closures){dates, 3}), table);
}

/* A long closure still ends. */
static void test_long_closure(struct part *part)
{
    enum { DAYS_CLOSED = 4000 };
    struct date *dates = arena_array(part->arena, DAYS_CLOSED, sizeof *dates);
    for (size_t i = 0; i < DAYS_CLOSED; i++)
        dates[i] = date_add((struct date){2026, 1, 1}, (int64_t)i);
    static const struct expectation table[] = {
        {NEXT_DAY, "2025-12-31T15:00:00-05:00", "2036-12-15T17:00:00-05:00",
         "eleven years of closure"},
    };
    TRY(part, ((struct closures){dates, DAYS_CLOSED}), table);
}

static void test_next(struct part *part)
{
    static const struct {
        struct due due;
        const char *previous, *next, *shows;
    } table[] = {
        {DAILY, "2025-03-08T17:00:00-05:00", "2025-03-09T17:00:00-04:00", "daily"},
        {DAILY, "2025-12-31T17:00:00-05:00", "2026-01-01T17:00:00-05:00", "daily on a holiday"},
        {{.function = DUE_EVERY, .amount_us = 4 * HOUR_US},
         "2025-11-02T00:00:00-04:00",
         "2025-11-02T03:00:00-05:00",
         "every four hours"},
        {YEARLY, "2025-02-28 end", "2026-02-28 end", "a year later"},
        {BY(1, 1), "2027-01-01 end", "2028-01-01 end", "the next January 1"},
        {MONTH(0), "2025-01-31 end", "2025-02-28 end", "the next month's end"},
        {MONTH(5), "2025-09-08T17:00:00-04:00", "2025-10-07T17:00:00-04:00",
         "five business days after the next month"},
        {QUARTER, "2025-12-31 end", "2026-03-31 end", "the next quarter"},
        {YEAR, "2025-12-31 end", "2026-12-31 end", "the next year"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int64_t next_us = INT64_MIN;
        bool has = due_next(&part->pack->calendar, none, &table[i].due,
                            expected(part, table[i].previous), &next_us);
        ok(has && next_us == expected(part, table[i].next), "%s: after %s comes %s (%s)",
           table[i].shows, table[i].previous, table[i].next, local(part, next_us));
    }
    static const enum due_function once[] = {
        DUE_NONE,          DUE_IMMEDIATE, DUE_ELAPSED, DUE_NEXT_BUSINESS_DAY,
        DUE_BUSINESS_DAYS, DUE_DAY_TIME,  DUE_DAY_END};
    int64_t next_us = 17;
    for (size_t i = 0; i < sizeof once / sizeof once[0]; i++) {
        struct due due = {.function = once[i], .days = 1};
        ok(!due_next(&part->pack->calendar, none, &due, 0, &next_us) && next_us == 17,
           "function %d comes once", (int)once[i]);
    }
}

/* Whatever recurs goes forward, and no due of an end or a close lies before its start. */
static void test_forward(struct part *part)
{
    static const struct due dues[] = {DAILY, YEARLY,   BY(2, 29), MONTH(0),  MONTH(5),  QUARTER,
                                      YEAR,  NEXT_DAY, DAYS(3),   AT(2, 30), DAY_END(0)};
    bool forward = true;
    bool later = true;
    int64_t end_us = instant(part, "2030-12-31T00:00:00Z");
    for (int64_t us = instant(part, "2024-01-01T00:00:00Z"); us < end_us; us += 7 * HOUR_US + 1)
        for (size_t i = 0; i < sizeof dues / sizeof dues[0]; i++) {
            int64_t due_us = INT64_MIN;
            int64_t next_us = INT64_MAX;
            later &=
                due_instant(&part->pack->calendar, none, &dues[i], us, &due_us) && due_us >= us;
            if (due_recurs(&dues[i]))
                forward &= due_next(&part->pack->calendar, none, &dues[i], due_us, &next_us)
                           && next_us > due_us;
        }
    ok(later, "from 2024 to 2030 no due lies before its start");
    ok(forward, "and what recurs goes forward");
}

static void test_rungs(struct part *part)
{
    static const struct {
        struct rung rung;
        const char *start, *due, *at, *shows;
    } table[] = {
        {{.anchor = RUNG_AFTER_DUE, .amount_us = 15 * MINUTE_US},
         "2025-11-02T01:50:00-04:00",
         "2025-11-02T01:50:00-04:00",
         "2025-11-02T01:05:00-05:00",
         "15 minutes after, in real time"},
        {{.anchor = RUNG_BEFORE_DUE, .amount_us = 2 * HOUR_US},
         "2025-10-10T09:00:00-04:00",
         "2025-10-11T17:00:00-04:00",
         "2025-10-11T15:00:00-04:00",
         "two hours before"},
        {{.anchor = RUNG_SHARE, .percent = 50},
         "2025-03-09T00:30:00-05:00",
         "2025-03-09T05:30:00-04:00",
         "2025-03-09T03:30:00-04:00",
         "half of four hours"},
        {{.anchor = RUNG_SHARE, .percent = 75},
         "2025-03-09T00:30:00-05:00",
         "2025-03-09T05:30:00-04:00",
         "2025-03-09T04:30:00-04:00",
         "three quarters of them"},
        {{.anchor = RUNG_SHARE, .percent = 75},
         "2025-10-10T00:00:00-04:00",
         "2025-10-10T00:00:00.000003-04:00",
         "2025-10-10T00:00:00.000002-04:00",
         "a share of three microseconds"},
        {{.anchor = RUNG_DUE_DAY_TIME, .hour = 9},
         "2025-10-10T16:30:00-04:00",
         "2025-10-14T17:00:00-04:00",
         "2025-10-14T09:00:00-04:00",
         "nine on the due day"},
        {{.anchor = RUNG_NEXT_BUSINESS_DAY_TIME, .hour = 9},
         "2025-10-09T16:30:00-04:00",
         "2025-10-10T17:00:00-04:00",
         "2025-10-14T09:00:00-04:00",
         "nine on the next business day"},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int64_t at_us = rung_instant(&part->pack->calendar, none, &table[i].rung,
                                     instant(part, table[i].start), instant(part, table[i].due));
        ok(at_us == instant(part, table[i].at), "%s (%s)", table[i].shows, local(part, at_us));
    }
}

static void test_skipped(struct part *part)
{
    const struct calendar *calendar = &part->pack->calendar;
    const struct due next = {.function = DUE_NEXT_BUSINESS_DAY};
    const struct due elapsed = ELAPSED(24);
    struct date closed[40];
    const struct {
        const char *start, *says;
    } starts[] = {
        {"2025-10-10T16:30:00-04:00",
         "skipped Sat, Sun, Columbus Day / Indigenous Peoples Day 2025-10-13"},
        {"2025-10-09T23:59:59-04:00", ""},
        {"2026-07-02T15:00:00-04:00", ""}, /* a Saturday holiday gives no Friday off */
        {"2027-07-02T15:00:00-04:00", "skipped Sat, Sun, Independence Day 2027-07-05"},
        {"2025-11-26T08:00:00-05:00", "skipped Thanksgiving Day 2025-11-27"},
    };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        int64_t start_us = 0;
        ok(instant_parse(&part->turn, "start", text_of(starts[i].start), NULL, &start_us), "%s",
           starts[i].start);
        struct text says =
            due_skipped(part->arena, calendar, (struct closures){0}, &next, start_us);
        ok(text_is(says, starts[i].says), "from %s: \"%.*s\"", starts[i].start, TEXT_SHOW(says));
        ok(text_empty(due_skipped(part->arena, calendar, (struct closures){0}, &elapsed, start_us)),
           "elapsed time passes over nothing");
    }
    int64_t friday_us = 0;
    ok(instant_parse(&part->turn, "start", TEXT("2026-07-02T15:00:00-04:00"), NULL, &friday_us),
       "a Thursday");
    for (int i = 0; i < 40; i++)
        closed[i] = date_add((struct date){2026, 7, 3}, i);
    struct text says =
        due_skipped(part->arena, calendar, (struct closures){closed, 1}, &next, friday_us);
    ok(text_is(says, "skipped closed 2026-07-03, Sat, Sun"), "a closure: \"%.*s\"",
       TEXT_SHOW(says));
    says = due_skipped(part->arena, calendar, (struct closures){closed, 40}, &next, friday_us);
    ok(text_contains(says, TEXT(" and 30 more days")), "a long closure is not told day by day");
}

static void test_step(struct part *part)
{
    struct step rated = {.by_rating = true,
                         .due = {[RATING_LOW] = NEXT_DAY,
                                 [RATING_MEDIUM] = ELAPSED(4),
                                 [RATING_HIGH] = {.function = DUE_IMMEDIATE}}};
    struct step plain = {.due = {[RATING_NONE] = ELAPSED(24)}};
    const struct due *due = NULL;
    fault_clear(&part->turn);
    ok(step_due(&part->turn, &rated, RATING_MEDIUM, &due) && due == &rated.due[RATING_MEDIUM],
       "a due by rating is that of the rating");
    ok(step_due(&part->turn, &plain, RATING_HIGH, &due) && due == &plain.due[RATING_NONE],
       "a due that is the same for all ignores it");
    ok(step_due(&part->turn, &plain, RATING_NONE, &due) && due == &plain.due[RATING_NONE],
       "and needs none");
    ok(!step_due(&part->turn, &rated, RATING_NONE, &due) && part->turn.fault.kind == FAULT_INVALID
           && text_is(text_of(part->turn.fault.field), "rating"),
       "a due by rating without a rating is invalid: %s", part->turn.fault.message);
    fault_clear(&part->turn);
}

int main(void)
{
    struct part part;
    part_begin(&part);
    if (!ok(part_read_file(&part, "calendar.yaml", calendar_read), "calendar.yaml is read: %s",
            part.turn.fault.message))
        return tap_end();
    test_elapsed(&part);
    test_business_days(&part);
    test_days(&part);
    test_dates(&part);
    test_closures(&part);
    test_long_closure(&part);
    test_next(&part);
    test_forward(&part);
    test_rungs(&part);
    test_step(&part);
    test_skipped(&part);
    part_end(&part);
    return tap_end();
}
