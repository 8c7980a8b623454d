/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event log files of Windows (.evtx): a header, and chunks of 64 KiB, each with its own names and
 * templates. Chunks are read where they must stand, and not where the header says that they do, so
 * that a log which was copied while it was written is read to its end. A record becomes the XML
 * text that Windows shows of it, which is the event's raw line from then on: the bytes of a record
 * say nothing without their chunk.
 */
#include "event/evtx.h"
#include "event/binxml.h"

enum { RECORD_BYTES_LEAST = 28, CRC_TABLE = 256, HEAD_SUM_AT = 124, HEAD_SUMMED = 120 };

/* A record's place in its chunk. */
struct place_of_record {
    size_t at, size;
};

/* A chunk that is walked through. */
struct chunk {
    const unsigned char *bytes;
    size_t size, end; /* of its bytes; of its records, as the head says */
    size_t at;
};

bool evtx_begins(struct text bytes)
{
    return bytes.size >= 8 && memcmp(bytes.data, "ElfFile", 8) == 0;
}

/* CRC-32 by the polynomial of Ethernet, as zlib has it: what a byte does to the sum. */
static void checksum_table(uint32_t *table)
{
    for (uint32_t byte = 0; byte < CRC_TABLE; byte++) {
        uint32_t sum = byte;
        for (int bit = 0; bit < 8; bit++)
            sum = (sum & 1) != 0 ? 0xEDB88320U ^ sum >> 1 : sum >> 1;
        table[byte] = sum;
    }
}

static uint32_t checksum_add(const uint32_t *table, uint32_t sum, const unsigned char *bytes,
                             size_t size)
{
    for (size_t i = 0; i < size; i++)
        sum = table[(sum ^ bytes[i]) & 0xFF] ^ sum >> 8;
    return sum;
}

/* The records' bytes are those that were written. */
static bool chunk_sound(const uint32_t *table, const struct chunk *chunk)
{
    uint32_t sum = checksum_add(table, UINT32_MAX, chunk->bytes + EVTX_HEAD_BYTES,
                                chunk->end - EVTX_HEAD_BYTES);
    return ~sum == little32(chunk->bytes + 52);
}

static struct chunk chunk_of(struct text bytes)
{
    struct chunk chunk = {.bytes = (const unsigned char *)bytes.data,
                          .size = bytes.size < EVTX_CHUNK_BYTES ? bytes.size : EVTX_CHUNK_BYTES,
                          .at = EVTX_HEAD_BYTES};
    chunk.end = little32(chunk.bytes + 48);
    if (chunk.end < EVTX_HEAD_BYTES || chunk.end > chunk.size)
        chunk.end = chunk.size;
    return chunk;
}

/* The next record: each says its size, at its beginning and at its end. */
static bool record_next(struct chunk *chunk, struct place_of_record *record)
{
    const unsigned char *at = chunk->bytes + chunk->at;
    size_t left = chunk->end - chunk->at;
    if (left < RECORD_BYTES_LEAST || little32(at) != 0x00002A2A)
        return false;
    size_t size = little32(at + 4);
    if (size < RECORD_BYTES_LEAST || size > left)
        return false;
    *record = (struct place_of_record){chunk->at, size};
    chunk->at += size;
    return true;
}

/* What is left behind the last record is something that the head has, and is none. */
static bool chunk_whole(const struct chunk *chunk)
{
    return chunk->end == chunk->at || chunk->end != little32(chunk->bytes + 48);
}

static bool is_chunk(struct text bytes)
{
    return bytes.size >= EVTX_HEAD_BYTES && memcmp(bytes.data, "ElfChnk", 8) == 0;
}

