/* SPDX-License-Identifier: Apache-2.0 */
/* The hard scenarios of time and money as the policy answers them, and another government's. */
#include "base/json.h"
#include "policy/answer.h"
#include "tap.h"
#include "whole.h"

/* ---- time ---- */

static const struct {
    const char *scenario, *duty, *start, *due; /* due: the instant, or a part of the refusal */
} times[] = {
    {"spring", "B2", "2025-03-09T00:30:00-05:00", "2025-03-09T05:30:00-04:00"},
    {"spring, local", "B2", "2025-03-09 00:30", "2025-03-09T05:30:00-04:00"},
    {"spring", "A10", "2025-03-08 14:00", "2025-03-09T15:00:00-04:00"},
    {"spring", "A11", "2025-03-08 14:00", "2025-03-09T17:00:00-04:00"},
    {"spring: a gap", "B2", "2025-03-09 02:30", "does not exist"},
    {"autumn: an overlap", "B2", "2025-11-02 01:30", "happened twice"},
    {"autumn, the first", "C2", "2025-11-02 01:45 EDT", "2025-11-02T01:45:00-05:00"},
    {"autumn, the second", "C2", "2025-11-02 01:45 EST", "2025-11-02T02:45:00-05:00"},
    {"autumn", "B2", "2025-11-02 00:30", "2025-11-02T03:30:00-05:00"},
    {"autumn", "A10", "2025-11-01 14:00", "2025-11-02T13:00:00-05:00"},
    {"a second before midnight", "B3", "2025-10-09 23:59:59", "2025-10-10T17:00:00-04:00"},
    {"midnight", "B3", "2025-10-10 00:00:00", "2025-10-14T17:00:00-04:00"},
    {"a holiday weekend", "A10", "2025-10-10 16:30", "2025-10-11T16:30:00-04:00"},
    {"a holiday weekend", "A11", "2025-10-10 16:30", "2025-10-11T17:00:00-04:00"},
    {"a holiday weekend", "B3", "2025-10-10 16:30", "2025-10-14T17:00:00-04:00"},
    {"a holiday on Saturday", "B3", "2026-07-02 15:00", "2026-07-03T17:00:00-04:00"},
    {"a holiday on Saturday", "B3", "2026-07-03 15:00", "2026-07-06T17:00:00-04:00"},
    {"a holiday on Sunday", "B3", "2027-07-02 15:00", "2027-07-06T17:00:00-04:00"},
    {"before opening", "B3", "2026-07-06 06:00", "2026-07-07T17:00:00-04:00"},
    {"New Year's Eve", "B3", "2025-12-31 20:00", "2026-01-02T17:00:00-05:00"},
    {"the list by January 1", "D3", "2026-06-01 12:00", "2027-01-01T23:59:59-05:00"},
    {"the list, its last second", "D3", "2027-01-01 23:59:59", "2027-01-01T23:59:59-05:00"},
    {"the list, a second late", "D3", "2027-01-02 00:00:00", "2028-01-01T23:59:59-05:00"},
    {"a leap day", "D1", "2024-02-29 10:00", "2025-02-28T23:59:59-05:00"},
    {"the day before a leap day", "D1", "2027-02-28 10:00", "2028-02-28T23:59:59-05:00"},
    {"a first test", "D1", "2025-09-08 10:00", "2026-09-08T23:59:59-04:00"},
    {"March 2023", "D19.month", "2023-03-01 00:00", "2023-03-31T23:59:59-04:00"},
    {"February of a leap year", "D19.month", "2028-02-01 00:00", "2028-02-29T23:59:59-05:00"},
    {"the end of 2023", "D19.year", "2023-06-09 00:00", "2023-12-31T23:59:59-05:00"},
    {"no such day", "B2", "2025-02-29 10:00", "no calendar"},
    {"no such hour", "B2", "2025-02-28 25:00", "START"},
    {"an offset of another place", "B2", "2026-07-02T21:00:00+02:00", "2026-07-02T19:00:00-04:00"},
    {"fractions", "B2", "2026-07-02T15:00:00.25-04:00", "2026-07-02T19:00:00.250000-04:00"},
};

static void test_times(struct turn *turn, const struct pack *pack)
{
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const char *said = whole_due(turn, pack, times[i].duty, times[i].start, RATING_NONE);
        if (!ok(strstr(said, times[i].due) != NULL, "%s: %s from %s", times[i].scenario,
                times[i].duty, times[i].start))
            printf("# %s\n", said);
    }
}

