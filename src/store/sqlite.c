/* SPDX-License-Identifier: Apache-2.0 */
/* The engine in one file: SQLite 3, WAL, durable at every commit. The only file that calls it. */
#include "base/file.h"
#include "store/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

struct connection {
    sqlite3 *database;
    sqlite3_stmt *running; /* stepped and not yet reset */
    struct statements statements;
};

/* SQLite's messages name tables, columns and constraints, never values. */
static bool sqlite_fault(struct turn *turn, sqlite3 *database, const char *doing)
{
    const char *why = sqlite3_errmsg(database);
    int code = sqlite3_extended_errcode(database);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return fail(turn, FAULT_CLASH, "There is one already (%s). Read again.", why);
    case SQLITE_CONSTRAINT_TRIGGER:
        return fail(turn, FAULT_BROKEN, "The database refuses: %s", why);
    default: break;
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(turn, FAULT_BUSY,
                    "The database is held by another writer for more than %d s. Try again.",
                    STORE_PATIENCE_MS / 1000);
    case SQLITE_FULL:
        return fail(turn, FAULT_BROKEN,
                    "The disk of the database is full (%s). Make room, then try again.", why);
    default:
        return fail(turn, FAULT_BROKEN, "The database cannot %s: %s (SQLite %d).", doing, why,
                    code);
    }
}

/* ---- statements ---- */

static void sqlite_settle(void *opaque)
{
    struct connection *connection = opaque;
    if (connection->running == NULL)
        return;
    sqlite3_reset(connection->running);
    sqlite3_clear_bindings(connection->running);
    connection->running = NULL;
}

static void sqlite_forget(void *opaque)
{
    struct connection *connection = opaque;
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++) {
        struct statement *statement = &connection->statements.places[i];
        sqlite3_finalize(statement->handle);
        statement_drop(statement);
    }
}

static bool sqlite_prepare(struct turn *turn, struct connection *connection, const char *sql,
                           sqlite3_stmt **handle)
{
    struct statement *statement = statement_find(&connection->statements, sql);
    if (statement != NULL) {
        *handle = statement->handle;
        return true;
    }
    const char *tail = NULL;
    if (sqlite3_prepare_v3(connection->database, sql, -1, SQLITE_PREPARE_PERSISTENT, handle, &tail)
        != SQLITE_OK)
        return sqlite_fault(turn, connection->database, "read a statement");
    struct text rest = text_of(tail);
    struct text word;
    if (*handle == NULL || sql_word(&rest, &word)) {
        sqlite3_finalize(*handle);
        return fail(turn, FAULT_BROKEN, "One call takes one statement: %.80s", sql);
    }
    statement = statement_place(&connection->statements);
    sqlite3_finalize(statement->handle);
    statement_drop(statement);
    if (!statement_keep(&connection->statements, statement, sql)) {
        sqlite3_finalize(*handle);
        return fail(turn, FAULT_BROKEN, "There is no memory for a statement.");
    }
    statement->handle = *handle;
    return true;
}

static int sqlite_bind(sqlite3_stmt *handle, int at, const struct cell *cell)
{
    const char *data = cell->text.data == NULL ? "" : cell->text.data;
    switch (cell->kind) {
    case CELL_INTEGER: return sqlite3_bind_int64(handle, at, cell->integer);
    case CELL_TEXT:
        return sqlite3_bind_text64(handle, at, data, cell->text.size, SQLITE_STATIC, SQLITE_UTF8);
    case CELL_BYTES: return sqlite3_bind_blob64(handle, at, data, cell->text.size, SQLITE_STATIC);
    case CELL_NULL:
    default: return sqlite3_bind_null(handle, at);
    }
}

/* SQLite numbers "$2" by where it first stands, so each parameter is looked up by its name. */
static bool sqlite_bind_all(struct turn *turn, struct connection *connection, sqlite3_stmt *handle,
                            const struct cell *cells, size_t count)
{
    int names = sqlite3_bind_parameter_count(handle);
    for (int at = 1; at <= names; at++) {
        const char *name = sqlite3_bind_parameter_name(handle, at);
        int64_t number = 0;
        if (name == NULL || name[0] != '$' || !text_integer(text_of(name + 1), &number)
            || number < 1 || (uint64_t)number > count)
            return fail(turn, FAULT_BROKEN, "A statement wants parameter %s and was given %zu.",
                        name == NULL ? "?" : name, count);
        if (sqlite_bind(handle, at, &cells[number - 1]) != SQLITE_OK)
            return sqlite_fault(turn, connection->database, "take a parameter");
    }
    if ((size_t)names != count)
        return fail(turn, FAULT_BROKEN, "A statement wants %d parameters and was given %zu.", names,
                    count);
    return true;
}

