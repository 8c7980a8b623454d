/* SPDX-License-Identifier: Apache-2.0 */
/* How an obligation comes into being: one for each recipient, once, by the pack in force at its
 * clock's start. */
#include "base/id.h"
#include "base/json.h"
#include "obligation/inside.h"

static const struct trigger *opening_trigger(const struct step *step, const struct fact *fact)
{
    for (size_t i = 0; i < step->open_count; i++)
        if (trigger_holds(&step->open[i], fact))
            return &step->open[i];
    return NULL;
}

/* The rating that a due by rating depends on: the fact's, or what was heard of the case. */
static enum rating opening_rating(const struct fact *fact, const struct subject *subject)
{
    return fact->has[FIELD_OF_RATING] ? rating_named(fact->texts[FIELD_OF_RATING])
                                      : subject->rating;
}

/* A fulfilled one is replaced only by one that the same act fulfils: the clock was corrected. */
static bool supersedes(const struct step *step, const struct obligation *fresh, bool done,
                       const struct obligation *old)
{
    bool alive = obligation_alive(old)
                 || (old->state == STATE_FULFILLED && done && !step->supersedes_earliest);
    return alive && text_equal(old->about, fresh->about)
           && text_equal(old->organisation, fresh->organisation)
           && text_equal(old->recipient_role, fresh->recipient_role)
           && text_equal(old->recipient_organisation, fresh->recipient_organisation);
}

static bool opening_replace(struct change *change, const struct opening *opening,
                            struct obligation *fresh, struct obligation *old)
{
    if (opening->step->supersedes_earliest && old->due_us < fresh->due_us)
        fresh->due_us = old->due_us;
    bool itself = text_equal(old->rule, fresh->rule) && text_equal(old->step, fresh->step);
    fresh->corrects =
        fresh->corrects
        || (itself && opening->trigger != NULL && opening->trigger->start != FIELD_OF_AT);
    old->superseded_by = fresh->id;
    old->next_us = INT64_MAX;
    return obligation_settle(change, old, STATE_SUPERSEDED, change_turn(change)->now_us,
                             TEXT("inputs changed"), TEXT_NONE, TEXT_NONE)
           && notice_lapse(change, old->id, TEXT("another duty takes its place"));
}

