/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event log files of Windows (.evtx): a header, and chunks of 64 KiB, each with its own names and
 * templates. Chunks are read where they must stand, and not where the header says that they do, so
 * that a log which was copied while it was written is read to its end. A record becomes the XML
 * text that Windows shows of it, which is the event's raw line from then on: the bytes of a record
 * say nothing without their chunk.
 */
#include "event/binxml.h"

enum { HEADER_BYTES = 4096, CHUNK_BYTES = 65536, RECORDS_AT = 512, RECORD_BYTES_LEAST = 28 };

/* A record's place in its chunk. */
struct place_of_record {
    size_t at, size;
};

bool evtx_detect(struct text bytes)
{
    return bytes.size >= 8 && memcmp(bytes.data, "ElfFile", 8) == 0;
}

enum { CRC_TABLE = 256 };

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

/* The records' bytes are those that were written. */
static bool chunk_sound(const uint32_t *table, const unsigned char *chunk, size_t end)
{
    uint32_t sum = UINT32_MAX;
    for (size_t i = RECORDS_AT; i < end; i++)
        sum = table[(sum ^ chunk[i]) & 0xFF] ^ sum >> 8;
    return ~sum == little32(chunk + 52);
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

/* The records of a chunk: each says its size, at its beginning and at its end. */
static void chunk_read(struct reading *reading, const uint32_t *table, const unsigned char *chunk,
                       size_t size)
{
    size_t end = little32(chunk + 48);
    if (end < RECORDS_AT || end > size)
        end = size;
    bool sound = chunk_sound(table, chunk, end);
    size_t at = RECORDS_AT;
    while (end - at >= RECORD_BYTES_LEAST) {
        size_t bytes = little32(chunk + at + 4);
        if (little32(chunk + at) != 0x00002A2A || bytes < RECORD_BYTES_LEAST || bytes > end - at)
            break;
        stream_number(reading->stream, little64(chunk + at + 8));
        record_take(reading, chunk, size, (struct place_of_record){at, bytes}, sound);
        at += bytes;
    }
    if (end > at && end == little32(chunk + 48)) { /* records that the header has, and are none */
        message_make(reading, (struct text){(const char *)chunk + at, end - at});
        stream_emit(reading);
    }
}

void evtx_read(struct reading *reading, struct text bytes)
{
    const unsigned char *file = (const unsigned char *)bytes.data;
    uint32_t table[CRC_TABLE];
    checksum_table(table);
    for (size_t at = HEADER_BYTES; bytes.size > at && bytes.size - at >= RECORDS_AT;
         at += CHUNK_BYTES) {
        size_t left = bytes.size - at;
        if (memcmp(file + at, "ElfChnk", 8) == 0)
            chunk_read(reading, table, file + at, left < CHUNK_BYTES ? left : CHUNK_BYTES);
    }
}
