/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of an alert, by the rules of the pack (alerts.yaml) or by somebody's word: it opens
 * a case, joins one, or waits. Whatever opens a case is a report by a sensor: clocks begin as they
 * do for any report. The impact is nobody's guess: it stays unknown until somebody evaluates it.
 *
 * An alert that belongs to a case is the case's: whoever may not read that, or not its bodies,
 * finds no such alert.
 */
#include "alert/inside.h"
#include "base/json.h"
#include "base/zone.h"
#include "notice/notice.h"
#include "people/can.h"
#include "people/people.h"
#include "policy/pack.h"

/* The outcomes. */
#define OUTCOME_WAITS    "waits"    /* for somebody */
#define OUTCOME_FLOOD    "flood"    /* it would open a case, but too many were opened just now */
#define OUTCOME_OPENED   "opened"   /* a case, by a rule of the pack */
#define OUTCOME_JOINED   "joined"   /* a case, by a rule of the pack */
#define OUTCOME_PROMOTED "promoted" /* opened a case, by somebody's word */
#define OUTCOME_ADDED    "added"    /* to a case, by somebody's word */

enum { REPORT_EVENTS_MAX = 4, REPORT_LINE_BYTES_MAX = 400 };
static const char flood_template[] = "alert-flood";

/* ---- the report ---- */

static void line_add(struct turn *turn, struct builder *words, const char *name, int64_t instant_us)
{
    build_format(words, "%s: %.*s\n", name,
                 TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone, instant_us)));
}

static void texts_add(struct builder *words, const char *name, const struct value *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        build_format(words, "%s%.*s", i == 0 ? name : ", ", TEXT_SHOW(list->items[i]->text));
    if (list != NULL && list->count > 0)
        build_byte(words, '\n');
}

/* The first of its lines, and where all of them are. */
static void events_add(struct turn *turn, struct builder *words, const struct value *events)
{
    size_t count = events == NULL ? 0 : events->count;
    for (size_t i = 0; i < count && i < REPORT_EVENTS_MAX; i++) {
        const struct value *event = events->items[i];
        struct text line = value_get_text(event, "line");
        size_t size = line.size < REPORT_LINE_BYTES_MAX ? line.size : REPORT_LINE_BYTES_MAX;
        build_format(words, "Line %lld of segment %lld",
                     (long long)value_get_integer(event, "position", 0),
                     (long long)value_get_integer(event, "segment", 0));
        if (value_has(event, "source"))
            build_format(words, ", from %.*s", TEXT_SHOW(value_get_text(event, "source")));
        line = text_utf8_mended(turn->arena, (struct text){line.data, size});
        if (!text_empty(line))
            build_format(words, ": %.*s", TEXT_SHOW(line));
        build_byte(words, '\n');
    }
}

/* Why, about whom, when, by which rule, and where it can be seen. */
static bool report_words(struct turn *turn, const struct alert *alert, struct text *what)
{
    struct value *detail;
    struct builder words = {.arena = turn->arena};
    if (!json_read(turn, alert->detail, "the detail of an alert", &detail))
        return false;
    build_format(&words, "%.*s", TEXT_SHOW(alert->title));
    if (!text_empty(alert->entity))
        build_format(&words, ": %.*s", TEXT_SHOW(alert->entity));
    build_format(&words, "\n\n%.*s\n", TEXT_SHOW(value_get_text(detail, "says")));
    line_add(turn, &words, "First event", alert->first_us);
    line_add(turn, &words, "Last event", alert->last_us);
    build_format(&words, "Events: %lld\nWatch: %.*s\nRule: %.*s", (long long)alert->count,
                 TEXT_SHOW(alert->watch), TEXT_SHOW(alert->rule));
    if (!text_empty(alert->level))
        build_format(&words, ", of the level %.*s", TEXT_SHOW(alert->level));
    build_byte(&words, '\n');
    texts_add(&words, "Tags: ", value_get(detail, "tags"));
    texts_add(&words, "References: ", value_get(detail, "references"));
    events_add(turn, &words, value_get(detail, "events"));
    *what = text_trim(built(&words));
    return true;
}

