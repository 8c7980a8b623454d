/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verifying a published folder from its raw bytes. Nothing in it is believed: every entry is
 * hashed, every tile of every level is built again and compared, every root that was ever promised
 * is looked at when the tree has its size, and in the end every file that is there must have been
 * expected.
 */
#include "ledger/inside.h"
#include "ledger/tower.h"
#include <stdarg.h>
#include <stdio.h>

enum { PROMISES_MAX = 3 };

/* A root the tree must have had at some size. */
struct promise {
    struct checkpoint checkpoint;
    const char *where;
};

struct inspection {
    struct turn *turn;
    struct turn *piece; /* whose memory goes after each bundle */
    struct text folder;
    struct ledger_verdict *verdict;
    ledger_progress *progress;
    void *context;
    struct note_key key;
    bool key_from_folder;
    struct checkpoint checkpoint;
    int64_t guard_size; /* files up to this size may stand there: a publication is under way */
    struct promise promises[PROMISES_MAX];
    size_t promise_count;
    struct tower tower;
    struct chains *chains;
    char last_at[ENTRY_TIME_BYTES];
};

/* Sets the verdict unless one is set. Always false. */
__attribute__((format(printf, 3, 4))) static bool broken(struct inspection *inspection,
                                                         struct text where, const char *format, ...)
{
    struct ledger_verdict *verdict = inspection->verdict;
    if (!text_empty(verdict->where))
        return false;
    char why[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    verdict->where = text_copy(inspection->turn->arena, where);
    verdict->why = text_copy(inspection->turn->arena, text_of(why));
    return false;
}

/* A file of the folder's top; what is missing or too long is a verdict. */
static bool top_read(struct inspection *inspection, const char *name, size_t bytes_max,
                     struct text *bytes)
{
    struct turn *turn = inspection->turn;
    bool found;
    if (folder_read(turn, inspection->folder, name, bytes_max, bytes, &found))
        return found || broken(inspection, text_of(name), "The file is missing.");
    if (turn->fault.kind != FAULT_LIMIT)
        return false;
    fault_clear(turn);
    return broken(inspection, text_of(name), "The file is longer than it can be.");
}

/* ---- key and checkpoint ---- */

static bool key_check(struct inspection *inspection, struct text vkey)
{
    struct turn *turn = inspection->turn;
    struct text line;
    const char *why;
    if (!text_empty(vkey) && !note_key_read(turn->arena, vkey, &inspection->key, &why))
        return fail_field(turn, "vkey", "The verifier's key cannot be used: %s.", why);
    if (!top_read(inspection, "vkey", LEDGER_VKEY_BYTES_MAX, &line))
        return false;
    inspection->key_from_folder = text_empty(vkey);
    if (inspection->key_from_folder) {
        struct text own = {line.data, line.size > 0 ? line.size - 1 : 0};
        if (!note_key_read(turn->arena, own, &inspection->key, &why))
            return broken(inspection, TEXT("vkey"), "It is no verifier's key: %s.", why);
    }
    struct text wanted = text_format(turn->arena, "%.*s\n",
                                     TEXT_SHOW(note_key_write(turn->arena, &inspection->key)));
    return text_equal(line, wanted)
           || broken(inspection, TEXT("vkey"), "It is not the key %.*s.", (int)(wanted.size - 1),
                     wanted.data);
}

/* A note with a checkpoint signed by the key. */
static bool note_inspect(struct inspection *inspection, const char *where, struct text bytes,
                         struct checkpoint *checkpoint)
{
    struct turn *turn = inspection->turn;
    struct note *note = arena_take(turn->arena, sizeof *note);
    const char *why;
    if (!note_read(turn->arena, bytes, note, &why)
        || !checkpoint_read(turn->arena, note->text, checkpoint, &why))
        return broken(inspection, text_of(where), "It is no checkpoint: %s.", why);
    if (!text_equal(checkpoint->origin, inspection->key.name))
        return broken(inspection, text_of(where), "Its origin is not the name of the key.");
    switch (note_check(turn->arena, note, &inspection->key, NULL)) {
    case NOTE_GOOD: return true;
    case NOTE_UNKNOWN: return broken(inspection, text_of(where), "It is not signed by the key.");
    case NOTE_FORGED: break;
    }
    return broken(inspection, text_of(where), "Its signature is not good.");
}

static void promise_add(struct inspection *inspection, const struct checkpoint *checkpoint,
                        const char *where)
{
    inspection->promises[inspection->promise_count++] = (struct promise){*checkpoint, where};
}

static bool guard_inspect(struct inspection *inspection)
{
    struct turn *turn = inspection->turn;
    struct text bytes;
    struct checkpoint guard;
    const char *why;
    bool found;
    inspection->guard_size = inspection->checkpoint.size;
    if (!folder_read(turn, inspection->folder, "guard", NOTE_BYTES_MAX, &bytes, &found))
        return false;
    if (!found)
        return true; /* a copy for others has none */
    if (!guard_parse(turn->arena, bytes, &guard, &why))
        return broken(inspection, TEXT("guard"), "It cannot be understood: %s.", why);
    if (!text_equal(guard.origin, inspection->checkpoint.origin))
        return broken(inspection, TEXT("guard"), "Its origin is not the checkpoint's.");
    if (guard.size < inspection->checkpoint.size)
        return broken(inspection, TEXT("guard"), "It knows fewer entries than the checkpoint.");
    inspection->guard_size = guard.size;
    promise_add(inspection, &guard, "guard");
    return true;
}

static bool older_inspect(struct inspection *inspection, struct text older)
{
    struct checkpoint checkpoint = {0};
    if (text_empty(older))
        return true;
    if (!note_inspect(inspection, "the older checkpoint", older, &checkpoint))
        return false;
    if (checkpoint.size > inspection->checkpoint.size)
        return broken(inspection, TEXT("checkpoint"),
                      "It has %lld entries, and the older checkpoint has %lld.",
                      (long long)inspection->checkpoint.size, (long long)checkpoint.size);
    promise_add(inspection, &checkpoint, "the older checkpoint");
    return true;
}

static bool checkpoint_inspect(struct inspection *inspection, struct text older)
{
    struct turn *turn = inspection->turn;
    struct text bytes;
    if (!top_read(inspection, "checkpoint", NOTE_BYTES_MAX, &bytes)
        || !note_inspect(inspection, "checkpoint", bytes, &inspection->checkpoint))
        return false;
    inspection->verdict->size = inspection->checkpoint.size;
    inspection->verdict->root = hash_write(turn->arena, &inspection->checkpoint.root);
    promise_add(inspection, &inspection->checkpoint, "checkpoint");
    return older_inspect(inspection, older) && guard_inspect(inspection);
}

/* ---- entries and tiles ---- */

static bool promises_inspect(struct inspection *inspection)
{
    int64_t size = tower_size(&inspection->tower);
    for (size_t i = 0; i < inspection->promise_count; i++) {
        const struct promise *promise = &inspection->promises[i];
        if (promise->checkpoint.size != size)
            continue;
        struct sha256 root = tower_root(&inspection->tower);
        if (!tree_hash_equal(&root, &promise->checkpoint.root))
            return broken(inspection, text_of(promise->where),
                          "Its root is not that of the first %lld entries.", (long long)size);
    }
    return true;
}

/* The tile as it should be: full, or as wide as the tree has it. */
static bool tile_open(struct inspection *inspection, const struct tile *tile, struct text *bytes)
{
    struct turn *piece = inspection->piece;
    struct text path = tile_path(piece->arena, tile);
    if (tile_read(piece, inspection->folder, tile, bytes))
        return true;
    if (piece->fault.kind != FAULT_NONE)
        return false;
    return broken(inspection, path, "The file is missing or has the wrong length.");
}

static bool tile_inspect(void *context, const struct tile *tile, const struct sha256 *hashes)
{
    struct inspection *inspection = context;
    struct text bytes;
    if (!tile_open(inspection, tile, &bytes))
        return false;
    for (int i = 0; i < tile->width; i++)
        if (memcmp(bytes.data + i * SHA256_BYTES, hashes[i].bytes, SHA256_BYTES) != 0)
            return broken(inspection, tile_path(inspection->piece->arena, tile),
                          "Hash %d is not the one that the entries give.", i);
    return true;
}

static bool entry_inspect(struct inspection *inspection, struct text json)
{
    int64_t sequence = tower_size(&inspection->tower);
    struct text where = text_format(inspection->piece->arena, "entry %lld", (long long)sequence);
    struct sha256 leaf = tree_leaf(inspection->tower.hasher, json);
    struct entry entry;
    const char *why;
    if (!entry_read(json, &entry, &why))
        return broken(inspection, where, "It is not an entry: %s.", why);
    if (entry.sequence != sequence)
        return broken(inspection, where, "It calls itself entry %lld.", (long long)entry.sequence);
    if (sequence > 0 && memcmp(entry.at.data, inspection->last_at, ENTRY_TIME_BYTES) < 0)
        return broken(inspection, where, "Its time lies before that of the entry before it.");
    memcpy(inspection->last_at, entry.at.data, ENTRY_TIME_BYTES);
    if (!chains_follow(inspection->chains, &entry, &leaf, &why))
        return broken(inspection, where, "The chain of its case is broken: %s.", why);
    inspection->verdict->entries = sequence + 1;
    return tower_add(&inspection->tower, &leaf) && promises_inspect(inspection);
}

/* The next bundle: as many entries as its width says, and not a byte more. */
static bool bundle_inspect(struct turn *piece, void *context)
{
    struct inspection *inspection = context;
    int64_t index = tower_size(&inspection->tower) / TILE_WIDTH;
    struct tile tile = {TILE_ENTRIES, index,
                        tile_width(inspection->checkpoint.size, TILE_ENTRIES, index)};
    struct text bytes;
    struct text entry;
    inspection->piece = piece;
    if (!tile_open(inspection, &tile, &bytes))
        return false;
    for (int i = 0; i < tile.width; i++) {
        if (!bundle_next(&bytes, &entry))
            return broken(inspection, tile_path(piece->arena, &tile),
                          "It is cut short in entry %lld.",
                          (long long)tower_size(&inspection->tower));
        if (!entry_inspect(inspection, entry))
            return false;
    }
    return bytes.size == 0
           || broken(inspection, tile_path(piece->arena, &tile),
                     "There are bytes behind its last entry.");
}

static bool tower_finish(struct turn *piece, void *context)
{
    struct inspection *inspection = context;
    inspection->piece = piece;
    return tower_end(&inspection->tower);
}

static bool tree_inspect(struct inspection *inspection, struct scratch *scratch)
{
    inspection->tower.hasher = hasher_new(inspection->turn->arena);
    inspection->tower.tile = tile_inspect;
    inspection->tower.context = inspection;
    if (!promises_inspect(inspection)) /* of a tree of none */
        return false;
    for (int64_t size = 0; size < inspection->checkpoint.size;) {
        if (!scratch_run(scratch, bundle_inspect, inspection))
            return false;
        size = tower_size(&inspection->tower);
        if (inspection->progress != NULL)
            inspection->progress(inspection->context, size, inspection->checkpoint.size);
    }
    return scratch_run(scratch, tower_finish, inspection);
}

/* ---- everything that is there ---- */

/* A partial tile of an older or of a coming tree: where both have something, it must be the same.
 */
static bool partial_inspect(struct inspection *inspection, const struct tile *partial)
{
    struct turn *piece = inspection->piece;
    struct text path = tile_path(piece->arena, partial);
    struct tile tile = *partial;
    struct text bytes;
    struct text whole = TEXT_NONE;
    tile.width = tile_width(inspection->checkpoint.size, tile.level, tile.index);
    if (!tile_open(inspection, partial, &bytes)
        || (tile.width > 0 && !tile_open(inspection, &tile, &whole)))
        return false;
    struct text rest = bytes;
    struct text entry;
    for (int i = 0; partial->level == TILE_ENTRIES && i < partial->width; i++)
        if (!bundle_next(&rest, &entry))
            return broken(inspection, path, "It is cut short.");
    if (partial->level == TILE_ENTRIES && rest.size > 0)
        return broken(inspection, path, "There are bytes behind its last entry.");
    bool same =
        partial->width <= tile.width ? text_starts(whole, bytes) : text_starts(bytes, whole);
    return same || broken(inspection, path, "It differs from the tile of the signed tree.");
}

struct visit {
    struct inspection *inspection;
    struct text path;
};

static bool file_inspect(struct turn *piece, void *context)
{
    const struct visit *visit = context;
    struct inspection *inspection = visit->inspection;
    struct tile tile;
    inspection->piece = piece;
    bool under_way = inspection->guard_size > inspection->checkpoint.size;
    if (name_is_unfinished(visit->path) && under_way)
        return true;
    if (!tile_path_read(visit->path, &tile)
        || tile.width > tile_width(inspection->guard_size, tile.level, tile.index))
        return broken(inspection, visit->path, "The file does not belong to the log.");
    if (tile.width == tile_width(inspection->checkpoint.size, tile.level, tile.index))
        return true; /* seen while the tree was built */
    return partial_inspect(inspection, &tile);
}

struct tour {
    struct inspection *inspection;
    struct scratch *scratch;
};

static bool tour_file(void *context, struct text path)
{
    struct tour *tour = context;
    struct visit visit = {tour->inspection, path};
    return scratch_run(tour->scratch, file_inspect, &visit);
}

static bool verdict_sound(struct inspection *inspection)
{
    inspection->verdict->sound = true;
    inspection->verdict->why =
        inspection->key_from_folder
            ? TEXT("Sound by the folder's own vkey: compare it with one from elsewhere.")
            : TEXT("Sound.");
    return true;
}

bool ledger_verify(struct turn *turn, struct text folder, struct text vkey, struct text older,
                   ledger_progress *progress, void *context, struct ledger_verdict *verdict)
{
    *verdict = (struct ledger_verdict){0};
    struct inspection *inspection = arena_take(turn->arena, sizeof *inspection);
    *inspection = (struct inspection){.turn = turn,
                                      .folder = folder,
                                      .verdict = verdict,
                                      .progress = progress,
                                      .context = context,
                                      .chains = chains_new(turn->arena)};
    struct tour tour = {inspection, scratch_new(turn, LEDGER_PAGE_BYTES_MAX)};
    if (key_check(inspection, vkey) && checkpoint_inspect(inspection, older)
        && tree_inspect(inspection, tour.scratch) && tiles_visit(turn, folder, tour_file, &tour))
        (void)verdict_sound(inspection);
    scratch_end(tour.scratch);
    return turn->fault.kind == FAULT_NONE;
}
