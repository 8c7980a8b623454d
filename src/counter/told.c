/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to a person's own sign-in is told to that person. Which actions these are the policy
 * says, by having words for them: a template of notices.yaml with the name of the action. It says
 * when and who did it, and nothing of what came of it: the answer may be a secret.
 */
#include "base/zone.h"
#include "counter/inside.h"
#include "notice/notice.h"

/* Nobody is told of what she did herself. */
static bool is_concerned(const struct turn *turn, struct text person)
{
    return !text_empty(person) && !text_equal(person, turn->actor.person);
}

bool told_person(struct change *change, const struct action *action, const struct value *answer)
{
    struct turn *turn = change_turn(change);
    struct holder to = {.person = value_get_text(answer, "person")};
    struct text notice;
    if (turn->pack == NULL || !is_concerned(turn, to.person)
        || pack_template(turn->pack, text_of(action->name)) == NULL)
        return true;
    if (!person_reach(turn, &to))
        return false;
    const struct notice_order order = {
        .kind = TEXT("real"),
        .template = text_of(action->name),
        .to = to,
        .words = {.expected = text_of(action->title),
                  .owner = text_empty(turn->actor.name) ? turn->actor.person : turn->actor.name,
                  .contact = turn->pack->contact,
                  .told = instant_people(turn->arena, turn->pack->calendar.zone, turn->now_us)},
        .not_before_us = turn->now_us};
    return notice_owe(change, &order, &notice);
}
