/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event logs of Windows, as files that grow, chunk by chunk. The number of the last record that was
 * taken is a mark, durable together with its line; the chunk it stands in is read again when the
 * file has changed, and what is behind it there and in the others is new. Chunks stand in a ring
 * when the log is full, so they are read in the order of their numbers, which are all that is
 * looked at here: records are read by a worker, and come back as lines of XML.
 *
 * A log that was cleared counts from 1 again: it is known by a record of the same number that was
 * written at another time, or by numbers that are all lower.
 */
#include "event/evtx.h"
#include "base/clock.h"
#include "watch/chunk.h"
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    LOGS_MAX = 4096,
    PATH_BYTES_MAX = 4096,
    MARK_BYTES_MAX = PATH_BYTES_MAX + 256,
    CHUNKS_MAX = 65536, /* 4 GiB */
    ROUND_MS = 200,
    SETTLE_US = 3 * 1000 * 1000, /* what is unsound is perhaps being written: so long */
    DEATHS_MAX = 64              /* of readers, in one chunk */
};

/* Which record was taken last, and when it was written. */
struct reached {
    uint64_t number, written;
};

struct eventlog {
    struct eventlog *next;
    char path[PATH_BYTES_MAX];
    uint64_t inode;
    int64_t size, changed_ns; /* of the file, as it was looked at last */
    int64_t heard_us;         /* when it was seen changed, by clock_elapsed_us */
    bool pending;             /* something is to be looked at again, though it does not change */
    bool foreign;             /* it is no event log, and that was said */
    struct reached reached;
    unsigned char told[CHUNKS_MAX / 8]; /* chunks that were said to be damaged */
};

struct evtx {
    struct input *input;
    struct pen pen;
    struct eventlog *logs;
    size_t count;
    bool first; /* the first round: what is there was there before us */
    char chunk[EVTX_CHUNK_BYTES];
    char line[EVTX_RECORD_BYTES_MAX];
};

/* A chunk that has something new. */
struct place {
    uint32_t number;
    struct evtx_head head;
};

/* ---- marks ---- */

/* "evtx INPUT INODE PATH" and "NUMBER WRITTEN" */
static bool log_mark(struct evtx *evtx, const struct eventlog *log, bool over)
{
    char key[MARK_BYTES_MAX];
    char value[64] = "";
    snprintf(key, sizeof key, "evtx %.*s %llu %s", TEXT_SHOW(evtx->input->settings->name),
             (unsigned long long)log->inode, log->path);
    if (!over)
        snprintf(value, sizeof value, "%llu %llu", (unsigned long long)log->reached.number,
                 (unsigned long long)log->reached.written);
    return pen_mark(&evtx->pen, text_of(key), text_of(value));
}

static struct eventlog *log_new(struct evtx *evtx, struct text path, uint64_t inode)
{
    struct eventlog *log = evtx->count < LOGS_MAX && path.size < PATH_BYTES_MAX
                                   && memchr(path.data, '\n', path.size) == NULL
                               ? calloc(1, sizeof *log)
                               : NULL;
    if (log == NULL)
        return NULL;
    memcpy(log->path, path.data, path.size);
    log->inode = inode;
    log->size = -1;
    log->next = evtx->logs;
    evtx->logs = log;
    evtx->count++;
    return log;
}

static void mark_read(struct evtx *evtx, struct text key, struct text value)
{
    int64_t inode;
    int64_t number;
    int64_t written;
    struct text rest;
    if (!text_is(text_cut(key, ' ', &rest), "evtx")
        || !text_equal(text_cut(rest, ' ', &rest), evtx->input->settings->name)
        || !text_integer(text_cut(rest, ' ', &rest), &inode))
        return;
    struct text path = rest;
    if (!text_integer(text_cut(value, ' ', &rest), &number) || !text_integer(rest, &written))
        return;
    struct eventlog *log = log_new(evtx, path, (uint64_t)inode);
    if (log != NULL)
        log->reached = (struct reached){(uint64_t)number, (uint64_t)written};
}

