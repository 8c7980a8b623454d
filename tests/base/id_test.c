/* SPDX-License-Identifier: Apache-2.0 */
#include "base/id.h"
#include "tap.h"

static void test_new(struct arena *arena)
{
    /* The example of RFC 9562, appendix A.6: 2022-02-22 19:22:22 UTC is 017F22E2-79B0. */
    struct turn turn = {.arena = arena, .now_us = INT64_C(1645557742000000)};
    struct text id = TEXT_NONE;
    ok(id_new(&turn, &id) && id.size == 36 && id_valid(id), "%.*s is an id", TEXT_SHOW(id));
    ok(text_starts(id, TEXT("017f22e2-79b0-7000-")), "its time, version and fraction stand first");
    ok(strchr("89ab", id.data[19]) != NULL, "the variant is that of RFC 9562");
    bool ascending = true;
    bool different = true;
    for (int i = 0; i < 2000; i++) {
        struct text next = TEXT_NONE;
        turn.now_us++;
        bool made = id_new(&turn, &next);
        ascending = ascending && made && text_compare(id, next) < 0;
        id = next;
    }
    ok(ascending, "ids of one microsecond after another sort by time");
    for (int i = 0; i < 100; i++) {
        struct text next = TEXT_NONE;
        bool made = id_new(&turn, &next);
        different = different && made && !text_equal(id, next);
    }
    ok(different, "ids of the same instant differ");
}

static void test_valid(void)
{
    static const char *const refused[] = {
        "",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017f22e279b0-7cc3-98c4-dc0c0c07398f-",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",
    };
    ok(id_valid(TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")), "the example of the RFC is an id");
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        ok(!id_valid(text_of(refused[i])), "\"%s\" is none", refused[i]);
}

static void test_word(struct arena *arena)
{
    static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct turn turn = {.arena = arena};
    size_t counts[256] = {0};
    bool good = true;
    for (int i = 0; i < 3000; i++) {
        struct text word = TEXT_NONE;
        good = good && id_word(&turn, 10, &word) && word.size == 10;
        for (size_t j = 0; j < word.size; j++)
            counts[(unsigned char)word.data[j]]++;
    }
    size_t inside = 0;
    size_t least = SIZE_MAX;
    size_t most = 0;
    for (size_t i = 0; i < sizeof alphabet - 1; i++) {
        size_t count = counts[(unsigned char)alphabet[i]];
        inside += count;
        least = count < least ? count : least;
        most = count > most ? count : most;
    }
    ok(good && inside == 30000, "words have only letters that do not look like others");
    ok(least > 800 && most < 1200, "and each about as often: %zu to %zu of 1000", least, most);
    struct text word;
    ok(!id_word(&turn, 0, &word) && turn.fault.kind == FAULT_BROKEN, "a word has a letter");
    fault_clear(&turn);
    ok(!id_word(&turn, ID_WORD_LETTERS_MAX + 1, &word), "and not too many");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 23);
    test_new(arena);
    test_valid();
    test_word(arena);
    arena_free(arena);
    return tap_end();
}
