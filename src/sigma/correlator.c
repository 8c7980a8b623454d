/* SPDX-License-Identifier: Apache-2.0 */
/* Matches come as they like, wait in a heap, and are taken in the order in which they happened. */
#include "base/hash.h"
#include "sigma/correlator_inside.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

/* A correlation stands above all it refers to. There is no circle, so this ends. */
static void level(struct correlator *correlator)
{
    bool again = true;
    while (again) {
        again = false;
        for (uint32_t i = 0; i < correlator->correlations->count; i++) {
            for (const struct user *user = correlator->of_chain[i]; user != NULL;
                 user = user->next) {
                if (correlator->levels[user->correlation] > correlator->levels[i])
                    continue;
                correlator->levels[user->correlation] = correlator->levels[i] + 1;
                again = true;
            }
        }
    }
}

struct correlator *correlator_new(struct arena *arena, const struct correlations *correlations,
                                  const struct correlator_limits *limits)
{
    struct correlator *correlator = arena_take(arena, sizeof *correlator);
    *correlator =
        (struct correlator){.arena = arena, .correlations = correlations, .limits = *limits};
    correlator->scratch = arena_within(arena, SCRATCH_BYTES);
    if (correlator->scratch == NULL)
        return NULL;
    correlator->windows = arena_array(arena, correlations->count, sizeof(struct window *));
    correlator->levels = arena_array(arena, correlations->count, sizeof(uint32_t));
    correlator->of_rule = arena_array(arena, correlations->rule_count, sizeof(struct user *));
    correlator->of_chain = arena_array(arena, correlations->count, sizeof(struct user *));
    for (uint32_t i = 0; i < correlations->count; i++) {
        const struct correlation *correlation = &correlations->list[i];
        for (uint32_t part = 0; part < correlation->window.parts; part++) {
            const struct correlation_part *to = &correlation->parts[part];
            struct user **users = to->chained ? correlator->of_chain : correlator->of_rule;
            struct user *user = arena_take(arena, sizeof *user);
            *user = (struct user){i, part, users[to->number]};
            users[to->number] = user;
        }
    }
    level(correlator);
    correlator_empty(correlator);
    return correlator;
}

void correlator_empty(struct correlator *correlator)
{
    const struct correlations *all = correlator->correlations;
    for (uint32_t i = 0; i < all->count; i++)
        correlator->windows[i] =
            window_new(correlator->arena, &all->list[i].window, &correlator->limits.window);
    while (correlator->heap_count > 0) {
        uint32_t at = correlator->heap[--correlator->heap_count];
        correlator->pending[at].next = correlator->pending_free;
        correlator->pending_free = at;
    }
    correlator->newest_us = correlator->known_us = INT64_MIN;
    correlator->due_us = INT64_MAX;
    correlator->loss = (struct correlation_loss){0};
}

bool correlator_wants(const struct correlator *correlator, uint32_t rule)
{
    return correlator->of_rule[rule] != NULL;
}

/* ---- groups: each value with its size before it ---- */

static void value_put(struct builder *builder, struct text value)
{
    for (int shift = 0; shift < 32; shift += 8)
        build_byte(builder, (char)(unsigned char)(value.size >> shift & 0xFF));
    build(builder, value);
}

struct text correlation_group_value(struct text group, size_t at)
{
    for (size_t i = 0; group.size >= 4; i++) {
        const unsigned char *head = (const unsigned char *)group.data;
        size_t size =
            head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
        if (group.size - 4 < size)
            return TEXT_NONE;
        if (i == at)
            return (struct text){group.data + 4, size};
        group.data += 4 + size;
        group.size -= 4 + size;
    }
    return TEXT_NONE;
}

/* ---- the heap ---- */

/* By time; then what others are made of; then parts, so that events of one time are in order; then
 * what they say, and last where they are kept, which tells apart only what says the same. */
static bool before(const struct correlator *correlator, uint32_t left, uint32_t right)
{
    const struct pending *a = &correlator->pending[left];
    const struct pending *b = &correlator->pending[right];
    if (a->item.time_us != b->item.time_us)
        return a->item.time_us < b->item.time_us;
    if (correlator->levels[a->correlation] != correlator->levels[b->correlation])
        return correlator->levels[a->correlation] < correlator->levels[b->correlation];
    if (a->correlation != b->correlation)
        return a->correlation < b->correlation;
    if (a->item.part != b->item.part)
        return a->item.part < b->item.part;
    if (a->tie != b->tie)
        return a->tie < b->tie;
    int order = text_compare(a->item.group, b->item.group);
    if (order != 0)
        return order < 0;
    if (a->item.event.place != b->item.event.place)
        return a->item.event.place < b->item.event.place;
    return a->item.event.position < b->item.event.position;
}

