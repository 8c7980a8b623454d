/* SPDX-License-Identifier: Apache-2.0 */
/* Starts and stops tests/base/web_server, a receiver of webhooks that checks signatures by itself
 * and answers by the path. */
#pragma once
#include "base/hash.h"
#include "base/json.h"
#include "mail_server.h"

static inline bool receiver_start(struct peer *peer, int port, bool tls)
{
    const char *source = getenv("REVERE_SOURCE");
    char path[512];
    char number[16];
    snprintf(path, sizeof path, "%s/tests/base/web_server", source == NULL ? "." : source);
    snprintf(number, sizeof number, "%d", port);
    char *arguments[6] = {path, peer->folder, (char *)"--port", number,
                          tls ? (char *)"--tls" : NULL};
    return peer_spawn(peer, arguments);
}

/* What the receiver checks signatures with from now on. */
static inline bool receiver_secret(struct turn *turn, const struct peer *peer, struct text secret)
{
    return file_write(
        turn, text_format(turn->arena, "%s/secret", peer->folder).data,
        text_format(turn->arena, "whsec_%.*s\n", TEXT_SHOW(base64_write(turn->arena, secret))),
        0600);
}

/* The n-th that was taken as signed, from 1: {id, path, body}; NULL when there is none. */
static inline struct value *receiver_got(struct turn *turn, const struct peer *peer, int number)
{
    struct text bytes;
    struct value *got = NULL;
    struct text path = text_format(turn->arena, "%s/%d.json", peer->folder, number);
    if (!file_exists(path.data) || !file_read(turn, path.data, PEER_MAIL_BYTES_MAX, &bytes)
        || !json_read(turn, bytes, "the receiver", &got))
        return NULL;
    return got;
}

/* How many were taken, and how many different ids they have. */
static inline int receiver_count(struct turn *turn, const struct peer *peer, int *different)
{
    struct text ids[PEER_MAILS_MAX];
    int count = 0;
    *different = 0;
    for (struct value *got; (got = receiver_got(turn, peer, count + 1)) != NULL; count++) {
        int seen = 0;
        while (seen < *different && !text_equal(ids[seen], value_get_text(got, "id")))
            seen++;
        if (seen == *different && *different < PEER_MAILS_MAX)
            ids[(*different)++] = value_get_text(got, "id");
    }
    return count;
}
