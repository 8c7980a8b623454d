/* SPDX-License-Identifier: Apache-2.0 */
/* revere event: log files as the watch understands them, so that a person can see it. No house is
 * needed. */
#include "base/compression.h"
#include "base/file.h"
#include "cli/inside.h"
#include "event/format.h"
#include "event/mapping.h"
#include "event/print.h"

enum {
    FILE_BYTES_MAX = 384 << 20, /* packed and unpacked */
    READER_ARENA_BYTES = 256 << 20
};
#define PRINT_ARENA_BYTES                                                                          \
    ((size_t)4 << 30) /* of one event, a whole file of one line among them                         \
                       */

static int read_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command read_command = {
    "read", "FILE…", "The events of log files, one JSON object a line", read_run};
static const struct option read_options[] = {
    {"format", "NAME", "All lines are of this format (revere event formats); else detected", false},
    {"zone", "NAME", "Of times that name no zone: America/New_York; else UTC", false},
    {"received", "TIME", "When the lines came in, for times without a year; else now", false},
    {"hex-padded", NULL, "Hexadecimal numbers of .evtx files with all their zeros", false},
    {"mapping", "NAME", "Another mapping of field names: windows-4688, or \"none\" at all", true},
    {"raw", NULL, "The line itself as well, as _raw", false},
    {0},
};
static const char read_more[] =
    "\"-\" is standard input; a file may be packed by zstd, or be an .evtx. A line that no format "
    "reads is an\n"
    "event with the line as its message. event(5) says what becomes of each format.";

struct printing {
    const struct console *console;
    struct arena *arena;
    bool raw, broken;
};

static void event_taken(void *context, const struct event *event, uint64_t line)
{
    struct printing *printing = context;
    arena_clear(printing->arena);
    struct builder out = {.arena = printing->arena};
    event_print(&out, event, line, printing->raw);
    build_byte(&out, '\n');
    struct text said = built(&out);
    printing->broken =
        printing->broken || fwrite(said.data, 1, said.size, printing->console->out) != said.size;
}

bool log_file_read(struct turn *turn, struct text name, struct text *bytes)
{
    struct text packed;
    struct inflow *inflow;
    const char *path = text_string(turn->arena, name);
    if (!file_read(turn, path, FILE_BYTES_MAX, &packed))
        return false;
    *bytes = packed;
    if (!packed_begins(packed))
        return true;
    if (!inflow_new(turn, &inflow))
        return false;
    struct builder out = {.arena = turn->arena};
    static const size_t piece = 1 << 20;
    char *plain = arena_take(turn->arena, piece);
    for (bool ended = false; !ended || packed.size > 0;) {
        size_t taken;
        size_t size;
        if (!inflow_take(turn, inflow, packed, &taken, plain, piece, &size, &ended))
            return false;
        packed = (struct text){packed.data + taken, packed.size - taken};
        build(&out, (struct text){plain, size});
        if (out.size > FILE_BYTES_MAX)
            return fail(turn, FAULT_LIMIT, "%s unpacks to more than %d MiB.", path,
                        FILE_BYTES_MAX >> 20);
        if (size == 0 && taken == 0)
            return fail(turn, FAULT_INVALID, "%s ends in the middle of a frame.", path);
    }
    *bytes = built(&out);
    return true;
}

static bool mappings_take(struct turn *turn, const struct value *read,
                          const struct event_mappings **taken)
{
    struct event_mappings *mappings = event_mappings_new(turn);
    bool own = true;
    for (size_t i = 0; i < value_get_count(read, "mapping"); i++) {
        struct text name = value_get_item(read, "mapping", i)->text;
        own = own && !text_is(name, "none");
        if (!text_is(name, "none") && !event_mappings_add(turn, mappings, name))
            return false;
    }
    *taken = mappings;
    return !own || event_mappings_own(turn, mappings);
}

static bool settings_read(struct turn *turn, const struct value *read,
                          struct stream_settings *settings, int64_t *received_us)
{
    struct zone *zone = NULL;
    struct text format = value_get_text(read, "format");
    *settings = (struct stream_settings){.hex_padded = value_has(read, "hex-padded")};
    *received_us = turn->now_us;
    if (value_has(read, "format") && !text_is(format, "auto")
        && (settings->format = event_format_find(format)) == NULL)
        return fail_field(turn, "format",
                          "--format: there is no format \"%.*s\"; revere event formats lists them.",
                          TEXT_SHOW(format));
    if (value_has(read, "zone") && !zone_open(turn, value_get_text(read, "zone"), &zone))
        return false;
    settings->zone = zone;
    if (!mappings_take(turn, read, &settings->mappings))
        return false;
    return !value_has(read, "received")
           || instant_parse(turn, "received", value_get_text(read, "received"), zone, received_us);
}

static bool files_print(struct turn *turn, const struct console *console, const struct value *read)
{
    struct stream_settings settings;
    int64_t received_us;
    if (!settings_read(turn, read, &settings, &received_us))
        return false;
    struct arena *arena = arena_within(turn->arena, READER_ARENA_BYTES);
    struct printing printing = {console, arena_within(turn->arena, PRINT_ARENA_BYTES),
                                value_has(read, "raw"), false};
    if (arena == NULL || printing.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is not enough memory to read events.");
    struct event_reader *reader = event_reader_new(arena, NULL);
    for (size_t i = 0; i < value_get_count(read, "words"); i++) {
        struct text bytes;
        if (!log_file_read(turn, value_get_item(read, "words", i)->text, &bytes))
            return false;
        struct event_stream *stream =
            event_stream_new(arena, reader, &settings, event_taken, &printing);
        event_stream_file(stream, bytes, received_us);
    }
    return !printing.broken || fail(turn, FAULT_BROKEN, "The events cannot be written.");
}

static int read_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    if (!options_read(turn, read_options, 1, 1000, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere event", &read_command, read_options, read_more);
        return cli_print(console, TEXT_NONE);
    }
    return files_print(turn, console, read) ? cli_print(console, TEXT_NONE)
                                            : cli_fault(turn, console);
}

static int formats_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command formats_command = {"formats", "", "The formats that are understood",
                                               formats_run};
static const struct option formats_options[] = {{0}};

static int formats_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct builder out = {.arena = turn->arena};
    if (!options_read(turn, formats_options, 0, 0, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere event", &formats_command, formats_options, "");
        return cli_print(console, TEXT_NONE);
    }
    for (const struct format *format = event_formats(); format->name != NULL; format++)
        build_format(&out, "%-12s %s\n", format->name, format->help);
    return cli_print(console, built(&out));
}

int cli_event(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command *store = event_store_commands;
    const struct command commands[] = {read_command, formats_command, store[0], store[1], store[2],
                                       store[3],     store[4],        store[5], store[6], {0}};
    return cli_dispatch(turn, console, commands, "revere event", count, words);
}
