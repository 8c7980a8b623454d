/* SPDX-License-Identifier: Apache-2.0 */
#include "event/block.h"
#include "base/crc.h"
#include "event/little.h"
#include <stddef.h>

enum { NUMBERS_BYTES = 1024, NUMBER_BYTES_MAX = 10 };
enum { SOURCE_SLOTS = 16384, LEAF_HEAD_BYTES = 1 + 1 + 8 + 8 + 4 + 2 + SEGMENT_SOURCE_BYTES_MAX };

struct block_maker {
    struct arena *arena;
    struct hasher *hasher;
    struct filter_maker *filters;
    struct builder raw;
    struct builder names; /* of the sources, end to end */
    size_t count;
    size_t worked, worked_bytes; /* of the records, and of their bytes: see block_work */
    bool filtered;
    struct filters made; /* when it is filtered */
    size_t source_count;
    size_t source_last;
    struct {
        uint32_t start, size;
    } sources[SEGMENT_SOURCES_MAX];
    uint16_t slots[SOURCE_SLOTS]; /* source number + 1, by the hash of its name */
    uint32_t sizes[SEGMENT_BLOCK_RECORDS_MAX];
    uint32_t flags[SEGMENT_BLOCK_RECORDS_MAX];
    uint16_t source[SEGMENT_BLOCK_RECORDS_MAX];
    int64_t received_us[SEGMENT_BLOCK_RECORDS_MAX];
    int64_t event_us[SEGMENT_BLOCK_RECORDS_MAX];
    struct sha256 leaves[SEGMENT_BLOCK_RECORDS_MAX];
};

/* ---- the head ---- */

static const char mark[4] = {'R', 'V', 'B', '1'};

void block_head_write(const struct block_head *head, unsigned char bytes[BLOCK_HEAD_BYTES])
{
    memcpy(bytes, mark, sizeof mark);
    little_write(bytes + 4, head->packed_bytes, 4);
    little_write(bytes + 8, head->payload_bytes, 4);
    little_write(bytes + 12, head->raw_bytes, 4);
    little_write(bytes + 16, head->records, 4);
    little_write(bytes + 20, head->flags, 4);
    little_write(bytes + 24, head->first, 8);
    little_write(bytes + 32, (uint64_t)head->time_min_us, 8);
    little_write(bytes + 40, (uint64_t)head->time_max_us, 8);
    little_write(bytes + 48, (uint64_t)head->received_min_us, 8);
    little_write(bytes + 56, (uint64_t)head->received_max_us, 8);
    little_write(bytes + 64, head->payload_crc, 4);
    little_write(bytes + 68, crc32c(0, (struct text){(const char *)bytes, 68}), 4);
}

bool block_head_read(const unsigned char bytes[BLOCK_HEAD_BYTES], struct block_head *head)
{
    *head = (struct block_head){
        .packed_bytes = (uint32_t)little_read(bytes + 4, 4),
        .payload_bytes = (uint32_t)little_read(bytes + 8, 4),
        .raw_bytes = (uint32_t)little_read(bytes + 12, 4),
        .records = (uint32_t)little_read(bytes + 16, 4),
        .flags = (uint32_t)little_read(bytes + 20, 4),
        .first = little_read(bytes + 24, 8),
        .time_min_us = (int64_t)little_read(bytes + 32, 8),
        .time_max_us = (int64_t)little_read(bytes + 40, 8),
        .received_min_us = (int64_t)little_read(bytes + 48, 8),
        .received_max_us = (int64_t)little_read(bytes + 56, 8),
        .payload_crc = (uint32_t)little_read(bytes + 64, 4),
    };
    return memcmp(bytes, mark, sizeof mark) == 0
           && crc32c(0, (struct text){(const char *)bytes, 68}) == little_read(bytes + 68, 4)
           && head->records > 0 && head->records <= SEGMENT_BLOCK_RECORDS_MAX
           && head->raw_bytes <= BLOCK_RAW_BYTES_MAX
           && head->payload_bytes <= BLOCK_PAYLOAD_BYTES_MAX
           && head->payload_bytes >= head->raw_bytes
           && head->packed_bytes <= packed_bytes_max(BLOCK_PAYLOAD_BYTES_MAX)
           && head->first <= INT64_MAX - SEGMENT_BLOCK_RECORDS_MAX;
}

/* ---- a record ---- */

int64_t record_time_us(const struct segment_record *record)
{
    return record->event_us == EVENT_TIME_NONE ? record->received_us : record->event_us;
}

