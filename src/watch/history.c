/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that are new, or are others than before, look at history by themselves: in the background,
 * at a bounded rate, by a worker that is closed in as those of lines that come. What is to be done
 * is what the coverage ledger has as not seen, so that nothing has to be remembered: after an end
 * of any kind it goes on where the ledger ends, the newest segment first.
 *
 * Correlations are not hunted here: their windows reach over what was seen live and what was not,
 * and the ledger names them as not seen. revere hunt decides them over all that is kept.
 */
#include "watch/history.h"
#include "event/segment_extent.h"
#include <stdlib.h>
#include <time.h>

#define PLAN_ARENA_BYTES     ((size_t)2 << 30)
#define PROGRESS_ARENA_BYTES ((size_t)64 * 1024)
enum { REST_MS = 250, AGAIN_MS = 20 * 1000, GIVEN_MAX = 256, SECOND_US = 1000000 };

struct plan {
    struct arena *arena;
    struct unit *units;
    size_t count, capacity, next;
    uint64_t lines; /* of all */
};

/* Those that could not be hunted are left alone until there are other rules. */
struct given {
    uint64_t segment, from;
};

struct hunting {
    struct history history;
    struct plan plan;
    struct given given[GIVEN_MAX];
    size_t given_count;
    struct given last; /* where the unit before ended */
    int64_t again_us; /* when it is looked again whether there is something to do; 0: need not be */
    bool fresh;       /* the rules are others than those of the plan before */
};

static const char *events_folder(struct arena *arena, const struct watch *watch)
{
    return text_format(arena, "%.*s/events", TEXT_SHOW(watch->settings->data)).data;
}

/* ---- waiting ---- */

static bool rest(const struct watch *watch, int64_t rest_us)
{
    if (rest_us > (int64_t)REST_MS * 1000)
        rest_us = (int64_t)REST_MS * 1000;
    if (rest_us > 0)
        nanosleep(&(struct timespec){.tv_nsec = (long)rest_us * 1000}, NULL);
    return !atomic_load(&watch->closing);
}

bool history_wait(struct history *history, size_t lines)
{
    int64_t now_us = clock_elapsed_us();
    while (now_us < history->due_us) {
        if (!rest(history->watch, history->due_us - now_us))
            return false;
        now_us = clock_elapsed_us();
    }
    if (history->due_us < now_us - SECOND_US)
        history->due_us = now_us; /* what was not used is not saved up */
    uint64_t left = atomic_load(&history->watch->history_lines);
    atomic_store(&history->watch->history_lines, left > lines ? left - lines : 0);
    history->due_us += (int64_t)lines * SECOND_US / history->watch->settings->hunt_rate;
    return !atomic_load(&history->watch->closing);
}

/* ---- what is to be done ---- */

static bool is_given(const struct hunting *hunting, uint64_t segment, uint64_t from)
{
    for (size_t i = 0; i < hunting->given_count; i++)
        if (hunting->given[i].segment == segment && hunting->given[i].from == from)
            return true;
    return false;
}

static void unit_add(struct hunting *hunting, uint64_t segment, const struct coverage_gap *gap)
{
    struct plan *plan = &hunting->plan;
    for (uint64_t from = gap->from; from < gap->to; from += HISTORY_LINES_MAX) {
        if (is_given(hunting, segment, from))
            continue;
        uint64_t to = from + HISTORY_LINES_MAX < gap->to ? from + HISTORY_LINES_MAX : gap->to;
        plan->units =
            arena_grow(plan->arena, plan->units, plan->count, &plan->capacity, sizeof *plan->units);
        plan->units[plan->count++] = (struct unit){segment, from, to, gap->missing};
        plan->lines += to - from;
    }
}

/* Rules that report by themselves, and lists; and what all of them are called in the ledger. */
static uint64_t *set_wanted(struct arena *arena, const struct ruleset *set, struct sha256 *digests)
{
    uint32_t count = ruleset_rules(set);
    uint64_t *wanted =
        arena_array(arena, coverage_words(count + set->lists_count) + 1, sizeof *wanted);
    for (uint32_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(set->rules, i);
        memcpy(digests[i].bytes, rule->digest.data, SHA256_BYTES);
        if (!rule->referred)
            coverage_bit_set(wanted, i);
    }
    for (size_t i = 0; i < set->lists_count; i++) {
        digests[count + i] = set->lists[i].digest;
        coverage_bit_set(wanted, count + i);
    }
    return wanted;
}

