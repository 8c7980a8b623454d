/* SPDX-License-Identifier: Apache-2.0 */
/* A table of things, and quick ways to write and count them: what the store's tests stand on. */
#pragma once
#include "store/both.h"

static const char schema[] =
    "-- version 1\n"
    "CREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT, words TEXT, bytes BYTEA,\n"
    "    UNIQUE (number));\n"
    "CREATE TABLE words (id TEXT PRIMARY KEY);\n"
    "CREATE TABLE work_lease (name TEXT PRIMARY KEY, until_us BIGINT NOT NULL);\n";
static const struct embedded tables[] = {{"test/tables.sql", schema, sizeof schema - 1},
                                         {NULL, NULL, 0}};

/* A permit: in the program only the ledger makes one, and the store never looks inside. */
static inline struct change *permit(void)
{
    static char change;
    return (struct change *)(void *)&change;
}

static const char insert[] = "INSERT INTO thing (id, number, words, bytes) VALUES ($1, $2, $3, $4)";

static inline bool thing_write(struct turn *turn, const char *id, int64_t number)
{
    return store_write(turn, permit(), insert,
                       BIND(cell_text(text_of(id)), cell_integer(number), cell_null(), cell_null()),
                       NULL);
}

static inline int64_t things(struct turn *turn)
{
    struct rows rows;
    if (!store_select(turn, "SELECT count(*) FROM thing", BIND_NONE, &rows))
        return -1;
    return rows_integer(&rows, 0, 0);
}

/* The fault that was expected, and nothing of the secret in it; it is forgotten again. */
static inline bool faulted(struct turn *turn, enum fault_kind kind, const char *part)
{
    bool good = turn->fault.kind == kind && strstr(turn->fault.message, part) != NULL
                && strstr(turn->fault.message, "secret") == NULL;
    if (!good)
        printf("# found %s: %s\n", fault_face(turn->fault.kind)->name, turn->fault.message);
    fault_clear(turn);
    return good;
}

static inline bool thing_later(struct turn *turn, const char *id, int64_t number)
{
    return store_write_later(
        turn, permit(), insert,
        BIND(cell_text(text_of(id)), cell_integer(number), cell_null(), cell_null()));
}
