/* SPDX-License-Identifier: Apache-2.0 */
/* revere search: lines of the event store found again. No house is needed. */
#include "event/search.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/zone.h"
#include "cli/inside.h"
#include <unistd.h>

enum { SOURCE_COLUMNS = 20, LINE_COLUMNS_MAX = 2000 };

static const struct command search_command = {"search", "QUERY", "Find lines in the event store",
                                              cli_search};
static const struct option search_options[] = {
    DATA_OPTION,
    {"since", "TIME", "Lines of this time or later: an instant, or 90s, 30m, 2h, 7d ago", false},
    {"until", "TIME", "Lines before this time", false},
    {"limit", "N", "At most so many lines; else all", false},
    {"json", NULL, "One JSON object a line, for programs", false},
    {0},
};
static const char search_more[] =
    "word         a whole word; all words must stand in the line, in any order\n"
    "mimi* *.exe  the beginning, the end or a part of a word\n"
    "\"a b\"        exactly this, anywhere\n"
    "user=admin   the value of a field; user=ad*, user=/^ad/, user!=admin\n"
    "source=file* where the line came from\n"
    "/ssh\\d+/i    a regular expression\n"
    "a OR b, NOT a, (a OR b) c\n"
    "\n"
    "Capitals and small letters are the same, but in a regular expression without its i. The\n"
    "newest lines come first. search(7) says it exactly.";

struct printing {
    struct arena *arena;
    const struct console *console;
    bool json, broken;
    bool watched; /* somebody sits at the terminal */
    bool drawn;   /* a line of progress stands there */
    int64_t begun_us;
};

/* ---- times ---- */

/* "2h": so long before now; false when it is no such word. */
static bool ago_read(struct text text, int64_t now_us, int64_t *instant_us)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    int64_t number = 0;
    if (text.size < 2 || !text_integer((struct text){text.data, text.size - 1}, &number)
        || number < 0 || number > 1000000)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text.data[text.size - 1] == units[i].unit) {
            *instant_us = now_us - number * units[i].seconds * 1000000;
            return true;
        }
    return false;
}

bool cli_time(struct turn *turn, const struct value *read, const char *name, int64_t otherwise,
              int64_t *instant_us)
{
    struct text text = value_get_text(read, name);
    *instant_us = otherwise;
    return !value_has(read, name) || ago_read(text, turn->now_us, instant_us)
           || instant_parse(turn, name, text, NULL, instant_us);
}

const char *cli_data(struct turn *turn, const struct value *read)
{
    return value_has(read, "data") ? text_string(turn->arena, value_get_text(read, "data"))
                                   : "events";
}

/* ---- lines ---- */

static void progress_clear(struct printing *printing)
{
    if (printing->drawn)
        fputs("\r\033[K", printing->console->errors);
    printing->drawn = false;
}

static struct text hit_json(struct arena *arena, const struct search_hit *hit)
{
    const struct segment_record *record = hit->record;
    struct value *value = value_map(arena);
    struct text raw = record->raw;
    value_set_integer(arena, value, "segment", (int64_t)hit->position.segment);
    value_set_integer(arena, value, "index", (int64_t)hit->position.index);
    value_set_text(arena, value, "received", instant_utc(arena, record->received_us));
    if (record->event_us != EVENT_TIME_NONE)
        value_set_text(arena, value, "time", instant_utc(arena, record->event_us));
    value_set_text(arena, value, "source", text_utf8_mended(arena, record->source));
    value_set_integer(arena, value, "flags", record->flags);
    if (text_utf8(raw) && memchr(raw.size > 0 ? raw.data : "x", '\0', raw.size) == NULL)
        value_set_text(arena, value, "raw", raw);
    else
        value_set_text(arena, value, "raw_base64", base64_write(arena, raw));
    return text_format(arena, "%.*s\n", TEXT_SHOW(json_write(arena, value)));
}

static struct text hit_plain(struct arena *arena, const struct search_hit *hit)
{
    const struct segment_record *record = hit->record;
    int64_t time_us = record->event_us == EVENT_TIME_NONE ? record->received_us : record->event_us;
    struct text raw = record->raw;
    const char *more = raw.size > LINE_COLUMNS_MAX ? " …" : "";
    raw.size = raw.size > LINE_COLUMNS_MAX ? LINE_COLUMNS_MAX : raw.size;
    struct builder out = {.arena = arena};
    build_format(&out, "%.*s  %llu/%llu  %-*.*s  ", TEXT_SHOW(instant_utc(arena, time_us)),
                 (unsigned long long)hit->position.segment, (unsigned long long)hit->position.index,
                 SOURCE_COLUMNS, TEXT_SHOW(plain(arena, record->source, false)));
    build(&out, plain(arena, raw, false));
    build(&out, text_of(more));
    build_byte(&out, '\n');
    return built(&out);
}

