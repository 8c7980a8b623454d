/* SPDX-License-Identifier: Apache-2.0 */
/* The permission matrix of Massachusetts against DOMAIN 1.4, cell by cell and level by level, for
 * five columns and all roles; some cells of the other columns; and the notation, right and wrong.
 */
#include "part.h"
#include "policy/permission.h"
#include "tap.h"

static const char *const levels[] = {"metadata", "read", "create", "write", "decide"};
enum { LEVELS_ASKED = 5 };

/* A permission in short: "-" no; "y" without condition; else g, o, s, n (own), m, p, r (but
 * restricted). */
static void shown(struct builder *words, const struct permission *permission)
{
    size_t before = words->size;
    static const char letters[] = "gosnmpr";
    const bool flags[] = {permission->needs_grant,        permission->within_organisation,
                          permission->within_secretariat, permission->own_only,
                          permission->metadata_only,      permission->published_only,
                          permission->but_restricted};
    for (size_t i = 0; permission->allowed && i < sizeof flags / sizeof flags[0]; i++)
        if (flags[i])
            build_byte(words, letters[i]);
    if (words->size == before)
        build_byte(words, permission->allowed ? 'y' : '-');
}

/* Of all levels, in their order: "g g - g -". */
static const char *reach(struct part *part, const char *role, const char *area)
{
    struct builder words = {.arena = part->arena};
    for (size_t i = 0; i < LEVELS_ASKED; i++) {
        struct permission permission =
            pack_permission(part->pack, text_of(role), text_of(area), text_of(levels[i]));
        build(&words, i == 0 ? TEXT_NONE : TEXT(" "));
        shown(&words, &permission);
    }
    return text_string(part->arena, built(&words));
}

/* ---- the matrix: metadata, read, create, write, decide ---- */

#define NONE "- - - - -"
#define C    "- - y - -"

static const char *const areas[] = {"report", "case", "rating", "obligation", "audit"};
enum { AREAS_ASKED = 5 };

static const struct {
    const char *role;
    const char *cells[AREAS_ASKED];
} matrix[] = {
    {"PERSONNEL", {C, "n n - - -", NONE, "n n - n -", NONE}},
    {"HELPDESK", {C, "go go - go -", "- - go - -", "n n - n -", NONE}},
    {"SIRT_MEMBER", {C, "g g - g -", "- - g - -", "g g - - -", "g g - - -"}},
    {"SIRT_LEAD", {C, "g g - g -", "g g g g -", "g g - g -", "g g - - -"}},
    {"IR_COORD", {C, "g g - g -", "g g g g -", "g g - g -", "g g - - -"}},
    {"ISO", {C, "go go - go -", "- - go - -", "o o - - -", "o o - - -"}},
    {"AGENCY_HEAD", {C, "go go - - -", NONE, "o o - - -", "om - - - -"}},
    {"SCIO", {C, "gs gs - gs -", "- - gs - -", "s s - - -", "sm - - - -"}},
    {"SCIO_DESIGNEE", {C, "gs gs - gs -", "- - gs - -", "s s - - -", "sm - - - -"}},
    {"SCIO_EQ", {C, "go go - go -", "- - go - -", "o o - - -", "om - - - -"}},
    {"SEC_LEAD", {C, "gs gs - - -", NONE, "sm - - - -", NONE}},
    {"SECRETARY", {C, "gs gs - - -", NONE, "sm - - - -", NONE}},
    {"SOC_ANALYST", {C, "r r - r -", "r r r r r", "r r - - -", "g g - - -"}},
    {"SOC_DIRECTOR", {C, "y y - y -", "y y y y y", "y y - y y", "y y - - -"}},
    {"CISO", {C, "y y - y -", "y y y y y", "y y - y y", "y y - - -"}},
    {"CISO_DESIGNEE", {C, "y y - y -", "y y y y y", "y y - y y", "y y - - -"}},
    {"ESO", {C, "y y - y -", "y y y y -", "y y - - -", "y y - - -"}},
    {"ERM", {C, "m g - - -", NONE, "m - - - -", "m - - - -"}},
    {"CIO", {C, "y y - - -", NONE, "y y - y y", "m - - - -"}},
    {"CTO", {C, "gn gn - - -", NONE, "n n - n -", NONE}},
    {"NETOPS", {C, "gn gn - - -", NONE, "n n - n -", NONE}},
    {"EOTSS_LEGAL", {C, "g g - - -", NONE, "n n - n -", NONE}},
    {"AGENCY_COUNSEL", {C, "g g - - -", NONE, "n n - n -", NONE}},
    {"GOV_COUNSEL", {C, "g g - - -", NONE, "n n - n -", NONE}},
    {"EOTSS_COMMS", {C, "n n - - -", NONE, NONE, NONE}},
    {"SEC_COMMS", {C, "n n - - -", NONE, NONE, NONE}},
    {"AGENCY_COMMS", {C, "n n - - -", NONE, NONE, NONE}},
    {"INFO_OWNER", {C, "gn gn - - -", "- - n - -", "n n - n -", NONE}},
    {"ASSET_SUPPORT", {C, "gn gn - - -", "- - n - -", "n n - n -", NONE}},
    {"RECORDS", {NONE, "m - - - -", NONE, "n n - n -", NONE}},
    {"HR_CONTACT", {NONE, "n n - - -", NONE, NONE, NONE}},
    {"AUDITOR", {C, "g g - - -", "m - - - -", "g g - - -", "m g - - -"}},
    {"THIRD_PARTY", {C, "n n - - -", NONE, "n n - n -", NONE}},
    {"PARTNER", {C, "n n - - -", NONE, NONE, NONE}},
    {"NONEXEC_REPORTER", {C, "n n - - -", "- - n - -", "n n - - -", NONE}},
    {"BOARD", {NONE, NONE, NONE, "m - - - -", NONE}},
    {"SYSADMIN", {NONE, NONE, NONE, "m - - - -", "m - - - -"}},
};

