/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include "watch/chunk.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define WATCH_ARENA_BYTES ((size_t)64 * 1024 * 1024)
enum { FULL_RETRY_MS = 200, CLOSE_RETRIES = 10 };

/* How each kind is opened and run. */
static const struct {
    bool (*open)(struct turn *turn, struct input *input);
    void *(*run)(void *context);
} kinds[WATCH_KINDS] = {
    [WATCH_UDP] = {socket_open, udp_run}, [WATCH_TCP] = {socket_open, tcp_run},
    [WATCH_HTTP] = {http_open, http_run}, [WATCH_FILE] = {follow_open, follow_run},
    [WATCH_STDIN] = {NULL, pipe_run},     [WATCH_JOURNAL] = {journald_open, journald_run},
    [WATCH_EVTX] = {evtx_open, evtx_run},
};

/* ---- storage ---- */

/* What was found in lines that stand from the place on; which is then behind them. */
static bool group_found(struct watch *watch, struct batch **batches, size_t count,
                        struct segment_position *place)
{
    if (!finds_turn(watch, place->segment, place->index))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!finds_take(watch, watch->scratch, batches[i],
                        &watch->hits[ring_slot(&watch->ring, batches[i])], place->segment,
                        place->index))
            return false;
        place->index += batch_lines(batches[i]);
    }
    return true;
}

static bool group_write(struct watch *watch, struct batch **batches, size_t count, const char **why)
{
    struct segment_position place;
    int64_t now_us = clock_now_us(&watch->clock);
    *why = keep_why(watch->keep);
    if (!keep_take(watch->keep, &watch->sources, batches, count, now_us, &place))
        return false;
    struct text coverage = cover_take(watch, batches, count, place, now_us);
    struct text waits = join_take(watch, batches, count, place);
    if (watch->finds != NULL && !group_found(watch, batches, count, &place)) {
        *why = strerror(errno);
        return false;
    }
    if (!keep_sync(watch->keep, batches, count, coverage, waits, now_us))
        return false;
    cover_kept(watch);
    join_kept(watch);
    if (watch->finds != NULL)
        finds_kept(watch, place.segment, place.index);
    return true;
}

/* Writes until it is written. Closing, it is tried a little longer; then what waits is given up,
 * and said to be. */
static bool group_keep(struct watch *watch, struct batch **batches, size_t count)
{
    int tries = 0;
    const char *why;
    while (!group_write(watch, batches, count, &why)) {
        if (!atomic_exchange(&watch->full, true))
            log_write(watch->log, LOG_ERROR, "watch.keep",
                      "events cannot be written: %s; senders are kept waiting", why);
        if (atomic_load(&watch->closing) && ++tries > CLOSE_RETRIES)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = (long)FULL_RETRY_MS * 1000000}, NULL);
    }
    if (atomic_exchange(&watch->full, false))
        log_write(watch->log, LOG_NOTICE, "watch.keep", "events are written again");
    return true;
}

static void *storage_run(void *context)
{
    struct watch *watch = context;
    struct batch *batches[GROUP_BATCHES_MAX];
    bool closed = false;
    while (!closed) {
        size_t count = ring_ready(&watch->ring, batches, GROUP_BATCHES_MAX, &closed);
        join_round(watch);
        if (count == 0) {
            (void)keep_rest(watch->keep, clock_now_us(&watch->clock)); /* its log says why not */
            continue;
        }
        bool kept = !atomic_load(&watch->abandoned) && group_keep(watch, batches, count);
        if (!kept && !atomic_exchange(&watch->abandoned, true))
            ring_abandon(&watch->ring);
        for (size_t i = 0; i < count; i++)
            sources_tally(&watch->sources, batches[i], kept ? TALLY_STORED : TALLY_LOST);
        for (size_t i = 0; i < count; i++)
            hits_empty(&watch->hits[ring_slot(&watch->ring, batches[i])]);
        ring_stored(&watch->ring, count);
    }
    return NULL;
}

