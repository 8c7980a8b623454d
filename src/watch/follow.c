/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that others write, followed: across rotation (renamed, and one of the same name begun;
 * copied, and cut to nothing), and across a restart of the watch.
 *
 * A file is known by its inode and by a print of its first bytes, so that neither a new file under
 * an old inode nor one that was cut and grew again is taken for the old one. How far it was read is
 * a mark that becomes durable together with the lines, so that no line is kept twice or missed.
 */
#include "base/clock.h"
#include "base/file.h"
#include "watch/head.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    FILES_MAX = 4096,
    PATH_BYTES_MAX = 4096,
    READ_BYTES = 2 * LINE_BYTES_MAX,
    READS_MAX = 4, /* of one file, before the others and the folder are looked at again */
    ROUND_MS = 200,
    GONE_MS = 3000, /* a file without its name is read so long after its last line */
    MARK_BYTES_MAX = PATH_BYTES_MAX + 256
};

struct followed {
    struct followed *next;
    bool over; /* it is left */
    char path[PATH_BYTES_MAX];
    int file;
    uint64_t inode;
    int64_t offset; /* behind the last whole line */
    struct print print;
    struct header header;
    bool gone;        /* its name is another file's now, or nobody's */
    bool seen;        /* in this round */
    bool more;        /* the last round did not come to its end */
    int64_t heard_us; /* when it had a line last, or was opened, by clock_elapsed_us */
};

/* Where a file stood when the watch last stored something of it. */
struct place {
    char *path;
    uint64_t inode;
    int64_t offset;
    struct print print;
    int64_t header_at;
    bool met; /* it was found again */
};

struct follow {
    struct input *input;
    struct pen pen;
    struct followed *files;
    size_t count;
    struct place *places;
    size_t places_count;
    char *bytes;
    const struct followed *headed; /* whose header was written last, into the batch before this */
    uint64_t headed_need;
    bool first; /* the first round: what is there was there before us */
};

/* ---- marks ---- */

/* What has been read is what the print may speak of. */
static void print_grow(struct followed *followed)
{
    size_t bytes = followed->offset < PRINT_BYTES ? (size_t)followed->offset : PRINT_BYTES;
    if (bytes > followed->print.bytes)
        (void)print_make(followed->file, bytes, &followed->print);
}

/* "file INPUT INODE PATH" and "OFFSET BYTES SUM HEADER"; an empty value takes it back. */
static bool followed_mark(struct follow *follow, const struct followed *followed, bool over)
{
    char key[MARK_BYTES_MAX];
    char value[128] = "";
    char sum[2 * PRINT_SUM_BYTES + 1];
    for (size_t i = 0; i < PRINT_SUM_BYTES; i++)
        snprintf(sum + 2 * i, 3, "%02x", followed->print.sum[i]);
    snprintf(key, sizeof key, "file %.*s %llu %s", TEXT_SHOW(follow->input->settings->name),
             (unsigned long long)followed->inode, followed->path);
    if (!over)
        snprintf(value, sizeof value, "%lld %zu %s %lld", (long long)followed->offset,
                 followed->print.bytes, sum, (long long)followed->header.at);
    return pen_mark(&follow->pen, text_of(key), text_of(value));
}

static bool place_read(struct text key, struct text value, struct text name, struct place *place)
{
    int64_t inode;
    int64_t bytes;
    struct text rest;
    if (!text_is(text_cut(key, ' ', &rest), "file") || !text_equal(text_cut(rest, ' ', &rest), name)
        || !text_integer(text_cut(rest, ' ', &rest), &inode) || text_empty(value))
        return false;
    place->inode = (uint64_t)inode;
    place->path = strndup(rest.data, rest.size);
    if (!text_integer(text_cut(value, ' ', &rest), &place->offset)
        || !text_integer(text_cut(rest, ' ', &rest), &bytes) || bytes < 0 || bytes > PRINT_BYTES)
        return false;
    place->print.bytes = (size_t)bytes;
    struct text header = TEXT_NONE;
    struct text sum = text_cut(rest, ' ', &header);
    place->header_at = 0; /* a mark of before does not say */
    return hex_read(sum, place->print.sum, PRINT_SUM_BYTES) && place->path != NULL
           && (text_empty(header) || text_integer(header, &place->header_at));
}

