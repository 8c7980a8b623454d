/* SPDX-License-Identifier: Apache-2.0 */
/* revere sigma eval: which rules hold for which lines of files, and what they make together. */
#include "base/file.h"
#include "base/json.h"
#include "base/lines.h"
#include "cli/sigma.h"
#include "event/format.h"
#include "sigma/correlation.h"
#include <fcntl.h>
#include <unistd.h>

enum { EVTX_BYTES_MAX = 256 << 20, ARENA_BYTES = 1 << 30 };

static int eval_run(struct turn *turn, const struct console *console, int count, char **words);
const struct command sigma_eval_command = {"eval", "--rules DIR… FILE…",
                                           "Which rules hold for which lines of a file?", eval_run};
static const struct option eval_options[] = {
    SIGMA_RULE_OPTIONS,
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

static void hit_print(const struct sigma_work *work, struct text file, uint64_t line,
                      const struct sigma_rule *rule)
{
    struct arena *arena = work->printing;
    struct text shown = json_write(arena, value_text(arena, sigma_rule_name(rule)));
    fprintf(work->console->out, "{\"file\":%.*s,\"line\":%llu,\"rule\":%.*s}\n", TEXT_SHOW(file),
            (unsigned long long)line, TEXT_SHOW(shown));
    arena_clear(arena);
}

/* A file while it is read. */
struct evaluation {
    const struct sigma_work *work;
    struct stream_settings settings;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    struct correlator *correlator; /* NULL: no rule is a correlation */
    uint64_t place;                /* of the file among those named */
    struct text file;              /* as JSON */
};

/* ---- correlations: all files together, when all of them are read ---- */

static struct text file_shown(const struct sigma_work *work, struct arena *arena, uint64_t place)
{
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
    hit_print(evaluation->work,
              file_shown(evaluation->work, evaluation->work->printing, last.place), last.position,
              face);
}

static void loss_print(const struct sigma_work *work, uint64_t count, const char *what)
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
    const struct sigma_work *work = evaluation->work;
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
    const struct sigma_work *work = evaluation->work;
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
                             (struct window_event){evaluation->place, line}, event.time_us,
                             correlation_print, evaluation);
    }
}

static bool format_open(struct sigma_work *work, struct stream_settings *settings)
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

static bool lines_eval(struct turn *turn, struct event_stream *stream, const char *path)
{
    struct lines *lines;
    struct text line;
    bool more = true;
    if (!lines_open(turn, path, &lines))
        return false;
    while (more) {
        if (!lines_next(turn, lines, &line, &more))
            return false;
        if (more)
            (void)event_stream_line(stream, line, turn->now_us);
    }
    event_stream_end(stream);
    return true;
}

/* turn is of this file alone: what it takes to read one goes before the next is opened. */
static bool file_eval(struct turn *turn, void *context)
{
    struct evaluation *evaluation = context;
    struct event_stream *stream = event_stream_new(turn->arena, evaluation->reader,
                                                   &evaluation->settings, event_eval, evaluation);
    const char *path = evaluation->work->files[evaluation->place].data;
    evaluation->file = file_shown(evaluation->work, turn->arena, evaluation->place);
    return is_evtx(path) ? evtx_eval(turn, stream, path) : lines_eval(turn, stream, path);
}

static bool files_eval(struct evaluation *evaluation)
{
    struct turn *turn = evaluation->work->turn;
    struct turn each = *turn;
    each.arena = arena_within(turn->arena, ARENA_BYTES);
    bool read = each.arena != NULL
                || fail(turn, FAULT_LIMIT, "There is no memory to read a file of events in.");
    for (; read && evaluation->place < evaluation->work->file_count; evaluation->place++) {
        read = turn_run(&each, file_eval, evaluation);
        if (!read)
            turn->fault = each.fault;
        arena_clear(each.arena);
    }
    return read;
}

static bool eval_all(struct sigma_work *work)
{
    struct turn *turn = work->turn;
    struct stream_settings settings;
    work->printing = arena_within(turn->arena, ARENA_BYTES);
    if (work->printing == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to answer in.");
    if (!format_open(work, &settings) || !sigma_rules_open(work))
        return false;
    settings.mappings = work->mappings;
    if (work->file_count == 0)
        return fail_field(turn, "FILE", "Name a file of events, or - for standard input.");
    sigma_problems_print(work, work->console->errors);
    struct evaluation evaluation = {
        .work = work,
        .settings = settings,
        .reader = event_reader_new(turn->arena, sigma_rules_names(work->rules)),
        .matcher = sigma_matcher_new(turn->arena, work->rules)};
    const struct sigma_matcher *matcher = evaluation.matcher;
    event_reader_strip_spaces(evaluation.reader, work->bare_names);
    if (!sigma_correlator_open(work, &evaluation.correlator))
        return false;
    if (!files_eval(&evaluation))
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
        options_help(console, "revere sigma", &sigma_eval_command, eval_options, eval_more);
        return cli_print(console, TEXT_NONE);
    }
    struct sigma_work work = {.turn = turn,
                              .console = console,
                              .read = read,
                              .bare_names = value_get_boolean(read, "strip-spaces", false)};
    return eval_all(&work) ? cli_print(console, TEXT_NONE) : cli_fault(turn, console);
}
