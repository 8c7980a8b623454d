/* SPDX-License-Identifier: Apache-2.0 */
/*
 * W3C's extended log format, as IIS, proxies and others write it: "#Fields:" names the columns, a
 * space stands between them, "-" is nothing, "+" is a space in an agent's name. Times are UTC, the
 * date in a field of its own or in "#Date:".
 */
#include "event/inside.h"

enum { DATE_BYTES_MAX = 32 };

bool w3c_detect(struct text line)
{
    return text_starts(line, TEXT("#Fields:")) || text_starts(line, TEXT("#Software:"))
           || text_starts(line, TEXT("#Version:")) || text_starts(line, TEXT("#Date:"));
}

static void header_read(struct columns *columns, struct text line)
{
    struct text value = TEXT_NONE;
    struct text name = text_cut(line, ':', &value);
    value = text_trim(value);
    if (text_is(name, "#Date")) {
        columns_clear(columns); /* IIS begins its header anew with it */
        columns->date = columns_keep(columns, text_cut(value, ' ', &value));
    } else if (text_is(name, "#Fields")) {
        bool tabs = value.size > 0 && memchr(value.data, '\t', value.size) != NULL;
        columns->separator = tabs ? '\t' : ' ';
        struct text kept = columns_keep(columns, value);
        columns->count = kept.size == 0 ? 0
                                        : columns_split(kept, columns->separator, columns->names,
                                                        STREAM_COLUMNS_MAX);
    }
}

/* Agents and referers have a "+" for each space. */
static struct text spaced(const struct reading *reading, struct text name, struct text value)
{
    if (!text_is(name, "cs(User-Agent)") || memchr(value.data, '+', value.size) == NULL)
        return value;
    char *out = event_scratch(reading->reader, value.size);
    for (size_t i = 0; i < value.size; i++)
        out[i] = value.data[i] == '+' ? ' ' : value.data[i];
    return (struct text){out, value.size};
}

static void time_put(const struct reading *reading, struct text date, struct text time)
{
    struct reading utc = *reading;
    utc.zone = NULL;
    if (date.size == 0 || date.size + 1 + time.size > DATE_BYTES_MAX || time.size == 0)
        return;
    char both[DATE_BYTES_MAX + 1];
    memcpy(both, date.data, date.size);
    both[date.size] = ' ';
    memcpy(both + date.size + 1, time.data, time.size);
    struct scan scan = scan_of((struct text){both, date.size + 1 + time.size});
    if (!time_iso(&utc, &scan, &reading->event->time_us))
        reading->event->time_us = EVENT_TIME_NONE;
}

/* What IIS writes in two fields, together, for rules that ask for the whole target. */
static void target_put(const struct reading *reading, struct text stem, struct text query)
{
    struct text whole = stem;
    if (stem.size == 0)
        return;
    if (query.size > 0) {
        char *out = event_scratch(reading->reader, stem.size + 1 + query.size);
        memcpy(out, stem.data, stem.size);
        out[stem.size] = '?';
        memcpy(out + stem.size + 1, query.data, query.size);
        whole = (struct text){out, stem.size + 1 + query.size};
    }
    put(reading, TEXT("cs-uri-query"), whole);
    if (event_find(reading->event, TEXT("cs-uri")) == NULL)
        put(reading, TEXT("cs-uri"), whole);
    if (event_find(reading->event, TEXT("c-uri")) == NULL)
        put(reading, TEXT("c-uri"), whole);
}

enum format_answer w3c_read(struct reading *reading, struct text line)
{
    struct columns *columns = stream_columns(reading->stream);
    if (line.data[0] == '#') {
        header_read(columns, line);
        return FORMAT_KEPT;
    }
    struct scan scan = scan_of(line);
    struct text date = columns->date;
    struct text time = TEXT_NONE;
    struct text stem = TEXT_NONE;
    struct text query = TEXT_NONE;
    if (columns->count == 0)
        return FORMAT_OTHER;
    for (size_t i = 0; i < columns->count && scan.at < scan.end; i++) {
        struct text name = columns->names[i];
        struct text value;
        if (!quotes_read(reading, &scan, &value))
            value = scan_word(&scan, columns->separator);
        scan_byte(&scan, columns->separator);
        if (text_is(value, "-") || value.size == 0)
            continue;
        value = spaced(reading, name, value);
        put_plain(reading, name, value);
        if (text_is(name, "date"))
            date = value;
        else if (text_is(name, "time"))
            time = value;
        else if (text_is(name, "cs-uri-stem"))
            stem = value;
        else if (text_is(name, "cs-uri-query"))
            query = value;
    }
    time_put(reading, date, time);
    target_put(reading, stem, query);
    return FORMAT_EVENT;
}
