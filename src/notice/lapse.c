/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A duty is called off while messages that tell of it wait. One message may tell one person of
 * several duties: it goes on without what was called off, in words of its own, and is not sent at
 * all when nothing is left. Also one that has failed loses it, so that nobody is told by hand, or
 * by another way, of what need not be told.
 */
#include "notice/inside.h"

bool duties_stand(const struct duty *duties, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_empty(duties[i].lapsed))
            return true;
    return count == 0;
}

static bool tells_of(const struct duty *duty, struct text obligation)
{
    return text_empty(duty->lapsed)
           && (text_equal(duty->concerns, obligation) || text_equal(duty->obligation, obligation));
}

static bool lapse_mark(struct change *change, struct text notice, struct duty *duties, size_t count,
                       struct text obligation, struct text reason)
{
    for (size_t i = 0; i < count; i++) {
        if (!tells_of(&duties[i], obligation))
            continue;
        if (!rows_lapse_insert(change, notice, i, reason))
            return false;
        duties[i].lapsed = reason;
    }
    return true;
}

/* What is left of a message that tells of several. */
static bool lapse_reword(struct change *change, struct notice *notice, const struct duty *duties,
                         size_t count, struct text reason)
{
    struct turn *turn = change_turn(change);
    const struct event event = {
        .event = "lapsed", .at_us = turn->now_us, .reason = reason, .route = notice->route};
    notice_word(turn->arena, duties, count, notice);
    return notice_move(change, notice, "notice.lapse", &event);
}

static bool lapse_one(struct change *change, struct text id, struct text obligation,
                      struct text reason)
{
    struct turn *turn = change_turn(change);
    struct notice notice;
    struct duty *duties;
    size_t count;
    bool found;
    if (!rows_notice(turn, id, &notice, &found) || !rows_duties(turn, id, &duties, &count)
        || !lapse_mark(change, id, duties, count, obligation, reason))
        return false;
    if (duties_stand(duties, count))
        return lapse_reword(change, &notice, duties, count, reason);
    const struct event event = {
        .event = "withdrawn", .at_us = turn->now_us, .reason = reason, .route = notice.route};
    return notice_withdraw(change, &notice, &event);
}

bool notice_lapse(struct change *change, struct text obligation, struct text reason)
{
    struct text *notices;
    size_t count;
    if (!rows_lapsing(change_turn(change), obligation, &notices, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!lapse_one(change, notices[i], obligation, reason))
            return false;
    return true;
}

bool notice_tells(struct turn *turn, struct text obligation, bool *tells)
{
    return rows_tells(turn, obligation, tells);
}
