/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of what is saved: 64 bits, the lowest byte first. */
#pragma once
#include "base/text.h"

/* Appends the number. */
static inline void save_put(struct builder *builder, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        build_byte(builder, (char)(unsigned char)(number >> (8 * i) & 0xFF));
}

/* Takes one from the front of *bytes; false when they end before. */
static inline bool save_get(struct text *bytes, uint64_t *number)
{
    *number = 0;
    if (bytes->size < 8)
        return false;
    for (int i = 0; i < 8; i++)
        *number |= (uint64_t)(unsigned char)bytes->data[i] << (8 * i);
    bytes->data += 8;
    bytes->size -= 8;
    return true;
}
