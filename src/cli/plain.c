/* SPDX-License-Identifier: Apache-2.0 */
/* Text on a terminal. What strangers report is shown to the people who answer for it, and must not
 * be able to paint over the line before it. */
#include "cli/inside.h"

enum { LAST_POINT = 0x10FFFF };

struct range {
    uint32_t first, last;
};

/* Control characters (ISO 6429) and the marks that turn the direction of writing (UAX #9). */
static const struct range steering[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x200E, 0x200F},
                                        {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF}};

/* Combining marks and joiners take no column (the common ones of UAX #11 and wcwidth). */
static const struct range narrow[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
                                      {0x064B, 0x065F}, {0x200B, 0x200D}, {0x20D0, 0x20FF},
                                      {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF}};

/* East Asian wide and full-width characters and pictures take two. */
static const struct range wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},     {0x3041, 0xA4CF},
                                    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},     {0xFE30, 0xFE6F},
                                    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},     {0x1F300, 0x1F64F},
                                    {0x1F900, 0x1F9FF}, {0x20000, LAST_POINT}};

static bool within(const struct range *ranges, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

#define IS(ranges, point) within((ranges), sizeof(ranges) / sizeof *(ranges), (point))

/* The first code point of well-formed text that is not empty; its bytes. */
static size_t point_read(struct text text, uint32_t *point)
{
    unsigned char first = (unsigned char)text.data[0];
    size_t size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (size > text.size)
        size = text.size;
    *point = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (size_t i = 1; i < size; i++)
        *point = *point << 6 | ((unsigned char)text.data[i] & 0x3F);
    return size;
}

static size_t point_columns(uint32_t point)
{
    return IS(narrow, point) ? 0 : IS(wide, point) ? 2 : 1;
}

static struct text after(struct text text, size_t bytes)
{
    return (struct text){text.data + bytes, text.size - bytes};
}

/* How many bytes at the front are printed as they are: nearly all. */
static size_t printed(struct text text)
{
    size_t size = 0;
    while (size < text.size && text.data[size] >= ' ' && text.data[size] < 0x7F)
        size++;
    return size;
}

struct text plain(struct arena *arena, struct text text, bool lines)
{
    struct builder out = {.arena = arena};
    text = text_utf8_mended(arena, text);
    while (text.size > 0) {
        uint32_t point;
        size_t size = printed(text);
        build(&out, (struct text){text.data, size});
        text = after(text, size);
        if (text.size == 0)
            break;
        size = point_read(text, &point);
        if (point == '\n' && lines)
            build_byte(&out, '\n');
        else if (point == '\n' || point == '\t')
            build_byte(&out, ' ');
        else if (point != '\r' || !lines)
            build(&out,
                  IS(steering, point) ? TEXT("\xEF\xBF\xBD") : (struct text){text.data, size});
        text = after(text, size);
    }
    return built(&out);
}

size_t plain_columns(struct text text)
{
    size_t columns = 0;
    while (text.size > 0) {
        uint32_t point;
        size_t size = point_read(text, &point);
        columns += point_columns(point);
        text = after(text, size);
    }
    return columns;
}

struct text plain_cut(struct arena *arena, struct text text, size_t columns)
{
    struct text rest = text;
    size_t used = 0;
    if (plain_columns(text) <= columns)
        return text;
    while (rest.size > 0) {
        uint32_t point;
        size_t size = point_read(rest, &point);
        if (used + point_columns(point) + 1 > columns)
            break;
        used += point_columns(point);
        rest = after(rest, size);
    }
    return text_format(arena, "%.*s…", (int)(text.size - rest.size), text.data);
}
