/* SPDX-License-Identifier: Apache-2.0 */
/* The tree against the published vectors, and against RFC 6962 section 2.1 written down naively. */
#include "base/tree.h"
#include "ledger/note.h"
#include "vectors.h"

enum { LEAVES_MAX = 130 };

/* ---- the definitions of the RFC, as they stand there ---- */

struct list {
    size_t count;
    struct sha256 hashes[LEAVES_MAX];
};

static size_t split(size_t n)
{
    size_t k = 1;
    while (k * 2 < n)
        k *= 2;
    return k;
}

static struct sha256 mth(const struct sha256 *leaves, size_t n)
{
    if (n == 0)
        return sha256(TEXT_NONE);
    if (n == 1)
        return leaves[0];
    struct sha256 left = mth(leaves, split(n));
    struct sha256 right = mth(leaves + split(n), n - split(n));
    char bytes[1 + 2 * SHA256_BYTES] = {1};
    memcpy(bytes + 1, left.bytes, SHA256_BYTES);
    memcpy(bytes + 1 + SHA256_BYTES, right.bytes, SHA256_BYTES);
    return sha256((struct text){bytes, sizeof bytes});
}

static void path(size_t m, const struct sha256 *leaves, size_t n, struct list *out)
{
    if (n == 1)
        return;
    size_t k = split(n);
    if (m < k)
        path(m, leaves, k, out);
    else
        path(m - k, leaves + k, n - k, out);
    out->hashes[out->count++] = m < k ? mth(leaves + k, n - k) : mth(leaves, k);
}

static void subproof(size_t m, const struct sha256 *leaves, size_t n, bool whole, struct list *out)
{
    if (m == n) {
        if (!whole)
            out->hashes[out->count++] = mth(leaves, n);
        return;
    }
    size_t k = split(n);
    if (m <= k)
        subproof(m, leaves, k, whole, out);
    else
        subproof(m - k, leaves + k, n - k, false, out);
    out->hashes[out->count++] = m <= k ? mth(leaves + k, n - k) : mth(leaves, k);
}

/* ---- a source over leaves in memory ---- */

static struct sha256 leaves[LEAVES_MAX];

static bool memory_node(void *context, int level, int64_t index, struct sha256 *hash)
{
    (void)context;
    int64_t first = index << level;
    if (first + (INT64_C(1) << level) > LEAVES_MAX)
        return false;
    *hash = mth(leaves + first, (size_t)1 << level);
    return true;
}

static const struct tree_source memory = {memory_node, NULL};

static bool proof_is(const struct tree_proof *proof, const struct list *list)
{
    return proof->count == list->count
           && memcmp(proof->hashes, list->hashes, list->count * sizeof(struct sha256)) == 0;
}

/* Each hash of a good proof damaged in turn, one hash more, one less. */
static bool inclusion_damage_seen(int64_t n, int64_t i, struct tree_proof *proof,
                                  const struct sha256 *root)
{
    bool seen = true;
    for (size_t h = 0; h < proof->count; h++) {
        proof->hashes[h].bytes[(size_t)i % SHA256_BYTES] ^= 1;
        seen = seen && !tree_inclusion_verify(n, i, &leaves[i], proof, root);
        proof->hashes[h].bytes[(size_t)i % SHA256_BYTES] ^= 1;
    }
    proof->hashes[proof->count++] = *root;
    seen = seen && !tree_inclusion_verify(n, i, &leaves[i], proof, root);
    proof->count -= 2;
    if (n > 1)
        seen = seen && !tree_inclusion_verify(n, i, &leaves[i], proof, root);
    proof->count++;
    return seen && !tree_inclusion_verify(n, n, &leaves[i], proof, root)
           && !tree_inclusion_verify(n, -1, &leaves[i], proof, root);
}

static void test_inclusion(void)
{
    bool same = true;
    bool accepted = true;
    bool refused = true;
    for (int64_t n = 1; n <= LEAVES_MAX; n++) {
        struct sha256 root = mth(leaves, (size_t)n);
        for (int64_t i = 0; i < n; i++) {
            struct tree_proof proof;
            struct list list = {0};
            path((size_t)i, leaves, (size_t)n, &list);
            same = same && tree_inclusion_prove(&memory, n, i, &proof) && proof_is(&proof, &list);
            accepted = accepted && tree_inclusion_verify(n, i, &leaves[i], &proof, &root);
            refused = refused && inclusion_damage_seen(n, i, &proof, &root);
        }
    }
    ok(same, "PATH(i, D[n]) is the RFC's for all i < n <= %d", LEAVES_MAX);
    ok(accepted, "and each is accepted");
    ok(refused, "each damaged hash, one hash more or less, an index outside: all refused");
}

