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

struct reached {
    const struct rung *rung; /* the highest */
    int64_t instant_us;
    int64_t escalations; /* rungs reached that are no warnings */
    int64_t slept;       /* rungs reached below the highest */
};

static const struct ladder *step_ladder(const struct pack *pack, const struct step *step)
{
    return text_empty(step->ladder) ? NULL : pack_ladder(pack, step->ladder);
}

static bool rung_concerns(const struct rung *rung, const struct obligation *obligation)
{
    return rating_named(obligation->rating) >= rung->at_least;
}

static void rungs_reached(const struct pack *pack, struct closures closures,
                          const struct step *step, const struct obligation *obligation,
                          int64_t now_us, struct reached *reached)
{
    const struct ladder *ladder = step_ladder(pack, step);
    int64_t since_us = obligation->fired_us;
    *reached = (struct reached){.instant_us = since_us};
    for (size_t i = 0; ladder != NULL && i < ladder->rungs_count; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t first_us =
            rung_instant(&pack->calendar, closures, rung, obligation->start_us, obligation->due_us);
        if (!rung_concerns(rung, obligation) || first_us < obligation->start_us)
            continue;
        int64_t next_us = rung_after(rung, first_us, since_us);
        if (next_us > now_us)
            continue;
        int64_t times = rung->repeat_us > 0 ? (now_us - next_us) / rung->repeat_us + 1 : 1;
        int64_t last_us = next_us + (times - 1) * rung->repeat_us;
        reached->slept += times;
        reached->escalations += rung->warning ? 0 : times;
        if (last_us >= reached->instant_us) {
            reached->instant_us = last_us;
            reached->rung = rung;
        }
    }
    if (reached->rung != NULL)
        reached->slept--;
}

/* A step whose due recurs is a series: when the due of a period passes the next period opens. */
static bool step_recurs(const struct step *step, const struct obligation *obligation)
{
    return due_recurs(&step->due[step->by_rating ? rating_named(obligation->rating) : RATING_NONE]);
}

int64_t obligation_next_us(const struct pack *pack, struct closures closures,
                           const struct step *step, const struct obligation *obligation,
                           int64_t now_us)
{
    bool waits = obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE;
    bool series = obligation->state == STATE_FULFILLED && obligation->due_us >= now_us
                  && step_recurs(step, obligation);
    if (text_is(obligation->kind, "import"))
        return INT64_MAX; /* pages nobody, DOMAIN 0.7 */
    int64_t next_us =
        obligation->state == STATE_OPEN || series ? obligation->due_us + 1 : INT64_MAX;
    const struct ladder *ladder = waits ? step_ladder(pack, step) : NULL;
    for (size_t i = 0; ladder != NULL && i < ladder->rungs_count; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t first_us =
            rung_instant(&pack->calendar, closures, rung, obligation->start_us, obligation->due_us);
        if (!rung_concerns(rung, obligation) || first_us < obligation->start_us)
            continue;
        int64_t after_us = rung_after(rung, first_us, now_us);
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
    return rows_version_write(change, obligation)
           && change_entry(
               change, verb, text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(obligation->id)),
               obligation->incident, fired_said(turn->arena, obligation, reached), NULL);
}

bool obligation_fire(struct change *change, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct pack *pack = pack_of(turn->pack, obligation->pack);
    const struct rule *rule = pack_rule(pack, obligation->rule);
    const struct step *step = rule_step(rule, obligation->step);
    struct closures closures;
    struct reached reached = {0};
    if (!obligation_closures(turn, &closures))
        return false;
    bool waits = obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE;
    bool passed = turn->now_us > obligation->due_us;
    if (waits)
        rungs_reached(pack, closures, step, obligation, turn->now_us, &reached);
    if (waits && passed)
        obligation->state = STATE_OVERDUE;
    obligation->level += reached.escalations;
    obligation->fired_us =
        reached.instant_us > obligation->fired_us ? reached.instant_us : obligation->fired_us;
    obligation->next_us = obligation_next_us(pack, closures, step, obligation, turn->now_us);
    const char *verb = !waits                  ? "obligation.period"
                       : reached.rung == NULL  ? "obligation.overdue"
                       : reached.rung->warning ? "obligation.warn"
                                               : "obligation.escalate";
    return fired_write(change, obligation, &reached, verb)
           && (reached.rung == NULL || obligation_escalate(change, pack, reached.rung, obligation))
           && (!passed || !step_recurs(step, obligation)
               || obligation_open_next(change, pack, obligation, step));
}
