/* SPDX-License-Identifier: Apache-2.0 */
/* Options, help, faults and the choice of a command: what all commands share. */
#include "cli/inside.h"

/* ---- options ---- */

/* "--known_since" is "--known-since". */
static bool option_is(const struct option *option, struct text name)
{
    if (strlen(option->name) != name.size)
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (option->name[i] != (name.data[i] == '_' ? '-' : name.data[i]))
            return false;
    return true;
}

static const struct option *option_named(const struct option *options, struct text name)
{
    for (; options->name != NULL; options++)
        if (option_is(options, name))
            return options;
    return NULL;
}

/* The one whose name is a slip of the finger away, or NULL. */
static const struct option *option_near(const struct option *options, struct text name)
{
    const struct option *near = NULL;
    size_t least = name.size <= 3 ? 1 : 2;
    for (; options->name != NULL; options++) {
        size_t distance = text_distance(name, text_of(options->name));
        if (distance < least || (distance == least && near == NULL)) {
            near = options;
            least = distance;
        }
    }
    return near;
}

static bool fail_unknown(struct turn *turn, const struct option *options, const char *word)
{
    struct builder known = {.arena = turn->arena};
    struct text value;
    struct text name = text_cut(text_of(word + strspn(word, "-")), '=', &value);
    const struct option *near = option_near(options, name);
    if (near != NULL)
        build_format(&known, " Did you mean --%s?", near->name);
    build(&known, TEXT(" Known are"));
    for (; options->name != NULL; options++)
        build_format(&known, " --%s", options->name);
    return fail(turn, FAULT_INVALID, "--%.*s is no option here.%.*s --help.", (int)name.size,
                name.data, TEXT_SHOW(built(&known)));
}

static bool option_set(struct turn *turn, const struct option *option, struct text value,
                       struct value *read)
{
    struct value *there = value_get(read, option->name);
    if (option->many) {
        if (there == NULL)
            there = value_set(turn->arena, read, option->name, value_list(turn->arena));
        value_append(turn->arena, there, value_text(turn->arena, value));
        return true;
    }
    if (there != NULL)
        return fail(turn, FAULT_INVALID, "--%s stands here twice; once is enough.", option->name);
    if (option->value == NULL)
        value_set_boolean(turn->arena, read, option->name, true);
    else
        value_set_text(turn->arena, read, option->name, value);
    return true;
}

/* words[*at] begins with "--" and is longer; its value may be the next word. */
static bool option_read(struct turn *turn, const struct option *options, int count, char **words,
                        int *at, struct value *read)
{
    struct text value;
    struct text name = text_cut(text_of(words[*at] + 2), '=', &value);
    const struct option *option = option_named(options, name);
    if (option == NULL)
        return fail_unknown(turn, options, words[*at]);
    if (option->value == NULL && value.data != NULL)
        return fail(turn, FAULT_INVALID, "--%s takes no value.", option->name);
    if (option->value != NULL && value.data == NULL) {
        if (*at + 1 >= count)
            return fail(turn, FAULT_INVALID, "--%s needs a value: %s.", option->name,
                        option->value);
        value = text_of(words[++*at]);
    }
    return option_set(turn, option, value, read);
}

bool options_read(struct turn *turn, const struct option *options, size_t least, size_t most,
                  int count, char **words, struct value **read)
{
    bool over = false; /* "--" was there */
    *read = value_map(turn->arena);
    struct value *others = value_set(turn->arena, *read, "words", value_list(turn->arena));
    for (int at = 0; at < count; at++) {
        struct text word = text_of(words[at]);
        bool help = !over && (text_is(word, "--help") || text_is(word, "-h"));
        if (help) {
            value_set_boolean(turn->arena, *read, "help", true);
            return true;
        }
        if (!over && text_is(word, "--"))
            over = true;
        else if (over || !text_starts(word, TEXT("-")) || word.size == 1)
            value_append(turn->arena, others, value_text(turn->arena, word));
        else if (!text_starts(word, TEXT("--")))
            return fail_unknown(turn, options, words[at]);
        else if (!option_read(turn, options, count, words, &at, *read))
            return false;
    }
    if (others->count > most)
        return fail_field(turn, WORD_FIELD, "\"%.80s\" is one word too many. See --help.",
                          others->items[most]->text.data);
    return others->count >= least
           || fail_field(turn, WORD_FIELD, "%zu more word%s needed here. See --help.",
                         least - others->count, least - others->count == 1 ? " is" : "s are");
}

