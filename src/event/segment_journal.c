/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: what each sync made durable, whole or not at all. A piece says how far the segment
 * was durable, has the records that are in no block yet, and the marks that changed; what a crash
 * left behind the last whole piece never was. The pieces stand one after the other in one of two
 * files. When that is long enough, the other one is begun over what it had, with all the marks and
 * all the records of the block in the making; so the last word is never written over before there
 * is another. Each beginning draws a new nonce, so that bytes of an older piece, which may be
 * anything a stranger sent, are never taken for a piece.
 */
#include "base/crc.h"
#include "base/file.h"
#include "event/little.h"
#include "event/segment_store.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[4] = {'R', 'V', 'J', '2'};

enum { JOURNAL_BYTES_MAX = 1 << 28, HEAD_AT = 32 };

const char *journal_path(struct arena *arena, const char *folder, size_t index)
{
    return text_format(arena, "%s/journal.%zu", folder, index).data;
}

bool journal_open(struct turn *turn, struct segment_store *store)
{
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        const char *path = journal_path(turn->arena, store->folder, i);
        store->journal.descriptors[i] = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (store->journal.descriptors[i] < 0)
            return segment_fail(turn, store, path);
    }
    return true;
}

/* ---- reading ---- */

/* Without records the place of their head is zeros. */
static bool piece_head_read(const unsigned char *in, uint64_t payload_bytes,
                            struct block_head *head)
{
    *head = (struct block_head){0};
    return payload_bytes == 0
           || (block_head_read(in, head) && head->payload_bytes == payload_bytes);
}

bool journal_piece_read(struct text bytes, struct journal_piece *piece, uint64_t *nonce,
                        size_t *size)
{
    const unsigned char *in = (const unsigned char *)bytes.data;
    *piece = (struct journal_piece){0};
    *nonce = 0;
    *size = 0;
    if (bytes.size < JOURNAL_HEAD_BYTES || memcmp(in, mark, sizeof mark) != 0
        || crc32c(0, (struct text){bytes.data, JOURNAL_HEAD_BYTES - 4})
               != little_read(in + JOURNAL_HEAD_BYTES - 4, 4)
        || !piece_head_read(in + HEAD_AT, little_read(in + 4, 4), &piece->head))
        return false;
    *nonce = little_read(in + 8, 8);
    piece->segment = little_read(in + 16, 8);
    piece->durable_end = little_read(in + 24, 8);
    piece->sequence = little_read(in + 104, 8);
    size_t left = bytes.size - JOURNAL_HEAD_BYTES;
    size_t marks_bytes = (size_t)little_read(in + 112, 4);
    if (piece->head.payload_bytes > left || marks_bytes > left - piece->head.payload_bytes)
        return false;
    piece->payload = (struct text){bytes.data + JOURNAL_HEAD_BYTES, piece->head.payload_bytes};
    piece->marks = (struct text){piece->payload.data + piece->payload.size, marks_bytes};
    *size = JOURNAL_HEAD_BYTES + piece->payload.size + marks_bytes;
    return crc32c(0, piece->payload) == piece->head.payload_crc
           && crc32c(0, piece->marks) == little_read(in + 116, 4);
}

static size_t journal_last(const struct text bytes[JOURNAL_FILES])
{
    size_t last = 0;
    uint64_t highest = 0;
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        struct journal_piece piece;
        uint64_t nonce;
        size_t size;
        if (!journal_piece_read(bytes[i], &piece, &nonce, &size) || piece.sequence <= highest)
            continue;
        highest = piece.sequence;
        last = i;
    }
    return last;
}

struct text journal_bytes(struct arena *arena, const char *folder)
{
    struct text bytes[JOURNAL_FILES] = {{0}};
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        struct turn reading = {.arena = arena};
        if (!file_read(&reading, journal_path(arena, folder, i), JOURNAL_BYTES_MAX, &bytes[i]))
            bytes[i] = TEXT_NONE;
    }
    return bytes[journal_last(bytes)];
}

/* The last word on the open segment; its sequence is 0 where there is none. */
static struct journal_piece piece_last(struct text journal)
{
    struct journal_piece piece;
    struct journal_piece last = {0};
    uint64_t nonce;
    uint64_t first = 0;
    size_t size;
    while (journal_piece_read(journal, &piece, &nonce, &size)
           && (last.sequence == 0 || nonce == first)) {
        first = nonce;
        last = piece;
        journal = (struct text){journal.data + size, journal.size - size};
    }
    return last;
}

void journal_cut(struct text journal, uint64_t number, struct segment_file *file)
{
    struct journal_piece last = piece_last(journal);
    if (last.sequence > 0 && last.segment <= number)
        segment_file_until(file, last.segment == number ? last.durable_end : 0);
}

