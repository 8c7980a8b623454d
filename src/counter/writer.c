/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writer: changes of many callers, one after the other, many to a transaction.
 *
 * A durable commit costs a disk's patience whatever is in it, so the writer takes every job that
 * waits (up to HOUSE_GROUP_MAX), runs each in a savepoint of one transaction, commits, and only
 * then lets the answers go. A job that fails reverts its own savepoint; when the commit fails
 * nothing of the group has happened, and every caller is told so.
 */
#include "base/json.h"
#include "counter/inside.h"
#include "obligation/obligation.h"

/* A job with what it needs on its way: the change is here so that a job left half-way can be
 * dropped. */
struct running {
    struct job *job;
    struct ledger_group *group;
    struct change *change;
    bool replayed;
    struct fault refusal;
};

/* The obligations hear the new facts, and the facts that these make in turn, until none is new. */
static bool running_facts(struct running *running)
{
    size_t heard = 0;
    for (size_t fresh; change_facts(running->change, heard, &fresh) != NULL && fresh > 0;
         heard += fresh)
        for (size_t i = 0; i < fresh; i++) {
            size_t unused;
            struct fact fact = change_facts(running->change, heard, &unused)[i];
            if (!obligation_hear(running->change, &fact))
                return false;
        }
    return true;
}

/* The savepoint comes first, so that a read that fails is undone with the job and fails no other
 * job of the group. */
static bool running_run(struct turn *turn, void *context)
{
    struct running *running = context;
    struct job *job = running->job;
    const struct call *call = job->call;
    struct kept_answer kept;
    if (!change_begin(turn, running->group, call->key, &running->change) || !call_actor(turn, call)
        || !call_permit(turn, call, &job->glimpse) || !replay_find(turn, call, job->hash, &kept))
        return false;
    running->replayed = kept.found;
    if (kept.found)
        return json_read(turn, kept.answer, "the kept answer", &job->answer->value);
    return call_unchanged(turn, call, job->glimpse.version)
           && call->action->write(running->change, call->input, &job->answer->value)
           && told_person(running->change, call->action, job->answer->value)
           && running_facts(running)
           && replay_keep(running->change, call, job->hash, kept.owner, job->answer->value)
           && change_end(running->change);
}

static bool refused_run(struct turn *turn, void *context)
{
    struct running *running = context;
    const struct call *call = running->job->call;
    return change_begin(turn, running->group, TEXT_NONE, &running->change)
           && call->action->refused(running->change, call->input, &running->refusal)
           && change_end(running->change);
}

/* What is to be remembered of a refusal is a change of its own; the caller gets the refusal, and
 * where it cannot be remembered, why not. */
static void job_refused(struct turn *turn, struct running *running)
{
    running->refusal = turn->fault;
    running->change = NULL;
    fault_clear(turn);
    if (turn_run(turn, refused_run, running))
        turn->fault = running->refusal;
    if (running->change != NULL)
        change_drop(running->change);
}

static void job_run(struct house *house, struct ledger_group *group, struct job *job)
{
    struct turn turn = {.arena = job->arena,
                        .now_us = house_now_us(house),
                        .store = house->writer.store,
                        .pack = house_pack_now(house)};
    struct running running = {.job = job, .group = group};
    bool good = turn_run(&turn, running_run, &running);
    if (running.change != NULL)
        change_drop(running.change); /* what has ended stays */
    if (turn.fault.kind == FAULT_REFUSED && job->call->action->refused != NULL
        && running.change != NULL)
        job_refused(&turn, &running);
    job->answer->fault = turn.fault;
    if (!good)
        job->answer->value = NULL;
    job->answer->replayed = good && running.replayed;
    job->answer->version = value_get_text(job->answer->value, "version");
}

/* A group on its way: its jobs, and the house whose writer runs them. */
struct batch {
    struct house *house;
    struct job *first;
};

static bool batch_run(struct turn *turn, void *context)
{
    const struct batch *batch = context;
    struct ledger_group *group = NULL;
    if (!ledger_group_begin(turn, &group))
        return false;
    for (struct job *job = batch->first; job != NULL; job = job->next)
        job_run(batch->house, group, job);
    return ledger_group_commit(turn, group);
}

/* Nothing of the group has happened, and everybody is told so. */
static void batch_fail(const struct batch *batch, struct turn *turn)
{
    store_rollback(turn);
    for (struct job *job = batch->first; job != NULL; job = job->next) {
        arena_guard(job->arena, NULL); /* the group's memory may have run out inside a job */
        *job->answer = (struct answer){.fault = turn->fault};
    }
}

/* Runs a list of jobs as one group. */
static void writer_group(struct house *house, struct job *first)
{
    struct batch batch = {house, first};
    struct turn turn = {.arena = house->writer.arena,
                        .now_us = house_now_us(house),
                        .store = house->writer.store,
                        .pack = house_pack_now(house)};
    arena_clear(house->writer.arena);
    if (turn_run(&turn, batch_run, &batch))
        publisher_wake(house);
    else
        batch_fail(&batch, &turn);
}

