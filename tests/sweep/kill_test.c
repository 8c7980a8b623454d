/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The crash sweep: a house at work is killed at any instant. What it acknowledged is there, nothing
 * is half written, no obligation and no message is there twice, a retry is answered alike, and the
 * ledger is sound inside and out. 200 times with SWEEP=full, a sample otherwise.
 */
#include "deeds.h"
#include "load.h"
#include "sound.h"
#include "sweep.h"
#include <assert.h>
#include <signal.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
    ROUNDS_FULL = 8, /* each on a fresh house: the checks read all of it after every kill */
    KILLS_FULL = 25, /* of a round */
    KILLS_SAMPLE = 5,
    AFTER_READY_US_MAX = 700000, /* at work */
    OPENING_ONE_IN = 8,          /* killed while it is opening, or answering retries */
    OPENING_US_MAX = 1500000,
    READY_WAITS_MAX = 3000 /* of 20 ms */
};

extern char **environ;

struct sweep {
    struct text address;
    const char *folder;
    char log[96];
    char program[512];
    unsigned seed;
    long run;
    int killed;
};

/* ---- children ---- */

static pid_t child_start(struct sweep *sweep, const char *planted)
{
    char run[24];
    char address[1100];
    pid_t child = -1;
    snprintf(run, sizeof run, "%ld", ++sweep->run);
    snprintf(address, sizeof address, "%.*s", TEXT_SHOW(sweep->address));
    char *words[] = {sweep->program, "load", address,         (char *)sweep->folder,
                     sweep->log,     run,    (char *)planted, NULL};
    fflush(stdout);
    return posix_spawn(&child, sweep->program, NULL, NULL, words, environ) == 0 ? child : -1;
}

/* The log so far, to be freed; NULL when there is none. */
static char *log_read(const struct sweep *sweep)
{
    struct stat state;
    FILE *file = fopen(sweep->log, "r");
    if (file == NULL)
        return NULL;
    size_t size = fstat(fileno(file), &state) == 0 ? (size_t)state.st_size : 0;
    char *text = calloc(1, size + 1);
    if (text != NULL)
        text[fread(text, 1, size, file)] = '\0';
    fclose(file);
    return text;
}

static bool log_has(const struct sweep *sweep, const char *line)
{
    char *log = log_read(sweep);
    bool has = log != NULL && strstr(log, line) != NULL;
    free(log);
    return has;
}

/* Waits until the child has said this; false when it ended by itself. */
static bool child_says(const struct sweep *sweep, pid_t child, const char *line)
{
    for (int i = 0; i < READY_WAITS_MAX; i++) {
        int status;
        if (log_has(sweep, line))
            return true;
        if (waitpid(child, &status, WNOHANG) == child)
            return false;
        usleep(20000);
    }
    return false;
}

/* Waits until the child's house is at work. */
static bool child_ready(const struct sweep *sweep, pid_t child)
{
    char line[32];
    snprintf(line, sizeof line, "ready %ld\n", sweep->run);
    return child_says(sweep, child, line);
}

static bool child_kill(struct sweep *sweep, pid_t child)
{
    int status = 0;
    kill(child, SIGKILL);
    bool dead =
        waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    sweep->killed += dead;
    return dead;
}

/* ---- what was acknowledged ---- */

/* A line of the log: verb, key, and what stands behind it. */
struct said {
    char verb[8], key[64], digest[65], how[16];
};

static bool said_next(char **at, struct said *said)
{
    while (**at != '\0') {
        char *end = strchr(*at, '\n');
        if (end == NULL)
            return false; /* cut by the kill: nobody has read it */
        *end = '\0';
        *said = (struct said){.how = ""};
        int read =
            sscanf(*at, "%7s %63s %64s %15s", said->verb, said->key, said->digest, said->how);
        *at = end + 1;
        if (read >= 2)
            return true;
    }
    return false;
}

/* The digest acknowledged for a key before here, or NULL. */
static const struct said *said_find(const struct said *acks, size_t count, const char *key)
{
    for (size_t i = count; i > 0; i--)
        if (strcmp(acks[i - 1].key, key) == 0)
            return &acks[i - 1];
    return NULL;
}

