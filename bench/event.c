/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line costs, from its bytes to an event with its fields: nanoseconds a line for each
 * format, beside what it costs to find the ends of the same lines with memchr, and beside a
 * yardstick of computing that goes slower when the machine does (SHA-256 of the same bytes). The
 * budget of a format is a multiple of the yardstick, so that a busy host fails nothing.
 */
#include "base/file.h"
#include "base/hash.h"
#include "event/format.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LINES = 40000, ROUNDS = 25 };

struct sample {
    const char *format;
    const char *what;
    double goal_ns; /* without finding its end; 0: there is no goal */
    struct text (*line)(struct arena *arena, int number);
};

static struct text line_5424(struct arena *arena, int number)
{
    return text_format(
        arena,
        "<165>1 2026-07-03T11:%02d:%02d.%06dZ web%02d.example.gov billing %d ID47 "
        "[exampleSDID@32473 iut=\"3\" eventSource=\"Application\" eventID=\"%d\"]"
        "[origin@32473 ip=\"192.0.2.%d\" software=\"billing\"] An application event of some "
        "length that says what was done by whom, as such events do (%d)",
        number / 60 % 60, number % 60, number, number % 40, 1000 + number % 9000, number,
        number % 250, number);
}

static struct text line_3164(struct arena *arena, int number)
{
    return text_format(
        arena,
        "<13>Jul  3 11:%02d:%02d web%02d.example.gov billing[%d]: an application event of some "
        "length that says what was done by whom, with an amount of %d and nothing behind it but "
        "words, words and more words, as there are (%d)",
        number / 60 % 60, number % 60, number % 40, 1000 + number % 9000, number * 7, number);
}

static struct text line_sshd(struct arena *arena, int number)
{
    return text_format(arena,
                       "<38>Jul  3 11:%02d:%02d web%02d sshd[%d]: Failed password for invalid user "
                       "u%d from 192.0.2.%d port %d ssh2",
                       number / 60 % 60, number % 60, number % 40, 1000 + number % 9000, number,
                       number % 250, 1024 + number);
}

static struct text line_web(struct arena *arena, int number)
{
    return text_format(arena,
                       "192.0.2.%d - - [03/Jul/2026:11:%02d:%02d +0000] \"GET /a/page?number=%d "
                       "HTTP/1.1\" 200 %d \"https://www.example.gov/\" \"Mozilla/5.0 (X11; Linux "
                       "x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"",
                       number % 250, number / 60 % 60, number % 60, number, number);
}

static struct text line_json(struct arena *arena, int number)
{
    return text_format(
        arena,
        "{\"@timestamp\":\"2026-07-03T11:%02d:%02d.000Z\",\"EventID\":1,\"Channel\":"
        "\"Microsoft-Windows-Sysmon/Operational\",\"Image\":\"C:\\\\Windows\\\\System32\\\\"
        "cmd.exe\",\"CommandLine\":\"cmd.exe /c echo %d\",\"ProcessId\":\"%d\",\"User\":"
        "\"EXAMPLE\\\\u%d\",\"ParentImage\":\"C:\\\\Windows\\\\explorer.exe\",\"Hashes\":"
        "\"SHA256=0011223344556677\",\"winlog\":{\"record_id\":%d,\"task\":\"Process Create\"}}",
        number / 60 % 60, number % 60, number, number, number % 100, number);
}

static struct text line_logfmt(struct arena *arena, int number)
{
    return text_format(arena,
                       "date=2026-07-03 time=11:%02d:%02d devname=\"fw1\" type=\"traffic\" "
                       "srcip=192.0.2.%d srcport=%d dstip=198.51.100.7 dstport=443 action=\"deny\" "
                       "policyid=%d",
                       number / 60 % 60, number % 60, number % 250, 1024 + number, number % 99);
}

static struct text line_cef(struct arena *arena, int number)
{
    return text_format(
        arena,
        "CEF:0|Vendor|Product|1.0|%d|worm stopped|10|src=192.0.2.%d dst=198.51.100.7 "
        "spt=%d rt=1783076400000 msg=it was stopped at the gate",
        number % 100, number % 250, 1024 + number);
}

static struct text line_audit(struct arena *arena, int number)
{
    return number % 2 == 0
               ? text_format(arena,
                             "type=SYSCALL msg=audit(1783076400.%03d:%d): arch=c000003e syscall=59 "
                             "success=yes exit=0 a0=55 a1=56 ppid=1 pid=%d auid=1000 uid=1000 "
                             "comm=\"sh\" exe=\"/bin/sh\" key=\"exec\"",
                             number % 1000, number / 2, number)
               : text_format(arena,
                             "type=PROCTITLE msg=audit(1783076400.%03d:%d): "
                             "proctitle=7368002D63006563686F",
                             (number - 1) % 1000, number / 2);
}

static const struct sample samples[] = {
    {"rfc5424", "RFC 5424, two elements", 250, line_5424},
    {"rfc3164", "RFC 3164", 150, line_3164},
    {"rfc3164", "sshd by RFC 3164", 0, line_sshd},
    {"web", "access log, combined", 0, line_web},
    {"json", "JSON, nested", 0, line_json},
    {"logfmt", "key=value", 0, line_logfmt},
    {"cef", "CEF", 0, line_cef},
    {"auditd", "auditd, two records an event", 0, line_audit},
};

