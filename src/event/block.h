/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A block of records: gathered, spelled as bytes, and read back. docs/segment.5 has the spelling.
 * What times and which flags a block holds stands in its head, so that a search can pass it by.
 */
#pragma once
#include "base/compression.h"
#include "event/filter.h"
#include "event/segment.h"

enum {
    BLOCK_HEAD_BYTES = 72,
    /* A block is cut at SEGMENT_BLOCK_BYTES, after the record that brought it there; beside the raw
     * bytes stand at most so many for each record and each source. */
    BLOCK_RAW_BYTES_MAX = SEGMENT_BLOCK_BYTES + SEGMENT_RECORD_BYTES_MAX,
    RECORD_SPELLED_BYTES_MAX = 40,
    BLOCK_PAYLOAD_BYTES_MAX = BLOCK_RAW_BYTES_MAX
                              + SEGMENT_BLOCK_RECORDS_MAX * RECORD_SPELLED_BYTES_MAX
                              + SEGMENT_SOURCES_MAX * (SEGMENT_SOURCE_BYTES_MAX + 2) + 16
};

/* The head of a block. Times of a record: when it happened, or, where that is not known, when it
 * came in. */
struct block_head {
    uint32_t packed_bytes, payload_bytes, raw_bytes;
    uint32_t records;
    uint32_t flags; /* of all its records together */
    uint64_t first; /* index in the segment of its first record */
    int64_t time_min_us, time_max_us;
    int64_t received_min_us, received_max_us;
    uint32_t payload_crc; /* of the packed bytes */
};

/* The head as bytes, and back: false unless every byte is as it was written and the sizes are
 * within the limits. */
void block_head_write(const struct block_head *head, unsigned char bytes[BLOCK_HEAD_BYTES]);
bool block_head_read(const unsigned char bytes[BLOCK_HEAD_BYTES], struct block_head *head);

/* What a record is hashed as: the leaf of the segment's tree. */
struct sha256 record_leaf(struct hasher *hasher, const struct segment_record *record);

/* The time a search goes by: when it happened, or else when it came in. */
int64_t record_time_us(const struct segment_record *record);

/* True when the line has values that a reader spells otherwise: letters escaped in JSON or XML,
 * the hexadecimal of the Linux audit. A search by field cannot rule it out by its bytes. */
bool record_derives(struct text raw);

/* --- gathering --------------------------------------------------------------------------------
 */

/* The block in the making, with its filters and the leaves of its records. */
struct block_maker;
struct block_maker *block_maker_new(struct arena *arena);

/* Its filters are of an older version, before the first record. */
void block_filter_version(struct block_maker *maker, enum filter_version version);

/* Takes one record more; its bytes are copied, and no more is done: see block_work. False when the
 * block is full: cut it first. A block that is empty takes any. */
bool block_add(struct block_maker *maker, const struct segment_record *record);

/* Does for the records what takes time, where it is not done yet: flags, leaves, filters. Takes no
 * memory, as block_filters does not either, so that another thread can do it. */
void block_work(struct block_maker *maker);

/* Nothing was added. */
void block_clear(struct block_maker *maker);

/* Reached its size, so that it should be cut. */
bool block_full(const struct block_maker *maker);

size_t block_count(const struct block_maker *maker);          /* records gathered */
const struct sha256 *block_leaves(struct block_maker *maker); /* one for each record */
struct filters block_filters(struct block_maker *maker);      /* of its lines */
struct text block_raw(const struct block_maker *maker);       /* the lines, end to end */

/* The spelling of all records is no longer than this. */
size_t block_payload_bytes_max(const struct block_maker *maker);

/* Spells the records from the given one on, unpacked, behind what the builder has. The head tells
 * of these alone; packed_bytes is that of the spelling itself, payload_crc is left to whoever packs
 * it. */
void block_spell(struct block_maker *maker, size_t from, struct builder *payload,
                 struct block_head *head);

/* --- reading ----------------------------------------------------------------------------------
 */

/* A block that was read: its records, and their lines end to end in one piece. */
struct block {
    struct segment_record *records;
    size_t count;
    struct text raw;
};

/*
 * Reads a spelling. The records point into the payload, and live in the arena. False, with *why,
 * when it is none, or not that of the head.
 */
bool block_read(struct arena *arena, const struct block_head *head, struct text payload,
                struct block *block, const char **why);
