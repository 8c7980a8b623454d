/* SPDX-License-Identifier: Apache-2.0 */
/* revere sigma: detection rules from the command line. */
#include "sigma/sigma.h"
#include "base/file.h"
#include "base/json.h"
#include "base/lines.h"
#include "base/yaml.h"
#include "cli/inside.h"
#include "event/format.h"
#include "event/mapping.h"
#include "sigma/correlation.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EVTX_BYTES_MAX = 256 << 20 };

#define RULE_OPTIONS                                                                               \
    {"rules", "DIR", "a folder or a file of rules; may stand several times", true},                \
        {"sources", "FILE", "which events belong to which log source, if not as built in", false}, \
        {"placeholders", "FILE", "values for placeholders: YAML, a name to a list", false},        \
    {                                                                                              \
        "filter-effect", "suppress|keep", "what filters do that do not say so themselves", false   \
    }

/* What a command works with. */
struct work {
    struct turn *turn;
    const struct console *console;
    const struct value *read;
    struct event_sources *sources;
    struct event_mappings *mappings;
    struct sigma_rules *rules;
    const struct text *files; /* of events */
    size_t file_count;
    bool bare_names;
};

/* ---- loading ---- */

static bool sources_read(struct work *work)
{
    struct text path = value_get_text(work->read, "sources");
    struct text yaml;
    if (text_empty(path))
        return event_sources_own(work->turn, &work->sources);
    return file_read(work->turn, path.data, YAML_BYTES_MAX, &yaml)
           && event_sources_read(work->turn, yaml, path.data, &work->sources);
}

/* Mappings may add log sources, which the rules must know before they are made ready. */
static bool sources_open(struct work *work)
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

static bool placeholders_open(struct work *work, struct sigma_order *order)
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

static bool effect_open(struct work *work, struct sigma_order *order)
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
static bool is_rules(struct text word)
{
    struct stat found;
    return text_ends(word, TEXT(".yml")) || text_ends(word, TEXT(".yaml"))
           || (stat(word.data, &found) == 0 && S_ISDIR(found.st_mode));
}

static bool rules_open(struct work *work)
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
        if (is_rules(word))
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
static size_t problems_print(const struct work *work, FILE *file)
{
    size_t count;
    const struct sigma_problem *problems = sigma_rules_problems(work->rules, &count);
    for (size_t i = 0; i < count; i++)
        fprintf(file, "%.*s:%d: %.*s%s%.*s\n", TEXT_SHOW(problems[i].file), problems[i].line,
                TEXT_SHOW(problems[i].rule), text_empty(problems[i].rule) ? "" : ": ",
                TEXT_SHOW(problems[i].what));
    return count;
}

/* ---- eval ---- */

static int eval_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command eval_command = {
    "eval", "--rules DIR… FILE…", "Which rules hold for which lines of a file?", eval_run};
static const struct option eval_options[] = {
    RULE_OPTIONS,
    {"format", "auto|NAME", "how the files are written: ndjson, or one of revere event formats",
     false},
    {"mapping", "NAME", "another mapping of field names: windows-4688; \"none\": not even ours",
     true},
    {"strip-spaces", NULL, "field names lose their spaces: \"Source Name\" is SourceName", false},
    {0},
};
static const char eval_more[] =
    "Prints a line of JSON for each rule that holds for a line of a file, in order:\n"
    "  {\"file\":\"events.ndjson\",\"line\":7,\"rule\":\"0e95725d-7320-415d-80f7-004da920fc11\"}\n"
    "FILE is one event a line, packed by zstd or not; - is standard input. A word that is a\n"
    "folder, or ends in .yml or .yaml, is taken for rules. Rules that cannot be loaded are named\n"
    "on standard error, and the others go on. Correlations are decided over all files together, "
    "by\n"
    "the times of the events (correlation(7)), and are printed last; a rule that one refers to is\n"
    "not printed by itself, unless the correlation says generate: true.";

static void hit_print(const struct work *work, struct text file, uint64_t line,
                      const struct sigma_rule *rule)
{
    struct text name = !text_empty(rule->id)     ? rule->id
                       : !text_empty(rule->name) ? rule->name
                                                 : rule->title;
    struct text shown = json_write(work->turn->arena, value_text(work->turn->arena, name));
    fprintf(work->console->out, "{\"file\":%.*s,\"line\":%llu,\"rule\":%.*s}\n", TEXT_SHOW(file),
            (unsigned long long)line, TEXT_SHOW(shown));
}

/* A file while it is read. */
struct evaluation {
    const struct work *work;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    struct correlator *correlator; /* NULL: no rule is a correlation */
    uint64_t place;                /* of the file among those named */
    struct text file;              /* as JSON */
};

