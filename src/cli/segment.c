/* SPDX-License-Identifier: Apache-2.0 */
/* revere event verify, proof, …: the event store as evidence, and what is kept of it how long. */
#include "base/file.h"
#include "base/lines.h"
#include "cli/inside.h"
#include "event/segment_keep.h"
#include "event/segment_proof.h"

enum { PROOF_BYTES_MAX = 64 * 1024 * 1024, KEEP_BATCH = 256 };

static int verify_run(struct turn *turn, const struct console *console, int count, char **words);
static int proof_run(struct turn *turn, const struct console *console, int count, char **words);
static int judge_run(struct turn *turn, const struct console *console, int count, char **words);
static int hold_run(struct turn *turn, const struct console *console, int count, char **words);
static int release_run(struct turn *turn, const struct console *console, int count, char **words);
static int retire_run(struct turn *turn, const struct console *console, int count, char **words);
static int keep_run(struct turn *turn, const struct console *console, int count, char **words);

const struct command event_store_commands[] = {
    {"keep", "FILE…", "Put the lines of files into an event store", keep_run},
    {"verify", "FOLDER|SEGMENT", "Is the event store whole? Names the first broken place",
     verify_run},
    {"proof", "SEGMENT/INDEX", "Proof that a line stands in a sealed segment", proof_run},
    {"proof-verify", "FILE", "Does such a proof hold?", judge_run},
    {"hold", "NAME", "Put a legal hold on what is of some time", hold_run},
    {"release", "NAME", "Take a hold away", release_run},
    {"retire", "", "Let go of segments that are old enough and not held", retire_run},
    {0},
};

/* One of them: its place in the table, its options, how many words, and more help. */
struct entry {
    size_t at;
    const struct option *options;
    size_t least, most;
    const char *more;
};

/* Reads the words; false when the command is over, with its exit code. */
static bool begin(struct turn *turn, const struct console *console, const struct entry *entry,
                  int count, char **words, struct value **read, int *code)
{
    if (!options_read(turn, entry->options, entry->least, entry->most, count, words, read)) {
        *code = cli_fault(turn, console);
        return false;
    }
    if (!value_has(*read, "help"))
        return true;
    options_help(console, "revere event", &event_store_commands[entry->at], entry->options,
                 entry->more);
    *code = cli_print(console, TEXT_NONE);
    return false;
}

static struct text word(const struct value *read, size_t index)
{
    return value_get_item(read, "words", index)->text;
}

static bool root_read(struct turn *turn, const struct value *read, struct sha256 *root)
{
    return hex_read(value_get_text(read, "root"), root->bytes, SHA256_BYTES)
           || fail_field(turn, "root", "--root is 64 hexadecimal digits.");
}

/* ---- keep ---- */

static const struct option keep_options[] = {
    DATA_OPTION,
    {"source", "NAME", "Where the lines are from; else \"file/\" and the file's name", false},
    {0},
};

static bool batch_put(struct turn *turn, struct segment_store *store,
                      const struct segment_record *records, size_t count)
{
    size_t taken = 0;
    struct segment_position first;
    return segment_append(turn, store, turn->now_us, records, count, &taken, &first);
}

/* One file; the lines of a batch live in an arena of their own. */
static bool file_keep(struct turn *turn, struct segment_store *store, struct text name,
                      struct text source, uint64_t *kept)
{
    struct lines *lines;
    struct segment_record records[KEEP_BATCH];
    size_t count = 0;
    bool more = true;
    bool good = lines_open(turn, text_string(turn->arena, name), &lines);
    struct arena *held = good ? arena_new((size_t)1 << 33) : NULL;
    if (good && held == NULL)
        good = fail(turn, FAULT_LIMIT, "There is no memory for the lines of a file.");
    while (good && more) {
        struct text line;
        good = lines_next(turn, lines, &line, &more);
        if (good && more)
            records[count++] = (struct segment_record){
                .received_us = turn->now_us,
                .event_us = EVENT_TIME_NONE,
                .source = source,
                .flags = SEGMENT_FLAG_BACKFILLED | (lines_cut(lines) ? SEGMENT_FLAG_CUT : 0U),
                .raw = text_copy(held, line)};
        if (good && (count == KEEP_BATCH || (!more && count > 0))) {
            good = batch_put(turn, store, records, count);
            *kept += good ? count : 0;
            count = 0;
            arena_clear(held);
        }
    }
    arena_free(held);
    return good;
}

