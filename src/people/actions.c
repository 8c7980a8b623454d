/* SPDX-License-Identifier: Apache-2.0 */
#include "people/channel.h"
#include "people/fields.h"
#include "people/import.h"
#include "people/inside.h"

static const char *const binding_words[] = {"mandatory", "contractual", "agreed", "voluntary",
                                            NULL};
static const char *const contact_words[] = {"mail", "phone", "alternate", "webhook",
                                            "web",  "list",  NULL};

static const struct field organisation_create_fields[] = {
    {.name = "short",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = 64,
     .help = "What it is called in short; one organisation only."},
    NAME("name", true, "Its full name."),
    NAME("branch", true, "Branch of government: executive, judicial, and so on."),
    NAME("type", true, "Agency, department, commission, and so on."),
    ORGANISATION("parent", false, "The organisation it is a part of."),
    NAME("secretariat", false,
         "The secretariat it belongs to; its own short name for a secretariat; none for a body "
         "outside any. Left out: that of its parent."),
    {.name = "scio",
     .type = FIELD_BOOLEAN,
     .help = "For a secretariat: whether it has an information officer of its own."},
    {.name = "binding",
     .type = FIELD_WORD,
     .needed = true,
     .words = binding_words,
     .help = "Whether the policy binds it."},
    BASIS("basis", false, "The law, clause or contract by which it is bound."),
    NAME("from", false, "Bound since then. Left out: since ever."),
    END,
};

static const struct field organisation_list_fields[] = {AFTER, LIMIT, END};

static const struct field organisation_read_fields[] = {
    ORGANISATION("organisation", true, "Short name, full name or id."), END};

static const struct field organisation_bind_fields[] = {
    ORGANISATION("organisation", true, "Short name, full name or id."),
    {.name = "binding",
     .type = FIELD_WORD,
     .needed = true,
     .words = binding_words,
     .help = "Whether the policy binds it in that time."},
    BASIS("basis", true, "The law, clause or contract by which it is bound."),
    FROM,
    TO,
    END,
};

static const struct field person_create_fields[] = {
    NAME("name", true, "As it is to be shown."),
    ORGANISATION("organisation", false, "The organisation the person works for."),
    NAME("mail", false, "Mail address; used once it is verified."),
    NAME("alternate", false, "Another mail address, for when the first fails."),
    NAME("webhook", false, "Address (https:) of a program that takes messages for the person."),
    NAME("phone", false, "Phone at which the person is reached day and night."),
    PASSWORD(
        "password", false,
        "With which the person signs in at first, and changes it: whoever enters it knows it."),
    FROM,
    TO,
    END,
};

static const struct field administrator_enter_fields[] = {
    NAME("name", true, "As it is to be shown."),
    NAME("mail", false, "Where this person is reached, and signs in; taken as verified."),
    ROLE("role", true, "Code of the role in the policy."),
    PASSWORD("password", false, "With which the person signs in at first."),
    {.name = "given",
     .type = FIELD_BOOLEAN,
     .help = "The password was made by the house, and is to be changed at the first sign-in."},
    END,
};

static const struct field import_fields[] = {
    {.name = "csv",
     .type = FIELD_TEXT,
     .needed = true,
     .least = 1,
     .most = IMPORT_BYTES_MAX,
     .label = "Table",
     .help = "As CSV: the first line has the names of the fields, each further line one of them."},
    END,
};

static bool organisation_import_write(struct change *change, const struct value *input,
                                      struct value **answer)
{
    static const struct importing importing = {organisation_create_fields,
                                               organisation_create_write};
    return import_rows(change, input, &importing, answer);
}

static bool person_import_write(struct change *change, const struct value *input,
                                struct value **answer)
{
    static const struct importing importing = {person_create_fields, person_create_write};
    return import_rows(change, input, &importing, answer);
}

static const struct field person_list_fields[] = {
    ORGANISATION("organisation", false, "Only those who work for it."), AFTER, LIMIT, END};

static const struct field person_read_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."), END};

