/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The permission matrix of Massachusetts, whole: DOMAIN 1.4 row by row and column by column in the
 * notation of roles.yaml, held against the pack. A role that is not stated here fails; so does a
 * cell that says another thing. What the levels then mean is permission_test's.
 *
 * Where the pack goes beyond DOMAIN on purpose it is stated as it stands: waiving and suspending a
 * duty, and directing how often it falls due, are decisions on obligations (CISO, SOC_DIRECTOR,
 * CIO); the administrator enters who holds which role (decision 0008); roles that DOMAIN's table
 * does not name have rows of their own.
 */
#include "part.h"
#include "policy/permission.h"
#include "tap.h"

static const char *const areas[] = {"report",     "case",   "rating",    "evidence", "privileged",
                                    "obligation", "notice", "release",   "outside",  "quarantine",
                                    "subnet",     "plan",   "exception", "finding",  "organisation",
                                    "policy",     "audit"};
enum { COLUMNS = sizeof areas / sizeof *areas };

#define ROW_PERSONNEL                                                                              \
    {                                                                                              \
        "C", "R own", "-", "-", "-", "W own", "-", "-", "-", "-", "-", "R(o) p", "-", "R p", "R",  \
            "R", "-"                                                                               \
    }
#define ROW_SIRT_LEAD                                                                              \
    {                                                                                              \
        "C", "W g", "C/W g", "W g", "R g", "W g", "W g", "-", "W g", "D g", "C g", "R(o)", "-",    \
            "-", "R", "R", "R g"                                                                   \
    }
#define ROW_SCIO                                                                                   \
    {                                                                                              \
        "C", "W g(s)", "C g(s)", "m g", "-", "R(s)", "W(s)", "-", "D(s)", "m g(s)", "m g(s)",      \
            "W(s)", "C(s)", "R(s)", "R; W(s)", "R", "m(s)"                                         \
    }
#define ROW_SEC_LEAD                                                                               \
    {                                                                                              \
        "C", "R g(s)", "-", "-", "-", "m(s)", "-", "D(s)", "m g(s)", "-", "-", "R(s)", "-",        \
            "R(s)", "R", "R", "-"                                                                  \
    }
#define ROW_CISO                                                                                   \
    {                                                                                              \
        "C", "W e", "C/D e", "D e", "R e", "D e", "W e", "-", "D e", "D e", "D e", "R e", "D e",   \
            "R e", "W", "D", "R e"                                                                 \
    }
#define ROW_COUNSEL                                                                                \
    {                                                                                              \
        "C", "R g", "-", "R g", "W g", "W own", "W own", "C g", "C/R g", "-", "-", "R own", "-",   \
            "R", "R", "R", "-"                                                                     \
    }
#define ROW_COMMS                                                                                  \
    {                                                                                              \
        "C", "R own", "-", "-", "-", "-", "W own", "C", "-", "-", "-", "-", "-", "R p", "-", "R",  \
            "-"                                                                                    \
    }
#define ROW_ASSET                                                                                  \
    {                                                                                              \
        "C", "R own g", "C own", "-", "-", "W own", "W own", "-", "-", "W own", "-", "-", "-",     \
            "-", "-", "R", "-"                                                                     \
    }

