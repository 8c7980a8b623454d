/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"
#include "tap.h"

static void test_fold(struct arena *arena)
{
    static const struct {
        const char *from, *to;
    } folds[] = {
        {"", ""},
        {"ABCXYZ[@`{", "abcxyz[@`{"},
        {"a long TEXT OF more Than Sixteen BYTES 0123",
         "a long text of more than sixteen bytes 0123"},
        {"\xC3\x84\xC3\x96\xC3\x9C\xC3\x97\xC3\x9F", "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x97\xC3\x9F"},
        {"\xCE\xA3\xCF\x82", "\xCF\x83\xCF\x83"},     /* both sigmas */
        {"\xD0\x96\xD1\x8F", "\xD0\xB6\xD1\x8F"},     /* Cyrillic */
        {"\xE2\x84\xAA", "k"},                        /* the sign of Kelvin */
        {"\xC8\xBA", "\xE2\xB1\xA5"},                 /* grows from two bytes to three */
        {"\xF0\x90\x90\x80", "\xF0\x90\x90\xA8"},     /* Deseret */
        {"A\xFF\xC3Z\xC0\xAF", "a\xFF\xC3z\xC0\xAF"}, /* no UTF-8 */
        {"\xED\xA0\x80Q\xF4\x90\x80\x80", "\xED\xA0\x80q\xF4\x90\x80\x80"},
    };
    for (size_t i = 0; i < sizeof folds / sizeof *folds; i++)
        ok(text_is(fold_text(arena, text_of(folds[i].from)), folds[i].to), "folded: %zu", i);

    struct builder grown = {.arena = arena};
    for (int i = 0; i < 1001; i++)
        build(&grown, TEXT("\xC8\xBA"));
    struct text folded = fold_text(arena, built(&grown));
    ok(folded.size == 3003 && folded.size <= FOLD_BYTES(2002), "what grows most has its room");

    bool once = true;
    for (uint32_t code = 0x80; code < 0x20000 && once; code++) {
        char bytes[4];
        if (code >= 0xD800 && code < 0xE000)
            continue;
        struct text first = fold_text(arena, (struct text){bytes, utf8_write(code, bytes)});
        once = text_equal(first, fold_text(arena, first));
    }
    ok(once, "what is folded stays as it is when folded again");
}

static void test_utf8(void)
{
    const struct {
        struct text bytes;
        size_t size;
        uint32_t code;
    } cases[] = {{TEXT("a"), 1, 'a'},
                 {TEXT("\xC3\xA9x"), 2, 0xE9},
                 {TEXT("\xE2\x82\xAC"), 3, 0x20AC},
                 {TEXT("\xF0\x9F\x98\x80"), 4, 0x1F600},
                 {TEXT("\xC3"), 1, UINT32_MAX},
                 {TEXT("\xC3("), 1, UINT32_MAX},
                 {TEXT("\xC1\xBF"), 1, UINT32_MAX},
                 {TEXT("\xE0\x80\x80"), 1, UINT32_MAX},
                 {TEXT("\xED\xA0\x80"), 1, UINT32_MAX},
                 {TEXT("\xF4\x90\x80\x80"), 1, UINT32_MAX},
                 {TEXT("\x80"), 1, UINT32_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code;
        size_t size = utf8_next(cases[i].bytes, &code);
        ok(size == cases[i].size && code == cases[i].code, "a character: %zu", i);
    }
}

int main(void)
{
    struct arena *arena = arena_new(64 << 20);
    test_fold(arena);
    test_utf8();
    arena_free(arena);
    return tap_end();
}
