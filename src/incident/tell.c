/* SPDX-License-Identifier: Apache-2.0 */
/* Word to one person about a case, in the words of the policy: the minimum, and no more. */
#include "incident/inside.h"
#include "notice/notice.h"

bool incident_tell(struct change *change, const struct incident *incident, struct text template,
                   const struct holder *to)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation = {0};
    struct holder reached = *to;
    struct text notice;
    if (!text_empty(incident->organisation)
        && !organisation_read(turn, incident->organisation, turn->now_us, &organisation))
        return false;
    struct notice_order order = {.incident = incident->id,
                                 .kind = incident->kind,
                                 .template = template,
                                 .words = {.number = incident->number,
                                           .organisation = organisation.short_name,
                                           .rating = incident->rating,
                                           .contact = turn->pack->contact},
                                 .not_before_us = turn->now_us};
    if (!person_reach(turn, &reached))
        return false;
    order.to = reached;
    return notice_owe(change, &order, &notice);
}
