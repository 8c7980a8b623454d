/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/document.h"
#include "incident/life.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

/* ---- the case ---- */

#define INCIDENT_COLUMNS                                                                           \
    "SELECT i.id, i.number,"                                                                       \
    " CASE WHEN EXISTS (SELECT 1 FROM incident_adoption a WHERE a.incident = i.id) THEN 'real'"    \
    " ELSE i.kind END,"                                                                            \
    " i.entry_us, v.version, v.state, v.title, v.organisation, v.rating,"                          \
    " v.provisional, v.told_us, v.detected_us, v.evaluated_us, v.responding_us, v.priority,"       \
    " v.resolved_us, v.closed_us"                                                                  \
    " FROM incident i JOIN incident_version v ON v.incident = i.id "

static struct incident incident_row(const struct rows *rows, size_t row)
{
    return (struct incident){.id = rows_text(rows, row, 0),
                             .number = rows_text(rows, row, 1),
                             .kind = rows_text(rows, row, 2),
                             .entry_us = rows_integer(rows, row, 3),
                             .version = rows_integer(rows, row, 4),
                             .state = rows_text(rows, row, 5),
                             .title = rows_text(rows, row, 6),
                             .organisation = rows_text(rows, row, 7),
                             .rating = rows_text(rows, row, 8),
                             .provisional = rows_integer(rows, row, 9) != 0,
                             .told_us = rows_integer(rows, row, 10),
                             .detected_us = rows_integer(rows, row, 11),
                             .evaluated_us = rows_time(rows, row, 12),
                             .responding_us = rows_time(rows, row, 13),
                             .priority = rows_integer(rows, row, 14),
                             .resolved_us = rows_time(rows, row, 15),
                             .closed_us = rows_time(rows, row, 16)};
}

static bool incident_load(struct turn *turn, const struct rows *rows, struct incident *incident,
                          bool *found)
{
    *incident = (struct incident){0};
    *found = rows->count == 1;
    if (*found)
        *incident = incident_row(rows, 0);
    return turn->fault.kind == FAULT_NONE;
}

bool incident_rows_incident(struct turn *turn, struct text number, struct incident *incident,
                            bool *found)
{
    struct rows rows;
    return store_select(turn, INCIDENT_COLUMNS "WHERE i.number = $1 AND v.until_us = $2",
                        BIND(cell_text(number), cell_integer(CURRENT)), &rows)
           && incident_load(turn, &rows, incident, found);
}

bool incident_rows_incident_id(struct turn *turn, struct text id, struct incident *incident,
                               bool *found)
{
    struct rows rows;
    return store_select(turn, INCIDENT_COLUMNS "WHERE i.id = $1 AND v.until_us = $2",
                        BIND(cell_text(id), cell_integer(CURRENT)), &rows)
           && incident_load(turn, &rows, incident, found);
}

/* A list is no parameter of the portable subset: so many at once, the last repeated. */
enum { BATCH = 25 };
#define BATCH_PLACES                                                                               \
    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "     \
    "$21, $22, $23, $24, $25, $26)"

