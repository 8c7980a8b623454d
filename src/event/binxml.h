/* SPDX-License-Identifier: Apache-2.0 */
/* The binary XML of Windows event logs, written out as text; of this room only. */
#pragma once
#include "event/inside.h"

/* Text of limited size: what does not fit is left out, and full says so. */
struct output {
    char *data;
    size_t size, capacity;
    bool full;
    bool hex_padded; /* hexadecimal numbers with all their zeros */
};

/* As they are. */
void output_bytes(struct output *out, struct text text);

/* Bytes as they stand inside of XML, where "<", "&", quotes and control bytes are not themselves.
 */
void output_escaped(struct output *out, struct text text);

/* Little-endian UTF-16 as UTF-8, escaped; half a pair is U+FFFD. */
void output_utf16(struct output *out, const unsigned char *bytes, size_t units);

/* A value of a template: its type, and the bytes it has in the chunk. */
struct binary_value {
    unsigned type;
    const unsigned char *bytes;
    size_t size;
};

enum { BINARY_NULL = 0x00, BINARY_TEXT = 0x01, BINARY_XML = 0x21, BINARY_ARRAY = 0x80 };

/* How many items the array has; 1 for what is none. */
size_t binary_count(const struct binary_value *value);

/* One item of it (0 for what is no array) as text. */
void binary_write(struct output *out, const struct binary_value *value, size_t item);

static inline unsigned little16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static inline uint32_t little32(const unsigned char *at)
{
    return (uint32_t)little16(at) | (uint32_t)little16(at + 2) << 16;
}

static inline uint64_t little64(const unsigned char *at)
{
    return (uint64_t)little32(at) | (uint64_t)little32(at + 4) << 32;
}

/*
 * The fragment that stands in bytes at to end of a chunk, as XML. The chunk's other bytes are where
 * names and templates are; no offset is followed out of it, and no more work is done for a record
 * than a limit allows, whatever it says. False: it is broken, and out has what came before.
 */
bool binxml_write(const unsigned char *chunk, size_t chunk_size, size_t at, size_t end,
                  struct output *out);
