/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other people answer for a role by which far more is owed than one turn goes through, on both
 * engines: so much is passed on at once, in the order of the duties; the rest by the clock, also
 * after the house was closed and opened again. Each duty goes over once and is told of once.
 */
#include "house.h"

enum { CASES = 60, BATCH = 200 };

static int64_t number_of(struct trial *trial, const char *sql, const char *a, const char *b)
{
    struct turn turn;
    struct rows rows;
    struct cell cells[2] = {cell_text(text_of(a)), cell_text(text_of(b == NULL ? "" : b))};
    int64_t number = -1;
    if (house_turn_begin(trial->house, trial->arena, &turn)
        && store_select(&turn, sql, cells, b == NULL ? 1 : 2, &rows) && rows.count == 1)
        number = rows_integer(&rows, 0, 0);
    else
        printf("# %s\n", turn.fault.message);
    house_turn_end(trial->house, &turn);
    return number;
}

static int64_t owed_by(struct trial *trial, const char *person)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_version WHERE person = $1 AND owed = 1"
                     " AND until_us = 9223372036854775807",
                     person, NULL);
}

static int64_t waiting(struct trial *trial)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_passing WHERE role <> $1"
                     " AND until_us = 9223372036854775807 AND next_us < 9223372036854775807",
                     "", NULL);
}

static const char *person(struct trial *trial, const char *name)
{
    struct text input =
        text_format(trial->arena, "{\"name\":\"%s\",\"mail\":\"%s@example.org\"}", name, name);
    struct value *made = trial_done(trial, NULL, "person.create", input.data);
    return text_string(trial->arena, value_get_text(made, "id"));
}

static const char *analyst(struct trial *trial, const char *id)
{
    struct text input = text_format(
        trial->arena, "{\"person\":\"%s\",\"role\":\"SOC_ANALYST\",\"kind\":\"incumbent\"}", id);
    struct value *made = trial_done(trial, NULL, "role.assign", input.data);
    return text_string(trial->arena, value_get_text(made, "assignment"));
}

static int64_t pass_all(struct trial *trial)
{
    int64_t batches = 0;
    while (waiting(trial) > 0 && batches < 100) {
        struct answer answer = trial_call(trial, NULL, "obligation.fire", "{}");
        batches += answer.fault.kind == FAULT_NONE ? 1 : 1000;
        arena_clear(trial->arena);
    }
    return batches;
}

/* Nothing that stands later in the order has gone over before something that has not. */
static int64_t out_of_order(struct trial *trial, const char *before, const char *after)
{
    return number_of(trial,
                     "SELECT COUNT(*) FROM obligation_version u, obligation_version p"
                     " WHERE u.until_us = 9223372036854775807 AND p.until_us = u.until_us"
                     " AND u.owed = 1 AND p.owed = 1 AND u.person = $1 AND p.person = $2"
                     " AND (u.asked_role < p.asked_role OR (u.asked_role = p.asked_role"
                     " AND u.obligation < p.obligation))",
                     before, after);
}

static void test_told_once(struct trial *trial, const char *to, int64_t owed)
{
    ok(number_of(trial,
                 "SELECT COUNT(DISTINCT obligation) FROM obligation_version WHERE person = $1", to,
                 NULL)
               == owed
           && number_of(trial, "SELECT COUNT(*) FROM obligation_version WHERE person = $1", to,
                        NULL)
                  == owed,
       "each went over once");
    ok(number_of(trial,
                 "SELECT COUNT(*) FROM notice_duty d JOIN notice n ON n.id = d.notice"
                 " WHERE n.person = $1 AND d.template = $2",
                 to, "handover")
           == owed,
       "and was told of once");
}

static void test_passing(struct turn *turn, struct text address, struct trial *trial)
{
    char ann[64];
    char bea[64];
    char leaves[128];
    snprintf(ann, sizeof ann, "%s", person(trial, "ann"));
    snprintf(bea, sizeof bea, "%s", person(trial, "bea"));
    snprintf(leaves, sizeof leaves, "{\"assignment\":\"%s\",\"reason\":\"moves on\"}",
             analyst(trial, ann));
    int done = 0;
    for (int i = 0; i < CASES; i++, arena_clear(trial->arena))
        done += trial_call(trial, "", "report.create",
                           "{\"what\":\"smoke\",\"organisation\":\"DPH\",\"human_safety\":\"yes\"}")
                    .fault.kind
                == FAULT_NONE;
    int64_t owed = owed_by(trial, ann);
    ok(done == CASES && owed > 3 * BATCH, "%d cases: one analyst owes %lld things", done,
       (long long)owed);

    trial->now_us += 10 * SECOND_US;
    analyst(trial, bea);
    ok(waiting(trial) == 1 && pass_all(trial) >= 2 && owed_by(trial, ann) == owed,
       "a second analyst: whoever answers keeps what he has, whatever the number");

    trial->now_us += 10 * SECOND_US;
    trial_done(trial, NULL, "role.end", leaves);
    int64_t first = owed_by(trial, bea);
    ok(first > 0 && first <= BATCH && owed_by(trial, ann) == owed - first && waiting(trial) == 1,
       "the first leaves: %lld go over at once, and no more than a batch", (long long)first);
    ok(out_of_order(trial, ann, bea) == 0, "in the order of the duties");

    analyst(trial, person(trial, "cam"));
    ok(waiting(trial) == 2 && owed_by(trial, bea) == first, "other people again: behind the first");
    analyst(trial, person(trial, "dan"));
    ok(waiting(trial) == 2, "and once more: the one that waits sees them, too");

    trial_done(trial, NULL, "obligation.fire", "{}");
    int64_t second = owed_by(trial, bea);
    ok(second > first && second <= first + BATCH && out_of_order(trial, ann, bea) == 0,
       "the clock goes on where it was");
    if (!trial_open_again(turn, address, trial))
        return;
    ok(waiting(trial) == 2 && pass_all(trial) > 0, "and goes on after a restart");
    ok(owed_by(trial, ann) == 0 && owed_by(trial, bea) == owed, "until all of it has gone over");
    test_told_once(trial, bea, owed);
    ok(out_of_order(trial, bea, ann) == 0 && waiting(trial) == 0, "and nothing waits any more");
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, false, &trial)) {
        test_passing(turn, address, &trial);
        trial_close(&trial);
    }
}

int main(void)
{
    both(body);
    return tap_end();
}
