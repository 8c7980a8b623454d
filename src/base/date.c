/* SPDX-License-Identifier: Apache-2.0 */
/* The proleptic Gregorian calendar, counted in days since 1970-01-01. */
#include "base/inside.h"

enum {
    ERA_DAYS = 146097, /* 400 years repeat exactly */
    ERA_YEARS = 400,
    EPOCH_DAYS = 719468, /* from 0000-03-01 to 1970-01-01 */
};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int date_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/* Years are counted from 1 March, so that the leap day is the last of its year. */
int64_t date_days(struct date date)
{
    int64_t year = date.month <= 2 ? (int64_t)date.year - 1 : date.year;
    int64_t era = floor_divide(year, ERA_YEARS);
    int64_t year_of_era = year - era * ERA_YEARS;
    int64_t month = (date.month + 9) % 12; /* 0 is March */
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_DAYS;
}

struct date date_of_days(int64_t days)
{
    int64_t shifted = days + EPOCH_DAYS;
    int64_t era = floor_divide(shifted, ERA_DAYS);
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153; /* 0 is March */
    struct date date = {
        .year = (int)(year_of_era + era * ERA_YEARS + (month >= 10 ? 1 : 0)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
    return date;
}

int date_weekday(struct date date)
{
    int64_t days = date_days(date) + 4; /* 1970-01-01 was a Thursday */
    return (int)(days - floor_divide(days, 7) * 7);
}

struct date date_add(struct date date, int64_t days)
{
    return date_of_days(date_days(date) + days);
}

int date_compare(struct date a, struct date b)
{
    int64_t before = date_days(a) - date_days(b);
    return before < 0 ? -1 : before > 0;
}

bool date_scan(struct text text, struct date *date)
{
    static const char shape[] = "dddd-dd-dd";
    if (text.size != sizeof shape - 1)
        return false;
    int numbers[3] = {0};
    for (size_t i = 0, number = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (shape[i] == '-') {
            if (byte != '-')
                return false;
            number++;
            continue;
        }
        if (byte < '0' || byte > '9')
            return false;
        numbers[number] = numbers[number] * 10 + (byte - '0');
    }
    *date = (struct date){numbers[0], numbers[1], numbers[2]};
    return true;
}

bool date_possible(struct date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12
           && date.day >= 1 && date.day <= date_month_days(date.year, date.month);
}

bool date_parse(struct turn *turn, const char *field, struct text text, struct date *date)
{
    if (!date_scan(text, date))
        return fail_field(turn, field, "%s is \"%.40s\", which is no date. Write 2026-07-03.",
                          field, text_string(turn->arena, text_utf8_mended(turn->arena, text)));
    if (!date_possible(*date))
        return fail_field(turn, field, "%s is %.*s, a day that no calendar has.", field,
                          TEXT_SHOW(text));
    return true;
}

struct text date_format(struct arena *arena, struct date date)
{
    return text_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}
