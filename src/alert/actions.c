/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of alerts, and of sources. */
#include "alert/inside.h"
#include "base/id.h"
#include "base/json.h"
#include "base/zone.h"
#include "people/can.h"
#include "people/people.h"
#include "policy/pack.h"

enum { ALERT_SCAN_MAX = 1000, EVENTS_MAX = 100, REASONS_MAX = 50, WORDS_MAX = 100 };

const char *const alert_levels[] = {"informational", "low", "medium", "high", "critical", NULL};
static const char *const state_words[] = {"open", "case", "closed", NULL};
static const char *const seen_words[] = {"live", "history", NULL};

static const struct field reason_fields[] = {
    {.name = "selection", .type = FIELD_TEXT, .most = 200, .help = "The part of the rule."},
    {.name = "field", .type = FIELD_TEXT, .most = 200, .help = "The field it looked at."},
    {.name = "value", .type = FIELD_TEXT, .most = 4000, .help = "What stood there."},
    {.name = "wanted", .type = FIELD_TEXT, .most = 4000, .help = "What the rule looks for."},
    {.name = NULL},
};
static const struct field event_fields[] = {
    {.name = "segment", .type = FIELD_INTEGER, .needed = true, .help = "Of the event store."},
    {.name = "position", .type = FIELD_INTEGER, .needed = true, .help = "In the segment, from 0."},
    {.name = "source", .type = FIELD_TEXT, .most = 300, .help = "Whose line it is."},
    {.name = "line", .type = FIELD_TEXT, .most = 16384, .help = "The line, or its beginning."},
    {.name = NULL},
};
static const struct field reason_item = {.type = FIELD_MAP, .members = reason_fields};
static const struct field event_item = {.type = FIELD_MAP, .members = event_fields};
static const struct field word_item = {.type = FIELD_TEXT, .least = 1, .most = 500};

static const struct field raise_fields[] = {
    {.name = "watch",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 100,
     .help = "Which watch says it."},
    {.name = "finding",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 200,
     .help = "What makes it the same alert as before: rule, entity and window, as the watch spells "
             "them."},
    {.name = "rule",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 100,
     .help = "Id of the detection rule."},
    {.name = "title",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 300,
     .help = "Title of the rule."},
    {.name = "level",
     .type = FIELD_WORD,
     .words = alert_levels,
     .help = "As the rule's author has it."},
    {.name = "entity",
     .type = FIELD_TEXT,
     .most = 300,
     .help = "Whom or what it is about: a host, an account, an address."},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .help = "Whose it is, by short name, where the watch knows."},
    {.name = "first", .type = FIELD_INSTANT, .needed = true, .help = "Of the first event."},
    {.name = "last", .type = FIELD_INSTANT, .help = "Of the last event."},
    {.name = "found",
     .type = FIELD_INSTANT,
     .help = "When the watch found it: when it is told, if left out."},
    {.name = "count",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = INT64_MAX,
     .help = "Events so far, all told. Left out: it is one event more of this finding."},
    {.name = "says", .type = FIELD_TEXT, .most = 4000, .help = "Why it fired, in plain words."},
    {.name = "why",
     .type = FIELD_LIST,
     .most = REASONS_MAX,
     .items = &reason_item,
     .help = "Which part of the rule found which value in which field."},
    {.name = "events",
     .type = FIELD_LIST,
     .most = EVENTS_MAX,
     .items = &event_item,
     .help = "The events, and where they are kept."},
    {.name = "record",
     .type = FIELD_ANY,
     .help = "What another product said, as it said it: kept whole beside what is understood."},
    {.name = "author", .type = FIELD_TEXT, .most = 500, .help = "Who wrote the rule."},
    {.name = "references",
     .type = FIELD_LIST,
     .most = WORDS_MAX,
     .items = &word_item,
     .help = "What the rule refers to."},
    {.name = "tags",
     .type = FIELD_LIST,
     .most = WORDS_MAX,
     .items = &word_item,
     .help = "What the rule is filed under, such as attack.t1059."},
    {.name = "seen",
     .type = FIELD_WORD,
     .words = seen_words,
     .help = "As its events came, if left out; or when history was hunted by rules that are new."},
    {.name = NULL},
};

