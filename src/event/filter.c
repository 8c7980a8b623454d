/* SPDX-License-Identifier: Apache-2.0 */
#include "event/filter.h"
#include <endian.h>
#include <stddef.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    SET_SLOTS = 32768, /* a power of two, over FILTER_TOKENS_MAX */
    SET_SLOTS_FIRST = 8192,
    EDGES_MAX = 320, /* of words, at once: 64 bytes have at most as many */
    TOKEN_BITS = 8,  /* of the filter, for each token: of absent words one in forty is let by */
    RECENT_SHIFT = 55,
    QUAD_PARTS = 4,
    QUAD_DIGITS_MAX = 3,
    TRIGRAM_SHIFT = 32 - 15
};

/* All are of the format. */
static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);
static const uint64_t hash_factor = UINT64_C(0x9e3779b97f4a7c15);
static const uint64_t small = UINT64_C(0x2020202020202020);

static const unsigned char fold[256] = {
    0,   1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,  12,  13,  14,  15,  16,  17,  18,
    19,  20,  21,  22,  23,  24,  25,  26,  27,  28,  29,  30,  31,  32,  33,  34,  35,  36,  37,
    38,  39,  40,  41,  42,  43,  44,  45,  46,  47,  48,  49,  50,  51,  52,  53,  54,  55,  56,
    57,  58,  59,  60,  61,  62,  63,  64,  97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107,
    108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 91,  92,  93,  94,
    95,  96,  97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
    114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132,
    133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151,
    152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170,
    171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189,
    190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208,
    209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227,
    228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246,
    247, 248, 249, 250, 251, 252, 253, 254, 255,
};

/* The folded byte of a word; 0 for what is not part of one. */
static const unsigned char word[256] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   48,  49,  50,  51,  52,  53,  54,  55,  56,
    57,  0,   0,   0,   0,   0,   0,   0,   97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107,
    108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 0,   0,   0,   0,
    95,  0,   97,  98,  99,  100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113,
    114, 115, 116, 117, 118, 119, 120, 121, 122, 0,   0,   0,   0,   0,   128, 129, 130, 131, 132,
    133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150, 151,
    152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170,
    171, 172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189,
    190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208,
    209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227,
    228, 229, 230, 231, 232, 233, 234, 235, 236, 237, 238, 239, 240, 241, 242, 243, 244, 245, 246,
    247, 248, 249, 250, 251, 252, 253, 254, 255,
};

/* Different tokens; none is 0. */
struct token_set {
    uint64_t *slots;
    uint64_t *all; /* each once */
    size_t mask, mask_max;
    size_t count, count_max;
    bool full;
    uint64_t recent[1 << (64 - RECENT_SHIFT)]; /* most tokens come again soon */
};

/* A line whose words are taken. */
struct walk {
    const unsigned char *start, *end;
    struct token_set *set;
    bool open_left, open_right; /* it may have begun, or may go on, outside of what there is */
    uint64_t parts[QUAD_PARTS]; /* the last numbers that dots joined */
    size_t joined;
    const unsigned char *ended; /* where the last of them did */
    uint32_t edges[EDGES_MAX];  /* where a word begins, and where it ends, by turns */
    size_t edge_count;
    uint64_t tokens[EDGES_MAX]; /* a word gives two at most */
    size_t token_count;
};

struct filter_maker {
    struct token_set set;
    struct walk walk;
    enum filter_version version;
    uint64_t slots[SET_SLOTS];
    uint64_t all[FILTER_TOKENS_MAX];
    unsigned char seen[FILTER_TRIGRAM_BYTES * 8]; /* a byte for each bit of the bitmap */
    unsigned char trigrams[FILTER_TRIGRAM_BYTES];
    unsigned char tokens[FILTER_TOKEN_BYTES_MAX];
};

unsigned char filter_fold(unsigned char byte)
{
    return fold[byte];
}

bool filter_word_byte(unsigned char byte)
{
    return word[byte] != 0;
}

