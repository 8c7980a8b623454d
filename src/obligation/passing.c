/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is owed by a role, gone through when other people may answer for it; and what is owed on a
 * case, when fewer may know of it. A house may owe tens of
 * thousands of things by one role: a turn looks at so many, and where more are left, how far it has
 * come is kept, and the clock goes on from there (obligation.fire) before it does anything else.
 * They are taken by the role of which they are asked, by whose they are, and by id, so that each is
 * looked at once; one that has been passed on already is answered for, and stays.
 *
 * Other people again, while some are left: that waits for its turn behind.
 */
#include "obligation/inside.h"
#include <stdlib.h>

enum { PASSING_BATCH = 200 };

/* ---- a place in the order ---- */

static int place_compare(const struct passing *passing, struct text asked, struct text body)
{
    int by_role = text_compare(asked, passing->asked);
    return by_role != 0 ? by_role : text_compare(body, passing->body);
}

static void place_set(struct passing *passing, struct text asked, struct text body)
{
    if (place_compare(passing, asked, body) == 0)
        return;
    passing->asked = asked;
    passing->body = body;
    passing->after = TEXT_NONE;
}

static int text_order(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* ---- a batch ---- */

/* Those asked of one role in one body, as far as there is room. */
static bool pass_some(struct change *change, struct passing *passing, bool standing_in,
                      int64_t *room)
{
    struct text *ids;
    size_t count;
    const struct asked_query query = {.asked = passing->asked,
                                      .organisation = passing->body,
                                      .standing_in = standing_in,
                                      .after = passing->after,
                                      .limit = (size_t)*room};
    if (!reassign_rows_asked(change_turn(change), &query, &ids, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!obligation_reconsider(change, ids[i]))
            return false;
        passing->after = ids[i];
        passing->seen++;
        --*room;
    }
    return true;
}

static bool pass_one(struct change *change, const struct passing *passing, struct text id)
{
    return text_empty(passing->role) ? obligation_pass_over_one(change, id)
                                     : obligation_reconsider(change, id);
}

/* A role that is held on one case: what is owed there, by whatever role, for one may stand in for
 * another. */
static bool pass_case(struct change *change, struct passing *passing, int64_t room)
{
    struct text *ids;
    size_t count;
    if (!reassign_rows_case(change_turn(change), passing->incident, passing->after, (size_t)room,
                            &ids, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!pass_one(change, passing, ids[i]))
            return false;
        passing->after = ids[i];
        passing->seen++;
    }
    passing->next_us = (int64_t)count < room ? INT64_MAX : passing->next_us;
    return true;
}

/* Where a role is held for an organisation, duties of that body and of those in its secretariat may
 * be touched; else those of everybody. */
static bool pass_batch(struct change *change, struct passing *passing, int64_t room)
{
    struct reaches reaches = {.turn = change_turn(change)};
    struct text *bodies;
    size_t bodies_count;
    if (!text_empty(passing->incident))
        return pass_case(change, passing, room);
    reaches_find(&reaches, passing->role);
    if (!people_bodies(change_turn(change), passing->organisation, &bodies, &bodies_count))
        return false;
    qsort(bodies, bodies_count, sizeof *bodies, text_order);
    for (size_t i = 0; i < reaches.count; i++)
        for (size_t b = 0; b < bodies_count; b++) {
            if (place_compare(passing, reaches.items[i].asked, bodies[b]) < 0)
                continue;
            if (room <= 0)
                return true;
            place_set(passing, reaches.items[i].asked, bodies[b]);
            if (!pass_some(change, passing, reaches.items[i].standing_in, &room))
                return false;
        }
    passing->next_us = room > 0 ? INT64_MAX : passing->next_us;
    return true;
}

/* ---- from the change to the last of them ---- */

static bool passing_start(struct change *change, struct passing *passing)
{
    struct turn *turn = change_turn(change);
    struct passing first;
    bool waits;
    bool covered;
    int64_t seen;
    passing->begun_us = passing->next_us = turn->now_us;
    if (!passing_rows_next(turn, &first, &waits) || !passing_rows_covered(turn, passing, &covered)
        || !passing_rows_seen(turn, turn->now_us, &seen))
        return false;
    if (covered)
        return true;
    if (!waits && seen < PASSING_BATCH && !pass_batch(change, passing, PASSING_BATCH - seen))
        return false;
    return (passing->seen == 0 && passing->next_us == INT64_MAX)
           || passing_rows_write(change, passing);
}

bool passing_begin(struct change *change, const struct fact *fact)
{
    struct passing passing = {.role = fact->texts[FIELD_OF_ROLE],
                              .organisation = fact->texts[FIELD_OF_ORGANISATION],
                              .incident = fact->texts[FIELD_OF_INCIDENT]};
    return passing_start(change, &passing);
}

bool obligation_pass_over(struct change *change, struct text incident)
{
    struct passing passing = {.incident = incident};
    return passing_start(change, &passing);
}

bool passing_next(struct turn *turn, int64_t *next_us)
{
    struct passing first;
    bool waits;
    if (!passing_rows_next(turn, &first, &waits))
        return false;
    *next_us = waits ? first.next_us : INT64_MAX;
    return true;
}

bool passing_continue(struct change *change, int64_t *count)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    struct passing passing;
    bool waits;
    *count = 0;
    if (!passing_rows_next(turn, &passing, &waits))
        return false;
    if (!waits)
        return true;
    int64_t before = passing.seen;
    if (!pass_batch(change, &passing, PASSING_BATCH))
        return false;
    *count = passing.seen - before;
    bool role = !text_empty(passing.role);
    if (role) {
        value_set_text(turn->arena, said, "role", passing.role);
        value_set_text(turn->arena, said, "organisation", passing.organisation);
    }
    value_set_integer(turn->arena, said, "seen", passing.seen);
    value_set_boolean(turn->arena, said, "over", passing.next_us == INT64_MAX);
    return passing_rows_write(change, &passing)
           && change_entry(change, "obligation.pass",
                           text_format(turn->arena, "%s/%.*s", role ? "role" : "incident",
                                       TEXT_SHOW(role ? passing.role : passing.incident)),
                           passing.incident, said, NULL);
}
