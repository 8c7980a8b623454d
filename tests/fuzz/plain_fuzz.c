/* SPDX-License-Identifier: Apache-2.0 */
/* HTML and the header lines of returned mail: read without a crash, and never longer than twice
 * what came. */
#include "mail/inside.h"
#include "target.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 28);
    struct text bytes = {(const char *)data, size};
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard)) {
        struct value *list = value_list(arena);
        if (plain_html(arena, bytes).size > 2 * size)
            abort();
        part_delivery(arena, bytes, list);
        part_message_ids(arena, bytes, 50, list);
        (void)part_header(arena, bytes, "message-id");
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
