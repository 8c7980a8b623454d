/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"
#include "tap.h"
#include <time.h>

static bool same(struct date a, struct date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* Every day of the years 1 to 9999 against the C library's calendar. */
static void test_every_day(void)
{
    bool agrees = true;
    int64_t last = date_days((struct date){9999, 12, 31});
    for (int64_t days = date_days((struct date){1, 1, 1}); agrees && days <= last; days++) {
        time_t seconds = (time_t)(days * 86400);
        struct tm tm;
        gmtime_r(&seconds, &tm);
        struct date date = date_of_days(days);
        agrees = date.year == tm.tm_year + 1900 && date.month == tm.tm_mon + 1
                 && date.day == tm.tm_mday && date_days(date) == days
                 && date_weekday(date) == tm.tm_wday;
    }
    ok(agrees, "every day from year 1 to 9999 agrees with the C library");
    ok(date_days((struct date){1970, 1, 1}) == 0, "1970-01-01 is day 0");
}

static void test_arithmetic(void)
{
    ok(same(date_add((struct date){2026, 2, 28}, 1), (struct date){2026, 3, 1}),
       "2026 has no leap day");
    ok(same(date_add((struct date){2028, 2, 28}, 1), (struct date){2028, 2, 29}), "2028 has one");
    ok(same(date_add((struct date){2000, 3, 1}, -1), (struct date){2000, 2, 29}),
       "and so has 2000");
    ok(date_month_days(2100, 2) == 28, "but not 2100");
    ok(date_compare((struct date){2026, 1, 31}, (struct date){2026, 2, 1}) < 0,
       "January is before February");
    ok(date_compare((struct date){2026, 7, 3}, (struct date){2026, 7, 3}) == 0,
       "a day equals itself");
    ok(date_compare((struct date){2027, 1, 1}, (struct date){2026, 12, 31}) > 0,
       "a year later is later");
    ok(date_weekday((struct date){2026, 7, 4}) == 6, "4 July 2026 is a Saturday");
}

static void test_parse(struct arena *arena)
{
    struct date date;
    struct turn turn = {.arena = arena};
    ok(date_parse(&turn, "from", TEXT("2026-07-03"), &date)
           && same(date, (struct date){2026, 7, 3}),
       "a date is read");
    ok(text_is(date_format(arena, date), "2026-07-03"), "and written");
    static const char *const refused[] = {
        "",           "2026-7-3",   "2026-02-30", "2026-13-01",  "2026-00-10",
        "2026-01-00", "2026-01-32", "0000-01-01", "2026-07-03 ", "2026/07/03",
        "20260703",   "-026-07-03", "2026-07-0x"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        fault_clear(&turn);
        ok(!date_parse(&turn, "from", text_of(refused[i]), &date)
               && strcmp(turn.fault.field, "from") == 0,
           "\"%s\" is refused: %s", refused[i], turn.fault.message);
    }
}

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    test_every_day();
    test_arithmetic();
    test_parse(arena);
    arena_free(arena);
    return tap_end();
}
