/* SPDX-License-Identifier: Apache-2.0 */
/* What a story expects: of what, how many, and what is to be compared. */
#include "story/inside.h"

/* ---- refused, invalid … naming FIELD ---- */

static bool fault_follows(const struct words *words, enum fault_kind *kind)
{
    const struct token *token = words_token(words, 0);
    *kind = FAULT_NONE;
    return token != NULL && token->kind == TOKEN_WORD
           && (text_is(text_lower(words->turn->arena, token->text), "fault")
               || fault_named(text_lower(words->turn->arena, token->text), kind));
}

static bool expect_fault(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_FAULT;
    words->next++;
    if (words_take(words, "naming|names|about|by|because|saying"))
        return words_name(words, "the field, the clause or a part of the message",
                          &expectation->naming)
               && words_end(words, "naming \"field\"");
    return words_end(words, "naming \"field\"");
}

/* ---- values: answer.rating is high ---- */

static bool comparison_value(struct words *words, struct expectation *expectation)
{
    return parse_value(words, "the value expected", &expectation->value)
           && words_end(words, "nothing behind the value; texts of several words go in quotes");
}

static bool expect_comparison(struct words *words, struct expectation *expectation)
{
    if (words_take(words, "contains|includes|has")) {
        const struct token *unit = words_token(words, 1);
        expectation->likeness = CONTAINS;
        if (unit != NULL && words_peek(words, 1, "item|items|row|rows")) {
            expectation->likeness = ITEMS;
            if (!words_number(words, "how many", &expectation->number))
                return false;
            words->next++;
            return words_end(words, "nothing behind it");
        }
        return comparison_value(words, expectation);
    }
    if (words_take(words, "lacks"))
        expectation->likeness = LACKS;
    else if (words_take(words, "exists"))
        expectation->likeness = THERE;
    else if (words_take(words, "is|are|equals|=|was")) {
        if (words_take(words, "not"))
            expectation->likeness = words_take(words, "there") ? ABSENT : DIFFERS;
        else if (words_take(words, "there|given|set"))
            expectation->likeness = THERE;
        else if (words_take(words, "absent|missing|empty"))
            expectation->likeness = ABSENT;
    } else if (words_peek(words, 0, "does") && words_peek(words, 1, "not")) {
        words->next += 2;
        words_skip(words, "contain|include|have");
        expectation->likeness = LACKS;
    } else
        return words_fail(words, "write what is compared: is VALUE, is not VALUE, contains VALUE, "
                                 "lacks VALUE, is there, is absent, is at least N, has N items");
    if (words_peek(words, 0, "at") && words_peek(words, 1, "least|most")) {
        expectation->likeness = words_peek(words, 1, "least") ? LEAST : MOST;
        words->next += 2;
    }
    if (expectation->likeness == THERE || expectation->likeness == ABSENT)
        return words_end(words, "nothing behind it");
    return comparison_value(words, expectation);
}

/* "answer.rating", "answer", "R1.rating": a path that begins with a name of the story. */
static bool value_follows(const struct words *words)
{
    const struct token *token = words_token(words, 0);
    struct text path;
    if (token == NULL || token->kind != TOKEN_WORD)
        return false;
    struct text first = text_cut(token->text, '.', &path);
    return text_is(first, "answer") || (!text_empty(path) && label_known(words, first));
}

static bool expect_value(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_VALUE;
    struct text written = words_token(words, 0)->text;
    words->next++;
    expectation->label = text_cut(written, '.', &expectation->path);
    if (text_is(expectation->label, "answer"))
        expectation->label = TEXT_NONE;
    return expect_comparison(words, expectation);
}

/* ---- timeline, deviation ---- */

