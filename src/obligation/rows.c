/* SPDX-License-Identifier: Apache-2.0 */
#include "obligation/rows.h"

static const char *const state_names[STATES] = {"scheduled",  "open",      "overdue",
                                                "suspended",  "fulfilled", "cancelled",
                                                "superseded", "waived",    "missed"};

const char *state_name(enum obligation_state state)
{
    return state_names[state];
}

enum obligation_state state_named(struct text name)
{
    for (size_t i = 0; i < STATES; i++)
        if (text_is(name, state_names[i]))
            return (enum obligation_state)i;
    return STATE_OPEN;
}

static const char *const subject_kind_names[SUBJECT_KINDS] = {"incident", "organisation",
                                                              "enterprise"};

const char *subject_kind_name(enum subject_kind kind)
{
    return subject_kind_names[kind];
}

enum subject_kind subject_kind_named(struct text name)
{
    for (size_t i = 0; i < SUBJECT_KINDS; i++)
        if (text_is(name, subject_kind_names[i]))
            return (enum subject_kind)i;
    return SUBJECT_INCIDENT;
}

/* ---- the case, as heard ---- */

#define SUBJECT                                                                                    \
    "SELECT version, number, kind, rating, type_class, void_us FROM obligation_subject"            \
    " WHERE incident = $1 AND until_us = $2"

#define BODIES                                                                                     \
    "SELECT b.organisation, (SELECT t.affected FROM obligation_body_turn t"                        \
    " WHERE t.incident = b.incident AND t.organisation = b.organisation"                           \
    " ORDER BY t.place DESC LIMIT 1) FROM obligation_body b WHERE b.incident = $1 ORDER BY "       \
    "b.place"

bool obligation_rows_subject(struct turn *turn, struct text incident, struct subject *subject)
{
    struct rows rows;
    const struct cell cells[] = {cell_text(incident), cell_integer(CURRENT)};
    const struct question asked[] = {{SUBJECT, cells, 2}, {BODIES, cells, 1}};
    *subject =
        (struct subject){.subject_kind = SUBJECT_INCIDENT, .id = incident, .void_us = INT64_MAX};
    if (!store_ahead(turn, asked, 2) || !store_select(turn, SUBJECT, cells, 2, &rows))
        return false;
    if (rows.count == 1) {
        subject->version = rows_integer(&rows, 0, 0);
        subject->number = rows_text(&rows, 0, 1);
        subject->kind = rows_text(&rows, 0, 2);
        subject->rating = rating_named(rows_text(&rows, 0, 3));
        subject->type_class = rows_text(&rows, 0, 4);
        subject->void_us = rows_integer(&rows, 0, 5);
    }
    if (!store_select(turn, BODIES, cells, 1, &rows))
        return false;
    subject->bodies = arena_array(turn->arena, rows.count + 1, sizeof *subject->bodies);
    subject->known = arena_array(turn->arena, rows.count + 1, sizeof *subject->known);
    subject->bodies_count = 0;
    subject->known_count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        subject->known[i] = rows_text(&rows, i, 0);
        if (rows_null(&rows, i, 1) || rows_integer(&rows, i, 1) != 0)
            subject->bodies[subject->bodies_count++] = subject->known[i];
    }
    return true;
}

bool obligation_rows_body_turn(struct change *change, struct text incident,
                               struct text organisation, bool affected)
{
    struct rows rows;
    if (!store_select(change_turn(change),
                      "SELECT COUNT(*) FROM obligation_body_turn WHERE incident = $1"
                      " AND organisation = $2",
                      BIND(cell_text(incident), cell_text(organisation)), &rows))
        return false;
    return change_write(change,
                        "INSERT INTO obligation_body_turn (incident, organisation, place, affected,"
                        " entry_us) VALUES ($1, $2, $3, $4, $5)",
                        BIND(cell_text(incident), cell_text(organisation),
                             cell_integer(rows_integer(&rows, 0, 0)), cell_integer(affected),
                             cell_integer(change_turn(change)->now_us)));
}