bool journal_torn(struct text journal, uint64_t number)
{
    struct journal_piece last = piece_last(journal);
    return last.sequence > 0
           && (last.segment < number || (last.segment == number && last.durable_end == 0));
}

static bool files_read(struct turn *turn, struct segment_store *store,
                       struct text bytes[JOURNAL_FILES])
{
    for (size_t i = 0; i < JOURNAL_FILES; i++) {
        struct stat found;
        const char *path = journal_path(turn->arena, store->folder, i);
        if (fstat(store->journal.descriptors[i], &found) != 0 || found.st_size > JOURNAL_BYTES_MAX)
            return fail(turn, FAULT_BROKEN, "%s is no journal.", path);
        size_t size = (size_t)found.st_size;
        char *read = arena_take(turn->arena, size + 1);
        if (!segment_bytes_read(store->journal.descriptors[i], read, size, 0))
            return segment_fail(turn, store, path);
        bytes[i] = (struct text){read, size};
    }
    return true;
}

bool journal_read(struct turn *turn, struct segment_store *store,
                  bool (*take)(struct turn *turn, void *context, const struct journal_piece *piece),
                  void *context)
{
    struct journal *journal = &store->journal;
    struct text bytes[JOURNAL_FILES] = {{0}};
    if (!files_read(turn, store, bytes))
        return false;
    journal->current = journal_last(bytes);
    journal->offset = 0;
    struct text rest = bytes[journal->current];
    for (;;) {
        struct journal_piece piece;
        uint64_t nonce = 0;
        size_t taken = 0;
        if (!journal_piece_read(rest, &piece, &nonce, &taken)
            || (journal->offset > 0 && nonce != journal->nonce))
            return true;
        journal->nonce = nonce;
        journal->sequence = piece.sequence;
        if (!take(turn, context, &piece))
            return turn->fault.kind == FAULT_NONE;
        journal->offset += taken;
        rest = (struct text){rest.data + taken, rest.size - taken};
    }
}

/* ---- writing ---- */

/* The records from the given one on, and marks, behind a head. */
static struct text piece_make(struct segment_store *store, size_t from, bool all)
{
    const struct journal *journal = &store->journal;
    unsigned char start[JOURNAL_HEAD_BYTES] = {0};
    struct block_head head = {0};
    store->payload.size = 0;
    build(&store->payload, (struct text){(const char *)start, sizeof start});
    if (block_count(store->maker) > from) {
        block_spell(store->maker, from, &store->payload, &head);
        head.first = store->first + from;
        head.payload_crc = crc32c(0, (struct text){store->payload.data + sizeof start,
                                                   store->payload.size - sizeof start});
        block_head_write(&head, start + HEAD_AT);
    }
    size_t marks_at = store->payload.size;
    marks_spell(&store->marks, all, &store->payload);
    struct text marks = {store->payload.data + marks_at, store->payload.size - marks_at};
    memcpy(start, mark, sizeof mark);
    little_write(start + 4, head.payload_bytes, 4);
    little_write(start + 8, journal->nonce, 8);
    little_write(start + 16, store->number, 8);
    little_write(start + 24, store->durable_end, 8);
    little_write(start + 104, journal->sequence, 8);
    little_write(start + 112, marks.size, 4);
    little_write(start + 116, crc32c(0, marks), 4);
    little_write(start + 120, crc32c(0, (struct text){(const char *)start, 120}), 4);
    memcpy(store->payload.data, start, sizeof start);
    return built(&store->payload);
}

/* The other file, from its start; until it is durable the one before has the last word. */
static bool journal_turn(struct turn *turn, struct journal *journal)
{
    if (!random_bytes(turn, &journal->nonce, sizeof journal->nonce))
        return false;
    journal->current = journal->sequence == 0 ? 0 : (journal->current + 1) % JOURNAL_FILES;
    journal->sequence++;
    journal->offset = 0;
    return true;
}

bool journal_write(struct turn *turn, struct segment_store *store)
{
    struct journal *journal = &store->journal;
    const struct journal before = *journal;
    bool all = journal->turns || journal->sequence == 0 || journal->offset > JOURNAL_TURN_BYTES;
    if (all && !journal_turn(turn, journal))
        return false;
    struct text piece = piece_make(store, all ? 0 : journal->records, all);
    int descriptor = journal->descriptors[journal->current];
    if (!segment_write(descriptor, piece, journal->offset) || fdatasync(descriptor) != 0) {
        const char *path = journal_path(turn->arena, store->folder, journal->current);
        *journal = before;
        return segment_fail(turn, store, path);
    }
    journal->offset += piece.size;
    journal->records = block_count(store->maker);
    journal->turns = false;
    marks_written(&store->marks, all);
    return true;
}
