/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A realistic mix of log lines: real ones of many kinds (Windows, Linux, web servers, network
 * sensors, cloud) that stand beside the project, each varied as the next machine's would differ:
 * numbers and addresses are drawn anew six times in ten, hashes and identifiers from a pool of some
 * thousand or, one time in four, never seen before. The dumps as they are compress 58 times, and
 * would flatter.
 */
#pragma once
#include "base/compression.h"
#include "base/file.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    MIX_FILE_BYTES_MAX = 48 * 1024 * 1024,
    MIX_LINE_BYTES_MAX = 6000,
    MIX_POOL = 4096,
    MIX_HEX_BYTES = 64,
    MIX_KINDS = 6
};

struct mix_kind {
    const char *files[4];
    unsigned share; /* of 100 lines */
    struct text *lines;
    size_t count, capacity;
};

struct mix {
    struct mix_kind kinds[MIX_KINDS];
    char pool[MIX_POOL][MIX_HEX_BYTES];
    uint64_t state;
};

static inline uint64_t mix_next(struct mix *mix)
{
    mix->state ^= mix->state << 13;
    mix->state ^= mix->state >> 7;
    mix->state ^= mix->state << 17;
    return mix->state * UINT64_C(2685821657736338717) >> 11;
}

static inline bool mix_unpack(struct turn *turn, struct text packed, struct text *plain)
{
    struct inflow *inflow;
    char *memory = arena_take(turn->arena, MIX_FILE_BYTES_MAX);
    size_t size = 0;
    if (!packed_begins(packed)) {
        *plain = packed;
        return true;
    }
    if (!inflow_new(turn, &inflow))
        return false;
    bool ended = false;
    for (size_t taken = 0, out = 1; out > 0 && size < MIX_FILE_BYTES_MAX; size += out) {
        if (!inflow_take(turn, inflow, packed, &taken, memory + size, MIX_FILE_BYTES_MAX - size,
                         &out, &ended))
            return false;
        packed = (struct text){packed.data + taken, packed.size - taken};
    }
    *plain = (struct text){memory, size};
    return true;
}

static inline bool mix_read(struct turn *turn, const char *folder, struct mix_kind *kind)
{
    for (size_t i = 0; i < 4 && kind->files[i] != NULL; i++) {
        struct text rest;
        const char *path = text_format(turn->arena, "%s/%s", folder, kind->files[i]).data;
        if (!file_read(turn, path, MIX_FILE_BYTES_MAX, &rest) || !mix_unpack(turn, rest, &rest))
            return false;
        while (rest.size > 0) {
            struct text line = text_cut(rest, '\n', &rest);
            if (line.size < 20 || line.size > MIX_LINE_BYTES_MAX)
                continue;
            kind->lines =
                arena_grow(turn->arena, kind->lines, kind->count, &kind->capacity, sizeof line);
            kind->lines[kind->count++] = line;
        }
    }
    return kind->count > 0;
}

/* Reads the kinds; false when the data is not there. */
static inline bool mix_open(struct turn *turn, struct mix *mix)
{
    static const struct mix_kind kinds[MIX_KINDS] = {
        {.files = {"events/windows/"
                   "atomic__windows__credential_access__host__empire_mimikatz_logonpasswords.json"
                   ".zst",
                   "events/windows/atomic__windows__credential_access__host__cmd_sam_copy_esentutl"
                   ".json.zst",
                   "events/evtx-json/evtx-to-mitre-cc0.ndjson.zst"},
         .share = 40},
        {.files = {"syslog/auth/auth_honeypot_elastic.log"}, .share = 20},
        {.files = {"syslog/web/apache_combined_10k.log", "syslog/web/nginxplus_json.ndjson"},
         .share = 15},
        {.files = {"events/zeek/dns.ndjson.zst", "events/zeek/ssl.ndjson.zst"}, .share = 15},
        {.files = {"events/suricata/eve-alerts.ndjson.zst"}, .share = 5},
        {.files = {"events/aws/cloudtrail-stratus-invictus.ndjson.zst"}, .share = 5},
    };
    const char *data = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    struct text folder =
        data != NULL ? text_of(data)
                     : text_format(turn->arena, "%s/../shared/data", source == NULL ? "." : source);
    mix->state = 88172645463325252U;
    for (size_t i = 0; i < MIX_POOL; i++)
        for (size_t k = 0; k < MIX_HEX_BYTES; k++)
            mix->pool[i][k] = "0123456789abcdef"[mix_next(mix) % 16];
    for (size_t i = 0; i < MIX_KINDS; i++) {
        mix->kinds[i] = kinds[i];
        if (!mix_read(turn, text_string(turn->arena, folder), &mix->kinds[i]))
            return false;
    }
    return true;
}

static inline bool mix_is(char byte, char from, char to)
{
    return byte >= from && byte <= to;
}

static inline bool mix_decimal(char byte)
{
    return mix_is(byte, '0', '9');
}

static inline bool mix_hex(char byte)
{
    return mix_decimal(byte) || mix_is(byte, 'a', 'f') || mix_is(byte, 'A', 'F');
}

static inline size_t mix_run(struct text line, size_t at, bool (*is)(char byte))
{
    size_t end = at;
    while (end < line.size && is(line.data[end]))
        end++;
    return end - at;
}

/* A hash or an identifier, in the letters it was written in. */
static inline void mix_identify(struct mix *mix, char *out, size_t size)
{
    const char *from = mix->pool[mix_next(mix) % MIX_POOL];
    bool fresh = mix_next(mix) % 4 == 0;
    for (size_t i = 0; i < size; i++) {
        char digit = fresh ? "0123456789abcdef"[mix_next(mix) % 16] : from[i % MIX_HEX_BYTES];
        bool upper = mix_is(out[i], 'A', 'F');
        out[i] = (char)(upper && mix_is(digit, 'a', 'f') ? digit - 32 : digit);
    }
}

/* One line of a kind into out, which has room for MIX_LINE_BYTES_MAX; its size. */
static inline size_t mix_line_of(struct mix *mix, const struct mix_kind *kind, char *out)
{
    struct text line = kind->lines[mix_next(mix) % kind->count];
    memcpy(out, line.data, line.size);
    for (size_t i = 0; i < line.size;) {
        size_t hex = mix_run(line, i, mix_hex);
        size_t decimal = mix_run(line, i, mix_decimal);
        if (hex >= 12 && decimal < hex)
            mix_identify(mix, out + i, hex);
        else if (decimal >= 2 && mix_next(mix) % 10 < 6)
            for (size_t k = 1; k < decimal; k++)
                out[i + k] = (char)('0' + mix_next(mix) % 10);
        i += decimal == 0 || hex >= 12 ? (hex > 0 ? hex : 1) : decimal;
    }
    return line.size;
}

/* One line of a kind drawn by its share. */
static inline size_t mix_line(struct mix *mix, char *out)
{
    unsigned draw = (unsigned)(mix_next(mix) % 100);
    const struct mix_kind *kind = mix->kinds;
    for (; draw >= kind->share; kind++)
        draw -= kind->share;
    return mix_line_of(mix, kind, out);
}
