/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of a pack's files have in common: faults with a line, lists of names, spans of
 * time and times of day. */
#include "base/zone.h"
#include "policy/inside.h"
#include <stdarg.h>
#include <stdio.h>

bool fail_line(const struct reading *reading, int line, const char *format, ...)
{
    char message[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return fail(reading->turn, FAULT_INVALID, "%s:%d: %s", reading->source, line, message);
}

struct names names_read(struct arena *arena, const struct value *list)
{
    if (list == NULL || list->kind != VALUE_LIST)
        return (struct names){NULL, 0};
    struct names names = {arena_array(arena, list->count, sizeof(struct text)), list->count};
    for (size_t i = 0; i < list->count; i++)
        names.items[i] = list->items[i]->text;
    return names;
}

bool names_have(const struct names *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], name))
            return true;
    return false;
}

int word_place(const char *const *words, struct text word)
{
    int place = 0;
    while (words[place] != NULL && !text_is(word, words[place]))
        place++;
    return place;
}

/* Longer spans are dates; the limit also keeps every sum of an instant and a span in range. */
enum { SPAN_DAYS_MAX = 36600 };

bool span_read(const struct reading *reading, const struct value *value, int64_t *span_us)
{
    static const struct {
        const char *name;
        int64_t us;
    } units[] = {{"s", SECOND_US}, {"min", MINUTE_US}, {"h", HOUR_US}, {"d", DAY_US}};
    struct text unit;
    struct text digits = text_cut(value->text, ' ', &unit);
    int64_t amount;
    bool counted = text_integer(digits, &amount) && amount >= 0;
    for (size_t i = 0; counted && i < sizeof units / sizeof units[0]; i++) {
        if (!text_is(unit, units[i].name))
            continue;
        if (amount > SPAN_DAYS_MAX * (DAY_US / units[i].us))
            return fail_line(reading, value->line, "\"%.*s\" is longer than %d days.",
                             TEXT_SHOW(value->text), SPAN_DAYS_MAX);
        *span_us = amount * units[i].us;
        return true;
    }
    return fail_line(reading, value->line,
                     "\"%.*s\" is no span of time. Write a number, a space, and s, min, h or d: "
                     "\"4 h\".",
                     TEXT_SHOW(value->text));
}

static bool two_digits(const char *bytes, int *number)
{
    if (bytes[0] < '0' || bytes[0] > '9' || bytes[1] < '0' || bytes[1] > '9')
        return false;
    *number = (bytes[0] - '0') * 10 + (bytes[1] - '0');
    return true;
}

bool clock_time_read(const struct reading *reading, const struct value *value, int *hour,
                     int *minute)
{
    struct text text = value->text;
    if (text.size == 5 && text.data[2] == ':' && two_digits(text.data, hour)
        && two_digits(text.data + 3, minute) && *hour <= 23 && *minute <= 59)
        return true;
    return fail_line(reading, value->line,
                     "\"%.*s\" is no time of day. Write hours and minutes, as in \"17:00\".",
                     TEXT_SHOW(text));
}
