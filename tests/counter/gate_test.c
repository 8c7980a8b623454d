/* SPDX-License-Identifier: Apache-2.0 */
/* The queue of those who read: in the order of their coming, never more at once than there is room
 * for, and nobody held up for long by one that does not end. */
#include "counter/inside.h"
#include "tap.h"
#include <stdatomic.h>
#include <time.h>

enum { CALLERS = 16, ROUNDS = 200 };

struct caller {
    pthread_t thread;
    struct gate *gate;
    atomic_int *inside, *most, *order;
    int came, went;
};

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
}

static void *crowd_call(void *context)
{
    struct caller *caller = context;
    for (int i = 0; i < ROUNDS; i++) {
        gate_enter(caller->gate);
        int now = atomic_fetch_add(caller->inside, 1) + 1;
        int most = atomic_load(caller->most);
        while (now > most && !atomic_compare_exchange_weak(caller->most, &most, now))
            continue;
        nap();
        atomic_fetch_sub(caller->inside, 1);
        gate_leave(caller->gate);
    }
    return NULL;
}

static void crowd(void)
{
    struct gate gate;
    struct caller callers[CALLERS];
    atomic_int inside = 0;
    atomic_int most = 0;
    gate_open(&gate, 3);
    gate.patience_ms = 60000;
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (struct caller){.gate = &gate, .inside = &inside, .most = &most};
        pthread_create(&callers[i].thread, NULL, crowd_call, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    ok(most == 3, "three at once, and never more: %d", most);
    ok(gate.inside == 0 && gate.first == NULL && gate.last == &gate.first, "all of them went");
}

static void *line_call(void *context)
{
    struct caller *caller = context;
    gate_enter(caller->gate);
    caller->went = atomic_fetch_add(caller->order, 1);
    gate_leave(caller->gate);
    return NULL;
}

static size_t waiting_count(struct gate *gate)
{
    size_t count = 0;
    pthread_mutex_lock(&gate->mutex);
    count = gate->waiting;
    pthread_mutex_unlock(&gate->mutex);
    return count;
}

static void line(void)
{
    struct gate gate;
    struct caller callers[CALLERS];
    atomic_int order = 0;
    bool in_order = true;
    gate_open(&gate, 1);
    gate.patience_ms = 60000;
    gate_enter(&gate);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (struct caller){.gate = &gate, .order = &order};
        pthread_create(&callers[i].thread, NULL, line_call, &callers[i]);
        while (waiting_count(&gate) < (size_t)i + 1)
            nap();
    }
    ok(order == 0, "nobody goes in while there is no room");
    gate_leave(&gate);
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(callers[i].thread, NULL);
        in_order = in_order && callers[i].went == i;
    }
    ok(in_order, "they go in as they came");
}

/* Whoever holds the only place never leaves it: the others go in beside it all the same, also when
 * several lose patience at once. */
static void patience(void)
{
    struct gate gate;
    struct caller callers[CALLERS];
    atomic_int order = 0;
    gate_open(&gate, 1);
    gate_enter(&gate);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (struct caller){.gate = &gate, .order = &order};
        pthread_create(&callers[i].thread, NULL, line_call, &callers[i]);
    }
    for (int i = 0; i < CALLERS; i++)
        pthread_join(callers[i].thread, NULL);
    ok(order == CALLERS, "what takes long holds nobody up for good");
    ok(gate.inside == 1 && gate.first == NULL && gate.last == &gate.first,
       "and the one that took long is alone again");
    gate_leave(&gate);
}

int main(void)
{
    crowd();
    line();
    patience();
    return tap_end();
}
