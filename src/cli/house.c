/* SPDX-License-Identifier: Apache-2.0 */
/* The house a command works on; and revere house: made with its first administrator, and given
 * another policy. */
#include "base/file.h"
#include "base/zone.h"
#include "cli/inside.h"
#include <stdlib.h>

enum { STORE_FILE_BYTES_MAX = 4096, PASSWORD_FILE_BYTES_MAX = 1024 };

struct text cli_house_named(const struct value *options)
{
    const char *named = getenv("REVERE_HOUSE");
    if (value_has(options, "house"))
        return value_get_text(options, "house");
    return named != NULL && named[0] != '\0' ? text_of(named) : TEXT("house");
}

/* A house whose store is elsewhere remembers where: whoever opens it without --store would begin a
 * second, empty one under the same key. */
static const char *store_file(struct turn *turn, const struct value *options)
{
    return text_format(turn->arena, "%.*s/store", TEXT_SHOW(cli_house_named(options))).data;
}

static bool store_named(struct turn *turn, const struct value *options, struct text *store)
{
    const char *path = store_file(turn, options);
    *store = value_get_text(options, "store");
    if (!text_empty(*store) || !file_exists(path))
        return true;
    if (!file_read(turn, path, STORE_FILE_BYTES_MAX, store))
        return false;
    *store = text_trim(*store);
    return true;
}

static bool store_keep(struct turn *turn, const struct value *options)
{
    const char *path = store_file(turn, options);
    if (!value_has(options, "store") || file_exists(path))
        return true;
    struct text line =
        text_format(turn->arena, "%.*s\n", TEXT_SHOW(value_get_text(options, "store")));
    return file_write(turn, path, line, 0600); /* it may hold a password */
}

bool cli_house_open(struct turn *turn, const struct console *console, const struct value *options,
                    bool writer, struct house **house)
{
    struct text pack = value_get_text(options, "pack");
    struct house_settings settings = {
        .folder = cli_house_named(options),
        .pack_folder = text_empty(pack) ? text_of(console->pack) : pack,
        .clock = console->clock,
        .rooms = console->rooms,
        .tables = console->tables,
        .writer = writer,
    };
    if (!store_named(turn, options, &settings.store) || !house_open(turn, &settings, house))
        return false;
    if (store_keep(turn, options))
        return true;
    house_close(*house);
    return false;
}

/* ---- create ---- */

static int create_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command create_command = {
    "create", "", "Makes a house, and says its origin and its verifier's key", create_run};
static const struct option create_options[] = {
    HOUSE_OPTIONS,
    {"administrator", "NAME", "The first person, who enters all others", false},
    {"role", "CODE", "The role of the policy that this person holds", false},
    {"mail", "ADDRESS", "Where this person is reached, and signs in", false},
    {"password-file", "FILE|-", "Holds the password with which this person signs in", false},
    {0},
};
static const char create_more[] =
    "The folder must not hold a house yet. The verifier's key is what others check the\n"
    "ledger with: keep a copy of it outside the house.";

/* Does an action in the house's own name; the answer's member, which is an id. */
static bool done(struct turn *turn, struct house *house, const char *name, struct value *input,
                 struct value **answer)
{
    struct answer got;
    struct call call = {.action = house_action(house, text_of(name)),
                        .input = input,
                        .credential = {.system = "system:local"}};
    if (call.action == NULL)
        return fail(turn, FAULT_BROKEN, "This program has no action %s.", name);
    action_call(house, turn->arena, &call, &got);
    turn->fault = got.fault;
    *answer = got.value;
    return got.fault.kind == FAULT_NONE;
}

static bool administrator_contact(struct turn *turn, struct house *house,
                                  const struct value *person)
{
    struct value *answer;
    for (size_t i = 0; i < value_get_count(person, "contacts"); i++) {
        struct value *input = value_map(turn->arena);
        value_set_text(turn->arena, input, "contact",
                       value_get_text(value_get_item(person, "contacts", i), "id"));
        value_set_text(turn->arena, input, "how", TEXT("named when the house was made"));
        if (!done(turn, house, "contact.verify", input, &answer))
            return false;
    }
    return true;
}

