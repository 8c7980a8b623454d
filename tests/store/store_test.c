/* SPDX-License-Identifier: Apache-2.0 */
/* The face of the store: values, transactions, permits, limits and faults, the same on both
 * engines. */
#include "store/thing.h"
#include <setjmp.h>

static void values(struct turn *turn, struct text address)
{
    (void)address;
    char *large = arena_take(turn->arena, 4 << 20);
    memset(large, 'x', 4 << 20);
    struct text megabytes = {large, 4 << 20};
    struct text raw = {"\0\1\xff'\\\0", 6};
    struct text utf8 = TEXT("S\xC3\xA3o \xF0\x9F\x94\xA5 '\"\\ $1");
    ok(store_migrate(turn, tables), "tables: %s", turn->fault.message);
    ok(store_begin(turn), "begin");
    int64_t touched = 0;
    ok(store_write(turn, permit(), insert,
                   BIND(cell_text(TEXT("a")), cell_integer(INT64_MIN), cell_text(megabytes),
                        cell_bytes(raw)),
                   &touched)
           && touched == 1,
       "the smallest integer, 4 MB of text, bytes: %s", turn->fault.message);
    ok(store_write(turn, permit(), insert,
                   BIND(cell_text(TEXT("b")), cell_integer(INT64_MAX), cell_text(utf8),
                        cell_bytes(TEXT_NONE)),
                   NULL),
       "the largest integer, text of all kinds, no bytes: %s", turn->fault.message);
    ok(store_write(turn, permit(), insert,
                   BIND(cell_text(TEXT("c")), cell_null(), cell_text(TEXT_NONE), cell_null()),
                   NULL),
       "NULL beside the empty text");
    ok(store_commit(turn), "commit");
    struct rows rows;
    ok(store_select(turn, "SELECT number, words, bytes FROM thing ORDER BY id", BIND_NONE, &rows)
           && rows.count == 3 && rows.width == 3,
       "three rows of three");
    ok(rows_integer(&rows, 0, 0) == INT64_MIN && rows_integer(&rows, 1, 0) == INT64_MAX,
       "the ends of int64 come back");
    ok(text_equal(rows_text(&rows, 0, 1), megabytes), "4 MB come back");
    ok(text_equal(rows_text(&rows, 0, 2), raw), "bytes with NUL come back");
    ok(text_equal(rows_text(&rows, 1, 1), utf8), "UTF-8 and quotes come back");
    ok(!rows_null(&rows, 1, 2) && text_empty(rows_text(&rows, 1, 2)), "no bytes are not NULL");
    ok(rows_null(&rows, 2, 0) && rows_integer(&rows, 2, 0) == 0
           && rows_time(&rows, 2, 0) == TIME_NONE,
       "NULL is NULL, 0 and no time");
    ok(!rows_null(&rows, 2, 1) && text_empty(rows_text(&rows, 2, 1)), "the empty text is not NULL");
    ok(rows_null(&rows, 2, 2) && text_empty(rows_text(&rows, 2, 2)), "NULL reads as no bytes");
}