static bool incidents_batch(struct turn *turn, const struct text *ids, size_t count,
                            struct incident *incidents)
{
    struct rows rows;
    struct cell cells[BATCH + 1] = {cell_integer(CURRENT)};
    for (size_t i = 0; i < BATCH; i++)
        cells[i + 1] = cell_text(ids[i < count ? i : count - 1]);
    if (!store_select(turn, INCIDENT_COLUMNS "WHERE v.until_us = $1 AND i.id IN " BATCH_PLACES,
                      cells, BATCH + 1, &rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        incidents[i] = (struct incident){0};
        for (size_t row = 0; row < rows.count; row++)
            if (text_equal(rows_text(&rows, row, 0), ids[i]))
                incidents[i] = incident_row(&rows, row);
    }
    return true;
}

bool incident_rows_incidents(struct turn *turn, const struct text *ids, size_t count,
                             struct incident *incidents)
{
    for (size_t at = 0; at < count; at += BATCH)
        if (!incidents_batch(turn, &ids[at], count - at < BATCH ? count - at : BATCH,
                             &incidents[at]))
            return false;
    return true;
}

bool incident_rows_native_count(struct turn *turn, int64_t *count)
{
    struct rows rows;
    if (!store_select(turn, "SELECT COUNT(*) FROM incident WHERE kind <> 'import'", BIND_NONE,
                      &rows))
        return false;
    *count = rows_integer(&rows, 0, 0);
    return true;
}

bool incident_rows_number_known(struct turn *turn, struct text number, bool *known)
{
    struct rows rows;
    if (!store_select(turn, "SELECT 1 FROM incident WHERE number = $1", BIND(cell_text(number)),
                      &rows))
        return false;
    *known = rows.count > 0;
    return true;
}

bool incident_rows_incident_insert(struct change *change, const struct incident *incident)
{
    return change_write(change,
                        "INSERT INTO incident (id, number, kind, entry_us) VALUES ($1, $2, $3, $4)",
                        BIND(cell_text(incident->id), cell_text(incident->number),
                             cell_text(incident->kind), cell_integer(incident->entry_us)));
}

bool incident_rows_adopted_insert(struct change *change, struct text incident)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_adoption (incident, author, entry_us)"
        " VALUES ($1, $2, $3)",
        BIND(cell_text(incident), cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

bool incident_rows_incident_write(struct change *change, struct incident *incident)
{
    const struct turn *turn = change_turn(change);
    if (incident->version > 0
        && !change_write(
            change,
            "UPDATE incident_version SET until_us = $1 WHERE incident = $2 AND version = $3",
            BIND(cell_integer(turn->now_us), cell_text(incident->id),
                 cell_integer(incident->version))))
        return false;
    incident->version++;
    return change_write(
        change,
        "INSERT INTO incident_version (incident, version, state, title, organisation, rating, "
        "provisional, told_us,"
        " detected_us, evaluated_us, responding_us, priority, resolved_us, closed_us, author,"
        " entry_us, until_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
        " $15, $16, $17)",
        BIND(cell_text(incident->id), cell_integer(incident->version), cell_text(incident->state),
             cell_text(incident->title), cell_text(incident->organisation),
             cell_text(incident->rating), cell_integer(incident->provisional),
             cell_integer(incident->told_us), cell_integer(incident->detected_us),
             cell_time(incident->evaluated_us), cell_time(incident->responding_us),
             cell_integer(incident->priority), cell_time(incident->resolved_us),
             cell_time(incident->closed_us), cell_text(turn->actor.person),
             cell_integer(turn->now_us), cell_integer(CURRENT)));
}

/* ---- reports ---- */

bool incident_rows_report_insert(struct change *change, const struct report *report)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO report (id, incident, channel, what, stated, organisation, reporter_name, "
        "reporter_contact,"
        " told_us, told_basis, known_since_us, detected_us, detected_precision, unread, "
        "receipt_hash, author, entry_us, superior, nature)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19)",
        BIND(cell_text(report->id), cell_text(report->incident), cell_text(report->channel),
             cell_text(report->what), cell_text(report->stated), cell_text(report->organisation),
             cell_text(report->name), cell_text(report->contact), cell_integer(report->told_us),
             cell_text(report->told_basis), cell_time(report->known_since_us),
             cell_time(report->detected_us), cell_text(report->detected_precision),
             cell_text_or_null(report->unread), cell_text(report->receipt_hash),
             cell_text(turn->actor.person), cell_integer(turn->now_us),
             cell_integer(report->superior), cell_text(report->nature)));
}

#define REPORT_COLUMNS                                                                             \
    "SELECT id, incident, channel, what, stated, organisation, reporter_name, reporter_contact, "  \
    "told_us,"                                                                                     \
    " told_basis, known_since_us, detected_us, detected_precision, unread, entry_us, author, "     \
    "superior, nature"                                                                             \
    " FROM report "

static struct report report_load(const struct rows *rows, size_t row)
{
    return (struct report){.id = rows_text(rows, row, 0),
                           .incident = rows_text(rows, row, 1),
                           .channel = rows_text(rows, row, 2),
                           .what = rows_text(rows, row, 3),
                           .stated = rows_text(rows, row, 4),
                           .organisation = rows_text(rows, row, 5),
                           .name = rows_text(rows, row, 6),
                           .contact = rows_text(rows, row, 7),
                           .told_us = rows_integer(rows, row, 8),
                           .told_basis = rows_text(rows, row, 9),
                           .known_since_us = rows_time(rows, row, 10),
                           .detected_us = rows_time(rows, row, 11),
                           .detected_precision = rows_text(rows, row, 12),
                           .unread = rows_text(rows, row, 13),
                           .entry_us = rows_integer(rows, row, 14),
                           .author = rows_text(rows, row, 15),
                           .superior = rows_integer(rows, row, 16) != 0,
                           .nature = rows_text(rows, row, 17)};
}

#define REPORTS_OF                                                                                 \
    REPORT_COLUMNS                                                                                 \
    "WHERE incident = $1 ORDER BY entry_us, id"

bool incident_rows_reports(struct turn *turn, struct text incident, struct report **reports,
                           size_t *count)
{
    struct rows rows;
    if (!store_select(turn, REPORTS_OF, BIND(cell_text(incident)), &rows))
        return false;
    *reports = arena_array(turn->arena, rows.count + 1, sizeof **reports);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*reports)[i] = report_load(&rows, i);
    return true;
}

