/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fault sweep: every action of the house with the n-th call of the store failing, on the
 * writer's connection and on a reader's, and with the n-th piece of memory not to be had. Each time
 * a fault is answered, nothing has happened, and the house goes on. Every n with SWEEP=full; else
 * steps of a seeded size that grow.
 */
#include "deeds.h"
#include "sweep.h"

enum { TABLES_SQL_BYTES = 32 * 1024, ROUNDS_MAX = 100000 };

#define SIGN_IN_PAUSE_US INT64_C(1800000000)

enum failing { FAILING_WRITER, FAILING_READER, FAILING_MEMORY };

static const char *const failing_words[] = {"writer's call", "reader's call", "piece of memory"};

struct sweep {
    struct trial trial;
    struct ground ground;
    struct arena *answers; /* the memory of one call */
    const char *counts;    /* of the rows of every table that holds facts */
    unsigned seed;
};

/* ---- everything that is written ---- */

/* One SELECT that adds up the rows of all tables, and apart those versions that stand. */
static bool dropped(struct arena *arena, struct text table)
{
    struct text drop = text_format(arena, "DROP TABLE %.*s;", TEXT_SHOW(table));
    for (const struct embedded *file = revere_tables; file->name != NULL; file++)
        if (text_contains((struct text){file->bytes, file->size}, drop))
            return true;
    return false;
}

static const char *counts_sql(struct arena *arena)
{
    struct builder sql = {.arena = arena};
    const char *before = "SELECT ";
    for (const struct embedded *file = revere_tables; file->name != NULL; file++) {
        struct text rest = {file->bytes, file->size};
        for (struct text line = text_cut(rest, '\n', &rest); !text_empty(line) || !text_empty(rest);
             line = text_cut(rest, '\n', &rest)) {
            struct text table;
            struct text words = text_starts(line, TEXT("CREATE TABLE "))
                                    ? (struct text){line.data + 13, line.size - 13}
                                    : TEXT_NONE;
            table = text_cut(words, ' ', &words);
            if (text_empty(table) || text_starts(table, TEXT("work_")) || dropped(arena, table))
                continue;
            build_format(&sql, "%s(SELECT COUNT(*) FROM %.*s)", before, TEXT_SHOW(table));
            before = " + ";
        }
    }
    return text_string(arena, built(&sql));
}

static const char standing[] =
    "SELECT (SELECT COUNT(*) FROM incident_version WHERE until_us = 9223372036854775807) * 1000000"
    " + (SELECT COUNT(*) FROM obligation_version WHERE until_us = 9223372036854775807) * 1000"
    " + (SELECT COUNT(*) FROM notice_version WHERE until_us = 9223372036854775807)";

static int64_t ask_count(struct turn *turn, const char *sql)
{
    struct rows rows;
    if (store_select(turn, sql, BIND_NONE, &rows))
        return rows_integer(&rows, 0, 0);
    printf("# %s\n", turn->fault.message);
    fault_clear(turn);
    return -1;
}

struct written {
    int64_t rows, standing;
};

static struct written written(struct turn *turn, const struct sweep *sweep)
{
    struct turn looking = {.arena = arena_new(1 << 20), .store = turn->store};
    struct written written = {ask_count(&looking, sweep->counts), ask_count(&looking, standing)};
    arena_free(looking.arena);
    return written;
}

/* ---- one call ---- */

static void fail_set(struct sweep *sweep, enum failing failing, size_t n)
{
    struct turn turn;
    if (failing == FAILING_WRITER)
        house_fail_after(sweep->trial.house, n);
    if (failing == FAILING_MEMORY)
        arena_fail_after(sweep->answers, n);
    if (failing != FAILING_READER)
        return;
    /* The connection that is given back is the next to be taken. */
    if (house_turn_begin(sweep->trial.house, sweep->trial.arena, &turn))
        store_fail_after(turn.store, n);
    house_turn_end(sweep->trial.house, &turn);
}

static struct answer call_failing(struct sweep *sweep, const struct deed *deed,
                                  enum failing failing, size_t n)
{
    struct turn turn = {.arena = arena_new(1 << 20)};
    struct answer answer = {0};
    struct call call = {.action = house_action(sweep->trial.house, text_of(deed->action))};
    const char *person = ground_fill(turn.arena, &sweep->ground, deed->person);
    if (!json_read(&turn, text_of(ground_fill(turn.arena, &sweep->ground, deed->json)), "the test",
                   &call.input))
        ok(false, "input of %s", deed->action);
    if (person == NULL)
        call.credential.system = "system:test";
    else
        call.credential.person = text_of(person);
    arena_clear(sweep->answers);
    fail_set(sweep, failing, n);
    action_call(sweep->trial.house, sweep->answers, &call, &answer);
    fail_set(sweep, failing, 0);
    arena_free(turn.arena);
    return answer;
}

