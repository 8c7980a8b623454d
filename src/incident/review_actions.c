/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of the review of a case. */
#include "base/id.h"
#include "base/json.h"
#include "incident/inside.h"
#include "incident/review.h"
#include "policy/choice.h"

enum { LESSONS_SHOWN_MAX = 1000, REASON_BYTES_MAX = 10000 };

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define ON_CASE(of_level) .area = AREA_CASE, .level = (of_level), .about = incident_about

/* ---- cause.state ---- */

static const struct field cause_fields[] = {
    FIELD_INCIDENT,
    {.name = "cause",
     .type = FIELD_TEXT,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .label = "Root cause",
     .help = "What made it possible, and what set it off."},
    {.name = "undetermined",
     .type = FIELD_TEXT,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .label = "Or: undetermined, because",
     .help = "Why it stays unknown, and what was tried."},
    {.name = "attack",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 300,
     .label = "Kind of attack",
     .help = "As phishing, stolen password, misdirected mail; none where it was none."},
    {.name = "motive",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 300,
     .help = "Money, mischief, mistake; undetermined is an answer."},
    {.name = NULL},
};

static bool cause_state(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct cause cause;
    if (value_has(input, "cause") == value_has(input, "undetermined"))
        return fail_field(turn, "cause",
                          "say what the cause is, or why it stays undetermined: exactly one");
    if (!incident_known(turn, input, &incident) || !review_rows_cause(turn, incident.id, &cause))
        return false;
    cause.cause = value_get_text(input, "cause");
    cause.undetermined = value_get_text(input, "undetermined");
    cause.attack = value_get_text(input, "attack");
    cause.motive = value_get_text(input, "motive");
    cause.author = turn->actor.person;
    cause.author_name = turn->actor.name;
    cause.entry_us = turn->now_us;
    struct text what = text_format(
        turn->arena, "cause %s: %.*s", text_empty(cause.undetermined) ? "stated" : "undetermined",
        TEXT_SHOW(text_empty(cause.cause) ? cause.undetermined : cause.cause));
    return review_rows_cause_insert(change, incident.id, &cause)
           && incident_note(change, &incident, "cause.state", what, turn->now_us, TEXT_NONE, input)
           && (text_empty(cause.cause) || weakness_of_cause(change, &incident, cause.cause))
           && incident_value(turn, &incident, answer);
}

/* ---- loss.state ---- */

static const struct field loss_fields[] = {
    FIELD_INCIDENT,
    {.name = "low",
     .type = FIELD_MONEY,
     .needed = true,
     .label = "At least, in dollars",
     .help = "0 where nothing was lost."},
    {.name = "high",
     .type = FIELD_MONEY,
     .label = "At most, in dollars",
     .help = "The same, if it is left out."},
    {.name = "hours",
     .type = FIELD_INTEGER,
     .least = 0,
     .most = 1000000,
     .label = "Hours of outage",
     .help = "In which a service stood still, all services together."},
    {.name = "data",
     .type = FIELD_TEXT,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .label = "Data lost",
     .help = "Which, and how much; none, where none were lost."},
    {.name = "basis",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .help = "How the figure comes about: hours, equipment, fees, what others lost."},
    {.name = NULL},
};

static bool loss_read(struct turn *turn, const struct value *input, struct loss *loss)
{
    if (!money_parse(value_get_text(input, "low"), &loss->low_cents))
        return fail_field(turn, "low", "write dollars as 20000 or 20,000.00");
    loss->high_cents = loss->low_cents;
    if (value_has(input, "high") && !money_parse(value_get_text(input, "high"), &loss->high_cents))
        return fail_field(turn, "high", "write dollars as 20000 or 20,000.00");
    if (loss->high_cents < loss->low_cents)
        return fail_field(turn, "high", "the upper end is below the lower; swap them");
    loss->basis = value_get_text(input, "basis");
    loss->hours = value_get_integer(input, "hours", 0);
    loss->data = value_get_text(input, "data");
    loss->author = turn->actor.person;
    loss->author_name = turn->actor.name;
    loss->entry_us = turn->now_us;
    return true;
}

static bool loss_state(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct loss loss;
    struct builder what = {.arena = turn->arena};
    if (!incident_known(turn, input, &incident) || !review_rows_loss(turn, incident.id, &loss)
        || !loss_read(turn, input, &loss) || !review_rows_loss_insert(change, incident.id, &loss))
        return false;
    build_format(&what, "loss stated: $%.*s to $%.*s",
                 TEXT_SHOW(money_format(turn->arena, loss.low_cents)),
                 TEXT_SHOW(money_format(turn->arena, loss.high_cents)));
    return incident_note(change, &incident, "loss.state", built(&what), turn->now_us, TEXT_NONE,
                         input)
           && incident_value(turn, &incident, answer);
}