struct sha256 record_leaf(struct hasher *hasher, const struct segment_record *record)
{
    unsigned char head[LEAF_HEAD_BYTES] = {0, 1}; /* the leaf's 0x00, and the version */
    little_write(head + 2, (uint64_t)record->received_us, 8);
    little_write(head + 10, (uint64_t)record->event_us, 8);
    little_write(head + 18, record->flags, 4);
    little_write(head + 22, record->source.size, 2);
    if (record->source.size > 0)
        memcpy(head + 24, record->source.data, record->source.size);
    struct text first = {(const char *)head, 24 + record->source.size};
    return hasher_three(hasher, first, record->raw, TEXT_NONE);
}

/* "\u0041", "\u0030" and "&#65;" are letters in disguise. */
static bool letter_hides(struct text raw)
{
    const char *at = raw.data;
    size_t left = raw.size;
    while (left >= 6 && (at = memmem(at, left, "\\u00", 4)) != NULL) {
        left = raw.size - (size_t)(at - raw.data);
        if (left >= 6 && at[4] >= '3' && at[4] <= '7' && (at[4] != '3' || at[5] <= '9'))
            return true;
        at += 4;
        left -= 4;
    }
    return false;
}

/* "audit(1783076400.123:45)": there are fewer parentheses than there are of its letters. */
static bool audit_stands(struct text raw)
{
    static const char word[] = {'a', 'u', 'd', 'i', 't'};
    const char *end = raw.data + raw.size;
    for (const char *at = raw.data; (at = memchr(at, '(', (size_t)(end - at))) != NULL; at++)
        if (at - raw.data >= (ptrdiff_t)sizeof word
            && memcmp(at - sizeof word, word, sizeof word) == 0)
            return true;
    return false;
}

bool record_derives(struct text raw)
{
    if (text_empty(raw))
        return false;
    for (const char *at = raw.data, *end = at + raw.size;
         at < end && (at = memchr(at, '&', (size_t)(end - at))) != NULL; at++)
        if (at + 1 < end && at[1] == '#')
            return true;
    return (memchr(raw.data, '\\', raw.size) != NULL && letter_hides(raw)) || audit_stands(raw);
}

/* ---- gathering ---- */

struct block_maker *block_maker_new(struct arena *arena)
{
    struct block_maker *maker = arena_take(arena, sizeof *maker);
    maker->arena = arena;
    maker->hasher = hasher_new(arena);
    maker->filters = filter_maker_new(arena);
    maker->raw.arena = arena;
    maker->names.arena = arena;
    return maker;
}

void block_filter_version(struct block_maker *maker, enum filter_version version)
{
    filter_version(maker->filters, version);
}

void block_clear(struct block_maker *maker)
{
    maker->raw.size = 0;
    maker->names.size = 0;
    maker->count = 0;
    maker->worked = maker->worked_bytes = 0;
    maker->filtered = false;
    maker->source_count = 0;
    maker->source_last = 0;
    memset(maker->slots, 0, sizeof maker->slots);
    filter_clear(maker->filters);
}

bool block_full(const struct block_maker *maker)
{
    return maker->raw.size >= SEGMENT_BLOCK_BYTES || maker->count == SEGMENT_BLOCK_RECORDS_MAX
           || maker->source_count == SEGMENT_SOURCES_MAX;
}

static struct text source_name(const struct block_maker *maker, size_t source)
{
    return (struct text){maker->names.data + maker->sources[source].start,
                         maker->sources[source].size};
}

/* The number of a source in this block, which learns it. */
static size_t source_number(struct block_maker *maker, struct text name)
{
    if (maker->source_count > 0 && text_equal(name, source_name(maker, maker->source_last)))
        return maker->source_last;
    size_t at = crc32c(0, name) & (SOURCE_SLOTS - 1);
    for (; maker->slots[at] != 0; at = (at + 1) & (SOURCE_SLOTS - 1))
        if (text_equal(name, source_name(maker, maker->slots[at] - 1U)))
            return maker->slots[at] - 1U;
    size_t source = maker->source_count++;
    maker->sources[source].start = (uint32_t)maker->names.size;
    maker->sources[source].size = (uint32_t)name.size;
    maker->slots[at] = (uint16_t)(source + 1);
    build(&maker->names, name);
    return source;
}

bool block_add(struct block_maker *maker, const struct segment_record *record)
{
    if (block_full(maker))
        return false;
    size_t at = maker->count++;
    maker->source_last = source_number(maker, record->source);
    maker->source[at] = (uint16_t)maker->source_last;
    maker->sizes[at] = (uint32_t)record->raw.size;
    maker->flags[at] = record->flags;
    maker->received_us[at] = record->received_us;
    maker->event_us[at] = record->event_us;
    maker->filtered = false;
    build(&maker->raw, record->raw);
    return true;
}

