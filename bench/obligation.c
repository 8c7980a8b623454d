/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time over a great many open duties, on both engines: the next that is due is found, and fired
 * through the counter (a version, a line in the ledger, notices to those of the ladder), with 1,000
 * duties open and with 1,000,000. Beside it the bare engine looks the same row up and writes its
 * next version, as durably. What time costs must not hang on how much is owed.
 * bench_obligation COUNT... takes other numbers, in ascending order.
 */
#include "obligation/obligation.h"
#include "base/clock.h"
#include "counter/counter.h"
#include "people/people.h"
#include "program/program.h"
#include "store/fresh.h"

enum {
    COUNTS_MAX = 8,
    LOOKS = 2000,
    FIRES = 200,
    BENCH_ARENA_BYTES = 512 * 1024 * 1024,
    STEP_US = 1000000 /* between the instants of two duties */
};

#define BENCH_NOW_US INT64_C(1783080000000000) /* 2026-07-03T12:00:00Z */

struct bench {
    const char *engine;
    struct house *house;
    struct turn turn; /* with a connection of its own, for the seed and the bare engine */
    int64_t now_us;
    int64_t open;
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

static bool call(struct bench *bench, struct arena *arena, const char *name, struct value *input,
                 struct answer *answer)
{
    const struct call asked = {.action = house_action(bench->house, text_of(name)),
                               .input = input,
                               .credential = {.system = "system:bench"}};
    action_call(bench->house, arena, &asked, answer);
    return answer->fault.kind == FAULT_NONE
           || printf("bench obligation %s: %s: %s\n", bench->engine, name, answer->fault.message)
                  < 0;
}

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
           || printf("bench obligation %s: %s\n", bench->engine, bench->turn.fault.message) < 0;
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
           && store_commit(turn);
}

/* Each time as many more, a case each, later by as many steps. */
static bool doubled(struct bench *bench, int64_t times)
{
    struct turn *turn = &bench->turn;
    struct text mark = text_format(turn->arena, "-%lld", (long long)times);
    return store_begin(turn)
           && bench_write(
               bench,
               "INSERT INTO obligation (id, identity, subject, " FIXED ")"
               " SELECT o.id || $1, o.identity || $1, o.subject || $1, o.rule, o.step, o.pack,"
               " o.number, o.kind, o.organisation, o.recipient_role,"
               " o.recipient_organisation, o.recipient_person, o.period, o.fact, o.start_us,"
               " o.start_field, o.rating, o.product_default, o.entry_us, o.subject_kind,"
               " o.about, o.corrects FROM obligation o JOIN obligation_version v"
               " ON v.obligation = o.id WHERE v.person_name = 'seed'"
               " AND v.until_us = $2 AND v.next_us < $2",
               BIND(cell_text(mark), cell_integer(INT64_MAX)))
           && bench_write(
               bench,
               "INSERT INTO obligation_version (obligation, subject, due_us, next_us, " CHANGING
               ") SELECT obligation || $1, subject || $1, due_us + $2, next_us + $2, " CHANGING
               " FROM obligation_version WHERE person_name = 'seed' AND until_us = $3 AND next_us "
               "< $3",
               BIND(cell_text(mark), cell_integer(times * STEP_US), cell_integer(INT64_MAX)))
           && store_commit(turn);
}

