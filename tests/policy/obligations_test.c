/* SPDX-License-Identifier: Apache-2.0 */
/* Every rule of Massachusetts answered for one start, and what the rules must be among themselves.
 */
#include "policy/pack.h"
#include "tap.h"
#include "whole.h"

/* A Thursday afternoon before a holiday on a Saturday, which gives nobody the Friday off. */
#define START "2026-07-02T15:00:00-04:00"

/* For High, Medium and Low; one text where the rating does not matter. */
static const struct {
    const char *duty;
    const char *due[3];
} table[] = {
    {"A1", {START}},
    {"A2", {START}},
    {"A3", {START}},
    {"A4", {START}},
    {"A5", {START}},
    {"A6", {START}},
    {"A7", {START}},
    {"A8", {START}},
    {"A9", {START, START, "2026-07-02T17:00:00-04:00"}},
    {"A10", {"2026-07-03T15:00:00-04:00"}},
    {"A11", {"2026-07-03T17:00:00-04:00"}},
    {"A12",
     {"2026-07-02T19:00:00-04:00", "2026-07-03T15:00:00-04:00", "2026-07-09T15:00:00-04:00"}},
    {"A13",
     {"2026-07-02T16:00:00-04:00", "2026-07-02T19:00:00-04:00", "2026-07-03T17:00:00-04:00"}},
    {"A14", {START}},
    {"A15", {"2026-07-03T15:00:00-04:00"}},
    {"A16", {START}},
    {"A16.logged", {"2026-07-02T16:00:00-04:00"}},
    {"A17",
     {"2026-07-02T16:00:00-04:00", "2026-07-02T19:00:00-04:00", "2026-07-03T17:00:00-04:00"}},
    {"B1", {START}},
    {"B1.provisional", {START}},
    {"B2", {"2026-07-02T19:00:00-04:00"}},
    {"B3", {"2026-07-03T17:00:00-04:00"}},
    {"B4", {START}},
    {"B5", {START}},
    {"B5.complete", {"2026-07-03T17:00:00-04:00"}},
    {"B6", {START}},
    {"B6.update", {START}},
    {"B6.final", {"2026-07-16T15:00:00-04:00"}},
    {"B7", {START}},
    {"B7.last", {"2026-07-02T19:00:00-04:00"}},
    {"B8", {START}},
    {"B8.last", {"2026-07-03T17:00:00-04:00"}},
    {"B9", {"2026-07-16T15:00:00-04:00"}},
    {"B10", {START}},
    {"B11", {START, "2026-07-02T19:00:00-04:00", "2026-07-03T17:00:00-04:00"}},
    {"B12",
     {"2026-07-02T16:00:00-04:00", "2026-07-02T19:00:00-04:00", "2026-07-03T17:00:00-04:00"}},
    {"C1", {START}},
    {"C2", {"2026-07-02T16:00:00-04:00"}},
    {"C3", {START}},
    {"C4", {"none: "}},
    {"C5", {START}},
    {"C6", {START}},
    {"C7", {START}},
    {"C8", {START}},
    {"C8.steps", {"2026-07-03T15:00:00-04:00"}},
    {"C8.during", {"2026-07-03T15:00:00-04:00"}},
    {"C8.after", {"2026-07-03T15:00:00-04:00"}},
    {"C9", {"none: "}},
    {"C10", {"none: "}},
    {"C11", {START}},
    {"C12", {START}},
    {"C12.added", {START}},
    {"C12.update", {START}},
    {"C13", {"none: "}},
    {"C14", {"2026-07-03T17:00:00-04:00"}},
    {"C14.law", {"none: "}},
    {"C15", {START}},
    {"C15.answer", {"2026-07-03T17:00:00-04:00"}},
    {"C16", {START}},
    {"C17", {START}},
    {"C17.claim", {"2026-08-01T15:00:00-04:00"}},
    {"C18", {START}},
    {"C19", {START}},
    {"C19.other", {"2026-07-02T23:59:59-04:00"}},
    {"C20", {START}},
    {"C21", {"none: "}},
    {"C22", {"2026-07-02T23:59:59-04:00"}},
    {"C22.absence", {"2026-07-03T23:59:59-04:00"}},
    {"D1", {"2027-07-02T23:59:59-04:00"}},
    {"D2", {"2027-07-02T23:59:59-04:00"}},
    {"D3", {"2027-01-01T23:59:59-05:00"}},
    {"D4", {"2027-07-02T23:59:59-04:00"}},
    {"D4.change", {"2026-08-01T15:00:00-04:00"}},
    {"D5", {START}},
    {"D5.plan", {"2026-09-30T15:00:00-04:00"}},
    {"D6", {"2026-08-01T15:00:00-04:00"}},
    {"D7", {"2026-08-01T23:59:59-04:00"}},
    {"D8", {"2026-08-01T15:00:00-04:00"}},
    {"D8.annual", {"2027-07-02T23:59:59-04:00"}},
    {"D9", {"2026-09-30T23:59:59-04:00"}},
    {"D10", {"2026-09-30T23:59:59-04:00"}},
    {"D11", {"2026-08-07T17:00:00-04:00"}},
    {"D12", {"2026-08-01T15:00:00-04:00"}},
    {"D13", {"2026-09-30T15:00:00-04:00"}},
    {"D14", {"2027-07-02T23:59:59-04:00"}},
    {"D15", {"2027-07-02T15:00:00-04:00"}},
    {"D16", {"2026-08-01T15:00:00-04:00"}},
    {"D17", {"none: "}},
    {"D18", {START}},
    {"D19", {"2026-07-02T23:59:59-04:00"}},
    {"D19.month", {"2026-07-31T23:59:59-04:00"}},
    {"D19.year", {"2026-12-31T23:59:59-05:00"}},
    {"D20", {"none: "}},
    {"D21", {"2027-07-02T23:59:59-04:00"}},
    {"D22", {"2026-07-31T23:59:59-04:00"}},
    {"D23", {"none: "}},
};
enum { TABLE = sizeof table / sizeof table[0] };

