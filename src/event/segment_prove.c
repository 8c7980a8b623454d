/* SPDX-License-Identifier: Apache-2.0 */
/* The proof that one record stands in a segment: its path in the tree, with the record itself. */
#include "base/json.h"
#include "event/segment_proof.h"

enum { PROOF_LEVEL = 8 }; /* of the groups */

static const size_t scratch_bytes_max = (size_t)256 << 20;

/* Where the tree's nodes come from: the groups of the file, and below them its records. */
struct proving {
    struct segment_file *file;
    struct turn scratch;
    struct hasher *hasher;
    const struct sha256 *groups;
    uint64_t loaded; /* the group whose leaves these are, plus 1; 0: none */
    size_t leaf_count;
    struct sha256 leaves[SEGMENT_GROUP];
};

static size_t block_of(const struct segment_file *file, uint64_t index)
{
    size_t low = 0;
    size_t high = file->block_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (file->blocks[middle].head.first <= index)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool group_load(struct proving *proving, uint64_t group)
{
    struct segment_file *file = proving->file;
    uint64_t begin = group * SEGMENT_GROUP;
    uint64_t end = begin + SEGMENT_GROUP < file->records ? begin + SEGMENT_GROUP : file->records;
    proving->leaf_count = 0;
    for (size_t at = block_of(file, begin); begin < end; at++) {
        struct block block;
        arena_clear(proving->scratch.arena);
        if (!segment_file_block(&proving->scratch, file, at, &block))
            return false;
        uint64_t first = file->blocks[at].head.first;
        for (; begin < end && begin < first + block.count; begin++)
            proving->leaves[proving->leaf_count++] =
                record_leaf(proving->hasher, &block.records[begin - first]);
    }
    proving->loaded = group + 1;
    return true;
}

/* The root of 2^level hashes, which are at most SEGMENT_GROUP or the groups. */
static struct sha256 level_root(struct proving *proving, const struct sha256 *hashes, int level)
{
    struct tree_edge edge = {0};
    for (int64_t i = 0; i < INT64_C(1) << level; i++)
        tree_append(proving->hasher, &edge, &hashes[i]);
    return tree_root(proving->hasher, &edge);
}

static bool node_at(void *context, int level, int64_t index, struct sha256 *hash)
{
    struct proving *proving = context;
    uint64_t begin = (uint64_t)index << level;
    if (level >= PROOF_LEVEL) {
        *hash = level_root(proving, proving->groups + begin / SEGMENT_GROUP, level - PROOF_LEVEL);
        return true;
    }
    uint64_t group = begin / SEGMENT_GROUP;
    size_t within = (size_t)(begin % SEGMENT_GROUP);
    if (proving->loaded != group + 1 && !group_load(proving, group))
        return false;
    if (within + ((size_t)1 << level) > proving->leaf_count)
        return false;
    *hash = level_root(proving, proving->leaves + within, level);
    return true;
}

static bool record_load(struct turn *turn, struct segment_file *file, uint64_t index,
                        struct segment_record *record)
{
    struct block block;
    size_t at = block_of(file, index);
    if (!segment_file_block(turn, file, at, &block))
        return false;
    *record = block.records[index - file->blocks[at].head.first];
    return true;
}

static bool prove(struct turn *turn, struct proving *proving, uint64_t index,
                  struct segment_proof *proof)
{
    struct segment_file *file = proving->file;
    size_t size = (size_t)(file->records / SEGMENT_GROUP * SHA256_BYTES);
    struct sha256 *groups = arena_take(turn->arena, size + 1);
    const struct tree_source source = {node_at, proving};
    if (!segment_bytes_read(file->descriptor, groups, size, file->tail.groups_at))
        return fail(turn, FAULT_BROKEN, "%s has lost the groups of its tree.", file->path);
    proving->groups = groups;
    proof->size = (int64_t)file->records;
    proof->root = file->tail.root;
    memcpy(proof->store, file->tail.store, SEGMENT_ID_BYTES);
    if (!record_load(turn, file, index, &proof->record))
        return false;
    if (!tree_inclusion_prove(&source, proof->size, (int64_t)index, &proof->path))
        return fail(turn, FAULT_BROKEN, "%s",
                    proving->scratch.fault.kind == FAULT_NONE ? "The tree of the segment is broken."
                                                              : proving->scratch.fault.message);
    return segment_proof_holds(proof)
           || fail(turn, FAULT_BROKEN,
                   "Record %llu of %s is not what stands under its root: verify the segment.",
                   (unsigned long long)index, file->path);
}

bool segment_prove(struct turn *turn, const char *folder, struct segment_position position,
                   struct segment_proof *proof)
{
    struct segment_file *file;
    const char *open = segment_path(turn->arena, folder, position.segment, "open");
    *proof = (struct segment_proof){.position = position};
    if (!segment_file_open(turn, segment_path(turn->arena, folder, position.segment, "segment"),
                           &file)) {
        struct segment_file *other;
        struct turn looking = {.arena = turn->arena};
        if (turn->fault.kind != FAULT_MISSING || !segment_file_open(&looking, open, &other))
            return false;
        fault_clear(turn);
        return fail(turn, FAULT_REFUSED,
                    "Segment %llu is still open, and has no root yet: ask again when it is sealed.",
                    (unsigned long long)position.segment);
    }
    if (position.index >= file->records)
        return fail(turn, FAULT_MISSING, "Segment %llu has %llu records, from 0.",
                    (unsigned long long)position.segment, (unsigned long long)file->records);
    struct proving *proving = arena_take(turn->arena, sizeof *proving);
    proving->file = file;
    proving->hasher = hasher_new(turn->arena);
    proving->scratch.arena = arena_new(scratch_bytes_max);
    if (proving->scratch.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to prove with.");
    bool good = prove(turn, proving, position.index, proof);
    arena_free(proving->scratch.arena);
    return good;
}

bool segment_proof_holds(const struct segment_proof *proof)
{
    struct sha256 leaf = record_leaf(NULL, &proof->record);
    return tree_inclusion_verify(proof->size, (int64_t)proof->position.index, &leaf, &proof->path,
                                 &proof->root);
}

/* ---- as JSON ---- */

struct text segment_proof_write(struct arena *arena, const struct segment_proof *proof)
{
    struct value *value = value_map(arena);
    struct value *path = value_list(arena);
    const struct segment_record *record = &proof->record;
    struct text store = {(const char *)proof->store, SEGMENT_ID_BYTES};
    struct text root = {(const char *)proof->root.bytes, SHA256_BYTES};
    value_set_text(arena, value, "store", hex_write(arena, store));
    value_set_integer(arena, value, "segment", (int64_t)proof->position.segment);
    value_set_integer(arena, value, "index", (int64_t)proof->position.index);
    value_set_integer(arena, value, "size", proof->size);
    value_set_text(arena, value, "root", hex_write(arena, root));
    value_set_integer(arena, value, "received_us", record->received_us);
    if (record->event_us != EVENT_TIME_NONE)
        value_set_integer(arena, value, "event_us", record->event_us);
    value_set_text(arena, value, "source", base64_write(arena, record->source));
    value_set_integer(arena, value, "flags", record->flags);
    value_set_text(arena, value, "raw", base64_write(arena, record->raw));
    for (size_t i = 0; i < proof->path.count; i++) {
        struct text hash = {(const char *)proof->path.hashes[i].bytes, SHA256_BYTES};
        value_append(arena, path, value_text(arena, hex_write(arena, hash)));
    }
    value_set(arena, value, "path", path);
    return json_write(arena, value);
}

static bool path_read(struct turn *turn, const struct value *value, struct tree_proof *path)
{
    path->count = value_get_count(value, "path");
    if (path->count > TREE_PROOF_HASHES_MAX)
        return fail_field(turn, "path", "A path has at most %d hashes.", TREE_PROOF_HASHES_MAX);
    for (size_t i = 0; i < path->count; i++)
        if (!hex_read(value_get_item(value, "path", i)->text, path->hashes[i].bytes, SHA256_BYTES))
            return fail_field(turn, "path", "Hash %zu is not 64 hexadecimal digits.", i);
    return true;
}

bool segment_proof_read(struct turn *turn, struct text json, struct segment_proof *proof)
{
    struct value *value;
    struct segment_record *record = &proof->record;
    *proof = (struct segment_proof){0};
    if (!json_read(turn, json, "the proof", &value))
        return false;
    if (value->kind != VALUE_MAP)
        return fail_field(turn, "proof", "It is no object: give what \"event proof\" printed.");
    proof->position.segment = (uint64_t)value_get_integer(value, "segment", 0);
    proof->position.index = (uint64_t)value_get_integer(value, "index", -1);
    proof->size = value_get_integer(value, "size", 0);
    record->received_us = value_get_integer(value, "received_us", 0);
    record->event_us = value_get_integer(value, "event_us", EVENT_TIME_NONE);
    record->flags = (uint32_t)value_get_integer(value, "flags", 0);
    if (!hex_read(value_get_text(value, "root"), proof->root.bytes, SHA256_BYTES))
        return fail_field(turn, "root", "It is not 64 hexadecimal digits.");
    if (!hex_read(value_get_text(value, "store"), proof->store, SEGMENT_ID_BYTES))
        return fail_field(turn, "store", "It is not 32 hexadecimal digits.");
    if (!base64_read(turn->arena, value_get_text(value, "raw"), &record->raw)
        || !base64_read(turn->arena, value_get_text(value, "source"), &record->source)
        || record->source.size > SEGMENT_SOURCE_BYTES_MAX)
        return fail_field(turn, "raw", "The record is not base64.");
    return path_read(turn, value, &proof->path);
}
