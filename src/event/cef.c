/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Common Event Format: "CEF:0|vendor|product|version|class|name|severity|key=value …". Values hold
 * spaces; the next one begins behind the last space before the next "=" that no backslash hides.
 * What a "cs1Label" calls "cs1" is a field of that name as well.
 */
#include "event/inside.h"

enum { LABELS_MAX = 64 };

bool cef_detect(struct text line)
{
    return text_starts(line, TEXT("CEF:")) && line.size > 5 && digit_is(line.data[4]);
}

/* Without the backslashes before '|', '=' and '\\', and with line feeds for "\n". */
static struct text unhide(const struct reading *reading, struct text text)
{
    if (text.size == 0 || memchr(text.data, '\\', text.size) == NULL)
        return text;
    char *out = event_scratch(reading->reader, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        char next = i + 1 < text.size ? text.data[i + 1] : '\0';
        if (byte == '\\' && (next == '|' || next == '=' || next == '\\'))
            byte = text.data[++i];
        else if (byte == '\\' && (next == 'n' || next == 'r')) {
            byte = next == 'n' ? '\n' : '\r';
            i++;
        }
        out[size++] = byte;
    }
    return (struct text){out, size};
}

static bool header_read(const struct reading *reading, struct scan *scan, struct text *part)
{
    const char *start = scan->at;
    while (scan->at < scan->end && *scan->at != '|')
        scan->at += *scan->at == '\\' && scan_left(scan) > 1 ? 2 : 1;
    *part = unhide(reading, (struct text){start, (size_t)(scan->at - start)});
    return scan_byte(scan, '|');
}

/* A key may hold letters, digits, and "_", ".", "-", "[", "]". */
static bool key_byte(char byte)
{
    return digit_is(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '_'
           || byte == '.' || byte == '-' || byte == '[' || byte == ']';
}

/* Where the value ends that begins at scan: before the space in front of the next key. */
static const char *value_end(const struct scan *scan, const char **next)
{
    const char *space = NULL; /* behind which only bytes of a key stand so far */
    for (const char *at = scan->at; at < scan->end; at++) {
        if (*at == '\\' && scan->end - at > 1) {
            at++;
            space = NULL;
        } else if (*at == ' ') {
            space = at;
        } else if (*at == '=' && space != NULL && at > space + 1) {
            *next = space + 1;
            return space;
        } else if (!key_byte(*at)) {
            space = NULL;
        }
    }
    *next = scan->end;
    return scan->end;
}

static void pair_put(const struct reading *reading, struct text key, struct text value)
{
    int64_t time_us;
    put_plain(reading, key, value);
    bool receipt = text_is(key, "rt");
    if ((receipt
         || ((text_is(key, "start") || text_is(key, "end"))
             && reading->event->time_us == EVENT_TIME_NONE))
        && time_any(reading, value, &time_us))
        reading->event->time_us = time_us;
}

static void labels_put(const struct reading *reading, size_t from)
{
    struct event *event = reading->event;
    size_t count = event->count;
    size_t labels = 0;
    for (size_t i = from; i < count && labels < LABELS_MAX; i++) {
        struct event_field label = event->fields[i];
        if (!text_ends(label.name, TEXT("Label")) || label.value.size == 0
            || label.value.size > NAME_BYTES_MAX)
            continue;
        labels++;
        label.name.size -= 5;
        for (size_t k = from; k < count; k++)
            if (text_equal(event->fields[k].name, label.name))
                event_add(reading->reader, event, label.value, event->fields[k].value,
                          event->fields[k].kind, true);
    }
}

enum format_answer cef_read(struct reading *reading, struct text line)
{
    static const struct text names[] = {
        {"deviceVendor", 12},       {"deviceProduct", 13}, {"deviceVersion", 13},
        {"deviceEventClassId", 18}, {"name", 4},           {"cefSeverity", 11},
    };
    struct scan scan = scan_of(line);
    struct text part;
    if (!scan_text(&scan, TEXT("CEF:")) || !header_read(reading, &scan, &part)
        || !text_is_number(part))
        return FORMAT_OTHER;
    put_number(reading, TEXT("cefVersion"), part);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool ended = !header_read(reading, &scan, &part);
        if (ended && i + 1 < sizeof names / sizeof *names)
            return FORMAT_OTHER;
        put_plain(reading, names[i], part);
    }
    size_t from = reading->event->count;
    scan_bytes(&scan, ' ');
    while (scan.at < scan.end) {
        const char *next;
        struct text key = scan_word(&scan, '=');
        if (!scan_byte(&scan, '='))
            break;
        const char *end = value_end(&scan, &next);
        struct text value = text_trim((struct text){scan.at, (size_t)(end - scan.at)});
        pair_put(reading, key, unhide(reading, value));
        scan.at = next;
    }
    labels_put(reading, from);
    return FORMAT_EVENT;
}
