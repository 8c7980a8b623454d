/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes that read lines, and nothing else: what a stranger wrote is first looked at where there
 * is nothing to take. A foreman, which has no threads, forks them; each is closed in, holds the
 * batches and one socket, and says after each batch that it is through. One that dies or hangs is
 * replaced; the line it had in hand is kept as evidence, and passed over when the batch is read
 * again.
 */
#include "watch/worker.h"
#include "watch/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HANG_MS = 10 * 1000, EVIDENCE_MAX = 1000, START_TRIES = 3 };

struct driver {
    struct workers *workers;
    pthread_t thread;
    bool started;
    int socket; /* of its worker, or -1 */
    int32_t pid;
};

struct workers {
    struct watch *watch;
    int control; /* of the foreman */
    pid_t foreman;
    pthread_mutex_t mutex; /* of the control */
    struct driver drivers[WATCH_WORKERS_MAX];
    size_t count;
    _Atomic unsigned evidence;
    const char *folder; /* of the evidence */
};

/* ---- the foreman ---- */

static bool foreman_spawn(struct workers *workers, int control)
{
    static char *const nothing[] = {NULL};
    const struct watch_settings *settings = workers->watch->settings;
    const char *words[WATCH_RULES_MAX + 3] = {"revere", WATCH_FOREMAN_WORD};
    for (size_t i = 0; i < settings->rules_count; i++)
        words[i + 2] = text_string(workers->watch->arena, settings->rules[i]);
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    bool good =
        posix_spawn_file_actions_adddup2(&files, control, FOREMAN_CONTROL) == 0
        && posix_spawn_file_actions_adddup2(&files, workers->watch->ring.memory, FOREMAN_MEMORY)
               == 0
        && posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1) == 0
        && posix_spawnattr_setsigmask(&attributes, &none) == 0
        && posix_spawnattr_setsigdefault(&attributes, &all) == 0
        && posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
               == 0
        && posix_spawn(&workers->foreman, "/proc/self/exe", &files, &attributes,
                       (char *const *)(uintptr_t)words, nothing)
               == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return good;
}

bool workers_open(struct turn *turn, struct watch *watch, struct workers **workers)
{
    int ends[2];
    struct workers *made = arena_take(watch->arena, sizeof *made);
    *made = (struct workers){.watch = watch, .control = -1};
    made->count = (size_t)watch->settings->workers;
    made->folder = text_format(watch->arena, "%.*s/crashed", TEXT_SHOW(watch->settings->data)).data;
    pthread_mutex_init(&made->mutex, NULL);
    for (size_t i = 0; i < made->count; i++)
        made->drivers[i] = (struct driver){.workers = made, .socket = -1};
    *workers = made;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(turn, FAULT_LIMIT, "No socket could be made: %s.", strerror(errno));
    made->control = ends[0];
    bool good = foreman_spawn(made, ends[1]);
    close(ends[1]);
    return good || fail(turn, FAULT_BROKEN, "The reader of lines could not be started.");
}

/* A new worker's socket and process id come with one answer. */
static bool worker_receive(int control, int *socket, int32_t *pid)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } space;
    int32_t said;
    struct iovec piece = {&said, sizeof said};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = space.bytes,
                             .msg_controllen = sizeof space.bytes};
    ssize_t got = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
    struct cmsghdr *header = got == sizeof said ? CMSG_FIRSTHDR(&message) : NULL;
    if (header == NULL || header->cmsg_type != SCM_RIGHTS)
        return false;
    memcpy(socket, CMSG_DATA(header), sizeof *socket);
    *pid = said;
    return true;
}

static bool driver_worker(struct driver *driver)
{
    struct workers *workers = driver->workers;
    const struct order order = {ORDER_START, 0};
    pthread_mutex_lock(&workers->mutex);
    bool good = send(workers->control, &order, sizeof order, MSG_NOSIGNAL) == sizeof order
                && worker_receive(workers->control, &driver->socket, &driver->pid);
    pthread_mutex_unlock(&workers->mutex);
    if (!good)
        driver->socket = -1;
    return good;
}

static void driver_end(struct driver *driver, bool kill)
{
    struct workers *workers = driver->workers;
    const struct order order = {ORDER_KILL, driver->pid};
    if (driver->socket < 0)
        return;
    pthread_mutex_lock(&workers->mutex);
    if (kill)
        (void)!send(workers->control, &order, sizeof order, MSG_NOSIGNAL);
    pthread_mutex_unlock(&workers->mutex);
    close(driver->socket);
    driver->socket = -1;
}

