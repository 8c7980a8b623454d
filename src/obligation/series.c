/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Duties that come again. Two kinds: by days (a status report for each date: the next period begins
 * when the one before is due, whatever came of it), and from when it was last done (an update every
 * four hours: the next is counted from the last, and where nothing came, from when it was due).
 *
 * What ends a series takes with it the periods that were not due yet. Those that were stay owed
 * until they are performed or missed: a resolution excuses no earlier day (D-25).
 */
#include "base/zone.h"
#include "obligation/inside.h"

bool series_daily(const struct step *step, const struct due *due)
{
    return step->series && due->function == DUE_DAILY;
}

bool series_every(const struct step *step, const struct due *due)
{
    return step->series && due->function == DUE_EVERY;
}

bool series_holds(const struct pack *pack, const struct step *step, const struct due *due,
                  int64_t due_us, const struct fact *fact, int64_t at_us)
{
    if (!series_daily(step, due))
        return true;
    int64_t for_us = fact->has[FIELD_OF_PERIOD] ? fact->times[FIELD_OF_PERIOD] : at_us;
    return date_compare(zone_civil(pack->calendar.zone, for_us).date,
                        zone_civil(pack->calendar.zone, due_us).date)
           == 0;
}

int64_t series_missed_us(const struct step *step, const struct due *due, int64_t due_us)
{
    if (!step->series || (step->missed_us == 0 && due->function != DUE_EVERY))
        return INT64_MAX;
    return due_us + (step->missed_us > 0 ? step->missed_us : due->amount_us);
}

bool same_series(const struct obligation *a, const struct obligation *b)
{
    return text_equal(a->rule, b->rule) && text_equal(a->step, b->step)
           && text_equal(a->organisation, b->organisation) && text_equal(a->about, b->about)
           && same_recipient(a, b);
}

static bool stands(const struct obligation *obligation)
{
    return obligation->state != STATE_CANCELLED && obligation->state != STATE_SUPERSEDED;
}

static bool period_stands(const struct obligation *list, size_t count,
                          const struct obligation *fresh)
{
    for (size_t i = 0; i < count; i++)
        if (stands(&list[i]) && list[i].due_us == fresh->due_us)
            return true;
    return false;
}

/* The identity of a period: that of its series, and the due. */
static void period_name(struct arena *arena, struct obligation *fresh)
{
    static const char mark[] = "|period ";
    size_t size = fresh->identity.size;
    fresh->period = instant_utc(arena, fresh->due_us);
    for (size_t i = 0; i + sizeof mark <= fresh->identity.size; i++)
        if (memcmp(fresh->identity.data + i, mark, sizeof mark - 1) == 0)
            size = i;
    fresh->identity =
        text_format(arena, "%.*s%s%.*s", TEXT_SHOW(((struct text){fresh->identity.data, size})),
                    mark, TEXT_SHOW(fresh->period));
}

/* ---- the first periods, and their correction ---- */

static bool series_missed(struct change *change, struct obligation *obligation, const char *basis)
{
    obligation->next_us = INT64_MAX;
    return obligation_settle(change, obligation, STATE_MISSED, change_turn(change)->now_us,
                             text_of(basis), TEXT_NONE, TEXT_NONE);
}

/* A period whose day was over when the correction came to light could not be met any more (S-07).
 */
static bool period_open(struct change *change, struct opening *opening, struct obligation *fresh,
                        int64_t following_us)
{
    bool known;
    period_name(change_turn(change)->arena, fresh);
    if (!obligation_rows_obligation_known(change_turn(change), fresh->identity, &known))
        return false;
    if (known)
        return true;
    opening->start_us = fresh->start_us;
    opening->due_us = fresh->due_us;
    if (!opening_write(change, opening, fresh))
        return false;
    bool gone = fresh->corrects && fresh->state == STATE_OPEN
                && following_us <= change_turn(change)->now_us;
    return !gone || series_missed(change, fresh, "missed by correction");
}

/* Was the clock started before at the same field, and has this fact corrected it? */
static bool series_corrected(struct turn *turn, const struct opening *opening,
                             const struct obligation *fresh, bool *corrected)
{
    *corrected = false;
    return opening->trigger->start == FIELD_OF_AT
           || obligation_rows_series_started(turn, fresh, corrected);
}

