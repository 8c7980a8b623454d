/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: one face, two engines (SQLite, PostgreSQL), chosen by the address.
 *
 *     sqlite:/var/lib/revere/house.db          one file, WAL, synchronous FULL
 *     postgresql://… or postgresql:host=/run…  what libpq takes as a connection string
 *
 * A struct store is one open connection and is used by one thread at a time. Statements are string
 * literals in the portable subset: BIGINT, TEXT, BYTEA, parameters $1 … $n in order, no dialect.
 * They stand in the rows.c of the room that owns the table. A select gives all its rows at once, in
 * the turn's arena, at most STORE_ROWS_MAX of them: lists are read by keyset, a page at a time.
 *
 * Writing needs a permit. A change (made by ledger/ alone) writes any table but work_*; a chore
 * (housekeeping: leases, attempts, last seen) writes work_* tables only, and none of those holds a
 * fact.
 */
#pragma once
#include "base/embedded.h"
#include "base/turn.h"

struct change; /* made by ledger/ only */
struct chore;  /* made by store_chore_begin */
struct store;

enum { STORE_ROWS_MAX = 100000, STORE_PARAMETERS_MAX = 64, STORE_AHEAD_MAX = 256 };

enum cell_kind { CELL_NULL, CELL_INTEGER, CELL_TEXT, CELL_BYTES };

/* One value on its way in or out. Bytes and text coming out live in the turn's arena. */
struct cell {
    enum cell_kind kind;
    int64_t integer;
    struct text text;
};

static inline struct cell cell_null(void)
{
    return (struct cell){.kind = CELL_NULL};
}

static inline struct cell cell_integer(int64_t integer)
{
    return (struct cell){.kind = CELL_INTEGER, .integer = integer};
}

static inline struct cell cell_text(struct text text)
{
    return (struct cell){.kind = CELL_TEXT, .text = text};
}

static inline struct cell cell_bytes(struct text bytes)
{
    return (struct cell){.kind = CELL_BYTES, .text = bytes};
}

/* NULL in the database when the text is empty. */
static inline struct cell cell_text_or_null(struct text text)
{
    return text_empty(text) ? cell_null() : cell_text(text);
}

/* NULL in the database when the number is TIME_NONE. */
#define TIME_NONE INT64_MIN
static inline struct cell cell_time(int64_t instant_us)
{
    return instant_us == TIME_NONE ? cell_null() : cell_integer(instant_us);
}

/* The parameters of a statement: BIND(cell_text(id), cell_integer(now_us)); BIND_NONE for none. */
#define BIND(...)                                                                                  \
    (const struct cell[]){__VA_ARGS__},                                                            \
        sizeof((const struct cell[]){__VA_ARGS__}) / sizeof(struct cell)
#define BIND_NONE NULL, 0

struct rows {
    size_t count; /* of rows */
    size_t width; /* of each */
    struct cell *cells;
};

/* One cell of a result. NULL reads as the empty text, 0, or TIME_NONE. Out of range is an
 * assertion. */
struct text rows_text(const struct rows *rows, size_t row, size_t column);
int64_t rows_integer(const struct rows *rows, size_t row, size_t column);
int64_t rows_time(const struct rows *rows, size_t row, size_t column);
bool rows_null(const struct rows *rows, size_t row, size_t column);

/*
 * Opens a connection; the caller closes it. For SQLite the folder must exist; the file is made.
 * A PostgreSQL database must sort by bytes (collation C) and be UTF-8; it says so if it does not.
 * Faults: invalid for an address of no known engine, busy when the server cannot be reached, broken
 * otherwise.
 */
MUST bool store_open(struct turn *turn, struct text address, struct store **store);
void store_close(struct store *store);

/*
 * Copies the database as it stands at one instant into a new file, while others go on reading and
 * writing. Only an engine that is a file can: elsewhere the fault is invalid. What is in the file
 * after a fault is no copy.
 */
MUST bool store_copy(struct turn *turn, const char *path);

/* How large the database is, and how many parts of the rooms' tables it has (see store_migrate). */
struct store_size {
    int64_t bytes, parts;
};
MUST bool store_measure(struct turn *turn, struct store_size *size);

/* "sqlite" or "postgresql". */
const char *store_engine(const struct store *store);

/*
 * Reads. The statement must be one SELECT (or WITH … SELECT) that writes and locks nothing. Outside
 * a transaction it sees what has been committed. Faults, here and below: limit over STORE_ROWS_MAX
 * rows; invalid for a text with a NUL or ill-formed UTF-8; busy when the database cannot be reached
 * (the next call outside a transaction connects again) or a lock is not had; broken otherwise.
 * Messages never hold a parameter's value.
 */
MUST bool store_select(struct turn *turn, const char *sql, const struct cell *parameters,
                       size_t count, struct rows *rows);

