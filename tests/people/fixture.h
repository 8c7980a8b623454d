/* SPDX-License-Identifier: Apache-2.0 */
/* A small government on an empty house: its pack, and its actions run as the counter runs them. */
#pragma once
#include "../store/both.h"
#include "base/file.h"
#include "base/id.h"
#include "base/json.h"
#include "people/people.h"

enum { FIXTURE_FILE_BYTES_MAX = 1 << 20 };

/* A party in its scope; a substitute of one or two. */
#define PARTY(code, where)                                                                         \
    {                                                                                              \
        .role = {(code), sizeof(code) - 1}, .scope = (where)                                       \
    }

static struct party fixture_equal[] = {PARTY("SCIO_EQ", PARTY_ORGANISATION)};
static struct party fixture_ciso[] = {PARTY("CISO", PARTY_ENTERPRISE)};
static struct party fixture_head_and_soc[] = {PARTY("AGENCY_HEAD", PARTY_ORGANISATION),
                                              PARTY("SOC_DIRECTOR", PARTY_ENTERPRISE)};
static struct party fixture_scio[] = {PARTY("SCIO", PARTY_SECRETARIAT)};
static struct party fixture_lead[] = {PARTY("SEC_LEAD", PARTY_SECRETARIAT)};

static struct substitute fixture_for_scio[] = {{BODY_OUTSIDE, fixture_equal, 1},
                                               {BODY_EXEMPT, fixture_ciso, 1},
                                               {BODY_ANY, fixture_head_and_soc, 2}};
static struct substitute fixture_for_head[] = {{BODY_ANY, fixture_scio, 1},
                                               {BODY_ANY, fixture_lead, 1}};
static struct substitute fixture_for_soc[] = {{BODY_ANY, fixture_ciso, 1}};

static struct party fixture_soc_director[] = {PARTY("SOC_DIRECTOR", PARTY_ENTERPRISE)};
static struct party fixture_sirt[] = {PARTY("SIRT_MEMBER", PARTY_ORGANISATION)};
static struct substitute fixture_for_analyst[] = {{BODY_ANY, fixture_soc_director, 1}};
static struct substitute fixture_for_coordinator[] = {{BODY_ANY, fixture_sirt, 1},
                                                      {BODY_ANY, fixture_soc_director, 1}};
static struct text fixture_cso[] = {{"CSO", 3}, {"Chief Security Officer", 22}};
static struct text fixture_csirt[] = {{"CSIRT", 5}};

#define ROLE(word, says, where)                                                                    \
    .code = {(word), sizeof(word) - 1}, .title = {(says), sizeof(says) - 1}, .scope = (where)

static struct role fixture_roles[] = {
    {ROLE("SCIO", "Secretariat CIO", PARTY_SECRETARIAT), .exclusive = true, .delegable = true,
     .mandatory = true, .fallback = fixture_for_scio, .fallback_count = 3},
    {ROLE("SCIO_EQ", "CIO of a body outside", PARTY_ORGANISATION), .mandatory = true},
    {ROLE("AGENCY_HEAD", "Head of the agency", PARTY_ORGANISATION), .mandatory = true,
     .fallback = fixture_for_head, .fallback_count = 2},
    {ROLE("SEC_LEAD", "Secretary", PARTY_SECRETARIAT)},
    {ROLE("SIRT_MEMBER", "Member of the SIRT", PARTY_ORGANISATION), .roster = ROSTER_ON_CALL,
     .successor_of = {fixture_csirt, 1}},
    {ROLE("SOC_ANALYST", "SOC analyst", PARTY_ENTERPRISE), .roster = ROSTER_SHIFT,
     .mandatory = true, .fallback = fixture_for_analyst, .fallback_count = 1,
     .successor_of = {fixture_csirt, 1}},
    {ROLE("IR_COORD", "Coordinator", PARTY_INCIDENT), .exclusive = true, .delegable = true,
     .fallback = fixture_for_coordinator, .fallback_count = 2},
    {ROLE("SOC_DIRECTOR", "SOC Director", PARTY_ENTERPRISE), .exclusive = true, .mandatory = true,
     .fallback = fixture_for_soc, .fallback_count = 1},
    {ROLE("CISO", "CISO", PARTY_ENTERPRISE), .mandatory = true, .successor_of = {fixture_cso, 2}},
    {ROLE("CIO", "CIO", PARTY_ENTERPRISE), .delegable = true, .mandatory = true},
    {ROLE("SECRETARY", "Secretary of EOTSS", PARTY_ENTERPRISE), .mandatory = true},
};

