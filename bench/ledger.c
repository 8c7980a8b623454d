/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durable appends through the ledger, as the house's writer makes them (64 changes a group, each
 * with one row and one entry), on both engines; and how long verifying a published folder of
 * 1,000,000 entries takes. The limits beside them: how many synced pages this disk takes, and how
 * fast this processor makes SHA-256 over the same bytes in one go. bench_ledger COUNT takes another
 * number of entries.
 */
#include "ledger/ledger.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "store/fresh.h"
#include <fcntl.h>
#include <sys/resource.h>

enum {
    GROUP = 64,
    ENTRIES = 1000000, /* unless another number is named */
    BATCH = 2048,      /* changes a group while the million is made */
    TABLES_BYTES_MAX = 1 << 16,
    MEASURE_US = 3000000
};
static const size_t arena_bytes_max = (size_t)2 << 30;

static const char things[] =
    "-- version 1\nCREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT);\n";

static bool tables_make(struct turn *turn)
{
    const char *source = getenv("REVERE_SOURCE");
    char path[1024];
    struct text sql;
    snprintf(path, sizeof path, "%s/src/ledger/tables.sql", source == NULL ? "." : source);
    if (!file_read(turn, path, TABLES_BYTES_MAX, &sql))
        return false;
    const struct embedded tables[] = {{"ledger/tables.sql", sql.data, sql.size},
                                      {"bench/tables.sql", things, sizeof things - 1},
                                      {NULL, NULL, 0}};
    return store_migrate(turn, tables);
}

/* One change as the house makes them: a row, and an entry of one case in a hundred. */
static bool change_make(struct turn *turn, struct ledger_group *group, int64_t number)
{
    struct change *change;
    struct text id = text_format(turn->arena, "thing/%lld", (long long)number);
    struct text incident = text_format(turn->arena, "case-%lld", (long long)(number % 100));
    struct value *payload = value_map(turn->arena);
    value_set_text(turn->arena, payload, "said", TEXT("what was said in this change, in short"));
    value_set_integer(turn->arena, payload, "number", number);
    return change_begin(turn, group, TEXT_NONE, &change)
           && change_write(change, "INSERT INTO thing (id, number) VALUES ($1, $2)",
                           BIND(cell_text(id), cell_integer(number)))
           && change_entry(change, "thing.make", id, incident, payload, NULL) && change_end(change);
}

static bool group_make(struct turn *turn, int64_t number, int64_t count)
{
    struct ledger_group *group;
    if (!ledger_group_begin(turn, &group))
        return false;
    for (int64_t i = 0; i < count; i++)
        if (!change_make(turn, group, number + i))
            return false;
    return ledger_group_commit(turn, group);
}

/* ---- appending ---- */

/* Appends of a page, each made durable, a second. */
static double limit_sync(const char *folder)
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

static bool bench_append(const char *engine, const char *address, double synced)
{
    struct turn turn = {.arena = arena_new(arena_bytes_max), .now_us = INT64_C(1783080000000000)};
    bool good = store_open(&turn, text_of(address), &turn.store) && tables_make(&turn);
    int64_t made = 0;
    int64_t start_us = clock_elapsed_us();
    int64_t taken_us = 0;
    for (; good && taken_us < MEASURE_US; taken_us = clock_elapsed_us() - start_us) {
        good = group_make(&turn, made, GROUP);
        made += GROUP;
        arena_clear(turn.arena);
    }
    double rate = (double)made * 1e6 / (double)taken_us;
    if (good)
        printf("bench ledger %s appends, groups of %d: %.0f/s, %.1f times the promised 5000/s, "
               "%.2f of the disk's syncs\n",
               engine, GROUP, rate, rate / 5000, rate / synced);
    else
        printf("bench ledger %s: %s\n", engine, turn.fault.message);
    store_close(turn.store);
    arena_free(turn.arena);
    return good;
}

/* ---- verifying ---- */

/* Seconds of processor time, which do not grow with what else this machine does. */
static double processor_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
           + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void progress(void *context, int64_t done, int64_t total)
{
    int64_t *shown = context;
    if (done * 10 / total > *shown) {
        *shown = done * 10 / total;
        fprintf(stderr, "\r%lld %%", (long long)(*shown * 10));
    }
}

/* Seconds for SHA-256 over so many bytes, in pieces of 8 KiB. */
static double limit_hash(double bytes)
{
    static const char piece[8192] = {1};
    double pieces = bytes / sizeof piece;
    double start = processor_seconds();
    for (double i = 0; i < pieces; i++)
        (void)sha256((struct text){piece, sizeof piece});
    return processor_seconds() - start;
}

