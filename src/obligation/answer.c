/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of an obligation: owed by whom, to whom, by when, and why. */
#include "base/zone.h"
#include "obligation/inside.h"
#include "policy/register.h"

const struct pack *pack_of(const struct pack *newest, struct text hash)
{
    for (const struct pack *pack = newest; pack != NULL; pack = pack->earlier)
        if (text_equal(pack->hash, hash))
            return pack;
    return NULL;
}

bool obligation_made_by(struct turn *turn, const struct obligation *obligation,
                        const struct pack **pack, const struct step **step)
{
    const struct rule *rule;
    *pack = pack_of(turn->pack, obligation->pack);
    rule = *pack == NULL ? NULL : pack_rule(*pack, obligation->rule);
    *step = rule == NULL ? NULL : rule_step(rule, obligation->step);
    return *step != NULL
           || fail(turn, FAULT_BROKEN,
                   "the policy %.*s, which made an obligation, is not in the house",
                   TEXT_SHOW(obligation->pack));
}

struct text obligation_case(const struct obligation *obligation)
{
    return obligation->subject_kind == SUBJECT_INCIDENT ? obligation->subject : TEXT_NONE;
}

/* What rests is not late: its due comes with the end of the rest. */
int64_t obligation_late_us(const struct obligation *obligation, int64_t now_us)
{
    bool ended = obligation->state > STATE_FULFILLED || obligation->state == STATE_SUSPENDED;
    int64_t end_us = obligation->state == STATE_FULFILLED ? obligation->fulfilled_us : now_us;
    return ended || end_us <= obligation->due_us ? 0 : end_us - obligation->due_us;
}

struct answering obligation_answering(struct turn *turn, int64_t at_us)
{
    return (struct answering){.turn = turn, .at_us = at_us};
}

/* A page names few organisations many times: each is read once. */
static struct text organisation_name(struct answering *answering, struct text id)
{
    struct turn *turn = answering->turn;
    struct organisation organisation;
    if (text_empty(id))
        return TEXT_NONE;
    for (size_t i = 0; i < answering->count; i++)
        if (text_equal(answering->ids[i], id))
            return answering->names[i];
    if (!organisation_read(turn, id, turn->now_us, &organisation))
        return TEXT_NONE;
    if (answering->count < ANSWERING_NAMES_MAX) {
        answering->ids[answering->count] = id;
        answering->names[answering->count++] = organisation.short_name;
    }
    return organisation.short_name;
}

static struct text role_title(const struct pack *pack, struct text code)
{
    const struct role *role = text_empty(code) ? NULL : pack_role(pack, code);
    return role == NULL ? code : role->title;
}

static struct value *say_responsible(struct answering *answering, const struct pack *pack,
                                     const struct obligation *obligation)
{
    struct turn *turn = answering->turn;
    const struct holder *by = &obligation->responsible;
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "role", by->asked);
    value_set_text(turn->arena, said, "title", role_title(pack, by->asked));
    value_set_text(turn->arena, said, "capacity", by->role);
    value_set_text(turn->arena, said, "how",
                   text_of(text_empty(by->person) ? "nobody" : holding_name(by->holding)));
    if (by->holding == HOLDING_FALLBACK && !text_empty(by->person))
        value_set_text(turn->arena, said, "within", text_of(holding_name(by->within)));
    value_set_text(turn->arena, said, "person", by->person);
    value_set_text(turn->arena, said, "name", by->name);
    value_set_text(turn->arena, said, "organisation",
                   organisation_name(answering, by->organisation));
    return said;
}

static struct value *say_recipient(struct answering *answering, const struct pack *pack,
                                   const struct obligation *obligation)
{
    struct turn *turn = answering->turn;
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "role", obligation->recipient_role);
    value_set_text(turn->arena, said, "title", role_title(pack, obligation->recipient_role));
    value_set_text(turn->arena, said, "organisation",
                   organisation_name(answering, obligation->recipient_organisation));
    return said;
}

static struct value *say_names(struct arena *arena, const struct names *names)
{
    struct value *list = value_list(arena);
    for (size_t i = 0; i < names->count; i++)
        value_append(arena, list, value_text(arena, names->items[i]));
    return list;
}