static bool hit_print(void *context, const struct search_hit *hit)
{
    struct printing *printing = context;
    arena_clear(printing->arena);
    progress_clear(printing);
    struct text said =
        printing->json ? hit_json(printing->arena, hit) : hit_plain(printing->arena, hit);
    printing->broken = fwrite(said.data, 1, said.size, printing->console->out) != said.size;
    return !printing->broken;
}

static void progress_print(void *context, const struct search_progress *progress)
{
    struct printing *printing = context;
    fflush(printing->console->out);
    if (!printing->watched)
        return;
    fprintf(printing->console->errors, "\r\033[K%llu lines; %llu blocks, %llu passed by",
            (unsigned long long)progress->hits, (unsigned long long)progress->blocks,
            (unsigned long long)progress->passed_by);
    fflush(printing->console->errors);
    printing->drawn = true;
}

static void damage_print(void *context, const char *words)
{
    struct printing *printing = context;
    progress_clear(printing);
    fprintf(printing->console->errors, "revere: %s\n",
            plain(printing->arena, text_of(words), false).data);
}

/* ---- the command ---- */

static bool search_words(struct turn *turn, const struct value *read, struct text *query)
{
    struct builder all = {.arena = turn->arena};
    for (size_t i = 0; i < value_get_count(read, "words"); i++) {
        build(&all, value_get_item(read, "words", i)->text);
        build_byte(&all, ' ');
    }
    *query = text_trim(built(&all));
    return true;
}

static bool limit_read(struct turn *turn, const struct value *read, uint64_t *limit)
{
    int64_t number = 0;
    *limit = 0;
    if (!value_has(read, "limit"))
        return true;
    if (!text_integer(value_get_text(read, "limit"), &number) || number < 1)
        return fail_field(turn, "limit", "--limit is a whole number from 1.");
    *limit = (uint64_t)number;
    return true;
}

static void sum_print(const struct console *console, const struct search_progress *done,
                      int64_t taken_us)
{
    fprintf(
        console->errors, "%llu lines, of %llu blocks %llu passed by, %llu MB read in %.2f s%s\n",
        (unsigned long long)done->hits, (unsigned long long)done->blocks,
        (unsigned long long)done->passed_by, (unsigned long long)done->raw_bytes / 1000000,
        (double)taken_us / 1e6, done->damaged > 0 ? "; what is damaged was passed by as well" : "");
}

static int search_print(struct turn *turn, const struct console *console, const struct value *read)
{
    struct text words;
    struct search_query *query;
    struct search_progress done;
    struct printing printing = {.console = console, .json = value_has(read, "json")};
    struct search_order order = {.folder = cli_data(turn, read),
                                 .take = hit_print,
                                 .progress = progress_print,
                                 .damage = damage_print,
                                 .context = &printing};
    printing.arena = arena_within(turn->arena, (size_t)256 << 20);
    if (printing.arena == NULL)
        return EXIT_BROKEN;
    printing.watched = isatty(fileno(console->errors)) == 1;
    printing.begun_us = clock_elapsed_us();
    if (!search_words(turn, read, &words) || !limit_read(turn, read, &order.hits_max)
        || !cli_time(turn, read, "since", INT64_MIN, &order.since_us)
        || !cli_time(turn, read, "until", INT64_MAX, &order.until_us)
        || !search_read(turn, words, &query))
        return cli_fault(turn, console);
    order.query = query;
    if (!search_run(turn, &order, &done))
        return cli_fault(turn, console);
    progress_clear(&printing);
    if (!printing.json || printing.watched)
        sum_print(console, &done, clock_elapsed_us() - printing.begun_us);
    int code = printing.broken ? EXIT_BROKEN : cli_print(console, TEXT_NONE);
    return done.damaged > 0 ? EXIT_BROKEN : code;
}

int cli_search(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, search_options, 1, 1000, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere", &search_command, search_options, search_more);
        return cli_print(console, TEXT_NONE);
    }
    return search_print(turn, console, read);
}
