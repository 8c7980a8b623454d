/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer that lines are found in: what is left of it moves to the front when more is read. */
#include "base/lines.h"
#include "base/compression.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { READ_BYTES = 128 * 1024, BUFFER_BYTES = 1024 * 1024 };

struct lines {
    const char *path;
    int file; /* -1: closed */
    uint64_t number;
    bool ended; /* nothing more comes from the file */
    bool cut;
    char *buffer;
    size_t capacity, begin, end;
    struct inflow *inflow; /* NULL: the bytes are as they are */
    bool whole;            /* the packed bytes may end here */
    char *packed;          /* READ_BYTES, of which left are still to be unpacked */
    struct text left;
};

static void lines_release(void *thing)
{
    lines_close(thing);
}

void lines_close(struct lines *lines)
{
    if (lines->file > STDIN_FILENO)
        close(lines->file);
    lines->file = -1;
}

static bool read_some(struct turn *turn, struct lines *lines, char *bytes, size_t size,
                      size_t *count)
{
    ssize_t got;
    do
        got = read(lines->file, bytes, size);
    while (got < 0 && errno == EINTR);
    *count = got < 0 ? 0 : (size_t)got;
    return got >= 0
           || fail(turn, FAULT_BROKEN, "%s cannot be read: %s.", lines->path, strerror(errno));
}

/* The first bytes say whether the file is packed. */
static bool lines_begin(struct turn *turn, struct lines *lines)
{
    size_t size = 0;
    size_t got;
    do {
        if (!read_some(turn, lines, lines->packed + size, READ_BYTES - size, &got))
            return false;
        size += got;
    } while (got > 0 && size < 4);
    lines->left = (struct text){lines->packed, size};
    return !packed_begins(lines->left) || inflow_new(turn, &lines->inflow);
}

bool lines_open(struct turn *turn, const char *path, struct lines **opened)
{
    bool standard = strcmp(path, "-") == 0;
    struct lines *lines = *opened = arena_take(turn->arena, sizeof *lines);
    lines->path = standard ? "standard input" : path;
    lines->file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->file < 0)
        return fail(turn, errno == ENOENT ? FAULT_MISSING : FAULT_BROKEN,
                    "%s cannot be opened: %s.", path, strerror(errno));
    arena_own(turn->arena, lines_release, lines);
    lines->capacity = BUFFER_BYTES;
    lines->buffer = arena_take(turn->arena, lines->capacity);
    lines->packed = arena_take(turn->arena, READ_BYTES);
    return lines_begin(turn, lines);
}

/* Bytes of the file as they are, as many as there is room for. */
static size_t take_plain(struct lines *lines, size_t room)
{
    size_t size = lines->left.size < room ? lines->left.size : room;
    memcpy(lines->buffer + lines->end, lines->left.data, size);
    lines->left = (struct text){lines->left.data + size, lines->left.size - size};
    return size;
}

static bool take_packed(struct turn *turn, struct lines *lines, size_t room, size_t *made)
{
    size_t taken;
    bool ended;
    if (!inflow_take(turn, lines->inflow, lines->left, &taken, lines->buffer + lines->end, room,
                     made, &ended))
        return false;
    lines->left = (struct text){lines->left.data + taken, lines->left.size - taken};
    if (taken > 0 || *made > 0) /* asked with nothing, it speaks of a frame to come */
        lines->whole = ended;
    bool nothing = lines->ended && *made == 0;
    return !nothing || lines->whole
           || fail(turn, FAULT_INVALID, "%s is cut off: the end of its zstd data is missing.",
                   lines->path);
}

/* What the file has next goes behind the end of the buffer, where there is room. */
static bool lines_more(struct turn *turn, struct lines *lines)
{
    size_t room = lines->capacity - lines->end;
    size_t made = 0;
    if (lines->left.size == 0 && !lines->ended) {
        if (!read_some(turn, lines, lines->packed, READ_BYTES, &lines->left.size))
            return false;
        lines->left.data = lines->packed;
        lines->ended = lines->left.size == 0;
    }
    if (lines->inflow == NULL)
        made = take_plain(lines, room);
    else if (!take_packed(turn, lines, room, &made))
        return false;
    lines->end += made;
    return true;
}

/* Room for more behind the end: what was given is let go of, then the buffer grows. */
static void lines_room(struct turn *turn, struct lines *lines)
{
    if (lines->end < lines->capacity)
        return;
    size_t held = lines->end - lines->begin;
    char *buffer = lines->buffer;
    if (lines->begin < lines->capacity / 2) {
        lines->capacity *= 2;
        buffer = arena_take(turn->arena, lines->capacity);
    }
    memmove(buffer, lines->buffer + lines->begin, held);
    lines->buffer = buffer;
    lines->begin = 0;
    lines->end = held;
}

/* A line of size bytes from begin on, whose LF, if it has one, is passed over. */
static void lines_take(struct lines *lines, size_t size, size_t passed, struct text *line)
{
    *line = (struct text){lines->buffer + lines->begin, size};
    if (size > 0 && line->data[size - 1] == '\r')
        line->size--;
    lines->begin += size + passed;
    lines->number++;
}

/* The rest of a line that is too long. */
static bool lines_skip(struct turn *turn, struct lines *lines)
{
    for (;;) {
        char *at = lines->buffer + lines->begin;
        char *feed = memchr(at, '\n', lines->end - lines->begin);
        if (feed != NULL) {
            lines->begin += (size_t)(feed - at) + 1;
            return true;
        }
        lines->begin = lines->end = 0;
        if (!lines_more(turn, lines))
            return false;
        if (lines->end == 0 && lines->ended)
            return true;
    }
}

bool lines_next(struct turn *turn, struct lines *lines, struct text *line, bool *more)
{
    size_t looked = 0; /* at so many bytes there is no LF */
    if (lines->cut && !lines_skip(turn, lines))
        return false;
    lines->cut = false;
    *more = true;
    for (;;) {
        char *at = lines->buffer + lines->begin;
        size_t held = lines->end - lines->begin;
        char *feed = held == looked ? NULL : memchr(at + looked, '\n', held - looked);
        if (feed != NULL) {
            lines_take(lines, (size_t)(feed - at), 1, line);
            return true;
        }
        if (held >= LINE_BYTES_MAX) {
            lines_take(lines, held, 0, line);
            return lines->cut = true;
        }
        looked = held;
        lines_room(turn, lines);
        size_t end = lines->end;
        if (!lines_more(turn, lines))
            return false;
        if (lines->end == end && lines->ended && lines->left.size == 0) {
            *more = held > 0;
            *line = TEXT_NONE;
            if (held > 0)
                lines_take(lines, held, 0, line);
            return true;
        }
    }
}

uint64_t lines_number(const struct lines *lines)
{
    return lines->number;
}

bool lines_cut(const struct lines *lines)
{
    return lines->cut;
}