/* ---- lesson.add ---- */

static const char *const lesson_words[] = {"well", "badly", "learned", NULL};

static const struct field lesson_fields[] = {
    FIELD_INCIDENT,
    {.name = "kind",
     .type = FIELD_WORD,
     .needed = true,
     .words = lesson_words,
     .label = "What went",
     .help = "Well, badly, or what was learned."},
    {.name = "what",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .label = "In words",
     .help = "So that another agency can use it."},
    {.name = NULL},
};

static bool lesson_add(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct lesson lesson = {.kind = value_get_text(input, "kind"),
                            .what = value_get_text(input, "what"),
                            .author = turn->actor.person,
                            .author_name = turn->actor.name,
                            .entry_us = turn->now_us};
    return incident_known(turn, input, &incident) && id_new(turn, &lesson.id)
           && review_rows_lesson_insert(change, incident.id, &lesson)
           && incident_note(change, &incident, "lesson.add",
                            text_format(turn->arena, "lesson (%.*s): %.*s", TEXT_SHOW(lesson.kind),
                                        TEXT_SHOW(lesson.what)),
                            turn->now_us, TEXT_NONE, input)
           && incident_value(turn, &incident, answer);
}

/* ---- task.settle ---- */

static const char *const task_words[] = {"done", "excused", NULL};

static const struct field task_fields[] = {
    FIELD_INCIDENT,
    {.name = "task",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 60,
     .choices = "tasks",
     .help = "Which task of the response team."},
    {.name = "state",
     .type = FIELD_WORD,
     .needed = true,
     .words = task_words,
     .label = "Done or excused?",
     .help = "Excused: it was not to be done here."},
    {.name = "because",
     .type = FIELD_TEXT,
     .least = 1,
     .most = REASON_BYTES_MAX,
     .label = "What was done, or why not",
     .help = "Needed where it is excused."},
    {.name = NULL},
};

static const struct value *task_named(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "tasks"); i++)
        if (text_equal(value_get_text(value_get_item(pack->elements, "tasks", i), "code"), code))
            return value_get_item(pack->elements, "tasks", i);
    return NULL;
}

/* A task that needs something stated is not done before: the cause needs a motive, or the word that
 * it is undetermined. */
static bool task_ready(struct turn *turn, const struct incident *incident, const struct value *task)
{
    const char *clause = text_string(turn->arena, value_get_text(task, "clause"));
    struct text needs = value_get_text(task, "needs");
    struct cause cause;
    struct loss loss;
    if (text_is(needs, "cause")) {
        if (!review_rows_cause(turn, incident->id, &cause))
            return false;
        if (cause.version == 0)
            return fail_clause(turn, clause,
                               "the cause is not stated; state it, or why it is undetermined");
        if (text_empty(cause.motive))
            return fail_clause(turn, clause, "motive or 'undetermined' required");
    }
    if (text_is(needs, "loss")) {
        if (!review_rows_loss(turn, incident->id, &loss))
            return false;
        if (loss.version == 0)
            return fail_clause(turn, clause, "the loss is not stated; state it first");
    }
    return true;
}

