/* SPDX-License-Identifier: Apache-2.0 */
/* What every fuzz target has: its entry, a claim that ends the run, and a turn for one input. */
#pragma once
#include "base/turn.h"
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The fuzzer keeps the input that breaks a claim. */
static inline void insist(bool good)
{
    if (!good)
        abort();
}

/* One input in a turn with so much memory; that this ends is not a fault. */
static inline int target_run(size_t arena_bytes, void (*try)(struct turn *turn, struct text input),
                             const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(arena_bytes);
    struct turn turn = {.arena = arena};
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard))
        try(&turn, (struct text){(const char *)data, size});
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