/* An administrator closes Friday 3 July 2026; unsorted and twice, it is the same. */
static void test_closures(struct turn *turn, const struct pack *pack)
{
    const struct text closures[] = {TEXT("2026-07-06"), TEXT("2026-07-03"), TEXT("2026-07-06")};
    struct due_question question = {TEXT("B3"), TEXT("2026-07-02 15:00"), RATING_NONE, closures + 1,
                                    1};
    struct due_answer answer;
    fault_clear(turn);
    ok(answer_due(turn, pack, &question, &answer)
           && text_is(answer.line, "2026-07-06T17:00:00-04:00"),
       "a closure moves the next business day");
    question.closures = closures;
    question.closures_count = 3;
    ok(answer_due(turn, pack, &question, &answer)
           && text_is(answer.line, "2026-07-07T17:00:00-04:00"),
       "closures may come in any order, and twice");
}

static void test_notes(struct turn *turn, const struct pack *pack)
{
    static const struct {
        const char *duty, *note;
    } notes[] = {{"B2", ""},         {"B4", ""},         {"D3", ""},
                 {"C4", ""},         {"B9", "this due"}, {"B3", "the close of business"},
                 {"C14", "this due"}};
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        struct due_question question = {text_of(notes[i].duty), TEXT("2026-07-02 15:00"),
                                        RATING_NONE, NULL, 0};
        struct due_answer answer;
        fault_clear(turn);
        bool good =
            answer_due(turn, pack, &question, &answer)
            && (notes[i].note[0] == '\0' ? text_empty(answer.note)
                                         : text_contains(answer.note, text_of(notes[i].note)));
        ok(good, "%s: %s", notes[i].duty,
           notes[i].note[0] == '\0' ? "as the documents say" : "a product default is named");
    }
}

/* ---- a policy that changes at midnight ---- */

static void test_versions(struct turn *turn, struct pack *old)
{
    int line;
    int64_t midnight_us;
    struct pack *young;
    struct value *files =
        whole_change(turn->arena, old, "obligations.yaml", "amount: 4 h}", "amount: 2 h}", &line);
    fault_clear(turn);
    if (!ok(files != NULL && pack_read_files(turn, files, &young)
                && instant_parse(turn, "at", TEXT("2026-02-01 00:00"), old->calendar.zone,
                                 &midnight_us),
            "a pack with two hours for four reads %s", turn->fault.message))
        return;
    young->earlier = old;
    young->from_us = midnight_us;
    old->from_us = INT64_MIN;
    ok(!text_equal(young->hash, old->hash), "its hash is another");
    ok(pack_at(young, midnight_us - 1) == old && pack_at(young, midnight_us) == young,
       "at midnight the new pack is in force, and not before");
    ok(strcmp(
           whole_due(turn, pack_at(young, midnight_us - 1), "B2", "2026-01-31 23:30", RATING_NONE),
           "2026-02-01T03:30:00-05:00")
               == 0
           && strcmp(whole_due(turn, pack_at(young, midnight_us), "B2", "2026-02-01 00:10",
                               RATING_NONE),
                     "2026-02-01T02:10:00-05:00")
                  == 0,
       "each incident has the hours of the policy in force at its report");
    ok(pack_at(old, INT64_MIN) == old, "before the newest there may be another");
}

/* ---- money ---- */

static const struct {
    const char *json, *answer; /* a part of the answer, or of the refusal */
} ratings[] = {
    {"{}", "{\"rating\":\"low\",\"provisional\":true,\"matched\":[\"R8\"]"},
    {"{}", "\"response\":\"immediate\"}"},
    {"{\"evaluated\":true}", "\"response\":\"next business day\"}"},
    {"{\"liability\":{\"high\":\"$999,999.99\"}}", "\"medium\""},
    {"{\"liability\":{\"high\":\"1000000\"}}", "\"high\""},
    {"{\"liability\":{\"high\":\"100000\"}}", "\"medium\""},
    {"{\"liability\":{\"high\":\"99999.99\"}}", "\"low\""},
    {"{\"liability\":{\"high\":\"99999.995\"}}", "no amount"},
    {"{\"liability\":{\"high\":\"-5\"}}", "no amount"},
    {"{\"liability\":{\"low\":\"20000.00\",\"high\":\"1000000.00\"}}", "\"high\""},
    {"{\"liability\":{\"high\":\"92233720368547758.07\"}}", "\"high\""},
    {"{\"liability\":{\"financial\":\"600000\",\"legal\":\"400000.00\"}}", "\"high\""},
    {"{\"liability\":{\"hihg\":\"1\"}}", "hihg"},
    {"{\"human_safety\":\"unknown\",\"evaluated\":true}", "human_safety"},
    {"{\"human_safety\":\"maybe\"}", "human_safety"},
    {"{", "the input, line 1"},
};

