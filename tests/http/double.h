/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A counter for the tests of the door alone: a house that is a list of actions, no store and no
 * ledger. It defines the counter's functions, so a test program that includes it is linked without
 * the real ones; house_test.c is the one that runs before a real house.
 */
#pragma once
#include "action/action.h"
#include "counter/counter.h"
#include <pthread.h>
#include <stdlib.h>

struct house {
    struct arena *arena;
    struct clock clock;
    const struct action **actions;
    size_t count;
    struct ledger_place ledger;
};

bool house_open(struct turn *turn, const struct house_settings *settings, struct house **house)
{
    struct arena *arena = arena_new(1 << 20);
    if (arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the house.");
    struct house *made = arena_take(arena, sizeof *made);
    *made = (struct house){.arena = arena, .clock = settings->clock};
    made->ledger.folder = text_format(arena, "%.*s/ledger", TEXT_SHOW(settings->folder));
    made->actions = arena_array(arena, 256, sizeof *made->actions);
    for (const struct action *const *room = settings->rooms; *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++)
            made->actions[made->count++] = action;
    *house = made;
    return true;
}

void house_close(struct house *house)
{
    arena_free(house->arena);
}

const struct pack *house_pack(const struct house *house)
{
    (void)house;
    return NULL;
}

const struct ledger_place *house_ledger(const struct house *house)
{
    return &house->ledger;
}

const struct log *house_log(const struct house *house)
{
    (void)house;
    return NULL;
}

bool house_answers(struct house *house, int64_t wait_us)
{
    (void)house;
    return wait_us > 0;
}

int64_t house_now_us(const struct house *house)
{
    return clock_now_us(&house->clock);
}

const struct action *const *house_actions(const struct house *house, size_t *count)
{
    *count = house->count;
    return house->actions;
}

const struct action *house_action(const struct house *house, struct text name)
{
    for (size_t i = 0; i < house->count; i++)
        if (text_is(name, house->actions[i]->name))
            return house->actions[i];
    return NULL;
}

static bool run(struct turn *turn, const struct call *call, struct answer *answer)
{
    const struct action *action = call->action;
    struct object object = {.exists = true};
    if (call->credential.token.size > 0) {
        if (!text_is(call->credential.token, "good-token"))
            return fail(turn, FAULT_STRANGER, "your sign-in has ended; sign in again");
        turn->actor.person = TEXT("0190a000-0000-7000-8000-000000000001");
    }
    if (!action_check(turn, action, call->input))
        return false;
    if (!action->anonymous && turn->actor.person.size == 0)
        return fail(turn, FAULT_STRANGER, "sign in to do this");
    if (action->about != NULL && !action->about(turn, call->input, &object))
        return false;
    if (!object.exists)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (call->if_match.size > 0 && !text_equal(call->if_match, object.version))
        return fail(turn, FAULT_CLASH, "somebody else changed this first; read it again");
    answer->replayed = text_is(call->key, "seen-before");
    if (!action->read(turn, call->input, &answer->value))
        return false;
    answer->version = value_get_text(answer->value, "version");
    return true;
}

/* Every deed but two, so that the pages can be seen to leave it out. */
bool action_allowed(struct house *house, struct arena *arena, const struct call *call)
{
    (void)house;
    (void)arena;
    return strcmp(call->action->name, "incident.evaluate") != 0
           && strcmp(call->action->name, "incident.flag") != 0;
}

void action_call(struct house *house, struct arena *arena, const struct call *call,
                 struct answer *answer)
{
    jmp_buf guard;
    struct turn turn = {.arena = arena, .now_us = house_now_us(house)};
    *answer = (struct answer){.fault = {.kind = FAULT_NONE}};
    if (ARENA_GUARD(arena, guard)) {
        arena_guard(arena, NULL);
        answer->fault = (struct fault){.kind = FAULT_LIMIT};
        return;
    }
    if (!run(&turn, call, answer))
        answer->fault = turn.fault;
    arena_guard(arena, NULL);
}
