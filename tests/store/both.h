/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the body of a test on both engines, each time on a fresh database:
 *
 *     static void body(struct turn *turn, struct text address) { … turn->store is open … }
 *     int main(void) { both(body); return tap_end(); }
 *
 * The PostgreSQL half is skipped, saying so, when REVERE_TEST_POSTGRES is not set (see fresh.h). A
 * second connection: store_open(turn, address, &other), closed by the body.
 */
#pragma once
#include "store/fresh.h"
#include "store/store.h"
#include "tap.h"

enum { BOTH_ARENA_BYTES_MAX = 512 * 1024 * 1024 };

/* 2026-07-03T12:00:00Z: when every turn of a fixture begins. */
#define BOTH_NOW_US INT64_C(1783080000000000)

typedef void both_body(struct turn *turn, struct text address);

/* Opens the store of the address, runs the body in a turn, closes. */
static inline void both_turn(both_body *body, struct text address)
{
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    if (ok(store_open(&turn, address, &turn.store), "a fresh database opens: %s",
           turn.fault.message)) {
        body(&turn, address);
        store_close(turn.store);
    }
    arena_free(turn.arena);
}

static inline void both_sqlite(both_body *body)
{
    struct fresh fresh;
    puts("# on SQLite");
    if (!ok(fresh_sqlite(&fresh), "a folder for a fresh SQLite file is made"))
        return;
    both_turn(body, text_of(fresh.address));
    ok(fresh_drop(&fresh), "the SQLite file is gone again");
}

static inline void both_postgres(both_body *body)
{
    struct fresh fresh;
    if (fresh_maintenance() == NULL) {
        tap_skip("PostgreSQL: REVERE_TEST_POSTGRES is not set (tools/with-postgres sets it)");
        return;
    }
    puts("# on PostgreSQL");
    if (!ok(fresh_postgres(&fresh, tap_count), "a fresh PostgreSQL database is made"))
        return;
    both_turn(body, text_of(fresh.address));
    ok(fresh_drop(&fresh), "the PostgreSQL database is gone again");
}

static inline void both(both_body *body)
{
    both_sqlite(body);
    both_postgres(body);
}
