/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules found, before a person hears of it: hits of one rule about one entity within a
 * window are one alert. The first is spooled at once, before the lines are acknowledged; how many
 * more there were follows.
 */
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"
#include <stdlib.h>

#define UPDATE_US INT64_C(10000000)
enum { GROUPS_MAX = 4096, GROUP_EVENTS_MAX = 4, EVENT_BYTES_MAX_KEPT = 1024 };

struct found {
    uint64_t segment, position;
    uint32_t source, size;
    char line[EVENT_BYTES_MAX_KEPT];
};

struct group {
    bool used;
    uint32_t rule;
    char entity[HIT_ENTITY_BYTES];
    int64_t first_us, last_us, told_us;
    uint64_t count, told;
    size_t events_count;
    struct found events[GROUP_EVENTS_MAX];
};

struct finds {
    pthread_mutex_t mutex;
    struct sigma_rules *rules;
    struct group groups[GROUPS_MAX];
};

bool finds_open(struct turn *turn, struct watch *watch, struct finds **finds)
{
    const struct watch_settings *settings = watch->settings;
    struct event_sources *sources;
    *finds = NULL;
    if (settings->rules_count == 0)
        return true;
    struct finds *made = arena_take(watch->arena, sizeof *made);
    pthread_mutex_init(&made->mutex, NULL);
    const struct sigma_order order = {.paths = settings->rules,
                                      .path_count = settings->rules_count};
    struct sigma_order whole = order;
    if (!event_sources_own(turn, &sources))
        return false;
    whole.sources = sources;
    if (!sigma_load(turn, &whole, &made->rules))
        return false;
    size_t count;
    const struct sigma_problem *problems = sigma_rules_problems(made->rules, &count);
    for (size_t i = 0; i < count; i++)
        log_write(watch->log, LOG_WARNING, "watch.rules", "%.*s:%d: %.*s",
                  TEXT_SHOW(problems[i].file), problems[i].line, TEXT_SHOW(problems[i].what));
    if (sigma_rules_correlations(made->rules)->count > 0)
        log_write(
            watch->log, LOG_WARNING, "watch.rules",
            "the watch decides no correlations: the rules that %zu of them refer to report by "
            "themselves, and revere sigma eval decides them over what is kept",
            sigma_rules_correlations(made->rules)->count);
    *finds = made;
    return true;
}

/* ---- said ---- */

static void texts_set(struct arena *arena, struct value *input, const char *name,
                      const struct value *list)
{
    if (list != NULL && list->count > 0)
        value_set(arena, input, name, (struct value *)(uintptr_t)list);
}

static struct value *events_value(struct arena *arena, const struct watch *watch,
                                  const struct group *group)
{
    struct value *events = value_list(arena);
    for (size_t i = 0; i < group->events_count; i++) {
        const struct found *found = &group->events[i];
        struct value *event = value_append(arena, events, value_map(arena));
        value_set_integer(arena, event, "segment", (int64_t)found->segment);
        value_set_integer(arena, event, "position", (int64_t)found->position);
        value_set_text(arena, event, "source", watch->sources.all[found->source].name);
        value_set_text(arena, event, "line",
                       text_utf8_mended(arena, (struct text){found->line, found->size}));
    }
    return events;
}

static struct text order_of(struct arena *arena, const struct watch *watch,
                            const struct group *group)
{
    const struct sigma_rule *rule = sigma_rules_at(watch->finds->rules, group->rule);
    struct value *order = value_map(arena);
    struct value *input = value_map(arena);
    struct text entity = text_utf8_mended(arena, text_of(group->entity));
    struct text finding = text_format(arena, "%.*s/%lld/%.100s", TEXT_SHOW(rule->id),
                                      (long long)group->first_us, group->entity);
    finding = text_utf8_mended(arena, finding);
    value_set_text(arena, order, "action", TEXT("alert.raise"));
    value_set_text(
        arena, order, "key",
        text_format(arena, "%.*s/%llu", TEXT_SHOW(finding), (unsigned long long)group->count));
    value_set(arena, order, "input", input);
    value_set_text(arena, input, "watch", watch->settings->name);
    value_set_text(arena, input, "finding", finding);
    value_set_text(arena, input, "rule", text_empty(rule->id) ? rule->title : rule->id);
    value_set_text(arena, input, "title", rule->title);
    if (!text_empty(rule->level))
        value_set_text(arena, input, "level", rule->level);
    value_set_text(arena, input, "entity", entity);
    value_set_text(arena, input, "first", instant_utc(arena, group->first_us));
    value_set_text(arena, input, "last", instant_utc(arena, group->last_us));
    value_set_integer(arena, input, "count", (int64_t)group->count);
    value_set_text(arena, input, "says",
                   text_format(arena, "%llu %s by the rule's condition: %.*s",
                               (unsigned long long)group->count,
                               group->count == 1 ? "line holds" : "lines hold",
                               rule->condition.size < 3000 ? (int)rule->condition.size : 3000,
                               rule->condition.data == NULL ? "" : rule->condition.data));
    value_set(arena, input, "events", events_value(arena, watch, group));
    if (!text_empty(rule->author))
        value_set_text(arena, input, "author", rule->author);
    texts_set(arena, input, "references", rule->references);
    texts_set(arena, input, "tags", rule->tags);
    return json_write(arena, order);
}