static void heap_up(struct correlator *correlator, size_t at)
{
    uint32_t *heap = correlator->heap;
    while (at > 0 && before(correlator, heap[at], heap[(at - 1) / 2])) {
        uint32_t swap = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = swap;
        at = (at - 1) / 2;
    }
}

static void heap_down(struct correlator *correlator)
{
    uint32_t *heap = correlator->heap;
    for (size_t at = 0;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < correlator->heap_count && before(correlator, heap[child], heap[least]))
                least = child;
        if (least == at)
            return;
        uint32_t swap = heap[at];
        heap[at] = heap[least];
        heap[least] = swap;
        at = least;
    }
}

static uint32_t pending_place(struct correlator *correlator)
{
    uint32_t at = correlator->pending_free;
    if (at != 0) {
        correlator->pending_free = correlator->pending[at].next;
        return at;
    }
    at = ++correlator->pending_top;
    correlator->pending =
        arena_grow(correlator->arena, correlator->pending, correlator->pending == NULL ? 0 : at,
                   &correlator->pending_capacity, sizeof *correlator->pending);
    correlator->pending[at] = (struct pending){0};
    return at;
}

/* The texts of the item are copied into what the place held before, where that is large enough. */
void pending_add(struct correlator *correlator, const struct pending *wanted)
{
    uint32_t at = pending_place(correlator);
    struct pending *pending = &correlator->pending[at];
    char *bytes = pending->bytes;
    size_t capacity = pending->capacity;
    size_t size = wanted->item.group.size + wanted->item.value.size;
    if (bytes == NULL || capacity < size) {
        capacity = size < 64 ? 64 : 2 * size;
        bytes = arena_take(correlator->arena, capacity);
    }
    *pending = *wanted;
    pending->bytes = bytes;
    pending->capacity = capacity;
    if (wanted->item.group.size > 0)
        memcpy(bytes, wanted->item.group.data, wanted->item.group.size);
    if (wanted->item.value.size > 0)
        memcpy(bytes + wanted->item.group.size, wanted->item.value.data, wanted->item.value.size);
    pending->item.group.data = bytes;
    pending->item.value.data = bytes + wanted->item.group.size;
    correlator->heap = arena_grow(correlator->arena, correlator->heap, correlator->heap_count,
                                  &correlator->heap_capacity, sizeof *correlator->heap);
    correlator->heap[correlator->heap_count++] = at;
    heap_up(correlator, correlator->heap_count - 1);
}

static uint32_t pending_take(struct correlator *correlator)
{
    uint32_t at = correlator->heap[0];
    correlator->heap[0] = correlator->heap[--correlator->heap_count];
    heap_down(correlator);
    return at;
}

/* ---- taking in order ---- */

/* What a window tells, told on, and heard by the correlations that refer to it. */
struct telling {
    struct correlator *correlator;
    uint32_t correlation;
    correlation_hear *hear;
    void *listener;
};

/* The number that a sum, an average or a percentile is made of; false: the value is none. */
bool correlator_number(const struct correlation *correlation, struct window_item *item)
{
    if (correlation->window.kind < WINDOW_SUM || correlation->window.kind > WINDOW_PERCENTILE)
        return true;
    return window_number_read(correlation_group_value(item->value, 0), &item->number);
}

/* What a chained correlation takes over of a group: NULL where a field is not one of it. */
static bool group_chained(const struct correlation *inner, struct text group,
                          const struct text *names, size_t count, struct builder *builder)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < inner->group_count && !text_equal(inner->group[at], names[i]))
            at++;
        struct text value = correlation_group_value(group, at);
        if (value.data == NULL)
            return false;
        value_put(builder, value);
    }
    return true;
}

