/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever stands in a story file is read as stories, or refused with the file, a line and why. */
#include "story/inside.h"
#include "target.h"

static void try(struct turn *turn, struct text text)
{
    struct story *stories;
    size_t count;
    if (!stories_parse(turn, "fuzz.story", text, &stories, &count)) {
        insist(turn->fault.kind == FAULT_INVALID);
        insist(strstr(turn->fault.message, "fuzz.story:") != NULL);
        return;
    }
    insist(count > 0);
    for (size_t i = 0; i < count; i++)
        insist(stories[i].count > 0 && !text_empty(stories[i].title));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return target_run(1 << 25, try, data, size);
}
