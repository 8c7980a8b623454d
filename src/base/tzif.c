/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TZif files (RFC 8536): a header, the data in 32 bits, and from version 2 on a second header, the
 * data in 64 bits and a footer. Every length is checked against the bytes there are before use.
 */
#include "base/inside.h"

enum {
    HEADER_BYTES = 44,
    KIND_BYTES = 6,
    KINDS_MAX = 256, /* an index is one byte */
    TRANSITIONS_MAX = 1 << 16,
    OFFSET_MIN_S = -25 * 3600 + 1, /* RFC 8536 section 3.2 */
    OFFSET_MAX_S = 26 * 3600 - 1,
};

struct header {
    char version;
    size_t universal; /* counts of things, in the order in which the header has them */
    size_t standard;
    size_t leaps;
    size_t transitions;
    size_t kinds;
    size_t letters;
};

static uint32_t read_u32(const char *at)
{
    uint32_t number = 0;
    for (int i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)at[i];
    return number;
}

static int64_t read_time(const char *at, size_t time_bytes)
{
    if (time_bytes == 4)
        return (int32_t)read_u32(at);
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

static bool read_header(struct text bytes, struct header *header)
{
    if (bytes.size < HEADER_BYTES || !text_starts(bytes, TEXT("TZif")))
        return false;
    *header = (struct header){
        bytes.data[4],
        read_u32(bytes.data + 20),
        read_u32(bytes.data + 24),
        read_u32(bytes.data + 28),
        read_u32(bytes.data + 32),
        read_u32(bytes.data + 36),
        read_u32(bytes.data + 40),
    };
    return true;
}

/* Bytes of the data behind a header. The counts have 32 bits, so that the sum cannot overflow. */
static size_t data_bytes(const struct header *header, size_t time_bytes)
{
    return header->transitions * (time_bytes + 1) + header->kinds * KIND_BYTES + header->letters
           + header->leaps * (time_bytes + 4) + header->standard + header->universal;
}

static bool read_kinds(struct arena *arena, const struct header *header, const char *kinds,
                       struct text letters, struct zone *zone)
{
    zone->kind_count = header->kinds;
    zone->kinds = arena_array(arena, header->kinds, sizeof *zone->kinds);
    for (size_t i = 0; i < header->kinds; i++) {
        const char *kind = kinds + i * KIND_BYTES;
        int32_t offset_s = (int32_t)read_u32(kind);
        size_t at = (unsigned char)kind[5];
        if (offset_s < OFFSET_MIN_S || offset_s > OFFSET_MAX_S || at >= letters.size)
            return false;
        const char *end = memchr(letters.data + at, '\0', letters.size - at);
        size_t size = end == NULL ? SIZE_MAX : (size_t)(end - letters.data) - at;
        if (size >= sizeof zone->kinds[i].abbreviation)
            return false;
        zone->kinds[i].offset_s = offset_s;
        memcpy(zone->kinds[i].abbreviation, letters.data + at, size);
    }
    return true;
}

static bool read_transitions(struct arena *arena, const struct header *header, const char *data,
                             size_t time_bytes, struct zone *zone)
{
    const char *after = data + header->transitions * time_bytes;
    zone->count = header->transitions;
    zone->transitions_s = arena_array(arena, zone->count, sizeof *zone->transitions_s);
    zone->after = arena_array(arena, zone->count, sizeof *zone->after);
    for (size_t i = 0; i < zone->count; i++) {
        zone->transitions_s[i] = read_time(data + i * time_bytes, time_bytes);
        zone->after[i] = (unsigned char)after[i];
        if (zone->after[i] >= header->kinds
            || (i > 0 && zone->transitions_s[i] <= zone->transitions_s[i - 1]))
            return false;
    }
    return true;
}

/* Leap seconds are refused: instants here count seconds as POSIX does, without them. */
static bool read_data(struct arena *arena, const struct header *header, struct text bytes,
                      size_t time_bytes, struct zone *zone)
{
    bool sane = header->kinds >= 1 && header->kinds <= KINDS_MAX
                && header->transitions <= TRANSITIONS_MAX && header->leaps == 0
                && data_bytes(header, time_bytes) <= bytes.size;
    if (!sane)
        return false;
    const char *kinds = bytes.data + header->transitions * (time_bytes + 1);
    struct text letters = {kinds + header->kinds * KIND_BYTES, header->letters};
    return read_transitions(arena, header, bytes.data, time_bytes, zone)
           && read_kinds(arena, header, kinds, letters, zone);
}

/* The footer stands between two line ends; an empty one says nothing of later years. */
static bool read_footer(struct text bytes, struct zone *zone)
{
    struct text rest;
    if (!text_starts(bytes, TEXT("\n")))
        return false;
    struct text footer = text_cut((struct text){bytes.data + 1, bytes.size - 1}, '\n', &rest);
    return rest.data != NULL && (text_empty(footer) || zone_rule_read(footer, &zone->rule));
}

static struct text skip(struct text bytes, size_t size)
{
    return (struct text){bytes.data + size, bytes.size - size};
}

static bool read_file(struct arena *arena, struct text bytes, struct zone *zone)
{
    struct header header;
    if (!read_header(bytes, &header))
        return false;
    bytes = skip(bytes, HEADER_BYTES);
    if (header.version == '\0')
        return read_data(arena, &header, bytes, 4, zone);
    size_t first = data_bytes(&header, 4);
    if (first > bytes.size)
        return false;
    bytes = skip(bytes, first);
    if (!read_header(bytes, &header))
        return false;
    bytes = skip(bytes, HEADER_BYTES);
    return read_data(arena, &header, bytes, 8, zone)
           && read_footer(skip(bytes, data_bytes(&header, 8)), zone);
}

bool tzif_read(struct turn *turn, struct text name, struct text bytes, struct zone **zone)
{
    struct zone *made = arena_take(turn->arena, sizeof *made);
    made->name = text_copy(turn->arena, name);
    if (!read_file(turn->arena, bytes, made))
        return fail(turn, FAULT_INVALID, "The file of the time zone %.*s is damaged.",
                    TEXT_SHOW(made->name));
    *zone = made;
    return true;
}
