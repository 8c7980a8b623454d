/* SPDX-License-Identifier: Apache-2.0 */
/* Rules against facts: which steps of which rules a fact opens, fulfils or voids. Pure. */
#pragma once
#include "policy/pack.h"

/* True when the trigger is served, its kind is the fact's, its conditions hold and what it excepts
 * (unless) does not. */
bool trigger_holds(const struct trigger *trigger, const struct fact *fact);

/* What a fact does to a step. Replace: opens it, in the place of what it supersedes. */
enum effect { EFFECT_OPEN, EFFECT_STOP, EFFECT_CANCEL, EFFECT_REPLACE };

struct match {
    const struct rule *rule;
    const struct step *step;
    enum effect effect;
    const struct trigger *trigger; /* the first that holds; of what opens it names the field at
                                      which the clock starts */
};

/*
 * All effects of a fact, in the order of the rules and steps; in the arena. One fact may both open
 * a step and stop it. Steps that are not yet served are passed over: what nothing could fulfil is
 * not opened.
 */
void rules_match(struct arena *arena, const struct pack *pack, const struct fact *fact,
                 struct match **matches, size_t *count);
