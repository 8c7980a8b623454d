/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A writer that is killed at any instant, and the power with it: what was not synced is torn off or
 * becomes garbage. Whatever was acknowledged is there, once, in order; and a writer that
 * acknowledges too early is caught. A file cut at every length and with every byte flipped; a disk
 * that is full.
 */
#include "event/segment_store.h"
#include "ground.h"
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

enum {
    KILLS = 60,
    PLANTED_KILLS = 12,
    KILL_AFTER_US_MAX = 40000,
    EARLY_US_MAX = 2000,
    WORD_WAIT_MS = 60 * 1000,
    BATCH = 40,
    SEGMENT_BYTES = 600 * 1024
};

/* What the child says after each sync, in one write. */
struct word {
    uint64_t acknowledged; /* records of all segments together */
    uint64_t segment, durable_end;
};

static size_t line_make(char *line, size_t capacity, uint64_t number)
{
    unsigned seed = (unsigned)number;
    size_t pad = number % 97 == 0 ? 150000 : (size_t)rand_r(&seed) % 900;
    int size = snprintf(line, capacity, "%llu %0*d", (unsigned long long)number, (int)pad + 1, 0);
    return (size_t)size;
}

/* In the child: appends from the number on, until it is killed. early: acknowledges what is not yet
 * durable, the defect that the test must see. */
static _Noreturn void child_work(struct ground *ground, uint64_t number, int out, bool early)
{
    static char lines[BATCH][160000];
    struct segment_record records[BATCH];
    if (!ground_open(ground))
        _exit(1);
    for (unsigned seed = (unsigned)number;;) {
        size_t taken = 0;
        struct segment_position at;
        size_t count = (size_t)rand_r(&seed) % BATCH + 1;
        for (size_t i = 0; i < count; i++)
            records[i] = ground_record(
                (struct text){lines[i], line_make(lines[i], sizeof lines[i], number + i)});
        if (!segment_append(&ground->turn, ground->store, GROUND_NOW_US, records, count, &taken,
                            &at))
            _exit(1);
        number += taken;
        char mark[32];
        snprintf(mark, sizeof mark, "%llu", (unsigned long long)number);
        if (!segment_mark(&ground->turn, ground->store, TEXT("count"), text_of(mark)))
            _exit(1);
        bool sync = rand_r(&seed) % 3 != 0;
        if (sync && !early && !ground_sync(ground))
            _exit(1);
        struct word word = {number, ground->store->number, ground->store->durable_end};
        if ((sync || early) && write(out, &word, sizeof word) != sizeof word)
            _exit(1);
    }
}

/* What the journal knows to be durable in the segment: a sync may have ended after the last word.
 */
static uint64_t durable_known(const struct ground *ground, const struct word *word)
{
    static char bytes[1 << 23];
    char path[160];
    uint64_t durable = word->durable_end;
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        snprintf(path, sizeof path, "%s/journal.%zu", ground->folder, i);
        int file = open(path, O_RDONLY);
        ssize_t got = read(file, bytes, sizeof bytes);
        close(file);
        struct text rest = {bytes, got > 0 ? (size_t)got : 0};
        struct journal_piece piece;
        uint64_t nonce;
        for (size_t size = 0; journal_piece_read(rest, &piece, &nonce, &size);
             rest = (struct text){rest.data + size, rest.size - size})
            if (piece.segment == word->segment && piece.durable_end > durable)
                durable = piece.durable_end;
    }
    return durable;
}

/* What a power cut leaves of bytes that were not synced: fewer, none, or other ones. */
static void tear(const struct ground *ground, const struct word *word, unsigned *seed)
{
    char path[160];
    struct stat found;
    static char noise[100000];
    snprintf(path, sizeof path, "%s/%016llu.open", ground->folder,
             (unsigned long long)word->segment);
    if (word->segment == 0 || stat(path, &found) != 0
        || (uint64_t)found.st_size <= durable_known(ground, word))
        return;
    uint64_t behind = (uint64_t)found.st_size - durable_known(ground, word);
    uint64_t keep = durable_known(ground, word) + (uint64_t)rand_r(seed) % (behind + 1);
    int file = open(path, O_WRONLY);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = rand_r(seed) % 2 == 0 ? 0 : (char)rand_r(seed);
    uint64_t left = (uint64_t)found.st_size - keep;
    bool torn =
        rand_r(seed) % 2 == 0
            ? ftruncate(file, (off_t)keep) == 0
            : pwrite(file, noise, left < sizeof noise ? left : sizeof noise, (off_t)keep) >= 0;
    if (!torn)
        printf("# could not tear %s\n", path);
    close(file);
}

