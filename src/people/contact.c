/* SPDX-License-Identifier: Apache-2.0 */
/* A contact is words on paper until somebody has tried it: only then does the house use it. */
#include "people/inside.h"

bool contact_read(struct turn *turn, struct text id, struct contact *contact)
{
    struct contact_page page;
    if (!contact_select_stated(turn, id, &page))
        return false;
    if (page.count != 1)
        return fail(turn, FAULT_MISSING, "There is no such contact, or more than one.");
    *contact = page.items[0];
    return true;
}

bool contact_enter(struct change *change, struct contact *contact)
{
    return id_new(change_turn(change), &contact->id) && contact_write(change, contact);
}

bool contact_verify(struct change *change, struct contact *contact)
{
    const struct turn *turn = change_turn(change);
    contact->status = TEXT("active");
    if (contact->verified_us == TIME_NONE)
        contact->verified_us = turn->now_us;
    if (text_empty(contact->verifier))
        contact->verifier = turn->actor.name;
    contact->verified_by = turn->actor.person;
    return contact_write(change, contact);
}
