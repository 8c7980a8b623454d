/* SPDX-License-Identifier: Apache-2.0 */
/* Times as logs write them, to microseconds UTC. */
#include "event/format.h"
#include "event/inside.h"

enum { FUTURE_DAYS = 1, LEAP_YEARS = 8 };

#define LETTERS(a, b, c) ((unsigned)(a) << 16 | (unsigned)(b) << 8 | (unsigned)(c))

/* Three letters of a month in any case, as a number; 0 for none. */
static int month_of(const char *at)
{
    switch (LETTERS((unsigned char)at[0] | 0x20, (unsigned char)at[1] | 0x20,
                    (unsigned char)at[2] | 0x20)) {
    case LETTERS('j', 'a', 'n'): return 1;
    case LETTERS('f', 'e', 'b'): return 2;
    case LETTERS('m', 'a', 'r'): return 3;
    case LETTERS('a', 'p', 'r'): return 4;
    case LETTERS('m', 'a', 'y'): return 5;
    case LETTERS('j', 'u', 'n'): return 6;
    case LETTERS('j', 'u', 'l'): return 7;
    case LETTERS('a', 'u', 'g'): return 8;
    case LETTERS('s', 'e', 'p'): return 9;
    case LETTERS('o', 'c', 't'): return 10;
    case LETTERS('n', 'o', 'v'): return 11;
    case LETTERS('d', 'e', 'c'): return 12;
    default: return 0;
    }
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
    static const int scales[] = {0, 100000, 10000, 1000, 100, 10, 1};
    struct scan ahead = *scan;
    int number;
    if ((!scan_byte(&ahead, '.') && !scan_byte(&ahead, ',')) || ahead.at == ahead.end
        || !digit_is(*ahead.at))
        return;
    const char *start = ahead.at;
    (void)scan_digits(&ahead, 1, 6, &number);
    *microsecond = number * scales[ahead.at - start];
    while (ahead.at < ahead.end && digit_is(*ahead.at))
        ahead.at++;
    *scan = ahead;
}

static inline int two_digits(const char *at, unsigned *wrong)
{
    unsigned high = (unsigned)at[0] - '0';
    unsigned low = (unsigned)at[1] - '0';
    *wrong |= (unsigned)(high > 9) | (unsigned)(low > 9);
    return (int)(high * 10 + low);
}

/* "17:00:00" in one look; false, and nothing moved, where it is another form, or none. */
static bool clock_usual(struct scan *scan, struct civil *civil)
{
    const char *at = scan->at;
    unsigned wrong = 0;
    if (scan_left(scan) < 8 || at[2] != ':' || at[5] != ':')
        return false;
    civil->hour = two_digits(at, &wrong);
    civil->minute = two_digits(at + 3, &wrong);
    civil->second = two_digits(at + 6, &wrong);
    if (wrong != 0)
        return false;
    scan->at += 8;
    return true;
}

