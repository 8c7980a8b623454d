/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the store share: the engine's table of functions, and reading SQL word by word.
 */
#pragma once
#include "store/store.h"

enum {
    STORE_PATIENCE_MS = 5000,   /* how long a lock is waited for before the fault is busy */
    STORE_STATEMENT_MS = 30000, /* how long a server may work on one statement */
    STORE_STATEMENTS_MAX = 256, /* prepared statements kept open on a connection */
    STORE_WORD_BYTES_MAX = 63   /* of a table's name; PostgreSQL cuts longer ones */
};

/* The fault of a transaction that comes after another program's migration. */
#define STORE_OVERTAKEN                                                                            \
    "A newer program has taken the database over; this one writes no more. Try again"

/*
 * What an engine does. A connection is the engine's own; it is malloc'ed, because it outlives the
 * turns that use it. Every function may be called after a turn's arena ran out in the middle of
 * another: settle is called before any of them and puts away what was left open.
 */
struct engine {
    const char *name;
    const char *begin;
    const char *bytes; /* a select of one number: how large the database is */
    /* *connection is set as soon as there is one, also when opening then fails: whoever called
     * closes it. */
    bool (*open)(struct turn *turn, struct text address, void **connection);
    void (*close)(void *connection);
    void (*settle)(void *connection);

    /* Outside a transaction: makes a lost connection anew, and says whether it did. */
    bool (*ready)(struct turn *turn, void *connection, bool *anew);

    /* Inside a transaction: true when the database has dropped it (a lost connection, a full disk).
     */
    bool (*lost)(const void *connection);

    /* One statement. rows NULL: a write, counted in *touched. */
    bool (*run)(struct turn *turn, void *connection, const char *sql, const struct cell *parameters,
                size_t count, struct rows *rows, int64_t *touched);

    /* Several selects in one trip, an answer each; NULL: there is no server to be spared. */
    bool (*run_all)(struct turn *turn, void *connection, const struct question *questions,
                    size_t count, struct rows *rows);

    /* A write, or a statement of the store's own, which nothing waits for: its fault is told by the
     * next run, or by wait. */
    bool (*send)(struct turn *turn, void *connection, const char *sql,
                 const struct cell *parameters, size_t count);

    /* Waits for everything sent. */
    bool (*wait)(struct turn *turn, void *connection);

    /* Statements of the store's own, without parameters and results. The outcome of what was sent
     * before is not looked at: only undoing comes here with anything sent. */
    bool (*script)(struct turn *turn, void *connection, const char *sql);

    /* For a migration, inside its transaction: nobody else migrates until it ends. */
    bool (*migrate_lock)(struct turn *turn, void *connection);

    /* For a transaction that writes: nobody migrates until it ends, and if the tables are not at
     * so many parts any more, the fault is busy. Told by the next run. */
    bool (*hold)(struct turn *turn, void *connection, int64_t parts);

    /* A statement of a tables.sql in the engine's own words. */
    bool (*dialect)(struct turn *turn, const char *where, struct text statement, const char **sql);

    /* Makes the engine refuse UPDATE and DELETE on the table. */
    bool (*append_only)(struct turn *turn, void *connection, struct text table);

    /* At the end of a migration: tells the planner what no empty table can tell it. */
    bool (*advise)(struct turn *turn, void *connection);

    /* Copies it, as it stands at one instant, into a new file; NULL: it is no file. */
    bool (*copy)(struct turn *turn, void *connection, const char *path);

    /* Forgets prepared statements: the tables have changed under them. */
    void (*forget)(void *connection);
};

extern const struct engine engine_sqlite;
extern const struct engine engine_postgres;

/* postgres.c: one statement on a connection of its own, to a database that need not be as the
 * store's are. Faults: invalid (the address), busy, broken. */
MUST bool postgres_server_run(struct turn *turn, struct text server, struct text sql);

/* ---- portable.c: statements, word by word ---- */

