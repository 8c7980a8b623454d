/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connections of one listening socket, in one thread. What is read goes into the door's pen; at the
 * end of each round the pen is posted, and whoever waits for that to be durable is woken by the
 * ring. A connection is closed from this side only when everything it sent is durable: a sender
 * that ends its side and waits for the end of ours knows.
 */
#include "watch/inside.h"
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    EVENTS = 64,
    WAIT_MS = 500,
    READS_MAX = 4,
    LAST_READS_MAX = 1024,
    LINGER_US = 5 * 1000 * 1000,
    KEEP_IDLE_S = 120,
    KEEP_INTERVAL_S = 30,
    KEEP_PROBES = 4
};

/* ---- a connection ---- */

void connection_taken(struct connection *connection, size_t bytes)
{
    connection->in_used -= bytes;
    if (bytes > 0 && connection->in_used > 0)
        memmove(connection->in, connection->in + bytes, connection->in_used);
}

static bool buffer_grow(char **bytes, size_t *size, size_t need)
{
    size_t more = *size == 0 ? CONNECTION_BYTES : *size;
    while (more < need)
        more *= 2;
    if (more == *size)
        return true;
    char *grown = realloc(*bytes, more);
    if (grown == NULL)
        return false;
    *bytes = grown;
    *size = more;
    return true;
}

bool connection_say(struct connection *connection, struct text bytes)
{
    if (!buffer_grow(&connection->out, &connection->out_size, connection->out_used + bytes.size)) {
        connection->over = true;
        return false;
    }
    memcpy(connection->out + connection->out_used, bytes.data, bytes.size);
    connection->out_used += bytes.size;
    return true;
}

/* A process that is killed ends its connections as one that has stored everything does, unless the
 * kernel is told to break them off. So it is, and told otherwise here. */
static void socket_break(int socket, bool breaks)
{
    struct linger linger = {.l_onoff = breaks, .l_linger = 0};
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

static void connection_free(struct door *door, struct connection *connection)
{
    repeat_left(connection);
    atomic_fetch_sub(&door->input->watch->bodies, connection->http.counted);
    if (!connection->touched && connection->need <= ring_low(&door->input->watch->ring))
        socket_break(connection->socket, false);
    if (connection->tls != NULL)
        tls_end(connection->tls);
    close(connection->socket);
    TAILQ_REMOVE(connection->pending ? &door->pending : &door->open, connection, link);
    connection->left = door->left;
    door->left = connection;
    door->count--;
}

/* The memory of those that have left: nobody looks at them any longer. */
static void left_free(struct door *door)
{
    while (door->left != NULL) {
        struct connection *connection = door->left;
        door->left = connection->left;
        tls_free(connection->tls);
        free(connection->in);
        free(connection->out);
        free(connection);
    }
}

static void epoll_want(const struct door *door, struct connection *connection)
{
    struct epoll_event event = {.data.ptr = connection};
    bool reads = !connection->pending && !connection->over && !connection->ended;
    event.events = (reads ? EPOLLIN : 0U) | (connection->wants_out ? EPOLLOUT : 0U);
    epoll_ctl(door->epoll, EPOLL_CTL_MOD, connection->socket, &event);
}

/* Says what is to be said. False: the other side is gone. */
static bool connection_flush(struct connection *connection)
{
    while (connection->out_sent < connection->out_used) {
        ssize_t sent = connection_send(connection, connection->out + connection->out_sent,
                                       connection->out_used - connection->out_sent);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            break;
        if (sent < 0)
            return false;
        connection->out_sent += (size_t)sent;
    }
    connection->wants_out = connection->out_sent < connection->out_used;
    if (!connection->wants_out)
        connection->out_sent = connection->out_used = 0;
    return true;
}

/* Reads what is there, at most so many times; false when nothing more will come. */
static void connection_read(struct door *door, struct connection *connection, int reads)
{
    /* What has left the socket is not announced again. */
    while ((reads-- > 0 || (connection->tls != NULL && tls_holds(connection->tls)))
           && !connection->ended && !connection->over && !connection->pending) {
        if (!buffer_grow(&connection->in, &connection->in_size,
                         connection->in_used + CONNECTION_BYTES / 2)) {
            connection->over = true;
            return;
        }
        ssize_t got = connection_receive(connection, connection->in + connection->in_used,
                                         connection->in_size - connection->in_used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        connection->ended = got <= 0;
        connection->in_used += got > 0 ? (size_t)got : 0;
        door->take(door, connection);
    }
}

static void connection_wait(struct door *door, struct connection *connection)
{
    connection->pending = true;
    TAILQ_REMOVE(&door->open, connection, link);
    TAILQ_INSERT_TAIL(&door->pending, connection, link);
    epoll_want(door, connection);
}

/* Whoever is still sending when we close would lose our answer (a reset): the rest is read for a
 * little while, and forgotten. */
static void connection_linger(struct door *door, struct connection *connection)
{
    if (connection->linger_us == 0) {
        if (connection->tls != NULL)
            tls_end(connection->tls);
        shutdown(connection->socket, SHUT_WR);
        connection->linger_us = clock_elapsed_us() + LINGER_US;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        epoll_ctl(door->epoll, EPOLL_CTL_MOD, connection->socket, &event);
    }
    ssize_t got = 1;
    while (got > 0)
        got = recv(connection->socket, connection->in, connection->in_size, MSG_DONTWAIT);
    bool waits = got < 0 && (errno == EAGAIN || errno == EINTR);
    if (!waits || clock_elapsed_us() > connection->linger_us)
        connection_free(door, connection);
}

/* After anything happened to it: what is due is said, and it closes when it is done with. */
static void connection_settle(struct door *door, struct connection *connection)
{
    bool done = connection->ended || connection->over;
    if (connection->touched || connection->pending)
        return; /* until the round ends, or it is durable */
    if (done && connection->need > ring_low(&door->input->watch->ring)) {
        connection_wait(door, connection);
        return;
    }
    repeat_answer(connection);
    bool good = connection_flush(connection);
    done = done && !connection->wants_out;
    if (good && done && !connection->ended && !atomic_load(&door->input->watch->closing))
        connection_linger(door, connection);
    else if (!good || done)
        connection_free(door, connection);
    else
        epoll_want(door, connection);
}

/* ---- rounds ---- */

static void door_listen(struct door *door, bool accepting)
{
    struct epoll_event event = {.events = accepting ? EPOLLIN : 0U, .data.ptr = door};
    epoll_ctl(door->epoll, EPOLL_CTL_MOD, door->input->socket, &event);
    door->accepting = accepting;
}

/* A sender that is gone without a word is noticed, after minutes. */
static void socket_keep_alive(int socket)
{
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &(int){KEEP_IDLE_S}, sizeof(int));
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &(int){KEEP_INTERVAL_S}, sizeof(int));
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &(int){KEEP_PROBES}, sizeof(int));
}