static bool sqlite_read_cell(struct turn *turn, sqlite3_stmt *handle, int column, struct cell *cell)
{
    struct text text = TEXT_NONE;
    switch (sqlite3_column_type(handle, column)) {
    case SQLITE_NULL: *cell = cell_null(); return true;
    case SQLITE_INTEGER: *cell = cell_integer(sqlite3_column_int64(handle, column)); return true;
    case SQLITE_TEXT:
        text.data = (const char *)sqlite3_column_text(handle, column);
        text.size = (size_t)sqlite3_column_bytes(handle, column);
        *cell = cell_text(text_copy(turn->arena, text));
        return true;
    case SQLITE_BLOB:
        text.data = sqlite3_column_blob(handle, column);
        text.size = (size_t)sqlite3_column_bytes(handle, column);
        *cell = cell_bytes(text_copy(turn->arena, text));
        return true;
    default:
        return fail(turn, FAULT_BROKEN,
                    "Column %d of a result is a floating number; only integers, text and bytes are "
                    "portable.",
                    column + 1);
    }
}

static bool sqlite_read_row(struct turn *turn, sqlite3_stmt *handle, struct rows *rows,
                            size_t *capacity)
{
    if (rows->count == STORE_ROWS_MAX)
        return fail(turn, FAULT_LIMIT,
                    "A read found more than %d rows; ask for fewer, a page at a time.",
                    STORE_ROWS_MAX);
    rows->cells = arena_grow(turn->arena, rows->cells, rows->count, capacity,
                             rows->width * sizeof *rows->cells);
    struct cell *row = rows->cells + rows->count * rows->width;
    for (size_t i = 0; i < rows->width; i++)
        if (!sqlite_read_cell(turn, handle, (int)i, &row[i]))
            return false;
    rows->count++;
    return true;
}

/* Steps to the end; rows NULL: what comes is thrown away. */
static bool sqlite_steps(struct turn *turn, struct connection *connection, struct rows *rows)
{
    sqlite3_stmt *handle = connection->running;
    size_t capacity = 0;
    int code = sqlite3_step(handle);
    for (; code == SQLITE_ROW; code = sqlite3_step(handle))
        if (rows != NULL && !sqlite_read_row(turn, handle, rows, &capacity))
            return false;
    return code == SQLITE_DONE || sqlite_fault(turn, connection->database, "run a statement");
}

static bool sqlite_run(struct turn *turn, void *opaque, const char *sql,
                       const struct cell *parameters, size_t count, struct rows *rows,
                       int64_t *touched)
{
    struct connection *connection = opaque;
    if (!sqlite_prepare(turn, connection, sql, &connection->running)) {
        connection->running = NULL;
        return false;
    }
    if (rows != NULL)
        *rows = (struct rows){.width = (size_t)sqlite3_column_count(connection->running)};
    bool good = sqlite_bind_all(turn, connection, connection->running, parameters, count)
                && sqlite_steps(turn, connection, rows);
    sqlite_settle(connection);
    if (good && rows == NULL)
        *touched = sqlite3_changes64(connection->database);
    return good;
}

/* There is no server to wait for: a statement sent is a statement run. */
static bool sqlite_send(struct turn *turn, void *opaque, const char *sql,
                        const struct cell *parameters, size_t count)
{
    int64_t uncounted;
    return sqlite_run(turn, opaque, sql, parameters, count, NULL, &uncounted);
}

static bool sqlite_wait(struct turn *turn, void *opaque)
{
    (void)turn;
    (void)opaque;
    return true;
}

static bool sqlite_script(struct turn *turn, void *opaque, const char *sql)
{
    struct connection *connection = opaque;
    return sqlite3_exec(connection->database, sql, NULL, NULL, NULL) == SQLITE_OK
           || sqlite_fault(turn, connection->database, "run a statement");
}

/* ---- connections ---- */

static void sqlite_close(void *opaque)
{
    struct connection *connection = opaque;
    sqlite_forget(connection);
    sqlite3_close(connection->database);
    free(connection);
}

/*
 * The file is made here, so that nobody but its owner can ever read it; -wal and -shm follow it.
 * One that is there is not opened: closing it again would take this process's locks on it away, and
 * the next process to leave would remove the log under a house that writes.
 */
static bool sqlite_make_file(struct turn *turn, const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST)
        return true;
    if (file < 0)
        return fail(turn, FAULT_BROKEN, "The database file %s cannot be opened: %s.", path,
                    strerror(errno));
    close(file);
    return true;
}

