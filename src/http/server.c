/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server: the only file that knows libmicrohttpd. It collects a request whole, hands it to
 * http_respond, and sends the response. One thread a connection.
 *
 * The library's timeout is for silence only; whoever sends a byte now and then could hold a
 * connection for ever. So each connection stands in a table with what it is doing and since when,
 * and the keeper, a thread of its own, ends those that take too long.
 */
#include "http/inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BODY_BYTES_MAX = 1024 * 1024,
    BODY_DISCARD_FACTOR = 8, /* so many times the limit is read and thrown away before hanging up */
    CONNECTIONS_MAX = 256,
    PER_ADDRESS_MAX = 128,
    REQUEST_SECONDS = 30,
    IDLE_SECONDS = 15,
    STOP_SECONDS = 10,
    SEND_SECONDS = 120,
    LINKS_SPARE =
        64, /* a closing connection may still stand in the table when the next one comes */
    ARENA_BYTES_MAX = 32 * 1024 * 1024,
    SETTINGS_BYTES_MAX = 64 * 1024,
    CONNECTION_BYTES_MAX = 32 * 1024, /* of request line and headers */
    STACK_BYTES = 2 * 1024 * 1024,
    BACKLOG = 128,
    FRESH_US = 1000000
};

enum doing { DOING_NOTHING, DOING_WAIT, DOING_RECEIVE, DOING_ANSWER, DOING_SEND };

struct link {
    int socket; /* -1: free */
    enum doing doing;
    int64_t since_us;
    bool fresh; /* it has asked nothing yet, and may be about to */
};

struct http_server {
    struct door door;
    struct arena *arena; /* of the settings */
    struct MHD_Daemon *daemon;
    int listener;
    uint16_t port;
    pthread_t keeper;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t change;
    struct link *links;
    size_t link_count;
    bool stopping;
};

struct exchange {
    struct arena *arena;
    struct request request;
    struct response response;
    char *body;
    size_t body_capacity;
    bool begun, hopeless; /* hopeless: too large even to be read and thrown away */
};

/* ---- the table of connections and its keeper ---- */

static int64_t limit_us(const struct http_settings *settings, enum doing doing)
{
    switch (doing) {
    case DOING_WAIT: return (settings->idle_seconds + settings->request_seconds) * SECOND_US;
    case DOING_RECEIVE: return settings->request_seconds * SECOND_US;
    case DOING_SEND: return SEND_SECONDS * SECOND_US;
    case DOING_NOTHING:
    case DOING_ANSWER: break;
    }
    return INT64_MAX;
}

static void link_do(struct http_server *server, struct MHD_Connection *connection, enum doing doing)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct link *link = info == NULL ? NULL : info->socket_context;
    if (link == NULL)
        return;
    pthread_mutex_lock(&server->lock);
    link->doing = doing;
    link->fresh = false;
    link->since_us = clock_elapsed_us();
    pthread_cond_broadcast(&server->change);
    pthread_mutex_unlock(&server->lock);
}

static void link_open(struct http_server *server, int socket, void **context)
{
    for (size_t i = 0; i < server->link_count; i++) {
        if (server->links[i].socket < 0) {
            server->links[i] = (struct link){socket, DOING_WAIT, clock_elapsed_us(), true};
            *context = &server->links[i];
            return;
        }
    }
    shutdown(socket, SHUT_RDWR); /* nobody could watch it */
}

