/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proofs that travel with one entry (c2sp.org/tlog-proof@v1): where it stands in the log, the path
 * to the root, and the checkpoint. Whoever has the entry and the verifier's key needs nothing else.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64            perhaps; not used here
 *     index 3
 *     Wy51Q5B7SdZe…           hashes, from the leaf up
 *                             one empty line, then the checkpoint
 */
#include "ledger/inside.h"

static const struct text first_line = {"c2sp.org/tlog-proof@v1", 22};

/* ---- making ---- */

/* The folder's checkpoint, unsigned for all we know: whoever verifies the proof checks it. */
static bool checkpoint_take(struct turn *turn, struct text folder, struct text *bytes,
                            struct checkpoint *checkpoint)
{
    struct note *note = arena_take(turn->arena, sizeof *note);
    const char *why = "it is missing";
    bool found;
    if (!folder_read(turn, folder, "checkpoint", NOTE_BYTES_MAX, bytes, &found))
        return false;
    if (found && note_read(turn->arena, *bytes, note, &why)
        && checkpoint_read(turn->arena, note->text, checkpoint, &why))
        return true;
    return fail(turn, FAULT_BROKEN, "The ledger's checkpoint cannot be used: %s.", why);
}

bool ledger_proof_file(struct turn *turn, struct text folder, int64_t sequence, struct text *text)
{
    struct text note;
    struct checkpoint checkpoint;
    if (!checkpoint_take(turn, folder, &note, &checkpoint))
        return false;
    if (sequence < 0 || sequence >= checkpoint.size)
        return fail(turn, FAULT_MISSING, "There is no published entry %lld; the ledger has %lld.",
                    (long long)sequence, (long long)checkpoint.size);
    struct tile_folder tiles = {.turn = turn, .folder = folder, .size = checkpoint.size};
    struct tree_source source = tile_source(&tiles);
    struct tree_proof *proof = arena_take(turn->arena, sizeof *proof);
    struct sha256 leaf;
    if (!source.node(source.context, 0, sequence, &leaf)
        || !tree_inclusion_prove(&source, checkpoint.size, sequence, proof))
        return fail(turn, FAULT_BROKEN, "%.*s of the ledger is missing or has the wrong length.",
                    TEXT_SHOW(tiles.missing));
    if (!tree_inclusion_verify(checkpoint.size, sequence, &leaf, proof, &checkpoint.root))
        return fail(turn, FAULT_BROKEN,
                    "The ledger's tiles do not lead to its checkpoint; run revere ledger verify.");
    struct builder out = {.arena = turn->arena};
    build_format(&out, "%.*s\nindex %lld\n", TEXT_SHOW(first_line), (long long)sequence);
    for (size_t i = 0; i < proof->count; i++)
        build_format(&out, "%.*s\n", TEXT_SHOW(hash_write(turn->arena, &proof->hashes[i])));
    build_byte(&out, '\n');
    build(&out, note);
    *text = built(&out);
    return true;
}

/* ---- verifying ---- */

struct proof_text {
    int64_t index;
    struct tree_proof proof;
    struct text note;
};

static bool after(struct text line, const char *prefix, struct text *rest)
{
    struct text wanted = text_of(prefix);
    if (!text_starts(line, wanted))
        return false;
    *rest = (struct text){line.data + wanted.size, line.size - wanted.size};
    return true;
}

static bool proof_hashes_read(struct arena *arena, struct text *rest, struct tree_proof *proof,
                              const char **why)
{
    for (;;) {
        if (rest->data == NULL) {
            *why = "no empty line ends its hashes";
            return false;
        }
        struct text line = text_cut(*rest, '\n', rest);
        if (text_empty(line))
            return true;
        *why = "it has more than 63 hashes";
        if (proof->count == TREE_PROOF_HASHES_MAX)
            return false;
        *why = "a line is not a hash in base64";
        if (!hash_read(arena, line, &proof->hashes[proof->count++]))
            return false;
    }
}

static bool proof_read(struct arena *arena, struct text bytes, struct proof_text *proof,
                       const char **why)
{
    struct text rest;
    struct text extra;
    struct text number;
    *why = "it is longer than a proof may be";
    if (bytes.size > NOTE_BYTES_MAX)
        return false;
    *why = "it does not begin with c2sp.org/tlog-proof@v1";
    if (!text_equal(text_cut(bytes, '\n', &rest), first_line))
        return false;
    struct text line = text_cut(rest, '\n', &rest);
    if (after(line, "extra ", &extra)) {
        *why = "its extra line is not base64";
        if (text_empty(extra) || !base64_read(arena, extra, &number))
            return false;
        line = text_cut(rest, '\n', &rest);
    }
    *why = "its index is not a number";
    if (!after(line, "index ", &number) || !size_read(number, &proof->index))
        return false;
    if (!proof_hashes_read(arena, &rest, &proof->proof, why))
        return false;
    proof->note = rest;
    return true;
}

static bool verdict_set(struct ledger_verdict *verdict, const char *where, const char *why)
{
    verdict->where = text_of(where);
    verdict->why = text_of(why);
    return true;
}

static bool proof_judge(struct turn *turn, const struct note_key *key, struct text entry,
                        struct text text, struct ledger_verdict *verdict)
{
    struct proof_text *proof = arena_take(turn->arena, sizeof *proof);
    struct note *note = arena_take(turn->arena, sizeof *note);
    struct checkpoint checkpoint;
    const char *why;
    if (!proof_read(turn->arena, text, proof, &why))
        return verdict_set(verdict, "proof", why);
    if (!note_read(turn->arena, proof->note, note, &why)
        || !checkpoint_read(turn->arena, note->text, &checkpoint, &why))
        return verdict_set(verdict, "checkpoint", why);
    verdict->size = checkpoint.size;
    verdict->root = hash_write(turn->arena, &checkpoint.root);
    if (!text_equal(checkpoint.origin, key->name)
        || note_check(turn->arena, note, key, NULL) != NOTE_GOOD)
        return verdict_set(verdict, "checkpoint", "It is not signed by the key.");
    struct sha256 leaf = tree_leaf(NULL, entry);
    if (!tree_inclusion_verify(checkpoint.size, proof->index, &leaf, &proof->proof,
                               &checkpoint.root))
        return verdict_set(verdict, "proof", "It does not lead from the entry to the root.");
    verdict->entries = 1;
    verdict->sound = true;
    return verdict_set(verdict, "", "Sound.");
}

bool ledger_proof_verify(struct turn *turn, struct text vkey, struct text entry, struct text text,
                         struct ledger_verdict *verdict)
{
    struct note_key key;
    const char *why;
    *verdict = (struct ledger_verdict){0};
    if (!note_key_read(turn->arena, vkey, &key, &why))
        return fail_field(turn, "vkey", "The verifier's key cannot be used: %s.", why);
    return proof_judge(turn, &key, entry, text, verdict);
}
