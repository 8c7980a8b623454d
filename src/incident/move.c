/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves of a case from state to state. A move that is not made is refused with everything that is
 * missing on the way to it: the moves before it and each guard that is not met, by its clause and
 * with what to do; that it was asked for and refused is noted in the case.
 */
#include "incident/deployment.h"
#include "incident/life.h"
#include "notice/notice.h"
#include "policy/choice.h"

enum { MOVE_SHOWN_BYTES = 300 }; /* of the guards in the sentence; all of them are in `unmet` */

/* ---- asking the guards ---- */

static bool guards_ask(struct turn *turn, const struct situation *situation,
                       const struct move *move, struct value *all, struct value *unmet)
{
    for (size_t i = 0; i < move->guards_count; i++) {
        struct finding finding;
        if (!guard_ask(turn, situation, move->guards[i], &finding))
            return false;
        struct value *said = finding_value(turn->arena, &finding);
        value_set_text(turn->arena, said, "move", move->name);
        if (all != NULL)
            value_append(turn->arena, all, said);
        if (!finding.met)
            value_append(turn->arena, unmet, said);
    }
    return true;
}

/* The move comes too early: each move before it, with what holds that one back. */
static bool way_ask(struct turn *turn, const struct situation *situation, const struct move *move,
                    struct value *unmet, bool *found)
{
    const struct move **way;
    size_t count;
    *found = lifecycle_way(turn->arena, turn->pack, situation->incident->state, move, &way, &count);
    for (size_t i = 0; *found && i < count; i++) {
        const struct state *state = lifecycle_state(turn->pack, way[i]->to);
        struct value *step = value_append(turn->arena, unmet, value_map(turn->arena));
        value_set_text(turn->arena, step, "move", way[i]->name);
        value_set_text(turn->arena, step, "says",
                       text_format(turn->arena, "%.*s comes before it", TEXT_SHOW(state->name)));
        value_set_text(turn->arena, step, "because", TEXT("this move is not made yet"));
        value_set_text(turn->arena, step, "todo", way[i]->title);
        if (!guards_ask(turn, situation, way[i], NULL, unmet))
            return false;
    }
    return true;
}

/* "B12: …; the cause is stated, or why it stays unknown (not stated yet)", as far as it fits. */
static struct text unmet_words(struct arena *arena, const struct value *unmet)
{
    struct builder words = {.arena = arena};
    for (size_t i = 0; i < unmet->count; i++) {
        const struct value *one = unmet->items[i];
        struct text says = value_get_text(one, "says");
        struct text because = value_get_text(one, "because");
        if (words.size + says.size + because.size > MOVE_SHOWN_BYTES) {
            build_format(&words, "; and %zu more", unmet->count - i);
            break;
        }
        build_format(&words, "%s%.*s (%.*s", i > 0 ? "; " : "", TEXT_SHOW(says),
                     TEXT_SHOW(because));
        for (size_t j = 0; j < value_get_count(one, "items") && j < 3; j++)
            build_format(&words, "%s%.*s", j == 0 ? ": " : ", ",
                         TEXT_SHOW(value_get_item(one, "items", j)->text));
        build(&words, TEXT(")"));
    }
    return built(&words);
}

static struct text first_clause(const struct value *unmet)
{
    for (size_t i = 0; i < unmet->count; i++)
        if (value_get_count(unmet->items[i], "clauses") > 0)
            return value_get_item(unmet->items[i], "clauses", 0)->text;
    return TEXT_NONE;
}

static bool move_refuse(struct turn *turn, const struct move *move, const struct value *unmet)
{
    fail_clause(turn, text_string(turn->arena, first_clause(unmet)),
                "\"%.*s\" is refused until: %.*s", TEXT_SHOW(move->title),
                TEXT_SHOW(unmet_words(turn->arena, unmet)));
    turn->fault.unmet = unmet;
    return false;
}

