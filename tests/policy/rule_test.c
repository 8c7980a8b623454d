/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions, triggers, and which steps a fact touches. */
#include "part.h"
#include "policy/rule.h"
#include "tap.h"

static struct fact rated_fact(const char *rating)
{
    struct fact fact = {.kind = FACT_INCIDENT_RATED};
    fact_set_text(&fact, FIELD_OF_KIND, TEXT("real"));
    fact_set_time(&fact, FIELD_OF_TOLD, 0);
    if (rating != NULL)
        fact_set_text(&fact, FIELD_OF_RATING, text_of(rating));
    return fact;
}

#define WHEN(array)                                                                                \
    {                                                                                              \
        .all = (array), .all_count = sizeof(array) / sizeof(array)[0]                              \
    }
#define NAMES(array)                                                                               \
    {                                                                                              \
        (array), sizeof(array) / sizeof(array)[0]                                                  \
    }

static bool holds(struct condition condition, const struct fact *fact)
{
    struct trigger trigger = {
        .served = true, .fact = fact->kind, .when = {.all = &condition, .all_count = 1}};
    return trigger_holds(&trigger, fact);
}

static void test_conditions(void)
{
    struct text high[] = {TEXT("high")};
    struct text medium[] = {TEXT("medium")};
    struct text both[] = {TEXT("low"), TEXT("medium")};
    struct fact fact = rated_fact("medium");
    struct fact unrated = rated_fact(NULL);
    struct fact strange = rated_fact("Medium");
#define RATING(how, names) ((struct condition){FIELD_OF_RATING, how, NAMES(names)})
    ok(holds(RATING(COMPARE_IS, medium), &fact), "is: the same");
    ok(!holds(RATING(COMPARE_IS, high), &fact), "is: another");
    ok(holds(RATING(COMPARE_IN, both), &fact), "in: one of them");
    ok(!holds(RATING(COMPARE_IN, high), &fact), "in: none of them");
    ok(holds(RATING(COMPARE_AT_LEAST, medium), &fact), "at least: equal");
    ok(!holds(RATING(COMPARE_AT_LEAST, high), &fact), "at least: lower");
    ok(holds(RATING(COMPARE_AT_LEAST, both), &fact), "at least: higher");
    ok(!holds(RATING(COMPARE_AT_LEAST, medium), &strange),
       "at least: what is no rating is lower than any");
    ok(!holds(RATING(COMPARE_IS, medium), &unrated) && !holds(RATING(COMPARE_IN, both), &unrated)
           && !holds(RATING(COMPARE_AT_LEAST, both), &unrated)
           && !holds(RATING(COMPARE_PRESENT, both), &unrated),
       "nothing but absent is true of a field that is not set");
    ok(holds(RATING(COMPARE_ABSENT, both), &unrated) && !holds(RATING(COMPARE_ABSENT, both), &fact),
       "absent");
    ok(holds(RATING(COMPARE_PRESENT, both), &fact), "present");
    struct condition told = {FIELD_OF_TOLD, COMPARE_PRESENT, {NULL, 0}};
    ok(holds(told, &fact), "an instant is present, even that of 1970");
    told = (struct condition){FIELD_OF_TOLD, COMPARE_IS, {&(struct text){NULL, 0}, 1}};
    ok(!holds(told, &fact), "and is no text");
}

static void test_triggers(void)
{
    struct text high[] = {TEXT("high")};
    struct text real[] = {TEXT("real")};
    struct text import[] = {TEXT("import")};
    struct condition is_high[] = {{FIELD_OF_RATING, COMPARE_IS, NAMES(high)}};
    struct condition real_or_import[] = {{FIELD_OF_KIND, COMPARE_IS, NAMES(real)},
                                         {FIELD_OF_KIND, COMPARE_IS, NAMES(import)}};
    struct fact fact = rated_fact("high");
    struct fact low = rated_fact("low");
    struct trigger trigger = {.served = true, .fact = FACT_INCIDENT_RATED};
    ok(trigger_holds(&trigger, &low), "a trigger without conditions holds of its kind");
    trigger.fact = FACT_INCIDENT_CLOSED;
    ok(!trigger_holds(&trigger, &low), "and of no other");
    trigger.fact = FACT_INCIDENT_RATED;
    trigger.when =
        (struct when){.all = is_high, .all_count = 1, .any = real_or_import, .any_count = 2};
    ok(trigger_holds(&trigger, &fact), "all, and one of any");
    ok(!trigger_holds(&trigger, &low), "not all");
    fact.texts[FIELD_OF_KIND] = TEXT("exercise");
    ok(!trigger_holds(&trigger, &fact), "all, and none of any");
    trigger.when = (struct when){0};
    trigger.unless = (struct when)WHEN(is_high);
    ok(!trigger_holds(&trigger, &fact) && trigger_holds(&trigger, &low), "unless");
    trigger.served = false;
    ok(!trigger_holds(&trigger, &low), "what is not served never holds");
}

static void test_match(struct arena *arena)
{
    struct trigger rated[] = {{.served = false, .fact = FACT_INCIDENT_RATED},
                              {.served = true, .fact = FACT_INCIDENT_RATED}};
    struct trigger closed[] = {{.served = true, .fact = FACT_INCIDENT_CLOSED}};
    struct step first[] = {{.name = TEXT("one"),
                            .served = true,
                            .open = rated,
                            .open_count = 2,
                            .stop = closed,
                            .stop_count = 1},
                           {.name = TEXT("two"), .served = false, .open = rated, .open_count = 2},
                           {.name = TEXT("three"),
                            .served = true,
                            .open = closed,
                            .open_count = 1,
                            .stop = rated,
                            .stop_count = 2,
                            .cancel = rated,
                            .cancel_count = 2}};
    struct step second[] = {{.served = true, .open = rated, .open_count = 1}};
    struct rule rules[] = {{.id = TEXT("X"), .steps = first, .steps_count = 3},
                           {.id = TEXT("Y"), .steps = second, .steps_count = 1}};
    struct pack pack = {.rules = rules, .rules_count = 2};
    struct fact fact = rated_fact("low");
    struct match *matches;
    size_t count;
    rules_match(arena, &pack, &fact, &matches, &count);
    ok(count == 3, "a fact has as many effects as steps hang on it (%zu)", count);
    ok(matches[0].rule == &rules[0] && matches[0].step == &first[0]
           && matches[0].effect == EFFECT_OPEN && matches[0].trigger == &rated[1],
       "it opens the first step, by the trigger that is served");
    ok(matches[1].step == &first[2] && matches[1].effect == EFFECT_STOP
           && matches[2].step == &first[2] && matches[2].effect == EFFECT_CANCEL,
       "it stops and cancels the third; the second is not served yet");
    fact.kind = FACT_INCIDENT_CLOSED;
    rules_match(arena, &pack, &fact, &matches, &count);
    ok(count == 2 && matches[0].step == &first[0] && matches[0].effect == EFFECT_STOP
           && matches[1].step == &first[2] && matches[1].effect == EFFECT_OPEN,
       "another fact has other effects");
    fact.kind = FACT_NOTICE_FAILED;
    rules_match(arena, &pack, &fact, &matches, &count);
    ok(count == 0, "and one that nothing hangs on has none");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    test_conditions();
    test_triggers();
    test_match(arena);
    arena_free(arena);
    return tap_end();
}