static bool answers(const char *said, const char *expected)
{
    return strcmp(expected, "none: ") == 0
               ? strncmp(said, expected, strlen(expected)) == 0 && strlen(said) > 10
               : strcmp(said, expected) == 0;
}

static void test_table(struct turn *turn, const struct pack *pack)
{
    static const enum rating ratings[] = {RATING_HIGH, RATING_MEDIUM, RATING_LOW};
    for (size_t i = 0; i < TABLE; i++) {
        bool rated = table[i].due[1] != NULL;
        bool good = true;
        for (size_t j = 0; j < 3; j++) {
            const char *said = whole_due(turn, pack, table[i].duty, START, ratings[j]);
            const char *expected = table[i].due[rated ? j : 0];
            good = good && answers(said, expected);
            if (!answers(said, expected))
                printf("# %s, not %s\n", said, expected);
        }
        const char *unrated = whole_due(turn, pack, table[i].duty, START, RATING_NONE);
        bool asks = strstr(unrated, "depends on the rating") != NULL;
        ok(good && asks == rated, "%s, %s the rating", table[i].duty,
           rated ? "which depends on" : "whatever");
    }
}

static bool in_table(const struct rule *rule)
{
    for (size_t i = 0; i < TABLE; i++)
        if (text_is(rule->id, table[i].duty))
            return true;
    return false;
}

static void test_whole(const struct pack *pack)
{
    size_t missing = 0;
    for (size_t i = 0; i < pack->rules_count; i++)
        missing += !in_table(&pack->rules[i]);
    ok(pack->rules_count == 74 && missing == 0, "all 74 rules are in the table");
}

/* A rule is served when an action records its every fact. */
static void test_served(const struct pack *pack)
{
    static const char *const served[] = {"A1", "A2",  "A3",  "A4",  "A5",  "A6", "A7", "A8",
                                         "A9", "A10", "A11", "A12", "A15", "B1", "B2", "B3",
                                         "B4", "B5",  "B6",  "B7",  "B8",  "B9", "C22"};
    size_t all = sizeof served / sizeof served[0];
    size_t named = 0;
    for (size_t i = 0; i < all; i++)
        named += pack_rule(pack, text_of(served[i]))->served;
    ok(named == all, "%zu of the %zu rules that are served are", named, all);
}

static bool names_text(const struct names *names, struct text text)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->items[i], text))
            return true;
    return false;
}

static void test_clauses(const struct pack *pack)
{
    size_t forth = 0;
    size_t back = 0;
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].clauses.count; j++) {
            const struct clause *clause = pack_clause(pack, pack->rules[i].clauses.items[j]);
            forth += clause != NULL && names_text(&clause->rules, pack->rules[i].id);
        }
    for (size_t i = 0; i < pack->clauses_count; i++)
        for (size_t j = 0; j < pack->clauses[i].rules.count; j++) {
            const struct rule *rule = pack_rule(pack, pack->clauses[i].rules.items[j]);
            back += rule != NULL && names_text(&rule->clauses, pack->clauses[i].id);
        }
    ok(forth == 147 && back == 147, "147 times a rule rests on a clause, said on both sides");
}

/* A notice stops the duty it serves, so each rule waits for evidence about itself. */
static void test_own_evidence(const struct pack *pack)
{
    size_t strange = 0;
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++) {
            const struct step *step = &pack->rules[i].steps[j];
            for (size_t k = 0; k < step->stop_count; k++) {
                const struct when *when = &step->stop[k].when;
                bool told = text_starts(step->stop[k].name, TEXT("notice."));
                bool own = when->all_count >= 1 && when->all[0].field == FIELD_OF_RULE
                           && text_equal(when->all[0].values.items[0], pack->rules[i].id);
                strange += told && !own;
            }
        }
    ok(strange == 0, "a rule is fulfilled by notices of its own only");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(WHOLE_BYTES_MAX)};
    const struct pack *pack = whole_read(&turn, US_MA);
    if (ok(pack != NULL, "the pack reads %s", turn.fault.message)) {
        test_table(&turn, pack);
        test_whole(pack);
        test_served(pack);
        test_clauses(pack);
        test_own_evidence(pack);
    }
    arena_free(turn.arena);
    return tap_end();
}
