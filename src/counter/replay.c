/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Once only: a request with an idempotency key is done once, and answered alike each time it comes
 * again. The answer is kept in the transaction of what it tells of, with the request's hash, for
 * KEPT_ANSWER_HOURS; keeping one forgets those that are older, so that nothing has to come by.
 */
#include "base/json.h"
#include "base/zone.h"
#include "counter/inside.h"

enum { KEPT_ANSWER_HOURS = 48 };

bool replay_kept(const struct call *call)
{
    return !text_empty(call->key) && !call->action->secret;
}

/* Whose key it is: a stranger's is only as good as the body it came with. */
static struct text key_owner(struct turn *turn, struct text hash)
{
    return text_empty(turn->actor.person)
               ? text_format(turn->arena, "anonymous:%.*s", TEXT_SHOW(hash))
               : turn->actor.person;
}

bool replay_find(struct turn *turn, const struct call *call, struct text hash,
                 struct kept_answer *kept)
{
    *kept = (struct kept_answer){0};
    if (!replay_kept(call))
        return true;
    if (!counter_rows_answer_find(turn, key_owner(turn, hash), call->action->name, call->key, kept))
        return false;
    return !kept->found || text_equal(kept->hash, hash)
           || fail(turn, FAULT_CLASH,
                   "this idempotency key was used for another request; take a new one");
}

bool replay_keep(struct change *change, const struct call *call, struct text hash,
                 struct text owner, const struct value *answer)
{
    const struct turn *turn = change_turn(change);
    if (!replay_kept(call))
        return true;
    return counter_rows_answer_prune(change, turn->now_us - KEPT_ANSWER_HOURS * HOUR_US)
           && counter_rows_answer_keep(change, owner, call->action->name, call->key, hash,
                                       json_write(turn->arena, answer));
}
