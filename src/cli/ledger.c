/* SPDX-License-Identifier: Apache-2.0 */
/* revere ledger: the ledger verified and its lines proved. Verifying needs the published folder
 * only: no database, no house, no trust in who runs it. */
#include "base/file.h"
#include "base/json.h"
#include "cli/inside.h"
#include "ledger/note.h"
#include "ledger/tile.h"
#include <unistd.h>

enum { PROOF_BYTES_MAX = 1 << 20, BAR_COLUMNS = 40 };

static struct text word(const struct value *read, size_t index)
{
    return value_get_item(read, "words", index)->text;
}

/* The published folder: named by a word, else that of the house. */
static const char *folder_named(struct turn *turn, const struct value *read, size_t index)
{
    if (value_get_count(read, "words") > index)
        return text_string(turn->arena, word(read, index));
    return text_format(turn->arena, "%.*s/ledger", TEXT_SHOW(cli_house_named(read))).data;
}

/* ---- verify ---- */

static int verify_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command verify_command = {
    "verify", "[FOLDER]", "Is the ledger whole? Names the first broken place", verify_run};
static const struct option verify_options[] = {
    {"house", "DIR", "The house whose ledger it is ($REVERE_HOUSE, or house)", false},
    {"vkey", "KEY", "The verifier's key, known from elsewhere; else the folder's own", false},
    {"older", "FILE", "A checkpoint kept from earlier, which the ledger must contain", false},
    {"json", NULL, "The verdict as JSON, for programs", false},
    {0},
};
static const char verify_more[] =
    "FOLDER is a published ledger: checkpoint, vkey and tile/. Every hash is computed again\n"
    "from the bytes. Exit code 0 when it is sound, 1 when it is broken.";

/* A bar on the terminal, drawn again when it grows. */
struct bar {
    FILE *file; /* NULL: nobody watches */
    int64_t drawn;
};

static void bar_draw(void *context, int64_t done, int64_t total)
{
    struct bar *bar = context;
    int64_t columns = total > 0 ? done * BAR_COLUMNS / total : 0;
    if (bar->file == NULL || columns == bar->drawn)
        return;
    bar->drawn = columns;
    fprintf(bar->file, "\r[");
    for (int64_t i = 0; i < BAR_COLUMNS; i++)
        fputc(i < columns ? '#' : '.', bar->file);
    fprintf(bar->file, "] %lld of %lld", (long long)done, (long long)total);
    fflush(bar->file);
}

static void bar_end(struct bar *bar)
{
    if (bar->file != NULL && bar->drawn >= 0)
        fputs("\r\033[K", bar->file);
}

static struct bar bar_on(FILE *errors)
{
    int descriptor = fileno(errors);
    return (struct bar){descriptor >= 0 && isatty(descriptor) ? errors : NULL, -1};
}

static struct value *verdict_value(struct arena *arena, const struct ledger_verdict *verdict)
{
    struct value *value = value_map(arena);
    value_set_boolean(arena, value, "sound", verdict->sound);
    value_set_integer(arena, value, "size", verdict->size);
    value_set_integer(arena, value, "entries", verdict->entries);
    value_set_text(arena, value, "root", verdict->root);
    if (!verdict->sound)
        value_set_text(arena, value, "where", verdict->where);
    value_set_text(arena, value, "why", verdict->why);
    return value;
}

/* A broken ledger is an answer, and goes where answers go; only its exit code is that of a fault.
 */
static int verdict_print(struct turn *turn, const struct console *console, bool json,
                         const struct ledger_verdict *verdict)
{
    struct text said;
    if (json)
        said = text_format(turn->arena, "%.*s\n",
                           TEXT_SHOW(json_write(turn->arena, verdict_value(turn->arena, verdict))));
    else if (verdict->sound)
        said = text_format(turn->arena, "%lld entries, root %.*s. %.*s\n", (long long)verdict->size,
                           TEXT_SHOW(verdict->root), TEXT_SHOW(verdict->why));
    else
        said = text_format(turn->arena, "Broken at %.*s: %.*s\n",
                           TEXT_SHOW(plain(turn->arena, verdict->where, false)),
                           TEXT_SHOW(plain(turn->arena, verdict->why, false)));
    int code = cli_print(console, said);
    return verdict->sound ? code : EXIT_BROKEN;
}

