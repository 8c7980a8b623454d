/* SPDX-License-Identifier: Apache-2.0 */
/* An event as JSON. */
#include "event/print.h"
#include "base/zone.h"
#include "event/inside.h"

static void print_text(struct builder *out, struct text text)
{
    static const char hex[] = "0123456789abcdef";
    struct text mended = text_utf8_mended(out->arena, text);
    build_byte(out, '"');
    for (size_t i = 0; i < mended.size; i++) {
        unsigned char byte = (unsigned char)mended.data[i];
        if (byte == '"' || byte == '\\') {
            build_byte(out, '\\');
            build_byte(out, (char)byte);
        } else if (byte >= ' ' && byte != 0x7F) {
            build_byte(out, (char)byte);
        } else {
            build(out, TEXT("\\u00"));
            build_byte(out, hex[byte >> 4]);
            build_byte(out, hex[byte & 15]);
        }
    }
    build_byte(out, '"');
}

static void print_value(struct builder *out, const struct event_field *field)
{
    switch (field->kind) {
    case EVENT_TEXT: print_text(out, field->value); break;
    case EVENT_NUMBER:
    case EVENT_TRUE:
    case EVENT_FALSE: build(out, field->value); break;
    case EVENT_NULL: build(out, TEXT("null")); break;
    case EVENT_OBJECT: build(out, TEXT("{}")); break;
    case EVENT_LIST: build(out, TEXT("[]")); break;
    }
}

static bool is_leaf(const struct event_field *field)
{
    return field->kind != EVENT_OBJECT && field->kind != EVENT_LIST;
}

/* Is it an object some of whose leaves follow? */
static bool is_filled(const struct event *event, size_t at)
{
    struct text name = event->fields[at].name;
    return at + 1 < event->count && text_starts(event->fields[at + 1].name, name)
           && (event->fields[at + 1].name.size == name.size
               || event->fields[at + 1].name.data[name.size] == '.');
}

static bool stands_before(const struct event *event, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_equal(event->fields[i].name, event->fields[at].name))
            return true;
    return false;
}

/* All values of a name, where it stands first. */
static void print_field(struct builder *out, const struct event *event, size_t at)
{
    size_t values = 0;
    bool list = false;
    struct text name = event->fields[at].name;
    for (size_t i = at; i < event->count; i++) {
        if (!text_equal(event->fields[i].name, name))
            continue;
        values += is_leaf(&event->fields[i]);
        list = list || event->fields[i].kind == EVENT_LIST;
    }
    if (values == 0 && is_filled(event, at))
        return;
    build_byte(out, ',');
    print_text(out, name);
    build_byte(out, ':');
    if (values == 0 || (values == 1 && !list && is_leaf(&event->fields[at]))) {
        print_value(out, &event->fields[at]);
        return;
    }
    build_byte(out, '[');
    for (size_t i = at, done = 0; i < event->count; i++) {
        const struct event_field *field = &event->fields[i];
        if (!is_leaf(field) || !text_equal(field->name, name))
            continue;
        if (done++ > 0)
            build_byte(out, ',');
        print_value(out, field);
    }
    build_byte(out, ']');
}

void event_print(struct builder *out, const struct event *event, uint64_t line, bool raw)
{
    build_format(out, "{\"_line\":%llu", (unsigned long long)line);
    if (event->format != NULL)
        build_format(out, ",\"_format\":\"%s\"", event->format);
    if (event->time_us != EVENT_TIME_NONE)
        build_format(out, ",\"_time\":\"%.*s\"",
                     TEXT_SHOW(instant_utc(out->arena, event->time_us)));
    if (event->cut)
        build(out, TEXT(",\"_cut\":true"));
    for (size_t i = 0; i < event->count; i++)
        if (!stands_before(event, i))
            print_field(out, event, i);
    if (raw) {
        build(out, TEXT(",\"_raw\":"));
        print_text(out, event->raw);
    }
    build_byte(out, '}');
}
