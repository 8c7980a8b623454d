/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closures: days that somebody in office has declared to be no business days (DOMAIN 2.3). They
 * overlay the pack's calendar, which is never written. A closure moves what is still owed and
 * counts business days; what is met already stays met as it was, and every due that moved keeps its
 * history (DOMAIN 2.6, S-05).
 */
#include "obligation/inside.h"

enum { CLOSURE_PAGE = 500 };

bool obligation_closures(struct turn *turn, struct closures *closures)
{
    return obligation_rows_closures(turn, closures);
}

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

struct moving {
    struct closures before, after;
    struct text reason;
    int64_t moved;
};

static bool move_write(struct change *change, struct obligation *obligation,
                       const struct pack *pack, const struct step *step,
                       const struct moving *moving)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    obligation->state = turn->now_us > obligation->due_us ? STATE_OVERDUE : STATE_OPEN;
    obligation->basis = text_format(turn->arena, "closure: %.*s", TEXT_SHOW(moving->reason));
    obligation->next_us =
        obligation_next_us(turn->arena, pack, moving->after, step, obligation, turn->now_us);
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
static bool move(struct change *change, struct obligation *obligation, struct moving *moving)
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
    if (!due_instant(&pack->calendar, moving->before, due, obligation->start_us, &before_us)
        || !due_instant(&pack->calendar, moving->after, due, obligation->start_us, &after_us)
        || before_us == after_us || obligation->due_us != before_us)
        return true;
    obligation->due_us = after_us;
    moving->moved++;
    return move_write(change, obligation, pack, step, moving);
}

/* Everything that is owed, page by page; what moves only moves to a later due, which must not be
 * met again. */
static bool move_all(struct change *change, struct moving *moving)
{
    struct turn *turn = change_turn(change);
    struct owed_query query = {
        .after_due_us = INT64_MIN, .known_us = TIME_NONE, .limit = CLOSURE_PAGE};
    struct obligation *list;
    size_t count = CLOSURE_PAGE;
    while (count == CLOSURE_PAGE) {
        if (!obligation_rows_owed(turn, &query, &list, &count))
            return false;
        for (size_t i = 0; i < count; i++) {
            query.after_due_us = list[i].due_us;
            query.after_id = list[i].id;
            if (!move(change, &list[i], moving))
                return false;
        }
    }
    return true;
}

bool obligation_close_day(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct moving moving = {.reason = value_get_text(input, "reason")};
    struct date date;
    if (!date_parse(turn, "date", value_get_text(input, "date"), &date)
        || !obligation_rows_closures(turn, &moving.before))
        return false;
    moving.after = with(turn->arena, moving.before, date);
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "date", date_format(turn->arena, date));
    value_set_text(turn->arena, said, "reason", moving.reason);
    value_set_text(turn->arena, said, "source", value_get_text(input, "source"));
    if (!obligation_rows_closure_insert(change, date, moving.reason,
                                        value_get_text(input, "source"))
        || !change_entry(change, "calendar.close", TEXT("calendar"), TEXT_NONE, said, NULL)
        || !move_all(change, &moving))
        return false;
    value_set_integer(turn->arena, said, "moved", moving.moved);
    *answer = said;
    return true;
}
