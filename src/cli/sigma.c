/* SPDX-License-Identifier: Apache-2.0 */
/* revere sigma: detection rules from the command line. */
#include "cli/sigma.h"
#include "base/file.h"
#include "base/json.h"
#include "base/lines.h"
#include "base/yaml.h"
#include "event/format.h"
#include <sys/stat.h>

/* ---- loading ---- */

static bool sources_read(struct sigma_work *work)
{
    struct text path = value_get_text(work->read, "sources");
    struct text yaml;
    if (text_empty(path))
        return event_sources_own(work->turn, &work->sources);
    return file_read(work->turn, path.data, YAML_BYTES_MAX, &yaml)
           && event_sources_read(work->turn, yaml, path.data, &work->sources);
}

/* Mappings may add log sources, which the rules must know before they are made ready. */
static bool sources_open(struct sigma_work *work)
{
    if (!sources_read(work))
        return false;
    bool own = true;
    work->mappings = event_mappings_new(work->turn);
    for (size_t i = 0; i < value_get_count(work->read, "mapping"); i++) {
        struct text name = value_get_item(work->read, "mapping", i)->text;
        own = own && !text_is(name, "none");
        if (!text_is(name, "none") && !event_mappings_add(work->turn, work->mappings, name))
            return false;
    }
    if (own && !event_mappings_own(work->turn, work->mappings))
        return false;
    event_mappings_bind(work->mappings, work->sources);
    return true;
}

static bool placeholders_open(struct sigma_work *work, struct sigma_order *order)
{
    struct text path = value_get_text(work->read, "placeholders");
    struct text yaml;
    struct value *documents;
    if (text_empty(path))
        return true;
    if (!file_read(work->turn, path.data, YAML_BYTES_MAX, &yaml)
        || !yaml_read_loose(work->turn, yaml, path.data, &documents))
        return false;
    if (documents->count != 1 || documents->items[0]->kind != VALUE_MAP)
        return fail_field(work->turn, "placeholders", "%.*s must be one map of names to lists.",
                          TEXT_SHOW(path));
    order->placeholders = documents->items[0];
    return true;
}

static bool effect_open(struct sigma_work *work, struct sigma_order *order)
{
    struct text effect = value_get_text(work->read, "filter-effect");
    if (text_is(effect, "suppress"))
        order->effect = SIGMA_EFFECT_SUPPRESS;
    else if (text_is(effect, "keep"))
        order->effect = SIGMA_EFFECT_KEEP;
    else if (!text_empty(effect))
        return fail_field(work->turn, "filter-effect",
                          "--filter-effect is \"%.*s\", and must be "
                          "suppress or keep.",
                          TEXT_SHOW(effect));
    return true;
}

/* A word is rules when it is a folder or YAML; else it is a file of events. */
bool sigma_word_is_rules(struct text word)
{
    struct stat found;
    return text_ends(word, TEXT(".yml")) || text_ends(word, TEXT(".yaml"))
           || (stat(word.data, &found) == 0 && S_ISDIR(found.st_mode));
}

bool sigma_rules_open(struct sigma_work *work)
{
    struct arena *arena = work->turn->arena;
    size_t named = value_get_count(work->read, "rules");
    size_t words = value_get_count(work->read, "words");
    struct text *paths = arena_array(arena, named + words, sizeof *paths);
    struct text *files = arena_array(arena, words, sizeof *files);
    struct sigma_order order = {.paths = paths};
    for (size_t i = 0; i < named; i++)
        paths[order.path_count++] = value_get_item(work->read, "rules", i)->text;
    for (size_t i = 0; i < words; i++) {
        struct text word = value_get_item(work->read, "words", i)->text;
        if (sigma_word_is_rules(word))
            paths[order.path_count++] = word;
        else
            files[work->file_count++] = word;
    }
    work->files = files;
    if (order.path_count == 0)
        return fail_field(work->turn, "rules", "Name a folder of rules: --rules DIR.");
    if (!sources_open(work))
        return false;
    order.sources = work->sources;
    return placeholders_open(work, &order) && effect_open(work, &order)
           && sigma_load(work->turn, &order, &work->rules);
}

