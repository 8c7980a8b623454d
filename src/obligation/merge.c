/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two cases that turn out to be one, and one that turns out to be two (DOMAIN 2.6, S-18). The
 * duties of the other case fold into those of this one: the earlier due stays, what was fulfilled
 * on either is fulfilled, what only the other case owed is owed here. Each step is a version whose
 * basis names the merge, so that taking it back finds the clocks as they were before it.
 */
#include "base/id.h"
#include "obligation/inside.h"

static bool matches(const struct obligation *a, const struct obligation *b, bool daily)
{
    return text_equal(a->rule, b->rule) && text_equal(a->step, b->step)
           && text_equal(a->about, b->about) && same_recipient(a, b)
           && (!daily || a->due_us == b->due_us);
}

static bool stands(const struct obligation *obligation)
{
    return obligation_alive(obligation) || obligation->state == STATE_FULFILLED;
}

/* The duty of this case that the other's folds into: one that is owed before one that is done. */
static struct obligation *counterpart(struct obligation *list, size_t count,
                                      const struct obligation *other, bool daily)
{
    struct obligation *found = NULL;
    for (size_t i = 0; i < count; i++)
        if (matches(&list[i], other, daily) && stands(&list[i])
            && (found == NULL || (obligation_alive(&list[i]) && !obligation_alive(found))))
            found = &list[i];
    return found;
}

static struct text merged_with(struct arena *arena, struct text other)
{
    return text_format(arena, "merged with %.*s", TEXT_SHOW(other));
}

/* Its due is the earlier one from now on. */
static bool fold_due(struct change *change, struct obligation *mine, const struct opening *opening,
                     int64_t due_us, struct text basis)
{
    struct turn *turn = change_turn(change);
    if (due_us >= mine->due_us)
        return true;
    mine->due_us = due_us;
    mine->basis = basis;
    if (mine->state == STATE_OPEN && turn->now_us > due_us)
        mine->state = STATE_OVERDUE;
    mine->next_us = obligation_next_us(turn->arena, opening->pack, opening->closures, opening->step,
                                       mine, turn->now_us);
    return obligation_rewrite(change, mine, "obligation.move");
}

/* What nobody owes here yet is owed here, with its clock as it ran there. */
static bool fold_copy(struct change *change, const struct subject *subject,
                      const struct opening *opening, const struct obligation *other,
                      struct text basis, struct text *successor)
{
    struct turn *turn = change_turn(change);
    struct obligation fresh = *other;
    fresh.subject = subject->id;
    fresh.number = subject->number;
    fresh.kind = subject->kind;
    fresh.version = 0;
    fresh.entry_us = turn->now_us;
    fresh.basis = basis;
    fresh.identity = text_format(turn->arena, "%.*s|merged into %.*s", TEXT_SHOW(other->identity),
                                 TEXT_SHOW(subject->id));
    bool known;
    if (!obligation_rows_obligation_known(turn, fresh.identity, &known))
        return false;
    if (!id_new(turn, &fresh.id))
        return false;
    if (known) /* merged before, and taken apart since */
        fresh.identity = text_format(turn->arena, "%.*s|again %.*s", TEXT_SHOW(fresh.identity),
                                     TEXT_SHOW(fresh.id));
    if (!opening_write_quietly(change, opening, &fresh))
        return false;
    *successor = fresh.id;
    return true;
}

static bool fold_one(struct change *change, const struct subject *subject, struct obligation *list,
                     size_t count, struct obligation *other)
{
    struct turn *turn = change_turn(change);
    struct text basis = merged_with(turn->arena, other->number);
    struct opening opening;
    if (!obligation_opening_again(turn, other, &opening))
        return false;
    bool daily = series_daily(opening.step, opening.due);
    struct obligation *mine = counterpart(list, count, other, daily);
    /* What was done in its turn there has its next there, and that is folded. */
    if (other->state == STATE_FULFILLED && series_every(opening.step, opening.due))
        return true;
    if (mine != NULL && obligation_alive(mine)
        && !fold_due(change, mine, &opening, other->due_us, basis))
        return false;
    if (other->state == STATE_FULFILLED) {
        if (mine == NULL || !obligation_alive(mine))
            return true;
        mine->state = STATE_FULFILLED;
        mine->next_us = obligation_next_us(turn->arena, opening.pack, opening.closures,
                                           opening.step, mine, turn->now_us);
        return obligation_settle(change, mine, STATE_FULFILLED, other->fulfilled_us, basis,
                                 other->evidence, other->evidence_ref);
    }
    if (mine == NULL && !fold_copy(change, subject, &opening, other, basis, &other->superseded_by))
        return false;
    if (mine != NULL)
        other->superseded_by = mine->id;
    other->next_us = INT64_MAX;
    /* Whoever is to be told of this case's duty is told of it alone; of one that was taken over
     * quietly, the letters of the other case tell. */
    return obligation_settle(change, other, STATE_SUPERSEDED, turn->now_us,
                             merged_with(turn->arena, subject->number), TEXT_NONE, TEXT_NONE)
           && (mine == NULL
               || notice_lapse(change, other->id, merged_with(turn->arena, subject->number)));
}

