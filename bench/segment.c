/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event store: a realistic mix of lines hashed, filtered, packed and made durable, how many a
 * second a core, and what is left of their bytes on disk; and searches of it, each beside zstdcat
 * and rg (or grep) over the same lines in one file. The yardstick of compute is SHA-256, measured
 * in the same run, because the host is now and then half as fast for seconds. Times are those of
 * the processor, of all processes of a pipe together.
 *
 *     bench_segment [MB]    so many million bytes of lines; 1000 unless said otherwise
 */
#include "event/segment.h"
#include "base/clock.h"
#include "event/search.h"
#include "event/segment_file.h"
#include "mix.h"
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 256, SYNC_BATCHES = 16, MB = 1000000, WORKERS = 2, YARD_BYTES = 64 * MB };
static const char needle[] = " needle-7f3a9c21d4e5 ";
static const size_t arena_bytes_max = (size_t)24 << 30;

struct lines {
    char *bytes;
    uint32_t *sizes;
    size_t count, size;
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double elapsed_s(void)
{
    return (double)clock_elapsed_us() / 1e6;
}

static void lines_make(struct arena *arena, struct mix *mix, size_t bytes_max, struct lines *lines)
{
    lines->bytes = arena_take(arena, bytes_max + MIX_LINE_BYTES_MAX);
    lines->sizes = arena_array(arena, bytes_max / 20 + 1, sizeof *lines->sizes);
    while (lines->size < bytes_max) {
        char *line = lines->bytes + lines->size;
        size_t size = mix_line(mix, line);
        if (lines->size <= bytes_max / 2 && lines->size + size > bytes_max / 2 && size > 60)
            memcpy(line + 20, needle, sizeof needle - 1);
        lines->sizes[lines->count++] = (uint32_t)size;
        lines->size += size;
    }
}

/* ---- writing ---- */

struct worker {
    const struct lines *lines;
    char folder[64];
    size_t hands; /* threads that pack beside it */
    double cpu_s, wall_s;
    bool good;
};

static bool worker_write(struct turn *turn, struct worker *worker)
{
    const struct segment_settings settings = {.folder = worker->folder, .hands = worker->hands};
    struct segment_store *store;
    struct segment_position position;
    struct segment_record records[BATCH];
    const char *at = worker->lines->bytes;
    if (!segment_open(turn, &settings, &store))
        return false;
    for (size_t i = 0; i < worker->lines->count;) {
        size_t count = 0;
        size_t taken = 0;
        for (; count < BATCH && i < worker->lines->count; count++, i++) {
            records[count] = (struct segment_record){.received_us = (int64_t)i,
                                                     .event_us = (int64_t)i * 1000,
                                                     .source = TEXT("syslog/10.1.2.3"),
                                                     .raw = {at, worker->lines->sizes[i]}};
            at += worker->lines->sizes[i];
        }
        if (!segment_append(turn, store, 0, records, count, &taken, &position)
            || (i / BATCH % SYNC_BATCHES == 0 && !segment_sync(turn, store, 0, &position)))
            return false;
    }
    bool good = segment_seal(turn, store, 0);
    segment_close(store);
    return good;
}

static void *worker_run(void *context)
{
    struct worker *worker = context;
    struct turn turn = {.arena = arena_new(arena_bytes_max)};
    double cpu = cpu_s();
    double wall = elapsed_s();
    worker->good = worker_write(&turn, worker);
    worker->cpu_s = cpu_s() - cpu;
    worker->wall_s = elapsed_s() - wall;
    if (!worker->good)
        printf("bench segment: %s\n", turn.fault.message);
    arena_free(turn.arena);
    return NULL;
}

static double yardstick(const struct lines *lines)
{
    size_t size = lines->size < YARD_BYTES ? lines->size : YARD_BYTES;
    double begun = cpu_s();
    volatile struct sha256 sum = sha256((struct text){lines->bytes, size});
    (void)sum;
    return (double)size / (cpu_s() - begun) / 1e9;
}

static uint64_t disk_bytes(struct turn *turn, const char *folder, uint64_t *parts)
{
    struct segment_name *names;
    size_t count;
    uint64_t all = 0;
    memset(parts, 0, 4 * sizeof *parts);
    if (!segment_list(turn, folder, &names, &count))
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct segment_file *file;
        if (!segment_file_open(turn, names[i].path, &file))
            return 0;
        all += file->size;
        parts[0] += file->tail.dictionary_at - file->head_bytes;
        parts[1] += file->tail.trigrams_at - file->tail.tokens_at;
        parts[2] += file->tail.groups_at - file->tail.trigrams_at;
        parts[3] += file->head_bytes + file->tail.tokens_at - file->tail.dictionary_at;
        segment_file_close(file);
    }
    return all;
}