static bool files_keep(struct turn *turn, const struct value *read, uint64_t *kept)
{
    const struct segment_settings settings = {.folder = cli_data(turn, read), .hands = 1};
    struct segment_store *store;
    struct segment_position durable;
    if (!segment_open(turn, &settings, &store))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < value_get_count(read, "words"); i++) {
        struct text source = value_get_text(read, "source");
        if (text_empty(source))
            source = text_format(turn->arena, "file/%.*s", TEXT_SHOW(word(read, i)));
        if (source.size > SEGMENT_SOURCE_BYTES_MAX)
            source.size = SEGMENT_SOURCE_BYTES_MAX;
        good = file_keep(turn, store, word(read, i), source, kept);
    }
    good = good && segment_sync(turn, store, turn->now_us, &durable)
           && segment_seal(turn, store, turn->now_us);
    segment_close(store);
    return good;
}

static int keep_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    int code = EXIT_DONE;
    uint64_t kept = 0;
    const struct entry entry = {0, keep_options, 1, 1000,
                                "\"-\" is standard input; a file may be "
                                "packed by zstd. The segment is sealed at the end."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    if (!files_keep(turn, read, &kept))
        return cli_fault(turn, console);
    return cli_print(console, text_format(turn->arena, "%llu lines are kept in %s.\n",
                                          (unsigned long long)kept, cli_data(turn, read)));
}

/* ---- verify ---- */

static const struct option verify_options[] = {
    {"root", "HASH", "The last sealed segment's root, known from elsewhere", false},
    {0},
};

static int verify_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct sha256 root;
    struct segment_verdict verdict;
    int code = EXIT_DONE;
    const struct entry entry = {
        1, verify_options, 1, 1,
        "Every hash, filter and sum is computed "
        "again from the lines. Exit code 0 when it is sound, 1 when it is broken."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    bool known = value_has(read, "root");
    if ((known && !root_read(turn, read, &root))
        || !segment_verify(turn, text_string(turn->arena, word(read, 0)), known ? &root : NULL,
                           &verdict))
        return cli_fault(turn, console);
    struct text last =
        hex_write(turn->arena, (struct text){(const char *)verdict.root.bytes, SHA256_BYTES});
    if (verdict.sound)
        return cli_print(console,
                         text_format(turn->arena, "%llu segments, %llu lines, last root %.*s.\n",
                                     (unsigned long long)verdict.segments,
                                     (unsigned long long)verdict.records, TEXT_SHOW(last)));
    (void)cli_print(console, text_format(turn->arena, "Broken at %.*s: %.*s\n",
                                         TEXT_SHOW(plain(turn->arena, verdict.where, false)),
                                         TEXT_SHOW(plain(turn->arena, verdict.why, false))));
    return EXIT_BROKEN;
}

/* ---- proof ---- */

static const struct option proof_options[] = {DATA_OPTION, {0}};

static bool position_read(struct turn *turn, struct text text, struct segment_position *position)
{
    struct text index;
    int64_t numbers[2] = {0, 0};
    struct text segment = text_cut(text, '/', &index);
    if (!text_integer(segment, &numbers[0]) || !text_integer(index, &numbers[1]) || numbers[0] < 1
        || numbers[1] < 0)
        return fail_field(turn, "SEGMENT/INDEX",
                          "\"%.*s\" is no place: say 7/1234, as search "
                          "prints it.",
                          TEXT_SHOW(text));
    *position = (struct segment_position){(uint64_t)numbers[0], (uint64_t)numbers[1]};
    return true;
}

