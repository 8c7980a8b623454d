/* SPDX-License-Identifier: Apache-2.0 */
/* Which days are business days; and calendar.yaml, which says so. */
#include "policy/due.h"
#include "policy/inside.h"

/*
 * Fewer than the 52 times that each weekday comes in a year: so a calendar with one business
 * weekday has business days in every year, and the search for the next one always ends.
 */
enum { CALENDAR_HOLIDAYS_MAX = 40 };

/* ---- pure answers ---- */

static bool holiday_falls_on(const struct holiday *holiday, struct date date)
{
    bool in_force =
        date.year >= holiday->from_year && (holiday->to_year == 0 || date.year <= holiday->to_year);
    if (!in_force || date.month != holiday->month)
        return false;
    switch (holiday->form) {
    case HOLIDAY_FIXED: return date.day == holiday->day;
    case HOLIDAY_NTH_WEEKDAY:
        return date_weekday(date) == holiday->weekday && (date.day + 6) / 7 == holiday->nth;
    case HOLIDAY_LAST_WEEKDAY:
        return date_weekday(date) == holiday->weekday
               && date.day + 7 > date_month_days(date.year, date.month);
    }
    return false;
}

/* A moved holiday may be observed in the next month or the year before: so this looks from the day
 * that is asked about to its neighbours, and never from the holiday. */
static bool holiday_observed_on(const struct holiday *holiday, struct date date)
{
    int weekday = date_weekday(date);
    if (holiday->sunday_to_monday && weekday == 1 && holiday_falls_on(holiday, date_add(date, -1)))
        return true;
    if (holiday->saturday_to_friday && weekday == 5 && holiday_falls_on(holiday, date_add(date, 1)))
        return true;
    bool moved = (weekday == 0 && holiday->sunday_to_monday)
                 || (weekday == 6 && holiday->saturday_to_friday);
    return !moved && holiday_falls_on(holiday, date);
}

struct text calendar_holiday(const struct calendar *calendar, struct date date)
{
    for (size_t i = 0; i < calendar->holidays_count; i++)
        if (holiday_observed_on(&calendar->holidays[i], date))
            return calendar->holidays[i].name;
    return TEXT_NONE;
}