bool follow_open(struct turn *turn, struct input *input)
{
    struct text key;
    struct text value;
    size_t all = 0;
    struct follow *follow = calloc(1, sizeof *follow);
    input->follow = follow;
    while (keep_mark(input->watch->keep, all, &key, &value))
        all++;
    if (follow != NULL) {
        follow->places = calloc(all + 1, sizeof *follow->places);
        follow->bytes = malloc(READ_BYTES);
    }
    if (follow == NULL || follow->places == NULL || follow->bytes == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to follow files.");
    follow->input = input;
    follow->first = true;
    for (size_t i = 0; i < all; i++) {
        struct place *place = &follow->places[follow->places_count];
        (void)keep_mark(input->watch->keep, i, &key, &value);
        if (place_read(key, value, input->settings->name, place))
            follow->places_count++;
    }
    return true;
}

/* ---- opening and leaving ---- */

static struct followed *followed_new(struct follow *follow, const char *path)
{
    struct stat found;
    struct followed *followed = NULL;
    if (strlen(path) < PATH_BYTES_MAX && follow->count < FILES_MAX && strchr(path, '\n') == NULL)
        followed = calloc(1, sizeof *followed);
    if (followed == NULL)
        return NULL;
    snprintf(followed->path, sizeof followed->path, "%s", path);
    followed->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (followed->file < 0 || fstat(followed->file, &found) != 0 || !S_ISREG(found.st_mode)) {
        if (followed->file >= 0)
            close(followed->file);
        free(followed);
        return NULL;
    }
    followed->inode = found.st_ino;
    header_forget(&followed->header);
    followed->heard_us = clock_elapsed_us();
    followed->next = follow->files;
    follow->files = followed;
    follow->count++;
    return followed;
}

/* Gives back what is left. */
static void files_sweep(struct follow *follow)
{
    struct followed **place = &follow->files;
    while (*place != NULL) {
        struct followed *followed = *place;
        if (!followed->over) {
            place = &followed->next;
            continue;
        }
        *place = followed->next;
        if (follow->headed == followed)
            follow->headed = NULL;
        close(followed->file);
        free(followed);
        follow->count--;
    }
}

static int64_t file_size(int file)
{
    struct stat found;
    return fstat(file, &found) == 0 ? found.st_size : 0;
}

/* Does it have a name still? An inode without one may be another file's soon. */
static bool file_linked(int file)
{
    struct stat found;
    return fstat(file, &found) == 0 && found.st_nlink > 0;
}

static struct place *place_of(const struct follow *follow, const struct followed *followed)
{
    struct place *best = NULL;
    for (size_t i = 0; i < follow->places_count; i++) {
        struct place *place = &follow->places[i];
        if (place->inode == followed->inode && !place->met
            && file_size(followed->file) >= place->offset
            && print_same(followed->file, &place->print)
            && (best == NULL || best->offset < place->offset))
            best = place;
    }
    return best;
}

/* The mark is another name's from now on, or nobody's. */
static void mark_over(struct follow *follow, uint64_t inode, const char *path)
{
    struct followed old = {.inode = inode};
    snprintf(old.path, sizeof old.path, "%s", path);
    (void)followed_mark(follow, &old, true);
}

/* It is read on from there. */
static void place_take(struct followed *followed, const struct place *place)
{
    followed->offset = place->offset;
    followed->print = place->print;
    header_load(&followed->header, followed->file, place->header_at);
}

/* A file met now: where it stood before, or its beginning, or its end. */
static void followed_place(struct follow *follow, struct followed *followed)
{
    struct place *place = place_of(follow, followed);
    if (place != NULL) {
        place->met = true;
        place_take(followed, place);
        if (strcmp(place->path, followed->path) != 0)
            mark_over(follow, place->inode, place->path);
        (void)followed_mark(follow, followed, false);
    } else if (follow->first && follow->input->settings->from_end) {
        followed->offset = file_size(followed->file);
        header_load(&followed->header, followed->file, 0);
        print_grow(followed);
        (void)followed_mark(follow, followed, false);
    }
}

static bool later(struct timespec a, struct timespec b)
{
    return a.tv_sec > b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec > b.tv_nsec);
}

