/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Indicators: a list of a million is read, and events are asked about them. The yardstick is
 * reading the same events from JSON; what is promised is that asking costs no more than eight times
 * that, and that a million indicators cost hardly more than a thousand.
 */
#include "sigma/indicator.h"
#include "base/clock.h"
#include "event/json.h"
#include <stdio.h>

enum { MEASURE_US = 5000000, MILLION = 1000000, FEW = 1000, EVENTS = 400, DOMAIN_OF = 7 };
#define TABLE_BYTES_MAX ((size_t)512 << 20)
#define EVENT_BYTES     ((size_t)64 << 20)
#define COST_MAX        8.0 /* times what reading costs */
#define GROWTH_MAX      1.5 /* times what a thousand cost */

struct bench {
    struct arena *arena;
    struct event_reader *reader;
    struct text events[EVENTS];
    size_t bytes; /* of all events */
    uint64_t hits;
};

static void heard(void *listener, const struct indicator_hit *hit)
{
    uint64_t *hits = listener;
    *hits += hit->line > 0;
}

static uint64_t mixed(uint64_t number)
{
    number *= UINT64_C(0x9E3779B97F4A7C15);
    return number ^ number >> 29;
}

/* Addresses, domains, URLs and hashes, as lists of the world mix them. */
static void list_write(struct builder *list, uint32_t count)
{
    static const char *const tails[] = {"com", "net", "org", "ru", "top", "xyz", "info"};
    for (uint32_t i = 0; i < count; i++) {
        uint64_t a = mixed(i);
        const char *tail = tails[a % DOMAIN_OF];
        if (i % 10 < 4)
            build_format(list, "%u.%u.%u.%u\n", (unsigned)(a >> 24 & 127) + 11,
                         (unsigned)(i >> 16 & 255), (unsigned)(i >> 8 & 255), (unsigned)(i & 255));
        else if (i % 10 < 8)
            build_format(list, "x%x.bad%u.%s\n", (unsigned)(a >> 40), i, tail);
        else if (i % 10 < 9)
            build_format(list, "http://h%u.%s/p/%x\n", i, tail, (unsigned)(a >> 32));
        else
            build_format(list, "%016llx%016llx%016llx%016llx\n", (unsigned long long)a,
                         (unsigned long long)mixed(a), (unsigned long long)mixed(a + 1),
                         (unsigned long long)i);
    }
}

static struct indicators *list_load(uint32_t count, struct arena **arena)
{
    struct arena *text_arena = arena_new(EVENT_BYTES * 4);
    struct turn turn = {.arena = text_arena};
    struct builder list = {.arena = text_arena};
    *arena = arena_new(TABLE_BYTES_MAX);
    struct indicators *indicators = indicators_new(*arena);
    list_write(&list, count);
    int64_t start_us = clock_elapsed_us();
    if (!indicators_read(&turn, indicators, TEXT("list"), built(&list)))
        fprintf(stderr, "indicator: %s\n", turn.fault.message);
    double seconds = (double)(clock_elapsed_us() - start_us) / 1e6;
    if (count == MILLION)
        printf("indicator: %u read in %.2f s, %.0f a second, %.1f bytes each\n",
               indicators_count(indicators), seconds, indicators_count(indicators) / seconds,
               (double)indicators_bytes(indicators) / indicators_count(indicators));
    arena_free(text_arena);
    return indicators;
}

