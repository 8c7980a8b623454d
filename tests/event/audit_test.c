/* SPDX-License-Identifier: Apache-2.0 */
/* Linux's audit: records of one event put together, whatever stands between them. */
#include "reads.h"

#define CALL(serial, words)                                                                        \
    "type=SYSCALL msg=audit(1604996384.965:" serial "): arch=c000003e syscall=59 " words "\n"

static void test_merging(struct arena *arena)
{
    reads_as(arena, NULL,
             CALL("1", "a0=55 comm=\"dd\"") "type=EXECVE msg=audit(1604996384.965:1): argc=2 "
                                            "a0=\"dd\" a1=69663D2F6465762F7A65726F\n",
             "{\"_line\":1,\"_format\":\"auditd\",\"_time\":\"2020-11-10T08:19:44.965000Z\","
             "\"serial\":1,\"type\":[\"SYSCALL\",\"EXECVE\"],\"arch\":\"c000003e\",\"syscall\":59,"
             "\"a0\":[\"55\",\"dd\"],\"comm\":\"dd\",\"SYSCALL\":\"execve\",\"argc\":2,"
             "\"a1\":\"if=/dev/zero\"}\n",
             "two records of one serial are one event, and what is hexadecimal is decoded");
    reads_as(arena, NULL,
             CALL("1", "pid=1") CALL("2", "pid=2") "type=CWD msg=audit(1604996384.965:1): "
                                                   "cwd=\"/a\"\n"
                                                   "type=CWD msg=audit(1604996384.965:2): "
                                                   "cwd=\"/b\"\n",
             "{\"_line\":1,\"_format\":\"auditd\",\"_time\":\"2020-11-10T08:19:44.965000Z\","
             "\"serial\":1,\"type\":[\"SYSCALL\",\"CWD\"],\"arch\":\"c000003e\",\"syscall\":59,"
             "\"pid\":1,\"SYSCALL\":\"execve\",\"cwd\":\"/a\"}\n"
             "{\"_line\":2,\"_format\":\"auditd\",\"_time\":\"2020-11-10T08:19:44.965000Z\","
             "\"serial\":2,\"type\":[\"SYSCALL\",\"CWD\"],\"arch\":\"c000003e\",\"syscall\":59,"
             "\"pid\":2,\"SYSCALL\":\"execve\",\"cwd\":\"/b\"}\n",
             "records of two events between each other");
    reads_with(arena,
               "type=EXECVE msg=audit(1.5:7): argc=2 a0=\"sh\" a1_len=8 a1[0]=6162 a1[1]=6364\n",
               "\"a1\":\"abcd\"", "an argument in pieces is one");
    reads_with(arena, "type=PROCTITLE msg=audit(1.5:7): proctitle=7368002D6300\n",
               "\"proctitle\":\"sh -c \"", "the title of a process has spaces for its NULs");
    reads_with(
        arena,
        "type=USER_AUTH msg=audit(1604996384.965:9): pid=1 uid=0 msg='op=PAM:authentication "
        "acct=\"root\" exe=\"/usr/sbin/sshd\" hostname=192.0.2.1 addr=192.0.2.1 terminal=ssh "
        "res=failed'\x1DUID=\"root\" AUID=\"unset\"\n",
        "\"acct\":\"root\",\"exe\":\"/usr/sbin/sshd\",\"hostname\":\"192.0.2.1\",\"addr\":"
        "\"192.0.2.1\",\"terminal\":\"ssh\",\"res\":\"failed\",\"UID\":\"root\",\"AUID\":"
        "\"unset\"}",
        "a program's record stands alone, with what auditd looked up");
    reads_with(arena, "type=SOCKADDR msg=audit(1.5:7): saddr=02000050C0000201000000000000000000\n",
               "\"saddr_fam\":\"inet\",\"laddr\":\"192.0.2.1\",\"lport\":80",
               "an address in bytes");
    reads_with(arena,
               "type=AVC msg=audit(1.5:7): avc:  denied  { read write } for  pid=9 comm=\"x\" "
               "tclass=file permissive=0\n",
               "\"avc\":\"denied\",\"seperms\":[\"read\",\"write\"],\"pid\":9", "an access vector");
    reads_with(
        arena,
        "<13>Nov 10 08:19:44 web1 audispd: node=web1 type=SYSCALL msg=audit(1604996384.965:4): "
        "arch=c000003e syscall=42 key=\"net\"\n"
        "<13>Nov 10 08:19:44 web1 audispd: node=web1 type=CWD msg=audit(1604996384.965:4): "
        "cwd=\"/\"\n",
        "\"type\":[\"SYSCALL\",\"CWD\"]", "records that come by syslog are put together too");
}