/* Is there room for one more? Whoever has not said who it is makes room first. */
static bool door_room(struct door *door)
{
    struct connection *connection;
    if (door->count < (size_t)door->input->settings->connections_max)
        return true;
    TAILQ_FOREACH(connection, &door->open, link)
    if (!connection->greeted) {
        secure_refuse(door, "others wait, and it does not say who it is");
        connection_free(door, connection);
        return true;
    }
    return false;
}

static void door_accept(struct door *door)
{
    struct sockaddr_storage from;
    while (door_room(door)) {
        socklen_t size = sizeof from;
        int socket = accept4(door->input->socket, (struct sockaddr *)&from, &size,
                             SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (socket < 0)
            return;
        struct connection *connection = calloc(1, sizeof *connection);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (connection == NULL || epoll_ctl(door->epoll, EPOLL_CTL_ADD, socket, &event) != 0) {
            free(connection);
            close(socket);
            return;
        }
        connection->socket = socket;
        socket_break(socket, true);
        socket_keep_alive(socket);
        connection->source =
            source_of(&door->input->watch->sources, &door->memory, door->input->index, &from);
        connection->over = !secure_begin(door->input, connection);
        TAILQ_INSERT_TAIL(&door->open, connection, link);
        door->count++;
        if (connection->over)
            connection_free(door, connection);
    }
    door_listen(door, false); /* the next wait in the kernel until one leaves */
}

static void touched_end(struct door *door, struct connection *connection)
{
    connection->touched = false;
    connection->need = door->pen.need;
    if (connection->out_used > 0 || connection->ended || connection->over)
        connection_wait(door, connection);
}

static void connection_refuse(struct door *door, struct connection *connection, const char *why)
{
    secure_refuse(door, why);
    connection_free(door, connection);
}

/* What was written is posted, and its connections wait for it. */
static void round_end(struct door *door)
{
    struct connection *connection;
    struct connection *next;
    int64_t now_us = clock_elapsed_us();
    pen_post(&door->pen);
    for (connection = TAILQ_FIRST(&door->open); connection != NULL; connection = next) {
        next = TAILQ_NEXT(connection, link);
        if (connection->linger_us != 0)
            connection_linger(door, connection);
        else if (connection->touched)
            touched_end(door, connection);
        else if (!connection->greeted && now_us > connection->greet_until_us)
            connection_refuse(door, connection, "it takes too long to say who it is");
    }
    if (!door->accepting && door->count < (size_t)door->input->settings->connections_max
        && !atomic_load(&door->input->watch->closing))
        door_listen(door, true);
}

/* Those whose lines are durable by now. Posted in order, they become so in order. */
static void pending_end(struct door *door)
{
    uint64_t low = ring_low(&door->input->watch->ring);
    struct connection *connection;
    while ((connection = TAILQ_FIRST(&door->pending)) != NULL && connection->need <= low) {
        connection->pending = false;
        TAILQ_REMOVE(&door->pending, connection, link);
        TAILQ_INSERT_TAIL(&door->open, connection, link);
        if (!connection->over)
            door->take(door, connection); /* the next request may be there already */
        connection_settle(door, connection);
    }
}

static void connection_take(struct door *door, struct connection *connection)
{
    const char *why;
    enum greeting greeting = secure_greet(door, connection, &why);
    if (greeting == GREETING_REFUSED) {
        connection_refuse(door, connection, why);
        return;
    }
    if (greeting == GREETING_GOES_ON) {
        epoll_want(door, connection);
        return;
    }
    connection_read(door, connection, READS_MAX);
    connection_settle(door, connection);
}

static void event_take(struct door *door, const struct epoll_event *event)
{
    uint64_t count;
    if (event->data.ptr == door) {
        door->knocked = true;
    } else if (event->data.ptr == NULL) {
        (void)!read(door->input->event, &count, sizeof count);
    } else {
        connection_take(door, event->data.ptr);
    }
}

static void door_round(struct door *door, int wait_ms)
{
    struct epoll_event events[EVENTS];
    int count = epoll_wait(door->epoll, events, EVENTS, wait_ms);
    for (int i = 0; i < count; i++)
        event_take(door, &events[i]);
    if (door->knocked)
        door_accept(door); /* last: others may have to make room */
    door->knocked = false;
    round_end(door);
    pending_end(door);
    left_free(door);
}

/* ---- the end ---- */

/* What has arrived is taken; what has begun and not ended is a line as it stands. */
static void door_end(struct door *door)
{
    struct connection *connection;
    struct connection *next;
    epoll_ctl(door->epoll, EPOLL_CTL_DEL, door->input->socket, NULL);
    for (connection = TAILQ_FIRST(&door->open); connection != NULL; connection = next) {
        next = TAILQ_NEXT(connection, link);
        if (connection->greeted)
            connection_read(door, connection, LAST_READS_MAX);
        connection->ended = true;
        if (!connection->over)
            door->take(door, connection);
        connection->over = true;
        connection_settle(door, connection);
    }
    if (door->input->repeats != NULL)
        repeats_end(door);
    round_end(door);
}

static bool door_open(struct door *door)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = door};
    TAILQ_INIT(&door->open);
    TAILQ_INIT(&door->pending);
    source_forget(&door->memory);
    door->accepting = true;
    door->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (door->epoll < 0 || epoll_ctl(door->epoll, EPOLL_CTL_ADD, door->input->socket, &event) != 0)
        return false;
    event.data.ptr = NULL;
    return epoll_ctl(door->epoll, EPOLL_CTL_ADD, door->input->event, &event) == 0;
}

