/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "notice/inside.h"

#define CURRENT INT64_MAX /* until_us of the version that stands */

#define NOTICE_COLUMNS                                                                             \
    "SELECT n.id, n.incident, n.number, n.kind, n.person, n.name, n.role, n.asked_role,"           \
    " n.organisation, COALESCE(r.channel, n.channel), COALESCE(r.address, n.address), n.entry_us," \
    " v.version, v.state, v.subject, v.body,"                                                      \
    " v.not_before_us, v.next_us, v.attempts, v.sent_us, v.accepted_us, v.failed_us,"              \
    " v.attested_us, v.attested_by, v.reason,"                                                     \
    " (SELECT MIN(l.notice) FROM notice_link l WHERE l.other = n.id AND l.kind = 'corrects'),"     \
    " v.route, COALESCE(r.tried, 0), v.acknowledged_us, v.ack_us, COALESCE(NULLIF(n.letter, ''), " \
    "n.id), n.line, n.answers"                                                                     \
    " FROM notice_version v JOIN notice n ON n.id = v.notice"                                      \
    " LEFT JOIN notice_route r ON r.notice = v.notice AND r.place = v.route "

static enum notice_state state_named(struct text name)
{
    enum notice_state state = NOTICE_QUEUED;
    while (state < NOTICE_SUPPRESSED && !text_is(name, notice_state_name(state)))
        state++;
    return state;
}

static struct notice notice_load(const struct rows *rows, size_t row)
{
    return (struct notice){.id = rows_text(rows, row, 0),
                           .incident = rows_text(rows, row, 1),
                           .number = rows_text(rows, row, 2),
                           .kind = rows_text(rows, row, 3),
                           .person = rows_text(rows, row, 4),
                           .name = rows_text(rows, row, 5),
                           .role = rows_text(rows, row, 6),
                           .asked = rows_text(rows, row, 7),
                           .organisation = rows_text(rows, row, 8),
                           .channel = rows_text(rows, row, 9),
                           .address = rows_text(rows, row, 10),
                           .entry_us = rows_integer(rows, row, 11),
                           .version = rows_integer(rows, row, 12),
                           .state = state_named(rows_text(rows, row, 13)),
                           .subject = rows_text(rows, row, 14),
                           .body = rows_text(rows, row, 15),
                           .not_before_us = rows_integer(rows, row, 16),
                           .next_us = rows_integer(rows, row, 17),
                           .attempts = rows_integer(rows, row, 18),
                           .sent_us = rows_time(rows, row, 19),
                           .accepted_us = rows_time(rows, row, 20),
                           .failed_us = rows_time(rows, row, 21),
                           .attested_us = rows_time(rows, row, 22),
                           .attested_by = rows_text(rows, row, 23),
                           .reason = rows_text(rows, row, 24),
                           .corrected_by = rows_text(rows, row, 25),
                           .route = rows_integer(rows, row, 26),
                           .tried = rows_integer(rows, row, 27),
                           .acknowledged_us = rows_time(rows, row, 28),
                           .ack_us = rows_integer(rows, row, 29),
                           .letter = rows_text(rows, row, 30),
                           .line = rows_text(rows, row, 31),
                           .answers = rows_text(rows, row, 32)};
}

static void notices_load(struct arena *arena, const struct rows *rows, struct notice **list,
                         size_t *count)
{
    *list = arena_array(arena, rows->count + 1, sizeof **list);
    *count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        (*list)[i] = notice_load(rows, i);
}

