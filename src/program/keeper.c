/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The watch that a house starts by itself and keeps running: a process of its own, as revere watch
 * is by hand, that speaks to the house over its socket like any other. When it ends it is started
 * again, at first after a second, then after twice as long each time, until it has run for a while.
 * It ends with the house, also when the house is killed: another one is then started by the next.
 */
#include "base/child.h"
#include "base/zone.h"
#include "program/program.h"
#include "watch/watch.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAIT_FIRST_US INT64_C(1000000)
#define WAIT_MOST_US  INT64_C(60000000)
#define STEADY_US     INT64_C(60000000) /* who runs so long has come to stay */
#define PATIENCE_US   INT64_C(60000000) /* to end when it is asked */
enum { LOOK_MS = 100, SAID_BYTES_MAX = 4096 };

struct keeper {
    pthread_t thread;
    pthread_mutex_t mutex; /* of what keeper_say tells */
    atomic_bool closing;
    const char *path;
    const struct log *log;
    char parent[24];
    enum { KEEPER_STARTS, KEEPER_RUNS, KEEPER_WAITS } state;
    pid_t pid; /* 0: none */
    int64_t since_us;
    int64_t starts;
    char last[64]; /* how it ended last; empty: it never did */
};

static const char *const state_words[] = {"starting", "running", "waiting"};

static void state_set(struct keeper *keeper, int state, pid_t pid)
{
    pthread_mutex_lock(&keeper->mutex);
    keeper->state = state;
    keeper->pid = pid;
    keeper->since_us = clock_now_us(&keeper->log->clock);
    keeper->starts += state == KEEPER_STARTS;
    pthread_mutex_unlock(&keeper->mutex);
}

/* ---- one life ---- */

static bool watch_start(struct keeper *keeper, int *said, pid_t *pid)
{
    const char *const words[] = {"revere",     "watch",        "--config",
                                 keeper->path, "--log",        keeper->log->json ? "json" : "text",
                                 "--parent",   keeper->parent, NULL};
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    const struct child_ends all = {{CHILD_NOTHING, ends[1], CHILD_OURS}};
    bool good = child_start("/proc/self/exe", words, &all, pid);
    close(ends[1]);
    if (!good)
        close(ends[0]);
    *said = ends[0];
    return good;
}

/* What it says is read away; the word "ready" on a line of its own is the one that matters. False:
 * it says no more. */
static bool said_read(struct keeper *keeper, int said, pid_t pid, char *line, size_t *used)
{
    char bytes[SAID_BYTES_MAX];
    struct pollfd end = {.fd = said, .events = POLLIN};
    if (poll(&end, 1, LOOK_MS) <= 0)
        return true;
    ssize_t got = read(said, bytes, sizeof bytes);
    if (got < 0 && errno == EINTR)
        return true;
    for (ssize_t i = 0; i < got; i++) {
        if (bytes[i] == '\n' && *used == 5 && memcmp(line, "ready", 5) == 0)
            state_set(keeper, KEEPER_RUNS, pid);
        if (bytes[i] == '\n')
            *used = 0;
        else if (*used < 8)
            line[(*used)++] = bytes[i];
    }
    return got > 0;
}

static int watch_end(struct keeper *keeper, pid_t pid, int said)
{
    char bytes[SAID_BYTES_MAX];
    int64_t until_us = clock_elapsed_us() + PATIENCE_US;
    int status = 0;
    bool asked = false;
    for (;;) {
        struct pollfd end = {.fd = said, .events = POLLIN};
        if (atomic_load(&keeper->closing) && !asked) {
            kill(pid, SIGTERM);
            asked = true;
            until_us = clock_elapsed_us() + PATIENCE_US;
        }
        if (waitpid(pid, &status, WNOHANG) == pid)
            return status;
        if (clock_elapsed_us() > until_us)
            kill(pid, SIGKILL);
        if (poll(&end, 1, LOOK_MS) > 0 && (end.revents & POLLIN) != 0)
            (void)!read(said, bytes, sizeof bytes);
        else if ((end.revents & POLLHUP) != 0)
            poll(NULL, 0, LOOK_MS);
    }
}

