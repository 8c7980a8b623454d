/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The web door: requests become actions, answers become JSON or pages.
 *
 * Everything is read off the house's table of actions. Under /api/v1 each action answers at its
 * route with JSON (RFC 8259), faults as problem documents (RFC 9457); /api/v1/openapi.json
 * describes all of it. At the same routes without the prefix, people get pages: plain HTML, no
 * script, no other server. /ledger/ gives out the checkpoint and the hash tiles that prove the
 * ledger (C2SP tlog-tiles), and nothing else of the house's folder.
 *
 * The door knows no room. It listens on 127.0.0.1 unless told otherwise; TLS is terminated in front
 * of it. One thread a connection, with limits on connections, on bytes and on the time in which a
 * whole request must have arrived.
 */
#pragma once
#include "counter/counter.h"

struct http_server;

/* A number that is 0 takes the default named behind it. */
struct http_settings {
    struct text address;      /* to listen on; empty: 127.0.0.1 */
    uint16_t port;            /* 0: any free port; http_port tells which */
    bool https;               /* TLS in front: cookies are Secure and carry __Host- */
    struct text origin;       /* https://host[:port] at which people reach it; empty: as they say */
    int listener;             /* a socket that listens already (taken over, and closed at the end)
                                 if greater than 0; address and port are then not looked at */
    struct text soc_phone;    /* shown wherever a report could not be taken; may be empty */
    struct text soc_mail;     /* likewise */
    struct text house_name;   /* in the heading of each page; empty: Revere */
    size_t body_bytes_max;    /* 1 MiB */
    unsigned connections_max; /* 256 */
    unsigned per_address_max; /* of those, from one address; 128 */
    unsigned request_seconds; /* from the first byte of a request to its last; 30 */
    unsigned idle_seconds;    /* between two requests of a connection; 15 */
    unsigned stop_seconds;    /* how long http_stop waits for answers that are under way; 10 */
};

/*
 * Opens the door and returns at once; the server answers in threads of its own until http_stop.
 * Settings are copied. The turn is only used to say what went wrong: invalid for an address that is
 * none, busy when the port is taken, broken otherwise.
 */
MUST bool http_serve(struct turn *turn, struct house *house, const struct http_settings *settings,
                     struct http_server **server);

/* The port the server listens on. */
uint16_t http_port(const struct http_server *server);

/* Another descriptor of the listening socket, for whoever serves next; -1 when there is none. */
int http_listener(const struct http_server *server);

/* Takes no more connections, lets answers under way leave (stop_seconds at most), closes the rest,
 * and gives the server back. NULL is allowed. */
void http_stop(struct http_server *server);
