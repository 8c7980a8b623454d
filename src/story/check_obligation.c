/* SPDX-License-Identifier: Apache-2.0 */
/* Expectations of obligations. */
#include "story/inside.h"

enum { SHOWN_MAX = 8 };

/* ---- what there is ---- */

static bool pages(struct stage *stage, const char *action, struct value *input, struct value *items)
{
    struct value *answer;
    value_set_integer(stage->turn.arena, input, "limit", ACTION_PAGE_MAX);
    do {
        if (!stage_ask(stage, action, input, &answer))
            return false;
        for (size_t i = 0; i < value_get_count(answer, "items"); i++)
            value_append(stage->turn.arena, items, value_get_item(answer, "items", i));
        value_set_text(stage->turn.arena, input, "after", value_get_text(answer, "next"));
    } while (value_has(answer, "next"));
    return true;
}

/* The case that is meant into an input; "all" means every one. */
static bool case_set(struct stage *stage, struct text label, struct value *input)
{
    struct text number;
    if (text_is(label, "all") || (text_empty(label) && text_empty(stage->last_case)))
        return true;
    if (!stage_case(stage, label, &number))
        return false;
    value_set_text(stage->turn.arena, input, "incident", number);
    return true;
}

bool obligations_of(struct stage *stage, struct text label, struct value **items)
{
    static const char *const states[] = {"open", "done"};
    *items = value_list(stage->turn.arena);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct value *input = value_map(stage->turn.arena);
        value_set_text(stage->turn.arena, input, "owed", TEXT("all"));
        value_set_text(stage->turn.arena, input, "state", text_of(states[i]));
        if (!case_set(stage, label, input) || !pages(stage, "obligation.list", input, *items))
            return false;
    }
    return true;
}

/* When the house is asked as it knew things then; MOMENT_NONE: as they stand. */
static const struct spoken *known_at(const struct expectation *expectation)
{
    for (size_t i = 0; i < expectation->predicates_count; i++)
        if (expectation->predicates[i].kind == IS_KNOWN)
            return &expectation->predicates[i].moment;
    return NULL;
}

static bool obligations_known(struct stage *stage, const struct expectation *expectation,
                              struct value **items)
{
    static const char *const states[] = {"open", "done"};
    const struct spoken *known = known_at(expectation);
    int64_t known_us;
    if (known == NULL)
        return obligations_of(stage, expectation->label, items);
    if (!stage_moment(stage, "as known", known, expectation->label, &known_us))
        return false;
    *items = value_list(stage->turn.arena);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        struct value *input = value_map(stage->turn.arena);
        value_set_text(stage->turn.arena, input, "owed", TEXT("all"));
        value_set_text(stage->turn.arena, input, "state", text_of(states[i]));
        value_set_text(stage->turn.arena, input, "as_of", instant_utc(stage->turn.arena, known_us));
        if (!case_set(stage, expectation->label, input)
            || !pages(stage, "obligation.list", input, *items))
            return false;
    }
    return true;
}

bool notices_of(struct stage *stage, struct text label, struct value **items)
{
    *items = value_list(stage->turn.arena);
    if (!text_is(label, "all")) {
        struct value *input = value_map(stage->turn.arena);
        return case_set(stage, label, input) && pages(stage, "notice.list", input, *items);
    }
    for (size_t i = 0; i < stage->labels_count; i++) {
        struct value *input = value_map(stage->turn.arena);
        if (text_empty(stage->labels[i].number))
            continue;
        value_set_text(stage->turn.arena, input, "incident", stage->labels[i].number);
        if (!pages(stage, "notice.list", input, *items))
            return false;
    }
    return true;
}

/* ---- who ---- */

static bool of_secretariat(const struct stage *stage, struct text code)
{
    for (const struct pack *pack = house_pack(stage->house); pack != NULL; pack = pack->earlier) {
        const struct role *role = pack_role(pack, code);
        if (role != NULL)
            return role->scope == PARTY_SECRETARIAT;
    }
    return false;
}

