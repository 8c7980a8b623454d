/* SPDX-License-Identifier: Apache-2.0 */
/* Values as pieces: read once, from left to right, and never read again as text. */
#include "base/fold.h"
#include "sigma/inside.h"

void pattern_add(struct arena *arena, struct pattern *pattern, struct piece piece)
{
    struct piece *last = pattern->count == 0 ? NULL : &pattern->pieces[pattern->count - 1];
    if (piece.kind == PIECE_LITERAL && piece.literal.size == 0)
        return;
    if (last != NULL && piece.kind == PIECE_STAR && last->kind == PIECE_STAR)
        return;
    if (last != NULL && piece.kind == PIECE_LITERAL && last->kind == PIECE_LITERAL) {
        struct builder joined = {.arena = arena};
        build(&joined, last->literal);
        build(&joined, piece.literal);
        last->literal = built(&joined);
        return;
    }
    pattern->pieces = arena_grow(arena, pattern->pieces, pattern->count, &pattern->capacity,
                                 sizeof *pattern->pieces);
    pattern->pieces[pattern->count++] = piece;
}

void pattern_join(struct arena *arena, struct pattern *pattern, const struct pattern *more)
{
    for (size_t i = 0; i < more->count; i++)
        pattern_add(arena, pattern, more->pieces[i]);
}

static void add_literal(struct arena *arena, struct pattern *pattern, const char *data, size_t size)
{
    pattern_add(arena, pattern, (struct piece){PIECE_LITERAL, {data, size}});
}

/*
 * A backslash takes the meaning from a wildcard or a backslash behind it; before anything else, and
 * at the end, it stands for itself. So "\\*" is a backslash and a wildcard, "\\server" one
 * backslash and the word, and "C:\a" what it looks like.
 */
struct pattern pattern_read(struct arena *arena, struct text value)
{
    struct pattern pattern = {0};
    size_t begin = 0; /* of the literal that is being read */
    for (size_t i = 0; i < value.size; i++) {
        char byte = value.data[i];
        char next = i + 1 < value.size ? value.data[i + 1] : '\0';
        if (byte == '\\' && (next == '*' || next == '?' || next == '\\')) {
            add_literal(arena, &pattern, value.data + begin, i - begin);
            add_literal(arena, &pattern, value.data + ++i, 1);
            begin = i + 1;
        } else if (byte == '*' || byte == '?') {
            add_literal(arena, &pattern, value.data + begin, i - begin);
            pattern_add(arena, &pattern,
                        (struct piece){.kind = byte == '*' ? PIECE_STAR : PIECE_ANY});
            begin = i + 1;
        }
    }
    if (begin < value.size)
        add_literal(arena, &pattern, value.data + begin, value.size - begin);
    return pattern;
}

bool pattern_plain(const struct pattern *pattern, struct text *literal)
{
    *literal = pattern->count == 0 ? TEXT_NONE : pattern->pieces[0].literal;
    return pattern->count == 0 || (pattern->count == 1 && pattern->pieces[0].kind == PIECE_LITERAL);
}

/* Lets anything stand before it, behind it, or both. */
void pattern_open(struct arena *arena, struct pattern *pattern, bool before, bool after)
{
    const struct piece star = {.kind = PIECE_STAR};
    struct pattern opened = {0};
    if (before)
        pattern_add(arena, &opened, star);
    pattern_join(arena, &opened, pattern);
    if (after)
        pattern_add(arena, &opened, star);
    *pattern = opened;
}

/* Letters, digits and the underscore; of what is not ASCII all but dashes, quotes, spaces. */
static bool is_word(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z')
               || (code >= 'a' && code <= 'z') || code == '_';
    return code != UINT32_MAX && code >= 0xAA && code != 0xAB && code != 0xBB && code != 0xD7
           && code != 0xF7 && (code < 0x2000 || code > 0x206F) && code != 0x3000;
}

/* A dash or a slash with no word character before it and one behind it. */
static bool is_switch(struct text literal, size_t at)
{
    if (literal.data[at] != '-' && literal.data[at] != '/')
        return false;
    if (at + 1 == literal.size)
        return false;
    uint32_t before = 0;
    for (size_t i = 0; i < at;)
        i += utf8_next((struct text){literal.data + i, literal.size - i}, &before);
    uint32_t behind;
    utf8_next((struct text){literal.data + at + 1, literal.size - at - 1}, &behind);
    return (at == 0 || !is_word(before)) && is_word(behind);
}

