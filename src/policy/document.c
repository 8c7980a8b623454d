/* SPDX-License-Identifier: Apache-2.0 */
/* pack.yaml, documents.yaml and capabilities.yaml: what the pack is, and what it rests on. */
#include "policy/inside.h"

static const struct field demo_name = {.type = FIELD_TEXT, .least = 1, .most = 200};
static const struct field sign_in_fields[] = {
    {"as", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "Name or mail address."},
    {"sees", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "What there is to see."},
    {0},
};
static const struct field sign_in_item = {.type = FIELD_MAP, .members = sign_in_fields};
static const struct field demo_fields[] = {
    {"organisations", FIELD_LIST, .needed = true, .least = 1, .most = 100, .items = &demo_name,
     .help = "For which people are made up, by short name."},
    {"report", FIELD_ANY, .needed = true, .help = "What is reported: fields of report.create."},
    {"sign_in", FIELD_LIST, .most = 20, .items = &sign_in_item, .help = "Whom to sign in as."},
    {0},
};

static const struct field title_fields[] = {
    {"name", FIELD_ID, .needed = true, .help = "Short, as in a folder's name."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "Whose policy it is."},
    {"version", FIELD_TEXT, .needed = true, .least = 1, .most = 40, .help = "Of the pack."},
    {"contact", FIELD_TEXT, .least = 1, .most = 200, .help = "Whom a notice says to ask."},
    {"questions", FIELD_ID, .help = "In contacts.yaml: where questions about it go."},
    {"administrator", FIELD_TEXT, .least = 1, .most = 40,
     .help = "Role of a house's first person."},
    {"demo", FIELD_MAP, .members = demo_fields, .help = "What a demonstration shows."},
    {0},
};

bool title_read(const struct reading *reading)
{
    if (!field_check(reading->turn, title_fields, reading->root, reading->source))
        return false;
    reading->pack->name = value_get_text(reading->root, "name");
    reading->pack->title = value_get_text(reading->root, "title");
    reading->pack->version = value_get_text(reading->root, "version");
    reading->pack->contact = value_get_text(reading->root, "contact");
    reading->pack->questions = value_get_text(reading->root, "questions");
    reading->pack->administrator = value_get_text(reading->root, "administrator");
    reading->pack->demo = value_get(reading->root, "demo");
    return true;
}

bool title_check(const struct reading *reading)
{
    struct text role = reading->pack->administrator;
    struct text questions = reading->pack->questions;
    if (!text_empty(questions) && pack_contact(reading->pack, questions) == NULL)
        return fail_line(reading, value_get(reading->root, "questions")->line,
                         "questions: contacts.yaml has no contact \"%.*s\".", TEXT_SHOW(questions));
    return text_empty(role) || pack_role(reading->pack, role) != NULL
           || fail_line(reading, value_get(reading->root, "administrator")->line,
                        "administrator: roles.yaml has no role \"%.*s\".", TEXT_SHOW(role));
}

static const struct field text_item = {.type = FIELD_TEXT, .least = 1};
static const char *const precisions[] = {"day", "month", "year", "unknown", NULL};

static const struct field alias_fields[] = {
    {"label", FIELD_TEXT, .needed = true, .help = "What is printed or said."},
    {"section", FIELD_TEXT, .needed = true, .help = "The section it means, or all."},
    {"number", FIELD_TEXT, .least = 1, .most = 20,
     .help = "The number under which it is printed elsewhere, as in a table of contents."},
    {"title", FIELD_TEXT, .least = 1, .most = 200, .help = "Of that section."},
    {0},
};
static const struct field alias_item = {.type = FIELD_MAP, .members = alias_fields};

static const struct field version_fields[] = {
    {"version", FIELD_TEXT, .needed = true, .help = "As printed."},
    {"revised_by", FIELD_TEXT, .help = "As printed."},
    {"dated", FIELD_DATE, .needed = true, .help = "As printed."},
    {"in_force", FIELD_BOOLEAN, .needed = true, .help = "Whether it was ever in force."},
    {"change", FIELD_TEXT, .needed = true, .help = "What changed."},
    {0},
};
static const struct field version_item = {.type = FIELD_MAP, .members = version_fields};

static const struct field renamed_fields[] = {
    {"was", FIELD_TEXT, .needed = true, .least = 1, .help = "The name printed."},
    {"now", FIELD_TEXT, .needed = true, .least = 1, .help = "Who it is today."},
    {0},
};
static const struct field renamed_item = {.type = FIELD_MAP, .members = renamed_fields};

static const struct field cited_fields[] = {
    {"finding", FIELD_ID, .needed = true, .help = "A document that is a finding."},
    {"of", FIELD_TEXT, .needed = true, .least = 1, .most = 60, .help = "Whose finding it is."},
    {"gap", FIELD_INTEGER, .needed = true, .least = 1, .most = 999, .help = "Its number there."},
    {0},
};
static const struct field crosswalk_fields[] = {
    {"section", FIELD_TEXT, .needed = true, .least = 1, .help = "Of this document."},
    {"document", FIELD_ID, .needed = true, .help = "Another document."},
    {"sections", FIELD_LIST, .needed = true, .least = 1, .items = &text_item,
     .help = "Where it went there."},
    {"note", FIELD_TEXT, .least = 1, .most = 200, .help = "How the two differ."},
    {"cited", FIELD_MAP, .members = cited_fields, .help = "A finding that names it as a gap."},
    {"shortened", FIELD_BOOLEAN, .help = "It is held in a shortened quotation only."},
    {0},
};
static const struct field crosswalk_item = {.type = FIELD_MAP, .members = crosswalk_fields};

