/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold of an obligation, a rating or a notice: any number of short phrases. */
#include "story/inside.h"

struct phrases {
    struct words *words;
    struct expectation *expectation;
    size_t capacity;
    bool negated;
};

static struct predicate *phrase_add(struct phrases *phrases, enum predicate_kind kind)
{
    struct expectation *expectation = phrases->expectation;
    expectation->predicates = arena_grow(phrases->words->turn->arena, expectation->predicates,
                                         expectation->predicates_count, &phrases->capacity,
                                         sizeof *expectation->predicates);
    struct predicate *predicate = &expectation->predicates[expectation->predicates_count++];
    *predicate = (struct predicate){.kind = kind, .negated = phrases->negated};
    phrases->negated = false;
    return predicate;
}

static bool phrase_word(struct phrases *phrases, enum predicate_kind kind, const char *what)
{
    struct predicate *predicate = phrase_add(phrases, kind);
    words_skip(phrases->words, "=|is|contains");
    return words_name(phrases->words, what, &predicate->word);
}

static bool phrase_moment(struct phrases *phrases, enum predicate_kind kind)
{
    struct predicate *predicate = phrase_add(phrases, kind);
    words_skip(phrases->words, "at|on|=|is");
    return words_moment(phrases->words, &predicate->moment);
}

static bool phrase_number(struct phrases *phrases, enum predicate_kind kind)
{
    struct predicate *predicate = phrase_add(phrases, kind);
    words_skip(phrases->words, "to|level|=|is");
    return words_number(phrases->words, "a number", &predicate->number);
}

/* "A1, A2 and A3": each a predicate of its own. */
static bool phrase_list(struct phrases *phrases, enum predicate_kind kind, const char *what)
{
    bool negated = phrases->negated;
    bool more = true;
    while (more) {
        struct text name;
        if (!words_name(phrases->words, what, &name))
            return false;
        more = words_left(phrases->words) && !words_peek(phrases->words, 0, "not")
               && phrases->words->sentence->tokens[phrases->words->next - 1].broken;
        while (!text_empty(name)) {
            phrases->negated = negated;
            phrase_add(phrases, kind)->word = text_cut(name, ',', &name);
        }
    }
    return true;
}

static void phrase_state(struct phrases *phrases, const char *state)
{
    phrase_add(phrases, IS_STATE)->word = text_of(state);
}

/* ---- of an obligation ---- */

static bool phrase_late(struct phrases *phrases)
{
    struct predicate *predicate = phrase_add(phrases, IS_LATE);
    predicate->number = -1;
    words_skip(phrases->words, "by");
    return !span_follows(phrases->words) || words_span(phrases->words, &predicate->number);
}

static bool phrase_fulfilled(struct phrases *phrases)
{
    struct words *words = phrases->words;
    phrase_state(phrases, "fulfilled");
    if (words_peek(words, 0, "at")
        || (words_peek(words, 0, "on") && !words_peek(words, 1, "time"))) {
        words->next++;
        return phrase_moment(phrases, IS_FULFILLED);
    }
    return true;
}

static bool phrase_owed(struct phrases *phrases)
{
    struct words *words = phrases->words;
    if (words_take(words, "by"))
        return parse_who(words, &phrase_add(phrases, IS_OWED_BY)->who);
    if (words_take(words, "to"))
        return parse_who(words, &phrase_add(phrases, IS_OWED_TO)->who);
    phrase_add(phrases, IS_LIVE);
    return true;
}

static bool phrase_ended(struct phrases *phrases, const char *state)
{
    struct words *words = phrases->words;
    phrase_state(phrases, state);
    if (words_take(words, "by"))
        return phrase_word(phrases, IS_SUPERSEDED_BY, "the rule that takes its place");
    if (words_take(words, "because|as|basis")) {
        words_skip(words, "of|basis");
        return phrase_word(phrases, IS_BASIS, "the basis");
    }
    return true;
}

