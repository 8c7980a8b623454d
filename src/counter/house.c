/* SPDX-License-Identifier: Apache-2.0 */
/* A house: opened, made if it is new, and closed. */
#include "base/file.h"
#include "base/id.h"
#include "base/json.h"
#include "base/zone.h"
#include "counter/inside.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { HOUSE_ARENA_BYTES = 512 * 1024 * 1024, ORIGIN_WORD_LETTERS = 8, ORIGIN_BYTES_MAX = 256 };

const struct pack *house_pack(const struct house *house)
{
    struct house *locked = (struct house *)house; /* the mutex is no part of what the house says */
    pthread_mutex_lock(&locked->pack_mutex);
    const struct pack *pack = house->pack;
    pthread_mutex_unlock(&locked->pack_mutex);
    return pack;
}

const struct pack *house_pack_now(const struct house *house)
{
    const struct pack *pack = house_pack(house);
    const struct pack *then = pack_at(pack, house_now_us(house));
    while (then == NULL && pack->earlier != NULL)
        pack = pack->earlier;
    return then == NULL ? pack : then; /* before the first: nobody can be asked by another */
}

const struct ledger_place *house_ledger(const struct house *house)
{
    return &house->ledger;
}

struct text house_folder(const struct house *house)
{
    return house->settings.folder;
}

const struct log *house_log(const struct house *house)
{
    return house->settings.log;
}

int64_t house_now_us(const struct house *house)
{
    return clock_now_us(&house->settings.clock);
}

int64_t house_listens_us(const struct house *house)
{
    return atomic_load(&house->listens_us);
}

void house_listens_since(struct house *house, int64_t since_us)
{
    atomic_store(&house->listens_us, since_us);
}

const struct action *const *house_actions(const struct house *house, size_t *count)
{
    *count = house->actions_count;
    return house->actions;
}

const struct action *house_action(const struct house *house, struct text name)
{
    for (size_t i = 0; i < house->actions_count; i++)
        if (text_is(name, house->actions[i]->name))
            return house->actions[i];
    return NULL;
}

/* ---- turns for readers ---- */

static struct reader *reader_take(struct house *house)
{
    pthread_mutex_lock(&house->readers_mutex);
    struct reader *reader = house->readers;
    if (reader != NULL)
        house->readers = reader->next;
    pthread_mutex_unlock(&house->readers_mutex);
    return reader;
}

static void reader_give(struct house *house, struct store *store)
{
    struct reader *reader = malloc(sizeof *reader);
    if (reader == NULL) {
        store_close(store);
        return;
    }
    reader->store = store;
    pthread_mutex_lock(&house->readers_mutex);
    reader->next = house->readers;
    house->readers = reader;
    pthread_mutex_unlock(&house->readers_mutex);
}

bool house_turn_begin(struct house *house, struct arena *arena, struct turn *turn)
{
    *turn = (struct turn){.arena = arena,
                          .now_us = house_now_us(house),
                          .pack = house_pack_now(house),
                          .sealing = house->sealing};
    struct reader *reader = reader_take(house);
    if (reader == NULL)
        return store_open(turn, house->store_address, &turn->store);
    turn->store = reader->store;
    free(reader);
    return true;
}

void house_turn_end(struct house *house, struct turn *turn)
{
    if (turn->store != NULL) {
        store_rollback(turn); /* housekeeping that memory ran out in is put away */
        reader_give(house, turn->store);
    }
    turn->store = NULL;
}

/* ---- the policy ---- */

static void pack_adopted(struct house *house, struct pack *pack, int64_t from_us)
{
    pack->from_us = from_us;
    pack->earlier = house->pack;
    pthread_mutex_lock(&house->pack_mutex);
    house->pack = pack;
    pthread_mutex_unlock(&house->pack_mutex);
}

