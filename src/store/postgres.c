/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine with a server: PostgreSQL through libpq. The only file of the program that calls it.
 *
 * A result is read row by row, so that a read without an end is refused before it fills the memory.
 * PostgreSQL's own sentences are passed on only where they cannot quote a value: it says "invalid
 * input syntax for type bigint: …" with the input in full.
 */
#include "store/inside.h"
#include <libpq-fe.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

struct connection {
    PGconn *server;
    PGresult *result; /* being read */
    bool running;     /* results are still to come */
    size_t sent;      /* statements whose outcome nobody has asked for yet */
    bool writes;      /* it has been written through: a whole group waits for its answers */
    bool gone;        /* the session is lost; PQstatus may take one call more to see it */
    uint64_t prepared;
    struct statements statements;
};

enum { SENT_MAX = 64 }; /* statements sent before their outcomes are read */

/* ---- faults ---- */

static const char unreachable[] = "The database cannot be reached. Try again.";

/* " (constraint thing_number_key)", or what else the server names, in the arena. */
static const char *result_names(struct arena *arena, const PGresult *result)
{
    static const struct {
        int field;
        const char *noun;
    } parts[] = {{PG_DIAG_TABLE_NAME, "table"},
                 {PG_DIAG_COLUMN_NAME, "column"},
                 {PG_DIAG_CONSTRAINT_NAME, "constraint"}};
    struct builder names = {.arena = arena};
    build(&names, TEXT_NONE);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *name = PQresultErrorField(result, parts[i].field);
        if (name != NULL)
            build_format(&names, ", %s %s", parts[i].noun, name);
    }
    return built(&names).data;
}

static bool postgres_gone(struct turn *turn, struct connection *connection)
{
    connection->gone = true;
    return fail(turn, FAULT_BUSY, "%s", unreachable);
}

/* A COMMIT that was answered so has not committed. */
static bool postgres_undone(struct turn *turn)
{
    return fail(turn, FAULT_BROKEN, "The database has rolled the transaction back.");
}

/* What connection->result says. A fault that has no SQLSTATE is libpq's: it lost the server. */
static bool postgres_fault(struct turn *turn, struct connection *connection)
{
    const PGresult *result = connection->result;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (PQstatus(connection->server) == CONNECTION_BAD || state == NULL
        || strncmp(state, "57P", 3) == 0)
        return postgres_gone(turn, connection);
    const struct wire_state *means = wire_state(state);
    const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    bool shown = means->sentence_safe && sentence != NULL;
    return fail(turn, means->kind, "%s%s%s (PostgreSQL %s%s).", means->message, shown ? ": " : "",
                shown ? sentence : "", state, result_names(turn->arena, result));
}

/* ---- results ---- */

/* Asks the server to end what it does. If that fails, the rest is read in full. */
static void postgres_cancel(PGconn *server)
{
    char reason[256];
    PGcancel *cancel = PQgetCancel(server);
    (void)PQcancel(cancel, reason, sizeof reason);
    PQfreeCancel(cancel);
}

/* A row of statements is under way (libpq's pipeline). It ends with a mark, and a statement that
 * fails makes the server skip all others up to it. */
static bool is_pipeline(const struct connection *connection)
{
    return PQpipelineStatus(connection->server) != PQ_PIPELINE_OFF;
}

/* Up to the end of the results; in a pipeline, up to its mark. A lost server gives none twice. */
static void postgres_drain(struct connection *connection)
{
    bool pipeline = is_pipeline(connection);
    int nothing = 0;
    for (bool end = false; !end;) {
        PGresult *rest = PQgetResult(connection->server);
        nothing = rest == NULL ? nothing + 1 : 0;
        end = pipeline ? PQresultStatus(rest) == PGRES_PIPELINE_SYNC || nothing > 1 : nothing > 0;
        PQclear(rest);
    }
    if (pipeline && PQexitPipelineMode(connection->server) != 1)
        connection->gone = true;
    connection->sent = 0;
    connection->running = false;
}

/* Reads to the end of what was asked, so that the connection may be asked again. */
static void postgres_settle(void *opaque)
{
    struct connection *connection = opaque;
    bool rows_to_come =
        connection->running && PQresultStatus(connection->result) == PGRES_SINGLE_TUPLE;
    PQclear(connection->result);
    connection->result = NULL;
    if (!connection->running)
        return;
    if (rows_to_come)
        postgres_cancel(connection->server);
    postgres_drain(connection);
}

