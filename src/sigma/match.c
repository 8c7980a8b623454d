/* SPDX-License-Identifier: Apache-2.0 */
/* An event against the rules: each test is asked at most once, and only if a rule needs it. */
#include "base/fold.h"
#include "sigma/index.h"

/* A field of the event by the id of its name: the first of its values, the others by next. */
struct slot {
    uint32_t epoch; /* of the event it was set for */
    uint32_t first, last;
    bool top;
};

struct folded {
    uint32_t epoch;
    struct text text;
};

struct block { /* of memory for folded texts, used again by each event */
    struct block *next;
    size_t size;
    char *bytes;
};

struct sigma_matcher {
    struct arena *arena;
    const struct sigma_rules *rules;
    uint32_t epoch; /* of this event: what carries another is of an earlier one */
    const struct event *event;
    struct slot *slots;
    uint32_t *next;
    struct folded *folded;
    uint32_t *answers; /* of tests: epoch * 2 + answer */
    struct block *first, *now;
    size_t used;       /* of the block now */
    struct text plain; /* the whole line, folded */
    uint32_t plain_epoch;
    struct regex_memory *regex;
    struct index_state *index;
    uint32_t *hits;
};

enum { BLOCK_BYTES = 64 * 1024, EPOCH_MAX = INT32_MAX, NOWHERE = UINT32_MAX };

static struct block *block_new(struct arena *arena, size_t size)
{
    struct block *block = arena_take(arena, sizeof *block);
    block->size = size < BLOCK_BYTES ? BLOCK_BYTES : size;
    block->bytes = arena_take(arena, block->size);
    return block;
}

struct sigma_matcher *sigma_matcher_new(struct arena *arena, const struct sigma_rules *rules)
{
    struct sigma_matcher *matcher = arena_take(arena, sizeof *matcher);
    matcher->arena = arena;
    matcher->rules = rules;
    matcher->slots =
        arena_array(arena, event_names_count(rules->names) + 1, sizeof *matcher->slots);
    matcher->next = arena_array(arena, EVENT_FIELDS_MAX, sizeof *matcher->next);
    matcher->folded = arena_array(arena, EVENT_FIELDS_MAX, sizeof *matcher->folded);
    matcher->answers = arena_array(arena, rules->test_count + 1, sizeof *matcher->answers);
    matcher->first = matcher->now = block_new(arena, BLOCK_BYTES);
    matcher->regex = regex_memory_new(arena);
    matcher->index = index_state_new(arena, rules);
    matcher->hits = arena_array(arena, rules->count + 1, sizeof *matcher->hits);
    return matcher;
}

uint64_t sigma_matcher_limits(const struct sigma_matcher *matcher)
{
    return regex_limits(matcher->regex);
}

/* ---- the event's values ---- */

static bool has_text(const struct event_field *field)
{
    return field->kind <= EVENT_FALSE;
}

static char *fold_room(struct sigma_matcher *matcher, size_t size)
{
    while (matcher->now->size - matcher->used < size) {
        if (matcher->now->next == NULL)
            matcher->now->next = block_new(matcher->arena, size);
        matcher->now = matcher->now->next;
        matcher->used = 0;
    }
    return matcher->now->bytes + matcher->used;
}

struct text matcher_folded(struct sigma_matcher *matcher, uint32_t field)
{
    struct folded *folded = &matcher->folded[field];
    if (folded->epoch == matcher->epoch)
        return folded->text;
    struct text value = matcher->event->fields[field].value;
    char *bytes = fold_room(matcher, FOLD_BYTES(value.size));
    folded->text = (struct text){bytes, fold_write(value, bytes)};
    folded->epoch = matcher->epoch;
    matcher->used += folded->text.size;
    return folded->text;
}

static void place_value(struct sigma_matcher *matcher, uint32_t at)
{
    const struct event_field *field = &matcher->event->fields[at];
    struct slot *slot = &matcher->slots[field->id];
    bool begins = slot->epoch != matcher->epoch;
    if (!begins && slot->top && !field->top)
        return; /* a key at the top goes before what only has that path */
    if (begins || slot->top != field->top)
        *slot = (struct slot){matcher->epoch, at, at, field->top};
    else
        matcher->next[slot->last] = at;
    slot->last = at;
    matcher->next[at] = NOWHERE;
}