static const struct {
    const char *role;
    const char *cells[COLUMNS];
} rows[] = {
    {"PERSONNEL", ROW_PERSONNEL},
    {"CDO", ROW_PERSONNEL},
    {"AGENCY_MGMT", ROW_PERSONNEL},
    {"SPENDING_APPROVER", ROW_PERSONNEL},
    {"HELPDESK",
     {"C", "W g(o)", "C g(o)", "-", "-", "W own", "W(o)", "-", "-", "-", "-", "R(o)", "-", "R p",
      "R", "R", "-"}},
    {"SERVICE_DESK",
     {"C", "W g", "C g", "-", "-", "W own", "W g", "-", "-", "-", "-", "R(o)", "-", "R p", "R", "R",
      "-"}},
    {"SIRT_MEMBER",
     {"C", "W g", "C g", "W g", "R g", "R g", "W g", "-", "W g", "W g", "C g", "R(o)", "-", "-",
      "R", "R", "R g"}},
    {"SIRT_LEAD", ROW_SIRT_LEAD},
    {"IR_COORD", ROW_SIRT_LEAD},
    {"ISO",
     {"C", "W g(o)", "C g(o)", "m g", "-", "R(o)", "W(o)", "-", "W g", "-", "-", "W(o)", "C(o)",
      "W(o)", "R; W(o)", "R", "R(o)"}},
    {"SEC_ISO",
     {"C", "W g(s)", "C g(s)", "m g", "-", "R(s)", "W(s)", "-", "W g", "-", "-", "W(s)", "C(s)",
      "W(s)", "R; W(s)", "R", "R(s)"}},
    {"AGENCY_HEAD",
     {"C", "R g(o)", "-", "m g", "-", "R(o)", "R(o)", "D(o)", "D(o)", "m g(o)", "m g(o)", "D(o)",
      "C(o)", "W(o)", "R; W(o)", "R", "m(o)"}},
    {"SCIO", ROW_SCIO},
    {"SCIO_DESIGNEE", ROW_SCIO},
    {"SCIO_EQ",
     {"C", "W g(o)", "C g(o)", "m g", "-", "R(o)", "W(o)", "-", "D(o)", "m g(o)", "m g(o)", "W(o)",
      "C(o)", "R(o)", "R; W(o)", "R", "m(o)"}},
    {"SEC_LEAD", ROW_SEC_LEAD},
    {"SECRETARY", ROW_SEC_LEAD},
    {"SOC_ANALYST",
     {"C", "W e*", "C/D e*", "W g", "-", "R e*", "W e*", "-", "W e*", "W e*", "C e*", "R e", "-",
      "-", "R", "R", "R g"}},
    {"SOC_DIRECTOR",
     {"C", "W e", "C/D e", "W e", "R g", "D e", "W e", "-", "D e", "D e", "D e", "R e", "-", "R e",
      "R; W own", "R; W own", "R e"}},
    {"CISO", ROW_CISO},
    {"CISO_DESIGNEE", ROW_CISO},
    {"ESO",
     {"C", "W e", "C/W e", "R e", "R g", "R e", "W e", "-", "-", "D e", "-", "R e", "-", "-", "R",
      "-", "R e"}},
    {"ERM",
     {"C", "m; R g", "-", "-", "-", "m", "-", "-", "-", "-", "-", "R e", "W e", "W e", "R", "W",
      "m"}},
    {"CIO",
     {"C", "R e", "-", "-", "R e", "D e", "R e", "D", "D e", "D e", "D e", "R e", "-", "R e", "W",
      "D", "m"}},
    {"CTO",
     {"C", "R own g", "-", "-", "-", "W own", "W own", "-", "-", "D e", "D e", "-", "-", "-", "R",
      "-", "-"}},
    {"NETOPS",
     {"C", "R own g", "-", "-", "-", "W own", "W own", "-", "-", "W g", "W g", "-", "-", "-", "R",
      "-", "-"}},
    {"EOTSS_LEGAL", ROW_COUNSEL},
    {"AGENCY_COUNSEL", ROW_COUNSEL},
    {"GOV_COUNSEL", ROW_COUNSEL},
    {"EOTSS_COMMS", ROW_COMMS},
    {"SEC_COMMS", ROW_COMMS},
    {"AGENCY_COMMS", ROW_COMMS},
    {"INFO_OWNER", ROW_ASSET},
    {"ASSET_SUPPORT", ROW_ASSET},
    {"DESIGNATED_CONTACT",
     {"C", "W g(o)", "C g(o)", "-", "-", "W own", "W g(o)", "-", "-", "-", "-", "R(o)", "-", "R p",
      "R", "R", "-"}},
    {"RECORDS",
     {"-", "m", "-", "m", "-", "W own", "-", "-", "-", "-", "-", "R", "-", "-", "-", "R", "-"}},
    {"HR_CONTACT",
     {"-", "R own", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "R", "-"}},
    {"AUDITOR",
     {"C", "R g", "m", "m", "-", "R g", "m", "m", "m", "m", "m", "R", "R", "R; D own; C", "R", "R",
      "m; R g"}},
    {"THIRD_PARTY",
     {"C", "R own", "-", "C own", "-", "W own", "W own", "-", "-", "W own", "-", "W own", "-", "-",
      "-", "R p", "-"}},
    {"PARTNER",
     {"C", "R own", "-", "-", "-", "-", "R own", "-", "W own", "-", "-", "-", "-", "-", "-", "-",
      "-"}},
    {"FUSION_CENTER",
     {"C", "R own", "-", "-", "-", "-", "R own", "-", "W own", "-", "-", "-", "-", "-", "-", "-",
      "-"}},
    {"NONEXEC_REPORTER",
     {"C", "R own", "C own", "W own", "-", "R own", "W own", "D own", "W own", "-", "-", "W own",
      "-", "R own", "W own", "R", "-"}},
    {"BOARD",
     {"-", "-", "-", "-", "-", "m", "-", "-", "-", "-", "-", "R own; C", "-", "R p; R own", "-",
      "R", "-"}},
    {"SYSADMIN",
     {"-", "-", "-", "-", "-", "m", "m", "-", "-", "-", "-", "-", "-", "-", "W", "W own", "m"}},
};
enum { ROWS = sizeof rows / sizeof *rows };