static void dash_literal(struct arena *arena, struct pattern *dashed, struct text literal)
{
    size_t begin = 0;
    for (size_t i = 0; i < literal.size; i++) {
        if (!is_switch(literal, i))
            continue;
        add_literal(arena, dashed, literal.data + begin, i - begin);
        pattern_add(arena, dashed, (struct piece){.kind = PIECE_DASH});
        begin = i + 1;
    }
    if (begin < literal.size)
        add_literal(arena, dashed, literal.data + begin, literal.size - begin);
}

/* Every dash with which a word begins becomes any of the five: one piece, so that ten of them do
 * not become ten million values. */
struct pattern pattern_dashed(struct arena *arena, const struct pattern *pattern)
{
    struct pattern dashed = {0};
    for (size_t i = 0; i < pattern->count; i++)
        if (pattern->pieces[i].kind == PIECE_LITERAL)
            dash_literal(arena, &dashed, pattern->pieces[i].literal);
        else
            pattern_add(arena, &dashed, pattern->pieces[i]);
    return dashed;
}

static const char *const dashes[] = {"-", "/", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95"};
enum { DASHES = sizeof dashes / sizeof *dashes };

struct pattern *patterns_undashed(struct arena *arena, const struct pattern *pattern, size_t max,
                                  size_t *count)
{
    size_t total = 1;
    for (size_t i = 0; i < pattern->count && total <= max; i++)
        total *= pattern->pieces[i].kind == PIECE_DASH ? DASHES : 1;
    *count = total <= max ? total : 0;
    struct pattern *list = arena_array(arena, *count + 1, sizeof *list);
    for (size_t n = 0; n < *count; n++) {
        size_t choice = n;
        for (size_t i = 0; i < pattern->count; i++) {
            struct piece piece = pattern->pieces[i];
            if (piece.kind == PIECE_DASH) {
                piece = (struct piece){PIECE_LITERAL, text_of(dashes[choice % DASHES])};
                choice /= DASHES;
            }
            pattern_add(arena, &list[n], piece);
        }
    }
    return list;
}

size_t pattern_bytes(const struct pattern *pattern)
{
    size_t bytes = 0;
    for (size_t i = 0; i < pattern->count; i++)
        bytes += pattern->pieces[i].literal.size + 1;
    return bytes;
}

static enum shape shape_of(const struct pattern *pattern, size_t *literal)
{
    const struct piece *pieces = pattern->pieces;
    size_t count = pattern->count;
    bool before = count > 0 && pieces[0].kind == PIECE_STAR;
    bool after = count > 1 && pieces[count - 1].kind == PIECE_STAR;
    *literal = before ? 1 : 0;
    if (count == 1 && before)
        return SHAPE_ANYTHING;
    if (count - before - after > 1 || (count > 0 && pieces[*literal].kind != PIECE_LITERAL))
        return SHAPE_GLOB;
    return before && after ? SHAPE_CONTAINS
           : before        ? SHAPE_ENDS
           : after         ? SHAPE_STARTS
                           : SHAPE_EQUAL;
}

void atom_set_pattern(struct arena *arena, struct atom *atom, const struct pattern *pattern)
{
    size_t literal;
    atom->kind = ATOM_TEXT;
    atom->pattern = (struct pattern){.count = pattern->count};
    atom->pattern.pieces = arena_array(arena, pattern->count + 1, sizeof(struct piece));
    for (size_t i = 0; i < pattern->count; i++) {
        struct piece piece = pattern->pieces[i];
        if (piece.kind == PIECE_LITERAL && !atom->cased)
            piece.literal = fold_text(arena, piece.literal);
        atom->pattern.pieces[i] = piece;
    }
    atom->shape = shape_of(&atom->pattern, &literal);
    if (atom->shape != SHAPE_GLOB && literal < atom->pattern.count)
        atom->literal = atom->pattern.pieces[literal].literal;
}
