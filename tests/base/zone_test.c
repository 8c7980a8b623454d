/* SPDX-License-Identifier: Apache-2.0 */
#include "base/inside.h"
#include "base/zone.h"
#include "tap.h"
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

static struct zone *open_zone(struct arena *arena, const char *name)
{
    struct turn turn = {.arena = arena};
    struct zone *zone = NULL;
    if (!zone_open(&turn, text_of(name), &zone))
        printf("# %s\n", turn.fault.message);
    return zone;
}

/* Changes of the clocks, as the zoneinfo module of Python's library gives them. */
struct change {
    const char *zone;
    int64_t at_s;
    int before_s;
    const char *before;
    int after_s;
    const char *after;
};

static const struct change changes[] = {
    {"America/New_York", 1710054000, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1730613600, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1741503600, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1762063200, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1772953200, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1793512800, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1805007600, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1825567200, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1836457200, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1857016800, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1867906800, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1888466400, -14400, "EDT", -18000, "EST"},
    {"America/New_York", 1899356400, -18000, "EST", -14400, "EDT"},
    {"America/New_York", 1919916000, -14400, "EDT", -18000, "EST"},
    {"Australia/Lord_Howe", 1712415600, 39600, "+11", 37800, "+1030"},
    {"Australia/Lord_Howe", 1728142200, 37800, "+1030", 39600, "+11"},
    {"Australia/Lord_Howe", 1743865200, 39600, "+11", 37800, "+1030"},
    {"Australia/Lord_Howe", 1759591800, 37800, "+1030", 39600, "+11"},
    {"Europe/Dublin", 1711846800, 0, "GMT", 3600, "IST"},
    {"Europe/Dublin", 1729990800, 3600, "IST", 0, "GMT"},
    {"Europe/Dublin", 1743296400, 0, "GMT", 3600, "IST"},
    {"Europe/Dublin", 1761440400, 3600, "IST", 0, "GMT"},
    {"America/Havana", 1710046800, -18000, "CST", -14400, "CDT"},
    {"America/Havana", 1730610000, -14400, "CDT", -18000, "CST"},
    {"America/Havana", 1741496400, -18000, "CST", -14400, "CDT"},
    {"America/Havana", 1762059600, -14400, "CDT", -18000, "CST"},
};

static struct civil at_local(int64_t local_s)
{
    int64_t days = local_s / 86400;
    int64_t of_day = local_s % 86400;
    return (struct civil){.date = date_of_days(days),
                          .hour = (int)(of_day / 3600),
                          .minute = (int)(of_day / 60 % 60),
                          .second = (int)(of_day % 60)};
}

/* The readings of a civil time `beyond_s` after the one at which a stretch of doubt begins. */
static void try_readings(const struct zone *zone, const struct change *change, int64_t local_s,
                         enum civil_reading wanted)
{
    int64_t first_us;
    int64_t second_us;
    enum civil_reading got = zone_instant(zone, at_local(local_s), &first_us, &second_us);
    bool good = got == wanted;
    if (wanted == CIVIL_ONE)
        good = good && first_us == second_us
               && zone_civil(zone, first_us).offset_s == (int)(local_s - first_us / SECOND_US);
    else
        good = good && first_us == (local_s - change->before_s) * SECOND_US
               && second_us == (local_s - change->after_s) * SECOND_US;
    ok(good, "%s, %" PRId64 " local has %s", change->zone, local_s,
       wanted == CIVIL_ONE   ? "one reading"
       : wanted == CIVIL_GAP ? "none"
                             : "two");
}

static void test_changes(struct arena *arena)
{
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        const struct change *change = &changes[i];
        struct zone *zone = open_zone(arena, change->zone);
        struct civil before = zone_civil(zone, change->at_s * SECOND_US - 1);
        struct civil after = zone_civil(zone, change->at_s * SECOND_US);
        ok(before.offset_s == change->before_s && strcmp(before.abbreviation, change->before) == 0
               && before.microsecond == 999999,
           "%s just before %" PRId64 ": %s", change->zone, change->at_s, change->before);
        ok(after.offset_s == change->after_s && strcmp(after.abbreviation, change->after) == 0,
           "and from then on: %s", change->after);
        bool gap = change->after_s > change->before_s;
        enum civil_reading doubt = gap ? CIVIL_GAP : CIVIL_OVERLAP;
        int64_t begin_s = change->at_s + (gap ? change->before_s : change->after_s);
        int64_t end_s = change->at_s + (gap ? change->after_s : change->before_s);
        try_readings(zone, change, begin_s - 1, CIVIL_ONE);
        try_readings(zone, change, begin_s, doubt);
        try_readings(zone, change, end_s - 1, doubt);
        try_readings(zone, change, end_s, CIVIL_ONE);
    }
}

