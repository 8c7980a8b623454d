/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is made for people to keep: a version of a document as it was sent, and the account of a
 * case. Each carries what it can be checked by: the case's number, the version, the hash of the
 * contents, and the line of the ledger.
 */
#include "incident/document.h"
#include "incident/incident.h"
#include "obligation/obligation.h"
#include "report/inside.h"

static const char *const format_words[] = {"html", "text", NULL};

#define FIELD_INCIDENT                                                                             \
    {                                                                                              \
        .name = "incident", .type = FIELD_ID, .needed = true, .help = "The incident's number."     \
    }
#define FIELD_FORMAT                                                                               \
    {                                                                                              \
        .name = "format", .type = FIELD_WORD, .words = format_words,                               \
        .help = "html, which is the record and is meant if nothing is said; or text."              \
    }

static const struct field document_fields[] = {
    FIELD_INCIDENT,
    {.name = "id", .type = FIELD_ID, .needed = true, .help = "The id of the version."},
    FIELD_FORMAT,
    {.name = NULL},
};

static const struct field case_fields[] = {FIELD_INCIDENT, FIELD_FORMAT, {.name = NULL}};

/* The answer: what it is, and its bytes. */
static void rendered(struct turn *turn, const struct value *input, const struct value *report,
                     struct value **answer)
{
    bool text = text_is(value_get_text(input, "format"), "text");
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "format", text ? TEXT("text") : TEXT("html"));
    value_set_text(turn->arena, *answer, "media_type",
                   text ? TEXT("text/plain; charset=utf-8") : TEXT("text/html; charset=utf-8"));
    if (!text)
        value_set_text(turn->arena, *answer, "style_sha256", report_style_hash(turn->arena));
    value_set_text(turn->arena, *answer, "body",
                   text ? report_text(turn, report) : report_html(turn, report));
}

/* ---- document.render ---- */

/* What was said of an element, or why there is nothing. */
static struct text element_says(struct arena *arena, const struct value *element)
{
    struct text value = value_get_text(element, "value");
    struct text note = value_get_text(element, "note");
    if (value_has(element, "not_applicable"))
        return text_format(arena, "Does not apply: %.*s",
                           TEXT_SHOW(value_get_text(element, "not_applicable")));
    if (value_has(element, "outstanding"))
        return text_format(arena, "Outstanding: %.*s",
                           TEXT_SHOW(value_get_text(element, "outstanding")));
    if (!value_has(element, "value"))
        return TEXT("Nothing is said.");
    if (value_has(element, "value_local"))
        value = text_format(arena, "%.*s (%.*s)", TEXT_SHOW(value_get_text(element, "value_local")),
                            TEXT_SHOW(value));
    return text_empty(note) ? value
                            : text_format(arena, "%.*s\n%.*s", TEXT_SHOW(value), TEXT_SHOW(note));
}

static void document_marks(struct turn *turn, const struct value *document, struct value *report)
{
    struct arena *arena = turn->arena;
    report_fact(arena, report, "Incident", value_get_text(document, "incident"));
    report_fact(arena, report, "Day or number", value_get_text(document, "series"));
    report_fact(arena, report, "Version",
                text_format(arena, "%lld", (long long)value_get_integer(document, "number", 1)));
    report_fact(arena, report, "Sent", value_get_text(document, "at_local"));
    report_fact(arena, report, "Entered", value_get_text(document, "entry_local"));
    report_fact(arena, report, "By", value_get_text(document, "by"));
    report_fact(arena, report, "Complete",
                value_get_boolean(document, "complete", false)
                    ? TEXT("yes")
                    : text_format(arena, "no: %lld of %lld elements are settled",
                                  (long long)value_get_integer(document, "answered", 0),
                                  (long long)value_get_integer(document, "of", 0)));
}

static void document_elements(struct turn *turn, const struct value *document, struct value *report)
{
    struct arena *arena = turn->arena;
    for (size_t i = 0; i < value_get_count(document, "elements"); i++) {
        const struct value *element = value_get_item(document, "elements", i);
        report_heading(
            arena, report,
            text_format(arena, "%zu. %.*s", i + 1, TEXT_SHOW(value_get_text(element, "label"))));
        report_paragraph(arena, report, element_says(arena, element));
    }
}

static void document_proof(struct turn *turn, const struct value *document, struct value *report)
{
    struct arena *arena = turn->arena;
    report_heading(arena, report, TEXT("How to check it"));
    report_fact(arena, report, "SHA-256 of its contents", value_get_text(document, "sha256"));
    if (value_has(document, "ledger"))
        report_fact(
            arena, report, "Line of the ledger",
            text_format(arena, "%lld", (long long)value_get_integer(document, "ledger", 0)));
    report_fact(arena, report, "Id", value_get_text(document, "id"));
}

