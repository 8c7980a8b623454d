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

/* CRC-32 by the polynomial of Ethernet, as zlib has it. */
static uint32_t checksum(uint32_t crc, const unsigned char *bytes, size_t size)
{
    static const uint32_t nibbles[16] = {0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                         0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                         0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                         0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C};
    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc = nibbles[(crc ^ bytes[i]) & 15] ^ crc >> 4;
        crc = nibbles[(crc ^ bytes[i] >> 4) & 15] ^ crc >> 4;
    }
    return ~crc;
}

/* The records' bytes are those that were written. */
static bool chunk_sound(const unsigned char *chunk, size_t end)
{
    return checksum(0, chunk + RECORDS_AT, end - RECORDS_AT) == little32(chunk + 52);
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
static void chunk_read(struct reading *reading, const unsigned char *chunk, size_t size)
{
    size_t end = little32(chunk + 48);
    if (end < RECORDS_AT || end > size)
        end = size;
    bool sound = chunk_sound(chunk, end);
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
    for (size_t at = HEADER_BYTES; bytes.size > at && bytes.size - at >= RECORDS_AT;
         at += CHUNK_BYTES) {
        size_t left = bytes.size - at;
        if (memcmp(file + at, "ElfChnk", 8) == 0)
            chunk_read(reading, file + at, left < CHUNK_BYTES ? left : CHUNK_BYTES);
    }
}
