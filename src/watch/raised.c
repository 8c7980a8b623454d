/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was raised as it came: for each alert the rule, the entity and when its window began, so
 * that a hunt of history adds to an alert that is there, and does not raise it once more. A file
 * that is only added to; when it is large, its older half goes.
 */
#include "base/crc.h"
#include "base/file.h"
#include "event/little.h"
#include "watch/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define RAISED_BYTES_MAX ((size_t)64 << 20)
enum { ENTRY_BYTES = 28 };

static uint64_t hash_of(struct text text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < text.size; i++)
        hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* ---- the file ---- */

static bool entry_read(const char *bytes, struct raising *raising)
{
    const unsigned char *in = (const unsigned char *)bytes;
    *raising = (struct raising){.rule = little_read(in, 8),
                                .entity = little_read(in + 8, 8),
                                .first_us = (int64_t)little_read(in + 16, 8)};
    return crc32c(0, (struct text){bytes, ENTRY_BYTES - 4}) == little_read(in + 24, 4);
}

/* Whole entries only; of too many the newer half. */
static bool file_ready(struct turn *turn, struct raised *raised)
{
    struct text bytes;
    struct stat found;
    raised->file = open(raised->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (raised->file < 0 || fstat(raised->file, &found) != 0)
        return fail(turn, FAULT_BROKEN, "%s cannot be opened: %s.", raised->path, strerror(errno));
    if ((size_t)found.st_size > RAISED_BYTES_MAX) {
        size_t keep = RAISED_BYTES_MAX / 2 / ENTRY_BYTES * ENTRY_BYTES;
        close(raised->file);
        raised->file = -1;
        if (!file_read(turn, raised->path, RAISED_BYTES_MAX * 2, &bytes))
            return false;
        bytes.size -= bytes.size % ENTRY_BYTES;
        bytes = (struct text){bytes.data + bytes.size - keep, keep};
        return file_write(turn, raised->path, bytes, 0600) && file_ready(turn, raised);
    }
    off_t torn = found.st_size % ENTRY_BYTES;
    return torn == 0 || ftruncate(raised->file, found.st_size - torn) == 0
           || fail(turn, FAULT_BROKEN, "%s cannot be cut: %s.", raised->path, strerror(errno));
}

bool raised_open(struct turn *turn, struct watch *watch)
{
    struct raised *raised = &watch->raised;
    struct turn each = {.arena = arena_new(RAISED_BYTES_MAX * 4), .now_us = turn->now_us};
    raised->path = text_format(watch->arena, "%.*s/raised", TEXT_SHOW(watch->settings->data)).data;
    bool good = each.arena != NULL && file_ready(&each, raised);
    if (!good && each.fault.kind != FAULT_NONE)
        turn->fault = each.fault;
    else if (!good)
        (void)fail(turn, FAULT_LIMIT, "There is no memory for what was raised.");
    arena_free(each.arena);
    return good;
}

void raised_close(struct watch *watch)
{
    if (watch->raised.path != NULL && watch->raised.file >= 0)
        close(watch->raised.file);
}

bool raised_put(struct watch *watch, struct text rule, struct text entity, int64_t first_us)
{
    unsigned char bytes[ENTRY_BYTES];
    little_write(bytes, hash_of(rule), 8);
    little_write(bytes + 8, hash_of(entity), 8);
    little_write(bytes + 16, (uint64_t)first_us, 8);
    little_write(bytes + 24, crc32c(0, (struct text){(const char *)bytes, ENTRY_BYTES - 4}), 4);
    struct stat found;
    int file = watch->raised.file;
    if (write(file, bytes, sizeof bytes) == (ssize_t)sizeof bytes)
        return true;
    int error = errno;
    if (fstat(file, &found) == 0 && found.st_size % ENTRY_BYTES != 0)
        (void)!ftruncate(file, found.st_size - found.st_size % ENTRY_BYTES);
    errno = error;
    return false;
}

bool raised_sync(struct watch *watch)
{
    return fdatasync(watch->raised.file) == 0;
}

/* ---- asking ---- */

static int raising_order(const void *a, const void *b)
{
    const struct raising *left = a;
    const struct raising *right = b;
    if (left->rule != right->rule)
        return left->rule < right->rule ? -1 : 1;
    if (left->entity != right->entity)
        return left->entity < right->entity ? -1 : 1;
    return left->first_us < right->first_us ? -1 : left->first_us > right->first_us;
}

bool raised_read(struct turn *turn, const struct watch *watch, int64_t from_us, int64_t to_us,
                 struct raisings *raisings)
{
    struct text bytes;
    *raisings = (struct raisings){.window_us = watch->settings->group_us};
    if (!file_read(turn, watch->raised.path, RAISED_BYTES_MAX * 2, &bytes))
        return false;
    raisings->all = arena_array(turn->arena, bytes.size / ENTRY_BYTES + 1, sizeof *raisings->all);
    for (size_t at = 0; at + ENTRY_BYTES <= bytes.size; at += ENTRY_BYTES) {
        struct raising *raising = &raisings->all[raisings->count];
        raisings->count += entry_read(bytes.data + at, raising) && raising->first_us <= to_us
                           && raising->first_us > from_us - raisings->window_us;
    }
    if (raisings->count > 0)
        qsort(raisings->all, raisings->count, sizeof *raisings->all, raising_order);
    return true;
}

bool raised_find(const struct raisings *raisings, struct text rule, struct text entity,
                 int64_t received_us, int64_t *first_us)
{
    const struct raising wanted = {hash_of(rule), hash_of(entity), received_us};
    size_t low = 0;
    size_t high = raisings->count;
    while (low < high) { /* behind the last that is not after it */
        size_t middle = low + (high - low) / 2;
        if (raising_order(&raisings->all[middle], &wanted) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct raising *last = low == 0 ? NULL : &raisings->all[low - 1];
    if (last == NULL || last->rule != wanted.rule || last->entity != wanted.entity
        || received_us - last->first_us >= raisings->window_us)
        return false;
    *first_us = last->first_us;
    return true;
}
