/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the house is to be told, kept until it has it: a file each, in the order of their numbers,
 * durable before anything is acknowledged that they speak of. One that the house has taken is
 * removed; so each is said at least once, always with the same key.
 */
#include "base/file.h"
#include "watch/inside.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NUMBER_DIGITS = 16 };

static void spool_path(const struct spool *spool, uint64_t number, char *path)
{
    snprintf(path, SPOOL_PATH_BYTES, "%s/%0*llu.json", spool->folder, NUMBER_DIGITS,
             (unsigned long long)number);
}

/* The numbers that are there, from the least to the last. */
static bool spool_scan(struct turn *turn, struct spool *spool)
{
    struct text *names;
    size_t count;
    if (!folder_list(turn, spool->folder, &names, &count))
        return false;
    spool->first = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        struct text rest;
        int64_t number;
        if (!text_integer(text_cut(names[i], '.', &rest), &number) || !text_is(rest, "json")
            || number <= 0)
            continue;
        if ((uint64_t)number < spool->first)
            spool->first = (uint64_t)number;
        if ((uint64_t)number >= spool->next)
            spool->next = (uint64_t)number + 1;
    }
    if (spool->first > spool->next)
        spool->first = spool->next;
    return true;
}

bool spool_open(struct turn *turn, struct spool *spool, const char *folder)
{
    *spool = (struct spool){.folder = folder, .next = 1, .first = 1};
    pthread_mutex_init(&spool->mutex, NULL);
    pthread_condattr_t forward; /* a clock that is set must not hold up who rests */
    pthread_condattr_init(&forward);
    pthread_condattr_setclock(&forward, CLOCK_MONOTONIC);
    pthread_cond_init(&spool->synced, &forward);
    pthread_condattr_destroy(&forward);
    return folder_make(turn, folder, 0700) && spool_scan(turn, spool);
}

static bool file_keep(const char *path, struct text bytes)
{
    char beside[SPOOL_PATH_BYTES + 8];
    snprintf(beside, sizeof beside, "%s.new", path);
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0)
        return false;
    bool good = write(file, bytes.data, bytes.size) == (ssize_t)bytes.size && fsync(file) == 0;
    close(file);
    return good && rename(beside, path) == 0;
}

bool spool_put(struct spool *spool, struct text order)
{
    char path[SPOOL_PATH_BYTES];
    pthread_mutex_lock(&spool->mutex);
    bool good = spool->next - spool->first < SPOOL_MAX;
    spool_path(spool, spool->next, path);
    if (!good)
        errno = ENOSPC;
    good = good && file_keep(path, order);
    if (good)
        spool->next++;
    pthread_mutex_unlock(&spool->mutex);
    return good;
}

bool spool_sync(struct spool *spool)
{
    int folder = open(spool->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    pthread_mutex_lock(&spool->mutex);
    spool->fresh = true;
    pthread_cond_signal(&spool->synced);
    pthread_mutex_unlock(&spool->mutex);
    return good;
}

bool spool_rest(struct spool *spool, int64_t until_us)
{
    const struct timespec until = {until_us / 1000000, until_us % 1000000 * 1000};
    pthread_mutex_lock(&spool->mutex);
    while (!spool->fresh
           && pthread_cond_timedwait(&spool->synced, &spool->mutex, &until) != ETIMEDOUT)
        continue;
    bool fresh = spool->fresh;
    spool->fresh = false;
    pthread_mutex_unlock(&spool->mutex);
    return fresh;
}

bool spool_first(struct spool *spool, struct turn *turn, uint64_t *number, struct text *order)
{
    char path[SPOOL_PATH_BYTES];
    pthread_mutex_lock(&spool->mutex);
    uint64_t next = spool->next;
    pthread_mutex_unlock(&spool->mutex);
    for (; spool->first < next; spool->first++) {
        spool_path(spool, spool->first, path);
        *number = spool->first;
        if (!file_exists(path))
            continue; /* one that was taken before the last restart */
        return file_read(turn, path, SPOOL_BYTES_MAX, order);
    }
    return false;
}

void spool_done(struct spool *spool, uint64_t number)
{
    char path[SPOOL_PATH_BYTES];
    spool_path(spool, number, path);
    unlink(path);
    pthread_mutex_lock(&spool->mutex);
    if (spool->first == number)
        spool->first++;
    pthread_mutex_unlock(&spool->mutex);
}
