/* SPDX-License-Identifier: Apache-2.0 */
/* Times as logs write them, to microseconds UTC. */
#include "event/format.h"
#include "event/inside.h"

enum { FUTURE_DAYS = 1, LEAP_YEARS = 8 };

/* Three letters of a month in any case, as a number; 0 for none. */
static int month_of(const char *at)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char name[3];
    for (int i = 0; i < 3; i++)
        name[i] = (char)(at[i] | 0x20);
    for (int month = 0; month < 12; month++)
        if (memcmp(months + (size_t)month * 3, name, 3) == 0)
            return month + 1;
    return 0;
}

static bool scan_month(struct scan *scan, int *month)
{
    if (scan_left(scan) < 3 || (*month = month_of(scan->at)) == 0)
        return false;
    scan->at += 3;
    return true;
}

/* ".123456", more digits than six are cut; a comma is as good. */
static void scan_fraction(struct scan *scan, int *microsecond)
{
    struct scan ahead = *scan;
    int scale = 100000;
    if ((!scan_byte(&ahead, '.') && !scan_byte(&ahead, ',')) || ahead.at == ahead.end
        || !digit_is(*ahead.at))
        return;
    for (; ahead.at < ahead.end && digit_is(*ahead.at); ahead.at++) {
        *microsecond += (*ahead.at - '0') * scale;
        scale /= 10;
    }
    *scan = ahead;
}

/* "17:00:00"; the second 60 is the first of the next minute. */
static bool scan_clock(struct scan *scan, struct civil *civil)
{
    if (!scan_digits(scan, 1, 2, &civil->hour) || !scan_byte(scan, ':')
        || !scan_digits(scan, 2, 2, &civil->minute) || !scan_byte(scan, ':')
        || !scan_digits(scan, 2, 2, &civil->second))
        return false;
    scan_fraction(scan, &civil->microsecond);
    return civil->hour < 24 && civil->minute < 60 && civil->second <= 60;
}

struct abbreviation {
    struct text name;
    int hours;
};

/* Those that mail has given one meaning for all time; others have several. */
static const struct abbreviation abbreviations[] = {
    {{"UTC", 3}, 0},  {{"GMT", 3}, 0},  {{"EST", 3}, -5}, {{"EDT", 3}, -4}, {{"CST", 3}, -6},
    {{"CDT", 3}, -5}, {{"MST", 3}, -7}, {{"MDT", 3}, -6}, {{"PST", 3}, -8}, {{"PDT", 3}, -7},
    {{"Z", 1}, 0},    {{"z", 1}, 0},    {{NULL, 0}, 0},
};

/* "-04:00", "-0400", "-04", "Z", "EDT"; false when there is none of these. */
static bool scan_zone(struct scan *scan, int *offset_s)
{
    struct scan ahead = *scan;
    int hours;
    int minutes = 0;
    if (ahead.at < ahead.end && *ahead.at == 'Z'
        && (scan_left(&ahead) == 1 || ahead.at[1] == ' ')) {
        *offset_s = 0;
        scan->at++;
        return true;
    }
    if (ahead.at < ahead.end && (*ahead.at == '+' || *ahead.at == '-')) {
        int sign = *ahead.at++ == '-' ? -1 : 1;
        if (!scan_digits(&ahead, 2, 2, &hours))
            return false;
        scan_byte(&ahead, ':');
        if (ahead.at < ahead.end && digit_is(*ahead.at) && !scan_digits(&ahead, 2, 2, &minutes))
            return false;
        *offset_s = sign * (hours * 3600 + minutes * 60);
        *scan = ahead;
        return hours < 24 && minutes < 60;
    }
    if (ahead.at == ahead.end || memchr("UGECMPZz", *ahead.at, 8) == NULL)
        return false;
    for (const struct abbreviation *each = abbreviations; each->name.data != NULL; each++) {
        ahead = *scan;
        if (!scan_text(&ahead, each->name))
            continue;
        if (ahead.at < ahead.end && ((*ahead.at | 0x20) >= 'a' && (*ahead.at | 0x20) <= 'z'))
            continue;
        *offset_s = each->hours * 3600;
        *scan = ahead;
        return true;
    }
    return false;
}

static bool date_good(const struct civil *civil)
{
    return civil->date.year > 0 && civil->date.month >= 1 && civil->date.month <= 12
           && civil->date.day >= 1
           && civil->date.day <= date_month_days(civil->date.year, civil->date.month);
}

/* given: the offset stands in it. In a gap and an overlap of the zone, the earlier offset. */
static int64_t civil_us(const struct reading *reading, const struct civil *civil, bool given)
{
    int64_t time_us;
    int64_t later_us;
    if (!given && reading->zone != NULL) {
        struct civil asked = *civil;
        bool leap = asked.second == 60;
        asked.second -= leap;
        (void)zone_instant(reading->zone, asked, &time_us, &later_us);
        return time_us + (leap ? SECOND_US : 0);
    }
    int64_t offset_s = given ? civil->offset_s : 0;
    return date_days(civil->date) * DAY_US + civil->hour * HOUR_US + civil->minute * MINUTE_US
           + (civil->second - offset_s) * SECOND_US + civil->microsecond;
}

