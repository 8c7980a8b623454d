/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a window holds, as bytes. Little-endian 64-bit numbers: the shape (kind, parts), how many
 * groups, and each group, oldest first, with its key, its times and its items, oldest first.
 */
#include "sigma/save.h"
#include "sigma/window_inside.h"

/* Times beyond this were never saved by us, and could not be added to. */
#define TIME_END_US ((int64_t)1 << 61)

static bool get_time(struct text *bytes, int64_t *time_us)
{
    uint64_t number = 0;
    bool got = save_get(bytes, &number);
    *time_us = (int64_t)number;
    return got && ((*time_us<TIME_END_US && * time_us> - TIME_END_US) || *time_us == INT64_MIN);
}

/* ---- saving ---- */

static void put_chain(struct builder *builder, const struct window_chain *chain)
{
    save_put(builder, chain->steps);
    save_put(builder, (uint64_t)chain->start_us);
    for (uint32_t i = 0; i < chain->steps; i++) {
        save_put(builder, chain->events[i].place);
        save_put(builder, chain->events[i].position);
    }
}

static void put_group(struct builder *builder, const struct window *window,
                      const struct window_group *group)
{
    save_put(builder, group->key.size);
    build(builder, group->key);
    save_put(builder, group->seen);
    save_put(builder, (uint64_t)group->from_us);
    save_put(builder, (uint64_t)group->last_us);
    save_put(builder, (uint64_t)group->fired_us);
    save_put(builder, group->parts);
    save_put(builder, group->count);
    for (uint32_t at = group->first; at != 0; at = window->nodes[at].next) {
        const struct window_node *node = &window->nodes[at];
        save_put(builder, (uint64_t)node->time_us);
        save_put(builder, node->event.place);
        save_put(builder, node->event.position);
        save_put(builder, node->value[0]);
        save_put(builder, node->value[1]);
        save_put(builder, node->part);
    }
    for (uint32_t i = 0; i < window->chains; i++)
        put_chain(builder, &group->chains[i]);
    if (window->chains > 0)
        put_chain(builder, &group->best);
}

void window_save(const struct window *window, struct builder *builder)
{
    save_put(builder, window->rule->kind);
    save_put(builder, window->rule->parts);
    save_put(builder, window->group_count);
    for (uint32_t at = window->oldest; at != 0; at = window->groups[at].next)
        put_group(builder, window, &window->groups[at]);
    save_put(builder, window->loss.groups);
    save_put(builder, window->loss.items);
}

/* ---- loading ---- */

static bool get_chain(const struct window *window, struct text *bytes, struct window_chain *chain)
{
    uint64_t steps = 0;
    if (!save_get(bytes, &steps) || steps > window->rule->parts
        || !get_time(bytes, &chain->start_us))
        return false;
    chain->steps = (uint32_t)steps;
    for (uint64_t i = 0; i < steps; i++)
        if (!save_get(bytes, &chain->events[i].place)
            || !save_get(bytes, &chain->events[i].position))
            return false;
    return true;
}

static bool get_chains(const struct window *window, struct text *bytes, struct window_group *group)
{
    for (uint32_t i = 0; i < window->chains; i++)
        if (!get_chain(window, bytes, &group->chains[i]))
            return false;
    return window->chains == 0 || get_chain(window, bytes, &group->best);
}

/* A number that window_number_read could not have read would make the sum overflow. */
static bool get_number(struct window *window, uint32_t group, const uint64_t value[2])
{
    if (window->rule->kind != WINDOW_SUM && window->rule->kind != WINDOW_AVERAGE)
        return true;
    window_number number;
    memcpy(&number, value, sizeof number);
    window->groups[group].sum +=
        number < WINDOW_NUMBER_END && number > -WINDOW_NUMBER_END ? number : (window_number)0;
    return number < WINDOW_NUMBER_END && number > -WINDOW_NUMBER_END;
}

/* A distinct value twice, or a part that the rule does not have, was never saved by us. */
static bool get_node(struct window *window, uint32_t group, struct text *bytes)
{
    struct window_node read = {0};
    uint64_t part = 0;
    if (!get_time(bytes, &read.time_us) || !save_get(bytes, &read.event.place)
        || !save_get(bytes, &read.event.position) || !save_get(bytes, &read.value[0])
        || !save_get(bytes, &read.value[1]) || !save_get(bytes, &part)
        || part >= window->rule->parts)
        return false;
    bool distinct = window->rule->kind == WINDOW_DISTINCT;
    if (distinct && hold_value(window, group, read.value) != 0)
        return false;
    struct window_node *node = hold_node(window, group);
    node->time_us = read.time_us;
    node->event = read.event;
    node->part = (uint32_t)part;
    memcpy(node->value, read.value, sizeof node->value);
    if (distinct)
        hold_enlist(window, (uint32_t)(node - window->nodes));
    return get_number(window, group, read.value);
}

static bool get_group(struct window *window, struct text *bytes)
{
    uint64_t size = 0;
    if (!save_get(bytes, &size) || size > WINDOW_GROUP_BYTES_MAX || bytes->size < size)
        return false;
    struct text key = {bytes->data, (size_t)size};
    bytes->data += size;
    bytes->size -= size;
    if (hold_find(window, key) != 0 || window->group_count >= window->limits.groups_max
        || window->limits.items_max - window->node_count < window->chains)
        return false;
    uint32_t at = hold_group(window, key);
    struct window_group *group = &window->groups[at];
    uint64_t count = 0;
    if (!save_get(bytes, &group->seen) || !get_time(bytes, &group->from_us)
        || !get_time(bytes, &group->last_us) || !get_time(bytes, &group->fired_us)
        || !save_get(bytes, &group->parts) || !save_get(bytes, &count)
        || count > window->limits.group_items_max
        || count > window->limits.items_max - window->node_count)
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!get_node(window, at, bytes))
            return false;
    return get_chains(window, bytes, &window->groups[at]);
}

static bool get_window(struct window *window, struct text *bytes)
{
    uint64_t kind = 0;
    uint64_t parts = 0;
    uint64_t groups = 0;
    if (!save_get(bytes, &kind) || kind != window->rule->kind || !save_get(bytes, &parts)
        || parts != window->rule->parts || !save_get(bytes, &groups))
        return false;
    for (uint64_t i = 0; i < groups; i++)
        if (!get_group(window, bytes))
            return false;
    return save_get(bytes, &window->loss.groups) && save_get(bytes, &window->loss.items);
}

bool window_load(struct window *window, struct text *bytes)
{
    if (get_window(window, bytes))
        return true;
    while (window->oldest != 0)
        hold_drop(window, window->oldest);
    window->loss = (struct window_loss){0};
    return false;
}
