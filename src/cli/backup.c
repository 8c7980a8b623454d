/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere house backup: a copy of a house while it serves. First the ledger, and the database last:
 * it then holds at least what the copied ledger promises, and whoever starts the copy publishes the
 * rest. Nothing is published while the ledger is copied; its full tiles, which are most of it and
 * never change, are copied before. A copy that was cut short has another name.
 */
#include "base/file.h"
#include "base/zone.h"
#include "cli/inside.h"
#include "ledger/ledger.h"
#include "store/store.h"
#include <stdio.h>
#include <sys/stat.h>

enum {
    BACKUP_FILE_BYTES_MAX = 256 * 1024 * 1024,
    BACKUP_DEPTH_MAX = 12,
    HOLD_ARENA_BYTES = 64 * 1024
};
#define BACKUP_ARENA_BYTES ((size_t)BACKUP_FILE_BYTES_MAX + 1024 * 1024)

static const struct command backup_command = {"backup", "FOLDER",
                                              "Copies the house while it serves", house_backup};
static const struct option backup_options[] = {
    HOUSE_OPTIONS,
    {"without-keys", NULL, "Leaves the keys out: they are in a safe already", false},
    {0},
};
static const char backup_more[] =
    "FOLDER must not be there yet. A SQLite store is copied with it; of a PostgreSQL one the\n"
    "line is said that copies it. The copy holds the house's keys: whoever reads them could\n"
    "sign in the house's name.";

struct copying {
    struct turn *turn;
    struct arena *arena; /* of one file, cleared after it */
    bool keys;
    bool full; /* only full tiles: those that grow have folders of their own, "067.p" */
    size_t files;
};

/* The database is copied as a whole, and its address is that of another place; who serves this
 * house, and when it was copied last, is not true of the copy. */
static const char *const left_out[] = {"house.db", "house.db-wal", "house.db-shm",
                                       "store",    "running",      "copied"};
static const char *const secret[] = {"key", "sealing"};

static bool named(struct text name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, list[i]))
            return true;
    return false;
}

static bool wanted(const struct copying *copying, struct text name, int depth)
{
    if (depth > 0)
        return !copying->full || !text_ends(name, TEXT(".p"));
    return !named(name, left_out, sizeof left_out / sizeof *left_out)
           && (copying->keys || !named(name, secret, sizeof secret / sizeof *secret));
}

static bool file_copy(struct copying *copying, const char *from, const char *to)
{
    struct turn small = {.arena = copying->arena, .now_us = copying->turn->now_us};
    struct text bytes;
    struct stat status;
    bool good = stat(from, &status) == 0 && file_read(&small, from, BACKUP_FILE_BYTES_MAX, &bytes)
                && file_write(&small, to, bytes, status.st_mode & 0777);
    if (!good && small.fault.kind == FAULT_NONE)
        good = fail(&small, FAULT_BROKEN, "%s cannot be copied.", from);
    copying->turn->fault = small.fault;
    copying->files += good;
    arena_clear(copying->arena);
    return good;
}

static const char *below(const struct copying *copying, const char *folder, struct text name)
{
    return text_format(copying->turn->arena, "%s/%.*s", folder, TEXT_SHOW(name)).data;
}

