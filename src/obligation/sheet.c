/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sheet of a case: each of its duties and whether it was met, was met late or is late, was
 * missed or waived, and what was said of that. What turned out not to be owed stands there as such;
 * lateness that was explained stays lateness. It is as corrected since, with how many are late or
 * missed for that alone; or, as of an instant, as the house knew it then (DOMAIN 2.6).
 */
#include "obligation/inside.h"
#include "people/can.h"

enum { COUNTED_MAX = 1000, COUNT_PAGE = 200 };

const struct field obligation_sheet_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    {.name = "as_of",
     .type = FIELD_INSTANT,
     .help =
         "As the house knew it at this instant. Left out: as it stands, with every correction."},
    FIELDS_PAGE,
    {.name = NULL},
};

/* In the order in which they are counted. */
enum verdict { MET, LATE, MISSED, WAIVED, OPEN, VOID, VERDICTS };
static const char *const verdict_names[VERDICTS] = {
    [MET] = "met",       [LATE] = "late", [MISSED] = "missed",
    [WAIVED] = "waived", [OPEN] = "open", [VOID] = "not_owed"};

static enum verdict verdict_of(const struct obligation *obligation, bool late)
{
    switch (obligation->state) {
    case STATE_FULFILLED: return late ? LATE : MET;
    case STATE_OVERDUE: return LATE;
    case STATE_SCHEDULED:
    case STATE_OPEN:
    case STATE_SUSPENDED: return OPEN;
    case STATE_WAIVED: return WAIVED;
    case STATE_MISSED: return MISSED;
    case STATE_CANCELLED:
    case STATE_SUPERSEDED:
    case STATES: break;
    }
    return VOID;
}

static enum verdict sheet_verdict(struct answering *answering, const struct obligation *obligation,
                                  struct value **said)
{
    *said = obligation_value(answering, obligation);
    return verdict_of(obligation, value_get_boolean(*said, "late", false));
}

static void sheet_line(struct answering *answering, const struct obligation *obligation,
                       struct value *items)
{
    struct turn *turn = answering->turn;
    struct value *said;
    int64_t late_us = obligation_late_us(obligation, answering->at_us);
    enum verdict verdict = sheet_verdict(answering, obligation, &said);
    value_set_text(turn->arena, said, "verdict", text_of(verdict_names[verdict]));
    if (verdict == LATE)
        value_set_text(turn->arena, said, "late_by", duration_words(turn->arena, late_us));
    value_append(turn->arena, items, said);
}

static bool comes_before(const struct obligation *a, const struct obligation *b)
{
    return a->due_us < b->due_us || (a->due_us == b->due_us && text_compare(a->id, b->id) < 0);
}

/* The next of a case in the order of the dues: of those that are owed and those that have ended,
 * each kept in that order. Fewer than the limit: there are no more. */
static bool sheet_next(struct turn *turn, const struct owed_query *query, struct obligation *list,
                       size_t *count)
{
    struct owed_query ended = *query;
    struct obligation *parts[2];
    size_t counts[2];
    size_t at[2] = {0, 0};
    ended.done = true;
    if (!obligation_rows_owed(turn, query, &parts[0], &counts[0])
        || !obligation_rows_owed(turn, &ended, &parts[1], &counts[1]))
        return false;
    for (*count = 0; *count < query->limit && (at[0] < counts[0] || at[1] < counts[1]);) {
        size_t from = at[0] == counts[0] ? 1 : 0;
        if (at[0] < counts[0] && at[1] < counts[1]
            && comes_before(&parts[1][at[1]], &parts[0][at[0]]))
            from = 1;
        list[(*count)++] = parts[from][at[from]++];
    }
    return true;
}

static bool may_read(struct turn *turn, const struct obligation *obligation)
{
    struct object object = obligation_object(obligation);
    return can(turn, AREA_OBLIGATION, LEVEL_READ, &object);
}

static int64_t sheet_at_us(const struct turn *turn, const struct owed_query *query)
{
    return query->known_us == TIME_NONE ? turn->now_us : query->known_us;
}

/* Of the first of the case, as far as is counted; who reads a later page has seen that. */
static bool sheet_count(struct turn *turn, const struct owed_query *query, struct value *answer)
{
    struct answering answering = obligation_answering(turn, sheet_at_us(turn, query));
    struct owed_query behind = *query;
    struct obligation *list = arena_array(turn->arena, COUNT_PAGE, sizeof *list);
    int64_t counts[VERDICTS] = {0};
    int64_t counted = 0;
    int64_t corrected = 0;
    size_t count = COUNT_PAGE;
    behind.limit = COUNT_PAGE;
    for (size_t seen = 0; seen < COUNTED_MAX && count == COUNT_PAGE; seen += count) {
        if (!sheet_next(turn, &behind, list, &count))
            return false;
        for (size_t i = 0; i < count; i++) {
            struct value *said;
            behind.after_due_us = list[i].due_us;
            behind.after_id = list[i].id;
            if (!may_read(turn, &list[i]))
                continue;
            enum verdict verdict = sheet_verdict(&answering, &list[i], &said);
            counts[verdict]++;
            corrected += (verdict == LATE || verdict == MISSED)
                         && value_get_boolean(said, "by_correction", false);
            counted++;
        }
    }
    bool more = count == COUNT_PAGE && counted > 0;
    value_set_text(turn->arena, answer, "count",
                   text_format(turn->arena, "%lld%s", (long long)counted, more ? "+" : ""));
    for (int i = 0; i < VERDICTS; i++)
        value_set_integer(turn->arena, answer, verdict_names[i], counts[i]);
    value_set_integer(turn->arena, answer, "by_correction", corrected);
    return turn->fault.kind == FAULT_NONE;
}

/* Fills a page with what the reader may read; *next: where the one after it begins, if there is
 * one.
 */
static bool sheet_page(struct turn *turn, struct owed_query *query, struct value *items,
                       struct cursor *next, bool *more)
{
    struct answering answering = obligation_answering(turn, sheet_at_us(turn, query));
    struct obligation *list = arena_array(turn->arena, query->limit, sizeof *list);
    size_t count = query->limit;
    *more = true;
    for (size_t seen = 0; *more && seen < COUNTED_MAX && items->count < query->limit;
         seen += count) {
        if (!sheet_next(turn, query, list, &count))
            return false;
        for (size_t i = 0; i < count && items->count < query->limit; i++) {
            *next = (struct cursor){list[i].due_us, list[i].id};
            if (may_read(turn, &list[i]))
                sheet_line(&answering, &list[i], items);
        }
        query->after_due_us = next->key;
        query->after_id = next->id;
        *more = count == query->limit;
    }
    *more = (*more || items->count == query->limit) && items->count > 0;
    return turn->fault.kind == FAULT_NONE;
}

bool obligation_sheet(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *items = value_list(turn->arena);
    struct owed_query query = {.known_us = TIME_NONE, .limit = page_limit(input)};
    struct cursor cursor = {INT64_MIN, TEXT_NONE};
    bool more;
    *answer = value_map(turn->arena);
    if (!obligation_rows_incident_of(turn, value_get_text(input, "incident"), &query.subject)
        || !obligation_as_of(turn, input, &query.known_us) || !page_after(turn, input, &cursor))
        return false;
    query.after_due_us = cursor.key;
    query.after_id = cursor.id;
    if ((!value_has(input, "after") && !sheet_count(turn, &query, *answer))
        || !sheet_page(turn, &query, items, &cursor, &more))
        return false;
    value_set(turn->arena, *answer, "items", items);
    if (more)
        page_next(turn, *answer, cursor);
    return true;
}
