/* SPDX-License-Identifier: Apache-2.0 */
/* revere policy: the policy asked from the command line, before and after it is adopted. */
#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "policy/answer.h"

#define PACK_OPTION                                                                                \
    {                                                                                              \
        "pack", "DIR", "the policy pack; else $REVERE_PACK, else the one installed", false         \
    }

/* A line of text and its end. */
static struct text line(struct arena *arena, struct text text)
{
    return text_format(arena, "%.*s\n", TEXT_SHOW(text));
}

static struct text word(const struct value *read, size_t index)
{
    return value_get_item(read, "words", index)->text;
}

static bool pack_open(struct turn *turn, const struct console *console, const struct value *read,
                      struct pack **pack)
{
    struct text folder = value_get_text(read, "pack");
    return pack_read(turn, text_empty(folder) ? text_of(console->pack) : folder, pack);
}

static int print_json(struct turn *turn, const struct console *console, const struct value *value)
{
    return cli_print(console, line(turn->arena, json_write_pretty(turn->arena, value)));
}

/* ---- check ---- */

static int check_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command check_command = {
    "check", "[DIR]", "Is a policy pack sound? What is in it, and what nothing serves yet",
    check_run};
static const struct option check_options[] = {
    PACK_OPTION,
    {"json", NULL, "for programs", false},
    {0},
};

static int check_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct pack *pack;
    if (!options_read(turn, check_options, 0, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(
            console, "revere policy", &check_command, check_options,
            "DIR is the folder of the pack. Exit code 0 when it is sound; else 2, and the\n"
            "first thing that is wrong with its file and line.");
        return cli_print(console, TEXT_NONE);
    }
    if (value_get_count(read, "words") > 0)
        value_set_text(turn->arena, read, "pack", word(read, 0));
    if (!pack_open(turn, console, read, &pack))
        return cli_fault(turn, console);
    struct value *answer = answer_check(turn->arena, pack);
    if (!answer_detections(turn, pack, answer))
        return cli_fault(turn, console);
    if (value_get_boolean(read, "json", false))
        return print_json(turn, console, answer);
    return cli_print(console, check_text(turn->arena, answer));
}

/* ---- due ---- */

static int due_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command due_command = {"due", "RULE START", "When is a duty due?", due_run};
static const struct option due_options[] = {
    {"rating", "high|medium|low", "where the due depends on it", false},
    {"closure", "DATE", "a date on which nobody does business", true},
    PACK_OPTION,
    {0},
};
static const char due_more[] =
    "RULE is a rule of the pack, or one step of it: B5, B5.complete. START is the\n"
    "instant at which its clock starts, as 2026-07-02T15:00:00-04:00; without an offset\n"
    "it is local time in the pack's zone. Prints one instant with the local offset, or\n"
    "\"none: REASON\". That it is a product default, and which days were passed over, is\n"
    "said on standard error.";

static bool rating_read(struct turn *turn, const struct value *read, enum rating *rating)
{
    struct text name = value_get_text(read, "rating");
    *rating = rating_named(name);
    return !value_has(read, "rating") || *rating != RATING_NONE
           || fail_field(turn, "rating", "--rating is \"%.*s\", and must be high, medium or low.",
                         TEXT_SHOW(name));
}

static bool question_read(struct turn *turn, const struct value *read,
                          struct due_question *question)
{
    size_t count = value_get_count(read, "closure");
    struct text *closures = arena_array(turn->arena, count, sizeof(struct text));
    for (size_t i = 0; i < count; i++)
        closures[i] = value_get_item(read, "closure", i)->text;
    *question = (struct due_question){.duty = word(read, 0),
                                      .start = word(read, 1),
                                      .closures = closures,
                                      .closures_count = count};
    return rating_read(turn, read, &question->rating);
}

static int due_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct pack *pack;
    struct due_question question;
    struct due_answer answer;
    if (!options_read(turn, due_options, 2, 2, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere policy", &due_command, due_options, due_more);
        return cli_print(console, TEXT_NONE);
    }
    if (!question_read(turn, read, &question) || !pack_open(turn, console, read, &pack)
        || !answer_due(turn, pack, &question, &answer))
        return cli_fault(turn, console);
    if (!text_empty(answer.note))
        fprintf(console->errors, "%.*s\n", TEXT_SHOW(answer.note));
    if (!text_empty(answer.skipped))
        fprintf(console->errors, "%.*s: %.*s.\n", TEXT_SHOW(question.duty),
                TEXT_SHOW(answer.skipped));
    return cli_print(console, line(turn->arena, answer.line));
}

/* ---- rate ---- */

static int rate_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command rate_command = {"rate", "FILE|-", "What rating has an impact?",
                                            rate_run};
static const struct option rate_options[] = {
    PACK_OPTION,
    {0},
};
static const char rate_more[] =
    "FILE is JSON, - standard input; every member is optional:\n"
    "  {\"human_safety\": \"yes|no|unknown\",\n"
    "   \"assets\": [{\"rating\": …, \"interim\": …, \"adverse\": \"yes|no|unknown\"}],\n"
    "   \"liability\": {\"low\": \"20000.00\", \"high\": \"1000000.00\"},\n"
    "   \"data\": [{\"class\": …, \"pii\": true, \"regulated\": true,\n"
    "             \"compromise\": \"confirmed|potential|excluded|unknown\"}],\n"
    "   \"evaluated\": true}\n"
    "A liability may have \"financial\" and \"legal\" instead, which are summed. Prints JSON:\n"
    "the rating, whether it is provisional, the rows that matched, their clauses, and by\n"
    "when the response starts.";

static int rate_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct pack *pack;
    struct text json;
    struct value *answer;
    if (!options_read(turn, rate_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere policy", &rate_command, rate_options, rate_more);
        return cli_print(console, TEXT_NONE);
    }
    const char *path = word(read, 0).data;
    const char *source = strcmp(path, "-") == 0 ? "standard input" : path;
    if (!pack_open(turn, console, read, &pack) || !file_read(turn, path, JSON_BYTES_MAX, &json)
        || !answer_rate(turn, pack, json, source, &answer))
        return cli_fault(turn, console);
    return cli_print(console, line(turn->arena, json_write(turn->arena, answer)));
}

/* ---- explain ---- */

static int explain_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command explain_command = {
    "explain", "CLAUSE", "What does a clause ask, and what serves it?", explain_run};
static const struct option explain_options[] = {
    {"json", NULL, "for programs", false},
    PACK_OPTION,
    {0},
};

static int explain_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct pack *pack;
    struct value *answer;
    if (!options_read(turn, explain_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere policy", &explain_command, explain_options, NULL);
        return cli_print(console, TEXT_NONE);
    }
    if (!pack_open(turn, console, read, &pack)
        || !answer_explain(turn, pack, word(read, 0), &answer))
        return cli_fault(turn, console);
    if (value_get_boolean(read, "json", false))
        return print_json(turn, console, answer);
    return cli_print(console, explain_text(turn->arena, answer));
}

int cli_policy(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {
        check_command, due_command, rate_command, explain_command, {0},
    };
    return cli_dispatch(turn, console, commands, "revere policy", count, words);
}
