/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a correlator holds, as bytes: a mark, the times, what waits, and for each correlation its
 * digest with its window; sizes stand before whatever varies, so that what is of a correlation that
 * is no more can be passed over. Checksums are for whoever keeps the bytes.
 */
#include "sigma/correlator_inside.h"
#include "sigma/save.h"

#define MARK "revere correlator 1\n"

static void put_text(struct builder *builder, struct text text)
{
    save_put(builder, text.size);
    build(builder, text);
}

static bool get_text(struct text *bytes, struct text *text)
{
    uint64_t size = 0;
    if (!save_get(bytes, &size) || bytes->size < size)
        return false;
    *text = (struct text){bytes->data, (size_t)size};
    bytes->data += size;
    bytes->size -= (size_t)size;
    return true;
}

static void put_pending(struct builder *builder, const struct pending *pending)
{
    save_put(builder, pending->correlation);
    save_put(builder, pending->tie);
    save_put(builder, (uint64_t)pending->item.time_us);
    save_put(builder, pending->item.event.place);
    save_put(builder, pending->item.event.position);
    save_put(builder, pending->item.part);
    put_text(builder, pending->item.group);
    put_text(builder, pending->item.value);
}

void correlator_save(const struct correlator *correlator, struct builder *builder)
{
    build(builder, TEXT(MARK));
    save_put(builder, (uint64_t)correlator->newest_us);
    save_put(builder, (uint64_t)correlator->known_us);
    save_put(builder, correlator->loss.late);
    save_put(builder, correlator->loss.untimed);
    save_put(builder, correlator->loss.pushed);
    save_put(builder, correlator->correlations->count);
    for (size_t i = 0; i < correlator->correlations->count; i++) {
        struct builder window = {.arena = builder->arena};
        window_save(correlator->windows[i], &window);
        put_text(builder, correlator->correlations->list[i].digest);
        put_text(builder, built(&window));
    }
    save_put(builder, correlator->heap_count);
    for (size_t i = 0; i < correlator->heap_count; i++)
        put_pending(builder, &correlator->pending[correlator->heap[i]]);
}

/* ---- taking up ---- */

/* Which correlation it is now; UINT32_MAX: none. */
static uint32_t number_of(const struct correlations *correlations, struct text digest)
{
    for (uint32_t i = 0; i < correlations->count; i++)
        if (text_equal(correlations->list[i].digest, digest))
            return i;
    return UINT32_MAX;
}

/* The windows, and in numbers which correlation each of those saved is now. */
static bool get_windows(struct correlator *correlator, struct text *bytes, uint64_t count,
                        uint32_t *numbers)
{
    for (uint64_t i = 0; i < count; i++) {
        struct text digest;
        struct text window;
        if (!get_text(bytes, &digest) || !get_text(bytes, &window))
            return false;
        numbers[i] = number_of(correlator->correlations, digest);
        if (numbers[i] == UINT32_MAX)
            continue;
        if (!window_load(correlator->windows[numbers[i]], &window) || window.size != 0)
            return false;
        int64_t due_us = window_due(correlator->windows[numbers[i]]);
        correlator->due_us = due_us < correlator->due_us ? due_us : correlator->due_us;
    }
    return true;
}

/* What waits for a correlation that is no more has nothing to wait for. */
static bool get_pending(struct correlator *correlator, struct text *bytes, uint64_t count,
                        const uint32_t *numbers)
{
    struct pending pending = {0};
    uint64_t saved = 0;
    uint64_t time_us = 0;
    uint64_t part = 0;
    if (!save_get(bytes, &saved) || saved >= count || !save_get(bytes, &pending.tie)
        || !save_get(bytes, &time_us) || !save_get(bytes, &pending.item.event.place)
        || !save_get(bytes, &pending.item.event.position) || !save_get(bytes, &part)
        || !get_text(bytes, &pending.item.group) || !get_text(bytes, &pending.item.value))
        return false;
    pending.correlation = numbers[saved];
    pending.item.time_us = (int64_t)time_us;
    pending.item.part = (uint32_t)part;
    if (pending.correlation == UINT32_MAX)
        return true;
    const struct correlation *now = &correlator->correlations->list[pending.correlation];
    if (part >= now->window.parts || pending.item.time_us <= correlator->known_us
        || pending.item.time_us >= CORRELATION_TIME_END_US
        || !correlator_number(now, &pending.item))
        return false;
    pending_add(correlator, &pending);
    return true;
}

static bool take_up(struct correlator *correlator, struct arena *arena, struct text bytes,
                    size_t *forgotten)
{
    uint64_t newest = 0;
    uint64_t known = 0;
    uint64_t count = 0;
    uint64_t waiting = 0;
    if (!text_starts(bytes, TEXT(MARK)))
        return false;
    bytes.data += sizeof MARK - 1;
    bytes.size -= sizeof MARK - 1;
    if (!save_get(&bytes, &newest) || !save_get(&bytes, &known)
        || !save_get(&bytes, &correlator->loss.late) || !save_get(&bytes, &correlator->loss.untimed)
        || !save_get(&bytes, &correlator->loss.pushed) || !save_get(&bytes, &count)
        || count > CORRELATIONS_MAX)
        return false;
    correlator->newest_us = (int64_t)newest;
    correlator->known_us = (int64_t)known;
    uint32_t *numbers = arena_array(arena, count, sizeof *numbers);
    if (!get_windows(correlator, &bytes, count, numbers) || !save_get(&bytes, &waiting)
        || waiting > CORRELATION_PENDING_MAX)
        return false;
    for (uint64_t i = 0; i < waiting; i++)
        if (!get_pending(correlator, &bytes, count, numbers))
            return false;
    for (uint64_t i = 0; i < count; i++)
        *forgotten += numbers[i] == UINT32_MAX;
    return bytes.size == 0;
}

bool correlator_load(struct turn *turn, struct correlator *correlator, struct text bytes,
                     size_t *forgotten)
{
    *forgotten = 0;
    if (take_up(correlator, turn->arena, bytes, forgotten))
        return true;
    correlator_empty(correlator);
    return fail(turn, FAULT_INVALID,
                "what was saved of the correlations is damaged; without it they begin anew, and do "
                "not see what happened before");
}
