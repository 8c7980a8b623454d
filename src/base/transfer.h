/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What leaves for another server. This is the only file that calls libcurl; each call opens its own
 * connection and needs no other thread's leave. Never on the writer: a server may be slow.
 */
#pragma once
#include "base/mail.h"

enum transfer_tls {
    TRANSFER_PLAIN,    /* none: only for a relay on this machine or a network of its own */
    TRANSFER_STARTTLS, /* required, not tried (RFC 3207) */
    TRANSFER_TLS       /* from the first byte on (RFC 8314) */
};

enum {
    TRANSFER_TIMEOUT_MS = 60 * 1000, /* of a whole transfer, when the settings say 0 */
    TRANSFER_REPLY_BYTES_MAX = 400   /* of what a server says, in a fault */
};

/* The house's mail server. */
struct mail_server {
    struct text host;
    int64_t port; /* 0: 25, 465 for TRANSFER_TLS, 587 for TRANSFER_STARTTLS */
    enum transfer_tls tls;
    struct text ca_file;       /* PEM of who may sign its certificate; empty: the system's */
    struct text user;          /* empty: no sign-in */
    struct text password_file; /* holds the password and perhaps a line end; mode 0600 */
    struct text hello;         /* how this house greets; empty: the machine's name */
    int64_t timeout_ms;        /* a server that hangs is left after twice this at most */
};

/*
 * Hands a mail to the server. True: the server took it, and is now answerable for it. Faults:
 * refused when the server will never take this mail (5xx on sender, recipient or content), or `to`
 * is no address; busy when it may later, or when nobody knows (4xx, no connection, no answer in
 * time, a connection lost before the last answer, a sign-in that failed): try again with the same
 * message id; invalid for settings or headers that cannot be used. The message ends with what the
 * server said.
 */
MUST bool transfer_mail(struct turn *turn, const struct mail_server *server,
                        const struct mail *mail);

/* ---- requests to a web server ---- */

enum {
    TRANSFER_HEADERS_MAX = 8,
    TRANSFER_BODY_BYTES_MAX = 256 * 1024 * 1024 /* of an answer */
};

struct transfer_request {
    const char *method; /* "GET" */
    struct text url;    /* http: or https: */
    struct text token;  /* sent as Authorization: Bearer; empty: none */
    struct text
        headers[TRANSFER_HEADERS_MAX]; /* "If-Match: \"7\""; the first empty one ends them */
    struct text body;                  /* sent when there is one */
    struct text ca_file;     /* PEM of who may sign the server's certificate; empty: the system's */
    int64_t timeout_ms;      /* 0: TRANSFER_TIMEOUT_MS */
    size_t answer_bytes_max; /* 0: TRANSFER_BODY_BYTES_MAX */
    bool outside; /* refused where its name leads to an address_private, whenever asked */
};

struct transfer_response {
    int status;
    struct text type; /* Content-Type as sent, or empty */
    struct text body; /* in the arena */
};

/*
 * Asks a web server once: no redirect is followed, no proxy asked, the certificate is verified. A
 * status is an answer whatever it says. Faults: invalid for an address or a header that cannot be
 * used, or a token that would travel unencrypted to another machine; busy when there is no
 * connection, no trust or no whole answer (then nobody knows whether it was done); limit when the
 * answer has more bytes than it may; refused when it leads to where it must not.
 */
MUST bool transfer_http(struct turn *turn, const struct transfer_request *request,
                        struct transfer_response *response);