/* Replaces what stood before; no due is ever lengthened by it (DOMAIN 2.6). */
static bool opening_supersede(struct change *change, const struct opening *opening,
                              struct obligation *fresh, bool done)
{
    struct turn *turn = change_turn(change);
    for (size_t k = 0; k < opening->step->supersedes.count; k++) {
        struct text step;
        struct text rule = text_cut(opening->step->supersedes.items[k], '.', &step);
        struct obligation *list;
        size_t count;
        bool fulfilled = done && !opening->step->supersedes_earliest;
        if (!obligation_rows_owed_of_rule(turn, fresh->subject, rule, fulfilled, &list, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            if ((text_empty(step) || text_equal(step, list[i].step))
                && supersedes(opening->step, fresh, done, &list[i])
                && !opening_replace(change, opening, fresh, &list[i]))
                return false;
    }
    return true;
}

/* Does a fact that was heard before fulfil it? Of a duty that counts from when it was last done,
 * only what came after its start. */
static bool already_by(const struct opening *opening, const struct obligation *fresh,
                       const struct trigger *stop, const struct fact *fact, int64_t at_us)
{
    enum fact_field about = opening->step->about;
    bool elsewhere = fact->has[FIELD_OF_ORGANISATION] && !text_empty(fresh->organisation)
                     && !text_equal(fact->texts[FIELD_OF_ORGANISATION], fresh->organisation);
    bool another =
        about != FACT_FIELDS && fact->has[about] && !text_equal(fact->texts[about], fresh->about);
    bool anew = (opening->step->per_fact && opening->step->supersedes.count == 0
                 && !series_daily(opening->step, opening->due))
                || about == FIELD_OF_ORGANISATION; /* what was done before was another's */
    /* What was done at the very start of an interval is what began it. */
    bool before = (anew && at_us < fresh->start_us)
                  || (series_every(opening->step, opening->due) && at_us <= fresh->start_us);
    return !elsewhere && !another && !before && trigger_holds(stop, fact)
           && series_holds(opening->pack, opening->step, opening->due, fresh->due_us, fact, at_us);
}

/* What fulfils it may have happened before it was owed: a response that ran when the rating rose
 * (S-06). What is owed anew for each fact asks for an act of its own. */
static bool opening_already(struct turn *turn, const struct opening *opening,
                            const struct obligation *fresh, int64_t *at_us, bool *done)
{
    *done = false;
    for (size_t i = 0; i < opening->step->stop_count && !*done; i++) {
        const struct trigger *stop = &opening->step->stop[i];
        struct text *kept;
        size_t count;
        if (!stop->served)
            continue;
        if (!obligation_rows_facts(turn, fresh->subject, stop->name, &kept, &count))
            return false;
        for (size_t k = 0; k < count && !*done; k++) {
            struct fact fact;
            if (!fact_read(turn, stop->name, kept[k], &fact))
                return false;
            *at_us = fact_at(turn, &fact);
            *done = already_by(opening, fresh, stop, &fact, *at_us);
        }
    }
    return true;
}

static struct value *opened_said(struct arena *arena, const struct obligation *obligation)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "rule", obligation->rule);
    value_set_text(arena, said, "step", obligation->step);
    value_set_text(arena, said, "policy", obligation->pack);
    value_set_text(arena, said, "start", instant_utc(arena, obligation->start_us));
    value_set_text(arena, said, "start_field", obligation->start_field);
    value_set_text(arena, said, "due", instant_utc(arena, obligation->due_us));
    value_set_text(arena, said, "owed_by", obligation->responsible.person);
    value_set_text(arena, said, "owed_by_role", obligation->responsible.asked);
    value_set_text(arena, said, "owed_to_role", obligation->recipient_role);
    value_set_text(arena, said, "owed_to_organisation", obligation->recipient_organisation);
    return said;
}

bool opening_write_quietly(struct change *change, const struct opening *opening,
                           struct obligation *fresh)
{
    struct turn *turn = change_turn(change);
    fresh->state = fresh->start_us > turn->now_us ? STATE_SCHEDULED : STATE_OPEN;
    fresh->next_us = obligation_next_us(turn->arena, opening->pack, opening->closures,
                                        opening->step, fresh, turn->now_us);
    return obligation_rows_obligation_insert(change, fresh)
           && obligation_rows_version_write(change, fresh)
           && change_entry(change, "obligation.open",
                           text_format(turn->arena, "obligation/%.*s", TEXT_SHOW(fresh->id)),
                           obligation_case(fresh), opened_said(turn->arena, fresh), NULL);
}

static bool obligation_write(struct change *change, const struct opening *opening,
                             struct obligation *fresh)
{
    return opening_write_quietly(change, opening, fresh)
           && (fresh->state == STATE_SCHEDULED
               || obligation_notify(change, opening->pack, opening->step, fresh));
}

/* What everybody owes is owed by the person whom the fact names: who was asked, answers (A17). */
static bool opening_responsible(struct turn *turn, const struct opening *opening,
                                struct obligation *fresh)
{
    const struct rule *rule = opening->rule;
    const struct role *first =
        rule->owed_by_count == 0 ? NULL : pack_role(turn->pack, rule->owed_by[0].role);
    if (first == NULL || !first->everybody || opening->fact == NULL
        || !opening->fact->has[FIELD_OF_PERSON])
        return obligation_responsible(turn, fresh->subject, rule, opening->step,
                                      fresh->organisation, &fresh->responsible);
    fresh->responsible = (struct holder){.person = opening->fact->texts[FIELD_OF_PERSON],
                                         .role = first->code,
                                         .asked = first->code,
                                         .organisation = fresh->organisation};
    return person_reach(turn, &fresh->responsible);
}

