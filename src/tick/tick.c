/* SPDX-License-Identifier: Apache-2.0 */
/* One tick: everything that is due, in turns of its own. */
#include "tick/tick.h"
#include "alert/alert.h"
#include "base/zone.h"
#include "obligation/obligation.h"

static const char system_name[] = "system:tick";

/* One tick on its way. */
struct ticking {
    struct house *house;
    const struct tick_channel *channels;
    struct tick_result *result;
    int64_t behind_us; /* the clock is set back by that much, and nobody has said so yet; or 0 */
    int64_t people_us, watch_us, obligation_us, waiting_us,
        notice_us;                /* when each has something to do next */
    struct notice_letter *letter; /* taken in this round, or NULL */
    struct value *outcome;        /* what came of it, as the input of notice.outcome */
    bool singly;    /* a batch of obligations could not be done: one at a time, past those at
                       fault, so that one that is broken does not silence all others */
    bool fired_all; /* and there are no more */
    bool found;     /* there is one at the cursor */
    struct obligation_cursor cursor;
    char id[64];       /* of the cursor: rounds clear the arena */
    bool named;        /* the fault that is held is that of one obligation */
    struct fault held; /* of the first at fault; until one is found, of the batch */
};

/* ---- the steps of a round ---- */

static bool ticking_look(struct turn *turn, void *context)
{
    struct ticking *ticking = context;
    return house_clock_behind(turn, &ticking->behind_us) && people_next(turn, &ticking->people_us)
           && alert_watch_next(turn, house_listens_us(ticking->house), &ticking->watch_us)
           && obligation_next(turn, &ticking->obligation_us)
           && notice_unacknowledged_next(turn, &ticking->waiting_us)
           && notice_next(turn, &ticking->notice_us);
}

static const struct tick_channel *channel_of(const struct ticking *ticking, struct text name)
{
    const struct tick_channel *channel = ticking->channels;
    while (channel->name != NULL && !text_is(name, channel->name))
        channel++;
    return channel->name == NULL ? NULL : channel;
}

static bool letter_send(struct turn *turn, const struct tick_channel *channel,
                        struct notice_letter *letter)
{
    if (channel == NULL)
        return fail(turn, FAULT_BUSY, "this house carries no letters of the channel \"%.*s\"",
                    TEXT_SHOW(letter->channel));
    return notice_link(turn, letter, channel->link) && channel->send(turn, channel->state, letter);
}

/* Takes a letter and hands it to its channel. What the channel says is an outcome, no fault. */
static bool ticking_send(struct turn *turn, void *context)
{
    struct ticking *ticking = context;
    size_t count;
    if (!notice_take(turn, 1, TICK_LEASE_US, &ticking->letter, &count))
        return false;
    if (count == 0) { /* another house was faster */
        ticking->letter = NULL;
        return true;
    }
    struct notice_letter *letter = ticking->letter;
    const struct tick_channel *channel = channel_of(ticking, letter->channel);
    bool sent = letter_send(turn, channel, letter);
    const char *outcome = sent                                ? "accepted"
                          : turn->fault.kind == FAULT_REFUSED ? "refused"
                                                              : "later";
    struct value *input = ticking->outcome = value_map(turn->arena);
    value_set_text(turn->arena, input, "notice", letter->id);
    value_set_integer(turn->arena, input, "attempt", letter->attempt);
    value_set_text(turn->arena, input, "outcome", text_of(outcome));
    value_set_text(turn->arena, input, "at",
                   instant_utc(turn->arena, house_now_us(ticking->house)));
    if (channel != NULL)
        value_set_text(turn->arena, input, "how", text_of(channel->transport));
    if (!sent)
        value_set_text(turn->arena, input, "reason",
                       text_copy(turn->arena, text_of(turn->fault.message)));
    fault_clear(turn);
    return true;
}

/* A turn of the house's for one step; its fault ends the tick. */
static bool ticking_step(struct ticking *ticking, struct arena *arena,
                         bool (*step)(struct turn *turn, void *context))
{
    struct turn turn;
    bool good = house_turn_begin(ticking->house, arena, &turn) && turn_run(&turn, step, ticking);
    house_turn_end(ticking->house, &turn);
    if (!good)
        ticking->result->fault = turn.fault;
    return good;
}

static bool ticking_call(struct ticking *ticking, struct arena *arena, struct text name,
                         struct value *input, struct answer *answer)
{
    struct call call = {.action = house_action(ticking->house, name),
                        .input = input,
                        .credential = {.system = system_name}};
    if (call.action == NULL) {
        ticking->result->fault = (struct fault){.kind = FAULT_BROKEN,
                                                .message = "the house lacks an action that the "
                                                           "tick needs; list every room"};
        return false;
    }
    action_call(ticking->house, arena, &call, answer);
    ticking->result->fault = answer->fault;
    return answer->fault.kind == FAULT_NONE;
}

/* ---- obligations ---- */

static bool ticking_following(struct turn *turn, void *context)
{
    struct ticking *ticking = context;
    ticking->cursor.obligation = text_of(ticking->id);
    return obligation_due_after(turn, &ticking->cursor, &ticking->found);
}

