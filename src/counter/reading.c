/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who read what. A read of a case, a list of cases and every refusal is noted in memory before its
 * answer leaves, and a thread brings what waits to the writer within a second, many to a change
 * (decision 0013). The queue is bounded and nothing is dropped from it: when it is full the reader
 * waits for the writer, and at last is told that the house is busy. A house that is closed writes
 * everything; one that is killed loses what waited, less than a second of it.
 */
#include "base/clock.h"
#include "base/zone.h"
#include "counter/inside.h"
#include <string.h>
#include <time.h>

enum { READINGS_ARENA_BYTES = 64 * 1024 * 1024, ROOM_PAUSE_MS = 10 };

static void word_copy(char *word, struct text text)
{
    size_t size = text.size < READING_WORD_BYTES - 1 ? text.size : READING_WORD_BYTES - 1;
    if (size > 0)
        memcpy(word, text.data, size);
    word[size] = '\0';
}

/* The name in the route, or the case that a list was asked of. */
static struct text asked_of(const struct call *call)
{
    for (const struct field *field = call->action->fields;
         field != NULL && field->name != NULL && call->input != NULL; field++)
        if (field->type == FIELD_ID && value_has(call->input, field->name))
            return value_get_text(call->input, field->name);
    return TEXT_NONE;
}

/* Lists of the government's own people and of the policy tell of no case. */
static bool lists_cases(const struct action *action)
{
    return action->about == NULL && !action->anonymous && action->area != AREA_ORGANISATION
           && action->area != AREA_POLICY;
}

/* What is to be noted of the call; NULL: nothing. */
static const char *outcome_of(const struct call *call, const struct glimpse *glimpse,
                              const struct answer *answer)
{
    enum fault_kind kind = answer->fault.kind;
    if (glimpse->system || call->action->internal)
        return NULL;
    if (kind == FAULT_MISSING || kind == FAULT_REFUSED)
        return "refused";
    if (kind != FAULT_NONE || call->action->read == NULL)
        return NULL;
    if (!text_empty(glimpse->incident))
        return "read";
    return lists_cases(call->action) && value_has(answer->value, "items") ? "listed" : NULL;
}

