/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a report: parts in their order. */
#include "report/inside.h"

static bool allowed(unsigned char byte)
{
    return byte >= 0x20 ? byte != 0x7f : byte == '\n' || byte == '\t';
}

struct text report_clean(struct arena *arena, struct text text)
{
    struct builder out = {.arena = arena};
    text = text_utf8_mended(arena, text);
    build(&out, TEXT_NONE);
    for (size_t i = 0; i < text.size; i++) {
        if (allowed((unsigned char)text.data[i]))
            build_byte(&out, text.data[i]);
        else if (text.data[i] != '\r')
            build(&out, TEXT("\xEF\xBF\xBD"));
    }
    return text_trim(built(&out));
}

/* A heading is one line, whatever is put in. */
static struct text one_line(struct arena *arena, struct text text)
{
    struct text clean = report_clean(arena, text);
    char *letters = arena_take(arena, clean.size + 1);
    for (size_t i = 0; i < clean.size; i++) {
        bool broken = clean.data[i] == '\n' || clean.data[i] == '\t';
        letters[i] = broken ? ' ' : clean.data[i];
    }
    return (struct text){letters, clean.size};
}

static struct value *part_add(struct arena *arena, struct value *report, const char *kind)
{
    struct value *part = value_append(arena, value_get(report, "parts"), value_map(arena));
    value_set_text(arena, part, "kind", text_of(kind));
    return part;
}

struct value *report_begin(struct arena *arena, struct text title)
{
    struct value *report = value_map(arena);
    value_set_text(arena, report, "title", one_line(arena, title));
    value_set(arena, report, "parts", value_list(arena));
    return report;
}

void report_heading(struct arena *arena, struct value *report, struct text text)
{
    value_set_text(arena, part_add(arena, report, "heading"), "text", one_line(arena, text));
}

void report_paragraph(struct arena *arena, struct value *report, struct text text)
{
    value_set_text(arena, part_add(arena, report, "paragraph"), "text", report_clean(arena, text));
}

void report_fact(struct arena *arena, struct value *report, const char *term, struct text text)
{
    struct value *parts = value_get(report, "parts");
    struct value *last = parts->count == 0 ? NULL : parts->items[parts->count - 1];
    if (text_empty(text))
        return;
    if (!text_is(value_get_text(last, "kind"), "facts")) {
        last = part_add(arena, report, "facts");
        value_set(arena, last, "facts", value_list(arena));
    }
    struct value *fact = value_append(arena, value_get(last, "facts"), value_map(arena));
    value_set_text(arena, fact, "term", text_of(term));
    value_set_text(arena, fact, "text", report_clean(arena, text));
}

struct value *report_table(struct arena *arena, struct value *report, const char *caption,
                           const char *const *columns)
{
    struct value *table = part_add(arena, report, "table");
    struct value *heads = value_list(arena);
    value_set_text(arena, table, "caption", text_of(caption));
    for (; *columns != NULL; columns++)
        value_append(arena, heads, value_text(arena, text_of(*columns)));
    value_set(arena, table, "columns", heads);
    value_set(arena, table, "rows", value_list(arena));
    return table;
}

struct value *report_row(struct arena *arena, struct value *table)
{
    return value_append(arena, value_get(table, "rows"), value_list(arena));
}

void report_cell(struct arena *arena, struct value *row, struct text text)
{
    value_append(arena, row, value_text(arena, report_clean(arena, text)));
}
