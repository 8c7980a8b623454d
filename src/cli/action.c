/* SPDX-License-Identifier: Apache-2.0 */
/* Every action of a house is a command: revere NOUN VERB, here or at a house elsewhere. */
#include "base/file.h"
#include "base/json.h"
#include "cli/inside.h"
#include <stdlib.h>

enum { TOKEN_FILE_BYTES_MAX = 4096 };

/* An action on its way from words to an answer. */
struct asking {
    const struct console *console;
    const struct action *action;
    const struct value *read; /* options and words */
    struct value *input;
    struct house *house; /* NULL: the house is elsewhere */
    struct remote remote;
    struct text token;
};

/* ---- who asks ---- */

static bool token_read(struct turn *turn, struct asking *asking)
{
    if (!value_has(asking->read, "token-file")) {
        /* that of the environment is for houses elsewhere: here it would be taken by surprise */
        asking->token =
            value_has(asking->read, "url") ? text_of(getenv("REVERE_TOKEN")) : TEXT_NONE;
        return true;
    }
    const char *path = text_string(turn->arena, value_get_text(asking->read, "token-file"));
    struct text bytes;
    if (!file_read(turn, path, TOKEN_FILE_BYTES_MAX, &bytes))
        return false;
    asking->token = text_trim(bytes);
    return !text_empty(asking->token) || fail_field(turn, "token-file", "%s holds no token.", path);
}

/* The id of whom --as names, found as the house itself finds persons. */
static bool person_named(struct turn *turn, const struct asking *asking, struct text named,
                         struct text *id)
{
    struct answer answer;
    struct call call = {.action = house_action(asking->house, TEXT("person.read")),
                        .input = value_map(turn->arena),
                        .credential = {.system = "system:local"}};
    if (call.action == NULL)
        return fail_field(turn, "as", "This house knows no persons; leave --as out.");
    value_set_text(turn->arena, call.input, "person", named);
    action_call(asking->house, turn->arena, &call, &answer);
    *id = value_get_text(answer.value, "id");
    if (answer.fault.kind == FAULT_MISSING)
        return fail(turn, FAULT_MISSING,
                    "--as %.*s: nobody here, or more than one, has this id, name or mail address.",
                    TEXT_SHOW(named));
    turn->fault = answer.fault;
    return answer.fault.kind == FAULT_NONE;
}

/*
 * Who has the folder of the house can read and write all of it; so a command without a name acts
 * as the house's own door "system:local", and the ledger says so. What a person does for herself
 * (her password, her tokens) needs a person.
 */
static bool credential_local(struct turn *turn, const struct asking *asking,
                             struct credential *credential)
{
    struct text named = value_get_text(asking->read, "as");
    bool own = asking->action->area == AREA_NONE && asking->action->level == LEVEL_NONE
               && !asking->action->anonymous;
    credential->capacity = value_get_text(asking->read, "capacity");
    if (!text_empty(named) && !text_empty(asking->token))
        return fail_field(turn, "as", "--as and --token-file both say who acts; say one.");
    if (!text_empty(asking->token))
        credential->token = asking->token;
    else if (!text_empty(named))
        return person_named(turn, asking, named, &credential->person);
    else if (own)
        return fail(turn, FAULT_STRANGER,
                    "This is about whoever does it. Say who that is: --as PERSON.");
    else if (!text_empty(credential->capacity))
        return fail_field(turn, "capacity", "--capacity is a role of a person: name one, --as.");
    else
        credential->system = "system:local";
    return true;
}

static bool credential_remote(struct turn *turn, const struct asking *asking,
                              struct credential *credential)
{
    if (value_has(asking->read, "as"))
        return fail_field(turn, "as",
                          "--as is for a house here. One elsewhere knows you by your token.");
    credential->token = asking->token;
    credential->capacity = value_get_text(asking->read, "capacity");
    return true;
}

/* Does the field name a thing that may be there or not? */
static bool names_thing(const struct field *field)
{
    return field->listed != NULL || field->type == FIELD_ID
           || (field->suggests != NULL && strcmp(field->suggests, "organisations") == 0);
}

/* What is not there is told in the same words whatever it was: of what was typed, the house says
 * nothing more, but this command knows which words could be meant. */
