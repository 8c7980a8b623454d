/* SPDX-License-Identifier: Apache-2.0 */
/* People of several offices working together: that they were in touch, that an agency investigates,
 * that it was agreed with whoever leads. */
#include "base/id.h"
#include "incident/inside.h"
#include "incident/talk.h"

enum { WHAT_BYTES_MAX = 10000, RECORDS_SHOWN_MAX = 1000 };

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELDS_WHAT                                                                                \
    {.name = "what",                                                                               \
     .type = FIELD_TEXT,                                                                           \
     .needed = true,                                                                               \
     .least = 1,                                                                                   \
     .most = WHAT_BYTES_MAX,                                                                       \
     .label = "What was said or agreed",                                                           \
     .help = "In a sentence or two."},                                                             \
    {                                                                                              \
        .name = "at", .type = FIELD_INSTANT,                                                       \
        .help = "When it happened, if not now: 2026-07-02T15:00:00-04:00, or local time."          \
    }
#define FIELD_BETWEEN                                                                              \
    {                                                                                              \
        .name = "between", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 1000,           \
        .label = "Between whom", .help = "Each by name and office."                                \
    }

static const struct field contact_fields[] = {
    FIELD_INCIDENT,
    FIELD_BETWEEN,
    {.name = "joint",
     .type = FIELD_BOOLEAN,
     .needed = true,
     .label = "Were all in it who must be?",
     .help = "The ISO, the SOC, and the SCIO where there is one. A contact that was not joint is "
             "recorded, and the duty stays open."},
    FIELDS_WHAT,
    {.name = NULL},
};

static const struct field open_fields[] = {FIELD_INCIDENT, FIELDS_WHAT, {.name = NULL}};

static const struct field coordination_fields[] = {
    FIELD_INCIDENT, FIELD_BETWEEN, FIELDS_WHAT, {.name = NULL}};

static const struct field list_fields[] = {FIELD_INCIDENT, {.name = NULL}};

static bool record_read(struct turn *turn, const struct value *input, const char *kind,
                        struct incident *incident, struct contact_record *record)
{
    *record = (struct contact_record){.kind = text_of(kind),
                                      .between = value_get_text(input, "between"),
                                      .what = value_get_text(input, "what"),
                                      .author = turn->actor.person,
                                      .author_name = turn->actor.name,
                                      .capacity = turn->actor.capacity,
                                      .at_us = turn->now_us,
                                      .entry_us = turn->now_us};
    if (!incident_known(turn, input, incident) || !id_new(turn, &record->id))
        return false;
    record->incident = incident->id;
    return !value_has(input, "at")
           || instant_parse(turn, "at", value_get_text(input, "at"), turn->pack->calendar.zone,
                            &record->at_us);
}

/* For whose organisation it was done: the actor's, where the case has it. */
static bool record_organisation(struct turn *turn, const struct incident *incident,
                                struct fact *fact)
{
    struct affected *affected;
    size_t count;
    if (!incident_rows_affected(turn, incident->id, &affected, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (text_equal(affected[i].organisation, turn->actor.organisation))
            return fact_set_organisation(turn, fact, affected[i].organisation, turn->now_us);
    return true;
}

static bool record_write(struct change *change, const struct value *input, const char *kind,
                         enum fact_kind told, const char *action, struct value **answer)
{
    struct turn *turn = change_turn(change);
    struct incident incident;
    struct contact_record record;
    if (!record_read(turn, input, kind, &incident, &record))
        return false;
    struct fact fact = incident_fact(told, &incident);
    if (value_has(input, "joint"))
        fact_set_text(&fact, FIELD_OF_COMPLETE,
                      value_get_boolean(input, "joint", false) ? TEXT("yes") : TEXT("no"));
    fact_set_time(&fact, FIELD_OF_AT, record.at_us);
    struct text what =
        text_format(turn->arena, "%s%s%.*s: %.*s", kind, text_empty(record.between) ? "" : " of ",
                    TEXT_SHOW(record.between), TEXT_SHOW(record.what));
    return talk_rows_contact_insert(change, &record)
           && incident_note(change, &incident, action, what, record.at_us, TEXT_NONE, input)
           && record_organisation(turn, &incident, &fact) && change_fact(change, &fact)
           && incident_value(turn, &incident, answer);
}

static bool contact_write(struct change *change, const struct value *input, struct value **answer)
{
    return record_write(change, input, "contact", FACT_CONTACT_RECORDED, "contact.record", answer);
}

static bool investigation_open(struct change *change, const struct value *input,
                               struct value **answer)
{
    return record_write(change, input, "investigation", FACT_INVESTIGATION_OPENED,
                        "investigation.open", answer);
}

static bool coordination_write(struct change *change, const struct value *input,
                               struct value **answer)
{
    return record_write(change, input, "coordination", FACT_COORDINATION_RECORDED,
                        "coordination.record", answer);
}

static bool contact_record_list(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident incident;
    struct contact_record *list;
    size_t count;
    if (!incident_known(turn, input, &incident)
        || !talk_rows_contacts(turn, incident.id, RECORDS_SHOWN_MAX, &list, &count))
        return false;
    *answer = value_map(turn->arena);
    struct value *items = value_set(turn->arena, *answer, "items", value_list(turn->arena));
    for (size_t i = 0; i < count; i++) {
        struct value *one = value_append(turn->arena, items, value_map(turn->arena));
        value_set_text(turn->arena, one, "kind", list[i].kind);
        value_set_text(turn->arena, one, "between", list[i].between);
        value_set_text(turn->arena, one, "what", list[i].what);
        value_set_text(turn->arena, one, "by", list[i].author_name);
        answer_time(turn, one, "at", list[i].at_us);
        answer_time(turn, one, "entry", list[i].entry_us);
    }
    return true;
}

#define ON_CASE(of_area, of_level) .area = (of_area), .level = (of_level), .about = incident_about

const struct action contact_record_actions[] = {
    {.name = "contact.list",
     .title = "Contacts and coordination",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/contacts",
     .fields = list_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = contact_record_list,
     .help = "Who was in touch with whom, which investigations run, and what was agreed."},
    {.name = "contact.record",
     .title = "Record a contact",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/contacts",
     .fields = contact_fields,
     ON_CASE(AREA_NOTICE, LEVEL_WRITE),
     .write = contact_write,
     .help = "Agency, SOC and secretariat were in touch about the incident."},
    {.name = "investigation.open",
     .title = "Open an investigation",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/investigations",
     .fields = open_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = investigation_open,
     .help = "The agency investigates: as a part of this incident, together with whoever the "
             "policy names."},
    {.name = "coordination.record",
     .title = "Record that it is coordinated",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/coordinations",
     .fields = coordination_fields,
     ON_CASE(AREA_CASE, LEVEL_WRITE),
     .write = coordination_write,
     .help = "What the agency and whoever leads the investigation agreed."},
    {.name = NULL},
};
