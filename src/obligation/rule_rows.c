/* SPDX-License-Identifier: Apache-2.0 */
/* The obligations of one rule on one subject. A series that runs for years has thousands: whoever
 * asks for all of them says why. */
#include "obligation/rows.h"

bool obligation_rows_of_rule(struct turn *turn, struct text subject, struct text rule,
                             struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS "WHERE v.subject = $1 AND o.rule = $2"
                                           " AND v.until_us = $3 ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_text(rule), cell_integer(CURRENT)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_owed_of_rule(struct turn *turn, struct text subject, struct text rule,
                                  bool fulfilled, struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS
                        "WHERE v.subject = $1 AND o.rule = $2 AND v.until_us = $3"
                        " AND (v.owed = 1 OR ($4 = 1 AND v.state = 'fulfilled'))"
                        " ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_text(rule), cell_integer(CURRENT),
                             cell_integer(fulfilled)),
                        &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_evidenced(struct turn *turn, struct text subject, struct text rule,
                               struct text notice, struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(
               turn,
               OBLIGATION_COLUMNS "WHERE v.subject = $1 AND o.rule = $2 AND v.until_us = $3"
                                  " AND v.state = 'fulfilled' AND v.evidence_ref = $4"
                                  " ORDER BY v.due_us, o.id",
               BIND(cell_text(subject), cell_text(rule), cell_integer(CURRENT), cell_text(notice)),
               &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_step_opened(struct turn *turn, struct text subject, struct text rule,
                                 struct text step, bool *opened)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT 1 FROM obligation o WHERE o.subject = $1 AND o.rule = $2"
                      " AND o.step = $3 LIMIT 1",
                      BIND(cell_text(subject), cell_text(rule), cell_text(step)), &rows))
        return false;
    *opened = rows.count > 0;
    return true;
}

bool obligation_rows_of_rule_from(struct turn *turn, struct text subject, struct text rule,
                                  int64_t from_us, struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS "WHERE v.subject = $1 AND o.rule = $2"
                                           " AND v.until_us = $3 AND v.due_us >= $4"
                                           " ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_text(rule), cell_integer(CURRENT),
                             cell_integer(from_us)),
                        &rows)
           && obligations_load(turn, &rows, list, count);
}
