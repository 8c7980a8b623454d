/* SPDX-License-Identifier: Apache-2.0 */
/* The sockets that inputs listen on. */
#include "watch/inside.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, PORT_MAX = 65535 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* "0.0.0.0:514", "[::]:514", "127.0.0.1:0". */
static bool address_read(struct text text, union address *address, socklen_t *size)
{
    char host[64];
    int64_t port = -1;
    size_t colon = text.size;
    while (colon > 0 && text.data[colon - 1] != ':')
        colon--;
    struct text name = {text.data, colon > 0 ? colon - 1 : 0};
    if (name.size > 2 && name.data[0] == '[' && name.data[name.size - 1] == ']')
        name = (struct text){name.data + 1, name.size - 2};
    if (colon == 0 || name.size >= sizeof host
        || !text_integer((struct text){text.data + colon, text.size - colon}, &port) || port < 0
        || port > PORT_MAX)
        return false;
    snprintf(host, sizeof host, "%.*s", TEXT_SHOW(name));
    *address = (union address){.v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)}};
    *size = sizeof address->v4;
    if (inet_pton(AF_INET, host, &address->v4.sin_addr) == 1)
        return true;
    *address = (union address){.v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)}};
    *size = sizeof address->v6;
    return inet_pton(AF_INET6, host, &address->v6.sin6_addr) == 1;
}

/* What the kernel keeps for us while we are busy. Beyond its limit only root may ask. */
static void buffer_set(const struct input *input)
{
    int bytes = (int)input->settings->buffer_bytes;
    int have = 0;
    socklen_t size = sizeof have;
    if (setsockopt(input->socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0)
        setsockopt(input->socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    getsockopt(input->socket, SOL_SOCKET, SO_RCVBUF, &have, &size);
    if (have / 2 < bytes)
        log_write(input->watch->log, LOG_WARNING, "watch.udp",
                  "input %.*s has a buffer of %d bytes instead of %d: raise net.core.rmem_max",
                  TEXT_SHOW(input->settings->name), have / 2, bytes);
}

static bool options_set(const struct input *input)
{
    int yes = 1;
    if (input->settings->kind != WATCH_UDP)
        return setsockopt(input->socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0;
    buffer_set(input);
    if (input->settings->gro
        && setsockopt(input->socket, IPPROTO_UDP, UDP_GRO, &yes, sizeof yes) != 0)
        return false;
    return input->settings->sockets == 1
           || setsockopt(input->socket, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes) == 0;
}

static bool socket_bind(struct turn *turn, struct input *input)
{
    union address address;
    socklen_t size;
    const struct watch_input *settings = input->settings;
    bool datagrams = settings->kind == WATCH_UDP;
    if (!address_read(settings->listen, &address, &size))
        return fail_field(turn, "listen",
                          "input %.*s: \"%.*s\" is no place to listen: one is 0.0.0.0:514 or "
                          "[::]:514",
                          TEXT_SHOW(settings->name), TEXT_SHOW(settings->listen));
    input->socket =
        socket(address.any.sa_family,
               (datagrams ? SOCK_DGRAM : SOCK_STREAM | SOCK_NONBLOCK) | SOCK_CLOEXEC, 0);
    if (input->socket < 0)
        return fail(turn, FAULT_BROKEN, "No socket could be made: %s.", strerror(errno));
    if (!options_set(input) || bind(input->socket, &address.any, size) != 0
        || (!datagrams && listen(input->socket, BACKLOG) != 0))
        return fail(turn, FAULT_BUSY, "Input %.*s cannot listen on %.*s: %s.",
                    TEXT_SHOW(settings->name), TEXT_SHOW(settings->listen), strerror(errno));
    return true;
}

bool socket_open(struct turn *turn, struct input *input)
{
    return secure_open(turn, input) && socket_bind(turn, input);
}
