/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"
#include "base/file.h"
#include "base/inside.h"

enum { DAY_S = 86400, ZONE_BYTES_MAX = 1 << 20, ZONE_NAME_BYTES_MAX = 64 };

/* No zone is further from UTC than this, so that a civil time is within it of its instants. */
enum { OFFSET_REACH_S = 27 * 3600 };

static const char zone_folder[] = "/usr/share/zoneinfo/";

/* A name of the tz database, and no way out of its folder. */
static bool name_sane(struct text name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                  "_+-/";
    if (name.size == 0 || name.size > ZONE_NAME_BYTES_MAX || name.data[0] == '/')
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (memchr(letters, name.data[i], sizeof letters - 1) == NULL)
            return false;
    return true;
}

bool zone_open(struct turn *turn, struct text name, struct zone **zone)
{
    struct text bytes;
    struct arena *arena = turn->arena;
    const char *path = text_format(arena, "%s%.*s", zone_folder, TEXT_SHOW(name)).data;
    const char *inside = text_format(arena, "%s/.", path).data; /* there if path is a folder */
    if (!name_sane(name) || !file_exists(path) || file_exists(inside))
        return fail(turn, FAULT_INVALID,
                    "There is no time zone \"%.64s\". Write a name of the tz database, such as "
                    "America/New_York.",
                    text_string(arena, text_utf8_mended(arena, name)));
    return file_read(turn, path, ZONE_BYTES_MAX, &bytes) && tzif_read(turn, name, bytes, zone);
}

struct text zone_name(const struct zone *zone)
{
    return zone->name;
}

/* How many transitions have happened at an instant. */
static size_t transitions_until(const struct zone *zone, int64_t instant_s)
{
    size_t low = 0;
    size_t high = zone->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->transitions_s[middle] <= instant_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct zone_kind *kind_at(const struct zone *zone, int64_t instant_s)
{
    size_t happened = transitions_until(zone, instant_s);
    if (happened == zone->count && zone->rule.known)
        return zone_rule_at(&zone->rule, instant_s);
    return happened == 0 ? &zone->kinds[0] : &zone->kinds[zone->after[happened - 1]];
}

/* The first transition after an instant; INT64_MAX when there is none. */
static int64_t transition_after(const struct zone *zone, int64_t instant_s)
{
    size_t happened = transitions_until(zone, instant_s);
    if (happened < zone->count)
        return zone->transitions_s[happened];
    return zone->rule.known ? zone_rule_next(&zone->rule, instant_s) : INT64_MAX;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

struct civil zone_civil(const struct zone *zone, int64_t instant_us)
{
    int64_t instant_s = floor_divide(instant_us, SECOND_US);
    const struct zone_kind *kind = kind_at(zone, instant_s);
    int64_t local_s = instant_s + kind->offset_s;
    int64_t days = floor_divide(local_s, DAY_S);
    int64_t of_day_s = local_s - days * DAY_S;
    struct civil civil = {
        .date = date_of_days(days),
        .hour = (int)(of_day_s / 3600),
        .minute = (int)(of_day_s / 60 % 60),
        .second = (int)(of_day_s % 60),
        .microsecond = (int)((instant_us % SECOND_US + SECOND_US) % SECOND_US),
        .offset_s = kind->offset_s,
    };
    memcpy(civil.abbreviation, kind->abbreviation, sizeof civil.abbreviation);
    return civil;
}

/*
 * Walks the stretches of one offset around the civil time. In each stretch the civil time would be
 * the instant local - offset: if that instant lies in the stretch, it is a reading. If none is, the
 * civil time lies in the gap at the transition where it is too late for the stretch before and too
 * early for the one after.
 */
enum civil_reading zone_readings(const struct zone *zone, struct civil civil, int64_t *first,
                                 int64_t *second, int64_t *gap_end_us)
{
    int64_t local_s = date_days(civil.date) * DAY_S + civil.hour * INT64_C(3600)
                      + civil.minute * INT64_C(60) + civil.second;
    int64_t begin_s = local_s - OFFSET_REACH_S;
    int64_t readings[2] = {0};
    size_t found = 0;
    while (begin_s <= local_s + OFFSET_REACH_S && found < 2) {
        int64_t reading_s = local_s - kind_at(zone, begin_s)->offset_s;
        int64_t end_s = transition_after(zone, begin_s);
        if (reading_s >= begin_s && reading_s < end_s)
            readings[found++] = reading_s;
        if (found == 0 && reading_s >= end_s) {
            int64_t next_s = local_s - kind_at(zone, end_s)->offset_s;
            if (next_s < end_s) {
                *first = reading_s * SECOND_US + civil.microsecond;
                *second = next_s * SECOND_US + civil.microsecond;
                *gap_end_us = end_s * SECOND_US;
                return CIVIL_GAP;
            }
        }
        begin_s = end_s;
    }
    *first = readings[0] * SECOND_US + civil.microsecond;
    *second = readings[found == 2] * SECOND_US + civil.microsecond;
    return found == 2 ? CIVIL_OVERLAP : CIVIL_ONE;
}

enum civil_reading zone_instant(const struct zone *zone, struct civil civil, int64_t *first,
                                int64_t *second)
{
    int64_t gap_end_us;
    return zone_readings(zone, civil, first, second, &gap_end_us);
}

int64_t zone_date_time(const struct zone *zone, struct date date, int hour, int minute)
{
    int64_t first_us;
    int64_t second_us;
    int64_t gap_end_us;
    struct civil civil = {.date = date, .hour = hour, .minute = minute};
    enum civil_reading reading = zone_readings(zone, civil, &first_us, &second_us, &gap_end_us);
    return reading == CIVIL_GAP ? gap_end_us : first_us;
}

int64_t zone_date_start(const struct zone *zone, struct date date)
{
    return zone_date_time(zone, date, 0, 0);
}
