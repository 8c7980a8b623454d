/* SPDX-License-Identifier: Apache-2.0 */
#include "http/html.h"
#include <assert.h>

/* Control characters are not allowed in HTML, escaped or not. */
static bool allowed(unsigned char byte)
{
    return byte >= 0x20 ? byte != 0x7f : byte == '\n' || byte == '\t';
}

static void escaped(struct builder *out, struct text text)
{
    text = text_utf8_mended(out->arena, text);
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte == '<')
            build(out, TEXT("&lt;"));
        else if (byte == '>')
            build(out, TEXT("&gt;"));
        else if (byte == '&')
            build(out, TEXT("&amp;"));
        else if (byte == '"')
            build(out, TEXT("&quot;"));
        else if (byte == '\'')
            build(out, TEXT("&#39;"));
        else if (allowed((unsigned char)byte))
            build_byte(out, byte);
        else if (byte != '\r')
            build(out, TEXT("\xEF\xBF\xBD"));
    }
}

static void tag_write(struct html *html, const char *tag, const struct attribute *attributes)
{
    struct builder *out = &html->out;
    build_byte(out, '<');
    build(out, text_of(tag));
    for (; attributes != NULL && attributes->name != NULL; attributes++) {
        if (attributes->name[0] == '\0')
            continue;
        build_byte(out, ' ');
        build(out, text_of(attributes->name));
        if (attributes->value.data == NULL)
            continue;
        build(out, TEXT("=\""));
        escaped(out, attributes->value);
        build_byte(out, '"');
    }
    build_byte(out, '>');
}

void html_begin(struct html *html, struct arena *arena)
{
    *html = (struct html){.out = {.arena = arena}};
    build(&html->out, TEXT("<!DOCTYPE html>\n"));
}

void html_open(struct html *html, const char *tag, const struct attribute *attributes)
{
    assert(html->depth < HTML_DEPTH_MAX);
    html->open[html->depth++] = tag;
    tag_write(html, tag, attributes);
}

void html_close(struct html *html)
{
    assert(html->depth > 0);
    build(&html->out, TEXT("</"));
    build(&html->out, text_of(html->open[--html->depth]));
    build(&html->out, TEXT(">"));
}

void html_void(struct html *html, const char *tag, const struct attribute *attributes)
{
    tag_write(html, tag, attributes);
}

void html_text(struct html *html, struct text text)
{
    escaped(&html->out, text);
}

void html_element(struct html *html, const char *tag, const struct attribute *attributes,
                  struct text text)
{
    html_open(html, tag, attributes);
    html_text(html, text);
    html_close(html);
}

void html_link(struct html *html, struct text address, struct text text)
{
    assert(address.size > 0 && (address.data[0] == '/' || address.data[0] == '#'));
    assert(address.size < 2 || address.data[0] == '#' || address.data[1] != '/');
    html_element(html, "a", WITH({"href", address}), text);
}

struct text html_end(struct html *html)
{
    assert(html->depth == 0);
    build_byte(&html->out, '\n');
    return built(&html->out);
}