static bool packs_load(struct house *house, struct turn *turn)
{
    struct kept_pack *kept;
    size_t count;
    if (!counter_rows_packs(turn, &kept, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct value *files;
        struct pack *pack;
        if (!json_read(turn, kept[i].files, "the kept policy pack", &files)
            || !pack_read_files(turn, files, &pack))
            return false;
        pack_adopted(house, pack, kept[i].from_us);
    }
    return true;
}

static bool pack_write(const struct house *house, struct change *change, const struct pack *pack,
                       int64_t from_us, bool load)
{
    struct turn *turn = change_turn(change);
    struct value *said = value_map(turn->arena);
    value_set_text(turn->arena, said, "origin", house->ledger.origin);
    value_set_text(turn->arena, said, "hash", pack->hash);
    value_set_text(turn->arena, said, "name", pack->name);
    value_set_text(turn->arena, said, "version", pack->version);
    value_set_text(turn->arena, said, "from",
                   from_us == INT64_MIN ? TEXT("always") : instant_utc(turn->arena, from_us));
    return counter_rows_pack_insert(change, pack, json_write(turn->arena, pack->files), from_us)
           && change_entry(change, "policy.adopt",
                           text_format(turn->arena, "policy/%.*s", TEXT_SHOW(pack->hash)),
                           TEXT_NONE, said, NULL)
           && (!load || people_load(change, pack));
}

bool house_adopt(struct house *house, struct turn *turn, struct text folder, int64_t from_us)
{
    struct turn keeper = {.arena = house->arena, .now_us = turn->now_us, .store = turn->store};
    struct ledger_group *group = NULL;
    struct change *change = NULL;
    struct pack *pack;
    bool first = house->pack == NULL;
    if (!first && from_us <= house->pack->from_us)
        return fail(turn, FAULT_CLASH,
                    "a policy that takes effect later is adopted already; name a later instant");
    if (!pack_read(&keeper, folder, &pack)) {
        turn->fault = keeper.fault;
        return false;
    }
    turn->actor = (struct actor){
        .person = TEXT("system:house"), .name = TEXT("system:house"), .system = true};
    turn->pack = pack;
    if (first)
        from_us = pack_in_force_us(pack);
    if (!ledger_group_begin(turn, &group))
        return false;
    if (change_begin(turn, group, TEXT_NONE, &change)
        && pack_write(house, change, pack, from_us, first) && change_end(change)
        && ledger_group_commit(turn, group)) {
        pack_adopted(house, pack, from_us);
        publisher_wake(house);
        return true;
    }
    ledger_group_drop(turn, group);
    return false;
}

/* ---- opening ---- */

static bool actions_collect(struct turn *turn, struct house *house)
{
    size_t capacity = 0;
    for (size_t room = 0; house->settings.rooms[room] != NULL; room++)
        for (const struct action *action = house->settings.rooms[room]; action->name != NULL;
             action++) {
            if (house_action(house, text_of(action->name)) != NULL)
                return fail(turn, FAULT_BROKEN, "two actions are named %s", action->name);
            house->actions = arena_grow(house->arena, house->actions, house->actions_count,
                                        &capacity, sizeof *house->actions);
            house->actions[house->actions_count++] = action;
        }
    return true;
}

/* The name of the log is made once, and is the name of its key. */
static bool origin_ready(struct turn *turn, struct house *house)
{
    struct text path = text_format(house->arena, "%.*s/origin", TEXT_SHOW(house->settings.folder));
    struct text keys =
        text_empty(house->settings.keys) ? house->settings.folder : house->settings.keys;
    struct text word;
    struct text origin;
    if (!folder_make(turn, text_string(turn->arena, keys), 0700))
        return false;
    if (!file_exists(path.data)) {
        if (!id_word(turn, ORIGIN_WORD_LETTERS, &word))
            return false;
        struct text line = text_format(turn->arena, "revere.example/house/%.*s\n", TEXT_SHOW(word));
        if (!file_write(turn, path.data, line, 0644))
            return false;
    }
    if (!file_read(turn, path.data, ORIGIN_BYTES_MAX, &origin))
        return false;
    house->ledger = (struct ledger_place){
        .origin = text_copy(house->arena, text_trim(origin)),
        .folder = text_format(house->arena, "%.*s/ledger", TEXT_SHOW(house->settings.folder)),
        .key_path = text_format(house->arena, "%.*s/key", TEXT_SHOW(keys))};
    struct text vkey;
    return ledger_key_ready(turn, &house->ledger, &vkey)
           && sealing_ready(turn, &keys, house->sealing);
}

static bool house_fill(struct turn *turn, struct house *house)
{
    struct text folder = house->settings.folder;
    house->store_address =
        text_empty(house->settings.store)
            ? text_format(house->arena, "sqlite:%.*s/house.db", TEXT_SHOW(folder))
            : text_copy(house->arena, house->settings.store);
    if (!folder_make(turn, text_string(turn->arena, folder), 0700) || !found_begin(turn, house)
        || !actions_collect(turn, house) || !origin_ready(turn, house)
        || !store_open(turn, house->store_address, &turn->store)
        || !store_migrate(turn, house->settings.tables) || !packs_load(house, turn))
        return false;
    if (house->settings.founding && house->pack != NULL && !found_ours(turn, house))
        return false;
    if (house->pack == NULL && text_empty(house->settings.pack_folder))
        return fail(turn, FAULT_INVALID, "a new house needs a policy: name its folder with --pack");
    if (house->pack == NULL && !house_adopt(house, turn, house->settings.pack_folder, INT64_MIN))
        return false;
    return writer_open(turn, house) && publisher_open(turn, house) && readings_open(turn, house);
}

static bool house_fill_guarded(struct turn *turn, void *context)
{
    return house_fill(turn, context);
}

bool house_open(struct turn *turn, const struct house_settings *settings, struct house **out)
{
    struct arena *arena = arena_new(HOUSE_ARENA_BYTES);
    if (arena == NULL)
        return fail(turn, FAULT_LIMIT, "there is no memory for a house");
    struct house *house = arena_take(arena, sizeof *house);
    house->arena = arena;
    house->settings = *settings;
    house->mark = -1;
    house->listens_us = clock_now_us(&settings->clock);
    house->settings.folder = text_copy(arena, settings->folder);
    house->settings.keys = text_copy(arena, settings->keys);
    pthread_mutex_init(&house->pack_mutex, NULL);
    pthread_mutex_init(&house->readers_mutex, NULL);
    gate_open(&house->gate, 0);
    struct turn opening = {.arena = arena, .now_us = clock_now_us(&settings->clock)};
    bool good = turn_run(&opening, house_fill_guarded, house);
    if (opening.store != NULL)
        store_close(opening.store);
    if (!good) {
        turn->fault = opening.fault;
        house_close(house);
        return false;
    }
    *out = house;
    return true;
}

void house_close(struct house *house)
{
    if (house == NULL)
        return;
    readings_close(house);
    writer_close(house);
    publisher_close(house);
    for (struct reader *reader = reader_take(house); reader != NULL; reader = reader_take(house)) {
        store_close(reader->store);
        free(reader);
    }
    if (house->mark >= 0)
        close(house->mark);
    arena_free(house->arena);
}
