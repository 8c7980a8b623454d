/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/inside.h"

/* ---- alerts ---- */

#define ALERT_COLUMNS                                                                              \
    "SELECT id, watch, finding, rule, title, level, entity, organisation, detail, state, reason, " \
    "first_us, last_us, hits, raised_us, entry_us, version, found_us, type, outcome, ground, "     \
    "incident, decided_us FROM alert "

static struct alert alert_load(const struct rows *rows, size_t row)
{
    return (struct alert){.id = rows_text(rows, row, 0),
                          .watch = rows_text(rows, row, 1),
                          .finding = rows_text(rows, row, 2),
                          .rule = rows_text(rows, row, 3),
                          .title = rows_text(rows, row, 4),
                          .level = rows_text(rows, row, 5),
                          .entity = rows_text(rows, row, 6),
                          .organisation = rows_text(rows, row, 7),
                          .detail = rows_text(rows, row, 8),
                          .state = rows_text(rows, row, 9),
                          .reason = rows_text(rows, row, 10),
                          .first_us = rows_integer(rows, row, 11),
                          .last_us = rows_integer(rows, row, 12),
                          .count = rows_integer(rows, row, 13),
                          .raised_us = rows_integer(rows, row, 14),
                          .entry_us = rows_integer(rows, row, 15),
                          .version = rows_integer(rows, row, 16),
                          .found_us = rows_integer(rows, row, 17),
                          .type = rows_text(rows, row, 18),
                          .outcome = rows_text(rows, row, 19),
                          .ground = rows_text(rows, row, 20),
                          .incident = rows_text(rows, row, 21),
                          .decided_us = rows_integer(rows, row, 22)};
}

static void alerts_load(const struct turn *turn, const struct rows *rows, struct alert **alerts,
                        size_t *count)
{
    *alerts = arena_array(turn->arena, rows->count + 1, sizeof **alerts);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*alerts)[i] = alert_load(rows, i);
}

static void alert_first(const struct rows *rows, struct alert *alert, bool *found)
{
    *found = rows->count > 0;
    *alert = *found ? alert_load(rows, 0) : (struct alert){0};
}

bool alert_select(struct turn *turn, struct text id, struct alert *alert, bool *found)
{
    struct rows rows;
    if (!store_select(turn, ALERT_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(INT64_MAX)), &rows))
        return false;
    alert_first(&rows, alert, found);
    return true;
}

bool alert_select_finding(struct turn *turn, struct text watch, struct text finding,
                          struct alert *alert, bool *found)
{
    struct rows rows;
    if (!store_select(turn, ALERT_COLUMNS "WHERE watch = $1 AND finding = $2 AND until_us = $3",
                      BIND(cell_text(watch), cell_text(finding), cell_integer(INT64_MAX)), &rows))
        return false;
    alert_first(&rows, alert, found);
    return true;
}

bool alert_select_page(struct turn *turn, struct text state, struct cursor after, size_t limit,
                       struct alert **alerts, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      ALERT_COLUMNS "WHERE until_us = $1 AND (raised_us < $2 OR (raised_us = $2 AND"
                                    " id < $3)) AND ($4 = '' OR state = $4)"
                                    " ORDER BY raised_us DESC, id DESC LIMIT $5",
                      BIND(cell_integer(INT64_MAX), cell_integer(after.key), cell_text(after.id),
                           cell_text(state), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    alerts_load(turn, &rows, alerts, count);
    return true;
}

enum { NEAR_MAX = 32 };

bool alert_select_near(struct turn *turn, const struct alert *alert, struct text rule,
                       struct text type, int64_t since_us, struct text **incidents, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident FROM alert WHERE entity = $1 AND until_us = $2 AND "
                      "decided_us >= $3 AND organisation = $4 AND incident <> '' AND ($5 = '' OR "
                      "rule = $5) AND ($6 = '' OR type = $6) ORDER BY decided_us DESC LIMIT $7",
                      BIND(cell_text(alert->entity), cell_integer(INT64_MAX),
                           cell_integer(since_us), cell_text(alert->organisation), cell_text(rule),
                           cell_text(type), cell_integer(NEAR_MAX)),
                      &rows))
        return false;
    *incidents = arena_array(turn->arena, rows.count + 1, sizeof **incidents);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*incidents)[i] = rows_text(&rows, i, 0);
    return true;
}

