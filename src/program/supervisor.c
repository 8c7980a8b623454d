/* SPDX-License-Identifier: Apache-2.0 */
#include "program/supervisor.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_SOCKET = 3, WORDS_MAX = 256, WORDS_BYTES_MAX = 128 * 1024 };

static int64_t number_of(const char *name)
{
    int64_t number;
    const char *value = getenv(name);
    return value != NULL && text_integer(text_of(value), &number) && number > 0 ? number : 0;
}

/* Which of the sockets is the web door's. */
static int web_place(int64_t count)
{
    const char *value = getenv("LISTEN_FDNAMES");
    struct text names = value == NULL ? TEXT_NONE : text_of(value);
    for (int place = 0; place < count && !text_empty(names); place++)
        if (text_is(text_cut(names, ':', &names), "web"))
            return place;
    return count == 1 ? 0 : -1;
}

static void sockets_take(struct supervisor *supervisor)
{
    int64_t count = number_of("LISTEN_FDS");
    supervisor->web = -1;
    if (count > 0 && number_of("LISTEN_PID") == (int64_t)getpid()) {
        int place = web_place(count);
        for (int i = 0; i < count; i++)
            fcntl(FIRST_SOCKET + i, F_SETFD, FD_CLOEXEC);
        if (place >= 0)
            supervisor->web = FIRST_SOCKET + place;
    }
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDNAMES");
}

bool supervisor_read(struct turn *turn, struct supervisor *supervisor)
{
    const char *notify = getenv("NOTIFY_SOCKET");
    const char *watched = getenv("WATCHDOG_PID");
    char *program = arena_take(turn->arena, SUPERVISOR_PATH_BYTES);
    ssize_t size = readlink("/proc/self/exe", program, SUPERVISOR_PATH_BYTES - 1);
    *supervisor = (struct supervisor){.notify = notify == NULL ? TEXT_NONE : text_of(notify)};
    if (size < 0 || size == SUPERVISOR_PATH_BYTES - 1)
        return fail(turn, FAULT_LIMIT, "The path of this program cannot be told.");
    program[size] = '\0';
    supervisor->program = program;
    if (supervisor->notify.size >= sizeof((struct sockaddr_un){0}).sun_path)
        return fail(turn, FAULT_LIMIT, "NOTIFY_SOCKET is longer than the name of a socket.");
    if (watched == NULL || number_of("WATCHDOG_PID") == (int64_t)getpid())
        supervisor->watchdog_us = number_of("WATCHDOG_USEC");
    sockets_take(supervisor);
    return true;
}

void supervisor_tell(const struct supervisor *supervisor, const char *state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct text path = supervisor->notify;
    if (text_empty(path))
        return;
    memcpy(address.sun_path, path.data, path.size);
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0'; /* an abstract name begins with a NUL */
    int out = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (out < 0)
        return;
    (void)!sendto(out, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
                  (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path.size));
    close(out);
}

/* ---- another program in the same process ---- */

/* The words this process was started with. */
static bool words_read(char *bytes, char **words)
{
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    size_t used = 0;
    ssize_t size;
    if (file < 0)
        return false;
    while ((size = read(file, bytes + used, WORDS_BYTES_MAX - 1 - used)) > 0)
        used += (size_t)size;
    close(file);
    bytes[used] = '\0';
    size_t count = 0;
    for (size_t at = 0; at < used && count < WORDS_MAX; at += strlen(bytes + at) + 1)
        words[count++] = bytes + at;
    words[count] = NULL;
    return count > 0 && used < WORDS_BYTES_MAX - 1;
}

/* The socket stands where the protocol wants it, and outlives the exec. */
static void socket_pass(int listener)
{
    char number[32];
    if (listener != FIRST_SOCKET)
        dup2(listener, FIRST_SOCKET);
    fcntl(FIRST_SOCKET, F_SETFD, 0);
    snprintf(number, sizeof number, "%ld", (long)getpid());
    setenv("LISTEN_PID", number, 1);
    setenv("LISTEN_FDS", "1", 1);
    setenv("LISTEN_FDNAMES", "web", 1);
}

void supervisor_renew(const struct supervisor *supervisor, int listener)
{
    char *words[WORDS_MAX + 1];
    char *bytes = malloc(WORDS_BYTES_MAX);
    if (bytes != NULL && words_read(bytes, words)) {
        socket_pass(listener);
        execv(supervisor->program, words);
    }
    free(bytes);
}
