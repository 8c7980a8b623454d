/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The face of the store: who may write what, in which transaction, and what happens after a fault.
 * The two engines differ there (SQLite undoes one statement, PostgreSQL refuses everything until
 * the savepoint is reverted); here they are made the same, the strict way.
 */
#include "store/inside.h"
#include <assert.h>
#include <stdlib.h>

enum mode { MODE_IDLE, MODE_TRANSACTION, MODE_SAVEPOINT, MODE_CHORE };

struct store {
    const struct engine *engine;
    void *connection;
    enum mode mode;
    bool failed;       /* a statement failed in the transaction or savepoint */
    bool inside;       /* a call is under way; still set at the next one if the arena ran out */
    size_t fail_after; /* 0: never */
    int64_t parts;     /* that were applied when it was pinned; 0: it was not */
    struct memory memory;
    struct statements selects; /* statements that were found to read only */
};

struct chore {
    struct store *store;
};

/* ---- results ---- */

static const struct cell *rows_cell(const struct rows *rows, size_t row, size_t column)
{
    assert(row < rows->count && column < rows->width);
    return &rows->cells[row * rows->width + column];
}

struct text rows_text(const struct rows *rows, size_t row, size_t column)
{
    const struct cell *cell = rows_cell(rows, row, column);
    assert(cell->kind != CELL_INTEGER);
    return cell->kind == CELL_NULL ? TEXT_NONE : cell->text;
}

int64_t rows_integer(const struct rows *rows, size_t row, size_t column)
{
    const struct cell *cell = rows_cell(rows, row, column);
    assert(cell->kind == CELL_INTEGER || cell->kind == CELL_NULL);
    return cell->kind == CELL_NULL ? 0 : cell->integer;
}

int64_t rows_time(const struct rows *rows, size_t row, size_t column)
{
    return rows_null(rows, row, column) ? TIME_NONE : rows_integer(rows, row, column);
}

bool rows_null(const struct rows *rows, size_t row, size_t column)
{
    return rows_cell(rows, row, column)->kind == CELL_NULL;
}

/* ---- connections ---- */

static const struct engine *const engines[] = {&engine_sqlite, &engine_postgres};

static const struct engine *engine_named(struct text address, struct text *rest)
{
    struct text engine = text_cut(address, ':', rest);
    if (text_empty(*rest))
        return NULL;
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++)
        if (text_is(engine, engines[i]->name))
            return engines[i];
    return NULL;
}

/* When the arena runs out while a connection is being opened, it goes with the arena. */
static void opening_abandon(void *opening)
{
    store_close(*(struct store **)opening);
}

bool store_open(struct turn *turn, struct text address, struct store **store)
{
    struct text rest;
    const struct engine *engine = engine_named(address, &rest);
    if (engine == NULL)
        return fail_field(turn, "database",
                          "The database's address must be sqlite:FILE, postgresql://HOST/NAME or "
                          "postgresql:host=… dbname=….");
    if (memchr(address.data, '\0', address.size) != NULL)
        return fail_field(turn, "database", "The database's address holds a NUL byte.");
    struct store **opening = arena_take(turn->arena, sizeof *opening);
    arena_own(turn->arena, opening_abandon, opening);
    struct store *made = *opening = calloc(1, sizeof *made);
    if (made == NULL)
        return fail(turn, FAULT_BROKEN, "There is no memory for a connection to the database.");
    made->engine = engine;
    bool good =
        engine->open(turn, text_starts(rest, TEXT("//")) ? address : rest, &made->connection);
    *opening = NULL;
    if (good)
        *store = made;
    else
        store_close(made);
    return good;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    if (store->connection != NULL) {
        store->engine->settle(store->connection);
        store->engine->close(store->connection);
    }
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        statement_drop(&store->selects.places[i]);
    memory_drop(&store->memory);
    free(store);
}