/* ---- correlations: all files together, when all of them are read ---- */

static struct text file_shown(const struct work *work, uint64_t place)
{
    struct arena *arena = work->turn->arena;
    return json_write(arena, value_text(arena, text_utf8_mended(arena, work->files[place])));
}

/* The line is that of the event with which the condition held, or the last of its window. */
static void correlation_print(void *context, const struct correlation_hit *hit)
{
    const struct evaluation *evaluation = context;
    const struct sigma_rule *face =
        sigma_rules_correlation(evaluation->work->rules, hit->correlation);
    if (face->referred || hit->window->event_count == 0)
        return;
    struct window_event last = hit->window->events[hit->window->event_count - 1];
    hit_print(evaluation->work, file_shown(evaluation->work, last.place), last.position, face);
}

/* What is read is known in whole, so nothing is ever too late. */
static bool correlator_open(struct evaluation *evaluation)
{
    static const struct correlator_limits limits = {
        .window = {.groups_max = SIGMA_GROUPS_MAX,
                   .items_max = SIGMA_ITEMS_MAX,
                   .group_items_max = SIGMA_GROUP_ITEMS_MAX},
        .pending_max = CORRELATION_PENDING_MAX,
        .lateness_us = CORRELATION_TIME_END_US};
    struct turn *turn = evaluation->work->turn;
    const struct correlations *correlations = sigma_rules_correlations(evaluation->work->rules);
    if (correlations->count == 0)
        return true;
    evaluation->correlator = correlator_new(turn->arena, correlations, &limits);
    return evaluation->correlator != NULL
           || fail(turn, FAULT_LIMIT, "There is no memory to correlate events in.");
}

static void loss_print(const struct work *work, uint64_t count, const char *what)
{
    if (count > 0)
        fprintf(work->console->errors, "revere: correlations: %llu %s.\n",
                (unsigned long long)count, what);
}

static void correlator_close(struct evaluation *evaluation)
{
    if (evaluation->correlator == NULL)
        return;
    correlator_end(evaluation->correlator, correlation_print, evaluation);
    struct correlation_loss loss = correlator_lost(evaluation->correlator);
    const struct work *work = evaluation->work;
    loss_print(work, loss.untimed, "events say no time, and were left out");
    loss_print(work, loss.late,
               "events came too late after more than could wait, and were left out");
    loss_print(work, loss.windows.groups, "groups were put out early, because there were too many");
    loss_print(work, loss.windows.items,
               "events of a group were left out, because it had too many");
}

/* ---- events ---- */

static void event_eval(void *context, const struct event *read, uint64_t line)
{
    struct evaluation *evaluation = context;
    const struct work *work = evaluation->work;
    struct event event = *read;
    const uint32_t *hits;
    event_sources_apply(work->sources, evaluation->reader, &event);
    size_t count = sigma_match(evaluation->matcher, &event, &hits);
    for (size_t i = 0; i < count; i++) {
        const struct sigma_rule *face = sigma_rules_at(work->rules, hits[i]);
        if (!face->referred)
            hit_print(work, evaluation->file, line, face);
        if (evaluation->correlator != NULL && correlator_wants(evaluation->correlator, hits[i]))
            correlator_match(evaluation->correlator, hits[i], &event,
                             (struct window_event){evaluation->place, line}, event_when(&event),
                             correlation_print, evaluation);
    }
}

static bool format_open(struct work *work, struct stream_settings *settings)
{
    struct text name = value_get_text(work->read, "format");
    *settings = (struct stream_settings){0};
    if (text_is(name, "ndjson"))
        name = TEXT("json");
    if (text_empty(name) || text_is(name, "auto"))
        return true;
    settings->format = event_format_find(name);
    return settings->format != NULL
           || fail_field(work->turn, "format",
                         "--format is \"%.*s\", and must be auto, ndjson, or "
                         "one of revere event formats.",
                         TEXT_SHOW(name));
}

/* Event log files of Windows are no lines. */
static bool is_evtx(const char *path)
{
    char begin[8] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is = file >= 0 && read(file, begin, sizeof begin) == sizeof begin
              && memcmp(begin, "ElfFile", 8) == 0;
    if (file >= 0)
        close(file);
    return is;
}

static bool evtx_eval(struct turn *turn, struct event_stream *stream, const char *path)
{
    struct text bytes;
    if (!file_read(turn, path, EVTX_BYTES_MAX, &bytes))
        return false;
    event_stream_file(stream, bytes, turn->now_us);
    return true;
}

