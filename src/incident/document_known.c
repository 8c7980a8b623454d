/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the case knows of a document's elements, so that nobody types what the house has already.
 * Each source is a word of elements.yaml; the list is closed. What is not known stays unsaid.
 */
#include "base/json.h"
#include "incident/known.h"
#include "incident/life.h"
#include "incident/review.h"
#include "notice/notice.h"

enum { KNOWN_EVENTS_MAX = 200 };

static struct text people_time(const struct knowing *knowing, int64_t instant_us)
{
    return instant_people(knowing->turn->arena, knowing->turn->pack->calendar.zone, instant_us);
}

void known_line(struct knowing *knowing)
{
    if (knowing->says.size > 0)
        build_byte(&knowing->says, '\n');
}

static bool know_detected(struct knowing *knowing)
{
    const struct incident *incident = knowing->incident;
    build(&knowing->says, instant_utc(knowing->turn->arena, incident->detected_us));
    if (incident->detected_us > incident->told_us)
        knowing->note = value_get_text(knowing->element, "not_after_told");
    return true;
}

/* When somebody in a role was first told: the instant alone where it is the value. */
static bool know_told_role(struct knowing *knowing)
{
    struct text role = value_get_text(knowing->element, "role");
    int64_t told_us;
    struct text name;
    if ((value_get_boolean(knowing->element, "superiors", false)
         && !told_superiors_say(knowing->turn, knowing->incident, &knowing->says))
        || !notice_first_told(knowing->turn, knowing->incident->id, role, &told_us, &name))
        return false;
    if (told_us == TIME_NONE)
        return true;
    known_line(knowing);
    if (value_get_boolean(knowing->element, "fixed", false))
        build(&knowing->says, people_time(knowing, told_us));
    else
        build_format(&knowing->says, "%.*s, %.*s", TEXT_SHOW(people_time(knowing, told_us)),
                     TEXT_SHOW(name));
    return true;
}

static bool know_reporters(struct knowing *knowing)
{
    struct report *reports;
    size_t count;
    if (!incident_rows_reports(knowing->turn, knowing->incident->id, &reports, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool named = !text_empty(reports[i].name);
        known_line(knowing);
        if (text_is(reports[i].channel, "sensor")) { /* no person, and none is asked for */
            build_format(&knowing->says, "Automatic detection: %.*s",
                         TEXT_SHOW(named ? reports[i].name : TEXT("a sensor")));
            continue;
        }
        build_format(&knowing->says, "%.*s%s%.*s (by %.*s)",
                     TEXT_SHOW(named ? reports[i].name : TEXT("Anonymous")),
                     text_empty(reports[i].contact) ? "" : ", ", TEXT_SHOW(reports[i].contact),
                     TEXT_SHOW(reports[i].channel));
    }
    return true;
}

static bool know_reports(struct knowing *knowing)
{
    struct report *reports;
    size_t count;
    if (!incident_rows_reports(knowing->turn, knowing->incident->id, &reports, &count))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        struct text what = text_trim(reports[i].what);
        if (text_empty(what) || what.size > KNOWN_BYTES_MAX / 2)
            continue;
        known_line(knowing);
        build(&knowing->says, what);
    }
    return true;
}

static struct text state_name_of(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->lifecycle, "states"); i++) {
        const struct value *state = value_get_item(pack->lifecycle, "states", i);
        if (text_equal(value_get_text(state, "code"), code))
            return value_get_text(state, "name");
    }
    return code;
}

static bool know_rating(struct knowing *knowing)
{
    const struct incident *incident = knowing->incident;
    build_format(&knowing->says, "%.*s%s",
                 TEXT_SHOW(text_empty(incident->rating) ? TEXT("not rated") : incident->rating),
                 incident->provisional ? ", provisional: it is not evaluated yet" : "");
    return true;
}

