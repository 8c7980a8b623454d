/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are worth a look for an event: those of its log sources of which it has the rarest
 * words. Only match.c asks. */
#pragma once
#include "sigma/inside.h"

struct index_state; /* of one thread */

/* The state of one thread, in the arena. */
struct index_state *index_state_new(struct arena *arena, const struct sigma_rules *rules);

/* The numbers of the rules that may hold for the event, ascending; how many. */
size_t index_candidates(struct sigma_matcher *matcher, struct index_state *state,
                        const struct event *event, const uint32_t **candidates);

/* match.c: a value of the event, folded once. */
struct text matcher_folded(struct sigma_matcher *matcher, uint32_t field);
