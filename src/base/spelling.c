/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes spelled as text: hexadecimal and base64 (RFC 4648), and read back strictly. */
#include "base/hash.h"

static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct text hex_write(struct arena *arena, struct text bytes)
{
    char *hex = arena_array(arena, bytes.size, 2);
    for (size_t i = 0; i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        hex[2 * i] = hex_digits[byte >> 4];
        hex[2 * i + 1] = hex_digits[byte & 15];
    }
    return (struct text){hex, bytes.size * 2};
}

/* One more than what a digit is worth; 0: no digit. */
static const unsigned char hex_worth[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

bool hex_read(struct text hex, unsigned char *bytes, size_t size)
{
    if (hex.size % 2 != 0 || hex.size / 2 != size)
        return false;
    for (size_t i = 0; i < hex.size; i++)
        if (hex_worth[(unsigned char)hex.data[i]] == 0)
            return false;
    for (size_t i = 0; i < size; i++) {
        unsigned high = hex_worth[(unsigned char)hex.data[2 * i]] - 1U;
        unsigned low = hex_worth[(unsigned char)hex.data[2 * i + 1]] - 1U;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

struct text base64_write(struct arena *arena, struct text bytes)
{
    struct builder base64 = {.arena = arena};
    for (size_t i = 0; i < bytes.size; i += 3) {
        size_t left = bytes.size - i;
        uint32_t three = (uint32_t)(unsigned char)bytes.data[i] << 16;
        three |= left > 1 ? (uint32_t)(unsigned char)bytes.data[i + 1] << 8 : 0;
        three |= left > 2 ? (uint32_t)(unsigned char)bytes.data[i + 2] : 0;
        build_byte(&base64, base64_digits[three >> 18]);
        build_byte(&base64, base64_digits[three >> 12 & 63]);
        build_byte(&base64, left > 1 ? base64_digits[three >> 6 & 63] : '=');
        build_byte(&base64, left > 2 ? base64_digits[three & 63] : '=');
    }
    return built(&base64);
}

static bool base64_value(char digit, uint32_t *value)
{
    const char *at = memchr(base64_digits, digit, sizeof base64_digits - 1);
    *value = at == NULL ? 0 : (uint32_t)(at - base64_digits);
    return at != NULL;
}

/* Four digits, of which the last `padding` are "=", into the bits of three bytes. */
static bool read_four(const char *four, size_t padding, uint32_t *bits)
{
    *bits = 0;
    for (size_t i = 0; i < 4; i++) {
        uint32_t value = 0;
        if (i < 4 - padding && !base64_value(four[i], &value))
            return false;
        *bits = *bits << 6 | value;
    }
    uint32_t unused = padding == 2 ? 0xFFFF : padding == 1 ? 0xFF : 0;
    return (*bits & unused) == 0; /* one spelling for the same bytes */
}

bool base64_read(struct arena *arena, struct text base64, struct text *bytes)
{
    if (base64.size % 4 != 0)
        return false;
    size_t padding = text_ends(base64, TEXT("==")) ? 2 : text_ends(base64, TEXT("=")) ? 1 : 0;
    char *read = arena_take(arena, base64.size / 4 * 3 + 1);
    for (size_t i = 0; i < base64.size / 4; i++) {
        uint32_t bits;
        bool last = i + 1 == base64.size / 4;
        if (!read_four(base64.data + 4 * i, last ? padding : 0, &bits))
            return false;
        read[3 * i] = (char)(bits >> 16 & 0xFF);
        read[3 * i + 1] = (char)(bits >> 8 & 0xFF);
        read[3 * i + 2] = (char)(bits & 0xFF);
    }
    *bytes = (struct text){read, base64.size / 4 * 3 - padding};
    return true;
}

struct text base32_write(struct arena *arena, struct text bytes)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct builder out = {.arena = arena};
    unsigned held = 0;
    int bits = 0;
    build(&out, TEXT_NONE);
    for (size_t i = 0; i < bytes.size; i++) {
        held = (held << 8 | (unsigned char)bytes.data[i]) & 0xffff;
        for (bits += 8; bits >= 5; bits -= 5)
            build_byte(&out, letters[held >> (bits - 5) & 31]);
    }
    if (bits > 0)
        build_byte(&out, letters[held << (5 - bits) & 31]);
    return built(&out);
}
