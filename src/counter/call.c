/* SPDX-License-Identifier: Apache-2.0 */
/* One call: the steps every action goes through, in their order. */
#include "base/hash.h"
#include "base/json.h"
#include "counter/inside.h"

/* What is not there and what this reader may not see are told in the same words. */
static const char nothing_here[] = "there is nothing here by that name";

bool call_check(struct turn *turn, const struct call *call)
{
    return action_check(turn, call->action, call->input);
}

static bool call_system(struct turn *turn, const struct call *call)
{
    turn->actor = (struct actor){.person = text_of(call->credential.system),
                                 .name = text_of(call->credential.system),
                                 .system = true};
    return true;
}

static bool locked(const struct turn *turn, struct text code)
{
    const struct role *role = pack_role(turn->pack, code);
    return role != NULL && role->second_factor && !turn->actor.second_factor;
}

/* Of whoever came by a sign-in without a second factor, roles that ask for one are not used. */
static void capacities_lock(const struct turn *turn, struct holder *holders,
                            struct capacities *held)
{
    size_t open = 0;
    for (size_t i = 0; i < held->count; i++)
        if (!locked(turn, holders[i].role))
            holders[open++] = holders[i];
    held->locked = open < held->count;
    held->count = open;
}

/* Some roles need no assignment: the pack says which everybody holds, each at home. */
static bool capacities_everybody(struct turn *turn, struct capacities *held)
{
    size_t capacity = held->count;
    struct holder *holders = arena_array(turn->arena, held->count + 1, sizeof *holders);
    struct person person = {0};
    for (size_t i = 0; i < held->count; i++)
        holders[i] = held->holders[i];
    for (size_t i = 0; i < turn->pack->roles_count; i++) {
        const struct role *role = &turn->pack->roles[i];
        if (!role->everybody)
            continue;
        if (text_empty(person.id) && !person_read(turn, turn->actor.person, &person))
            return false;
        holders = arena_grow(turn->arena, holders, held->count, &capacity, sizeof *holders);
        holders[held->count++] = (struct holder){.person = person.id,
                                                 .name = person.name,
                                                 .role = role->code,
                                                 .asked = role->code,
                                                 .organisation = person.organisation};
    }
    held->holders = holders;
    return true;
}

static bool call_capacities(struct turn *turn, const struct call *call)
{
    struct capacities *held = arena_take(turn->arena, sizeof *held);
    struct holder *holders;
    if (!people_capacities(turn, turn->actor.person, turn->now_us, &holders, &held->count))
        return false;
    if (!text_empty(turn->actor.session))
        capacities_lock(turn, holders, held);
    held->holders = holders;
    held->demanded = call->credential.capacity;
    turn->actor.held = held;
    return capacities_everybody(turn, held);
}

/* A person for whom a door in this process vouches. */
static bool call_vouched(struct turn *turn, struct text id)
{
    struct person person;
    if (!person_read(turn, id, &person))
        return false;
    turn->actor.person = person.id;
    turn->actor.name = person.name;
    return true;
}

bool call_actor(struct turn *turn, const struct call *call)
{
    const struct credential *credential = &call->credential;
    bool known = true;
    turn->actor = (struct actor){0};
    if (credential->system != NULL)
        return call_system(turn, call);
    if (!text_empty(credential->person))
        known = call_vouched(turn, credential->person);
    else if (!text_empty(credential->token)
             && !people_token(turn, credential->token, &turn->actor, &known))
        return false;
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (!known)
        return fail(turn, FAULT_STRANGER, "your sign-in has ended; sign in again");
    if (turn->actor.sensor) { /* whoever made its token is not the one who asks */
        turn->actor.person = turn->actor.name = text_of(SYSTEM_WATCH);
        turn->actor.system = true;
        return true;
    }
    return text_empty(turn->actor.person) || call_capacities(turn, call);
}

static bool call_forbidden(struct turn *turn, const struct action *action)
{
    if (text_empty(turn->actor.person))
        return fail(turn, FAULT_STRANGER, "sign in to do this");
    if (action->about != NULL)
        return fail(turn, FAULT_MISSING, "%s", nothing_here);
    return fail(turn, FAULT_REFUSED, "none of the roles you hold now may %s in the area \"%s\"%s%s",
                level_name(action->level), area_name(action->area),
                action->instead == NULL ? "" : "; ",
                action->instead == NULL ? "" : action->instead);
}

/* What is not there is asked about as if it were, so that the time it takes does not tell. */
static bool permit_pretend(struct turn *turn, const struct action *action)
{
    const struct object nothing = {
        .incident = TEXT("nothing"), .organisation = TEXT("nothing"), .person = TEXT("nothing")};
    struct actor actor = turn->actor;
    (void)can(turn, action->area, action->level, &nothing);
    turn->actor = actor;
    return turn->fault.kind == FAULT_NONE;
}

/* What is open to whoever has yet to do something about the sign-in: to do it, and to report. */
static bool permit_first(struct turn *turn, const struct action *action)
{
    if (action->anonymous || action->first_steps)
        return true;
    if (turn->actor.password_given)
        return fail(turn, FAULT_REFUSED,
                    "others may have seen the password that you were given: change it first");
    return action->enrols || turn->actor.held == NULL || !turn->actor.held->locked
           || fail(turn, FAULT_REFUSED,
                   "a role that you hold asks for a second factor: enrol it first, under \"Enrol a "
                   "second factor\", and sign in again with its code; nothing else is open until "
                   "then");
}

