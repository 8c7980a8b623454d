/* SPDX-License-Identifier: Apache-2.0 */
/* Rules and events from texts, for the tests of this room. */
#pragma once
#include "event/json.h"
#include "sigma/sigma.h"
#include "tap.h"
#include <stdio.h>

enum { RIG_BYTES = 1 << 30 };

struct rig {
    struct turn turn;
    struct event_sources *sources;
    struct sigma_rules *rules;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    struct event event;
    const uint32_t *hits;
};

static inline void rig_begin(struct rig *rig)
{
    *rig = (struct rig){.turn = {.arena = arena_new(RIG_BYTES)}};
    if (!event_sources_own(&rig->turn, &rig->sources))
        ok(false, "%s", rig->turn.fault.message);
}

static inline void rig_end(struct rig *rig)
{
    arena_free(rig->turn.arena);
}

static inline void rig_order(struct rig *rig, struct sigma_order order)
{
    order.sources = rig->sources;
    if (!sigma_load(&rig->turn, &order, &rig->rules))
        ok(false, "%s", rig->turn.fault.message);
    rig->reader = event_reader_new(rig->turn.arena, sigma_rules_names(rig->rules));
    rig->matcher = sigma_matcher_new(rig->turn.arena, rig->rules);
}

static inline void rig_rules(struct rig *rig, const char *yaml)
{
    rig_order(rig, (struct sigma_order){.text = text_of(yaml)});
}

/* How many rules hold for the line. */
static inline size_t rig_match(struct rig *rig, struct text line)
{
    event_json_or_message(rig->reader, line, &rig->event);
    event_sources_apply(rig->sources, rig->reader, &rig->event);
    return sigma_match(rig->matcher, &rig->event, &rig->hits);
}

static inline const struct sigma_problem *rig_problem(const struct rig *rig, size_t *count)
{
    return sigma_rules_problems(rig->rules, count);
}

/* A rule of no log source but what any event of Windows has. */
static inline const char *rig_rule(struct rig *rig, const char *detection)
{
    return text_format(rig->turn.arena, "title: t\nlogsource: {product: windows}\ndetection:\n%s",
                       detection)
        .data;
}