void options_help(const struct console *console, const char *before, const struct command *command,
                  const struct option *options, const char *more)
{
    fprintf(console->out, "%s %s%s%s\n\n%s\n", before, command->name,
            command->words[0] == '\0' ? "" : " ", command->words, command->summary);
    if (options->name != NULL)
        fputs("\n", console->out);
    for (; options->name != NULL; options++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", options->name, options->value == NULL ? "" : " ",
                 options->value == NULL ? "" : options->value);
        fprintf(console->out, "  %-26s  %s%s\n", left, options->help,
                options->many ? "; may stand more than once" : "");
    }
    if (more != NULL)
        fprintf(console->out, "\n%s\n", more);
}

/* ---- commands ---- */

static const char commands_title[] = "What you can ask for (each knows --help):\n\n";

/* Columns are counted in characters, of which one may be several bytes. */
static int width_of(const char *text, int characters)
{
    for (; *text != '\0'; text++)
        characters += ((unsigned char)*text & 0xC0) == 0x80;
    return characters;
}

void near_try(struct near *near, struct text typed, struct text word)
{
    size_t distance = text_distance(typed, word);
    if (distance <= (typed.size <= 3 ? 1 : 2)
        && (near->word.size == 0 || distance < near->distance))
        *near = (struct near){word, distance};
}

void near_say(const struct near *near, FILE *file)
{
    if (near->word.size > 0)
        fprintf(file, "Did you mean %.*s? ", TEXT_SHOW(near->word));
}

void commands_help(FILE *file, const struct command *commands, const char *before)
{
    for (; commands->name != NULL; commands++) {
        char left[96];
        snprintf(left, sizeof left, "%s %s%s%s", before, commands->name,
                 commands->words[0] == '\0' ? "" : " ", commands->words);
        fprintf(file, "  %-*s  %s\n", width_of(left, 36), left, commands->summary);
    }
}

int command_run(struct turn *turn, const struct console *console, const struct command *command,
                const char *before, int count, char **words)
{
    struct console asked = *console;
    asked.usage = text_format(turn->arena, "%s %s%s%s", before, command->name,
                              command->words[0] == '\0' ? "" : " ", command->words)
                      .data;
    return command->run(turn, &asked, count, words);
}

int cli_dispatch(struct turn *turn, const struct console *console, const struct command *commands,
                 const char *before, int count, char **words)
{
    const char *name = count > 0 ? words[0] : NULL;
    if (name != NULL
        && (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)) {
        fputs(commands_title, console->out);
        commands_help(console->out, commands, before);
        return fflush(console->out) == 0 ? EXIT_DONE : EXIT_BROKEN;
    }
    for (const struct command *command = commands; name != NULL && command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command_run(turn, console, command, before, count - 1, words + 1);
    if (name != NULL) {
        struct near near = {0};
        for (const struct command *command = commands; command->name != NULL; command++)
            near_try(&near, text_of(name), text_of(command->name));
        fprintf(console->errors, "%s: there is no \"%.80s\". ", before, name);
        near_say(&near, console->errors);
    }
    fputs(commands_title, console->errors);
    commands_help(console->errors, commands, before);
    return EXIT_INVALID;
}

/* A message may quote what strangers have sent: no byte of it may steer the terminal. */
int cli_fault(const struct turn *turn, const struct console *console)
{
    const struct fault *fault = &turn->fault;
    bool named = fault->field[0] == '\0' || strstr(fault->message, fault->field) != NULL;
    struct text sentence = fault_sentence(turn->arena, fault);
    struct text said = text_format(turn->arena, "%s%s%s%s%.*s", fault->clause,
                                   fault->clause[0] == '\0' ? "" : ": ", named ? "" : fault->field,
                                   named ? "" : ": ", TEXT_SHOW(sentence));
    fprintf(console->errors, "revere: %.*s\n", TEXT_SHOW(plain(turn->arena, said, false)));
    if (console->usage != NULL && strcmp(fault->field, WORD_FIELD) == 0)
        fprintf(console->errors, "Usage: %s\n", console->usage);
    return fault_face(fault->kind)->exit_code;
}

int cli_print(const struct console *console, struct text text)
{
    bool gone = (text.size == 0 || fwrite(text.data, text.size, 1, console->out) == 1)
                && fflush(console->out) == 0;
    if (!gone)
        fputs("revere: The answer cannot be written.\n", console->errors);
    return gone ? EXIT_DONE : EXIT_BROKEN;
}
