/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zeek's logs with tabs. The lines that begin with "#" say what stands between the fields, their
 * names and types, and how an unset and an empty one are written; a file may have several headers.
 * An unset field is left out, as Zeek's JSON leaves it out.
 */
#include "event/inside.h"

bool zeek_detect(struct text line)
{
    return text_starts(line, TEXT("#separator ")) || text_starts(line, TEXT("#fields\t"));
}

/* "\x09" as it stands in a header. */
static char separator_of(struct text text)
{
    static const char hex[] = "0123456789abcdef";
    if (text.size == 4 && text.data[0] == '\\' && text.data[1] == 'x') {
        const char *high = memchr(hex, text.data[2] | (text.data[2] >= 'A' ? 0x20 : 0), 16);
        const char *low = memchr(hex, text.data[3] | (text.data[3] >= 'A' ? 0x20 : 0), 16);
        if (high != NULL && low != NULL)
            return (char)((high - hex) * 16 + (low - hex));
    }
    return text.size == 1 ? text.data[0] : '\t';
}

static char kind_of(struct text type)
{
    static const struct text numbers[] = {{"count", 5}, {"int", 3},      {"double", 6},
                                          {"port", 4},  {"interval", 8}, {NULL, 0}};
    for (const struct text *number = numbers; number->data != NULL; number++)
        if (text_equal(*number, type))
            return 'n';
    if (text_is(type, "time"))
        return 't';
    if (text_is(type, "bool"))
        return 'b';
    return text_starts(type, TEXT("set[")) || text_starts(type, TEXT("vector[")) ? 'l' : ' ';
}

static void header_read(struct columns *columns, struct text line)
{
    struct text value;
    if (text_starts(line, TEXT("#separator "))) {
        columns_clear(columns);
        *columns = (struct columns){.separator =
                                        separator_of((struct text){line.data + 11, line.size - 11}),
                                    .list_separator = ',',
                                    .unset = TEXT("-"),
                                    .empty = TEXT("(empty)")};
        return;
    }
    if (columns->separator == '\0') {
        columns->separator = '\t';
        columns->list_separator = ',';
        columns->unset = TEXT("-");
        columns->empty = TEXT("(empty)");
    }
    struct text name = text_cut(line, columns->separator, &value);
    if (text_is(name, "#set_separator") && value.size > 0)
        columns->list_separator = value.data[0];
    else if (text_is(name, "#unset_field"))
        columns->unset = columns_keep(columns, value);
    else if (text_is(name, "#empty_field"))
        columns->empty = columns_keep(columns, value);
    else if (text_is(name, "#path"))
        columns->path = columns_keep(columns, value);
    else if (text_is(name, "#fields")) {
        struct text kept = columns_keep(columns, value);
        columns->count = kept.size == 0 ? 0
                                        : columns_split(kept, columns->separator, columns->names,
                                                        STREAM_COLUMNS_MAX);
        memset(columns->kinds, ' ', sizeof columns->kinds);
    } else if (text_is(name, "#types")) {
        for (size_t i = 0; i < columns->count && value.data != NULL; i++)
            columns->kinds[i] = kind_of(text_cut(value, columns->separator, &value));
    }
}

/* "\x09" in a value is that byte. */
static struct text unhide(const struct reading *reading, struct text text)
{
    if (text.size < 4 || memmem(text.data, text.size, "\\x", 2) == NULL)
        return text;
    char *out = event_scratch(reading->reader, text.size);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        struct text code = {text.data + i, text.size - i < 4 ? text.size - i : 4};
        bool hidden = code.size == 4 && code.data[0] == '\\' && code.data[1] == 'x';
        out[size++] = hidden ? separator_of(code) : text.data[i];
        i += hidden ? 3 : 0;
    }
    return (struct text){out, size};
}

static void list_put(const struct reading *reading, const struct columns *columns, struct text name,
                     struct text value)
{
    event_add(reading->reader, reading->event, name, TEXT_NONE, EVENT_LIST, true);
    if (text_equal(value, columns->empty))
        return;
    do {
        struct text one = text_cut(value, columns->list_separator, &value);
        if (text_is_number(one))
            put_number(reading, name, one);
        else
            put(reading, name, unhide(reading, one));
    } while (value.data != NULL);
}

static void value_put(const struct reading *reading, const struct columns *columns, size_t at,
                      struct text value)
{
    struct text name = columns->names[at];
    if (text_equal(value, columns->unset))
        return;
    if (columns->kinds[at] == 'l') {
        list_put(reading, columns, name, value);
        return;
    }
    if (text_equal(value, columns->empty))
        value.size = 0;
    if (columns->kinds[at] == 'b' && (text_is(value, "T") || text_is(value, "F"))) {
        bool yes = value.data[0] == 'T';
        event_add(reading->reader, reading->event, name, yes ? TEXT("true") : TEXT("false"),
                  yes ? EVENT_TRUE : EVENT_FALSE, true);
        return;
    }
    if ((columns->kinds[at] == 'n' || columns->kinds[at] == 't') && text_is_number(value))
        put_number(reading, name, value);
    else
        put(reading, name, unhide(reading, value));
    if (columns->kinds[at] == 't' && text_is(name, "ts"))
        (void)time_epoch(value, &reading->event->time_us);
}

enum format_answer zeek_read(struct reading *reading, struct text line)
{
    struct columns *columns = stream_columns(reading->stream);
    if (line.data[0] == '#') {
        header_read(columns, line);
        return FORMAT_KEPT;
    }
    struct text rest = line;
    if (columns->count == 0)
        return FORMAT_OTHER;
    if (columns->path.size > 0)
        put(reading, TEXT("_path"), columns->path);
    for (size_t i = 0; i < columns->count && rest.data != NULL; i++)
        value_put(reading, columns, i, text_cut(rest, columns->separator, &rest));
    if (rest.data != NULL)
        reading->event->cut = true;
    return FORMAT_EVENT;
}
