/* SPDX-License-Identifier: Apache-2.0 */
/* One report through every wall: rated, its clocks run, somebody is told, the ledger proves it. */
#include "base/zone.h"
#include "house.h"

static const char *text(struct arena *arena, struct text text)
{
    return text_string(arena, text);
}

static struct value *owed(struct value *list, const char *rule, const char *role)
{
    for (size_t i = 0; i < value_get_count(list, "items"); i++) {
        struct value *item = value_get_item(list, "items", i);
        if (text_is(value_get_text(item, "rule"), rule)
            && (role == NULL || text_is(value_get_text(value_get(item, "owed_to"), "role"), role)))
            return item;
    }
    return NULL;
}

static void test_report(struct trial *trial)
{
    struct value *report =
        trial_done(trial, "", "report.create",
                   "{\"what\":\"ransom note on the screens\",\"organisation\":\"DPH\",\"odd\":1}");
    struct text number = value_get_text(report, "number");
    ok(text_starts(number, TEXT("INC-2026-")), "it has a number: %s", text(trial->arena, number));
    ok(value_get_count(report, "now") > 0, "and says what to do now");
    ok(value_get_count(report, "unread") == 1, "what the form does not know is kept");
    struct text input = text_format(trial->arena, "{\"incident\":\"%.*s\"}", TEXT_SHOW(number));
    struct value *incident = trial_done(trial, NULL, "incident.read", input.data);
    ok(text_is(value_get_text(incident, "rating"), "low")
           && value_get_boolean(incident, "provisional", false),
       "rated provisionally");
    struct value *list = trial_done(trial, NULL, "obligation.list", "{}");
    ok(owed(list, "A4", NULL) != NULL, "the SOC is owed to be told");
    ok(owed(list, "B1", NULL) != NULL, "the provisional clock runs");
    struct answer none = trial_call(trial, NULL, "obligation.list", "{\"organisation\":\"NOPE\"}");
    ok(none.fault.kind == FAULT_INVALID && strstr(none.fault.message, "no organisation") != NULL,
       "of a body that is not there no list is made: %s", none.fault.message);
    input = text_format(
        trial->arena,
        "{\"incident\":\"%.*s\",\"priority\":2,\"action\":\"look\",\"data\":[{\"class\":"
        "\"internal\",\"compromise\":\"potential\"}]}",
        TEXT_SHOW(number));
    struct value *rated = trial_done(trial, NULL, "incident.evaluate", input.data);
    ok(text_is(value_get_text(rated, "rating"), "medium"), "evaluated as medium");
    list = trial_done(trial, NULL, "obligation.list", "{}");
    ok(owed(list, "B1", NULL) == NULL, "the provisional clock is cancelled");
    struct value *b2 = owed(list, "B2", NULL);
    ok(b2 != NULL && text_is(value_get_text(b2, "due"), "2026-07-03T16:00:00Z"),
       "the response is due four hours after the telling: %s",
       b2 == NULL ? "none" : text(trial->arena, value_get_text(b2, "due")));
}

/* S-05: a closure entered on the morning of the due moves it, with its history; what is met stays.
 */
static void test_closure(struct trial *trial)
{
    trial->now_us = INT64_C(1783018800000000); /* Thu 2026-07-02 15:00 EDT */
    struct value *report = trial_done(trial, "", "report.create", "{\"organisation\":\"DPH\"}");
    struct text number = value_get_text(report, "number");
    struct text evaluate =
        text_format(trial->arena, "{\"incident\":\"%.*s\",\"priority\":4,\"action\":\"wait\"}",
                    TEXT_SHOW(number));
    struct text list = text_format(trial->arena, "{\"incident\":\"%.*s\"}", TEXT_SHOW(number));
    trial_done(trial, NULL, "incident.evaluate", evaluate.data);
    struct value *b3 = owed(trial_done(trial, NULL, "obligation.list", list.data), "B3", NULL);
    ok(text_is(value_get_text(b3, "due"), "2026-07-03T21:00:00Z"),
       "a Low report of Thursday is due on Friday");
    trial->now_us += 17 * HOUR_US; /* Fri 08:00 EDT */
    struct value *closed =
        trial_done(trial, NULL, "calendar.close",
                   "{\"date\":\"2026-07-03\",\"reason\":\"declared by the Governor\"}");
    ok(value_get_integer(closed, "moved", 0) >= 1, "the closure moves what is owed");
    b3 = owed(trial_done(trial, NULL, "obligation.list", list.data), "B3", NULL);
    ok(text_is(value_get_text(b3, "due"), "2026-07-06T21:00:00Z"), "to Monday: %s",
       text(trial->arena, value_get_text(b3, "due")));
    struct text id = value_get_text(b3, "obligation");
    struct text read = text_format(trial->arena, "{\"obligation\":\"%.*s\"}", TEXT_SHOW(id));
    struct value *whole = trial_done(trial, NULL, "obligation.read", read.data);
    ok(value_get_count(whole, "versions") == 2
           && text_is(value_get_text(value_get_item(whole, "versions", 0), "due"),
                      "2026-07-03T21:00:00Z"),
       "the due of before stays in its history");
    struct answer again =
        trial_call(trial, NULL, "calendar.close", "{\"date\":\"2026-07-03\",\"reason\":\"again\"}");
    ok(again.fault.kind == FAULT_CLASH, "the same day is closed once");
}

