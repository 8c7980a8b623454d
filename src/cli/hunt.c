/* SPDX-License-Identifier: Apache-2.0 */
/* revere hunt: the rules that watch what comes, over what is kept. No house is needed. */
#include "cli/hunt.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/zone.h"
#include "event/block.h"
#include "event/format.h"
#include "event/search.h"
#include "sigma/correlation.h"
#include <unistd.h>

enum {
    HUNT_ARENA_BYTES = 256 << 20,
    TITLE_COLUMNS = 44,
    LINE_COLUMNS_MAX = 2000,
    HUNT_SOURCES_MAX = 1024,
    PROGRESS_LINES = 4096
};

static const struct command hunt_command = {
    "hunt", "RULE|DIR…", "Which detection rules hold for lines of the event store?", cli_hunt};
static const struct option hunt_options[] = {
    SIGMA_RULE_OPTIONS,
    DATA_OPTION,
    {"since", "TIME", "Lines of this time or later: an instant, or 90s, 30m, 2h, 7d ago", false},
    {"until", "TIME", "Lines before this time", false},
    {"again", NULL, "Also lines that these rules have seen", false},
    {"json", NULL, "One JSON object a line, for programs", false},
    {0},
};
static const char hunt_more[] =
    "RULE is a file of rules, DIR a folder of them. A line of JSON is\n"
    "  {\"segment\":3,\"index\":70,\"rule\":\"0e95725d-…\",\"title\":\"…\",\"level\":\"high\",\n"
    "   \"received\":\"2026-11-27T10:00:00Z\",\"source\":\"auth\",\"raw\":\"…\"}\n"
    "The oldest lines come first. What these versions of the rules have seen, as it came or in a\n"
    "hunt, is not looked at again but with --again; what is seen is written down: coverage(5).\n"
    "Correlations are decided when all lines are read, by the times of the events\n"
    "(correlation(7)), and come last; they name the line with which they held.";

/* A source, whose lines are read by what stood before them. */
struct hunt_source {
    struct text name;
    struct event_stream *stream;
    uint64_t read;           /* lines, before those of the block in hand */
    struct search_hit *hits; /* its lines of that block */
    size_t count, capacity;
};