/* Said what a failing store or missing memory is; and the house has nothing to show for it. */
static bool failed_well(const struct answer *answer, enum failing failing)
{
    if (answer->value != NULL || answer->fault.message[0] == '\0')
        return false;
    if (failing == FAILING_MEMORY)
        return answer->fault.kind == FAULT_LIMIT;
    return answer->fault.kind == FAULT_BROKEN || answer->fault.kind == FAULT_BUSY;
}

/* The next n: every one, or ever larger steps with a seed in them. */
static size_t step(struct sweep *sweep, size_t n)
{
    return sweep_full() || n < 4 ? n + 1 : n + 1 + (size_t)rand_r(&sweep->seed) % n;
}

static void sweep_deed(struct turn *turn, struct sweep *sweep, const struct deed *deed,
                       enum failing failing)
{
    size_t failed = 0;
    size_t well = 0;
    size_t n = 1;
    struct answer answer = {.fault.kind = FAULT_BROKEN};
    for (; n < ROUNDS_MAX; n = step(sweep, n)) {
        struct written before = written(turn, sweep);
        answer = call_failing(sweep, deed, failing, n);
        if (deed_refused(deed) && answer.fault.kind == FAULT_INVALID)
            answer.fault.kind = FAULT_NONE;
        if (answer.fault.kind == FAULT_NONE)
            break;
        struct written after = written(turn, sweep);
        if (house_action(sweep->trial.house, text_of(deed->action))->prepare != NULL)
            sweep->trial.now_us += SIGN_IN_PAUSE_US; /* an attempt counts, whoever is at fault */
        bool nothing = before.rows == after.rows && before.standing == after.standing;
        failed++;
        if (nothing && failed_well(&answer, failing))
            well++;
        else
            printf("# %s, %s %zu: %s, \"%s\"%s\n", deed->action, failing_words[failing], n,
                   fault_face(answer.fault.kind)->name, answer.fault.message,
                   nothing ? "" : "; something is written");
        if (answer.fault.kind != FAULT_BROKEN && answer.fault.kind != FAULT_BUSY
            && answer.fault.kind != FAULT_LIMIT)
            break; /* a refusal of its own: no later n will do better */
    }
    ok(answer.fault.kind == FAULT_NONE && well == failed,
       "%s with its n-th %s failing: %zu faults, %zu without a trace, then it is done",
       deed->action, failing_words[failing], failed, well);
}

static void sweep_all(struct turn *turn, struct sweep *sweep, enum failing failing)
{
    size_t count;
    const struct action *const *actions = house_actions(sweep->trial.house, &count);
    for (size_t i = 0; i < count; i++) {
        const struct deed *deed = deed_of(actions[i]->name);
        if (deed == NULL || (failing == FAILING_WRITER && actions[i]->write == NULL))
            continue;
        sweep_deed(turn, sweep, deed, failing);
    }
}

static void house_swept(struct turn *turn, struct text address, enum failing failing)
{
    struct sweep sweep = {.seed = sweep_seed()};
    if (trial_open(turn, address, false, &sweep.trial)) {
        ground_lay(&sweep.trial, &sweep.ground);
        sweep.counts = counts_sql(turn->arena);
        sweep.answers = arena_new((size_t)1 << 28);
        sweep.trial.now_us += INT64_C(21600000000); /* six hours: much is due */
        sweep_all(turn, &sweep, failing);
        arena_free(sweep.answers);
        struct ledger_verdict verdict = {0};
        ok(ledger_verify_store(turn, &verdict) && verdict.sound, "the ledger is sound: %.*s",
           TEXT_SHOW(verdict.why));
    }
    trial_close(&sweep.trial);
}

static void writer_body(struct turn *turn, struct text address)
{
    house_swept(turn, address, FAILING_WRITER);
}

static void reader_body(struct turn *turn, struct text address)
{
    house_swept(turn, address, FAILING_READER);
}

static void memory_body(struct turn *turn, struct text address)
{
    house_swept(turn, address, FAILING_MEMORY);
}

int main(void)
{
    both(writer_body);
    both(reader_body);
    both(memory_body);
    return tap_end();
}
