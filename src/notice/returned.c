/* SPDX-License-Identifier: Apache-2.0 */
/* What the door of mail needs to know of notices: whose case one is about, and that one came back.
 */
#include "notice/inside.h"

bool notice_case(struct turn *turn, struct text id, struct text *incident, bool *found)
{
    struct notice notice;
    *incident = TEXT_NONE;
    if (!rows_notice(turn, id, &notice, found))
        return false;
    if (*found)
        *incident = notice.incident;
    return true;
}

bool notice_returned(struct change *change, struct text id, int64_t route, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct event event = {.event = "bounced",
                          .at_us = turn->now_us,
                          .reason = reason,
                          .route = route < 0 ? -1 : route};
    if (event.reason.size > NOTICE_REASON_BYTES_MAX)
        event.reason.size = NOTICE_REASON_BYTES_MAX;
    event.reason = text_utf8_mended(turn->arena, event.reason); /* the cut may have split one */
    return letter_move(change, id, &event, notice_bounce, &notice);
}
