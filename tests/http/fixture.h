/* SPDX-License-Identifier: Apache-2.0 */
/* A house for the tests of the web door: actions that show every fault and every kind of field, and
 * actions of the names that the pages ask for, with answers that stand still. */
#pragma once
#include "base/file.h"
#include "base/zone.h"
#include "http/answers.h"
#include "http/double.h"
#include "http/http.h"
#include <stdio.h>
#include <stdlib.h>

#define FIXTURE_NOW "2026-07-03T21:30:00Z"
#define HOSTILE     "<script>alert('x')</script> & \"quoted\""

/* ---- every fault ---- */

static inline bool fault_read(struct turn *turn, const struct value *input, struct value **answer)
{
    struct text kind = value_get_text(input, "kind");
    *answer = value_map(turn->arena);
    if (text_is(kind, "field"))
        return fail_field(turn, "assets[2].rating", "This is no rating. Say high or low.");
    if (text_is(kind, "clause"))
        return fail_clause(turn, "TEST-1-2", "The clause says no.");
    for (int i = FAULT_INVALID; i < FAULT_KINDS; i++)
        if (text_is(kind, fault_face((enum fault_kind)i)->name))
            return fail(turn, (enum fault_kind)i, "This is the fault /secret/path %s.", HOSTILE);
    return true;
}

static const struct field fault_fields[] = {{.name = "kind", .type = FIELD_TEXT, .needed = true},
                                            {.name = NULL}};

/* ---- a thing with every kind of field ---- */

static const char *const colours[] = {"red", "green", NULL};
static const struct field asset_fields[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .most = 60},
    {.name = "rating", .type = FIELD_WORD, .words = colours},
    {.name = NULL}};
static const struct field liability_fields[] = {
    {.name = "low", .type = FIELD_MONEY}, {.name = "high", .type = FIELD_MONEY}, {.name = NULL}};
static const struct field asset_item = {.type = FIELD_MAP, .members = asset_fields};
static const struct field text_item = {.type = FIELD_TEXT, .most = 20};
static const struct field thing_fields[] = {
    {.name = "thing", .type = FIELD_ID, .needed = true, .help = "Which thing."},
    {.name = "title", .type = FIELD_TEXT, .needed = true, .most = 20, .help = "Its title."},
    {.name = "count", .type = FIELD_INTEGER, .least = 1, .most = 9, .help = "How many."},
    {.name = "ready", .type = FIELD_BOOLEAN},
    {.name = "colour", .type = FIELD_WORD, .words = colours},
    {.name = "like", .type = FIELD_ID, .listed = "thing.list", .help = "Which it is like."},
    {.name = "since", .type = FIELD_INSTANT},
    {.name = "day", .type = FIELD_DATE},
    {.name = "tags", .type = FIELD_LIST, .most = 3, .items = &text_item},
    {.name = "liability", .type = FIELD_MAP, .members = liability_fields},
    {.name = "assets", .type = FIELD_LIST, .most = 5, .items = &asset_item},
    {.name = "content", .type = FIELD_NAMES, .items = &text_item},
    {.name = "note", .type = FIELD_ANY, .help = "Anything."},
    {.name = NULL}};
static const struct field id_fields[] = {{.name = "thing", .type = FIELD_ID, .needed = true},
                                         {.name = NULL}};
static const struct field list_fields[] = {{.name = "after", .type = FIELD_TEXT, .most = 60},
                                           {.name = "limit", .type = FIELD_INTEGER, .most = 200},
                                           {.name = "colour", .type = FIELD_TEXT},
                                           {.name = NULL}};

static inline bool thing_about(struct turn *turn, const struct value *input, struct object *object)
{
    (void)turn;
    struct text thing = value_get_text(input, "thing");
    *object = (struct object){.exists = text_is(thing, "T-1"), .version = TEXT("v7")};
    return true;
}

static inline bool thing_read(struct turn *turn, const struct value *input, struct value **answer)
{
    *answer = value_map(turn->arena);
    value_set_text(turn->arena, *answer, "thing", value_get_text(input, "thing"));
    value_set_text(turn->arena, *answer, "title", TEXT(HOSTILE));
    value_set_text(turn->arena, *answer, "version", TEXT("v7"));
    return true;
}

