/* SPDX-License-Identifier: Apache-2.0 */
/* Groups and their items: places in two arrays, each with a list of the free ones. */
#include "sigma/window_inside.h"

enum { BUCKETS_AT_FIRST = 64 };

static uint64_t key_hash(struct text key)
{
    uint64_t hash = 0xCBF29CE484222325U; /* FNV-1a */
    for (size_t i = 0; i < key.size; i++)
        hash = (hash ^ (unsigned char)key.data[i]) * 0x100000001B3U;
    return hash ^ hash >> 31;
}

uint32_t hold_find(const struct window *window, struct text key)
{
    if (window->group_buckets == NULL)
        return 0;
    uint64_t hash = key_hash(key);
    uint32_t at = window->group_buckets[hash & window->group_mask];
    while (at != 0 && (window->groups[at].hash != hash || !text_equal(window->groups[at].key, key)))
        at = window->groups[at].bucket_next;
    return at;
}

/* ---- lists of groups ---- */

static void group_enlist(struct window *window, uint32_t at)
{
    struct window_group *group = &window->groups[at];
    group->prev = window->newest;
    group->next = 0;
    if (window->newest != 0)
        window->groups[window->newest].next = at;
    else
        window->oldest = at;
    window->newest = at;
}

static void group_delist(struct window *window, uint32_t at)
{
    const struct window_group *group = &window->groups[at];
    if (group->prev != 0)
        window->groups[group->prev].next = group->next;
    else
        window->oldest = group->next;
    if (group->next != 0)
        window->groups[group->next].prev = group->prev;
    else
        window->newest = group->prev;
}

void hold_touch(struct window *window, uint32_t group)
{
    group_delist(window, group);
    group_enlist(window, group);
}

/* ---- buckets ---- */

static uint32_t *buckets_new(struct window *window, uint32_t count, uint32_t *mask)
{
    *mask = count - 1;
    return arena_array(window->arena, count, sizeof(uint32_t));
}

static void group_bucket(struct window *window, uint32_t at)
{
    uint32_t *bucket = &window->group_buckets[window->groups[at].hash & window->group_mask];
    window->groups[at].bucket_next = *bucket;
    *bucket = at;
}

static void group_unbucket(struct window *window, uint32_t at)
{
    uint32_t *link = &window->group_buckets[window->groups[at].hash & window->group_mask];
    while (*link != at)
        link = &window->groups[*link].bucket_next;
    *link = window->groups[at].bucket_next;
}

static void group_buckets_grow(struct window *window)
{
    uint32_t count =
        window->group_buckets == NULL ? BUCKETS_AT_FIRST : (window->group_mask + 1) * 2;
    window->group_buckets = buckets_new(window, count, &window->group_mask);
    for (uint32_t at = window->oldest; at != 0; at = window->groups[at].next)
        group_bucket(window, at);
}

/* A value is already a hash; the group is mixed in, because all groups share the buckets. */
static uint32_t *value_bucket(const struct window *window, uint32_t group, const uint64_t value[2])
{
    uint64_t hash = (value[0] ^ group) * 0x9E3779B97F4A7C15U;
    return &window->value_buckets[(hash >> 32) & window->value_mask];
}

static void value_buckets_grow(struct window *window)
{
    uint32_t count =
        window->value_buckets == NULL ? BUCKETS_AT_FIRST : (window->value_mask + 1) * 2;
    window->value_buckets = buckets_new(window, count, &window->value_mask);
    for (uint32_t group = window->oldest; group != 0; group = window->groups[group].next) {
        for (uint32_t at = window->groups[group].first; at != 0; at = window->nodes[at].next) {
            uint32_t *bucket = value_bucket(window, group, window->nodes[at].value);
            window->nodes[at].bucket_next = *bucket;
            *bucket = at;
        }
    }
}

uint32_t hold_value(const struct window *window, uint32_t group, const uint64_t value[2])
{
    if (window->value_buckets == NULL)
        return 0;
    uint32_t at = *value_bucket(window, group, value);
    while (at != 0
           && (window->nodes[at].group != group || window->nodes[at].value[0] != value[0]
               || window->nodes[at].value[1] != value[1]))
        at = window->nodes[at].bucket_next;
    return at;
}

void hold_enlist(struct window *window, uint32_t node)
{
    if (window->value_buckets == NULL || window->node_count > window->value_mask) {
        value_buckets_grow(window); /* which finds this node in its group */
        return;
    }
    uint32_t *bucket = value_bucket(window, window->nodes[node].group, window->nodes[node].value);
    window->nodes[node].bucket_next = *bucket;
    *bucket = node;
}

static void value_delist(struct window *window, uint32_t node)
{
    uint32_t *link = value_bucket(window, window->nodes[node].group, window->nodes[node].value);
    while (*link != node)
        link = &window->nodes[*link].bucket_next;
    *link = window->nodes[node].bucket_next;
}

