/* SPDX-License-Identifier: Apache-2.0 */
/* revere hunt: the rules that watch what comes, over what is kept. No house is needed. */
#include "base/clock.h"
#include "base/json.h"
#include "base/zone.h"
#include "cli/sigma.h"
#include "event/format.h"
#include "event/search.h"
#include "sigma/correlation.h"
#include <unistd.h>

enum { HUNT_ARENA_BYTES = 256 << 20, TITLE_COLUMNS = 44, LINE_COLUMNS_MAX = 2000 };

static const struct command hunt_command = {
    "hunt", "RULE|DIR…", "Which detection rules hold for lines of the event store?", cli_hunt};
static const struct option hunt_options[] = {
    SIGMA_RULE_OPTIONS,
    DATA_OPTION,
    {"since", "TIME", "Lines of this time or later: an instant, or 90s, 30m, 2h, 7d ago", false},
    {"until", "TIME", "Lines before this time", false},
    {"json", NULL, "One JSON object a line, for programs", false},
    {0},
};
static const char hunt_more[] =
    "RULE is a file of rules, DIR a folder of them. A line of JSON is\n"
    "  {\"segment\":3,\"index\":70,\"rule\":\"0e95725d-…\",\"title\":\"…\",\"level\":\"high\",\n"
    "   \"received\":\"2026-11-27T10:00:00Z\",\"source\":\"auth\",\"raw\":\"…\"}\n"
    "The newest lines come first. Correlations are decided when all lines are read, by the times "
    "of\n"
    "the events (correlation(7)), and come last; they name the line with which they held. Each "
    "line\n"
    "is an event of its own: records of Linux's audit are not put together here.";

/* A hunt on its way. */
struct hunt {
    struct sigma_work work;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    struct correlator *correlator; /* NULL: no rule is a correlation */
    struct event_stream *stream;
    struct arena *printing;       /* for one line of the answer */
    const struct search_hit *hit; /* the line in hand */
    uint64_t found;
    bool json, watched, drawn;
};

/* ---- what is found ---- */

static void progress_clear(struct hunt *hunt)
{
    if (hunt->drawn)
        fputs("\r\033[K", hunt->work.console->errors);
    hunt->drawn = false;
}

/* record NULL: the line is not in hand any more, and its place is said alone. */
static struct text found_json(struct arena *arena, const struct sigma_rule *rule,
                              struct segment_position at, const struct segment_record *record)
{
    struct value *value = value_map(arena);
    value_set_integer(arena, value, "segment", (int64_t)at.segment);
    value_set_integer(arena, value, "index", (int64_t)at.index);
    value_set_text(arena, value, "rule", text_utf8_mended(arena, sigma_rule_name(rule)));
    value_set_text(arena, value, "title", text_utf8_mended(arena, rule->title));
    value_set_text(arena, value, "level", text_utf8_mended(arena, rule->level));
    if (record != NULL) {
        struct text raw = record->raw;
        bool whole = text_utf8(raw) && (raw.size == 0 || memchr(raw.data, '\0', raw.size) == NULL);
        value_set_text(arena, value, "received", instant_utc(arena, record->received_us));
        value_set_text(arena, value, "source", text_utf8_mended(arena, record->source));
        value_set_text(arena, value, whole ? "raw" : "raw_base64",
                       whole ? raw : base64_write(arena, raw));
    }
    return text_format(arena, "%.*s\n", TEXT_SHOW(json_write(arena, value)));
}

static struct text found_plain(struct arena *arena, const struct sigma_rule *rule,
                               struct segment_position at, const struct segment_record *record)
{
    struct text raw = record == NULL ? TEXT_NONE : record->raw;
    raw.size = raw.size > LINE_COLUMNS_MAX ? LINE_COLUMNS_MAX : raw.size;
    return text_format(arena, "%llu/%llu  %-8.*s  %-*.*s  %.*s\n", (unsigned long long)at.segment,
                       (unsigned long long)at.index, TEXT_SHOW(plain(arena, rule->level, false)),
                       TITLE_COLUMNS, TEXT_SHOW(plain(arena, rule->title, false)),
                       TEXT_SHOW(plain(arena, raw, false)));
}

static void found_print(struct hunt *hunt, const struct sigma_rule *rule,
                        struct segment_position at, const struct segment_record *record)
{
    arena_clear(hunt->printing);
    progress_clear(hunt);
    struct text said = hunt->json ? found_json(hunt->printing, rule, at, record)
                                  : found_plain(hunt->printing, rule, at, record);
    fwrite(said.data, 1, said.size, hunt->work.console->out);
    hunt->found++;
}

static void correlation_take(void *context, const struct correlation_hit *hit)
{
    struct hunt *hunt = context;
    const struct sigma_rule *rule = sigma_rules_correlation(hunt->work.rules, hit->correlation);
    if (rule->referred || hit->window->event_count == 0)
        return;
    struct window_event last = hit->window->events[hit->window->event_count - 1];
    found_print(hunt, rule, (struct segment_position){last.place, last.position}, NULL);
}

