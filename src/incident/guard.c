/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guards of the moves: each verb of policy/lifecycle.h as a function that says whether it is
 * met and, line by line, because of what. What has no room in this house yet is never taken for
 * done: where nothing of its kind can be kept the guard says so, and where counsel or somebody
 * outside must have spoken it asks for an attested statement (decision 0011).
 */
#include "base/json.h"
#include "incident/document.h"
#include "incident/life.h"
#include "incident/review.h"

typedef bool guard_function(struct turn *turn, const struct situation *situation,
                            struct finding *finding);

bool situation_read(struct turn *turn, const struct incident *incident, struct situation *situation)
{
    *situation = (struct situation){.incident = incident};
    if (!life_ever(turn, incident, false, &situation->ever)
        || !life_ever(turn, incident, true, &situation->ever_provisional)
        || !life_rows_statements(turn, incident->id, &situation->statements,
                                 &situation->statements_count)
        || !life_rows_flags(turn, incident->id, &situation->flags, &situation->flags_count))
        return false;
    if (incident->evaluated_us == TIME_NONE)
        situation->ever = rating_named(incident->rating);
    return true;
}

/* ---- what a guard finds ---- */

static bool met(struct finding *finding, struct text because)
{
    finding->met = true;
    finding->because = because;
    return true;
}

static bool unmet(struct finding *finding, struct text because)
{
    finding->met = false;
    finding->because = because;
    return true;
}

static void missing(struct turn *turn, struct finding *finding, struct text what)
{
    if (finding->items == NULL)
        finding->items = value_list(turn->arena);
    value_append(turn->arena, finding->items, value_text(turn->arena, what));
}

/* Met when nothing was found missing. */
static bool counted(struct finding *finding, struct text none, struct text some)
{
    return finding->items == NULL ? met(finding, none) : unmet(finding, some);
}

/* A guard with conditions is asked where one of them holds; without any, always. */
static bool is_asked(const struct situation *situation, const struct guard *guard)
{
    if ((guard->at_least == RATING_NONE && guard->flags.count == 0)
        || guard->verb == GUARD_REPORT_APPROVED) /* which asks itself whether it is */
        return true;
    enum rating ever = guard->provisional ? situation->ever_provisional : situation->ever;
    if (guard->at_least != RATING_NONE && ever >= guard->at_least)
        return true;
    for (size_t i = 0; i < situation->flags_count; i++)
        for (size_t j = 0; j < guard->flags.count; j++)
            if (situation->flags[i].ever
                && text_equal(situation->flags[i].flag, guard->flags.items[j]))
                return true;
    return false;
}

static struct text not_asked(struct turn *turn, const struct guard *guard)
{
    struct builder words = {.arena = turn->arena};
    build(&words, TEXT("not asked of this one:"));
    if (guard->at_least != RATING_NONE)
        build_format(&words, " it was never rated %s%s%s", rating_name(guard->at_least),
                     guard->at_least == RATING_HIGH ? "" : " or above",
                     guard->provisional ? ", not even provisionally" : "");
    for (size_t i = 0; i < guard->flags.count; i++)
        build_format(&words, "%s no mark \"%.*s\"",
                     i > 0 || guard->at_least != RATING_NONE ? "," : "",
                     TEXT_SHOW(lifecycle_flag_name(turn->pack, guard->flags.items[i])));
    return built(&words);
}

static const struct declared *stated(const struct situation *situation, struct text code)
{
    for (size_t i = 0; i < situation->statements_count; i++)
        if (text_equal(situation->statements[i].statement, code))
            return &situation->statements[i];
    return NULL;
}

/* "none_applies" is a word of programs. */
static struct text answer_words(struct turn *turn, struct text answer)
{
    struct builder words = {.arena = turn->arena};
    for (size_t i = 0; i < answer.size; i++)
        build_byte(&words, (char)(answer.data[i] == '_' ? ' ' : answer.data[i]));
    return built(&words);
}

static struct text statement_words(struct turn *turn, const struct declared *statement)
{
    struct text answer = answer_words(turn, statement->answer);
    if (text_empty(statement->who))
        return text_format(turn->arena, "%.*s: %.*s", TEXT_SHOW(answer),
                           TEXT_SHOW(statement->said));
    return text_format(turn->arena, "%.*s, says %.*s: %.*s", TEXT_SHOW(answer),
                       TEXT_SHOW(statement->who), TEXT_SHOW(statement->said));
}

