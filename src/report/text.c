/* SPDX-License-Identifier: Apache-2.0 */
/* A report as plain text. */
#include "report/inside.h"

static void underlined(struct builder *out, struct text text, char line)
{
    build(out, text);
    build_byte(out, '\n');
    for (size_t i = 0; i < text.size; i++)
        if (((unsigned char)text.data[i] & 0xC0) != 0x80) /* a character, not a byte */
            build_byte(out, line);
    build(out, TEXT("\n\n"));
}

/* The lines of a text, each behind the same margin: nothing somebody wrote looks like a heading. */
static void margined(struct builder *out, const char *margin, struct text text)
{
    struct text rest = text;
    do {
        struct text line = text_cut(rest, '\n', &rest);
        build(out, text_of(margin));
        build(out, line);
        build_byte(out, '\n');
    } while (rest.data != NULL);
}

static void facts_text(struct builder *out, const struct value *part)
{
    for (size_t i = 0; i < value_get_count(part, "facts"); i++) {
        const struct value *fact = value_get_item(part, "facts", i);
        build(out, value_get_text(fact, "term"));
        build(out, TEXT(":\n"));
        margined(out, "    ", value_get_text(fact, "text"));
    }
    build_byte(out, '\n');
}

/* A row is read as its cells behind their columns' names: no width is guessed. */
static void table_text(struct builder *out, const struct value *part)
{
    build(out, value_get_text(part, "caption"));
    build(out, TEXT("\n\n"));
    for (size_t i = 0; i < value_get_count(part, "rows"); i++) {
        const struct value *row = value_get_item(part, "rows", i);
        for (size_t k = 0; k < row->count; k++) {
            if (text_empty(row->items[k]->text))
                continue;
            build(out, k == 0 ? TEXT("- ") : TEXT("  "));
            build(out, value_get_item(part, "columns", k)->text);
            build(out, TEXT(":\n"));
            margined(out, "      ", row->items[k]->text);
        }
        build_byte(out, '\n');
    }
}

static void part_text(struct builder *out, const struct value *part)
{
    struct text kind = value_get_text(part, "kind");
    if (text_is(kind, "heading"))
        underlined(out, value_get_text(part, "text"), '-');
    else if (text_is(kind, "facts"))
        facts_text(out, part);
    else if (text_is(kind, "table"))
        table_text(out, part);
    else {
        margined(out, "    ", value_get_text(part, "text"));
        build_byte(out, '\n');
    }
}

struct text report_text(struct turn *turn, const struct value *report)
{
    struct builder out = {.arena = turn->arena};
    underlined(&out, value_get_text(report, "title"), '=');
    for (size_t i = 0; i < value_get_count(report, "parts"); i++)
        part_text(&out, value_get_item(report, "parts", i));
    return built(&out);
}