/* A start that was corrected to a later one: what was owed before it is not owed. */
static bool series_shorten(struct change *change, const struct obligation *fresh)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_owed_of_rule(change_turn(change), fresh->subject, fresh->rule, false,
                                      &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct obligation *early = &list[i];
        if (!same_series(early, fresh) || early->due_us >= fresh->due_us)
            continue;
        early->next_us = INT64_MAX;
        if (!obligation_settle(change, early, STATE_CANCELLED, change_turn(change)->now_us,
                               TEXT("corrected"), TEXT_NONE, TEXT_NONE))
            return false;
    }
    return true;
}

/* A case is open from its first telling on: no day that was over before is owed (DOMAIN 2.2,
 * daily).
 */
static bool before_telling(const struct fact *fact, int64_t due_us)
{
    return fact->has[FIELD_OF_TOLD] && due_us < fact->times[FIELD_OF_TOLD];
}

/* A case that is resolved owes its recurring duties up to then (D-25); what makes it a case at work
 * again begins them anew. */
static bool ends_resolved(const struct step *step)
{
    for (size_t i = 0; step->series && i < step->cancel_count; i++)
        if (step->cancel[i].served && step->cancel[i].fact == FACT_INCIDENT_RECOVERED)
            return true;
    return false;
}

bool series_pending(const struct step *step, const struct obligation *obligation, int64_t now_us)
{
    return ends_resolved(step) && obligation->due_us > now_us;
}

int64_t series_end_us(const struct step *step, const struct fact *fact)
{
    return ends_resolved(step) && fact->has[FIELD_OF_RECOVERED] ? fact->times[FIELD_OF_RECOVERED]
                                                                : INT64_MAX;
}

