/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each input has a joint. Those who drive workers have its lines: what waits at the end of one
 * batch is given to the next, which must therefore not be read before; so batches of an input whose
 * lines wait are read one after the other. The storage thread, which takes batches in the same
 * order, has the places of those lines, in the same order. A worker reads the whole of an event in
 * one batch and remembers nothing; one that dies takes nothing with it.
 */
#include "watch/join.h"
#include "event/segment_extent.h"
#include "watch/inside.h"
#include <stdlib.h>

enum { FLUSH_AGAIN_US = 500 * 1000, MARK_BYTES = SEGMENT_MARK_BYTES_MAX - 256 };
#define LOAD_ARENA_BYTES ((size_t)1 << 30)

struct joint {
    struct carried all[WAITS_MAX];
    uint32_t count;
    char bytes[WAITS_BYTES];
    int64_t flushed_us; /* when a batch without lines was sent round last */
    struct segment_position places[WAITS_MAX],
        next[WAITS_MAX]; /* durable; with the group in hand */
    uint32_t places_count, next_count;
};

struct joins {
    pthread_mutex_t mutex;
    struct joint *_Atomic all[WATCH_INPUTS_MAX];
    struct segment_position *places[RING_BATCHES_MAX]; /* of what a batch carries, by its slot */
    struct arena *scratch;
    uint64_t refused; /* events that were not joined, for want of room */
    bool left;        /* not all places went into the mark, and that was said */
};

/* ---- lines ---- */

struct text batch_raw(const struct batch *batch, uint32_t number)
{
    if (number >= BATCH_LINES_MAX) {
        const struct carried *line = &batch->carried[number - BATCH_LINES_MAX];
        return (struct text){batch->carried_data + line->at, line->size};
    }
    const struct line line = batch_line(batch, number);
    return (struct text){batch->data + line.at, line.size};
}

uint32_t batch_source(const struct batch *batch, uint32_t number)
{
    return number >= BATCH_LINES_MAX ? batch->carried[number - BATCH_LINES_MAX].source
                                     : batch_line(batch, number).source;
}

void batch_carry(const struct batch *from, struct carried *carried, char *bytes, uint32_t *count)
{
    uint32_t used = 0;
    *count = 0;
    for (uint32_t i = 0; i < from->waits_count; i++) {
        uint32_t number = from->waits[i];
        struct text raw = batch_raw(from, number);
        bool again = number >= BATCH_LINES_MAX;
        carried[*count] = again ? from->carried[number - BATCH_LINES_MAX]
                                : (struct carried){.source = batch_source(from, number),
                                                   .flags = from->lines[number].flags,
                                                   .received_us = from->received_us,
                                                   .heard_us = from->received_us};
        carried[*count].at = used;
        carried[*count].size = (uint32_t)raw.size;
        if (raw.size > 0)
            memcpy(bytes + used, raw.data, raw.size);
        used += (uint32_t)raw.size;
        ++*count;
    }
}

static uint32_t input_of(const struct watch *watch, const struct batch *batch)
{
    return batch->flushed > 0 ? batch->flushed - 1
                              : watch->sources.all[batch_source(batch, 0)].input;
}

/* The joint of an input, made where it is the first time that it is needed; NULL: no memory. */
static struct joint *joint_of(struct watch *watch, uint32_t input)
{
    struct joins *joins = watch->joins;
    struct joint *joint = atomic_load(&joins->all[input]);
    if (joint != NULL)
        return joint;
    pthread_mutex_lock(&joins->mutex);
    joint = atomic_load(&joins->all[input]);
    if (joint == NULL) {
        joint = calloc(1, sizeof *joint);
        atomic_store(&joins->all[input], joint);
    }
    pthread_mutex_unlock(&joins->mutex);
    return joint;
}

/* ---- whoever drives workers ---- */

void join_again(struct batch *batch)
{
    batch->waits_count = batch->carried_count;
    for (uint32_t i = 0; i < batch->carried_count; i++)
        batch->waits[i] = BATCH_LINES_MAX + i;
}

static void joint_give(struct joins *joins, struct joint *joint, struct batch *batch)
{
    pthread_mutex_lock(&joins->mutex);
    batch->carried_count = joint->count;
    memcpy(batch->carried, joint->all, joint->count * sizeof *joint->all);
    if (joint->count > 0)
        memcpy(batch->carried_data, joint->bytes,
               joint->all[joint->count - 1].at + joint->all[joint->count - 1].size);
    pthread_mutex_unlock(&joins->mutex);
    batch->joined = 1;
    join_again(batch);
}