static int verify_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct text older = TEXT_NONE;
    struct ledger_verdict verdict;
    struct bar bar = bar_on(console->errors);
    if (!options_read(turn, verify_options, 0, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere ledger", &verify_command, verify_options, verify_more);
        return cli_print(console, TEXT_NONE);
    }
    const char *folder = folder_named(turn, read, 0);
    const char *path = text_string(turn->arena, value_get_text(read, "older"));
    if (!file_exists(folder)) {
        (void)fail(turn, FAULT_MISSING, "%s is not there. Name the folder of a published ledger.",
                   folder);
        return cli_fault(turn, console);
    }
    if (value_has(read, "older") && !file_read(turn, path, NOTE_BYTES_MAX, &older))
        return cli_fault(turn, console);
    bool done = ledger_verify(turn, text_of(folder), value_get_text(read, "vkey"), older, bar_draw,
                              &bar, &verdict);
    bar_end(&bar);
    if (!done)
        return cli_fault(turn, console);
    return verdict_print(turn, console, value_has(read, "json"), &verdict);
}

/* ---- checkpoint ---- */

static int checkpoint_run(struct turn *turn, const struct console *console, int count,
                          char **words);
static const struct command checkpoint_command = {
    "checkpoint", "", "Publishes what was written, and prints the signed checkpoint",
    checkpoint_run};
static const struct option checkpoint_options[] = {
    HOUSE_OPTIONS,
    {0},
};

static bool checkpoint_get(struct turn *turn, struct house *house, struct text *checkpoint)
{
    struct turn reading = {0};
    struct text folder = house_ledger(house)->folder;
    const char *path = text_format(turn->arena, "%.*s/checkpoint", TEXT_SHOW(folder)).data;
    bool good = house_turn_begin(house, turn->arena, &reading) && house_publish(house, &reading);
    house_turn_end(house, &reading);
    turn->fault = reading.fault;
    return good && file_read(turn, path, NOTE_BYTES_MAX, checkpoint);
}

static int checkpoint_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct house *house;
    struct text checkpoint;
    if (!options_read(turn, checkpoint_options, 0, 0, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere ledger", &checkpoint_command, checkpoint_options,
                     "Keep it outside the house: a ledger that was changed later does not contain "
                     "it.");
        return cli_print(console, TEXT_NONE);
    }
    if (!cli_house_open(turn, console, read, false, &house))
        return cli_fault(turn, console);
    int code = checkpoint_get(turn, house, &checkpoint) ? cli_print(console, checkpoint)
                                                        : cli_fault(turn, console);
    house_close(house);
    return code;
}

/* ---- proof ---- */

static int proof_run(struct turn *turn, const struct console *console, int count, char **words);
static const struct command proof_command = {"proof", "SEQUENCE [FOLDER]",
                                             "Proof that a line stands in the ledger (.tlog-proof)",
                                             proof_run};
static const struct option proof_options[] = {
    {"house", "DIR", "The house whose ledger it is ($REVERE_HOUSE, or house)", false},
    {"entry", "FILE", "Also writes the line itself to this file, byte by byte", false},
    {0},
};

static bool size_signed(struct turn *turn, const char *folder, int64_t *size)
{
    struct text bytes;
    struct note *note = arena_take(turn->arena, sizeof *note);
    struct checkpoint checkpoint;
    const char *why;
    const char *path = text_format(turn->arena, "%s/checkpoint", folder).data;
    if (!file_read(turn, path, NOTE_BYTES_MAX, &bytes))
        return false;
    if (!note_read(turn->arena, bytes, note, &why)
        || !checkpoint_read(turn->arena, note->text, &checkpoint, &why))
        return fail(turn, FAULT_BROKEN, "%s is no checkpoint: %s.", path, why);
    *size = checkpoint.size;
    return true;
}

