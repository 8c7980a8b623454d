/* SPDX-License-Identifier: Apache-2.0 */
/* Texts and numbers in a row, each text with its size before it: what a worker says of a hit, and
 * what is written down of matches. */
#include "watch/inside.h"

enum { NUMBER_BYTES = 8, SIZE_BYTES = 4 };

static void note_bytes(struct note *note, const void *bytes, size_t size)
{
    note->full = note->full || size > note->room - note->used;
    if (note->full || size == 0)
        return;
    memcpy(note->bytes + note->used, bytes, size);
    note->used += size;
}

void note_text(struct note *note, struct text text)
{
    uint32_t size = (uint32_t)text.size;
    note->full = note->full || text.size + SIZE_BYTES > note->room - note->used;
    note_bytes(note, &size, SIZE_BYTES);
    note_bytes(note, text.data, text.size);
}

void note_number(struct note *note, uint64_t number)
{
    note_bytes(note, &number, NUMBER_BYTES);
}

static bool take(struct text *rest, void *bytes, size_t size)
{
    if (rest->size < size)
        return false;
    memcpy(bytes, rest->data, size);
    *rest = (struct text){rest->data + size, rest->size - size};
    return true;
}

bool note_take_text(struct text *rest, struct text *text)
{
    uint32_t size;
    *text = TEXT_NONE;
    if (!take(rest, &size, SIZE_BYTES) || rest->size < size)
        return false;
    *text = (struct text){rest->data, size};
    *rest = (struct text){rest->data + size, rest->size - size};
    return true;
}

bool note_take_number(struct text *rest, uint64_t *number)
{
    *number = 0;
    return take(rest, number, NUMBER_BYTES);
}
