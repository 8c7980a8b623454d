/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the mail door share. */
#pragma once
#include "mail/mail.h"

enum {
    LMTP_LINE_BYTES_MAX = 4096,  /* of a command */
    LMTP_TAKE_BYTES_MAX = 1024,  /* at once: what they are answered fits into `said` */
    LMTP_SAID_BYTES_MAX = 32768, /* see above: LHLO in the shortest form, and 100 recipients */
    LMTP_ADDRESS_BYTES_MAX = 512,
    LMTP_MISTAKES_MAX = 20 /* then the connection is closed */
};

/* ---- lmtp.c: the protocol, without a socket ---- */

enum lmtp_phase { LMTP_HELLO, LMTP_READY, LMTP_MAIL, LMTP_CONTENT, LMTP_OVER };
enum lmtp_at { AT_LINE, AT_DOT, AT_DOT_RETURN, AT_TEXT, AT_RETURN };

struct lmtp {
    struct arena *arena; /* of one mail; cleared after it. Its guard is the caller's */
    struct text name;
    /* Takes the mail for one recipient: true only when it is committed. */
    bool (*deliver)(void *context, const struct mail_envelope *envelope, struct text recipient);
    void *context;
    enum lmtp_phase phase;
    enum lmtp_at at; /* in the content */
    bool skipping;   /* the rest of a line that was too long */
    unsigned mistakes;
    struct text sender;
    struct text recipients[MAIL_RECIPIENTS_MAX];
    size_t recipients_count;
    struct builder content;
    size_t content_bytes;
    char line[LMTP_LINE_BYTES_MAX];
    size_t line_bytes;
    char said[LMTP_SAID_BYTES_MAX]; /* to be sent; the caller empties it */
    size_t said_bytes;
};

/* Begins, with the greeting. The members up to context are set by the caller. */
void lmtp_begin(struct lmtp *lmtp);

/* Takes up to LMTP_TAKE_BYTES_MAX bytes; phase LMTP_OVER: nothing more is wanted. */
void lmtp_take(struct lmtp *lmtp, struct text bytes);

/* Says that the connection ends, and why: "421 4.4.2 …". */
void lmtp_end(struct lmtp *lmtp, const char *reply);

/* ---- mime.c: what is in a mail. The only file that calls GMime; in the child alone ---- */

/* Makes the library ready, for as long as the arena: what it wants to read from files is read now.
 */
void mime_ready(struct arena *arena);

/* What is in a mail, as the fields of `letter`; NULL when it is none. */
struct value *mime_read(struct arena *arena, struct text raw);

/* ---- part.c: pieces of mails that are lines of "Name: value" ---- */

/* A text as one line of well-formed UTF-8 without NULs or other control characters, of at most so
 * many bytes, cut between characters. */
struct text part_line(struct arena *arena, struct text text, size_t most);

/* The value of the first header of this name in lines of them, unfolded; empty if there is none. */
struct text part_header(struct arena *arena, struct text lines, const char *name);

/* What a delivery status (RFC 3464) says of each recipient: a list of {recipient, action, status,
 * diagnostic}. */
void part_delivery(struct arena *arena, struct text lines, struct value *list);

/* The message ids in a header, without brackets, appended to a list of at most `most`. */
void part_message_ids(struct arena *arena, struct text header, size_t most, struct value *list);

/* ---- plain.c ---- */

/* HTML as the plain text that a person would read; pure, bounded by what it is given. */
struct text plain_html(struct arena *arena, struct text html);
