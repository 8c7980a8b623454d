/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door of time: what is due becomes an action, as a request does at the door of HTTP. The tick
 * fires the obligations whose instant has come, and sends what waits in the outbox, off the writer,
 * one letter at a time; what came of it is the action notice.outcome.
 *
 * Nothing depends on being awake at the minute. What is due stands in the store with its instant;
 * whoever comes late, after an outage, finds all of it, and obligation.fire tells of the highest
 * rung alone (S-25). A tick that runs twice finds nothing the second time. A clock that is set back
 * makes nothing due again, because an instant that was reached is stored as the next one; it only
 * waits until the clock has caught up.
 *
 * Several houses may tick on one database. A letter is leased to one of them for TICK_LEASE_US:
 * when that house dies, another sends it after the lease under the same message id. Obligations
 * need no lease: they fire on the writer, under the ledger's lock, and whoever comes second finds
 * the next instant moved.
 */
#pragma once
#include "base/transfer.h"
#include "counter/counter.h"
#include "notice/notice.h"

#define TICK_LEASE_US INT64_C(150000000) /* longer than a mail server may take, twice a minute */

enum {
    TICK_PAUSE_MS = 1000,    /* the longest sleep: a clock may be set, another house may write */
    TICK_ROUNDS_MAX = 10000, /* of one tick: then the caller has a word in between */
    TICK_ARENA_BYTES = 64 * 1024 * 1024
};

/* How letters of a row's channel ("mail", "webhook", "product") are carried. */
struct tick_channel {
    const char *name;      /* of the rows; NULL ends a list */
    const char *transport; /* as the outcome names it: "smtp", "https", "keep" */
    /* Faults: refused, never; all others, try again later. */
    bool (*send)(struct turn *turn, const void *state, const struct notice_letter *letter);
    const void *state;
    struct text link; /* what stands before the token of a letter's link; empty: it has none */
};

/* Keeps letters in the product: taken at once. What "product" always is, and "mail" where the house
 * has no mail server (a demonstration, a story). */
struct tick_channel tick_channel_keep(const char *name);

/* The house's mail server, and in whose name it writes. Lives as long as the channel. */
struct tick_post {
    struct mail_server server;
    struct text from, sender;
    struct text bounce; /* local@domain: what cannot be delivered comes back to
                           local+MESSAGE@domain; empty: to from */
    struct text reply; /* local@domain: answers go to local+NOTICE@domain; empty: they go to from */
    struct text link;
};

/* "mail" by SMTP. */
struct tick_channel tick_channel_smtp(const struct tick_post *post);

/* What the house signs its webhooks with. Lives as long as the channel. */
struct tick_webhook {
    struct text key;     /* secret of the house: each receiver's own is made of it */
    bool inside;         /* also to private networks and to this machine, there without TLS, too */
    struct text ca_file; /* as in transfer_request */
    int64_t timeout_ms;  /* 0: 30 s */
    struct text link;
};

/* "webhook" by HTTPS: Standard Webhooks 1.0.0, the message's id as webhook-id, no redirect
 * followed. */
struct tick_channel tick_channel_webhook(const struct tick_webhook *webhook);

/* The secret by which the receiver at an address checks what it gets: 32 bytes. */
struct text tick_webhook_secret(struct arena *arena, struct text key, struct text address);

struct tick_result {
    int64_t next_us; /* when something is due next; INT64_MAX: nothing */
    int64_t fired, accepted, later, refused;
    struct fault
        fault; /* what kept it from going on, or none: what is left is due at the next tick */
};

/* Does all that is due at the house's now. The arena is used up and cleared on the way. */
void tick_once(struct house *house, struct arena *arena, const struct tick_channel *channels,
               struct tick_result *result);

/* ---- the thread of a house that serves ---- */

struct tick;

struct tick_settings {
    struct house *house;
    const struct tick_channel *channels;
    /* Told when a tick could not go on, and when it can again (FAULT_NONE), from its thread; or
     * NULL. */
    void (*report)(void *context, const struct fault *fault);
    void *context;
};

/* Ticks in a thread of its own, at the next instant or each second, until tick_stop, which waits
 * for the letter on its way. Settings must live as long. Faults: limit, broken. */
MUST bool tick_start(struct turn *turn, const struct tick_settings *settings, struct tick **tick);
void tick_stop(struct tick *tick);

/* When it last did all that was due, by the house's clock; TIME_NONE: not yet. */
int64_t tick_done_us(const struct tick *tick);
