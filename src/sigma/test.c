/* SPDX-License-Identifier: Apache-2.0 */
/* Equal tests are one: found by a hash of what they ask. */
#include "sigma/inside.h"

enum { SLOTS_FIRST = 1024 };

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static uint64_t atom_hash(uint64_t hash, const struct atom *atom)
{
    unsigned char kinds[] = {(unsigned char)atom->kind, atom->cased, (unsigned char)atom->shape,
                             atom->present};
    hash = mix(hash, kinds, sizeof kinds);
    hash = mix(hash, atom->literal.data, atom->literal.size);
    hash = mix(hash, &atom->number.integer, sizeof atom->number.integer);
    hash = mix(hash, atom->network.address, sizeof atom->network.address);
    if (atom->kind == ATOM_REGEX)
        hash = mix(hash, regex_pattern(atom->regex).data, regex_pattern(atom->regex).size);
    for (size_t i = 0; i < atom->pattern.count; i++)
        hash =
            mix(hash, atom->pattern.pieces[i].literal.data, atom->pattern.pieces[i].literal.size);
    return hash;
}

static bool patterns_equal(const struct pattern *a, const struct pattern *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->pieces[i].kind != b->pieces[i].kind
            || !text_equal(a->pieces[i].literal, b->pieces[i].literal))
            return false;
    return true;
}

static bool numbers_equal(const struct number *a, const struct number *b)
{
    return a->whole == b->whole && a->integer == b->integer && a->real <= b->real
           && a->real >= b->real;
}

static bool regexes_equal(const struct regex *a, const struct regex *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    struct regex_flags left = regex_flags_of(a);
    struct regex_flags right = regex_flags_of(b);
    return text_equal(regex_pattern(a), regex_pattern(b)) && left.caseless == right.caseless
           && left.lines == right.lines && left.dot_all == right.dot_all;
}

bool atoms_equal(const struct atom *a, const struct atom *b)
{
    return a->kind == b->kind && a->cased == b->cased && a->shape == b->shape
           && text_equal(a->literal, b->literal) && patterns_equal(&a->pattern, &b->pattern)
           && a->relation == b->relation && a->part == b->part
           && numbers_equal(&a->number, &b->number) && a->network.six == b->network.six
           && a->network.bits == b->network.bits
           && memcmp(a->network.address, b->network.address, sizeof a->network.address) == 0
           && a->present == b->present && a->field == b->field && regexes_equal(a->regex, b->regex);
}

static bool tests_equal(const struct test *a, const struct test *b)
{
    if (a->field != b->field || a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        if (!atoms_equal(&a->atoms[i], &b->atoms[i]))
            return false;
    return true;
}

static uint64_t test_hash(const struct test *test)
{
    uint64_t hash = mix(UINT64_C(14695981039346656037), &test->field, sizeof test->field);
    for (uint32_t i = 0; i < test->count; i++)
        hash = atom_hash(hash, &test->atoms[i]);
    return hash ^ hash >> 29;
}

/* Where the test is, or where it would stand. */
static uint32_t slot_of(const struct compile *compile, const struct test *test)
{
    uint32_t slot = (uint32_t)test_hash(test) & compile->test_mask;
    while (compile->test_slots[slot] != 0
           && !tests_equal(compile->rules->tests[compile->test_slots[slot] - 1], test))
        slot = (slot + 1) & compile->test_mask;
    return slot;
}

static void slots_grow(struct compile *compile)
{
    uint32_t slots = compile->test_mask == 0 ? SLOTS_FIRST : (compile->test_mask + 1) * 2;
    compile->test_slots = arena_array(compile->turn->arena, slots, sizeof(uint32_t));
    compile->test_mask = slots - 1;
    for (size_t i = 0; i < compile->rules->test_count; i++)
        compile->test_slots[slot_of(compile, compile->rules->tests[i])] = (uint32_t)i + 1;
}

struct node *test_node(struct compile *compile, const struct test *test)
{
    struct sigma_rules *rules = compile->rules;
    struct arena *arena = compile->turn->arena;
    if ((rules->test_count + 1) * 2 > compile->test_mask)
        slots_grow(compile);
    uint32_t slot = slot_of(compile, test);
    if (compile->test_slots[slot] == 0) {
        rules->tests = arena_grow(arena, rules->tests, rules->test_count, &rules->test_capacity,
                                  sizeof *rules->tests);
        rules->tests[rules->test_count] = arena_take(arena, sizeof *test);
        *rules->tests[rules->test_count++] = *test;
        compile->test_slots[slot] = (uint32_t)rules->test_count;
    }
    struct node *node = node_new(arena, NODE_TEST, 0);
    node->test = compile->test_slots[slot] - 1;
    return node;
}