/* The fault of one obligation, named so that somebody can look for it. */
static void fault_hold(struct ticking *ticking)
{
    struct fault *held = &ticking->held;
    if (!ticking->named) {
        ticking->named = true;
        *held = ticking->result->fault;
        snprintf(held->message, sizeof held->message, "what %.*s asks on %.*s cannot go on: %.*s",
                 TEXT_SHOW(ticking->cursor.rule), TEXT_SHOW(ticking->cursor.number),
                 (int)sizeof held->message / 2, ticking->result->fault.message);
    }
    ticking->result->fault = (struct fault){.kind = FAULT_NONE};
}

static bool ticking_fire_one(struct ticking *ticking, struct arena *arena)
{
    struct answer answer;
    if (!ticking_step(ticking, arena, ticking_following))
        return false;
    ticking->fired_all = !ticking->found;
    if (ticking->fired_all)
        return true;
    struct value *input = value_map(arena);
    value_set_text(arena, input, "obligation", ticking->cursor.obligation);
    snprintf(ticking->id, sizeof ticking->id, "%.*s", TEXT_SHOW(ticking->cursor.obligation));
    if (ticking_call(ticking, arena, TEXT("obligation.fire"), input, &answer))
        ticking->result->fired += value_get_integer(answer.value, "fired", 0);
    else
        fault_hold(ticking);
    return true;
}

static bool ticking_fire(struct ticking *ticking, struct arena *arena)
{
    struct answer answer;
    if (ticking->singly)
        return ticking_fire_one(ticking, arena);
    if (ticking_call(ticking, arena, TEXT("obligation.fire"), NULL, &answer)) {
        ticking->result->fired += value_get_integer(answer.value, "fired", 0);
        return true;
    }
    enum fault_kind kind = ticking->result->fault.kind;
    ticking->singly = kind == FAULT_LIMIT || kind == FAULT_BROKEN;
    if (ticking->singly) {
        ticking->held = ticking->result->fault;
        ticking->result->fault = (struct fault){.kind = FAULT_NONE};
    }
    return ticking->singly;
}

static void outcome_count(struct tick_result *result, struct text outcome)
{
    result->accepted += text_is(outcome, "accepted");
    result->later += text_is(outcome, "later");
    result->refused += text_is(outcome, "refused");
}

static bool ticking_record(struct ticking *ticking, struct arena *arena)
{
    struct answer answer;
    if (ticking->letter == NULL)
        return true;
    outcome_count(ticking->result, value_get_text(ticking->outcome, "outcome"));
    return ticking_call(ticking, arena, TEXT("notice.outcome"), ticking->outcome, &answer);
}

static bool ticking_watches(struct ticking *ticking, struct arena *arena)
{
    struct answer answer;
    struct value *input = value_map(arena);
    value_set_text(arena, input, "since", instant_utc(arena, house_listens_us(ticking->house)));
    return ticking_call(ticking, arena, TEXT("sensor.pass"), input, &answer);
}

/* One round: who holds which role first, so that the right people are told; then which watches
 * live, because that opens obligations; then these, because they write letters. False: the tick is
 * over. */
static bool ticking_round(struct ticking *ticking, struct arena *arena)
{
    struct answer answer;
    arena_clear(arena);
    ticking->letter = NULL;
    if (!ticking_step(ticking, arena, ticking_look))
        return false;
    int64_t now_us = house_now_us(ticking->house);
    if (ticking->behind_us > 0)
        return ticking_call(ticking, arena, TEXT("clock.alarm"), NULL, &answer);
    if (ticking->people_us <= now_us)
        return ticking_call(ticking, arena, TEXT("role.pass"), NULL, &answer);
    if (ticking->watch_us <= now_us)
        return ticking_watches(ticking, arena);
    if (ticking->obligation_us <= now_us && !ticking->fired_all)
        return ticking_fire(ticking, arena);
    if (ticking->waiting_us <= now_us)
        return ticking_call(ticking, arena, TEXT("notice.escalate"), NULL, &answer);
    return ticking->notice_us <= now_us && ticking_step(ticking, arena, ticking_send)
           && ticking_record(ticking, arena);
}

void tick_once(struct house *house, struct arena *arena, const struct tick_channel *channels,
               struct tick_result *result)
{
    struct ticking ticking = {.house = house,
                              .channels = channels,
                              .result = result,
                              .people_us = INT64_MAX,
                              .watch_us = INT64_MAX,
                              .obligation_us = INT64_MAX,
                              .waiting_us = INT64_MAX,
                              .notice_us = INT64_MAX,
                              .cursor = {.next_us = INT64_MIN}};
    *result = (struct tick_result){0};
    for (int i = 0; i < TICK_ROUNDS_MAX && ticking_round(&ticking, arena); i++)
        ;
    if (result->fault.kind == FAULT_NONE)
        result->fault = ticking.held;
    result->next_us =
        ticking.obligation_us < ticking.notice_us ? ticking.obligation_us : ticking.notice_us;
    if (ticking.people_us < result->next_us)
        result->next_us = ticking.people_us;
    if (ticking.watch_us < result->next_us)
        result->next_us = ticking.watch_us;
    if (ticking.waiting_us < result->next_us)
        result->next_us = ticking.waiting_us;
    arena_clear(arena);
}
