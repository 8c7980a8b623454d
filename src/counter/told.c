/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done to a person's own sign-in is told to that person. Which actions these are the policy
 * says, by having words for them: a template of notices.yaml with the name of the action. It says
 * when and who did it, and nothing of what came of it: the answer may be a secret. It goes to every
 * mail address that is verified: whoever reads one of them is not to be the only one who hears.
 */
#include "base/zone.h"
#include "counter/inside.h"
#include "notice/notice.h"
#include "people/people.h"

/* Nobody is told of what she did herself. */
static bool is_concerned(const struct turn *turn, struct text person)
{
    return !text_empty(person) && !text_equal(person, turn->actor.person);
}

static bool is_mail(const struct contact *contact)
{
    return text_is(contact->kind, "mail") || text_is(contact->kind, "alternate");
}

/* Was it written to before, in this very telling? */
static bool had(const struct contact *contacts, size_t count, struct text address)
{
    for (size_t i = 0; i < count; i++)
        if (is_mail(&contacts[i]) && text_equal(contacts[i].address, address))
            return true;
    return false;
}

/* To each address of the person; to whoever has none as the ways of the house have it. */
static bool owe_each(struct change *change, struct notice_order *order)
{
    struct contact *contacts;
    struct text notice;
    size_t count;
    bool any = false;
    if (!person_contacts(change_turn(change), order->to.person, &contacts, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_mail(&contacts[i]) || had(contacts, i, contacts[i].address))
            continue;
        any = true;
        order->to.address = contacts[i].address;
        if (!notice_owe(change, order, &notice))
            return false;
    }
    return any || notice_owe(change, order, &notice);
}

bool told_person(struct change *change, const struct action *action, const struct value *answer)
{
    struct turn *turn = change_turn(change);
    struct holder to = {.person = value_get_text(answer, "person")};
    if (turn->pack == NULL || !is_concerned(turn, to.person)
        || pack_template(turn->pack, text_of(action->name)) == NULL)
        return true;
    if (!person_reach(turn, &to))
        return false;
    struct notice_order order = {
        .kind = TEXT("real"),
        .template = text_of(action->name),
        .to = to,
        .words = {.expected = text_of(action->title),
                  .owner = text_empty(turn->actor.name) ? turn->actor.person : turn->actor.name,
                  .contact = turn->pack->contact,
                  .told = instant_people(turn->arena, turn->pack->calendar.zone, turn->now_us)},
        .not_before_us = turn->now_us};
    return owe_each(change, &order);
}