static inline uint64_t mix(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= hash_factor;
    hash ^= hash >> 29;
    return hash == 0 ? 1 : hash;
}

/* ---- different tokens ---- */

static void set_put(struct token_set *set, uint64_t token)
{
    size_t at = (size_t)token & set->mask;
    while (set->slots[at] != 0)
        at = (at + 1) & set->mask;
    set->slots[at] = token;
}

/* Small while it can be, so that it stays near the processor. */
static void set_grow(struct token_set *set)
{
    set->mask = set->mask * 2 + 1;
    memset(set->slots, 0, (set->mask + 1) * sizeof *set->slots);
    for (size_t i = 0; i < set->count; i++)
        set_put(set, set->all[i]);
}

static void set_add(struct token_set *set, uint64_t token)
{
    size_t at = (size_t)token & set->mask;
    for (; set->slots[at] != 0; at = (at + 1) & set->mask)
        if (set->slots[at] == token)
            return;
    if (set->count == set->count_max) {
        set->full = true;
        return;
    }
    set->slots[at] = token;
    set->all[set->count++] = token;
    if (set->count * 4 > set->mask * 3 && set->mask < set->mask_max)
        set_grow(set);
}

/* Those that did not come just before, in two steps that need not wait for memory. */
static void tokens_flush(struct walk *walk)
{
    struct token_set *set = walk->set;
    size_t fresh = 0;
    for (size_t i = 0; i < walk->token_count; i++) {
        uint64_t token = walk->tokens[i];
        uint64_t *last = &set->recent[token >> RECENT_SHIFT];
        walk->tokens[fresh] = token;
        fresh += *last != token;
        *last = token;
        __builtin_prefetch(&set->slots[token & set->mask]);
    }
    for (size_t i = 0; i < fresh; i++)
        set_add(set, walk->tokens[i]);
    walk->token_count = 0;
}

/* ---- the words of a line ---- */

/* Eight bytes from there on, the first of them the lowest; zeros for those behind the line. */
static inline uint64_t eight_at(const struct walk *walk, const unsigned char *at)
{
    uint64_t eight = 0;
    size_t left = (size_t)(walk->end - at);
    if (left >= sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        return le64toh(eight);
    }
    if (walk->end - walk->start >= (ptrdiff_t)sizeof eight) {
        memcpy(&eight, walk->end - sizeof eight, sizeof eight);
        return le64toh(eight) >> (64 - left * 8);
    }
    for (size_t i = 0; i < left; i++)
        eight |= (uint64_t)at[i] << (i * 8);
    return eight;
}

/* Of the first version: each byte by itself. */
static uint64_t hash_bytes(const unsigned char *at, size_t size)
{
    uint64_t hash = hash_start;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ word[at[i]]) * hash_factor;
    return hash;
}

static inline uint64_t eight_add(uint64_t hash, uint64_t eight)
{
    return (hash ^ hash >> 32 ^ eight) * hash_factor;
}

/* The first so many bytes of eight, each with the bit set that makes a small letter of a capital.
 */
static inline uint64_t eight_part(uint64_t eight, size_t size)
{
    return (eight | small) & UINT64_MAX >> (64 - size * 8);
}

static uint64_t hash_long(const struct walk *walk, const unsigned char *at, size_t size)
{
    uint64_t hash = hash_start;
    for (; size > 8; size -= 8, at += 8)
        hash = eight_add(hash, eight_at(walk, at) | small);
    return eight_add(hash, eight_part(eight_at(walk, at), size));
}

/* A number of at most three digits. Four in a row are two tokens, under hashes of their hashes: an
 * address that is not there is what is asked most, and is let by for one block in some hundred
 * then. */