/* Answers its input, as the house has understood it. */
static inline bool thing_change(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)turn;
    *answer = (struct value *)(uintptr_t)input;
    return true;
}

static inline bool thing_list(struct turn *turn, const struct value *input, struct value **answer)
{
    return value_get_text(input, "after").size > 0
               ? canned(turn, "{\"items\":[{\"thing\":\"T-2\"}]}", answer)
               : canned(turn,
                        "{\"items\":[{\"thing\":\"T-1\",\"colours\":[\"red\",\"green\"]}],"
                        "\"next\":\"a b&c>\"}",
                        answer);
}

static inline bool hungry_read(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    *answer = value_list(turn->arena);
    while (arena_used(turn->arena) < SIZE_MAX / 2)
        (void)arena_take(turn->arena, 1024 * 1024);
    return true;
}

static const struct action fault_actions[] = {{.name = "fault.read",
                                               .title = "Read a fault",
                                               .route = "/faults/{kind}",
                                               .fields = fault_fields,
                                               .anonymous = true,
                                               .read = fault_read,
                                               .help = "Fails as told."},
                                              {.name = "thing.read",
                                               .title = "Read a thing",
                                               .route = "/things/{thing}",
                                               .fields = id_fields,
                                               .anonymous = true,
                                               .about = thing_about,
                                               .read = thing_read,
                                               .help = "A thing."},
                                              {.name = "thing.list",
                                               .title = "Things",
                                               .route = "/things",
                                               .fields = list_fields,
                                               .anonymous = true,
                                               .read = thing_list,
                                               .item = "thing",
                                               .known_by = {"thing"},
                                               .help = "All things."},
                                              {.name = "thing.change",
                                               .title = "Change a thing",
                                               .method = METHOD_POST,
                                               .route = "/things/{thing}",
                                               .fields = thing_fields,
                                               .level = LEVEL_CREATE,
                                               .anonymous = true,
                                               .about = thing_about,
                                               .read = thing_change,
                                               .help = "Changes a thing."},
                                              {.name = "thing.mine",
                                               .title = "My things",
                                               .route = "/mine",
                                               .fields = list_fields,
                                               .area = AREA_CASE,
                                               .level = LEVEL_READ,
                                               .read = thing_list,
                                               .help = "Only for members."},
                                              {.name = "thing.keep",
                                               .title = "Keep my thing",
                                               .method = METHOD_POST,
                                               .route = "/mine",
                                               .fields = list_fields,
                                               .area = AREA_CASE,
                                               .level = LEVEL_WRITE,
                                               .read = thing_list,
                                               .help = "Only for members."},
                                              {.name = "thing.internal",
                                               .title = "Inside only",
                                               .route = "/inside",
                                               .fields = list_fields,
                                               .anonymous = true,
                                               .internal = true,
                                               .read = thing_list,
                                               .help = "Never seen outside."},
                                              {.name = "thing.hungry",
                                               .title = "Hungry",
                                               .route = "/hungry",
                                               .fields = list_fields,
                                               .anonymous = true,
                                               .read = hungry_read,
                                               .help = "Uses all memory."},
                                              {.name = NULL}};

/* ---- what the pages ask for ---- */

static const char *const yes_no[] = {"yes", "no", "unknown", NULL};
static const struct field owed_fields[] = {{.name = "owed", .type = FIELD_TEXT},
                                           {.name = "state", .type = FIELD_TEXT},
                                           {.name = "incident", .type = FIELD_TEXT},
                                           {.name = "after", .type = FIELD_TEXT},
                                           {.name = NULL}};
static const struct field obligation_fields[] = {
    {.name = "obligation", .type = FIELD_ID, .needed = true}, {.name = NULL}};
static const struct field incident_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true},
    {.name = "after", .type = FIELD_TEXT},
    {.name = NULL}};
static const struct field clause_fields[] = {{.name = "clause", .type = FIELD_TEXT, .needed = true},
                                             {.name = NULL}};
