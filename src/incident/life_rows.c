/* SPDX-License-Identifier: Apache-2.0 */
#include "incident/life.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

/* ---- classification ---- */

#define CLASSIFICATION                                                                             \
    "SELECT version, said, reason, author, entry_us FROM incident_classification"                  \
    " WHERE incident = $1 ORDER BY version DESC LIMIT 1"

bool life_rows_classification(struct turn *turn, struct text incident,
                              struct classification *classification)
{
    struct rows rows;
    *classification = (struct classification){0};
    if (!store_select(turn, CLASSIFICATION, BIND(cell_text(incident)), &rows))
        return false;
    if (rows.count == 1)
        *classification = (struct classification){.version = rows_integer(&rows, 0, 0),
                                                  .said = rows_text(&rows, 0, 1),
                                                  .reason = rows_text(&rows, 0, 2),
                                                  .author = rows_text(&rows, 0, 3),
                                                  .entry_us = rows_integer(&rows, 0, 4)};
    return true;
}

/* A list is no parameter of the portable subset: so many at once, the last repeated. */
enum { CASES = 10 };

static bool classifications_batch(struct turn *turn, const struct text *incidents, size_t count,
                                  struct text *said)
{
    struct rows rows;
    struct cell cells[CASES];
    for (size_t i = 0; i < CASES; i++)
        cells[i] = cell_text(incidents[i < count ? i : count - 1]);
    if (!store_select(turn,
                      "SELECT incident, said FROM incident_classification WHERE incident IN"
                      " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ORDER BY incident, version",
                      cells, CASES, &rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        said[i] = TEXT_NONE;
        for (size_t row = 0; row < rows.count; row++)
            if (text_equal(rows_text(&rows, row, 0), incidents[i]))
                said[i] = rows_text(&rows, row, 1);
    }
    return true;
}

bool life_rows_classifications(struct turn *turn, const struct text *incidents, size_t count,
                               struct text *said)
{
    for (size_t at = 0; at < count; at += CASES)
        if (!classifications_batch(turn, &incidents[at], count - at < CASES ? count - at : CASES,
                                   &said[at]))
            return false;
    return true;
}

bool life_rows_classification_insert(struct change *change, struct text incident,
                                     const struct classification *classification)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO incident_classification (incident, version, said, reason,"
                        " author, entry_us) VALUES ($1, $2, $3, $4, $5, $6)",
                        BIND(cell_text(incident), cell_integer(classification->version),
                             cell_text(classification->said), cell_text(classification->reason),
                             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

bool life_rows_type_insert(struct change *change, const struct incident *incident, int64_t version,
                           struct text type)
{
    return change_write(change,
                        "INSERT INTO incident_type (incident, version, type, told_us)"
                        " VALUES ($1, $2, $3, $4)",
                        BIND(cell_text(incident->id), cell_integer(version), cell_text(type),
                             cell_integer(incident->told_us)));
}

static void ids_read(struct turn *turn, const struct rows *rows, struct text **ids, size_t *count)
{
    *ids = arena_array(turn->arena, rows->count + 1, sizeof **ids);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*ids)[i] = rows_text(rows, i, 0);
}

bool life_rows_of_type(struct turn *turn, struct text type, int64_t from_us, int64_t to_us,
                       size_t limit, struct text **ids, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT t.incident FROM incident_type t WHERE t.type = $1"
                      " AND t.told_us BETWEEN $2 AND $3 AND t.version = (SELECT MAX(c.version)"
                      " FROM incident_classification c WHERE c.incident = t.incident)"
                      " ORDER BY t.told_us DESC, t.incident LIMIT $4",
                      BIND(cell_text(type), cell_integer(from_us), cell_integer(to_us),
                           cell_integer((int64_t)limit)),
                      &rows))
        return false;
    ids_read(turn, &rows, ids, count);
    return true;
}