void join_begin(struct watch *watch, struct batch *batch)
{
    struct joint *joint = atomic_load(&watch->joins->all[input_of(watch, batch)]);
    if (joint == NULL)
        return;
    ring_through(&watch->ring, batch);
    joint_give(watch->joins, joint, batch);
}

/* Carried lines first, each once, and not more than fit. What a worker says is not believed. */
static bool waits_good(const struct batch *batch, const uint32_t *waits, uint32_t count)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < count; i++) {
        bool carried = waits[i] >= BATCH_LINES_MAX;
        if (!batch_has(batch, waits[i])
            || (i > 0 && carried == (waits[i - 1] >= BATCH_LINES_MAX) && waits[i] <= waits[i - 1])
            || (i > 0 && carried && waits[i - 1] < BATCH_LINES_MAX))
            return false;
        bytes += batch_raw(batch, waits[i]).size;
    }
    return bytes <= WAITS_BYTES;
}

void join_gather(struct watch *watch, struct batch *batch, const struct answer *answer)
{
    uint32_t waits[WAITS_MAX];
    uint32_t count = answer->waits_count;
    uint32_t refused = answer->waits_refused;
    if (count > 0)
        memcpy(waits, answer->waits, sizeof waits);
    if (count > WAITS_MAX || !waits_good(batch, waits, count))
        count = 0;
    batch->grouped |= answer->grouped != 0;
    batch->waits_count = count;
    memcpy(batch->waits, waits, count * sizeof *waits);
    if (refused == 0)
        return;
    pthread_mutex_lock(&watch->joins->mutex);
    uint64_t all = watch->joins->refused += refused;
    pthread_mutex_unlock(&watch->joins->mutex);
    log_write(watch->log, LOG_WARNING, "watch.join",
              "%u events of several lines are not joined with what comes of them in the next "
              "batch: more wait than may; %llu by now. Their lines are kept",
              refused, (unsigned long long)all);
}

static void joint_take(struct joins *joins, struct joint *joint, const struct batch *batch)
{
    pthread_mutex_lock(&joins->mutex);
    batch_carry(batch, joint->all, joint->bytes, &joint->count);
    pthread_mutex_unlock(&joins->mutex);
}

bool join_end(struct watch *watch, struct batch *batch)
{
    if (batch->grouped == 0 && batch->joined == 0)
        return true;
    struct joint *joint = joint_of(watch, input_of(watch, batch));
    if (joint == NULL) {
        batch->waits_count = 0;
        return true;
    }
    if (batch->joined == 0) {
        ring_through(&watch->ring, batch);
        if (joint->count > 0) { /* nobody changes it now */
            joint_give(watch->joins, joint, batch);
            return false;
        }
        batch->joined = 1;
    }
    joint_take(watch->joins, joint, batch);
    return true;
}

/* ---- the storage thread ---- */

static struct segment_position *places_of(struct watch *watch, const struct batch *batch)
{
    struct segment_position **places = &watch->joins->places[ring_slot(&watch->ring, batch)];
    if (*places == NULL)
        *places = calloc(WAITS_MAX, sizeof **places);
    return *places;
}

/* The places of what waits behind a batch; those of what it carries are known from before it. */
static void batch_place(struct watch *watch, struct joint *joint, const struct batch *batch,
                        struct segment_position at)
{
    struct segment_position *carried = places_of(watch, batch);
    watch->hits[ring_slot(&watch->ring, batch)].carried = carried;
    if (carried == NULL) {
        joint->next_count = 0;
        return;
    }
    memcpy(carried, joint->next, WAITS_MAX * sizeof *carried);
    joint->next_count = batch->waits_count;
    for (uint32_t i = 0; i < batch->waits_count; i++) {
        uint32_t number = batch->waits[i];
        joint->next[i] = number >= BATCH_LINES_MAX
                             ? carried[number - BATCH_LINES_MAX]
                             : (struct segment_position){at.segment, at.index + number};
    }
}

/* " SEGMENT:FROM-LAST", for lines that stand in a row; the number of places that are in it. */
static uint32_t run_spell(struct builder *out, const struct segment_position *places,
                          uint32_t count)
{
    uint32_t run = 1;
    while (run < count && places[run].segment == places[0].segment
           && places[run].index == places[0].index + run)
        run++;
    build_format(out, " %llu:%llu-%llu", (unsigned long long)places[0].segment,
                 (unsigned long long)places[0].index,
                 (unsigned long long)(places[0].index + run - 1));
    return run;
}

