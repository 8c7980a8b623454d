/* SPDX-License-Identifier: Apache-2.0 */
/* Why a due by business days lies where it does: the days that were passed over, by name. */
#include "policy/due.h"

enum { SKIPPED_SHOWN_MAX = 10 };

static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/* "Columbus Day 2025-10-13", "Sat", "closed 2026-07-03"; a weekend needs no date to be believed. */
static void skip_say(const struct calendar *calendar, struct date date, struct builder *words)
{
    struct text holiday = calendar_holiday(calendar, date);
    struct text day = date_format(words->arena, date);
    if (!calendar->business_weekday[date_weekday(date)])
        build_format(words, "%s", days[date_weekday(date)]);
    else if (!text_empty(holiday))
        build_format(words, "%.*s %.*s", TEXT_SHOW(holiday), TEXT_SHOW(day));
    else
        build_format(words, "closed %.*s", TEXT_SHOW(day));
}

bool due_skips(const struct due *due)
{
    return due->function == DUE_NEXT_BUSINESS_DAY || due->function == DUE_BUSINESS_DAYS;
}

struct text due_skipped(struct arena *arena, const struct calendar *calendar,
                        struct closures closures, const struct due *due, int64_t start_us)
{
    struct builder words = {.arena = arena};
    struct date date = zone_civil(calendar->zone, start_us).date;
    int left = due->function == DUE_BUSINESS_DAYS ? due->days : 1;
    int skipped = 0;
    while (due_skips(due) && left > 0) {
        date = date_add(date, 1);
        if (calendar_business(calendar, closures, date)) {
            left--;
            continue;
        }
        if (++skipped > SKIPPED_SHOWN_MAX)
            continue;
        build(&words, skipped == 1 ? TEXT("skipped ") : TEXT(", "));
        skip_say(calendar, date, &words);
    }
    if (skipped > SKIPPED_SHOWN_MAX)
        build_format(&words, " and %d more days", skipped - SKIPPED_SHOWN_MAX);
    return built(&words);
}