static bool consistency_damage_seen(int64_t m, int64_t n, struct tree_proof *proof,
                                    const struct sha256 *first, const struct sha256 *second)
{
    bool seen = true;
    for (size_t h = 0; h < proof->count; h++) {
        proof->hashes[h].bytes[(size_t)m % SHA256_BYTES] ^= 0x80;
        seen = seen && !tree_consistency_verify(m, n, first, second, proof);
        proof->hashes[h].bytes[(size_t)m % SHA256_BYTES] ^= 0x80;
    }
    proof->hashes[proof->count++] = *second;
    seen = seen && !tree_consistency_verify(m, n, first, second, proof);
    proof->count--;
    return seen && (m == n || !tree_consistency_verify(m, n, second, first, proof))
           && (m == n || !tree_consistency_verify(n, m, second, first, proof))
           && !tree_consistency_verify(0, n, first, second, proof);
}

static void test_consistency(void)
{
    bool same = true;
    bool accepted = true;
    bool refused = true;
    for (int64_t n = 1; n <= LEAVES_MAX; n++) {
        struct sha256 second = mth(leaves, (size_t)n);
        for (int64_t m = 1; m <= n; m++) {
            struct sha256 first = mth(leaves, (size_t)m);
            struct tree_proof proof;
            struct list list = {0};
            subproof((size_t)m, leaves, (size_t)n, true, &list);
            same = same && tree_consistency_prove(&memory, m, n, &proof) && proof_is(&proof, &list);
            accepted = accepted && tree_consistency_verify(m, n, &first, &second, &proof);
            refused = refused && consistency_damage_seen(m, n, &proof, &first, &second);
        }
    }
    ok(same, "PROOF(m, D[n]) is the RFC's for all m <= n <= %d", LEAVES_MAX);
    ok(accepted, "and each is accepted");
    ok(refused, "damaged hashes, one more, roots or sizes changed about, size 0: all refused");
}

static void test_edge(struct turn *turn)
{
    struct tree_edge edge = {0};
    struct tree_edge back;
    bool roots = true;
    bool read = true;
    bool strict = true;
    for (int64_t n = 0; n < LEAVES_MAX; n++) {
        struct sha256 root = tree_root(NULL, &edge);
        struct sha256 wanted = mth(leaves, (size_t)n);
        roots = roots && tree_hash_equal(&root, &wanted);
        struct text hex = tree_edge_write(turn->arena, &edge);
        read = read && tree_edge_read(hex, n, &back);
        root = tree_root(NULL, &back);
        read = read && tree_hash_equal(&root, &wanted);
        strict =
            strict && !tree_edge_read(hex, n | (n + 1), &back)
            && (hex.size == 0 || !tree_edge_read((struct text){hex.data, hex.size - 1}, n, &back));
        tree_append(NULL, &edge, &leaves[n]);
    }
    ok(roots, "the right edge has the RFC's root at every size");
    ok(read, "it is read back from its text");
    ok(strict, "and refused at another size, or cut short");
}

static void test_subtrees(void)
{
    struct tree_edge edge = {0};
    struct sha256 part = mth(leaves, 64);
    tree_append_subtree(NULL, &edge, 6, &part);
    part = mth(leaves + 64, 32);
    tree_append_subtree(NULL, &edge, 5, &part);
    tree_append(NULL, &edge, &leaves[96]);
    struct sha256 root = tree_root(NULL, &edge);
    struct sha256 wanted = mth(leaves, 97);
    ok(edge.size == 97 && tree_hash_equal(&root, &wanted), "whole subtrees are appended at once");
    ok(tree_source_root(&memory, 97, &root) && tree_hash_equal(&root, &wanted),
       "a source gives the same root");
}

