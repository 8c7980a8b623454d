/* SPDX-License-Identifier: Apache-2.0 */
/* What a header said of the lines behind it. */
#include "event/inside.h"

void columns_clear(struct columns *columns)
{
    columns->size = 0;
    columns->count = 0;
}

struct text columns_keep(struct columns *columns, struct text text)
{
    if (text.size == 0 || text.size > sizeof columns->bytes - columns->size)
        return TEXT_NONE;
    char *kept = columns->bytes + columns->size;
    memcpy(kept, text.data, text.size);
    columns->size += text.size;
    return (struct text){kept, text.size};
}

size_t columns_split(struct text line, char separator, struct text *list, size_t most)
{
    size_t count = 0;
    struct text rest = line;
    do {
        if (count == most)
            break;
        list[count++] = text_cut(rest, separator, &rest);
    } while (rest.data != NULL);
    return count;
}