bool obligation_rows_subject_write(struct change *change, const struct subject *subject)
{
    int64_t now_us = change_turn(change)->now_us;
    return change_write(
               change,
               "UPDATE obligation_subject SET until_us = $1 WHERE incident = $2 AND until_us = $3",
               BIND(cell_integer(now_us), cell_text(subject->id), cell_integer(CURRENT)))
           && change_write(change,
                           "INSERT INTO obligation_subject (incident, version, number, kind, "
                           "rating, type_class,"
                           " entry_us, until_us, void_us)"
                           " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                           BIND(cell_text(subject->id), cell_integer(subject->version + 1),
                                cell_text(subject->number), cell_text(subject->kind),
                                cell_text(text_of(rating_name(subject->rating))),
                                cell_text(subject->type_class), cell_integer(now_us),
                                cell_integer(CURRENT), cell_integer(subject->void_us)));
}

bool obligation_rows_body_insert(struct change *change, struct text incident,
                                 struct text organisation, size_t place, int64_t from_us)
{
    return change_write(
        change,
        "INSERT INTO obligation_body (incident, organisation, place, from_us, entry_us)"
        " VALUES ($1, $2, $3, $4, $5)",
        BIND(cell_text(incident), cell_text(organisation), cell_integer((int64_t)place),
             cell_integer(from_us), cell_integer(change_turn(change)->now_us)));
}

bool obligation_rows_fact_insert(struct change *change, struct text id, struct text subject,
                                 const struct fact *fact, struct text fields, int64_t at_us)
{
    return change_write(
        change,
        "INSERT INTO obligation_fact (id, subject, obligation, kind, fields, at_us, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        BIND(cell_text(id), cell_text(subject), cell_text(fact->texts[FIELD_OF_OBLIGATION]),
             cell_text(text_of(fact_face(fact->kind)->name)), cell_text(fields),
             cell_integer(at_us), cell_integer(change_turn(change)->now_us)));
}

#define FACTS                                                                                      \
    "SELECT fields FROM obligation_fact WHERE subject = $1 AND kind = $2 AND obligation = ''"      \
    " ORDER BY at_us, id"

struct question obligation_rows_facts_question(struct arena *arena, struct text subject,
                                               struct text kind)
{
    struct cell *cells = arena_array(arena, 2, sizeof *cells);
    cells[0] = cell_text(subject);
    cells[1] = cell_text(kind);
    return (struct question){FACTS, cells, 2};
}

bool obligation_rows_facts(struct turn *turn, struct text subject, struct text kind,
                           struct text **fields, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, FACTS, BIND(cell_text(subject), cell_text(kind)), &rows))
        return false;
    *fields = arena_array(turn->arena, rows.count + 1, sizeof **fields);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*fields)[i] = rows_text(&rows, i, 0);
    return true;
}

bool obligation_rows_facts_since(struct turn *turn, struct text subject, struct text kind,
                                 int64_t since_us, struct text **ids, struct text **fields,
                                 size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT id, fields FROM obligation_fact WHERE subject = $1 AND kind = $2"
                      " AND entry_us >= $3 ORDER BY at_us, id",
                      BIND(cell_text(subject), cell_text(kind), cell_integer(since_us)), &rows))
        return false;
    *ids = arena_array(turn->arena, rows.count + 1, sizeof **ids);
    *fields = arena_array(turn->arena, rows.count + 1, sizeof **fields);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++) {
        (*ids)[i] = rows_text(&rows, i, 0);
        (*fields)[i] = rows_text(&rows, i, 1);
    }
    return true;
}

bool obligation_rows_fact(struct turn *turn, struct text id, struct text *kind, struct text *fields)
{
    struct rows rows;
    if (!store_select(turn, "SELECT kind, fields FROM obligation_fact WHERE id = $1",
                      BIND(cell_text(id)), &rows))
        return false;
    *kind = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 0);
    *fields = rows.count == 0 ? TEXT_NONE : rows_text(&rows, 0, 1);
    return true;
}

/* ---- obligations ---- */