static void chain_on(struct correlator *correlator, uint32_t inner, const struct window_hit *hit)
{
    const struct correlation *list = correlator->correlations->list;
    for (const struct user *user = correlator->of_chain[inner]; user != NULL; user = user->next) {
        const struct correlation *outer = &list[user->correlation];
        const struct correlation_part *part = &outer->parts[user->part];
        struct builder group = {.arena = correlator->scratch};
        struct builder value = {.arena = correlator->scratch};
        if (!group_chained(&list[inner], hit->group, part->group, outer->group_count, &group)
            || !group_chained(&list[inner], hit->group, part->fields, outer->field_count, &value))
            continue;
        struct pending pending = {.correlation = user->correlation,
                                  .item = {.time_us = hit->time_us,
                                           .group = built(&group),
                                           .value = built(&value),
                                           .part = user->part}};
        if (hit->event_count > 0)
            pending.item.event = hit->events[hit->event_count - 1];
        if (correlator_number(outer, &pending.item))
            pending_add(correlator, &pending);
    }
}

static void tell(void *context, const struct window_hit *hit)
{
    const struct telling *telling = context;
    chain_on(telling->correlator, telling->correlation, hit);
    telling->hear(telling->listener, &(struct correlation_hit){telling->correlation, hit});
}

/* When a window of the correlation ends, it may be the first of all. */
static void due_note(struct correlator *correlator, uint32_t correlation)
{
    int64_t due_us = window_due(correlator->windows[correlation]);
    if (due_us < correlator->due_us)
        correlator->due_us = due_us;
}

/* The correlation whose window ends first, before this time; of several at once, the one that
 * others are made of. UINT32_MAX: none. */
static uint32_t first_due(struct correlator *correlator, int64_t before_us)
{
    if (correlator->due_us >= before_us)
        return UINT32_MAX;
    uint32_t first = UINT32_MAX;
    int64_t first_us = INT64_MAX;
    for (uint32_t i = 0; i < correlator->correlations->count; i++) {
        int64_t due_us = window_due(correlator->windows[i]);
        if (due_us < first_us
            || (first != UINT32_MAX && due_us == first_us
                && correlator->levels[i] < correlator->levels[first])) {
            first = i;
            first_us = due_us;
        }
    }
    correlator->due_us = first_us;
    return first_us < before_us ? first : UINT32_MAX;
}

/* Everything up to this time is known. */
static void advance(struct correlator *correlator, int64_t until_us, correlation_hear *hear,
                    void *listener)
{
    struct telling telling = {correlator, 0, hear, listener};
    for (;;) {
        int64_t next_us = correlator->heap_count == 0
                              ? INT64_MAX
                              : correlator->pending[correlator->heap[0]].item.time_us;
        uint32_t due = first_due(correlator, next_us < until_us ? next_us : until_us);
        if (due != UINT32_MAX) {
            telling.correlation = due;
            window_close(correlator->windows[due], tell, &telling);
        } else if (next_us <= until_us && correlator->heap_count > 0) {
            uint32_t at = pending_take(correlator);
            struct pending pending = correlator->pending[at];
            telling.correlation = pending.correlation;
            window_add(correlator->windows[pending.correlation], &pending.item, tell, &telling);
            due_note(correlator, pending.correlation);
            correlator->pending[at].next = correlator->pending_free;
            correlator->pending_free = at;
        } else {
            break;
        }
        arena_clear(correlator->scratch);
    }
    if (until_us > correlator->known_us)
        correlator->known_us = until_us;
}

/* The first member of a list: it follows, under the same name. */
static const struct event_field *list_first(const struct event *event,
                                            const struct event_field *list)
{
    const struct event_field *next = list + 1;
    if (next == event->fields + event->count || !text_equal(next->name, list->name))
        return NULL;
    return next;
}

/* The values of those fields of the event; false where one is missing, or is no value. */
static bool values_of(const struct event *event, const struct text *names, size_t count,
                      struct builder *builder)
{
    for (size_t i = 0; i < count; i++) {
        const struct event_field *field = event_find(event, names[i]);
        while (field != NULL && field->kind == EVENT_LIST)
            field = list_first(event, field);
        if (field == NULL || field->kind > EVENT_FALSE)
            return false;
        value_put(builder, field->value);
    }
    return true;
}

static uint64_t tie_of(const struct event *event)
{
    struct sha256 hash = sha256(event->raw);
    uint64_t tie = 0;
    memcpy(&tie, hash.bytes, sizeof tie);
    return tie;
}

