/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS from the side that is called (RFC 8446, RFC 5246): 1.2 and above, without renegotiation and
 * without tickets, so that every connection shows its certificate anew. Sockets do not block: a
 * step says what it waits for. This is the only file that calls libssl.
 */
#pragma once
#include "base/turn.h"

enum { TLS_NAME_BYTES = 192, TLS_WHY_BYTES = 160 };

/* Files of PEM. */
struct tls_settings {
    const char *certificate_file; /* ours, and those between it and its root */
    const char *key_file;         /* of it; not to be read by others than its owner */
    const char *client_ca_file;   /* who may sign a caller's; NULL: callers show none */
};

struct tls_server;

/* Reads the files; the server lives in the arena, and may be used by any number of threads. Faults:
 * invalid, naming the file. */
MUST bool tls_server_open(struct turn *turn, struct arena *arena,
                          const struct tls_settings *settings, struct tls_server **server);

enum tls_step {
    TLS_DONE,
    TLS_READS,  /* more must come first */
    TLS_WRITES, /* there must be room to send first */
    TLS_ENDED,  /* the other side says that nothing more will come */
    TLS_BROKEN  /* nothing more can come */
};

/* One connection. */
struct tls;

/* On a socket that stays the caller's. NULL: no memory. */
struct tls *tls_new(const struct tls_server *server, int socket);
void tls_free(struct tls *tls);

/* The greeting, until it is TLS_DONE; a certificate that is none ends it. */
enum tls_step tls_greet(struct tls *tls);

/* Why it is TLS_BROKEN, in words without quotation marks or line ends. */
const char *tls_why(const struct tls *tls);

/*
 * Whom the certificate names: its first name of a machine (subjectAltName), else its common name,
 * in small letters; what is no letter, digit, ".", "-", "_", "@" or ":" stands as %XX. False when
 * there is none, or it is too long.
 */
bool tls_peer(const struct tls *tls, char name[TLS_NAME_BYTES]);

enum tls_step tls_read(struct tls *tls, char *bytes, size_t size, size_t *got);
enum tls_step tls_write(struct tls *tls, const char *bytes, size_t size, size_t *sent);

/* Are there bytes that have left the socket and were not read yet? */
bool tls_holds(const struct tls *tls);

/* Says that nothing more will come from this side. */
void tls_end(struct tls *tls);
