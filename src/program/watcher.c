/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door of watches: a socket of this machine, of mode 0600. Whoever can open it is a sensor, and
 * nothing more: what it asks runs as SYSTEM_WATCH. A line of JSON ({"action", "key", "input"}), a
 * line of answer ({"done": true}, with what was read as "answer"; or what is wrong, and whether to
 * come again).
 */
#include "base/json.h"
#include "program/program.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    WATCHES_MAX = 16,
    LINE_BYTES_MAX = 1024 * 1024,
    TALK_ARENA_BYTES = 64 * 1024 * 1024,
    LOOK_MS = 250,
    BACKLOG = 16
};

struct watcher {
    struct house *house;
    char path[sizeof((struct sockaddr_un){0}).sun_path];
    int socket;
    pthread_t thread;
    _Atomic bool closing;
    _Atomic int talks;
};

struct talk {
    struct watcher *watcher;
    struct arena *arena;
    int socket;
    size_t used;
    char line[LINE_BYTES_MAX];
};

/* ---- a line ---- */

static const struct field order_fields[] = {
    {.name = "action", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 100},
    {.name = "key", .type = FIELD_TEXT, .needed = true, .least = 1, .most = 400},
    {.name = "input", .type = FIELD_ANY, .needed = true},
    {0}};

/* *read: what a read answers; NULL after a write. */
static bool order_run(struct talk *talk, struct turn *turn, struct text line, struct value **read)
{
    struct value *order;
    struct answer answer;
    if (!json_read(turn, line, "the watch's line", &order)
        || !field_check(turn, order_fields, order, NULL))
        return false;
    struct call call = {.action =
                            house_action(talk->watcher->house, value_get_text(order, "action")),
                        .input = value_get(order, "input"),
                        .key = value_get_text(order, "key"),
                        .credential = {.system = SYSTEM_WATCH}};
    if (call.action == NULL || !call.action->sensor)
        return fail(turn, FAULT_MISSING, "there is nothing here by that name");
    action_call(talk->watcher->house, turn->arena, &call, &answer);
    turn->fault = answer.fault;
    *read = call.action->read == NULL ? NULL : answer.value;
    return answer.fault.kind == FAULT_NONE;
}

static struct text order_answer(struct talk *talk, struct text line)
{
    struct turn turn = {.arena = talk->arena};
    struct value *said = value_map(talk->arena);
    struct value *read = NULL;
    bool done = order_run(talk, &turn, line, &read);
    enum fault_kind kind = turn.fault.kind;
    value_set_boolean(talk->arena, said, "done", done);
    if (done && read != NULL)
        value_set(talk->arena, said, "answer", read);
    if (!done) {
        value_set_boolean(talk->arena, said, "again", kind == FAULT_BUSY || kind == FAULT_BROKEN);
        value_set_text(talk->arena, said, "field", text_of(turn.fault.field));
        value_set_text(talk->arena, said, "message", fault_sentence(talk->arena, &turn.fault));
    }
    struct builder out = {.arena = talk->arena};
    build(&out, json_write(talk->arena, said));
    build_byte(&out, '\n');
    return built(&out);
}

/* ---- a watch ---- */

static bool talk_line(struct talk *talk, struct text line)
{
    jmp_buf guard;
    struct text said = TEXT("{\"done\":false,\"again\":true,\"message\":\"no memory\"}\n");
    arena_clear(talk->arena);
    if (!ARENA_GUARD(talk->arena, guard))
        said = order_answer(talk, line);
    arena_guard(talk->arena, NULL);
    return send(talk->socket, said.data, said.size, MSG_NOSIGNAL) == (ssize_t)said.size;
}

/* The whole lines of what was read. */
static bool talk_lines(struct talk *talk)
{
    char *end;
    while ((end = memchr(talk->line, '\n', talk->used)) != NULL) {
        size_t size = (size_t)(end - talk->line);
        if (!talk_line(talk, (struct text){talk->line, size}))
            return false;
        talk->used -= size + 1;
        memmove(talk->line, end + 1, talk->used);
    }
    return talk->used < LINE_BYTES_MAX;
}

