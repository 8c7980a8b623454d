/* SPDX-License-Identifier: Apache-2.0 */
/* The duties of a case in short, for the room that asks whether it may be closed. */
#include "obligation/inside.h"

static bool counts(const struct obligation *obligation)
{
    return obligation_alive(obligation) || obligation->state == STATE_FULFILLED
           || obligation->state == STATE_MISSED;
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
        int64_t late_us = obligation_late_us(&list[i], turn->now_us);
        bool late = list[i].state == STATE_MISSED || obligation_looks_late(pack, &list[i], late_us);
        (*lines)[(*count)++] = (struct obligation_line){
            .id = list[i].id,
            .rule = list[i].rule,
            .step = list[i].step,
            .organisation = list[i].organisation,
            .title = pack_rule(pack, list[i].rule)->title,
            .state = text_of(state_name(list[i].state)),
            .open = obligation_alive(&list[i]) && !series_pending(step, &list[i], turn->now_us),
            .unexplained = late && text_empty(list[i].explanation)};
    }
    return true;
}
