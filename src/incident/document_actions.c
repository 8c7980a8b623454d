/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of documents. */
#include "incident/document.h"
#include "incident/inside.h"

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_DOCUMENT                                                                             \
    {                                                                                              \
        .name = "document", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 60,            \
        .choices = "documents", .help = "Which document of the policy."                            \
    }
#define FIELD_SERIES                                                                               \
    {                                                                                              \
        .name = "series", .type = FIELD_TEXT, .least = 1, .most = 20, .label = "Day or number",    \
        .help = "Of a daily report the day, of a numbered one its number; else today's, or the "   \
                "next."                                                                            \
    }
#define FIELD_VERSION                                                                              \
    {                                                                                              \
        .name = "id", .type = FIELD_ID, .needed = true, .help = "The id of the version."           \
    }

static const struct field document_item = {.type = FIELD_MAP,
                                           .members = document_item_fields,
                                           .help = "value, not_applicable or outstanding."};

#define FIELD_CONTENT                                                                              \
    {                                                                                              \
        .name = "content", .type = FIELD_NAMES, .items = &document_item,                           \
        .help = "Element by element: {value}, {not_applicable: because} or {outstanding: "         \
                "because}."                                                                        \
    }

static const struct field send_fields[] = {
    FIELD_INCIDENT,
    FIELD_DOCUMENT,
    FIELD_SERIES,
    FIELD_CONTENT,
    {.name = "complete",
     .type = FIELD_BOOLEAN,
     .label = "Send it only if it is complete?",
     .help = "Yes: nothing is sent, and what is missing is named. Otherwise what there is is "
             "sent, and marked so."},
    {.name = "to",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 200,
     .label = "Addressed to",
     .help = "An office of the enterprise by the name or address that a document prints, also an "
             "older one. Left out: whom the policy names."},
    {.name = "at",
     .type = FIELD_INSTANT,
     .help = "When it was sent, if not now: 2026-07-02T15:00:00-04:00, or local time."},
    {.name = NULL},
};

static const struct field draft_fields[] = {
    FIELD_INCIDENT, FIELD_DOCUMENT, FIELD_SERIES, FIELD_CONTENT, {.name = NULL}};

static const struct field prepare_fields[] = {
    FIELD_INCIDENT, FIELD_DOCUMENT, FIELD_SERIES, {.name = NULL}};

static const struct field daily_fields[] = {
    FIELD_INCIDENT,
    {.name = "series",
     .type = FIELD_DATE,
     .label = "Day",
     .help = "The local date, if it is not today's."},
    {.name = NULL},
};

static const struct field read_fields[] = {FIELD_INCIDENT, FIELD_VERSION, {.name = NULL}};

static const struct field compare_fields[] = {
    FIELD_INCIDENT,
    FIELD_VERSION,
    {.name = "earlier",
     .type = FIELD_ID,
     .needed = true,
     .help = "The id of the earlier version of the same document."},
    {.name = NULL},
};

static const struct field list_fields[] = {
    FIELD_INCIDENT,
    {.name = "document",
     .type = FIELD_TEXT,
     .least = 1,
     .most = 60,
     .choices = "documents",
     .help = "Only of this kind."},
    FIELDS_PAGE,
    {.name = NULL},
};

static const struct field days_fields[] = {FIELD_INCIDENT, {.name = NULL}};

static const struct field approve_fields[] = {
    FIELD_INCIDENT,
    FIELD_VERSION,
    {.name = "note", .type = FIELD_TEXT, .least = 1, .most = 2000, .help = "Anything to add."},
    {.name = NULL},
};

/* Whoever writes on what somebody else has meanwhile sent hears of it: If-Match is held against the
 * number of versions that the case has of the document. */
static bool document_about(struct turn *turn, const struct value *input, struct object *object)
{
    struct text code = value_get_text(input, "document");
    int64_t versions;
    int64_t series;
    if (!incident_about(turn, input, object))
        return false;
    if (!object->exists || text_empty(code))
        return true;
    if (!document_rows_count(turn, object->incident, code, &versions, &series))
        return false;
    object->version = text_format(turn->arena, "%lld", (long long)versions);
    return true;
}

#define ON_CASE(of_area, of_level) .area = (of_area), .level = (of_level), .about = incident_about

#define SENDS .area = AREA_NOTICE, .level = LEVEL_WRITE, .about = document_about

const struct action document_actions[] = {
    {.name = "document.list",
     .title = "Documents",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/documents",
     .fields = list_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = document_list,
     .help = "Every version that was sent, newest first."},
    {.name = "document.prepare",
     .title = "What a document begins with",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/drafts/{document}",
     .fields = prepare_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = document_prepare,
     .help = "Its elements with what I wrote last, what was sent before, and what the case knows; "
             "and what is missing."},
    {.name = "document.draft",
     .title = "Keep a draft of a document",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/drafts",
     .fields = draft_fields,
     SENDS,
     .write = document_draft,
     .help = "Keeps what I have written, for me alone, until I send it."},
    {.name = "document.send",
     .title = "Send a document",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/documents",
     .fields = send_fields,
     SENDS,
     .write = document_send,
     .help = "Follow-up, High report and the others: complete or not, and what is missing. An "
             "incomplete one is taken. Each sending is a version."},
    {.name = "document.daily",
     .title = "Nothing changed today",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/daily",
     .fields = daily_fields,
     ON_CASE(AREA_NOTICE, LEVEL_WRITE),
     .write = document_daily,
     .help = "Sends the report of the day in one act, from what the case knows and what was said "
             "last."},
    {.name = "document.days",
     .title = "Days",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/days",
     .fields = days_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = document_days,
     .help = "For which days a report is owed, and which were sent, late or missed."},
    {.name = "document.read",
     .title = "A document",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/documents/{id}",
     .fields = read_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = document_read,
     .help = "A version as it was sent: element by element, what is missing with its clauses, to "
             "whom it went, who approved it, its hash, and its line in the ledger."},
    {.name = "document.compare",
     .title = "Two versions of a document",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/documents/{id}/changes/{earlier}",
     .fields = compare_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .read = document_compare,
     .help = "What changed from the one to the other, element by element."},
    {.name = "document.approve",
     .title = "Approve a document",
     .method = METHOD_POST,
     .route = "/incidents/{incident}/documents/{id}/approvals",
     .fields = approve_fields,
     ON_CASE(AREA_CASE, LEVEL_READ),
     .write = document_approve,
     .help = "For the last version of a document that needs it, in a role that the policy names, "
             "by somebody who did not send it."},
    {.name = NULL},
};
