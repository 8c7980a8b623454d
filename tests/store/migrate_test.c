/* SPDX-License-Identifier: Apache-2.0 */
/* Migration: parts are applied once, in order, whole or not at all, and never change afterwards. */
#include "store/both.h"
#include <sys/wait.h>

static struct change *permit(void)
{
    static char change;
    return (struct change *)(void *)&change;
}

/* Migrates with the given texts of two files; NULL leaves a file out. */
static bool migrate(struct turn *turn, const char *first, const char *second)
{
    struct embedded files[3] = {{NULL, NULL, 0}};
    size_t count = 0;
    if (first != NULL)
        files[count++] = (struct embedded){"one/tables.sql", first, strlen(first)};
    if (second != NULL)
        files[count++] = (struct embedded){"two/tables.sql", second, strlen(second)};
    return store_migrate(turn, files);
}

/* Broken, with this in its sentence; forgotten again. */
static bool broken(struct turn *turn, const char *part)
{
    bool good = turn->fault.kind == FAULT_BROKEN && strstr(turn->fault.message, part) != NULL;
    if (!good)
        printf("# found %s: %s\n", fault_face(turn->fault.kind)->name, turn->fault.message);
    fault_clear(turn);
    return good;
}

static int64_t parts(struct turn *turn)
{
    struct rows rows;
    return store_select(turn, "SELECT count(*) FROM store_part", BIND_NONE, &rows)
               ? rows_integer(&rows, 0, 0)
               : -1;
}

static const char one[] = "-- The first file.\n"
                          "\n"
                          "-- version 1\n"
                          "-- append only: one_line\n"
                          "CREATE TABLE one_line (\n"
                          "    line BIGINT PRIMARY KEY, -- from 0\n"
                          "    words TEXT NOT NULL,\n"
                          "    hash BYTEA,\n"
                          "    CHECK (length(words) > 0)\n"
                          ");\n"
                          "CREATE INDEX one_line_words ON one_line (words);\n";
static const char two[] = "-- version 1\n"
                          "CREATE TABLE two (id TEXT PRIMARY KEY, line BIGINT NOT NULL,\n"
                          "    FOREIGN KEY (line) REFERENCES one_line (line));\n";
static const char two_later[] = "-- version 1\n"
                                "CREATE TABLE two (id TEXT PRIMARY KEY, line BIGINT NOT NULL,\n"
                                "    FOREIGN KEY (line) REFERENCES one_line (line));\n"
                                "\n\n"
                                "-- version 2\n"
                                "ALTER TABLE two ADD COLUMN words TEXT;\n";

static void growing(struct turn *turn, struct text address)
{
    ok(migrate(turn, one, two) && parts(turn) == 2, "two files: %s", turn->fault.message);
    ok(migrate(turn, one, two) && parts(turn) == 2, "a second migration does nothing");
    turn->now_us += 1;
    ok(migrate(turn, one, two_later) && parts(turn) == 3, "one more version: %s",
       turn->fault.message);
    struct rows rows;
    ok(store_select(turn, "SELECT file, version, applied_us FROM store_part WHERE version = $1",
                    BIND(cell_integer(2)), &rows)
           && rows.count == 1 && text_is(rows_text(&rows, 0, 0), "two/tables.sql")
           && rows_time(&rows, 0, 2) == BOTH_NOW_US + 1,
       "it is kept with its time");
    ok(store_select(turn, "SELECT id, line, words FROM two", BIND_NONE, &rows) && rows.width == 3,
       "and its column is there");
    ok(!migrate(turn, one, two) && broken(turn, "two/tables.sql: the database has version 2"),
       "an older program is told so");
    struct turn second = {.arena = turn->arena, .now_us = turn->now_us};
    ok(store_open(&second, address, &second.store) && migrate(&second, one, two_later),
       "a second connection finds nothing to do");
    store_close(second.store);
}

static void history(struct turn *turn, struct text address)
{
    (void)address;
    static const char changed[] = "-- version 1\n"
                                  "CREATE TABLE two (id TEXT PRIMARY KEY, line BIGINT);\n";
    ok(migrate(turn, one, two), "applied");
    ok(!migrate(turn, one, changed) && broken(turn, "two/tables.sql, version 1: this part was"),
       "a part that has changed is a fault naming file and version");
    ok(parts(turn) == 2, "and nothing has happened");
}

