/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked about who sees a case. */
#include "incident/inside.h"

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_REASON                                                                               \
    {                                                                                              \
        .name = "reason", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 2000,            \
        .help = "Why."                                                                             \
    }
#define FIELD_PERSON                                                                               \
    {                                                                                              \
        .name = "person", .type = FIELD_TEXT, .needed = true, .least = 1,                          \
        .most = PEOPLE_NAME_BYTES_MAX, .listed = "person.list",                                    \
        .help = "Whom: id, whole name or verified mail address."                                   \
    }

static const struct field list_fields[] = {FIELD_INCIDENT, {.name = NULL}};
static const struct field reason_fields[] = {FIELD_INCIDENT, FIELD_REASON, {.name = NULL}};
static const struct field person_fields[] = {
    FIELD_INCIDENT,
    FIELD_PERSON,
    FIELD_REASON,
    {.name = NULL},
};

static const struct field grant_fields[] = {
    FIELD_INCIDENT,
    FIELD_PERSON,
    {.name = "role",
     .type = FIELD_ID,
     .choices = "roles",
     .label = "In which role",
     .help = "The grant ends with that role. Left out: it lasts until it is ended."},
    {.name = "ground",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 2000,
     .label = "Why this person needs to know",
     .help = "It stands beside the name for whoever asks who sees this case."},
    {.name = "from", .type = FIELD_INSTANT, .help = "From when on, if not from now."},
    {.name = "to", .type = FIELD_INSTANT, .help = "Until when, if it ends by itself."},
    {.name = NULL},
};

static const struct field end_fields[] = {
    {.name = "grant", .type = FIELD_ID, .needed = true, .help = "The grant's id."},
    FIELD_REASON,
    {.name = NULL},
};

static const struct field named_item = {.type = FIELD_TEXT,
                                        .least = 1,
                                        .most = PEOPLE_NAME_BYTES_MAX,
                                        .listed = "person.list",
                                        .label = "Person"};
static const struct field restrict_fields[] = {
    FIELD_INCIDENT,
    FIELD_REASON,
    {.name = "named",
     .type = FIELD_LIST,
     .least = 0,
     .most = 100,
     .items = &named_item,
     .label = "Who may see it",
     .help = "Id, whole name or verified mail address of each. You are on the list yourself."},
    {.name = NULL},
};

static const struct field readings_fields[] = {FIELD_INCIDENT, FIELDS_PAGE, {.name = NULL}};
static const struct field read_by_fields[] = {
    {.name = "person", .type = FIELD_ID, .needed = true, .help = "The person's id."},
    FIELDS_PAGE,
    {.name = NULL},
};

static const char *const decision_words[] = {"confidential", "not_confidential", NULL};
static const struct field decide_fields[] = {
    FIELD_INCIDENT,
    {.name = "decision",
     .type = FIELD_WORD,
     .needed = true,
     .words = decision_words,
     .label = "The documents are",
     .help = "Confidential at once; not confidential when both offices say so."},
    FIELD_REASON,
    {.name = NULL},
};

static const struct field no_fields[] = {{.name = NULL}};

const struct action access_actions[] = {
    {.name = "incident.count",
     .title = "How many incidents",
     .method = METHOD_GET,
     .route = "/counts/incidents",
     .fields = no_fields,
     .area = AREA_NONE, /* each case is asked for */
     .level = LEVEL_METADATA,
     .read = incident_count,
     .help = "How many incidents there are that you may count, by rating and by state; which they "
             "are is not said. What was none counts by its state alone. Counting stops at 1,000."},
    {.name = "access.list",
     .title = "Who sees this, and why",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/access",
     .fields = list_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_readers_about,
     .read = access_read,
     .help = "Everybody who may or might see the incident: by role, by a rule that told them, by "
             "hand, and since when."},
    {.name = "reading.list",
     .title = "Who has read this",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/readings",
     .fields = readings_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_readers_about,
     .read = readings_of_case,
     .help = "Who read the incident or a part of it, in which role and when, and who was refused; "
             "newest first."},
    {.name = "reading.person",
     .title = "What somebody has read",
     .method = METHOD_GET,
     .route = "/persons/{person}/readings",
     .fields = read_by_fields,
     .area = AREA_AUDIT,
     .level = LEVEL_READ,
     .about = readings_person_about,
     .read = readings_of_person,
     .help = "What a person read and was refused, newest first; of incidents that you may see."},
    {.name = "access.restrict",
     .title = "Show it to named people only",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/restriction",
     .fields = restrict_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_restrict_about,
     .write = access_restrict,
     .help = "For threats to a person, insiders, crimes against persons, privileged parties. "
             "Everybody else sees and counts it no more, whatever they were told; those remain "
             "whose role sees every incident. What is owed by others is owed by who comes after "
             "them."},
    {.name = "access.open",
     .title = "End the restriction",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/restriction/end",
     .fields = reason_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_restrict_about,
     .write = access_open,
     .help = "Whoever may see such incidents sees this one, too, from now on."},
    {.name = "access.exclude",
     .title = "Keep a suspect away",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/exclusions",
     .fields = person_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_exclude_about,
     .write = access_exclude,
     .help = "The person never sees the incident, nor that there is one, whatever the role; others "
             "are asked and told instead, and nobody is told why."},
    {.name = "access.readmit",
     .title = "No longer keep somebody away",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/exclusions/end",
     .fields = person_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_exclude_about,
     .write = access_readmit,
     .help = "From now on the person may see what the role sees. Grants that ended stay ended."},
    {.name = "access.break_glass",
     .title = "Let myself in, in an emergency",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/emergency",
     .fields = reason_fields,
     .area = AREA_NONE, /* its about asks for the right, whatever the matrix says */
     .level = LEVEL_WRITE,
     .about = access_break_about,
     .write = access_break_glass,
     .help = "A grant to yourself for a limited time. The reason is kept, the incident is marked, "
             "and your superiors are told."},
    {.name = "confidentiality.decide",
     .title = "Decide on confidentiality",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/confidentiality",
     .fields = decide_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = confidential_about,
     .write = confidential_decide,
     .help = "Until it is decided, reports and documents are treated as confidential. Either "
             "office makes them so; both, and two people, are needed to lift it."},
    {.name = "grant.create",
     .title = "Let somebody see it",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/grants",
     .fields = grant_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_grant_about,
     .write = access_let_in,
     .help = "What the person may then do is what the role may; a role that sees nothing of "
             "incidents sees nothing of this one either."},
    {.name = "grant.end",
     .title = "End a grant",
     .method = METHOD_POST,
     .route = "/grants/{grant}/end",
     .fields = end_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = access_ended_about,
     .write = access_let_out,
     .help = "From now on the person sees the incident only if something else lets them."},
    {.name = NULL},
};
