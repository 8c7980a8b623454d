/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share. */
#pragma once
#include "event/event.h"

/* A hash of a name, of eight bytes a step: fast for names of ten to forty bytes, and nothing that
 * strangers can choose is kept under it for longer than the names somebody asks for. */
static inline uint64_t name_hash(struct text name)
{
    const uint64_t factor = 0x9E3779B97F4A7C15U;
    uint64_t hash = name.size * factor;
    size_t at = 0;
    for (; at + 8 <= name.size; at += 8) {
        uint64_t word;
        memcpy(&word, name.data + at, 8);
        hash = (hash ^ word) * factor;
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    if (at < name.size)
        memcpy(&rest, name.data + at, name.size - at);
    hash = (hash ^ rest) * factor;
    return hash ^ hash >> 29;
}
