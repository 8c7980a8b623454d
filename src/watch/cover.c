/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which rules saw which lines as they came. What a group of batches adds stands in a mark of the
 * event store, and becomes durable in the same sync as its lines: so nothing is claimed that was
 * not looked at, and nothing that was is forgotten, whenever the watch is killed. Spans that will
 * not grow any more go over into the file of the coverage ledger; until they are durable there the
 * mark has them, too.
 *
 * A batch of which hits were lost, or that nobody got through, is not claimed: the hunt of history
 * finds the gap and looks again.
 */
#include "base/file.h"
#include "event/coverage.h"
#include "watch/inside.h"
#include <errno.h>

#define COVER_ARENA_BYTES   ((size_t)2 << 30)
#define SCRATCH_ARENA_BYTES ((size_t)1 << 20)

/* The spans of the mark: all but the last will not grow any more. */
struct state {
    struct coverage_span spans[COVERAGE_MARK_SPANS_MAX];
    size_t count;
    uint64_t sequence; /* of the last that was begun */
};

struct cover {
    struct watch *watch;
    struct arena *arena, *scratch;
    const char *folder;
    struct coverage_file *file;
    pthread_mutex_t mutex; /* of the sets: who hunts writes some, too */
    struct sha256 *sets;   /* that are in the file */
    size_t set_count, set_capacity;
    struct state now, next; /* as it is durable; with the group in hand */
    bool lost;              /* something of the group in hand is not claimed */
    bool failing;           /* the file cannot be written, and that was said */
};

/* ---- opening ---- */

static void failing_say(struct cover *cover, const char *what)
{
    if (!cover->failing)
        log_write(cover->watch->log, LOG_ERROR, "watch.coverage", "%s: %s", what, strerror(errno));
    cover->failing = true;
}

static void set_note(struct cover *cover, const struct sha256 *hash)
{
    cover->sets = arena_grow(cover->arena, cover->sets, cover->set_count, &cover->set_capacity,
                             sizeof *cover->sets);
    cover->sets[cover->set_count++] = *hash;
}

static bool set_known(const struct cover *cover, const struct sha256 *hash)
{
    for (size_t i = cover->set_count; i > 0; i--)
        if (memcmp(cover->sets[i - 1].bytes, hash->bytes, SHA256_BYTES) == 0)
            return true;
    return false;
}

/* A ledger that is no more does not keep the watch down: it is set aside, and begun anew. */
static bool file_open(struct turn *turn, struct cover *cover, struct coverage *known)
{
    if (coverage_open(turn, cover->folder, known, &cover->file))
        return true;
    if (turn->fault.kind != FAULT_INVALID)
        return false;
    const char *path = text_format(turn->arena, "%s/coverage", cover->folder).data;
    const char *aside = text_format(turn->arena, "%s.damaged", path).data;
    log_write(cover->watch->log, LOG_ERROR, "watch.coverage", "%s It is %s now.",
              turn->fault.message, aside);
    fault_clear(turn);
    if (rename(path, aside) != 0)
        return fail(turn, FAULT_BROKEN, "%s cannot be set aside: %s.", path, strerror(errno));
    return coverage_open(turn, cover->folder, known, &cover->file);
}

/* What the mark has and the file does not. */
static void mark_take(struct cover *cover, uint64_t known)
{
    struct text key;
    struct text value;
    struct coverage_span spans[COVERAGE_MARK_SPANS_MAX];
    for (size_t i = 0; keep_mark(cover->watch->keep, i, &key, &value); i++) {
        if (!text_is(key, COVERAGE_MARK))
            continue;
        size_t count = coverage_mark_read(value, spans, COVERAGE_MARK_SPANS_MAX);
        for (size_t j = 0; j < count; j++) {
            if (spans[j].sequence > cover->now.sequence)
                cover->now.sequence = spans[j].sequence;
            if (spans[j].sequence > known
                && (spans[j].how == COVERAGE_UNREADABLE || set_known(cover, &spans[j].set)))
                cover->now.spans[cover->now.count++] = spans[j];
        }
    }
}