/* Every retry in the log was answered as it was acknowledged; counts those that were not. */
static size_t retries_bad(const struct sweep *sweep, size_t *retried, size_t *anew)
{
    char *log = log_read(sweep);
    char *at = log;
    size_t bad = 0;
    size_t count = 0;
    size_t capacity = 0;
    struct said *acks = NULL;
    struct said said;
    *retried = *anew = 0;
    while (log != NULL && said_next(&at, &said)) {
        const struct said *ack = said_find(acks, count, said.key);
        if (strcmp(said.verb, "bad") == 0) {
            printf("# %s %s\n", said.key, said.digest);
            bad++;
        } else if (strcmp(said.verb, "ack") == 0) {
            if (count == capacity) {
                capacity = capacity * 2 + 1024;
                struct said *more = realloc(acks, capacity * sizeof *acks);
                assert(more != NULL);
                acks = more;
            }
            acks[count++] = said;
        } else if (strcmp(said.verb, "again") == 0) {
            (*retried)++;
            *anew += strcmp(said.how, "anew") == 0;
            if (ack != NULL
                && (strcmp(said.how, "replayed") != 0 || strcmp(ack->digest, said.digest) != 0)) {
                printf("# %s was acknowledged and is not there\n", said.key);
                bad++;
            }
        }
    }
    free(acks);
    free(log);
    return bad;
}

/* Every acknowledged key of all runs has its kept answer and its line in the ledger. */
static size_t acknowledged_lost(struct turn *turn, const struct sweep *sweep, size_t *count)
{
    char *log = log_read(sweep);
    char *at = log;
    size_t lost = 0;
    struct said said;
    *count = 0;
    while (log != NULL && said_next(&at, &said)) {
        struct rows rows;
        if (strcmp(said.verb, "ack") != 0)
            continue;
        (*count)++;
        if (!store_select(turn, "SELECT COUNT(*) FROM kept_answer WHERE key = $1",
                          BIND(cell_text(text_copy(turn->arena, text_of(said.key)))), &rows)
            || rows_integer(&rows, 0, 0) != 1) {
            printf("# %s was acknowledged and is lost %s\n", said.key, turn->fault.message);
            fault_clear(turn);
            lost++;
        }
    }
    free(log);
    return lost;
}

/* What was published is sound as it stands. */
static bool published_sound(struct turn *turn, const struct sweep *sweep)
{
    struct ledger_verdict verdict = {0};
    struct text folder = text_format(turn->arena, "%s/ledger", sweep->folder);
    if (ledger_verify(turn, folder, TEXT_NONE, TEXT_NONE, NULL, NULL, &verdict) && verdict.sound)
        return true;
    printf("# published: %s %.*s: %.*s\n", turn->fault.message, TEXT_SHOW(verdict.where),
           TEXT_SHOW(verdict.why));
    fault_clear(turn);
    return false;
}

/* ---- the sweep ---- */

static bool kill_once(struct turn *turn, struct sweep *sweep)
{
    bool opening = rand_r(&sweep->seed) % OPENING_ONE_IN == 0;
    unsigned after_us =
        (unsigned)rand_r(&sweep->seed) % (opening ? OPENING_US_MAX : AFTER_READY_US_MAX);
    pid_t child = child_start(sweep, "plain");
    if (child < 0 || (!opening && !child_ready(sweep, child)))
        return ok(false, "a house opens after kill %d", sweep->killed);
    usleep(after_us);
    bool good = child_kill(sweep, child);
    struct turn checking = {
        .arena = arena_new(BOTH_ARENA_BYTES_MAX), .now_us = turn->now_us, .store = turn->store};
    good = sound(&checking) && good;
    good = published_sound(&checking, sweep) && good;
    arena_free(checking.arena);
    if (!good)
        printf("# run %ld, killed %u us after %s\n", sweep->run, after_us,
               opening ? "its start" : "it was ready");
    return good;
}

static void kill_many(struct turn *turn, struct sweep *sweep)
{
    int kills = sweep_full() ? KILLS_FULL : KILLS_SAMPLE;
    int good = 0;
    size_t count;
    size_t retried;
    size_t anew;
    for (int i = 0; i < kills; i++)
        good += kill_once(turn, sweep);
    pid_t last = child_start(sweep, "plain");
    ok(child_ready(sweep, last) && child_kill(sweep, last), "the last house opens");
    ok(good == kills, "%d kills leave %d houses sound", kills, good);
    size_t lost = acknowledged_lost(turn, sweep, &count);
    ok(lost == 0 && count > 0, "of %zu acknowledged actions %zu are lost", count, lost);
    size_t bad = retries_bad(sweep, &retried, &anew);
    ok(bad == 0 && retried > 0,
       "%zu retries are answered alike but %zu; %zu had had no answer and are done now", retried,
       bad, anew);
}

