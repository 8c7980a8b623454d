/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fresh databases for tests and benchmarks: an SQLite file in a folder of its own, or a database of
 * its own on the PostgreSQL server of REVERE_TEST_POSTGRES, a libpq connection string of the form
 * "host=… user=… dbname=…" whose user may create databases (tools/with-postgres sets it).
 */
#pragma once
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fresh {
    char address[1024]; /* for store_open */
    char folder[32];    /* SQLite: holds the file */
    char name[64];      /* PostgreSQL: of the database */
};

/* The connection string of the server, or NULL when there is none. */
static inline const char *fresh_maintenance(void)
{
    const char *maintenance = getenv("REVERE_TEST_POSTGRES");
    return maintenance == NULL || maintenance[0] == '\0' ? NULL : maintenance;
}

/* One statement on a connection of its own; what the server says against it is printed. */
static inline bool fresh_server(const char *maintenance, const char *sql)
{
    PGconn *server = PQconnectdb(maintenance);
    PGresult *result = PQexec(server, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!good)
        printf("# %s: %s\n", sql, PQerrorMessage(server));
    PQclear(result);
    PQfinish(server);
    return good;
}

static inline bool fresh_sqlite(struct fresh *fresh)
{
    *fresh = (struct fresh){.folder = "/tmp/revere-fresh-XXXXXX"};
    if (mkdtemp(fresh->folder) == NULL)
        return false;
    snprintf(fresh->address, sizeof fresh->address, "sqlite:%s/house.db", fresh->folder);
    return true;
}

/* number tells apart the databases of one process. There must be a server. */
static inline bool fresh_postgres(struct fresh *fresh, int number)
{
    const char *maintenance = fresh_maintenance();
    char sql[256];
    *fresh = (struct fresh){.folder = ""};
    snprintf(fresh->name, sizeof fresh->name, "revere_test_%ld_%d", (long)getpid(), number);
    snprintf(sql, sizeof sql,
             "CREATE DATABASE %s TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C' ENCODING 'UTF8'",
             fresh->name);
    snprintf(fresh->address, sizeof fresh->address, "postgresql:%s dbname=%s", maintenance,
             fresh->name);
    return fresh_server(maintenance, sql);
}

/* The database goes, whoever is still connected to it. */
static inline bool fresh_drop(const struct fresh *fresh)
{
    static const char *const files[] = {"house.db", "house.db-wal", "house.db-shm"};
    char path[256];
    if (fresh->name[0] != '\0') {
        snprintf(path, sizeof path, "DROP DATABASE %s WITH (FORCE)", fresh->name);
        return fresh_server(fresh_maintenance(), path);
    }
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", fresh->folder, files[i]);
        unlink(path);
    }
    return rmdir(fresh->folder) == 0;
}