/* The bytes that must go through SHA-256: entries with their prefix, and a node for each. */
static double bytes_hashed(struct turn *turn, double entries)
{
    struct rows rows;
    if (!store_select(turn, "SELECT sum(length(entry)) FROM ledger_entry", BIND_NONE, &rows))
        return 0;
    return (double)rows_integer(&rows, 0, 0) + entries + entries * 65;
}

static bool entries_make(struct turn *turn, const struct ledger_place *place, int64_t entries)
{
    int64_t start_us = clock_elapsed_us();
    for (int64_t number = 0; number < entries; number += BATCH) {
        int64_t count = entries - number < BATCH ? entries - number : BATCH;
        if (!group_make(turn, number, count))
            return false;
        arena_clear(turn->arena);
    }
    double appended = (double)(clock_elapsed_us() - start_us) / 1e6;
    start_us = clock_elapsed_us();
    if (!ledger_publish(turn, place))
        return false;
    printf("bench ledger made %lld entries in %.1f s, published them in %.1f s\n",
           (long long)entries, appended, (double)(clock_elapsed_us() - start_us) / 1e6);
    return true;
}

static bool verify_measure(struct turn *turn, const struct ledger_place *place, struct text vkey)
{
    struct ledger_verdict verdict;
    int64_t shown = 0;
    int64_t start_us = clock_elapsed_us();
    double start = processor_seconds();
    if (!ledger_verify(turn, place->folder, vkey, TEXT_NONE, progress, &shown, &verdict)
        || !verdict.sound)
        return fail(turn, FAULT_BROKEN, "%.*s: %.*s", TEXT_SHOW(verdict.where),
                    TEXT_SHOW(verdict.why));
    double busy = processor_seconds() - start;
    double taken = (double)(clock_elapsed_us() - start_us) / 1e6;
    fputc('\n', stderr);
    double limit = limit_hash(bytes_hashed(turn, (double)verdict.entries));
    printf("bench ledger verify %lld entries: %.1f s, %.2f s of the processor; 10 s are promised "
           "for a million; SHA-256 alone over the same bytes: %.2f s, %.1f times\n",
           (long long)verdict.entries, taken, busy, limit, busy / limit);
    return true;
}

static bool bench_verify(const struct fresh *fresh, int64_t entries)
{
    char folder[64];
    char key[64];
    char command[256];
    struct text vkey;
    snprintf(folder, sizeof folder, "%s/log", fresh->folder);
    snprintf(key, sizeof key, "%s/key", fresh->folder);
    struct ledger_place place = {TEXT("revere.example/bench"), text_of(folder), text_of(key)};
    struct turn turn = {.arena = arena_new(arena_bytes_max), .now_us = INT64_C(1783080000000000)};
    bool good = ledger_key_ready(&turn, &place, &vkey)
                && store_open(&turn, text_of(fresh->address), &turn.store) && tables_make(&turn);
    struct text kept = good ? text_of(strdup(text_string(turn.arena, vkey))) : TEXT_NONE;
    good = good && entries_make(&turn, &place, entries) && verify_measure(&turn, &place, kept);
    if (!good)
        printf("bench ledger verify: %s\n", turn.fault.message);
    free((char *)kept.data);
    store_close(turn.store);
    arena_free(turn.arena);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", folder, key);
    return system(command) == 0 && good;
}

int main(int count, char **words)
{
    int64_t entries = ENTRIES;
    struct fresh fresh;
    if (count > 1 && (!text_integer(text_of(words[1]), &entries) || entries < 1)) {
        fputs("bench_ledger takes a number of entries\n", stderr);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!fresh_sqlite(&fresh))
        return 1;
    double synced = limit_sync(fresh.folder);
    printf("bench ledger limit, a page appended and synced: %.0f/s\n", synced);
    bool good = bench_append("sqlite", fresh.address, synced);
    good = fresh_drop(&fresh) && good;
    if (fresh_maintenance() == NULL)
        puts("bench ledger postgresql: skipped, REVERE_TEST_POSTGRES is not set "
             "(tools/with-postgres sets it)");
    else if (fresh_postgres(&fresh, 0)) {
        good = bench_append("postgresql", fresh.address, synced) && good;
        good = fresh_drop(&fresh) && good;
    }
    if (!fresh_sqlite(&fresh))
        return 1;
    good = bench_verify(&fresh, entries) && good;
    return fresh_drop(&fresh) && good ? 0 : 1;
}
