/* SPDX-License-Identifier: Apache-2.0 */
/* Which action a path means. A path is matched segment by segment against the routes of the action
 * table; there is no tree, because a table of some hundred short routes is read in microseconds. */
#include "http/inside.h"

struct path {
    struct text segments[SEGMENTS_MAX]; /* decoded */
    size_t count;
};

/* False for what no route can be: an empty segment, a bad escape, a slash, NUL or control in a
 * name, too many segments. */
static bool path_read(struct arena *arena, struct text text, struct path *path)
{
    *path = (struct path){.count = 0};
    if (text.size < 1 || text.data[0] != '/' || text.size > TARGET_BYTES_MAX)
        return false;
    struct text rest = {text.data + 1, text.size - 1};
    while (rest.data != NULL) {
        struct text *segment = &path->segments[path->count];
        struct text raw = text_cut(rest, '/', &rest);
        if (path->count++ == SEGMENTS_MAX - 1 || raw.size == 0
            || !percent_decode(arena, raw, false, true, segment))
            return false;
        for (size_t i = 0; i < segment->size; i++)
            if ((unsigned char)segment->data[i] < 0x20 || segment->data[i] == '/')
                return false;
    }
    return true;
}

static bool is_field(struct text segment)
{
    return segment.size > 2 && segment.data[0] == '{';
}

static struct text field_of(struct text segment)
{
    return (struct text){segment.data + 1, segment.size - 2};
}

/* How well a route fits: 0 not at all; else a number that is larger the earlier it is literal. */
static unsigned route_fit(const struct path *path, struct text route)
{
    unsigned fit = 1;
    size_t at = 0;
    struct text rest = {route.data + 1, route.size - 1};
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        if (at == path->count)
            return 0;
        bool literal = !is_field(segment);
        if (literal && !text_equal(segment, path->segments[at]))
            return 0;
        fit = fit << 1 | literal;
        at++;
    }
    return at == path->count ? fit : 0;
}

static void route_fields(struct arena *arena, const struct path *path, struct text route,
                         struct pairs *fields)
{
    size_t at = 0;
    struct text rest = {route.data + 1, route.size - 1};
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        if (is_field(segment))
            pairs_add(arena, fields, text_string(arena, field_of(segment)), path->segments[at]);
        at++;
    }
}

const struct action *route_find(struct arena *arena, const struct action *const *actions,
                                size_t count, enum method method, struct text path,
                                struct pairs *fields, unsigned *methods)
{
    struct path segments;
    const struct action *found = NULL;
    unsigned best = 0;
    *methods = 0;
    if (!path_read(arena, path, &segments))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned fit = route_fit(&segments, text_of(actions[i]->route));
        if (fit == 0 || (actions[i]->internal && !actions[i]->sensor))
            continue;
        *methods |= 1U << actions[i]->method;
        if (actions[i]->method == method && fit > best) {
            best = fit;
            found = actions[i];
        }
    }
    if (found != NULL)
        route_fields(arena, &segments, text_of(found->route), fields);
    return found;
}

bool route_match(struct arena *arena, const char *route, struct text path, struct pairs *fields)
{
    struct path segments;
    if (text_is(path, "/") || strcmp(route, "/") == 0)
        return text_is(path, route);
    if (!path_read(arena, path, &segments) || route_fit(&segments, text_of(route)) == 0)
        return false;
    route_fields(arena, &segments, text_of(route), fields);
    return true;
}

struct text route_fill(struct arena *arena, const char *route, const struct value *map)
{
    struct builder out = {.arena = arena};
    struct text rest = {route + 1, strlen(route) - 1};
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        build_byte(&out, '/');
        if (is_field(segment)) {
            const char *name = text_string(arena, field_of(segment));
            build(&out, percent_encode(arena, value_get_text(map, name)));
        } else {
            build(&out, segment);
        }
    }
    return built(&out);
}

bool route_has(const char *route, const char *name)
{
    struct text rest = text_of(route);
    while (rest.data != NULL) {
        struct text segment = text_cut(rest, '/', &rest);
        if (is_field(segment) && text_is(field_of(segment), name))
            return true;
    }
    return false;
}

const char *list_cursor(const struct action *action)
{
    for (const struct field *field = action->fields; field != NULL && field->name != NULL; field++)
        if (strcmp(field->name, "before") == 0)
            return "before";
    return "after";
}

struct text list_next(struct arena *arena, const struct value *list)
{
    const struct value *next = value_get(list, "next");
    if (next != NULL && next->kind == VALUE_INTEGER)
        return text_format(arena, "%lld", (long long)next->integer);
    return value_get_text(list, "next");
}