bool evtx_open(struct turn *turn, struct input *input)
{
    struct text key;
    struct text value;
    struct evtx *evtx = calloc(1, sizeof *evtx);
    input->evtx = evtx;
    if (evtx == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to read event logs.");
    evtx->input = input;
    evtx->first = true;
    for (size_t i = 0; keep_mark(input->watch->keep, i, &key, &value); i++)
        mark_read(evtx, key, value);
    return true;
}

void evtx_free(struct evtx *evtx)
{
    while (evtx != NULL && evtx->logs != NULL) {
        struct eventlog *log = evtx->logs;
        evtx->logs = log->next;
        free(log);
    }
    free(evtx);
}

/* ---- records ---- */

static void bad_count(struct evtx *evtx, uint64_t more)
{
    atomic_fetch_add(&evtx->input->watch->sources.all[evtx->input->index].bad, more);
}

/* The mark stands in the batch of its line. False: nothing can be written any more. */
static bool record_write(struct evtx *evtx, struct eventlog *log, const struct chunk_line *record)
{
    struct text line = {evtx->line, record->size};
    if (!pen_fits(&evtx->pen, line.size, MARK_BYTES_MAX)) {
        if (!log_mark(evtx, log, false))
            return false;
        pen_post(&evtx->pen);
    }
    if (!pen_write_long(&evtx->pen, evtx->input->index, &line))
        return false;
    log->reached = (struct reached){record->number, record->written};
    return true;
}

enum taken { TAKEN_ALL, TAKEN_CLEARED, TAKEN_LATER };

/* What a worker made of a chunk, or of a part of it: copied before it is looked at. *unread:
 * records that could not be read. */
static enum taken lines_take(struct evtx *evtx, struct eventlog *log, const struct place *place,
                             const struct chunk_answer *answer, uint64_t *unread)
{
    uint32_t count = answer->count;
    for (uint32_t i = 0; i < count && i < CHUNK_LINES_MAX; i++) {
        struct chunk_line line = answer->lines[i];
        bool known = line.number == log->reached.number && log->reached.written != 0;
        if (known && line.written != log->reached.written)
            return TAKEN_CLEARED;
        if (line.number <= log->reached.number || line.number < place->head.first
            || line.number > place->head.last)
            continue;
        bool fits = line.size > 0 && line.size <= sizeof evtx->line && line.at <= CHUNK_BYTES
                    && line.size <= CHUNK_BYTES - line.at;
        *unread += !fits || !line.whole;
        if (!fits)
            continue;
        memcpy(evtx->line, answer->bytes + line.at, line.size);
        if (!record_write(evtx, log, &line))
            return TAKEN_LATER;
    }
    return TAKEN_ALL;
}

static bool told_before(struct eventlog *log, uint32_t number)
{
    unsigned char bit = (unsigned char)(1U << number % 8);
    bool told = (log->told[number / 8] & bit) != 0;
    log->told[number / 8] |= bit;
    return told;
}

static void damage_say(struct evtx *evtx, struct eventlog *log, uint32_t number, uint64_t unread)
{
    if (told_before(log, number))
        return;
    bad_count(evtx, unread == 0 ? 1 : unread);
    log_write(evtx->input->watch->log, LOG_WARNING, "watch.evtx",
              "%s: chunk %u (at byte %llu) is damaged: %llu of its records, or what is between "
              "them, could not be read; what could be is taken",
              log->path, number,
              (unsigned long long)EVTX_HEADER_BYTES + (unsigned long long)number * EVTX_CHUNK_BYTES,
              (unsigned long long)unread);
}

/* A reader died of a record: those before it are read again, and then those behind it. What a
 * worker says is not believed. */
static void dead_pass(struct batch *batch, uint32_t hand)
{
    bool before = hand > batch->from && hand - batch->from <= CHUNK_LINES_MAX && batch->until == 0;
    batch->until = before ? hand : 0;
    batch->from += !before;
}

/* What was read is passed, and a record that a reader died of. */
static void batch_pass(struct batch *batch, uint32_t count)
{
    batch->from += count;
    if (batch->until == 0 || batch->from < batch->until)
        return;
    batch->from = batch->until + 1;
    batch->until = 0;
}

/* The chunk stands in the batch. sound: it is as it was written, all of it records. */
static enum taken batch_take(struct evtx *evtx, struct eventlog *log, const struct place *place,
                             struct batch *batch, bool settled)
{
    struct workers *workers = evtx->input->watch->workers;
    const struct answer *answer;
    uint32_t hand;
    uint64_t unread = 0;
    bool sound = true;
    for (unsigned deaths = 0; deaths < DEATHS_MAX && batch->from <= EVTX_CHUNK_BYTES;) {
        enum chunk_end end = worker_chunk(workers, batch, &answer, &hand);
        if (end == CHUNK_UNREAD)
            return TAKEN_LATER;
        if (end == CHUNK_DIED) {
            deaths++;
            unread += batch->until == 0;
            dead_pass(batch, hand);
            continue;
        }
        uint32_t count = answer->chunk.count;
        bool over = answer->chunk.over || count == 0 || count > CHUNK_LINES_MAX;
        sound = sound && answer->chunk.sound && (!over || answer->chunk.whole);
        if (!sound && !settled)
            return TAKEN_LATER;
        enum taken taken = lines_take(evtx, log, place, &answer->chunk, &unread);
        if (taken != TAKEN_ALL || over) {
            if (taken == TAKEN_ALL && (!sound || unread > 0))
                damage_say(evtx, log, place->number, unread);
            return taken;
        }
        batch_pass(batch, count);
    }
    damage_say(evtx, log, place->number, unread);
    return TAKEN_ALL;
}

static enum taken chunk_take(struct evtx *evtx, struct eventlog *log, int file,
                             const struct place *place, bool settled)
{
    struct workers *workers = evtx->input->watch->workers;
    off_t at = EVTX_HEADER_BYTES + (off_t)place->number * EVTX_CHUNK_BYTES;
    ssize_t got = pread(file, evtx->chunk, EVTX_CHUNK_BYTES, at);
    if (got < EVTX_HEAD_BYTES)
        return TAKEN_LATER;
    struct batch *batch = worker_chunk_begin(workers);
    batch->received_us = clock_now_us(&evtx->input->watch->clock);
    batch->lines[0] = (struct line){.size = (uint32_t)got, .source = evtx->input->index};
    batch->count = 1;
    memcpy(batch->data, evtx->chunk, (size_t)got);
    enum taken taken = batch_take(evtx, log, place, batch, settled);
    worker_chunk_end(workers);
    if (taken == TAKEN_ALL && log->reached.number < place->head.last) /* they are not there */
        log->reached = (struct reached){.number = place->head.last};
    if (taken == TAKEN_ALL)
        (void)log_mark(evtx, log, false);
    return taken;
}

/* ---- a log ---- */

static int place_order(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;
    return (one->head.first > other->head.first) - (one->head.first < other->head.first);
}

/* The chunks that there are. An unsound head is perhaps being written; when it stays so, it is
 * counted. */
static size_t places_find(struct evtx *evtx, struct eventlog *log, int file, bool settled,
                          struct place *places)
{
    char head[EVTX_HEAD_BYTES];
    size_t count = 0;
    for (uint32_t i = 0; i < CHUNKS_MAX; i++) {
        struct place *place = &places[count];
        off_t at = EVTX_HEADER_BYTES + (off_t)i * EVTX_CHUNK_BYTES;
        ssize_t got = pread(file, head, sizeof head, at);
        if (got <= 0)
            break;
        if (!evtx_head((struct text){head, (size_t)got}, &place->head))
            continue; /* room that no record has had yet */
        place->number = i;
        if (place->head.sound)
            count++;
        else if (settled)
            damage_say(evtx, log, i, 0);
        else
            log->pending = true;
    }
    qsort(places, count, sizeof *places, place_order);
    return count;
}

static void log_cleared(struct evtx *evtx, struct eventlog *log)
{
    log_write(evtx->input->watch->log, LOG_NOTICE, "watch.evtx",
              "%s was cleared after record %llu, or is another log now: it is read from its "
              "beginning",
              log->path, (unsigned long long)log->reached.number);
    log->reached = (struct reached){0};
    memset(log->told, 0, sizeof log->told);
    log->pending = true;
    (void)log_mark(evtx, log, false);
}

static void places_take(struct evtx *evtx, struct eventlog *log, int file,
                        const struct place *places, size_t count)
{
    bool settled = clock_elapsed_us() - log->heard_us >= SETTLE_US;
    uint64_t last = count == 0 ? 0 : places[count - 1].head.last;
    if (count > 0 && last < log->reached.number) {
        log_cleared(evtx, log);
        return;
    }
    for (size_t i = 0; i < count && !atomic_load(&evtx->input->watch->closing); i++) {
        if (places[i].head.last < log->reached.number)
            continue;
        switch (chunk_take(evtx, log, file, &places[i], settled)) {
        case TAKEN_ALL: break;
        case TAKEN_CLEARED: log_cleared(evtx, log); return;
        case TAKEN_LATER: log->pending = true; return;
        }
    }
}

/* A log that is there when the watch begins and has never been met, where only what is new is
 * wanted. */
static void log_skip(struct evtx *evtx, struct eventlog *log, const struct place *places,
                     size_t count)
{
    if (count > 0)
        log->reached = (struct reached){.number = places[count - 1].head.last};
    (void)log_mark(evtx, log, false);
}

static void log_read(struct evtx *evtx, struct eventlog *log, int file, bool fresh)
{
    char head[8];
    struct place *places = malloc(CHUNKS_MAX * sizeof *places);
    ssize_t got = pread(file, head, sizeof head, 0);
    bool foreign = got == sizeof head && !evtx_begins((struct text){head, sizeof head});
    log->pending = places == NULL;
    if (foreign && !log->foreign)
        log_write(evtx->input->watch->log, LOG_WARNING, "watch.evtx",
                  "%s is no event log: nothing of it is read", log->path);
    log->foreign = foreign;
    if (places != NULL && !foreign) {
        bool settled = clock_elapsed_us() - log->heard_us >= SETTLE_US;
        size_t count = places_find(evtx, log, file, settled, places);
        if (fresh && evtx->first && evtx->input->settings->from_end)
            log_skip(evtx, log, places, count);
        else
            places_take(evtx, log, file, places, count);
    }
    free(places);
}

/* ---- which log it is ---- */

static struct eventlog *log_find(const struct evtx *evtx, const char *path)
{
    for (struct eventlog *log = evtx->logs; log != NULL; log = log->next)
        if (strcmp(log->path, path) == 0)
            return log;
    return NULL;
}

/* Does a file still stand under its name? */
static bool log_stands(const struct eventlog *log)
{
    struct stat found;
    return stat(log->path, &found) == 0 && found.st_ino == log->inode;
}

/* The one that had another name until now. */
static struct eventlog *log_renamed(const struct evtx *evtx, uint64_t inode)
{
    for (struct eventlog *log = evtx->logs; log != NULL; log = log->next)
        if (log->inode == inode && !log_stands(log))
            return log;
    return NULL;
}

static void log_rename(struct evtx *evtx, struct eventlog *log, const char *path, uint64_t inode)
{
    (void)log_mark(evtx, log, true);
    snprintf(log->path, sizeof log->path, "%s", path);
    log->inode = inode;
    (void)log_mark(evtx, log, false);
}

/* Before any is looked at, lest a new one under the old name is taken for it. */
static void path_rename(struct evtx *evtx, const char *path)
{
    struct stat found;
    if (strlen(path) >= PATH_BYTES_MAX || stat(path, &found) != 0)
        return;
    struct eventlog *log = log_renamed(evtx, found.st_ino);
    if (log != NULL)
        log_rename(evtx, log, path, found.st_ino);
}

/* A log that is met under this name: the one of before, also where it was copied anew with what it
 * had; else one that nobody has met. */
static struct eventlog *log_of(struct evtx *evtx, const char *path, uint64_t inode, bool *fresh)
{
    struct eventlog *log = log_find(evtx, path);
    *fresh = log == NULL;
    if (log == NULL)
        return log_new(evtx, text_of(path), inode);
    if (log->inode != inode) {
        log_rename(evtx, log, path, inode);
        log->size = -1;
    }
    return log;
}

static void path_look(struct evtx *evtx, const char *path)
{
    struct stat found;
    bool fresh;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct eventlog *log = NULL;
    if (file >= 0 && fstat(file, &found) == 0 && S_ISREG(found.st_mode))
        log = log_of(evtx, path, found.st_ino, &fresh);
    if (log != NULL) {
        int64_t changed_ns = found.st_mtim.tv_sec * INT64_C(1000000000) + found.st_mtim.tv_nsec;
        bool changed = log->size != found.st_size || log->changed_ns != changed_ns;
        log->size = found.st_size;
        log->changed_ns = changed_ns;
        if (changed)
            log->heard_us = clock_elapsed_us();
        if (changed || log->pending)
            log_read(evtx, log, file, fresh);
    }
    if (file >= 0)
        close(file);
}

static void evtx_round(struct evtx *evtx)
{
    glob_t found;
    char pattern[PATH_BYTES_MAX];
    snprintf(pattern, sizeof pattern, "%.*s", TEXT_SHOW(evtx->input->settings->path));
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            path_rename(evtx, found.gl_pathv[i]);
        for (size_t i = 0; i < found.gl_pathc && !atomic_load(&evtx->input->watch->closing); i++)
            path_look(evtx, found.gl_pathv[i]);
        globfree(&found);
    }
    evtx->first = false;
    pen_post(&evtx->pen);
}

void *evtx_run(void *context)
{
    struct input *input = context;
    struct evtx *evtx = input->evtx;
    evtx->pen = (struct pen){.ring = &input->watch->ring,
                             .sources = &input->watch->sources,
                             .clock = input->watch->clock,
                             .wait = true};
    while (!atomic_load(&input->watch->closing)) {
        evtx_round(evtx);
        nanosleep(&(struct timespec){.tv_nsec = (long)ROUND_MS * 1000000}, NULL);
    }
    pen_post(&evtx->pen);
    atomic_fetch_sub(&input->watch->inputs_open, 1);
    return NULL;
}
