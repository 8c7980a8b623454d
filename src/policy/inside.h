/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of policy/ share. A pack is read in two rounds: first every file by itself, each
 * by the reader of its name in the table of pack.c; then, when all are read, the references between
 * them. A reader gets the file as a value whose lines are known, checks it with its field table,
 * and fills its part of the pack; a check may look anywhere in the pack.
 */
#pragma once
#include "base/field.h"
#include "policy/pack.h"

/* One file of a pack. */
struct reading {
    struct turn *turn;
    struct pack *pack;
    const char *source; /* as shown in faults: "policy/us-ma/obligations.yaml" */
    struct value *root;
};

/* Fails with "SOURCE:LINE: MESSAGE"; always false. */
bool fail_line(const struct reading *reading, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The items of a list of texts; none when it is missing. */
struct names names_read(struct arena *arena, const struct value *list);
bool names_have(const struct names *names, struct text name);

/* "4 h", "15 min", "30 d", "90 s" in microseconds. */
MUST bool span_read(const struct reading *reading, const struct value *value, int64_t *span_us);

/* "17:00" */
MUST bool clock_time_read(const struct reading *reading, const struct value *value, int *hour,
                          int *minute);

/* A list of {role, scope, each}; PARTY is the field of one item for the tables of the readers. */
extern const struct field party_fields[];
MUST bool parties_read(const struct reading *reading, const struct value *list,
                       struct party **parties, size_t *count);
/* Every role of the parties stands in roles.yaml. */
MUST bool parties_check(const struct reading *reading, const struct value *list);

/* The readers. */
MUST bool documents_read(const struct reading *reading);
MUST bool capabilities_read(const struct reading *reading);
MUST bool clauses_read(const struct reading *reading);
MUST bool clauses_check(const struct reading *reading);
MUST bool calendar_read(const struct reading *reading);
MUST bool roles_read(const struct reading *reading);
MUST bool roles_check(const struct reading *reading);
MUST bool rating_read(const struct reading *reading);
MUST bool rating_check(const struct reading *reading);
MUST bool ladders_read(const struct reading *reading);
MUST bool ladders_check(const struct reading *reading);
MUST bool templates_read(const struct reading *reading);
MUST bool obligations_read(const struct reading *reading);
MUST bool obligations_check(const struct reading *reading);
MUST bool lifecycle_read(const struct reading *reading);
MUST bool lifecycle_check(const struct reading *reading);