bool alert_select_of_case(struct turn *turn, struct text incident, struct cursor after,
                          size_t limit, struct alert **alerts, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      ALERT_COLUMNS "WHERE incident = $1 AND until_us = $2 AND (decided_us < $3 OR"
                                    " (decided_us = $3 AND id < $4))"
                                    " ORDER BY decided_us DESC, id DESC LIMIT $5",
                      BIND(cell_text(incident), cell_integer(INT64_MAX), cell_integer(after.key),
                           cell_text(after.id), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    alerts_load(turn, &rows, alerts, count);
    return true;
}

bool alert_select_case_count(struct turn *turn, struct text incident, int64_t limit, int64_t *count)
{
    struct rows rows;
    if (!store_select(turn, "SELECT id FROM alert WHERE incident = $1 AND until_us = $2 LIMIT $3",
                      BIND(cell_text(incident), cell_integer(INT64_MAX), cell_integer(limit)),
                      &rows))
        return false;
    *count = (int64_t)rows.count;
    return true;
}

bool alert_select_outcome_count(struct turn *turn, const char *outcome, int64_t since_us,
                                int64_t limit, int64_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id FROM alert WHERE outcome = $1 AND until_us = $2 AND "
                      "decided_us >= $3 LIMIT $4",
                      BIND(cell_text(text_of(outcome)), cell_integer(INT64_MAX),
                           cell_integer(since_us), cell_integer(limit)),
                      &rows))
        return false;
    *count = (int64_t)rows.count;
    return true;
}

bool alert_write(struct change *change, const struct alert *alert)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change, "UPDATE alert SET until_us = $1 WHERE id = $2 AND until_us = $3",
               BIND(cell_integer(turn->now_us), cell_text(alert->id), cell_integer(INT64_MAX)))
           && change_write(
               change,
               "INSERT INTO alert (id, version, watch, finding, rule, title, level, entity, "
               "organisation, detail, state, reason, first_us, last_us, hits, raised_us, author, "
               "entry_us, until_us, found_us, type, outcome, ground, incident, decided_us) VALUES "
               "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
               "$19, $20, $21, $22, $23, $24, $25)",
               BIND(cell_text(alert->id), cell_integer(alert->version), cell_text(alert->watch),
                    cell_text(alert->finding), cell_text(alert->rule), cell_text(alert->title),
                    cell_text(alert->level), cell_text(alert->entity),
                    cell_text(alert->organisation), cell_text(alert->detail),
                    cell_text(alert->state), cell_text(alert->reason),
                    cell_integer(alert->first_us), cell_integer(alert->last_us),
                    cell_integer(alert->count), cell_integer(alert->raised_us),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(INT64_MAX), cell_integer(alert->found_us), cell_text(alert->type),
                    cell_text(alert->outcome), cell_text(alert->ground), cell_text(alert->incident),
                    cell_integer(alert->decided_us)));
}

/* ---- sources ---- */

enum { SOURCES_MAX = 5000 }; /* of one watch, at a time */

#define SOURCE_COLUMNS                                                                             \
    "SELECT watch, name, state, since_us, last_us, limit_seconds, version FROM source "

static struct source source_load(const struct rows *rows, size_t row)
{
    return (struct source){.watch = rows_text(rows, row, 0),
                           .name = rows_text(rows, row, 1),
                           .state = rows_text(rows, row, 2),
                           .since_us = rows_integer(rows, row, 3),
                           .last_us = rows_integer(rows, row, 4),
                           .limit_seconds = rows_integer(rows, row, 5),
                           .version = rows_integer(rows, row, 6)};
}

bool source_select(struct turn *turn, struct text watch, struct text name, struct source *source,
                   bool *found)
{
    struct rows rows;
    if (!store_select(turn, SOURCE_COLUMNS "WHERE watch = $1 AND name = $2 AND until_us = $3",
                      BIND(cell_text(watch), cell_text(name), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count > 0;
    *source = *found ? source_load(&rows, 0) : (struct source){0};
    return true;
}

bool source_select_page(struct turn *turn, struct text after_watch, struct text after_name,
                        size_t limit, struct source **sources, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      SOURCE_COLUMNS "WHERE until_us = $1 AND (watch > $2 OR (watch = $2 AND"
                                     " name > $3)) ORDER BY watch, name LIMIT $4",
                      BIND(cell_integer(INT64_MAX), cell_text(after_watch), cell_text(after_name),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *sources = arena_array(turn->arena, rows.count + 1, sizeof **sources);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*sources)[i] = source_load(&rows, i);
    return true;
}

bool source_select_watch(struct turn *turn, struct text watch, struct source **sources,
                         size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn, SOURCE_COLUMNS "WHERE until_us = $1 AND watch = $2 ORDER BY name LIMIT $3",
            BIND(cell_integer(INT64_MAX), cell_text(watch), cell_integer(SOURCES_MAX)), &rows))
        return false;
    *sources = arena_array(turn->arena, rows.count + 1, sizeof **sources);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*sources)[i] = source_load(&rows, i);
    return true;
}

bool source_select_coverage(struct turn *turn, struct coverage *coverage)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT COUNT(*), COUNT(CASE WHEN state = 'heard' THEN 1 END),"
                      " COUNT(DISTINCT watch) FROM source WHERE until_us = $1",
                      BIND(cell_integer(INT64_MAX)), &rows))
        return false;
    *coverage = (struct coverage){rows_integer(&rows, 0, 0), rows_integer(&rows, 0, 1),
                                  rows_integer(&rows, 0, 2)};
    return true;
}