bool move_allowed(struct turn *turn, struct situation *situation, const struct move *move)
{
    struct value *unmet = value_list(turn->arena);
    const struct state *state = lifecycle_state(turn->pack, situation->incident->state);
    bool found = true;
    bool here = move_is_from(move, situation->incident->state);
    situation->move = move;
    if ((!here && !way_ask(turn, situation, move, unmet, &found))
        || (found && !guards_ask(turn, situation, move, NULL, unmet)))
        return false;
    if (!found)
        return fail(turn, FAULT_REFUSED, "\"%.*s\" cannot be done to an incident that is: %.*s",
                    TEXT_SHOW(move->title),
                    TEXT_SHOW(state == NULL ? situation->incident->state : state->name));
    return unmet->count == 0 || move_refuse(turn, move, unmet);
}

/* ---- making it ---- */

static bool move_tell(struct change *change, const struct incident *incident,
                      const struct situation *situation, int64_t at_us)
{
    static const enum fact_kind kinds[] = {[MOVE_TELLS_RECOVERED] = FACT_INCIDENT_RECOVERED,
                                           [MOVE_TELLS_CLOSED] = FACT_INCIDENT_CLOSED,
                                           [MOVE_TELLS_VOID] = FACT_INCIDENT_VOID,
                                           [MOVE_TELLS_REOPENED] = FACT_INCIDENT_REOPENED};
    enum move_tells tells = situation->move->tells;
    if (tells == MOVE_TELLS_NOTHING)
        return true;
    struct fact fact = incident_fact(kinds[tells], incident);
    fact_set_time(&fact, FIELD_OF_AT, at_us);
    if (!text_empty(situation->reason))
        fact_set_text(&fact, FIELD_OF_REASON, situation->reason);
    if (situation->other != NULL)
        fact_set_text(&fact, FIELD_OF_OTHER, situation->other->id);
    for (size_t i = 0; i < situation->statements_count; i++) {
        const struct declared *statement = &situation->statements[i];
        const struct statement_kind *kind =
            lifecycle_statement(change_turn(change)->pack, statement->statement);
        if (kind != NULL && kind->tells && kind->fact == FACT_POST_INCIDENT_REPORT_DECIDED)
            fact_set_text(&fact, FIELD_OF_DECISION, statement->answer);
    }
    /* What is owed after recovery depends on the highest rating that it ever had. */
    if (situation->ever != RATING_NONE)
        fact_set_text(&fact, FIELD_OF_RATING, text_of(rating_name(situation->ever)));
    return change_fact(change, &fact);
}

/* Whoever was told of the case is told that it no longer holds; what waits is not sent any more. */
static bool move_correct(struct change *change, const struct incident *incident,
                         const struct move *move, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct organisation organisation = {0};
    size_t people;
    if (text_empty(move->corrects))
        return true;
    if (!text_empty(incident->organisation)
        && !organisation_read(turn, incident->organisation, turn->now_us, &organisation))
        return false;
    struct notice_correction correction = {.incident = incident->id,
                                           .kind = incident->kind,
                                           .template = move->corrects,
                                           .words = {.number = incident->number,
                                                     .organisation = organisation.short_name,
                                                     .contact = turn->pack->contact},
                                           .reason = text_empty(reason) ? move->title : reason,
                                           .withdraw = true};
    return notice_correct(change, &correction, &people);
}

static void move_times(struct incident *incident, enum move_tells tells, int64_t at_us)
{
    if (tells == MOVE_TELLS_RECOVERED)
        incident->resolved_us = at_us;
    else if (tells == MOVE_TELLS_CLOSED || tells == MOVE_TELLS_VOID)
        incident->closed_us = at_us;
    else if (tells == MOVE_TELLS_REOPENED)
        incident->resolved_us = incident->closed_us = TIME_NONE;
}

/* When it is recovered, or over. */
static bool move_send_home(struct change *change, const struct incident *incident,
                           enum move_tells tells)
{
    return tells == MOVE_TELLS_NOTHING || tells == MOVE_TELLS_REOPENED
           || deployment_recovered(change, incident);
}

