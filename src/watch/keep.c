/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where events are kept: files of records, appended and made durable together, each record a batch
 * with its marks under one checksum. A record is there whole or not at all: what a crash left half
 * written is cut off when the folder is opened. A new file begins with the marks that hold.
 */
#include "base/file.h"
#include "base/hash.h"
#include "watch/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILE_BYTES_MAX  INT64_C(268435456)
#define MARK_KEYS_BYTES ((size_t)64 * 1024 * 1024)
enum { MAGIC = 0x52455631, CHECK_BYTES = 16 };

/* What stands before each record. The sources it names follow its lines. */
struct head {
    uint32_t magic;
    uint32_t body_bytes;
    unsigned char check[CHECK_BYTES]; /* of everything behind it, the head's rest included */
    int64_t received_us;
    uint32_t lines, data_bytes, marks_bytes, names_bytes;
};

struct mark {
    struct text key, value;
    size_t room; /* for a value, in the memory of this one */
};

struct keep {
    struct arena *arena;
    const char *folder;
    int lock, file;
    int64_t number; /* of the file */
    int64_t bytes;  /* of the file: what is durable */
    uint64_t lines; /* likewise */
    struct mark *marks;
    size_t marks_count, marks_capacity;
    struct arena *scratch;
    int64_t *named; /* of a source: in which file it was named last */
};

/* ---- marks ---- */

static struct mark *mark_find(const struct keep *keep, struct text key)
{
    for (size_t i = 0; i < keep->marks_count; i++)
        if (text_equal(keep->marks[i].key, key))
            return &keep->marks[i];
    return NULL;
}

static void mark_set(struct keep *keep, struct text key, struct text value)
{
    struct mark *mark = mark_find(keep, key);
    if (mark == NULL) {
        keep->marks = arena_grow(keep->arena, keep->marks, keep->marks_count, &keep->marks_capacity,
                                 sizeof *mark);
        mark = &keep->marks[keep->marks_count++];
        *mark = (struct mark){.key = text_copy(keep->arena, key)};
    }
    if (mark->room < value.size) {
        mark->room = value.size * 2;
        mark->value.data = arena_take(keep->arena, mark->room);
    }
    if (value.size > 0)
        memcpy((char *)(uintptr_t)mark->value.data, value.data, value.size);
    mark->value.size = value.size;
}

static void marks_take(struct keep *keep, struct text marks)
{
    while (!text_empty(marks)) {
        struct text value;
        struct text key = text_cut(text_cut(marks, '\n', &marks), '\t', &value);
        mark_set(keep, key, value);
    }
}

bool keep_mark(const struct keep *keep, size_t index, struct text *key, struct text *value)
{
    if (index >= keep->marks_count)
        return false;
    *key = keep->marks[index].key;
    *value = keep->marks[index].value;
    return true;
}

/* ---- writing ---- */

static void check_make(const struct head *head, const struct iovec *pieces, size_t count,
                       unsigned char *check)
{
    struct sha256 sum = sha256((struct text){(const char *)head, sizeof *head});
    for (size_t i = 0; i < count; i++)
        sum = sha256_two((struct text){(const char *)sum.bytes, sizeof sum.bytes},
                         (struct text){pieces[i].iov_base, pieces[i].iov_len});
    memcpy(check, sum.bytes, CHECK_BYTES);
}

static bool pieces_write(struct keep *keep, struct iovec *pieces, size_t count)
{
    while (count > 0) {
        ssize_t wrote = writev(keep->file, pieces, (int)count);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        while (count > 0 && (size_t)wrote >= pieces->iov_len) {
            wrote -= (ssize_t)pieces->iov_len;
            pieces++;
            count--;
        }
        if (count > 0) {
            pieces->iov_base = (char *)pieces->iov_base + wrote;
            pieces->iov_len -= (size_t)wrote;
        }
    }
    return true;
}

/* "NUMBER\tNAME\n" of each source of the batch that this file has not named yet. */
static struct text names_of(struct keep *keep, const struct sources *sources,
                            const struct batch *batch)
{
    struct builder out = {.arena = keep->scratch};
    for (uint32_t i = 0; i < batch->count; i++) {
        uint32_t source = batch->lines[i].source;
        if (keep->named[source] == keep->number)
            continue;
        keep->named[source] = keep->number;
        build_format(&out, "%u\t%.*s\n", source, TEXT_SHOW(sources->all[source].name));
    }
    return built(&out);
}

