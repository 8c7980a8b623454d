/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal of this machine, as journalctl writes it in JSON, an entry a line. Files of the
 * journal are read by that program, in a process of its own, and never here. How far it was read
 * is the entry's cursor, a mark that becomes durable together with the lines. When journalctl ends
 * it is started again behind the last entry.
 *
 * It is asked to merge, and for the entries of this machine: without that, who follows is shown the
 * boot that runs and no other, and what was logged last before a machine went down is never seen.
 */
#include "base/child.h"
#include "base/file.h"
#include "watch/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define JOURNALCTL "/usr/bin/journalctl"
#define MACHINE_ID "/etc/machine-id"
enum {
    CURSOR_BYTES = 256,
    OPTION_BYTES = 4096 + 64,
    MARK_BYTES = CURSOR_BYTES + 128,
    MACHINE_BYTES = 64,
    READ_BYTES = 2 * LINE_BYTES_MAX,
    IDLE_MS = 200,
    AGAIN_MS = 200,
    AGAIN_MOST_MS = 30 * 1000,
    WORDS_MAX = 12
};

struct journald {
    struct input *input;
    struct pen pen;
    struct frame frame;
    char *bytes;
    size_t used;
    int pipe; /* from journalctl, or -1 */
    pid_t reader;
    int64_t again_ms;                /* how long is waited before it is started again */
    bool marked;                     /* the mark says what the cursor says */
    char machine[2 * MACHINE_BYTES]; /* whose entries are asked for; "": of a folder, all */
    char cursor[CURSOR_BYTES];       /* of the last whole entry that is in the pen; "": none yet */
};

/* ---- cursors ---- */

/* What journalctl writes: letters, digits, "=" and ";". */
static bool cursor_good(struct text cursor)
{
    if (cursor.size == 0 || cursor.size >= CURSOR_BYTES)
        return false;
    for (size_t i = 0; i < cursor.size; i++)
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789=;", cursor.data[i]) == NULL
            || cursor.data[i] == '\0')
            return false;
    return true;
}

static void cursor_set(struct journald *journal, struct text cursor)
{
    memcpy(journal->cursor, cursor.data, cursor.size);
    journal->cursor[cursor.size] = '\0';
    journal->marked = false;
}

/* No value can hold this: quotation marks within one stand behind a backslash. */
static bool cursor_find(struct text line, struct text *cursor)
{
    const struct text name = TEXT("\"__CURSOR\":\"");
    const char *at = memmem(line.data, line.size, name.data, name.size);
    struct text rest;
    if (at == NULL)
        return false;
    at += name.size;
    *cursor = text_cut((struct text){at, (size_t)(line.data + line.size - at)}, '"', &rest);
    return cursor_good(*cursor);
}

static struct text mark_name(const struct input *input, char key[MARK_BYTES])
{
    int size = snprintf(key, MARK_BYTES, "journal %.*s", TEXT_SHOW(input->settings->name));
    return (struct text){key, (size_t)size};
}

static void cursor_mark(struct journald *journal)
{
    char key[MARK_BYTES];
    if (journal->marked || journal->cursor[0] == '\0')
        return;
    journal->marked =
        pen_mark(&journal->pen, mark_name(journal->input, key), text_of(journal->cursor));
}

static bool machine_read(struct turn *turn, struct journald *journal)
{
    struct text id;
    if (!text_empty(journal->input->settings->path) || !file_exists(MACHINE_ID))
        return true;
    if (!file_read(turn, MACHINE_ID, MACHINE_BYTES, &id))
        return false;
    id = text_trim(id);
    if (id.size > 0)
        snprintf(journal->machine, sizeof journal->machine, "_MACHINE_ID=%.*s", TEXT_SHOW(id));
    return true;
}

bool journald_open(struct turn *turn, struct input *input)
{
    char name[MARK_BYTES];
    struct stat found;
    struct text key;
    struct text value;
    struct text wanted = mark_name(input, name);
    if (stat(JOURNALCTL, &found) != 0)
        return fail(turn, FAULT_INVALID, "input %.*s: there is no " JOURNALCTL " here.",
                    TEXT_SHOW(input->settings->name));
    struct journald *journal = calloc(1, sizeof *journal);
    input->journald = journal;
    if (journal != NULL)
        journal->bytes = malloc(READ_BYTES);
    if (journal == NULL || journal->bytes == NULL)
        return fail(turn, FAULT_LIMIT, "There is no memory to read the journal.");
    journal->input = input;
    journal->pipe = -1;
    if (!machine_read(turn, journal))
        return false;
    for (size_t i = 0; keep_mark(input->watch->keep, i, &key, &value); i++)
        if (text_equal(key, wanted) && cursor_good(value))
            cursor_set(journal, value);
    journal->marked = true;
    return true;
}

void journald_free(struct journald *journal)
{
    if (journal != NULL)
        free(journal->bytes);
    free(journal);
}

/* ---- journalctl ---- */

