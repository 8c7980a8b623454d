/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When an incident happened. VERIS gives a year, and sometimes month, day and hour, in no zone: the
 * policy's zone is taken. What is coarse stays coarse: the instant is where the year, the month or
 * the day begins, and the precision says which.
 */
#include "base/json.h"
#include "exchange/inside.h"

/* A date of which the last parts may be missing: month 0, day 0. */
struct dating {
    struct date date;
    bool known; /* there is a year at least */
};

static bool part_read(const struct value *map, const char *name, int least, int most, int *part)
{
    const struct value *value = value_get(map, name);
    bool good = value != NULL && value->kind == VALUE_INTEGER && value->integer >= least
                && value->integer <= most;
    *part = good ? (int)value->integer : 0;
    return good || value == NULL || value->kind == VALUE_NULL;
}

/* As much of a date as there is. What cannot be is a finding, and leaves what stands before it. */
static struct dating dating_read(struct turn *turn, const struct value *map, const char *path,
                                 struct veris_line *line)
{
    struct dating when = {0};
    struct date *date = &when.date;
    bool sound = part_read(map, "year", 1, 9999, &date->year);
    when.known = date->year > 0;
    if (when.known)
        sound &= part_read(map, "month", 1, 12, &date->month);
    if (date->month > 0)
        sound &= part_read(map, "day", 1, date_month_days(date->year, date->month), &date->day);
    if (!sound || !when.known || (date->month == 0 && value_has(map, "day")))
        veris_find(turn, line, VERIS_IMPOSSIBLE_DATE, text_of(path),
                   text_short(turn->arena, map == NULL ? TEXT_NONE : json_write(turn->arena, map),
                              FOUND_BYTES_MAX));
    return when;
}

/* "05:45:00 PM" */
static bool hour_read(struct text text, struct civil *civil)
{
    int64_t hour;
    int64_t minute;
    int64_t second;
    struct text rest;
    struct text half;
    struct text clock = text_cut(text, ' ', &half);
    bool good = text_integer(text_cut(clock, ':', &rest), &hour)
                && text_integer(text_cut(rest, ':', &rest), &minute) && text_integer(rest, &second)
                && (text_is(half, "AM") || text_is(half, "PM")) && hour >= 1 && hour <= 12
                && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
    if (!good)
        return false;
    civil->hour = (int)(hour % 12) + (text_is(half, "PM") ? 12 : 0);
    civil->minute = (int)minute;
    civil->second = (int)second;
    return true;
}

static void happened(struct turn *turn, const struct value *root, const struct dating *when,
                     struct veris_line *line)
{
    const struct zone *zone = turn->pack->calendar.zone;
    struct report_order *order = &line->order;
    struct civil civil = {.date = when->date};
    struct text time = veris_text(root, "timeline.incident.time");
    int64_t later_us;
    if (!when->known)
        return;
    civil.date.month += civil.date.month == 0;
    civil.date.day += civil.date.day == 0;
    order->detected_us = zone_date_start(zone, civil.date);
    order->detected_precision = when->date.day > 0     ? TEXT("day")
                                : when->date.month > 0 ? TEXT("month")
                                                       : TEXT("year");
    if (when->date.day == 0)
        veris_find(turn, line, VERIS_COARSE_DATE, TEXT("timeline.incident"),
                   order->detected_precision);
    if (veris_at(root, "timeline.incident.time") == NULL || when->date.day == 0)
        return;
    if (!hour_read(time, &civil)) {
        veris_find(turn, line, VERIS_IMPOSSIBLE_DATE, TEXT("timeline.incident.time"),
                   text_short(turn->arena, time, FOUND_BYTES_MAX));
        return;
    }
    zone_instant(zone, civil, &order->detected_us, &later_us);
    order->detected_precision = TEXT("instant");
}

/* Before it for certain: by the parts that both have. */
static bool before(const struct date *a, const struct date *b)
{
    if (a->year != b->year || a->month == 0 || b->month == 0)
        return a->year < b->year;
    if (a->month != b->month || a->day == 0 || b->day == 0)
        return a->month < b->month;
    return a->day < b->day;
}

static void notified(struct turn *turn, const struct value *root, const struct dating *incident,
                     struct veris_line *line)
{
    static const char path[] = "plus.timeline.notification";
    const struct value *map = veris_at(root, path);
    if (map == NULL || map->kind != VALUE_MAP)
        return;
    struct dating told = dating_read(turn, map, path, line);
    if (told.known && incident->known && before(&told.date, &incident->date))
        veris_find(turn, line, VERIS_BEFORE_INCIDENT, text_of(path),
                   text_format(turn->arena, "%04d-%02d-%02d", told.date.year, told.date.month,
                               told.date.day));
}

/* Spans are counted from the incident on: a negative one ends before it. */
static void spans(struct turn *turn, const struct value *root, struct veris_line *line)
{
    static const char *const paths[] = {"timeline.compromise.value", "timeline.exfiltration.value",
                                        "timeline.discovery.value", "timeline.containment.value"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct value *value = veris_at(root, paths[i]);
        bool negative = value != NULL
                        && ((value->kind == VALUE_INTEGER && value->integer < 0)
                            || (value->kind == VALUE_REAL && value->real < 0));
        if (negative)
            veris_find(turn, line, VERIS_BEFORE_INCIDENT, text_of(paths[i]), TEXT_NONE);
    }
}

void veris_when(struct turn *turn, const struct value *root, struct veris_line *line)
{
    struct dating incident =
        dating_read(turn, veris_at(root, "timeline.incident"), "timeline.incident", line);
    happened(turn, root, &incident, line);
    notified(turn, root, &incident, line);
    spans(turn, root, line);
}
