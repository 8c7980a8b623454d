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

struct statement *statement_find(struct statements *statements, const char *sql)
{
    uint64_t hash = statement_hash(sql);
    for (size_t i = 0; i < STORE_STATEMENTS_MAX; i++) {
        struct statement *statement = &statements->places[i];
        if (statement->sql != NULL && statement->hash == hash && strcmp(statement->sql, sql) == 0) {
            statement->used = ++statements->calls;
            return statement;
        }
    }
    return NULL;
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
