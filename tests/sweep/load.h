/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A house at work until it is killed: threads that report, evaluate, respond and read under
 * idempotency keys, and time that passes. What was asked and what was answered is written outside
 * the house, a line each, the answer's line only when action_call has returned:
 *
 *     try KEY ACTION INPUT
 *     ack KEY SHA256-OF-ANSWER
 *     ready                      the house is open, and what the last one acknowledged is asked
 * again bad KEY WHY                it was not answered as before
 *
 * Planted: a house that acknowledges before it has done anything, and is killed then.
 */
#pragma once
#include "../house/house.h"
#include "base/hash.h"
#include "tick/tick.h"
#include <fcntl.h>
#include <pthread.h>

enum { LOAD_THREADS = 4, LOAD_LINE_BYTES = 1024, LOAD_ARENA_BYTES = 64 * 1024 * 1024 };

struct load {
    struct house *house;
    int log;
    long run;
    bool planted;
    int64_t began_us, now_us; /* the house's clock runs a hundred times as fast */
};

struct load_thread {
    pthread_t thread;
    struct load *load;
    int number;
};

static inline int64_t load_now_us(void *state)
{
    const struct load *load = state;
    return load->now_us + (clock_elapsed_us() - load->began_us) * 100;
}

/* One write, so that a line is whole or, at the end of the file, cut. */
__attribute__((format(printf, 2, 3))) static inline void load_say(struct load *load,
                                                                  const char *format, ...)
{
    char line[LOAD_LINE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (size > 0 && size < (int)sizeof line && write(load->log, line, (size_t)size) != size)
        _exit(3);
}

static inline struct text load_digest(struct arena *arena, const struct value *answer)
{
    struct sha256 hash = sha256(json_write(arena, answer));
    return hex_write(arena, (struct text){(const char *)hash.bytes, sizeof hash.bytes});
}

static inline struct answer load_ask(struct load *load, struct arena *arena, const char *key,
                                     const char *action, const char *input)
{
    struct turn turn = {.arena = arena};
    struct answer answer = {0};
    struct call call = {.action = house_action(load->house, text_of(action)),
                        .key = text_of(key),
                        .credential = {.system = "system:load"}};
    if (!json_read(&turn, text_of(input), "the load", &call.input))
        _exit(4);
    action_call(load->house, arena, &call, &answer);
    return answer;
}

/* Asks and writes down what was answered; the answer is NULL when it was not done. */
static inline struct value *load_do(struct load *load, struct arena *arena, const char *key,
                                    const char *action, const char *input)
{
    load_say(load, "try %s %s %s\n", key, action, input);
    if (load->planted) {
        load_say(load, "ack %s %064d\n", key, 0);
        for (;;)
            pause();
    }
    struct answer answer = load_ask(load, arena, key, action, input);
    if (answer.fault.kind != FAULT_NONE)
        return NULL;
    struct text digest = load_digest(arena, answer.value);
    load_say(load, "ack %s %.*s\n", key, TEXT_SHOW(digest));
    return answer.value;
}

static const char *const load_steps[][2] = {
    {"incident.evaluate", "\"priority\":1,\"action\":\"look\",\"human_safety\":\"yes\""},
    {"incident.respond", "\"action\":\"plugs are pulled\""},
    {"incident.update", "\"status\":\"contained\""},
    {"incident.input", "\"data\":[{\"class\":\"restricted\",\"compromise\":\"confirmed\"}]"}};

static inline void load_case(struct load *load, struct arena *arena, int thread, long round)
{
    char key[64];
    char input[LOAD_LINE_BYTES / 2];
    snprintf(key, sizeof key, "r%ld-t%d-%ld", load->run, thread, round);
    struct value *report = load_do(load, arena, key, "report.create",
                                   "{\"what\":\"a note on the screens\",\"organisation\":\"DPH\"}");
    struct text number = value_get_text(report, "number");
    for (size_t i = 0; report != NULL && i < sizeof load_steps / sizeof load_steps[0]; i++) {
        snprintf(key, sizeof key, "r%ld-t%d-%ld-%zu", load->run, thread, round, i);
        snprintf(input, sizeof input, "{\"incident\":\"%.*s\",%s}", TEXT_SHOW(number),
                 load_steps[i][1]);
        load_do(load, arena, key, load_steps[i][0], input);
        load_ask(load, arena, "", "obligation.list", "{}");
    }
}

static inline void *load_work(void *context)
{
    struct load_thread *self = context;
    struct arena *arena = arena_new(LOAD_ARENA_BYTES);
    for (long round = 0;; round++) {
        load_case(self->load, arena, self->number, round);
        arena_clear(arena);
    }
    return NULL;
}

static inline void *load_tick(void *context)
{
    struct load_thread *self = context;
    struct arena *arena = arena_new(TICK_ARENA_BYTES);
    const struct tick_channel channels[] = {
        tick_channel_keep("mail"), tick_channel_keep("product"), {.name = NULL}};
    for (;;) {
        struct tick_result result;
        tick_once(self->load->house, arena, channels, &result);
        arena_clear(arena);
        usleep(10000);
    }
    return NULL;
}

/* What the run before this one was answered is answered again alike; what it asked without an
 * answer is done now, once. */
static inline void load_again(struct load *load, struct arena *arena, const char *path)
{
    char line[LOAD_LINE_BYTES];
    char prefix[32];
    FILE *file = fopen(path, "r");
    snprintf(prefix, sizeof prefix, "try r%ld-", load->run - 1);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char key[64];
        char action[64];
        int input = 0;
        if (strncmp(line, prefix, strlen(prefix)) != 0 || strchr(line, '\n') == NULL
            || sscanf(line, "try %63s %63s %n", key, action, &input) != 2 || input == 0)
            continue;
        struct answer answer = load_ask(load, arena, key, action, line + input);
        if (answer.fault.kind != FAULT_NONE)
            load_say(load, "bad %s %s\n", key, answer.fault.message);
        else
            load_say(load, "again %s %.*s %s\n", key, TEXT_SHOW(load_digest(arena, answer.value)),
                     answer.replayed ? "replayed" : "anew");
        arena_clear(arena);
    }
    if (file != NULL)
        fclose(file);
}