bool rows_notice(struct turn *turn, struct text id, struct notice *notice, bool *found)
{
    struct rows rows;
    if (!store_select(turn, NOTICE_COLUMNS "WHERE v.notice = $1 AND v.until_us = $2",
                      BIND(cell_text(id), cell_integer(CURRENT)), &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *notice = notice_load(&rows, 0);
    return true;
}

/* Of this very instant and taken by nobody, or waiting for the same later one. */
bool rows_notice_waiting(struct turn *turn, const struct notice *wanted, struct notice *notice,
                         bool *found)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS
            "WHERE n.incident = $1 AND n.person = $2 AND n.address = $3 AND n.kind = $4"
            " AND v.until_us = $5 AND v.state = $6 AND v.attempts = 0 AND v.not_before_us = $7"
            " AND (n.entry_us = $8 OR v.not_before_us > $8)"
            " AND NOT EXISTS (SELECT 1 FROM work_notice w WHERE w.notice = n.id)"
            " ORDER BY n.id DESC LIMIT 1",
            BIND(cell_text(wanted->incident), cell_text(wanted->person), cell_text(wanted->address),
                 cell_text(wanted->kind), cell_integer(CURRENT),
                 cell_text(text_of(notice_state_name(NOTICE_QUEUED))),
                 cell_integer(wanted->not_before_us), cell_integer(turn->now_us)),
            &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *notice = notice_load(&rows, 0);
    return true;
}

bool rows_notice_insert(struct change *change, const struct notice *notice)
{
    return change_write(
        change,
        "INSERT INTO notice (id, incident, number, kind, person, name, role, asked_role,"
        " organisation, channel, address, entry_us, letter, line, answers)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        BIND(cell_text(notice->id), cell_text(notice->incident), cell_text(notice->number),
             cell_text(notice->kind), cell_text(notice->person), cell_text(notice->name),
             cell_text(notice->role), cell_text(notice->asked), cell_text(notice->organisation),
             cell_text(notice->channel), cell_text(notice->address), cell_integer(notice->entry_us),
             cell_text(notice->letter), cell_text(notice->line), cell_text(notice->answers)));
}

static bool version_insert(struct change *change, const struct notice *notice, int64_t now_us)
{
    return change_write(
        change,
        "INSERT INTO notice_version (notice, version, state, subject, body, not_before_us, next_us,"
        " attempts, sent_us, accepted_us, failed_us, attested_us, attested_by, reason, entry_us,"
        " until_us, route, acknowledged_us, ack_us)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
        "$19)",
        BIND(cell_text(notice->id), cell_integer(notice->version),
             cell_text(text_of(notice_state_name(notice->state))), cell_text(notice->subject),
             cell_text(notice->body), cell_integer(notice->not_before_us),
             cell_integer(notice->next_us), cell_integer(notice->attempts),
             cell_time(notice->sent_us), cell_time(notice->accepted_us),
             cell_time(notice->failed_us), cell_time(notice->attested_us),
             cell_text(notice->attested_by), cell_text(notice->reason), cell_integer(now_us),
             cell_integer(CURRENT), cell_integer(notice->route), cell_time(notice->acknowledged_us),
             cell_integer(notice->ack_us)));
}

bool rows_version_write(struct change *change, struct notice *notice)
{
    int64_t now_us = change_turn(change)->now_us;
    if (notice->version > 0
        && !change_write(
            change, "UPDATE notice_version SET until_us = $1 WHERE notice = $2 AND version = $3",
            BIND(cell_integer(now_us), cell_text(notice->id), cell_integer(notice->version))))
        return false;
    notice->version++;
    return version_insert(change, notice, now_us);
}

/* ---- duties ---- */

bool rows_duty_insert(struct change *change, struct text notice, size_t place,
                      const struct duty *duty)
{
    return change_write(
        change,
        "INSERT INTO notice_duty (notice, place, obligation, rule, step, organisation, template,"
        " due_us, due_local, expected, subject, body, entry_us, concerns)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        BIND(cell_text(notice), cell_integer((int64_t)place), cell_text(duty->obligation),
             cell_text(duty->rule), cell_text(duty->step), cell_text(duty->organisation),
             cell_text(duty->template), cell_integer(duty->due_us), cell_text(duty->due_local),
             cell_text(duty->expected), cell_text(duty->subject), cell_text(duty->body),
             cell_integer(change_turn(change)->now_us), cell_text(duty->concerns)));
}

#define DUTY_COLUMNS                                                                               \
    "SELECT d.obligation, d.rule, d.step, d.organisation, d.template, d.due_us, d.due_local,"      \
    " d.expected, d.subject, d.body, d.notice, d.concerns, COALESCE((SELECT l.reason"              \
    " FROM notice_lapse l WHERE l.notice = d.notice AND l.place = d.place), '')"                   \
    " FROM notice_duty d "

