/* SPDX-License-Identifier: Apache-2.0 */
/* A segment, or all of a store, computed again from its records. */
#include "base/crc.h"
#include "base/file.h"
#include "base/json.h"
#include "event/segment_keep.h"
#include "event/segment_proof.h"
#include <sys/stat.h>

static const size_t scratch_bytes_max = (size_t)1 << 30;

struct verifying {
    struct turn *turn; /* of the verdict */
    struct turn scratch;
    struct segment_verdict *verdict;
    struct segment_file *file;
    struct block_maker *maker;
    struct hasher *hasher;
    struct text groups;
    struct tree_edge edge, group;
    uint64_t records;
};

static bool broken(struct verifying *verifying, struct text where, const char *why)
{
    verifying->verdict->sound = false;
    verifying->verdict->where = text_copy(verifying->turn->arena, where);
    verifying->verdict->why = text_copy(verifying->turn->arena, text_of(why));
    return false;
}

static bool broken_part(struct verifying *verifying, const char *part, const char *why)
{
    struct arena *arena = verifying->turn->arena;
    return broken(verifying, text_format(arena, "%s, %s", verifying->file->path, part), why);
}

static bool broken_block(struct verifying *verifying, size_t index, const char *why)
{
    const struct segment_block *block = &verifying->file->blocks[index];
    return broken(verifying,
                  text_format(verifying->turn->arena,
                              "%s, block %zu (offset %llu, records %llu to %llu)",
                              verifying->file->path, index, (unsigned long long)block->offset,
                              (unsigned long long)block->head.first,
                              (unsigned long long)block->head.first + block->head.records - 1),
                  why);
}

/* ---- the parts ---- */

static bool part_read(struct verifying *verifying, uint64_t from, uint64_t to, uint32_t crc,
                      const char *part, struct text *bytes)
{
    size_t size = (size_t)(to - from);
    char *room = arena_take(verifying->scratch.arena, size + 1);
    *bytes = (struct text){room, size};
    if (!segment_bytes_read(verifying->file->descriptor, room, size, from))
        return broken_part(verifying, part, "it cannot be read");
    return crc32c(0, *bytes) == crc
           || broken_part(verifying, part, "its bytes are not those that were written");
}

static bool parts_sound(struct verifying *verifying)
{
    const struct segment_tail *tail = &verifying->file->tail;
    struct segment_head again;
    struct text bytes;
    size_t size = 0;
    const char *why;
    if (!part_read(verifying, tail->dictionary_at, tail->tokens_at, tail->dictionary_crc,
                   "the copy of its dictionary", &bytes)
        || !part_read(verifying, tail->tokens_at, tail->trigrams_at, tail->tokens_crc,
                      "its token filters", &verifying->groups)
        || !part_read(verifying, tail->trigrams_at, tail->groups_at, tail->trigrams_crc,
                      "its bitmaps", &verifying->groups)
        || !part_read(verifying, tail->groups_at, tail->directory_at, tail->groups_crc,
                      "the groups of its tree", &verifying->groups))
        return false;
    verifying->groups = text_copy(verifying->file->arena, verifying->groups);
    if (!segment_head_read(&verifying->scratch, bytes, &again, &size, &why) || size != bytes.size
        || !text_equal(again.dictionary, verifying->file->head.dictionary))
        return broken_part(verifying, "the copy of its dictionary", "it is another");
    return true;
}

/* ---- the blocks ---- */

static bool group_sound(struct verifying *verifying, size_t index)
{
    struct sha256 root = tree_root(verifying->hasher, &verifying->group);
    size_t at = (size_t)(verifying->records / SEGMENT_GROUP - 1) * SHA256_BYTES;
    tree_append_subtree(verifying->hasher, &verifying->edge, 8, &root);
    verifying->group = (struct tree_edge){0};
    if (!verifying->file->sealed)
        return true;
    return memcmp(root.bytes, verifying->groups.data + at, SHA256_BYTES) == 0
           || broken_block(verifying, index, "its records are not those under the tree's hashes");
}

