/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include "tap.h"

static void test_compare(void)
{
    ok(text_compare(TEXT("a"), TEXT("b")) < 0 && text_compare(TEXT("b"), TEXT("a")) > 0
           && text_compare(TEXT("a"), TEXT("a")) == 0,
       "bytes are compared");
    ok(text_compare(TEXT("a"), TEXT("ab")) < 0 && text_compare(TEXT("\xFF"), TEXT("a")) > 0
           && text_compare(TEXT_NONE, TEXT("")) == 0,
       "shorter is less, bytes have no sign, nothing equals nothing");
    ok(text_starts(TEXT("INC-2026"), TEXT("INC-")) && !text_starts(TEXT("IN"), TEXT("INC"))
           && text_ends(TEXT("a.yaml"), TEXT(".yaml")) && !text_ends(TEXT("l"), TEXT("yaml"))
           && text_starts(TEXT_NONE, TEXT("")) && text_ends(TEXT_NONE, TEXT("")),
       "starts and ends");
    ok(text_contains(TEXT("abc"), TEXT("bc")) && text_contains(TEXT_NONE, TEXT(""))
           && !text_contains(TEXT_NONE, TEXT("a")),
       "contains");
}

static void test_cut(void)
{
    struct text rest;
    ok(text_is(text_cut(TEXT("a=b=c"), '=', &rest), "a") && text_is(rest, "b=c"),
       "cut at the first separator");
    ok(text_is(text_cut(TEXT("a="), '=', &rest), "a") && rest.size == 0 && rest.data != NULL,
       "an empty rest is there");
    ok(text_is(text_cut(TEXT("a"), '=', &rest), "a") && rest.data == NULL, "no rest is not");
    ok(text_is(text_trim(TEXT(" \t a b\r\n")), "a b") && text_empty(text_trim(TEXT("  "))),
       "trim takes both ends");
}

static void test_integer(void)
{
    int64_t number = 0;
    ok(text_integer(TEXT("9223372036854775807"), &number) && number == INT64_MAX, "the greatest");
    ok(text_integer(TEXT("-9223372036854775808"), &number) && number == INT64_MIN, "the least");
    ok(text_integer(TEXT("-0"), &number) && number == 0, "minus zero is zero");
    static const char *const refused[] = {"",
                                          "-",
                                          "+1",
                                          " 1",
                                          "1 ",
                                          "1.0",
                                          "0x1",
                                          "1e3",
                                          "--1",
                                          "9223372036854775808",
                                          "-9223372036854775809"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        ok(!text_integer(text_of(refused[i]), &number), "\"%s\" is no number", refused[i]);
}

static void test_utf8(struct arena *arena)
{
    static const char *const good[] = {"",
                                       "a",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {"\x80",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC2",
                                      "\xC2\x41",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xE2\x82",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ok(text_utf8(text_of(good[i])), "well-formed UTF-8, number %zu", i);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(!text_utf8(text_of(bad[i])) && text_utf8(text_utf8_mended(arena, text_of(bad[i]))),
           "ill-formed UTF-8, number %zu, is mended", i);
    ok(text_is(text_utf8_mended(arena, TEXT("a\xFFz")), "a\xEF\xBF\xBDz"),
       "only what is ill-formed is replaced");
}

/* Wherever a letter stands among others, and whatever is wrong with it. */
static void test_utf8_everywhere(void)
{
    bool good = true;
    for (size_t at = 0; at + 2 <= 24; at++) {
        char bytes[24];
        memset(bytes, 'a', sizeof bytes);
        memcpy(bytes + at, "\xC3\xA9", 2);
        good = good && text_utf8((struct text){bytes, sizeof bytes});
        good = good && (at == 0 || !text_utf8((struct text){bytes, at + 1}));
        bytes[at + 1] = 'a';
        good = good && !text_utf8((struct text){bytes, sizeof bytes});
    }
    ok(good, "a letter of two bytes is looked at wherever it stands");
}

static void test_build(struct arena *arena)
{
    struct builder builder = {.arena = arena};
    for (int i = 0; i < 5000; i++)
        build_format(&builder, "%d,", i % 10);
    struct text text = built(&builder);
    bool good = text.size == 10000;
    for (size_t i = 0; good && i < 10000; i += 2)
        good = text.data[i] == (char)('0' + i / 2 % 10) && text.data[i + 1] == ',';
    ok(good, "a text grows piece by piece");
    ok(text_is(text_lower(arena, TEXT("ABZ\xC3\x84[")), "abz\xC3\x84["), "only ASCII is lowered");
    ok(strcmp(text_string(arena, TEXT("a\0b")), "a") == 0 && *text_string(arena, TEXT_NONE) == 0,
       "a string ends at the first NUL");
    ok(text_is(text_format(arena, "%.*s", TEXT_SHOW(TEXT_NONE)), ""), "no text is shown as none");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    test_compare();
    test_cut();
    test_integer();
    test_utf8(arena);
    test_utf8_everywhere();
    test_build(arena);
    arena_free(arena);
    return tap_end();
}
