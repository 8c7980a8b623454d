/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of "Name: value": the parts of a returned mail that say what came back, and why. */
#include "mail/inside.h"
#include <ctype.h>

enum { VALUE_BYTES_MAX = 1000, RECIPIENTS_SAID_MAX = 20 };

struct text part_line(struct arena *arena, struct text text, size_t most)
{
    struct text mended = text_utf8_mended(arena, text);
    struct builder line = {.arena = arena};
    size_t size = mended.size < most ? mended.size : most;
    while (size > 0 && size < mended.size && ((unsigned char)mended.data[size] & 0xc0) == 0x80)
        size--;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)mended.data[i];
        build_byte(&line, byte < 0x20 || byte == 0x7f ? ' ' : mended.data[i]);
    }
    return text_trim(built(&line));
}

/* The next header, its lines joined; *rest is what follows it. False at an empty line or the end.
 */
static bool header_next(struct arena *arena, struct text *rest, struct text *name,
                        struct text *value)
{
    struct text tail = *rest;
    struct text line = text_cut(tail, '\n', &tail);
    if (text_empty(text_trim(line))) {
        *rest = tail;
        return false;
    }
    struct builder joined = {.arena = arena};
    *name = text_trim(text_cut(line, ':', &line));
    build(&joined, text_trim(line));
    while (tail.size > 0 && (tail.data[0] == ' ' || tail.data[0] == '\t')) {
        struct text more = text_trim(text_cut(tail, '\n', &tail));
        if (joined.size + more.size < VALUE_BYTES_MAX) {
            build(&joined, TEXT(" "));
            build(&joined, more);
        }
    }
    *rest = tail;
    *value = part_line(arena, built(&joined), VALUE_BYTES_MAX);
    return true;
}

struct text part_header(struct arena *arena, struct text lines, const char *name)
{
    struct text found;
    struct text value;
    while (header_next(arena, &lines, &found, &value))
        if (text_equal(text_lower(arena, found), text_of(name)))
            return value;
    return TEXT_NONE;
}

/* "rfc822; ana@example.org" without its kind. */
static struct text typed(struct text value)
{
    struct text rest;
    text_cut(value, ';', &rest);
    return text_trim(rest.data == NULL ? value : rest);
}

/* One group of fields; false when it is none of a recipient (the first tells of the message). */
static bool delivery_group(struct arena *arena, struct text *lines, struct value *list)
{
    struct value *said = value_map(arena);
    struct text name;
    struct text value;
    while (header_next(arena, lines, &name, &value)) {
        name = text_lower(arena, name);
        if (text_is(name, "final-recipient"))
            value_set_text(arena, said, "recipient", typed(value));
        else if (text_is(name, "action"))
            value_set_text(arena, said, "action", text_lower(arena, value));
        else if (text_is(name, "status"))
            value_set_text(arena, said, "status", value);
        else if (text_is(name, "diagnostic-code"))
            value_set_text(arena, said, "diagnostic", typed(value));
    }
    if (value_has(said, "action"))
        value_append(arena, list, said);
    return !text_empty(*lines);
}

void part_delivery(struct arena *arena, struct text lines, struct value *list)
{
    while (list->count < RECIPIENTS_SAID_MAX && delivery_group(arena, &lines, list))
        continue;
}

/* One id: printable, without spaces. */
static bool is_message_id(struct text word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] <= ' ' || word.data[i] >= 0x7f)
            return false;
    return word.size > 0 && word.size <= VALUE_BYTES_MAX;
}

void part_message_ids(struct arena *arena, struct text header, size_t most, struct value *list)
{
    while (list->count < most) {
        struct text rest;
        text_cut(header, '<', &rest);
        if (rest.data == NULL)
            return;
        struct text word = text_cut(rest, '>', &header);
        if (header.data == NULL)
            return;
        if (is_message_id(word))
            value_append(arena, list, value_text(arena, text_copy(arena, word)));
    }
}
