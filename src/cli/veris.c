/* SPDX-License-Identifier: Apache-2.0 */
/*
 * revere import veris, revere export veris: files of incidents, in and out. The file is cut into
 * batches, each one call of veris.import and one transaction; an import that was stopped, by
 * whatever, goes on behind its last batch.
 */
#include "base/file.h"
#include "base/hash.h"
#include "cli/cli.h"
#include <unistd.h>

enum {
    FILE_BYTES_MAX = 256 << 20,
    BATCH_LINES_MAX = 100, /* as in exchange/exchange.h, which a door does not see */
    BATCH_BYTES_MAX = 1 << 20,
    EXPORT_PAGE_LINES = 200,
    BAR_COLUMNS = 40
};
#define SCRATCH_BYTES_MAX ((size_t)4 << 30)

static const char system_import[] = "system:import";

static struct text word(const struct value *read, size_t index)
{
    return value_get_item(read, "words", index)->text;
}

/* Calls an action as the house's own door. The answer lives in the arena. */
static bool ask(struct turn *turn, struct house *house, struct arena *arena, const char *name,
                struct value *input, struct value **value)
{
    struct answer answer;
    struct call call = {.action = house_action(house, text_of(name)),
                        .input = input,
                        .credential = {.system = system_import}};
    if (call.action == NULL)
        return fail(turn, FAULT_BROKEN, "this program has no action %s", name);
    action_call(house, arena, &call, &answer);
    turn->fault = answer.fault;
    *value = answer.value;
    return answer.fault.kind == FAULT_NONE;
}

/* ---- import ---- */

struct file {
    struct text name, bytes, import;
    struct text *lines;
    size_t count;
};

struct progress {
    FILE *to;
    bool terminal;
    int tenth; /* said last, where there is no terminal */
};

/* What a run has done, for the last lines of its report. */
struct tally {
    int64_t incidents, rejected, blank;
    struct value *rated, *odd; /* name -> number */
};

struct run {
    struct house *house;
    const struct console *console;
    const struct file *file;
    struct arena *arena;          /* of the whole run */
    struct arena *input, *answer; /* of one batch */
    bool quiet;
    size_t done;
    struct progress progress;
    struct tally tally;
};

static void lines_cut(struct arena *arena, struct file *file)
{
    size_t capacity = 0;
    struct text rest = file->bytes;
    while (rest.size > 0) {
        struct text line = text_cut(rest, '\n', &rest);
        file->lines = arena_grow(arena, file->lines, file->count, &capacity, sizeof *file->lines);
        file->lines[file->count++] = line;
    }
}

