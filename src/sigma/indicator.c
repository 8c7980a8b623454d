/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of indicators: open addressing, a slot of four bytes that holds twelve bits of the hash
 * beside the number of the entry, so that what is not in the table is hardly ever compared.
 */
#include "sigma/indicator_inside.h"

enum { NUMBER_BITS = 20, SLOTS_LEAST = 64 };
#define NUMBER_MASK ((1U << NUMBER_BITS) - 1)

_Static_assert(INDICATORS_MAX < 1 << NUMBER_BITS, "the number of an entry fits into a slot");

static const char *const kind_names[INDICATOR_KINDS] = {
    [INDICATOR_ADDRESS] = "address", [INDICATOR_DOMAIN] = "domain", [INDICATOR_URL] = "url",
    [INDICATOR_MD5] = "md5",         [INDICATOR_SHA1] = "sha1",     [INDICATOR_SHA256] = "sha256",
};

const char *indicator_kind_name(enum indicator_kind kind)
{
    return kind_names[kind];
}

struct indicators *indicators_new(struct arena *arena)
{
    struct indicators *indicators = arena_take(arena, sizeof *indicators);
    indicators->arena = arena;
    word_classes(indicators->classes);
    indicators->sources =
        arena_grow(arena, NULL, 0, &indicators->source_capacity, sizeof *indicators->sources);
    indicators->sources[indicators->source_count++] = TEXT_NONE;
    return indicators;
}

static uint64_t mixed(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t table_hash(enum indicator_kind kind, struct text key)
{
    uint64_t hash = mixed(key.size + 0x9E3779B97F4A7C15U, (uint64_t)kind + 0xD6E8FEB86659FD93U);
    size_t at = 0;
    for (; at + 8 <= key.size; at += 8) {
        uint64_t word;
        memcpy(&word, key.data + at, 8);
        hash = mixed(hash ^ word, 0xA0761D6478BD642FU);
    }
    uint64_t rest = 0;
    if (at < key.size)
        memcpy(&rest, key.data + at, key.size - at);
    return mixed(hash ^ rest, 0xE7037ED1A0B428DBU);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 52) << NUMBER_BITS;
}

/* The bit of the sieve: of the hash's middle, which neither slot nor tag are made of alone. */
static uint32_t sieve_bit(const struct indicators *indicators, uint64_t hash)
{
    return (uint32_t)(hash >> 20) & (indicators->slot_mask * SIEVE_BITS + SIEVE_BITS - 1);
}

static struct text key_of(const struct indicators *indicators, const struct indicator_entry *entry)
{
    return (struct text){indicators->bytes + entry->key, entry->size};
}

const struct indicator_entry *table_next(const struct indicators *indicators,
                                         enum indicator_kind kind, struct text key,
                                         struct table_walk *walk)
{
    if (indicators->count == 0)
        return NULL;
    if (!walk->begun) {
        uint32_t bit = sieve_bit(indicators, walk->hash);
        if ((indicators->sieve[bit / 64] >> bit % 64 & 1) == 0)
            return NULL;
        walk->slot = (uint32_t)walk->hash;
        walk->begun = true;
    }
    for (uint32_t slot; (slot = indicators->slots[walk->slot & indicators->slot_mask]) != 0;) {
        walk->slot++;
        if ((slot & ~NUMBER_MASK) != tag_of(walk->hash))
            continue;
        const struct indicator_entry *entry = &indicators->entries[(slot & NUMBER_MASK) - 1];
        if (entry->kind == kind && text_equal(key_of(indicators, entry), key))
            return entry;
    }
    return NULL;
}

static void slot_take(struct indicators *indicators, uint32_t number)
{
    const struct indicator_entry *entry = &indicators->entries[number];
    uint64_t hash = table_hash(entry->kind, key_of(indicators, entry));
    uint32_t slot = (uint32_t)hash & indicators->slot_mask;
    while (indicators->slots[slot] != 0)
        slot = (slot + 1) & indicators->slot_mask;
    indicators->slots[slot] = tag_of(hash) | (number + 1);
    uint32_t bit = sieve_bit(indicators, hash);
    indicators->sieve[bit / 64] |= UINT64_C(1) << bit % 64;
}

static void slots_reserve(struct indicators *indicators, size_t entries)
{
    size_t wanted = SLOTS_LEAST;
    while (wanted < entries * 2)
        wanted *= 2;
    if (indicators->slots != NULL && wanted <= (size_t)indicators->slot_mask + 1)
        return;
    indicators->slots = arena_array(indicators->arena, wanted, sizeof *indicators->slots);
    indicators->slot_mask = (uint32_t)wanted - 1;
    indicators->sieve =
        arena_array(indicators->arena, wanted * SIEVE_BITS / 64, sizeof *indicators->sieve);
    for (uint32_t i = 0; i < indicators->count; i++)
        slot_take(indicators, i);
}