static bool plan_make(struct turn *turn, void *context)
{
    struct hunting *hunting = context;
    struct history *history = &hunting->history;
    size_t all = ruleset_rules(history->set) + history->set->lists_count;
    const char *folder = events_folder(turn->arena, history->watch);
    struct segment_extent *extents;
    struct coverage coverage;
    size_t count;
    /* The ledger after the lines: it knows of all of them, and perhaps of more. */
    if (!segment_extents(turn, folder, &extents, &count) || !coverage_load(turn, folder, &coverage))
        return false;
    struct sha256 *digests = arena_array(turn->arena, all + 1, sizeof *digests);
    const uint64_t *wanted = set_wanted(turn->arena, history->set, digests);
    const struct coverage_view *view = coverage_view_new(turn->arena, &coverage, digests, all);
    for (size_t i = count; i > 0; i--) {
        const struct segment_extent *extent = &extents[i - 1];
        struct coverage_gap *gaps;
        if (extent->state != EXTENT_SEALED && extent->state != EXTENT_OPEN)
            continue;
        size_t gap_count =
            coverage_view_gaps(view, turn->arena, wanted, extent->number, extent->records, &gaps);
        for (size_t j = 0; j < gap_count; j++)
            unit_add(hunting, extent->number, &gaps[j]);
    }
    return true;
}

static void plan_say(const struct hunting *hunting)
{
    const struct watch *watch = hunting->history.watch;
    log_write(watch->log, LOG_NOTICE, "watch.history",
              "rules have not seen %llu lines of what is kept: they are hunted, %lld a second",
              (unsigned long long)hunting->plan.lines, (long long)watch->settings->hunt_rate);
}

/* What the rules of now have not seen. */
static void plan_renew(struct hunting *hunting)
{
    struct watch *watch = hunting->history.watch;
    struct plan *plan = &hunting->plan;
    arena_clear(plan->arena);
    *plan = (struct plan){.arena = plan->arena};
    struct turn turn = {.arena = plan->arena, .now_us = clock_now_us(&watch->clock)};
    if (!turn_run(&turn, plan_make, hunting)) {
        log_write(watch->log, LOG_WARNING, "watch.history",
                  "what rules have not seen cannot be told: %s", turn.fault.message);
        *plan = (struct plan){.arena = plan->arena};
    }
    atomic_store(&watch->history_lines, plan->lines);
    hunting->again_us = plan->count == 0 ? 0 : clock_elapsed_us() + (int64_t)AGAIN_MS * 1000;
}

/* ---- telling how far it is ---- */

/* Of the units of one segment: which rules have it to see, and whether that is done. */
static void segment_note(const struct hunting *hunting, size_t from, size_t to, size_t all,
                         struct progress_rule *rules)
{
    bool done = to <= hunting->plan.next;
    for (size_t number = 0; number < all; number++) {
        bool missing = false;
        for (size_t i = from; i < to; i++)
            missing = missing || coverage_bit(hunting->plan.units[i].missing, number);
        rules[number].of += missing;
        rules[number].seen += missing && done;
    }
}

static void progress_make(struct hunting *hunting)
{
    const struct ruleset *set = hunting->history.set;
    const struct plan *plan = &hunting->plan;
    size_t count = ruleset_rules(set);
    size_t all = count + set->lists_count;
    size_t hunted = 0;
    struct arena *arena = arena_new(all * sizeof(struct progress_rule) + PROGRESS_ARENA_BYTES);
    if (arena == NULL)
        return;
    struct progress_rule *rules = arena_array(arena, all + 1, sizeof *rules);
    for (size_t from = 0, to = 0; from < plan->count; from = to) {
        while (to < plan->count && plan->units[to].segment == plan->units[from].segment)
            to++;
        segment_note(hunting, from, to, all, rules);
    }
    for (size_t i = 0; i < all; i++) {
        if (rules[i].of == 0)
            continue;
        struct text name = i < count ? sigma_rule_name(sigma_rules_at(set->rules, (uint32_t)i))
                                     : set->lists[i - count].name;
        rules[hunted] = rules[i];
        snprintf(rules[hunted++].rule, PROGRESS_NAME_BYTES, "%.*s", TEXT_SHOW(name));
    }
    progress_note(hunting->history.watch, rules, hunted);
    arena_free(arena);
}

/* ---- doing it ---- */

