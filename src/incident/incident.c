/* SPDX-License-Identifier: Apache-2.0 */
/* How a case begins, and how every fact of it is noted. */
#include "base/hash.h"
#include "base/id.h"
#include "base/json.h"
#include "base/zone.h"
#include "incident/life.h"
#include "incident/talk.h"

/* Typing takes a moment; what is entered later than this says so. */
#define ENTERED_LATE_US (5 * MINUTE_US)

bool incident_native_count(struct turn *turn, int64_t *count)
{
    return incident_rows_native_count(turn, count);
}

struct object incident_object(struct turn *turn, const struct incident *incident, bool found)
{
    if (!found)
        return (struct object){.exists = false};
    return (struct object){.incident = incident->id,
                           .organisation = incident->organisation,
                           .every_organisation = true,
                           .version =
                               text_format(turn->arena, "%lld", (long long)incident->version),
                           .exists = true};
}

bool incident_note_line(struct change *change, const struct incident *incident, const char *kind,
                        struct text what, int64_t at_us, struct text deviation,
                        const struct value *payload, int64_t *sequence)
{
    struct turn *turn = change_turn(change);
    struct event event = {.kind = text_of(kind),
                          .what = what,
                          .at_us = at_us,
                          .entry_us = turn->now_us,
                          .author = turn->actor.person,
                          .author_name = turn->actor.name,
                          .capacity = turn->actor.capacity,
                          .deviation = deviation};
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "what", what);
    value_set_text(turn->arena, said, "at", instant_utc(turn->arena, at_us));
    if (!text_empty(deviation))
        value_set_text(turn->arena, said, "deviation", deviation);
    if (payload != NULL)
        value_set(turn->arena, said, "input", (struct value *)payload);
    return id_new(turn, &event.id) && incident_rows_event_insert(change, incident->id, &event)
           && change_entry(change, kind,
                           text_format(turn->arena, "incident/%.*s", TEXT_SHOW(incident->id)),
                           incident->id, said, sequence);
}

bool incident_note(struct change *change, const struct incident *incident, const char *kind,
                   struct text what, int64_t at_us, struct text deviation,
                   const struct value *payload)
{
    return incident_note_line(change, incident, kind, what, at_us, deviation, payload, NULL);
}

struct fact incident_fact(enum fact_kind kind, const struct incident *incident)
{
    struct fact fact = {.kind = kind};
    fact_set_text(&fact, FIELD_OF_INCIDENT, incident->id);
    fact_set_text(&fact, FIELD_OF_NUMBER, incident->number);
    fact_set_text(&fact, FIELD_OF_KIND, incident->kind);
    fact_set_time(&fact, FIELD_OF_TOLD, incident->told_us);
    fact_set_time(&fact, FIELD_OF_DETECTED, incident->detected_us);
    if (incident->evaluated_us != TIME_NONE)
        fact_set_time(&fact, FIELD_OF_EVALUATED, incident->evaluated_us);
    if (incident->resolved_us != TIME_NONE)
        fact_set_time(&fact, FIELD_OF_RECOVERED, incident->resolved_us);
    return fact;
}

bool fact_set_organisation(struct turn *turn, struct fact *fact, struct text organisation,
                           int64_t at_us)
{
    struct organisation body;
    struct organisation above;
    if (text_empty(organisation))
        return true;
    if (!organisation_read(turn, organisation, at_us, &body))
        return false;
    fact_set_text(fact, FIELD_OF_ORGANISATION, body.id);
    fact_set_text(fact, FIELD_OF_BINDING, body.binding);
    fact_set_text(fact, FIELD_OF_BRANCH, body.branch);
    bool scio = true; /* a body outside any secretariat has an equivalent instead */
    if (!text_empty(body.secretariat)) {
        if (!organisation_read(turn, body.secretariat, at_us, &above))
            return false;
        scio = above.has_scio;
    }
    fact_set_text(fact, FIELD_OF_SCIO, scio ? TEXT("yes") : TEXT("no"));
    return true;
}

/* The case stands in the lists of the organisation and of everybody above it. */
static bool scopes_enter(struct change *change, const struct incident *incident,
                         struct text organisation)
{
    struct turn *turn = change_turn(change);
    for (size_t depth = 0; !text_empty(organisation) && depth < ORGANISATION_DEPTH_MAX; depth++) {
        struct organisation body;
        struct text scope = text_format(turn->arena, "organisation:%.*s", TEXT_SHOW(organisation));
        if (!people_list_enter(change, scope, incident->told_us, incident->id)
            || !organisation_read(turn, organisation, turn->now_us, &body))
            return false;
        organisation = body.parent;
    }
    return true;
}