static void pause_ms(long milliseconds)
{
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

/* The mutex is held, and let go meanwhile. Waits for room; false: there was none in time. */
static bool room_wait(struct readings *readings)
{
    int64_t until_us = clock_elapsed_us() + READINGS_PATIENCE_S * SECOND_US;
    while (readings->count == READINGS_MAX && clock_elapsed_us() < until_us) {
        pthread_mutex_unlock(&readings->mutex);
        pause_ms(ROOM_PAUSE_MS);
        pthread_mutex_lock(&readings->mutex);
    }
    return readings->count < READINGS_MAX;
}

static void noted_fill(struct noted *noted, const struct call *call, const struct glimpse *glimpse,
                       const struct answer *answer, const char *outcome)
{
    noted->at_us = glimpse->now_us;
    noted->outcome = outcome;
    noted->shown = (int64_t)value_get_count(answer->value, "items");
    word_copy(noted->person, glimpse->person);
    word_copy(noted->capacity, glimpse->capacity);
    word_copy(noted->action, text_of(call->action->name));
    word_copy(noted->incident, glimpse->incident);
    word_copy(noted->asked, asked_of(call));
}

/* ---- to the writer ---- */

static void line_set(struct arena *arena, struct value *line, const char *name, const char *word)
{
    value_set_text(arena, line, name, text_copy(arena, text_of(word)));
}

/* What waits first, as the input of reading.keep; *taken: how many of them. */
static struct value *batch_of(struct readings *readings, struct arena *arena, size_t *taken,
                              int64_t *strangers, int64_t now_us)
{
    struct value *input = value_map(arena);
    struct value *lines = value_set(arena, input, "lines", value_list(arena));
    pthread_mutex_lock(&readings->mutex);
    *taken = readings->count < READINGS_BATCH_MAX ? readings->count : READINGS_BATCH_MAX;
    *strangers = readings->strangers;
    for (size_t i = 0; i < *taken; i++) {
        const struct noted *noted = &readings->ring[(readings->first + i) % READINGS_MAX];
        struct value *line = value_append(arena, lines, value_map(arena));
        value_set_integer(arena, line, "at_us", noted->at_us);
        value_set_integer(arena, line, "shown", noted->shown);
        line_set(arena, line, "outcome", noted->outcome);
        line_set(arena, line, "person", noted->person);
        line_set(arena, line, "capacity", noted->capacity);
        line_set(arena, line, "action", noted->action);
        line_set(arena, line, "case", noted->incident);
        line_set(arena, line, "asked", noted->asked);
    }
    pthread_mutex_unlock(&readings->mutex);
    if (*strangers > 0) {
        struct value *line = value_append(arena, lines, value_map(arena));
        value_set_integer(arena, line, "at_us", now_us);
        value_set_integer(arena, line, "shown", *strangers);
        line_set(arena, line, "outcome", "refused");
        line_set(arena, line, "action", "strangers");
    }
    return input;
}

/* Writes one batch; *left: how many wait still. False: it could not be written, and waits on. */
static bool readings_write(struct house *house, struct arena *arena, size_t *left)
{
    struct readings *readings = &house->readings;
    struct answer answer = {.fault = {.kind = FAULT_NONE}};
    struct call call = {.action = house_action(house, TEXT("reading.keep")),
                        .credential = {.system = "system:house"}};
    size_t taken;
    int64_t strangers;
    pthread_mutex_lock(&readings->writing);
    call.input = batch_of(readings, arena, &taken, &strangers, house_now_us(house));
    if (call.action != NULL && taken + (size_t)strangers > 0)
        action_call(house, arena, &call, &answer);
    pthread_mutex_lock(&readings->mutex);
    if (answer.fault.kind == FAULT_NONE) {
        readings->first = (readings->first + taken) % READINGS_MAX;
        readings->count -= taken;
        readings->strangers -= strangers;
    }
    *left = readings->count;
    pthread_mutex_unlock(&readings->mutex);
    pthread_mutex_unlock(&readings->writing);
    arena_clear(arena);
    return answer.fault.kind == FAULT_NONE;
}

/* Waits for something to write, and then for more of it; not when a whole batch waits, for then
 * the pause would be what everybody who reads waits for. */
static bool readings_wait(struct readings *readings, bool refused)
{
    pthread_mutex_lock(&readings->mutex);
    while (readings->count == 0 && readings->strangers == 0 && !readings->closing)
        pthread_cond_wait(&readings->work, &readings->mutex);
    bool more = readings->count > 0 || readings->strangers > 0;
    bool full = readings->count >= READINGS_BATCH_MAX && !refused;
    bool closing = readings->closing;
    pthread_mutex_unlock(&readings->mutex);
    if (!closing && !full)
        pause_ms(READINGS_PAUSE_MS);
    return more;
}

static void *readings_loop(void *context)
{
    struct house *house = context;
    struct arena *arena = arena_new(READINGS_ARENA_BYTES);
    size_t left = 0;
    bool good = true;
    while (arena != NULL && readings_wait(&house->readings, !good)) {
        good = readings_write(house, arena, &left);
        if (!good && house->readings.closing)
            break; /* the writer says why, too; there is nobody left to wait for */
    }
    arena_free(arena);
    return NULL;
}

/* A house without threads writes each call's own before its answer leaves. */
static bool readings_write_now(struct house *house)
{
    struct arena *arena = arena_new(READINGS_ARENA_BYTES);
    size_t left = 1;
    bool good = arena != NULL;
    while (good && left > 0)
        good = readings_write(house, arena, &left);
    arena_free(arena);
    return good;
}

bool readings_note(struct house *house, const struct call *call, const struct glimpse *glimpse,
                   const struct answer *answer)
{
    struct readings *readings = &house->readings;
    const char *outcome = readings->ring == NULL ? NULL : outcome_of(call, glimpse, answer);
    bool stranger =
        readings->ring != NULL && answer->fault.kind == FAULT_STRANGER && !call->action->anonymous;
    if (outcome == NULL && !stranger)
        return true;
    pthread_mutex_lock(&readings->mutex);
    bool good = stranger || text_empty(glimpse->person) || room_wait(readings);
    if (stranger || text_empty(glimpse->person))
        readings->strangers++;
    else if (good)
        noted_fill(&readings->ring[(readings->first + readings->count++) % READINGS_MAX], call,
                   glimpse, answer, outcome);
    pthread_cond_signal(&readings->work);
    pthread_mutex_unlock(&readings->mutex);
    return good && (readings->threaded || readings_write_now(house));
}

bool readings_open(struct turn *turn, struct house *house)
{
    struct readings *readings = &house->readings;
    if (house->settings.unwatched || house_action(house, TEXT("reading.keep")) == NULL)
        return true;
    pthread_mutex_init(&readings->mutex, NULL);
    pthread_mutex_init(&readings->writing, NULL);
    pthread_cond_init(&readings->work, NULL);
    readings->ring = arena_array(house->arena, READINGS_MAX, sizeof *readings->ring);
    if (!house->settings.writer)
        return true;
    if (pthread_create(&readings->thread, NULL, readings_loop, house) != 0)
        return fail(turn, FAULT_BROKEN, "the thread that writes down who read what cannot start");
    readings->threaded = true;
    return true;
}

void readings_close(struct house *house)
{
    struct readings *readings = &house->readings;
    if (!readings->threaded)
        return;
    pthread_mutex_lock(&readings->mutex);
    readings->closing = true;
    pthread_cond_signal(&readings->work);
    pthread_mutex_unlock(&readings->mutex);
    pthread_join(readings->thread, NULL);
}
