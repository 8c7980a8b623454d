/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rules are worth a look for an event.
 *
 * From a rule's condition follows a list of keys, of which an event must have at least one for the
 * rule to hold (need.c): whole values, beginnings and ends of values, words inside of values. All
 * keys of all rules stand in one index (index.c); an event's values are looked up in it
 * (candidate.c), and only rules of its log sources whose key was found are evaluated. Keys are
 * folded, as the values are that are looked up: a key may be found too often, never too seldom.
 */
#pragma once
#include "sigma/inside.h"

enum key_kind { KEY_WHOLE, KEY_START, KEY_END, KEY_INSIDE };

struct key {
    enum key_kind kind;
    uint32_t field; /* EVENT_NAME_NONE: any value */
    struct text literal;
    double share; /* of events that have it, as far as can be guessed */
};

struct need {
    bool none; /* no keys: the rule must be looked at for every event of its sources */
    struct key *keys;
    size_t count, capacity;
    double share; /* of all keys together */
};

/* need.c: what an event needs for the condition to hold. */
struct need need_of(struct arena *arena, const struct sigma_rules *rules, const struct node *node);

/* need.c: what stands in most logs, so that it says little. */
struct text common_words(void);

enum {
    EDGE_BYTES_MAX = 8, /* of a beginning or an end that is looked up; the rest is compared */
    BITMAP_BITS =
        22 /* half a megabyte: in a smaller one many places meet the gram of another key */
};

/*
 * A word inside of a value is found by a part of it, a gram. Long words are looked for at every
 * fourth place only: whichever of four neighbouring grams of theirs stands there, it is known.
 */
enum gram_class { GRAM_ONE, GRAM_TWO, GRAM_THREE, GRAM_FOUR, GRAM_STRIDE, GRAM_CLASSES };
enum { STRIDE = 4, STRIDE_BYTES_MIN = 7 };

/* What is looked up of the values of a field, for the events of one set of sources. */
struct use {
    bool whole;
    uint8_t starts, ends; /* bit n: n + 1 bytes of it */
    uint8_t grams;        /* bit n: gram_class n */
};

/* A key in the index, and the rules that need it. */
struct entry {
    enum key_kind kind;
    struct text literal;
    uint32_t *rules;
    uint32_t count;
    size_t capacity;
};

/* Something that is looked up, and the key that is there if it is found. */
struct probe {
    uint64_t code;
    uint32_t next;   /* of the same slot; 0: none */
    uint32_t entry;  /* the key */
    uint32_t offset; /* of a gram in the key's literal */
};

struct source_rules {
    uint32_t *always; /* rules without a key */
    size_t always_count;
    uint64_t *members;      /* a bit for each rule of these sources */
    const struct use *uses; /* by field; 0 for any value */
};

struct index {
    struct source_rules *sets; /* by the number of a set of log sources */
    uint32_t set_count;
    struct entry *entries; /* from 1 */
    uint32_t entry_count;
    size_t entry_capacity;
    struct probe *probes; /* from 1 */
    uint32_t probe_count;
    size_t probe_capacity;
    uint32_t *slots; /* first probe of each */
    unsigned slot_shift;
    uint64_t *bitmap; /* of grams: most places end here */
};

/* A number for what is looked up: the kind, the field, how many bytes, and the bytes. */
static inline uint64_t key_code(enum key_kind kind, uint32_t field, size_t size, uint64_t bytes)
{
    uint64_t code =
        bytes ^ ((uint64_t)field << 8 | size << 4 | kind) * UINT64_C(0x9E3779B97F4A7C15);
    code *= UINT64_C(0xD6E8FEB86659FD93);
    code ^= code >> 32;
    return code * UINT64_C(0xD6E8FEB86659FD93);
}

/* So many bytes, eight at most, as a number. */
static inline uint64_t bytes_of(const char *data, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, data, size);
    return word;
}

/* A number for a whole value. */
static inline uint64_t whole_of(struct text text)
{
    uint64_t hash = text.size * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = 0;
    for (; at + 8 <= text.size; at += 8) {
        hash = (hash ^ bytes_of(text.data + at, 8)) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 29;
    }
    if (at < text.size)
        hash = (hash ^ bytes_of(text.data + at, text.size - at)) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* What sets the grams of one field and class apart from others. */
static inline uint32_t gram_salt(uint32_t field, enum gram_class class)
{
    return (field * GRAM_CLASSES + class) * 0x85EBCA6BU;
}

/* Where a gram stands in the bitmap. */
static inline uint32_t gram_bit(uint32_t salt, uint32_t gram)
{
    return ((gram ^ salt) * 0x9E3779B1U) >> (32 - BITMAP_BITS);
}

/* candidate.c: the state of one thread, in the arena. */
struct index_state;
struct index_state *index_state_new(struct arena *arena, const struct sigma_rules *rules);

/* The numbers of the rules that may hold for the event, ascending; how many. */
size_t index_candidates(struct sigma_matcher *matcher, struct index_state *state,
                        const struct event *event, const uint32_t **candidates);

/* match.c: a value of the event, folded once; and the whole line, where it is plain text. */
struct text matcher_folded(struct sigma_matcher *matcher, uint32_t field);
bool matcher_plain(struct sigma_matcher *matcher, struct text *folded);

/* match.c, for explain.c: the event is the one that is asked about from now on. */
void matcher_begin(struct sigma_matcher *matcher, const struct event *event);
bool matcher_node_holds(struct sigma_matcher *matcher, const struct node *node);
const struct sigma_rules *matcher_rules(const struct sigma_matcher *matcher);
/* Is a field there; and one of the test's atoms that holds, with the value it holds for. */
bool matcher_has(const struct sigma_matcher *matcher, uint32_t field, struct text *first);
bool matcher_found(struct sigma_matcher *matcher, const struct test *test, const struct atom **atom,
                   struct text *name, struct text *value);