static bool file_open(struct turn *turn, struct text name, struct file *file)
{
    const char *path = text_string(turn->arena, name);
    *file = (struct file){.name = text_is(name, "-") ? TEXT("standard input") : name};
    if (!file_read(turn, path, FILE_BYTES_MAX, &file->bytes))
        return false;
    struct sha256 hash = sha256(file->bytes);
    file->import =
        hex_write(turn->arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
    lines_cut(turn->arena, file);
    return true;
}

static void progress_show(struct progress *progress, size_t done, size_t count)
{
    size_t columns = count == 0 ? BAR_COLUMNS : done * BAR_COLUMNS / count;
    int tenth = count == 0 ? 10 : (int)(done * 10 / count);
    if (progress->terminal) {
        fprintf(progress->to, "\r[%-*.*s] %zu of %zu lines%s", BAR_COLUMNS, (int)columns,
                "########################################", done, count, done == count ? "\n" : "");
    } else if (tenth > progress->tenth) {
        progress->tenth = tenth;
        fprintf(progress->to, "%zu of %zu lines\n", done, count);
    }
    fflush(progress->to);
}

static void tally_add(struct arena *arena, struct value *map, struct text name, int64_t number)
{
    for (size_t i = 0; i < map->count; i++)
        if (text_equal(map->members[i].name, name)) {
            map->members[i].value->integer += number;
            return;
        }
    value_set_integer(arena, map, text_string(arena, name), number);
}

/* A NUL is UTF-8, and no text of a database. */
static struct text text_kept(struct arena *arena, struct text bytes)
{
    struct builder kept = {.arena = arena};
    struct text mended = text_utf8_mended(arena, bytes);
    if (mended.size == 0 || memchr(mended.data, '\0', mended.size) == NULL)
        return mended;
    for (size_t i = 0; i < mended.size; i++)
        if (mended.data[i] == '\0')
            build(&kept, TEXT("\xEF\xBF\xBD"));
        else
            build_byte(&kept, mended.data[i]);
    return built(&kept);
}

static void line_add(struct arena *arena, struct value *lines, struct text bytes)
{
    struct value *line = value_append(arena, lines, value_map(arena));
    struct text kept = text_kept(arena, bytes);
    value_set_text(arena, line, "raw", kept);
    if (!text_equal(kept, bytes))
        value_set_text(arena, line, "original", base64_write(arena, bytes));
}

static struct value *batch_input(const struct run *run, size_t *taken)
{
    const struct file *file = run->file;
    struct arena *arena = run->input;
    struct value *input = value_map(arena);
    struct value *lines = value_list(arena);
    size_t bytes = 0;
    for (*taken = 0; run->done + *taken < file->count && *taken < BATCH_LINES_MAX; ++*taken) {
        struct text line = file->lines[run->done + *taken];
        if (*taken > 0 && bytes + line.size > BATCH_BYTES_MAX)
            break;
        bytes += line.size;
        line_add(arena, lines, line);
    }
    value_set_text(arena, input, "import", file->import);
    value_set_text(arena, input, "name", text_utf8_mended(arena, file->name));
    value_set_integer(arena, input, "bytes", (int64_t)file->bytes.size);
    value_set_integer(arena, input, "count", (int64_t)file->count);
    value_set_integer(arena, input, "first", (int64_t)run->done + 1);
    value_set(arena, input, "lines", lines);
    return input;
}

/* A line of the report for each thing that is odd, and their numbers for its end. */
static void batch_report(struct run *run, const struct value *answer)
{
    const struct value *rated = value_get(answer, "rated");
    run->tally.incidents += value_get_integer(answer, "incidents", 0);
    run->tally.rejected += value_get_integer(answer, "rejected", 0);
    run->tally.blank += value_get_integer(answer, "blank", 0);
    for (size_t i = 0; i < rated->count; i++)
        tally_add(run->arena, run->tally.rated, rated->members[i].name,
                  rated->members[i].value->integer);
    for (size_t i = 0; i < value_get_count(answer, "findings"); i++) {
        const struct value *found = value_get_item(answer, "findings", i);
        tally_add(run->arena, run->tally.odd, value_get_text(found, "what"), 1);
        if (!run->quiet)
            fprintf(run->console->out, "line %lld: %.*s %.*s %.*s\n",
                    (long long)value_get_integer(found, "line", 0),
                    TEXT_SHOW(value_get_text(found, "what")),
                    TEXT_SHOW(value_get_text(found, "where")),
                    TEXT_SHOW(value_get_text(found, "found")));
    }
}

static bool batch_run(struct turn *turn, void *context)
{
    struct run *run = context;
    size_t taken;
    struct value *answer;
    struct value *input = batch_input(run, &taken);
    if (!ask(turn, run->house, run->answer, "veris.import", input, &answer))
        return false;
    run->done += taken;
    batch_report(run, answer);
    return true;
}

/* Batch after batch; what was done before a fault stays done. */
static bool run_batches(struct turn *turn, struct run *run)
{
    bool good = true;
    while (good && run->done < run->file->count) {
        struct turn batch = {.arena = run->input};
        good = turn_run(&batch, batch_run, run);
        turn->fault = batch.fault;
        arena_clear(run->input);
        arena_clear(run->answer);
        progress_show(&run->progress, run->done, run->file->count);
    }
    return good;
}

/* How far this very file was imported before. */
static bool run_resume(struct turn *turn, struct run *run)
{
    struct value *input = value_map(turn->arena);
    struct value *status;
    value_set_text(turn->arena, input, "import", run->file->import);
    value_set_integer(turn->arena, input, "limit", 1);
    if (!ask(turn, run->house, turn->arena, "veris.status", input, &status))
        return false;
    run->done = (size_t)value_get_integer(status, "done", 0);
    FILE *errors = run->console->errors;
    if (run->done == run->file->count)
        fprintf(errors, "%.*s is imported already (%zu lines); there is nothing to do.\n",
                TEXT_SHOW(run->file->name), run->file->count);
    else if (run->done > 0)
        fprintf(errors, "%zu of %zu lines are imported already; going on.\n", run->done,
                run->file->count);
    return true;
}

static void tally_print(const struct run *run, const char *says, const struct value *map)
{
    fprintf(run->console->out, "%s", says);
    for (size_t i = 0; i < map->count; i++)
        fprintf(run->console->out, "%s %.*s %lld", i == 0 ? "" : ",",
                TEXT_SHOW(map->members[i].name), (long long)map->members[i].value->integer);
    fprintf(run->console->out, "%s\n", map->count == 0 ? " nothing" : "");
}

static void run_report(const struct run *run)
{
    fprintf(run->console->out, "%.*s: %lld incidents, %lld rejected lines, %lld empty ones\n",
            TEXT_SHOW(run->file->name), (long long)run->tally.incidents,
            (long long)run->tally.rejected, (long long)run->tally.blank);
    tally_print(run, "rated provisionally:", run->tally.rated);
    tally_print(run, "odd:", run->tally.odd);
    fprintf(run->console->out, "import %.*s\n", TEXT_SHOW(run->file->import));
}

static int run_import(struct turn *turn, struct run *run)
{
    size_t before = 0;
    bool good = run_resume(turn, run);
    if (good) {
        before = run->done;
        good = run_batches(turn, run);
    }
    if (run->done > before)
        run_report(run);
    if (good)
        return cli_print(run->console, TEXT_NONE);
    if (run->done > 0)
        fprintf(run->console->errors,
                "%zu of %zu lines are in the house; the same command goes on behind them.\n",
                run->done, run->file->count);
    return cli_fault(turn, run->console);
}

static int import_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command import_command = {"veris", "FILE", "Incidents in VERIS, one a line",
                                              import_run};
static const struct option import_options[] = {
    {"quiet", NULL, "only the numbers of what is odd, not a line for each", false},
    HOUSE_OPTIONS,
    {0},
};

int cli_veris_import(struct turn *turn, const struct console *console, struct house *house,
                     struct text path, bool quiet)
{
    struct file file;
    if (!file_open(turn, path, &file))
        return cli_fault(turn, console);
    struct run run = {.house = house,
                      .console = console,
                      .file = &file,
                      .arena = turn->arena,
                      .input = arena_new(SCRATCH_BYTES_MAX),
                      .answer = arena_new(SCRATCH_BYTES_MAX),
                      .quiet = quiet,
                      .progress = {console->errors, isatty(fileno(console->errors)) == 1, 0},
                      .tally = {.rated = value_map(turn->arena), .odd = value_map(turn->arena)}};
    int code;
    if (run.input == NULL || run.answer == NULL) {
        fail(turn, FAULT_LIMIT, "There is no memory for an import.");
        code = cli_fault(turn, console);
    } else {
        code = run_import(turn, &run);
    }
    arena_free(run.input);
    arena_free(run.answer);
    return code;
}

static int import_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct house *house;
    if (!options_read(turn, import_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere import", &import_command, import_options,
                     "FILE has a JSON object on each line; - is standard input. Each becomes a\n"
                     "report and an incident that pages nobody. What is odd about a line is said,\n"
                     "and the line is kept. The same file again goes on where it was stopped.");
        return cli_print(console, TEXT_NONE);
    }
    if (text_is(word(read, 0), "-") || file_exists(text_string(turn->arena, word(read, 0)))) {
        if (!cli_house_open(turn, console, read, false, &house))
            return cli_fault(turn, console);
        int code = cli_veris_import(turn, console, house, word(read, 0),
                                    value_get_boolean(read, "quiet", false));
        house_close(house);
        return code;
    }
    fail(turn, FAULT_MISSING, "There is no file %.*s.", TEXT_SHOW(word(read, 0)));
    return cli_fault(turn, console);
}

