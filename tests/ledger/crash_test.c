/* SPDX-License-Identifier: Apache-2.0 */
/* A publisher that is killed at any instant, or whose disk is full: what is outside stays sound,
 * and the next one goes on. */
#include "ground.h"
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS_SQLITE = 100, KILLS_POSTGRES = 20, CHILD_CHANGES = 5, KILL_AFTER_US_MAX = 60000 };

/* In the child: appends and publishes until it is killed. */
static _Noreturn void child_work(struct text address, const struct ledger_place *place,
                                 int64_t number)
{
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US};
    if (!store_open(&turn, address, &turn.store))
        _exit(1);
    for (;; number += CHILD_CHANGES) {
        if (!ground_append(&turn, number, CHILD_CHANGES) || !ledger_publish(&turn, place))
            _exit(1);
        arena_clear(turn.arena);
    }
}

/* One child, killed after so long; false when it ended by itself, which is a fault of its own. */
static bool killed(struct text address, const struct ledger_place *place, int64_t number,
                   long after_us)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        child_work(address, place, number);
    struct timespec wait = {0, after_us * 1000};
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

/* A guard without its last line, the hash: the text of a checkpoint. */
static struct text guard_promise(struct text guard)
{
    const char *sum = memmem(guard.data, guard.size, "sha256 ", sizeof "sha256 " - 1);
    return sum == NULL ? guard : (struct text){guard.data, (size_t)(sum - guard.data)};
}

/* The guard is ahead of the checkpoint: a publisher was killed in the middle. */
static bool halfway(struct turn *turn, const struct ledger_place *place)
{
    struct text guard;
    struct text checkpoint;
    return file_read(turn, text_format(turn->arena, "%.*s/guard", TEXT_SHOW(place->folder)).data,
                     1 << 16, &guard)
           && file_read(turn,
                        text_format(turn->arena, "%.*s/checkpoint", TEXT_SHOW(place->folder)).data,
                        1 << 16, &checkpoint)
           && !text_starts(checkpoint, guard_promise(guard));
}

static void kill_many(struct turn *turn, struct text address)
{
    bool sqlite = text_starts(address, TEXT("sqlite:"));
    int kills = sqlite ? KILLS_SQLITE : KILLS_POSTGRES;
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    unsigned seed = (unsigned)time(NULL);
    printf("# seed %u\n", seed);
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, 10) && ledger_publish(turn, &place), "ten entries"))
        return;
    int died = 0;
    int unfinished = 0;
    int sound_at_once = 0;
    int sound_after = 0;
    for (int i = 0; i < kills; i++) {
        struct turn next = {
            .arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = BOTH_NOW_US, .store = turn->store};
        died +=
            killed(address, &place, (i + 1) * INT64_C(1000000), rand_r(&seed) % KILL_AFTER_US_MAX);
        unfinished += halfway(&next, &place);
        sound_at_once += ground_sound(&next, &place, vkey);
        bool published = ledger_publish(&next, &place);
        sound_after += published && ground_sound(&next, &place, vkey);
        if (!published)
            printf("# %s\n", next.fault.message);
        arena_free(next.arena);
    }
    ok(died == kills, "%d publishers are killed, %d of them halfway", kills, unfinished);
    ok(sound_at_once == kills, "what each leaves is sound (%d)", sound_at_once);
    ok(sound_after == kills, "and the next goes on (%d)", sound_after);
    struct ledger_verdict verdict;
    ok(ledger_verify_store(turn, &verdict) && verdict.sound
           && verdict.entries == ground_things_count(turn),
       "in the database each of %lld rows has its entry", (long long)verdict.entries);
    ground_remove(turn, &place);
}

/* A limit on the size of files stands for a disk that is full from some write on. */
static void full_disk(struct turn *turn, struct text address)
{
    (void)address;
    static const rlim_t limits[] = {0, 60, 100, 1000, 8000, 9000};
    struct ledger_place place = ground_place(turn);
    struct text vkey;
    struct rlimit whole;
    if (!ground_make(turn) || !ledger_key_ready(turn, &place, &vkey)
        || !ok(ground_append(turn, 0, 200) && ledger_publish(turn, &place), "200 entries"))
        return;
    getrlimit(RLIMIT_FSIZE, &whole);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (!ground_append(turn, 1000 * (int64_t)(i + 1), 100))
            ok(false, "%s", turn->fault.message);
        struct rlimit limit = {limits[i], whole.rlim_max};
        fflush(stdout);
        setrlimit(RLIMIT_FSIZE, &limit);
        bool published = ledger_publish(turn, &place);
        setrlimit(RLIMIT_FSIZE, &whole);
        ok(!published && ground_faulted(turn, FAULT_BROKEN, ""),
           "files of %llu bytes at most: nothing is signed", (unsigned long long)limits[i]);
        ok(ground_sound(turn, &place, vkey), "what stands there is sound");
        ok(ledger_publish(turn, &place) && ground_sound(turn, &place, vkey),
           "and with room again it goes on: %s", turn->fault.message);
    }
    ground_remove(turn, &place);
}

int main(void)
{
    both(kill_many);
    both_sqlite(full_disk);
    return tap_end();
}
