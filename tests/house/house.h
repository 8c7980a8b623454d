/* SPDX-License-Identifier: Apache-2.0 */
/* A whole house on a fresh store, with the Massachusetts pack and a clock that stands until it is
 * moved. */
#pragma once
#include "../store/both.h"
#include "base/json.h"
#include "counter/counter.h"
#include "program/program.h"
#include <stdlib.h>
#include <unistd.h>

struct trial {
    char folder[64];
    int64_t now_us;
    bool watched; /* who reads is written down; else reading leaves no trace in what is counted */
    struct house *house;
    struct arena *arena; /* of the answers */
};

static inline int64_t trial_now_us(void *state)
{
    return ((struct trial *)state)->now_us;
}

/* The rooms of the program and, where it is not NULL, a table of actions of the test's own. */
static inline const struct action *const *trial_rooms(struct turn *turn, const struct action *added)
{
    size_t count = 0;
    while (revere_rooms[count] != NULL)
        count++;
    const struct action **rooms = arena_array(turn->arena, count + 2, sizeof *rooms);
    for (size_t i = 0; i < count; i++)
        rooms[i] = revere_rooms[i];
    rooms[count] = added;
    return rooms;
}

static inline struct house_settings trial_settings(struct turn *turn, struct text address,
                                                   const struct action *added, struct trial *trial)
{
    const char *source = getenv("REVERE_SOURCE");
    return (struct house_settings){
        .folder = text_of(trial->folder),
        .store = address,
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {trial_now_us, trial},
        .rooms = trial_rooms(turn, added),
        .tables = revere_tables,
        .unwatched = !trial->watched};
}

/* Opens a house in a folder of its own; the store is the one of the address. */
static inline bool trial_open_with(struct turn *turn, struct text address, bool writer,
                                   const struct action *added, struct trial *trial)
{
    struct house_settings settings;
    strcpy(trial->folder, "/tmp/revere-trial-XXXXXX");
    trial->arena = arena_new((size_t)1 << 28);
    if (trial->now_us == 0)
        trial->now_us = BOTH_NOW_US;
    if (mkdtemp(trial->folder) == NULL)
        return ok(false, "a folder for the house");
    settings = trial_settings(turn, address, added, trial);
    settings.writer = writer;
    return ok(house_open(turn, &settings, &trial->house), "a house opens: %s", turn->fault.message);
}

/* The same house on the same store, as after a restart. */
static inline bool trial_open_again(struct turn *turn, struct text address, struct trial *trial)
{
    struct house_settings settings = trial_settings(turn, address, NULL, trial);
    house_close(trial->house);
    return ok(house_open(turn, &settings, &trial->house), "the house opens again: %s",
              turn->fault.message);
}

static inline void trial_close(struct trial *trial)
{
    char command[128];
    house_close(trial->house);
    arena_free(trial->arena);
    snprintf(command, sizeof command, "rm -rf '%s'", trial->folder);
    ok(system(command) == 0, "the house is gone again");
}

static inline bool trial_open(struct turn *turn, struct text address, bool writer,
                              struct trial *trial)
{
    return trial_open_with(turn, address, writer, NULL, trial);
}

/* Calls an action that is there with JSON that is right; person NULL: the house's own door, "":
 * nobody. */
static inline struct answer trial_ask(struct trial *trial, const char *person, const char *name,
                                      const char *json)
{
    struct turn turn = {.arena = trial->arena};
    struct answer answer = {.fault = {.kind = FAULT_BROKEN}};
    struct call call = {.action = house_action(trial->house, text_of(name))};
    if (call.action == NULL || !json_read(&turn, text_of(json), "the test", &call.input))
        return answer;
    if (person == NULL)
        call.credential.system = "system:test";
    else
        call.credential.person = text_of(person);
    action_call(trial->house, trial->arena, &call, &answer);
    return answer;
}

/* The same, and says that there is such an action. */
static inline struct answer trial_call(struct trial *trial, const char *person, const char *name,
                                       const char *json)
{
    struct turn turn = {.arena = trial->arena};
    struct value *input;
    struct answer answer = {0};
    if (!ok(house_action(trial->house, text_of(name)) != NULL, "there is an action %s", name)
        || !ok(json_read(&turn, text_of(json), "the test", &input), "input of %s", name))
        return answer;
    return trial_ask(trial, person, name, json);
}

/* The same, which must be done; prints the fault when it is not. */
static inline struct value *trial_done(struct trial *trial, const char *person, const char *name,
                                       const char *json)
{
    struct answer answer = trial_call(trial, person, name, json);
    ok(answer.fault.kind == FAULT_NONE, "%s is done: %s%s%s", name, answer.fault.field,
       answer.fault.field[0] == '\0' ? "" : ": ", answer.fault.message);
    return answer.value;
}
