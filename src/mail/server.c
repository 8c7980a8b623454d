/* SPDX-License-Identifier: Apache-2.0 */
/* The listener: a socket of this machine, a thread for each connection, limits on all of them. */
#include "base/clock.h"
#include "base/zone.h"
#include "mail/inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    BACKLOG = 64,
    SETTINGS_BYTES_MAX = 16384,
    STOP_SECONDS = 10, /* for a mail that is on its way when the house closes */
    LINGER_MS = 500,   /* between looks at whether it does */
    SOCKET_MODE = 0660
};

struct mail_listener {
    struct house *house;
    struct mail_settings settings; /* defaults filled in */
    const struct field *fields;    /* of mail.receive */
    struct arena *arena;
    int socket;
    uint16_t port;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t left; /* a connection has ended */
    unsigned connections;
    int64_t closing_us; /* since when; 0: it is open */
};

/* One connection, in its own thread. */
struct connection {
    struct mail_listener *listener;
    int socket;
    struct arena *answers; /* of what is asked of the house */
    int64_t began_us, content_us;
    struct mail_letter letter; /* of the mail at hand, once it was read */
    bool read;
    struct lmtp lmtp;
};

/* Since when the house closes; 0: it does not. */
static int64_t closing_us(struct mail_listener *listener)
{
    pthread_mutex_lock(&listener->mutex);
    int64_t since_us = listener->closing_us;
    pthread_mutex_unlock(&listener->mutex);
    return since_us;
}

/* ---- a mail ---- */

static void report(const struct mail_listener *listener, const struct fault *fault)
{
    if (listener->settings.report != NULL)
        listener->settings.report(listener->settings.context, fault);
}

/* The mail is read once, whoever it is for. Running out of memory is "not now". */
static bool on_deliver(void *context, const struct mail_envelope *envelope, struct text recipient)
{
    struct connection *connection = context;
    struct mail_listener *listener = connection->listener;
    struct answer answer = {.fault = {.kind = FAULT_LIMIT, .message = "there is no memory"}};
    jmp_buf guard;
    if (!ARENA_GUARD(connection->answers, guard)) {
        if (!connection->read)
            mail_read(connection->answers, &listener->settings.reader, listener->fields,
                      envelope->raw, &connection->letter);
        connection->read = true;
        mail_receive(listener->house, connection->answers, envelope, recipient, &connection->letter,
                     &answer);
    }
    arena_guard(connection->answers, NULL);
    if (answer.fault.kind != FAULT_NONE)
        report(listener, &answer.fault);
    return answer.fault.kind == FAULT_NONE;
}

/* ---- a connection ---- */

