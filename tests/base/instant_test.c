/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"
#include "tap.h"
#include <inttypes.h>

struct accepted {
    const char *zone;
    const char *written;
    const char *utc;
};

static const struct accepted accepted[] = {
    {"America/New_York", "2026-07-03T17:00:00-04:00", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03T17:00:00.5-04:00", "2026-07-03T21:00:00.500000Z"},
    {"America/New_York", "2026-07-03t21:00:00.000001000z", "2026-07-03T21:00:00.000001Z"},
    {"America/New_York", "2026-07-03 21:00Z", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03T21:00:00-00:00", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03T23:59:59+23:59", "2026-07-03T00:00:59Z"},
    {"America/New_York", "2026-07-03 17:00", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03T17:00:00", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03 17:00 EDT", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-07-03 17:00edt", "2026-07-03T21:00:00Z"},
    {"America/New_York", "2026-01-03 17:00 EST", "2026-01-03T22:00:00Z"},
    {"America/New_York", "2025-11-02 01:30 EDT", "2025-11-02T05:30:00Z"},
    {"America/New_York", "2025-11-02 01:30 EST", "2025-11-02T06:30:00Z"},
    {"America/New_York", "2025-11-02T01:30:00-04:00", "2025-11-02T05:30:00Z"},
    {"America/New_York", "2025-11-02T01:30:00-05:00", "2025-11-02T06:30:00Z"},
    {"America/New_York", "2025-11-02 00:59:59.999999", "2025-11-02T04:59:59.999999Z"},
    {"America/New_York", "2025-11-02 02:00", "2025-11-02T07:00:00Z"},
    {"America/New_York", "2025-03-09 01:59:59", "2025-03-09T06:59:59Z"},
    {"America/New_York", "2025-03-09 03:00", "2025-03-09T07:00:00Z"},
    {"America/New_York", "2025-03-09T02:30:00-05:00", "2025-03-09T07:30:00Z"},
    {"America/New_York", "2096-07-03 17:00", "2096-07-03T21:00:00Z"},
    {"Asia/Kolkata", "2026-07-03 17:00 IST", "2026-07-03T11:30:00Z"},
    {"Australia/Lord_Howe", "2026-07-03 17:00", "2026-07-03T06:30:00Z"},
    {"Australia/Lord_Howe", "2026-01-03 17:00", "2026-01-03T06:00:00Z"},
    {"Australia/Lord_Howe", "2026-04-05T01:45:00+11:00", "2026-04-04T14:45:00Z"},
    {"UTC", "2026-07-03 17:00 UTC", "2026-07-03T17:00:00Z"},
    {NULL, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
    {NULL, "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
    {NULL, "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"},
};

struct refused {
    const char *zone;
    struct text written;
    const char *message;
};

#define REFUSED(zone, written, message)                                                            \
    {                                                                                              \
        zone, {"" written, sizeof(written) - 1}, message                                           \
    }

static const struct refused refused[] = {
    REFUSED("America/New_York", "2025-03-09 02:30",
            "went forward over it, to 03:00:00 EDT. Write 2025-03-09T02:30:00-05:00, which is "
            "03:30:00 EDT; or 2025-03-09T02:30:00-04:00, which is 01:30:00 EST."),
    REFUSED("America/New_York", "2025-03-09 02:00", "does not exist in America/New_York"),
    REFUSED("America/New_York", "2025-03-09 02:59:59.999999", "does not exist"),
    REFUSED("America/New_York", "2025-03-09 02:30 EST", "does not exist"),
    REFUSED("America/New_York", "2025-11-02 01:30",
            "happened twice in America/New_York. Write 2025-11-02T01:30:00-04:00, which is "
            "01:30:00 EDT; or 2025-11-02T01:30:00-05:00, which is 01:30:00 EST."),
    REFUSED("America/New_York", "2025-11-02 01:00", "happened twice"),
    REFUSED("America/New_York", "2025-11-02 01:59:59.999999", "happened twice"),
    REFUSED("America/New_York", "2025-11-02 01:30 CST", "happened twice"),
    REFUSED("America/New_York", "2026-07-03 17:00 EST",
            "they show EDT then. Write 2026-07-03T17:00:00-04:00"),
    REFUSED("America/New_York", "2026-07-03 17:00 UTC", "they show EDT then"),
    REFUSED("Australia/Lord_Howe", "2026-04-05 01:45",
            "Write 2026-04-05T01:45:00+11:00, which is 01:45:00 +11; or "
            "2026-04-05T01:45:00+10:30, which is 01:45:00 +1030."),
    REFUSED("Australia/Lord_Howe", "2025-10-05 02:15", "to 02:30:00 +11."),
    REFUSED(NULL, "2026-07-03 17:00", "has no offset, and needs one"),
    REFUSED(NULL, "2026-07-03 17:00 EDT", "has no offset, and needs one"),
    REFUSED(NULL, "2026-02-30T10:00:00Z", "a date that no calendar has"),
    REFUSED(NULL, "2026-02-29T10:00:00Z", "a date that no calendar has"),
    REFUSED(NULL, "2026-13-01T10:00:00Z", "a date that no calendar has"),
    REFUSED(NULL, "0000-01-01T10:00:00Z", "a date that no calendar has"),
    REFUSED(NULL, "2026-07-03T24:00:00Z", "the hour 24"),
    REFUSED(NULL, "2026-07-03T25:00:00Z", "no clock shows"),
    REFUSED(NULL, "2026-07-03T10:60:00Z", "no clock shows"),
    REFUSED(NULL, "2016-12-31T23:59:60Z", "a leap second"),
    REFUSED(NULL, "2026-07-03T10:00:61Z", "no clock shows"),
    REFUSED(NULL, "2026-07-03T10:00:00.0000001Z", "finer than microseconds"),
    REFUSED(NULL, "2026-07-03T10:00:00.Z", "a point without digits"),
    REFUSED(NULL, "2026-07-03T10:00:00,5Z", "something behind"),
    REFUSED(NULL, "2026-07-03T10:00:00+0400", "like -04:00"),
    REFUSED(NULL, "2026-07-03T10:00:00+04", "like -04:00"),
    REFUSED(NULL, "2026-07-03T10:00:00+24:00", "like -04:00"),
    REFUSED(NULL, "2026-07-03T10:00:00+04:60", "like -04:00"),
    REFUSED(NULL, "2026-07-03T10:00:00-04:00 EDT", "like -04:00"),
    REFUSED(NULL, "2026-07-03T10:00:00Zulu", "something behind the Z"),
    REFUSED(NULL, "2026-07-03T10:00:00 -04:00", "something behind"),
    REFUSED("America/New_York", "2026-07-03T10:00 Eastern time", "something behind"),
    REFUSED("America/New_York", "2026-07-03T10:00 E?T", "something behind"),
    REFUSED(NULL, "2026-07-03", "no time of day"),
    REFUSED(NULL, "2026-07-03T", "no hour and minute"),
    REFUSED(NULL, "2026-07-03T10", "no hour and minute"),
    REFUSED(NULL, "2026-07-03T10:0", "no hour and minute"),
    REFUSED(NULL, "2026-07-03T10:00:", "no seconds"),
    REFUSED(NULL, "2026-07-03_10:00Z", "no time of day"),
    REFUSED(NULL, " 2026-07-03T10:00Z", "is no time"),
    REFUSED(NULL, "7/3/2026 5pm", "is no time"),
    REFUSED(NULL, "", "is no time"),
    REFUSED(NULL, "\xFF\xFF", "is no time"),
    REFUSED(NULL, "\n", "what was typed is no time"),
    REFUSED(NULL, "2026-07-03T10:00:00Z\0", "something behind the Z"),
};

static struct zone *open_zone(struct arena *arena, const char *name)
{
    struct turn turn = {.arena = arena};
    struct zone *zone = NULL;
    if (name != NULL && !zone_open(&turn, text_of(name), &zone))
        printf("# %s\n", turn.fault.message);
    return zone;
}

static void test_accepted(struct arena *arena)
{
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        struct turn turn = {.arena = arena};
        struct zone *zone = open_zone(arena, accepted[i].zone);
        int64_t instant_us = 0;
        bool good = instant_parse(&turn, "told", text_of(accepted[i].written), zone, &instant_us);
        struct text utc = instant_utc(arena, instant_us);
        ok(good && text_is(utc, accepted[i].utc), "%s in %s is %.*s %s", accepted[i].written,
           zone == NULL ? "no zone" : accepted[i].zone, TEXT_SHOW(utc), turn.fault.message);
        int64_t again_us = 0;
        struct text local = zone == NULL ? utc : instant_local(arena, zone, instant_us);
        ok(instant_parse(&turn, "told", local, NULL, &again_us) && again_us == instant_us,
           "%.*s reads back", TEXT_SHOW(local));
    }
}

static void test_refused(struct arena *arena)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct turn turn = {.arena = arena};
        struct zone *zone = open_zone(arena, refused[i].zone);
        int64_t instant_us = 0;
        bool good = instant_parse(&turn, "told", refused[i].written, zone, &instant_us);
        ok(!good && turn.fault.kind == FAULT_INVALID && strcmp(turn.fault.field, "told") == 0
               && strstr(turn.fault.message, refused[i].message) != NULL,
           "%s", turn.fault.message);
    }
}

static void test_written(struct arena *arena)
{
    struct zone *zone = open_zone(arena, "America/New_York");
    int64_t instant_us = INT64_C(1783112400) * SECOND_US;
    ok(text_is(instant_local(arena, zone, instant_us), "2026-07-03T17:00:00-04:00"), "local");
    ok(text_is(instant_local(arena, zone, instant_us + 500), "2026-07-03T17:00:00.000500-04:00"),
       "with microseconds");
    ok(text_is(instant_people(arena, zone, instant_us), "Fri 2026-07-03 17:00:00 EDT"),
       "for people");
    ok(text_is(instant_people(arena, zone, instant_us + 999999), "Fri 2026-07-03 17:00:00 EDT"),
       "without the fraction of a second");
    ok(text_is(instant_people(arena, zone, INT64_C(316000000000) * SECOND_US),
               "Tue 11983-08-23 05:46:40 EDT"),
       "after the year 9999: %.*s",
       TEXT_SHOW(instant_people(arena, zone, INT64_C(316000000000) * SECOND_US)));
    ok(text_is(instant_utc(arena, 0), "1970-01-01T00:00:00Z"), "in UTC");
    ok(text_is(instant_utc(arena, -1), "1969-12-31T23:59:59.999999Z"), "before 1970");
    ok(text_is(instant_local(arena, zone, -INT64_C(3000000000) * SECOND_US),
               "1874-12-07T18:40:00Z"),
       "local mean time has an offset with seconds, and is written in UTC");
    struct zone *kolkata = open_zone(arena, "Asia/Kolkata");
    ok(text_is(instant_local(arena, kolkata, 0), "1970-01-01T05:30:00+05:30"), "half an hour");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 26);
    test_accepted(arena);
    test_refused(arena);
    test_written(arena);
    arena_free(arena);
    return tap_end();
}
