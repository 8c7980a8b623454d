/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The house at its main work, through its counter, on both engines: durable reports and entries,
 * lists of 50, and cases opened as their page does it; by one caller and by eight; with 2,000
 * incidents and with 100,000 in the house. Beside the writes: the same engine writing the rows that
 * the house wrote for them, as many to a transaction, as durably. The first thousand incidents are
 * reported; the house is filled with copies of their rows (seed.h), all but the ledger's, which
 * bench/ledger measures at a million. bench_case [sqlite|postgresql] [COUNT...] takes other numbers
 * of incidents.
 */
#include "ground.h"
#include "peer.h"
#include "seed.h"
#include <pthread.h>
#include <sys/resource.h>

enum {
    CALLERS_MAX = 64,
    MEASURE_US = 3000000,
    SAMPLES_MAX = 65536,
    SAMPLED_READS = 400, /* of each kind of reading, at least: a p99 of fewer says little */
    LEARNT = 1000,       /* reports, and entries, whose rows the bare engine writes */
    FEW = 5,             /* incidents of the small agency */
    ENTRIES_FEW = 300,
    ENTRIES_MANY = 10000,
    CALL_ARENA_BYTES = 256 * 1024 * 1024
};

static const char small_agency[] = "DTA";
static const char *const agencies[] = {"DPH", "DCR", "OSD", "RMV", "DOR", "CPCS"};

struct bench {
    struct ground *ground;
    struct arena *arena;    /* lives as long as the bench */
    struct text ciso, head; /* persons: who reads everything, and who reads five */
    struct text few, many;  /* numbers of the incidents with so many entries */
    int64_t incidents;
    struct peer peer;
    struct peer_rows report_rows, entry_rows;
    struct seed seed;
};

/* One thing that callers ask again and again. */
struct load {
    const struct bench *bench;
    bool (*ask)(const struct load *load, struct arena *arena, int64_t number);
    struct text person, incident;
    size_t count; /* of a list that is right */
    int64_t asked_max;
};

/* ---- asking ---- */

static struct value *pairs(struct arena *arena, const char *name, struct text text)
{
    struct value *input = value_map(arena);
    value_set_text(arena, input, name, text);
    return input;
}

static bool report_in(const struct load *load, struct arena *arena, const char *agency)
{
    struct answer answer;
    struct value *input = pairs(arena, "organisation", text_of(agency));
    value_set_text(arena, input, "what",
                   TEXT("All screens of the night shift show a ransom note, and the server that "
                        "keeps the pumps' settings does not answer."));
    value_set_text(arena, input, "name", TEXT("Night shift, ward 4"));
    return ground_call(load->bench->ground, arena, TEXT_NONE, "report.create", input, &answer);
}

static bool ask_report(const struct load *load, struct arena *arena, int64_t number)
{
    return report_in(load, arena, agencies[(size_t)number % (sizeof agencies / sizeof *agencies)]);
}

static bool ask_entry(const struct load *load, struct arena *arena, int64_t number)
{
    struct answer answer;
    struct value *input = pairs(arena, "incident", load->incident);
    value_set_text(arena, input, "action",
                   text_format(arena, "step %lld: the next server is taken off the network",
                               (long long)number));
    return ground_call(load->bench->ground, arena, TEXT_NONE, "incident.respond", input, &answer);
}

static bool ask_list(const struct load *load, struct arena *arena, int64_t number)
{
    struct answer answer;
    struct value *input = value_map(arena);
    (void)number;
    value_set_integer(arena, input, "limit", 50);
    if (!ground_call(load->bench->ground, arena, load->person, "incident.list", input, &answer))
        return false;
    size_t count = value_get_count(answer.value, "items");
    return count == load->count || printf("bench case: a list of %zu\n", count) < 0;
}