static bool password_read(struct turn *turn, const struct value *read, struct value *input)
{
    struct text bytes;
    if (!value_has(read, "password-file"))
        return true;
    if (!file_read(turn, text_string(turn->arena, value_get_text(read, "password-file")),
                   PASSWORD_FILE_BYTES_MAX, &bytes))
        return false;
    value_set_text(turn->arena, input, "password", text_trim(bytes));
    return true;
}

static bool administrator_enter(struct turn *turn, struct house *house, const struct value *read)
{
    struct value *person;
    struct value *answer;
    struct value *input = value_map(turn->arena);
    if (!value_has(read, "administrator"))
        return true;
    value_set_text(turn->arena, input, "name", value_get_text(read, "administrator"));
    if (value_has(read, "mail"))
        value_set_text(turn->arena, input, "mail", value_get_text(read, "mail"));
    if (!password_read(turn, read, input) || !done(turn, house, "person.create", input, &person)
        || !administrator_contact(turn, house, person))
        return false;
    struct value *role = value_map(turn->arena);
    value_set_text(turn->arena, role, "role", value_get_text(read, "role"));
    value_set_text(turn->arena, role, "person", value_get_text(person, "id"));
    value_set_text(turn->arena, role, "kind", TEXT("incumbent"));
    value_set_text(turn->arena, role, "basis", TEXT("named when the house was made"));
    return done(turn, house, "role.assign", role, &answer);
}

/* Said before anything is made. */
static bool create_check(struct turn *turn, const struct value *read)
{
    struct text folder = cli_house_named(read);
    bool administrator = value_has(read, "administrator");
    const char *origin = text_format(turn->arena, "%.*s/origin", TEXT_SHOW(folder)).data;
    if (file_exists(origin))
        return fail(turn, FAULT_CLASH, "There is a house in %.*s already.", TEXT_SHOW(folder));
    if (administrator && !value_has(read, "role"))
        return fail_field(turn, "role",
                          "--role is needed: the code of the administrator's role in the policy.");
    if (!administrator
        && (value_has(read, "mail") || value_has(read, "role") || value_has(read, "password-file")))
        return fail_field(turn, "administrator", "--administrator is needed: whose is the rest?");
    return true;
}

static bool house_tell(struct turn *turn, const struct house *house, struct text *told)
{
    const struct ledger_place *place = house_ledger(house);
    struct text vkey;
    if (!ledger_key_ready(turn, place, &vkey))
        return false;
    *told =
        text_format(turn->arena, "house:  %.*s\norigin: %.*s\nvkey:   %.*s\npolicy: %.*s %.*s\n",
                    TEXT_SHOW(house_folder(house)), TEXT_SHOW(place->origin), TEXT_SHOW(vkey),
                    TEXT_SHOW(house_pack(house)->name), TEXT_SHOW(house_pack(house)->version));
    return true;
}

static int create_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct house *house;
    struct text told;
    if (!options_read(turn, create_options, 0, 0, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere house", &create_command, create_options, create_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!create_check(turn, read) || !cli_house_open(turn, console, read, false, &house))
        return cli_fault(turn, console);
    int code = administrator_enter(turn, house, read) && house_tell(turn, house, &told)
                   ? cli_print(console, told)
                   : cli_fault(turn, console);
    house_close(house);
    return code;
}

/* ---- adopt ---- */

static int adopt_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command adopt_command = {"adopt", "PACK", "Adopts a policy from an instant on",
                                             adopt_run};
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

static int adopt_run(struct turn *turn, const struct console *console, int count, char **words)
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

int cli_house(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {create_command, adopt_command, {0}};
    return cli_dispatch(turn, console, commands, "revere house", count, words);
}
