/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading is jansson's; nothing of it is seen outside this file. One look over the bytes comes
 * first, for what jansson does not do: it stops at a depth, and it marks integers beyond int64 as
 * reals ("e0" behind them), which jansson would refuse. Writing is ours, because the canonical form
 * is byte for byte a promise.
 */
#include "base/json.h"
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { INTEGER_MAX_BITS = 53 };

/* ---- reading ---- */

struct reader {
    struct turn *turn;
    const char *source;
    struct text json;  /* as given */
    struct text ready; /* as jansson gets it */
    size_t *marks;     /* where in ready an "e0" was put in, ascending */
    size_t mark_count;
    size_t mark_capacity;
};

/* What jansson owns, handed to the arena before it is made. */
struct held {
    json_t *root;
};

static void held_release(void *thing)
{
    struct held *held = thing;
    json_decref(held->root);
    held->root = NULL;
}

/* Fails at a byte of the text as given, naming line and column (in characters), both from 1. */
static bool fail_at(struct reader *reader, size_t at, const char *what)
{
    size_t line = 1;
    size_t column = 1;
    for (size_t i = 0; i < at && i < reader->json.size; i++) {
        unsigned char byte = (unsigned char)reader->json.data[i];
        line += byte == '\n';
        column = byte == '\n' ? 1 : column + ((byte & 0xC0) != 0x80);
    }
    return fail(reader->turn, FAULT_INVALID, "%s, line %zu, column %zu: %s.", reader->source, line,
                column, what);
}

/* The place in the text as given of a place in the text that jansson read. */
static size_t place_given(const struct reader *reader, size_t at)
{
    size_t put_in = 0;
    while (put_in < reader->mark_count && reader->marks[put_in] < at)
        put_in++;
    return at - (at < 2 * put_in ? at : 2 * put_in);
}

/* The end of the string that begins at a quote; the end of the text when it is not closed. */
static size_t string_end(struct text json, size_t at)
{
    for (at++; at < json.size && json.data[at] != '"'; at++)
        if (json.data[at] == '\\')
            at++;
    return at < json.size ? at + 1 : json.size;
}

static size_t digits_end(struct text json, size_t at)
{
    while (at < json.size && json.data[at] >= '0' && json.data[at] <= '9')
        at++;
    return at;
}

/* Copies the text up to `end` and puts "e0" behind it. *copied is how far it was copied before. */
static void mark_real(struct reader *reader, struct builder *copy, size_t *copied, size_t end)
{
    build(copy, (struct text){reader->json.data + *copied, end - *copied});
    *copied = end;
    reader->marks = arena_grow(reader->turn->arena, reader->marks, reader->mark_count,
                               &reader->mark_capacity, sizeof *reader->marks);
    reader->marks[reader->mark_count++] = copy->size;
    build(copy, TEXT("e0"));
}

/* The number that begins at `at`; returns its end. */
static size_t look_at_number(struct reader *reader, struct builder *copy, size_t *copied, size_t at)
{
    struct text json = reader->json;
    size_t end = digits_end(json, at + 1);
    bool whole = end == json.size || memchr(".eE", json.data[end], 3) == NULL;
    int64_t integer;
    bool alone = end - at == 1 && json.data[at] == '-';
    if (whole && !alone && !text_integer((struct text){json.data + at, end - at}, &integer))
        mark_real(reader, copy, copied, end);
    while (end < json.size && memchr("0123456789.eE+-", json.data[end], 15) != NULL)
        end++;
    return end;
}

/* The look over the bytes that comes before jansson. */
static bool look(struct reader *reader)
{
    struct text json = reader->json;
    struct builder copy = {.arena = reader->turn->arena};
    size_t copied = 0;
    size_t depth = 0;
    for (size_t at = 0; at < json.size;) {
        char byte = json.data[at];
        if (byte == '"') {
            at = string_end(json, at);
            continue;
        }
        if (byte == '-' || (byte >= '0' && byte <= '9')) {
            at = look_at_number(reader, &copy, &copied, at);
            continue;
        }
        if ((byte == '[' || byte == '{') && ++depth > JSON_DEPTH_MAX)
            return fail_at(reader, at, "lists and objects stand in each other more than 64 deep");
        if ((byte == ']' || byte == '}') && depth > 0)
            depth--;
        at++;
    }
    reader->ready = json;
    if (reader->mark_count > 0) {
        build(&copy, (struct text){json.data + copied, json.size - copied});
        reader->ready = built(&copy);
    }
    return true;
}

static bool fail_jansson(struct reader *reader, const json_error_t *error)
{
    struct text reason = text_utf8_mended(reader->turn->arena, text_of(error->text));
    size_t at = error->position > 0 ? place_given(reader, (size_t)error->position) : 0;
    return fail_at(reader, at, text_string(reader->turn->arena, reason));
}

static struct value *value_of_json(struct arena *arena, const json_t *json);

static struct value *value_of_array(struct arena *arena, const json_t *json)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < json_array_size(json); i++)
        value_append(arena, list, value_of_json(arena, json_array_get(json, i)));
    return list;
}

/* jansson has refused names that stand twice, so members are added without looking for each. */
static struct value *value_of_object(struct arena *arena, json_t *json)
{
    struct value *map = value_map(arena);
    map->capacity = json_object_size(json);
    map->members = arena_array(arena, map->capacity, sizeof *map->members);
    for (void *at = json_object_iter(json); at != NULL; at = json_object_iter_next(json, at)) {
        struct text name = {json_object_iter_key(at), json_object_iter_key_len(at)};
        struct member *member = &map->members[map->count++];
        member->name = text_copy(arena, name);
        member->value = value_of_json(arena, json_object_iter_value(at));
    }
    return map;
}

static struct value *value_of_json(struct arena *arena, const json_t *json)
{
    struct text text = {json_string_value(json), json_string_length(json)};
    switch (json_typeof(json)) {
    case JSON_OBJECT: return value_of_object(arena, (json_t *)(uintptr_t)json);
    case JSON_ARRAY: return value_of_array(arena, json);
    case JSON_STRING: return value_text(arena, text_copy(arena, text));
    case JSON_INTEGER: return value_integer(arena, json_integer_value(json));
    case JSON_REAL: return value_real(arena, json_real_value(json));
    case JSON_TRUE: return value_boolean(arena, true);
    case JSON_FALSE: return value_boolean(arena, false);
    case JSON_NULL: break;
    }
    return value_null(arena);
}

bool json_read(struct turn *turn, struct text json, const char *source, struct value **value)
{
    struct reader reader = {.turn = turn, .source = source, .json = json};
    if (json.size > JSON_BYTES_MAX)
        return fail(turn, FAULT_LIMIT, "%s has %zu bytes, and JSON may have at most %d.", source,
                    json.size, JSON_BYTES_MAX);
    if (text_empty(text_trim(json)))
        return fail(turn, FAULT_INVALID, "%s is empty, and must be JSON.", source);
    if (!look(&reader))
        return false;
    struct held *held = arena_take(turn->arena, sizeof *held);
    arena_own(turn->arena, held_release, held);
    json_error_t error = {.position = 0};
    held->root = json_loadb(reader.ready.data, reader.ready.size,
                            JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (held->root == NULL)
        return fail_jansson(&reader, &error);
    *value = value_of_json(turn->arena, held->root);
    held_release(held);
    return true;
}

/* ---- writing ---- */

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
