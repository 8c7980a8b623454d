/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The journal: what was taken and acknowledged before its block was full. A piece is written for
 * each sync; when the block stands durably in the segment, the journal begins again at its start,
 * over what it had. Each beginning draws a new nonce, so that bytes of an older piece, which may be
 * anything a stranger sent, are never taken for a piece.
 */
#include "base/crc.h"
#include "event/little.h"
#include "event/segment_store.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char mark[4] = {'R', 'V', 'J', '1'};

enum { JOURNAL_BYTES_MAX = 1 << 27 };

static const char *journal_path(struct arena *arena, const struct segment_store *store)
{
    return text_format(arena, "%s/journal", store->folder).data;
}

bool journal_open(struct turn *turn, struct segment_store *store)
{
    const char *path = journal_path(turn->arena, store);
    store->journal.descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return store->journal.descriptor >= 0 || segment_fail(turn, store, path);
}

bool journal_piece_read(struct text bytes, struct journal_piece *piece, uint64_t *nonce,
                        size_t *size)
{
    const unsigned char *in = (const unsigned char *)bytes.data;
    if (bytes.size < JOURNAL_HEAD_BYTES || memcmp(in, mark, sizeof mark) != 0
        || crc32c(0, (struct text){bytes.data, JOURNAL_HEAD_BYTES - 4})
               != little_read(in + JOURNAL_HEAD_BYTES - 4, 4)
        || !block_head_read(in + 32, &piece->head))
        return false;
    *nonce = little_read(in + 8, 8);
    piece->segment = little_read(in + 16, 8);
    piece->durable_end = little_read(in + 24, 8);
    if (piece->head.payload_bytes > bytes.size - JOURNAL_HEAD_BYTES)
        return false;
    piece->payload = (struct text){bytes.data + JOURNAL_HEAD_BYTES, piece->head.payload_bytes};
    *size = JOURNAL_HEAD_BYTES + piece->payload.size;
    return crc32c(0, piece->payload) == piece->head.payload_crc;
}

bool journal_read(struct turn *turn, struct segment_store *store,
                  bool (*take)(struct turn *turn, void *context, const struct journal_piece *piece),
                  void *context)
{
    struct stat found;
    struct journal *journal = &store->journal;
    if (fstat(journal->descriptor, &found) != 0 || found.st_size > JOURNAL_BYTES_MAX)
        return fail(turn, FAULT_BROKEN, "%s is no journal.", journal_path(turn->arena, store));
    size_t size = (size_t)found.st_size;
    char *bytes = arena_take(turn->arena, size + 1);
    if (!segment_bytes_read(journal->descriptor, bytes, size, 0))
        return segment_fail(turn, store, journal_path(turn->arena, store));
    journal->offset = 0;
    for (;;) {
        struct journal_piece piece;
        uint64_t nonce = 0;
        size_t taken = 0;
        struct text rest = {bytes + journal->offset, size - (size_t)journal->offset};
        if (!journal_piece_read(rest, &piece, &nonce, &taken)
            || (journal->offset > 0 && nonce != journal->nonce))
            return true;
        journal->nonce = nonce;
        if (!take(turn, context, &piece))
            return turn->fault.kind == FAULT_NONE;
        journal->offset += taken;
    }
}

bool journal_write(struct turn *turn, struct segment_store *store)
{
    struct journal *journal = &store->journal;
    struct block_head head;
    const char *path = journal_path(turn->arena, store);
    if (block_count(store->maker) == journal->records)
        return true;
    if (journal->superseded) {
        if (!random_bytes(turn, &journal->nonce, sizeof journal->nonce))
            return false;
        journal->offset = 0;
        journal->superseded = false;
    }
    unsigned char start[JOURNAL_HEAD_BYTES] = {0};
    store->payload.size = 0;
    build(&store->payload, (struct text){(const char *)start, sizeof start});
    block_spell(store->maker, journal->records, &store->payload, &head);
    head.first = store->first + journal->records;
    memcpy(start, mark, sizeof mark);
    little_write(start + 4, head.payload_bytes, 4);
    little_write(start + 8, journal->nonce, 8);
    little_write(start + 16, store->number, 8);
    little_write(start + 24, store->durable_end, 8);
    block_head_write(&head, start + 32);
    little_write(start + 104, crc32c(0, (struct text){(const char *)start, 104}), 4);
    memcpy(store->payload.data, start, sizeof start);
    if (!segment_write(journal->descriptor, built(&store->payload), journal->offset)
        || fdatasync(journal->descriptor) != 0)
        return segment_fail(turn, store, path);
    journal->offset += store->payload.size;
    journal->records = block_count(store->maker);
    return true;
}
