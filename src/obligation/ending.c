/* SPDX-License-Identifier: Apache-2.0 */
/* What a case still owes before it may be closed: duties that have not ended, and lateness that
 * nobody has explained. And what becomes of those that are left when it is closed all the same. */
#include "obligation/inside.h"

/* A period that was not due yet is none of a closed case. */
static bool ending_owed(struct change *change, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct pack *pack;
    const struct step *step;
    if (!obligation_made_by(turn, obligation, &pack, &step))
        return false;
    bool pending = series_pending(step, obligation, turn->now_us);
    return obligation_settle(change, obligation, pending ? STATE_CANCELLED : STATE_MISSED,
                             turn->now_us, pending ? TEXT("closed") : TEXT("closed without it"),
                             TEXT_NONE, TEXT_NONE);
}

bool ending_closed(struct change *change, const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    if (!obligation_rows_standing(turn, subject->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        list[i].next_us = INT64_MAX;
        if (obligation_alive(&list[i]) ? !ending_owed(change, &list[i])
                                       : !obligation_rewrite(change, &list[i], "obligation.last"))
            return false;
    }
    return true;
}
