/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of cases. It reads at most a page of each of the reader's scopes, merges them newest
 * first, and asks can() for each row (DESIGN 4): what it costs does not grow with the number of
 * cases.
 */
#include "incident/inside.h"

enum { SCOPES_MAX = 64 };

struct scopes {
    struct text names[SCOPES_MAX];
    size_t count;
};

static void scopes_add(struct scopes *scopes, struct text name)
{
    for (size_t i = 0; i < scopes->count; i++)
        if (text_equal(scopes->names[i], name))
            return;
    if (scopes->count < SCOPES_MAX)
        scopes->names[scopes->count++] = name;
}

/* Somebody who acts for no organisation acts for the enterprise, and reads the list of everything.
 */
static void scopes_of(struct turn *turn, struct scopes *scopes)
{
    const struct capacities *held = turn->actor.held;
    scopes->count = 0;
    if (turn->actor.system)
        scopes_add(scopes, TEXT("all"));
    for (size_t i = 0; held != NULL && i < held->count; i++)
        scopes_add(scopes, text_empty(held->holders[i].organisation)
                               ? TEXT("all")
                               : text_format(turn->arena, "organisation:%.*s",
                                             TEXT_SHOW(held->holders[i].organisation)));
}

static bool newer(const struct scoped *a, const struct scoped *b)
{
    return a->sort_us > b->sort_us
           || (a->sort_us == b->sort_us && text_compare(a->incident, b->incident) > 0);
}

/* A page of each scope, merged; the same case once. */
static bool scopes_page(struct turn *turn, const struct scopes *scopes, const struct cursor *cursor,
                        size_t limit, struct scoped **page, size_t *count)
{
    struct scoped *lists[SCOPES_MAX];
    size_t counts[SCOPES_MAX];
    size_t heads[SCOPES_MAX] = {0};
    *page = arena_array(turn->arena, limit, sizeof **page);
    *count = 0;
    for (size_t i = 0; i < scopes->count; i++)
        if (!incident_rows_scope(turn, scopes->names[i], cursor->key, cursor->id, limit, &lists[i],
                                 &counts[i]))
            return false;
    while (*count < limit) {
        const struct scoped *best = NULL;
        for (size_t i = 0; i < scopes->count; i++)
            if (heads[i] < counts[i] && (best == NULL || newer(&lists[i][heads[i]], best)))
                best = &lists[i][heads[i]];
        if (best == NULL)
            break;
        struct scoped chosen = *best;
        (*page)[(*count)++] = chosen;
        for (size_t i = 0; i < scopes->count; i++)
            if (heads[i] < counts[i] && text_equal(lists[i][heads[i]].incident, chosen.incident))
                heads[i]++;
    }
    return true;
}

static bool list_row(struct turn *turn, const struct incident *incident, struct value *items)
{
    struct organisation organisation = {0};
    struct obligation_sum sum;
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    if (!text_empty(incident->organisation)
        && !organisation_read(turn, incident->organisation, turn->now_us, &organisation))
        return false;
    if (!obligation_sums(turn, &incident->id, 1, &sum))
        return false;
    value_set_text(turn->arena, said, "number", incident->number);
    value_set_text(turn->arena, said, "title", incident->title);
    value_set_text(turn->arena, said, "organisation", organisation.short_name);
    value_set_text(turn->arena, said, "rating", incident->rating);
    value_set_boolean(turn->arena, said, "provisional", incident->provisional);
    value_set_text(turn->arena, said, "state", incident->state);
    value_set_text(turn->arena, said, "kind", incident->kind);
    value_set_integer(turn->arena, said, "open_obligations", sum.open);
    value_set_integer(turn->arena, said, "overdue_obligations", sum.overdue);
    answer_time(turn, said, "told", incident->told_us);
    answer_time(turn, said, "next_due", sum.next_due_us);
    return true;
}

static bool list_fill(struct turn *turn, const struct scoped *page, size_t count,
                      struct value *items)
{
    for (size_t i = 0; i < count; i++) {
        struct incident incident;
        bool found;
        if (!incident_rows_incident_id(turn, page[i].incident, &incident, &found))
            return false;
        struct object object = {
            .incident = incident.id, .organisation = incident.organisation, .exists = found};
        if (found && can(turn, AREA_CASE, LEVEL_READ, &object) && !list_row(turn, &incident, items))
            return false;
    }
    return turn->fault.kind == FAULT_NONE;
}

bool incident_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MAX, TEXT("~")}; /* newest first: behind every id */
    struct scopes scopes;
    struct scoped *page;
    size_t count;
    size_t limit = page_limit(input);
    struct value *items = value_list(turn->arena);
    if (!page_after(turn, input, &cursor))
        return false;
    scopes_of(turn, &scopes);
    if (!scopes_page(turn, &scopes, &cursor, limit, &page, &count)
        || !list_fill(turn, page, count, items))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit)
        page_next(turn, *answer,
                  (struct cursor){page[count - 1].sort_us, page[count - 1].incident});
    return true;
}