static bool expect_timeline(struct words *words, struct expectation *expectation, bool deviation)
{
    expectation->subject = ABOUT_TIMELINE;
    expectation->path = deviation ? TEXT("deviation") : TEXT("what");
    expectation->likeness = expectation->quantity == NONE ? LACKS : CONTAINS;
    if (words_take(words, "of|in|on") && !words_name(words, "the case", &expectation->label))
        return false;
    words_skip(words, "has|a");
    if (words_take(words, "lacks"))
        expectation->likeness = LACKS;
    else
        words_skip(words, "contains|includes|saying|that");
    if (words_peek(words, 0, "deviation")) {
        words->next++;
        expectation->path = TEXT("deviation");
    }
    expectation->naming = TEXT_NONE;
    if (words_left(words)
        && !words_quoted(words, "what the timeline should say", &expectation->naming))
        return false;
    return words_end(words, "timeline of R1 contains \"…\", or: deviation in R1");
}

/* ---- who owes, who sees, who holds ---- */

static bool expect_owes(struct words *words, struct expectation *expectation)
{
    struct predicate *owes = arena_array(words->turn->arena, 2, sizeof *owes);
    expectation->subject = ABOUT_OBLIGATION;
    expectation->quantity = AT_LEAST;
    expectation->number = 1;
    expectation->predicates = owes;
    expectation->predicates_count = 1;
    owes[0] = (struct predicate){.kind = IS_LIVE};
    if (words_take(words, "nobody"))
        expectation->quantity = NONE;
    else {
        owes[1].kind = IS_OWED_BY;
        expectation->predicates_count = 2;
        if (!parse_who(words, &owes[1].who))
            return false;
    }
    if (words_peek(words, 0, "does") && words_peek(words, 1, "not")) {
        words->next += 2;
        expectation->quantity = NONE;
    }
    words_skip(words, "owes|owe|still");
    if (words_take(words, "nothing"))
        expectation->quantity = NONE;
    else if (!words_take(words, "anything|something")
             && (!words_name(words, "a rule, anything or nothing", &expectation->rule)
                 || !rule_cut(expectation->rule, &expectation->rule, &expectation->step)))
        return false;
    words_skip(words, "more");
    if (words_take(words, "of|in|on|for|about")
        && !words_name(words, "the case", &expectation->label))
        return false;
    return words_end(words, "owes RULE of R1, or: owes nothing of R1");
}

static bool expect_sees(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_SIGHT;
    if (!parse_who(words, &expectation->who))
        return false;
    if (words_take(words, "does|do")) {
        words_skip(words, "not");
        expectation->negated = true;
    }
    words_skip(words, "sees|see|the|case|incident");
    return words_name(words, "the case", &expectation->label)
           && words_end(words, "nothing behind the case");
}

/* holder of SCIO of EOHHS [at TIME] is sam */
static bool expect_holder(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_HOLDER;
    words_skip(words, "of|the");
    if (!words_name(words, "the code of a role", &expectation->role))
        return false;
    if (words_take(words, "of|for")
        && !words_name(words, "an organisation", &expectation->who.organisation))
        return false;
    if (words_take(words, "at") && !words_moment(words, &expectation->at))
        return false;
    words_skip(words, "is");
    expectation->negated = words_take(words, "not");
    return words_name(words, "a person, or nobody", &expectation->who.name)
           && words_end(words, "holder of SCIO of EOHHS at TIME is sam");
}

/* Does one of the words up to the end of the sentence say so? */
static bool verb_follows(const struct words *words, const char *alternatives)
{
    for (size_t i = 0; i < 6; i++)
        if (words_peek(words, i, alternatives))
            return true;
    return false;
}

/* ---- policy B3 [rated low] from TIME due TIME ---- */

