/* SPDX-License-Identifier: Apache-2.0 */
/* An expectation speaks of what there is: that nothing is owed to a name which does not exist holds
 * of every house, and says nothing. */
#include "policy/fact.h"
#include "policy/rating.h"
#include "policy/rule.h"
#include "story/inside.h"

/* ---- in any policy of the house ---- */

static bool role_is(const struct pack *pack, struct text code)
{
    return pack_role(pack, code) != NULL;
}

static bool role_of_body_is(const struct pack *pack, struct text code)
{
    const struct role *role = pack_role(pack, code);
    return role != NULL && role->scope != PARTY_ENTERPRISE;
}

static bool version_is(const struct pack *pack, struct text version)
{
    return text_equal(pack->version, version);
}

static bool evidence_is(const struct pack *pack, struct text code)
{
    for (int fact = 0; fact < FACT_KINDS; fact++)
        if (text_equal(pack->evidence[fact], code))
            return true;
    for (size_t r = 0; r < pack->rules_count; r++)
        for (size_t i = 0; i < pack->rules[r].steps_count; i++)
            for (size_t e = 0; e < pack->rules[r].steps[i].evidence.count; e++)
                if (text_equal(pack->rules[r].steps[i].evidence.items[e], code))
                    return true;
    return false;
}

static bool clause_is(const struct pack *pack, struct text id)
{
    return pack_clause(pack, id) != NULL;
}

static bool rule_is(const struct pack *pack, struct text written)
{
    struct text id;
    struct text step;
    const struct rule *rule = rule_cut(written, &id, &step) ? pack_rule(pack, id) : NULL;
    return rule != NULL && (text_empty(step) || rule_step(rule, step) != NULL);
}

static bool row_is(const struct pack *pack, struct text id)
{
    const struct rating_row *row;
    for (size_t i = 0; (row = rating_row_at(pack, i)) != NULL; i++)
        if (text_equal(row->id, id))
            return true;
    return false;
}

static bool policy_has(const struct stage *stage, struct text word,
                       bool is(const struct pack *pack, struct text word))
{
    for (const struct pack *pack = house_pack(stage->house); pack != NULL; pack = pack->earlier)
        if (is(pack, word))
            return true;
    return false;
}

static bool policy_must_have(struct stage *stage, const char *what, struct text word,
                             bool is(const struct pack *pack, struct text word))
{
    return policy_has(stage, word, is)
           || fail_field(&stage->turn, what, "the policy has no %s %.*s", what, TEXT_SHOW(word));
}

static bool rule_known(struct stage *stage, struct text rule, struct text step)
{
    struct text written = rule;
    if (text_empty(rule))
        return true;
    if (!text_empty(step))
        written = text_format(stage->turn.arena, "%.*s.%.*s", TEXT_SHOW(rule), TEXT_SHOW(step));
    return policy_must_have(stage, "rule", written, rule_is);
}

/* ---- in the house ---- */

static bool organisation_known(struct stage *stage, struct text name)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    if (text_empty(name))
        return true;
    value_set_text(stage->turn.arena, input, "organisation", name);
    if (stage_ask(stage, "organisation.read", input, &answer))
        return true;
    if (stage->turn.fault.kind != FAULT_MISSING)
        return false;
    fault_clear(&stage->turn);
    return fail_field(&stage->turn, "organisation",
                      "there is no organisation %.*s, and nothing was reported by that name",
                      TEXT_SHOW(name));
}

/* Somebody whom the story did not introduce may have been entered by a deed. */
static bool person_entered(struct stage *stage, struct text name, bool *entered)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    *entered = false;
    value_set_integer(stage->turn.arena, input, "limit", ACTION_PAGE_MAX);
    do {
        if (!stage_ask(stage, "person.list", input, &answer))
            return false;
        for (size_t i = 0; i < value_get_count(answer, "items"); i++)
            *entered =
                *entered
                || text_equal(value_get_text(value_get_item(answer, "items", i), "name"), name);
        value_set_text(stage->turn.arena, input, "after", value_get_text(answer, "next"));
    } while (!*entered && value_has(answer, "next"));
    return true;
}

