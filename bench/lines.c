/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines for bench/watch, to standard output, the same in each run:
 *
 *     watch_lines mix MB       the realistic mix of mix.h, a needle in its midst
 *     watch_lines windows MB   events of Windows alone, of 1.2 KB on the average
 *     watch_lines syslog MB    RFC 3164 and RFC 5424 by turns, of SYSLOG_BYTES each with the line's
 *                              end, so that many go into one train of datagrams
 */
#include "mix.h"

enum { SYSLOG_BYTES = 300, SHORT_BYTES_MAX = 2000, MB = 1000000 };
static const char needle[] = " needle-7f3a9c21d4e5 ";

/* What a firewall, a web server and a daemon of mail would say, filled up with words. */
static size_t syslog_line(size_t number, char *out)
{
    static const char words[] =
        " an application event of some length that says what was done by whom, as such events do, "
        "with words and more words and nothing behind them but words, as there are many of them in "
        "the logs of most machines that were ever asked what it was that they had been doing";
    unsigned n = (unsigned)number;
    int size =
        number % 2 == 0
            ? snprintf(out, SYSLOG_BYTES,
                       "<13>Jul  3 11:%02u:%02u web%02u.example.gov billing[%u]: request %u from "
                       "192.0.2.%u took %u ms:",
                       n / 60 % 60, n % 60, n % 40, 1000 + n % 9000, n, n % 250, n * 7 % 1000)
            : snprintf(out, SYSLOG_BYTES,
                       "<165>1 2026-07-03T11:%02u:%02u.%06uZ web%02u.example.gov billing %u ID47 "
                       "[event@32473 source=\"Application\" id=\"%u\"] request %u from "
                       "192.0.2.%u took %u ms:",
                       n / 60 % 60, n % 60, n % 1000000, n % 40, 1000 + n % 9000, n % 250, n,
                       n % 250, n * 7 % 1000);
    memcpy(out + size, words, SYSLOG_BYTES - 1 - (size_t)size);
    return SYSLOG_BYTES - 1;
}

/* Those of Windows that are longer are left out: what is left is as long as limits.md's. */
static void windows_short(struct mix_kind *kind)
{
    size_t count = 0;
    for (size_t i = 0; i < kind->count; i++)
        if (kind->lines[i].size <= SHORT_BYTES_MAX)
            kind->lines[count++] = kind->lines[i];
    kind->count = count;
}

static bool lines_write(struct mix *mix, const char *kind, size_t bytes_max)
{
    static char line[MIX_LINE_BYTES_MAX + 1];
    bool planted = false;
    bool good = true;
    for (size_t written = 0, number = 0; good && written < bytes_max; number++) {
        size_t size = strcmp(kind, "syslog") == 0    ? syslog_line(number, line)
                      : strcmp(kind, "windows") == 0 ? mix_line_of(mix, &mix->kinds[0], line)
                                                     : mix_line(mix, line);
        if (strcmp(kind, "mix") == 0 && !planted && written >= bytes_max / 2 && size > 60) {
            memcpy(line + 20, needle, sizeof needle - 1);
            planted = true;
        }
        line[size++] = '\n';
        good = fwrite(line, 1, size, stdout) == size;
        written += size;
    }
    return fflush(stdout) == 0 && good;
}

int main(int argc, char **argv)
{
    static struct mix mix;
    struct turn turn = {.arena = arena_new((size_t)2 << 30)};
    if (argc != 3)
        return fprintf(stderr, "watch_lines mix|windows|syslog MB\n"), 2;
    bool good = strcmp(argv[1], "syslog") == 0 || mix_open(&turn, &mix);
    if (!good)
        fprintf(stderr, "watch_lines: %s\n", turn.fault.message);
    if (good && strcmp(argv[1], "windows") == 0)
        windows_short(&mix.kinds[0]);
    good = good && lines_write(&mix, argv[1], strtoul(argv[2], NULL, 10) * MB);
    arena_free(turn.arena);
    return good ? 0 : 1;
}