/* The sweep sees a house that acknowledges what it has not done. */
static void kill_planted(struct turn *turn, struct sweep *sweep)
{
    size_t retried;
    size_t anew;
    size_t count;
    char acknowledged[32];
    pid_t child = child_start(sweep, "planted");
    snprintf(acknowledged, sizeof acknowledged, "\nack r%ld-", sweep->run);
    if (!ok(child_ready(sweep, child) && child_says(sweep, child, acknowledged),
            "a house acknowledges too early"))
        return;
    child_kill(sweep, child);
    puts("# what follows in this half is planted");
    size_t lost = acknowledged_lost(turn, sweep, &count);
    ok(lost > 0, "planted: %zu acknowledged actions are found lost", lost);
    child = child_start(sweep, "plain");
    ok(child_ready(sweep, child) && child_kill(sweep, child), "and the next house is asked");
    size_t bad = retries_bad(sweep, &retried, &anew);
    ok(bad > 0, "planted: %zu retries are found to be answered otherwise", bad);
}

/* ---- each check finds what is planted for it ---- */

static bool planted_in(const char *path, const char *sql)
{
    sqlite3 *database = NULL;
    char *why = NULL;
    bool good = sqlite3_open(path, &database) == SQLITE_OK
                && sqlite3_exec(database, sql, NULL, NULL, &why) == SQLITE_OK;
    if (!good)
        printf("# %s: %s\n", sql, why);
    sqlite3_free(why);
    sqlite3_close(database);
    return good;
}

static int trigger_drop(void *context, int count, char **cells, char **names)
{
    char *sql = context;
    (void)count;
    (void)names;
    size_t size = strlen(sql);
    snprintf(sql + size, 8192 - size, "DROP TRIGGER %s;", cells[0]);
    return 0;
}

/* A copy of the database that lets itself be changed. */
static bool copy_make(const char *from, const char *to)
{
    sqlite3 *database = NULL;
    char sql[8192] = "";
    char vacuum[256];
    snprintf(vacuum, sizeof vacuum, "VACUUM INTO '%s'", to);
    unlink(to);
    if (!planted_in(from, vacuum) || sqlite3_open(to, &database) != SQLITE_OK)
        return false;
    bool good = sqlite3_exec(database, "SELECT name FROM sqlite_master WHERE type = 'trigger'",
                             trigger_drop, sql, NULL)
                == SQLITE_OK;
    sqlite3_close(database);
    return good && planted_in(to, sql);
}

static void checks_planted(struct turn *turn, const struct sweep *sweep)
{
    char copy[128];
    struct text file;
    text_cut(sweep->address, ':', &file);
    snprintf(copy, sizeof copy, "%s/copy.db", sweep->folder);
    for (size_t i = 0; i < SOUND_CHECKS; i++) {
        const struct sound_check *check = &sound_checks[i];
        struct turn on_copy = {.arena = turn->arena};
        struct text address = text_format(turn->arena, "sqlite:%s", copy);
        bool made = copy_make(text_string(turn->arena, file), copy)
                    && planted_in(copy, check->plant)
                    && store_open(&on_copy, address, &on_copy.store);
        int64_t offenders = made ? sound_offenders(&on_copy, check) : -1;
        ok(offenders > 0, "planted: found %s", check->name);
        store_close(on_copy.store);
    }
    unlink(copy);
}

/* ---- */

static void body(struct turn *turn, struct text address)
{
    struct trial trial = {0};
    struct ground ground;
    struct sweep sweep = {.address = address, .seed = sweep_seed()};
    ssize_t size = readlink("/proc/self/exe", sweep.program, sizeof sweep.program - 1);
    if (!ok(size > 0, "the program's own path") || !trial_open(turn, address, false, &trial))
        return;
    ground_lay(&trial, &ground);
    sweep.folder = trial.folder;
    snprintf(sweep.log, sizeof sweep.log, "%s/log", trial.folder);
    house_close(trial.house);
    trial.house = NULL;
    kill_many(turn, &sweep);
    if (text_starts(address, TEXT("sqlite:")))
        checks_planted(turn, &sweep);
    kill_planted(turn, &sweep);
    trial_close(&trial);
}

int main(int count, char **words)
{
    if (count == 7 && strcmp(words[1], "load") == 0)
        return load_main(words);
    for (int round = 0; round < (sweep_full() ? ROUNDS_FULL : 1); round++)
        both(body);
    return tap_end();
}
