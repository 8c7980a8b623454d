/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes that read lines, and nothing else: what a stranger wrote is first looked at where there
 * is nothing to take. A foreman (foreman.c), which has no threads, forks them; each is closed in,
 * holds the batches and one socket, and says after each batch that it is through. One that dies or
 * hangs is replaced; the line it had in hand is kept as evidence, and passed over when the batch is
 * read again.
 */
#include "watch/worker.h"
#include "watch/chunk.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HANG_MS = 10 * 1000, EVIDENCE_MAX = 1000, START_TRIES = 3 };

struct driver {
    struct workers *workers;
    struct ruleset *set; /* whose foreman started its worker; held while there is one */
    pthread_t thread;
    bool started;
    int socket; /* of its worker, or -1 */
    int32_t pid;
    struct answer *answer; /* of its worker, who writes it at any time; NULL: there is none */
};

struct workers {
    struct watch *watch;
    struct driver drivers[WATCH_WORKERS_MAX];
    struct driver history; /* beside them, without a thread of its own */
    struct driver chunks;  /* the same, under its mutex */
    pthread_mutex_t chunking;
    size_t count;
    _Atomic unsigned evidence;
    const char *folder; /* of the evidence */
};

bool workers_open(struct turn *turn, struct watch *watch, struct workers **workers)
{
    (void)turn;
    struct workers *made = arena_take(watch->arena, sizeof *made);
    *made = (struct workers){.watch = watch};
    made->count = (size_t)watch->settings->workers;
    made->folder = text_format(watch->arena, "%.*s/crashed", TEXT_SHOW(watch->settings->data)).data;
    for (size_t i = 0; i < made->count; i++)
        made->drivers[i] = (struct driver){.workers = made, .socket = -1};
    made->history = made->chunks = (struct driver){.workers = made, .socket = -1};
    pthread_mutex_init(&made->chunking, NULL);
    *workers = made;
    return true;
}

/* A worker of the rules of now. Its answers are in memory of its own: what was let go, or is killed
 * and not yet dead, writes into none that is still read. */
static bool driver_worker(struct driver *driver)
{
    const struct order order = {ORDER_START, 0};
    int memory;
    driver->answer = answer_make(&memory);
    if (driver->answer == NULL)
        return false;
    struct ruleset *set = ruleset_hold(driver->workers->watch);
    pthread_mutex_lock(&set->mutex);
    bool good =
        descriptor_send(set->control, &order, sizeof order, memory)
        && descriptor_receive(set->control, &driver->pid, sizeof driver->pid, &driver->socket)
        && driver->socket >= 0;
    pthread_mutex_unlock(&set->mutex);
    close(memory);
    driver->set = set;
    if (good)
        return true;
    answer_free(driver->answer);
    driver->answer = NULL;
    driver->socket = -1;
    driver->set = NULL;
    ruleset_drop(set);
    return false;
}

static void driver_end(struct driver *driver, bool kill)
{
    const struct order order = {ORDER_KILL, driver->pid};
    if (driver->socket < 0)
        return;
    pthread_mutex_lock(&driver->set->mutex);
    if (kill)
        (void)!send(driver->set->control, &order, sizeof order, MSG_NOSIGNAL);
    pthread_mutex_unlock(&driver->set->mutex);
    close(driver->socket);
    driver->socket = -1;
    answer_free(driver->answer);
    driver->answer = NULL;
    ruleset_drop(driver->set);
    driver->set = NULL;
}

/* Before a batch: a worker that has other rules than those of now is let go. */
static void driver_turn(struct driver *driver)
{
    struct ruleset *now = ruleset_hold(driver->workers->watch);
    if (driver->set != now)
        driver_end(driver, false);
    ruleset_drop(now);
}

/* ---- a batch, read ---- */

/* True: it is through. False: the worker is gone, or hangs. */
static bool batch_read(struct driver *driver, const struct batch *batch)
{
    const uint32_t given = ring_slot(&driver->workers->watch->ring, batch);
    uint32_t slot = given;
    uint32_t hand = UINT32_MAX;
    if (send(driver->socket, &slot, sizeof slot, MSG_NOSIGNAL) != sizeof slot)
        return false;
    for (;;) {
        struct pollfd end = {.fd = driver->socket, .events = POLLIN};
        int ready = poll(&end, 1, HANG_MS);
        if (ready > 0)
            return recv(driver->socket, &slot, sizeof slot, 0) == sizeof slot && slot == given;
        uint32_t now = atomic_load(&driver->answer->hand);
        if (ready == 0 && now == hand)
            return false;
        hand = now;
    }
}

