/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "watch/inside.h"
#include <errno.h>
#include <unistd.h>

enum { CHECK_BYTES = 16 };

/* What stands before each part of a file. */
struct chapter {
    uint64_t bytes;
    unsigned char check[CHECK_BYTES];
};

static struct chapter chapter_of(struct text bytes)
{
    struct chapter chapter = {.bytes = bytes.size};
    struct sha256 sum = sha256(bytes);
    memcpy(chapter.check, sum.bytes, CHECK_BYTES);
    return chapter;
}

static bool bytes_write(int file, struct text bytes)
{
    while (bytes.size > 0) {
        ssize_t wrote = write(file, bytes.data, bytes.size);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes = (struct text){bytes.data + wrote, bytes.size - (size_t)wrote};
    }
    return true;
}

bool chapter_write(int file, struct text bytes)
{
    struct chapter chapter = chapter_of(bytes);
    return bytes_write(file, (struct text){(const char *)&chapter, sizeof chapter})
           && bytes_write(file, bytes);
}

bool chapter_take(struct text *rest, struct text *bytes)
{
    struct chapter said;
    if (rest->size < sizeof said)
        return false;
    memcpy(&said, rest->data, sizeof said);
    if (said.bytes > rest->size - sizeof said)
        return false;
    *bytes = (struct text){rest->data + sizeof said, (size_t)said.bytes};
    struct chapter is = chapter_of(*bytes);
    *rest = (struct text){bytes->data + bytes->size, rest->size - sizeof said - bytes->size};
    return memcmp(said.check, is.check, CHECK_BYTES) == 0;
}

void chapter_number(struct builder *out, uint64_t number)
{
    build(out, (struct text){(const char *)&number, sizeof number});
}

void chapter_text(struct builder *out, struct text text)
{
    uint32_t size = (uint32_t)text.size;
    build(out, (struct text){(const char *)&size, sizeof size});
    build(out, text);
}
