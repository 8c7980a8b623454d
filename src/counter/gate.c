/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Twice as many callers read at once as the machine has processors (one may wait for the database
 * while another works), and the others stand in a queue.
 * Where twenty share two processors in slices each takes as long as all of them; one after another
 * half of them are answered in half of that, and nobody later.
 *
 * What takes long holds nobody up for more than a moment: who has waited so long goes in beside it.
 */
#include "counter/inside.h"
#include <errno.h>
#include <time.h>
#include <unistd.h>

enum { GATE_PATIENCE_MS = 20, GATE_PER_PROCESSOR = 2 };

struct waiting {
    pthread_cond_t go;
    struct waiting *next;
    bool let_in;
};

void gate_open(struct gate *gate, size_t width)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    *gate = (struct gate){.patience_ms = GATE_PATIENCE_MS,
                          .width = width > 0        ? width
                                   : processors > 0 ? (size_t)processors * GATE_PER_PROCESSOR
                                                    : 1};
    gate->last = &gate->first;
    pthread_mutex_init(&gate->mutex, NULL);
}

static struct timespec patience_end(const struct gate *gate)
{
    int64_t until_us = clock_elapsed_us() + (int64_t)gate->patience_ms * 1000;
    return (struct timespec){.tv_sec = (time_t)(until_us / 1000000),
                             .tv_nsec = (long)(until_us % 1000000) * 1000};
}

static void waiting_leave(struct gate *gate, const struct waiting *me)
{
    struct waiting **at = &gate->first;
    while (*at != me)
        at = &(*at)->next;
    *at = me->next;
    if (me->next == NULL)
        gate->last = at;
    gate->waiting--;
}

static void gate_wait(struct gate *gate)
{
    struct waiting me = {.let_in = false};
    struct timespec until = patience_end(gate);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&me.go, &monotonic);
    pthread_condattr_destroy(&monotonic);
    *gate->last = &me;
    /* cppcheck-suppress autoVariables; it is taken back when it is let in, or leaves */
    gate->last = &me.next;
    gate->waiting++;
    int waited = 0;
    while (!me.let_in && waited == 0)
        waited = pthread_cond_timedwait(&me.go, &gate->mutex, &until);
    if (!me.let_in) {
        waiting_leave(gate, &me);
        gate->inside++;
    }
    pthread_cond_destroy(&me.go);
}

void gate_enter(struct gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    if (gate->inside < gate->width && gate->first == NULL)
        gate->inside++;
    else
        gate_wait(gate);
    pthread_mutex_unlock(&gate->mutex);
}

void gate_leave(struct gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->inside--;
    while (gate->first != NULL && gate->inside < gate->width) {
        struct waiting *next = gate->first;
        waiting_leave(gate, next);
        gate->inside++;
        next->let_in = true;
        pthread_cond_signal(&next->go);
    }
    pthread_mutex_unlock(&gate->mutex);
}
