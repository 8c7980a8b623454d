/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of notices. */
#include "story/inside.h"

enum { NOTICES_SHOWN_MAX = 10 };

/* What was called off before it was sent is told by no message but one that was not sent at all. */
static bool serves(const struct value *notice, struct text rule, struct text step)
{
    bool suppressed = text_is(value_get_text(notice, "state"), "suppressed");
    for (size_t i = 0; i < value_get_count(notice, "serves"); i++) {
        const struct value *duty = value_get_item(notice, "serves", i);
        if (value_has(duty, "ended") && !suppressed)
            continue;
        if (text_equal(value_get_text(duty, "rule"), rule)
            && (text_empty(step) || text_equal(value_get_text(duty, "step"), step)))
            return true;
    }
    return false;
}

/* The same of a duty as it is written: "C12", or one step of it, "C12.first". */
static bool serves_written(const struct value *notice, struct text written)
{
    struct text rule;
    struct text step;
    return rule_cut(written, &rule, &step) && serves(notice, rule, step);
}

/* "accepted" is what people say of a notice that a channel has delivered. */
static bool notice_in_state(struct arena *arena, const struct value *notice, struct text word)
{
    struct text state = value_get_text(notice, "state");
    if (text_is(word, "accepted") || text_is(word, "delivered"))
        return value_has(notice, "accepted") && !text_is(state, "failed");
    if (text_is(word, "sent") || text_is(word, "acknowledged"))
        return value_has(notice, text_string(arena, word));
    if (text_is(word, "corrected"))
        return value_has(notice, "corrected_by");
    return text_equal(state, word);
}

/* When the notice reached the state that the expectation names; else accepted; else queued. */
static struct text notice_time(const struct expectation *expectation, const struct value *notice)
{
    static const char *const times[] = {"accepted", "attested", "queued"};
    for (size_t i = 0; i < expectation->predicates_count; i++)
        if (expectation->predicates[i].kind == IS_STATE
            && value_has(notice, expectation->predicates[i].word.data))
            return value_get_text(notice, expectation->predicates[i].word.data);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        if (value_has(notice, times[i]))
            return value_get_text(notice, times[i]);
    return TEXT_NONE;
}

/* no later than / exactly / within a span of the telling of the case */
static bool time_fits(struct stage *stage, const struct expectation *expectation,
                      const struct predicate *predicate, const struct value *notice, bool *fits)
{
    struct text at = notice_time(expectation, notice);
    int64_t at_us;
    int64_t limit_us;
    struct spoken told = {
        .kind = MOMENT_AFTER, .anchor = TEXT("told"), .span_us = predicate->number};
    *fits = false;
    if (text_empty(at))
        return true;
    if (!instant_parse(&stage->turn, "at", at, NULL, &at_us)
        || !stage_moment(stage, "at", predicate->kind == IS_WITHIN ? &told : &predicate->moment,
                         expectation->label, &limit_us))
        return false;
    *fits = predicate->kind == IS_AT ? at_us == limit_us : at_us <= limit_us;
    return true;
}

static bool phrase_fits(struct stage *stage, const struct expectation *expectation,
                        const struct predicate *predicate, const struct value *notice, bool *fits)
{
    if (predicate->kind == IS_AT || predicate->kind == IS_BY || predicate->kind == IS_WITHIN)
        return time_fits(stage, expectation, predicate, notice, fits);
    if (predicate->kind == IS_STATE)
        *fits = notice_in_state(stage->turn.arena, notice, predicate->word);
    else if (predicate->kind == IS_ABOUT)
        *fits = serves_written(notice, predicate->word);
    else if (predicate->kind == IS_CHANNEL)
        *fits = text_equal(value_get_text(notice, "channel"), predicate->word);
    else
        *fits = text_contains(value_get_text(notice, "subject"), predicate->word);
    return true;
}

bool notice_fits(struct stage *stage, const struct expectation *expectation, struct value *notice,
                 bool *fits)
{
    *fits = text_empty(expectation->rule) || serves(notice, expectation->rule, expectation->step);
    if (*fits && !who_fits(stage, &expectation->who, value_get(notice, "to"), fits))
        return false;
    for (size_t i = 0; *fits && i < expectation->predicates_count; i++) {
        bool one;
        if (!phrase_fits(stage, expectation, &expectation->predicates[i], notice, &one))
            return false;
        *fits = one != expectation->predicates[i].negated;
    }
    return true;
}

static struct text person_of(const struct value *notice)
{
    struct text person = value_get_text(value_get(notice, "to"), "person");
    return text_empty(person) ? value_get_text(value_get(notice, "to"), "name") : person;
}

/* The most that any one person got, of those that fit. */
static size_t most_to_one(const struct value *notices)
{
    size_t most = 0;
    for (size_t i = 0; i < notices->count; i++) {
        size_t count = 0;
        for (size_t j = 0; j < notices->count; j++)
            if (text_equal(person_of(notices->items[i]), person_of(notices->items[j])))
                count++;
        most = count > most ? count : most;
    }
    return most;
}

static struct text served(struct stage *stage, const struct value *notice)
{
    struct builder rules = {.arena = stage->turn.arena};
    for (size_t i = 0; i < value_get_count(notice, "serves"); i++)
        build_format(&rules, " %.*s",
                     TEXT_SHOW(value_get_text(value_get_item(notice, "serves", i), "rule")));
    return built(&rules);
}

/* Where too many fit, those; else all that there are. */
static void show_notices(struct stage *stage, const struct expectation *expectation,
                         const struct value *fitting, const struct value *all)
{
    bool most = expectation->quantity != AT_LEAST && expectation->quantity != EVERY;
    const struct value *items = most && fitting->count > 0 ? fitting : all;
    for (size_t i = 0; i < items->count && i < NOTICES_SHOWN_MAX; i++) {
        const struct value *notice = items->items[i];
        const struct value *to = value_get(notice, "to");
        stage_note(
            stage, "  %.*s to %.*s (%.*s %.*s), queued %.*s, accepted %.*s, serves%.*s",
            TEXT_SHOW(value_get_text(notice, "state")), TEXT_SHOW(value_get_text(to, "name")),
            TEXT_SHOW(value_get_text(to, "role")), TEXT_SHOW(value_get_text(to, "organisation")),
            TEXT_SHOW(value_get_text(notice, "queued_local")),
            TEXT_SHOW(value_get_text(notice, "accepted_local")), TEXT_SHOW(served(stage, notice)));
    }
    stage_note(stage, "there are %zu notices", all->count);
}

bool check_notice(struct stage *stage, const struct expectation *expectation)
{
    struct value *items;
    struct value *fitting = value_list(stage->turn.arena);
    if (!notices_of(stage, expectation->label, &items))
        return false;
    for (size_t i = 0; i < items->count; i++) {
        bool fits;
        if (!notice_fits(stage, expectation, items->items[i], &fits))
            return false;
        if (fits)
            value_append(stage->turn.arena, fitting, items->items[i]);
    }
    bool each = expectation->quantity == AT_MOST && expectation->who.kind == WHO_ANYONE;
    size_t count = each ? most_to_one(fitting) : fitting->count;
    if (!stage_test(stage,
                    quantity_holds(expectation->quantity, expectation->number, count, items->count),
                    "%.*s", TEXT_SHOW(stage->statement->source)))
        show_notices(stage, expectation, fitting, items);
    return true;
}