/* When a fact of this kind was last; INT64_MIN: never. */
static bool last_us(struct turn *turn, struct text subject, enum fact_kind kind, int64_t *at_us)
{
    struct text name = text_of(fact_face(kind)->name);
    struct text *kept;
    size_t count;
    *at_us = INT64_MIN;
    if (!obligation_rows_facts(turn, subject, name, &kept, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct fact fact;
        if (!fact_read(turn, name, kept[i], &fact))
            return false;
        *at_us = fact_at(turn, &fact) > *at_us ? fact_at(turn, &fact) : *at_us;
    }
    return true;
}

bool series_ended(struct turn *turn, const struct obligation *obligation, const struct step *step,
                  int64_t due_us, bool *ended)
{
    int64_t recovered_us;
    int64_t reopened_us;
    *ended = false;
    if (!ends_resolved(step))
        return true;
    if (!last_us(turn, obligation->subject, FACT_INCIDENT_RECOVERED, &recovered_us)
        || !last_us(turn, obligation->subject, FACT_INCIDENT_REOPENED, &reopened_us))
        return false;
    *ended = recovered_us > reopened_us && due_us >= recovered_us;
    return true;
}

bool series_open(struct change *change, const struct opening *opening,
                 const struct obligation *fresh)
{
    struct turn *turn = change_turn(change);
    const struct calendar *calendar = &opening->pack->calendar;
    struct opening period = *opening;
    struct obligation *list;
    size_t count;
    int64_t due_us = fresh->due_us;
    int64_t start_us = fresh->start_us;
    int64_t end_us = series_end_us(opening->step, opening->fact);
    bool corrects;
    if (!series_corrected(turn, opening, fresh, &corrects)
        || (corrects && !series_shorten(change, fresh))
        || !obligation_rows_series_from(turn, fresh, fresh->due_us, &list, &count))
        return false;
    while (due_us < end_us) {
        struct obligation one = *fresh;
        int64_t following_us = INT64_MAX;
        one.start_us = start_us;
        one.due_us = due_us;
        one.corrects = corrects;
        one.fired_us = start_us - 1;
        if (!due_next(calendar, opening->closures, opening->due, due_us, &following_us))
            following_us = INT64_MAX;
        if (!before_telling(opening->fact, due_us) && !period_stands(list, count, &one)
            && !period_open(change, &period, &one, following_us))
            return false;
        if (due_us > turn->now_us || following_us == INT64_MAX)
            return true;
        start_us = due_us;
        due_us = following_us;
    }
    return true;
}

/* ---- open again ---- */

/* Does the series come to nothing any more: is none of it owed, or about to follow? */
static bool series_over(const struct obligation *standing, size_t count,
                        const struct obligation *first)
{
    for (size_t i = 0; i < count; i++)
        if (same_series(&standing[i], first))
            return false;
    return true;
}

static bool series_anew(struct change *change, const struct obligation *old,
                        const struct subject *subject, int64_t at_us)
{
    struct turn *turn = change_turn(change);
    struct obligation fresh = *old;
    struct opening opening;
    int64_t amount_us;
    bool known;
    fresh.rating = text_of(rating_name(subject->rating));
    fresh.start_us = at_us;
    fresh.entry_us = turn->now_us;
    if (!obligation_opening_again(turn, &fresh, &opening))
        return false;
    fresh.version = 0;
    fresh.level = 0;
    fresh.fired_us = at_us - 1;
    fresh.fulfilled_us = fresh.resume_us = TIME_NONE;
    fresh.corrects = false;
    fresh.basis = fresh.evidence = fresh.evidence_ref = fresh.superseded_by = fresh.explanation =
        TEXT_NONE;
    if (series_every(opening.step, opening.due)) {
        if (!direction_amount(turn, &fresh, opening.step, at_us, &amount_us))
            return false;
        fresh.due_us = at_us + amount_us;
    } else if (!due_instant(&opening.pack->calendar, opening.closures, opening.due, at_us,
                            &fresh.due_us))
        return true;
    period_name(turn->arena, &fresh);
    fresh.identity = text_format(turn->arena, "%.*s|again %.*s", TEXT_SHOW(fresh.identity),
                                 TEXT_SHOW(instant_utc(turn->arena, at_us)));
    return obligation_rows_obligation_known(turn, fresh.identity, &known)
           && (known || opening_write(change, &opening, &fresh));
}

bool series_reopen(struct change *change, const struct fact *fact, const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct obligation *standing;
    struct obligation *list;
    size_t standing_count;
    size_t count;
    if (!obligation_rows_standing(turn, subject->id, &standing, &standing_count)
        || !obligation_rows_firsts(turn, subject->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct pack *pack;
        const struct step *step;
        if (!obligation_made_by(turn, &list[i], &pack, &step))
            return false;
        bool affected =
            text_empty(list[i].organisation) || subject_names(subject, list[i].organisation);
        if (step->series && affected && series_over(standing, standing_count, &list[i])
            && !series_anew(change, &list[i], subject, fact_at(turn, fact)))
            return false;
    }
    return true;
}

/* ---- the next period ---- */

bool series_next(struct change *change, const struct pack *pack, const struct obligation *previous,
                 const struct step *step, int64_t start_us, int64_t due_us)
{
    struct turn *turn = change_turn(change);
    struct obligation next = *previous;
    struct opening opening = {.pack = pack, .rule = pack_rule(pack, previous->rule), .step = step};
    struct obligation *list;
    size_t count;
    bool known;
    next.start_us = start_us;
    next.due_us = due_us;
    next.version = 0;
    next.level = 0;
    next.entry_us = turn->now_us;
    next.fired_us = start_us; /* its clock is the time from the period before */
    next.fulfilled_us = next.resume_us = TIME_NONE;
    next.corrects = false;
    next.basis = next.evidence = next.evidence_ref = next.superseded_by = next.explanation =
        TEXT_NONE;
    period_name(turn->arena, &next);
    struct duty duty = duty_of(&next, step);
    if (!duty_due(turn, &duty, &opening.due) || !obligation_closures(turn, &opening.closures)
        || !obligation_rows_obligation_known(turn, next.identity, &known)
        || !obligation_rows_series_from(turn, &next, due_us, &list, &count))
        return false;
    next.product_default = opening.due->product_default;
    return known || period_stands(list, count, &next) || opening_write(change, &opening, &next);
}

bool obligation_period_over(struct turn *turn, const struct pack *pack, const struct step *step,
                            const struct obligation *obligation, bool *over)
{
    struct obligation *list;
    struct closures closures;
    const struct due *due;
    size_t count;
    int64_t following_us;
    *over = false;
    if (!step->series)
        return true;
    if (!step_due(turn, step, rating_named(obligation->rating), &due)
        || !obligation_closures(turn, &closures)
        || !obligation_rows_series_from(turn, obligation, obligation->due_us + 1, &list, &count))
        return false;
    *over = true;
    for (size_t i = 0; i < count; i++)
        if (obligation_alive(&list[i]))
            *over = due_next(&pack->calendar, closures, due, obligation->due_us, &following_us)
                    && turn->now_us > following_us;
    return true;
}
