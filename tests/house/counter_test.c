/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counter's promises, for every action of the house: once only under a key, forbidden looks
 * exactly like missing, the house's own doors are its own, a stale version is a clash.
 */
#include "../sweep/deeds.h"
#include "base/id.h"

struct asked {
    const char *person;   /* NULL: the house's own door, "": nobody */
    const char *capacity; /* or NULL */
    const char *key, *if_match;
};

static struct answer ask(struct trial *trial, struct asked asked, const char *name,
                         const char *json)
{
    struct turn turn = {.arena = trial->arena};
    struct answer answer = {0};
    struct call call = {.action = house_action(trial->house, text_of(name)),
                        .key = text_of(asked.key == NULL ? "" : asked.key),
                        .if_match = text_of(asked.if_match == NULL ? "" : asked.if_match)};
    if (!json_read(&turn, text_of(json), "the test", &call.input))
        ok(false, "input of %s: %s", name, turn.fault.message);
    if (asked.person == NULL)
        call.credential.system = "system:test";
    else
        call.credential.person = text_of(asked.person);
    call.credential.capacity = text_of(asked.capacity == NULL ? "" : asked.capacity);
    action_call(trial->house, trial->arena, &call, &answer);
    return answer;
}

static const char *written(struct trial *trial, const struct value *value)
{
    return value == NULL ? "nothing" : text_string(trial->arena, json_write(trial->arena, value));
}

static int64_t counted(struct trial *trial, const char *sql, const char *with)
{
    struct turn turn;
    struct rows rows;
    int64_t count = -1;
    struct cell cell = cell_text(text_of(with == NULL ? "" : with));
    if (house_turn_begin(trial->house, trial->arena, &turn)
        && store_select(&turn, sql, &cell, with == NULL ? 0 : 1, &rows))
        count = rows_integer(&rows, 0, 0);
    else
        printf("# %s\n", turn.fault.message);
    house_turn_end(trial->house, &turn);
    return count;
}

static int64_t incidents(struct trial *trial)
{
    return counted(trial, "SELECT COUNT(*) FROM incident", NULL);
}

/* ---- once only ---- */

static void test_replay(struct trial *trial, const struct ground *ground)
{
    struct asked asked = {.person = ground->ciso, .key = "key-1"};
    const char *json = "{\"what\":\"smoke\",\"organisation\":\"DPH\"}";
    int64_t before = incidents(trial);
    struct answer first = ask(trial, asked, "report.create", json);
    struct answer again = ask(trial, asked, "report.create", json);
    ok(first.fault.kind == FAULT_NONE && !first.replayed, "a request with a key is done: %s",
       first.fault.message);
    ok(again.fault.kind == FAULT_NONE && again.replayed
           && strcmp(written(trial, first.value), written(trial, again.value)) == 0,
       "the same again gets the same answer");
    ok(incidents(trial) == before + 1, "and happened once");
    again = ask(trial, asked, "report.create", "{\"organisation\":\"DPH\",\"what\":\"smoke\"}");
    ok(again.fault.kind == FAULT_NONE || again.fault.kind == FAULT_CLASH,
       "members in another order are the same request or a clash: %d", again.replayed);
    again = ask(trial, asked, "report.create", "{\"what\":\"fire\"}");
    ok(again.fault.kind == FAULT_CLASH && again.value == NULL, "another body clashes: %s",
       again.fault.message);
    asked.person = ground->iso;
    again = ask(trial, asked, "report.create", json);
    ok(again.fault.kind == FAULT_NONE && !again.replayed, "the key of another person is another");
    ok(incidents(trial) == before + 2, "and that is a second report");
}

static void test_replay_anonymous(struct trial *trial)
{
    struct asked asked = {.person = "", .key = "key-1"};
    struct answer first = ask(trial, asked, "report.create", "{\"what\":\"smoke\"}");
    struct answer again = ask(trial, asked, "report.create", "{\"what\":\"smoke\"}");
    struct answer other = ask(trial, asked, "report.create", "{\"what\":\"fire\"}");
    ok(again.replayed && strcmp(written(trial, first.value), written(trial, again.value)) == 0,
       "nobody's key and body together are replayed");
    ok(other.fault.kind == FAULT_NONE && !other.replayed
           && strcmp(written(trial, first.value), written(trial, other.value)) != 0,
       "nobody's key with another body shows nothing of the first, and is done");
    asked.key = "key-2";
    other = ask(trial, asked, "report.create", "{\"what\":\"smoke\"}");
    ok(!other.replayed, "nobody's body with another key is another report");
}

