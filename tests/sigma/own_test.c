/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules of the pack, each on lines as programs write them: policy/us-ma/sigma/NAME.yml on
 * tests/sigma/own/NAME.lines. A line begins with what is claimed of it and a space:
 *
 *   +   the rule holds for the event that begins here
 *   -   it does not
 *   &   goes on with the event of the line before
 *   =   claims nothing (a header)
 *
 * A file of lines is read as one source, by whatever format is detected, with the program's own
 * mappings and log sources.
 *
 * Of a correlation, all lines with + are one source, for which it holds, and all lines with - are
 * another, for which it does not. "+20 " is the line twenty times, with its number for {n}.
 */
#include "base/file.h"
#include "event/format.h"
#include "event/mapping.h"
#include "sigma/correlation.h"
#include "sigma/sigma.h"
#include "tap.h"
#include <stdlib.h>

enum { RIG_BYTES = 1 << 30, LINES_MAX = 400, FILE_BYTES_MAX = 1 << 20, TIMES_MAX = 1000 };

static const int64_t received_us = INT64_C(1795741400) * 1000000;

struct rig {
    struct turn turn;
    struct event_sources *sources;
    struct event_mappings *mappings;
    struct sigma_rules *rules;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    uint32_t rule;
    char claims[LINES_MAX];
    bool held[LINES_MAX], seen[LINES_MAX];
    struct correlator *correlator; /* NULL: a rule is tried */
    uint64_t lines;                /* read for the correlator */
    uint32_t correlation;
    size_t told;
};

static void correlation_told(void *context, const struct correlation_hit *hit)
{
    struct rig *rig = context;
    rig->told += hit->correlation == rig->correlation;
}

static void event_taken(void *context, const struct event *read, uint64_t line)
{
    struct rig *rig = context;
    struct event event = *read;
    const uint32_t *hits;
    if (line >= LINES_MAX && rig->correlator == NULL)
        return;
    event_sources_apply(rig->sources, rig->reader, &event);
    size_t count = sigma_match(rig->matcher, &event, &hits);
    for (size_t i = 0; rig->correlator != NULL && i < count; i++)
        correlator_match(rig->correlator, hits[i], &event, (struct window_event){1, line},
                         event.time_us, correlation_told, rig);
    if (rig->correlator != NULL)
        return;
    rig->seen[line] = true;
    for (size_t i = 0; i < count; i++)
        rig->held[line] = rig->held[line] || hits[i] == rig->rule;
}

/* Reads the lines; true when something is claimed for and something against the rule. */
static bool lines_read(struct rig *rig, struct text text)
{
    size_t number = 0;
    bool holds = false;
    bool lacks = false;
    struct stream_settings settings = {.mappings = rig->mappings};
    struct event_stream *stream =
        event_stream_new(rig->turn.arena, rig->reader, &settings, event_taken, rig);
    memset(rig->claims, 0, sizeof rig->claims);
    memset(rig->held, 0, sizeof rig->held);
    memset(rig->seen, 0, sizeof rig->seen);
    while (text.size > 0 && number + 1 < LINES_MAX) {
        struct text line = text_cut(text, '\n', &text);
        if (line.size < 2 || line.data[1] != ' ' || strchr("+-&=", line.data[0]) == NULL)
            return false;
        rig->claims[++number] = line.data[0];
        holds = holds || line.data[0] == '+';
        lacks = lacks || line.data[0] == '-';
        event_stream_line(stream, (struct text){line.data + 2, line.size - 2}, received_us);
    }
    event_stream_end(stream);
    return holds && lacks;
}

/* The file of lines of a rule; false, and a failed test, where it has none. */
static bool own_read(struct rig *rig, const char *source, const struct sigma_rule *rule,
                     struct text *text)
{
    const char *path =
        text_format(rig->turn.arena, "%s/tests/sigma/own/%.*s.lines", source, TEXT_SHOW(rule->name))
            .data;
    fault_clear(&rig->turn);
    return file_read(&rig->turn, path, FILE_BYTES_MAX, text)
           || ok(false, "%s: %s", path, rig->turn.fault.message);
}

static void test_lines(struct rig *rig, const char *source)
{
    const struct sigma_rule *rule = sigma_rules_at(rig->rules, rig->rule);
    struct text text;
    if (!own_read(rig, source, rule, &text))
        return;
    ok(lines_read(rig, text), "%.*s: has lines for which it holds, and others",
       TEXT_SHOW(rule->name));
    for (size_t i = 1; i < LINES_MAX; i++) {
        if (rig->claims[i] != '+' && rig->claims[i] != '-')
            continue;
        ok(rig->seen[i] && rig->held[i] == (rig->claims[i] == '+'), "%.*s:%zu: %s",
           TEXT_SHOW(rule->name), i, rig->claims[i] == '+' ? "holds" : "does not hold");
    }
}

/* ---- correlations ---- */

/* The line with a number for each {n}. */
static struct text numbered(struct arena *arena, struct text line, unsigned number)
{
    struct builder out = {.arena = arena};
    while (line.size > 0) {
        bool here = text_starts(line, TEXT("{n}"));
        if (here)
            build_format(&out, "%u", number);
        else
            build_byte(&out, line.data[0]);
        size_t size = here ? 3 : 1;
        line = (struct text){line.data + size, line.size - size};
    }
    return built(&out);
}

