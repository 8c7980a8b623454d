/* SPDX-License-Identifier: Apache-2.0 */
/* organisations.yaml, contacts.yaml and partners.yaml: who is who, to be confirmed by people. */
#include "policy/inside.h"

static const struct field id_item = {.type = FIELD_ID};
static const char *const bindings[] = {"mandatory", "contractual", "agreed", "voluntary", NULL};
static const char *const confirmers[] = {"administrator", NULL};

static const struct field organisation_fields[] = {
    {"short", FIELD_ID, .needed = true, .help = "What people call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "In full."},
    {"branch", FIELD_ID, .needed = true, .help = "Executive, judicial, …"},
    {"type", FIELD_ID, .needed = true, .help = "Department, agency, board, …"},
    {"parent", FIELD_ID, .needed = true, .help = "The short name above it, or none."},
    {"secretariat", FIELD_ID, .needed = true, .help = "A short name, or none."},
    {"binding", FIELD_WORD, .needed = true, .words = bindings, .help = "How the policy binds it."},
    {"binding_basis", FIELD_LIST, .items = &id_item, .help = "Clauses that say so."},
    {"scio", FIELD_BOOLEAN, .needed = true, .help = "Whether it has an office of that kind."},
    {"board", FIELD_BOOLEAN, .help = "Whether a board governs it."},
    {"governor_control", FIELD_BOOLEAN, .help = "Whether the governor controls it."},
    {"governor_sole_appointed", FIELD_BOOLEAN, .help = "Whether the governor alone appoints it."},
    {"confirm", FIELD_WORD, .needed = true, .words = confirmers, .help = "Who confirms the row."},
    {"note", FIELD_TEXT, .help = "What a reader should know."},
    {0},
};
static const struct field organisation_item = {.type = FIELD_MAP, .members = organisation_fields};
static const struct field organisations_fields[] = {
    {"home", FIELD_LIST, .items = &id_item, .help = "Branches whose bodies are not outside."},
    {"organisations", FIELD_LIST, .needed = true, .items = &organisation_item, .help = "Bodies."},
    {0},
};

/* The word for "there is none" where a short name is wanted. */
static bool organisation_or_none(const struct pack *pack, struct text name)
{
    return text_is(name, "none") || organisation_known(pack, name);
}

bool organisations_read(const struct reading *reading)
{
    reading->pack->organisations = reading->root;
    return field_check(reading->turn, organisations_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "organisations"), "short");
}

/* Climbing from parent to parent ends. */
static bool parents_end(const struct reading *reading, const struct value *list,
                        const struct value *organisation)
{
    const struct value *at = organisation;
    for (size_t climbed = 0; climbed <= list->count; climbed++) {
        struct text parent = value_get_text(at, "parent");
        if (text_is(parent, "none"))
            return true;
        for (size_t i = 0; i < list->count; i++)
            if (text_equal(value_get_text(list->items[i], "short"), parent))
                at = list->items[i];
    }
    return fail_line(reading, organisation->line, "the parents of %.*s go round in a circle.",
                     TEXT_SHOW(value_get_text(organisation, "short")));
}

bool organisations_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "organisations");
    const char *where = "organisations.yaml";
    if (!references_check(reading, list, "parent", organisation_or_none, where)
        || !references_check(reading, list, "secretariat", organisation_or_none, where)
        || !references_check(reading, list, "binding_basis", clause_known, "clauses.yaml"))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!parents_end(reading, list, list->items[i]))
            return false;
    return true;
}

/* ---- contacts.yaml ---- */

static const char *const contact_kinds[] = {"mail", "phone", "web", "list", NULL};
static const char *const contact_states[] = {"active", "external", "legacy", "unverified", NULL};

static const struct field contact_fields[] = {
    {"id", FIELD_ID, .needed = true, .help = "What people call it."},
    {"kind", FIELD_WORD, .needed = true, .words = contact_kinds, .help = "How it is reached."},
    {"address", FIELD_TEXT, .needed = true, .least = 1, .help = "As printed."},
    {"org", FIELD_ID, .needed = true, .help = "Whose it is."},
    {"purpose", FIELD_TEXT, .needed = true, .help = "What for."},
    {"clause", FIELD_ID, .needed = true, .help = "Where it is printed."},
    {"status", FIELD_WORD, .needed = true, .words = contact_states, .help = "Whether it holds."},
    {"verified", FIELD_BOOLEAN, .needed = true, .help = "Whether somebody has tried it."},
    {"successor", FIELD_ID, .help = "The contact in its place."},
    {"role", FIELD_ID,
     .help = "The role that is reached by it where nobody of this house holds it."},
    {0},
};
static const struct field contact_item = {.type = FIELD_MAP, .members = contact_fields};
static const struct field contacts_fields[] = {
    {"contacts", FIELD_LIST, .needed = true, .items = &contact_item, .help = "The contacts."},
    {0},
};

const struct value *pack_contact(const struct pack *pack, struct text id)
{
    for (size_t i = 0; i < value_get_count(pack->contacts, "contacts"); i++) {
        const struct value *contact = value_get_item(pack->contacts, "contacts", i);
        if (text_equal(value_get_text(contact, "id"), id))
            return contact;
    }
    return NULL;
}

const struct value *pack_contact_at(const struct pack *pack, struct text address)
{
    for (size_t i = 0; i < value_get_count(pack->contacts, "contacts"); i++) {
        const struct value *contact = value_get_item(pack->contacts, "contacts", i);
        if (text_equal(value_get_text(contact, "address"), address))
            return contact;
    }
    return NULL;
}

static bool contact_known(const struct pack *pack, struct text id)
{
    return pack_contact(pack, id) != NULL;
}

bool contacts_read(const struct reading *reading)
{
    reading->pack->contacts = reading->root;
    return field_check(reading->turn, contacts_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "contacts"), "id");
}

bool contacts_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "contacts");
    return references_check(reading, list, "org", organisation_known, "organisations.yaml")
           && references_check(reading, list, "clause", clause_known, "clauses.yaml")
           && references_check(reading, list, "role", role_known, "roles.yaml")
           && references_check(reading, list, "successor", contact_known, "contacts.yaml");
}

/* ---- partners.yaml ---- */

static const struct field partner_fields[] = {
    {"short", FIELD_ID, .needed = true, .help = "What people call it."},
    {"name", FIELD_TEXT, .needed = true, .least = 1, .help = "In full."},
    {"kind", FIELD_ID, .needed = true, .help = "What it is for."},
    {"level", FIELD_ID, .needed = true, .help = "Local, state, federal, …"},
    {"organisation", FIELD_ID, .needed = true, .help = "Its short name in the chart, or none."},
    {"clauses", FIELD_LIST, .needed = true, .least = 1, .items = &id_item, .help = "Who names it."},
    {"confirm", FIELD_WORD, .needed = true, .words = confirmers, .help = "Who confirms the row."},
    {"printed_as", FIELD_TEXT, .help = "Where a document prints another name."},
    {0},
};
static const struct field partner_item = {.type = FIELD_MAP, .members = partner_fields};
static const struct field partners_fields[] = {
    {"partners", FIELD_LIST, .needed = true, .items = &partner_item, .help = "The partners."},
    {0},
};

bool partners_read(const struct reading *reading)
{
    reading->pack->partners = reading->root;
    return field_check(reading->turn, partners_fields, reading->root, reading->source)
           && unique_check(reading, value_get(reading->root, "partners"), "short");
}

bool partners_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "partners");
    return references_check(reading, list, "organisation", organisation_or_none,
                            "organisations.yaml")
           && references_check(reading, list, "clauses", clause_known, "clauses.yaml");
}
