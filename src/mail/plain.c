/* SPDX-License-Identifier: Apache-2.0 */
/* HTML to text: tags go, blocks become lines, the few entities that matter are read. No browser's
 * eye: what a style hides is shown. */
#include "mail/inside.h"
#include <ctype.h>

enum { NAME_BYTES_MAX = 16, ENTITY_BYTES_MAX = 10, TAG_BYTES_MAX = 8192 };

struct reducing {
    struct builder out;
    struct text rest;
    bool space; /* white space is owed before the next letter */
    int lines;  /* line ends are owed, at most two */
};

static const char *const blocks[] = {"p",     "div",        "tr",  "li", "h1",
                                     "h2",    "h3",         "h4",  "ul", "ol",
                                     "table", "blockquote", "pre", "hr", "section"};
static const char *const unread[] = {"script", "style", "head", "title"};

static bool one_of(struct text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(name, names[i]))
            return true;
    return false;
}

static void letter(struct reducing *reducing, struct text bytes)
{
    bool first = reducing->out.size == 0;
    for (; reducing->lines > 0 && !first; reducing->lines--) {
        build_byte(&reducing->out, '\n');
        reducing->space = false;
    }
    reducing->lines = 0;
    if (reducing->space && !first)
        build_byte(&reducing->out, ' ');
    reducing->space = false;
    build(&reducing->out, bytes);
}

static void skip(struct reducing *reducing, size_t size)
{
    reducing->rest = (struct text){reducing->rest.data + size, reducing->rest.size - size};
}

/* Where a text begins in another, in any case; the size of the whole when it does not. */
static size_t find_word(struct text text, struct text word)
{
    for (size_t i = 0; i + word.size <= text.size; i++) {
        size_t same = 0;
        while (same < word.size
               && tolower((unsigned char)text.data[i + same])
                      == tolower((unsigned char)word.data[same]))
            same++;
        if (same == word.size)
            return i;
    }
    return text.size;
}

/* The name in "<name …" or "</name …", in lower case. */
static struct text tag_name(struct arena *arena, struct text tag, bool *closes)
{
    size_t at = 1;
    *closes = tag.size > 1 && tag.data[1] == '/';
    at += *closes ? 1 : 0;
    size_t size = 0;
    while (at + size < tag.size && size < NAME_BYTES_MAX
           && isalnum((unsigned char)tag.data[at + size]))
        size++;
    return text_lower(arena, (struct text){tag.data + at, size});
}

static void tag(struct reducing *reducing)
{
    struct text rest = reducing->rest;
    bool closes;
    if (text_starts(rest, TEXT("<!--"))) {
        size_t end = find_word(rest, TEXT("-->"));
        skip(reducing, end == rest.size ? rest.size : end + 3);
        return;
    }
    size_t most = rest.size < TAG_BYTES_MAX ? rest.size : TAG_BYTES_MAX;
    const char *end = memchr(rest.data, '>', most);
    if (end == NULL || (rest.size > 1 && isspace((unsigned char)rest.data[1]))) {
        letter(reducing, TEXT("<")); /* no tag: "a < b" */
        skip(reducing, 1);
        return;
    }
    size_t size = (size_t)(end - rest.data) + 1;
    struct text name = tag_name(reducing->out.arena, (struct text){rest.data, size}, &closes);
    skip(reducing, size);
    if (text_is(name, "br") || one_of(name, blocks, sizeof blocks / sizeof *blocks))
        reducing->lines = reducing->lines < 2 ? reducing->lines + 1 : 2;
    if (!closes && one_of(name, unread, sizeof unread / sizeof *unread)) {
        struct text last = text_format(reducing->out.arena, "</%.*s", TEXT_SHOW(name));
        skip(reducing, find_word(reducing->rest, last));
    }
}

static void code_point(struct reducing *reducing, unsigned long code)
{
    char bytes[4];
    size_t size = 0;
    if (code < 0x20 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        return;
    if (code < 0x80)
        bytes[size++] = (char)code;
    else if (code < 0x800) {
        bytes[size++] = (char)(0xc0 | code >> 6);
        bytes[size++] = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        bytes[size++] = (char)(0xe0 | code >> 12);
        bytes[size++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[size++] = (char)(0x80 | (code & 0x3f));
    } else {
        bytes[size++] = (char)(0xf0 | code >> 18);
        bytes[size++] = (char)(0x80 | (code >> 12 & 0x3f));
        bytes[size++] = (char)(0x80 | (code >> 6 & 0x3f));
        bytes[size++] = (char)(0x80 | (code & 0x3f));
    }
    letter(reducing, (struct text){bytes, size});
}

static bool entity_named(struct text name, unsigned long *code)
{
    static const struct {
        const char *name;
        unsigned long code;
    } known[] = {{"amp", '&'},     {"lt", '<'},        {"gt", '>'},       {"quot", '"'},
                 {"apos", '\''},   {"nbsp", ' '},      {"ndash", 0x2013}, {"mdash", 0x2014},
                 {"euro", 0x20ac}, {"hellip", 0x2026}, {"rsquo", 0x2019}, {"copy", 0xa9}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        *code = known[i].code;
        if (text_is(name, known[i].name))
            return true;
    }
    return false;
}

/* "#39", "#x27". */
static bool entity_numbered(struct text name, unsigned long *code)
{
    bool hex = name.size > 1 && (name.data[1] == 'x' || name.data[1] == 'X');
    size_t first = hex ? 2 : 1;
    *code = 0;
    if (name.size <= first || name.data[0] != '#')
        return false;
    for (size_t i = first; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.data[i];
        if (hex ? !isxdigit(byte) : !isdigit(byte))
            return false;
        unsigned digit = (unsigned)(isdigit(byte) ? byte - '0' : tolower(byte) - 'a' + 10);
        *code = *code * (hex ? 16 : 10) + digit;
    }
    return true;
}

/* "&amp;", "&#39;", "&#x27;"; anything else stands for itself. */
static void entity(struct reducing *reducing)
{
    struct text rest = reducing->rest;
    size_t most = rest.size < ENTITY_BYTES_MAX ? rest.size : ENTITY_BYTES_MAX;
    const char *end = memchr(rest.data, ';', most);
    struct text name =
        end == NULL ? TEXT_NONE : (struct text){rest.data + 1, (size_t)(end - rest.data) - 1};
    unsigned long code;
    if (!entity_named(name, &code) && !entity_numbered(name, &code)) {
        letter(reducing, TEXT("&"));
        skip(reducing, 1);
        return;
    }
    if (code == ' ')
        reducing->space = true;
    else
        code_point(reducing, code);
    skip(reducing, name.size + 2);
}

struct text plain_html(struct arena *arena, struct text html)
{
    struct reducing reducing = {.out = {.arena = arena}, .rest = html};
    while (!text_empty(reducing.rest)) {
        char byte = reducing.rest.data[0];
        if (byte == '<')
            tag(&reducing);
        else if (byte == '&')
            entity(&reducing);
        else {
            if (isspace((unsigned char)byte))
                reducing.space = true;
            else
                letter(&reducing, (struct text){reducing.rest.data, 1});
            skip(&reducing, 1);
        }
    }
    return built(&reducing.out);
}
