/* SPDX-License-Identifier: Apache-2.0 */
/* The duties of a case in short, for the room that asks whether it may be closed. */
#include "obligation/inside.h"

static bool counts(const struct obligation *obligation)
{
    return obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE
           || obligation->state == STATE_FULFILLED;
}

bool obligation_lines(struct turn *turn, struct text incident, struct obligation_line **lines,
                      size_t *count)
{
    struct obligation *list;
    size_t all;
    *count = 0;
    if (!obligation_rows_of_subject(turn, incident, &list, &all))
        return false;
    *lines = arena_array(turn->arena, all + 1, sizeof **lines);
    for (size_t i = 0; i < all; i++) {
        const struct pack *pack;
        const struct step *step;
        if (!counts(&list[i]))
            continue;
        if (!obligation_made_by(turn, &list[i], &pack, &step))
            return false;
        int64_t grace_us =
            list[i].due_us == list[i].start_us ? pack->calendar.immediate_grace_us : 0;
        (*lines)[(*count)++] =
            (struct obligation_line){.rule = list[i].rule,
                                     .step = list[i].step,
                                     .title = pack_rule(pack, list[i].rule)->title,
                                     .open = list[i].state != STATE_FULFILLED,
                                     .late = obligation_late_us(&list[i], turn->now_us) > grace_us};
    }
    return true;
}
