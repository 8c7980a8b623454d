/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BLOCK_BYTES = 16 * 1024 };

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct owned {
    struct owned *next;
    void (*release)(void *thing);
    void *thing;
};

struct arena {
    struct block *newest; /* the first block stays last in this list */
    struct owned *owned;
    size_t bytes_max;
    size_t bytes_held;
    size_t bytes_used;
    size_t fail_after; /* 0: never */
    jmp_buf *guard;
};

static struct block *block_new(size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (block != NULL)
        *block = (struct block){.size = size};
    return block;
}

struct arena *arena_new(size_t bytes_max)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        return NULL;
    arena->newest = block_new(ARENA_BLOCK_BYTES);
    if (arena->newest == NULL) {
        free(arena);
        return NULL;
    }
    arena->bytes_max = bytes_max;
    arena->bytes_held = ARENA_BLOCK_BYTES;
    return arena;
}

void arena_clear(struct arena *arena)
{
    while (arena->owned != NULL) {
        struct owned *owned = arena->owned;
        arena->owned = owned->next;
        owned->release(owned->thing);
    }
    while (arena->newest->next != NULL) {
        struct block *block = arena->newest;
        arena->newest = block->next;
        free(block);
    }
    arena->newest->used = 0;
    arena->bytes_held = arena->newest->size;
    arena->bytes_used = 0;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_clear(arena);
    free(arena->newest);
    free(arena);
}

static _Noreturn void arena_exhausted(struct arena *arena)
{
    if (arena->guard == NULL)
        abort();
    longjmp(*arena->guard, 1);
}

static struct block *arena_room(struct arena *arena, size_t size)
{
    if (arena->newest->size - arena->newest->used >= size)
        return arena->newest;
    size_t wanted = size > ARENA_BLOCK_BYTES / 4 ? size : ARENA_BLOCK_BYTES;
    if (wanted > arena->bytes_max - arena->bytes_held)
        arena_exhausted(arena);
    struct block *block = block_new(wanted);
    if (block == NULL)
        arena_exhausted(arena);
    block->next = arena->newest;
    arena->newest = block;
    arena->bytes_held += wanted;
    return block;
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t aligned = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (aligned < size || (arena->fail_after > 0 && --arena->fail_after == 0))
        arena_exhausted(arena);
    struct block *block = arena_room(arena, aligned);
    void *bytes = block->bytes + block->used;
    block->used += aligned;
    arena->bytes_used += aligned;
    return memset(bytes, 0, aligned);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        arena_exhausted(arena);
    return arena_take(arena, count * size);
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t larger = *capacity == 0 ? 8 : *capacity * 2;
    void *moved = arena_array(arena, larger, size);
    if (count > 0)
        memcpy(moved, items, count * size);
    *capacity = larger;
    return moved;
}

void arena_own(struct arena *arena, void (*release)(void *thing), void *thing)
{
    struct owned *owned = arena_take(arena, sizeof *owned);
    *owned = (struct owned){arena->owned, release, thing};
    arena->owned = owned;
}

static void inner_release(void *inner)
{
    arena_free(inner);
}

struct arena *arena_within(struct arena *outer, size_t bytes_max)
{
    struct arena *inner = arena_new(bytes_max);
    if (inner != NULL)
        arena_own(outer, inner_release, inner);
    return inner;
}

size_t arena_used(const struct arena *arena)
{
    return arena->bytes_used;
}

void arena_guard(struct arena *arena, jmp_buf *guard)
{
    arena->guard = guard;
}

void arena_fail_after(struct arena *arena, size_t takes)
{
    arena->fail_after = takes;
}
