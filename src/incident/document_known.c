/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the case knows of a document's elements, so that nobody types what the house has already.
 * Each source is a word of elements.yaml; the list is closed. What is not known stays unsaid.
 */
#include "base/json.h"
#include "incident/document.h"
#include "incident/inside.h"
#include "incident/review.h"
#include "notice/notice.h"

enum { KNOWN_EVENTS_MAX = 200, KNOWN_BYTES_MAX = 32000 };

struct knowing {
    struct turn *turn;
    const struct begun *begun;
    const struct incident *incident;
    const struct value *element;
    struct builder says;
    struct text note;
};

static struct text people_time(const struct knowing *knowing, int64_t instant_us)
{
    return instant_people(knowing->turn->arena, knowing->turn->pack->calendar.zone, instant_us);
}

static void line_begin(struct knowing *knowing)
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
    if (!notice_first_told(knowing->turn, knowing->incident->id, role, &told_us, &name))
        return false;
    if (told_us == TIME_NONE)
        return true;
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
        line_begin(knowing);
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
        line_begin(knowing);
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

static bool know_phase(struct knowing *knowing)
{
    build_format(&knowing->says, "%.*s; rated ",
                 TEXT_SHOW(state_name_of(knowing->turn->pack, knowing->incident->state)));
    return know_rating(knowing);
}

static bool know_affected(struct knowing *knowing)
{
    struct turn *turn = knowing->turn;
    struct attached *attached;
    size_t count;
    if (!incident_rows_attached(turn, knowing->incident->id, &attached, &count))
        return false;
    for (size_t i = 0; i < count && knowing->says.size < KNOWN_BYTES_MAX; i++) {
        struct asset asset;
        bool found;
        if (!asset_find(turn, attached[i].asset, &asset, &found))
            return false;
        line_begin(knowing);
        build_format(&knowing->says, "%.*s, rated %.*s, adversely affected: %.*s",
                     TEXT_SHOW(asset.name), TEXT_SHOW(asset.rating),
                     TEXT_SHOW(attached[i].adverse));
    }
    return true;
}

/* The timeline, oldest first; kind empty: of every kind. */
static bool know_events(struct knowing *knowing, const char *kind)
{
    struct turn *turn = knowing->turn;
    struct event *events;
    size_t count;
    if (!incident_rows_events(turn, knowing->incident->id, INT64_MAX, TEXT("~"), KNOWN_EVENTS_MAX,
                              &events, &count))
        return false;
    for (size_t i = count; i-- > 0 && knowing->says.size < KNOWN_BYTES_MAX;) {
        struct text rest;
        struct text what = text_cut(events[i].what, '\n', &rest);
        if (kind[0] != '\0' && !text_is(events[i].kind, kind))
            continue;
        line_begin(knowing);
        build_format(&knowing->says, "%.*s: %.*s (%.*s)",
                     TEXT_SHOW(people_time(knowing, events[i].at_us)),
                     (int)(what.size > 500 ? 500 : what.size), what.data == NULL ? "" : what.data,
                     TEXT_SHOW(text_empty(events[i].author_name) ? events[i].author
                                                                 : events[i].author_name));
    }
    return true;
}

static bool know_timeline(struct knowing *knowing)
{
    return know_events(knowing, "");
}

static bool know_measures(struct knowing *knowing)
{
    return know_events(knowing, "incident.respond");
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
        return know_measures(knowing);
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
        line_begin(knowing);
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
} sources[] = {
    {"affected", know_affected},     {"cause", know_cause},       {"contact", know_contact},
    {"corrective", know_corrective}, {"day", know_day},           {"detected", know_detected},
    {"duties", know_duties},         {"lessons", know_lessons},   {"loss", know_loss},
    {"measures", know_measures},     {"next_due", know_next_due}, {"number", know_number},
    {"phase", know_phase},           {"rating", know_rating},     {"reporters", know_reporters},
    {"reports", know_reports},       {"response", know_response}, {"timeline", know_timeline},
    {"told_role", know_told_role},
};

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
