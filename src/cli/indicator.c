/* SPDX-License-Identifier: Apache-2.0 */
/* revere indicator: lists of what somebody warned of, and which log lines speak of it. No house is
 * needed. */
#include "sigma/indicator.h"
#include "base/file.h"
#include "base/json.h"
#include "base/value.h"
#include "base/zone.h"
#include "cli/inside.h"
#include "event/format.h"

enum {
    LIST_BYTES_MAX = 256 << 20,
    TABLE_ARENA_BYTES = 512 << 20,
    LINE_ARENA_BYTES = 64 << 20,
    FILES_MAX = 1000
};

static int check_run(struct turn *turn, const struct console *console, int count, char **words);
static int eval_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command commands[] = {
    {"check", "FILE…", "Are lists of indicators right, and what is in them?", check_run},
    {"eval", "--list FILE… FILE…", "Which lines of log files speak of an indicator?", eval_run},
    {0},
};

/* What a command works with. */
struct work {
    struct turn *turn;
    const struct console *console;
    const struct value *read;
    int64_t now_us;
    struct indicators *indicators;
    struct event_reader *reader;
    struct arena *line_arena;
    struct text file; /* as JSON: whose lines are looked at */
    uint64_t line;
    bool broken;
};

static bool now_read(struct work *work)
{
    work->now_us = work->turn->now_us;
    return !value_has(work->read, "now")
           || instant_parse(work->turn, "now", value_get_text(work->read, "now"), NULL,
                            &work->now_us);
}

/* Reads one list; what stands in its file is gone before the next. */
static bool list_read(struct work *work, struct text path)
{
    struct text bytes;
    struct turn each = {.arena = arena_new(LIST_BYTES_MAX + (16 << 20)),
                        .now_us = work->turn->now_us};
    if (each.arena == NULL)
        return fail(work->turn, FAULT_LIMIT, "There is not enough memory to read lists.");
    bool good = file_read(&each, text_string(each.arena, path), LIST_BYTES_MAX, &bytes)
                && indicators_read(&each, work->indicators, path, bytes);
    if (!good)
        work->turn->fault = each.fault;
    arena_free(each.arena);
    return good;
}

static bool lists_read(struct work *work, const char *name)
{
    struct arena *arena = arena_within(work->turn->arena, TABLE_ARENA_BYTES);
    if (arena == NULL)
        return fail(work->turn, FAULT_LIMIT, "There is not enough memory for the lists.");
    work->indicators = indicators_new(arena);
    for (size_t i = 0; i < value_get_count(work->read, name); i++)
        if (!list_read(work, value_get_item(work->read, name, i)->text))
            return false;
    return true;
}

/* Every line that was not taken. How many there are. */
static uint64_t problems_print(const struct work *work, FILE *file)
{
    size_t count;
    uint64_t total;
    const struct indicator_problem *problems =
        indicators_problems(work->indicators, &count, &total);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "%.*s:%llu: %.*s\n", TEXT_SHOW(problems[i].list),
                (unsigned long long)problems[i].line, TEXT_SHOW(problems[i].what));
    if (total > count)
        fprintf(file, "revere: %llu more lines are not right.\n",
                (unsigned long long)(total - count));
    return total;
}

/* ---- check ---- */

static const struct option check_options[] = {
    {"now", "TIME", "Has it expired by then? Else by now", false},
    {0},
};
static const char check_more[] =
    "Names each line that is not right, and counts what is there; indicator(5) says how a list is\n"
    "written. The exit code is 2 when a line is not right.";

static void sums_print(const struct work *work)
{
    const struct indicators *indicators = work->indicators;
    FILE *out = work->console->out;
    uint32_t count = indicators_count(indicators);
    fprintf(out, "%u indicators", count);
    for (size_t kind = 0; kind < INDICATOR_KINDS; kind++)
        if (indicators_count_of(indicators, kind) > 0)
            fprintf(out, ", %u %s", indicators_count_of(indicators, kind),
                    indicator_kind_name(kind));
    fprintf(out, "; %u of them expired; %llu lines repeat another; %zu bytes\n",
            indicators_expired(indicators, work->now_us),
            (unsigned long long)indicators_repeated(indicators), indicators_bytes(indicators));
}

static int check_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, check_options, 1, INDICATOR_LISTS_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere indicator", &commands[0], check_options, check_more);
        return cli_print(console, TEXT_NONE);
    }
    struct work work = {.turn = turn, .console = console, .read = read};
    if (!now_read(&work) || !lists_read(&work, "words"))
        return cli_fault(turn, console);
    uint64_t problems = problems_print(&work, console->errors);
    sums_print(&work);
    int code = cli_print(console, TEXT_NONE);
    return code != EXIT_DONE ? code : problems > 0 ? EXIT_INVALID : EXIT_DONE;
}

