/* SPDX-License-Identifier: Apache-2.0 */
/* Rosters: nights that are longer and shorter, gaps, who is asked, and plans that cannot be. */
#include "fixture.h"

static struct value *gaps(struct turn *turn, const char *from, const char *until)
{
    struct text input = text_format(
        turn->arena, "{\"role\":\"SOC_ANALYST\",\"from\":\"%s\",\"until\":\"%s\"}", from, until);
    struct value *answer = call(turn, "shift.gaps", input.data);
    if (answer == NULL)
        ok(false, "shift.gaps %s: %s", input.data, turn->fault.message);
    return answer;
}

/* "from/until" of each gap in UTC, without the date of a day that is meant anyway. */
static void gaps_are(struct turn *turn, const char *from, const char *until, const char *expected,
                     const char *says)
{
    const struct value *answer = gaps(turn, from, until);
    struct builder told = {.arena = turn->arena};
    for (size_t i = 0; i < value_get_count(answer, "gaps"); i++) {
        const struct value *gap = value_get_item(answer, "gaps", i);
        build_format(&told, "%s%.*s/%.*s %lld", i > 0 ? " " : "",
                     TEXT_SHOW(value_get_text(gap, "from")),
                     TEXT_SHOW(value_get_text(gap, "until")),
                     (long long)value_get_integer(gap, "minutes", -1));
    }
    ok(text_is(built(&told), expected)
           && value_get_boolean(answer, "covered", false) == (told.size == 0),
       "%s: \"%.*s\", expected \"%s\"", says, TEXT_SHOW(built(&told)), expected);
}

static struct text asked(struct turn *turn, const char *role, const char *when)
{
    struct text input =
        text_format(turn->arena, "{\"role\":\"%s\",\"at\":\"%s\"%s}", role, when,
                    strcmp(role, "SIRT_MEMBER") == 0 ? ",\"organisation\":\"DPH\"" : "");
    const struct value *answer = call(turn, "role.holder", input.data);
    struct builder told = {.arena = turn->arena};
    for (size_t i = 0; i < value_get_count(answer, "holders"); i++)
        build_format(&told, "%s%.*s", i > 0 ? "+" : "",
                     TEXT_SHOW(value_get_text(value_get_item(answer, "holders", i), "name")));
    return built(&told);
}

static void asked_is(struct turn *turn, const char *role, const char *when, const char *expected,
                     const char *says)
{
    struct text told = asked(turn, role, when);
    ok(text_is(told, expected), "%s: %s at %s is \"%.*s\", expected \"%s\"", says, role, when,
       TEXT_SHOW(told), expected);
}

static void ground(struct turn *turn)
{
    static const char *const persons[] = {
        "{\"name\":\"Ann\"}", "{\"name\":\"Bob\"}",   "{\"name\":\"Cat\"}",
        "{\"name\":\"Sue\"}", "{\"name\":\"Lead\"}",  "{\"name\":\"Night\"}",
        "{\"name\":\"Day\"}", "{\"name\":\"Guest\"}", NULL};
    static const char *const roles[] = {
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"kind\":\"incumbent\"}",
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Bob\",\"kind\":\"incumbent\"}",
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Cat\",\"kind\":\"incumbent\"}",
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Guest\",\"kind\":\"hosted\"}",
        "{\"role\":\"SOC_DIRECTOR\",\"person\":\"Sue\",\"kind\":\"incumbent\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DPH\",\"person\":\"Lead\","
        "\"kind\":\"incumbent\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DPH\",\"person\":\"Night\","
        "\"kind\":\"deputy\"}",
        "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DPH\",\"person\":\"Day\","
        "\"kind\":\"deputy\"}",
        NULL};
    turn->now_us = at(turn, "2025-10-01 09:00");
    made(turn, "organisation.create", "id",
         "{\"short\":\"DPH\",\"name\":\"Health\",\"branch\":\"executive\",\"type\":\"agency\","
         "\"secretariat\":\"none\",\"binding\":\"mandatory\"}");
    do_all(turn, "person.create", persons);
    do_all(turn, "role.assign", roles);
}

