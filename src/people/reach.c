/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool person_reach(struct turn *turn, struct holder *holder)
{
    struct person person;
    struct contact_page contacts;
    if (!person_read(turn, holder->person, &person)
        || !contact_select_owner(turn, holder->person, &contacts))
        return false;
    holder->name = person.name;
    for (size_t i = 0; i < contacts.count && text_empty(holder->address); i++)
        if (text_is(contacts.items[i].kind, "mail") && text_is(contacts.items[i].status, "active"))
            holder->address = contacts.items[i].address;
    return true;
}
