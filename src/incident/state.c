/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a case: its classification, what is stated of it, and how it is marked. Each is
 * said anew in a version of its own; nothing that was said is lost. */
#include "base/json.h"
#include "incident/life.h"
#include "policy/choice.h"

/* ---- flags ---- */

static bool flag_find(struct turn *turn, const struct incident *incident, struct text flag,
                      struct marked *marked)
{
    struct marked *list;
    size_t count;
    *marked = (struct marked){.flag = flag};
    if (!life_rows_flags(turn, incident->id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].flag, flag))
            *marked = list[i];
    return true;
}

static bool flag_write(struct change *change, const struct incident *incident,
                       struct marked *marked, const char *kind, struct text what,
                       const struct value *input)
{
    marked->version++;
    return life_rows_flag_insert(change, incident->id, marked)
           && incident_note(change, incident, kind, what, marked->at_us,
                            life_deviation(change_turn(change), incident, marked->at_us), input);
}

bool flag_set(struct change *change, const struct incident *incident, struct text flag,
              struct text reason, int64_t at_us, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct marked marked;
    if (!flag_find(turn, incident, flag, &marked))
        return false;
    struct fact fact = incident_fact(FACT_INCIDENT_FLAGGED, incident);
    fact_set_text(&fact, FIELD_OF_FLAG, flag);
    fact_set_text(&fact, FIELD_OF_RATING, incident->rating);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    marked.set = true;
    marked.reason = reason;
    marked.at_us = at_us;
    struct text what =
        text_format(turn->arena, "flagged: %.*s. %.*s",
                    TEXT_SHOW(lifecycle_flag_name(turn->pack, flag)), TEXT_SHOW(reason));
    return flag_write(change, incident, &marked, "incident.flag", what, input)
           && change_fact(change, &fact);
}

bool flag_mark(struct change *change, const struct incident *incident, enum flag_by by,
               struct text reason, int64_t at_us)
{
    struct text flag = lifecycle_flag_by(change_turn(change)->pack, by);
    struct marked marked;
    if (text_empty(flag))
        return true;
    return flag_find(change_turn(change), incident, flag, &marked)
           && (marked.set || flag_set(change, incident, flag, reason, at_us, NULL));
}

bool incident_flag(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    int64_t at_us;
    return incident_known(turn, input, &incident) && life_when(turn, input, &at_us)
           && flag_set(change, &incident, value_get_text(input, "flag"),
                       value_get_text(input, "reason"), at_us, input)
           && incident_value(turn, &incident, answer);
}

bool incident_unflag(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct marked marked;
    int64_t at_us;
    if (!incident_known(turn, input, &incident) || !life_when(turn, input, &at_us)
        || !flag_find(turn, &incident, value_get_text(input, "flag"), &marked))
        return false;
    if (!marked.set)
        return fail_field(turn, "flag", "this mark is not set; nothing is to be cleared");
    marked.set = false;
    marked.reason = value_get_text(input, "reason");
    marked.at_us = at_us;
    struct text what = text_format(turn->arena, "no longer flagged: %.*s. %.*s",
                                   TEXT_SHOW(lifecycle_flag_name(turn->pack, marked.flag)),
                                   TEXT_SHOW(marked.reason));
    return flag_write(change, &incident, &marked, "incident.unflag", what, input)
           && incident_value(turn, &incident, answer);
}

/* ---- classification ---- */

static const struct value *type_named(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->types, "types"); i++) {
        const struct value *type = value_get_item(pack->types, "types", i);
        if (text_equal(value_get_text(type, "code"), code))
            return type;
    }
    return NULL;
}

static bool types_check(struct turn *turn, const struct value *input)
{
    size_t count = value_get_count(input, "types");
    for (size_t i = 0; i < count; i++)
        if (type_named(turn->pack, value_get_item(input, "types", i)->text) == NULL)
            return fail_choice(turn, text_format(turn->arena, "types[%zu]", i).data, "type",
                               value_get_item(input, "types", i)->text, "incident_types");
    return count > 0 || !text_empty(value_get_text(input, "other"))
           || fail_field(turn, "types", "give at least one type, or say what other it is");
}