/* Every rule that is not loaded, each on a line. */
size_t sigma_problems_print(const struct sigma_work *work, FILE *file)
{
    size_t count;
    const struct sigma_problem *problems = sigma_rules_problems(work->rules, &count);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "%.*s:%d: %.*s%s%.*s\n", TEXT_SHOW(problems[i].file), problems[i].line,
                TEXT_SHOW(problems[i].rule), text_empty(problems[i].rule) ? "" : ": ",
                TEXT_SHOW(problems[i].what));
    return count;
}

bool sigma_correlator_open(const struct sigma_work *work, struct correlator **correlator)
{
    static const struct correlator_limits limits = {
        .window = {.groups_max = SIGMA_GROUPS_MAX,
                   .items_max = SIGMA_ITEMS_MAX,
                   .group_items_max = SIGMA_GROUP_ITEMS_MAX},
        .pending_max = CORRELATION_PENDING_MAX,
        .lateness_us = CORRELATION_TIME_END_US};
    const struct correlations *correlations = sigma_rules_correlations(work->rules);
    *correlator = NULL;
    if (correlations->count == 0)
        return true;
    *correlator = correlator_new(work->turn->arena, correlations, &limits);
    return *correlator != NULL
           || fail(work->turn, FAULT_LIMIT, "There is no memory to correlate events in.");
}

/* ---- check ---- */

static int check_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command check_command = {
    "check", "DIR…", "Are rules right, and can they ever hold here?", check_run};
static const struct option check_options[] = {
    SIGMA_RULE_OPTIONS,
    {0},
};
static const char check_more[] =
    "Names each rule that cannot be loaded, with its file, its line and what to do; each that no\n"
    "event can reach, because nothing here belongs to its log source; each that holds for an\n"
    "event without fields; and what filters make of the rules they apply to. Exit code 2 when a\n"
    "rule cannot be loaded, else 0.";

static void note_print(const struct sigma_work *work, const struct sigma_rule *rule,
                       const char *what)
{
    fprintf(work->console->out, "%.*s:%d: %.*s: %s\n", TEXT_SHOW(rule->file), rule->line,
            TEXT_SHOW(sigma_rule_name(rule)), plain(work->turn->arena, text_of(what), false).data);
}

static size_t notes_print(const struct sigma_work *work)
{
    struct arena *arena = work->turn->arena;
    struct sigma_matcher *matcher = sigma_matcher_new(arena, work->rules);
    size_t notes = 0;
    for (uint32_t i = 0; i < sigma_rules_count(work->rules); i++) {
        const struct sigma_rule *rule = sigma_rules_at(work->rules, i);
        bool reachable = sigma_rule_reachable(work->rules, i);
        bool boundless = sigma_rule_boundless(matcher, i);
        if (!reachable)
            note_print(work, rule, "no event here belongs to its log source: see sources(5).");
        if (boundless)
            note_print(work, rule,
                       "it holds for an event without fields, and so for nearly all: "
                       "name what must be there.");
        if (rule->filtered)
            note_print(
                work, rule,
                text_format(arena, "filtered, it holds when: %.*s", TEXT_SHOW(rule->condition))
                    .data);
        notes += reachable ? 0 : 1;
        notes += boundless ? 1 : 0;
    }
    return notes;
}

static int check_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, check_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere sigma", &check_command, check_options, check_more);
        return cli_print(console, TEXT_NONE);
    }
    struct sigma_work work = {.turn = turn, .console = console, .read = read};
    if (!sigma_rules_open(&work))
        return cli_fault(turn, console);
    size_t problems = sigma_problems_print(&work, console->out);
    size_t notes = notes_print(&work);
    fprintf(console->out, "%zu rules are right, %zu things are not; %zu notes.\n",
            sigma_rules_count(work.rules), problems, notes);
    int code = cli_print(console, TEXT_NONE);
    return problems > 0 ? fault_face(FAULT_INVALID)->exit_code : code;
}

/* ---- why ---- */

static int why_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command why_command = {
    "why", "--rules DIR FILE:LINE RULE", "Why does a rule hold for an event, or why not?", why_run};