bool source_write(struct change *change, const struct source *source)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE source SET until_us = $1 WHERE watch = $2 AND name = $3 AND "
                        "until_us = $4",
                        BIND(cell_integer(turn->now_us), cell_text(source->watch),
                             cell_text(source->name), cell_integer(INT64_MAX)))
           && change_write(change,
                           "INSERT INTO source (watch, name, version, state, since_us, last_us, "
                           "limit_seconds, author, entry_us, until_us) VALUES ($1, $2, $3, $4, $5, "
                           "$6, $7, $8, $9, $10)",
                           BIND(cell_text(source->watch), cell_text(source->name),
                                cell_integer(source->version), cell_text(source->state),
                                cell_integer(source->since_us), cell_integer(source->last_us),
                                cell_integer(source->limit_seconds), cell_text(turn->actor.person),
                                cell_integer(turn->now_us), cell_integer(INT64_MAX)));
}

/* ---- suppressions ---- */

#define SUPPRESSION_COLUMNS                                                                        \
    "SELECT id, rule, entity, reason, person, from_us, end_us, hits, last_us, version, does, "     \
    "field, value, least, level FROM suppression "

static struct suppression suppression_load(const struct rows *rows, size_t row)
{
    return (struct suppression){.id = rows_text(rows, row, 0),
                                .rule = rows_text(rows, row, 1),
                                .entity = rows_text(rows, row, 2),
                                .reason = rows_text(rows, row, 3),
                                .person = rows_text(rows, row, 4),
                                .from_us = rows_integer(rows, row, 5),
                                .end_us = rows_integer(rows, row, 6),
                                .count = rows_integer(rows, row, 7),
                                .last_us = rows_integer(rows, row, 8),
                                .version = rows_integer(rows, row, 9),
                                .does = rows_text(rows, row, 10),
                                .field = rows_text(rows, row, 11),
                                .value = rows_text(rows, row, 12),
                                .least = rows_integer(rows, row, 13),
                                .level = rows_text(rows, row, 14)};
}

static void suppressions_load(const struct turn *turn, const struct rows *rows,
                              struct suppression **list, size_t *count)
{
    *count = rows->count;
    *list = arena_array(turn->arena, rows->count + 1, sizeof **list);
    for (size_t i = 0; i < rows->count; i++)
        (*list)[i] = suppression_load(rows, i);
}

bool suppression_select(struct turn *turn, struct text id, struct suppression *suppression,
                        bool *found)
{
    struct rows rows;
    if (!store_select(turn, SUPPRESSION_COLUMNS "WHERE id = $1 AND until_us = $2",
                      BIND(cell_text(id), cell_integer(INT64_MAX)), &rows))
        return false;
    *found = rows.count > 0;
    *suppression = *found ? suppression_load(&rows, 0) : (struct suppression){0};
    return true;
}

bool suppression_select_page(struct turn *turn, struct cursor after, size_t limit,
                             struct suppression **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      SUPPRESSION_COLUMNS "WHERE until_us = $1 AND (from_us < $2 OR "
                                          "(from_us = $2 AND id < $3))"
                                          " ORDER BY from_us DESC, id DESC LIMIT $4",
                      BIND(cell_integer(INT64_MAX), cell_integer(after.key), cell_text(after.id),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    suppressions_load(turn, &rows, list, count);
    return true;
}

bool suppression_select_active(struct turn *turn, size_t limit, struct suppression **list,
                               size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            SUPPRESSION_COLUMNS "WHERE until_us = $1 AND end_us > $2"
                                " ORDER BY from_us, id LIMIT $3",
            BIND(cell_integer(INT64_MAX), cell_integer(turn->now_us), cell_integer((int64_t)limit)),
            &rows))
        return false;
    suppressions_load(turn, &rows, list, count);
    return true;
}

bool suppression_write(struct change *change, const struct suppression *suppression)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE suppression SET until_us = $1 WHERE id = $2 AND until_us = $3",
                        BIND(cell_integer(turn->now_us), cell_text(suppression->id),
                             cell_integer(INT64_MAX)))
           && change_write(change,
                           "INSERT INTO suppression (id, version, rule, entity, reason, person, "
                           "from_us, end_us, hits, last_us, author, entry_us, until_us, does, "
                           "field, value, least, level) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
                           "$9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
                           BIND(cell_text(suppression->id), cell_integer(suppression->version),
                                cell_text(suppression->rule), cell_text(suppression->entity),
                                cell_text(suppression->reason), cell_text(suppression->person),
                                cell_integer(suppression->from_us),
                                cell_integer(suppression->end_us), cell_integer(suppression->count),
                                cell_integer(suppression->last_us), cell_text(turn->actor.person),
                                cell_integer(turn->now_us), cell_integer(INT64_MAX),
                                cell_text(suppression->does), cell_text(suppression->field),
                                cell_text(suppression->value), cell_integer(suppression->least),
                                cell_text(suppression->level)));
}