bool incident_rows_report_by_receipt(struct turn *turn, struct text receipt_hash,
                                     struct report *report, bool *found)
{
    struct rows rows;
    if (!store_select(turn, REPORT_COLUMNS "WHERE receipt_hash = $1", BIND(cell_text(receipt_hash)),
                      &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *report = report_load(&rows, 0);
    return true;
}

bool incident_rows_reports_by(struct turn *turn, struct text author, int64_t before_us,
                              struct text before_id, size_t limit, struct report **reports,
                              size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      REPORT_COLUMNS "WHERE author = $1 AND (entry_us < $2 OR (entry_us = $2 AND "
                                     "id < $3)) ORDER BY entry_us DESC, id DESC LIMIT $4",
                      BIND(cell_text(author), cell_integer(before_us), cell_text(before_id),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    *reports = arena_array(turn->arena, rows.count + 1, sizeof **reports);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*reports)[i] = report_load(&rows, i);
    return true;
}

bool incident_rows_statement_insert(struct change *change, const struct statement *statement)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO report_statement (id, report, place, corrects, what, author, "
        "entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(statement->id), cell_text(statement->report), cell_integer(statement->place),
             statement->corrects < 0 ? cell_null() : cell_integer(statement->corrects),
             cell_text(statement->what), cell_text(turn->actor.person),
             cell_integer(turn->now_us)));
}

bool incident_rows_statements(struct turn *turn, struct text report, struct statement **list,
                              size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id, report, place, corrects, what, entry_us FROM report_statement"
                      " WHERE report = $1 ORDER BY place",
                      BIND(cell_text(report)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] =
            (struct statement){.id = rows_text(&rows, i, 0),
                               .report = rows_text(&rows, i, 1),
                               .place = rows_integer(&rows, i, 2),
                               .corrects = rows_null(&rows, i, 3) ? -1 : rows_integer(&rows, i, 3),
                               .what = rows_text(&rows, i, 4),
                               .entry_us = rows_integer(&rows, i, 5)};
    return true;
}

bool incident_rows_failures(struct turn *turn, struct text number_hash, int64_t since_us,
                            int64_t *failures)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT failures FROM work_receipt WHERE number_sha256 = $1 AND last_us > $2",
                      BIND(cell_text(number_hash), cell_integer(since_us)), &rows))
        return false;
    *failures = rows.count == 0 ? 0 : rows_integer(&rows, 0, 0);
    return true;
}

bool incident_rows_failure_count(struct turn *turn, struct chore *chore, struct text number_hash,
                                 int64_t since_us)
{
    return store_chore_write(turn, chore, "DELETE FROM work_receipt WHERE last_us <= $1",
                             BIND(cell_integer(since_us)), NULL)
           && store_chore_write(
               turn, chore,
               "INSERT INTO work_receipt (number_sha256, failures, last_us) VALUES ($1, 1, $2)"
               " ON CONFLICT (number_sha256) DO UPDATE SET"
               " failures = work_receipt.failures + 1, last_us = excluded.last_us",
               BIND(cell_text(number_hash), cell_integer(turn->now_us)), NULL);
}

/* ---- organisations and assets of a case ---- */