/* What the page of an incident asks. */
static bool ask_case(const struct load *load, struct arena *arena, int64_t number)
{
    static const char *const states[] = {"open", "done"};
    struct answer answer;
    (void)number;
    if (!ground_call(load->bench->ground, arena, load->person, "incident.read",
                     pairs(arena, "incident", load->incident), &answer)
        || !ground_call(load->bench->ground, arena, load->person, "incident.timeline",
                        pairs(arena, "incident", load->incident), &answer)
        || !ground_call(load->bench->ground, arena, load->person, "notice.list",
                        pairs(arena, "incident", load->incident), &answer))
        return false;
    for (size_t i = 0; i < 2; i++) {
        struct value *input = pairs(arena, "incident", load->incident);
        value_set_text(arena, input, "owed", TEXT("all"));
        value_set_text(arena, input, "state", text_of(states[i]));
        if (!ground_call(load->bench->ground, arena, load->person, "obligation.list", input,
                         &answer))
            return false;
    }
    return true;
}

/* ---- callers ---- */

struct callers {
    const struct load *load;
    pthread_mutex_t mutex;
    int64_t next, first;
    int64_t until_us; /* 0: until asked_max */
    int64_t *samples;
    size_t sample_count;
    int64_t busy_us;
    bool failed;
};

static bool callers_next(struct callers *callers, int64_t *number)
{
    pthread_mutex_lock(&callers->mutex);
    bool more = !callers->failed
                && (callers->until_us == 0 ? callers->next < callers->load->asked_max
                                           : clock_elapsed_us() < callers->until_us
                                                 || callers->next < callers->load->asked_max);
    *number = callers->first + callers->next;
    callers->next += more;
    pthread_mutex_unlock(&callers->mutex);
    return more;
}

static void callers_done(struct callers *callers, int64_t taken_us, bool good)
{
    pthread_mutex_lock(&callers->mutex);
    if (callers->sample_count < SAMPLES_MAX)
        callers->samples[callers->sample_count++] = taken_us;
    callers->failed = callers->failed || !good;
    pthread_mutex_unlock(&callers->mutex);
}

