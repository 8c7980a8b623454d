/* SPDX-License-Identifier: Apache-2.0 */
/* Absences: somebody still holds the role, and somebody else is asked. */
#include "people/inside.h"

bool absence_enter(struct change *change, struct text person, int64_t from_us, int64_t to_us,
                   struct text reason, struct text *id)
{
    return id_new(change_turn(change), id)
           && absence_insert(change, *id, person, from_us, to_us, reason);
}
