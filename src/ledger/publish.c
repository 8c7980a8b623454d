/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Publishing, in an order that bears being killed anywhere:
 *
 *     1  all new entries are read once, and the roots checked: of the last checkpoint, the guard,
 *        the head. A tree that is smaller than or differs from what was promised ends here.
 *     2  the guard: from now on nothing that contradicts this tree is signed, whatever backup is
 *        put in the database's place
 *     3  tiles and bundles, each complete and durable before the next
 *     4  the checkpoint, signed: what is outside has always stood in the guard before
 *     5  partial tiles that have become full are taken away
 *
 * Killed before 4, the next call does it all again and writes the same files.
 */
#include "base/file.h"
#include "ledger/inside.h"
#include "ledger/tower.h"
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

struct publication {
    struct turn *turn;
    const struct ledger_place *place;
    struct hasher *hasher;
    struct note_key key;
    struct head head;
    struct checkpoint now;   /* what shall be signed */
    struct checkpoint last;  /* what was signed last; size 0 when nothing was */
    struct checkpoint guard; /* what was promised last */
    bool has_checkpoint;
    bool has_guard;
    int64_t from; /* entries below stand in full bundles already */
    struct tower tower;
    struct builder *bundle;
    struct turn *piece; /* while entries are visited */
};

/* ---- one publisher at a time ---- */

static void lock_release(void *thing)
{
    int *lock = thing;
    if (*lock >= 0)
        close(*lock);
    *lock = -1;
}

/* wait 0: until it is free; LOCK_NB: not at all. */
static bool lock_take(struct turn *turn, struct text folder, int wait, int **lock)
{
    *lock = arena_take(turn->arena, sizeof **lock);
    **lock = -1;
    arena_own(turn->arena, lock_release, *lock);
    const char *path = text_string(turn->arena, folder);
    if (!folder_make(turn, path, 0755))
        return false;
    **lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (**lock < 0)
        return fail(turn, FAULT_BROKEN, "The ledger's folder %s cannot be opened.", path);
    if (flock(**lock, LOCK_EX | wait) != 0)
        return fail(turn, FAULT_BUSY, "Somebody else is publishing the ledger into %s.", path);
    return true;
}

bool ledger_hold(struct turn *turn, struct text folder)
{
    int *lock;
    return lock_take(turn, folder, 0, &lock);
}

/* ---- what stands there ---- */

static bool vkey_stands(struct publication *publication)
{
    struct turn *turn = publication->turn;
    struct text folder = publication->place->folder;
    struct text vkey = note_key_write(turn->arena, &publication->key);
    struct text line = text_format(turn->arena, "%.*s\n", TEXT_SHOW(vkey));
    struct text there;
    bool found;
    if (!folder_read(turn, folder, "vkey", LEDGER_VKEY_BYTES_MAX, &there, &found))
        return false;
    if (!found)
        return file_write(turn, folder_path(turn, folder, TEXT("vkey")), line, 0644);
    if (!text_equal(there, line))
        return fail(turn, FAULT_BROKEN,
                    "The ledger's folder belongs to another key than %.*s. Nothing is signed.",
                    TEXT_SHOW(vkey));
    return true;
}

static bool guard_allows(struct publication *publication)
{
    struct turn *turn = publication->turn;
    const struct checkpoint *guard = &publication->guard;
    if (!text_equal(guard->origin, publication->place->origin))
        return fail(turn, FAULT_BROKEN,
                    "The ledger's guard is for the origin %.*s, not %.*s. Nothing is signed.",
                    TEXT_SHOW(guard->origin), TEXT_SHOW(publication->place->origin));
    if (guard->size < publication->last.size)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's guard knows %lld entries and the checkpoint %lld: an old guard "
                    "was put back. Nothing is signed.",
                    (long long)guard->size, (long long)publication->last.size);
    if (guard->size > publication->now.size)
        return fail(turn, FAULT_BROKEN,
                    "The ledger has %lld entries, and %lld were promised already: an old database "
                    "was put back. Nothing is signed; go on under a new origin.",
                    (long long)publication->now.size, (long long)guard->size);
    return true;
}

static bool publication_open(struct publication *publication)
{
    struct turn *turn = publication->turn;
    struct text folder = publication->place->folder;
    if (!place_key(turn, publication->place, &publication->key) || !vkey_stands(publication)
        || !signed_checkpoint_read(turn, folder, &publication->key, &publication->last,
                                   &publication->has_checkpoint)
        || !guard_read(turn, folder, &publication->guard, &publication->has_guard)
        || !head_read(turn, &publication->head))
        return false;
    publication->now =
        (struct checkpoint){.origin = publication->place->origin,
                            .size = publication->head.edge.size,
                            .root = tree_root(publication->hasher, &publication->head.edge)};
    if (!publication->has_guard)
        publication->guard = publication->has_checkpoint
                                 ? publication->last
                                 : (struct checkpoint){.origin = publication->place->origin,
                                                       .root = sha256(TEXT_NONE)};
    return guard_allows(publication);
}

