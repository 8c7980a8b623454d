/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A crowd at the counter: threads that read and write at once on one house whose writer groups
 * their changes. Built with -Db_sanitize=thread it shows that nobody reads what another writes.
 */
#include "../house/house.h"
#include "sound.h"
#include "sweep.h"
#include <pthread.h>

enum { CROWD_THREADS = 8, ROUNDS_SAMPLE = 6, ROUNDS_FULL = 100 };

struct caller {
    pthread_t thread;
    struct trial *trial;
    int number;
    int done, failed;
    char last[24]; /* the incident of the last round */
};

static struct value *crowd_ask(struct caller *caller, struct arena *arena, const char *person,
                               const char *name, const char *json)
{
    struct turn turn = {.arena = arena};
    struct answer answer = {0};
    struct call call = {.action = house_action(caller->trial->house, text_of(name))};
    if (!json_read(&turn, text_of(json), "the test", &call.input))
        return NULL;
    if (person == NULL)
        call.credential.system = "system:test";
    else
        call.credential.person = text_of(person);
    action_call(caller->trial->house, arena, &call, &answer);
    caller->done += answer.fault.kind == FAULT_NONE;
    if (answer.fault.kind != FAULT_NONE) {
        caller->failed++;
        fprintf(stderr, "# %s: %s\n", name, answer.fault.message);
    }
    return answer.value;
}

static void *crowd_work(void *context)
{
    static const char *const acts[][2] = {
        {"incident.evaluate", "\"priority\":1,\"action\":\"look\",\"human_safety\":\"yes\""},
        {"incident.respond", "\"action\":\"plugs are pulled\""},
        {"incident.read", "\"incident\":\"\""},
        {"incident.timeline", "\"limit\":5"},
        {"notice.list", "\"limit\":5"},
        {"obligation.list", "\"limit\":5"}};
    struct caller *caller = context;
    struct arena *arena = arena_new((size_t)1 << 26);
    int rounds = sweep_full() ? ROUNDS_FULL : ROUNDS_SAMPLE;
    for (int round = 0; round < rounds; round++, arena_clear(arena)) {
        struct value *report = crowd_ask(caller, arena, "", "report.create",
                                         "{\"what\":\"smoke\",\"organisation\":\"DPH\"}");
        struct text number = value_get_text(report, "number");
        snprintf(caller->last, sizeof caller->last, "%.*s", TEXT_SHOW(number));
        for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++) {
            bool bare = strstr(acts[i][1], "incident") != NULL;
            struct text json = text_format(arena, "{\"incident\":\"%.*s\"%s%s}", TEXT_SHOW(number),
                                           bare ? "" : ",", bare ? "" : acts[i][1]);
            crowd_ask(caller, arena, NULL, acts[i][0], json.data);
        }
        crowd_ask(caller, arena, "", "house.health", "{}");
        crowd_ask(caller, arena, NULL, "obligation.fire", "{}");
    }
    arena_free(arena);
    return NULL;
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct caller callers[CROWD_THREADS];
    int done = 0;
    int failed = 0;
    if (trial_open(turn, address, true, &trial)) {
        for (int i = 0; i < CROWD_THREADS; i++) {
            callers[i] = (struct caller){.trial = &trial, .number = i};
            if (pthread_create(&callers[i].thread, NULL, crowd_work, &callers[i]) != 0)
                ok(false, "a thread");
        }
        for (int i = 0; i < CROWD_THREADS; i++) {
            pthread_join(callers[i].thread, NULL);
            done += callers[i].done;
            failed += callers[i].failed;
        }
        ok(failed == 0 && done > 0, "%d calls of %d threads are done, %d fail", done, CROWD_THREADS,
           failed);
        int distinct = 0;
        for (int i = 0; i < CROWD_THREADS; i++)
            for (int k = 0; k < i; k++)
                distinct += strcmp(callers[i].last, callers[k].last) != 0;
        ok(distinct == CROWD_THREADS * (CROWD_THREADS - 1) / 2, "each got its own number");
        ok(sound(turn), "nothing is half written, and the ledger is sound");
    }
    trial_close(&trial);
}

int main(void)
{
    both(body);
    return tap_end();
}