/*
 * The next word of *sql: a name or keyword, a number, a quoted string or name with its quotes, or
 * one symbol. White space and comments are passed over; *sql is moved behind the word. False at the
 * end.
 */
bool sql_word(struct text *sql, struct text *word);

/* Equal but for the case of ASCII letters. */
bool sql_word_is(struct text word, const char *keyword);

/* A name that needs no quotes on either engine: a-z, 0-9 and _, beginning with a letter. */
bool sql_name_valid(struct text name);

/* Is it one SELECT (or WITH … SELECT) that writes nothing? */
bool sql_reads(const char *sql);

/* Might a select read this table? Where a table may be named (behind FROM, JOIN or a comma) its
 * name is one; a column of the same name is none, but for one that follows a comma. */
bool sql_reads_table(const char *sql, const char *table);

/* The table an INSERT INTO, UPDATE or DELETE FROM writes; false for any other statement. */
bool sql_target(const char *sql, struct text *table);

/* Tables of housekeeping are named work_*. */
bool sql_is_work(struct text table);

/*
 * Checks that the columns of a CREATE TABLE, or of an ALTER TABLE … ADD COLUMN, are BIGINT, TEXT or
 * BYTEA, and writes the statement anew with the engine's words for them, and with ending behind the
 * last bracket of a CREATE TABLE. Other statements are copied. where names file and version in the
 * fault.
 */
struct column_words {
    const char *bigint;
    const char *text;
    const char *bytea;
    const char *ending;
};
MUST bool sql_columns(struct turn *turn, const char *where, struct text statement,
                      const struct column_words *words, const char **sql);

/* ---- wire.c: PostgreSQL's side of the wire ---- */

/* What an SQLSTATE, or a class of them, means here. */
struct wire_state {
    const char *state;
    enum fault_kind kind;
    bool sentence_safe; /* PostgreSQL's sentence names things, never values */
    const char *message;
};

/* The first that fits; there is always one. */
const struct wire_state *wire_state(const char *state);

/* The number of the type that a value is sent as; 0 is left to the server. */
unsigned wire_type(enum cell_kind kind);

/* A value that is not NULL, as text, of the column (from 1) and the type's number. */
MUST bool wire_cell(struct turn *turn, int column, unsigned type, struct text text,
                    struct cell *cell);

/* Parameters as libpq takes them: integers and text as text, bytes as they are. */
struct wire_parameters {
    const char *values[STORE_PARAMETERS_MAX];
    int sizes[STORE_PARAMETERS_MAX];
    int formats[STORE_PARAMETERS_MAX];
};
void wire_parameters(struct arena *arena, struct wire_parameters *parameters,
                     const struct cell *cells, size_t count);

/* Asks how the database sorts and holds text, and says what is wrong with the answer: text is
 * compared by bytes, as SQLite does, or lists would come in another order. */
extern const char wire_collation_sql[];
MUST bool wire_collation(struct turn *turn, const struct rows *rows);

/* The statements that make it refuse to change or remove rows of the table. */
const char *wire_append_only(const struct turn *turn, struct text table);

/* ---- statement.c: which prepared statements a connection keeps ---- */

struct statement {
    char *sql; /* NULL: the place is free */
    uint64_t hash;
    uint64_t used;   /* when last, in calls */
    void *handle;    /* SQLite */
    uint64_t number; /* PostgreSQL: the statement is named by it */
};

struct statements {
    struct statement places[STORE_STATEMENTS_MAX];
    uint64_t calls;
    /* Where the text at this address was found last: one more than its place, 0 when nowhere. What
     * stands there is compared before it is believed. */
    uint16_t seen[STORE_STATEMENTS_MAX];
};

/* The kept statement of this text, or NULL. */
struct statement *statement_find(struct statements *statements, const char *sql);

/* The place for another: free, or the one not used for longest, which the caller puts away first.
 */
struct statement *statement_place(struct statements *statements);

