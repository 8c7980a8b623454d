/* SPDX-License-Identifier: Apache-2.0 */
/* A due in words. */
#include "policy/answer.h"
#include <inttypes.h>

/* "4 h", "30 d", "90 min", in the largest unit that divides it. */
static struct text span_says(struct arena *arena, int64_t span_us)
{
    static const struct {
        int64_t us;
        const char *name;
    } units[] = {{DAY_US, "d"}, {HOUR_US, "h"}, {MINUTE_US, "min"}, {SECOND_US, "s"}};
    size_t i = 0;
    while (i + 1 < sizeof units / sizeof units[0] && span_us % units[i].us != 0)
        i++;
    if (span_us == DAY_US) /* a day of 24 hours, whatever the clocks do */
        i = 1;
    return text_format(arena, "%" PRId64 " %s", span_us / units[i].us, units[i].name);
}

static struct text period_says(struct arena *arena, const struct calendar *calendar,
                               const struct due *due, const char *period)
{
    if (due->days == 0)
        return text_format(arena, "by the end of the %s", period);
    return text_format(arena, "by %02d:%02d of business day %d after the end of the %s",
                       calendar->closes_hour, calendar->closes_minute, due->days, period);
}

static struct text days_says(struct arena *arena, const struct calendar *calendar,
                             const struct due *due)
{
    return text_format(arena, "by %02d:%02d of business day %d after the day of the start",
                       calendar->closes_hour, calendar->closes_minute, due->days);
}

static struct text day_end_says(struct arena *arena, const struct due *due)
{
    return due->days == 0 ? TEXT("by the end of the same day")
                          : text_format(arena, "by the end of the day %d d later", due->days);
}

static struct text function_says(struct arena *arena, const struct calendar *calendar,
                                 const struct due *due)
{
    switch (due->function) {
    case DUE_NONE: return text_format(arena, "no time: %.*s", TEXT_SHOW(due->reason));
    case DUE_IMMEDIATE: return TEXT("immediately");
    case DUE_ELAPSED:
        return text_format(arena, "%.*s after the start",
                           TEXT_SHOW(span_says(arena, due->amount_us)));
    case DUE_NEXT_BUSINESS_DAY:
        return text_format(arena, "by %02d:%02d of the next business day", calendar->closes_hour,
                           calendar->closes_minute);
    case DUE_BUSINESS_DAYS: return days_says(arena, calendar, due);
    case DUE_DAILY:
        return text_format(arena, "by %02d:%02d of every day after the day of the start",
                           calendar->cutoff_hour, calendar->cutoff_minute);
    case DUE_EVERY:
        return text_format(arena, "every %.*s", TEXT_SHOW(span_says(arena, due->amount_us)));
    case DUE_DAY_TIME:
        return text_format(arena, "by %02d:%02d of the same day, or of the next when that is past",
                           due->hour, due->minute);
    case DUE_DAY_END: return day_end_says(arena, due);
    case DUE_ANNIVERSARY: return TEXT("by the end of the same day a year later");
    case DUE_DATE:
        return text_format(arena, "by the end of %d/%d (month/day)", due->month, due->day);
    case DUE_MONTH_END: return period_says(arena, calendar, due, "month");
    case DUE_QUARTER_END: return period_says(arena, calendar, due, "quarter");
    case DUE_YEAR_END: return period_says(arena, calendar, due, "year");
    case DUE_STATED: return TEXT("by the instant that is stated with it");
    case DUE_FUNCTIONS: break;
    }
    return TEXT_NONE;
}

struct text due_says(struct arena *arena, const struct calendar *calendar, const struct due *due)
{
    struct text says = function_says(arena, calendar, due);
    return due->target ? text_format(arena, "as soon as practicable, target %.*s", TEXT_SHOW(says))
                       : says;
}