static bool send_whole(struct connection *connection)
{
    struct text rest = {connection->lmtp.said, connection->lmtp.said_bytes};
    int64_t until_us = clock_elapsed_us() + connection->listener->settings.idle_seconds * SECOND_US;
    connection->lmtp.said_bytes = 0;
    while (!text_empty(rest)) {
        struct pollfd end = {.fd = connection->socket, .events = POLLOUT};
        ssize_t sent = send(connection->socket, rest.data, rest.size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            rest = (struct text){rest.data + sent, rest.size - (size_t)sent};
        else if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        else if (clock_elapsed_us() > until_us)
            return false;
        else
            poll(&end, 1, LINGER_MS);
    }
    return true;
}

/* Between two mails at once; one that is on its way has a little time to arrive. */
static bool must_close(struct connection *connection)
{
    int64_t since_us = closing_us(connection->listener);
    bool arriving = connection->lmtp.phase == LMTP_CONTENT
                    && clock_elapsed_us() < since_us + STOP_SECONDS * SECOND_US;
    return since_us != 0 && !arriving;
}

/* Until when the other side may be silent, or go on. */
static int64_t patience_us(const struct connection *connection, int64_t heard_us)
{
    const struct mail_settings *settings = &connection->listener->settings;
    int64_t until_us = heard_us + settings->idle_seconds * SECOND_US;
    int64_t whole_us = connection->began_us + MAIL_CONNECTION_SECONDS * SECOND_US;
    if (connection->lmtp.phase == LMTP_CONTENT)
        whole_us = connection->content_us + settings->content_seconds * SECOND_US;
    return until_us < whole_us ? until_us : whole_us;
}

/* Waits for bytes; false when none come, or the house closes between two mails. */
static bool wait_bytes(struct connection *connection)
{
    int64_t heard_us = clock_elapsed_us();
    for (;;) {
        struct pollfd end = {.fd = connection->socket, .events = POLLIN};
        if (poll(&end, 1, LINGER_MS) > 0)
            return true;
        if (must_close(connection)) {
            lmtp_end(&connection->lmtp, "421 4.3.2 this house is closing");
            return false;
        }
        if (clock_elapsed_us() > patience_us(connection, heard_us)) {
            lmtp_end(&connection->lmtp, "421 4.4.2 this took too long");
            return false;
        }
    }
}

static void talk(struct connection *connection)
{
    struct lmtp *lmtp = &connection->lmtp;
    char bytes[LMTP_TAKE_BYTES_MAX];
    bool good = send_whole(connection);
    while (good && lmtp->phase != LMTP_OVER) {
        enum lmtp_phase before = lmtp->phase;
        ssize_t got = wait_bytes(connection) ? recv(connection->socket, bytes, sizeof bytes, 0) : 0;
        if (got <= 0)
            break;
        lmtp_take(lmtp, (struct text){bytes, (size_t)got});
        if (lmtp->phase == LMTP_CONTENT && before != LMTP_CONTENT)
            connection->content_us = clock_elapsed_us();
        if (lmtp->phase == LMTP_CONTENT
            && clock_elapsed_us() > patience_us(connection, INT64_MAX / 2))
            lmtp_end(lmtp, "421 4.4.2 this took too long");
        if (lmtp->phase != LMTP_CONTENT) { /* what was read of the last mail goes */
            connection->read = false;
            arena_clear(connection->answers);
        }
        good = send_whole(connection);
    }
    if (good)
        send_whole(connection);
}

static void connection_free(struct connection *connection)
{
    struct mail_listener *listener = connection->listener;
    close(connection->socket);
    arena_free(connection->answers);
    arena_free(connection->lmtp.arena);
    free(connection);
    pthread_mutex_lock(&listener->mutex);
    listener->connections--;
    pthread_cond_signal(&listener->left);
    pthread_mutex_unlock(&listener->mutex);
}

static void *connection_run(void *context)
{
    struct connection *connection = context;
    jmp_buf guard;
    if (!ARENA_GUARD(connection->lmtp.arena, guard)) {
        lmtp_begin(&connection->lmtp);
        talk(connection);
    } else {
        lmtp_end(&connection->lmtp, "421 4.3.1 there is no memory");
        (void)send_whole(connection);
    }
    arena_guard(connection->lmtp.arena, NULL);
    connection_free(connection);
    return NULL;
}

static struct connection *connection_new(struct mail_listener *listener, int socket)
{
    struct connection *connection = calloc(1, sizeof *connection);
    struct arena *answers = arena_new(MAIL_ARENA_BYTES);
    struct arena *mail = arena_new(MAIL_ARENA_BYTES);
    if (connection == NULL || answers == NULL || mail == NULL) {
        free(connection);
        arena_free(answers);
        arena_free(mail);
        return NULL;
    }
    connection->listener = listener;
    connection->socket = socket;
    connection->answers = answers;
    connection->began_us = clock_elapsed_us();
    connection->lmtp.arena = mail;
    connection->lmtp.name = listener->settings.name;
    connection->lmtp.deliver = on_deliver;
    connection->lmtp.context = connection;
    return connection;
}

static bool connection_start(struct mail_listener *listener, int socket)
{
    pthread_attr_t attributes;
    pthread_t thread;
    struct connection *connection = connection_new(listener, socket);
    if (connection == NULL)
        return false;
    pthread_mutex_lock(&listener->mutex);
    listener->connections++;
    pthread_mutex_unlock(&listener->mutex);
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    bool good = pthread_create(&thread, &attributes, connection_run, connection) == 0;
    pthread_attr_destroy(&attributes);
    if (!good) {
        connection->socket = -1; /* the caller's again */
        connection_free(connection);
    }
    return good;
}

/* ---- listening ---- */

static void *listen_loop(void *context)
{
    static const char full[] = "421 4.3.2 too many connections; come again\r\n";
    struct mail_listener *listener = context;
    while (closing_us(listener) == 0) {
        struct pollfd end = {.fd = listener->socket, .events = POLLIN};
        if (poll(&end, 1, LINGER_MS) <= 0)
            continue;
        int socket = accept4(listener->socket, NULL, NULL, SOCK_CLOEXEC);
        if (socket < 0)
            continue;
        pthread_mutex_lock(&listener->mutex);
        bool room = listener->connections < listener->settings.connections_max;
        pthread_mutex_unlock(&listener->mutex);
        if (!room || !connection_start(listener, socket)) {
            (void)!send(socket, full, sizeof full - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
            close(socket);
        }
    }
    return NULL;
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

/* "127.0.0.1:2400", "[::1]:2400": nobody is asked who they are here, so it is for this machine. */
static bool address_tcp(struct turn *turn, struct text text, union address *address,
                        socklen_t *size)
{
    char host[64];
    int64_t port = -1;
    size_t colon = text.size;
    while (colon > 0 && text.data[colon - 1] != ':')
        colon--;
    struct text name = {text.data, colon > 0 ? colon - 1 : 0};
    if (name.size > 2 && name.data[0] == '[' && name.data[name.size - 1] == ']')
        name = (struct text){name.data + 1, name.size - 2};
    snprintf(host, sizeof host, "%.*s", TEXT_SHOW(name));
    bool good = colon > 0
                && text_integer((struct text){text.data + colon, text.size - colon}, &port)
                && port >= 0 && port <= 65535;
    *address = (union address){.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};
    *size = sizeof address->v4;
    if (good && inet_pton(AF_INET, host, &address->v4.sin_addr) == 1
        && ntohl(address->v4.sin_addr.s_addr) >> 24 == 127)
        return true;
    *address = (union address){.v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};
    *size = sizeof address->v6;
    if (good && inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1
        && IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr))
        return true;
    return fail_field(turn, "lmtp",
                      "\"%.*s\" is no place to listen for mail: give the path of a socket, or an "
                      "address of this machine, as 127.0.0.1:2400",
                      TEXT_SHOW(text));
}

/* What is left of a house that has died is removed; a socket that answers is somebody's. */
static bool local_free(struct turn *turn, const union address *address)
{
    struct stat state;
    const char *path = address->local.sun_path;
    if (lstat(path, &state) != 0)
        return true;
    if (!S_ISSOCK(state.st_mode))
        return fail_field(turn, "lmtp", "%s is there already, and no socket", path);
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = probe >= 0 && connect(probe, &address->any, sizeof address->local) == 0;
    if (probe >= 0)
        close(probe);
    if (answers)
        return fail(turn, FAULT_BUSY, "Somebody listens on %s already.", path);
    return unlink(path) == 0
           || fail(turn, FAULT_BROKEN, "%s cannot be removed: %s.", path, strerror(errno));
}

static bool address_read(struct turn *turn, struct text text, union address *address,
                         socklen_t *size)
{
    if (!text_starts(text, TEXT("/")))
        return address_tcp(turn, text, address, size);
    *address = (union address){.local = {.sun_family = AF_UNIX}};
    *size = sizeof address->local;
    if (text.size >= sizeof address->local.sun_path)
        return fail_field(turn, "lmtp", "the path of a socket has at most %zu bytes",
                          sizeof address->local.sun_path - 1);
    memcpy(address->local.sun_path, text.data, text.size);
    return local_free(turn, address);
}

static bool listener_bind(struct turn *turn, struct mail_listener *listener)
{
    union address address;
    socklen_t size;
    int yes = 1;
    struct text text = listener->settings.address;
    if (!address_read(turn, text, &address, &size))
        return false;
    listener->socket = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener->socket < 0)
        return fail(turn, FAULT_BROKEN, "No socket could be made: %s.", strerror(errno));
    bool local = address.any.sa_family == AF_UNIX;
    setsockopt(listener->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener->socket, &address.any, size) != 0
        || (local && chmod(address.local.sun_path, SOCKET_MODE) != 0)
        || listen(listener->socket, BACKLOG) != 0)
        return fail(turn, FAULT_BUSY, "%.*s cannot be listened on: %s.", TEXT_SHOW(text),
                    strerror(errno));
    if (!local && getsockname(listener->socket, &address.any, &size) == 0)
        listener->port =
            ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    return true;
}

