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

/* The due of its step for the rating at which it was opened. */
static const struct due *obligation_due(const struct step *step,
                                        const struct obligation *obligation)
{
    return &step->due[step->by_rating ? rating_named(obligation->rating) : RATING_NONE];
}

/* rating: the highest that its case is known to have. */
static void climb_of(struct arena *arena, const struct pack *pack, struct closures closures,
                     const struct step *step, const struct obligation *obligation,
                     enum rating rating, struct climb *climb)
{
    const struct ladder *ladder = text_empty(step->ladder) ? NULL : pack_ladder(pack, step->ladder);
    size_t most = ladder == NULL ? 0 : ladder->rungs_count;
    *climb = (struct climb){.rungs = arena_array(arena, most + 1, sizeof *climb->rungs),
                            .first_us = arena_array(arena, most + 1, sizeof *climb->first_us)};
    for (size_t i = 0; i < most; i++) {
        const struct rung *rung = &ladder->rungs[i];
        int64_t first_us =
            rung_instant(&pack->calendar, closures, rung, obligation->start_us, obligation->due_us);
        int64_t own_us;
        if (rung_own(obligation, i, &own_us) && obligation->due_us + own_us < first_us)
            first_us = obligation->due_us + own_us;
        if (rating < rung->at_least || first_us < obligation->start_us)
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

/* Of an obligation that is owed: the moment after its due, the next rung, or that it is missed. */
static int64_t waiting_next_us(struct arena *arena, const struct pack *pack,
                               struct closures closures, const struct step *step,
                               const struct obligation *obligation, int64_t now_us)
{
    const struct due *due = obligation_due(step, obligation);
    int64_t missed_us = series_missed_us(step, due, obligation->due_us);
    int64_t next_us = obligation->state == STATE_OPEN ? obligation->due_us + 1 : INT64_MAX;
    struct climb climb;
    /* Whether a rung concerns the case is seen when it stands: by then it may be rated higher. */
    climb_of(arena, pack, closures, step, obligation, RATING_HIGH, &climb);
    for (size_t i = 0; i < climb.count; i++) {
        int64_t after_us = rung_after(climb.rungs[i], climb.first_us[i], now_us);
        next_us = after_us < next_us ? after_us : next_us;
    }
    return missed_us < next_us ? missed_us : next_us;
}

int64_t obligation_next_us(struct arena *arena, const struct pack *pack, struct closures closures,
                           const struct step *step, const struct obligation *obligation,
                           int64_t now_us)
{
    if (text_is(obligation->kind, "import"))
        return INT64_MAX; /* pages nobody, DOMAIN 0.7 */
    switch (obligation->state) {
    case STATE_SCHEDULED: return obligation->start_us;
    case STATE_SUSPENDED: return obligation->resume_us;
    case STATE_OPEN:
    case STATE_OVERDUE: return waiting_next_us(arena, pack, closures, step, obligation, now_us);
    case STATE_FULFILLED: /* its day's due brings the next */
        if (obligation->due_us >= now_us && series_daily(step, obligation_due(step, obligation)))
            return obligation->due_us + 1;
        return INT64_MAX;
    case STATE_CANCELLED:
    case STATE_SUPERSEDED:
    case STATE_WAIVED:
    case STATE_MISSED:
    case STATES: break;
    }
    return INT64_MAX;
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

static const char *fired_verb(const struct obligation *obligation, const struct reached *reached)
{
    if (obligation->state == STATE_FULFILLED)
        return "obligation.period";
    if (obligation->state == STATE_MISSED)
        return "obligation.miss";
    if (reached->highest == 0)
        return "obligation.overdue";
    return reached->warning ? "obligation.warn" : "obligation.escalate";
}

/* One that is fired, with what its policy says of it. */
struct firing {
    const struct pack *pack;
    const struct step *step;
    const struct due *due;
    struct closures closures;
    enum rating rating; /* of the case, for the rungs that ask */
    bool spared;        /* some of them do not concern it */
};

/* Its clock has come: from now on it is owed, and who is owed is told. */
static bool fire_begin(struct change *change, const struct firing *firing,
                       struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct reached none = {0};
    obligation->state = STATE_OPEN;
    obligation->next_us = obligation_next_us(turn->arena, firing->pack, firing->closures,
                                             firing->step, obligation, obligation->start_us - 1);
    return obligation_responsible(turn, obligation->subject,
                                  pack_rule(firing->pack, obligation->rule), firing->step,
                                  obligation->organisation, &obligation->responsible)
           && fired_write(change, obligation, &none, "obligation.begin")
           && obligation_notify(change, firing->pack, firing->step, obligation);
}

/* The rest is over: what fell due in it is due at its end (SM-2). */
static bool fire_resume(struct change *change, const struct firing *firing,
                        struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct reached none = {0};
    int64_t resume_us = obligation->resume_us;
    obligation->state = resume_us < obligation->start_us ? STATE_SCHEDULED : STATE_OPEN;
    if (obligation->due_us < resume_us)
        obligation->due_us = resume_us;
    obligation->basis = TEXT("suspension ended");
    obligation->resume_us = TIME_NONE;
    obligation->fired_us = resume_us > obligation->fired_us ? resume_us - 1 : obligation->fired_us;
    obligation->next_us = obligation_next_us(turn->arena, firing->pack, firing->closures,
                                             firing->step, obligation, resume_us - 1);
    return fired_write(change, obligation, &none, "obligation.resume");
}

/* The period after one whose due has passed, or of which nothing came. */
static bool fire_following(struct change *change, const struct firing *firing,
                           const struct obligation *obligation, bool was_open)
{
    int64_t due_us;
    int64_t amount_us;
    if (series_every(firing->step, firing->due)) {
        if (obligation->state != STATE_MISSED)
            return true;
        return direction_amount(change_turn(change), obligation, firing->step, obligation->due_us,
                                &amount_us)
               && series_next(change, firing->pack, obligation, firing->step, obligation->due_us,
                              obligation->due_us + amount_us);
    }
    if (!was_open || !series_daily(firing->step, firing->due)
        || !due_next(&firing->pack->calendar, firing->closures, firing->due, obligation->due_us,
                     &due_us))
        return true;
    bool ended;
    if (!series_ended(change_turn(change), obligation, firing->step, due_us, &ended))
        return false;
    return ended
           || series_next(change, firing->pack, obligation, firing->step, obligation->due_us,
                          due_us);
}

/* That at which it was opened, or that which its case has by now: what was owed before anybody
 * rated it rises with the case. */
static bool fire_rating(struct turn *turn, struct firing *firing,
                        const struct obligation *obligation)
{
    const struct ladder *ladder =
        text_empty(firing->step->ladder) ? NULL : pack_ladder(firing->pack, firing->step->ladder);
    enum rating asked = RATING_NONE;
    struct subject subject;
    firing->rating = rating_named(obligation->rating);
    for (size_t i = 0; ladder != NULL && i < ladder->rungs_count; i++)
        asked = ladder->rungs[i].at_least > asked ? ladder->rungs[i].at_least : asked;
    if (asked > firing->rating) {
        if (!obligation_rows_subject(turn, obligation->subject, &subject))
            return false;
        firing->rating = subject.rating > firing->rating ? subject.rating : firing->rating;
    }
    firing->spared = asked > firing->rating;
    return true;
}

static bool fire_pass(struct change *change, struct firing *firing, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    struct climb climb;
    struct reached reached = {.highest_us = obligation->fired_us};
    bool waits = obligation_alive(obligation);
    bool was_open = obligation->state != STATE_OVERDUE;
    bool passed = turn->now_us > obligation->due_us;
    int64_t missed_us = series_missed_us(firing->step, firing->due, obligation->due_us);
    int64_t until_us = turn->now_us < missed_us ? turn->now_us : missed_us;
    if (!fire_rating(turn, firing, obligation))
        return false;
    climb_of(turn->arena, firing->pack, firing->closures, firing->step, obligation, firing->rating,
             &climb);
    if (waits)
        rungs_reached(&climb, obligation->fired_us, until_us, &reached);
    if (waits && passed) {
        bool missed = turn->now_us >= missed_us;
        obligation->state = missed ? STATE_MISSED : STATE_OVERDUE;
        obligation->basis = missed ? TEXT("period passed") : obligation->basis;
    }
    obligation->level += reached.escalations;
    /* A rung that did not concern the case when it stood is passed, whatever becomes of the case.
     */
    obligation->fired_us = firing->spared ? until_us : reached.highest_us;
    obligation->next_us = obligation_next_us(turn->arena, firing->pack, firing->closures,
                                             firing->step, obligation, turn->now_us);
    /* Woken for a rung that concerns only what is rated higher: nothing has come of it. */
    bool idle = waits && !(passed && was_open) && reached.highest == 0;
    const char *verb = idle ? "obligation.spare" : fired_verb(obligation, &reached);
    return fired_write(change, obligation, &reached, verb)
           && climb_tell(change, firing->pack, &climb, &reached, obligation)
           && (!passed || fire_following(change, firing, obligation, was_open));
}

bool obligation_fire(struct change *change, struct obligation *obligation)
{
    struct firing firing;
    if (!obligation_made_by(change_turn(change), obligation, &firing.pack, &firing.step)
        || !obligation_closures(change_turn(change), &firing.closures))
        return false;
    firing.due = obligation_due(firing.step, obligation);
    if (obligation->state == STATE_SCHEDULED)
        return fire_begin(change, &firing, obligation);
    if (obligation->state == STATE_SUSPENDED)
        return fire_resume(change, &firing, obligation);
    return fire_pass(change, &firing, obligation);
}