static void mistakes(struct turn *turn, struct text address)
{
    (void)address;
    static const struct {
        const char *sql;
        const char *sentence;
    } wrong[] = {
        {"CREATE TABLE a (b TEXT);\n-- version 1\n", "\"CREATE\" stands before"},
        {"-- version 2\nCREATE TABLE a (b TEXT);\n", "without a gap"},
        {"-- version 1\n-- version 1\n", "without a gap"},
        {"-- version 1\nCREATE TABLE a (b TEXT)\n", "does not end with"},
        {"-- version 1\nCREATE TABLE a (b INTEGER);\n", "the column b is \"INTEGER\""},
        {"-- version 1\nCREATE TABLE a (b TEXT, c TIMESTAMP);\n", "the column c is \"TIMESTAMP\""},
        {"-- version 1\nCREATE TABLE a (b);\n", "the column b is \")\""},
        {"-- version 1\nCREATE TABLE a (b TEXT;\n", "bracket"},
        {"-- version 1\nCREATE TABLE a (b TEXT);\nALTER TABLE a ADD COLUMN c BLOB;\n", "column c"},
        {"-- version 1\nCREATE TABLE a (b TEXT, b TEXT);\n", "tables.sql, version 1: "},
        {"-- version 1\n-- append only: A; DROP TABLE x\n", "must name a table"},
        {"-- version 1\n-- append only: nothing\n", "nothing"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ok(!migrate(turn, wrong[i].sql, NULL) && broken(turn, wrong[i].sentence), "refused: %s",
           wrong[i].sql);
    struct rows rows;
    ok(!store_select(turn, "SELECT file FROM store_part", BIND_NONE, &rows)
           && turn->fault.kind == FAULT_BROKEN,
       "not even the table of parts was made");
    fault_clear(turn);
    ok(!migrate(turn, one, "-- version 1\nCREATE TABLE two (id TEXT);\nCREATE TABLE ;\n")
           && broken(turn, "two/tables.sql, version 1"),
       "a fault in the second file");
    ok(migrate(turn, one, two) && parts(turn) == 2, "has left nothing of the first: %s",
       turn->fault.message);
}

/* Tries a write in a savepoint of its own, and keeps nothing of it. */
static bool refused(struct turn *turn, const char *sql, const char *sentence)
{
    if (!store_begin(turn) || !store_savepoint(turn))
        return false;
    bool good = !store_write(turn, permit(), sql, BIND_NONE, NULL) && broken(turn, sentence);
    store_revert(turn);
    store_rollback(turn);
    return good;
}

static void append_only(struct turn *turn, struct text address)
{
    (void)address;
    ok(migrate(turn, one, two) && store_begin(turn)
           && store_write(turn, permit(), "INSERT INTO one_line (line, words) VALUES (0, 'said')",
                          BIND_NONE, NULL)
           && store_write(turn, permit(), "INSERT INTO two (id, line) VALUES ('a', 0)", BIND_NONE,
                          NULL)
           && store_commit(turn),
       "rows: %s", turn->fault.message);
    ok(refused(turn, "UPDATE one_line SET words = 'unsaid'", "one_line is append only"),
       "an append-only table refuses UPDATE");
    ok(refused(turn, "DELETE FROM one_line WHERE line = 0", "one_line is append only"),
       "and DELETE");
    ok(refused(turn,
               "INSERT INTO one_line (line, words) VALUES (0, 'unsaid') "
               "ON CONFLICT (line) DO UPDATE SET words = excluded.words",
               "one_line is append only"),
       "and an INSERT that updates");
    ok(refused(turn, "UPDATE store_part SET version = 9", "store_part is append only"),
       "the table of parts is one, too");
    ok(refused(turn, "INSERT INTO two (id, line) VALUES ('b', 7)", ""), "foreign keys are kept");
    ok(refused(turn, "INSERT INTO one_line (line) VALUES (1)", "words"), "NOT NULL is kept");
    ok(refused(turn, "INSERT INTO one_line (line, words) VALUES (1, '')", ""), "CHECK is kept");
    ok(refused(turn, "UPDATE two SET line = 'seven'", ""), "types are kept");
    struct rows rows;
    ok(store_select(turn, "SELECT words FROM one_line", BIND_NONE, &rows) && rows.count == 1
           && text_is(rows_text(&rows, 0, 0), "said"),
       "what was said stands");
}

/* A house that starts, in a process of its own. */
static _Noreturn void house_start(struct text address, int go)
{
    char byte = 0;
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    bool good = read(go, &byte, 1) == 0 && store_open(&turn, address, &turn.store)
                && migrate(&turn, one, two_later);
    if (!good)
        printf("# %s\n", turn.fault.message);
    fflush(stdout);
    _exit(good ? 0 : 1);
}

static void together(struct turn *turn, struct text address)
{
    enum { HOUSES = 4 };
    int go[2];
    int good = 0;
    store_close(turn->store); /* a connection is not carried over a fork */
    if (!ok(pipe(go) == 0, "a pipe"))
        return;
    fflush(stdout);
    for (int i = 0; i < HOUSES; i++)
        if (fork() == 0) {
            close(go[1]);
            house_start(address, go[0]);
        }
    close(go[1]); /* and off they go */
    close(go[0]);
    for (int i = 0; i < HOUSES; i++) {
        int status = 0;
        good += wait(&status) > 0 && status == 0;
    }
    ok(good == HOUSES, "%d of %d houses that start at once come up", good, HOUSES);
    ok(store_open(turn, address, &turn->store) && parts(turn) == 3,
       "and every part is applied once: %s", turn->fault.message);
}

int main(void)
{
    both(growing);
    both(history);
    both(mistakes);
    both(append_only);
    both(together);
    return tap_end();
}
