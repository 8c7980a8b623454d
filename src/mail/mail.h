/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door of mail: a mail server hands over what it has taken, by LMTP (RFC 2033), and each mail
 * becomes the action mail.receive.
 *
 * A recipient is answered 250 only when what became of the mail is committed; anything that goes
 * wrong inside is 4xx, so that the mail server keeps it and tries again. Content is never refused.
 * The listener itself reads commands and bytes, and nothing of what is in a mail: headers and MIME
 * are read by mail_child, in a process of its own that runs once and holds nothing but its two
 * pipes (base/sandbox.h). When it fails in any way, the mail is taken as it came, and marked.
 */
#pragma once
#include "counter/counter.h"

enum {
    MAIL_KEPT_BYTES_MAX = 10 * 1024 * 1024, /* of one mail; what is more is counted, and left out */
    MAIL_RECIPIENTS_MAX = 100,
    MAIL_CONNECTIONS_MAX = 8,
    MAIL_IDLE_SECONDS = 300,           /* RFC 5321, 4.5.3.2.7 */
    MAIL_CONTENT_SECONDS = 600,        /* from DATA to the last byte */
    MAIL_CONNECTION_SECONDS = 3600,    /* then it is asked to come again */
    MAIL_CHILD_MS = 30 * 1000,         /* a machine may be busy; of the processor it gets less */
    MAIL_CHILD_BYTES_MAX = 512 * 1024, /* of what the child says */
    MAIL_ARENA_BYTES = 256 * 1024 * 1024
};

/* The word that makes this program the child: `revere mail-child`. */
#define MAIL_CHILD_WORD "mail-child"

/*
 * The child: closes itself in, reads a mail from standard input, and writes what is in it to
 * standard output as JSON (the fields of `letter` in mail.receive). The exit code: 0, or not 0 when
 * it could not be closed in, or read nothing. The caller ends the process with _exit: libraries
 * have things to do at an ordinary exit that are not allowed here.
 */
int mail_child(void);

/* Where the child is: words[0] is the program's own name. */
struct mail_reader {
    const char *program;
    const char *const *words;
};

/* This very program as its own child. */
struct mail_reader mail_reader_self(void);

/* A mail as it was handed over. */
struct mail_envelope {
    struct text sender; /* without brackets; empty: from nobody, as returned mail is */
    struct text raw;    /* at most MAIL_KEPT_BYTES_MAX */
    size_t bytes;       /* that were sent */
};

/* What the child read: a map of the fields of `letter` in mail.receive, or NULL and the reason in
 * words. */
struct mail_letter {
    struct value *letter;
    struct text unread;
};

/* Has a mail read by the child, and what it says checked. Never fails. fields: of mail.receive. */
void mail_read(struct arena *arena, const struct mail_reader *reader, const struct field *fields,
               struct text raw, struct mail_letter *letter);

/* Asks the house to take a mail for one recipient: the action mail.receive. */
void mail_receive(struct house *house, struct arena *arena, const struct mail_envelope *envelope,
                  struct text recipient, const struct mail_letter *letter, struct answer *answer);

/* ---- the listener ---- */

struct mail_listener;

struct mail_settings {
    struct text address; /* "/run/revere/lmtp" (a socket), "127.0.0.1:2400", "[::1]:2400" */
    struct text name;    /* how the house calls itself in the greeting; empty: "revere" */
    struct mail_reader reader;
    unsigned idle_seconds; /* this and the next two 0: see above */
    unsigned content_seconds;
    unsigned connections_max;
    /* Told of a mail that could not be taken, from the connection's thread; or NULL. */
    void (*report)(void *context, const struct fault *fault);
    void *context;
};

/*
 * Listens, each connection in a thread of its own, until mail_stop, which lets what was begun to be
 * answered be answered. The settings are copied, but for the reader's words. Faults: invalid for an
 * address that is no socket and not of this machine; busy when something listens there already;
 * broken otherwise.
 */
MUST bool mail_serve(struct turn *turn, struct house *house, const struct mail_settings *settings,
                     struct mail_listener **listener);
void mail_stop(struct mail_listener *listener);

/* The port of a TCP address, 0 for a socket. */
uint16_t mail_port(const struct mail_listener *listener);

/*
 * Sees whether mail can be read here: has a small one read by the child. False: what is wrong, in
 * words, is in *why; mail is then taken unread. *landlock: whether the kernel has Landlock.
 */
bool mail_reader_works(struct arena *arena, const struct mail_reader *reader,
                       const struct field *fields, struct text *why, bool *landlock);
