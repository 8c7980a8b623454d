/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere house do FILE: many actions from a file, one a line, as an administrator enters people on
 * the first day. Each line carries its own idempotency key, made of what it says: a file that
 * stopped at a mistake is mended and done again, and what was done stays done once.
 */
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "cli/inside.h"

enum { LINES_BYTES_MAX = 16 * 1024 * 1024, LINE_ARENA_BYTES = 64 * 1024 * 1024 };

static const struct command do_command = {"do", "FILE|-", "Does the actions of a file, one a line",
                                          house_do};
static const struct option do_options[] = {
    HOUSE_OPTIONS,
    {"as", "PERSON", "Who does them: id, whole name or mail address", false},
    {0},
};
static const char do_more[] =
    "A line is a JSON object: \"action\" and the fields of that action. Empty lines and lines\n"
    "that begin with # are passed over. It stops at the first line that cannot be done, and\n"
    "names it; done again within two days, what was done is not done twice.\n"
    "A file NAME.csv is a table of persons, or with a column `short` of organisations: the\n"
    "first line has the names of the fields. It is entered whole or, where a line is wrong,\n"
    "not at all, and the line is named.";

struct lines {
    const struct console *console;
    struct house *house;
    const char *path;
    struct text person; /* id, or empty: the house's own door */
    int64_t number, done, again;
};

/* The line without its "action". */
static struct value *line_input(struct arena *arena, const struct value *line)
{
    struct value *input = value_map(arena);
    for (size_t i = 0; i < line->count; i++)
        if (!text_is(line->members[i].name, "action"))
            value_set(arena, input, text_string(arena, line->members[i].name),
                      line->members[i].value);
    return input;
}

static bool line_call(struct turn *turn, struct lines *lines, struct text bytes, struct value *line)
{
    struct answer answer;
    struct text name = value_get_text(line, "action");
    struct sha256 hash = sha256(bytes);
    struct call call = {
        .action = house_action(lines->house, name),
        .input = line_input(turn->arena, line),
        .key = hex_write(turn->arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes})};
    if (call.action == NULL || call.action->internal || call.action->write == NULL)
        return fail_field(turn, "action", "There is no action \"%.*s\" that changes anything.",
                          TEXT_SHOW(name));
    if (text_empty(lines->person))
        call.credential.system = "system:local";
    else
        call.credential.person = lines->person;
    action_call(lines->house, turn->arena, &call, &answer);
    turn->fault = answer.fault;
    lines->again += answer.replayed;
    lines->done++;
    return answer.fault.kind == FAULT_NONE;
}

static bool line_do(struct turn *turn, void *context)
{
    struct lines *lines = ((void **)context)[0];
    const struct text *bytes = ((void **)context)[1];
    struct value *line;
    if (!json_read(turn, *bytes, lines->path, &line))
        return false;
    if (line->kind != VALUE_MAP)
        return fail(turn, FAULT_INVALID, "A line is a JSON object.");
    return line_call(turn, lines, *bytes, line);
}

/* The fault of a line becomes that of the command, with the place in front of it. */
static bool lines_stop(struct turn *turn, const struct lines *lines, const struct fault *fault)
{
    bool named = fault->field[0] == '\0' || strstr(fault->message, fault->field) != NULL;
    return fail(turn, fault->kind, "%s:%lld: %s%s%s", lines->path, (long long)lines->number,
                named ? "" : fault->field, named ? "" : ": ", fault->message);
}

static bool lines_do(struct turn *turn, struct lines *lines, struct text rest)
{
    struct arena *arena = arena_new(LINE_ARENA_BYTES);
    bool good = arena != NULL || fail(turn, FAULT_LIMIT, "There is no memory for a line.");
    while (good && !text_empty(rest)) {
        struct turn each = {.arena = arena, .now_us = turn->now_us};
        struct text bytes = text_trim(text_cut(rest, '\n', &rest));
        void *context[] = {lines, &bytes};
        lines->number++;
        if (text_empty(bytes) || text_starts(bytes, TEXT("#")))
            continue;
        good = turn_run(&each, line_do, context) || lines_stop(turn, lines, &each.fault);
        arena_clear(arena);
    }
    arena_free(arena);
    return good;
}

/* The whole of a table in one action, which enters all of it or nothing: what it holds is said by
 * its first line. */
static bool table_do(struct turn *turn, struct lines *lines, struct text bytes)
{
    struct answer answer;
    struct text rest;
    bool bodies = text_contains(text_cut(bytes, '\n', &rest), TEXT("short"));
    struct call call = {.action = house_action(lines->house, bodies ? TEXT("organisation.import")
                                                                    : TEXT("person.import")),
                        .input = value_map(turn->arena)};
    value_set_text(turn->arena, call.input, "csv", bytes);
    if (text_empty(lines->person))
        call.credential.system = "system:local";
    else
        call.credential.person = lines->person;
    action_call(lines->house, turn->arena, &call, &answer);
    lines->done = value_get_integer(answer.value, "entered", 0);
    return answer.fault.kind == FAULT_NONE
           || fail(turn, answer.fault.kind, "%s: %s", lines->path, answer.fault.message);
}

static bool lines_person(struct turn *turn, struct lines *lines, struct text named)
{
    struct answer answer;
    struct call call = {.action = house_action(lines->house, TEXT("person.read")),
                        .input = value_map(turn->arena),
                        .credential = {.system = "system:local"}};
    if (text_empty(named))
        return true;
    value_set_text(turn->arena, call.input, "person", named);
    action_call(lines->house, turn->arena, &call, &answer);
    lines->person = value_get_text(answer.value, "id");
    turn->fault = answer.fault;
    return answer.fault.kind == FAULT_NONE;
}

int house_do(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct text bytes;
    struct lines lines = {.console = console};
    if (!options_read(turn, do_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere house", &do_command, do_options, do_more);
        return cli_print(console, TEXT_NONE);
    }
    lines.path = text_string(turn->arena, value_get_item(read, "words", 0)->text);
    if (!file_read(turn, lines.path, LINES_BYTES_MAX, &bytes)
        || !cli_house_open(turn, console, read, false, &lines.house))
        return cli_fault(turn, console);
    bool table = text_ends(text_of(lines.path), TEXT(".csv"));
    bool good = lines_person(turn, &lines, value_get_text(read, "as"))
                && (table ? table_do(turn, &lines, bytes) : lines_do(turn, &lines, bytes));
    int code = good
                   ? cli_print(console, text_format(turn->arena, "%lld done, %lld of them before\n",
                                                    (long long)lines.done, (long long)lines.again))
                   : cli_fault(turn, console);
    house_close(lines.house);
    return code;
}