/* "2 of 5 assets quarantined", of those that are not said to be unharmed. */
static bool know_quarantined(struct knowing *knowing)
{
    struct turn *turn = knowing->turn;
    struct attached *attached;
    struct hold *holds;
    size_t count;
    size_t holds_count;
    size_t harmed = 0;
    size_t isolated = 0;
    if (!incident_rows_attached(turn, knowing->incident->id, &attached, &count)
        || !life_rows_holds(turn, knowing->incident->id, &holds, &holds_count))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool held = false;
        for (size_t j = 0; j < holds_count; j++)
            held = held
                   || (text_equal(holds[j].asset, attached[i].asset)
                       && text_is(holds[j].outcome, "isolated"));
        harmed += held || !text_is(attached[i].adverse, "no");
        isolated += held;
    }
    if (harmed > 0)
        build_format(&knowing->says, ", %zu of %zu assets quarantined", isolated, harmed);
    return true;
}

static bool know_phase(struct knowing *knowing)
{
    build(&knowing->says, state_name_of(knowing->turn->pack, knowing->incident->state));
    if (!know_quarantined(knowing))
        return false;
    build(&knowing->says, TEXT("; rated "));
    return know_rating(knowing);
}

/* The timeline, oldest first; kind empty: of every kind. */
static bool know_events(struct knowing *knowing, const char *kind)
{
    struct turn *turn = knowing->turn;
    struct event *events;
    struct report *reports;
    size_t count;
    size_t reports_count;
    if (!incident_rows_reports(turn, knowing->incident->id, &reports, &reports_count)
        || !incident_rows_events(turn, knowing->incident->id, INT64_MAX, TEXT("~"),
                                 KNOWN_EVENTS_MAX, &events, &count))
        return false;
    for (size_t i = count; i-- > 0 && knowing->says.size < KNOWN_BYTES_MAX;) {
        struct text rest;
        struct text what = text_cut(events[i].what, '\n', &rest);
        if (kind[0] != '\0' && !text_is(events[i].kind, kind))
            continue;
        known_line(knowing);
        build_format(
            &knowing->says, "%.*s: %.*s (%.*s)", TEXT_SHOW(people_time(knowing, events[i].at_us)),
            (int)(what.size > 500 ? 500 : what.size), what.data == NULL ? "" : what.data,
            TEXT_SHOW(event_of_reporter(&events[i], reports, reports_count) ? TEXT("the reporter")
                      : text_empty(events[i].author_name)                   ? events[i].author
                                                          : events[i].author_name));
    }
    return true;
}

static bool know_timeline(struct knowing *knowing)
{
    return know_events(knowing, "");
}

static bool know_responses(struct knowing *knowing)
{
    return know_events(knowing, "incident.respond");
}

static void measure_line(struct knowing *knowing, const char *phase, int64_t at_us,
                         struct text what, struct text who)
{
    known_line(knowing);
    build_format(&knowing->says, "%s, %.*s: %.*s (%.*s)", phase,
                 TEXT_SHOW(people_time(knowing, at_us)), TEXT_SHOW(what), TEXT_SHOW(who));
}

/* What became of an asset, under the phase to which that belongs. */
static bool know_holds(struct knowing *knowing)
{
    struct turn *turn = knowing->turn;
    struct hold *holds;
    size_t count;
    if (!life_rows_holds(turn, knowing->incident->id, &holds, &count))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        bool clean = text_is(holds[i].outcome, "cleaned");
        bool back = text_is(holds[i].outcome, "restored");
        struct person person = {.name = TEXT("the house")};
        struct asset asset;
        bool found;
        if (!asset_find(turn, holds[i].asset, &asset, &found)
            || !person_find(turn, holds[i].author, &person, &found))
            return false;
        measure_line(knowing,
                     back    ? "recovery"
                     : clean ? "eradication"
                             : "containment",
                     holds[i].at_us,
                     text_format(turn->arena, "%.*s %.*s, %.*s", TEXT_SHOW(asset.name),
                                 TEXT_SHOW(holds[i].outcome), TEXT_SHOW(holds[i].evidence)),
                     person.name);
    }
    return true;
}

/* Each with its phase, with who and when. */
static bool know_measures(struct knowing *knowing)
{
    struct measure *measures;
    size_t count;
    if (!know_responses(knowing)
        || !life_rows_measures(knowing->turn, knowing->incident->id, &measures, &count))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++)
        measure_line(knowing, text_string(knowing->turn->arena, measures[i].phase),
                     measures[i].at_us, measures[i].what, measures[i].author_name);
    return know_holds(knowing);
}