static void reading(struct turn *turn, struct text address)
{
    (void)address;
    struct rows rows;
    ok(store_migrate(turn, tables) && store_begin(turn) && thing_write(turn, "A", 1)
           && thing_write(turn, "a", 2) && thing_write(turn, "\xC3\xA9", 3)
           && thing_write(turn, "_", 4) && thing_write(turn, "B", 5) && store_commit(turn),
       "five things");
    ok(store_select(turn, "SELECT id FROM thing ORDER BY id", BIND_NONE, &rows)
           && text_is(rows_text(&rows, 0, 0), "A") && text_is(rows_text(&rows, 1, 0), "B")
           && text_is(rows_text(&rows, 2, 0), "_") && text_is(rows_text(&rows, 3, 0), "a")
           && text_is(rows_text(&rows, 4, 0), "\xC3\xA9"),
       "text is sorted by its bytes");
    ok(store_select(turn, "SELECT sum(number), max(number), count(*) FROM thing WHERE id > $1",
                    BIND(cell_text(TEXT("A"))), &rows)
           && rows_integer(&rows, 0, 0) == 14 && rows_integer(&rows, 0, 1) == 5
           && rows_integer(&rows, 0, 2) == 4,
       "sums and counts are integers");
    ok(store_select(turn, "SELECT sum(number) FROM thing WHERE number > 9", BIND_NONE, &rows)
           && rows.count == 1 && rows_null(&rows, 0, 0),
       "the sum of nothing is NULL");
    ok(store_select(turn, "SELECT number FROM thing WHERE number < $2 AND number > $1 ORDER BY 1",
                    BIND(cell_integer(1), cell_integer(4)), &rows)
           && rows.count == 2 && rows_integer(&rows, 0, 0) == 2,
       "parameters go by their number, not by where they stand");
    ok(store_select(turn, "SELECT id FROM thing WHERE id LIKE 'a%'", BIND_NONE, &rows)
           && rows.count == 1,
       "LIKE tells upper and lower case apart");
    ok(store_select(turn, "WITH few AS (SELECT id FROM thing WHERE number < 3) SELECT id FROM few",
                    BIND_NONE, &rows)
           && rows.count == 2,
       "WITH reads");
    for (int i = 0; i < 2; i++)
        ok(store_select(turn, "SELECT id FROM thing WHERE number = $1 OR $1 IS NULL",
                        BIND(i == 0 ? cell_null() : cell_integer(3)), &rows)
               && rows.count == (i == 0 ? 5U : 1U),
           "a parameter that is NULL first and a number then: %s", turn->fault.message);
    ok(!store_select(turn, "DELETE FROM thing", BIND_NONE, &rows)
           && faulted(turn, FAULT_BROKEN, "Only a SELECT"),
       "a DELETE does not read");
    ok(!store_select(turn, "WITH gone AS (DELETE FROM thing RETURNING id) SELECT id FROM gone",
                     BIND_NONE, &rows)
           && faulted(turn, FAULT_BROKEN, "Only a SELECT"),
       "nor one that hides in WITH");
    ok(!store_select(turn, "SELECT 1; DELETE FROM thing", BIND_NONE, &rows)
           && faulted(turn, FAULT_BROKEN, "Only a SELECT"),
       "nor one behind a semicolon");
    ok(!store_select(turn, "SELECT 0.5 * $1", BIND(cell_integer(1)), &rows)
           && turn->fault.kind == FAULT_BROKEN,
       "a number with a fraction is not portable");
    fault_clear(turn);
    ok(!store_select(turn, "SELECT id FROM thing WHERE id = $1 AND number = $2",
                     BIND(cell_text(TEXT("secret"))), &rows)
           && faulted(turn, FAULT_BROKEN, ""),
       "a parameter too few");
    ok(!store_select(turn, "SELECT missing FROM thing", BIND_NONE, &rows)
           && faulted(turn, FAULT_BROKEN, "missing"),
       "a column that is not there is named");
    ok(things(turn) == 5, "and the connection is as good as before");
}