bool obligation_rows_obligation_known(struct turn *turn, struct text identity, bool *known)
{
    struct rows rows;
    if (!store_select(turn, "SELECT 1 FROM obligation WHERE identity = $1",
                      BIND(cell_text(identity)), &rows))
        return false;
    *known = rows.count > 0;
    return true;
}

bool obligation_rows_obligation_insert(struct change *change, const struct obligation *o)
{
    return change_write(
        change,
        "INSERT INTO obligation (id, identity, rule, step, pack, subject, number, kind,"
        " organisation, recipient_role, recipient_organisation, recipient_person, period, fact,"
        " start_us, start_field, rating, product_default, entry_us, subject_kind, about, corrects,"
        " agreed, rungs)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19, $20, $21, $22, $23, $24)",
        BIND(cell_text(o->id), cell_text(o->identity), cell_text(o->rule), cell_text(o->step),
             cell_text(o->pack), cell_text(o->subject), cell_text(o->number), cell_text(o->kind),
             cell_text(o->organisation), cell_text(o->recipient_role),
             cell_text(o->recipient_organisation), cell_text(o->recipient_person),
             cell_text(o->period), cell_text(o->fact), cell_integer(o->start_us),
             cell_text(o->start_field), cell_text(o->rating), cell_integer(o->product_default),
             cell_integer(o->entry_us), cell_text(text_of(subject_kind_name(o->subject_kind))),
             cell_text(o->about), cell_integer(o->corrects), cell_integer(o->agreed),
             cell_text(o->rungs)));
}

/* A fact can still touch it: it is owed, or comes again. */
static bool standing(const struct obligation *o)
{
    return obligation_alive(o) || (o->state == STATE_FULFILLED && o->next_us != INT64_MAX);
}

static bool version_insert(struct change *change, const struct obligation *o)
{
    const struct turn *turn = change_turn(change);
    const struct holder *by = &o->responsible;
    return change_write(
        change,
        "INSERT INTO obligation_version (obligation, version, subject, organisation, kind, state,"
        " due_us, next_us, fired_us, level, person, person_name, role, asked_role,"
        " role_organisation, holding, fulfilled_us, basis, evidence, evidence_ref, superseded_by,"
        " author, entry_us, until_us, standing, owed, resume_us, explanation, held_within)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
        " $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
        BIND(cell_text(o->id), cell_integer(o->version), cell_text(o->subject),
             cell_text(o->organisation), cell_text(o->kind),
             cell_text(text_of(state_name(o->state))), cell_integer(o->due_us),
             cell_integer(o->next_us), cell_integer(o->fired_us), cell_integer(o->level),
             cell_text(by->person), cell_text(by->name), cell_text(by->role), cell_text(by->asked),
             cell_text(by->organisation), cell_text(text_of(holding_name(by->holding))),
             cell_time(o->fulfilled_us), cell_text(o->basis), cell_text(o->evidence),
             cell_text(o->evidence_ref), cell_text_or_null(o->superseded_by),
             cell_text(turn->actor.person), cell_integer(turn->now_us), cell_integer(CURRENT),
             cell_integer(standing(o)), cell_integer(obligation_alive(o)), cell_time(o->resume_us),
             cell_text(o->explanation), cell_text(text_of(holding_name(by->within)))));
}

bool obligation_rows_version_write(struct change *change, struct obligation *o)
{
    int64_t now_us = change_turn(change)->now_us;
    if (o->version > 0
        && !change_write(
            change,
            "UPDATE obligation_version SET until_us = $1 WHERE obligation = $2 AND version = $3",
            BIND(cell_integer(now_us), cell_text(o->id), cell_integer(o->version))))
        return false;
    o->version++;
    o->version_entry_us = now_us;
    return version_insert(change, o);
}

static void obligation_load_fixed(const struct rows *rows, size_t row, struct obligation *o)
{
    struct text *texts[] = {&o->id,
                            &o->identity,
                            &o->rule,
                            &o->step,
                            &o->pack,
                            &o->subject,
                            &o->number,
                            &o->kind,
                            &o->organisation,
                            &o->recipient_role,
                            &o->recipient_organisation,
                            &o->recipient_person,
                            &o->period,
                            &o->fact};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = rows_text(rows, row, i);
    o->start_us = rows_integer(rows, row, 14);
    o->start_field = rows_text(rows, row, 15);
    o->rating = rows_text(rows, row, 16);
    o->product_default = rows_integer(rows, row, 17) != 0;
    o->entry_us = rows_integer(rows, row, 18);
}

