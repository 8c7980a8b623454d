/* SPDX-License-Identifier: Apache-2.0 */
/* Whoever was told what no longer holds hears so. What was sent is never called back. */
#include "base/zone.h"
#include "notice/inside.h"

static bool same_person(const struct notice *a, const struct notice *b)
{
    return text_equal(a->person, b->person)
           && (!text_empty(a->person) || text_equal(a->address, b->address));
}

/* The person as it can be reached now, in the role in which it was told. */
static bool told_holder(struct turn *turn, const struct notice *told, struct holder *to)
{
    *to = (struct holder){.person = told->person,
                          .name = told->name,
                          .role = told->role,
                          .asked = told->asked,
                          .organisation = told->organisation};
    if (!text_empty(told->person))
        return person_reach(turn, to);
    to->address = told->address;
    return true;
}

static bool correction_link(struct change *change, struct text correction,
                            const struct notice *told, size_t count, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    struct value *corrects = value_set(turn->arena, said, "corrects", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        value_append(turn->arena, corrects, value_text(turn->arena, told[i].id));
        if (!rows_link_insert(change, correction, "corrects", told[i].id))
            return false;
    }
    value_set_text(turn->arena, said, "reason", reason);
    return change_entry(change, "notice.correct",
                        text_format(turn->arena, "notice/%.*s", TEXT_SHOW(correction)),
                        told->incident, said, NULL);
}

/* One correction for all that one person was told. */
static bool correction_owe(struct change *change, const struct notice_correction *correction,
                           const struct notice *told, size_t count)
{
    struct text id;
    struct notice_order order = {.incident = correction->incident,
                                 .kind = correction->kind,
                                 .template = correction->template,
                                 .words = correction->words};
    return told_holder(change_turn(change), told, &order.to) && notice_owe(change, &order, &id)
           && correction_link(change, id, told, count, correction->reason);
}

/* What waits for a person; for everybody when the person is empty. */
static bool withdraw_waiting(struct change *change, struct text incident, struct text person,
                             struct text reason)
{
    struct turn *turn = change_turn(change);
    struct notice *waiting;
    size_t count;
    const struct event event = {.event = "withdrawn", .at_us = turn->now_us, .reason = reason};
    if (!rows_queued(turn, incident, &waiting, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if ((text_empty(person) || text_equal(waiting[i].person, person))
            && !notice_withdraw(change, &waiting[i], &event))
            return false;
    return true;
}

bool notice_withdraw_from(struct change *change, struct text incident, struct text person,
                          struct text reason)
{
    return withdraw_waiting(change, incident, person, reason);
}

bool notice_correct(struct change *change, const struct notice_correction *correction,
                    size_t *people)
{
    struct notice *told;
    size_t count;
    *people = 0;
    /* Read before anything is withdrawn: whoever may have been told is corrected, too. */
    if (!rows_told(change_turn(change), correction->incident, &told, &count)
        || (correction->withdraw
            && !withdraw_waiting(change, correction->incident, TEXT_NONE, correction->reason)))
        return false;
    for (size_t from = 0, to = 0; from < count; from = to) {
        while (to < count && same_person(&told[from], &told[to]))
            to++;
        if (!correction_owe(change, correction, &told[from], to - from))
            return false;
        ++*people;
    }
    return true;
}
