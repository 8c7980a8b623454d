/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a changed case does to the duties that stand (DOMAIN 2.6), beyond what the rules of the pack
 * say: a body that turns out not to be affected, a telling that was proven to be earlier. Nothing
 * is taken out of the record: each duty that goes has its reason, each that is replaced its
 * successor.
 */
#include "base/id.h"
#include "obligation/inside.h"

/* ---- an organisation is removed ---- */

bool organisation_concerned(struct turn *turn, const struct subject *subject,
                            struct text organisation, bool *concerned)
{
    *concerned = text_empty(organisation) || subject_names(subject, organisation);
    for (size_t i = 0; i < subject->bodies_count && !*concerned; i++)
        if (!organisation_within(turn, subject->bodies[i], organisation, concerned))
            return false;
    return true;
}

/* Is it a duty of the removed body or towards it; or of an office above it, with no other body of
 * the case below that? */
static bool removed_here(struct turn *turn, const struct obligation *obligation, struct text gone,
                         const struct subject *subject, bool *here)
{
    bool concerned;
    *here = text_equal(obligation->organisation, gone)
            || text_equal(obligation->recipient_organisation, gone);
    if (*here)
        return true;
    if (!organisation_within(turn, gone, obligation->organisation, here)
        || !organisation_concerned(turn, subject, obligation->organisation, &concerned))
        return false;
    *here = *here && !concerned;
    return true;
}

static bool stands_for(const struct obligation *list, size_t count, const struct obligation *old,
                       struct text organisation)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].organisation, organisation) && same_recipient(&list[i], old)
            && text_equal(list[i].step, old->step) && text_equal(list[i].about, old->about)
            && text_equal(list[i].period, old->period) && list[i].state != STATE_CANCELLED
            && list[i].state != STATE_SUPERSEDED)
            return true;
    return false;
}

/* The same duty, unchanged in its clock, for another body. */
static bool hand_over(struct change *change, const struct obligation *old, struct text organisation,
                      struct text *successor)
{
    struct turn *turn = change_turn(change);
    struct obligation fresh = *old;
    struct opening opening = {.rule = NULL};
    *successor = TEXT_NONE;
    fresh.organisation = organisation;
    fresh.identity = text_format(turn->arena, "%.*s|for %.*s", TEXT_SHOW(old->identity),
                                 TEXT_SHOW(organisation));
    fresh.version = 0;
    fresh.entry_us = turn->now_us;
    fresh.basis = TEXT_NONE;
    if (!obligation_opening_again(turn, old, &opening))
        return false;
    bool known;
    if (!obligation_rows_obligation_known(turn, fresh.identity, &known))
        return false;
    if (known || !opening_write(change, &opening, &fresh))
        return known;
    *successor = fresh.id;
    return true;
}

/* A duty of the case as a whole, which the removed body answered for, is the next body's. */
static bool removed_one(struct change *change, const struct subject *subject,
                        struct obligation *obligation, struct text gone, struct text basis)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    struct text next = subject->bodies_count > 0 ? subject->bodies[0] : TEXT_NONE;
    bool of_case = !text_empty(next) && !text_equal(obligation->recipient_organisation, gone)
                   && !text_equal(obligation->about, obligation->organisation);
    if (of_case && !obligation_rows_of_rule(turn, subject->id, obligation->rule, &list, &count))
        return false;
    obligation->next_us = INT64_MAX;
    if (of_case && !stands_for(list, count, obligation, next)) {
        if (!hand_over(change, obligation, next, &obligation->superseded_by))
            return false;
        if (!text_empty(obligation->superseded_by))
            return obligation_settle(change, obligation, STATE_SUPERSEDED, turn->now_us, basis,
                                     TEXT_NONE, TEXT_NONE)
                   && notice_lapse(change, obligation->id, basis);
    }
    return obligation_settle(change, obligation, STATE_CANCELLED, turn->now_us, basis, TEXT_NONE,
                             TEXT_NONE);
}

