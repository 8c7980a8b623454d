/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail is read by a child that is closed in. This program is its own child: as "mail-child" it is
 * the real one; as "plant-…" it closes itself in as the real one does, and then does what it must
 * not be able to. Whatever it does costs one mail's reading.
 */
#include "base/child.h"
#include "base/sandbox.h"
#include "incident/incident.h"
#include "mail/inside.h"
#include "tap.h"
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what must not be possible; true when it was ---- */

static bool plant_file(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0 || open("/proc/self/environ", O_RDONLY) >= 0
           || open("/tmp/revere-escaped", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool plant_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool plant_fork(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool plant_exec(void)
{
    static const char *const words[] = {"true", NULL};
    static const char *const nothing[] = {NULL};
    execve("/bin/true", (char *const *)(uintptr_t)words, (char *const *)(uintptr_t)nothing);
    return true;
}

static bool plant_signal(void)
{
    return kill(getppid(), 0) == 0;
}

static bool plant_memory(void)
{
    size_t size = (size_t)2 << 30;
    void *taken = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (taken == MAP_FAILED)
        return false;
    memset(taken, 1, size);
    return true;
}

static bool plant_spin(void)
{
    volatile bool on = true;
    while (on)
        continue;
    return true;
}

static bool plant_crash(void)
{
    raise(SIGSEGV);
    return true;
}

static bool plant_loud(void)
{
    static char block[65536];
    memset(block, 'x', sizeof block);
    while (write(STDOUT_FILENO, block, sizeof block) > 0)
        continue;
    return false;
}

static const struct {
    const char *word, *shows;
    bool (*plant)(void);
    bool dies; /* by a signal; else it ends by itself, with nothing gained */
} plants[] = {
    {"plant-file", "opens a file", plant_file, false},
    {"plant-socket", "opens a socket", plant_socket, true},
    {"plant-fork", "forks", plant_fork, true},
    {"plant-exec", "runs another program", plant_exec, true},
    {"plant-signal", "signals the house", plant_signal, true},
    {"plant-memory", "takes 2 GB", plant_memory, false},
    {"plant-crash", "crashes", plant_crash, true},
    {"plant-spin", "spins", plant_spin, true},
    {"plant-loud", "talks without end", plant_loud, false},
};
enum { PLANTS = sizeof plants / sizeof *plants };

/* The child's own main. */
static int child(const char *word)
{
    static const char escaped[] = "{\"subject\":\"escaped\"}";
    if (strcmp(word, MAIL_CHILD_WORD) == 0)
        return mail_child();
    if (strcmp(word, "say-environment") == 0) {
        extern char **environ;
        return environ[0] == NULL && fcntl(3, F_GETFD) < 0 && write(STDOUT_FILENO, "none", 4) == 4
                   ? 0
                   : 1;
    }
    if (strncmp(word, "say-", 4) == 0)
        return write(STDOUT_FILENO, word + 4, strlen(word + 4)) > 0 ? 0 : 1;
    if (strcmp(word, "plant-hang") == 0)
        pause();
    for (size_t i = 0; i < PLANTS; i++)
        if (strcmp(word, plants[i].word) == 0
            && sandbox_enter(&(struct sandbox){(size_t)256 << 20, 1}) && plants[i].plant()
            && write(STDOUT_FILENO, escaped, sizeof escaped - 1) > 0)
            return 0;
    return 1;
}

/* ---- the house's side ---- */

static void read_as(struct arena *arena, const char *word, struct text raw,
                    struct mail_letter *letter)
{
    const char *const words[] = {"test", word, NULL};
    struct mail_reader reader = {"/proc/self/exe", words};
    mail_read(arena, &reader, mail_actions[0].fields, raw, letter);
}

static void planted(struct arena *arena)
{
    for (size_t i = 0; i < PLANTS; i++) {
        struct mail_letter letter;
        read_as(arena, plants[i].word, TEXT("x"), &letter);
        bool killed = text_contains(letter.unread, TEXT("signal"));
        ok(letter.letter == NULL && text_starts(letter.unread, TEXT("parser failed: "))
               && killed == plants[i].dies,
           "a child that %s is stopped: %.*s", plants[i].shows, TEXT_SHOW(letter.unread));
    }
    ok(access("/tmp/revere-escaped", F_OK) != 0, "and has left nothing");
}

static void slow(struct arena *arena)
{
    static const char *const words[] = {"test", "plant-hang", NULL};
    struct turn turn = {.arena = arena};
    struct child hang = {"/proc/self/exe", words, TEXT("x"), 100, 300};
    struct text output;
    ok(!child_run(&turn, &hang, &output) && turn.fault.kind == FAULT_LIMIT
           && waitpid(-1, NULL, WNOHANG) < 0,
       "a child that hangs is ended, and buried: %s", turn.fault.message);
}

static void unheard(struct arena *arena)
{
    static const char *const words[] = {"test", "say-environment", NULL};
    struct turn turn = {.arena = arena};
    struct builder much = {.arena = arena};
    struct text output;
    while (much.size < (size_t)4 << 20)
        build(&much, TEXT("a lot of bytes that nobody reads, far more than a pipe holds"));
    int left_open = dup(STDOUT_FILENO); /* as descriptors of the house may be */
    struct child deaf = {"/proc/self/exe", words, built(&much), 100, 20000};
    ok(child_run(&turn, &deaf, &output) && text_is(output, "none"),
       "a child that does not listen ends no house; it has no environment and three descriptors");
    close(left_open);
    static const char *const nobody[] = {"nobody", NULL};
    struct child missing = {"/nonexistent", nobody, TEXT("x"), 100, 1000};
    ok(!child_run(&turn, &missing, &output) && turn.fault.kind == FAULT_BROKEN,
       "a program that is not there is a fault: %s", turn.fault.message);
}

/* What it says is checked like anybody's word. */
static void hostile(struct arena *arena)
{
    static const char *const said[] = {
        "say-",
        "say-x",
        "say-[1,2]",
        "say-\"text\"",
        "say-{\"subject\":1}",
        "say-{\"colour\":\"red\"}",
        "say-{\"text\":\"\\u0000\"}",
        "say-{\"text\":\"\xff\"}",
        "say-{\"delivery\":[{\"action\":[]}]}",
        "say-{\"attachments\":[{\"bytes\":1.5}]}",
        "say-{\"subject\":\"a\",\"subject\":\"b\"}",
        "say-{\"text\":\"x\"} and more",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct mail_letter letter;
        read_as(arena, said[i], TEXT("x"), &letter);
        ok(letter.letter == NULL && !text_empty(letter.unread), "%s is no letter: %.*s",
           said[i] + 4, TEXT_SHOW(letter.unread));
    }
}

static struct value *letter_of(struct arena *arena, struct text raw)
{
    struct mail_letter letter;
    read_as(arena, MAIL_CHILD_WORD, raw, &letter);
    ok(letter.letter != NULL, "it is read%s%.*s", text_empty(letter.unread) ? "" : ": ",
       TEXT_SHOW(letter.unread));
    return letter.letter != NULL ? letter.letter : value_map(arena);
}

static void honest(struct arena *arena)
{
    struct value *letter = letter_of(
        arena,
        TEXT("Message-ID: <1@x.org>\r\nIn-Reply-To: <2@x.org>\r\n"
             "References: <3@x.org>\r\n <2@x.org>\r\nDate: Thu, 9 Oct 2025 08:50:00 -0400\r\n"
             "From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>\r\n"
             "Subject: =?iso-8859-1?Q?h=E9llo?=\r\n"
             "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
             "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n"
             "Content-Type: text/plain; charset=windows-1252\r\n\r\ncaf\xe9\r\n--c\r\n"
             "Content-Type: text/html\r\n\r\n<p>no</p>\r\n--c--\r\n--b\r\n"
             "Content-Type: application/octet-stream; name=\"a.bin\"\r\n"
             "Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n"
             "YWJj\r\n--b--\r\n"));
    const struct value *attached = value_get_item(letter, "attachments", 0);
    ok(text_is(value_get_text(letter, "subject"), "h\xc3\xa9llo")
           && text_is(value_get_text(letter, "from"), "j@example.org")
           && text_is(value_get_text(letter, "from_name"), "J\xc3\xbcrgen")
           && text_is(value_get_text(letter, "date"), "Thu, 9 Oct 2025 08:50:00 -0400"),
       "subject, sender and date");
    ok(text_is(value_get_item(letter, "message_id", 0)->text, "1@x.org")
           && text_is(value_get_item(letter, "in_reply_to", 0)->text, "2@x.org")
           && value_get_count(letter, "references") == 2,
       "the ids that thread it");
    ok(text_starts(value_get_text(letter, "text"), TEXT("caf\xc3\xa9"))
           && !text_contains(value_get_text(letter, "text"), TEXT("no")),
       "of two forms the plain one, in UTF-8");
    ok(value_get_count(letter, "attachments") == 1
           && text_is(value_get_text(attached, "name"), "a.bin")
           && value_get_integer(attached, "bytes", 0) == 3
           && text_is(value_get_text(attached, "sha256"),
                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
       "the attachment's name, size and hash, decoded");
}

static void returned(struct arena *arena)
{
    struct value *letter = letter_of(
        arena,
        TEXT("Auto-Submitted: auto-replied\r\n"
             "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
             "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
             "Reporting-MTA: dns; mx.example.org\r\n\r\n"
             "Final-Recipient: rfc822; ana@example.org\r\nAction: FAILED\r\nStatus: 5.1.1\r\n"
             "Diagnostic-Code: smtp; 550 no such\r\n user\r\n\r\n--b\r\n"
             "Content-Type: text/rfc822-headers\r\n\r\nSubject: x\r\nMessage-ID:\r\n <9@ours>\r\n"
             "--b--\r\n"));
    const struct value *item = value_get_item(letter, "delivery", 0);
    ok(value_get_count(letter, "delivery") == 1 && text_is(value_get_text(item, "action"), "failed")
           && text_is(value_get_text(item, "status"), "5.1.1")
           && text_is(value_get_text(item, "recipient"), "ana@example.org")
           && text_is(value_get_text(item, "diagnostic"), "550 no such user"),
       "what came back, to whom, and why");
    ok(text_is(value_get_text(letter, "returned"), "9@ours"), "and which message it was");
    ok(text_is(value_get_text(letter, "auto_submitted"), "auto-replied"), "a program says so");
}

static void of_a_list(struct arena *arena)
{
    struct value *named = letter_of(arena, TEXT("List-Id: <a.example.org>\r\n"
                                                "List-Unsubscribe: <mailto:x@y>\r\n\r\nx"));
    struct value *bare = letter_of(arena, TEXT("List-Unsubscribe: <mailto:x@y>\r\n\r\nx"));
    ok(text_is(value_get_text(named, "list"), "<a.example.org>")
           && text_is(value_get_text(bare, "list"), "<mailto:x@y>"),
       "what came by a list is known by what only lists write");
}

/* What is odd or too long in a header is cut so that the rest of the mail is not lost with it. */
static void odd_headers(struct arena *arena)
{
    struct builder mail = {.arena = arena};
    build(&mail, TEXT("Subject: "));
    for (int i = 0; i < 400; i++) /* three bytes each, so that the limit falls inside one */
        build(&mail, TEXT("\xe2\x82\xac"));
    build(&mail, TEXT("\r\nDate: a\x01\0b\xff\r\nContent-Type: multipart/report; "
                      "boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                      "A: b\r\n\r\nAction: failed\0\x01\r\nDiagnostic-Code: x; "));
    for (int i = 0; i < 900; i++)
        build_byte(&mail, '\xff');
    build(&mail, TEXT("\r\n\r\n--b--\r\n"));
    struct value *letter = letter_of(arena, built(&mail));
    const struct value *item = value_get_item(letter, "delivery", 0);
    ok(value_get_text(letter, "subject").size == 999
           && text_utf8(value_get_text(letter, "subject")),
       "a subject is cut between characters");
    ok(text_is(value_get_text(item, "action"), "failed")
           && value_get_text(item, "diagnostic").size <= 1000,
       "what a status says holds no control characters, and has its limit");
}

/* ---- mails made to hurt ---- */

static struct text repeated(struct arena *arena, const char *before, const char *piece,
                            size_t times, const char *after)
{
    struct builder built_up = {.arena = arena};
    build(&built_up, text_of(before));
    for (size_t i = 0; i < times; i++) /* "%zu" in the piece is the number */
        build(&built_up, text_of(piece));
    build(&built_up, text_of(after));
    return built(&built_up);
}

static struct text nested(struct arena *arena, size_t depth)
{
    struct builder mail = {.arena = arena};
    for (size_t i = 0; i < depth; i++)
        build_format(&mail, "Content-Type: multipart/mixed; boundary=\"b%zu\"\r\n\r\n--b%zu\r\n", i,
                     i);
    build(&mail, TEXT("Content-Type: text/plain\r\n\r\nat the bottom\r\n"));
    return built(&mail);
}

/* Read or not, the house is told one or the other, in time. */
static void taken(struct arena *arena, const char *what, struct text raw)
{
    struct mail_letter letter;
    read_as(arena, MAIL_CHILD_WORD, raw, &letter);
    ok((letter.letter != NULL) != !text_empty(letter.unread), "%s, %zu bytes: %s%.*s", what,
       raw.size, letter.letter != NULL ? "read" : "", TEXT_SHOW(letter.unread));
}

static void hurtful(struct arena *arena)
{
    static char zeros[100000];
    taken(arena, "nothing", TEXT_NONE);
    taken(arena, "10,000 multiparts, one in the other", nested(arena, 10000));
    taken(arena, "20,000 parts side by side",
          repeated(arena, "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
                   "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 20000, "--b--\r\n"));
    taken(arena, "100,000 headers", repeated(arena, "", "X-A: b\r\n", 100000, "\r\nx"));
    taken(arena, "a subject of encoded words",
          repeated(arena, "Subject: ", "=?x-odd?q?=FF?= =?utf-8?b?/////?= =?", 20000, "\r\n\r\nx"));
    taken(arena, "NULs", (struct text){zeros, sizeof zeros});
    taken(arena, "a line of a megabyte",
          repeated(arena, "Subject: x\r\n\r\n", "yyyyyyyyyy", 100000, "\r\n"));
    taken(arena, "base64 that is all one letter",
          repeated(
              arena, "Content-Transfer-Encoding: base64\r\nContent-Type: application/zip\r\n\r\n",
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", 50000, ""));
    taken(arena, "HTML of nothing but brackets",
          repeated(arena, "Content-Type: text/html\r\n\r\n", "<<<<<<<<&#&#<!-", 20000, ""));
    taken(arena, "messages in messages",
          repeated(arena, "", "Content-Type: message/rfc822\r\n\r\n", 3000, "x"));
    taken(arena, "no mail at all", TEXT("\r\n\r\n\r\n"));
}

static void html(struct arena *arena)
{
    static const struct {
        const char *html, *plain;
    } known[] = {
        {"<p>a</p><p>b&amp;c</p>", "a\n\nb&c"},
        {"a<br>b", "a\nb"},
        {"a  \n b", "a b"},
        {"1 < 2 & 3", "1 < 2 & 3"},
        {"<script>evil()</script>x<style>y</style>", "x"},
        {"<!-- no -->x", "x"},
        {"&#233;&#xe9;&#0;&#x110000;&unknown;", "\xc3\xa9\xc3\xa9&unknown;"},
        {"<script>never closed", ""},
        {"<ul><li>a<li>b</ul>", "a\nb"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct text plain = plain_html(arena, text_of(known[i].html));
        ok(text_is(plain, known[i].plain), "%s is %.*s", known[i].html, TEXT_SHOW(plain));
    }
}

int main(int count, char **words)
{
    if (count == 2)
        _exit(child(words[1]));
    struct arena *arena = arena_new((size_t)1 << 29);
    printf("# Landlock: %d\n", sandbox_landlock());
    planted(arena);
    slow(arena);
    unheard(arena);
    hostile(arena);
    honest(arena);
    returned(arena);
    of_a_list(arena);
    odd_headers(arena);
    hurtful(arena);
    html(arena);
    arena_free(arena);
    return tap_end();
}
