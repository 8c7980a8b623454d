/* SPDX-License-Identifier: Apache-2.0 */
/* The other side: the foreman, and the workers it forks, each closed in. */
#include "base/sandbox.h"
#include "event/format.h"
#include "event/mapping.h"
#include "event/source.h"
#include "sigma/sigma.h"
#include "watch/inside.h"
#include "watch/worker.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    WORKER_MEMORY_BYTES = 512 * 1024 * 1024, /* what it may take when closed in */
    WORKER_ARENA_BYTES = 256 * 1024 * 1024,
    WORKERS_LIVING_MAX = 2 * WATCH_WORKERS_MAX,
    REAP_MS = 1000,
    RULES_ARENA_BYTES = 1 << 30,
    STREAMS_OWN = 1024,
    STREAMS_MAX = STREAMS_OWN + 256
};

/* What is looked for: loaded by the foreman, and the same for all whom it forks. */
struct finder {
    struct event_sources *sources;
    struct event_mappings *mappings;
    struct sigma_rules *rules; /* NULL: nothing */
};

struct foreman {
    struct batch *batches;
    size_t count;
    pid_t living[WORKERS_LIVING_MAX];
    size_t living_count;
    struct finder finder;
    void (*plant)(const char *line, size_t size);
};

/* ---- a worker ---- */

/* What reads: a stream a source, so far as there are so many; the others share. */
struct reader {
    struct arena *arena;
    struct event_reader *events;
    const struct finder *finder;
    struct sigma_matcher *matcher;
    struct batch *batch; /* that is read */
    struct event_stream *streams[STREAMS_MAX];
    uint32_t formats[STREAMS_MAX];
    bool used[STREAMS_MAX]; /* in this batch */
};

/* Whom or what an event is about: the first of these that it has; else whoever sent it. */
static struct text entity_of(const struct event *event)
{
    static const char *const names[] = {"Computer", "host.name", "hostname", "host",
                                        "User",     "user.name", "src_ip",   "c-ip"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct event_field *field = event_find(event, text_of(names[i]));
        if (field != NULL && field->kind == EVENT_TEXT && field->value.size > 0)
            return field->value;
    }
    return TEXT_NONE;
}

static void hit_add(struct batch *batch, uint32_t line, uint32_t rule, struct text entity)
{
    if (batch->hits_count >= HITS_MAX) {
        batch->hits_lost++;
        return;
    }
    struct hit *hit = &batch->hits[batch->hits_count++];
    size_t size = entity.size < HIT_ENTITY_BYTES ? entity.size : HIT_ENTITY_BYTES - 1;
    *hit = (struct hit){.line = line, .rule = rule};
    for (size_t i = 0; i < size && entity.data[i] != '\0'; i++)
        hit->entity[i] = entity.data[i];
}

static void event_taken(void *context, const struct event *read, uint64_t number)
{
    struct reader *reader = context;
    const struct finder *finder = reader->finder;
    const uint32_t *rules;
    struct event event = *read;
    (void)number;
    if (finder->rules == NULL)
        return;
    event_sources_apply(finder->sources, reader->events, &event);
    size_t count = sigma_match(reader->matcher, &event, &rules);
    /* Also rules to which a correlation refers: the watch decides none, and nothing is lost. What
     * is informational tells nobody anything by itself (Sigma rules, "level"). */
    for (size_t i = 0; i < count; i++)
        if (!text_is(sigma_rules_at(finder->rules, rules[i])->level, "informational"))
            hit_add(reader->batch, atomic_load(&reader->batch->hand), rules[i], entity_of(&event));
}

/* The formats in the order of the table are few: sources that say one share by it at worst. */
static struct event_stream *stream_of(struct reader *reader, const struct line *line)
{
    uint32_t format = line->flags >> LINE_FORMAT_SHIFT;
    uint32_t at = line->source % STREAMS_OWN;
    if (reader->streams[at] != NULL && reader->formats[at] != format)
        at = STREAMS_OWN + format % (STREAMS_MAX - STREAMS_OWN);
    if (reader->streams[at] == NULL) {
        struct stream_settings settings = {.format =
                                               format == 0 ? NULL : event_formats() + format - 1,
                                           .mappings = reader->finder->mappings};
        reader->streams[at] =
            event_stream_new(reader->arena, reader->events, &settings, event_taken, reader);
        reader->formats[at] = format;
    }
    reader->used[at] = true;
    return reader->streams[at];
}

/* The line in hand is written down before it is looked at: that is what tells of a death. */
static void batch_work(const struct foreman *foreman, struct reader *reader, struct batch *batch)
{
    uint32_t count = batch->count <= BATCH_LINES_MAX ? batch->count : 0;
    uint32_t i = batch->from;
    reader->batch = batch;
    for (; i < count && batch->hits_count < HITS_MAX / 2; i++) {
        struct line *line = &batch->lines[i];
        struct text raw = {batch->data + line->at, line->size};
        atomic_store_explicit(&batch->hand, i, memory_order_release);
        if ((line->flags & LINE_BAD) != 0)
            continue;
        if (foreman->plant != NULL)
            foreman->plant(raw.data, raw.size);
        event_stream_line(stream_of(reader, line), raw, batch->received_us);
        line->flags |= LINE_PARSED;
    }
    for (uint32_t at = 0; at < STREAMS_MAX; at++)
        if (reader->used[at]) {
            reader->used[at] = false;
            event_stream_end(reader->streams[at]);
        }
    atomic_store_explicit(&batch->hand, i, memory_order_release);
}

