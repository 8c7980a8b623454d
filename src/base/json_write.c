/* SPDX-License-Identifier: Apache-2.0 */
/* Writing JSON is ours alone: the canonical form is byte for byte a promise. */
#include "base/json.h"
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { INTEGER_MAX_BITS = 53 };

enum { COMPACT = -1 }; /* the indent of JSON on one line */

static void write_text(struct builder *out, struct text text)
{
    text = text_utf8_mended(out->arena, text);
    build_byte(out, '"');
    size_t plain = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte >= ' ' && byte != '"' && byte != '\\')
            continue;
        static const char named[] = "\"\\\b\f\n\r\t";
        const char *short_form = memchr(named, byte, sizeof named - 1);
        build(out, (struct text){text.data + plain, i - plain});
        plain = i + 1;
        if (short_form != NULL) {
            build_byte(out, '\\');
            build_byte(out, "\"\\bfnrt"[short_form - named]);
        } else {
            build_format(out, "\\u%04x", byte);
        }
    }
    if (text.size > plain)
        build(out, (struct text){text.data + plain, text.size - plain});
    build_byte(out, '"');
}

/* As few digits as read back equal; JSON has no word for what is not finite. */
static void write_real(struct builder *out, double real)
{
    if (!isfinite(real)) {
        build(out, TEXT("null"));
        return;
    }
    char digits[40];
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    build(out, text_of(digits));
    if (strpbrk(digits, ".e") == NULL)
        build(out, TEXT(".0")); /* so that it stays a real when it is read */
}

static void write_break(struct builder *out, int indent)
{
    if (indent == COMPACT)
        return;
    build_byte(out, '\n');
    for (int i = 0; i < indent; i++)
        build(out, TEXT("  "));
}

static void write_value(struct builder *out, const struct value *value, int indent);

static void write_list(struct builder *out, const struct value *list, int indent)
{
    int inner = indent == COMPACT ? COMPACT : indent + 1;
    build_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            build_byte(out, ',');
        write_break(out, inner);
        write_value(out, list->items[i], inner);
    }
    if (list->count > 0)
        write_break(out, indent);
    build_byte(out, ']');
}

static void write_map(struct builder *out, const struct value *map, int indent)
{
    int inner = indent == COMPACT ? COMPACT : indent + 1;
    build_byte(out, '{');
    for (size_t i = 0; i < map->count; i++) {
        if (i > 0)
            build_byte(out, ',');
        write_break(out, inner);
        write_text(out, map->members[i].name);
        build(out, indent == COMPACT ? TEXT(":") : TEXT(": "));
        write_value(out, map->members[i].value, inner);
    }
    if (map->count > 0)
        write_break(out, indent);
    build_byte(out, '}');
}

static void write_value(struct builder *out, const struct value *value, int indent)
{
    switch (value->kind) {
    case VALUE_NULL: build(out, TEXT("null")); break;
    case VALUE_BOOLEAN: build(out, value->boolean ? TEXT("true") : TEXT("false")); break;
    case VALUE_INTEGER: build_format(out, "%" PRId64, value->integer); break;
    case VALUE_REAL: write_real(out, value->real); break;
    case VALUE_TEXT: write_text(out, value->text); break;
    case VALUE_LIST: write_list(out, value, indent); break;
    case VALUE_MAP: write_map(out, value, indent); break;
    }
}

struct text json_write(struct arena *arena, const struct value *value)
{
    struct builder out = {.arena = arena};
    write_value(&out, value, COMPACT);
    return built(&out);
}

struct text json_write_pretty(struct arena *arena, const struct value *value)
{
    struct builder out = {.arena = arena};
    write_value(&out, value, 0);
    build_byte(&out, '\n');
    return built(&out);
}

/* ---- the canonical form ---- */

/*
 * In UTF-8 the bytes of U+E000..U+FFFF (EE, EF) sort before those of U+10000 and more (F0..F4); in
 * UTF-16 the latter are surrogates (D800..DFFF) and come first. Elsewhere the two orders agree.
 */
