/* SPDX-License-Identifier: Apache-2.0 */
#include "event/filter.h"

enum {
    SET_SLOTS = 32768, /* a power of two, over FILTER_TOKENS_MAX */
    TOKEN_BITS = 8,    /* of the filter, for each token: of absent words one in forty is let by */
    RECENT_SHIFT = 55,
    QUAD_PARTS = 4,
    QUAD_DIGITS_MAX = 3,
    TRIGRAM_SHIFT = 32 - 15
};

/* Both are of the format. */
static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);
static const uint64_t hash_factor = UINT64_C(0x9e3779b97f4a7c15);

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
    size_t mask;
    size_t count, count_max;
    bool full;
    uint64_t recent[1 << (64 - RECENT_SHIFT)]; /* most tokens come again soon */
};

struct filter_maker {
    struct token_set set;
    uint64_t slots[SET_SLOTS];
    unsigned char trigrams[FILTER_TRIGRAM_BYTES];
    unsigned char tokens[FILTER_TOKEN_BYTES_MAX];
};

/* Where a walk along a line is. */
struct walk {
    uint64_t hash;
    size_t length; /* of the word so far */
    bool decimal;
    uint64_t parts[QUAD_PARTS]; /* the last numbers that dots joined */
    size_t joined;
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

static inline void set_add(struct token_set *set, uint64_t token)
{
    if (set->recent[token >> RECENT_SHIFT] == token)
        return;
    set->recent[token >> RECENT_SHIFT] = token;
    size_t at = (size_t)token & set->mask;
    for (; set->slots[at] != 0; at = (at + 1) & set->mask)
        if (set->slots[at] == token)
            return;
    if (set->count == set->count_max) {
        set->full = true;
        return;
    }
    set->slots[at] = token;
    set->count++;
}

/* Four numbers in a row are two tokens, under hashes of their hashes: an address that is not there
 * is what is asked most, and is let by for one block in some hundred then. */
static inline void quad_add(struct walk *walk, struct token_set *set)
{
    memmove(walk->parts, walk->parts + 1, sizeof walk->parts - sizeof *walk->parts);
    walk->parts[QUAD_PARTS - 1] = walk->hash;
    if (++walk->joined < QUAD_PARTS)
        return;
    uint64_t hash = hash_start;
    for (size_t i = 0; i < QUAD_PARTS; i++)
        hash = (hash ^ walk->parts[i]) * hash_factor;
    set_add(set, mix(hash));
    set_add(set, mix(~hash));
}

/* A word ended before the byte; partial: it may have begun or may go on outside. */
static inline void word_end(struct walk *walk, struct token_set *set, unsigned char byte,
                            bool partial)
{
    bool number = walk->decimal && walk->length <= QUAD_DIGITS_MAX;
    if (walk->length >= FILTER_WORD_MIN && !number && !partial)
        set_add(set, mix(walk->hash));
    if (number && !partial)
        quad_add(walk, set);
    if (!number || partial || byte != '.')
        walk->joined = 0;
}

/* Reads the word that begins at the byte; where it ends. */
static inline const unsigned char *word_take(struct walk *walk, const unsigned char *at,
                                             const unsigned char *end)
{
    const unsigned char *start = at;
    uint64_t hash = hash_start;
    unsigned char high = 0;
    for (unsigned char byte; at < end && (byte = word[*at]) != 0; at++) {
        hash = (hash ^ byte) * hash_factor;
        high = byte > high ? byte : high;
    }
    walk->hash = hash;
    walk->length = (size_t)(at - start);
    walk->decimal = high <= '9'; /* of a word, only digits are so small */
    return at;
}

static void walk_words(struct token_set *set, struct text line, bool open_left, bool open_right)
{
    struct walk walk = {0};
    if (text_empty(line))
        return;
    const unsigned char *start = (const unsigned char *)line.data;
    const unsigned char *end = start + line.size;
    for (const unsigned char *at = start; at < end;) {
        if (word[*at] == 0) {
            walk.joined = 0;
            at++;
            continue;
        }
        bool partial = open_left && at == start;
        at = word_take(&walk, at, end);
        word_end(&walk, set, at < end ? *at : 0, partial || (open_right && at == end));
        at++;
    }
}

static inline uint32_t trigram_of(uint32_t three)
{
    return ((three & 0xffffff) * UINT32_C(0x9e3779b1)) >> TRIGRAM_SHIFT;
}

static void walk_trigrams(unsigned char *trigrams, struct text line)
{
    if (line.size < 3)
        return;
    uint32_t three =
        (uint32_t)fold[(unsigned char)line.data[0]] << 8 | fold[(unsigned char)line.data[1]];
    for (size_t i = 2; i < line.size; i++) {
        three = three << 8 | fold[(unsigned char)line.data[i]];
        uint32_t bit = trigram_of(three);
        trigrams[bit >> 3] |= (unsigned char)(1U << (bit & 7));
    }
}

struct filter_maker *filter_maker_new(struct arena *arena)
{
    struct filter_maker *maker = arena_take(arena, sizeof *maker);
    maker->set = (struct token_set){
        .slots = maker->slots, .mask = SET_SLOTS - 1, .count_max = FILTER_TOKENS_MAX};
    return maker;
}

void filter_add(struct filter_maker *maker, struct text line)
{
    if (!maker->set.full)
        walk_words(&maker->set, line, false, false);
    walk_trigrams(maker->trigrams, line);
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

struct filters filter_make(struct filter_maker *maker)
{
    struct filters made = {.trigrams = maker->trigrams, .full = maker->set.full};
    if (maker->set.full || maker->set.count == 0)
        return made;
    size_t lanes =
        (maker->set.count * TOKEN_BITS + FILTER_LANE_BYTES * 8 - 1) / (FILTER_LANE_BYTES * 8);
    memset(maker->tokens, 0, lanes * FILTER_LANE_BYTES);
    for (size_t slot = 0; slot < SET_SLOTS; slot++) {
        uint64_t token = maker->slots[slot];
        if (token == 0)
            continue;
        unsigned char *lane = maker->tokens + lane_of(token, lanes) * FILTER_LANE_BYTES;
        for (size_t i = 0; i < sizeof salts / sizeof *salts; i++)
            lane[bit_of(token, i) >> 3] |= (unsigned char)(1U << (bit_of(token, i) & 7));
    }
    made.tokens = (struct text){(const char *)maker->tokens, lanes * FILTER_LANE_BYTES};
    return made;
}

void filter_clear(struct filter_maker *maker)
{
    memset(maker->slots, 0, sizeof maker->slots);
    memset(maker->trigrams, 0, sizeof maker->trigrams);
    maker->set.count = 0;
    maker->set.full = false;
    memset(maker->set.recent, 0, sizeof maker->set.recent);
}

void filter_ask(struct text piece, bool open_left, bool open_right,
                struct filter_question *question)
{
    uint64_t slots[256] = {0};
    struct token_set set = {.slots = slots, .mask = 255, .count_max = FILTER_QUESTION_TOKENS_MAX};
    walk_words(&set, piece, open_left, open_right);
    question->token_count = 0;
    for (size_t i = 0; i < 256; i++)
        if (slots[i] != 0)
            question->tokens[question->token_count++] = slots[i];
    question->trigram_count = 0;
    for (size_t i = 2; i < piece.size && question->trigram_count < FILTER_QUESTION_TOKENS_MAX;
         i++) {
        uint32_t three = (uint32_t)fold[(unsigned char)piece.data[i - 2]] << 16
                         | (uint32_t)fold[(unsigned char)piece.data[i - 1]] << 8
                         | fold[(unsigned char)piece.data[i]];
        question->trigrams[question->trigram_count++] = (uint16_t)trigram_of(three);
    }
}

bool filter_tokens_may(struct text tokens, const struct filter_question *question)
{
    size_t lanes = tokens.size / FILTER_LANE_BYTES;
    if (lanes == 0)
        return question->token_count == 0;
    for (size_t i = 0; i < question->token_count; i++) {
        const unsigned char *lane = (const unsigned char *)tokens.data
                                    + lane_of(question->tokens[i], lanes) * FILTER_LANE_BYTES;
        for (size_t k = 0; k < sizeof salts / sizeof *salts; k++) {
            size_t bit = bit_of(question->tokens[i], k);
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
