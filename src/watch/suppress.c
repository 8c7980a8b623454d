/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody at the house suppressed or tuned: asked of it now and then, kept in a file for when
 * it is away, and over by itself when its time is over, whatever the house says. What is suppressed
 * is counted, and the counts are said as alerts are: the first before its line is acknowledged.
 *
 * Exclusions go by fields of events, which workers alone read: they are in a file that is loaded
 * with the rules, and what is excluded comes back as a hit of its own kind, to be counted.
 */
#include "base/file.h"
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"
#include <errno.h>
#include <stdlib.h>

#define ASK_US  INT64_C(15000000)
#define TELL_US INT64_C(10000000)
enum {
    SUPPRESSED_MAX = 1000,
    RULE_BYTES = 104,
    ENTITY_BYTES = 304,
    ID_BYTES = 64,
    LEVEL_BYTES = 16
};

/* The words of suppression.create, but for "suppress". */
enum does { DOES_SUPPRESS, DOES_EXCLUDE, DOES_THRESHOLD, DOES_LEVEL, DOES_COUNT };
static const char *const does_words[DOES_COUNT] = {
    [DOES_SUPPRESS] = "suppress",
    [DOES_EXCLUDE] = "exclude",
    [DOES_THRESHOLD] = "threshold",
    [DOES_LEVEL] = "level",
};

struct suppressed {
    char id[ID_BYTES], rule[RULE_BYTES], entity[ENTITY_BYTES]; /* ended by NUL */
    enum does does;
    uint64_t least;
    char level[LEVEL_BYTES];
    int64_t end_us, last_us, told_us;
    uint64_t count, told;
};

struct suppress {
    pthread_mutex_t mutex;
    struct suppressed *all;
    size_t count;
    int64_t asked_us; /* by the clock that never jumps; 0: not yet */
};

/* ---- the list ---- */

static bool word_take(const struct value *item, const char *name, char *word, size_t room)
{
    struct text text = value_get_text(item, name);
    if (text.size >= room)
        return false;
    if (text.size > 0)
        memcpy(word, text.data, text.size);
    word[text.size] = '\0';
    return true;
}

static bool suppressed_read(struct turn *turn, const struct value *item, struct suppressed *one)
{
    struct text does = value_get_text(item, "does");
    *one = (struct suppressed){0};
    while (one->does < DOES_COUNT && !text_is(does, does_words[one->does]) && !text_empty(does))
        one->does++;
    one->least = (uint64_t)value_get_integer(item, "at_least", 0);
    return one->does < DOES_COUNT && word_take(item, "level", one->level, LEVEL_BYTES)
           && word_take(item, "suppression", one->id, ID_BYTES)
           && word_take(item, "rule", one->rule, RULE_BYTES)
           && word_take(item, "entity", one->entity, ENTITY_BYTES) && one->rule[0] != '\0'
           && instant_parse(turn, "until", value_get_text(item, "until"), NULL, &one->end_us);
}

/* What was counted of one that is still there is not forgotten. */
static void counts_keep(const struct suppress *suppress, struct suppressed *one)
{
    for (size_t i = 0; i < suppress->count; i++)
        if (strcmp(suppress->all[i].id, one->id) == 0) {
            one->count = suppress->all[i].count;
            one->told = suppress->all[i].told;
            one->last_us = suppress->all[i].last_us;
            one->told_us = suppress->all[i].told_us;
        }
}

/* Instead of the list of before. False: it is none, and that of before stays. */
static bool list_take(struct turn *turn, struct suppress *suppress, const struct value *list)
{
    size_t whole = value_get_count(list, "items");
    size_t count = whole + value_get_count(list, "tunings");
    struct suppressed *all = calloc(SUPPRESSED_MAX, sizeof *all);
    bool good = all != NULL && count <= SUPPRESSED_MAX;
    for (size_t i = 0; good && i < count; i++) {
        good = suppressed_read(turn,
                               i < whole ? value_get_item(list, "items", i)
                                         : value_get_item(list, "tunings", i - whole),
                               &all[i]);
        counts_keep(suppress, &all[i]);
    }
    if (!good) {
        free(all);
        return false;
    }
    free(suppress->all);
    suppress->all = all;
    suppress->count = count;
    return true;
}

