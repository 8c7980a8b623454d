/* SPDX-License-Identifier: Apache-2.0 */
/* Reads roles.yaml: roles, who stands in for whom, and what each may do. */
#include "policy/inside.h"
#include "policy/permission.h"
#include <assert.h>

/* In the order of enum body, from the second on. */
static const char *const body_words[] = {"outside", "exempt", NULL};

/* In the order of enum roster, from the second on. */
static const char *const roster_words[] = {"shift", "on_call", NULL};

enum { ROLES_MAX = 200, SUBSTITUTES_MAX = 10 };

#define AREA(area, about)                                                                          \
    {                                                                                              \
        (area), FIELD_TEXT, .least = 1, .most = 60, .help = (about)                                \
    }
static const struct field area_fields[] = {
    AREA("report", "Reports of incidents."),
    AREA("case", "What is known of an incident."),
    AREA("rating", "Its impact rating."),
    AREA("evidence", "Its evidence."),
    AREA("privileged", "Who attacked, and what counsel advised."),
    AREA("obligation", "What is owed."),
    AREA("notice", "Notices and the log of communications."),
    AREA("release", "Consent to what is made public."),
    AREA("outside", "Law enforcement and help from outside."),
    AREA("quarantine", "Isolation of assets."),
    AREA("subnet", "Removal of subnets."),
    AREA("plan", "Plans."),
    AREA("exception", "Exceptions from the policy."),
    AREA("finding", "Findings of auditors."),
    AREA("organisation", "Organisations and who holds which role."),
    AREA("policy", "Policy and rules."),
    AREA("audit", "The ledger."),
    {0},
};
static const struct field code_item = {.type = FIELD_ID};
static const struct field text_item = {.type = FIELD_TEXT, .least = 1, .most = 200};
static const struct field substitute_fields[] = {
    {"for", FIELD_WORD, .words = body_words,
     .help = "Only for bodies outside any secretariat, or whose secretariat has no such office."},
    {"roles", FIELD_LIST, .needed = true, .least = 1, .most = SUBSTITUTES_MAX, .items = &code_item,
     .help = "All of these are told."},
    {0},
};
static const struct field substitute_item = {.type = FIELD_MAP, .members = substitute_fields};
static const struct field role_fields[] = {
    {"code", FIELD_ID, .needed = true, .help = "What rules call it."},
    {"title", FIELD_TEXT, .needed = true, .least = 1, .most = 200, .help = "What people call it."},
    {"scope", FIELD_WORD, .needed = true, .words = scope_words, .help = "For what it is held."},
    {"exclusive", FIELD_BOOLEAN, .help = "One incumbent at a time."},
    {"delegable", FIELD_BOOLEAN, .help = "Designees may act for it."},
    {"mandatory", FIELD_BOOLEAN, .help = "A vacancy is a gap that somebody must close."},
    {"everybody", FIELD_BOOLEAN, .help = "Everybody who is signed in holds it, unassigned."},
    {"second_factor", FIELD_BOOLEAN,
     .help = "Used only by whoever signed in with a second factor."},
    {"roster", FIELD_WORD, .words = roster_words,
     .help = "Kept by a roster: somebody on duty at every instant, or somebody on call."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents do not say who it is."},
    {"successor_of", FIELD_LIST, .items = &text_item, .help = "Names in older documents."},
    {"fallback", FIELD_LIST, .least = 1, .most = SUBSTITUTES_MAX, .items = &substitute_item,
     .help = "Who stands in when nobody holds it."},
    {"same_as", FIELD_ID, .help = "A role whose permissions it has."},
    {"permissions", FIELD_MAP, .members = area_fields, .help = "What it may do, by area."},
    {0},
};
static const struct field role_item = {.type = FIELD_MAP, .members = role_fields};
#define RIGHT(right, about)                                                                        \
    {                                                                                              \
        (right), FIELD_LIST, .least = 1, .most = ROLES_MAX, .items = &code_item, .help = (about)   \
    }
/* The first RIGHTS of them in the order of enum right. */
static const struct field right_fields[] = {
    RIGHT("grant", "Lets somebody see a case, and ends it."),
    RIGHT("restrict", "Shows a case to named people only."),
    RIGHT("exclude", "Keeps a suspect away from a case."),
    RIGHT("break_glass", "Lets himself in, with a reason that others are told."),
    RIGHT("confidential", "Decides whether documents are confidential; the first office."),
    RIGHT("concur", "The second office, which must agree that they are not."),
    RIGHT("bodies", "Reads documents while they are confidential, or nobody has decided."),
    RIGHT("reporter", "Sees who reported."),
    RIGHT("readers", "Sees who may see a case and why, and who has read it."),
    RIGHT("deploy", "Sends people to work on a case of another body, and ends it."),
    RIGHT("break_glass_told", "Is told that somebody let himself in."),
    RIGHT("alarm_told", "Is told when something is wrong with the house itself."),
    {"break_glass_for", FIELD_TEXT, .least = 3, .most = 12, .help = "How long: \"24 h\"."},
    {0},
};
static const struct field absence_fields[] = {
    {"business_days", FIELD_INTEGER, .needed = true, .least = 1, .most = 250,
     .help = "An absence that lasts longer asks for somebody else."},
    {"product_default", FIELD_BOOLEAN, .help = "The documents give no number."},
    {0},
};
static const struct field roles_fields[] = {
    {"rights", FIELD_MAP, .members = right_fields, .help = "Who decides who sees a case."},
    {"product_default", FIELD_BOOLEAN, .help = "Substitutes and permissions are."},
    {"called_first", FIELD_LIST, .least = 1, .most = ROLES_MAX, .items = &code_item,
     .help = "Whom of an affected body whoever opens a case sees first."},
    {"long_absence", FIELD_MAP, .members = absence_fields, .help = "When an absence is too long."},
    {"roles", FIELD_LIST, .needed = true, .least = 1, .most = ROLES_MAX, .items = &role_item,
     .help = "The roles."},
    {0},
};

static void fallback_read(struct arena *arena, const struct value *map, struct role *role)
{
    role->fallback_count = value_get_count(map, "fallback");
    role->fallback = arena_array(arena, role->fallback_count, sizeof *role->fallback);
    for (size_t i = 0; i < role->fallback_count; i++) {
        const struct value *item = value_get_item(map, "fallback", i);
        const struct value *codes = value_get(item, "roles");
        struct substitute *substitute = &role->fallback[i];
        if (value_has(item, "for"))
            substitute->body = (enum body)(word_place(body_words, value_get_text(item, "for")) + 1);
        substitute->parties_count = codes->count;
        substitute->parties = arena_array(arena, codes->count, sizeof *substitute->parties);
        for (size_t j = 0; j < codes->count; j++)
            substitute->parties[j].role = codes->items[j]->text;
    }
}

static bool permissions_read(const struct reading *reading, const struct value *map,
                             struct role *role)
{
    if (value_has(map, "permissions") == value_has(map, "same_as"))
        return fail_line(reading, map->line, "%.*s needs either permissions or same_as.",
                         TEXT_SHOW(role->code));
    role->permissions = value_get(map, "permissions");
    for (size_t i = 0; role->permissions != NULL && i < role->permissions->count; i++)
        if (!permission_check(reading, role->permissions->members[i].value))
            return false;
    return true;
}

static bool role_read(const struct reading *reading, const struct value *map, struct role *role)
{
    role->code = value_get_text(map, "code");
    role->title = value_get_text(map, "title");
    role->scope = (enum party_scope)word_place(scope_words, value_get_text(map, "scope"));
    role->exclusive = value_get_boolean(map, "exclusive", false);
    role->delegable = value_get_boolean(map, "delegable", false);
    role->mandatory = value_get_boolean(map, "mandatory", false);
    role->everybody = value_get_boolean(map, "everybody", false);
    role->second_factor = value_get_boolean(map, "second_factor", false);
    if (value_has(map, "roster"))
        role->roster = (enum roster)(word_place(roster_words, value_get_text(map, "roster")) + 1);
    role->successor_of = names_read(reading->turn->arena, value_get(map, "successor_of"));
    fallback_read(reading->turn->arena, map, role);
    return permissions_read(reading, map, role);
}

/* Permissions of another role, which must have its own: so nobody has to follow a chain. */
static bool same_as_follow(const struct reading *reading, const struct value *map,
                           struct role *role)
{
    const struct value *name = value_get(map, "same_as");
    if (!value_has(map, "same_as"))
        return true;
    const struct role *same = pack_role(reading->pack, name->text);
    const struct value *list = value_get(reading->root, "roles");
    if (same == NULL)
        return fail_line(reading, name->line, "There is no role %.*s.", TEXT_SHOW(name->text));
    if (value_has(list->items[same - reading->pack->roles], "same_as"))
        return fail_line(reading, name->line, "%.*s has no permissions of its own to share.",
                         TEXT_SHOW(name->text));
    role->permissions = same->permissions;
    return true;
}

/* A substitute is looked for in its own scope. */
static void fallback_scopes(const struct pack *pack, struct role *role)
{
    for (size_t i = 0; i < role->fallback_count; i++)
        for (size_t j = 0; j < role->fallback[i].parties_count; j++) {
            struct party *party = &role->fallback[i].parties[j];
            const struct role *found = pack_role(pack, party->role);
            party->scope = found == NULL ? PARTY_ENTERPRISE : found->scope;
        }
}

static bool rights_read(const struct reading *reading)
{
    struct pack *pack = reading->pack;
    struct arena *arena = reading->turn->arena;
    const struct value *rights = value_get(reading->root, "rights");
    static_assert((int)RIGHTS == (int)RIGHTS_MAX, "the pack has room for every right");
    for (size_t i = 0; i < RIGHTS; i++)
        pack->rights[i] = names_read(arena, value_get(rights, right_fields[i].name));
    pack->break_glass_told = names_read(arena, value_get(rights, "break_glass_told"));
    pack->alarm_told = names_read(arena, value_get(rights, "alarm_told"));
    if (value_has(rights, "break_glass_for"))
        return span_read(reading, value_get(rights, "break_glass_for"), &pack->break_glass_us);
    return pack->rights[RIGHT_BREAK_GLASS].count == 0
           || fail_line(reading, rights->line,
                        "Who may break the glass needs break_glass_for: for how long it stays so.");
}

bool roles_read(const struct reading *reading)
{
    struct pack *pack = reading->pack;
    if (!field_check(reading->turn, roles_fields, reading->root, reading->source))
        return false;
    pack->long_absence_days =
        (int)value_get_integer(value_get(reading->root, "long_absence"), "business_days", 0);
    const struct value *list = value_get(reading->root, "roles");
    pack->roles = arena_array(reading->turn->arena, list->count, sizeof *pack->roles);
    for (size_t i = 0; i < list->count; i++) {
        const struct value *map = list->items[i];
        if (pack_role(pack, value_get_text(map, "code")) != NULL)
            return fail_line(reading, map->line, "There is a role %.*s already.",
                             TEXT_SHOW(value_get_text(map, "code")));
        if (!role_read(reading, map, &pack->roles[i]))
            return false;
        pack->roles_count = i + 1;
    }
    for (size_t i = 0; i < list->count; i++) {
        if (!same_as_follow(reading, list->items[i], &pack->roles[i]))
            return false;
        fallback_scopes(pack, &pack->roles[i]);
    }
    pack->called_first = names_read(reading->turn->arena, value_get(reading->root, "called_first"));
    return rights_read(reading);
}

static bool substitute_check(const struct reading *reading, const struct value *item,
                             struct text code)
{
    const struct value *roles = value_get(item, "roles");
    for (size_t i = 0; i < roles->count; i++) {
        struct text stand_in = roles->items[i]->text;
        if (pack_role(reading->pack, stand_in) == NULL)
            return fail_line(reading, item->line, "There is no role %.*s.", TEXT_SHOW(stand_in));
        if (text_equal(stand_in, code))
            return fail_line(reading, item->line, "%.*s cannot stand in for itself.",
                             TEXT_SHOW(code));
    }
    return true;
}

static bool rights_check(const struct reading *reading)
{
    const struct value *rights = value_get(reading->root, "rights");
    for (size_t i = 0; rights != NULL && i < rights->count; i++)
        for (size_t j = 0; j < rights->members[i].value->count; j++) {
            const struct value *code = rights->members[i].value->items[j];
            if (pack_role(reading->pack, code->text) == NULL)
                return fail_line(reading, code->line, "There is no role %.*s.",
                                 TEXT_SHOW(code->text));
        }
    return true;
}

static bool called_check(const struct reading *reading)
{
    const struct value *called = value_get(reading->root, "called_first");
    for (size_t i = 0; called != NULL && i < called->count; i++)
        if (pack_role(reading->pack, called->items[i]->text) == NULL)
            return fail_line(reading, called->items[i]->line, "There is no role %.*s.",
                             TEXT_SHOW(called->items[i]->text));
    return true;
}

bool roles_check(const struct reading *reading)
{
    const struct value *list = value_get(reading->root, "roles");
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < value_get_count(list->items[i], "fallback"); j++)
            if (!substitute_check(reading, value_get_item(list->items[i], "fallback", j),
                                  value_get_text(list->items[i], "code")))
                return false;
    return called_check(reading) && rights_check(reading);
}