/* The same organisation; of an office that a secretariat has, the secretariat that it belongs to.
 */
static bool organisation_fits(struct stage *stage, const struct who *who, struct text found,
                              bool *fits)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    struct text wanted = who->organisation;
    *fits = text_empty(wanted) || text_equal(wanted, found);
    if (*fits || !of_secretariat(stage, who->name))
        return true;
    value_set_text(stage->turn.arena, input, "organisation", wanted);
    if (!stage_ask(stage, "organisation.read", input, &answer))
        return false;
    *fits = text_equal(value_get_text(answer, "secretariat"), found);
    return true;
}

static bool role_named(const struct value *side, struct text role)
{
    return text_equal(value_get_text(side, "role"), role)
           || text_equal(value_get_text(side, "asked_role"), role)
           || text_equal(value_get_text(side, "capacity"), role);
}

/* A recipient of a duty is a role; a person of the story may be the one who holds it. */
static bool person_holds(struct stage *stage, struct text person, struct value *side, bool *fits)
{
    struct value *holders;
    *fits = false;
    if (text_empty(person) || text_empty(value_get_text(side, "role")) || value_has(side, "person")
        || value_has(side, "name"))
        return true;
    if (!role_holders(stage, value_get_text(side, "role"), value_get_text(side, "organisation"),
                      stage->now_us, &holders))
        return false;
    for (size_t i = 0; holders != NULL && i < holders->count; i++)
        *fits = *fits || text_equal(value_get_text(holders->items[i], "person"), person);
    return true;
}

bool who_fits(struct stage *stage, const struct who *who, struct value *side, bool *fits)
{
    struct text person = stage_person(stage, who->name);
    *fits = true;
    if (who->kind != WHO_NAMED)
        return true;
    if (role_named(side, who->name))
        return organisation_fits(stage, who, value_get_text(side, "organisation"), fits);
    *fits = text_empty(who->organisation)
            && (text_equal(value_get_text(side, "name"), who->name)
                || (!text_empty(person) && text_equal(value_get_text(side, "person"), person)));
    return *fits || person_holds(stage, person, side, fits);
}

/* ---- phrases ---- */

static bool instant_is(struct stage *stage, const struct predicate *predicate,
                       const struct expectation *expectation, struct text found, bool *fits)
{
    int64_t expected_us;
    int64_t found_us;
    *fits = false;
    if (!stage_moment(stage, "due", &predicate->moment, expectation->label, &expected_us))
        return false;
    if (text_empty(found))
        return true;
    if (!instant_parse(&stage->turn, "due", found, NULL, &found_us))
        return false;
    *fits = expected_us == found_us;
    /* The end of a day is its last microsecond, which people write 23:59:59 (DOMAIN 0.4). */
    if (found_us % SECOND_US != 0 && expected_us % SECOND_US == 0)
        *fits = expected_us == found_us - found_us % SECOND_US;
    return true;
}

static bool read_more(struct stage *stage, struct text id, struct value **answer)
{
    struct value *input = value_map(stage->turn.arena);
    value_set_text(stage->turn.arena, input, "obligation", id);
    return stage_ask(stage, "obligation.read", input, answer);
}

static bool version_is(struct stage *stage, struct value *obligation, struct text word, bool *fits)
{
    struct value *answer;
    if (!read_more(stage, value_get_text(obligation, "obligation"), &answer))
        return false;
    *fits = text_equal(value_get_text(value_get(answer, "why"), "policy_version"), word);
    return true;
}

static bool successor_is(struct stage *stage, struct value *obligation, struct text word,
                         bool *fits)
{
    struct value *answer;
    struct text rule;
    struct text step;
    struct text by = value_get_text(obligation, "superseded_by");
    *fits = false;
    if (text_empty(by))
        return true;
    if (!read_more(stage, by, &answer))
        return false;
    *fits = rule_cut(word, &rule, &step) && text_equal(value_get_text(answer, "rule"), rule)
            && (text_empty(step) || text_equal(value_get_text(answer, "step"), step));
    return true;
}