static void number_take(struct walk *walk, const unsigned char *at, const unsigned char *end,
                        uint64_t hash)
{
    if (walk->joined > 0 && (at != walk->ended + 1 || *walk->ended != '.'))
        walk->joined = 0;
    walk->ended = end;
    memmove(walk->parts, walk->parts + 1, sizeof walk->parts - sizeof *walk->parts);
    walk->parts[QUAD_PARTS - 1] = hash;
    if (++walk->joined < QUAD_PARTS)
        return;
    uint64_t whole = hash_start;
    for (size_t i = 0; i < QUAD_PARTS; i++)
        whole = (whole ^ walk->parts[i]) * hash_factor;
    walk->tokens[walk->token_count++] = mix(whole);
    walk->tokens[walk->token_count++] = mix(~whole);
}

/* A word. What it is decides few branches: of those that could not be foretold there would be two a
 * word. */
static inline __attribute__((always_inline)) void word_take(struct walk *walk,
                                                            const unsigned char *at,
                                                            const unsigned char *end,
                                                            enum filter_version version)
{
    size_t size = (size_t)(end - at);
    uint64_t first = eight_at(walk, at);
    bool partial = (walk->open_left && at == walk->start) || (walk->open_right && end == walk->end);
    /* Of the bytes of words only digits have neither of their two highest bits. */
    uint64_t high = UINT64_C(0xC0C0C0) >> (24 - (size * 8 & 24));
    bool number = (size <= QUAD_DIGITS_MAX) & ((first & high) == 0) & !partial;
    uint64_t hash = version == FILTER_FIRST ? hash_bytes(at, size)
                    : size > 8              ? hash_long(walk, at, size)
                                            : eight_add(hash_start, eight_part(first, size));
    walk->tokens[walk->token_count] = mix(hash);
    walk->token_count += (size >= FILTER_WORD_MIN) & !number & !partial;
    if (!number)
        walk->joined = 0;
    else if (walk->joined > 0 || (end < walk->end && *end == '.'))
        number_take(walk, at, end, hash);
}

/* The words whose edges are known, so far as they have ended. */
static inline __attribute__((always_inline)) void edges_take(struct walk *walk,
                                                             enum filter_version version)
{
    size_t i = 0;
    for (; i + 2 <= walk->edge_count; i += 2)
        word_take(walk, walk->start + walk->edges[i], walk->start + walk->edges[i + 1], version);
    if (i < walk->edge_count)
        walk->edges[0] = walk->edges[i];
    walk->edge_count -= i;
    tokens_flush(walk);
}

/* A bit for each of so many bytes, at most 64, that is part of a word. */
static uint64_t words_slowly(const unsigned char *at, size_t size)
{
    uint64_t mask = 0;
    for (size_t i = 0; i < size; i++)
        mask |= (uint64_t)(word[at[i]] != 0) << i;
    return mask;
}

#ifdef __SSE2__
static inline __m128i among(__m128i bytes, char first, char count)
{
    __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((char)(count - 1))), above);
}

static inline uint64_t words_sixteen(const unsigned char *at)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i letters = among(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26);
    __m128i digits = among(bytes, '0', 10);
    __m128i others = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')), bytes);
    return (uint64_t)(uint32_t)_mm_movemask_epi8(
        _mm_or_si128(_mm_or_si128(letters, digits), others));
}

static inline uint64_t words_of(const unsigned char *at)
{
    return words_sixteen(at) | words_sixteen(at + 16) << 16 | words_sixteen(at + 32) << 32
           | words_sixteen(at + 48) << 48;
}
#else
static inline uint64_t words_of(const unsigned char *at)
{
    return words_slowly(at, 64);
}
#endif

/* The next 64 of a line; zeros behind its end. */
static inline uint64_t words_next(const struct walk *walk, const unsigned char *at)
{
    size_t left = (size_t)(walk->end - at);
    if (left >= 64)
        return words_of(at);
    if (walk->end - walk->start >= 64)
        return words_of(walk->end - 64) >> (64 - left);
    return words_slowly(at, left);
}

