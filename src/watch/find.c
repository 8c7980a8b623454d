/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found, before a person hears of it: hits of one rule about one entity within a window
 * are one alert, and so are those of one indicator. The first is spooled at once, before the lines
 * are acknowledged; how many more there were follows.
 */
#include "watch/inside.h"
#include <stdlib.h>

#define UPDATE_US INT64_C(10000000)
enum { GROUPS_MAX = 4096, PROBES = 16 };

struct finds {
    struct watch *watch;
    pthread_mutex_t mutex;
    struct ruleset *set;         /* whose numbers alerts have; held */
    struct correlate *correlate; /* NULL: no rule speaks of several events */
    struct group *groups;
};

bool finds_open(struct turn *turn, struct watch *watch, struct finds **finds)
{
    *finds = NULL;
    if (watch->settings->rules_count + watch->settings->indicators_count == 0)
        return true;
    struct finds *made = calloc(1, sizeof *made);
    struct group *groups = calloc(GROUPS_MAX, sizeof *groups);
    if (made == NULL || groups == NULL) {
        free(made);
        free(groups);
        return fail(turn, FAULT_LIMIT, "There is no memory for alerts.");
    }
    made->watch = watch;
    made->groups = groups;
    pthread_mutex_init(&made->mutex, NULL);
    made->set = ruleset_hold(watch);
    *finds = made;
    struct segment_position place = keep_place(watch->keep);
    return correlate_open(turn, watch, made->set, place.segment, place.index, &made->correlate);
}

void finds_close(struct finds *finds)
{
    if (finds == NULL)
        return;
    correlate_close(finds->correlate);
    for (size_t i = 0; i < GROUPS_MAX; i++)
        if (finds->groups[i].set != NULL)
            ruleset_drop(finds->groups[i].set);
    ruleset_drop(finds->set);
    pthread_mutex_destroy(&finds->mutex);
    free(finds->groups);
    free(finds);
}

/* ---- groups ---- */

struct text event_entity(const struct event *event)
{
    static const char *const names[] = {"Computer", "host.name", "hostname", "host",
                                        "User",     "user.name", "src_ip",   "c-ip"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct event_field *field = event_find(event, text_of(names[i]));
        if (field != NULL && field->kind == EVENT_TEXT && field->value.size > 0)
            return field->value;
    }
    return TEXT_NONE;
}

/* What is found of it now. The entity stays where it is. */
static struct told_of group_of_what(struct arena *arena, const struct group *group, int64_t at_us)
{
    struct hit hit = {.kind = group->kind, .rule = group->rule, .tie = group->tie};
    struct text note = {group->note, group->note_size};
    return (struct told_of){alert_rule(arena, group->set, &hit, note), text_of(group->entity),
                            at_us};
}

/* Whether there are so many by now that it is raised, as it is tuned. */
static bool group_due(struct watch *watch, struct arena *arena, const struct group *group,
                      int64_t now_us)
{
    if (group->told > 0)
        return true;
    arena_clear(arena);
    struct told_of of = group_of_what(arena, group, now_us);
    return group->count >= suppress_least(watch, arena, &of);
}

static bool group_tell(struct watch *watch, struct arena *arena, struct group *group,
                       int64_t now_us)
{
    struct text level;
    arena_clear(arena);
    if (group->told == 0
        && !raised_put(watch, alert_topic(arena, group->set, group->kind, group->rule, group->tie),
                       text_of(group->entity), group->first_us))
        return false;
    struct told_of of = group_of_what(arena, group, now_us);
    if (!suppress_level(watch, arena, &of, group->told == 0, &level)
        || !spool_put(&watch->spool, alert_of_group(arena, watch, group, level)))
        return false;
    group->told = group->count;
    group->told_us = now_us;
    return true;
}

static void group_free(struct group *group)
{
    if (group->set != NULL)
        ruleset_drop(group->set);
    group->set = NULL;
}

static bool group_is(const struct group *group, const struct hit *hit, int64_t at_us,
                     int64_t window_us)
{
    return group->set != NULL && group->kind == hit->kind && group->rule == hit->rule
           && group->tie == hit->tie && strcmp(group->entity, hit->entity) == 0
           && at_us - group->first_us < window_us;
}

