/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A house filled by copying: the rows that a thousand reports left in the tables, again and again,
 * each time as a thousand other reports of an earlier minute. While they are made the house's clock
 * stands, so that all their ids begin alike, and a copy needs another beginning only; so do their
 * numbers, and their instants are moved. The rules that made the rows are not run again: the spread
 * over organisations, persons and duties is theirs. The ledger is not copied, because its lines
 * stand in one tree.
 */
#pragma once
#include "peer.h"
#include <stdatomic.h>

enum {
    SEED_COLUMNS = 40, /* of the widest table, at most */
    SEED_MARK = 19,    /* "01a21bb7-7856-7000-": what all ids of one microsecond begin with */
    SEED_STEP_MS = 60000
};

#define SEED_YEAR_US (INT64_C(366) * 24 * 3600 * 1000000)

struct seed {
    _Atomic int64_t stands_us; /* the house's clock, while it stands; 0: it goes */
    int64_t at_us;             /* when the rows were made */
    const struct peer_rows *rows;
    const char *tables[PEER_TABLES_MAX]; /* the statement that fills each, from its rows */
    size_t table_count;
    int64_t copies;
};

static inline int64_t seed_now_us(void *state)
{
    struct clock clock = clock_system();
    int64_t stands_us = atomic_load(&((struct seed *)state)->stands_us);
    return stands_us != 0 ? stands_us : clock_now_us(&clock);
}

static inline void seed_stand(struct seed *seed)
{
    struct clock clock = clock_system();
    seed->at_us = clock_now_us(&clock) / 1000 * 1000;
    atomic_store(&seed->stands_us, seed->at_us);
}

static inline void seed_go(struct seed *seed)
{
    atomic_store(&seed->stands_us, 0);
}

/* The house's tables, and one in which the rows to be copied wait. */
static inline const struct embedded *seed_tables(struct arena *arena)
{
    size_t count = 0;
    struct builder sql = {.arena = arena};
    while (revere_tables[count].name != NULL)
        count++;
    struct embedded *tables = arena_array(arena, count + 2, sizeof *tables);
    memcpy(tables, revere_tables, count * sizeof *tables);
    build(&sql, TEXT("-- version 1\nCREATE TABLE bench_seed (\n    tab BIGINT NOT NULL"));
    for (int i = 1; i <= SEED_COLUMNS; i++)
        build_format(&sql, ",\n    c%d TEXT", i);
    build(&sql, TEXT("\n);\n"));
    struct text text = {text_string(arena, built(&sql)), built(&sql).size};
    tables[count] = (struct embedded){"bench/seed.sql", text.data, text.size};
    return tables;
}

static inline struct text seed_mark(struct arena *arena, int64_t at_ms)
{
    return text_format(arena, "%08llx-%04llx-7000-", (unsigned long long)at_ms >> 16,
                       (unsigned long long)at_ms & 0xFFFF);
}

static inline bool seed_holds(const struct peer_row *row, const char *mark)
{
    for (size_t i = 0; i < row->width; i++)
        if (row->cells[i].kind == CELL_TEXT && row->cells[i].text.size >= SEED_MARK
            && memmem(row->cells[i].text.data, row->cells[i].text.size, mark, SEED_MARK) != NULL)
            return true;
    return false;
}

/* Rows of the ledger stay where they are, and so does what no report made. */
static inline bool seed_wanted(const struct peer_row *row, const char *mark)
{
    return strncmp(row->sql, "INSERT INTO ledger_", 19) != 0 && row->width <= SEED_COLUMNS
           && seed_holds(row, mark);
}

static inline bool seed_row(struct turn *turn, const struct peer_row *row, size_t table)
{
    struct builder sql = {.arena = turn->arena};
    struct cell cells[SEED_COLUMNS + 1] = {cell_integer((int64_t)table)};
    build(&sql, TEXT("INSERT INTO bench_seed (tab"));
    for (size_t i = 1; i <= row->width; i++)
        build_format(&sql, ", c%zu", i);
    build(&sql, TEXT(") VALUES ($1"));
    for (size_t i = 0; i < row->width; i++) {
        const struct cell *cell = &row->cells[i];
        cells[i + 1] = cell->kind == CELL_INTEGER
                           ? cell_text(text_format(turn->arena, "%lld", (long long)cell->integer))
                           : *cell;
        build_format(&sql, ", $%zu", i + 2);
    }
    build(&sql, TEXT(")"));
    return store_write_later(turn, peer_permit(), text_string(turn->arena, built(&sql)), cells,
                             row->width + 1);
}

/* The rows of one table stand together; the first of them that has a value tells its kind. */
static inline bool seed_sow(struct seed *seed, struct turn *turn)
{
    const char *mark = text_string(turn->arena, seed_mark(turn->arena, seed->at_us / 1000));
    const char *last = NULL;
    if (!store_begin(turn))
        return false;
    for (size_t i = 0; i < seed->rows->count; i++) {
        const struct peer_row *row = &seed->rows->items[i];
        if (!seed_wanted(row, mark))
            continue;
        if (last != row->sql)
            seed->tables[seed->table_count++] = row->sql;
        last = row->sql;
        if (!seed_row(turn, row, seed->table_count))
            return false;
    }
    return store_commit(turn);
}