/* A database that cannot have a WAL (a file system without shared memory) says so here. */
static bool sqlite_wal(struct turn *turn, struct connection *connection, const char *path)
{
    sqlite3_stmt *handle = NULL;
    bool wal = false;
    if (sqlite3_prepare_v2(connection->database, "PRAGMA journal_mode = WAL", -1, &handle, NULL)
            == SQLITE_OK
        && sqlite3_step(handle) == SQLITE_ROW)
        wal = strcmp((const char *)sqlite3_column_text(handle, 0), "wal") == 0;
    bool good = sqlite3_finalize(handle) == SQLITE_OK;
    if (!good)
        return sqlite_fault(turn, connection->database, "open its file");
    return wal
           || fail(turn, FAULT_BROKEN,
                   "%s stands on a file system that cannot hold a write-ahead log; put it on a "
                   "local disk.",
                   path);
}

/*
 * As strict as PostgreSQL is by itself: foreign keys, text in "" is a name, LIKE tells case apart,
 * and a REPLACE fires the triggers that keep append-only tables. What a savepoint would need to be
 * undone stays in memory, where SQLite would make a file for it. The cache is taken as it is
 * needed, and is the writer's above all: a reader's is thrown away with each commit of another.
 */
static bool sqlite_settings(struct turn *turn, struct connection *connection, const char *path)
{
    sqlite3 *database = connection->database;
    sqlite3_busy_timeout(database, STORE_PATIENCE_MS);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
    return sqlite_wal(turn, connection, path)
           && sqlite_script(turn, connection,
                            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                            "PRAGMA trusted_schema = OFF; PRAGMA recursive_triggers = ON;"
                            "PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
                            "PRAGMA cache_size = -65536");
}

/* Without counts of its memory: SQLite takes one lock of the whole process for each piece it
 * counts, and eight readers then wait for one another. It is heard before its first use alone,
 * which is when a house opens its first connection, in one thread; after that it changes nothing.
 */
static void sqlite_uncounted(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool sqlite_open(struct turn *turn, struct text address, void **opaque)
{
    sqlite_uncounted();
    /* "./" keeps SQLite from reading ":memory:" or "file:…" into a name. */
    const char *path = text_format(turn->arena, "%s%.*s",
                                   text_starts(address, TEXT("/")) ? "" : "./", TEXT_SHOW(address))
                           .data;
    if (!sqlite_make_file(turn, path))
        return false;
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return fail(turn, FAULT_BROKEN, "There is no memory for a connection to the database.");
    *opaque = connection;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(path, &connection->database, flags, NULL) != SQLITE_OK)
        return sqlite_fault(turn, connection->database, "open its file");
    return sqlite_settings(turn, connection, path);
}

static bool sqlite_ready(struct turn *turn, void *opaque, bool *anew)
{
    (void)turn;
    (void)opaque;
    *anew = false;
    return true; /* a file is not lost */
}

/* After a full disk or a failed read SQLite rolls the whole transaction back by itself. */
static bool sqlite_lost(const void *opaque)
{
    const struct connection *connection = opaque;
    return sqlite3_get_autocommit(connection->database) != 0;
}

/* ---- migration ---- */

static bool sqlite_migrate_lock(struct turn *turn, void *opaque)
{
    (void)turn;
    (void)opaque;
    return true; /* BEGIN IMMEDIATE keeps everybody else out already */
}

/* Nor does anybody migrate meanwhile. */
static bool sqlite_hold(struct turn *turn, void *opaque, int64_t parts)
{
    struct rows rows;
    return sqlite_run(turn, opaque, "SELECT COUNT(*) FROM store_part", BIND_NONE, &rows, NULL)
           && (rows_integer(&rows, 0, 0) == parts
               || fail(turn, FAULT_BUSY, "%s.", STORE_OVERTAKEN));
}

static bool sqlite_dialect(struct turn *turn, const char *where, struct text statement,
                           const char **sql)
{
    /* INT, not INTEGER: an INTEGER PRIMARY KEY would number rows by itself. */
    static const struct column_words words = {"INT", "TEXT", "BLOB", " STRICT"};
    return sql_columns(turn, where, statement, &words, sql);
}