static struct text cell_of(const struct role *role, const char *area)
{
    for (size_t i = 0; role->permissions != NULL && i < role->permissions->count; i++)
        if (text_is(role->permissions->members[i].name, area))
            return role->permissions->members[i].value->text;
    return TEXT("-");
}

static void test_row(struct part *part, size_t row)
{
    const struct role *role = pack_role(part->pack, text_of(rows[row].role));
    if (!ok(role != NULL, "there is a role %s", rows[row].role))
        return;
    for (size_t i = 0; i < COLUMNS; i++) {
        struct text cell = cell_of(role, areas[i]);
        ok(text_is(cell, rows[row].cells[i]), "%s, %s: %s (%.*s)", rows[row].role, areas[i],
           rows[row].cells[i], TEXT_SHOW(cell));
    }
}

static void test_every_role(struct part *part)
{
    for (size_t i = 0; i < part->pack->roles_count; i++) {
        bool stated = false;
        for (size_t row = 0; row < ROWS; row++)
            stated = stated || text_is(part->pack->roles[i].code, rows[row].role);
        ok(stated, "the row of %.*s is stated", TEXT_SHOW(part->pack->roles[i].code));
    }
}

/* Who reads content, and who never does: read off the whole matrix. */
static void test_content(struct part *part)
{
    static const char *const content[] = {"case",       "rating",     "evidence",
                                          "privileged", "obligation", "notice"};
    for (size_t i = 0; i < sizeof content / sizeof *content; i++)
        ok(!pack_permission(part->pack, TEXT("SYSADMIN"), text_of(content[i]), TEXT("read"))
                .allowed,
           "the administrator reads no %s", content[i]);
}

static void test_rights(struct part *part)
{
    static const struct {
        enum right right;
        const char *role;
        bool has;
    } asked[] = {{RIGHT_BREAK_GLASS, "SOC_DIRECTOR", true},
                 {RIGHT_BREAK_GLASS, "CISO", true},
                 {RIGHT_BREAK_GLASS, "CISO_DESIGNEE", false},
                 {RIGHT_BREAK_GLASS, "SOC_ANALYST", false},
                 {RIGHT_CONFIDENTIAL, "CISO_DESIGNEE", true},
                 {RIGHT_CONFIDENTIAL, "ESO", false},
                 {RIGHT_CONCUR, "ESO", true},
                 {RIGHT_CONCUR, "CISO", false},
                 {RIGHT_BODIES, "AUDITOR", false},
                 {RIGHT_REPORTER, "SOC_ANALYST", true},
                 {RIGHT_REPORTER, "AGENCY_HEAD", false},
                 {RIGHT_EXCLUDE, "SIRT_LEAD", false}};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        ok(pack_right(part->pack, text_of(asked[i].role), asked[i].right) == asked[i].has,
           "%s %s the right %d", asked[i].role, asked[i].has ? "has" : "has not",
           (int)asked[i].right);
    for (size_t right = 0; right < RIGHTS; right++)
        ok(!pack_right(part->pack, TEXT("SYSADMIN"), (enum right)right),
           "the administrator has not the right %zu", right);
}

int main(void)
{
    struct part part;
    part_begin(&part);
    if (!ok(part_read_file(&part, "roles.yaml", roles_read) && roles_check(&part.reading),
            "roles.yaml is read: %s", part.turn.fault.message))
        return tap_end();
    for (size_t row = 0; row < ROWS; row++)
        test_row(&part, row);
    test_every_role(&part);
    test_content(&part);
    test_rights(&part);
    part_end(&part);
    return tap_end();
}