bool call_permit(struct turn *turn, const struct call *call, struct glimpse *glimpse)
{
    const struct action *action = call->action;
    struct object object = {.exists = true};
    *glimpse = (struct glimpse){
        .person = turn->actor.person, .system = turn->actor.system, .now_us = turn->now_us};
    if (text_is(turn->actor.person, SYSTEM_WATCH) && !action->sensor)
        return fail(turn, FAULT_MISSING, "%s", nothing_here);
    if (action->internal && !turn->actor.system)
        return fail(turn, FAULT_MISSING, "%s", nothing_here);
    if (!action->anonymous && text_empty(turn->actor.person))
        return call_forbidden(turn, action);
    if (!permit_first(turn, action))
        return false;
    if (action->about != NULL && !action->about(turn, call->input, &object))
        return false;
    glimpse->incident = object.incident;
    bool allowed =
        action->anonymous || (object.exists && can(turn, action->area, action->level, &object));
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (!object.exists && turn->actor.system)
        return fail(turn, FAULT_MISSING, "%s", nothing_here);
    if (!object.exists && !permit_pretend(turn, action))
        return false;
    if (!allowed)
        return call_forbidden(turn, action);
    glimpse->version = object.version;
    glimpse->capacity = turn->actor.capacity;
    return true;
}

bool call_unchanged(struct turn *turn, const struct call *call, struct text version)
{
    return text_empty(call->if_match) || text_equal(call->if_match, version)
           || fail(turn, FAULT_CLASH,
                   "somebody changed this since you read it; read it again and repeat");
}

struct work {
    struct house *house;
    bool (*run)(struct turn *turn, void *context);
    const struct call *call;
    struct answer *answer;
    struct text hash;
    struct glimpse glimpse;
};

static bool work_read(struct turn *turn, void *context)
{
    struct work *work = context;
    store_remember(turn); /* until the turn ends: a list asks the same of each row */
    bool done = call_check(turn, work->call) && call_actor(turn, work->call)
                && call_permit(turn, work->call, &work->glimpse)
                && call_unchanged(turn, work->call, work->glimpse.version)
                && work->call->action->read(turn, work->call->input, &work->answer->value);
    people_seen(turn);
    return done;
}

/* Under the house's key: a request may hold a password, and a plain hash of it could be tried. */
static struct text request_hash(const struct turn *turn, const struct value *input)
{
    static const struct value empty = {.kind = VALUE_MAP};
    struct text key = {(const char *)turn->sealing, SEALING_KEY_BYTES};
    struct sha256 hash = hmac_sha256(key, json_write(turn->arena, input == NULL ? &empty : input));
    return hex_write(turn->arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

/* Whose token it is the writer asks; that it is used is noted here. */
static bool call_seen(struct turn *turn, const struct call *call)
{
    bool known;
    if (text_empty(call->credential.token))
        return true;
    if (!people_token(turn, call->credential.token, &turn->actor, &known))
        return false;
    people_seen(turn);
    turn->actor = (struct actor){0};
    return true;
}

/*
 * The part of a write that needs no writer: a wrong field is said at once, and slow work is done
 * here, for those only who may ask for it. The writer asks again, because the world may have
 * changed in between.
 */
static bool work_ready(struct turn *turn, void *context)
{
    struct work *work = context;
    const struct call *call = work->call;
    if (!text_empty(call->key))
        work->hash = request_hash(turn, call->input);
    if (!call_check(turn, call))
        return false;
    if (call->action->prepare == NULL)
        return call_seen(turn, call);
    struct kept_answer kept;
    /* What was done already is not prepared again: an old password, say, is not valid any more. */
    return call_actor(turn, call) && call_permit(turn, call, &work->glimpse)
           && replay_find(turn, call, work->hash, &kept)
           && (kept.found || call->action->prepare(turn, call->input));
}

static bool work_run(struct turn *turn, void *context)
{
    struct work *work = context;
    return house_turn_begin(work->house, turn->arena, turn) && work->run(turn, work);
}

static bool call_outside_writer(struct house *house, struct arena *arena, struct work *work,
                                bool (*run)(struct turn *turn, void *context))
{
    struct turn turn = {.arena = arena};
    work->house = house;
    work->run = run;
    gate_enter(&house->gate);
    bool good = turn_run(&turn, work_run, work);
    house_turn_end(house, &turn);
    gate_leave(&house->gate);
    work->answer->fault = turn.fault;
    return good;
}

static bool work_allowed(struct turn *turn, void *context)
{
    struct work *work = context;
    return call_actor(turn, work->call) && call_permit(turn, work->call, &work->glimpse);
}

bool action_allowed(struct house *house, struct arena *arena, const struct call *call)
{
    struct answer unsaid = {0};
    struct work work = {.call = call, .answer = &unsaid};
    return call_outside_writer(house, arena, &work, work_allowed);
}

static void call_write(struct house *house, struct arena *arena, struct work *work)
{
    struct job job = {
        .call = work->call, .answer = work->answer, .arena = arena, .hash = work->hash};
    writer_call(house, &job);
    work->glimpse = job.glimpse;
}

void action_call(struct house *house, struct arena *arena, const struct call *call,
                 struct answer *answer)
{
    struct work work = {.call = call, .answer = answer};
    *answer = (struct answer){0};
    if (call->action->read != NULL) {
        if (call_outside_writer(house, arena, &work, work_read))
            answer->version = value_get_text(answer->value, "version");
        else
            answer->value = NULL;
    } else if (call_outside_writer(house, arena, &work, work_ready)) {
        call_write(house, arena, &work);
    }
    if (!readings_note(house, call, &work.glimpse, answer))
        *answer = (struct answer){
            .fault = {.kind = FAULT_BUSY,
                      .message = "what is read cannot be written down now; try again"}};
}