static inline bool fixture_file(struct turn *turn, const char *name, struct text *bytes)
{
    const char *source = getenv("REVERE_SOURCE");
    return file_read(turn,
                     text_format(turn->arena, "%s/%s", source == NULL ? "." : source, name).data,
                     FIXTURE_FILE_BYTES_MAX, bytes);
}

/* Tables, and a pack with roles and a calendar; false (and not ok) when the test cannot go on. */
static inline bool fixture_open(struct turn *turn, struct pack *pack)
{
    struct text ledger;
    struct text people;
    *pack = (struct pack){.name = TEXT("test"),
                          .roles = fixture_roles,
                          .roles_count = sizeof fixture_roles / sizeof *fixture_roles};
    bool open = fixture_file(turn, "src/ledger/tables.sql", &ledger)
                && fixture_file(turn, "src/people/tables.sql", &people)
                && zone_open(turn, TEXT("America/New_York"), &pack->calendar.zone);
    if (open) {
        const struct embedded tables[] = {{"ledger/tables.sql", ledger.data, ledger.size},
                                          {"people/tables.sql", people.data, people.size},
                                          {NULL, NULL, 0}};
        open = store_migrate(turn, tables);
    }
    static const unsigned char sealing[33] = "a key for tests, and for nothing.";
    turn->pack = pack;
    turn->sealing = sealing;
    turn->actor = (struct actor){.person = TEXT("system:test"), .name = TEXT("the test")};
    return ok(open, "tables and pack: %s", turn->fault.message);
}

/* The instant that people would write so, in the pack's zone. */
static inline int64_t at(struct turn *turn, const char *when)
{
    int64_t instant_us = 0;
    if (!instant_parse(turn, "at", text_of(when), turn->pack->calendar.zone, &instant_us))
        ok(false, "the test's instant %s: %s", when, turn->fault.message);
    return instant_us;
}

typedef bool fixture_work(struct change *change, void *context);

/* Runs work in a change of a group of its own. After a fault nothing of it has happened. */
static inline bool changed(struct turn *turn, fixture_work *work, void *context)
{
    struct ledger_group *group;
    struct change *change;
    if (!ledger_group_begin(turn, &group))
        return false;
    if (change_begin(turn, group, TEXT_NONE, &change)) {
        if (work(change, context) && change_end(change))
            return ledger_group_commit(turn, group);
        change_drop(change);
    }
    ledger_group_drop(turn, group);
    return false;
}

struct fixture_call {
    const struct action *action;
    struct value *input;
    struct value *answer;
};

static inline bool fixture_write(struct change *change, void *context)
{
    struct fixture_call *call = context;
    return call->action->write(change, call->input, &call->answer);
}

/* Calls an action with JSON as the counter would; NULL leaves the turn's fault. */
static inline struct value *call(struct turn *turn, const char *name, const char *json)
{
    static const struct action *const tables[] = {people_actions, role_actions, session_actions};
    struct fixture_call call = {.action = NULL};
    fault_clear(turn);
    for (size_t t = 0; t < sizeof tables / sizeof *tables && call.action == NULL; t++)
        for (const struct action *action = tables[t]; action->name != NULL; action++)
            if (strcmp(action->name, name) == 0)
                call.action = action;
    if (call.action == NULL) {
        ok(false, "there is an action %s", name);
        return NULL;
    }
    struct actor actor = turn->actor;
    bool done = json_read(turn, text_of(json), "the test", &call.input)
                && field_check(turn, call.action->fields, call.input, NULL)
                && (call.action->prepare == NULL || call.action->prepare(turn, call.input))
                && (call.action->read != NULL ? call.action->read(turn, call.input, &call.answer)
                                              : changed(turn, fixture_write, &call));
    turn->actor = actor;
    return done ? call.answer : NULL;
}

/* The same, which must be done; the member of the answer. */
static inline struct text made(struct turn *turn, const char *name, const char *member,
                               const char *json)
{
    struct value *answer = call(turn, name, json);
    if (answer == NULL)
        ok(false, "%s %s: %s", name, json, turn->fault.message);
    return answer == NULL ? TEXT_NONE : value_get_text(answer, member);
}

static inline void do_all(struct turn *turn, const char *name, const char *const *inputs)
{
    for (; *inputs != NULL; inputs++)
        if (call(turn, name, *inputs) == NULL)
            ok(false, "%s %s: %s", name, *inputs, turn->fault.message);
}

static inline bool faulted(const struct turn *turn, enum fault_kind kind, const char *field)
{
    return turn->fault.kind == kind && strcmp(turn->fault.field, field) == 0;
}
