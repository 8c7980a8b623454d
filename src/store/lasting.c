/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was read is remembered from one transaction to the next, where it is known that nobody else
 * has written in between (decision 0027). Each answer is one piece of memory of its own, because it
 * outlives the turn that asked: what is found is copied into the turn that finds it.
 *
 * There is a clock of keepings and writings. An answer holds as long as no table that its select
 * reads was written after it was kept; an undone savepoint takes along what was kept in it.
 */
#include "base/clock.h"
#include "store/inside.h"
#include <stdlib.h>

enum {
    LASTING_ROWS_BYTES_MAX = 64 * 1024,   /* of one answer */
    LASTING_BYTES_MAX = 32 * 1024 * 1024, /* of all */
    LASTING_US = 1000000 /* so long at most: who mends a table by hand is heeded within a second */
};

struct lasted {
    uint64_t hash, kept;
    size_t select, count; /* which select, and how many parameters it has */
    size_t size;          /* of the whole */
    size_t rows, width;
    struct cell cells[]; /* the parameters, those of the rows, and then the bytes of all texts */
};

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211); /* FNV-1a */
    return hash;
}

static uint64_t question_hash(size_t select, const struct cell *parameters, size_t count)
{
    uint64_t hash = mix(UINT64_C(14695981039346656037), &select, sizeof select);
    for (size_t i = 0; i < count; i++) {
        hash = mix(hash, &parameters[i].integer, sizeof parameters[i].integer);
        hash = mix(hash, parameters[i].text.data, parameters[i].text.size);
    }
    return hash;
}

static void place_empty(struct lasting *lasting, struct lasted **place)
{
    if (*place != NULL)
        lasting->bytes -= (*place)->size;
    free(*place);
    *place = NULL;
}

void lasting_empty(struct lasting *lasting)
{
    for (size_t i = 0; lasting->bytes > 0 && i < LASTING_PLACES; i++)
        place_empty(lasting, &lasting->places[i]);
    lasting->since_us = clock_elapsed_us();
}

void lasting_open(struct lasting *lasting, int64_t stand)
{
    bool alone = lasting->known && stand == lasting->stand + 1;
    if (!alone || clock_elapsed_us() - lasting->since_us > LASTING_US)
        lasting_empty(lasting);
    lasting->known = lasting->open = true;
    lasting->stand = stand;
}

void lasting_shut(struct lasting *lasting, bool committed)
{
    lasting->open = false;
    if (committed)
        return;
    lasting->known = false;
    lasting_empty(lasting);
}

void lasting_part(struct lasting *lasting)
{
    lasting->part = lasting->time;
}

void lasting_undo(struct lasting *lasting)
{
    for (size_t i = 0; lasting->bytes > 0 && i < LASTING_PLACES; i++)
        if (lasting->places[i] != NULL && lasting->places[i]->kept > lasting->part)
            place_empty(lasting, &lasting->places[i]);
}

void lasting_written(struct lasting *lasting, size_t select)
{
    lasting->written[select] = ++lasting->time;
}

static const struct lasted *lasting_look(const struct lasting *lasting, size_t select,
                                         const struct cell *parameters, size_t count)
{
    if (!lasting->open || lasting->bytes == 0)
        return NULL;
    uint64_t hash = question_hash(select, parameters, count);
    const struct lasted *lasted = lasting->places[hash % LASTING_PLACES];
    bool same = lasted != NULL && lasted->hash == hash && lasted->select == select
                && lasted->count == count && lasted->kept > lasting->written[select]
                && cells_equal(lasted->cells, parameters, count);
    return same ? lasted : NULL;
}

bool lasting_has(const struct lasting *lasting, size_t select, const struct cell *parameters,
                 size_t count)
{
    return lasting_look(lasting, select, parameters, count) != NULL;
}

bool lasting_find(const struct lasting *lasting, const struct turn *turn, size_t select,
                  const struct cell *parameters, size_t count, struct rows *rows)
{
    const struct lasted *lasted = lasting_look(lasting, select, parameters, count);
    if (lasted == NULL)
        return false;
    const char *from = (const char *)(lasted->cells + count);
    size_t size = lasted->size - (size_t)(from - (const char *)lasted);
    char *into = arena_take(turn->arena, size + 1);
    memcpy(into, from, size);
    *rows = (struct rows){
        .count = lasted->rows, .width = lasted->width, .cells = (struct cell *)(void *)into};
    for (size_t i = 0; i < rows->count * rows->width; i++)
        if (rows->cells[i].text.data != NULL)
            rows->cells[i].text.data = into + (rows->cells[i].text.data - from);
    return true;
}

/* What is asked at this very instant is never asked again. */
static bool of_the_moment(const struct turn *turn, const struct cell *parameters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (parameters[i].kind == CELL_INTEGER && parameters[i].integer == turn->now_us)
            return true;
    return false;
}

static size_t texts_size(const struct cell *cells, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += cells[i].text.data == NULL ? 0 : cells[i].text.size + 1;
    return size;
}

/* Copies cells with their texts, each followed by a NUL. */
static char *cells_copy(struct cell *into, char *bytes, const struct cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text text = cells[i].text;
        into[i] = cells[i];
        if (text.data == NULL)
            continue;
        memcpy(bytes, text.data, text.size);
        bytes[text.size] = '\0';
        into[i].text.data = bytes;
        bytes += text.size + 1;
    }
    return bytes;
}

void lasting_keep(struct lasting *lasting, const struct turn *turn, size_t select,
                  const struct cell *parameters, size_t count, const struct rows *rows)
{
    size_t cells = rows->count * rows->width;
    size_t size = sizeof(struct lasted) + (count + cells) * sizeof(struct cell)
                  + texts_size(parameters, count) + texts_size(rows->cells, cells);
    if (!lasting->open || size > LASTING_ROWS_BYTES_MAX || of_the_moment(turn, parameters, count))
        return;
    if (lasting->bytes + size > LASTING_BYTES_MAX)
        lasting_empty(lasting);
    struct lasted *made = malloc(size);
    if (made == NULL)
        return;
    *made = (struct lasted){.hash = question_hash(select, parameters, count),
                            .kept = ++lasting->time,
                            .select = select,
                            .count = count,
                            .size = size,
                            .rows = rows->count,
                            .width = rows->width};
    char *bytes = (char *)(made->cells + count + cells);
    bytes = cells_copy(made->cells + count, bytes, rows->cells, cells);
    cells_copy(made->cells, bytes, parameters, count);
    struct lasted **place = &lasting->places[made->hash % LASTING_PLACES];
    place_empty(lasting, place);
    *place = made;
    lasting->bytes += size;
}
