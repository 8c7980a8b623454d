/* SPDX-License-Identifier: Apache-2.0 */
/* The chains of the cases, as a hash table that grows: a case's name to its last entry. */
#include "ledger/entry.h"

struct chain {
    struct text incident; /* data NULL: a free place */
    int64_t sequence;     /* of its last entry in the case */
    struct sha256 leaf;   /* of that entry */
};

struct chains {
    struct arena *arena;
    struct chain *places;
    size_t capacity; /* a power of two */
    size_t count;
};

enum { CHAINS_CAPACITY_FIRST = 64 };

struct chains *chains_new(struct arena *arena)
{
    struct chains *chains = arena_take(arena, sizeof *chains);
    chains->arena = arena;
    chains->capacity = CHAINS_CAPACITY_FIRST;
    chains->places = arena_array(arena, chains->capacity, sizeof *chains->places);
    return chains;
}

/* FNV-1a: the names are ids the house has made, so nobody outside chooses where they fall. */
static size_t place_of(struct text name, size_t capacity)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (unsigned char)name.data[i]) * UINT64_C(0x100000001b3);
    return (size_t)(hash ^ hash >> 32) & (capacity - 1);
}

static struct chain *chain_find(struct chain *places, size_t capacity, struct text incident)
{
    size_t at = place_of(incident, capacity);
    while (places[at].incident.data != NULL && !text_equal(places[at].incident, incident))
        at = (at + 1) & (capacity - 1);
    return &places[at];
}

static void chains_grow(struct chains *chains)
{
    size_t capacity = chains->capacity * 2;
    struct chain *places = arena_array(chains->arena, capacity, sizeof *places);
    for (size_t i = 0; i < chains->capacity; i++)
        if (chains->places[i].incident.data != NULL)
            *chain_find(places, capacity, chains->places[i].incident) = chains->places[i];
    chains->places = places;
    chains->capacity = capacity;
}

static bool previous_is(const struct chain *chain, struct text previous)
{
    unsigned char bytes[SHA256_BYTES];
    return hex_read(previous, bytes, sizeof bytes)
           && memcmp(bytes, chain->leaf.bytes, sizeof bytes) == 0;
}

bool chains_follow(struct chains *chains, const struct entry *entry, const struct sha256 *leaf,
                   const char **why)
{
    if (text_empty(entry->incident))
        return true;
    struct chain *chain = chain_find(chains->places, chains->capacity, entry->incident);
    bool known = chain->incident.data != NULL;
    *why = "its number in its case does not follow the one before";
    if (entry->case_sequence != (known ? chain->sequence + 1 : 0))
        return false;
    *why = "it does not name the entry of its case that stands before it";
    if (known && !previous_is(chain, entry->previous))
        return false;
    if (!known)
        *chain = (struct chain){.incident = text_copy(chains->arena, entry->incident)};
    chain->sequence = entry->case_sequence;
    chain->leaf = *leaf;
    if (!known && ++chains->count > chains->capacity / 2)
        chains_grow(chains);
    return true;
}