static const struct field contact_add_fields[] = {
    PERSON("person", false, "Whose it is, if a person's."),
    ORGANISATION("organisation", false, "Whose it is, if an organisation's."),
    {.name = "kind",
     .type = FIELD_WORD,
     .needed = true,
     .words = contact_words,
     .help = "What it is."},
    NAME("address", true, "Mail address, number, or where else."),
    NAME("purpose", false, "What it is for."),
    END,
};

static const struct field contact_verify_fields[] = {
    NAME("contact", true, "Id of the contact, or the address itself where one alone has it."),
    BASIS("how", true, "How you made sure that it reaches whom it should."),
    NAME("verifier", false,
         "Who tried it. Left out: you; asked for where an older document prints it."),
    {.name = "on",
     .type = FIELD_DATE,
     .help = "On which day, as 2026-07-03. Left out: now; asked for as the name is."},
    END,
};

static const struct field channel_list_fields[] = {AFTER, LIMIT, END};

static const struct field absence_create_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."),
    FROM,
    TO,
    BASIS("reason", false, "Leave, illness, and so on; no more than may be known."),
    END,
};

static const struct field absence_end_fields[] = {
    {.name = "absence",
     .type = FIELD_ID,
     .needed = true,
     .listed = "absence.list",
     .help = "Id of the absence."},
    NAME("at", false, "Since when the person is back. Left out: now."),
    END,
};

static const struct field absence_correct_fields[] = {
    {.name = "absence",
     .type = FIELD_ID,
     .needed = true,
     .listed = "absence.list",
     .help = "Id of the absence."},
    FROM,
    TO,
    BASIS("reason", false, "Leave, illness, and so on. Left out: as before."),
    BASIS("why", true, "Why it was wrong."),
    END,
};

static const struct field absence_list_fields[] = {
    PERSON("person", false, "Only absences of this person."),
    ORGANISATION("organisation", false, "Only of those who work for it."),
    {.name = "past", .type = FIELD_BOOLEAN, .help = "Also those that are over."},
    AFTER,
    LIMIT,
    END,
};

static const struct field person_leave_fields[] = {
    PERSON("person", true, "Id, whole name or verified mail address."),
    NAME("at", false, "First instant at which the person is not here any more. Left out: now."),
    BASIS("reason", true, "Why: resigned, retired, moved to another employer."),
    END,
};

