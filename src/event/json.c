/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over the line: values are spans of it, unless something in them was escaped. */
#include "event/json.h"
#include "base/fold.h"
#include "event/inside.h"
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* An object or a list that is open. */
struct level {
    struct text name; /* its path; of a list also that of its members */
    bool top;         /* as in event_field */
    bool list;
    bool begun; /* it has a member already */
};

struct walk {
    const char *at, *end;
    struct event_reader *reader;
    struct event *event;
    char *scratch; /* where the next unescaped byte goes; NULL until one is needed */
    size_t depth;
    struct level levels[EVENT_DEPTH_MAX];
};

/* The first quote or backslash, or end. */
static const char *find_special(const char *at, const char *end)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i slash = _mm_set1_epi8('\\');
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash));
        int mask = _mm_movemask_epi8(found);
        if (mask != 0)
            return at + __builtin_ctz((unsigned)mask);
    }
#endif
    while (at < end && *at != '"' && *at != '\\')
        at++;
    return at;
}

static void skip_space(struct walk *walk)
{
    while (walk->at < walk->end
           && (*walk->at == ' ' || *walk->at == '\t' || *walk->at == '\n' || *walk->at == '\r'))
        walk->at++;
}

/* Room for all that can still be unescaped in this line: no text grows by being unescaped. Names
 * joined or bared are apart. */
static char *scratch_of(struct walk *walk)
{
    if (walk->scratch == NULL)
        walk->scratch = event_scratch(walk->reader, (size_t)(walk->end - walk->at) + 32);
    return walk->scratch;
}