bool cover_open(struct turn *turn, struct watch *watch)
{
    struct coverage known;
    struct cover *cover = arena_take(watch->arena, sizeof *cover);
    *cover = (struct cover){.watch = watch,
                            .arena = arena_new(COVER_ARENA_BYTES),
                            .scratch = arena_new(SCRATCH_ARENA_BYTES)};
    pthread_mutex_init(&cover->mutex, NULL);
    watch->cover = cover;
    if (cover->arena == NULL || cover->scratch == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the coverage ledger.");
    cover->folder = text_format(watch->arena, "%.*s/events", TEXT_SHOW(watch->settings->data)).data;
    struct turn opening = {.arena = cover->arena, .now_us = turn->now_us};
    if (!file_open(&opening, cover, &known)) {
        turn->fault = opening.fault;
        return false;
    }
    if (known.damaged > 0)
        log_write(watch->log, LOG_WARNING, "watch.coverage",
                  "%llu places of %s/coverage are damaged: what they said does not count",
                  (unsigned long long)known.damaged, cover->folder);
    for (size_t i = 0; i < known.set_count; i++)
        set_note(cover, &known.sets[i].hash);
    cover->now.sequence = known.sequence;
    mark_take(cover, known.sequence);
    return true;
}

void cover_close(struct watch *watch)
{
    if (watch->cover == NULL)
        return;
    pthread_mutex_destroy(&watch->cover->mutex);
    arena_free(watch->cover->scratch);
    arena_free(watch->cover->arena);
}

/* ---- the file ---- */

bool cover_set(struct cover *cover, const struct coverage_set *set)
{
    pthread_mutex_lock(&cover->mutex);
    bool good = set_known(cover, &set->hash);
    if (!good && coverage_add_set(cover->file, set)) {
        set_note(cover, &set->hash);
        good = true;
    }
    pthread_mutex_unlock(&cover->mutex);
    return good;
}

bool cover_spans(struct cover *cover, const struct coverage_span *spans, size_t count)
{
    return coverage_add_spans(cover->file, spans, count);
}

/* ---- a group ---- */

static void span_add(struct cover *cover, const struct coverage_span *span)
{
    struct state *next = &cover->next;
    struct coverage_span *last = next->count == 0 ? NULL : &next->spans[next->count - 1];
    if (last != NULL && last->how == span->how && last->segment == span->segment
        && last->to == span->from && memcmp(last->set.bytes, span->set.bytes, SHA256_BYTES) == 0) {
        last->to = span->to;
        last->at_us = span->at_us;
    } else if (next->count == COVERAGE_MARK_SPANS_MAX) {
        cover->lost = true;
    } else {
        next->spans[next->count] = *span;
        next->spans[next->count++].sequence = ++next->sequence;
    }
}

/* A line that a reader died of was looked at by nobody, and that is said, too. */
static void batch_cover(struct cover *cover, const struct batch *batch, const struct hits *hits,
                        struct segment_position at, int64_t now_us)
{
    size_t lines = batch_lines(batch);
    struct coverage_span span = {.set = hits->set->coverage.hash,
                                 .segment = at.segment,
                                 .from = at.index,
                                 .to = at.index,
                                 .how = COVERAGE_LIVE,
                                 .at_us = now_us};
    for (size_t i = 0; i < lines; i++) {
        uint32_t flags = batch_line(batch, i).flags;
        if ((flags & (LINE_BAD | LINE_HEADLESS)) == 0) {
            span.to++;
            continue;
        }
        if (span.to > span.from)
            span_add(cover, &span);
        span.from = span.to = at.index + i + 1;
        if ((flags & LINE_BAD) == 0) { /* history looks again */
            atomic_store(&cover->watch->unseen, true);
            continue;
        }
        const struct coverage_span bad = {.segment = at.segment,
                                          .from = at.index + i,
                                          .to = at.index + i + 1,
                                          .how = COVERAGE_UNREADABLE,
                                          .at_us = now_us};
        span_add(cover, &bad);
    }
    if (span.to > span.from)
        span_add(cover, &span);
}

static bool is_now(struct watch *watch, const struct ruleset *set)
{
    struct ruleset *now = ruleset_hold(watch);
    ruleset_drop(now);
    return now == set;
}

struct text cover_take(struct watch *watch, struct batch *const *batches, size_t count,
                       struct segment_position at, int64_t now_us)
{
    struct cover *cover = watch->cover;
    cover->next = cover->now;
    cover->lost = false;
    for (size_t i = 0; i < count; i++) {
        const struct hits *hits = &watch->hits[ring_slot(&watch->ring, batches[i])];
        bool looked = hits->set != NULL && hits->set->coverage.count > 0 && !hits->partial;
        if (looked && !cover_set(cover, &hits->set->coverage)) {
            failing_say(cover, "which rules look cannot be written down, and is not claimed");
            looked = false;
        }
        if (looked)
            batch_cover(cover, batches[i], hits, at, now_us);
        if (!looked || !is_now(watch, hits->set))
            atomic_store(&watch->unseen, true);
        at.index += batch_lines(batches[i]);
    }
    arena_clear(cover->scratch);
    return coverage_mark_write(cover->scratch, cover->next.spans, cover->next.count);
}

void cover_kept(struct watch *watch)
{
    struct cover *cover = watch->cover;
    cover->now = cover->next;
    if (cover->lost)
        log_write(watch->log, LOG_WARNING, "watch.coverage",
                  "what was looked at is in too many pieces: not all of it is claimed");
    if (cover->now.count < 2)
        return;
    if (!cover_spans(cover, cover->now.spans, cover->now.count - 1)) {
        failing_say(cover, "what was looked at cannot be written down now");
        return;
    }
    cover->failing = false;
    cover->now.spans[0] = cover->now.spans[cover->now.count - 1];
    cover->now.count = 1;
}
