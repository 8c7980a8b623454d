/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a segment: its dictionary again, the filters, the tree's groups, the directory, the
 * tail; a report of its root for the ledger; its name. */
#include "base/crc.h"
#include "base/file.h"
#include "base/json.h"
#include "event/segment_store.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The root over all records: that of the whole groups, and what is left. */
static struct sha256 root_of(struct segment_store *store)
{
    struct tree_edge whole = store->edge;
    for (int level = 7; level >= 0; level--)
        if ((store->group.size >> level & 1) != 0)
            tree_append_subtree(store->hasher, &whole, level, &store->group.peaks[level]);
    return tree_root(store->hasher, &whole);
}

static void tail_sums(const struct segment_store *store, struct segment_tail *tail)
{
    const struct block_head *first = &store->blocks[0].head;
    tail->time_min_us = first->time_min_us;
    tail->time_max_us = first->time_max_us;
    tail->received_min_us = first->received_min_us;
    tail->received_max_us = first->received_max_us;
    for (size_t i = 0; i < store->block_count; i++) {
        const struct block_head *head = &store->blocks[i].head;
        if (head->time_min_us < tail->time_min_us)
            tail->time_min_us = head->time_min_us;
        if (head->time_max_us > tail->time_max_us)
            tail->time_max_us = head->time_max_us;
        if (head->received_min_us < tail->received_min_us)
            tail->received_min_us = head->received_min_us;
        if (head->received_max_us > tail->received_max_us)
            tail->received_max_us = head->received_max_us;
        tail->flags |= head->flags;
    }
}

/* Writes a part where the one before it ended; its checksum. */
static bool part_write(struct segment_store *store, struct text part, uint64_t *offset,
                       uint32_t *crc)
{
    uint64_t at = *offset;
    *crc = crc32c(0, part);
    *offset += part.size;
    return segment_write(store->descriptor, part, at);
}

static struct text directory_make(struct arena *arena, struct segment_store *store,
                                  uint64_t tokens_at)
{
    size_t size = store->block_count * SEGMENT_ENTRY_BYTES;
    unsigned char *entries = arena_take(arena, size + 1);
    for (size_t i = 0; i < store->block_count; i++) {
        struct segment_block block = store->blocks[i];
        block.token_offset += tokens_at;
        segment_entry_write(&block, entries + i * SEGMENT_ENTRY_BYTES);
    }
    return (struct text){(const char *)entries, size};
}

static bool parts_write(struct turn *turn, struct segment_store *store, struct segment_tail *tail)
{
    struct text dictionary;
    struct text bitmaps;
    struct segment_head again = {.dictionary = built(&store->dictionary)};
    unsigned char bytes[SEGMENT_TAIL_BYTES];
    uint64_t at = store->end;
    if (!segment_head_write(turn, &again, &dictionary)
        || !segment_bitmaps_pack(turn, built(&store->trigrams), &bitmaps))
        return false;
    tail->dictionary_at = at;
    bool good = part_write(store, dictionary, &at, &tail->dictionary_crc);
    tail->tokens_at = at;
    good = good && part_write(store, built(&store->tokens), &at, &tail->tokens_crc);
    tail->trigrams_at = at;
    good = good && part_write(store, bitmaps, &at, &tail->trigrams_crc);
    tail->groups_at = at;
    good = good && part_write(store, built(&store->groups), &at, &tail->groups_crc);
    tail->directory_at = at;
    good = good
           && part_write(store, directory_make(turn->arena, store, tail->tokens_at), &at,
                         &tail->directory_crc);
    tail->tail_at = at;
    segment_tail_write(tail, bytes);
    return good
           && segment_write(store->descriptor, (struct text){(const char *)bytes, sizeof bytes}, at)
           && fsync(store->descriptor) == 0;
}

