/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the notices stand on: tables, a pack of a few templates, and quick ways to owe
 * a notice and to say what became of it. */
#pragma once
#include "base/file.h"
#include "base/json.h"
#include "notice/notice.h"
#include "store/both.h"

enum { GROUND_TABLES_BYTES_MAX = 1 << 20 };

#define MINUTES(n) ((n)*MINUTE_US)

#define GROUND_TEXT(word)                                                                          \
    {                                                                                              \
        (word), sizeof(word) - 1                                                                   \
    }

static struct template ground_templates[] = {
    {.name = GROUND_TEXT("told"),
     .subject = GROUND_TEXT("Incident {number}{organisation}"),
     .body = GROUND_TEXT("A case of {organisation}, rated {rating}.\n\nKind: {class}\nQuestions: "
                         "{contact}\nPlease start by {due}.\n{link}\n")},
    {.name = GROUND_TEXT("warning"),
     .subject = GROUND_TEXT("Due soon: {number}"),
     .body = GROUND_TEXT("Due by {due}: {duty}.\nOwed by {owner}.\n")},
    {.name = GROUND_TEXT("correction"),
     .subject = GROUND_TEXT("Correction: {number}"),
     .body = GROUND_TEXT("What we wrote of {number} no longer holds.\n")},
};

static inline bool ground_tables(struct turn *turn)
{
    static const char *const rooms[] = {"ledger", "people", "notice"};
    const char *source = getenv("REVERE_SOURCE");
    struct embedded tables[sizeof rooms / sizeof rooms[0] + 1] = {0};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        struct text sql;
        struct text path = text_format(turn->arena, "%s/src/%s/tables.sql",
                                       source == NULL ? "." : source, rooms[i]);
        if (!file_read(turn, path.data, GROUND_TABLES_BYTES_MAX, &sql))
            return false;
        tables[i] = (struct embedded){rooms[i], sql.data, sql.size};
    }
    return store_migrate(turn, tables);
}

static inline bool ground_make(struct turn *turn, struct pack *pack)
{
    *pack = (struct pack){.name = TEXT("test"),
                          .templates = ground_templates,
                          .templates_count = sizeof ground_templates / sizeof *ground_templates};
    turn->pack = pack;
    turn->actor =
        (struct actor){.person = TEXT("system:test"), .name = TEXT("the test"), .system = true};
    return ok(zone_open(turn, TEXT("America/New_York"), &pack->calendar.zone)
                  && ground_tables(turn),
              "tables and pack: %s", turn->fault.message);
}

/* What the last change told the obligations. */
struct ground_facts {
    struct fact facts[16];
    size_t count;
};

typedef bool ground_work(struct change *change, void *context);

/* Runs work in a change of a group of its own. After a fault nothing of it has happened. */
static inline bool changed(struct turn *turn, ground_work *work, void *context,
                           struct ground_facts *facts)
{
    struct ledger_group *group;
    struct change *change;
    *facts = (struct ground_facts){0};
    if (!ledger_group_begin(turn, &group))
        return false;
    if (change_begin(turn, group, TEXT_NONE, &change)) {
        if (work(change, context)) {
            const struct fact *told = change_facts(change, 0, &facts->count);
            for (size_t i = 0; i < facts->count && i < 16; i++)
                facts->facts[i] = told[i];
            if (change_end(change))
                return ledger_group_commit(turn, group);
        }
        change_drop(change);
    }
    ledger_group_drop(turn, group);
    return false;
}

struct ground_orders {
    const struct notice_order *orders;
    size_t count;
    struct text *notices;
};

static inline bool ground_owe_all(struct change *change, void *context)
{
    struct ground_orders *orders = context;
    for (size_t i = 0; i < orders->count; i++)
        if (!notice_owe(change, &orders->orders[i], &orders->notices[i]))
            return false;
    return true;
}

/* Owes them all in one change. */
static inline bool owed(struct turn *turn, const struct notice_order *orders, size_t count,
                        struct text *notices)
{
    struct ground_facts facts;
    struct ground_orders work = {orders, count, notices};
    return changed(turn, ground_owe_all, &work, &facts);
}

