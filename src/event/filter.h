/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a block of lines may contain, in a twentieth of its bytes: a search reads no block whose
 * filters say "not here". They may be wrong the other way, never this way.
 *
 * Two for each block. The token filter knows whole words: addresses, hashes, numbers, names. The
 * bitmap of 3-grams knows any three bytes that stand side by side, and so any part of a line of
 * three bytes or more. Both take capitals and small letters of ASCII for the same.
 *
 * A word is a run of letters, digits, "_" and bytes above 127; those of fewer than FILTER_WORD_MIN
 * bytes, and numbers of three digits at most, are not kept. Four such numbers joined by dots
 * (10.1.2.3) are a token. The hashes and
 * bits are those of docs/segment.5: changing one is a new version of the format.
 */
#pragma once
#include "base/text.h"

enum {
    FILTER_WORD_MIN = 3,
    FILTER_TRIGRAM_BYTES = 4096,
    FILTER_LANE_BYTES = 32,             /* a token filter is made of so many */
    FILTER_TOKENS_MAX = 24576,          /* different ones in a block; with more it has none */
    FILTER_TOKEN_BYTES_MAX = 32 * 1024, /* of a token filter */
    FILTER_QUESTION_TOKENS_MAX = 96     /* of a question; what is over is not asked */
};

/* How words are hashed: by bytes, as in the first segments, or by eight of them. Bitmaps are the
 * same. */
enum filter_version { FILTER_FIRST = 1, FILTER_NOW = 2 };

/* Gathers what the lines of one block contain. One a thread; lives in the arena. */
struct filter_maker;
struct filter_maker *filter_maker_new(struct arena *arena);

/* As an older version has them, before the first line: to see whether a segment is as it was
 * written. */
void filter_version(struct filter_maker *maker, enum filter_version version);

/* Adds a line. */
void filter_add(struct filter_maker *maker, struct text line);

/* The filters of what was added, until the next filter_clear. tokens is empty when there was no
 * word, or too many for a filter to be of use: then every word may be there (see full). */
struct filters {
    struct text tokens;
    const unsigned char *trigrams; /* FILTER_TRIGRAM_BYTES */
    bool full;                     /* too many: nothing is known of tokens */
};
struct filters filter_make(struct filter_maker *maker);

/* Nothing was added. */
void filter_clear(struct filter_maker *maker);

/* What is asked of the filters: the tokens and the 3-grams of a piece of text. */
struct filter_tokens {
    uint64_t all[FILTER_QUESTION_TOKENS_MAX];
    size_t count;
};
struct filter_question {
    struct filter_tokens first, now; /* of each version */
    uint16_t trigrams[FILTER_QUESTION_TOKENS_MAX];
    size_t trigram_count;
};

/* Of a piece that is looked for. open_left, open_right: the line may go on there with more of the
 * word, so that its first, or last, word is perhaps a part of another and no token. */
void filter_ask(struct text piece, bool open_left, bool open_right,
                struct filter_question *question);

/* False: no line of the block contains what was asked. */
bool filter_tokens_may(enum filter_version version, struct text tokens,
                       const struct filter_question *question);
bool filter_trigrams_may(const unsigned char *trigrams, const struct filter_question *question);

/* True for a byte that is part of a word. */
bool filter_word_byte(unsigned char byte);

/* Eight bytes at once, in any order, with small letters for capitals: see filter_fold. */
static inline uint64_t filter_fold_eight(uint64_t eight)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t low = eight & each * 0x7F;
    uint64_t from_a = low + each * (0x80 - 'A');
    uint64_t past_z = low + each * (0x7F - 'Z');
    return eight | ((from_a & ~past_z & ~eight & each * 0x80) >> 2);
}

/* The byte with a capital letter of ASCII made small. */
unsigned char filter_fold(unsigned char byte);
