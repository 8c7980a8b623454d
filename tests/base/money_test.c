/* SPDX-License-Identifier: Apache-2.0 */
#include "base/field.h"
#include "tap.h"
#include <inttypes.h>

struct accepted {
    const char *written;
    int64_t cents;
    const char *formatted;
};

static const struct accepted accepted[] = {
    {"0", 0, "0.00"},
    {"0.01", 1, "0.01"},
    {"100000", 10000000, "100000.00"},
    {"99999.99", 9999999, "99999.99"},
    {"99,999.99", 9999999, "99999.99"},
    {"$999,999.99", 99999999, "999999.99"},
    {"1,000,000", 100000000, "1000000.00"},
    {"1000000.5", 100000050, "1000000.50"},
    {"$1,000.50", 100050, "1000.50"},
    {"92233720368547758.07", INT64_MAX, "92233720368547758.07"},
    {"92,233,720,368,547,758.07", INT64_MAX, "92233720368547758.07"},
};

static const char *const refused[] = {
    "",
    "$",
    "-1",
    "+1",
    "$-1",
    "1.",
    ".50",
    "1.234",
    "99,999.995",
    "1.000.000",
    "1e6",
    "1E6",
    "NaN",
    "inf",
    "0x10",
    "1,00",
    "1000,000",
    ",100",
    "1,,000",
    "100,",
    "1,000,00",
    "0,100",
    "10,00.00",
    "1.0,0",
    " 1",
    "1 ",
    "1 000",
    "$$1",
    "1$",
    "EUR 1",
    "1.5.5",
    "1.-5",
    "1.0\xC2",
    "\xEF\xBC\x91",
    "92233720368547758.08",
    "92233720368547759",
    "99999999999999999999999999999",
};

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
        int64_t cents = -1;
        bool read = money_parse(text_of(accepted[i].written), &cents);
        ok(read && cents == accepted[i].cents, "%s is %" PRId64 " cents", accepted[i].written,
           accepted[i].cents);
        struct text formatted = money_format(arena, cents);
        ok(text_is(formatted, accepted[i].formatted), "%s is written %s", accepted[i].written,
           accepted[i].formatted);
        int64_t again = -1;
        ok(money_parse(formatted, &again) && again == cents, "and reads back");
    }
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int64_t cents = -7;
        ok(!money_parse(text_of(refused[i]), &cents) && cents == -7,
           "\"%s\" is refused and changes nothing", refused[i]);
    }
    int64_t cents;
    ok(!money_parse(TEXT_NONE, &cents), "no text at all is refused");
    ok(!money_parse((struct text){"1\0", 2}, &cents), "a NUL is refused");
    ok(text_is(money_format(arena, INT64_MIN), "-92233720368547758.08"),
       "the least number of cents can be written");
    ok(text_is(money_format(arena, -5), "-0.05"), "a difference below zero keeps its sign");
    arena_free(arena);
    return tap_end();
}