static bool phrase_due(struct phrases *phrases)
{
    words_skip(phrases->words, "at|is|=");
    return phrase_moment(phrases, IS_DUE);
}

static bool obligation_phrase(struct phrases *phrases, bool *taken)
{
    struct words *words = phrases->words;
    *taken = true;
    if (words_take(words, "due"))
        return phrase_due(phrases);
    if (words_take(words, "starts|started|start"))
        return phrase_moment(phrases, IS_START);
    if (words_take(words, "open"))
        return phrase_state(phrases, "open"), true;
    if (words_take(words, "overdue"))
        return phrase_state(phrases, "overdue"), true;
    if (words_take(words, "cancelled|canceled"))
        return phrase_ended(phrases, "cancelled");
    if (words_take(words, "waived"))
        return phrase_ended(phrases, "waived");
    if (words_take(words, "missed"))
        return phrase_ended(phrases, "missed");
    if (words_take(words, "scheduled"))
        return phrase_state(phrases, "scheduled"), true;
    if (words_take(words, "suspended"))
        return phrase_state(phrases, "suspended"), true;
    if (words_take(words, "explained"))
        return phrase_add(phrases, IS_EXPLAINED), true;
    if (words_peek(words, 0, "by") && words_peek(words, 1, "correction")) {
        words->next += 2;
        return phrase_add(phrases, IS_CORRECTED), true;
    }
    if (words_peek(words, 0, "as") && words_peek(words, 1, "known")) {
        words->next += 2;
        return phrase_moment(phrases, IS_KNOWN);
    }
    if (words_take(words, "superseded"))
        return phrase_ended(phrases, "superseded");
    if (words_take(words, "fulfilled|met|done"))
        return phrase_fulfilled(phrases);
    if (words_take(words, "live|running|owing"))
        return phrase_add(phrases, IS_LIVE), true;
    if (words_take(words, "owed"))
        return phrase_owed(phrases);
    if (words_take(words, "at"))
        return phrase_moment(phrases, IS_FULFILLED);
    if (words_take(words, "late"))
        return phrase_late(phrases);
    if (words_peek(words, 0, "on") && words_peek(words, 1, "time")) {
        words->next += 2;
        return phrase_add(phrases, IS_ON_TIME), true;
    }
    if (words_take(words, "level|escalated"))
        return phrase_number(phrases, IS_LEVEL);
    if (words_take(words, "product|product_default")) {
        words_skip(words, "default");
        return phrase_add(phrases, IS_DEFAULT), true;
    }
    if (words_take(words, "under|version")) {
        words_skip(words, "policy|version");
        return phrase_word(phrases, IS_VERSION, "the version of a policy");
    }
    if (words_take(words, "evidence"))
        return phrase_word(phrases, IS_EVIDENCE, "the code of the evidence");
    if (words_take(words, "basis"))
        return phrase_word(phrases, IS_BASIS, "the basis");
    if (words_take(words, "clause|clauses|names|citing"))
        return phrase_list(phrases, IS_CLAUSE, "a clause");
    if (words_take(words, "for"))
        return phrase_word(phrases, IS_FOR, "an organisation");
    if (words_take(words, "to"))
        return parse_who(words, &phrase_add(phrases, IS_OWED_TO)->who);
    if (words_take(words, "by"))
        return parse_who(words, &phrase_add(phrases, IS_OWED_BY)->who);
    *taken = false;
    return true;
}

/* ---- of a rating ---- */

static bool rating_phrase(struct phrases *phrases, bool *taken)
{
    struct words *words = phrases->words;
    *taken = true;
    if (words_take(words, "provisional"))
        return phrase_add(phrases, IS_PROVISIONAL), true;
    if (words_take(words, "evaluated|settled|final")) {
        phrases->negated = !phrases->negated;
        return phrase_add(phrases, IS_PROVISIONAL), true;
    }
    if (words_take(words, "matched|matches|rows|row"))
        return phrase_list(phrases, IS_MATCHED, "a row of the rating table");
    if (words_take(words, "response"))
        return phrase_word(phrases, IS_RESPONSE, "the response");
    if (words_take(words, "clause|clauses|names|citing"))
        return phrase_list(phrases, IS_CLAUSE, "a clause");
    if (words_token(words, 0)->kind == TOKEN_WORD)
        return phrase_word(phrases, IS_RATING, "a rating");
    *taken = false;
    return true;
}