/* Immediate duties are late to the second, and look late only after the pack's grace (DOMAIN 0.3).
 */
bool obligation_looks_late(const struct pack *pack, const struct obligation *obligation,
                           int64_t late_us)
{
    int64_t grace_us =
        obligation->due_us == obligation->start_us ? pack->calendar.immediate_grace_us : 0;
    return late_us > grace_us;
}

/* Where it was in time as its clock ran then, and a correction of the clock has made it late. */
static bool late_by_correction(const struct obligation *obligation, int64_t late_us)
{
    return obligation->corrects && (late_us > 0 || obligation->state == STATE_MISSED)
           && obligation->due_us < obligation->entry_us;
}

static void say_state(struct answering *answering, const struct pack *pack,
                      const struct obligation *obligation, struct value *said)
{
    struct turn *turn = answering->turn;
    struct arena *arena = turn->arena;
    int64_t late_us = obligation_late_us(obligation, answering->at_us);
    value_set_text(arena, said, "state", text_of(state_name(obligation->state)));
    value_set_integer(arena, said, "level", obligation->level);
    answer_time(turn, said, "due", obligation->due_us);
    answer_time(turn, said, "start", obligation->start_us);
    answer_time(turn, said, "fulfilled", obligation->fulfilled_us);
    answer_time(turn, said, "resumes", obligation->resume_us);
    value_set_integer(arena, said, "late_s", late_us / SECOND_US);
    value_set_boolean(arena, said, "late", obligation_looks_late(pack, obligation, late_us));
    value_set_boolean(arena, said, "by_correction", late_by_correction(obligation, late_us));
    value_set_text(arena, said, "basis", obligation->basis);
    value_set_text(arena, said, "evidence", obligation->evidence);
    value_set_text(arena, said, "evidence_ref", obligation->evidence_ref);
    if (!text_empty(obligation->explanation))
        value_set_text(arena, said, "explanation", obligation->explanation);
    if (!text_empty(obligation->superseded_by))
        value_set_text(arena, said, "superseded_by", obligation->superseded_by);
}

/* A due by business days names the days that it passed over. */
static void say_skipped(struct turn *turn, const struct pack *pack, const struct rule *rule,
                        const struct obligation *obligation, struct value *said)
{
    const struct step *step = rule_step(rule, obligation->step);
    enum rating rating = rating_named(obligation->rating);
    struct closures closures;
    if (step == NULL || (step->by_rating && rating == RATING_NONE))
        return;
    const struct due *due = &step->due[step->by_rating ? rating : RATING_NONE];
    if (!due_skips(due) || !obligation_closures(turn, &closures))
        return;
    struct text skipped =
        due_skipped(turn->arena, &pack->calendar, closures, due, obligation->start_us);
    if (!text_empty(skipped))
        value_set_text(turn->arena, said, "skipped", skipped);
}

/* The conditions that ask for one word, as fields: what is sent must be the document "follow-up".
 */
static void say_words(struct arena *arena, const struct when *when, struct value *said)
{
    for (size_t i = 0; i < when->all_count; i++)
        if (when->all[i].comparison == COMPARE_IS && when->all[i].values.count == 1)
            value_set_text(arena, said, fact_field_name(when->all[i].field),
                           when->all[i].values.items[0]);
}

/* What would fulfil it, as the actions that record such a fact: what to do next. */
static struct value *say_settled_by(struct turn *turn, const struct rule *rule,
                                    const struct obligation *obligation)
{
    struct value *list = value_list(turn->arena);
    const struct step *step = rule_step(rule, obligation->step);
    for (size_t i = 0; step != NULL && i < step->stop_count; i++) {
        const struct trigger *stop = &step->stop[i];
        const char *action = stop->served ? fact_face(stop->fact)->recorded_by : NULL;
        if (action == NULL)
            continue;
        struct value *said = value_append(turn->arena, list, value_map(turn->arena));
        say_words(turn->arena, &stop->when, said);
        value_set_text(turn->arena, said, "action", text_of(action));
    }
    return list;
}