static void test_ledger(struct turn *turn, struct trial *trial)
{
    struct turn reading;
    struct ledger_verdict verdict = {0};
    ok(house_turn_begin(trial->house, trial->arena, &reading), "a reader's turn");
    ok(house_publish(trial->house, &reading), "the ledger is published: %s", reading.fault.message);
    bool read = ledger_verify_store(&reading, &verdict);
    ok(read && verdict.sound, "the database agrees: %s", text(trial->arena, verdict.why));
    house_turn_end(trial->house, &reading);
    read = ledger_verify(turn, house_ledger(trial->house)->folder, TEXT_NONE, TEXT_NONE, NULL, NULL,
                         &verdict);
    ok(read && verdict.sound, "the folder proves %lld entries: %s", (long long)verdict.entries,
       text(turn->arena, verdict.why));
}

/* Who may enter a body below their own may not put it into somebody else's secretariat. */
static void test_organisation(struct trial *trial)
{
    struct value *person =
        trial_done(trial, NULL, "person.create", "{\"name\":\"Ines\",\"organisation\":\"DPH\"}");
    const char *id = text(trial->arena, value_get_text(person, "id"));
    struct text role = text_format(
        trial->arena,
        "{\"role\":\"ISO\",\"organisation\":\"DPH\",\"kind\":\"incumbent\",\"person\":\"%s\"}", id);
    trial_done(trial, NULL, "role.assign", role.data);
    trial_done(trial, id, "organisation.create",
               "{\"short\":\"LAB-1\",\"name\":\"Laboratory 1\",\"parent\":\"DPH\",\"branch\":"
               "\"executive\",\"type\":\"unit\",\"binding\":\"mandatory\"}");
    struct answer elsewhere =
        trial_call(trial, id, "organisation.create",
                   "{\"short\":\"LAB-2\",\"name\":\"Laboratory "
                   "2\",\"parent\":\"DPH\",\"secretariat\":\"EOPSS\","
                   "\"branch\":\"executive\",\"type\":\"unit\",\"binding\":\"mandatory\"}");
    ok(elsewhere.fault.kind == FAULT_MISSING, "another secretariat is not theirs to choose: %s",
       elsewhere.fault.message);
}

static struct answer keyed(struct trial *trial, const char *key)
{
    struct answer answer;
    struct call call = {.action = house_action(trial->house, TEXT("report.create")),
                        .input = value_map(trial->arena),
                        .key = text_of(key)};
    action_call(trial->house, trial->arena, &call, &answer);
    return answer;
}

/* A retry is answered alike for two days, and whoever asks later forgets what is older. */
static void test_kept(struct trial *trial)
{
    struct answer first = keyed(trial, "k1");
    ok(first.fault.kind == FAULT_NONE && !first.replayed && keyed(trial, "k1").replayed,
       "a retry is answered alike");
    trial->now_us += 47 * HOUR_US;
    keyed(trial, "k2");
    ok(keyed(trial, "k1").replayed, "within two days, too");
    trial->now_us += 2 * HOUR_US;
    keyed(trial, "k3");
    struct answer late = keyed(trial, "k1");
    ok(late.fault.kind == FAULT_NONE && !late.replayed, "after them the answer is forgotten");
    ok(keyed(trial, "k2").replayed, "and no younger one");
}

/* What fact.c says of who records a fact is true of this program. */
static void test_recorders(struct trial *trial)
{
    for (enum fact_kind kind = 0; kind < FACT_KINDS; kind++) {
        const struct fact_face *face = fact_face(kind);
        if (face->recorded_by != NULL)
            ok(house_action(trial->house, text_of(face->recorded_by)) != NULL,
               "%s is recorded by the action %s", face->name, face->recorded_by);
    }
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    if (trial_open(turn, address, true, &trial)) {
        test_recorders(&trial);
        test_report(&trial);
        test_closure(&trial);
        test_organisation(&trial);
        test_kept(&trial);
        test_ledger(turn, &trial);
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
