/* SPDX-License-Identifier: Apache-2.0 */
/* Texts as other programs spell them: UTF-16 and Base64. */
#include "base/fold.h"
#include "base/hash.h"
#include "sigma/inside.h"

static void build_unit(struct builder *out, uint32_t unit, bool big)
{
    build_byte(out, (char)(big ? unit >> 8 : unit & 0xFF));
    build_byte(out, (char)(big ? unit & 0xFF : unit >> 8));
}

struct text wide_of(struct arena *arena, struct text text, enum wide wide)
{
    struct builder out = {.arena = arena};
    bool big = wide == WIDE_BE;
    if (wide == WIDE_MARKED)
        build(&out, TEXT("\xFF\xFE"));
    while (text.size > 0) {
        uint32_t code;
        size_t size = utf8_next(text, &code);
        if (code == UINT32_MAX)
            code = (unsigned char)text.data[0];
        if (code >= 0x10000) {
            build_unit(&out, 0xD800 + ((code - 0x10000) >> 10), big);
            build_unit(&out, 0xDC00 + ((code - 0x10000) & 0x3FF), big);
        } else
            build_unit(&out, code, big);
        text = (struct text){text.data + size, text.size - size};
    }
    return built(&out);
}

struct text base64_of(struct arena *arena, struct text bytes)
{
    return base64_write(arena, bytes);
}

/* So many bytes are put before it, and the digits at both ends which depend on a neighbour are left
 * out. */
struct text base64_offset_of(struct arena *arena, struct text bytes, size_t offset)
{
    static const size_t first[] = {0, 2, 3};
    static const size_t last[] = {0, 3, 2};
    offset %= 3;
    struct builder padded = {.arena = arena};
    for (size_t i = 0; i < offset; i++)
        build_byte(&padded, ' ');
    build(&padded, bytes);
    struct text whole = base64_write(arena, built(&padded));
    size_t end = whole.size - last[(bytes.size + offset) % 3];
    return end <= first[offset] ? TEXT_NONE
                                : (struct text){whole.data + first[offset], end - first[offset]};
}