#define AFFECTED                                                                                   \
    "SELECT o.organisation, CASE WHEN r.at_us IS NULL THEN o.from_us ELSE"                         \
    " r.at_us END FROM incident_organisation o LEFT JOIN incident_removal r"                       \
    " ON r.incident = o.incident AND r.organisation = o.organisation"                              \
    " AND r.until_us = $2 WHERE o.incident = $1"                                                   \
    " AND (r.removed IS NULL OR r.removed = 0)"                                                    \
    " ORDER BY o.entry_us, o.organisation"

bool incident_rows_affected(struct turn *turn, struct text incident, struct affected **list,
                            size_t *count)
{
    struct rows rows;
    if (!store_select(turn, AFFECTED, BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct affected){rows_text(&rows, i, 0), rows_integer(&rows, i, 1)};
    return true;
}

bool incident_rows_affected_insert(struct change *change, struct text incident,
                                   struct text organisation, int64_t from_us)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_organisation (incident, organisation, from_us, author, entry_us)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (incident, organisation) DO NOTHING",
        BIND(cell_text(incident), cell_text(organisation), cell_integer(from_us),
             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

#define ATTACHED                                                                                   \
    "SELECT asset, adverse, version FROM incident_asset WHERE incident = $1 AND until_us = $2"     \
    " ORDER BY asset"

bool incident_rows_attached(struct turn *turn, struct text incident, struct attached **list,
                            size_t *count)
{
    struct rows rows;
    if (!store_select(turn, ATTACHED, BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct attached){rows_text(&rows, i, 0), rows_text(&rows, i, 1),
                                       rows_integer(&rows, i, 2)};
    return true;
}

bool incident_rows_attached_write(struct change *change, struct text incident,
                                  const struct attached *attached)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE incident_asset SET until_us = $1 WHERE incident = $2 AND asset = "
                        "$3 AND until_us = $4",
                        BIND(cell_integer(turn->now_us), cell_text(incident),
                             cell_text(attached->asset), cell_integer(CURRENT)))
           && change_write(change,
                           "INSERT INTO incident_asset (incident, asset, version, adverse, author, "
                           "entry_us, until_us)"
                           " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                           BIND(cell_text(incident), cell_text(attached->asset),
                                cell_integer(attached->version + 1), cell_text(attached->adverse),
                                cell_text(turn->actor.person), cell_integer(turn->now_us),
                                cell_integer(CURRENT)));
}

/* ---- confidentiality ---- */

#define CLASSIFIED                                                                                 \
    "SELECT second_office, confidential, reason, author FROM incident_confidentiality"             \
    " WHERE incident = $1 ORDER BY place"

bool incident_rows_classified_ahead(struct turn *turn, const struct text *incidents, size_t count)
{
    struct cell *cells = arena_array(turn->arena, count, sizeof *cells);
    struct question *asked = arena_array(turn->arena, count, sizeof *asked);
    for (size_t i = 0; i < count; i++) {
        cells[i] = cell_text(incidents[i]);
        asked[i] = (struct question){CLASSIFIED, &cells[i], 1};
    }
    return store_ahead(turn, asked, count);
}

bool incident_rows_classified(struct turn *turn, struct text incident, struct classified **list,
                              size_t *count)
{
    struct rows rows;
    if (!store_select(turn, CLASSIFIED, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] =
            (struct classified){rows_integer(&rows, i, 0) != 0, rows_integer(&rows, i, 1) != 0,
                                rows_text(&rows, i, 2), rows_text(&rows, i, 3)};
    return true;
}

bool incident_rows_classified_insert(struct change *change, struct text incident,
                                     const struct classified *classified)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO incident_confidentiality (incident, place, second_office,"
                        " confidential, reason, author, capacity, entry_us) VALUES ($1,"
                        " (SELECT COUNT(*) + 1 FROM incident_confidentiality WHERE incident = $1),"
                        " $2, $3, $4, $5, $6, $7)",
                        BIND(cell_text(incident), cell_integer(classified->second_office),
                             cell_integer(classified->confidential), cell_text(classified->reason),
                             cell_text(classified->author), cell_text(turn->actor.capacity),
                             cell_integer(turn->now_us)));
}

