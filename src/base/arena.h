/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory with one lifetime. Everything a turn makes lives in its arena and goes with it at once;
 * what must live as long as the house (policy, settings) lives in the house's arena.
 *
 * Running out of memory, or reaching the arena's limit, is not an answer every line should have to
 * handle: arena_take never returns NULL. It jumps to the guard that the owner of the arena set with
 * ARENA_GUARD, which turns it into a fault of the whole turn; the database rolls back, and the
 * arena is cleared. Without a guard the process aborts. Because a jump skips what lies between,
 * anything that is not arena memory (a parser of a library, a file) is handed to arena_own first.
 */
#pragma once
#include <setjmp.h>
#include <stddef.h>

struct arena;

/* A new arena that will hold at most bytes_max bytes in all. NULL when there is no memory for it.
 */
struct arena *arena_new(size_t bytes_max);

/* Runs what arena_own was given, newest first, and gives all memory back but the first block. */
void arena_clear(struct arena *arena);

/* arena_clear, and the arena itself goes too. NULL is allowed. */
void arena_free(struct arena *arena);

/* size bytes, zeroed, aligned for any type; they live until the arena is cleared. Never NULL. */
void *arena_take(struct arena *arena, size_t size) __attribute__((returns_nonnull, malloc));

/* count items of size bytes each, zeroed; a product that overflows is out of memory. Never NULL. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));

/*
 * An array that grows: makes room for one more item of size bytes behind count items, and returns
 * the array (moved or not). *capacity is kept by this function; start with items NULL and capacity
 * 0.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
    __attribute__((returns_nonnull));

/* Calls release(thing) when the arena is cleared: for what a library owns. */
void arena_own(struct arena *arena, void (*release)(void *thing), void *thing);

/* A new arena of at most bytes_max bytes that goes with the outer one, and can be cleared before.
 * NULL when there is no memory for it. */
struct arena *arena_within(struct arena *outer, size_t bytes_max);

/* Bytes handed out since the arena was made or cleared. */
size_t arena_used(const struct arena *arena);

/* Where arena_take jumps when there is no more memory. Use ARENA_GUARD; NULL takes the guard away.
 */
void arena_guard(struct arena *arena, jmp_buf *guard);

/*
 * if (ARENA_GUARD(arena, guard)) { memory ran out in what follows; }
 * guard is a jmp_buf of the calling function, which must take it away with arena_guard(arena, NULL)
 * before it returns.
 */
#define ARENA_GUARD(arena, guard) (arena_guard((arena), &(guard)), setjmp(guard) != 0)

/* Test only: the n-th take from now on fails as if memory had run out; 0 switches it off. */
void arena_fail_after(struct arena *arena, size_t takes);