/* Takes the place for the text. False when there is no memory. */
bool statement_keep(struct statements *statements, struct statement *statement, const char *sql);

/* Leaves the place free. */
void statement_drop(struct statement *statement);

/* ---- memory.c: what was read, for a while ---- */

enum { MEMORY_SELECTS_MAX = 256, MEMORY_TABLES_MAX = 256, MEMORY_WORDS = MEMORY_SELECTS_MAX / 64 };

struct kept;

struct memory_table {
    char *name;
    uint64_t readers[MEMORY_WORDS]; /* bits: the selects that name it */
    size_t asked;                   /* of so many selects */
};

/* ---- lasting.c: what was read, from one transaction to the next ---- */

enum { LASTING_PLACES = 4096 };

struct lasted;

struct lasting {
    bool open;                            /* in a transaction that keeps every other writer out */
    bool known;                           /* whether there is a stand */
    int64_t stand;                        /* of the last such transaction */
    int64_t since_us;                     /* when it was emptied last */
    size_t bytes;                         /* of everything kept */
    uint64_t time;                        /* of keepings and writings, in their order */
    uint64_t part;                        /* at which the savepoint began */
    uint64_t written[MEMORY_SELECTS_MAX]; /* when a table that the select reads was written last */
    struct lasted *places[LASTING_PLACES];
};

/* Begins such a transaction: only what was kept under the stand before it is still so. */
void lasting_open(struct lasting *lasting, int64_t stand);

/* Ends it. */
void lasting_shut(struct lasting *lasting, bool committed);
void lasting_empty(struct lasting *lasting);

/* The beginning of a savepoint, and its being undone. */
void lasting_part(struct lasting *lasting);
void lasting_undo(struct lasting *lasting);

/* A table that this select reads is written. */
void lasting_written(struct lasting *lasting, size_t select);

/* The answer to a select with these parameters, copied into the turn; whether there is one; and
 * keeping it. */
bool lasting_find(const struct lasting *lasting, const struct turn *turn, size_t select,
                  const struct cell *parameters, size_t count, struct rows *rows);
bool lasting_has(const struct lasting *lasting, size_t select, const struct cell *parameters,
                 size_t count);
void lasting_keep(struct lasting *lasting, const struct turn *turn, size_t select,
                  const struct cell *parameters, size_t count, const struct rows *rows);

struct memory {
    const struct arena *arena; /* in which answers are kept; NULL: nothing is remembered */
    char *selects[MEMORY_SELECTS_MAX];
    const char *literals[MEMORY_SELECTS_MAX]; /* where each was seen last: looked at first */
    struct kept *kept[MEMORY_SELECTS_MAX];    /* answers of each */
    size_t select_count;
    struct memory_table tables[MEMORY_TABLES_MAX];
    size_t table_count;
    struct lasting lasting;
};

bool cells_equal(const struct cell *left, const struct cell *right, size_t count);

/* From now on answers to turns with this arena are remembered, until memory_end. */
void memory_begin(struct memory *memory, const struct arena *arena);
void memory_end(struct memory *memory);

/* The answer to this select, if it is remembered. */
bool memory_find(struct memory *memory, const struct turn *turn, const char *sql,
                 const struct cell *parameters, size_t count, struct rows *rows);
void memory_keep(struct memory *memory, const struct turn *turn, const char *sql,
                 const struct cell *parameters, size_t count, const struct rows *rows);

/* Would the answer to this select be kept? Not if it is kept already. */
bool memory_wants(struct memory *memory, const struct turn *turn, const struct question *question);

/* Forgets what a write may have changed. */
void memory_written(struct memory *memory, const char *sql);

/* Gives back what outlives the turns. */
void memory_drop(struct memory *memory);

/* ---- store.c, for migrate.c: what stands behind a connection's face ---- */

const struct engine *store_engine_of(const struct store *store);
void *store_connection(const struct store *store);
