/* SPDX-License-Identifier: Apache-2.0 */
#include "base/tree.h"
#include <assert.h>

static struct text hash_text(const struct sha256 *hash)
{
    return (struct text){(const char *)hash->bytes, SHA256_BYTES};
}

struct sha256 tree_leaf(struct hasher *hasher, struct text entry)
{
    return hasher_three(hasher, (struct text){"\0", 1}, entry, TEXT_NONE);
}

struct sha256 tree_node(struct hasher *hasher, const struct sha256 *left,
                        const struct sha256 *right)
{
    return hasher_three(hasher, (struct text){"\1", 1}, hash_text(left), hash_text(right));
}

bool tree_hash_equal(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->bytes, b->bytes, SHA256_BYTES) == 0;
}

static bool has_peak(int64_t size, int level)
{
    return ((uint64_t)size >> level & 1) != 0;
}

void tree_append(struct hasher *hasher, struct tree_edge *edge, const struct sha256 *leaf)
{
    tree_append_subtree(hasher, edge, 0, leaf);
}

void tree_append_subtree(struct hasher *hasher, struct tree_edge *edge, int level,
                         const struct sha256 *root)
{
    assert(((uint64_t)edge->size & ((UINT64_C(1) << level) - 1)) == 0);
    struct sha256 hash = *root;
    int at = level;
    for (; has_peak(edge->size, at); at++)
        hash = tree_node(hasher, &edge->peaks[at], &hash);
    assert(at < TREE_LEVELS_MAX);
    edge->peaks[at] = hash;
    edge->size += INT64_C(1) << level;
}