static void on_connection(void *state, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct http_server *server = state;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    pthread_mutex_lock(&server->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        link_open(server, info->connect_fd, context);
    else if (*context != NULL)
        *(struct link *)*context = (struct link){.socket = -1};
    pthread_cond_broadcast(&server->change);
    pthread_mutex_unlock(&server->lock);
}

/* The socket is closed by the library only after on_connection has freed its place, and that waits
 * for the lock: so the number cannot mean another connection yet. */
static void links_end_late(struct http_server *server)
{
    int64_t now_us = clock_elapsed_us();
    for (size_t i = 0; i < server->link_count; i++) {
        struct link *link = &server->links[i];
        if (link->socket >= 0
            && now_us - link->since_us > limit_us(&server->door.settings, link->doing))
            shutdown(link->socket, SHUT_RDWR);
    }
}

static void wait_a_second(struct http_server *server)
{
    int64_t until_us = clock_elapsed_us() + SECOND_US; /* both clocks are CLOCK_MONOTONIC */
    struct timespec until = {.tv_sec = (time_t)(until_us / SECOND_US),
                             .tv_nsec = (long)(until_us % SECOND_US) * 1000};
    pthread_cond_timedwait(&server->change, &server->lock, &until);
}

static void *keep(void *state)
{
    struct http_server *server = state;
    int64_t last_us = 0;
    pthread_mutex_lock(&server->lock);
    while (!server->stopping) {
        if (clock_elapsed_us() - last_us >= SECOND_US) {
            links_end_late(server);
            last_us = clock_elapsed_us();
        }
        wait_a_second(server);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

/* A connection that came a moment ago has most likely sent its request already. */
static bool links_busy(const struct http_server *server)
{
    int64_t now_us = clock_elapsed_us();
    for (size_t i = 0; i < server->link_count; i++)
        if (server->links[i].socket >= 0
            && (server->links[i].doing >= DOING_RECEIVE
                || (server->links[i].fresh && now_us - server->links[i].since_us < FRESH_US)))
            return true;
    return false;
}

/* ---- one exchange ---- */

/* The first thing the library tells of a request: the target as it was sent. */
static void *on_target(void *state, const char *target, struct MHD_Connection *connection)
{
    jmp_buf guard;
    link_do(state, connection, DOING_RECEIVE);
    struct arena *arena = arena_new(ARENA_BYTES_MAX);
    if (arena == NULL)
        return NULL;
    if (ARENA_GUARD(arena, guard)) {
        arena_free(arena);
        return NULL;
    }
    struct exchange *exchange = arena_take(arena, sizeof *exchange);
    exchange->arena = arena;
    exchange->request.arena = arena;
    exchange->request.path =
        text_cut(text_copy(arena, text_of(target)), '?', &exchange->request.query);
    arena_guard(arena, NULL);
    return exchange;
}

static enum MHD_Result on_header(void *state, enum MHD_ValueKind kind, const char *name,
                                 size_t name_size, const char *value, size_t value_size)
{
    struct request *request = state;
    (void)kind;
    if (request->header_count == HEADERS_MAX) {
        request->headers_cut = true;
        return MHD_NO;
    }
    request->headers[request->header_count++] =
        (struct pair){text_lower(request->arena, (struct text){name, name_size}),
                      text_copy(request->arena, (struct text){value, value_size})};
    return MHD_YES;
}

static void exchange_begin(struct http_server *server, struct MHD_Connection *connection,
                           struct exchange *exchange, const char *method)
{
    int64_t declared = 0;
    const struct http_settings *settings = &server->door.settings;
    struct request *request = &exchange->request;
    exchange->begun = true;
    request->now_us = house_now_us(server->door.house);
    request->log = house_log(server->door.house);
    request->method = text_copy(exchange->arena, text_of(method));
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_header, request);
    (void)text_integer(header_get(request, "content-length", NULL), &declared);
    if (declared > (int64_t)settings->body_bytes_max * BODY_DISCARD_FACTOR) {
        request->body_bytes = (size_t)declared;
        exchange->hopeless = true;
    } else if (declared > 0) {
        exchange->body_capacity = (size_t)declared < settings->body_bytes_max
                                      ? (size_t)declared
                                      : settings->body_bytes_max;
        exchange->body = arena_take(exchange->arena, exchange->body_capacity);
    }
}

static void body_room(struct exchange *exchange, size_t wanted, size_t bytes_max)
{
    if (wanted <= exchange->body_capacity)
        return;
    size_t larger = exchange->body_capacity < 4096 ? 4096 : exchange->body_capacity * 2;
    larger = larger < wanted ? wanted : larger > bytes_max ? bytes_max : larger;
    char *moved = arena_take(exchange->arena, larger);
    if (exchange->request.body.size > 0)
        memcpy(moved, exchange->body, exchange->request.body.size);
    exchange->body = moved;
    exchange->body_capacity = larger;
}

/* Keeps the first body_bytes_max bytes and counts the rest. */
static bool body_add(const struct http_server *server, struct exchange *exchange, const char *bytes,
                     size_t size)
{
    size_t bytes_max = server->door.settings.body_bytes_max;
    struct request *request = &exchange->request;
    size_t room = bytes_max - request->body.size;
    size_t kept = size < room ? size : room;
    request->body_bytes += size;
    if (request->body_bytes > bytes_max * BODY_DISCARD_FACTOR)
        return false;
    body_room(exchange, request->body.size + kept, bytes_max);
    if (kept > 0)
        memcpy(exchange->body + request->body.size, bytes, kept);
    request->body = (struct text){exchange->body, request->body.size + kept};
    return true;
}

static enum MHD_Result send_response(struct MHD_Connection *connection,
                                     const struct response *response)
{
    struct MHD_Response *out = MHD_create_response_from_buffer(
        response->body.size, (void *)(uintptr_t)response->body.data, MHD_RESPMEM_PERSISTENT);
    if (out == NULL)
        return MHD_NO;
    for (size_t i = 0; i < response->headers.count; i++)
        MHD_add_response_header(out, response->headers.items[i].name.data,
                                response->headers.items[i].value.data);
    if (response->type.size > 0)
        MHD_add_response_header(out, "Content-Type", response->type.data);
    if (response->close)
        MHD_add_response_header(out, "Connection", "close");
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)response->status, out);
    MHD_destroy_response(out);
    return result;
}

