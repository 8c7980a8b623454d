/* SPDX-License-Identifier: Apache-2.0 */
/* Commands as they are typed, run in this process: what they say, and their exit code. */
#pragma once
#include "../store/both.h"
#include "base/json.h"
#include "cli/cli.h"
#include "program/program.h"
#include <stdarg.h>
#include <stdlib.h>

enum { WORDS_MAX = 24, ROOMS_MAX = 64, WORDS_ARENA_BYTES = 512 * 1024 * 1024 };

/* The house the commands are about, and how they are run. */
struct typing {
    char folder[64];
    const struct action *rooms[ROOMS_MAX];
    struct console console;
    int64_t now_us;
};

struct said {
    int code;
    char *out, *errors;
};

static const struct command words_commands[] = {
    {"policy", "COMMAND", "Ask the policy", cli_policy},
    {"house", "COMMAND", "Make a house", program_house},
    {"ledger", "COMMAND", "Verify the ledger", cli_ledger},
    {0},
};

static inline int64_t words_now_us(void *state)
{
    return ((struct typing *)state)->now_us;
}

/* extra: a table of actions beside those of the program, or NULL. */
static inline void typing_begin(struct typing *typing, const struct action *extra)
{
    static char pack[512];
    const char *source = getenv("REVERE_SOURCE");
    size_t count = 0;
    for (; revere_rooms[count] != NULL; count++)
        typing->rooms[count] = revere_rooms[count];
    typing->rooms[count] = extra;
    typing->now_us = BOTH_NOW_US;
    snprintf(pack, sizeof pack, "%s/policy/us-ma", source == NULL ? "." : source);
    typing->console = (struct console){.pack = pack,
                                       .rooms = typing->rooms,
                                       .tables = revere_tables,
                                       .clock = {words_now_us, typing}};
    strcpy(typing->folder, "/tmp/revere-words-XXXXXX");
    ok(mkdtemp(typing->folder) != NULL, "a folder for the house");
}

static inline void typing_end(struct typing *typing)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", typing->folder);
    ok(system(command) == 0, "the house is gone again");
}

static inline struct said say_words(struct typing *typing, int count, char **words)
{
    struct said said = {0};
    size_t out_bytes;
    size_t errors_bytes;
    struct turn turn = {.arena = arena_new(WORDS_ARENA_BYTES), .now_us = typing->now_us};
    typing->console.out = open_memstream(&said.out, &out_bytes);
    typing->console.errors = open_memstream(&said.errors, &errors_bytes);
    said.code = cli_run(&turn, &typing->console, words_commands, count, words);
    fclose(typing->console.out);
    fclose(typing->console.errors);
    arena_free(turn.arena);
    return said;
}

/* The words of a command, ended by NULL; $REVERE_HOUSE is the typing's house. */
__attribute__((sentinel)) static inline struct said say(struct typing *typing, ...)
{
    char *words[WORDS_MAX];
    int count = 0;
    va_list arguments;
    va_start(arguments, typing);
    for (char *word; count < WORDS_MAX && (word = va_arg(arguments, char *)) != NULL;)
        words[count++] = word;
    va_end(arguments);
    setenv("REVERE_HOUSE", typing->folder, 1);
    return say_words(typing, count, words);
}

static inline void said_free(struct said *said)
{
    free(said->out);
    free(said->errors);
    *said = (struct said){0};
}

/* This code, and these parts in what it said; NULL: nothing at all. Frees it. */
static inline bool tells(struct said said, int code, const char *out, const char *errors)
{
    bool good = said.code == code
                && (out == NULL ? said.out[0] == '\0' : strstr(said.out, out) != NULL)
                && (errors == NULL ? said.errors[0] == '\0' : strstr(said.errors, errors) != NULL);
    if (!good)
        printf("# code %d\n# out %s\n# errors %s\n", said.code, said.out, said.errors);
    said_free(&said);
    return good;
}

/* A member of the JSON it said, in the arena; empty when there is none. Frees it. */
static inline const char *member(struct arena *arena, struct said said, const char *name)
{
    struct turn turn = {.arena = arena};
    struct value *value = NULL;
    bool read = said.code == 0 && json_read(&turn, text_copy(arena, text_of(said.out)), "", &value);
    if (!ok(read, "an answer with %s: %d %s", name, said.code, said.errors))
        value = NULL;
    said_free(&said);
    return text_string(arena, value_get_text(value, name));
}
