/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a store does when it is opened: the open segment is read, block by block, and cut where the
 * last sync ended, as the journal has it (or, where there is no journal, behind the last whole
 * block); then the journal's records and marks are taken again. A block that was durable once and
 * is no longer whole is no torn tail but damage: then the segment is set aside as it is, and
 * another begun. Whatever is cut or set aside is said.
 */
#include "event/segment_store.h"
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const size_t scratch_bytes_max = (size_t)256 << 20;

struct recovery {
    struct segment_store *store;
    struct turn scratch;    /* for one block at a time */
    bool known;             /* the journal has a piece */
    uint64_t durable_end;   /* of the open segment, as the journal knows it */
    uint64_t damaged;       /* the number of a segment that was set aside just now; 0: none */
    uint64_t damaged_first; /* records that could be read in it */
    size_t taken;           /* from the journal */
};

static void say(const struct segment_store *store, enum log_level level, const char *what,
                uint64_t segment, uint64_t number)
{
    log_write(store->settings.log, level, "event.store", "segment %llu: %s (%llu)",
              (unsigned long long)segment, what, (unsigned long long)number);
}

/* ---- the journal's word on the open segment ---- */

static bool piece_durable(struct turn *turn, void *context, const struct journal_piece *piece)
{
    (void)turn;
    struct recovery *recovery = context;
    recovery->known = true;
    if (piece->segment == recovery->store->number)
        recovery->durable_end = piece->durable_end;
    return true;
}

/* ---- the open segment ---- */

static bool block_again(struct recovery *recovery, struct segment_file *file, size_t index)
{
    struct segment_store *store = recovery->store;
    struct block block;
    arena_clear(recovery->scratch.arena);
    fault_clear(&recovery->scratch);
    if (!segment_file_block(&recovery->scratch, file, index, &block))
        return false;
    for (size_t i = 0; i < block.count; i++)
        if (!block_add(store->maker, &block.records[i])) {
            block_clear(store->maker);
            return false;
        }
    segment_note(store, store->maker, &file->blocks[index].head, file->blocks[index].offset);
    return true;
}

/* Did a sync say of this block that it is durable? */
static bool block_settled(const struct recovery *recovery, const struct segment_block *block)
{
    return !recovery->known
           || block->offset + BLOCK_HEAD_BYTES + block->head.packed_bytes <= recovery->durable_end;
}

static bool set_aside(struct turn *turn, struct recovery *recovery, const char *path)
{
    struct segment_store *store = recovery->store;
    const char *aside = segment_path(turn->arena, store->folder, store->number, "damaged");
    say(store, LOG_ERROR, "damaged where it was durable, set aside; records still readable before",
        store->number, store->first);
    recovery->damaged = store->number;
    recovery->damaged_first = store->first;
    if (rename(path, aside) != 0)
        return segment_fail(turn, store, aside);
    segment_reset(store, store->number + 1);
    block_clear(store->maker);
    return segment_folder_sync(turn, store);
}

static bool tail_cut(struct turn *turn, struct segment_store *store,
                     const struct segment_file *file)
{
    if (file->size == store->end)
        return true;
    say(store, LOG_WARNING, "an end that was not acknowledged is cut off, bytes", store->number,
        file->size - store->end);
    return (ftruncate(store->descriptor, (off_t)store->end) == 0 && fsync(store->descriptor) == 0)
           || segment_fail(turn, store, file->path);
}

static bool open_again(struct turn *turn, struct recovery *recovery, struct segment_file *file)
{
    struct segment_store *store = recovery->store;
    store->end = file->head_bytes;
    store->previous = file->head.previous;
    store->begun_us = file->head.created_us;
    store->dictionary.size = 0;
    build(&store->dictionary, file->head.dictionary);
    size_t whole = 0;
    while (whole < file->block_count && block_settled(recovery, &file->blocks[whole])
           && block_again(recovery, file, whole))
        whole++;
    if (store->end < recovery->durable_end)
        return set_aside(turn, recovery, file->path);
    store->descriptor = open(file->path, O_RDWR | O_CLOEXEC);
    if (store->descriptor < 0)
        return segment_fail(turn, store, file->path);
    store->dirty = false;
    store->durable_end = store->end;
    return packing_learn(turn, store) && tail_cut(turn, store, file)
           && (fdatasync(store->descriptor) == 0 || segment_fail(turn, store, file->path))
           && segment_folder_sync(turn, store);
}

/* A file without a whole head holds no record that anybody was told of, unless the journal knows
 * better. */
static bool begin_again(struct turn *turn, struct recovery *recovery,
                        const struct segment_file *file, const char *path)
{
    struct segment_store *store = recovery->store;
    if (recovery->durable_end > 0 || file == NULL || file->head_bytes > 0)
        return set_aside(turn, recovery, path);
    say(store, LOG_WARNING, "torn before its first block, begun anew", store->number, 0);
    const char *torn = segment_path(turn->arena, store->folder, store->number, "torn");
    return rename(path, torn) == 0 || segment_fail(turn, store, torn);
}

