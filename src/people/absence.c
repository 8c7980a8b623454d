/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Absences: somebody still holds the role, and somebody else is asked. What was entered is never
 * changed: a correction is a row of its own, which names the one that it stands for; the absence is
 * called by the id of the first.
 */
#include "people/inside.h"

bool absence_read(struct turn *turn, struct text id, struct absence *absence)
{
    struct absence_page page;
    if (!absence_select(turn, id, &page))
        return false;
    if (page.count == 0)
        return fail(turn, FAULT_MISSING, "There is no such absence.");
    *absence = page.items[0];
    return true;
}

bool absence_enter(struct change *change, struct absence *absence)
{
    if (!id_new(change_turn(change), &absence->id))
        return false;
    if (text_empty(absence->root))
        absence->root = absence->id;
    return absence_insert(change, absence)
           && role_watch_person(change, absence->person, absence->from_us);
}

bool absence_correct(struct change *change, struct absence *absence)
{
    absence->corrects = absence->id;
    return absence_forget(change, absence->corrects) && absence_enter(change, absence);
}
