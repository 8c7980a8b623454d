/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closures: days that somebody in office has declared to be no business days (DOMAIN 2.3). They
 * overlay the pack's calendar, which is never written. A closure moves what is still owed and
 * counts business days; what is met already stays met as it was, and every due that moved keeps its
 * history (DOMAIN 2.6, S-05). A turn goes through so much of what is owed; how far it has come is
 * kept, and the clock goes on from there before anything else falls due. Several days are gone
 * through in the order in which they were closed, each as if the later ones were open still.
 */
#include "obligation/inside.h"

enum { MOVING_BATCH = 200 };

bool obligation_closures(struct turn *turn, struct closures *closures)
{
    return obligation_rows_closures(turn, closures);
}

/* A day for which what is owed is gone through: the closures without it and with it, and all there
 * are now. */
struct shift {
    struct moving *moving;
    struct closures before, after, all;
    struct text reason;
};

static struct closures with(struct arena *arena, struct closures before, struct date date)
{
    struct date *dates = arena_array(arena, before.count + 1, sizeof *dates);
    size_t at = 0;
    while (at < before.count && date_compare(before.dates[at], date) < 0) {
        dates[at] = before.dates[at];
        at++;
    }
    dates[at] = date;
    for (size_t i = at; i < before.count; i++)
        dates[i + 1] = before.dates[i];
    return (struct closures){dates, before.count + 1};
}

/* What waits for its clock, or rests, goes on doing so. */
static enum obligation_state state_moved(const struct obligation *obligation, int64_t now_us)
{
    if (obligation->state == STATE_SCHEDULED || obligation->state == STATE_SUSPENDED)
        return obligation->state;
    return now_us > obligation->due_us ? STATE_OVERDUE : STATE_OPEN;
}

static bool move_write(struct change *change, struct obligation *obligation,
                       const struct pack *pack, const struct step *step, const struct shift *shift)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    obligation->state = state_moved(obligation, turn->now_us);
    obligation->basis = text_format(turn->arena, "closure: %.*s", TEXT_SHOW(shift->reason));
    obligation->next_us =
        obligation_next_us(turn->arena, pack, shift->all, step, obligation, turn->now_us);
    value_set_text(turn->arena, said, "rule", obligation->rule);
    value_set_text(turn->arena, said, "due", instant_utc(turn->arena, obligation->due_us));
    value_set_text(turn->arena, said, "basis", obligation->basis);
    return obligation_rows_version_write(change, obligation)
           && change_entry(change, "obligation.move",
                           text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
                           obligation_case(obligation), said, NULL);
}

static bool opened_due(struct turn *turn, const struct obligation *obligation,
                       const struct step *step, const struct due **due)
{
    struct duty duty = duty_of(obligation, step);
    return duty_due(turn, &duty, due);
}

/* Moves one obligation when its due follows the calendar, and stood where the calendar put it. */
static bool move(struct change *change, struct obligation *obligation, const struct shift *shift)
{
    struct turn *turn = change_turn(change);
    const struct pack *pack;
    const struct step *step;
    const struct due *due;
    int64_t before_us;
    int64_t after_us;
    if (!obligation_made_by(turn, obligation, &pack, &step)
        || !opened_due(turn, obligation, step, &due))
        return false;
    if (!due_instant(&pack->calendar, shift->before, due, obligation->start_us, &before_us)
        || !due_instant(&pack->calendar, shift->after, due, obligation->start_us, &after_us)
        || before_us == after_us || obligation->due_us != before_us)
        return true;
    obligation->due_us = after_us;
    shift->moving->moved++;
    return move_write(change, obligation, pack, step, shift);
}

/* The next of what is owed; what moves only moves to a later due, where it is passed over. */
static bool shift_batch(struct change *change, const struct shift *shift)
{
    struct moving *moving = shift->moving;
    const struct owed_query query = {.after_due_us = moving->after_due_us,
                                     .after_id = moving->after,
                                     .known_us = TIME_NONE,
                                     .limit = MOVING_BATCH};
    struct obligation *list;
    size_t count;
    if (!obligation_rows_owed(change_turn(change), &query, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        moving->after_due_us = list[i].due_us;
        moving->after = list[i].id;
        moving->seen++;
        if (!move(change, &list[i], shift))
            return false;
    }
    if (count < MOVING_BATCH)
        moving->next_us = INT64_MAX;
    return true;
}

static bool shift_of(struct turn *turn, struct moving *moving, struct shift *shift)
{
    *shift = (struct shift){.moving = moving};
    if (!closure_rows_before(turn, moving, &shift->before)
        || !obligation_rows_closures(turn, &shift->all)
        || !closure_rows_reason(turn, moving->day, &shift->reason))
        return false;
    shift->after = with(turn->arena, shift->before, moving->day);
    return true;
}

/* As much as one turn goes through; what is left goes on by the clock, after the days that were
 * closed before. */
static bool move_begin(struct change *change, struct moving *moving)
{
    struct turn *turn = change_turn(change);
    struct moving first;
    struct shift shift;
    bool waits;
    if (!moving_rows_next(turn, &first, &waits) || !moving_rows_place(turn, &moving->place))
        return false;
    if (!waits && (!shift_of(turn, moving, &shift) || !shift_batch(change, &shift)))
        return false;
    return moving->next_us == INT64_MAX || moving_rows_write(change, moving);
}

bool obligation_close_day(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text reason = value_get_text(input, "reason");
    struct moving moving = {.after_due_us = INT64_MIN, .next_us = turn->now_us};
    if (!date_parse(turn, "date", value_get_text(input, "date"), &moving.day))
        return false;
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "date", date_format(turn->arena, moving.day));
    value_set_text(turn->arena, said, "reason", reason);
    value_set_text(turn->arena, said, "source", value_get_text(input, "source"));
    if (!obligation_rows_closure_insert(change, moving.day, reason, value_get_text(input, "source"))
        || !change_entry(change, "calendar.close", TEXT("calendar"), TEXT_NONE, said, NULL)
        || !move_begin(change, &moving))
        return false;
    value_set_integer(turn->arena, said, "moved", moving.moved);
    value_set_boolean(turn->arena, said, "over", moving.next_us == INT64_MAX);
    *answer = said;
    return true;
}

/* ---- the clock goes on ---- */

bool moving_next(struct turn *turn, int64_t *next_us)
{
    struct moving first;
    bool waits;
    if (!moving_rows_next(turn, &first, &waits))
        return false;
    *next_us = waits ? first.next_us : INT64_MAX;
    return true;
}

bool moving_continue(struct change *change, int64_t *count)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    struct moving moving;
    struct shift shift;
    bool waits;
    *count = 0;
    if (!moving_rows_next(turn, &moving, &waits))
        return false;
    if (!waits)
        return true;
    int64_t before = moving.seen;
    if (!shift_of(turn, &moving, &shift) || !shift_batch(change, &shift))
        return false;
    *count = moving.seen - before;
    value_set_text(turn->arena, said, "date", date_format(turn->arena, moving.day));
    value_set_integer(turn->arena, said, "seen", moving.seen);
    value_set_integer(turn->arena, said, "moved", moving.moved);
    value_set_boolean(turn->arena, said, "over", moving.next_us == INT64_MAX);
    return moving_rows_write(change, &moving)
           && change_entry(change, "calendar.move", TEXT("calendar"), TEXT_NONE, said, NULL);
}
