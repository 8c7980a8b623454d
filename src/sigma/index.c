/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of all rules, where they are found; made once, when the rules are. */
#include "sigma/index.h"

struct make {
    struct arena *arena;
    struct sigma_rules *rules;
    struct index *index;
    struct use **uses; /* by set, then by field */
    uint8_t *common;   /* a bit for each gram of common words */
};

enum { COMMON_BITS = 17 };

/* ---- log sources ---- */

/* Every dimension that the rule sets must be that of one source of the event. */
static bool source_holds(const struct event_source *rule, const struct event_source *event)
{
    return (text_empty(rule->product) || text_equal(rule->product, event->product))
           && (text_empty(rule->category) || text_equal(rule->category, event->category))
           && (text_empty(rule->service) || text_equal(rule->service, event->service));
}

static bool set_holds(const struct sigma_rules *rules, uint32_t set, const struct rule *rule)
{
    const struct event_source none = {0};
    size_t count;
    const struct event_source *list = event_sources_of(rules->sources, set, &count);
    if (count == 0)
        return source_holds(&rule->face.source, &none);
    for (size_t i = 0; i < count; i++)
        if (source_holds(&rule->face.source, &list[i]))
            return true;
    return false;
}

/* ---- keys ---- */

/* The grams of one to four bytes that stand in common words. */
static uint32_t common_bit(struct text gram)
{
    return (uint32_t)(key_code(KEY_INSIDE, 0, gram.size, bytes_of(gram.data, gram.size))
                      >> (64 - COMMON_BITS));
}

static void common_make(struct make *make)
{
    struct text words = common_words();
    make->common = arena_take(make->arena, (size_t)1 << (COMMON_BITS - 3));
    for (size_t size = 1; size <= 4; size++)
        for (size_t i = 0; i + size <= words.size; i++) {
            uint32_t bit = common_bit((struct text){words.data + i, size});
            make->common[bit / 8] |= (uint8_t)(1U << (bit % 8));
        }
}

/* How well a part of a word sets it apart: parts of common words, and common letters, badly. */
static int gram_worth(const struct make *make, struct text gram)
{
    static const char often[] = "etaonirs\\./ -0123";
    uint32_t bit = common_bit(gram);
    int worth = (make->common[bit / 8] >> (bit % 8) & 1) != 0 ? 0 : 100;
    for (size_t i = 0; i < gram.size; i++)
        worth += memchr(often, gram.data[i], sizeof often - 1) == NULL ? 3 : 0;
    return worth;
}

/* Where the grams begin that are looked up, so many in a row: where they stand in the fewest other
 * words. */
static size_t gram_place(const struct make *make, struct text literal, size_t size, size_t row)
{
    size_t best = 0;
    int worth = -1;
    for (size_t i = 0; i + size + row - 1 <= literal.size; i++) {
        int here = 0;
        for (size_t k = 0; k < row; k++)
            here += gram_worth(make, (struct text){literal.data + i + k, size});
        if (here > worth) {
            worth = here;
            best = i;
        }
    }
    return best;
}

static void probe_add(struct make *make, uint64_t code, uint32_t entry, size_t offset)
{
    struct index *index = make->index;
    uint32_t *slot = &index->slots[code >> index->slot_shift];
    index->probes = arena_grow(make->arena, index->probes, index->probe_count + 1,
                               &index->probe_capacity, sizeof *index->probes);
    index->probes[++index->probe_count] =
        (struct probe){.code = code, .next = *slot, .entry = entry, .offset = (uint32_t)offset};
    *slot = index->probe_count;
}

/* The key where it stands already, or 0. code is the first that is looked up for it. */
static uint32_t entry_find(const struct index *index, const struct key *key, uint64_t code)
{
    for (uint32_t i = index->slots[code >> index->slot_shift]; i != 0; i = index->probes[i].next) {
        const struct entry *entry = &index->entries[index->probes[i].entry];
        if (index->probes[i].code == code && entry->kind == key->kind
            && text_equal(entry->literal, key->literal))
            return index->probes[i].entry;
    }
    return 0;
}

static uint32_t entry_new(struct make *make, const struct key *key)
{
    struct index *index = make->index;
    index->entries = arena_grow(make->arena, index->entries, index->entry_count + 1,
                                &index->entry_capacity, sizeof *index->entries);
    index->entries[++index->entry_count] =
        (struct entry){.kind = key->kind, .literal = key->literal};
    return index->entry_count;
}

static uint8_t bit_of(size_t size)
{
    return (uint8_t)(size == 0 ? 0 : 1U << (size - 1));
}

/* Of a literal of one byte at least: nothing is looked up by an empty one. */
static enum gram_class class_of(struct text literal)
{
    return literal.size >= STRIDE_BYTES_MIN ? GRAM_STRIDE
           : literal.size >= 4              ? GRAM_FOUR
           : literal.size == 3              ? GRAM_THREE
           : literal.size == 2              ? GRAM_TWO
                                            : GRAM_ONE;
}