static const struct option why_options[] = {
    SIGMA_RULE_OPTIONS,
    {"strip-spaces", NULL, "as for eval", false},
    {0},
};
static const char why_more[] =
    "FILE:LINE is a line of a file of events, as eval names it; RULE is the id or the name of a\n"
    "rule. Prints whether the event belongs to the rule's log source, and each part of its\n"
    "condition with its answer and the value that decided it.";

struct inquiry {
    struct sigma_work *work;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    uint32_t rule;
    uint64_t line; /* that is asked about */
    bool answered;
    struct builder out;
};

static void event_explain(void *context, const struct event *read, uint64_t line)
{
    struct inquiry *question = context;
    struct event event = *read;
    if (line != question->line)
        return;
    event_sources_apply(question->work->sources, question->reader, &event);
    sigma_explain(question->matcher, &event, question->rule, &question->out);
    question->answered = true;
}

static bool line_find(struct inquiry *question, struct text path)
{
    struct turn *turn = question->work->turn;
    struct stream_settings settings = {.mappings = question->work->mappings};
    struct event_stream *stream =
        event_stream_new(turn->arena, question->reader, &settings, event_explain, question);
    struct lines *lines;
    struct text line;
    bool more = true;
    if (!lines_open(turn, text_string(turn->arena, path), &lines))
        return false;
    while (more && !question->answered) {
        if (!lines_next(turn, lines, &line, &more))
            return false;
        if (more)
            (void)event_stream_line(stream, line, turn->now_us);
    }
    event_stream_end(stream);
    lines_close(lines);
    return question->answered
           || fail(turn, FAULT_MISSING, "%.*s has no event on line %llu.", TEXT_SHOW(path),
                   (unsigned long long)question->line);
}

/* "events.ndjson:7" */
static bool place_read(struct turn *turn, struct text word, struct text *path, uint64_t *line)
{
    int64_t number = 0;
    size_t colon = word.size;
    while (colon > 0 && word.data[colon - 1] != ':')
        colon--;
    struct text digits = {word.data + colon, word.size - colon};
    if (colon == 0 || !text_integer(digits, &number) || number < 1)
        return fail_field(turn, "FILE:LINE", "\"%.*s\" is no line of a file: write FILE:LINE.",
                          TEXT_SHOW(word));
    *path = (struct text){word.data, colon - 1};
    *line = (uint64_t)number;
    return true;
}

static bool why_answer(struct sigma_work *work, struct builder *out)
{
    struct turn *turn = work->turn;
    struct inquiry question = {.work = work, .out = *out};
    struct text path = TEXT_NONE;
    if (!sigma_rules_open(work))
        return false;
    if (work->file_count != 2)
        return fail_field(turn, "RULE", "Name one event and one rule: FILE:LINE RULE.");
    if (!place_read(turn, work->files[0], &path, &question.line))
        return false;
    question.rule = sigma_rules_find(work->rules, work->files[1]);
    if (question.rule == UINT32_MAX)
        return fail(turn, FAULT_MISSING, "There is no rule of the id or name \"%.*s\".",
                    TEXT_SHOW(work->files[1]));
    question.reader = event_reader_new(turn->arena, sigma_rules_names(work->rules));
    question.matcher = sigma_matcher_new(turn->arena, work->rules);
    event_reader_strip_spaces(question.reader, work->bare_names);
    if (!line_find(&question, path))
        return false;
    *out = question.out;
    return true;
}

static int why_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct builder out = {.arena = turn->arena};
    if (!options_read(turn, why_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere sigma", &why_command, why_options, why_more);
        return cli_print(console, TEXT_NONE);
    }
    struct sigma_work work = {.turn = turn,
                              .console = console,
                              .read = read,
                              .bare_names = value_get_boolean(read, "strip-spaces", false)};
    return why_answer(&work, &out) ? cli_print(console, plain(turn->arena, built(&out), true))
                                   : cli_fault(turn, console);
}

int cli_sigma(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {sigma_eval_command, check_command, why_command, {0}};
    return cli_dispatch(turn, console, commands, "revere sigma", count, words);
}