static struct text type_supposed(const struct turn *turn, const struct alert *alert)
{
    return turn->pack->types == NULL ? TEXT_NONE : alert->type;
}

/* Opens the case: told now, detected when the watch found it. */
static bool case_open(struct change *change, struct alert *alert, const char *outcome)
{
    struct turn *turn = change_turn(change);
    struct organisation body = {0};
    struct reported reported;
    struct report_order order = {.kind = TEXT("real"),
                                 .channel = TEXT("sensor"),
                                 .told_us = turn->now_us,
                                 .known_since_us = TIME_NONE,
                                 .detected_us = alert->found_us < turn->now_us ? alert->found_us
                                                                               : turn->now_us,
                                 .detected_precision = TEXT("instant")};
    order.told_basis = text_format(
        turn->arena, "an alert of the watch %.*s, which the house has had since %.*s",
        TEXT_SHOW(alert->watch),
        TEXT_SHOW(instant_people(turn->arena, turn->pack->calendar.zone, alert->raised_us)));
    order.name = text_format(turn->arena, "watch %.*s, rule %.*s", TEXT_SHOW(alert->watch),
                             TEXT_SHOW(alert->rule));
    if (!text_empty(alert->organisation)
        && !organisation_read(turn, alert->organisation, turn->now_us, &body))
        return false;
    order.stated = body.short_name;
    if (!report_words(turn, alert, &order.what) || !incident_report(change, &order, &reported))
        return false;
    alert->incident = reported.incident.id;
    alert->state = TEXT("case");
    alert->outcome = text_of(outcome);
    alert->decided_us = turn->now_us;
    return incident_suppose(change, &reported.incident, type_supposed(turn, alert),
                            alert->first_us);
}

/* ---- joining ---- */

static struct value *join_said(struct turn *turn, const struct alert *alert, struct text reason)
{
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "alert", alert->id);
    value_set_text(turn->arena, said, "rule", alert->rule);
    value_set_text(turn->arena, said, "entity", alert->entity);
    value_set_text(turn->arena, said, "ground", alert->ground);
    value_set_text(turn->arena, said, "first", instant_utc(turn->arena, alert->first_us));
    value_set_text(turn->arena, said, "last", instant_utc(turn->arena, alert->last_us));
    value_set_integer(turn->arena, said, "count", alert->count);
    if (!text_empty(reason))
        value_set_text(turn->arena, said, "reason", reason);
    return said;
}

/* Whatever comes, so many lines of the timeline are about alerts, and one that says there are more.
 */
static bool join_note(struct change *change, const struct alert *alert,
                      const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    int64_t lines = turn->pack->alerts->lines;
    int64_t count;
    if (!alert_select_case_count(turn, incident->id, lines + 2, &count))
        return false;
    if (count > lines + 1)
        return true;
    struct text what =
        text_format(turn->arena, "an alert belongs to it: %.*s%s%.*s", TEXT_SHOW(alert->title),
                    text_empty(alert->entity) ? "" : ": ", TEXT_SHOW(alert->entity));
    if (count == lines + 1)
        what = TEXT("more alerts belong to it than are told of here: they stand among its alerts");
    return incident_alerted(change, incident, what, join_said(turn, alert, TEXT_NONE));
}

static bool case_join(struct change *change, struct alert *alert, const struct incident *incident)
{
    alert->incident = incident->id;
    alert->state = TEXT("case");
    alert->outcome = TEXT(OUTCOME_JOINED);
    alert->decided_us = change_turn(change)->now_us;
    return join_note(change, alert, incident);
}

