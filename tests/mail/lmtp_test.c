/* SPDX-License-Identifier: Apache-2.0 */
/* The protocol of the door of mail, fed by the byte and by the piece. */
#include "mail/inside.h"
#include "tap.h"
#include <stdlib.h>

struct desk {
    struct lmtp lmtp;
    struct builder said; /* everything, in order */
    struct arena *arena;
    char raw[4096];
    size_t raw_bytes, bytes, delivered;
    char recipients[512];
    char sender[600];
    const char *refuses; /* deliveries to this recipient fail */
};

static bool on_deliver(void *context, const struct mail_envelope *envelope, struct text recipient)
{
    struct desk *desk = context;
    size_t size = strlen(desk->recipients);
    desk->raw_bytes = envelope->raw.size;
    desk->bytes = envelope->bytes;
    desk->delivered++;
    memcpy(desk->raw, envelope->raw.data,
           envelope->raw.size < sizeof desk->raw ? envelope->raw.size : sizeof desk->raw);
    snprintf(desk->recipients + size, sizeof desk->recipients - size, "%.*s;",
             TEXT_SHOW(recipient));
    snprintf(desk->sender, sizeof desk->sender, "%.*s", TEXT_SHOW(envelope->sender));
    return desk->refuses == NULL || !text_is(recipient, desk->refuses);
}

static struct desk *desk_open(void)
{
    struct desk *desk = calloc(1, sizeof *desk);
    desk->arena = arena_new((size_t)1 << 26);
    desk->said.arena = desk->arena;
    desk->lmtp = (struct lmtp){.arena = arena_new((size_t)1 << 27),
                               .name = TEXT("house"),
                               .deliver = on_deliver,
                               .context = desk};
    lmtp_begin(&desk->lmtp);
    return desk;
}

static void desk_close(struct desk *desk)
{
    arena_free(desk->lmtp.arena);
    arena_free(desk->arena);
    free(desk);
}

static void feed(struct desk *desk, struct text bytes, size_t piece)
{
    while (!text_empty(bytes)) {
        size_t size = bytes.size < piece ? bytes.size : piece;
        lmtp_take(&desk->lmtp, (struct text){bytes.data, size});
        build(&desk->said, (struct text){desk->lmtp.said, desk->lmtp.said_bytes});
        desk->lmtp.said_bytes = 0;
        bytes = (struct text){bytes.data + size, bytes.size - size};
    }
}

static bool said(const struct desk *desk, const char *words)
{
    bool good = text_is(built(&desk->said), words);
    if (!good)
        printf("# said %.*s\n", TEXT_SHOW(built(&desk->said)));
    return good;
}

#define HELLO                                                                                      \
    "220 house LMTP Revere\r\n250-house\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n"          \
    "250-8BITMIME\r\n250 SIZE\r\n"

static void whole(size_t piece)
{
    struct desk *desk = desk_open();
    feed(desk,
         TEXT("LHLO mx\r\nMAIL FROM:<ana@example.org> SIZE=99 BODY=8BITMIME\r\n"
              "RCPT TO:<soc@example.org>\r\nrcpt to:<ben@example.org>\r\nDATA\r\n"
              "Subject: x\r\n\r\n..dot\r\n.\n.\r.\r\n\xff\0tail\r\n.\r\nQUIT\r\n"),
         piece);
    ok(said(desk, HELLO "250 2.1.0 go on\r\n250 2.1.5 go on\r\n250 2.1.5 go on\r\n"
                        "354 go on, and end with a dot\r\n250 2.0.0 kept\r\n250 2.0.0 kept\r\n"
                        "221 2.0.0 goodbye\r\n"),
       "a mail for two, pipelined, in pieces of %zu", piece);
    struct text raw = TEXT("Subject: x\r\n\r\n.dot\r\n\n.\r.\r\n\xff\0tail\r\n");
    ok(desk->raw_bytes == raw.size && memcmp(desk->raw, raw.data, raw.size) == 0,
       "dots are unstuffed, and only CRLF . CRLF ends it");
    ok(strcmp(desk->recipients, "soc@example.org;ben@example.org;") == 0
           && strcmp(desk->sender, "ana@example.org") == 0,
       "each recipient in order: %s", desk->recipients);
    desk_close(desk);
}

static void each_alone(void)
{
    struct desk *desk = desk_open();
    desk->refuses = "b@x";
    feed(desk,
         TEXT("LHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<a@x>\r\nRCPT TO:<b@x>\r\nRCPT TO:<c@x>\r\n"
              "DATA\r\nx\r\n.\r\nMAIL FROM:<z@x>\r\n"),
         200);
    ok(text_ends(built(&desk->said),
                 TEXT("250 2.0.0 kept\r\n451 4.3.0 not now; keep it, and come again\r\n"
                      "250 2.0.0 kept\r\n250 2.1.0 go on\r\n")),
       "one is answered not now, the others are kept, and the next mail begins");
    ok(desk->sender[0] == '\0', "a mail from nobody is taken");
    desk_close(desk);
}

