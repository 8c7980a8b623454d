/* SPDX-License-Identifier: Apache-2.0 */
#include "store/inside.h"
#include <stdlib.h>

/* FNV-1a, 64 bits. */
static uint64_t statement_hash(const char *sql)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *sql != '\0'; sql++)
        hash = (hash ^ (unsigned char)*sql) * UINT64_C(1099511628211);
    return hash;
}

/* The place of a text, looked for where it was found last; STORE_STATEMENTS_MAX: it has none. */
static size_t statement_look(struct statements *statements, const char *sql)
{
    uint16_t *seen = &statements->seen[(uintptr_t)sql / 8 % STORE_STATEMENTS_MAX];
    if (*seen > 0 && statements->places[*seen - 1].sql != NULL
        && strcmp(statements->places[*seen - 1].sql, sql) == 0)
        return *seen - 1U;
    uint64_t hash = statement_hash(sql);
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++) {
        const struct statement *statement = &statements->places[i];
        if (statement->sql != NULL && statement->hash == hash && strcmp(statement->sql, sql) == 0) {
            *seen = (uint16_t)(i + 1);
            return i;
        }
    }
    return STORE_STATEMENTS_MAX;
}

struct statement *statement_find(struct statements *statements, const char *sql)
{
    size_t place = statement_look(statements, sql);
    if (place == STORE_STATEMENTS_MAX)
        return NULL;
    statements->places[place].used = ++statements->calls;
    return &statements->places[place];
}

struct statement *statement_place(struct statements *statements)
{
    struct statement *oldest = &statements->places[0];
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++) {
        struct statement *statement = &statements->places[i];
        if (statement->sql == NULL)
            return statement;
        if (statement->used < oldest->used)
            oldest = statement;
    }
    return oldest;
}

bool statement_keep(struct statements *statements, struct statement *statement, const char *sql)
{
    statement->sql = strdup(sql);
    statement->hash = statement_hash(sql);
    statement->used = ++statements->calls;
    return statement->sql != NULL;
}

void statement_drop(struct statement *statement)
{
    free(statement->sql);
    *statement = (struct statement){.sql = NULL};
}