static bool leaves_sound(struct verifying *verifying, size_t index, const struct block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        struct sha256 leaf = record_leaf(verifying->hasher, &block->records[i]);
        tree_append(verifying->hasher, &verifying->group, &leaf);
        verifying->records++;
        if (verifying->group.size == SEGMENT_GROUP && !group_sound(verifying, index))
            return false;
    }
    return true;
}

/* The filters, made again. */
static bool filters_sound(struct verifying *verifying, size_t index, const struct block *block)
{
    unsigned char trigrams[FILTER_TRIGRAM_BYTES];
    struct text tokens;
    bool full = false;
    block_clear(verifying->maker);
    block_filter_version(verifying->maker, segment_file_filters(verifying->file));
    for (size_t i = 0; i < block->count; i++)
        if (!block_add(verifying->maker, &block->records[i]))
            return broken_block(verifying, index, "it has more than a block has");
    struct filters made = block_filters(verifying->maker);
    if (!segment_file_tokens(&verifying->scratch, verifying->file, index, &tokens, &full)
        || !segment_file_trigrams(&verifying->scratch, verifying->file, index, trigrams))
        return broken_block(verifying, index, verifying->scratch.fault.message);
    return (full == made.full && text_equal(tokens, made.tokens)
            && memcmp(trigrams, made.trigrams, sizeof trigrams) == 0)
           || broken_block(verifying, index, "its filters are not those of its lines");
}

static bool block_sound(struct verifying *verifying, size_t index)
{
    struct block block;
    arena_clear(verifying->scratch.arena);
    fault_clear(&verifying->scratch);
    if (!segment_file_block(&verifying->scratch, verifying->file, index, &block))
        return broken_block(verifying, index, verifying->scratch.fault.message);
    return leaves_sound(verifying, index, &block)
           && (!verifying->file->sealed || filters_sound(verifying, index, &block));
}

static struct sha256 root_of(struct verifying *verifying)
{
    for (int level = 7; level >= 0; level--)
        if ((verifying->group.size >> level & 1) != 0)
            tree_append_subtree(verifying->hasher, &verifying->edge, level,
                                &verifying->group.peaks[level]);
    return tree_root(verifying->hasher, &verifying->edge);
}

static bool tail_sums_sound(struct verifying *verifying)
{
    const struct segment_file *file = verifying->file;
    const struct segment_tail *tail = &file->tail;
    struct segment_tail sum = {.time_min_us = INT64_MAX,
                               .time_max_us = INT64_MIN,
                               .received_min_us = INT64_MAX,
                               .received_max_us = INT64_MIN};
    for (size_t i = 0; i < file->block_count; i++) {
        const struct block_head *head = &file->blocks[i].head;
        sum.raw_bytes += head->raw_bytes;
        sum.flags |= head->flags;
        if (head->time_min_us < sum.time_min_us)
            sum.time_min_us = head->time_min_us;
        if (head->time_max_us > sum.time_max_us)
            sum.time_max_us = head->time_max_us;
        if (head->received_min_us < sum.received_min_us)
            sum.received_min_us = head->received_min_us;
        if (head->received_max_us > sum.received_max_us)
            sum.received_max_us = head->received_max_us;
    }
    return (sum.raw_bytes == tail->raw_bytes && sum.flags == tail->flags
            && sum.time_min_us == tail->time_min_us && sum.time_max_us == tail->time_max_us
            && sum.received_min_us == tail->received_min_us
            && sum.received_max_us == tail->received_max_us)
           || broken_part(verifying, "its tail", "it tells of other records");
}

static bool file_sound(struct verifying *verifying)
{
    const struct segment_file *file = verifying->file;
    if (file->sealed && (!parts_sound(verifying) || !tail_sums_sound(verifying)))
        return false;
    for (size_t i = 0; i < file->block_count; i++)
        if (!block_sound(verifying, i))
            return false;
    struct sha256 root = root_of(verifying);
    if (file->sealed && !tree_hash_equal(&root, &file->tail.root))
        return broken_part(verifying, "its last records", "they are not those under its root");
    if (!file->sealed && file->end != file->size)
        return broken(verifying,
                      text_format(verifying->turn->arena, "%s, offset %llu", file->path,
                                  (unsigned long long)file->end),
                      "what stands there is no whole block");
    return true;
}

