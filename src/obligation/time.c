/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What time does to an obligation. Its instants are the moment after the due (from then on it is
 * overdue, DOMAIN 0.4) and the rungs of its ladder, some of which repeat. Only the next of them is
 * stored; whoever comes late, after an outage, finds every rung in between, tells of the highest
 * alone, and records how many were slept through (S-25).
 */
#include "obligation/inside.h"

/* The first instant of a rung, repetitions included, that lies after a given one; INT64_MAX when
 * there is none. */
static int64_t rung_after(const struct rung *rung, int64_t first_us, int64_t after_us)
{
    if (first_us > after_us)
        return first_us;
    if (rung->repeat_us <= 0)
        return INT64_MAX;
    return first_us + ((after_us - first_us) / rung->repeat_us + 1) * rung->repeat_us;
}

/* True when the rung, or a repetition of it, stands at this very instant. */
static bool rung_at(const struct rung *rung, int64_t first_us, int64_t instant_us)
{
    return first_us == instant_us
           || (rung->repeat_us > 0 && instant_us > first_us
               && (instant_us - first_us) % rung->repeat_us == 0);
}

/* The rungs of an obligation's ladder, each with the instant at which it first stands. */
struct climb {
    const struct rung **rungs;
    int64_t *first_us;
    size_t count;
};

static void climb_of(struct arena *arena, const struct pack *pack, struct closures closures,
                     const struct step *step, const struct obligation *obligation,
                     struct climb *climb)
{
    const struct ladder *ladder = text_empty(step->ladder) ? NULL : pack_ladder(pack, step->ladder);
    size_t most = ladder == NULL ? 0 : ladder->rungs_count;
    *climb = (struct climb){.rungs = arena_array(arena, most + 1, sizeof *climb->rungs),
                            .first_us = arena_array(arena, most + 1, sizeof *climb->first_us)};
    for (size_t i = 0; i < most; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t first_us =
            rung_instant(&pack->calendar, closures, rung, obligation->start_us, obligation->due_us);
        bool concerns = rating_named(obligation->rating) >= rung->at_least;
        if (!concerns || first_us < obligation->start_us)
            continue;
        climb->rungs[climb->count] = rung;
        climb->first_us[climb->count++] = first_us;
    }
}

struct reached {
    int64_t
        highest_us; /* the last instant reached since the one before; several rungs may share it */
    int64_t escalations; /* rungs reached, warnings left out */
    int64_t slept;       /* rungs reached below the highest */
    size_t highest;      /* rungs at the highest: 0 when none was reached */
    bool warning;        /* the highest is one */
};

static void rungs_reached(const struct climb *climb, int64_t since_us, int64_t now_us,
                          struct reached *reached)
{
    *reached = (struct reached){.highest_us = since_us};
    for (size_t i = 0; i < climb->count; i++) {
        const struct rung *rung = climb->rungs[i];
        int64_t next_us = rung_after(rung, climb->first_us[i], since_us);
        if (next_us > now_us)
            continue;
        int64_t times = rung->repeat_us > 0 ? (now_us - next_us) / rung->repeat_us + 1 : 1;
        int64_t last_us = next_us + (times - 1) * rung->repeat_us;
        reached->slept += times;
        reached->escalations += rung->warning ? 0 : times;
        reached->highest_us = last_us > reached->highest_us ? last_us : reached->highest_us;
    }
    for (size_t i = 0; i < climb->count && reached->slept > 0; i++)
        if (rung_at(climb->rungs[i], climb->first_us[i], reached->highest_us)) {
            reached->highest++;
            reached->warning = climb->rungs[i]->warning;
        }
    reached->slept -= (int64_t)reached->highest;
}

int64_t obligation_next_us(struct arena *arena, const struct pack *pack, struct closures closures,
                           const struct step *step, const struct obligation *obligation,
                           int64_t now_us)
{
    bool waits = obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE;
    bool series =
        obligation->state == STATE_FULFILLED && obligation->due_us >= now_us && step->series;
    struct climb climb;
    if (text_is(obligation->kind, "import"))
        return INT64_MAX; /* pages nobody, DOMAIN 0.7 */
    int64_t next_us =
        obligation->state == STATE_OPEN || series ? obligation->due_us + 1 : INT64_MAX;
    climb_of(arena, pack, closures, step, obligation, &climb);
    for (size_t i = 0; waits && i < climb.count; i++) {
        int64_t after_us = rung_after(climb.rungs[i], climb.first_us[i], now_us);
        next_us = after_us < next_us ? after_us : next_us;
    }
    return next_us;
}

static struct value *fired_said(struct arena *arena, const struct obligation *obligation,
                                const struct reached *reached)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "rule", obligation->rule);
    value_set_text(arena, said, "step", obligation->step);
    value_set_text(arena, said, "state", text_of(state_name(obligation->state)));
    value_set_text(arena, said, "due", instant_utc(arena, obligation->due_us));
    value_set_integer(arena, said, "level", obligation->level);
    value_set_integer(arena, said, "slept_through", reached->slept);
    return said;
}

static bool fired_write(struct change *change, struct obligation *obligation,
                        const struct reached *reached, const char *verb)
{
    struct turn *turn = change_turn(change);
    return obligation_rows_version_write(change, obligation)
           && change_entry(
               change, verb, text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
               obligation_case(obligation), fired_said(turn->arena, obligation, reached), NULL);
}

static bool climb_tell(struct change *change, const struct pack *pack, const struct climb *climb,
                       const struct reached *reached, const struct obligation *obligation)
{
    for (size_t i = 0; i < climb->count && reached->highest > 0; i++)
        if (rung_at(climb->rungs[i], climb->first_us[i], reached->highest_us)
            && !obligation_escalate(change, pack, climb->rungs[i], obligation))
            return false;
    return true;
}

static const char *fired_verb(bool waits, const struct reached *reached)
{
    if (!waits)
        return "obligation.period";
    if (reached->highest == 0)
        return "obligation.overdue";
    return reached->warning ? "obligation.warn" : "obligation.escalate";
}

bool obligation_fire(struct change *change, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct pack *pack;
    const struct step *step;
    struct closures closures;
    struct climb climb;
    struct reached reached = {.highest_us = obligation->fired_us};
    if (!obligation_made_by(turn, obligation, &pack, &step)
        || !obligation_closures(turn, &closures))
        return false;
    bool waits = obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE;
    bool passed = turn->now_us > obligation->due_us;
    climb_of(turn->arena, pack, closures, step, obligation, &climb);
    if (waits)
        rungs_reached(&climb, obligation->fired_us, turn->now_us, &reached);
    if (waits && passed)
        obligation->state = STATE_OVERDUE;
    obligation->level += reached.escalations;
    obligation->fired_us = reached.highest_us;
    obligation->next_us =
        obligation_next_us(turn->arena, pack, closures, step, obligation, turn->now_us);
    return fired_write(change, obligation, &reached, fired_verb(waits, &reached))
           && climb_tell(change, pack, &climb, &reached, obligation)
           && (!passed || !step->series || obligation_open_next(change, pack, obligation, step));
}
