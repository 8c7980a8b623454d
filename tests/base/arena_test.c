/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "tap.h"
#include <stdint.h>
#include <string.h>

static void test_take(void)
{
    struct arena *arena = arena_new(1 << 20);
    bool zeroed = true;
    bool aligned = true;
    for (size_t size = 0; size < 2000; size += 7) {
        unsigned char *bytes = arena_take(arena, size);
        aligned = aligned && (uintptr_t)bytes % _Alignof(max_align_t) == 0;
        for (size_t i = 0; i < size; i++)
            zeroed = zeroed && bytes[i] == 0;
        memset(bytes, 0xFF, size);
    }
    ok(zeroed && aligned, "memory is zeroed and aligned");
    arena_clear(arena);
    unsigned char *again = arena_take(arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        zeroed = zeroed && again[i] == 0;
    ok(zeroed, "also when it is taken again");
    ok(arena_used(arena) >= 1000 && arena_used(arena) < 1100, "what was taken is counted");
    arena_free(arena);
    arena_free(NULL);
}

/* True when taking count items of size bytes jumps to the guard. */
static bool jumps(struct arena *arena, size_t count, size_t size)
{
    jmp_buf guard;
    bool volatile jumped = true;
    if (!ARENA_GUARD(arena, guard)) {
        arena_array(arena, count, size);
        jumped = false;
    }
    arena_guard(arena, NULL);
    return jumped;
}

static void test_limit(void)
{
    struct arena *arena = arena_new(1 << 20);
    ok(!jumps(arena, 1, 1 << 19), "half of the limit can be had");
    ok(jumps(arena, 1, 1 << 20), "more than the rest jumps to the guard");
    ok(jumps(arena, SIZE_MAX / 2, 4), "and so does a product that overflows");
    ok(jumps(arena, 1, SIZE_MAX - 3), "and a size that overflows when it is aligned");
    arena_fail_after(arena, 2);
    ok(!jumps(arena, 1, 1) && jumps(arena, 1, 1) && !jumps(arena, 1, 1),
       "the second take fails when a test wants it to");
    arena_clear(arena);
    ok(!jumps(arena, 1, 1 << 19) && !jumps(arena, 1, 1 << 18), "clearing gives it all back");
    arena_free(arena);
}

struct step {
    int *order;
    int seen;
};

static void release(void *thing)
{
    struct step *step = thing;
    step->seen = ++*step->order;
}

static void test_own(void)
{
    struct arena *arena = arena_new(1 << 20);
    int order = 0;
    struct step first = {&order, 0};
    struct step second = {&order, 0};
    arena_own(arena, release, &first);
    arena_own(arena, release, &second);
    arena_clear(arena);
    ok(second.seen == 1 && first.seen == 2, "what the arena owns is released, newest first");
    arena_free(arena);
    ok(order == 2, "and only once");
}

static void test_grow(void)
{
    struct arena *arena = arena_new(1 << 20);
    int *items = NULL;
    size_t capacity = 0;
    bool kept = true;
    for (int i = 0; i < 1000; i++) {
        items = arena_grow(arena, items, (size_t)i, &capacity, sizeof *items);
        items[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        kept = kept && items[i] == i;
    ok(kept, "an array that grows keeps its items");
    arena_free(arena);
}

int main(void)
{
    test_take();
    test_limit();
    test_own();
    test_grow();
    return tap_end();
}