static inline struct notice_order order_to(const char *person, const char *address,
                                           const char *obligation, int64_t due_us)
{
    return (struct notice_order){.incident = TEXT("i1"),
                                 .kind = TEXT("real"),
                                 .obligation = text_of(obligation),
                                 .rule = TEXT("R1"),
                                 .step = TEXT("first"),
                                 .template = TEXT("told"),
                                 .to = {.person = text_of(person),
                                        .name = text_of(person),
                                        .role = TEXT("HEAD"),
                                        .asked = TEXT("HEAD"),
                                        .organisation = TEXT("o1"),
                                        .address = text_of(address)},
                                 .words = {.number = TEXT("INC-2026-7K3F9"),
                                           .organisation = TEXT("DOR"),
                                           .rating = TEXT("high"),
                                           .expected = text_of(obligation)},
                                 .due_us = due_us};
}

struct ground_call {
    const struct action *action;
    struct value *input, *answer;
};

static inline bool ground_write(struct change *change, void *context)
{
    struct ground_call *call = context;
    return call->action->write(change, call->input, &call->answer);
}

/* Calls an action with JSON as the counter would; NULL leaves the turn's fault. */
static inline struct value *call(struct turn *turn, const char *name, struct text json,
                                 struct ground_facts *facts)
{
    struct ground_call call = {.action = notice_actions};
    fault_clear(turn);
    while (call.action->name != NULL && strcmp(call.action->name, name) != 0)
        call.action++;
    if (call.action->name == NULL) {
        ok(false, "there is an action %s", name);
        return NULL;
    }
    struct actor actor = turn->actor;
    bool done = json_read(turn, json, "the test", &call.input)
                && field_check(turn, call.action->fields, call.input, NULL)
                && (call.action->read != NULL ? call.action->read(turn, call.input, &call.answer)
                                              : changed(turn, ground_write, &call, facts));
    turn->actor = actor;
    return done ? call.answer : NULL;
}

/* The notice as notice.read shows it. */
static inline struct value *shown(struct turn *turn, struct text notice)
{
    struct ground_facts facts;
    struct value *value =
        call(turn, "notice.read",
             text_format(turn->arena, "{\"notice\":\"%.*s\"}", TEXT_SHOW(notice)), &facts);
    if (value == NULL)
        ok(false, "the notice is read: %s", turn->fault.message);
    return value;
}

static inline bool state_is(struct turn *turn, struct text notice, const char *state)
{
    struct text found = value_get_text(shown(turn, notice), "state");
    if (!text_is(found, state))
        printf("# the state is %.*s\n", TEXT_SHOW(found));
    return text_is(found, state);
}

static inline bool came_out(struct turn *turn, struct text notice, int attempt, const char *outcome,
                            const char *reason, struct ground_facts *facts)
{
    return call(turn, "notice.outcome",
                text_format(turn->arena,
                            "{\"notice\":\"%.*s\",\"attempt\":%d,\"outcome\":\"%s\",\"reason\":\"%s"
                            "\"}",
                            TEXT_SHOW(notice), attempt, outcome, reason),
                facts)
           != NULL;
}

static inline int64_t counted(struct turn *turn, const char *sql)
{
    struct rows rows;
    return store_select(turn, sql, BIND_NONE, &rows) ? rows_integer(&rows, 0, 0) : -1;
}

/* A person with verified contacts: "mail", address, "phone", number, … up to NULL. */
struct ground_person {
    struct person person;
    const char *const *contacts;
};

static inline bool ground_person_add(struct change *change, void *context)
{
    struct turn *turn = change_turn(change);
    struct ground_person *given = context;
    if (!person_enter(change, &given->person))
        return false;
    for (size_t i = 0; given->contacts[i] != NULL; i += 2) {
        struct contact contact = {.owner = given->person.id,
                                  .kind = text_of(given->contacts[i]),
                                  .address = text_of(given->contacts[i + 1]),
                                  .status = TEXT("active"),
                                  .verified_us = turn->now_us};
        if (!contact_enter(change, &contact))
            return false;
    }
    return change_entry(change, "test.person", TEXT("person"), TEXT_NONE, value_map(turn->arena),
                        NULL);
}

/* Enters the person; the order's notice goes to it. */
static inline bool reached(struct turn *turn, struct notice_order *order,
                           const char *const *contacts)
{
    struct ground_facts facts;
    struct ground_person given = {
        .person = {.name = order->to.name, .from_us = 0, .to_us = INT64_MAX}, .contacts = contacts};
    bool done = changed(turn, ground_person_add, &given, &facts);
    order->to.person = given.person.id;
    return done && person_reach(turn, &order->to);
}
