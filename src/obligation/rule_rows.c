/* SPDX-License-Identifier: Apache-2.0 */
/* The obligations of one rule, or of one series, on one subject. A series that runs for years has
 * thousands: whoever asks for all of them says why. */
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
                        OBLIGATION_COLUMNS "WHERE v.subject = $1 AND o.subject = $1 AND o.rule = $2"
                                           " AND v.until_us = $3 AND v.owed IN (1, $4)"
                                           " AND (v.owed = 1 OR v.state = 'fulfilled')"
                                           " ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_text(rule), cell_integer(CURRENT),
                             cell_integer(fulfilled ? 0 : 1)),
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

/* The same duty of one body towards the same recipient, of whatever period: the parameters $1 to
 * $8. The case is said of both tables, so that it is found by the case in whichever comes first. */
#define SERIES_CELLS(like)                                                                         \
    cell_text((like)->subject), cell_text((like)->rule), cell_text((like)->step),                  \
        cell_text((like)->organisation), cell_text((like)->about),                                 \
        cell_text((like)->recipient_role), cell_text((like)->recipient_organisation),              \
        cell_text((like)->recipient_person)
#define SERIES_OF                                                                                  \
    "o.subject = $1 AND o.rule = $2 AND o.step = $3 AND o.organisation = $4 AND o.about = $5"      \
    " AND o.recipient_role = $6 AND o.recipient_organisation = $7 AND o.recipient_person = $8"

bool obligation_rows_series_from(struct turn *turn, const struct obligation *like, int64_t from_us,
                                 struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS "WHERE v.subject = $1 AND v.until_us = $9"
                                           " AND v.owed IN (0, 1) AND v.due_us >= $10"
                                           " AND " SERIES_OF " ORDER BY v.due_us, o.id",
                        BIND(SERIES_CELLS(like), cell_integer(CURRENT), cell_integer(from_us)),
                        &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_series_started(struct turn *turn, const struct obligation *like, bool *started)
{
    struct rows rows;
    if (!store_select(
            turn, "SELECT 1 FROM obligation o WHERE " SERIES_OF " AND o.start_field = $9 LIMIT 1",
            BIND(SERIES_CELLS(like), cell_text(like->start_field)), &rows))
        return false;
    *started = rows.count > 0;
    return true;
}

/*
 * Where few obligations are picked first, their versions are to be found by the obligation, and not
 * among all that stand in the house: "at least CURRENT" is the same, and no index begins with it.
 */
bool obligation_rows_firsts(struct turn *turn, struct text subject, struct obligation **list,
                            size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS
                        "WHERE v.until_us >= $1 AND o.id IN (SELECT MIN(f.id) FROM obligation f"
                        " WHERE f.subject = $2 GROUP BY f.rule, f.step, f.organisation, f.about,"
                        " f.recipient_role, f.recipient_organisation, f.recipient_person)"
                        " ORDER BY v.due_us, o.id",
                        BIND(cell_integer(CURRENT), cell_text(subject)), &rows)
           && obligations_load(turn, &rows, list, count);
}
