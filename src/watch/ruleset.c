/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is looked for, and its change while the watch runs. Rules are loaded aside, here and by a
 * foreman of their own; only when both have the same are they the rules of now, for every batch
 * that is read from then on. What is wrong with them is named, and then those of before go on as if
 * nothing had happened: a watch never looks for less because somebody made a mistake.
 */
#include "base/child.h"
#include "base/file.h"
#include "base/hash.h"
#include "watch/inside.h"
#include "watch/worker.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define RULES_ARENA_BYTES ((size_t)1 << 30)
#define PRINT_ARENA_BYTES ((size_t)256 * 1024 * 1024)
enum {
    LOAD_TRIES = 3,
    READY_MS = 120 * 1000,
    ROUND_MS = 250,
    LOOK_ROUNDS = 8,
    DEPTH_MAX = 16,
    SAID_MAX = 100
};

/* ---- the foreman ---- */

static const char *const *foreman_words(struct arena *arena, const struct watch_settings *settings)
{
    size_t count = 0;
    const char **words =
        arena_array(arena, settings->rules_count + settings->indicators_count + 5, sizeof *words);
    words[count++] = "revere";
    words[count++] = WATCH_FOREMAN_WORD;
    words[count++] = exclusions_path(arena, settings);
    for (size_t i = 0; i < settings->rules_count; i++)
        words[count++] = text_string(arena, settings->rules[i]);
    words[count++] = WATCH_FOREMAN_LISTS;
    for (size_t i = 0; i < settings->indicators_count; i++)
        words[count++] = text_string(arena, settings->indicators[i]);
    return words;
}

static bool foreman_spawn(const struct watch *watch, struct ruleset *set, int control)
{
    struct child_ends ends = {{CHILD_OURS, CHILD_OURS, CHILD_OURS}};
    ends.ends[FOREMAN_CONTROL] = control;
    ends.ends[FOREMAN_MEMORY] = watch->ring.memory;
    return child_start("/proc/self/exe", foreman_words(set->arena, watch->settings), &ends,
                       &set->foreman);
}

static bool foreman_start(struct turn *turn, struct watch *watch, struct ruleset *set)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail(turn, FAULT_LIMIT, "No socket could be made: %s.", strerror(errno));
    set->control = ends[0];
    bool good = foreman_spawn(watch, set, ends[1]);
    close(ends[1]);
    return good || fail(turn, FAULT_BROKEN, "The reader of lines could not be started.");
}

/* It loads what is there when it looks: *same tells whether that is what was loaded here. */
static bool foreman_wait(struct turn *turn, const struct ruleset *set, bool *same)
{
    struct ready ready;
    struct pollfd end = {.fd = set->control, .events = POLLIN};
    if (poll(&end, 1, READY_MS) <= 0 || recv(set->control, &ready, sizeof ready, 0) != sizeof ready
        || !ready.good)
        return fail(turn, FAULT_BROKEN, "The reader of lines did not load the rules.");
    *same = text_equal(set->check, (struct text){(char *)ready.check, sizeof ready.check});
    return true;
}

/* ---- a set ---- */

static void ruleset_free(struct ruleset *set)
{
    if (set->control >= 0)
        close(set->control);
    if (set->foreman > 0)
        while (waitpid(set->foreman, NULL, 0) < 0 && errno == EINTR)
            continue;
    pthread_mutex_destroy(&set->mutex);
    arena_free(set->arena);
    free(set);
}