/* Files that come and go, like one that is being written, are no part of a house. */
static bool folder_copy(struct copying *copying, const char *from, const char *to, int depth)
{
    struct text *names;
    size_t count;
    if (depth > BACKUP_DEPTH_MAX)
        return fail(copying->turn, FAULT_BROKEN, "%s lies too deep for a house.", from);
    if (!folder_make(copying->turn, to, 0700) || !folder_list(copying->turn, from, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const char *path = below(copying, from, names[i]);
        const char *copy = below(copying, to, names[i]);
        struct stat status;
        if (!wanted(copying, names[i], depth) || text_contains(names[i], TEXT(".new-"))
            || stat(path, &status) != 0 || (S_ISREG(status.st_mode) && file_exists(copy)))
            continue;
        if (S_ISDIR(status.st_mode) ? !folder_copy(copying, path, copy, depth + 1)
                                    : S_ISREG(status.st_mode) && !file_copy(copying, path, copy))
            return false;
    }
    return true;
}

/* The tiles that are full. */
static bool tiles_copy(struct copying *copying, const char *from, const char *to)
{
    const char *tiles = below(copying, from, TEXT("ledger/tile"));
    if (!folder_make(copying->turn, below(copying, to, TEXT("ledger")), 0700)
        || !file_exists(tiles))
        return copying->turn->fault.kind == FAULT_NONE;
    copying->full = true;
    bool good = folder_copy(copying, tiles, below(copying, to, TEXT("ledger/tile")), 2);
    copying->full = false;
    return good;
}

/* The rest of the house. */
static bool rest_copy(struct copying *copying, const char *from, const char *to)
{
    struct turn holding = {.arena = arena_new(HOLD_ARENA_BYTES)};
    if (holding.arena == NULL)
        return fail(copying->turn, FAULT_LIMIT, "There is no memory to copy a house.");
    bool good = ledger_hold(&holding, text_of(below(copying, from, TEXT("ledger"))))
                && folder_copy(copying, from, to, 0);
    if (holding.fault.kind != FAULT_NONE)
        copying->turn->fault = holding.fault;
    arena_free(holding.arena);
    return good;
}

static bool store_copied(struct turn *turn, struct house *house, const char *to)
{
    struct turn reading = {0};
    bool good = house_turn_begin(house, turn->arena, &reading)
                && store_copy(&reading, text_format(turn->arena, "%s/house.db", to).data);
    house_turn_end(house, &reading);
    turn->fault = reading.fault;
    return good;
}

/* The address stays with the copy; what is in the database is for its own tools. */
static bool server_said(struct turn *turn, struct text store, const char *to, const char *folder,
                        struct builder *told)
{
    struct text rest;
    text_cut(store, ':', &rest);
    build_format(told,
                 "database: not in it; copy it now, by\n"
                 "pg_dump --format=custom --file='%s/house.dump' --dbname='%.*s'\n",
                 folder, TEXT_SHOW(rest));
    return file_write(turn, text_format(turn->arena, "%s/store", to).data,
                      text_format(turn->arena, "%.*s\n", TEXT_SHOW(store)), 0600);
}

/* When the house was copied last, and where to, for revere house status. */
static bool copied_note(struct turn *turn, struct house *house, const char *folder)
{
    const char *path = text_format(turn->arena, "%.*s/copied", TEXT_SHOW(house_folder(house))).data;
    struct text at = instant_utc(turn->arena, house_now_us(house));
    return file_write(turn, path, text_format(turn->arena, "%.*s %s\n", TEXT_SHOW(at), folder),
                      0600);
}

static bool backup(struct turn *turn, struct house *house, const struct value *read,
                   struct text *told)
{
    const char *folder = text_string(turn->arena, value_get_item(read, "words", 0)->text);
    const char *to = text_format(turn->arena, "%s.unfinished", folder).data;
    const char *from = text_string(turn->arena, house_folder(house));
    struct copying copying = {.turn = turn, .keys = !value_has(read, "without-keys")};
    struct builder says = {.arena = turn->arena};
    struct text store;
    if (file_exists(folder) || file_exists(to))
        return fail_field(turn, "FOLDER", "There is something at %s already: name a new folder.",
                          file_exists(folder) ? folder : to);
    if (!cli_store_named(turn, read, &store))
        return false;
    copying.arena = arena_new(BACKUP_ARENA_BYTES);
    bool server = text_starts(store, TEXT("postgresql:"));
    bool good =
        folder_make(turn, to, 0700) && tiles_copy(&copying, from, to)
        && rest_copy(&copying, from, to)
        && (server ? server_said(turn, store, to, folder, &says) : store_copied(turn, house, to));
    arena_free(copying.arena);
    if (!good)
        return false;
    if (rename(to, folder) != 0)
        return fail(turn, FAULT_BROKEN, "%s cannot be given its name %s.", to, folder);
    if (!copied_note(turn, house, folder))
        return false;
    *told = text_format(turn->arena, "copied: %s, %zu files%s\n%.*s", folder, copying.files,
                        server ? "" : " and the database", TEXT_SHOW(built(&says)));
    return true;
}

int house_backup(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct house *house;
    struct text told;
    if (!options_read(turn, backup_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere house", &backup_command, backup_options, backup_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!cli_house_open(turn, console, read, false, &house))
        return cli_fault(turn, console);
    int code =
        backup(turn, house, read, &told) ? cli_print(console, told) : cli_fault(turn, console);
    house_close(house);
    return code;
}