/* The next due among what a fact of a kind fulfils; TIME_NONE: nothing is open. */
static bool next_due(struct turn *turn, const struct incident *incident, const char *action,
                     int64_t *due_us, struct text *local)
{
    struct value *list;
    *due_us = TIME_NONE;
    if (!obligation_account(turn, incident->id, &list))
        return false;
    for (size_t i = 0; i < list->count && *due_us == TIME_NONE; i++) {
        struct text state = value_get_text(list->items[i], "state");
        if (!text_is(state, "open") && !text_is(state, "overdue"))
            continue;
        for (size_t j = 0; j < value_get_count(list->items[i], "settled_by"); j++) {
            const struct value *by = value_get_item(list->items[i], "settled_by", j);
            if (!text_is(value_get_text(by, "action"), action))
                continue;
            *due_us = 0;
            *local = value_get_text(list->items[i], "due_local");
        }
    }
    return true;
}

/* That the response has not begun, with its due, is a valid answer (D-07). */
static bool know_response(struct knowing *knowing)
{
    int64_t due_us;
    struct text local;
    if (knowing->incident->responding_us != TIME_NONE)
        return know_responses(knowing);
    if (!next_due(knowing->turn, knowing->incident, "incident.respond", &due_us, &local))
        return false;
    if (due_us == TIME_NONE)
        build(&knowing->says, TEXT("The response has not started."));
    else
        build_format(&knowing->says, "The response has not started; it is due %.*s.",
                     TEXT_SHOW(local));
    return true;
}

/* The interval begins anew with what is sent now, so only a due that is still to come is named. */
static bool know_next_due(struct knowing *knowing)
{
    const struct value *document = knowing->begun->document;
    struct text fact = value_get_text(document, "fact");
    const struct pack *pack = knowing->turn->pack;
    enum rating rating = rating_named(knowing->incident->rating);
    for (size_t i = 0; i < pack->rules_count; i++)
        for (size_t j = 0; j < pack->rules[i].steps_count; j++) {
            const struct step *step = &pack->rules[i].steps[j];
            bool stops = false;
            for (size_t k = 0; k < step->stop_count; k++)
                stops = stops || text_equal(step->stop[k].name, fact);
            const struct due *due = &step->due[step->by_rating ? rating : RATING_NONE];
            if (!stops || due->function != DUE_EVERY)
                continue;
            build_format(&knowing->says, "%.*s",
                         TEXT_SHOW(people_time(knowing, knowing->turn->now_us + due->amount_us)));
            return true;
        }
    return true;
}

static bool know_duties(struct knowing *knowing)
{
    struct value *list;
    if (!obligation_account(knowing->turn, knowing->incident->id, &list))
        return false;
    for (size_t i = 0; i < list->count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        const struct value *duty = list->items[i];
        int64_t late_s = value_get_integer(duty, "late_s", 0);
        known_line(knowing);
        build_format(
            &knowing->says, "%.*s: %.*s, due %.*s, %.*s", TEXT_SHOW(value_get_text(duty, "rule")),
            TEXT_SHOW(value_get_text(duty, "title")), TEXT_SHOW(value_get_text(duty, "due_local")),
            TEXT_SHOW(value_get_text(duty, "state")));
        if (late_s > 0)
            build_format(&knowing->says, ", late by %lld s", (long long)late_s);
    }
    return true;
}

static bool know_cause(struct knowing *knowing)
{
    return review_cause_says(knowing->turn, knowing->incident, &knowing->says);
}

static bool know_loss(struct knowing *knowing)
{
    return review_loss_says(knowing->turn, knowing->incident, &knowing->says);
}

static bool know_lessons(struct knowing *knowing)
{
    return review_lessons_say(knowing->turn, knowing->incident, &knowing->says);
}

static bool know_corrective(struct knowing *knowing)
{
    return review_corrective_says(knowing->turn, knowing->incident, &knowing->says);
}

/* ---- its classification, and the tasks of the response team ---- */