/* ---- export ---- */

struct exporting {
    struct house *house;
    struct arena *arena; /* of one page */
    bool rejected;
    struct builder lines;
    int64_t natives;
};

/* Adds a page of lines as they came; *after is where the next begins, empty at the end. */
static bool page_add(struct turn *turn, struct exporting *exporting, struct text *after)
{
    struct arena *arena = exporting->arena;
    struct value *input = value_map(arena);
    struct value *page;
    value_set_integer(arena, input, "limit", EXPORT_PAGE_LINES);
    value_set_boolean(arena, input, "rejected", exporting->rejected);
    if (!text_empty(*after))
        value_set_text(arena, input, "after", *after);
    if (!ask(turn, exporting->house, arena, "veris.export", input, &page))
        return false;
    for (size_t i = 0; i < value_get_count(page, "items"); i++) {
        const struct value *item = value_get_item(page, "items", i);
        struct text bytes = value_get_text(item, "raw");
        if (value_has(item, "original")
            && !base64_read(arena, value_get_text(item, "original"), &bytes))
            return fail(turn, FAULT_BROKEN, "A kept line is no base64 any more.");
        build(&exporting->lines, bytes);
        build_byte(&exporting->lines, '\n');
    }
    exporting->natives = value_get_integer(page, "left_out", 0);
    *after = text_copy(turn->arena, value_get_text(page, "next"));
    return true;
}

