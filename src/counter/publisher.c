/* SPDX-License-Identifier: Apache-2.0 */
/* Signs and publishes the ledger after commits, in a thread of its own: a burst of commits becomes
 * one checkpoint, and no caller waits for it. */
#include "counter/inside.h"
#include <stdio.h>
#include <time.h>

enum {
    PUBLISH_PAUSE_MS =
        200, /* a checkpoint lags at most about a second behind (reference: ledger) */
    PUBLISH_RETRY_MS = 1000,
    PUBLISH_WAITS_MAX = 50, /* for another that publishes into the same folder */
    PUBLISH_SAID_AGAIN =
        3600 /* of so many failures that are alike the first is said, and the next */
};

/* What could not be published is said once, then about once an hour, and that it can again. */
struct complaint {
    char message[FAULT_MESSAGE_BYTES];
    int64_t times;
};

static void pause_ms(long milliseconds)
{
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* One publishes at a time. Whoever comes second is not at fault, and waits. */
bool house_publish(struct house *house, struct turn *turn)
{
    bool good = ledger_publish(turn, &house->ledger);
    for (int waits = 0; !good && turn->fault.kind == FAULT_BUSY && waits < PUBLISH_WAITS_MAX;
         waits++) {
        fault_clear(turn);
        pause_ms(PUBLISH_PAUSE_MS);
        good = ledger_publish(turn, &house->ledger);
    }
    return good;
}

static bool publish_run(struct turn *turn, void *context)
{
    struct house *house = context;
    return house_turn_begin(house, turn->arena, turn) && house_publish(house, turn);
}

static void complain(struct house *house, struct complaint *complaint, const struct fault *fault)
{
    bool good = fault->kind == FAULT_NONE;
    if (good && complaint->times > 0)
        log_write(house_log(house), LOG_NOTICE, "ledger.publish", "the ledger is published again");
    if (good || strcmp(complaint->message, fault->message) != 0)
        complaint->times = 0;
    if (good)
        return;
    if (complaint->times++ % PUBLISH_SAID_AGAIN == 0)
        log_write(house_log(house), LOG_ERROR, "ledger.publish",
                  "the ledger could not be published: %s", fault->message);
    snprintf(complaint->message, sizeof complaint->message, "%s", fault->message);
}

static bool publish(struct house *house, struct arena *arena, struct complaint *complaint)
{
    struct turn turn = {.arena = arena};
    bool good = turn_run(&turn, publish_run, house);
    complain(house, complaint, &turn.fault);
    house_turn_end(house, &turn);
    arena_clear(arena);
    return good;
}

static void *publisher_loop(void *context)
{
    struct house *house = context;
    struct publisher *publisher = &house->publisher;
    struct complaint complaint = {.times = 0};
    struct arena *arena = arena_new(HOUSE_TURN_BYTES);
    pthread_mutex_lock(&publisher->mutex);
    while (arena != NULL) {
        while (!publisher->dirty && !publisher->closing)
            pthread_cond_wait(&publisher->work, &publisher->mutex);
        if (!publisher->dirty)
            break;
        publisher->dirty = false;
        bool closing = publisher->closing;
        pthread_mutex_unlock(&publisher->mutex);
        bool good = publish(house, arena, &complaint);
        if (!closing)
            pause_ms(good ? PUBLISH_PAUSE_MS : PUBLISH_RETRY_MS);
        pthread_mutex_lock(&publisher->mutex);
        publisher->dirty = publisher->dirty || (!good && !closing); /* a full disk is emptied */
    }
    pthread_mutex_unlock(&publisher->mutex);
    arena_free(arena);
    return NULL;
}

bool publisher_open(struct turn *turn, struct house *house)
{
    struct publisher *publisher = &house->publisher;
    pthread_mutex_init(&publisher->mutex, NULL);
    pthread_cond_init(&publisher->work, NULL);
    if (!house->settings.writer)
        return true;
    publisher->dirty = true; /* what a crash, or a copy that was put back, left unsigned */
    if (pthread_create(&publisher->thread, NULL, publisher_loop, house) != 0)
        return fail(turn, FAULT_BROKEN, "the publisher's thread cannot be started");
    publisher->threaded = true;
    return true;
}

void publisher_wake(struct house *house)
{
    struct publisher *publisher = &house->publisher;
    pthread_mutex_lock(&publisher->mutex);
    publisher->dirty = true;
    pthread_cond_signal(&publisher->work);
    pthread_mutex_unlock(&publisher->mutex);
}

void publisher_close(struct house *house)
{
    struct publisher *publisher = &house->publisher;
    if (publisher->threaded) {
        pthread_mutex_lock(&publisher->mutex);
        publisher->closing = true;
        pthread_cond_signal(&publisher->work);
        pthread_mutex_unlock(&publisher->mutex);
        pthread_join(publisher->thread, NULL);
        return;
    }
    /* A house without threads publishes once, when it is left. */
    struct arena *arena = publisher->dirty ? arena_new(HOUSE_TURN_BYTES) : NULL;
    if (arena != NULL)
        publish(house, arena, &(struct complaint){.times = 0});
    arena_free(arena);
}
