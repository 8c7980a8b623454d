/* SPDX-License-Identifier: Apache-2.0 */
#include "base/id.h"
#include "base/hash.h"

enum { UUID_BYTES = 16, UUID_LETTERS = 36 };

/* True where a UUID has a hyphen. */
static bool is_hyphen(size_t at)
{
    return at == 8 || at == 13 || at == 18 || at == 23;
}

/*
 * RFC 9562 section 5.7, with method 3 of section 6.2: 48 bits of milliseconds, the version, 12 bits
 * of the fraction of a millisecond (so that ids sort by the microsecond), the variant, 62 random
 * bits.
 */
bool id_new(struct turn *turn, struct text *id)
{
    unsigned char bytes[UUID_BYTES];
    uint64_t now_us = (uint64_t)turn->now_us;
    uint64_t time = now_us / 1000 << 12 | (now_us % 1000 * 4096 / 1000);
    if (!random_bytes(turn, bytes, sizeof bytes))
        return false;
    for (size_t i = 0; i < 6; i++)
        bytes[i] = (unsigned char)(time >> (52 - 8 * i));
    bytes[6] = (unsigned char)(0x70 | (time >> 8 & 0x0F));
    bytes[7] = (unsigned char)time;
    bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3F));
    struct text hex = hex_write(turn->arena, (struct text){(const char *)bytes, sizeof bytes});
    char *letters = arena_take(turn->arena, UUID_LETTERS + 1);
    for (size_t i = 0, digit = 0; i < UUID_LETTERS; i++)
        letters[i] = (char)(is_hyphen(i) ? '-' : hex.data[digit++]);
    *id = (struct text){letters, UUID_LETTERS};
    return true;
}

bool id_valid(struct text id)
{
    if (id.size != UUID_LETTERS)
        return false;
    for (size_t i = 0; i < id.size; i++) {
        char letter = id.data[i];
        bool digit = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
        if (is_hyphen(i) ? letter != '-' : !digit)
            return false;
    }
    return true;
}

bool id_word(struct turn *turn, size_t letters, struct text *word)
{
    static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    enum { ALPHABET_LETTERS = sizeof alphabet - 1 };
    enum { FAIR_MAX = 256 / ALPHABET_LETTERS * ALPHABET_LETTERS }; /* above, letters favour some */
    if (letters == 0 || letters > ID_WORD_LETTERS_MAX)
        return fail(turn, FAULT_BROKEN, "A word of %zu letters was asked for, and 1 to %d can be.",
                    letters, ID_WORD_LETTERS_MAX);
    char *made = arena_take(turn->arena, letters + 1);
    for (size_t count = 0; count < letters;) {
        unsigned char bytes[ID_WORD_LETTERS_MAX];
        if (!random_bytes(turn, bytes, sizeof bytes))
            return false;
        for (size_t i = 0; i < sizeof bytes && count < letters; i++)
            if (bytes[i] < FAIR_MAX)
                made[count++] = alphabet[bytes[i] % ALPHABET_LETTERS];
    }
    *word = (struct text){made, letters};
    return true;
}