/* When the last of those that were rotated from this path, as far as they are known, was written.
 */
static struct timespec rotated_at(const struct follow *follow, const char *path)
{
    struct stat found;
    struct timespec last = {0};
    for (const struct followed *each = follow->files; each != NULL; each = each->next)
        if (each->gone && !each->over && strcmp(each->path, path) == 0
            && fstat(each->file, &found) == 0 && later(found.st_mtim, last))
            last = found.st_mtim;
    return last;
}

static bool inode_known(const struct follow *follow, uint64_t inode)
{
    for (const struct followed *each = follow->files; each != NULL; each = each->next)
        if (!each->over && each->inode == inode)
            return true;
    return false;
}

/*
 * A file whose name is another's now was perhaps rotated more than once since it was looked at:
 * what stood under its name in between is in the folder, was written to after it, and nobody has
 * read it.
 */
static void generations_find(struct follow *follow, const struct followed *old)
{
    char path[PATH_BYTES_MAX + 256];
    const char *slash = strrchr(old->path, '/');
    int folder_bytes = slash == NULL ? 0 : (int)(slash - old->path);
    const char *base = slash == NULL ? old->path : slash + 1;
    struct timespec last = rotated_at(follow, old->path);
    struct stat now;
    struct stat found;
    if (stat(old->path, &now) != 0)
        return;
    snprintf(path, sizeof path, "%.*s/", folder_bytes, old->path);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        snprintf(path, sizeof path, "%.*s/%s", folder_bytes, old->path, entry->d_name);
        if (!generation_named(entry->d_name, base) || stat(path, &found) != 0
            || found.st_ino == now.st_ino || inode_known(follow, found.st_ino)
            || !later(found.st_mtim, last))
            continue;
        struct followed *between = followed_new(follow, path);
        if (between == NULL)
            continue;
        if (old->print.bytes > 0 && print_same(between->file, &old->print)) {
            between->over = true; /* a copy of the old one */
            continue;
        }
        between->gone = true;
        snprintf(between->path, sizeof between->path, "%s", old->path);
        (void)followed_mark(follow, between, false);
    }
    if (folder != NULL)
        closedir(folder);
}

/* Which file in the folder is what stood under the path: the inode, or (copied) the first bytes. */
static bool place_search(struct follow *follow, struct place *place)
{
    char path[PATH_BYTES_MAX + 256];
    const char *slash = strrchr(place->path, '/');
    int folder_bytes = slash == NULL ? 0 : (int)(slash - place->path);
    snprintf(path, sizeof path, "%.*s/", folder_bytes, place->path);
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder != NULL && !place->met && (entry = readdir(folder)) != NULL) {
        snprintf(path, sizeof path, "%.*s/%s", folder_bytes, place->path, entry->d_name);
        if (entry->d_name[0] == '.' || strcmp(path, place->path) == 0)
            continue;
        struct followed *old = followed_new(follow, path);
        if (old == NULL)
            continue;
        if (file_size(old->file) >= place->offset && place->print.bytes > 0
            && print_same(old->file, &place->print)) {
            place->met = old->gone = true;
            place_take(old, place);
            snprintf(old->path, sizeof old->path, "%s", place->path);
            (void)followed_mark(follow, old, false);
        } else {
            old->over = true;
        }
    }
    if (folder != NULL)
        closedir(folder);
    return place->met;
}

/* What was rotated, while the watch was away or within a round, is read to its end. */
static void place_leave(struct follow *follow, struct place *place)
{
    if (place_search(follow, place))
        return;
    log_write(follow->input->watch->log, LOG_WARNING, "watch.follow",
              "input %.*s: a file was rotated and is not found again: what it got after byte %lld, "
              "if anything, was not read",
              TEXT_SHOW(follow->input->settings->name), (long long)place->offset);
}