static unsigned char utf16_rank(char byte)
{
    unsigned char rank = (unsigned char)byte;
    return rank == 0xEE || rank == 0xEF ? (unsigned char)(rank + 0x10) : rank;
}

static int compare_names(const void *left, const void *right)
{
    struct text a = (*(const struct member *const *)left)->name;
    struct text b = (*(const struct member *const *)right)->name;
    size_t shorter = a.size < b.size ? a.size : b.size;
    for (size_t i = 0; i < shorter; i++)
        if (a.data[i] != b.data[i])
            return utf16_rank(a.data[i]) < utf16_rank(b.data[i]) ? -1 : 1;
    return (a.size > b.size) - (a.size < b.size);
}

static bool canonical_value(struct turn *turn, struct builder *out, const struct value *value,
                            int depth);

static bool canonical_text(struct turn *turn, struct builder *out, struct text text)
{
    if (!text_utf8(text))
        return fail(turn, FAULT_BROKEN, "Canonical JSON was asked for of text that is no UTF-8.");
    write_text(out, text);
    return true;
}

static bool canonical_map(struct turn *turn, struct builder *out, const struct value *map,
                          int depth)
{
    const struct member **sorted = arena_array(turn->arena, map->count, sizeof(void *));
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->members[i];
    if (map->count > 1)
        qsort(sorted, map->count, sizeof(void *), compare_names);
    build_byte(out, '{');
    for (size_t i = 0; i < map->count; i++) {
        if (i > 0 && text_equal(sorted[i - 1]->name, sorted[i]->name))
            return fail(turn, FAULT_BROKEN, "Canonical JSON was asked for of a name given twice.");
        if (i > 0)
            build_byte(out, ',');
        if (!canonical_text(turn, out, sorted[i]->name))
            return false;
        build_byte(out, ':');
        if (!canonical_value(turn, out, sorted[i]->value, depth))
            return false;
    }
    build_byte(out, '}');
    return true;
}

static bool canonical_list(struct turn *turn, struct builder *out, const struct value *list,
                           int depth)
{
    build_byte(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        if (i > 0)
            build_byte(out, ',');
        if (!canonical_value(turn, out, list->items[i], depth))
            return false;
    }
    build_byte(out, ']');
    return true;
}

static bool canonical_integer(struct turn *turn, struct builder *out, int64_t integer)
{
    int64_t limit = INT64_C(1) << INTEGER_MAX_BITS;
    if (integer <= -limit || integer >= limit)
        return fail(turn, FAULT_BROKEN,
                    "Canonical JSON was asked for of %" PRId64 ", which is 2^53 or more.", integer);
    build_format(out, "%" PRId64, integer);
    return true;
}

static bool canonical_value(struct turn *turn, struct builder *out, const struct value *value,
                            int depth)
{
    if (depth == JSON_DEPTH_MAX && (value->kind == VALUE_LIST || value->kind == VALUE_MAP))
        return fail(turn, FAULT_BROKEN, "Canonical JSON was asked for of a value over %d deep.",
                    JSON_DEPTH_MAX);
    switch (value->kind) {
    case VALUE_TEXT: return canonical_text(turn, out, value->text);
    case VALUE_INTEGER: return canonical_integer(turn, out, value->integer);
    case VALUE_LIST: return canonical_list(turn, out, value, depth + 1);
    case VALUE_MAP: return canonical_map(turn, out, value, depth + 1);
    case VALUE_REAL:
        return fail(turn, FAULT_BROKEN,
                    "Canonical JSON was asked for of a number that is not whole.");
    case VALUE_NULL:
    case VALUE_BOOLEAN: write_value(out, value, COMPACT); return true;
    }
    return false;
}

bool json_canonical(struct turn *turn, const struct value *value, struct text *canonical)
{
    struct builder out = {.arena = turn->arena};
    if (!canonical_value(turn, &out, value, 0))
        return false;
    *canonical = built(&out);
    return true;
}
