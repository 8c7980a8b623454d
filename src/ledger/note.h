/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signed notes (c2sp.org/signed-note@v1.0.0), the checkpoints written in them
 * (c2sp.org/tlog-checkpoint) and the cosignatures of witnesses (c2sp.org/tlog-cosignature).
 *
 *     revere.example/house            the text: origin,
 *     7                               size of the tree,
 *     RJEgNJNVwCgM…AMKc=              root in base64, each ended by LF
 *                                     one empty line
 *     — revere.example/house vHbG…    signatures: base64 of key id[4] || signature
 *
 * Everything read here comes from outside: the readers accept the one correct spelling and say in a
 * few words what is wrong with any other. Pure but for the arena.
 */
#pragma once
#include "base/hash.h"

enum {
    NOTE_BYTES_MAX = 65536,
    NOTE_SIGNATURES_MAX = 16, /* as many as the standard says must be accepted */
    NOTE_KEY_ID_BYTES = 4
};

enum note_algorithm { NOTE_ED25519 = 1, NOTE_COSIGNATURE = 4 };

/* A verifier's key: "name+hex key id+base64(algorithm || public key)". */
struct note_key {
    struct text name;
    unsigned char id[NOTE_KEY_ID_BYTES];
    enum note_algorithm algorithm;
    unsigned char public_key[ED25519_KEY_BYTES];
};

/* Names of keys, and so origins, have no white space and no "+", and are not empty. */
bool note_name_valid(struct text name);

/* The key of a name: its id is the start of SHA-256(name || LF || algorithm || public key). */
struct note_key note_key_of(struct text name, enum note_algorithm algorithm,
                            const unsigned char public_key[ED25519_KEY_BYTES]);

/* A vkey line, without LF, and back. On false *why says what is wrong. */
struct text note_key_write(struct arena *arena, const struct note_key *key);
bool note_key_read(struct arena *arena, struct text line, struct note_key *key, const char **why);

struct note_signature {
    struct text name;
    unsigned char id[NOTE_KEY_ID_BYTES];
    struct text bytes; /* what follows the key id */
    struct text line;  /* as it stood, with its LF */
};

struct note {
    struct text text; /* what is signed: with its last LF, without the empty line */
    size_t count;
    struct note_signature signatures[NOTE_SIGNATURES_MAX];
};

/* On false *why says what is wrong. No signature is checked yet. */
bool note_read(struct arena *arena, struct text bytes, struct note *note, const char **why);

/* NOTE_UNKNOWN: no line is by this key. NOTE_FORGED: one is, by its name and id, and does not fit.
 */
enum note_trust { NOTE_GOOD, NOTE_UNKNOWN, NOTE_FORGED };

/*
 * Whether the key has signed the note. For a cosignature key, *time_s is the witness's time in
 * seconds since 1970 (may be NULL; 0 for other keys).
 */
enum note_trust note_check(struct arena *arena, const struct note *note, const struct note_key *key,
                           int64_t *time_s);

/* The whole note over a text that ends in LF, signed by the key whose seed this is. */
MUST bool note_sign(struct turn *turn, struct text text, const struct note_key *key,
                    const unsigned char seed[ED25519_KEY_BYTES], struct text *note);

struct checkpoint {
    struct text origin;
    int64_t size;
    struct sha256 root;
};

/* The text of a checkpoint, with its last LF. */
struct text checkpoint_write(struct arena *arena, const struct checkpoint *checkpoint);

/* Reads it: three lines and no more. On false *why says what is wrong. */
bool checkpoint_read(struct arena *arena, struct text text, struct checkpoint *checkpoint,
                     const char **why);

/* A hash in base64: exactly 32 bytes in the one spelling they have. */
bool hash_read(struct arena *arena, struct text base64, struct sha256 *hash);
struct text hash_write(struct arena *arena, const struct sha256 *hash);

/* A decimal number from 0 to 2^63 - 1 without sign, spaces or leading zeros. */
bool size_read(struct text decimal, int64_t *size);
