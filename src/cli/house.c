/* SPDX-License-Identifier: Apache-2.0 */
/* The house a command works on; and revere house: what is done with it as a whole. */
#include "base/file.h"
#include "base/zone.h"
#include "cli/inside.h"
#include <stdlib.h>

enum { STORE_FILE_BYTES_MAX = 4096 };

struct text cli_house_named(const struct value *options)
{
    const char *named = getenv("REVERE_HOUSE");
    if (value_has(options, "house"))
        return value_get_text(options, "house");
    return named != NULL && named[0] != '\0' ? text_of(named) : TEXT("house");
}

/* A house whose store or key is elsewhere remembers where: whoever opened it without the option
 * would begin a second, empty store under the same key, or a second key for the same store. */
static const char *const remembered[] = {"store", "keys"};

static const char *place_file(struct turn *turn, const struct value *options, const char *name)
{
    return text_format(turn->arena, "%.*s/%s", TEXT_SHOW(cli_house_named(options)), name).data;
}

static bool place_named(struct turn *turn, const struct value *options, const char *name,
                        struct text *place)
{
    const char *path = place_file(turn, options, name);
    *place = value_get_text(options, name);
    if (!text_empty(*place) || !file_exists(path))
        return true;
    if (!file_read(turn, path, STORE_FILE_BYTES_MAX, place))
        return false;
    *place = text_trim(*place);
    return true;
}

bool cli_store_named(struct turn *turn, const struct value *options, struct text *store)
{
    return place_named(turn, options, "store", store);
}

static bool place_keep(struct turn *turn, const struct value *options, const char *name)
{
    const char *path = place_file(turn, options, name);
    if (!value_has(options, name) || file_exists(path))
        return true;
    struct text line = text_format(turn->arena, "%.*s\n", TEXT_SHOW(value_get_text(options, name)));
    return file_write(turn, path, line, 0600); /* nobody else's to know */
}

/* Whoever lists the processes of a machine reads their words. */
static bool store_secret(struct arena *arena, struct text store)
{
    struct text rest;
    struct text scheme = text_cut(store, ':', &rest);
    struct text host;
    struct text user = text_cut(rest, '@', &host);
    return strstr(text_string(arena, store), "password=") != NULL
           || (text_is(scheme, "postgresql") && host.data != NULL && user.size > 2
               && memchr(user.data + 2, ':', user.size - 2) != NULL);
}

static bool places_named(struct turn *turn, const struct value *options,
                         struct house_settings *settings)
{
    struct text store = value_get_text(options, "store");
    if (!text_empty(store) && store_secret(turn->arena, store))
        return fail_field(turn, "store",
                          "A password has no place in --store, where others on this machine can "
                          "read it: write it to a file of mode 0600 and say passfile=FILE there.");
    return place_named(turn, options, "store", &settings->store)
           && place_named(turn, options, "keys", &settings->keys);
}

static bool places_keep(struct turn *turn, const struct value *options)
{
    bool good = true;
    for (size_t i = 0; good && i < sizeof remembered / sizeof *remembered; i++)
        good = place_keep(turn, options, remembered[i]);
    return good;
}

bool house_opened(struct turn *turn, const struct console *console, const struct value *options,
                  const struct house_settings *wanted, struct house **house)
{
    struct text pack = value_get_text(options, "pack");
    struct house_settings settings = {
        .folder = cli_house_named(options),
        .pack_folder = text_empty(pack) ? text_of(console->pack) : pack,
        .clock = console->clock,
        .rooms = console->rooms,
        .tables = console->tables,
        .writer = wanted->writer,
        .founding = wanted->founding,
        .log = wanted->log,
    };
    if (!places_named(turn, options, &settings) || !house_open(turn, &settings, house))
        return false;
    if (places_keep(turn, options))
        return true;
    house_close(*house);
    return false;
}

/* One whose making was cut short before it had an origin is there, too: opening it says so. */
bool cli_house_there(struct turn *turn, const struct value *options)
{
    struct text folder = cli_house_named(options);
    return file_exists(text_format(turn->arena, "%.*s/origin", TEXT_SHOW(folder)).data)
           || file_exists(text_format(turn->arena, "%.*s/unfinished", TEXT_SHOW(folder)).data)
           || fail(turn, FAULT_MISSING,
                   "There is no house in %.*s: name one by --house or $REVERE_HOUSE, or make one "
                   "with revere house create.",
                   TEXT_SHOW(folder));
}

bool cli_house_open(struct turn *turn, const struct console *console, const struct value *options,
                    bool writer, struct house **house)
{
    return cli_house_there(turn, options)
           && house_opened(turn, console, options, &(struct house_settings){.writer = writer},
                           house);
}

bool cli_house_serve(struct turn *turn, const struct console *console, const struct value *options,
                     const struct log *log, struct house **house)
{
    const struct house_settings wanted = {.writer = true, .log = log};
    return house_opened(turn, console, options, &wanted, house);
}

/* ---- adopt ---- */

static const struct command adopt_command = {"adopt", "PACK", "Adopts a policy from an instant on",
                                             house_adopt_policy};
static const struct option adopt_options[] = {
    HOUSE_OPTIONS,
    {"from", "INSTANT", "From when it holds; now, if it is left out", false},
    {0},
};
static const char adopt_more[] =
    "PACK is the folder of a policy pack. It is kept whole, and what is owed already\n"
    "keeps the policy that made it.";

static bool adopt(struct turn *turn, struct house *house, const struct value *read,
                  struct text *told)
{
    struct turn writing = {0};
    struct text from = value_get_text(read, "from");
    const struct zone *zone = house_pack(house)->calendar.zone;
    int64_t from_us = house_now_us(house);
    if (!text_empty(from) && !instant_parse(turn, "from", from, zone, &from_us))
        return false;
    bool good = house_turn_begin(house, turn->arena, &writing)
                && house_adopt(house, &writing, value_get_item(read, "words", 0)->text, from_us);
    house_turn_end(house, &writing);
    turn->fault = writing.fault;
    if (!good)
        return false;
    const struct pack *pack = house_pack(house);
    *told = text_format(turn->arena, "policy: %.*s %.*s\nhash:   %.*s\nfrom:   %.*s\n",
                        TEXT_SHOW(pack->name), TEXT_SHOW(pack->version), TEXT_SHOW(pack->hash),
                        TEXT_SHOW(instant_people(turn->arena, zone, from_us)));
    return true;
}

int house_adopt_policy(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct house *house;
    struct text told;
    if (!options_read(turn, adopt_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere house", &adopt_command, adopt_options, adopt_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!cli_house_open(turn, console, read, false, &house))
        return cli_fault(turn, console);
    int code =
        adopt(turn, house, read, &told) ? cli_print(console, told) : cli_fault(turn, console);
    house_close(house);
    return code;
}
