/* SPDX-License-Identifier: Apache-2.0 */
/* What a fact does: it is kept, and opens, fulfils, reopens or voids. In this order: what it ends
 * first, so that a first evaluation cancels the provisional clock before the rating opens the real
 * one (DOMAIN 0.2); and before that, what takes the place of something that would be ended. */
#include "base/id.h"
#include "obligation/inside.h"

enum { FOLLOWED_MAX = 8 }; /* replacements of a duty that was told of */

/* What a policy in force, or an earlier one, makes of a fact. */
struct meaning {
    const struct pack *pack;
    struct match *matches;
    size_t count;
};

struct hearing {
    const struct fact *fact;
    struct meaning *meanings; /* of each policy, the one in force first */
    size_t meanings_count;
    struct text fact_id;
    struct subject subject;
    int64_t void_us;                /* since when its case was none before this fact */
    const struct obligation *named; /* the obligation that the fact names, or NULL */
    struct obligation
        *list; /* of the subject and of rules that the fact ends, which can still be */
    size_t count;
    bool read; /* the list is: most facts touch nothing, and need none */
    struct opened opened;
};

bool obligation_alive(const struct obligation *obligation)
{
    return obligation->state <= STATE_SUSPENDED;
}

bool same_recipient(const struct obligation *a, const struct obligation *b)
{
    return text_equal(a->recipient_role, b->recipient_role)
           && text_equal(a->recipient_organisation, b->recipient_organisation)
           && text_equal(a->recipient_person, b->recipient_person);
}

/*
 * A fact that names an obligation speaks of that one, and of the other steps of its rule towards
 * the same recipient: who was told at the rating was told before the last permissible moment (B7).
 * One that names an organisation speaks of its duties; one that names what the step is about (an
 * asset, a role) of the duty about that.
 */
static bool concerns(const struct hearing *hearing, const struct step *step,
                     const struct obligation *obligation)
{
    const struct fact *fact = hearing->fact;
    const struct obligation *named = hearing->named;
    if (fact->has[FIELD_OF_OBLIGATION])
        return named != NULL
               && (text_equal(obligation->id, named->id)
                   || (text_equal(obligation->rule, named->rule)
                       && !text_equal(obligation->step, named->step)
                       && same_recipient(obligation, named)));
    bool elsewhere = fact->has[FIELD_OF_ORGANISATION] && !text_empty(obligation->organisation)
                     && !text_equal(fact->texts[FIELD_OF_ORGANISATION], obligation->organisation);
    bool another = step->about != FACT_FIELDS && fact->has[step->about]
                   && !text_equal(fact->texts[step->about], obligation->about);
    return !elsewhere && !another;
}

/* The kind of evidence that the fact is; where the pack does not say, that of the step. */
static struct text evidence_of(const struct pack *pack, const struct fact *fact,
                               const struct step *step)
{
    if (!text_empty(pack->evidence[fact->kind]))
        return pack->evidence[fact->kind];
    return step->evidence.count > 0 ? step->evidence.items[0] : TEXT_NONE;
}

static struct text basis_of(struct arena *arena, const struct fact *fact, const struct match *match)
{
    struct text basis = match->effect == EFFECT_CANCEL ? match->trigger->basis : TEXT_NONE;
    if (text_empty(basis))
        return text_of(fact_face(fact->kind)->name);
    if (fact->kind != FACT_INCIDENT_LOWERED) /* of which the superior's reason is a part */
        return basis;
    return text_format(arena, "%.*s: %.*s", TEXT_SHOW(basis),
                       TEXT_SHOW(fact->texts[FIELD_OF_REASON]));
}