static bool state_is(const struct value *obligation, const char *state)
{
    return text_is(value_get_text(obligation, "state"), state);
}

static bool late_is(const struct value *obligation, int64_t span_us)
{
    int64_t late_s = value_get_integer(obligation, "late_s", 0);
    return span_us < 0 ? late_s > 0 : late_s == span_us / SECOND_US;
}

static bool clause_named(const struct value *obligation, struct text clause)
{
    for (size_t i = 0; i < value_get_count(obligation, "clauses"); i++)
        if (text_equal(value_get_item(obligation, "clauses", i)->text, clause))
            return true;
    return false;
}

static bool predicate_fits(struct stage *stage, const struct expectation *expectation,
                           const struct predicate *predicate, struct value *obligation, bool *fits)
{
    struct text word = predicate->word;
    *fits = false;
    switch (predicate->kind) {
    case IS_DUE:
        return instant_is(stage, predicate, expectation, value_get_text(obligation, "due"), fits);
    case IS_START:
        return instant_is(stage, predicate, expectation, value_get_text(obligation, "start"), fits);
    case IS_FULFILLED:
        return instant_is(stage, predicate, expectation, value_get_text(obligation, "fulfilled"),
                          fits);
    case IS_OWED_BY:
        return who_fits(stage, &predicate->who, value_get(obligation, "owed_by"), fits);
    case IS_OWED_TO:
        return who_fits(stage, &predicate->who, value_get(obligation, "owed_to"), fits);
    case IS_VERSION: return version_is(stage, obligation, word, fits);
    case IS_SUPERSEDED_BY: return successor_is(stage, obligation, word, fits);
    case IS_STATE: *fits = text_equal(value_get_text(obligation, "state"), word); return true;
    case IS_LIVE:
        *fits = state_is(obligation, "open") || state_is(obligation, "overdue")
                || state_is(obligation, "scheduled") || state_is(obligation, "suspended");
        return true;
    case IS_LATE: *fits = late_is(obligation, predicate->number); return true;
    case IS_ON_TIME: *fits = value_get_integer(obligation, "late_s", 0) == 0; return true;
    case IS_LEVEL:
        *fits = value_get_integer(obligation, "level", -1) == predicate->number;
        return true;
    case IS_DEFAULT: *fits = value_get_boolean(obligation, "product_default", false); return true;
    case IS_EVIDENCE: *fits = text_equal(value_get_text(obligation, "evidence"), word); return true;
    case IS_BASIS: *fits = text_equal(value_get_text(obligation, "basis"), word); return true;
    case IS_CLAUSE: *fits = clause_named(obligation, word); return true;
    case IS_EXPLAINED: *fits = value_has(obligation, "explanation"); return true;
    case IS_CORRECTED: *fits = value_get_boolean(obligation, "by_correction", false); return true;
    case IS_KNOWN: *fits = !predicate->negated; return true;
    case IS_FOR: *fits = text_equal(value_get_text(obligation, "organisation"), word); return true;
    case IS_RATING:
    case IS_PROVISIONAL:
    case IS_MATCHED:
    case IS_RESPONSE:
    case IS_ABOUT:
    case IS_AT:
    case IS_BY:
    case IS_WITHIN:
    case IS_CHANNEL:
    case IS_SUBJECT:
    default: return true;
    }
}

/* The step that is meant: the one named, or the rule's first with a clock. */
static bool rule_meant(struct stage *stage, const struct expectation *expectation,
                       const struct value *obligation)
{
    const struct pack *pack = house_pack(stage->house);
    const struct rule *rule =
        text_empty(expectation->rule) ? NULL : pack_rule(pack, expectation->rule);
    const struct step *step = rule == NULL ? NULL : rule_step(rule, expectation->step);
    if (text_empty(expectation->rule))
        return true;
    return text_equal(value_get_text(obligation, "rule"), expectation->rule)
           && (step == NULL || text_equal(value_get_text(obligation, "step"), step->name));
}