/* ---- nodes ---- */

static void node_link(struct window *window, uint32_t at)
{
    struct window_node *node = &window->nodes[at];
    struct window_group *group = &window->groups[node->group];
    node->prev = group->last;
    node->next = 0;
    if (group->last != 0)
        window->nodes[group->last].next = at;
    else
        group->first = at;
    group->last = at;
    group->count++;
}

static void node_unlink(struct window *window, uint32_t at)
{
    const struct window_node *node = &window->nodes[at];
    struct window_group *group = &window->groups[node->group];
    if (node->prev != 0)
        window->nodes[node->prev].next = node->next;
    else
        group->first = node->next;
    if (node->next != 0)
        window->nodes[node->next].prev = node->prev;
    else
        group->last = node->prev;
    group->count--;
}

void hold_renew(struct window *window, uint32_t node)
{
    node_unlink(window, node);
    node_link(window, node);
}

void hold_forget(struct window *window, uint32_t node)
{
    if (window->rule->kind == WINDOW_DISTINCT)
        value_delist(window, node);
    if (window->rule->kind == WINDOW_SUM || window->rule->kind == WINDOW_AVERAGE) {
        window_number number;
        memcpy(&number, window->nodes[node].value, sizeof number);
        window->groups[window->nodes[node].group].sum -= number;
    }
    node_unlink(window, node);
    window->nodes[node].next = window->node_free;
    window->node_free = node;
    window->node_count--;
}

/* Room for so many more items, taken from the groups that were quiet longest, and at last from the
 * group itself. */
static void make_room(struct window *window, uint32_t group, uint32_t items)
{
    while (window->limits.items_max - window->node_count < items) {
        uint32_t oldest = window->oldest;
        if (oldest == group)
            oldest = window->groups[group].next;
        if (oldest != 0) {
            window->loss.groups++;
            hold_drop(window, oldest);
        } else {
            window->loss.items++;
            hold_forget(window, window->groups[group].first);
        }
    }
}

struct window_node *hold_node(struct window *window, uint32_t group)
{
    make_room(window, group, 1);
    uint32_t at = window->node_free;
    if (at != 0) {
        window->node_free = window->nodes[at].next;
    } else {
        at = ++window->node_top;
        window->nodes = arena_grow(window->arena, window->nodes, window->nodes == NULL ? 0 : at,
                                   &window->node_capacity, sizeof *window->nodes);
    }
    window->nodes[at] = (struct window_node){.group = group};
    window->node_count++;
    node_link(window, at);
    return &window->nodes[at];
}

/* ---- groups ---- */

void hold_drop(struct window *window, uint32_t group)
{
    while (window->groups[group].first != 0)
        hold_forget(window, window->groups[group].first);
    window->node_count -= window->chains;
    group_unbucket(window, group);
    group_delist(window, group);
    window->groups[group].next = window->group_free;
    window->group_free = group;
    window->group_count--;
}

/* The key is copied into what the place held before, where that is large enough. */
static void key_keep(struct window *window, struct window_group *group, struct text key)
{
    char *bytes = (char *)(uintptr_t)group->key.data;
    if (group->key_capacity < key.size) {
        bytes = arena_take(window->arena, key.size);
        group->key_capacity = key.size;
    }
    if (key.size > 0)
        memcpy(bytes, key.data, key.size);
    group->key = (struct text){bytes, key.size};
}

static uint32_t group_place(struct window *window)
{
    uint32_t at = window->group_free;
    if (at != 0) {
        window->group_free = window->groups[at].next;
        return at;
    }
    at = ++window->group_top;
    window->groups = arena_grow(window->arena, window->groups, window->groups == NULL ? 0 : at,
                                &window->group_capacity, sizeof *window->groups);
    window->groups[at] = (struct window_group){0};
    return at;
}

uint32_t hold_group(struct window *window, struct text key)
{
    while (window->group_count >= window->limits.groups_max
           || (window->oldest != 0
               && window->limits.items_max - window->node_count < window->chains)) {
        window->loss.groups++;
        hold_drop(window, window->oldest);
    }
    uint32_t at = group_place(window);
    struct window_group *group = &window->groups[at];
    struct window_chain *chains = group->chains;
    *group = (struct window_group){
        .key = group->key, .key_capacity = group->key_capacity, .fired_us = INT64_MIN};
    key_keep(window, group, key);
    group->hash = key_hash(key);
    if (window->chains > 0) {
        group->chains = chains;
        if (chains == NULL)
            group->chains = arena_array(window->arena, window->chains, sizeof *group->chains);
        memset(group->chains, 0, window->chains * sizeof *group->chains);
        window->node_count += window->chains;
    }
    window->group_count++;
    group_enlist(window, at);
    if (window->group_buckets == NULL || window->group_count > window->group_mask)
        group_buckets_grow(window);
    else
        group_bucket(window, at);
    return at;
}
