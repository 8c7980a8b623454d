/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Syslog in datagrams: one is one line. Nobody can be kept waiting here; what the kernel had no
 * room for it counts (sk_drops, the number that SO_RXQ_OVFL tells with a later datagram and
 * SO_MEMINFO at once), and so do we.
 */
#include "watch/inside.h"
#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifndef SO_MEMINFO
enum { SO_MEMINFO = 55 };
#endif

enum {
    MESSAGES = 64,
    MESSAGE_BYTES = 65536,
    CONTROL_BYTES = 64,
    IDLE_MS = 200, /* how soon a thread sees that the watch closes */
    /* A pause in which more datagrams come: waking up costs more than taking some hundred. Longer
     * where the kernel has room for what comes meanwhile. */
    GATHER_NS = 500 * 1000,
    GATHER_TIMES_MAX = 4,
    GATHER_BUFFER_BYTES = 2 * 1024 * 1024, /* for each of these times */
    /* A batch that is not full waits no longer than this; one with so many lines, of which more
     * come every moment, a little longer: each that is posted costs a wake-up of three threads and
     * a sync. */
    LINGER_US = 5000,
    LINGER_LINES = 64,
    LINGER_MANY_US = 20000
};

struct receiver {
    struct input *input;
    struct pen pen;
    struct source_memory memory;
    uint32_t dropped; /* of the kernel's count: so much is told already */
    long gather_ns;
    struct mmsghdr messages[MESSAGES];
    struct iovec pieces[MESSAGES];
    struct sockaddr_storage from[MESSAGES];
    _Alignas(struct cmsghdr) char control[MESSAGES][CONTROL_BYTES];
    char *bytes;
};

static void messages_prepare(struct receiver *receiver)
{
    for (size_t i = 0; i < MESSAGES; i++) {
        receiver->pieces[i] = (struct iovec){receiver->bytes + i * MESSAGE_BYTES, MESSAGE_BYTES};
        receiver->messages[i].msg_hdr = (struct msghdr){
            .msg_name = &receiver->from[i],
            .msg_namelen = sizeof receiver->from[i],
            .msg_iov = &receiver->pieces[i],
            .msg_iovlen = 1,
            .msg_control = receiver->control[i],
            .msg_controllen = CONTROL_BYTES,
        };
    }
}

/* How long each datagram of a train is; 0: it is no train. */
static size_t train_size(struct msghdr *header)
{
    int size = 0;
    for (struct cmsghdr *at = CMSG_FIRSTHDR(header); at != NULL; at = CMSG_NXTHDR(header, at))
        if (at->cmsg_level == IPPROTO_UDP && at->cmsg_type == UDP_GRO)
            memcpy(&size, CMSG_DATA(at), sizeof size);
    return size > 0 ? (size_t)size : 0;
}

static struct text datagram_line(const char *data, size_t size)
{
    while (size > 0 && (data[size - 1] == '\n' || data[size - 1] == '\r' || data[size - 1] == '\0'))
        size--;
    return (struct text){data, size};
}

static void message_take(struct receiver *receiver, size_t index)
{
    struct input *input = receiver->input;
    struct mmsghdr *message = &receiver->messages[index];
    const char *data = receiver->bytes + index * MESSAGE_BYTES;
    size_t size = message->msg_len;
    size_t each = input->settings->gro ? train_size(&message->msg_hdr) : 0;
    uint32_t source =
        source_of(&input->watch->sources, &receiver->memory, input->index, &receiver->from[index]);
    do {
        size_t part = each > 0 && each < size ? each : size;
        if (!pen_write(&receiver->pen, source, datagram_line(data, part), 0))
            atomic_fetch_add(&input->watch->sources.all[source].dropped, 1);
        data += part;
        size -= part;
    } while (size > 0);
}

/* What was dropped belongs to no sender that we could know, and so to the input. */
static void drops_count(struct receiver *receiver)
{
    struct input *input = receiver->input;
    uint32_t info[SK_MEMINFO_VARS] = {0};
    socklen_t size = sizeof info;
    if (getsockopt(input->socket, SOL_SOCKET, SO_MEMINFO, info, &size) != 0
        || size <= SK_MEMINFO_DROPS * sizeof *info)
        return;
    uint32_t more = info[SK_MEMINFO_DROPS] - receiver->dropped; /* it wraps, and so does this */
    receiver->dropped = info[SK_MEMINFO_DROPS];
    if (more > 0)
        atomic_fetch_add(&input->watch->sources.all[input->index].dropped, more);
}

/* How many came. */
static int messages_receive(struct receiver *receiver)
{
    messages_prepare(receiver);
    int count = recvmmsg(receiver->input->socket, receiver->messages, MESSAGES, MSG_DONTWAIT, NULL);
    for (int i = 0; i < count; i++)
        message_take(receiver, (size_t)i);
    return count < 0 ? 0 : count;
}

static long gather_ns(int socket)
{
    int bytes = 0; /* twice what was asked for: it counts what it needs itself */
    socklen_t size = sizeof bytes;
    (void)getsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, &size);
    int times = bytes / 2 / GATHER_BUFFER_BYTES;
    times = times < 1 ? 1 : times;
    return (long)GATHER_NS * (times < GATHER_TIMES_MAX ? times : GATHER_TIMES_MAX);
}

static int64_t linger_us(const struct pen *pen)
{
    return pen->batch->count < LINGER_LINES ? LINGER_US : LINGER_MANY_US;
}

static void udp_loop(struct receiver *receiver)
{
    struct watch *watch = receiver->input->watch;
    int64_t began_us = 0;
    while (!atomic_load(&watch->closing)) {
        struct pollfd end = {.fd = receiver->input->socket, .events = POLLIN};
        int count = messages_receive(receiver);
        drops_count(receiver);
        if (count == MESSAGES)
            continue;
        int64_t now_us = clock_elapsed_us();
        if (pen_empty(&receiver->pen)) {
            poll(&end, 1, IDLE_MS);
            began_us = clock_elapsed_us();
        } else if (now_us - began_us > linger_us(&receiver->pen)) {
            pen_post(&receiver->pen);
            began_us = now_us;
        } else {
            nanosleep(&(struct timespec){.tv_nsec = receiver->gather_ns}, NULL);
        }
    }
    for (int i = 0; i < BATCH_LINES_MAX && messages_receive(receiver) > 0; i++)
        ; /* what was there when the watch closed */
}

void *udp_run(void *context)
{
    struct input *input = context;
    struct receiver *receiver = calloc(1, sizeof *receiver);
    char *bytes = malloc((size_t)MESSAGES * MESSAGE_BYTES);
    if (receiver != NULL && bytes != NULL) {
        receiver->input = input;
        receiver->bytes = bytes;
        receiver->pen = (struct pen){.ring = &input->watch->ring,
                                     .sources = &input->watch->sources,
                                     .clock = input->watch->clock,
                                     .wait = true};
        receiver->gather_ns = gather_ns(input->socket);
        source_forget(&receiver->memory);
        udp_loop(receiver);
        drops_count(receiver);
        pen_post(&receiver->pen);
    }
    close(input->socket);
    input->socket = -1;
    free(bytes);
    free(receiver);
    atomic_fetch_sub(&input->watch->inputs_open, 1);
    return NULL;
}