/* Until the child has said something, or ended: however slow it is. */
static void word_wait(int end)
{
    struct pollfd said = {.fd = end, .events = POLLIN};
    (void)poll(&said, 1, WORD_WAIT_MS);
}

/* One child, killed after so long; what it said last. One that acknowledges too early is killed
 * soon behind its first word: that is when it has not yet done what it says. */
static bool killed(struct ground *ground, uint64_t number, long after_us, bool early,
                   struct word *word)
{
    int ends[2];
    int status = 0;
    struct word next;
    if (pipe(ends) != 0)
        return false;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        child_work(ground, number, ends[1], early);
    close(ends[1]);
    if (early)
        word_wait(ends[0]);
    struct timespec wait = {0, (early ? after_us % EARLY_US_MAX : after_us) * 1000};
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    *word = (struct word){number, 0, 0};
    while (read(ends[0], &next, sizeof next) == sizeof next)
        *word = next;
    close(ends[0]);
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

struct sequence {
    uint64_t next;
    bool broken;
};

static void each_next(void *context, size_t index, const struct segment_record *record)
{
    static char line[160000];
    struct sequence *sequence = context;
    size_t size = line_make(line, sizeof line, index);
    if (!text_equal(record->raw, (struct text){line, size}))
        sequence->broken = true;
    sequence->next = index + 1;
}

/* The mark that became durable last is how many records there are: neither without the other. */
static bool mark_fits(const struct ground *ground, uint64_t records)
{
    struct text key;
    struct text value;
    int64_t marked = 0;
    if (!segment_mark_at(ground->store, 0, &key, &value))
        return records == 0;
    return text_is(key, "count") && text_integer(value, &marked) && (uint64_t)marked == records;
}

/* How many of the kills lost or doubled what was acknowledged. */
static size_t kill_many(int kills, bool early, size_t *died)
{
    struct ground ground;
    size_t wrong = 0;
    uint64_t number = 0;
    unsigned seed = (unsigned)time(NULL);
    printf("# seed %u\n", seed);
    if (!ground_make(&ground))
        return SIZE_MAX;
    ground.settings.segment_bytes = SEGMENT_BYTES;
    for (int i = 0; i < kills; i++) {
        struct word word;
        struct sequence sequence = {0};
        struct segment_verdict verdict;
        ground.settings.whole = i % 2 == 0;
        ground.settings.hands = (size_t)i % 3;
        *died += killed(&ground, number, rand_r(&seed) % KILL_AFTER_US_MAX, early, &word);
        tear(&ground, &word, &seed);
        bool good = ground_open(&ground) && segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
                    && ground_sound(&ground, &verdict);
        ground_each(&ground, each_next, &sequence);
        bool fits = good && mark_fits(&ground, sequence.next);
        if (!fits || sequence.broken || sequence.next < word.acknowledged) {
            wrong++;
            if (!early)
                printf("# kill %d: %llu acknowledged, %llu there%s: %s\n", i,
                       (unsigned long long)word.acknowledged, (unsigned long long)sequence.next,
                       sequence.broken ? ", out of order"
                       : fits          ? ""
                                       : ", not as the mark has it",
                       ground.turn.fault.message);
        }
        number = sequence.next;
        ground_close(&ground);
        fault_clear(&ground.turn);
    }
    printf("# %llu records\n", (unsigned long long)number);
    ground_remove(&ground);
    return wrong;
}

/* ---- a file cut short, and flipped ---- */

static struct text whole_read(struct ground *ground, const char *name)
{
    struct text bytes = TEXT_NONE;
    const char *path = text_format(ground->turn.arena, "%s/%s", ground->folder, name).data;
    if (!file_read(&ground->turn, path, 1 << 24, &bytes))
        printf("# %s\n", ground->turn.fault.message);
    return bytes;
}

static bool whole_write(struct ground *ground, const char *name, struct text bytes)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", ground->folder, name);
    unlink(path);
    FILE *file = fopen(path, "wb");
    bool good = file != NULL && fwrite(bytes.data, 1, bytes.size, file) == bytes.size;
    return file != NULL && fclose(file) == 0 && good;
}

