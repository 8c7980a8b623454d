/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool person_contacts(struct turn *turn, struct text person, struct contact **contacts,
                     size_t *count)
{
    struct contact_page page;
    *count = 0;
    *contacts = NULL;
    if (text_empty(person))
        return true;
    if (!contact_select_owner(turn, person, &page))
        return false;
    *contacts = page.items;
    for (size_t i = 0; i < page.count; i++)
        if (text_is(page.items[i].status, "active") && page.items[i].verified_us != TIME_NONE)
            page.items[(*count)++] = page.items[i];
    return true;
}

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