/* Throws away what was sent, whatever came of it: it will be undone. */
static void postgres_discard(struct connection *connection)
{
    if (connection->sent == 0)
        return;
    if (PQpipelineSync(connection->server) != 1)
        connection->gone = true;
    postgres_drain(connection);
}

/* An answer mostly comes sooner than a sleeping thread wakes, which on a virtual processor costs
 * more than the statement. So where a whole group waits, it is looked for some tenths of a
 * millisecond before the thread sleeps, and others may run meanwhile (decision 0007). Readers are
 * many, and sleep. */
static void postgres_look(struct connection *connection)
{
    enum { LOOKS_MAX = 500 };
    if (!connection->writes)
        return;
    for (int look = 0; look < LOOKS_MAX && PQisBusy(connection->server) == 1; look++) {
        if (PQconsumeInput(connection->server) != 1)
            return; /* PQgetResult says why */
        sched_yield();
    }
}

/* The next result into connection->result; false at the end of a statement's. */
static bool postgres_next(struct connection *connection)
{
    PQclear(connection->result);
    postgres_look(connection);
    connection->result = PQgetResult(connection->server);
    connection->running = connection->result != NULL || is_pipeline(connection);
    return connection->result != NULL;
}

static bool read_cell(struct turn *turn, const PGresult *result, int row, int column,
                      struct cell *cell)
{
    struct text text = {PQgetvalue(result, row, column), (size_t)PQgetlength(result, row, column)};
    if (!PQgetisnull(result, row, column))
        return wire_cell(turn, column + 1, PQftype(result, column), text, cell);
    *cell = cell_null();
    return true;
}

static bool read_row(struct turn *turn, const PGresult *result, int at, struct rows *rows,
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
        if (!read_cell(turn, result, at, (int)i, &row[i]))
            return false;
    rows->count++;
    return true;
}

/* Everything that comes; rows NULL: rows are thrown away. Nothing is left open, good or not. */
static bool postgres_results(struct turn *turn, struct connection *connection, struct rows *rows,
                             int64_t *touched)
{
    size_t capacity = 0;
    bool good = true;
    while (good && postgres_next(connection)) {
        PGresult *result = connection->result;
        ExecStatusType status = PQresultStatus(result);
        if (rows != NULL && rows->width == 0)
            rows->width = (size_t)PQnfields(result);
        if (status == PGRES_SINGLE_TUPLE)
            good = rows == NULL || read_row(turn, result, 0, rows, &capacity);
        else if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
            good = touched == NULL || text_empty(text_of(PQcmdTuples(result)))
                   || text_integer(text_of(PQcmdTuples(result)), touched);
        else
            good = postgres_fault(turn, connection);
    }
    postgres_settle(connection);
    return good;
}

/* Ends the pipeline with its mark and looks at the outcome of each statement sent before; after a
 * fault the rest is left to settle. */
static bool postgres_outcomes(struct turn *turn, struct connection *connection)
{
    if (PQpipelineSync(connection->server) != 1)
        return postgres_gone(turn, connection);
    connection->running = true;
    for (; connection->sent > 0; connection->sent--)
        while (postgres_next(connection)) {
            ExecStatusType status = PQresultStatus(connection->result);
            if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
                return postgres_fault(turn, connection);
            if (strcmp(PQcmdStatus(connection->result), "ROLLBACK") == 0)
                return postgres_undone(turn);
        }
    return true;
}

static bool postgres_wait(struct turn *turn, void *opaque)
{
    struct connection *connection = opaque;
    if (connection->sent == 0)
        return true;
    bool good = postgres_outcomes(turn, connection);
    postgres_settle(connection);
    return good;
}

/* ---- statements ---- */

static bool postgres_script(struct turn *turn, void *opaque, const char *sql)
{
    struct connection *connection = opaque;
    postgres_discard(connection);
    connection->result = PQexec(connection->server, sql);
    ExecStatusType status = PQresultStatus(connection->result);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good)
        (void)!postgres_fault(turn, connection);
    else if (strcmp(sql, "COMMIT") == 0 && strcmp(PQcmdStatus(connection->result), "COMMIT") != 0)
        good = postgres_undone(turn);
    postgres_settle(connection);
    return good;
}

