/* SPDX-License-Identifier: Apache-2.0 */
/* The calendar of Massachusetts against the table of 2025 to 2028, against a naive count of every
 * day of 2024 to 2030, and calendars of other governments. */
#include "part.h"
#include "policy/due.h"
#include "tap.h"
#include <stdio.h>

static const struct closures none;

/* ---- the table, as printed ---- */

static const struct date table[] = {
    {2025, 1, 1}, {2025, 1, 20}, {2025, 2, 17},  {2025, 4, 21},  {2025, 5, 26},  {2025, 6, 19},
    {2025, 7, 4}, {2025, 9, 1},  {2025, 10, 13}, {2025, 11, 11}, {2025, 11, 27}, {2025, 12, 25},
    {2026, 1, 1}, {2026, 1, 19}, {2026, 2, 16},  {2026, 4, 20},  {2026, 5, 25},  {2026, 6, 19},
    {2026, 7, 4}, {2026, 9, 7},  {2026, 10, 12}, {2026, 11, 11}, {2026, 11, 26}, {2026, 12, 25},
    {2027, 1, 1}, {2027, 1, 18}, {2027, 2, 15},  {2027, 4, 19},  {2027, 5, 31},  {2027, 6, 19},
    {2027, 7, 5}, {2027, 9, 6},  {2027, 10, 11}, {2027, 11, 11}, {2027, 11, 25}, {2027, 12, 25},
    {2028, 1, 1}, {2028, 1, 17}, {2028, 2, 21},  {2028, 4, 17},  {2028, 5, 29},  {2028, 6, 19},
    {2028, 7, 4}, {2028, 9, 4},  {2028, 10, 9},  {2028, 11, 11}, {2028, 11, 23}, {2028, 12, 25},
};

static bool in_table(struct date date)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (date_compare(table[i], date) == 0)
            return true;
    return false;
}

static void test_table(const struct calendar *calendar)
{
    struct date date = {2025, 1, 1};
    size_t found = 0;
    bool agrees = true;
    for (; date.year < 2029; date = date_add(date, 1)) {
        bool holiday = !text_empty(calendar_holiday(calendar, date));
        found += holiday;
        if (holiday != in_table(date)) {
            printf("# %04d-%02d-%02d differs\n", date.year, date.month, date.day);
            agrees = false;
        }
    }
    ok(agrees && found == sizeof table / sizeof table[0],
       "the holidays of 2025 to 2028 are those of the table, and no others (%zu)", found);
}

/* ---- every day, counted naively ---- */

/* Walks a month day by day and gives the date of its n-th such weekday (0: its last). */
static int naive_weekday(int year, int month, int weekday, int n)
{
    int seen = 0;
    int last = 0;
    for (int day = 1; day <= 31; day++) {
        struct date date = {year, month, day};
        struct date again = date_of_days(date_days(date));
        if (again.month != month)
            break;
        /* 1 January 1970 was a Thursday. */
        if (((date_days(date) + 4) % 7 + 7) % 7 != weekday)
            continue;
        last = day;
        if (++seen == n)
            return day;
    }
    return last;
}

static bool naive_fixed(struct date date, int month, int day)
{
    int weekday = (int)((date_days(date) + 4) % 7);
    if (date.month == month && date.day == day)
        return weekday != 0;
    struct date yesterday = date_of_days(date_days(date) - 1);
    return weekday == 1 && yesterday.month == month && yesterday.day == day;
}

static bool naive_holiday(struct date date)
{
    int y = date.year;
    int m = date.month;
    int d = date.day;
    return naive_fixed(date, 1, 1) || (m == 1 && d == naive_weekday(y, 1, 1, 3))
           || (m == 2 && d == naive_weekday(y, 2, 1, 3))
           || (m == 4 && d == naive_weekday(y, 4, 1, 3))
           || (m == 5 && d == naive_weekday(y, 5, 1, 0)) || naive_fixed(date, 6, 19)
           || naive_fixed(date, 7, 4) || (m == 9 && d == naive_weekday(y, 9, 1, 1))
           || (m == 10 && d == naive_weekday(y, 10, 1, 2)) || naive_fixed(date, 11, 11)
           || (m == 11 && d == naive_weekday(y, 11, 4, 4)) || naive_fixed(date, 12, 25);
}

