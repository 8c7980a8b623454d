/* SPDX-License-Identifier: Apache-2.0 */
#include "people/inside.h"

static const char *const binding_words[] = {"mandatory", "contractual", "voluntary", NULL};
static const char *const holding_words[] = {"incumbent", "acting", "designee",
                                            "deputy",    "hosted", NULL};
static const char *const contact_words[] = {"mail", "phone", "alternate", "webhook",
                                            "web",  "list",  NULL};

/* Fields that several actions have. */
#define NAME(field, must, says)                                                                    \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_NAME_BYTES_MAX, .help = (says)                                              \
    }
#define BASIS(field, must, says)                                                                   \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1,                         \
        .most = PEOPLE_BASIS_BYTES_MAX, .help = (says)                                             \
    }
#define FROM  NAME("from", false, "First day, or first instant. Left out: now.")
#define TO    NAME("to", false, "Last day, or last second, in which it holds. Left out: open.")
#define AFTER NAME("after", false, "The `next` of the page before.")
#define LIMIT                                                                                      \
    {                                                                                              \
        .name = "limit", .type = FIELD_INTEGER, .least = 1, .most = ACTION_PAGE_MAX,               \
        .help = "How many items at most."                                                          \
    }
#define PASSWORD(field, must, says)                                                                \
    {                                                                                              \
        .name = (field), .type = FIELD_TEXT, .needed = (must), .least = 1, .most = 1024,           \
        .help = (says)                                                                             \
    }
#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

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
    NAME("parent", false, "The organisation it is a part of."),
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
    NAME("organisation", true, "Short name, full name or id."), END};

static const struct field organisation_bind_fields[] = {
    NAME("organisation", true, "Short name, full name or id."),
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
    NAME("organisation", false, "The organisation the person works for."),
    NAME("mail", false, "Mail address; used once it is verified."),
    NAME("alternate", false, "Another mail address, for when the first fails."),
    NAME("webhook", false, "Address (https:) of a program that takes messages for the person."),
    NAME("phone", false, "Phone at which the person is reached day and night."),
    PASSWORD("password", false, "With which the person may sign in at first."),
    FROM,
    TO,
    END,
};

static const struct field administrator_enter_fields[] = {
    NAME("name", true, "As it is to be shown."),
    NAME("mail", false, "Where this person is reached, and signs in; taken as verified."),
    NAME("role", true, "Code of the role in the policy."),
    PASSWORD("password", false, "With which the person signs in at first."),
    END,
};

static const struct field person_list_fields[] = {
    NAME("organisation", false, "Only those who work for it."), AFTER, LIMIT, END};

static const struct field person_read_fields[] = {
    NAME("person", true, "Id, whole name or verified mail address."), END};

static const struct field contact_add_fields[] = {
    NAME("person", false, "Whose it is, if a person's."),
    NAME("organisation", false, "Whose it is, if an organisation's."),
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
    {.name = "contact", .type = FIELD_ID, .needed = true, .help = "Id of the contact."},
    BASIS("how", true, "How you made sure that it reaches whom it should."),
    END,
};

static const struct field role_assign_fields[] = {
    NAME("role", true, "Code of the role in the policy."),
    NAME("organisation", false,
         "For which it is held; a role of a secretariat is held for all of its bodies."),
    NAME("person", true, "Id, whole name or verified mail address."),
    {.name = "kind",
     .type = FIELD_WORD,
     .needed = true,
     .words = holding_words,
     .help = "In what capacity it is held."},
    {.name = "n",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 99,
     .help = "Of a designee: who is asked first, from 1."},
    FROM,
    TO,
    BASIS("basis", false, "The document by which it was given."),
    END,
};

static const struct field role_end_fields[] = {
    {.name = "assignment", .type = FIELD_ID, .needed = true, .help = "Id of the assignment."},
    NAME("at", false, "First instant at which it is not held any more. Left out: now."),
    BASIS("reason", true, "Why it ends."),
    END,
};

static const struct field role_list_fields[] = {
    NAME("role", false, "Only this role."),
    NAME("organisation", false, "Only roles held for this organisation."),
    NAME("person", false, "Only roles of this person."),
    {.name = "past", .type = FIELD_BOOLEAN, .help = "Also those that have ended."},
    AFTER,
    LIMIT,
    END,
};

