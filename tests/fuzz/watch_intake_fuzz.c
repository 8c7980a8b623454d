/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a sender of logs says: frames take every byte once, requests and bodies stay within what
 * came. The first byte says which of them reads the rest. */
#include "target.h"
#include "watch/inside.h"
#include <stdlib.h>

static bool inside(struct text part, struct text whole)
{
    return part.size == 0
           || (part.data >= whole.data && part.data + part.size <= whole.data + whole.size);
}

/* In pieces, as a socket gives them: whoever stops has asked for more, and is done at the end. */
static void frames(struct text bytes, size_t piece)
{
    struct frame frame = {0};
    struct text line;
    size_t taken;
    size_t from = 0;
    size_t to = 0;
    while (from < bytes.size || to < bytes.size) {
        to = bytes.size - to < piece ? bytes.size : to + piece;
        bool ended = to == bytes.size;
        struct text there = {bytes.data + from, to - from};
        enum frame_found found = frame_next(&frame, there, ended, &line, &taken);
        for (; found != FRAME_MORE; found = frame_next(&frame, there, ended, &line, &taken)) {
            insist(line.size <= LINE_BYTES_MAX && inside(line, there) && taken > 0
                   && taken <= there.size);
            from += taken;
            there = (struct text){bytes.data + from, to - from};
        }
        insist(taken <= there.size);
        from += taken;
        if (ended && taken == 0)
            break;
    }
    insist(from == bytes.size);
}

static void requests(struct text bytes)
{
    struct http http = {0};
    size_t used = 0;
    char *copy = malloc(bytes.size + 1);
    insist(copy != NULL);
    memcpy(copy, bytes.data == NULL ? "" : bytes.data, bytes.size);
    struct text there = {copy, bytes.size};
    if (request_read(there, &http.request) == REQUEST_WHOLE) {
        insist(inside(http.request.method, there) && inside(http.request.target, there)
               && http.request.head_bytes <= bytes.size);
        if (http.request.chunked
            && request_unchunk(&http, copy, bytes.size, &used) == REQUEST_WHOLE)
            insist(used <= bytes.size
                   && http.request.head_bytes + http.request.length <= bytes.size);
    }
    free(copy);
}

static void bodies(struct text bytes, enum bulk_kind kind)
{
    struct bulk bulk = {kind, bytes};
    struct text line;
    struct text verb;
    size_t items = 0;
    enum bulk_found found;
    while ((found = bulk_next(&bulk, &line, &verb)) == BULK_ITEM || found == BULK_REFUSED) {
        insist(++items <= bytes.size);
        insist(found != BULK_ITEM || (line.size > 0 && inside(line, bytes)));
        insist(inside(verb, bytes));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct text rest = {(const char *)data + 2, size - 2};
    switch (data[0] % 5) {
    case 0: frames(rest, 1 + data[1]); break;
    case 1: requests(rest); break;
    default: bodies(rest, (enum bulk_kind)(data[0] % 5 - 2));
    }
    return 0;
}