/* ---- a batch, read ---- */

/* True: it is through. False: the worker is gone, or hangs. */
static bool batch_read(struct driver *driver, const struct batch *batch)
{
    uint32_t slot = batch->slot;
    uint32_t hand = UINT32_MAX;
    if (send(driver->socket, &slot, sizeof slot, MSG_NOSIGNAL) != sizeof slot)
        return false;
    for (;;) {
        struct pollfd end = {.fd = driver->socket, .events = POLLIN};
        int ready = poll(&end, 1, HANG_MS);
        if (ready > 0)
            return recv(driver->socket, &slot, sizeof slot, 0) == sizeof slot
                   && slot == batch->slot;
        uint32_t now = atomic_load(&batch->hand);
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
    const struct line *line = &batch->lines[at];
    if (number >= EVIDENCE_MAX)
        return;
    snprintf(path, sizeof path, "%s/%lld-%llu-%u", workers->folder, (long long)batch->received_us,
             (unsigned long long)batch->ticket, at);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    (void)!write(file, batch->data + line->at, line->size);
    (void)fsync(file);
    close(file);
}

/* What it found, out of the memory that it shares; what is more than may be is said to be. */
static void hits_gather(struct workers *workers, struct batch *batch)
{
    struct hits *hits = &workers->watch->hits[batch->slot];
    size_t count = batch->hits_count <= HITS_MAX ? batch->hits_count : HITS_MAX;
    size_t lost = batch->hits_lost;
    for (size_t i = 0; i < count; i++) {
        if (hits->count == hits->capacity && hits->capacity < BATCH_HITS_MAX) {
            size_t capacity = hits->capacity == 0 ? HITS_MAX : 2 * hits->capacity;
            struct hit *all = realloc(hits->all, capacity * sizeof *all);
            if (all != NULL) {
                hits->all = all;
                hits->capacity = capacity;
            }
        }
        if (hits->count == hits->capacity) {
            lost++;
            continue;
        }
        hits->all[hits->count] = batch->hits[i];
        hits->all[hits->count++].entity[HIT_ENTITY_BYTES - 1] = '\0';
    }
    if (lost > 0)
        log_write(workers->watch->log, LOG_ERROR, "watch.rules",
                  "%zu hits of rules were too many at once: they are in no alert", lost);
    batch->hits_count = batch->hits_lost = 0;
}

static void batch_crashed(struct workers *workers, struct batch *batch)
{
    uint32_t at = atomic_load(&batch->hand);
    batch->hits_count = batch->hits_lost = 0; /* they are found again */
    if (at >= batch->count)
        return;
    batch->lines[at].flags |= LINE_BAD;
    evidence_keep(workers, batch, at);
    log_write(workers->watch->log, LOG_ERROR, "watch.worker",
              "a reader died of a line, or hung in it: the line is kept in %s, the batch read "
              "again without it",
              workers->folder);
}

/* However often a worker must be replaced. Without any, lines are kept and not read. */
static void batch_drive(struct driver *driver, struct batch *batch)
{
    unsigned tries = 0;
    struct hits *hits = &driver->workers->watch->hits[batch->slot];
    hits->count = hits->next = 0;
    while (tries < START_TRIES) {
        if (driver->socket < 0 && !driver_worker(driver)) {
            tries++;
            continue;
        }
        if (batch_read(driver, batch)) {
            hits_gather(driver->workers, batch);
            batch->from = atomic_load(&batch->hand);
            if (batch->from >= batch->count)
                return;
            continue; /* it found so much that it had to stop */
        }
        driver_end(driver, true);
        batch_crashed(driver->workers, batch);
    }
    log_write(driver->workers->watch->log, LOG_ERROR, "watch.worker",
              "no reader of lines can be started: lines are kept and not looked at");
}

static void *driver_run(void *context)
{
    struct driver *driver = context;
    struct ring *ring = &driver->workers->watch->ring;
    struct batch *batch;
    while ((batch = ring_work(ring)) != NULL) {
        batch_drive(driver, batch);
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
    if (workers->control >= 0)
        close(workers->control);
    if (workers->foreman > 0)
        while (waitpid(workers->foreman, NULL, 0) < 0 && errno == EINTR)
            continue;
    pthread_mutex_destroy(&workers->mutex);
}