static bool expect_policy(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_POLICY;
    words_skip(words, "due|of");
    if (!words_name(words, "a rule", &expectation->rule)
        || !rule_cut(expectation->rule, &expectation->rule, &expectation->step))
        return false;
    while (words_left(words)) {
        bool good;
        if (words_take(words, "rated|rating"))
            good = words_name(words, "a rating", &expectation->naming);
        else if (words_take(words, "from|started"))
            good = words_moment(words, &expectation->start);
        else if (words_take(words, "due|is"))
            good = words_take(words, "none|never") || words_moment(words, &expectation->at);
        else
            return words_end(words, "policy B3 from TIME due TIME");
        if (!good)
            return false;
    }
    return expectation->start.kind != MOMENT_NONE
           || words_fail(words, "write where the clock starts: policy B3 from TIME due TIME");
}

/* ---- how many ---- */

static bool parse_quantity(struct words *words, struct expectation *expectation)
{
    const struct token *token = words_token(words, 0);
    expectation->quantity = SOME;
    if (words_take(words, "every|all|each"))
        expectation->quantity = EVERY;
    else if (words_take(words, "no"))
        expectation->quantity = NONE;
    else if (words_peek(words, 0, "at") && words_peek(words, 1, "most|least")) {
        expectation->quantity = words_peek(words, 1, "most") ? AT_MOST : AT_LEAST;
        words->next += 2;
        return words_number(words, "how many", &expectation->number);
    } else if (words_take(words, "exactly|only")) {
        expectation->quantity = EXACTLY;
        return words_number(words, "how many", &expectation->number);
    } else if (token != NULL && token->kind == TOKEN_WORD
               && text_integer(token->text, &expectation->number)) {
        expectation->quantity = EXACTLY;
        words->next++;
    } else {
        words_skip(words, "the|a|an|some");
    }
    return true;
}

static bool expect_rating(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_RATING;
    return parse_predicates(words, expectation);
}

static bool expect_notice(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_NOTICE;
    expectation->who.kind = WHO_ANYONE;
    if (expectation->quantity == SOME) {
        expectation->quantity = AT_LEAST;
        expectation->number = 1;
    }
    return parse_predicates(words, expectation);
}

static bool expect_obligation(struct words *words, struct expectation *expectation)
{
    expectation->subject = ABOUT_OBLIGATION;
    if (expectation->quantity == SOME) {
        expectation->quantity = AT_LEAST;
        expectation->number = 1;
    }
    words_skip(words, "obligation|rule");
    if (words_take(words, "obligations|obligation"))
        return parse_predicates(words, expectation);
    return words_name(words,
                      "a rule, such as B3 or B5.first; or rating, notice, nobody owes, "
                      "answer.…, ledger verifies, refused",
                      &expectation->rule)
           && rule_cut(expectation->rule, &expectation->rule, &expectation->step)
           && parse_predicates(words, expectation);
}

bool parse_expect(struct words *words, struct statement *statement)
{
    struct expectation *expectation = &statement->expectation;
    statement->verb = SAYS_EXPECT;
    words_skip(words, "that|then");
    if (fault_follows(words, &expectation->fault))
        return expect_fault(words, expectation);
    if (verb_follows(words, "owes|owe"))
        return expect_owes(words, expectation);
    if (verb_follows(words, "sees|see"))
        return expect_sees(words, expectation);
    if (value_follows(words))
        return expect_value(words, expectation);
    if (words_take(words, "policy"))
        return expect_policy(words, expectation);
    if (!parse_quantity(words, expectation))
        return false;
    if (words_take(words, "ledger")) {
        expectation->subject = ABOUT_LEDGER;
        words_skip(words, "verifies|is|verified|sound|holds");
        return words_end(words, "ledger verifies");
    }
    if (words_take(words, "rating"))
        return expect_rating(words, expectation);
    if (words_take(words, "notice|notices|message|messages"))
        return expect_notice(words, expectation);
    if (words_take(words, "timeline"))
        return expect_timeline(words, expectation, false);
    if (words_take(words, "deviation|deviations"))
        return expect_timeline(words, expectation, true);
    if (words_take(words, "holder|holders"))
        return expect_holder(words, expectation);
    return expect_obligation(words, expectation);
}
