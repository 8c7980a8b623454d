/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durable writes through the store: one row a transaction, and as the house's writer does it, many
 * changes in one (each in a savepoint of its own), on both engines. The physical limit beside them
 * is how often this disk makes an appended page durable.
 */
#include "store/store.h"
#include "base/clock.h"
#include "store/fresh.h"
#include <fcntl.h>

enum { GROUP = 64, MEASURE_US = 2000000, ARENA_BYTES_MAX = 64 * 1024 * 1024 };

static const char schema[] = "-- version 1\n"
                             "CREATE TABLE entry (sequence BIGINT PRIMARY KEY, op TEXT NOT NULL,\n"
                             "    at_us BIGINT NOT NULL, body TEXT NOT NULL);\n"
                             "CREATE INDEX entry_at ON entry (at_us);\n";
static const struct embedded tables[] = {{"bench/tables.sql", schema, sizeof schema - 1},
                                         {NULL, NULL, 0}};

static struct change *permit(void)
{
    static char change;
    return (struct change *)(void *)&change; /* the ledger is not what is measured */
}

/* A row of about 300 bytes, written as a change writes: nobody asks about it. */
static bool entry_write(struct turn *turn, int64_t sequence)
{
    char words[256];
    memset(words, 'x', sizeof words);
    return store_write_later(
        turn, permit(), "INSERT INTO entry (sequence, op, at_us, body) VALUES ($1, $2, $3, $4)",
        BIND(cell_integer(sequence), cell_text(TEXT("report.create")),
             cell_integer(clock_elapsed_us()), cell_text((struct text){words, sizeof words})));
}

static bool group_write(struct turn *turn, int64_t sequence, int rows)
{
    if (!store_begin(turn))
        return false;
    for (int i = 0; i < rows; i++) {
        bool good = rows == 1 ? entry_write(turn, sequence)
                              : store_savepoint(turn) && entry_write(turn, sequence + i)
                                    && store_release(turn);
        if (!good)
            return false;
    }
    return store_commit(turn);
}

/* Rows a second in transactions of so many rows. */
static bool measure(struct turn *turn, int64_t first, int rows, double *rate)
{
    int64_t written = 0;
    int64_t start_us = clock_elapsed_us();
    int64_t taken_us = 0;
    for (; taken_us < MEASURE_US; taken_us = clock_elapsed_us() - start_us) {
        if (!group_write(turn, first + written, rows))
            return false;
        written += rows;
        arena_clear(turn->arena);
    }
    *rate = (double)written * 1e6 / (double)taken_us;
    return true;
}

static bool bench_engine(const char *engine, const struct fresh *fresh, double synced)
{
    struct turn turn = {.arena = arena_new(ARENA_BYTES_MAX)};
    double single = 0;
    double grouped = 0;
    bool good = store_open(&turn, text_of(fresh->address), &turn.store)
                && store_migrate(&turn, tables) && measure(&turn, 0, 1, &single)
                && measure(&turn, INT64_C(1) << 40, GROUP, &grouped);
    if (good) {
        printf("bench store %s single: %.0f/s, %.2f of the disk's syncs\n", engine, single,
               single / synced);
        printf("bench store %s grouped by %d: %.0f/s, %.1f times single\n", engine, GROUP, grouped,
               grouped / single);
    } else {
        printf("bench store %s: %s\n", engine, turn.fault.message);
    }
    store_close(turn.store);
    arena_free(turn.arena);
    return good;
}

/* The limit: appends of a page, each made durable, a second. */
static double bench_sync(const char *folder)
{
    static const char page[4096] = {0};
    char path[64];
    snprintf(path, sizeof path, "%s/page", folder);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int64_t start_us = clock_elapsed_us();
    int64_t taken_us = 1;
    int synced = 0;
    while (taken_us < MEASURE_US && write(file, page, sizeof page) == (ssize_t)sizeof page
           && fdatasync(file) == 0) {
        synced++;
        taken_us = clock_elapsed_us() - start_us;
    }
    close(file);
    unlink(path);
    return (double)synced * 1e6 / (double)taken_us;
}

int main(void)
{
    struct fresh fresh;
    if (!fresh_sqlite(&fresh))
        return 1;
    double synced = bench_sync(fresh.folder);
    printf("bench store limit, a page appended and synced: %.0f/s\n", synced);
    bool good = bench_engine("sqlite", &fresh, synced);
    good = fresh_drop(&fresh) && good;
    if (fresh_maintenance() == NULL) {
        puts("bench store postgresql: skipped, REVERE_TEST_POSTGRES is not set "
             "(tools/with-postgres sets it)");
        return good ? 0 : 1;
    }
    if (!fresh_postgres(&fresh, 0))
        return 1;
    good = bench_engine("postgresql", &fresh, synced) && good;
    return fresh_drop(&fresh) && good ? 0 : 1;
}
