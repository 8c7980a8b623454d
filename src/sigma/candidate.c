/* SPDX-License-Identifier: Apache-2.0 */
/* An event's values looked up among the keys of all rules. */
#include "sigma/index.h"
#include <stdio.h>

struct index_state {
    const struct sigma_rules *rules;
    const struct index *index;
    uint32_t epoch;  /* of this event */
    uint32_t *seen;  /* by entry: the event in which it was found last */
    uint32_t *marks; /* by rule: the event for which it was found last */
    uint32_t *found;
    size_t count;
    uint32_t *merged; /* found, and those that are always looked at */
};

struct index_state *index_state_new(struct arena *arena, const struct sigma_rules *rules)
{
    struct index_state *state = arena_take(arena, sizeof *state);
    state->rules = rules;
    state->index = rules->index;
    state->seen = arena_array(arena, rules->index->entry_count + 1, sizeof *state->seen);
    state->marks = arena_array(arena, rules->count + 1, sizeof *state->marks);
    state->found = arena_array(arena, rules->count + 1, sizeof *state->found);
    state->merged = arena_array(arena, rules->count + 1, sizeof *state->merged);
    return state;
}

static void entry_found(struct index_state *state, const struct source_rules *set, uint32_t number)
{
    const struct entry *entry = &state->index->entries[number];
    state->seen[number] = state->epoch;
    for (uint32_t i = 0; i < entry->count; i++) {
        uint32_t rule = entry->rules[i];
        if (state->marks[rule] == state->epoch || (set->members[rule / 64] >> (rule % 64) & 1) == 0)
            continue;
        state->marks[rule] = state->epoch;
        state->found[state->count++] = rule;
    }
}

/* The key itself, where a part of it was found at the place `at` of the value. */
static bool entry_fits(const struct entry *entry, struct text value, size_t at, size_t offset)
{
    struct text literal = entry->literal;
    switch (entry->kind) {
    case KEY_WHOLE: return text_equal(value, literal);
    case KEY_START: return text_starts(value, literal);
    case KEY_END: return text_ends(value, literal);
    case KEY_INSIDE:
        return at >= offset && value.size - (at - offset) >= literal.size
               && memcmp(value.data + at - offset, literal.data, literal.size) == 0;
    }
    return false;
}

static void look_up(struct index_state *state, const struct source_rules *set, uint64_t code,
                    struct text value, size_t at)
{
    const struct index *index = state->index;
    for (uint32_t i = index->slots[code >> index->slot_shift]; i != 0; i = index->probes[i].next) {
        const struct probe *probe = &index->probes[i];
        if (probe->code == code && state->seen[probe->entry] != state->epoch
            && entry_fits(&index->entries[probe->entry], value, at, probe->offset))
            entry_found(state, set, probe->entry);
    }
}

/* The beginnings and the ends of the lengths that somebody asks for. */
static void look_edges(struct index_state *state, const struct source_rules *set, struct use use,
                       uint32_t field, struct text value)
{
    for (size_t size = 1; size <= EDGE_BYTES_MAX && size <= value.size; size++) {
        if ((use.starts >> (size - 1) & 1) != 0)
            look_up(state, set, key_code(KEY_START, field, size, bytes_of(value.data, size)), value,
                    0);
        if ((use.ends >> (size - 1) & 1) != 0)
            look_up(state, set,
                    key_code(KEY_END, field, size, bytes_of(value.data + value.size - size, size)),
                    value, value.size - size);
    }
}

/* Grams of four bytes, at every place or at every fourth: nearly all of them end at the bitmap. */
static void look_fours(struct index_state *state, const struct source_rules *set, size_t stride,
                       uint32_t salt, struct text value)
{
    const uint64_t *bitmap = state->index->bitmap;
    for (size_t at = 0; at + 4 <= value.size; at += stride) {
        uint32_t gram;
        memcpy(&gram, value.data + at, 4);
        uint32_t bit = gram_bit(salt, gram);
        if ((bitmap[bit / 64] >> (bit % 64) & 1) != 0)
            look_up(state, set, key_code(KEY_INSIDE, salt, 4, gram), value, at);
    }
}

static void look_short(struct index_state *state, const struct source_rules *set, size_t size,
                       uint32_t salt, struct text value)
{
    const uint64_t *bitmap = state->index->bitmap;
    for (size_t at = 0; at + size <= value.size; at++) {
        uint32_t gram = (uint32_t)bytes_of(value.data + at, size);
        uint32_t bit = gram_bit(salt, gram);
        if ((bitmap[bit / 64] >> (bit % 64) & 1) != 0)
            look_up(state, set, key_code(KEY_INSIDE, salt, size, gram), value, at);
    }
}

