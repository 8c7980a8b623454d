/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere house create: a house with its first administrator, whole or not at all.
 *
 * The order matters to somebody who is killed in it. The password is said before the house counts
 * as made: whoever did not read it makes the house again, and is told another.
 */
#include "base/file.h"
#include "cli/inside.h"
#include "people/people.h"

enum { PASSWORD_FILE_BYTES_MAX = 1024 };

static const struct command create_command = {
    "create", "", "Makes a house, and says its origin and its verifier's key", house_create};
static const struct option create_options[] = {
    HOUSE_OPTIONS,
    {"administrator", "NAME", "The first person, who enters all others", false},
    {"role", "CODE", "The role this person holds (that which the policy names)", false},
    {"mail", "ADDRESS", "Where this person is reached, and signs in", false},
    {"password-file", "FILE|-", "Holds this person's password; else one is made and said", false},
    {0},
};
static const char create_more[] =
    "The folder must not hold a house yet. The verifier's key is what others check the\n"
    "ledger with: keep a copy of it outside the house. A making that was cut short is\n"
    "finished by repeating it.";

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

/* *made: the password, if nobody has given one. */
static bool password_ready(struct turn *turn, const struct value *read, struct value *input,
                           struct text *made)
{
    struct text bytes;
    *made = TEXT_NONE;
    if (!value_has(read, "password-file")) {
        if (!password_make(turn, made))
            return false;
        value_set_text(turn->arena, input, "password", *made);
        value_set_boolean(turn->arena, input, "given", true);
        return true;
    }
    if (!file_read(turn, text_string(turn->arena, value_get_text(read, "password-file")),
                   PASSWORD_FILE_BYTES_MAX, &bytes))
        return false;
    value_set_text(turn->arena, input, "password", text_trim(bytes));
    return true;
}

static bool administrator_enter(struct turn *turn, struct house *house, const struct value *read,
                                struct text *password)
{
    struct value *answer;
    struct value *input = value_map(turn->arena);
    *password = TEXT_NONE;
    if (!value_has(read, "administrator"))
        return true;
    value_set_text(turn->arena, input, "name", value_get_text(read, "administrator"));
    value_set_text(turn->arena, input, "role",
                   value_has(read, "role") ? value_get_text(read, "role")
                                           : house_pack(house)->administrator);
    if (value_has(read, "mail"))
        value_set_text(turn->arena, input, "mail", value_get_text(read, "mail"));
    if (text_empty(value_get_text(input, "role")))
        return fail_field(turn, "role",
                          "--role is needed: this policy names no role for an administrator.");
    return password_ready(turn, read, input, password)
           && done(turn, house, "administrator.enter", input, &answer);
}

/* Said before anything is made. */
static bool create_check(struct turn *turn, const struct value *read)
{
    if (!value_has(read, "administrator")
        && (value_has(read, "mail") || value_has(read, "role") || value_has(read, "password-file")))
        return fail_field(turn, "administrator", "--administrator is needed: whose is the rest?");
    return true;
}

static bool house_tell(struct turn *turn, const struct house *house, const struct value *read,
                       struct text password, struct text *told)
{
    const struct ledger_place *place = house_ledger(house);
    struct text vkey;
    if (!ledger_key_ready(turn, place, &vkey))
        return false;
    *told =
        text_format(turn->arena, "house:  %.*s\norigin: %.*s\nvkey:   %.*s\npolicy: %.*s %.*s\n",
                    TEXT_SHOW(house_folder(house)), TEXT_SHOW(place->origin), TEXT_SHOW(vkey),
                    TEXT_SHOW(house_pack(house)->name), TEXT_SHOW(house_pack(house)->version));
    if (text_empty(password))
        return true;
    bool mail = value_has(read, "mail");
    *told = text_format(
        turn->arena,
        "%.*s\nsign in as %.*s with the password %.*s\n"
        "It is shown this once and kept nowhere, and is changed at the first sign-in.\n",
        TEXT_SHOW(*told), TEXT_SHOW(value_get_text(read, mail ? "mail" : "administrator")),
        TEXT_SHOW(password));
    return true;
}

static bool create(struct turn *turn, const struct console *console, const struct value *read,
                   struct house *house)
{
    struct text password;
    struct text told;
    if (!administrator_enter(turn, house, read, &password)
        || !house_tell(turn, house, read, password, &told))
        return false;
    if (cli_print(console, told) != EXIT_DONE)
        return fail(turn, FAULT_BROKEN, "Nobody has read it: the house is not finished.");
    return house_founded(turn, house);
}

int house_create(struct turn *turn, const struct console *console, int count, char **words)
{
    static const struct house_settings founding = {.founding = true};
    struct value *read;
    struct house *house;
    if (!options_read(turn, create_options, 0, 0, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere house", &create_command, create_options, create_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!create_check(turn, read) || !house_opened(turn, console, read, &founding, &house))
        return cli_fault(turn, console);
    int code = create(turn, console, read, house) ? EXIT_DONE : cli_fault(turn, console);
    house_close(house);
    return code;
}