/* ---- opening and closing ---- */

static void listener_free(struct mail_listener *listener)
{
    if (listener->socket >= 0)
        close(listener->socket);
    pthread_cond_destroy(&listener->left);
    pthread_mutex_destroy(&listener->mutex);
    arena_free(listener->arena);
    free(listener);
}

static unsigned number_or(unsigned given, unsigned otherwise)
{
    return given != 0 ? given : otherwise;
}

static struct mail_listener *listener_new(struct house *house, const struct mail_settings *given)
{
    pthread_condattr_t forward;
    struct mail_listener *listener = calloc(1, sizeof *listener);
    struct arena *arena = arena_new(SETTINGS_BYTES_MAX);
    if (listener == NULL || arena == NULL) {
        free(listener);
        arena_free(arena);
        return NULL;
    }
    *listener =
        (struct mail_listener){.house = house, .settings = *given, .arena = arena, .socket = -1};
    struct mail_settings *settings = &listener->settings;
    settings->address = text_copy(arena, given->address);
    settings->name = text_copy(arena, text_empty(given->name) ? TEXT("revere") : given->name);
    settings->idle_seconds = number_or(given->idle_seconds, MAIL_IDLE_SECONDS);
    settings->content_seconds = number_or(given->content_seconds, MAIL_CONTENT_SECONDS);
    settings->connections_max = number_or(given->connections_max, MAIL_CONNECTIONS_MAX);
    pthread_condattr_init(&forward);
    pthread_condattr_setclock(&forward, CLOCK_MONOTONIC);
    pthread_mutex_init(&listener->mutex, NULL);
    pthread_cond_init(&listener->left, &forward);
    pthread_condattr_destroy(&forward);
    return listener;
}

