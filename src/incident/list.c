/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of cases. It reads a page of the lists in which the reader may find something, and asks
 * can() for each row (DESIGN 4), until a page is full of what may be seen: neither its length nor
 * where the next one begins tells of a case that is left out. What a page needs of a room is asked
 * of it once for the page, and not for each row.
 */
#include "incident/life.h"
#include "policy/choice.h"

enum { LIST_SCAN_MAX = 2000 };

/* What the list is narrowed to; empty: any. */
struct narrowing {
    struct text state, rating, organisation;
};

/* A page on its way: the cases that are shown, and the names of their organisations. */
struct listing {
    struct narrowing narrowing;
    struct incident *shown;
    bool *bodies_shown; /* of each: whether the reader may read its bodies */
    size_t shown_count;
    struct organisation *bodies;
    size_t bodies_count;
    size_t limit;
};

/* Each organisation is read once. */
static bool body_short(struct turn *turn, struct listing *listing, struct text id,
                       struct text *short_name)
{
    *short_name = TEXT_NONE;
    if (text_empty(id))
        return true;
    for (size_t i = 0; i < listing->bodies_count; i++)
        if (text_equal(listing->bodies[i].id, id)) {
            *short_name = listing->bodies[i].short_name;
            return true;
        }
    struct organisation *body = &listing->bodies[listing->bodies_count];
    if (!organisation_read(turn, id, turn->now_us, body))
        return false;
    listing->bodies_count++;
    *short_name = body->short_name;
    return true;
}

static bool list_row(struct turn *turn, struct listing *listing, size_t row,
                     const struct obligation_sum *sum, struct value *items)
{
    const struct incident *incident = &listing->shown[row];
    struct text organisation;
    struct text title;
    struct value *said = value_append(turn->arena, items, value_map(turn->arena));
    if (!body_short(turn, listing, incident->organisation, &organisation)
        || !incident_title_shown(turn, incident, listing->bodies_shown[row], &title))
        return false;
    value_set_text(turn->arena, said, "number", incident->number);
    value_set_text(turn->arena, said, "title", title);
    value_set_text(turn->arena, said, "organisation", organisation);
    value_set_text(turn->arena, said, "rating", incident->rating);
    value_set_boolean(turn->arena, said, "provisional", incident->provisional);
    value_set_text(turn->arena, said, "state", incident->state);
    value_set_text(turn->arena, said, "kind", incident->kind);
    value_set_integer(turn->arena, said, "open_obligations", sum->open);
    value_set_integer(turn->arena, said, "overdue_obligations", sum->overdue);
    answer_time(turn, said, "told", incident->told_us);
    answer_time(turn, said, "next_due", sum->next_due_us);
    return true;
}

static bool list_rows(struct turn *turn, struct listing *listing, struct value *items)
{
    struct text *ids = arena_array(turn->arena, listing->shown_count + 1, sizeof *ids);
    struct obligation_sum *sums = arena_array(turn->arena, listing->shown_count + 1, sizeof *sums);
    listing->bodies = arena_array(turn->arena, listing->shown_count + 1, sizeof *listing->bodies);
    for (size_t i = 0; i < listing->shown_count; i++)
        ids[i] = listing->shown[i].id;
    if (!obligation_sums(turn, ids, listing->shown_count, sums))
        return false;
    for (size_t i = 0; i < listing->shown_count; i++)
        if (!list_row(turn, listing, i, &sums[i], items))
            return false;
    return true;
}

static bool is_of(struct turn *turn, const struct incident *incident, struct text organisation,
                  bool *of)
{
    struct affected *affected;
    size_t count;
    *of = true;
    if (text_empty(organisation))
        return true;
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    *of = false;
    for (size_t i = 0; i < count && !*of; i++)
        if (!organisation_within(turn, affected[i].organisation, organisation, of))
            return false;
    return true;
}

static bool fits(const struct narrowing *narrowing, const struct incident *incident)
{
    return (text_empty(narrowing->state) || text_equal(narrowing->state, incident->state))
           && (text_empty(narrowing->rating) || text_equal(narrowing->rating, incident->rating));
}

/* Adds the rows of a page that may be seen; *last is the row that was looked at last. */
static bool list_fill(struct turn *turn, struct listing *listing, const struct listed *page,
                      size_t count, struct listed *last)
{
    struct text *ids = arena_array(turn->arena, count + 1, sizeof *ids);
    struct incident *incidents = arena_array(turn->arena, count + 1, sizeof *incidents);
    for (size_t i = 0; i < count; i++)
        ids[i] = page[i].incident;
    if (!incident_rows_incidents(turn, ids, count, incidents) || !can_ahead(turn, ids, count)
        || !incident_rows_classified_ahead(turn, ids, count))
        return false;
    for (size_t i = 0; i < count && listing->shown_count < listing->limit; i++) {
        bool *bodies = &listing->bodies_shown[listing->shown_count];
        bool of = false;
        *last = page[i];
        if (!fits(&listing->narrowing, &incidents[i])
            || !incident_legible(turn, &incidents[i], bodies))
            continue;
        if (!is_of(turn, &incidents[i], listing->narrowing.organisation, &of))
            return false;
        if (of)
            listing->shown[listing->shown_count++] = incidents[i];
    }
    return turn->fault.kind == FAULT_NONE;
}

static bool narrowing_read(struct turn *turn, const struct value *input,
                           struct narrowing *narrowing)
{
    struct organisation organisation;
    bool found;
    *narrowing = (struct narrowing){.state = value_get_text(input, "state"),
                                    .rating = value_get_text(input, "rating")};
    if (!text_empty(narrowing->state) && lifecycle_state(turn->pack, narrowing->state) == NULL)
        return fail_choice(turn, "state", "state", narrowing->state, "states");
    if (!value_has(input, "organisation"))
        return true;
    if (!organisation_find(turn, value_get_text(input, "organisation"), turn->now_us, &organisation,
                           &found))
        return false;
    narrowing->organisation = organisation.id;
    return found
           || fail_field(turn, "organisation", "no organisation is called so; give its short name");
}

bool incident_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor cursor = {INT64_MAX, TEXT("~")}; /* newest first: behind every id */
    struct listing listing = {.limit = page_limit(input)};
    size_t scanned = 0;
    bool more = true;
    struct value *items = value_list(turn->arena);
    if (!page_after(turn, input, &cursor) || !narrowing_read(turn, input, &listing.narrowing))
        return false;
    struct listed last = {cursor.id, cursor.key};
    listing.shown = arena_array(turn->arena, listing.limit + 1, sizeof *listing.shown);
    listing.bodies_shown = arena_array(turn->arena, listing.limit + 1, sizeof(bool));
    while (more && listing.shown_count < listing.limit && scanned < LIST_SCAN_MAX) {
        struct listed *page;
        size_t count;
        struct listed behind = last;
        if (!people_list_page(turn, LEVEL_READ, &behind, listing.limit, &page, &count)
            || !list_fill(turn, &listing, page, count, &last))
            return false;
        scanned += count;
        more = count == listing.limit;
    }
    if (!list_rows(turn, &listing, items))
        return false;
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (listing.shown_count == listing.limit || more)
        page_next(turn, *answer, (struct cursor){last.sort_us, last.incident});
    return true;
}
