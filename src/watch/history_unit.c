/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit of the hunt of history: its lines go into a batch that a worker reads, what it finds is
 * gathered by rule, entity and window, and told when all of the unit was looked at; only then does
 * the ledger say so. A kill before that has the unit hunted again, and told by the same names.
 */
#include "event/block.h"
#include "event/segment_extent.h"
#include "watch/history.h"
#include <errno.h>

#define UNIT_ARENA_BYTES ((size_t)1 << 30)
enum {
    UNIT_BATCH_LINES = 1024, /* few, so that not more is found in a batch than can be told */
    UNIT_GROUPS_MAX = 4096,  /* with so many it ends before the next batch */
    GROUP_SLOTS = 131072,    /* more than a batch can add to them */
    WINDOW_SECONDS = 60      /* lines of a batch came in within so much */
};

/* Where a line stands, when it happened and who sent it. */
struct stands {
    uint64_t at;
    int64_t happened_us;
    struct text source; /* of the block in hand, where it is not carried */
};

/* What waits for the rest of its event, from batch to batch. */
struct carry {
    struct carried lines[WAITS_MAX];
    struct stands stands[WAITS_MAX], next[WAITS_MAX];
    uint32_t count;
    char bytes[WAITS_BYTES];
};

struct hunt {
    struct history *history;
    const struct unit *unit;
    struct arena *arena; /* of the unit */
    struct coverage_set set;
    struct raisings raisings;
    struct group **slots; /* by hash; NULL: free */
    size_t group_count;
    struct coverage_span *spans; /* what was seen, and what cannot be */
    size_t span_count, span_capacity;
    enum unit_end end;
    uint64_t reached;
    struct stands stands[UNIT_BATCH_LINES]; /* of the batch in hand */
    struct carry carry;
};

static const struct stands *stands_of(const struct hunt *hunt, uint32_t number)
{
    return number < UNIT_BATCH_LINES ? &hunt->stands[number]
                                     : &hunt->carry.stands[(number - BATCH_LINES_MAX) % WAITS_MAX];
}

/* ---- what was seen ---- */

static void seen_note(struct hunt *hunt, uint64_t at, enum coverage_how how)
{
    struct coverage_span *last = hunt->span_count == 0 ? NULL : &hunt->spans[hunt->span_count - 1];
    if (last != NULL && last->how == how && last->to == at) {
        last->to++;
        return;
    }
    hunt->spans = arena_grow(hunt->arena, hunt->spans, hunt->span_count, &hunt->span_capacity,
                             sizeof *hunt->spans);
    struct coverage_span *span = &hunt->spans[hunt->span_count++];
    *span = (struct coverage_span){
        .segment = hunt->unit->segment, .from = at, .to = at + 1, .how = how};
    if (how != COVERAGE_UNREADABLE)
        span->set = hunt->set.hash;
}

/* ---- what was found ---- */

/* An event whose clock is far ahead happened when it came. */
static int64_t happened(const struct segment_record *record)
{
    int64_t at_us = record_time_us(record);
    return at_us - WATCH_AHEAD_US > record->received_us ? record->received_us : at_us;
}

