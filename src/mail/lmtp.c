/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LMTP (RFC 2033) over the framing of RFC 5321, as a machine that is fed bytes and says bytes.
 *
 * Only framing can be wrong for good (5xx): an unknown command, one out of order, an address that
 * is none. In the content the end is CRLF, a dot, CRLF, and nothing else; what is longer than is
 * kept is counted and taken all the same.
 */
#include "mail/inside.h"
#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

static void say(struct lmtp *lmtp, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What does not fit is lost, and the connection with it: the limits see to it that it fits. */
static void say(struct lmtp *lmtp, const char *format, ...)
{
    size_t room = sizeof lmtp->said - lmtp->said_bytes;
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(lmtp->said + lmtp->said_bytes, room, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size + 2 >= room) {
        lmtp->phase = LMTP_OVER;
        return;
    }
    lmtp->said_bytes += (size_t)size;
    memcpy(lmtp->said + lmtp->said_bytes, "\r\n", 2);
    lmtp->said_bytes += 2;
}

void lmtp_end(struct lmtp *lmtp, const char *reply)
{
    say(lmtp, "%s", reply);
    lmtp->phase = LMTP_OVER;
}

static void mistake(struct lmtp *lmtp, const char *reply)
{
    say(lmtp, "%s", reply);
    if (++lmtp->mistakes >= LMTP_MISTAKES_MAX)
        lmtp_end(lmtp, "421 4.7.0 too many mistakes");
}

/* Forgets the mail that was begun, and its memory. */
static void forget(struct lmtp *lmtp)
{
    arena_clear(lmtp->arena);
    lmtp->sender = TEXT_NONE;
    lmtp->recipients_count = 0;
    lmtp->content = (struct builder){.arena = lmtp->arena};
    lmtp->content_bytes = 0;
}

void lmtp_begin(struct lmtp *lmtp)
{
    forget(lmtp);
    lmtp->phase = LMTP_HELLO;
    say(lmtp, "220 %.*s LMTP Revere", TEXT_SHOW(lmtp->name));
}

/* ---- commands ---- */

/* Behind the word, without regard to case; false when the line does not begin with it. */
static bool begins(struct text line, const char *word, struct text *rest)
{
    size_t size = strlen(word);
    if (line.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if (toupper((unsigned char)line.data[i]) != word[i])
            return false;
    *rest = (struct text){line.data + size, line.size - size};
    return true;
}

/* "<ana@example.org> SIZE=…": what is in the brackets, and what follows them. */
static bool path_read(struct text text, struct text *address, struct text *rest)
{
    text = text_trim(text);
    if (!text_starts(text, TEXT("<")))
        return false;
    *address = text_cut((struct text){text.data + 1, text.size - 1}, '>', rest);
    for (size_t i = 0; i < address->size; i++)
        if ((unsigned char)address->data[i] < ' ' || address->data[i] == 0x7f)
            return false;
    return rest->data != NULL && address->size <= LMTP_ADDRESS_BYTES_MAX && text_utf8(*address);
}

/* The parameters that are offered: SIZE and BODY. What a size says is of no weight here. */
static bool parameters_known(struct text rest)
{
    struct text value;
    for (rest = text_trim(rest); !text_empty(rest); rest = text_trim(rest)) {
        struct text word = text_cut(rest, ' ', &rest);
        if (!begins(word, "SIZE=", &value) && !begins(word, "BODY=7BIT", &value)
            && !begins(word, "BODY=8BITMIME", &value))
            return false;
    }
    return true;
}

static void command_hello(struct lmtp *lmtp, struct text rest)
{
    if (text_empty(text_trim(rest))) {
        mistake(lmtp, "501 5.5.4 say who you are: LHLO NAME");
        return;
    }
    forget(lmtp);
    lmtp->phase = LMTP_READY;
    /* No number behind SIZE (RFC 1870, 5): a mail that is too long is taken too, and cut. */
    say(lmtp, "250-%.*s\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SIZE",
        TEXT_SHOW(lmtp->name));
}

static void command_mail(struct lmtp *lmtp, struct text rest)
{
    struct text address;
    if (lmtp->phase != LMTP_READY)
        mistake(lmtp, lmtp->phase == LMTP_HELLO ? "503 5.5.1 LHLO first"
                                                : "503 5.5.1 a mail has begun already");
    else if (!path_read(rest, &address, &rest))
        mistake(lmtp, "501 5.1.7 say MAIL FROM:<ADDRESS>");
    else if (!parameters_known(rest))
        mistake(lmtp, "555 5.5.4 this parameter is not offered");
    else {
        lmtp->sender = text_copy(lmtp->arena, address);
        lmtp->phase = LMTP_MAIL;
        say(lmtp, "250 2.1.0 go on");
    }
}

static void command_recipient(struct lmtp *lmtp, struct text rest)
{
    struct text address;
    if (lmtp->phase != LMTP_MAIL)
        mistake(lmtp, "503 5.5.1 MAIL first");
    else if (!path_read(rest, &address, &rest) || text_empty(address))
        mistake(lmtp, "501 5.1.3 say RCPT TO:<ADDRESS>");
    else if (!text_empty(text_trim(rest)))
        mistake(lmtp, "555 5.5.4 this parameter is not offered");
    else if (lmtp->recipients_count == MAIL_RECIPIENTS_MAX)
        say(lmtp, "452 4.5.3 too many recipients");
    else {
        lmtp->recipients[lmtp->recipients_count++] = text_copy(lmtp->arena, address);
        say(lmtp, "250 2.1.5 go on");
    }
}

static void command_data(struct lmtp *lmtp)
{
    if (lmtp->phase != LMTP_MAIL || lmtp->recipients_count == 0) {
        mistake(lmtp, "503 5.5.1 RCPT first");
        return;
    }
    lmtp->phase = LMTP_CONTENT;
    lmtp->at = AT_LINE;
    say(lmtp, "354 go on, and end with a dot");
}

static void command_reset(struct lmtp *lmtp)
{
    forget(lmtp);
    if (lmtp->phase != LMTP_HELLO)
        lmtp->phase = LMTP_READY;
    say(lmtp, "250 2.0.0 forgotten");
}

static void command(struct lmtp *lmtp, struct text line)
{
    struct text rest;
    if (begins(line, "LHLO ", &rest))
        command_hello(lmtp, rest);
    else if (begins(line, "MAIL FROM:", &rest))
        command_mail(lmtp, rest);
    else if (begins(line, "RCPT TO:", &rest))
        command_recipient(lmtp, rest);
    else if (begins(line, "DATA", &rest) && text_empty(rest))
        command_data(lmtp);
    else if (begins(line, "RSET", &rest) && text_empty(rest))
        command_reset(lmtp);
    else if (begins(line, "NOOP", &rest))
        say(lmtp, "250 2.0.0 nothing done");
    else if (begins(line, "QUIT", &rest) && text_empty(rest))
        lmtp_end(lmtp, "221 2.0.0 goodbye");
    else if (begins(line, "VRFY ", &rest))
        say(lmtp, "252 2.1.5 send it, and see");
    else if (begins(line, "HELO", &rest) || begins(line, "EHLO", &rest))
        mistake(lmtp, "500 5.5.1 this is LMTP: say LHLO");
    else
        mistake(lmtp, "500 5.5.2 no such command");
}

/* A command ends with LF; a CR before it is no part of it. */
static size_t take_line(struct lmtp *lmtp, struct text bytes)
{
    const char *end = memchr(bytes.data, '\n', bytes.size);
    size_t size = end == NULL ? bytes.size : (size_t)(end - bytes.data);
    size_t room = sizeof lmtp->line - lmtp->line_bytes;
    if (size > room)
        lmtp->skipping = true;
    else {
        memcpy(lmtp->line + lmtp->line_bytes, bytes.data, size);
        lmtp->line_bytes += size;
    }
    if (end == NULL)
        return bytes.size;
    struct text line = {lmtp->line, lmtp->line_bytes};
    bool whole = !lmtp->skipping;
    lmtp->line_bytes = 0;
    lmtp->skipping = false;
    if (text_ends(line, TEXT("\r")))
        line.size--;
    if (whole)
        command(lmtp, line);
    else
        mistake(lmtp, "500 5.5.2 this line is too long");
    return size + 1;
}

/* ---- the content ---- */

static void keep(struct lmtp *lmtp, struct text bytes)
{
    size_t room = MAIL_KEPT_BYTES_MAX - lmtp->content.size;
    lmtp->content_bytes += bytes.size;
    build(&lmtp->content, bytes.size > room ? (struct text){bytes.data, room} : bytes);
}

/* One answer for each recipient, in their order (RFC 2033, 4.2). */
static void deliver(struct lmtp *lmtp)
{
    struct mail_envelope envelope = {
        .sender = lmtp->sender, .raw = built(&lmtp->content), .bytes = lmtp->content_bytes};
    lmtp->phase = LMTP_READY;
    for (size_t i = 0; i < lmtp->recipients_count; i++) {
        if (lmtp->deliver(lmtp->context, &envelope, lmtp->recipients[i]))
            say(lmtp, "250 2.0.0 kept");
        else
            say(lmtp, "451 4.3.0 not now; keep it, and come again");
    }
    forget(lmtp);
}

/* A byte where dots and line ends matter. */
static void take_byte(struct lmtp *lmtp, char byte)
{
    struct text one = {&byte, 1};
    if (lmtp->at == AT_DOT_RETURN && byte == '\n') {
        deliver(lmtp);
        return;
    }
    if (lmtp->at == AT_DOT_RETURN) { /* a line of a dot and a bare CR: the dot was stuffed */
        keep(lmtp, TEXT("\r"));
        lmtp->at = AT_RETURN;
    }
    if (lmtp->at == AT_LINE && byte == '.') {
        lmtp->at = AT_DOT;
        return;
    }
    if (lmtp->at == AT_DOT && byte == '\r') {
        lmtp->at = AT_DOT_RETURN;
        return;
    }
    keep(lmtp, one);
    if (byte == '\r')
        lmtp->at = AT_RETURN;
    else
        lmtp->at = lmtp->at == AT_RETURN && byte == '\n' ? AT_LINE : AT_TEXT;
}

static size_t take_content(struct lmtp *lmtp, struct text bytes)
{
    if (lmtp->at != AT_TEXT) {
        take_byte(lmtp, bytes.data[0]);
        return 1;
    }
    const char *end = memchr(bytes.data, '\r', bytes.size);
    size_t size = end == NULL ? bytes.size : (size_t)(end - bytes.data);
    keep(lmtp, (struct text){bytes.data, size});
    if (end == NULL)
        return size;
    take_byte(lmtp, '\r');
    return size + 1;
}

void lmtp_take(struct lmtp *lmtp, struct text bytes)
{
    assert(bytes.size <= LMTP_TAKE_BYTES_MAX);
    while (!text_empty(bytes) && lmtp->phase != LMTP_OVER) {
        size_t taken =
            lmtp->phase == LMTP_CONTENT ? take_content(lmtp, bytes) : take_line(lmtp, bytes);
        bytes = (struct text){bytes.data + taken, bytes.size - taken};
    }
}