/* A refusal is no answer to keep: with the fault mended, the same key does the work. */
static void test_replay_refused(struct trial *trial, const struct ground *ground)
{
    struct asked asked = {.person = ground->other, .key = "key-3"};
    const char *json = ground_fill(trial->arena, ground, deed_of("incident.respond")->json);
    struct answer refused = ask(trial, asked, "incident.respond", json);
    ok(refused.fault.kind == FAULT_MISSING, "what is forbidden is not done under a key");
    ok(counted(trial, "SELECT COUNT(*) FROM kept_answer WHERE key = $1", "key-3") == 0,
       "and no answer is kept");
}

/* A retry of what was done has a version that it made stale itself. */
static void test_replay_version(struct trial *trial, const struct ground *ground)
{
    const char *read = ground_fill(trial->arena, ground, deed_of("incident.read")->json);
    const char *json = ground_fill(trial->arena, ground, deed_of("incident.evaluate")->json);
    struct answer seen = ask(trial, (struct asked){.person = NULL}, "incident.read", read);
    struct asked asked = {.key = "key-4", .if_match = text_string(trial->arena, seen.version)};
    ok(!text_empty(seen.version), "an incident has a version: %s", asked.if_match);
    struct answer first = ask(trial, asked, "incident.evaluate", json);
    ok(first.fault.kind == FAULT_NONE && !text_equal(first.version, seen.version),
       "with the version that was seen it is done: %s", first.fault.message);
    struct answer again = ask(trial, asked, "incident.evaluate", json);
    ok(again.replayed && strcmp(written(trial, first.value), written(trial, again.value)) == 0,
       "a retry is answered alike, though the version is stale now: %s", again.fault.message);
    asked.key = "key-5";
    again = ask(trial, asked, "incident.evaluate", json);
    ok(again.fault.kind == FAULT_CLASH && again.value == NULL, "a stale version is a clash");
    asked.key = NULL;
    again = ask(trial, asked, "incident.evaluate", json);
    ok(again.fault.kind == FAULT_CLASH, "without a key, too");
}

static void test_secret(struct trial *trial, const struct ground *ground)
{
    int64_t before = counted(trial, "SELECT COUNT(*) FROM kept_answer", NULL);
    struct asked asked = {.person = ground->person, .key = "key-6"};
    struct answer first = ask(trial, asked, "token.create", deed_of("token.create")->json);
    struct answer again = ask(trial, asked, "token.create", deed_of("token.create")->json);
    const char *token = text_string(trial->arena, value_get_text(first.value, "token"));
    ok(token[0] != '\0' && !again.replayed && again.fault.kind == FAULT_NONE
           && !text_is(value_get_text(again.value, "token"), token),
       "a secret is shown once; the same key makes another");
    asked.person = "";
    first = ask(trial, asked, "session.create", deed_of("session.create")->json);
    ok(first.fault.kind == FAULT_NONE, "signed in under a key: %s", first.fault.message);
    ok(counted(trial, "SELECT COUNT(*) FROM kept_answer", NULL) == before,
       "no answer with a secret is kept");
    const char *session = text_string(trial->arena, value_get_text(first.value, "token"));
    ok(counted(trial, "SELECT COUNT(*) FROM ledger_payload WHERE body LIKE '%' || $1 || '%'", token)
               == 0
           && counted(trial, "SELECT COUNT(*) FROM ledger_payload WHERE body LIKE '%' || $1 || '%'",
                      session)
                  == 0,
       "nor is it in the ledger");
}

/* The slow part of a write is not done twice: an old password has been changed by the first. */
static void test_replay_prepared(struct trial *trial, const struct ground *ground)
{
    struct asked asked = {.person = ground->person, .key = "key-7"};
    const char *json = deed_of("password.set")->json;
    struct answer first = ask(trial, asked, "password.set", json);
    struct answer again = ask(trial, asked, "password.set", json);
    ok(first.fault.kind == FAULT_NONE && again.replayed, "a change of password is retried: %s%s",
       first.fault.message, again.fault.message);
}