static bool closed_on(struct closures closures, struct date date)
{
    size_t low = 0;
    size_t high = closures.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = date_compare(closures.dates[middle], date);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool calendar_business(const struct calendar *calendar, struct closures closures, struct date date)
{
    return calendar->business_weekday[date_weekday(date)] && !closed_on(closures, date)
           && text_empty(calendar_holiday(calendar, date));
}

/* ---- calendar.yaml ---- */

static const char *const weekdays[] = {"sunday",   "monday", "tuesday",  "wednesday",
                                       "thursday", "friday", "saturday", NULL};
static const char *const places[] = {"first", "second", "third", "fourth", "last", NULL};
enum { PLACE_LAST = 4 };

static const struct field weekday_item = {.type = FIELD_WORD, .words = weekdays};
static const struct field hours_fields[] = {
    {"opens", FIELD_TEXT, .needed = true, .help = "When business opens: \"09:00\"."},
    {"closes", FIELD_TEXT, .needed = true, .help = "Close of business: \"17:00\"."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field cutoff_fields[] = {
    {"at", FIELD_TEXT, .needed = true, .help = "When a day's report is due: \"17:00\"."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field grace_fields[] = {
    {"lasts", FIELD_TEXT, .needed = true, .help = "How long, as in \"15 min\"."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const char *const sunday_words[] = {"monday", "none", NULL};
static const char *const saturday_words[] = {"friday", "none", NULL};
static const struct field moved_fields[] = {
    {"sunday", FIELD_WORD, .needed = true, .words = sunday_words,
     .help = "Where a fixed date on a Sunday is observed."},
    {"saturday", FIELD_WORD, .needed = true, .words = saturday_words,
     .help = "Where a fixed date on a Saturday is observed."},
    {0},
};
static const struct field holiday_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .least = 1, .most = 100, .help = "As people say it."},
    {"month", FIELD_INTEGER, .needed = true, .least = 1, .most = 12, .help = "1 to 12."},
    {"day", FIELD_INTEGER, .least = 1, .most = 31, .help = "Of a fixed date."},
    {"which", FIELD_WORD, .words = places, .help = "Of a weekday: first to fourth, or last."},
    {"weekday", FIELD_WORD, .words = weekdays, .help = "The weekday that `which` counts."},
    {"from_year", FIELD_INTEGER, .least = 1, .most = 9999, .help = "First year of the holiday."},
    {"to_year", FIELD_INTEGER, .least = 1, .most = 9999, .help = "Last year; missing: still."},
    {0},
};
static const struct field holiday_item = {.type = FIELD_MAP, .members = holiday_fields};
static const struct field calendar_fields[] = {
    {"zone", FIELD_TEXT, .needed = true, .help = "As in the tz database: \"America/New_York\"."},
    {"source", FIELD_TEXT, .help = "Where the holidays come from."},
    {"confirm", FIELD_TEXT, .help = "Who confirms the calendar, and how often."},
    {"business_weekdays", FIELD_LIST, .needed = true, .least = 1, .most = 7, .items = &weekday_item,
     .help = "Weekdays on which business is done."},
    {"hours", FIELD_MAP, .needed = true, .members = hours_fields, .help = "Business hours."},
    {"daily_cutoff", FIELD_MAP, .needed = true, .members = cutoff_fields,
     .help = "When the report of a day is due."},
    {"immediate_grace", FIELD_MAP, .needed = true, .members = grace_fields,
     .help = "After which colours and statistics call an immediate duty late."},
    {"fixed_dates_move", FIELD_MAP, .needed = true, .members = moved_fields,
     .help = "Where holidays of a fixed date go when it falls on a weekend."},
    {"holidays", FIELD_LIST, .needed = true, .most = CALENDAR_HOLIDAYS_MAX, .items = &holiday_item,
     .help = "The legal holidays."},
    {0},
};

static bool holiday_form_read(const struct reading *reading, const struct value *map,
                              struct holiday *holiday)
{
    bool by_weekday = value_has(map, "which") && value_has(map, "weekday");
    if (by_weekday == value_has(map, "day")
        || (!by_weekday && (value_has(map, "which") || value_has(map, "weekday"))))
        return fail_line(reading, map->line,
                         "%.*s needs either a day of the month, or both which and weekday.",
                         TEXT_SHOW(holiday->name));
    if (by_weekday) {
        int which = word_place(places, value_get_text(map, "which"));
        holiday->form = which == PLACE_LAST ? HOLIDAY_LAST_WEEKDAY : HOLIDAY_NTH_WEEKDAY;
        holiday->nth = which + 1;
        holiday->weekday = word_place(weekdays, value_get_text(map, "weekday"));
        return true;
    }
    enum { LEAP_YEAR = 2024 };
    holiday->form = HOLIDAY_FIXED;
    holiday->day = (int)value_get_integer(map, "day", 0);
    if (holiday->day > date_month_days(LEAP_YEAR, holiday->month))
        return fail_line(reading, map->line, "%.*s falls on day %d of month %d, which has fewer.",
                         TEXT_SHOW(holiday->name), holiday->day, holiday->month);
    return true;
}

static bool holidays_read(const struct reading *reading, struct calendar *calendar)
{
    const struct value *list = value_get(reading->root, "holidays");
    const struct value *moved = value_get(reading->root, "fixed_dates_move");
    calendar->holidays = arena_array(reading->turn->arena, list->count, sizeof(struct holiday));
    calendar->holidays_count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        const struct value *map = list->items[i];
        struct holiday *holiday = &calendar->holidays[i];
        holiday->name = value_get_text(map, "name");
        holiday->month = (int)value_get_integer(map, "month", 0);
        holiday->from_year = (int)value_get_integer(map, "from_year", 1);
        holiday->to_year = (int)value_get_integer(map, "to_year", 0);
        if (!holiday_form_read(reading, map, holiday))
            return false;
        bool fixed = holiday->form == HOLIDAY_FIXED;
        holiday->sunday_to_monday = fixed && text_is(value_get_text(moved, "sunday"), "monday");
        holiday->saturday_to_friday = fixed && text_is(value_get_text(moved, "saturday"), "friday");
    }
    return true;
}

static bool hours_read(const struct reading *reading, struct calendar *calendar)
{
    const struct value *hours = value_get(reading->root, "hours");
    const struct value *cutoff = value_get(reading->root, "daily_cutoff");
    const struct value *grace = value_get(reading->root, "immediate_grace");
    if (!clock_time_read(reading, value_get(hours, "opens"), &calendar->opens_hour,
                         &calendar->opens_minute)
        || !clock_time_read(reading, value_get(hours, "closes"), &calendar->closes_hour,
                            &calendar->closes_minute)
        || !clock_time_read(reading, value_get(cutoff, "at"), &calendar->cutoff_hour,
                            &calendar->cutoff_minute)
        || !span_read(reading, value_get(grace, "lasts"), &calendar->immediate_grace_us))
        return false;
    calendar->hours_product_default = value_get_boolean(hours, "product_default", false);
    calendar->cutoff_product_default = value_get_boolean(cutoff, "product_default", false);
    int opens = calendar->opens_hour * 60 + calendar->opens_minute;
    int closes = calendar->closes_hour * 60 + calendar->closes_minute;
    return opens < closes
           || fail_line(reading, hours->line, "Business must open before it closes.");
}

bool calendar_read(const struct reading *reading)
{
    struct calendar *calendar = &reading->pack->calendar;
    if (!field_check(reading->turn, calendar_fields, reading->root, reading->source))
        return false;
    const struct value *days = value_get(reading->root, "business_weekdays");
    for (size_t i = 0; i < days->count; i++)
        calendar->business_weekday[word_place(weekdays, days->items[i]->text)] = true;
    const struct value *zone = value_get(reading->root, "zone");
    calendar->zone_name = zone->text;
    if (!zone_open(reading->turn, zone->text, &calendar->zone)) {
        fault_clear(reading->turn);
        return fail_line(reading, zone->line, "The tz database has no zone %.*s.",
                         TEXT_SHOW(zone->text));
    }
    return hours_read(reading, calendar) && holidays_read(reading, calendar);
}