static const struct field evaluation_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true},
    {.name = "human_safety",
     .type = FIELD_WORD,
     .words = yes_no,
     .help = "Is anybody's life or health in danger?"},
    {.name = "liability",
     .type = FIELD_MAP,
     .members = liability_fields,
     .help = "What it may cost, in dollars."},
    {.name = "assets",
     .type = FIELD_LIST,
     .most = 50,
     .items = &asset_item,
     .help = "What is affected."},
    {.name = "priority",
     .type = FIELD_INTEGER,
     .needed = true,
     .least = 1,
     .most = 4,
     .help = "1 is the most urgent, 4 the least."},
    {.name = "action", .type = FIELD_TEXT, .needed = true, .help = "What is to be done first."},
    {.name = NULL}};
static const struct field respond_fields[] = {
    {.name = "incident", .type = FIELD_ID, .needed = true},
    {.name = "action", .type = FIELD_TEXT, .needed = true, .help = "What was done."},
    {.name = "at",
     .type = FIELD_INSTANT,
     .help = "When, such as 2026-07-03T17:00; now, if it is left out."},
    {.name = NULL}};
static const struct field report_fields[] = {
    {.name = "what", .type = FIELD_TEXT, .help = "What did you see, where, and since when?"},
    {.name = "organisation",
     .type = FIELD_TEXT,
     .most = 120,
     .help = "The agency it happened in, as you call it."},
    {.name = "known_since",
     .type = FIELD_TEXT,
     .most = 60,
     .help = "When you first knew, roughly is fine."},
    {.name = "human_safety",
     .type = FIELD_WORD,
     .words = yes_no,
     .help = "Is anybody's life or health in danger?"},
    {.name = "name", .type = FIELD_TEXT, .most = 120, .help = "Only if you want to be asked."},
    {.name = "contact",
     .type = FIELD_TEXT,
     .most = 120,
     .help = "A phone number or a mail address."},
    {.name = "detected", .type = FIELD_TEXT, .most = 60, .help = "When it began."},
    {.name = "channel", .type = FIELD_TEXT, .most = 60, .help = "How you came to know."},
    {.name = NULL}};
static const struct field receipt_fields[] = {
    {.name = "number",
     .type = FIELD_TEXT,
     .needed = true,
     .most = 40,
     .help = "It begins with the letters of the receipt page."},
    {.name = "receipt",
     .type = FIELD_TEXT,
     .needed = true,
     .most = 40,
     .help = "The code that stood beside it."},
    {.name = NULL}};
static const struct field sign_in_fields[] = {
    {.name = "name", .type = FIELD_TEXT, .needed = true, .most = 120},
    {.name = "password", .type = FIELD_TEXT, .needed = true, .most = 1024, .secret = true},
    {.name = NULL}};
static const struct field no_fields[] = {{.name = NULL}};

static inline bool report_create(struct turn *turn, const struct value *input,
                                 struct value **answer)
{
    if (text_is(value_get_text(input, "what"), "make it busy"))
        return fail(turn, FAULT_BUSY, "The house is busy. Try again in a moment.");
    if (!canned(turn,
                "{\"report\":\"0190a000-0000-7000-8000-000000000001\",\"number\":"
                "\"REP-2026-ABCDE\",\"receipt\":\"7K3F-9QXZ-42MN\",\"incident_number\":"
                "\"INC-2026-7K3F9\",\"now\":[\"Leave the machine on.\",\"Take its cable out.\"],"
                "\"not_now\":[\"Do not delete anything.\"]}",
                answer))
        return false;
    value_set_text(turn->arena, *answer, "heard", value_get_text(input, "what"));
    value_set_text(turn->arena, *answer, "who", turn->actor.person);
    return true;
}

static inline bool report_receipt(struct turn *turn, const struct value *input,
                                  struct value **answer)
{
    if (!text_is(value_get_text(input, "receipt"), "7K3F-9QXZ-42MN"))
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    return canned(turn,
                  "{\"number\":\"REP-2026-ABCDE\",\"state\":\"under_evaluation\",\"what\":"
                  "\"A note on the screens.\",\"told\":\"2026-07-02T19:00:00Z\",\"told_local\":"
                  "\"Thu 2026-07-02 15:00:00 EDT\"}",
                  answer);
}

