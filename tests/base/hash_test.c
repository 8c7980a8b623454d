/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "tap.h"
#include <stdlib.h>

static bool is_hex(struct arena *arena, const unsigned char *bytes, size_t size, const char *hex)
{
    return text_is(hex_write(arena, (struct text){(const char *)bytes, size}), hex);
}

static struct text repeated(struct arena *arena, char byte, size_t size)
{
    char *data = arena_take(arena, size);
    memset(data, byte, size);
    return (struct text){data, size};
}

/* FIPS 180-4 examples, and a million times "a". */
static void test_sha256(struct arena *arena)
{
    struct sha256 hash = sha256(TEXT_NONE);
    ok(is_hex(arena, hash.bytes, 32,
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
       "SHA-256 of nothing");
    static const char *const abc =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    hash = sha256(TEXT("abc"));
    ok(is_hex(arena, hash.bytes, 32, abc), "SHA-256 of abc");
    hash = sha256_two(TEXT("a"), TEXT("bc"));
    ok(is_hex(arena, hash.bytes, 32, abc), "in two pieces");
    hash = sha256_three(TEXT("a"), TEXT_NONE, TEXT("bc"));
    ok(is_hex(arena, hash.bytes, 32, abc), "in three, one of them empty");
    hash = sha256(TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
    ok(is_hex(arena, hash.bytes, 32,
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
       "SHA-256 of two blocks");
    hash = sha256(repeated(arena, 'a', 1000000));
    ok(is_hex(arena, hash.bytes, 32,
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
       "SHA-256 of a million times a");
    struct hasher *hasher = hasher_new(arena);
    for (int i = 0; i < 3; i++) {
        hash = hasher_three(hasher, TEXT("a"), i == 1 ? TEXT("c") : TEXT("b"), TEXT("c"));
        ok(is_hex(arena, hash.bytes, 32, abc) == (i != 1),
           "a hasher begins anew with each hash (%d)", i);
    }
}

/* RFC 4231 cases 1, 2 and 6. */
static void test_hmac(struct arena *arena)
{
    struct sha256 mac = hmac_sha256(repeated(arena, 0x0B, 20), TEXT("Hi There"));
    ok(is_hex(arena, mac.bytes, 32,
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
       "RFC 4231 case 1");
    mac = hmac_sha256(TEXT("Jefe"), TEXT("what do ya want for nothing?"));
    ok(is_hex(arena, mac.bytes, 32,
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
       "RFC 4231 case 2");
    mac = hmac_sha256(repeated(arena, (char)0xAA, 131),
                      TEXT("Test Using Larger Than Block-Size Key - Hash Key First"));
    ok(is_hex(arena, mac.bytes, 32,
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
       "RFC 4231 case 6: a key longer than a block");
    mac = hmac_sha256(TEXT_NONE, TEXT_NONE);
    ok(is_hex(arena, mac.bytes, 32,
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
       "no key and no bytes");
}

struct vector {
    const char *seed;
    const char *public_key;
    const char *message;
    const char *signature;
};

/* RFC 8032 section 7.1, tests 1 to 3. */
static const struct vector vectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b"
     "46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11"
     "d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc"
     "6594a7c15e9716ed28dc027beceea1ec40a"},
};

static void test_ed25519(struct arena *arena, const struct vector *vector)
{
    struct turn turn = {.arena = arena};
    unsigned char seed[32];
    unsigned char wanted[32];
    unsigned char public_key[32];
    unsigned char signature[64];
    unsigned char message_bytes[2];
    struct text message = {(const char *)message_bytes, strlen(vector->message) / 2};
    bool read = hex_read(text_of(vector->seed), seed, sizeof seed)
                && hex_read(text_of(vector->public_key), wanted, sizeof wanted)
                && hex_read(text_of(vector->message), message_bytes, message.size);
    ok(read && ed25519_public(&turn, seed, public_key)
           && memcmp(public_key, wanted, sizeof wanted) == 0,
       "RFC 8032: the public key of %.8s", vector->seed);
    ok(ed25519_sign(&turn, seed, message, signature)
           && is_hex(arena, signature, 64, vector->signature),
       "the signature");
    ok(ed25519_verify(public_key, message, signature), "which is good");
    bool refused = true;
    for (size_t i = 0; i < sizeof signature; i++) {
        signature[i] ^= 1;
        refused = refused && !ed25519_verify(public_key, message, signature);
        signature[i] ^= 1;
    }
    ok(refused, "and no longer when any byte of it changes");
    ok(!ed25519_verify(public_key, TEXT("another"), signature), "nor for another message");
}

static void test_hex(struct arena *arena)
{
    unsigned char bytes[3];
    ok(text_is(hex_write(arena, (struct text){"\x00\x7F\xFF", 3}), "007fff"), "hex is lower case");
    ok(hex_read(TEXT("007FfF"), bytes, 3) && memcmp(bytes, "\x00\x7F\xFF", 3) == 0,
       "either case is read");
    ok(!hex_read(TEXT("007f"), bytes, 3) && !hex_read(TEXT("007fff00"), bytes, 3)
           && !hex_read(TEXT("007ff"), bytes, 3) && !hex_read(TEXT("007ffg"), bytes, 3),
       "too short, too long, odd and strange hex is refused");
}

static void test_base64(struct arena *arena)
{
    static const char *const pairs[][2] = {{"", ""},
                                           {"f", "Zg=="},
                                           {"fo", "Zm8="},
                                           {"foo", "Zm9v"},
                                           {"foob", "Zm9vYg=="},
                                           {"fooba", "Zm9vYmE="},
                                           {"foobar", "Zm9vYmFy"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct text read = TEXT_NONE;
        ok(text_is(base64_write(arena, text_of(pairs[i][0])), pairs[i][1])
               && base64_read(arena, text_of(pairs[i][1]), &read) && text_is(read, pairs[i][0]),
           "RFC 4648: \"%s\" is \"%s\"", pairs[i][0], pairs[i][1]);
    }
    static const char *const refused[] = {"Zg",   "Zg=",      "Z===",   "====",  "Zh==",
                                          "Zm9=", "Zg==Zg==", "Zm9v\n", "Zm 9v", "Zm9-",
                                          "=Zm9", "Zm=v",     "Zg==="};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct text read;
        ok(!base64_read(arena, text_of(refused[i]), &read), "\"%s\" is refused", refused[i]);
    }
    char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    struct text read = TEXT_NONE;
    ok(base64_read(arena, base64_write(arena, (struct text){all, 256}), &read)
           && text_equal(read, (struct text){all, 256}),
       "every byte comes back");
}

static void test_secrets(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    unsigned char first[32] = {0};
    unsigned char second[32] = {0};
    ok(random_bytes(&turn, first, 32) && random_bytes(&turn, second, 32)
           && memcmp(first, second, 32) != 0,
       "random bytes differ");
    ok(!random_bytes(&turn, first, SIZE_MAX) && turn.fault.kind == FAULT_BROKEN,
       "more than the generator takes is a fault");
    ok(secret_equal(TEXT("token"), TEXT("token")) && !secret_equal(TEXT("token"), TEXT("tokem"))
           && !secret_equal(TEXT("token"), TEXT("toke")) && secret_equal(TEXT_NONE, TEXT("")),
       "secrets are compared");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 23);
    test_sha256(arena);
    test_hmac(arena);
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++)
        test_ed25519(arena, &vectors[i]);
    test_hex(arena);
    test_base64(arena);
    test_secrets(arena);
    arena_free(arena);
    return tap_end();
}