static uint32_t group_hash(const struct hit *hit, int64_t window_us, bool joined)
{
    uint32_t hash = hit->rule * 0x9E3779B1U ^ (uint32_t)window_us ^ (uint32_t)(window_us >> 32)
                    ^ (uint32_t)hit->tie ^ (joined ? 0x5bd1e995U : 0);
    for (const char *at = hit->entity; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 0x01000193U;
    return hash;
}

/* The alert of a hit: one that was raised as it came, or that of its window by the events' clocks.
 */
static struct group *group_of(struct hunt *hunt, const struct hit *hit, int64_t window_us,
                              bool joined)
{
    uint32_t slot = group_hash(hit, window_us, joined) % GROUP_SLOTS;
    for (; hunt->slots[slot] != NULL; slot = (slot + 1) % GROUP_SLOTS) {
        struct group *group = hunt->slots[slot];
        if (group->kind == hit->kind && group->rule == hit->rule && group->tie == hit->tie
            && group->hunted->window_us == window_us && group->hunted->joined == joined
            && strcmp(group->entity, hit->entity) == 0)
            return group;
    }
    struct hunted *hunted = arena_take(hunt->arena, sizeof *hunted);
    *hunted = (struct hunted){.segment = hunt->unit->segment,
                              .from = hunt->unit->from,
                              .window_us = window_us,
                              .joined = joined};
    struct group *group = arena_take(hunt->arena, sizeof *group);
    *group = (struct group){.set = hunt->history->set,
                            .kind = hit->kind,
                            .rule = hit->rule,
                            .tie = hit->tie,
                            .first_us = INT64_MAX,
                            .last_us = INT64_MIN,
                            .hunted = hunted};
    memcpy(group->entity, hit->entity, sizeof group->entity);
    hunt->slots[slot] = group;
    hunt->group_count++;
    return group;
}

static void group_add(struct hunt *hunt, struct group *group, const struct hits *hits,
                      const struct hit *hit)
{
    const struct text line = batch_raw(hunt->history->batch, hit->line);
    const struct stands *stands = stands_of(hunt, hit->line);
    int64_t at_us = stands->happened_us;
    group->count++;
    group->first_us = at_us < group->first_us ? at_us : group->first_us;
    group->last_us = at_us > group->last_us ? at_us : group->last_us;
    if (group->note_size == 0 && hit->note_size <= NOTE_BYTES_MAX) {
        group->note_size = hit->note_size;
        memcpy(group->note, hits->notes + hit->note_at, hit->note_size);
    }
    if (group->events_count == GROUP_EVENTS_MAX)
        return;
    struct found *found = &group->events[group->events_count++];
    found->segment = hunt->unit->segment;
    found->position = stands->at;
    found->named = text_copy(hunt->arena, stands->source);
    found->size = line.size < FOUND_BYTES_MAX ? (uint32_t)line.size : FOUND_BYTES_MAX;
    if (found->size > 0)
        memcpy(found->line, line.data, found->size);
}

static int64_t window_of(const struct hunt *hunt, int64_t at_us)
{
    int64_t window_us = hunt->history->watch->settings->group_us;
    int64_t within_us = at_us % window_us;
    return at_us - (within_us < 0 ? within_us + window_us : within_us);
}

/* Is it of a rule or list that looks at this unit? What a worker says is not believed. */
static bool hit_fits(const struct hunt *hunt, const struct hit *hit, struct text note)
{
    const struct ruleset *set = hunt->history->set;
    uint32_t rules = ruleset_rules(set);
    if (!batch_has(hunt->history->batch, hit->line))
        return false;
    if (hit->kind == HIT_RULE)
        return hit->tie == 0 && hit->rule < rules && coverage_bit(hunt->unit->missing, hit->rule);
    struct text list = alert_list(hunt->arena, alert_hit_list(note));
    for (size_t i = 0; hit->kind == HIT_INDICATOR && hit->rule == 0 && i < set->lists_count; i++)
        if (coverage_bit(hunt->unit->missing, rules + i) && text_equal(set->lists[i].name, list))
            return true;
    return false;
}

/* False: it cannot be written down that it is suppressed. */
static bool hit_take(struct hunt *hunt, const struct hits *hits, const struct hit *hit)
{
    const struct ruleset *set = hunt->history->set;
    struct watch *watch = hunt->history->watch;
    bool suppressed = false;
    int64_t first_us = 0;
    struct text note = {hits->notes + hit->note_at, hit->note_size};
    if (hit->kind == HIT_EXCLUDED)
        return suppress_excluded(watch, hunt->arena, hit->tie, clock_now_us(&watch->clock));
    if (!hit_fits(hunt, hit, note))
        return true;
    bool joined =
        raised_find(&hunt->raisings, alert_topic(hunt->arena, set, hit->kind, hit->rule, hit->tie),
                    text_of(hit->entity), hunt->history->batch->received_us, &first_us);
    if (!suppress_take(watch, hunt->arena, alert_rule(hunt->arena, set, hit, note),
                       text_of(hit->entity), clock_now_us(&watch->clock), &suppressed))
        return false;
    if (suppressed)
        return true;
    int64_t window_us =
        joined ? first_us : window_of(hunt, stands_of(hunt, hit->line)->happened_us);
    group_add(hunt, group_of(hunt, hit, window_us, joined), hits, hit);
    return true;
}

/* ---- a batch ---- */

/* False: the unit ends before this batch. */
static bool batch_take(struct hunt *hunt, const struct hits *hits)
{
    const struct batch *batch = hunt->history->batch;
    if (hits->set != hunt->history->set) {
        hunt->end = UNIT_STOPPED;
        return false;
    }
    bool good = !hits->partial;
    for (size_t i = 0; good && i < hits->count; i++)
        good = hit_take(hunt, hits, &hits->all[i]);
    if (!good) {
        hunt->end = UNIT_FAILED;
        return false;
    }
    for (size_t i = 0; i < batch_lines(batch); i++)
        seen_note(hunt, hunt->stands[i].at,
                  (batch_line(batch, i).flags & (LINE_BAD | LINE_HEADLESS)) != 0
                      ? COVERAGE_UNREADABLE
                      : COVERAGE_HISTORY);
    return true;
}

/* What waited goes into the batch; and what waits behind it, out of it. */
static void carry_give(struct hunt *hunt)
{
    struct batch *batch = hunt->history->batch;
    batch->carried_count = hunt->carry.count;
    memcpy(batch->carried, hunt->carry.lines, sizeof batch->carried);
    memcpy(batch->carried_data, hunt->carry.bytes, sizeof batch->carried_data);
    join_again(batch);
}

static void carry_take(struct hunt *hunt)
{
    struct carry *carry = &hunt->carry;
    const struct batch *batch = hunt->history->batch;
    batch_carry(batch, carry->lines, carry->bytes, &carry->count);
    for (uint32_t i = 0; i < carry->count; i++) {
        carry->next[i] = *stands_of(hunt, batch->waits[i]);
        if (batch->waits[i] < BATCH_LINES_MAX)
            carry->next[i].source = text_copy(hunt->arena, carry->next[i].source);
    }
    memcpy(carry->stands, carry->next, sizeof carry->stands);
}

/* The batch as it is, by a worker. */
static bool batch_hunt(struct hunt *hunt)
{
    struct workers *workers = hunt->history->watch->workers;
    carry_give(hunt);
    struct hits *hits = worker_history(workers, hunt->history->batch);
    bool good = batch_take(hunt, hits);
    hits_empty(hits);
    if (good)
        carry_take(hunt);
    return good;
}

/* Behind the unit nothing waits. */
static bool carry_end(struct hunt *hunt)
{
    struct batch *batch = ring_spare(&hunt->history->watch->ring);
    if (hunt->carry.count == 0)
        return true;
    batch->received_us = hunt->carry.lines[hunt->carry.count - 1].heard_us;
    batch->last = 1;
    return batch_hunt(hunt);
}

static bool batch_read(struct hunt *hunt)
{
    struct history *history = hunt->history;
    struct batch *batch = history->batch;
    size_t lines = batch_lines(batch);
    if (lines == 0)
        return true;
    if (hunt->group_count >= UNIT_GROUPS_MAX) {
        hunt->end = UNIT_FAILED;
        return false;
    }
    if (!history_wait(history, lines)) {
        hunt->end = UNIT_STOPPED;
        return false;
    }
    if (!batch_hunt(hunt))
        return false;
    hunt->reached = hunt->stands[lines - 1].at + 1;
    (void)ring_spare(&history->watch->ring);
    return true;
}

/* Its source as this watch knows it, or any that no other has here. */
static uint32_t source_of_name(const struct watch *watch, struct text name, uint32_t *format)
{
    uint32_t count = atomic_load(&watch->sources.count);
    uint32_t hash = 2166136261U;
    for (uint32_t i = 0; i < count; i++)
        if (text_equal(watch->sources.all[i].name, name)) {
            *format = watch->sources.all[i].format;
            return i;
        }
    for (size_t i = 0; i < name.size; i++)
        hash = (hash ^ (unsigned char)name.data[i]) * 16777619U;
    *format = 0;
    return count + hash % (SOURCES_MAX - count < 1 ? 1 : SOURCES_MAX - count);
}

static void line_put(struct hunt *hunt, uint64_t at, const struct segment_record *record)
{
    struct batch *batch = hunt->history->batch;
    uint32_t format;
    uint32_t source = source_of_name(hunt->history->watch, record->source, &format);
    uint32_t flags = format << LINE_FORMAT_SHIFT
                     | ((record->flags & SEGMENT_FLAG_CRASHED) != 0 ? LINE_BAD : 0U)
                     | ((record->flags & SEGMENT_FLAG_CUT) != 0 ? LINE_CUT : 0U);
    if (batch->count == 0)
        batch->received_us = record->received_us;
    hunt->stands[batch->count] = (struct stands){at, happened(record), record->source};
    batch->lines[batch->count++] =
        (struct line){batch->bytes, (uint32_t)record->raw.size, source, flags, EVENT_TIME_NONE};
    if (record->raw.size > 0)
        memcpy(batch->data + batch->bytes, record->raw.data, record->raw.size);
    batch->bytes += (uint32_t)record->raw.size;
}

/* Lines that came in at very different times are not of one batch: what a line leaves out of its
 * date is told by when it came. */
static bool line_fits(const struct batch *batch, const struct segment_record *record)
{
    int64_t apart_us = record->received_us - batch->received_us;
    return batch->count == 0
           || (batch->count < UNIT_BATCH_LINES && record->raw.size <= BATCH_BYTES - batch->bytes
               && apart_us < (int64_t)WINDOW_SECONDS * 1000000
               && apart_us > -(int64_t)WINDOW_SECONDS * 1000000);
}

static bool line_take(void *context, struct turn *turn, struct segment_position at,
                      const struct segment_record *record)
{
    struct hunt *hunt = context;
    bool long_one = record->raw.size > BATCH_BYTES;
    if ((long_one || !line_fits(hunt->history->batch, record)) && !batch_read(hunt))
        return fail(turn, FAULT_BUSY, "It is not gone on with.");
    if (long_one) {
        seen_note(hunt, at.index, COVERAGE_UNREADABLE);
        hunt->reached = at.index + 1;
    } else {
        line_put(hunt, at.index, record);
    }
    return true;
}

/* The names of sources go with their block. */
static bool block_end(void *context, struct turn *turn)
{
    return batch_read(context) || fail(turn, FAULT_BUSY, "It is not gone on with.");
}

/* ---- a unit ---- */

static void version_add(struct hunt *hunt, size_t number, const struct coverage_rule *version)
{
    if (!coverage_bit(hunt->unit->missing, number))
        return;
    hunt->set.rules[hunt->set.count++] = *version;
    coverage_bit_set(hunt->history->batch->wanted, number);
}

/* The rules and lists that look, and no others. */
static void set_make(struct hunt *hunt)
{
    const struct ruleset *set = hunt->history->set;
    struct batch *batch = hunt->history->batch;
    uint32_t count = ruleset_rules(set);
    memset(batch->wanted, 0, sizeof batch->wanted);
    hunt->set.rules =
        arena_array(hunt->arena, count + set->lists_count + 1, sizeof *hunt->set.rules);
    for (uint32_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(set->rules, i);
        struct coverage_rule version = {.name = sigma_rule_name(rule)};
        memcpy(version.digest.bytes, rule->digest.data, SHA256_BYTES);
        version_add(hunt, i, &version);
    }
    for (size_t i = 0; i < set->lists_count; i++)
        version_add(hunt, count + i, &set->lists[i]);
    coverage_set_name(hunt->arena, &hunt->set);
}

/* As it is tuned now: with how many it is raised, and with which level. */
static bool group_tell(struct hunt *hunt, const struct group *group, int64_t now_us)
{
    struct watch *watch = hunt->history->watch;
    struct text level;
    bool good = true;
    const struct hit hit = {.kind = group->kind, .rule = group->rule, .tie = group->tie};
    const struct told_of of = {
        alert_rule(hunt->arena, group->set, &hit, (struct text){group->note, group->note_size}),
        text_of(group->entity), now_us};
    bool held = !group->hunted->joined && group->count < suppress_least(watch, hunt->arena, &of);
    for (uint64_t i = 0; held && good && i < group->count; i++)
        good = suppress_held(watch, hunt->arena, &of);
    if (held || !good)
        return good;
    if (!suppress_level(watch, hunt->arena, &of, !group->hunted->joined, &level)
        || !spool_put(&watch->spool, alert_of_group(hunt->arena, watch, group, level)))
        return false;
    atomic_fetch_add(&watch->history_found, 1);
    return true;
}

/* Told, and only then in the ledger. */
static bool unit_tell(struct hunt *hunt)
{
    struct watch *watch = hunt->history->watch;
    int64_t now_us = clock_now_us(&watch->clock);
    for (size_t i = 0; i < GROUP_SLOTS; i++) {
        if (hunt->slots[i] != NULL && !group_tell(hunt, hunt->slots[i], now_us))
            return false;
    }
    for (size_t i = 0; i < hunt->span_count; i++)
        hunt->spans[i].at_us = now_us;
    return spool_sync(&watch->spool) && cover_set(watch->cover, &hunt->set)
           && cover_spans(watch->cover, hunt->spans, hunt->span_count);
}

static bool unit_walk(struct turn *turn, void *context)
{
    struct hunt *hunt = context;
    struct watch *watch = hunt->history->watch;
    uint64_t reached;
    hunt->slots = arena_array(turn->arena, GROUP_SLOTS, sizeof(struct group *));
    if (!raised_read(turn, watch, INT64_MIN / 2, INT64_MAX, &hunt->raisings))
        return false;
    set_make(hunt);
    const struct segment_walk walk = {
        .folder = text_format(turn->arena, "%.*s/events", TEXT_SHOW(watch->settings->data)).data,
        .segment = hunt->unit->segment,
        .from = hunt->unit->from,
        .to = hunt->unit->to,
        .take = line_take,
        .after = block_end,
        .context = hunt};
    if (segment_walk(turn, &walk, &reached))
        return true;
    if (hunt->end == UNIT_DONE && turn->fault.kind == FAULT_MISSING)
        hunt->end = UNIT_GONE;
    else if (hunt->end == UNIT_DONE)
        hunt->end = UNIT_FAILED;
    return false;
}

enum unit_end history_unit(struct history *history, const struct unit *unit, uint64_t *reached)
{
    struct turn turn = {.arena = arena_new(UNIT_ARENA_BYTES)};
    *reached = unit->from;
    if (turn.arena == NULL)
        return UNIT_FAILED;
    struct hunt *hunt = arena_take(turn.arena, sizeof *hunt);
    *hunt =
        (struct hunt){.history = history, .unit = unit, .arena = turn.arena, .reached = unit->from};
    (void)ring_spare(&history->watch->ring);
    bool walked = turn_run(&turn, unit_walk, hunt);
    enum unit_end end = hunt->end;
    /* Too many alerts for one unit, or a block that is damaged: what is before is done. */
    if (!walked && end == UNIT_FAILED && hunt->reached > unit->from)
        end = UNIT_DONE;
    else if (!walked && end == UNIT_DONE)
        end = UNIT_FAILED;
    if (end == UNIT_DONE && hunt->reached > unit->from && !carry_end(hunt))
        end = hunt->end;
    if (end == UNIT_DONE && hunt->reached > unit->from && !unit_tell(hunt)) {
        log_write(history->watch->log, LOG_WARNING, "watch.history",
                  "what history has cannot be written down: %s", strerror(errno));
        end = UNIT_FAILED;
    }
    if (end == UNIT_FAILED)
        log_write(history->watch->log, LOG_WARNING, "watch.history",
                  "lines %llu to %llu of segment %llu are not hunted: %s",
                  (unsigned long long)hunt->reached, (unsigned long long)unit->to,
                  (unsigned long long)unit->segment,
                  turn.fault.kind == FAULT_NONE ? "see above" : turn.fault.message);
    if (end == UNIT_DONE)
        *reached = hunt->reached;
    arena_free(turn.arena);
    return end;
}