/* A case of real events in which work goes on, and to which it belongs by one of the joins. */
static bool case_find(struct turn *turn, const struct alert *alert, struct incident *incident,
                      bool *found)
{
    const struct alert_policy *policy = turn->pack->alerts;
    *found = false;
    for (size_t i = 0; i < policy->joins_count && !*found; i++) {
        const struct alert_join *join = &policy->joins[i];
        struct text *ids;
        size_t count;
        if (text_empty(alert->entity) || (join->type && text_empty(alert->type)))
            continue;
        if (!alert_select_near(turn, alert, join->rule ? alert->rule : TEXT_NONE,
                               join->type ? alert->type : TEXT_NONE, turn->now_us - join->within_us,
                               &ids, &count))
            return false;
        for (size_t j = 0; j < count && !*found; j++) {
            if (j > 0 && text_equal(ids[j], ids[j - 1]))
                continue;
            if (!incident_at_work(turn, ids[j], incident, found))
                return false;
            *found = *found && text_is(incident->kind, "real");
        }
    }
    return true;
}

/* ---- a flood ---- */

/* It waits, and is decided on anew when it is raised again. People are told once for each flood. */
static bool flood_wait(struct change *change, struct alert *alert)
{
    struct turn *turn = change_turn(change);
    int64_t since_us = turn->now_us - turn->pack->alerts->flood_us;
    int64_t waiting;
    if (!alert_select_outcome_count(turn, OUTCOME_FLOOD, since_us, 1, &waiting))
        return false;
    alert->outcome = TEXT(OUTCOME_FLOOD);
    alert->decided_us = turn->now_us;
    return waiting > 0
           || notice_tell_roles(change, &turn->pack->alerts->flood_told, text_of(flood_template),
                                (struct notice_words){0});
}

/* ---- by the rules of the pack ---- */

static bool alert_follow(struct change *change, struct alert *alert, const struct alert_rule *rule)
{
    struct turn *turn = change_turn(change);
    const struct alert_policy *policy = turn->pack->alerts;
    struct incident incident;
    int64_t opened;
    bool found;
    if (rule->does == ALERT_WAITS)
        return true;
    if (!case_find(turn, alert, &incident, &found))
        return false;
    if (found)
        return case_join(change, alert, &incident);
    if (rule->does == ALERT_JOINS)
        return true;
    if (!alert_select_outcome_count(turn, OUTCOME_OPENED, turn->now_us - policy->flood_us,
                                    policy->flood_cases, &opened))
        return false;
    return opened < policy->flood_cases ? case_open(change, alert, OUTCOME_OPENED)
                                        : flood_wait(change, alert);
}

bool alert_decide(struct change *change, struct alert *alert)
{
    struct turn *turn = change_turn(change);
    struct value *detail;
    bool put_off = text_is(alert->outcome, OUTCOME_FLOOD) && text_is(alert->state, "open");
    if (!text_empty(alert->outcome) && !put_off)
        return true;
    if (!json_read(turn, alert->detail, "the detail of an alert", &detail))
        return false;
    alert->type = alert_type_of(turn->pack, value_get(detail, "tags"));
    struct alert_asked asked = {alert->rule, alert->level, alert->type, alert->watch};
    const struct alert_rule *rule = alert_rule_of(turn->pack, &asked);
    alert->ground = rule == NULL ? TEXT_NONE : rule->name;
    alert->outcome = TEXT(OUTCOME_WAITS);
    alert->decided_us = turn->now_us;
    return rule == NULL || alert_follow(change, alert, rule);
}

/* ---- by somebody's word ---- */

const struct field alert_promote_fields[] = {
    {.name = "alert", .type = FIELD_ID, .needed = true, .help = "Its id."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "What makes it an incident."},
    {.name = "type",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 60,
     .choices = "incident_types",
     .help = "Which type it seems to be of, if not the one that its rule speaks of."},
    {.name = NULL},
};

static bool alert_named(struct turn *turn, const struct value *input, struct alert *alert)
{
    bool found;
    return alert_select(turn, value_get_text(input, "alert"), alert, &found)
           && (found || fail(turn, FAULT_MISSING, "there is nothing here by that name"));
}

static bool word_write(struct change *change, struct alert *alert, const char *verb,
                       struct text reason, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct text object = text_format(turn->arena, "alert/%.*s", TEXT_SHOW(alert->id));
    struct incident incident;
    bool found;
    alert->version++;
    *answer = alert_value(turn, alert);
    if (!incident_by_id(turn, alert->incident, &incident, &found))
        return false;
    value_set_text(turn->arena, *answer, "incident", incident.number);
    return alert_write(change, alert)
           && change_entry(change, verb, object, alert->incident, join_said(turn, alert, reason),
                           NULL);
}