/* ---- opening ---- */

static bool inputs_open(struct turn *turn, struct watch *watch)
{
    const struct watch_settings *settings = watch->settings;
    size_t next = 0;
    for (size_t i = 0; i < settings->inputs_count; i++) {
        const struct watch_input *from = &settings->inputs[i];
        for (int64_t j = 0; j < (from->kind == WATCH_UDP ? from->sockets : 1); j++) {
            struct input *input = &watch->inputs[next++];
            input->watch = watch;
            input->settings = from;
            input->index = (uint32_t)i;
            watch->inputs_count = next;
            input->event = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
            if (input->event < 0)
                return fail(turn, FAULT_LIMIT, "No eventfd could be made.");
            if (kinds[from->kind].open != NULL && !kinds[from->kind].open(turn, input))
                return false;
            if (from->kind == WATCH_TCP || from->kind == WATCH_HTTP)
                ring_listen(&watch->ring, input->event);
        }
    }
    return true;
}

static size_t threads_of(const struct watch_settings *settings)
{
    size_t count = 0;
    for (size_t i = 0; i < settings->inputs_count; i++)
        count += settings->inputs[i].kind == WATCH_UDP ? (size_t)settings->inputs[i].sockets : 1;
    return count;
}

static bool watch_start(struct turn *turn, struct watch *watch)
{
    watch->storing = pthread_create(&watch->storage, NULL, storage_run, watch) == 0;
    if (!watch->storing)
        return fail(turn, FAULT_LIMIT, "No thread could be started.");
    watch->began_us = clock_now_us(&watch->clock);
    watch->tells = pthread_create(&watch->telling, NULL, house_run, watch) == 0;
    if (!watch->tells || !workers_start(turn, watch->workers))
        return !watch->tells && fail(turn, FAULT_LIMIT, "No thread could be started.");
    for (size_t i = 0; i < watch->inputs_count; i++) {
        struct input *input = &watch->inputs[i];
        atomic_fetch_add(&watch->inputs_open, 1);
        input->started =
            pthread_create(&input->thread, NULL, kinds[input->settings->kind].run, input) == 0;
        if (!input->started)
            return fail(turn, FAULT_LIMIT, "No thread could be started.");
    }
    return true;
}

static bool watch_begin(struct turn *turn, struct watch *watch)
{
    const struct watch_settings *settings = watch->settings;
    const char *folder = text_format(watch->arena, "%.*s/events", TEXT_SHOW(settings->data)).data;
    watch->inputs = arena_array(watch->arena, threads_of(settings), sizeof *watch->inputs);
    return sources_open(turn, settings, &watch->sources)
           && folder_make(turn, text_string(watch->arena, settings->data), 0700)
           && keep_open(turn, watch->arena, folder, watch->log, &watch->keep)
           && cover_open(turn, watch) && join_open(turn, watch) && progress_open(turn, watch)
           && raised_open(turn, watch)
           && spool_open(turn, &watch->spool,
                         text_format(watch->arena, "%.*s/spool", TEXT_SHOW(settings->data)).data)
           && ring_open(turn, &watch->ring, (size_t)settings->batches) && suppress_open(turn, watch)
           && rulesets_open(turn, watch) && finds_open(turn, watch, &watch->finds)
           && workers_open(turn, watch, &watch->workers) && inputs_open(turn, watch)
           && watch_start(turn, watch) && rulesets_start(turn, watch) && history_start(turn, watch);
}

/* Ends what was begun, wherever the beginning stopped. */
static void watch_end(struct watch *watch)
{
    atomic_store(&watch->closing, true);
    for (size_t i = 0; i < watch->inputs_count; i++)
        if (watch->inputs[i].event >= 0)
            (void)!write(watch->inputs[i].event, &(uint64_t){1}, sizeof(uint64_t));
    for (size_t i = 0; i < watch->inputs_count; i++)
        if (watch->inputs[i].started)
            pthread_join(watch->inputs[i].thread, NULL);
    history_end(watch);
    if (watch->ring.all != NULL)
        ring_close(&watch->ring);
    workers_close(watch->workers);
    if (watch->storing)
        pthread_join(watch->storage, NULL);
    atomic_store(&watch->ended, true);
    if (watch->tells)
        pthread_join(watch->telling, NULL);
}

