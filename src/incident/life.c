/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of the life of a case: where it stands, what is known of it, what was done. */
#include "incident/life.h"
#include "base/json.h"

bool life_when(struct turn *turn, const struct value *input, int64_t *at_us)
{
    *at_us = turn->now_us;
    return !value_has(input, "at")
           || instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                            at_us);
}

struct text life_deviation(struct turn *turn, const struct incident *incident, int64_t at_us)
{
    const struct state *state = lifecycle_state(turn->pack, incident->state);
    if (at_us > turn->now_us)
        return TEXT("entered before it happened");
    if (state != NULL && !state->open)
        return text_format(turn->arena, "recorded when the incident was: %.*s",
                           TEXT_SHOW(state->name));
    return TEXT_NONE;
}

struct text life_type_name(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->types, "types"); i++) {
        const struct value *type = value_get_item(pack->types, "types", i);
        if (text_equal(value_get_text(type, "code"), code))
            return value_get_text(type, "name");
    }
    return code;
}

/* An error takes away what was held up to it, of that rating. */
bool life_ever(struct turn *turn, const struct incident *incident, bool provisional,
               enum rating *ever)
{
    struct rated_once *ratings;
    struct override *overrides;
    size_t count;
    size_t overrides_count;
    *ever = RATING_NONE;
    if (!life_rows_ratings(turn, incident->id, &ratings, &count)
        || !life_rows_overrides(turn, incident->id, &overrides, &overrides_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool apart = ratings[i].provisional && !provisional;
        for (size_t j = 0; j < overrides_count; j++)
            apart = apart
                    || (text_is(overrides[j].kind, "error")
                        && rating_named(overrides[j].rating) == ratings[i].rating
                        && ratings[i].from_us <= overrides[j].entry_us);
        if (!apart && ratings[i].rating > *ever)
            *ever = ratings[i].rating;
    }
    return true;
}

/* ---- the answer ---- */

/* The end of the ordinary way; other ends are phases only of cases that are there. */
static bool is_end(const struct lifecycle *life, struct text state)
{
    for (size_t i = 0; i < life->moves_count; i++)
        if (life->moves[i].tells == MOVE_TELLS_CLOSED && text_equal(life->moves[i].to, state))
            return true;
    return false;
}

static void say_phases(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct value *list = value_set(turn->arena, said, "phases", value_list(turn->arena));
    const struct lifecycle *life = turn->pack->life;
    for (size_t i = 0; life != NULL && i < life->states_count; i++) {
        bool here = text_equal(life->states[i].code, incident->state);
        if (!life->states[i].open && !here && !is_end(life, life->states[i].code))
            continue;
        struct value *phase = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, phase, "code", life->states[i].code);
        value_set_text(turn->arena, phase, "name", life->states[i].name);
        value_set_boolean(turn->arena, phase, "here", here);
    }
}

static bool say_classification(struct turn *turn, const struct incident *incident,
                               struct value *said)
{
    struct classification classification;
    struct value *whole;
    if (!life_rows_classification(turn, incident->id, &classification))
        return false;
    if (classification.version == 0)
        return true;
    if (!json_read(turn, classification.said, "the kept classification", &whole))
        return false;
    value_set(turn->arena, said, "classification", whole);
    value_set_integer(turn->arena, whole, "version", classification.version);
    if (!text_empty(classification.reason))
        value_set_text(turn->arena, whole, "reason", classification.reason);
    answer_time(turn, whole, "entry", classification.entry_us);
    return true;
}

static bool say_flags(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct marked *flags;
    size_t count;
    struct value *list = value_set(turn->arena, said, "flags", value_list(turn->arena));
    if (!life_rows_flags(turn, incident->id, &flags, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "flag", flags[i].flag);
        value_set_text(turn->arena, item, "name", lifecycle_flag_name(turn->pack, flags[i].flag));
        value_set_boolean(turn->arena, item, "set", flags[i].set);
        value_set_text(turn->arena, item, "reason", flags[i].reason);
        answer_time(turn, item, "at", flags[i].at_us);
    }
    return true;
}

static bool say_statements(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct declared *statements;
    size_t count;
    struct value *list = value_set(turn->arena, said, "statements", value_list(turn->arena));
    if (!life_rows_statements(turn, incident->id, &statements, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct statement_kind *kind =
            lifecycle_statement(turn->pack, statements[i].statement);
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "statement", statements[i].statement);
        value_set_text(turn->arena, item, "name",
                       kind == NULL ? statements[i].statement : kind->name);
        value_set_text(turn->arena, item, "answer", statements[i].answer);
        value_set_text(turn->arena, item, "text", statements[i].said);
        if (!text_empty(statements[i].who))
            value_set_text(turn->arena, item, "who", statements[i].who);
        value_set_text(turn->arena, item, "author", statements[i].author_name);
        value_set_integer(turn->arena, item, "version", statements[i].version);
        answer_time(turn, item, "at", statements[i].at_us);
    }
    return true;
}

static bool say_measures(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct measure *measures;
    size_t count;
    struct value *list = value_set(turn->arena, said, "measures", value_list(turn->arena));
    if (!life_rows_measures(turn, incident->id, &measures, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "phase", measures[i].phase);
        value_set_text(turn->arena, item, "what", measures[i].what);
        value_set_text(turn->arena, item, "who", measures[i].author_name);
        answer_time(turn, item, "at", measures[i].at_us);
        answer_time(turn, item, "entry", measures[i].entry_us);
    }
    return true;
}