/* What fulfils a duty that counts from when it was last done begins the next. */
static bool hearing_fulfil(struct change *change, const struct hearing *hearing,
                           const struct match *match, const struct pack *pack,
                           struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct fact *fact = hearing->fact;
    struct text ref = fact->has[FIELD_OF_NOTICE] ? fact->texts[FIELD_OF_NOTICE] : hearing->fact_id;
    int64_t amount_us;
    int64_t at_us = fact_at(turn, fact);
    struct closures closures;
    const struct due *due;
    if (!step_due(turn, match->step, rating_named(obligation->rating), &due)
        || !obligation_closures(turn, &closures))
        return false;
    if (!series_holds(pack, match->step, due, obligation->due_us, fact, at_us))
        return true;
    obligation->state = STATE_FULFILLED;
    obligation->next_us =
        obligation_next_us(turn->arena, pack, closures, match->step, obligation, turn->now_us);
    return obligation_settle(change, obligation, STATE_FULFILLED, at_us,
                             basis_of(turn->arena, fact, match),
                             evidence_of(turn->pack, fact, match->step), ref)
           && (!series_every(match->step, due)
               || (direction_amount(turn, obligation, match->step, at_us, &amount_us)
                   && series_next(change, pack, obligation, match->step, at_us,
                                  at_us + amount_us)));
}

/*
 * What voids a case voids everything that is owed on it. What ends a series ends what was not due
 * yet; of what was, an update nobody sent is missed, and a day's report may still come.
 */
static bool hearing_cancel(struct change *change, const struct hearing *hearing,
                           const struct match *match, struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct fact *fact = hearing->fact;
    int64_t at_us = fact_at(turn, fact);
    bool ends = match->step->series && fact->kind != FACT_INCIDENT_VOID;
    bool was_due = ends && obligation->due_us < at_us;
    const struct due *due;
    if (!step_due(turn, match->step, rating_named(obligation->rating), &due))
        return false;
    if (obligation->state == STATE_FULFILLED) {
        obligation->next_us = INT64_MAX; /* nothing follows it any more */
        return obligation_rewrite(change, obligation, "obligation.last");
    }
    if (was_due && !series_every(match->step, due))
        return true;
    obligation->next_us = INT64_MAX;
    return obligation_settle(change, obligation, was_due ? STATE_MISSED : STATE_CANCELLED, at_us,
                             basis_of(turn->arena, fact, match), TEXT_NONE, hearing->fact_id);
}

static void hearing_mean(struct turn *turn, struct hearing *hearing)
{
    size_t capacity = 0;
    for (const struct pack *pack = turn->pack; pack != NULL; pack = pack->earlier) {
        hearing->meanings = arena_grow(turn->arena, hearing->meanings, hearing->meanings_count,
                                       &capacity, sizeof *hearing->meanings);
        struct meaning *meaning = &hearing->meanings[hearing->meanings_count++];
        *meaning = (struct meaning){.pack = pack};
        rules_match(turn->arena, pack, hearing->fact, &meaning->matches, &meaning->count);
    }
}

/* "|A1|B4|": the rules of which it ends something. */
static struct text hearing_rules(struct turn *turn, const struct hearing *hearing)
{
    struct builder rules = {.arena = turn->arena};
    build(&rules, TEXT("|"));
    for (size_t i = 0; i < hearing->meanings_count; i++) {
        const struct meaning *meaning = &hearing->meanings[i];
        for (size_t j = 0; j < meaning->count; j++)
            if (meaning->matches[j].effect == EFFECT_CANCEL
                || meaning->matches[j].effect == EFFECT_STOP)
                build_format(&rules, "%.*s|", TEXT_SHOW(meaning->matches[j].rule->id));
    }
    return built(&rules);
}

static bool hearing_read(struct turn *turn, struct hearing *hearing)
{
    if (hearing->read)
        return true;
    hearing->read = true;
    return obligation_rows_standing_of(turn, hearing->subject.id, hearing_rules(turn, hearing),
                                       &hearing->list, &hearing->count);
}

static bool hearing_ends(struct change *change, struct hearing *hearing, const struct pack *pack,
                         const struct match *match)
{
    if (!hearing_read(change_turn(change), hearing))
        return false;
    for (size_t i = 0; i < hearing->count; i++) {
        struct obligation *obligation = &hearing->list[i];
        bool same = text_equal(obligation->rule, match->rule->id)
                    && text_equal(obligation->step, match->step->name)
                    && text_equal(obligation->pack, pack->hash);
        if (!same || !concerns(hearing, match->step, obligation))
            continue;
        if (match->effect == EFFECT_CANCEL
                ? !hearing_cancel(change, hearing, match, obligation)
                : obligation_alive(obligation)
                      && !hearing_fulfil(change, hearing, match, pack, obligation))
            return false;
    }
    return true;
}

