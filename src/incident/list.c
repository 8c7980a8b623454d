/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of cases. It reads a page of the lists in which the reader may find something, and asks
 * can() for each row (DESIGN 4), until a page is full of what may be seen: neither its length nor
 * where the next one begins tells of a case that is left out.
 */
#include "incident/inside.h"

enum { LIST_SCAN_MAX = 2000 };

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

/* Adds the rows of a page that may be seen; *last is the row that was looked at last. */
static bool list_fill(struct turn *turn, const struct listed *page, size_t count, size_t limit,
                      struct value *items, struct listed *last)
{
    for (size_t i = 0; i < count && items->count < limit; i++) {
        struct incident incident;
        bool found;
        *last = page[i];
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
    size_t limit = page_limit(input);
    size_t scanned = 0;
    bool more = true;
    struct value *items = value_list(turn->arena);
    if (!page_after(turn, input, &cursor))
        return false;
    struct listed last = {cursor.id, cursor.key};
    while (more && items->count < limit && scanned < LIST_SCAN_MAX) {
        struct listed *page;
        size_t count;
        struct listed behind = last;
        if (!people_list_page(turn, &behind, limit, &page, &count)
            || !list_fill(turn, page, count, limit, items, &last))
            return false;
        scanned += count;
        more = count == limit;
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (items->count == limit || more)
        page_next(turn, *answer, (struct cursor){last.sort_us, last.incident});
    return true;
}