static void set_hash(struct arena *arena, struct value *report, const char *name,
                     const struct sha256 *hash)
{
    value_set_text(arena, report, name,
                   hex_write(arena, (struct text){(const char *)hash->bytes, SHA256_BYTES}));
}

static struct text report_make(struct arena *arena, const struct segment_tail *tail,
                               const struct sha256 *previous, uint64_t file_bytes)
{
    struct value *report = value_map(arena);
    struct text id = {(const char *)tail->store, SEGMENT_ID_BYTES};
    value_set_text(arena, report, "store", hex_write(arena, id));
    value_set_integer(arena, report, "segment", (int64_t)tail->number);
    value_set_integer(arena, report, "records", (int64_t)tail->records);
    set_hash(arena, report, "root", &tail->root);
    set_hash(arena, report, "previous", previous);
    value_set_integer(arena, report, "sealed_us", tail->sealed_us);
    value_set_integer(arena, report, "received_min_us", tail->received_min_us);
    value_set_integer(arena, report, "received_max_us", tail->received_max_us);
    value_set_integer(arena, report, "time_min_us", tail->time_min_us);
    value_set_integer(arena, report, "time_max_us", tail->time_max_us);
    value_set_integer(arena, report, "raw_bytes", (int64_t)tail->raw_bytes);
    value_set_integer(arena, report, "file_bytes", (int64_t)file_bytes);
    return json_write(arena, report);
}

static bool report_write(struct turn *turn, const struct segment_store *store,
                         const struct segment_tail *tail, const struct sha256 *previous,
                         uint64_t file_bytes)
{
    const char *folder = text_format(turn->arena, "%s/report", store->folder).data;
    const char *path = segment_path(turn->arena, folder, tail->number, "json");
    struct text said = report_make(turn->arena, tail, previous, file_bytes);
    return folder_make(turn, folder, 0700) && file_write(turn, path, said, 0600);
}

static bool name_sealed(struct turn *turn, struct segment_store *store, uint64_t number)
{
    const char *open = segment_path(turn->arena, store->folder, number, "open");
    const char *sealed = segment_path(turn->arena, store->folder, number, "segment");
    if (chmod(open, 0400) != 0 || rename(open, sealed) != 0)
        return segment_fail(turn, store, sealed);
    return segment_folder_sync(turn, store);
}

bool segment_publish(struct turn *turn, struct segment_store *store,
                     const struct segment_file *file)
{
    return report_write(turn, store, &file->tail, &file->head.previous, file->size)
           && name_sealed(turn, store, file->tail.number);
}

/* Sealing did not work: the segment stays open, as it was. */
static bool seal_undo(struct turn *turn, struct segment_store *store)
{
    int reason = errno;
    if (ftruncate(store->descriptor, (off_t)store->end) != 0)
        store->broken = true;
    errno = reason;
    return segment_fail(turn, store,
                        segment_path(turn->arena, store->folder, store->number, "open"));
}

bool segment_finish(struct turn *turn, struct segment_store *store, int64_t now_us)
{
    struct segment_tail tail = {.version = SEGMENT_VERSION_PACKED,
                                .number = store->number,
                                .blocks = (uint32_t)store->block_count,
                                .records = store->first,
                                .raw_bytes = store->raw_bytes,
                                .sealed_us = now_us,
                                .root = root_of(store)};
    memcpy(tail.store, store->id, SEGMENT_ID_BYTES);
    tail_sums(store, &tail);
    if (!parts_write(turn, store, &tail)
        || !report_write(turn, store, &tail, &store->previous, tail.tail_at + SEGMENT_TAIL_BYTES))
        return seal_undo(turn, store);
    close(store->descriptor);
    store->descriptor = -1;
    store->previous = tail.root;
    store->durable = (struct segment_position){store->number + 1, 0};
    segment_reset(store, store->number + 1);
    if (name_sealed(turn, store, tail.number))
        return true;
    store->broken = true; /* the file is whole, and is named when the store is opened next */
    return false;
}
