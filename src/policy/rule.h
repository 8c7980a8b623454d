/* SPDX-License-Identifier: Apache-2.0 */
/* Rules against facts: which steps of which rules a fact opens, fulfils or voids. Pure. */
#pragma once
#include "policy/pack.h"

/* True when the trigger's kind is the fact's and its conditions hold. */
bool trigger_holds(const struct trigger *trigger, const struct fact *fact);

/* What a fact does to a step. */
enum effect { EFFECT_OPEN, EFFECT_STOP, EFFECT_CANCEL };

struct match {
    const struct rule *rule;
    const struct step *step;
    enum effect effect;
};

/* All effects of a fact, in the order of the rules and steps; in the arena. */
void rules_match(struct arena *arena, const struct pack *pack, const struct fact *fact,
                 struct match **matches, size_t *count);