/* ---- who may ---- */

/* A house where nothing is: ids that look right and are nobody's. */
static void ground_ghost(struct trial *trial, const struct ground *ground, struct ground *ghost)
{
    struct turn turn = {.arena = trial->arena, .now_us = trial->now_us};
    struct text id = TEXT_NONE;
    if (!id_new(&turn, &id))
        ok(false, "an id");
    const char *none = text_string(trial->arena, id);
    *ghost = *ground;
    ghost->incident = "INC-2026-22222";
    ghost->notice = ghost->obligation = ghost->asset = ghost->contact = none;
    ghost->assignment = ghost->person = none;
    ghost->organisation = "NOSUCH";
}

/* Everything of an answer that leaves the house. */
static bool alike(const struct answer *a, const struct answer *b, struct trial *trial)
{
    return a->fault.kind == b->fault.kind && strcmp(a->fault.message, b->fault.message) == 0
           && strcmp(a->fault.field, b->fault.field) == 0
           && strcmp(a->fault.clause, b->fault.clause) == 0 && text_equal(a->version, b->version)
           && strcmp(written(trial, a->value), written(trial, b->value)) == 0;
}

/* One action, asked by somebody who may not, of what is there and of what is not. */
static void forbid(struct trial *trial, const struct action *action, const char *who,
                   struct asked asked, const struct ground *there, const struct ground *ghost)
{
    const char *json = deed_of(action->name)->json;
    const char *real = ground_fill(trial->arena, there, json);
    const char *none = ground_fill(trial->arena, ghost, json);
    if (strcmp(real, none) == 0)
        return;
    struct answer on_real = ask(trial, asked, action->name, real);
    struct answer on_none = ask(trial, asked, action->name, none);
    bool good = on_real.fault.kind != FAULT_NONE && alike(&on_real, &on_none, trial);
    if (action->about == NULL) /* a list, or the receipt: it may answer, the same each time */
        good = alike(&on_real, &on_none, trial);
    ok(good, "%s by %s: \"%s\", whether it is there or not", action->name, who,
       on_real.fault.message);
    if (!good)
        printf("# there: %d %s %s\n# not there: %d %s %s\n", on_real.fault.kind,
               on_real.fault.message, written(trial, on_real.value), on_none.fault.kind,
               on_none.fault.message, written(trial, on_none.value));
}

static void test_forbidden(struct trial *trial, const struct ground *ground)
{
    struct ground ghost;
    struct ground wrong = *ground;
    size_t count;
    const struct action *const *actions = house_actions(trial->house, &count);
    ground_ghost(trial, ground, &ghost);
    /* To the wrong receipt code an existing number is as good as none. */
    wrong.receipt = ghost.receipt = "AAAAA-AAAAA-AAAAA-AAAAA";
    wrong.token = ghost.token = "0123456789abcdef0123456789abcdef01234567";
    int64_t before = counted(trial, "SELECT COUNT(*) FROM ledger_entry", NULL);
    for (size_t i = 0; i < count; i++) {
        if (deed_of(actions[i]->name) == NULL || actions[i]->area == AREA_ORGANISATION)
            continue;
        forbid(trial, actions[i], "nobody", (struct asked){.person = ""}, &wrong, &ghost);
        forbid(trial, actions[i], "somebody without such a role",
               (struct asked){.person = ground->ciso, .capacity = "HR_CONTACT"}, &wrong, &ghost);
        forbid(trial, actions[i], "another agency's officer",
               (struct asked){.person = ground->other}, &wrong, &ghost);
    }
    /* The tree of organisations is for its officers to read, and for others to be refused. */
    for (size_t i = 0; i < count; i++)
        if (deed_of(actions[i]->name) != NULL && actions[i]->area == AREA_ORGANISATION) {
            forbid(trial, actions[i], "nobody", (struct asked){.person = ""}, &wrong, &ghost);
            forbid(trial, actions[i], "somebody without such a role",
                   (struct asked){.person = ground->ciso, .capacity = "HR_CONTACT"}, &wrong,
                   &ghost);
            if (actions[i]->write != NULL)
                forbid(trial, actions[i], "another agency's officer",
                       (struct asked){.person = ground->other}, &wrong, &ghost);
        }
    ok(counted(trial, "SELECT COUNT(*) FROM ledger_entry", NULL) == before,
       "and none of it has done anything");
}

