/* SPDX-License-Identifier: Apache-2.0 */
#include "watch/chunk.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static void *memory_map(int memory, size_t bytes, int may)
{
    void *map = mmap(NULL, bytes, may, MAP_SHARED, memory, 0);
    return map == MAP_FAILED ? NULL : map;
}

/* Mapped here to be written to, and from then on nowhere else: not by another mapping, and not by
 * one that only reads and is changed. */
static void *memory_seal(int memory, size_t bytes)
{
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;
    void *map = ftruncate(memory, (off_t)bytes) != 0
                    ? NULL
                    : memory_map(memory, bytes, PROT_READ | PROT_WRITE);
    if (map == NULL || fcntl(memory, F_ADD_SEALS, seals) == 0)
        return map;
    munmap(map, bytes);
    return NULL;
}

const struct batch *ring_map(int memory, size_t *count)
{
    struct stat found;
    if (fstat(memory, &found) != 0 || found.st_size < (off_t)sizeof(struct batch))
        return NULL;
    *count = (size_t)found.st_size / sizeof(struct batch);
    return memory_map(memory, (size_t)found.st_size, PROT_READ);
}

struct answer *answer_make(int *memory)
{
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    *memory = memfd_create("answer", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    struct answer *answer = *memory < 0 || ftruncate(*memory, sizeof *answer) != 0
                                    || fcntl(*memory, F_ADD_SEALS, seals) != 0
                                ? NULL
                                : answer_map(*memory);
    if (answer == NULL && *memory >= 0)
        close(*memory);
    return answer;
}

struct answer *answer_map(int memory)
{
    return memory_map(memory, sizeof(struct answer), PROT_READ | PROT_WRITE);
}

void answer_free(struct answer *answer)
{
    munmap(answer, sizeof *answer);
}

bool ring_open(struct turn *turn, struct ring *ring, size_t count)
{
    *ring = (struct ring){.count = count, .free_count = count};
    ring->memory = memfd_create("batches", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    size_t bytes = (count + RING_SPARES) * sizeof *ring->all;
    if (ring->memory >= 0)
        ring->all = memory_seal(ring->memory, bytes);
    if (ring->all == NULL)
        return fail(turn, FAULT_LIMIT,
                    "There is no memory for %zu batches that workers can see and not write: %s.",
                    count, strerror(errno));
    for (size_t i = 0; i < count; i++)
        ring->free[i] = (uint32_t)i;
    pthread_mutex_init(&ring->mutex, NULL);
    pthread_cond_init(&ring->freed, NULL);
    pthread_cond_init(&ring->posted, NULL);
    pthread_cond_init(&ring->through, NULL);
    pthread_condattr_t forward; /* a clock that is set must not hold up who rests */
    pthread_condattr_init(&forward);
    pthread_condattr_setclock(&forward, CLOCK_MONOTONIC);
    pthread_cond_init(&ring->worked, &forward);
    pthread_condattr_destroy(&forward);
    return true;
}

void ring_free(struct ring *ring)
{
    if (ring->memory > 0)
        close(ring->memory);
    ring->memory = -1;
    if (ring->all == NULL)
        return;
    munmap(ring->all, (ring->count + RING_SPARES) * sizeof *ring->all);
    pthread_cond_destroy(&ring->worked);
    pthread_cond_destroy(&ring->posted);
    pthread_cond_destroy(&ring->through);
    pthread_cond_destroy(&ring->freed);
    pthread_mutex_destroy(&ring->mutex);
    ring->all = NULL;
}

void ring_listen(struct ring *ring, int event)
{
    if (ring->listeners_count < RING_LISTENERS_MAX)
        ring->listeners[ring->listeners_count++] = event;
}

static struct batch *batch_begin(struct batch *batch)
{
    batch->count = batch->bytes = batch->marks_bytes = 0;
    batch->from = batch->hunts = 0;
    batch->chunk = batch->until = 0;
    batch->last = batch->joined = batch->grouped = batch->flushed = 0;
    batch->waits_count = batch->carried_count = 0;
    batch->contexts_count = batch->contexts_bytes = 0;
    batch->newest_us = INT64_MIN;
    return batch;
}

struct batch *ring_take(struct ring *ring, bool wait)
{
    struct batch *batch = NULL;
    pthread_mutex_lock(&ring->mutex);
    while (wait && ring->free_count == 0 && !ring->abandoned)
        pthread_cond_wait(&ring->freed, &ring->mutex);
    if (ring->free_count > 0 && !ring->abandoned)
        batch = batch_begin(&ring->all[ring->free[--ring->free_count]]);
    pthread_mutex_unlock(&ring->mutex);
    return batch;
}

bool ring_take_many(struct ring *ring, struct batch **batches, size_t count)
{
    pthread_mutex_lock(&ring->mutex);
    bool good = ring->free_count >= count && !ring->abandoned;
    for (size_t i = 0; good && i < count; i++)
        batches[i] = batch_begin(&ring->all[ring->free[--ring->free_count]]);
    pthread_mutex_unlock(&ring->mutex);
    return good;
}

uint32_t ring_slot(const struct ring *ring, const struct batch *batch)
{
    return (uint32_t)(batch - ring->all);
}

struct batch *ring_spare(struct ring *ring)
{
    struct batch *batch = batch_begin(&ring->all[ring->count]);
    batch->hunts = 1;
    return batch;
}

struct batch *ring_chunk(struct ring *ring)
{
    struct batch *batch = batch_begin(&ring->all[ring->count + 1]);
    batch->chunk = 1;
    return batch;
}

void ring_return(struct ring *ring, struct batch *batch)
{
    pthread_mutex_lock(&ring->mutex);
    ring->free[ring->free_count++] = ring_slot(ring, batch);
    pthread_cond_signal(&ring->freed);
    pthread_mutex_unlock(&ring->mutex);
}

/* Under the lock. */
static uint64_t batch_ticket(struct ring *ring, struct batch *batch)
{
    uint64_t ticket = ring->next++;
    ring->ticketed[ticket % ring->count] = ring_slot(ring, batch);
    ring->tickets[ring_slot(ring, batch)] = ticket;
    ring->done[ticket % ring->count] = false;
    pthread_cond_signal(&ring->posted);
    return ticket;
}

uint64_t ring_post(struct ring *ring, struct batch *batch)
{
    pthread_mutex_lock(&ring->mutex);
    uint64_t ticket = batch_ticket(ring, batch);
    pthread_mutex_unlock(&ring->mutex);
    return ticket;
}

bool ring_offer(struct ring *ring, struct batch *batch)
{
    pthread_mutex_lock(&ring->mutex);
    bool open = !ring->closed;
    if (open)
        (void)batch_ticket(ring, batch);
    pthread_mutex_unlock(&ring->mutex);
    return open;
}

struct batch *ring_work(struct ring *ring)
{
    struct batch *batch = NULL;
    pthread_mutex_lock(&ring->mutex);
    while (ring->given == ring->next && !ring->closed)
        pthread_cond_wait(&ring->posted, &ring->mutex);
    if (ring->given < ring->next)
        batch = &ring->all[ring->ticketed[ring->given++ % ring->count]];
    pthread_mutex_unlock(&ring->mutex);
    return batch;
}

void ring_worked(struct ring *ring, struct batch *batch)
{
    pthread_mutex_lock(&ring->mutex);
    uint64_t ticket = ring->tickets[ring_slot(ring, batch)];
    ring->done[ticket % ring->count] = true;
    if (ticket == ring->low)
        pthread_cond_signal(&ring->worked);
    if (ring->waiting > 0)
        pthread_cond_broadcast(&ring->through);
    pthread_mutex_unlock(&ring->mutex);
}

/* Under the lock: have all that were posted before it been read? */
static bool is_first(const struct ring *ring, uint64_t ticket)
{
    for (uint64_t before = ring->low; before < ticket; before++)
        if (!ring->done[before % ring->count])
            return false;
    return true;
}

void ring_through(struct ring *ring, const struct batch *batch)
{
    pthread_mutex_lock(&ring->mutex);
    uint64_t ticket = ring->tickets[ring_slot(ring, batch)];
    ring->waiting++;
    while (!is_first(ring, ticket))
        pthread_cond_wait(&ring->through, &ring->mutex);
    ring->waiting--;
    pthread_mutex_unlock(&ring->mutex);
}

size_t ring_ready(struct ring *ring, struct batch **batches, size_t most, bool *closed)
{
    size_t count = 0;
    int64_t until_us = clock_elapsed_us() + RING_REST_MS * INT64_C(1000);
    const struct timespec until = {until_us / 1000000, until_us % 1000000 * 1000};
    pthread_mutex_lock(&ring->mutex);
    uint64_t low = ring->low;
    while ((low == ring->next || !ring->done[low % ring->count])
           && !(ring->closed && low == ring->next)
           && pthread_cond_timedwait(&ring->worked, &ring->mutex, &until) != ETIMEDOUT)
        continue;
    *closed = ring->closed && low == ring->next;
    for (; count < most && low < ring->next && ring->done[low % ring->count]; count++, low++)
        batches[count] = &ring->all[ring->ticketed[low % ring->count]];
    pthread_mutex_unlock(&ring->mutex);
    return count;
}

void ring_stored(struct ring *ring, size_t count)
{
    pthread_mutex_lock(&ring->mutex);
    for (size_t i = 0; i < count; i++)
        ring->free[ring->free_count++] = ring->ticketed[ring->low++ % ring->count];
    if (!ring->abandoned) /* what is given up is never acknowledged */
        atomic_store_explicit(&ring->durable, ring->low, memory_order_release);
    pthread_cond_broadcast(&ring->freed);
    pthread_cond_signal(&ring->worked);
    pthread_mutex_unlock(&ring->mutex);
    for (size_t i = 0; i < ring->listeners_count; i++)
        (void)!write(ring->listeners[i], &(uint64_t){1}, sizeof(uint64_t));
}

uint64_t ring_low(const struct ring *ring)
{
    return atomic_load_explicit(&ring->durable, memory_order_acquire);
}

void ring_close(struct ring *ring)
{
    pthread_mutex_lock(&ring->mutex);
    ring->closed = true;
    pthread_cond_broadcast(&ring->posted);
    pthread_cond_broadcast(&ring->worked);
    pthread_mutex_unlock(&ring->mutex);
}

void ring_abandon(struct ring *ring)
{
    pthread_mutex_lock(&ring->mutex);
    ring->abandoned = true;
    pthread_cond_broadcast(&ring->freed);
    pthread_mutex_unlock(&ring->mutex);
}
