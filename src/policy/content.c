/* SPDX-License-Identifier: Apache-2.0 */
/* incident_types.yaml and elements.yaml: what incidents are called, and what documents must
 * contain. */
#include "policy/inside.h"

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
static const struct field type_fields[] = {
    {"number", FIELD_INTEGER, .needed = true, .least = 1, .most = 999, .help = "As printed."},
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"description", FIELD_TEXT, .needed = true, .least = 1, .help = "What it is."},
    {"clause", FIELD_ID, .needed = true, .help = "Where it stands."},
    {"origin", FIELD_ID, .needed = true, .help = "A document's id."},
    {"sets", FIELD_LIST, .items = &id_item, .help = "Flags that it sets."},
    {"asks", FIELD_LIST, .items = &id_item, .help = "Flags that it asks about."},
    {"restricted", FIELD_BOOLEAN, .needed = true, .help = "Whether only named people see it."},
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
                                 clause_known, "clauses.yaml"))
            return false;
    return true;
}

/* ---- elements.yaml ---- */

static const char *const needs[] = {"required", "as_applicable", NULL};

static const struct field element_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What programs call it."},
    {"clauses", FIELD_LIST, .needed = true, .items = &id_item, .help = "Who asks for it."},
    {"label", FIELD_TEXT, .needed = true, .least = 1, .help = "What people call it."},
    {"help", FIELD_TEXT, .needed = true, .help = "What to write."},
    {"needed", FIELD_WORD, .needed = true, .words = needs, .help = "Whether it must be there."},
    {"may_be_not_applicable", FIELD_BOOLEAN, .needed = true,
     .help = "Whether a reason may stand in its place."},
    {"product_default", FIELD_BOOLEAN, .needed = true, .help = "The documents do not say."},
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
    {0},
};
static const struct field content_item = {.type = FIELD_MAP, .members = content_fields};
static const struct field elements_fields[] = {
    {"documents", FIELD_LIST, .needed = true, .items = &content_item, .help = "The documents."},
    {0},
};

bool elements_read(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "documents");
    reading->pack->elements = reading->root;
    if (!field_check(reading->turn, elements_fields, reading->root, reading->source)
        || !unique_check(reading, list, "code"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!unique_check(reading, value_get(list->items[i], "elements"), "code"))
            return false;
    return true;
}

bool elements_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "documents");
    if (!references_check(reading, list, "clauses", clause_known, "clauses.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!references_check(reading, value_get(list->items[i], "elements"), "clauses",
                              clause_known, "clauses.yaml"))
            return false;
    return true;
}