bool store_copy(struct turn *turn, const char *path)
{
    const struct engine *engine = turn->store->engine;
    return engine->copy != NULL
               ? engine->copy(turn, turn->store->connection, path)
               : fail(turn, FAULT_INVALID, "This database is copied by its own server's tools.");
}

bool store_measure(struct turn *turn, struct store_size *size)
{
    struct rows rows;
    if (!store_select(turn, turn->store->engine->bytes, NULL, 0, &rows))
        return false;
    size->bytes = rows_integer(&rows, 0, 0);
    if (!store_select(turn, "SELECT COUNT(*) FROM store_part", NULL, 0, &rows))
        return false;
    size->parts = rows_integer(&rows, 0, 0);
    return true;
}

const char *store_engine(const struct store *store)
{
    return store->engine->name;
}

const struct engine *store_engine_of(const struct store *store)
{
    return store->engine;
}

void *store_connection(const struct store *store)
{
    return store->connection;
}

void store_fail_after(struct store *store, size_t calls)
{
    store->fail_after = calls;
}

/* ---- calls ---- */

/* Puts away what a call left open whose arena ran out; its transaction can only be undone then. */
static void store_settle(struct store *store)
{
    store->engine->settle(store->connection);
    store->failed = store->failed || (store->inside && store->mode != MODE_IDLE);
    store->inside = false;
}

/* A server that was lost may have come back as it stood before: nothing that was read there holds.
 */
static bool store_ready(struct turn *turn)
{
    struct store *store = turn->store;
    bool anew = false;
    bool ready = store->engine->ready(turn, store->connection, &anew);
    if (anew)
        lasting_shut(&store->memory.lasting, false);
    return ready;
}

/* Begins a call: settled, not made to fail, connected, and with nothing failed before it. */
static bool store_enter(struct turn *turn)
{
    struct store *store = turn->store;
    assert(store != NULL);
    store_settle(store);
    if (store->fail_after > 0 && --store->fail_after == 0) {
        store->failed = store->mode != MODE_IDLE;
        return fail(turn, FAULT_BROKEN, "The database fails because a test asked for it.");
    }
    if (store->mode == MODE_IDLE)
        return store_ready(turn);
    if (store->engine->lost(store->connection)) {
        store->failed = true;
        return fail(turn, FAULT_BUSY,
                    "The database cannot be reached, and the transaction is lost. Try again.");
    }
    if (store->failed)
        return fail(turn, FAULT_BROKEN,
                    "A statement of this transaction has failed; revert it before the next one.");
    return true;
}

/* Ends a call. A fault of a statement fails what it stands in. */
static bool store_leave(struct store *store, bool good)
{
    store->inside = false;
    store->failed = store->failed || (!good && store->mode != MODE_IDLE);
    return good;
}

/* What neither engine, or only one of them, could keep. */
static bool cells_check(struct turn *turn, const struct cell *cells, size_t count)
{
    if (count > STORE_PARAMETERS_MAX)
        return fail(turn, FAULT_BROKEN, "A statement has %zu parameters; at most %d are allowed.",
                    count, STORE_PARAMETERS_MAX);
    for (size_t i = 0; i < count; i++) {
        struct text text = cells[i].text;
        if (cells[i].kind != CELL_TEXT || text_empty(text))
            continue;
        if (memchr(text.data, '\0', text.size) != NULL)
            return fail(turn, FAULT_INVALID,
                        "A text to be kept (parameter $%zu) holds a NUL byte; take it out.", i + 1);
        if (!text_utf8(text))
            return fail(turn, FAULT_INVALID,
                        "A text to be kept (parameter $%zu) is not well-formed UTF-8; mend it.",
                        i + 1);
    }
    return true;
}

static bool store_run(struct turn *turn, const char *sql, const struct cell *parameters,
                      size_t count, struct rows *rows, int64_t *touched)
{
    struct store *store = turn->store;
    int64_t uncounted = 0;
    if (!cells_check(turn, parameters, count) || !store_enter(turn))
        return false;
    store->inside = true;
    return store_leave(store, store->engine->run(turn, store->connection, sql, parameters, count,
                                                 rows, touched == NULL ? &uncounted : touched));
}

