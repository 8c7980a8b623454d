/* SPDX-License-Identifier: Apache-2.0 */
/* How far rules have come with what was kept before them: noted by who hunts, told with what the
 * watch says of itself. */
#include "base/zone.h"
#include "watch/inside.h"
#include <stdlib.h>

struct progress {
    pthread_mutex_t mutex;
    struct progress_rule rules[PROGRESS_RULES_MAX];
    size_t count, left_out;
    int64_t at_us;
};

bool progress_open(struct turn *turn, struct watch *watch)
{
    watch->progress = calloc(1, sizeof *watch->progress);
    if (watch->progress == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the hunt of history.");
    pthread_mutex_init(&watch->progress->mutex, NULL);
    return true;
}

void progress_close(struct watch *watch)
{
    if (watch->progress == NULL)
        return;
    pthread_mutex_destroy(&watch->progress->mutex);
    free(watch->progress);
}

void progress_note(struct watch *watch, const struct progress_rule *rules, size_t count)
{
    struct progress *progress = watch->progress;
    pthread_mutex_lock(&progress->mutex);
    progress->count = count < PROGRESS_RULES_MAX ? count : PROGRESS_RULES_MAX;
    progress->left_out = count - progress->count;
    if (progress->count > 0)
        memcpy(progress->rules, rules, progress->count * sizeof *rules);
    progress->at_us = clock_now_us(&watch->clock);
    pthread_mutex_unlock(&progress->mutex);
}

void progress_say(const struct watch *watch, struct arena *arena, struct value *said)
{
    struct progress *progress = watch->progress;
    pthread_mutex_lock(&progress->mutex);
    if (progress->count > 0) {
        struct value *hunts = value_set(arena, said, "hunts", value_list(arena));
        for (size_t i = 0; i < progress->count; i++) {
            struct value *one = value_append(arena, hunts, value_map(arena));
            value_set_text(arena, one, "rule", text_copy(arena, text_of(progress->rules[i].rule)));
            value_set_integer(arena, one, "seen", progress->rules[i].seen);
            value_set_integer(arena, one, "of", progress->rules[i].of);
            value_set_text(arena, one, "at", instant_utc(arena, progress->at_us));
        }
        if (progress->left_out > 0)
            value_set_integer(arena, said, "hunts_left_out", (int64_t)progress->left_out);
    }
    pthread_mutex_unlock(&progress->mutex);
}