/* A word inside: its grams, and their bits. */
static uint32_t inside_place(struct make *make, const struct key *key, struct use *use)
{
    enum gram_class class = class_of(key->literal);
    size_t size = class >= GRAM_FOUR ? 4 : (size_t) class + 1;
    size_t row = class == GRAM_STRIDE ? STRIDE : 1;
    size_t place = gram_place(make, key->literal, size, row);
    uint32_t entry = 0;
    use->grams |= (uint8_t)(1U << class);
    for (size_t k = 0; k < row; k++) {
        uint32_t gram = (uint32_t)bytes_of(key->literal.data + place + k, size);
        uint32_t salt = gram_salt(key->field, class);
        uint64_t code = key_code(KEY_INSIDE, salt, size, gram);
        if (k == 0 && (entry = entry_find(make->index, key, code)) != 0)
            break;
        if (k == 0)
            entry = entry_new(make, key);
        probe_add(make, code, entry, place + k);
        make->index->bitmap[gram_bit(salt, gram) / 64] |= UINT64_C(1)
                                                          << (gram_bit(salt, gram) % 64);
    }
    return entry;
}

/* A whole value, a beginning or an end. */
static uint32_t edge_place(struct make *make, const struct key *key, struct use *use)
{
    const char *data = key->literal.data;
    size_t size = key->literal.size < EDGE_BYTES_MAX ? key->literal.size : EDGE_BYTES_MAX;
    uint64_t bytes;
    if (key->kind == KEY_WHOLE) {
        use->whole = true;
        size = 0;
        bytes = whole_of(key->literal);
    } else if (key->kind == KEY_START) {
        use->starts |= bit_of(size);
        bytes = bytes_of(data, size);
    } else {
        use->ends |= bit_of(size);
        bytes = bytes_of(data + key->literal.size - size, size);
    }
    uint64_t code = key_code(key->kind, key->field, size, bytes);
    uint32_t entry = entry_find(make->index, key, code);
    if (entry == 0) {
        entry = entry_new(make, key);
        probe_add(make, code, entry, 0);
    }
    return entry;
}

static void key_place(struct make *make, const struct key *key, uint32_t rule)
{
    struct use use = {0};
    uint32_t number =
        key->kind == KEY_INSIDE ? inside_place(make, key, &use) : edge_place(make, key, &use);
    struct entry *entry = &make->index->entries[number];
    if (entry->count == 0 || entry->rules[entry->count - 1] != rule) {
        entry->rules = arena_grow(make->arena, entry->rules, entry->count, &entry->capacity,
                                  sizeof *entry->rules);
        entry->rules[entry->count++] = rule;
    }
    for (uint32_t set = 0; set <= make->index->set_count; set++) {
        if ((make->index->sets[set].members[rule / 64] >> (rule % 64) & 1) == 0)
            continue;
        struct use *here = &make->uses[set][key->field];
        here->whole = here->whole || use.whole;
        here->starts |= use.starts;
        here->ends |= use.ends;
        here->grams |= use.grams;
    }
}

static void rule_place(struct make *make, uint32_t number)
{
    const struct rule *rule = &make->rules->rules[number];
    struct need need = need_of(make->arena, make->rules, rule->root);
    for (uint32_t set = 0; set <= make->index->set_count; set++) {
        struct source_rules *here = &make->index->sets[set];
        if (!set_holds(make->rules, set, rule))
            continue;
        here->members[number / 64] |= UINT64_C(1) << (number % 64);
        if (need.none)
            here->always[here->always_count++] = number;
    }
    for (size_t i = 0; i < need.count && !need.none; i++)
        key_place(make, &need.keys[i], number);
}

static size_t keys_guess(const struct sigma_rules *rules)
{
    size_t atoms = 64;
    for (size_t i = 0; i < rules->test_count; i++)
        atoms += rules->tests[i]->count;
    return atoms;
}

void index_make(struct compile *compile)
{
    struct arena *arena = compile->turn->arena;
    struct sigma_rules *rules = compile->rules;
    struct index *index = rules->index = arena_take(arena, sizeof *index);
    struct make make = {.arena = arena, .rules = rules, .index = index};
    common_make(&make);
    unsigned bits = 8;
    while ((size_t)1 << bits < keys_guess(rules) * 2)
        bits++;
    index->slot_shift = 64 - bits;
    index->slots = arena_array(arena, (size_t)1 << bits, sizeof *index->slots);
    index->bitmap = arena_array(arena, (size_t)1 << (BITMAP_BITS - 6), sizeof *index->bitmap);
    index->entries = arena_grow(arena, NULL, 0, &index->entry_capacity, sizeof *index->entries);
    index->probes = arena_grow(arena, NULL, 0, &index->probe_capacity, sizeof *index->probes);
    index->set_count = event_sources_count(rules->sources);
    index->sets = arena_array(arena, index->set_count + 1, sizeof *index->sets);
    make.uses = arena_array(arena, index->set_count + 1, sizeof *make.uses);
    for (uint32_t set = 0; set <= index->set_count; set++) {
        struct source_rules *here = &index->sets[set];
        here->always = arena_array(arena, rules->count + 1, sizeof *here->always);
        here->members = arena_array(arena, rules->count / 64 + 1, sizeof *here->members);
        here->uses = make.uses[set] =
            arena_array(arena, event_names_count(rules->names) + 1, sizeof(struct use));
    }
    for (uint32_t i = 0; i < rules->count; i++)
        rule_place(&make, i);
}