bool obligation_fits(struct stage *stage, const struct expectation *expectation,
                     struct value *obligation, bool *fits)
{
    *fits = rule_meant(stage, expectation, obligation);
    for (size_t i = 0; *fits && i < expectation->predicates_count; i++) {
        bool one;
        if (!predicate_fits(stage, expectation, &expectation->predicates[i], obligation, &one))
            return false;
        *fits = one != expectation->predicates[i].negated;
    }
    return true;
}

/* "every B4 owed to CIO" speaks of those owed to the CIO alone. */
static bool obligation_chosen(struct stage *stage, const struct expectation *expectation,
                              struct value *obligation, bool *chosen)
{
    *chosen = rule_meant(stage, expectation, obligation);
    for (size_t i = 0; *chosen && i < expectation->predicates_count; i++) {
        const struct predicate *predicate = &expectation->predicates[i];
        bool one;
        if (predicate->kind != IS_OWED_TO && predicate->kind != IS_OWED_BY
            && predicate->kind != IS_FOR)
            continue;
        if (!predicate_fits(stage, expectation, predicate, obligation, &one))
            return false;
        *chosen = one != predicate->negated;
    }
    return true;
}

static void show(struct stage *stage, const struct value *obligation)
{
    const struct value *to = value_get(obligation, "owed_to");
    const struct value *by = value_get(obligation, "owed_by");
    struct text step = value_get_text(obligation, "step");
    stage_note(stage,
               "  %.*s%s%.*s %.*s, due %.*s, late %lld s, level %lld, for %.*s, by %.*s (%.*s), "
               "to %.*s %.*s %.*s",
               TEXT_SHOW(value_get_text(obligation, "rule")), text_empty(step) ? "" : ".",
               TEXT_SHOW(step), TEXT_SHOW(value_get_text(obligation, "state")),
               TEXT_SHOW(value_get_text(obligation, "due_local")),
               (long long)value_get_integer(obligation, "late_s", 0),
               (long long)value_get_integer(obligation, "level", 0),
               TEXT_SHOW(value_get_text(obligation, "organisation")),
               TEXT_SHOW(value_get_text(by, "role")), TEXT_SHOW(value_get_text(by, "name")),
               TEXT_SHOW(value_get_text(to, "role")), TEXT_SHOW(value_get_text(to, "organisation")),
               TEXT_SHOW(value_get_text(obligation, "basis")));
}

static void show_all(struct stage *stage, const struct expectation *expectation,
                     const struct value *items)
{
    size_t shown = 0;
    for (size_t i = 0; i < items->count && shown < SHOWN_MAX; i++)
        if (text_empty(expectation->rule)
            || text_equal(value_get_text(items->items[i], "rule"), expectation->rule)) {
            if (shown++ == 0)
                stage_note(
                    stage, "at %.*s there is:",
                    TEXT_SHOW(instant_people(stage->turn.arena, stage->zone, stage->now_us)));
            show(stage, items->items[i]);
        }
    if (shown == 0)
        stage_note(stage, "there is no obligation of %.*s, and %zu of other rules",
                   TEXT_SHOW(expectation->rule), items->count);
}

bool check_obligation(struct stage *stage, const struct expectation *expectation)
{
    struct value *items;
    size_t fitting = 0;
    size_t all = 0;
    if (!obligations_known(stage, expectation, &items))
        return false;
    for (size_t i = 0; i < items->count; i++) {
        bool chosen;
        bool fits;
        if (!obligation_chosen(stage, expectation, items->items[i], &chosen)
            || !obligation_fits(stage, expectation, items->items[i], &fits))
            return false;
        all += chosen ? 1 : 0;
        fitting += fits ? 1 : 0;
    }
    bool good = quantity_holds(expectation->quantity, expectation->number, fitting, all);
    if (!stage_test(stage, good, "%.*s", TEXT_SHOW(stage->statement->source)))
        show_all(stage, expectation, items);
    return true;
}