static struct duty duty_load(const struct rows *rows, size_t row)
{
    return (struct duty){.obligation = rows_text(rows, row, 0),
                         .rule = rows_text(rows, row, 1),
                         .step = rows_text(rows, row, 2),
                         .organisation = rows_text(rows, row, 3),
                         .template = rows_text(rows, row, 4),
                         .due_us = rows_integer(rows, row, 5),
                         .due_local = rows_text(rows, row, 6),
                         .expected = rows_text(rows, row, 7),
                         .subject = rows_text(rows, row, 8),
                         .body = rows_text(rows, row, 9),
                         .concerns = rows_text(rows, row, 11),
                         .lapsed = rows_text(rows, row, 12)};
}

bool rows_duties(struct turn *turn, struct text notice, struct duty **duties, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, DUTY_COLUMNS "WHERE d.notice = $1 ORDER BY d.place",
                      BIND(cell_text(notice)), &rows))
        return false;
    *duties = arena_array(turn->arena, rows.count + 1, sizeof **duties);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*duties)[i] = duty_load(&rows, i);
    return true;
}

#define DUTY_PAGE " AND n.id >= $2 AND n.id <= $3 ORDER BY d.notice DESC, d.place"

bool rows_page_duties(struct turn *turn, const struct notice_query *query,
                      const struct notice *list, size_t count, struct duty **duties, size_t *counts)
{
    struct rows rows;
    bool of_case = !text_empty(query->number);
    if (count == 0)
        return true;
    if (!store_select(
            turn,
            of_case ? DUTY_COLUMNS "JOIN notice n ON n.id = d.notice WHERE n.number = $1" DUTY_PAGE
                    : DUTY_COLUMNS "JOIN notice n ON n.id = d.notice WHERE n.person = $1" DUTY_PAGE,
            BIND(cell_text(of_case ? query->number : query->person), cell_text(list[count - 1].id),
                 cell_text(list[0].id)),
            &rows))
        return false;
    struct duty *all = arena_array(turn->arena, rows.count + 1, sizeof *all);
    size_t row = 0;
    for (size_t i = 0; i < count; i++) {
        while (row < rows.count && !text_equal(rows_text(&rows, row, 10), list[i].id))
            row++; /* of one that may not be seen */
        duties[i] = &all[row];
        counts[i] = 0;
        for (; row < rows.count && text_equal(rows_text(&rows, row, 10), list[i].id); row++) {
            all[row] = duty_load(&rows, row);
            counts[i]++;
        }
    }
    return true;
}

bool rows_stuck(struct turn *turn, struct text obligation, struct notice **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      NOTICE_COLUMNS
                      "JOIN notice_duty d ON d.notice = n.id WHERE d.obligation = $1"
                      " AND v.until_us = $2 AND (v.state = 'failed' OR (v.state = 'queued'"
                      " AND v.attempts > COALESCE(r.tried, 0))) AND NOT EXISTS (SELECT 1"
                      " FROM notice_lapse l WHERE l.notice = d.notice AND l.place = d.place)"
                      " ORDER BY n.id",
                      BIND(cell_text(obligation), cell_integer(CURRENT)), &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

/* ---- what happened ---- */

bool rows_event_insert(struct change *change, struct text notice, const struct event *event)
{
    struct turn *turn = change_turn(change);
    struct rows rows;
    if (!store_select(turn, "SELECT COUNT(*) FROM notice_event WHERE notice = $1",
                      BIND(cell_text(notice)), &rows))
        return false;
    return change_write(
        change,
        "INSERT INTO notice_event (notice, place, event, at_us, attempt, whom, how, number, reason,"
        " author, entry_us, route) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        BIND(cell_text(notice), cell_integer(rows_integer(&rows, 0, 0)),
             cell_text(text_of(event->event)), cell_integer(event->at_us),
             cell_integer(event->attempt), cell_text(event->whom), cell_text(event->how),
             cell_text(event->number), cell_text(event->reason), cell_text(turn->actor.person),
             cell_integer(turn->now_us), cell_integer(event->route)));
}