static void missing_say(struct turn *turn, const struct asking *asking)
{
    struct fault *fault = &turn->fault;
    struct builder typed = {.arena = turn->arena};
    const struct field *only = NULL;
    size_t count = 0;
    for (const struct field *field = asking->action->fields; field != NULL && field->name != NULL;
         field++) {
        struct text value = value_get_text(asking->input, field->name);
        if (!names_thing(field) || text_empty(value))
            continue;
        build_format(&typed, "%s%s \"%.*s\"", count > 0 ? ", " : "",
                     input_option(turn->arena, field), TEXT_SHOW(value));
        only = field;
        count++;
    }
    if (fault->kind != FAULT_MISSING || fault->field[0] != '\0' || count == 0)
        return;
    struct text said =
        text_format(turn->arena, "%s: %.*s", fault->message, TEXT_SHOW(built(&typed)));
    snprintf(fault->message, sizeof fault->message, "%.*s", TEXT_SHOW(said));
    if (count == 1)
        snprintf(fault->field, sizeof fault->field, "%s", input_option(turn->arena, only));
}

/* ---- asking ---- */

static bool ask(struct turn *turn, struct asking *asking, struct value **answer)
{
    struct answer got;
    struct call call = {.action = asking->action,
                        .input = asking->input,
                        .key = value_get_text(asking->read, "key"),
                        .if_match = value_get_text(asking->read, "if-version")};
    if (asking->house == NULL)
        return credential_remote(turn, asking, &call.credential)
               && remote_ask(turn, &asking->remote, &call, answer);
    if (!credential_local(turn, asking, &call.credential))
        return false;
    action_call(asking->house, turn->arena, &call, &got);
    turn->fault = got.fault;
    *answer = got.value == NULL ? value_map(turn->arena) : got.value;
    return got.fault.kind == FAULT_NONE;
}

/* The pages behind the first become part of it. */
static bool ask_rest(struct turn *turn, struct asking *asking, const char *cursor,
                     struct value *whole)
{
    struct value *items = value_get(whole, "items");
    struct value *next = value_get(whole, "next");
    while (next != NULL && items != NULL) {
        struct value *page;
        value_set(turn->arena, asking->input, cursor, next);
        if (!ask(turn, asking, &page))
            return false;
        for (size_t i = 0; i < value_get_count(page, "items"); i++)
            value_append(turn->arena, items, value_get_item(page, "items", i));
        next = value_get(page, "next");
    }
    return true;
}

/* The answer of all pages, which has no next one. */
static struct value *without_next(struct arena *arena, const struct value *whole)
{
    struct value *rest = value_map(arena);
    for (size_t i = 0; i < whole->count; i++)
        if (!text_is(whole->members[i].name, "next"))
            value_set(arena, rest, text_string(arena, whole->members[i].name),
                      whole->members[i].value);
    return rest;
}

static int print(struct turn *turn, const struct asking *asking, const struct value *answer)
{
    const struct console *console = asking->console;
    const char *cursor = input_cursor(asking->action);
    const struct value *next = value_get(answer, "next");
    struct text more = TEXT_NONE;
    if (value_has(asking->read, "json"))
        return cli_print(console, text_format(turn->arena, "%.*s\n",
                                              TEXT_SHOW(json_write(turn->arena, answer))));
    if (cursor != NULL && next != NULL)
        more =
            text_format(turn->arena, "--%s %.*s", cursor, TEXT_SHOW(value_line(turn->arena, next)));
    return cli_print(console, show_answer(turn->arena, answer, console->columns, more));
}

static int ask_and_print(struct turn *turn, struct asking *asking)
{
    const char *cursor = input_cursor(asking->action);
    bool all = value_has(asking->read, "all");
    struct value *answer;
    if (!ask(turn, asking, &answer) || (all && !ask_rest(turn, asking, cursor, answer))) {
        missing_say(turn, asking);
        return cli_fault(turn, asking->console);
    }
    return print(turn, asking, all ? without_next(turn->arena, answer) : answer);
}

/* The house is here, or --url says where. */
static bool house_ready(struct turn *turn, struct asking *asking)
{
    const struct value *read = asking->read;
    if (!value_has(read, "url"))
        return cli_house_open(turn, asking->console, read, false, &asking->house);
    asking->remote = (struct remote){value_get_text(read, "url"), value_get_text(read, "ca-file")};
    return !value_has(read, "house")
           || fail_field(turn, "url", "--house is here and --url elsewhere; say one.");
}

/* What the route needs stands as words; one that is missing is said with the whole line. */
static bool words_there(struct turn *turn, const struct asking *asking)
{
    for (size_t i = 0; i < input_words(asking->action); i++) {
        const char *name = input_word(turn->arena, asking->action, i);
        const struct field *field = input_field(asking->action, name);
        if (field != NULL && field->needed && !value_has(asking->input, name))
            return fail_field(turn, WORD_FIELD, "A word is missing here, %s: %s See --help.", name,
                              field->help == NULL ? "" : field->help);
    }
    return true;
}

