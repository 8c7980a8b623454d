/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that a sender sends again because it did not hear our answer: what is stored already is
 * acknowledged, and not stored twice.
 *
 * Two requests of one sender with the same bytes may be two events. So they are one only where the
 * sender cannot have had the first answer: it was gone before, or the watch was; or where it says
 * so itself, by the same Idempotency-Key. What was stored and not heard is a mark that becomes
 * durable together with the lines, and is taken back when the answer was heard.
 */
#include "base/hash.h"
#include "watch/inside.h"
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define WINDOW_US INT64_C(3600000000) /* product default */
enum { REPEATS_MAX = 1024, SUM_BYTES = 16, MARK_NAME_BYTES = 160 };

enum heard {
    HEARD_OPEN,   /* its connection will tell */
    HEARD_NEVER,  /* the sender was gone, or we were */
    HEARD_SAID,   /* the answer was heard, and the mark is to be taken back */
    HEARD_NOTHING /* the slot is free, or of no use but for its key */
};

struct repeat {
    unsigned char sum[SUM_BYTES];
    int64_t at_us;
    bool keyed; /* the sender says by a key what is the same */
    enum heard heard;
    struct connection *connection; /* that waits for the answer, or has it */
};

struct repeats {
    struct door *door;
    size_t next;
    struct repeat all[REPEATS_MAX];
};

/* ---- marks ---- */

static struct text mark_key(const struct repeats *repeats, size_t at, char name[MARK_NAME_BYTES])
{
    int size = snprintf(name, MARK_NAME_BYTES, "http %.*s %zu",
                        TEXT_SHOW(repeats->door->input->settings->name), at);
    return (struct text){name, (size_t)size};
}

static void mark_put(struct repeats *repeats, const struct repeat *repeat, bool over)
{
    char name[MARK_NAME_BYTES];
    char value[128];
    char sum[2 * SUM_BYTES + 1];
    for (size_t i = 0; i < SUM_BYTES; i++)
        snprintf(sum + 2 * i, 3, "%02x", repeat->sum[i]);
    int size =
        snprintf(value, sizeof value, "%lld %d %s", (long long)repeat->at_us, repeat->keyed, sum);
    struct text key = mark_key(repeats, (size_t)(repeat - repeats->all), name);
    (void)!pen_mark(&repeats->door->pen, key, (struct text){value, over ? 0 : (size_t)size});
}

static bool mark_read(struct text key, struct text value, struct text name, size_t *at,
                      struct repeat *repeat)
{
    struct text rest;
    int64_t number;
    int64_t keyed;
    *repeat = (struct repeat){.heard = HEARD_NEVER};
    if (!text_is(text_cut(key, ' ', &rest), "http") || !text_equal(text_cut(rest, ' ', &rest), name)
        || !text_integer(rest, &number) || number < 0 || number >= REPEATS_MAX || text_empty(value)
        || !text_integer(text_cut(value, ' ', &rest), &repeat->at_us)
        || !text_integer(text_cut(rest, ' ', &rest), &keyed))
        return false;
    *at = (size_t)number;
    repeat->keyed = keyed == 1;
    return hex_read(rest, repeat->sum, SUM_BYTES);
}

