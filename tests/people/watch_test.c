/* SPDX-License-Identifier: Apache-2.0 */
/* The passing of time: to the microsecond, in one step and in many, and what is entered late. */
#include "fixture.h"
#include "people/inside.h"

struct passing {
    struct text *words; /* "role.vacant CISO 2025-09-12T21:00:00Z; " of everything told */
};

/* role.pass, and the facts it told. */
static bool pass_write(struct change *change, void *context)
{
    struct passing *passing = context;
    struct turn *turn = change_turn(change);
    struct value *answer;
    struct builder words = {.arena = turn->arena};
    size_t count;
    if (!role_pass_write(change, NULL, &answer))
        return false;
    const struct fact *facts = change_facts(change, 0, &count);
    build(&words, *passing->words);
    for (size_t i = 0; i < count; i++)
        if (facts[i].kind != FACT_ROLE_CHANGED)
            build_format(&words, "%s %.*s %.*s; ", fact_face(facts[i].kind)->name,
                         TEXT_SHOW(facts[i].texts[FIELD_OF_ROLE]),
                         TEXT_SHOW(instant_utc(turn->arena, facts[i].times[FIELD_OF_AT])));
    *passing->words = built(&words);
    return true;
}

static int64_t next(struct turn *turn)
{
    int64_t next_us = 0;
    return people_next(turn, &next_us) ? next_us : 0;
}

/* Goes on to an instant: awake at every boundary, or asleep until the end. */
static struct text pass_to(struct turn *turn, const char *when, bool awake)
{
    struct text words = TEXT_NONE;
    struct passing passing = {.words = &words};
    int64_t until_us = at(turn, when);
    for (int i = 0; i < 1000; i++) {
        int64_t next_us = next(turn);
        turn->now_us = awake && next_us < until_us ? next_us : until_us;
        if (next_us > until_us)
            break;
        if (!changed(turn, pass_write, &passing)) {
            ok(false, "role.pass: %s", turn->fault.message);
            break;
        }
    }
    turn->now_us = until_us;
    return words;
}

static void told(struct turn *turn, const char *when, bool awake, const char *expected,
                 const char *says)
{
    struct text words = pass_to(turn, when, awake);
    ok(text_is(words, expected), "%s%s: \"%.*s\", expected \"%s\"", says,
       awake ? ", awake" : ", asleep", TEXT_SHOW(words), expected);
}

static void assign(struct turn *turn, const char *person, const char *kind, const char *period)
{
    made(turn, "role.assign", "assignment",
         text_format(turn->arena, "{\"role\":\"CISO\",\"person\":\"%s\",\"kind\":\"%s\"%s}", person,
                     kind, period)
             .data);
}

static void story(struct turn *turn, bool awake)
{
    static const char *const persons[] = {"{\"name\":\"Ann\"}", "{\"name\":\"Bob\"}",
                                          "{\"name\":\"Cat\"}", NULL};
    turn->now_us = at(turn, "2025-08-01 09:00");
    do_all(turn, "person.create", persons);
    told(turn, "2025-08-01 10:00", awake, "", "nobody ever held it: no clock");
    assign(turn, "Ann", "incumbent", ",\"to\":\"2025-09-30\"");
    assign(turn, "Bob", "acting", ",\"from\":\"2025-10-03\",\"to\":\"2025-10-31\"");
    ok(next(turn) == at(turn, "2025-10-01 00:00"), "next is the first microsecond without her");
    told(turn, "2025-09-30 23:59:59.999999", awake, "", "the last microsecond is hers");
    told(turn, "2025-10-01 00:00:00", awake, "role.vacant CISO 2025-10-01T04:00:00Z; ",
         "then it is vacant");
    told(turn, "2025-10-02 12:00", awake, "", "told once");
    told(turn, "2025-11-15 00:00", awake,
         "role.filled CISO 2025-10-03T04:00:00Z; role.vacant CISO 2025-11-01T04:00:00Z; ",
         "filled for the time being, and vacant again");
    ok(next(turn) == INT64_MAX, "then nothing comes by itself");
}

/* Ten business days, over Columbus Day; absences without a break are one. */
static void absences(struct turn *turn, bool awake)
{
    turn->now_us = at(turn, "2025-11-20 09:00");
    assign(turn, "Cat", "incumbent", ",\"from\":\"2025-09-01\"");
    made(turn, "absence.create", "absence",
         "{\"person\":\"Cat\",\"from\":\"2026-10-05\",\"to\":\"2026-10-09\"}");
    made(turn, "absence.create", "absence",
         "{\"person\":\"Cat\",\"from\":\"2026-10-10\",\"to\":\"2026-11-01\"}");
    told(turn, "2026-10-19 23:59:59.999999", awake, "", "ten business days are not too long");
    told(turn, "2026-10-20 00:00", awake, "role.absent CISO 2026-10-20T04:00:00Z; ", "more are");
    told(turn, "2026-11-02 00:00", awake, "role.filled CISO 2026-11-02T05:00:00Z; ",
         "back on the first of two hours");
}

static void half_days(struct turn *turn, bool awake)
{
    made(turn, "absence.create", "absence",
         "{\"person\":\"Cat\",\"from\":\"2027-03-01 14:00\",\"to\":\"2027-12-31\"}");
    told(turn, "2027-03-15 23:59:59", awake, "", "a day begun does not count");
    told(turn, "2027-03-16 00:00", awake, "role.absent CISO 2027-03-16T04:00:00Z; ",
         "but whole ones, over the change of the clocks");
}

static void body_of(struct turn *turn, bool awake)
{
    struct pack pack;
    if (!fixture_open(turn, &pack))
        return;
    pack.long_absence_days = 10;
    for (int weekday = 1; weekday <= 5; weekday++)
        pack.calendar.business_weekday[weekday] = true;
    static struct holiday columbus = {.name = {"Columbus Day", 12},
                                      .form = HOLIDAY_NTH_WEEKDAY,
                                      .month = 10,
                                      .weekday = 1,
                                      .nth = 2};
    pack.calendar.holidays = &columbus;
    pack.calendar.holidays_count = 1;
    story(turn, awake);
    absences(turn, awake);
    half_days(turn, awake);
}

static void body(struct turn *turn, struct text address)
{
    (void)address;
    body_of(turn, true);
}

static void body_asleep(struct turn *turn, struct text address)
{
    (void)address;
    body_of(turn, false);
}

int main(void)
{
    both(body);
    both(body_asleep);
    return tap_end();
}