bool rows_events(struct turn *turn, struct text notice, struct told **events, size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT e.event, e.at_us, e.attempt, e.whom, e.how, e.number, e.reason,"
                      " e.author, e.entry_us, COALESCE(r.channel, n.channel),"
                      " COALESCE(r.address, n.address)"
                      " FROM notice_event e JOIN notice n ON n.id = e.notice"
                      " LEFT JOIN notice_route r ON r.notice = e.notice AND r.place = e.route"
                      " WHERE e.notice = $1 ORDER BY e.place",
                      BIND(cell_text(notice)), &rows))
        return false;
    *events = arena_array(turn->arena, rows.count + 1, sizeof **events);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*events)[i] = (struct told){.event = rows_text(&rows, i, 0),
                                     .at_us = rows_integer(&rows, i, 1),
                                     .attempt = rows_integer(&rows, i, 2),
                                     .whom = rows_text(&rows, i, 3),
                                     .how = rows_text(&rows, i, 4),
                                     .number = rows_text(&rows, i, 5),
                                     .reason = rows_text(&rows, i, 6),
                                     .author = rows_text(&rows, i, 7),
                                     .entry_us = rows_integer(&rows, i, 8),
                                     .channel = rows_text(&rows, i, 9),
                                     .address = rows_text(&rows, i, 10)};
    return true;
}

/* ---- letters of several ---- */

bool rows_letter_waiting(struct turn *turn, const struct notice *wanted, struct notice *notice,
                         bool *found)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS
            "WHERE v.until_us = $1 AND v.next_us = $2 AND v.state = 'queued' AND v.attempts = 0"
            " AND n.person = $3 AND n.address = $4 AND n.kind = $5"
            " AND NOT EXISTS (SELECT 1 FROM work_notice w WHERE w.notice = n.id)"
            " ORDER BY n.id LIMIT 1",
            BIND(cell_integer(CURRENT), cell_integer(wanted->not_before_us),
                 cell_text(wanted->person), cell_text(wanted->address), cell_text(wanted->kind)),
            &rows))
        return false;
    *found = rows.count == 1;
    if (*found)
        *notice = notice_load(&rows, 0);
    return true;
}

