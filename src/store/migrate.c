/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bringing the tables up to the program's version: every part of every tables.sql that has not been
 * applied is, in one transaction, and is remembered with its hash. A part once applied is history.
 */
#include "base/hash.h"
#include "store/inside.h"
#include <inttypes.h>

static const char mark_version[] = "-- version ";
static const char mark_append_only[] = "-- append only: ";

/* One part of a tables.sql. */
struct part {
    const char *file;
    int64_t version;
    struct text body;  /* without white space at its ends, so that a part may follow another */
    struct text hash;  /* hex SHA-256 of the body */
    const char *where; /* "incident/tables.sql, version 2" */
};

static bool part_fault(struct turn *turn, const struct part *part, const char *sentence)
{
    return fail(turn, FAULT_BROKEN, "%s: %s", part->where, sentence);
}

static bool migrate_execute(struct turn *turn, const char *sql)
{
    struct store *store = turn->store;
    return store_engine_of(store)->script(turn, store_connection(store), sql);
}

static bool migrate_run(struct turn *turn, const char *sql, const struct cell *cells, size_t count,
                        struct rows *rows)
{
    struct store *store = turn->store;
    int64_t touched = 0;
    return store_engine_of(store)->run(turn, store_connection(store), sql, cells, count, rows,
                                       &touched);
}

/* ---- applying a part ---- */

static bool part_statement(struct turn *turn, const struct part *part, struct text statement)
{
    const char *sql = NULL;
    if (!store_engine_of(turn->store)->dialect(turn, part->where, statement, &sql))
        return false;
    if (migrate_execute(turn, sql))
        return true;
    /* The engine's sentence is kept, with the place in front of it. */
    struct fault why = turn->fault;
    fault_clear(turn);
    return fail(turn, why.kind, "%s: %s", part->where, why.message);
}

static bool part_append_only(struct turn *turn, const struct part *part, struct text table)
{
    struct store *store = turn->store;
    if (!sql_name_valid(table))
        return part_fault(turn, part, "an append-only mark must name a table in lower case.");
    return store_engine_of(store)->append_only(turn, store_connection(store), table);
}

/* Statements end with ";" at the end of a line; a line that begins with "--" is no part of one. */
static bool part_apply(struct turn *turn, const struct part *part)
{
    struct text rest = part->body;
    struct builder statement = {.arena = turn->arena};
    while (!text_empty(rest)) {
        struct text line = text_cut(rest, '\n', &rest);
        struct text trimmed = text_trim(line);
        if (text_starts(trimmed, TEXT("--")))
            continue;
        build(&statement, line);
        build_byte(&statement, '\n');
        if (!text_ends(trimmed, TEXT(";")))
            continue;
        if (!part_statement(turn, part, text_trim(built(&statement))))
            return false;
        statement = (struct builder){.arena = turn->arena};
    }
    if (!text_empty(text_trim(built(&statement))))
        return part_fault(turn, part, "the last statement does not end with \";\".");
    return true;
}

/* The marks come last: the tables they name stand then. */
static bool part_marks(struct turn *turn, const struct part *part)
{
    struct text rest = part->body;
    while (!text_empty(rest)) {
        struct text line = text_trim(text_cut(rest, '\n', &rest));
        struct text mark = text_of(mark_append_only);
        if (!text_starts(line, mark))
            continue;
        struct text table = {line.data + mark.size, line.size - mark.size};
        if (!part_append_only(turn, part, text_trim(table)))
            return false;
    }
    return true;
}

static bool part_keep(struct turn *turn, const struct part *part)
{
    return migrate_run(turn,
                       "INSERT INTO store_part (file, version, sha256, applied_us) "
                       "VALUES ($1, $2, $3, $4)",
                       BIND(cell_text(text_of(part->file)), cell_integer(part->version),
                            cell_text(part->hash), cell_integer(turn->now_us)),
                       NULL);
}

static bool part_migrate(struct turn *turn, const struct part *part)
{
    struct rows known;
    if (!migrate_run(turn, "SELECT sha256 FROM store_part WHERE file = $1 AND version = $2",
                     BIND(cell_text(text_of(part->file)), cell_integer(part->version)), &known))
        return false;
    if (known.count == 0)
        return part_apply(turn, part) && part_marks(turn, part) && part_keep(turn, part);
    return text_equal(rows_text(&known, 0, 0), part->hash)
           || part_fault(turn, part,
                         "this part was applied and has been changed since. Put back what it was, "
                         "and write the change as the next version.");
}

/* ---- the files ---- */

/* The version of a line that is a mark; false for any other line. */
static bool line_version(struct text line, int64_t *version)
{
    struct text mark = text_of(mark_version);
    line = text_trim(line);
    return text_starts(line, mark)
           && text_integer((struct text){line.data + mark.size, line.size - mark.size}, version);
}

