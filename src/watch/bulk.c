/* SPDX-License-Identifier: Apache-2.0 */
/* Events out of the body of a request. */
#include "watch/inside.h"

enum { DEPTH_MAX = 10000 };

static struct text line_take(struct text *rest)
{
    struct text line;
    do
        line = text_trim(text_cut(*rest, '\n', rest));
    while (line.size == 0 && !text_empty(*rest));
    return line;
}

enum bulk_kind bulk_kind_of(struct text body)
{
    body = text_trim(body);
    return body.size > 0 && body.data[0] == '[' ? BULK_LIST : BULK_LINES;
}

/* How many bytes the value at the start of a list's rest has; 0: it does not end. Only strings and
 * brackets are looked at: what is in it is for the parser. */
static size_t member_size(struct text rest)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < rest.size; i++) {
        char byte = rest.data[i];
        if (quoted) {
            i += byte == '\\';
            quoted = byte != '"';
        } else if (byte == '"') {
            quoted = true;
        } else if (byte == '{' || byte == '[') {
            if (++depth > DEPTH_MAX)
                return 0;
        } else if (depth == 0 && (byte == ',' || byte == ']')) {
            return i;
        } else if (byte == '}' || byte == ']') {
            if (depth-- == 0)
                return 0;
        }
    }
    return 0;
}

static enum bulk_found list_next(struct bulk *bulk, struct text *line)
{
    struct text rest = text_trim(bulk->rest);
    if (rest.size < 2)
        return rest.size == 1 && rest.data[0] == ']' ? BULK_END : BULK_BAD;
    rest = text_trim((struct text){rest.data + 1, rest.size - 1}); /* behind "[" or "," */
    if (rest.size == 1 && rest.data[0] == ']' && bulk->rest.data != NULL
        && text_trim(bulk->rest).data[0] == '[')
        return BULK_END; /* an empty list */
    size_t size = member_size(rest);
    if (size == 0)
        return BULK_BAD;
    *line = text_trim((struct text){rest.data, size});
    bulk->rest = (struct text){rest.data + size, rest.size - size};
    return line->size > 0 ? BULK_ITEM : BULK_BAD;
}

/* The first name of an object: {"create":{…}}. */
static struct text verb_of(struct text line)
{
    struct text rest;
    if (line.size < 2 || line.data[0] != '{')
        return TEXT_NONE;
    struct text inside = text_trim((struct text){line.data + 1, line.size - 1});
    if (inside.size == 0 || inside.data[0] != '"')
        return TEXT_NONE;
    return text_cut((struct text){inside.data + 1, inside.size - 1}, '"', &rest);
}

static enum bulk_found action_next(struct bulk *bulk, struct text *line, struct text *verb)
{
    struct text action = line_take(&bulk->rest);
    if (action.size == 0)
        return BULK_END;
    *verb = verb_of(action);
    if (text_is(*verb, "delete"))
        return BULK_REFUSED;
    if (!text_is(*verb, "create") && !text_is(*verb, "index") && !text_is(*verb, "update"))
        return BULK_BAD;
    *line = line_take(&bulk->rest);
    if (line->size == 0)
        return BULK_BAD;
    return text_is(*verb, "update") ? BULK_REFUSED : BULK_ITEM;
}

enum bulk_found bulk_next(struct bulk *bulk, struct text *line, struct text *verb)
{
    *verb = TEXT_NONE;
    if (bulk->kind == BULK_LIST)
        return list_next(bulk, line);
    if (bulk->kind == BULK_ACTIONS)
        return action_next(bulk, line, verb);
    *line = line_take(&bulk->rest);
    return line->size > 0 ? BULK_ITEM : BULK_END;
}
