/* SPDX-License-Identifier: Apache-2.0 */
/*
 * POSIX TZ strings, the footers of TZif files: "EST5EDT,M3.2.0,M11.1.0", and of RFC 8536 section
 * 3.3.1 the times of day from -167 to 167 hours. Offsets in them count west of UTC; ours count
 * east.
 */
#include "base/inside.h"

enum { DAY_S = 86400, OFFSET_HOURS_MAX = 24, TIME_HOURS_MAX = 167, CHANGES = 6 };

static bool next_is(struct text *rest, char byte)
{
    if (rest->size == 0 || rest->data[0] != byte)
        return false;
    *rest = (struct text){rest->data + 1, rest->size - 1};
    return true;
}

static bool is_letter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool read_abbreviation(struct text *rest, struct zone_kind *kind)
{
    bool quoted = next_is(rest, '<');
    size_t size = 0;
    while (size < rest->size
           && (is_letter(rest->data[size])
               || (quoted
                   && (is_digit(rest->data[size]) || rest->data[size] == '+'
                       || rest->data[size] == '-'))))
        size++;
    if (size < 3 || size >= sizeof kind->abbreviation)
        return false;
    memcpy(kind->abbreviation, rest->data, size);
    *rest = (struct text){rest->data + size, rest->size - size};
    return !quoted || next_is(rest, '>');
}

static bool read_number(struct text *rest, int least, int most, int *number)
{
    size_t size = 0;
    *number = 0;
    while (size < rest->size && size < 3 && is_digit(rest->data[size]))
        *number = *number * 10 + (rest->data[size++] - '0');
    *rest = (struct text){rest->data + size, rest->size - size};
    return size > 0 && *number >= least && *number <= most;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(struct text *rest, int hours_max, int32_t *seconds)
{
    int hours;
    int minutes = 0;
    int odd_seconds = 0;
    bool minus = next_is(rest, '-');
    if (!minus)
        next_is(rest, '+');
    if (!read_number(rest, 0, hours_max, &hours))
        return false;
    if (next_is(rest, ':')) {
        if (!read_number(rest, 0, 59, &minutes))
            return false;
        if (next_is(rest, ':') && !read_number(rest, 0, 59, &odd_seconds))
            return false;
    }
    int32_t size = hours * 3600 + minutes * 60 + odd_seconds;
    *seconds = minus ? -size : size;
    return true;
}

static bool read_offset(struct text *rest, struct zone_kind *kind)
{
    int32_t west_s;
    if (!read_time(rest, OFFSET_HOURS_MAX, &west_s))
        return false;
    kind->offset_s = -west_s;
    return true;
}

static bool read_change_day(struct text *rest, struct zone_change *change)
{
    if (next_is(rest, 'M')) {
        change->kind = CHANGE_WEEKDAY;
        return read_number(rest, 1, 12, &change->month) && next_is(rest, '.')
               && read_number(rest, 1, 5, &change->week) && next_is(rest, '.')
               && read_number(rest, 0, 6, &change->day);
    }
    change->kind = next_is(rest, 'J') ? CHANGE_JULIAN : CHANGE_DAY;
    bool julian = change->kind == CHANGE_JULIAN;
    return read_number(rest, julian ? 1 : 0, 365, &change->day);
}

static bool read_change(struct text *rest, struct zone_change *change)
{
    change->time_s = 2 * 3600;
    return next_is(rest, ',') && read_change_day(rest, change)
           && (!next_is(rest, '/') || read_time(rest, TIME_HOURS_MAX, &change->time_s));
}

bool zone_rule_read(struct text footer, struct zone_rule *rule)
{
    struct zone_rule read = {.known = true};
    struct text rest = footer;
    if (!read_abbreviation(&rest, &read.standard) || !read_offset(&rest, &read.standard))
        return false;
    if (rest.size > 0) {
        read.summer = true;
        if (!read_abbreviation(&rest, &read.daylight))
            return false;
        read.daylight.offset_s = read.standard.offset_s + 3600;
        if (rest.size > 0 && rest.data[0] != ',' && !read_offset(&rest, &read.daylight))
            return false;
        if (!read_change(&rest, &read.start) || !read_change(&rest, &read.end) || rest.size > 0)
            return false;
    }
    *rule = read;
    return true;
}

/* The day of a change in a year, counted from 1970-01-01. */
static int64_t change_days(const struct zone_change *change, int year)
{
    int64_t new_year = date_days((struct date){year, 1, 1});
    bool leap = date_month_days(year, 2) == 29;
    switch (change->kind) {
    case CHANGE_DAY: return new_year + change->day;
    case CHANGE_JULIAN: return new_year + change->day - (leap && change->day >= 60 ? 0 : 1);
    case CHANGE_WEEKDAY: break;
    }
    struct date first = {year, change->month, 1};
    int day = 1 + (change->day - date_weekday(first) + 7) % 7 + (change->week - 1) * 7;
    if (day > date_month_days(year, change->month))
        day -= 7;
    return date_days((struct date){year, change->month, day});
}

struct change_at {
    int64_t at_s;
    const struct zone_kind *after;
};

static struct change_at change_at(const struct zone_rule *rule, int year, bool start)
{
    const struct zone_change *change = start ? &rule->start : &rule->end;
    const struct zone_kind *before = start ? &rule->standard : &rule->daylight;
    const struct zone_kind *after = start ? &rule->daylight : &rule->standard;
    int64_t local_s = change_days(change, year) * DAY_S + change->time_s;
    return (struct change_at){local_s - before->offset_s, after};
}

/* The changes of the year an instant is in, of the one before and of the one after. */
static void changes_around(const struct zone_rule *rule, int64_t instant_s,
                           struct change_at changes[CHANGES])
{
    int64_t days = (instant_s - (instant_s < 0 ? DAY_S - 1 : 0)) / DAY_S;
    int year = date_of_days(days).year;
    for (int i = 0; i < CHANGES; i++)
        changes[i] = change_at(rule, year - 1 + i / 2, i % 2 == 0);
}

/*
 * The last change that has happened. Where daylight time ends at the instant at which it starts
 * again (permanent daylight time, RFC 8536 section 3.3.1), the start wins.
 */
const struct zone_kind *zone_rule_at(const struct zone_rule *rule, int64_t instant_s)
{
    if (!rule->summer)
        return &rule->standard;
    struct change_at changes[CHANGES];
    changes_around(rule, instant_s, changes);
    struct change_at last = {INT64_MIN, &rule->standard};
    for (int i = 0; i < CHANGES; i++) {
        bool later = changes[i].at_s > last.at_s
                     || (changes[i].at_s == last.at_s && changes[i].after == &rule->daylight);
        if (changes[i].at_s <= instant_s && later)
            last = changes[i];
    }
    return last.after;
}

int64_t zone_rule_next(const struct zone_rule *rule, int64_t instant_s)
{
    int64_t next_s = INT64_MAX;
    if (!rule->summer)
        return next_s;
    struct change_at changes[CHANGES];
    changes_around(rule, instant_s, changes);
    for (int i = 0; i < CHANGES; i++)
        if (changes[i].at_s > instant_s && changes[i].at_s < next_s)
            next_s = changes[i].at_s;
    return next_s;
}
