/* SPDX-License-Identifier: Apache-2.0 */
#include "base/child.h"
#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child at work: our ends of its pipes, -1 when they are closed. */
struct working {
    pid_t pid;
    int in, out;
    int64_t until_us;
    struct text rest; /* of the input */
    char *said;       /* taken whole beforehand: nothing may jump away from a child at work */
    size_t said_bytes;
};

static void end_close(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

bool child_start(const char *program, const char *const *words, const struct child_ends *ends,
                 pid_t *pid)
{
    static char *const nothing[] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    bool good = true;
    for (int i = 0; i < CHILD_ENDS; i++) {
        int end = ends->ends[i];
        if (end == CHILD_NOTHING)
            good = good
                   && posix_spawn_file_actions_addopen(&files, i, "/dev/null",
                                                       i == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0)
                          == 0;
        else if (end != CHILD_OURS)
            good = good && posix_spawn_file_actions_adddup2(&files, end, i) == 0;
    }
    good =
        good && posix_spawn_file_actions_addclosefrom_np(&files, CHILD_ENDS) == 0
        && posix_spawnattr_setsigmask(&attributes, &none) == 0
        && posix_spawnattr_setsigdefault(&attributes, &all) == 0
        && posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
               == 0
        && posix_spawn(pid, program, &files, &attributes, (char *const *)(uintptr_t)words, nothing)
               == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return good;
}

/* Our ends never wait: the child may stop reading, or say nothing. */
static bool pipes_open(int in[2], int out[2])
{
    in[0] = in[1] = out[0] = out[1] = -1;
    return pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0
           && fcntl(in[1], F_SETFL, O_NONBLOCK) == 0 && fcntl(out[0], F_SETFL, O_NONBLOCK) == 0;
}

static bool start(struct turn *turn, const struct child *child, struct working *working)
{
    int in[2];
    int out[2];
    bool good = pipes_open(in, out)
                && child_start(child->program, child->words,
                               &(struct child_ends){{in[0], out[1], CHILD_NOTHING}}, &working->pid);
    end_close(&in[0]);
    end_close(&out[1]);
    if (!good) {
        end_close(&in[1]);
        end_close(&out[0]);
        return fail(turn, FAULT_BROKEN, "it could not be started");
    }
    working->in = in[1];
    working->out = out[0];
    return true;
}

static void give(struct working *working)
{
    ssize_t written = write(working->in, working->rest.data, working->rest.size);
    if (written > 0)
        working->rest =
            (struct text){working->rest.data + written, working->rest.size - (size_t)written};
    bool over = written < 0 && errno != EAGAIN && errno != EINTR;
    if (over || text_empty(working->rest)) /* it may not want all of it */
        end_close(&working->in);
}

/* False when it says more than it may: there is room for one byte too many. */
static bool hear(struct working *working, size_t bytes_max)
{
    ssize_t got = read(working->out, working->said + working->said_bytes,
                       bytes_max + 1 - working->said_bytes);
    if (got > 0)
        working->said_bytes += (size_t)got;
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        end_close(&working->out);
    return working->said_bytes <= bytes_max;
}

/* Until it has closed its output. */
static bool talk(struct turn *turn, const struct child *child, struct working *working)
{
    while (working->out >= 0) {
        struct pollfd ends[] = {{.fd = working->out, .events = POLLIN},
                                {.fd = working->in, .events = POLLOUT}};
        int64_t left_us = working->until_us - clock_elapsed_us();
        if (left_us <= 0)
            return fail(turn, FAULT_LIMIT, "it took longer than %lld s and was ended",
                        (long long)(child->timeout_ms / 1000));
        if (poll(ends, 2, (int)(left_us / 1000) + 1) < 0)
            continue;
        if (working->in >= 0 && ends[1].revents != 0)
            give(working);
        if (ends[0].revents != 0 && !hear(working, child->output_bytes_max))
            return fail(turn, FAULT_LIMIT, "it said more than %zu bytes and was ended",
                        child->output_bytes_max);
    }
    return true;
}

/* Whoever has closed its output has nothing more to do: what still runs is ended. What it ended
 * with was settled before. */
static bool finish(struct turn *turn, struct working *working)
{
    int status = 0;
    kill(working->pid, SIGKILL);
    while (waitpid(working->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (turn->fault.kind != FAULT_NONE)
        return false;
    if (WIFSIGNALED(status))
        return fail(turn, FAULT_BROKEN, "it was ended by signal %d", WTERMSIG(status));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(turn, FAULT_BROKEN, "it ended with %d", WEXITSTATUS(status));
    return true;
}

/* A pipe whose reader has died must not end the house: the signal is held, and forgotten. */
bool child_run(struct turn *turn, const struct child *child, struct text *output)
{
    struct working working = {.until_us = clock_elapsed_us() + child->timeout_ms * 1000,
                              .rest = child->input,
                              .said = arena_take(turn->arena, child->output_bytes_max + 1)};
    sigset_t broken;
    sigset_t before;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    if (!start(turn, child, &working))
        return false;
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    if (text_empty(working.rest))
        end_close(&working.in);
    bool good = talk(turn, child, &working);
    good = finish(turn, &working) && good;
    end_close(&working.in);
    end_close(&working.out);
    while (sigtimedwait(&broken, NULL, &(struct timespec){0}) == SIGPIPE)
        continue;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    *output = (struct text){working.said, working.said_bytes};
    return good;
}