static void framing(void)
{
    struct desk *desk = desk_open();
    char long_line[6000];
    memset(long_line, 'x', sizeof long_line);
    feed(desk,
         TEXT("MAIL FROM:<a@x>\r\nEHLO mx\r\nLHLO\r\nLHLO mx\r\nDATA\r\nRCPT TO:<a@x>\r\n"
              "MAIL FROM:a@x\r\nMAIL FROM:<a@x> SMTPUTF8\r\nMAIL FROM:<a@x>\r\n"
              "MAIL FROM:<a@x>\r\nRCPT TO:<>\r\nDATA\r\nXYZ\r\n\r\n"),
         100);
    ok(said(desk, "220 house LMTP Revere\r\n503 5.5.1 LHLO first\r\n"
                  "500 5.5.1 this is LMTP: say LHLO\r\n500 5.5.2 no such command\r\n"
                  "250-house\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n"
                  "250 SIZE\r\n503 5.5.1 RCPT first\r\n503 5.5.1 MAIL first\r\n"
                  "501 5.1.7 say MAIL FROM:<ADDRESS>\r\n"
                  "555 5.5.4 this parameter is not offered\r\n250 2.1.0 go on\r\n"
                  "503 5.5.1 a mail has begun already\r\n501 5.1.3 say RCPT TO:<ADDRESS>\r\n"
                  "503 5.5.1 RCPT first\r\n500 5.5.2 no such command\r\n"
                  "500 5.5.2 no such command\r\n"),
       "what is out of order is said to be, and nothing is lost");
    desk->said.size = 0;
    feed(desk, (struct text){long_line, sizeof long_line}, 1000);
    feed(desk, TEXT("\r\nNOOP\r\n"), 1000);
    ok(said(desk, "500 5.5.2 this line is too long\r\n250 2.0.0 nothing done\r\n"),
       "a line without end is one mistake");
    for (int i = 0; i < LMTP_MISTAKES_MAX; i++)
        feed(desk, TEXT("?\r\n"), 10);
    ok(text_ends(built(&desk->said), TEXT("421 4.7.0 too many mistakes\r\n"))
           && desk->lmtp.phase == LMTP_OVER,
       "and many mistakes are the end");
    desk_close(desk);
}

static void many(void)
{
    struct desk *desk = desk_open();
    feed(desk, TEXT("LHLO mx\r\nMAIL FROM:<a@x>\r\n"), 100);
    for (int i = 0; i < MAIL_RECIPIENTS_MAX; i++)
        feed(desk, TEXT("RCPT TO:<b@x>\r\n"), 100);
    desk->said.size = 0;
    feed(desk, TEXT("RCPT TO:<b@x>\r\n"), 100);
    ok(said(desk, "452 4.5.3 too many recipients\r\n"), "the recipients have a limit, for now");
    feed(desk, TEXT("DATA\r\nx\r\n.\r\n"), 100);
    ok(desk->delivered == MAIL_RECIPIENTS_MAX && desk->lmtp.phase == LMTP_READY,
       "and all the others are served");
    desk_close(desk);
}

static void large(void)
{
    struct desk *desk = desk_open();
    static char block[65536];
    size_t blocks = MAIL_KEPT_BYTES_MAX / sizeof block + 3;
    memset(block, 'y', sizeof block);
    feed(desk, TEXT("LHLO mx\r\nMAIL FROM:<a@x> SIZE=99999999999\r\nRCPT TO:<b@x>\r\nDATA\r\n"),
         100);
    for (size_t i = 0; i < blocks; i++)
        feed(desk, (struct text){block, sizeof block}, LMTP_TAKE_BYTES_MAX);
    feed(desk, TEXT("\r\n.\r\n"), 100);
    ok(text_ends(built(&desk->said), TEXT("250 2.0.0 kept\r\n"))
           && desk->raw_bytes == MAIL_KEPT_BYTES_MAX && desk->bytes == blocks * sizeof block + 2,
       "a mail that is too long is taken, cut at %d, and counted whole", MAIL_KEPT_BYTES_MAX);
    desk_close(desk);
}

static void shortest(void)
{
    struct desk *desk = desk_open();
    struct builder hellos = {.arena = desk->arena};
    while (hellos.size + 7 <= LMTP_TAKE_BYTES_MAX)
        build(&hellos, TEXT("LHLO a\n"));
    lmtp_take(&desk->lmtp, built(&hellos));
    ok(desk->lmtp.phase == LMTP_READY, "the answers to the shortest commands fit");
    desk_close(desk);
}

int main(void)
{
    whole(1);
    whole(7);
    whole(1000);
    each_alone();
    framing();
    many();
    large();
    shortest();
    return tap_end();
}