static bool sqlite_append_only(struct turn *turn, void *opaque, struct text table)
{
    static const char *const verbs[] = {"UPDATE", "DELETE"};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        struct text sql = text_format(
            turn->arena,
            "CREATE TRIGGER IF NOT EXISTS %.*s_append_only_%s BEFORE %s ON %.*s BEGIN "
            "SELECT RAISE(ABORT, '%.*s is append only: its rows are never changed or removed'); "
            "END",
            TEXT_SHOW(table), verbs[i], verbs[i], TEXT_SHOW(table), TEXT_SHOW(table));
        if (!sqlite_script(turn, opaque, sql.data))
            return false;
    }
    return true;
}

/*
 * SQLite guesses what an index is worth by the number of its columns alone, and a statement for the
 * duties of one case then walks all that stand, because "until_us = …" is an equality like any
 * other. Counting (ANALYZE) would help a house that is full, and no new one. So each index is told
 * what our tables are like: columns of a few words, and until_us, which is the same in every
 * current row, choose little; a person or an organisation chooses many; the rest a handful. Plans
 * depend on the tables then, and on nothing that a house has in it.
 */
static bool sqlite_advise(struct turn *turn, void *opaque)
{
    return sqlite_script(
        turn, opaque,
        "ANALYZE sqlite_schema; DELETE FROM sqlite_stat1;"
        "INSERT INTO sqlite_stat1 (tbl, idx, stat)"
        " WITH name (tbl, idx, place, only, grain) AS ("
        "  SELECT m.tbl_name, m.name, i.seqno, l.[unique],"
        "   CASE WHEN i.name IN ('until_us', 'state', 'kind', 'standing', 'status', 'holding',"
        "     'role') THEN 0 WHEN i.name IN ('person', 'organisation') THEN 1 ELSE 2 END"
        "  FROM sqlite_schema m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name"
        "  JOIN pragma_index_info(m.name) i WHERE m.type = 'index'),"
        " part (tbl, idx, place, coarse, middle, fine, last) AS ("
        "  SELECT tbl, idx, place, SUM(grain = 0) OVER before, SUM(grain = 1) OVER before,"
        "   SUM(grain = 2) OVER before, only AND place = MAX(place) OVER (PARTITION BY idx)"
        "  FROM name WINDOW before AS (PARTITION BY idx ORDER BY place))"
        " SELECT tbl, idx, '1000000' || group_concat(' ' || CASE"
        "   WHEN last THEN 1 WHEN fine + middle = 0 THEN 1000000 >> coarse"
        "   WHEN fine = 0 AND middle = 1 THEN 1000 >> coarse"
        "   WHEN fine + middle = 1 THEN 20 >> min(coarse, 3) ELSE 2 END, '')"
        " FROM (SELECT * FROM part ORDER BY tbl, idx, place) GROUP BY tbl, idx");
}

/* All in one step: it holds a reading transaction, which keeps nobody from writing. */
static bool sqlite_copied(struct turn *turn, const struct connection *connection, sqlite3 *into)
{
    sqlite3_backup *backup = sqlite3_backup_init(into, "main", connection->database, "main");
    if (backup == NULL)
        return sqlite_fault(turn, into, "copy it");
    sqlite3_backup_step(backup, -1);
    return sqlite3_backup_finish(backup) == SQLITE_OK || sqlite_fault(turn, into, "copy it");
}

static bool sqlite_copy(struct turn *turn, void *opaque, const char *path)
{
    sqlite3 *into = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (file_exists(path))
        return fail(turn, FAULT_CLASH, "There is a file %s already.", path);
    if (!sqlite_make_file(turn, path))
        return false;
    bool good = sqlite3_open_v2(path, &into, flags, NULL) == SQLITE_OK
                    ? sqlite_copied(turn, opaque, into)
                    : sqlite_fault(turn, into, "make a copy");
    bool closed = sqlite3_close(into) == SQLITE_OK;
    return good && (closed || fail(turn, FAULT_BROKEN, "The copy %s cannot be ended.", path));
}

const struct engine engine_sqlite = {
    .name = "sqlite",
    .begin = "BEGIN IMMEDIATE",
    .bytes = "SELECT c.page_count * s.page_size FROM pragma_page_count() c, pragma_page_size() s",
    .open = sqlite_open,
    .close = sqlite_close,
    .settle = sqlite_settle,
    .ready = sqlite_ready,
    .lost = sqlite_lost,
    .run = sqlite_run,
    .send = sqlite_send,
    .wait = sqlite_wait,
    .script = sqlite_script,
    .migrate_lock = sqlite_migrate_lock,
    .hold = sqlite_hold,
    .dialect = sqlite_dialect,
    .append_only = sqlite_append_only,
    .advise = sqlite_advise,
    .copy = sqlite_copy,
    .forget = sqlite_forget,
};
