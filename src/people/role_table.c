/* SPDX-License-Identifier: Apache-2.0 */
/* What may be asked of roles: who holds which, who is on duty, and where nobody is. */
#include "people/fields.h"
#include "people/inside.h"

static const char *const holding_words[] = {"incumbent", "acting", "designee",
                                            "deputy",    "hosted", NULL};

static const struct field role_assign_fields[] = {
    ROLE("role", true, "Code of the role in the policy."),
    ORGANISATION("organisation", false,
                 "For which it is held; a role of a secretariat is held for all of its bodies."),
    PERSON("person", true, "Id, whole name or verified mail address."),
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
    {.name = "assignment",
     .type = FIELD_ID,
     .needed = true,
     .listed = "role.list",
     .help = "Id of the assignment."},
    NAME("at", false, "First instant at which it is not held any more. Left out: now."),
    BASIS("reason", true, "Why it ends."),
    END,
};

static const struct field role_list_fields[] = {
    ROLE("role", false, "Only this role."),
    ORGANISATION("organisation", false, "Only roles held for this organisation."),
    PERSON("person", false, "Only roles of this person."),
    {.name = "past", .type = FIELD_BOOLEAN, .help = "Also those that have ended."},
    AFTER,
    LIMIT,
    END,
};

static const struct field role_holder_fields[] = {
    ROLE("role", true, "Code of the role in the policy."),
    ORGANISATION("organisation", false, "For which; left out: of the enterprise."),
    NAME("at", false, "At which instant. Left out: now."),
    NAME("known", false, "As the house knew it at this instant. Left out: now."),
    END,
};

static const struct field role_gaps_fields[] = {
    ORGANISATION("organisation", false,
                 "Only of this organisation. Left out: of all, a page at a time."),
    NAME("at", false, "At which instant. Left out: now."),
    AFTER,
    LIMIT,
    END,
};

static const struct field role_expiring_fields[] = {
    ORGANISATION("organisation", false, "Only roles held for this organisation."),
    {.name = "days",
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 366,
     .help = "Within so many days."},
    FIELDS_PAGE,
    END,
};

static const struct field no_fields[] = {END};

static const char *const repeat_words[] = {"daily", "weekdays", "weekly", NULL};

static const struct field shift_create_fields[] = {
    ROLE("role", true, "Code of a role that the policy keeps by a roster."),
    ORGANISATION("organisation", false, "For which it is held; left out: of the enterprise."),
    PERSON("person", true, "Who is on duty or on call; holds the role already."),
    NAME("from", true, "When it begins: 2026-07-03 19:00."),
    NAME("until", true, "When it ends, and the next may begin: 2026-07-04 07:00."),
    {.name = "repeat",
     .type = FIELD_WORD,
     .words = repeat_words,
     .help = "Comes again at the same times on the wall clock. Left out: once."},
    NAME("through", false, "Last day on which a shift that repeats begins: 2026-12-31."),
    END,
};

static const struct field shift_give_fields[] = {
    {.name = "shift",
     .type = FIELD_ID,
     .needed = true,
     .listed = "shift.list",
     .help = "Id of the shift."},
    PERSON("person", true, "Who takes it; holds the role already."),
    BASIS("reason", false, "Why it changes hands."),
    END,
};

static const struct field shift_end_fields[] = {
    {.name = "shift",
     .type = FIELD_ID,
     .needed = true,
     .listed = "shift.list",
     .help = "Id of the shift."},
    NAME("at", false,
         "When it ends instead; before its beginning, it is given up whole. Left out: "
         "now."),
    BASIS("reason", true, "Why."),
    END,
};

static const struct field shift_list_fields[] = {
    ROLE("role", false, "Only of this role."),
    ORGANISATION("organisation", false, "Only of this organisation."),
    PERSON("person", false, "Only of this person."),
    NAME("from", false, "Those that end after this instant. Left out: now."),
    FIELDS_PAGE,
    END,
};

static const struct field shift_gaps_fields[] = {
    ROLE("role", true, "Code of a role that the policy keeps by a roster."),
    ORGANISATION("organisation", false, "For which it is held; left out: of the enterprise."),
    NAME("from", false, "From when on. Left out: now."),
    NAME("until", false, "Up to when. Left out: four weeks."),
    END,
};

const struct action role_actions[] = {
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
     .item = "assignment",
     .known_by = {"name", "title", "organisation"},
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
    {.name = "role.gaps",
     .title = "Vacant and absent",
     .method = METHOD_GET,
     .route = "/role-gaps",
     .fields = role_gaps_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = role_gaps_read,
     .help =
         "Roles that must be held and are not answered for by their incumbents: vacant, acting, "
         "absent for too long, or away; since when, and who answers today. A page is so many "
         "organisations."},
    {.name = "role.expiring",
     .title = "Roles that end soon",
     .method = METHOD_GET,
     .route = "/role-endings",
     .fields = role_expiring_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = role_expiring_read,
     .help = "Designees, acting holders and incumbents whose time ends within some days, the next "
             "first."},
    {.name = "role.pass",
     .title = "Hear who holds what now",
     .method = METHOD_POST,
     .route = "/roles/pass",
     .fields = no_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .internal = true,
     .write = role_pass_write,
     .help = "What begins or ends by the passing of time is told to the duties: roles that fall "
             "vacant, absences that become too long, shifts that change hands."},
    {.name = "shift.create",
     .title = "Enter a shift",
     .method = METHOD_POST,
     .route = "/shifts",
     .fields = shift_create_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = shift_place_about,
     .write = shift_create_write,
     .help =
         "Puts somebody on duty or on call. One that repeats is meant by the wall clock: in the "
         "night in which an hour comes twice it lasts an hour longer."},
    {.name = "shift.list",
     .title = "Duty roster",
     .method = METHOD_GET,
     .route = "/shifts",
     .fields = shift_list_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = shift_list_read,
     .item = "shift",
     .known_by = {"name", "role", "organisation", "from_local"},
     .help = "Who is on duty or on call when, in the order of time, a page at a time."},
    {.name = "shift.give",
     .title = "Give a shift to somebody else",
     .method = METHOD_POST,
     .route = "/shifts/{shift}/person",
     .fields = shift_give_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = shift_about,
     .write = shift_give_write,
     .help = "Another person takes the whole shift."},
    {.name = "shift.end",
     .title = "End a shift",
     .method = METHOD_POST,
     .route = "/shifts/{shift}/end",
     .fields = shift_end_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_WRITE,
     .about = shift_about,
     .write = shift_end_write,
     .help = "Ends it earlier, or takes it back before it begins."},
    {.name = "shift.gaps",
     .title = "When nobody is on duty",
     .method = METHOD_GET,
     .route = "/roles/{role}/gaps",
     .fields = shift_gaps_fields,
     .area = AREA_ORGANISATION,
     .level = LEVEL_READ,
     .about = organisation_about,
     .read = shift_gaps_read,
     .help =
         "The times for which the roster of a role has nobody, in elapsed time: shifts of those "
         "who are absent, have left or hold the role no more do not count."},
    {.name = NULL},
};