static void *talk_run(void *context)
{
    struct talk *talk = context;
    struct watcher *watcher = talk->watcher;
    while (!atomic_load(&watcher->closing)) {
        struct pollfd end = {.fd = talk->socket, .events = POLLIN};
        if (poll(&end, 1, LOOK_MS) <= 0)
            continue;
        ssize_t got = recv(talk->socket, talk->line + talk->used, LINE_BYTES_MAX - talk->used, 0);
        if (got <= 0)
            break;
        talk->used += (size_t)got;
        if (!talk_lines(talk))
            break;
    }
    close(talk->socket);
    arena_free(talk->arena);
    free(talk);
    atomic_fetch_sub(&watcher->talks, 1);
    return NULL;
}

static void talk_start(struct watcher *watcher, int socket)
{
    pthread_attr_t attributes;
    pthread_t thread;
    struct talk *talk = calloc(1, sizeof *talk);
    struct arena *arena = arena_new(TALK_ARENA_BYTES);
    bool good = talk != NULL && arena != NULL && atomic_load(&watcher->talks) < WATCHES_MAX;
    if (good) {
        talk->watcher = watcher;
        talk->arena = arena;
        talk->socket = socket;
        atomic_fetch_add(&watcher->talks, 1);
        pthread_attr_init(&attributes);
        pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        good = pthread_create(&thread, &attributes, talk_run, talk) == 0;
        pthread_attr_destroy(&attributes);
        if (!good)
            atomic_fetch_sub(&watcher->talks, 1);
    }
    if (good)
        return;
    close(socket);
    arena_free(arena);
    free(talk);
}

/* ---- the door ---- */

static void *watcher_run(void *context)
{
    struct watcher *watcher = context;
    while (!atomic_load(&watcher->closing)) {
        struct pollfd end = {.fd = watcher->socket, .events = POLLIN};
        if (poll(&end, 1, LOOK_MS) <= 0)
            continue;
        int socket = accept4(watcher->socket, NULL, NULL, SOCK_CLOEXEC);
        if (socket >= 0)
            talk_start(watcher, socket);
    }
    return NULL;
}

/* What is left of a house that has died is removed; a socket that answers is somebody's. */
static bool watcher_bind(struct turn *turn, struct watcher *watcher)
{
    struct stat state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, watcher->path, sizeof address.sun_path);
    if (lstat(watcher->path, &state) == 0) {
        if (!S_ISSOCK(state.st_mode))
            return fail_field(turn, "watch-socket", "%s is there already, and no socket",
                              watcher->path);
        int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool answers =
            probe >= 0 && connect(probe, (struct sockaddr *)&address, sizeof address) == 0;
        if (probe >= 0)
            close(probe);
        if (answers)
            return fail(turn, FAULT_BUSY, "Somebody listens on %s already.", watcher->path);
        unlink(watcher->path);
    }
    watcher->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (watcher->socket >= 0
        && bind(watcher->socket, (struct sockaddr *)&address, sizeof address) == 0
        && chmod(watcher->path, 0600) == 0 && listen(watcher->socket, BACKLOG) == 0)
        return true;
    return fail_field(turn, "watch-socket", "%s cannot be listened on: %s", watcher->path,
                      strerror(errno));
}

bool watcher_open(struct turn *turn, struct house *house, struct text path,
                  struct watcher **watcher)
{
    *watcher = NULL;
    if (text_empty(path))
        return true;
    struct watcher *made = calloc(1, sizeof *made);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the door of watches.");
    made->house = house;
    made->socket = -1;
    bool good = path.size < sizeof made->path
                || fail_field(turn, "watch-socket", "the path of a socket has at most %zu bytes",
                              sizeof made->path - 1);
    if (good)
        memcpy(made->path, path.data, path.size);
    good = good && watcher_bind(turn, made);
    if (good && pthread_create(&made->thread, NULL, watcher_run, made) != 0)
        good = fail(turn, FAULT_LIMIT, "No thread could be started.");
    if (good) {
        *watcher = made;
        return true;
    }
    if (made->socket >= 0)
        close(made->socket);
    free(made);
    return false;
}

int watcher_count(const struct watcher *watcher)
{
    return watcher == NULL ? 0 : watcher->talks;
}

void watcher_close(struct watcher *watcher)
{
    if (watcher == NULL)
        return;
    atomic_store(&watcher->closing, true);
    pthread_join(watcher->thread, NULL);
    while (atomic_load(&watcher->talks) > 0)
        poll(NULL, 0, LOOK_MS / 10);
    close(watcher->socket);
    unlink(watcher->path);
    free(watcher);
}
