/* SPDX-License-Identifier: Apache-2.0 */
/* The types of values in Windows event logs, as Windows writes them as text. */
#include "base/zone.h"
#include "event/binxml.h"
#include <stdarg.h>
#include <stdio.h>

enum { SID_PARTS_MAX = 15 };

void output_bytes(struct output *out, struct text text)
{
    if (text.size > out->capacity - out->size) {
        out->full = true;
        return;
    }
    if (text.size > 0)
        memcpy(out->data + out->size, text.data, text.size);
    out->size += text.size;
}

__attribute__((format(printf, 2, 3))) static void output_format(struct output *out,
                                                                const char *format, ...)
{
    char line[128];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    output_bytes(out, (struct text){line, size < (int)sizeof line ? (size_t)size : 0});
}

static void output_point(struct output *out, uint32_t point)
{
    char bytes[4];
    size_t size = 0;
    switch (point) {
    case '<': output_bytes(out, TEXT("&lt;")); return;
    case '>': output_bytes(out, TEXT("&gt;")); return;
    case '&': output_bytes(out, TEXT("&amp;")); return;
    case '"': output_bytes(out, TEXT("&quot;")); return;
    default: break;
    }
    if (point < 0x20) {
        output_format(out, "&#x%X;", point);
        return;
    }
    if (point < 0x80) {
        bytes[size++] = (char)point;
    } else if (point < 0x800) {
        bytes[size++] = (char)(0xC0 | point >> 6);
        bytes[size++] = (char)(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        bytes[size++] = (char)(0xE0 | point >> 12);
        bytes[size++] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (point & 0x3F));
    } else {
        bytes[size++] = (char)(0xF0 | point >> 18);
        bytes[size++] = (char)(0x80 | (point >> 12 & 0x3F));
        bytes[size++] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[size++] = (char)(0x80 | (point & 0x3F));
    }
    output_bytes(out, (struct text){bytes, size});
}

void output_escaped(struct output *out, struct text text)
{
    for (size_t i = 0; i < text.size && !out->full; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x80)
            output_point(out, byte);
        else
            output_bytes(out, (struct text){text.data + i, 1});
    }
}

void output_utf16(struct output *out, const unsigned char *bytes, size_t units)
{
    for (size_t i = 0; i < units && !out->full; i++) {
        uint32_t point = little16(bytes + 2 * i);
        if (point >= 0x20 && point < 0x80 && point != '<' && point != '>' && point != '&'
            && point != '"' && out->size < out->capacity) { /* nearly all of them */
            out->data[out->size++] = (char)point;
            continue;
        }
        if (point == '\r') { /* a line of XML ends with a line feed, however it was written */
            bool pair = i + 1 < units && little16(bytes + 2 * (i + 1)) == '\n';
            output_point(out, '\n');
            i += pair;
            continue;
        }
        if (point >= 0xD800 && point < 0xDC00 && i + 1 < units) {
            uint32_t low = little16(bytes + 2 * (i + 1));
            if (low >= 0xDC00 && low < 0xE000) {
                point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
                i++;
            }
        }
        output_point(out, point >= 0xD800 && point < 0xE000 ? 0xFFFD : point);
    }
}

/* Bytes of one item of the type; 0: as many as there are. */
static size_t item_size(unsigned type)
{
    static const unsigned char sizes[] = {0, 0, 0, 1, 1,  2, 2, 4,  4, 8, 8,
                                          4, 8, 4, 0, 16, 0, 8, 16, 0, 4, 8};
    return type < sizeof sizes ? sizes[type] : 0;
}

/* Where the item-th text of an array begins, and how many units it has: they end with a NUL. */
static const unsigned char *text_item(const struct binary_value *value, size_t item, size_t *units)
{
    size_t total = value->size / 2;
    size_t start = 0;
    for (size_t i = 0; i < total; i++) {
        if (little16(value->bytes + 2 * i) != 0)
            continue;
        if (item-- == 0) {
            *units = i - start;
            return value->bytes + 2 * start;
        }
        start = i + 1;
    }
    *units = total - start;
    return value->bytes + 2 * start;
}

size_t binary_count(const struct binary_value *value)
{
    unsigned type = value->type & ~(unsigned)BINARY_ARRAY;
    if ((value->type & BINARY_ARRAY) == 0)
        return 1;
    if (type == BINARY_TEXT) {
        size_t count = 0;
        size_t total = value->size / 2;
        for (size_t i = 0; i < total; i++)
            count += little16(value->bytes + 2 * i) == 0;
        return count + (total > 0 && little16(value->bytes + 2 * (total - 1)) != 0);
    }
    size_t each = item_size(type);
    return each == 0 ? 1 : value->size / each;
}

static void guid_write(struct output *out, const unsigned char *at)
{
    output_format(out, "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", little32(at),
                  little16(at + 4), little16(at + 6), at[8], at[9], at[10], at[11], at[12], at[13],
                  at[14], at[15]);
}