/* Every statement that the guard names was made. */
static bool guard_stated(struct turn *turn, const struct situation *situation,
                         struct finding *finding)
{
    const struct names *names = &finding->guard->statements;
    struct builder words = {.arena = turn->arena};
    for (size_t i = 0; i < names->count; i++) {
        const struct statement_kind *kind = lifecycle_statement(turn->pack, names->items[i]);
        const struct declared *found = stated(situation, names->items[i]);
        if (found == NULL)
            missing(turn, finding, kind == NULL ? names->items[i] : kind->name);
        else
            build_format(&words, "%s%.*s", words.size > 0 ? "; " : "",
                         TEXT_SHOW(statement_words(turn, found)));
    }
    return counted(finding, built(&words), TEXT("not stated yet"));
}

/* Somebody attests having told, or the notice that a duty of the rule owes went out. */
static bool guard_told(struct turn *turn, const struct situation *situation,
                       struct finding *finding)
{
    struct obligation_line *lines;
    size_t count;
    if (!obligation_lines(turn, situation->incident->id, &lines, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(lines[i].rule, finding->guard->rule) && text_is(lines[i].state, "fulfilled"))
            return met(finding, text_format(turn->arena, "%.*s: done", TEXT_SHOW(lines[i].title)));
    return guard_stated(turn, situation, finding);
}

/* ---- evaluation, validity, containment ---- */

static bool guard_inputs_settled(struct turn *turn, const struct situation *situation,
                                 struct finding *finding)
{
    (void)turn;
    return situation->incident->evaluated_us == TIME_NONE
               ? unmet(finding, TEXT("nobody has evaluated it yet"))
               : met(finding, TEXT("it is evaluated"));
}

static bool guard_classified(struct turn *turn, const struct situation *situation,
                             struct finding *finding)
{
    struct classification classification;
    if (!life_rows_classification(turn, situation->incident->id, &classification))
        return false;
    return classification.version == 0 ? unmet(finding, TEXT("it is not classified yet"))
                                       : met(finding, TEXT("it is classified"));
}

static bool guard_measure_recorded(struct turn *turn, const struct situation *situation,
                                   struct finding *finding)
{
    struct measure *measures;
    size_t count;
    if (!life_rows_measures(turn, situation->incident->id, &measures, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_is(measures[i].phase, measure_phases[0]))
            return met(finding, measures[i].what);
    return unmet(finding, TEXT("no measure of containment is recorded"));
}

/* Whether an asset whose last outcome is this stands in the way. */
typedef bool stands_in_way(struct text outcome);

static bool not_held(struct text outcome)
{
    return text_empty(outcome) || hold_begun(outcome);
}

static bool infected(struct text outcome)
{
    return text_empty(outcome) || hold_harmed(outcome);
}

static bool quarantined(struct text outcome)
{
    return text_is(outcome, "isolated") || hold_begun(outcome);
}

static struct text outcome_of(const struct hold *holds, size_t count, struct text asset)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(holds[i].asset, asset))
            return holds[i].outcome;
    return TEXT_NONE;
}