bool life_rows_of_asset(struct turn *turn, struct text asset, int64_t from_us, int64_t to_us,
                        size_t limit, struct text **ids, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT a.incident FROM incident_asset a JOIN incident_version v"
                      " ON v.incident = a.incident AND v.until_us = a.until_us"
                      " WHERE a.asset = $1 AND a.until_us = $2 AND v.told_us BETWEEN $3 AND $4"
                      " ORDER BY v.told_us DESC, a.incident LIMIT $5",
                      BIND(cell_text(asset), cell_integer(CURRENT), cell_integer(from_us),
                           cell_integer(to_us), cell_integer((int64_t)limit)),
                      &rows))
        return false;
    ids_read(turn, &rows, ids, count);
    return true;
}

/* ---- statements ---- */

#define STATEMENTS                                                                                 \
    "SELECT s.statement, s.version, s.answer, s.said, s.who, s.at_us, s.author,"                   \
    " s.author_name, s.entry_us FROM incident_statement s WHERE s.incident = $1"                   \
    " AND s.version = (SELECT MAX(l.version) FROM incident_statement l"                            \
    " WHERE l.incident = s.incident AND l.statement = s.statement) ORDER BY s.statement"

bool life_rows_statements(struct turn *turn, struct text incident, struct declared **list,
                          size_t *count)
{
    struct rows rows;
    if (!store_select(turn, STATEMENTS, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct declared){.statement = rows_text(&rows, i, 0),
                                       .version = rows_integer(&rows, i, 1),
                                       .answer = rows_text(&rows, i, 2),
                                       .said = rows_text(&rows, i, 3),
                                       .who = rows_text(&rows, i, 4),
                                       .at_us = rows_integer(&rows, i, 5),
                                       .author = rows_text(&rows, i, 6),
                                       .author_name = rows_text(&rows, i, 7),
                                       .entry_us = rows_integer(&rows, i, 8)};
    return true;
}

bool life_rows_statement_insert(struct change *change, struct text incident,
                                const struct declared *statement)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_statement (incident, statement, version, answer, said, who, at_us,"
        " author, author_name, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        BIND(cell_text(incident), cell_text(statement->statement), cell_integer(statement->version),
             cell_text(statement->answer), cell_text(statement->said), cell_text(statement->who),
             cell_integer(statement->at_us), cell_text(turn->actor.person),
             cell_text(turn->actor.name), cell_integer(turn->now_us)));
}

/* ---- flags ---- */

#define FLAGS                                                                                      \
    "SELECT flag, version, is_set, reason, at_us FROM incident_flag"                               \
    " WHERE incident = $1 ORDER BY flag, version"

bool life_rows_flags(struct turn *turn, struct text incident, struct marked **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, FLAGS, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        struct text flag = rows_text(&rows, i, 0);
        bool again = *count > 0 && text_equal((*list)[*count - 1].flag, flag);
        bool ever = again && (*list)[*count - 1].ever;
        struct marked *marked = &(*list)[again ? *count - 1 : (*count)++];
        *marked = (struct marked){.flag = flag,
                                  .version = rows_integer(&rows, i, 1),
                                  .set = rows_integer(&rows, i, 2) != 0,
                                  .reason = rows_text(&rows, i, 3),
                                  .at_us = rows_integer(&rows, i, 4)};
        marked->ever = ever || marked->set;
    }
    return true;
}

bool life_rows_flag_insert(struct change *change, struct text incident, const struct marked *marked)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO incident_flag (incident, flag, version, is_set, reason, at_us,"
                        " author, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        BIND(cell_text(incident), cell_text(marked->flag),
                             cell_integer(marked->version), cell_integer(marked->set),
                             cell_text(marked->reason), cell_integer(marked->at_us),
                             cell_text(turn->actor.person), cell_integer(turn->now_us)));
}

/* ---- measures, and what became of the assets ---- */

#define MEASURES                                                                                   \
    "SELECT id, phase, what, at_us, author_name, entry_us FROM incident_measure"                   \
    " WHERE incident = $1 ORDER BY at_us, id"

