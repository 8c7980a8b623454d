/* SPDX-License-Identifier: Apache-2.0 */
/* How a pack writes a due: the name of a function of the calculus, and its arguments. */
#include "policy/inside.h"

/* In the order of enum due_function. */
static const char *const functions[] = {
    "none",          "immediate",   "elapsed", "next_business_day",
    "business_days", "daily",       "every",   "day_time",
    "day_end",       "anniversary", "date",    "month_end",
    "quarter_end",   "year_end",    "stated",  NULL};

/* Which arguments a function takes: those that it needs, and those it may have. */
enum argument { AMOUNT = 1, DAYS = 2, MONTH = 4, DAY = 8, TIME = 16, REASON = 32 };
static const struct {
    const char *name;
    enum argument bit;
} arguments[] = {{"amount", AMOUNT}, {"days", DAYS}, {"month", MONTH},
                 {"day", DAY},       {"time", TIME}, {"reason", REASON}};
static const struct {
    unsigned needs, may;
} signatures[DUE_FUNCTIONS] = {
    [DUE_NONE] = {REASON, 0},      [DUE_ELAPSED] = {AMOUNT, 0}, [DUE_BUSINESS_DAYS] = {DAYS, 0},
    [DUE_EVERY] = {AMOUNT, 0},     [DUE_DAY_TIME] = {TIME, 0},  [DUE_DAY_END] = {0, DAYS},
    [DUE_DATE] = {MONTH | DAY, 0}, [DUE_MONTH_END] = {0, DAYS},
};

const struct field due_fields[] = {
    {"function", FIELD_WORD, .needed = true, .words = functions,
     .help = "A function of the clock calculus."},
    {"amount", FIELD_TEXT, .help = "A span of time: \"4 h\"."},
    {"days", FIELD_INTEGER, .most = 400, .help = "A number of days, or of business days."},
    {"month", FIELD_INTEGER, .least = 1, .most = 12, .help = "1 to 12."},
    {"day", FIELD_INTEGER, .least = 1, .most = 31, .help = "Of the month."},
    {"time", FIELD_TEXT, .help = "Of the day: \"17:00\"."},
    {"reason", FIELD_TEXT, .least = 1, .most = 200, .help = "Why there is no time."},
    {"target", FIELD_BOOLEAN, .help = "As soon as practicable; the time is a target."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};

static bool arguments_check(const struct reading *reading, const struct value *map,
                            enum due_function function)
{
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++) {
        bool given = value_has(map, arguments[i].name);
        bool needed = (signatures[function].needs & arguments[i].bit) != 0;
        bool allowed = needed || (signatures[function].may & arguments[i].bit) != 0;
        if (given && !allowed)
            return fail_line(reading, map->line, "%s takes no %s.", functions[function],
                             arguments[i].name);
        if (needed && !given)
            return fail_line(reading, map->line, "%s needs %s.", functions[function],
                             arguments[i].name);
    }
    return true;
}

static bool due_values_check(const struct reading *reading, const struct value *map,
                             const struct due *due)
{
    if (due->function == DUE_DATE && due->day > date_month_days(2001, due->month))
        return fail_line(reading, map->line, "the %d. of month %d does not come every year.",
                         due->day, due->month);
    if (due->function == DUE_BUSINESS_DAYS && due->days < 1)
        return fail_line(reading, map->line, "business_days needs at least 1 day.");
    return (due->function != DUE_EVERY && due->function != DUE_ELAPSED) || due->amount_us > 0
           || fail_line(reading, map->line, "%s needs an amount of more than nothing.",
                        functions[due->function]);
}

bool due_read(const struct reading *reading, const struct value *map, struct due *due)
{
    *due = (struct due){
        .function = (enum due_function)word_place(functions, value_get_text(map, "function")),
        .days = (int)value_get_integer(map, "days", 0),
        .month = (int)value_get_integer(map, "month", 0),
        .day = (int)value_get_integer(map, "day", 0),
        .product_default = value_get_boolean(map, "product_default", false),
        .target = value_get_boolean(map, "target", false),
        .reason = value_get_text(map, "reason")};
    if (!arguments_check(reading, map, due->function))
        return false;
    if (value_has(map, "amount") && !span_read(reading, value_get(map, "amount"), &due->amount_us))
        return false;
    if (value_has(map, "time")
        && !clock_time_read(reading, value_get(map, "time"), &due->hour, &due->minute))
        return false;
    return due_values_check(reading, map, due);
}