static void postgres_forget(void *opaque)
{
    struct connection *connection = opaque;
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        statement_drop(&connection->statements.places[i]);
    postgres_discard(connection);
    /* In a failed transaction this is refused: the statements stay, under numbers not used again.
     */
    PQclear(PQexec(connection->server, "DEALLOCATE ALL"));
}

/* "s17" */
struct statement_name {
    char bytes[24];
};

static struct statement_name statement_name(uint64_t number)
{
    struct statement_name name;
    snprintf(name.bytes, sizeof name.bytes, "s%llu", (unsigned long long)number);
    return name;
}

/* Frees a place: the statement that was not used for longest goes from the server too. */
static bool postgres_drop(struct turn *turn, struct connection *connection,
                          struct statement *statement)
{
    if (statement->sql == NULL)
        return true;
    char sql[64];
    snprintf(sql, sizeof sql, "DEALLOCATE %s", statement_name(statement->number).bytes);
    statement_drop(statement);
    return postgres_script(turn, connection, sql);
}

/* The types of the first call are told, so that "$1 + 1" is BIGINT; NULL is left to the server. */
static bool postgres_prepare(struct turn *turn, struct connection *connection, const char *sql,
                             const struct cell *cells, size_t count, uint64_t *number)
{
    struct statement *statement = statement_find(&connection->statements, sql);
    if (statement != NULL) {
        *number = statement->number;
        return true;
    }
    statement = statement_place(&connection->statements);
    if (!postgres_wait(turn, connection) || !postgres_drop(turn, connection, statement))
        return false;
    Oid declared[STORE_PARAMETERS_MAX];
    for (size_t i = 0; i < count; i++)
        declared[i] = wire_type(cells[i].kind);
    *number = ++connection->prepared;
    connection->result =
        PQprepare(connection->server, statement_name(*number).bytes, sql, (int)count, declared);
    bool good =
        PQresultStatus(connection->result) == PGRES_COMMAND_OK || postgres_fault(turn, connection);
    postgres_settle(connection);
    if (good && !statement_keep(&connection->statements, statement, sql))
        good = fail(turn, FAULT_BROKEN, "There is no memory for a statement.");
    statement->number = *number;
    return good;
}

static bool postgres_run(struct turn *turn, void *opaque, const char *sql, const struct cell *cells,
                         size_t count, struct rows *rows, int64_t *touched)
{
    struct connection *connection = opaque;
    struct wire_parameters parameters;
    uint64_t number = 0;
    wire_parameters(turn->arena, &parameters, cells, count);
    if (!postgres_prepare(turn, connection, sql, cells, count, &number))
        return false;
    if (rows != NULL)
        *rows = (struct rows){.count = 0};
    if (PQsendQueryPrepared(connection->server, statement_name(number).bytes, (int)count,
                            parameters.values, parameters.sizes, parameters.formats, 0)
        != 1)
        return postgres_gone(turn, connection);
    connection->running = true;
    if (connection->sent > 0 && !postgres_outcomes(turn, connection)) {
        postgres_settle(connection);
        return false;
    }
    PQsetSingleRowMode(connection->server);
    return postgres_results(turn, connection, rows, rows == NULL ? touched : NULL);
}

/* The answer to the next of several selects, whole. The first comes row by row when the statement
 * before the pipeline did: libpq remembers that. */
static bool postgres_answer(struct turn *turn, struct connection *connection, struct rows *rows)
{
    size_t capacity = 0;
    bool good = true;
    *rows = (struct rows){.count = 0};
    while (good && postgres_next(connection)) {
        const PGresult *result = connection->result;
        ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE)
            return postgres_fault(turn, connection);
        rows->width = (size_t)PQnfields(result);
        for (int row = 0; good && row < PQntuples(result); row++)
            good = read_row(turn, result, row, rows, &capacity);
    }
    return good;
}

/* Prepared first, because a statement cannot be prepared with others under way; and with all memory
 * taken before the first is sent. */