static bool checkpoint_equal(const struct checkpoint *a, const struct checkpoint *b)
{
    return a->size == b->size && tree_hash_equal(&a->root, &b->root);
}

static bool nothing_new(const struct publication *publication)
{
    return publication->has_checkpoint && publication->has_guard
           && checkpoint_equal(&publication->last, &publication->now)
           && checkpoint_equal(&publication->guard, &publication->now);
}

/* ---- 1: reading and checking ---- */

/* The growing tiles of the levels above 0 as the last checkpoint left them. False without a fault
 * when one is not there: then everything is made anew from the database. */
static bool tower_resume(struct publication *publication)
{
    struct turn *turn = publication->turn;
    publication->from = publication->last.size / TILE_WIDTH * TILE_WIDTH;
    publication->tower = (struct tower){.hasher = publication->hasher};
    for (int level = 0; level < TILE_LEVELS_MAX; level++) {
        struct tower_level *growing = &publication->tower.levels[level];
        int64_t hashes = tile_hashes(publication->from, level);
        struct tile tile = {level, hashes / TILE_WIDTH, (int)(hashes % TILE_WIDTH)};
        struct text bytes;
        growing->index = tile.index;
        growing->count = tile.width;
        if (tile.width == 0)
            continue;
        if (!tile_read(turn, publication->place->folder, &tile, &bytes))
            return false;
        memcpy(growing->hashes, bytes.data, bytes.size);
    }
    return true;
}

static bool tower_start(struct publication *publication)
{
    if (tower_resume(publication))
        return true;
    publication->from = 0;
    publication->tower = (struct tower){.hasher = publication->hasher};
    return publication->turn->fault.kind == FAULT_NONE;
}

/* At the size of something promised, the tree must have the root that was promised. */
static bool promise_kept(struct publication *publication, const struct checkpoint *promise,
                         const char *what)
{
    if (tower_size(&publication->tower) != promise->size)
        return true;
    struct sha256 root = tower_root(&publication->tower);
    if (tree_hash_equal(&root, &promise->root))
        return true;
    return fail(publication->turn, FAULT_BROKEN,
                "The first %lld entries of the ledger are not those of %s. Nothing is signed; run "
                "revere ledger verify.",
                (long long)promise->size, what);
}

static bool promises_kept(struct publication *publication)
{
    return (!publication->has_checkpoint
            || promise_kept(publication, &publication->last, "the last checkpoint"))
           && promise_kept(publication, &publication->guard, "the guard")
           && promise_kept(publication, &publication->now, "the ledger's head");
}

static bool entry_follows(struct publication *publication, const struct entry_row *row)
{
    if (row->sequence == tower_size(&publication->tower))
        return true;
    return fail(publication->turn, FAULT_BROKEN,
                "Entry %lld of the ledger is missing. Nothing is signed; run revere ledger verify.",
                (long long)tower_size(&publication->tower));
}

static bool entry_check(struct turn *piece, const struct entry_row *row, void *context)
{
    struct publication *publication = context;
    struct sha256 leaf = tree_leaf(publication->hasher, row->entry);
    bool good = entry_follows(publication, row) && tower_add(&publication->tower, &leaf)
                && promises_kept(publication);
    if (!good)
        piece->fault = publication->turn->fault;
    return good;
}

static bool tree_check(struct publication *publication)
{
    struct turn *turn = publication->turn;
    if (!tower_start(publication) || !promises_kept(publication)
        || !entries_visit(turn, publication->from, publication->now.size, false, entry_check,
                          publication))
        return false;
    if (tower_size(&publication->tower) != publication->now.size)
        return fail(turn, FAULT_BROKEN,
                    "The ledger's head counts %lld entries, and there are %lld. Nothing is signed.",
                    (long long)publication->now.size, (long long)tower_size(&publication->tower));
    return true;
}

/* ---- 2 to 4: writing ---- */

static bool published_write(struct turn *turn, const struct ledger_place *place, struct text name,
                            struct text bytes)
{
    const char *path = folder_path(turn, place->folder, name);
    const char *slash = strrchr(path, '/');
    struct text folder = {path, (size_t)(slash - path)};
    return folder_make(turn, text_string(turn->arena, folder), 0755)
           && file_write(turn, path, bytes, 0644);
}

static bool tile_publish(void *context, const struct tile *tile, const struct sha256 *hashes)
{
    struct publication *publication = context;
    struct turn *piece = publication->piece;
    struct text bytes = {(const char *)hashes, (size_t)tile->width * SHA256_BYTES};
    return published_write(piece, publication->place, tile_path(piece->arena, tile), bytes);
}