static void autumn(struct turn *turn)
{
    static const char *const shifts[] = {
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2025-11-01 12:00\","
        "\"until\":\"2025-11-02 01:00 EDT\"}",
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Bob\",\"from\":\"2025-11-02 02:00\","
        "\"until\":\"2025-11-02 12:00\"}",
        NULL};
    ok(call(turn, "shift.create",
            "{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2025-11-01 12:00\","
            "\"until\":\"2025-11-02 01:00\"}")
               == NULL
           && faulted(turn, FAULT_INVALID, "until") && strstr(turn->fault.message, "EST") != NULL,
       "a time that comes twice must be chosen: %s", turn->fault.message);
    do_all(turn, "shift.create", shifts);
    gaps_are(turn, "2025-11-01 12:00", "2025-11-02 12:00",
             "2025-11-02T05:00:00Z/2025-11-02T07:00:00Z 120", "S-02 01:00 to 02:00 is two hours");
    asked_is(turn, "SOC_ANALYST", "2025-11-02 00:59:59", "Ann", "on duty, alone");
    asked_is(turn, "SOC_ANALYST", "2025-11-02 01:00 EDT", "Ann+Bob+Cat",
             "in the gap all are asked");
    asked_is(turn, "SOC_ANALYST", "2025-11-02 01:59:59 EST", "Ann+Bob+Cat", "to its end");
    asked_is(turn, "SOC_ANALYST", "2025-11-02 02:00", "Bob", "and the next");
    struct value *answer =
        call(turn, "shift.create",
             "{\"role\":\"SOC_ANALYST\",\"person\":\"Cat\",\"from\":\"2025-11-02 01:00 EDT\","
             "\"until\":\"2025-11-02 02:00\"}");
    ok(value_get_integer(answer, "minutes", 0) == 120,
       "a shift from 01:00 to 02:00 lasts two hours");
    gaps_are(turn, "2025-11-01 12:00", "2025-11-02 12:00", "", "and closes the gap");
}

/* A night shift of every day, across both changes of the clock. */
static void plans(struct turn *turn)
{
    const char *night =
        "{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-03-06 23:00\","
        "\"until\":\"2026-03-07 07:00\",\"repeat\":\"daily\","
        "\"through\":\"2026-03-09\"}";
    struct value *answer = call(turn, "shift.create", night);
    ok(value_get_integer(answer, "entered", 0) == 4, "four nights: %s", turn->fault.message);
    const struct value *list =
        call(turn, "shift.list", "{\"person\":\"Ann\",\"from\":\"2026-03-01\",\"limit\":4}");
    ok(value_get_count(list, "items") == 4
           && value_get_integer(value_get_item(list, "items", 0), "minutes", 0) == 480
           && value_get_integer(value_get_item(list, "items", 1), "minutes", 0) == 420
           && value_get_integer(value_get_item(list, "items", 2), "minutes", 0) == 480,
       "the night of the change in spring is an hour shorter");
    ok(call(turn, "shift.create", night) == NULL && faulted(turn, FAULT_INVALID, "from"),
       "nobody is on duty twice at once: %s", turn->fault.message);
    answer =
        call(turn, "shift.create",
             "{\"role\":\"SOC_ANALYST\",\"person\":\"Bob\",\"from\":\"2026-03-07 02:00\","
             "\"until\":\"2026-03-07 03:00\",\"repeat\":\"daily\",\"through\":\"2026-03-08\"}");
    ok(value_get_integer(answer, "entered", 0) == 1, "an hour that is skipped is no shift");
    answer =
        call(turn, "shift.create",
             "{\"role\":\"SOC_ANALYST\",\"person\":\"Cat\",\"from\":\"2025-10-31 01:00\","
             "\"until\":\"2025-10-31 02:00\",\"repeat\":\"daily\",\"through\":\"2025-11-01\"}");
    ok(value_get_integer(answer, "entered", 0) == 2, "and on to the eve of the other change");
    answer = call(turn, "shift.create",
                  "{\"role\":\"SOC_ANALYST\",\"person\":\"Cat\",\"from\":\"2026-04-03 09:00\","
                  "\"until\":\"2026-04-03 17:00\",\"repeat\":\"weekdays\","
                  "\"through\":\"2026-04-08\"}");
    ok(value_get_integer(answer, "entered", 0) == 4, "Friday, Monday, Tuesday, Wednesday");
    answer = call(turn, "shift.create",
                  "{\"role\":\"SOC_ANALYST\",\"person\":\"Bob\",\"from\":\"2026-04-03 09:00\","
                  "\"until\":\"2026-04-03 17:00\",\"repeat\":\"weekly\","
                  "\"through\":\"2026-04-16\"}");
    ok(value_get_integer(answer, "entered", 0) == 2, "two Fridays");
}