bool repeats_open(struct turn *turn, struct input *input)
{
    struct text key;
    struct text value;
    struct repeats *repeats = calloc(1, sizeof *repeats);
    if (repeats == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for what may come again.");
    for (size_t i = 0; i < REPEATS_MAX; i++)
        repeats->all[i].heard = HEARD_NOTHING;
    for (size_t i = 0; keep_mark(input->watch->keep, i, &key, &value); i++) {
        struct repeat repeat;
        size_t at;
        if (mark_read(key, value, input->settings->name, &at, &repeat))
            repeats->all[at] = repeat;
    }
    input->repeats = repeats;
    return true;
}

void repeats_free(struct repeats *repeats)
{
    free(repeats);
}

/* ---- what became of an answer ---- */

/* Has the sender ended its side, or broken off? */
static bool sender_gone(const struct connection *connection)
{
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    return getsockopt(connection->socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0
           || info.tcpi_state != TCP_ESTABLISHED;
}

/* Have all our bytes reached its machine? */
static bool answer_there(const struct connection *connection)
{
    int left = 0;
    return connection->out_used == 0 && ioctl(connection->socket, SIOCOUTQ, &left) == 0
           && left == 0;
}

static void repeat_end(struct connection *connection, bool heard)
{
    struct repeat *repeat = connection->repeat;
    if (repeat == NULL)
        return;
    repeat->heard = heard ? HEARD_SAID : HEARD_NEVER;
    repeat->connection = NULL;
    connection->repeat = NULL;
}

void repeat_next(struct connection *connection)
{
    repeat_end(connection, true);
}

void repeat_answer(struct connection *connection)
{
    if (connection->repeat != NULL && connection->out_used > 0 && connection->out_sent == 0)
        connection->gone = sender_gone(connection);
}

void repeat_left(struct connection *connection)
{
    bool waits = connection->touched || connection->pending || connection->gone;
    repeat_end(connection, !waits && answer_there(connection));
}

/* ---- a request ---- */

/* The bytes, and what the sender says of them. */
static void sum_make(const struct door *door, const struct connection *connection, struct text body,
                     unsigned char sum[SUM_BYTES])
{
    struct text name = door->input->watch->sources.all[connection->source].name;
    struct sha256 head = sha256_two(name, connection->http.request.key);
    struct sha256 whole =
        sha256_two((struct text){(const char *)head.bytes, sizeof head.bytes}, body);
    memcpy(sum, whole.bytes, SUM_BYTES);
}

static bool repeat_holds(const struct repeat *repeat)
{
    if (repeat->keyed || repeat->heard == HEARD_NEVER)
        return true;
    const struct connection *first = repeat->connection;
    return repeat->heard == HEARD_OPEN && first != NULL && sender_gone(first)
           && (first->gone || first->touched || first->pending || !answer_there(first));
}

bool repeat_found(struct door *door, struct connection *connection, struct text body)
{
    unsigned char sum[SUM_BYTES];
    int64_t now_us = clock_now_us(&door->input->watch->clock);
    struct repeats *repeats = door->input->repeats;
    sum_make(door, connection, body, sum);
    for (size_t i = 0; i < REPEATS_MAX; i++) {
        struct repeat *repeat = &repeats->all[i];
        bool keyed = repeat->keyed;
        if ((repeat->heard == HEARD_NOTHING && !keyed) || memcmp(repeat->sum, sum, SUM_BYTES) != 0
            || now_us - repeat->at_us > WINDOW_US || !repeat_holds(repeat))
            continue;
        if (repeat->connection != NULL)
            repeat->connection->repeat = NULL;
        repeat->heard = HEARD_OPEN;
        repeat->connection = connection;
        connection->repeat = repeat;
        return true;
    }
    return false;
}

/* Those whose answer was heard need no mark any longer; a key is good for the whole time. */
static void marks_end(struct repeats *repeats)
{
    for (size_t i = 0; i < REPEATS_MAX; i++) {
        struct repeat *repeat = &repeats->all[i];
        if (repeat->heard != HEARD_SAID)
            continue;
        repeat->heard = HEARD_NOTHING;
        if (!repeat->keyed)
            mark_put(repeats, repeat, true);
    }
}

void repeat_note(struct door *door, struct connection *connection, struct text body)
{
    struct repeats *repeats = door->input->repeats;
    repeats->door = door;
    marks_end(repeats);
    struct repeat *repeat = &repeats->all[repeats->next];
    repeats->next = (repeats->next + 1) % REPEATS_MAX;
    if (repeat->connection != NULL)
        repeat->connection->repeat = NULL;
    *repeat = (struct repeat){.at_us = clock_now_us(&door->input->watch->clock),
                              .keyed = !text_empty(connection->http.request.key),
                              .heard = HEARD_OPEN,
                              .connection = connection};
    sum_make(door, connection, body, repeat->sum);
    connection->repeat = repeat;
    mark_put(repeats, repeat, false);
}

void repeats_end(struct door *door)
{
    door->input->repeats->door = door;
    marks_end(door->input->repeats);
}