static const char *list_path(struct arena *arena, const struct watch *watch)
{
    return text_format(arena, "%.*s/suppressions.json", TEXT_SHOW(watch->settings->data)).data;
}

bool suppress_open(struct turn *turn, struct watch *watch)
{
    struct text bytes;
    struct value *list;
    const char *path = list_path(turn->arena, watch);
    watch->suppress = calloc(1, sizeof *watch->suppress);
    if (watch->suppress == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for suppressions.");
    pthread_mutex_init(&watch->suppress->mutex, NULL);
    if (!file_exists(path))
        return true;
    if (!file_read(turn, path, SPOOL_BYTES_MAX, &bytes) || !json_read(turn, bytes, path, &list)
        || !list_take(turn, watch->suppress, list))
        log_write(watch->log, LOG_WARNING, "watch.suppress",
                  "%s cannot be read: nothing is suppressed until the house says so", path);
    fault_clear(turn);
    return true;
}

void suppress_close(struct watch *watch)
{
    if (watch->suppress == NULL)
        return;
    pthread_mutex_destroy(&watch->suppress->mutex);
    free(watch->suppress->all);
    free(watch->suppress);
    watch->suppress = NULL;
}

/* ---- counting ---- */

static bool count_tell(struct watch *watch, struct arena *arena, struct suppressed *one,
                       int64_t now_us)
{
    struct value *order = value_map(arena);
    struct value *input = value_map(arena);
    value_set_text(arena, order, "action", TEXT("suppression.count"));
    value_set_text(arena, order, "key",
                   text_format(arena, "%s/%lld/%llu", one->id, (long long)one->last_us,
                               (unsigned long long)one->count));
    value_set(arena, order, "input", input);
    value_set_text(arena, input, "suppression", text_of(one->id));
    value_set_text(arena, input, "watch", watch->settings->name);
    value_set_integer(arena, input, "count", (int64_t)(one->count - one->told));
    value_set_text(arena, input, "last", instant_utc(arena, one->last_us));
    if (!spool_put(&watch->spool, json_write(arena, order)))
        return false;
    one->told = one->count;
    one->told_us = now_us;
    return true;
}

static struct suppressed *suppressed_find(struct suppress *suppress, enum does does,
                                          struct text rule, struct text entity, int64_t at_us)
{
    for (size_t i = 0; i < suppress->count; i++) {
        struct suppressed *one = &suppress->all[i];
        if (one->does == does && one->end_us > at_us && text_is(rule, one->rule)
            && (one->entity[0] == '\0' || text_is(entity, one->entity)))
            return one;
    }
    return NULL;
}

/* One more; the first is said at once. False: that could not be written down; it is taken again. */
static bool suppressed_count(struct watch *watch, struct arena *arena, struct suppressed *one,
                             int64_t at_us)
{
    one->count++;
    one->last_us = at_us;
    if (one->count > 1 || count_tell(watch, arena, one, at_us))
        return true;
    one->count = 0;
    return false;
}

bool suppress_take(struct watch *watch, struct arena *arena, struct text rule, struct text entity,
                   int64_t at_us, bool *suppressed)
{
    struct suppress *suppress = watch->suppress;
    pthread_mutex_lock(&suppress->mutex);
    struct suppressed *one = suppress->count == 0
                                 ? NULL
                                 : suppressed_find(suppress, DOES_SUPPRESS, rule,
                                                   text_utf8_mended(arena, entity), at_us);
    *suppressed = one != NULL;
    bool good = one == NULL || suppressed_count(watch, arena, one, at_us);
    pthread_mutex_unlock(&suppress->mutex);
    return good;
}

uint64_t suppress_least(struct watch *watch, struct arena *arena, const struct told_of *of)
{
    struct suppress *suppress = watch->suppress;
    pthread_mutex_lock(&suppress->mutex);
    const struct suppressed *one =
        suppress->count == 0 ? NULL
                             : suppressed_find(suppress, DOES_THRESHOLD, of->rule,
                                               text_utf8_mended(arena, of->entity), of->at_us);
    uint64_t least = one == NULL ? 1 : one->least;
    pthread_mutex_unlock(&suppress->mutex);
    return least;
}

bool suppress_held(struct watch *watch, struct arena *arena, const struct told_of *of)
{
    struct suppress *suppress = watch->suppress;
    pthread_mutex_lock(&suppress->mutex);
    struct suppressed *one = suppressed_find(suppress, DOES_THRESHOLD, of->rule,
                                             text_utf8_mended(arena, of->entity), of->at_us);
    bool good = one == NULL || suppressed_count(watch, arena, one, of->at_us);
    pthread_mutex_unlock(&suppress->mutex);
    return good;
}

bool suppress_level(struct watch *watch, struct arena *arena, const struct told_of *of, bool first,
                    struct text *level)
{
    struct suppress *suppress = watch->suppress;
    *level = TEXT_NONE;
    pthread_mutex_lock(&suppress->mutex);
    struct suppressed *one = suppress->count == 0
                                 ? NULL
                                 : suppressed_find(suppress, DOES_LEVEL, of->rule,
                                                   text_utf8_mended(arena, of->entity), of->at_us);
    if (one != NULL)
        *level = text_format(arena, "%s", one->level);
    bool good = one == NULL || !first || suppressed_count(watch, arena, one, of->at_us);
    pthread_mutex_unlock(&suppress->mutex);
    return good;
}

bool suppress_excluded(struct watch *watch, struct arena *arena, uint64_t tie, int64_t at_us)
{
    struct suppress *suppress = watch->suppress;
    bool good = true;
    pthread_mutex_lock(&suppress->mutex);
    for (size_t i = 0; i < suppress->count; i++)
        if (suppress->all[i].does == DOES_EXCLUDE
            && exclusion_tie(text_of(suppress->all[i].id)) == tie)
            good = suppressed_count(watch, arena, &suppress->all[i], at_us) && good;
    pthread_mutex_unlock(&suppress->mutex);
    return good;
}

void suppress_round(struct watch *watch, struct arena *arena, bool last)
{
    struct suppress *suppress = watch->suppress;
    int64_t now_us = clock_now_us(&watch->clock);
    pthread_mutex_lock(&suppress->mutex);
    for (size_t i = 0; i < suppress->count; i++) {
        struct suppressed *one = &suppress->all[i];
        if (one->told < one->count
            && (last || now_us - one->told_us > TELL_US || now_us < one->told_us))
            (void)count_tell(watch, arena, one, now_us);
    }
    pthread_mutex_unlock(&suppress->mutex);
}

/* ---- asking ---- */

bool suppress_due(const struct watch *watch)
{
    int64_t asked_us = watch->suppress->asked_us;
    return asked_us == 0 || clock_elapsed_us() - asked_us > ASK_US;
}

/* What has been counted of those that are over is said before they are forgotten. */
void suppress_answer(struct watch *watch, struct turn *turn, const struct value *list)
{
    struct suppress *suppress = watch->suppress;
    suppress->asked_us = clock_elapsed_us();
    suppress_round(watch, turn->arena, true);
    pthread_mutex_lock(&suppress->mutex);
    bool good = list_take(turn, suppress, list);
    pthread_mutex_unlock(&suppress->mutex);
    if (!good || !exclusions_write(turn, watch, list)
        || !file_write(turn, list_path(turn->arena, watch), json_write(turn->arena, list), 0600))
        log_write(watch->log, LOG_WARNING, "watch.suppress",
                  "what the house suppresses could not be taken or kept: %s",
                  turn->fault.kind == FAULT_NONE ? "it is no list" : turn->fault.message);
    fault_clear(turn);
}