/* The case by its number, as every list of cases names it; anything else by its kind and name. */
static void say_subject(struct arena *arena, const struct obligation *obligation,
                        struct value *said)
{
    bool incident = obligation->subject_kind == SUBJECT_INCIDENT;
    struct value *subject = value_map(arena);
    if (incident)
        value_set_text(arena, said, "incident", obligation->number);
    value_set_text(arena, subject, "kind", text_of(subject_kind_name(obligation->subject_kind)));
    value_set_text(arena, subject, "name", obligation->number);
    if (!text_empty(obligation->about))
        value_set_text(arena, subject, "about", obligation->about);
    value_set(arena, said, "subject", subject);
}

static void say_once(struct arena *arena, struct value *list, struct text text)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->items[i]->text, text))
            return;
    value_append(arena, list, value_text(arena, text));
}

struct value *obligation_cited(struct arena *arena, const struct pack *pack,
                               const struct obligation *obligation, const struct rule *rule,
                               struct value *documents)
{
    struct text day =
        date_format(arena, zone_civil(pack->calendar.zone, obligation->start_us).date);
    struct value *cited = value_list(arena);
    for (size_t i = 0; i < rule->clauses.count; i++) {
        struct citation citation;
        if (!register_cite(pack, rule->clauses.items[i], day, &citation))
            continue;
        say_once(arena, cited,
                 citation.clause == NULL ? citation.document->id : citation.clause->id);
        say_once(arena, documents, register_cited_as(arena, citation.document, day));
    }
    return cited->count > 0 ? cited : say_names(arena, &rule->clauses);
}

struct value *obligation_value(struct answering *answering, const struct obligation *obligation)
{
    struct turn *turn = answering->turn;
    struct arena *arena = turn->arena;
    const struct pack *pack = pack_of(turn->pack, obligation->pack);
    const struct rule *rule = pack == NULL ? NULL : pack_rule(pack, obligation->rule);
    struct value *said = value_map(arena);
    if (rule == NULL)
        return said;
    value_set_text(arena, said, "obligation", obligation->id);
    value_set_text(arena, said, "rule", obligation->rule);
    value_set_text(arena, said, "step", obligation->step);
    value_set_text(arena, said, "title", rule->title);
    say_subject(arena, obligation, said);
    value_set_text(arena, said, "kind", obligation->kind);
    value_set_text(arena, said, "organisation",
                   organisation_name(answering, obligation->organisation));
    say_state(answering, pack, obligation, said);
    say_skipped(turn, pack, rule, obligation, said);
    value_set_boolean(arena, said, "product_default", obligation->product_default);
    value_set_boolean(arena, said, "agreed", obligation->agreed);
    value_set(arena, said, "owed_by", say_responsible(answering, pack, obligation));
    value_set(arena, said, "owed_to", say_recipient(answering, pack, obligation));
    struct value *documents = value_list(arena);
    value_set(arena, said, "clauses", obligation_cited(arena, pack, obligation, rule, documents));
    value_set(arena, said, "documents", documents);
    value_set(arena, said, "settled_by", say_settled_by(turn, rule, obligation));
    return said;
}

bool obligation_account(struct turn *turn, struct text incident, struct value **list)
{
    struct obligation *owed;
    size_t count;
    *list = value_list(turn->arena);
    struct answering answering = obligation_answering(turn, turn->now_us);
    if (!obligation_rows_of_subject(turn, incident, &owed, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, *list, obligation_value(&answering, &owed[i]));
    return turn->fault.kind == FAULT_NONE;
}

bool obligation_abouts(struct turn *turn, struct text incident, struct obligation_about **list,
                       size_t *count)
{
    struct obligation *owed;
    size_t all;
    *count = 0;
    if (!obligation_rows_of_subject(turn, incident, &owed, &all))
        return false;
    *list = arena_array(turn->arena, all + 1, sizeof **list);
    for (size_t i = 0; i < all; i++)
        if (!text_empty(owed[i].about))
            (*list)[(*count)++] = (struct obligation_about){
                owed[i].about, owed[i].due_us, owed[i].fulfilled_us, owed[i].evidence_ref};
    return true;
}
