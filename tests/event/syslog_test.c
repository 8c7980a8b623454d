/* SPDX-License-Identifier: Apache-2.0 */
/* Syslog: the examples of RFC 5424 and RFC 3164, what deviates from them, and what is neither. */
#include "reads.h"

static void test_5424(struct arena *arena)
{
    reads_as(
        arena, NULL,
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \xEF\xBB\xBF'su root' "
        "failed for lonvick on /dev/pts/8",
        "{\"_line\":1,\"_format\":\"rfc5424\",\"_time\":\"2003-10-11T22:14:15.003000Z\","
        "\"facility\":\"auth\",\"severity\":\"crit\",\"version\":1,\"timestamp\":"
        "\"2003-10-11T22:14:15.003Z\",\"hostname\":\"mymachine.example.com\",\"appname\":"
        "\"su\",\"msgid\":\"ID47\",\"message\":\"'su root' failed for lonvick on /dev/pts/8\","
        "\"action\":\"switched_user\",\"outcome\":\"failure\",\"target_user\":\"root\","
        "\"user\":\"lonvick\",\"tty\":\"/dev/pts/8\"}\n",
        "example 1 of RFC 5424: no structured data, and a byte order mark");
    reads_as(arena, NULL,
             "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to "
             "make the do-nuts.",
             "{\"_line\":1,\"_format\":\"rfc5424\",\"_time\":\"2003-08-24T12:14:15.000003Z\","
             "\"facility\":\"local4\",\"severity\":\"notice\",\"version\":1,\"timestamp\":"
             "\"2003-08-24T05:14:15.000003-07:00\",\"hostname\":\"192.0.2.1\",\"appname\":"
             "\"myproc\",\"procid\":\"8710\",\"message\":\"%% It's time to make the do-nuts.\"}\n",
             "example 2: microseconds and an offset");
    reads_as(arena, NULL,
             "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 "
             "[exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"1011\"]"
             "[examplePriority@32473 class=\"high\"]",
             "{\"_line\":1,\"_format\":\"rfc5424\",\"_time\":\"2003-10-11T22:14:15.003000Z\","
             "\"facility\":\"local4\",\"severity\":\"notice\",\"version\":1,\"timestamp\":"
             "\"2003-10-11T22:14:15.003Z\",\"hostname\":\"mymachine.example.com\",\"appname\":"
             "\"evntslog\",\"msgid\":\"ID47\",\"exampleSDID@32473.iut\":\"3\","
             "\"exampleSDID@32473.eventSource\":\"Application\",\"exampleSDID@32473.eventID\":"
             "\"1011\",\"examplePriority@32473.class\":\"high\"}\n",
             "example 4: structured data only");
    reads_with(arena, "<0>1 - - - - - [a b=\"x\\\"y\\]z\\\\q\\n\"] m",
               "\"a.b\":\"x\\\"y]z\\\\q\\\\n\",\"message\":\"m\"",
               "three bytes are hidden by a backslash, and before another it is one");
    reads_with(arena, "<191>1 - - - - -", "\"severity\":\"debug\",\"version\":1}",
               "a line that ends before its data still has a priority");
    reads_with(arena, "<14>1 2026-07-03T17:00:00Z h a - - - ", "\"appname\":\"a\"}",
               "an empty message is none");
    reads_with(arena, "<14>1 2026-07-03T17:00:00Z h a - - [x y=\"z] hello",
               "\"message\":\"[x y=\\\"z] hello\"", "broken data stays in the message");
    reads_with(arena, "<14>1 2026-07-03T17:00:00Z h a - - [x y=\"\\",
               "\"message\":\"[x y=", "a backslash at the very end hides nothing");
    reads_with(arena, "<192>1 2026-07-03T17:00:00Z h a - - - m",
               "{\"_line\":1,\"message\":\"<192>1", "a priority over 191 is none");
    reads_with(arena, "<14>1 2026-02-30T17:00:00Z h a - - - m", "\"_format\":\"rfc3164\"",
               "a day that no calendar has is no header of RFC 5424");
    reads_with(arena, "<14>1 2016-12-31T23:59:60Z h a - - - m",
               "\"_time\":\"2017-01-01T00:00:00Z\"", "a leap second is the second behind it");
}