/* Whoever approves it later does not change what was sent: approvals are no part of it. */
static bool document_render(struct turn *turn, const struct value *input, struct value **answer)
{
    struct value *document;
    if (!document_read(turn, input, &document))
        return false;
    struct value *report =
        report_begin(turn->arena, text_format(turn->arena, "%.*s: %.*s",
                                              TEXT_SHOW(value_get_text(document, "incident")),
                                              TEXT_SHOW(value_get_text(document, "name"))));
    document_marks(turn, document, report);
    document_elements(turn, document, report);
    document_proof(turn, document, report);
    rendered(turn, input, report, answer);
    return true;
}

/* ---- incident.render ---- */

static void case_timeline(struct turn *turn, const struct value *events, struct value *report)
{
    static const char *const columns[] = {"When", "What", "By", "Deviation", NULL};
    struct value *table = report_table(turn->arena, report, "Timeline, oldest first", columns);
    for (size_t i = 0; i < events->count; i++) {
        const struct value *event = events->items[i];
        struct value *row = report_row(turn->arena, table);
        report_cell(turn->arena, row, value_get_text(event, "at_local"));
        report_cell(turn->arena, row, value_get_text(event, "what"));
        report_cell(turn->arena, row, value_get_text(event, "who"));
        report_cell(turn->arena, row, value_get_text(event, "deviation"));
    }
}

/* "24 h 5 min": by how much a duty was late, or is. */
static struct text late_words(struct arena *arena, const struct value *duty)
{
    int64_t minutes = value_get_integer(duty, "late_s", 0) / 60;
    if (!value_get_boolean(duty, "late", false))
        return TEXT_NONE;
    return minutes < 60 ? text_format(arena, "%lld min", (long long)minutes)
                        : text_format(arena, "%lld h %lld min", (long long)(minutes / 60),
                                      (long long)(minutes % 60));
}

static void case_duties(struct turn *turn, const struct value *duties, struct value *report)
{
    static const char *const columns[] = {"Rule",      "Duty",    "Due", "State",
                                          "Fulfilled", "Late by", NULL};
    struct value *table = report_table(turn->arena, report, "Duties, by their dues", columns);
    for (size_t i = 0; i < duties->count; i++) {
        const struct value *duty = duties->items[i];
        struct value *row = report_row(turn->arena, table);
        report_cell(turn->arena, row, value_get_text(duty, "rule"));
        report_cell(turn->arena, row, value_get_text(duty, "title"));
        report_cell(turn->arena, row, value_get_text(duty, "due_local"));
        report_cell(turn->arena, row, value_get_text(duty, "state"));
        report_cell(turn->arena, row, value_get_text(duty, "fulfilled_local"));
        report_cell(turn->arena, row, late_words(turn->arena, duty));
    }
}

static bool incident_render(struct turn *turn, const struct value *input, struct value **answer)
{
    struct incident_account account;
    if (!incident_account(turn, input, &account))
        return false;
    struct arena *arena = turn->arena;
    struct value *report = report_begin(
        arena, text_format(arena, "%.*s: account of the incident", TEXT_SHOW(account.number)));
    report_fact(arena, report, "Incident", account.number);
    report_fact(arena, report, "Version of the case",
                text_format(arena, "%lld", (long long)account.version));
    report_fact(arena, report, "State", account.state);
    report_fact(arena, report, "Rating", account.rating);
    report_fact(arena, report, "Entries of the timeline",
                text_format(arena, "%zu%s", account.events->count,
                            account.cut ? ", the latest of more" : ""));
    report_heading(arena, report, TEXT("Timeline"));
    case_timeline(turn, account.events, report);
    report_heading(arena, report, TEXT("Duties"));
    case_duties(turn, account.duties, report);
    rendered(turn, input, report, answer);
    return true;
}

const struct action report_room_actions[] = {
    {.name = "document.render",
     .title = "A document to keep",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/documents/{id}/page",
     .fields = document_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = incident_about,
     .read = document_render,
     .help = "A version as it was sent, as HTML or text: the same bytes whenever it is asked for, "
             "with the hash and the line of the ledger by which it can be checked."},
    {.name = "incident.render",
     .title = "An account of the incident",
     .method = METHOD_GET,
     .route = "/incidents/{incident}/page",
     .fields = case_fields,
     .area = AREA_CASE,
     .level = LEVEL_READ,
     .about = incident_about,
     .read = incident_render,
     .help = "Timeline and duties, as HTML or text, to print and to keep."},
    {.name = NULL},
};