static void test_internal(struct trial *trial, const struct ground *ground)
{
    size_t count;
    size_t internal = 0;
    const struct action *const *actions = house_actions(trial->house, &count);
    const char *people[] = {"", ground->person, ground->iso, ground->ciso};
    for (size_t i = 0; i < count; i++) {
        if (!actions[i]->internal || deed_of(actions[i]->name) == NULL)
            continue;
        internal++;
        size_t kept_out = 0;
        const char *json = ground_fill(trial->arena, ground, deed_of(actions[i]->name)->json);
        for (size_t k = 0; k < sizeof people / sizeof people[0]; k++) {
            struct answer answer =
                ask(trial, (struct asked){.person = people[k]}, actions[i]->name, json);
            kept_out += answer.fault.kind == FAULT_MISSING || answer.fault.kind == FAULT_STRANGER;
        }
        ok(kept_out == sizeof people / sizeof people[0], "%s is for the house's own doors alone",
           actions[i]->name);
    }
    ok(internal > 0, "there are %zu actions of the house's own", internal);
}

static void test_permitted(struct trial *trial, const struct ground *ground)
{
    const char *read = ground_fill(trial->arena, ground, deed_of("incident.read")->json);
    struct answer answer =
        ask(trial, (struct asked){.person = ground->ciso}, "incident.read", read);
    ok(answer.fault.kind == FAULT_NONE, "the CISO reads the incident: %s", answer.fault.message);
    answer = ask(trial, (struct asked){.person = ground->iso}, "incident.read", read);
    ok(answer.fault.kind == FAULT_NONE, "so does the agency's own officer: %s",
       answer.fault.message);
    struct credential gone = {.token = TEXT("rvs_nobody")};
    struct turn turn = {.arena = trial->arena};
    struct call call = {.action = house_action(trial->house, TEXT("incident.read")),
                        .credential = gone};
    if (!json_read(&turn, text_of(read), "the test", &call.input))
        ok(false, "input");
    action_call(trial->house, trial->arena, &call, &answer);
    ok(answer.fault.kind == FAULT_STRANGER, "a token that nobody has is a stranger's");
}

/* An officer of one agency may enter roles there; no role may be taken that reaches further. */
static void test_escalation(struct trial *trial, const struct ground *ground)
{
    static const char *const wanted[] = {
        "{\"role\":\"CISO\",\"person\":\"$iso\",\"kind\":\"incumbent\"}",
        "{\"role\":\"CISO\",\"organisation\":\"DPH\",\"person\":\"$iso\",\"kind\":\"acting\"}",
        "{\"role\":\"SCIO\",\"organisation\":\"DPH\",\"person\":\"$iso\",\"kind\":\"acting\"}",
        "{\"role\":\"SYSADMIN\",\"organisation\":\"DPH\",\"person\":\"$iso\",\"kind\":\"acting\"}",
        "{\"role\":\"ISO\",\"organisation\":\"DOR\",\"person\":\"$iso\",\"kind\":\"incumbent\"}"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct answer answer = ask(trial, (struct asked){.person = ground->iso}, "role.assign",
                                   ground_fill(trial->arena, ground, wanted[i]));
        ok(answer.fault.kind != FAULT_NONE, "not to be had: %s (%s)", wanted[i],
           answer.fault.message);
    }
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct ground ground;
    if (trial_open(turn, address, true, &trial)) {
        ground_lay(&trial, &ground);
        deeds_whole(trial.house);
        test_permitted(&trial, &ground);
        test_forbidden(&trial, &ground);
        test_internal(&trial, &ground);
        test_escalation(&trial, &ground);
        test_replay(&trial, &ground);
        test_replay_anonymous(&trial);
        test_replay_refused(&trial, &ground);
        test_replay_version(&trial, &ground);
        test_secret(&trial, &ground);
        test_replay_prepared(&trial, &ground);
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
