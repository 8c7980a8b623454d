/* SPDX-License-Identifier: Apache-2.0 */
/* Names and values as the web writes them: percent-encoding (RFC 3986), queries and forms
 * (application/x-www-form-urlencoded, WHATWG URL). Pure; fuzzed. */
#include "http/inside.h"

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}

bool percent_decode(struct arena *arena, struct text text, bool plus, bool strict,
                    struct text *decoded)
{
    char *out = arena_take(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte == '%') {
            int high = i + 2 < text.size ? hex_digit(text.data[i + 1]) : -1;
            int low = i + 2 < text.size ? hex_digit(text.data[i + 2]) : -1;
            if (high >= 0 && low >= 0) {
                byte = (char)(high * 16 + low);
                i += 2;
            } else if (strict) {
                return false;
            }
        } else if (plus && byte == '+') {
            byte = ' ';
        }
        out[size++] = byte;
    }
    *decoded = (struct text){out, size};
    return true;
}

static bool unreserved(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
           || (byte >= '0' && byte <= '9') || byte == '-' || byte == '.' || byte == '_'
           || byte == '~';
}

struct text percent_encode(struct arena *arena, struct text text)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < text.size; i++) {
        if (unreserved(text.data[i]))
            build_byte(&out, text.data[i]);
        else
            build_format(&out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
    }
    return built(&out);
}

static void pair_append(struct arena *arena, struct pairs *pairs, struct pair pair)
{
    pairs->items =
        arena_grow(arena, pairs->items, pairs->count, &pairs->capacity, sizeof *pairs->items);
    pairs->items[pairs->count++] = pair;
}

void pairs_add(struct arena *arena, struct pairs *pairs, const char *name, struct text value)
{
    pair_append(arena, pairs, (struct pair){text_of(name), value});
}

bool pairs_read(struct arena *arena, struct text query, struct pairs *pairs)
{
    while (query.size > 0) {
        struct text value;
        struct text piece = text_cut(query, '&', &query);
        if (piece.size == 0)
            continue;
        if (pairs->count == PAIRS_MAX)
            return false;
        struct pair pair;
        struct text name = text_cut(piece, '=', &value);
        (void)percent_decode(arena, name, true, false, &pair.name);
        (void)percent_decode(arena, value, true, false, &pair.value);
        pair_append(arena, pairs, pair);
    }
    return true;
}

struct text pairs_write(struct arena *arena, const struct pairs *pairs)
{
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < pairs->count; i++) {
        if (i > 0)
            build_byte(&out, '&');
        build(&out, percent_encode(arena, pairs->items[i].name));
        build_byte(&out, '=');
        build(&out, percent_encode(arena, pairs->items[i].value));
    }
    return built(&out);
}

struct text pairs_get(const struct pairs *pairs, const char *name)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (text_is(pairs->items[i].name, name))
            return pairs->items[i].value;
    return TEXT_NONE;
}