static const char *const detail_names[] = {"says",   "why",        "events", "record",
                                           "author", "references", "tags",   "seen"};

struct value *alert_value(struct turn *turn, const struct alert *alert)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "alert", alert->id);
    value_set_text(turn->arena, said, "watch", alert->watch);
    value_set_text(turn->arena, said, "rule", alert->rule);
    value_set_text(turn->arena, said, "title", alert->title);
    value_set_text(turn->arena, said, "level", alert->level);
    value_set_text(turn->arena, said, "entity", alert->entity);
    value_set_text(turn->arena, said, "organisation", alert->organisation);
    value_set_integer(turn->arena, said, "count", alert->count);
    answer_time(turn, said, "first", alert->first_us);
    answer_time(turn, said, "last", alert->last_us);
    answer_time(turn, said, "raised", alert->raised_us);
    value_set_text(turn->arena, said, "state", alert->state);
    value_set_text(turn->arena, said, "reason", alert->reason);
    value_set_text(turn->arena, said, "type", alert->type);
    value_set_text(turn->arena, said, "outcome", alert->outcome);
    value_set_text(turn->arena, said, "ground", alert->ground);
    value_set_text(turn->arena, said, "version",
                   text_format(turn->arena, "%lld", (long long)alert->version));
    return said;
}

/* ---- raising ---- */

static bool raise_organisation(struct turn *turn, const struct value *input, struct alert *alert)
{
    struct organisation organisation;
    bool found;
    struct text name = value_get_text(input, "organisation");
    if (text_empty(name))
        return true;
    if (!organisation_find(turn, name, turn->now_us, &organisation, &found))
        return false;
    if (!found)
        return fail_field(turn, "organisation",
                          "no organisation is called so; give its short name, or nothing");
    alert->organisation = organisation.id;
    return true;
}

static bool raise_times(struct turn *turn, const struct value *input, struct alert *alert)
{
    const struct zone *zone = turn->pack->calendar.zone;
    struct text last = value_get_text(input, "last");
    if (!instant_parse(turn, "first", value_get_text(input, "first"), zone, &alert->first_us))
        return false;
    alert->last_us = alert->first_us;
    if (!text_empty(last) && !instant_parse(turn, "last", last, zone, &alert->last_us))
        return false;
    struct text found = value_get_text(input, "found");
    if (!text_empty(found) && !instant_parse(turn, "found", found, zone, &alert->found_us))
        return false;
    return alert->last_us >= alert->first_us
           || fail_field(turn, "last", "the last event is before the first");
}

static struct text raise_detail(struct turn *turn, const struct value *input)
{
    struct value *detail = value_map(turn->arena);
    for (size_t i = 0; i < sizeof detail_names / sizeof *detail_names; i++)
        if (value_has(input, detail_names[i]))
            value_set(turn->arena, detail, detail_names[i], value_get(input, detail_names[i]));
    return json_write(turn->arena, detail);
}

/* What was raised before: its first instant and largest count stay, whatever order they come in. */
static void raise_join(struct alert *alert, const struct alert *before)
{
    alert->id = before->id;
    alert->version = before->version + 1;
    alert->raised_us = before->raised_us;
    if (alert->first_us > before->first_us)
        alert->first_us = before->first_us;
    if (alert->count < before->count) {
        alert->count = before->count;
        alert->detail = before->detail;
    }
    if (alert->last_us < before->last_us)
        alert->last_us = before->last_us;
    if (text_empty(alert->organisation))
        alert->organisation = before->organisation;
    if (alert->found_us > before->found_us)
        alert->found_us = before->found_us;
    alert->state = before->state;
    alert->reason = before->reason;
    alert->type = before->type;
    alert->outcome = before->outcome;
    alert->ground = before->ground;
    alert->incident = before->incident;
    alert->decided_us = before->decided_us;
}