static inline __attribute__((always_inline)) void walk_words(struct walk *walk,
                                                             enum filter_version version)
{
    size_t size = (size_t)(walk->end - walk->start);
    uint64_t before = 0;
    for (size_t at = 0; at < size; at += 64) {
        uint64_t mask = words_next(walk, walk->start + at);
        uint64_t edges = mask ^ (mask << 1 | before);
        before = mask >> 63;
        for (; edges != 0; edges &= edges - 1)
            walk->edges[walk->edge_count++] = (uint32_t)at + (uint32_t)__builtin_ctzll(edges);
        if (walk->edge_count > EDGES_MAX - 66)
            edges_take(walk, version);
    }
    if (before != 0 && walk->edge_count % 2 == 1)
        walk->edges[walk->edge_count++] = (uint32_t)size;
    edges_take(walk, version);
}

static void line_words(struct walk *walk, enum filter_version version, struct text line)
{
    walk->start = (const unsigned char *)line.data;
    walk->end = walk->start + line.size;
    walk->joined = walk->edge_count = walk->token_count = 0;
    if (line.size == 0)
        return;
    if (version == FILTER_FIRST)
        walk_words(walk, FILTER_FIRST);
    else
        walk_words(walk, FILTER_NOW);
}

/* ---- three bytes side by side ---- */

static inline uint32_t trigram_of(uint32_t three)
{
    return ((three & 0xffffff) * UINT32_C(0x9e3779b1)) >> TRIGRAM_SHIFT;
}

/* Eight bytes, the first the highest, small letters for capitals: six times three. */
static inline void trigrams_six(unsigned char *seen, const char *at)
{
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    eight = be64toh(filter_fold_eight(eight));
#pragma GCC unroll 6
    for (unsigned shift = 0; shift <= 40; shift += 8)
        seen[trigram_of((uint32_t)(eight >> shift))] = 1;
}

static void line_trigrams(unsigned char *seen, struct text line)
{
    size_t i = 0;
    for (; i + 8 <= line.size; i += 6)
        trigrams_six(seen, line.data + i);
    if (i + 3 <= line.size && line.size >= 8) {
        trigrams_six(seen, line.data + line.size - 8);
        return;
    }
    for (; i + 3 <= line.size; i++)
        seen[trigram_of((uint32_t)fold[(unsigned char)line.data[i]] << 16
                        | (uint32_t)fold[(unsigned char)line.data[i + 1]] << 8
                        | fold[(unsigned char)line.data[i + 2]])] = 1;
}

/* ---- filters in the making ---- */

struct filter_maker *filter_maker_new(struct arena *arena)
{
    struct filter_maker *maker = arena_take(arena, sizeof *maker);
    maker->version = FILTER_NOW;
    maker->set = (struct token_set){.slots = maker->slots,
                                    .all = maker->all,
                                    .mask = SET_SLOTS_FIRST - 1,
                                    .mask_max = SET_SLOTS - 1,
                                    .count_max = FILTER_TOKENS_MAX};
    maker->walk.set = &maker->set;
    return maker;
}

void filter_version(struct filter_maker *maker, enum filter_version version)
{
    maker->version = version;
}

void filter_add(struct filter_maker *maker, struct text line)
{
    if (!maker->set.full)
        line_words(&maker->walk, maker->version, line);
    line_trigrams(maker->seen, line);
}

/* A token sets one bit in each of the eight words of one lane (a split block Bloom filter). */
static const uint32_t salts[FILTER_LANE_BYTES / 4] = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
};

static inline size_t lane_of(uint64_t token, size_t lanes)
{
    return (size_t)(((token >> 32) * (uint64_t)lanes) >> 32);
}

/* The bit of the token in word i of its lane, as byte and bit of little-endian words. */
static inline size_t bit_of(uint64_t token, size_t i)
{
    return i * 32 + (((uint32_t)token * salts[i]) >> 27);
}

/* The bytes for bits, as bits. */
static void trigrams_make(struct filter_maker *maker)
{
    for (size_t i = 0; i < FILTER_TRIGRAM_BYTES; i++) {
        uint64_t eight;
        memcpy(&eight, maker->seen + i * 8, sizeof eight);
        maker->trigrams[i] = (unsigned char)(le64toh(eight) * UINT64_C(0x0102040810204080) >> 56);
    }
}

