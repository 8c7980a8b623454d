/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time over a great many open duties, on both engines: the next that is due is found, and fired
 * through the counter (a version, a line in the ledger, notices to those of the ladder), with 1,000
 * duties open and with 1,000,000. Beside it the bare engine looks the same row up and writes its
 * next version, as durably. What time costs must not hang on how much is owed.
 * bench_obligation [sqlite|postgresql] [COUNT...] takes other numbers, of a thousand at least.
 */
#include "obligation/obligation.h"
#include "ground.h"
#include "people/people.h"

enum {
    LOOKS = 2000,
    FIRES = 200,
    ROOMS_MAX = 32,
    DOUBLED = 1024,   /* so many duties are made by doubling, and the later half of them, which */
    COPIED = 512,     /* nothing has fired yet, is copied from then on: short statements */
    SHOWN = 100000,   /* progress, of so many each time */
    STEP_US = 1000000 /* between the instants of two duties */
};

#define BENCH_NOW_US INT64_C(1783080000000000) /* 2026-07-03T12:00:00Z */

struct bench {
    struct ground *ground;
    struct turn turn; /* with a connection of its own, for the seed and the bare engine */
    int64_t now_us;
    int64_t first_us; /* when the duty that is copied is due */
    int64_t open;
    const struct action *rooms[ROOMS_MAX + 2];
};

static int64_t bench_now_us(void *state)
{
    return ((struct bench *)state)->now_us;
}

static struct change *permit(void)
{
    static char change;
    return (struct change *)(void *)&change; /* the bare engine keeps no ledger */
}

/* ---- the ground: one duty as the house opens it, doubled until there are enough ---- */

static bool people_write(struct change *change, const struct value *input, struct value **answer)
{
    struct text short_name = TEXT("DPH");
    const struct names organisations = {&short_name, 1};
    struct holder *people;
    size_t count;
    (void)input;
    *answer = value_map(change_turn(change)->arena);
    return people_demo(change, change_turn(change)->pack, &organisations, &people, &count);
}

static const struct action bench_people[] = {{.name = "bench.people",
                                              .title = "Demonstration people",
                                              .method = METHOD_POST,
                                              .route = "/bench/people",
                                              .internal = true,
                                              .write = people_write,
                                              .help = "For the measurement."},
                                             {.name = NULL}};

#define FIXED                                                                                      \
    "rule, step, pack, number, kind, organisation, recipient_role, recipient_organisation,"        \
    " recipient_person, period, fact, start_us, start_field, rating, product_default, entry_us,"   \
    " subject_kind, about, corrects"
#define CHANGING                                                                                   \
    "version, organisation, kind, state, fired_us, level, person, person_name, role, asked_role,"  \
    " role_organisation, holding, fulfilled_us, basis, evidence, evidence_ref, superseded_by,"     \
    " author, entry_us, until_us, standing, owed, resume_us, explanation"

static bool bench_write(struct bench *bench, const char *sql, const struct cell *cells,
                        size_t count)
{
    return store_write(&bench->turn, permit(), sql, cells, count, NULL)
           || printf("bench obligation %s: %s\n", bench->ground->engine, bench->turn.fault.message)
                  < 0;
}

/* Whoever writes beside the ledger counts its turn like everybody (store_stand). */
static bool bench_commit(struct bench *bench)
{
    return bench_write(bench, "UPDATE ledger_head SET turns = turns + 1 WHERE head = 1", BIND_NONE)
           && store_commit(&bench->turn);
}

/* All but the last day's follow-up sleeps; that one is what is doubled. */
static bool seed(struct bench *bench)
{
    struct turn *turn = &bench->turn;
    return store_begin(turn)
           && bench_write(bench, "UPDATE obligation_version SET next_us = $1",
                          BIND(cell_integer(INT64_MAX)))
           && bench_write(bench,
                          "UPDATE obligation_version SET next_us = due_us + 1, person_name = 'seed'"
                          " WHERE obligation = (SELECT MIN(o.id) FROM obligation o JOIN"
                          " obligation_version v ON v.obligation = o.id WHERE v.state = 'open'"
                          " AND v.until_us = $1 AND v.due_us > $2 AND o.step = '')",
                          BIND(cell_integer(INT64_MAX), cell_integer(BENCH_NOW_US + HOUR_US)))
           && bench_commit(bench);
}

static bool seed_instant(struct bench *bench)
{
    struct rows rows;
    if (!store_select(&bench->turn,
                      "SELECT MIN(next_us) FROM obligation_version WHERE until_us = $1",
                      BIND(cell_integer(INT64_MAX)), &rows))
        return false;
    bench->first_us = rows_integer(&rows, 0, 0);
    return true;
}