void table_reserve(struct indicators *indicators, size_t entries, size_t bytes)
{
    size_t wanted = indicators->count + entries;
    if (wanted > INDICATORS_MAX)
        wanted = INDICATORS_MAX;
    if (wanted > indicators->capacity) {
        struct indicator_entry *more = arena_array(indicators->arena, wanted, sizeof *more);
        if (indicators->count > 0)
            memcpy(more, indicators->entries, indicators->count * sizeof *more);
        indicators->entries = more;
        indicators->capacity = (uint32_t)wanted;
    }
    if (indicators->byte_count + bytes > indicators->byte_capacity) {
        char *more = arena_take(indicators->arena, indicators->byte_count + bytes);
        if (indicators->byte_count > 0)
            memcpy(more, indicators->bytes, indicators->byte_count);
        indicators->bytes = more;
        indicators->byte_capacity = indicators->byte_count + bytes;
    }
    slots_reserve(indicators, wanted);
}

/* The bit of the last label of a domain. */
static uint32_t tail_of(struct text name)
{
    const char *point = memrchr(name.data, '.', name.size);
    struct text tail = {point + 1, (size_t)(name.data + name.size - point - 1)};
    return (uint32_t)table_hash(INDICATOR_DOMAIN, tail) % (TAIL_WORDS * 64);
}

bool table_tail(const struct indicators *indicators, struct text name)
{
    uint32_t bit = tail_of(name);
    return (indicators->tails[bit / 64] >> bit % 64 & 1) != 0;
}

/* Networks are looked for by the lengths that there are, domains by as many labels. */
static void shape_note(struct indicators *indicators, enum indicator_kind kind, struct text key)
{
    if (kind == INDICATOR_ADDRESS) {
        unsigned bit = (unsigned char)key.data[key.size - 1] - 1U;
        if (key.size == FOUR_BYTES + 1)
            indicators->lengths_four |= UINT64_C(1) << bit;
        else
            indicators->lengths_six[bit / 64] |= UINT64_C(1) << bit % 64;
    } else if (kind == INDICATOR_DOMAIN) {
        uint32_t labels = 1;
        for (size_t i = 0; i < key.size; i++)
            labels += key.data[i] == '.';
        if (labels > indicators->domains_deep)
            indicators->domains_deep = labels;
        uint32_t bit = tail_of(key);
        indicators->tails[bit / 64] |= UINT64_C(1) << bit % 64;
    }
}

void table_add(struct indicators *indicators, enum indicator_kind kind, struct text key,
               uint32_t line, uint32_t expires, uint32_t source)
{
    uint8_t list = (uint8_t)(indicators->list_count - 1);
    struct table_walk walk = {.hash = table_hash(kind, key)};
    const struct indicator_entry *found;
    while ((found = table_next(indicators, kind, key, &walk)) != NULL) {
        if (found->list != list)
            continue;
        struct indicator_entry *known = &indicators->entries[found - indicators->entries];
        if (expires == 0 || (known->expires != 0 && known->expires < expires))
            known->expires = expires;
        indicators->repeated++;
        return;
    }
    memcpy(indicators->bytes + indicators->byte_count, key.data, key.size);
    indicators->entries[indicators->count] =
        (struct indicator_entry){.key = (uint32_t)indicators->byte_count,
                                 .line = line,
                                 .expires = expires,
                                 .source = source,
                                 .size = (uint16_t)key.size,
                                 .list = list,
                                 .kind = (uint8_t)kind};
    indicators->byte_count += key.size;
    slot_take(indicators, indicators->count++);
    indicators->kinds[kind]++;
    shape_note(indicators, kind, key);
}

uint32_t indicators_count(const struct indicators *indicators)
{
    return indicators->count;
}

uint32_t indicators_count_of(const struct indicators *indicators, enum indicator_kind kind)
{
    return indicators->kinds[kind];
}

uint64_t indicators_repeated(const struct indicators *indicators)
{
    return indicators->repeated;
}

uint32_t indicators_expired(const struct indicators *indicators, int64_t now_us)
{
    uint32_t expired = 0;
    for (uint32_t i = 0; i < indicators->count; i++)
        expired += indicators->entries[i].expires != 0
                   && (int64_t)indicators->entries[i].expires * 1000000 <= now_us;
    return expired;
}

size_t indicators_bytes(const struct indicators *indicators)
{
    return indicators->byte_count + indicators->count * sizeof *indicators->entries
           + ((size_t)indicators->slot_mask + 1) * sizeof *indicators->slots
           + ((size_t)indicators->slot_mask + 1) * SIEVE_BITS / 8;
}

const struct indicator_problem *indicators_problems(const struct indicators *indicators,
                                                    size_t *count, uint64_t *total)
{
    *count = indicators->problem_count;
    *total = indicators->problem_total;
    return indicators->problems;
}
