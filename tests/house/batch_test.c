/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What touches more duties than one turn goes through, on both engines: a day that is closed, and a
 * second while the first is gone through; a role that is given on one case, and somebody who is
 * kept away from it. Each goes on by the
 * clock in batches, also after the house was closed and opened again, and ends as if it had been
 * done at once.
 */
#include "house.h"

enum { CASES = 36, QUESTIONS = 110, BATCH = 200 };

/* 17:00 of the first three business days after the day of the trial. */
#define MONDAY_US    (BOTH_NOW_US + 3 * DAY_US + 9 * HOUR_US)
#define TUESDAY_US   (MONDAY_US + DAY_US)
#define WEDNESDAY_US (MONDAY_US + 2 * DAY_US)

static int64_t number_of(struct trial *trial, const char *sql, struct cell cell)
{
    struct turn turn;
    struct rows rows;
    int64_t number = -1;
    if (house_turn_begin(trial->house, trial->arena, &turn)
        && store_select(&turn, sql, &cell, 1, &rows) && rows.count == 1)
        number = rows_integer(&rows, 0, 0);
    else
        printf("# %s\n", turn.fault.message);
    house_turn_end(trial->house, &turn);
    return number;
}

static int64_t due_at(struct trial *trial, int64_t due_us)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_version WHERE due_us = $1 AND owed = 1"
                     " AND until_us = 9223372036854775807",
                     cell_integer(due_us));
}

static int64_t moving(struct trial *trial)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM calendar_moving WHERE next_us < $1"
                     " AND until_us = 9223372036854775807",
                     cell_integer(INT64_MAX));
}

static int64_t passing(struct trial *trial)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_passing WHERE next_us < $1"
                     " AND until_us = 9223372036854775807",
                     cell_integer(INT64_MAX));
}

/* A case that waits for the next business day. */
static const char *low_case(struct trial *trial)
{
    struct value *report = trial_done(trial, "", "report.create",
                                      "{\"what\":\"a lamp flickers\",\"organisation\":\"DPH\"}");
    const char *number = text_string(trial->arena, value_get_text(report, "number"));
    trial_done(trial, NULL, "incident.evaluate",
               text_format(trial->arena,
                           "{\"incident\":\"%s\",\"priority\":4,\"action\":\"look\","
                           "\"human_safety\":\"no\",\"data\":[]}",
                           number)
                   .data);
    return number;
}

static struct value *close_day(struct trial *trial, const char *day)
{
    struct text input = text_format(trial->arena, "{\"date\":\"%s\",\"reason\":\"declared\"}", day);
    return trial_done(trial, NULL, "calendar.close", input.data);
}

static int64_t fire_all(struct trial *trial)
{
    int64_t batches = 0;
    while (moving(trial) + passing(trial) > 0 && batches < 200) {
        struct answer answer = trial_call(trial, NULL, "obligation.fire", "{}");
        batches += answer.fault.kind == FAULT_NONE ? 1 : 1000;
        arena_clear(trial->arena);
    }
    return batches;
}

static void test_days(struct turn *turn, struct text address, struct trial *trial)
{
    for (int i = 0; i < CASES; i++, arena_clear(trial->arena))
        low_case(trial);
    int64_t owed = due_at(trial, MONDAY_US);
    ok(owed > BATCH / 2, "%lld duties are due on Monday", (long long)owed);

    struct value *first = close_day(trial, "2026-07-06");
    ok(!value_get_boolean(first, "over", true)
           && value_get_integer(first, "moved", -1) == due_at(trial, TUESDAY_US)
           && due_at(trial, MONDAY_US) > 0 && moving(trial) == 1,
       "Monday is closed: some move at once, and no more than a batch is looked at");
    struct value *second = close_day(trial, "2026-07-07");
    ok(value_get_integer(second, "moved", -1) == 0 && moving(trial) == 2,
       "Tuesday, too: behind the first");
    low_case(trial);
    int64_t fresh = due_at(trial, WEDNESDAY_US);
    ok(fresh > 0 && due_at(trial, MONDAY_US) + due_at(trial, TUESDAY_US) == owed,
       "what begins now is due on Wednesday from the start");
    trial_done(trial, NULL, "obligation.fire", "{}");
    ok(moving(trial) == 2, "the clock goes on with the first");
    if (!trial_open_again(turn, address, trial))
        return;
    ok(fire_all(trial) >= 2, "and after a restart with both");
    ok(due_at(trial, MONDAY_US) == 0 && due_at(trial, TUESDAY_US) == 0
           && due_at(trial, WEDNESDAY_US) == owed + fresh,
       "until all is due on Wednesday");
    ok(number_of(trial, "SELECT COUNT(*) FROM obligation_version WHERE basis = $1",
                 cell_text(TEXT("closure: declared")))
           == 2 * owed,
       "each moved once for each day");
    ok(trial_call(trial, NULL, "calendar.close", "{\"date\":\"2026-07-06\",\"reason\":\"again\"}")
               .fault.kind
           == FAULT_CLASH,
       "a day is closed once");
}