static bool group_tell(struct watch *watch, struct arena *arena, struct group *group,
                       int64_t now_us)
{
    arena_clear(arena);
    if (!spool_put(&watch->spool, order_of(arena, watch, group)))
        return false;
    group->told = group->count;
    group->told_us = now_us;
    return true;
}

/* ---- found ---- */

static bool group_is(const struct group *group, const struct hit *hit, int64_t at_us,
                     int64_t window_us)
{
    return group->used && group->rule == hit->rule && strcmp(group->entity, hit->entity) == 0
           && at_us - group->first_us < window_us;
}

/* The group of the hit; of those that are full of age, one makes room: what it had to say it has
 * said, or says now. */
static struct group *group_of(struct watch *watch, struct arena *arena, const struct hit *hit,
                              int64_t at_us)
{
    uint32_t hash = hit->rule * 0x9E3779B1U;
    for (const char *at = hit->entity; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 0x01000193U;
    struct group *oldest = NULL;
    for (uint32_t i = 0; i < 16; i++) {
        struct group *group = &watch->finds->groups[(hash + i) % GROUPS_MAX];
        if (group_is(group, hit, at_us, watch->settings->group_us))
            return group;
        if (oldest == NULL || !group->used || (oldest->used && group->first_us < oldest->first_us))
            oldest = group;
    }
    if (oldest->used && oldest->told < oldest->count && !group_tell(watch, arena, oldest, at_us))
        return NULL;
    *oldest = (struct group){.used = true, .rule = hit->rule, .first_us = at_us};
    memcpy(oldest->entity, hit->entity, sizeof oldest->entity);
    return oldest;
}

static void group_add(struct group *group, const struct batch *batch, const struct hit *hit,
                      uint64_t segment, uint64_t first)
{
    const struct line *line = &batch->lines[hit->line];
    group->count++;
    group->last_us = batch->received_us;
    if (group->events_count == GROUP_EVENTS_MAX)
        return;
    struct found *found = &group->events[group->events_count++];
    found->segment = segment;
    found->position = first + hit->line;
    found->source = line->source;
    found->size = line->size < EVENT_BYTES_MAX_KEPT ? line->size : EVENT_BYTES_MAX_KEPT;
    memcpy(found->line, batch->data + line->at, found->size);
}

bool finds_take(struct watch *watch, struct arena *arena, const struct batch *batch,
                struct hits *hits, uint64_t segment, uint64_t first)
{
    bool good = true;
    size_t rules = sigma_rules_count(watch->finds->rules);
    pthread_mutex_lock(&watch->finds->mutex);
    for (; good && hits->next < hits->count; hits->next += good) {
        const struct hit *hit = &hits->all[hits->next];
        if (hit->line >= batch->count || hit->rule >= rules)
            continue; /* what a worker says is not believed */
        struct group *group = group_of(watch, arena, hit, batch->received_us);
        good = group != NULL;
        if (!good)
            break;
        group_add(group, batch, hit, segment, first);
        if (group->count == 1)
            good = group_tell(watch, arena, group, batch->received_us);
        group->used = good; /* what could not be written down is taken again */
    }
    pthread_mutex_unlock(&watch->finds->mutex);
    return good && (hits->count == 0 || spool_sync(&watch->spool));
}

void finds_round(struct watch *watch, struct arena *arena, bool last)
{
    int64_t now_us = clock_now_us(&watch->clock);
    if (watch->finds == NULL)
        return;
    pthread_mutex_lock(&watch->finds->mutex);
    for (size_t i = 0; i < GROUPS_MAX; i++) {
        struct group *group = &watch->finds->groups[i];
        if (group->used && group->told < group->count
            && (last || now_us - group->told_us > UPDATE_US))
            (void)group_tell(watch, arena, group, now_us);
        if (group->used && group->told == group->count
            && now_us - group->first_us > watch->settings->group_us)
            group->used = false;
    }
    pthread_mutex_unlock(&watch->finds->mutex);
}