static void test_ratings(struct turn *turn, const struct pack *pack)
{
    for (size_t i = 0; i < sizeof ratings / sizeof ratings[0]; i++) {
        struct value *answer;
        fault_clear(turn);
        const char *said = answer_rate(turn, pack, text_of(ratings[i].json), "the input", &answer)
                               ? text_string(turn->arena, json_write(turn->arena, answer))
                               : turn->fault.message;
        if (!ok(strstr(said, ratings[i].answer) != NULL, "rate %s", ratings[i].json))
            printf("# %s\n", said);
    }
}

/* ---- explain, check ---- */

static void test_explain(struct turn *turn, const struct pack *pack)
{
    size_t explained = 0;
    struct value *answer;
    for (size_t i = 0; i < pack->clauses_count; i++) {
        fault_clear(turn);
        explained += answer_explain(turn, pack, pack->clauses[i].id, &answer)
                     && text_starts(explain_text(turn->arena, answer), pack->clauses[i].id);
    }
    ok(explained == pack->clauses_count, "every clause can be explained");
    ok(!answer_explain(turn, pack, TEXT("IS005-0"), &answer) && turn->fault.kind == FAULT_MISSING,
       "no other can");
}

static void test_check(struct turn *turn, const struct pack *pack)
{
    const struct value *answer = answer_check(turn->arena, pack);
    int64_t served = 0;
    for (size_t i = 0; i < pack->rules_count; i++)
        served += pack->rules[i].served;
    ok(value_get_integer(answer, "rules", 0) == 74 && value_get_integer(answer, "clauses", 0) == 372
           && value_get_integer(answer, "rules_served", 0) == served,
       "check counts");
    struct text page = check_text(turn->arena, answer);
    ok(text_contains(page, TEXT("exercise.held")) && text_contains(page, pack->hash),
       "and names the facts that nothing records yet, and the hash");
}

/* ---- another government ---- */

static const struct {
    const char *duty, *start, *due;
    enum rating rating;
} isles[] = {
    {"N1", "2025-04-05 23:00", "2025-04-05T23:00:00+11:00", RATING_NONE},
    {"N2", "2025-04-06T00:45:00+11:00", "2025-04-06T01:45:00+10:30", RATING_NONE},
    {"N2", "2025-04-06 01:45", "happened twice", RATING_NONE},
    {"N2", "2025-10-05 02:10", "does not exist", RATING_NONE},
    {"N3", "2025-04-04 23:00", "2025-04-07T16:30:00+10:30", RATING_NONE},
    {"N3", "2025-10-02 09:00", "2025-10-07T16:30:00+11:00", RATING_NONE},
    {"N3.report", "2025-10-05 01:59", "2025-10-06T12:00:00+11:00", RATING_HIGH},
    {"N3.report", "2025-10-05 01:59", "2025-10-12T02:29:00+11:00", RATING_LOW},
    {"N4", "2025-04-05 23:00", "2025-06-30T23:59:59+10:30", RATING_NONE},
    {"N5", "2025-04-05 23:00", "none: a gate", RATING_NONE},
    {"B3", "2025-04-05 23:00", "no rule of The Free Isles", RATING_NONE},
};

static void test_isles(struct turn *turn, const struct pack *pack)
{
    for (size_t i = 0; i < sizeof isles / sizeof isles[0]; i++) {
        const char *said = whole_due(turn, pack, isles[i].duty, isles[i].start, isles[i].rating);
        if (!ok(strstr(said, isles[i].due) != NULL, "the Free Isles: %s from %s", isles[i].duty,
                isles[i].start))
            printf("# %s\n", said);
    }
    struct value *answer;
    fault_clear(turn);
    ok(answer_rate(turn, pack,
                   TEXT("{\"assets\":[{\"rating\":\"vital\",\"adverse\":\"yes\"}],"
                        "\"evaluated\":true}"),
                   "x", &answer)
           && text_is(value_get_text(answer, "response"), "ninety minutes"),
       "the Free Isles rate by their own words");
    ok(!answer_rate(turn, pack, TEXT("{\"assets\":[{\"rating\":\"critical\"}]}"), "x", &answer),
       "and know no others");
    fault_clear(turn);
}

int main(void)
{
    struct turn turn = {.arena = arena_new(WHOLE_BYTES_MAX)};
    struct pack *pack = whole_read(&turn, US_MA);
    if (ok(pack != NULL, "Massachusetts reads %s", turn.fault.message)) {
        test_times(&turn, pack);
        test_closures(&turn, pack);
        test_notes(&turn, pack);
        test_versions(&turn, pack);
        test_ratings(&turn, pack);
        test_explain(&turn, pack);
        test_check(&turn, pack);
    }
    pack = whole_read(&turn, FREELAND);
    if (ok(pack != NULL, "the Free Isles read %s", turn.fault.message))
        test_isles(&turn, pack);
    arena_free(turn.arena);
    return tap_end();
}
