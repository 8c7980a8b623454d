/* SPDX-License-Identifier: Apache-2.0 */
/* The table of names: open addressing, grown by doubling, ids in the order of adding. */
#include "event/event.h"
#include "event/inside.h"

enum { SLOTS_AT_FIRST = 64 };

struct event_names *event_names_new(struct arena *arena)
{
    struct event_names *names = arena_take(arena, sizeof *names);
    names->arena = arena;
    names->slots = arena_array(arena, SLOTS_AT_FIRST, sizeof *names->slots);
    names->slot_mask = SLOTS_AT_FIRST - 1;
    names->list = arena_grow(arena, NULL, 0, &names->capacity, sizeof *names->list);
    return names;
}

static void grow(struct event_names *names)
{
    uint32_t slots = (names->slot_mask + 1) * 2;
    names->slots = arena_array(names->arena, slots, sizeof *names->slots);
    names->slot_mask = slots - 1;
    for (uint32_t id = 1; id <= names->count; id++)
        names->slots[names_slot(names, names->list[id])] = id;
}

uint32_t event_names_add(struct event_names *names, struct text name)
{
    uint32_t slot = names_slot(names, name);
    if (names->slots[slot] != 0)
        return names->slots[slot];
    if (names->count == EVENT_NAMES_MAX)
        return EVENT_NAME_NONE;
    if ((names->count + 1) * 2 > names->slot_mask) {
        grow(names);
        slot = names_slot(names, name);
    }
    uint32_t id = ++names->count;
    names->list = arena_grow(names->arena, names->list, id, &names->capacity, sizeof *names->list);
    names->list[id] = text_copy(names->arena, name);
    names->slots[slot] = id;
    return id;
}

uint32_t event_names_find(const struct event_names *names, struct text name)
{
    return names->slots[names_slot(names, name)];
}

uint32_t event_names_count(const struct event_names *names)
{
    return names->count;
}

struct text event_names_at(const struct event_names *names, uint32_t id)
{
    return id == EVENT_NAME_NONE || id > names->count ? TEXT_NONE : names->list[id];
}