/* To whoever raises it: what became of it is none of a watch's business. */
static struct value *raise_answer(struct turn *turn, const struct alert *alert)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "alert", alert->id);
    value_set_integer(turn->arena, said, "count", alert->count);
    return said;
}

static bool alert_raise(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct alert before;
    bool again;
    struct alert alert = {.watch = value_get_text(input, "watch"),
                          .finding = value_get_text(input, "finding"),
                          .rule = value_get_text(input, "rule"),
                          .title = value_get_text(input, "title"),
                          .level = value_get_text(input, "level"),
                          .entity = value_get_text(input, "entity"),
                          .detail = raise_detail(turn, input),
                          .state = TEXT("open"),
                          .count = value_get_integer(input, "count", 1),
                          .raised_us = turn->now_us,
                          .found_us = turn->now_us,
                          .version = 1};
    if (!raise_organisation(turn, input, &alert) || !raise_times(turn, input, &alert)
        || !alert_select_finding(turn, alert.watch, alert.finding, &before, &again))
        return false;
    if (again && !value_has(input, "count"))
        alert.count = before.count + 1;
    if (again)
        raise_join(&alert, &before);
    else if (!id_new(turn, &alert.id))
        return false;
    if (!alert_decide(change, &alert) || !alert_write(change, &alert))
        return false;
    *answer = raise_answer(turn, &alert);
    return change_entry(change, "alert.raise",
                        text_format(turn->arena, "alert/%.*s", TEXT_SHOW(alert.id)), alert.incident,
                        input, NULL);
}

/* ---- reading, closing ---- */

static const struct field list_fields[] = {
    {.name = "state",
     .type = FIELD_WORD,
     .words = state_words,
     .help = "Open ones wait for somebody; others belong to a case, or are closed."},
    FIELDS_PAGE,
    {.name = NULL},
};

bool alert_object(struct turn *turn, const struct alert *alert, struct object *object)
{
    struct incident incident;
    bool found = true;
    *object = (struct object){.organisation = alert->organisation, .exists = true};
    if (!text_empty(alert->incident)) {
        if (!incident_by_id(turn, alert->incident, &incident, &found))
            return false;
        *object = incident_object(turn, &incident, found);
    }
    object->version = text_format(turn->arena, "%lld", (long long)alert->version);
    return true;
}

/* The number of its case, where the actor may read its bodies; shown false: where he may not. */
static bool case_shown(struct turn *turn, const struct alert *alert, struct text *number,
                       bool *shown)
{
    struct incident incident;
    bool found;
    bool bodies = false;
    *number = TEXT_NONE;
    *shown = true;
    if (text_empty(alert->incident))
        return true;
    if (!incident_by_id(turn, alert->incident, &incident, &found))
        return false;
    *number = incident.number;
    *shown = found && incident_legible(turn, &incident, &bodies) && bodies;
    return turn->fault.kind == FAULT_NONE;
}

/* What may be seen of it goes into the list. */
static bool list_row(struct turn *turn, const struct alert *alert, struct value *items)
{
    struct object object = {.organisation = alert->organisation, .exists = true};
    struct text number;
    bool shown;
    if (!case_shown(turn, alert, &number, &shown))
        return false;
    if (shown && !text_empty(alert->incident))
        value_set_text(turn->arena, value_append(turn->arena, items, alert_value(turn, alert)),
                       "incident", number);
    else if (text_empty(alert->incident) && can(turn, AREA_CASE, LEVEL_READ, &object))
        value_append(turn->arena, items, alert_value(turn, alert));
    return true;
}