/* The lines before the next mark, which *rest then begins with. */
static struct text file_part(struct text file, struct text *rest)
{
    struct text left = file;
    while (!text_empty(left)) {
        const char *line_start = left.data;
        int64_t version = 0;
        if (line_version(text_cut(left, '\n', &left), &version)) {
            *rest = (struct text){line_start, file.size - (size_t)(line_start - file.data)};
            return (struct text){file.data, (size_t)(line_start - file.data)};
        }
    }
    *rest = TEXT_NONE;
    return file;
}

/* Before the first mark there may be comments only. */
static bool file_preface(struct turn *turn, const struct embedded *file, struct text preface)
{
    struct text word;
    return !sql_word(&preface, &word)
           || fail(turn, FAULT_BROKEN, "%s: \"%.*s\" stands before the first \"-- version 1\".",
                   file->name, TEXT_SHOW(word));
}

/* A database that knows a version this program has not is a newer program's. */
static bool file_newest(struct turn *turn, const struct embedded *file, int64_t newest)
{
    struct rows known;
    if (!migrate_run(turn, "SELECT max(version) FROM store_part WHERE file = $1",
                     BIND(cell_text(text_of(file->name))), &known))
        return false;
    if (rows_integer(&known, 0, 0) <= newest)
        return true;
    return fail(turn, FAULT_BROKEN,
                "%s: the database has version %" PRId64 ", this program knows %" PRId64
                ". Run the program that made the database, or a newer one.",
                file->name, rows_integer(&known, 0, 0), newest);
}

static bool file_migrate(struct turn *turn, const struct embedded *file)
{
    struct text rest;
    struct text preface = file_part((struct text){file->bytes, file->size}, &rest);
    if (!file_preface(turn, file, preface))
        return false;
    int64_t newest = 0;
    while (!text_empty(rest)) {
        struct part part = {.file = file->name};
        (void)line_version(text_cut(rest, '\n', &rest), &part.version);
        part.where =
            text_format(turn->arena, "%s, version %" PRId64, file->name, part.version).data;
        if (part.version != newest + 1)
            return part_fault(turn, &part, "versions are numbered 1, 2, 3 … without a gap.");
        part.body = text_trim(file_part(rest, &rest));
        struct sha256 hash = sha256(part.body);
        part.hash = hex_write(turn->arena, (struct text){(char *)hash.bytes, SHA256_BYTES});
        if (!part_migrate(turn, &part))
            return false;
        newest = part.version;
    }
    return file_newest(turn, file, newest);
}

static bool file_named(const struct embedded *tables, struct text name)
{
    for (; tables->name != NULL; tables++)
        if (text_is(name, tables->name))
            return true;
    return false;
}

/* A database with tables of a room that this program has not is a newer program's, too. */
static bool files_known(struct turn *turn, const struct embedded *tables)
{
    struct rows known;
    if (!migrate_run(turn, "SELECT DISTINCT file FROM store_part", BIND_NONE, &known))
        return false;
    for (size_t i = 0; i < known.count; i++)
        if (!file_named(tables, rows_text(&known, i, 0)))
            return fail(turn, FAULT_BROKEN,
                        "The database has tables of %.*s, which this program does not know. Run "
                        "the newer program that made them.",
                        TEXT_SHOW(rows_text(&known, i, 0)));
    return true;
}

/* The table of parts is the store's own, and stands before any tables.sql. */
static bool migrate_ground(struct turn *turn)
{
    struct store *store = turn->store;
    const struct engine *engine = store_engine_of(store);
    const char *sql = NULL;
    return engine->wait(turn, store_connection(store)) /* a script does not ask how it began */
           && engine->migrate_lock(turn, store_connection(store))
           && engine->dialect(turn, "store_part",
                              TEXT("CREATE TABLE IF NOT EXISTS store_part (file TEXT NOT NULL, "
                                   "version BIGINT NOT NULL, sha256 TEXT NOT NULL, "
                                   "applied_us BIGINT NOT NULL, PRIMARY KEY (file, version))"),
                              &sql)
           && migrate_execute(turn, sql)
           && engine->append_only(turn, store_connection(store), TEXT("store_part"));
}

bool store_migrate(struct turn *turn, const struct embedded *tables)
{
    if (!store_begin(turn))
        return false;
    bool good = migrate_ground(turn) && files_known(turn, tables);
    for (; good && tables->name != NULL; tables++)
        good = file_migrate(turn, tables);
    struct store *store = turn->store;
    store_engine_of(store)->settle(store_connection(store));
    good = good && store_engine_of(store)->advise(turn, store_connection(store));
    store_engine_of(store)->forget(store_connection(store));
    if (good)
        return store_commit(turn);
    store_rollback(turn);
    return false;
}