bool time_iso(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    struct scan ahead = *scan;
    struct civil civil = {0};
    if (!scan_digits(&ahead, 4, 4, &civil.date.year) || ahead.at == ahead.end)
        return false;
    char between = *ahead.at++;
    if ((between != '-' && between != '/') || !scan_digits(&ahead, 2, 2, &civil.date.month)
        || !scan_byte(&ahead, between) || !scan_digits(&ahead, 2, 2, &civil.date.day)
        || (!scan_byte(&ahead, 'T') && !scan_byte(&ahead, ' ') && !scan_byte(&ahead, 't'))
        || !scan_clock(&ahead, &civil) || !date_good(&civil))
        return false;
    bool given = scan_zone(&ahead, &civil.offset_s);
    struct scan apart = ahead;
    if (!given && scan_byte(&apart, ' ') && scan_zone(&apart, &civil.offset_s)
        && (apart.at == apart.end || *apart.at == ' ')) {
        given = true;
        ahead = apart;
    }
    *time_us = civil_us(reading, &civil, given);
    *scan = ahead;
    return true;
}

/*
 * The year of a time that names none: the latest in which it is not more than a day ahead of when
 * it came in. So the last of December is of the year before when it comes in in January, and a
 * clock that is somewhat fast does not lose a year.
 */
static bool year_guess(const struct reading *reading, struct civil *civil, bool given,
                       int64_t *time_us)
{
    if (reading->received_us == EVENT_TIME_NONE)
        return false;
    int64_t limit_us = reading->received_us + FUTURE_DAYS * DAY_US;
    int year = date_of_days(limit_us / DAY_US + 1).year; /* a zone may be a day ahead */
    for (int back = 0; back <= LEAP_YEARS; back++) {
        civil->date.year = year - back;
        if (!date_good(civil))
            continue;
        *time_us = civil_us(reading, civil, given);
        if (*time_us <= limit_us)
            return true;
    }
    return false;
}

/* A year in the place where some senders put one. */
static bool scan_year(struct scan *scan, int *year)
{
    struct scan ahead = *scan;
    if (!scan_digits(&ahead, 4, 4, year) || *year < 1970 || ahead.at == ahead.end
        || (*ahead.at != ' ' && *ahead.at != ':'))
        return false;
    *scan = ahead;
    return true;
}

bool time_bsd(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    struct scan ahead = *scan;
    struct civil civil = {0};
    int year = 0;
    bool dated = scan_year(&ahead, &year) && scan_byte(&ahead, ' ');
    if (!scan_month(&ahead, &civil.date.month) || !scan_byte(&ahead, ' '))
        return false;
    scan_byte(&ahead, ' ');
    if (!scan_digits(&ahead, 1, 2, &civil.date.day) || !scan_byte(&ahead, ' '))
        return false;
    dated = dated || (scan_year(&ahead, &year) && scan_byte(&ahead, ' '));
    if (!scan_clock(&ahead, &civil))
        return false;
    struct scan apart = ahead;
    bool given = scan_zone(&ahead, &civil.offset_s);
    if (!given && scan_byte(&apart, ' ') && scan_zone(&apart, &civil.offset_s)) {
        given = true;
        ahead = apart;
    }
    apart = ahead;
    if (!dated && scan_byte(&apart, ' ') && scan_year(&apart, &year)) {
        dated = true;
        ahead = apart;
    }
    civil.date.year = year;
    if (dated && !date_good(&civil))
        return false;
    if (dated)
        *time_us = civil_us(reading, &civil, given);
    else if (!year_guess(reading, &civil, given, time_us))
        *time_us = EVENT_TIME_NONE;
    *scan = ahead;
    return true;
}

bool time_web(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    struct scan ahead = *scan;
    struct civil civil = {0};
    if (!scan_digits(&ahead, 1, 2, &civil.date.day) || !scan_byte(&ahead, '/')
        || !scan_month(&ahead, &civil.date.month) || !scan_byte(&ahead, '/')
        || !scan_digits(&ahead, 4, 4, &civil.date.year) || !scan_byte(&ahead, ':')
        || !scan_clock(&ahead, &civil) || !date_good(&civil))
        return false;
    scan_byte(&ahead, ' ');
    bool given = scan_zone(&ahead, &civil.offset_s);
    *time_us = civil_us(reading, &civil, given);
    *scan = ahead;
    return true;
}

bool time_epoch(struct text text, int64_t *time_us)
{
    struct scan scan = scan_of(text);
    const char *start = scan.at;
    uint64_t whole = 0;
    int microsecond = 0;
    while (scan.at < scan.end && digit_is(*scan.at) && scan.at - start < 19)
        whole = whole * 10 + (uint64_t)(*scan.at++ - '0');
    size_t digits = (size_t)(scan.at - start);
    if (digits == 0)
        return false;
    if (digits <= 11) {
        scan_fraction(&scan, &microsecond);
        *time_us = (int64_t)whole * SECOND_US + microsecond;
    } else if (digits <= 14) {
        *time_us = (int64_t)whole * 1000;
    } else {
        *time_us = (int64_t)(digits <= 17 ? whole : whole / 1000);
    }
    return scan.at == scan.end;
}

int64_t time_filetime(uint64_t ticks)
{
    static const uint64_t epoch = UINT64_C(116444736000000000); /* 1970 */
    return ticks > (uint64_t)INT64_MAX ? EVENT_TIME_NONE : ((int64_t)ticks - (int64_t)epoch) / 10;
}

bool time_any(const struct reading *reading, struct text text, int64_t *time_us)
{
    struct scan scan = scan_of(text);
    return time_epoch(text, time_us) || time_iso(reading, &scan, time_us)
           || time_bsd(reading, &scan, time_us) || time_web(reading, &scan, time_us);
}