bool incident_enter_organisation(struct change *change, const struct incident *incident,
                                 struct text organisation, int64_t from_us)
{
    return text_empty(organisation)
           || (incident_rows_affected_insert(change, incident->id, organisation, from_us)
               && scopes_enter(change, incident, organisation));
}

/* The year in the pack's zone and five letters that tell nothing: never a counter (DESIGN 6, L7).
 */
static bool number_new(struct turn *turn, struct text *number)
{
    int year = zone_civil(turn->pack->calendar.zone, turn->now_us).date.year;
    for (int i = 0; i < NUMBER_TRIES_MAX; i++) {
        struct text word;
        bool known;
        if (!id_word(turn, NUMBER_LETTERS, &word))
            return false;
        *number = text_format(turn->arena, "INC-%d-%.*s", year, TEXT_SHOW(word));
        if (!incident_rows_number_known(turn, *number, &known))
            return false;
        if (!known)
            return true;
    }
    return fail(turn, FAULT_BUSY, "no free incident number was found; try again");
}

/* Cut between characters. */
struct text incident_title(struct text what)
{
    struct text rest;
    struct text line = text_trim(text_cut(text_trim(what), '\n', &rest));
    size_t size = line.size > TITLE_BYTES_MAX ? TITLE_BYTES_MAX : line.size;
    while (size > 0 && size < line.size && ((unsigned char)line.data[size] & 0xC0) == 0x80)
        size--;
    return (struct text){line.data, size};
}

static bool receipt_new(struct turn *turn, struct text *receipt, struct text *hash)
{
    if (!id_word(turn, RECEIPT_LETTERS, receipt))
        return false;
    struct sha256 digest = sha256(*receipt);
    *hash = hex_write(turn->arena, (struct text){(const char *)digest.bytes, sizeof digest.bytes});
    return true;
}

static bool report_found(struct turn *turn, const struct report_order *order,
                         struct incident *incident)
{
    struct organisation organisation = {0};
    bool found = false;
    if (!text_empty(text_trim(order->stated))
        && !organisation_find(turn, text_trim(order->stated), turn->now_us, &organisation, &found))
        return false;
    if (order->stated_exactly && !text_equal(organisation.name, text_trim(order->stated)))
        found = false;
    *incident =
        (struct incident){.kind = order->kind,
                          .entry_us = turn->now_us,
                          .state = lifecycle_begins(turn->pack),
                          .title = incident_title(order->what),
                          .organisation = found ? organisation.id : TEXT_NONE,
                          .provisional = true,
                          .told_us = order->told_us == TIME_NONE ? turn->now_us : order->told_us,
                          .evaluated_us = TIME_NONE,
                          .responding_us = TIME_NONE,
                          .resolved_us = TIME_NONE,
                          .closed_us = TIME_NONE};
    incident->detected_us = order->detected_us != TIME_NONE      ? order->detected_us
                            : order->known_since_us != TIME_NONE ? order->known_since_us
                                                                 : incident->told_us;
    return id_new(turn, &incident->id) && number_new(turn, &incident->number);
}

static bool report_write(struct change *change, const struct report_order *order,
                         const struct incident *incident, struct reported *reported)
{
    struct turn *turn = change_turn(change);
    struct report report = {.incident = incident->id,
                            .channel = order->channel,
                            .what = order->what,
                            .stated = order->stated,
                            .organisation = incident->organisation,
                            .name = order->name,
                            .contact = order->contact,
                            .told_us = incident->told_us,
                            .told_basis = order->told_basis,
                            .known_since_us = order->known_since_us,
                            .detected_us = order->detected_us,
                            .detected_precision = order->detected_precision,
                            .nature = order->suspicion ? TEXT("suspicion") : TEXT("incident")};
    if (order->unread != NULL)
        report.unread = json_write(turn->arena, order->unread);
    if (!id_new(turn, &report.id) || !receipt_new(turn, &reported->receipt, &report.receipt_hash))
        return false;
    reported->report = report.id;
    return incident_rows_report_insert(change, &report);
}

