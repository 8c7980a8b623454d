/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Up to a NUL, the bytes are a list; behind it, they are what an event says. Whatever they are:
 * each line is an entry, a problem, a repetition or passed over; every entry is found in its own
 * spelling; and a hit names something that stands in the event.
 */
#include "sigma/indicator.h"
#include "target.h"

struct asking {
    struct text value;
    bool found;
};

static void hear(void *listener, const struct indicator_hit *hit)
{
    struct asking *asking = listener;
    insist(hit->entry.size > 0 && hit->line > 0 && hit->kind < INDICATOR_KINDS);
    insist(hit->value.data >= asking->value.data
           && hit->value.data + hit->value.size <= asking->value.data + asking->value.size);
    insist(hit->expires_us > 1);
    asking->found = true;
}

static void ask(struct arena *arena, const struct indicators *indicators, struct text value)
{
    struct event event;
    struct asking asking = {value, false};
    struct event_reader *reader = event_reader_new(arena, NULL);
    event_begin(reader, value, &event);
    size_t raw = indicators_match(indicators, &event, 1, hear, &asking);
    event_add(reader, &event, TEXT("field"), value, EVENT_TEXT, true);
    size_t field = indicators_match(indicators, &event, 1, hear, &asking);
    insist(raw == field && asking.found == (raw > 0) && raw <= INDICATOR_HITS_MAX);
}

static void try_list(struct arena *arena, struct text list, struct text value)
{
    struct turn turn = {.arena = arena};
    size_t problems;
    uint64_t total;
    struct indicators *indicators = indicators_new(arena);
    insist(indicators_read(&turn, indicators, TEXT("list"), list));
    uint32_t count = 0;
    for (size_t kind = 0; kind < INDICATOR_KINDS; kind++)
        count += indicators_count_of(indicators, kind);
    (void)indicators_problems(indicators, &problems, &total);
    insist(count == indicators_count(indicators) && problems <= total);
    ask(arena, indicators, value);
    ask(arena, indicators, list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 26);
    struct text bytes = {(const char *)data, size};
    struct text value;
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard)) {
        struct text list = text_cut(bytes, '\0', &value);
        try_list(arena, list, value);
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
