/* SPDX-License-Identifier: Apache-2.0 */
/* A client for the tests of the web door, close to the wire: what is sent is written out byte by
 * byte, and what comes back is looked at byte by byte. */
#pragma once
#include "tap.h"
#include <arpa/inet.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { REPLY_BYTES_MAX = 1 << 20 };

struct reply {
    int status; /* 0: the connection was closed without one */
    char *head; /* up to the empty line, ended by a NUL */
    char *body;
    size_t body_size;
    char *bytes;
};

static inline int client_open(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval patience = {.tv_sec = 20};
    int on = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(on, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (on < 0 || connect(on, (struct sockaddr *)&address, sizeof address) != 0) {
        printf("Bail out! no connection to port %u\n", (unsigned)port);
        exit(1);
    }
    return on;
}

static inline bool client_send(int on, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(on, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= (size_t)sent;
    }
    return true;
}

static inline size_t content_length(const char *head)
{
    const char *line = strcasestr(head, "\r\ncontent-length:");
    return line == NULL ? 0 : strtoul(line + 17, NULL, 10);
}

/* Reads one reply; head_only for HEAD and 304, which have no body whatever they say. */
static inline struct reply client_read(int on, bool head_only)
{
    struct reply reply = {.bytes = calloc(1, REPLY_BYTES_MAX + 1)};
    size_t size = 0;
    char *end = NULL;
    while (end == NULL && size < REPLY_BYTES_MAX) {
        ssize_t got = recv(on, reply.bytes + size, 1, 0); /* never more than this reply */
        if (got <= 0)
            return reply;
        size += (size_t)got;
        if (size >= 4 && memcmp(reply.bytes + size - 4, "\r\n\r\n", 4) == 0)
            end = reply.bytes + size;
    }
    if (end == NULL)
        return reply;
    reply.head = reply.bytes;
    end[-1] = '\0';
    reply.body = end;
    reply.status = atoi(reply.bytes + strlen("HTTP/1.1 "));
    size_t wanted = head_only || reply.status == 304 ? 0 : content_length(reply.head);
    while (reply.body_size < wanted && size < REPLY_BYTES_MAX) {
        ssize_t got = recv(on, reply.bytes + size, wanted - reply.body_size, 0);
        if (got <= 0)
            break;
        size += (size_t)got;
        reply.body_size += (size_t)got;
    }
    return reply;
}

/* One request on a connection of its own. */
static inline struct reply ask_bytes(uint16_t port, const char *bytes, size_t size)
{
    int on = client_open(port);
    (void)client_send(on, bytes, size);
    struct reply reply = client_read(on, strncmp(bytes, "HEAD", 4) == 0);
    close(on);
    return reply;
}

/* method and path ("GET /x"), header lines each ended by \r\n, and a body. */
static inline struct reply ask(uint16_t port, const char *line, const char *headers,
                               const char *body)
{
    char *request = NULL;
    int size = body == NULL
                   ? asprintf(&request, "%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", line, headers)
                   : asprintf(&request,
                              "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n%s\r\n%s",
                              line, strlen(body), headers, body);
    struct reply reply = ask_bytes(port, request, (size_t)size);
    free(request);
    return reply;
}

static inline void reply_free(struct reply *reply)
{
    free(reply->bytes);
    *reply = (struct reply){0};
}

/* The reply has this status, and this in its head or body; both may be NULL. Frees it. */
static inline bool is(struct reply reply, int status, const char *head, const char *body)
{
    bool good = reply.status == status && (head == NULL || strcasestr(reply.head, head) != NULL)
                && (body == NULL || strstr(reply.body, body) != NULL);
    if (!good)
        fprintf(stderr, "# got %d\n# %s\n# %s\n", reply.status,
                reply.head == NULL ? "" : reply.head, reply.body == NULL ? "" : reply.body);
    reply_free(&reply);
    return good;
}

/* The reply does not have this anywhere. Frees it. */
static inline bool has_not(struct reply reply, const char *what)
{
    bool good =
        reply.status != 0 && strstr(reply.head, what) == NULL && strstr(reply.body, what) == NULL;
    reply_free(&reply);
    return good;
}