static int hex_of(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* Four hexadecimal digits. */
static bool read_hex(const char *at, const char *end, uint32_t *code)
{
    *code = 0;
    if (end - at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        int worth = hex_of(at[i]);
        if (worth < 0)
            return false;
        *code = *code << 4 | (uint32_t)worth;
    }
    return true;
}

/* What stands behind \u, both halves of a pair; where it ends, or NULL. */
static const char *unescape_code(const char *at, const char *end, char **to)
{
    uint32_t code;
    uint32_t low;
    if (!read_hex(at, end, &code))
        return NULL;
    at += 4;
    if (code >= 0xD800 && code < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u'
        && read_hex(at + 2, end, &low) && low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
    }
    *to += utf8_write(code >= 0xD800 && code < 0xE000 ? 0xFFFD : code, *to);
    return at;
}

/* One escape, at its backslash; where it ends, or NULL where it is none. */
static const char *unescape(const char *at, const char *end, char **to)
{
    static const char meant[256] = {['"'] = '"',  ['\\'] = '\\', ['/'] = '/',  ['b'] = '\b',
                                    ['f'] = '\f', ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t'};
    if (end - at < 2)
        return NULL;
    if (at[1] == 'u')
        return unescape_code(at + 2, end, to);
    char byte = meant[(unsigned char)at[1]];
    if (byte == '\0')
        return NULL;
    *(*to)++ = byte;
    return at + 2;
}

/* Bytes from one place to another with room behind both: sixteen at a time, mostly once. */
static char *copy_run(char *to, const char *from, const char *stop, const char *end)
{
    size_t size = (size_t)(stop - from);
    if ((size_t)(end - from) >= 16 && size <= 16)
        memcpy(to, from, 16);
    else
        memcpy(to, from, size);
    return to + size;
}

/* The rest of a string in which something is escaped, from its begin on; stop is the first
 * backslash. */
static bool read_escaped(struct walk *walk, const char *stop, struct text *text)
{
    const char *from = walk->at;
    char *begin = scratch_of(walk);
    char *to = begin;
    for (;;) {
        to = copy_run(to, from, stop, walk->end);
        if (stop == walk->end)
            return false;
        if (*stop == '"')
            break;
        from = unescape(stop, walk->end, &to);
        if (from == NULL)
            return false;
        stop = find_special(from, walk->end);
    }
    *text = (struct text){begin, (size_t)(to - begin)};
    walk->scratch = to;
    walk->at = stop + 1;
    return true;
}

/* A string, behind its first quote. */
static bool read_string(struct walk *walk, struct text *text)
{
    const char *stop = find_special(walk->at, walk->end);
    if (stop < walk->end && *stop == '"') {
        *text = (struct text){walk->at, (size_t)(stop - walk->at)};
        walk->at = stop + 1;
        return true;
    }
    return read_escaped(walk, stop, text);
}

/* "name" and its colon; *name is the whole path. */
static bool read_name(struct walk *walk, const struct level *level, struct text *name)
{
    if (walk->at == walk->end || *walk->at++ != '"' || !read_string(walk, name))
        return false;
    skip_space(walk);
    if (walk->at == walk->end || *walk->at++ != ':')
        return false;
    if (level == walk->levels) /* the object itself: its names are their own paths */
        return true;
    char *path = event_scratch(walk->reader, level->name.size + 1 + name->size);
    if (level->name.size > 0)
        memcpy(path, level->name.data, level->name.size);
    path[level->name.size] = '.';
    if (name->size > 0)
        memcpy(path + level->name.size + 1, name->data, name->size);
    *name = (struct text){path, level->name.size + 1 + name->size};
    return true;
}

/* Passes over an object or a list that is too deep, at its bracket. */
static bool skip_nested(struct walk *walk)
{
    size_t open = 0;
    for (; walk->at < walk->end; walk->at++) {
        char byte = *walk->at;
        open += byte == '{' || byte == '[';
        open -= byte == '}' || byte == ']';
        if (open == 0) {
            walk->at++;
            return walk->event->cut = true;
        }
        if (byte != '"')
            continue;
        for (walk->at++; walk->at < walk->end && *walk->at != '"'; walk->at++)
            walk->at += *walk->at == '\\' && walk->end - walk->at > 1;
        if (walk->at == walk->end)
            break;
    }
    return false;
}

static bool read_open(struct walk *walk, struct text name, bool top)
{
    bool list = *walk->at == '[';
    event_add(walk->reader, walk->event, name, TEXT_NONE, list ? EVENT_LIST : EVENT_OBJECT, top);
    if (walk->depth == EVENT_DEPTH_MAX)
        return skip_nested(walk);
    walk->levels[walk->depth++] = (struct level){.name = name, .top = top, .list = list};
    walk->at++;
    return true;
}

static bool read_number(struct walk *walk, struct text *number)
{
    const char *begin = walk->at;
    while (walk->at < walk->end
           && ((*walk->at >= '0' && *walk->at <= '9') || *walk->at == '.' || *walk->at == '-'
               || *walk->at == '+' || *walk->at == 'e' || *walk->at == 'E'))
        walk->at++;
    *number = (struct text){begin, (size_t)(walk->at - begin)};
    return number->size > (*begin == '-');
}

static bool read_word(struct walk *walk, struct text name, bool top)
{
    static const struct {
        struct text word;
        enum event_kind kind;
    } words[] = {{{"true", 4}, EVENT_TRUE}, {{"false", 5}, EVENT_FALSE}, {{"null", 4}, EVENT_NULL}};
    struct text rest = {walk->at, (size_t)(walk->end - walk->at)};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_starts(rest, words[i].word)) {
            walk->at += words[i].word.size;
            struct text value = words[i].kind == EVENT_NULL ? TEXT_NONE : words[i].word;
            event_add(walk->reader, walk->event, name, value, words[i].kind, top);
            return true;
        }
    return false;
}

static bool read_value(struct walk *walk, struct text name, bool top)
{
    struct text value;
    skip_space(walk);
    if (walk->at == walk->end)
        return false;
    char first = *walk->at;
    if (first == '"') {
        walk->at++;
        if (!read_string(walk, &value))
            return false;
        event_add(walk->reader, walk->event, name, value, EVENT_TEXT, top);
        return true;
    }
    if (first == '{' || first == '[')
        return read_open(walk, name, top);
    if (first != '-' && (first < '0' || first > '9'))
        return read_word(walk, name, top);
    if (!read_number(walk, &value))
        return false;
    event_add(walk->reader, walk->event, name, value, EVENT_NUMBER, top);
    return true;
}

/* One member of what is open, or its end. */
static bool read_member(struct walk *walk)
{
    struct level *level = &walk->levels[walk->depth - 1];
    skip_space(walk);
    if (walk->at == walk->end)
        return false;
    if (*walk->at == (level->list ? ']' : '}')) {
        walk->at++;
        walk->depth--;
        return true;
    }
    if (level->begun) {
        if (*walk->at++ != ',')
            return false;
        skip_space(walk);
    }
    level->begun = true;
    struct text name = level->name;
    if (!level->list && !read_name(walk, level, &name))
        return false;
    return read_value(walk, name, level->list ? level->top : level == walk->levels);
}

bool event_json_add(struct event_reader *reader, struct text line, struct event *event)
{
    size_t before = event->count;
    bool part = line.size > EVENT_BYTES_MAX;
    struct walk walk; /* the levels are set when they are opened */
    if (line.size == 0)
        return false;
    walk.at = line.data;
    walk.end = line.data + (part ? EVENT_BYTES_MAX : line.size);
    walk.reader = reader;
    walk.event = event;
    walk.scratch = NULL;
    skip_space(&walk);
    if (walk.at == walk.end || *walk.at++ != '{')
        return false;
    walk.levels[0] = (struct level){.top = true};
    walk.depth = 1;
    bool good = true;
    while (good && walk.depth > 0)
        good = read_member(&walk);
    skip_space(&walk);
    if (good && walk.at == walk.end)
        return true;
    if (part && event->count > before) /* what was read before it was cut counts */
        return event->cut = true;
    event->count = before;
    return false;
}

bool event_json(struct event_reader *reader, struct text line, struct event *event)
{
    event_begin(reader, line, event);
    return event_json_add(reader, line, event);
}

void event_json_or_message(struct event_reader *reader, struct text line, struct event *event)
{
    if (!event_json(reader, line, event))
        event_add(reader, event, TEXT("message"), line, EVENT_TEXT, true);
}

bool json_line_detect(struct text line)
{
    return line.size > 0 && (line.data[0] == '{' || text_starts(text_trim(line), TEXT("{")));
}

enum format_answer json_object_read(struct reading *reading, struct text line)
{
    struct text raw = reading->event->raw;
    bool whole = reading->event->count == 0 && raw.size > EVENT_BYTES_MAX;
    if (!event_json_add(reading->reader, whole ? raw : line, reading->event))
        return FORMAT_OTHER;
    json_time(reading);
    return FORMAT_EVENT;
}

/* Inside of syslog the fields go behind those of its header. */
enum format_answer json_line_read(struct reading *reading, struct text line)
{
    if (reading->event->count == 0 && text_starts(line, TEXT("{\"Records\""))
        && records_detect(line))
        return records_read(reading, line);
    return json_object_read(reading, line);
}
