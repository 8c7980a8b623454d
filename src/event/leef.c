/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Log Event Extended Format: "LEEF:1.0|vendor|product|version|id|key=value<tab>key=value", and 2.0,
 * which says in one more part what stands between the pairs: a byte, or "x5E".
 */
#include "event/inside.h"

bool leef_detect(struct text line)
{
    return text_starts(line, TEXT("LEEF:1.0|")) || text_starts(line, TEXT("LEEF:2.0|"));
}

/* "^", "x5E", "0x5E"; anything else is the tab. */
static char delimiter_of(struct text part)
{
    if (part.size == 1)
        return part.data[0];
    struct scan scan = scan_of(part);
    scan_byte(&scan, '0');
    if (!scan_byte(&scan, 'x') || scan_left(&scan) == 0 || scan_left(&scan) > 4)
        return '\t';
    int sum = 0;
    for (; scan.at < scan.end; scan.at++) {
        char byte = (char)(*scan.at | 0x20);
        if (!digit_is(*scan.at) && (byte < 'a' || byte > 'f'))
            return '\t';
        sum = sum * 16 + (digit_is(*scan.at) ? *scan.at - '0' : byte - 'a' + 10);
    }
    return sum > 0 && sum < 128 ? (char)sum : '\t';
}

enum format_answer leef_read(struct reading *reading, struct text line)
{
    static const struct text names[] = {
        {"deviceVendor", 12}, {"deviceProduct", 13}, {"deviceVersion", 13}, {"eventId", 7}};
    struct scan scan = scan_of(line);
    bool second = text_starts(line, TEXT("LEEF:2.0|"));
    char delimiter = '\t';
    if (!leef_detect(line))
        return FORMAT_OTHER;
    scan.at += sizeof "LEEF:1.0|" - 1;
    put(reading, TEXT("leefVersion"), second ? TEXT("2.0") : TEXT("1.0"));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text part = scan_word(&scan, '|');
        if (!scan_byte(&scan, '|'))
            return FORMAT_OTHER;
        put_plain(reading, names[i], part);
    }
    struct scan ahead = scan;
    struct text part = scan_word(&ahead, '|');
    if (second && part.size <= 6 && scan_byte(&ahead, '|')) {
        delimiter = delimiter_of(part);
        scan = ahead;
    }
    while (scan.at < scan.end) {
        struct text value = TEXT_NONE;
        struct text key = text_cut(text_trim(scan_until(&scan, delimiter)), '=', &value);
        scan_byte(&scan, delimiter);
        int64_t time_us;
        if (key.size == 0)
            continue;
        put_plain(reading, key, value);
        if (text_is(key, "devTime") && time_any(reading, value, &time_us))
            reading->event->time_us = time_us;
    }
    return FORMAT_EVENT;
}
