/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of key=value, as logfmt and many firewalls write them; a word without "=" is true. */
#include "event/inside.h"

enum { PAIRS_LEAST = 2, KEY_BYTES_MAX = 128 };

static bool key_byte(char byte)
{
    return digit_is(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '_'
           || byte == '.' || byte == '-' || byte == '@' || byte == '/';
}

static struct text key_read(struct scan *scan)
{
    const char *start = scan->at;
    while (scan->at < scan->end && key_byte(*scan->at) && scan->at - start < KEY_BYTES_MAX)
        scan->at++;
    return (struct text){start, (size_t)(scan->at - start)};
}

bool quotes_read(const struct reading *reading, struct scan *scan, struct text *value)
{
    struct scan ahead = *scan;
    bool hidden = false;
    if (!scan_byte(&ahead, '"'))
        return false;
    const char *start = ahead.at;
    for (; ahead.at < ahead.end && *ahead.at != '"'; ahead.at++)
        if (*ahead.at == '\\' && ahead.end - ahead.at > 1) {
            hidden = true;
            ahead.at++;
        }
    *value = (struct text){start, (size_t)(ahead.at - start)};
    if (!scan_byte(&ahead, '"'))
        return false;
    *scan = ahead;
    if (!hidden)
        return true;
    char *out = event_scratch(reading->reader, value->size);
    size_t size = 0;
    for (size_t i = 0; i < value->size; i++) {
        char byte = value->data[i];
        char next = i + 1 < value->size ? value->data[i + 1] : '\0';
        if (byte == '\\' && (next == '"' || next == '\\')) {
            byte = next;
            i++;
        } else if (byte == '\\' && (next == 'n' || next == 'r' || next == 't')) {
            byte = next == 'n' ? '\n' : next == 'r' ? '\r' : '\t';
            i++;
        }
        out[size++] = byte;
    }
    *value = (struct text){out, size};
    return true;
}

/* Begins with a pair, and has another behind a space not far from there. */
bool logfmt_detect(struct text line)
{
    struct scan scan = scan_of(line);
    int pairs = 0;
    while (scan.at < scan.end && pairs < PAIRS_LEAST) {
        if (key_read(&scan).size == 0 || !scan_byte(&scan, '='))
            return false;
        pairs++;
        struct scan quoted = scan;
        if (scan_byte(&quoted, '"')) {
            while (quoted.at < quoted.end && *quoted.at != '"')
                quoted.at += *quoted.at == '\\' && quoted.end - quoted.at > 1 ? 2 : 1;
            scan = quoted;
        }
        scan_word(&scan, ' ');
        scan_bytes(&scan, ' ');
    }
    return pairs == PAIRS_LEAST;
}

/* "date" and "time" of two fields, as firewalls have them, are put together. */
static void time_note(const struct reading *reading, struct text key, struct text value,
                      struct text *date)
{
    static const struct text names[] = {{"time", 4},      {"ts", 2},          {"timestamp", 9},
                                        {"eventtime", 9}, {"@timestamp", 10}, {NULL, 0}};
    int64_t time_us;
    if (text_is(key, "date"))
        *date = value;
    if (text_is(key, "time") && date->size > 0 && value.size < 32 && date->size < 32) {
        char *both = event_scratch(reading->reader, 64);
        memcpy(both, date->data, date->size);
        both[date->size] = ' ';
        memcpy(both + date->size + 1, value.data, value.size);
        value = (struct text){both, date->size + 1 + value.size};
    }
    if (reading->event->time_us != EVENT_TIME_NONE && !text_is(key, "eventtime"))
        return;
    for (const struct text *name = names; name->data != NULL; name++)
        if (text_equal(*name, key) && time_any(reading, value, &time_us))
            reading->event->time_us = time_us;
}

enum format_answer logfmt_read(struct reading *reading, struct text line)
{
    struct scan scan = scan_of(line);
    struct text date = TEXT_NONE;
    while (scan.at < scan.end) {
        scan_bytes(&scan, ' ');
        const char *start = scan.at;
        struct text key = key_read(&scan);
        if (key.size == 0 || !scan_byte(&scan, '=')) {
            scan.at = start;
            struct text word = scan_word(&scan, ' ');
            if (word.size > 0 && word.size == key.size)
                event_add(reading->reader, reading->event, word, TEXT("true"), EVENT_TRUE, true);
            continue;
        }
        struct text value;
        if (quotes_read(reading, &scan, &value)) {
            put(reading, key, value);
            scan_byte(&scan, ',');
        } else {
            value = scan_word(&scan, ' ');
            if (value.size > 0 && value.data[value.size - 1] == ',')
                value.size--;
            put_plain(reading, key, value);
        }
        time_note(reading, key, value, &date);
    }
    return FORMAT_EVENT;
}
