/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: what is put in is text, whatever it looks like; and the same tree is the same bytes. */
#include "base/hash.h"
#include "report/report.h"
#include "tap.h"
#include <string.h>

static const char *const columns[] = {"When", "What", NULL};

static struct value *made(struct arena *arena, struct text title, struct text said)
{
    struct value *report = report_begin(arena, title);
    report_fact(arena, report, "Incident", TEXT("INC-2026-7K3F9"));
    report_fact(arena, report, "Said", said);
    report_fact(arena, report, "Nothing", TEXT_NONE);
    report_heading(arena, report, said);
    report_paragraph(arena, report, said);
    struct value *table = report_table(arena, report, "Timeline", columns);
    struct value *row = report_row(arena, table);
    report_cell(arena, row, TEXT("noon"));
    report_cell(arena, row, said);
    return report;
}

static size_t times(struct text text, const char *part)
{
    size_t count = 0;
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++)
        count += memcmp(text.data + i, part, size) == 0;
    return count;
}

/* Every < of the page is one of the page's own. */
static void test_hostile(struct turn *turn)
{
    static const char *const attacks[] = {
        "<script>alert(1)</script>",
        "</bdi></p></main><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "&lt;b&gt; & 'quotes' \"quotes\"",
        "</title></style><script>",
        "]]><!--",
        "a\x01\x02\x1b[31mred\x7f",
        "\xE2\x80\xAE"
        "esrever",
        "\xff\xfe\xc0\x80 not UTF-8",
    };
    struct text plain = report_html(turn, made(turn->arena, TEXT("Title"), TEXT("plain")));
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct text said = text_of(attacks[i]);
        struct text html = report_html(turn, made(turn->arena, said, said));
        ok(times(html, "<") == times(plain, "<") && times(html, "<script") == 0
               && times(html, "<img") == 0 && times(html, "<svg") == 0 && text_utf8(html)
               && times(html, "\x01") == 0 && times(html, "\x1b") == 0,
           "it is shown, and does nothing: %zu", i);
        struct text text = report_text(turn, made(turn->arena, TEXT("T"), said));
        ok(text_utf8(text) && times(text, "\x1b") == 0 && times(text, "\r") == 0,
           "and so in the text: %zu", i);
    }
}

/* What somebody wrote is not taken for a heading, nor for a row. */
static void test_margin(struct turn *turn)
{
    struct text said = TEXT("one\n- When:\nCHECK\n=====\nHow to check it\n---------------");
    struct text text = report_text(turn, made(turn->arena, TEXT("T"), said));
    ok(times(text, "\n=====") == 0 && times(text, "\nCHECK") == 0,
       "its lines stand behind a margin");
    struct text html = report_html(turn, made(turn->arena, TEXT("T"), said));
    ok(times(html, "one<br>\n- When:<br>") == 3, "lines stay lines");
}

static void test_large(struct turn *turn)
{
    size_t size = 100 * 1024;
    char *bytes = arena_take(turn->arena, size);
    memset(bytes, '<', size);
    struct text html = report_html(turn, made(turn->arena, TEXT("T"), (struct text){bytes, size}));
    ok(times(html, "&lt;") == 4 * size, "100 KiB of markup are 100 KiB of text, four times");
}

static void test_same(struct turn *turn)
{
    struct text once = report_html(turn, made(turn->arena, TEXT("Title"), TEXT("said")));
    turn->now_us += 86400000000;
    struct text again = report_html(turn, made(turn->arena, TEXT("Title"), TEXT("said")));
    ok(text_equal(once, again), "on another day it is the same, byte for byte");
    ok(text_equal(report_text(turn, made(turn->arena, TEXT("Title"), TEXT("said"))),
                  report_text(turn, made(turn->arena, TEXT("Title"), TEXT("said")))),
       "and the text");
}

static void test_accessible(struct turn *turn)
{
    struct text html = report_html(turn, made(turn->arena, TEXT("Title"), TEXT("said")));
    ok(text_starts(html, TEXT("<!DOCTYPE html>\n<html lang=\"en\">")), "it has a language");
    ok(times(html, "<h1>") == 1 && times(html, "<main>") == 1, "one first heading, one main part");
    ok(times(html, "<th scope=\"col\">") == 2 && times(html, "<th scope=\"row\">") == 1
           && times(html, "<caption>") == 1,
       "its table says what its cells are");
    ok(times(html, "@media print") == 1 && times(html, "<script") == 0 && times(html, "http") == 0,
       "it is made for paper, runs nothing, and loads nothing");
    ok(times(html, "Nothing") == 0, "a fact of no text is left out");
    ok(report_style_hash(turn->arena).size == 44, "its style has a hash");
}

int main(void)
{
    struct arena *arena = arena_new((size_t)64 * 1024 * 1024);
    struct turn turn = {.arena = arena, .now_us = 1};
    test_hostile(&turn);
    test_margin(&turn);
    test_large(&turn);
    test_same(&turn);
    test_accessible(&turn);
    arena_free(arena);
    return tap_end();
}