bool merge_fold(struct change *change, const struct fact *fact, const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    struct obligation *others;
    size_t count;
    size_t others_count;
    if (!obligation_rows_of_subject(turn, subject->id, &list, &count)
        || !obligation_rows_of_subject(turn, fact->texts[FIELD_OF_OTHER], &others, &others_count))
        return false;
    for (size_t i = 0; i < others_count; i++)
        if (stands(&others[i]) && !fold_one(change, subject, list, count, &others[i]))
            return false;
    return true;
}

/* ---- taking it back ---- */

static const char separated[] = "separated";

/* The version before the merge; NULL when the merge has not touched it, or has made it. One that
 * was taken back before is none any more. */
static const struct obligation *before_merge(const struct obligation *versions, size_t count,
                                             struct text basis, bool *made)
{
    size_t since = 0;
    for (size_t i = 1; i < count; i++)
        if (text_is(versions[i].basis, separated))
            since = i;
    *made = count > 0 && since == 0 && text_equal(versions[0].basis, basis);
    for (size_t i = since + 1; i < count && !*made; i++)
        if (text_equal(versions[i].basis, basis))
            return &versions[i - 1];
    return NULL;
}

/* Where its letter was not sent for the sake of the other case, it is owed again. */
static bool restore_told(struct change *change, const struct opening *opening,
                         const struct obligation *obligation)
{
    bool tells = true;
    bool owed = obligation->state == STATE_OPEN || obligation->state == STATE_OVERDUE;
    if (!owed || text_empty(opening->step->notice))
        return true;
    return notice_tells(change_turn(change), obligation->id, &tells)
           && (tells || obligation_notify(change, opening->pack, opening->step, obligation));
}

static bool restore_none(struct change *change, struct obligation *obligation)
{
    obligation->next_us = INT64_MAX;
    return obligation_settle(change, obligation, STATE_CANCELLED, change_turn(change)->now_us,
                             text_of(separated), TEXT_NONE, TEXT_NONE);
}

/* As it stood, with what has come about since: a due that has passed, evidence on its successor;
 * and a body that came with the merge is gone with it. */
static bool restore(struct change *change, const struct subject *subject,
                    const struct obligation *before, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    struct opening opening;
    struct obligation *successor;
    size_t count = 0;
    bool concerned;
    bool met = obligation->state == STATE_FULFILLED
               && !text_starts(obligation->basis, TEXT("merged with "));
    if (!obligation_opening_again(turn, obligation, &opening)
        || (!text_empty(obligation->superseded_by)
            && !obligation_rows_one(turn, obligation->superseded_by, &successor, &count))
        || !organisation_concerned(turn, subject, obligation->organisation, &concerned))
        return false;
    if (!met && !concerned && obligation_alive(before))
        return restore_none(change, obligation);
    obligation->due_us = before->due_us;
    obligation->superseded_by = TEXT_NONE;
    if (met)
        return obligation_rewrite(change, obligation, "obligation.move");
    obligation->state = before->state;
    obligation->fulfilled_us = before->fulfilled_us;
    obligation->evidence = before->evidence;
    obligation->evidence_ref = before->evidence_ref;
    obligation->fired_us = before->fired_us;
    obligation->level = before->level;
    obligation->basis = text_of(separated);
    bool carried = count == 1 && successor[0].state == STATE_FULFILLED
                   && text_equal(successor[0].subject, obligation->subject);
    if (carried && obligation_alive(before)) {
        obligation->state = STATE_FULFILLED;
        obligation->fulfilled_us = successor[0].fulfilled_us;
        obligation->evidence = successor[0].evidence;
        obligation->evidence_ref = successor[0].evidence_ref;
    }
    if (obligation->state == STATE_OPEN && turn->now_us > obligation->due_us)
        obligation->state = STATE_OVERDUE;
    obligation->next_us = obligation_next_us(turn->arena, opening.pack, opening.closures,
                                             opening.step, obligation, turn->now_us);
    return obligation_rewrite(change, obligation, "obligation.restore")
           && restore_told(change, &opening, obligation);
}

static bool undo_one(struct change *change, const struct subject *subject,
                     struct obligation *obligation, struct text basis, bool makers)
{
    struct turn *turn = change_turn(change);
    struct obligation *versions;
    size_t count;
    bool made;
    if (!obligation_rows_versions(turn, obligation->id, &versions, &count))
        return false;
    const struct obligation *before = before_merge(versions, count, basis, &made);
    if (before != NULL && !makers)
        return restore(change, subject, before, obligation);
    if (!made || !makers || !stands(obligation))
        return true;
    return restore_none(change, obligation);
}

/* Those that were replaced come back before those that replaced them go: a successor's evidence is
 * still there to be asked for. */
static bool undo_case(struct change *change, const struct subject *subject, struct text basis)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_of_subject(change_turn(change), subject->id, &list, &count))
        return false;
    for (int makers = 0; makers < 2; makers++)
        for (size_t i = 0; i < count; i++)
            if (!undo_one(change, subject, &list[i], basis, makers == 1))
                return false;
    return true;
}

bool merge_undo(struct change *change, const struct fact *fact, const struct subject *subject)
{
    struct turn *turn = change_turn(change);
    struct subject other;
    return obligation_rows_subject(turn, fact->texts[FIELD_OF_OTHER], &other)
           && undo_case(change, subject, merged_with(turn->arena, other.number))
           && undo_case(change, &other, merged_with(turn->arena, subject->number));
}