static void test_matrix(struct part *part)
{
    for (size_t i = 0; i < sizeof matrix / sizeof matrix[0]; i++)
        for (size_t j = 0; j < AREAS_ASKED; j++) {
            const char *found = reach(part, matrix[i].role, areas[j]);
            ok(text_is(text_of(found), matrix[i].cells[j]), "%s, %s: %s (%s)", matrix[i].role,
               areas[j], matrix[i].cells[j], found);
        }
}

static void test_other_columns(struct part *part)
{
    static const struct {
        const char *role, *area, *cell;
    } cells[] = {
        {"SIRT_LEAD", "quarantine", "g g - g g"},
        {"SIRT_MEMBER", "quarantine", "g g - g -"},
        {"SIRT_LEAD", "subnet", "- - g - -"},
        {"SOC_DIRECTOR", "subnet", "y y - y y"},
        {"SOC_ANALYST", "subnet", "- - r - -"},
        {"ISO", "evidence", "gm - - - -"},
        {"SOC_ANALYST", "evidence", "g g - g -"},
        {"CISO", "evidence", "y y - y y"},
        {"CISO", "privileged", "y y - - -"},
        {"SIRT_MEMBER", "privileged", "g g - - -"},
        {"SOC_ANALYST", "privileged", NONE},
        {"SCIO", "privileged", NONE},
        {"EOTSS_LEGAL", "privileged", "g g - g -"},
        {"SEC_LEAD", "release", "s s - s s"},
        {"CIO", "release", "y y - y y"},
        {"CISO", "release", NONE},
        {"EOTSS_COMMS", "release", C},
        {"CISO", "exception", "y y - y y"},
        {"ISO", "exception", "- - o - -"},
        {"SOC_DIRECTOR", "exception", NONE},
        {"AGENCY_HEAD", "plan", "o o - o o"},
        {"PERSONNEL", "plan", "op op - - -"},
        {"AGENCY_HEAD", "organisation", "y y - o -"},
        {"SCIO", "organisation", "y y - s -"},
        {"ERM", "policy", "y y - y -"},
        {"CISO", "policy", "y y - y y"},
        {"SOC_DIRECTOR", "policy", "y y - n -"},
        {"THIRD_PARTY", "policy", "p p - - -"},
        {"SYSADMIN", "case", NONE},
        {"SYSADMIN", "evidence", NONE},
        {"SYSADMIN", "notice", "m - - - -"},
        {"AUDITOR", "finding", "y y y n n"},
        {"AUDITOR", "privileged", NONE},
        {"AGENCY_HEAD", "finding", "o o - o -"},
        {"PARTNER", "audit", NONE},
        {"AGENCY_HEAD", "outside", "o o - o o"},
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        const char *found = reach(part, cells[i].role, cells[i].area);
        ok(text_is(text_of(found), cells[i].cell), "%s, %s: %s (%s)", cells[i].role, cells[i].area,
           cells[i].cell, found);
    }
}