/* What a type says by itself is marked, once. */
static bool types_mark(struct change *change, const struct incident *incident,
                       const struct value *input)
{
    struct turn *turn = change_turn(change);
    for (size_t i = 0; i < value_get_count(input, "types"); i++) {
        const struct value *type = type_named(turn->pack, value_get_item(input, "types", i)->text);
        struct text reason =
            text_format(turn->arena, "by its type: %.*s", TEXT_SHOW(value_get_text(type, "name")));
        if (value_get_boolean(type, "restricted", false)
            && !access_by_type(change, incident, reason))
            return false;
        for (size_t j = 0; j < value_get_count(type, "sets"); j++) {
            struct text flag = value_get_item(type, "sets", j)->text;
            struct marked marked;
            if (!flag_find(turn, incident, flag, &marked))
                return false;
            if (!marked.ever && !flag_set(change, incident, flag, reason, turn->now_us, NULL))
                return false;
        }
    }
    return true;
}

static struct text types_words(struct turn *turn, const struct value *input)
{
    struct builder words = {.arena = turn->arena};
    build_format(&words, "classified, %.*s:", TEXT_SHOW(value_get_text(input, "certainty")));
    for (size_t i = 0; i < value_get_count(input, "types"); i++) {
        const struct value *type = type_named(turn->pack, value_get_item(input, "types", i)->text);
        build_format(&words, "%s %.*s", i > 0 ? "," : "", TEXT_SHOW(value_get_text(type, "name")));
    }
    if (value_has(input, "other"))
        build_format(&words, " %.*s", TEXT_SHOW(value_get_text(input, "other")));
    build_format(&words, "; source %.*s, vector %.*s", TEXT_SHOW(value_get_text(input, "source")),
                 TEXT_SHOW(value_get_text(input, "vector")));
    return built(&words);
}

/* All but the incident, with instants as RFC 3339. */
static bool classification_said(struct turn *turn, const struct value *input, struct value **said)
{
    int64_t occurred_us;
    *said = value_map(turn->arena);
    for (size_t i = 0; i < input->count; i++)
        if (!text_is(input->members[i].name, "incident")
            && !text_is(input->members[i].name, "reason"))
            value_set(turn->arena, *said, text_string(turn->arena, input->members[i].name),
                      input->members[i].value);
    if (!value_has(input, "occurred"))
        return true;
    if (!instant_parse(turn, "occurred", value_get_text(input, "occurred"),
                       turn->pack->calendar.zone, &occurred_us))
        return false;
    answer_time(turn, *said, "occurred", occurred_us);
    return true;
}

const char *const impact_properties[] = {"confidentiality", "integrity", "availability", NULL};

/* Whoever assesses the impact says it of all three: what is not known is said to be unknown. */
static bool impact_check(struct turn *turn, const struct value *input)
{
    const struct value *impact = value_get(input, "impact");
    struct builder missing = {.arena = turn->arena};
    if (impact == NULL || impact->count == 0)
        return true;
    for (const char *const *name = impact_properties; *name != NULL; name++)
        if (!value_has(impact, *name))
            build_format(&missing, "%s%s", missing.size > 0 ? " and " : "", *name);
    return missing.size == 0
           || fail_field(turn, "impact",
                         "state %.*s as well: none, potential, partial, full or unknown",
                         TEXT_SHOW(built(&missing)));
}

static bool types_write(struct change *change, const struct incident *incident, int64_t version,
                        const struct value *input)
{
    for (size_t i = 0; i < value_get_count(input, "types"); i++) {
        struct text type = value_get_item(input, "types", i)->text;
        bool again = false; /* named twice, it is kept once */
        for (size_t j = 0; j < i; j++)
            again = again || text_equal(value_get_item(input, "types", j)->text, type);
        if (!again && !life_rows_type_insert(change, incident, version, type))
            return false;
    }
    return true;
}

/* What it is called may say more of it than anybody has. */
static bool types_rate(struct change *change, struct incident *incident)
{
    struct value *inputs;
    return inputs_merged(change_turn(change), incident, NULL, &inputs)
           && incident_rate(change, incident, inputs);
}

bool incident_classify(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct classification classification;
    struct value *said;
    if (!incident_known(turn, input, &incident) || !types_check(turn, input)
        || !impact_check(turn, input) || !classification_said(turn, input, &said)
        || !life_rows_classification(turn, incident.id, &classification))
        return false;
    struct text reason = value_get_text(input, "reason");
    if (classification.version > 0 && text_empty(reason))
        return fail_field(turn, "reason", "it is classified already; say why it changes");
    classification.version++;
    classification.said = json_write(turn->arena, said);
    classification.reason = reason;
    return life_rows_classification_insert(change, incident.id, &classification)
           && types_write(change, &incident, classification.version, input)
           && incident_note(change, &incident, "incident.classify", types_words(turn, input),
                            turn->now_us, TEXT_NONE, input)
           && types_mark(change, &incident, input) && types_rate(change, &incident)
           && incident_value(turn, &incident, answer);
}

