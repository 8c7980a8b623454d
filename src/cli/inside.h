/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the command line share. */
#pragma once
#include "cli/cli.h"

enum { EXIT_DONE = 0, EXIT_BROKEN = 1, EXIT_INVALID = 2 };

/* The field of a fault about words that stand where they should not, or do not stand where they
 * should: the usage line is shown with it. */
#define WORD_FIELD "word"

/* house.c: cli_house_open with what else a command asks of the opening (writer, founding). */
MUST bool house_opened(struct turn *turn, const struct console *console,
                       const struct value *options, const struct house_settings *wanted,
                       struct house **house);

/* options.c: of the words that are tried the one that is a slip of the finger away. */
struct near {
    struct text word; /* empty: none */
    size_t distance;
};
void near_try(struct near *near, struct text typed, struct text word);
void near_say(const struct near *near, FILE *file); /* "Did you mean WORD? ", or nothing */

/* options.c: runs a command with its usage line at hand. before: see cli_dispatch. */
int command_run(struct turn *turn, const struct console *console, const struct command *command,
                const char *before, int count, char **words);

/* options.c: the lines of a table of commands, for a help. */
void commands_help(FILE *file, const struct command *commands, const char *before);

/* event.c: a whole file of logs, "-" for standard input, unpacked if zstd packed it. */
MUST bool log_file_read(struct turn *turn, struct text name, struct text *bytes);

/* ---- search.c, segment.c: the event store ---- */

#define DATA_OPTION                                                                                \
    {                                                                                              \
        "data", "DIR", "The folder of the event store; else \"events\"", false                     \
    }

/* Where --data says the store is. */
const char *cli_data(struct turn *turn, const struct value *read);

/* The instant of an option, or how long ago: "2h"; otherwise, when it is not there. */
MUST bool cli_time(struct turn *turn, const struct value *read, const char *name, int64_t otherwise,
                   int64_t *instant_us);

extern const struct command event_store_commands[8];

/* ---- input.c: words become the input of an action ---- */

/* The options of an action: one for each of its fields ("known_since" is --known-since; a boolean
 * has --no-NAME beside it), and those that all actions have. */
const struct option *input_options(struct arena *arena, const struct action *action);

/* How many ids the action's route has, which may stand as words; and the n-th of their names. */
size_t input_words(const struct action *action);
const char *input_word(struct arena *arena, const struct action *action, size_t index);

/* True when its answer is a list of pages; the name of the field that asks for the next, or NULL.
 */
const char *input_cursor(const struct action *action);

/* A field of an action, or NULL; and the name of its option, "known-since" of known_since. */
const struct field *input_field(const struct action *action, const char *name);
const char *input_option(struct arena *arena, const struct field *field);

/* The input of an action from what options_read has read: --input first, then the words of the
 * route, then options, which win over --input. Whether it is right is for the counter to say. */
MUST bool input_read(struct turn *turn, const struct console *console, const struct action *action,
                     const struct value *read, struct value **input);

/* ---- secret.c: what an action takes and nobody may see ---- */

/* Refuse a secret that stands among the words, or in the JSON of --input on the line itself. */
MUST bool secret_words_check(struct turn *turn, const struct action *action, int count,
                             char **words);
MUST bool secret_input_check(struct turn *turn, const struct action *action,
                             const struct value *given);
/* What is in a file; for "-" a line of standard input, asked for and not shown at a terminal. */
MUST bool secret_read(struct turn *turn, const struct console *console, const struct field *field,
                      struct text path, struct text *secret);

/* ---- remote.c: a house elsewhere ---- */

struct remote {
    struct text url;     /* of the house: what stands before /api/v1 */
    struct text ca_file; /* PEM of who may sign its certificate; empty: the system's */
};

/* Asks it what action_call would be asked here, with the token of the call's credential. The fault
 * is of the same kind as here; busy when there is no answer. */
MUST bool remote_ask(struct turn *turn, const struct remote *remote, const struct call *call,
                     struct value **answer);

/* ---- help.c ---- */

bool action_offered(const struct action *action);
void help_all(struct turn *turn, const struct console *console, const struct command *commands);
/* The actions of a noun; false when there is none of that name. */
bool help_noun(const struct console *console, FILE *file, struct text noun);
void help_action(struct turn *turn, const struct console *console, const struct action *action);
/* "revere incident read [incident] [OPTION…]". */
const char *help_usage(struct arena *arena, const struct action *action);

/* ---- show.c: answers for people ---- */

/* Members that a person reads: those that say nothing are left out, and of an instant and its
 * `…_local` twin the latter stands under the name of the first. */
bool member_shown(const struct value *map, size_t index, struct text *name,
                  const struct value **value);
/* A value in one line: a list's items with commas, of a map what names it. */
struct text value_line(struct arena *arena, const struct value *value);
/* A whole answer. more: what to add to the line for the next page, or empty. */
struct text show_answer(struct arena *arena, const struct value *answer, size_t columns,
                        struct text more);

/* ---- table.c ---- */

/* Maps as an aligned table, at most so many columns wide (0: no limit). */
void table_show(struct builder *out, const struct value *items, size_t columns);

/* ---- plain.c: text on a terminal ---- */

/* Text that cannot steer a terminal: control characters and marks that turn the direction of
 * writing become U+FFFD, a tab a space; so does a line feed unless lines. */
struct text plain(struct arena *arena, struct text text, bool lines);
/* How many columns a text takes, and the start of it that takes at most so many, with an ellipsis
 * where something was cut. Well-formed UTF-8 is wanted. */
size_t plain_columns(struct text text);
struct text plain_cut(struct arena *arena, struct text text, size_t columns);
