/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Detection, one core: events of Windows against all rules, beside reading the JSON alone and the
 * naive evaluator of the tests, and what an event costs from a hundred rules to ten thousand. The
 * data lie outside the project ($REVERE_DATA, or ../shared/data): without them there is nothing to
 * measure. Times are of the processor; a loop of integers, timed before and after, says how fast
 * the machine was. Run by bench/watch, and by itself.
 */
#include "sigma/sigma.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/lines.h"
#include "event/json.h"
#include "plainly.h"
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BENCH_ARENA_BYTES ((size_t)6 << 30)
enum { SAMPLE_OF = 4, ROUNDS = 5, LINES_MAX = 400000, SHORT_BYTES_MAX = 1650, NAIVE_SECONDS = 5 };
static const double goal = 165000, goal_short = 200000, goal_load_s = 1, goal_growth = 2;

struct bench {
    struct turn turn;
    const char *data;
    struct event_sources *sources;
    struct text *lines;
    size_t count;
    size_t bytes;
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Millions of dependent steps a second. */
static double yardstick(void)
{
    uint64_t number = 88172645463325252U;
    double start = cpu_s();
    for (int i = 0; i < 50000000; i++) {
        number ^= number << 13;
        number ^= number >> 7;
        number ^= number << 17;
    }
    double taken = cpu_s() - start;
    return number == 0 ? 0 : 50 / taken;
}

static bool file_sample(struct bench *bench, const char *path, size_t *seen)
{
    struct lines *lines;
    struct text line;
    bool more = true;
    if (!lines_open(&bench->turn, path, &lines))
        return false;
    while (more && bench->count < LINES_MAX) {
        if (!lines_next(&bench->turn, lines, &line, &more))
            return false;
        if (!more || (*seen)++ % SAMPLE_OF != 0)
            continue;
        bench->lines[bench->count++] = text_copy(bench->turn.arena, line);
        bench->bytes += line.size;
    }
    lines_close(lines);
    return true;
}

static bool sample(struct bench *bench)
{
    glob_t found;
    size_t seen = 0;
    const char *pattern =
        text_format(bench->turn.arena, "%s/events/windows/*.zst", bench->data).data;
    if (glob(pattern, 0, NULL, &found) != 0)
        return false;
    bench->lines = arena_array(bench->turn.arena, LINES_MAX, sizeof *bench->lines);
    bool good = true;
    for (size_t i = 0; i < found.gl_pathc && good; i++)
        good = file_sample(bench, found.gl_pathv[i], &seen);
    globfree(&found);
    return good;
}

/* What is done with each line; without a matcher nothing more than reading it. */
struct run {
    struct event_reader *reader;
    struct sigma_matcher *matcher;
    size_t bytes_max; /* of a line: others are left out */
    size_t count, bytes, hits;
};

static double run_once(struct bench *bench, struct run *run)
{
    run->count = run->bytes = run->hits = 0;
    double start = cpu_s();
    for (size_t i = 0; i < bench->count; i++) {
        struct event event;
        const uint32_t *hits;
        if (bench->lines[i].size > run->bytes_max)
            continue;
        event_json_or_message(run->reader, bench->lines[i], &event);
        if (run->matcher != NULL) {
            event_sources_apply(bench->sources, run->reader, &event);
            run->hits += sigma_match(run->matcher, &event, &hits);
        }
        run->count++;
        run->bytes += bench->lines[i].size;
    }
    return (double)run->count / (cpu_s() - start);
}

/* The best of several rounds: a neighbour can only slow it down. */
static double run_best(struct bench *bench, struct run *run)
{
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        double rate = run_once(bench, run);
        best = rate > best ? rate : best;
    }
    return best;
}

static bool load(struct bench *bench, struct turn *turn, struct text text,
                 struct sigma_rules **rules, double *taken_s)
{
    static const char *const folders[] = {"rules", "rules-emerging-threats", "rules-threat-hunting",
                                          "rules-compliance"};
    struct text paths[4];
    for (size_t i = 0; i < 4; i++)
        paths[i] = text_format(turn->arena, "%s/sigma-rules/%s", bench->data, folders[i]);
    struct sigma_order order = {.paths = paths,
                                .path_count = text_empty(text) ? 4 : 0,
                                .text = text,
                                .sources = bench->sources};
    double start = cpu_s();
    bool good = sigma_load(turn, &order, rules);
    *taken_s = cpu_s() - start;
    return good;
}

static double measure(struct bench *bench, struct turn *turn, struct sigma_rules *rules, bool match,
                      size_t bytes_max, struct run *run)
{
    *run = (struct run){.reader = event_reader_new(turn->arena, sigma_rules_names(rules)),
                        .matcher = match ? sigma_matcher_new(turn->arena, rules) : NULL,
                        .bytes_max = bytes_max};
    return run_best(bench, run);
}

/* Rules of made-up words on the fields that real ones ask for, as many as wanted. */
static struct text made_rules(struct arena *arena, size_t count)
{
    static const char *const fields[] = {"Image",          "CommandLine",  "ParentImage",
                                         "TargetFilename", "TargetObject", "ImageLoaded"};
    static const char *const modifiers[] = {"endswith", "contains", "endswith",
                                            "contains", "contains", "endswith"};
    static const char *const categories[] = {"process_creation", "process_creation",
                                             "process_creation", "file_event",
                                             "registry_set",     "image_load"};
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        size_t k = i % 6;
        build_format(&out,
                     "---\ntitle: made %zu\nid: made-%zu\nlogsource: {product: windows, "
                     "category: %s}\ndetection:\n  s:\n    %s|%s:\n",
                     i, i, categories[k], fields[k], modifiers[k]);
        for (size_t n = 0; n < 5; n++)
            build_format(&out, "      - '\\made%zx%zx.exe'\n", i * 2654435761U % 1048573U, n);
        build(&out, TEXT("    User|contains: SYSTEM\n  condition: s\n"));
    }
    return built(&out);
}