static bool alert_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *items = value_list(turn->arena);
    struct cursor after = {.key = INT64_MAX};
    size_t limit = page_limit(input);
    bool more = true;
    if (!page_after(turn, input, &after))
        return false;
    for (size_t scanned = 0; more && items->count < limit && scanned < ALERT_SCAN_MAX;) {
        struct alert *alerts;
        size_t count;
        if (!alert_select_page(turn, value_get_text(input, "state"), after, limit, &alerts, &count))
            return false;
        more = count == limit;
        scanned += count;
        for (size_t i = 0; i < count && items->count < limit; i++) {
            after = (struct cursor){alerts[i].raised_us, alerts[i].id};
            if (!list_row(turn, &alerts[i], items))
                return false;
        }
        more = more || items->count == limit;
    }
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (more)
        page_next(turn, *answer, after);
    return turn->fault.kind == FAULT_NONE;
}

static const struct field alert_field[] = {
    {.name = "alert", .type = FIELD_ID, .needed = true, .help = "Its id."},
    {.name = NULL},
};

bool alert_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct alert alert;
    return alert_select(turn, value_get_text(input, "alert"), &alert, &object->exists)
           && (!object->exists || alert_object(turn, &alert, object));
}

/* What people call the body that it is of. */
static bool body_say(struct turn *turn, const struct alert *alert, struct value *said)
{
    struct organisation organisation;
    if (text_empty(alert->organisation))
        return true;
    if (!organisation_read(turn, alert->organisation, turn->now_us, &organisation))
        return false;
    value_set_text(turn->arena, said, "short", organisation.short_name);
    return true;
}

static bool alert_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct alert alert;
    struct value *detail;
    struct text number;
    bool found;
    bool shown;
    if (!alert_select(turn, value_get_text(input, "alert"), &alert, &found)
        || !case_shown(turn, &alert, &number, &shown))
        return false;
    if (!shown)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    if (!json_read(turn, alert.detail, "the detail of an alert", &detail))
        return false;
    *answer = alert_value(turn, &alert);
    if (!text_empty(number))
        value_set_text(turn->arena, *answer, "incident", number);
    if (!body_say(turn, &alert, *answer))
        return false;
    for (size_t i = 0; i < detail->count; i++)
        value_set(turn->arena, *answer, text_string(turn->arena, detail->members[i].name),
                  detail->members[i].value);
    return true;
}

static const struct field close_fields[] = {
    {.name = "alert", .type = FIELD_ID, .needed = true, .help = "Its id."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "What came of it: the number of its incident, or why it is none."},
    {.name = NULL},
};

static bool alert_close(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct alert alert;
    bool found;
    if (!alert_select(turn, value_get_text(input, "alert"), &alert, &found))
        return false;
    if (text_is(alert.state, "closed"))
        return fail(turn, FAULT_REFUSED, "this alert is closed already");
    alert.state = TEXT("closed");
    alert.reason = value_get_text(input, "reason");
    alert.version++;
    *answer = alert_value(turn, &alert);
    return alert_write(change, &alert)
           && change_entry(change, "alert.close",
                           text_format(turn->arena, "alert/%.*s", TEXT_SHOW(alert.id)),
                           alert.incident, *answer, NULL);
}

