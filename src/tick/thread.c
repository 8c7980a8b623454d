/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that ticks while a house serves. It sleeps by a clock that only goes forward, and
 * never longer than TICK_PAUSE_MS: what is due is asked of the house's clock, which may be set. */
#include "base/zone.h"
#include "tick/tick.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#define STOOD_STILL_US (30 * SECOND_US)

struct tick {
    struct tick_settings settings;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    _Atomic int64_t done_us;
    bool closing;
};

/* How long to sleep: until the next instant, at least a little after a fault, at most the pause. */
static int64_t pause_ms(const struct tick *tick, const struct tick_result *result)
{
    int64_t now_us = house_now_us(tick->settings.house);
    if (result->fault.kind != FAULT_NONE || result->next_us - now_us >= TICK_PAUSE_MS * 1000)
        return TICK_PAUSE_MS;
    return result->next_us <= now_us ? 0 : (result->next_us - now_us) / 1000 + 1;
}

static void tick_sleep(struct tick *tick, int64_t milliseconds)
{
    int64_t until_us = clock_elapsed_us() + milliseconds * 1000;
    struct timespec until = {.tv_sec = (time_t)(until_us / 1000000),
                             .tv_nsec = (long)(until_us % 1000000) * 1000};
    while (!tick->closing && pthread_cond_timedwait(&tick->wake, &tick->mutex, &until) == 0)
        ;
}

/* A machine that slept, or a clock that was set, is no silence of others. */
static void stood_still(const struct tick *tick, int64_t *round_us)
{
    int64_t now_us = house_now_us(tick->settings.house);
    if (now_us - *round_us > STOOD_STILL_US || now_us < *round_us)
        house_listens_since(tick->settings.house, now_us);
    *round_us = now_us;
}

static void *tick_loop(void *context)
{
    struct tick *tick = context;
    enum fault_kind told = FAULT_NONE;
    int64_t round_us = house_now_us(tick->settings.house);
    pthread_mutex_lock(&tick->mutex);
    while (!tick->closing) {
        struct tick_result result;
        pthread_mutex_unlock(&tick->mutex);
        stood_still(tick, &round_us);
        tick_once(tick->settings.house, tick->arena, tick->settings.channels, &result);
        if (result.fault.kind == FAULT_NONE)
            tick->done_us = house_now_us(tick->settings.house);
        if (result.fault.kind != told && tick->settings.report != NULL)
            tick->settings.report(tick->settings.context, &result.fault);
        told = result.fault.kind;
        int64_t sleep_ms = pause_ms(tick, &result);
        pthread_mutex_lock(&tick->mutex);
        tick_sleep(tick, sleep_ms);
    }
    pthread_mutex_unlock(&tick->mutex);
    return NULL;
}

static void tick_free(struct tick *tick)
{
    pthread_cond_destroy(&tick->wake);
    pthread_mutex_destroy(&tick->mutex);
    arena_free(tick->arena);
    free(tick);
}

bool tick_start(struct turn *turn, const struct tick_settings *settings, struct tick **tick)
{
    pthread_condattr_t forward;
    struct tick *made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "there is no memory for the tick");
    made->settings = *settings;
    made->done_us = TIME_NONE;
    made->arena = arena_new(TICK_ARENA_BYTES);
    pthread_condattr_init(&forward);
    pthread_condattr_setclock(&forward, CLOCK_MONOTONIC);
    pthread_mutex_init(&made->mutex, NULL);
    pthread_cond_init(&made->wake, &forward);
    pthread_condattr_destroy(&forward);
    if (made->arena == NULL || pthread_create(&made->thread, NULL, tick_loop, made) != 0) {
        tick_free(made);
        return fail(turn, FAULT_BROKEN, "the tick's thread cannot be started");
    }
    *tick = made;
    return true;
}

int64_t tick_done_us(const struct tick *tick)
{
    return tick->done_us;
}

void tick_stop(struct tick *tick)
{
    if (tick == NULL)
        return;
    pthread_mutex_lock(&tick->mutex);
    tick->closing = true;
    pthread_cond_signal(&tick->wake);
    pthread_mutex_unlock(&tick->mutex);
    pthread_join(tick->thread, NULL);
    tick_free(tick);
}