static const char *judged(bool met)
{
    return met ? "met" : "missed";
}

static void bench_events(struct bench *bench, struct turn *turn, struct sigma_rules *rules,
                         size_t bytes_max, double wanted)
{
    struct run run;
    double json = measure(bench, turn, rules, false, bytes_max, &run);
    double rate = measure(bench, turn, rules, true, bytes_max, &run);
    double mean = (double)run.bytes / (double)run.count;
    printf("bench sigma: %zu events of %.0f bytes, %zu rules: %.0f events/s a core (%.2f GB/s), "
           "aim %.0f: %.2f, %s; JSON alone %.0f/s (%.2f GB/s), ratio %.2f; %zu findings\n",
           run.count, mean, sigma_rules_count(rules), rate, rate * mean / 1e9, wanted,
           rate / wanted, judged(rate >= wanted), json, json * mean / 1e9, rate / json, run.hits);
}

/* The naive evaluator on some of the events, until its time is over, and the engine on the same. */
static bool bench_naive(struct bench *bench, struct turn *turn, struct sigma_rules *rules)
{
    struct plainly plainly = {.rules = rules,
                              .sources = bench->sources,
                              .arena = arena_new(BENCH_ARENA_BYTES),
                              .scratch = arena_new(BENCH_ARENA_BYTES)};
    struct event_reader *reader = event_reader_new(turn->arena, sigma_rules_names(rules));
    struct sigma_matcher *matcher = sigma_matcher_new(turn->arena, rules);
    double taken[2] = {0, 0};
    size_t hits[2] = {0, 0};
    size_t count = 0;
    bool good = plainly_read(turn, &plainly);
    for (size_t i = 0; good && i < bench->count && taken[0] < NAIVE_SECONDS; i += 997, count++) {
        struct event event;
        const uint32_t *found;
        double start = cpu_s();
        event_json_or_message(reader, bench->lines[i], &event);
        event_sources_apply(bench->sources, reader, &event);
        double read = cpu_s();
        hits[1] += sigma_match(matcher, &event, &found);
        taken[1] += cpu_s() - start;
        taken[0] += read - start;
        start = cpu_s();
        hits[0] += plainly_match(&plainly, &event);
        taken[0] += cpu_s() - start;
    }
    double rate = good ? (double)count / taken[0] : 1;
    if (good)
        printf("bench sigma: naive evaluator, by log source: %.1f events/s on %zu of them, the "
               "engine on the same %.0f times as many; findings %zu and %zu\n",
               rate, count, (double)count / taken[1] / rate, hits[0], hits[1]);
    arena_free(plainly.scratch);
    arena_free(plainly.arena);
    return good;
}

static bool bench_rules(struct bench *bench)
{
    struct turn turn = {.arena = arena_new(BENCH_ARENA_BYTES)};
    struct sigma_rules *rules;
    double taken_s;
    bool good = load(bench, &turn, TEXT_NONE, &rules, &taken_s);
    if (good) {
        printf("bench sigma: %zu rules loaded in %.2f s of the processor, aim %.0f: %s\n",
               sigma_rules_count(rules), taken_s, goal_load_s, judged(taken_s <= goal_load_s));
        bench_events(bench, &turn, rules, SIZE_MAX, goal);
        bench_events(bench, &turn, rules, SHORT_BYTES_MAX, goal_short);
        good = bench_naive(bench, &turn, rules);
    }
    if (!good)
        printf("bench sigma: %s\n", turn.fault.message);
    arena_free(turn.arena);
    return good;
}

/* The cost of an event with ever more rules. */
static bool bench_growth(struct bench *bench)
{
    static const size_t counts[] = {100, 1000, 10000};
    double first = 0;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct turn turn = {.arena = arena_new(BENCH_ARENA_BYTES)};
        struct sigma_rules *rules;
        struct run run;
        double taken_s;
        if (!load(bench, &turn, made_rules(turn.arena, counts[i]), &rules, &taken_s)) {
            printf("bench sigma: %s\n", turn.fault.message);
            arena_free(turn.arena);
            return false;
        }
        double rate = measure(bench, &turn, rules, true, SIZE_MAX, &run);
        first = i == 0 ? rate : first;
        printf("bench sigma: %zu made-up rules, loaded in %.2f s: %.0f events/s, %.2f times the "
               "cost of %zu, at most %.0f: %s\n",
               sigma_rules_count(rules), taken_s, rate, first / rate, counts[0], goal_growth,
               judged(first / rate <= goal_growth));
        arena_free(turn.arena);
    }
    return true;
}

int main(void)
{
    struct bench bench = {.turn = {.arena = arena_new(BENCH_ARENA_BYTES)}};
    const char *named = getenv("REVERE_DATA");
    const char *source = getenv("REVERE_SOURCE");
    bench.data = named != NULL ? named
                               : text_format(bench.turn.arena, "%s/../shared/data",
                                             source == NULL ? "." : source)
                                     .data;
    if (!file_exists(text_format(bench.turn.arena, "%s/events/windows", bench.data).data)) {
        puts("bench sigma: skipped: there are no events in $REVERE_DATA, nor in ../shared/data");
        arena_free(bench.turn.arena);
        return 0;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    bool good = event_sources_own(&bench.turn, &bench.sources) && sample(&bench);
    printf("bench sigma: yardstick %.0f million steps/s\n", yardstick());
    good = good && bench_rules(&bench) && bench_growth(&bench);
    printf("bench sigma: yardstick %.0f million steps/s\n", yardstick());
    arena_free(bench.turn.arena);
    return good ? 0 : 1;
}