static bool fill(struct bench *bench, int64_t open)
{
    while (bench->open < open) {
        if (!doubled(bench, bench->open))
            return false;
        bench->open *= 2;
    }
    return true;
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
    struct arena *arena = arena_new(BENCH_ARENA_BYTES);
    int64_t fired = 0;
    int64_t taken_us = 0;
    while (fired < FIRES) {
        struct answer answer;
        if (!obligation_next(&bench->turn, &bench->now_us))
            return false;
        arena_clear(arena);
        int64_t start_us = clock_elapsed_us();
        if (!call(bench, arena, "obligation.fire", NULL, &answer))
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
        return printf("bench obligation %s: %s\n", bench->engine, bench->turn.fault.message) < 0;
    printf("bench obligation %s %lld open: next due found in %.0f us; bare engine %.0f us; ratio"
           " %.2f\n",
           bench->engine, (long long)bench->open, look_us, look_bare_us, look_us / look_bare_us);
    printf("bench obligation %s %lld open: fired in %.0f us; bare engine %.0f us; ratio %.2f\n",
           bench->engine, (long long)bench->open, fire_us, fire_bare_us, fire_us / fire_bare_us);
    return true;
}

/* ---- a house on an engine ---- */

enum { ROOMS_MAX = 32 };

static bool house_begin(struct bench *bench, const struct fresh *fresh, const char *folder)
{
    struct turn *turn = &bench->turn;
    const char *source = getenv("REVERE_SOURCE");
    const struct action *rooms[ROOMS_MAX + 2] = {bench_people};
    for (size_t i = 0; i < ROOMS_MAX && revere_rooms[i] != NULL; i++)
        rooms[i + 1] = revere_rooms[i];
    const struct house_settings settings = {
        .folder = text_of(folder),
        .store = text_of(fresh->address),
        .pack_folder = text_format(turn->arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {bench_now_us, bench},
        .rooms = rooms,
        .tables = revere_tables};
    return house_open(turn, &settings, &bench->house)
           && store_open(turn, text_of(fresh->address), &turn->store);
}

static bool ground_lay(struct bench *bench)
{
    struct answer answer;
    struct value *input = value_map(bench->turn.arena);
    value_set_text(bench->turn.arena, input, "what", TEXT("a note on the screens"));
    value_set_text(bench->turn.arena, input, "organisation", TEXT("DPH"));
    bench->open = 1;
    return call(bench, bench->turn.arena, "bench.people", NULL, &answer)
           && call(bench, bench->turn.arena, "report.create", input, &answer) && seed(bench);
}

static bool bench_engine(const char *engine, const struct fresh *fresh, const int64_t *counts,
                         size_t count)
{
    char folder[] = "/tmp/revere-bench-XXXXXX";
    char command[64];
    struct bench bench = {.engine = engine, .now_us = BENCH_NOW_US};
    bench.turn = (struct turn){.arena = arena_new(BENCH_ARENA_BYTES), .now_us = BENCH_NOW_US};
    bool good = mkdtemp(folder) != NULL && house_begin(&bench, fresh, folder);
    if (!good)
        printf("bench obligation %s: %s\n", engine, bench.turn.fault.message);
    good = good && ground_lay(&bench);
    for (size_t i = 0; good && i < count; i++)
        good = fill(&bench, counts[i]) && measure(&bench);
    if (bench.turn.store != NULL)
        store_close(bench.turn.store);
    house_close(bench.house);
    arena_free(bench.turn.arena);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command) == 0 && good;
}

int main(int argument_count, char **words)
{
    int64_t counts[COUNTS_MAX] = {1000, 1000000};
    size_t count = 2;
    struct fresh fresh;
    if (argument_count > 1)
        count = 0;
    for (int i = 1; i < argument_count && count < COUNTS_MAX; i++)
        if (!text_integer(text_of(words[i]), &counts[count++]))
            return fputs("bench_obligation takes numbers of open duties\n", stderr), 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    bool good = fresh_sqlite(&fresh) && bench_engine("sqlite", &fresh, counts, count);
    good = fresh_drop(&fresh) && good;
    if (fresh_maintenance() == NULL)
        puts("bench obligation postgresql: skipped, REVERE_TEST_POSTGRES is not set "
             "(tools/with-postgres sets it)");
    else if (fresh_postgres(&fresh, 0)) {
        good = bench_engine("postgresql", &fresh, counts, count) && good;
        good = fresh_drop(&fresh) && good;
    }
    return good ? 0 : 1;
}