/* "17:00:00"; the second 60 is the first of the next minute. */
static bool scan_clock(struct scan *scan, struct civil *civil)
{
    if (!clock_usual(scan, civil)
        && (!scan_digits(scan, 1, 2, &civil->hour) || !scan_byte(scan, ':')
            || !scan_digits(scan, 2, 2, &civil->minute) || !scan_byte(scan, ':')
            || !scan_digits(scan, 2, 2, &civil->second)))
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

/* One of those begins so. */
static bool zone_begins(char byte)
{
    switch (byte) {
    case 'U':
    case 'G':
    case 'E':
    case 'C':
    case 'M':
    case 'P':
    case 'Z':
    case 'z': return true;
    default: return false;
    }
}

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
    if (ahead.at == ahead.end || !zone_begins(*ahead.at))
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

/* A date is good when it is found here: no other is kept. */
static int date_number(struct date date)
{
    return (date.year << 4 | date.month) << 5 | date.day;
}

static bool date_good(const struct reading *reading, const struct civil *civil)
{
    const struct date date = civil->date;
    struct days *known = reading->reader == NULL ? NULL : reader_days(reading->reader);
    bool small = date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31;
    if (small && known != NULL && known->date == date_number(date))
        return true;
    if (!small || date.year <= 0 || date.day > date_month_days(date.year, date.month))
        return false;
    if (known != NULL) {
        known->date = date_number(date);
        known->days = date_days(date);
    }
    return true;
}

/* Of a date that is good. */
static int64_t days_of(const struct reading *reading, struct date date)
{
    const struct days *known = reading->reader == NULL ? NULL : reader_days(reading->reader);
    return known != NULL && known->date == date_number(date) ? known->days : date_days(date);
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
    return days_of(reading, civil->date) * DAY_US + civil->hour * HOUR_US
           + civil->minute * MINUTE_US + (civil->second - offset_s) * SECOND_US
           + civil->microsecond;
}

/* "2026-07-03T" in one look; false, and nothing moved, where it is another form, or none. */
static bool date_usual(struct scan *scan, struct date *date)
{
    const char *at = scan->at;
    unsigned wrong = 0;
    if (scan_left(scan) < 11 || at[4] != at[7] || (at[4] != '-' && at[4] != '/')
        || (at[10] != 'T' && at[10] != ' ' && at[10] != 't'))
        return false;
    date->year = two_digits(at, &wrong) * 100 + two_digits(at + 2, &wrong);
    date->month = two_digits(at + 5, &wrong);
    date->day = two_digits(at + 8, &wrong);
    if (wrong != 0)
        return false;
    scan->at += 11;
    return true;
}

static bool date_other(struct scan *scan, struct date *date)
{
    if (!scan_digits(scan, 4, 4, &date->year) || scan->at == scan->end)
        return false;
    char between = *scan->at++;
    return (between == '-' || between == '/') && scan_digits(scan, 2, 2, &date->month)
           && scan_byte(scan, between) && scan_digits(scan, 2, 2, &date->day)
           && (scan_byte(scan, 'T') || scan_byte(scan, ' ') || scan_byte(scan, 't'));
}

bool time_iso(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    struct scan ahead = *scan;
    struct civil civil = {0};
    if ((!date_usual(&ahead, &civil.date) && !date_other(&ahead, &civil.date))
        || !scan_clock(&ahead, &civil) || !date_good(reading, &civil))
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

static int year_of(const struct reading *reading, int64_t today)
{
    struct days *known = reading->reader == NULL ? NULL : reader_days(reading->reader);
    if (known == NULL)
        return date_of_days(today).year;
    if (known->year == 0 || known->today != today) {
        known->today = today;
        known->year = date_of_days(today).year;
    }
    return known->year;
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
    int year = year_of(reading, limit_us / DAY_US + 1); /* a zone may be a day ahead */
    for (int back = 0; back <= LEAP_YEARS; back++) {
        civil->date.year = year - back;
        if (!date_good(reading, civil))
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
        || (*ahead.at != ' ' && *ahead.at != ':' && *ahead.at != ']'))
        return false;
    *scan = ahead;
    return true;
}

bool time_bsd(const struct reading *reading, struct scan *scan, int64_t *time_us)
{
    struct scan ahead = *scan;
    struct civil civil = {0};
    int year = 0;
    bool dated = scan_left(scan) > 0 && digit_is(*scan->at) && scan_year(&ahead, &year)
                 && scan_byte(&ahead, ' ');
    if (!scan_month(&ahead, &civil.date.month) || !scan_byte(&ahead, ' '))
        return false;
    scan_byte(&ahead, ' ');
    if (!scan_digits(&ahead, 1, 2, &civil.date.day) || !scan_byte(&ahead, ' '))
        return false;
    bool clocked = scan_left(&ahead) > 2 && ahead.at[2] == ':'; /* where it is no year */
    dated = dated || (!clocked && scan_year(&ahead, &year) && scan_byte(&ahead, ' '));
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
    if (dated && !date_good(reading, &civil))
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
        || !scan_clock(&ahead, &civil) || !date_good(reading, &civil))
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