static bool record_write(struct keep *keep, struct head *head, struct iovec *pieces, size_t count)
{
    struct iovec all[5] = {{head, sizeof *head}};
    head->magic = MAGIC;
    head->body_bytes = 0;
    for (size_t i = 0; i < count; i++) {
        head->body_bytes += (uint32_t)pieces[i].iov_len;
        all[i + 1] = pieces[i];
    }
    memset(head->check, 0, sizeof head->check);
    check_make(head, pieces, count, head->check);
    return pieces_write(keep, all, count + 1);
}

static bool batch_write(struct keep *keep, const struct sources *sources, struct batch *batch)
{
    struct text names = names_of(keep, sources, batch);
    struct head head = {.received_us = batch->received_us,
                        .lines = batch->count,
                        .data_bytes = batch->bytes,
                        .marks_bytes = batch->marks_bytes,
                        .names_bytes = (uint32_t)names.size};
    struct iovec pieces[] = {{batch->lines, batch->count * sizeof *batch->lines},
                             {batch->marks, batch->marks_bytes},
                             {(void *)(uintptr_t)names.data, names.size},
                             {batch->data, batch->bytes}};
    return record_write(keep, &head, pieces, sizeof pieces / sizeof *pieces);
}

static const char *file_path(struct arena *arena, const struct keep *keep, int64_t number)
{
    return text_format(arena, "%s/%012lld.events", keep->folder, (long long)number).data;
}

/* A file of the next number, that begins with the marks. */
static bool file_next(struct keep *keep)
{
    struct builder marks = {.arena = keep->scratch};
    struct head head = {0};
    for (size_t i = 0; i < keep->marks_count; i++)
        if (!text_empty(keep->marks[i].value))
            build_format(&marks, "%.*s\t%.*s\n", TEXT_SHOW(keep->marks[i].key),
                         TEXT_SHOW(keep->marks[i].value));
    struct text text = built(&marks);
    struct iovec pieces[] = {{(void *)(uintptr_t)text.data, text.size}};
    head.marks_bytes = (uint32_t)text.size;
    int before = keep->file;
    const char *path = file_path(keep->scratch, keep, keep->number + 1);
    keep->file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (keep->file < 0 || !record_write(keep, &head, pieces, 1) || fdatasync(keep->file) != 0) {
        int error = errno;
        if (keep->file >= 0) {
            close(keep->file);
            unlink(path);
        }
        keep->file = before;
        errno = error;
        return false;
    }
    if (before >= 0)
        close(before);
    keep->number++;
    keep->lines = 0;
    keep->bytes = lseek(keep->file, 0, SEEK_END);
    return true;
}

/* What a write that failed left behind goes first. */
static bool file_cut(struct keep *keep)
{
    return lseek(keep->file, 0, SEEK_END) == keep->bytes || ftruncate(keep->file, keep->bytes) == 0;
}

bool keep_place(struct keep *keep, uint64_t *segment, uint64_t *position)
{
    arena_clear(keep->scratch);
    if (!file_cut(keep) || (keep->bytes > FILE_BYTES_MAX && !file_next(keep)))
        return false;
    *segment = (uint64_t)keep->number;
    *position = keep->lines;
    return true;
}

bool keep_write(struct keep *keep, const struct sources *sources, struct batch *const *batches,
                size_t count)
{
    arena_clear(keep->scratch);
    if (!file_cut(keep))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = batch_write(keep, sources, batches[i]);
    if (!good || fdatasync(keep->file) != 0) {
        int error = errno;
        (void)file_cut(keep);
        memset(keep->named, 0, SOURCES_MAX * sizeof *keep->named);
        errno = error;
        return false;
    }
    keep->bytes = lseek(keep->file, 0, SEEK_END);
    for (size_t i = 0; i < count; i++)
        marks_take(keep, (struct text){batches[i]->marks, batches[i]->marks_bytes});
    for (size_t i = 0; i < count; i++)
        keep->lines += batches[i]->count;
    return true;
}

/* ---- opening ---- */