struct text ruleset_check(struct arena *arena, const struct sigma_rules *rules,
                          const struct coverage_rule *lists, size_t lists_count)
{
    struct builder all = {.arena = arena};
    struct sha256 hash;
    size_t count = rules == NULL ? 0 : sigma_rules_count(rules);
    for (uint32_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(rules, i);
        build_format(&all, "%.*s %d %.*s %.*s %.*s %.*s\n", TEXT_SHOW(rule->file), rule->line,
                     TEXT_SHOW(rule->id), TEXT_SHOW(rule->title), TEXT_SHOW(rule->level),
                     TEXT_SHOW(rule->condition));
        build(&all, rule->digest);
    }
    for (uint32_t i = 0; rules != NULL && i < sigma_rules_correlations(rules)->count; i++)
        build(&all, sigma_rules_correlations(rules)->list[i].digest);
    for (size_t i = 0; i < lists_count; i++)
        build(&all, (struct text){(const char *)lists[i].digest.bytes, SHA256_BYTES});
    hash = sha256(built(&all));
    return text_copy(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

static struct coverage_rule version_of(const struct sigma_rule *rule, uint32_t flags)
{
    struct coverage_rule version = {.name = sigma_rule_name(rule),
                                    .flags = flags | (rule->referred ? COVERAGE_REFERRED : 0U)};
    memcpy(version.digest.bytes, rule->digest.data, SHA256_BYTES);
    return version;
}

uint32_t ruleset_rules(const struct ruleset *set)
{
    return set->rules == NULL ? 0 : (uint32_t)sigma_rules_count(set->rules);
}

/* The versions of all that looks, as the coverage ledger has them. */
static void versions_make(struct ruleset *made)
{
    struct coverage_set *set = &made->coverage;
    uint32_t count = ruleset_rules(made);
    size_t correlations = made->rules == NULL ? 0 : sigma_rules_correlations(made->rules)->count;
    set->rules =
        arena_array(made->arena, count + correlations + made->lists_count + 1, sizeof *set->rules);
    for (uint32_t i = 0; i < count; i++)
        set->rules[set->count++] = version_of(sigma_rules_at(made->rules, i), 0);
    for (uint32_t i = 0; i < correlations; i++)
        set->rules[set->count++] =
            version_of(sigma_rules_correlation(made->rules, i), COVERAGE_CORRELATION);
    for (size_t i = 0; i < made->lists_count; i++)
        set->rules[set->count++] = made->lists[i];
    coverage_set_name(made->arena, set);
}

struct coverage_rule list_version(struct arena *arena, struct text path, struct text bytes)
{
    struct text name = alert_list(arena, list_name(path));
    return (struct coverage_rule){
        .name = name, .digest = sha256_two(name, bytes), .flags = COVERAGE_LIST};
}

struct text list_name(struct text path)
{
    for (size_t i = path.size; i > 0; i--)
        if (path.data[i - 1] == '/')
            return (struct text){path.data + i, path.size - i};
    return path;
}

/* What is wrong with lists is named here; those who look have lists of their own. */
static bool list_check(struct turn *turn, const struct watch *watch, struct text path,
                       struct ruleset *set)
{
    struct text bytes;
    size_t count;
    uint64_t total;
    struct indicators *indicators = indicators_new(turn->arena);
    if (!file_read(turn, text_string(turn->arena, path), LIST_BYTES_MAX / 2, &bytes)
        || !indicators_read(turn, indicators, list_name(path), bytes))
        return false;
    set->lists[set->lists_count++] = list_version(set->arena, path, bytes);
    const struct indicator_problem *problems = indicators_problems(indicators, &count, &total);
    for (size_t i = 0; i < count && i < SAID_MAX; i++)
        log_write(watch->log, LOG_WARNING, "watch.indicators", "%.*s:%llu: %.*s", TEXT_SHOW(path),
                  (unsigned long long)problems[i].line, TEXT_SHOW(problems[i].what));
    if (total > SAID_MAX)
        log_write(watch->log, LOG_WARNING, "watch.indicators",
                  "%.*s: %llu lines in all are no indicators: revere indicator check names them",
                  TEXT_SHOW(path), (unsigned long long)total);
    return true;
}

static bool lists_check(struct turn *turn, const struct watch *watch, struct ruleset *set)
{
    set->lists = arena_array(set->arena, watch->settings->indicators_count + 1, sizeof *set->lists);
    for (size_t i = 0; i < watch->settings->indicators_count; i++) {
        struct turn each = {.arena = arena_new(LIST_BYTES_MAX), .now_us = turn->now_us};
        bool good =
            each.arena != NULL && list_check(&each, watch, watch->settings->indicators[i], set);
        turn->fault = each.fault;
        arena_free(each.arena);
        if (!good)
            return turn->fault.kind != FAULT_NONE ? false
                                                  : fail(turn, FAULT_LIMIT,
                                                         "There is no memory "
                                                         "for indicators.");
    }
    return true;
}

static bool rules_load(struct turn *turn, const struct watch_settings *settings,
                       struct ruleset *set)
{
    struct event_sources *sources;
    struct sigma_order order = {.paths = settings->rules, .path_count = settings->rules_count};
    if (settings->rules_count > 0) {
        if (!event_sources_own(turn, &sources))
            return false;
        order.sources = sources;
        if (!sigma_load(turn, &order, &set->rules))
            return false;
    }
    return true;
}

/* A turn is guarded: what has no room is a fault. */
struct loading {
    struct watch *watch;
    struct ruleset *set;
    bool same;
};

static bool set_load(struct turn *turn, void *context)
{
    struct loading *loading = context;
    struct ruleset *set = loading->set;
    if (!rules_load(turn, loading->watch->settings, set) || !lists_check(turn, loading->watch, set))
        return false;
    set->check = ruleset_check(set->arena, set->rules, set->lists, set->lists_count);
    versions_make(set);
    return foreman_start(turn, loading->watch, set) && foreman_wait(turn, set, &loading->same);
}

static struct ruleset *set_new(struct turn *turn, struct watch *watch)
{
    struct ruleset *set = calloc(1, sizeof *set);
    struct arena *arena = arena_new(RULES_ARENA_BYTES);
    if (set == NULL || arena == NULL) {
        free(set);
        arena_free(arena);
        (void)fail(turn, FAULT_LIMIT, "There is no memory for the rules.");
        return NULL;
    }
    set->arena = arena;
    set->control = -1;
    set->held = 1;
    set->number = ++watch->rulesets.loaded;
    pthread_mutex_init(&set->mutex, NULL);
    return set;
}

/* The same here and in the foreman, or a fault. Files that are being written may differ: again. */
static struct ruleset *set_open(struct turn *turn, struct watch *watch)
{
    for (int i = 0; i < LOAD_TRIES; i++) {
        struct loading loading = {.watch = watch, .set = set_new(turn, watch)};
        if (loading.set == NULL)
            return NULL;
        struct turn each = {.arena = loading.set->arena, .now_us = clock_now_us(&watch->clock)};
        bool loaded = turn_run(&each, set_load, &loading);
        if (loaded && loading.same)
            return loading.set;
        ruleset_free(loading.set);
        turn->fault = each.fault;
        if (!loaded)
            return NULL;
    }
    (void)fail(turn, FAULT_BUSY, "The files of rules are changing; they are not loaded.");
    return NULL;
}

/* ---- what is wrong ---- */

static void problem_say(const struct watch *watch, const struct sigma_problem *problem)
{
    log_write(watch->log, LOG_WARNING, "watch.rules", "%.*s:%d: %.*s", TEXT_SHOW(problem->file),
              problem->line, TEXT_SHOW(problem->what));
}

static bool problem_stood(const struct ruleset *before, const struct sigma_problem *problem)
{
    size_t count = 0;
    const struct sigma_problem *all =
        before->rules == NULL ? NULL : sigma_rules_problems(before->rules, &count);
    for (size_t i = 0; i < count; i++)
        if (text_equal(all[i].file, problem->file) && text_equal(all[i].what, problem->what))
            return true;
    return false;
}

/* What filters made of rules is said, as revere sigma check says it. */
static void filters_say(const struct watch *watch, const struct ruleset *set)
{
    size_t count = set->rules == NULL ? 0 : sigma_rules_count(set->rules);
    for (uint32_t i = 0; i < count; i++) {
        const struct sigma_rule *rule = sigma_rules_at(set->rules, i);
        if (rule->filtered)
            log_write(watch->log, LOG_NOTICE, "watch.rules",
                      "%.*s:%d: %.*s: filtered, it holds when: %.*s", TEXT_SHOW(rule->file),
                      rule->line, TEXT_SHOW(sigma_rule_name(rule)), TEXT_SHOW(rule->condition));
    }
}

/* How many problems there are that the rules before did not have; all, where there were none. */
static size_t problems_say(const struct watch *watch, const struct ruleset *set,
                           const struct ruleset *before)
{
    size_t count = 0;
    size_t fresh = 0;
    const struct sigma_problem *problems =
        set->rules == NULL ? NULL : sigma_rules_problems(set->rules, &count);
    for (size_t i = 0; i < count; i++)
        if (before == NULL || !problem_stood(before, &problems[i])) {
            problem_say(watch, &problems[i]);
            fresh++;
        }
    return fresh;
}

/* ---- whether files have changed ---- */

static struct sha256 print_add(struct turn *turn, struct sha256 print, struct text path, int depth)
{
    struct stat found;
    struct text *names;
    size_t count = 0;
    const char *name = text_string(turn->arena, path);
    if (stat(name, &found) != 0)
        found = (struct stat){0};
    const int64_t said[] = {found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_size,
                            (int64_t)found.st_ino};
    print = sha256_three((struct text){(const char *)print.bytes, sizeof print.bytes}, path,
                         (struct text){(const char *)said, sizeof said});
    if (!S_ISDIR(found.st_mode) || depth == DEPTH_MAX)
        return print;
    if (!folder_list(turn, name, &names, &count))
        fault_clear(turn); /* it is as if it were empty, and changed when it can be read */
    for (size_t i = 0; i < count; i++)
        if (names[i].data[0] != '.')
            print = print_add(
                turn, print,
                text_format(turn->arena, "%.*s/%.*s", TEXT_SHOW(path), TEXT_SHOW(names[i])),
                depth + 1);
    return print;
}

/* Of some thousands of files; in a turn of its own, because nobody waits for it. */
struct printing {
    const struct watch_settings *settings;
    struct sha256 print;
};

static bool print_all(struct turn *turn, void *context)
{
    struct printing *printing = context;
    const struct watch_settings *settings = printing->settings;
    printing->print =
        print_add(turn, printing->print, text_of(exclusions_path(turn->arena, settings)), 0);
    for (size_t i = 0; i < settings->rules_count; i++)
        printing->print = print_add(turn, printing->print, settings->rules[i], 0);
    for (size_t i = 0; i < settings->indicators_count; i++)
        printing->print = print_add(turn, printing->print, settings->indicators[i], 0);
    return true;
}

/* False: there is no memory to look. */
static bool print_of(const struct watch_settings *settings, struct sha256 *print)
{
    struct turn turn = {.arena = arena_new(PRINT_ARENA_BYTES)};
    struct printing printing = {.settings = settings};
    bool good = turn.arena != NULL && turn_run(&turn, print_all, &printing);
    arena_free(turn.arena);
    *print = printing.print;
    return good;
}

/* True once for each change, when the files have stood still since the last look. */
static bool files_changed(struct watch *watch)
{
    struct rulesets *sets = &watch->rulesets;
    struct sha256 print;
    if (!print_of(watch->settings, &print))
        return false;
    bool changed = memcmp(print.bytes, sets->print, sizeof sets->print) != 0;
    bool still = memcmp(print.bytes, sets->pending, sizeof sets->pending) == 0;
    memcpy(sets->pending, print.bytes, sizeof sets->pending);
    if (!changed || !still)
        return false;
    memcpy(sets->print, print.bytes, sizeof sets->print);
    return true;
}

/* ---- holding ---- */

void ruleset_keep(struct ruleset *set)
{
    atomic_fetch_add(&set->held, 1);
}

struct ruleset *ruleset_hold(struct watch *watch)
{
    pthread_mutex_lock(&watch->rulesets.mutex);
    struct ruleset *set = watch->rulesets.current;
    ruleset_keep(set);
    pthread_mutex_unlock(&watch->rulesets.mutex);
    return set;
}

/* It is freed by the thread that loads: see replaced_free. */
void ruleset_drop(struct ruleset *set)
{
    atomic_fetch_sub(&set->held, 1);
}

static void replaced_free(struct rulesets *sets)
{
    for (struct ruleset **at = &sets->replaced; *at != NULL;) {
        struct ruleset *set = *at;
        if (atomic_load(&set->held) > 0) {
            at = &set->next;
            continue;
        }
        *at = set->next;
        ruleset_free(set);
    }
}

/* ---- loading ---- */

static void set_put(struct rulesets *sets, struct ruleset *set)
{
    pthread_mutex_lock(&sets->mutex);
    struct ruleset *before = sets->current;
    sets->current = set;
    pthread_mutex_unlock(&sets->mutex);
    if (before == NULL)
        return;
    before->next = sets->replaced;
    sets->replaced = before;
    ruleset_drop(before);
}

static void reload(struct watch *watch, struct arena *arena)
{
    struct rulesets *sets = &watch->rulesets;
    struct turn turn = {.arena = arena, .now_us = clock_now_us(&watch->clock)};
    struct ruleset *set = set_open(&turn, watch);
    size_t wrong = set == NULL ? 0 : problems_say(watch, set, sets->current);
    if (set == NULL)
        log_write(watch->log, LOG_ERROR, "watch.rules",
                  "the rules could not be loaded again, and those of before go on: %.*s",
                  TEXT_SHOW(fault_sentence(arena, &turn.fault)));
    else if (wrong > 0)
        log_write(watch->log, LOG_ERROR, "watch.rules",
                  "%zu things are wrong with the rules as they are now: those of before go on",
                  wrong);
    if (set != NULL && wrong > 0) {
        ruleset_free(set);
        set = NULL;
    }
    if (set == NULL)
        return;
    filters_say(watch, set);
    log_write(watch->log, LOG_NOTICE, "watch.rules", "the rules were loaded again: %zu",
              set->rules == NULL ? (size_t)0 : sigma_rules_count(set->rules));
    set_put(sets, set);
}

static void *rulesets_run(void *context)
{
    struct watch *watch = context;
    struct arena *arena = arena_new((size_t)1024 * 1024);
    for (unsigned round = 1; arena != NULL && !atomic_load(&watch->closing); round++) {
        bool asked = atomic_exchange(&watch->reload, false);
        bool changed = round % LOOK_ROUNDS == 0 && files_changed(watch);
        if (asked || changed)
            reload(watch, arena);
        replaced_free(&watch->rulesets);
        arena_clear(arena);
        nanosleep(&(struct timespec){.tv_nsec = (long)ROUND_MS * 1000000}, NULL);
    }
    arena_free(arena);
    return NULL;
}

bool rulesets_open(struct turn *turn, struct watch *watch)
{
    struct rulesets *sets = &watch->rulesets;
    pthread_mutex_init(&sets->mutex, NULL);
    struct sha256 print;
    if (!print_of(watch->settings, &print))
        return fail(turn, FAULT_LIMIT, "There is no memory to look at the files of rules.");
    memcpy(sets->print, print.bytes, sizeof sets->print);
    memcpy(sets->pending, print.bytes, sizeof sets->pending);
    struct ruleset *set = set_open(turn, watch);
    if (set == NULL)
        return false;
    (void)problems_say(watch, set, NULL);
    filters_say(watch, set);
    set_put(sets, set);
    return true;
}

bool rulesets_start(struct turn *turn, struct watch *watch)
{
    struct rulesets *sets = &watch->rulesets;
    sets->started = pthread_create(&sets->thread, NULL, rulesets_run, watch) == 0;
    return sets->started || fail(turn, FAULT_LIMIT, "No thread could be started.");
}

void rulesets_close(struct watch *watch)
{
    struct rulesets *sets = &watch->rulesets;
    if (sets->started)
        pthread_join(sets->thread, NULL);
    sets->started = false;
    if (sets->current != NULL) {
        sets->current->next = sets->replaced;
        sets->replaced = sets->current;
        ruleset_drop(sets->current);
    }
    sets->current = NULL;
    replaced_free(sets);
}

void watch_reload(struct watch *watch)
{
    atomic_store(&watch->reload, true);
}