/* An earlier telling came to light: whoever has been told since then is not told again. */
static bool opening_told(struct turn *turn, const struct opening *opening, struct obligation *fresh,
                         bool *done)
{
    struct obligation *list;
    size_t count;
    *done = false;
    if (opening->fact == NULL || opening->fact->kind != FACT_INCIDENT_TOLD)
        return true;
    fresh->corrects = true;
    if (!obligation_rows_of_rule(turn, fresh->subject, fresh->rule, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool told = list[i].state == STATE_FULFILLED && text_equal(list[i].step, fresh->step)
                    && text_equal(list[i].organisation, fresh->organisation)
                    && same_recipient(&list[i], fresh) && list[i].fulfilled_us >= fresh->start_us;
        if (!told || (*done && list[i].fulfilled_us >= fresh->fulfilled_us))
            continue;
        *done = true;
        fresh->fulfilled_us = list[i].fulfilled_us;
        fresh->evidence = list[i].evidence;
        fresh->evidence_ref = list[i].evidence_ref;
    }
    return true;
}

/* Written as fulfilled by what was done before, and nobody hears of it. */
static bool opening_write_told(struct change *change, const struct opening *opening,
                               struct obligation *fresh)
{
    struct obligation done = *fresh;
    fresh->fulfilled_us = TIME_NONE;
    fresh->evidence = fresh->evidence_ref = TEXT_NONE;
    if (!opening_responsible(change_turn(change), opening, fresh)
        || !opening_write_quietly(change, opening, fresh))
        return false;
    fresh->next_us = INT64_MAX;
    return obligation_settle(change, fresh, STATE_FULFILLED, done.fulfilled_us,
                             TEXT("told earlier"), done.evidence, done.evidence_ref);
}

static bool opening_done(struct change *change, const struct opening *opening,
                         struct obligation *fresh, int64_t at_us)
{
    struct turn *turn = change_turn(change);
    const struct names *evidence = &opening->step->evidence;
    fresh->state = STATE_FULFILLED;
    fresh->next_us = obligation_next_us(turn->arena, opening->pack, opening->closures,
                                        opening->step, fresh, turn->now_us);
    return obligation_settle(change, fresh, STATE_FULFILLED, at_us,
                             TEXT("happened before it was owed"),
                             evidence->count > 0 ? evidence->items[0] : TEXT_NONE, TEXT_NONE);
}

bool opening_write(struct change *change, const struct opening *opening, struct obligation *fresh)
{
    struct turn *turn = change_turn(change);
    int64_t at_us = 0;
    bool done;
    if (!id_new(turn, &fresh->id) || !opening_told(turn, opening, fresh, &done))
        return false;
    if (done)
        return opening_write_told(change, opening, fresh);
    return opening_already(turn, opening, fresh, &at_us, &done)
           && opening_supersede(change, opening, fresh, done)
           && opening_responsible(turn, opening, fresh) && obligation_write(change, opening, fresh)
           && (!done || opening_done(change, opening, fresh, at_us));
}

/* Its due, by what the house and this organisation have set; *timed: it has one. */
static bool opening_due(struct turn *turn, struct opening *opening, struct text organisation,
                        bool *timed)
{
    struct duty duty = {.rule = opening->rule->id,
                        .step = opening->step,
                        .rating = opening->rating,
                        .organisation = organisation,
                        .start_us = opening->start_us,
                        .known_us = turn->now_us,
                        .subject = opening->subject,
                        .rungs = &opening->rungs};
    if (!duty_due(turn, &duty, &opening->due))
        return false;
    opening->product_default = opening->due->product_default;
    if (opening->due->function == DUE_STATED) {
        *timed = opening->fact->has[FIELD_OF_BY];
        opening->due_us = opening->fact->times[FIELD_OF_BY];
        return true;
    }
    *timed = due_instant(&opening->pack->calendar, opening->closures, opening->due,
                         opening->start_us, &opening->due_us);
    return true;
}

/* What would be owed, were its clauses not switched off, is of record. */
static bool opening_withheld(struct change *change, const struct opening *opening,
                             struct text decision)
{
    struct arena *arena = change_turn(change)->arena;
    struct value *said = value_map(arena);
    bool incident = opening->subject->subject_kind == SUBJECT_INCIDENT;
    value_set_text(arena, said, "rule", opening->rule->id);
    value_set_text(arena, said, "step", opening->step->name);
    value_set_text(arena, said, "because", decision);
    return change_entry(change, "obligation.withhold",
                        text_format(arena, "rule/%.*s", TEXT_SHOW(opening->rule->id)),
                        incident ? opening->subject->id : TEXT_NONE, said, NULL);
}

/* Is it owed by a body that follows the policy of its own will? */
static bool opening_agreed(struct turn *turn, const struct opening *opening,
                           struct obligation *fresh)
{
    const struct rule *rule = opening->rule;
    struct organisation body;
    if (text_empty(fresh->organisation) || rule->owed_by_count == 0
        || rule->owed_by[0].scope == PARTY_ENTERPRISE)
        return true;
    if (!organisation_read(turn, fresh->organisation, fresh->start_us, &body))
        return false;
    fresh->agreed = text_is(body.binding, "agreed");
    return true;
}

/* Is it written already? What is owed anew for each fact has the fact in its identity, and when
 * that is heard for the first time, can only have been opened by this very hearing. */
static bool opening_known(struct turn *turn, const struct opening *opening, struct text identity,
                          bool *known)
{
    struct opened *opened = opening->opened;
    *known = false;
    if (!opening->step->per_fact || opened->heard)
        return obligation_rows_obligation_known(turn, identity, known);
    for (size_t i = 0; i < opened->count && !*known; i++)
        *known = text_equal(opened->identities[i], identity);
    if (*known)
        return true;
    opened->identities = arena_grow(turn->arena, opened->identities, opened->count,
                                    &opened->capacity, sizeof *opened->identities);
    opened->identities[opened->count++] = identity;
    return true;
}

/* Does it take the place of something that is owed to the same recipient, and is not owed itself?
 */
static bool opening_instead(struct turn *turn, const struct opening *opening,
                            const struct obligation *fresh, bool *instead)
{
    const struct names *rules = &opening->step->supersedes;
    struct obligation *list;
    size_t count;
    *instead = false;
    if (!obligation_rows_owed_of_rule(turn, fresh->subject, fresh->rule, false, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (same_recipient(&list[i], fresh))
            return true;
    for (size_t k = 0; k < rules->count && !*instead; k++) {
        struct text step;
        struct text rule = text_cut(rules->items[k], '.', &step);
        if (!obligation_rows_owed_of_rule(turn, fresh->subject, rule, false, &list, &count))
            return false;
        for (size_t i = 0; i < count; i++)
            *instead = *instead
                       || ((text_empty(step) || text_equal(step, list[i].step))
                           && supersedes(opening->step, fresh, false, &list[i]));
    }
    return true;
}

/*
 * The duty was owed before. While one of its line stands it is that; what was called off is owed
 * again when its reason comes back, and what was met is where the policy says: anew.
 */
static bool opening_again(struct turn *turn, const struct opening *opening,
                          struct obligation *fresh, bool *again)
{
    const struct obligation *last = NULL;
    struct obligation *list;
    size_t count;
    *again = false;
    if (!obligation_rows_of_rule(turn, fresh->subject, fresh->rule, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(list[i].step, fresh->step) || !text_equal(list[i].kind, fresh->kind)
            || !text_starts(list[i].identity, fresh->identity))
            continue;
        if (obligation_alive(&list[i]))
            return true;
        if (last == NULL || list[i].entry_us > last->entry_us
            || (list[i].entry_us == last->entry_us && text_compare(list[i].id, last->id) > 0))
            last = &list[i];
    }
    *again = opening->trigger->anew || opening->trigger->instead
             || (last != NULL && last->state == STATE_CANCELLED);
    fresh->identity = text_format(turn->arena, "%.*s|again %.*s", TEXT_SHOW(fresh->identity),
                                  TEXT_SHOW(opening->fact_id));
    return true;
}

/* What a body owes once it may owe here since its case was merged into this one. */
static bool opening_merged(struct turn *turn, const struct opening *opening,
                           const struct obligation *fresh, bool *merged)
{
    struct obligation *list;
    size_t count;
    *merged = false;
    if (opening->step->about != FIELD_OF_ORGANISATION || opening->step->per_fact)
        return true;
    if (!obligation_rows_owed_of_rule(turn, fresh->subject, fresh->rule, false, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        *merged = *merged || same_series(&list[i], fresh);
    return true;
}

static bool opening_once(struct change *change, const struct opening *opening,
                         struct obligation *fresh)
{
    bool known;
    bool merged;
    bool again = true;
    if (!opening_known(change_turn(change), opening, fresh->identity, &known)
        || (known && !opening_again(change_turn(change), opening, fresh, &again))
        || !opening_merged(change_turn(change), opening, fresh, &merged))
        return false;
    return !again || merged || opening_write(change, opening, fresh);
}

/* The obligation towards one recipient, in an organisation; party NULL: towards nobody in
 * particular. */
static bool opening_for(struct change *change, const struct opening *asked,
                        const struct party *party, struct text organisation)
{
    struct turn *turn = change_turn(change);
    struct opening own = *asked;
    const struct opening *opening = &own;
    const struct subject *subject = opening->subject;
    bool timed;
    if (!opening_due(turn, &own, organisation, &timed))
        return false;
    if (!timed)
        return true;
    struct obligation fresh = {
        .rule = opening->rule->id,
        .step = opening->step->name,
        .pack = opening->pack->hash,
        .subject_kind = subject->subject_kind,
        .subject = subject->id,
        .number = subject->number,
        .kind = subject->kind,
        .organisation = organisation,
        .recipient_role = party == NULL ? TEXT_NONE : party->role,
        .recipient_organisation =
            party == NULL || party->scope == PARTY_ENTERPRISE ? TEXT_NONE : organisation,
        .fact = opening->fact_id,
        .start_us = opening->start_us,
        .start_field = text_of(fact_field_name(opening->trigger->start)),
        .rating = text_of(rating_name(opening->rating)),
        .product_default = opening->product_default,
        .rungs = opening->rungs,
        .entry_us = turn->now_us,
        .state = STATE_OPEN,
        .due_us = opening->due_us,
        .fired_us = opening->start_us - 1,
        .fulfilled_us = TIME_NONE,
        .resume_us = TIME_NONE,
    };
    if (party != NULL && party->scope == PARTY_ASSET && opening->fact->has[FIELD_OF_PERSON])
        fresh.recipient_person = opening->fact->texts[FIELD_OF_PERSON];
    if (opening->step->about == FIELD_OF_ORGANISATION) /* each body of the case its own */
        fresh.about = organisation;
    else if (opening->step->about != FACT_FIELDS)
        fresh.about = opening->fact->texts[opening->step->about];
    struct text asset = party != NULL && party->scope == PARTY_ASSET
                            ? opening->fact->texts[FIELD_OF_ASSET]
                            : TEXT_NONE;
    fresh.identity = text_format(
        turn->arena, "%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s|%.*s%s%.*s%s", TEXT_SHOW(fresh.rule),
        TEXT_SHOW(fresh.step), TEXT_SHOW(fresh.subject), TEXT_SHOW(fresh.recipient_role),
        TEXT_SHOW(fresh.recipient_organisation), TEXT_SHOW(asset), TEXT_SHOW(fresh.period),
        TEXT_SHOW(opening->step->per_fact ? opening->fact_id : TEXT_NONE),
        text_empty(fresh.about) ? "" : "|about ", TEXT_SHOW(fresh.about),
        text_is(fresh.kind, "import") ? "|import" : "");
    if (!opening_agreed(turn, opening, &fresh))
        return false;
    if (series_daily(opening->step, opening->due))
        return series_open(change, opening, &fresh);
    bool wanted = true;
    if (opening->trigger->instead && !opening_instead(turn, opening, &fresh, &wanted))
        return false;
    return !wanted || opening_once(change, opening, &fresh);
}

/* A fact of the whole case says how the first of its bodies is bound; what a trigger asks of that
 * is asked of each. */
static bool opening_asked(struct turn *turn, const struct opening *opening,
                          struct text organisation, bool *asked)
{
    struct fact fact = *opening->fact;
    struct organisation body;
    *asked = true;
    if (!fact.has[FIELD_OF_BINDING])
        return true;
    if (!organisation_read(turn, organisation, opening->start_us, &body))
        return false;
    fact.texts[FIELD_OF_BINDING] = body.binding;
    *asked = trigger_holds(opening->trigger, &fact);
    return true;
}

/* Towards one recipient: for the fact's organisation, for each organisation of the case, or for
 * none. */
static bool opening_party(struct change *change, const struct opening *opening,
                          const struct party *party)
{
    const struct subject *subject = opening->subject;
    struct text stated = opening->fact->texts[FIELD_OF_ORGANISATION];
    struct text first = subject->bodies_count > 0 ? subject->bodies[0] : TEXT_NONE;
    struct text organisation = text_empty(stated) ? first : stated;
    if (party != NULL && party->scope != PARTY_ENTERPRISE && text_empty(organisation))
        return true; /* nobody knows yet whose it is; organisation.affected will tell */
    if (party == NULL || !party->each || opening->fact->has[FIELD_OF_ORGANISATION])
        return opening_for(change, opening, party, organisation);
    for (size_t i = 0; i < subject->bodies_count; i++) {
        bool asked;
        if (!opening_asked(change_turn(change), opening, subject->bodies[i], &asked)
            || (asked && !opening_for(change, opening, party, subject->bodies[i])))
            return false;
    }
    return true;
}

static bool opening_parties(struct change *change, const struct opening *opening)
{
    const struct step *step = opening->step;
    const struct party *parties = step->owed_to_count > 0 ? step->owed_to : opening->rule->owed_to;
    size_t count = step->owed_to_count > 0 ? step->owed_to_count : opening->rule->owed_to_count;
    if (count == 0)
        return opening_party(change, opening, NULL);
    for (size_t i = 0; i < count; i++)
        if (!opening_party(change, opening, &parties[i]))
            return false;
    return true;
}

/* Some steps wait for another: no update is owed to those who were never briefed. */
static bool opening_awaited(struct turn *turn, const struct match *match, struct text subject,
                            bool *awaited)
{
    bool opened;
    *awaited = false;
    if (text_empty(match->step->after))
        return true;
    if (!obligation_rows_step_opened(turn, subject, match->rule->id, match->step->after, &opened))
        return false;
    *awaited = !opened;
    return true;
}

bool obligation_open(struct change *change, const struct pack *pack, const struct match *match,
                     const struct fact *fact, struct text fact_id, const struct subject *subject,
                     struct opened *opened)
{
    struct turn *turn = change_turn(change);
    struct opening opening = {.pack = pack,
                              .rule = match->rule,
                              .step = match->step,
                              .trigger = opening_trigger(match->step, fact),
                              .fact = fact,
                              .fact_id = fact_id,
                              .subject = subject,
                              .opened = opened,
                              .rating = opening_rating(fact, subject)};
    enum fact_field start = opening.trigger->start;
    const struct trigger *voided;
    struct text decision;
    bool awaited;
    opening.start_us = fact->has[start] ? fact->times[start] : fact_at(turn, fact);
    /* A body that is added owes nothing for the time before anybody said so (DOMAIN 2.6). */
    if (fact->kind == FACT_ORGANISATION_AFFECTED && !fact->has[FIELD_OF_REPORT]
        && opening.start_us < turn->now_us)
        opening.start_us = turn->now_us;
    if (pack_at(turn->pack, opening.start_us) != pack)
        return true; /* another version of the policy was in force when this clock began */
    if (opening.start_us >= series_end_us(match->step, fact))
        return true;
    if (!opening_awaited(turn, match, subject->id, &awaited))
        return false;
    if (awaited)
        return true;
    if (subject_void(subject) && step_voided(match->step, &voided))
        return opening_withheld(change, &opening, voided->basis);
    if (!rule_withdrawn(turn, match->rule, opening.start_us, &decision)
        || !obligation_closures(turn, &opening.closures))
        return false;
    return text_empty(decision) ? opening_parties(change, &opening)
                                : opening_withheld(change, &opening, decision);
}