/* The child: program "load" ADDRESS FOLDER LOG RUN PLANTED. Never returns by itself. */
static inline int load_main(char **words)
{
    const char *source = getenv("REVERE_SOURCE");
    struct load load = {.log = open(words[4], O_WRONLY | O_APPEND | O_CREAT, 0600),
                        .run = strtol(words[5], NULL, 10),
                        .planted = strcmp(words[6], "planted") == 0,
                        .began_us = clock_elapsed_us()};
    load.now_us = BOTH_NOW_US + load.run * INT64_C(600000000);
    struct turn turn = {.arena = arena_new(BOTH_ARENA_BYTES_MAX)};
    struct house_settings settings = {
        .folder = text_of(words[3]),
        .store = text_of(words[2]),
        .pack_folder = text_format(turn.arena, "%s/policy/us-ma", source == NULL ? "." : source),
        .clock = {load_now_us, &load},
        .rooms = revere_rooms,
        .tables = revere_tables,
        .writer = true};
    if (!house_open(&turn, &settings, &load.house)) {
        load_say(&load, "bad house %s\n", turn.fault.message);
        return 2;
    }
    struct arena *arena = arena_new(LOAD_ARENA_BYTES);
    load_again(&load, arena, words[4]);
    load_say(&load, "ready %ld\n", load.run);
    struct load_thread threads[LOAD_THREADS + 1];
    for (int i = 0; i <= LOAD_THREADS; i++) {
        threads[i] = (struct load_thread){.load = &load, .number = i};
        if (pthread_create(&threads[i].thread, NULL, i < LOAD_THREADS ? load_work : load_tick,
                           &threads[i])
            != 0)
            return 5;
    }
    for (;;)
        pause();
}