static int action_run(struct turn *turn, const struct console *general, const struct action *action,
                      int count, char **words)
{
    struct value *read;
    struct console asked = *general;
    const struct console *console = &asked;
    struct asking asking = {.console = console, .action = action};
    asked.usage = help_usage(turn->arena, action);
    if (!secret_words_check(turn, action, count, words)
        || !options_read(turn, input_options(turn->arena, action), 0, input_words(action), count,
                         words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        help_action(turn, console, action);
        return cli_print(console, TEXT_NONE);
    }
    asking.read = read;
    if (!input_read(turn, console, action, read, &asking.input) || !words_there(turn, &asking)
        || !token_read(turn, &asking) || !house_ready(turn, &asking))
        return cli_fault(turn, console);
    int code = ask_and_print(turn, &asking);
    house_close(asking.house); /* last: an answer may stand in the house's own memory */
    return code;
}

/* ---- the line ---- */

/* The action that the first words name, and how many of them do. */
static const struct action *action_named(const struct console *console, int count, char **words,
                                         int *used)
{
    for (const struct action *const *room = console->rooms; room != NULL && *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++) {
            struct text verb;
            struct text noun = text_cut(text_of(action->name), '.', &verb);
            *used = verb.data == NULL ? 1 : 2;
            if (action_offered(action) && count >= *used && text_is(noun, words[0])
                && (*used == 1 || text_is(verb, words[1])))
                return action;
        }
    return NULL;
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static const struct command *command_named(const struct command *commands, const char *name)
{
    for (; commands->name != NULL; commands++)
        if (strcmp(commands->name, name) == 0)
            return commands;
    return NULL;
}

/* The noun that was meant, or of a noun that there is (not empty) the verb. */
static struct near near_to(const struct console *console, const char *noun, const char *typed)
{
    struct near near = {0};
    for (const struct action *const *room = console->rooms; room != NULL && *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++) {
            struct text verb;
            struct text own = text_cut(text_of(action->name), '.', &verb);
            if (action_offered(action) && noun == NULL)
                near_try(&near, text_of(typed), own);
            else if (action_offered(action) && text_is(own, noun))
                near_try(&near, text_of(typed), verb);
        }
    return near;
}

/* What stands under a noun: the commands of its own, and its actions. */
static int noun_run(struct turn *turn, const struct console *console, const struct command *command,
                    int count, char **words)
{
    bool help = count > 1 && is_help(words[1]);
    FILE *file = help ? console->out : console->errors;
    int code = EXIT_INVALID;
    if (command != NULL)
        code = command_run(turn, console, command, "revere", count - 1, words + 1);
    if (command != NULL && count > 1 && !help)
        return code;
    if (command == NULL && count > 1 && !help) {
        struct near near = near_to(console, words[0], words[1]);
        fprintf(file, "revere %s: there is no \"%.80s\". ", words[0], words[1]);
        near_say(&near, file);
    }
    if (command == NULL)
        fputs("What you can ask for (each knows --help):\n\n", file);
    if (!help_noun(console, file, text_of(words[0])) && command == NULL)
        return EXIT_INVALID;
    return help ? cli_print(console, TEXT_NONE) : code;
}

static bool is_noun(const struct console *console, const char *word)
{
    size_t size = strlen(word);
    for (const struct action *const *room = console->rooms; room != NULL && *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++)
            if (action_offered(action) && strncmp(action->name, word, size) == 0
                && action->name[size] == '.')
                return true;
    return false;
}

int cli_run(struct turn *turn, const struct console *console, const struct command *commands,
            int count, char **words)
{
    int used;
    const char *name = count > 0 ? words[0] : "";
    const struct action *action = action_named(console, count, words, &used);
    const struct command *command = command_named(commands, name);
    if (count > 0 && is_help(name)) {
        help_all(turn, console, commands);
        return cli_print(console, TEXT_NONE);
    }
    if (action != NULL)
        return action_run(turn, console, action, count - used, words + used);
    if (is_noun(console, name))
        return noun_run(turn, console, command, count, words);
    if (command != NULL)
        return command_run(turn, console, command, "revere", count - 1, words + 1);
    struct near near = near_to(console, NULL, name);
    for (const struct command *one = commands; one->name != NULL; one++)
        near_try(&near, text_of(name), text_of(one->name));
    if (count > 0)
        fprintf(console->errors, "revere: there is no \"%.80s\". ", name);
    else
        fputs("revere: say what is to be done. ", console->errors);
    near_say(&near, console->errors);
    fputs("Try: revere help\n", console->errors);
    return EXIT_INVALID;
}