static const struct field role_holder_fields[] = {
    NAME("role", true, "Code of the role in the policy."),
    NAME("organisation", false, "For which; left out: of the enterprise."),
    NAME("at", false, "At which instant. Left out: now."),
    NAME("known", false, "As the house knew it at this instant. Left out: now."),
    END,
};

static const struct field absence_create_fields[] = {
    NAME("person", true, "Id, whole name or verified mail address."),
    FROM,
    TO,
    BASIS("reason", false, "Leave, illness, and so on; no more than may be known."),
    END,
};

static const struct field session_create_fields[] = {
    NAME("name", true, "Your name, or your verified mail address."),
    PASSWORD("password", true, "Your password."),
    END,
};

static const struct field session_end_fields[] = {
    {.name = "session",
     .type = FIELD_ID,
     .help = "Id of one session or token of yours. Left out: all your sessions, no tokens."},
    END,
};

static const struct field token_create_fields[] = {
    NAME("name", true, "What it is for."),
    {.name = "days",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = TOKEN_DAYS_MAX,
     .help = "How long it is good for."},
    END,
};

static const struct field password_set_fields[] = {
    PASSWORD("old", true, "Your password until now."),
    PASSWORD("password", true, "Your new password: a sentence of its own."),
    END,
};

static const struct field no_fields[] = {END};

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
    {.name = "organisation.list",
     .title = "Organisations",
     .method = METHOD_GET,
     .route = "/organisations",
     .fields = organisation_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .read = organisation_list_read,
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
    {.name = "role.assign",
     .title = "Assign a role",
     .method = METHOD_POST,
     .route = "/roles",
     .fields = role_assign_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = role_place_about,
     .write = role_assign_write,
     .help = "Gives a role to a person: as incumbent, acting, as a designee, as deputy or hosted, "
             "from when to when and by which document."},
    {.name = "role.end",
     .title = "End a role",
     .method = METHOD_POST,
     .route = "/roles/end",
     .fields = role_end_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = assignment_about,
     .write = role_end_write,
     .help = "The person holds the role no longer; whoever stands in is asked from then on, and "
             "what is due stays due when it was."},
    {.name = "role.list",
     .title = "Roles and who holds them",
     .method = METHOD_GET,
     .route = "/roles",
     .fields = role_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = role_list_read,
     .help = "Assignments of roles in the order in which they were entered, a page at a time."},
    {.name = "role.holder",
     .title = "Who holds a role",
     .method = METHOD_GET,
     .route = "/roles/{role}/holder",
     .fields = role_holder_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = role_holder_read,
     .help = "Who answers for a role at an instant, and why it is not somebody else: incumbent, "
             "acting, designee, deputy, or whom the policy names instead."},
    {.name = "absence.create",
     .title = "Enter an absence",
     .method = METHOD_POST,
     .route = "/absences",
     .fields = absence_create_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = person_about,
     .write = absence_create_write,
     .help = "A person is away: holds the roles still, and somebody else is asked."},
    {.name = "session.create",
     .title = "Sign in",
     .method = METHOD_POST,
     .route = "/sessions",
     .fields = session_create_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .anonymous = true,
     .secret = true,
     .prepare = session_create_prepare,
     .write = session_create_write,
     .help = "Opens a session and answers its token, which is shown once."},
    {.name = "session.end",
     .title = "Sign out",
     .method = METHOD_POST,
     .route = "/sessions/end",
     .fields = session_end_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .write = session_end_write,
     .help = "Ends one session or token of yours, or all your sessions at once."},
    {.name = "session.list",
     .title = "My sessions",
     .method = METHOD_GET,
     .route = "/sessions",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .read = session_list_read,
     .help = "Your own open sessions and tokens for programs."},
    {.name = "token.create",
     .title = "Make a token for a program",
     .method = METHOD_POST,
     .route = "/tokens",
     .fields = token_create_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .secret = true,
     .write = token_create_write,
     .help = "A token with which a program acts as you. It is shown once; the house keeps its "
             "SHA-256 only."},
    {.name = "password.set",
     .title = "Change my password",
     .method = METHOD_POST,
     .route = "/me/password",
     .fields = password_set_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .prepare = password_set_prepare,
     .write = password_set_write,
     .help = "Puts a new password in the place of your old one."},
    {.name = "me",
     .title = "Who I am",
     .method = METHOD_GET,
     .route = "/me",
     .fields = no_fields,
     .area = AREA_NONE,
     .level = LEVEL_NONE,
     .read = me_read,
     .help = "Your name, and the capacities in which you may act now."},
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
