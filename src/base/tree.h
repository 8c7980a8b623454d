/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162): hashing, the right edge that
 * makes appending cheap, proofs, and the verification loops of RFC 9162. Pure: no file, no
 * database. A hash is a struct sha256, so it has exactly 32 bytes; whoever reads hashes from text
 * refuses others.
 */
#pragma once
#include "base/hash.h"

enum {
    TREE_LEVELS_MAX = 63,      /* sizes are below 2^63 */
    TREE_PROOF_HASHES_MAX = 63 /* of an inclusion or consistency proof; C2SP allows no more */
};

/* SHA-256(0x00 || entry), and SHA-256(0x01 || left || right). hasher, here and below: of whoever
 * hashes much, or NULL (a proof is 63 hashes at most, and makes do without). */
struct sha256 tree_leaf(struct hasher *hasher, struct text entry);
struct sha256 tree_node(struct hasher *hasher, const struct sha256 *left,
                        const struct sha256 *right);

/* Byte for byte; nothing here is secret. */
bool tree_hash_equal(const struct sha256 *a, const struct sha256 *b);

/*
 * The right edge: the roots of the complete subtrees a tree of this size consists of. peaks[level]
 * is one exactly when the bit 2^level of size is set. {0} is the empty tree.
 */
struct tree_edge {
    int64_t size;
    struct sha256 peaks[TREE_LEVELS_MAX];
};

/* Appends one leaf; or a complete subtree of 2^level leaves, where size must be a multiple of that.
 */
void tree_append(struct hasher *hasher, struct tree_edge *edge, const struct sha256 *leaf);
void tree_append_subtree(struct hasher *hasher, struct tree_edge *edge, int level,
                         const struct sha256 *root);

/* The root of the tree; SHA-256 of nothing for the empty one. */
struct sha256 tree_root(struct hasher *hasher, const struct tree_edge *edge);

/* The edge as hex, the highest peak first, and back: false unless it fits the size exactly. */
struct text tree_edge_write(struct arena *arena, const struct tree_edge *edge);
bool tree_edge_read(struct text hex, int64_t size, struct tree_edge *edge);

/*
 * Where a proof finds the root of the complete subtree of leaves [index * 2^level, (index + 1) *
 * 2^level). False when it cannot be had, which ends the proof.
 */
struct tree_source {
    bool (*node)(void *context, int level, int64_t index, struct sha256 *hash);
    void *context;
};

struct tree_proof {
    size_t count;
    struct sha256 hashes[TREE_PROOF_HASHES_MAX];
};

/* The root of the first size leaves of the source; size is over 0. */
bool tree_source_root(const struct tree_source *source, int64_t size, struct sha256 *root);

/* PATH(index, D[size]); 0 <= index < size. */
bool tree_inclusion_prove(const struct tree_source *source, int64_t size, int64_t index,
                          struct tree_proof *proof);

/* PROOF(first, D[second]); 0 < first <= second. */
bool tree_consistency_prove(const struct tree_source *source, int64_t first, int64_t second,
                            struct tree_proof *proof);

/* RFC 9162 section 2.1.3.2. False for an index outside the tree. */
bool tree_inclusion_verify(int64_t size, int64_t index, const struct sha256 *leaf,
                           const struct tree_proof *proof, const struct sha256 *root);

/*
 * RFC 9162 section 2.1.4.2. False for a first size of 0, which proves nothing (a witness, which
 * treats it as consistent, has to ask for itself), and when second is smaller than first.
 */
bool tree_consistency_verify(int64_t first, int64_t second, const struct sha256 *first_root,
                             const struct sha256 *second_root, const struct tree_proof *proof);