static bool postgres_run_all(struct turn *turn, void *opaque, const struct question *questions,
                             size_t count, struct rows *rows)
{
    struct connection *connection = opaque;
    uint64_t numbers[STORE_AHEAD_MAX];
    struct wire_parameters *parameters = arena_array(turn->arena, count, sizeof *parameters);
    for (size_t i = 0; i < count; i++)
        wire_parameters(turn->arena, &parameters[i], questions[i].parameters, questions[i].count);
    for (size_t i = 0; i < count; i++)
        if (!postgres_prepare(turn, connection, questions[i].sql, questions[i].parameters,
                              questions[i].count, &numbers[i]))
            return false;
    if (!is_pipeline(connection) && PQenterPipelineMode(connection->server) != 1)
        return postgres_gone(turn, connection);
    for (size_t i = 0; i < count; i++)
        if (PQsendQueryPrepared(connection->server, statement_name(numbers[i]).bytes,
                                (int)questions[i].count, parameters[i].values, parameters[i].sizes,
                                parameters[i].formats, 0)
            != 1)
            return postgres_gone(turn, connection);
    bool good = postgres_outcomes(turn, connection);
    for (size_t i = 0; good && i < count; i++)
        good = postgres_answer(turn, connection, &rows[i]);
    postgres_settle(connection);
    return good;
}

/* In a pipeline, which the next run or wait ends: many statements, and one trip to the server. */
static bool postgres_send(struct turn *turn, void *opaque, const char *sql,
                          const struct cell *cells, size_t count)
{
    struct connection *connection = opaque;
    struct wire_parameters parameters;
    uint64_t number = 0;
    connection->writes = true;
    wire_parameters(turn->arena, &parameters, cells, count);
    if (!postgres_prepare(turn, connection, sql, cells, count, &number))
        return false;
    if ((!is_pipeline(connection) && PQenterPipelineMode(connection->server) != 1)
        || PQsendQueryPrepared(connection->server, statement_name(number).bytes, (int)count,
                               parameters.values, parameters.sizes, parameters.formats, 0)
               != 1)
        return postgres_gone(turn, connection);
    connection->sent++;
    return connection->sent < SENT_MAX || postgres_wait(turn, connection);
}

/* ---- connections ---- */

static void postgres_close(void *opaque)
{
    struct connection *connection = opaque;
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        statement_drop(&connection->statements.places[i]);
    PQfinish(connection->server);
    free(connection);
}

static void postgres_silence(void *nothing, const PGresult *notice)
{
    (void)nothing;
    (void)notice; /* a library does not write to standard error */
}

/* The session as the store means it, whatever the server's or the user's defaults are. */
static bool postgres_session(struct turn *turn, struct connection *connection)
{
    char limits[128];
    snprintf(limits, sizeof limits, "SET lock_timeout = %d; SET statement_timeout = %d",
             STORE_PATIENCE_MS, STORE_STATEMENT_MS);
    return postgres_script(
               turn, connection,
               "SET client_min_messages = warning; SET timezone = 'UTC';"
               "SET standard_conforming_strings = on; SET bytea_output = 'hex';"
               "SET default_transaction_isolation = 'read committed';"
               "SET default_transaction_read_only = off; SET default_transaction_deferrable = off;"
               /* Stronger than on (remote_apply) may stay; weaker would lose what was promised. */
               "SELECT set_config('synchronous_commit', 'on', false)"
               " WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')")
           && postgres_script(turn, connection, limits);
}

static bool postgres_collation(struct turn *turn, struct connection *connection)
{
    struct rows rows = {.count = 0};
    return postgres_run(turn, connection, wire_collation_sql, NULL, 0, &rows, NULL)
           && wire_collation(turn, &rows);
}

/* What libpq says of a connection it could not make: hosts and names, no password. */
static bool postgres_unreached(struct turn *turn, const PGconn *server)
{
    return fail(turn, FAULT_BUSY, "The database cannot be reached: %.*s",
                TEXT_SHOW(text_trim(text_of(PQerrorMessage(server)))));
}

static bool postgres_address(struct turn *turn, const char *address)
{
    /* libpq's own sentence may hold the address, and the address a password. */
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    PQconninfoFree(options);
    return options != NULL
           || fail_field(turn, "database",
                         "The database's address is no connection string: postgresql://HOST/NAME "
                         "or postgresql:host=… dbname=….");
}

static bool postgres_open(struct turn *turn, struct text address, void **opaque)
{
    const char *string = text_string(turn->arena, address);
    /* What stands in the address wins over what stands before it, and not over what follows. */
    const char *const names[] = {"connect_timeout", "fallback_application_name", "dbname",
                                 "client_encoding", NULL};
    const char *const values[] = {"10", "revere", string, "UTF8", NULL};
    if (!postgres_address(turn, string))
        return false;
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL)
        return fail(turn, FAULT_BROKEN, "There is no memory for a connection to the database.");
    *opaque = connection;
    connection->server = PQconnectdbParams(names, values, 1);
    PQsetNoticeReceiver(connection->server, postgres_silence, NULL);
    return (PQstatus(connection->server) == CONNECTION_OK
            || postgres_unreached(turn, connection->server))
           && postgres_session(turn, connection) && postgres_collation(turn, connection);
}