void block_work(struct block_maker *maker)
{
    for (; maker->worked < maker->count; maker->worked++) {
        size_t at = maker->worked;
        struct text raw = {maker->raw.data + maker->worked_bytes, maker->sizes[at]};
        if (record_derives(raw))
            maker->flags[at] |= SEGMENT_FLAG_DERIVED;
        const struct segment_record record = {.received_us = maker->received_us[at],
                                              .event_us = maker->event_us[at],
                                              .source = source_name(maker, maker->source[at]),
                                              .flags = maker->flags[at],
                                              .raw = raw};
        maker->leaves[at] = record_leaf(maker->hasher, &record);
        filter_add(maker->filters, raw);
        maker->worked_bytes += raw.size;
    }
}

size_t block_payload_bytes_max(const struct block_maker *maker)
{
    return maker->raw.size + maker->names.size + maker->count * RECORD_SPELLED_BYTES_MAX
           + maker->source_count * 2 + 16;
}

size_t block_count(const struct block_maker *maker)
{
    return maker->count;
}

const struct sha256 *block_leaves(struct block_maker *maker)
{
    block_work(maker);
    return maker->leaves;
}

struct filters block_filters(struct block_maker *maker)
{
    block_work(maker);
    if (!maker->filtered)
        maker->made = filter_make(maker->filters);
    maker->filtered = true;
    return maker->made;
}

struct text block_raw(const struct block_maker *maker)
{
    return built(&maker->raw);
}

/* ---- the spelling ---- */

/* Numbers on their way into a spelling: many at once. */
struct numbers {
    struct builder *out;
    size_t used;
    char bytes[NUMBERS_BYTES];
};

static void numbers_end(struct numbers *numbers)
{
    build(numbers->out, (struct text){numbers->bytes, numbers->used});
    numbers->used = 0;
}

/* Seven bits a byte, the lowest first; the highest bit says that there are more. */
static inline void number_write(struct numbers *numbers, uint64_t number)
{
    if (numbers->used > NUMBERS_BYTES - NUMBER_BYTES_MAX)
        numbers_end(numbers);
    for (; number >= 128; number >>= 7)
        numbers->bytes[numbers->used++] = (char)(number | 128);
    numbers->bytes[numbers->used++] = (char)number;
}

/* Differences go both ways: 0, -1, 1, -2 … are 0, 1, 2, 3 … */
static void difference_write(struct numbers *numbers, int64_t from, int64_t to)
{
    uint64_t difference = (uint64_t)to - (uint64_t)from;
    number_write(numbers, difference << 1 ^ (0 - (difference >> 63)));
}

static void times_spell(const int64_t *times_us, size_t from, size_t end, struct numbers *numbers)
{
    int64_t last = 0;
    for (size_t i = from; i < end; last = times_us[i++])
        difference_write(numbers, last, times_us[i]);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void head_note(struct block_head *head, int64_t received_us, int64_t event_us,
                      uint32_t flags)
{
    int64_t time_us = event_us == EVENT_TIME_NONE ? received_us : event_us;
    head->time_min_us = smaller(head->time_min_us, time_us);
    head->time_max_us = larger(head->time_max_us, time_us);
    head->received_min_us = smaller(head->received_min_us, received_us);
    head->received_max_us = larger(head->received_max_us, received_us);
    head->flags |= flags;
}

static struct block_head head_empty(void)
{
    return (struct block_head){.time_min_us = INT64_MAX,
                               .time_max_us = INT64_MIN,
                               .received_min_us = INT64_MAX,
                               .received_max_us = INT64_MIN};
}

void block_spell(struct block_maker *maker, size_t from, struct builder *payload,
                 struct block_head *head)
{
    block_work(maker);
    size_t begin = payload->size;
    size_t skipped = 0;
    *head = head_empty();
    for (size_t i = 0; i < from; i++)
        skipped += maker->sizes[i];
    struct numbers numbers;
    numbers.out = payload;
    numbers.used = 0;
    number_write(&numbers, maker->source_count);
    for (size_t i = 0; i < maker->source_count; i++) {
        number_write(&numbers, maker->sources[i].size);
        numbers_end(&numbers);
        build(payload, source_name(maker, i));
    }
    for (size_t i = from; i < maker->count; i++)
        number_write(&numbers, maker->sizes[i]);
    times_spell(maker->received_us, from, maker->count, &numbers);
    times_spell(maker->event_us, from, maker->count, &numbers);
    for (size_t i = from; i < maker->count; i++)
        number_write(&numbers, maker->flags[i]);
    for (size_t i = from; i < maker->count; i++)
        number_write(&numbers, maker->source[i]);
    numbers_end(&numbers);
    build(payload, (struct text){maker->raw.data + skipped, maker->raw.size - skipped});
    for (size_t i = from; i < maker->count; i++)
        head_note(head, maker->received_us[i], maker->event_us[i], maker->flags[i]);
    head->records = (uint32_t)(maker->count - from);
    head->raw_bytes = (uint32_t)(maker->raw.size - skipped);
    head->payload_bytes = (uint32_t)(payload->size - begin);
    head->packed_bytes = head->payload_bytes;
}

/* ---- reading ---- */

/* What is left of a payload; bad once it ended too early. */
struct spelling {
    const unsigned char *at, *end;
    bool bad;
};

static uint64_t number_read(struct spelling *spelling)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (spelling->at == spelling->end)
            break;
        unsigned char byte = *spelling->at++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            spelling->bad = spelling->bad || (shift == 63 && byte > 1);
            return number;
        }
    }
    spelling->bad = true;
    return 0;
}

