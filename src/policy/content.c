/* SPDX-License-Identifier: Apache-2.0 */
/* incident_types.yaml and elements.yaml: what incidents are called, and what documents must
 * contain. */
#include "policy/inside.h"
#include "policy/rating.h"

static const struct field id_item = {.type = FIELD_ID};

static const struct field sub_type_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"clause", FIELD_ID, .needed = true, .help = "Where it stands."},
    {0},
};
static const struct field sub_type_item = {.type = FIELD_MAP, .members = sub_type_fields};
static const struct field alias_fields[] = {
    {"clause", FIELD_ID, .needed = true, .help = "The clause with another name for it."},
    {"note", FIELD_TEXT, .needed = true, .help = "How the two differ."},
    {0},
};
static const struct field alias_item = {.type = FIELD_MAP, .members = alias_fields};
static const struct field said_item = {.type = FIELD_TEXT, .least = 2, .most = 60};
static const struct field question_item = {.type = FIELD_TEXT, .least = 1, .most = 200};
static const struct field any_item = {.type = FIELD_ANY};
static const struct field counts_fields[] = {
    {"assets", FIELD_LIST, .items = &any_item, .help = "As `revere policy rate` takes them."},
    {"data", FIELD_LIST, .items = &any_item, .help = "The same."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say."},
    {0},
};
static const struct field type_fields[] = {
    {"number", FIELD_INTEGER, .needed = true, .least = 1, .most = 999, .help = "As printed."},
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"description", FIELD_TEXT, .needed = true, .least = 1, .help = "What it is."},
    {"clause", FIELD_ID, .needed = true, .help = "Where it stands."},
    {"origin", FIELD_ID, .needed = true, .help = "A document's id."},
    {"sets", FIELD_LIST, .items = &id_item, .help = "Flags that it sets."},
    {"asks", FIELD_LIST, .items = &id_item, .help = "Flags that it asks about."},
    {"counts_as", FIELD_MAP, .members = counts_fields,
     .help = "What it counts as for the rating, where nobody has said more."},
    {"restricted", FIELD_BOOLEAN, .needed = true, .help = "Whether only named people see it."},
    {"words", FIELD_LIST, .most = 40, .items = &said_item,
     .help = "Beginnings of words with which people report it."},
    {"questions", FIELD_LIST, .most = 6, .items = &question_item,
     .help = "What whoever reports it is asked."},
    {"sub_types", FIELD_LIST, .items = &sub_type_item, .help = "Kinds of it."},
    {"aliases", FIELD_LIST, .items = &alias_item, .help = "Other names of it."},
    {0},
};
static const struct field type_item = {.type = FIELD_MAP, .members = type_fields};
static const struct field types_fields[] = {
    {"types", FIELD_LIST, .needed = true, .least = 1, .items = &type_item, .help = "The types."},
    {0},
};

bool types_read(const struct reading *reading)
{
    reading->pack->types = reading->root;
    return field_check(reading->turn, types_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "types"), "code");
}

/* What a type counts as is what the rating table can be asked. */
static bool counts_check(const struct reading *reading, const struct value *type)
{
    static const char *const members[] = {"assets", "data"};
    const struct value *counts = value_get(type, "counts_as");
    struct turn *turn = reading->turn;
    struct value *input = value_map(turn->arena);
    struct rating_input read;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (value_has(counts, members[i]))
            value_set(turn->arena, input, members[i], value_get(counts, members[i]));
    if (counts == NULL || rating_input_read(turn, reading->pack, input, &read))
        return true;
    struct text why = text_copy(turn->arena, text_of(turn->fault.message));
    fault_clear(turn);
    return fail_line(reading, counts->line, "counts_as: %.*s", TEXT_SHOW(why));
}

bool types_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "types");
    if (!references_check(reading, list, "clause", clause_known, "clauses.yaml")
        || !references_check(reading, list, "origin", document_known, "documents.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!references_check(reading, value_get(list->items[i], "sub_types"), "clause",
                              clause_known, "clauses.yaml")
            || !references_check(reading, value_get(list->items[i], "aliases"), "clause",
                                 clause_known, "clauses.yaml")
            || !counts_check(reading, list->items[i]))
            return false;
    return true;
}

/* ---- elements.yaml ---- */