static uint32_t hit_hash(const struct hit *hit)
{
    uint32_t hash =
        hit->rule * 0x9E3779B1U ^ (uint32_t)hit->tie ^ (uint32_t)(hit->tie >> 32) ^ hit->kind;
    for (const char *at = hit->entity; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 0x01000193U;
    return hash;
}

/* The group of the hit; of those that are full of age, one makes room: what it had to say it has
 * said, or says now. */
static struct group *group_of(struct finds *finds, struct arena *arena, struct ruleset *set,
                              const struct hit *hit, int64_t at_us)
{
    uint32_t hash = hit_hash(hit);
    struct group *oldest = NULL;
    for (uint32_t i = 0; i < PROBES; i++) {
        struct group *group = &finds->groups[(hash + i) % GROUPS_MAX];
        if (group_is(group, hit, at_us, finds->watch->settings->group_us))
            return group;
        if (oldest == NULL || (oldest->set != NULL && group->set == NULL)
            || (oldest->set != NULL && group->first_us < oldest->first_us))
            oldest = group;
    }
    if (oldest->set != NULL && oldest->told < oldest->count
        && group_due(finds->watch, arena, oldest, at_us)
        && !group_tell(finds->watch, arena, oldest, at_us))
        return NULL;
    group_free(oldest);
    ruleset_keep(set);
    *oldest = (struct group){
        .set = set, .kind = hit->kind, .rule = hit->rule, .tie = hit->tie, .first_us = at_us};
    memcpy(oldest->entity, hit->entity, sizeof oldest->entity);
    return oldest;
}

static void group_add(struct group *group, const struct batch *batch, const struct hits *hits,
                      const struct hit *hit, uint64_t segment, uint64_t first)
{
    struct text line = batch_raw(batch, hit->line);
    struct segment_position place = hit_place(hits, hit, (struct segment_position){segment, first});
    group->count++;
    group->last_us = batch->received_us;
    if (group->note_size == 0 && hit->note_size <= NOTE_BYTES_MAX) {
        group->note_size = hit->note_size;
        memcpy(group->note, hits->notes + hit->note_at, hit->note_size);
    }
    if (group->events_count == GROUP_EVENTS_MAX)
        return;
    struct found *found = &group->events[group->events_count++];
    found->segment = place.segment;
    found->position = place.index;
    found->source = batch_source(batch, hit->line);
    found->size = line.size < FOUND_BYTES_MAX ? (uint32_t)line.size : FOUND_BYTES_MAX;
    if (found->size > 0)
        memcpy(found->line, line.data, found->size);
}

/* ---- taken ---- */

/* The number that the rule of another set has among those of now; UINT32_MAX: none. */
static uint32_t number_now(const struct ruleset *now, const struct ruleset *set, uint32_t number)
{
    const struct sigma_rule *rule = sigma_rules_at(set->rules, number);
    if (now->rules == NULL || text_empty(rule->id))
        return UINT32_MAX;
    return sigma_rules_find(now->rules, rule->id);
}

/* A hit on its way into its group. */
struct taken {
    const struct batch *batch;
    const struct hits *hits;
    const struct hit *hit;
    uint64_t segment, first;
};

/* What could not be written down is taken again, and so is not counted now. */
static bool group_take(struct finds *finds, struct arena *arena, struct group *group,
                       const struct taken *taken)
{
    int64_t now_us = taken->batch->received_us;
    struct group before = {.count = group->count, .events_count = group->events_count};
    group_add(group, taken->batch, taken->hits, taken->hit, taken->segment, taken->first);
    if (group->told > 0)
        return true;
    bool due = group_due(finds->watch, arena, group, now_us);
    struct told_of of = group_of_what(arena, group, now_us);
    bool good = due ? group_tell(finds->watch, arena, group, now_us)
                    : suppress_held(finds->watch, arena, &of);
    if (good)
        return true;
    group->count = before.count;
    group->events_count = before.events_count;
    if (group->count == 0)
        group_free(group);
    return false;
}

static bool alert_take(struct finds *finds, struct arena *arena, const struct batch *batch,
                       const struct hits *hits, const struct hit *taken, uint64_t segment,
                       uint64_t first)
{
    struct hit hit = *taken;
    struct ruleset *set = hits->set;
    if (hit.kind == HIT_RULE && (set->rules == NULL || hit.rule >= sigma_rules_count(set->rules)))
        return true;
    if (hit.kind == HIT_RULE && set != finds->set) {
        uint32_t now = number_now(finds->set, set, hit.rule);
        set = now == UINT32_MAX ? set : finds->set;
        hit.rule = now == UINT32_MAX ? hit.rule : now;
    }
    struct text note = {hits->notes + hit.note_at, hit.note_size};
    bool suppressed;
    arena_clear(arena);
    if (!suppress_take(finds->watch, arena, alert_rule(arena, set, &hit, note), text_of(hit.entity),
                       batch->received_us, &suppressed))
        return false;
    if (suppressed)
        return true;
    struct group *group = group_of(finds, arena, set, &hit, batch->received_us);
    return group != NULL
           && group_take(finds, arena, group, &(struct taken){batch, hits, &hit, segment, first});
}

/* What a worker says is not believed. */
static bool hit_take(struct finds *finds, struct arena *arena, const struct batch *batch,
                     const struct hits *hits, const struct hit *hit, uint64_t segment,
                     uint64_t first)
{
    if (!batch_has(batch, hit->line) || hit->kind > HIT_EXCLUDED)
        return true;
    if (hit->kind == HIT_EXCLUDED) {
        arena_clear(arena);
        return suppress_excluded(finds->watch, arena, hit->tie, batch->received_us);
    }
    if (hit->kind != HIT_MATCH)
        return alert_take(finds, arena, batch, hits, hit, segment, first);
    return finds->correlate == NULL || correlate_hear(finds->correlate, hits, hit, segment, first);
}

bool finds_take(struct watch *watch, struct arena *arena, const struct batch *batch,
                struct hits *hits, uint64_t segment, uint64_t first)
{
    struct finds *finds = watch->finds;
    if (hits->set == NULL)
        return true; /* nobody could look at it, and that was said */
    int64_t newest_us = batch->newest_us;
    pthread_mutex_lock(&finds->mutex);
    bool good = hits->written || finds->correlate == NULL
                || correlate_write(finds->correlate, hits, newest_us, segment, first);
    hits->written = good;
    for (; good && hits->next < hits->count; hits->next += good)
        good = hit_take(finds, arena, batch, hits, &hits->all[hits->next], segment, first);
    if (good && finds->correlate != NULL)
        good = correlate_heard(finds->correlate, newest_us);
    pthread_mutex_unlock(&finds->mutex);
    return good && (hits->count == 0 || (raised_sync(watch) && spool_sync(&watch->spool)));
}

void finds_kept(struct watch *watch, uint64_t segment, uint64_t position)
{
    struct finds *finds = watch->finds;
    pthread_mutex_lock(&finds->mutex);
    if (finds->correlate != NULL)
        correlate_kept(finds->correlate, segment, position);
    pthread_mutex_unlock(&finds->mutex);
}

/* ---- other rules ---- */

/* An alert that is growing grows on, if its rule is still there. */
static void group_turn(struct finds *finds, struct group *group)
{
    uint32_t now = group->kind == HIT_RULE ? number_now(finds->set, group->set, group->rule) : 0;
    if (group->kind == HIT_RULE && now == UINT32_MAX)
        return; /* it ends with its window */
    ruleset_keep(finds->set);
    ruleset_drop(group->set);
    group->set = finds->set;
    group->rule = now;
}

bool finds_turn(struct watch *watch, uint64_t segment, uint64_t position)
{
    struct finds *finds = watch->finds;
    struct ruleset *now = ruleset_hold(watch);
    if (now == finds->set) {
        ruleset_drop(now);
        return true;
    }
    pthread_mutex_lock(&finds->mutex);
    bool good = correlate_turn(&finds->correlate, watch, now, segment, position);
    struct ruleset *before = finds->set;
    if (good)
        finds->set = now;
    for (size_t i = 0; good && i < GROUPS_MAX; i++)
        if (finds->groups[i].set != NULL)
            group_turn(finds, &finds->groups[i]);
    pthread_mutex_unlock(&finds->mutex);
    ruleset_drop(good ? before : now);
    return good;
}

/* ---- time ---- */

void finds_round(struct watch *watch, struct arena *arena, bool last)
{
    int64_t now_us = clock_now_us(&watch->clock);
    struct finds *finds = watch->finds;
    if (finds == NULL)
        return;
    pthread_mutex_lock(&finds->mutex);
    for (size_t i = 0; i < GROUPS_MAX; i++) {
        struct group *group = &finds->groups[i];
        if (group->set == NULL)
            continue;
        bool due = group->told < group->count && group_due(watch, arena, group, now_us);
        if (due && (last || now_us - group->told_us > UPDATE_US))
            (void)group_tell(watch, arena, group, now_us);
        if ((!due || group->told == group->count)
            && now_us - group->first_us > watch->settings->group_us)
            group_free(group);
    }
    if (finds->correlate != NULL)
        correlate_round(finds->correlate);
    pthread_mutex_unlock(&finds->mutex);
}
