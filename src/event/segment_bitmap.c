/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bitmaps of a segment, packed. What stands beside each other in one block stands so in the
 * next as well, for the most part: a bitmap is written as what differs from the one before, and so
 * many of them are packed together. docs/segment.5 has the bytes.
 */
#include "base/crc.h"
#include "event/little.h"
#include "event/segment_file.h"

enum { BITMAP_LEVEL = 1, SIZE_BYTES = 4 };
static const size_t whole_bytes = (size_t)SEGMENT_BITMAPS * FILTER_TRIGRAM_BYTES;

static size_t groups_of(size_t blocks)
{
    return (blocks + SEGMENT_BITMAPS - 1) / SEGMENT_BITMAPS;
}

/* How many bytes the group of that number has unpacked. */
static size_t group_bytes(size_t blocks, size_t group)
{
    size_t left = blocks - group * SEGMENT_BITMAPS;
    return (left < SEGMENT_BITMAPS ? left : SEGMENT_BITMAPS) * FILTER_TRIGRAM_BYTES;
}

/* ---- writing ---- */

/* Each less the one before; the first as it is. */
static void group_differ(const char *bitmaps, size_t size, char *out)
{
    memcpy(out, bitmaps, FILTER_TRIGRAM_BYTES);
    for (size_t i = FILTER_TRIGRAM_BYTES; i < size; i++)
        out[i] = (char)(bitmaps[i] ^ bitmaps[i - FILTER_TRIGRAM_BYTES]);
}

bool segment_bitmaps_pack(struct turn *turn, struct text bitmaps, struct text *region)
{
    size_t blocks = bitmaps.size / FILTER_TRIGRAM_BYTES;
    size_t groups = groups_of(blocks);
    struct packer *packer;
    size_t capacity = groups * (packed_bytes_max(whole_bytes) + SIZE_BYTES);
    char *out = arena_take(turn->arena, capacity + 1);
    char *differ = arena_take(turn->arena, whole_bytes);
    unsigned char *sizes = arena_take(turn->arena, groups * SIZE_BYTES + 1);
    size_t used = 0;
    if (!packer_new(turn, BITMAP_LEVEL, TEXT_NONE, &packer))
        return false;
    for (size_t i = 0; i < groups; i++) {
        size_t size = group_bytes(blocks, i);
        size_t packed = 0;
        group_differ(bitmaps.data + i * whole_bytes, size, differ);
        if (!pack(packer, (struct text){differ, size}, out + used, capacity - used, &packed))
            return fail(turn, FAULT_BROKEN, "The bitmaps of a segment could not be packed.");
        little_write(sizes + i * SIZE_BYTES, packed, SIZE_BYTES);
        used += packed;
    }
    memcpy(out + used, sizes, groups * SIZE_BYTES);
    *region = (struct text){out, used + groups * SIZE_BYTES};
    return true;
}

/* ---- reading ---- */

/* Where each group is, by the sizes behind all of them; they fill the region. */
static bool groups_find(struct turn *turn, struct segment_file *file)
{
    size_t groups = groups_of(file->block_count);
    uint64_t at = file->tail.trigrams_at;
    uint64_t sizes_at = file->tail.groups_at - groups * SIZE_BYTES;
    unsigned char *sizes = arena_take(turn->arena, groups * SIZE_BYTES + 1);
    uint64_t *found = arena_array(turn->arena, groups + 1, sizeof *found);
    if (!segment_bytes_read(file->descriptor, sizes, groups * SIZE_BYTES, sizes_at))
        return false;
    for (size_t i = 0; i < groups; i++) {
        uint64_t size = little_read(sizes + i * SIZE_BYTES, SIZE_BYTES);
        if (size > sizes_at - at || size > packed_bytes_max(whole_bytes))
            return false;
        found[i] = at;
        at += size;
    }
    found[groups] = at;
    struct turn own = {.arena = file->arena};
    if (at != sizes_at || !unpacker_new(&own, TEXT_NONE, &file->bitmap_unpacker))
        return false;
    file->bitmaps = arena_take(file->arena, whole_bytes);
    file->bitmap_group = SIZE_MAX;
    uint64_t *kept = arena_array(file->arena, groups + 1, sizeof *kept);
    memcpy(kept, found, (groups + 1) * sizeof *kept);
    file->bitmaps_at = kept;
    return true;
}

/* The group in hand, as bitmaps again. Each has a checksum of its own, which its reader knows. */
static bool group_read(struct turn *turn, struct segment_file *file, size_t group)
{
    size_t size = group_bytes(file->block_count, group);
    size_t packed = (size_t)(file->bitmaps_at[group + 1] - file->bitmaps_at[group]);
    char *bytes = arena_take(turn->arena, packed + 1);
    file->bitmap_group = SIZE_MAX;
    if (!segment_bytes_read(file->descriptor, bytes, packed, file->bitmaps_at[group])
        || !unpack(file->bitmap_unpacker, (struct text){bytes, packed}, (char *)file->bitmaps,
                   size))
        return false;
    for (size_t i = FILTER_TRIGRAM_BYTES; i < size; i++)
        file->bitmaps[i] = file->bitmaps[i] ^ file->bitmaps[i - FILTER_TRIGRAM_BYTES];
    file->bitmap_group = group;
    return true;
}

bool segment_bitmap_read(struct turn *turn, struct segment_file *file, size_t index,
                         unsigned char *bitmap)
{
    if (file->tail.version < SEGMENT_VERSION_PACKED)
        return segment_bytes_read(file->descriptor, bitmap, FILTER_TRIGRAM_BYTES,
                                  file->tail.trigrams_at + (uint64_t)index * FILTER_TRIGRAM_BYTES);
    size_t group = index / SEGMENT_BITMAPS;
    if ((file->bitmaps_at == NULL && !groups_find(turn, file))
        || (file->bitmap_group != group && !group_read(turn, file, group)))
        return false;
    memcpy(bitmap, file->bitmaps + index % SEGMENT_BITMAPS * FILTER_TRIGRAM_BYTES,
           FILTER_TRIGRAM_BYTES);
    return true;
}

bool segment_bitmaps_fit(const struct segment_tail *tail)
{
    uint64_t size = tail->groups_at - tail->trigrams_at;
    return tail->version < SEGMENT_VERSION_PACKED
               ? size == (uint64_t)tail->blocks * FILTER_TRIGRAM_BYTES
               : size >= groups_of(tail->blocks) * SIZE_BYTES;
}