static inline bool session_create(struct turn *turn, const struct value *input,
                                  struct value **answer)
{
    if (!text_is(value_get_text(input, "password"), "right"))
        return fail(turn, FAULT_STRANGER, "The name or the password is wrong.");
    return canned(turn, "{\"token\":\"good-token\",\"name\":\"Ana Analyst\"}", answer);
}

static inline bool session_me(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(turn, "{\"person\":\"p\",\"name\":\"Ana Analyst\",\"capacities\":[]}", answer);
}

static inline bool clause_read(struct turn *turn, const struct value *input, struct value **answer)
{
    (void)input;
    return canned(turn,
                  "{\"id\":\"TEST-1-2\",\"document\":\"The test standard\",\"section\":\"1.2\","
                  "\"force\":\"must\",\"says\":\"Whoever is told of an incident tells the head of "
                  "the agency at once.\",\"rules\":[\"Q1\",\"Q2\"]}",
                  answer);
}

/* Of two pages, of which the first counts the whole. */
static inline bool sheet_read(struct turn *turn, const struct value *input, struct value **answer)
{
    return value_get_text(input, "after").size > 0
               ? canned(turn,
                        "{\"items\":[{\"obligation\":\"0190a000-0000-7000-8000-0000000000b2\","
                        "\"title\":\"The last of them\",\"verdict\":\"late\",\"late_by\":"
                        "\"35 min\",\"rule\":\"Q2\"}]}",
                        answer)
               : canned(turn,
                        "{\"met\":1,\"late\":1,\"items\":[{\"obligation\":"
                        "\"0190a000-0000-7000-8000-0000000000b1\",\"title\":\"The first of "
                        "them\",\"verdict\":\"met\",\"rule\":\"Q1\"}],\"next\":\"s 1\"}",
                        answer);
}