static bool file_eval(struct evaluation *evaluation, const struct stream_settings *settings)
{
    struct turn *turn = evaluation->work->turn;
    struct event_stream *stream =
        event_stream_new(turn->arena, evaluation->reader, settings, event_eval, evaluation);
    struct lines *lines;
    struct text line;
    bool more = true;
    evaluation->file = file_shown(evaluation->work, evaluation->place);
    const char *path = evaluation->work->files[evaluation->place].data;
    if (is_evtx(path))
        return evtx_eval(turn, stream, path);
    if (!lines_open(turn, path, &lines))
        return false;
    while (more) {
        if (!lines_next(turn, lines, &line, &more))
            return false;
        if (more)
            event_stream_line(stream, line, turn->now_us);
    }
    event_stream_end(stream);
    lines_close(lines);
    return true;
}

static bool eval_all(struct work *work)
{
    struct turn *turn = work->turn;
    struct stream_settings settings;
    if (!format_open(work, &settings) || !rules_open(work))
        return false;
    settings.mappings = work->mappings;
    if (work->file_count == 0)
        return fail_field(turn, "FILE", "Name a file of events, or - for standard input.");
    problems_print(work, work->console->errors);
    struct evaluation evaluation = {
        .work = work,
        .reader = event_reader_new(turn->arena, sigma_rules_names(work->rules)),
        .matcher = sigma_matcher_new(turn->arena, work->rules)};
    const struct sigma_matcher *matcher = evaluation.matcher;
    event_reader_strip_spaces(evaluation.reader, work->bare_names);
    if (!correlator_open(&evaluation))
        return false;
    for (; evaluation.place < work->file_count; evaluation.place++)
        if (!file_eval(&evaluation, &settings))
            return false;
    correlator_close(&evaluation);
    if (sigma_matcher_limits(matcher) > 0)
        fprintf(work->console->errors,
                "revere: %llu searches by regular expressions were given up "
                "at their limit, and count as not found.\n",
                (unsigned long long)sigma_matcher_limits(matcher));
    return true;
}

static int eval_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, eval_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere sigma", &eval_command, eval_options, eval_more);
        return cli_print(console, TEXT_NONE);
    }
    struct work work = {.turn = turn,
                        .console = console,
                        .read = read,
                        .bare_names = value_get_boolean(read, "strip-spaces", false)};
    return eval_all(&work) ? cli_print(console, TEXT_NONE) : cli_fault(turn, console);
}

/* ---- check ---- */

static int check_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command check_command = {
    "check", "DIR…", "Are rules right, and can they ever hold here?", check_run};
static const struct option check_options[] = {
    RULE_OPTIONS,
    {0},
};
static const char check_more[] =
    "Names each rule that cannot be loaded, with its file, its line and what to do; each that no\n"
    "event can reach, because nothing here belongs to its log source; each that holds for an\n"
    "event without fields; and what filters make of the rules they apply to. Exit code 2 when a\n"
    "rule cannot be loaded, else 0.";

static void note_print(const struct work *work, const struct sigma_rule *rule, const char *what)
{
    fprintf(work->console->out, "%.*s:%d: %.*s: %s\n", TEXT_SHOW(rule->file), rule->line,
            TEXT_SHOW(text_empty(rule->id) ? rule->title : rule->id),
            plain(work->turn->arena, text_of(what), false).data);
}

static size_t notes_print(const struct work *work)
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
    struct work work = {.turn = turn, .console = console, .read = read};
    if (!rules_open(&work))
        return cli_fault(turn, console);
    size_t problems = problems_print(&work, console->out);
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
    RULE_OPTIONS,
    {"strip-spaces", NULL, "as for eval", false},
    {0},
};
static const char why_more[] =
    "FILE:LINE is a line of a file of events, as eval names it; RULE is the id or the name of a\n"
    "rule. Prints whether the event belongs to the rule's log source, and each part of its\n"
    "condition with its answer and the value that decided it.";

struct inquiry {
    struct work *work;
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
            event_stream_line(stream, line, turn->now_us);
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

static bool why_answer(struct work *work, struct builder *out)
{
    struct turn *turn = work->turn;
    struct inquiry question = {.work = work, .out = *out};
    struct text path = TEXT_NONE;
    if (!rules_open(work))
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
    struct work work = {.turn = turn,
                        .console = console,
                        .read = read,
                        .bare_names = value_get_boolean(read, "strip-spaces", false)};
    return why_answer(&work, &out) ? cli_print(console, plain(turn->arena, built(&out), true))
                                   : cli_fault(turn, console);
}

int cli_sigma(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {eval_command, check_command, why_command, {0}};
    return cli_dispatch(turn, console, commands, "revere sigma", count, words);
}