/* What a person made of the rating stays to be seen, whatever became of it (DOMAIN 3). */
static bool say_overrides(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct override *overrides;
    size_t count;
    enum rating ever;
    struct value *list = value_set(turn->arena, said, "overrides", value_list(turn->arena));
    if (!life_rows_overrides(turn, incident->id, &overrides, &count)
        || !life_ever(turn, incident, false, &ever))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, "kind", overrides[i].kind);
        value_set_text(turn->arena, item, "rating", overrides[i].rating);
        value_set_text(turn->arena, item, "computed", overrides[i].computed);
        value_set_text(turn->arena, item, "reason", overrides[i].reason);
        value_set_text(turn->arena, item, "who", overrides[i].author_name);
        value_set_text(turn->arena, item, "capacity", overrides[i].capacity);
        answer_time(turn, item, "at", overrides[i].entry_us);
    }
    if (ever != RATING_NONE)
        value_set_text(turn->arena, said, "ever", text_of(rating_name(ever)));
    return true;
}

static bool say_number(struct turn *turn, struct text id, struct value *item, const char *name)
{
    struct incident other;
    bool found;
    if (!incident_rows_incident_id(turn, id, &other, &found))
        return false;
    struct object object = incident_object(turn, &other, found);
    if (found && can(turn, AREA_CASE, LEVEL_READ, &object))
        value_set_text(turn->arena, item, name, other.number);
    return turn->fault.kind == FAULT_NONE;
}

/* Mergers with cases that the reader may see; of others neither number nor count is told. */
static bool say_mergers(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct merger *mergers;
    struct merger merger;
    size_t count;
    bool found;
    struct value *list = value_list(turn->arena);
    if (!life_rows_mergers_into(turn, incident->id, &mergers, &count)
        || !life_rows_merger_of(turn, incident->id, &merger, &found)
        || (found && !say_number(turn, merger.target, said, "merged_into")))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *item = value_map(turn->arena);
        if (!say_number(turn, mergers[i].incident, item, "number"))
            return false;
        if (item->count == 0)
            continue;
        value_append(turn->arena, list, item);
        value_set_text(turn->arena, item, "reason", mergers[i].reason);
        answer_time(turn, item, "at", mergers[i].at_us);
    }
    if (list->count > 0)
        value_set(turn->arena, said, "merged", list);
    return true;
}

/* Whether what the policy proposes is settled already: stated, or ever flagged. */
static bool settled(const struct situation *situation, const struct proposal *proposal)
{
    bool known = false;
    for (size_t i = 0; proposal->flag && i < situation->flags_count; i++)
        known =
            known
            || (situation->flags[i].ever && text_equal(situation->flags[i].flag, proposal->code));
    for (size_t i = 0; !proposal->flag && i < situation->statements_count; i++)
        known = known || text_equal(situation->statements[i].statement, proposal->code);
    return known;
}

/* What the policy asks people to think of, and why; nothing is set by it. */
static bool say_proposals(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct situation situation;
    struct affected *affected;
    size_t bodies;
    const struct lifecycle *life = turn->pack->life;
    if (life == NULL || !lifecycle_open(turn->pack, incident->state))
        return true;
    struct value *list = value_list(turn->arena);
    if (!situation_read(turn, incident, &situation)
        || !incident_rows_affected(turn, incident->id, &affected, &bodies))
        return false;
    for (size_t i = 0; i < life->proposals_count; i++) {
        const struct proposal *proposal = &life->proposals[i];
        bool rated = incident->evaluated_us != TIME_NONE
                     && rating_named(incident->rating) >= proposal->at_least;
        if (bodies < proposal->organisations || (proposal->at_least != RATING_NONE && !rated)
            || settled(&situation, proposal))
            continue;
        struct value *item = value_append(turn->arena, list, value_map(turn->arena));
        value_set_text(turn->arena, item, proposal->flag ? "flag" : "statement", proposal->code);
        value_set_text(turn->arena, item, "name", proposal->name);
        value_set_text(
            turn->arena, item, "because",
            proposal->organisations > 0
                ? text_format(turn->arena, "%zu organisations are affected", bodies)
                : text_format(turn->arena, "it is rated %.*s", TEXT_SHOW(incident->rating)));
    }
    if (list->count > 0)
        value_set(turn->arena, said, "proposals", list);
    return true;
}

/* Until it was noticed, until somebody acted, until what was affected worked again: each from an
 * instant that is known to one that is. */
static bool say_times(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct value *times = value_map(turn->arena);
    const struct value *classification = value_get(said, "classification");
    int64_t occurred_us = TIME_NONE;
    if (value_has(classification, "occurred")
        && !instant_parse(turn, "occurred", value_get_text(classification, "occurred"),
                          turn->pack->calendar.zone, &occurred_us))
        return false;
    const struct {
        const char *name;
        int64_t from_us, to_us;
    } spans[] = {{"to_detect_s", occurred_us, incident->detected_us},
                 {"to_respond_s", incident->detected_us, incident->responding_us},
                 {"to_remediate_s", incident->detected_us, incident->resolved_us}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (spans[i].from_us != TIME_NONE && spans[i].to_us != TIME_NONE)
            value_set_integer(turn->arena, times, spans[i].name,
                              (spans[i].to_us - spans[i].from_us) / SECOND_US);
    if (times->count > 0)
        value_set(turn->arena, said, "times", times);
    return true;
}

bool life_say(struct turn *turn, const struct incident *incident, struct value *said)
{
    say_phases(turn, incident, said);
    answer_time(turn, said, "resolved", incident->resolved_us);
    answer_time(turn, said, "closed", incident->closed_us);
    return say_classification(turn, incident, said) && say_flags(turn, incident, said)
           && say_statements(turn, incident, said) && say_measures(turn, incident, said)
           && say_overrides(turn, incident, said) && say_mergers(turn, incident, said)
           && say_proposals(turn, incident, said) && say_times(turn, incident, said)
           && team_say(turn, incident, said);
}