bool evtx_head(struct text bytes, struct evtx_head *head)
{
    const unsigned char *at = (const unsigned char *)bytes.data;
    uint32_t table[CRC_TABLE];
    if (!is_chunk(bytes))
        return false;
    checksum_table(table);
    uint32_t sum = checksum_add(table, UINT32_MAX, at, HEAD_SUMMED);
    sum = checksum_add(table, sum, at + HEAD_SUM_AT + 4, EVTX_HEAD_BYTES - HEAD_SUM_AT - 4);
    *head = (struct evtx_head){.sound = ~sum == little32(at + HEAD_SUM_AT),
                               .first = little64(at + 24),
                               .last = little64(at + 32)};
    return true;
}

bool evtx_chunk(struct text bytes, size_t skip, char *room, evtx_take *take, void *context,
                bool *sound)
{
    uint32_t table[CRC_TABLE];
    struct place_of_record place;
    *sound = false;
    if (!is_chunk(bytes))
        return false;
    struct chunk chunk = chunk_of(bytes);
    checksum_table(table);
    *sound = chunk_sound(table, &chunk);
    while (record_next(&chunk, &place)) {
        if (skip > 0) {
            skip--;
            continue;
        }
        struct output out = {.capacity = EVTX_RECORD_BYTES_MAX};
        out.data = room;
        bool whole =
            binxml_write(chunk.bytes, chunk.size, place.at + 24, place.at + place.size - 4, &out);
        struct evtx_record record = {.number = little64(chunk.bytes + place.at + 8),
                                     .written = little64(chunk.bytes + place.at + 16),
                                     .xml = {out.data, out.size},
                                     .whole = whole};
        if (!take(context, &record))
            return true;
    }
    return chunk_whole(&chunk);
}

/* What cannot be read is kept, so that somebody can look at it. */
static void message_make(struct reading *reading, struct text raw)
{
    event_begin(reading->reader, raw, reading->event);
    put(reading, TEXT("message"), raw);
    reading->event->cut = true;
}

static void record_take(struct reading *reading, const unsigned char *chunk, size_t size,
                        struct place_of_record record, bool sound)
{
    struct output out = {.data = stream_xml(reading->stream),
                         .capacity = STREAM_XML_BYTES_MAX,
                         .hex_padded = stream_hex_padded(reading->stream)};
    bool whole = binxml_write(chunk, size, record.at + 24, record.at + record.size - 4, &out);
    struct text xml = {out.data, out.size};
    event_begin(reading->reader, xml, reading->event);
    reading->event->format = "evtx";
    if (out.size == 0)
        xml = (struct text){(const char *)chunk + record.at, record.size};
    if (out.size == 0 || winxml_read(reading, xml) == FORMAT_OTHER)
        message_make(reading, xml);
    reading->event->cut = reading->event->cut || !whole;
    if (reading->event->time_us == EVENT_TIME_NONE)
        reading->event->time_us = time_filetime(little64(chunk + record.at + 16));
    if (!sound)
        put(reading, TEXT("evtx_checksum"), TEXT("wrong"));
    stream_emit(reading);
}

static void chunk_read(struct reading *reading, const uint32_t *table, struct text bytes)
{
    struct chunk chunk = chunk_of(bytes);
    bool sound = chunk_sound(table, &chunk);
    struct place_of_record record;
    while (record_next(&chunk, &record)) {
        stream_number(reading->stream, little64(chunk.bytes + record.at + 8));
        record_take(reading, chunk.bytes, chunk.size, record, sound);
    }
    if (chunk_whole(&chunk))
        return;
    const char *rest = (const char *)chunk.bytes + chunk.at;
    message_make(reading, (struct text){rest, chunk.end - chunk.at});
    stream_emit(reading);
}

void evtx_read(struct reading *reading, struct text bytes)
{
    uint32_t table[CRC_TABLE];
    checksum_table(table);
    for (size_t at = EVTX_HEADER_BYTES; bytes.size > at; at += EVTX_CHUNK_BYTES) {
        struct text chunk = {bytes.data + at, bytes.size - at};
        if (is_chunk(chunk))
            chunk_read(reading, table, chunk);
    }
}