static void test_3164(struct arena *arena)
{
    reads_as(arena, NULL,
             "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
             "{\"_line\":1,\"_format\":\"rfc3164\",\"_time\":\"2025-10-11T22:14:15Z\",\"facility\":"
             "\"auth\",\"severity\":\"crit\",\"timestamp\":\"Oct 11 22:14:15\",\"hostname\":"
             "\"mymachine\",\"appname\":\"su\",\"message\":\"'su root' failed for lonvick on "
             "/dev/pts/8\",\"action\":\"switched_user\",\"outcome\":\"failure\",\"target_user\":"
             "\"root\",\"user\":\"lonvick\",\"tty\":\"/dev/pts/8\"}\n",
             "example 1 of RFC 3164");
    reads_with(arena, "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!",
               "\"hostname\":\"10.0.0.99\",\"message\":\"Use the BFG!\"", "example 2: no tag");
    reads_with(arena,
               "<165>Aug 24 05:34:00 CST 1987 mymachine myproc[10]: %% It's time to make the "
               "do-nuts.",
               "\"_time\":\"1987-08-24T11:34:00Z\"", "example 3: a zone and a year");
    reads_with(arena, "<0>1990 Oct 22 10:52:01 TZ-6 scapegoat.dmz.example.org 10.1.2.3 sched[0]: x",
               "\"_time\":\"1990-10-22T10:52:01Z\"", "example 4: the year before the month");
    reads_with(arena, "Use the BFG!", "{\"_line\":1,\"message\":\"Use the BFG!\"}",
               "without a priority and a time it is a line that nobody reads");
    reads_with(arena, "<13>Use the BFG!", "\"severity\":\"notice\",\"message\":\"Use the BFG!\"",
               "a priority alone is enough");
    reads_with(arena, "Jul  3 11:59:59 host sshd[12]: Server listening on :: port 22.",
               "\"_time\":\"2026-07-03T11:59:59Z\"", "a line as it stands in a file");
    reads_with(arena, "Jul  3 11:59:59 sshd[12]: hello",
               "\"timestamp\":\"Jul  3 11:59:59\",\"appname\":\"sshd\",\"procid\":\"12\"",
               "no host");
    reads_with(arena, "2026-07-03T13:59:59.25+02:00 host postfix/smtpd[7]: lost",
               "\"_time\":\"2026-07-03T11:59:59.250000Z\",\"timestamp\":\"2026-07-03T13:59:59.25+"
               "02:00\",\"hostname\":\"host\",\"appname\":\"postfix/smtpd\"",
               "a time by ISO 8601, as files have it now");
    reads_with(arena, "Jul  3 11:00:00 host last message repeated 3 times",
               "\"hostname\":\"host\",\"message\":\"last message repeated 3 times\"",
               "words that are no tag");
    reads_with(arena, "Jul  3 11:00:00 Message forwarded from aix1: sshd[3]: hi",
               "\"hostname\":\"aix1\",\"appname\":\"sshd\"", "as AIX forwards");
}

static void test_cisco(struct arena *arena)
{
    reads_with(arena,
               "<189>1234: router1: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured from "
               "console by vty2 (10.34.195.36)",
               "\"timestamp\":\"Mar  1 18:46:11.123 UTC\",\"sequence\":1234,\"hostname\":"
               "\"router1\",\"appname\":\"%SYS-5-CONFIG_I\",\"message\":\"Configured from console",
               "a sequence number, a name, and a clock that is not kept");
    reads_with(arena,
               "<166>Jul 03 2026 11:00:00: %ASA-6-302013: Built inbound TCP connection 76118",
               "\"cisco_facility\":\"ASA\",\"cisco_severity\":6,\"cisco_mnemonic\":\"302013\"",
               "a firewall with a year and without a host");
    reads_with(arena, "<166>Jul 03 2026 11:00:00 fw01 : %ASA-6-302013: Built",
               "\"hostname\":\"fw01\",\"appname\":\"%ASA-6-302013\",\"message\":\"Built\"",
               "a firewall with a host");
    reads_with(arena, "<187>%LINK-3-UPDOWN: Interface Fa0/1", "\"cisco_mnemonic\":\"UPDOWN\"",
               "nothing but the mnemonic");
}

static void time_is(struct arena *arena, const char *received, const char *stamp,
                    const char *wanted, const struct zone *zone, const char *what)
{
    struct turn turn = {.arena = arena};
    struct reads *reads = reads_new(arena, NULL, zone);
    bool good = instant_parse(&turn, "received", text_of(received), NULL, &reads->received_us);
    reads_all(reads, text_format(arena, "%s host tag: x", stamp).data);
    struct text got = instant_utc(arena, reads->last.time_us);
    if (!ok(good && text_is(got, wanted), "%s", what))
        printf("# got %.*s\n", TEXT_SHOW(got));
}