static void places_search(struct follow *follow)
{
    for (size_t i = 0; i < follow->places_count; i++) {
        struct place *place = &follow->places[i];
        if (place->met)
            continue;
        mark_over(follow, place->inode, place->path);
        place_leave(follow, place);
    }
    for (struct followed *followed = follow->files; followed != NULL; followed = followed->next)
        if (followed->gone && !followed->over)
            generations_find(follow, followed);
}

/* ---- reading ---- */

static bool batch_post(struct follow *follow, struct followed *followed)
{
    print_grow(followed);
    bool good = followed_mark(follow, followed, false);
    if (good)
        pen_post(&follow->pen);
    return good;
}

/* What names the columns of the rows goes with them into each batch, and behind the lines of
 * another file: who reads it remembers none. */
static bool header_write(struct follow *follow, struct followed *followed)
{
    const struct text header = {followed->header.bytes, followed->header.size};
    struct pen *pen = &follow->pen;
    bool there =
        pen->batch != NULL && follow->headed == followed && follow->headed_need == pen->need;
    follow->headed = followed;
    follow->headed_need = pen->need;
    if (there || text_empty(header))
        return true;
    bool good = pen_context(pen, follow->input->index, header)
                || (batch_post(follow, followed) && pen_context(pen, follow->input->index, header));
    follow->headed_need = pen->need;
    return good;
}

static bool line_write(struct follow *follow, struct followed *followed, struct text line,
                       size_t bytes, bool cut)
{
    if (!pen_fits(&follow->pen, line.size, MARK_BYTES_MAX) && !batch_post(follow, followed))
        return false;
    if (!header_write(follow, followed))
        return false;
    if ((line.size > 0 || cut)
        && !pen_write(&follow->pen, follow->input->index, line, cut ? LINE_CUT : 0))
        return false;
    if (!cut)
        header_line(&followed->header, line, followed->offset);
    followed->offset += (int64_t)bytes;
    return true;
}

/* The whole lines of what was read; a rest without an end only when the file is left. */
static size_t lines_write(struct follow *follow, struct followed *followed, size_t size, bool last)
{
    struct frame frame = {.framing = FRAMING_LINES};
    struct text line;
    size_t taken;
    size_t done = 0;
    for (;;) {
        struct text rest = {follow->bytes + done, size - done};
        enum frame_found found = frame_next(&frame, rest, last, &line, &taken);
        if (found == FRAME_MORE || !line_write(follow, followed, line, taken, found == FRAME_CUT))
            return done;
        done += taken;
    }
}

static void followed_read(struct follow *follow, struct followed *followed, bool last)
{
    size_t all = 0;
    size_t done = 1;
    for (int i = 0; i < READS_MAX && done > 0 && !atomic_load(&follow->input->watch->closing);
         i++) {
        ssize_t got = pread(followed->file, follow->bytes, READ_BYTES, followed->offset);
        done = got > 0 ? lines_write(follow, followed, (size_t)got, false) : 0;
        if (done == 0 && got > 0 && last)
            done = lines_write(follow, followed, (size_t)got, true);
        all += done;
    }
    followed->more = done > 0;
    if (all == 0)
        return;
    followed->heard_us = clock_elapsed_us();
    print_grow(followed);
    (void)followed_mark(follow, followed, false);
}

/* Nothing came for a while: nobody writes to it under its old name any more. */
static bool followed_quiet(const struct followed *followed)
{
    return clock_elapsed_us() - followed->heard_us >= GONE_MS * INT64_C(1000);
}