static void test_every_day(const struct calendar *calendar)
{
    bool holidays = true;
    bool business = true;
    for (struct date date = {2024, 1, 1}; date.year < 2031; date = date_add(date, 1)) {
        int weekday = (int)((date_days(date) + 4) % 7);
        bool weekend = weekday == 0 || weekday == 6;
        holidays &= !text_empty(calendar_holiday(calendar, date)) == naive_holiday(date);
        business &= calendar_business(calendar, none, date) == (!weekend && !naive_holiday(date));
    }
    ok(holidays, "every day of 2024 to 2030 is a holiday as a naive count has it");
    ok(business, "every day of 2024 to 2030 is a business day as a naive count has it");
}

static struct text holiday_on(const struct calendar *calendar, int year, int month, int day)
{
    return calendar_holiday(calendar, (struct date){year, month, day});
}

static void test_moves(const struct calendar *calendar)
{
    ok(text_is(holiday_on(calendar, 2027, 7, 5), "Independence Day"),
       "4 July 2027 is a Sunday: observed on Monday");
    ok(text_empty(holiday_on(calendar, 2027, 7, 4)), "and not on the Sunday itself");
    ok(calendar_business(calendar, none, (struct date){2026, 7, 3}),
       "4 July 2026 is a Saturday: Friday 3 July is an ordinary business day");
    ok(calendar_business(calendar, none, (struct date){2026, 7, 6}), "and so is Monday 6 July");
    ok(text_empty(holiday_on(calendar, 2020, 6, 19)), "Juneteenth was no holiday in 2020");
    ok(!text_empty(holiday_on(calendar, 2021, 6, 19)), "and is one since 2021");
    ok(text_is(holiday_on(calendar, 2023, 1, 2), "New Year's Day"),
       "1 January 2023 is a Sunday: observed on Monday");
    ok(calendar_business(calendar, none, (struct date){2025, 3, 17})
           && calendar_business(calendar, none, (struct date){2025, 6, 17})
           && calendar_business(calendar, none, (struct date){2025, 11, 28})
           && calendar_business(calendar, none, (struct date){2025, 12, 24}),
       "Suffolk County days, the day after Thanksgiving and 24 December are business days");
}

static void test_closures(const struct calendar *calendar)
{
    const struct date dates[] = {{2026, 2, 23}, {2026, 2, 24}, {2026, 7, 3}, {2026, 12, 24}};
    struct closures closures = {dates, 4};
    for (size_t i = 0; i < 4; i++)
        ok(!calendar_business(calendar, closures, dates[i]), "closure %zu is no business day", i);
    ok(calendar_business(calendar, closures, (struct date){2026, 2, 25})
           && calendar_business(calendar, closures, (struct date){2026, 2, 20}),
       "the days around closures are business days");
}

static void test_us_ma(struct part *part)
{
    struct text yaml = part_file(part, "calendar.yaml");
    ok(part_read(part, yaml, "calendar.yaml", calendar_read), "calendar.yaml is read: %s",
       part->turn.fault.message);
    const struct calendar *calendar = &part->pack->calendar;
    ok(text_is(calendar->zone_name, "America/New_York") && calendar->closes_hour == 17
           && calendar->closes_minute == 0 && calendar->opens_hour == 9
           && calendar->cutoff_hour == 17 && calendar->immediate_grace_us == 15 * MINUTE_US,
       "zone, hours, cut-off and grace are as written");
    test_table(calendar);
    test_every_day(calendar);
    test_moves(calendar);
    test_closures(calendar);
}

/* ---- other governments, and files that are wrong ---- */

#define HEAD                                                                                       \
    "zone: \"America/New_York\"\n"                                                                 \
    "business_weekdays: [monday, tuesday, wednesday, thursday, friday]\n"
#define HOURS                                                                                      \
    "hours: {opens: \"08:00\", closes: \"16:30\"}\n"                                               \
    "daily_cutoff: {at: \"12:00\"}\n"                                                              \
    "immediate_grace: {lasts: \"1 h\"}\n"
#define MOVES "fixed_dates_move: {sunday: monday, saturday: friday}\n"