bool move_make(struct change *change, struct incident *incident, const struct situation *situation,
               int64_t at_us, const struct value *input)
{
    struct turn *turn = change_turn(change);
    struct text deviation = TEXT_NONE;
    const struct move *move = situation->move;
    const struct state *state = lifecycle_state(turn->pack, move->to);
    if (at_us > turn->now_us)
        deviation = TEXT("entered before it happened");
    else if (at_us < incident->told_us)
        deviation = TEXT("before anybody was told");
    incident->state = move->to;
    move_times(incident, move->tells, at_us);
    struct text what =
        text_format(turn->arena, "%.*s: %.*s%s%.*s", TEXT_SHOW(move->title), TEXT_SHOW(state->name),
                    text_empty(situation->reason) ? "" : ". ", TEXT_SHOW(situation->reason));
    return incident_rows_incident_write(change, incident)
           && incident_note(change, incident, "incident.move", what, at_us, deviation, input)
           && move_tell(change, incident, situation, at_us)
           && move_correct(change, incident, move, situation->reason)
           && move_send_home(change, incident, move->tells);
}

static bool move_named(struct turn *turn, struct text name, const struct move **move)
{
    *move = lifecycle_move(turn->pack, name);
    if (*move != NULL && (*move)->by == MOVE_BY_ASKING)
        return true;
    return fail_choice(turn, "move", "move by asking called", name, "moves");
}

bool incident_move(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct situation situation;
    const struct move *move;
    int64_t at_us;
    if (!incident_known(turn, input, &incident)
        || !move_named(turn, value_get_text(input, "move"), &move)
        || !life_when(turn, input, &at_us) || !situation_read(turn, &incident, &situation))
        return false;
    situation.reason = value_get_text(input, "reason");
    situation.asset = value_get_text(input, "asset");
    return move_allowed(turn, &situation, move)
           && move_make(change, &incident, &situation, at_us, input)
           && incident_value(turn, &incident, answer);
}

/* ---- what is kept of a refusal ---- */

bool incident_move_refused(struct change *change, const struct value *input,
                           const struct fault *fault)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct value *said = value_map(turn->arena);
    if (!incident_known(turn, input, &incident))
        return false;
    value_set(turn->arena, said, "asked", (struct value *)input);
    if (fault->unmet != NULL)
        value_set(turn->arena, said, "unmet", (struct value *)fault->unmet);
    return incident_note(change, &incident, "incident.refused",
                         text_format(turn->arena, "refused: %s", fault->message), turn->now_us,
                         TEXT_NONE, said);
}

/* ---- incident.guards ---- */

static bool say_move(struct turn *turn, struct situation *situation, const struct move *move,
                     struct value *moves)
{
    struct value *said = value_append(turn->arena, moves, value_map(turn->arena));
    const struct state *state = lifecycle_state(turn->pack, move->to);
    struct value *unmet = value_list(turn->arena);
    struct value *all = value_list(turn->arena);
    situation->move = move;
    value_set_text(turn->arena, said, "move", move->name);
    value_set_text(turn->arena, said, "title", move->title);
    value_set_text(turn->arena, said, "to", state->code);
    value_set_text(turn->arena, said, "to_name", state->name);
    value_set_text(turn->arena, said, "by",
                   text_of(move->by == MOVE_BY_EVALUATION ? "incident.evaluate"
                           : move->by == MOVE_BY_MERGER   ? "incident.merge"
                                                          : "incident.move"));
    value_set(turn->arena, said, "guards", all);
    if (!guards_ask(turn, situation, move, all, unmet))
        return false;
    value_set_boolean(turn->arena, said, "free", unmet->count == 0);
    value_set_integer(turn->arena, said, "unmet", (int64_t)unmet->count);
    return true;
}

bool incident_guards(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct situation situation;
    struct value *moves = value_list(turn->arena);
    const struct lifecycle *life = turn->pack->life;
    if (!incident_known(turn, input, &incident) || !situation_read(turn, &incident, &situation))
        return false;
    for (size_t i = 0; life != NULL && i < life->moves_count; i++)
        if (move_is_from(&life->moves[i], incident.state)
            && !say_move(turn, &situation, &life->moves[i], moves))
            return false;
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "number", incident.number);
    value_set_text(turn->arena, *answer, "state", incident.state);
    value_set(turn->arena, *answer, "moves", moves);
    return true;
}