static void event_place(struct sigma_matcher *matcher, const struct event *event)
{
    if (matcher->epoch == EPOCH_MAX) {
        memset(matcher->answers, 0, (matcher->rules->test_count + 1) * sizeof *matcher->answers);
        memset(matcher->folded, 0, EVENT_FIELDS_MAX * sizeof *matcher->folded);
        memset(matcher->slots, 0,
               (event_names_count(matcher->rules->names) + 1) * sizeof *matcher->slots);
        matcher->epoch = matcher->plain_epoch = 0;
    }
    matcher->epoch++;
    matcher->event = event;
    matcher->now = matcher->first;
    matcher->used = 0;
    for (uint32_t i = 0; i < event->count; i++)
        if (event->fields[i].id != EVENT_NAME_NONE)
            place_value(matcher, i);
}

/* The first value of a field, or NOWHERE. */
static uint32_t first_of(const struct sigma_matcher *matcher, uint32_t field)
{
    const struct slot *slot = &matcher->slots[field];
    return slot->epoch == matcher->epoch ? slot->first : NOWHERE;
}

/* ---- atoms ---- */

static bool relation_holds(enum relation relation, int order)
{
    switch (relation) {
    case LESS: return order < 0;
    case LESS_EQUAL: return order <= 0;
    case MORE: return order > 0;
    case MORE_EQUAL: return order >= 0;
    case EQUAL: return order == 0;
    }
    return false;
}

static struct text value_for(struct sigma_matcher *matcher, const struct atom *atom, uint32_t at)
{
    return atom->cased ? matcher->event->fields[at].value : matcher_folded(matcher, at);
}

/* Against each value of the other field. */
static bool field_holds(struct sigma_matcher *matcher, const struct atom *atom, uint32_t at)
{
    struct atom other = {.shape = atom->shape};
    for (uint32_t i = first_of(matcher, atom->field); i != NOWHERE; i = matcher->next[i]) {
        if (!has_text(&matcher->event->fields[i]))
            continue;
        other.literal = value_for(matcher, atom, i);
        if (shape_matches(&other, value_for(matcher, atom, at)))
            return true;
    }
    return false;
}

static bool number_holds(const struct atom *atom, const struct event_field *field)
{
    struct number number;
    if (text_equal(field->value, atom->literal))
        return true;
    return field->kind == EVENT_NUMBER && number_read(field->value, &number)
           && number_order(&number, &atom->number) == 0;
}

/* What the atom asks of one value. */
static bool atom_holds(struct sigma_matcher *matcher, const struct atom *atom, uint32_t at)
{
    const struct event_field *field = &matcher->event->fields[at];
    struct number number;
    if (!has_text(field))
        return false;
    switch (atom->kind) {
    case ATOM_TEXT: return shape_matches(atom, value_for(matcher, atom, at));
    case ATOM_NUMBER: return number_holds(atom, field);
    case ATOM_REGEX: return regex_matches(atom->regex, matcher->regex, field->value);
    case ATOM_CIDR: return cidr_holds(&atom->network, field->value);
    case ATOM_COMPARE:
        return number_read(field->value, &number)
               && relation_holds(atom->relation, number_order(&number, &atom->number));
    case ATOM_FIELD: return field_holds(matcher, atom, at);
    case ATOM_PART:
        return part_read(field->value, atom->part, &number)
               && relation_holds(atom->relation, number_order(&number, &atom->number));
    case ATOM_NULL:
    case ATOM_EXISTS: break;
    }
    return false;
}

/* Missing, or there and null. */
static bool null_holds(const struct sigma_matcher *matcher, uint32_t field)
{
    uint32_t i = first_of(matcher, field);
    bool holds = i == NOWHERE;
    for (; i != NOWHERE && !holds; i = matcher->next[i])
        holds = matcher->event->fields[i].kind == EVENT_NULL;
    return holds;
}

static bool any_atom(struct sigma_matcher *matcher, const struct test *test, uint32_t at)
{
    for (uint32_t i = 0; i < test->count; i++)
        if (atom_holds(matcher, &test->atoms[i], at))
            return true;
    return false;
}

/* A line of plain text is looked at as a whole as well; one of JSON or XML only by its values. */
static bool is_plain(struct text raw)
{
    return raw.size > 0 && raw.data[0] != '{' && !text_starts(raw, TEXT("<Event"));
}

