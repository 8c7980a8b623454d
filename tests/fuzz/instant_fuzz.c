/* SPDX-License-Identifier: Apache-2.0 */
/* An instant that is read is written so that it reads back, in every zone; and the bytes as a TZif
 * file and as a POSIX TZ string are refused or give offsets within a day. */
#include "base/inside.h"
#include "target.h"

static void try_text(struct arena *arena, struct text text, const struct zone *zone)
{
    struct turn turn = {.arena = arena};
    int64_t instant_us;
    int64_t again_us;
    if (!instant_parse(&turn, "told", text, zone, &instant_us)) {
        insist(turn.fault.kind == FAULT_INVALID && turn.fault.message[0] != '\0');
        return;
    }
    struct text utc = instant_utc(arena, instant_us);
    int year = zone_civil(zone, instant_us).date.year; /* an offset can lead out of 1..9999 */
    if (year > 1 && year < 9999) {
        insist(instant_parse(&turn, "told", utc, NULL, &again_us) && again_us == instant_us);
        insist(instant_parse(&turn, "told", instant_local(arena, zone, instant_us), NULL, &again_us)
               && again_us == instant_us);
    }
    insist(!text_empty(instant_people(arena, zone, instant_us)));
}

static void try_zone(struct arena *arena, struct text bytes)
{
    struct turn turn = {.arena = arena};
    struct zone *zone;
    struct zone_rule rule;
    if (tzif_read(&turn, TEXT("Fuzz/Zone"), bytes, &zone))
        try_text(arena, TEXT("2025-03-09 02:30"), zone);
    if (!zone_rule_read(bytes, &rule))
        return;
    for (int64_t at_s = 1735689600; at_s < 1767225600; at_s += 86400 * 10) {
        int32_t offset_s = zone_rule_at(&rule, at_s)->offset_s;
        insist(offset_s >= -90000 && offset_s <= 90000);
        insist(zone_rule_next(&rule, at_s) > at_s);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new(1 << 24);
    struct turn turn = {.arena = arena};
    struct zone *zone;
    struct text text = {(const char *)data, size};
    jmp_buf guard;
    if (!ARENA_GUARD(arena, guard)) {
        if (zone_open(&turn, TEXT("America/New_York"), &zone))
            try_text(arena, text, zone);
        try_zone(arena, text);
    }
    arena_guard(arena, NULL);
    arena_free(arena);
    return 0;
}