/* Processor time of this thread, which does not grow with what else the machine does. */
static void callers_busy(struct callers *callers)
{
    struct rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    pthread_mutex_lock(&callers->mutex);
    callers->busy_us += (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000
                        + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    pthread_mutex_unlock(&callers->mutex);
}

static void *callers_run(void *context)
{
    struct callers *callers = context;
    struct arena *arena = arena_new(CALL_ARENA_BYTES);
    int64_t number;
    while (arena != NULL && callers_next(callers, &number)) {
        int64_t start_us = clock_elapsed_us();
        bool good = callers->load->ask(callers->load, arena, number);
        callers_done(callers, clock_elapsed_us() - start_us, good);
        arena_clear(arena);
    }
    callers_busy(callers);
    arena_free(arena);
    return NULL;
}

static int compare_us(const void *left, const void *right)
{
    const int64_t *a = left;
    const int64_t *b = right;
    return (*a > *b) - (*a < *b);
}

struct outcome {
    double rate; /* a second */
    double p50_ms, p99_ms;
    double busy_ms; /* processor time of the callers, a call */
};

/* Asks `load` from so many threads, for us microseconds and at least asked_max times (0: exactly
 * asked_max times). */
static bool callers_measure(const struct load *load, int threads, int64_t us, int64_t first,
                            struct outcome *outcome)
{
    pthread_t thread[CALLERS_MAX];
    struct callers callers = {.load = load,
                              .mutex = PTHREAD_MUTEX_INITIALIZER,
                              .first = first,
                              .samples = calloc(SAMPLES_MAX, sizeof(int64_t))};
    int64_t start_us = clock_elapsed_us();
    callers.until_us = us == 0 ? 0 : start_us + us;
    for (int i = 0; i < threads; i++)
        if (pthread_create(&thread[i], NULL, callers_run, &callers) != 0)
            return false;
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    double taken_s = (double)(clock_elapsed_us() - start_us) / 1e6;
    bool good = !callers.failed && callers.sample_count > 0;
    if (good) {
        qsort(callers.samples, callers.sample_count, sizeof *callers.samples, compare_us);
        *outcome = (struct outcome){
            .rate = (double)callers.next / taken_s,
            .p50_ms = (double)callers.samples[callers.sample_count / 2] / 1e3,
            .p99_ms = (double)callers.samples[callers.sample_count * 99 / 100] / 1e3,
            .busy_ms = (double)callers.busy_us / 1e3 / (double)callers.next};
    }
    free(callers.samples);
    return good;
}

/* ---- the ground ---- */

static bool person_id(struct bench *bench, const char *mail, struct text *id)
{
    struct answer answer;
    if (!ground_call(bench->ground, bench->arena, TEXT_NONE, "person.read",
                     pairs(bench->arena, "person", text_of(mail)), &answer))
        return false;
    *id = text_copy(bench->arena, value_get_text(answer.value, "id"));
    return true;
}

/* A case of its own with so many entries. */
static bool case_make(struct bench *bench, int64_t entries, struct text *number)
{
    struct outcome unused;
    struct answer answer;
    struct value *input = pairs(bench->arena, "what", TEXT("a long night"));
    value_set_text(bench->arena, input, "organisation", TEXT("DPH"));
    if (!ground_call(bench->ground, bench->arena, TEXT_NONE, "report.create", input, &answer))
        return false;
    *number = text_copy(bench->arena, value_get_text(answer.value, "number"));
    struct load load = {
        .bench = bench, .ask = ask_entry, .incident = *number, .asked_max = entries};
    return callers_measure(&load, 32, 0, 0, &unused);
}

/* What rows a report and an entry leave, for the bare engine to write. */
static bool ground_learn(struct bench *bench)
{
    struct peer_picture picture[3];
    struct outcome unused;
    struct load load = {.bench = bench, .ask = ask_report, .asked_max = LEARNT};
    peer_tables(&bench->peer);
    seed_stand(&bench->seed);
    if (!peer_look(&bench->peer, bench->ground->house, &picture[0])
        || !callers_measure(&load, CALLERS_MAX, 0, 0, &unused)
        || !peer_look(&bench->peer, bench->ground->house, &picture[1]))
        return false;
    seed_go(&bench->seed);
    if (!case_make(bench, LEARNT, &bench->few)
        || !peer_look(&bench->peer, bench->ground->house, &picture[2]))
        return false;
    peer_new(&bench->peer, &picture[0], &picture[1], LEARNT, &bench->report_rows);
    peer_new(&bench->peer, &picture[1], &picture[2], LEARNT, &bench->entry_rows);
    bench->seed.rows = &bench->report_rows;
    bench->incidents += LEARNT;
    return true;
}

static bool ground_lay(struct bench *bench)
{
    struct answer answer;
    struct load load = {.bench = bench};
    bool good = ground_call(bench->ground, bench->arena, TEXT_NONE, "demo.people",
                            pairs(bench->arena, "password", TEXT("a long sentence of everybody's")),
                            &answer)
                && person_id(bench, "ciso@example.org", &bench->ciso)
                && person_id(bench, "agency-head.dta@example.org", &bench->head);
    for (int i = 0; good && i < FEW; i++)
        good = report_in(&load, bench->arena, small_agency);
    bench->incidents = FEW;
    return good && ground_learn(bench) && case_make(bench, ENTRIES_FEW, &bench->few)
           && case_make(bench, ENTRIES_MANY, &bench->many);
}

static bool ground_fill(struct bench *bench, int64_t incidents)
{
    int64_t start_us = clock_elapsed_us();
    if (!seed_copy(&bench->seed, bench->ground, &bench->incidents, incidents))
        return false;
    printf("bench case %s: filled to %lld incidents in %.0f s\n", bench->ground->engine,
           (long long)bench->incidents, (double)(clock_elapsed_us() - start_us) / 1e6);
    return true;
}

/* ---- what is measured ---- */

static bool measure_writes(struct bench *bench)
{
    const struct {
        const char *name;
        struct load load;
        const struct peer_rows *rows;
    } writes[] = {
        {"report", {.bench = bench, .ask = ask_report}, &bench->report_rows},
        {"entry", {.bench = bench, .ask = ask_entry, .incident = bench->few}, &bench->entry_rows}};
    static const int callers[] = {1, 8};
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++) {
            struct outcome outcome;
            double bare = peer_rate(&bench->peer, writes[i].rows, callers[k]);
            if (bare <= 0
                || !callers_measure(&writes[i].load, callers[k], MEASURE_US, bench->incidents,
                                    &outcome))
                return false;
            printf("bench case %s %lld incidents, %s, %d caller%s: %.0f/s, p50 %.1f ms, p99 %.1f "
                   "ms; the bare engine with the same %.1f rows: %.0f/s; ratio %.2f\n",
                   bench->ground->engine, (long long)bench->incidents, writes[i].name, callers[k],
                   callers[k] == 1 ? "" : "s", outcome.rate, outcome.p50_ms, outcome.p99_ms,
                   writes[i].rows->each, bare, outcome.rate / bare);
        }
    return true;
}

