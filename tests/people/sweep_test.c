/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fault sweep: every write of this room with each call of the store failing in turn, the first,
 * the second, and so on until none fails. Each time a fault is set and nothing has happened.
 */
#include "fixture.h"

enum { SWEEP_CALLS_MAX = 200 };

/* Rows of everything that a write of this room may touch, and of the ledger's entries. */
static int64_t everything(struct turn *turn)
{
    struct rows rows;
    bool counted = store_select(
        turn,
        "SELECT (SELECT COUNT(*) FROM organisation) + (SELECT COUNT(*) FROM organisation_binding)"
        " + (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM person_password)"
        " + (SELECT COUNT(*) FROM contact) + (SELECT COUNT(*) FROM role_assignment)"
        " + (SELECT COUNT(*) FROM absence) + (SELECT COUNT(*) FROM case_grant)"
        " + (SELECT COUNT(*) FROM session) + (SELECT COUNT(*) FROM ledger_entry)",
        BIND_NONE, &rows);
    return counted ? rows_integer(&rows, 0, 0) : -1;
}

static void sweep(struct turn *turn, const char *name, const char *json)
{
    size_t failed = 0;
    size_t clean = 0;
    struct value *answer = NULL;
    for (size_t n = 1; n < SWEEP_CALLS_MAX && answer == NULL; n++) {
        fault_clear(turn);
        int64_t before = everything(turn);
        store_fail_after(turn->store, n);
        answer = call(turn, name, json);
        store_fail_after(turn->store, 0);
        if (answer != NULL)
            break;
        bool said = turn->fault.kind == FAULT_BROKEN || turn->fault.kind == FAULT_BUSY;
        fault_clear(turn);
        failed++;
        if (said && everything(turn) == before)
            clean++;
        else
            printf("# %s: call %zu of the store\n", name, n);
    }
    ok(answer != NULL && failed > 2 && clean == failed,
       "%s: %zu calls of the store failed, %zu times nothing had happened", name, failed, clean);
}

static void body(struct turn *turn, struct text address)
{
    struct pack pack;
    (void)address;
    if (!fixture_open(turn, &pack))
        return;
    sweep(turn, "organisation.create",
          "{\"short\":\"EOHHS\",\"name\":\"Health\",\"branch\":\"executive\",\"type\":\"office\","
          "\"secretariat\":\"EOHHS\",\"scio\":true,\"binding\":\"mandatory\"}");
    sweep(turn, "organisation.bind",
          "{\"organisation\":\"EOHHS\",\"binding\":\"contractual\",\"basis\":\"a contract\"}");
    sweep(turn, "person.create",
          "{\"name\":\"Ann\",\"organisation\":\"EOHHS\",\"mail\":\"ann@example.org\","
          "\"phone\":\"+1 617 555 0100\",\"password\":\"correct horse battery\"}");
    sweep(turn, "contact.add",
          "{\"person\":\"Ann\",\"kind\":\"alternate\",\"address\":\"the desk next to it\"}");
    sweep(turn, "role.assign",
          "{\"role\":\"SCIO\",\"organisation\":\"EOHHS\",\"person\":\"Ann\","
          "\"kind\":\"incumbent\"}");
    sweep(turn, "absence.create", "{\"person\":\"Ann\",\"to\":\"2026-08-01\"}");
    struct text away =
        value_get_text(value_get_item(call(turn, "absence.list", "{}"), "items", 0), "absence");
    sweep(turn, "absence.correct",
          text_format(turn->arena, "{\"absence\":\"%.*s\",\"why\":\"a typing error\"}",
                      TEXT_SHOW(away))
              .data);
    away = value_get_text(value_get_item(call(turn, "absence.list", "{}"), "items", 0), "absence");
    sweep(turn, "absence.end",
          text_format(turn->arena, "{\"absence\":\"%.*s\"}", TEXT_SHOW(away)).data);
    struct text id =
        value_get_text(value_get_item(call(turn, "role.list", "{}"), "items", 0), "assignment");
    sweep(turn, "role.end",
          text_format(turn->arena, "{\"assignment\":\"%.*s\",\"reason\":\"done\"}", TEXT_SHOW(id))
              .data);
    turn->actor.person = value_get_text(call(turn, "person.read", "{\"person\":\"Ann\"}"), "id");
    sweep(turn, "token.create", "{\"name\":\"nightly\"}");
    sweep(turn, "session.end",
          text_format(turn->arena, "{\"session\":\"%.*s\"}",
                      TEXT_SHOW(value_get_text(
                          value_get_item(call(turn, "session.list", "{}"), "items", 0), "session")))
              .data);
    made(turn, "token.create", "token", "{\"name\":\"nightly\"}");
    sweep(turn, "person.sign_out", "{\"person\":\"Ann\"}");
    sweep(turn, "person.leave", "{\"person\":\"Ann\",\"reason\":\"retires\"}");
}

int main(void)
{
    both(body);
    return tap_end();
}