bool life_rows_measures(struct turn *turn, struct text incident, struct measure **list,
                        size_t *count)
{
    struct rows rows;
    if (!store_select(turn, MEASURES, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct measure){.id = rows_text(&rows, i, 0),
                                      .phase = rows_text(&rows, i, 1),
                                      .what = rows_text(&rows, i, 2),
                                      .at_us = rows_integer(&rows, i, 3),
                                      .author_name = rows_text(&rows, i, 4),
                                      .entry_us = rows_integer(&rows, i, 5)};
    return true;
}

bool life_rows_measure_insert(struct change *change, struct text incident,
                              const struct measure *measure)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "INSERT INTO incident_measure (id, incident, phase, what, at_us, author,"
                        " author_name, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                        BIND(cell_text(measure->id), cell_text(incident), cell_text(measure->phase),
                             cell_text(measure->what), cell_integer(measure->at_us),
                             cell_text(turn->actor.person), cell_text(turn->actor.name),
                             cell_integer(turn->now_us)));
}

#define HOLDS                                                                                      \
    "SELECT h.asset, h.version, h.outcome, h.evidence, h.alternate, h.review_us,"                  \
    " h.at_us, h.entry_us, h.author, h.checked, h.out_us FROM incident_hold h"                     \
    " WHERE h.incident = $1"                                                                       \
    " AND h.version = (SELECT MAX(l.version) FROM incident_hold l"                                 \
    " WHERE l.incident = h.incident AND l.asset = h.asset) ORDER BY h.asset"

bool life_rows_holds(struct turn *turn, struct text incident, struct hold **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, HOLDS, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct hold){.asset = rows_text(&rows, i, 0),
                                   .version = rows_integer(&rows, i, 1),
                                   .outcome = rows_text(&rows, i, 2),
                                   .evidence = rows_text(&rows, i, 3),
                                   .alternate = rows_text(&rows, i, 4),
                                   .review_us = rows_time(&rows, i, 5),
                                   .at_us = rows_integer(&rows, i, 6),
                                   .entry_us = rows_integer(&rows, i, 7),
                                   .author = rows_text(&rows, i, 8),
                                   .checked = rows_text(&rows, i, 9),
                                   .out_us = rows_time(&rows, i, 10)};
    return true;
}

bool life_rows_hold_insert(struct change *change, struct text incident, const struct hold *hold)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_hold (incident, asset, version, outcome, evidence, alternate,"
        " review_us, at_us, author, entry_us, checked, out_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        BIND(cell_text(incident), cell_text(hold->asset), cell_integer(hold->version),
             cell_text(hold->outcome), cell_text(hold->evidence), cell_text(hold->alternate),
             cell_time(hold->review_us), cell_integer(hold->at_us), cell_text(turn->actor.person),
             cell_integer(turn->now_us), cell_text(hold->checked), cell_time(hold->out_us)));
}

/* ---- ratings that a person set ---- */

#define OVERRIDES                                                                                  \
    "SELECT version, kind, rating, computed, reason, author_name, capacity,"                       \
    " entry_us FROM incident_override WHERE incident = $1 ORDER BY version"

bool life_rows_overrides(struct turn *turn, struct text incident, struct override **list,
                         size_t *count)
{
    struct rows rows;
    if (!store_select(turn, OVERRIDES, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct override){.version = rows_integer(&rows, i, 0),
                                       .kind = rows_text(&rows, i, 1),
                                       .rating = rows_text(&rows, i, 2),
                                       .computed = rows_text(&rows, i, 3),
                                       .reason = rows_text(&rows, i, 4),
                                       .author_name = rows_text(&rows, i, 5),
                                       .capacity = rows_text(&rows, i, 6),
                                       .entry_us = rows_integer(&rows, i, 7)};
    return true;
}

bool life_rows_override_insert(struct change *change, struct text incident,
                               const struct override *override)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_override (incident, version, kind, rating, computed, reason,"
        " author, author_name, capacity, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
        " $10)",
        BIND(cell_text(incident), cell_integer(override->version), cell_text(override->kind),
             cell_text(override->rating), cell_text(override->computed),
             cell_text(override->reason), cell_text(turn->actor.person),
             cell_text(turn->actor.name), cell_text(turn->actor.capacity),
             cell_integer(turn->now_us)));
}

