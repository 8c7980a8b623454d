/* SPDX-License-Identifier: Apache-2.0 */
#include "policy/fact.h"
#include "tap.h"

static void test_kinds(void)
{
    bool named = true;
    bool unique = true;
    for (size_t i = 0; i < FACT_KINDS; i++) {
        const struct fact_face *face = fact_face((enum fact_kind)i);
        enum fact_kind kind = FACT_KINDS;
        named &= face->name != NULL && face->says != NULL;
        unique &= face->name != NULL
                  && fact_kind_named(text_of(face->name), &kind) != FACT_NAME_UNKNOWN
                  && kind == (enum fact_kind)i;
    }
    ok(named, "every kind of fact has a name and says what it is");
    ok(unique, "and is found by its name");
    enum fact_kind kind = FACT_REPORT_RECEIVED;
    ok(fact_kind_named(TEXT("exercise.held"), &kind) == FACT_NAME_TO_COME
           && kind == FACT_REPORT_RECEIVED,
       "a fact to come is known as such, and is no kind yet");
    static const char *const unknown[] = {"", "report", "report.received ", "Report.received",
                                          "report.receive"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        ok(fact_kind_named(text_of(unknown[i]), &kind) == FACT_NAME_UNKNOWN, "\"%s\" names no fact",
           unknown[i]);
}

static void test_fields(void)
{
    bool found = true;
    bool timed = true;
    for (size_t i = 0; i < FACT_FIELDS; i++) {
        enum fact_field field = FACT_FIELDS;
        const char *name = fact_field_name((enum fact_field)i);
        found &=
            name != NULL && fact_field_named(text_of(name), &field) && field == (enum fact_field)i;
        timed &= name != NULL
                 && text_ends(text_of(name), TEXT("_us")) == fact_field_is_time((enum fact_field)i);
    }
    ok(found, "every field of facts is found by its name");
    ok(timed, "and the names of instants, and no others, end in their unit");
    enum fact_field field = FIELD_OF_RATING;
    ok(!fact_field_named(TEXT("told"), &field) && !fact_field_named(TEXT_NONE, &field),
       "other names are none");
}

static void test_set(void)
{
    struct fact fact = {.kind = FACT_REPORT_RECEIVED};
    fact_set_text(&fact, FIELD_OF_RATING, TEXT("high"));
    fact_set_time(&fact, FIELD_OF_TOLD, 0);
    ok(fact.has[FIELD_OF_RATING] && text_is(fact.texts[FIELD_OF_RATING], "high"), "a text is set");
    ok(fact.has[FIELD_OF_TOLD] && fact.times[FIELD_OF_TOLD] == 0,
       "an instant is set, and 1970 is one");
    ok(!fact.has[FIELD_OF_DETECTED], "what was not set is absent");
}

int main(void)
{
    test_kinds();
    test_fields();
    test_set();
    return tap_end();
}
