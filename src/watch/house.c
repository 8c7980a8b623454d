/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the watch says to its house, over the socket where the house listens for watches (a line of
 * JSON, and the house's line that it has it) or over HTTPS. While the house is away it is kept.
 * Beside it the clock of silence: which source has not been heard for longer than it may.
 */
#include "base/json.h"
#include "base/zone.h"
#include "watch/inside.h"
#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LIVE_US      INT64_C(10000000) /* so often it is said that the watch lives */
#define WAIT_US      INT64_C(500000)
#define WAIT_MOST_US INT64_C(60000000)
enum {
    ROUND_MS = 250,
    ANSWER_MS = 60 * 1000,
    ANSWER_BYTES_MAX = 2 * 1024 * 1024,
    LIVE_SOURCES_MAX = 500
};

/* ---- silence ---- */

/* Its key is of this telling: the same is told again when the house asks for it. */
static bool silence_put(struct watch *watch, struct arena *arena, const struct source *source,
                        bool silent, int64_t at_us, int64_t last_us)
{
    struct value *order = value_map(arena);
    struct value *input = value_map(arena);
    value_set_text(arena, order, "action", TEXT("source.report"));
    value_set_text(arena, order, "key",
                   text_format(arena, "%.*s %lld %d %lld", TEXT_SHOW(source->name),
                               (long long)at_us, silent, (long long)clock_now_us(&watch->clock)));
    value_set(arena, order, "input", input);
    value_set_text(arena, input, "watch", watch->settings->name);
    value_set_text(arena, input, "source", source->name);
    value_set_text(arena, input, "state", silent ? TEXT("silent") : TEXT("heard"));
    value_set_text(arena, input, "at", instant_utc(arena, at_us));
    if (last_us > 0)
        value_set_text(arena, input, "last", instant_utc(arena, last_us));
    if (source->silent_after_us > 0)
        value_set_integer(arena, input, "limit_seconds", source->silent_after_us / 1000000);
    return spool_put(&watch->spool, json_write(arena, order)) && spool_sync(&watch->spool);
}

/* What could not be written down is tried again in the next round: the state is not changed. */
static void silence_look(struct watch *watch, struct arena *arena, struct source *source,
                         int64_t now_us)
{
    int64_t seen_us = atomic_load(&source->seen_us);
    int64_t from_us = seen_us > watch->began_us ? seen_us : watch->began_us;
    bool silent = now_us - from_us > source->silent_after_us;
    if (silent == source->silent && source->told)
        return;
    int64_t at_us = silent ? from_us + source->silent_after_us : seen_us;
    if (!silent && seen_us == 0)
        return; /* it has time left, and nothing to say */
    if (silence_put(watch, arena, source, silent, at_us, seen_us)) {
        source->silent = silent;
        source->told = true;
    }
}

static void silence_round(struct watch *watch, struct arena *arena)
{
    int64_t now_us = clock_now_us(&watch->clock);
    uint32_t count = atomic_load(&watch->sources.count);
    for (uint32_t i = 0; i < count; i++)
        if (watch->sources.all[i].silent_after_us > 0)
            silence_look(watch, arena, &watch->sources.all[i], now_us);
}

/* ---- telling ---- */

static bool line_send(int socket, struct text line)
{
    while (!text_empty(line)) {
        ssize_t sent = send(socket, line.data, line.size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        line = (struct text){line.data + sent, line.size - (size_t)sent};
    }
    return true;
}

/* One line, and nothing behind it: the house says nothing that it was not asked. */
static bool line_receive(int socket, char *line, size_t *size)
{
    int64_t until_us = clock_elapsed_us() + (int64_t)ANSWER_MS * 1000;
    for (*size = 0; *size < ANSWER_BYTES_MAX;) {
        struct pollfd end = {.fd = socket, .events = POLLIN};
        if (clock_elapsed_us() > until_us)
            return false;
        if (poll(&end, 1, ROUND_MS) <= 0)
            continue;
        ssize_t got = recv(socket, line + *size, ANSWER_BYTES_MAX - *size, 0);
        if (got <= 0)
            return false;
        *size += (size_t)got;
        if (line[*size - 1] == '\n')
            return true;
    }
    return false;
}

/* The house, or -1. */
static int house_connect(const struct watch *watch)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct text path = watch->settings->house;
    int house = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    memcpy(address.sun_path, path.data, path.size); /* the configuration sees to its length */
    if (house >= 0 && connect(house, (struct sockaddr *)&address, sizeof address) == 0)
        return house;
    if (house >= 0)
        close(house);
    return -1;
}

/* *said: what it answered, unless it is away. */
static enum told order_tell(struct watch *watch, struct turn *turn, int house, struct text order,
                            struct value **said)
{
    struct value *answer;
    size_t size;
    char *line = arena_take(turn->arena, ANSWER_BYTES_MAX);
    if (!line_send(house, order) || !line_send(house, TEXT("\n"))
        || !line_receive(house, line, &size)
        || !json_read(turn, (struct text){line, size}, "the house's answer", &answer))
        return TOLD_AWAY;
    *said = answer;
    if (value_get_boolean(answer, "done", false))
        return TOLD_TAKEN;
    if (value_get_boolean(answer, "again", false))
        return TOLD_AWAY;
    log_write(watch->log, LOG_ERROR, "watch.house", "the house does not take it: %.*s",
              TEXT_SHOW(value_get_text(answer, "message")));
    return TOLD_REFUSED;
}

/* How it stands with the house. */
struct house {
    int64_t lived_us; /* when it was told last that this watch lives; 0: not since it was away */
    int socket;       /* or -1; of one that is told over HTTPS always -1 */
    bool away;        /* it was away when it was tried last, and that was said */
    int said;         /* of one that is told over HTTPS: what was complained of */
    int64_t wait_us;  /* how long is waited after the next time in vain */
    int64_t not_until_us; /* it is not tried before */
};

/* Everything that is there; false when the house is away or busy. */
static bool tell_round(struct watch *watch, struct arena *arena, struct house *house)
{
    bool remote = remote_is(watch->settings);
    uint64_t number;
    struct text order;
    for (;;) {
        struct turn turn = {.arena = arena};
        arena_clear(arena);
        if (!spool_first(&watch->spool, &turn, &number, &order))
            return turn.fault.kind == FAULT_NONE;
        struct value *said;
        enum told told = remote ? remote_tell(watch, &turn, order, &house->said, &said)
                                : order_tell(watch, &turn, house->socket, order, &said);
        if (told == TOLD_AWAY)
            return false;
        spool_done(&watch->spool, number);
    }
}

/* What is suppressed now; a house that does not know of it suppresses nothing. */
static bool suppress_ask(struct watch *watch, struct arena *arena, struct house *house)
{
    static const char ask[] = "{\"action\":\"suppression.active\",\"key\":\"active\",\"input\":{}}";
    struct turn turn = {.arena = arena};
    struct value *said = NULL;
    if (!suppress_due(watch))
        return true;
    arena_clear(arena);
    bool remote = remote_is(watch->settings);
    enum told told = remote ? remote_tell(watch, &turn, text_of(ask), &house->said, &said)
                            : order_tell(watch, &turn, house->socket, text_of(ask), &said);
    if (told != TOLD_AWAY)
        suppress_answer(watch, &turn, remote ? said : value_get(said, "answer"));
    return told != TOLD_AWAY;
}

/* ---- that it lives ---- */

/* What each source came to, the first of those that were heard. */
static struct text live_order(const struct watch *watch, struct arena *arena)
{
    struct watch_count *counts;
    int64_t left_out = 0;
    size_t count = watch_counts(watch, arena, &counts);
    struct value *order = value_map(arena);
    struct value *input = value_set(arena, order, "input", value_map(arena));
    struct value *sources = value_list(arena);
    value_set_text(arena, order, "action", TEXT("sensor.live"));
    value_set_text(arena, order, "key", TEXT("live"));
    value_set_text(arena, input, "watch", watch->settings->name);
    value_set_text(arena, input, "began", instant_utc(arena, watch->began_us));
    value_set(arena, input, "sources", sources);
    for (size_t i = 0; i < count; i++) {
        if (counts[i].received == 0)
            continue;
        if (sources->count == LIVE_SOURCES_MAX) {
            left_out++;
            continue;
        }
        struct value *one = value_append(arena, sources, value_map(arena));
        value_set_text(arena, one, "source", counts[i].name);
        value_set_integer(arena, one, "received", (int64_t)counts[i].received);
        value_set_integer(arena, one, "parsed", (int64_t)counts[i].parsed);
        value_set_integer(arena, one, "stored", (int64_t)counts[i].stored);
        value_set_integer(arena, one, "dropped", (int64_t)counts[i].dropped);
        if (counts[i].seen_us > 0)
            value_set_text(arena, one, "last", instant_utc(arena, counts[i].seen_us));
    }
    if (left_out > 0)
        value_set_integer(arena, input, "left_out", left_out);
    progress_say(watch, arena, input);
    return json_write(arena, order);
}

/* The house counted the watch as dead: what it hears is told anew. */
static void heard_again(struct watch *watch, struct arena *arena, struct text name)
{
    uint32_t count = atomic_load(&watch->sources.count);
    const struct source itself = {.name = TEXT("watch")};
    int64_t now_us = clock_now_us(&watch->clock);
    bool known = false;
    for (uint32_t i = 0; i < count; i++) {
        struct source *source = &watch->sources.all[i];
        if (source->silent_after_us == 0 || !text_equal(source->name, name))
            continue;
        known = true;
        source->told = source->told && source->silent;
    }
    if (!known && text_equal(name, itself.name))
        (void)silence_put(watch, arena, &itself, false, now_us, now_us);
}

/* Several times a minute. Says false when the house is away. */
static bool live_tell(struct watch *watch, struct arena *arena, struct house *house)
{
    struct turn turn = {.arena = arena};
    struct value *said = NULL;
    if (house->lived_us > 0 && clock_elapsed_us() - house->lived_us < LIVE_US)
        return true;
    arena_clear(arena);
    bool remote = remote_is(watch->settings);
    struct text order = live_order(watch, arena);
    enum told told = remote ? remote_tell(watch, &turn, order, &house->said, &said)
                            : order_tell(watch, &turn, house->socket, order, &said);
    house->lived_us = clock_elapsed_us();
    const struct value *silent = value_get(remote ? said : value_get(said, "answer"), "silent");
    for (size_t i = 0; told == TOLD_TAKEN && silent != NULL && i < silent->count; i++)
        heard_again(watch, arena, silent->items[i]->text);
    return told != TOLD_AWAY;
}

static bool house_there(const struct watch *watch, struct house *house)
{
    if (!remote_is(watch->settings) && house->socket < 0)
        house->socket = house_connect(watch);
    return remote_is(watch->settings) || house->socket >= 0;
}

/* Tries once, unless it was tried just now in vain: a house far away is given time. */
static void house_round(struct watch *watch, struct arena *arena, struct house *house)
{
    if (text_empty(watch->settings->house)
        || (clock_elapsed_us() < house->not_until_us && !atomic_load(&watch->ended)))
        return;
    if (house_there(watch, house) && suppress_ask(watch, arena, house)
        && tell_round(watch, arena, house) && live_tell(watch, arena, house)) {
        if (house->away)
            log_write(watch->log, LOG_NOTICE, "watch.house", "the house is there again");
        house->away = false;
        house->said = 0;
        house->wait_us = 0;
        return;
    }
    if (house->socket >= 0)
        close(house->socket);
    house->socket = -1;
    house->lived_us = 0;
    if (remote_is(watch->settings)) {
        house->wait_us = house->wait_us == 0 ? WAIT_US : 2 * house->wait_us;
        if (house->wait_us > WAIT_MOST_US)
            house->wait_us = WAIT_MOST_US;
        house->not_until_us = clock_elapsed_us() + house->wait_us;
    }
    if (!house->away)
        log_write(watch->log, LOG_WARNING, "watch.house",
                  "the house is away: what it is to be told is kept");
    house->away = true;
}

void *house_run(void *context)
{
    struct watch *watch = context;
    struct arena *arena = arena_new((size_t)8 * 1024 * 1024);
    struct house house = {.socket = -1};
    while (arena != NULL && !atomic_load(&watch->ended)) {
        silence_round(watch, arena);
        sealed_round(watch, arena);
        finds_round(watch, arena, false);
        suppress_round(watch, arena, false);
        arena_clear(arena);
        house_round(watch, arena, &house);
        int64_t until_us = clock_elapsed_us() + ROUND_MS * INT64_C(1000);
        while (!atomic_load(&watch->ended) && spool_rest(&watch->spool, until_us)) {
            arena_clear(arena);
            house_round(watch, arena, &house);
        }
    }
    if (arena != NULL) {
        sealed_round(watch, arena);
        finds_round(watch, arena, true);
        suppress_round(watch, arena, true);
        house_round(watch, arena, &house);
    }
    if (house.socket >= 0)
        close(house.socket);
    arena_free(arena);
    return NULL;
}
