/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes, signatures, randomness and their spellings. All of it is OpenSSL's EVP (a FIPS provider
 * can be loaded); this is the only file that calls it for these. */
#pragma once
#include "base/turn.h"

enum { SHA256_BYTES = 32, ED25519_KEY_BYTES = 32, ED25519_SIGNATURE_BYTES = 64 };

struct sha256 {
    unsigned char bytes[SHA256_BYTES];
};

/* SHA-256 of the pieces one after the other. */
struct sha256 sha256(struct text bytes);
struct sha256 sha256_two(struct text first, struct text second);
struct sha256 sha256_three(struct text first, struct text second, struct text third);

/*
 * A hasher keeps the algorithm and its working memory between one hash and the next, which is most
 * of what a short hash costs: whoever makes thousands takes one. It lives in the arena and is used
 * by one thread at a time.
 */
struct hasher;
struct hasher *hasher_new(struct arena *arena);

/* As sha256_three. hasher NULL: everything is made for this one hash. */
struct sha256 hasher_three(struct hasher *hasher, struct text first, struct text second,
                           struct text third);

/* HMAC-SHA-256 (RFC 2104). */
struct sha256 hmac_sha256(struct text key, struct text bytes);

/* HMAC-SHA-1 (RFC 2104), for one-time codes alone: what every authenticator computes. */
enum { SHA1_BYTES = 20 };
struct sha1 {
    unsigned char bytes[SHA1_BYTES];
};
struct sha1 hmac_sha1(struct text key, struct text bytes);

/*
 * AES-256-GCM: a random nonce of 12 bytes, the sealed bytes, a tag of 16. bound is sealed in
 * without being kept: a box is opened only with the same. Faults: broken when it is not authentic.
 */
enum { SEALING_KEY_BYTES = 32 };
MUST bool seal_close(struct turn *turn, const unsigned char key[SEALING_KEY_BYTES],
                     struct text plain, struct text bound, struct text *box);
MUST bool seal_open(struct turn *turn, const unsigned char key[SEALING_KEY_BYTES], struct text box,
                    struct text bound, struct text *plain);

/* Ed25519 (RFC 8032): seed 32 bytes -> public key 32; signature 64 over the message. */
MUST bool ed25519_public(struct turn *turn, const unsigned char seed[32],
                         unsigned char public_key[32]);
MUST bool ed25519_sign(struct turn *turn, const unsigned char seed[32], struct text message,
                       unsigned char signature[64]);
bool ed25519_verify(const unsigned char public_key[32], struct text message,
                    const unsigned char signature[64]);

/* Bytes from the system's generator; a failure is a fault (broken). */
MUST bool random_bytes(struct turn *turn, void *bytes, size_t size);

/* Equal, in a time that does not depend on where they differ; different sizes are unequal. */
bool secret_equal(struct text a, struct text b);

/* Spellings (spelling.c). */
struct text hex_write(struct arena *arena, struct text bytes);     /* lower case */
bool hex_read(struct text hex, unsigned char *bytes, size_t size); /* exactly size bytes */
struct text base32_write(struct arena *arena, struct text bytes);  /* RFC 4648 section 6, bare */
struct text base64_write(struct arena *arena, struct text bytes);  /* RFC 4648 section 4, padded */
bool base64_read(struct arena *arena, struct text base64, struct text *bytes); /* strict */