static bool task_settle(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct task *tasks;
    size_t count;
    struct task task = {.code = value_get_text(input, "task"),
                        .state = value_get_text(input, "state"),
                        .because = value_get_text(input, "because"),
                        .author = turn->actor.person,
                        .author_name = turn->actor.name,
                        .entry_us = turn->now_us};
    const struct value *known = task_named(turn->pack, task.code);
    bool excused = text_is(task.state, "excused");
    if (known == NULL)
        return fail_choice(turn, "task", "task", task.code, "tasks");
    if (excused && text_empty(task.because))
        return fail_field(turn, "because", "say why the task is excused");
    if (!incident_known(turn, input, &incident) || (!excused && !task_ready(turn, &incident, known))
        || !review_rows_tasks(turn, incident.id, &tasks, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(tasks[i].code, task.code))
            task.version = tasks[i].version;
    struct text what = text_format(turn->arena, "task %.*s: %.*s%s%.*s",
                                   TEXT_SHOW(value_get_text(known, "label")), TEXT_SHOW(task.state),
                                   text_empty(task.because) ? "" : ": ", TEXT_SHOW(task.because));
    return review_rows_task_insert(change, incident.id, &task)
           && incident_note(change, &incident, "task.settle", what, turn->now_us, TEXT_NONE, input)
           && incident_value(turn, &incident, answer);
}

/* ---- review.read ---- */

static const struct field review_fields[] = {FIELD_INCIDENT, {.name = NULL}};

static bool say_cause(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct cause cause;
    if (!review_rows_cause(turn, incident->id, &cause))
        return false;
    if (cause.version == 0)
        return true;
    struct value *one = value_set(turn->arena, said, "cause", value_map(turn->arena));
    value_set_text(turn->arena, one, "cause", cause.cause);
    value_set_text(turn->arena, one, "undetermined", cause.undetermined);
    value_set_text(turn->arena, one, "attack", cause.attack);
    value_set_text(turn->arena, one, "motive", cause.motive);
    value_set_text(turn->arena, one, "by", cause.author_name);
    value_set_integer(turn->arena, one, "statement", cause.version);
    answer_time(turn, one, "entry", cause.entry_us);
    return true;
}

static bool say_loss(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct loss loss;
    if (!review_rows_loss(turn, incident->id, &loss))
        return false;
    if (loss.version == 0)
        return true;
    struct value *one = value_set(turn->arena, said, "loss", value_map(turn->arena));
    loss_say(turn->arena, &loss, one);
    value_set_text(turn->arena, one, "basis", loss.basis);
    value_set_text(turn->arena, one, "by", loss.author_name);
    value_set_integer(turn->arena, one, "statement", loss.version);
    answer_time(turn, one, "entry", loss.entry_us);
    return true;
}

static bool say_lessons(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct lesson *list;
    size_t count;
    struct value *lessons = value_set(turn->arena, said, "lessons", value_list(turn->arena));
    if (!review_rows_lessons(turn, incident->id, LESSONS_SHOWN_MAX, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, lessons, value_map(turn->arena));
        value_set_text(turn->arena, one, "kind", list[i].kind);
        value_set_text(turn->arena, one, "what", list[i].what);
        value_set_text(turn->arena, one, "by", list[i].author_name);
        answer_time(turn, one, "entry", list[i].entry_us);
    }
    return true;
}

/* Every task of the policy, settled or open. */
static bool say_tasks(struct turn *turn, const struct incident *incident, struct value *said)
{
    struct task *list;
    size_t count;
    int64_t settled = 0;
    struct value *tasks = value_set(turn->arena, said, "tasks", value_list(turn->arena));
    if (!review_rows_tasks(turn, incident->id, &list, &count))
        return false;
    for (size_t i = 0; i < value_get_count(turn->pack->elements, "tasks"); i++) {
        const struct value *task = value_get_item(turn->pack->elements, "tasks", i);
        struct value *one = value_append(turn->arena, tasks, value_map(turn->arena));
        value_set_text(turn->arena, one, "task", value_get_text(task, "code"));
        value_set_text(turn->arena, one, "label", value_get_text(task, "label"));
        value_set_text(turn->arena, one, "clause", value_get_text(task, "clause"));
        value_set_text(turn->arena, one, "state", TEXT("open"));
        for (size_t j = 0; j < count; j++) {
            if (!text_equal(list[j].code, value_get_text(task, "code")))
                continue;
            settled++;
            value_set_text(turn->arena, one, "state", list[j].state);
            value_set_text(turn->arena, one, "because", list[j].because);
            value_set_text(turn->arena, one, "by", list[j].author_name);
            answer_time(turn, one, "entry", list[j].entry_us);
        }
    }
    value_set_integer(turn->arena, said, "tasks_settled", settled);
    return true;
}

static bool review_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    *answer = value_map(turn->arena);
    if (!incident_known(turn, input, &incident))
        return false;
    value_set_text(turn->arena, *answer, "incident", incident.number);
    return say_cause(turn, &incident, *answer) && say_loss(turn, &incident, *answer)
           && say_lessons(turn, &incident, *answer) && say_tasks(turn, &incident, *answer);
}

const struct action review_actions[] = {
    {.name = "review.read",
     .title = "Review",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/review",
     .fields = review_fields,
     ON_CASE(LEVEL_READ),
     .read = review_read,
     .help = "The cause, what it cost, the lessons, and the tasks of the response team."},
    {.name = "cause.state",
     .title = "State the cause",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/cause",
     .fields = cause_fields,
     ON_CASE(LEVEL_WRITE),
     .write = cause_state,
     .help = "The root cause with the kind of attack and the motive, or why it stays unknown."},
    {.name = "loss.state",
     .title = "State the loss",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/loss",
     .fields = loss_fields,
     ON_CASE(LEVEL_WRITE),
     .write = loss_state,
     .help = "What the incident cost, as a range of dollars."},
    {.name = "lesson.add",
     .title = "Add a lesson",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/lessons",
     .fields = lesson_fields,
     ON_CASE(LEVEL_WRITE),
     .write = lesson_add,
     .help = "What went well, what went badly, and what was learned."},
    {.name = "task.settle",
     .title = "Settle a task of the response team",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/tasks",
     .fields = task_fields,
     ON_CASE(LEVEL_WRITE),
     .write = task_settle,
     .help = "Says that a task is done, or excused because."},
    {.name = NULL},
};