static void count_each(void *context, size_t index, const struct segment_record *record)
{
    size_t *sizes = context;
    (void)index;
    *sizes += record->raw.size;
}

/* Cut at every length, an open segment has the records of its whole blocks, and goes on. */
static void cut_anywhere(void)
{
    struct ground ground;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool good = true;
    for (int block = 0; good && block < 3; block++) {
        struct text line = text_format(ground.turn.arena, "block %d", block);
        good = ground_put(&ground, line) && segment_cut(&ground.turn, ground.store);
    }
    struct text whole = whole_read(&ground, "0000000000000001.open");
    size_t blocks[3];
    for (size_t i = 0; i < 3; i++)
        blocks[i] = (size_t)ground.store->blocks[i].offset + BLOCK_HEAD_BYTES
                    + ground.store->blocks[i].head.packed_bytes;
    ground_close(&ground);
    size_t wrong = 0;
    for (size_t size = 0; good && size <= whole.size; size++) {
        size_t expected = 0;
        size_t raw = 0;
        struct turn turn = {.arena = arena_new(ground_arena_bytes)};
        while (expected < 3 && blocks[expected] <= size)
            expected++;
        good = whole_write(&ground, "0000000000000001.open", (struct text){whole.data, size})
               && segment_open(&turn, &ground.settings, &ground.store);
        wrong += !good || segment_next(ground.store).index != expected;
        good = good && ground_put(&ground, TEXT("and on"))
               && segment_seal(&turn, ground.store, GROUND_NOW_US)
               && ground_each(&ground, count_each, &raw) == expected + 1;
        if (!good)
            printf("# at %zu: %s\n", size, turn.fault.message);
        arena_free(turn.arena);
        char command[200];
        snprintf(command, sizeof command, "%s/0000000000000001.segment", ground.folder);
        unlink(command);
        for (size_t i = 0; i < JOURNAL_FILES; i++)
            unlink(journal_path(ground.turn.arena, ground.folder, i));
    }
    ok(good && wrong == 0, "cut at each of %zu lengths: the whole blocks are there, and it goes on",
       whole.size);
    ok(ground_said(&ground, "an end that was not acknowledged is cut off"),
       "and what was cut is said");
    ground_remove(&ground);
}

/* Every byte of a sealed segment flipped, one after the other. */
static void flip_everywhere(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    static const char name[] = "0000000000000001.segment";
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool good = true;
    for (int i = 0; good && i < 300; i++)
        good = ground_put(&ground, text_format(ground.turn.arena, "line %d of many", i))
               && (i % 100 != 99 || segment_cut(&ground.turn, ground.store));
    ok(good && segment_seal(&ground.turn, ground.store, GROUND_NOW_US)
           && ground_sound(&ground, &verdict) && verdict.records == 300,
       "a sealed segment of three blocks");
    struct text whole = whole_read(&ground, name);
    char *bytes = arena_take(ground.turn.arena, whole.size);
    memcpy(bytes, whole.data, whole.size);
    size_t unseen = 0;
    /* All of what is not a bitmap, and of those, which are most of it, one byte in seven. */
    for (size_t i = 0; i < whole.size; i += bytes[i] == 0 && i % 7 != 0 ? 7 - i % 7 : 1) {
        struct turn turn = {.arena = arena_new(ground_arena_bytes)};
        char path[160];
        snprintf(path, sizeof path, "%s/flipped", ground.folder);
        bytes[i] ^= 0x10;
        int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        bool wrote = write(file, bytes, whole.size) == (ssize_t)whole.size;
        close(file);
        if (rename(path, text_format(turn.arena, "%s/%s", ground.folder, name).data) != 0 || !wrote
            || !segment_verify(&turn, ground.folder, NULL, &verdict) || verdict.sound
            || verdict.where.size == 0 || verdict.why.size == 0) {
            printf("# byte %zu is flipped unseen: %s\n", i, turn.fault.message);
            unseen++;
        }
        bytes[i] ^= 0x10;
        arena_free(turn.arena);
    }
    ok(unseen == 0, "each byte of %zu that is flipped is seen, and its place named", whole.size);
    ground_remove(&ground);
}

