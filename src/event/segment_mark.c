/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks: small facts of the inputs (how far a file was read) that become durable together with the
 * records before them. They stand in the journal alone: its first piece has all of them, each later
 * one those that changed.
 */
#include "event/segment_store.h"

static const size_t marks_bytes_max = (size_t)256 << 20;

bool marks_open(struct turn *turn, struct marks *marks)
{
    *marks = (struct marks){.arena = arena_within(turn->arena, marks_bytes_max),
                            .spare = arena_within(turn->arena, marks_bytes_max)};
    return (marks->arena != NULL && marks->spare != NULL)
           || fail(turn, FAULT_LIMIT, "There is no memory for the marks of the event store.");
}

static struct mark *mark_find(const struct marks *marks, struct text key)
{
    for (size_t i = 0; i < marks->count; i++)
        if (text_equal(marks->all[i].key, key))
            return &marks->all[i];
    return NULL;
}

static struct mark *mark_add(struct marks *marks, struct text key)
{
    marks->all =
        arena_grow(marks->arena, marks->all, marks->count, &marks->capacity, sizeof *marks->all);
    struct mark *mark = &marks->all[marks->count++];
    *mark = (struct mark){.key = text_copy(marks->arena, key)};
    return mark;
}

static void mark_set(struct marks *marks, struct mark *mark, struct text value)
{
    if (mark->room < value.size) {
        mark->room = value.size * 2;
        mark->value.data = arena_take(marks->arena, mark->room);
    }
    if (value.size > 0)
        memcpy((char *)(uintptr_t)mark->value.data, value.data, value.size);
    mark->value.size = value.size;
}

bool segment_mark(struct turn *turn, struct segment_store *store, struct text key,
                  struct text value)
{
    struct marks *marks = &store->marks;
    struct mark *mark = mark_find(marks, key);
    if (key.size == 0 || key.size + value.size > SEGMENT_MARK_BYTES_MAX
        || memchr(key.data, '\t', key.size) != NULL || memchr(key.data, '\n', key.size) != NULL
        || (value.size > 0 && memchr(value.data, '\n', value.size) != NULL))
        return fail_field(turn, "mark",
                          "A mark has a key without tabulators and a value without "
                          "line feeds, of %d bytes together.",
                          SEGMENT_MARK_BYTES_MAX);
    if (mark == NULL && value.size == 0)
        return true;
    if (mark == NULL && marks->count == SEGMENT_MARKS_MAX)
        return fail(turn, FAULT_LIMIT, "The event store has %d marks already.", SEGMENT_MARKS_MAX);
    if (mark == NULL)
        mark = mark_add(marks, key);
    else if (text_equal(mark->value, value))
        return true;
    mark_set(marks, mark, value);
    mark->changed = true;
    marks->changed = true;
    return true;
}

bool segment_mark_at(const struct segment_store *store, size_t index, struct text *key,
                     struct text *value)
{
    if (index >= store->marks.count)
        return false;
    *key = store->marks.all[index].key;
    *value = store->marks.all[index].value;
    return true;
}

void marks_spell(const struct marks *marks, bool all, struct builder *out)
{
    for (size_t i = 0; i < marks->count; i++) {
        const struct mark *mark = &marks->all[i];
        if (all ? mark->value.size == 0 : !mark->changed)
            continue;
        build(out, mark->key);
        build_byte(out, '\t');
        build(out, mark->value);
        build_byte(out, '\n');
    }
}

void marks_take(struct marks *marks, struct text spelled)
{
    while (!text_empty(spelled)) {
        struct text value;
        struct text key = text_cut(text_cut(spelled, '\n', &spelled), '\t', &value);
        struct mark *mark = mark_find(marks, key);
        mark_set(marks, mark == NULL ? mark_add(marks, key) : mark, value);
    }
}

/* Those that were taken back go, and the memory of their keys with them. */
static void marks_gather(struct marks *marks)
{
    struct marks gathered = {.arena = marks->spare, .spare = marks->arena};
    for (size_t i = 0; i < marks->count; i++)
        if (marks->all[i].value.size > 0)
            mark_set(&gathered, mark_add(&gathered, marks->all[i].key), marks->all[i].value);
    arena_clear(marks->arena);
    *marks = gathered;
}

void marks_written(struct marks *marks, bool all)
{
    for (size_t i = 0; i < marks->count; i++)
        marks->all[i].changed = false;
    marks->changed = false;
    if (all)
        marks_gather(marks);
}
