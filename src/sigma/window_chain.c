/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts in their order. Of each part and each length the group keeps the chain that began last and
 * ends with the part: a later beginning stays within the span longer, so no other chain of that
 * length can ever be better. The exception is the next step by the very event with which a chain
 * ends, so the best that ends with another event is kept beside it.
 */
#include "sigma/window_inside.h"

enum { CHAINS_KEPT = 2 };

/* Chains that end with part p have 1 to p + 1 steps: a triangle. */
uint32_t chain_count(uint32_t parts)
{
    return parts * (parts + 1) / 2 * CHAINS_KEPT;
}

static struct window_chain *chain_at(const struct window_group *group, uint32_t part,
                                     uint32_t steps)
{
    return &group->chains[(part * (part + 1) / 2 + steps - 1) * CHAINS_KEPT];
}

static bool same_event(struct window_event a, struct window_event b)
{
    return a.place == b.place && a.position == b.position;
}

/* The best chain of so many steps that the item can follow, or NULL. */
static const struct window_chain *chain_before(const struct window *window,
                                               const struct window_group *group,
                                               const struct window_item *item, uint32_t steps)
{
    const struct window_chain *best = NULL;
    for (uint32_t part = steps - 1; part < item->part; part++) {
        const struct window_chain *kept = chain_at(group, part, steps);
        for (int i = 0; i < CHAINS_KEPT; i++) {
            if (kept[i].steps == 0 || same_event(kept[i].events[steps - 1], item->event))
                continue;
            if (best == NULL || kept[i].start_us > best->start_us)
                best = &kept[i];
        }
    }
    if (best == NULL || best->start_us < item->time_us - window->rule->span_us)
        return NULL;
    return best;
}

static void chain_keep(struct window_chain *kept, const struct window_chain *chain)
{
    if (kept[0].steps != 0
        && !same_event(kept[0].events[chain->steps - 1], chain->events[chain->steps - 1]))
        kept[1] = kept[0];
    kept[0] = *chain;
}

void chain_add(const struct window *window, struct window_group *group,
               const struct window_item *item, struct window_chain *chain)
{
    *chain = (struct window_chain){.start_us = item->time_us, .steps = 1};
    chain->events[0] = item->event;
    chain_keep(chain_at(group, item->part, 1), chain);
    for (uint32_t steps = 1; steps <= item->part; steps++) {
        const struct window_chain *before = chain_before(window, group, item, steps);
        if (before == NULL)
            continue;
        *chain = *before;
        chain->events[chain->steps++] = item->event;
        chain_keep(chain_at(group, item->part, chain->steps), chain);
    }
}