static size_t lines_of(struct text text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text.size; i++)
        lines += text.data[i] == '\n';
    return lines;
}

static void test_waiting(struct arena *arena)
{
    struct reads *reads = reads_new(arena, NULL, NULL);
    reads_line(reads, TEXT("type=SYSCALL msg=audit(100.000:1): pid=1"));
    reads_line(reads, TEXT("type=SYSCALL msg=audit(101.900:2): pid=2"));
    ok(reads->count == 0, "an event waits for more of its records");
    reads_line(reads, TEXT("type=SYSCALL msg=audit(102.000:3): pid=3"));
    ok(reads->count == 1, "but not longer than two seconds of the records' own time");
    reads_line(reads, TEXT("type=EOE msg=audit(101.900:2): "));
    ok(reads->count == 2, "an end record ends it at once");
    reads_line(reads, TEXT("type=USER_CMD msg=audit(109.000:4): pid=4"));
    ok(reads->count == 4, "a record that stands alone does so, and shows the time as well");
    reads->out.size = 0;
    for (int i = 0; i < STREAM_AUDIT_EVENTS_MAX + 9; i++)
        reads_line(reads,
                   text_format(arena, "type=SYSCALL msg=audit(200.000:%d): pid=%d", i + 10, i));
    ok(lines_of(built(&reads->out)) == 9, "more events than may wait: the oldest go");
    event_stream_end(reads->stream);
    ok(lines_of(built(&reads->out)) == STREAM_AUDIT_EVENTS_MAX + 9, "and none is lost");

    reads->out.size = 0;
    struct builder big = {.arena = arena};
    build(&big, TEXT("type=PATH msg=audit(300.000:1): name=\""));
    for (int i = 0; i < 30000; i++)
        build_byte(&big, 'x');
    build_byte(&big, '"');
    for (int i = 0; i < 5; i++)
        reads_line(reads, built(&big));
    event_stream_end(reads->stream);
    ok(lines_of(built(&reads->out)) == 3, "more records than one event may have go by themselves");
    size_t used = arena_used(arena);
    reads->out.size = 0;
    for (int i = 0; i < 1000; i++) {
        reads_line(reads, TEXT("type=SYSCALL msg=audit(300.000:1): pid=1"));
        reads_line(reads, TEXT("type=EOE msg=audit(300.000:1): "));
        reads->out.size = 0;
    }
    ok(arena_used(arena) - used < 4 << 20, "a thousand events take no memory but for the printing");
}

static void test_hostile(struct arena *arena)
{
    reads_with(arena, "type=SYSCALL msg=audit(1604996384.965): pid=1\n", "\"_format\":\"logfmt\"",
               "without a serial it is no record");
    reads_with(arena, "type=EXECVE msg=audit(1.5:7): a0=6 a1=zz a2= a3\n",
               "\"a0\":\"6\",\"a1\":\"zz\"", "what is no hexadecimal is left as it is");
    reads_with(arena, "type=EXECVE msg=audit(1.5:7): a0=\"x\n", "\"a0\":\"\\\"x\"",
               "quotes that do not end are bytes");
    reads_with(arena, "type=AVC msg=audit(1.5:7): { { { read\n", "\"type\":\"AVC\"",
               "braces that do not end");
    reads_with(arena, "type=SOCKADDR msg=audit(1.5:7): saddr=02\n", "\"saddr\":\"02\"",
               "an address that is cut");
}

static void test_real(struct arena *arena)
{
    struct text bytes =
        reads_data(arena, "events/linux/atomic__linux__discovery__host__sh_arp_cache.log");
    if (text_empty(bytes))
        return;
    struct reads *reads = reads_new(arena, NULL, NULL);
    event_stream_file(reads->stream, bytes, reads->received_us);
    struct text got = built(&reads->out);
    ok(text_contains(got, TEXT("\"a0\":[\"558e251634a0\",\"arp\"]"))
           && text_contains(got, TEXT("\"a1\":[\"558e251634a0\",\"-a\"]")) == false
           && text_contains(got, TEXT("\"comm\":\"arp\"")),
       "a command of a real machine, with what it was called with");
}

int main(void)
{
    struct arena *arena = arena_new(1 << 30);
    test_merging(arena);
    test_waiting(arena);
    test_hostile(arena);
    test_real(arena);
    arena_free(arena);
    return tap_end();
}
