/* SPDX-License-Identifier: Apache-2.0 */
/* libyaml gives events; nothing of it is seen outside this file. */
#include "base/yaml.h"
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <yaml.h>

/* All that libyaml owns; the arena lets go of it, whichever way the reading ends. */
struct reader {
    struct turn *turn;
    const char *source;
    struct text yaml;
    yaml_parser_t parser;
    yaml_event_t event;
    size_t nodes;
    bool loose;
    struct anchor *anchors; /* of the document, the newest last; loose only */
    size_t anchor_count, anchor_capacity;
};

/* A value that a later *name stands for. */
struct anchor {
    struct text name;
    struct value *value;
    size_t nodes; /* it is made of: each alias counts them again */
};

static void reader_release(void *thing)
{
    struct reader *reader = thing;
    yaml_event_delete(&reader->event);
    yaml_parser_delete(&reader->parser);
}

__attribute__((format(printf, 3, 4))) static bool fail_at(struct reader *reader, yaml_mark_t mark,
                                                          const char *format, ...)
{
    char what[FAULT_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return fail(reader->turn, FAULT_INVALID, "%s:%zu:%zu: %s.", reader->source, mark.line + 1,
                mark.column + 1, what);
}

/* Where a byte of the file stands: for faults of its encoding, of which libyaml knows the byte. */
static yaml_mark_t mark_of_byte(struct text yaml, size_t at)
{
    yaml_mark_t mark = {0};
    for (size_t i = 0; i < at && i < yaml.size; i++) {
        mark.column = yaml.data[i] == '\n' ? 0 : mark.column + 1;
        mark.line += yaml.data[i] == '\n';
    }
    return mark;
}

static bool fail_parser(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem == NULL ? "this is no YAML" : parser->problem;
    if (parser->error == YAML_MEMORY_ERROR)
        return fail(reader->turn, FAULT_BROKEN, "There is no memory to read %s.", reader->source);
    if (parser->error == YAML_READER_ERROR)
        return fail_at(reader, mark_of_byte(reader->yaml, parser->problem_offset), "%s", problem);
    return parser->context == NULL
               ? fail_at(reader, parser->problem_mark, "%s", problem)
               : fail_at(reader, parser->problem_mark, "%s, %s that began on line %zu", problem,
                         parser->context, parser->context_mark.line + 1);
}

/* The next event into reader->event, in place of the one before. */
static bool next(struct reader *reader)
{
    yaml_event_delete(&reader->event);
    return yaml_parser_parse(&reader->parser, &reader->event) || fail_parser(reader);
}

static bool is_nothing(struct text text)
{
    return text_is(text, "null") || text_is(text, "~") || text_empty(text);
}

/* A decimal integer as YAML 1.2 writes it, but no sign + and no zeros in front: 007 is a name. */
static bool is_integer(struct text text, int64_t *integer)
{
    struct text digits =
        text_starts(text, TEXT("-")) ? (struct text){text.data + 1, text.size - 1} : text;
    bool padded = digits.size > 1 && digits.data[0] == '0';
    return !padded && text_integer(text, integer);
}

/* What a plain scalar means; one in quotes, and a block, is text whatever it looks like. */
static struct value *value_of_scalar(struct arena *arena, struct text text, bool plain)
{
    int64_t integer;
    struct value *value;
    if (!plain)
        value = value_text(arena, text);
    else if (is_nothing(text))
        value = value_null(arena);
    else if (text_is(text, "true") || text_is(text, "false"))
        value = value_boolean(arena, text_is(text, "true"));
    else if (is_integer(text, &integer))
        value = value_integer(arena, integer);
    else
        value = value_text(arena, text);
    value->text = text;
    value->quoted = !plain;
    return value;
}

/* A number of the core schema that is_integer does not know: +5, 007, 0x1F, 0o17. */
static bool is_core_integer(struct text text, int64_t *integer)
{
    char digits[24];
    char *end;
    if (text.size == 0 || text.size >= sizeof digits)
        return false;
    memcpy(digits, text.data, text.size);
    digits[text.size] = '\0';
    bool octal = strncmp(digits, "0o", 2) == 0;
    int base = strncmp(digits, "0x", 2) == 0 ? 16 : octal ? 8 : 10;
    const char *first = digits + (base == 10 ? strspn(digits, "+-") : 2);
    if ((base == 10 && first > digits + 1) || *first < '0' || strpbrk(first, "+-xX") != NULL)
        return false;
    errno = 0;
    *integer = strtoll(octal ? first : digits, &end, base);
    return *end == '\0' && errno == 0;
}

static bool is_core_real(struct text text, double *real)
{
    char digits[64];
    char *end;
    if (text.size == 0 || text.size >= sizeof digits)
        return false;
    memcpy(digits, text.data, text.size);
    digits[text.size] = '\0';
    if (strspn(digits, "0123456789+-.eE") != text.size || strpbrk(digits, "0123456789") == NULL)
        return false;
    *real = strtod(digits, &end);
    return *end == '\0' && end != digits;
}

static bool is_one_of(struct text text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (text_is(text, *words))
            return true;
    return false;
}

/* What a plain scalar means by the core schema of YAML 1.2: "yes" and "on" are text there too. */
static struct value *value_of_core(struct arena *arena, struct text text)
{
    static const char *const nothing[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const truths[] = {"true", "True", "TRUE", NULL};
    static const char *const lies[] = {"false", "False", "FALSE", NULL};
    int64_t integer;
    double real;
    if (is_one_of(text, nothing))
        return value_null(arena);
    if (is_one_of(text, truths) || is_one_of(text, lies))
        return value_boolean(arena, is_one_of(text, truths));
    if (is_integer(text, &integer) || is_core_integer(text, &integer))
        return value_integer(arena, integer);
    if (is_core_real(text, &real))
        return value_real(arena, real);
    return value_text(arena, text);
}

/* True when the tag says what a reader without tags would think as well: text. */
static bool tag_of_text(const yaml_char_t *tag)
{
    const char *name = (const char *)tag;
    return tag != NULL && (strcmp(name, "tag:yaml.org,2002:str") == 0 || strcmp(name, "!") == 0);
}

static bool bare(struct reader *reader, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    yaml_mark_t mark = reader->event.start_mark;
    if (reader->loose)
        return tag == NULL || tag_of_text(tag)
               || fail_at(reader, mark, "the tag %.40s is not known here: leave it out",
                          (const char *)tag);
    if (anchor != NULL)
        return fail_at(reader, mark, "anchors (&%.40s) are not allowed: write the value out",
                       (const char *)anchor);
    return tag == NULL
           || fail_at(reader, mark, "tags (%.40s) are not allowed: leave it out",
                      (const char *)tag);
}

static bool read_scalar(struct reader *reader, struct value **value)
{
    struct arena *arena = reader->turn->arena;
    const yaml_event_t *event = &reader->event;
    struct text text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (!bare(reader, event->data.scalar.anchor, event->data.scalar.tag))
        return false;
    if (text.size > 0 && memchr(text.data, '\0', text.size) != NULL)
        return fail_at(reader, event->start_mark, "a NUL stands in this text");
    bool plain =
        event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !tag_of_text(event->data.scalar.tag);
    text = text_copy(arena, text);
    *value =
        reader->loose && plain ? value_of_core(arena, text) : value_of_scalar(arena, text, plain);
    (*value)->text = text;
    return true;
}

static bool read_node(struct reader *reader, int depth, struct value **value);

static bool read_list(struct reader *reader, int depth, struct value **value)
{
    const yaml_event_t *event = &reader->event;
    struct arena *arena = reader->turn->arena;
    if (!bare(reader, event->data.sequence_start.anchor, event->data.sequence_start.tag))
        return false;
    *value = value_list(arena);
    for (;;) {
        if (!next(reader))
            return false;
        if (event->type == YAML_SEQUENCE_END_EVENT)
            return true;
        struct value *item = NULL;
        if (!read_node(reader, depth, &item))
            return false;
        value_append(arena, *value, item);
    }
}

static int compare_names(const void *left, const void *right)
{
    const struct member *a = *(const struct member *const *)left;
    const struct member *b = *(const struct member *const *)right;
    int order = text_compare(a->name, b->name);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Sorted, so that a large map takes no time that grows with its square. */
static bool names_unique(struct reader *reader, const struct value *map)
{
    if (map->count < 2)
        return true;
    const struct member **sorted = arena_array(reader->turn->arena, map->count, sizeof(void *));
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->members[i];
    qsort(sorted, map->count, sizeof(void *), compare_names);
    for (size_t i = 1; i < map->count; i++)
        if (text_equal(sorted[i - 1]->name, sorted[i]->name))
            return fail(reader->turn, FAULT_INVALID,
                        "%s:%d: the name \"%.60s\" stands twice in this map: first on line %d.",
                        reader->source, sorted[i]->line,
                        text_string(reader->turn->arena, sorted[i]->name), sorted[i - 1]->line);
    return true;
}

static bool read_name(struct reader *reader, struct text *name)
{
    struct value *value;
    if (reader->event.type == YAML_ALIAS_EVENT || reader->event.type != YAML_SCALAR_EVENT)
        return fail_at(reader, reader->event.start_mark, "a name must be plain text");
    if (!read_scalar(reader, &value))
        return false;
    *name = value->text;
    return !text_empty(*name) || reader->loose
           || fail_at(reader, reader->event.start_mark, "a name is missing before the colon");
}

static bool read_map(struct reader *reader, int depth, struct value **value)
{
    const yaml_event_t *event = &reader->event;
    struct arena *arena = reader->turn->arena;
    if (!bare(reader, event->data.mapping_start.anchor, event->data.mapping_start.tag))
        return false;
    struct value *map = *value = value_map(arena);
    for (;;) {
        if (!next(reader))
            return false;
        if (event->type == YAML_MAPPING_END_EVENT)
            return names_unique(reader, map);
        struct member member = {.line = (int)event->start_mark.line + 1};
        if (!read_name(reader, &member.name) || !next(reader)
            || !read_node(reader, depth, &member.value))
            return false;
        map->members =
            arena_grow(arena, map->members, map->count, &map->capacity, sizeof *map->members);
        map->members[map->count++] = member;
    }
}

/* The name after the & of the event in the reader, copied; the empty text where there is none. */
static struct text anchor_name(const struct reader *reader)
{
    const yaml_event_t *event = &reader->event;
    const yaml_char_t *name =
        event->type == YAML_SCALAR_EVENT           ? event->data.scalar.anchor
        : event->type == YAML_SEQUENCE_START_EVENT ? event->data.sequence_start.anchor
        : event->type == YAML_MAPPING_START_EVENT  ? event->data.mapping_start.anchor
                                                   : NULL;
    return text_copy(reader->turn->arena, text_of((const char *)name));
}

static void anchor_keep(struct reader *reader, struct anchor anchor)
{
    reader->anchors = arena_grow(reader->turn->arena, reader->anchors, reader->anchor_count,
                                 &reader->anchor_capacity, sizeof *reader->anchors);
    reader->anchors[reader->anchor_count++] = anchor;
}

/* An alias is the value itself, not a copy; but it counts as if it were written out, so that a few
 * lines cannot become a million values for whoever walks over them. */
static bool read_alias(struct reader *reader, struct value **value)
{
    yaml_mark_t mark = reader->event.start_mark;
    struct text name = text_of((const char *)reader->event.data.alias.anchor);
    if (!reader->loose)
        return fail_at(reader, mark, "aliases (*name) are not allowed: write the value out");
    for (size_t i = reader->anchor_count; i > 0; i--)
        if (text_equal(reader->anchors[i - 1].name, name)) {
            *value = reader->anchors[i - 1].value;
            reader->nodes += reader->anchors[i - 1].nodes;
            return reader->nodes <= YAML_NODES_MAX
                   || fail_at(reader, mark, "there are more than %d values", YAML_NODES_MAX);
        }
    return fail_at(reader, mark, "*%.40s stands for nothing: no &%.40s comes before it", name.data,
                   name.data);
}

/* The node whose first event is in the reader. */
static bool read_node(struct reader *reader, int depth, struct value **value)
{
    struct text anchor = anchor_name(reader);
    size_t nodes = reader->nodes;
    yaml_mark_t mark = reader->event.start_mark;
    bool good;
    if (depth == YAML_DEPTH_MAX && reader->event.type != YAML_SCALAR_EVENT)
        return fail_at(reader, mark, "lists and maps stand in each other more than %d deep",
                       YAML_DEPTH_MAX);
    if (++reader->nodes > YAML_NODES_MAX)
        return fail_at(reader, mark, "there are more than %d values", YAML_NODES_MAX);
    if (reader->event.type == YAML_SCALAR_EVENT)
        good = read_scalar(reader, value);
    else if (reader->event.type == YAML_SEQUENCE_START_EVENT)
        good = read_list(reader, depth + 1, value);
    else if (reader->event.type == YAML_MAPPING_START_EVENT)
        good = read_map(reader, depth + 1, value);
    else
        return read_alias(reader, value);
    if (!good)
        return false;
    (*value)->line = (int)mark.line + 1;
    if (!text_empty(anchor))
        anchor_keep(reader, (struct anchor){anchor, *value, reader->nodes - nodes});
    return true;
}

static bool read_document(struct reader *reader, struct value **value)
{
    const yaml_event_t *event = &reader->event;
    if (!next(reader) || !next(reader)) /* the start of the stream, and what comes first in it */
        return false;
    if (event->type == YAML_STREAM_END_EVENT)
        return fail(reader->turn, FAULT_INVALID, "%s is empty, and must be YAML.", reader->source);
    if (event->data.document_start.tag_directives.start
        != event->data.document_start.tag_directives.end)
        return fail_at(reader, event->start_mark, "%%TAG is not allowed: leave it out");
    if (!next(reader) || !read_node(reader, 0, value) || !next(reader) || !next(reader))
        return false;
    return event->type == YAML_STREAM_END_EVENT
           || fail_at(reader, event->start_mark, "a second document begins: one file holds one");
}

/* Every document of the stream that says anything. */
static bool read_documents(struct reader *reader, struct value *documents)
{
    const yaml_event_t *event = &reader->event;
    if (!next(reader))
        return false;
    for (;;) {
        struct value *value = NULL;
        if (!next(reader))
            return false;
        if (event->type == YAML_STREAM_END_EVENT)
            return true;
        reader->anchor_count = 0;
        if (!next(reader) || !read_node(reader, 0, &value) || !next(reader))
            return false;
        if (value->kind != VALUE_NULL)
            value_append(reader->turn->arena, documents, value);
    }
}

static bool reader_open(struct turn *turn, struct text yaml, const char *source,
                        struct reader **opened)
{
    if (yaml.size > YAML_BYTES_MAX)
        return fail(turn, FAULT_LIMIT, "%s has %zu bytes, and YAML may have at most %d.", source,
                    yaml.size, YAML_BYTES_MAX);
    struct reader *reader = *opened = arena_take(turn->arena, sizeof *reader);
    arena_own(turn->arena, reader_release, reader);
    reader->turn = turn;
    reader->source = source;
    reader->yaml = yaml;
    if (!yaml_parser_initialize(&reader->parser))
        return fail(turn, FAULT_BROKEN, "There is no memory to read %s.", source);
    yaml_parser_set_encoding(&reader->parser, YAML_UTF8_ENCODING);
    const char *bytes = yaml.data == NULL ? "" : yaml.data;
    yaml_parser_set_input_string(&reader->parser, (const unsigned char *)bytes, yaml.size);
    return true;
}

bool yaml_read(struct turn *turn, struct text yaml, const char *source, struct value **value)
{
    struct reader *reader;
    if (!reader_open(turn, yaml, source, &reader))
        return false;
    bool good = read_document(reader, value);
    reader_release(reader);
    return good;
}

bool yaml_read_loose(struct turn *turn, struct text yaml, const char *source,
                     struct value **documents)
{
    struct reader *reader;
    if (!reader_open(turn, yaml, source, &reader))
        return false;
    reader->loose = true;
    *documents = value_list(turn->arena);
    bool good = read_documents(reader, *documents);
    reader_release(reader);
    return good;
}