static void obligation_load_version(const struct rows *rows, size_t row, struct obligation *o)
{
    o->version = rows_integer(rows, row, 19);
    o->state = state_named(rows_text(rows, row, 20));
    o->due_us = rows_integer(rows, row, 21);
    o->next_us = rows_integer(rows, row, 22);
    o->fired_us = rows_integer(rows, row, 23);
    o->level = rows_integer(rows, row, 24);
    o->responsible = (struct holder){.person = rows_text(rows, row, 25),
                                     .name = rows_text(rows, row, 26),
                                     .role = rows_text(rows, row, 27),
                                     .asked = rows_text(rows, row, 28),
                                     .organisation = rows_text(rows, row, 29)};
    if (!holding_named(rows_text(rows, row, 30), &o->responsible.holding))
        o->responsible.holding = HOLDING_INCUMBENT;
    o->fulfilled_us = rows_time(rows, row, 31);
    o->basis = rows_text(rows, row, 32);
    o->evidence = rows_text(rows, row, 33);
    o->evidence_ref = rows_text(rows, row, 34);
    o->superseded_by = rows_text(rows, row, 35);
    o->author = rows_text(rows, row, 36);
    o->version_entry_us = rows_integer(rows, row, 37);
    o->subject_kind = subject_kind_named(rows_text(rows, row, 38));
    o->about = rows_text(rows, row, 39);
    o->corrects = rows_integer(rows, row, 40) != 0;
    o->resume_us = rows_time(rows, row, 41);
    o->explanation = rows_text(rows, row, 42);
    if (!holding_named(rows_text(rows, row, 43), &o->responsible.within))
        o->responsible.within = o->responsible.holding;
    o->agreed = rows_integer(rows, row, 44) != 0;
    o->rungs = rows_text(rows, row, 45);
}

bool obligations_load(struct turn *turn, const struct rows *rows, struct obligation **list,
                      size_t *count)
{
    *list = arena_array(turn->arena, rows->count + 1, sizeof **list);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        obligation_load_fixed(rows, i, &(*list)[i]);
        obligation_load_version(rows, i, &(*list)[i]);
    }
    return true;
}

bool obligation_rows_standing(struct turn *turn, struct text subject, struct obligation **list,
                              size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS
                        "WHERE v.subject = $1 AND v.until_us = $2 AND v.standing = 1"
                        " ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_integer(CURRENT)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_standing_of(struct turn *turn, struct text subject, struct text rules,
                                 struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS
                        "WHERE v.subject = $1 AND v.until_us = $2 AND v.standing = 1"
                        " AND $3 LIKE '%|' || o.rule || '|%' ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_integer(CURRENT), cell_text(rules)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_direction(struct turn *turn, struct text subject, struct text rule,
                               int64_t *amount_us, bool *found)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT amount_us FROM obligation_direction WHERE subject = $1 AND rule = $2"
                      " ORDER BY place DESC LIMIT 1",
                      BIND(cell_text(subject), cell_text(rule)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *amount_us = rows_integer(&rows, 0, 0);
    return true;
}

bool obligation_rows_direction_insert(struct change *change, struct text subject, struct text rule,
                                      int64_t amount_us, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct rows rows;
    if (!store_select(turn,
                      "SELECT COUNT(*) FROM obligation_direction WHERE subject = $1 AND rule = $2",
                      BIND(cell_text(subject), cell_text(rule)), &rows))
        return false;
    return change_write(change,
                        "INSERT INTO obligation_direction (subject, rule, place, amount_us, reason,"
                        " author, entry_us) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        BIND(cell_text(subject), cell_text(rule),
                             cell_integer(rows_integer(&rows, 0, 0)), cell_integer(amount_us),
                             cell_text(reason), cell_text(turn->actor.person),
                             cell_integer(turn->now_us)));
}