/* The duties from number `from` up to number `to`, once more, a case each, after all others. */
static bool copied(struct bench *bench, int64_t from, int64_t to)
{
    struct turn *turn = &bench->turn;
    struct cell mark = cell_text(text_format(turn->arena, "-%lld", (long long)bench->open));
    struct cell from_us = cell_integer(bench->first_us + from * STEP_US);
    struct cell to_us = cell_integer(bench->first_us + to * STEP_US);
    return store_begin(turn)
           && bench_write(
               bench,
               "INSERT INTO obligation (id, identity, subject, " FIXED ")"
               " SELECT o.id || $1, o.identity || $1, o.subject || $1, o.rule, o.step, o.pack,"
               " o.number, o.kind, o.organisation, o.recipient_role,"
               " o.recipient_organisation, o.recipient_person, o.period, o.fact, o.start_us,"
               " o.start_field, o.rating, o.product_default, o.entry_us, o.subject_kind,"
               " o.about, o.corrects FROM obligation o JOIN obligation_version v"
               " ON v.obligation = o.id WHERE v.until_us = $2 AND v.next_us >= $3"
               " AND v.next_us < $4",
               BIND(mark, cell_integer(INT64_MAX), from_us, to_us))
           && bench_write(
               bench,
               "INSERT INTO obligation_version (obligation, subject, due_us, next_us, " CHANGING
               ") SELECT obligation || $1, subject || $1, due_us + $2, next_us + $2, " CHANGING
               " FROM obligation_version WHERE until_us = $3 AND next_us >= $4 AND next_us < $5",
               BIND(mark, cell_integer((bench->open - from) * STEP_US), cell_integer(INT64_MAX),
                    from_us, to_us))
           && bench_commit(bench);
}

static bool fill(struct bench *bench, int64_t open)
{
    struct arena *arena = bench->turn.arena;
    int64_t start_us = clock_elapsed_us();
    bool good = true;
    bench->turn.arena = arena_new(GROUND_ARENA_BYTES);
    while (good && bench->open < open) {
        int64_t before = bench->open;
        bool doubles = before < DOUBLED;
        good = copied(bench, doubles ? 0 : DOUBLED - COPIED, doubles ? before : DOUBLED);
        bench->open += doubles ? before : COPIED;
        arena_clear(bench->turn.arena);
        if (bench->open / SHOWN != before / SHOWN)
            fprintf(stderr, "\r%lld", (long long)bench->open);
    }
    arena_free(bench->turn.arena);
    bench->turn.arena = arena;
    if (good)
        printf("bench obligation %s: filled to %lld open in %.0f s\n", bench->ground->engine,
               (long long)bench->open, (double)(clock_elapsed_us() - start_us) / 1e6);
    return good;
}

/* ---- what is measured ---- */

static bool look(struct bench *bench, double *product_us, double *bare_us)
{
    struct turn *turn = &bench->turn;
    int64_t next_us;
    int64_t start_us = clock_elapsed_us();
    for (int i = 0; i < LOOKS; i++)
        if (!obligation_next(turn, &next_us))
            return false;
    int64_t middle_us = clock_elapsed_us();
    for (int i = 0; i < LOOKS; i++) {
        struct rows rows;
        if (!store_select(turn,
                          "SELECT obligation, next_us FROM obligation_version WHERE until_us = $1"
                          " ORDER BY next_us LIMIT 1",
                          BIND(cell_integer(INT64_MAX)), &rows))
            return false;
    }
    *product_us = (double)(middle_us - start_us) / LOOKS;
    *bare_us = (double)(clock_elapsed_us() - middle_us) / LOOKS;
    return true;
}

/* One after the other, as the tick meets them. */
static bool fire(struct bench *bench, double *each_us)
{
    struct arena *arena = arena_new(GROUND_ARENA_BYTES);
    int64_t fired = 0;
    int64_t taken_us = 0;
    while (fired < FIRES) {
        struct answer answer;
        if (!obligation_next(&bench->turn, &bench->now_us))
            return false;
        arena_clear(arena);
        int64_t start_us = clock_elapsed_us();
        if (!ground_call(bench->ground, arena, TEXT_NONE, "obligation.fire", NULL, &answer))
            return false;
        taken_us += clock_elapsed_us() - start_us;
        fired += value_get_integer(answer.value, "fired", 0);
    }
    arena_free(arena);
    *each_us = (double)taken_us / (double)fired;
    return true;
}