/* About twice a day for 250 years, at odd seconds, against the C library under TZ. */
static void test_against_library(struct arena *arena, const char *name)
{
    struct zone *zone = open_zone(arena, name);
    setenv("TZ", name, 1);
    tzset();
    int64_t wrong = 0;
    for (int64_t at_s = -2208988800; at_s < 5680281600; at_s += 43200 + 61) {
        time_t seconds = (time_t)at_s;
        struct tm tm;
        localtime_r(&seconds, &tm);
        struct civil civil = zone_civil(zone, at_s * SECOND_US);
        bool same = civil.date.year == tm.tm_year + 1900 && civil.date.month == tm.tm_mon + 1
                    && civil.date.day == tm.tm_mday && civil.hour == tm.tm_hour
                    && civil.minute == tm.tm_min && civil.second == tm.tm_sec
                    && civil.offset_s == tm.tm_gmtoff
                    && strcmp(civil.abbreviation, tm.tm_zone) == 0;
        int64_t first_us;
        int64_t second_us;
        enum civil_reading reading = zone_instant(zone, civil, &first_us, &second_us);
        bool back =
            reading != CIVIL_GAP && (first_us == at_s * SECOND_US || second_us == at_s * SECOND_US);
        if (same && back)
            continue;
        if (wrong++ == 0)
            printf("# %" PRId64 " in %s: %04d-%02d-%02d %02d:%02d:%02d %s\n", at_s, name,
                   civil.date.year, civil.date.month, civil.date.day, civil.hour, civil.minute,
                   civil.second, civil.abbreviation);
    }
    ok(wrong == 0, "%s from 1900 to 2150 agrees with the C library, and reads back", name);
    unsetenv("TZ");
    tzset();
}

static void test_dates(struct arena *arena)
{
    struct zone *york = open_zone(arena, "America/New_York");
    struct zone *havana = open_zone(arena, "America/Havana");
    struct zone *apia = open_zone(arena, "Pacific/Apia");
    ok(zone_date_start(york, (struct date){2025, 11, 3})
               - zone_date_start(york, (struct date){2025, 11, 2})
           == 25 * HOUR_US,
       "2025-11-02 has 25 hours");
    ok(zone_date_start(york, (struct date){2025, 3, 10})
               - zone_date_start(york, (struct date){2025, 3, 9})
           == 23 * HOUR_US,
       "2025-03-09 has 23 hours");
    ok(text_is(instant_local(arena, york, zone_date_time(york, (struct date){2025, 3, 9}, 2, 30)),
               "2025-03-09T03:00:00-04:00"),
       "02:30 in the gap is where the gap ends");
    ok(text_is(instant_local(arena, york, zone_date_time(york, (struct date){2025, 11, 2}, 1, 30)),
               "2025-11-02T01:30:00-04:00"),
       "01:30 in the overlap is the earlier one");
    ok(text_is(instant_local(arena, york, zone_date_time(york, (struct date){2025, 11, 3}, 17, 0)),
               "2025-11-03T17:00:00-05:00"),
       "17:00 on an ordinary day");
    ok(text_is(instant_local(arena, havana, zone_date_start(havana, (struct date){2025, 3, 9})),
               "2025-03-09T01:00:00-04:00"),
       "where a gap swallows midnight the day begins at 01:00");
    ok(text_is(instant_local(arena, havana, zone_date_start(havana, (struct date){2025, 11, 2})),
               "2025-11-02T00:00:00-04:00"),
       "where midnight comes twice the day begins at the first");
    ok(text_is(instant_local(arena, apia, zone_date_start(apia, (struct date){2011, 12, 30})),
               "2011-12-31T00:00:00+14:00"),
       "a day that was skipped begins when the next one does");
}