/* Two large sides joined: more rows than a read may have. */
static void limits(struct turn *turn, struct text address)
{
    (void)address;
    static const char counting[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                                   "SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n";
    struct rows rows;
    ok(store_select(turn, counting, BIND(cell_integer(STORE_ROWS_MAX)), &rows)
           && rows.count == STORE_ROWS_MAX,
       "as many rows as are allowed: %s", turn->fault.message);
    ok(!store_select(turn, counting, BIND(cell_integer(STORE_ROWS_MAX + 1)), &rows)
           && faulted(turn, FAULT_LIMIT, "100000"),
       "one more is a limit");
    ok(!store_select(turn, counting, BIND(cell_integer(3000000)), &rows)
           && faulted(turn, FAULT_LIMIT, "100000"),
       "many more are the same limit");
    ok(store_select(turn, counting, BIND(cell_integer(3)), &rows) && rows.count == 3,
       "and then it reads again");
    struct cell many[STORE_PARAMETERS_MAX + 1] = {{.kind = CELL_NULL}};
    ok(!store_select(turn, "SELECT 1", many, STORE_PARAMETERS_MAX + 1, &rows)
           && faulted(turn, FAULT_BROKEN, "at most 64"),
       "too many parameters");
    for (int i = 0; i < 600; i++) {
        struct text sql = text_format(turn->arena, "SELECT %d + $1", i);
        if (!store_select(turn, sql.data, BIND(cell_integer(1)), &rows)
            || rows_integer(&rows, 0, 0) != i + 1)
            break;
    }
    ok(rows.count == 1 && rows_integer(&rows, 0, 0) == 600,
       "more statements than are kept prepared: %s", turn->fault.message);
}

static void refusals(struct turn *turn, struct text address)
{
    (void)address;
    ok(store_migrate(turn, tables), "tables");
    ok(!store_write(turn, NULL, insert, BIND_NONE, NULL) && faulted(turn, FAULT_BROKEN, "change"),
       "no write without a change");
    ok(!thing_write(turn, "a", 1) && faulted(turn, FAULT_BROKEN, "transaction"),
       "no write without a transaction");
    ok(store_begin(turn), "begin");
    ok(!store_begin(turn) && faulted(turn, FAULT_BROKEN, "already open"),
       "transactions do not nest");
    static const char *const wrong[] = {
        "DROP TABLE thing",
        "  -- UPDATE thing\n TRUNCATE thing",
        "INSERT OR REPLACE INTO thing (id) VALUES ('x')",
        "WITH x AS (SELECT 1) DELETE FROM thing",
        "INSERT INTO \"work_lease\" (name, until_us) VALUES ('x', 1)",
        "SELECT 1",
        "",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ok(!store_write(turn, permit(), wrong[i], BIND_NONE, NULL)
               && faulted(turn, FAULT_BROKEN, "A write must be"),
           "no write: %s", wrong[i]);
    ok(!store_write(turn, permit(), "delete /* thing */ from work_lease", BIND_NONE, NULL)
           && faulted(turn, FAULT_BROKEN, "chores"),
       "a change does not write work_*");
    ok(!store_write(
           turn, permit(), insert,
           BIND(cell_text(((struct text){"secret\0x", 8})), cell_null(), cell_null(), cell_null()),
           NULL)
           && faulted(turn, FAULT_INVALID, "$1"),
       "a NUL in a text is invalid");
    ok(!store_write(
           turn, permit(), insert,
           BIND(cell_text(TEXT("n")), cell_null(), cell_text(TEXT("secret\xC3")), cell_null()),
           NULL)
           && faulted(turn, FAULT_INVALID, "$3"),
       "ill-formed UTF-8 is invalid");
    ok(thing_write(turn, "a", 1) && store_commit(turn) && things(turn) == 1,
       "and none of it harmed the transaction: %s", turn->fault.message);
    ok(store_begin(turn)
           && !store_write(
               turn, permit(), insert,
               BIND(cell_text(TEXT("n")), cell_text(TEXT("secret")), cell_null(), cell_null()),
               NULL)
           && faulted(turn, FAULT_BROKEN, ""),
       "a text in a column of integers");
    ok(!store_commit(turn) && faulted(turn, FAULT_BROKEN, "failed") && things(turn) == 1,
       "a transaction with a failed statement does not commit");
}

static void savepoints(struct turn *turn, struct text address)
{
    (void)address;
    ok(store_migrate(turn, tables) && store_begin(turn) && store_savepoint(turn)
           && thing_write(turn, "secret", 1) && store_release(turn),
       "a first part");
    ok(!store_release(turn) && faulted(turn, FAULT_BROKEN, "no savepoint"), "released only once");
    ok(store_savepoint(turn) && thing_write(turn, "b", 2), "a second part");
    ok(!store_savepoint(turn) && faulted(turn, FAULT_BROKEN, "nest"), "savepoints do not nest");
    ok(!store_commit(turn) && faulted(turn, FAULT_BROKEN, "savepoint"),
       "no commit from within one");
    ok(!thing_write(turn, "secret", 3) && faulted(turn, FAULT_CLASH, "thing"),
       "the primary key clashes");
    ok(!thing_write(turn, "c", 3) && faulted(turn, FAULT_BROKEN, "revert"),
       "nothing more before it is reverted");
    struct rows rows;
    ok(!store_select(turn, "SELECT 1", BIND_NONE, &rows) && faulted(turn, FAULT_BROKEN, "revert"),
       "not even a read");
    ok(!store_release(turn) && faulted(turn, FAULT_BROKEN, "revert"), "nor a release");
    store_revert(turn);
    ok(things(turn) == 1, "reverted: the first part alone stands");
    ok(store_savepoint(turn) && thing_write(turn, "d", 4), "a third part");
    ok(!thing_write(turn, "e", 4) && faulted(turn, FAULT_CLASH, "number"),
       "UNIQUE clashes, naming what");
    store_revert(turn);
    ok(store_savepoint(turn) && thing_write(turn, "f", 6) && store_release(turn)
           && store_commit(turn) && things(turn) == 2,
       "a part after reverted ones is committed");
    ok(store_begin(turn) && thing_write(turn, "g", 7), "another transaction");
    store_rollback(turn);
    ok(things(turn) == 2, "rolled back");
    store_rollback(turn);
    store_revert(turn);
    ok(store_begin(turn) && store_commit(turn), "undoing nothing does nothing");
}

/* Rows whose fault may be told later: by whom, and that nothing of their savepoint stays. */
static void later(struct turn *turn, struct text address)
{
    (void)address;
    ok(store_migrate(turn, tables) && store_begin(turn) && thing_later(turn, "a", 1),
       "outside a savepoint at once: %s", turn->fault.message);
    ok(store_savepoint(turn) && thing_later(turn, "b", 2) && thing_later(turn, "c", 3)
           && things(turn) == 3 && thing_later(turn, "d", 4) && store_release(turn),
       "a read sees what was written before it: %s", turn->fault.message);
    ok(store_savepoint(turn)
           && !(thing_later(turn, "e", 5) && thing_later(turn, "secret", 1)
                && thing_later(turn, "f", 6) && store_release(turn))
           && faulted(turn, FAULT_CLASH, "number"),
       "a clash is told when the savepoint is released at the latest");
    ok(!store_release(turn) && faulted(turn, FAULT_BROKEN, "revert"), "and it must be reverted");
    store_revert(turn);
    ok(things(turn) == 4, "then nothing of it stands");
    ok(store_savepoint(turn)
           && !(thing_later(turn, "a", 7) && thing_later(turn, "g", 7) && things(turn) >= 0)
           && faulted(turn, FAULT_CLASH, "thing"),
       "or by a read before that");
    store_revert(turn);
    int64_t touched = 0;
    ok(store_savepoint(turn) && thing_later(turn, "h", 8)
           && store_write(turn, permit(), "DELETE FROM thing WHERE number > 3", BIND_NONE, &touched)
           && touched == 2 && store_release(turn),
       "a write that is counted waits for them: %s", turn->fault.message);
    bool many = store_savepoint(turn);
    for (int i = 100; i < 400; i++)
        many = many && thing_later(turn, text_format(turn->arena, "n%d", i).data, i);
    ok(many && store_release(turn) && things(turn) == 303, "300 of them");
    ok(store_savepoint(turn) && thing_later(turn, "i", 9), "one more, and nobody asks");
    store_revert(turn);
    ok(things(turn) == 303 && store_savepoint(turn) && thing_later(turn, "j", 9),
       "reverted; another, and all is rolled back");
    store_rollback(turn);
    ok(things(turn) == 0, "nothing is left");
    jmp_buf guard;
    volatile int jumps = 0;
    for (volatile size_t takes = 1; takes < 12; takes++) {
        ok(store_begin(turn) && store_savepoint(turn) && thing_later(turn, "k", 1), "a part");
        if (ARENA_GUARD(turn->arena, guard)) {
            jumps++;
        } else {
            arena_fail_after(turn->arena, takes);
            (void)!(thing_later(turn, "k", 2) && store_release(turn));
        }
        arena_fail_after(turn->arena, 0);
        arena_guard(turn->arena, NULL);
        fault_clear(turn);
        store_revert(turn);
        ok(store_commit(turn) && things(turn) == 0, "memory that runs out leaves nothing: %s",
           turn->fault.message);
    }
    bool server = strcmp(store_engine(turn->store), "postgresql") == 0;
    ok(!server || jumps > 1, "it ran out %d times; SQLite takes none for a row", (int)jumps);
}

static void chores(struct turn *turn, struct text address)
{
    (void)address;
    static const char lease[] = "INSERT INTO work_lease (name, until_us) VALUES ($1, $2) "
                                "ON CONFLICT (name) DO UPDATE SET until_us = excluded.until_us";
    struct chore *chore = NULL;
    struct rows rows;
    ok(store_migrate(turn, tables) && store_chore_begin(turn, &chore), "a chore begins");
    ok(store_chore_write(turn, chore, lease, BIND(cell_text(TEXT("tick")), cell_integer(1)), NULL)
           && store_chore_write(turn, chore, lease, BIND(cell_text(TEXT("tick")), cell_integer(2)),
                                NULL)
           && store_chore_end(turn, chore),
       "a lease is taken and taken again: %s", turn->fault.message);
    ok(store_select(turn, "SELECT until_us FROM work_lease", BIND_NONE, &rows) && rows.count == 1
           && rows_integer(&rows, 0, 0) == 2,
       "and kept");
    ok(store_chore_begin(turn, &chore)
           && store_chore_write(turn, chore, "DELETE FROM work_lease", BIND_NONE, NULL)
           && !store_chore_write(turn, chore, "UPDATE thing SET number = 1", BIND_NONE, NULL),
       "a chore does not write facts");
    ok(!store_chore_end(turn, chore) && faulted(turn, FAULT_BROKEN, "work_*"),
       "and is rolled back for it");
    ok(store_select(turn, "SELECT until_us FROM work_lease", BIND_NONE, &rows) && rows.count == 1,
       "the lease stands");
    ok(!store_chore_write(turn, chore, lease, BIND_NONE, NULL)
           && faulted(turn, FAULT_BROKEN, "ended"),
       "a chore that has ended writes nothing");
    ok(store_begin(turn) && !store_chore_begin(turn, &chore)
           && faulted(turn, FAULT_BROKEN, "already open"),
       "no chore inside a transaction");
    store_rollback(turn);
}

static void neighbours(struct turn *turn, struct text address)
{
    struct turn second = {.arena = turn->arena, .now_us = turn->now_us};
    ok(store_migrate(turn, tables) && store_open(&second, address, &second.store),
       "a second connection");
    ok(store_begin(turn) && thing_write(turn, "a", 1), "the first writes");
    ok(things(&second) == 0 && things(turn) == 1, "and only the first sees it");
    bool begun = store_begin(&second);
    bool wrote = begun && thing_write(&second, "a", 1);
    ok(!wrote && faulted(&second, FAULT_BUSY, "Try again"),
       "the second waits for a while, and is busy");
    store_rollback(&second);
    ok(store_commit(turn) && things(&second) == 1, "committed: both see it");
    ok(store_begin(&second) && !thing_write(&second, "a", 1)
           && faulted(&second, FAULT_CLASH, "thing"),
       "now the second clashes");
    store_rollback(&second);
    ok(store_begin(&second) && thing_write(&second, "b", 2) && store_commit(&second)
           && things(turn) == 2,
       "and writes another");
    store_close(second.store);
}

/* A database that a newer program has taken over. */
static void pinned(struct turn *turn, struct text address)
{
    static const char more[] = "-- version 1\nCREATE TABLE later (id TEXT PRIMARY KEY);\n";
    static const struct embedded newer[] = {{"test/tables.sql", schema, sizeof schema - 1},
                                            {"next/tables.sql", more, sizeof more - 1},
                                            {NULL, NULL, 0}};
    struct turn second = {.arena = turn->arena, .now_us = turn->now_us};
    ok(store_migrate(turn, tables) && store_pin(turn) && store_begin(turn)
           && thing_write(turn, "a", 1) && store_commit(turn),
       "a connection is pinned to the tables as they are, and writes");
    ok(store_open(&second, address, &second.store) && store_migrate(&second, newer),
       "a newer program brings tables: %s", second.fault.message);
    ok((!store_begin(turn) || !thing_write(turn, "b", 1) || !store_commit(turn))
           && faulted(turn, FAULT_BUSY, "newer program"),
       "behind it the older one writes nothing");
    store_rollback(turn);
    ok(things(turn) == 1, "but reads");
    ok(!store_migrate(turn, tables) && faulted(turn, FAULT_BUSY, "newer program"),
       "nor does it migrate");
    struct turn third = {.arena = turn->arena, .now_us = turn->now_us};
    ok(store_open(&third, address, &third.store) && !store_migrate(&third, tables)
           && faulted(&third, FAULT_BROKEN, "next/tables.sql"),
       "an older program does not start on it");
    store_close(third.store);
    store_close(second.store);
}

static void failures(struct turn *turn, struct text address)
{
    (void)address;
    ok(store_migrate(turn, tables), "tables");
    int survived = 0;
    int broken = 0;
    for (size_t n = 1; n < 20 && survived == 0; n++) {
        store_fail_after(turn->store, n);
        bool good = store_begin(turn) && store_savepoint(turn) && thing_write(turn, "a", 1)
                    && store_release(turn) && things(turn) >= 0 && store_commit(turn);
        store_fail_after(turn->store, 0);
        store_rollback(turn);
        if (good)
            survived = (int)n;
        else
            broken += faulted(turn, FAULT_BROKEN, "test") && things(turn) == 0;
    }
    ok(broken == 6 && survived == 7, "each of six calls fails once and leaves nothing (%d, %d)",
       broken, survived);
    ok(things(turn) == 1, "the seventh try has all of it");
}

static void exhaustion(struct turn *turn, struct text address)
{
    (void)address;
    jmp_buf guard;
    struct rows rows;
    static const char *const sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                   " WHERE i < 1000) SELECT i, 'words' FROM n";
    ok(store_migrate(turn, tables), "tables");
    volatile int jumps = 0;
    for (volatile size_t takes = 1; takes < 60; takes += 7) {
        ok(store_begin(turn) && thing_write(turn, "a", 1), "in a transaction");
        if (ARENA_GUARD(turn->arena, guard)) {
            jumps++;
        } else {
            arena_fail_after(turn->arena, takes);
            (void)!store_select(turn, sql, BIND_NONE, &rows);
        }
        arena_fail_after(turn->arena, 0);
        arena_guard(turn->arena, NULL);
        ok(!store_commit(turn), "after the memory ran out there is no commit");
        fault_clear(turn);
    }
    ok(jumps == 9 && things(turn) == 0, "the memory ran out %d times, and nothing was kept",
       (int)jumps);
    ok(store_select(turn, sql, BIND_NONE, &rows) && rows.count == 1000, "the connection lives on");
}

static void addresses(void)
{
    struct turn turn = {.arena = arena_new(1 << 20)};
    static const char *const wrong[] = {"", "sqlite:", "house.db", "mysql://h/x", "sqlite"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ok(!store_open(&turn, text_of(wrong[i]), &turn.store) && turn.fault.kind == FAULT_INVALID,
           "no address of a database: \"%s\"", wrong[i]);
        fault_clear(&turn);
    }
    ok(!store_open(&turn, TEXT("sqlite:/nowhere/at/all.db"), &turn.store)
           && faulted(&turn, FAULT_BROKEN, "/nowhere/at/all.db"),
       "a folder that is not there is named");
    arena_free(turn.arena);
}

int main(void)
{
    static both_body *const bodies[] = {values, reading,    limits, refusals, savepoints, later,
                                        chores, neighbours, pinned, failures, exhaustion};
    addresses();
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
        both(bodies[i]);
    return tap_end();
}