/* ---- statements ---- */

static bool statement_check(struct turn *turn, const struct value *input,
                            const struct statement_kind **kind)
{
    struct text answer = value_get_text(input, "answer");
    *kind = lifecycle_statement(turn->pack, value_get_text(input, "statement"));
    if (*kind == NULL)
        return fail_choice(turn, "statement", "statement", value_get_text(input, "statement"),
                           "statements");
    struct builder words = {.arena = turn->arena};
    bool fits = false;
    for (size_t i = 0; i < (*kind)->answers.count; i++) {
        fits = fits || text_equal((*kind)->answers.items[i], answer);
        build_format(&words, "%s%.*s", i > 0 ? ", " : "", TEXT_SHOW((*kind)->answers.items[i]));
    }
    if (!fits)
        return fail_field(turn, "answer", "to \"%.*s\" the answer is one of: %.*s",
                          TEXT_SHOW((*kind)->name), TEXT_SHOW(built(&words)));
    return !(*kind)->attested || value_has(input, "who")
           || fail_field(turn, "who", "say who says so: \"%.*s\" rests on somebody's word",
                         TEXT_SHOW((*kind)->name));
}

/* Whether it is for the actor to say: where it is the decision of whoever owes a rule. */
static bool statement_owed(struct turn *turn, const struct incident *incident,
                           const struct statement_kind *kind)
{
    const struct rule *rule = pack_rule(turn->pack, kind->rule);
    bool mine = rule == NULL || turn->actor.system;
    for (size_t i = 0; rule != NULL && i < rule->owed_by_count && !mine; i++) {
        struct holder *holders;
        size_t count;
        bool gap;
        struct sought sought = {.role = rule->owed_by[i].role,
                                .organisation = rule->owed_by[i].scope == PARTY_ENTERPRISE
                                                    ? TEXT_NONE
                                                    : incident->organisation,
                                .incident = incident->id,
                                .moment = {turn->now_us, KNOWN_NOW}};
        if (!people_resolve_sought(turn, &sought, &holders, &count, &gap))
            return false;
        for (size_t j = 0; j < count; j++)
            mine = mine || text_equal(holders[j].person, turn->actor.person);
    }
    return mine
           || fail_clause(turn, text_string(turn->arena, kind->clauses.items[0]),
                          "\"%.*s\" is said by those who owe that decision; you are none of them",
                          TEXT_SHOW(kind->name));
}

static bool statement_tell(struct change *change, const struct incident *incident,
                           const struct statement_kind *kind, const struct declared *statement)
{
    struct fact fact = incident_fact(kind->fact, incident);
    if (!kind->tells)
        return true;
    fact_set_text(&fact, FIELD_OF_STATEMENT, statement->statement);
    fact_set_text(&fact, FIELD_OF_DECISION, statement->answer);
    fact_set_time(&fact, FIELD_OF_AT, statement->at_us);
    return change_fact(change, &fact);
}

bool incident_state(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    const struct statement_kind *kind;
    struct declared *list;
    size_t count;
    struct declared fresh = {.statement = value_get_text(input, "statement"),
                             .answer = value_get_text(input, "answer"),
                             .said = value_get_text(input, "text"),
                             .who = value_get_text(input, "who")};
    if (!incident_known(turn, input, &incident) || !statement_check(turn, input, &kind)
        || !life_when(turn, input, &fresh.at_us) || !statement_owed(turn, &incident, kind)
        || !life_rows_statements(turn, incident.id, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i].statement, fresh.statement))
            fresh.version = list[i].version;
    fresh.version++;
    struct text what =
        text_format(turn->arena, "%.*s: %.*s. %.*s", TEXT_SHOW(kind->name),
                    TEXT_SHOW(word_said(turn->arena, fresh.answer)), TEXT_SHOW(fresh.said));
    return life_rows_statement_insert(change, incident.id, &fresh)
           && incident_note(change, &incident, "incident.state", what, fresh.at_us,
                            life_deviation(turn, &incident, fresh.at_us), input)
           && statement_tell(change, &incident, kind, &fresh)
           && incident_value(turn, &incident, answer);
}
