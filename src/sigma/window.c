/* SPDX-License-Identifier: Apache-2.0 */
#include "sigma/window.h"
#include "base/hash.h"
#include "sigma/window_inside.h"

/* The item counts that can matter: so many that one more changes nothing. UINT32_MAX: all. */
static uint32_t rule_keep(const struct window_rule *rule, bool deferred)
{
    if (rule->kind == WINDOW_TOGETHER || rule->kind == WINDOW_ORDERED)
        return WINDOW_PARTS_MAX;
    if (rule->kind == WINDOW_COUNT && deferred)
        return WINDOW_EVENTS_MAX; /* they are counted beside, and kept to be named alone */
    if (rule->kind != WINDOW_COUNT && rule->kind != WINDOW_DISTINCT)
        return UINT32_MAX;
    window_number bound = 0;
    for (size_t i = 0; i < rule->test_count; i++)
        if (rule->tests[i].number > bound)
            bound = rule->tests[i].number;
    bound = bound / WINDOW_NUMBER_ONE + 1;
    return bound > UINT32_MAX ? UINT32_MAX : (uint32_t)bound;
}

const char *window_refuses(const struct window_rule *rule, const struct window_limits *limits)
{
    bool ordered = rule->kind == WINDOW_ORDERED;
    if (rule->parts < 1 || rule->parts > WINDOW_PARTS_MAX)
        return "a correlation refers to at most 64 rules, and to one at least";
    if (ordered && rule->parts > WINDOW_STEPS_MAX)
        return "an ordered correlation has at most 8 steps";
    if (rule->span_us <= 0)
        return "the timespan is longer than nothing";
    if (rule->test_count > WINDOW_TESTS_MAX || rule->percent > 100)
        return "a condition has at most two bounds, and a percentile is from 0 to 100";
    if (rule->test_count == 0 && rule->terms == NULL && !ordered && rule->kind != WINDOW_TOGETHER)
        return "a condition says how many or how much";
    if (rule->terms != NULL && (rule->term_count == 0 || rule->term_count > WINDOW_TERMS_MAX))
        return "a condition over rules has at most 256 words";
    if (rule->terms != NULL && decide_terms(rule, 0))
        return "the condition holds when nothing happens, and then nothing can begin its window";
    uint32_t keep = rule_keep(rule, decide_deferred(rule));
    if ((rule->kind == WINDOW_COUNT || rule->kind == WINDOW_DISTINCT)
        && keep > limits->group_items_max)
        return "the bound is greater than the items that one group may hold";
    if (limits->groups_max == 0 || limits->group_items_max == 0
        || limits->items_max < chain_count(rule->parts) + WINDOW_PARTS_MAX)
        return "the limits leave no room for one group";
    return NULL;
}

struct window *window_new(struct arena *arena, const struct window_rule *rule,
                          const struct window_limits *limits)
{
    struct window *window = arena_take(arena, sizeof *window);
    window->arena = arena;
    window->rule = rule;
    window->limits = *limits;
    window->deferred = decide_deferred(rule);
    window->openers = decide_openers(rule);
    window->keep = rule_keep(rule, window->deferred);
    if (rule->kind == WINDOW_ORDERED)
        window->chains = chain_count(rule->parts);
    return window;
}

/* ---- what an item brings ---- */

/* The oldest go that cannot matter any more, and those for which there is no room. */
static void trim(struct window *window, uint32_t at)
{
    const struct window_group *group = &window->groups[at];
    while (group->count > window->keep)
        hold_forget(window, group->first);
    while (group->count > window->limits.group_items_max) {
        window->loss.items++;
        hold_forget(window, group->first);
    }
}

static struct window_node *node_of(struct window *window, uint32_t at,
                                   const struct window_item *item)
{
    struct window_node *node = hold_node(window, at);
    node->time_us = item->time_us;
    node->event = item->event;
    node->part = item->part;
    return node;
}

static void renew(struct window *window, uint32_t node, const struct window_item *item)
{
    window->nodes[node].time_us = item->time_us;
    window->nodes[node].event = item->event;
    hold_renew(window, node);
}

static void take_distinct(struct window *window, uint32_t at, const struct window_item *item)
{
    struct sha256 hash = sha256(item->value);
    uint64_t value[2];
    memcpy(value, hash.bytes, sizeof value);
    uint32_t known = hold_value(window, at, value);
    if (known != 0) {
        renew(window, known, item);
        return;
    }
    struct window_node *node = node_of(window, at, item);
    memcpy(node->value, value, sizeof value);
    hold_enlist(window, (uint32_t)(node - window->nodes));
}

static void take_number(struct window *window, uint32_t at, const struct window_item *item)
{
    struct window_node *node = node_of(window, at, item);
    memcpy(node->value, &item->number, sizeof item->number);
    if (window->rule->kind != WINDOW_PERCENTILE)
        window->groups[at].sum += item->number;
}

static void take_part(struct window *window, uint32_t at, const struct window_item *item)
{
    for (uint32_t node = window->groups[at].first; node != 0; node = window->nodes[node].next) {
        if (window->nodes[node].part == item->part) {
            renew(window, node, item);
            return;
        }
    }
    node_of(window, at, item);
}