/* Cut to nothing and written anew, under the same inode. */
static void followed_check(struct follow *follow, struct followed *followed)
{
    if (file_size(followed->file) >= followed->offset
        && print_same(followed->file, &followed->print))
        return;
    struct place place = {.path = followed->path,
                          .inode = followed->inode,
                          .offset = followed->offset,
                          .header_at = followed->header.at,
                          .print = followed->print};
    followed->offset = 0;
    header_forget(&followed->header);
    followed->print = (struct print){0};
    (void)followed_mark(follow, followed, false);
    place_leave(follow, &place);
}

static struct followed *followed_named(const struct follow *follow, const char *path)
{
    struct followed *followed;
    for (followed = follow->files; followed != NULL; followed = followed->next)
        if (!followed->gone && !followed->over && strcmp(followed->path, path) == 0)
            return followed;
    return NULL;
}

/* One that is followed, under another name that the pattern holds as well. */
static struct followed *followed_renamed(struct follow *follow, const char *path, uint64_t inode)
{
    struct followed *followed;
    for (followed = follow->files; followed != NULL; followed = followed->next)
        if (!followed->over && followed->inode == inode && file_linked(followed->file)) {
            mark_over(follow, inode, followed->path);
            snprintf(followed->path, sizeof followed->path, "%s", path);
            followed->gone = false;
            (void)followed_mark(follow, followed, false);
            return followed;
        }
    return NULL;
}

static void path_look(struct follow *follow, const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0 || !S_ISREG(found.st_mode))
        return;
    struct followed *followed = followed_named(follow, path);
    if (followed != NULL && followed->inode != found.st_ino) {
        followed->gone = true;
        generations_find(follow, followed);
        followed = NULL;
    }
    if (followed == NULL)
        followed = followed_renamed(follow, path, found.st_ino);
    if (followed == NULL) {
        followed = followed_new(follow, path);
        if (followed == NULL)
            return;
        followed_place(follow, followed);
    }
    followed->seen = true;
}

static void follow_look(struct follow *follow)
{
    glob_t found;
    struct followed *followed;
    char pattern[PATH_BYTES_MAX];
    snprintf(pattern, sizeof pattern, "%.*s", TEXT_SHOW(follow->input->settings->path));
    for (followed = follow->files; followed != NULL; followed = followed->next)
        followed->seen = false;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            path_look(follow, found.gl_pathv[i]);
        globfree(&found);
    }
    for (followed = follow->files; followed != NULL; followed = followed->next)
        followed->gone = followed->gone || !followed->seen;
    if (follow->first)
        places_search(follow);
    follow->first = false;
}

/* *more: a file has lines still. */
static void follow_round(struct follow *follow, bool *more)
{
    struct followed *followed;
    *more = false;
    follow_look(follow);
    for (followed = follow->files; followed != NULL; followed = followed->next) {
        if (followed->over)
            continue;
        if (!followed->gone)
            followed_check(follow, followed);
        bool last = followed->gone && followed_quiet(followed);
        followed_read(follow, followed, last);
        *more = *more || followed->more;
        if (last && followed_quiet(followed)) {
            (void)followed_mark(follow, followed, true);
            followed->over = true;
        }
    }
    files_sweep(follow);
    pen_post(&follow->pen);
}

static void follow_free(struct follow *follow)
{
    for (struct followed *followed = follow->files; followed != NULL; followed = followed->next)
        followed->over = true;
    files_sweep(follow);
    for (size_t i = 0; i < follow->places_count; i++)
        free(follow->places[i].path);
    free(follow->places);
    free(follow->bytes);
    free(follow);
}

void *follow_run(void *context)
{
    struct input *input = context;
    struct follow *follow = input->follow;
    follow->pen = (struct pen){.ring = &input->watch->ring,
                               .sources = &input->watch->sources,
                               .clock = input->watch->clock,
                               .wait = true};
    while (!atomic_load(&input->watch->closing)) {
        bool more;
        follow_round(follow, &more);
        if (!more)
            nanosleep(&(struct timespec){.tv_nsec = (long)ROUND_MS * 1000000}, NULL);
    }
    pen_post(&follow->pen);
    follow_free(follow);
    input->follow = NULL;
    atomic_fetch_sub(&input->watch->inputs_open, 1);
    return NULL;
}