static void impossible(struct turn *turn)
{
    static const struct {
        const char *json, *field;
    } wrong[] = {
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 09:00\"}",
         "until"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-04-01 09:00\"}",
         "until"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-06-30 09:00\"}",
         "until"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01\","
         "\"until\":\"2026-05-02 09:00\"}",
         "from"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Sue\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\"}",
         "person"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Guest\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\"}",
         "person"},
        {"{\"role\":\"CISO\",\"person\":\"Sue\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\"}",
         "role"},
        {"{\"role\":\"SIRT_MEMBER\",\"person\":\"Day\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\"}",
         "organisation"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\",\"repeat\":\"daily\"}",
         "through"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\",\"repeat\":\"daily\",\"through\":\"2026-04-30\"}",
         "through"},
        {"{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2026-05-01 09:00\","
         "\"until\":\"2026-05-01 17:00\",\"repeat\":\"daily\",\"through\":\"9999-12-31\"}",
         "through"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        ok(call(turn, "shift.create", wrong[i].json) == NULL
               && faulted(turn, FAULT_INVALID, wrong[i].field),
           "refused at %s: %s", wrong[i].field, turn->fault.message);
    ok(call(turn, "shift.gaps", "{\"role\":\"SOC_ANALYST\",\"until\":\"2030-01-01\"}") == NULL
           && faulted(turn, FAULT_INVALID, "until"),
       "not years of gaps");
}

static void absent_on_duty(struct turn *turn)
{
    struct text id =
        made(turn, "shift.create", "shift",
             "{\"role\":\"SOC_ANALYST\",\"person\":\"Ann\",\"from\":\"2025-12-01 00:00\","
             "\"until\":\"2025-12-02 00:00\"}");
    gaps_are(turn, "2025-12-01", "2025-12-02", "", "a whole day");
    made(turn, "absence.create", "absence",
         "{\"person\":\"Ann\",\"from\":\"2025-12-01 10:00\",\"to\":\"2025-12-01 11:59:59\"}");
    gaps_are(turn, "2025-12-01", "2025-12-02", "2025-12-01T15:00:00Z/2025-12-01T17:00:00Z 120",
             "who is absent is not on duty");
    asked_is(turn, "SOC_ANALYST", "2025-12-01 10:00", "Bob+Cat", "and is not asked");
    struct text input =
        text_format(turn->arena, "{\"shift\":\"%.*s\",\"person\":\"Bob\"}", TEXT_SHOW(id));
    ok(call(turn, "shift.give", input.data) != NULL, "Bob takes it: %s", turn->fault.message);
    gaps_are(turn, "2025-12-01", "2025-12-02", "", "all of it");
    asked_is(turn, "SOC_ANALYST", "2025-12-01 10:00", "Bob", "and is asked");
    input = text_format(turn->arena,
                        "{\"shift\":\"%.*s\",\"at\":\"2025-12-01 18:00\",\"reason\":\"ill\"}",
                        TEXT_SHOW(id));
    ok(call(turn, "shift.end", input.data) != NULL, "he goes home early: %s", turn->fault.message);
    gaps_are(turn, "2025-12-01", "2025-12-02", "2025-12-01T23:00:00Z/2025-12-02T05:00:00Z 360",
             "which leaves a gap to midnight");
    ok(call(turn, "shift.end", input.data) == NULL && faulted(turn, FAULT_INVALID, "at"),
       "what is over does not end again");
    made(turn, "person.leave", "id",
         "{\"person\":\"Bob\",\"at\":\"2025-12-01 12:00\",\"reason\":\"resigned\"}");
    gaps_are(turn, "2025-12-01", "2025-12-02", "2025-12-01T17:00:00Z/2025-12-02T05:00:00Z 720",
             "who has left is not on duty");
}

static void on_call(struct turn *turn)
{
    made(turn, "shift.create", "shift",
         "{\"role\":\"SIRT_MEMBER\",\"organisation\":\"DPH\",\"person\":\"Night\","
         "\"from\":\"2025-12-05 19:00\",\"until\":\"2025-12-06 07:00\"}");
    asked_is(turn, "SIRT_MEMBER", "2025-12-05 18:59:59", "Lead", "by day who holds it");
    asked_is(turn, "SIRT_MEMBER", "2025-12-06 03:00", "Lead+Night", "at night also who is on call");
    made(turn, "absence.create", "absence", "{\"person\":\"Lead\",\"from\":\"2025-12-06\"}");
    asked_is(turn, "SIRT_MEMBER", "2025-12-06 03:00", "Night",
             "who is on call goes before the other deputies");
    asked_is(turn, "SIRT_MEMBER", "2025-12-06 07:00", "Day+Night", "who stand in after it");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    ground(turn);
    gaps_are(turn, "2025-10-05", "2025-10-06", "2025-10-05T04:00:00Z/2025-10-06T04:00:00Z 1440",
             "an empty roster is one gap");
    autumn(turn);
    plans(turn);
    impossible(turn);
    absent_on_duty(turn);
    on_call(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