bool mail_serve(struct turn *turn, struct house *house, const struct mail_settings *settings,
                struct mail_listener **listener)
{
    const struct action *action = house_action(house, TEXT("mail.receive"));
    if (action == NULL)
        return fail(turn, FAULT_BROKEN, "this house knows no mail.receive");
    if (settings->address.size + settings->name.size > SETTINGS_BYTES_MAX / 4)
        return fail_field(turn, "lmtp", "this address is too long");
    struct mail_listener *made = listener_new(house, settings);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the door of mail.");
    made->fields = action->fields;
    if (!listener_bind(turn, made)) {
        listener_free(made);
        return false;
    }
    if (pthread_create(&made->thread, NULL, listen_loop, made) != 0) {
        listener_free(made);
        return fail(turn, FAULT_BROKEN, "The door of mail could not be opened: no thread.");
    }
    *listener = made;
    return true;
}

uint16_t mail_port(const struct mail_listener *listener)
{
    return listener->port;
}

void mail_stop(struct mail_listener *listener)
{
    if (listener == NULL)
        return;
    pthread_mutex_lock(&listener->mutex);
    listener->closing_us = clock_elapsed_us();
    pthread_mutex_unlock(&listener->mutex);
    pthread_join(listener->thread, NULL);
    pthread_mutex_lock(&listener->mutex);
    while (listener->connections > 0)
        pthread_cond_wait(&listener->left, &listener->mutex);
    pthread_mutex_unlock(&listener->mutex);
    if (text_starts(listener->settings.address, TEXT("/")))
        unlink(text_string(listener->arena, listener->settings.address));
    listener_free(listener);
}