static void test_default_deny(struct part *part)
{
    ok(text_is(text_of(reach(part, "NOBODY", "case")), NONE), "a role that does not exist");
    ok(text_is(text_of(reach(part, "CISO", "cases")), NONE), "an area that does not exist");
    ok(text_is(text_of(reach(part, "CISO", "")), NONE), "no area");
    ok(!pack_permission(part->pack, TEXT("CISO"), TEXT("case"), TEXT("own")).allowed
           && !pack_permission(part->pack, TEXT("CISO"), TEXT("case"), TEXT_NONE).allowed,
       "a level that does not exist");
    struct permission permissions[PERMISSION_ENTRIES_MAX];
    ok(pack_permissions(part->pack, TEXT("BOARD"), TEXT("finding"), TEXT("read"), permissions) == 2
           && permissions[0].published_only && !permissions[0].own_only && permissions[1].own_only
           && !permissions[1].published_only,
       "a cell may give alternatives");
}

/* Deciding implies writing, writing reading, and reading metadata, for every cell there is. */
static void test_implied(struct part *part)
{
    bool implied = true;
    size_t cells = 0;
    for (size_t i = 0; i < part->pack->roles_count; i++) {
        const struct role *role = &part->pack->roles[i];
        for (size_t j = 0; j < role->permissions->count; j++, cells++) {
            struct text area = role->permissions->members[j].name;
            size_t counts[LEVELS_ASKED];
            struct permission permissions[PERMISSION_ENTRIES_MAX];
            for (size_t k = 0; k < LEVELS_ASKED; k++)
                counts[k] =
                    pack_permissions(part->pack, role->code, area, text_of(levels[k]), permissions);
            implied &= counts[0] >= counts[1] && counts[1] >= counts[3] && counts[3] >= counts[4]
                       && counts[0] + counts[2] > 0;
        }
    }
    ok(implied && cells > 300, "each level implies those below it, in %zu cells", cells);
}

/* ---- roles ---- */

static void test_roles(struct part *part)
{
    const struct role *scio = pack_role(part->pack, TEXT("SCIO"));
    ok(scio->scope == PARTY_SECRETARIAT && scio->fallback_count == 3, "the SCIO has substitutes");
    ok(scio->fallback[0].body == BODY_OUTSIDE
           && text_is(scio->fallback[0].parties[0].role, "SCIO_EQ")
           && scio->fallback[0].parties[0].scope == PARTY_ORGANISATION,
       "outside a secretariat its equivalent, in its own scope");
    ok(scio->fallback[1].body == BODY_EXEMPT && text_is(scio->fallback[1].parties[0].role, "CISO")
           && scio->fallback[1].parties[0].scope == PARTY_ENTERPRISE,
       "where there is no such office, the CISO");
    ok(scio->fallback[2].body == BODY_ANY && scio->fallback[2].parties_count == 2,
       "else two are told");
    ok(text_is(pack_role(part->pack, TEXT("CISO"))->successor_of.items[0], "CSO"),
       "old names are kept");
    ok(pack_role(part->pack, TEXT("CIO"))->exclusive
           && !pack_role(part->pack, TEXT("CIO"))->delegable
           && pack_role(part->pack, TEXT("SCIO"))->delegable
           && pack_role(part->pack, TEXT("ISO"))->mandatory,
       "exclusive, delegable, mandatory");
}

