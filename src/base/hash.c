/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include <assert.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#ifdef NDEBUG
#error "A hash that could not be made must stop the program: build with asserts"
#endif

/*
 * A hash that could not be made must never be mistaken for one: without the provider that the
 * administrator asked for, nothing in the house can be trusted to go on.
 */
static void insist(bool done)
{
    assert(done);
}

struct hasher {
    EVP_MD *algorithm;
    EVP_MD_CTX *context;
};

static void hasher_open(struct hasher *hasher)
{
    hasher->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    hasher->context = EVP_MD_CTX_new();
    insist(hasher->algorithm != NULL && hasher->context != NULL);
}

static void hasher_release(void *thing)
{
    struct hasher *hasher = thing;
    EVP_MD_CTX_free(hasher->context);
    EVP_MD_free(hasher->algorithm);
    *hasher = (struct hasher){NULL, NULL};
}

struct hasher *hasher_new(struct arena *arena)
{
    struct hasher *hasher = arena_take(arena, sizeof *hasher);
    arena_own(arena, hasher_release, hasher);
    hasher_open(hasher);
    return hasher;
}

struct sha256 hasher_three(struct hasher *hasher, struct text first, struct text second,
                           struct text third)
{
    struct sha256 hash = {{0}};
    struct hasher brief = {NULL, NULL};
    if (hasher == NULL)
        hasher_open(&brief);
    const struct hasher *used = hasher == NULL ? &brief : hasher;
    insist(EVP_DigestInit_ex(used->context, used->algorithm, NULL) == 1
           && EVP_DigestUpdate(used->context, first.data, first.size) == 1
           && EVP_DigestUpdate(used->context, second.data, second.size) == 1
           && EVP_DigestUpdate(used->context, third.data, third.size) == 1
           && EVP_DigestFinal_ex(used->context, hash.bytes, NULL) == 1);
    hasher_release(&brief);
    return hash;
}

struct sha256 sha256_three(struct text first, struct text second, struct text third)
{
    return hasher_three(NULL, first, second, third);
}

struct sha256 sha256_two(struct text first, struct text second)
{
    return sha256_three(first, second, TEXT_NONE);
}

struct sha256 sha256(struct text bytes)
{
    return sha256_three(bytes, TEXT_NONE, TEXT_NONE);
}

struct sha256 hmac_sha256(struct text key, struct text bytes)
{
    struct sha256 hash = {{0}};
    size_t size = 0;
    const char *key_data = key.size == 0 ? "" : key.data;
    const unsigned char *data = (const unsigned char *)(bytes.size == 0 ? "" : bytes.data);
    insist(EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL, key_data, key.size, data, bytes.size,
                     hash.bytes, sizeof hash.bytes, &size)
               != NULL
           && size == sizeof hash.bytes);
    return hash;
}

struct sha1 hmac_sha1(struct text key, struct text bytes)
{
    struct sha1 hash = {{0}};
    size_t size = 0;
    const char *key_data = key.size == 0 ? "" : key.data;
    const unsigned char *data = (const unsigned char *)(bytes.size == 0 ? "" : bytes.data);
    insist(EVP_Q_mac(NULL, "HMAC", NULL, "SHA1", NULL, key_data, key.size, data, bytes.size,
                     hash.bytes, sizeof hash.bytes, &size)
               != NULL
           && size == sizeof hash.bytes);
    return hash;
}

enum { NONCE_BYTES = 12, TAG_BYTES = 16, SEALED_BYTES_MAX = 1 << 20 };

static bool gcm_close(EVP_CIPHER_CTX *context, const unsigned char *key, struct text plain,
                      struct text bound, unsigned char *box)
{
    int written = 0;
    int last = 0;
    unsigned char *sealed = box + NONCE_BYTES;
    return EVP_EncryptInit_ex2(context, EVP_aes_256_gcm(), key, box, NULL) == 1
           && EVP_EncryptUpdate(context, NULL, &written, (const unsigned char *)bound.data,
                                (int)bound.size)
                  == 1
           && EVP_EncryptUpdate(context, sealed, &written, (const unsigned char *)plain.data,
                                (int)plain.size)
                  == 1
           && EVP_EncryptFinal_ex(context, sealed + written, &last) == 1
           && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, sealed + plain.size)
                  == 1;
}