/* Reading a statement word by word takes longer than running it: each text is read once. */
static bool reads_only(struct statements *selects, const char *sql)
{
    if (statement_find(selects, sql) != NULL)
        return true;
    if (!sql_reads(sql))
        return false;
    struct statement *place = statement_place(selects);
    statement_drop(place);
    if (!statement_keep(selects, place, sql))
        statement_drop(place);
    return true;
}

bool store_select(struct turn *turn, const char *sql, const struct cell *parameters, size_t count,
                  struct rows *rows)
{
    *rows = (struct rows){.count = 0};
    if (!reads_only(&turn->store->selects, sql))
        return fail(turn, FAULT_BROKEN, "Only a SELECT may read, and it may write nothing: %.80s",
                    sql);
    struct store *store = turn->store;
    if (!store->failed && store->fail_after == 0
        && memory_find(&store->memory, turn, sql, parameters, count, rows))
        return true;
    if (!store_run(turn, sql, parameters, count, rows, NULL))
        return false;
    memory_keep(&store->memory, turn, sql, parameters, count, rows);
    return true;
}

/* Those of the questions that memory has a use for. */
static size_t questions_wanted(struct turn *turn, const struct question *questions, size_t count,
                               struct question *wanted)
{
    struct store *store = turn->store;
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (reads_only(&store->selects, questions[i].sql)
            && memory_wants(&store->memory, turn, &questions[i]))
            wanted[found++] = questions[i];
    return found;
}

bool store_ahead(struct turn *turn, const struct question *questions, size_t count)
{
    struct store *store = turn->store;
    struct question wanted[STORE_AHEAD_MAX];
    struct rows *rows;
    if (store->engine->run_all == NULL || store->memory.arena == NULL || store->failed)
        return true;
    size_t asked = questions_wanted(turn, questions,
                                    count < STORE_AHEAD_MAX ? count : STORE_AHEAD_MAX, wanted);
    for (size_t i = 0; i < asked; i++)
        if (!cells_check(turn, wanted[i].parameters, wanted[i].count))
            return false;
    if (asked < 2)
        return true;
    if (!store_enter(turn))
        return false;
    rows = arena_array(turn->arena, asked, sizeof *rows);
    store->inside = true;
    if (!store_leave(store, store->engine->run_all(turn, store->connection, wanted, asked, rows)))
        return false;
    for (size_t i = 0; i < asked; i++)
        memory_keep(&store->memory, turn, wanted[i].sql, wanted[i].parameters, wanted[i].count,
                    &rows[i]);
    return true;
}

void store_remember(struct turn *turn)
{
    memory_begin(&turn->store->memory, turn->arena);
}

void store_forget(struct turn *turn)
{
    memory_end(&turn->store->memory);
}

void store_stand(struct turn *turn, int64_t stand)
{
    struct store *store = turn->store;
    if (store->mode == MODE_TRANSACTION && !store->failed)
        lasting_open(&store->memory.lasting, stand);
}

/* The table that a statement writes, when it is one this permit is good for. */
static bool target_check(struct turn *turn, const char *sql, bool work)
{
    struct text table;
    if (!sql_target(sql, &table))
        return fail(turn, FAULT_BROKEN,
                    "A write must be INSERT INTO, UPDATE or DELETE FROM a table: %.80s", sql);
    if (sql_is_work(table) != work)
        return fail(turn, FAULT_BROKEN,
                    work ? "A chore may write tables named work_* only, not %.*s."
                         : "A change may not write %.*s; tables named work_* are for chores.",
                    TEXT_SHOW(table));
    return true;
}

static bool write_check(struct turn *turn, const struct change *change, const char *sql)
{
    if (change == NULL)
        return fail(turn, FAULT_BROKEN, "A write needs a change, which the ledger gives.");
    enum mode mode = turn->store->mode;
    if (mode != MODE_TRANSACTION && mode != MODE_SAVEPOINT)
        return fail(turn, FAULT_BROKEN, "A write needs an open transaction.");
    return target_check(turn, sql, false);
}