/* Takes what waits, at most HOUSE_GROUP_MAX; the mutex is held. */
static struct job *writer_take(struct writer *writer)
{
    struct job *first = writer->first;
    struct job *last = first;
    size_t taken = 1;
    for (; last != writer->last && taken < HOUSE_GROUP_MAX; taken++)
        last = last->next;
    writer->first = last->next;
    if (writer->first == NULL)
        writer->last = NULL;
    writer->waiting -= taken;
    last->next = NULL;
    return first;
}

/* Whoever asked whether the writer is alive has the answer; the mutex is held. */
static void writer_alive(struct writer *writer)
{
    if (writer->answered == writer->asked)
        return;
    writer->answered = writer->asked;
    pthread_cond_broadcast(&writer->done);
}

bool house_answers(struct house *house, int64_t wait_us)
{
    struct writer *writer = &house->writer;
    int64_t until_us = clock_elapsed_us() + wait_us; /* both clocks are CLOCK_MONOTONIC */
    struct timespec until = {.tv_sec = (time_t)(until_us / 1000000),
                             .tv_nsec = (long)(until_us % 1000000) * 1000};
    if (!writer->threaded)
        return true;
    pthread_mutex_lock(&writer->mutex);
    uint64_t asked = ++writer->asked;
    int waited = 0;
    pthread_cond_signal(&writer->work);
    while (writer->answered < asked && waited == 0)
        waited = pthread_cond_timedwait(&writer->done, &writer->mutex, &until);
    bool answered = writer->answered >= asked;
    pthread_mutex_unlock(&writer->mutex);
    return answered;
}

static void *writer_loop(void *context)
{
    struct house *house = context;
    struct writer *writer = &house->writer;
    pthread_mutex_lock(&writer->mutex);
    for (;;) {
        while (writer->first == NULL && !writer->closing && writer->answered == writer->asked)
            pthread_cond_wait(&writer->work, &writer->mutex);
        writer_alive(writer);
        if (writer->first == NULL && writer->closing)
            break;
        if (writer->first == NULL)
            continue;
        struct job *first = writer_take(writer);
        pthread_mutex_unlock(&writer->mutex);
        writer_group(house, first);
        pthread_mutex_lock(&writer->mutex);
        for (struct job *job = first, *next; job != NULL; job = next) {
            next = job->next; /* the caller's stack is gone once done is seen */
            job->done = true;
        }
        pthread_cond_broadcast(&writer->done);
    }
    pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

static bool writer_wait(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->mutex);
    bool taken = writer->waiting < HOUSE_QUEUE_MAX && !writer->closing;
    if (taken) {
        if (writer->last == NULL)
            writer->first = job;
        else
            writer->last->next = job;
        writer->last = job;
        writer->waiting++;
        pthread_cond_signal(&writer->work);
        while (!job->done)
            pthread_cond_wait(&writer->done, &writer->mutex);
    }
    pthread_mutex_unlock(&writer->mutex);
    return taken;
}

void writer_call(struct house *house, struct job *job)
{
    struct writer *writer = &house->writer;
    if (!writer->threaded) {
        pthread_mutex_lock(&writer->mutex);
        writer_group(house, job);
        pthread_mutex_unlock(&writer->mutex);
    } else if (!writer_wait(writer, job)) {
        job->answer->fault = (struct fault){
            .kind = FAULT_BUSY, .message = "too much is waiting to be written; try again"};
    }
}

bool writer_open(struct turn *turn, struct house *house)
{
    struct writer *writer = &house->writer;
    pthread_condattr_t forward;
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_cond_init(&writer->work, NULL);
    pthread_condattr_init(&forward);
    pthread_condattr_setclock(&forward, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->done, &forward);
    pthread_condattr_destroy(&forward);
    writer->arena = arena_new(HOUSE_TURN_BYTES);
    if (writer->arena == NULL)
        return fail(turn, FAULT_LIMIT, "there is no memory for the writer");
    if (!store_open(turn, house->store_address, &writer->store))
        return false;
    struct turn pinning = {.arena = turn->arena, .now_us = turn->now_us, .store = writer->store};
    if (!store_pin(&pinning)) {
        turn->fault = pinning.fault;
        return false;
    }
    if (!house->settings.writer)
        return true;
    if (pthread_create(&writer->thread, NULL, writer_loop, house) != 0)
        return fail(turn, FAULT_BROKEN, "the writer's thread cannot be started");
    writer->threaded = true;
    return true;
}

void writer_close(struct house *house)
{
    struct writer *writer = &house->writer;
    if (writer->threaded) {
        pthread_mutex_lock(&writer->mutex);
        writer->closing = true;
        pthread_cond_signal(&writer->work);
        pthread_mutex_unlock(&writer->mutex);
        pthread_join(writer->thread, NULL);
    }
    if (writer->store != NULL)
        store_close(writer->store);
    arena_free(writer->arena);
}

void house_fail_after(struct house *house, size_t calls)
{
    store_fail_after(house->writer.store, calls);
}