/* What was said of it; NULL: it is not classified. */
static bool classified(struct knowing *knowing, struct value **said)
{
    struct classification classification;
    *said = NULL;
    return life_rows_classification(knowing->turn, knowing->incident->id, &classification)
           && (classification.version == 0
               || json_read(knowing->turn, classification.said, "the kept classification", said));
}

static bool know_type(struct knowing *knowing)
{
    struct value *said;
    if (!classified(knowing, &said))
        return false;
    for (size_t i = 0; i < value_get_count(said, "types"); i++)
        build_format(
            &knowing->says, "%s%.*s", i > 0 ? "; " : "",
            TEXT_SHOW(life_type_name(knowing->turn->pack, value_get_item(said, "types", i)->text)));
    if (value_has(said, "other"))
        build_format(&knowing->says, "%s%.*s", knowing->says.size > 0 ? "; " : "",
                     TEXT_SHOW(value_get_text(said, "other")));
    if (said != NULL)
        build_format(&knowing->says, " (%.*s)", TEXT_SHOW(value_get_text(said, "certainty")));
    return true;
}

/* What was said when the task that the element names was settled. */
static bool know_task(struct knowing *knowing)
{
    struct text code = value_get_text(knowing->element, "task");
    struct task *tasks;
    size_t count;
    if (!review_rows_tasks(knowing->turn, knowing->incident->id, &tasks, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(tasks[i].code, code))
            build(&knowing->says, tasks[i].because);
    return true;
}

/* By number, form and hash, never by content, and not by who sent it. */
static bool know_evidence(struct knowing *knowing)
{
    struct received *mails;
    size_t count;
    if (!know_task(knowing)
        || !incident_rows_mails(knowing->turn, knowing->incident->id, INT64_MAX, TEXT("~"),
                                KNOWN_EVENTS_MAX, &mails, &count))
        return false;
    for (size_t i = count; i-- > 0 && knowing->says.size < KNOWN_BYTES_MAX;) {
        known_line(knowing);
        build_format(&knowing->says, "Mail of %.*s, %lld bytes, SHA-256 %.*s, kept in this house",
                     TEXT_SHOW(people_time(knowing, mails[i].entry_us)), (long long)mails[i].bytes,
                     TEXT_SHOW(mails[i].raw_sha256));
    }
    return true;
}

/* ---- whom the duties tell ---- */

/* A recipient with the clauses because of which; each is named once a rule. */
static struct text told_line(struct knowing *knowing, const struct value *duty)
{
    const struct value *to = value_get(duty, "owed_to");
    struct text organisation = value_get_text(to, "organisation");
    struct builder line = {.arena = knowing->turn->arena};
    build_format(&line, "%.*s%s%.*s: %.*s", TEXT_SHOW(value_get_text(to, "title")),
                 text_empty(organisation) ? "" : " of ", TEXT_SHOW(organisation),
                 TEXT_SHOW(value_get_text(duty, "rule")));
    for (size_t i = 0; i < value_get_count(duty, "clauses"); i++)
        build_format(&line, ", %.*s", TEXT_SHOW(value_get_item(duty, "clauses", i)->text));
    return built(&line);
}

static bool know_told(struct knowing *knowing)
{
    struct value *list;
    struct value *lines = value_list(knowing->turn->arena);
    if (!obligation_account(knowing->turn, knowing->incident->id, &list))
        return false;
    for (size_t i = 0; i < list->count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        struct text role = value_get_text(value_get(list->items[i], "owed_to"), "role");
        struct text line = told_line(knowing, list->items[i]);
        bool said =
            text_empty(role) || text_is(value_get_text(list->items[i], "state"), "cancelled");
        for (size_t j = 0; j < lines->count && !said; j++)
            said = text_equal(lines->items[j]->text, line);
        if (said)
            continue;
        value_append(knowing->turn->arena, lines, value_text(knowing->turn->arena, line));
        known_line(knowing);
        build(&knowing->says, line);
    }
    return true;
}

static bool know_contact(struct knowing *knowing)
{
    build(&knowing->says, knowing->turn->actor.name);
    return true;
}

static bool know_day(struct knowing *knowing)
{
    build(&knowing->says, knowing->begun->series);
    return true;
}

static bool know_number(struct knowing *knowing)
{
    build_format(&knowing->says, "%lld", (long long)knowing->begun->number);
    return true;
}

static const struct {
    const char *source;
    bool (*know)(struct knowing *knowing);
    const char *where; /* in words for whoever reads the form */
} sources[] = {
    {"affected", know_affected, "its assets"},
    {"cause", know_cause, "its review"},
    {"contact", know_contact, "who writes"},
    {"corrective", know_corrective, "its corrective actions"},
    {"day", know_day, "the day"},
    {"detected", know_detected, "when it was detected"},
    {"duties", know_duties, "its duties"},
    {"evidence", know_evidence, "the task on evidence, and the mails kept"},
    {"lessons", know_lessons, "its review"},
    {"location", know_location, "the sites of its assets, and its classification"},
    {"loss", know_loss, "its review"},
    {"measures", know_measures, "its timeline"},
    {"next_due", know_next_due, "the interval of the policy"},
    {"number", know_number, "how many were sent"},
    {"phase", know_phase, "its state and rating"},
    {"rating", know_rating, "its rating"},
    {"reporters", know_reporters, "its reports"},
    {"reports", know_reports, "its reports"},
    {"response", know_response, "its response"},
    {"task", know_task, "the task of the response team"},
    {"timeline", know_timeline, "its timeline"},
    {"told", know_told, "whom its duties tell"},
    {"told_role", know_told_role, "its notices"},
    {"type", know_type, "its classification"},
};

struct text document_source(const struct value *element)
{
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (text_is(value_get_text(element, "known"), sources[i].source))
            return text_of(sources[i].where);
    return TEXT_NONE;
}

/* An item for what is known; NULL: nothing is. What is fixed and not known is outstanding. */
static struct value *known_item(struct arena *arena, const struct knowing *knowing)
{
    struct value *item = value_map(arena);
    if (knowing->says.size > 0) {
        value_set_text(arena, item, "value", text_copy(arena, built(&knowing->says)));
        if (!text_empty(knowing->note))
            value_set_text(arena, item, "note", knowing->note);
        return item;
    }
    if (!value_get_boolean(knowing->element, "fixed", false))
        return NULL;
    value_set_text(arena, item, "outstanding", TEXT("it has not happened yet"));
    return item;
}

static bool element_known(struct turn *turn, const struct begun *begun, const struct value *element,
                          struct value **item)
{
    struct text source = value_get_text(element, "known");
    struct knowing knowing = {.turn = turn,
                              .begun = begun,
                              .incident = begun->incident,
                              .element = element,
                              .says = {.arena = turn->arena}};
    *item = NULL;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        if (!text_is(source, sources[i].source))
            continue;
        if (!sources[i].know(&knowing))
            return false;
        *item = known_item(turn->arena, &knowing);
    }
    return true;
}