static void test_years(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    struct zone *zone = NULL;
    bool opened = zone_open(&turn, TEXT("America/New_York"), &zone);
    time_is(arena, "2026-01-01T00:00:10Z", "Dec 31 23:59:59", "2025-12-31T23:59:59Z", NULL,
            "the last second of a year comes in in the next");
    time_is(arena, "2025-12-31T23:59:50Z", "Jan  1 00:00:05", "2026-01-01T00:00:05Z", NULL,
            "a clock that is somewhat fast is in the next year already");
    time_is(arena, "2026-01-02T00:00:00Z", "Jan  3 00:00:01", "2025-01-03T00:00:01Z", NULL,
            "more than a day ahead is a year ago");
    time_is(arena, "2026-03-01T00:00:00Z", "Feb 29 12:00:00", "2024-02-29T12:00:00Z", NULL,
            "a leap day is of the last leap year");
    time_is(arena, "2028-02-29T13:00:00Z", "Feb 29 12:00:00", "2028-02-29T12:00:00Z", NULL,
            "or of this one");
    if (!opened) {
        tap_skip("no zones on this machine");
        return;
    }
    time_is(arena, "2026-07-03T21:00:00Z", "Jul  3 16:59:59", "2026-07-03T20:59:59Z", zone,
            "a time that names no zone is of the source's");
    time_is(arena, "2026-07-03T21:00:00Z", "Jul  3 16:59:59 UTC", "2026-07-03T16:59:59Z", zone,
            "a time that names one is of that");
    time_is(arena, "2026-01-01T04:59:58Z", "Dec 31 23:59:58", "2026-01-01T04:59:58Z", zone,
            "the year is that of the zone");
    time_is(arena, "2025-11-02T12:00:00Z", "Nov  2 01:30:00", "2025-11-02T05:30:00Z", zone,
            "an hour that was twice is the first");
}

/* What strangers write into a name must not become a field. */
static void test_daemons(struct arena *arena)
{
    reads_with(arena,
               "Jul  3 11:00:00 h sshd[1]: Failed password for invalid user x from 1.2.3.4 port 5 "
               "ssh2 from 198.51.100.7 port 4711 ssh2",
               "\"method\":\"password\",\"user\":\"x from 1.2.3.4 port 5 ssh2\",\"src_ip\":"
               "\"198.51.100.7\",\"src_port\":4711,\"protocol\":\"ssh2\"}",
               "a user's name that looks like an address does not become one");
    reads_with(arena,
               "Jul  3 11:00:00 h sshd[1]: Failed password for invalid user  from ::1 port 9 ssh2",
               "\"method\":\"password\",\"src_ip\":\"::1\"", "the empty name is nobody's");
    reads_with(arena,
               "Jul  3 11:00:00 h sudo:   eve : TTY=pts/1 ; PWD=/tmp/a ; USER=x ; USER=root ; "
               "COMMAND=/bin/sh -c 'echo ; COMMAND=b'",
               "\"command\":\"/bin/sh -c 'echo ; COMMAND=b'\"",
               "a command is all that stands behind its name");
    reads_with(arena,
               "Jul  3 11:00:00 h kernel: [ 12.5] [UFW BLOCK] IN=eth0 OUT= MAC=aa:bb SRC=192.0.2.9 "
               "DST=192.0.2.1 LEN=40 TTL=64 ID=1 DF PROTO=TCP SPT=40000 DPT=22 SYN URGP=0",
               "\"uptime\":12.5,\"rule\":\"[UFW BLOCK]\",\"IN\":\"eth0\"",
               "the packet filter's rule");
    reads_with(arena,
               "Jul  3 11:00:00 h sshd[1]: message repeated 5 times: [ Failed password for root "
               "from 192.0.2.9 port 22 ssh2]",
               "\"repeated\":5,\"action\":\"login_failed\"", "a line that stands for five");
    reads_with(arena,
               "Jul  3 11:00:00 h named[1]: client @0x7f 192.0.2.9#5353 (example.com): query: "
               "example.com IN TXT +E(0) (192.0.2.1)",
               "\"query\":\"example.com\",\"record_type\":\"TXT\"", "a question to a name server");
    reads_with(arena,
               "Jul  3 11:00:00 h named[1]: client @0x7f 192.0.2.9#5353 (example.com): transfer of "
               "'example.com/IN': AXFR started (serial 7)",
               "\"action\":\"transfer\",\"outcome\":\"success\",\"src_ip\":\"192.0.2.9\"",
               "a zone that was given");
    reads_with(arena, "Jul  3 11:00:00 h unbound[1]: [1:0] info: 192.0.2.9 example.com. TXT IN",
               "\"query\":\"example.com.\",\"record_type\":\"TXT\"", "the same to another one");
    reads_with(arena,
               "Jul  3 11:00:00 h systemd[1]: Stopped auditd.service - Security Auditing Service.",
               "\"unit\":\"auditd.service - Security Auditing Service\"",
               "a unit with its name and what it is");
}

static void test_real(struct arena *arena)
{
    struct text bytes = reads_data(arena, "syslog/auth/auth_honeypot_elastic.log");
    if (text_empty(bytes))
        return;
    struct reads *reads = reads_new(arena, NULL, NULL);
    event_stream_file(reads->stream, bytes, reads->received_us);
    size_t known = 0;
    struct text rest = built(&reads->out);
    while (rest.size > 0)
        known += text_contains(text_cut(rest, '\n', &rest), TEXT("\"action\":"));
    ok(reads->count == 7121, "every line of an attacked host's log is an event");
    ok(known == 7088, "and all but 33 say what happened: %zu", known);
}

int main(void)
{
    struct arena *arena = arena_new(1 << 30);
    test_5424(arena);
    test_3164(arena);
    test_cisco(arena);
    test_years(arena);
    test_daemons(arena);
    test_real(arena);
    arena_free(arena);
    return tap_end();
}
