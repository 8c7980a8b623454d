/* SPDX-License-Identifier: Apache-2.0 */
/* Money is decimal text outside and integer cents inside: no binary fraction comes near it. */
#include "base/field.h"
#include <inttypes.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool add_digit(int64_t *sum, char digit)
{
    return !__builtin_mul_overflow(*sum, 10, sum)
           && !__builtin_add_overflow(*sum, digit - '0', sum);
}

/*
 * Whole dollars: digits alone, or in groups of three behind a first group of one to three that does
 * not begin with 0 ("0,100" is a decimal comma from another country).
 */
static bool read_dollars(struct text dollars, int64_t *sum)
{
    bool grouped = dollars.size > 0 && memchr(dollars.data, ',', dollars.size) != NULL;
    if (dollars.size == 0 || (grouped && (dollars.data[0] == '0' || dollars.size % 4 == 0)))
        return false;
    for (size_t i = 0; i < dollars.size; i++) {
        bool comma_due = grouped && i > 0 && (dollars.size - i) % 4 == 0;
        if (comma_due != (dollars.data[i] == ','))
            return false;
        if (!comma_due && (!is_digit(dollars.data[i]) || !add_digit(sum, dollars.data[i])))
            return false;
    }
    return true;
}

bool money_parse(struct text text, int64_t *cents)
{
    if (text_starts(text, TEXT("$")))
        text = (struct text){text.data + 1, text.size - 1};
    struct text decimals;
    struct text dollars = text_cut(text, '.', &decimals);
    bool pointed = decimals.data != NULL;
    int64_t sum = 0;
    if (!read_dollars(dollars, &sum) || (pointed && (decimals.size < 1 || decimals.size > 2)))
        return false;
    for (size_t i = 0; i < 2; i++) {
        char digit = i < decimals.size ? decimals.data[i] : '0';
        if (!is_digit(digit) || !add_digit(&sum, digit))
            return false;
    }
    *cents = sum;
    return true;
}

struct text money_format(struct arena *arena, int64_t cents)
{
    uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    return text_format(arena, "%s%" PRIu64 ".%02" PRIu64, cents < 0 ? "-" : "", size / 100,
                       size % 100);
}
