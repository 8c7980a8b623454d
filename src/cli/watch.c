/* SPDX-License-Identifier: Apache-2.0 */
/* revere watch: raw logs in, in the foreground, until SIGINT or SIGTERM. */
#include "watch/watch.h"
#include "cli/inside.h"
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_NS = 100 * 1000 * 1000 };

static const struct command watch_command = {"watch", "--config FILE", "Take logs in, keep them",
                                             cli_watch};
static const struct option watch_options[] = {
    {"config", "FILE", "What is taken in, from where: see watch.yaml(5)", false},
    {"log", "text|json", "One line an event, to standard error (text)", false},
    {"parent", "PID", "Ends with this process, which started it", false},
    {0},
};
static const char watch_more[] =
    "It says \"ready\" when every input is open, and at its end one JSON line for each source:\n"
    "what was received is what was stored and what is counted as dropped.";

static void signals_set(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    sigaddset(signals, SIGUSR1);
    sigaddset(signals, SIGHUP);
}

/* One line a source. */
static void counts_say(const struct console *console, const struct watch_count *counts,
                       size_t count)
{
    for (size_t i = 0; i < count; i++)
        fprintf(console->out,
                "{\"source\":\"%.*s\",\"received\":%llu,\"parsed\":%llu,\"stored\":%llu,"
                "\"dropped\":%llu,\"cut\":%llu,\"bad\":%llu,\"repeated\":%llu,\"refused\":%llu}\n",
                TEXT_SHOW(counts[i].name), (unsigned long long)counts[i].received,
                (unsigned long long)counts[i].parsed, (unsigned long long)counts[i].stored,
                (unsigned long long)counts[i].dropped, (unsigned long long)counts[i].cut,
                (unsigned long long)counts[i].bad, (unsigned long long)counts[i].repeated,
                (unsigned long long)counts[i].refused);
    fflush(console->out);
}

static void ready_say(const struct console *console, const struct watch_settings *settings,
                      const struct watch *watch)
{
    for (size_t i = 0; i < settings->inputs_count; i++)
        fprintf(console->out, "ready %.*s %u\n", TEXT_SHOW(settings->inputs[i].name),
                (unsigned)watch_port(watch, i));
    fprintf(console->out, "ready\n");
    fflush(console->out);
}

/* Until a signal, or until nothing can come any more. SIGUSR1 asks for the counts, SIGHUP for rules
 * as they are now. */
static void watch_wait(struct arena *arena, const struct console *console, struct watch *watch)
{
    sigset_t signals;
    signals_set(&signals);
    while (watch_running(watch)) {
        int caught = sigtimedwait(&signals, NULL, &(struct timespec){.tv_nsec = LOOK_NS});
        if (caught == SIGUSR1) {
            struct watch_count *counts;
            size_t count = watch_counts(watch, arena, &counts);
            struct watch_history history = watch_history(watch);
            counts_say(console, counts, count);
            fprintf(console->out, "{\"history\":{\"lines\":%llu,\"found\":%llu}}\n",
                    (unsigned long long)history.lines, (unsigned long long)history.found);
            fflush(console->out);
            arena_clear(arena);
        } else if (caught == SIGHUP) {
            watch_reload(watch);
        } else if (caught > 0) {
            return;
        }
    }
}

static bool watch_run(struct turn *turn, const struct console *console,
                      const struct watch_settings *settings)
{
    sigset_t signals;
    struct watch *watch;
    struct watch_count *counts;
    size_t count;
    struct arena *arena = arena_new((size_t)64 * 1024 * 1024);
    signals_set(&signals);
    sigprocmask(SIG_BLOCK, &signals, NULL); /* before any thread */
    signal(SIGPIPE, SIG_IGN);               /* who is gone is noticed where it is written to */
    signal(SIGXFSZ, SIG_IGN);               /* a file that may not grow is as a disk that is full */
    if (arena == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for the watch.");
    if (!watch_open(turn, settings, &watch)) {
        arena_free(arena);
        return false;
    }
    ready_say(console, settings, watch);
    watch_wait(arena, console, watch);
    bool good = watch_close(watch, turn->arena, &counts, &count);
    counts_say(console, counts, count);
    arena_free(arena);
    return good
           || fail(turn, FAULT_BROKEN,
                   "Not everything could be written: what is missing is counted as dropped.");
}

/* Whoever started it may be gone already. */
static bool parent_bind(struct turn *turn, const struct value *options)
{
    int64_t parent;
    struct text word = value_get_text(options, "parent");
    if (text_empty(word))
        return true;
    if (!text_integer(word, &parent) || parent < 1)
        return fail_field(turn, "parent", "--parent is the number of a process.");
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    return getppid() == (pid_t)parent
           || fail(turn, FAULT_REFUSED, "The process %lld did not start this watch, or is gone.",
                   (long long)parent);
}

int cli_watch(struct turn *turn, const struct console *console, int count, char **words)
{
    struct value *options;
    struct watch_settings settings;
    struct log log = {.clock = console->clock};
    if (!options_read(turn, watch_options, 0, 0, count, words, &options))
        return cli_fault(turn, console);
    if (value_has(options, "help")) {
        options_help(console, "revere", &watch_command, watch_options, watch_more);
        return 0;
    }
    struct text path = value_get_text(options, "config");
    struct text style = value_get_text(options, "log");
    log.json = text_is(style, "json");
    if (text_empty(path))
        (void)fail_field(turn, "config", "--config FILE says what is taken in: see watch.yaml(5).");
    else if (!text_empty(style) && !log.json && !text_is(style, "text"))
        (void)fail_field(turn, "log", "--log is text or json.");
    if (turn->fault.kind != FAULT_NONE || !parent_bind(turn, options)
        || !watch_configure(turn, text_string(turn->arena, path), &settings))
        return cli_fault(turn, console);
    settings.log = &log;
    if (!watch_confine(turn, &settings))
        return cli_fault(turn, console);
    return watch_run(turn, console, &settings) ? 0 : cli_fault(turn, console);
}