static int64_t difference_read(struct spelling *spelling, int64_t from)
{
    uint64_t number = number_read(spelling);
    return (int64_t)((uint64_t)from + ((number >> 1) ^ (0 - (number & 1))));
}

static struct text bytes_read(struct spelling *spelling, uint64_t size)
{
    if (size > (uint64_t)(spelling->end - spelling->at)) {
        spelling->bad = true;
        return TEXT_NONE;
    }
    struct text bytes = {(const char *)spelling->at, (size_t)size};
    spelling->at += size;
    return bytes;
}

static struct text *sources_read(struct arena *arena, struct spelling *spelling, size_t *count)
{
    *count = (size_t)number_read(spelling);
    if (*count > SEGMENT_SOURCES_MAX)
        spelling->bad = true;
    if (spelling->bad)
        return NULL;
    struct text *names = arena_array(arena, *count + 1, sizeof *names);
    for (size_t i = 0; i < *count && !spelling->bad; i++) {
        uint64_t size = number_read(spelling);
        spelling->bad = spelling->bad || size > SEGMENT_SOURCE_BYTES_MAX;
        names[i] = bytes_read(spelling, size);
    }
    return names;
}

static void columns_read(struct spelling *spelling, const struct text *sources, size_t source_count,
                         struct block *block)
{
    int64_t last = 0;
    for (size_t i = 0; i < block->count; i++)
        block->records[i].raw.size = (size_t)number_read(spelling);
    for (size_t i = 0; i < block->count; i++)
        last = block->records[i].received_us = difference_read(spelling, last);
    last = 0;
    for (size_t i = 0; i < block->count; i++)
        last = block->records[i].event_us = difference_read(spelling, last);
    for (size_t i = 0; i < block->count; i++) {
        uint64_t flags = number_read(spelling);
        spelling->bad = spelling->bad || flags > UINT32_MAX;
        block->records[i].flags = (uint32_t)flags;
    }
    for (size_t i = 0; i < block->count; i++) {
        uint64_t source = number_read(spelling);
        if (source >= source_count)
            spelling->bad = true;
        else
            block->records[i].source = sources[source];
    }
    block->raw = (struct text){(const char *)spelling->at, (size_t)(spelling->end - spelling->at)};
    for (size_t i = 0; i < block->count && !spelling->bad; i++)
        block->records[i].raw = bytes_read(spelling, block->records[i].raw.size);
    spelling->bad = spelling->bad || spelling->at != spelling->end;
}

/* What the head says of the records is what they are. */
static bool head_tells(const struct block_head *head, const struct block *block)
{
    struct block_head found = head_empty();
    for (size_t i = 0; i < block->count; i++)
        head_note(&found, block->records[i].received_us, block->records[i].event_us,
                  block->records[i].flags);
    return found.time_min_us == head->time_min_us && found.time_max_us == head->time_max_us
           && found.received_min_us == head->received_min_us
           && found.received_max_us == head->received_max_us && found.flags == head->flags
           && block->raw.size == head->raw_bytes;
}

bool block_read(struct arena *arena, const struct block_head *head, struct text payload,
                struct block *block, const char **why)
{
    struct spelling spelling = {.at = (const unsigned char *)payload.data,
                                .end = (const unsigned char *)payload.data + payload.size};
    size_t source_count = 0;
    *why = "its records are no sound spelling";
    if (payload.size != head->payload_bytes || head->records > payload.size)
        return false;
    const struct text *sources = sources_read(arena, &spelling, &source_count);
    if (spelling.bad)
        return false;
    *block = (struct block){.count = head->records};
    block->records = arena_array(arena, block->count + 1, sizeof *block->records);
    columns_read(&spelling, sources, source_count, block);
    if (spelling.bad)
        return false;
    *why = "its head tells of other records";
    return head_tells(head, block);
}