/* A durable block that is damaged is not cut off like a torn one. */
static void damage(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    bool good = true;
    for (int block = 0; good && block < 3; block++)
        good = ground_put(&ground, TEXT("a durable line"))
               && segment_cut(&ground.turn, ground.store)
               && ground_put(&ground, TEXT("and one in the journal")) && ground_sync(&ground);
    uint64_t offset = ground.store->blocks[1].offset + BLOCK_HEAD_BYTES + 3;
    ground_close(&ground);
    char path[160];
    snprintf(path, sizeof path, "%s/0000000000000001.open", ground.folder);
    int file = open(path, O_WRONLY);
    good = good && pwrite(file, "\xff\xff\xff", 3, (off_t)offset) == 3;
    close(file);
    ok(good && ground_open(&ground) && segment_next(ground.store).segment == 2
           && segment_next(ground.store).index == 3,
       "it is set aside, the journal's records go into the next: %s", ground.turn.fault.message);
    ok(ground_said(&ground, "set aside"), "which is said");
    good = ground_sync(&ground) && segment_verify(&ground.turn, ground.folder, NULL, &verdict);
    ok(good && !verdict.sound && text_contains(verdict.where, TEXT("damaged, block 1")),
       "and verifying names it: %.*s", TEXT_SHOW(verdict.where));
    ground_remove(&ground);
}

/* ---- a disk that is full ---- */

static void full_disk(void)
{
    struct ground ground;
    struct segment_verdict verdict;
    struct rlimit whole;
    static char line[160000];
    if (!ok(ground_make(&ground) && ground_open(&ground), "a store"))
        return;
    getrlimit(RLIMIT_FSIZE, &whole);
    signal(SIGXFSZ, SIG_IGN);
    uint64_t number = 0;
    uint64_t acknowledged = 0;
    size_t faults = 0;
    bool right = true;
    for (rlim_t room = 0; room < 90000; room += 3000) {
        struct rlimit limit = {room, whole.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        for (int i = 0; i < 30; i++) {
            struct segment_position durable;
            struct text raw = {line, line_make(line, sizeof line, number)};
            if (ground_put(&ground, raw))
                number++;
            if (segment_sync(&ground.turn, ground.store, GROUND_NOW_US, &durable))
                acknowledged = number;
            faults += ground.turn.fault.kind != FAULT_NONE;
            right =
                right
                && (ground.turn.fault.kind == FAULT_NONE || ground.turn.fault.kind == FAULT_BUSY);
            fault_clear(&ground.turn);
        }
        if (!segment_seal(&ground.turn, ground.store, GROUND_NOW_US))
            faults++;
        right =
            right && (ground.turn.fault.kind == FAULT_NONE || ground.turn.fault.kind == FAULT_BUSY);
        fault_clear(&ground.turn);
        setrlimit(RLIMIT_FSIZE, &whole);
        right = right && ground_sync(&ground);
        acknowledged = number;
    }
    ok(right && faults > 0, "no room: said %zu times, and it goes on when there is: %s", faults,
       ground.turn.fault.message);
    ok(ground_said(&ground, "there is no room") && ground_said(&ground, "there is room again"),
       "in the log as well, once each time");
    struct sequence sequence = {0};
    ok(segment_seal(&ground.turn, ground.store, GROUND_NOW_US) && ground_sound(&ground, &verdict),
       "sound: %s", ground.turn.fault.message);
    ground_each(&ground, each_next, &sequence);
    ok(!sequence.broken && sequence.next == acknowledged, "%llu records are there, each once",
       (unsigned long long)sequence.next);
    ground_remove(&ground);
}

int main(void)
{
    size_t died = 0;
    size_t wrong = kill_many(PLANTED_KILLS, true, &died);
    ok(wrong > 0 && wrong != SIZE_MAX, "a writer that acknowledges too early is caught (%zu of %d)",
       wrong, PLANTED_KILLS);
    died = 0;
    wrong = kill_many(KILLS, false, &died);
    ok(died == KILLS, "%d writers are killed", KILLS);
    ok(wrong == 0, "what they acknowledged is there, once and in order");
    cut_anywhere();
    flip_everywhere();
    damage();
    full_disk();
    return tap_end();
}