static void take_step(struct window *window, uint32_t at, const struct window_item *item)
{
    struct window_group *group = &window->groups[at];
    struct window_chain chain;
    chain_add(window, group, item, &chain);
    if (!window->deferred || chain.steps > group->best.steps)
        group->best = chain;
}

static void take(struct window *window, uint32_t at, const struct window_item *item)
{
    static void (*const takers[])(struct window *, uint32_t, const struct window_item *) = {
        [WINDOW_COUNT] = NULL,
        [WINDOW_DISTINCT] = take_distinct,
        [WINDOW_SUM] = take_number,
        [WINDOW_AVERAGE] = take_number,
        [WINDOW_PERCENTILE] = take_number,
        [WINDOW_TOGETHER] = take_part,
        [WINDOW_ORDERED] = take_step,
    };
    window->groups[at].seen++;
    window->groups[at].parts |= (uint64_t)1 << item->part;
    if (takers[window->rule->kind] == NULL)
        node_of(window, at, item);
    else
        takers[window->rule->kind](window, at, item);
    window->groups[at].last_us = item->time_us;
    trim(window, at);
}

/* ---- telling ---- */

static void tell(struct window *window, uint32_t at, int64_t time_us, window_number amount,
                 window_hear *hear, void *listener)
{
    const struct window_group *group = &window->groups[at];
    const struct window_event *events = window->events;
    size_t count = 0;
    if (window->rule->kind == WINDOW_ORDERED) {
        events = group->best.events;
        count = group->best.steps;
    } else {
        count = group->count < WINDOW_EVENTS_MAX ? group->count : WINDOW_EVENTS_MAX;
        uint32_t node = group->last;
        for (size_t left = count; left > 0; node = window->nodes[node].prev)
            window->events[--left] = window->nodes[node].event;
    }
    struct window_hit hit = {.time_us = time_us,
                             .group = group->key,
                             .amount = amount,
                             .events = events,
                             .event_count = count};
    hear(listener, &hit);
}

/* What is older than the span is out; time goes on from item to item. */
static void slide(struct window *window, uint32_t at, int64_t now_us)
{
    const struct window_group *group = &window->groups[at];
    while (group->first != 0
           && window->nodes[group->first].time_us < now_us - window->rule->span_us)
        hold_forget(window, group->first);
}

/* The key under which a group is kept. */
static struct text key_of(struct text group, char hex[2 * SHA256_BYTES])
{
    if (group.size <= WINDOW_GROUP_BYTES_MAX)
        return group;
    static const char digits[] = "0123456789abcdef";
    struct sha256 hash = sha256(group);
    for (size_t i = 0; i < SHA256_BYTES; i++) {
        hex[2 * i] = digits[hash.bytes[i] >> 4];
        hex[2 * i + 1] = digits[hash.bytes[i] & 15];
    }
    return (struct text){hex, 2 * SHA256_BYTES};
}

static void add_sliding(struct window *window, struct text key, const struct window_item *item,
                        window_hear *hear, void *listener)
{
    window_forget(window, item->time_us - window->rule->span_us);
    uint32_t at = hold_find(window, key);
    if (at == 0)
        at = hold_group(window, key);
    else
        hold_touch(window, at);
    slide(window, at, item->time_us);
    take(window, at, item);
    window_number amount = 0;
    struct window_group *group = &window->groups[at];
    if (!decide_holds(window, group, &amount))
        return;
    if (group->fired_us != INT64_MIN && item->time_us - group->fired_us <= window->rule->span_us)
        return;
    group->fired_us = item->time_us;
    tell(window, at, item->time_us, amount, hear, listener);
}

static void add_deferred(struct window *window, struct text key, const struct window_item *item)
{
    uint32_t at = hold_find(window, key);
    if (at == 0) {
        if ((window->openers >> item->part & 1) == 0)
            return;
        at = hold_group(window, key);
        window->groups[at].from_us = item->time_us;
    }
    take(window, at, item);
}

void window_add(struct window *window, const struct window_item *item, window_hear *hear,
                void *listener)
{
    char hex[2 * SHA256_BYTES];
    struct text key = key_of(item->group, hex);
    if (window->deferred)
        add_deferred(window, key, item);
    else
        add_sliding(window, key, item, hear, listener);
}

int64_t window_due(const struct window *window)
{
    if (!window->deferred || window->oldest == 0)
        return INT64_MAX;
    return window->groups[window->oldest].from_us + window->rule->span_us;
}

void window_close(struct window *window, window_hear *hear, void *listener)
{
    uint32_t at = window->oldest;
    window_number amount = 0;
    int64_t due_us = window_due(window);
    if (decide_holds(window, &window->groups[at], &amount))
        tell(window, at, due_us, amount, hear, listener);
    hold_drop(window, at);
}

void window_forget(struct window *window, int64_t before_us)
{
    while (!window->deferred && window->oldest != 0
           && window->groups[window->oldest].last_us < before_us)
        hold_drop(window, window->oldest);
}

struct window_loss window_lost(const struct window *window)
{
    return window->loss;
}

uint32_t window_groups(const struct window *window)
{
    return window->group_count;
}

uint32_t window_items(const struct window *window)
{
    return window->node_count;
}
