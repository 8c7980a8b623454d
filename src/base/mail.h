/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail as bytes: RFC 5322 with a UTF-8 text body (RFC 2045), a subject in encoded words where it
 * needs them (RFC 2047), and no way for a word to become a header. Sending it is base/transfer.h.
 */
#pragma once
#include "base/turn.h"

enum {
    MAIL_ADDRESS_BYTES_MAX = 254, /* RFC 5321, 4.5.3.1.3 */
    MAIL_LINE_BYTES_MAX = 76,     /* of what is written here; RFC 2045, 6.7 */
    MAIL_WORD_BYTES_MAX = 900     /* of a header's value as given: its line stays under 998 */
};

struct mail_header {
    struct text name, value;
};

struct mail {
    struct text from, to;   /* addresses: local@domain, nothing else */
    struct text envelope;   /* who hears when it comes back (RFC 5321, MAIL FROM); empty: from */
    struct text sender;     /* name shown before the address in From, or empty */
    struct text subject;    /* UTF-8 */
    struct text body;       /* UTF-8, lines ended by LF */
    struct text message_id; /* without brackets; without an @ the domain of from is added */
    struct text answers;    /* Message-ID of the mail that it answers, or empty */
    int64_t date_us;
    const struct mail_header *headers; /* more of them, or NULL */
    size_t headers_count;
};

/* True for local@domain in ASCII without quotes, comments or anything else that could be more than
 * one address (RFC 5321, Mailbox without quoted strings). */
bool mail_address_valid(struct text address);

/* True for the Message-ID of somebody's mail, without brackets, that may stand in a header as it
 * is: one word of printable ASCII, of no more bytes than an address. */
bool mail_id_valid(struct text id);

/* local+TAG@domain (RFC 5233): an address of ours that says what comes back to it is about. */
struct text mail_address_tagged(struct arena *arena, struct text address, struct text tag);

/*
 * The whole mail, lines ended by CRLF, no line over 78 bytes but one long word of a header. It is
 * marked as sent by a program, and as in answer to a mail where it is (RFC 3834). Faults: refused
 * for a `to` that is no address; invalid, naming the field, for the rest: a control character in a
 * header, a name that is none.
 */
MUST bool mail_write(struct turn *turn, const struct mail *mail, struct text *message);
