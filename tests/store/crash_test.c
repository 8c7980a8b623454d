/* SPDX-License-Identifier: Apache-2.0 */
/* What is left after a process is killed, a disk is full, a server goes away: what was committed,
 * all of it, and nothing else. */
#include "store/both.h"
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

static const char schema[] = "-- version 1\n"
                             "CREATE TABLE thing (id BIGINT PRIMARY KEY, words TEXT NOT NULL);\n";
static const struct embedded tables[] = {{"test/tables.sql", schema, sizeof schema - 1},
                                         {NULL, NULL, 0}};

static struct change *permit(void)
{
    static char change;
    return (struct change *)(void *)&change;
}

static bool thing_write(struct turn *turn, int64_t id, struct text words)
{
    return store_write(turn, permit(), "INSERT INTO thing (id, words) VALUES ($1, $2)",
                       BIND(cell_integer(id), cell_text(words)), NULL);
}

static bool thing_commit(struct turn *turn, int64_t id)
{
    return store_begin(turn) && thing_write(turn, id, TEXT("kept")) && store_commit(turn);
}

static int64_t things(struct turn *turn)
{
    struct rows rows;
    return store_select(turn, "SELECT count(*) FROM thing", BIND_NONE, &rows)
               ? rows_integer(&rows, 0, 0)
               : -1;
}

static bool faulted(struct turn *turn, enum fault_kind kind, const char *part)
{
    bool good = turn->fault.kind == kind && strstr(turn->fault.message, part) != NULL
                && strstr(turn->fault.message, "secret") == NULL;
    if (!good)
        printf("# found %s: %s\n", fault_face(turn->fault.kind)->name, turn->fault.message);
    fault_clear(turn);
    return good;
}

/* ---- a killed process ---- */

/* In the child: three rows committed, one not, one released from a savepoint and not committed. */
static _Noreturn void child_work(struct text address, int ready)
{
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    bool good = store_open(&turn, address, &turn.store) && thing_commit(&turn, 1)
                && thing_commit(&turn, 2) && thing_commit(&turn, 3) && store_begin(&turn)
                && thing_write(&turn, 4, TEXT("not kept")) && store_savepoint(&turn)
                && thing_write(&turn, 5, TEXT("not kept")) && store_release(&turn);
    char answer = good ? 'y' : 'n';
    if (write(ready, &answer, 1) == 1)
        for (;;)
            pause();
    _exit(1);
}

static void killed(struct turn *turn, struct text address)
{
    ok(store_migrate(turn, tables), "tables: %s", turn->fault.message);
    store_close(turn->store); /* a connection is not carried over a fork */
    int ready[2];
    char answer = 'n';
    if (!ok(pipe(ready) == 0, "a pipe"))
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        child_work(address, ready[1]);
    close(ready[1]);
    ok(child > 0 && read(ready[0], &answer, 1) == 1 && answer == 'y', "a child is mid-transaction");
    close(ready[0]);
    int status = 0;
    kill(child, SIGKILL);
    ok(waitpid(child, &status, 0) == child && WIFSIGNALED(status), "and is killed there");
    ok(store_open(turn, address, &turn->store), "the database opens again: %s",
       turn->fault.message);
    ok(things(turn) == 3, "what was committed stands, the rest is gone");
    ok(thing_commit(turn, 4) && thing_commit(turn, 5) && things(turn) == 5,
       "nothing of it is in the way: %s", turn->fault.message);
}

/* ---- a file that cannot grow, and who may read it ---- */