static struct text mark_spell(struct watch *watch)
{
    struct joins *joins = watch->joins;
    uint64_t left = 0;
    arena_clear(joins->scratch);
    struct builder out = {.arena = joins->scratch};
    for (size_t i = 0; i < watch->settings->inputs_count; i++) {
        const struct joint *joint = atomic_load(&joins->all[i]);
        for (uint32_t at = 0; joint != NULL && at < joint->next_count;) {
            if (built(&out).size > MARK_BYTES) {
                left += joint->next_count - at;
                break;
            }
            at += run_spell(&out, joint->next + at, joint->next_count - at);
        }
    }
    if (left > 0 && !joins->left)
        log_write(watch->log, LOG_WARNING, "watch.join",
                  "so many lines wait for the rest of their event that after a kill now %llu of "
                  "them would not be joined",
                  (unsigned long long)left);
    joins->left = left > 0;
    return built(&out);
}

struct text join_take(struct watch *watch, struct batch *const *batches, size_t count,
                      struct segment_position at)
{
    struct joins *joins = watch->joins;
    for (size_t i = 0; i < watch->settings->inputs_count; i++) {
        struct joint *joint = atomic_load(&joins->all[i]);
        if (joint == NULL)
            continue;
        memcpy(joint->next, joint->places, sizeof joint->next);
        joint->next_count = joint->places_count;
    }
    for (size_t i = 0; i < count; i++) {
        if (batches[i]->joined != 0)
            batch_place(watch, atomic_load(&joins->all[input_of(watch, batches[i])]), batches[i],
                        at);
        at.index += batch_lines(batches[i]);
    }
    return mark_spell(watch);
}

void join_kept(struct watch *watch)
{
    for (size_t i = 0; i < watch->settings->inputs_count; i++) {
        struct joint *joint = atomic_load(&watch->joins->all[i]);
        if (joint == NULL)
            continue;
        memcpy(joint->places, joint->next, sizeof joint->places);
        joint->places_count = joint->next_count;
    }
}

static bool joint_due(struct joins *joins, const struct joint *joint, int64_t now_us)
{
    bool due = false;
    pthread_mutex_lock(&joins->mutex);
    for (uint32_t i = 0; i < joint->count; i++) {
        int64_t waited_us = now_us - joint->all[i].heard_us;
        due = due || waited_us >= WAITS_US || waited_us < -(int64_t)WAITS_US;
    }
    pthread_mutex_unlock(&joins->mutex);
    return due;
}

void join_round(struct watch *watch)
{
    int64_t now_us = clock_now_us(&watch->clock);
    int64_t elapsed_us = clock_elapsed_us();
    for (size_t i = 0; i < watch->settings->inputs_count; i++) {
        struct joint *joint = atomic_load(&watch->joins->all[i]);
        if (joint == NULL || elapsed_us - joint->flushed_us < FLUSH_AGAIN_US
            || !joint_due(watch->joins, joint, now_us))
            continue;
        struct batch *batch = ring_take(&watch->ring, false);
        if (batch == NULL)
            return;
        batch->received_us = now_us;
        batch->flushed = (uint32_t)i + 1;
        joint->flushed_us = elapsed_us;
        if (!ring_offer(&watch->ring, batch))
            ring_return(&watch->ring, batch);
    }
}

void join_finish(struct watch *watch, uint32_t input)
{
    struct batch *batch = ring_take(&watch->ring, true);
    if (batch == NULL)
        return;
    batch->received_us = clock_now_us(&watch->clock);
    batch->flushed = input + 1;
    batch->last = 1;
    (void)ring_post(&watch->ring, batch);
}

/* ---- what waited when the watch ended ---- */

struct load {
    struct watch *watch;
    size_t lost;
};

