/* SPDX-License-Identifier: Apache-2.0 */
/* How many duties there are, for whoever runs the house: numbers, and no case. */
#include "obligation/inside.h"

bool obligation_tally(struct turn *turn, struct obligation_sum *sum)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT state, COUNT(*), MIN(due_us) FROM obligation_version"
            " WHERE until_us = $1 AND owed = 1 AND state IN ('open', 'overdue') AND kind = 'real'"
            " GROUP BY state",
            BIND(cell_integer(INT64_MAX)), &rows))
        return false;
    *sum = (struct obligation_sum){.next_due_us = TIME_NONE};
    for (size_t i = 0; i < rows.count; i++) {
        bool late = text_is(rows_text(&rows, i, 0), "overdue");
        *(late ? &sum->overdue : &sum->open) = rows_integer(&rows, i, 1);
        if (!late)
            sum->next_due_us = rows_integer(&rows, i, 2);
    }
    return true;
}