static void words_make(const struct journald *journal, const char *words[WORDS_MAX],
                       char folder[OPTION_BYTES], char after[OPTION_BYTES])
{
    static const char *const first[] = {"journalctl", "--output=json", "--all",  "--quiet",
                                        "--no-pager", "--follow",      "--merge"};
    const struct watch_input *settings = journal->input->settings;
    size_t count = 0;
    for (; count < sizeof first / sizeof *first; count++)
        words[count] = first[count];
    if (!text_empty(settings->path)) {
        snprintf(folder, OPTION_BYTES, "--directory=%.*s", TEXT_SHOW(settings->path));
        words[count++] = folder;
    }
    snprintf(after, OPTION_BYTES, "--after-cursor=%s", journal->cursor);
    if (journal->cursor[0] == '\0' && settings->from_end)
        words[count++] = "--lines=0";
    else
        words[count++] = "--no-tail";
    if (journal->cursor[0] != '\0')
        words[count++] = after;
    if (journal->machine[0] != '\0')
        words[count++] = journal->machine;
    words[count] = NULL;
}

static bool reader_spawn(struct journald *journal, int out)
{
    char folder[OPTION_BYTES];
    char after[OPTION_BYTES];
    const char *words[WORDS_MAX];
    words_make(journal, words, folder, after);
    return child_start(JOURNALCTL, words, &(struct child_ends){{CHILD_NOTHING, out, CHILD_OURS}},
                       &journal->reader);
}

static bool reader_start(struct journald *journal)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    bool good = reader_spawn(journal, ends[1]);
    close(ends[1]);
    journal->pipe = good ? ends[0] : -1;
    if (!good)
        close(ends[0]);
    journal->used = 0;
    journal->frame = (struct frame){.framing = FRAMING_LINES};
    return good;
}

static void reader_end(struct journald *journal)
{
    if (journal->pipe < 0)
        return;
    close(journal->pipe);
    journal->pipe = -1;
    kill(journal->reader, SIGTERM); /* not waited for yet: the number is still its own */
    while (waitpid(journal->reader, NULL, 0) < 0 && errno == EINTR)
        continue;
}

/* ---- entries ---- */

static bool entry_write(struct journald *journal, struct text line, bool cut)
{
    struct text cursor;
    if (!pen_fits(&journal->pen, line.size, MARK_BYTES)) {
        cursor_mark(journal);
        pen_post(&journal->pen);
    }
    if (!pen_write(&journal->pen, journal->input->index, line, cut ? LINE_CUT : 0))
        return false;
    if (cursor_find(line, &cursor))
        cursor_set(journal, cursor);
    return true;
}

/* The whole entries; what journalctl had begun to write when it ended comes again, whole. */
static bool entries_take(struct journald *journal)
{
    struct text line;
    size_t taken;
    size_t done = 0;
    for (;;) {
        struct text rest = {journal->bytes + done, journal->used - done};
        enum frame_found found = frame_next(&journal->frame, rest, false, &line, &taken);
        done += taken;
        if (found == FRAME_MORE)
            break;
        if (line.size > 0 && !entry_write(journal, line, found == FRAME_CUT))
            return false;
    }
    journal->used -= done;
    memmove(journal->bytes, journal->bytes + done, journal->used);
    return true;
}

/* False: journalctl has ended. */
static bool journald_read(struct journald *journal)
{
    struct pollfd end = {.fd = journal->pipe, .events = POLLIN};
    if (poll(&end, 1, pen_empty(&journal->pen) ? IDLE_MS : 0) <= 0) {
        cursor_mark(journal);
        pen_post(&journal->pen);
        return true;
    }
    ssize_t got = read(journal->pipe, journal->bytes + journal->used, READ_BYTES - journal->used);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return true;
    if (got <= 0)
        return false;
    journal->used += (size_t)got;
    journal->again_ms = AGAIN_MS;
    return entries_take(journal);
}

static void journald_again(struct journald *journal)
{
    reader_end(journal);
    cursor_mark(journal);
    pen_post(&journal->pen);
    log_write(journal->input->watch->log, LOG_WARNING, "watch.journal",
              "input %.*s: journalctl has ended; it is started again",
              TEXT_SHOW(journal->input->settings->name));
    for (int64_t waited = 0; waited < journal->again_ms; waited += IDLE_MS)
        if (!atomic_load(&journal->input->watch->closing))
            nanosleep(&(struct timespec){.tv_nsec = (long)IDLE_MS * 1000000}, NULL);
    if (journal->again_ms < AGAIN_MOST_MS)
        journal->again_ms *= 2;
}

void *journald_run(void *context)
{
    struct input *input = context;
    struct watch *watch = input->watch;
    struct journald *journal = input->journald;
    journal->again_ms = AGAIN_MS;
    journal->pen = (struct pen){
        .ring = &watch->ring, .sources = &watch->sources, .clock = watch->clock, .wait = true};
    while (!atomic_load(&watch->closing))
        if ((journal->pipe < 0 && !reader_start(journal)) || !journald_read(journal))
            journald_again(journal);
    reader_end(journal);
    cursor_mark(journal);
    pen_post(&journal->pen);
    atomic_fetch_sub(&watch->inputs_open, 1);
    return NULL;
}
