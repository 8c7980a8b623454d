/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roots of segments, on their way to the ledger: the event store leaves a report of each one
 * that it sealed or let go, and here they are spooled for the house. One is removed when it is
 * durable in the spool; after an end in between it is spooled again, under the same key.
 */
#include "base/file.h"
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"

enum { REPORT_BYTES_MAX = 64 * 1024, ROUND_REPORTS_MAX = 64 };

static void instant_set(struct arena *arena, struct value *said, const char *name,
                        const struct value *report, const char *of)
{
    int64_t at_us = value_get_integer(report, of, INT64_MIN);
    if (at_us != INT64_MIN)
        value_set_text(arena, said, name, instant_utc(arena, at_us));
}

static struct value *segment_value(struct arena *arena, const struct value *report)
{
    static const char *const texts[] = {"store", "root", "previous", "retired"};
    static const char *const numbers[] = {"segment", "records", "raw_bytes"};
    struct value *said = value_map(arena);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (value_has(report, texts[i]))
            value_set_text(arena, said, texts[i], value_get_text(report, texts[i]));
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (value_has(report, numbers[i]))
            value_set_integer(arena, said, numbers[i], value_get_integer(report, numbers[i], 0));
    instant_set(arena, said, "sealed", report, "sealed_us");
    instant_set(arena, said, "first", report, "received_min_us");
    instant_set(arena, said, "last", report, "received_max_us");
    return said;
}

static struct text order_of(const struct watch *watch, struct arena *arena,
                            const struct value *report)
{
    struct value *order = value_map(arena);
    struct value *input = value_map(arena);
    struct text store = value_get_text(report, "store");
    const char *state = value_has(report, "retired") ? "retired" : "sealed";
    value_set_text(arena, order, "action", TEXT("source.report"));
    value_set_text(arena, order, "key",
                   text_format(arena, "%.*s %lld %s", TEXT_SHOW(store),
                               (long long)value_get_integer(report, "segment", 0), state));
    value_set(arena, order, "input", input);
    value_set_text(arena, input, "watch", watch->settings->name);
    value_set_text(arena, input, "source", text_format(arena, "store/%.*s", TEXT_SHOW(store)));
    value_set_text(arena, input, "state", text_of(state));
    value_set(arena, input, "segment", segment_value(arena, report));
    return json_write(arena, order);
}

static bool report_spool(struct watch *watch, struct turn *turn, const char *path)
{
    struct text bytes;
    struct value *report;
    return file_read(turn, path, REPORT_BYTES_MAX, &bytes) && json_read(turn, bytes, path, &report)
           && spool_put(&watch->spool, order_of(watch, turn->arena, report))
           && spool_sync(&watch->spool) && file_remove(turn, path);
}

/* Without a house the reports stay where they are, for one that comes later. */
void sealed_round(struct watch *watch, struct arena *arena)
{
    struct text *names;
    size_t count;
    struct turn turn = {.arena = arena};
    arena_clear(arena);
    const char *folder =
        text_format(arena, "%.*s/events/report", TEXT_SHOW(watch->settings->data)).data;
    if (text_empty(watch->settings->house) || !file_exists(folder)
        || !folder_list(&turn, folder, &names, &count))
        return;
    for (size_t i = 0; i < count && i < ROUND_REPORTS_MAX; i++) {
        const char *path = text_format(arena, "%s/%.*s", folder, TEXT_SHOW(names[i])).data;
        if (text_ends(names[i], TEXT(".json")) && !report_spool(watch, &turn, path))
            return; /* it is tried again in the next round */
    }
}
