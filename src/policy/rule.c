/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/rule.h"
#include "policy/inside.h"
#include <assert.h>

/* At least as high as the lowest of the ratings named; what is no rating is lower than any. */
static bool at_least(const struct names *ratings, struct text text)
{
    enum rating rating = rating_named(text);
    for (size_t i = 0; i < ratings->count; i++)
        if (rating != RATING_NONE && rating >= rating_named(ratings->items[i]))
            return true;
    return false;
}

static bool condition_holds(const struct condition *condition, const struct fact *fact)
{
    assert(condition->field < FACT_FIELDS);
    bool has = fact->has[condition->field];
    struct text text = fact->texts[condition->field];
    bool is_text = has && !fact_field_is_time(condition->field);
    switch (condition->comparison) {
    case COMPARE_ABSENT: return !has;
    case COMPARE_PRESENT: return has;
    case COMPARE_IS:
    case COMPARE_IN: return is_text && names_have(&condition->values, text);
    case COMPARE_AT_LEAST: return is_text && at_least(&condition->values, text);
    }
    return false;
}

static bool when_holds(const struct when *when, const struct fact *fact)
{
    for (size_t i = 0; i < when->all_count; i++)
        if (!condition_holds(&when->all[i], fact))
            return false;
    for (size_t i = 0; i < when->any_count; i++)
        if (condition_holds(&when->any[i], fact))
            return true;
    return when->any_count == 0;
}

bool trigger_holds(const struct trigger *trigger, const struct fact *fact)
{
    if (!trigger->served || trigger->fact != fact->kind || !when_holds(&trigger->when, fact))
        return false;
    bool never = trigger->unless.all_count == 0 && trigger->unless.any_count == 0;
    return never || !when_holds(&trigger->unless, fact);
}

static const struct trigger *first_that_holds(const struct trigger *triggers, size_t count,
                                              const struct fact *fact)
{
    for (size_t i = 0; i < count; i++)
        if (trigger_holds(&triggers[i], fact))
            return &triggers[i];
    return NULL;
}

struct matching {
    struct arena *arena;
    const struct fact *fact;
    struct match *matches;
    size_t count, capacity;
};

static void match_add(struct matching *matching, const struct rule *rule, const struct step *step,
                      enum effect effect, const struct trigger *trigger)
{
    if (trigger == NULL)
        return;
    matching->matches = arena_grow(matching->arena, matching->matches, matching->count,
                                   &matching->capacity, sizeof(struct match));
    matching->matches[matching->count++] = (struct match){rule, step, effect, trigger};
}

static void step_match(struct matching *matching, const struct rule *rule, const struct step *step)
{
    const struct fact *fact = matching->fact;
    const struct trigger *open = first_that_holds(step->open, step->open_count, fact);
    match_add(matching, rule, step, open != NULL && open->instead ? EFFECT_REPLACE : EFFECT_OPEN,
              open);
    match_add(matching, rule, step, EFFECT_STOP,
              first_that_holds(step->stop, step->stop_count, fact));
    match_add(matching, rule, step, EFFECT_CANCEL,
              first_that_holds(step->cancel, step->cancel_count, fact));
}

void rules_match(struct arena *arena, const struct pack *pack, const struct fact *fact,
                 struct match **matches, size_t *count)
{
    struct matching matching = {.arena = arena, .fact = fact};
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++)
            if (pack->rules[i].steps[j].served)
                step_match(&matching, &pack->rules[i], &pack->rules[i].steps[j]);
    *matches = matching.matches;
    *count = matching.count;
}
