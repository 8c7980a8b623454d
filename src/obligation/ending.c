/* SPDX-License-Identifier: Apache-2.0 */
/* What a case still owes before it may be closed: duties that have not ended, and lateness that
 * nobody has explained. And what becomes of those that are left when it is closed all the same. */
#include "obligation/inside.h"

bool ending_closed(struct change *change, const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    if (!obligation_rows_standing(turn, subject->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool owed = obligation_alive(&list[i]);
        list[i].next_us = INT64_MAX;
        if (owed ? !obligation_settle(change, &list[i], STATE_MISSED, turn->now_us,
                                      TEXT("closed without it"), TEXT_NONE, TEXT_NONE)
                 : !obligation_rewrite(change, &list[i], "obligation.last"))
            return false;
    }
    return true;
}