static int proof_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct segment_position position;
    struct segment_proof proof;
    int code = EXIT_DONE;
    const struct entry entry = {2, proof_options, 1, 1,
                                "The proof has the line in it. Its root is "
                                "what the ledger has of the segment."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    if (!position_read(turn, word(read, 0), &position)
        || !segment_prove(turn, cli_data(turn, read), position, &proof))
        return cli_fault(turn, console);
    return cli_print(console, text_format(turn->arena, "%.*s\n",
                                          TEXT_SHOW(segment_proof_write(turn->arena, &proof))));
}

static const struct option judge_options[] = {
    {"root", "HASH", "The root as the ledger has it; else the proof's own", false},
    {0},
};

static int judge_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    struct text json;
    struct sha256 root;
    struct segment_proof proof;
    int code = EXIT_DONE;
    const struct entry entry = {3, judge_options, 1, 1, "Exit code 0 when it holds, 1 when not."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    if ((value_has(read, "root") && !root_read(turn, read, &root))
        || !file_read(turn, text_string(turn->arena, word(read, 0)), PROOF_BYTES_MAX, &json)
        || !segment_proof_read(turn, json, &proof))
        return cli_fault(turn, console);
    bool same = !value_has(read, "root") || tree_hash_equal(&root, &proof.root);
    bool holds = same && segment_proof_holds(&proof);
    (void)cli_print(console, holds  ? TEXT("The proof holds.\n")
                             : same ? TEXT("The line does not stand under this root.\n")
                                    : TEXT("The proof is of another root.\n"));
    return holds ? EXIT_DONE : EXIT_BROKEN;
}

/* ---- how long ---- */

static const struct option hold_options[] = {
    DATA_OPTION,
    {"since", "TIME", "(needed) Of this time or later", false},
    {"until", "TIME", "Up to this time; else without end", false},
    {"reason", "WORDS", "(needed) Whose order it is", false},
    {0},
};

static int hold_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    int64_t since_us;
    int64_t until_us;
    size_t segments = 0;
    int code = EXIT_DONE;
    const struct entry entry = {4, hold_options, 1, 1,
                                "A segment with any line of this time stays "
                                "until the hold is released."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    if (!value_has(read, "since"))
        (void)fail_field(turn, "since", "--since is needed.");
    if (turn->fault.kind != FAULT_NONE || !cli_time(turn, read, "since", INT64_MIN, &since_us)
        || !cli_time(turn, read, "until", INT64_MAX, &until_us)
        || !segment_hold(turn, cli_data(turn, read), word(read, 0), value_get_text(read, "reason"),
                         since_us, until_us, &segments))
        return cli_fault(turn, console);
    return cli_print(
        console, text_format(turn->arena, "The hold is on %zu sealed segments now.\n", segments));
}

static const struct option release_options[] = {DATA_OPTION, {0}};

static int release_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    int code = EXIT_DONE;
    const struct entry entry = {5, release_options, 1, 1, ""};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    return segment_release(turn, cli_data(turn, read), word(read, 0))
               ? cli_print(console, TEXT("The hold is released.\n"))
               : cli_fault(turn, console);
}

static const struct option retire_options[] = {
    DATA_OPTION,
    {"before", "TIME", "(needed) Segments whose last line came in before: an instant, or 400d",
     false},
    {"reason", "WORDS", "The rule of retention that says so", false},
    {0},
};

static int retire_run(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *read;
    int64_t before_us;
    struct segment_retirement retirement;
    int code = EXIT_DONE;
    const struct entry entry = {6, retire_options, 0, 0,
                                "What goes leaves its root behind, and a "
                                "report for the ledger."};
    if (!begin(turn, console, &entry, count, words, &read, &code))
        return code;
    if (!value_has(read, "before"))
        (void)fail_field(turn, "before", "--before is needed.");
    if (turn->fault.kind != FAULT_NONE || !cli_time(turn, read, "before", INT64_MIN, &before_us)
        || !segment_retire(turn, cli_data(turn, read), before_us, value_get_text(read, "reason"),
                           &retirement))
        return cli_fault(turn, console);
    return cli_print(console,
                     text_format(turn->arena, "%zu segments went, %llu bytes; %zu are held.\n",
                                 retirement.retired, (unsigned long long)retirement.bytes,
                                 retirement.held));
}
