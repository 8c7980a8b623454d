/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text is a span by value: where it starts and how many bytes it has. It is not ended by a NUL and
 * may contain any byte; whoever holds it does not own it. The empty text has size 0 (data may be
 * NULL).
 */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *data;
    size_t size;
};

#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})
#define TEXT_NONE     ((struct text){NULL, 0})
/* For "%.*s": printf("%.*s", TEXT_SHOW(name)) */
#define TEXT_SHOW(span) (int)(span).size, (span).data == NULL ? "" : (span).data

/* The span of a NUL-ended string; NULL is the empty text. Nothing is copied. */
static inline struct text text_of(const char *string)
{
    return (struct text){string, string == NULL ? 0 : strlen(string)};
}

static inline bool text_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static inline bool text_is(struct text a, const char *string)
{
    return text_equal(a, text_of(string));
}

static inline bool text_empty(struct text a)
{
    return a.size == 0;
}

/* Byte order, as memcmp: less than 0, 0, more than 0. */
int text_compare(struct text a, struct text b);
bool text_starts(struct text a, struct text prefix);
bool text_ends(struct text a, struct text suffix);
bool text_contains(struct text a, struct text part);

/* The part before the first separator; *rest is what follows it, or empty with data NULL at the
 * end. */
struct text text_cut(struct text a, char separator, struct text *rest);

/* Without the white space (space, tab, CR, LF) at both ends. Nothing is copied. */
struct text text_trim(struct text a);

/* A copy in the arena, followed by a NUL that is not counted. */
struct text text_copy(struct arena *arena, struct text a);

/* The same, as a NUL-ended string for a library; a NUL inside ends it early. */
const char *text_string(struct arena *arena, struct text a);

/* printf into the arena; the result is followed by a NUL that is not counted. */
struct text text_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Lower case of ASCII letters, in the arena. */
struct text text_lower(struct arena *arena, struct text a);

/* A whole decimal number, optional minus, no spaces, in int64_t: false if it is anything else. */
bool text_integer(struct text a, int64_t *number);

/* True when a is well-formed UTF-8 (RFC 3629). */
bool text_utf8(struct text a);

/* a with every byte that is not part of well-formed UTF-8 replaced by U+FFFD; a itself if none is.
 */
struct text text_utf8_mended(struct arena *arena, struct text a);

/* How many changes of one byte make a into b (Levenshtein), to find what a slip of the finger
 * meant; SIZE_MAX when either is longer than TEXT_DISTANCE_BYTES_MAX. */
enum { TEXT_DISTANCE_BYTES_MAX = 48 };
size_t text_distance(struct text a, struct text b);

/* A text that grows in an arena. Start with {.arena = arena}. */
struct builder {
    struct arena *arena;
    char *data;
    size_t size;
    size_t capacity;
};

/* Append a span, a byte, or what printf would print. */
void build(struct builder *builder, struct text piece);
void build_byte(struct builder *builder, char byte);
void build_format(struct builder *builder, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What was built so far; it stays valid until the next piece is added. */
static inline struct text built(const struct builder *builder)
{
    return (struct text){builder->data, builder->size};
}
