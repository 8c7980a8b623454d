/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read is remembered for a while: the rules of one change ask the same small questions
 * dozens of times (who holds this role, what is this body called), and each is a trip to the
 * server. While it is remembered, a select with the same parameters is answered again, unless a
 * table that it names was written in between. Selects of work_* tables are not remembered: other
 * houses write those at any time, and everything else only under the ledger's lock.
 */
#include "store/inside.h"
#include <stdlib.h>

enum { KEPT_ROWS_MAX = 256 }; /* of one answer: longer ones are asked once */

struct kept {
    const struct cell *parameters;
    size_t count;
    struct rows rows;
    struct kept *next;
};

/* The place of a select, which it is given at first sight; MEMORY_SELECTS_MAX: it has none. */
static size_t select_place(struct memory *memory, const char *sql)
{
    for (size_t i = 0; i < memory->select_count; i++)
        if (memory->literals[i] == sql && strcmp(memory->selects[i], sql) == 0)
            return i;
    for (size_t i = 0; i < memory->select_count; i++)
        if (strcmp(memory->selects[i], sql) == 0) {
            memory->literals[i] = sql;
            return i;
        }
    if (memory->select_count == MEMORY_SELECTS_MAX || strstr(sql, "work_") != NULL)
        return MEMORY_SELECTS_MAX;
    char *copy = strdup(sql);
    if (copy == NULL)
        return MEMORY_SELECTS_MAX;
    memory->selects[memory->select_count] = copy;
    memory->literals[memory->select_count] = sql;
    memory->kept[memory->select_count] = NULL;
    return memory->select_count++;
}

bool cells_equal(const struct cell *left, const struct cell *right, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (left[i].kind != right[i].kind || left[i].integer != right[i].integer
            || !text_equal(left[i].text, right[i].text))
            return false;
    return true;
}

void memory_begin(struct memory *memory, const struct arena *arena)
{
    memory_end(memory);
    memory->arena = arena;
}

void memory_end(struct memory *memory)
{
    memory->arena = NULL;
    for (size_t i = 0; i < memory->select_count; i++)
        memory->kept[i] = NULL;
}

static const struct kept *kept_find(struct memory *memory, size_t place,
                                    const struct cell *parameters, size_t count)
{
    for (const struct kept *kept = memory->kept[place]; kept != NULL; kept = kept->next)
        if (kept->count == count && cells_equal(kept->parameters, parameters, count))
            return kept;
    return NULL;
}

static void kept_add(struct memory *memory, const struct turn *turn, size_t place,
                     const struct cell *parameters, size_t count, const struct rows *rows)
{
    struct kept *kept = arena_take(turn->arena, sizeof *kept);
    struct cell *cells = arena_array(turn->arena, count + 1, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        cells[i] = parameters[i];
        cells[i].text = text_copy(turn->arena, parameters[i].text);
    }
    *kept = (struct kept){cells, count, *rows, memory->kept[place]};
    memory->kept[place] = kept;
}

bool memory_find(struct memory *memory, const struct turn *turn, const char *sql,
                 const struct cell *parameters, size_t count, struct rows *rows)
{
    if (memory->arena == NULL || memory->arena != turn->arena)
        return false;
    size_t place = select_place(memory, sql);
    if (place == MEMORY_SELECTS_MAX)
        return false;
    const struct kept *kept = kept_find(memory, place, parameters, count);
    if (kept != NULL)
        *rows = kept->rows;
    else if (lasting_find(&memory->lasting, turn, place, parameters, count, rows))
        kept_add(memory, turn, place, parameters, count, rows);
    else
        return false;
    return true;
}

bool memory_wants(struct memory *memory, const struct turn *turn, const struct question *question)
{
    if (memory->arena == NULL || memory->arena != turn->arena)
        return false;
    size_t place = select_place(memory, question->sql);
    return place != MEMORY_SELECTS_MAX
           && kept_find(memory, place, question->parameters, question->count) == NULL
           && !lasting_has(&memory->lasting, place, question->parameters, question->count);
}

void memory_keep(struct memory *memory, const struct turn *turn, const char *sql,
                 const struct cell *parameters, size_t count, const struct rows *rows)
{
    if (memory->arena == NULL || memory->arena != turn->arena || rows->count > KEPT_ROWS_MAX)
        return;
    size_t place = select_place(memory, sql);
    if (place == MEMORY_SELECTS_MAX)
        return;
    kept_add(memory, turn, place, parameters, count, rows);
    lasting_keep(&memory->lasting, turn, place, parameters, count, rows);
}

/* The table with the selects that read it, looked up once for each pair; NULL: there is no place.
 */
static struct memory_table *table_readers(struct memory *memory, struct text table)
{
    struct memory_table *known = NULL;
    for (size_t i = 0; i < memory->table_count && known == NULL; i++)
        if (text_is(table, memory->tables[i].name))
            known = &memory->tables[i];
    if (known == NULL && memory->table_count == MEMORY_TABLES_MAX)
        return NULL;
    if (known == NULL) {
        known = &memory->tables[memory->table_count];
        *known = (struct memory_table){.name = strndup(table.data, table.size)};
        if (known->name == NULL)
            return NULL;
        memory->table_count++;
    }
    for (; known->asked < memory->select_count; known->asked++)
        if (sql_reads_table(memory->selects[known->asked], known->name))
            known->readers[known->asked / 64] |= UINT64_C(1) << known->asked % 64;
    return known;
}

void memory_written(struct memory *memory, const char *sql)
{
    struct text table;
    if (memory->arena == NULL && !memory->lasting.known)
        return;
    const struct memory_table *known =
        sql_target(sql, &table) ? table_readers(memory, table) : NULL;
    for (size_t i = 0; i < memory->select_count; i++)
        if (known == NULL || (known->readers[i / 64] >> i % 64 & 1) != 0) {
            memory->kept[i] = NULL;
            lasting_written(&memory->lasting, i);
        }
}

void memory_drop(struct memory *memory)
{
    lasting_empty(&memory->lasting);
    for (size_t i = 0; i < memory->select_count; i++)
        free(memory->selects[i]);
    for (size_t i = 0; i < memory->table_count; i++)
        free(memory->tables[i].name);
}
