/* SPDX-License-Identifier: Apache-2.0 */
#include "obligation/inside.h"

bool reassign_rows_asked(struct turn *turn, const struct asked_query *query, struct text **ids,
                         size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT obligation FROM obligation_version"
                      " WHERE asked_role = $1 AND until_us = $2 AND state IN ('open', 'overdue')"
                      " AND kind <> 'import'"
                      " AND ($3 = '' OR organisation = $3)"
                      " AND ($4 = 0 OR role <> asked_role OR person = '')"
                      " AND obligation > $5 ORDER BY obligation LIMIT $6",
                      BIND(cell_text(query->asked), cell_integer(INT64_MAX),
                           cell_text(query->organisation), cell_integer(query->standing_in),
                           cell_text(query->after), cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    *count = rows.count;
    *ids = arena_array(turn->arena, rows.count, sizeof **ids);
    for (size_t i = 0; i < rows.count; i++)
        (*ids)[i] = rows_text(&rows, i, 0);
    return true;
}
