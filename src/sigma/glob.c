/* SPDX-License-Identifier: Apache-2.0 */
/* A text against a pattern: between two stars the first place that fits is the right one, so a walk
 * never goes back further than to the last star. */
#include "base/fold.h"
#include "sigma/inside.h"

/* How many bytes at the front of the text are a dash; 0: none. */
static size_t dash_size(struct text text)
{
    if (text.size == 0)
        return 0;
    if (text.data[0] == '-' || text.data[0] == '/')
        return 1;
    bool dash = text.size >= 3 && memcmp(text.data, "\xE2\x80", 2) == 0
                && (unsigned char)text.data[2] >= 0x93 && (unsigned char)text.data[2] <= 0x95;
    return dash ? 3 : 0;
}

/* How many bytes at the front of the text the piece takes, which is no star; SIZE_MAX: it does not
 * fit. */
static size_t piece_takes(const struct piece *piece, struct text text)
{
    uint32_t code;
    if (piece->kind == PIECE_LITERAL)
        return text_starts(text, piece->literal) ? piece->literal.size : SIZE_MAX;
    if (piece->kind == PIECE_ANY)
        return text.size == 0 ? SIZE_MAX : utf8_next(text, &code);
    size_t size = dash_size(text);
    return size == 0 ? SIZE_MAX : size;
}

static struct text behind(struct text text, size_t bytes)
{
    return (struct text){text.data + bytes, text.size - bytes};
}

/* The next place at or behind the front of the text where the piece may begin; false: none. */
static bool next_place(const struct piece *piece, struct text *text)
{
    if (piece->kind != PIECE_LITERAL)
        return true;
    const char *found =
        text->size < piece->literal.size
            ? NULL
            : memmem(text->data, text->size, piece->literal.data, piece->literal.size);
    if (found == NULL)
        return false;
    *text = behind(*text, (size_t)(found - text->data));
    return true;
}

/* How far on the next try of a run of pieces begins: by one whole character. */
static bool next_try(struct text *text)
{
    uint32_t code;
    if (text->size == 0)
        return false;
    *text = behind(*text, utf8_next(*text, &code));
    return true;
}

bool glob_matches(const struct pattern *pattern, struct text text)
{
    size_t star = SIZE_MAX; /* the last star passed */
    struct text from = text;
    size_t at = 0;
    for (;;) {
        if (at < pattern->count && pattern->pieces[at].kind == PIECE_STAR) {
            star = at++;
            from = text;
            if (at == pattern->count)
                return true;
            if (!next_place(&pattern->pieces[at], &from))
                return false;
            text = from;
            continue;
        }
        size_t takes = at < pattern->count ? piece_takes(&pattern->pieces[at], text) : SIZE_MAX;
        if (takes != SIZE_MAX) {
            text = behind(text, takes);
            at++;
            continue;
        }
        if (at == pattern->count && text.size == 0)
            return true;
        if (star == SIZE_MAX || !next_try(&from))
            return false;
        at = star + 1;
        if (!next_place(&pattern->pieces[at], &from))
            return false;
        text = from;
    }
}

bool shape_matches(const struct atom *atom, struct text text)
{
    struct text literal = atom->literal;
    switch (atom->shape) {
    case SHAPE_EQUAL: return text_equal(text, literal);
    case SHAPE_STARTS: return text_starts(text, literal);
    case SHAPE_ENDS: return text_ends(text, literal);
    case SHAPE_CONTAINS:
        return text.size >= literal.size
               && memmem(text.data, text.size, literal.data, literal.size) != NULL;
    case SHAPE_ANYTHING: return true;
    case SHAPE_GLOB: return glob_matches(&atom->pattern, text);
    }
    return false;
}
