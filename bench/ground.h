/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a benchmark of a whole house stands on: a house in a folder and a database of its own, on
 * one engine after the other, asked through its counter; and the words of the command line:
 * bench_NAME [sqlite|postgresql] [COUNT...], counts in ascending order.
 */
#pragma once
#include "base/clock.h"
#include "counter/counter.h"
#include "program/program.h"
#include "store/fresh.h"

enum { GROUND_COUNTS_MAX = 8, GROUND_ARENA_BYTES = 512 * 1024 * 1024 };

struct ground {
    const char *name;   /* of the benchmark */
    const char *engine; /* which is measured now */
    struct fresh fresh;
    char folder[32];
    struct turn turn; /* its arena lives as long as the ground */
    struct house *house;
    void *own; /* the benchmark's, from settle to run */
};

/* One benchmark: what its houses are like, and what is measured in each. */
struct ground_plan {
    const char *name;
    int64_t counts[GROUND_COUNTS_MAX]; /* unless others are named */
    size_t count;
    bool (*settle)(struct ground *ground, struct house_settings *settings);
    bool (*run)(struct ground *ground, const int64_t *counts, size_t count);
};

/* Asks as a person, or, where none is named, as a door of the house itself. */
static inline bool ground_call(const struct ground *ground, struct arena *arena, struct text person,
                               const char *name, struct value *input, struct answer *answer)
{
    struct call asked = {.action = house_action(ground->house, text_of(name)), .input = input};
    if (text_empty(person))
        asked.credential.system = "system:bench";
    else
        asked.credential.person = person;
    action_call(ground->house, arena, &asked, answer);
    if (answer->fault.kind == FAULT_NONE)
        return true;
    printf("bench %s %s: %s: %s\n", ground->name, ground->engine, name, answer->fault.message);
    return false;
}

static inline bool ground_open(struct ground *ground, const struct ground_plan *plan)
{
    const char *source = getenv("REVERE_SOURCE");
    struct turn *turn = &ground->turn;
    struct house_settings settings = {
        .folder = text_of(ground->folder),
        .store = text_of(ground->fresh.address),
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = clock_system(),
        .rooms = revere_rooms,
        .tables = revere_tables};
    if (mkdtemp(ground->folder) != NULL && plan->settle(ground, &settings)
        && house_open(turn, &settings, &ground->house))
        return true;
    printf("bench %s %s: %s\n", ground->name, ground->engine, turn->fault.message);
    return false;
}

static inline bool ground_engine(const struct ground_plan *plan, const char *engine,
                                 const int64_t *counts, size_t count)
{
    char command[64];
    struct ground ground = {.name = plan->name,
                            .engine = engine,
                            .folder = "/tmp/revere-bench-XXXXXX",
                            .turn = {.arena = arena_new(GROUND_ARENA_BYTES)}};
    bool made = strcmp(engine, "sqlite") == 0 ? fresh_sqlite(&ground.fresh)
                                              : fresh_postgres(&ground.fresh, 0);
    bool good = made && ground_open(&ground, plan) && plan->run(&ground, counts, count);
    house_close(ground.house);
    arena_free(ground.turn.arena);
    snprintf(command, sizeof command, "rm -rf '%s'", ground.folder);
    return system(command) == 0 && made && fresh_drop(&ground.fresh) && good;
}

static inline int ground_main(const struct ground_plan *plan, int words, char **word)
{
    static const char *const engines[] = {"sqlite", "postgresql"};
    int64_t counts[GROUND_COUNTS_MAX];
    const char *only = NULL;
    size_t count = 0;
    bool good = true;
    for (int i = 1; i < words && count < GROUND_COUNTS_MAX; i++)
        if (i == 1 && (strcmp(word[i], engines[0]) == 0 || strcmp(word[i], engines[1]) == 0))
            only = word[i];
        else if (!text_integer(text_of(word[i]), &counts[count++]))
            return fprintf(stderr, "bench_%s takes an engine and numbers\n", plan->name), 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < 2; i++) {
        if (only != NULL && strcmp(only, engines[i]) != 0)
            continue;
        if (i == 1 && fresh_maintenance() == NULL) {
            printf("bench %s postgresql: skipped, REVERE_TEST_POSTGRES is not set "
                   "(tools/with-postgres sets it)\n",
                   plan->name);
            continue;
        }
        good = (count == 0 ? ground_engine(plan, engines[i], plan->counts, plan->count)
                           : ground_engine(plan, engines[i], counts, count))
               && good;
    }
    return good ? 0 : 1;
}