static bool measure_reads(struct bench *bench)
{
    const struct {
        const char *name;
        struct load load;
    } reads[] = {
        {"list of 50, who reads everything", {.ask = ask_list, .person = bench->ciso, .count = 50}},
        {"list, who reads five", {.ask = ask_list, .person = bench->head, .count = FEW}},
        {"case of 300 entries", {.ask = ask_case, .person = bench->ciso, .incident = bench->few}},
        {"case of 10,000 entries",
         {.ask = ask_case, .person = bench->ciso, .incident = bench->many}},
    };
    static const int callers[] = {1, 8};
    for (size_t i = 0; i < sizeof reads / sizeof *reads; i++)
        for (size_t k = 0; k < 2; k++) {
            struct outcome outcome;
            struct load load = reads[i].load;
            load.bench = bench;
            load.asked_max = SAMPLED_READS;
            if (!callers_measure(&load, callers[k], MEASURE_US, 0, &outcome))
                return false;
            printf("bench case %s %lld incidents, %s, %d caller%s: %.0f/s, p50 %.2f ms, p99 %.2f "
                   "ms, %.2f ms of the processor\n",
                   bench->ground->engine, (long long)bench->incidents, reads[i].name, callers[k],
                   callers[k] == 1 ? "" : "s", outcome.rate, outcome.p50_ms, outcome.p99_ms,
                   outcome.busy_ms);
        }
    return true;
}

/* ---- a house on an engine ---- */

static bool settle(struct ground *ground, struct house_settings *settings)
{
    struct bench *bench = arena_take(ground->turn.arena, sizeof *bench);
    settings->writer = true;
    settings->clock = (struct clock){seed_now_us, &bench->seed};
    settings->tables = seed_tables(ground->turn.arena);
    ground->own = bench;
    return true;
}

static bool run(struct ground *ground, const int64_t *counts, size_t count)
{
    struct bench *bench = ground->own;
    bench->ground = ground;
    bench->arena = ground->turn.arena;
    bench->peer.engine = ground->engine;
    bool good = ground_lay(bench);
    for (size_t i = 0; good && i < count; i++)
        good = ground_fill(bench, counts[i]) && measure_reads(bench) && measure_writes(bench);
    arena_free(bench->peer.arena);
    return good;
}

int main(int words, char **word)
{
    static const struct ground_plan plan = {
        .name = "case", .counts = {2000, 100000}, .count = 2, .settle = settle, .run = run};
    return ground_main(&plan, words, word);
}
