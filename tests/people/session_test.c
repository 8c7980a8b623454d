/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in, sessions, tokens for programs. */
#include "base/clock.h"
#include "fixture.h"

static const char *const right = "{\"name\":\"Ann\",\"password\":\"correct horse battery\"}";
static const char *const wrong = "{\"name\":\"Ann\",\"password\":\"correct horse bakery\"}";
static const char *const unknown = "{\"name\":\"Zoe\",\"password\":\"correct horse bakery\"}";

static bool known(struct turn *turn, struct text token)
{
    struct actor actor;
    bool is_known = false;
    return people_token(turn, token, &actor, &is_known) && is_known;
}

/* Is the text in any row of what the house keeps of sessions and the ledger? */
static bool kept_anywhere(struct turn *turn, struct text secret)
{
    static const char *const tables[] = {"SELECT id, token_sha256, person, kind, name FROM session",
                                         "SELECT person, hash FROM person_password",
                                         "SELECT name_sha256, name_sha256 FROM work_sign_in", NULL};
    for (size_t t = 0; tables[t] != NULL; t++) {
        struct rows rows;
        if (!store_select(turn, tables[t], BIND_NONE, &rows))
            return true;
        for (size_t i = 0; i < rows.count; i++)
            for (size_t c = 0; c < rows.width; c++)
                if (text_contains(rows_text(&rows, i, c), secret))
                    return true;
    }
    struct ledger_line *lines;
    size_t count;
    if (!ledger_lines(turn, INT64_MAX, 1000, &lines, &count) || count == 0)
        return true;
    for (size_t i = 0; i < count; i++)
        if (text_contains(lines[i].entry, secret) || text_contains(lines[i].payload, secret))
            return true;
    return false;
}

static void sessions(struct turn *turn)
{
    made(turn, "person.create", "id", "{\"name\":\"Ann\",\"password\":\"correct horse battery\"}");
    made(turn, "role.assign", "assignment",
         "{\"role\":\"CISO\",\"person\":\"Ann\",\"kind\":\"incumbent\"}");
    struct value *answer = call(turn, "session.create", right);
    if (!ok(answer != NULL, "signs in: %s", turn->fault.message))
        return;
    struct text token = value_get_text(answer, "token");
    ok(token.size == 4 + 43 && text_starts(token, TEXT("rvs_")), "a token of 256 bits");
    ok(text_is(value_get_text(value_get_item(answer, "capacities", 0), "role"), "CISO")
           && text_is(value_get_text(value_get_item(answer, "capacities", 0), "title"), "CISO"),
       "and the capacities in which one may act");
    struct actor actor = {.name = TEXT_NONE};
    bool is_known = false;
    ok(people_token(turn, token, &actor, &is_known) && is_known && text_is(actor.name, "Ann")
           && text_equal(actor.person, value_get_text(answer, "person"))
           && text_empty(actor.capacity),
       "the token says who asks");
    ok(!known(turn, TEXT("")) && !known(turn, TEXT("rvs_"))
           && !known(turn, (struct text){token.data, token.size - 1}),
       "no other token does");
    ok(!kept_anywhere(turn, token) && !kept_anywhere(turn, TEXT("correct horse")),
       "neither token nor password is kept anywhere");
    int64_t now_us = turn->now_us;
    turn->now_us = now_us + SESSION_HOURS * HOUR_US - 1;
    ok(known(turn, token), "good for the last microsecond of its hours");
    turn->now_us++;
    ok(!known(turn, token), "and not for the next");
    turn->now_us = now_us;
    struct text second = made(turn, "session.create", "token", right);
    ok(!text_equal(token, second), "each sign-in has its own");
}

static void endings(struct turn *turn)
{
    struct actor test = turn->actor;
    struct value *first = call(turn, "session.create", right);
    struct value *second = call(turn, "session.create", right);
    bool is_known;
    if (!ok(people_token(turn, value_get_text(first, "token"), &turn->actor, &is_known) && is_known,
            "Ann asks"))
        return;
    struct text program = made(turn, "token.create", "token", "{\"name\":\"nightly\",\"days\":2}");
    ok(text_starts(program, TEXT("rvp_")) && known(turn, program), "a token for a program");
    ok(call(turn, "token.create", "{\"name\":\"x\",\"days\":367}") == NULL
           && faulted(turn, FAULT_INVALID, "days"),
       "not for ever");
    char input[128];
    snprintf(input, sizeof input, "{\"session\":\"%.*s\"}",
             TEXT_SHOW(value_get_text(second, "session")));
    ok(call(turn, "session.end", input) != NULL && !known(turn, value_get_text(second, "token"))
           && known(turn, value_get_text(first, "token")),
       "one session is ended, the other lives");
    ok(call(turn, "session.end", input) == NULL && turn->fault.kind == FAULT_MISSING,
       "and cannot be ended twice");
    struct text ann = turn->actor.person;
    turn->actor.person = TEXT("01890000-0000-7000-8000-000000000000");
    snprintf(input, sizeof input, "{\"session\":\"%.*s\"}",
             TEXT_SHOW(value_get_text(first, "session")));
    ok(call(turn, "session.end", input) == NULL && turn->fault.kind == FAULT_MISSING,
       "nobody ends the session of another");
    turn->actor.person = ann;
    ok(text_is(value_get_text(call(turn, "me", "{}"), "name"), "Ann"), "me");
    ok(call(turn, "session.end", "{}") != NULL && !known(turn, value_get_text(first, "token"))
           && known(turn, program),
       "signing out everywhere leaves the programs");
    turn->now_us += 2 * DAY_US;
    ok(!known(turn, program), "which end by themselves");
    turn->actor = test;
}