/* ---- the notation ---- */

static bool notation(struct part *part, const char *cell)
{
    struct value *value = value_text(part->arena, text_of(cell));
    value->line = 7;
    part->reading.source = "r.yaml";
    fault_clear(&part->turn);
    return permission_check(&part->reading, value);
}

static void test_notation(struct part *part)
{
    static const char *const good[] = {"-",        "C",           "R",      "m",    "C/D e*",
                                       "W g(o)",   "R(o) p",      "m g(s)", "R m",  "R own g",
                                       "R; W own", "R; D own; C", "C/R g",  "D(s)", "R(o) m"};
    static const char *const bad[] = {"",
                                      "X",
                                      "r",
                                      "R ",
                                      " R",
                                      "R  g",
                                      "Rg",
                                      "R/",
                                      "/R",
                                      "R/R",
                                      "R g g",
                                      "R(o)(o)",
                                      "R(o)(s)",
                                      "R(o) e",
                                      "R e e*",
                                      "R e* e",
                                      "R *",
                                      "W m",
                                      "D p",
                                      "C m",
                                      "R/m",
                                      "m/R",
                                      "R;W",
                                      "R; ",
                                      "R;",
                                      "-; R",
                                      "- g",
                                      "R g, W",
                                      "own",
                                      "R (o)",
                                      "R; R; R; R; R",
                                      "C/R/W/D/m",
                                      "R gg",
                                      "R owner",
                                      "R(x)"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ok(notation(part, good[i]), "\"%s\" is a permission", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(!notation(part, bad[i])
               && text_starts(text_of(part->turn.fault.message), TEXT("r.yaml:7: ")),
           "\"%s\" is none", bad[i]);
}

static void test_wrong_files(struct part *part)
{
    static const struct {
        const char *yaml, *says;
    } wrong[] = {
        {"roles: []\n", "roles"},
        {"roles:\n - {code: A, title: a, scope: here, permissions: {}}\n", "here"},
        {"roles:\n - {code: A, title: a, scope: asset}\n", "w.yaml:2: A needs either"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {cases: R}}\n", "cases"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {case: X}}\n",
         "w.yaml:2: \"X\""},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}}\n"
         " - {code: A, title: a, scope: asset, permissions: {}}\n",
         "w.yaml:3: There is a role A already"},
        {"roles:\n - {code: A, title: a, scope: asset, same_as: B}\n", "There is no role B"},
        {"roles:\n - {code: A, title: a, scope: asset, same_as: A}\n", "no permissions of its own"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}, fallback: [{roles: "
         "[B]}]}\n",
         "w.yaml:2: There is no role B"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}, fallback: [{roles: "
         "[A]}]}\n",
         "stand in for itself"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}, fallback: [{for: all, "
         "roles: [A]}]}\n",
         "all"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}, boss: true}\n", "boss"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}}\nrights: {see: [A]}\n",
         "see"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}}\nrights: {grant: [B]}\n",
         "w.yaml:3: There is no role B"},
        {"roles:\n - {code: A, title: a, scope: asset, permissions: {}}\n"
         "rights: {break_glass: [A]}\n",
         "break_glass_for"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        *part->pack = (struct pack){0};
        bool read = part_read(part, text_of(wrong[i].yaml), "w.yaml", roles_read)
                    && roles_check(&part->reading);
        const char *message = part->turn.fault.message;
        ok(!read && text_starts(text_of(message), TEXT("w.yaml:"))
               && text_contains(text_of(message), text_of(wrong[i].says)),
           "a wrong file is refused: %s", message);
    }
}

int main(void)
{
    struct part part;
    part_begin(&part);
    if (!ok(part_read_file(&part, "roles.yaml", roles_read) && roles_check(&part.reading),
            "roles.yaml is read: %s", part.turn.fault.message))
        return tap_end();
    test_matrix(&part);
    test_other_columns(&part);
    test_default_deny(&part);
    test_implied(&part);
    test_roles(&part);
    test_notation(&part);
    test_wrong_files(&part);
    part_end(&part);
    return tap_end();
}
