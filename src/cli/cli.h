/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The command line: words become work. Each command is one row of a table in main.c; what it prints
 * goes to the console's out, what went wrong to its errors, and its answer is an exit code (0 done,
 * or that of the fault: see fault_face).
 */
#pragma once
#include "base/turn.h"
#include "base/value.h"
#include "counter/counter.h"
#include <stdio.h>

struct console {
    FILE *out, *errors;
    const char *pack;                  /* the folder of the policy pack where no --pack names one */
    const struct action *const *rooms; /* what a house can be asked; see house_settings */
    const struct embedded *tables;
    struct clock clock;
    size_t columns;      /* how wide a table may be; 0: as wide as it is (a file, a pipe) */
    const char *version; /* of this program */
    const char *usage;   /* the line of what is asked for, where words may be missing; or NULL */
};

struct command {
    const char *name;    /* NULL ends a table */
    const char *words;   /* what follows the name in the help: "RULE START [OPTION…]" */
    const char *summary; /* one line */
    int (*run)(struct turn *turn, const struct console *console, int count, char **words);
};

/*
 * A whole line behind "revere": the action that its first two words name (`incident read` is
 * incident.read, `me` is me), else the command of the table. "help" lists both. The answer is the
 * exit code.
 */
int cli_run(struct turn *turn, const struct console *console, const struct command *commands,
            int count, char **words);

/* revere house create, adopt, do: made with its administrator, given another policy, and many
 * actions done from a file. words[0] is what follows. */
int house_create(struct turn *turn, const struct console *console, int count, char **words);
int house_adopt_policy(struct turn *turn, const struct console *console, int count, char **words);
int house_backup(struct turn *turn, const struct console *console, int count, char **words);
int house_do(struct turn *turn, const struct console *console, int count, char **words);

/* revere event …: log files as events, without a house. words[0] is what follows "event". */
int cli_event(struct turn *turn, const struct console *console, int count, char **words);

/* revere watch …: logs are taken in, in the foreground, until SIGINT or SIGTERM, or until standard
 * input, where it is the only input, ends. SIGUSR1 prints the counts. */
int cli_watch(struct turn *turn, const struct console *console, int count, char **words);

/* revere indicator …: lists of addresses, names and hashes that somebody warned of, tried on log
 * files. words[0] is what follows "indicator". */
int cli_indicator(struct turn *turn, const struct console *console, int count, char **words);

/* revere ledger …: verifies it, and proves lines of it. words[0] is what follows "ledger". */
int cli_ledger(struct turn *turn, const struct console *console, int count, char **words);

/* revere policy …: the policy asked, without a house. words[0] is what follows "policy". */
int cli_policy(struct turn *turn, const struct console *console, int count, char **words);

/* revere sigma …: detection rules tried on events. words[0] is what follows "sigma". */
int cli_sigma(struct turn *turn, const struct console *console, int count, char **words);

/* revere import veris FILE, revere export veris: incidents from and for others. */
int cli_import(struct turn *turn, const struct console *console, int count, char **words);
int cli_export(struct turn *turn, const struct console *console, int count, char **words);

/* Imports a VERIS file into an open house, with progress on the console; what is there already
 * stays. Quiet: only the sums of what is odd. The exit code. */
int cli_veris_import(struct turn *turn, const struct console *console, struct house *house,
                     struct text path, bool quiet);

/* revere search QUERY: lines of the event store. */
int cli_search(struct turn *turn, const struct console *console, int count, char **words);

/* revere hunt RULE|DIR…: what detection rules hold for in the event store. */
int cli_hunt(struct turn *turn, const struct console *console, int count, char **words);

/* revere coverage [RULE…]: which version of which rule has seen what is kept. */
int cli_coverage(struct turn *turn, const struct console *console, int count, char **words);

/* Runs the command of a table that words[0] names, with the words after it; 2 and a list of what
 * there is when it names none. before: what stands before it on the line ("revere policy"). */
int cli_dispatch(struct turn *turn, const struct console *console, const struct command *commands,
                 const char *before, int count, char **words);

/* ---- options ---- */

struct option {
    const char *name;  /* "rating" for --rating; NULL ends a table */
    const char *value; /* what its value is, for the help: "high|medium|low"; NULL: it takes none */
    const char *help;
    bool many; /* may stand more than once */
};

/*
 * Reads words into a map: "words" is the list of those that are no options, and each option that
 * stands there is a text, a list of texts (many), or true. Options may stand anywhere, as
 * "--rating high" or "--rating=high", and "_" in a name is "-"; behind "--" nothing is an option.
 * Between least and most other words must be there. "--help" and "-h" are always known: then "help"
 * is set, and nothing else is asked for. Faults are invalid and name what is known.
 */
MUST bool options_read(struct turn *turn, const struct option *options, size_t least, size_t most,
                       int count, char **words, struct value **read);

/* Prints the help of one command. */
void options_help(const struct console *console, const char *before, const struct command *command,
                  const struct option *options, const char *more);

/* What every command on a house takes. */
#define HOUSE_OPTIONS                                                                              \
    {"house", "DIR", "The folder of the house to work on ($REVERE_HOUSE, or house)", false},       \
        {"store", "ADDRESS", "Its store, if not its own SQLite file: postgresql:…", false},        \
        {"keys", "DIR", "Where its signing key is, if not in the house", false},                   \
    {                                                                                              \
        "pack", "DIR", "The policy a new house adopts", false                                      \
    }

/* The folder of --house, $REVERE_HOUSE, or house: there or not. */
struct text cli_house_named(const struct value *options);

/* Where the store of that house is, by the option or as the house remembers it; empty: in it. */
MUST bool cli_store_named(struct turn *turn, const struct value *options, struct text *store);

/*
 * Whether a house is there. Only house create and demo make one: an empty one, without anybody who
 * could sign in, is a mistyped folder, and a report told there is told nobody. Faults: missing.
 */
MUST bool cli_house_there(struct turn *turn, const struct value *options);

/*
 * Opens the house a command works on: --house, else $REVERE_HOUSE, else ./house, which is there.
 * --store names another store than its own SQLite file, which the house remembers in its file
 * "store". writer: as in house_settings. The caller closes it. Faults: missing, as of
 * cli_house_there.
 */
MUST bool cli_house_open(struct turn *turn, const struct console *console,
                         const struct value *options, bool writer, struct house **house);

/* The same for a house that serves, or is made for it: with a writer, and its log. */
MUST bool cli_house_serve(struct turn *turn, const struct console *console,
                          const struct value *options, const struct log *log, struct house **house);

/* Says the turn's fault on errors, with its field or clause; its exit code. */
int cli_fault(const struct turn *turn, const struct console *console);

/* Prints a text to out and sees it gone; the exit code, 1 when it cannot be written. */
int cli_print(const struct console *console, struct text text);