static enum MHD_Result exchange_answer(struct http_server *server,
                                       struct MHD_Connection *connection, struct exchange *exchange)
{
    link_do(server, connection, DOING_ANSWER);
    http_respond(&server->door, &exchange->request, &exchange->response);
    pthread_mutex_lock(&server->lock);
    exchange->response.close |= server->stopping || exchange->hopeless;
    pthread_mutex_unlock(&server->lock);
    link_do(server, connection, DOING_SEND);
    return send_response(connection, &exchange->response);
}

/* Out of memory while the request is collected: hang up. (While it is answered, http_respond has a
 * guard of its own.) */
static bool exchange_collect(struct http_server *server, struct MHD_Connection *connection,
                             struct exchange *exchange, const char *method, const char *data,
                             size_t size)
{
    jmp_buf guard;
    if (ARENA_GUARD(exchange->arena, guard)) {
        arena_guard(exchange->arena, NULL);
        return false;
    }
    bool good = true;
    if (!exchange->begun)
        exchange_begin(server, connection, exchange, method);
    else if (size > 0)
        good = body_add(server, exchange, data, size);
    arena_guard(exchange->arena, NULL);
    return good;
}

static enum MHD_Result on_request(void *state, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **context)
{
    struct http_server *server = state;
    struct exchange *exchange = *context;
    (void)url;
    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    bool first = !exchange->begun;
    if (!exchange_collect(server, connection, exchange, method, data, *size))
        return MHD_NO;
    bool more = first ? !exchange->hopeless : *size > 0;
    *size = 0;
    return more ? MHD_YES : exchange_answer(server, connection, exchange);
}

static void on_completed(void *state, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *context;
    (void)code;
    *context = NULL;
    if (exchange != NULL)
        arena_free(exchange->arena);
    link_do(state, connection, DOING_WAIT);
}

/* Paths stay as they were sent; route.c decodes them segment by segment. */
static size_t on_escape(void *state, struct MHD_Connection *connection, char *text)
{
    (void)state;
    (void)connection;
    return strlen(text);
}

/* ---- opening and closing ---- */

static unsigned number_or(unsigned given, unsigned otherwise)
{
    return given != 0 ? given : otherwise;
}

static struct http_settings settings_filled(struct arena *arena, const struct http_settings *given)
{
    struct http_settings settings = *given;
    settings.address =
        text_copy(arena, given->address.size > 0 ? given->address : TEXT("127.0.0.1"));
    settings.house_name =
        text_copy(arena, given->house_name.size > 0 ? given->house_name : TEXT("Revere"));
    settings.soc_phone = text_copy(arena, given->soc_phone);
    settings.origin = text_copy(arena, given->origin);
    settings.soc_mail = text_copy(arena, given->soc_mail);
    if (settings.body_bytes_max == 0)
        settings.body_bytes_max = BODY_BYTES_MAX;
    settings.connections_max = number_or(given->connections_max, CONNECTIONS_MAX);
    /* Behind a proxy everybody comes from its address. */
    settings.per_address_max = number_or(given->per_address_max,
                                         given->https ? settings.connections_max : PER_ADDRESS_MAX);
    settings.request_seconds = number_or(given->request_seconds, REQUEST_SECONDS);
    settings.idle_seconds = number_or(given->idle_seconds, IDLE_SECONDS);
    settings.stop_seconds = number_or(given->stop_seconds, STOP_SECONDS);
    return settings;
}

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static bool address_read(struct turn *turn, const struct http_settings *settings,
                         union address *address, socklen_t *size)
{
    *address = (union address){.v6 = {.sin6_family = AF_INET6}};
    *size = sizeof address->v6;
    address->v6.sin6_port = htons(settings->port);
    if (inet_pton(AF_INET6, settings->address.data, &address->v6.sin6_addr) == 1)
        return true;
    *address = (union address){.v4 = {.sin_family = AF_INET}};
    *size = sizeof address->v4;
    address->v4.sin_port = htons(settings->port);
    if (inet_pton(AF_INET, settings->address.data, &address->v4.sin_addr) == 1)
        return true;
    return fail_field(turn, "address",
                      "\"%.*s\" is no IPv4 or IPv6 address. Say 127.0.0.1, for "
                      "example.",
                      TEXT_SHOW(settings->address));
}

/* The port of a socket that listens; false when it is none, or not of the internet. */
static bool port_read(int listener, uint16_t *port)
{
    union address address = {.any = {.sa_family = AF_UNSPEC}};
    socklen_t size = sizeof address;
    int listens = 0;
    socklen_t listens_size = sizeof listens;
    if (getsockopt(listener, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) != 0
        || listens == 0 || getsockname(listener, &address.any, &size) != 0
        || (address.any.sa_family != AF_INET && address.any.sa_family != AF_INET6))
        return false;
    *port = ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    return true;
}