static bool write_all(struct turn *turn, const struct lines *lines, const char *folder)
{
    struct worker one = {.lines = lines};
    struct worker helped = {.lines = lines, .hands = 1};
    struct worker two[WORKERS] = {{.lines = lines}, {.lines = lines}};
    pthread_t threads[WORKERS];
    uint64_t parts[4];
    double yard = yardstick(lines);
    snprintf(one.folder, sizeof one.folder, "%s/one", folder);
    worker_run(&one);
    double raw = (double)lines->size;
    double disk = (double)disk_bytes(turn, one.folder, parts);
    printf("write: %zu lines, mean %zu bytes; SHA-256 %.2f GB/s in this run\n", lines->count,
           lines->size / lines->count, yard);
    printf("write, one worker: %.0f lines/s, %.1f MB/s, a core-second %.0f lines, %.1f MB\n",
           (double)lines->count / one.wall_s, raw / one.wall_s / MB,
           (double)lines->count / one.cpu_s, raw / one.cpu_s / MB);
    printf("write: %.2f us for each 1,165 bytes; the chain of the prototype took 6.5 without "
           "detection and without 3-grams: %.0f %% of it\n",
           one.cpu_s * 1e6 * 1165 / raw, 650 / (one.cpu_s * 1e6 * 1165 / raw));
    printf(
        "disk: %.1f %% of raw (at most 25): blocks %.1f, tokens %.1f, 3-grams %.1f, dictionaries "
        "%.2f\n",
        disk * 100 / raw, (double)parts[0] * 100 / raw, (double)parts[1] * 100 / raw,
        (double)parts[2] * 100 / raw, (double)parts[3] * 100 / raw);
    snprintf(helped.folder, sizeof helped.folder, "%s/helped", folder);
    worker_run(&helped);
    printf("write, one worker and a thread that packs: %.0f lines/s, %.2f times one (wall)\n",
           (double)lines->count / helped.wall_s, one.wall_s / helped.wall_s);
    double wall = elapsed_s();
    for (int i = 0; i < WORKERS; i++) {
        snprintf(two[i].folder, sizeof two[i].folder, "%s/two%d", folder, i);
        pthread_create(&threads[i], NULL, worker_run, &two[i]);
    }
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    wall = elapsed_s() - wall;
    printf("write, two workers: %.0f lines/s, %.2f times one (wall)\n",
           2 * (double)lines->count / wall, 2 * one.wall_s / wall);
    return one.good && helped.good && two[0].good && two[1].good && disk > 0;
}

/* ---- searching ---- */

static bool count_hit(void *context, const struct search_hit *hit)
{
    (void)context;
    return hit->record != NULL;
}