static void ask(struct trial *trial, const char *number, const char *person)
{
    struct text input = text_format(
        trial->arena, "{\"incident\":\"%s\",\"person\":\"%s\",\"question\":\"which host?\"}",
        number, person);
    trial_done(trial, NULL, "request.make", input.data);
}

static int64_t owed_by(struct trial *trial, const char *person)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_version WHERE person = $1 AND owed = 1"
                     " AND until_us = 9223372036854775807",
                     cell_text(text_of(person)));
}

static int64_t standing(struct trial *trial, const char *number)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_version v JOIN obligation o"
                     " ON o.id = v.obligation WHERE o.number = $1 AND v.standing = 1"
                     " AND v.until_us = 9223372036854775807",
                     cell_text(text_of(number)));
}

static int64_t seen_of_role(struct trial *trial, const char *role)
{
    return number_of(trial,
                     "SELECT MAX(seen) FROM obligation_passing WHERE role = $1 AND incident <> ''"
                     " AND until_us = 9223372036854775807",
                     cell_text(text_of(role)));
}

static void asked_often(struct trial *trial, char *person, size_t person_size, char *number,
                        size_t number_size)
{
    struct value *made =
        trial_done(trial, NULL, "person.create", "{\"name\":\"ann\",\"mail\":\"a@example.org\"}");
    snprintf(person, person_size, "%.*s", TEXT_SHOW(value_get_text(made, "id")));
    snprintf(number, number_size, "%s", low_case(trial));
    for (int i = 0; i < QUESTIONS; i++, arena_clear(trial->arena))
        ask(trial, number, person);
}

static void test_case_role(struct turn *turn, struct text address, struct trial *trial)
{
    char person[64];
    char number[32];
    asked_often(trial, person, sizeof person, number, sizeof number);
    int64_t all = standing(trial, number);
    ok(all > BATCH, "%lld duties stand on one case", (long long)all);
    struct text input =
        text_format(trial->arena, "{\"incident\":\"%s\",\"role\":\"IR_COORD\",\"person\":\"%s\"}",
                    number, person);
    trial_done(trial, NULL, "incident.appoint", input.data);
    ok(passing(trial) == 1, "a role is given on it: a batch at once, and the rest waits");
    if (!trial_open_again(turn, address, trial))
        return;
    ok(fire_all(trial) >= 1, "it goes on after a restart");
    ok(seen_of_role(trial, "IR_COORD") == all, "until each was looked at once");
}

/* Somebody who owes more than a batch is kept away from the case: twice, and the second waits. */
static void test_kept_away(struct turn *turn, struct text address, struct trial *trial)
{
    char person[64];
    char number[32];
    asked_often(trial, person, sizeof person, number, sizeof number);
    int64_t all = standing(trial, number);
    trial->now_us += SECOND_US; /* a batch for each instant */
    int64_t owed = owed_by(trial, person);
    ok(all > BATCH && owed >= QUESTIONS, "%lld of %lld duties of a case are one person's",
       (long long)owed, (long long)all);
    struct text input = text_format(
        trial->arena, "{\"incident\":\"%s\",\"person\":\"%s\",\"reason\":\"concerned\"}", number,
        person);
    trial_done(trial, NULL, "access.exclude", input.data);
    int64_t left = owed_by(trial, person);
    ok(passing(trial) == 1 && left > 0 && left < owed,
       "kept away from it: a batch goes to others at once, and %lld wait", (long long)left);
    ok(trial_call(trial, person, "incident.read",
                  text_format(trial->arena, "{\"incident\":\"%s\"}", number).data)
               .fault.kind
           == FAULT_MISSING,
       "and nothing of it is shown meanwhile");
    input =
        text_format(trial->arena, "{\"incident\":\"%s\",\"reason\":\"few\",\"named\":[]}", number);
    trial_done(trial, NULL, "access.restrict", input.data);
    ok(passing(trial) == 2, "restricted, too: behind the first");
    if (!trial_open_again(turn, address, trial))
        return;
    ok(fire_all(trial) >= 2 && owed_by(trial, person) == 0,
       "it goes on after a restart, until nothing is that person's");
    ok(seen_of_role(trial, "") == all, "and each was looked at once");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, false, &trial)) {
        test_days(turn, address, &trial);
        test_case_role(turn, address, &trial);
        test_kept_away(turn, address, &trial);
        trial_close(&trial);
    }
}

int main(void)
{
    both(body);
    return tap_end();
}