bool store_write(struct turn *turn, struct change *change, const char *sql,
                 const struct cell *parameters, size_t count, int64_t *touched)
{
    memory_written(&turn->store->memory, sql);
    return write_check(turn, change, sql) && store_run(turn, sql, parameters, count, NULL, touched);
}

bool store_write_later(struct turn *turn, struct change *change, const char *sql,
                       const struct cell *parameters, size_t count)
{
    struct store *store = turn->store;
    if (!write_check(turn, change, sql) || !cells_check(turn, parameters, count)
        || !store_enter(turn))
        return false;
    store->inside = true;
    memory_written(&store->memory, sql);
    return store_leave(store, store->engine->send(turn, store->connection, sql, parameters, count));
}

/* ---- transactions ---- */

static bool store_expect(struct turn *turn, enum mode mode, const char *sentence)
{
    return turn->store->mode == mode || fail(turn, FAULT_BROKEN, "%s", sentence);
}

static bool parts_count(struct turn *turn, int64_t *parts)
{
    struct rows rows;
    if (!store_run(turn, "SELECT COUNT(*) FROM store_part", BIND_NONE, &rows, NULL))
        return false;
    *parts = rows_integer(&rows, 0, 0);
    return true;
}

bool store_pin(struct turn *turn)
{
    return parts_count(turn, &turn->store->parts);
}

/* Asked behind the lock that keeps a migration out, so that the answer holds until the end. */
static bool parts_same(struct turn *turn)
{
    struct store *store = turn->store;
    if (store->parts == 0)
        return true;
    store->inside = true;
    return store_leave(store, store->engine->hold(turn, store->connection, store->parts));
}

/* Sent, and not waited for: on a server the beginning goes with what comes first in it. */
static bool begin_as(struct turn *turn, enum mode mode)
{
    struct store *store = turn->store;
    if (!store_expect(turn, MODE_IDLE, "A transaction is already open on this connection.")
        || !store_enter(turn))
        return false;
    store->failed = false;
    store->inside = true;
    if (!store_leave(store,
                     store->engine->send(turn, store->connection, store->engine->begin, BIND_NONE)))
        return false;
    store->mode = mode;
    return true;
}

bool store_begin(struct turn *turn)
{
    if (!begin_as(turn, MODE_TRANSACTION))
        return false;
    if (parts_same(turn))
        return true;
    store_rollback(turn);
    return false;
}

/* Opens a savepoint, closes it, or commits. What was sent before is waited for when something
 * closes, together with the closing: a part that is released has happened. */
static bool store_part(struct turn *turn, const char *sql, enum mode after)
{
    struct store *store = turn->store;
    const struct engine *engine = store->engine;
    store->inside = true;
    bool good = engine->send(turn, store->connection, sql, BIND_NONE)
                && (after == MODE_SAVEPOINT || engine->wait(turn, store->connection));
    if (!store_leave(store, good))
        return false;
    store->mode = after;
    return true;
}

static bool commit_from(struct turn *turn, enum mode mode)
{
    if (!store_expect(turn, mode,
                      mode == MODE_CHORE ? "There is no chore to end."
                                         : "A commit needs a transaction, its savepoint closed."))
        return false;
    if (store_enter(turn) && store_part(turn, "COMMIT", MODE_IDLE)) {
        lasting_shut(&turn->store->memory.lasting, true);
        return true;
    }
    store_rollback(turn);
    return false;
}

bool store_commit(struct turn *turn)
{
    return commit_from(turn, MODE_TRANSACTION);
}

/* Runs a statement of undoing: the fault that led here is the one to be kept. */
static bool store_undo(struct turn *turn, const char *sql)
{
    struct store *store = turn->store;
    struct turn quiet = {.arena = turn->arena, .store = store};
    return !store->engine->lost(store->connection)
           && store->engine->script(&quiet, store->connection, sql);
}