static bool report_facts(struct change *change, const struct report_order *order,
                         const struct incident *incident, struct text report)
{
    struct turn *turn = change_turn(change);
    struct fact received = incident_fact(FACT_REPORT_RECEIVED, incident);
    fact_set_text(&received, FIELD_OF_REPORT, report);
    fact_set_text(&received, FIELD_OF_CHANNEL, order->channel);
    fact_set_time(&received, FIELD_OF_AT, turn->now_us);
    struct fact detected = incident_fact(FACT_INCIDENT_DETECTED, incident);
    fact_set_time(&detected, FIELD_OF_AT, turn->now_us);
    return fact_set_organisation(turn, &received, incident->organisation, incident->told_us)
           && fact_set_organisation(turn, &detected, incident->organisation, incident->told_us)
           && change_fact(change, &received) && change_fact(change, &detected);
}

static struct value *report_said(struct arena *arena, const struct report_order *order,
                                 struct text report, struct text team)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "report", report);
    value_set_text(arena, said, "channel", order->channel);
    if (order->suspicion)
        value_set_text(arena, said, "nature", TEXT("suspicion"));
    value_set_text(arena, said, "what", order->what);
    value_set_text(arena, said, "organisation", order->stated);
    value_set_text(arena, said, "name", order->name);
    value_set_text(arena, said, "contact", order->contact);
    if (!text_empty(team))
        value_set_text(arena, said, "team", team);
    if (order->unread != NULL)
        value_set_text(arena, said, "unread", json_write(arena, order->unread));
    return said;
}

/* What is unusual about the times: facts are never refused, but it is said. */
static struct text report_deviation(struct turn *turn, const struct incident *incident)
{
    const struct zone *zone = turn->pack->calendar.zone;
    if (incident->detected_us > incident->told_us)
        return TEXT("detected after it was reported: reported as a suspicion");
    if (turn->now_us - incident->told_us < ENTERED_LATE_US)
        return TEXT_NONE;
    return text_format(turn->arena, "told at %.*s, entered at %.*s",
                       TEXT_SHOW(instant_people(turn->arena, zone, incident->told_us)),
                       TEXT_SHOW(instant_people(turn->arena, zone, turn->now_us)));
}

/* Whoever answers for the reporting is asked why it came late; only where it is bound to report. */
static bool delay_ask(struct change *change, const struct incident *incident)
{
    struct turn *turn = change_turn(change);
    const struct lifecycle *life = turn->pack->life;
    const struct zone *zone = turn->pack->calendar.zone;
    struct organisation body;
    int64_t delay_us = incident->told_us - incident->detected_us;
    if (life == NULL || text_empty(life->delay_role) || delay_us <= life->delay_us
        || text_is(incident->kind, "import") || text_empty(incident->organisation))
        return true;
    if (!organisation_read(turn, incident->organisation, incident->told_us, &body))
        return false;
    return text_is(body.binding, "voluntary")
           || request_by_policy(
               change, incident, life->delay_role,
               text_format(turn->arena, "%.*s Detected %.*s, told %.*s: %lld min later.",
                           TEXT_SHOW(life->delay_question),
                           TEXT_SHOW(instant_people(turn->arena, zone, incident->detected_us)),
                           TEXT_SHOW(instant_people(turn->arena, zone, incident->told_us)),
                           (long long)(delay_us / MINUTE_US)));
}

bool incident_report(struct change *change, const struct report_order *order,
                     struct reported *reported)
{
    struct turn *turn = change_turn(change);
    struct incident *incident = &reported->incident;
    struct value *inputs;
    struct taken taken;
    if (!report_found(turn, order, incident) || !team_choose(turn, incident, &taken))
        return false;
    struct text late = reported->deviation = report_deviation(turn, incident);
    return incident_rows_incident_insert(change, incident)
           && incident_rows_incident_write(change, incident)
           && people_list_enter(change, PEOPLE_LIST_ALL, incident->told_us, incident->id)
           && report_write(change, order, incident, reported)
           && incident_enter_organisation(change, incident, incident->organisation,
                                          incident->told_us)
           && incident_note(change, incident, "report.create", TEXT("reported"), incident->told_us,
                            late, report_said(turn->arena, order, reported->report, taken.team))
           && team_take(change, incident, &taken)
           && report_facts(change, order, incident, reported->report)
           && inputs_merged(turn, incident, order->inputs, &inputs)
           && incident_rate(change, incident, inputs) && delay_ask(change, incident);
}