/* ---- eval ---- */

static const struct option eval_options[] = {
    {"list", "FILE", "a list of indicators", true},
    {"format", "NAME", "All lines are of this format (revere event formats); else detected", false},
    {"now", "TIME", "What has expired by then is not looked for; else by now", false},
    {0},
};
static const char eval_more[] =
    "Prints a line of JSON for each indicator of which a line speaks:\n"
    "  {\"file\":\"access.log\",\"line\":7,\"list\":\"c2.csv\",\"entry\":\"evil.example\",…}\n"
    "\"-\" is standard input; a file may be packed by zstd. Lines of a list that are not right "
    "are\n"
    "named on standard error, and the others count.";

static void text_member(struct work *work, const char *name, struct text text)
{
    struct arena *arena = work->line_arena;
    struct text shown = json_write(arena, value_text(arena, text_utf8_mended(arena, text)));
    fprintf(work->console->out, ",\"%s\":%.*s", name, TEXT_SHOW(shown));
}

static void hit_print(void *context, const struct indicator_hit *hit)
{
    struct work *work = context;
    arena_clear(work->line_arena);
    fprintf(work->console->out, "{\"file\":%.*s,\"line\":%llu", TEXT_SHOW(work->file),
            (unsigned long long)work->line);
    text_member(work, "list", hit->list);
    fprintf(work->console->out, ",\"entry_line\":%llu,\"kind\":\"%s\"",
            (unsigned long long)hit->line, indicator_kind_name(hit->kind));
    text_member(work, "entry", hit->entry);
    if (!text_empty(hit->field))
        text_member(work, "field", hit->field);
    text_member(work, "value", hit->value);
    if (!text_empty(hit->source))
        text_member(work, "source", hit->source);
    if (hit->expires_us != INDICATOR_FOREVER)
        text_member(work, "expires", instant_utc(work->line_arena, hit->expires_us));
    work->broken = work->broken || fputs("}\n", work->console->out) < 0;
}

static void event_look(void *context, const struct event *event, uint64_t line)
{
    struct work *work = context;
    work->line = line;
    (void)indicators_match(work->indicators, event, work->now_us, hit_print, work);
}

static bool file_eval(struct work *work, struct text path)
{
    struct turn *turn = work->turn;
    struct text format = value_get_text(work->read, "format");
    struct stream_settings settings = {0};
    struct text bytes;
    if (!text_empty(format) && !text_is(format, "auto")
        && (settings.format = event_format_find(format)) == NULL)
        return fail_field(turn, "format",
                          "--format: there is no format \"%.*s\"; revere event formats lists them.",
                          TEXT_SHOW(format));
    if (!log_file_read(turn, path, &bytes))
        return false;
    work->file =
        json_write(turn->arena, value_text(turn->arena, text_utf8_mended(turn->arena, path)));
    struct event_stream *stream =
        event_stream_new(turn->arena, work->reader, &settings, event_look, work);
    event_stream_file(stream, bytes, turn->now_us);
    return !work->broken || fail(turn, FAULT_BROKEN, "The hits cannot be written.");
}

static bool eval_all(struct work *work)
{
    if (value_get_count(work->read, "list") == 0)
        return fail_field(work->turn, "list", "Name a list of indicators: --list FILE.");
    if (!now_read(work) || !lists_read(work, "list"))
        return false;
    (void)problems_print(work, work->console->errors);
    work->line_arena = arena_within(work->turn->arena, LINE_ARENA_BYTES);
    if (work->line_arena == NULL)
        return fail(work->turn, FAULT_LIMIT, "There is not enough memory to read events.");
    work->reader = event_reader_new(work->turn->arena, NULL);
    for (size_t i = 0; i < value_get_count(work->read, "words"); i++)
        if (!file_eval(work, value_get_item(work->read, "words", i)->text))
            return false;
    return true;
}

static int eval_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, eval_options, 1, FILES_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere indicator", &commands[1], eval_options, eval_more);
        return cli_print(console, TEXT_NONE);
    }
    struct work work = {.turn = turn, .console = console, .read = read};
    return eval_all(&work) ? cli_print(console, TEXT_NONE) : cli_fault(turn, console);
}

int cli_indicator(struct turn *turn, const struct console *console, int count, char **words)
{
    return cli_dispatch(turn, console, commands, "revere indicator", count, words);
}