void store_rollback(struct turn *turn)
{
    struct store *store = turn->store;
    store_settle(store);
    store_forget(turn);
    lasting_shut(&store->memory.lasting, false);
    if (store->mode != MODE_IDLE)
        (void)!store_undo(turn, "ROLLBACK"); /* a transaction that is lost is rolled back as well */
    store->mode = MODE_IDLE;
    store->failed = false;
}

bool store_savepoint(struct turn *turn)
{
    if (!store_expect(turn, MODE_TRANSACTION,
                      "A savepoint needs a transaction, and savepoints do not nest.")
        || !store_enter(turn)
        || !store_leave(turn->store, turn->store->engine->wait(turn, turn->store->connection))
        || !store_part(turn, "SAVEPOINT part", MODE_SAVEPOINT))
        return false;
    store_remember(turn);
    lasting_part(&turn->store->memory.lasting);
    return true;
}

bool store_release(struct turn *turn)
{
    store_forget(turn);
    return store_expect(turn, MODE_SAVEPOINT, "There is no savepoint to release.")
           && store_enter(turn) && store_part(turn, "RELEASE SAVEPOINT part", MODE_TRANSACTION);
}

void store_revert(struct turn *turn)
{
    struct store *store = turn->store;
    store_settle(store);
    store_forget(turn);
    if (store->mode != MODE_SAVEPOINT)
        return;
    lasting_undo(&store->memory.lasting);
    /* When even this fails, the transaction stays failed and can only be rolled back. */
    store->failed = !store_undo(turn, "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
    store->mode = MODE_TRANSACTION;
}

/* ---- chores ---- */

bool store_chore_begin(struct turn *turn, struct chore **chore)
{
    struct chore *made = arena_take(turn->arena, sizeof *made);
    made->store = turn->store;
    if (!begin_as(turn, MODE_CHORE))
        return false;
    *chore = made;
    return true;
}

bool store_chore_write(struct turn *turn, struct chore *chore, const char *sql,
                       const struct cell *parameters, size_t count, int64_t *touched)
{
    if (chore == NULL || chore->store != turn->store)
        return fail(turn, FAULT_BROKEN, "Housekeeping needs a chore of this connection.");
    return store_expect(turn, MODE_CHORE, "The chore has ended.") && target_check(turn, sql, true)
           && store_run(turn, sql, parameters, count, NULL, touched);
}

bool store_chore_end(struct turn *turn, struct chore *chore)
{
    if (chore == NULL || chore->store != turn->store)
        return fail(turn, FAULT_BROKEN, "Housekeeping needs a chore of this connection.");
    if (turn->fault.kind == FAULT_NONE)
        return commit_from(turn, MODE_CHORE);
    if (turn->store->mode == MODE_CHORE)
        store_rollback(turn);
    return false;
}

/* ---- databases for stories and tests ---- */

static bool database_named(struct turn *turn, struct text name)
{
    return sql_name_valid(name)
           || fail_field(turn, "database", "\"%.*s\" is no name for a database: use a-z, 0-9 and _",
                         TEXT_SHOW(name));
}

bool store_database_make(struct turn *turn, struct text server, struct text name,
                         struct text *address)
{
    *address =
        text_format(turn->arena, "postgresql:%.*s dbname=%.*s", TEXT_SHOW(server), TEXT_SHOW(name));
    return database_named(turn, name)
           && postgres_server_run(
               turn, server,
               text_format(turn->arena,
                           "CREATE DATABASE %.*s TEMPLATE template0 LC_COLLATE 'C' "
                           "LC_CTYPE 'C' ENCODING 'UTF8'",
                           TEXT_SHOW(name)));
}

bool store_database_drop(struct turn *turn, struct text server, struct text name)
{
    return database_named(turn, name)
           && postgres_server_run(
               turn, server,
               text_format(turn->arena, "DROP DATABASE %.*s WITH (FORCE)", TEXT_SHOW(name)));
}
