/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

bool person_read(struct turn *turn, struct text id, struct person *person)
{
    struct person_page page;
    if (!person_select(turn, id, &page))
        return false;
    if (page.count == 0)
        return fail(turn, FAULT_MISSING, "There is no such person.");
    *person = page.items[0];
    return true;
}

bool person_find(struct turn *turn, struct text stated, struct person *person, bool *found)
{
    struct person_page page;
    struct text folded = text_lower(turn->arena, text_trim(stated));
    *found = false;
    if (text_empty(folded))
        return true;
    if (!person_select(turn, folded, &page)
        || (page.count == 0 && !person_select_stated(turn, folded, &page)))
        return false;
    *found = page.count == 1;
    if (*found)
        *person = page.items[0];
    return true;
}

bool person_named(struct turn *turn, const char *field, struct text stated, struct person *person)
{
    bool found;
    if (!person_find(turn, stated, person, &found))
        return false;
    return found
           || fail_field(turn, field,
                         "No one person is called \"%.*s\": give the id, the whole name or the "
                         "verified mail address.",
                         TEXT_SHOW(stated));
}

bool person_enter(struct change *change, struct person *person)
{
    return id_new(change_turn(change), &person->id) && person_write(change, person);
}

bool person_finish(struct change *change, struct person *person, int64_t end_us)
{
    person->to_us = end_us > person->from_us ? end_us : person->from_us;
    return person_write(change, person) && role_watch_person(change, person->id, person->to_us);
}