const struct action people_actions[] = {
    {.name = "organisation.create",
     .title = "Enter an organisation",
     .method = METHOD_POST,
     .route = "/organisations",
     .fields = organisation_create_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = organisation_parent_about,
     .write = organisation_create_write,
     .help = "Enters a body into the tree of organisations, with how far the policy binds it."},
    {.name = "organisation.import",
     .title = "Enter organisations from a table",
     .method = METHOD_POST,
     .route = "/organisations/import",
     .fields = import_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .write = organisation_import_write,
     .help = "All of them or none: what is wrong is named with its line."},
    {.name = "organisation.list",
     .title = "Organisations",
     .method = METHOD_GET,
     .route = "/organisations",
     .fields = organisation_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .read = organisation_list_read,
     .item = "short",
     .known_by = {"short", "name"},
     .help = "All organisations by short name, a page at a time."},
    {.name = "organisation.read",
     .title = "An organisation",
     .method = METHOD_GET,
     .route = "/organisations/{organisation}",
     .fields = organisation_read_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = organisation_read_read,
     .help = "One organisation: its place, how it was bound when, and its contacts."},
    {.name = "organisation.bind",
     .title = "Bind an organisation",
     .method = METHOD_POST,
     .route = "/organisations/{organisation}/bindings",
     .fields = organisation_bind_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = organisation_about,
     .write = organisation_bind_write,
     .help = "Says from when to when an organisation is bound by law, by contract or by its own "
             "will. Of several that cover an instant the one that begins last counts. What is owed "
             "already stays as it was."},
    {.name = "person.create",
     .title = "Enter a person",
     .method = METHOD_POST,
     .route = "/persons",
     .fields = person_create_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = organisation_about,
     .prepare = person_create_prepare,
     .write = person_create_write,
     .help = "Enters a person, who holds no role yet. Addresses are used once they are verified."},
    {.name = "person.import",
     .title = "Enter persons from a table",
     .method = METHOD_POST,
     .route = "/persons/import",
     .fields = import_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .write = person_import_write,
     .help = "All of them or none: what is wrong is named with its line. Nobody gets a password "
             "or a role by it."},
    {.name = "administrator.enter",
     .title = "Enter the first person of a house",
     .method = METHOD_POST,
     .route = "/administrators",
     .fields = administrator_enter_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .prepare = person_create_prepare,
     .write = administrator_enter_write,
     .help = "The first person, who enters all others: entered, reached and given the role in one "
             "step. Asked again while the house is being made, it gives a new password."},
    {.name = "person.list",
     .title = "Persons",
     .method = METHOD_GET,
     .route = "/persons",
     .fields = person_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = person_list_read,
     .item = "id",
     .known_by = {"name", "organisation"},
     .help = "Persons in the order in which they were entered, a page at a time."},
    {.name = "person.read",
     .title = "A person",
     .method = METHOD_GET,
     .route = "/persons/{person}",
     .fields = person_read_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = person_about,
     .read = person_read_read,
     .help = "One person: where, since when, how to be reached, and the roles held now."},
    {.name = "person.leave",
     .title = "A person leaves",
     .method = METHOD_POST,
     .route = "/persons/{person}/leave",
     .fields = person_leave_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .write = person_leave_write,
     .help = "From that instant the person holds no role, cannot sign in, and every session and "
             "token is dead. What the person owes goes to whoever stands in, due when it was."},
    {.name = "contact.add",
     .title = "Add a contact",
     .method = METHOD_POST,
     .route = "/contacts",
     .fields = contact_add_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = contact_owner_about,
     .write = contact_add_write,
     .help = "A way to reach a person or an organisation. Nothing is sent there before it is "
             "verified."},
    {.name = "contact.verify",
     .title = "Verify a contact",
     .method = METHOD_POST,
     .route = "/contacts/{contact}/verification",
     .fields = contact_verify_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = contact_about,
     .write = contact_verify_write,
     .help = "Says that somebody has tried the contact and how; from then on it is used."},
    {.name = "channel.list",
     .title = "Channels: how offices are reached",
     .method = METHOD_GET,
     .route = "/channels",
     .fields = channel_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .read = channel_list_read,
     .help = "Every number and address of an organisation, printed or entered: whether it is used, "
             "who tried it and when, and what stands in its place today."},
    {.name = "absence.create",
     .title = "Enter an absence",
     .method = METHOD_POST,
     .route = "/absences",
     .fields = absence_create_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .write = absence_create_write,
     .help = "A person is away: holds the roles still, and somebody else is asked. Without an end "
             "the absence is open until somebody ends it."},
    {.name = "absence.list",
     .title = "Absences",
     .method = METHOD_GET,
     .route = "/absences",
     .fields = absence_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = absence_place_about,
     .read = absence_list_read,
     .item = "absence",
     .known_by = {"name", "organisation", "from_local"},
     .help = "Who is away, or will be, in the order in which it was entered, a page at a time."},
    {.name = "absence.end",
     .title = "End an absence",
     .method = METHOD_POST,
     .route = "/absences/{absence}/end",
     .fields = absence_end_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = absence_about,
     .write = absence_end_write,
     .help = "The person is back, and is asked again."},
    {.name = "absence.correct",
     .title = "Correct an absence",
     .method = METHOD_POST,
     .route = "/absences/{absence}/correction",
     .fields = absence_correct_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = absence_about,
     .write = absence_correct_write,
     .help = "Puts another absence in its place; what was entered first stays known as such."},
    {.name = NULL},
};

struct value *page_show(struct turn *turn, struct value *items, struct text next)
{
    struct value *map = value_map(turn->arena);
    value_set(turn->arena, map, "items", items);
    if (!text_empty(next))
        value_set_text(turn->arena, map, "next", next);
    return map;
}
