/* SPDX-License-Identifier: Apache-2.0 */
/* What the ledger's tests stand on: its tables, a table of things, and quick ways to append. */
#pragma once
#include "base/file.h"
#include "ledger/ledger.h"
#include "store/both.h"
#include <sys/stat.h>

enum { GROUND_TABLES_BYTES_MAX = 1 << 16 };

static const char ground_things[] =
    "-- version 1\nCREATE TABLE thing (id TEXT PRIMARY KEY, number BIGINT);\n";

/* The ledger's tables, as they stand in the source, and a table of things. */
static inline bool ground_make(struct turn *turn)
{
    const char *source = getenv("REVERE_SOURCE");
    struct text path =
        text_format(turn->arena, "%s/src/ledger/tables.sql", source == NULL ? "." : source);
    struct text sql;
    if (!file_read(turn, path.data, GROUND_TABLES_BYTES_MAX, &sql))
        return ok(false, "%s", turn->fault.message);
    const struct embedded tables[] = {{"ledger/tables.sql", sql.data, sql.size},
                                      {"test/tables.sql", ground_things, sizeof ground_things - 1},
                                      {NULL, NULL, 0}};
    return ok(store_migrate(turn, tables), "the tables are made: %s", turn->fault.message);
}

/* The fault that was expected; it is forgotten again. */
static inline bool ground_faulted(struct turn *turn, enum fault_kind kind, const char *part)
{
    bool good = turn->fault.kind == kind && strstr(turn->fault.message, part) != NULL;
    if (!good)
        printf("# found %s: %s\n", fault_face(turn->fault.kind)->name, turn->fault.message);
    fault_clear(turn);
    return good;
}

static inline bool ground_thing(struct change *change, struct text id)
{
    return change_write(change, "INSERT INTO thing (id, number) VALUES ($1, $2)",
                        BIND(cell_text(id), cell_integer(1)));
}

/* One change with a row and an entry, of one case in seven. */
static inline bool ground_change(struct turn *turn, struct ledger_group *group, int64_t number)
{
    struct change *change;
    struct value *payload = value_map(turn->arena);
    struct text id = text_format(turn->arena, "thing/%lld", (long long)number);
    struct text incident = number % 3 == 0
                               ? TEXT_NONE
                               : text_format(turn->arena, "case-%lld", (long long)(number % 7));
    value_set_integer(turn->arena, payload, "number", number);
    return change_begin(turn, group, TEXT_NONE, &change) && ground_thing(change, id)
           && change_entry(change, "thing.make", id, incident, payload, NULL) && change_end(change);
}

/* count changes from number on, in groups of at most 64. */
static inline bool ground_append(struct turn *turn, int64_t number, int64_t count)
{
    for (int64_t end = number + count; number < end;) {
        struct ledger_group *group;
        if (!ledger_group_begin(turn, &group))
            return false;
        for (int i = 0; i < 64 && number < end; i++, number++)
            if (!ground_change(turn, group, number))
                return false;
        if (!ledger_group_commit(turn, group))
            return false;
    }
    return true;
}

/* How many rows a table of the ledger or the things have. */
static inline int64_t ground_count(struct turn *turn, const char *sql)
{
    struct rows rows;
    return store_select(turn, sql, BIND_NONE, &rows) ? rows_integer(&rows, 0, 0) : -1;
}

static inline int64_t ground_entries(struct turn *turn)
{
    return ground_count(turn, "SELECT count(*) FROM ledger_entry");
}

static inline int64_t ground_things_count(struct turn *turn)
{
    return ground_count(turn, "SELECT count(*) FROM thing");
}

/* A place in a fresh folder: log/ and key; ground_remove takes it away. */
static inline struct ledger_place ground_place(struct turn *turn)
{
    char folder[] = "/tmp/revere-ledger-XXXXXX";
    if (mkdtemp(folder) == NULL)
        ok(false, "a temporary folder is made");
    return (struct ledger_place){.origin = TEXT("revere.example/test"),
                                 .folder = text_format(turn->arena, "%s/log", folder),
                                 .key_path = text_format(turn->arena, "%s/key", folder)};
}

static inline void ground_remove(struct turn *turn, const struct ledger_place *place)
{
    struct text command =
        text_format(turn->arena, "rm -rf '%.*s'", (int)(place->folder.size - strlen("/log")),
                    place->folder.data);
    if (system(command.data) != 0)
        printf("# could not remove %.*s\n", TEXT_SHOW(place->folder));
}

static inline bool ground_sound(struct turn *turn, const struct ledger_place *place,
                                struct text vkey)
{
    struct ledger_verdict verdict;
    bool sound =
        ledger_verify(turn, place->folder, vkey, TEXT_NONE, NULL, NULL, &verdict) && verdict.sound;
    if (!sound)
        printf("# %.*s: %.*s %s\n", TEXT_SHOW(verdict.where), TEXT_SHOW(verdict.why),
               turn->fault.message);
    return sound;
}