struct sha256 tree_root(struct hasher *hasher, const struct tree_edge *edge)
{
    if (edge->size == 0)
        return hasher_three(hasher, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    struct sha256 hash = {{0}};
    bool begun = false;
    for (int level = 0; level < TREE_LEVELS_MAX; level++) {
        if (!has_peak(edge->size, level))
            continue;
        hash = begun ? tree_node(hasher, &edge->peaks[level], &hash) : edge->peaks[level];
        begun = true;
    }
    return hash;
}

struct text tree_edge_write(struct arena *arena, const struct tree_edge *edge)
{
    struct builder hex = {.arena = arena};
    for (int level = TREE_LEVELS_MAX - 1; level >= 0; level--)
        if (has_peak(edge->size, level))
            build(&hex, hex_write(arena, hash_text(&edge->peaks[level])));
    return built(&hex);
}

bool tree_edge_read(struct text hex, int64_t size, struct tree_edge *edge)
{
    *edge = (struct tree_edge){.size = size};
    if (size < 0)
        return false;
    for (int level = TREE_LEVELS_MAX - 1; level >= 0; level--) {
        if (!has_peak(size, level))
            continue;
        struct text peak = {hex.data, SHA256_BYTES * 2};
        if (hex.size < peak.size || !hex_read(peak, edge->peaks[level].bytes, SHA256_BYTES))
            return false;
        hex = (struct text){hex.data + peak.size, hex.size - peak.size};
    }
    return hex.size == 0;
}

/* The largest power of two below n; n is over 1. */
static int64_t split_of(int64_t n)
{
    return INT64_C(1) << (63 - __builtin_clzll((uint64_t)n - 1));
}

/* MTH of the leaves [start, end). A subtree begins at a multiple of its span's power of two. */
static bool range_root(const struct tree_source *source, int64_t start, int64_t end,
                       struct sha256 *root)
{
    int64_t span = end - start;
    if ((span & (span - 1)) == 0) {
        int level = __builtin_ctzll((uint64_t)span);
        return source->node(source->context, level, start >> level, root);
    }
    int64_t middle = start + split_of(span);
    struct sha256 left;
    struct sha256 right;
    if (!range_root(source, start, middle, &left) || !range_root(source, middle, end, &right))
        return false;
    *root = tree_node(NULL, &left, &right);
    return true;
}

bool tree_source_root(const struct tree_source *source, int64_t size, struct sha256 *root)
{
    return range_root(source, 0, size, root);
}

/* Both proofs are found on the way down, and written on the way up. */
static void proof_turn_round(struct tree_proof *proof)
{
    for (size_t i = 0; i < proof->count / 2; i++) {
        struct sha256 other = proof->hashes[i];
        proof->hashes[i] = proof->hashes[proof->count - 1 - i];
        proof->hashes[proof->count - 1 - i] = other;
    }
}

static bool proof_add(struct tree_proof *proof, const struct tree_source *source, int64_t start,
                      int64_t end)
{
    return proof->count < TREE_PROOF_HASHES_MAX
           && range_root(source, start, end, &proof->hashes[proof->count++]);
}

bool tree_inclusion_prove(const struct tree_source *source, int64_t size, int64_t index,
                          struct tree_proof *proof)
{
    proof->count = 0;
    if (index < 0 || index >= size)
        return false;
    for (int64_t start = 0, end = size; end - start > 1;) {
        int64_t middle = start + split_of(end - start);
        bool left = index < middle;
        if (!proof_add(proof, source, left ? middle : start, left ? end : middle))
            return false;
        start = left ? start : middle;
        end = left ? middle : end;
    }
    proof_turn_round(proof);
    return true;
}

bool tree_consistency_prove(const struct tree_source *source, int64_t first, int64_t second,
                            struct tree_proof *proof)
{
    proof->count = 0;
    if (first < 1 || first > second)
        return false;
    int64_t start = 0;
    int64_t end = second;
    while (first != end) {
        int64_t middle = start + split_of(end - start);
        bool left = first <= middle;
        if (!proof_add(proof, source, left ? middle : start, left ? end : middle))
            return false;
        start = left ? start : middle;
        end = left ? middle : end;
    }
    if (start != 0 && !proof_add(proof, source, start, end))
        return false; /* the verifier has the old root itself only when nothing stands before it */
    proof_turn_round(proof);
    return true;
}

/* A step up the path in both RFC loops: over the levels at which the node has no sibling. */
static void climb_lonely(uint64_t *node, uint64_t *last)
{
    while ((*node & 1) == 0 && *node != 0) {
        *node >>= 1;
        *last >>= 1;
    }
}

bool tree_inclusion_verify(int64_t size, int64_t index, const struct sha256 *leaf,
                           const struct tree_proof *proof, const struct sha256 *root)
{
    if (index < 0 || index >= size || proof->count > TREE_PROOF_HASHES_MAX)
        return false;
    uint64_t node = (uint64_t)index;
    uint64_t last = (uint64_t)size - 1;
    struct sha256 hash = *leaf;
    for (size_t i = 0; i < proof->count; i++) {
        if (last == 0)
            return false;
        if ((node & 1) == 1 || node == last) {
            hash = tree_node(NULL, &proof->hashes[i], &hash);
            climb_lonely(&node, &last);
        } else {
            hash = tree_node(NULL, &hash, &proof->hashes[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && tree_hash_equal(&hash, root);
}

/* The loop over a proof whose first hash is the seed of both roots. */
static bool consistency_climb(uint64_t node, uint64_t last, const struct sha256 *seed,
                              const struct sha256 *path, size_t count,
                              const struct sha256 *first_root, const struct sha256 *second_root)
{
    while ((node & 1) == 1) {
        node >>= 1;
        last >>= 1;
    }
    struct sha256 first_hash = *seed;
    struct sha256 second_hash = *seed;
    for (size_t i = 0; i < count; i++) {
        if (last == 0)
            return false;
        if ((node & 1) == 1 || node == last) {
            first_hash = tree_node(NULL, &path[i], &first_hash);
            second_hash = tree_node(NULL, &path[i], &second_hash);
            climb_lonely(&node, &last);
        } else {
            second_hash = tree_node(NULL, &second_hash, &path[i]);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && tree_hash_equal(&first_hash, first_root)
           && tree_hash_equal(&second_hash, second_root);
}

bool tree_consistency_verify(int64_t first, int64_t second, const struct sha256 *first_root,
                             const struct sha256 *second_root, const struct tree_proof *proof)
{
    if (first < 1 || second < first || proof->count > TREE_PROOF_HASHES_MAX)
        return false;
    if (first == second)
        return proof->count == 0 && tree_hash_equal(first_root, second_root);
    uint64_t node = (uint64_t)first - 1;
    uint64_t last = (uint64_t)second - 1;
    if ((first & (first - 1)) == 0)
        return consistency_climb(node, last, first_root, proof->hashes, proof->count, first_root,
                                 second_root);
    return proof->count > 0
           && consistency_climb(node, last, &proof->hashes[0], proof->hashes + 1, proof->count - 1,
                                first_root, second_root);
}