static void test_federal(struct part *part)
{
    const char *yaml = HEAD HOURS MOVES "holidays:\n"
                                        "  - {name: New Year, month: 1, day: 1}\n"
                                        "  - {name: Old Year, month: 12, day: 31, to_year: 2023}\n"
                                        "  - {name: Leap, month: 2, day: 29}\n";
    ok(part_read(part, text_of(yaml), "federal.yaml", calendar_read), "another calendar is read");
    const struct calendar *calendar = &part->pack->calendar;
    ok(text_is(holiday_on(calendar, 2027, 12, 31), "New Year"),
       "1 January 2028 is a Saturday: observed on Friday, in the year before");
    ok(text_empty(holiday_on(calendar, 2028, 1, 1)), "and not on the Saturday");
    ok(text_is(holiday_on(calendar, 2024, 1, 1), "New Year")
           && text_is(holiday_on(calendar, 2022, 12, 30), "Old Year")
           && text_empty(holiday_on(calendar, 2024, 12, 31)),
       "a holiday ends with its last year");
    ok(text_is(holiday_on(calendar, 2028, 2, 29), "Leap")
           && text_empty(holiday_on(calendar, 2027, 2, 28))
           && text_empty(holiday_on(calendar, 2027, 3, 1)),
       "a holiday on 29 February comes in leap years only");
    ok(calendar->closes_hour == 16 && calendar->closes_minute == 30, "its hours are its own");
}

static void test_refused(struct part *part)
{
    static const struct {
        const char *yaml, *says, *why;
    } wrong[] = {
        {HEAD HOURS MOVES "holidays: []\nhollidays: []\n", "hollidays", "an unknown name"},
        {HEAD HOURS MOVES, "holidays", "no holidays"},
        {"zone: \"Mars/Olympus\"\nbusiness_weekdays: [monday]\n" HOURS MOVES "holidays: []\n",
         "w.yaml:1", "an unknown zone"},
        {"zone: UTC\nbusiness_weekdays: []\n" HOURS MOVES "holidays: []\n", "business_weekdays",
         "no business day"},
        {"zone: UTC\nbusiness_weekdays: [mon]\n" HOURS MOVES "holidays: []\n", "mon",
         "an unknown weekday"},
        {HEAD "hours: {opens: \"17:00\", closes: \"09:00\"}\ndaily_cutoff: {at: \"12:00\"}\n"
              "immediate_grace: {lasts: \"1 h\"}\n" MOVES "holidays: []\n",
         "w.yaml:3", "closing before opening"},
        {HEAD "hours: {opens: \"9:00\", closes: \"17:00\"}\ndaily_cutoff: {at: \"12:00\"}\n"
              "immediate_grace: {lasts: \"1 h\"}\n" MOVES "holidays: []\n",
         "9:00", "a time without its zero"},
        {HEAD "hours: {opens: \"09:00\", closes: \"24:00\"}\ndaily_cutoff: {at: \"12:00\"}\n"
              "immediate_grace: {lasts: \"1 h\"}\n" MOVES "holidays: []\n",
         "24:00", "24 o'clock"},
        {HEAD "hours: {opens: \"09:00\", closes: \"17:00\"}\ndaily_cutoff: {at: \"12:00\"}\n"
              "immediate_grace: {lasts: \"quarter\"}\n" MOVES "holidays: []\n",
         "quarter", "a span in words"},
        {HEAD "hours: {opens: \"09:00\", closes: \"17:00\"}\ndaily_cutoff: {at: \"12:00\"}\n"
              "immediate_grace: {lasts: \"99999999999 d\"}\n" MOVES "holidays: []\n",
         "longer than", "a span of millions of years"},
        {HEAD HOURS MOVES "holidays:\n  - {name: X, month: 2, day: 30}\n", "w.yaml:8",
         "30 February"},
        {HEAD HOURS MOVES "holidays:\n  - {name: X, month: 2}\n", "w.yaml:8",
         "a holiday without a day"},
        {HEAD HOURS MOVES
         "holidays:\n  - {name: X, month: 2, day: 3, which: last, weekday: monday}\n",
         "w.yaml:8", "a holiday with two days"},
        {HEAD HOURS MOVES "holidays:\n  - {name: X, month: 2, which: last}\n", "w.yaml:8",
         "a place without its weekday"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        *part->pack = (struct pack){0};
        bool read = part_read(part, text_of(wrong[i].yaml), "w.yaml", calendar_read);
        const char *message = part->turn.fault.message;
        ok(!read && part->turn.fault.kind == FAULT_INVALID
               && text_contains(text_of(message), TEXT("w.yaml:"))
               && text_contains(text_of(message), text_of(wrong[i].says)),
           "%s is refused: %s", wrong[i].why, message);
    }
}

int main(void)
{
    struct part part;
    part_begin(&part);
    test_us_ma(&part);
    test_federal(&part);
    test_refused(&part);
    part_end(&part);
    return tap_end();
}