static void look_inside(struct index_state *state, const struct source_rules *set, uint8_t grams,
                        uint32_t field, struct text value)
{
    for (enum gram_class class = GRAM_ONE; class <= GRAM_THREE; class ++)
        if ((grams >> class & 1) != 0)
            look_short(state, set, (size_t) class + 1, gram_salt(field, class), value);
    if ((grams >> GRAM_FOUR & 1) != 0)
        look_fours(state, set, 1, gram_salt(field, GRAM_FOUR), value);
    if ((grams >> GRAM_STRIDE & 1) != 0)
        look_fours(state, set, STRIDE, gram_salt(field, GRAM_STRIDE), value);
}

/* True for a number that is not written as the plain decimal by which it is looked up. */
static bool is_odd(struct text number)
{
    size_t at = number.size > 0 && number.data[0] == '-';
    if (at < number.size && number.data[at] == '0')
        return number.size > 1;
    for (size_t i = at; i < number.size; i++)
        if (number.data[i] < '0' || number.data[i] > '9')
            return true;
    return false;
}

/* 4688.0 and 4.688e3 are 4688. */
static void look_number(struct index_state *state, const struct source_rules *set, uint32_t field,
                        struct text value)
{
    struct number number;
    char plain[32];
    if (!is_odd(value) || !number_read(value, &number) || fabs(number.real) > 0x1p53)
        return;
    int64_t integer = number.whole ? number.integer : (int64_t)number.real;
    if (!number.whole && ((double)integer < number.real || (double)integer > number.real))
        return;
    int size = snprintf(plain, sizeof plain, "%lld", (long long)integer);
    struct text text = {plain, (size_t)size};
    look_up(state, set, key_code(KEY_WHOLE, field, 0, whole_of(text)), text, 0);
}

static void look_value(struct sigma_matcher *matcher, struct index_state *state,
                       const struct source_rules *set, const struct event *event, uint32_t at)
{
    const struct event_field *field = &event->fields[at];
    struct use use = set->uses[field->id];
    struct text value = matcher_folded(matcher, at);
    if (use.whole) {
        look_up(state, set, key_code(KEY_WHOLE, field->id, 0, whole_of(value)), value, 0);
        if (field->kind == EVENT_NUMBER)
            look_number(state, set, field->id, value);
    }
    if ((use.starts | use.ends) != 0)
        look_edges(state, set, use, field->id, value);
    if (use.grams != 0)
        look_inside(state, set, use.grams, field->id, value);
}

/* Keywords, in every value. */
static void look_everywhere(struct sigma_matcher *matcher, struct index_state *state,
                            const struct source_rules *set, const struct event *event)
{
    uint8_t grams = set->uses[EVENT_NAME_NONE].grams;
    struct text line;
    for (uint32_t i = 0; i < event->count; i++)
        if (event->fields[i].kind <= EVENT_FALSE)
            look_inside(state, set, grams, EVENT_NAME_NONE, matcher_folded(matcher, i));
    if (matcher_plain(matcher, &line))
        look_inside(state, set, grams, EVENT_NAME_NONE, line);
}

static void sort(uint32_t *numbers, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t number = numbers[i];
        size_t at = i;
        for (; at > 0 && numbers[at - 1] > number; at--)
            numbers[at] = numbers[at - 1];
        numbers[at] = number;
    }
}

/* What was found and what is always looked at, in one order. */
static size_t merge(struct index_state *state, const struct source_rules *set)
{
    size_t count = 0;
    size_t found = 0;
    size_t always = 0;
    while (found < state->count || always < set->always_count)
        if (always == set->always_count
            || (found < state->count && state->found[found] < set->always[always]))
            state->merged[count++] = state->found[found++];
        else
            state->merged[count++] = set->always[always++];
    return count;
}

size_t index_candidates(struct sigma_matcher *matcher, struct index_state *state,
                        const struct event *event, const uint32_t **candidates)
{
    const struct index *index = state->index;
    uint32_t number = event->sources <= index->set_count ? event->sources : 0;
    const struct source_rules *set = &index->sets[number];
    static const struct use unused = {0};
    if (++state->epoch == 0) {
        memset(state->seen, 0, (index->entry_count + 1) * sizeof *state->seen);
        memset(state->marks, 0, (state->rules->count + 1) * sizeof *state->marks);
        state->epoch = 1;
    }
    state->count = 0;
    for (uint32_t i = 0; i < event->count; i++) {
        const struct event_field *field = &event->fields[i];
        if (field->id != EVENT_NAME_NONE && field->kind <= EVENT_FALSE
            && memcmp(&set->uses[field->id], &unused, sizeof unused) != 0)
            look_value(matcher, state, set, event, i);
    }
    if (set->uses[EVENT_NAME_NONE].grams != 0)
        look_everywhere(matcher, state, set, event);
    sort(state->found, state->count);
    *candidates = state->merged;
    return merge(state, set);
}
