/* SPDX-License-Identifier: Apache-2.0 */
/* Who read what is written down within a second, whole, and under a hash in the ledger. */
#include "../sweep/deeds.h"
#include "base/hash.h"
#include <time.h>

enum { READS = 60, PATIENCE_MS = 15000 };

static int64_t number(struct trial *trial, const char *sql)
{
    struct turn turn;
    struct rows rows;
    int64_t count = -1;
    if (house_turn_begin(trial->house, trial->arena, &turn)
        && store_select(&turn, sql, NULL, 0, &rows) && !rows_null(&rows, 0, 0))
        count = rows_integer(&rows, 0, 0);
    house_turn_end(trial->house, &turn);
    return count;
}

static void pause_ms(long milliseconds)
{
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* Waits until the query answers so many, and says how long that took. */
static void arrives(struct trial *trial, const char *sql, int64_t wanted, const char *what)
{
    long waited = 0;
    while (number(trial, sql) != wanted && waited < PATIENCE_MS) {
        pause_ms(20);
        waited += 20;
    }
    int64_t there = number(trial, sql);
    ok(there == wanted, "%s: %lld of %lld, after about %ld ms", what, (long long)there,
       (long long)wanted, waited);
}

static void reads(struct trial *trial, const struct ground *ground, const char *person, int times)
{
    struct turn turn = {.arena = trial->arena};
    struct call call = {.action = house_action(trial->house, TEXT("incident.read"))};
    struct answer answer;
    const char *json = ground_fill(trial->arena, ground, deed_of("incident.read")->json);
    call.credential.person = text_of(person);
    for (int i = 0; i < times; i++)
        if (json_read(&turn, text_of(json), "the test", &call.input))
            action_call(trial->house, trial->arena, &call, &answer);
}

static struct value *line_of(struct arena *arena, const struct rows *rows, size_t i)
{
    struct value *said = value_map(arena);
    value_set_text(arena, said, "id", rows_text(rows, i, 0));
    value_set_text(arena, said, "at", instant_utc(arena, rows_integer(rows, i, 1)));
    value_set_text(arena, said, "person", rows_text(rows, i, 2));
    value_set_text(arena, said, "capacity", rows_text(rows, i, 3));
    value_set_text(arena, said, "action", rows_text(rows, i, 4));
    value_set_text(arena, said, "incident", rows_text(rows, i, 5));
    value_set_text(arena, said, "asked", rows_text(rows, i, 6));
    value_set_text(arena, said, "outcome", rows_text(rows, i, 7));
    value_set_integer(arena, said, "shown", rows_integer(rows, i, 8));
    return said;
}

/* The root of a batch, computed from its rows alone. */
static struct text root_of(struct trial *trial, struct text batch)
{
    struct turn turn;
    struct rows rows = {.count = 0};
    struct cell cell = cell_text(batch);
    struct builder hashes = {.arena = trial->arena};
    build(&hashes, TEXT_NONE);
    if (!house_turn_begin(trial->house, trial->arena, &turn)
        || !store_select(&turn,
                         "SELECT id, at_us, person, capacity, action, incident, asked, outcome,"
                         " shown FROM read_log WHERE batch = $1 ORDER BY id",
                         &cell, 1, &rows))
        ok(false, "the rows of a batch: %s", turn.fault.message);
    for (size_t i = 0; i < rows.count; i++) {
        struct sha256 hash = sha256(json_write(trial->arena, line_of(trial->arena, &rows, i)));
        build(&hashes, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
    }
    house_turn_end(trial->house, &turn);
    struct sha256 root = sha256(built(&hashes));
    return hex_write(trial->arena, (struct text){(const char *)root.bytes, sizeof root.bytes});
}

/* Every batch stands in the ledger with the hash of its rows. */
static void test_roots(struct trial *trial)
{
    struct value *lines = trial_done(trial, NULL, "ledger.list", "{\"limit\":200}");
    size_t batches = 0;
    size_t sound = 0;
    for (size_t i = 0; i < value_get_count(lines, "items"); i++) {
        const struct value *line = value_get_item(lines, "items", i);
        const struct value *said = value_get(line, "payload");
        if (!text_is(value_get_text(value_get(line, "entry"), "op"), "reading.keep"))
            continue;
        batches++;
        sound += text_equal(value_get_text(said, "root_sha256"),
                            root_of(trial, value_get_text(said, "batch")));
    }
    ok(batches > 0 && sound == batches, "the roots of %zu batches are those of their rows",
       batches);
}

static void test_answers(struct trial *trial, const struct ground *ground)
{
    const char *of_case = ground_fill(trial->arena, ground, "{\"incident\":\"$incident\"}");
    struct value *seen = trial_done(trial, ground->ciso, "reading.list", of_case);
    struct answer refused = trial_call(trial, ground->other, "reading.list", of_case);
    ok(value_get_count(seen, "items") == ACTION_PAGE_DEFAULT && value_has(seen, "next"),
       "the CISO sees a page of who read the case, and that there is more");
    ok(refused.fault.kind == FAULT_MISSING, "another agency's officer does not");
    seen = trial_done(trial, ground->ciso, "reading.person",
                      ground_fill(trial->arena, ground, "{\"person\":\"$other\",\"limit\":200}"));
    ok(value_get_count(seen, "items") >= 5
           && text_is(value_get_text(value_get_item(seen, "items", 0), "outcome"), "refused"),
       "and what that officer was refused");
}

/* What a read costs with and without; said, not judged. */
static void measure(struct trial *trial, const struct ground *ground, const char *how)
{
    struct timespec from;
    struct timespec to;
    enum { TIMES = 200 };
    clock_gettime(CLOCK_MONOTONIC, &from);
    reads(trial, ground, ground->ciso, TIMES);
    clock_gettime(CLOCK_MONOTONIC, &to);
    double us = (double)(to.tv_sec - from.tv_sec) * 1e6 + (double)(to.tv_nsec - from.tv_nsec) / 1e3;
    printf("# a read %s: %.0f us\n", how, us / TIMES);
}

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {.watched = true};
    struct ground ground;
    if (trial_open(turn, address, true, &trial)) {
        ground_lay(&trial, &ground);
        reads(&trial, &ground, ground.ciso, READS);
        reads(&trial, &ground, ground.other, 5);
        reads(&trial, &ground, "", 7);
        arrives(&trial, "SELECT COUNT(*) FROM read_log WHERE outcome = 'read'", READS,
                "what was read");
        arrives(&trial,
                "SELECT COUNT(*) FROM read_log WHERE outcome = 'refused' AND incident <> ''", 5,
                "what was refused");
        arrives(&trial, "SELECT SUM(shown) FROM read_log WHERE action = 'strangers'", 7,
                "strangers, counted");
        test_answers(&trial, &ground);
        test_roots(&trial);
        measure(&trial, &ground, "that is noted and written within a second");
    }
    trial_close(&trial);
}

/* What waits when the house is closed is written first; without threads, before each answer. */
static void body_closing(struct turn *turn, struct text address)
{
    struct trial trial = {.watched = true};
    struct trial again = {.watched = false};
    struct ground ground = {.ciso = ""};
    if (trial_open(turn, address, true, &trial)) {
        ground_lay(&trial, &ground);
        reads(&trial, &ground, ground.ciso, 3);
    }
    const char *incident = ground.incident == NULL ? "" : ground.incident;
    char number_copy[64];
    char ciso[64];
    snprintf(number_copy, sizeof number_copy, "%s", incident);
    snprintf(ciso, sizeof ciso, "%s", ground.ciso);
    trial_close(&trial);
    again.watched = true;
    if (trial_open(turn, address, false, &again)) {
        struct ground same = {.incident = number_copy, .ciso = ciso};
        ok(number(&again, "SELECT COUNT(*) FROM read_log WHERE outcome = 'read'") == 3,
           "a house that is closed has written what was read");
        reads(&again, &same, ciso, 1);
        ok(number(&again, "SELECT COUNT(*) FROM read_log WHERE outcome = 'read'") == 4,
           "a house without threads has written it when the answer leaves");
        measure(&again, &same, "that is written before its answer leaves");
    }
    trial_close(&again);
}

/* The writer held up by somebody else's lock: what was read before is kept and waits; when there is
 * no room, whoever reads is told that the house is busy, and nothing is shown that is not noted. */
static void body_full(struct turn *turn, struct text address)
{
    enum { ROOM = 4096, TRIES_MAX = ROOM + 1000 };
    struct trial trial = {.watched = true};
    struct ground ground = {.ciso = ""};
    struct turn holding = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = turn->now_us};
    struct ledger_group *group;
    if (trial_open(turn, address, true, &trial)) {
        ground_lay(&trial, &ground);
        const char *json = ground_fill(trial.arena, &ground, deed_of("incident.read")->json);
        struct answer answer = {.fault = {.kind = FAULT_NONE}};
        int shown = 0;
        ok(store_open(&holding, address, &holding.store) && ledger_group_begin(&holding, &group),
           "somebody else holds the right to write: %s", holding.fault.message);
        struct arena *small = arena_new(BOTH_ARENA_BYTES_MAX);
        while (shown < TRIES_MAX) {
            struct turn reading = {.arena = small};
            struct call call = {.action = house_action(trial.house, TEXT("incident.read")),
                                .credential.person = text_of(ground.ciso)};
            if (!json_read(&reading, text_of(json), "the test", &call.input))
                break;
            action_call(trial.house, small, &call, &answer);
            if (answer.fault.kind != FAULT_NONE)
                break;
            shown++;
            arena_clear(small);
        }
        arena_free(small);
        ok(answer.fault.kind == FAULT_BUSY && answer.value == NULL,
           "whom there is no room to note is told that the house is busy, and shown nothing: %s",
           answer.fault.message);
        ok(shown >= ROOM, "%d were shown before", shown);
        ledger_group_drop(&holding, group);
        store_close(holding.store);
        arrives(&trial, "SELECT COUNT(*) FROM read_log WHERE outcome = 'read'", shown,
                "when the store is free again, all of them are written");
        reads(&trial, &ground, ground.ciso, 1);
        arrives(&trial, "SELECT COUNT(*) FROM read_log WHERE outcome = 'read'", shown + 1,
                "and reading goes on");
    }
    arena_free(holding.arena);
    trial_close(&trial);
}

int main(void)
{
    both(body);
    both(body_closing);
    both(body_full);
    return tap_end();
}
