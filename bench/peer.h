/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bare engine doing what a house did: the rows that a number of actions left in the tables are
 * read back, and written again into the same tables of an empty database on the same engine, so
 * many actions to a transaction, each in a savepoint, as durably. What the house did beside (reads,
 * rules, hashes, rows it changed in place) is what it is measured for.
 */
#pragma once
#include "base/clock.h"
#include "counter/counter.h"
#include "program/program.h"
#include "store/fresh.h"

enum { PEER_TABLES_MAX = 256, PEER_ARENA_BYTES = 1024 * 1024 * 1024 };

struct peer_row {
    const char *sql;
    const struct cell *cells;
    size_t width;
};

/* The rows of so many actions of one kind. */
struct peer_rows {
    struct peer_row *items;
    size_t count, actions;
    double each; /* rows an action */
};

struct peer {
    const char *engine;
    struct arena *arena;
    const char *tables[PEER_TABLES_MAX];
    size_t table_count;
};

/* What stood in each table at one moment. */
struct peer_picture {
    struct rows tables[PEER_TABLES_MAX];
};

/* A later version of a tables.sql may take a table away again. */
static inline bool peer_dropped(const char *sql, struct text table)
{
    static const char mark[] = "DROP TABLE ";
    for (; (sql = strstr(sql, mark)) != NULL; sql++) {
        const char *name = sql + sizeof mark - 1;
        if (text_equal((struct text){name, strcspn(name, " ;\n")}, table))
            return true;
    }
    return false;
}

static inline void peer_tables(struct peer *peer)
{
    static const char mark[] = "CREATE TABLE ";
    peer->arena = arena_new(PEER_ARENA_BYTES);
    for (const struct embedded *file = revere_tables; file->name != NULL; file++) {
        const char *sql = text_string(peer->arena, (struct text){file->bytes, file->size});
        for (; (sql = strstr(sql, mark)) != NULL && peer->table_count < PEER_TABLES_MAX; sql++) {
            const char *name = sql + sizeof mark - 1;
            struct text word = {name, strcspn(name, " (\n")};
            if (!text_starts(word, TEXT("work_")) && !peer_dropped(sql, word))
                peer->tables[peer->table_count++] = text_string(peer->arena, word);
        }
    }
}

static inline bool peer_look(struct peer *peer, struct house *house, struct peer_picture *picture)
{
    struct turn turn;
    bool good = house_turn_begin(house, peer->arena, &turn);
    for (size_t i = 0; good && i < peer->table_count; i++)
        good =
            store_select(&turn, text_format(peer->arena, "SELECT * FROM %s", peer->tables[i]).data,
                         BIND_NONE, &picture->tables[i]);
    if (!good)
        printf("bench peer: %s\n", turn.fault.message);
    house_turn_end(house, &turn);
    return good;
}

static inline uint64_t peer_mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash;
}

static inline uint64_t peer_hash(const struct cell *cells, size_t width)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < width; i++) {
        hash = peer_mix(hash, &cells[i].kind, sizeof cells[i].kind);
        hash = peer_mix(hash, &cells[i].integer, sizeof cells[i].integer);
        hash = peer_mix(hash, cells[i].text.data, cells[i].text.size);
    }
    return hash;
}

static inline int peer_compare(const void *left, const void *right)
{
    const uint64_t *a = left;
    const uint64_t *b = right;
    return (*a > *b) - (*a < *b);
}

static inline const char *peer_sql(struct arena *arena, const char *table, size_t width)
{
    struct builder sql = {.arena = arena};
    build_format(&sql, "INSERT INTO %s VALUES (", table);
    for (size_t i = 1; i <= width; i++)
        build_format(&sql, "%s$%zu", i == 1 ? "" : ", ", i);
    build(&sql, TEXT(")"));
    return text_string(arena, built(&sql));
}

/* The rows that are new between two pictures. */
static inline void peer_new(struct peer *peer, const struct peer_picture *before,
                            const struct peer_picture *after, size_t actions,
                            struct peer_rows *found)
{
    size_t capacity = 0;
    *found = (struct peer_rows){.actions = actions};
    for (size_t i = 0; i < peer->table_count; i++) {
        const struct rows *old = &before->tables[i];
        const struct rows *new = &after->tables[i];
        if (new->count == old->count)
            continue; /* its rows are changed in place, as the head of the ledger */
        const char *sql = peer_sql(peer->arena, peer->tables[i], new->width);
        uint64_t *known = arena_array(peer->arena, old->count + 1, sizeof *known);
        for (size_t k = 0; k < old->count; k++)
            known[k] = peer_hash(old->cells + k * old->width, old->width);
        qsort(known, old->count, sizeof *known, peer_compare);
        for (size_t k = 0; k < new->count; k++) {
            const struct cell *cells = new->cells + k *new->width;
            uint64_t hash = peer_hash(cells, new->width);
            if (bsearch(&hash, known, old->count, sizeof hash, peer_compare) != NULL)
                continue;
            found->items = arena_grow(peer->arena, found->items, found->count, &capacity,
                                      sizeof *found->items);
            found->items[found->count++] = (struct peer_row){sql, cells, new->width};
        }
    }
    found->each = (double)found->count / (double)actions;
}

static inline struct change *peer_permit(void)
{
    static char change;
    return (struct change *)(void *)&change; /* the ledger is not what is measured */
}

/* The rows of action number `action`: every actions-th, so that each action has its share of each
 * table. */
static inline bool peer_action(struct turn *turn, const struct peer_rows *rows, size_t action)
{
    bool good = store_savepoint(turn);
    for (size_t i = action; good && i < rows->count; i += rows->actions)
        good = store_write_later(turn, peer_permit(), rows->items[i].sql, rows->items[i].cells,
                                 rows->items[i].width);
    return good && store_release(turn);
}

static inline bool peer_write(struct turn *turn, const struct peer_rows *rows, size_t together)
{
    for (size_t at = 0; at < rows->actions; at += together) {
        if (!store_begin(turn))
            return false;
        for (size_t i = at; i < at + together && i < rows->actions; i++)
            if (!peer_action(turn, rows, i))
                return false;
        if (!store_commit(turn))
            return false;
        arena_clear(turn->arena);
    }
    return true;
}

/* Actions a second, so many to a transaction, in a database of its own; 0 when it failed. */
static inline double peer_rate(const struct peer *peer, const struct peer_rows *rows, int together)
{
    static int number = 1000;
    struct fresh fresh;
    struct turn turn = {.arena = arena_new(PEER_ARENA_BYTES)};
    bool made = strcmp(peer->engine, "sqlite") == 0 ? fresh_sqlite(&fresh)
                                                    : fresh_postgres(&fresh, number++);
    bool good = made && store_open(&turn, text_of(fresh.address), &turn.store)
                && store_migrate(&turn, revere_tables);
    int64_t start_us = clock_elapsed_us();
    good = good && peer_write(&turn, rows, (size_t)together);
    double taken_s = (double)(clock_elapsed_us() - start_us) / 1e6;
    if (!good)
        printf("bench peer: %s\n", turn.fault.message);
    store_close(turn.store);
    arena_free(turn.arena);
    return fresh_drop(&fresh) && good ? (double)rows->actions / taken_s : 0;
}
