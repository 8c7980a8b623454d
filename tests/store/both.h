/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the body of a test on both engines, each time on a fresh database:
 *
 *     static void body(struct turn *turn, struct text address) { … turn->store is open … }
 *     int main(void) { both(body); return tap_end(); }
 *
 * SQLite: a file in a folder of its own. PostgreSQL: a database of its own on the server of
 * REVERE_TEST_POSTGRES, a libpq connection string of the form "host=… user=… dbname=…" whose user
 * may create databases (tools/with-postgres sets it); without it that half is skipped. Both are
 * gone afterwards. A second connection: store_open(turn, address, &other), closed by the body.
 */
#pragma once
#include "store/store.h"
#include "tap.h"
#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

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
    char folder[] = "/tmp/revere-test-XXXXXX";
    char name[sizeof folder + 32];
    static const char *const files[] = {"house.db", "house.db-wal", "house.db-shm"};
    if (mkdtemp(folder) == NULL) {
        ok(false, "a temporary folder is made");
        return;
    }
    puts("# on SQLite");
    snprintf(name, sizeof name, "sqlite:%s/house.db", folder);
    both_turn(body, text_of(name));
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(name, sizeof name, "%s/%s", folder, files[i]);
        unlink(name);
    }
    rmdir(folder);
}

/* One statement on the maintenance connection. */
static inline bool both_server(const char *maintenance, const char *sql)
{
    PGconn *server = PQconnectdb(maintenance);
    PGresult *result = PQexec(server, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good)
        printf("# %s: %s\n", sql, PQerrorMessage(server));
    PQclear(result);
    PQfinish(server);
    return good;
}

static inline void both_postgres(both_body *body)
{
    const char *maintenance = getenv("REVERE_TEST_POSTGRES");
    if (maintenance == NULL || maintenance[0] == '\0') {
        tap_skip("PostgreSQL: REVERE_TEST_POSTGRES is not set (tools/with-postgres sets it)");
        return;
    }
    char name[64];
    char sql[256];
    char address[1024];
    snprintf(name, sizeof name, "revere_test_%ld_%d", (long)getpid(), tap_count);
    snprintf(sql, sizeof sql,
             "CREATE DATABASE %s TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'",
             name);
    puts("# on PostgreSQL");
    if (!ok(both_server(maintenance, sql), "a fresh PostgreSQL database is made"))
        return;
    snprintf(address, sizeof address, "postgresql:%s dbname=%s", maintenance, name);
    both_turn(body, text_of(address));
    snprintf(sql, sizeof sql, "DROP DATABASE %s WITH (FORCE)", name);
    ok(both_server(maintenance, sql), "the PostgreSQL database is gone again");
}

static inline void both(both_body *body)
{
    both_sqlite(body);
    both_postgres(body);
}
