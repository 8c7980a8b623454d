/* SPDX-License-Identifier: Apache-2.0 */
#include "sigma/index.h"

struct source_rules {
    uint32_t *rules;
    size_t count;
};

struct index {
    struct source_rules *sets; /* by the number of a set of log sources */
    uint32_t set_count;
};

struct index_state {
    const struct index *index;
};

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

void index_make(struct compile *compile)
{
    struct arena *arena = compile->turn->arena;
    struct sigma_rules *rules = compile->rules;
    struct index *index = rules->index = arena_take(arena, sizeof *index);
    index->set_count = event_sources_count(rules->sources);
    index->sets = arena_array(arena, index->set_count + 1, sizeof *index->sets);
    for (uint32_t set = 0; set <= index->set_count; set++) {
        size_t capacity = 0;
        struct source_rules *list = &index->sets[set];
        for (uint32_t i = 0; i < rules->count; i++) {
            if (!set_holds(rules, set, &rules->rules[i]))
                continue;
            list->rules =
                arena_grow(arena, list->rules, list->count, &capacity, sizeof *list->rules);
            list->rules[list->count++] = i;
        }
    }
}

struct index_state *index_state_new(struct arena *arena, const struct sigma_rules *rules)
{
    struct index_state *state = arena_take(arena, sizeof *state);
    state->index = rules->index;
    return state;
}

size_t index_candidates(struct sigma_matcher *matcher, struct index_state *state,
                        const struct event *event, const uint32_t **candidates)
{
    (void)matcher;
    uint32_t set = event->sources <= state->index->set_count ? event->sources : 0;
    *candidates = state->index->sets[set].rules;
    return state->index->sets[set].count;
}