static void watch_free(struct watch *watch)
{
    for (size_t i = 0; i < watch->inputs_count; i++) {
        if (watch->inputs[i].event >= 0)
            close(watch->inputs[i].event);
        if (watch->inputs[i].socket > 0)
            close(watch->inputs[i].socket);
        repeats_free(watch->inputs[i].repeats);
        journald_free(watch->inputs[i].journald);
        evtx_free(watch->inputs[i].evtx);
    }
    for (size_t i = 0; i < RING_BATCHES_MAX + RING_SPARES; i++) {
        hits_empty(&watch->hits[i]);
        free(watch->hits[i].all);
        free(watch->hits[i].notes);
    }
    join_close(watch);
    progress_close(watch);
    finds_close(watch->finds);
    rulesets_close(watch);
    suppress_close(watch);
    arena_free(watch->scratch);
    raised_close(watch);
    cover_close(watch);
    keep_close(watch->keep);
    ring_free(&watch->ring);
    sources_free(&watch->sources);
    arena_free(watch->arena);
}

bool watch_open(struct turn *turn, const struct watch_settings *settings, struct watch **watch)
{
    struct arena *arena = arena_new(WATCH_ARENA_BYTES);
    if (arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the watch.");
    struct watch *made = arena_take(arena, sizeof *made);
    made->settings = settings;
    made->arena = arena;
    made->log = settings->log;
    made->clock = settings->clock;
    made->ring.memory = -1;
    made->scratch = arena_new((size_t)16 * 1024 * 1024);
    if (made->scratch == NULL) {
        arena_free(arena);
        return fail(turn, FAULT_LIMIT, "There is no memory for the watch.");
    }
    if (watch_begin(turn, made)) {
        *watch = made;
        return true;
    }
    watch_end(made);
    watch_free(made);
    return false;
}

bool watch_running(const struct watch *watch)
{
    return atomic_load(&watch->inputs_open) > 0;
}

uint16_t watch_port(const struct watch *watch, size_t input)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address = {.any.sa_family = AF_UNSPEC};
    socklen_t size = sizeof address;
    for (size_t i = 0; i < watch->inputs_count; i++)
        if (watch->inputs[i].index == input
            && getsockname(watch->inputs[i].socket, &address.any, &size) == 0)
            return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port
                                                          : address.v6.sin6_port);
    return 0;
}

size_t watch_counts(const struct watch *watch, struct arena *arena, struct watch_count **counts)
{
    size_t count = atomic_load(&watch->sources.count);
    *counts = arena_array(arena, count, sizeof **counts);
    for (size_t i = 0; i < count; i++) {
        const struct source *source = &watch->sources.all[i];
        uint64_t stored = atomic_load(&source->stored);
        uint64_t dropped = atomic_load(&source->dropped);
        (*counts)[i] = (struct watch_count){.name = text_copy(arena, source->name),
                                            .received = atomic_load(&source->taken) + dropped,
                                            .parsed = atomic_load(&source->parsed),
                                            .stored = stored,
                                            .dropped = dropped,
                                            .cut = atomic_load(&source->cut),
                                            .bad = atomic_load(&source->bad),
                                            .repeated = atomic_load(&source->repeated),
                                            .refused = atomic_load(&source->refused),
                                            .seen_us = atomic_load(&source->seen_us)};
    }
    return count;
}

bool watch_close(struct watch *watch, struct arena *arena, struct watch_count **counts,
                 size_t *count)
{
    watch_end(watch);
    bool good = !atomic_load(&watch->abandoned);
    *count = watch_counts(watch, arena, counts);
    watch_free(watch);
    return good;
}