static void refusals(struct turn *turn)
{
    char message[FAULT_MESSAGE_BYTES];
    ok(call(turn, "session.create", wrong) == NULL && turn->fault.kind == FAULT_STRANGER,
       "a wrong password");
    snprintf(message, sizeof message, "%s", turn->fault.message);
    ok(call(turn, "session.create", unknown) == NULL && turn->fault.kind == FAULT_STRANGER
           && strcmp(message, turn->fault.message) == 0,
       "an unknown name: the same answer: %s", turn->fault.message);
    made(turn, "person.create", "id", "{\"name\":\"Nopass\"}");
    ok(call(turn, "session.create", "{\"name\":\"Nopass\",\"password\":\"x\"}") == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "a person without a password does not sign in");
    made(turn, "person.create", "id",
         "{\"name\":\"Left\",\"password\":\"correct horse battery\",\"from\":\"2020-01-01\","
         "\"to\":\"2020-12-31\"}");
    ok(call(turn, "session.create", "{\"name\":\"Left\",\"password\":\"correct horse battery\"}")
               == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "nor one who has left");
    turn->now_us += 2 * SIGN_IN_PAUSE_MINUTES * MINUTE_US;
}

/* The least time of three tries, so that a busy machine does not count. */
static int64_t least_us(struct turn *turn, const char *input)
{
    int64_t least = INT64_MAX;
    for (int i = 0; i < 3; i++) {
        int64_t before_us = clock_elapsed_us();
        if (call(turn, "session.create", input) != NULL || turn->fault.kind != FAULT_STRANGER)
            return 0;
        int64_t took_us = clock_elapsed_us() - before_us;
        least = took_us < least ? took_us : least;
    }
    turn->now_us += 2 * SIGN_IN_PAUSE_MINUTES * MINUTE_US;
    return least;
}

static void same_work(struct turn *turn)
{
    int64_t wrong_us = least_us(turn, wrong);
    int64_t unknown_us = least_us(turn, unknown);
    ok(wrong_us > 0 && unknown_us > wrong_us / 3 && wrong_us > unknown_us / 3,
       "an unknown name costs a hash as a wrong password does: %lld and %lld us",
       (long long)unknown_us, (long long)wrong_us);
}

static void pauses(struct turn *turn, const char *name)
{
    char input[128];
    char good[128];
    snprintf(input, sizeof input, "{\"name\":\"%s\",\"password\":\"guess\"}", name);
    snprintf(good, sizeof good, "{\"name\":\" %s\",\"password\":\"correct horse battery\"}", name);
    for (int i = 0; i < SIGN_IN_FAILURES_MAX; i++)
        ok(call(turn, "session.create", input) == NULL && turn->fault.kind == FAULT_STRANGER,
           "%s: guess %d is only wrong", name, i + 1);
    ok(call(turn, "session.create", good) == NULL && turn->fault.kind == FAULT_LIMIT,
       "%s: then there is a pause, whatever is typed: %s", name, turn->fault.message);
    turn->now_us += SIGN_IN_PAUSE_MINUTES * MINUTE_US;
    ok(call(turn, "session.create", good) == NULL && turn->fault.kind == FAULT_LIMIT,
       "%s: until its very end", name);
    turn->now_us++;
}