static void test_names(struct arena *arena)
{
    static const char *const refused[] = {
        "",         "Nowhere/City",      "../../etc/passwd", "/etc/passwd",  "America",
        "zone.tab", "America/New_York/", "America/New York", "posix/../UTC", "leapseconds"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct turn turn = {.arena = arena};
        struct zone *zone;
        ok(!zone_open(&turn, text_of(refused[i]), &zone) && turn.fault.kind == FAULT_INVALID, "%s",
           turn.fault.message);
    }
    struct zone *zone = open_zone(arena, "America/New_York");
    ok(text_is(zone_name(zone), "America/New_York"), "a zone knows its name");
}

static void test_rules(void)
{
    static const char *const accepted[] = {
        "EST5EDT,M3.2.0,M11.1.0",     "<+0330>-3:30",        "UTC0",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "EST5EDT,0/0,J365/25", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"};
    static const char *const refused[] = {"",
                                          "E5",
                                          "EST",
                                          "EST5EDT",
                                          "EST25",
                                          "EST5EDT,M13.1.0,M1.1.0",
                                          "EST5EDT,M3.6.0,M11.1.0",
                                          "EST5EDT,M3.2.7,M11.1.0",
                                          "EST5EDT,J0,J365",
                                          "EST5EDT,J366,J1",
                                          "EST5,",
                                          "EST5EDT,M3.2.0,M11.1.0x",
                                          "<EST5",
                                          "<ABCDEFGHI>5",
                                          "EST5EDT,M3.2.0/168,M11.1.0",
                                          "EST5:60",
                                          ":EST5"};
    struct zone_rule rule;
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++)
        ok(zone_rule_read(text_of(accepted[i]), &rule), "%s is a rule", accepted[i]);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        ok(!zone_rule_read(text_of(refused[i]), &rule), "\"%s\" is none", refused[i]);
    ok(zone_rule_read(TEXT("EST5EDT,0/0,J365/25"), &rule)
           && zone_rule_at(&rule, 1735707600)->offset_s == -14400
           && zone_rule_at(&rule, 1735707599)->offset_s == -14400
           && zone_rule_at(&rule, 1751500000)->offset_s == -14400,
       "daylight time all year is daylight time at new year too");
}

/* Cuts the file short at every length, and turns every byte of it into others. */
static void test_hostile(struct arena *arena)
{
    FILE *file = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    static char bytes[8192];
    size_t size = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
    if (file != NULL)
        fclose(file);
    size_t refused = 0;
    for (size_t cut = 0; cut < size; cut++) {
        char *exact = malloc(cut > 0 ? cut : 1);
        memcpy(exact, bytes, cut);
        struct turn turn = {.arena = arena};
        struct zone *zone;
        refused += !tzif_read(&turn, TEXT("cut"), (struct text){exact, cut}, &zone);
        free(exact);
        arena_clear(arena);
    }
    ok(size > 0 && refused == size, "a file cut short anywhere is refused");
    static const char others[] = {0, 1, 0x7F, (char)0x80, (char)0xFF};
    size_t read = 0;
    for (size_t at = 0; at < size * sizeof others; at++) {
        char kept = bytes[at % size];
        bytes[at % size] = others[at / size];
        struct turn turn = {.arena = arena};
        struct zone *zone;
        if (tzif_read(&turn, TEXT("changed"), (struct text){bytes, size}, &zone)) {
            int64_t first_us;
            int64_t second_us;
            read++;
            (void)zone_instant(zone, zone_civil(zone, INT64_C(1751500000) * SECOND_US), &first_us,
                               &second_us);
            (void)zone_civil(zone, INT64_MAX);
            (void)zone_civil(zone, INT64_MIN);
        }
        bytes[at % size] = kept;
        arena_clear(arena);
    }
    ok(read > 0 && read < size * sizeof others, "changed bytes are refused or harmless");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 26);
    test_changes(arena);
    static const char *const names[] = {
        "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC",
        "Europe/Dublin",    "Africa/Casablanca",   "America/Nuuk", "Pacific/Apia",
        "America/Havana"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        test_against_library(arena, names[i]);
    test_dates(arena);
    test_names(arena);
    test_rules();
    test_hostile(arena);
    arena_free(arena);
    return tap_end();
}