struct counted {
    uint64_t events, fields;
};

static void taken(void *context, const struct event *event, uint64_t line)
{
    struct counted *counted = context;
    (void)line;
    counted->events++;
    counted->fields += event->count;
}

/* Of this thread's own work: what others do on the machine at the time does not count. */
static int64_t worked_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static double elapsed_ns(int64_t start_ns)
{
    return (double)(worked_ns() - start_ns) / LINES;
}

static double least(double a, double b)
{
    return a == 0 || b < a ? b : a;
}

static double split_ns(struct text bytes)
{
    int64_t start_ns = worked_ns();
    size_t lines = 0;
    struct text rest = bytes;
    while (rest.size > 0)
        lines += text_cut(rest, '\n', &rest).size > 0;
    return lines == LINES ? elapsed_ns(start_ns) : 0;
}

static double hash_ns(struct text bytes)
{
    int64_t start_ns = worked_ns();
    struct sha256 hash = sha256(bytes);
    return elapsed_ns(start_ns) + (hash.bytes[0] == 0 ? 0.001 : 0);
}

static double read_ns(struct arena *arena, const struct sample *sample, struct text bytes,
                      struct counted *counted)
{
    struct stream_settings settings = {.format = event_format_find(text_of(sample->format))};
    struct event_names *names = event_names_new(arena);
    event_names_add(names, TEXT("message"));
    event_names_add(names, TEXT("Image"));
    struct event_reader *reader = event_reader_new(arena, names);
    struct event_stream *stream = event_stream_new(arena, reader, &settings, taken, counted);
    int64_t start_ns = worked_ns();
    struct text rest = bytes;
    while (rest.size > 0)
        event_stream_line(stream, text_cut(rest, '\n', &rest), INT64_C(1783080000000000));
    event_stream_end(stream);
    return elapsed_ns(start_ns);
}

/* The yardstick's own speed where the goals were set: SHA-256 at 1.43 GB/s. */
static const double YARD_NS_A_BYTE = 1 / 1.43;

static bool sample_run(struct arena *arena, const struct sample *sample)
{
    struct builder bytes = {.arena = arena};
    for (int i = 0; i < LINES; i++) {
        build(&bytes, sample->line(arena, i));
        build_byte(&bytes, '\n');
    }
    struct text all = built(&bytes);
    struct counted counted = {0};
    double split = 0;
    double hash = 0;
    double read = 0;
    for (int i = 0; i < ROUNDS; i++) {
        split = least(split, split_ns(all));
        hash = least(hash, hash_ns(all));
        read = least(read, read_ns(arena, sample, all, &counted));
    }
    double size = (double)all.size / LINES;
    double slower = hash / (size * YARD_NS_A_BYTE);
    bool good = counted.events >= (uint64_t)LINES / 2 * ROUNDS
                && (sample->goal_ns == 0 || read <= sample->goal_ns * (slower > 1 ? slower : 1));
    printf("event %-28s %6.0f ns/line (%3.0f B, %4.1f fields), %5.1f x splitting, %4.2f x SHA-256",
           sample->what, read, size, (double)counted.fields / (double)counted.events, read / split,
           read / hash);
    if (sample->goal_ns > 0)
        printf(", %.1f x its goal of %.0f ns", (read - split) / slower / sample->goal_ns,
               sample->goal_ns);
    printf("\n");
    return good;
}

/* Records of an event log file, if one is named in $REVERE_EVTX: they are as different as logs are.
 */
static void evtx_run(struct arena *arena)
{
    struct turn turn = {.arena = arena};
    const char *path = getenv("REVERE_EVTX");
    struct text bytes;
    if (path == NULL || !file_read(&turn, path, 512 << 20, &bytes)) {
        printf("event records of .evtx: skipped, $REVERE_EVTX names no file\n");
        return;
    }
    double least_ns = 0;
    uint64_t events = 1;
    for (int i = 0; i < ROUNDS; i++) {
        struct counted counted = {0};
        struct stream_settings settings = {0};
        struct event_reader *reader = event_reader_new(arena, NULL);
        struct event_stream *stream = event_stream_new(arena, reader, &settings, taken, &counted);
        int64_t start_ns = worked_ns();
        event_stream_file(stream, bytes, EVENT_TIME_NONE);
        least_ns = least(least_ns, (double)(worked_ns() - start_ns));
        events = counted.events > 0 ? counted.events : 1;
    }
    printf("event records of .evtx               %6.0f ns/record, %.0f records/s\n",
           least_ns / (double)events, (double)events * 1e9 / least_ns);
}

int main(int count, char **words)
{
    bool good = true;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (count > 1 && strcmp(words[1], samples[i].what) != 0)
            continue;
        struct arena *arena = arena_new((size_t)1 << 30);
        good = sample_run(arena, &samples[i]) && good;
        arena_free(arena);
    }
    struct arena *arena = arena_new((size_t)2 << 30);
    evtx_run(arena);
    arena_free(arena);
    return good ? 0 : 1;
}
