/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON that is not one object a line: lists of objects, and {"Records":[…]} as CloudTrail writes
 * them, each of whose items is an event; and in a file objects that stand over several lines. Where
 * an item ends is found by its brackets; that costs one pass, counted so that a file which opens
 * brackets and never closes them is not looked through again at each of its lines.
 */
#include "event/inside.h"

enum { PASSES_MAX = 4 };

static void spaces_skip(struct scan *scan)
{
    while (scan->at < scan->end
           && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

/* Steps over a text, at its quote. */
static void text_skip(struct scan *scan)
{
    for (scan->at++; scan->at < scan->end && *scan->at != '"'; scan->at++)
        if (*scan->at == '\\' && scan_left(scan) > 1)
            scan->at++;
    scan_byte(scan, '"');
}

/* What stands between brackets that belong together, at the first of them; false when it does not
 * end. Which closes which is for whoever reads it. */
static bool brackets_take(struct scan *scan, struct text *inside)
{
    const char *start = scan->at;
    size_t depth = 0;
    while (scan->at < scan->end) {
        char byte = *scan->at;
        if (byte == '"') {
            text_skip(scan);
            continue;
        }
        scan->at++;
        depth += byte == '{' || byte == '[';
        if ((byte == '}' || byte == ']') && --depth == 0) {
            *inside = (struct text){start, (size_t)(scan->at - start)};
            return true;
        }
    }
    return false;
}

/* "[" of a list, or of the only member of an object that is named "Records". */
static bool list_open(struct scan *scan)
{
    spaces_skip(scan);
    if (scan_byte(scan, '{')) {
        spaces_skip(scan);
        if (!scan_text(scan, TEXT("\"Records\"")))
            return false;
        spaces_skip(scan);
        if (!scan_byte(scan, ':'))
            return false;
        spaces_skip(scan);
    }
    if (!scan_byte(scan, '['))
        return false;
    spaces_skip(scan);
    return scan->at < scan->end && *scan->at == '{';
}

bool records_detect(struct text line)
{
    struct scan scan = scan_of(line);
    return line.size > 0 && (line.data[0] == '[' || line.data[0] == '{' || line.data[0] == ' ')
           && list_open(&scan);
}

/* One item as an event; what is no object there is one with the item as its message. */
static void item_take(struct reading *reading, struct text item)
{
    const char *format = reading->event->format;
    event_begin(reading->reader, item, reading->event);
    reading->event->format = format;
    if (json_object_read(reading, item) == FORMAT_OTHER) {
        event_begin(reading->reader, item, reading->event);
        put(reading, TEXT("message"), item);
    }
    stream_emit(reading);
}

enum format_answer records_read(struct reading *reading, struct text line)
{
    struct text raw = reading->event->raw; /* a line that was cut is read whole here */
    struct scan scan = scan_of(raw.size > line.size ? raw : line);
    struct text item;
    if (!list_open(&scan))
        return FORMAT_OTHER;
    while (scan.at < scan.end && *scan.at == '{') {
        const char *start = scan.at;
        if (!brackets_take(&scan, &item))
            item = (struct text){start, (size_t)(scan.end - start)};
        item_take(reading, item);
        spaces_skip(&scan);
        scan_byte(&scan, ',');
        spaces_skip(&scan);
    }
    return FORMAT_KEPT;
}

/* Do the brackets of the first line end in it? Then it is a line like any other. */
static bool line_whole(struct text line)
{
    struct scan scan = scan_of(line);
    struct text inside;
    spaces_skip(&scan);
    return scan.at == scan.end || (*scan.at != '{' && *scan.at != '[')
           || brackets_take(&scan, &inside);
}

bool document_take(struct text *rest, size_t *work, struct text *document, size_t *lines)
{
    struct text after;
    struct text line = text_cut(*rest, '\n', &after);
    if (*work == 0 || line_whole(line))
        return false;
    struct scan scan = scan_of(*rest);
    if (scan_left(&scan) > *work)
        scan.end = scan.at + *work;
    const char *start = scan.at;
    spaces_skip(&scan);
    bool found = brackets_take(&scan, document);
    *work -= (size_t)(scan.at - start);
    if (!found)
        return false;
    *lines = 0;
    for (const char *at = start; at < scan.at; at++)
        *lines += *at == '\n';
    while (scan.at < scan.end && *scan.at != '\n' && *scan.at != '{' && *scan.at != '[')
        scan.at++;
    if (scan.at < scan.end && *scan.at == '\n') {
        scan.at++;
        ++*lines;
    }
    rest->size -= (size_t)(scan.at - rest->data);
    rest->data = scan.at;
    return true;
}

size_t documents_work(struct text bytes)
{
    return bytes.size * PASSES_MAX;
}
