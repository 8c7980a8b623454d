/* SPDX-License-Identifier: Apache-2.0 */
/* Connections by TLS: whose certificate is good, and named as it may be, sends under that name. */
#include "watch/inside.h"
#include <errno.h>
#include <sys/socket.h>

#define GREET_US   INT64_C(10000000) /* for a sender to say who it is */
#define REFUSAL_US INT64_C(1000000)

bool secure_open(struct turn *turn, struct input *input)
{
    const struct watch_input *settings = input->settings;
    struct arena *arena = input->watch->arena;
    if (text_empty(settings->certificate_file))
        return true;
    struct tls_settings files = {.certificate_file = text_string(arena, settings->certificate_file),
                                 .key_file = text_string(arena, settings->key_file)};
    if (!text_empty(settings->client_ca_file))
        files.client_ca_file = text_string(arena, settings->client_ca_file);
    return tls_server_open(turn, arena, &files, &input->tls);
}

bool secure_begin(const struct input *input, struct connection *connection)
{
    connection->greeted = input->tls == NULL;
    if (connection->greeted)
        return true;
    connection->greet_until_us = clock_elapsed_us() + GREET_US;
    connection->tls = tls_new(input->tls, connection->socket);
    return connection->tls != NULL;
}

/* Is the certificate's name one that may send? Its source is the name's from here on. */
static const char *peer_wrong(struct door *door, struct connection *connection)
{
    char name[TLS_NAME_BYTES];
    const struct watch_input *settings = door->input->settings;
    if (text_empty(settings->client_ca_file))
        return NULL;
    if (!tls_peer(connection->tls, name))
        return "its certificate has no name";
    bool may = settings->peers_count == 0;
    for (size_t i = 0; i < settings->peers_count; i++)
        may = may || source_name_holds(settings->peers[i], text_of(name));
    if (!may)
        return "its certificate has a name that may not send";
    connection->source =
        source_named(&door->input->watch->sources, door->input->index, text_of(name));
    return NULL;
}

enum greeting secure_greet(struct door *door, struct connection *connection, const char **why)
{
    if (connection->greeted)
        return GREETING_DONE;
    enum tls_step step = tls_greet(connection->tls);
    connection->wants_out = step == TLS_WRITES;
    if (step == TLS_READS || step == TLS_WRITES)
        return GREETING_GOES_ON;
    *why = step == TLS_DONE ? peer_wrong(door, connection) : tls_why(connection->tls);
    if (step == TLS_DONE && *why == NULL)
        connection->greeted = true;
    return connection->greeted ? GREETING_DONE : GREETING_REFUSED;
}

void secure_refuse(struct door *door, const char *why)
{
    struct input *input = door->input;
    struct source *source = &input->watch->sources.all[input->index];
    uint64_t count = atomic_fetch_add(&source->refused, 1) + 1;
    int64_t now_us = clock_elapsed_us();
    if (door->refusal_said_us != 0 && now_us - door->refusal_said_us < REFUSAL_US)
        return;
    door->refusal_said_us = now_us;
    log_write(input->watch->log, LOG_WARNING, "watch.tls",
              "input %.*s: a sender is refused, %llu so far: %s", TEXT_SHOW(input->settings->name),
              (unsigned long long)count, why);
}

/* ---- bytes ---- */

static ssize_t step_bytes(struct connection *connection, enum tls_step step, size_t bytes)
{
    if (step == TLS_DONE)
        return (ssize_t)bytes;
    if (step == TLS_ENDED)
        return 0;
    connection->wants_out = connection->wants_out || step == TLS_WRITES;
    errno = step == TLS_BROKEN ? ECONNRESET : EAGAIN;
    return -1;
}

ssize_t connection_receive(struct connection *connection, char *bytes, size_t size)
{
    size_t got = 0;
    if (connection->tls == NULL)
        return recv(connection->socket, bytes, size, MSG_DONTWAIT);
    enum tls_step step = tls_read(connection->tls, bytes, size, &got);
    return step_bytes(connection, step, got);
}

ssize_t connection_send(struct connection *connection, const char *bytes, size_t size)
{
    size_t sent = 0;
    if (connection->tls == NULL)
        return send(connection->socket, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    enum tls_step step = tls_write(connection->tls, bytes, size, &sent);
    return step_bytes(connection, step, sent);
}
