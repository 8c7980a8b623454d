/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of base/ share among themselves. */
#pragma once
#include "base/turn.h"
#include "base/zone.h"

/* Two digits a field; false unless text is exactly "YYYY-MM-DD". The date may still be impossible.
 */
bool date_scan(struct text text, struct date *date);

/* True for a year of 1..9999, a month of 1..12 and a day that this month has. */
bool date_possible(struct date date);

/*
 * One change of the clocks as POSIX TZ rules give it ("M3.2.0/2"): the month, week and weekday, or
 * the day of the year, and the seconds after that day's midnight.
 */
struct zone_change {
    enum { CHANGE_WEEKDAY, CHANGE_JULIAN, CHANGE_DAY } kind; /* "M3.2.0", "J60", "59" */
    int month;                                               /* 1..12 */
    int week;                                                /* 1..5, 5 is the last */
    int day;                                                 /* weekday, or day of the year */
    int32_t time_s;
};

/* A kind of local time: how far east of UTC, and what it is called. */
struct zone_kind {
    int32_t offset_s;
    char abbreviation[8];
};

/* The footer of a TZif file: what holds after its last transition, for all years to come. */
struct zone_rule {
    bool known;
    bool summer; /* false: standard all year, and the members below are unused */
    struct zone_kind standard;
    struct zone_kind daylight;
    struct zone_change start; /* of daylight time, on the standard clock */
    struct zone_change end;   /* of daylight time, on the daylight clock */
};

struct zone {
    struct text name;
    int64_t *transitions_s; /* ascending, seconds since 1970 UTC */
    unsigned char *after;   /* the kind in force from each transition on */
    size_t count;
    struct zone_kind *kinds; /* [0] is in force before the first transition */
    size_t kind_count;
    struct zone_rule rule;
};

/* Reads the bytes of a TZif file (RFC 8536), which may be hostile. Faults: invalid. */
MUST bool tzif_read(struct turn *turn, struct text name, struct text bytes, struct zone **zone);

/* Reads a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0"); false when it is none. */
bool zone_rule_read(struct text footer, struct zone_rule *rule);

/* The kind of time the rule gives at an instant. */
const struct zone_kind *zone_rule_at(const struct zone_rule *rule, int64_t instant_s);

/* The first change of the clocks after an instant; INT64_MAX when there is none. */
int64_t zone_rule_next(const struct zone_rule *rule, int64_t instant_s);

/* Readings of a civil time as zone_instant gives them; gap_end_us is set for a gap only. */
enum civil_reading zone_readings(const struct zone *zone, struct civil civil, int64_t *first,
                                 int64_t *second, int64_t *gap_end_us);