static bool postgres_ready(struct turn *turn, void *opaque, bool *anew)
{
    struct connection *connection = opaque;
    *anew = PQstatus(connection->server) != CONNECTION_OK || connection->gone;
    if (!*anew)
        return true;
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++)
        statement_drop(&connection->statements.places[i]); /* they went with the old session */
    PQreset(connection->server);
    connection->sent = 0;
    if (PQstatus(connection->server) != CONNECTION_OK)
        return postgres_unreached(turn, connection->server);
    connection->gone = !postgres_session(turn, connection);
    return !connection->gone;
}

static bool postgres_lost(const void *opaque)
{
    const struct connection *connection = opaque;
    PGTransactionStatusType status = PQtransactionStatus(connection->server);
    return connection->gone || status == PQTRANS_UNKNOWN || status == PQTRANS_IDLE;
}

/* ---- migration ---- */

static bool postgres_migrate_lock(struct turn *turn, void *opaque)
{
    /* Any number that is always the same: "revere" in ASCII. Waiting is bounded, and an index of a
     * large table takes what it takes. */
    return postgres_script(turn, opaque, "SELECT pg_advisory_xact_lock(x'726576657265'::bigint)")
           && postgres_script(turn, opaque, "SET LOCAL statement_timeout = 0");
}

/* Sent with what comes first in the transaction, so the server itself has to refuse: no other
 * statement divides. */
static bool postgres_hold(struct turn *turn, void *opaque, int64_t parts)
{
    return postgres_send(turn, opaque,
                         "SELECT pg_advisory_xact_lock_shared(x'726576657265'::bigint)", NULL, 0)
           && postgres_send(turn, opaque,
                            "SELECT 1 / CAST(COUNT(*) = $1 AS INTEGER) FROM store_part",
                            BIND(cell_integer(parts)));
}

static bool postgres_dialect(struct turn *turn, const char *where, struct text statement,
                             const char **sql)
{
    static const struct column_words words = {"BIGINT", "TEXT", "BYTEA", ""};
    return sql_columns(turn, where, statement, &words, sql);
}

static bool postgres_append_only(struct turn *turn, void *opaque, struct text table)
{
    return postgres_script(turn, opaque, wire_append_only(turn, table));
}

static bool postgres_advise(struct turn *turn, void *opaque)
{
    (void)turn;
    (void)opaque;
    return true; /* the server counts by itself */
}

const struct engine engine_postgres = {
    .name = "postgresql",
    .begin = "BEGIN",
    .bytes = "SELECT pg_database_size(current_database())",
    .open = postgres_open,
    .close = postgres_close,
    .settle = postgres_settle,
    .ready = postgres_ready,
    .lost = postgres_lost,
    .run = postgres_run,
    .run_all = postgres_run_all,
    .send = postgres_send,
    .wait = postgres_wait,
    .script = postgres_script,
    .migrate_lock = postgres_migrate_lock,
    .hold = postgres_hold,
    .dialect = postgres_dialect,
    .append_only = postgres_append_only,
    .advise = postgres_advise,
    .forget = postgres_forget,
};

/* ---- databases for stories and tests ---- */

bool postgres_server_run(struct turn *turn, struct text server, struct text sql)
{
    if (!postgres_address(turn, text_string(turn->arena, server)))
        return false;
    PGconn *connection = PQconnectdb(text_string(turn->arena, server));
    bool good = PQstatus(connection) == CONNECTION_OK || postgres_unreached(turn, connection);
    if (good) {
        PQsetNoticeReceiver(connection, postgres_silence, NULL);
        PGresult *result = PQexec(connection, sql.data);
        good = PQresultStatus(result) == PGRES_COMMAND_OK
               || fail(turn, FAULT_BROKEN, "The server did not do it: %.*s",
                       TEXT_SHOW(text_trim(text_of(PQerrorMessage(connection)))));
        PQclear(result);
    }
    PQfinish(connection);
    return good;
}