bool document_prefill(struct turn *turn, const struct begun *begun, struct value **content)
{
    *content = value_map(turn->arena);
    for (size_t i = 0; i < value_get_count(begun->document, "elements"); i++) {
        const struct value *element = value_get_item(begun->document, "elements", i);
        struct value *item;
        if (!element_known(turn, begun, element, &item))
            return false;
        if (item != NULL)
            value_set(turn->arena, *content,
                      text_string(turn->arena, value_get_text(element, "code")), item);
    }
    return true;
}

bool document_fix(struct turn *turn, const struct begun *begun, struct value *content)
{
    for (size_t i = 0; i < value_get_count(begun->document, "elements"); i++) {
        const struct value *element = value_get_item(begun->document, "elements", i);
        const char *code = text_string(turn->arena, value_get_text(element, "code"));
        const struct value *said = value_get(content, code);
        struct value *item;
        if (!value_get_boolean(element, "fixed", false))
            continue;
        if (!element_known(turn, begun, element, &item))
            return false;
        if (value_has(said, "value")
            && !text_equal(value_get_text(said, "value"), value_get_text(item, "value")))
            return fail_field(turn, text_format(turn->arena, "content.%s.value", code).data,
                              "%s is what the case knows: \"%.*s\"; leave it out", code,
                              TEXT_SHOW(value_get_text(item, "value")));
        if (item != NULL)
            value_set(turn->arena, content, code, item);
    }
    return true;
}
