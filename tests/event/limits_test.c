/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that want to cost more than they may: long, deep, wide, and such that unfold. Each is read
 * as every format, and as one that is detected, with a memory that stays and in a time that grows
 * with the line and not with its square.
 */
#include "reads.h"
#include <time.h>

enum { LINE_BYTES = 10 * 1024 * 1024, DEPTH = 10000, FIELDS = 1000 * 1000 };
enum { MEMORY_BYTES_MAX = 64 << 20 };

static int64_t worked_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

struct seen {
    uint64_t events;
    bool kept; /* within the limits of an event */
};

static void seen_take(void *context, const struct event *event, uint64_t line)
{
    struct seen *seen = context;
    (void)line;
    seen->events++;
    seen->kept = seen->kept && event->count <= EVENT_FIELDS_MAX && event->raw.size > 0;
}

/* The slowest format, in microseconds of work; -1: memory ran out. */
static int64_t slowest(struct text line, bool *kept, const char **format)
{
    int64_t most_us = 0;
    for (const struct format *each = event_formats();; each++) {
        struct arena *arena = arena_new(MEMORY_BYTES_MAX);
        struct event_reader *reader = event_reader_new(arena, NULL);
        struct seen seen = {.kept = true};
        struct stream_settings settings = {.format = each->name == NULL ? NULL : each};
        struct event_stream *stream = event_stream_new(arena, reader, &settings, seen_take, &seen);
        int64_t start_us = worked_us();
        event_stream_line(stream, line, INT64_C(1783080000000000));
        event_stream_end(stream);
        int64_t taken_us = worked_us() - start_us;
        *kept = *kept && seen.kept && seen.events > 0;
        if (taken_us > most_us) {
            most_us = taken_us;
            *format = each->name == NULL ? "detected" : each->name;
        }
        arena_free(arena);
        if (each->name == NULL)
            break;
    }
    return most_us;
}

/* Eight seconds of work are a hundred times what the slowest of them takes with sanitizers, and a
 * fraction of what looking at each byte from each byte would. */
static void line_bounded(struct text line, const char *what)
{
    bool kept = true;
    const char *format = "";
    int64_t most_us = slowest(line, &kept, &format);
    ok(kept && most_us < 8 * 1000 * 1000, "%s: at most %lld ms (%s)", what,
       (long long)(most_us / 1000), format);
}

static struct text repeat(struct arena *arena, const char *begin, const char *part, size_t times,
                          const char *end)
{
    struct builder out = {.arena = arena};
    build(&out, text_of(begin));
    for (size_t i = 0; i < times; i++)
        build(&out, text_of(part));
    build(&out, text_of(end));
    return built(&out);
}

int main(void)
{
    struct arena *arena = arena_new((size_t)2 << 30);
    line_bounded(repeat(arena, "", "a", LINE_BYTES, ""), "10 MB of one letter");
    line_bounded(repeat(arena, "<13>1 - h a - - - ", "\xFF", LINE_BYTES, ""), "10 MB of a message");
    line_bounded(repeat(arena, "", " ", LINE_BYTES, ""), "10 MB of spaces");
    line_bounded(repeat(arena, "", "[", DEPTH, ""), "lists, 10,000 deep");
    line_bounded(repeat(arena, "", "{\"a\":", DEPTH, "1"), "objects, 10,000 deep");
    line_bounded(repeat(arena, "", "{\"Records\":[", LINE_BYTES / 12, ""),
                 "records in records, without end");
    line_bounded(repeat(arena, "", "[{\"Records\":[{", DEPTH, ""), "records in lists in records");
    line_bounded(repeat(arena, "<Event><System><X a='b'/></System>", "<a>", DEPTH, ""),
                 "elements, 10,000 deep");
    line_bounded(repeat(arena, "<Event><System><X a='b'/>", "<a b=\"c\"/>", FIELDS / 10, ""),
                 "100,000 elements");
    line_bounded(repeat(arena, "<Event><System><X a='b'/><Y>", "&#x", FIELDS, "</Y>"),
                 "a million entities that do not end");
    line_bounded(repeat(arena, "<Event><System><X a='b'/><Y>", "<![CDATA[", FIELDS / 10, "</Y>"),
                 "texts that do not end");
    line_bounded(repeat(arena, "{\"a\":0", ",\"b\":1", FIELDS, "}"), "a million fields of JSON");
    line_bounded(repeat(arena, "<13>1 - - - - - [x ", "a=\"b\" ", FIELDS, "]"),
                 "a million parameters of structured data");
    line_bounded(repeat(arena, "<13>1 - - - - - ", "[a]", FIELDS, ""), "a million elements of it");
    line_bounded(repeat(arena, "a=b", " c=d", FIELDS, ""), "a million pairs");
    line_bounded(repeat(arena, "CEF:0|a|b|c|d|e|f|", "a=b ", FIELDS, ""), "a million of CEF");
    line_bounded(repeat(arena, "CEF:0|a|b|c|d|e|f|", "aLabel=b ", FIELDS, ""),
                 "labels of labels of labels");
    line_bounded(repeat(arena, "CEF:0|a|b|c|d|e|f|x=", "a ", LINE_BYTES / 2, ""),
                 "a value of CEF that may be a key at each word");
    line_bounded(repeat(arena, "LEEF:1.0|a|b|c|d|", "a=b\t", FIELDS, ""), "a million of LEEF");
    line_bounded(repeat(arena, "type=SYSCALL msg=audit(1.1:1): ", "a=b ", FIELDS, ""),
                 "a million words of an audit record");
    line_bounded(repeat(arena, "type=EXECVE msg=audit(1.1:1): ", "a1[0]=41 ", FIELDS / 10, ""),
                 "an argument in 100,000 pieces");
    line_bounded(repeat(arena, "<13>Jul  3 11:00:00 h sshd[1]: Failed password for ",
                        " from 1.2.3.4 port 5", LINE_BYTES / 20, ""),
                 "half a million places where a name might end");
    line_bounded(repeat(arena, "<13>Jul  3 11:00:00 h sudo: a : TTY=b ; PWD=", " ; USER=",
                        LINE_BYTES / 8, ""),
                 "a directory that might end a million times");
    line_bounded(repeat(arena, "1.2.3.4 - - [03/Jul/2026:11:00:00 +0000] \"GET /", "\\x41",
                        LINE_BYTES / 4, "\" 200 1"),
                 "a request of hidden bytes");
    line_bounded(
        repeat(arena,
               "1.2.3.4 - - [03/Jul/2026:11:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\"",
               " \"a\"", FIELDS, ""),
        "a million words behind a request");
    line_bounded(repeat(arena, "<13>Jul  3 11:00:00 h kernel: IN=a SRC=b", " C=d", FIELDS, ""),
                 "a million words of the packet filter");
    arena_free(arena);
    return tap_end();
}
