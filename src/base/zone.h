/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time: instants are microseconds since 1970-01-01T00:00:00Z (int64_t, names end in _us). Civil
 * time is what a clock on the wall shows in a zone of the tz database; a civil time may exist once,
 * never (in a gap) or twice (in an overlap), and the three are told apart, never guessed.
 */
#pragma once
#include "base/turn.h"

struct zone;

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

struct date {
    int year;  /* 1..9999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

struct civil {
    struct date date;
    int hour; /* 0..23 */
    int minute;
    int second; /* 0..59 */
    int microsecond;
    int offset_s;         /* east of UTC */
    char abbreviation[8]; /* "EST" */
};

enum civil_reading { CIVIL_ONE, CIVIL_GAP, CIVIL_OVERLAP };

/* The zone named as in the tz database ("America/New_York"), read from the system's TZif files (RFC
 * 8536, with the footer for years to come), in the arena. Faults: invalid for an unknown name. */
MUST bool zone_open(struct turn *turn, struct text name, struct zone **zone);
struct text zone_name(const struct zone *zone);

/* What the wall clock shows at an instant. */
struct civil zone_civil(const struct zone *zone, int64_t instant_us);

/*
 * The instants at which the wall clock shows civil (its offset and abbreviation are ignored).
 * CIVIL_ONE: *first. CIVIL_OVERLAP: *first is the earlier, *second the later. CIVIL_GAP: *first is
 * the reading with the offset in force before the gap (so it prints later on the clock), *second
 * with the one after it.
 */
enum civil_reading zone_instant(const struct zone *zone, struct civil civil, int64_t *first,
                                int64_t *second);

/*
 * Reads an instant as people and programs give it. With "Z" or an offset ("-04:00") it is RFC 3339,
 * and exact. Without an offset it is local time in the zone; "EDT" or "EST" behind it chooses
 * between two readings, and is refused when the clocks show something else then. Accepts a space
 * for the T, and seconds and fractions may be missing; year-month-day alone is not an instant.
 * Faults (invalid, naming field): an impossible date or time, a leap second, more than six decimals
 * that are not zero, a gap or an overlap without a choice, with both readings, the earlier offset
 * first, and what to write. zone NULL: an offset is needed.
 */
MUST bool instant_parse(struct turn *turn, const char *field, struct text text,
                        const struct zone *zone, int64_t *instant_us);

/* "2026-07-03T17:00:00-04:00" (six decimals when there are any), and the same in UTC with a Z.
 * Where the offset has seconds (local mean time, before there were zones) both are in UTC. */
struct text instant_local(struct arena *arena, const struct zone *zone, int64_t instant_us);
struct text instant_utc(struct arena *arena, int64_t instant_us);

/* For people: "Fri 2026-07-03 17:00:00 EDT". */
struct text instant_people(struct arena *arena, const struct zone *zone, int64_t instant_us);

/* "2026-07-03"; faults invalid, naming the field. */
MUST bool date_parse(struct turn *turn, const char *field, struct text text, struct date *date);
struct text date_format(struct arena *arena, struct date date);

/* Civil calendar arithmetic (proleptic Gregorian). */
int64_t date_days(struct date date); /* days since 1970-01-01 */
struct date date_of_days(int64_t days);
int date_weekday(struct date date); /* 0 Sunday .. 6 Saturday */
int date_month_days(int year, int month);
struct date date_add(struct date date, int64_t days);
int date_compare(struct date a, struct date b);

/* The first instant of a local date (midnight, or the first one after it where a gap swallows
 * midnight). */
int64_t zone_date_start(const struct zone *zone, struct date date);

/* The instant of a wall clock time on a date; in a gap the instant at which the gap ends, in an
 * overlap the earlier one. For dues that a policy states as a time of day, which must always exist.
 */
int64_t zone_date_time(const struct zone *zone, struct date date, int hour, int minute);