static bool somebody_known(struct stage *stage, struct text name)
{
    bool known = policy_has(stage, name, role_is) || !text_empty(stage_person(stage, name));
    if (!known && !person_entered(stage, name, &known))
        return false;
    return known
           || fail_field(&stage->turn, "who", "nobody is called %.*s, and it is no role",
                         TEXT_SHOW(name));
}

/* An office of the enterprise is no organisation's. */
static bool who_known(struct stage *stage, const struct who *who)
{
    if (who->kind != WHO_NAMED)
        return true;
    if (!organisation_known(stage, who->organisation) || !somebody_known(stage, who->name))
        return false;
    return text_empty(who->organisation) || policy_has(stage, who->name, role_of_body_is)
           || fail_field(&stage->turn, "who", "%.*s is no role of an organisation; leave out %.*s",
                         TEXT_SHOW(who->name), TEXT_SHOW(who->organisation));
}

static bool holder_known(struct stage *stage, const struct expectation *expectation)
{
    struct text name = expectation->who.name;
    return expectation->subject != ABOUT_HOLDER
           || (organisation_known(stage, expectation->who.organisation)
               && (text_is(text_lower(stage->turn.arena, name), "nobody")
                   || somebody_known(stage, name)));
}

/* A case that is named by its number. */
static bool case_known(struct stage *stage, struct text label)
{
    struct value *input = value_map(stage->turn.arena);
    struct value *answer;
    if (!text_starts(label, TEXT("INC-")))
        return true;
    value_set_text(stage->turn.arena, input, "incident", label);
    return stage_ask(stage, "incident.read", input, &answer);
}

static bool channel_known(struct stage *stage, struct text name)
{
    static const char *const names[] = {"mail", "webhook", "product", "manual"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_is(name, names[i]))
            return true;
    return fail_field(&stage->turn, "channel", "there is no channel %.*s", TEXT_SHOW(name));
}

static bool rating_known(struct stage *stage, struct text name)
{
    return rating_named(name) != RATING_NONE || text_is(name, rating_name(RATING_NONE))
           || fail_field(&stage->turn, "rating", "there is no rating %.*s", TEXT_SHOW(name));
}

static bool predicate_known(struct stage *stage, const struct predicate *predicate)
{
    switch (predicate->kind) {
    case IS_OWED_BY:
    case IS_OWED_TO: return who_known(stage, &predicate->who);
    case IS_FOR: return organisation_known(stage, predicate->word);
    case IS_ABOUT:
    case IS_SUPERSEDED_BY: return policy_must_have(stage, "rule", predicate->word, rule_is);
    case IS_CLAUSE: return policy_must_have(stage, "clause", predicate->word, clause_is);
    case IS_MATCHED:
        return policy_must_have(stage, "row of the rating table", predicate->word, row_is);
    case IS_VERSION: return policy_must_have(stage, "version", predicate->word, version_is);
    case IS_EVIDENCE:
        return policy_must_have(stage, "kind of evidence", predicate->word, evidence_is);
    case IS_CHANNEL: return channel_known(stage, predicate->word);
    case IS_RATING: return rating_known(stage, predicate->word);
    case IS_DUE:
    case IS_START:
    case IS_STATE:
    case IS_LIVE:
    case IS_FULFILLED:
    case IS_LATE:
    case IS_ON_TIME:
    case IS_LEVEL:
    case IS_DEFAULT:
    case IS_BASIS:
    case IS_EXPLAINED:
    case IS_CORRECTED:
    case IS_KNOWN:
    case IS_PROVISIONAL:
    case IS_RESPONSE:
    case IS_AT:
    case IS_BY:
    case IS_WITHIN:
    case IS_SUBJECT:
    default: return true;
    }
}

bool expectation_known(struct stage *stage, const struct expectation *expectation)
{
    if (!case_known(stage, expectation->label) || !who_known(stage, &expectation->who)
        || !holder_known(stage, expectation)
        || !rule_known(stage, expectation->rule, expectation->step))
        return false;
    for (size_t i = 0; i < expectation->predicates_count; i++)
        if (!predicate_known(stage, &expectation->predicates[i]))
            return false;
    return true;
}