const struct action alert_actions[] = {
    {.name = "alert.raise",
     .title = "Raise an alert",
     .method = METHOD_POST,
     .route = "/alerts",
     .fields = raise_fields,
     .area = AREA_CASE,
     .level = LEVEL_CREATE,
     .internal = true,
     .sensor = true,
     .write = alert_raise,
     .help = "What a detection rule found in the logs. The same finding again raises the count of "
             "the alert that is there."},
    {.name = "alert.list",
     .title = "Alerts",
     .method = METHOD_GET,
     .route = "/alerts",
     .fields = list_fields,
     .area = AREA_NONE,
     .level = LEVEL_READ,
     .read = alert_list,
     .help = "The alerts I may see, the newest first."},
    {.name = "alert.read",
     .title = "An alert",
     .method = METHOD_GET,
     .route = "/alerts/{alert}",
     .fields = alert_field,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = alert_about,
     .read = alert_read,
     .help = "Why it fired, with its events and where they are kept."},
    {.name = "alert.close",
     .title = "Close an alert",
     .method = METHOD_POST,
     .route = "/alerts/{alert}/close",
     .fields = close_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = alert_about,
     .write = alert_close,
     .help = "Somebody looked at it, and says what came of it."},
    {.name = "alert.promote",
     .title = "Make an alert an incident",
     .method = METHOD_POST,
     .route = "/alerts/{alert}/promote",
     .fields = alert_promote_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = alert_about,
     .write = alert_promote,
     .help =
         "Opens a case: a report by a sensor, told now, with what the alert knows. Its impact is "
         "unknown until somebody evaluates it."},
    {.name = "alert.join",
     .title = "Add an alert to an incident",
     .method = METHOD_POST,
     .route = "/alerts/{alert}/join",
     .fields = alert_join_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = alert_about,
     .write = alert_join,
     .help = "It belongs to that case from then on, and to no other."},
    {.name = "alert.case",
     .title = "Alerts of an incident",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/alerts",
     .fields = alert_case_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = incident_about,
     .read = alert_case_list,
     .help = "The alerts that belong to the case, those that came to it last first."},
    {.name = "source.report",
     .title = "Say how a source of logs stands",
     .method = METHOD_POST,
     .route = "/sources",
     .fields = source_report_fields,
     .area = AREA_CASE,
     .level = LEVEL_CREATE,
     .internal = true,
     .sensor = true,
     .write = source_report,
     .help = "A source is silent for longer than it may be, or is heard again; or a segment of the "
             "store of its lines was sealed or let go: its root is kept in the ledger."},
    {.name = "source.list",
     .title = "Sources of logs",
     .method = METHOD_GET,
     .route = "/sources",
     .fields = source_list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = source_list,
     .help = "What the watches have said of the sources that they listen to."},
    {.name = "source.coverage",
     .title = "Coverage of the watches",
     .method = METHOD_GET,
     .route = "/sources/coverage",
     .fields = coverage_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = source_coverage,
     .help = "How many sources are heard now, and of the assets whose logs the policy wants "
             "listened to, which have no source, or one that is silent, and for how long."},
    {.name = "segment.list",
     .title = "Segments of the watches' event stores",
     .method = METHOD_GET,
     .route = "/segments",
     .fields = segment_list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = alert_segment_list,
     .help = "The roots that prove their lines, when they were told, and whether each goes on "
             "where the one before it ended."},
    {.name = "suppression.create",
     .title = "Suppress or tune the alerts of a rule",
     .method = METHOD_POST,
     .route = "/suppressions",
     .fields = suppression_create_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .write = suppression_create,
     .help =
         "Until then, what the rule finds is counted and raised to nobody, or not below a number, "
         "or not where a field has a value, or with another level; it is stored as ever, and "
         "revere hunt finds it."},
    {.name = "suppression.list",
     .title = "Suppressions and tunings",
     .method = METHOD_GET,
     .route = "/suppressions",
     .fields = suppression_list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .read = suppression_list,
     .item = "suppression",
     .known_by = {"rule", "entity", "reason"},
     .help = "Which rules raise no alerts, until when, why, and how much was suppressed."},
    {.name = "suppression.end",
     .title = "End a suppression",
     .method = METHOD_POST,
     .route = "/suppressions/{suppression}/end",
     .fields = suppression_end_fields,
     .area = AREA_CASE,
     .level = LEVEL_WRITE,
     .about = suppression_about,
     .write = suppression_end,
     .help = "Before its time; by itself it ends when it says."},
    {.name = "suppression.active",
     .title = "What a watch suppresses",
     .method = METHOD_GET,
     .route = "/suppressions/active",
     .fields = suppression_active_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .internal = true,
     .sensor = true,
     .read = suppression_active,
     .help = "Those that have not ended, as a watch heeds them."},
    {.name = "suppression.count",
     .title = "Count what was suppressed",
     .method = METHOD_POST,
     .route = "/suppressions/{suppression}/count",
     .fields = suppression_count_fields,
     .area = AREA_CASE,
     .level = LEVEL_CREATE,
     .internal = true,
     .sensor = true,
     .write = suppression_count,
     .help = "So many hits more were raised to nobody."},
    {.name = NULL},
};