static int worker_run(const struct foreman *foreman, int socket)
{
    struct arena *arena = arena_new(WORKER_ARENA_BYTES);
    uint32_t slot;
    if (arena == NULL)
        return 1;
    struct reader *reader = arena_take(arena, sizeof *reader);
    reader->arena = arena;
    reader->finder = &foreman->finder;
    reader->events = event_reader_new(
        arena, foreman->finder.rules == NULL ? NULL : sigma_rules_names(foreman->finder.rules));
    if (foreman->finder.rules != NULL)
        reader->matcher = sigma_matcher_new(arena, foreman->finder.rules);
    if (!sandbox_enter(&(struct sandbox){.memory_bytes = WORKER_MEMORY_BYTES}))
        return 1;
    while (read(socket, &slot, sizeof slot) == sizeof slot) {
        if (slot >= foreman->count)
            return 1;
        batch_work(foreman, reader, &foreman->batches[slot]);
        if (write(socket, &slot, sizeof slot) != sizeof slot)
            return 0;
    }
    return 0;
}

/* ---- the foreman ---- */

static void reap(struct foreman *foreman)
{
    for (size_t i = 0; i < foreman->living_count;)
        if (waitpid(foreman->living[i], NULL, WNOHANG) != 0)
            foreman->living[i] = foreman->living[--foreman->living_count];
        else
            i++;
}

static bool worker_send(int socket, int32_t pid)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(sizeof(int))];
    } space = {0};
    struct iovec piece = {&pid, sizeof pid};
    struct msghdr message = {.msg_iov = &piece,
                             .msg_iovlen = 1,
                             .msg_control = space.bytes,
                             .msg_controllen = sizeof space.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof socket);
    memcpy(CMSG_DATA(header), &socket, sizeof socket);
    return sendmsg(FOREMAN_CONTROL, &message, MSG_NOSIGNAL) == sizeof pid;
}

/* 0 in the worker, with its socket; else the foreman goes on. -1: it could not be started. */
static pid_t worker_start(struct foreman *foreman, int *socket)
{
    int ends[2];
    if (foreman->living_count == WORKERS_LIVING_MAX
        || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        close(FOREMAN_CONTROL);
        *socket = ends[1];
        return 0;
    }
    close(ends[1]);
    if (pid > 0) {
        foreman->living[foreman->living_count++] = pid;
        (void)worker_send(ends[0], pid);
    }
    close(ends[0]);
    return pid;
}

static void worker_kill(struct foreman *foreman, int32_t pid)
{
    for (size_t i = 0; i < foreman->living_count; i++)
        if (foreman->living[i] == pid) /* not reaped: the number is still its own */
            kill(pid, SIGKILL);
}

/* What cannot be loaded the watch has said already, which loads the same. */
static bool finder_open(struct turn *turn, int count, char **paths, struct finder *finder)
{
    struct sigma_order order = {0};
    struct text *all = arena_array(turn->arena, (size_t)count + 1, sizeof *all);
    if (count == 0)
        return true;
    for (int i = 0; i < count; i++)
        all[order.path_count++] = text_of(paths[i]);
    order.paths = all;
    finder->mappings = event_mappings_new(turn);
    if (!event_sources_own(turn, &finder->sources) || !event_mappings_own(turn, finder->mappings))
        return false;
    event_mappings_bind(finder->mappings, finder->sources);
    order.sources = finder->sources;
    return sigma_load(turn, &order, &finder->rules);
}

int watch_foreman(int count, char **rules, void (*plant)(const char *line, size_t size))
{
    struct foreman foreman = {.plant = plant};
    struct order order;
    int socket = -1;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    foreman.batches = ring_map(FOREMAN_MEMORY, &foreman.count);
    struct turn turn = {.arena = arena_new(RULES_ARENA_BYTES)};
    if (foreman.batches == NULL || turn.arena == NULL
        || !finder_open(&turn, count, rules, &foreman.finder))
        return 1;
    close(FOREMAN_MEMORY);
    for (;;) {
        struct pollfd end = {.fd = FOREMAN_CONTROL, .events = POLLIN};
        int ready = poll(&end, 1, REAP_MS);
        reap(&foreman);
        if (ready <= 0)
            continue;
        if (recv(FOREMAN_CONTROL, &order, sizeof order, 0) != sizeof order)
            return 0; /* the watch is gone; the workers see it, too */
        if (order.what == ORDER_KILL) {
            worker_kill(&foreman, order.pid);
        } else {
            pid_t pid = worker_start(&foreman, &socket);
            if (pid == 0)
                return worker_run(&foreman, socket);
            if (pid < 0)
                (void)!send(FOREMAN_CONTROL, "", 1, MSG_NOSIGNAL);
        }
    }
}