static double children_s(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
           + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* What a command prints, and the processor time it took. */
static double shell_s(const char *command, long *count)
{
    double begun = children_s();
    FILE *out = popen(command, "r"); /* NOLINT(cert-env33-c): a peer that is measured */
    if (out == NULL || fscanf(out, "%ld", count) != 1)
        *count = -1;
    if (out != NULL)
        pclose(out);
    return children_s() - begun;
}

static bool search_one(const char *folder, const char *query, struct search_progress *done,
                       double *taken_s)
{
    struct turn turn = {.arena = arena_new(arena_bytes_max)};
    struct search_query *read;
    struct search_order order = {
        .folder = folder, .since_us = INT64_MIN, .until_us = INT64_MAX, .take = count_hit};
    double begun = cpu_s();
    bool good = search_read(&turn, text_of(query), &read);
    order.query = read;
    good = good && search_run(&turn, &order, done);
    *taken_s = cpu_s() - begun;
    if (!good)
        printf("bench segment: %s\n", turn.fault.message);
    arena_free(turn.arena);
    return good;
}

static bool search_all(const struct lines *lines, const char *folder)
{
    static const struct {
        const char *what, *query, *peer;
    } cases[] = {
        {"needle", "needle-7f3a9c21d4e5", "-F -i -c needle-7f3a9c21d4e5"},
        {"absent address", "203.0.113.77", "-F -c 203.0.113.77"},
        {"common word", "failed", "-w -i -c failed"},
        {"substring", "*imikat*", "-F -i -c imikat"},
        {"field", "EventID=4688", "-c '\"EventID\": *\"*4688\"*'"},
        {"regex", "/user [a-z]+ from 1[0-9]+/", "-E -c 'user [a-z]+ from 1[0-9]+'"},
        {"every line", "/[0-9]x[0-9]/", "-E -c '[0-9]x[0-9]'"},
    };
    const char *tool = system("command -v rg >/dev/null 2>&1") == 0 ? "rg" : "grep -a";
    char store[80];
    char command[512];
    snprintf(store, sizeof store, "%s/one", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct search_progress done;
        double taken = 0;
        long count = 0;
        if (!search_one(store, cases[i].query, &done, &taken))
            return false;
        snprintf(command, sizeof command, "zstdcat %s/lines.zst | %s %s", folder, tool,
                 cases[i].peer);
        double peer = shell_s(command, &count);
        printf("search, %s: %llu lines in %.4f s, %.0f %% of blocks passed by, %.2f GB/s; %s: %ld "
               "in %.2f s; %.1f times\n",
               cases[i].what, (unsigned long long)done.hits, taken,
               (double)done.passed_by * 100 / (double)done.blocks,
               (double)lines->size / taken / 1e9, tool, count, peer, peer / taken);
        if (done.raw_bytes > 0)
            printf("search, %s: what was read, at %.2f GB/s\n", cases[i].what,
                   (double)done.raw_bytes / taken / 1e9);
    }
    return true;
}

static bool peer_file(const struct lines *lines, const char *folder)
{
    char command[128];
    snprintf(command, sizeof command, "zstd -q -1 -T1 -o %s/lines.zst", folder);
    FILE *out = popen(command, "w"); /* NOLINT(cert-env33-c): a peer that is measured */
    bool good = out != NULL;
    const char *at = lines->bytes;
    for (size_t i = 0; good && i < lines->count; at += lines->sizes[i++])
        good = fwrite(at, 1, lines->sizes[i], out) == lines->sizes[i] && fputc('\n', out) != EOF;
    return out != NULL && pclose(out) == 0 && good;
}

int main(int argc, char **argv)
{
    struct turn turn = {.arena = arena_new(arena_bytes_max)};
    static struct mix mix;
    struct lines lines = {0};
    char folder[] = "/tmp/revere-bench-XXXXXX";
    size_t bytes = (argc > 1 ? strtoul(argv[1], NULL, 10) : 1000) * MB;
    if (!mix_open(&turn, &mix)) {
        printf("bench segment: skipped: %s\n", turn.fault.message);
        arena_free(turn.arena);
        return 0;
    }
    lines_make(turn.arena, &mix, bytes, &lines);
    bool good = mkdtemp(folder) != NULL && write_all(&turn, &lines, folder)
                && peer_file(&lines, folder) && search_all(&lines, folder);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0) /* NOLINT(cert-env33-c): a folder of our own making */
        printf("bench segment: %s stays\n", folder);
    arena_free(turn.arena);
    return good ? 0 : 1;
}