/* A hunt on its way. */
struct hunt {
    struct sigma_work work;
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    struct correlator *correlator; /* NULL: none is to be decided */
    struct hunt_cover cover;
    struct hunt_source sources[HUNT_SOURCES_MAX];
    size_t source_count;
    struct hunt_source *now;      /* whose events are taken */
    struct arena *block;          /* of the block in hand */
    struct arena *printing;       /* for one line of the answer */
    const struct search_hit *hit; /* the line in hand */
    int64_t since_us, until_us;
    uint64_t found, lines, damaged;
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

/* The line whose event it is, and not the last that was read. */
static struct search_hit hit_of(const struct hunt *hunt, uint64_t number)
{
    const struct hunt_source *now = hunt->now;
    size_t at = number > now->read ? (size_t)(number - now->read - 1) : 0;
    return now->hits[at < now->count ? at : now->count - 1];
}

static void event_take(void *context, const struct event *read, uint64_t number)
{
    struct hunt *hunt = context;
    struct event event = *read;
    const uint32_t *rules;
    const uint64_t *missing;
    struct search_hit hit = hit_of(hunt, number);
    event_sources_apply(hunt->work.sources, hunt->reader, &event);
    size_t count = sigma_match(hunt->matcher, &event, &rules);
    int64_t time_us = event.time_us == EVENT_TIME_NONE ? hit.record->received_us : event.time_us;
    hunt_cover_missing(&hunt->cover, hit.position.index, &missing);
    for (size_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(hunt->work.rules, rules[i]);
        if (!rule->referred && (missing == NULL || coverage_bit(missing, rules[i])))
            found_print(hunt, rule, hit.position, hit.record);
        if (hunt->correlator != NULL)
            correlator_match(hunt->correlator, rules[i], &event,
                             (struct window_event){hit.position.segment, hit.position.index},
                             time_us, correlation_take, hunt);
    }
}

/* ---- going through the store ---- */

/* More sources than that share the last. */
static struct hunt_source *source_find(struct hunt *hunt, struct text name)
{
    struct arena *arena = hunt->work.turn->arena;
    for (size_t i = 0; i < hunt->source_count; i++)
        if (text_equal(hunt->sources[i].name, name))
            return &hunt->sources[i];
    if (hunt->source_count == HUNT_SOURCES_MAX)
        return &hunt->sources[HUNT_SOURCES_MAX - 1];
    struct hunt_source *source = &hunt->sources[hunt->source_count++];
    *source = (struct hunt_source){.name = text_copy(arena, name)};
    source->stream = event_stream_new(arena, hunt->reader,
                                      &(struct stream_settings){.mappings = hunt->work.mappings},
                                      event_take, hunt);
    return source;
}

static void progress_print(struct hunt *hunt)
{
    if (!hunt->watched)
        return;
    fprintf(hunt->work.console->errors, "\r\033[K%llu of %llu lines, %llu found",
            (unsigned long long)hunt->lines, (unsigned long long)hunt->cover.lines,
            (unsigned long long)hunt->found);
    fflush(hunt->work.console->errors);
    hunt->drawn = true;
}

/* A line is kept until its block ends: an event may be of several. */
static bool line_take(void *context, struct turn *turn, struct segment_position at,
                      const struct segment_record *record)
{
    struct hunt *hunt = context;
    int64_t time_us = record_time_us(record);
    if (time_us < hunt->since_us || time_us >= hunt->until_us
        || !hunt_cover_wants(&hunt->cover, at.index))
        return true;
    hunt->lines++;
    if ((record->flags & SEGMENT_FLAG_CRASHED) != 0) {
        hunt_cover_saw(&hunt->cover, at, COVERAGE_UNREADABLE);
        return true;
    }
    struct hunt_source *source = source_find(hunt, record->source);
    if (source->count == 0)
        source->capacity = 0; /* what it had went with the block before */
    source->hits = arena_grow(hunt->block, source->hits, source->count, &source->capacity,
                              sizeof *source->hits);
    source->hits[source->count++] = (struct search_hit){at, record};
    hunt->now = source;
    (void)event_stream_line(source->stream, record->raw, record->received_us);
    hunt_cover_saw(&hunt->cover, at, COVERAGE_HUNT);
    if (hunt->lines % PROGRESS_LINES == 0)
        progress_print(hunt);
    return ferror(hunt->work.console->out) == 0
           || fail(turn, FAULT_BROKEN, "What is found cannot be written.");
}

static bool block_end(void *context, struct turn *turn)
{
    struct hunt *hunt = context;
    (void)turn;
    for (size_t i = 0; i < hunt->source_count; i++) {
        struct hunt_source *source = &hunt->sources[i];
        if (source->count == 0)
            continue;
        hunt->now = source;
        event_stream_end(source->stream);
        source->read += source->count;
        source->count = 0;
        source->hits = NULL;
    }
    arena_clear(hunt->block);
    return true;
}

static void damage_print(void *context, const char *words)
{
    struct hunt *hunt = context;
    progress_clear(hunt);
    hunt->damaged++;
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
    hunt->block = arena_within(turn->arena, HUNT_ARENA_BYTES);
    if (hunt->printing == NULL || hunt->block == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to answer in.");
    hunt->reader = event_reader_new(turn->arena, sigma_rules_names(hunt->work.rules));
    hunt->matcher = sigma_matcher_new(turn->arena, hunt->work.rules);
    return cli_time(turn, hunt->work.read, "since", INT64_MIN, &hunt->since_us)
           && cli_time(turn, hunt->work.read, "until", INT64_MAX, &hunt->until_us);
}

/* Correlations want every line, or they are decided already. */
static bool hunt_cover(struct turn *turn, struct hunt *hunt)
{
    bool again = value_has(hunt->work.read, "again");
    bool partly = hunt->since_us != INT64_MIN || hunt->until_us != INT64_MAX;
    if (!hunt_cover_open(turn, hunt->work.rules, cli_data(turn, hunt->work.read), again, partly,
                         &hunt->cover))
        return false;
    bool decided = hunt->cover.view != NULL && !hunt->cover.whole;
    return decided || sigma_correlator_open(&hunt->work, &hunt->correlator);
}

static bool segment_hunt(struct turn *turn, struct hunt *hunt, const struct segment_extent *extent)
{
    uint64_t reached;
    uint64_t lines = hunt_cover_segment(&hunt->cover, extent);
    const struct segment_walk walk = {.folder = hunt->cover.folder,
                                      .segment = extent->number,
                                      .to = lines,
                                      .take = line_take,
                                      .after = block_end,
                                      .damage = damage_print,
                                      .timed = true,
                                      .since_us = hunt->since_us,
                                      .until_us = hunt->until_us,
                                      .context = hunt};
    if (extent->state == EXTENT_DAMAGED)
        damage_print(hunt, text_format(turn->arena, "Segment %llu is damaged.",
                                       (unsigned long long)extent->number)
                               .data);
    if (lines == 0 || segment_walk(turn, &walk, &reached))
        return true;
    if (ferror(hunt->work.console->out) != 0)
        return false;
    if (turn->fault.kind != FAULT_MISSING) /* else it was let go meanwhile */
        damage_print(hunt, turn->fault.message);
    fault_clear(turn);
    return true;
}

/* What was found is out before it counts as seen. With correlations that is when they are decided.
 */
static void hunt_write(struct hunt *hunt)
{
    if (fflush(hunt->work.console->out) == 0)
        hunt_cover_write(&hunt->cover, hunt->work.turn->now_us);
}

static bool hunt_run(struct turn *turn, struct hunt *hunt)
{
    if (!hunt_open(turn, hunt) || !hunt_cover(turn, hunt))
        return false;
    sigma_problems_print(&hunt->work, hunt->work.console->errors);
    for (size_t i = 0; i < hunt->cover.extent_count; i++) {
        if (!segment_hunt(turn, hunt, &hunt->cover.extents[i]))
            return false;
        if (hunt->correlator == NULL)
            hunt_write(hunt);
    }
    if (hunt->correlator != NULL)
        correlator_end(hunt->correlator, correlation_take, hunt);
    hunt_write(hunt);
    return true;
}

/* What it comes to, for people. */
static void hunt_say(struct hunt *hunt, int64_t begun_us)
{
    FILE *errors = hunt->work.console->errors;
    fprintf(errors, "%llu found in %llu lines, %.2f s%s\n", (unsigned long long)hunt->found,
            (unsigned long long)hunt->lines, (double)(clock_elapsed_us() - begun_us) / 1e6,
            hunt->damaged > 0 ? "; what is damaged was passed by" : "");
    if (hunt->cover.seen > 0)
        fprintf(errors, "%llu lines were seen by these rules before: --again looks at them, too\n",
                (unsigned long long)hunt->cover.seen);
    if (hunt->cover.failed != NULL)
        fprintf(errors, "What was seen could not be written down: %s\n", hunt->cover.failed);
}

int cli_hunt(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, hunt_options, 0, SIZE_MAX, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere", &hunt_command, hunt_options, hunt_more);
        return cli_print(console, TEXT_NONE);
    }
    struct hunt *hunt = arena_take(turn->arena, sizeof *hunt);
    *hunt = (struct hunt){.work = {.turn = turn, .console = console, .read = read},
                          .json = value_has(read, "json"),
                          .watched = isatty(fileno(console->errors)) == 1};
    int64_t begun_us = clock_elapsed_us();
    if (!hunt_run(turn, hunt))
        return cli_fault(turn, console);
    progress_clear(hunt);
    if (!hunt->json || hunt->watched)
        hunt_say(hunt, begun_us);
    int code = cli_print(console, TEXT_NONE);
    return hunt->damaged > 0 ? EXIT_BROKEN : code;
}
