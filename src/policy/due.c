/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/due.h"
#include <assert.h>

/* Late begins at the midnight after the date. */
static int64_t date_end(const struct calendar *calendar, struct date date)
{
    return zone_date_start(calendar->zone, date_add(date, 1)) - 1;
}

static int64_t close_of_business(const struct calendar *calendar, struct date date)
{
    return zone_date_time(calendar->zone, date, calendar->closes_hour, calendar->closes_minute);
}

/* The n-th business day strictly after a date. It always exists: see CALENDAR_HOLIDAYS_MAX. */
static struct date business_day_after(const struct calendar *calendar, struct closures closures,
                                      struct date date, int n)
{
    while (n > 0) {
        date = date_add(date, 1);
        if (calendar_business(calendar, closures, date))
            n--;
    }
    return date;
}

/* The same day of a year; 29 February is 28 February in years that have none. */
static struct date date_in_year(int year, int month, int day)
{
    int last = date_month_days(year, month);
    return (struct date){year, month, day < last ? day : last};
}

static struct date date_next_of(struct date from, int month, int day)
{
    struct date date = date_in_year(from.year, month, day);
    return date_compare(date, from) < 0 ? date_in_year(from.year + 1, month, day) : date;
}

/* The last date of the period of so many months (1, 3, 12) in which a date lies. */
static struct date period_last(struct date date, int months)
{
    int month = (date.month - 1) / months * months + months;
    return (struct date){date.year, month, date_month_days(date.year, month)};
}

static int64_t period_due(const struct calendar *calendar, struct closures closures,
                          const struct due *due, struct date last)
{
    if (due->days == 0)
        return date_end(calendar, last);
    return close_of_business(calendar, business_day_after(calendar, closures, last, due->days));
}

static int64_t day_time(const struct calendar *calendar, const struct due *due, struct date date,
                        int64_t start_us)
{
    int64_t today_us = zone_date_time(calendar->zone, date, due->hour, due->minute);
    if (start_us <= today_us)
        return today_us;
    return zone_date_time(calendar->zone, date_add(date, 1), due->hour, due->minute);
}

static bool due_counted(const struct calendar *calendar, struct closures closures,
                        const struct due *due, int64_t start_us, int64_t *due_us)
{
    struct date date = zone_civil(calendar->zone, start_us).date;
    switch (due->function) {
    case DUE_IMMEDIATE: *due_us = start_us; return true;
    case DUE_ELAPSED:
    case DUE_EVERY: *due_us = start_us + due->amount_us; return true;
    case DUE_NEXT_BUSINESS_DAY:
        *due_us = close_of_business(calendar, business_day_after(calendar, closures, date, 1));
        return true;
    case DUE_BUSINESS_DAYS:
        *due_us =
            close_of_business(calendar, business_day_after(calendar, closures, date, due->days));
        return true;
    case DUE_DAILY:
        *due_us = zone_date_time(calendar->zone, date_add(date, 1), calendar->cutoff_hour,
                                 calendar->cutoff_minute);
        return true;
    case DUE_DAY_TIME: *due_us = day_time(calendar, due, date, start_us); return true;
    case DUE_DAY_END: *due_us = date_end(calendar, date_add(date, due->days)); return true;
    case DUE_ANNIVERSARY:
        *due_us = date_end(calendar, date_in_year(date.year + 1, date.month, date.day));
        return true;
    case DUE_DATE:
        *due_us = date_end(calendar, date_next_of(date, due->month, due->day));
        return true;
    case DUE_MONTH_END:
        *due_us = period_due(calendar, closures, due, period_last(date, 1));
        return true;
    case DUE_QUARTER_END:
        *due_us = period_due(calendar, closures, due, period_last(date, 3));
        return true;
    case DUE_YEAR_END:
        *due_us = period_due(calendar, closures, due, period_last(date, 12));
        return true;
    case DUE_NONE:
    case DUE_STATED: /* only who has the fact knows it */
    case DUE_FUNCTIONS: break;
    }
    return false;
}

bool due_instant(const struct calendar *calendar, struct closures closures, const struct due *due,
                 int64_t start_us, int64_t *due_us)
{
    if (!due_counted(calendar, closures, due, start_us, due_us))
        return false;
    if (due->within_us > 0 && start_us + due->within_us < *due_us)
        *due_us = start_us + due->within_us;
    return true;
}

bool step_due(struct turn *turn, const struct step *step, enum rating rating,
              const struct due **due)
{
    assert(rating < RATINGS);
    if (step->by_rating && rating == RATING_NONE)
        return fail_field(turn, "rating",
                          "This due depends on the rating. Say which: high, medium or low.");
    *due = &step->due[step->by_rating ? rating : RATING_NONE];
    return true;
}

bool due_recurs(const struct due *due)
{
    static const bool recurs[DUE_FUNCTIONS] = {
        [DUE_DAILY] = true,    [DUE_EVERY] = true,     [DUE_ANNIVERSARY] = true,
        [DUE_DATE] = true,     [DUE_MONTH_END] = true, [DUE_QUARTER_END] = true,
        [DUE_YEAR_END] = true,
    };
    assert(due->function < DUE_FUNCTIONS);
    return recurs[due->function];
}

bool due_next(const struct calendar *calendar, struct closures closures, const struct due *due,
              int64_t previous_us, int64_t *due_us)
{
    if (!due_recurs(due))
        return false;
    /* A due that is the end of its own period gives itself: the period after it is asked then. */
    int64_t next_us = previous_us;
    if (!due_instant(calendar, closures, due, previous_us, &next_us))
        return false;
    if (next_us <= previous_us && !due_instant(calendar, closures, due, previous_us + 1, &next_us))
        return false;
    *due_us = next_us;
    return true;
}

/* percent of a span, without a product that could overflow. */
static int64_t share_us(int64_t span_us, int percent)
{
    return span_us / 100 * percent + span_us % 100 * percent / 100;
}

int64_t rung_instant(const struct calendar *calendar, struct closures closures,
                     const struct rung *rung, int64_t start_us, int64_t due_us)
{
    struct date due_date = zone_civil(calendar->zone, due_us).date;
    switch (rung->anchor) {
    case RUNG_BEFORE_DUE: return due_us - rung->amount_us;
    case RUNG_AFTER_DUE: return due_us + rung->amount_us;
    case RUNG_SHARE: return start_us + share_us(due_us - start_us, rung->percent);
    case RUNG_DUE_DAY_TIME:
        return zone_date_time(calendar->zone, due_date, rung->hour, rung->minute);
    case RUNG_NEXT_BUSINESS_DAY_TIME:
        return zone_date_time(calendar->zone, business_day_after(calendar, closures, due_date, 1),
                              rung->hour, rung->minute);
    }
    return due_us;
}