/* ---- of a notice ---- */

static bool notice_state(struct phrases *phrases, bool *taken)
{
    static const char *const states[] = {"queued",       "sent",       "accepted",
                                         "delivered",    "attested",   "failed",
                                         "acknowledged", "suppressed", "corrected"};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (words_take(phrases->words, states[i])) {
            phrase_state(phrases, states[i]);
            return true;
        }
    *taken = false;
    return true;
}

static bool notice_phrase(struct phrases *phrases, bool *taken)
{
    struct words *words = phrases->words;
    *taken = true;
    if (words_take(words, "to"))
        return parse_who(words, &phrases->expectation->who);
    if (words_take(words, "about|for|serving|serves")) {
        words_skip(words, "rule|rules");
        return phrase_list(phrases, IS_ABOUT, "a rule");
    }
    if (words_take(words, "at"))
        return phrase_moment(phrases, IS_AT);
    if (words_take(words, "by|before"))
        return phrase_moment(phrases, IS_BY);
    if (words_take(words, "within|in")) {
        words_skip(words, "the|first");
        return words_span(words, &phrase_add(phrases, IS_WITHIN)->number);
    }
    if (words_take(words, "channel|through|via"))
        return phrase_word(phrases, IS_CHANNEL, "a channel");
    if (words_take(words, "subject|saying"))
        return phrase_word(phrases, IS_SUBJECT, "words of the subject");
    return notice_state(phrases, taken);
}

static const char *phrases_known(enum subject subject)
{
    if (subject == ABOUT_RATING)
        return "high (or another rating), provisional, evaluated, matched R1, R4, response "
               "immediate";
    if (subject == ABOUT_NOTICE)
        return "to WHO, about RULE, of R1, accepted (queued, failed, attested, acknowledged, "
               "corrected, "
               "suppressed), at "
               "TIME, by TIME, within 1h, channel NAME";
    return "of R1, due TIME, starts TIME, open, overdue, fulfilled, on time, late 12m, at TIME, "
           "cancelled (waived, missed) because BASIS, superseded by RULE, scheduled, suspended, "
           "explained, by correction, as known TIME, level 2, owed by WHO, owed to WHO, for "
           "DPH, evidence E1, under VERSION, clause ID, product default";
}

static bool phrase_read(struct phrases *phrases, bool *taken)
{
    switch (phrases->expectation->subject) {
    case ABOUT_RATING: return rating_phrase(phrases, taken);
    case ABOUT_NOTICE: return notice_phrase(phrases, taken);
    case ABOUT_OBLIGATION:
    case ABOUT_FAULT:
    case ABOUT_VALUE:
    case ABOUT_LEDGER:
    case ABOUT_HOLDER:
    case ABOUT_SIGHT:
    case ABOUT_TIMELINE:
    case ABOUT_POLICY:
    default: return obligation_phrase(phrases, taken);
    }
}

bool parse_predicates(struct words *words, struct expectation *expectation)
{
    struct phrases phrases = {.words = words, .expectation = expectation};
    while (words_left(words)) {
        bool taken = true;
        bool good = true;
        if (words_take(words, "of|in|case"))
            good = words_name(words, "the case, by the name its report was given (as R1)",
                              &expectation->label);
        else if (words_take(words, "not|isn't|aren't"))
            phrases.negated = true;
        else if (!words_take(words, "is|are|and|be|with|still|now|has|was|but|that"))
            good = phrase_read(&phrases, &taken);
        if (!good)
            return false;
        if (!taken)
            return words_end(words, phrases_known(expectation->subject));
    }
    return true;
}