static void line_times(struct rig *rig, struct event_stream *stream, struct text line)
{
    struct text rest;
    int64_t times = 1;
    struct text count = text_cut(line, ' ', &rest);
    if (count.size > 1)
        ok(text_integer((struct text){count.data + 1, count.size - 1}, &times) && times > 0
               && times <= TIMES_MAX,
           "how often a line stands is a number");
    for (int64_t i = 1; i <= times && i <= TIMES_MAX; i++, rig->lines++)
        event_stream_line(stream, numbered(rig->turn.arena, rest, (unsigned)i), received_us);
}

/* How often the correlation is told of the lines with the mark; *lines is how many there are. */
static size_t batch_told(struct rig *rig, struct text text, char mark, size_t *lines)
{
    static const struct correlator_limits limits = {
        .window = {.groups_max = 10000, .items_max = 10000, .group_items_max = 10000},
        .pending_max = 10000,
        .lateness_us = CORRELATION_TIME_END_US};
    struct stream_settings settings = {.mappings = rig->mappings};
    struct event_stream *stream =
        event_stream_new(rig->turn.arena, rig->reader, &settings, event_taken, rig);
    rig->correlator =
        correlator_new(rig->turn.arena, sigma_rules_correlations(rig->rules), &limits);
    rig->told = rig->lines = 0;
    while (rig->correlator != NULL && text.size > 0) {
        struct text line = text_cut(text, '\n', &text);
        if (line.size > 0 && line.data[0] == mark)
            line_times(rig, stream, line);
    }
    event_stream_end(stream);
    if (rig->correlator != NULL)
        correlator_end(rig->correlator, correlation_told, rig);
    rig->correlator = NULL;
    *lines = rig->lines;
    return rig->told;
}

static void test_correlation(struct rig *rig, const char *source)
{
    const struct sigma_rule *rule = sigma_rules_correlation(rig->rules, rig->correlation);
    struct text text;
    size_t lines;
    if (!own_read(rig, source, rule, &text))
        return;
    size_t told = batch_told(rig, text, '+', &lines);
    ok(lines > 0 && told == 1, "%.*s: holds once for %zu lines: %zu", TEXT_SHOW(rule->name), lines,
       told);
    told = batch_told(rig, text, '-', &lines);
    ok(lines > 0 && told == 0, "%.*s: does not hold for %zu others", TEXT_SHOW(rule->name), lines);
}

/* ---- what a rule says of itself ---- */

static bool is_v4(struct text id)
{
    return id.size == 36 && id.data[14] == '4' && strchr("89ab", id.data[19]) != NULL;
}

static size_t tagged(const struct sigma_rule *rule, const char *prefix)
{
    size_t count = 0;
    for (size_t i = 0; rule->tags != NULL && i < rule->tags->count; i++)
        count += text_starts(rule->tags->items[i]->text, text_of(prefix));
    return count;
}

static void test_face(const struct sigma_rule *rule, const char *folder)
{
    struct text file = rule->file;
    size_t stem = strlen(folder) + 1;
    ok(file.size > stem + 4
           && text_equal((struct text){file.data + stem, file.size - stem - 4}, rule->name),
       "%.*s: the file has the name of its rule", TEXT_SHOW(rule->name));
    ok(!text_empty(rule->title) && is_v4(rule->id) && !text_empty(rule->description)
           && !text_empty(rule->level) && text_is(rule->author, "Revere")
           && rule->false_positives != NULL && tagged(rule, "attack.t") > 0
           && tagged(rule, "incident.") == 1,
       "%.*s: says what it is, how grave, what else it may be, and which type of incident",
       TEXT_SHOW(rule->name));
}

int main(void)
{
    struct rig rig = {.turn = {.arena = arena_new(RIG_BYTES)}};
    const char *source = getenv("REVERE_SOURCE");
    struct arena *arena = rig.turn.arena;
    struct text folder = text_format(arena, "%s/policy/us-ma/sigma", source == NULL ? "." : source);
    rig.mappings = event_mappings_new(&rig.turn);
    if (!event_sources_own(&rig.turn, &rig.sources)
        || !event_mappings_own(&rig.turn, rig.mappings)) {
        ok(false, "%s", rig.turn.fault.message);
        return tap_end();
    }
    event_mappings_bind(rig.mappings, rig.sources);
    struct sigma_order order = {.paths = &folder, .path_count = 1, .sources = rig.sources};
    if (!sigma_load(&rig.turn, &order, &rig.rules)) {
        ok(false, "%s", rig.turn.fault.message);
        return tap_end();
    }
    size_t problems;
    const struct sigma_problem *problem = sigma_rules_problems(rig.rules, &problems);
    for (size_t i = 0; i < problems; i++)
        ok(false, "%.*s:%d: %.*s", TEXT_SHOW(problem[i].file), problem[i].line,
           TEXT_SHOW(problem[i].what));
    ok(sigma_rules_count(rig.rules) >= 60, "%zu rules are loaded", sigma_rules_count(rig.rules));
    rig.reader = event_reader_new(arena, sigma_rules_names(rig.rules));
    rig.matcher = sigma_matcher_new(arena, rig.rules);
    for (rig.rule = 0; rig.rule < sigma_rules_count(rig.rules); rig.rule++) {
        test_face(sigma_rules_at(rig.rules, rig.rule), folder.data);
        test_lines(&rig, source == NULL ? "." : source);
    }
    size_t correlations = sigma_rules_correlations(rig.rules)->count;
    ok(correlations >= 8, "%zu correlations are loaded", correlations);
    for (rig.correlation = 0; rig.correlation < correlations; rig.correlation++) {
        test_face(sigma_rules_correlation(rig.rules, rig.correlation), folder.data);
        test_correlation(&rig, source == NULL ? "." : source);
    }
    ok(sigma_matcher_limits(rig.matcher) == 0, "no search was given up");
    arena_free(arena);
    return tap_end();
}