static void full(struct turn *turn, struct text address)
{
    struct rlimit before;
    struct stat file;
    const char *path = text_string(turn->arena, address) + strlen("sqlite:");
    char *large = arena_take(turn->arena, 1 << 20);
    memset(large, 'x', 1 << 20);
    ok(store_migrate(turn, tables) && thing_commit(turn, 1), "one thing is kept");
    ok(stat(path, &file) == 0 && (file.st_mode & 0777) == 0600, "nobody else may read the file");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    struct rlimit small = {.rlim_cur = 256 * 1024, .rlim_max = before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    bool good = store_begin(turn) && thing_write(turn, 2, (struct text){large, 1 << 20})
                && store_commit(turn);
    setrlimit(RLIMIT_FSIZE, &before);
    ok(!good && faulted(turn, FAULT_BROKEN, "database"), "a file that cannot grow is a fault");
    store_rollback(turn);
    ok(things(turn) == 1 && thing_commit(turn, 2) && things(turn) == 2,
       "and when it can again, work goes on: %s", turn->fault.message);
}

/* ---- a server that goes away ---- */

struct server {
    char folder[32];
    const char *source;
};

static bool server(const struct server *server, const char *verb, const char *more)
{
    char command[1024];
    snprintf(command, sizeof command, "'%s/tools/postgres' %s '%s' %s >/dev/null", server->source,
             verb, server->folder, more);
    return system(command) == 0;
}

/* No goodbye, and a recovery. The machine itself lives on, so that no fsync is needed for it. */
static bool restart(const struct server *at)
{
    return server(at, "stop", "immediate") && server(at, "start", "fsync=off");
}

static void restarts(struct turn *turn, const struct server *at)
{
    ok(store_migrate(turn, tables) && thing_commit(turn, 1), "a thing is kept");
    ok(restart(at), "the server crashes and comes back");
    ok(things(turn) == -1 && faulted(turn, FAULT_BUSY, "cannot be reached"),
       "the next read is told so");
    ok(things(turn) == 1, "the one after is connected again: %s", turn->fault.message);
    ok(store_begin(turn) && thing_write(turn, 2, TEXT("lost")) && restart(at),
       "it crashes in mid-transaction");
    ok(!thing_write(turn, 3, TEXT("lost")) && faulted(turn, FAULT_BUSY, "cannot be reached"),
       "the next write is told so");
    ok(!thing_write(turn, 3, TEXT("lost")) && faulted(turn, FAULT_BUSY, "cannot be reached"),
       "and the one after, for the transaction is lost");
    ok(!store_commit(turn) && faulted(turn, FAULT_BUSY, "cannot be reached"), "so is the commit");
    ok(things(turn) == 1 && thing_commit(turn, 2) && things(turn) == 2,
       "after that a new transaction goes through: %s", turn->fault.message);
    ok(store_begin(turn) && store_savepoint(turn) && thing_write(turn, 3, TEXT("lost"))
           && restart(at),
       "it crashes in a savepoint");
    store_revert(turn);
    ok(!thing_write(turn, 4, TEXT("lost")) && faulted(turn, FAULT_BUSY, "cannot be reached"),
       "a revert does not bring the transaction back");
    store_rollback(turn);
    ok(things(turn) == 2, "a rollback does: %s", turn->fault.message);
    ok(server(at, "stop", ""), "the server stops");
    ok(things(turn) == -1 && faulted(turn, FAULT_BUSY, "cannot be reached"), "a read is busy");
    ok(!store_begin(turn) && faulted(turn, FAULT_BUSY, "cannot be reached"), "a begin is busy");
    ok(server(at, "start", "fsync=off") && things(turn) == 2, "until it is there again");
}

/* Databases that would answer otherwise than SQLite are not opened. */
static void collations(struct turn *turn, const char *maintenance)
{
    static const struct {
        const char *name;
        const char *options;
        const char *part;
    } wrong[] = {
        {"sorted", "LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' ENCODING 'UTF8'", "C.UTF-8"},
        {"latin", "LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'LATIN1'", "LATIN1"},
    };
    struct store *store = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct text sql = text_format(turn->arena, "CREATE DATABASE %s TEMPLATE template0 %s",
                                      wrong[i].name, wrong[i].options);
        struct text address =
            text_format(turn->arena, "postgresql:%s dbname=%s", maintenance, wrong[i].name);
        ok(fresh_server(maintenance, sql.data) && !store_open(turn, address, &store)
               && turn->fault.kind == FAULT_BROKEN
               && strstr(turn->fault.message, "createdb --template=template0") != NULL
               && strstr(turn->fault.message, wrong[i].part) != NULL,
           "not opened, and what to do is said: %s", turn->fault.message);
        fault_clear(turn);
    }
    ok(!store_open(turn, TEXT("postgresql://revere:secret@[::1/house"), &store)
           && faulted(turn, FAULT_INVALID, "no connection string"),
       "a crooked address does not spill its password");
    ok(!store_open(turn, TEXT("postgresql:host=/nowhere user=revere password=secret"), &store)
           && faulted(turn, FAULT_BUSY, "/nowhere"),
       "a server that is not there is named");
}

static void crashes(void)
{
    struct server at = {.folder = "/tmp/revere-crash-XXXXXX", .source = getenv("REVERE_SOURCE")};
    char maintenance[128];
    if (fresh_maintenance() == NULL || at.source == NULL) {
        tap_skip("PostgreSQL: REVERE_TEST_POSTGRES or REVERE_SOURCE is not set");
        return;
    }
    if (!ok(mkdtemp(at.folder) != NULL && server(&at, "start", "fsync=off"), "a server of our own"))
        return;
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    snprintf(maintenance, sizeof maintenance, "host=%s user=postgres dbname=postgres", at.folder);
    struct text address = text_format(turn.arena, "postgresql:%s", maintenance);
    if (ok(store_open(&turn, address, &turn.store), "opens: %s", turn.fault.message)) {
        restarts(&turn, &at);
        collations(&turn, maintenance);
        store_close(turn.store);
    }
    arena_free(turn.arena);
    ok(server(&at, "stop", "immediate"), "stopped");
    char command[64];
    snprintf(command, sizeof command, "rm -r '%s'", at.folder);
    ok(system(command) == 0, "and gone");
}

/* ---- another process beside this one ---- */

/* What another process counts, by opening the same store, reading, and leaving. */
static int counted_elsewhere(struct text address)
{
    pid_t child = -1;
    int status = 0;
    char *words[] = {(char *)(uintptr_t) "crash", (char *)(uintptr_t)address.data, NULL};
    fflush(stdout);
    if (posix_spawn(&child, "/proc/self/exe", NULL, NULL, words, environ) != 0
        || waitpid(child, &status, 0) != child || !WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status);
}

static int count_here(const char *address)
{
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    int count = store_open(&turn, text_of(address), &turn.store) ? (int)things(&turn) : 99;
    if (turn.store != NULL)
        store_close(turn.store);
    arena_free(turn.arena);
    return count;
}

/* Whoever leaves takes nothing from those who stay: several connections write on, and are read. */
static void beside(struct turn *turn, struct text address)
{
    struct store *second = NULL;
    struct text words = text_copy(turn->arena, address);
    ok(store_migrate(turn, tables) && store_open(turn, address, &second), "two connections here");
    ok(thing_commit(turn, 1) && counted_elsewhere(words) == 1, "another process reads, and leaves");
    ok(thing_commit(turn, 2) && counted_elsewhere(words) == 2,
       "what is written after it left is there for the next");
    store_close(second);
    ok(thing_commit(turn, 3) && counted_elsewhere(words) == 3 && things(turn) == 3,
       "also when a connection here has been closed");
}

int main(int argc, char **argv)
{
    if (argc == 2)
        return count_here(argv[1]);
    both(killed);
    both(beside);
    both_sqlite(full);
    crashes();
    return tap_end();
}