static void throttle(struct turn *turn)
{
    pauses(turn, "Ann");
    ok(call(turn, "session.create", right) != NULL, "after it the right password is right: %s",
       turn->fault.message);
    for (int i = 0; i < SIGN_IN_FAILURES_MAX - 1; i++)
        ok(call(turn, "session.create", wrong) == NULL, "guess %d", i + 1);
    ok(call(turn, "session.create", right) != NULL && call(turn, "session.create", wrong) == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "a success forgets the guesses before it");
    pauses(turn, "Nobody At All");
    struct rows rows;
    fault_clear(turn);
    turn->now_us += 2 * SIGN_IN_PAUSE_MINUTES * MINUTE_US;
    ok(call(turn, "session.create", wrong) == NULL && turn->fault.kind == FAULT_STRANGER,
       "a guess much later");
    fault_clear(turn);
    ok(store_select(turn, "SELECT failures FROM work_sign_in", BIND_NONE, &rows) && rows.count == 1
           && rows_integer(&rows, 0, 0) == 1,
       "guesses of long ago are forgotten");
}

static void passwords(struct turn *turn)
{
    struct actor test = turn->actor;
    struct value *session = call(turn, "session.create", right);
    bool is_known;
    if (!ok(session != NULL
                && people_token(turn, value_get_text(session, "token"), &turn->actor, &is_known)
                && is_known,
            "Ann asks: %s", turn->fault.message))
        return;
    ok(call(turn, "password.set", "{\"old\":\"guess\",\"password\":\"another horse, running\"}")
               == NULL
           && turn->fault.kind == FAULT_STRANGER,
       "a new password needs the old one");
    ok(call(turn, "password.set",
            "{\"old\":\"correct horse battery\",\"password\":\"another horse, running\"}")
           != NULL,
       "and is set with it: %s", turn->fault.message);
    turn->actor = test;
    ok(call(turn, "session.create", right) == NULL && turn->fault.kind == FAULT_STRANGER,
       "the old one is not good any more");
    ok(call(turn, "session.create", "{\"name\":\"Ann\",\"password\":\"another horse, running\"}")
           != NULL,
       "the new one is");
    struct rows rows;
    fault_clear(turn);
    ok(store_select(turn,
                    "SELECT p.hash FROM person_password p JOIN person q ON q.id = p.person"
                    " WHERE q.name = 'Ann' ORDER BY p.version",
                    BIND_NONE, &rows)
           && rows.count == 2 && text_empty(rows_text(&rows, 0, 0))
           && text_starts(rows_text(&rows, 1, 0), TEXT("$y$")),
       "a hash that no longer serves is wiped");
}

/* Whoever forgot it is given another, which is good for being changed. */
static void forgotten(struct turn *turn)
{
    static const char running[] = "{\"name\":\"Ann\",\"password\":\"another horse, running\"}";
    struct actor test = turn->actor;
    struct value *session = call(turn, "session.create", running);
    struct actor ann;
    struct rows rows;
    bool is_known = false;
    if (!ok(session != NULL && people_token(turn, value_get_text(session, "token"), &ann, &is_known)
                && is_known,
            "Ann is signed in: %s", turn->fault.message))
        return;
    turn->actor = ann;
    ok(call(turn, "password.reset", "{\"person\":\"Ann\",\"reason\":\"forgot it\"}") == NULL
           && turn->fault.kind == FAULT_REFUSED,
       "nobody gives herself one: %s", turn->fault.message);
    turn->actor = test;
    struct value *given =
        call(turn, "password.reset", "{\"person\":\"Ann\",\"reason\":\"forgot it; called back\"}");
    struct text made = value_get_text(given, "password");
    ok(made.size > 0, "an administrator does: %s", turn->fault.message);
    ok(call(turn, "session.create", running) == NULL && turn->fault.kind == FAULT_STRANGER,
       "the old one is not good any more");
    fault_clear(turn);
    ok(people_token(turn, value_get_text(session, "token"), &ann, &is_known) && !is_known,
       "and who was signed in with it is not");
    struct text input =
        text_format(turn->arena, "{\"name\":\"Ann\",\"password\":\"%.*s\"}", TEXT_SHOW(made));
    ok(call(turn, "session.create", input.data) != NULL, "the new one is: %s", turn->fault.message);
    fault_clear(turn);
    ok(store_select(turn,
                    "SELECT p.given FROM person_password p JOIN person q ON q.id = p.person"
                    " WHERE q.name = 'Ann' AND p.hash <> ''",
                    BIND_NONE, &rows)
           && rows.count == 1 && rows_integer(&rows, 0, 0) == 1,
       "to be changed first");
    ok(store_select(turn, "SELECT COUNT(*) FROM ledger_payload WHERE body LIKE '%' || $1 || '%'",
                    BIND(cell_text(made)), &rows)
           && rows_integer(&rows, 0, 0) == 0,
       "the ledger does not know it");
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    sessions(turn);
    endings(turn);
    refusals(turn);
    same_work(turn);
    throttle(turn);
    passwords(turn);
    forgotten(turn);
}

int main(void)
{
    both(body);
    return tap_end();
}