static bool export_lines(struct turn *turn, struct exporting *exporting)
{
    struct text after = TEXT_NONE;
    do {
        arena_clear(exporting->arena);
        if (!page_add(turn, exporting, &after))
            return false;
    } while (!text_empty(after));
    return true;
}

static int export_write(struct turn *turn, const struct console *console, const char *path,
                        const struct exporting *exporting)
{
    if (exporting->natives > 0)
        fprintf(console->errors,
                "Of the incidents here %lld did not come from VERIS; they are left out.\n",
                (long long)exporting->natives);
    if (path == NULL)
        return cli_print(console, built(&exporting->lines));
    if (!file_write(turn, path, built(&exporting->lines), 0600))
        return cli_fault(turn, console);
    return cli_print(console, TEXT_NONE);
}

static int export_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command export_command = {
    "veris", "[OPTION…]", "Every imported incident, as its line came", export_run};
static const struct option export_options[] = {
    {"out", "FILE", "where to write, readable for you alone; else standard output", false},
    {"rejected", NULL, "instead: the lines that became no incident", false},
    HOUSE_OPTIONS,
    {0},
};

static int export_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct exporting exporting = {.lines = {.arena = turn->arena}};
    if (!options_read(turn, export_options, 0, 0, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere export", &export_command, export_options,
                     "One line for each incident that was imported from VERIS, in the order of\n"
                     "import, with the very bytes that came in.");
        return cli_print(console, TEXT_NONE);
    }
    if (!cli_house_open(turn, console, read, false, &exporting.house))
        return cli_fault(turn, console);
    exporting.rejected = value_get_boolean(read, "rejected", false);
    exporting.arena = arena_new(SCRATCH_BYTES_MAX);
    bool good = exporting.arena != NULL && export_lines(turn, &exporting);
    if (exporting.arena == NULL)
        good = fail(turn, FAULT_LIMIT, "There is no memory for an export.");
    arena_free(exporting.arena);
    house_close(exporting.house);
    if (!good)
        return cli_fault(turn, console);
    struct text out = value_get_text(read, "out");
    return export_write(turn, console, text_empty(out) ? NULL : text_string(turn->arena, out),
                        &exporting);
}

int cli_import(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {import_command, {0}};
    return cli_dispatch(turn, console, commands, "revere import", count, words);
}

int cli_export(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {export_command, {0}};
    return cli_dispatch(turn, console, commands, "revere export", count, words);
}
