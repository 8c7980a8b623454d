/* SPDX-License-Identifier: Apache-2.0 */
/* The pack of Massachusetts reads whole, and names each rule and its clauses both ways. */
#include "base/clock.h"
#include "policy/pack.h"
#include "tap.h"
#include <stdlib.h>

int main(void)
{
    struct arena *arena = arena_new((size_t)64 << 20);
    struct turn turn = {.arena = arena};
    struct pack *pack = NULL;
    int64_t before_us = clock_elapsed_us();
    struct text folder = text_format(arena, "%s/policy/us-ma", getenv("REVERE_SOURCE"));
    if (!ok(pack_read(&turn, folder, &pack), "us-ma reads %s", turn.fault.message))
        return tap_end();
    printf("# read in %lld us\n", (long long)(clock_elapsed_us() - before_us));
    ok(pack->rules_count == 74, "74 rules");
    ok(pack->clauses_count == 372, "372 clauses");
    arena_free(arena);
    return tap_end();
}
