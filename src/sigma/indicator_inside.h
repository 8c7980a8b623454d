/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the indicators share: the table, and the one spelling of an indicator. */
#pragma once
#include "sigma/indicator.h"

enum {
    KEY_BYTES_MAX = INDICATOR_URL_BYTES_MAX,
    NAME_BYTES_MAX = 253, /* of a domain */
    LABEL_BYTES_MAX = 63,
    FOUR_BYTES = 4,
    SIX_BYTES = 16,
    TAIL_WORDS = 1024,
    SIEVE_BITS = 4
};

/*
 * An entry. Its key is the indicator in one spelling: of an address the bytes of the network and
 * then its length, of a hash its bytes, of a domain and a URL their text.
 */
struct indicator_entry {
    uint32_t key;     /* where it begins in the bytes */
    uint32_t line;    /* in its list */
    uint32_t expires; /* seconds since 1970; 0: never */
    uint32_t source;
    uint16_t size;
    uint8_t list;
    uint8_t kind;
};

struct indicators {
    struct arena *arena;
    unsigned char classes[256]; /* of bytes, for indicator_find.c */
    char *bytes;                /* of the keys */
    size_t byte_count, byte_capacity;
    struct indicator_entry *entries;
    uint32_t count, capacity;
    uint32_t *slots; /* a tag of the hash and the number of an entry, from 1; 0: free */
    uint32_t slot_mask;
    uint64_t
        *sieve; /* a bit for each hash, SIEVE_BITS of them for a slot: small enough to be near */
    uint32_t kinds[INDICATOR_KINDS];
    uint32_t domains_deep;      /* the most labels a domain has */
    uint64_t tails[TAIL_WORDS]; /* a bit for the hash of each last label of theirs */
    uint64_t lengths_four;      /* a bit for each length of a network, less 1 */
    uint64_t lengths_six[2];    /* the same */
    struct text lists[INDICATOR_LISTS_MAX];
    uint32_t list_count;
    struct text *sources; /* [0] is the empty one */
    size_t source_count, source_capacity;
    struct indicator_problem *problems;
    size_t problem_count, problem_capacity;
    uint64_t problem_total, repeated;
};

/* indicator.c: the table. */

/* Room for so many entries more, and so many bytes of their keys. */
void table_reserve(struct indicators *indicators, size_t entries, size_t bytes);

/* Adds an entry to the newest list, or lengthens the one that is there; there must be room. */
void table_add(struct indicators *indicators, enum indicator_kind kind, struct text key,
               uint32_t line, uint32_t expires, uint32_t source);

/* The hash of a key. */
uint64_t table_hash(enum indicator_kind kind, struct text key);

/* The next entry with the key, or NULL. *slot begins as the hash, and is moved on. */
struct table_walk {
    uint64_t hash;
    uint32_t slot;
    bool begun;
};
const struct indicator_entry *table_next(const struct indicators *indicators,
                                         enum indicator_kind kind, struct text key,
                                         struct table_walk *walk);

/* False: no domain of the table ends in the last label of the name, which is of small letters. Most
 * names with a point that events speak of are files, and need no further look. */
bool table_tail(const struct indicators *indicators, struct text name);

/* indicator_find.c: what each byte can be part of. */
void word_classes(unsigned char classes[256]);

/* indicator_spell.c: the one spelling. */

/* An address; an IPv4 one inside of an IPv6 one is that IPv4 one. Its size, 4 or 16, or 0. */
size_t spell_address(struct text text, unsigned char *bytes);

/* The network of that length: the other bits are cleared. True when there were none set. */
bool spell_network(unsigned char *bytes, size_t size, unsigned length);

/* A name of a machine, in small letters and without a point at its end, of at least two labels;
 * its size in out (NAME_BYTES_MAX), or 0. *labels is how many. */
size_t spell_domain(struct text text, char *out, uint32_t *labels);

/* A URL without scheme, user, usual port and fragment: "host/path?query"; the host of small
 * letters. Its size in out (INDICATOR_URL_BYTES_MAX), or 0. */
size_t spell_url(struct text text, char *out);

/* Which hash has so many hexadecimal digits; or INDICATOR_KINDS. */
enum indicator_kind spell_hash_kind(size_t digits);

/* Hexadecimal digits as bytes, of a hash: which kind, or INDICATOR_KINDS. */
enum indicator_kind spell_hash(struct text text, unsigned char *bytes, size_t *size);

static inline bool letter_is(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline bool figure_is(char byte)
{
    return byte >= '0' && byte <= '9';
}

static inline char letter_small(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}