struct filters filter_make(struct filter_maker *maker)
{
    const struct token_set *set = &maker->set;
    struct filters made = {.trigrams = maker->trigrams, .full = set->full};
    trigrams_make(maker);
    if (set->full || set->count == 0)
        return made;
    size_t lanes = (set->count * TOKEN_BITS + FILTER_LANE_BYTES * 8 - 1) / (FILTER_LANE_BYTES * 8);
    memset(maker->tokens, 0, lanes * FILTER_LANE_BYTES);
    for (size_t at = 0; at < set->count; at++) {
        uint64_t token = set->all[at];
        unsigned char *lane = maker->tokens + lane_of(token, lanes) * FILTER_LANE_BYTES;
        for (size_t i = 0; i < sizeof salts / sizeof *salts; i++)
            lane[bit_of(token, i) >> 3] |= (unsigned char)(1U << (bit_of(token, i) & 7));
    }
    made.tokens = (struct text){(const char *)maker->tokens, lanes * FILTER_LANE_BYTES};
    return made;
}

void filter_clear(struct filter_maker *maker)
{
    struct token_set *set = &maker->set;
    memset(set->slots, 0, (set->mask + 1) * sizeof *set->slots);
    set->mask = SET_SLOTS_FIRST - 1;
    memset(maker->seen, 0, sizeof maker->seen);
    memset(set->recent, 0, sizeof set->recent);
    set->count = 0;
    set->full = false;
}

/* ---- what is asked of them ---- */

static void tokens_ask(enum filter_version version, struct text piece, bool open_left,
                       bool open_right, struct filter_tokens *tokens)
{
    enum { SLOTS = 256 };
    uint64_t slots[SLOTS] = {0};
    struct token_set set = {.slots = slots,
                            .all = tokens->all,
                            .mask = SLOTS - 1,
                            .mask_max = SLOTS - 1,
                            .count_max = FILTER_QUESTION_TOKENS_MAX};
    struct walk walk = {.set = &set, .open_left = open_left, .open_right = open_right};
    line_words(&walk, version, piece);
    tokens->count = set.count;
}

void filter_ask(struct text piece, bool open_left, bool open_right,
                struct filter_question *question)
{
    tokens_ask(FILTER_FIRST, piece, open_left, open_right, &question->first);
    tokens_ask(FILTER_NOW, piece, open_left, open_right, &question->now);
    question->trigram_count = 0;
    for (size_t i = 2; i < piece.size && question->trigram_count < FILTER_QUESTION_TOKENS_MAX;
         i++) {
        uint32_t three = (uint32_t)fold[(unsigned char)piece.data[i - 2]] << 16
                         | (uint32_t)fold[(unsigned char)piece.data[i - 1]] << 8
                         | fold[(unsigned char)piece.data[i]];
        question->trigrams[question->trigram_count++] = (uint16_t)trigram_of(three);
    }
}

bool filter_tokens_may(enum filter_version version, struct text bytes,
                       const struct filter_question *question)
{
    const struct filter_tokens *tokens =
        version == FILTER_FIRST ? &question->first : &question->now;
    size_t lanes = bytes.size / FILTER_LANE_BYTES;
    if (lanes == 0)
        return tokens->count == 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const unsigned char *lane =
            (const unsigned char *)bytes.data + lane_of(tokens->all[i], lanes) * FILTER_LANE_BYTES;
        for (size_t k = 0; k < sizeof salts / sizeof *salts; k++) {
            size_t bit = bit_of(tokens->all[i], k);
            if ((lane[bit >> 3] >> (bit & 7) & 1) == 0)
                return false;
        }
    }
    return true;
}

bool filter_trigrams_may(const unsigned char *trigrams, const struct filter_question *question)
{
    for (size_t i = 0; i < question->trigram_count; i++) {
        size_t bit = question->trigrams[i];
        if ((trigrams[bit >> 3] >> (bit & 7) & 1) == 0)
            return false;
    }
    return true;
}
