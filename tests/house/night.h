/* SPDX-License-Identifier: Apache-2.0 */
/* A house with the demonstration's people in it that can be shut and opened again, and whose time
 * is passed by hand. */
#pragma once
#include "people.h"
#include "tick/tick.h"

static inline bool people_write(struct change *change, const struct value *input,
                                struct value **answer)
{
    (void)input;
    return people_fill(change, 1, answer);
}

static const struct action people_action[] = {PEOPLE_ACTION, {.name = NULL}};

enum { ROOMS_MAX = 64 };

static inline bool night_open(struct turn *turn, struct text address, struct trial *trial)
{
    const char *source = getenv("REVERE_SOURCE");
    const struct action *rooms[ROOMS_MAX + 2] = {people_action};
    for (size_t i = 0; i < ROOMS_MAX && revere_rooms[i] != NULL; i++)
        rooms[i + 1] = revere_rooms[i];
    struct house_settings settings = {
        .folder = text_of(trial->folder),
        .store = address,
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {trial_now_us, trial},
        .rooms = rooms,
        .tables = revere_tables};
    if (house_open(turn, &settings, &trial->house))
        return true;
    printf("# %s\n", turn->fault.message);
    return false;
}

static inline bool night_begin(struct turn *turn, struct text address, struct trial *trial)
{
    *trial = (struct trial){.folder = "/tmp/revere-trial-XXXXXX", .now_us = BOTH_NOW_US};
    trial->arena = arena_new((size_t)1 << 28);
    if (ok(mkdtemp(trial->folder) != NULL && night_open(turn, address, trial), "a house opens"))
        return trial_done(trial, NULL, "test.people", "{}") != NULL;
    arena_free(trial->arena);
    return false;
}

static inline bool night_report(struct trial *trial)
{
    return trial_done(trial, "", "report.create",
                      "{\"what\":\"ransom note on the screens\",\"organisation\":\"DPH\"}")
           != NULL;
}

static const struct tick_channel kept[3] = {
    {.name = "mail", .transport = "keep"}, {.name = "product", .transport = "keep"}, {0}};

static inline void channels_kept(struct tick_channel channels[3])
{
    memcpy(channels, kept, sizeof kept);
    channels[0] = tick_channel_keep("mail");
    channels[1] = tick_channel_keep("product");
}

static inline bool ticked(struct trial *trial, const struct tick_channel *channels,
                          struct tick_result *result)
{
    struct arena *arena = arena_new(TICK_ARENA_BYTES);
    tick_once(trial->house, arena, channels, result);
    arena_free(arena);
    if (result->fault.kind != FAULT_NONE)
        printf("# the tick: %s\n", result->fault.message);
    return result->fault.kind == FAULT_NONE;
}

static inline int64_t count_of(struct trial *trial, const char *sql)
{
    struct turn turn;
    struct rows rows;
    int64_t found = -1;
    if (house_turn_begin(trial->house, trial->arena, &turn)
        && store_select(&turn, sql, BIND_NONE, &rows))
        found = rows_integer(&rows, 0, 0);
    else
        printf("# %s\n", turn.fault.message);
    house_turn_end(trial->house, &turn);
    return found;
}

static inline bool quiet(const struct tick_result *result)
{
    return result->fired == 0 && result->accepted == 0 && result->later == 0
           && result->refused == 0;
}