static void door_run(struct door *door)
{
    struct watch *watch = door->input->watch;
    if (door_open(door)) {
        while (!atomic_load(&watch->closing))
            door_round(door, WAIT_MS);
        door_end(door);
        while (door->count > 0 && !atomic_load(&watch->abandoned))
            door_round(door, WAIT_MS);
        while (!TAILQ_EMPTY(&door->pending)) /* not stored: they are told nothing */
            connection_free(door, TAILQ_FIRST(&door->pending));
        while (!TAILQ_EMPTY(&door->open))
            connection_free(door, TAILQ_FIRST(&door->open));
        left_free(door);
    } else {
        log_write(watch->log, LOG_ERROR, "watch.door", "input %.*s cannot be listened to",
                  TEXT_SHOW(door->input->settings->name));
    }
    if (door->epoll >= 0)
        close(door->epoll);
    close(door->input->socket);
    door->input->socket = -1;
    atomic_fetch_sub(&watch->inputs_open, 1);
}

void door_serve(struct input *input, void (*take)(struct door *door, struct connection *connection),
                bool wait)
{
    struct door *door = calloc(1, sizeof *door);
    if (door == NULL) {
        atomic_fetch_sub(&input->watch->inputs_open, 1);
        return;
    }
    door->input = input;
    door->take = take;
    door->epoll = -1;
    door->pen = (struct pen){.ring = &input->watch->ring,
                             .sources = &input->watch->sources,
                             .clock = input->watch->clock,
                             .wait = wait};
    door_run(door);
    free(door);
}