static bool record_load(void *context, struct turn *turn, struct segment_position at,
                        const struct segment_record *record)
{
    struct load *load = context;
    struct watch *watch = load->watch;
    uint32_t source = source_again(&watch->sources, record->source);
    struct joint *joint = joint_of(watch, watch->sources.all[source].input);
    uint32_t used = joint == NULL || joint->count == 0
                        ? 0
                        : joint->all[joint->count - 1].at + joint->all[joint->count - 1].size;
    (void)turn;
    if (joint == NULL || joint->count == WAITS_MAX || record->raw.size > WAITS_BYTES - used) {
        load->lost++;
        return true;
    }
    joint->places[joint->places_count++] = at;
    joint->all[joint->count++] = (struct carried){
        .at = used,
        .size = (uint32_t)record->raw.size,
        .source = source,
        .flags = watch->sources.all[source].format << LINE_FORMAT_SHIFT,
        .received_us = record->received_us,
        .heard_us = clock_now_us(&watch->clock),
    };
    if (record->raw.size > 0)
        memcpy(joint->bytes + used, record->raw.data, record->raw.size);
    return true;
}

/* "SEGMENT:FROM-LAST" */
static bool run_load(struct turn *turn, struct load *load, const char *folder, struct text word)
{
    int64_t segment;
    int64_t from;
    int64_t last;
    uint64_t reached;
    struct text rest;
    if (!text_integer(text_cut(word, ':', &rest), &segment)
        || !text_integer(text_cut(rest, '-', &rest), &from) || !text_integer(rest, &last)
        || from < 0 || last < from || last - from >= WAITS_MAX)
        return fail(turn, FAULT_INVALID, "\"%.*s\" names no lines", TEXT_SHOW(word));
    const struct segment_walk walk = {.folder = folder,
                                      .segment = (uint64_t)segment,
                                      .from = (uint64_t)from,
                                      .to = (uint64_t)last + 1,
                                      .take = record_load,
                                      .context = load};
    return segment_walk(turn, &walk, &reached)
           && (reached == walk.to
               || fail(turn, FAULT_MISSING, "lines %lld to %lld of segment %lld are not there",
                       (long long)from, (long long)last, (long long)segment));
}

/* Lines that cannot be read any more keep nobody down: that they are not joined is said. */
static void mark_load(struct turn *turn, struct watch *watch, struct text mark)
{
    struct load load = {.watch = watch};
    const char *folder =
        text_format(turn->arena, "%.*s/events", TEXT_SHOW(watch->settings->data)).data;
    while (!text_empty(mark)) {
        struct text word = text_cut(mark, ' ', &mark);
        if (text_empty(word) || run_load(turn, &load, folder, word))
            continue;
        log_write(watch->log, LOG_WARNING, "watch.join",
                  "lines that waited for the rest of their event are not joined: %s",
                  turn->fault.message);
        fault_clear(turn);
    }
    if (load.lost > 0)
        log_write(watch->log, LOG_WARNING, "watch.join",
                  "%zu lines that waited for the rest of their event are not joined: more wait "
                  "than may",
                  load.lost);
}

bool join_open(struct turn *turn, struct watch *watch)
{
    struct text key;
    struct text value;
    struct turn each = {.arena = arena_new(LOAD_ARENA_BYTES), .now_us = turn->now_us};
    watch->joins = calloc(1, sizeof *watch->joins);
    if (watch->joins != NULL) {
        pthread_mutex_init(&watch->joins->mutex, NULL);
        watch->joins->scratch = arena_new((size_t)1 << 20);
    }
    bool good = each.arena != NULL && watch->joins != NULL && watch->joins->scratch != NULL;
    for (size_t i = 0; good && keep_mark(watch->keep, i, &key, &value); i++)
        if (text_is(key, JOIN_MARK))
            mark_load(&each, watch, value);
    arena_free(each.arena);
    return good || fail(turn, FAULT_LIMIT, "There is no memory for lines that wait.");
}

bool join_waits(const struct watch *watch, struct segment_position place)
{
    for (size_t i = 0; i < watch->settings->inputs_count; i++) {
        const struct joint *joint = atomic_load(&watch->joins->all[i]);
        for (uint32_t at = 0; joint != NULL && at < joint->places_count; at++)
            if (joint->places[at].segment == place.segment
                && joint->places[at].index == place.index)
                return true;
    }
    return false;
}

void join_close(struct watch *watch)
{
    struct joins *joins = watch->joins;
    if (joins == NULL)
        return;
    for (size_t i = 0; i < WATCH_INPUTS_MAX; i++)
        free(atomic_load(&joins->all[i]));
    for (size_t i = 0; i < RING_BATCHES_MAX; i++)
        free(joins->places[i]);
    pthread_mutex_destroy(&joins->mutex);
    arena_free(joins->scratch);
    free(joins);
}