/*
 * Answers of selects are remembered between store_savepoint and its end, and, where a turn that
 * only reads says so, from store_remember to store_forget (or the next rollback): the same select
 * with the same parameters is answered alike then, unless this connection has written a table that
 * it names. A reading turn thereby sees each thing as it was when it first looked.
 */
void store_remember(struct turn *turn);
void store_forget(struct turn *turn);

/*
 * Said in a transaction that keeps every other writer out until its end, before its first
 * savepoint: how many such transactions there were, of anybody, this one among them. When that is
 * one more than what was said last on this connection, nobody else has written in between, and what
 * savepoints read then is remembered on in those of this transaction, for a second at most
 * (decision 0027). Otherwise all of it is forgotten.
 */
void store_stand(struct turn *turn, int64_t stand);

/*
 * Selects whose answers will be asked for one by one, all in one trip to a server: while answers
 * are remembered, those of these are too. Nothing happens where nothing is remembered, or where
 * there is no server; store_select answers alike whether it was told before or not. At most
 * STORE_AHEAD_MAX at once, the rest is not looked at.
 */
struct question {
    const char *sql;
    const struct cell *parameters;
    size_t count;
};
MUST bool store_ahead(struct turn *turn, const struct question *questions, size_t count);

/*
 * Writes under a change's permit, in an open transaction: INSERT INTO, UPDATE or DELETE FROM a
 * table whose name needs no quotes; *touched (may be NULL) is the number of rows. A violated UNIQUE
 * is a clash; everything else the database says is broken.
 */
MUST bool store_write(struct turn *turn, struct change *change, const char *sql,
                      const struct cell *parameters, size_t count, int64_t *touched);

/*
 * As store_write, for a row that nobody asks about: the fault may be told by a later call instead,
 * inside a savepoint at the latest by store_release, outside by store_savepoint or store_commit. An
 * engine with a server is sent many writes before it is asked how they went (decision 0007).
 */
MUST bool store_write_later(struct turn *turn, struct change *change, const char *sql,
                            const struct cell *parameters, size_t count);

/* Housekeeping: a chore is one short transaction of its own on tables named work_*. */
MUST bool store_chore_begin(struct turn *turn, struct chore **chore);
MUST bool store_chore_write(struct turn *turn, struct chore *chore, const char *sql,
                            const struct cell *parameters, size_t count, int64_t *touched);
MUST bool store_chore_end(struct turn *turn,
                          struct chore *chore); /* commits; rolls back after a fault */

/*
 * Transactions, for ledger/ and the counter's writer only. begin takes the right to write at once
 * (BEGIN IMMEDIATE, or a row lock taken by the ledger on PostgreSQL); a lock not had within the
 * store's patience is busy. Savepoints do not nest. After a fault of a statement, a read's too,
 * nothing more is done on either engine until the savepoint is reverted (the transaction lives on)
 * or, outside a savepoint, the transaction is rolled back. A commit that fails has rolled back.
 * Undoing never fails; it does nothing where there is nothing to undo. After an arena ran out (a
 * jump to its guard) call store_rollback: what was open is put away, and the connection is good.
 */
MUST bool store_begin(struct turn *turn);
MUST bool store_commit(struct turn *turn);
void store_rollback(struct turn *turn);
MUST bool store_savepoint(struct turn *turn);
MUST bool store_release(struct turn *turn);
void store_revert(struct turn *turn);

/*
 * Brings the tables up to the program's version. tables: every room's tables.sql in the order of
 * the rooms, ended by a NULL name. Each file is a row of parts, each begun by a line "-- version N"
 * (N from 1, in order); a part that has been applied is never changed again: its SHA-256 is kept,
 * and a difference is a fault (broken) naming file and version. A line "-- append only: TABLE"
 * makes the engine refuse UPDATE and DELETE on the table. Statements end with ";" at the end of a
 * line. now_us is kept with each part.
 */
MUST bool store_migrate(struct turn *turn, const struct embedded *tables);

/*
 * From now on nothing is read or written in a transaction on this connection unless the tables are
 * at the version at which they are now; else it is busy, from store_begin or from what comes first
 * in it: a newer program has taken the database over, and this one writes no more. A migration
 * waits for the transactions that have begun, and they for it.
 */
MUST bool store_pin(struct turn *turn);

/*
 * Test only: the n-th call of the store's face from now on fails on this connection, as broken (0:
 * never). Undoing (rollback, revert) is not counted and does not fail. For the fault sweep.
 */
void store_fail_after(struct store *store, size_t calls);

/*
 * A database of its own on a PostgreSQL server, for a story or a test, and its end. server is a
 * libpq connection string ("host=… user=… dbname=…") whose user may make databases; name needs no
 * quotes; *address is for store_open. Faults: invalid for such a name, busy when the server cannot
 * be reached, broken otherwise.
 */
MUST bool store_database_make(struct turn *turn, struct text server, struct text name,
                              struct text *address);
MUST bool store_database_drop(struct turn *turn, struct text server, struct text name);