bool rows_letter_due(struct turn *turn, const struct notice *due, struct notice **list,
                     size_t *count)
{
    struct rows rows;
    if (!store_select(turn,
                      NOTICE_COLUMNS "WHERE n.letter = $1 AND v.until_us = $2 AND v.next_us <= $3"
                                     " AND v.attempts = $4 AND v.route = $5 ORDER BY n.id",
                      BIND(cell_text(due->letter), cell_integer(CURRENT),
                           cell_integer(turn->now_us), cell_integer(due->attempts),
                           cell_integer(due->route)),
                      &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

bool rows_letter_sent(struct turn *turn, struct text letter, int64_t attempt, struct notice **list,
                      size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS
            "WHERE n.letter = $1 AND v.until_us = $2 AND (($3 = 0 AND v.accepted_us IS NOT"
            " NULL) OR EXISTS (SELECT 1 FROM work_notice w WHERE w.notice = n.id AND"
            " w.attempt = $3)) ORDER BY n.id",
            BIND(cell_text(letter), cell_integer(CURRENT), cell_integer(attempt)), &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

/* ---- ways ---- */

bool rows_routes(struct turn *turn, const struct notice *notice, struct route **routes,
                 size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            "SELECT channel, address FROM (SELECT 0 AS place, channel, address FROM notice"
            " WHERE id = $1 UNION ALL SELECT place, channel, address FROM notice_route"
            " WHERE notice = $1) taken ORDER BY place",
            BIND(cell_text(notice->id)), &rows))
        return false;
    *routes = arena_array(turn->arena, rows.count + 1, sizeof **routes);
    *count = rows.count;
    for (size_t i = 0; i < rows.count; i++)
        (*routes)[i] = (struct route){rows_text(&rows, i, 0), rows_text(&rows, i, 1)};
    return true;
}

bool rows_route_insert(struct change *change, const struct notice *notice)
{
    return change_write(
        change,
        "INSERT INTO notice_route (notice, place, channel, address, tried, entry_us)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        BIND(cell_text(notice->id), cell_integer(notice->route), cell_text(notice->channel),
             cell_text(notice->address), cell_integer(notice->tried),
             cell_integer(change_turn(change)->now_us)));
}

/* ---- corrections ---- */

#define OF_CASE "WHERE n.incident = $1 AND v.until_us = $2 AND "

bool rows_told(struct turn *turn, struct text incident, struct notice **list, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS OF_CASE
            "(v.state IN ('delivered', 'acknowledged', 'attested') OR (v.state = 'queued'"
            " AND (v.attempts > 0 OR EXISTS (SELECT 1 FROM work_notice w WHERE w.notice = n.id))))"
            " AND n.answers = '' AND NOT EXISTS (SELECT 1 FROM notice_link l WHERE l.other = n.id"
            " AND l.kind = 'corrects') ORDER BY n.person, n.address, n.id",
            BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

bool rows_queued(struct turn *turn, struct text incident, struct notice **list, size_t *count)
{
    struct rows rows;
    if (!store_select(turn, NOTICE_COLUMNS OF_CASE "v.state = 'queued' ORDER BY n.id",
                      BIND(cell_text(incident), cell_integer(CURRENT)), &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

bool rows_link_insert(struct change *change, struct text notice, const char *kind,
                      struct text other)
{
    return change_write(
        change, "INSERT INTO notice_link (notice, kind, other, entry_us) VALUES ($1, $2, $3, $4)",
        BIND(cell_text(notice), cell_text(text_of(kind)), cell_text(other),
             cell_integer(change_turn(change)->now_us)));
}

bool rows_links(struct turn *turn, struct text notice, const char *kind, struct names *others)
{
    struct rows rows;
    if (!store_select(
            turn, "SELECT other FROM notice_link WHERE notice = $1 AND kind = $2 ORDER BY other",
            BIND(cell_text(notice), cell_text(text_of(kind))), &rows))
        return false;
    struct text *items = arena_array(turn->arena, rows.count + 1, sizeof *items);
    for (size_t i = 0; i < rows.count; i++)
        items[i] = rows_text(&rows, i, 0);
    *others = (struct names){.items = items, .count = rows.count};
    return true;
}

/* ---- lists ---- */

#define NOTICE_PAGE " AND v.until_us = $2 AND n.id < $3 ORDER BY n.id DESC LIMIT $4"

bool rows_page(struct turn *turn, const struct notice_query *query, struct notice **list,
               size_t *count)
{
    struct rows rows;
    bool of_case = !text_empty(query->number);
    struct text before = text_empty(query->before) ? TEXT("~") : query->before;
    if (!store_select(turn,
                      of_case ? NOTICE_COLUMNS "WHERE n.number = $1" NOTICE_PAGE
                              : NOTICE_COLUMNS "WHERE n.person = $1" NOTICE_PAGE,
                      BIND(cell_text(of_case ? query->number : query->person),
                           cell_integer(CURRENT), cell_text(before),
                           cell_integer((int64_t)query->limit)),
                      &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

/* ---- the outbox ---- */

bool rows_next(struct turn *turn, int64_t *next_us)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT MIN(CASE WHEN w.until_us > v.next_us THEN w.until_us"
                      " ELSE v.next_us END) FROM notice_version v"
                      " LEFT JOIN work_notice w ON w.notice = v.notice AND w.attempt > v.attempts"
                      " WHERE v.until_us = $1 AND v.next_us < $1",
                      BIND(cell_integer(CURRENT)), &rows))
        return false;
    *next_us = rows_null(&rows, 0, 0) ? INT64_MAX : rows_integer(&rows, 0, 0);
    return true;
}

bool rows_due(struct turn *turn, size_t limit, struct notice **list, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS
            "WHERE v.until_us = $1 AND v.next_us <= $2 AND NOT EXISTS (SELECT 1 FROM work_notice w"
            " WHERE w.notice = v.notice AND w.attempt > v.attempts AND w.until_us > $2)"
            " ORDER BY v.next_us, v.notice LIMIT $3",
            BIND(cell_integer(CURRENT), cell_integer(turn->now_us), cell_integer((int64_t)limit)),
            &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

bool rows_leases_prune(struct turn *turn, struct chore *chore)
{
    return store_chore_write(turn, chore, "DELETE FROM work_notice WHERE until_us <= $1",
                             BIND(cell_integer(turn->now_us)), NULL);
}

bool rows_lease(struct turn *turn, struct chore *chore, const struct notice *notice,
                int64_t until_us, bool *taken)
{
    int64_t touched = 0;
    if (!store_chore_write(
            turn, chore,
            "INSERT INTO work_notice (notice, attempt, until_us) VALUES ($1, $2, $3)"
            " ON CONFLICT (notice) DO UPDATE SET attempt = excluded.attempt,"
            " until_us = excluded.until_us"
            " WHERE work_notice.attempt < excluded.attempt",
            BIND(cell_text(notice->id), cell_integer(notice->attempts + 1), cell_integer(until_us)),
            &touched))
        return false;
    *taken = touched == 1;
    return true;
}

bool rows_first_told(struct turn *turn, struct text incident, struct text role, int64_t *told_us,
                     struct text *name)
{
    struct rows rows;
    *told_us = TIME_NONE;
    *name = TEXT_NONE;
    if (!store_select(turn,
                      "SELECT COALESCE(v.accepted_us, v.attested_us) AS told_us, n.name"
                      " FROM notice n JOIN notice_version v ON v.notice = n.id"
                      " WHERE n.incident = $1 AND n.asked_role = $2 AND v.until_us = $3"
                      " AND v.state <> 'failed' AND COALESCE(v.accepted_us, v.attested_us) IS NOT"
                      " NULL ORDER BY told_us, n.id LIMIT 1",
                      BIND(cell_text(incident), cell_text(role), cell_integer(CURRENT)), &rows))
        return false;
    if (rows.count == 1) {
        *told_us = rows_time(&rows, 0, 0);
        *name = rows_text(&rows, 0, 1);
    }
    return true;
}

/* ---- missing acknowledgements ---- */

bool rows_unacknowledged_next(struct turn *turn, int64_t *next_us)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT MIN(ack_us) FROM notice_version WHERE until_us = $1 AND ack_us < $1",
                      BIND(cell_integer(CURRENT)), &rows))
        return false;
    *next_us = rows_null(&rows, 0, 0) ? INT64_MAX : rows_integer(&rows, 0, 0);
    return true;
}

bool rows_unacknowledged(struct turn *turn, size_t limit, struct notice **list, size_t *count)
{
    struct rows rows;
    if (!store_select(
            turn,
            NOTICE_COLUMNS "WHERE v.until_us = $1 AND v.ack_us <= $2"
                           " ORDER BY v.ack_us, v.notice LIMIT $3",
            BIND(cell_integer(CURRENT), cell_integer(turn->now_us), cell_integer((int64_t)limit)),
            &rows))
        return false;
    notices_load(turn->arena, &rows, list, count);
    return true;
}

/* ---- the tokens of links ---- */

bool rows_tokens_prune(struct turn *turn, struct chore *chore)
{
    return store_chore_write(turn, chore, "DELETE FROM work_notice_token WHERE expires_us <= $1",
                             BIND(cell_integer(turn->now_us)), NULL);
}

bool rows_token_keep(struct turn *turn, struct chore *chore, struct text sha256, struct text letter,
                     int64_t expires_us)
{
    return store_chore_write(
        turn, chore,
        "INSERT INTO work_notice_token (token_sha256, letter, expires_us) VALUES ($1, $2, $3)",
        BIND(cell_text(sha256), cell_text(letter), cell_integer(expires_us)), NULL);
}

bool rows_token(struct turn *turn, struct text sha256, struct text *letter, bool *found)
{
    struct rows rows;
    if (!store_select(turn,
                      "SELECT token_sha256, letter FROM work_notice_token WHERE token_sha256 = $1"
                      " AND expires_us > $2",
                      BIND(cell_text(sha256), cell_integer(turn->now_us)), &rows))
        return false;
    *found = rows.count == 1 && secret_equal(rows_text(&rows, 0, 0), sha256);
    if (*found)
        *letter = rows_text(&rows, 0, 1);
    return true;
}