/* Events of a machine, some 1,100 bytes each: one in a hundred speaks of an indicator. */
static void events_write(struct bench *bench)
{
    for (uint32_t i = 0; i < EVENTS; i++) {
        uint64_t a = mixed(i + 77);
        struct text bad = i % 100 == 0 ? text_format(bench->arena, "cdn.x%x.bad%u.%s",
                                                     (unsigned)(mixed(i / 100 * 10 + 4) >> 40),
                                                     i / 100 * 10 + 4, "com")
                                       : text_format(bench->arena, "host%u.example.org", i);
        bench->events[i] = text_format(
            bench->arena,
            "{\"@timestamp\":\"2026-11-27T01:02:03.%03uZ\",\"Channel\":\"Security\","
            "\"EventID\":%u,\"Hostname\":\"WORKSTATION%u.agency.example.org\","
            "\"Image\":\"C:\\\\Windows\\\\System32\\\\svchost.exe\",\"CommandLine\":"
            "\"C:\\\\Windows\\\\System32\\\\svchost.exe -k netsvcs -p -s Schedule /run /id "
            "%016llx\",\"ParentImage\":\"C:\\\\Windows\\\\System32\\\\services.exe\","
            "\"User\":\"AGENCY\\\\user%u\",\"SourceIp\":\"10.%u.%u.%u\",\"SourcePort\":%u,"
            "\"DestinationIp\":\"%u.%u.%u.%u\",\"DestinationPort\":443,"
            "\"DestinationHostname\":\"%.*s\",\"Hashes\":\"SHA256=%016llX%016llX%016llX%016llX,"
            "IMPHASH=%016llX%016llX\",\"QueryResults\":\"::ffff:%u.%u.%u.9;\",\"Company\":"
            "\"Microsoft Corporation\",\"Description\":\"Host Process for Windows Services\","
            "\"FileVersion\":\"10.0.19041.1 (WinBuild.160101.0800)\",\"LogonId\":\"0x3e7\","
            "\"IntegrityLevel\":\"System\",\"RuleName\":\"-\",\"UtcTime\":"
            "\"2026-11-27 01:02:03.123\",\"ProcessGuid\":\"{%08x-0a2b-65f1-0b00-000000003b00}\","
            "\"Message\":\"A process was created. Token Elevation Type: TokenElevationTypeDefault "
            "(1). Mandatory Label: S-1-16-16384. More at "
            "https://docs.example.org/events/%u.html\"}",
            i % 1000, 4600 + i % 100, i, (unsigned long long)a, i % 50, i & 255, i >> 4 & 255,
            i % 250, 1024 + i, (unsigned)(a >> 24 & 127) + 11, (unsigned)(a & 255),
            (unsigned)(a >> 8 & 255), (unsigned)(a >> 16 & 255), TEXT_SHOW(bad),
            (unsigned long long)a, (unsigned long long)mixed(a), (unsigned long long)mixed(a + 3),
            (unsigned long long)mixed(a + 4), (unsigned long long)mixed(a + 5),
            (unsigned long long)mixed(a + 6), (unsigned)(a >> 9 & 127) + 11,
            (unsigned)(a >> 17 & 255), i & 255, (unsigned)a, i);
        bench->bytes += bench->events[i].size;
    }
}

/* One pass over the events: read from JSON, and asked about the indicators where there are any. How
 * long it took. */
static int64_t pass_us(struct bench *bench, const struct indicators *indicators)
{
    int64_t start_us = clock_elapsed_us();
    for (size_t i = 0; i < EVENTS; i++) {
        struct event event;
        if (event_json(bench->reader, bench->events[i], &event) && indicators != NULL)
            (void)indicators_match(indicators, &event, 1, heard, &bench->hits);
    }
    return clock_elapsed_us() - start_us;
}

int main(void)
{
    struct bench *bench = &(struct bench){.arena = arena_new(EVENT_BYTES)};
    struct arena *few_arena;
    struct arena *many_arena;
    bench->reader = event_reader_new(bench->arena, NULL);
    events_write(bench);
    struct indicators *few = list_load(FEW, &few_arena);
    struct indicators *many = list_load(MILLION, &many_arena);
    /* By turns, and the fastest pass of each: the machine changes its speed. */
    int64_t alone_us = INT64_MAX;
    int64_t few_us = INT64_MAX;
    int64_t many_us = INT64_MAX;
    for (int64_t start_us = clock_elapsed_us(); clock_elapsed_us() - start_us < MEASURE_US;) {
        int64_t a_us = pass_us(bench, NULL);
        int64_t b_us = pass_us(bench, few);
        int64_t c_us = pass_us(bench, many);
        alone_us = a_us < alone_us ? a_us : alone_us;
        few_us = b_us < few_us ? b_us : few_us;
        many_us = c_us < many_us ? c_us : many_us;
    }
    double per_us = EVENTS * 1e6;
    double few_cost = (double)(few_us - alone_us) / (double)alone_us;
    double cost = (double)(many_us - alone_us) / (double)alone_us;
    bool good = cost < COST_MAX && cost < few_cost * GROWTH_MAX && bench->hits > 0;
    printf("indicator: events of %zu bytes, one core: read %.0f a second, asked of %d %.0f, of %d "
           "%.0f\n",
           bench->bytes / EVENTS, per_us / (double)alone_us, FEW, per_us / (double)few_us, MILLION,
           per_us / (double)many_us);
    printf("indicator: asking of %d costs %.2f, of %d %.2f times what reading costs (limits: %.1f, "
           "and %.1f times a thousand): %s\n",
           FEW, few_cost, MILLION, cost, COST_MAX, GROWTH_MAX, good ? "kept" : "NOT KEPT");
    arena_free(few_arena);
    arena_free(many_arena);
    arena_free(bench->arena);
    return good ? 0 : 1;
}
