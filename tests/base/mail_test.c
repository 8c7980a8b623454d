/* SPDX-License-Identifier: Apache-2.0 */
/* A mail as bytes: what a hostile word can and cannot do. That a mail reads back as it was meant is
 * judged by Python's own mail reader. */
#include "base/file.h"
#include "base/json.h"
#include "base/mail.h"
#include "tap.h"
#include <stdlib.h>
#include <unistd.h>

/* 2026-07-03T12:00:00Z */
#define NOW_US INT64_C(1783080000000000)

static struct mail plain(void)
{
    return (struct mail){.from = TEXT("soc@house.example.org"),
                         .to = TEXT("ann@example.org"),
                         .subject = TEXT("Incident INC-2026-7K3F9"),
                         .body = TEXT("One.\nTwo.\n"),
                         .message_id = TEXT("0190aaaa"),
                         .date_us = NOW_US};
}

static bool writes(struct turn *turn, const struct mail *mail, struct text *message)
{
    fault_clear(turn);
    return mail_write(turn, mail, message);
}

static bool refused(struct turn *turn, const struct mail *mail, enum fault_kind kind)
{
    struct text message;
    return !writes(turn, mail, &message) && turn->fault.kind == kind;
}

static void addresses(void)
{
    static const char *const good[] = {"a@b", "ann.lee+soc@mail.example.org", "o'hara@x-y.org"};
    static const char *const bad[] = {"",        "a",
                                      "@b",      "a@",
                                      "a@@b",    "a@b@c",
                                      "a b@c",   "<a@b>",
                                      "a@b,c@d", "a@b\r\nBcc: c@d",
                                      "\"a\"@b", "a..b@c",
                                      ".a@b",    "a.@b",
                                      "a@b..c",  "a@.b",
                                      "a@b>",    "\xc3\xa4@b",
                                      "a@b\x7f", "a@b;c",
                                      "(x)a@b",  "a@[127.0.0.1]"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        ok(mail_address_valid(text_of(good[i])), "an address: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        ok(!mail_address_valid(text_of(bad[i])), "none: %zu", i);
    ok(!mail_address_valid((struct text){"a\0@b", 4}), "nor with a NUL");
    char local[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b";
    ok(!mail_address_valid(text_of(local)) && mail_address_valid(text_of(local + 1)),
       "64 bytes before the @, and no more");
}

static void shape(struct turn *turn)
{
    struct mail mail = plain();
    struct text message;
    ok(writes(turn, &mail, &message)
           && text_is(message, "Date: Fri, 03 Jul 2026 12:00:00 +0000\r\n"
                               "From: <soc@house.example.org>\r\n"
                               "To: <ann@example.org>\r\n"
                               "Subject: Incident INC-2026-7K3F9\r\n"
                               "Message-ID: <0190aaaa@house.example.org>\r\n"
                               "Auto-Submitted: auto-generated\r\n"
                               "MIME-Version: 1.0\r\n"
                               "Content-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: quoted-printable\r\n"
                               "\r\n"
                               "One.\r\nTwo.\r\n"),
       "a plain mail: %s", turn->fault.message);
    mail.answers = TEXT("<1@a>");
    ok(refused(turn, &mail, FAULT_INVALID), "what it answers is one id, without brackets");
    mail.answers = TEXT("1@a\r\nBcc: x");
    ok(refused(turn, &mail, FAULT_INVALID), "which makes no header");
    mail.answers = TEXT("1@a");
    ok(writes(turn, &mail, &message)
           && text_contains(message, TEXT("In-Reply-To: <1@a>\r\nReferences: <1@a>\r\n"
                                          "Auto-Submitted: auto-replied\r\n"))
           && !text_contains(message, TEXT("auto-generated")),
       "an answer to a mail says to which, and that a program gives it");
    mail.answers = TEXT_NONE;
    mail.date_us = -1;
    ok(writes(turn, &mail, &message)
           && text_starts(message, TEXT("Date: Wed, 31 Dec 1969 23:59:59 +0000\r\n")),
       "a date before 1970");
}

static void injections(struct turn *turn)
{
    struct mail mail = plain();
    struct text message;
    mail.subject = TEXT("a\r\nBcc: evil@example.org\n\nx");
    ok(writes(turn, &mail, &message)
           && text_contains(message, TEXT("Subject: a  Bcc: evil@example.org  x\r\n"))
           && !text_contains(message, TEXT("\nBcc")),
       "a line end in a subject makes no header");
    mail = plain();
    mail.to = TEXT("a@b\r\nBcc: c@d");
    ok(refused(turn, &mail, FAULT_REFUSED), "nor one in an address");
    mail = plain();
    mail.from = TEXT("a b@c");
    ok(refused(turn, &mail, FAULT_INVALID), "a sender that is none");
    mail = plain();
    mail.message_id = TEXT("a>\r\nBcc: c@d");
    ok(refused(turn, &mail, FAULT_INVALID), "a message id that is none");
    mail = plain();
    struct mail_header header = {TEXT("X-A"), TEXT("b\nc")};
    mail.headers = &header;
    mail.headers_count = 1;
    ok(refused(turn, &mail, FAULT_INVALID), "a header of two lines");
    header = (struct mail_header){TEXT("X A"), TEXT("b")};
    ok(refused(turn, &mail, FAULT_INVALID), "a header's name with a space");
    header = (struct mail_header){TEXT("X-A"), TEXT("b")};
    ok(writes(turn, &mail, &message) && text_contains(message, TEXT("X-A: b\r\n")), "a good one");
    mail = plain();
    mail.body = TEXT(".\n.\r\nFrom me\n");
    ok(writes(turn, &mail, &message)
           && text_ends(message, TEXT("\r\n\r\n=2E\r\n=2E\r\n=46rom me\r\n")),
       "a dot at the start of a line ends no mail");
}

/* Every line on the wire is short, ended by CRLF, and ASCII. */
static bool wire_safe(struct text message)
{
    while (!text_empty(message)) {
        struct text line = text_cut(message, '\n', &message);
        if (line.size > MAIL_LINE_BYTES_MAX + 3 || !text_ends(line, TEXT("\r"))
            || text_starts(line, TEXT(".")))
            return false;
        for (size_t i = 0; i + 1 < line.size; i++)
            if ((unsigned char)line.data[i] > 0x7e || (unsigned char)line.data[i] == '\r')
                return false;
    }
    return true;
}

/* Python's reader: subject and body as JSON. */
static bool read_back(struct turn *turn, struct text message, struct value **value)
{
    char path[] = "/tmp/revere-mail-XXXXXX";
    static const char program[] =
        "/usr/bin/python3 -c 'import email,json,sys;from email import policy;"
        "m=email.message_from_binary_file(open(sys.argv[1],\"rb\"),policy=policy.default);"
        "print(json.dumps({\"subject\":m[\"subject\"],\"from\":m[\"from\"].addresses[0].display_"
        "name,"
        "\"body\":m.get_content(),\"defects\":len(m.defects)}))' ";
    int file = mkstemp(path);
    if (file < 0 || write(file, message.data, message.size) != (ssize_t)message.size)
        return false;
    close(file);
    FILE *output = popen(text_format(turn->arena, "%s%s", program, path).data, "r");
    char *json = arena_take(turn->arena, 1 << 20);
    size_t size = output == NULL ? 0 : fread(json, 1, 1 << 20, output);
    bool good = output != NULL && pclose(output) == 0;
    unlink(path);
    return good && json_read(turn, (struct text){json, size}, "Python's reader", value);
}

static void reads_back(struct turn *turn, const char *what, struct text subject, struct text body)
{
    struct mail mail = plain();
    struct text message;
    struct value *value = NULL;
    mail.sender = TEXT("SOC, \"24x7\" \xe2\x98\x8e");
    mail.subject = subject;
    mail.body = body;
    bool good = writes(turn, &mail, &message) && wire_safe(message)
                && read_back(turn, message, &value)
                && text_equal(value_get_text(value, "subject"), subject)
                && text_equal(value_get_text(value, "body"), body)
                && text_equal(value_get_text(value, "from"), mail.sender)
                && value_get_integer(value, "defects", 1) == 0;
    if (!ok(good, "%s reads back: %s", what, turn->fault.message))
        printf("# subject: %.*s\n", TEXT_SHOW(value_get_text(value, "subject")));
}

static void encodings(struct turn *turn)
{
    struct builder dots = {.arena = turn->arena};
    struct builder umlauts = {.arena = turn->arena};
    for (int i = 0; i < 300; i++) {
        build(&dots, TEXT(".=. "));
        build(&umlauts, i % 2 == 0 ? TEXT("\xc3\xa4") : TEXT("\xf0\x9f\x94\xa5"));
    }
    build(&dots, TEXT("end\n"));
    reads_back(turn, "a plain mail", TEXT("Incident"), TEXT("One.\n"));
    reads_back(turn, "a long line of dots", TEXT("=?UTF-8?B?eA==?="), built(&dots));
    build(&umlauts, TEXT(" "));
    build(&umlauts, TEXT("x"));
    struct text subject = text_copy(turn->arena, built(&umlauts));
    build(&umlauts, TEXT("\n\n \t\ntrail \n"));
    reads_back(turn, "a long line of other letters", subject, built(&umlauts));
    struct mail mail = plain();
    struct text message;
    mail.body = TEXT("bad \xff byte\n");
    ok(writes(turn, &mail, &message) && wire_safe(message)
           && text_contains(message, TEXT("bad =EF=BF=BD byte")),
       "a byte that is no character is marked");
}

int main(void)
{
    struct turn turn = {.arena = arena_new(64 << 20), .now_us = NOW_US};
    addresses();
    shape(&turn);
    injections(&turn);
    encodings(&turn);
    arena_free(turn.arena);
    return tap_end();
}