/* Asks each asset of the case, but those that are said not to be harmed. */
static bool assets_ask(struct turn *turn, const struct situation *situation,
                       struct finding *finding, stands_in_way *stands)
{
    struct attached *attached;
    struct hold *holds;
    struct asset asset;
    size_t count;
    size_t holds_count;
    bool found;
    if (!incident_rows_attached(turn, situation->incident->id, &attached, &count)
        || !life_rows_holds(turn, situation->incident->id, &holds, &holds_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text outcome = outcome_of(holds, holds_count, attached[i].asset);
        if ((text_is(attached[i].adverse, "no") && text_empty(outcome)) || !stands(outcome))
            continue;
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        missing(turn, finding,
                text_format(turn->arena, "%.*s: %s", TEXT_SHOW(asset.name),
                            text_empty(outcome) ? "nothing is said of it"
                                                : text_string(turn->arena, outcome)));
    }
    return counted(finding, TEXT("no asset stands in the way"),
                   TEXT("these assets stand in the way"));
}

static bool guard_assets_held(struct turn *turn, const struct situation *situation,
                              struct finding *finding)
{
    return assets_ask(turn, situation, finding, not_held);
}

static bool guard_none_infected(struct turn *turn, const struct situation *situation,
                                struct finding *finding)
{
    return assets_ask(turn, situation, finding, infected);
}

static bool guard_none_quarantined(struct turn *turn, const struct situation *situation,
                                   struct finding *finding)
{
    return assets_ask(turn, situation, finding, quarantined);
}

/* ---- closing ---- */

static struct text duty_name(struct turn *turn, const struct obligation_line *line)
{
    return text_format(turn->arena, "%.*s%s%.*s: %.*s", TEXT_SHOW(line->rule),
                       text_empty(line->step) ? "" : ".", TEXT_SHOW(line->step),
                       TEXT_SHOW(line->title));
}

/* The open, the late, or the open of one rule, each once. */
enum duty_question { DUTY_OPEN, DUTY_LATE };

static bool duties_ask(struct turn *turn, const struct situation *situation,
                       struct finding *finding, enum duty_question question)
{
    struct obligation_line *lines;
    size_t count;
    struct text last = TEXT_NONE;
    struct text rule = finding->guard->rule;
    if (!obligation_lines(turn, situation->incident->id, &lines, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text name = duty_name(turn, &lines[i]);
        bool wanted = question == DUTY_OPEN ? lines[i].open : lines[i].unexplained;
        if (!wanted || (!text_empty(rule) && !text_equal(rule, lines[i].rule))
            || text_equal(name, last))
            continue;
        missing(turn, finding, name);
        last = name;
    }
    return true;
}

static bool guard_duties_done(struct turn *turn, const struct situation *situation,
                              struct finding *finding)
{
    return duties_ask(turn, situation, finding, DUTY_OPEN)
           && counted(finding, TEXT("no duty is open"), TEXT("these duties are open"));
}

static bool guard_leadership_briefed(struct turn *turn, const struct situation *situation,
                                     struct finding *finding)
{
    return duties_ask(turn, situation, finding, DUTY_OPEN)
           && counted(finding, TEXT("no briefing is owed"), TEXT("a briefing is still owed"));
}

static bool guard_lateness_explained(struct turn *turn, const struct situation *situation,
                                     struct finding *finding)
{
    return duties_ask(turn, situation, finding, DUTY_LATE)
           && counted(finding, TEXT("no duty was late"),
                      TEXT("these duties are late, unexplained"));
}

/* The last of a document that was sent; what it lacks is named. */
static bool guard_items_complete(struct turn *turn, const struct situation *situation,
                                 struct finding *finding)
{
    struct sent sent;
    struct value *content;
    bool found;
    if (!document_rows_last(turn, situation->incident->id, finding->guard->document, &sent, &found))
        return false;
    if (!found)
        return unmet(finding, TEXT("it was not sent"));
    if (sent.complete)
        return met(finding, TEXT("it was sent, complete"));
    if (!json_read(turn, sent.content, "a kept document", &content))
        return false;
    const struct value *document = document_named(document_pack(turn, &sent), sent.document);
    const struct value *lacks = content_missing(turn->arena, document, content);
    for (size_t i = 0; i < lacks->count; i++)
        missing(turn, finding, value_get_text(lacks->items[i], "label"));
    return unmet(finding, TEXT("what was sent last is not complete"));
}

/* Asked where it was ever rated so, or where whoever owes the decision wants one. */
static bool guard_report_approved(struct turn *turn, const struct situation *situation,
                                  struct finding *finding)
{
    const struct guard *guard = finding->guard;
    bool wanted = situation->ever >= guard->at_least;
    for (size_t i = 0; i < guard->statements.count; i++) {
        const struct statement_kind *kind =
            lifecycle_statement(turn->pack, guard->statements.items[i]);
        const struct declared *found = stated(situation, guard->statements.items[i]);
        wanted = wanted || (found != NULL && text_equal(found->answer, kind->answers.items[0]));
    }
    if (!wanted)
        return met(finding, not_asked(turn, guard));
    bool approved;
    if (!document_approved(turn, situation->incident->id, guard->document, &approved))
        return false;
    return approved ? met(finding, TEXT("its last version is approved"))
                    : unmet(finding, TEXT("no approval of its last version is recorded"));
}

/* What this house cannot keep yet is not there to be missing. */
static bool guard_retention_set(struct turn *turn, const struct situation *situation,
                                struct finding *finding)
{
    (void)turn;
    (void)situation;
    return met(finding, TEXT("no piece of evidence is registered in this house"));
}

static bool guard_actions_handed_over(struct turn *turn, const struct situation *situation,
                                      struct finding *finding)
{
    struct corrective *loose;
    size_t count;
    if (!review_loose(turn, situation->incident, &loose, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        missing(turn, finding, loose[i].what);
    return counted(finding, TEXT("every open corrective action is handed over"),
                   TEXT("these corrective actions have no owner or no date"));
}

static bool guard_cause_stated(struct turn *turn, const struct situation *situation,
                               struct finding *finding)
{
    bool holds;
    struct text what;
    if (!review_cause_stated(turn, situation->incident, &holds, &what))
        return false;
    return holds ? met(finding, what) : unmet(finding, TEXT("the review does not state it yet"));
}

static bool guard_loss_stated(struct turn *turn, const struct situation *situation,
                              struct finding *finding)
{
    bool holds;
    struct text what;
    if (!review_loss_stated(turn, situation->incident, &holds, &what))
        return false;
    return holds ? met(finding, what) : unmet(finding, TEXT("the review does not state it yet"));
}

static bool guard_tasks_done(struct turn *turn, const struct situation *situation,
                             struct finding *finding)
{
    struct value *open;
    if (!review_tasks_open(turn, situation->incident, &open))
        return false;
    for (size_t i = 0; i < open->count; i++)
        missing(turn, finding, open->items[i]->text);
    return counted(finding, TEXT("every task is done or excused"),
                   TEXT("these tasks are not settled"));
}

/* ---- leaving the way ---- */

static bool guard_second(struct turn *turn, const struct situation *situation,
                         struct finding *finding)
{
    const struct names *names = &finding->guard->statements;
    const struct declared *found = names->count == 0 ? NULL : stated(situation, names->items[0]);
    if (found == NULL)
        return unmet(finding, TEXT("there is no statement yet to agree with"));
    if (text_equal(found->author, turn->actor.person))
        return unmet(finding, text_format(turn->arena, "%.*s wrote it, and cannot be the second",
                                          TEXT_SHOW(found->author_name)));
    return met(finding, text_format(turn->arena, "%.*s wrote it", TEXT_SHOW(found->author_name)));
}

static bool guard_other_named(struct turn *turn, const struct situation *situation,
                              struct finding *finding)
{
    const struct incident *other = situation->other;
    if (other == NULL)
        return unmet(finding, TEXT("to be named when it is merged"));
    if (text_equal(other->id, situation->incident->id))
        return unmet(finding, TEXT("an incident cannot be merged into itself"));
    if (!lifecycle_open(turn->pack, other->state))
        return unmet(finding,
                     text_format(turn->arena, "%.*s is not open", TEXT_SHOW(other->number)));
    return met(finding, text_format(turn->arena, "it is %.*s", TEXT_SHOW(other->number)));
}

static bool guard_indicator_seen(struct turn *turn, const struct situation *situation,
                                 struct finding *finding)
{
    struct hold *holds;
    size_t count;
    if (text_empty(situation->asset) || text_empty(situation->reason))
        return unmet(finding, TEXT("to be said with the move: asset and reason"));
    if (!life_rows_holds(turn, situation->incident->id, &holds, &count))
        return false;
    struct text outcome = outcome_of(holds, count, situation->asset);
    return text_is(outcome, "restored")
               ? met(finding, situation->reason)
               : unmet(finding, TEXT("this asset was not restored in this incident"));
}

/* Held now, in whatever capacity the move is asked for. */
static bool actor_holds(const struct turn *turn, const struct incident *incident,
                        const struct names *roles)
{
    const struct capacities *held = turn->actor.held;
    for (size_t i = 0; held != NULL && i < held->count; i++) {
        struct text role = held->holders[i].role;
        bool elsewhere = !text_empty(held->holders[i].incident)
                         && !text_equal(held->holders[i].incident, incident->id);
        if (elsewhere || (!text_empty(held->demanded) && !text_equal(held->demanded, role)))
            continue;
        for (size_t j = 0; j < roles->count; j++)
            if (text_equal(roles->items[j], role))
                return true;
    }
    return false;
}

static bool guard_reopened_by_authority(struct turn *turn, const struct situation *situation,
                                        struct finding *finding)
{
    if (!actor_holds(turn, situation->incident, &finding->guard->roles))
        return unmet(finding, TEXT("you hold none of the roles that may"));
    return text_empty(situation->reason)
               ? unmet(finding, TEXT("to be said with the move: the reason"))
               : met(finding, situation->reason);
}

static guard_function *const functions[GUARD_VERBS] = {
    [GUARD_ACTIONS_HANDED_OVER] = guard_actions_handed_over,
    [GUARD_ASSETS_HELD] = guard_assets_held,
    [GUARD_CAUSE_STATED] = guard_cause_stated,
    [GUARD_CLASSIFIED] = guard_classified,
    [GUARD_COUNSEL_TOLD] = guard_stated,
    [GUARD_DUTIES_DONE] = guard_duties_done,
    [GUARD_EVIDENCE_NOTED] = guard_stated,
    [GUARD_INDICATOR_SEEN] = guard_indicator_seen,
    [GUARD_INPUTS_SETTLED] = guard_inputs_settled,
    [GUARD_INTRUSION_CHECKED] = guard_stated,
    [GUARD_ITEMS_COMPLETE] = guard_items_complete,
    [GUARD_LATENESS_EXPLAINED] = guard_lateness_explained,
    [GUARD_LEADERSHIP_BRIEFED] = guard_leadership_briefed,
    [GUARD_LEGAL_ANSWERED] = guard_stated,
    [GUARD_LOSS_STATED] = guard_loss_stated,
    [GUARD_MEASURE_RECORDED] = guard_measure_recorded,
    [GUARD_NONE_INFECTED] = guard_none_infected,
    [GUARD_NONE_QUARANTINED] = guard_none_quarantined,
    [GUARD_NOTICES_SETTLED] = guard_stated,
    [GUARD_OTHER_NAMED] = guard_other_named,
    [GUARD_PUBLIC_SAFETY_TOLD] = guard_told,
    [GUARD_REASON_NAMED] = guard_stated,
    [GUARD_REOPENED_BY_AUTHORITY] = guard_reopened_by_authority,
    [GUARD_REPORT_APPROVED] = guard_report_approved,
    [GUARD_RETENTION_SET] = guard_retention_set,
    [GUARD_SECOND_PERSON_IF_HIGH] = guard_second,
    [GUARD_SECOND_READER] = guard_second,
    [GUARD_SERVICE_STATED] = guard_stated,
    [GUARD_TASKS_DONE] = guard_tasks_done,
};

/* What one does so that it holds; of the others the policy's words alone say it. */
static const char *const deeds[GUARD_VERBS] = {
    [GUARD_ACTIONS_HANDED_OVER] = "corrective.change",
    [GUARD_ASSETS_HELD] = "incident.hold",
    [GUARD_CAUSE_STATED] = "cause.state",
    [GUARD_CLASSIFIED] = "incident.classify",
    [GUARD_COUNSEL_TOLD] = "incident.state",
    [GUARD_EVIDENCE_NOTED] = "incident.state",
    [GUARD_INPUTS_SETTLED] = "incident.evaluate",
    [GUARD_INTRUSION_CHECKED] = "incident.state",
    [GUARD_ITEMS_COMPLETE] = "document.send",
    [GUARD_LEGAL_ANSWERED] = "incident.state",
    [GUARD_LOSS_STATED] = "loss.state",
    [GUARD_MEASURE_RECORDED] = "incident.measure",
    [GUARD_NONE_INFECTED] = "incident.hold",
    [GUARD_NONE_QUARANTINED] = "incident.hold",
    [GUARD_NOTICES_SETTLED] = "incident.state",
    [GUARD_OTHER_NAMED] = "incident.merge",
    [GUARD_REASON_NAMED] = "incident.state",
    [GUARD_REPORT_APPROVED] = "document.send",
    [GUARD_SERVICE_STATED] = "incident.state",
    [GUARD_TASKS_DONE] = "task.settle",
};

/* The deed with what is known of it already: which statement, which document. */
static void deed_say(struct arena *arena, const struct guard *guard, struct value *said)
{
    const char *deed = deeds[guard->verb];
    if (deed == NULL)
        return;
    struct value *with = value_map(arena);
    value_set_text(arena, said, "by", text_of(deed));
    if (strcmp(deed, "incident.state") == 0 && guard->statements.count > 0)
        value_set_text(arena, with, "statement", guard->statements.items[0]);
    if (strcmp(deed, "document.send") == 0 && !text_empty(guard->document))
        value_set_text(arena, with, "document", guard->document);
    value_set(arena, said, "with", with);
}

bool guard_ask(struct turn *turn, const struct situation *situation, const struct guard *guard,
               struct finding *finding)
{
    *finding = (struct finding){.guard = guard};
    if (!is_asked(situation, guard))
        return met(finding, not_asked(turn, guard));
    return functions[guard->verb](turn, situation, finding);
}

struct value *finding_value(struct arena *arena, const struct finding *finding)
{
    const struct guard *guard = finding->guard;
    struct value *said = value_map(arena);
    struct value *clauses = value_list(arena);
    value_set_text(arena, said, "guard", guard->code);
    value_set_text(arena, said, "says", guard->says);
    value_set_boolean(arena, said, "met", finding->met);
    value_set_text(arena, said, "because", finding->because);
    if (finding->items != NULL)
        value_set(arena, said, "items", finding->items);
    if (!finding->met) {
        value_set_text(arena, said, "todo", guard->todo);
        deed_say(arena, guard, said);
    }
    for (size_t i = 0; i < guard->clauses.count; i++)
        value_append(arena, clauses, value_text(arena, guard->clauses.items[i]));
    value_set(arena, said, "clauses", clauses);
    if (guard->product_default)
        value_set_boolean(arena, said, "product_default", true);
    return said;
}
