/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"
#include <stdarg.h>
#include <stdio.h>

int text_compare(struct text a, struct text b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);
    if (order != 0 || a.size == b.size)
        return order;
    return a.size < b.size ? -1 : 1;
}

bool text_starts(struct text a, struct text prefix)
{
    return a.size >= prefix.size && text_equal((struct text){a.data, prefix.size}, prefix);
}

bool text_ends(struct text a, struct text suffix)
{
    return a.size >= suffix.size
           && text_equal((struct text){a.data + (a.size - suffix.size), suffix.size}, suffix);
}

bool text_contains(struct text a, struct text part)
{
    return part.size == 0 || (a.size > 0 && memmem(a.data, a.size, part.data, part.size) != NULL);
}

struct text text_cut(struct text a, char separator, struct text *rest)
{
    const char *at = a.size == 0 ? NULL : memchr(a.data, separator, a.size);
    if (at == NULL) {
        *rest = TEXT_NONE;
        return a;
    }
    size_t before = (size_t)(at - a.data);
    *rest = (struct text){at + 1, a.size - before - 1};
    return (struct text){a.data, before};
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct text text_trim(struct text a)
{
    while (a.size > 0 && is_space(a.data[a.size - 1]))
        a.size--;
    while (a.size > 0 && is_space(a.data[0])) {
        a.data++;
        a.size--;
    }
    return a;
}

struct text text_copy(struct arena *arena, struct text a)
{
    char *copy = arena_take(arena, a.size + 1);
    if (a.size > 0)
        memcpy(copy, a.data, a.size);
    return (struct text){copy, a.size};
}

const char *text_string(struct arena *arena, struct text a)
{
    return text_copy(arena, a).data;
}

__attribute__((format(printf, 2, 0))) static struct text
text_vformat(struct arena *arena, const char *format, va_list arguments)
{
    char small[256]; /* most texts are short, and are written once */
    va_list again;
    va_copy(again, arguments);
    int size = vsnprintf(small, sizeof small, format, again);
    va_end(again);
    if (size < 0)
        return TEXT_NONE;
    char *data = arena_take(arena, (size_t)size + 1);
    if ((size_t)size < sizeof small)
        memcpy(data, small, (size_t)size + 1);
    else
        vsnprintf(data, (size_t)size + 1, format, arguments);
    return (struct text){data, (size_t)size};
}

struct text text_format(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = text_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}

struct text text_lower(struct arena *arena, struct text a)
{
    char *data = arena_take(arena, a.size + 1);
    for (size_t i = 0; i < a.size; i++)
        data[i] =
            (char)(a.data[i] >= 'A' && a.data[i] <= 'Z' ? a.data[i] + ('a' - 'A') : a.data[i]);
    return (struct text){data, a.size};
}

bool text_integer(struct text a, int64_t *number)
{
    size_t at = a.size > 0 && a.data[0] == '-' ? 1 : 0;
    if (at == a.size)
        return false;
    int64_t sum = 0; /* kept negative, because the negative side reaches one further */
    for (size_t i = at; i < a.size; i++) {
        if (a.data[i] < '0' || a.data[i] > '9')
            return false;
        if (__builtin_mul_overflow(sum, 10, &sum)
            || __builtin_sub_overflow(sum, a.data[i] - '0', &sum))
            return false;
    }
    if (at == 0 && sum == INT64_MIN)
        return false;
    *number = at == 0 ? -sum : sum;
    return true;
}

/* Bytes of the well-formed UTF-8 sequence at the start of a (RFC 3629 section 4), or 0. */
static size_t utf8_sequence(struct text a)
{
    const unsigned char *byte = (const unsigned char *)a.data;
    if (byte[0] < 0x80)
        return 1;
    size_t size = byte[0] >= 0xC2 && byte[0] <= 0xDF   ? 2
                  : (byte[0] & 0xF0) == 0xE0           ? 3
                  : byte[0] >= 0xF0 && byte[0] <= 0xF4 ? 4
                                                       : 0;
    if (size == 0 || a.size < size)
        return 0;
    for (size_t i = 1; i < size; i++)
        if ((byte[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (byte[0] == 0xE0 && byte[1] < 0xA0) || (byte[0] == 0xF0 && byte[1] < 0x90);
    bool surrogate = byte[0] == 0xED && byte[1] > 0x9F;
    bool beyond = byte[0] == 0xF4 && byte[1] > 0x8F;
    return overlong || surrogate || beyond ? 0 : size;
}

/* How many bytes at the front are ASCII, eight at a time and then one. */
static size_t ascii_bytes(struct text a)
{
    size_t size = 0;
    for (uint64_t word; size + sizeof word <= a.size; size += sizeof word) {
        memcpy(&word, a.data + size, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (size < a.size && (unsigned char)a.data[size] < 0x80)
        size++;
    return size;
}

bool text_utf8(struct text a)
{
    while (a.size > 0) {
        size_t size = ascii_bytes(a);
        if (size == 0)
            size = utf8_sequence(a);
        if (size == 0)
            return false;
        a = (struct text){a.data + size, a.size - size};
    }
    return true;
}

struct text text_utf8_mended(struct arena *arena, struct text a)
{
    if (text_utf8(a))
        return a;
    struct builder mended = {.arena = arena};
    while (a.size > 0) {
        size_t size = utf8_sequence(a);
        if (size == 0)
            build(&mended, TEXT("\xEF\xBF\xBD"));
        else
            build(&mended, (struct text){a.data, size});
        size = size == 0 ? 1 : size;
        a = (struct text){a.data + size, a.size - size};
    }
    return built(&mended);
}

static char *build_room(struct builder *builder, size_t size)
{
    if (builder->capacity - builder->size < size + 1) {
        size_t capacity = (builder->capacity + size + 1) * 2;
        char *data = arena_take(builder->arena, capacity);
        if (builder->size > 0)
            memcpy(data, builder->data, builder->size);
        builder->data = data;
        builder->capacity = capacity;
    }
    return builder->data + builder->size;
}

void build(struct builder *builder, struct text piece)
{
    char *room = build_room(builder, piece.size);
    if (piece.size > 0)
        memcpy(room, piece.data, piece.size);
    builder->size += piece.size;
    builder->data[builder->size] = '\0';
}

void build_byte(struct builder *builder, char byte)
{
    build(builder, (struct text){&byte, 1});
}

void build_format(struct builder *builder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text piece = text_vformat(builder->arena, format, arguments);
    va_end(arguments);
    build(builder, piece);
}

size_t text_distance(struct text a, struct text b)
{
    size_t row[TEXT_DISTANCE_BYTES_MAX + 1];
    if (a.size > TEXT_DISTANCE_BYTES_MAX || b.size > TEXT_DISTANCE_BYTES_MAX)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size; j++) {
            size_t changed = diagonal + (a.data[i - 1] != b.data[j - 1]);
            size_t moved = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = changed < moved ? changed : moved;
        }
    }
    return row[b.size];
}