bool matcher_plain(struct sigma_matcher *matcher, struct text *folded)
{
    struct text raw = matcher->event->raw;
    if (!is_plain(raw))
        return false;
    if (matcher->plain_epoch != matcher->epoch) {
        char *bytes = fold_room(matcher, FOLD_BYTES(raw.size));
        matcher->plain = (struct text){bytes, fold_write(raw, bytes)};
        matcher->plain_epoch = matcher->epoch;
        matcher->used += matcher->plain.size;
    }
    *folded = matcher->plain;
    return true;
}

static bool raw_holds(struct sigma_matcher *matcher, const struct test *test)
{
    struct text raw = matcher->event->raw;
    struct text folded;
    if (!matcher_plain(matcher, &folded))
        return false;
    for (uint32_t i = 0; i < test->count; i++) {
        const struct atom *atom = &test->atoms[i];
        if (atom->kind == ATOM_REGEX && regex_matches(atom->regex, matcher->regex, raw))
            return true;
        if (atom->kind == ATOM_TEXT && shape_matches(atom, atom->cased ? raw : folded))
            return true;
    }
    return false;
}

static bool keywords_hold(struct sigma_matcher *matcher, const struct test *test)
{
    for (uint32_t i = 0; i < matcher->event->count; i++)
        if (any_atom(matcher, test, i))
            return true;
    return raw_holds(matcher, test);
}

static bool test_ask(struct sigma_matcher *matcher, const struct test *test)
{
    if (test->field == EVENT_NAME_NONE)
        return keywords_hold(matcher, test);
    if (test->atoms[0].kind == ATOM_NULL)
        return null_holds(matcher, test->field);
    if (test->atoms[0].kind == ATOM_EXISTS)
        return (first_of(matcher, test->field) != NOWHERE) == test->atoms[0].present;
    for (uint32_t i = first_of(matcher, test->field); i != NOWHERE; i = matcher->next[i])
        if (any_atom(matcher, test, i))
            return true;
    return false;
}

static bool test_holds(struct sigma_matcher *matcher, uint32_t number)
{
    uint32_t *answer = &matcher->answers[number];
    if (*answer >> 1 != matcher->epoch)
        *answer = matcher->epoch << 1 | test_ask(matcher, matcher->rules->tests[number]);
    return (*answer & 1) != 0;
}

bool matcher_node_holds(struct sigma_matcher *matcher, const struct node *node)
{
    bool any = node->kind == NODE_OR;
    if (node->kind == NODE_TEST)
        return test_holds(matcher, node->test);
    if (node->kind == NODE_NOT)
        return !matcher_node_holds(matcher, node->children[0]);
    for (size_t i = 0; i < node->count; i++)
        if (matcher_node_holds(matcher, node->children[i]) == any)
            return any;
    return !any;
}

size_t sigma_match(struct sigma_matcher *matcher, const struct event *event, const uint32_t **hits)
{
    size_t count = 0;
    event_place(matcher, event);
    const uint32_t *candidates;
    size_t candidate_count = index_candidates(matcher, matcher->index, event, &candidates);
    for (size_t i = 0; i < candidate_count; i++)
        if (matcher_node_holds(matcher, matcher->rules->rules[candidates[i]].root))
            matcher->hits[count++] = candidates[i];
    *hits = matcher->hits;
    return count;
}

/* ---- for explain.c ---- */

void matcher_begin(struct sigma_matcher *matcher, const struct event *event)
{
    event_place(matcher, event);
}

const struct sigma_rules *matcher_rules(const struct sigma_matcher *matcher)
{
    return matcher->rules;
}

bool matcher_has(const struct sigma_matcher *matcher, uint32_t field, struct text *first)
{
    uint32_t i = first_of(matcher, field);
    *first = i == NOWHERE ? TEXT_NONE : matcher->event->fields[i].value;
    return i != NOWHERE;
}

bool matcher_found(struct sigma_matcher *matcher, const struct test *test, const struct atom **atom,
                   struct text *name, struct text *value)
{
    for (uint32_t i = 0; i < matcher->event->count; i++) {
        const struct event_field *field = &matcher->event->fields[i];
        bool asked = test->field == EVENT_NAME_NONE || field->id == test->field;
        for (uint32_t k = 0; k < test->count && asked; k++) {
            if (!atom_holds(matcher, &test->atoms[k], i))
                continue;
            *atom = &test->atoms[k];
            *name = field->name;
            *value = field->value;
            return true;
        }
    }
    return false;
}