bool alert_promote(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct alert alert;
    struct text reason = value_get_text(input, "reason");
    if (!alert_named(turn, input, &alert))
        return false;
    if (!text_empty(alert.incident))
        return fail(turn, FAULT_REFUSED,
                    "this alert belongs to a case already; join it to another if it is not of it");
    if (value_has(input, "type"))
        alert.type = value_get_text(input, "type");
    return case_open(change, &alert, OUTCOME_PROMOTED)
           && word_write(change, &alert, "alert.promote", reason, answer);
}

const struct field alert_join_fields[] = {
    {.name = "alert", .type = FIELD_ID, .needed = true, .help = "Its id."},
    {.name = "incident",
     .type = FIELD_ID,
     .needed = true,
     .listed = "incident.list",
     .label = "To which incident",
     .help = "The number of the case that it belongs to."},
    {.name = "reason",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .help = "Why it belongs there."},
    {.name = NULL},
};

/* A case that one may not write is not there. */
static bool join_target(struct turn *turn, const struct value *input, struct incident *incident)
{
    if (!incident_known(turn, input, incident))
        return false;
    struct object object = incident_object(turn, incident, true);
    return can(turn, AREA_CASE, LEVEL_WRITE, &object)
           || (turn->fault.kind == FAULT_NONE
               && fail(turn, FAULT_MISSING, "there is nothing here by that name"));
}

static bool join_moved(struct change *change, const struct alert *alert, struct text reason)
{
    struct turn *turn = change_turn(change);
    struct incident before;
    bool found;
    if (text_empty(alert->incident))
        return true;
    return incident_by_id(turn, alert->incident, &before, &found)
           && (!found
               || incident_alerted(change, &before,
                                   text_format(turn->arena, "an alert is not of it: %.*s. %.*s",
                                               TEXT_SHOW(alert->title), TEXT_SHOW(reason)),
                                   join_said(turn, alert, reason)));
}

bool alert_join(struct change *change, const struct value *input, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct alert alert;
    struct incident incident;
    struct text reason = value_get_text(input, "reason");
    if (!alert_named(turn, input, &alert) || !join_target(turn, input, &incident))
        return false;
    if (text_equal(alert.incident, incident.id))
        return fail(turn, FAULT_REFUSED, "this alert belongs to this case already");
    struct text what = text_format(turn->arena, "an alert belongs to it: %.*s. %.*s",
                                   TEXT_SHOW(alert.title), TEXT_SHOW(reason));
    if (!join_moved(change, &alert, reason))
        return false;
    alert.incident = incident.id;
    alert.state = TEXT("case");
    alert.outcome = TEXT(OUTCOME_ADDED);
    alert.ground = TEXT_NONE;
    alert.decided_us = turn->now_us;
    return incident_alerted(change, &incident, what, join_said(turn, &alert, reason))
           && word_write(change, &alert, "alert.join", reason, answer);
}

/* ---- the alerts of a case ---- */

const struct field alert_case_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."},
    FIELDS_PAGE,
    {.name = NULL},
};

bool alert_case_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct cursor after = {.key = INT64_MAX};
    struct value *items = value_list(turn->arena);
    struct incident incident;
    struct alert *alerts;
    size_t limit = page_limit(input);
    size_t count = 0;
    bool bodies;
    if (!page_after(turn, input, &after) || !incident_known(turn, input, &incident))
        return false;
    if (incident_legible(turn, &incident, &bodies) && bodies
        && !alert_select_of_case(turn, incident.id, after, limit, &alerts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        value_append(turn->arena, items, alert_value(turn, &alerts[i]));
    *answer = value_map(turn->arena);
    value_set(turn->arena, *answer, "items", items);
    if (count == limit && count > 0)
        page_next(turn, *answer,
                  (struct cursor){alerts[count - 1].decided_us, alerts[count - 1].id});
    return turn->fault.kind == FAULT_NONE;
}