/* The bytes of a record, in memory that was mapped; 0: there is no whole one. */
static size_t record_check(struct text bytes, struct text *marks, uint32_t *count)
{
    struct head head;
    unsigned char said[CHECK_BYTES];
    unsigned char check[CHECK_BYTES];
    if (bytes.size < sizeof head)
        return 0;
    memcpy(&head, bytes.data, sizeof head);
    size_t lines = (size_t)head.lines * sizeof(struct line);
    size_t body = lines + head.marks_bytes + head.names_bytes + (size_t)head.data_bytes;
    if (head.magic != MAGIC || head.body_bytes != body || body > bytes.size - sizeof head)
        return 0;
    char *at = (char *)(uintptr_t)bytes.data + sizeof head;
    struct iovec pieces[] = {{at, lines},
                             {at + lines, head.marks_bytes},
                             {at + lines + head.marks_bytes, head.names_bytes},
                             {at + body - head.data_bytes, head.data_bytes}};
    memcpy(said, head.check, sizeof said);
    memset(head.check, 0, sizeof head.check);
    check_make(&head, pieces, head.lines > 0 || head.names_bytes > 0 ? 4 : 1, check);
    *marks = (struct text){at + lines, head.marks_bytes};
    *count = head.lines;
    return memcmp(said, check, sizeof check) == 0 ? sizeof head + body : 0;
}

/* Reads the marks of the file, and cuts off what is not whole. */
static bool file_recover(struct turn *turn, struct keep *keep)
{
    struct stat found = {0};
    size_t size;
    struct text marks;
    uint32_t lines;
    if (fstat(keep->file, &found) != 0)
        return fail(turn, FAULT_BROKEN, "What is kept cannot be read: %s.", strerror(errno));
    if (found.st_size == 0)
        return true;
    size_t all = (size_t)found.st_size;
    void *map = mmap(NULL, all, PROT_READ, MAP_SHARED, keep->file, 0);
    if (map == MAP_FAILED)
        return fail(turn, FAULT_LIMIT, "What is kept cannot be read: %s.", strerror(errno));
    struct text rest = {map, all};
    while ((size = record_check(rest, &marks, &lines)) > 0) {
        keep->lines += lines;
        marks_take(keep, marks);
        rest = (struct text){rest.data + size, rest.size - size};
    }
    munmap(map, all);
    keep->bytes = found.st_size - (off_t)rest.size;
    return file_cut(keep)
           || fail(turn, FAULT_BROKEN, "What is half written cannot be cut off: %s.",
                   strerror(errno));
}

static bool file_last(struct turn *turn, struct keep *keep)
{
    struct text *names;
    size_t count;
    if (!folder_list(turn, keep->folder, &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct text rest;
        int64_t number;
        if (text_integer(text_cut(names[i], '.', &rest), &number) && text_is(rest, "events")
            && number > keep->number)
            keep->number = number;
    }
    return true;
}

static bool folder_lock(struct turn *turn, struct keep *keep)
{
    const char *path = text_format(turn->arena, "%s/lock", keep->folder).data;
    keep->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (keep->lock < 0)
        return fail(turn, FAULT_BROKEN, "%s cannot be opened: %s.", path, strerror(errno));
    return flock(keep->lock, LOCK_EX | LOCK_NB) == 0
           || fail(turn, FAULT_BUSY, "Another watch works on %s.", keep->folder);
}

static bool keep_begin(struct turn *turn, struct keep *keep)
{
    if (!folder_make(turn, keep->folder, 0700) || !folder_lock(turn, keep)
        || !file_last(turn, keep))
        return false;
    if (keep->number > 0) {
        keep->file =
            open(file_path(turn->arena, keep, keep->number), O_RDWR | O_APPEND | O_CLOEXEC);
        if (keep->file < 0)
            return fail(turn, FAULT_BROKEN, "What is kept cannot be opened: %s.", strerror(errno));
        if (!file_recover(turn, keep))
            return false;
    }
    return (keep->number > 0 && keep->bytes > 0) || file_next(keep)
           || fail(turn, FAULT_BROKEN, "A file of events cannot be begun: %s.", strerror(errno));
}

bool keep_open(struct turn *turn, struct arena *arena, const char *folder, struct keep **keep)
{
    struct keep *made = arena_take(arena, sizeof *made);
    *made = (struct keep){.arena = arena_new(MARK_KEYS_BYTES),
                          .scratch = arena_new(MARK_KEYS_BYTES),
                          .folder = folder,
                          .lock = -1,
                          .file = -1};
    *keep = made;
    if (made->arena == NULL || made->scratch == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory for what is kept.");
    made->named = arena_array(made->arena, SOURCES_MAX, sizeof *made->named);
    return keep_begin(turn, made);
}

void keep_close(struct keep *keep)
{
    if (keep == NULL)
        return;
    if (keep->file >= 0)
        close(keep->file);
    if (keep->lock >= 0)
        close(keep->lock);
    arena_free(keep->scratch);
    arena_free(keep->arena);
}
