/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as the event store's files have them: so many bytes, the lowest first. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Writes the number into size bytes. */
static inline void little_write(unsigned char *bytes, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++, number >>= 8)
        bytes[i] = (unsigned char)number;
}

/* Reads it back. */
static inline uint64_t little_read(const unsigned char *bytes, size_t size)
{
    uint64_t number = 0;
    for (size_t i = size; i > 0; i--)
        number = number << 8 | bytes[i - 1];
    return number;
}
