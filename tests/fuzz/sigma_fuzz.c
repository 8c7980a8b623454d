/* SPDX-License-Identifier: Apache-2.0 */
/* A file of rules from anybody, and a line from the world behind the first zero byte: whatever they
 * say, loading ends, and so does matching. */
#include "event/json.h"
#include "sigma/sigma.h"
#include "sources.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct turn turn = {.arena = arena_new((size_t)1 << 30)};
    struct text rest;
    struct sigma_rules *rules;
    struct sigma_order order = {.text =
                                    text_cut((struct text){(const char *)data, size}, '\0', &rest),
                                .effect = SIGMA_EFFECT_SUPPRESS,
                                .sources = sources_once()};
    struct event event;
    const uint32_t *hits;
    if (sigma_load(&turn, &order, &rules)) {
        struct event_reader *reader = event_reader_new(turn.arena, sigma_rules_names(rules));
        struct sigma_matcher *matcher = sigma_matcher_new(turn.arena, rules);
        event_json_or_message(reader, rest, &event);
        event_sources_apply(order.sources, reader, &event);
        sigma_match(matcher, &event, &hits);
        struct builder out = {.arena = turn.arena};
        for (uint32_t i = 0; i < sigma_rules_count(rules) && i < 4; i++)
            sigma_explain(matcher, &event, i, &out);
    }
    arena_free(turn.arena);
    return 0;
}