static bool open_segment(struct turn *turn, struct recovery *recovery, const char *path)
{
    struct segment_file *file = NULL;
    struct segment_store *store = recovery->store;
    struct turn reading = {.arena = turn->arena};
    if (!segment_file_open(&reading, path, &file))
        return begin_again(turn, recovery, file, path);
    if (memcmp(file->head.store, store->id, SEGMENT_ID_BYTES) != 0)
        return fail(turn, FAULT_BROKEN, "%s is of another store: take it out of this folder.",
                    path);
    bool good;
    if (file->sealed) {
        good = segment_publish(turn, store, file);
        store->previous = file->tail.root;
        segment_reset(store, store->number + 1);
    } else {
        good = open_again(turn, recovery, file);
    }
    segment_file_close(file);
    return good;
}

/* ---- the folder ---- */

/* What the next segment goes on from: the last one's root, and its dictionary until there is a
 * better. */
static void sealed_last(struct turn *turn, struct segment_store *store, const char *path)
{
    struct segment_file *file;
    struct turn reading = {.arena = turn->arena};
    if (!segment_file_open(&reading, path, &file)) {
        log_write(store->settings.log, LOG_ERROR, "event.store",
                  "segment %llu is damaged: verify the store",
                  (unsigned long long)store->number - 1);
        return;
    }
    store->previous = file->tail.root;
    store->dictionary.size = 0;
    build(&store->dictionary, file->head.dictionary);
    segment_file_close(file);
}

static bool folder_read(struct turn *turn, struct recovery *recovery)
{
    struct segment_name *names;
    size_t count;
    const char *open = NULL;
    const char *sealed = NULL;
    struct segment_store *store = recovery->store;
    if (!segment_list(turn, store->folder, &names, &count))
        return false;
    segment_reset(store, 1);
    for (size_t i = 0; i < count; i++) {
        if (names[i].state == SEGMENT_OPEN && i + 1 < count)
            return fail(turn, FAULT_BROKEN,
                        "%s is open, and newer segments stand beside it: take "
                        "it out of the folder.",
                        names[i].path);
        store->number = names[i].state == SEGMENT_OPEN ? names[i].number : names[i].number + 1;
        if (names[i].state == SEGMENT_OPEN)
            open = names[i].path;
        if (names[i].state == SEGMENT_SEALED)
            sealed = names[i].path;
    }
    if (sealed != NULL)
        sealed_last(turn, store, sealed);
    return journal_read(turn, store, piece_durable, recovery)
           && (open == NULL || open_segment(turn, recovery, open));
}

/* ---- the journal's records ---- */

static bool records_take(struct turn *turn, struct recovery *recovery, const struct block *block,
                         uint64_t skip)
{
    struct segment_store *store = recovery->store;
    for (size_t i = (size_t)skip; i < block->count; i++) {
        if (recovery->damaged != 0 && block_full(store->maker) && !segment_cut(turn, store))
            return false;
        if (!block_add(store->maker, &block->records[i]))
            return fail(turn, FAULT_BROKEN, "The journal of %s has more than a block.",
                        store->folder);
        recovery->taken++;
    }
    return true;
}

static bool piece_take(struct turn *turn, void *context, const struct journal_piece *piece)
{
    struct recovery *recovery = context;
    struct segment_store *store = recovery->store;
    struct block block;
    const char *why;
    marks_take(&store->marks, piece->marks);
    if (piece->head.records == 0)
        return true;
    bool moved = piece->segment == recovery->damaged && recovery->damaged != 0;
    uint64_t next =
        moved ? recovery->damaged_first + segment_next(store).index : segment_next(store).index;
    uint64_t behind = piece->head.first + piece->head.records;
    if ((piece->segment != store->number && !moved) || behind <= next)
        return true; /* it is in a block by now */
    if (piece->head.first > next && !moved) {
        say(store, LOG_ERROR, "records are missing before those of the journal", store->number,
            piece->head.first - next);
        next = piece->head.first;
    }
    uint64_t skip = next > piece->head.first ? next - piece->head.first : 0;
    arena_clear(recovery->scratch.arena);
    if (!block_read(recovery->scratch.arena, &piece->head, piece->payload, &block, &why))
        return fail(turn, FAULT_BROKEN, "The journal of %s cannot be read: %s.", store->folder,
                    why);
    if (block_count(store->maker) == 0 && store->first == 0)
        store->begun_us = piece->head.received_min_us;
    return records_take(turn, recovery, &block, skip);
}

bool segment_recover(struct turn *turn, struct segment_store *store)
{
    struct recovery recovery = {.store = store};
    recovery.scratch.arena = arena_new(scratch_bytes_max);
    if (recovery.scratch.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to read the store with.");
    bool good = folder_read(turn, &recovery) && journal_read(turn, store, piece_take, &recovery);
    arena_free(recovery.scratch.arena);
    if (!good)
        return false;
    store->journal.records = block_count(store->maker);
    store->durable = segment_next(store);
    if (recovery.taken > 0)
        say(store, LOG_NOTICE, "records taken from the journal", store->number, recovery.taken);
    /* Where the journal speaks of the segment set aside, or there is none, one is begun that speaks
     * of what there is: from now on nothing counts that no sync said to be durable. */
    store->journal.turns = recovery.damaged != 0 || !recovery.known;
    return !store->journal.turns || segment_settle(turn, store);
}