bool obligation_rows_from(struct turn *turn, struct text subject, struct text field,
                          int64_t after_us, struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS
                        "WHERE v.subject = $1 AND v.until_us = $2 AND o.start_field = $3"
                        " AND o.start_us > $4 ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_integer(CURRENT), cell_text(field),
                             cell_integer(after_us)),
                        &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_of_subject(struct turn *turn, struct text subject, struct obligation **list,
                                size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS "WHERE v.subject = $1 AND v.until_us = $2"
                                           " ORDER BY v.due_us, o.id",
                        BIND(cell_text(subject), cell_integer(CURRENT)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_one(struct turn *turn, struct text id, struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn, OBLIGATION_COLUMNS "WHERE v.obligation = $1 AND v.until_us = $2",
                        BIND(cell_text(id), cell_integer(CURRENT)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_then(struct turn *turn, struct text id, int64_t known_us,
                          struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(turn,
                        OBLIGATION_COLUMNS "WHERE v.obligation = $1 AND v.entry_us <= $2"
                                           " AND v.until_us > $2 ORDER BY v.version DESC LIMIT 1",
                        BIND(cell_text(id), cell_integer(known_us)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_versions(struct turn *turn, struct text id, struct obligation **list,
                              size_t *count)
{
    struct rows rows;
    return store_select(turn, OBLIGATION_COLUMNS "WHERE v.obligation = $1 ORDER BY v.version",
                        BIND(cell_text(id)), &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_incident_of(struct turn *turn, struct text number, struct text *incident)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT incident FROM obligation_subject WHERE number = $1 AND until_us = $2",
                      BIND(cell_text(number), cell_integer(CURRENT)), &rows))
        return false;
    *incident = rows.count == 0 ? TEXT("none") : rows_text(&rows, 0, 0);
    return true;
}

/* A list is no parameter of the portable subset: so many at once, the last repeated. */
enum { BATCH = 25 };
#define BATCH_PLACES                                                                               \
    "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, "     \
    "$21, $22, $23, $24, $25, $26)"

static void sum_add(struct obligation_sum *sum, const struct rows *rows, size_t row)
{
    int64_t due_us = rows_integer(rows, row, 3);
    bool open = text_is(rows_text(rows, row, 1), "open");
    *(open ? &sum->open : &sum->overdue) = rows_integer(rows, row, 2);
    if (sum->next_due_us == TIME_NONE || due_us < sum->next_due_us)
        sum->next_due_us = due_us;
}

static bool sums_batch(struct turn *turn, const struct text *incidents, size_t count,
                       struct obligation_sum *sums)
{
    struct rows rows;
    struct cell cells[BATCH + 1] = {cell_integer(CURRENT)};
    for (size_t i = 0; i < BATCH; i++)
        cells[i + 1] = cell_text(incidents[i < count ? i : count - 1]);
    if (!store_select(turn,
                      "SELECT subject, state, COUNT(*), MIN(due_us) FROM obligation_version"
                      " WHERE until_us = $1 AND subject IN " BATCH_PLACES
                      " AND state IN ('open', 'overdue') GROUP BY subject, state",
                      cells, BATCH + 1, &rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        sums[i] = (struct obligation_sum){.next_due_us = TIME_NONE};
        for (size_t row = 0; row < rows.count; row++)
            if (text_equal(rows_text(&rows, row, 0), incidents[i]))
                sum_add(&sums[i], &rows, row);
    }
    return true;
}

bool obligation_sums(struct turn *turn, const struct text *incidents, size_t count,
                     struct obligation_sum *sums)
{
    for (size_t at = 0; at < count; at += BATCH)
        if (!sums_batch(turn, &incidents[at], count - at < BATCH ? count - at : BATCH, &sums[at]))
            return false;
    return true;
}

bool obligation_rows_next(struct turn *turn, int64_t *next_us)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT next_us FROM obligation_version WHERE until_us = $1 ORDER BY next_us LIMIT 1",
            BIND(cell_integer(CURRENT)), &rows))
        return false;
    *next_us = rows.count == 0 ? INT64_MAX : rows_integer(&rows, 0, 0);
    return true;
}

bool obligation_rows_due(struct turn *turn, const struct obligation_cursor *after, size_t limit,
                         struct obligation **list, size_t *count)
{
    struct rows rows;
    return store_select(
               turn,
               OBLIGATION_COLUMNS "WHERE v.until_us = $1 AND v.next_us <= $2 AND v.next_us >= $3"
                                  " AND (v.next_us > $3 OR v.obligation > $4)"
                                  " ORDER BY v.next_us, v.obligation LIMIT $5",
               BIND(cell_integer(CURRENT), cell_integer(turn->now_us), cell_integer(after->next_us),
                    cell_text(after->obligation), cell_integer((int64_t)limit)),
               &rows)
           && obligations_load(turn, &rows, list, count);
}

/* Imported cases stay out of what is owed until somebody adopts them (DOMAIN 0.7). */
#define OWED_PAGE                                                                                  \
    " AND v.until_us = $2 AND v.kind <> 'import' AND v.owed = $3"                                  \
    " AND v.due_us >= $4 AND (v.due_us > $4 OR v.obligation > $5) ORDER BY v.due_us, "             \
    "v.obligation LIMIT $6"

/* The same as it was known at an instant: the versions that stood then. */
#define OWED_PAGE_THEN                                                                             \
    " AND v.until_us > $2 AND v.entry_us <= $2 AND v.kind <> 'import' AND v.owed = $3"             \
    " AND v.due_us >= $4 AND (v.due_us > $4 OR v.obligation > $5) ORDER BY v.due_us, "             \
    "v.obligation LIMIT $6"

/* By what the page is asked for: [0] as it stands, [1] as known then. */
static const char *const owed_any[2] = {OBLIGATION_COLUMNS "WHERE v.person <> $1" OWED_PAGE,
                                        OBLIGATION_COLUMNS "WHERE v.person <> $1" OWED_PAGE_THEN};
static const char *const owed_subject[2] = {OBLIGATION_COLUMNS "WHERE v.subject = $1" OWED_PAGE,
                                            OBLIGATION_COLUMNS
                                            "WHERE v.subject = $1" OWED_PAGE_THEN};
static const char *const owed_person[2] = {OBLIGATION_COLUMNS "WHERE v.person = $1" OWED_PAGE,
                                           OBLIGATION_COLUMNS "WHERE v.person = $1" OWED_PAGE_THEN};
static const char *const owed_organisation[2] = {
    OBLIGATION_COLUMNS "WHERE v.organisation = $1" OWED_PAGE,
    OBLIGATION_COLUMNS "WHERE v.organisation = $1" OWED_PAGE_THEN};

bool obligation_rows_owed(struct turn *turn, const struct owed_query *query,
                          struct obligation **list, size_t *count)
{
    bool then = query->known_us != TIME_NONE;
    const char *sql = owed_any[then];
    struct text key = TEXT("any");
    if (!text_empty(query->subject)) {
        sql = owed_subject[then];
        key = query->subject;
    } else if (!text_empty(query->person)) {
        sql = owed_person[then];
        key = query->person;
    } else if (!text_empty(query->organisation)) {
        sql = owed_organisation[then];
        key = query->organisation;
    }
    struct rows rows;
    return store_select(turn, sql,
                        BIND(cell_text(key), cell_integer(then ? query->known_us : CURRENT),
                             cell_integer(!query->done), cell_integer(query->after_due_us),
                             cell_text(query->after_id), cell_integer((int64_t)query->limit)),
                        &rows)
           && obligations_load(turn, &rows, list, count);
}

bool obligation_rows_replaced(struct turn *turn, struct text id, struct text **ids, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT obligation FROM obligation_version WHERE superseded_by = $1"
                      " AND until_us = $2 ORDER BY obligation",
                      BIND(cell_text(id), cell_integer(CURRENT)), &rows))
        return false;
    *ids = arena_array(turn->arena, rows.count + 1, sizeof **ids);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*ids)[i] = rows_text(&rows, i, 0);
    return true;
}