static const struct field document_fields[] = {
    {"id", FIELD_ID, .needed = true, .help = "What clauses begin with."},
    {"number", FIELD_TEXT, .needed = true, .help = "As printed."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .help = "As printed."},
    {"kind", FIELD_ID, .needed = true, .help = "Policy, directive, statute, …"},
    {"issuer", FIELD_TEXT, .needed = true, .help = "Who issued it."},
    {"owner", FIELD_TEXT, .needed = true, .help = "Who answers for it today."},
    {"sources", FIELD_TEXT, .least = 1, .most = 200, .help = "The law it cites, as it does."},
    {"effective", FIELD_DATE, .help = "First day in force."},
    {"effective_precision", FIELD_WORD, .needed = true, .words = precisions,
     .help = "How exact `effective` is."},
    {"next_review", FIELD_DATE, .help = "Day of the next review."},
    {"revised", FIELD_DATE, .help = "Day of the last revision."},
    {"version", FIELD_TEXT, .help = "The version in force."},
    {"status", FIELD_ID, .needed = true, .help = "Governs, in_force, legacy, …"},
    {"text_held", FIELD_BOOLEAN, .needed = true, .help = "Whether its text is at hand."},
    {"predecessor", FIELD_ID, .help = "The document it replaced."},
    {"successor", FIELD_ID, .help = "The document that replaced it."},
    {"succeeded_on", FIELD_DATE, .help = "First day of that one."},
    {"criterion", FIELD_ID, .help = "Of a finding: the document it measured against."},
    {"renamed", FIELD_LIST, .items = &renamed_item, .help = "Who its names mean today."},
    {"crosswalk", FIELD_LIST, .items = &crosswalk_item, .help = "Where its sections went."},
    {"aliases", FIELD_LIST, .items = &alias_item, .help = "Other ways it is cited."},
    {"versions", FIELD_LIST, .items = &version_item, .help = "Its history."},
    {"defects", FIELD_LIST, .items = &text_item, .help = "Errors of editing, not corrected."},
    {"notes", FIELD_LIST, .items = &text_item, .help = "What a reader should know."},
    {0},
};
static const struct field document_item = {.type = FIELD_MAP, .members = document_fields};
static const struct field documents_fields[] = {
    {"documents", FIELD_LIST, .needed = true, .least = 1, .items = &document_item,
     .help = "The register."},
    {0},
};

bool documents_read(const struct reading *reading)
{
    struct value *list = value_get(reading->root, "documents");
    if (!field_check(reading->turn, documents_fields, reading->root, reading->source)
        || !unique_check(reading, list, "id"))
        return false;
    struct document *documents =
        arena_array(reading->turn->arena, list->count, sizeof(struct document));
    for (size_t i = 0; i < list->count; i++) {
        struct value *item = list->items[i];
        documents[i] = (struct document){.id = value_get_text(item, "id"),
                                         .number = value_get_text(item, "number"),
                                         .title = value_get_text(item, "title"),
                                         .kind = value_get_text(item, "kind"),
                                         .issuer = value_get_text(item, "issuer"),
                                         .status = value_get_text(item, "status"),
                                         .effective = value_get_text(item, "effective"),
                                         .source = item};
    }
    reading->pack->documents = documents;
    reading->pack->documents_count = list->count;
    return true;
}

static bool cited_check(const struct reading *reading, const struct value *crosswalk)
{
    for (size_t i = 0; crosswalk != NULL && i < crosswalk->count; i++)
        if (value_has(crosswalk->items[i], "cited")
            && !reference_check(reading, value_get(crosswalk->items[i], "cited"), "finding",
                                document_known, "documents.yaml"))
            return false;
    return true;
}

bool documents_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "documents");
    static const char *const names[] = {"predecessor", "successor", "criterion"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!references_check(reading, list, names[i], document_known, "documents.yaml"))
            return false;
    for (size_t i = 0; i < list->count; i++)
        if (!references_check(reading, value_get(list->items[i], "crosswalk"), "document",
                              document_known, "documents.yaml")
            || !cited_check(reading, value_get(list->items[i], "crosswalk")))
            return false;
    return true;
}

static const struct field capability_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What clauses name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "In words."},
    {0},
};
static const struct field capability_item = {.type = FIELD_MAP, .members = capability_fields};
static const struct field capabilities_fields[] = {
    {"capabilities", FIELD_LIST, .needed = true, .items = &capability_item, .help = "The codes."},
    {0},
};

bool capabilities_read(const struct reading *reading)
{
    reading->pack->capabilities = reading->root;
    return field_check(reading->turn, capabilities_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "capabilities"), "code");
}