/* What the event is to one correlation; false where it lacks a field. */
static bool match_spell(const struct correlation *correlation, const struct user *user,
                        const struct event *event, struct arena *arena,
                        struct correlation_match *match)
{
    const struct correlation_part *part = &correlation->parts[user->part];
    struct builder group = {.arena = arena};
    struct builder value = {.arena = arena};
    if (!values_of(event, part->group, correlation->group_count, &group)
        || !values_of(event, part->fields, correlation->field_count, &value))
        return false;
    match->correlation = user->correlation;
    match->part = user->part;
    match->group = built(&group);
    match->value = built(&value);
    return true;
}

void correlator_spell(const struct correlator *correlator, uint32_t rule, const struct event *event,
                      int64_t time_us, correlation_spelt *hear, void *listener)
{
    if (!correlator_wants(correlator, rule))
        return;
    struct correlation_match match = {.time_us = time_us, .tie = tie_of(event)};
    for (const struct user *user = correlator->of_rule[rule]; user != NULL; user = user->next)
        if (match_spell(&correlator->correlations->list[user->correlation], user, event,
                        correlator->scratch, &match))
            hear(listener, &match);
    arena_clear(correlator->scratch);
}

/* Is there time to hear of it? Counted where there is not. */
static bool in_time(struct correlator *correlator, int64_t time_us)
{
    bool timed = time_us > -CORRELATION_TIME_END_US && time_us < CORRELATION_TIME_END_US;
    if (timed && time_us > correlator->known_us)
        return true;
    *(timed ? &correlator->loss.late : &correlator->loss.untimed) += 1;
    return false;
}

static void wait_for_turn(struct correlator *correlator, const struct correlation_match *match,
                          struct window_event place)
{
    struct pending pending = {.correlation = match->correlation,
                              .tie = match->tie,
                              .item = {.time_us = match->time_us,
                                       .event = place,
                                       .part = match->part,
                                       .group = match->group,
                                       .value = match->value}};
    if (correlator_number(&correlator->correlations->list[match->correlation], &pending.item))
        pending_add(correlator, &pending);
}

static void push_on(struct correlator *correlator, correlation_hear *hear, void *listener)
{
    while (correlator->heap_count > correlator->limits.pending_max) {
        correlator->loss.pushed++;
        advance(correlator, correlator->pending[correlator->heap[0]].item.time_us, hear, listener);
    }
}

bool correlator_take(struct correlator *correlator, const struct correlation_match *match,
                     struct window_event place, correlation_hear *hear, void *listener)
{
    const struct correlations *all = correlator->correlations;
    if (match->correlation >= all->count
        || match->part >= all->list[match->correlation].window.parts)
        return false;
    if (in_time(correlator, match->time_us))
        wait_for_turn(correlator, match, place);
    push_on(correlator, hear, listener);
    return true;
}

void correlator_match(struct correlator *correlator, uint32_t rule, const struct event *event,
                      struct window_event place, int64_t time_us, correlation_hear *hear,
                      void *listener)
{
    if (!correlator_wants(correlator, rule) || !in_time(correlator, time_us))
        return;
    struct correlation_match match = {.time_us = time_us, .tie = tie_of(event)};
    for (const struct user *user = correlator->of_rule[rule]; user != NULL; user = user->next)
        if (match_spell(&correlator->correlations->list[user->correlation], user, event,
                        correlator->scratch, &match))
            wait_for_turn(correlator, &match, place);
    arena_clear(correlator->scratch);
    push_on(correlator, hear, listener);
    correlator_pass(correlator, time_us, hear, listener);
}

void correlator_pass(struct correlator *correlator, int64_t time_us, correlation_hear *hear,
                     void *listener)
{
    if (time_us > correlator->newest_us && time_us < CORRELATION_TIME_END_US)
        correlator->newest_us = time_us;
    if (correlator->newest_us == INT64_MIN)
        return; /* of no time yet */
    int64_t known_us = correlator->newest_us - correlator->limits.lateness_us;
    if (known_us > correlator->known_us)
        advance(correlator, known_us, hear, listener);
}

void correlator_end(struct correlator *correlator, correlation_hear *hear, void *listener)
{
    advance(correlator, INT64_MAX, hear, listener);
}

struct correlation_loss correlator_lost(const struct correlator *correlator)
{
    struct correlation_loss loss = correlator->loss;
    for (size_t i = 0; i < correlator->correlations->count; i++) {
        struct window_loss lost = window_lost(correlator->windows[i]);
        loss.windows.groups += lost.groups;
        loss.windows.items += lost.items;
    }
    return loss;
}
