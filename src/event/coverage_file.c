/* SPDX-License-Identifier: Apache-2.0 */
/* Adding to the coverage ledger. Each entry is written at the end of those that are whole, under a
 * lock that other processes heed: what a kill tore off is written over, never read past. */
#include "event/coverage_file.h"
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define ADD_ARENA_BYTES ((size_t)128 << 20)

struct coverage_file {
    pthread_mutex_t mutex;
    int descriptor;
    unsigned char store[SEGMENT_ID_BYTES];
    uint64_t end; /* of what was whole when this process looked last */
    bool open;
};

const char *coverage_path(struct arena *arena, const char *folder)
{
    return text_format(arena, "%s/coverage", folder).data;
}

static void file_release(void *thing)
{
    struct coverage_file *file = thing;
    if (file->open)
        pthread_mutex_destroy(&file->mutex);
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
    file->open = false;
}

/* ---- the end ---- */

/* Others may have added since; what stands behind the last whole entry was torn. */
static bool end_find(struct coverage_file *file)
{
    struct stat found;
    if (fstat(file->descriptor, &found) != 0)
        return false;
    if ((uint64_t)found.st_size == file->end)
        return true;
    struct turn turn = {.arena = arena_new(COVERAGE_FILE_BYTES_MAX + ADD_ARENA_BYTES)};
    struct coverage known;
    size_t size = (size_t)found.st_size;
    bool good = turn.arena != NULL && size <= COVERAGE_FILE_BYTES_MAX;
    char *bytes = good ? arena_take(turn.arena, size + 1) : NULL;
    good = good && pread(file->descriptor, bytes, size, 0) == (ssize_t)size
           && coverage_read(&turn, (struct text){bytes, size}, file->store, TEXT_NONE, &known);
    if (good)
        file->end = known.end;
    else
        errno = EIO;
    arena_free(turn.arena);
    return good;
}

static bool bytes_put(int descriptor, struct text bytes, uint64_t at)
{
    while (bytes.size > 0) {
        ssize_t wrote = pwrite(descriptor, bytes.data, bytes.size, (off_t)at);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes = (struct text){bytes.data + wrote, bytes.size - (size_t)wrote};
        at += (uint64_t)wrote;
    }
    return true;
}

/* What could not be written whole is cut off again, or by whoever writes next. */
static bool entries_add(struct coverage_file *file, struct text bytes)
{
    pthread_mutex_lock(&file->mutex);
    bool locked = flock(file->descriptor, LOCK_EX) == 0;
    bool good = locked && end_find(file) && ftruncate(file->descriptor, (off_t)file->end) == 0
                && bytes_put(file->descriptor, bytes, file->end)
                && fdatasync(file->descriptor) == 0;
    int error = errno;
    if (good)
        file->end += bytes.size;
    else if (locked)
        (void)!ftruncate(file->descriptor, (off_t)file->end);
    if (locked)
        flock(file->descriptor, LOCK_UN);
    pthread_mutex_unlock(&file->mutex);
    errno = error;
    return good;
}

bool coverage_add_set(struct coverage_file *file, const struct coverage_set *set)
{
    struct arena *arena = arena_new(ADD_ARENA_BYTES);
    if (arena == NULL) {
        errno = ENOMEM;
        return false;
    }
    struct builder payload = {.arena = arena};
    struct builder out = {.arena = arena};
    coverage_set_spell(&payload, set);
    coverage_entry_write(&out, COVERAGE_ENTRY_SET, built(&payload));
    bool good = entries_add(file, built(&out));
    int error = errno;
    arena_free(arena);
    errno = error;
    return good;
}

bool coverage_add_spans(struct coverage_file *file, const struct coverage_span *spans, size_t count)
{
    struct arena *arena = count == 0 ? NULL : arena_new(ADD_ARENA_BYTES);
    if (count == 0)
        return true;
    if (arena == NULL) {
        errno = ENOMEM;
        return false;
    }
    struct builder out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        struct builder payload = {.arena = arena};
        coverage_span_spell(&payload, &spans[i]);
        coverage_entry_write(&out, COVERAGE_ENTRY_SPAN, built(&payload));
    }
    bool good = entries_add(file, built(&out));
    int error = errno;
    arena_free(arena);
    errno = error;
    return good;
}

/* ---- opening ---- */

/* A file that was torn while it was made has nothing in it yet. */
static bool head_ready(struct turn *turn, struct coverage_file *file, const char *path)
{
    struct stat found;
    struct text head = coverage_head_write(turn->arena, file->store);
    bool good = flock(file->descriptor, LOCK_EX) == 0 && fstat(file->descriptor, &found) == 0;
    if (good && found.st_size < COVERAGE_HEAD_BYTES)
        good = ftruncate(file->descriptor, 0) == 0 && bytes_put(file->descriptor, head, 0)
               && fsync(file->descriptor) == 0;
    int error = errno;
    flock(file->descriptor, LOCK_UN);
    return good || fail(turn, FAULT_BROKEN, "%s cannot be written: %s.", path, strerror(error));
}

static bool folder_sync(const char *folder)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = opened >= 0 && fsync(opened) == 0;
    if (opened >= 0)
        close(opened);
    return good;
}

bool coverage_open(struct turn *turn, const char *folder, struct coverage *known,
                   struct coverage_file **opened)
{
    struct text bytes;
    const char *path = coverage_path(turn->arena, folder);
    struct coverage_file *file = arena_take(turn->arena, sizeof *file);
    *file = (struct coverage_file){.descriptor = -1};
    arena_own(turn->arena, file_release, file);
    if (!coverage_store(turn, folder, file->store))
        return false;
    pthread_mutex_init(&file->mutex, NULL);
    file->open = true;
    file->descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file->descriptor < 0)
        return fail(turn, FAULT_BROKEN, "%s cannot be opened: %s.", path, strerror(errno));
    if (!head_ready(turn, file, path) || !folder_sync(folder)
        || !file_read(turn, path, COVERAGE_FILE_BYTES_MAX, &bytes)
        || !coverage_read(turn, bytes, file->store, TEXT_NONE, known))
        return false;
    file->end = known->end;
    *opened = file;
    return true;
}