static void last_set(struct keeper *keeper, int status)
{
    pthread_mutex_lock(&keeper->mutex);
    if (WIFSIGNALED(status))
        snprintf(keeper->last, sizeof keeper->last, "ended by signal %d", WTERMSIG(status));
    else
        snprintf(keeper->last, sizeof keeper->last, "ended with code %d", WEXITSTATUS(status));
    pthread_mutex_unlock(&keeper->mutex);
    if (!atomic_load(&keeper->closing))
        log_write(keeper->log, LOG_ERROR, "watch", "the watch %s; it is started again",
                  keeper->last);
}

static void watch_live(struct keeper *keeper)
{
    int said;
    pid_t pid = 0;
    char line[8];
    size_t used = 0;
    if (!watch_start(keeper, &said, &pid)) {
        log_write(keeper->log, LOG_ERROR, "watch", "the watch cannot be started: %s",
                  strerror(errno));
        return;
    }
    state_set(keeper, KEEPER_STARTS, pid);
    while (!atomic_load(&keeper->closing) && said_read(keeper, said, pid, line, &used))
        continue;
    last_set(keeper, watch_end(keeper, pid, said));
    close(said);
}

static void *keeper_run(void *context)
{
    struct keeper *keeper = context;
    int64_t wait_us = WAIT_FIRST_US;
    while (!atomic_load(&keeper->closing)) {
        int64_t from_us = clock_elapsed_us();
        watch_live(keeper);
        state_set(keeper, KEEPER_WAITS, 0);
        if (clock_elapsed_us() - from_us > STEADY_US)
            wait_us = WAIT_FIRST_US;
        int64_t until_us = clock_elapsed_us() + wait_us;
        while (!atomic_load(&keeper->closing) && clock_elapsed_us() < until_us)
            poll(NULL, 0, LOOK_MS);
        wait_us = 2 * wait_us > WAIT_MOST_US ? WAIT_MOST_US : 2 * wait_us;
    }
    return NULL;
}

/* ---- its life ---- */

bool keeper_check(struct turn *turn, struct text path, struct text socket)
{
    struct watch_settings settings;
    if (text_empty(path))
        return true;
    if (text_empty(socket))
        return fail_field(turn, "watch",
                          "--watch needs --watch-socket: there the house hears what it finds");
    if (!watch_configure(turn, text_string(turn->arena, path), &settings))
        return false;
    return text_equal(settings.house, socket)
           || fail_field(turn, "watch",
                         "the watch of %.*s speaks to \"%.*s\"; write there: house: %.*s",
                         TEXT_SHOW(path), TEXT_SHOW(settings.house), TEXT_SHOW(socket));
}

bool keeper_open(struct turn *turn, const struct log *log, struct text path, struct keeper **keeper)
{
    *keeper = NULL;
    if (text_empty(path))
        return true;
    struct keeper *made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to keep a watch running.");
    made->path = text_string(turn->arena, path);
    made->log = log;
    snprintf(made->parent, sizeof made->parent, "%lld", (long long)getpid());
    pthread_mutex_init(&made->mutex, NULL);
    made->since_us = clock_now_us(&log->clock);
    if (pthread_create(&made->thread, NULL, keeper_run, made) != 0) {
        pthread_mutex_destroy(&made->mutex);
        free(made);
        return fail(turn, FAULT_LIMIT, "No thread could be started.");
    }
    *keeper = made;
    return true;
}

void keeper_say(struct keeper *keeper, struct arena *arena, struct value *said)
{
    if (keeper == NULL)
        return;
    struct value *kept = value_set(arena, said, "watch", value_map(arena));
    pthread_mutex_lock(&keeper->mutex);
    value_set_text(arena, kept, "state", text_of(state_words[keeper->state]));
    value_set_text(arena, kept, "since", instant_utc(arena, keeper->since_us));
    value_set_integer(arena, kept, "pid", keeper->pid);
    value_set_integer(arena, kept, "starts", keeper->starts);
    value_set_text(arena, kept, "last", text_format(arena, "%s", keeper->last));
    pthread_mutex_unlock(&keeper->mutex);
}

void keeper_close(struct keeper *keeper)
{
    if (keeper == NULL)
        return;
    atomic_store(&keeper->closing, true);
    pthread_join(keeper->thread, NULL);
    pthread_mutex_destroy(&keeper->mutex);
    free(keeper);
}