static const char *const needs[] = {"required", "as_applicable", NULL};
static const char *const kinds[] = {"text", "instant", "date", "choice", NULL};
static const char *const numberings[] = {"day", "number", NULL};
static const char *const subjects[] = {"case", "plan", "message", NULL};
static const char *const sources[] = {
    "affected", "cause",     "contact",   "corrective", "day",      "detected", "duties",
    "evidence", "lessons",   "location",  "loss",       "measures", "next_due", "number",
    "phase",    "rating",    "reporters", "reports",    "response", "task",     "timeline",
    "told",     "told_role", "type",      NULL};
static const char *const tasks_needs[] = {"cause", "loss", NULL};

static const struct field word_item = {.type = FIELD_TEXT, .least = 1, .most = 60};

static const struct field element_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"clauses", FIELD_LIST, .needed = true, .items = &id_item, .help = "Who asks for it."},
    {"label", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"help", FIELD_TEXT, .needed = true, .help = "What to write."},
    {"needed", FIELD_WORD, .needed = true, .words = needs, .help = "Whether it must be there."},
    {"may_be_not_applicable", FIELD_BOOLEAN, .needed = true,
     .help = "Whether a reason may stand in its place."},
    {"product_default", FIELD_BOOLEAN, .needed = true, .help = "The documents do not say."},
    {"kind", FIELD_WORD, .words = kinds, .help = "What its value is; text if nothing is said."},
    {"words", FIELD_LIST, .least = 1, .items = &word_item, .help = "What may be chosen."},
    {"open_words", FIELD_LIST, .least = 1, .items = &word_item,
     .help = "Answers with which it stays outstanding."},
    {"known", FIELD_WORD, .words = sources, .help = "What the case knows of it already."},
    {"role", FIELD_ID, .help = "Of known: told_role. Whose telling is meant."},
    {"task", FIELD_ID, .help = "Of known: task. Whose words are meant."},
    {"fixed", FIELD_BOOLEAN, .help = "What the case knows is the value; nobody types it."},
    {"superiors", FIELD_BOOLEAN, .help = "With the superiors who were told by hand, a line each."},
    {"not_after_told", FIELD_TEXT, .least = 1, .most = 60,
     .help = "The note with which an instant after the report is taken."},
    {"no_change", FIELD_TEXT, .least = 1, .most = 200,
     .help = "Its value when nothing changed and nothing was said before."},
    {"carried", FIELD_BOOLEAN, .help = "What was said of it last stays while nothing changes."},
    {"step", FIELD_BOOLEAN, .help = "Its value says which step of a rule the document serves."},
    {0},
};
static const struct field element_item = {.type = FIELD_MAP, .members = element_fields};
static const struct field content_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What steps name."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item, .help = "Who asks."},
    {"about", FIELD_TEXT, .needed = true, .help = "What it is for."},
    {"elements", FIELD_LIST, .needed = true, .least = 1, .items = &element_item,
     .help = "What it must contain."},
    {"of", FIELD_WORD, .words = subjects,
     .help = "What it is about: a case, if nothing is said; a plan; or it is only a message."},
    {"numbered", FIELD_WORD, .words = numberings,
     .help = "One for each day, or one after the other; else one, in versions."},
    {"requested", FIELD_BOOLEAN,
     .help = "It is asked of a body that reports of its own will, and owed by none."},
    {"counts_as", FIELD_ID, .help = "The daily report for whose day it counts, too."},
    {"fact", FIELD_ID, .help = "What is told when it is sent, beside document.sent."},
    {"sent_to", FIELD_LIST, .least = 1, .items = &party_item,
     .help = "Who is told that it is there, if they may read the case."},
    {"admits", FIELD_BOOLEAN,
     .help = "They may read the case from then on: it is sent so that they do."},
    {"notice", FIELD_ID, .help = "A name in notices.yaml: in which words."},
    {"approved_by", FIELD_LIST, .least = 1, .items = &id_item,
     .help = "Roles, one of which approves it."},
    {"approval", FIELD_ID, .help = "The fact that is told then."},
    {0},
};
static const struct field content_item = {.type = FIELD_MAP, .members = content_fields};
static const struct field task_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"clause", FIELD_ID, .needed = true, .help = "Who asks for it."},
    {"label", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"help", FIELD_TEXT, .needed = true, .help = "What is to be done."},
    {"needs", FIELD_WORD, .words = tasks_needs, .help = "What must be stated before it is done."},
    {0},
};
static const struct field task_item = {.type = FIELD_MAP, .members = task_fields};
static const struct field elements_fields[] = {
    {"documents", FIELD_LIST, .needed = true, .items = &content_item, .help = "The documents."},
    {"tasks", FIELD_LIST, .items = &task_item, .help = "What a response team does on a case."},
    {0},
};