static bool recalculate_removed(struct change *change, const struct fact *fact,
                                const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct text gone = fact->texts[FIELD_OF_ORGANISATION];
    struct text basis = text_format(turn->arena, "organisation removed: %.*s",
                                    TEXT_SHOW(fact->texts[FIELD_OF_REASON]));
    struct obligation *list;
    size_t count;
    if (!obligation_rows_standing(turn, subject->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool here;
        if (!removed_here(turn, &list[i], gone, subject, &here))
            return false;
        if (!here)
            continue;
        list[i].next_us = INT64_MAX;
        if (obligation_alive(&list[i]) ? !removed_one(change, subject, &list[i], gone, basis)
                                       : !obligation_rewrite(change, &list[i], "obligation.last"))
            return false;
    }
    return true;
}

/* ---- an earlier telling is proven ---- */

bool obligation_opening_again(struct turn *turn, const struct obligation *old,
                              struct opening *opening)
{
    *opening = (struct opening){.fact_id = old->fact,
                                .rating = rating_named(old->rating),
                                .start_us = old->start_us,
                                .due_us = old->due_us,
                                .product_default = old->product_default};
    if (!obligation_made_by(turn, old, &opening->pack, &opening->step))
        return false;
    opening->rule = pack_rule(opening->pack, old->rule);
    struct duty duty = duty_of(old, opening->step);
    return duty_due(turn, &duty, &opening->due) && obligation_closures(turn, &opening->closures);
}

/* The same duty with its clock from an earlier start; what fulfilled the old one fulfils it. */
bool obligation_restart(struct change *change, struct obligation *old, int64_t start_us,
                        struct text basis)
{
    struct turn *turn = change_turn(change);
    struct obligation fresh = *old;
    struct opening opening;
    struct obligation before = *old;
    int64_t due_us;
    if (!obligation_opening_again(turn, old, &opening))
        return false;
    if (!due_instant(&opening.pack->calendar, opening.closures, opening.due, start_us, &due_us))
        return true;
    fresh.start_us = start_us;
    fresh.due_us = due_us < old->due_us ? due_us : old->due_us;
    fresh.corrects = true;
    fresh.version = 0;
    fresh.entry_us = turn->now_us;
    fresh.fired_us = start_us - 1;
    fresh.level = 0;
    fresh.explanation = TEXT_NONE;
    fresh.basis = basis;
    fresh.evidence = fresh.evidence_ref = TEXT_NONE;
    fresh.fulfilled_us = TIME_NONE;
    fresh.identity = text_format(turn->arena, "%.*s|from %.*s", TEXT_SHOW(old->identity),
                                 TEXT_SHOW(instant_utc(turn->arena, start_us)));
    if (!id_new(turn, &fresh.id) || !opening_write_quietly(change, &opening, &fresh))
        return false;
    old->superseded_by = fresh.id;
    old->next_us = INT64_MAX;
    if (!obligation_settle(change, old, STATE_SUPERSEDED, turn->now_us, basis, old->evidence,
                           old->evidence_ref))
        return false;
    if (before.state != STATE_FULFILLED)
        return true;
    fresh.state = STATE_FULFILLED;
    fresh.next_us = INT64_MAX;
    return obligation_settle(change, &fresh, STATE_FULFILLED, before.fulfilled_us, before.basis,
                             before.evidence, before.evidence_ref);
}

/* Through a merge: then taking that back finds it by the case's number. */
static bool told_basis(struct turn *turn, const struct fact *fact, struct text *basis)
{
    struct subject other;
    *basis = TEXT("told earlier");
    if (fact->kind != FACT_INCIDENT_MERGED)
        return true;
    if (!obligation_rows_subject(turn, fact->texts[FIELD_OF_OTHER], &other))
        return false;
    *basis = text_format(turn->arena, "merged with %.*s", TEXT_SHOW(other.number));
    return true;
}

/* Case-wide clocks; each report keeps the clock of its own telling. */
static bool recalculate_told(struct change *change, const struct fact *fact,
                             const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    int64_t told_us = fact->times[FIELD_OF_TOLD];
    struct text basis;
    struct obligation *list;
    size_t count;
    if (!fact->has[FIELD_OF_TOLD])
        return true;
    if (!obligation_rows_from(turn, subject->id, text_of(fact_field_name(FIELD_OF_TOLD)), told_us,
                              &list, &count)
        || !told_basis(turn, fact, &basis))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct pack *pack;
        const struct step *step;
        if (!obligation_made_by(turn, &list[i], &pack, &step))
            return false;
        bool stands = obligation_alive(&list[i]) || list[i].state == STATE_FULFILLED;
        if (stands && !step->per_fact && !obligation_restart(change, &list[i], told_us, basis))
            return false;
    }
    return true;
}

bool obligation_recalculate(struct change *change, const struct fact *fact,
                            const struct subject *subject)
{
    if (fact->kind == FACT_ORGANISATION_REMOVED)
        return recalculate_removed(change, fact, subject);
    if (fact->kind == FACT_INCIDENT_TOLD)
        return recalculate_told(change, fact, subject);
    if (fact->kind == FACT_INCIDENT_MERGED)
        return recalculate_told(change, fact, subject) && merge_fold(change, fact, subject);
    if (fact->kind == FACT_INCIDENT_SEPARATED)
        return merge_undo(change, fact, subject);
    if (fact->kind == FACT_INCIDENT_REOPENED)
        return series_reopen(change, fact, subject);
    return fact->kind != FACT_INCIDENT_CLOSED || ending_closed(change, subject);
}
