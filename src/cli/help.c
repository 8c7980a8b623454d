/* SPDX-License-Identifier: Apache-2.0 */
/* Help, read off the table of actions. */
#include "cli/inside.h"

bool action_offered(const struct action *action)
{
    return !action->internal;
}

/* "incident" of incident.read; of me, me. */
static struct text noun_of(const struct action *action, struct text *verb)
{
    return text_cut(text_of(action->name), '.', verb);
}

/* A noun's actions may stand in several places of the table; the first gathers them all. */
enum { NOUNS_MAX = 64 };

struct nouns {
    struct text name[NOUNS_MAX];
    struct builder verbs[NOUNS_MAX];
    size_t count;
};

static void nouns_add(struct nouns *nouns, struct arena *arena, const struct action *action)
{
    struct text verb;
    struct text noun = noun_of(action, &verb);
    size_t at = 0;
    while (at < nouns->count && !text_equal(nouns->name[at], noun))
        at++;
    if (at == NOUNS_MAX)
        return;
    if (at == nouns->count) {
        nouns->name[nouns->count] = noun;
        nouns->verbs[nouns->count++] = (struct builder){.arena = arena};
    }
    build_format(&nouns->verbs[at], "%s%.*s", nouns->verbs[at].size > 0 ? ", " : "",
                 TEXT_SHOW(verb));
}

void help_all(struct turn *turn, const struct console *console, const struct command *commands)
{
    struct nouns *nouns = arena_take(turn->arena, sizeof *nouns);
    fputs("What you can ask for (each knows --help):\n\n", console->out);
    commands_help(console->out, commands, "revere");
    for (const struct action *const *room = console->rooms; room != NULL && *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++)
            if (action_offered(action))
                nouns_add(nouns, turn->arena, action);
    fputs("\nWhat a house can be asked, here or with --url elsewhere: revere NOUN VERB\n\n",
          console->out);
    for (size_t i = 0; i < nouns->count; i++)
        fprintf(console->out,
                built(&nouns->verbs[i]).size > 0 ? "  %-14.*s %.*s\n" : "  %.*s%.*s\n",
                TEXT_SHOW(nouns->name[i]), TEXT_SHOW(built(&nouns->verbs[i])));
    fputs("\nThe manual: man revere.\n", console->out);
}

bool help_noun(const struct console *console, FILE *file, struct text noun)
{
    bool found = false;
    for (const struct action *const *room = console->rooms; room != NULL && *room != NULL; room++)
        for (const struct action *action = *room; action->name != NULL; action++) {
            struct text verb;
            if (!action_offered(action) || !text_equal(noun_of(action, &verb), noun))
                continue;
            char left[96];
            snprintf(left, sizeof left, "revere %.*s%s%.*s", TEXT_SHOW(noun),
                     text_empty(verb) ? "" : " ", TEXT_SHOW(verb));
            fprintf(file, "  %-36s  %s\n", left, action->title);
            found = true;
        }
    return found;
}

static struct text words_of(struct arena *arena, const struct action *action)
{
    struct builder words = {.arena = arena};
    for (size_t i = 0; i < input_words(action); i++)
        build_format(&words, "[%s] ", input_word(arena, action, i));
    build(&words, TEXT("[OPTION…]"));
    return built(&words);
}

const char *help_usage(struct arena *arena, const struct action *action)
{
    struct text verb;
    struct text noun = noun_of(action, &verb);
    return text_format(arena, "revere %.*s%s%.*s %.*s", TEXT_SHOW(noun),
                       text_empty(verb) ? "" : " ", TEXT_SHOW(verb),
                       TEXT_SHOW(words_of(arena, action)))
        .data;
}

/* "revere", "incident read", "[INCIDENT] [OPTION…]". */
void help_action(struct turn *turn, const struct console *console, const struct action *action)
{
    struct text verb;
    struct text noun = noun_of(action, &verb);
    struct command command = {.name = text_format(turn->arena, "%.*s%s%.*s", TEXT_SHOW(noun),
                                                  text_empty(verb) ? "" : " ", TEXT_SHOW(verb))
                                          .data,
                              .words = text_string(turn->arena, words_of(turn->arena, action)),
                              .summary = action->title};
    options_help(console, "revere", &command, input_options(turn->arena, action), action->help);
}