/* The bundle so far, which ends at the tower's size. */
static bool bundle_publish(struct publication *publication)
{
    struct turn *piece = publication->piece;
    int64_t last = tower_size(&publication->tower) - 1;
    struct tile tile = {TILE_ENTRIES, last / TILE_WIDTH, (int)(last % TILE_WIDTH) + 1};
    bool good = published_write(piece, publication->place, tile_path(piece->arena, &tile),
                                built(publication->bundle));
    publication->bundle->size = 0;
    return good;
}

static bool entry_publish(struct turn *piece, const struct entry_row *row, void *context)
{
    struct publication *publication = context;
    struct sha256 leaf = tree_leaf(publication->hasher, row->entry);
    publication->piece = piece;
    bundle_append(publication->bundle, row->entry);
    return tower_add(&publication->tower, &leaf)
           && (tower_size(&publication->tower) % TILE_WIDTH != 0 || bundle_publish(publication));
}

static bool tiles_publish(struct publication *publication)
{
    struct turn *turn = publication->turn;
    publication->bundle = arena_take(turn->arena, sizeof *publication->bundle);
    *publication->bundle = (struct builder){.arena = turn->arena};
    if (!tower_start(publication))
        return false;
    publication->tower.tile = tile_publish;
    publication->tower.context = publication;
    publication->piece = turn;
    if (!entries_visit(turn, publication->from, publication->now.size, false, entry_publish,
                       publication))
        return false;
    publication->piece = turn;
    return (publication->bundle->size == 0 || bundle_publish(publication))
           && tower_end(&publication->tower);
}

bool guard_write(struct turn *turn, struct text folder, const struct checkpoint *guard)
{
    return file_write(turn, folder_path(turn, folder, TEXT("guard")),
                      guard_text(turn->arena, guard), 0644);
}

static bool checkpoint_publish(struct publication *publication)
{
    struct turn *turn = publication->turn;
    unsigned char seed[ED25519_KEY_BYTES];
    struct text note;
    if (!seed_read(turn, publication->place, seed))
        return false;
    bool good = note_sign(turn, checkpoint_write(turn->arena, &publication->now), &publication->key,
                          seed, &note);
    explicit_bzero(seed, sizeof seed);
    return good && published_write(turn, publication->place, TEXT("checkpoint"), note);
}

/* ---- 5: tidying ---- */

/* Files that a publisher killed in the middle has left half written. */
static bool unfinished_remove(void *context, struct text path)
{
    struct publication *publication = context;
    if (name_is_unfinished(path))
        (void)unlink(folder_path(publication->turn, publication->place->folder, path));
    return true;
}

static bool leftovers_remove(struct publication *publication)
{
    struct turn *turn = publication->turn;
    struct text *names;
    size_t count;
    if (!folder_list(turn, text_string(turn->arena, publication->place->folder), &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        (void)unfinished_remove(publication, names[i]);
    return (publication->has_guard && publication->has_checkpoint
            && checkpoint_equal(&publication->guard, &publication->last))
           || tiles_visit(turn, publication->place->folder, unfinished_remove, publication);
}

/* The partial tiles of a tile that is full now: readers of older checkpoints take the full one. */
static bool partials_remove(struct publication *publication, struct tile tile)
{
    struct turn *turn = publication->turn;
    struct text *names;
    size_t count;
    struct text name = text_format(turn->arena, "%.*s.p", TEXT_SHOW(tile_path(turn->arena, &tile)));
    const char *path = folder_path(turn, publication->place->folder, name);
    if (!file_exists(path))
        return true;
    if (!folder_list(turn, path, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        (void)unlink(folder_path(turn, text_of(path), names[i]));
    (void)rmdir(path);
    return true;
}

static bool tiles_tidy(struct publication *publication)
{
    for (int level = TILE_ENTRIES; level < TILE_LEVELS_MAX; level++) {
        int64_t full = tile_hashes(publication->now.size, level) / TILE_WIDTH;
        int64_t was = tile_hashes(publication->last.size, level) / TILE_WIDTH;
        for (int64_t index = was; index < full; index++)
            if (!partials_remove(publication, (struct tile){level, index, TILE_WIDTH}))
                return false;
    }
    return true;
}

bool ledger_publish(struct turn *turn, const struct ledger_place *place)
{
    int *lock;
    struct publication *publication = arena_take(turn->arena, sizeof *publication);
    *publication =
        (struct publication){.turn = turn, .place = place, .hasher = hasher_new(turn->arena)};
    bool good =
        lock_take(turn, place->folder, LOCK_NB, &lock) && publication_open(publication)
        && leftovers_remove(publication)
        && (nothing_new(publication)
            || (tree_check(publication) && guard_write(turn, place->folder, &publication->now)
                && tiles_publish(publication) && checkpoint_publish(publication)
                && tiles_tidy(publication)));
    lock_release(lock);
    return good;
}