/* The line that a worker died of, as it came. It is in the store as well, and marked there. */
static void evidence_keep(struct workers *workers, const struct batch *batch, uint32_t at)
{
    char path[4096];
    unsigned number = atomic_fetch_add(&workers->evidence, 1);
    const struct text line = batch_raw(batch, at);
    uint32_t slot = ring_slot(&workers->watch->ring, batch);
    if (number >= EVIDENCE_MAX)
        return;
    snprintf(path, sizeof path, "%s/%lld-%llu-%u", workers->folder, (long long)batch->received_us,
             (unsigned long long)workers->watch->ring.tickets[slot], at);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    (void)!write(file, line.data, line.size);
    (void)fsync(file);
    close(file);
}

/* Room for so many more of what is so large; false: there is none, or more than may be. */
static bool room_for(void **all, size_t size, size_t used, size_t more, size_t *capacity,
                     size_t most)
{
    if (used + more <= *capacity)
        return true;
    size_t wanted = *capacity * 2 > used + more ? *capacity * 2 : used + more;
    wanted = wanted < most ? wanted : most;
    void *grown = used + more <= wanted ? realloc(*all, wanted * size) : NULL;
    if (grown == NULL)
        return false;
    *all = grown;
    *capacity = wanted;
    return true;
}

/* One of them, copied before it is looked at: the worker can still write there. */
static bool hit_gather(struct hits *hits, const struct batch *batch, const struct answer *answer,
                       const struct hit *from)
{
    struct hit hit = *from;
    if (!batch_has(batch, hit.line) || hit.note_at > BATCH_NOTES_BYTES
        || hit.note_size > BATCH_NOTES_BYTES - hit.note_at
        || !room_for((void **)&hits->all, sizeof *hits->all, hits->count, 1, &hits->capacity,
                     BATCH_HITS_MAX)
        || !room_for((void **)&hits->notes, 1, hits->notes_used, hit.note_size,
                     &hits->notes_capacity, BATCH_NOTES_MAX))
        return false;
    if (hit.note_size > 0)
        memcpy(hits->notes + hits->notes_used, answer->notes + hit.note_at, hit.note_size);
    hit.note_at = (uint32_t)hits->notes_used;
    hit.entity[HIT_ENTITY_BYTES - 1] = '\0';
    hits->notes_used += hit.note_size;
    hits->all[hits->count++] = hit;
    return true;
}

/* What it found; what is more than may be is said to be. */
static void hits_gather(struct workers *workers, const struct batch *batch,
                        const struct answer *answer)
{
    struct hits *hits = &workers->watch->hits[ring_slot(&workers->watch->ring, batch)];
    uint32_t said = answer->hits_count;
    size_t count = said <= HITS_MAX ? said : HITS_MAX;
    size_t lost = answer->hits_lost;
    for (size_t i = 0; i < count; i++)
        lost += !hit_gather(hits, batch, answer, &answer->hits[i]);
    hits->partial = hits->partial || lost > 0;
    if (lost > 0)
        log_write(workers->watch->log, LOG_ERROR, "watch.rules",
                  "%zu hits of rules were too many at once: they are in no alert", lost);
}

/* What it says of the lines from the one to before the other: of each what only it can know. No
 * event is further ahead than a clock may be, whatever it says. */
static void lines_gather(struct batch *batch, const struct answer *answer, uint32_t from,
                         uint32_t to)
{
    int64_t newest_us = answer->newest_us;
    if (newest_us > batch->received_us + WATCH_AHEAD_US)
        newest_us = batch->received_us + WATCH_AHEAD_US;
    if (newest_us > batch->newest_us)
        batch->newest_us = newest_us;
    for (uint32_t i = from; i < to && i < batch_lines(batch); i++) {
        batch->lines[i].flags |= answer->flags[i] & LINE_ANSWERED;
        batch->lines[i].event_us = answer->event_us[i];
    }
}

static void batch_crashed(struct workers *workers, struct batch *batch, uint32_t at)
{
    if (!batch_has(batch, at))
        return;
    if (at < BATCH_LINES_MAX)
        batch->lines[at].flags |= LINE_BAD;
    else
        batch->carried[at - BATCH_LINES_MAX].flags |= LINE_BAD;
    evidence_keep(workers, batch, at);
    log_write(workers->watch->log, LOG_ERROR, "watch.worker",
              "a reader died of a line, or hung in it: the line is kept in %s, the batch read "
              "again without it",
              workers->folder);
}

void hits_empty(struct hits *hits)
{
    if (hits->set != NULL)
        ruleset_drop(hits->set);
    *hits = (struct hits){.all = hits->all,
                          .capacity = hits->capacity,
                          .notes = hits->notes,
                          .notes_capacity = hits->notes_capacity};
}

/* A new worker. Where it has other rules than the one before, it reads the batch from its
 * beginning: all that is found in a batch is found by the same rules. */
static bool driver_begin(struct driver *driver, struct batch *batch, uint32_t *from)
{
    struct hits *hits =
        &driver->workers->watch->hits[ring_slot(&driver->workers->watch->ring, batch)];
    if (!driver_worker(driver))
        return false;
    if (hits->set != NULL && hits->set != driver->set) {
        hits_empty(hits);
        join_again(batch);
        *from = 0;
    }
    return true;
}