/* The due row found, its version ended and the next written, in a transaction of its own. */
static bool fire_bare(struct bench *bench, double *each_us)
{
    struct turn *turn = &bench->turn;
    int64_t start_us = clock_elapsed_us();
    for (int i = 0; i < FIRES; i++) {
        struct rows rows;
        if (!store_begin(turn)
            || !store_select(turn,
                             "SELECT v.obligation, o.rule FROM obligation_version v JOIN obligation"
                             " o ON o.id = v.obligation WHERE v.until_us = $1 ORDER BY v.next_us"
                             " LIMIT 1",
                             BIND(cell_integer(INT64_MAX)), &rows))
            return false;
        struct text id = rows_text(&rows, 0, 0);
        if (!bench_write(
                bench,
                "INSERT INTO obligation_version (obligation, subject, due_us, next_us, " CHANGING
                ") SELECT obligation, subject, due_us, $1, version + 1000, organisation, kind,"
                " 'overdue', fired_us, level, 'bare', person_name, role, asked_role,"
                " role_organisation, holding, fulfilled_us, basis, evidence, evidence_ref,"
                " superseded_by, author, entry_us, until_us, standing, owed, resume_us,"
                " explanation FROM obligation_version WHERE obligation = $2 AND until_us = $1",
                BIND(cell_integer(INT64_MAX), cell_text(id)))
            || !bench_write(
                bench,
                "UPDATE obligation_version SET until_us = $1 WHERE obligation = $2"
                " AND until_us = $3 AND person <> 'bare'",
                BIND(cell_integer(bench->now_us), cell_text(id), cell_integer(INT64_MAX)))
            || !store_commit(turn))
            return false;
    }
    *each_us = (double)(clock_elapsed_us() - start_us) / FIRES;
    return true;
}

static bool measure(struct bench *bench)
{
    double look_us;
    double look_bare_us;
    double fire_us;
    double fire_bare_us;
    if (!look(bench, &look_us, &look_bare_us) || !fire(bench, &fire_us)
        || !fire_bare(bench, &fire_bare_us))
        return printf("bench obligation %s: %s\n", bench->ground->engine, bench->turn.fault.message)
               < 0;
    printf("bench obligation %s %lld open: next due found in %.0f us; bare engine %.0f us; ratio"
           " %.2f\n",
           bench->ground->engine, (long long)bench->open, look_us, look_bare_us,
           look_us / look_bare_us);
    printf("bench obligation %s %lld open: fired in %.0f us; bare engine %.0f us; ratio %.2f\n",
           bench->ground->engine, (long long)bench->open, fire_us, fire_bare_us,
           fire_us / fire_bare_us);
    return true;
}

/* ---- a house on an engine ---- */

static bool settle(struct ground *ground, struct house_settings *settings)
{
    struct bench *bench = arena_take(ground->turn.arena, sizeof *bench);
    *bench = (struct bench){.ground = ground, .now_us = BENCH_NOW_US, .rooms = {bench_people}};
    for (size_t i = 0; i < ROOMS_MAX && revere_rooms[i] != NULL; i++)
        bench->rooms[i + 1] = revere_rooms[i];
    settings->rooms = bench->rooms;
    settings->clock = (struct clock){bench_now_us, bench};
    ground->own = bench;
    return true;
}

static bool lay(struct bench *bench)
{
    struct answer answer;
    struct arena *arena = bench->ground->turn.arena;
    struct value *input = value_map(arena);
    value_set_text(arena, input, "what", TEXT("a note on the screens"));
    value_set_text(arena, input, "organisation", TEXT("DPH"));
    bench->open = 1;
    return ground_call(bench->ground, arena, TEXT_NONE, "bench.people", NULL, &answer)
           && ground_call(bench->ground, arena, TEXT_NONE, "report.create", input, &answer)
           && store_open(&bench->turn, text_of(bench->ground->fresh.address), &bench->turn.store)
           && seed(bench) && seed_instant(bench);
}

static bool run(struct ground *ground, const int64_t *counts, size_t count)
{
    struct bench *bench = ground->own;
    bench->turn = (struct turn){.arena = ground->turn.arena, .now_us = BENCH_NOW_US};
    bool good = lay(bench);
    for (size_t i = 0; good && i < count; i++)
        good = fill(bench, counts[i]) && measure(bench);
    store_close(bench->turn.store);
    return good;
}

int main(int words, char **word)
{
    static const struct ground_plan plan = {
        .name = "obligation", .counts = {1000, 1000000}, .count = 2, .settle = settle, .run = run};
    return ground_main(&plan, words, word);
}