bool life_rows_rater(struct turn *turn, struct text incident, struct text *person,
                     struct text *role)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT author, capacity FROM (SELECT author, capacity, entry_us"
                      " FROM incident_override WHERE incident = $1 AND kind = 'override'"
                      " UNION ALL SELECT author, '', entry_us FROM incident_rating WHERE incident "
                      "= $1 AND evaluated = 1) raters"
                      " ORDER BY entry_us DESC LIMIT 1",
                      BIND(cell_text(incident)), &rows))
        return false;
    *person = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    *role = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 1);
    return true;
}

#define RATINGS                                                                                    \
    "SELECT rating, entry_us, provisional FROM incident_version WHERE incident = $1"               \
    " ORDER BY version"

bool life_rows_ratings(struct turn *turn, struct text incident, struct rated_once **list,
                       size_t *count)
{
    struct rows rows;
    if (!store_select(turn, RATINGS, BIND(cell_text(incident)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct rated_once){.rating = rating_named(rows_text(&rows, i, 0)),
                                         .provisional = rows_integer(&rows, i, 2) != 0,
                                         .from_us = rows_integer(&rows, i, 1)};
    return true;
}

/* ---- organisations that were removed ---- */

bool life_rows_removals(struct turn *turn, struct text incident, struct removal **list,
                        size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT organisation, version, removed, reason, at_us FROM incident_removal"
                      " WHERE incident = $1 AND until_us = $2 ORDER BY organisation",
                      BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = (struct removal){.organisation = rows_text(&rows, i, 0),
                                      .version = rows_integer(&rows, i, 1),
                                      .removed = rows_integer(&rows, i, 2) != 0,
                                      .reason = rows_text(&rows, i, 3),
                                      .at_us = rows_integer(&rows, i, 4)};
    return true;
}

bool life_rows_removal_write(struct change *change, struct text incident,
                             const struct removal *removal)
{
    const struct turn *turn = change_turn(change);
    return change_write(change,
                        "UPDATE incident_removal SET until_us = $1 WHERE incident = $2"
                        " AND organisation = $3 AND until_us = $4",
                        BIND(cell_integer(turn->now_us), cell_text(incident),
                             cell_text(removal->organisation), cell_integer(CURRENT)))
           && change_write(
               change,
               "INSERT INTO incident_removal (incident, organisation, version, removed, reason,"
               " at_us, author, entry_us, until_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
               BIND(cell_text(incident), cell_text(removal->organisation),
                    cell_integer(removal->version), cell_integer(removal->removed),
                    cell_text(removal->reason), cell_integer(removal->at_us),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(CURRENT)));
}

/* ---- mergers ---- */

#define MERGER_COLUMNS                                                                             \
    "SELECT id, version, incident, target, reason, before, at_us, undone FROM incident_merger "

static struct merger merger_load(const struct rows *rows, size_t row)
{
    return (struct merger){.id = rows_text(rows, row, 0),
                           .version = rows_integer(rows, row, 1),
                           .incident = rows_text(rows, row, 2),
                           .target = rows_text(rows, row, 3),
                           .reason = rows_text(rows, row, 4),
                           .before = rows_text(rows, row, 5),
                           .at_us = rows_integer(rows, row, 6),
                           .undone = rows_integer(rows, row, 7) != 0};
}

#define MERGED                                                                                     \
    MERGER_COLUMNS                                                                                 \
    "WHERE incident = $1 AND until_us = $2 AND undone = 0"                                         \
    " ORDER BY id DESC LIMIT 1"

bool life_rows_merger_of(struct turn *turn, struct text incident, struct merger *merger,
                         bool *found)
{
    struct rows rows;
    if (!store_select(turn, MERGED, BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *merger = merger_load(&rows, 0);
    return true;
}

#define MERGERS_INTO                                                                               \
    MERGER_COLUMNS                                                                                 \
    "WHERE target = $1 AND until_us = $2 AND undone = 0"                                           \
    " ORDER BY id"

bool life_rows_mergers_into(struct turn *turn, struct text target, struct merger **list,
                            size_t *count)
{
    struct rows rows;
    if (!store_select(turn, MERGERS_INTO, BIND(cell_text(target), cell_integer(CURRENT)), &rows))
        return false;
    *list = arena_array(turn->arena, rows.count + 1, sizeof **list);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*list)[i] = merger_load(&rows, i);
    return true;
}

bool life_rows_merger_write(struct change *change, const struct merger *merger)
{
    const struct turn *turn = change_turn(change);
    return change_write(
               change, "UPDATE incident_merger SET until_us = $1 WHERE id = $2 AND until_us = $3",
               BIND(cell_integer(turn->now_us), cell_text(merger->id), cell_integer(CURRENT)))
           && change_write(
               change,
               "INSERT INTO incident_merger (id, version, incident, target, reason, before, at_us,"
               " undone, author, entry_us, until_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               BIND(cell_text(merger->id), cell_integer(merger->version),
                    cell_text(merger->incident), cell_text(merger->target),
                    cell_text(merger->reason), cell_text(merger->before),
                    cell_integer(merger->at_us), cell_integer(merger->undone),
                    cell_text(turn->actor.person), cell_integer(turn->now_us),
                    cell_integer(CURRENT)));
}

/* ---- teams ---- */

#define TEAM                                                                                       \
    "SELECT version, team, organisation, because, gap, by_hand, author_name, capacity, entry_us"   \
    " FROM incident_team WHERE incident = $1 ORDER BY version DESC LIMIT 1"

bool life_rows_team(struct turn *turn, struct text incident, struct taken *taken)
{
    struct rows rows;
    *taken = (struct taken){0};
    if (!store_select(turn, TEAM, BIND(cell_text(incident)), &rows))
        return false;
    if (rows.count == 1)
        *taken = (struct taken){.version = rows_integer(&rows, 0, 0),
                                .team = rows_text(&rows, 0, 1),
                                .organisation = rows_text(&rows, 0, 2),
                                .because = rows_text(&rows, 0, 3),
                                .gap = rows_text(&rows, 0, 4),
                                .by_hand = rows_integer(&rows, 0, 5) != 0,
                                .author_name = rows_text(&rows, 0, 6),
                                .capacity = rows_text(&rows, 0, 7),
                                .entry_us = rows_integer(&rows, 0, 8)};
    return true;
}

bool life_rows_team_insert(struct change *change, struct text incident, const struct taken *taken)
{
    const struct turn *turn = change_turn(change);
    return change_write(
        change,
        "INSERT INTO incident_team (incident, version, team, organisation, because, gap, by_hand,"
        " author, author_name, capacity, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        BIND(cell_text(incident), cell_integer(taken->version), cell_text(taken->team),
             cell_text(taken->organisation), cell_text(taken->because), cell_text(taken->gap),
             cell_integer(taken->by_hand), cell_text(turn->actor.person),
             cell_text(turn->actor.name), cell_text(turn->actor.capacity),
             cell_integer(turn->now_us)));
}

/* What the whole of a case is read from, for the functions above to find. */
size_t life_rows_questions(struct arena *arena, struct text incident,
                           struct question questions[LIFE_QUESTIONS])
{
    struct cell *cells = arena_array(arena, 2, sizeof *cells);
    cells[0] = cell_text(incident);
    cells[1] = cell_integer(CURRENT);
    const struct question asked[LIFE_QUESTIONS] = {
        {CLASSIFICATION, cells, 1}, {STATEMENTS, cells, 1},
        {FLAGS, cells, 1},          {MEASURES, cells, 1},
        {HOLDS, cells, 1},          {OVERRIDES, cells, 1},
        {RATINGS, cells, 1},        {MERGED, cells, 2},
        {MERGERS_INTO, cells, 2},   {TEAM, cells, 1}};
    memcpy(questions, asked, sizeof asked);
    return LIFE_QUESTIONS;
}
