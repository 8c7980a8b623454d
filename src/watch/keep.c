/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the watch took in goes into the event store: lines as its records, and how far the inputs
 * have come as its marks, durable together, a group of batches at a time and each group whole or
 * not at all. A disk that fails is not the end: the store is closed and opened again, and what had
 * not become durable is written again.
 */
#include "event/coverage.h"
#include "event/segment.h"
#include "watch/inside.h"
#include <unistd.h>

#define SCRATCH_BYTES ((size_t)1 << 30)
enum { RECORDS_MAX = 1024 };

struct keep {
    struct arena *arena; /* the store's */
    struct segment_settings settings;
    struct segment_store *store; /* NULL: it failed, and is to be opened again */
    struct turn turn;            /* of what is done now; its arena is scratch */
    struct segment_record records[RECORDS_MAX];

    /* The group in hand, over all the times that it is tried. */
    size_t batch, line; /* how far it is taken */
    bool begun, ended;  /* its first record is taken; all of it is, and it was tried to sync it */
    struct segment_position first, end;
};

/* ---- opening ---- */

/* Half of the processors may pack beside the thread that keeps: the others read. */
static size_t hands_of(long processors)
{
    return processors < 4 ? 1 : (size_t)processors / 2;
}

bool keep_open(struct turn *turn, struct arena *arena, const char *folder, const struct log *log,
               struct keep **keep)
{
    struct keep *made = arena_take(arena, sizeof *made);
    *made = (struct keep){.arena = arena_new(SCRATCH_BYTES),
                          .turn = {.arena = arena_new(SCRATCH_BYTES)},
                          .settings = {.folder = folder,
                                       .log = log,
                                       .whole = true,
                                       .hands = hands_of(sysconf(_SC_NPROCESSORS_ONLN))}};
    *keep = made;
    if (made->arena == NULL || made->turn.arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for what is kept.");
    struct turn opening = {.arena = made->arena};
    if (segment_open(&opening, &made->settings, &made->store))
        return true;
    made->store = NULL;
    turn->fault = opening.fault;
    return false;
}

void keep_close(struct keep *keep)
{
    if (keep == NULL)
        return;
    segment_close(keep->store);
    arena_free(keep->turn.arena);
    arena_free(keep->arena);
}

bool keep_mark(const struct keep *keep, size_t index, struct text *key, struct text *value)
{
    return segment_mark_at(keep->store, index, key, value);
}

struct segment_position keep_place(const struct keep *keep)
{
    return segment_next(keep->store);
}

const char *keep_why(const struct keep *keep)
{
    return keep->turn.fault.message;
}

/* ---- a disk that failed ---- */

static bool position_same(struct segment_position a, struct segment_position b)
{
    return a.segment == b.segment && a.index == b.index;
}

static void keep_fail(struct keep *keep)
{
    if (keep->turn.fault.kind == FAULT_BUSY)
        return;
    segment_close(keep->store);
    keep->store = NULL;
}

/* What was never synced is gone, all of the group; or it was synced, though nobody could say so. */
static bool keep_again(struct keep *keep)
{
    arena_clear(keep->arena);
    struct turn opening = {.arena = keep->arena};
    if (!segment_open(&opening, &keep->settings, &keep->store)) {
        keep->turn.fault = opening.fault;
        keep->store = NULL;
        return false;
    }
    keep->ended = keep->ended && position_same(segment_next(keep->store), keep->end);
    if (keep->ended)
        return true;
    keep->batch = keep->line = 0;
    keep->begun = false;
    return true;
}

/* ---- a group ---- */

static struct segment_record record_of(const struct sources *sources, const struct batch *batch,
                                       size_t index)
{
    struct line line = batch_line(batch, index);
    uint32_t flags = line.flags;
    struct text name = sources->all[line.source].name;
    return (struct segment_record){.received_us = batch->received_us,
                                   .event_us = line.event_us,
                                   .source = {name.data, name.size < SEGMENT_SOURCE_BYTES_MAX
                                                             ? name.size
                                                             : SEGMENT_SOURCE_BYTES_MAX},
                                   .flags = ((flags & LINE_CUT) != 0 ? SEGMENT_FLAG_CUT : 0U)
                                            | ((flags & LINE_BAD) != 0 ? SEGMENT_FLAG_CRASHED : 0U),
                                   .raw = {batch->data + line.at, line.size}};
}

/* The lines of a batch that are not taken yet. */
static bool batch_take(struct keep *keep, const struct sources *sources, const struct batch *batch,
                       int64_t now_us)
{
    size_t lines = batch_lines(batch);
    while (keep->line < lines) {
        size_t count = 0;
        size_t taken;
        struct segment_position first;
        for (; count < RECORDS_MAX && keep->line + count < lines; count++)
            keep->records[count] = record_of(sources, batch, keep->line + count);
        bool good =
            segment_append(&keep->turn, keep->store, now_us, keep->records, count, &taken, &first);
        if (taken > 0 && !keep->begun)
            keep->first = first;
        keep->begun = keep->begun || taken > 0;
        keep->line += taken;
        if (!good)
            return false;
    }
    return true;
}

bool keep_take(struct keep *keep, const struct sources *sources, struct batch *const *batches,
               size_t count, int64_t now_us, struct segment_position *first)
{
    arena_clear(keep->turn.arena);
    fault_clear(&keep->turn);
    if (keep->store == NULL && !keep_again(keep))
        return false;
    for (; keep->batch < count; keep->batch++, keep->line = 0)
        if (!batch_take(keep, sources, batches[keep->batch], now_us)) {
            keep_fail(keep);
            return false;
        }
    *first = keep->begun ? keep->first : segment_next(keep->store);
    return true;
}

/* One that cannot be kept holds nothing up: at worst lines are read again after a restart. */
static void marks_set(struct keep *keep, const struct batch *batch)
{
    struct text marks = {batch->marks, batch->marks_bytes < BATCH_MARKS_BYTES ? batch->marks_bytes
                                                                              : BATCH_MARKS_BYTES};
    while (!text_empty(marks)) {
        struct text value;
        struct text key = text_cut(text_cut(marks, '\n', &marks), '\t', &value);
        if (segment_mark(&keep->turn, keep->store, key, value))
            continue;
        log_write(keep->settings.log, LOG_ERROR, "watch.keep", "how far %.*s was read: %s",
                  TEXT_SHOW(key), keep->turn.fault.message);
        fault_clear(&keep->turn);
    }
}

/* One that cannot be kept claims nothing: at worst lines are looked at again, or not joined. */
static void mark_put(struct keep *keep, struct text key, struct text value, const char *what)
{
    if (segment_mark(&keep->turn, keep->store, key, value))
        return;
    log_write(keep->settings.log, LOG_ERROR, "watch.keep", "%s: %s", what,
              keep->turn.fault.message);
    fault_clear(&keep->turn);
}

bool keep_sync(struct keep *keep, struct batch *const *batches, size_t count, struct text coverage,
               struct text waits, int64_t now_us)
{
    struct segment_position durable;
    bool good = true;
    if (!keep->ended) { /* else it was found to be durable when the store was opened again */
        for (size_t i = 0; i < count; i++)
            marks_set(keep, batches[i]);
        mark_put(keep, TEXT(COVERAGE_MARK), coverage, "who looked at lines");
        mark_put(keep, TEXT(JOIN_MARK), waits, "which lines wait for the rest of their event");
        keep->end = segment_next(keep->store);
        good = segment_sync(&keep->turn, keep->store, now_us, &durable);
        keep->ended = !good && keep->turn.fault.kind != FAULT_BUSY;
    }
    if (!good) {
        keep_fail(keep);
        return false;
    }
    keep->batch = keep->line = 0;
    keep->begun = keep->ended = false;
    return true;
}

bool keep_rest(struct keep *keep, int64_t now_us)
{
    struct segment_position durable;
    arena_clear(keep->turn.arena);
    fault_clear(&keep->turn);
    if (keep->store == NULL || segment_sync(&keep->turn, keep->store, now_us, &durable))
        return true;
    keep_fail(keep);
    return false;
}
