/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading JSON is jansson's; nothing of it is seen outside this file. One look over the bytes comes
 * first, for what jansson does not do: it stops at a depth, and it marks integers beyond int64 as
 * reals ("e0" behind them), which jansson would refuse.
 */
#include "base/json.h"
#include <jansson.h>

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
            return fail_at(reader, at,
                           text_format(reader->turn->arena,
                                       "lists and objects stand in each other more than %d deep",
                                       JSON_DEPTH_MAX)
                               .data);
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