/* As it is owed again; of a case that is none, it is called off in the same moment. */
static bool hearing_owed_again(struct change *change, const struct hearing *hearing,
                               struct obligation *obligation)
{
    struct turn *turn = change_turn(change);
    const struct pack *pack;
    const struct step *step;
    const struct trigger *voided = NULL;
    if (!obligation_made_by(turn, obligation, &pack, &step))
        return false;
    obligation->next_us = turn->now_us;
    if (!obligation_settle(
            change, obligation, turn->now_us > obligation->due_us ? STATE_OVERDUE : STATE_OPEN,
            turn->now_us, text_of(fact_face(hearing->fact->kind)->name), TEXT_NONE, TEXT_NONE))
        return false;
    if (!subject_void(&hearing->subject) || !step_voided(step, &voided))
        return true;
    obligation->next_us = INT64_MAX;
    return obligation_settle(change, obligation, STATE_CANCELLED, turn->now_us, voided->basis,
                             TEXT_NONE, TEXT_NONE);
}

/* Evidence that turned out to be none: the obligation is owed again, with its old due (SM-2, S-20).
 */
static bool hearing_reopen(struct change *change, struct hearing *hearing)
{
    struct turn *turn = change_turn(change);
    struct obligation *list;
    size_t count;
    if (hearing->named == NULL)
        return true;
    if (!obligation_rows_evidenced(turn, hearing->subject.id, hearing->named->rule,
                                   hearing->fact->texts[FIELD_OF_NOTICE], &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct obligation *obligation = &list[i];
        bool other = text_equal(obligation->step, hearing->named->step)
                     && !text_equal(obligation->id, hearing->named->id);
        if (!other && same_recipient(obligation, hearing->named)
            && !hearing_owed_again(change, hearing, obligation))
            return false;
    }
    return true;
}

static bool hearing_effect(struct change *change, struct hearing *hearing, enum effect effect)
{
    for (size_t i = 0; i < hearing->meanings_count; i++) {
        const struct meaning *meaning = &hearing->meanings[i];
        if (effect == EFFECT_OPEN
            && !opening_ahead(change_turn(change), hearing->fact, &hearing->subject,
                              meaning->matches, meaning->count))
            return false;
        for (size_t j = 0; j < meaning->count; j++) {
            const struct match *match = &meaning->matches[j];
            if (match->effect != effect)
                continue;
            if (effect == EFFECT_OPEN || effect == EFFECT_REPLACE
                    ? !obligation_open(change, meaning->pack, match, hearing->fact,
                                       hearing->fact_id, &hearing->subject, &hearing->opened)
                    : !hearing_ends(change, hearing, meaning->pack, match))
                return false;
        }
    }
    return true;
}

/* What an import would have owed is owed by nobody; the facts of the adoption open the real duties.
 */
static bool hearing_adopt(struct change *change, const struct hearing *hearing)
{
    struct obligation *list;
    size_t count;
    if (!obligation_rows_standing(change_turn(change), hearing->subject.id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct obligation *obligation = &list[i];
        if (!text_is(obligation->kind, "import") || !obligation_alive(obligation))
            continue;
        if (!obligation_settle(change, obligation, STATE_CANCELLED,
                               fact_at(change_turn(change), hearing->fact), TEXT("adopted"),
                               TEXT_NONE, hearing->fact_id))
            return false;
    }
    return true;
}

/* What is said of a duty that another one like it has replaced, be it of the case into which its
 * own was merged, is said of that. */
static bool hearing_follow(struct turn *turn, struct hearing *hearing)
{
    struct obligation *next;
    size_t count;
    for (int i = 0; i < FOLLOWED_MAX && hearing->named->state == STATE_SUPERSEDED; i++) {
        const struct obligation *named = hearing->named;
        if (!obligation_rows_one(turn, named->superseded_by, &next, &count))
            return false;
        if (count == 0 || !text_equal(next->rule, named->rule)
            || !text_equal(next->step, named->step) || !same_recipient(next, named))
            return true;
        hearing->named = next;
        if (!text_equal(next->subject, named->subject) && next->subject_kind == SUBJECT_INCIDENT
            && !obligation_rows_subject(turn, next->subject, &hearing->subject))
            return false;
    }
    return true;
}

static bool hearing_named(struct turn *turn, struct hearing *hearing)
{
    struct obligation *list;
    size_t count;
    if (!hearing->fact->has[FIELD_OF_OBLIGATION])
        return true;
    if (!obligation_rows_one(turn, hearing->fact->texts[FIELD_OF_OBLIGATION], &list, &count))
        return false;
    hearing->named = count == 1 ? &list[0] : NULL;
    return count != 1 || hearing_follow(turn, hearing);
}

/* ---- a case again ---- */

/* A body that was added while the case was none is told of it now that it is one, from now on. */
static bool hearing_added(struct change *change, const struct subject *subject, int64_t since_us)
{
    struct turn *turn = change_turn(change);
    struct text kind = text_of(fact_face(FACT_ORGANISATION_AFFECTED)->name);
    struct text *ids;
    struct text *fields;
    size_t count;
    if (!obligation_rows_facts_since(turn, subject->id, kind, since_us, &ids, &fields, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct fact fact;
        struct hearing added = {
            .fact = &fact, .fact_id = ids[i], .subject = *subject, .opened = {.heard = true}};
        if (!fact_read(turn, kind, fields[i], &fact))
            return false;
        hearing_mean(turn, &added);
        if (subject_names(subject, fact.texts[FIELD_OF_ORGANISATION])
            && !hearing_effect(change, &added, EFFECT_OPEN))
            return false;
    }
    return true;
}

static bool hearing_again(struct change *change, const struct hearing *hearing)
{
    const struct fact *fact = hearing->fact;
    struct subject other;
    if (fact->kind == FACT_INCIDENT_REOPENED && hearing->void_us != INT64_MAX)
        return hearing_added(change, &hearing->subject, hearing->void_us);
    if (fact->kind != FACT_INCIDENT_SEPARATED)
        return true;
    if (!obligation_rows_subject(change_turn(change), fact->texts[FIELD_OF_OTHER], &other))
        return false;
    int64_t since_us = other.void_us;
    return since_us == INT64_MAX
           || (subject_again(change, &other) && hearing_added(change, &other, since_us));
}

/* What the fact is about, as it is from now on. */
static bool hearing_subject(struct change *change, struct hearing *hearing)
{
    if (!subject_find(change_turn(change), hearing->fact, &hearing->subject))
        return false;
    hearing->void_us = hearing->subject.void_us;
    return true;
}

bool obligation_hear(struct change *change, const struct fact *fact)
{
    struct turn *turn = change_turn(change);
    struct hearing hearing = {.fact = fact};
    if (fact->kind == FACT_ROLE_CHANGED) /* who holds what stands in its own room */
        return passing_begin(change, fact);
    hearing_mean(turn, &hearing);
    return id_new(turn, &hearing.fact_id) && hearing_subject(change, &hearing)
           && obligation_rows_fact_insert(change, hearing.fact_id, hearing.subject.id, fact,
                                          fact_write(turn->arena, fact), fact_at(turn, fact))
           && subject_hear(change, fact, &hearing.subject) && hearing_named(turn, &hearing)
           && (fact->kind != FACT_NOTICE_FAILED || hearing_reopen(change, &hearing))
           && (fact->kind != FACT_INCIDENT_ADOPTED || hearing_adopt(change, &hearing))
           && obligation_recalculate(change, fact, &hearing.subject)
           && hearing_effect(change, &hearing, EFFECT_REPLACE)
           && hearing_effect(change, &hearing, EFFECT_CANCEL)
           && hearing_effect(change, &hearing, EFFECT_STOP)
           && hearing_effect(change, &hearing, EFFECT_OPEN) && hearing_again(change, &hearing);
}

bool obligation_next(struct turn *turn, int64_t *next_us)
{
    int64_t passing_us;
    int64_t moving_us;
    if (!passing_next(turn, &passing_us) || !moving_next(turn, &moving_us)
        || !obligation_rows_next(turn, next_us))
        return false;
    *next_us = passing_us < *next_us ? passing_us : *next_us;
    *next_us = moving_us < *next_us ? moving_us : *next_us;
    return true;
}