static const struct action page_actions[] = {{.name = "obligation.sheet",
                                              .title = "Sheet",
                                              .route = "/incidents/{incident}/duties",
                                              .fields = incident_fields,
                                              .area = AREA_OBLIGATION,
                                              .level = LEVEL_READ,
                                              .read = sheet_read,
                                              .help = "The sheet of a case."},
                                             {.name = "obligation.list",
                                              .title = "What is owed",
                                              .route = "/obligations",
                                              .fields = owed_fields,
                                              .area = AREA_OBLIGATION,
                                              .level = LEVEL_READ,
                                              .read = owed_list,
                                              .help = "Obligations."},
                                             {.name = "obligation.read",
                                              .title = "An obligation",
                                              .route = "/obligations/{obligation}",
                                              .fields = obligation_fields,
                                              .area = AREA_OBLIGATION,
                                              .level = LEVEL_READ,
                                              .read = owed_read,
                                              .help = "One obligation."},
                                             {.name = "incident.list",
                                              .title = "Incidents",
                                              .route = "/incidents",
                                              .fields = owed_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_READ,
                                              .read = incidents,
                                              .help = "Incidents."},
                                             {.name = "incident.read",
                                              .title = "An incident",
                                              .route = "/incidents/{incident}",
                                              .fields = incident_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_READ,
                                              .read = incident_read,
                                              .help = "One incident."},
                                             {.name = "incident.guards",
                                              .title = "Guards",
                                              .route = "/incidents/{incident}/guards",
                                              .fields = incident_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_READ,
                                              .read = guards,
                                              .help = "What holds it back."},
                                             {.name = "incident.timeline",
                                              .title = "Timeline",
                                              .route = "/incidents/{incident}/timeline",
                                              .fields = incident_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_READ,
                                              .read = timeline,
                                              .help = "What happened."},
                                             {.name = "incident.evaluate",
                                              .title = "Evaluate the incident",
                                              .method = METHOD_POST,
                                              .route = "/incidents/{incident}/evaluation",
                                              .fields = evaluation_fields,
                                              .area = AREA_RATING,
                                              .level = LEVEL_DECIDE,
                                              .read = thing_change,
                                              .help = "Says how bad it is, and what is next."},
                                             {.name = "incident.state",
                                              .title = "State",
                                              .method = METHOD_POST,
                                              .route = "/incidents/{incident}/statements",
                                              .fields = respond_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_WRITE,
                                              .read = thing_change,
                                              .help = "Answers a question of the policy."},
                                             {.name = "incident.flag",
                                              .title = "Flag",
                                              .method = METHOD_POST,
                                              .route = "/incidents/{incident}/flags",
                                              .fields = respond_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_DECIDE,
                                              .read = thing_change,
                                              .help = "Marks it."},
                                             {.name = "incident.respond",
                                              .title = "Write down a measure",
                                              .method = METHOD_POST,
                                              .route = "/incidents/{incident}/responses",
                                              .fields = respond_fields,
                                              .area = AREA_CASE,
                                              .level = LEVEL_WRITE,
                                              .read = thing_change,
                                              .help = "What was done, and when."},
                                             {.name = "notice.list",
                                              .title = "Notices",
                                              .route = "/notices",
                                              .fields = owed_fields,
                                              .area = AREA_NOTICE,
                                              .level = LEVEL_READ,
                                              .read = notices,
                                              .help = "Notices."},
                                             {.name = "policy.clause",
                                              .title = "A clause",
                                              .route = "/policy/clauses/{clause}",
                                              .fields = clause_fields,
                                              .anonymous = true,
                                              .read = clause_read,
                                              .help = "One clause."},
                                             {.name = "report.create",
                                              .title = "Report an incident",
                                              .method = METHOD_POST,
                                              .route = "/reports",
                                              .fields = report_fields,
                                              .level = LEVEL_CREATE,
                                              .anonymous = true,
                                              .never_refused = true,
                                              .read = report_create,
                                              .help = "Takes a report; never refused."},
                                             {.name = "report.receipt",
                                              .title = "Look up a report",
                                              .method = METHOD_POST,
                                              .route = "/receipts",
                                              .fields = receipt_fields,
                                              .anonymous = true,
                                              .read = report_receipt,
                                              .help = "What became of a report."},
                                             {.name = "session.create",
                                              .title = "Sign in",
                                              .method = METHOD_POST,
                                              .route = "/sessions",
                                              .fields = sign_in_fields,
                                              .anonymous = true,
                                              .secret = true,
                                              .read = session_create,
                                              .help = "Begins a session."},
                                             {.name = "session.end",
                                              .title = "Sign out",
                                              .method = METHOD_POST,
                                              .route = "/sessions/end",
                                              .fields = no_fields,
                                              .read = session_me,
                                              .help = "Ends the session."},
                                             {.name = "session.me",
                                              .title = "Me",
                                              .route = "/me",
                                              .fields = no_fields,
                                              .read = session_me,
                                              .help = "Who is signed in."},
                                             {.name = NULL}};

static const struct action *const fixture_rooms[] = {fault_actions, page_actions, NULL};

/* ---- the house ---- */

struct fixture {
    struct arena *arena;
    struct turn turn;
    struct house *house;
    struct http_server *server;
    int64_t now_us;
    char folder[64];
};

static inline int64_t fixture_clock(void *state)
{
    return *(int64_t *)state;
}

/* Opens a house in a fresh folder and a server at a free port; ends the test when it cannot. */
static inline void fixture_open(struct fixture *fixture, struct http_settings settings)
{
    *fixture = (struct fixture){.arena = arena_new(1 << 20), .folder = "/tmp/revere-http-XXXXXX"};
    fixture->turn.arena = fixture->arena;
    if (mkdtemp(fixture->folder) == NULL
        || !instant_parse(&fixture->turn, "now", TEXT(FIXTURE_NOW), NULL, &fixture->now_us)) {
        printf("Bail out! no folder\n");
        exit(1);
    }
    struct house_settings house = {.folder = text_of(fixture->folder),
                                   .clock = {fixture_clock, &fixture->now_us},
                                   .rooms = fixture_rooms};
    if (!house_open(&fixture->turn, &house, &fixture->house)
        || !http_serve(&fixture->turn, fixture->house, &settings, &fixture->server)) {
        printf("Bail out! %s\n", fixture->turn.fault.message);
        exit(1);
    }
}

static inline void fixture_close(struct fixture *fixture)
{
    http_stop(fixture->server);
    house_close(fixture->house);
    arena_free(fixture->arena);
}