static bool segment_sound(struct turn *turn, struct turn *scratch, const char *path,
                          struct segment_verdict *verdict, struct segment_file **file)
{
    struct verifying verifying = {.turn = turn, .verdict = verdict};
    verifying.scratch.arena = arena_new(scratch_bytes_max);
    if (verifying.scratch.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to verify with.");
    bool good = segment_file_open(scratch, path, file);
    if (!good) {
        broken(&verifying, text_of(path), scratch->fault.message);
    } else {
        verifying.file = *file;
        verifying.hasher = hasher_new(scratch->arena);
        verifying.maker = block_maker_new(scratch->arena);
        good = file_sound(&verifying);
        verdict->records += verifying.records;
        verdict->segments++;
        segment_file_close(*file);
    }
    arena_free(verifying.scratch.arena);
    return good;
}

/* ---- a folder ---- */

struct chain {
    uint64_t number; /* of the last one; 0: none yet */
    struct sha256 root;
    bool root_known;
};

static bool chain_broken(struct turn *turn, struct segment_verdict *verdict, const char *path,
                         const char *why)
{
    verdict->sound = false;
    verdict->where = text_copy(turn->arena, text_of(path));
    verdict->why = text_of(why);
    return false;
}

/* The segments that were retired between the last one and this. */
static bool chain_retired(struct turn *turn, const char *folder, struct chain *chain, uint64_t next)
{
    for (uint64_t number = chain->number + 1; number < next; number++) {
        struct sha256 root;
        if (!segment_retired(turn, folder, number, &root))
            return false;
        chain->root = root;
        chain->root_known = true;
    }
    return true;
}

static bool chain_sound(struct turn *turn, const char *folder, const struct segment_file *file,
                        struct chain *chain, struct segment_verdict *verdict)
{
    uint64_t number = file->head.number;
    if (chain->number != 0 && !chain_retired(turn, folder, chain, number))
        return chain_broken(turn, verdict, file->path,
                            "segments before it are missing, and no retirement is on record");
    if (chain->root_known && !tree_hash_equal(&chain->root, &file->head.previous))
        return chain_broken(turn, verdict, file->path,
                            "it does not follow the segment before it: it names another root");
    chain->number = number;
    if (file->sealed)
        chain->root = file->tail.root;
    chain->root_known = file->sealed;
    return true;
}

static bool one_sound(struct turn *turn, const char *folder, const char *path, struct chain *chain,
                      struct segment_verdict *verdict)
{
    struct segment_file *file = NULL;
    struct turn scratch = {.arena = arena_new(scratch_bytes_max)};
    if (scratch.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to verify with.");
    bool good = segment_sound(turn, &scratch, path, verdict, &file);
    if (good && folder != NULL)
        good = chain_sound(turn, folder, file, chain, verdict);
    if (good && file->sealed)
        verdict->root = file->tail.root;
    arena_free(scratch.arena);
    return good;
}

bool segment_verify(struct turn *turn, const char *path, const struct sha256 *expected,
                    struct segment_verdict *verdict)
{
    struct stat found;
    struct chain chain = {0};
    struct segment_name one = {.path = path};
    struct segment_name *names = &one;
    size_t count = 1;
    *verdict = (struct segment_verdict){.sound = true};
    if (stat(path, &found) != 0)
        return fail(turn, FAULT_MISSING, "There is no %s.", path);
    bool folder = S_ISDIR(found.st_mode);
    if (folder && !segment_list(turn, path, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!one_sound(turn, folder ? path : NULL, names[i].path, &chain, verdict))
            return turn->fault.kind == FAULT_NONE;
    if (expected != NULL && !tree_hash_equal(expected, &verdict->root))
        chain_broken(turn, verdict, path, "its root is not the one that is expected");
    return true;
}