static void event_take(void *context, const struct event *read, uint64_t number)
{
    struct hunt *hunt = context;
    struct event event = *read;
    const uint32_t *rules;
    (void)number;
    event_sources_apply(hunt->work.sources, hunt->reader, &event);
    size_t count = sigma_match(hunt->matcher, &event, &rules);
    struct segment_position at = hunt->hit->position;
    int64_t time_us =
        event.time_us == EVENT_TIME_NONE ? hunt->hit->record->received_us : event.time_us;
    for (size_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(hunt->work.rules, rules[i]);
        if (!rule->referred)
            found_print(hunt, rule, at, hunt->hit->record);
        if (hunt->correlator != NULL)
            correlator_match(hunt->correlator, rules[i], &event,
                             (struct window_event){at.segment, at.index}, time_us, correlation_take,
                             hunt);
    }
}

/* ---- going through the store ---- */

static bool line_take(void *context, const struct search_hit *hit)
{
    struct hunt *hunt = context;
    hunt->hit = hit;
    event_stream_line(hunt->stream, hit->record->raw, hit->record->received_us);
    event_stream_end(hunt->stream); /* the record does not outlive this call */
    return ferror(hunt->work.console->out) == 0;
}

static void progress_print(void *context, const struct search_progress *progress)
{
    struct hunt *hunt = context;
    if (!hunt->watched)
        return;
    fprintf(hunt->work.console->errors, "\r\033[K%llu of %llu blocks, %llu found",
            (unsigned long long)progress->blocks, (unsigned long long)progress->blocks_total,
            (unsigned long long)hunt->found);
    fflush(hunt->work.console->errors);
    hunt->drawn = true;
}

static void damage_print(void *context, const char *words)
{
    struct hunt *hunt = context;
    progress_clear(hunt);
    fprintf(hunt->work.console->errors, "revere: %s\n", words);
}

static bool hunt_open(struct turn *turn, struct hunt *hunt)
{
    if (!sigma_rules_open(&hunt->work))
        return false;
    if (hunt->work.file_count > 0)
        return fail_field(turn, "RULE", "%.*s is neither a folder nor a file of rules (.yml).",
                          TEXT_SHOW(hunt->work.files[0]));
    hunt->printing = arena_within(turn->arena, HUNT_ARENA_BYTES);
    if (hunt->printing == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to answer in.");
    if (!sigma_correlator_open(&hunt->work, &hunt->correlator))
        return false;
    hunt->reader = event_reader_new(turn->arena, sigma_rules_names(hunt->work.rules));
    hunt->matcher = sigma_matcher_new(turn->arena, hunt->work.rules);
    hunt->stream = event_stream_new(turn->arena, hunt->reader,
                                    &(struct stream_settings){.mappings = hunt->work.mappings},
                                    event_take, hunt);
    return true;
}

static bool hunt_run(struct turn *turn, struct hunt *hunt, struct search_progress *done)
{
    struct search_query *everything;
    struct search_order order = {.folder = cli_data(turn, hunt->work.read),
                                 .take = line_take,
                                 .progress = progress_print,
                                 .damage = damage_print,
                                 .context = hunt};
    if (!hunt_open(turn, hunt)
        || !cli_time(turn, hunt->work.read, "since", INT64_MIN, &order.since_us)
        || !cli_time(turn, hunt->work.read, "until", INT64_MAX, &order.until_us)
        || !search_read(turn, TEXT_NONE, &everything))
        return false;
    order.query = everything;
    sigma_problems_print(&hunt->work, hunt->work.console->errors);
    if (!search_run(turn, &order, done))
        return false;
    if (hunt->correlator != NULL)
        correlator_end(hunt->correlator, correlation_take, hunt);
    return true;
}

int cli_hunt(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct search_progress done;
    if (!options_read(turn, hunt_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere", &hunt_command, hunt_options, hunt_more);
        return cli_print(console, TEXT_NONE);
    }
    struct hunt hunt = {.work = {.turn = turn, .console = console, .read = read},
                        .json = value_has(read, "json"),
                        .watched = isatty(fileno(console->errors)) == 1};
    int64_t begun_us = clock_elapsed_us();
    if (!hunt_run(turn, &hunt, &done))
        return cli_fault(turn, console);
    progress_clear(&hunt);
    if (!hunt.json || hunt.watched)
        fprintf(console->errors, "%llu found in %llu lines, %.2f s%s\n",
                (unsigned long long)hunt.found, (unsigned long long)done.hits,
                (double)(clock_elapsed_us() - begun_us) / 1e6,
                done.damaged > 0 ? "; what is damaged was passed by" : "");
    int code = cli_print(console, TEXT_NONE);
    return done.damaged > 0 ? EXIT_BROKEN : code;
}