bool seal_close(struct turn *turn, const unsigned char key[SEALING_KEY_BYTES], struct text plain,
                struct text bound, struct text *box)
{
    size_t size = NONCE_BYTES + plain.size + TAG_BYTES;
    assert(plain.size > 0 && plain.size <= SEALED_BYTES_MAX && bound.size > 0
           && bound.size <= SEALED_BYTES_MAX);
    unsigned char *bytes = arena_take(turn->arena, size);
    if (!random_bytes(turn, bytes, NONCE_BYTES))
        return false;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    bool sealed = context != NULL && gcm_close(context, key, plain, bound, bytes);
    EVP_CIPHER_CTX_free(context);
    *box = (struct text){(const char *)bytes, size};
    return sealed || fail(turn, FAULT_BROKEN, "A secret could not be sealed.");
}

static bool gcm_open(EVP_CIPHER_CTX *context, const unsigned char *key, struct text box,
                     struct text bound, unsigned char *plain)
{
    const unsigned char *bytes = (const unsigned char *)box.data;
    size_t size = box.size - NONCE_BYTES - TAG_BYTES;
    unsigned char tag[TAG_BYTES];
    int written = 0;
    int last = 0;
    for (size_t i = 0; i < TAG_BYTES; i++)
        tag[i] = bytes[NONCE_BYTES + size + i];
    return EVP_DecryptInit_ex2(context, EVP_aes_256_gcm(), key, bytes, NULL) == 1
           && EVP_DecryptUpdate(context, NULL, &written, (const unsigned char *)bound.data,
                                (int)bound.size)
                  == 1
           && EVP_DecryptUpdate(context, plain, &written, bytes + NONCE_BYTES, (int)size) == 1
           && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1
           && EVP_DecryptFinal_ex(context, plain + written, &last) == 1;
}

bool seal_open(struct turn *turn, const unsigned char key[SEALING_KEY_BYTES], struct text box,
               struct text bound, struct text *plain)
{
    bool opened = false;
    if (box.size > NONCE_BYTES + TAG_BYTES && box.size <= SEALED_BYTES_MAX && bound.size > 0) {
        size_t size = box.size - NONCE_BYTES - TAG_BYTES;
        unsigned char *bytes = arena_take(turn->arena, size);
        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        opened = context != NULL && gcm_open(context, key, box, bound, bytes);
        EVP_CIPHER_CTX_free(context);
        *plain = (struct text){(const char *)bytes, size};
    }
    return opened
           || fail(turn, FAULT_BROKEN,
                   "A sealed secret cannot be opened: the sealing key is another, or it is "
                   "damaged.");
}

static EVP_PKEY *key_of_seed(const unsigned char seed[32])
{
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, ED25519_KEY_BYTES);
}

bool ed25519_public(struct turn *turn, const unsigned char seed[32], unsigned char public_key[32])
{
    size_t size = ED25519_KEY_BYTES;
    EVP_PKEY *key = key_of_seed(seed);
    bool made = key != NULL && EVP_PKEY_get_raw_public_key(key, public_key, &size) == 1;
    EVP_PKEY_free(key);
    return made || fail(turn, FAULT_BROKEN, "OpenSSL could not make an Ed25519 key.");
}

bool ed25519_sign(struct turn *turn, const unsigned char seed[32], struct text message,
                  unsigned char signature[64])
{
    size_t size = ED25519_SIGNATURE_BYTES;
    const unsigned char *data = (const unsigned char *)(message.size == 0 ? "" : message.data);
    EVP_PKEY *key = key_of_seed(seed);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool made = key != NULL && context != NULL
                && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1
                && EVP_DigestSign(context, signature, &size, data, message.size) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return made || fail(turn, FAULT_BROKEN, "OpenSSL could not make an Ed25519 signature.");
}

bool ed25519_verify(const unsigned char public_key[32], struct text message,
                    const unsigned char signature[64])
{
    const unsigned char *data = (const unsigned char *)(message.size == 0 ? "" : message.data);
    EVP_PKEY *key =
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, public_key, ED25519_KEY_BYTES);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good =
        key != NULL && context != NULL && EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1
        && EVP_DigestVerify(context, signature, ED25519_SIGNATURE_BYTES, data, message.size) == 1;
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    return good;
}

bool random_bytes(struct turn *turn, void *bytes, size_t size)
{
    bool made = size <= INT_MAX && RAND_bytes(bytes, (int)size) == 1;
    return made || fail(turn, FAULT_BROKEN, "The system's generator gives no random bytes.");
}

bool secret_equal(struct text a, struct text b)
{
    return a.size == b.size && (a.size == 0 || CRYPTO_memcmp(a.data, b.data, a.size) == 0);
}