/* Are these still the rules of now? Else those of now are held. */
static bool set_turn(struct hunting *hunting)
{
    struct ruleset *now = ruleset_hold(hunting->history.watch);
    if (now == hunting->history.set) {
        ruleset_drop(now);
        return false;
    }
    if (hunting->history.set != NULL)
        ruleset_drop(hunting->history.set);
    hunting->history.set = now;
    hunting->given_count = 0;
    hunting->fresh = true;
    return true;
}

static void unit_give(struct hunting *hunting, const struct unit *unit)
{
    if (hunting->given_count < GIVEN_MAX)
        hunting->given[hunting->given_count++] = (struct given){unit->segment, unit->from};
}

/* A unit, or as much of it as goes in one. False: the others are no longer what is to be done. Its
 * worker is another than that of lines that do not stand before: it remembers what those had. */
static bool unit_hunt(struct hunting *hunting, struct unit unit)
{
    struct watch *watch = hunting->history.watch;
    uint64_t left = atomic_load(&watch->history_lines) - (unit.to - unit.from);
    if (unit.segment != hunting->last.segment || unit.from != hunting->last.from)
        worker_rest(watch->workers);
    hunting->last = (struct given){unit.segment, unit.to};
    while (unit.from < unit.to) {
        uint64_t reached = unit.from;
        switch (history_unit(&hunting->history, &unit, &reached)) {
        case UNIT_DONE: break;
        case UNIT_STOPPED: return false;
        case UNIT_FAILED:
        case UNIT_GONE:
            unit_give(hunting, &unit);
            reached = unit.to;
            break;
        }
        if (reached == unit.from)
            break; /* what is in no block yet is hunted when it is */
        unit.from = reached;
    }
    atomic_store(&watch->history_lines, left);
    return true;
}

static void plan_hunt(struct hunting *hunting)
{
    struct watch *watch = hunting->history.watch;
    uint64_t before = atomic_load(&watch->history_found);
    bool said = hunting->fresh && hunting->plan.count > 0;
    hunting->fresh = false;
    if (said)
        plan_say(hunting);
    if (hunting->plan.count > 0)
        progress_make(hunting);
    while (hunting->plan.next < hunting->plan.count) {
        if (atomic_load(&watch->closing)
            || !unit_hunt(hunting, hunting->plan.units[hunting->plan.next]))
            break;
        hunting->plan.next++;
        progress_make(hunting);
    }
    worker_rest(watch->workers);
    if (said && hunting->plan.next == hunting->plan.count)
        log_write(watch->log, LOG_NOTICE, "watch.history",
                  "what was to be hunted is hunted: %llu alerts came of it",
                  (unsigned long long)(atomic_load(&watch->history_found) - before));
}

static void *history_run(void *context)
{
    struct watch *watch = context;
    struct hunting *hunting = calloc(1, sizeof *hunting);
    if (hunting == NULL)
        return NULL;
    hunting->history.watch = watch;
    hunting->history.batch = ring_spare(&watch->ring);
    hunting->plan.arena = arena_new(PLAN_ARENA_BYTES);
    while (hunting->plan.arena != NULL && rest(watch, (int64_t)REST_MS * 1000)) {
        bool wanted = set_turn(hunting);
        wanted = atomic_exchange(&watch->unseen, false) || wanted
                 || (hunting->again_us != 0 && clock_elapsed_us() > hunting->again_us);
        if (hunting->history.set->coverage.count == 0 || !wanted)
            continue;
        plan_renew(hunting);
        plan_hunt(hunting);
    }
    worker_rest(watch->workers);
    if (hunting->history.set != NULL)
        ruleset_drop(hunting->history.set);
    arena_free(hunting->plan.arena);
    free(hunting);
    return NULL;
}

bool history_start(struct turn *turn, struct watch *watch)
{
    if (watch->settings->hunt_rate == 0)
        return true;
    watch->hunts = pthread_create(&watch->hunting, NULL, history_run, watch) == 0;
    return watch->hunts || fail(turn, FAULT_LIMIT, "No thread could be started.");
}

struct watch_history watch_history(const struct watch *watch)
{
    return (struct watch_history){.lines = atomic_load(&watch->history_lines),
                                  .found = atomic_load(&watch->history_found)};
}

void history_end(struct watch *watch)
{
    if (watch->hunts)
        pthread_join(watch->hunting, NULL);
    watch->hunts = false;
}