static void hits_of(const struct driver *driver, const struct batch *batch)
{
    struct hits *hits =
        &driver->workers->watch->hits[ring_slot(&driver->workers->watch->ring, batch)];
    if (hits->set != NULL)
        return;
    ruleset_keep(driver->set);
    hits->set = driver->set;
}

static void answer_begin(struct answer *answer, uint32_t from)
{
    answer->hits_count = answer->hits_lost = answer->notes_bytes = 0;
    answer->waits_count = answer->waits_refused = answer->grouped = 0;
    answer->newest_us = INT64_MIN;
    atomic_store(&answer->hand, from);
}

/* However often a worker must be replaced, but not for ever: each death costs a line. Without any,
 * lines are kept and not read. How far it is read is known here. */
static void batch_drive(struct driver *driver, struct batch *batch)
{
    uint32_t from = 0;
    unsigned tries = 0;
    unsigned deaths = 0;
    bool over = batch_lines(batch) + batch->carried_count == 0;
    driver_turn(driver);
    hits_empty(&driver->workers->watch->hits[ring_slot(&driver->workers->watch->ring, batch)]);
    while (tries < START_TRIES && deaths <= BATCH_LINES_MAX) {
        if (over)
            return;
        if (driver->socket < 0 && !driver_begin(driver, batch, &from)) {
            tries++;
            continue;
        }
        hits_of(driver, batch);
        batch->from = from;
        answer_begin(driver->answer, from);
        bool read = batch_read(driver, batch);
        uint32_t hand = atomic_load(&driver->answer->hand);
        if (read && (hand > from || batch_lines(batch) == 0)) {
            hits_gather(driver->workers, batch, driver->answer);
            lines_gather(batch, driver->answer, from, hand);
            join_gather(driver->workers->watch, batch, driver->answer);
            from = hand; /* it found so much that it had to stop; or is done */
            over = from >= batch_lines(batch);
            continue;
        }
        driver_end(driver, true);
        batch_crashed(driver->workers, batch, hand);
        deaths++;
    }
    driver->workers->watch->hits[ring_slot(&driver->workers->watch->ring, batch)].partial = true;
    log_write(driver->workers->watch->log, LOG_ERROR, "watch.worker",
              "no reader of lines gets through a batch: its lines are kept and not looked at");
}

struct hits *worker_history(struct workers *workers, struct batch *batch)
{
    batch_drive(&workers->history, batch);
    return &workers->watch->hits[ring_slot(&workers->watch->ring, batch)];
}

void worker_rest(struct workers *workers)
{
    driver_end(&workers->history, false);
}

struct batch *worker_chunk_begin(struct workers *workers)
{
    pthread_mutex_lock(&workers->chunking);
    return ring_chunk(&workers->watch->ring);
}

enum chunk_end worker_chunk(struct workers *workers, struct batch *batch,
                            const struct answer **answer, uint32_t *hand)
{
    struct driver *driver = &workers->chunks;
    driver_turn(driver);
    if (driver->socket < 0 && !driver_worker(driver))
        return CHUNK_UNREAD;
    answer_begin(driver->answer, batch->from);
    *answer = driver->answer;
    if (batch_read(driver, batch))
        return CHUNK_READ;
    *hand = atomic_load(&driver->answer->hand);
    evidence_keep(workers, batch, 0);
    driver_end(driver, true);
    return CHUNK_DIED;
}

void worker_chunk_end(struct workers *workers)
{
    pthread_mutex_unlock(&workers->chunking);
}

static void *driver_run(void *context)
{
    struct driver *driver = context;
    struct ring *ring = &driver->workers->watch->ring;
    struct batch *batch;
    while ((batch = ring_work(ring)) != NULL) {
        join_begin(driver->workers->watch, batch);
        batch_drive(driver, batch);
        if (!join_end(driver->workers->watch, batch)) {
            batch_drive(driver, batch);
            (void)join_end(driver->workers->watch, batch);
        }
        ring_worked(ring, batch);
    }
    driver_end(driver, false);
    return NULL;
}

bool workers_start(struct turn *turn, struct workers *workers)
{
    if (mkdir(workers->folder, 0700) != 0 && errno != EEXIST)
        return fail(turn, FAULT_BROKEN, "%s cannot be made: %s.", workers->folder, strerror(errno));
    for (size_t i = 0; i < workers->count; i++) {
        struct driver *driver = &workers->drivers[i];
        driver->started = pthread_create(&driver->thread, NULL, driver_run, driver) == 0;
        if (!driver->started)
            return fail(turn, FAULT_LIMIT, "No thread could be started.");
    }
    return true;
}

void workers_close(struct workers *workers)
{
    if (workers == NULL)
        return;
    for (size_t i = 0; i < workers->count; i++)
        if (workers->drivers[i].started)
            pthread_join(workers->drivers[i].thread, NULL);
    driver_end(&workers->chunks, false);
    pthread_mutex_destroy(&workers->chunking);
}