/* ---- ratings ---- */

#define RATED                                                                                      \
    "SELECT inputs, result, reason, pack, evaluated, version FROM incident_rating"                 \
    " WHERE incident = $1 ORDER BY version DESC LIMIT 1"

bool incident_rows_rated(struct turn *turn, struct text incident, struct rated *rated)
{
    struct rows rows;
    *rated = (struct rated){0};
    if (!store_select(turn, RATED, BIND(cell_text(incident)), &rows))
        return false;
    if (rows.count == 1)
        *rated = (struct rated){.inputs = rows_text(&rows, 0, 0),
                                .result = rows_text(&rows, 0, 1),
                                .reason = rows_text(&rows, 0, 2),
                                .pack = rows_text(&rows, 0, 3),
                                .evaluated = rows_integer(&rows, 0, 4) != 0,
                                .version = rows_integer(&rows, 0, 5)};
    return true;
}

bool incident_rows_rated_insert(struct change *change, struct text incident,
                                const struct rated *rated)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_rating (incident, version, inputs, result, evaluated, reason, pack,"
        " author, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        BIND(cell_text(incident), cell_integer(rated->version), cell_text(rated->inputs),
             cell_text(rated->result), cell_integer(rated->evaluated), cell_text(rated->reason),
             cell_text(rated->pack), cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

/* ---- the timeline ---- */

bool incident_rows_event_insert(struct change *change, struct text incident,
                                const struct event *event)
{
    return change_write(change,
                        "INSERT INTO incident_event (id, incident, at_us, entry_us, kind, what, "
                        "author, author_name,"
                        " capacity, deviation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        BIND(cell_text(event->id), cell_text(incident), cell_integer(event->at_us),
                             cell_integer(event->entry_us), cell_text(event->kind),
                             cell_text(event->what), cell_text(event->author),
                             cell_text(event->author_name), cell_text(event->capacity),
                             cell_text(event->deviation)));
}

bool incident_rows_event_last(struct turn *turn, struct text incident, struct text kind,
                              int64_t *entry_us)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT COALESCE(MAX(entry_us), $3) FROM incident_event"
                      " WHERE incident = $1 AND kind = $2",
                      BIND(cell_text(incident), cell_text(kind), cell_integer(TIME_NONE)), &rows))
        return false;
    *entry_us = rows_integer(&rows, 0, 0);
    return true;
}

bool incident_rows_events(struct turn *turn, struct text incident, int64_t before_us,
                          struct text before_id, size_t limit, struct event **events, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT id, at_us, entry_us, kind, what, author, author_name, capacity, deviation"
            " FROM incident_event WHERE incident = $1"
            " AND (at_us < $2 OR (at_us = $2 AND id < $3)) ORDER BY at_us DESC, id DESC LIMIT $4",
            BIND(cell_text(incident), cell_integer(before_us), cell_text(before_id),
                 cell_integer((int64_t)limit)),
            &rows))
        return false;
    *events = arena_array(turn->arena, rows.count + 1, sizeof **events);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*events)[i] = (struct event){.id = rows_text(&rows, i, 0),
                                      .at_us = rows_integer(&rows, i, 1),
                                      .entry_us = rows_integer(&rows, i, 2),
                                      .kind = rows_text(&rows, i, 3),
                                      .what = rows_text(&rows, i, 4),
                                      .author = rows_text(&rows, i, 5),
                                      .author_name = rows_text(&rows, i, 6),
                                      .capacity = rows_text(&rows, i, 7),
                                      .deviation = rows_text(&rows, i, 8)};
    return true;
}

/* What the whole of a case is read from, for the functions above to find. */
bool incident_rows_ahead(struct turn *turn, struct text incident)
{
    enum { OWN = 6 };
    const struct cell cells[] = {cell_text(incident), cell_integer(CURRENT)};
    struct question asked[OWN + LIFE_QUESTIONS] = {
        {RATED, cells, 1},      {AFFECTED, cells, 2},
        {REPORTS_OF, cells, 1}, {CLASSIFIED, cells, 1},
        {ATTACHED, cells, 2},   document_rows_question(turn->arena, incident)};
    return store_ahead(turn, asked, OWN + life_rows_questions(turn->arena, incident, asked + OWN));
}