static bool server_bind(struct turn *turn, struct http_server *server)
{
    union address address;
    socklen_t size;
    int yes = 1;
    const struct http_settings *settings = &server->door.settings;
    if (settings->listener > 0) {
        server->listener = settings->listener;
        return port_read(server->listener, &server->port)
               || fail(turn, FAULT_INVALID, "The socket that was handed over does not listen.");
    }
    if (!address_read(turn, settings, &address, &size))
        return false;
    server->listener = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->listener < 0)
        return fail(turn, FAULT_BROKEN, "No socket could be made: %s.", strerror(errno));
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(server->listener, &address.any, size) != 0 || listen(server->listener, BACKLOG) != 0)
        return fail(turn, FAULT_BUSY, "Port %u of %.*s cannot be listened on: %s. Choose another.",
                    (unsigned)settings->port, TEXT_SHOW(settings->address), strerror(errno));
    return port_read(server->listener, &server->port)
           || fail(turn, FAULT_BROKEN, "The port is not known: %s.", strerror(errno));
}

static bool server_start(struct turn *turn, struct http_server *server)
{
    const struct http_settings *settings = &server->door.settings;
    server->daemon = MHD_start_daemon(
        MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL
            | MHD_USE_ITC,
        0, NULL, NULL, on_request, server, MHD_OPTION_LISTEN_SOCKET, server->listener,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_UNESCAPE_CALLBACK, on_escape,
        NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_CONNECTION_LIMIT, settings->connections_max,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->per_address_max,
        MHD_OPTION_CONNECTION_TIMEOUT, settings->idle_seconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)CONNECTION_BYTES_MAX, MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (server->daemon == NULL)
        return fail(turn, FAULT_BROKEN, "The web server could not be started: %s.",
                    strerror(errno));
    if (pthread_create(&server->keeper, NULL, keep, server) != 0) {
        MHD_stop_daemon(server->daemon);
        server->daemon = NULL;
        server->listener = -1; /* the library has closed it */
        return fail(turn, FAULT_BROKEN, "The web server's keeper could not be started.");
    }
    return true;
}

static void server_free(struct http_server *server)
{
    if (server->listener >= 0)
        close(server->listener);
    pthread_cond_destroy(&server->change);
    pthread_mutex_destroy(&server->lock);
    free(server->links);
    arena_free(server->arena);
    free(server);
}

static struct http_server *server_new(const struct http_settings *settings)
{
    pthread_condattr_t monotonic;
    struct http_server *server = calloc(1, sizeof *server);
    struct arena *arena = arena_new(SETTINGS_BYTES_MAX);
    unsigned links = number_or(settings->connections_max, CONNECTIONS_MAX) + LINKS_SPARE;
    struct link *table = calloc(links, sizeof *table);
    if (server == NULL || arena == NULL || table == NULL) {
        free(server);
        free(table);
        arena_free(arena);
        return NULL;
    }
    for (size_t i = 0; i < links; i++)
        table[i].socket = -1;
    *server =
        (struct http_server){.arena = arena, .links = table, .link_count = links, .listener = -1};
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->change, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return server;
}

bool http_serve(struct turn *turn, struct house *house, const struct http_settings *settings,
                struct http_server **server)
{
    if (settings->address.size + settings->origin.size + settings->soc_phone.size
            + settings->soc_mail.size + settings->house_name.size
        > SETTINGS_BYTES_MAX / 4)
        return fail(turn, FAULT_LIMIT, "The settings of the web server are too long.");
    struct http_server *made = server_new(settings);
    if (made == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the web server.");
    made->door.house = house;
    made->door.settings = settings_filled(made->arena, settings);
    if (!random_bytes(turn, made->door.secret, sizeof made->door.secret) || !server_bind(turn, made)
        || !server_start(turn, made)) {
        server_free(made);
        return false;
    }
    *server = made;
    return true;
}

uint16_t http_port(const struct http_server *server)
{
    return server->port;
}

int http_listener(const struct http_server *server)
{
    return fcntl(server->listener, F_DUPFD_CLOEXEC, 0);
}

void http_stop(struct http_server *server)
{
    if (server == NULL)
        return;
    int64_t until_us = clock_elapsed_us() + server->door.settings.stop_seconds * SECOND_US;
    MHD_quiesce_daemon(server->daemon); /* the listening socket is ours again */
    pthread_mutex_lock(&server->lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->change);
    while (links_busy(server) && clock_elapsed_us() < until_us)
        wait_a_second(server);
    pthread_mutex_unlock(&server->lock);
    pthread_join(server->keeper, NULL);
    MHD_stop_daemon(server->daemon);
    server_free(server);
}