/* The bytes of a line as its bundle has them. */
static bool entry_read(struct turn *turn, const char *folder, int64_t sequence, struct text *entry)
{
    int64_t size = 0;
    if (!size_signed(turn, folder, &size))
        return false;
    struct tile tile = {.level = TILE_ENTRIES, .index = sequence / TILE_WIDTH};
    tile.width = tile_width(size, TILE_ENTRIES, tile.index);
    struct text bundle;
    bool read = sequence < size && tile_read(turn, text_of(folder), &tile, &bundle);
    for (int64_t i = tile.index * TILE_WIDTH; read && i <= sequence; i++)
        read = bundle_next(&bundle, entry);
    return read
           || fail(turn, FAULT_BROKEN, "The bundle of line %lld is not there or cut short.",
                   (long long)sequence);
}

static bool sequence_read(struct turn *turn, struct text text, int64_t *sequence)
{
    return size_read(text, sequence)
           || fail_field(turn, "SEQUENCE", "\"%.*s\" is no line of a ledger; say 0, 1, 2 …",
                         TEXT_SHOW(text));
}

static bool proof_make(struct turn *turn, const struct value *read, struct text *proof)
{
    int64_t sequence;
    struct text entry = TEXT_NONE;
    const char *folder = folder_named(turn, read, 1);
    const char *path = text_string(turn->arena, value_get_text(read, "entry"));
    if (!sequence_read(turn, word(read, 0), &sequence)
        || !ledger_proof_file(turn, text_of(folder), sequence, proof))
        return false;
    return !value_has(read, "entry")
           || (entry_read(turn, folder, sequence, &entry) && file_write(turn, path, entry, 0644));
}

static int proof_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct text proof;
    if (!options_read(turn, proof_options, 1, 2, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere ledger", &proof_command, proof_options,
                     "Whoever has the proof, the line and the verifier's key needs nothing else:\n"
                     "revere ledger proof-verify.");
        return cli_print(console, TEXT_NONE);
    }
    return proof_make(turn, read, &proof) ? cli_print(console, proof) : cli_fault(turn, console);
}

/* ---- proof-verify ---- */

static int proof_verify_run(struct turn *turn, const struct console *console, int count,
                            char **words);
static const struct command proof_verify_command = {
    "proof-verify", "FILE", "Does a proof hold for a line?", proof_verify_run};
static const struct option proof_verify_options[] = {
    {"entry", "FILE", "(needed) The line, byte by byte", false},
    {"vkey", "KEY", "(needed) The verifier's key", false},
    {"json", NULL, "The verdict as JSON, for programs", false},
    {0},
};

static bool proof_judge(struct turn *turn, const struct value *read, struct ledger_verdict *verdict)
{
    struct text proof;
    struct text entry;
    if (!value_has(read, "entry"))
        return fail_field(turn, "entry", "--entry is needed: the file with the line's bytes.");
    if (!value_has(read, "vkey"))
        return fail_field(turn, "vkey", "--vkey is needed: the verifier's key.");
    return file_read(turn, text_string(turn->arena, word(read, 0)), PROOF_BYTES_MAX, &proof)
           && file_read(turn, text_string(turn->arena, value_get_text(read, "entry")),
                        ENTRY_BYTES_MAX, &entry)
           && ledger_proof_verify(turn, value_get_text(read, "vkey"), entry, proof, verdict);
}

static int proof_verify_run(struct turn *turn, const struct console *console, int count,
                            char **words)
{
    struct value *read;
    struct ledger_verdict verdict;
    if (!options_read(turn, proof_verify_options, 1, 1, count, words, &read))
        return cli_fault(turn, console);
    if (value_has(read, "help")) {
        options_help(console, "revere ledger", &proof_verify_command, proof_verify_options,
                     "Exit code 0 when it holds, 1 when it does not.");
        return cli_print(console, TEXT_NONE);
    }
    return proof_judge(turn, read, &verdict)
               ? verdict_print(turn, console, value_has(read, "json"), &verdict)
               : cli_fault(turn, console);
}

int cli_ledger(struct turn *turn, const struct console *console, int count, char **words)
{
    const struct command commands[] = {
        verify_command, checkpoint_command, proof_command, proof_verify_command, {0},
    };
    return cli_dispatch(turn, console, commands, "revere ledger", count, words);
}