static void sid_write(struct output *out, const unsigned char *at, size_t size)
{
    uint64_t authority = 0;
    if (size < 8 || at[1] > SID_PARTS_MAX || size < 8 + (size_t)at[1] * 4)
        return;
    for (int i = 2; i < 8; i++)
        authority = authority << 8 | at[i];
    output_format(out, "S-%u-%llu", at[0], (unsigned long long)authority);
    for (size_t i = 0; i < at[1]; i++)
        output_format(out, "-%u", little32(at + 8 + 4 * i));
}

/* 100 nanoseconds since 1601. */
static void filetime_write(struct output *out, uint64_t ticks)
{
    static const int64_t days_before = 134774; /* from 1601 to 1970 */
    static const uint64_t day_ticks = UINT64_C(864000000000);
    struct date date = date_of_days((int64_t)(ticks / day_ticks) - days_before);
    uint64_t rest = ticks % day_ticks;
    unsigned seconds = (unsigned)(rest / 10000000);
    output_format(out, "%04d-%02d-%02dT%02u:%02u:%02u.%07u00Z", date.year, date.month, date.day,
                  seconds / 3600, seconds / 60 % 60, seconds % 60, (unsigned)(rest % 10000000));
}

static void systemtime_write(struct output *out, const unsigned char *at)
{
    output_format(out, "%04u-%02u-%02uT%02u:%02u:%02u.%03u000000Z", little16(at), little16(at + 2),
                  little16(at + 6), little16(at + 8), little16(at + 10), little16(at + 12),
                  little16(at + 14));
}

static void real_write(struct output *out, const unsigned char *at, size_t size)
{
    double number;
    float half;
    if (size == 8) {
        memcpy(&number, at, sizeof number);
    } else {
        memcpy(&half, at, sizeof half);
        number = (double)half;
    }
    output_format(out, "%.17g", number);
}

static void hex_write(struct output *out, const unsigned char *at, size_t size)
{
    for (size_t i = 0; i < size && !out->full; i++)
        output_format(out, "%02X", at[i]);
}

static void fixed_write(struct output *out, unsigned type, const unsigned char *at, size_t size)
{
    switch (type) {
    case 0x03: output_format(out, "%d", (signed char)at[0]); break;
    case 0x04: output_format(out, "%u", at[0]); break;
    case 0x05: output_format(out, "%d", (int16_t)little16(at)); break;
    case 0x06: output_format(out, "%u", little16(at)); break;
    case 0x07: output_format(out, "%d", (int32_t)little32(at)); break;
    case 0x08: output_format(out, "%u", little32(at)); break;
    case 0x09: output_format(out, "%lld", (long long)little64(at)); break;
    case 0x0A: output_format(out, "%llu", (unsigned long long)little64(at)); break;
    case 0x0B:
    case 0x0C: real_write(out, at, size); break;
    case 0x0D: output_bytes(out, little32(at) != 0 ? TEXT("true") : TEXT("false")); break;
    case 0x0F: guid_write(out, at); break;
    case 0x11: filetime_write(out, little64(at)); break;
    case 0x12: systemtime_write(out, at); break;
    case 0x14: output_format(out, out->hex_padded ? "0x%08x" : "0x%x", little32(at)); break;
    case 0x15:
        output_format(out, out->hex_padded ? "0x%016llx" : "0x%llx",
                      (unsigned long long)little64(at));
        break;
    default: break;
    }
}

void binary_write(struct output *out, const struct binary_value *value, size_t item)
{
    unsigned type = value->type & ~(unsigned)BINARY_ARRAY;
    size_t size = item_size(type);
    const unsigned char *at = value->bytes;
    if (type == BINARY_TEXT && (value->type & BINARY_ARRAY) != 0) {
        size_t units;
        const unsigned char *text = text_item(value, item, &units);
        output_utf16(out, text, units);
        return;
    }
    if (type == BINARY_TEXT) {
        size_t units = value->size / 2;
        while (units > 0 && little16(at + 2 * (units - 1)) == 0)
            units--; /* some writers count the NUL at the end */
        output_utf16(out, at, units);
        return;
    }
    if (type == 0x02) {
        size_t length = strnlen((const char *)at, value->size);
        output_escaped(out, (struct text){(const char *)at, length});
        return;
    }
    if (type == 0x0E) {
        hex_write(out, at, value->size);
        return;
    }
    if (type == 0x13) {
        sid_write(out, at, value->size);
        return;
    }
    if (type == 0x10) { /* as large as the machine's words are */
        type = value->size == 8 ? 0x15 : 0x14;
        size = item_size(type);
    }
    if (size > 0 && (item + 1) * size <= value->size)
        fixed_write(out, type, at + item * size, size);
}