static void test_long_proofs(void)
{
    struct tree_proof proof = {.count = TREE_PROOF_HASHES_MAX + 1};
    ok(!tree_inclusion_verify(INT64_MAX, 1, &leaves[0], &proof, &leaves[1])
           && !tree_consistency_verify(1, INT64_MAX, &leaves[0], &leaves[1], &proof),
       "a proof of 64 hashes is refused");
    proof.count = 0;
    ok(!tree_consistency_verify(0, 0, &leaves[0], &leaves[0], &proof),
       "size 0 is refused even against itself");
}

/* ---- the published vectors ---- */

static struct text text_at(const struct value *map, const char *name, size_t i)
{
    return value_get_item(map, name, i)->text;
}

static bool hash_is(const struct sha256 *hash, struct text hex)
{
    unsigned char bytes[SHA256_BYTES];
    return hex_read(hex, bytes, sizeof bytes) && memcmp(bytes, hash->bytes, sizeof bytes) == 0;
}

static void test_ct(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "rfc6962-ct-8leaf-roots.json");
    if (vectors == NULL)
        return;
    struct tree_edge edge = {0};
    unsigned char bytes[32];
    for (size_t n = 0; n < value_get_count(vectors, "roots_hex"); n++) {
        struct sha256 root = tree_root(NULL, &edge);
        ok(hash_is(&root, text_at(vectors, "roots_hex", n)), "Certificate Transparency, n = %zu",
           n);
        if (n == value_get_count(vectors, "leaf_inputs_hex"))
            break;
        struct text input = text_at(vectors, "leaf_inputs_hex", n);
        size_t size = input.size / 2;
        ok(size <= sizeof bytes && hex_read(input, bytes, size), "leaf %zu is hex", n);
        struct sha256 leaf = tree_leaf(NULL, (struct text){(const char *)bytes, size});
        tree_append(NULL, &edge, &leaf);
    }
}

static bool proof_of(struct turn *turn, const struct value *vectors, const char *name,
                     struct tree_proof *proof)
{
    *proof = (struct tree_proof){.count = value_get_count(vectors, name)};
    for (size_t i = 0; i < proof->count; i++)
        if (!hash_read(turn->arena, text_at(vectors, name, i), &proof->hashes[i]))
            return false;
    return true;
}

static void test_sample(struct turn *turn)
{
    struct value *vectors = vectors_read(turn, "ledger-sample-vectors.json");
    if (vectors == NULL)
        return;
    struct tree_edge edge = {0};
    struct sha256 leaf[8];
    struct sha256 roots[8];
    for (size_t i = 0; i <= 7; i++) {
        roots[i] = tree_root(NULL, &edge);
        ok(hash_is(&roots[i], text_at(vectors, "roots", i)), "sample log, root at %zu", i);
        if (i == 7)
            break;
        leaf[i] = tree_leaf(NULL, text_at(vectors, "entries", i));
        ok(hash_is(&leaf[i], text_at(vectors, "leafs", i)), "sample log, leaf %zu", i);
        tree_append(NULL, &edge, &leaf[i]);
    }
    struct tree_proof proof;
    ok(proof_of(turn, vectors, "incl_3_of_7", &proof)
           && tree_inclusion_verify(7, 3, &leaf[3], &proof, &roots[7]),
       "sample log, entry 3 is in 7");
    ok(!tree_inclusion_verify(7, 2, &leaf[3], &proof, &roots[7]), "and is not entry 2");
    ok(proof_of(turn, vectors, "cons_4_7", &proof)
           && tree_consistency_verify(4, 7, &roots[4], &roots[7], &proof),
       "sample log, 4 is a beginning of 7");
    ok(proof_of(turn, vectors, "cons_3_7", &proof)
           && tree_consistency_verify(3, 7, &roots[3], &roots[7], &proof),
       "sample log, 3 is a beginning of 7");
    ok(!tree_consistency_verify(3, 7, &roots[4], &roots[7], &proof), "4 is not what 3 was");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20)};
    for (size_t i = 0; i < LEAVES_MAX; i++)
        leaves[i] = tree_leaf(NULL, text_format(turn.arena, "leaf %zu", i));
    test_inclusion();
    test_consistency();
    test_edge(&turn);
    test_subtrees();
    test_long_proofs();
    test_ct(&turn);
    test_sample(&turn);
    arena_free(turn.arena);
    return tap_end();
}