static inline enum cell_kind seed_kind(const struct seed *seed, const char *sql, size_t column)
{
    for (size_t i = 0; i < seed->rows->count; i++)
        if (seed->rows->items[i].sql == sql && seed->rows->items[i].cells[column].kind != CELL_NULL)
            return seed->rows->items[i].cells[column].kind;
    return CELL_NULL;
}

/* A hash that each row has for itself, as that of a receipt. */
static inline bool seed_hashed(const struct seed *seed, const char *sql, size_t column)
{
    const struct cell *first = NULL;
    for (size_t i = 0; i < seed->rows->count; i++) {
        const struct cell *cell = &seed->rows->items[i].cells[column];
        if (seed->rows->items[i].sql != sql || cell->kind != CELL_TEXT || cell->text.size != 64)
            continue;
        if (first != NULL && !text_equal(first->text, cell->text))
            return true;
        first = cell;
    }
    return false;
}

/* One column of a copy, out of the row that waits. */
static inline void seed_column(const struct seed *seed, struct builder *sql, const char *table,
                               size_t column)
{
    struct arena *arena = sql->arena;
    long long at_us = seed->at_us;
    int64_t back_ms = seed->copies * SEED_STEP_MS;
    size_t name = column + 1;
    enum cell_kind kind = seed_kind(seed, table, column);
    build_format(sql, column == 0 ? "" : ", ");
    if (kind == CELL_NULL)
        build_format(sql, "NULL");
    else if (kind == CELL_INTEGER)
        build_format(sql,
                     "CAST(c%zu AS BIGINT) - CASE WHEN CAST(c%zu AS BIGINT) BETWEEN %lld AND %lld"
                     " THEN %lld ELSE 0 END",
                     name, name, at_us, at_us + SEED_YEAR_US, (long long)back_ms * 1000);
    else if (seed_hashed(seed, table, column))
        build_format(sql, "c%zu || '-%lld'", name, (long long)seed->copies);
    else
        build_format(sql, "replace(replace(c%zu, '%.*s', '%.*s'), 'INC-2', 'INC-%03lld-2')", name,
                     TEXT_SHOW(seed_mark(arena, at_us / 1000)),
                     TEXT_SHOW(seed_mark(arena, at_us / 1000 - back_ms)), (long long)seed->copies);
}

static inline bool seed_copy_table(struct seed *seed, struct turn *turn, size_t table)
{
    const char *into = seed->tables[table];
    struct builder sql = {.arena = turn->arena};
    size_t width = 0;
    for (size_t i = 0; width == 0; i++)
        if (seed->rows->items[i].sql == into)
            width = seed->rows->items[i].width;
    build_format(&sql, "%.*sSELECT ", (int)(strstr(into, "VALUES") - into), into);
    for (size_t i = 0; i < width; i++)
        seed_column(seed, &sql, into, i);
    build_format(&sql, " FROM bench_seed WHERE tab = %zu", table + 1);
    return store_write(turn, peer_permit(), text_string(turn->arena, built(&sql)), BIND_NONE, NULL);
}

static inline bool seed_copy_once(struct seed *seed, struct turn *turn)
{
    seed->copies++;
    if (!store_begin(turn))
        return false;
    for (size_t i = 0; i < seed->table_count; i++)
        if (!seed_copy_table(seed, turn, i))
            return false;
    /* Whoever writes beside the ledger counts its turn like everybody (store_stand). */
    return store_write(turn, peer_permit(),
                       "UPDATE ledger_head SET turns = turns + 1 WHERE head = 1", BIND_NONE, NULL)
           && store_commit(turn);
}

/* A server counts its tables by itself, some time; here it is told to. */
static inline bool seed_counted(const struct ground *ground)
{
    return ground->fresh.name[0] == '\0'
           || fresh_server(ground->fresh.address + strlen("postgresql:"), "ANALYZE");
}

/* Copies until there are at least so many incidents more. */
static inline bool seed_copy(struct seed *seed, const struct ground *ground, int64_t *incidents,
                             int64_t until)
{
    struct turn turn = {.arena = arena_new(PEER_ARENA_BYTES)};
    bool good = store_open(&turn, text_of(ground->fresh.address), &turn.store)
                && (seed->table_count > 0 || seed_sow(seed, &turn));
    while (good && *incidents < until) {
        arena_clear(turn.arena);
        good = seed_copy_once(seed, &turn);
        *incidents += (int64_t)seed->rows->actions;
    }
    if (!good)
        printf("bench %s %s: %s\n", ground->name, ground->engine, turn.fault.message);
    store_close(turn.store);
    arena_free(turn.arena);
    return good && seed_counted(ground);
}