bool elements_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "documents");
    reading->pack->elements = reading->root;
    if (!field_check(reading->turn, elements_fields, reading->root, reading->source)
        || !unique_check(reading, list, "code")
        || !unique_check(reading, value_get(reading->root, "tasks"), "code"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!unique_check(reading, value_get(list->items[i], "elements"), "code"))
            return false;
    return true;
}

/* A fact that some action records, or will. */
static bool fact_known(const struct pack *pack, struct text name)
{
    enum fact_kind kind;
    (void)pack;
    return fact_kind_named(name, &kind) != FACT_NAME_UNKNOWN;
}

static bool task_known(const struct pack *pack, struct text code)
{
    for (size_t i = 0; i < value_get_count(pack->elements, "tasks"); i++)
        if (text_equal(value_get_text(value_get_item(pack->elements, "tasks", i), "code"), code))
            return true;
    return false;
}

static bool template_known(const struct pack *pack, struct text name)
{
    return pack_template(pack, name) != NULL;
}

/* What goes with what: words with a choice, a role with whose telling is meant. */
static bool element_sound(const struct reading *reading, const struct value *element)
{
    struct text kind = value_get_text(element, "kind");
    struct text known = value_get_text(element, "known");
    if (value_has(element, "words") != text_is(kind, "choice"))
        return fail_line(reading, element->line, "words go with kind: choice, and only with it.");
    if (value_has(element, "role") != text_is(known, "told_role"))
        return fail_line(reading, element->line, "role goes with known: told_role.");
    if (value_has(element, "task") != (text_is(known, "task") || text_is(known, "evidence")))
        return fail_line(reading, element->line, "task goes with known: task or evidence.");
    if (value_get_boolean(element, "fixed", false) && text_empty(known))
        return fail_line(reading, element->line, "fixed needs known: what the value is.");
    if (value_has(element, "not_after_told") && !text_is(kind, "instant"))
        return fail_line(reading, element->line, "not_after_told goes with kind: instant.");
    return true;
}

static bool content_sound(const struct reading *reading, const struct value *document)
{
    const struct value *elements = value_get(document, "elements");
    if (value_has(document, "sent_to") && !value_has(document, "notice"))
        return fail_line(reading, document->line, "sent_to needs notice: in which words.");
    if (value_get_boolean(document, "admits", false) && !value_has(document, "sent_to"))
        return fail_line(reading, document->line, "admits needs sent_to: whom.");
    if (value_has(document, "approved_by") != value_has(document, "approval"))
        return fail_line(reading, document->line, "approved_by and approval go together.");
    for (size_t i = 0; i < elements->count; i++)
        if (!element_sound(reading, elements->items[i]))
            return false;
    return references_check(reading, elements, "clauses", clause_known, "clauses.yaml")
           && references_check(reading, elements, "role", role_known, "roles.yaml")
           && references_check(reading, elements, "task", task_known, "the list of tasks")
           && (!value_has(document, "sent_to")
               || parties_check(reading, value_get(document, "sent_to")));
}

bool elements_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "documents");
    if (!references_check(reading, list, "clauses", clause_known, "clauses.yaml")
        || !references_check(reading, list, "counts_as", element_known, "elements.yaml")
        || !references_check(reading, list, "approved_by", role_known, "roles.yaml")
        || !references_check(reading, list, "notice", template_known, "notices.yaml")
        || !references_check(reading, list, "fact", fact_known, "the list of facts")
        || !references_check(reading, list, "approval", fact_known, "the list of facts")
        || !references_check(reading, value_get(reading->root, "tasks"), "clause", clause_known,
                             "clauses.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!content_sound(reading, list->items[i]))
            return false;
    return true;
}
