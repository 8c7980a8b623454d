/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_BYTES = 64 * 1024 };

/* The system's reason, in words. */
static bool fail_system(struct turn *turn, const char *path, const char *what)
{
    int reason = errno;
    char words[128];
    if (reason == ENOENT)
        return fail(turn, FAULT_MISSING, "There is no %s.", path);
    return fail(turn, FAULT_BROKEN, "%s %s: %s.", what, path,
                strerror_r(reason, words, sizeof words));
}

/* An open file or folder that the arena closes, should memory run out before we do. */
struct held {
    int file;
    DIR *folder;
};

static void held_release(void *thing)
{
    struct held *held = thing;
    if (held->folder != NULL)
        closedir(held->folder);
    else if (held->file > STDIN_FILENO)
        close(held->file);
    *held = (struct held){.file = -1};
}

static struct held *held_new(struct turn *turn)
{
    struct held *held = arena_take(turn->arena, sizeof *held);
    held->file = -1;
    arena_own(turn->arena, held_release, held);
    return held;
}

static bool read_all(struct turn *turn, int file, const char *path, size_t bytes_max,
                     struct text *bytes)
{
    struct builder all = {.arena = turn->arena};
    char piece[READ_BYTES];
    for (;;) {
        ssize_t size = read(file, piece, sizeof piece);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return fail_system(turn, path, "Could not read");
        if (size == 0)
            break;
        if ((size_t)size > bytes_max - all.size)
            return fail(turn, FAULT_LIMIT, "%s has more than the %zu bytes that may be read.", path,
                        bytes_max);
        build(&all, (struct text){piece, (size_t)size});
    }
    *bytes = built(&all);
    return true;
}

bool file_read(struct turn *turn, const char *path, size_t bytes_max, struct text *bytes)
{
    if (strcmp(path, "-") == 0)
        return read_all(turn, STDIN_FILENO, "standard input", bytes_max, bytes);
    struct held *held = held_new(turn);
    held->file = open(path, O_RDONLY | O_CLOEXEC);
    if (held->file < 0)
        return fail_system(turn, path, "Could not open");
    bool good = read_all(turn, held->file, path, bytes_max, bytes);
    held_release(held);
    return good;
}

static bool write_all(int file, struct text bytes)
{
    while (bytes.size > 0) {
        ssize_t size = write(file, bytes.data, bytes.size);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return false;
        bytes = (struct text){bytes.data + size, bytes.size - (size_t)size};
    }
    return true;
}

/* The folder a path is in. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return ".";
    return slash == path ? "/" : text_string(arena, (struct text){path, (size_t)(slash - path)});
}

static bool folder_sync(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return false;
    bool synced = fsync(folder) == 0;
    int reason = errno;
    close(folder);
    errno = reason;
    return synced;
}

bool file_write(struct turn *turn, const char *path, struct text bytes, unsigned mode)
{
    struct text beside = text_format(turn->arena, "%s.new-XXXXXX", path);
    char *temporary = arena_take(turn->arena, beside.size + 1);
    memcpy(temporary, beside.data, beside.size);
    const char *folder = folder_of(turn->arena, path);
    int file = mkostemp(temporary, O_CLOEXEC); /* nothing below takes arena memory until close */
    if (file < 0)
        return fail_system(turn, path, "Could not make a file beside");
    bool written = fchmod(file, (mode_t)mode) == 0 && write_all(file, bytes) && fsync(file) == 0;
    int reason = errno;
    bool closed = close(file) == 0;
    errno = written ? errno : reason;
    if (written && closed && rename(temporary, path) == 0)
        return folder_sync(folder) || fail_system(turn, folder, "Could not sync the folder");
    reason = errno;
    unlink(temporary);
    errno = reason;
    return fail_system(turn, path, "Could not write");
}

bool file_remove(struct turn *turn, const char *path)
{
    const char *folder = folder_of(turn->arena, path);
    if (unlink(path) != 0 && errno != ENOENT)
        return fail_system(turn, path, "Could not remove");
    return folder_sync(folder) || fail_system(turn, folder, "Could not sync the folder");
}

static bool folder_stands(const char *path)
{
    struct stat found;
    return stat(path, &found) == 0 && S_ISDIR(found.st_mode);
}

bool folder_make(struct turn *turn, const char *path, unsigned mode)
{
    if (folder_stands(path))
        return true;
    const char *parent = folder_of(turn->arena, path);
    if (strcmp(parent, path) != 0 && !folder_make(turn, parent, mode))
        return false;
    if (mkdir(path, (mode_t)mode) != 0 && !(errno == EEXIST && folder_stands(path)))
        return fail_system(turn, path, "Could not make the folder");
    /* A file in it is durable only when the folder itself is. A parent that cannot be read, but
     * written, is somebody else's to keep. */
    return folder_sync(parent) || errno == EACCES
           || fail_system(turn, parent, "Could not sync the folder");
}

static int compare_names(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

bool folder_list(struct turn *turn, const char *path, struct text **names, size_t *count)
{
    size_t capacity = 0;
    struct held *held = held_new(turn);
    held->folder = opendir(path);
    if (held->folder == NULL)
        return fail_system(turn, path, "Could not open the folder");
    *names = NULL;
    *count = 0;
    errno = 0;
    for (struct dirent *entry; (entry = readdir(held->folder)) != NULL; errno = 0) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        *names = arena_grow(turn->arena, *names, *count, &capacity, sizeof **names);
        (*names)[(*count)++] = text_copy(turn->arena, text_of(entry->d_name));
    }
    if (errno != 0)
        return fail_system(turn, path, "Could not read the folder");
    held_release(held);
    if (*count > 1)
        qsort(*names, *count, sizeof **names, compare_names);
    return true;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}
