/* SPDX-License-Identifier: Apache-2.0 */
/* A letter may carry several notices: what becomes of it becomes of each of them. */
#include "notice/inside.h"

bool letter_move(struct change *change, struct text id, const struct event *event,
                 bool (*move)(struct change *change, struct notice *notice,
                              const struct event *event),
                 struct notice *notice)
{
    struct turn *turn = change_turn(change);
    struct notice *mates;
    size_t count;
    bool found;
    bool moved = false;
    if (!rows_notice(turn, id, notice, &found)
        || (!found && !fail(turn, FAULT_MISSING, "there is no such notice"))
        || !rows_letter_sent(turn, id, event->attempt, &mates, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool first = text_equal(mates[i].id, id);
        struct notice *one = first ? notice : &mates[i];
        struct event each = *event;
        each.route = event->route < 0 ? one->route : event->route;
        moved = moved || first;
        if (!move(change, one, &each))
            return false;
    }
    struct event own = *event;
    own.route = event->route < 0 ? notice->route : event->route;
    /* The first of a digest may have been told otherwise, and not have gone with this letter. */
    return moved || count > 0 || move(change, notice, &own);
}
